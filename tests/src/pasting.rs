//! Pasting from a spreadsheet with the real catalogue.

use buqi_bundled::catalogue;
use buqi_core::Survey;
use buqi_core::catalogue::{Fact, FactKind, Level};
use buqi_core::survey::Reply;
use buqi_exchange::sheet::{Ground, Shape, Sheet, Sum, TakenAs, read, read_as};

/// A cell that answers the question.
fn value(fact: &Fact) -> String {
    match &fact.kind {
        FactKind::YesNo => "有".to_owned(),
        FactKind::Number { min, .. } => min.ceil().to_string(),
        FactKind::Choice(options) => options[0].name.zh.to_string(),
    }
}

#[test]
fn every_name_of_a_fact_finds_it_in_a_table_of_its_level() {
    for (at, fact) in catalogue().facts.iter().enumerate() {
        if fact.place.is_none() {
            continue;
        }
        let own = [fact.id.as_str(), &*fact.label.zh, &*fact.label.en];
        let aliases = fact.aliases.iter().map(|it| &**it);
        for name in own.into_iter().chain(aliases) {
            let text = match fact.level {
                Level::Estate => format!("{name}\t{}", value(fact)),
                Level::Building => format!("楼栋\t{name}\n1 栋\t{}", value(fact)),
            };
            let sheet = read(&text, catalogue(), &Survey::default(), None);
            let found: Vec<usize> = sheet.found.iter().map(|it| it.fact.index()).collect();
            assert_eq!(found, [at], "{name}");
        }
    }
}

#[test]
fn a_ledger_as_a_community_office_keeps_it() {
    let text = "序号\t楼栋号\t建成年代\t层数\t单元数\t户数\t建筑面积（㎡）\t电梯\n\
                1\t1栋\t1988年\t7层\t3\t42户\t3,150.6\t无\n\
                2\t2-4栋\t1992\t7\t4\t56\t约4200\t无\n\
                3\t5栋\t2003\t18\t2\t144\t12600\t有\n\
                合计\t\t\t\t\t242\t19950.6\t";
    let sheet = read(text, catalogue(), &Survey::default(), None);
    assert_eq!(sheet.shape, Shape::Ledger);
    let groups: Vec<_> = sheet
        .groups
        .iter()
        .map(|it| (&*it.label, it.count))
        .collect();
    assert_eq!(groups, [("1栋", 1), ("2-4栋", 3), ("5栋", 1)]);
    assert_eq!(sheet.found.len(), 18);
    let building =
        |it: &&buqi_exchange::sheet::Found| catalogue().fact(it.fact).level == Level::Building;
    assert_eq!(sheet.found.iter().filter(building).count(), 18);
    let left: Vec<&str> = sheet.left().map(|it| &*it.0.text).collect();
    assert_eq!(left, ["序号", "合计", "242", "19950.6"]);
}

#[test]
fn the_figures_of_a_department_on_one_line() {
    let text = "总户数\t建筑面积(万㎡)\t人口\t60岁以上老年人\t停车位\n220\t1.8\t540\t133\t60个";
    let sheet = read(text, catalogue(), &Survey::default(), None);
    assert_eq!((sheet.shape, sheet.found.len()), (Shape::Row, 5));
    assert_eq!(sheet.left().count(), 0);
}

/// What each ledger says of the households, line by line, and how they were
/// taken: `whole` and `each` by their name, the row of totals, or a guess.
const LEDGERS: &[(&str, &[&str], &str)] = &[
    // The name decides.
    (
        "楼栋\t栋数\t每栋户数\nA\t3\t40\nB\t1\t60",
        &["40", "60"],
        "each by name",
    ),
    (
        "楼栋\t栋数\t户数（每栋）\nA\t3\t40\nB\t1\t60",
        &["40", "60"],
        "each by name",
    ),
    (
        "Building\tCount\tHouseholds per building\nA\t3\t40\nB\t1\t60",
        &["40", "60"],
        "each by name",
    ),
    (
        "楼栋\t栋数\t单栋户数\nA\t3\t40\nB\t1\t60\n合计\t4\t100",
        &["40", "60"],
        "each by name, 180 against 100",
    ),
    (
        "楼栋\t栋数\t总户数\nA\t3\t120\nB\t1\t60",
        &["40", "60"],
        "whole by name",
    ),
    (
        "楼栋\t栋数\t户数合计\nA\t3\t120\nB\t1\t60",
        &["40", "60"],
        "whole by name",
    ),
    (
        "楼栋\t栋数\t户数(合计)\nA\t3\t120\nB\t1\t60",
        &["40", "60"],
        "whole by name",
    ),
    (
        "Building\tCount\tTotal households\nA\t3\t120\nB\t1\t60",
        &["40", "60"],
        "whole by name",
    ),
    // The row of totals decides.
    (
        "楼栋\t栋数\t户数\nA\t3\t120\nB\t1\t60\n合计\t4\t180",
        &["40", "60"],
        "whole by total, 180 against 180",
    ),
    (
        "楼栋\t栋数\t户数\nA\t3\t40\nB\t1\t60\n合计\t4\t180户",
        &["40", "60"],
        "each by total, 180 against 180",
    ),
    (
        "楼栋\t户数\n1-3栋\t120\nB\t60\n总计\t180",
        &["40", "60"],
        "whole by total, 180 against 180",
    ),
    // A slip in the row of totals is a hundredth off, not three times as much.
    (
        "楼栋\t栋数\t户数\nA\t3\t120\nB\t1\t60\n合计\t4\t182",
        &["40", "60"],
        "whole by total, 180 against 182",
    ),
    // Nothing decides: as it always was.
    (
        "楼栋\t栋数\t户数\nA\t3\t120\nB\t1\t60",
        &["120", "60"],
        "each by guess",
    ),
    (
        "楼栋\t栋数\t户数\nA\t3\t120\nB\t1\t60\n合计\t4\t300",
        &["120", "60"],
        "each by guess, 420 against 300",
    ),
    // A sum of some lines is no sum of all.
    (
        "楼栋\t栋数\t户数\nA\t3\t120\n小计\t3\t120\nB\t1\t60",
        &["120", "60"],
        "each by guess",
    ),
    // One building in each line: nothing to decide.
    ("楼栋\t户数\nA\t40\nB\t60", &["40", "60"], ""),
    (
        "楼栋\t总户数\nA\t40\nB\t60\n合计\t110",
        &["40", "60"],
        "whole by name, 100 against 110",
    ),
    (
        "楼栋\t户数\nA\t40\nB\t60\n合计\t100",
        &["40", "60"],
        "each by total, 100 against 100",
    ),
];

