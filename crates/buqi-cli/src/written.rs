//! Numbers as people write them: full-width, with units, powers of ten by
//! character, ranges; and in `time` lengths of time and years.

mod time;

pub use time::{middle_year, weeks};

/// Full-width letters, digits and brackets as plain ones.
pub fn plain(text: &str) -> String {
    let narrow = |it: char| match it {
        '\u{3000}' => ' ',
        '〜' | '～' | '–' | '—' | '－' | '至' | '到' => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(it as u32 - 0xfee0).unwrap_or(it),
        it => it,
    };
    text.trim()
        .chars()
        .map(narrow)
        .collect::<String>()
        .replace('~', "-")
}

/// What may stand before a number and does not change it.
const BEFORE: [char; 18] = [
    '约', '近', '逾', '超', '过', '共', '计', '总', '达', '为', '¥', '￥', '>', '<', '≥', '≤', ':',
    ' ',
];
const WORDS_BEFORE: [&str; 19] = [
    // 到 was read as the dash of a range.
    "大概",
    "大约",
    "不少于",
    "不低于",
    "不超过",
    "不-",
    "达-",
    "人民币",
    "估算",
    "概算",
    "预算",
    "计划",
    "投资额",
    "投资",
    "建筑面积",
    "面积",
    "户数",
    "rmb",
    "cny",
];

/// What a clause begins with that tells of a part of the number before it.
const OF_WHICH: [&str; 4] = ["其中", "含", "包", "of which"];

/// What a bracket begins with that adds to the number before it.
const AND_ALSO: [&str; 3] = ["另", "加", "+"];

/// Money of another kind, for which there is no rate here.
const OTHER_MONEY: [&str; 10] = [
    "美元", "美金", "欧元", "港元", "港币", "日元", "英镑", "usd", "eur", "hkd",
];

/// What a number counts, which tells the units that may follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Yuan,
    SquareMetres,
    /// Households, buildings and the like.
    Pieces,
    /// Anything may follow a year, as in 1997年前入住.
    Year,
}

impl Measure {
    /// What may follow a number without changing it.
    fn words(self) -> &'static [&'static str] {
        match self {
            Measure::Yuan => &["元", "圆", "块", "人民币", "yuan", "rmb", "cny"],
            Measure::SquareMetres => &[
                "平",
                "方",
                "㎡",
                "square metre",
                "square meter",
                "sqm",
                "sq",
                "m",
            ],
            Measure::Pieces => &[
                "户",
                "栋",
                "幢",
                "座",
                "个",
                "单元",
                "门",
                "梯",
                "家",
                "套",
                "处",
                "居民",
                "住",
                "老旧",
                "楼",
                "房",
                "小区",
                "片区",
                "院",
                "household",
                "building",
                "estate",
                "stairwell",
                "entrance",
                "unit",
            ],
            Measure::Year => &[],
        }
    }

    /// What multiplies a number.
    fn multiples(self) -> &'static [(&'static str, f64)] {
        match self {
            Measure::Yuan => &[
                ("billion", 1e9),
                ("bn", 1e9),
                ("million", 1e6),
                ("mn", 1e6),
                ("m", 1e6),
                ("thousand", 1e3),
                ("k", 1e3),
                ("w", 1e4),
            ],
            Measure::SquareMetres => &[
                ("平方公里", 1e6),
                ("million", 1e6),
                ("thousand", 1e3),
                ("w", 1e4),
                LAND[0],
                LAND[1],
                LAND[2],
            ],
            Measure::Pieces => &[("w", 1e4)],
            Measure::Year => &[],
        }
    }
}

/// What land is measured by, in square metres.
const LAND: [(&str, f64); 3] = [("公顷", 1e4), ("ha", 1e4), ("亩", 2000.0 / 3.0)];

/// What may stand behind any number and does not change it.
const BEHIND: [&str; 10] = [
    "左右", "上下", "以上", "以下", "以内", "余", "多", "整", " ", ".",
];

