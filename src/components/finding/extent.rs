//! What is worth asking about the buildings that were marked.

use crate::components::question::{about, question_in};
use crate::components::select::{Choice, select};
use crate::ports::input;
use crate::session::{OpenEstate, SessionContext};
use crate::text;
use buqi_core::Truth;
use buqi_core::id::{FactIdx, GroupId};
use buqi_core::marking::details;
use buqi_core::rule::decide;
use buqi_core::survey::{BuildingGroup, Reply};
use std::rc::Rc;
use yew::prelude::*;

/// What is worth asking about the buildings that were marked, one group at a
/// time: the one marked last, or another that is chosen.
pub fn extent(
    session: &SessionContext,
    estate: &OpenEstate,
    fact: FactIdx,
    telling: &Reply,
    detailed: &UseStateHandle<Option<GroupId>>,
) -> Html {
    let lang = session.lang;
    let id = &session.catalogue.fact(fact).id;
    let more = details(session.catalogue, fact);
    let groups = estate.dossier.survey.groups.iter().enumerate();
    let marked: Vec<(usize, &BuildingGroup)> = groups
        .filter(|(_, it)| it.answers.get(id).is_some_and(|it| it.reply == *telling))
        .collect();
    let is_meant = |it: &&(usize, &BuildingGroup)| Some(&it.1.id) == detailed.as_ref();
    let Some(&(row, group)) = marked.iter().find(is_meant).or(marked.first()) else {
        return Html::default();
    };
    let facts = &estate.assessment.facts;
    let more: Vec<FactIdx> = more
        .into_iter()
        .filter(|it| {
            let gate = session.catalogue.fact(*it).asked_when.as_ref();
            gate.is_none_or(|it| decide(session.catalogue, it, facts, row).truth == Truth::Yes)
        })
        .collect();
    if more.is_empty() {
        return Html::default();
    }
    let choices: Vec<Choice> = marked
        .iter()
        .map(|(_, it)| Choice::new(it.id.as_str(), &it.label, it.id == group.id))
        .collect();
    let choose = {
        let detailed = detailed.clone();
        let ids: Rc<Vec<GroupId>> = Rc::new(marked.iter().map(|(_, it)| it.id.clone()).collect());
        Callback::from(move |event: Event| {
            let wanted = input::selected(&event);
            detailed.set(ids.iter().find(|it| it.as_str() == wanted).cloned());
        })
    };
    html! {
        <section class="buqi-extent" aria-labelledby="extent-title" data-extent={group.id.to_string()}>
            <h3 id="extent-title">
                { lang.say(text::EXTENT) }
                if choices.len() < 2 { { about(lang, estate, session.catalogue.fact(fact), row) } }
            </h3>
            if choices.len() > 1 { { select("extent-of", lang.say(text::EXTENT_OF), &choices, choose) } }
            { for more.into_iter().map(|it| question_in(session, "pad-", (it, row), "", false)) }
        </section>
    }
}
