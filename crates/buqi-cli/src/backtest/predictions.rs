//! Whatever a table says, the prediction is sound.

use super::PriceYear;
use super::predict::{Prediction, predict};
use super::words::works;
use crate::cases::Case;
use crate::listed;
use crate::reading;
use buqi_core::Catalogue;
use buqi_core::money::Fen;
use buqi_core::naming::items_named;
use buqi_exchange::Lang;
use std::path::Path;

fn catalogue() -> Catalogue {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue");
    reading::catalogue(&folder, Lang::En).expect("the catalogue")
}

fn case(works: &[&str]) -> Case {
    Case {
        works: works.iter().map(|it| (*it).to_owned()).collect(),
        ..Case::default()
    }
}

fn priced(catalogue: &Catalogue, case: &Case) -> Prediction {
    let project = catalogue.project.clone().expect("a project");
    predict(catalogue, &project, case, PriceYear::Base)
}

#[test]
fn any_one_size_will_do_and_a_larger_one_costs_more() {
    let catalogue = catalogue();
    let works = ["道路", "绿化", "外墙"];
    let sized = [
        |it: f64, case: &mut Case| case.area = Some(it * 88.0),
        |it: f64, case: &mut Case| case.dwellings = Some(it),
        |it: f64, case: &mut Case| case.buildings = Some(it / 36.0),
        |it: f64, case: &mut Case| case.stairwells = Some(it / 13.0),
    ];
    let totals = sized.map(|with| {
        let [one, ten] = [1_000.0, 10_000.0].map(|dwellings| {
            let mut case = case(&works);
            with(dwellings, &mut case);
            assert!(case.has_size());
            priced(&catalogue, &case).total.typical().to_yuan()
        });
        assert!((8.0..12.0).contains(&(ten / one)), "{one} {ten}");
        one
    });
    for total in totals {
        let per_first = total / totals[0];
        assert!((0.7..1.4).contains(&per_first), "{totals:?}");
    }
}

#[test]
fn a_word_for_one_line_prices_that_line_alone() {
    let catalogue = catalogue();
    let price = |works: &[&str]| {
        let mut case = case(works);
        case.area = Some(50_000.0);
        priced(&catalogue, &case).total.typical()
    };
    assert!(price(&["单元门"]) < price(&["安防"]));
    assert!(price(&["单元门", "监控"]) < price(&["安防"]));
    assert_eq!(price(&["单元门", "安防"]), price(&["安防"]));
    assert_eq!(price(&["楼道照明"]), price(&["楼道灯"]));
    assert!(price(&["围墙"]) > Fen(0));
    assert!(price(&["围墙"]) < price(&["安防"]));
    assert_eq!(price(&["防盗网"]), Fen(0), "no price is known");
}

#[test]
fn what_depends_on_unpublished_facts_is_said_to_count_as_nothing() {
    let catalogue = catalogue();
    for word in ["消火栓", "加装电梯"] {
        let mut case = case(&[word, "道路"]);
        case.area = Some(50_000.0);
        let prediction = priced(&catalogue, &case);
        let named = items_named(&catalogue, word);
        let told = prediction.counted_as_none.iter().map(|it| it.0);
        assert_eq!(told.collect::<Vec<_>>(), named, "{word}");
    }
}

/// What a whole list is read as: its words with the items, and the rest.
fn read(catalogue: &Catalogue, list: &str) -> (Vec<String>, Vec<String>) {
    let words: Vec<String> = listed::words(list).into_iter().map(str::to_owned).collect();
    let works = works(catalogue, &words);
    let mut items: Vec<String> = works
        .done
        .iter()
        .map(|it| {
            let item = catalogue.item(it.item);
            let lines = it.lines.iter().flatten();
            let lines = lines.map(|it| format!(":{}", item.lines[*it].id));
            item.id.to_string() + &lines.collect::<String>()
        })
        .collect();
    items.sort();
    (items, works.unmatched)
}

#[test]
fn lists_are_read_word_by_word_however_they_are_joined() {
    let catalogue = catalogue();
    let mut wrong = Vec::new();
    for row in include_str!("../../tests/lists.txt").lines().skip(1) {
        let [list, items, rest] = row.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("{row} has not three parts");
        };
        let (found, unread) = read(&catalogue, list);
        let (found, unread) = (found.join(" "), unread.join(" "));
        if found != items || unread != rest {
            wrong.push(format!("{list}: {found} | {unread}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn whatever_was_published_the_prediction_is_a_range() {
    let catalogue = catalogue();
    let words: Vec<&str> = catalogue
        .items
        .iter()
        .flat_map(|it| it.aliases.iter().map(|it| &**it))
        .chain(["没有的词", "供热管网", "和", "", "😀"])
        .collect();
    let mut state = 7_u32;
    let mut dice = move |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    for _ in 0..150 {
        let works: Vec<&str> = (0..dice(12)).map(|_| words[dice(words.len())]).collect();
        let mut case = case(&works);
        let mut size = |most: u32| {
            let exponent = dice(most as usize) as u32;
            (dice(3) > 0).then(|| (1 + dice(9)) as f64 * 10_u64.pow(exponent) as f64)
        };
        case.area = size(9);
        case.dwellings = size(7);
        case.buildings = size(5);
        case.stairwells = size(5);
        case.n_estates = size(4);
        case.year_built = Some(1950.0 + dice(80) as f64);
        let Prediction {
            total,
            likely,
            weeks,
            matched,
            unmatched,
            ..
        } = priced(&catalogue, &case);
        for cost in [total, likely] {
            assert!(Fen(0) <= cost.low(), "{case:?}");
            assert!(
                cost.low() <= cost.typical() && cost.typical() <= cost.high(),
                "{case:?}"
            );
            assert!(cost.high() < Fen(i64::MAX / 4), "{case:?}");
        }
        assert!(
            total.low() <= likely.low() && likely.high() <= total.high(),
            "{case:?}"
        );
        assert!(weeks.low <= weeks.typical && weeks.typical <= weeks.high);
        assert!(
            matched.len() + unmatched.len() >= works.iter().filter(|it| !it.is_empty()).count()
        );
    }
}
