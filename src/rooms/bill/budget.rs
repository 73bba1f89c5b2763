//! 预算匹配: what a sum of money buys, live under a slider.

use super::wishes::Wishes;
use super::{lacking, names, nothing_priced, title};
use crate::components::number_field::NumberField;
use crate::components::select::{Choice, select};
use crate::format;
use crate::ports::input;
use crate::session::{Action, SessionContext};
use crate::text;
use buqi_core::budget::{Budget, Change, Fit, LeftOut, weights};
use buqi_core::id::{ItemId, ItemIdx};
use buqi_core::money::Fen;
use buqi_core::plan::{Decision, Edit};
use buqi_core::terms::Term;
use yew::prelude::*;

/// The slider moves in steps of 10,000 yuan.
const STEP: f64 = 1_000_000.0;

#[component]
pub fn Fitting() -> Html {
    // What is being set; agreed on once the slider or the field is left, as one
    // step.
    let held = use_state(|| None::<Option<Fen>>);
    let without = use_state(|| None::<ItemIdx>);
    let session = use_context::<SessionContext>();
    let revision = session.as_ref().map(|it| it.revision);
    let budget = use_memo(revision, |_| {
        let session = session.as_ref()?;
        let estate = session.estate.as_ref()?;
        Some(Budget::new(
            session.catalogue,
            &estate.assessment,
            estate.plan(),
            &weights(
                session.catalogue,
                &estate.estimate,
                &estate.plan().terms.wishes,
            ),
        ))
    });
    let (Some(session), Some(budget)) = (&session, &*budget) else {
        return Html::default();
    };
    let lang = session.lang;
    // With all the money there is, the fit is the whole plan.
    let whole = budget.fit(Fen(i64::MAX / 4));
    let most = whole.total;
    let agreed = session.estate.as_ref().and_then(|it| it.plan().terms.cap);
    let cap = held.unwrap_or(agreed);
    let fit = match cap {
        Some(cap) => budget.fit(cap),
        None => whole,
    };
    if most == Fen(0) {
        return html! {
            <>
                <h2>{ lang.say(text::PART_BUDGET) }</h2>
                <p class="buqi-empty" data-fit="">{ session.estate.as_ref().map(|it| nothing_priced(lang, &it.estimate)) }</p>
            </>
        };
    }
    let now = cap.unwrap_or(most);
    let hold = {
        let held = held.clone();
        Callback::from(move |typed: Option<f64>| {
            held.set(Some(typed.map(|it| Fen((it * STEP).round() as i64))));
        })
    };
    let slide = hold.reform(|event: InputEvent| format::typed_number(&input::typed(&event)));
    let let_go = {
        let dispatch = session.dispatcher();
        Callback::from(move |()| {
            if let Some(cap) = *held {
                dispatch.dispatch(Action::Edit(Edit::Agree(Term::Cap(cap))));
                held.set(None);
            }
        })
    };
    let steps = (most.0 as f64 / STEP).ceil().max(1.0);
    let value = (now.0 as f64 / STEP).round();
    let figure = |it: Fen| it.0 as f64 / STEP;
    let most = lang.fill(text::NO_CAP, &[&format::money(lang, most)]);
    html! {
        <>
            <h2>{ lang.say(text::PART_BUDGET) }</h2>
            <p class="buqi-soft">{ lang.say(text::BUDGET_HELP) }</p>
            <label for="cap-slider">{ lang.say(text::CAP) }</label>
            <input id="cap-slider" class="buqi-slider" type="range" min="0" max={steps.to_string()} step="1" value={value.to_string()}
                oninput={slide} onchange={let_go.reform(|_| ())} aria-valuetext={format::money(lang, now)} data-cap="" />
            <NumberField id="cap" label={lang.say(text::CAP)} unit={lang.say(text::WAN_YUAN)} {lang} value={cap.map(figure)}
                min={0.0} max={1e7} whole={false} hint={most} on_change={hold} on_rest={let_go} />
            if let Some(cap) = cap { <p data-cap-now="">{ lang.fill(text::LABELLED, &[lang.say(text::CAP), &format::money(lang, cap)]) }</p> }
            <p role="status" data-fit=""><b>{ lang.fill(text::FIT, &[&fit.items.len().to_string(), &format::money(lang, fit.total)]) }</b></p>
            <Wishes />
            if fit.bottom_line > Fen(0) {
                <p data-bottom-line-cap="">{ lang.fill(text::BOTTOM_LINE_CAP, &[&format::money(lang, fit.bottom_line)]) }</p>
            }
            if fit.excluded { <p class="buqi-warning">{ lang.say(text::FIT_EXCLUDED) }</p> }
            { left_out(session, &fit) }
            { dropping(session, budget, &fit, &without) }
            if !fit.left_out.is_empty() { { tenth_more(session, &fit.with_a_tenth_more) } }
            { lacking(session, &fit.unpriced, &fit.undetermined, &fit.partly) }
            <details class="buqi-folded">
                <summary>{ lang.say(text::FIT_ITEMS) }{ " " }{ lang.fill(text::N_ITEMS, &[&fit.items.len().to_string()]) }</summary>
                <ul>{ for fit.items.iter().map(|it| html! { <li key={it.0}>{ title(session, *it) }</li> }) }</ul>
            </details>
            { must_stay(session, budget, &fit) }
            if fit.left_out.iter().any(|it| !it.locked) { <button type="button" onclick={defer(session, &fit)} data-defer="">{ lang.say(text::DEFER_LEFT_OUT) }</button> }
        </>
    }
}

