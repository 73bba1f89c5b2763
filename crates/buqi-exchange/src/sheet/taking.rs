//! Takes a sheet into the survey.

use super::{Cell, Fate, Shape, Sheet, Whom, Why};
use buqi_core::Catalogue;
use buqi_core::id::GroupId;
use buqi_core::plan::{Edit, Subject};
use buqi_core::survey::{Answer, BuildingGroup, Reply, Survey};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What of a sheet goes into the survey.
pub struct Taking<'a> {
    /// Positions in [`Sheet::found`] that stay as the survey has them.
    pub keep: &'a BTreeSet<usize>,
    /// Positions in [`Sheet::groups`] whose number of buildings stays.
    pub keep_count: &'a BTreeSet<usize>,
    /// Groups that the ledger does not name go.
    pub drop_others: bool,
}

impl Sheet {
    /// The cells that were not taken.
    pub fn left(&self) -> impl Iterator<Item = (&Cell, &Why)> {
        self.cells.iter().filter_map(|it| match &it.fate {
            Fate::Left(why) => Some((it, why)),
            _ => None,
        })
    }

    /// Groups of the survey that a ledger does not name.
    pub fn others<'a>(&self, survey: &'a Survey) -> Vec<&'a BuildingGroup> {
        if self.shape != Shape::Ledger || self.groups.is_empty() {
            return Vec::new();
        }
        let is_named = |id: &GroupId| {
            let mut here = self.groups.iter().filter_map(|it| it.here.as_ref());
            here.any(|it| it.0 == *id)
        };
        survey
            .groups
            .iter()
            .filter(|it| !is_named(&it.id))
            .collect()
    }

    /// Everything as one change. `new_id` is asked for each new group, and
    /// `attest` says who answers.
    pub fn edit(
        &self,
        catalogue: &Catalogue,
        survey: &Survey,
        taking: &Taking,
        mut new_id: impl FnMut() -> Option<GroupId>,
        attest: impl Fn(Reply, Option<Arc<str>>) -> Answer,
    ) -> Edit {
        let mut edits = Vec::new();
        let mut ids: Vec<Option<GroupId>> = Vec::new();
        for (at, group) in self.groups.iter().enumerate() {
            // Lines of one name that is new are one group as well.
            let earlier = self
                .groups
                .iter()
                .take(at)
                .position(|it| it.label == group.label);
            let id = match (&group.here, earlier) {
                (Some((id, _)), _) => Some(id.clone()),
                (None, Some(earlier)) => ids.get(earlier).cloned().flatten(),
                (None, None) => new_id(),
            };
            let stays = group.here.as_ref().is_some_and(|it| it.1 == group.count)
                || taking.keep_count.contains(&at)
                || group.here.is_none() && earlier.is_some();
            if let Some(id) = id.clone().filter(|_| !stays) {
                let here = survey.groups.iter().find(|it| it.id == id);
                edits.push(Edit::PutGroup {
                    id,
                    label: here.map_or(&group.label, |it| &it.label).clone(),
                    count: group.count,
                });
            }
            ids.push(id);
        }
        for (at, found) in self.found.iter().enumerate() {
            if found.is_same() || taking.keep.contains(&at) {
                continue;
            }
            let subject = match &found.whom {
                Whom::Estate => Some(Subject::Estate),
                Whom::Group(id) => Some(Subject::Group(id.clone())),
                Whom::Ledger(at) => ids.get(*at).cloned().flatten().map(Subject::Group),
            };
            if let Some(subject) = subject {
                edits.push(Edit::Answer {
                    subject,
                    fact: catalogue.fact(found.fact).id.clone(),
                    answer: Some(attest(found.reply.clone(), found.note.clone())),
                });
            }
        }
        if taking.drop_others {
            let others = self.others(survey).into_iter();
            edits.extend(others.map(|it| Edit::RemoveGroup(it.id.clone())));
        }
        Edit::Together(edits)
    }
}
