//! 方案: what people chose, and the edits that change a dossier.

use crate::id::{FactId, GroupId, ItemId, LineId, PhotoId};
use crate::photos::{Photo, Photos};
use crate::survey::{Answer, Answers, BuildingGroup, Survey};
use crate::terms::{Term, Terms, put};
use litemap::LiteMap;
use std::sync::Arc;

/// 方案. Decisions on items. An item nobody decided on is in the plan when it
/// is suggested, and out of it otherwise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub decisions: LiteMap<ItemId, Decision>,
    /// Quantities measured or agreed for single lines; they win over anything
    /// worked out.
    pub overrides: LiteMap<(ItemId, LineId), Override>,
    pub terms: Terms,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    Accepted,
    Deferred,
    Declined { reason: Arc<str> },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// In the line's unit, from nothing to [`MOST_BY_HAND`].
    pub quantity: f64,
    pub note: Arc<str>,
}

/// The largest quantity that is taken for a line, three times the largest figure
/// that is asked of an estate: what is more is a slip of the hand.
pub const MOST_BY_HAND: f64 = 10_000_000.0;

/// As many schemes as are kept side by side; more than three are not compared
/// by eye. A merge may bring more.
pub const MAX_SCHEMES: usize = 3;

/// 比选方案. A plan that was put aside under a name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scheme {
    /// Unique among the schemes.
    pub name: Arc<str>,
    pub plan: Plan,
}

/// 档案. Everything that is stored about one estate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dossier {
    pub name: Arc<str>,
    /// Where the published facts of a demo estate come from, or free notes.
    pub about: Arc<str>,
    pub survey: Survey,
    pub plan: Plan,
    /// In the order they were kept.
    pub schemes: Vec<Scheme>,
    pub photos: Photos,
}

/// Whom an answer is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    Estate,
    Group(GroupId),
}

/// One change to a dossier. The form, an undo list, the command line and the
/// tests all use these.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    Rename(Arc<str>),
    Annotate(Arc<str>),
    /// `None` takes the answer back.
    Answer {
        subject: Subject,
        fact: FactId,
        answer: Option<Answer>,
    },
    /// Adds a group, or changes label and count of one that is there.
    PutGroup {
        id: GroupId,
        label: Arc<str>,
        count: u32,
    },
    RemoveGroup(GroupId),
    /// Takes `count` buildings out of a group into a new one with the same
    /// answers, placed right after it.
    SplitGroup {
        from: GroupId,
        id: GroupId,
        label: Arc<str>,
        count: u32,
    },
    /// Takes `count` buildings out of a group as `SplitGroup` does and answers
    /// for them alone, as one change that is taken back as one. Where the group
    /// can't be split, nothing is answered either.
    AnswerApart {
        from: GroupId,
        id: GroupId,
        label: Arc<str>,
        /// What the buildings that stay are called from now on.
        rest: Arc<str>,
        count: u32,
        fact: FactId,
        answer: Option<Answer>,
    },
    /// Several changes in this order, taken back as one.
    Together(Vec<Edit>),
    /// `None` leaves the item to the suggestion again.
    Decide {
        item: ItemId,
        decision: Option<Decision>,
    },
    /// `None` goes back to the quantity worked out.
    Override {
        item: ItemId,
        line: LineId,
        value: Option<Override>,
    },
    /// Who votes, who pays and when.
    Agree(Term),
    /// Keeps a copy of the plan under a name, in the place of a scheme that
    /// has it. Without room for one more nothing changes.
    KeepScheme(Arc<str>),
    /// Makes a copy of a scheme the plan.
    OpenScheme(Arc<str>),
    DropScheme(Arc<str>),
    /// A name that is taken changes nothing.
    RenameScheme {
        from: Arc<str>,
        to: Arc<str>,
    },
    /// Photos put in, in the place of those with the same id, or taken out. One
    /// edit, because several are taken at once.
    Photos(Vec<(PhotoId, Option<Photo>)>),
}

impl Dossier {
    /// The dossier after `edit`. An edit about something that is not there
    /// changes nothing.
    pub fn apply(&self, edit: &Edit) -> Dossier {
        let mut next = self.clone();
        next.change(edit);
        next
    }