/// A number as read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Read {
    pub value: f64,
    /// It was the middle of two.
    pub range: bool,
    /// It had 万, 亿 or a measure of its own.
    pub with_power: bool,
    /// Figures about a part of it, or a footnote, were left out.
    pub partly: bool,
    /// It was in hectares or mu, by which land is measured.
    pub of_land: bool,
}

/// “约1.2万㎡”, “12,345”, “3-5栋”, “总投资1200万元，其中工程费1020万元”: one number
/// or the middle of two, with the powers of ten that go by a character and the
/// units of `measure`. Behind any other unit it would be something else.
pub fn number(text: &str, measure: Measure) -> Option<Read> {
    let text = plain(text).to_lowercase();
    let text = text.replace('萬', "万").replace('億', "亿");
    let text = text.replace("m2", "㎡").replace("m²", "㎡");
    // A price per something, a share or a change is no size and no total.
    let has = |it: &&str| text.contains(*it);
    if text.contains(['%', '‰', '$', '€', '每'])
        || text.contains("元/")
        || OTHER_MONEY.iter().any(has)
    {
        return None;
    }
    let has_digit = |it: &&str| it.contains(|it: char| it.is_ascii_digit());
    let (mut main, aside) = without_brackets(&text);
    // “1200（万元）” is no 1200.
    main.extend(aside.iter().filter(|it| is_a_unit(it, measure)).cloned());
    let aside: Vec<&str> = aside.iter().map(String::as_str).filter(has_digit).collect();
    if !has_digit(&&*main) {
        // Written out, with the figure in brackets.
        return match aside[..] {
            [only] => one(only, measure),
            _ => None,
        };
    }
    let clauses = clauses(&main);
    let mut clauses = clauses.into_iter().filter(has_digit);
    let read = one(clauses.next()?, measure)?;
    let further: Vec<&str> = clauses.collect();
    let begins = |it: &str, words: &[&str]| words.iter().any(|word| it.trim().starts_with(word));
    if !further.iter().all(|it| begins(it, &OF_WHICH))
        || aside.iter().any(|it| begins(it, &AND_ALSO))
    {
        return None;
    }
    Some(Read {
        partly: !further.is_empty() || !aside.is_empty(),
        ..read
    })
}

/// The text outside brackets, and what is in each of them.
fn without_brackets(text: &str) -> (String, Vec<String>) {
    let (mut main, mut aside) = (String::new(), Vec::new());
    let mut inside: Option<String> = None;
    for it in text.chars() {
        match (it, &mut inside) {
            ('(' | '[', None) => inside = Some(String::new()),
            (')' | ']', Some(_)) => aside.extend(inside.take()),
            (it, Some(inside)) => inside.push(it),
            (it, None) => main.push(it),
        }
    }
    aside.extend(inside);
    (main, aside)
}

/// Cut where a clause ends; a comma before a digit is one of a number.
fn clauses(text: &str) -> Vec<&str> {
    let mut clauses = Vec::new();
    let mut start = 0;
    for (at, it) in text.char_indices() {
        let behind = &text[at + it.len_utf8()..];
        let in_a_number = it == ',' && behind.starts_with(|it: char| it.is_ascii_digit());
        if matches!(it, ',' | ';' | '。') && !in_a_number {
            clauses.push(&text[start..at]);
            start = at + it.len_utf8();
        }
    }
    clauses.push(&text[start..]);
    clauses
}

/// The one number of a clause, or the middle of its range.
fn one(text: &str, measure: Measure) -> Option<Read> {
    let mut text = text.trim();
    loop {
        let mut words = WORDS_BEFORE.iter();
        let rest = words.find_map(|it| text.strip_prefix(it));
        let rest = rest.unwrap_or_else(|| text.trim_start_matches(BEFORE));
        if rest == text {
            break;
        }
        text = rest;
    }
    let text = without_spaces(text);
    let first = counted(&text)?;
    let (unit, range) = match first.behind.split_once('-') {
        Some((unit, rest)) => (unit, Some(rest.trim_start())),
        None => (first.behind, None),
    };
    let of_land = is_of_land(unit);
    let unit = multiple(unit, measure)?;
    let Some(rest) = range else {
        return Some(Read {
            value: first.value * unit,
            range: false,
            with_power: first.power.is_some() || unit != 1.0,
            partly: false,
            of_land,
        });
    };
    let last = counted(rest)?;
    let behind = multiple(last.behind, measure)?;
    // In “3-5万” both are meant.
    let power = first.power.or(last.power).unwrap_or(1.0);
    let low = match first.power {
        Some(_) => first.value,
        None => first.value * power,
    };
    let unit = if unit == 1.0 { behind } else { unit };
    let middle = low + (last.value - low) / 2.0;
    (low <= last.value).then_some(Read {
        value: middle * unit,
        range: true,
        with_power: last.power.is_some() || unit != 1.0,
        partly: false,
        of_land: of_land || is_of_land(last.behind),
    })
}

