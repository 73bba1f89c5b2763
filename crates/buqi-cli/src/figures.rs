//! Figures and tables as people read them in a terminal.

use crate::output::say;
use buqi_catalogue::cells_of;
use buqi_core::Catalogue;
use buqi_core::catalogue::{FactKind, Tier, Unit};
use buqi_core::estimate::Class;
use buqi_core::facts::Value;
use buqi_core::findings::Tally;
use buqi_core::id::{FactIdx, UnitIdx};
use buqi_core::money::{Cost, Fen};
use buqi_core::quantity::{Amount, Basis};
use buqi_core::rule::FactSet;
use buqi_exchange::Lang;
use std::fmt::Display;

/// A number with thousands separators and no more digits than it deserves.
pub fn number(value: f64) -> String {
    let n_decimals = match value {
        _ if value >= 100.0 || value.fract() == 0.0 => 0,
        _ if value >= 10.0 => 1,
        _ => 2,
    };
    grouped(value, n_decimals)
}

/// With two decimals where it is not whole, however large: a figure before it
/// is rounded.
pub fn precise(value: f64) -> String {
    grouped(value, 2)
}

fn grouped(value: f64, n_decimals: usize) -> String {
    let text = format!("{value:.n_decimals$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut grouped = String::new();
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() {
        grouped
    } else {
        format!("{grouped}.{fraction}")
    }
}

/// 约 86 万元（62–118）; about ¥860 k (620–1,180).
pub fn cost(cost: Cost, lang: Lang) -> String {
    let yuan = [cost.low(), cost.typical(), cost.high()].map(Fen::to_yuan);
    let largest = yuan[2];
    let (scale, unit) = match lang {
        Lang::Zh if largest >= 1e4 => (1e4, "万元"),
        Lang::Zh => (1.0, "元"),
        Lang::En if largest >= 1e6 => (1e6, "M"),
        Lang::En if largest >= 1e3 => (1e3, "k"),
        Lang::En => (1.0, ""),
    };
    // One scale for all three, so that they can be compared at a glance.
    let [low, typical, high] = yuan.map(|it| rounded(it / scale));
    if cost.high() == Fen(0) {
        // A sum of nothing is no cost of nothing.
        return lang.pick("尚无计价", "nothing priced yet").to_owned();
    }
    if cost.typical() == Fen(0) {
        return lang.pick(
            format!("至多 {high} {unit}"),
            format!("up to ¥{high} {unit}"),
        );
    }
    match lang {
        Lang::Zh => format!("约 {typical} {unit}（{low}–{high}）"),
        Lang::En => format!("about ¥{typical} {unit} ({low}–{high})").replace("  ", " "),
    }
}

fn rounded(value: f64) -> String {
    if value >= 10.0 || value == 0.0 {
        number(value.round())
    } else {
        number((value * 10.0).round() / 10.0)
    }
}

/// "1 week", "2 weeks": an English figure and what it counts.
pub fn counted(figure: impl Display, one: &str, many: &str) -> String {
    let figure = figure.to_string();
    let noun = if figure == "1" { one } else { many };
    format!("{figure} {noun}")
}

/// 3,600 平方米 where it is exact, 约 3,600（3,000–4,500）平方米 where not.
pub fn amount(catalogue: &Catalogue, unit: UnitIdx, amount: Amount, lang: Lang) -> String {
    spread(Some(catalogue.unit(unit)), amount, number, lang)
}

/// The same, also of a quantity without a unit. What may be nothing is told by
/// its high end: a zero would read as "none needed".
pub fn spread(unit: Option<&Unit>, amount: Amount, tell: fn(f64) -> String, lang: Lang) -> String {
    let [low, typical, high] = [amount.low(), amount.typical(), amount.high()].map(tell);
    let named = |figure: String, gap: &str| {
        let name = unit.map_or("", |it| lang.pick(&*it.name.zh, it.english(&figure)));
        match name {
            "" => figure,
            name => format!("{figure}{gap}{name}"),
        }
    };
    if amount.is_exact() {
        return named(typical, " ");
    }
    if amount.typical() == 0.0 {
        let high = named(high, " ");
        return lang.pick(format!("至多 {high}"), format!("up to {high}"));
    }
    match lang {
        Lang::Zh => named(format!("约 {typical}（{low}–{high}）"), ""),
        Lang::En => named(format!("about {typical} ({low}–{high})"), " "),
    }
}

pub fn basis(basis: Basis, lang: Lang) -> &'static str {
    match basis {
        Basis::Measured => lang.pick("实填", "answered"),
        Basis::Derived => lang.pick("推算", "worked out"),
        Basis::Assumed => lang.pick("默认值", "default"),
    }
}

