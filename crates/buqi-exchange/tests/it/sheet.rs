//! What is pasted from a spreadsheet: understood as far as it can be, and not a
//! cell lost.

use buqi_core::catalogue::{Catalogue, Level};
use buqi_core::id::GroupId;
use buqi_core::plan::{Dossier, Edit, Subject};
use buqi_core::survey::{Answer, How, Refused, Reply, Survey, check_reply};
use buqi_exchange::sheet::{Fate, Shape, Sheet, Taking, Whom, Why, read};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

fn small() -> &'static Catalogue {
    static SMALL: LazyLock<Catalogue> = LazyLock::new(crate::catalogue::small);
    &SMALL
}

fn id(text: &str) -> GroupId {
    GroupId::new(text).expect("a good id")
}

/// One group of three, with its storeys known.
fn surveyed() -> Survey {
    let storeys = small().facts.iter().find(|it| it.id.as_str() == "storeys");
    let edits = [
        Edit::PutGroup {
            id: id("g1"),
            label: "1–3 栋".into(),
            count: 3,
        },
        Edit::Answer {
            subject: Subject::Group(id("g1")),
            fact: storeys.expect("it is asked").id.clone(),
            answer: Some(Reply::Number(6.0).into()),
        },
    ];
    Dossier::default()
        .apply(&Edit::Together(edits.into()))
        .survey
}

fn pasted(text: &str) -> Sheet {
    read(text, small(), &surveyed(), Some(&id("g1")))
}

/// Each answer as "whom fact reply".
fn found(sheet: &Sheet) -> Vec<String> {
    let all = sheet.found.iter().map(|it| {
        let whom = match &it.whom {
            Whom::Estate => "estate".to_owned(),
            Whom::Group(id) => id.to_string(),
            Whom::Ledger(at) => sheet.groups[*at].label.to_string(),
        };
        let reply = match &it.reply {
            Reply::Number(it) => it.to_string(),
            Reply::YesNo(it) => it.to_string(),
            Reply::Choice(it) => it.to_string(),
            Reply::CannotTell => "?".to_owned(),
        };
        format!("{whom} {} {reply}", small().fact(it.fact).id)
    });
    all.collect()
}

fn left(sheet: &Sheet) -> Vec<(&str, &Why)> {
    sheet.left().map(|(cell, why)| (&*cell.text, why)).collect()
}

fn taken(sheet: &Sheet, drop_others: bool) -> Survey {
    let survey = surveyed();
    let mut n = 0;
    let taking = Taking {
        keep: &BTreeSet::new(),
        keep_count: &BTreeSet::new(),
        drop_others,
    };
    let edit = sheet.edit(
        small(),
        &survey,
        &taking,
        || {
            n += 1;
            Some(id(&format!("new-{n}")))
        },
        |reply, note| Answer {
            how: Some(How::Records),
            note,
            ..reply.into()
        },
    );
    let dossier = Dossier {
        survey,
        ..Dossier::default()
    };
    dossier.apply(&edit).survey
}

#[test]
fn a_row_of_names_over_a_row_of_values() {
    let sheet = pasted("总建筑面积（㎡）\t总户数\t层数\n18,000.5\t２２０户\t约6层");
    assert_eq!(sheet.shape, Shape::Row);
    assert_eq!(
        found(&sheet),
        [
            "estate gfa 18000.5",
            "estate households 220",
            "g1 storeys 6"
        ]
    );
    assert_eq!(left(&sheet), []);
    assert!(sheet.found[2].is_same() && !sheet.found[0].differs());
    assert_eq!(sheet.found[2].note.as_deref(), Some("约6层"));
}

#[test]
fn names_beside_their_values_with_units() {
    let sheet = pasted(
        "总建筑面积\t1.8\t万平方米\nHouseholds\t220\n屋面渗漏\t有\n供水方式\t二次供水\nWater supply\tmains",
    );
    assert_eq!(sheet.shape, Shape::Pairs);
    let all = found(&sheet);
    assert_eq!(
        all[..3],
        [
            "estate gfa 18000",
            "estate households 220",
            "g1 roof-leaks true"
        ]
    );
    let typed = pasted("总建筑面积：18000㎡\n总户数：220户");
    assert_eq!(found(&typed), ["estate gfa 18000", "estate households 220"]);
}

#[test]
fn a_ledger_of_buildings_becomes_groups() {
    let sheet = pasted(
        "楼栋\t栋数\t层数\t屋面渗漏\t备注\n1–3 栋\t3栋\t7\t有\t临街\n4-5号楼\t\t6\t无\t\n6\t1\t99\t\t\n合计\t6\t\t\t",
    );
    assert_eq!(sheet.shape, Shape::Ledger);
    let groups: Vec<_> = sheet
        .groups
        .iter()
        .map(|it| (&*it.label, it.count))
        .collect();
    assert_eq!(groups, [("1–3 栋", 3), ("4-5号楼", 2), ("6", 1)]);
    assert_eq!(sheet.groups[0].here, Some((id("g1"), 3)));
    assert!(sheet.found[0].differs());
    let expected = [
        ("备注", &Why::UnknownName),
        ("99", &Why::Refused(Refused::Above(60.0))),
        ("合计", &Why::Total),
        ("6", &Why::Total),
    ];
    assert_eq!(left(&sheet), expected);
    let survey = taken(&sheet, false);
    assert_eq!(survey.n_buildings(), 6);
    let answers = &survey.groups[1].answers;
    assert_eq!(answers.len(), 2);
    assert!(answers.values().all(|it| it.how == Some(How::Records)));
}

