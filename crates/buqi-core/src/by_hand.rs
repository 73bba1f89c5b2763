//! 核对: quantities set by hand that are far from what their formula gives.

use crate::catalogue::Catalogue;
use crate::estimate::affected_rows;
use crate::id::ItemIdx;
use crate::plan::Plan;
use crate::quantity::Amount;
use crate::sizing::{Site, as_bought, measure_line};
use crate::suggestions::Assessment;

/// 出入. A quantity set by hand beside what the formula of its line gives. It
/// counts all the same, since nobody knows which is wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FarOff {
    /// By the formula, in whole pieces where the unit is counted.
    pub worked_out: Amount,
    /// What was set, as a multiple of the typical amount, or of the highest
    /// where there is typically nothing.
    pub times: f64,
}

/// Whether the quantity set for a line is far from its formula; `None` where it
/// is not, where it is nothing, and where there is nothing to compare.
pub fn far_off(
    catalogue: &Catalogue,
    assessment: &Assessment,
    plan: &Plan,
    idx: ItemIdx,
    line: usize,
) -> Option<FarOff> {
    let item = catalogue.item(idx);
    let line = item.lines.get(line)?;
    let set = plan.overrides.get(&(item.id.clone(), line.id.clone()))?;
    let set = as_bought(catalogue, line, Amount::exact(set.quantity)).typical();
    let affected = affected_rows(assessment, idx);
    let site = Site {
        catalogue,
        facts: &assessment.facts,
        row: 0,
        affected: &affected,
    };
    let worked_out = measure_line(site, line).filter(|it| set > 0.0 && it.high() > 0.0)?;
    let plausible = catalogue.convention(catalogue.project.as_ref()?.by_hand);
    let (least, most) = (
        worked_out.low() * plausible.low,
        worked_out.high() * plausible.high,
    );
    let usual = match worked_out.typical() {
        0.0 => worked_out.high(),
        typical => typical,
    };
    (set < least || set > most).then_some(FarOff {
        worked_out,
        times: set / usual,
    })
}
