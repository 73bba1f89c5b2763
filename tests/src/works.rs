//! What must be true of votes, payers, order and upkeep, whatever was answered
//! and chosen.

use crate::snapshots::everything_lacking;
use crate::{random, sums};
use buqi_bundled::catalogue;
use buqi_core::budget::Budget;
use buqi_core::catalogue::{Share, VoteRule, VoteTest};
use buqi_core::consent::{Need, ballots};
use buqi_core::estimate::Standing;
use buqi_core::id::{ItemId, ItemIdx};
use buqi_core::money::{Cost, Fen};
use buqi_core::phases::{Phase, Spoiled, forgone, phases, spoiled};
use buqi_core::plan::{Decision, Dossier, Edit, Override};
use buqi_core::schedule::{Schedule, Weeks, schedule};
use buqi_core::shares::{Portion, by_floor, net_costs, who_pays};
use buqi_core::survey::{Reply, Survey};
use buqi_core::terms::{Phasing, Term, WHOLE};
use buqi_core::upkeep::upkeep;
use buqi_core::{Assessment, Estimate, Plan, assess, estimate};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn chosen(estimate: &Estimate) -> Vec<ItemIdx> {
    catalogue()
        .item_indices()
        .filter(|it| estimate.standings[it.index()] == Standing::Chosen)
        .collect()
}

/// Every pair of which the first must be finished before the second starts,
/// by way of any others. Walked forward, where the program walks back.
fn must_precede() -> BTreeSet<(ItemIdx, ItemIdx)> {
    let mut pairs = BTreeSet::new();
    for first in catalogue().item_indices() {
        let mut reached = vec![first];
        while let Some(it) = reached.pop() {
            for edge in catalogue().sequence.iter().filter(|edge| edge.before == it) {
                if pairs.insert((first, edge.after)) {
                    reached.push(edge.after);
                }
            }
        }
    }
    pairs
}

fn check_order(schedule: &Schedule, chosen: &[ItemIdx]) {
    let mut listed: Vec<ItemIdx> = schedule.tasks.iter().map(|it| it.item).collect();
    listed.sort_unstable();
    assert_eq!(listed, chosen);
    let task = |item| schedule.tasks.iter().find(|it| it.item == item);
    for (before, after) in must_precede() {
        if let (Some(before), Some(after)) = (task(before), task(after)) {
            assert!(before.finish.low <= after.start.low);
            assert!(before.finish.typical <= after.start.typical);
            assert!(before.finish.high <= after.start.high);
            assert!(after.open || !before.open);
        }
    }
    for conflict in &catalogue().conflicts {
        for one in conflict.ones.iter().filter_map(|it| task(*it)) {
            for other in conflict.others.iter().filter_map(|it| task(*it)) {
                let apart = one.finish.typical <= other.start.typical
                    || other.finish.typical <= one.start.typical;
                assert!(apart, "{one:?} {other:?}");
            }
        }
    }
    let path: u32 = schedule
        .critical
        .iter()
        .map(|it| &schedule.tasks[*it])
        .map(|it| it.wait + it.weeks.map_or(0, |it| it.typical))
        .sum();
    assert_eq!(path, schedule.weeks.typical);
}

/// Items bear savings down to nothing and never below.
fn check_net_costs(estimate: &Estimate) {
    let costs = net_costs(catalogue(), estimate);
    for (idx, cost) in catalogue().item_indices().zip(&costs) {
        let lines = estimate.lines.iter();
        let lines = lines.filter(|it| it.item == idx && it.standing == Standing::Chosen);
        let before: Option<Cost> = lines.map(|it| it.cost).reduce(|sum, it| sum + it);
        assert_eq!(before.is_some(), cost.is_some());
        if let (Some(before), Some(cost)) = (before, cost) {
            let before = Portion::from(before);
            assert!(Fen(0) <= cost.low && cost.low <= before.low);
            assert!(Fen(0) <= cost.typical && cost.typical <= before.typical);
            assert!(Fen(0) <= cost.high && cost.high <= before.high);
        }
    }
    let total: Portion = costs.into_iter().flatten().sum();
    assert_eq!(total, Portion::from(estimate.chosen));
}

