//! The building groups: whom the answers are about, and how the buildings are
//! grouped.

use crate::components::number_field::NumberField;
use crate::format;
use crate::ports::{input, random};
use crate::session::{Action, SessionContext, opened};
use crate::text;
use buqi_core::id::GroupId;
use buqi_core::plan::Edit;
use buqi_core::survey::{BuildingGroup, new_group_id};
use buqi_exchange::format::MAX_COUNT;
use yew::prelude::*;

/// Which buildings the answers are about, and how the buildings are grouped.
#[component]
pub fn Groups() -> Html {
    let editing = use_state(|| false);
    let session = use_context::<SessionContext>();
    let Some((session, estate)) = opened(&session) else {
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
        let label = format::numbered_group(lang, groups.len());
        Callback::from(move |_: MouseEvent| {
            if let Some(id) = free_id(&session) {
                session.dispatch(Action::Edit(Edit::PutGroup {
                    id,
                    label: label.clone(),
                    count: 1,
                }));
            }
        })
    };
    html! {
        <div class="buqi-groups">
            <div class="buqi-chips buqi-one-line" role="group" aria-label={lang.say(text::FOR_GROUP)}>
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
                    { groups.iter().map(|group| group_row(session, group, groups)).collect::<Html>() }
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
        let row = groups.iter().position(|it| it.id == group.id).unwrap_or(0);
        Callback::from(move |event: Event| {
            let label = match input::selected(&event).trim() {
                "" => format::numbered_group(session.lang, row),
                label => label.into(),
            };
            session.dispatch(Action::Edit(Edit::PutGroup {
                id: id.clone(),
                label,
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
    let on_rest = {
        let session = session.clone();
        Callback::from(move |()| session.dispatch(Action::Rest))
    };
    let split = {
        let (session, from) = (session.clone(), group.id.clone());
        let label = format::numbered_group(lang, groups.len());
        Callback::from(move |_: MouseEvent| {
            if let Some(id) = free_id(&session) {
                session.dispatch(Action::Edit(Edit::SplitGroup {
                    from: from.clone(),
                    id,
                    label: label.clone(),
                    count: 1,
                }));
            }
        })
    };
    let label_id = format!("group-{}-label", group.id);
    html! {
        <div class="buqi-group-row" key={group.id.to_string()}>
            <label for={label_id.clone()}>{ lang.say(text::GROUP_LABEL) }</label>
            <input id={label_id} type="text" value={group.label.to_string()} onchange={rename} />
            <NumberField id={format!("group-{}-count", group.id)}
                label={lang.say(text::GROUP_COUNT)} unit={lang.say(text::BUILDINGS)} {lang}
                value={f64::from(group.count)} min={1.0} max={f64::from(MAX_COUNT)} whole={true} on_change={recount} {on_rest} />
            if group.count > 1 {
                <button type="button" onclick={split} data-split={group.id.to_string()}>{ lang.say(text::SPLIT_ONE) }</button>
            }
            if groups.len() > 1 {
                <button type="button" class="buqi-plain" onclick={edit(Edit::RemoveGroup(group.id.clone()))}>{ lang.say(text::REMOVE_GROUP) }</button>
            }
        </div>
    }
}

/// An id for a group that is about to be added.
pub fn free_id(session: &SessionContext) -> Option<GroupId> {
    let groups = &session.estate.as_ref()?.dossier.survey.groups;
    new_group_id(groups, random::number)
}
