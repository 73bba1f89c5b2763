//! Figures and tables as people read them in a terminal.

use crate::output::say;
use buqi_catalogue::cells_of;
use buqi_core::Catalogue;
use buqi_core::catalogue::{FactKind, Tier, Unit, Written};
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
        _ => decimals(value),
    };
    grouped(value, n_decimals)
}

/// With two decimals where it is not whole, however large: a figure before it
/// is rounded.
pub fn precise(value: f64) -> String {
    grouped(value, decimals(value))
}

/// Two, or as many as two digits take: what is more than nothing does not look
/// like nothing.
fn decimals(value: f64) -> usize {
    let (mut n_decimals, mut least) = (2, 0.01);
    while value != 0.0 && value.abs() < least {
        least /= 10.0;
        n_decimals = n_decimals.max(3) + 1;
    }
    n_decimals
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

/// 约 86 万元（62–118 万元）; about ¥860 k (¥620 k–¥1.18 M).
pub fn cost(cost: Cost, lang: Lang) -> String {
    if cost.high() == Fen(0) {
        // A sum of nothing is no cost of nothing.
        return lang.pick("尚无计价", "nothing priced yet").to_owned();
    }
    if cost.typical() == Fen(0) {
        let high = money(cost.high(), lang);
        return lang.pick(format!("至多 {high}"), format!("up to {high}"));
    }
    let typical = money(cost.typical(), lang);
    let range = money_range(cost.low(), cost.high(), lang);
    lang.pick(
        format!("约 {typical}（{range}）"),
        format!("about {typical} ({range})"),
    )
}

/// 86 万元, 3,200 元; ¥860 k, ¥3,200. As the web app says it; what is more than
/// nothing is never told as 0.
pub fn money(fen: Fen, lang: Lang) -> String {
    let yuan = fen.to_yuan();
    match lang {
        Lang::Zh if yuan >= 1e4 => format!("{} 万元", in_ten_thousands(yuan)),
        Lang::Zh => format!("{} 元", whole(yuan)),
        Lang::En if yuan >= 1e6 => format!("¥{} M", rounded(yuan / 1e6, 100.0)),
        Lang::En if yuan >= 1e4 => format!("¥{} k", whole(yuan / 1e3)),
        Lang::En => format!("¥{}", whole(yuan)),
    }
}

/// Low to high, with the unit said once where both share it.
pub fn money_range(low: Fen, high: Fen, lang: Lang) -> String {
    let (a, b) = (low.to_yuan(), high.to_yuan());
    let in_both = |yuan: f64| yuan == 0.0 || yuan >= 1e4;
    if matches!(lang, Lang::Zh) && in_both(a) && b >= 1e4 {
        return format!("{}–{} 万元", in_ten_thousands(a), in_ten_thousands(b));
    }
    let [low, high] = [low, high].map(|it| money(it, lang));
    format!("{low}–{high}")
}

fn in_ten_thousands(yuan: f64) -> String {
    let value = yuan / 1e4;
    if value >= 10.0 {
        whole(value)
    } else {
        rounded(value, 10.0)
    }
}

/// Rounded, except what would come to nothing.
fn whole(value: f64) -> String {
    number(if value < 1.0 { value } else { value.round() })
}

fn rounded(value: f64, scale: f64) -> String {
    number((value * scale).round() / scale)
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
    let written = unit.map_or(Written::Figure, |it| it.written);
    let tell = |value: f64| match written {
        Written::Figure => tell(value),
        Written::Year => format!("{value:.0}"),
        Written::Percent => format!("{}%", tell(value * 100.0)),
    };
    let [low, typical, high] = [amount.low(), amount.typical(), amount.high()].map(tell);
    let named = |figure: String, gap: &str| {
        let unit = unit.filter(|_| written != Written::Percent);
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
        Basis::Constant | Basis::Convention | Basis::Assumed => lang.pick("默认值", "default"),
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
    fn a_cost_is_told_as_in_the_web_app_and_never_as_nothing() {
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
            "约 86 万元（62–118 万元）",
            "about ¥860 k (¥620 k–¥1.18 M)",
        );
        check(
            [900, 1_500, 3_200],
            "约 1,500 元（900 元–3,200 元）",
            "about ¥1,500 (¥900–¥3,200)",
        );
        // However far apart, the low end does not look like nothing.
        check(
            [22_000, 91_000, 1_290_000],
            "约 9.1 万元（2.2–129 万元）",
            "about ¥91 k (¥22 k–¥1.29 M)",
        );
        check(
            [300, 25_000, 12_000_000],
            "约 2.5 万元（300 元–1,200 万元）",
            "about ¥25 k (¥300–¥12 M)",
        );
        check(
            [0, 25_000, 1_000_000],
            "约 2.5 万元（0–100 万元）",
            "about ¥25 k (¥0–¥1 M)",
        );
        check([0, 0, 25_000], "至多 2.5 万元", "up to ¥25 k");
        check([0, 0, 0], "尚无计价", "nothing priced yet");
        assert_eq!(money(Fen(30), Lang::Zh), "0.3 元");
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
        assert_eq!(number(0.004), "0.004");
        assert_eq!(number(0.056), "0.06");
        assert_eq!(number(0.00156), "0.0016");
        assert_eq!(number(1e-7), "0.0000001");
        assert_eq!(precise(0.004), "0.004");
    }
}