fn check_phases(phases: &[Phase], estimate: &Estimate) {
    let mut placed: Vec<ItemIdx> = phases.iter().flat_map(|it| it.items.clone()).collect();
    placed.sort_unstable();
    let is_built = |it: &ItemIdx| estimate.is_built(*it);
    let built: Vec<ItemIdx> = chosen(estimate).into_iter().filter(is_built).collect();
    assert_eq!(placed, built);
    let year = |item| phases.iter().position(|it| it.items.contains(&item));
    for (before, after) in must_precede() {
        if let (Some(before), Some(after)) = (year(before), year(after)) {
            assert!(before <= after);
        }
    }
    let total: Portion = phases.iter().map(|it| it.cost).sum();
    if let Some(last) = phases.last() {
        assert_eq!(last.cumulative, total);
    }
    // Nothing is saved by works that are years apart, and nothing gained.
    let whole = Portion::from(estimate.chosen);
    assert_eq!(
        total.typical,
        whole.typical + forgone(phases, estimate),
        "{phases:?}"
    );
    let lines = estimate.lines.iter();
    let lines = lines.filter(|it| it.standing == Standing::Chosen);
    let before: Cost = lines.map(|it| it.cost).sum();
    assert!(total.typical <= before.typical());
    if phases.len() == 1 {
        assert_eq!(total, whole);
    }
    // Whose cost is not known, or not all of it, is named.
    for phase in phases {
        for item in &phase.items {
            let lines = estimate.lines.iter().filter(|it| it.item == *item);
            let costs: Vec<Cost> = lines.map(|it| it.cost).collect();
            let known = costs.iter().any(|it| it.typical() > Fen(0));
            let open = costs
                .iter()
                .any(|it| it.typical() == Fen(0) && it.high() > Fen(0));
            let unpriced = estimate.unpriced.iter().any(|it| it.item == *item);
            let told = [&phase.unpriced, &phase.undetermined, &phase.partly];
            let expected = [
                unpriced && !open && !known,
                open && !known,
                known && (open || unpriced),
            ];
            assert_eq!(told.map(|it| it.contains(item)), expected);
        }
    }
}

#[test]
fn what_shares_a_trench_is_dug_in_one_year_or_pays_for_it_twice() {
    let survey = everything_lacking();
    let catalogue = catalogue();
    let assessment = assess(catalogue, &survey);
    let estimate = estimate(catalogue, &assessment, &Plan::default());
    assert!(!estimate.savings.is_empty());
    let split = |it| phases(catalogue, &assessment, &estimate, it, None);
    let whole = estimate.chosen.typical();
    assert_eq!(forgone(&split(Phasing::Years(1)), &estimate), Fen(0));
    let saved: Fen = estimate.savings.iter().map(|it| it.at_typical).sum();
    for years in 2..=5 {
        let lost = forgone(&split(Phasing::Years(years)), &estimate);
        // Over more years what must come later may leave what it could have shared with.
        let most = if years <= 3 { Fen(1) } else { saved };
        assert!(lost < most, "{years} years: {lost:?} of {saved:?}");
    }
    // So little a year that no two works share one.
    let apart = split(Phasing::YearlyCap(Fen::from_yuan(1)));
    let last = apart.last().expect("there are works");
    assert_eq!(forgone(&apart, &estimate), saved);
    assert_eq!(last.cumulative.typical, whole + saved);
}

#[test]
fn a_project_takes_no_less_than_its_works() {
    // Works that may take four times their typical length.
    let works = Weeks {
        low: 9,
        typical: 10,
        high: 40,
    };
    let whole = works.to_acceptance(catalogue()).expect("a convention");
    assert_eq!((whole.low, whole.typical, whole.high), (9, 20, 40));
    // Only the typical length is multiplied.
    let even = Weeks { high: 20, ..works };
    let whole = even.to_acceptance(catalogue()).expect("a convention");
    assert_eq!(whole.high, 31);
}

