//! How much: works out quantities, with their range and basis.

use crate::catalogue::{Catalogue, FactKind, Level, Quantity, ScopeLine};
use crate::facts::{Facts, Value};
use crate::id::{ConventionIdx, FactIdx};
use crate::quantity::{Amount, Basis};
use crate::rule::{FactSet, decide};
use crate::truth::Truth;

/// Where a quantity is evaluated: one row, or the whole estate with the rows
/// an item is about.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    pub catalogue: &'a Catalogue,
    pub facts: &'a Facts,
    pub row: usize,
    /// The standing of each row towards the item; empty outside an item.
    pub affected: &'a [Truth],
}

/// By how much of itself a typed figure may differ from the sum of its ledger:
/// people round to two or three digits.
const ROUNDING: f64 = 0.02;

/// Answers first, then the sum of a complete ledger, then what can be derived
/// from them, then the defaults.
pub fn resolve(catalogue: &Catalogue, facts: &mut Facts) {
    for &idx in &catalogue.fact_order {
        let fact = catalogue.fact(idx);
        if !matches!(fact.kind, FactKind::Number { .. }) {
            continue;
        }
        let n_rows = match fact.level {
            Level::Estate => 1,
            Level::Building => facts.n_rows(),
        };
        for row in 0..n_rows {
            if facts.amount(row, idx).is_some() {
                continue;
            }
            let at = facts.at(row, idx);
            facts.amounts[at] = unanswered(catalogue, facts, idx, row);
        }
    }
}

fn unanswered(catalogue: &Catalogue, facts: &Facts, idx: FactIdx, row: usize) -> Option<Amount> {
    let fact = catalogue.fact(idx);
    let site = Site {
        catalogue,
        facts,
        row,
        affected: &[],
    };
    let ledger = ledger_sum(catalogue, facts, idx).map(Amount::exact);
    ledger
        .or_else(|| measure(site, fact.derive.as_ref()?))
        .map(|it| it.with_basis(it.basis().weaker(Basis::Derived)))
        .or_else(|| Some(by_convention(catalogue, fact.assume?).with_basis(Basis::Assumed)))
}

/// 台账合计. The sum over all buildings of the fact that adds up to this one;
/// `None` unless every group answered it. What was worked out does not count:
/// it may come from the very figure of the estate.
pub fn ledger_sum(catalogue: &Catalogue, facts: &Facts, idx: FactIdx) -> Option<f64> {
    let part = catalogue.fact(idx).sum_of?;
    (0..facts.n_rows()).try_fold(0.0, |sum, row| match facts.answered(row, part) {
        Some(Value::Number(each)) => Some(sum + each * f64::from(facts.count(row))),
        _ => None,
    })
}

/// The sum of the ledger where another figure was answered for the estate,
/// and rounding does not explain it. The answer counts all the same, since
/// nobody knows which is wrong.
pub fn ledger_gap(catalogue: &Catalogue, facts: &Facts, idx: FactIdx) -> Option<f64> {
    let sum = ledger_sum(catalogue, facts, idx)?;
    let Some(Value::Number(typed)) = facts.answered(0, idx) else {
        return None;
    };
    ((typed - sum).abs() > ROUNDING * sum).then_some(sum)
}

fn by_convention(catalogue: &Catalogue, idx: ConventionIdx) -> Amount {
    let convention = catalogue.convention(idx);
    Amount::ranged(
        convention.low,
        convention.typical,
        convention.high,
        Basis::Convention,
    )
}

/// Works out a quantity; `None` when something it needs is not known.
///
/// A sum over buildings runs from the buildings surely meant to those that may
/// be: a building whose verdict is open counts towards the high end only.
pub fn measure(site: Site, quantity: &Quantity) -> Option<Amount> {
    measure_at(&site, quantity)
}

fn measure_at(site: &Site, quantity: &Quantity) -> Option<Amount> {
    let fold = |parts: &[Quantity], join: fn(Amount, Amount) -> Amount| {
        let mut parts = parts.iter();
        let first = measure_at(site, parts.next()?)?;
        parts.try_fold(first, |so_far, it| {
            Some(join(so_far, measure_at(site, it)?))
        })
    };
    match quantity {
        Quantity::Fact(fact) => site.facts.amount(site.row, *fact),
        Quantity::Constant(value) => Some(Amount::exact(*value).with_basis(Basis::Constant)),
        Quantity::Convention(idx) => Some(by_convention(site.catalogue, *idx)),
        Quantity::Sum(parts) => fold(parts, Amount::plus),
        Quantity::Product(parts) => fold(parts, Amount::times),
        Quantity::Max(parts) => fold(parts, Amount::max),
        Quantity::Min(parts) => fold(parts, Amount::min),
        Quantity::Gap { of, less } => Some(measure_at(site, of)?.less(measure_at(site, less)?)),
        Quantity::Ratio { of, by } => measure_at(site, of)?.over(measure_at(site, by)?),
        Quantity::CeilDiv { of, by } => measure_at(site, of)?.ceil_div(measure_at(site, by)?),
        Quantity::FloorDiv { of, by } => measure_at(site, of)?.floor_div(measure_at(site, by)?),
        Quantity::FirstKnown(parts) => parts.iter().find_map(|it| measure_at(site, it)),
        Quantity::When { rule, then, strict } => {
            match decide(site.catalogue, rule, site.facts, site.row).truth {
                Truth::Yes => measure_at(site, then),
                _ if *strict => None,
                Truth::No => Some(Amount::ZERO),
                Truth::Unknown => measure_at(site, then).map(if_at_all),
            }
        }
        Quantity::EachBuilding(each) => over_rows(site, each, &[]),
        Quantity::EachAffected(each) => over_rows(site, each, site.affected),
    }
}

