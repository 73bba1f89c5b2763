//! Kinds of votes and the shares they need.

use super::{Evidence, Text};
use crate::id::ConsentId;

/// 表决. A kind of vote and the shares it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Consent {
    pub id: ConsentId,
    pub name: Text,
    pub rule: VoteRule,
    /// Whether the stairwell votes, not the estate.
    pub by_entrance: bool,
    /// Documented rules of single places, which a plan may take over.
    pub local: Vec<LocalVote>,
    pub evidence: Evidence,
}

/// 地方规则. What one place asks of a vote, or asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalVote {
    pub name: Text,
    pub rule: VoteRule,
    pub evidence: Evidence,
}

/// 表决规则. Two tests, and a vote must meet both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VoteRule {
    /// 面积. Counts the floor area that owners hold.
    pub area: VoteTest,
    /// 人数. Counts owners.
    pub heads: VoteTest,
}

/// The shares of one test, each up to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VoteTest {
    /// Of all owners, who must take part.
    pub attendance: Share,
    /// Of those who take part, or of all, who must agree.
    pub approval: Share,
    /// Whether "more than" the share must agree, not "at least".
    pub strict: bool,
    /// Whether approval counts all owners, not only those who take part.
    pub of_all: bool,
}

/// A fraction, kept as one so that "two thirds" stays exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    pub numerator: u32,
    pub denominator: u32,
}

impl Share {
    fn less_than(self, other: Share) -> bool {
        let cross = |above: u32, below: u32| u64::from(above) * u64::from(below);
        cross(self.numerator, other.denominator) < cross(other.numerator, self.denominator)
    }

    /// Whether it is more than `part` of `whole`.
    fn exceeds(self, part: Share, whole: Share) -> bool {
        let cross =
            |one: u32, two: u32, three: u32| u128::from(one) * u128::from(two) * u128::from(three);
        cross(part.numerator, whole.numerator, self.denominator)
            < cross(self.numerator, part.denominator, whole.denominator)
    }
}

/// Whether a rule asks for less than another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Below {
    Never,
    /// It counts all owners and the other those who take part, so it asks for
    /// less only when nearly all do.
    NearlyAllAttend,
    Always,
}

impl VoteRule {
    /// Whether it asks for less than `other` in any respect.
    pub fn below(self, other: VoteRule) -> Below {
        self.area
            .below(other.area)
            .max(self.heads.below(other.heads))
    }

    /// The rule that asks the same by area and by heads.
    pub const fn alike(test: VoteTest) -> VoteRule {
        VoteRule {
            area: test,
            heads: test,
        }
    }

    /// What both tests ask; `None` where they differ.
    pub fn same(self) -> Option<VoteTest> {
        (self.area == self.heads).then_some(self.area)
    }
}

impl VoteTest {
    fn below(self, other: VoteTest) -> Below {
        let same_share = !other.approval.less_than(self.approval);
        let approves_less =
            self.approval.less_than(other.approval) || (other.strict && !self.strict && same_share);
        if self.attendance.less_than(other.attendance) || (other.of_all && !self.of_all) {
            Below::Always
        } else if !approves_less {
            Below::Never
        } else if self.of_all
            && !other.of_all
            && self.approval.exceeds(other.approval, self.attendance)
        {
            Below::NearlyAllAttend
        } else {
            Below::Always
        }
    }
}