/// Ground is laid after what digs it up, but a road that shares its surface with
/// pipes of the bottom line is laid with them, and what comes later is told.
#[test]
fn ground_is_laid_after_what_would_spoil_it() {
    let survey = everything_lacking();
    let catalogue = catalogue();
    let assessment = assess(catalogue, &survey);
    let estimate = estimate(catalogue, &assessment, &Plan::default());
    let find = |id: &str| {
        let id = ItemId::new(id).expect("an id");
        catalogue.find_item(&id).expect("it is there")
    };
    let [road, green, lift] =
        ["internal-road-repair", "greening-renewal", "lift-addition"].map(find);
    let order = schedule(catalogue, &assessment, &estimate, None);
    let task = |item| {
        order
            .tasks
            .iter()
            .find(|it| it.item == item)
            .expect("is chosen")
    };
    for item in [road, green] {
        assert!(task(item).start.typical >= task(lift).finish.typical);
    }
    let years = phases(catalogue, &assessment, &estimate, Phasing::Years(3), None);
    let year = |item| years.iter().position(|it| it.items.contains(&item));
    assert!(year(green) >= year(lift) && year(road) < year(lift));
    let spoiled = spoiled(catalogue, &years);
    let at_road: Vec<&Spoiled> = spoiled.iter().filter(|it| it.item == road).collect();
    assert!(at_road.iter().any(|it| it.by.contains(&lift)));
    assert!(spoiled.iter().all(|it| it.item != green));
    let one_go = phases(catalogue, &assessment, &estimate, Phasing::Years(1), None);
    assert_eq!(buqi_core::phases::spoiled(catalogue, &one_go), []);
}

fn sum(parts: impl Iterator<Item = Portion>) -> Portion {
    parts.fold(Portion::default(), |sum, it| sum + it)
}

fn check_paying(assessment: &Assessment, plan: &Plan, estimate: &Estimate) {
    let paying = who_pays(catalogue(), assessment, estimate, plan);
    let borne = sum(paying.by_payer.iter().map(|it| it.sum));
    assert_eq!(borne + paying.unshared, Portion::from(estimate.chosen));
    for item in &paying.items {
        assert_eq!(
            item.split.is_some(),
            item.cost.is_some() && item.sum == WHOLE
        );
        if let (Some(split), Some(cost)) = (&item.split, item.cost) {
            let subsidy = item.subsidy.map_or(Portion::default(), |it| it.1);
            let parts = sum(split.iter().map(|it| it.sum));
            assert_eq!(parts + subsidy, cost);
        }
    }
}

/// The numbers meet the shares of their own test, which differ by area and heads.
fn check_need(need: Need, test: VoteTest) {
    let part = |it: Share| f64::from(it.numerator) / f64::from(it.denominator);
    for (of, attend, agree) in [
        (need.of.low(), need.attend.low(), need.agree.low()),
        (
            need.of.typical(),
            need.attend.typical(),
            need.agree.typical(),
        ),
        (need.of.high(), need.attend.high(), need.agree.high()),
    ] {
        assert!(agree <= attend && attend <= of, "{need:?}");
        let counted = if test.of_all { of } else { attend };
        let enough = |it: f64, share: Share, of: f64| it >= part(share) * of * (1.0 - 1e-9);
        assert!(enough(attend, test.attendance, of), "{need:?} {test:?}");
        assert!(enough(agree, test.approval, counted), "{need:?} {test:?}");
    }
}

