//! One dish of the menu: what it is, why, what it comes to, and the choice.

use crate::components::class_tag::{class_of, class_style, class_tag};
use crate::components::evidence::mark_chip;
use crate::format;
use crate::ports::{dialog, input};
use crate::session::{Action, Detail, OpenEstate, Session, SessionContext, opened};
use crate::text::{self, Lang};
use buqi_core::Truth;
use buqi_core::estimate::Standing;
use buqi_core::findings::Tally;
use buqi_core::id::ItemIdx;
use buqi_core::money::{Cost, Fen};
use buqi_core::plan::{Decision, Edit};
use yew::prelude::*;

/// `brief` leaves out the choice; for the live menu beside the survey.
pub fn item_card(session: &SessionContext, idx: ItemIdx, brief: bool) -> Html {
    let lang = session.lang;
    let item = session.catalogue.item(idx);
    let class = class_of(item);
    let show = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.dispatch(Action::Show(Some(Detail::Item(idx)))))
    };
    html! {
        <article key={idx.0} class={classes!("buqi-item", class_style(class))} data-item={item.id.to_string()}
            data-standing={session.estate.as_ref().map(|it| standing_key(it, idx))}>
            <div class="buqi-item-what">
                <h3>
                    <button type="button" class="buqi-title" onclick={show} aria-haspopup="dialog">{ lang.of(&item.name) }</button>
                </h3>
                <p class="buqi-tags">{ class_tag(lang, class) }{ mark_chip(lang, item.evidence.mark) }</p>
                <p class="buqi-reason" data-reason="">
                    { match &session.estate {
                        Some(estate) => reason(session, estate, idx),
                        None => lang.of(&item.summary).to_owned(),
                    } }
                </p>
                if let Some(estate) = &session.estate { { note(lang, session, estate, idx) } }
            </div>
            if let Some(estate) = &session.estate {
                <p class="buqi-item-money">{ price(session, estate, idx) }</p>
                if !brief { <Choice item={idx} /> }
            }
        </article>
    }
}

fn standing_key(estate: &OpenEstate, item: ItemIdx) -> &'static str {
    match estate.estimate.standings.get(item.index()) {
        Some(Standing::Chosen) => "chosen",
        Some(Standing::Undecided) => "undecided",
        _ => "out",
    }
}

/// The reason in one sentence: the worst deficiency with how many buildings,
/// or what is still to be asked, or what the item is.
pub fn reason(session: &Session, estate: &OpenEstate, item: ItemIdx) -> String {
    let lang = session.lang;
    let reasons = estate.assessment.reasons(session.catalogue, item);
    let parts: Vec<String> = reasons
        .iter()
        .take(2)
        .map(|it| {
            let name = lang.of(&session.catalogue.deficiency(*it).name).to_owned();
            match estate.assessment.finding(*it).tally {
                Some(tally) if tally.of > 1 => {
                    name + &lang.fill(text::BRACKETED, &[&tally_text(lang, tally)])
                }
                _ => name,
            }
        })
        .collect();
    if estate.assessment.suggestion(item).truth == Truth::Yes {
        return lang.list(&parts);
    }
    if estate.assessment.suggestion(item).truth == Truth::Unknown {
        let missing: Vec<String> = estate
            .assessment
            .suggestion(item)
            .missing()
            .iter()
            .take(3)
            .map(|it| lang.of(&session.catalogue.fact(it).label).to_owned())
            .collect();
        let colon = match lang {
            Lang::Zh => "：",
            Lang::En => ": ",
        };
        return format!("{}{colon}{}", lang.say(text::TO_ASK), lang.list(&missing));
    }
    lang.of(&session.catalogue.item(item).summary).to_owned()
}

pub fn tally_text(lang: Lang, tally: Tally) -> String {
    let (yes, of) = (tally.yes.to_string(), tally.of.to_string());
    // Chinese says the whole first, English the part.
    let mut said = match lang {
        Lang::Zh => lang.fill(text::TALLY, &[&of, &yes]),
        Lang::En => lang.fill(text::TALLY, &[&yes, &of]),
    };
    if tally.unknown > 0 {
        said.push_str(&lang.fill(text::TALLY_OPEN, &[&tally.unknown.to_string()]));
    }
    said
}

