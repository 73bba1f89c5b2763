//! What must be true of every estimate, whatever was answered and chosen.

use crate::random;
use buqi_bundled::catalogue;
use buqi_core::bundles::net;
use buqi_core::estimate::{Class, Standing, affected_rows};
use buqi_core::id::ItemIdx;
use buqi_core::money::{Cost, Fen};
use buqi_core::plan::{Decision, Override, Plan};
use buqi_core::project::build_up;
use buqi_core::sizing::{Site, measure};
use buqi_core::survey::{Answers, Reply};
use buqi_core::{Assessment, Estimate, Survey, Truth, assess, estimate};
use proptest::prelude::*;

/// A tenth of the money an `i64` of fen can hold: far above any real total,
/// and far enough below the limit that no sum can have been capped.
const ABSURD: i64 = i64::MAX / 10;

pub fn plans() -> impl Strategy<Value = Plan> {
    let n_items = catalogue().items.len();
    (
        proptest::collection::vec(0..8_u8, n_items),
        proptest::collection::vec(0..40_u16, n_items),
    )
        .prop_map(|(decisions, quantities)| {
            let mut plan = Plan::default();
            for (item, decision) in catalogue().items.iter().zip(decisions) {
                let decision = match decision {
                    0 | 1 => Decision::Accepted,
                    2 => Decision::Deferred,
                    3 => Decision::Declined { reason: "".into() },
                    _ => continue,
                };
                plan.decisions.insert(item.id.clone(), decision);
            }
            for (item, quantity) in catalogue().items.iter().zip(quantities) {
                if quantity < 4 {
                    let value = Override {
                        quantity: f64::from(quantity) * 12.5,
                        note: "".into(),
                    };
                    let line = &item.lines[0].id;
                    plan.overrides
                        .insert((item.id.clone(), line.clone()), value);
                }
            }
            plan
        })
}

fn check(survey: &Survey, plan: &Plan) {
    let assessment = assess(catalogue(), survey);
    let estimate = estimate(catalogue(), &assessment, plan);
    check_sums(&estimate);
    check_figures(&estimate);
    check_pieces(&estimate);
    check_build_up(&estimate);
    check_nothing_is_lost(&assessment, plan, &estimate);
}

/// The whole project is its parts, at each of the three figures, and its
/// likely range lies within them.
fn check_build_up(estimate: &Estimate) {
    let built = build_up(catalogue(), estimate).expect("the catalogue says how");
    let parts = [built.works, built.fees, built.contingency];
    assert_eq!(parts.iter().map(|it| it.cost).sum::<Cost>(), built.total);
    assert_eq!(built.works.cost, estimate.chosen);
    for (likely, hard) in [
        (built.likely_works, estimate.chosen),
        (built.likely, built.total),
    ] {
        assert_eq!(likely.typical(), hard.typical());
        assert!(hard.low() <= likely.low() && likely.low() <= likely.typical());
        assert!(likely.typical() <= likely.high() && likely.high() <= hard.high());
    }
    let open = built.open;
    assert_eq!(estimate.chosen + open.works, estimate.total);
    assert_eq!(built.total + open.total, built.everything());
    assert_eq!((open.total.low().0, open.total.typical().0), (0, 0));
    assert!(0 <= open.if_all.0 && open.likely <= open.total.high());
    assert!(built.everything().high().0 < ABSURD);
    // Fees and contingency on everything at once, as if it were all chosen.
    let mut all = estimate.clone();
    all.chosen = all.total;
    all.lines
        .iter_mut()
        .for_each(|it| it.standing = Standing::Chosen);
    let all = build_up(catalogue(), &all).expect("the catalogue says how");
    assert_eq!(all.total, built.everything());
}