pub fn tally(tally: Tally, lang: Lang) -> String {
    let Tally { yes, unknown, of } = tally;
    let open = match unknown {
        0 => String::new(),
        _ => lang.pick(format!("，{unknown} 栋待定"), format!(", {unknown} open")),
    };
    lang.pick(
        format!("{yes}/{of} 栋{open}"),
        format!("{yes} of {}{open}", counted(of, "building", "buildings")),
    )
}

pub fn value(catalogue: &Catalogue, fact: FactIdx, value: Value, lang: Lang) -> String {
    match (value, &catalogue.fact(fact).kind) {
        (Value::YesNo(true), _) => lang.pick("是", "yes").to_owned(),
        (Value::YesNo(false), _) => lang.pick("否", "no").to_owned(),
        (Value::Number(value), FactKind::Number { unit, .. }) => spread(
            Some(catalogue.unit(*unit)),
            Amount::exact(value),
            number,
            lang,
        ),
        (Value::Choice(position), FactKind::Choice(choices)) => choices
            .get(usize::from(position))
            .map_or("", |it| lang.of(&it.name))
            .to_owned(),
        (Value::Number(_) | Value::Choice(_), _) => String::new(),
    }
}

/// What people call a group of buildings, or a number in its place.
pub fn group(label: &str, row: usize, lang: Lang) -> String {
    let nth = row + 1;
    match label.trim() {
        "" => lang.pick(format!("第 {nth} 组"), format!("Group {nth}")),
        label => label.to_owned(),
    }
}

/// Why an item was declined.
pub fn reason(reason: &str, lang: Lang) -> &str {
    match reason.trim() {
        "" => lang.pick("没有写理由", "no reason given"),
        reason => reason,
    }
}

pub fn labels(catalogue: &Catalogue, facts: FactSet, lang: Lang) -> String {
    let labels: Vec<&str> = facts
        .iter()
        .map(|it| lang.of(&catalogue.fact(it).label))
        .collect();
    labels.join(lang.pick("、", ", "))
}

pub fn tier(tier: Tier, lang: Lang) -> &'static str {
    match tier {
        Tier::Basic => lang.pick("基础类", "basic"),
        Tier::Improve => lang.pick("完善类", "improve"),
        Tier::Enhance => lang.pick("提升类", "enhance"),
    }
}

pub fn class(class: Class, lang: Lang) -> &'static str {
    match class {
        Class::Basic => lang.pick("基础类", "Basic"),
        Class::Improve => lang.pick("完善类", "Improve"),
        Class::Enhance => lang.pick("提升类", "Enhance"),
        Class::Service => lang.pick("社区服务", "Service"),
    }
}

/// Prints rows with their columns aligned.
pub fn table(rows: &[Vec<String>]) {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..n_columns)
        .map(|column| {
            rows.iter()
                .filter_map(|it| it.get(column))
                .map(|it| cells_of(it))
                .max()
                .unwrap_or(0)
        })
        .collect();
    for row in rows {
        let mut line = String::from(" ");
        for (cell, width) in row.iter().zip(&widths) {
            line.push(' ');
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cells_of(cell) + 1));
        }
        say!("{}", line.trim_end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_is_told_in_one_scale() {
        let check = |[low, typical, high]: [i64; 3], zh: &str, en: &str| {
            let range = Cost::new(
                Fen::from_yuan(low),
                Fen::from_yuan(typical),
                Fen::from_yuan(high),
            );
            assert_eq!(cost(range, Lang::Zh), zh);
            assert_eq!(cost(range, Lang::En), en);
        };
        check(
            [620_000, 860_000, 1_180_000],
            "约 86 万元（62–118）",
            "about ¥0.9 M (0.6–1.2)",
        );
        check(
            [900, 1_500, 3_200],
            "约 1,500 元（900–3,200）",
            "about ¥1.5 k (0.9–3.2)",
        );
        check([0, 0, 25_000], "至多 2.5 万元", "up to ¥25 k");
        check([0, 0, 0], "尚无计价", "nothing priced yet");
    }

    #[test]
    fn a_figure_before_rounding_keeps_its_decimals() {
        assert_eq!(precise(1_234.454), "1,234.45");
        assert_eq!(precise(80.9), "80.9");
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(number(1_234_567.4), "1,234,567");
        assert_eq!(number(123.0), "123");
        assert_eq!(number(0.35), "0.35");
        assert_eq!(number(2.5), "2.5");
    }
}