/// Also of a file that has a decision without its reason.
pub fn declined(lang: Lang, reason: &str) -> String {
    match reason.trim() {
        "" => lang.say(text::DECLINED).to_owned(),
        reason => lang.fill(text::DECLINED_BECAUSE, &[reason]),
    }
}

fn note(lang: Lang, session: &Session, estate: &OpenEstate, idx: ItemIdx) -> Html {
    let suggestion = estate.assessment.suggestion(idx);
    let decision = estate.plan().decisions.get(&session.catalogue.item(idx).id);
    match decision {
        Some(Decision::Declined { reason }) => html! {
            <p class="buqi-soft">{ declined(lang, reason) }</p>
        },
        Some(Decision::Deferred) => html! { <p class="buqi-soft">{ lang.say(text::DEFERRED) }</p> },
        Some(Decision::Accepted) if suggestion.truth != Truth::Yes => html! {
            <p class="buqi-soft">{ lang.say(text::ADDED_BY_HAND) }</p>
        },
        _ if suggestion.locked => html! {
            <p class="buqi-lock">
                <svg class="buqi-mark" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 7h8v7H4zM5.5 7V5a2.5 2.5 0 015 0v2" /></svg>
                { lang.say(text::LOCKED) }
            </p>
        },
        _ => Html::default(),
    }
}

/// The cost of an item's priced lines.
pub fn cost_of(estate: &OpenEstate, item: ItemIdx) -> Option<Cost> {
    let mut lines = estate
        .estimate
        .lines
        .iter()
        .filter(|it| it.item == item)
        .peekable();
    lines.peek()?;
    Some(lines.map(|it| it.cost).sum())
}

/// Why an item has no cost of its own.
pub fn why_no_cost(session: &Session, estate: &OpenEstate, item: ItemIdx) -> String {
    let lang = session.lang;
    let mut unpriced = estate.estimate.unpriced.iter();
    let mut netted = estate.estimate.netted.iter();
    match netted.find(|it| it.covered == item) {
        _ if unpriced.any(|it| it.item == item && it.no_price) => {
            lang.say(text::NO_PRICE).to_owned()
        }
        Some(it) => {
            let name = lang.of(&session.catalogue.item(it.covering).name);
            lang.fill(text::CONTAINED_IN, &[name])
        }
        None => lang.say(text::NO_QUANTITY).to_owned(),
    }
}

fn price(session: &Session, estate: &OpenEstate, item: ItemIdx) -> Html {
    let lang = session.lang;
    let standing = estate.estimate.standings.get(item.index());
    if standing == Some(&Standing::Out) {
        return Html::default();
    }
    let Some(cost) = cost_of(estate, item) else {
        return html! { <b class="buqi-soft">{ why_no_cost(session, estate, item) }</b> };
    };
    let quantity = estate
        .estimate
        .lines
        .iter()
        .find(|it| it.item == item)
        .and_then(|line| {
            let scope = session.catalogue.item(item).lines.get(line.line)?;
            Some(format!(
                " · {} {}",
                format::amount(lang, session.catalogue, scope.unit, line.quantity),
                format::basis(lang, line.quantity.basis())
            ))
        })
        .unwrap_or_default();
    let headline = if standing == Some(&Standing::Undecided) {
        lang.say(text::UNDECIDED).to_owned()
    } else {
        let typical = format::typical(lang, cost.low(), cost.typical(), cost.high());
        // A range from nothing is no figure to be about.
        match cost.typical() {
            Fen(0) => typical,
            _ => lang.fill(text::ABOUT_MONEY, &[&typical]),
        }
    };
    html! {
        <><b>{ headline }</b><small class="buqi-soft">{ format::cost_range(lang, cost) }{ quantity }</small></>
    }
}

#[derive(PartialEq, Properties)]
struct ChoiceProps {
    item: ItemIdx,
}