fn check_sums(estimate: &Estimate) {
    let sum = |wanted: &dyn Fn(&Standing, Class) -> bool| -> Cost {
        let lines = estimate.lines.iter().filter(|it| {
            let item = catalogue().item(it.item);
            wanted(&it.standing, Class::of(item.part, item.tier))
        });
        lines.map(|it| it.cost).sum()
    };
    let savings = &estimate.savings;
    assert_eq!(estimate.total, net(sum(&|_, _| true), savings));
    let chosen = sum(&|it, _| *it == Standing::Chosen);
    assert_eq!(estimate.chosen, net(chosen, savings));
    // To the fen at each end, not by being cut off at zero.
    let off: Fen = savings.iter().map(|it| it.at_low).sum();
    assert_eq!(estimate.chosen.low() + off, chosen.low());
    let off: Fen = savings.iter().map(|it| it.at_typical).sum();
    assert_eq!(estimate.chosen.typical() + off, chosen.typical());
    let off: Fen = savings.iter().map(|it| it.at_high).sum();
    assert_eq!(estimate.chosen.high() + off, chosen.high());
    for (class, cost) in &estimate.by_class {
        assert_eq!(*cost, sum(&|_, it| it == *class));
    }
    let classes: Cost = estimate.by_class.iter().map(|(_, it)| *it).sum();
    assert_eq!(estimate.total, net(classes, savings));
}

/// What is counted comes whole, and so is priced whole.
fn check_pieces(estimate: &Estimate) {
    for line in &estimate.lines {
        let unit = catalogue().item(line.item).lines[line.line].unit;
        let quantity = line.quantity;
        for figure in [quantity.low(), quantity.typical(), quantity.high()] {
            let whole = figure.fract() == 0.0;
            assert!(whole || !catalogue().unit(unit).whole, "{figure}");
        }
        assert!(quantity.low() <= quantity.near().0 && quantity.near().0 <= quantity.typical());
        assert!(quantity.typical() <= quantity.near().1 && quantity.near().1 <= quantity.high());
    }
}

fn check_figures(estimate: &Estimate) {
    let amounts = estimate
        .lines
        .iter()
        .map(|it| it.quantity)
        .chain(estimate.unpriced.iter().filter_map(|it| it.quantity))
        .chain(estimate.netted.iter().map(|it| it.quantity))
        .chain(estimate.floor_area)
        .chain(estimate.households);
    for amount in amounts {
        assert!(amount.high().is_finite());
        assert!(0.0 <= amount.low());
        assert!(amount.low() <= amount.typical() && amount.typical() <= amount.high());
    }
    let costs = estimate.lines.iter().map(|it| it.cost);
    for cost in costs.chain([estimate.total, estimate.chosen]) {
        assert!(0 <= cost.low().0);
        assert!(cost.low() <= cost.typical() && cost.typical() <= cost.high());
        assert!(cost.high().0 < ABSURD, "a cost ran into the limit");
    }
    for line in &estimate.lines {
        let causes = line.causes;
        assert!(causes.prices >= 0 && causes.quantities >= 0 && causes.answers >= 0);
        if line.standing == Standing::Undecided {
            assert_eq!(line.cost.low().0, 0, "undecided work is certain to cost");
            assert_eq!(line.cost.typical().0, 0, "undecided work is in the total");
        }
    }
}