/// “43 200 000” without its spaces.
fn without_spaces(text: &str) -> String {
    let digits = |it: &str| it.len() - it.trim_start_matches(|it: char| it.is_ascii_digit()).len();
    let head = digits(text);
    let (mut joined, mut rest) = text.split_at(head);
    let mut whole = joined.to_owned();
    while (1..=3).contains(&head)
        && let Some(group) = rest.strip_prefix(' ')
        && digits(group) == 3
    {
        (joined, rest) = group.split_at(3);
        whole.push_str(joined);
    }
    whole + rest
}

/// A figure with its powers of ten.
struct Counted<'a> {
    value: f64,
    /// By which all of it was multiplied; `None` without 万, 亿 and the like.
    power: Option<f64>,
    behind: &'a str,
}

/// “1亿2000万”, “4千3百万”, “12,345”; not “1亿2000”, which may be either.
fn counted(text: &str) -> Option<Counted<'_>> {
    let (mut figure, mut behind) = leading(text)?;
    // What a 万 or 亿 has closed, and what is below the next one.
    let (mut closed, mut open) = (0.0, 0.0);
    let mut power = None;
    let (mut last_small, mut last_big) = (f64::INFINITY, f64::INFINITY);
    loop {
        let (by, rest) = power_of(behind);
        let small = small_power(behind);
        let big = by / small;
        let falls = (open == 0.0 || small < last_small) && (closed == 0.0 || big < last_big);
        if power.is_some() && (by == 1.0 || !falls) {
            return None;
        }
        (last_small, last_big) = (small, big);
        open += figure * small;
        if by > small {
            closed += open * big;
            open = 0.0;
        }
        behind = rest;
        if by == 1.0 {
            break;
        }
        power = Some(by);
        match leading(behind) {
            Some((next, rest)) => (figure, behind) = (next, rest),
            None => break,
        }
    }
    Some(Counted {
        value: closed + open,
        power,
        behind,
    })
}

/// What a unit is of the yuan, square metre or count that is wanted; `None`
/// for one that is not known and might be another.
fn multiple(unit: &str, measure: Measure) -> Option<f64> {
    let unit = unit.trim();
    if measure == Measure::Year {
        return (!unit.contains(|it: char| it.is_ascii_alphanumeric() || it == '-')).then_some(1.0);
    }
    let is_letter = |it: char| it.is_ascii_lowercase();
    // 栋楼房 is of buildings, and 天 of nothing that is counted here.
    let known = |unit: &str| {
        let mut rest = unit.trim_start();
        while let Some(shorter) = BEHIND.iter().find_map(|it| rest.strip_prefix(it)) {
            rest = shorter;
        }
        let mut words = measure.words().iter();
        let is_ours = words.any(|word| {
            let behind = rest.strip_prefix(word);
            let is_whole = |it: &str| !word.ends_with(is_letter) || !it.starts_with(is_letter);
            behind.is_some_and(|it| is_whole(it.strip_prefix('s').unwrap_or(it)))
        });
        let is_more = |it: char| it.is_ascii_digit() || "/-".contains(it);
        rest.is_empty() || is_ours && !rest.contains(is_more)
    };
    let multiples = measure.multiples().iter();
    let mut other = multiples.filter_map(|(name, times)| Some((unit.strip_prefix(name)?, *times)));
    match other.find(|it| known(it.0)) {
        Some((_, times)) => Some(times),
        None => known(unit).then_some(1.0),
    }
}

