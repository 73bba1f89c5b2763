//! 估算: what the plan comes to, and everything that follows from it.
//!
//! One part is on the screen at a time, so that a phone shows an answer and
//! not a scroll; "all" puts them under each other for printing.

mod afterwards;
mod budget;
mod lines;
mod money;
mod order;
mod paper;
mod payers;
mod schemes;
mod tornado;
mod vote_rule;
mod votes;
mod wishes;

use crate::components::bill_bar::{figures, headline, stacked_bar};
use crate::format;
use crate::ports;
use crate::session::{Action, Detail, OpenEstate, SessionContext};
use crate::text::{self, Lang, Phrase};
use buqi_core::Truth;
use buqi_core::estimate::{Estimate, Knowledge, Standing};
use buqi_core::id::ItemIdx;
use buqi_core::money::{Cost, Fen};
use buqi_core::phases::{Phase, forgone};
use buqi_core::plan::Edit;
use buqi_core::project::typical_total;
use buqi_core::shares::Portion;
use buqi_core::terms::Term;
use yew::prelude::*;

/// The parts of the room, in the order of their chips.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Money,
    Lines,
    Payers,
    Votes,
    Order,
    Afterwards,
    Budget,
    Schemes,
    All,
}

impl Part {
    const ALL: [Part; 9] = [
        Part::Money,
        Part::Lines,
        Part::Payers,
        Part::Votes,
        Part::Order,
        Part::Afterwards,
        Part::Budget,
        Part::Schemes,
        Part::All,
    ];

    fn name(self) -> (Phrase, &'static str) {
        match self {
            Part::Money => (text::PART_MONEY, "money"),
            Part::Lines => (text::LINES, "lines"),
            Part::Payers => (text::PART_PAYERS, "payers"),
            Part::Votes => (text::PART_VOTES, "votes"),
            Part::Order => (text::PART_ORDER, "order"),
            Part::Afterwards => (text::PART_AFTERWARDS, "afterwards"),
            Part::Budget => (text::PART_BUDGET, "budget"),
            Part::Schemes => (text::PART_SCHEMES, "schemes"),
            Part::All => (text::PART_ALL, "all"),
        }
    }
}

#[component]
pub fn Bill() -> Html {
    let part = use_state(|| Part::Money);
    let paper = use_state(|| Paper::Away);
    let room = use_node_ref();
    use_printing(&paper, &room);
    use_effect_with((), {
        let room = room.clone();
        move |()| ports::room::show_tab(&room)
    });
    let printing = *paper != Paper::Away;
    let Some(session) = use_context::<SessionContext>() else {
        return Html::default();
    };
    let Some(estate) = &session.estate else {
        return super::nothing_open(&session);
    };
    let lang = session.lang;
    let estimate = &estate.estimate;
    let empty = estimate.lines.is_empty() && estimate.unpriced.is_empty();
    let chip = |it: Part| {
        let (name, key) = it.name();
        let choose = {
            let (part, paper) = (part.clone(), paper.clone());
            Callback::from(move |_: MouseEvent| {
                part.set(it);
                paper.set(Paper::Away);
            })
        };
        html! {
            <button type="button" key={key} aria-pressed={(*part == it).to_string()} onclick={choose} data-part={key}>{ lang.say(name) }</button>
        }
    };
    let print = {
        let paper = paper.clone();
        Callback::from(move |_: MouseEvent| paper.set(Paper::AskedFor))
    };
    let draw = |it: Part| match it {
        Part::Money => money::draw(&session, estate),
        Part::Lines => lines::draw(&session, estate),
        Part::Payers => payers::draw(&session, estate),
        Part::Votes => votes::draw(&session, estate),
        Part::Order => order::draw(&session, estate),
        Part::Afterwards => afterwards::draw(&session, estate),
        Part::Budget => html! { <budget::Fitting /> },
        Part::Schemes => html! { <schemes::Schemes /> },
        Part::All => Html::default(),
    };
    html! {
        <section aria-labelledby="bill-title" ref={room} class={printing.then_some("buqi-paper")}>
            if printing { { paper::head(&session, estate) } }
            <div class="buqi-survey-head">
                <h1 id="bill-title">{ lang.say(text::BILL) }</h1>
                if !empty { <button type="button" onclick={print} data-print="">{ lang.say(text::PRINT) }</button> }
            </div>
            { excluded(&session, estate) }
            { unfit(&session, estate) }
            <p class="buqi-total">
                <strong>{ if empty { lang.say(text::NONE_CHOSEN).to_owned() } else { headline(&session, estimate) } }</strong>
                <span>{ figures(&session, estimate).join(" · ") }</span>
                <span class="buqi-soft">
                    if estimate.is_priced() { { lang.fill(text::BOUNDS_OF_TOTAL, &[&format::cost_range(lang, estimate.chosen)]) } }
                    else if !empty { { nothing_priced(lang, estimate) } }
                </span>
            </p>
            if !empty { <p class="buqi-soft">{ lang.say(if printing { text::WORKS_ONLY_ON_PAPER } else { text::WORKS_ONLY }) }</p> }
            { at_least(lang, estimate) }
            { dearer_than_cap(&session, estate) }
            if empty { <p class="buqi-empty">{ lang.say(text::NOTHING_CHOSEN) }</p> } else {
                <>
                    { stacked_bar(&session, estimate) }
                    { less_saved(lang, estimate) }
                    <div class="buqi-chips" role="group" aria-label={lang.say(text::PARTS)}>{ for Part::ALL.into_iter().map(chip) }</div>
                    { match if printing { Part::All } else { *part } {
                        Part::All => Part::ALL.into_iter().map(draw).collect(),
                        one => draw(one),
                    } }
                </>
            }
            if printing {
                { paper::shares(&session, estate) }
                { paper::left_out(&session, estate) }
                if !empty { { paper::by_hand(&session, estate) }{ paper::sources(&session, estate) } }
            }
        </section>
    }
}

