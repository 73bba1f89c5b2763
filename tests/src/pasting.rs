//! Pasting from a spreadsheet with the real catalogue.

use buqi_bundled::catalogue;
use buqi_core::Survey;
use buqi_core::catalogue::{Fact, FactKind, Level};
use buqi_exchange::sheet::{Shape, read};

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
