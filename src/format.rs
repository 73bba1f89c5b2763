//! Numbers and money as people read them. Rounding for the eye happens here
//! and nowhere else.

use crate::text::{self, Lang, Phrase};
use buqi_core::catalogue::{Catalogue, Fact, FactKind, Share, Unit, VoteRule, VoteTest, Written};
use buqi_core::facts::Facts;
use buqi_core::id::{FactIdx, UnitIdx};
use buqi_core::money::{Cost, Fen};
use buqi_core::quantity::{Amount, Basis};
use buqi_core::sizing;
use buqi_core::survey::Reply;
pub use buqi_exchange::typed_number;
use std::sync::Arc;

/// A number with thousands separators and at most two decimals, or two digits
/// where it is less than those tell.
pub fn number(value: f64) -> String {
    if value.abs() >= 100.0 {
        grouped(value, 0)
    } else if value.abs() >= 10.0 {
        grouped(value, 1)
    } else {
        precise(value)
    }
}

/// With two decimals where it is not whole, however large: a figure before it
/// is rounded.
pub fn precise(value: f64) -> String {
    let (mut decimals, mut least) = (2, 0.01);
    // What is more than nothing is not shown as nothing.
    while value != 0.0 && value.abs() < least && decimals < MOST_DECIMALS {
        least /= 10.0;
        decimals = decimals.max(3) + 1;
    }
    grouped(value, decimals)
}

/// More than these, times ten, are no whole number of 64 bits.
const MOST_DECIMALS: u32 = 18;

fn grouped(value: f64, decimals: u32) -> String {
    let text = fixed(value.abs(), decimals);
    let (digits, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, fraction.trim_end_matches('0')),
        None => (text.as_str(), ""),
    };
    let is_zero = text.bytes().all(|it| matches!(it, b'0' | b'.'));
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() {
        format!("{sign}{grouped}")
    } else {
        format!("{sign}{grouped}.{fraction}")
    }
}

/// A number that is not negative, with exactly so many decimals. Whole-number
/// arithmetic does it: the float printing of the standard library is large.
pub fn fixed(value: f64, decimals: u32) -> String {
    let scale = 10_u64.pow(decimals);
    let scaled = (value * scale as f64).round() as u64;
    let (whole, rest) = (scaled / scale, scaled % scale);
    match decimals {
        0 => whole.to_string(),
        _ => format!("{whole}.{rest:0width$}", width = decimals as usize),
    }
}

/// 86 万元, 3,200 元; ¥0.86 M, ¥3,200.
pub fn money(lang: Lang, fen: Fen) -> String {
    let yuan = fen.to_yuan();
    let whole = |yuan: f64| number(if yuan.abs() < 1.0 { yuan } else { yuan.round() });
    match lang {
        Lang::Zh if yuan.abs() >= 10_000.0 => format!("{} 万元", in_ten_thousands(yuan)),
        Lang::Zh => format!("{} 元", whole(yuan)),
        Lang::En if yuan.abs() >= 1_000_000.0 => format!("¥{} M", two_places(yuan / 1e6)),
        Lang::En if yuan.abs() >= 10_000.0 => format!("¥{} k", number((yuan / 1e3).round())),
        Lang::En => format!("¥{}", whole(yuan)),
    }
}

/// To 100 yuan, or to one in English: sums that are added up under each other.
pub fn money_in_full(lang: Lang, fen: Fen) -> String {
    match lang {
        Lang::Zh => format!("{} 万元", precise(fen.to_yuan() / 10_000.0)),
        Lang::En => format!("¥{}", number(fen.to_yuan().round())),
    }
}

/// Low to high, with the unit said once where both share it.
pub fn money_range(lang: Lang, low: Fen, high: Fen) -> String {
    let (a, b) = (low.to_yuan(), high.to_yuan());
    match lang {
        _ if low == high => money(lang, low),
        Lang::Zh if a >= 10_000.0 && b >= 10_000.0 => {
            format!("{}–{} 万元", in_ten_thousands(a), in_ten_thousands(b))
        }
        Lang::Zh if a == 0.0 && b >= 10_000.0 => format!("0–{} 万元", in_ten_thousands(b)),
        _ => format!("{}–{}", money(lang, low), money(lang, high)),
    }
}

/// The typical sum; where that is nothing and more is possible, the range, as a
/// zero would read as "costs nothing".
pub fn typical(lang: Lang, low: Fen, typical: Fen, high: Fen) -> String {
    if typical == Fen(0) && high > Fen(0) {
        return money_range(lang, low, high);
    }
    money(lang, typical)
}

