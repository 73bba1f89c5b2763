//! What a cell of a table answers.

use super::Why;
use super::names::{half_width, plain};
use crate::format::MAX_COUNT;
use crate::typed_number;
use buqi_core::Catalogue;
use buqi_core::catalogue::{Fact, FactKind, Unit};
use buqi_core::survey::{Refused, Reply, check_reply};

/// An answer read from a cell.
pub struct Read {
    pub reply: Reply,
    /// The cell says "about".
    pub is_rough: bool,
}

const YES: &[&str] = &[
    "有", "是", "对", "已有", "yes", "y", "true", "√", "✓", "✔", "☑",
];
const NO: &[&str] = &[
    "无", "没有", "否", "不是", "未", "no", "n", "false", "×", "✗", "✘",
];
const CANNOT_TELL: &[&str] = &[
    "不清楚",
    "说不清",
    "不详",
    "未知",
    "待查",
    "unknown",
    "can't tell",
    "cannot-tell",
    "?",
];
const NO_VALUE: &[&str] = &[
    "-",
    "--",
    "—",
    "——",
    "–",
    "/",
    "\\",
    "无数据",
    "n/a",
    "na",
    "暂无",
    "缺",
];
const BEFORE: &[&str] = &[
    "大约", "约", "近", "≈", "~", "about", "approx.", "approx", "ca.",
];
const AFTER: &[&str] = &["左右", "上下", "余", "多"];

/// What a metre, a square metre and a cubic metre are written as.
const METRES: [&[&str]; 4] = [
    &[],
    &["m", "米", "延米", "metre", "metres", "meter", "meters"],
    &[
        "㎡",
        "m2",
        "m²",
        "平方米",
        "平米",
        "平方",
        "平",
        "sqm",
        "sq m",
    ],
    &["m3", "m³", "立方米", "立方"],
];

/// `n_buildings` is of how many buildings a number is the sum; the reply is
/// about one of them.
pub fn reply(
    catalogue: &Catalogue,
    fact: &Fact,
    text: &str,
    unit: Option<&str>,
    n_buildings: u32,
) -> Result<Read, Why> {
    let small: String = text
        .chars()
        .map(half_width)
        .flat_map(char::to_lowercase)
        .collect();
    let small = small.trim();
    if NO_VALUE.contains(&small) {
        return Err(Why::NoValue);
    }
    let mut is_rough = false;
    let mut whole = false;
    let reply = if CANNOT_TELL.contains(&small) {
        Reply::CannotTell
    } else {
        match &fact.kind {
            FactKind::YesNo if YES.contains(&small) => Reply::YesNo(true),
            FactKind::YesNo if NO.contains(&small) => Reply::YesNo(false),
            FactKind::YesNo => return Err(Why::NotUnderstood),
            FactKind::Choice(options) => {
                let is_named = |it: &str| plain(it) == plain(small);
                let option = options.iter().find(|it| {
                    is_named(it.id.as_str()) || is_named(&it.name.zh) || is_named(&it.name.en)
                });
                Reply::Choice(
                    option
                        .ok_or(Why::Refused(Refused::UnknownOption))?
                        .id
                        .clone(),
                )
            }
            FactKind::Number {
                unit: of_fact, max, ..
            } => {
                let of_fact = catalogue.unit(*of_fact);
                whole = of_fact.whole;
                let number;
                (number, is_rough) = amount(small, unit, Some(of_fact), *max <= 1.0)?;
                let each = number / f64::from(n_buildings);
                Reply::Number(if whole && n_buildings > 1 {
                    each.round()
                } else {
                    each
                })
            }
        }
    };
    check_reply(fact, whole, &reply).map_err(Why::Refused)?;
    Ok(Read { reply, is_rough })
}

/// The number of a cell in the unit of its fact, however large.
pub fn figure(
    catalogue: &Catalogue,
    fact: &Fact,
    text: &str,
    unit_of_name: Option<&str>,
) -> Option<f64> {
    let FactKind::Number { unit, max, .. } = fact.kind else {
        return None;
    };
    let small: String = text
        .chars()
        .map(half_width)
        .flat_map(char::to_lowercase)
        .collect();
    let unit = Some(catalogue.unit(unit));
    Some(amount(small.trim(), unit_of_name, unit, max <= 1.0).ok()?.0)
}

