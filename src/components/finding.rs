//! 按楼栋记: one sub-issue, marked on the buildings that show it, with one
//! thumb. A tap on a part of a group splits it off; what is known of extent and
//! grade is asked right there.

mod extent;
mod pad;
mod taps;

use crate::app::not_stored;
use crate::format;
use crate::ports::photos::Album;
use crate::ports::{dialog, input};
use crate::session::{Action, OpenEstate, SessionContext, opened};
use crate::text;
use buqi_core::catalogue::Level;
use buqi_core::id::{FactIdx, GroupId};
use buqi_core::marking::{marked, telltale};
use buqi_core::survey::{BuildingGroup, Reply};
use extent::extent;
use pad::Pad;
use std::rc::Rc;
use taps::{Tap, asked_groups, edit_of};
use yew::prelude::*;

/// With more groups than this, they are filtered, and the parts of one group
/// are shown at a time.
const FEW_GROUPS: usize = 8;

/// "2 / 6 栋"; nothing marked yet is an empty text, and `None` a question that
/// is not marked by building.
pub fn marked_text(session: &SessionContext, estate: &OpenEstate, fact: FactIdx) -> Option<String> {
    let survey = &estate.dossier.survey;
    let by_building = session.catalogue.fact(fact).level == Level::Building;
    if !by_building || survey.n_buildings() < 2 {
        return None;
    }
    let reply = telltale(session.catalogue, fact)?;
    let marked = marked(session.catalogue, survey, fact, &reply);
    if marked.with + marked.without == 0 {
        return Some(String::new());
    }
    let counts = [marked.with.to_string(), marked.of().to_string()];
    Some(
        session
            .lang
            .fill(text::MARKED_SHORT, &[&counts[0], &counts[1]]),
    )
}

#[derive(PartialEq, Properties)]
pub struct FindingProps {
    pub fact: FactIdx,
}

