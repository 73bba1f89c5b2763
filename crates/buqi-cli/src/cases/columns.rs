//! The columns of a table of published projects, by the names people give
//! them, with the unit that a heading holds.

use crate::written::{plain, power_of};
use buqi_exchange::Lang;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    Id,
    Name,
    Estates,
    Buildings,
    Stairwells,
    Households,
    Area,
    Year,
    YearBuilt,
    Total,
    Duration,
    Works,
}

/// The name of the reference table first, then what else it is called.
pub const COLUMNS: [(Column, &[&str]); 12] = [
    (Column::Id, &["case_id", "id", "编号", "案例编号", "序号"]),
    (
        Column::Name,
        &["name", "project", "名称", "项目", "项目名称", "小区名称"],
    ),
    (
        Column::Estates,
        &["estates", "小区数", "小区数量", "小区个数"],
    ),
    (
        Column::Buildings,
        &["buildings", "栋数", "楼栋数", "楼栋", "楼数"],
    ),
    (
        Column::Stairwells,
        &["stairwells", "entrances", "单元数", "单元"],
    ),
    (
        Column::Households,
        &["households", "户数", "居民户数", "总户数"],
    ),
    (
        Column::Area,
        &[
            "building_area_m2",
            "building_area",
            "floor_area_m2",
            "floor_area",
            "area_m2",
            "建筑面积",
            "总建筑面积",
        ],
    ),
    (Column::Year, &["year", "年份", "年度", "改造年份"]),
    (
        Column::YearBuilt,
        &["year_built", "建成年份", "建成年代", "建成时间"],
    ),
    (
        Column::Total,
        &[
            "total_investment_cny",
            "total_investment",
            "investment",
            "total_cny",
            "总投资",
            "总投资额",
            "投资",
            "投资额",
        ],
    ),
    (Column::Duration, &["duration", "工期", "建设周期"]),
    (Column::Works, &["works", "内容", "改造内容", "建设内容"]),
];

/// What the reference table calls a column.
pub fn first_name(wanted: Column) -> &'static str {
    let names = COLUMNS.iter().find(|it| it.0 == wanted);
    names.and_then(|it| it.1.first()).map_or("", |it| *it)
}

/// What a column that is not there would be called.
pub fn name_of(wanted: Column, lang: Lang) -> &'static str {
    let names = COLUMNS.iter().find(|it| it.0 == wanted);
    let mut names = names.map_or(&[][..], |it| it.1).iter();
    let is_ours = |it: &&&str| it.is_ascii() == (lang == Lang::En);
    names.find(is_ours).map_or("", |it| *it)
}

/// The column a heading means, and what its figures are multiplied by, as in
/// “总投资（万元）”.
pub fn column(heading: &str) -> Option<(Column, f64)> {
    let heading = plain(heading).to_lowercase().replace([' ', '-'], "_");
    let (name, unit) = match heading.split_once(['(', '[', '/', ':']) {
        Some((name, unit)) => (
            name.trim_end_matches('_'),
            unit.trim_end_matches([')', ']']),
        ),
        None => (&*heading, ""),
    };
    let known = |name: &str| COLUMNS.iter().find(|it| it.1.contains(&name));
    if let Some((column, _)) = known(name) {
        return Some((*column, scale(unit)));
    }
    // The unit may stand there without brackets, as in “总投资万元”.
    let (column, unit) = COLUMNS.iter().find_map(|(column, names)| {
        let unit = names.iter().filter_map(|it| name.strip_prefix(it));
        let bare = unit.map(|it| it.trim_matches('_').trim_end_matches("_cny"));
        let unit = bare.filter(|it| UNITS.contains(it));
        Some((*column, unit.min_by_key(|it| it.len())?))
    })?;
    Some((column, scale(unit)))
}

/// Units that a heading may end in without brackets.
const UNITS: [&str; 19] = [
    "元",
    "万元",
    "亿元",
    "平方米",
    "万平方米",
    "㎡",
    "万㎡",
    "m2",
    "万m2",
    "户",
    "栋",
    "幢",
    "个",
    "million",
    "thousand",
    "wan",
    "yi",
    "10k",
    "万",
];

/// What the figures below a heading with this unit are multiplied by.
fn scale(unit: &str) -> f64 {
    let word = |it: &&str| unit.split('_').any(|part| part == *it);
    let english = [
        (1e6, ["million", "mn", "m_cny"]),
        (1e3, ["thousand", "k", "kcny"]),
        (1e4, ["wan", "10k", "10000"]),
        (1e8, ["yi", "100m", "100_million"]),
    ];
    let named = english.iter().find(|it| it.1.iter().any(&word));
    named.map_or_else(|| power_of(unit).0, |it| it.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_may_stand_in_the_heading_in_any_form() {
        for (heading, wanted) in [
            ("总投资（万元）", 1e4),
            ("总投资万元", 1e4),
            ("总投资/亿元", 1e8),
            ("总投资[元]", 1.0),
            ("投资额 (万元)", 1e4),
            ("total_investment_million_cny", 1e6),
            ("Total investment (CNY million)", 1e6),
            ("investment_wan", 1e4),
            ("total_investment_cny", 1.0),
        ] {
            assert_eq!(column(heading), Some((Column::Total, wanted)), "{heading}");
        }
        assert_eq!(column("建筑面积万㎡"), Some((Column::Area, 1e4)));
        assert_eq!(column("户数(户)"), Some((Column::Households, 1.0)));
        for other in [
            "cost_per_m2",
            "投资方",
            "year_round",
            "cost_per_household",
            "备注",
        ] {
            assert_eq!(column(other), None, "{other}");
        }
    }
}
