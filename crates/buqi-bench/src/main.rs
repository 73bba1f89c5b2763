//! `time` prints how long one assessment with its estimate takes, `money` how
//! long the sensitivity and a fit to a budget take; `rules` prints the same
//! work for other engines.

use std::hint::black_box;
use std::time::Instant;

use anyhow::bail;
use buqi_bench::{assess_and_estimate, full_survey, rules};
use buqi_core::budget::Budget;
use buqi_core::money::Fen;
use buqi_core::plan::{Decision, Plan};
use buqi_core::sensitivity::sensitivity;
use buqi_core::{assess, estimate};
use serde_json::json;

fn main() -> anyhow::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("time") => println!("{}", json!({ "assess_estimate_native_us": median_us() })),
        Some("money") => println!("{}", money()),
        Some("rules") => {
            let catalogue = buqi_bundled::catalogue();
            println!("{}", rules::to_json(catalogue, &full_survey(catalogue)));
        }
        _ => bail!("usage: buqi-bench time|money|rules"),
    }
    Ok(())
}

/// Medians of single runs in microseconds, with every item in the plan. The
/// cap is in the middle, and all items are worth the same per yuan or not at
/// all: both make no difference to a fit by units.
fn money() -> serde_json::Value {
    let catalogue = buqi_bundled::catalogue();
    let survey = full_survey(catalogue);
    let assessment = assess(catalogue, &survey);
    let mut plan = Plan::default();
    for item in &catalogue.items {
        plan.decisions.insert(item.id.clone(), Decision::Accepted);
    }
    let total = estimate(catalogue, &assessment, &plan).chosen.typical();
    let timed = |work: &dyn Fn()| {
        let mut micros: Vec<f64> = (0..31)
            .map(|_| {
                let start = Instant::now();
                work();
                start.elapsed().as_secs_f64() * 1e6
            })
            .collect();
        micros.sort_by(f64::total_cmp);
        micros[15].round()
    };
    let budget = Budget::new(catalogue, &assessment, &plan, &[]);
    json!({
        "sensitivity_native_us": timed(&|| {
            black_box(sensitivity(catalogue, &survey, &assessment, &plan));
        }),
        "budget_prepared_native_us": timed(&|| {
            black_box(Budget::new(catalogue, &assessment, &plan, &[]));
        }),
        "budget_fit_native_us": timed(&|| {
            black_box(budget.fit(Fen(total.0 / 2)));
        }),
    })
}

/// The median of single runs, after as many to warm up.
fn median_us() -> f64 {
    const RUNS: usize = 1000;
    let mut micros: Vec<f64> = (0..2 * RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(assess_and_estimate());
            start.elapsed().as_secs_f64() * 1e6
        })
        .skip(RUNS)
        .collect();
    micros.sort_by(f64::total_cmp);
    (micros[RUNS / 2] * 10.0).round() / 10.0
}
