//! 长效管护: who looks after the estate afterwards, and what to look at when.

use crate::catalogue::Catalogue;
use crate::estimate::Estimate;
use crate::id::ItemIdx;
use crate::money::Cost;
use crate::rule::{Verdict, decide};
use crate::suggestions::Assessment;

#[derive(Clone, Debug, PartialEq)]
pub struct Upkeep {
    /// One per mode of the catalogue, in its order.
    pub modes: Vec<ModeFit>,
    /// The checks that chosen items call for, the most frequent first.
    pub calendar: Vec<Round>,
}

/// Whether a way of upkeep fits this estate, as far as is known.
#[derive(Clone, Debug, PartialEq)]
pub struct ModeFit {
    /// The position among the modes of the catalogue.
    pub mode: usize,
    pub verdict: Verdict,
    /// For the whole estate a year. `None` when no price or no floor area is
    /// known, which is never nothing.
    pub yearly: Option<Cost>,
    /// The catalogue knows no price.
    pub no_price: bool,
}

/// 巡查. One line of the upkeep calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// The position among the checks of the catalogue.
    pub check: usize,
    /// The chosen items it is for.
    pub items: Vec<ItemIdx>,
}

/// What happens once the works are done.
pub fn upkeep(catalogue: &Catalogue, assessment: &Assessment, estimate: &Estimate) -> Upkeep {
    let modes = catalogue
        .upkeep_modes
        .iter()
        .enumerate()
        .map(|(mode, it)| ModeFit {
            mode,
            verdict: decide(catalogue, &it.fits_when, &assessment.facts, 0),
            yearly: it
                .yearly
                .zip(estimate.floor_area)
                .map(|(price, area)| price.times(area)),
            no_price: it.yearly.is_none(),
        })
        .collect();
    let mut calendar: Vec<Round> = catalogue
        .upkeep_checks
        .iter()
        .enumerate()
        .map(|(check, it)| Round {
            check,
            items: it
                .items
                .iter()
                .copied()
                .filter(|it| estimate.is_built(*it))
                .collect(),
        })
        .filter(|it| !it.items.is_empty())
        .collect();
    calendar.sort_by_key(|it| catalogue.upkeep_checks[it.check].half_months);
    Upkeep { modes, calendar }
}
