//! The work that is timed: assess and estimate an estate of twelve building
//! groups in which every question is answered.
//!
//! It names no fact and no item: the answers follow from the catalogue alone.

pub mod rules;

use std::sync::LazyLock;

use buqi_core::agenda::agenda;
use buqi_core::budget::Budget;
use buqi_core::catalogue::{Catalogue, Fact, FactKind, Level};
use buqi_core::id::GroupId;
use buqi_core::money::Fen;
use buqi_core::phases::phases;
use buqi_core::plan::{Decision, Dossier};
use buqi_core::schedule::schedule;
use buqi_core::sensitivity::sensitivity;
use buqi_core::survey::{Answer, Answers, BuildingGroup, Reply, Survey};
use buqi_core::terms::Phasing;
use buqi_core::{Assessment, Estimate, Plan, assess, estimate};
use wasm_bindgen::prelude::wasm_bindgen;

const N_GROUPS: usize = 12;

static SURVEY: LazyLock<Survey> = LazyLock::new(|| full_survey(buqi_bundled::catalogue()));

/// Assesses and estimates once; returns the typical total in yuan, so that the
/// work can't be left out.
#[wasm_bindgen]
pub fn assess_and_estimate() -> f64 {
    let catalogue = buqi_bundled::catalogue();
    let assessment = assess(catalogue, &SURVEY);
    estimate(catalogue, &assessment, &Plan::default())
        .total
        .typical()
        .to_yuan()
}

/// Every question answered and every item of the menu in the plan.
pub struct WholeMenu {
    pub survey: Survey,
    pub assessment: Assessment,
    pub plan: Plan,
    pub estimate: Estimate,
}

pub static WHOLE_MENU: LazyLock<WholeMenu> = LazyLock::new(|| {
    let catalogue = buqi_bundled::catalogue();
    let survey = full_survey(catalogue);
    let assessment = assess(catalogue, &survey);
    let mut plan = Plan::default();
    for item in &catalogue.items {
        plan.decisions.insert(item.id.clone(), Decision::Accepted);
    }
    WholeMenu {
        estimate: estimate(catalogue, &assessment, &plan),
        survey,
        assessment,
        plan,
    }
});

static BUDGET: LazyLock<Budget<'static>> = LazyLock::new(prepared);

fn prepared() -> Budget<'static> {
    let WholeMenu {
        assessment, plan, ..
    } = &*WHOLE_MENU;
    Budget::new(buqi_bundled::catalogue(), assessment, plan, &[])
}

/// A cap in the middle; all items are worth the same per yuan or not at all:
/// both make no difference to a fit by units.
fn middle() -> Fen {
    Fen(WHOLE_MENU.estimate.chosen.typical().0 / 2)
}

/// Tries what moves the total; returns how many inputs do.
#[wasm_bindgen]
pub fn find_what_moves_the_total() -> usize {
    let WholeMenu {
        survey,
        assessment,
        plan,
        ..
    } = &*WHOLE_MENU;
    let catalogue = buqi_bundled::catalogue();
    sensitivity(catalogue, survey, assessment, plan)
        .top(usize::MAX)
        .len()
}

/// Prices all subsets that matter; returns the size of the largest cluster.
#[wasm_bindgen]
pub fn prepare_a_budget() -> usize {
    prepared().largest_cluster()
}

/// Fits the whole menu into half its cost; returns how many items are had.
#[wasm_bindgen]
pub fn fit_a_budget() -> usize {
    BUDGET.fit(middle()).items.len()
}

/// All that the room of the budget works out after an edit: prepares, fits
/// without and with a cap, and tries what dropping the last item admits.
#[wasm_bindgen]
pub fn answer_a_budget() -> usize {
    let budget = prepared();
    let whole = budget.fit(Fen(i64::MAX / 4));
    let fit = budget.fit(middle());
    let admitted = fit.items.last().map(|it| budget.dropping(middle(), *it));
    whole.items.len() + admitted.map_or(0, |it| it.adds.len())
}

/// Orders all items in weeks and splits them into three years; returns how
/// many tasks there are.
#[wasm_bindgen]
pub fn order_the_works() -> usize {
    let WholeMenu {
        assessment,
        estimate,
        ..
    } = &*WHOLE_MENU;
    let catalogue = buqi_bundled::catalogue();
    let years = phases(catalogue, assessment, estimate, Phasing::Years(3), Some(3));
    schedule(catalogue, assessment, estimate, Some(3))
        .tasks
        .len()
        + years.len()
}

