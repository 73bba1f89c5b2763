//! Decides one rule from what has been answered so far, and says why.

use crate::catalogue::{Catalogue, Level, MAX_FACTS, Quantity, Rule};
use crate::facts::{Facts, Value};
use crate::id::FactIdx;
use crate::truth::Truth;
use std::ops::BitOr;

const WORDS: usize = MAX_FACTS / 64;

/// A set of facts, in catalogue order. Small enough to copy, because every
/// verdict carries two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FactSet([u64; WORDS]);

impl FactSet {
    pub const EMPTY: FactSet = FactSet([0; WORDS]);

    pub fn only(fact: FactIdx) -> FactSet {
        let mut set = FactSet::EMPTY;
        set.insert(fact);
        set
    }

    pub fn insert(&mut self, fact: FactIdx) {
        self.0[fact.index() / 64] |= 1 << (fact.index() % 64);
    }

    pub fn contains(self, fact: FactIdx) -> bool {
        self.0[fact.index() / 64] & (1 << (fact.index() % 64)) != 0
    }

    pub fn is_empty(self) -> bool {
        self.0.iter().all(|it| *it == 0)
    }

    pub fn len(self) -> usize {
        self.0.iter().map(|it| it.count_ones() as usize).sum()
    }

    pub fn iter(self) -> impl Iterator<Item = FactIdx> {
        (0..WORDS).flat_map(move |word| {
            let mut rest = self.0[word];
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros();
                    rest &= rest - 1;
                    FactIdx((word * 64) as u16 + bit as u16)
                })
            })
        })
    }
}

impl BitOr for FactSet {
    type Output = FactSet;

    fn bitor(self, other: FactSet) -> FactSet {
        FactSet(std::array::from_fn(|it| self.0[it] | other.0[it]))
    }
}

impl FromIterator<FactIdx> for FactSet {
    fn from_iter<I: IntoIterator<Item = FactIdx>>(facts: I) -> FactSet {
        let mut set = FactSet::EMPTY;
        for fact in facts {
            set.insert(fact);
        }
        set
    }
}

/// 判定. What a rule says so far.
///
/// Three laws hold, and `tests` checks them on random rules and on every rule
/// of the catalogue: `missing` is empty exactly when the truth is settled;
/// the facts in `because` alone reproduce a settled truth; and answering more
/// never turns yes into no or no into yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub truth: Truth,
    pub because: FactSet,
    pub missing: FactSet,
}

impl Verdict {
    pub const YES: Verdict = Verdict {
        truth: Truth::Yes,
        because: FactSet::EMPTY,
        missing: FactSet::EMPTY,
    };

    fn settled(truth: bool, because: FactSet) -> Verdict {
        Verdict {
            truth: truth.into(),
            because,
            missing: FactSet::EMPTY,
        }
    }

    fn unsettled(missing: FactSet) -> Verdict {
        Verdict {
            truth: Truth::Unknown,
            because: FactSet::EMPTY,
            missing,
        }
    }

    pub fn negate(self) -> Verdict {
        Verdict {
            truth: !self.truth,
            ..self
        }
    }

    /// Joins verdicts, where one `decisive` verdict settles the matter alone:
    /// `No` makes it an "and", `Yes` an "or".
    pub fn join(verdicts: impl Iterator<Item = Verdict>, decisive: Truth) -> Verdict {
        let mut joined = Verdict {
            truth: !decisive,
            because: FactSet::EMPTY,
            missing: FactSet::EMPTY,
        };
        for verdict in verdicts {
            // The first one in catalogue order, so that the reason is stable.
            if verdict.truth == decisive {
                return verdict;
            }
            if verdict.truth == Truth::Unknown {
                joined.truth = Truth::Unknown;
            }
            joined.because = joined.because | verdict.because;
            joined.missing = joined.missing | verdict.missing;
        }
        joined
    }
}

