//! The whole project: the works, and what comes on top of them.

use crate::catalogue::{Catalogue, Convention};
use crate::estimate::Estimate;
use crate::id::ConventionIdx;
use crate::likely::{likely, within};
use crate::money::{Cost, Fen};

/// What is left of a 5 % to 95 % spread in an 80 % range of a normal curve.
const TO_80_PERCENT: f64 = 0.779_127;

/// 总投资. Works, other fees and contingency, in the order they are worked
/// out; the parts add up to the total to the fen at low, typical and high.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuildUp {
    pub works: Step,
    /// Design, supervision, permits and the like, on the works.
    pub fees: Step,
    /// On works and fees together.
    pub contingency: Step,
    pub total: Cost,
    /// The 80 % range of the works.
    pub likely_works: Cost,
    /// The 80 % range of the total.
    pub likely: Cost,
}

/// One part of the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub cost: Cost,
    /// The convention it was worked out with; none for the works.
    pub by: Option<ConventionIdx>,
}

/// Builds the project up from its works. `None` when the catalogue does not
/// say how.
pub fn build_up(catalogue: &Catalogue, estimate: &Estimate) -> Option<BuildUp> {
    let project = catalogue.project.as_ref()?;
    let works = estimate.total;
    let fees = share_of(works, catalogue.convention(project.fees));
    let contingency = share_of(works + fees, catalogue.convention(project.contingency));
    let total = works + fees + contingency;
    let correlation = catalogue.convention(project.line_correlation).typical;
    let likely_works = likely(&estimate.lines, correlation);
    Some(BuildUp {
        works: Step {
            cost: works,
            by: None,
        },
        fees: Step {
            cost: fees,
            by: Some(project.fees),
        },
        contingency: Step {
            cost: contingency,
            by: Some(project.contingency),
        },
        total,
        likely_works,
        likely: likely_total(works, likely_works, total),
    })
}

fn share_of(whole: Cost, share: &Convention) -> Cost {
    let part = |fen: Fen, share: f64| Fen((fen.0 as f64 * share).round() as i64);
    Cost::new(
        part(whole.low(), share.low),
        part(whole.typical(), share.typical),
        part(whole.high(), share.high),
    )
}

/// What comes on top varies for reasons of its own, so its spread and that of
/// the works are independent: their squares add up.
fn likely_total(works: Cost, likely_works: Cost, total: Cost) -> Cost {
    let ratio = |total: Fen, works: Fen| {
        if works.0 == 0 {
            1.0
        } else {
            total.0 as f64 / works.0 as f64
        }
    };
    let typical = works.typical().0 as f64;
    let on_top = ratio(total.typical(), works.typical());
    let together = |of_works: f64, of_rest: f64| {
        let rest = typical * of_rest * TO_80_PERCENT;
        (of_works * of_works * on_top * on_top + rest * rest).sqrt()
    };
    let below = together(
        typical - likely_works.low().0 as f64,
        on_top - ratio(total.low(), works.low()),
    );
    let above = together(
        likely_works.high().0 as f64 - typical,
        ratio(total.high(), works.high()) - on_top,
    );
    let centre = total.typical().0 as f64;
    within(total, centre - below, centre + above)
}