fn is_a_unit(text: &str, measure: Measure) -> bool {
    let (power, rest) = power_of(text);
    !text.trim().is_empty()
        && (power != 1.0 || !rest.is_empty())
        && measure != Measure::Year
        && multiple(rest, measure).is_some()
}

fn is_of_land(unit: &str) -> bool {
    LAND.iter().any(|it| unit.trim().starts_with(it.0))
}

/// An amount in yuan and nothing else: 8000000, “8,000,000元”, 800万.
pub fn yuan(text: &str) -> Option<f64> {
    let text = plain(text);
    let text = text.trim_start_matches(['¥', '￥']).trim_end_matches('元');
    let (first, rest) = leading(text.trim())?;
    let (power, rest) = power_of(rest);
    rest.trim().is_empty().then_some(first * power)
}

/// The digits a text starts with; commas may stand before groups of three.
fn leading(text: &str) -> Option<(f64, &str)> {
    let end = text
        .find(|it: char| !it.is_ascii_digit() && it != '.' && it != ',')
        .unwrap_or(text.len());
    let digits = text[..end].trim_end_matches([',', '.']);
    // “1.234,5” is written by other rules, and guessing would be a factor off.
    let fraction = digits.split_once('.').map_or("", |it| it.1);
    if fraction.contains([',', '.']) {
        return None;
    }
    let rest = &text[digits.len()..];
    let whole = digits.split('.').next().unwrap_or_default();
    let mut groups = whole.split(',');
    let head = groups.next()?.len();
    let grouped = groups.clone().next().is_some();
    if grouped && (head > 3 || !groups.all(|it| it.len() == 3)) {
        return None;
    }
    // A spreadsheet's “1.5E+05”.
    let exponent = rest
        .strip_prefix(['e', 'E'])
        .map(|it| it.trim_start_matches('+'));
    if let Some(power) = exponent
        && let Ok(power) = power.parse::<i32>()
    {
        let text = format!("{}e{power}", digits.replace(',', ""));
        let value: f64 = text.parse().ok()?;
        return value.is_finite().then_some((value, ""));
    }
    let value: f64 = digits.replace(',', "").parse().ok()?;
    value.is_finite().then_some((value, rest))
}

/// 万 is 10,000 and 亿 100,000,000; also 千, 百 and both together.
pub fn power_of(text: &str) -> (f64, &str) {
    let mut text = text.trim_start().trim_start_matches(['余', '多', '+']);
    let mut power = 1.0;
    while let Some(first) = text.chars().next() {
        power *= match first {
            '百' => 1e2,
            '千' => 1e3,
            '万' => 1e4,
            '亿' => 1e8,
            _ => break,
        };
        text = &text[first.len_utf8()..];
    }
    (power, text.trim_start_matches(['余', '多']))
}