/// Whether the bill stands as on paper.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Paper {
    Away,
    /// By the button: the browser is asked to print once all is drawn.
    AskedFor,
    /// The browser prints by itself.
    Begun,
}

/// On paper the bill is a document with all its parts, whichever is on the
/// screen and however printing was begun.
#[hook]
fn use_printing(paper: &UseStateHandle<Paper>, room: &NodeRef) {
    let now = **paper;
    use_effect_with((), {
        let paper = paper.clone();
        move |()| {
            let heard = Callback::from(move |begins: bool| {
                paper.set(if begins { Paper::Begun } else { Paper::Away });
            });
            let listening = ports::paper::listen(heard);
            move || drop(listening)
        }
    });
    use_effect_with(now != Paper::Away, {
        let room = room.clone();
        move |drawn| {
            let closed = if *drawn {
                ports::paper::unfold(&room)
            } else {
                Vec::new()
            };
            move || ports::paper::fold(&closed)
        }
    });
    use_effect_with(now, |now| {
        if *now == Paper::AskedFor {
            ports::paper::print();
        }
    });
}

/// How many chosen items the sum lacks, wholly or in part.
fn at_least(lang: Lang, estimate: &Estimate) -> Html {
    let standings = estimate.standings.iter().zip(0..);
    let chosen = standings.filter(|it| *it.0 == Standing::Chosen);
    let known = chosen.map(|it| estimate.knowledge(ItemIdx(it.1)));
    let n_lacking = known.filter(|it| *it != Knowledge::Whole).count();
    if n_lacking == 0 || !estimate.is_priced() {
        return Html::default();
    }
    html! { <p data-at-least="">{ lang.fill(text::N_UNPRICED, &[&n_lacking.to_string()]) }</p> }
}

/// Items whose cost the sum lacks, and those it has in part only.
fn lacking(
    session: &SessionContext,
    unpriced: &[ItemIdx],
    undetermined: &[ItemIdx],
    partly: &[ItemIdx],
) -> Html {
    let said = [
        (text::WITHOUT_PRICE, unpriced),
        (text::UNDETERMINED, undetermined),
        (text::PARTLY_WITHOUT_PRICE, partly),
    ];
    let said = said.into_iter().filter(|(_, items)| !items.is_empty());
    let told = said.map(|(said, items)| session.lang.fill(said, &[&names(session, items)]));
    html! { <>{ for told.map(|it| html! { <p class="buqi-soft buqi-warning">{ it }</p> }) }</> }
}

/// That the project is typically dearer than it may be.
fn dearer_than_cap(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let total = typical_total(session.catalogue, estate.estimate.chosen.typical());
    let Some(cap) = estate.plan().terms.cap.filter(|it| *it < total) else {
        return Html::default();
    };
    let [total, above, cap] = [total, Fen(total.0 - cap.0), cap].map(|it| format::money(lang, it));
    html! { <p class="buqi-warning" data-above-cap="">{ lang.fill(text::ABOVE_CAP, &[&total, &above, &cap]) }</p> }
}

/// What these years cost more than all works in one go.
fn years_cost(lang: Lang, years: &[Phase], estimate: &Estimate) -> Html {
    let more = forgone(years, estimate);
    if more == Fen(0) {
        return Html::default();
    }
    let (n_years, more) = (years.len().to_string(), format::money(lang, more));
    html! { <p class="buqi-warning" data-years-cost="">{ lang.fill(text::YEARS_COST, &[&n_years, &more]) }</p> }
}

