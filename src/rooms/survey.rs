//! 摸排: the questions, by place or by importance, with the menu beside them
//! where there is room.

use crate::components::item_card::item_card;
use crate::components::question::question;
use crate::ports::input;
use crate::session::{Action, OpenEstate, Order, SessionContext};
use crate::text;
use buqi_core::Truth;
use buqi_core::catalogue::Level;
use buqi_core::estimate::Standing;
use buqi_core::id::{FactIdx, GroupId, ItemIdx, PlaceIdx};
use buqi_core::plan::Edit;
use buqi_core::questions::open_questions;
use buqi_core::rule::decide;
use buqi_core::survey::BuildingGroup;
use yew::prelude::*;

/// A question with the row it is asked for, and what hangs on it.
struct Asked {
    fact: FactIdx,
    row: usize,
    stakes: String,
}

pub fn draw(session: &SessionContext) -> Html {
    let Some(estate) = &session.estate else {
        return super::nothing_open(session);
    };
    let lang = session.lang;
    let asked = asked(session, estate);
    let n_answered = asked
        .iter()
        .filter(|it| is_answered(session, estate, it))
        .count();
    let any_building = asked
        .iter()
        .any(|it| session.catalogue.fact(it.fact).level == Level::Building);
    let summary = match session.order {
        Order::Importance if asked.is_empty() => lang.say(text::NONE_OPEN).to_owned(),
        Order::Importance => lang.fill(text::N_OPEN, &[&asked.len().to_string()]),
        _ => lang.fill(
            text::ASKED_HERE,
            &[&asked.len().to_string(), &n_answered.to_string()],
        ),
    };
    html! {
        <div class="buqi-split">
            <section aria-labelledby="survey-title">
                <h1 id="survey-title">{ lang.say(text::SURVEY) }</h1>
                { orders(session) }
                if any_building { <Groups /> }
                <p class="buqi-soft">{ summary }</p>
                { for asked.iter().take(MAX_SHOWN).map(|it| {
                    question(session, it.fact, it.row, &it.stakes, session.asked == Some(it.fact))
                }) }
            </section>
            <section class="buqi-beside" aria-labelledby="live-title">
                <h2 id="live-title">{ lang.say(text::LIVE_MENU) }</h2>
                <p class="buqi-soft">{ super::menu::summary(session, estate) }</p>
                { live_items(session, estate) }
            </section>
        </div>
    }
}

/// By importance, more than this at once would only bury the next question.
const MAX_SHOWN: usize = 60;

/// What is chosen, and under it the next few that wait for an answer.
fn live_items(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let of = |standing: Standing| {
        session
            .catalogue
            .item_indices()
            .filter(|it| estate.estimate.standings.get(it.index()) == Some(&standing))
            .collect::<Vec<ItemIdx>>()
    };
    let (chosen, open) = (of(Standing::Chosen), of(Standing::Undecided));
    let cards = |items: &[ItemIdx]| -> Html {
        items
            .iter()
            .map(|item| item_card(session, *item, true))
            .collect()
    };
    html! {
        <>
            if chosen.is_empty() { <p class="buqi-empty">{ lang.say(text::LIVE_EMPTY) }</p> }
            { cards(&chosen) }
            if !open.is_empty() {
                <h3>{ lang.say(text::LIVE_OPEN) }</h3>
                { cards(open.get(..MAX_OPEN.min(open.len())).unwrap_or_default()) }
            }
        </>
    }
}

/// Enough to show what an answer may bring, not the whole menu.
const MAX_OPEN: usize = 6;

