//! What one tap on the pad does, and the edit it comes to.

use crate::ports::{clock, random};
use crate::session::{OpenEstate, SessionContext};
use crate::text::{self, Lang};
use buqi_core::Truth;
use buqi_core::id::{FactIdx, GroupId};
use buqi_core::marking::Members;
use buqi_core::plan::{Edit, Subject};
use buqi_core::rule::decide;
use buqi_core::survey::{Answer, BuildingGroup, Reply, new_group_id};

/// What one tap on the pad does.
#[derive(Clone)]
pub enum Tap {
    /// The whole group; again takes it back.
    Group(GroupId),
    /// So many of the group.
    Part(GroupId, u32),
    /// The building of this number.
    Member(GroupId, u32),
    All,
    /// Everything that has no answer yet.
    Rest(Reply),
    Undo,
}

/// The groups the question makes sense for.
pub fn asked_groups<'a>(
    session: &SessionContext,
    estate: &'a OpenEstate,
    fact: FactIdx,
) -> Vec<&'a BuildingGroup> {
    let gate = session.catalogue.fact(fact).asked_when.as_ref();
    let facts = &estate.assessment.facts;
    let groups = estate.dossier.survey.groups.iter().enumerate();
    groups
        .filter(|(row, _)| {
            gate.is_none_or(|it| decide(session.catalogue, it, facts, *row).truth != Truth::No)
        })
        .map(|(_, group)| group)
        .collect()
}

/// The change a tap makes, and the group it is about where that is one.
pub fn edit_of(
    session: &SessionContext,
    fact: FactIdx,
    paint: &Reply,
    tap: Tap,
) -> Option<(Edit, Option<GroupId>)> {
    let estate = session.estate.as_ref()?;
    let id = &session.catalogue.fact(fact).id;
    let answer = |group: &BuildingGroup, reply: &Reply| -> Answer {
        let note = group.answers.get(id).and_then(|it| it.note.clone());
        session.surveyor.attest(reply.clone(), note, clock::today())
    };
    let about = |group: &BuildingGroup, answer: Option<Answer>| Edit::Answer {
        subject: Subject::Group(group.id.clone()),
        fact: id.clone(),
        answer,
    };
    let groups = asked_groups(session, estate, fact);
    let find = |wanted: &GroupId| groups.iter().copied().find(|it| it.id == *wanted);
    let stands = |group: &BuildingGroup, reply: &Reply| {
        group.answers.get(id).is_some_and(|it| it.reply == *reply)
    };
    match tap {
        Tap::Group(group) => {
            let group = find(&group)?;
            let next = (!stands(group, paint)).then(|| answer(group, paint));
            Some((about(group, next), Some(group.id.clone())))
        }
        Tap::Part(group, count) => {
            let group = find(&group)?;
            let label = part_label(session.lang, &estate.dossier.survey.groups, &group.label);
            apart(
                session,
                group,
                (label, group.label.to_string()),
                count,
                fact,
                answer(group, paint),
            )
        }
        Tap::Member(group, number) => {
            let group = find(&group)?;
            let members = Members::of(&group.label, group.count)?;
            let labels = (members.name(number), members.without(number));
            apart(session, group, labels, 1, fact, answer(group, paint))
        }
        Tap::All => {
            let edits = groups.iter().filter(|it| !stands(it, paint));
            together(edits.map(|it| about(it, Some(answer(it, paint)))).collect())
        }
        Tap::Rest(other) => {
            let open = groups.iter().filter(|it| !it.answers.contains_key(id));
            together(open.map(|it| about(it, Some(answer(it, &other)))).collect())
        }
        Tap::Undo => None,
    }
}

fn together(edits: Vec<Edit>) -> Option<(Edit, Option<GroupId>)> {
    (!edits.is_empty()).then_some((Edit::Together(edits), None))
}

fn apart(
    session: &SessionContext,
    group: &BuildingGroup,
    (label, rest): (String, String),
    count: u32,
    fact: FactIdx,
    answer: Answer,
) -> Option<(Edit, Option<GroupId>)> {
    let groups = &session.estate.as_ref()?.dossier.survey.groups;
    let id = new_group_id(groups, random::number)?;
    let edit = Edit::AnswerApart {
        from: group.id.clone(),
        id: id.clone(),
        label: label.as_str().into(),
        rest: rest.as_str().into(),
        count,
        fact: session.catalogue.fact(fact).id.clone(),
        answer: Some(answer),
    };
    Some((edit, Some(id)))
}

/// "第 3 组·部分", with a number where there is one already.
fn part_label(lang: Lang, groups: &[BuildingGroup], of: &str) -> String {
    let is_taken = |label: &str| groups.iter().any(|it| *it.label == *label);
    let first = lang.fill(text::PART_OF, &[of]);
    let numbered = (2..).map(|n: usize| lang.fill(text::PART_OF_N, &[of, &n.to_string()]));
    std::iter::once(first)
        .chain(numbered)
        .find(|it| !is_taken(it))
        .unwrap_or_default()
}