/// The classes are before savings and the sum above them is not.
fn less_saved(lang: Lang, estimate: &Estimate) -> Html {
    if estimate.savings.is_empty() {
        return Html::default();
    }
    let [saved, left] = [saved(estimate).typical, estimate.chosen.typical()];
    let [saved, left] = [saved, left].map(|it| format::money(lang, it));
    html! { <p class="buqi-soft" data-less-saved="">{ lang.fill(text::LESS_SAVED, &[&saved, &left]) }</p> }
}

/// What is saved by sharing works, of all of them.
fn saved(estimate: &Estimate) -> Portion {
    let savings = estimate.savings.iter();
    let each = savings.map(|it| Portion {
        low: it.at_low,
        typical: it.at_typical,
        high: it.at_high,
    });
    each.sum()
}

/// The range in small beside a sum, which says nothing more of one that is
/// exact, or that is typically nothing and given as its range.
fn range_beside(lang: Lang, cost: Cost) -> Html {
    if cost.low() == cost.high() || cost.typical() == Fen(0) {
        return Html::default();
    }
    html! { <small class="buqi-soft">{ format::cost_range(lang, cost) }</small> }
}

/// What is saved, with its range; the range alone where it is typically nothing.
fn less(lang: Lang, typical: Fen, range: Cost, said: fn(Lang, Fen) -> String) -> Html {
    let range = lang.fill(text::MONEY_LESS, &[&format::cost_range(lang, range)]);
    if typical == Fen(0) {
        return html! { <b>{ range }</b> };
    }
    html! { <><b>{ "−" }{ said(lang, typical) }</b>{ " " }<small class="buqi-soft">{ range }</small></> }
}

/// Why there is no sum: nothing is chosen, or what is chosen has no price yet.
fn nothing_priced(lang: Lang, estimate: &Estimate) -> &'static str {
    lang.say(if estimate.standings.contains(&Standing::Chosen) {
        text::CHOSEN_UNPRICED
    } else {
        text::NOTHING_CHOSEN
    })
}

fn excluded(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    session
        .catalogue
        .exclusions
        .iter()
        .zip(&estate.assessment.exclusions)
        .filter(|(_, truth)| **truth == Truth::Yes)
        .map(|(exclusion, _)| {
            html! { <p class="buqi-warning buqi-panel">{ lang.fill(text::EXCLUDED, &[lang.of(&exclusion.reason)]) }</p> }
        })
        .collect()
}

/// Figures of the estate that its ledger of buildings does not add up to.
fn unfit(session: &SessionContext, estate: &OpenEstate) -> Html {
    let (lang, catalogue) = (session.lang, session.catalogue);
    let facts = &estate.assessment.facts;
    let gaps = catalogue.fact_indices().filter_map(|idx| {
        let said = format::ledger_gap(lang, catalogue, facts, idx)?;
        Some(lang.fill(
            text::LABELLED,
            &[lang.of(&catalogue.fact(idx).label), &said],
        ))
    });
    gaps.map(|it| html! { <p class="buqi-warning buqi-panel" data-ledger-gap="">{ it }</p> })
        .collect()
}

/// An item by name; a tap says everything about it.
fn title(session: &SessionContext, item: ItemIdx) -> Html {
    let show = act(session, Action::Show(Some(Detail::Item(item))));
    html! {
        <button type="button" class="buqi-title" onclick={show}>{ session.lang.of(&session.catalogue.item(item).name) }</button>
    }
}

fn names(session: &SessionContext, items: &[ItemIdx]) -> String {
    let lang = session.lang;
    let names: Vec<String> = items
        .iter()
        .map(|it| lang.of(&session.catalogue.item(*it).name).to_owned())
        .collect();
    lang.list(&names)
}

fn act(session: &SessionContext, action: Action) -> Callback<MouseEvent> {
    let dispatch = session.dispatcher();
    Callback::from(move |_| dispatch.dispatch(action.clone()))
}

/// Agrees on what `term` makes of a changed control; nothing where it can't.
fn agree<E: 'static>(
    session: &SessionContext,
    term: impl Fn(E) -> Option<Term> + 'static,
) -> Callback<E> {
    let dispatch = session.dispatcher();
    Callback::from(move |event: E| {
        if let Some(term) = term(event) {
            dispatch.dispatch(Action::Edit(Edit::Agree(term)));
        }
    })
}

fn heads(session: &SessionContext, names: &[Phrase]) -> Html {
    let cells = names
        .iter()
        .map(|it| html! { <th scope="col">{ session.t(*it) }</th> });
    html! { <thead><tr>{ for cells }</tr></thead> }
}