fn check(survey: &Survey, plan: &Plan) {
    let catalogue = catalogue();
    let assessment = assess(catalogue, survey);
    let estimate = estimate(catalogue, &assessment, plan);
    let month = plan.terms.start_month;
    let order = schedule(catalogue, &assessment, &estimate, month);
    assert_eq!(order, schedule(catalogue, &assessment, &estimate, month));
    check_order(&order, &chosen(&estimate));
    let split = |it| phases(catalogue, &assessment, &estimate, it, month);
    let years = split(Phasing::Years(3));
    assert!(years.len() <= 3);
    check_phases(&years, &estimate);
    check_phases(&split(Phasing::Years(1)), &estimate);
    let cap = Fen::from_yuan(500_000);
    let capped = split(Phasing::YearlyCap(cap));
    check_phases(&capped, &estimate);
    for phase in &capped {
        assert_eq!(phase.over_cap, phase.cost.typical > cap);
    }
    check_net_costs(&estimate);
    check_paying(&assessment, plan, &estimate);
    for ballot in ballots(catalogue, &assessment, &estimate, plan) {
        for voters in ballot.voters {
            let tests = [
                (voters.heads, ballot.rule.heads),
                (voters.area, ballot.rule.area),
            ];
            for (need, test) in tests {
                need.into_iter().for_each(|it| check_need(it, test));
            }
        }
    }
    for sharing in by_floor(catalogue, &assessment, &estimate, plan) {
        let borne = sum(sharing.floors.iter().map(|it| it.amount));
        if sharing.is_weighed() {
            assert_eq!(borne, sharing.amount);
        } else {
            assert_eq!(borne, Portion::default());
        }
        for floor in sharing.floors {
            if let Some(households) = floor.households {
                assert_eq!(sum(households.into_iter()), floor.amount);
            }
        }
    }
    let after = upkeep(catalogue, &assessment, &estimate);
    for mode in after.modes {
        assert_eq!(
            mode.verdict.missing.is_empty(),
            mode.verdict.truth.is_settled()
        );
    }
}

/// From an eleventh to all.
fn share_of(seed: u16) -> Share {
    Share {
        numerator: 1 + u32::from(seed % 11),
        denominator: 11,
    }
}

/// A plan with terms: shares of the first payers that make a whole or do not,
/// a first month, a subsidy for whatever has one, and rules of one's own for votes.
fn agreed(mut plan: Plan, seed: &[u16], month: Option<u8>) -> Plan {
    plan.terms.start_month = month;
    for (item, seed) in catalogue().items.iter().zip(seed) {
        let first = u32::from(*seed) % (WHOLE + 1);
        let payers = [&catalogue().payers[0], &catalogue().payers[5]];
        let rest = if seed % 5 == 0 { 17 } else { WHOLE - first };
        if seed % 3 != 0 {
            let shares = [(payers[0].id.clone(), first), (payers[1].id.clone(), rest)];
            plan.terms
                .shares
                .insert(item.id.clone(), shares.into_iter().collect());
        }
    }
    let test = |seed: u16| VoteTest {
        attendance: share_of(seed),
        approval: share_of(seed / 7),
        strict: seed.is_multiple_of(2),
        of_all: seed.is_multiple_of(3),
    };
    for (consent, seeds) in catalogue().consents.iter().zip(seed.chunks(2)) {
        if !seeds[0].is_multiple_of(4) {
            let (area, heads) = (test(seeds[0]), test(seeds[1]));
            let rule = VoteRule { area, heads };
            plan.terms.votes.insert(consent.id.clone(), rule);
        }
    }
    for (subsidy, seed) in catalogue().subsidies.iter().zip(seed) {
        if seed % 2 == 0 {
            let item = &catalogue().item(subsidy.item).id;
            plan.terms
                .subsidies
                .insert(item.clone(), subsidy.id.clone());
        }
    }
    plan
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn order_votes_and_payers_hold_for_any_estate(
        pair in random::pairs(catalogue()),
        plan in sums::plans(),
        seed in proptest::collection::vec(any::<u16>(), 64),
        month in proptest::option::of(1..=12_u8),
    ) {
        let plan = agreed(plan, &seed, month);
        check(&pair.less, &plan);
        check(&pair.more, &plan);
    }
}

#[test]
fn the_whole_menu_can_be_ordered_and_split() {
    let mut plan = Plan::default();
    for item in &catalogue().items {
        plan.decisions.insert(item.id.clone(), Decision::Accepted);
    }
    for month in [None, Some(1), Some(10)] {
        plan.terms.start_month = month;
        check(&Survey::default(), &plan);
        check(&random::empty(&[3, 4]), &plan);
    }
}