#[test]
fn a_ledger_may_take_the_place_of_what_was_guessed() {
    let sheet = pasted("楼栋\t层数\n7号楼\t6\n8号楼\t18");
    assert_eq!(sheet.others(&surveyed()).len(), 1);
    assert_eq!(taken(&sheet, true).n_buildings(), 2);
    assert_eq!(taken(&sheet, false).n_buildings(), 5);
}

#[test]
fn what_is_not_taken_says_why() {
    let sheet = pasted(
        "总户数\t220台\n总建筑面积\t很大\n层数\t6.5\n屋面面积\t300\n供水方式\t井水\n电话\t110\n总户数\t230\n屋面渗漏\t—",
    );
    let why: Vec<&Why> = left(&sheet).into_iter().map(|it| it.1).collect();
    let expected = [
        &Why::UnknownUnit("台".into()),
        &Why::NotUnderstood,
        &Why::Refused(Refused::NotWhole),
        &Why::Refused(Refused::NotAsked),
        &Why::Refused(Refused::UnknownOption),
        &Why::UnknownName,
        &Why::NoValue,
    ];
    assert_eq!(why, expected);
    assert_eq!(found(&sheet), ["estate households 230"]);
}

#[test]
fn a_number_cut_by_its_own_comma_is_not_taken_for_a_smaller_one() {
    let pairs = pasted("总建筑面积,18,000");
    assert_eq!(found(&pairs), Vec::<String>::new());
    let row = pasted("总建筑面积,总户数\n18,000,220");
    assert_eq!(found(&row), Vec::<String>::new());
    assert!(left(&row).iter().all(|it| *it.1 == Why::Ragged));
    let quoted = pasted("总建筑面积,总户数\n\"18,000\",220");
    assert_eq!(
        found(&quoted),
        ["estate gfa 18000", "estate households 220"]
    );
}

#[test]
fn a_fact_of_a_building_needs_a_building() {
    let sheet = read("层数\t6", small(), &Survey::default(), None);
    assert_eq!(left(&sheet), [("6", &Why::NoBuilding)]);
}

#[test]
fn a_stray_quote_does_not_swallow_the_rest() {
    let sheet = pasted("总户数\t220\n\"备注\t1\n层数\t6");
    assert_eq!(found(&sheet), ["estate households 220", "g1 storeys 6"]);
}

/// Tables of names, numbers, units and rubbish, as they may come.
fn tables() -> impl Strategy<Value = String> {
    let cell = prop_oneof![
        Just("总建筑面积（㎡）".to_owned()),
        Just("总户数".to_owned()),
        Just("层数".to_owned()),
        Just("屋面渗漏".to_owned()),
        Just("楼栋".to_owned()),
        Just("栋数".to_owned()),
        Just("合计".to_owned()),
        Just("1–3 栋".to_owned()),
        Just("有".to_owned()),
        Just("—".to_owned()),
        Just(String::new()),
        "约?[0-9]{1,7}([.][0-9]{1,2})?(㎡|户|层|万|%|栋)?",
        "\\PC{0,6}",
    ];
    let row = proptest::collection::vec(cell, 0..5);
    let table = proptest::collection::vec(row, 0..6);
    (table, prop_oneof![Just("\t"), Just(","), Just("：")]).prop_map(|(rows, between)| {
        let rows: Vec<String> = rows.into_iter().map(|it| it.join(between)).collect();
        rows.join("\n")
    })
}

fn check(text: &str, catalogue: &Catalogue) {
    let survey = surveyed();
    let sheet = read(text, catalogue, &survey, Some(&id("g1")));
    let mut places = BTreeSet::new();
    for cell in &sheet.cells {
        assert!(!cell.text.is_empty());
        assert!(
            places.insert((cell.row, cell.column)),
            "a cell is told of twice"
        );
    }
    let told: String = sheet.cells.iter().map(|it| &*it.text).collect();
    let in_text = |it: &char| !it.is_whitespace() && !matches!(it, '"' | ',' | '：' | '\u{feff}');
    let all = |text: &str| {
        let mut all: Vec<char> = text.chars().filter(in_text).collect();
        all.sort_unstable();
        all
    };
    assert_eq!(all(&told), all(text), "nothing is dropped");
    let n_found = sheet
        .cells
        .iter()
        .filter(|it| it.fate == Fate::Found)
        .count();
    assert_eq!(n_found, sheet.found.len());
    for found in &sheet.found {
        let fact = catalogue.fact(found.fact);
        assert_eq!(check_reply(fact, false, &found.reply), Ok(()));
        assert_eq!(fact.level == Level::Estate, found.whom == Whom::Estate);
    }
    let after = taken(&sheet, false);
    assert!(after.groups.iter().any(|it| it.id == id("g1")));
    let n_answers =
        |it: &Survey| it.estate.len() + it.groups.iter().map(|it| it.answers.len()).sum::<usize>();
    let n_new = sheet.found.iter().filter(|it| it.now.is_none()).count();
    assert!(n_answers(&after) <= n_answers(&survey) + n_new);
    assert!(after.n_buildings() >= 1);
}

proptest! {
    #[test]
    fn every_cell_of_a_table_is_accounted_for(text in tables()) {
        check(&text, small());
    }

    #[test]
    fn any_text_at_all_can_be_pasted(text in any::<String>()) {
        let sheet = read(&text, small(), &surveyed(), None);
        prop_assert_eq!(sheet.found.len(), sheet.cells.iter().filter(|it| it.fate == Fate::Found).count());
    }
}