    /// The dossier after an edit of the kinds that a first survey makes: an
    /// answer, or a group added or described. `None` for any other, so that a
    /// program may hold the others apart.
    pub fn surveyed(&self, edit: &Edit) -> Option<Dossier> {
        let mut next = self.clone();
        next.survey(edit).then_some(next)
    }

    /// Whether the edit is of these kinds.
    fn survey(&mut self, edit: &Edit) -> bool {
        match edit {
            Edit::Answer {
                subject,
                fact,
                answer,
            } => {
                let answers = match subject {
                    Subject::Estate => Some(&mut self.survey.estate),
                    Subject::Group(id) => self.group(id).map(|it| &mut it.answers),
                };
                if let Some(answers) = answers {
                    put(answers, fact, answer.clone());
                }
            }
            Edit::PutGroup { id, label, count } => match self.group(id) {
                Some(group) => {
                    group.label = label.clone();
                    group.count = *count;
                }
                None => self.survey.groups.push(BuildingGroup {
                    id: id.clone(),
                    label: label.clone(),
                    count: *count,
                    answers: Answers::new(),
                }),
            },
            _ => return false,
        }
        true
    }

    fn change(&mut self, edit: &Edit) {
        match edit {
            Edit::Rename(name) => self.name = name.clone(),
            Edit::Annotate(about) => self.about = about.clone(),
            Edit::Answer { .. } | Edit::PutGroup { .. } => {
                self.survey(edit);
            }
            Edit::RemoveGroup(id) => self.survey.groups.retain(|it| it.id != *id),
            Edit::SplitGroup {
                from,
                id,
                label,
                count,
            } => {
                self.split(from, id, label, *count);
            }
            Edit::AnswerApart {
                from,
                id,
                label,
                rest,
                count,
                fact,
                answer,
            } => {
                if self.split(from, id, label, *count) {
                    if let Some(group) = self.group(from) {
                        group.label = rest.clone();
                    }
                    if let Some(group) = self.group(id) {
                        put(&mut group.answers, fact, answer.clone());
                    }
                }
            }
            Edit::Together(edits) => {
                for edit in edits {
                    self.change(edit);
                }
            }
            Edit::Decide { item, decision } => {
                put(&mut self.plan.decisions, item, decision.clone());
            }
            Edit::Agree(term) => self.plan.terms.agree(term),
            Edit::Override { item, line, value } => put(
                &mut self.plan.overrides,
                &(item.clone(), line.clone()),
                value.clone(),
            ),
            Edit::KeepScheme(name) => {
                let plan = self.plan.clone();
                match self.schemes.iter().position(|it| it.name == *name) {
                    Some(at) => self.schemes[at].plan = plan,
                    None if self.schemes.len() < MAX_SCHEMES => self.schemes.push(Scheme {
                        name: name.clone(),
                        plan,
                    }),
                    None => {}
                }
            }
            Edit::OpenScheme(name) => {
                if let Some(scheme) = self.schemes.iter().find(|it| it.name == *name) {
                    self.plan = scheme.plan.clone();
                }
            }
            Edit::DropScheme(name) => self.schemes.retain(|it| it.name != *name),
            Edit::RenameScheme { from, to } => {
                let taken = self.schemes.iter().any(|it| it.name == *to);
                let scheme = self.schemes.iter_mut().find(|it| it.name == *from);
                if let Some(scheme) = scheme.filter(|_| !taken) {
                    scheme.name = to.clone();
                }
            }
            Edit::Photos(all) => {
                for (id, photo) in all {
                    put(&mut self.photos, id, photo.clone());
                }
            }
        }
    }

    fn group(&mut self, id: &GroupId) -> Option<&mut BuildingGroup> {
        self.survey.groups.iter_mut().find(|it| it.id == *id)
    }