fn asked(session: &SessionContext, estate: &OpenEstate) -> Vec<Asked> {
    let catalogue = session.catalogue;
    let lang = session.lang;
    let row = session.row;
    let here = |filter: &dyn Fn(FactIdx) -> bool| {
        catalogue
            .fact_indices()
            .filter(|it| filter(*it) && makes_sense(session, estate, *it, row))
            .map(|fact| Asked {
                fact,
                row,
                stakes: String::new(),
            })
            .collect()
    };
    match session.order {
        Order::Quick => here(&|it| catalogue.fact(it).quick),
        Order::Place(place) => here(&|it| catalogue.fact(it).place == Some(place)),
        Order::Importance => open_questions(catalogue, &estate.assessment, estate.plan())
            .iter()
            .flat_map(|question| {
                let names = |items: &[ItemIdx]| {
                    let shown: Vec<String> = items
                        .iter()
                        .take(3)
                        .map(|it| lang.of(&catalogue.item(*it).name).to_owned())
                        .collect();
                    lang.list(&shown)
                };
                let stakes = if question.decides.is_empty() {
                    lang.fill(text::SIZES, &[&names(&question.sizes)])
                } else {
                    lang.fill(text::DECIDES, &[&names(&question.decides)])
                };
                question
                    .rows
                    .iter()
                    .filter(|row| makes_sense(session, estate, question.fact, **row))
                    .map(|row| Asked {
                        fact: question.fact,
                        row: *row,
                        stakes: stakes.clone(),
                    })
                    .collect::<Vec<_>>()
            })
            .collect(),
    }
}

/// A question whose gate is known not to hold is not asked.
fn makes_sense(session: &SessionContext, estate: &OpenEstate, fact: FactIdx, row: usize) -> bool {
    let fact = session.catalogue.fact(fact);
    fact.place.is_some()
        && fact.asked_when.as_ref().is_none_or(|gate| {
            decide(session.catalogue, gate, &estate.assessment.facts, row).truth != Truth::No
        })
}

fn is_answered(session: &SessionContext, estate: &OpenEstate, asked: &Asked) -> bool {
    let fact = session.catalogue.fact(asked.fact);
    estate
        .dossier
        .survey
        .answers(fact.level, asked.row)
        .is_some_and(|it| it.contains_key(&fact.id))
}

/// Quick, by importance, or one of the places.
fn orders(session: &SessionContext) -> Html {
    let lang = session.lang;
    let chip = |name: String, order: Order, key: &str| {
        let pressed = session.order == order;
        let choose = {
            let session = session.clone();
            Callback::from(move |_: MouseEvent| session.dispatch(Action::Order(order)))
        };
        html! {
            <button type="button" aria-pressed={pressed.to_string()} onclick={choose} data-order={key.to_owned()}>{ name }</button>
        }
    };
    html! {
        <div class="buqi-chips" role="group" aria-label={lang.say(text::BY_PLACE)}>
            { chip(lang.say(text::QUICK).to_owned(), Order::Quick, "quick") }
            { chip(lang.say(text::BY_IMPORTANCE).to_owned(), Order::Importance, "importance") }
            { for session.catalogue.places.iter().enumerate().map(|(at, place)| {
                chip(lang.of(&place.name).to_owned(), Order::Place(PlaceIdx(at as u16)), place.id.as_str())
            }) }
        </div>
    }
}

