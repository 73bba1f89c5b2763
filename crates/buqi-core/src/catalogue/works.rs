//! How items stand to each other, and the estates the menu is not for.

use super::{Evidence, Level, Rule, Text};
use crate::id::{ConventionIdx, ItemIdx};

/// `before` must be finished before `after` may start.
#[derive(Clone, Debug, PartialEq)]
pub struct Precedence {
    pub before: ItemIdx,
    pub after: ItemIdx,
    pub reason: Text,
    pub evidence: Evidence,
}

/// Work of `covered` that `covering` already contains.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    pub covering: ItemIdx,
    pub covered: ItemIdx,
    pub reason: Text,
    pub evidence: Evidence,
}

/// A scope line of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineRef {
    pub item: ItemIdx,
    /// The position among the item's lines.
    pub line: u16,
}

/// 合并施工. Work that several lines each pay for and that is done once.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedWork {
    pub name: Text,
    pub lines: Vec<LineRef>,
    /// The line that does the shared work anyway. Without one, the largest of
    /// the lines does it.
    pub host: Option<LineRef>,
    /// The share of its cost that a line saves when another pays.
    pub saved: ConventionIdx,
    pub reason: Text,
    pub evidence: Evidence,
}

/// `item` is of no use while `needs` is called for and not done.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    pub item: ItemIdx,
    pub needs: ItemIdx,
    pub reason: Text,
    pub evidence: Evidence,
}

/// An estate this menu is not for.
#[derive(Clone, Debug, PartialEq)]
pub struct Exclusion {
    pub when: Rule,
    pub level: Level,
    pub reason: Text,
    pub evidence: Evidence,
}

/// 工序冲突. No item of `ones` is on site together with one of `others`.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    pub ones: Vec<ItemIdx>,
    pub others: Vec<ItemIdx>,
    /// `ones` come before `others`; otherwise whichever can start earlier.
    pub ones_first: bool,
    pub reason: Text,
    pub evidence: Evidence,
}

impl Conflict {
    /// Every one with every other.
    pub fn pairs(&self) -> impl Iterator<Item = (ItemIdx, ItemIdx)> + '_ {
        let ones = self.ones.iter();
        ones.flat_map(|one| self.others.iter().map(|other| (*one, *other)))
    }
}

/// 季节. Months in which these items should not be on site.
#[derive(Clone, Debug, PartialEq)]
pub struct Season {
    pub items: Vec<ItemIdx>,
    /// One bit a month, January lowest.
    pub closed: u16,
    /// Holds for the estates that meet this; for all without it.
    pub when: Option<Rule>,
    pub reason: Text,
    pub evidence: Evidence,
}
