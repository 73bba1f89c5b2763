//! 方案比选: the plan and the schemes put aside, side by side.

use super::order::{how_long, years_of};
use super::{act, title, years_cost};
use crate::format;
use crate::ports::input;
use crate::session::{Action, SessionContext};
use crate::text::{self, Phrase};
use buqi_core::plan::{Edit, MAX_SCHEMES};
use buqi_core::schedule::schedule;
use buqi_core::schemes::{Column, compare};
use std::sync::Arc;
use yew::prelude::*;

#[component]
pub fn Schemes() -> Html {
    let typed = use_state(String::new);
    // What was done, to which scheme, and to what state of the estate.
    let done = use_state(|| None::<(Phrase, Arc<str>, u64)>);
    let Some(session) = use_context::<SessionContext>() else {
        return Html::default();
    };
    let Some(estate) = &session.estate else {
        return Html::default();
    };
    let lang = session.lang;
    let comparison = compare(session.catalogue, &estate.assessment, &estate.dossier);
    let n_schemes = estate.dossier.schemes.len();
    let kept = &estate.dossier.schemes;
    let is_kept = kept.iter().any(|it| *it.name == *typed.trim());
    let act_on = |edit: fn(Arc<str>) -> Edit, phrase: Phrase| {
        let (done, session) = (done.clone(), session.clone());
        move |name: Arc<str>| {
            session.dispatch(Action::Edit(edit(name.clone())));
            done.set(Some((phrase, name, session.revision)));
        }
    };
    // It is of no use any more after another edit.
    let said = done.as_ref().filter(|it| session.revision <= it.2 + 1);
    let keep = {
        let phrase = if is_kept {
            text::SCHEME_REPLACED
        } else {
            text::SCHEME_KEPT
        };
        let (typed, keep) = (typed.clone(), act_on(Edit::KeepScheme, phrase));
        // The first number that is free; there is one among so many.
        let names = (1..=n_schemes + 1).map(|n| lang.fill(text::SCHEME_N, &[&n.to_string()]));
        let mut free = names.filter(|name| kept.iter().all(|it| *it.name != **name));
        let fallback = free.next().unwrap_or_default();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            keep(match typed.trim() {
                "" => fallback.as_str().into(),
                typed => typed.into(),
            });
            typed.set(String::new());
        })
    };
    let type_name = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| typed.set(input::typed(&event)))
    };
    let drop = |name: Arc<str>| {
        let drop = act_on(Edit::DropScheme, text::DELETED);
        Callback::from(move |_: MouseEvent| drop(name.clone()))
    };
    let head = |it: &Column| {
        let name = it.name.clone();
        html! {
            <th scope="col">
                { name.as_deref().unwrap_or(lang.say(text::PLAN_NOW)).to_owned() }
                if let Some(name) = name {
                    <span class="buqi-row" data-scheme-ways="">
                        <button type="button" class="buqi-link" aria-label={lang.fill(text::USE_SCHEME_OF, &[&name])}
                            onclick={act(&session, Action::Edit(Edit::OpenScheme(name.clone())))}>{ lang.say(text::USE_SCHEME) }</button>
                        <button type="button" class="buqi-link" aria-label={lang.fill(text::DELETE_SCHEME_OF, &[&name])}
                            onclick={drop(name)}>{ lang.say(text::DELETE) }</button>
                    </span>
                }
            </th>
        }
    };
    let row = |name: Phrase, value: &dyn Fn(usize, &Column) -> String| {
        html! {
            <tr>
                <th scope="row">{ lang.say(name) }</th>
                { for comparison.columns.iter().enumerate().map(|(at, it)| html! { <td key={at}>{ value(at, it) }</td> }) }
            </tr>
        }
    };
    let money = |it: &Column| it.money.as_ref().map(|it| (it.total, it.likely));
    // The plan itself is the first column.
    let weeks = |at: usize| {
        let scheme = at
            .checked_sub(1)
            .and_then(|it| estate.dossier.schemes.get(it));
        let plan = scheme.map_or(&estate.dossier.plan, |it| &it.plan);
        let estimate = buqi_core::estimate(session.catalogue, &estate.assessment, plan);
        let month = plan.terms.start_month;
        let schedule = schedule(session.catalogue, &estate.assessment, &estimate, month);
        let lasts = match schedule.weeks.high {
            0 => lang.say(text::NO_DURATION).to_owned(),
            _ => how_long(lang, schedule.weeks, schedule.open),
        };
        let years = years_of(&session, estate, plan);
        html! {
            <>
                if years.is_empty() { { lasts } } else { { lang.fill(text::YEARS_OR_ONE_GO, &[&years.len().to_string(), &lasts]) } }
                { years_cost(lang, &years, &estimate) }
            </>
        }
    };
    html! {
        <div>
            <h2>{ lang.say(text::PART_SCHEMES) }</h2>
            <p class="buqi-soft">{ lang.say(text::SCHEMES_HELP) }</p>
            if n_schemes < MAX_SCHEMES {
                <form class="buqi-row" onsubmit={keep}>
                    <div>
                        <label for="scheme-name">{ lang.say(text::SCHEME_NAME) }</label>
                        <input id="scheme-name" type="text" autocomplete="off" value={(*typed).clone()} oninput={type_name} />
                    </div>
                    <button type="submit" data-keep-scheme="">
                        { if is_kept { lang.fill(text::REPLACE_SCHEME, &[typed.trim()]) } else { lang.say(text::KEEP_SCHEME).to_owned() } }
                    </button>
                </form>
            }
            <p class="buqi-soft" role="status" data-scheme-said="">
                if let Some((phrase, name, _)) = said { { lang.fill(*phrase, &[name]) } }
            </p>
            <div class="buqi-wide" tabindex="0" role="region" aria-label={lang.say(text::PART_SCHEMES)}>
                <table class="buqi-compare" aria-label={lang.say(text::PART_SCHEMES)} data-schemes="">
                    <thead><tr><td></td>{ for comparison.columns.iter().map(head) }</tr></thead>
                    <tbody>
                        { row(text::N_CHOSEN, &|_, it| it.items.len().to_string()) }
                        { row(text::TOTAL, &|_, it| money(it).map_or(lang.say(text::NOTHING_PRICED).to_owned(), |it| format::money(lang, it.0.typical()))) }
                        { row(text::LIKELY_RANGE, &|_, it| money(it).map_or(String::new(), |it| format::cost_range(lang, it.1))) }
                        { row(text::UNPRICED_LINES, &|_, it| it.n_unpriced.to_string()) }
                        { row(text::PART_VOTES, &|_, it| it.votes.len().to_string()) }
                        <tr>
                            <th scope="row">{ lang.say(text::DURATION) }</th>
                            { for (0..comparison.columns.len()).map(|at| html! { <td key={at} data-scheme-weeks="">{ weeks(at) }</td> }) }
                        </tr>
                    </tbody>
                    if !comparison.differing.is_empty() {
                        <tbody>
                            { for comparison.differing.iter().map(|(item, has)| html! {
                                <tr key={item.0}>
                                    <th scope="row">{ title(&session, *item) }</th>
                                    { for has.iter().map(|it| html! { <td>{ lang.say(if *it { text::IN_PLAN } else { text::NOT_IN_PLAN }) }</td> }) }
                                </tr>
                            }) }
                        </tbody>
                    }
                </table>
            </div>
        </div>
    }
}