    /// Whether the group could be split.
    fn split(&mut self, from: &GroupId, id: &GroupId, label: &Arc<str>, count: u32) -> bool {
        let groups = &mut self.survey.groups;
        let taken = groups.iter().any(|it| it.id == *id);
        let at = groups.iter().position(|it| it.id == *from);
        let Some(at) = at.filter(|it| !taken && count > 0 && count < groups[*it].count) else {
            return false;
        };
        groups[at].count -= count;
        let split = BuildingGroup {
            id: id.clone(),
            label: label.clone(),
            count,
            answers: groups[at].answers.clone(),
        };
        groups.insert(at + 1, split);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::Reply;

    fn after(edits: &[Edit]) -> Dossier {
        edits
            .iter()
            .fold(Dossier::default(), |dossier, it| dossier.apply(it))
    }

    fn decide(item: &str) -> Edit {
        Edit::Decide {
            item: ItemId::new(item).expect("a plain word is an id"),
            decision: Some(Decision::Accepted),
        }
    }

    fn names(dossier: &Dossier) -> Vec<&str> {
        dossier.schemes.iter().map(|it| &*it.name).collect()
    }

    #[test]
    fn a_scheme_keeps_the_plan_of_its_moment() {
        let keep = |name: &str| Edit::KeepScheme(name.into());
        let edits = [decide("roof"), keep("a"), decide("lift"), keep("b")];
        let dossier = after(&edits);
        assert_eq!(dossier.schemes[0].plan.decisions.len(), 1);
        let opened = dossier.apply(&Edit::OpenScheme("a".into()));
        assert_eq!(opened.plan, dossier.schemes[0].plan);
        assert_eq!(opened.schemes, dossier.schemes);
        assert_eq!(dossier.apply(&Edit::OpenScheme("c".into())), dossier);
    }

    #[test]
    fn there_are_never_more_than_three_and_no_two_of_a_name() {
        let keep = |name: &str| Edit::KeepScheme(name.into());
        let full = after(&[keep("a"), keep("b"), keep("c"), keep("d"), keep("a")]);
        assert_eq!(names(&full), ["a", "b", "c"]);
        let rename = |from: &str, to: &str| Edit::RenameScheme {
            from: from.into(),
            to: to.into(),
        };
        assert_eq!(full.apply(&rename("a", "b")), full);
        assert_eq!(names(&full.apply(&rename("a", "z"))), ["z", "b", "c"]);
        let fewer = full.apply(&Edit::DropScheme("b".into()));
        assert_eq!(names(&fewer), ["a", "c"]);
    }

    fn id(text: &str) -> GroupId {
        GroupId::new(text).expect("a valid id")
    }

    fn group(count: u32) -> Dossier {
        Dossier::default().apply(&Edit::PutGroup {
            id: id("g1"),
            label: "1–3".into(),
            count,
        })
    }

    fn leaks(yes: bool) -> Edit {
        Edit::AnswerApart {
            from: id("g1"),
            id: id("g2"),
            label: "3".into(),
            rest: "1–2".into(),
            count: 1,
            fact: FactId::new("leaks").expect("a valid id"),
            answer: Some(Reply::YesNo(yes).into()),
        }
    }

    #[test]
    fn a_building_that_differs_is_split_off_and_answered_in_one_edit() {
        let after = group(3).apply(&leaks(true));
        let groups = &after.survey.groups;
        assert_eq!((groups[0].count, groups[1].count), (2, 1));
        assert_eq!((&*groups[0].label, &*groups[1].label), ("1–2", "3"));
        assert!(groups[0].answers.is_empty());
        let answer = groups[1].answers.values().next();
        assert_eq!(answer.map(|it| &it.reply), Some(&Reply::YesNo(true)));
    }

    #[test]
    fn a_group_of_one_is_neither_split_nor_answered() {
        assert_eq!(group(1).apply(&leaks(true)), group(1));
    }

    #[test]
    fn what_splits_off_keeps_its_other_answers() {
        let other = Edit::Answer {
            subject: Subject::Group(id("g1")),
            fact: FactId::new("storeys").expect("a valid id"),
            answer: Some(Reply::Number(6.0).into()),
        };
        let after = group(3).apply(&other).apply(&leaks(true));
        let groups = &after.survey.groups;
        let kept = groups[0].answers.iter().next().expect("it was answered");
        assert_eq!(groups[1].answers.get(kept.0), Some(kept.1));
        assert_eq!(after.survey.n_buildings(), 3);
    }

    #[test]
    fn changes_made_together_are_those_made_one_by_one() {
        let edits = vec![leaks(true), Edit::RemoveGroup(id("g1"))];
        let one_by_one = group(3).apply(&edits[0]).apply(&edits[1]);
        assert_eq!(group(3).apply(&Edit::Together(edits)), one_by_one);
    }

    #[test]
    fn an_id_that_is_taken_changes_nothing() {
        let split = group(3).apply(&leaks(true));
        assert_eq!(split.apply(&leaks(false)), split);
    }
}