/// How many buildings: 3, 3栋.
pub fn count(text: &str) -> Result<u32, Why> {
    let small: String = text.chars().map(half_width).collect();
    let bare = small.trim().trim_end_matches(['栋', '幢', '座', '个']);
    let number = typed_number(bare).ok_or(Why::NotUnderstood)?;
    if number < 1.0 {
        return Err(Why::Refused(Refused::Below(1.0)));
    }
    let most = f64::from(MAX_COUNT);
    if number > most {
        return Err(Why::Refused(Refused::Above(most)));
    }
    if number.fract() != 0.0 {
        return Err(Why::Refused(Refused::NotWhole));
    }
    Ok(number as u32)
}

/// 约1,200㎡ → 1200 and whether it is rough.
fn amount(
    text: &str,
    of_name: Option<&str>,
    unit: Option<&Unit>,
    is_share: bool,
) -> Result<(f64, bool), Why> {
    let mut rest = text;
    let mut is_rough = false;
    for word in BEFORE {
        if let Some(it) = rest.strip_prefix(word) {
            (rest, is_rough) = (it.trim_start(), true);
        }
    }
    for word in AFTER {
        if let Some(it) = rest.strip_suffix(word) {
            (rest, is_rough) = (it.trim_end(), true);
        }
    }
    let in_number = |it: char| it.is_ascii_digit() || matches!(it, '.' | ',' | '-' | ' ');
    let end = rest.find(|it| !in_number(it)).unwrap_or(rest.len());
    let (digits, own) = rest.split_at_checked(end).ok_or(Why::NotUnderstood)?;
    let number = typed_number(digits).ok_or(Why::NotUnderstood)?;
    let own = own.trim();
    // 1200余㎡.
    let own = AFTER
        .iter()
        .fold(own, |own, word| match own.strip_prefix(word) {
            Some(it) => {
                is_rough = true;
                it
            }
            None => own,
        });
    // The cell's own unit goes before that of its name, but 万 and 万㎡ add up
    // to the same: a factor is only ever taken once.
    let said = if own.is_empty() {
        of_name.unwrap_or_default()
    } else {
        own
    };
    let factor = factor(said, unit, is_share)?;
    if factor == 1.0 {
        return Ok((number, is_rough));
    }
    // A product such as 1.1 × 10000 is not to end in 1e-12.
    Ok(((number * factor * 1e6).round() / 1e6, is_rough))
}

/// What a number has to be multiplied by to be in `unit`.
fn factor(said: &str, unit: Option<&Unit>, is_share: bool) -> Result<f64, Why> {
    let small: String = said
        .chars()
        .map(half_width)
        .flat_map(char::to_lowercase)
        .collect();
    let small = small.trim();
    if small == "%" {
        return match is_share {
            true => Ok(0.01),
            false => Err(Why::UnknownUnit(said.into())),
        };
    }
    let (small, factor) = match small.strip_prefix('万') {
        Some(it) => (it, 1e4),
        None => (small, 1.0),
    };
    if small.is_empty() || unit.is_some_and(|it| is_spelled(it, small)) {
        Ok(factor)
    } else {
        Err(Why::UnknownUnit(said.into()))
    }
}

/// Whether a text is a way to write a unit. A counted noun may stand with 个
/// or without.
fn is_spelled(unit: &Unit, said: &str) -> bool {
    let metres = METRES
        .get(usize::from(unit.power))
        .copied()
        .unwrap_or_default();
    let noun = |it: &str| it.to_lowercase().trim_start_matches('个').to_owned();
    let bare = noun(said);
    metres.contains(&said)
        || said == "个" && unit.name.zh.starts_with('个')
        || noun(&unit.name.zh) == bare
        || noun(&unit.name.en) == bare
        || noun(&unit.name.en).trim_end_matches('s') == bare && !bare.is_empty()
}