/// Keep, later or drop; dropping what is locked in needs a reason.
#[component]
fn Choice(props: &ChoiceProps) -> Html {
    let asking = use_state(|| false);
    let missing_reason = use_state(|| false);
    let reason = use_node_ref();
    {
        let reason = reason.clone();
        use_effect_with(*asking, move |asking| {
            if *asking {
                dialog::focus(&reason);
            }
        });
    }
    let session = use_context::<SessionContext>();
    let Some((session, estate)) = opened(&session) else {
        return Html::default();
    };
    let lang = session.lang;
    let item = session.catalogue.item(props.item);
    let decision = estate.plan().decisions.get(&item.id);
    let standing = estate.estimate.standings.get(props.item.index()).copied();
    let decide = {
        let session = session.clone();
        let id = item.id.clone();
        Callback::from(move |decision: Option<Decision>| {
            session.dispatch(Action::Edit(Edit::Decide {
                item: id.clone(),
                decision,
            }));
        })
    };
    let suggestion = estate.assessment.suggestion(props.item);
    let kept = standing == Some(Standing::Chosen);
    let deferred = matches!(decision, Some(Decision::Deferred));
    let declined = matches!(decision, Some(Decision::Declined { .. }));
    let keep = {
        let decide = decide.clone();
        let suggested = suggestion.truth == Truth::Yes;
        let by_hand = decision.is_some();
        Callback::from(move |_: MouseEvent| match (kept, suggested) {
            // Keeping what is suggested is the rule and needs no decision.
            (false, true) => decide.emit(None),
            (false, false) => decide.emit(Some(Decision::Accepted)),
            (true, false) if by_hand => decide.emit(None),
            (true, _) => {}
        })
    };
    let later = {
        let decide = decide.clone();
        Callback::from(move |_: MouseEvent| {
            decide.emit((!deferred).then_some(Decision::Deferred));
        })
    };
    let drop = {
        let decide = decide.clone();
        let asking = asking.clone();
        Callback::from(move |_: MouseEvent| {
            if declined {
                decide.emit(None);
            } else {
                asking.set(true);
            }
        })
    };
    let settle = {
        let asking = asking.clone();
        let missing_reason = missing_reason.clone();
        let reason = reason.clone();
        let locked = suggestion.locked;
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let said = input::value_of(&reason);
            let said = said.trim();
            if said.is_empty() && locked {
                missing_reason.set(true);
                return;
            }
            missing_reason.set(false);
            asking.set(false);
            decide.emit(Some(Decision::Declined {
                reason: said.into(),
            }));
        })
    };
    let cancel = {
        let asking = asking.clone();
        Callback::from(move |_: MouseEvent| asking.set(false))
    };
    let reason_id = format!("why-not-{}", item.id);
    html! {
        <div class="buqi-choice">
            <div class="buqi-choice-buttons" role="group" aria-label={lang.of(&item.name).to_owned()}>
                <button type="button" aria-pressed={kept.to_string()} onclick={keep} data-choice="keep">{ lang.say(text::KEEP) }</button>
                <button type="button" aria-pressed={deferred.to_string()} onclick={later} data-choice="later">{ lang.say(text::LATER) }</button>
                <button type="button" aria-pressed={declined.to_string()} onclick={drop} data-choice="drop">{ lang.say(text::DROP) }</button>
            </div>
            if *asking {
                <form class="buqi-why-not" onsubmit={settle} novalidate=true>
                    <label for={reason_id.clone()}>{ lang.say(text::DROP_REASON) }</label>
                    if suggestion.locked { <p class="buqi-soft">{ lang.say(text::DROP_REASON_HELP) }</p> }
                    <input id={reason_id.clone()} type="text" ref={reason} aria-invalid={missing_reason.then_some("true")}
                        aria-describedby={format!("{reason_id}-problem")} />
                    <p class="buqi-problem" id={format!("{reason_id}-problem")} role="alert">
                        if *missing_reason { { lang.say(text::REASON_NEEDED) } }
                    </p>
                    <button type="submit" class="buqi-primary">{ lang.say(text::DROP) }</button>
                    <button type="button" class="buqi-plain" onclick={cancel}>{ lang.say(text::CANCEL) }</button>
                </form>
            }
        </div>
    }
}