#[component]
pub fn Finding(props: &FindingProps) -> Html {
    let node = use_node_ref();
    let heading = use_node_ref();
    let chosen = use_state(|| None::<Reply>);
    let filter = use_state(String::new);
    let unfolded = use_state(|| None::<GroupId>);
    let detailed = use_state(|| None::<GroupId>);
    {
        let (node, heading) = (node.clone(), heading.clone());
        use_effect_with(props.fact, move |_| {
            dialog::show(&node);
            dialog::focus(&heading);
        });
    }
    let session = use_context::<SessionContext>();
    let album = use_context::<Rc<Album>>();
    // What was there when the pad was opened, which is as far as it takes back.
    let begun = use_state(|| opened(&session).map(|(_, it)| it.dossier.clone()));
    let Some((session, estate)) = opened(&session) else {
        return Html::default();
    };
    let lang = session.lang;
    let fact = session.catalogue.fact(props.fact);
    let Some(telling) = telltale(session.catalogue, props.fact) else {
        return Html::default();
    };
    let paint = (*chosen).clone().unwrap_or_else(|| telling.clone());
    let groups = asked_groups(session, estate, props.fact);
    let act = {
        let (session, paint, fact) = (session.clone(), paint.clone(), props.fact);
        let detailed = detailed.clone();
        Callback::from(move |tap: Tap| {
            if matches!(tap, Tap::Undo) {
                session.dispatch(Action::Undo);
                return;
            }
            if let Some((edit, group)) = edit_of(&session, fact, &paint, tap) {
                if let Some(group) = group {
                    detailed.set(Some(group));
                }
                session.dispatch(Action::Edit(edit));
            }
        })
    };
    let onclose = {
        let session = session.clone();
        Callback::from(move |_: Event| session.dispatch(Action::Find(None)))
    };
    let leave = {
        let node = node.clone();
        Callback::from(move |_: MouseEvent| dialog::close(&node))
    };
    let can_undo = begun.as_ref().is_some_and(|it| *it != estate.dossier);
    let onkeydown = {
        let act = act.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Backspace" && can_undo && !input::is_typing(&event) {
                event.prevent_default();
                act.emit(Tap::Undo);
            }
        })
    };
    let wanted = filter.trim().to_lowercase();
    let shown: Vec<&BuildingGroup> = groups
        .iter()
        .copied()
        .filter(|it| it.label.to_lowercase().contains(&wanted))
        .collect();
    let is_few = groups.len() <= FEW_GROUPS;
    let onfilter = {
        let filter = filter.clone();
        Callback::from(move |event: InputEvent| filter.set(input::typed(&event)))
    };
    let fold = {
        let unfolded = unfolded.clone();
        Callback::from(move |id: Option<GroupId>| unfolded.set(id))
    };
    let reading = Pad {
        lang,
        catalogue: session.catalogue,
        fact,
        paint: &paint,
        act: &act,
    };
    let n_buildings: u32 = groups
        .iter()
        .fold(0, |sum, it| sum.saturating_add(it.count));
    html! {
        <dialog class="buqi-site buqi-finding" ref={node} {onclose} {onkeydown} aria-labelledby="finding-title">
            <header>
                <h2 id="finding-title" ref={heading} tabindex="-1">{ lang.of(&fact.question) }</h2>
                <button type="button" class="buqi-plain" onclick={leave.clone()} data-close="">{ lang.say(text::CLOSE) }</button>
            </header>
            if let Some(album) = &album { { not_stored(session, album) } }
            <p class="buqi-finding-tally" role="status" data-tally="">{ tally(session, estate, props.fact, &telling) }</p>
            <div class="buqi-finding-list">
                if !is_few {
                    <input type="search" value={(*filter).clone()} oninput={onfilter} aria-label={lang.say(text::MARK_FIND)}
                        placeholder={lang.say(text::MARK_FIND)} data-filter="" />
                }
                <p class="buqi-soft">{ lang.say(text::MARK_HELP) }</p>
                if shown.is_empty() { <p class="buqi-empty">{ lang.say(text::MARK_NONE_FOUND) }</p> }
                <ul class="buqi-pad">
                    { for shown.iter().map(|group| {
                        let is_open = is_few || unfolded.as_ref() == Some(&group.id);
                        reading.row(group, is_open, (!is_few).then_some(&fold))
                    }) }
                </ul>
                { extent(session, estate, props.fact, &telling, &detailed) }
            </div>
            <footer>
                { reading.replies(&chosen) }
                <div class="buqi-finding-foot">
                    { reading.button(Tap::All, lang.fill(text::MARK_ALL, &[&n_buildings.to_string()]), "all", false) }
                    if let Some(other) = opposite(&paint) {
                        { reading.button(Tap::Rest(other.clone()), lang.fill(text::MARK_REST, &[&format::reply(lang, session.catalogue, fact, &other)]), "rest", false) }
                    }
                    { reading.button(Tap::Undo, lang.say(text::UNDO).to_owned(), "undo", !can_undo) }
                    <button type="button" class="buqi-primary" onclick={leave} data-tap="done">{ lang.say(text::DONE) }</button>
                </div>
            </footer>
        </dialog>
    }
}

/// What "the others" are, where there are just two sides.
fn opposite(paint: &Reply) -> Option<Reply> {
    match paint {
        Reply::YesNo(value) => Some(Reply::YesNo(!value)),
        _ => None,
    }
}

/// "屋面漏水：2 栋，共 6 栋，1 栋没有记".
fn tally(session: &SessionContext, estate: &OpenEstate, fact: FactIdx, telling: &Reply) -> String {
    let lang = session.lang;
    let marked = marked(session.catalogue, &estate.dossier.survey, fact, telling);
    let fact = session.catalogue.fact(fact);
    let label = lang.of(&fact.label);
    // "Yes" is what one expects; another reply has to be named.
    let label = match telling {
        Reply::YesNo(true) => label.to_owned(),
        _ => lang.fill(
            text::MARKED_AS,
            &[
                label,
                &format::reply(lang, session.catalogue, fact, telling),
            ],
        ),
    };
    let counts = [marked.with, marked.of(), marked.open].map(|it| it.to_string());
    let mut said = lang.fill(text::MARKED, &[&label, &counts[0], &counts[1]]);
    if marked.open > 0 {
        said += &lang.fill(text::MARKED_OPEN, &[&counts[2]]);
    }
    said
}
