//! Numbers as people write them: full-width, with units, powers of ten by
//! character, ranges, lengths of time and years.

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
const BEFORE: [char; 15] = [
    '约', '近', '逾', '超', '过', '共', '计', '总', '达', '¥', '￥', '>', '<', '≥', ' ',
];
const WORDS_BEFORE: [&str; 8] = [
    // 到 was read as the dash of a range.
    "大概",
    "大约",
    "不少于",
    "不低于",
    "不-",
    "达-",
    "rmb",
    "cny",
];

/// A number as read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Read {
    pub value: f64,
    /// It was the middle of two.
    pub range: bool,
    /// It had 万 or 亿 of its own.
    pub with_power: bool,
}

/// “约1.2万㎡”, “12,345”, “3-5栋”: one number or the middle of two, with the
/// powers of ten that go by a character. Text behind it is a unit as long as
/// it holds no further digit.
pub fn number(text: &str) -> Option<Read> {
    let text = plain(text);
    let text = text.to_lowercase();
    let mut text = text.trim_start_matches(BEFORE);
    while let Some(rest) = WORDS_BEFORE.iter().find_map(|it| text.strip_prefix(it)) {
        text = rest.trim_start_matches(BEFORE);
    }
    // A price per something, a share or a change is no size and no total.
    if text.contains(['%', '％', '‰']) || text.contains("元/") || text.contains("每") {
        return None;
    }
    let (first, rest) = leading(text)?;
    let (own, after) = power(rest);
    let after_range = after.trim_start().strip_prefix('-').map(str::trim_start);
    let Some(second) = after_range.and_then(leading) else {
        let ends = !after.contains(|it: char| it.is_ascii_digit()) && after_range.is_none();
        return ends.then_some(Read {
            value: first * own,
            range: false,
            with_power: own != 1.0,
        });
    };
    let (last, rest) = second;
    let (power, after) = power(rest);
    if after.contains(|it: char| it.is_ascii_digit() || it == '-') {
        return None;
    }
    // In “3-5万” both are meant.
    let low = first * if own == 1.0 { power } else { own };
    let high = last * power;
    let middle = low + (high - low) / 2.0;
    (low <= high).then_some(Read {
        value: middle,
        range: true,
        with_power: power != 1.0,
    })
}

/// An amount in yuan and nothing else: 8000000, “8,000,000元”, 800万.
pub fn yuan(text: &str) -> Option<f64> {
    let text = plain(text);
    let text = text.trim_start_matches(['¥', '￥']).trim_end_matches('元');
    let (first, rest) = leading(text.trim())?;
    let (power, rest) = power(rest);
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
pub fn power(text: &str) -> (f64, &str) {
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

/// The weeks of “约4-5个月” or “200天”: months of a twelfth of 52 weeks, five
/// working days to a week.
pub fn weeks(text: &str) -> Option<f64> {
    let text = plain(text).replace(['约', '近'], "");
    let per_week = [
        ("工作日", 0.2),
        ("个月", 52.0 / 12.0),
        ("月", 52.0 / 12.0),
        ("天", 1.0 / 7.0),
        ("日", 1.0 / 7.0),
        ("周", 1.0),
    ];
    let (number, weeks) = per_week
        .into_iter()
        .find_map(|(unit, weeks)| Some((text.split_once(unit)?.0, weeks)))?;
    let read = self::number(number)?;
    (read.value > 0.0).then_some(read.value * weeks)
}

/// Of “2020-2022” 2021; of “2022-” 2022.
pub fn middle_year(text: &str) -> Option<f64> {
    let text = plain(text);
    let digits = text.split(|it: char| !it.is_ascii_digit());
    let years: Vec<f64> = digits
        .filter(|it| it.len() == 4)
        .filter_map(|it| it.parse().ok())
        .filter(|it| (1950.0..=2100.0).contains(it))
        .collect();
    let (first, last) = (years.first()?, years.last()?);
    Some(first + (last - first) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<f64> {
        number(text).map(|it| it.value)
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
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }

    #[test]
    fn a_duration_is_read_in_weeks() {
        assert_eq!(weeks("12个月"), Some(52.0));
        assert_eq!(weeks("约4-5个月"), Some(19.5));
        assert_eq!(weeks("210天"), Some(30.0));
        assert_eq!(weeks("60个工作日").map(f64::round), Some(12.0));
        assert_eq!(weeks("两季"), None);
    }

    #[test]
    fn a_project_of_several_years_is_of_the_middle_one() {
        assert_eq!(middle_year("2020-2022"), Some(2021.0));
        assert_eq!(middle_year("2022-"), Some(2022.0));
        assert_eq!(middle_year("多在30年以上"), None);
    }
}
