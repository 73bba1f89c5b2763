//! The whole project: the works, and what comes on top of them.

use crate::catalogue::{Catalogue, Convention, Project};
use crate::estimate::{Estimate, Standing};
use crate::id::ConventionIdx;
use crate::likely::{likely, within};
use crate::money::{Cost, Fen};

/// What is left of a 5 % to 95 % spread in an 80 % range of a normal curve.
const TO_80_PERCENT: f64 = 0.779_127;

/// 总投资. What is chosen: works, other fees and contingency, in the order they
/// are worked out; the parts add up to the total to the fen at low, typical
/// and high. What is still open stands beside it.
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
    pub open: Open,
}

/// One part of the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub cost: Cost,
    /// The convention it was worked out with; none for the works.
    pub by: Option<ConventionIdx>,
}

/// 待定. What the undecided items could add. None of it is in the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// Undecided items, those without a price among them.
    pub n_items: usize,
    /// From nothing to the sum of the highs.
    pub works: Cost,
    /// The same with fees and contingency. Added to the total of what is
    /// chosen it gives the hard bounds of everything, to the fen.
    pub total: Cost,
    /// The typical addition if every one of them turns out to be needed, with
    /// fees and contingency.
    pub if_all: Fen,
    /// The upper end of the 80 % range of that addition.
    pub likely: Fen,
}

impl BuildUp {
    /// The hard bounds of everything, chosen or undecided.
    pub fn everything(&self) -> Cost {
        self.total + self.open.total
    }
}

/// Builds the project up from its works. `None` when the catalogue does not
/// say how.
pub fn build_up(catalogue: &Catalogue, estimate: &Estimate) -> Option<BuildUp> {
    let project = catalogue.project.as_ref()?;
    let works = estimate.chosen;
    let [fees, contingency, total] = on_top(catalogue, project, works);
    let correlation = catalogue.convention(project.line_correlation).typical;
    let costs = costs_of(estimate, Standing::Chosen);
    let gross = likely(&costs, correlation);
    // Savings follow the lines; their own spread is small beside that of the
    // lines, so they move the range as a whole.
    let saved: Fen = estimate.savings.iter().map(|it| it.at_typical).sum();
    let likely_works = within(
        works,
        (gross.low().0 - saved.0) as f64,
        (gross.high().0 - saved.0) as f64,
    );
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
        open: open(catalogue, project, estimate, total),
    })
}

/// Fees, contingency and total of a project whose works cost `works`.
fn on_top(catalogue: &Catalogue, project: &Project, works: Cost) -> [Cost; 3] {
    let fees = share_of(works, catalogue.convention(project.fees));
    let contingency = share_of(works + fees, catalogue.convention(project.contingency));
    [fees, contingency, works + fees + contingency]
}

/// The project total of these works at typical shares; the works themselves
/// when the catalogue has none.
pub fn typical_total(catalogue: &Catalogue, works: Fen) -> Fen {
    let whole = Cost::new(works, works, works);
    match &catalogue.project {
        Some(project) => on_top(catalogue, project, whole)[2].typical(),
        None => works,
    }
}

/// What the priced lines of one standing cost if they are needed.
fn costs_of(estimate: &Estimate, standing: Standing) -> Vec<Cost> {
    let lines = estimate.lines.iter().filter(|it| it.standing == standing);
    lines.map(|it| it.likely()).collect()
}

fn open(catalogue: &Catalogue, project: &Project, estimate: &Estimate, chosen: Cost) -> Open {
    let costs = costs_of(estimate, Standing::Undecided);
    let open = estimate.lines.iter();
    let open = open.filter(|it| it.standing == Standing::Undecided);
    let needed: Cost = open.map(|it| it.if_needed()).sum();
    let standings = estimate.standings.iter();
    let [.., everything] = on_top(catalogue, project, estimate.chosen + needed);
    let most = Fen(everything.high().0.saturating_sub(chosen.high().0));
    let correlation = catalogue.convention(project.line_correlation).typical;
    let [.., alone] = on_top(catalogue, project, needed);
    let likely = likely_total(needed, likely(&costs, correlation), alone);
    Open {
        n_items: standings.filter(|it| **it == Standing::Undecided).count(),
        works: needed.if_needed(),
        total: Cost::new(Fen(0), Fen(0), most),
        if_all: Fen(everything.typical().0.saturating_sub(chosen.typical().0)),
        likely: likely.high().min(most),
    }
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
