//! Whatever a table says, the prediction is sound.

use super::PriceYear;
use super::predict::{Prediction, predict};
use super::words::parts;
use crate::cases::Case;
use crate::reading;
use buqi_core::Catalogue;
use buqi_core::money::Fen;
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
fn words_joined_by_and_are_several_where_each_means_something() {
    let catalogue = catalogue();
    let split = |word| parts(&catalogue, word);
    assert_eq!(split("道路及绿化"), ["道路", "绿化"]);
    assert_eq!(split("道路 绿化 停车"), ["道路", "绿化", "停车"]);
    assert_eq!(split("外墙(真石漆)"), ["外墙", "真石漆"]);
    assert_eq!(split("道路及其他"), ["道路及其他"]);
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