#[test]
fn an_item_between_two_chosen_ones_keeps_them_in_order_without_being_chosen() {
    // Power supply before the sensing perimeter before the platform.
    let [first, between, last] = [
        "security-basics",
        "smart-sensing-perimeter",
        "smart-estate-platform",
    ]
    .map(|it| ItemId::new(it).expect("an id"));
    let mut plan = Plan::default();
    for item in &catalogue().items {
        plan.decisions.insert(item.id.clone(), Decision::Deferred);
    }
    plan.decisions.insert(first.clone(), Decision::Accepted);
    plan.decisions.insert(last.clone(), Decision::Accepted);
    let idx = |id: &ItemId| catalogue().find_item(id).expect("an item");
    let direct = catalogue()
        .sequence
        .iter()
        .any(|it| it.before == idx(&first) && it.after == idx(&last));
    assert!(
        !direct && must_precede().contains(&(idx(&first), idx(&last))),
        "{between}"
    );
    let assessment = assess(catalogue(), &Survey::default());
    let estimate = estimate(catalogue(), &assessment, &plan);
    let order = schedule(catalogue(), &assessment, &estimate, None);
    let task = order.tasks.iter().find(|it| it.item == idx(&last));
    assert_eq!(task.expect("it was chosen").after, [idx(&first)]);
}

#[test]
fn without_households_and_area_the_numbers_of_a_vote_stay_unknown() {
    let mut plan = Plan::default();
    let item = ItemId::new("roof-waterproofing").expect("an id");
    plan.decisions.insert(item, Decision::Accepted);
    let assessment = assess(catalogue(), &Survey::default());
    let estimate = estimate(catalogue(), &assessment, &plan);
    let ballots = ballots(catalogue(), &assessment, &estimate, &plan);
    assert_eq!(ballots.len(), 1);
    assert_eq!(ballots[0].voters[0].heads, None);
    assert_eq!(ballots[0].voters[0].area, None);
}

/// Groups of two buildings with three stairwells of twelve households, a lift
/// possible in the first group only, and chosen and shared by the owners alone.
fn with_a_lift(answers: [&[(&str, Reply)]; 2]) -> Dossier {
    let lift = ItemId::new("lift-addition").expect("an id");
    let mut survey = random::empty(&[2, 2]);
    for (group, own) in survey.groups.iter_mut().zip(answers) {
        let alike = [
            ("storeys", Reply::Number(6.0)),
            ("entrances", Reply::Number(3.0)),
            ("building-households", Reply::Number(36.0)),
            ("has-lift", Reply::YesNo(false)),
        ];
        for (fact, reply) in alike.iter().chain(own) {
            let fact = buqi_core::id::FactId::new(fact).expect("an id");
            group.answers.insert(fact, reply.clone().into());
        }
    }
    let households = buqi_core::id::FactId::new("households").expect("an id");
    let answer = Reply::Number(144.0).into();
    survey.estate.insert(households, answer);
    let owners = buqi_core::id::PayerId::new("owners").expect("an id");
    Dossier {
        survey,
        ..Dossier::default()
    }
    .apply(&Edit::Agree(Term::Share {
        item: lift,
        payer: owners,
        share: Some(WHOLE),
    }))
}

#[test]
fn a_household_bears_its_part_of_what_serves_it() {
    let feasible = |it| ("lift-feasible", Reply::YesNo(it));
    let lift = ItemId::new("lift-addition").expect("an id");
    let told = |dossier: &Dossier| {
        let assessment = assess(catalogue(), &dossier.survey);
        let estimate = estimate(catalogue(), &assessment, &dossier.plan);
        let paying = who_pays(catalogue(), &assessment, &estimate, &dossier.plan);
        let item = paying
            .items
            .iter()
            .find(|it| catalogue().item(it.item).id == lift);
        let served = item.expect("a lift is chosen").served;
        let sum = paying.by_payer.first().expect("the owners pay");
        let households = served.households.map(|it| it.typical());
        (
            served.all,
            households,
            sum.differs,
            sum.per_household.is_some(),
        )
    };
    let part = with_a_lift([&[feasible(true)], &[feasible(false)]]);
    assert_eq!(told(&part), (false, Some(72.0), true, false));
    let all = with_a_lift([&[feasible(true)], &[feasible(true)]]);
    assert_eq!(told(&all), (true, Some(144.0), false, true));
    // Two lifts of the twelve serve two stairwells.
    let item = catalogue().find_item(&lift).expect("it is there");
    let two = all.apply(&Edit::Override {
        item: lift.clone(),
        line: catalogue().item(item).lines[0].id.clone(),
        value: Some(Override {
            quantity: 2.0,
            note: "".into(),
        }),
    });
    assert_eq!(told(&two), (false, Some(24.0), true, false));
}

