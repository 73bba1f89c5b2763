//! What moves the total, what shares work, what fits on the land and what a
//! sum of money buys, held against working it out another way.

use crate::random;
use crate::snapshots::everything_lacking;
use crate::workspace;
use buqi_bundled::catalogue;
use buqi_core::budget::{Budget, LeftOut, MAX_CLUSTER, N_UNITS, NEUTRAL, Pick, best, weights};
use buqi_core::by_hand::far_off;
use buqi_core::catalogue::{Catalogue, Level, Price, Region};
use buqi_core::estimate::Line;
use buqi_core::facts::Value;
use buqi_core::id::{FactId, FactIdx, ItemIdx, RegionId, RegionIdx};
use buqi_core::land::{LandVerdict, land_balance};
use buqi_core::money::{Fen, UnitPrice};
use buqi_core::plan::{Decision, MOST_BY_HAND, Override, Plan};
use buqi_core::project::{build_up, typical_total};
use buqi_core::quantity::Amount;
use buqi_core::rule::facts_of;
use buqi_core::sensitivity::{Input, MAX_ANSWERS_TRIED, Sensitivity, Swing, sensitivity};
use buqi_core::survey::Reply;
use buqi_core::terms::Wish;
use buqi_core::{Survey, assess, estimate};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;

fn total_of(catalogue: &Catalogue, survey: &Survey, plan: &Plan) -> Fen {
    let estimate = estimate(catalogue, &assess(catalogue, survey), plan);
    build_up(catalogue, &estimate)
        .expect("the catalogue says how")
        .total
        .typical()
}

fn swung(survey: &Survey, plan: &Plan) -> Sensitivity {
    let assessment = assess(catalogue(), survey);
    sensitivity(catalogue(), survey, &assessment, plan)
}

fn plan_of(items: &[ItemIdx]) -> Plan {
    let mut plan = Plan::default();
    for idx in catalogue().item_indices() {
        let decision = if items.contains(&idx) {
            Decision::Accepted
        } else {
            Decision::Deferred
        };
        plan.decisions
            .insert(catalogue().item(idx).id.clone(), decision);
    }
    plan
}

fn find(id: &str) -> ItemIdx {
    let mut items = catalogue().item_indices();
    items
        .find(|it| catalogue().item(*it).id.as_str() == id)
        .expect("the catalogue has the item")
}

fn check_swings(survey: &Survey, plan: &Plan) {
    let told = swung(survey, plan);
    assert_eq!(told, swung(survey, plan), "the same again");
    assert_eq!(told.total, total_of(catalogue(), survey, plan));
    let widths: Vec<i64> = told.swings.iter().map(|it| it.width()).collect();
    assert!(widths.is_sorted_by(|a, b| a >= b));
    let tried: usize = told.swings.iter().map(|it| it.answers.len()).sum();
    assert!(tried <= MAX_ANSWERS_TRIED);
    for swing in &told.swings {
        assert!(swing.at_low.0 >= 0 && swing.at_high.0 >= 0);
        match swing.input {
            Input::Price(idx) => {
                // Worked out with a catalogue that has another price.
                for (fen, expected) in [
                    (catalogue().price(idx).price.low, swing.at_low),
                    (catalogue().price(idx).price.high, swing.at_high),
                ] {
                    let mut other = catalogue().clone();
                    other.prices[idx.index()].price = UnitPrice {
                        typical: fen,
                        ..catalogue().price(idx).price
                    };
                    assert_eq!(total_of(&other, survey, plan), expected);
                }
                assert!(swing.at_low <= told.total && told.total <= swing.at_high);
                assert!(!swing.items.is_empty());
                for item in &swing.items {
                    let mut lines = catalogue().item(*item).lines.iter();
                    assert!(lines.any(|it| it.price == Some(idx)));
                }
            }
            Input::Convention(_) => assert!(swing.rows.is_empty()),
            Input::Fact(fact) => {
                assert!(catalogue().fact(fact).place.is_some(), "it can be asked");
                assert!(!swing.rows.is_empty());
                if swing.answers.is_empty() && !decides(fact) {
                    check_number(survey, plan, fact, swing);
                }
                for (value, expected) in &swing.answers {
                    let Value::YesNo(value) = value else { continue };
                    let fact = catalogue().fact(fact);
                    let mut survey = survey.clone();
                    if fact.level == Level::Estate {
                        let reply = Reply::YesNo(*value);
                        survey.estate.insert(fact.id.clone(), reply.into());
                    } else {
                        for row in &swing.rows {
                            let Some(group) = survey.groups.get_mut(*row) else {
                                continue;
                            };
                            let reply = Reply::YesNo(*value);
                            group.answers.insert(fact.id.clone(), reply.into());
                        }
                    }
                    assert_eq!(total_of(catalogue(), &survey, plan), *expected);
                }
            }
        }
    }
}