fn left_out(session: &SessionContext, fit: &Fit) -> Html {
    let lang = session.lang;
    if fit.left_out.is_empty() {
        return html! { <p>{ lang.say(text::ALL_FIT) }</p> };
    }
    let why = |it: &LeftOut| {
        if !it.needs.is_empty() {
            return lang.fill(text::NEEDS_LEFT_OUT, &[&names(session, &it.needs)]);
        }
        match it.short {
            Fen(0) => lang.say(text::OTHERS_FIRST).to_owned(),
            short => {
                let said = if it.locked {
                    text::SHORT_BY_LOCKED
                } else {
                    text::SHORT_BY
                };
                lang.fill(said, &[&format::money(lang, short)])
            }
        }
    };
    html! {
        <>
            <h3>{ lang.say(text::LEFT_OUT) }</h3>
            <ul data-left-out="">
                { for fit.left_out.iter().map(|it| html! {
                    <li key={it.item.0}>
                        { title(session, it.item) }{ " " }
                        if it.locked { <span class="buqi-chip buqi-urgent">{ lang.say(text::LOCKED) }</span> }
                        <small class="buqi-soft">{ " " }{ why(it) }</small>
                    </li>
                }) }
            </ul>
        </>
    }
}

/// What there would be room for without one of what fits; at first without
/// the last of it, which counts least.
fn dropping(
    session: &SessionContext,
    budget: &Budget,
    fit: &Fit,
    without: &UseStateHandle<Option<ItemIdx>>,
) -> Html {
    let lang = session.lang;
    let picked = (**without).filter(|it| fit.items.contains(it));
    let Some(item) = picked.or(fit.items.last().copied()) else {
        return Html::default();
    };
    if fit.left_out.is_empty() {
        return Html::default();
    }
    let name = |it: ItemIdx| lang.of(&session.catalogue.item(it).name);
    let choices: Vec<Choice> = fit
        .items
        .iter()
        .map(|it| Choice::new(&it.0.to_string(), name(*it), *it == item))
        .collect();
    let on_change = {
        let without = without.clone();
        Callback::from(move |event: Event| {
            without.set(input::selected(&event).parse().ok().map(ItemIdx));
        })
    };
    let Change { adds, drops, .. } = budget.dropping(fit.cap, item);
    let others: Vec<ItemIdx> = drops.into_iter().filter(|it| *it != item).collect();
    let said = if adds.is_empty() {
        lang.fill(text::DROPPING_ADMITS_NOTHING, &[name(item)])
    } else {
        lang.fill(text::DROPPING_ADMITS, &[name(item), &names(session, &adds)])
    };
    html! {
        <>
            { select("drop-which", lang.say(text::DROP_WHICH), &choices, on_change) }
            <p role="status" data-dropping="">
                { said }
                if !adds.is_empty() && !others.is_empty() { { " " }{ lang.fill(text::IN_PLACE_OF, &[&names(session, &others)]) } }
            </p>
        </>
    }
}

fn tenth_more(session: &SessionContext, change: &Change) -> Html {
    let lang = session.lang;
    if change.adds.is_empty() {
        return html! { <p data-tenth="">{ lang.fill(text::TENTH_MORE_NOTHING, &[&format::money(lang, change.cap)]) }</p> };
    }
    html! {
        <p data-tenth="">
            { lang.fill(text::TENTH_MORE, &[&format::money(lang, change.cap), &names(session, &change.adds)]) }
            if !change.drops.is_empty() { { " " }{ lang.fill(text::IN_PLACE_OF, &[&names(session, &change.drops)]) } }
        </p>
    }
}

/// What must be done is never put off: it stays, and the plan above its cap.
fn must_stay(session: &SessionContext, budget: &Budget, fit: &Fit) -> Html {
    let lang = session.lang;
    let locked = fit.left_out.iter().filter(|it| it.locked);
    let locked: Vec<ItemIdx> = locked.map(|it| it.item).collect();
    if locked.is_empty() {
        return Html::default();
    }
    let whole = budget.fit(Fen(i64::MAX / 4)).total;
    let [above, least] =
        [Fen(whole.0 - fit.cap.0), fit.bottom_line].map(|it| format::money(lang, it));
    html! { <p class="buqi-warning" data-over-cap="">{ lang.fill(text::MUST_STAY, &[&names(session, &locked), &above, &least]) }</p> }
}

/// Puts off what found no place, as one step.
fn defer(session: &SessionContext, fit: &Fit) -> Callback<MouseEvent> {
    let catalogue = session.catalogue;
    let left_out = fit.left_out.iter().filter(|it| !it.locked);
    let ids: Vec<ItemId> = left_out
        .map(|it| catalogue.item(it.item).id.clone())
        .collect();
    let session = session.clone();
    Callback::from(move |_: MouseEvent| {
        let Some(estate) = &session.estate else {
            return;
        };
        let mut dossier = (*estate.dossier).clone();
        let deferred = ids.iter().map(|it| (it.clone(), Decision::Deferred));
        dossier.plan.decisions.extend(deferred);
        let extras = (*estate.extras).clone();
        session.dispatch(Action::Put { dossier, extras });
    })
}