/// Which buildings the answers are about, and how the buildings are grouped.
#[component]
fn Groups() -> Html {
    let editing = use_state(|| false);
    let Some(session) = use_context::<SessionContext>() else {
        return Html::default();
    };
    let Some(estate) = &session.estate else {
        return Html::default();
    };
    let lang = session.lang;
    let groups = &estate.dossier.survey.groups;
    let toggle = {
        let editing = editing.clone();
        Callback::from(move |_: MouseEvent| editing.set(!*editing))
    };
    let add = {
        let session = session.clone();
        let id = free_id(groups);
        let label = lang.fill(text::GROUP_N, &[&(groups.len() + 1).to_string()]);
        Callback::from(move |_: MouseEvent| {
            if let Some(id) = id.clone() {
                session.dispatch(Action::Edit(Edit::PutGroup {
                    id,
                    label: label.as_str().into(),
                    count: 1,
                }));
            }
        })
    };
    html! {
        <div class="buqi-groups">
            <div class="buqi-chips" role="group" aria-label={lang.say(text::FOR_GROUP)}>
                { for groups.iter().enumerate().map(|(row, group)| {
                    let choose = {
                        let session = session.clone();
                        Callback::from(move |_: MouseEvent| session.dispatch(Action::Row(row)))
                    };
                    let name = lang.fill(text::GROUP_OF, &[&group.label, &group.count.to_string()]);
                    html! {
                        <button type="button" key={group.id.to_string()} aria-pressed={(session.row == row).to_string()}
                            onclick={choose} data-group={group.id.to_string()}>{ name }</button>
                    }
                }) }
                <button type="button" class="buqi-plain" aria-expanded={editing.to_string()} onclick={toggle} data-edit-groups="">
                    { lang.say(text::EDIT_GROUPS) }
                </button>
            </div>
            if *editing {
                <div class="buqi-panel">
                    <p class="buqi-soft">{ lang.say(text::GROUP_HELP) }</p>
                    { for groups.iter().map(|group| group_row(&session, group, groups)) }
                    <button type="button" onclick={add} data-add-group="">{ lang.say(text::ADD_GROUP) }</button>
                </div>
            }
        </div>
    }
}

fn group_row(session: &SessionContext, group: &BuildingGroup, groups: &[BuildingGroup]) -> Html {
    let lang = session.lang;
    let edit = |edit: Edit| {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.dispatch(Action::Edit(edit.clone())))
    };
    let rename = {
        let session = session.clone();
        let (id, count) = (group.id.clone(), group.count);
        Callback::from(move |event: Event| {
            session.dispatch(Action::Edit(Edit::PutGroup {
                id: id.clone(),
                label: input::selected(&event).trim().into(),
                count,
            }));
        })
    };
    let recount = {
        let session = session.clone();
        let (id, label) = (group.id.clone(), group.label.clone());
        Callback::from(move |value: Option<f64>| {
            if let Some(value) = value {
                session.dispatch(Action::Edit(Edit::PutGroup {
                    id: id.clone(),
                    label: label.clone(),
                    count: value as u32,
                }));
            }
        })
    };
    let split = free_id(groups).map(|id| Edit::SplitGroup {
        from: group.id.clone(),
        id,
        label: lang
            .fill(text::GROUP_N, &[&(groups.len() + 1).to_string()])
            .as_str()
            .into(),
        count: 1,
    });
    let label_id = format!("group-{}-label", group.id);
    html! {
        <div class="buqi-group-row" key={group.id.to_string()}>
            <label for={label_id.clone()}>{ lang.say(text::GROUP_LABEL) }</label>
            <input id={label_id} type="text" value={group.label.to_string()} onchange={rename} />
            <crate::components::number_field::NumberField id={format!("group-{}-count", group.id)}
                label={lang.say(text::GROUP_COUNT)} unit={lang.say(text::BUILDINGS)} {lang}
                value={f64::from(group.count)} min={1.0} max={2000.0} whole={true} on_change={recount} />
            if let Some(split) = split.filter(|_| group.count > 1) {
                <button type="button" onclick={edit(split)} data-split={group.id.to_string()}>{ lang.say(text::SPLIT_ONE) }</button>
            }
            if groups.len() > 1 {
                <button type="button" class="buqi-plain" onclick={edit(Edit::RemoveGroup(group.id.clone()))}>{ lang.say(text::REMOVE_GROUP) }</button>
            }
        </div>
    }
}

/// The lowest group id that is not taken.
fn free_id(groups: &[BuildingGroup]) -> Option<GroupId> {
    (1..=groups.len() + 1).find_map(|it| {
        GroupId::new(&format!("g{it}"))
            .ok()
            .filter(|id| groups.iter().all(|group| group.id != *id))
    })
}