/// Whether any rule looks at the fact.
fn decides(fact: FactIdx) -> bool {
    let rules = random::rules(catalogue());
    rules.into_iter().any(|it| facts_of(it).contains(fact))
}

/// A number swung to one of its ends counts as if it had been answered so.
fn check_number(survey: &Survey, plan: &Plan, idx: FactIdx, swing: &Swing) {
    let facts = assess(catalogue(), survey).facts;
    let fact = catalogue().fact(idx);
    for (at_high, expected) in [(false, swing.at_low), (true, swing.at_high)] {
        let end = |it: Amount| if at_high { it.high() } else { it.low() };
        let mut survey = survey.clone();
        for &row in &swing.rows {
            let amount = facts.amount(row, idx).expect("it was worked out");
            let reply = Reply::Number(end(amount)).into();
            let answers = match fact.level {
                Level::Estate => Some(&mut survey.estate),
                Level::Building => survey.groups.get_mut(row).map(|it| &mut it.answers),
            };
            // Without building groups there is nowhere to answer.
            let Some(answers) = answers else { return };
            answers.insert(fact.id.clone(), reply);
        }
        assert_eq!(
            total_of(catalogue(), &survey, plan),
            expected,
            "{}",
            fact.id
        );
    }
}

#[test]
fn an_estate_that_lacks_everything_has_a_tornado() {
    let survey = everything_lacking();
    check_swings(&survey, &Plan::default());
    let told = swung(&survey, &Plan::default());
    assert_eq!(told.top(5).len(), 5);
    let is_kind = |wanted: fn(&Input) -> bool| told.swings.iter().any(|it| wanted(&it.input));
    assert!(is_kind(|it| matches!(it, Input::Fact(_))));
    assert!(is_kind(|it| matches!(it, Input::Convention(_))));
    assert!(is_kind(|it| matches!(it, Input::Price(_))));
}

/// Prices of a region follow its factor or its own price, and nothing else
/// changes; without either they are those of the book.
#[test]
fn a_region_brings_its_factor_or_its_own_prices() {
    let mut here = catalogue().clone();
    let id = RegionId::new("here").expect("a valid id");
    here.regions.push(Region {
        id: id.clone(),
        factor: Some(1.25),
        ..here.regions[0].clone()
    });
    let region = here.find_region(&id);
    let base = here.prices.iter().position(|it| it.instead.is_some());
    let (_, of) = here.prices[base.expect("a price of one region")]
        .instead
        .expect("it stands for another");
    let mut plan = plan_of(&here.item_indices().collect::<Vec<_>>());
    let assessment = assess(&here, &everything_lacking());
    let before = estimate(&here, &assessment, &plan);
    plan.terms.region = Some(id);
    let after = estimate(&here, &assessment, &plan);
    assert!(!before.lines.is_empty() && before.lines.len() == after.lines.len());
    for (before, after) in before.lines.iter().zip(&after.lines) {
        assert_eq!(before.quantity, after.quantity);
        assert_eq!(before.price.scaled(1.25), after.price);
        assert_eq!(after.if_needed(), after.price.times(after.quantity));
    }
    // A price of its own goes before the factor.
    let own = here.prices.len();
    here.prices.push(Price {
        instead: region.map(|it| (it, of)),
        price: here.price(of).price.scaled(3.0),
        ..here.price(of).clone()
    });
    let priced = here.priced(of, region);
    assert_eq!((priced.from.index(), priced.factor), (own, Some(3.0)));
    assert_eq!(here.priced(of, None).factor, None);
    let unread = here.regions.iter().position(|it| it.factor.is_none());
    let unread = unread.map(|it| RegionIdx(it as u16));
    let other = here
        .item_indices()
        .find_map(|it| here.item(it).lines[0].price);
    let other = other.expect("something has a price");
    assert_eq!(here.priced(other, unread).price, here.price(other).price);
}