/// Decides `rule` for one row of the facts.
///
/// A verdict that is `Yes` or `No` stays so however the gaps are later
/// filled: learning more can settle an answer but never reverse it.
pub fn decide(catalogue: &Catalogue, rule: &Rule, facts: &Facts, row: usize) -> Verdict {
    let number = |fact: FactIdx, holds: &dyn Fn(f64) -> bool| match facts.answered(row, fact) {
        Some(Value::Number(value)) => Verdict::settled(holds(value), FactSet::only(fact)),
        _ => Verdict::unsettled(FactSet::only(fact)),
    };
    match rule {
        Rule::All(rules) => Verdict::join(
            rules.iter().map(|it| decide(catalogue, it, facts, row)),
            Truth::No,
        ),
        Rule::Any(rules) => Verdict::join(
            rules.iter().map(|it| decide(catalogue, it, facts, row)),
            Truth::Yes,
        ),
        Rule::Not(rule) => decide(catalogue, rule, facts, row).negate(),
        Rule::Is(fact, wanted) => match facts.answered(row, *fact) {
            Some(Value::YesNo(value)) => Verdict::settled(value == *wanted, FactSet::only(*fact)),
            _ => Verdict::unsettled(FactSet::only(*fact)),
        },
        Rule::OneOf(fact, options) => match facts.answered(row, *fact) {
            Some(Value::Choice(value)) => {
                Verdict::settled(options.contains(&value), FactSet::only(*fact))
            }
            _ => Verdict::unsettled(FactSet::only(*fact)),
        },
        Rule::AtLeast(fact, least) => number(*fact, &|value| value >= *least),
        Rule::AtMost(fact, most) => number(*fact, &|value| value <= *most),
        Rule::LessThan(fact, bound) => number(*fact, &|value| value < *bound),
        Rule::Exceeds(of, than) => {
            let used = facts_in(of) | facts_in(than);
            let missing: FactSet = used
                .iter()
                .filter(|it| facts.answered(row, *it).is_none())
                .collect();
            match (
                answered_number(catalogue, of, facts, row),
                answered_number(catalogue, than, facts, row),
            ) {
                (Some(of), Some(than)) => Verdict::settled(of > than, used),
                _ => Verdict::unsettled(missing),
            }
        }
    }
}

/// The value of a quantity from answers alone. The compiler lets only these
/// nodes into a rule; the others may change when an answer arrives.
fn answered_number(
    catalogue: &Catalogue,
    quantity: &Quantity,
    facts: &Facts,
    row: usize,
) -> Option<f64> {
    let fold = |parts: &[Quantity], start: f64, join: fn(f64, f64) -> f64| {
        parts.iter().try_fold(start, |so_far, it| {
            Some(join(so_far, answered_number(catalogue, it, facts, row)?))
        })
    };
    match quantity {
        Quantity::Fact(fact) => match facts.answered(row, *fact)? {
            Value::Number(value) => Some(value),
            _ => None,
        },
        Quantity::Constant(value) => Some(*value),
        Quantity::Convention(convention) => Some(catalogue.convention(*convention).typical),
        Quantity::Sum(parts) => fold(parts, 0.0, |a, b| a + b),
        Quantity::Product(parts) => fold(parts, 1.0, |a, b| a * b),
        Quantity::Max(parts) => fold(parts, 0.0, f64::max),
        Quantity::Min(parts) => fold(parts, f64::MAX, f64::min),
        Quantity::Gap { of, less } => {
            let of = answered_number(catalogue, of, facts, row)?;
            Some((of - answered_number(catalogue, less, facts, row)?).max(0.0))
        }
        _ => None,
    }
}

/// Every fact a rule may look at.
pub fn facts_of(rule: &Rule) -> FactSet {
    match rule {
        Rule::All(rules) | Rule::Any(rules) => rules
            .iter()
            .fold(FactSet::EMPTY, |so_far, it| so_far | facts_of(it)),
        Rule::Not(rule) => facts_of(rule),
        Rule::Is(fact, _)
        | Rule::OneOf(fact, _)
        | Rule::AtLeast(fact, _)
        | Rule::AtMost(fact, _)
        | Rule::LessThan(fact, _) => FactSet::only(*fact),
        Rule::Exceeds(of, than) => facts_in(of) | facts_in(than),
    }
}

/// Every fact a quantity may look at.
pub fn facts_in(quantity: &Quantity) -> FactSet {
    match quantity {
        Quantity::Fact(fact) => FactSet::only(*fact),
        Quantity::Constant(_) | Quantity::Convention(_) => FactSet::EMPTY,
        Quantity::Sum(parts)
        | Quantity::Product(parts)
        | Quantity::Max(parts)
        | Quantity::Min(parts)
        | Quantity::FirstKnown(parts) => parts
            .iter()
            .fold(FactSet::EMPTY, |so_far, it| so_far | facts_in(it)),
        Quantity::Gap { of, less: by }
        | Quantity::Ratio { of, by }
        | Quantity::CeilDiv { of, by }
        | Quantity::FloorDiv { of, by } => facts_in(of) | facts_in(by),
        Quantity::When { rule, then } => facts_of(rule) | facts_in(then),
        Quantity::EachBuilding(each) | Quantity::EachAffected(each) => facts_in(each),
    }
}

/// Whether any of these facts is about single buildings.
pub fn level_of(catalogue: &Catalogue, facts: FactSet) -> Level {
    facts
        .iter()
        .map(|it| catalogue.fact(it).level)
        .max()
        .unwrap_or(Level::Estate)
}