/// Money for a building that may not need its lift is divided by its households too.
#[test]
fn a_household_bears_no_more_because_another_building_is_undecided() {
    let lift = ItemId::new("lift-addition").expect("an id");
    let told = |dossier: &Dossier| {
        let assessment = assess(catalogue(), &dossier.survey);
        let estimate = estimate(catalogue(), &assessment, &dossier.plan);
        let paying = who_pays(catalogue(), &assessment, &estimate, &dossier.plan);
        let mut items = paying.items.into_iter();
        let item = items.find(|it| catalogue().item(it.item).id == lift);
        let item = item.expect("a lift is chosen");
        let split = item.split.expect("the owners pay");
        (item.served.households, split[0].each)
    };
    let yes = ("lift-feasible", Reply::YesNo(true));
    let no = ("lift-feasible", Reply::YesNo(false));
    let (_, settled) = told(&with_a_lift([std::slice::from_ref(&yes), &[no]]));
    let (households, open) = told(&with_a_lift([std::slice::from_ref(&yes), &[]]));
    let households = households.expect("both groups are counted");
    assert_eq!((households.low(), households.high()), (72.0, 144.0));
    assert_eq!(households.typical(), 72.0);
    assert_eq!(open, settled, "both groups are alike");
    // The undecided one has half the households, so that one of them may bear
    // more, yet not twice as much as the two together.
    let few = ("building-households", Reply::Number(18.0));
    let mut uneven = with_a_lift([std::slice::from_ref(&yes), &[few]]);
    let households = buqi_core::id::FactId::new("households").expect("an id");
    let answer = Reply::Number(108.0).into();
    uneven.survey.estate.insert(households, answer);
    let (_, uneven) = told(&uneven);
    let (settled, uneven) = settled.zip(uneven).expect("both are known");
    assert_eq!(uneven.low, settled.low);
    assert_eq!(uneven.typical, settled.typical);
    let times = uneven.high.0 as f64 / settled.high.0 as f64;
    assert!((times - 12.0 / 9.0).abs() < 1e-6, "{times}");
}

/// What a person says there is none of is not built: nobody votes on it, pays
/// for it or waits for it, and no money is kept for it.
#[test]
fn a_quantity_of_nothing_is_no_work() {
    let lift = ItemId::new("lift-addition").expect("an id");
    let idx = catalogue().find_item(&lift).expect("it is there");
    let yes = [("lift-feasible", Reply::YesNo(true))];
    let with = |quantity: Option<f64>| {
        let lines = catalogue().item(idx).lines.iter();
        lines.fold(with_a_lift([&yes, &yes]), |dossier, line| {
            dossier.apply(&Edit::Override {
                item: lift.clone(),
                line: line.id.clone(),
                value: quantity.map(|quantity| Override {
                    quantity,
                    note: "".into(),
                }),
            })
        })
    };
    for (dossier, is_built) in [(with(None), true), (with(Some(0.0)), false)] {
        let assessment = assess(catalogue(), &dossier.survey);
        let plan = &dossier.plan;
        let estimate = estimate(catalogue(), &assessment, plan);
        let order = schedule(catalogue(), &assessment, &estimate, None);
        let task = order.tasks.iter().find(|it| it.item == idx);
        let task = task.expect("it is told that there is no work");
        assert_eq!(task.no_work, !is_built);
        assert_eq!(task.weeks.map(|it| it.high > 0), Some(is_built));
        let votes = ballots(catalogue(), &assessment, &estimate, plan);
        assert_eq!(votes.iter().any(|it| it.items.contains(&idx)), is_built);
        let paying = who_pays(catalogue(), &assessment, &estimate, plan);
        assert_eq!(paying.items.iter().any(|it| it.item == idx), is_built);
        let floors = by_floor(catalogue(), &assessment, &estimate, plan);
        assert_eq!(!floors.is_empty(), is_built);
        let fit = Budget::new(catalogue(), &assessment, plan, &[]).fit(Fen(i64::MAX / 4));
        assert_eq!(fit.items.contains(&idx), is_built);
        let rounds = upkeep(catalogue(), &assessment, &estimate).calendar;
        assert_eq!(rounds.iter().any(|it| it.items.contains(&idx)), is_built);
        let years = phases(catalogue(), &assessment, &estimate, Phasing::Years(2), None);
        assert_eq!(years.iter().any(|it| it.items.contains(&idx)), is_built);
    }
}