/// A row whose standing is not in `affected` counts.
fn over_rows(site: &Site, each: &Quantity, affected: &[Truth]) -> Option<Amount> {
    let mut at_row = *site;
    let mut sum = None;
    for row in 0..site.facts.n_rows() {
        let count = site.facts.count(row);
        if count == 0 {
            continue;
        }
        let so_far = sum.get_or_insert(Amount::ZERO);
        at_row.row = row;
        let amount = match affected.get(row) {
            Some(Truth::No) => continue,
            Some(Truth::Yes) | None => measure_at(&at_row, each)?,
            Some(Truth::Unknown) => if_at_all(measure_at(&at_row, each)?),
        };
        *so_far = so_far.plus(amount.repeated(count));
    }
    sum
}

/// What may not be needed at all: from nothing to its high, and no longer
/// measured, since whether it is needed was not.
fn if_at_all(amount: Amount) -> Amount {
    let basis = amount.basis().weaker(Basis::Derived);
    Amount::ranged(0.0, 0.0, amount.high(), basis)
}

/// The quantity of a scope line: whole pieces where its unit is counted and
/// not measured.
pub fn measure_line(site: Site, line: &ScopeLine) -> Option<Amount> {
    Some(as_bought(
        site.catalogue,
        line,
        measure(site, &line.quantity)?,
    ))
}

/// Whole pieces of what is counted, anything else as it is.
pub fn as_bought(catalogue: &Catalogue, line: &ScopeLine, amount: Amount) -> Amount {
    if catalogue.unit(line.unit).whole {
        amount.in_pieces()
    } else {
        amount
    }
}

/// The questions whose answers would pin a quantity down, or make it known
/// at all: those whose amount was not measured.
pub fn unmeasured(site: Site, quantity: &Quantity) -> FactSet {
    let mut open = FactSet::EMPTY;
    collect_unmeasured(site, quantity, &mut open);
    open
}

fn collect_unmeasured(site: Site, quantity: &Quantity, open: &mut FactSet) {
    match quantity {
        Quantity::Fact(idx) => {
            let measured = site
                .facts
                .amount(site.row, *idx)
                .is_some_and(|it| it.basis() == Basis::Measured);
            let fact = site.catalogue.fact(*idx);
            let added_up = || ledger_sum(site.catalogue, site.facts, *idx).is_some();
            if measured || open.contains(*idx) || added_up() {
                return;
            }
            if fact.place.is_some() {
                open.insert(*idx);
            }
            if let Some(derive) = &fact.derive {
                collect_unmeasured(site, derive, open);
            }
        }
        Quantity::Constant(_) | Quantity::Convention(_) => {}
        Quantity::Sum(parts)
        | Quantity::Product(parts)
        | Quantity::Max(parts)
        | Quantity::Min(parts) => {
            for part in parts {
                collect_unmeasured(site, part, open);
            }
        }
        Quantity::FirstKnown(parts) => {
            // Once a way is known that is exact, or that no answer can make more
            // exact, the fallbacks no longer matter.
            for part in parts {
                let own = unmeasured(site, part);
                *open |= own;
                if measure(site, part).is_some_and(|it| it.is_exact() || own.is_empty()) {
                    break;
                }
            }
        }
        Quantity::Gap { of, less: by }
        | Quantity::Ratio { of, by }
        | Quantity::CeilDiv { of, by }
        | Quantity::FloorDiv { of, by } => {
            collect_unmeasured(site, of, open);
            collect_unmeasured(site, by, open);
        }
        Quantity::When { rule, then, strict } => {
            let verdict = decide(site.catalogue, rule, site.facts, site.row);
            *open |= verdict.missing;
            if verdict.truth == Truth::Yes || verdict.truth == Truth::Unknown && !strict {
                collect_unmeasured(site, then, open);
            }
        }
        Quantity::EachBuilding(each) | Quantity::EachAffected(each) => {
            for row in 0..site.facts.n_rows() {
                let counts = site.affected.get(row) != Some(&Truth::No);
                if site.facts.count(row) > 0 && counts {
                    collect_unmeasured(Site { row, ..site }, each, open);
                }
            }
        }
    }
}