/// Of these the 百 and 千, which belong to one figure.
fn small_power(text: &str) -> f64 {
    let text = text.trim_start().trim_start_matches(['余', '多', '+']);
    let small = text.chars().map_while(|it| match it {
        '百' => Some(1e2),
        '千' => Some(1e3),
        _ => None,
    });
    small.product()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<f64> {
        value_of(text, Measure::Pieces)
            .or_else(|| value_of(text, Measure::SquareMetres))
            .or_else(|| value_of(text, Measure::Yuan))
    }

    fn value_of(text: &str, measure: Measure) -> Option<f64> {
        number(text, measure).map(|it| it.value)
    }

    #[test]
    fn a_number_of_something_else_is_no_number() {
        use Measure::{Pieces, SquareMetres, Year, Yuan};
        for (text, measure, wanted) in [
            ("1200（万元）", Yuan, Some(12_000_000.0)),
            ("4320（万）", Yuan, Some(43_200_000.0)),
            ("43.2M", Yuan, Some(43_200_000.0)),
            ("1200万元左右", Yuan, Some(12_000_000.0)),
            ("1亿2000", Yuan, None),
            ("3万5", Yuan, None),
            ("2万3万元", Yuan, None),
            ("5000天", Yuan, None),
            ("1200万港币", Yuan, None),
            ("1200㎡", Yuan, None),
            ("10.8平方公里", SquareMetres, Some(10_800_000.0)),
            ("35,000 sq m", SquareMetres, Some(35_000.0)),
            ("3.5万栋", SquareMetres, None),
            ("35000㎡/栋", SquareMetres, None),
            ("12栋居民楼", Pieces, Some(12.0)),
            ("15个老旧小区", Pieces, Some(15.0)),
            ("24栋楼房", Pieces, Some(24.0)),
            ("1.2万余户家庭", Pieces, Some(12_000.0)),
            ("12 households in all", Pieces, Some(12.0)),
            ("35000㎡住宅", SquareMetres, Some(35_000.0)),
            ("1200万元财政资金", Yuan, Some(12_000_000.0)),
            ("52 mu", SquareMetres, None),
            ("180天", Pieces, None),
            ("200人", Pieces, None),
            ("1997年前入住", Year, Some(1997.0)),
            ("1990s", Year, None),
        ] {
            assert_eq!(value_of(text, measure), wanted, "{text}");
        }
        let of_land = |text| number(text, SquareMetres).map(|it| it.of_land);
        assert_eq!(of_land("10公顷"), Some(true));
        assert_eq!(of_land("10w㎡"), Some(false));
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, wanted) in [
            ("6片区", 6.0),
            ("１２３４", 1234.0),
            ("1,234.5", 1234.5),
            ("约1.5万㎡", 15_000.0),
            ("3.7亿元", 370_000_000.0),
            ("2千余户", 2000.0),
            ("500多户", 500.0),
            ("3-5栋", 4.0),
            ("3～5万", 40_000.0),
            ("8千-1.2万", 10_000.0),
            ("1.5E+05", 150_000.0),
            ("10个（含商铺）", 10.0),
            ("约3000", 3_000.0),
            ("大约3000户左右", 3_000.0),
            ("总计 1.2 亿元", 120_000_000.0),
            ("RMB 3,391", 3_391.0),
            ("￥5000万", 50_000_000.0),
            ("≥300", 300.0),
            ("不少于2千户", 2_000.0),
            ("2000+", 2_000.0),
            ("不到500户", 500.0),
            ("10.8万m2", 108_000.0),
            ("10.8 万 M2", 108_000.0),
            ("108000m2", 108_000.0),
            ("10.8w㎡", 108_000.0),
            ("10.8公顷", 108_000.0),
            ("54亩", 36_000.0),
            ("1200万元（中央预算内投资600万元）", 12_000_000.0),
            ("总投资1200万元，其中工程费1020万元", 12_000_000.0),
            ("人民币1200万元", 12_000_000.0),
            ("人民币壹仟贰佰万元整（1200万元）", 12_000_000.0),
            ("估算总投资4320万元", 43_200_000.0),
            ("总投资：约为4320万元", 43_200_000.0),
            ("不超过4320万元", 43_200_000.0),
            ("≤1200万元", 12_000_000.0),
            ("4320万元至4500万元", 44_100_000.0),
            ("1亿2000万元", 120_000_000.0),
            ("4千3百万元", 43_000_000.0),
            ("3千万元", 30_000_000.0),
            ("10万8千平方米", 108_000.0),
            ("35000㎡（其中住宅32000㎡）", 35_000.0),
            ("总建筑面积10.8万平方米", 108_000.0),
            ("4320万元[1]", 43_200_000.0),
            ("43 200 000", 43_200_000.0),
            ("1200萬元", 12_000_000.0),
            ("4320W", 43_200_000.0),
            ("43.2 million", 43_200_000.0),
            ("12,345 households", 12_345.0),
        ] {
            assert_eq!(value(text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_could_mean_two_things_is_no_number() {
        for text in [
            "若干",
            "",
            "1,2",
            "3栋另5栋",
            "5-3",
            "3-4-5",
            "-5",
            "..",
            "1e9999",
            "35%",
            "３５％",
            "400元/㎡",
            "每户2万元",
            "1.234,5",
            "1.2.3",
            "1200万美元",
            "12 USD",
            "120 apples",
            "3栋（另5栋）",
            "3栋, 5栋",
            "4320万元-",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
