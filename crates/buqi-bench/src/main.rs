//! `time` prints how long one assessment with its estimate takes, and ranking
//! the open questions; `money` how long the sensitivity and a fit to a budget
//! take; `rules` prints the same work for other engines.

use std::hint::black_box;
use std::time::Instant;

use anyhow::bail;
use buqi_bench::{assess_and_estimate, full_survey, rules};
use serde_json::json;

fn main() -> anyhow::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("time") => println!("{}", time()),
        Some("money") => println!("{}", money()),
        Some("rules") => {
            let catalogue = buqi_bundled::catalogue();
            println!("{}", rules::to_json(catalogue, &full_survey(catalogue)));
        }
        _ => bail!("usage: buqi-bench time|money|rules"),
    }
    Ok(())
}

fn time() -> serde_json::Value {
    json!({
        "assess_estimate_native_us": median_us(),
        "questions_ranked_native_us": few_us(buqi_bench::rank_questions),
        "questions_of_60_groups_native_us": few_us(buqi_bench::rank_questions_of_sixty),
    })
}

/// With every item in the plan.
fn money() -> serde_json::Value {
    json!({
        "sensitivity_native_us": few_us(buqi_bench::find_what_moves_the_total),
        "budget_prepared_native_us": few_us(buqi_bench::prepare_a_budget),
        "budget_fit_native_us": few_us(buqi_bench::fit_a_budget),
        "budget_answered_native_us": few_us(buqi_bench::answer_a_budget),
        "works_ordered_native_us": few_us(buqi_bench::order_the_works),
    })
}

/// The median of 31 single runs in microseconds.
fn few_us(work: fn() -> usize) -> f64 {
    let mut micros: Vec<f64> = (0..31)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    micros.sort_by(f64::total_cmp);
    micros[15].round()
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