fn in_ten_thousands(yuan: f64) -> String {
    let value = yuan / 10_000.0;
    if value.abs() >= 10.0 {
        number(value.round())
    } else {
        number((value * 10.0).round() / 10.0)
    }
}

fn two_places(value: f64) -> String {
    number((value * 100.0).round() / 100.0)
}

pub fn cost_range(lang: Lang, cost: Cost) -> String {
    money_range(lang, cost.low(), cost.high())
}

/// "4 层", "1984 年", "75%".
pub fn with_unit(lang: Lang, unit: &Unit, value: f64) -> String {
    named(lang, unit, figure(unit, value))
}

/// "1,200 m²（900–1,600）", or just the value where it has no range.
pub fn with_range(lang: Lang, unit: &Unit, amount: Amount) -> String {
    let typical = with_unit(lang, unit, amount.typical());
    if amount.is_exact() {
        return typical;
    }
    typical + &lang.fill(text::BRACKETED, &[&range(unit, amount)])
}

fn range(unit: &Unit, amount: Amount) -> String {
    let [low, high] = [amount.low(), amount.high()].map(|it| figure(unit, it));
    format!("{low}–{high}")
}

/// The value as its unit has it written, without the unit.
fn figure(unit: &Unit, value: f64) -> String {
    match unit.written {
        Written::Figure => number(value),
        Written::Year => fixed(value, 0),
        Written::Percent => number(value * 100.0) + "%",
    }
}

fn named(lang: Lang, unit: &Unit, figure: String) -> String {
    match unit_of(lang, unit, &figure) {
        "" => figure,
        name => format!("{figure} {name}"),
    }
}

/// "buildings" behind most figures, "building" behind "1".
fn unit_of<'a>(lang: Lang, unit: &'a Unit, figure: &str) -> &'a str {
    match lang {
        _ if unit.written == Written::Percent => "",
        Lang::En if !unit.name.en.is_empty() => unit.english(figure),
        Lang::Zh | Lang::En => lang.of(&unit.name),
    }
}

/// What a group of buildings is called that nobody gave a name.
pub fn numbered_group(lang: Lang, row: usize) -> Arc<str> {
    lang.fill(text::GROUP_N, &[&(row + 1).to_string()]).into()
}

/// What somebody answered: "有", "4 层", an option.
pub fn reply(lang: Lang, catalogue: &Catalogue, fact: &Fact, reply: &Reply) -> String {
    match (reply, &fact.kind) {
        (Reply::YesNo(true), _) => lang.say(text::YES).to_owned(),
        (Reply::YesNo(false), _) => lang.say(text::NO).to_owned(),
        (Reply::CannotTell, _) => lang.say(text::CANNOT_TELL).to_owned(),
        (Reply::Number(value), FactKind::Number { unit, .. }) => {
            let unit = catalogue.unit(*unit);
            // Nothing of it is rounded away.
            let figure = match unit.written {
                Written::Figure => precise(*value),
                _ => figure(unit, *value),
            };
            named(lang, unit, figure)
        }
        (Reply::Number(value), _) => number(*value),
        (Reply::Choice(option), FactKind::Choice(options)) => {
            let option = options.iter().find(|it| it.id == *option);
            option.map_or_else(String::new, |it| lang.of(&it.name).to_owned())
        }
        (Reply::Choice(option), _) => option.to_string(),
    }
}

/// What a ledger of buildings says against the figure of their estate.
pub fn ledger_gap(
    lang: Lang,
    catalogue: &Catalogue,
    facts: &Facts,
    idx: FactIdx,
) -> Option<String> {
    let sum = Reply::Number(sizing::ledger_gap(catalogue, facts, idx)?);
    let sum = reply(lang, catalogue, catalogue.fact(idx), &sum);
    Some(lang.fill(text::LEDGER_GAP, &[&sum]))
}

/// The typical amount; where that is nothing and more is possible, the range, as
/// a zero would read as "none needed".
pub fn amount(lang: Lang, catalogue: &Catalogue, unit: UnitIdx, amount: Amount) -> String {
    if amount.typical() == 0.0 && amount.high() > 0.0 {
        return amount_range(lang, catalogue, unit, amount);
    }
    with_unit(lang, catalogue.unit(unit), amount.typical())
}

pub fn amount_range(lang: Lang, catalogue: &Catalogue, unit: UnitIdx, amount: Amount) -> String {
    let unit = catalogue.unit(unit);
    named(lang, unit, range(unit, amount))
}