#[test]
fn floors_without_a_weight_are_told_and_bear_nothing() {
    let lift = ItemId::new("lift-addition").expect("an id");
    let feasible = [("lift-feasible", Reply::YesNo(true))];
    let dossier = with_a_lift([&feasible, &feasible]).apply(&Edit::Agree(Term::Floors {
        item: lift,
        weights: Some(vec![0; 6]),
    }));
    let assessment = assess(catalogue(), &dossier.survey);
    let estimate = estimate(catalogue(), &assessment, &dossier.plan);
    let sharings = by_floor(catalogue(), &assessment, &estimate, &dossier.plan);
    assert_eq!(sharings.len(), 2);
    assert!(sharings.iter().all(|it| !it.is_weighed()));
    let floors = &sharings[0].floors;
    assert_eq!(floors.len(), 6);
    assert!(floors.iter().all(|it| it.amount == Portion::default()));
}

#[test]
fn a_lift_is_voted_on_and_shared_by_stairwell() {
    let lift = ItemId::new("lift-addition").expect("an id");
    let mut survey = random::empty(&[2]);
    for (fact, value) in [
        ("storeys", 6.0),
        ("entrances", 3.0),
        ("building-households", 36.0),
    ] {
        let fact = buqi_core::id::FactId::new(fact).expect("an id");
        let answer = Reply::Number(value).into();
        survey.groups[0].answers.insert(fact, answer);
    }
    let payer = |it: &str| buqi_core::id::PayerId::new(it).expect("an id");
    let share = |payer, share| {
        let item = lift.clone();
        Edit::Agree(Term::Share {
            item,
            payer,
            share: Some(share),
        })
    };
    let dossier = Dossier {
        survey,
        ..Dossier::default()
    }
    .apply(&Edit::Decide {
        item: lift.clone(),
        decision: Some(Decision::Accepted),
    })
    .apply(&share(payer("owners"), 7_500))
    .apply(&share(payer("government"), 2_500));
    let assessment = assess(catalogue(), &dossier.survey);
    let estimate = estimate(catalogue(), &assessment, &dossier.plan);
    let ballots = ballots(catalogue(), &assessment, &estimate, &dossier.plan);
    let voters = &ballots[0].voters[0];
    assert_eq!(voters.stairwells.map(|it| it.typical()), Some(6.0));
    let heads = voters.heads.expect("households are known");
    let numbers = [heads.of, heads.attend, heads.agree].map(|it| it.typical());
    assert_eq!(numbers, [12.0, 8.0, 6.0]);
    let sharing = &by_floor(catalogue(), &assessment, &estimate, &dossier.plan)[0];
    let item = catalogue().item(sharing.item);
    let price = catalogue()
        .price(item.lines[0].price.expect("a lift is priced"))
        .price;
    assert_eq!(sharing.amount.typical.0 * 4, price.typical.0 * 3);
    assert_eq!(sharing.floors.len(), 6);
    assert_eq!(sharing.floors[0].amount, Portion::default());
    let households = sharing.floors[5].households.as_ref();
    assert_eq!(households.map(Vec::len), Some(2));
}