fn how_taken(sum: &Sum) -> String {
    let taken_as = match sum.taken_as {
        TakenAs::Each => "each",
        TakenAs::Whole => "whole",
    };
    let ground = match sum.ground {
        Ground::Name => "name",
        Ground::Total => "total",
        Ground::Guess => "guess",
        Ground::Chosen => "choice",
    };
    match sum.total {
        Some(total) => format!("{taken_as} by {ground}, {} against {total}", sum.sum),
        None => format!("{taken_as} by {ground}"),
    }
}

fn numbers(sheet: &Sheet, fact: &str) -> Vec<String> {
    let found = sheet.found.iter();
    let own = found.filter(|it| catalogue().fact(it.fact).id.as_str() == fact);
    own.map(|it| match it.reply {
        Reply::Number(value) => value.to_string(),
        _ => "?".to_owned(),
    })
    .collect()
}

#[test]
fn a_figure_of_several_buildings_is_read_as_the_ledger_means_it() {
    for (text, households, taken) in LEDGERS {
        let sheet = read(text, catalogue(), &Survey::default(), None);
        assert_eq!(
            numbers(&sheet, "building-households"),
            *households,
            "{text}"
        );
        let own = sheet.sums.iter().filter(|it| it.fact.is_some());
        let told: Vec<String> = own.map(how_taken).collect();
        assert_eq!(told.join("; "), *taken, "{text}");
    }
}

#[test]
fn what_does_not_add_up_is_never_divided() {
    let text = "楼栋\t栋数\t总层数\t建成年份\nA\t3\t6\t1990\n合计\t3\t6\t";
    let sheet = read(text, catalogue(), &Survey::default(), None);
    assert_eq!(numbers(&sheet, "storeys"), ["6"]);
    assert_eq!(sheet.sums.iter().filter(|it| it.fact.is_some()).count(), 0);
}

#[test]
fn a_share_of_a_whole_says_what_it_was_divided_from() {
    let text = "楼栋\t栋数\t总户数\t总建筑面积（万㎡）\nA\t3\t100户\t0.6";
    let sheet = read(text, catalogue(), &Survey::default(), None);
    assert_eq!(numbers(&sheet, "building-households"), ["33"]);
    // The area of all of a line is no figure of the whole estate.
    assert_eq!(numbers(&sheet, "building-gfa"), ["2000"]);
    let notes: Vec<_> = sheet.found.iter().map(|it| it.note.as_deref()).collect();
    assert_eq!(notes, [Some("100户 ÷ 3"), Some("0.6 ÷ 3")]);
}

#[test]
fn the_number_of_buildings_is_held_against_the_row_of_totals() {
    let text = "楼栋\t栋数\t层数\nA\t3\t6\nB\t1\t6\n合计\t5\t";
    let sheet = read(text, catalogue(), &Survey::default(), None);
    let sums: Vec<_> = sheet
        .sums
        .iter()
        .map(|it| (it.fact, it.sum, it.total))
        .collect();
    assert_eq!(sums, [(None, 4.0, Some(5.0))]);
    assert!(!sheet.sums[0].agrees());
}

#[test]
fn what_a_person_says_of_a_column_goes_before_everything() {
    let text = "楼栋\t栋数\t户数\nA\t3\t120\nB\t1\t60";
    let first = read(text, catalogue(), &Survey::default(), None);
    let fact = first.sums[0].fact.expect("a fact");
    let chosen = [(fact, TakenAs::Whole)].into();
    let sheet = read_as(text, catalogue(), &Survey::default(), None, &chosen);
    assert_eq!(numbers(&sheet, "building-households"), ["40", "60"]);
    assert_eq!(how_taken(&sheet.sums[0]), "whole by choice");
}

#[test]
fn a_figure_of_each_building_is_none_of_the_estate() {
    let sheet = read("每栋户数\t40", catalogue(), &Survey::default(), None);
    assert_eq!(sheet.found, []);
}