/// An estate half of whose questions are open.
struct HalfAsked {
    dossier: Dossier,
    assessment: Assessment,
    estimate: Estimate,
}

impl HalfAsked {
    fn new(n_groups: usize) -> HalfAsked {
        let catalogue = buqi_bundled::catalogue();
        let mut survey = survey(catalogue, n_groups);
        let groups = survey.groups.iter_mut().map(|it| &mut it.answers);
        for (row, answers) in groups.chain([&mut survey.estate]).enumerate() {
            // Others in each group, so that no row is like the one before.
            let mut at = row;
            answers.retain(|_, _| {
                at += 1;
                at.is_multiple_of(2)
            });
        }
        let assessment = assess(catalogue, &survey);
        HalfAsked {
            estimate: estimate(catalogue, &assessment, &Plan::default()),
            assessment,
            dossier: Dossier {
                survey,
                ..Dossier::default()
            },
        }
    }

    fn rank(&self) -> usize {
        let HalfAsked {
            dossier,
            assessment,
            estimate,
        } = self;
        let catalogue = buqi_bundled::catalogue();
        agenda(catalogue, dossier, assessment, estimate).open.len()
    }
}

static HALF_ASKED: LazyLock<HalfAsked> = LazyLock::new(|| HalfAsked::new(N_GROUPS));
static LARGE_HALF_ASKED: LazyLock<HalfAsked> = LazyLock::new(|| HalfAsked::new(60));

/// Ranks what is still to be asked in twelve groups, after the assessment and
/// its estimate; returns how many questions there are.
#[wasm_bindgen]
pub fn rank_questions() -> usize {
    HALF_ASKED.rank()
}

/// The same for sixty groups.
#[wasm_bindgen]
pub fn rank_questions_of_sixty() -> usize {
    LARGE_HALF_ASKED.rank()
}

/// A survey in which every fact that is asked has an answer.
pub fn full_survey(catalogue: &Catalogue) -> Survey {
    survey(catalogue, N_GROUPS)
}

fn survey(catalogue: &Catalogue, n_groups: usize) -> Survey {
    let groups = (0..n_groups).map(|row| BuildingGroup {
        id: GroupId::new(&format!("g{}", row + 1)).expect("a letter and digits make an id"),
        label: format!("{}", row + 1).into(),
        count: 1,
        answers: answers(catalogue, Level::Building, row),
    });
    Survey {
        estate: answers(catalogue, Level::Estate, 0),
        groups: groups.collect(),
    }
}

fn answers(catalogue: &Catalogue, level: Level, row: usize) -> Answers {
    let asked = catalogue
        .facts
        .iter()
        .filter(|it| it.level == level && it.place.is_some());
    asked
        .enumerate()
        .map(|(at, fact)| {
            (
                fact.id.clone(),
                Answer::from(reply(catalogue, fact, at + row)),
            )
        })
        .collect()
}

/// An answer that differs from fact to fact and from group to group.
fn reply(catalogue: &Catalogue, fact: &Fact, seed: usize) -> Reply {
    match &fact.kind {
        FactKind::YesNo => Reply::YesNo(!seed.is_multiple_of(3)),
        FactKind::Choice(options) => Reply::Choice(options[seed % options.len()].id.clone()),
        FactKind::Number { unit, min, max } => {
            // Within the bounds, nearer to the lower one, as real figures are.
            let value = min + (max - min) * (1 + seed % 5) as f64 / 50.0;
            let whole = catalogue.unit(*unit).whole;
            Reply::Number(if whole {
                value.ceil().min(max.floor())
            } else {
                value
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use buqi_core::survey::check_reply;

    #[test]
    fn every_answer_is_one_the_fact_takes() {
        let catalogue = buqi_bundled::catalogue();
        let survey = full_survey(catalogue);
        for fact in catalogue.facts.iter().filter(|it| it.place.is_some()) {
            for row in 0..N_GROUPS {
                let answers = survey.answers(fact.level, row).unwrap();
                let whole = match fact.kind {
                    FactKind::Number { unit, .. } => catalogue.unit(unit).whole,
                    _ => false,
                };
                assert_eq!(
                    check_reply(fact, whole, &answers[&fact.id].reply),
                    Ok(()),
                    "{}",
                    fact.id
                );
            }
        }
    }

    #[test]
    fn the_work_comes_to_something() {
        assert!(assess_and_estimate() > 0.0);
        let (few, many) = (rank_questions(), rank_questions_of_sixty());
        assert!(0 < few && few < many, "{few}, {many}");
    }
}