/// Each line of each item in the plan is priced, listed as unpriced, netted
/// out, or comes to nothing because its quantity is known to be zero.
fn check_nothing_is_lost(assessment: &Assessment, plan: &Plan, estimate: &Estimate) {
    for idx in catalogue().item_indices() {
        let item = catalogue().item(idx);
        for (n, line) in item.lines.iter().enumerate() {
            let is_it = |item: ItemIdx, line: usize| item == idx && line == n;
            let priced = estimate
                .lines
                .iter()
                .filter(|it| is_it(it.item, it.line))
                .count();
            let unpriced: Vec<_> = estimate
                .unpriced
                .iter()
                .filter(|it| is_it(it.item, it.line))
                .collect();
            let place = format!("{} {}", item.id, line.id);
            if estimate.standings[idx.index()] == Standing::Out {
                assert_eq!(priced + unpriced.len(), 0, "{place} is out of the plan");
                continue;
            }
            assert!(priced + unpriced.len() <= 1, "{place} is counted twice");
            if let [unpriced] = unpriced[..] {
                assert_eq!(unpriced.no_price, line.price.is_none(), "{place}");
                assert!(
                    unpriced.no_price || unpriced.quantity.is_none(),
                    "{place} could be priced"
                );
            } else if priced == 0 {
                let overridden = plan.overrides.get(&(item.id.clone(), line.id.clone()));
                let netted = estimate.netted.iter().any(|it| is_it(it.covered, it.line));
                let site = Site {
                    catalogue: catalogue(),
                    facts: &assessment.facts,
                    row: 0,
                    affected: &affected_rows(assessment, idx),
                };
                let zero = measure(site, &line.quantity).is_some_and(|it| it.high() == 0.0);
                assert!(
                    netted || zero || overridden.is_some_and(|it| it.quantity == 0.0),
                    "{place} vanished"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_add_up_and_nothing_is_lost(pair in random::pairs(catalogue()), plan in plans()) {
        check(&pair.less, &plan);
        check(&pair.more, &plan);
    }
}

/// `more` without the numbers that `less` does not know. A measured number may
/// lie outside the range a convention stood in with; an observation may not.
fn observed(pair: &random::Pair) -> Survey {
    let mut survey = pair.more.clone();
    // "Cannot tell" says as little as silence; a number must not take its place.
    for (answers, before) in std::iter::once((&mut survey.estate, &pair.less.estate)).chain(
        survey
            .groups
            .iter_mut()
            .zip(&pair.less.groups)
            .map(|(more, less)| (&mut more.answers, &less.answers)),
    ) {
        answers.retain(|fact, it| {
            !matches!(it.reply, Reply::Number(_)) || before.get(fact) == Some(it)
        });
    }
    survey
}

fn check_settled_work_keeps_its_bounds(less: &Survey, more: &Survey) {
    let plan = Plan::default();
    let estimated = |survey| {
        let assessment = assess(catalogue(), survey);
        estimate(catalogue(), &assessment, &plan)
    };
    let (before, after) = (estimated(less), estimated(more));
    for line in &before.lines {
        // Overlapping work moves from one item to another when the other is
        // settled; it is counted there.
        let covered = catalogue()
            .overlaps
            .iter()
            .any(|it| it.covered == line.item);
        if line.standing != Standing::Chosen || covered {
            continue;
        }
        let same = |it: &&buqi_core::estimate::Line| (it.item, it.line) == (line.item, line.line);
        let now = after
            .lines
            .iter()
            .find(same)
            .map_or(Cost::ZERO, |it| it.cost);
        let place = &catalogue().item(line.item).id;
        assert!(now.low() >= line.cost.low(), "{place}: the low end fell");
        assert!(now.high() <= line.cost.high(), "{place}: the high end rose");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn observing_more_never_widens_the_bounds_of_what_is_settled(pair in random::pairs(catalogue())) {
        check_settled_work_keeps_its_bounds(&pair.less, &observed(&pair));
    }
}

#[test]
fn a_city_of_a_million_households_does_not_overflow() {
    let catalogue = catalogue();
    let mut survey = random::empty(&[25_000]);
    let number = |answers: &mut Answers, id: &buqi_core::id::FactId, value: f64| {
        answers.insert(id.clone(), Reply::Number(value).into());
    };
    for (fact, value) in [(catalogue.households, 1e6), (catalogue.floor_area, 9e7)] {
        let fact = catalogue.fact(fact.expect("the catalogue names it"));
        number(&mut survey.estate, &fact.id, value);
    }
    let mut plan = Plan::default();
    for item in &catalogue.items {
        plan.decisions.insert(item.id.clone(), Decision::Accepted);
    }
    check(&survey, &plan);
    let total = estimate(catalogue, &assess(catalogue, &survey), &plan).total;
    assert!(total.typical().0 > 0);
}

#[test]
fn an_empty_survey_has_no_total_but_lists_what_is_open() {
    let catalogue = catalogue();
    let survey = Survey::default();
    let assessment = assess(catalogue, &survey);
    let estimate = estimate(catalogue, &assessment, &Plan::default());
    check(&survey, &Plan::default());
    assert_eq!(estimate.total.low().0, 0);
    assert_eq!(estimate.total.typical().0, 0);
    assert!(!estimate.unpriced.is_empty());
    assert!(
        assessment
            .suggestions
            .iter()
            .all(|it| it.truth == Truth::Unknown)
    );
}
