//! Decides one rule from what has been answered so far, and says why.

use crate::catalogue::{Catalogue, Level, MAX_FACTS, Quantity, Rule};
use crate::facts::{Facts, Value};
use crate::id::FactIdx;
use crate::truth::Truth;
use std::ops::{BitOr, BitOrAssign};

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

    fn bitor(mut self, other: FactSet) -> FactSet {
        self |= other;
        self
    }
}

impl BitOrAssign for FactSet {
    fn bitor_assign(&mut self, other: FactSet) {
        for (word, more) in self.0.iter_mut().zip(other.0) {
            *word |= more;
        }
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

    /// "And any of `others`", for a verdict that is not `No` already.
    pub(crate) fn and_any<'a>(&mut self, others: impl Iterator<Item = &'a Verdict> + Clone) {
        // The first one in catalogue order, so that the reason is stable.
        if let Some(decisive) = others.clone().find(|it| it.truth == Truth::Yes) {
            self.rest_on(decisive);
            return;
        }
        let any = others
            .clone()
            .fold(Truth::No, |so_far, it| so_far.or(it.truth));
        if any == Truth::No {
            // Then the others are the whole reason.
            *self = Verdict::default();
        }
        self.truth = self.truth.and(any);
        for other in others {
            self.rest_on(other);
        }
    }

    fn rest_on(&mut self, other: &Verdict) {
        self.because |= other.because;
        self.missing |= other.missing;
    }
}

/// Decides `rule` for one row of the facts.
///
/// A verdict that is `Yes` or `No` stays so however the gaps are later
/// filled: learning more can settle an answer but never reverse it.
pub fn decide(catalogue: &Catalogue, rule: &Rule, facts: &Facts, row: usize) -> Verdict {
    let mut verdict = Verdict::default();
    decide_into(catalogue, rule, facts, row, &mut verdict);
    verdict
}

/// Decides `rule` for every row, or for one where it is about the estate.
pub fn decide_rows(
    catalogue: &Catalogue,
    rule: &Rule,
    facts: &Facts,
    n_rows: usize,
) -> Box<[Verdict]> {
    // In place, because copying verdicts would take as long as deciding them.
    let mut verdicts = vec![Verdict::default(); n_rows].into_boxed_slice();
    for (row, verdict) in verdicts.iter_mut().enumerate() {
        decide_into(catalogue, rule, facts, row, verdict);
    }
    verdicts
}

/// `verdict` comes in as the default one.
fn decide_into(
    catalogue: &Catalogue,
    rule: &Rule,
    facts: &Facts,
    row: usize,
    verdict: &mut Verdict,
) {
    let mut walk = Walk {
        catalogue,
        facts,
        row,
        because: &mut verdict.because,
        missing: &mut verdict.missing,
    };
    verdict.truth = walk.decide(rule);
}

/// Gathers, while a rule is walked, what its verdict rests on. One pair of
/// sets for the whole walk, because a pair per node costs more than the rule.
struct Walk<'a> {
    catalogue: &'a Catalogue,
    facts: &'a Facts,
    row: usize,
    because: &'a mut FactSet,
    missing: &'a mut FactSet,
}

impl Walk<'_> {
    fn decide(&mut self, rule: &Rule) -> Truth {
        match rule {
            Rule::All(rules) => self.join(rules, Truth::No),
            Rule::Any(rules) => self.join(rules, Truth::Yes),
            Rule::Not(rule) => !self.decide(rule),
            Rule::Is(fact, wanted) => self.ask(*fact, |it| match it {
                Value::YesNo(value) => Some(value == *wanted),
                _ => None,
            }),
            Rule::OneOf(fact, options) => self.ask(*fact, |it| match it {
                Value::Choice(value) => Some(options.contains(&value)),
                _ => None,
            }),
            Rule::AtLeast(fact, least) => self.ask(*fact, |it| Some(number(it)? >= *least)),
            Rule::AtMost(fact, most) => self.ask(*fact, |it| Some(number(it)? <= *most)),
            Rule::LessThan(fact, bound) => self.ask(*fact, |it| Some(number(it)? < *bound)),
            Rule::Exceeds(of, than) => {
                let used = facts_in(of) | facts_in(than);
                let value = |it| answered_number(self.catalogue, it, self.facts, self.row);
                if let (Some(of), Some(than)) = (value(of), value(than)) {
                    *self.because |= used;
                    return (of > than).into();
                }
                for fact in used.iter() {
                    if self.facts.answered(self.row, fact).is_none() {
                        self.missing.insert(fact);
                    }
                }
                Truth::Unknown
            }
        }
    }

    /// Joins verdicts, where one `decisive` verdict settles the matter alone:
    /// `No` makes it an "and", `Yes` an "or".
    fn join(&mut self, rules: &[Rule], decisive: Truth) -> Truth {
        let before = (*self.because, *self.missing);
        let mut joined = !decisive;
        for (position, rule) in rules.iter().enumerate() {
            let truth = self.decide(rule);
            if truth == decisive {
                // The first one in catalogue order is the whole reason, so what
                // the parts before it gave does not count.
                if position > 0 {
                    (*self.because, *self.missing) = before;
                    self.decide(rule);
                }
                return decisive;
            }
            if truth == Truth::Unknown {
                joined = Truth::Unknown;
            }
        }
        joined
    }

    /// Decides on one answer; no answer, or one of the wrong kind, is missing.
    fn ask(&mut self, fact: FactIdx, holds: impl Fn(Value) -> Option<bool>) -> Truth {
        match self.facts.answered(self.row, fact).and_then(holds) {
            Some(holds) => {
                self.because.insert(fact);
                holds.into()
            }
            None => {
                self.missing.insert(fact);
                Truth::Unknown
            }
        }
    }
}

fn number(value: Value) -> Option<f64> {
    match value {
        Value::Number(value) => Some(value),
        _ => None,
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
        Quantity::Fact(fact) => number(facts.answered(row, *fact)?),
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
        Quantity::When { rule, then, .. } => facts_of(rule) | facts_in(then),
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
