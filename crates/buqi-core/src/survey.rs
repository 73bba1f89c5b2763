//! 摸排: what people said about an estate, and nothing concluded from it.

use crate::catalogue::{Fact, FactKind, Level};
use crate::entries::Entries;
use crate::id::{FactId, GroupId, OptionId};
use std::sync::Arc;

/// 摸排. "Not asked" is the absence of an answer; "cannot tell" is an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Survey {
    pub estate: Answers,
    /// Never empty in practice: a desk-top first guess is one group of all.
    pub groups: Vec<BuildingGroup>,
}

pub type Answers = Entries<FactId, Answer>;

/// 楼栋组. `count` buildings that are alike; one surveyed alone is a group of 1.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildingGroup {
    pub id: GroupId,
    /// What people call it, such as 1–3 栋.
    pub label: Arc<str>,
    pub count: u32,
    pub answers: Answers,
}

/// 答案, with who says so, where that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub reply: Reply,
    pub how: Option<How>,
    pub who: Option<Arc<str>>,
    /// `YYYY-MM-DD`.
    pub on: Option<Arc<str>>,
    pub note: Option<Arc<str>>,
}

impl From<Reply> for Answer {
    fn from(reply: Reply) -> Answer {
        Answer {
            reply,
            how: None,
            who: None,
            on: None,
            note: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    YesNo(bool),
    /// In the fact's unit.
    Number(f64),
    Choice(OptionId),
    /// 不清楚. Somebody looked and could not say.
    CannotTell,
}

/// How an answer came about; later is weaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    Seen,
    Records,
    Told,
    Assumed,
}

/// Why a reply is not taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Refused {
    /// The fact is of another kind.
    WrongKind,
    NotANumber,
    Below(f64),
    Above(f64),
    /// Only whole numbers make sense.
    NotWhole,
    UnknownOption,
    /// The fact is only worked out, never asked.
    NotAsked,
}

impl Survey {
    /// How many buildings there are in all.
    pub fn n_buildings(&self) -> u32 {
        self.groups
            .iter()
            .fold(0, |sum, it| sum.saturating_add(it.count))
    }

    /// The answers at the level a fact is asked at.
    pub fn answers(&self, level: Level, group: usize) -> Option<&Answers> {
        match level {
            Level::Estate => Some(&self.estate),
            Level::Building => self.groups.get(group).map(|it| &it.answers),
        }
    }
}

/// An id for a new group. `random` is asked for the suffix, so that two people
/// who each add a group do not give it the same id, and again where an id is
/// taken after all.
pub fn new_group_id(groups: &[BuildingGroup], mut random: impl FnMut() -> u32) -> Option<GroupId> {
    (0..MAX_TRIES).find_map(|_| {
        let id = GroupId::new(&format!("g-{:08x}", random())).ok()?;
        groups.iter().all(|it| it.id != id).then_some(id)
    })
}

/// Four thousand million ids and a few thousand groups: a second try is rare,
/// a tenth means that `random` is not.
const MAX_TRIES: usize = 10;

/// Whether `fact` takes `reply`; `whole` tells if its unit has whole numbers
/// only.
pub fn check_reply(fact: &Fact, whole: bool, reply: &Reply) -> Result<(), Refused> {
    if fact.place.is_none() {
        return Err(Refused::NotAsked);
    }
    match (reply, &fact.kind) {
        (Reply::CannotTell, _) | (Reply::YesNo(_), FactKind::YesNo) => Ok(()),
        (Reply::Number(value), FactKind::Number { min, max, .. }) => {
            if !value.is_finite() {
                Err(Refused::NotANumber)
            } else if value < min {
                Err(Refused::Below(*min))
            } else if value > max {
                Err(Refused::Above(*max))
            } else if whole && value.fract() != 0.0 {
                Err(Refused::NotWhole)
            } else {
                Ok(())
            }
        }
        (Reply::Choice(option), FactKind::Choice(options)) => {
            if options.iter().any(|it| it.id == *option) {
                Ok(())
            } else {
                Err(Refused::UnknownOption)
            }
        }
        _ => Err(Refused::WrongKind),
    }
}
