//! 用地平衡: whether what is to be built finds ground to stand on.
//!
//! Bays, grounds and gardens are each capped by the free land on their own;
//! only their sum shows whether they fit together.

use crate::catalogue::{Catalogue, TakesLand};
use crate::estimate::{Estimate, Standing};
use crate::id::{FactIdx, ItemIdx};
use crate::quantity::{Amount, Basis};
use crate::suggestions::Assessment;

/// 用地平衡. All areas are in square metres.
#[derive(Clone, Debug, PartialEq)]
pub struct LandBalance {
    /// Every line in the plan, or undecided, that takes ground.
    pub uses: Vec<LandUse>,
    /// What the chosen lines take together.
    pub needed: Amount,
    /// What the undecided ones would take if all were needed.
    pub open: Amount,
    /// Chosen lines that take ground, nobody knows how much.
    pub unknown: Vec<(ItemIdx, usize)>,
    /// `None` while nobody has said how much is free; `free_fact` asks.
    pub free: Option<Amount>,
    pub free_fact: FactIdx,
    pub verdict: LandVerdict,
}

/// One line and the ground it takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LandUse {
    pub item: ItemIdx,
    pub line: usize,
    pub standing: Standing,
    pub land: Amount,
}

/// Whether the chosen lines fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LandVerdict {
    /// Nothing chosen takes ground.
    NothingNeeded,
    /// The free land, or a need, is not known.
    NotKnown,
    /// Even the most that may be needed fits.
    Enough,
    /// The typical need fits, the most that may be needed does not.
    Tight,
    /// The typical need is more than there is.
    Short,
}

/// `None` when the catalogue names no fact for the free land.
pub fn land_balance(
    catalogue: &Catalogue,
    assessment: &Assessment,
    estimate: &Estimate,
) -> Option<LandBalance> {
    let free_fact = catalogue.free_land?;
    let takes = |item: ItemIdx, line: usize| catalogue.item(item).lines[line].takes_land;
    let priced = estimate.lines.iter();
    let sized = priced.map(|it| (it.item, it.line, it.standing, Some(it.quantity)));
    let unpriced = estimate.unpriced.iter();
    let sized = sized.chain(unpriced.map(|it| (it.item, it.line, it.standing, it.quantity)));
    let mut uses = Vec::new();
    let mut unknown = Vec::new();
    for (item, line, standing, quantity) in sized {
        let Some(takes) = takes(item, line) else {
            continue;
        };
        match quantity {
            Some(quantity) => uses.push(LandUse {
                item,
                line,
                standing,
                land: quantity.times(each(catalogue, takes)),
            }),
            None if standing == Standing::Chosen => unknown.push((item, line)),
            None => {}
        }
    }
    uses.sort_by_key(|it| (it.item, it.line));
    let sum = |standing: Standing| {
        let uses = uses.iter().filter(|it| it.standing == standing);
        uses.fold(Amount::ZERO, |sum, it| sum.plus(it.land))
    };
    let needed = sum(Standing::Chosen);
    // A default nobody has checked is no ground to build on.
    let free = assessment
        .facts
        .amount(0, free_fact)
        .filter(|it| it.basis() != Basis::Assumed);
    Some(LandBalance {
        open: sum(Standing::Undecided),
        verdict: verdict(needed, free, unknown.is_empty()),
        uses,
        needed,
        unknown,
        free,
        free_fact,
    })
}

fn each(catalogue: &Catalogue, takes: TakesLand) -> Amount {
    match takes {
        TakesLand::Exactly(area) => Amount::exact(area),
        TakesLand::About(convention) => {
            let convention = catalogue.convention(convention);
            Amount::ranged(
                convention.low,
                convention.typical,
                convention.high,
                Basis::Derived,
            )
        }
    }
}

/// What is already too much stays so, however large the unknown need is.
fn verdict(needed: Amount, free: Option<Amount>, complete: bool) -> LandVerdict {
    match free {
        Some(free) if needed.typical() > free.typical() => LandVerdict::Short,
        _ if !complete => LandVerdict::NotKnown,
        _ if needed.high() == 0.0 => LandVerdict::NothingNeeded,
        None => LandVerdict::NotKnown,
        Some(free) if needed.high() <= free.low() => LandVerdict::Enough,
        Some(_) => LandVerdict::Tight,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_never_called_enough() {
        let need = |high| Amount::ranged(high / 2.0, high / 1.5, high, Basis::Derived);
        let check = |needed, free: Option<f64>, complete, expected| {
            assert_eq!(verdict(needed, free.map(Amount::exact), complete), expected);
        };
        check(need(300.0), None, true, LandVerdict::NotKnown);
        check(need(300.0), Some(300.0), true, LandVerdict::Enough);
        check(need(300.0), Some(250.0), true, LandVerdict::Tight);
        check(need(300.0), Some(199.0), true, LandVerdict::Short);
        check(need(300.0), Some(9000.0), false, LandVerdict::NotKnown);
        check(need(300.0), Some(0.0), false, LandVerdict::Short);
        check(Amount::ZERO, None, true, LandVerdict::NothingNeeded);
        check(Amount::ZERO, Some(0.0), false, LandVerdict::NotKnown);
    }
}