/// The name of a month, 1 to 12.
pub fn month(lang: Lang, month: u8) -> String {
    const ENGLISH: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    match lang {
        Lang::Zh => format!("{month}月"),
        Lang::En => ENGLISH
            .get(usize::from(month).wrapping_sub(1))
            .copied()
            .unwrap_or_default()
            .to_owned(),
    }
}

/// "9–12月", "12月至次年2月". Months count from a January, which is 0.
pub fn months(lang: Lang, from: u32, to: u32) -> String {
    let [first, last] = [from, to].map(|it| month(lang, (it % 12 + 1) as u8));
    match to / 12 - from / 12 {
        0 if from == to => first,
        0 => lang.fill(text::MONTHS_TO, &[first.trim_end_matches('月'), &last]),
        1 => lang.fill(text::MONTHS_TO_NEXT_YEAR, &[&first, &last]),
        _ => lang.fill(text::MONTHS_ON, &[&first]),
    }
}

/// The months of a mask, one bit each from January on, those that follow each
/// other together: "6–8月、12月至次年2月".
pub fn months_of(lang: Lang, mask: u16) -> String {
    let is_in = |month: u32| mask & (1 << (month % 12)) != 0;
    let first = (0..12).filter(|it| is_in(*it) && !is_in(it + 11));
    let spans: Vec<String> = first
        .map(|from| {
            let rest = (from + 1..from + 12).take_while(|it| is_in(*it));
            months(lang, from, rest.last().unwrap_or(from))
        })
        .collect();
    if mask == 0xfff {
        return months(lang, 0, 11);
    }
    lang.list(&spans)
}

/// A share as a fraction, such as 2/3.
pub fn share(it: Share) -> String {
    format!("{}/{}", it.numerator, it.denominator)
}

/// "面积和人数都要 2/3 以上参加，参加者过 1/2 同意".
pub fn vote_rule(lang: Lang, rule: VoteRule) -> String {
    match rule.same() {
        Some(test) => vote_test(lang, text::BOTH_TESTS, test),
        None => {
            let parts = [
                vote_test(lang, text::BY_AREA, rule.area),
                vote_test(lang, text::BY_HEADS, rule.heads),
            ];
            parts.join(lang.say(text::SEMICOLON))
        }
    }
}

fn vote_test(lang: Lang, by: Phrase, test: VoteTest) -> String {
    let pattern = if test.of_all {
        text::CONSENT_OF_ALL
    } else {
        text::CONSENT_SHARES
    };
    let than = if test.strict {
        text::MORE_THAN
    } else {
        text::AT_LEAST
    };
    // More than all is cut to all.
    let part = |it: Share, said: &dyn Fn(&str) -> String| match it.numerator < it.denominator {
        true => said(&share(it)),
        false => lang.say(text::EVERYBODY).to_owned(),
    };
    let attend = part(test.attendance, &|it| lang.fill(text::SHARE_OR_MORE, &[it]));
    let agree = part(test.approval, &|it| {
        lang.fill(text::SHARE_TO_AGREE, &[lang.say(than), it])
    });
    lang.fill(pattern, &[lang.say(by), &attend, &agree])
}

pub fn basis(lang: Lang, basis: Basis) -> &'static str {
    lang.say(match basis {
        Basis::Measured => text::MEASURED,
        Basis::Derived => text::DERIVED,
        Basis::Constant | Basis::Convention | Basis::Assumed => text::ASSUMED,
    })
}