#[test]
fn a_measured_figure_swings_no_more() {
    let mut survey = everything_lacking();
    let told = swung(&survey, &Plan::default());
    let (fact, width) = told
        .swings
        .iter()
        .find_map(|it| match it.input {
            Input::Fact(fact) if it.answers.is_empty() && it.rows == [0] => {
                Some((fact, it.width()))
            }
            _ => None,
        })
        .expect("a number is open");
    let answers = match catalogue().fact(fact).level {
        Level::Estate => &mut survey.estate,
        Level::Building => &mut survey.groups[0].answers,
    };
    let id = catalogue().fact(fact).id.clone();
    answers.insert(id, Reply::Number(40.0).into());
    let again = swung(&survey, &Plan::default());
    assert!(width > 0);
    assert!(again.swings.iter().all(|it| it.input != Input::Fact(fact)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_swing_is_what_another_catalogue_or_answer_gives(pair in random::pairs(catalogue())) {
        check_swings(&pair.less, &Plan::default());
        check_swings(&pair.more, &Plan::default());
    }
}

#[test]
fn pipes_in_one_road_are_dug_for_once() {
    let survey = everything_lacking();
    let assessment = assess(catalogue(), &survey);
    let names = [
        "drainage-separation",
        "water-supply-renewal",
        "internal-road-repair",
    ];
    let items = names.map(find);
    let works = |items: &[ItemIdx]| {
        let estimate = estimate(catalogue(), &assessment, &plan_of(items));
        (estimate.chosen.typical().0, estimate.savings.len())
    };
    let apart: i64 = items.iter().map(|it| works(&[*it]).0).sum();
    let (together, n_savings) = works(&items);
    assert_eq!(n_savings, 2);
    assert!(together < apart);
    assert_eq!(works(&items[..1]).1, 0);
}

#[test]
fn a_wall_that_is_netted_away_shares_no_scaffold() {
    let survey = everything_lacking();
    let assessment = assess(catalogue(), &survey);
    let items = ["energy-retrofit", "facade-safety-repair"].map(find);
    let estimate = estimate(catalogue(), &assessment, &plan_of(&items));
    assert!(!estimate.netted.is_empty());
    assert_eq!(estimate.savings, []);
}

/// Two groups of two and three buildings whose roofs leak. The second is to be
/// insulated; of the first it is open unless said.
fn leaking(insulated: Option<bool>) -> Survey {
    let mut survey = random::empty(&[2, 3]);
    let settled = |insulated: bool| {
        [
            ("energy-retrofitted", Reply::YesNo(!insulated)),
            ("twenty-years-left", Reply::YesNo(true)),
            ("roof-area", Reply::Number(400.0)),
            ("roof-leaks", Reply::YesNo(true)),
            ("roof-leak-share", Reply::Number(0.5)),
            ("year-built", Reply::Number(1988.0)),
            ("building-gfa", Reply::Number(2400.0)),
        ]
    };
    let skipped = usize::from(insulated.is_none());
    let first = settled(insulated.unwrap_or(false))
        .into_iter()
        .skip(skipped);
    let answers = [first.collect::<Vec<_>>(), settled(true).into()];
    for (group, answers) in survey.groups.iter_mut().zip(answers) {
        for (fact, reply) in answers {
            let fact = FactId::new(fact).expect("an id");
            group.answers.insert(fact, reply.into());
        }
    }
    let listed = FactId::new("listed-for-demolition").expect("an id");
    survey.estate.insert(listed, Reply::YesNo(false).into());
    survey
}

/// What is repaired there is repaired, until somebody says that it is insulated.
#[test]
fn an_undecided_item_takes_no_typical_work_from_another() {
    let items = ["energy-retrofit", "roof-waterproofing"].map(find);
    let quantities = |insulated: Option<bool>| {
        let assessment = assess(catalogue(), &leaking(insulated));
        let estimate = estimate(catalogue(), &assessment, &plan_of(&items));
        let mut lines = estimate.lines.iter();
        let line = lines.find(|it| it.item == items[1] && it.line == 0);
        let range = |it: &Line| {
            assert_eq!(it.causes.quantities, 0, "all was measured");
            assert_eq!(it.causes.answers > 0, insulated.is_none());
            [it.quantity.low(), it.quantity.typical(), it.quantity.high()]
        };
        let netted: f64 = estimate.netted.iter().map(|it| it.quantity.typical()).sum();
        (line.map(range), netted)
    };
    // Half of 400 m² on two buildings of the first group, three of the second.
    assert_eq!(quantities(Some(false)), (Some([400.0; 3]), 600.0));
    assert_eq!(quantities(Some(true)), (None, 1000.0));
    assert_eq!(quantities(None), (Some([0.0, 400.0, 400.0]), 600.0));
}

/// A question leads to the buildings where its answer moves the total.
#[test]
fn what_moves_the_total_is_asked_where_it_does() {
    let plan = plan_of(&[find("energy-retrofit")]);
    let rows = |insulated: Option<bool>| -> Vec<Vec<usize>> {
        let swings = swung(&leaking(insulated), &plan).swings.into_iter();
        let sizes = swings.filter(|it| {
            matches!(it.input, Input::Fact(fact) if catalogue().fact(fact).level == Level::Building)
                && it.answers.is_empty()
        });
        sizes.map(|it| it.rows).collect()
    };
    let (both, second) = (rows(Some(true)), rows(None));
    assert!(
        !both.is_empty() && both.iter().all(|it| it == &[0, 1]),
        "{both:?}"
    );
    assert!(
        !second.is_empty() && second.iter().all(|it| it == &[1]),
        "{second:?}"
    );
}

#[test]
fn land_is_short_where_each_fits_but_not_all_together() {
    let mut survey = everything_lacking();
    let balance = |survey: &Survey, plan: &Plan| {
        let assessment = assess(catalogue(), survey);
        let estimate = estimate(catalogue(), &assessment, plan);
        land_balance(catalogue(), &assessment, &estimate).expect("the catalogue names the fact")
    };
    let id = &catalogue()
        .fact(catalogue().free_land.expect("it is named"))
        .id;
    survey.estate.remove(id);
    let unknown = balance(&survey, &Plan::default());
    assert_eq!(unknown.verdict, LandVerdict::NotKnown);
    assert_eq!(Some(unknown.free_fact), catalogue().free_land);
    survey
        .estate
        .insert(id.clone(), Reply::Number(400.0).into());
    let parking = balance(&survey, &plan_of(&[find("parking-expansion")]));
    assert!(parking.needed.typical() <= 400.0 && parking.needed.typical() > 0.0);
    let all = balance(&survey, &Plan::default());
    assert_eq!(all.verdict, LandVerdict::Short);
    let sum: f64 = all.uses.iter().map(|it| it.land.typical()).sum();
    assert!((sum - all.needed.typical()).abs() < 1e-6);
    survey
        .estate
        .insert(id.clone(), Reply::Number(100_000.0).into());
    assert_eq!(
        balance(&survey, &Plan::default()).verdict,
        LandVerdict::Enough
    );
    let lifts = balance(&survey, &plan_of(&[find("lift-addition")]));
    assert_eq!(lifts.verdict, LandVerdict::NothingNeeded);
}

/// Items that touch one another and some that do not, tried in all subsets.
#[test]
fn a_fit_is_as_good_as_trying_every_subset() {
    let survey = everything_lacking();
    let assessment = assess(catalogue(), &survey);
    let items = [
        "roof-waterproofing",
        "facade-safety-repair",
        "energy-retrofit",
        "drainage-separation",
        "water-supply-renewal",
        "internal-road-repair",
        "power-supply-upgrade",
        "ev-charging",
        "waste-sorting-points",
        "accessibility-ramps",
    ]
    .map(find);
    let budget = Budget::new(catalogue(), &assessment, &plan_of(&items), &[]);
    let all = total_of(catalogue(), &survey, &plan_of(&items));
    let subsets: Vec<(Vec<ItemIdx>, Fen)> = (0..1_u32 << items.len())
        .map(|subset| {
            let taken = (0..items.len()).filter(|n| subset >> n & 1 == 1);
            let taken: Vec<ItemIdx> = taken.map(|it| items[it]).collect();
            let total = total_of(catalogue(), &survey, &plan_of(&taken));
            (taken, total)
        })
        .filter(|(taken, _)| !taken.contains(&items[7]) || taken.contains(&items[6]))
        .collect();
    let worth = |taken: &[ItemIdx]| budget.worth(taken);
    for percent in [0, 3, 10, 25, 40, 50, 60, 75, 90, 99, 100] {
        let cap = Fen(all.0 / 100 * percent + if percent == 100 { all.0 % 100 } else { 0 });
        let fit = budget.fit(cap);
        assert!(fit.total <= cap);
        assert_eq!(
            fit.total,
            total_of(catalogue(), &survey, &plan_of(&fit.items))
        );
        let under = |cap: i64| {
            let allowed = subsets.iter().filter(|(_, total)| total.0 <= cap);
            allowed.map(|(taken, _)| worth(taken)).max().unwrap_or(0)
        };
        // One unit of rounding per cluster at most.
        let rounding = 2 * (cap.0 / N_UNITS + 1) * items.len() as i64;
        assert!(worth(&fit.items) <= under(cap.0), "{percent} %");
        assert!(worth(&fit.items) >= under(cap.0 - rounding), "{percent} %");
        for left in &fit.left_out {
            assert!(
                left.short.0 > 0 || !left.needs.is_empty(),
                "{percent} %: {} would have fitted",
                catalogue().item(left.item).id
            );
        }
        assert_eq!(fit.items.len() + fit.left_out.len(), items.len());
    }
    let fit = budget.fit(all);
    assert_eq!(fit.left_out, []);
    let least = budget.fit(Fen(0)).bottom_line;
    assert!(Fen(0) < least && least < all);
    let at = budget.fit(least);
    assert!(
        at.left_out.iter().all(|it| !it.locked),
        "it pays for all of it"
    );
    let below = budget.fit(Fen(least.0 - 1));
    assert!(
        below.left_out.iter().any(|it| it.locked),
        "and nothing less does"
    );
}

/// Work of which nothing is known to be there is neither free nor lost.
#[test]
fn what_may_cost_something_does_not_fit_into_no_money() {
    let mut told = 0;
    for survey in [
        Survey::default(),
        random::empty(&[3, 4]),
        everything_lacking(),
    ] {
        let assessment = assess(catalogue(), &survey);
        let all: Vec<ItemIdx> = catalogue().item_indices().collect();
        let fit = Budget::new(catalogue(), &assessment, &plan_of(&all), &[]).fit(Fen(0));
        let apart = [&fit.undetermined[..], &fit.unpriced[..]].concat();
        // Beside a whole plan of which all that has a price fits, as the bill says.
        let whole =
            Budget::new(catalogue(), &assessment, &plan_of(&all), &[]).fit(Fen(i64::MAX / 4));
        assert_eq!(whole.total, total_of(catalogue(), &survey, &plan_of(&all)));
        for item in &fit.items {
            let beside = [&[*item][..], &apart[..]].concat();
            let alone = estimate(catalogue(), &assessment, &plan_of(&beside));
            assert_eq!(
                alone.chosen.typical(),
                Fen(0),
                "{}",
                catalogue().item(*item).id
            );
        }
        for item in &fit.undetermined {
            let alone = estimate(catalogue(), &assessment, &plan_of(&[*item]));
            assert!(alone.chosen.high() > Fen(0) && alone.chosen.typical() == Fen(0));
            told += 1;
        }
        let n_items = fit.items.len() + fit.left_out.len();
        let n_apart = fit.undetermined.len() + fit.unpriced.len();
        assert_eq!(n_items + n_apart, all.len());
    }
    assert!(told > 0, "some item is like that");
}

/// What is said to be short is enough, and no more than enough for the only
/// bottom-line item that found no room.
#[test]
fn what_is_short_admits_the_item() {
    let survey = everything_lacking();
    let assessment = assess(catalogue(), &survey);
    let budget = Budget::new(catalogue(), &assessment, &Plan::default(), &[]);
    let bottom_line = budget.fit(Fen(0)).bottom_line;
    let (mut only_one, mut others) = (0, 0);
    for percent in (1..100).step_by(3) {
        let cap = Fen(bottom_line.0 / 100 * percent);
        let fit = budget.fit(cap);
        let locked: Vec<&LeftOut> = fit.left_out.iter().filter(|it| it.locked).collect();
        for it in &locked {
            assert!(cap.0 + it.short.0 <= bottom_line.0);
            others += 1;
        }
        if let [it] = locked[..] {
            assert_eq!(cap.0 + it.short.0, bottom_line.0);
            assert!(budget.fit(bottom_line).items.contains(&it.item));
            let less = budget.fit(Fen(bottom_line.0 - 100));
            assert!(!less.items.contains(&it.item));
            only_one += 1;
        }
    }
    for cap in [bottom_line, Fen(bottom_line.0 / 10 * 11)] {
        let fit = budget.fit(cap);
        for it in fit.left_out.iter().filter(|it| it.needs.is_empty()) {
            let works = [&fit.items[..], &[it.item]].concat();
            assert!(!it.locked && it.short > Fen(0));
            let all = total_of(catalogue(), &survey, &plan_of(&works));
            assert!(all.0 <= cap.0 + it.short.0);
        }
    }
    assert!(only_one > 0 && others > only_one, "{only_one} {others}");
}

/// What is priced of an item fits; that there is more of it is said.
#[test]
fn an_item_of_which_a_line_is_open_is_counted_in_part() {
    let mut told = 0;
    let whole = everything_lacking();
    for fact in whole.groups[0].answers.keys() {
        let mut survey = whole.clone();
        survey.groups[0].answers.remove(fact);
        let assessment = assess(catalogue(), &survey);
        for item in catalogue().item_indices() {
            let plan = plan_of(&[item]);
            let alone = estimate(catalogue(), &assessment, &plan);
            let mut lines = alone.lines.iter();
            let open = lines.any(|it| it.cost.typical() == Fen(0) && it.cost.high() > Fen(0));
            if open && alone.unpriced.is_empty() && alone.chosen.typical() > Fen(0) {
                let fit = Budget::new(catalogue(), &assessment, &plan, &[]).fit(Fen(i64::MAX / 4));
                assert_eq!(
                    (&fit.items[..], &fit.partly[..]),
                    (&[item][..], &[item][..])
                );
                told += 1;
            }
        }
    }
    assert!(told > 0, "some item is like that");
}

#[test]
fn a_quantity_set_by_hand_far_from_its_formula_is_remarked() {
    let survey = everything_lacking();
    let assessment = assess(catalogue(), &survey);
    let estimated = estimate(catalogue(), &assessment, &Plan::default());
    let mut told = 0;
    for line in &estimated.lines {
        let item = catalogue().item(line.item);
        let scope = &item.lines[line.line];
        let set = |quantity: f64| {
            let mut plan = Plan::default();
            let note = "".into();
            let key = (item.id.clone(), scope.id.clone());
            plan.overrides.insert(key, Override { quantity, note });
            far_off(catalogue(), &assessment, &plan, line.item, line.line)
        };
        assert_eq!(set(0.0), None, "that it is not done is no slip");
        let Some(most) = set(MOST_BY_HAND) else {
            panic!("{}: more than any estate has", item.id);
        };
        let worked_out = most.worked_out;
        assert_eq!(set(worked_out.typical()), None);
        assert_eq!(set(worked_out.high().ceil()), None);
        let more = set((worked_out.high() * 3.0).ceil() + 1.0).expect("it is far more");
        assert!(more.times >= 3.0);
        if !catalogue().unit(scope.unit).whole && worked_out.low() > 0.0 {
            let less = set(worked_out.low() / 21.0).expect("it is far less");
            assert!(less.times < 0.05);
            told += 1;
        }
    }
    assert!(told > 0);
    let bare = assess(catalogue(), &Survey::default());
    let mut plan = Plan::default();
    let lift = catalogue().item(find("lift-addition"));
    let (key, note) = ((lift.id.clone(), lift.lines[0].id.clone()), "".into());
    let quantity = 5000.0;
    plan.overrides.insert(key, Override { quantity, note });
    let nothing = far_off(catalogue(), &bare, &plan, find("lift-addition"), 0);
    assert_eq!(nothing, None, "nothing is known to compare with");
}

#[test]
fn dropping_an_item_makes_room_for_others() {
    let survey = everything_lacking();
    let assessment = assess(catalogue(), &survey);
    let plan = Plan::default();
    let budget = Budget::new(catalogue(), &assessment, &plan, &[]);
    let half = Fen(total_of(catalogue(), &survey, &plan).0 / 2);
    let fit = budget.fit(half);
    let mut admits = 0;
    for cap in [half, Fen(half.0 / 2), Fen(half.0 / 4)] {
        for item in &budget.fit(cap).items {
            let change = budget.dropping(cap, *item);
            assert!(change.drops.contains(item) && change.total <= cap);
            admits += change.adds.len();
        }
    }
    assert!(admits > 0, "some item stands in the way of another");
    assert_eq!(fit.with_a_tenth_more.cap.0, half.0 + half.0 / 10);
    assert!(!fit.unpriced.is_empty());
}

#[test]
fn what_residents_want_comes_first_and_bottom_line_work_is_no_matter_of_votes() {
    let survey = everything_lacking();
    let assessment = assess(catalogue(), &survey);
    let (wanted, other) = (find("smart-estate-platform"), find("parcel-lockers"));
    let plan = plan_of(&[wanted, other]);
    let cap = [wanted, other]
        .map(|it| total_of(catalogue(), &survey, &plan_of(&[it])))
        .into_iter()
        .max()
        .expect("there are two");
    for (first, second) in [(wanted, other), (other, wanted)] {
        let wishes = [(first, 1000), (second, 1)];
        let fit = Budget::new(catalogue(), &assessment, &plan, &wishes).fit(cap);
        assert!(fit.items.contains(&first));
    }
}

#[test]
fn wishes_count_in_percent_of_the_households() {
    let items = [find("lift-addition"), find("ev-charging")];
    let id = |at: usize| catalogue().item(items[at]).id.clone();
    let wishes = [(id(0), Wish::Percent(50)), (id(1), Wish::Households(90))]
        .into_iter()
        .collect();
    let estate = |households: Option<f64>| {
        let mut survey = Survey::default();
        if let (Some(households), Some(fact)) = (households, catalogue().households) {
            let fact = catalogue().fact(fact).id.clone();
            survey.estate.insert(fact, Reply::Number(households).into());
        }
        estimate(catalogue(), &assess(catalogue(), &survey), &Plan::default())
    };
    let all = weights(catalogue(), &estate(Some(120.0)), &wishes);
    assert_eq!(
        BTreeMap::from_iter(all),
        [(items[0], NEUTRAL), (items[1], 150)].into()
    );
    let unknown = weights(catalogue(), &estate(None), &wishes);
    assert_eq!(unknown, [(items[0], NEUTRAL)]);
}

#[test]
fn no_cluster_of_the_catalogue_is_too_large_to_be_priced_whole() {
    let all: Vec<ItemIdx> = catalogue().item_indices().collect();
    let survey = everything_lacking();
    let budget = Budget::new(
        catalogue(),
        &assess(catalogue(), &survey),
        &plan_of(&all),
        &[],
    );
    assert!(budget.largest_cluster() <= MAX_CLUSTER);
}

#[test]
fn a_million_households_are_fitted_without_overflow() {
    let mut survey = random::empty(&[10_000]);
    for (fact, value) in [(catalogue().households, 1e6), (catalogue().floor_area, 9e7)] {
        let id = &catalogue().fact(fact.expect("it is named")).id;
        survey
            .estate
            .insert(id.clone(), Reply::Number(value).into());
    }
    let all: Vec<ItemIdx> = catalogue().item_indices().collect();
    let plan = plan_of(&all);
    check_swings(&survey, &plan);
    let budget = Budget::new(catalogue(), &assess(catalogue(), &survey), &plan, &[]);
    let total = total_of(catalogue(), &survey, &plan);
    assert_eq!(budget.fit(total).left_out, []);
    assert!(budget.fit(Fen(total.0 / 2)).total <= Fen(total.0 / 2));
    assert_eq!(budget.fit(Fen(i64::MAX)).left_out, []);
    assert_eq!(typical_total(catalogue(), Fen(0)), Fen(0));
}

/// `tests/pabutools/cross_check.py` wrote what an independent library found.
#[test]
fn budgets_are_spent_as_well_as_pabutools_spends_them() {
    let path = workspace::root().join("tests/pabutools/instances.txt");
    let text = fs::read_to_string(path).expect("the instances are there");
    for line in text.lines() {
        let mut words = line.split(' ');
        let mut number = || -> i64 {
            let word = words.next().expect("a budget and the best worth");
            word.parse().expect("a number")
        };
        let (cap, expected) = (number(), number());
        assert!(cap <= N_UNITS, "nothing is rounded");
        let nothing = Pick {
            items: Vec::new(),
            works: Fen(0),
            worth: 0,
        };
        let projects: Vec<Pick> = words
            .enumerate()
            .map(|(n, word)| {
                let (cost, worth) = word.split_once(':').expect("cost:worth");
                Pick {
                    items: vec![ItemIdx(n as u16)],
                    works: Fen(cost.parse().expect("a number")),
                    worth: worth.parse().expect("a number"),
                }
            })
            .collect();
        let clusters: Vec<Vec<&Pick>> = projects.iter().map(|it| vec![&nothing, it]).collect();
        let found: u64 = best(&clusters, Fen(cap)).iter().map(|it| it.worth).sum();
        assert_eq!(found as i64, expected, "{line}");
    }
    assert!(text.lines().count() >= 50);
}