/// Money for each of something, such as a household.
pub fn each(cost: Fen, count: f64) -> Fen {
    Fen((cost.0 as f64 / count).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_said_as_people_say_it() {
        let zh = |yuan| money(Lang::Zh, Fen::from_yuan(yuan));
        let en = |yuan| money(Lang::En, Fen::from_yuan(yuan));
        assert_eq!(zh(860_000), "86 万元");
        assert_eq!(zh(17_000), "1.7 万元");
        assert_eq!(zh(3_200), "3,200 元");
        assert_eq!(en(860_000), "¥860 k");
        assert_eq!(en(4_860_000), "¥4.86 M");
        assert_eq!(
            money_range(Lang::Zh, Fen::from_yuan(620_000), Fen::from_yuan(1_180_000)),
            "62–118 万元"
        );
        let even = Fen::from_yuan(4_000_000);
        assert_eq!(money_range(Lang::Zh, even, even), "400 万元");
        assert_eq!(money_range(Lang::En, Fen(0), Fen(0)), "¥0");
        let fen = Fen::from_yuan(37_753_214);
        assert_eq!(money_in_full(Lang::Zh, fen), "3,775.32 万元");
        assert_eq!(money_in_full(Lang::En, fen), "¥37,753,214");
    }

    #[test]
    fn one_of_a_unit_is_singular_and_all_else_plural() {
        for unit in &buqi_bundled::catalogue().units {
            let name = &unit.name.en;
            if unit.whole {
                assert_ne!(&*unit.one, &**name, "{name} has a singular");
                assert!(!unit.one.is_empty(), "{name} has a singular");
                assert_eq!(with_unit(Lang::En, unit, 1.0), format!("1 {}", unit.one));
            } else {
                assert!(!name.ends_with('s') || !unit.one.is_empty(), "{name}");
            }
            if unit.written != Written::Figure {
                continue;
            }
            for (value, figure) in [(0.0, "0"), (2.0, "2"), (1_000.0, "1,000"), (0.5, "0.5")] {
                assert_eq!(with_unit(Lang::En, unit, value), format!("{figure} {name}"));
            }
            for value in [0.0, 1.0, 2.0] {
                let zh = format!("{value} {}", unit.name.zh);
                assert_eq!(with_unit(Lang::Zh, unit, value), zh);
            }
        }
    }

    #[test]
    fn a_year_has_no_separators_and_a_share_is_a_percentage() {
        let units = &buqi_bundled::catalogue().units;
        let unit = |written| units.iter().find(|it| it.written == written);
        let year = unit(Written::Year).expect("a year");
        assert_eq!(with_unit(Lang::Zh, year, 1984.0), "1984 年");
        let share = unit(Written::Percent).expect("a share");
        assert_eq!(with_unit(Lang::Zh, share, 0.75), "75%");
        let about = Amount::ranged(0.05, 0.07, 0.125, Basis::Assumed);
        assert_eq!(with_range(Lang::En, share, about), "7% (5%–12.5%)");
    }

    #[test]
    fn a_vote_of_all_says_all() {
        let share = |numerator, denominator| Share {
            numerator,
            denominator,
        };
        let test = VoteTest {
            attendance: share(2, 3),
            approval: share(1, 2),
            strict: true,
            of_all: false,
        };
        let said = |test| vote_rule(Lang::Zh, VoteRule::alike(test));
        assert_eq!(said(test), "面积和人数都要 2/3 以上参加，参加者过 1/2 同意");
        let all = VoteTest {
            attendance: share(1, 1),
            approval: share(1, 1),
            ..test
        };
        assert_eq!(said(all), "面积和人数都要全体参加，参加者全体同意");
    }

    #[test]
    fn months_that_follow_each_other_are_one_span() {
        let of = |mask| months_of(Lang::Zh, mask);
        assert_eq!(of(0b1000_0000_0011), "12月至次年2月");
        assert_eq!(of(0b0000_1110_0000), "6–8月");
        assert_eq!(of(0b1000_0100_0001), "7月、12月至次年1月");
        assert_eq!(of(0b0000_0000_0100), "3月");
        assert_eq!(of(0xfff), "1–12月");
        assert_eq!(months_of(Lang::En, 0b1110_0000), "Jun–Aug");
        assert_eq!(months(Lang::Zh, 8, 11), "9–12月");
        assert_eq!(months(Lang::Zh, 8, 40), "9月起");
    }

    #[test]
    fn numbers_keep_what_matters() {
        assert_eq!(number(1_234_567.0), "1,234,567");
        assert_eq!(number(12.34), "12.3");
        assert_eq!(number(0.35), "0.35");
        assert_eq!(number(100.0), "100");
        assert_eq!(number(0.056), "0.06");
    }

    #[test]
    fn an_answer_is_shown_as_it_was_given() {
        let catalogue = buqi_bundled::catalogue();
        let land = catalogue.fact(catalogue.free_land.expect("the catalogue names it"));
        let shown = |it: f64| reply(Lang::Zh, catalogue, land, &Reply::Number(it));
        assert_eq!(shown(3960.5), "3,960.5 平方米");
        assert_eq!(shown(3960.0), "3,960 平方米");
    }

    #[test]
    fn what_is_more_than_nothing_is_not_shown_as_nothing() {
        assert_eq!(number(0.001), "0.001");
        assert_eq!(number(0.00156), "0.0016");
        assert_eq!(number(1e-7), "0.0000001");
        assert_eq!(precise(0.004), "0.004");
        assert_eq!(number(0.0), "0");
        assert_eq!(money(Lang::Zh, Fen(8)), "0.08 元");
        assert_eq!(money(Lang::En, Fen(50)), "¥0.5");
    }
}
