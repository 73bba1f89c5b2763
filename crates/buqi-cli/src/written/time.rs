//! Lengths of time and years as people write them.

use super::{Measure, number, plain, without_brackets};

/// The weeks of “约4-5个月”, “一年半”, “1年6个月”, “200天” or “2023.3-2023.11”:
/// months of a twelfth of 52 weeks, five working days to a week.
pub fn weeks(text: &str) -> Option<f64> {
    let text = plain(text).to_lowercase();
    let text = without_brackets(&text).0.replace(['约', '近', ' '], "");
    let text = text.trim_end_matches("左右");
    if let Some(weeks) = from_date_to_date(text) {
        return Some(weeks);
    }
    let per_week = [
        ("工作日", 0.2),
        ("个月", MONTH),
        ("months", MONTH),
        ("month", MONTH),
        ("月", MONTH),
        ("日历天", 1.0 / 7.0),
        ("days", 1.0 / 7.0),
        ("day", 1.0 / 7.0),
        ("天", 1.0 / 7.0),
        ("日", 1.0 / 7.0),
        ("weeks", 1.0),
        ("week", 1.0),
        ("周", 1.0),
        ("years", 52.0),
        ("year", 52.0),
        ("年", 52.0),
        ("d", 1.0 / 7.0),
    ];
    let in_one = |text: &str| {
        let (count, weeks) = per_week.into_iter().find_map(|(unit, weeks)| {
            // In “4个月-5个月” it stands twice.
            Some((text.strip_suffix(unit)?.replace(unit, ""), weeks))
        })?;
        let half = count.strip_suffix("个半");
        let count = half.unwrap_or(count.trim_end_matches('个'));
        let value = spelled(count).or_else(|| Some(number(count, Measure::Pieces)?.value))?;
        let value = value + if half.is_some() { 0.5 } else { 0.0 };
        (value > 0.0).then_some(value * weeks)
    };
    if let Some(years) = text.strip_suffix("年半") {
        return Some(in_one(&format!("{years}年"))? + 26.0);
    }
    match text.split_once('年') {
        Some((years, rest)) if !rest.is_empty() && !rest.starts_with('-') => {
            let rest = rest.trim_start_matches(['零', '又']);
            Some(in_one(&format!("{years}年"))? + in_one(rest)?)
        }
        _ => in_one(text),
    }
}

const MONTH: f64 = 52.0 / 12.0;

/// A small number in characters.
fn spelled(text: &str) -> Option<f64> {
    let digit = |it: char| "一二三四五六七八九".chars().position(|known| known == it);
    let digit = |it: char| digit(it).map(|it| it as f64 + 1.0);
    let mut chars = text.chars();
    match (chars.next()?, chars.next(), chars.next()) {
        ('半', None, _) => Some(0.5),
        ('两', None, _) => Some(2.0),
        ('十', None, _) => Some(10.0),
        ('十', Some(it), None) => Some(10.0 + digit(it)?),
        (it, None, _) => digit(it),
        _ => None,
    }
}

/// The weeks of “2023.3-2023.11” or “2023-03-01-2023-11-30”, with the first and
/// the last month or day; the second year may be left out.
fn from_date_to_date(text: &str) -> Option<f64> {
    let is_sign = |it: char| ['.', '-', '/', '年', '月', '日'].contains(&it);
    let parts = text.split(is_sign).filter(|it| !it.is_empty());
    let parts: Option<Vec<f64>> = parts
        .map(|it| Some(f64::from(it.parse::<u16>().ok()?)))
        .collect();
    let is_year = |it: f64| (1950.0..=2100.0).contains(&it);
    let (first, last) = match parts?[..] {
        [year, from, to] => ([year, from, 0.0], [year, to, 0.0]),
        [year, from, last, to] => ([year, from, 0.0], [last, to, 0.0]),
        [year, from, day, last, to, last_day] => ([year, from, day], [last, to, last_day]),
        _ => return None,
    };
    let is_one = |[year, month, day]: [f64; 3]| {
        is_year(year) && (1.0..=12.0).contains(&month) && day <= 31.0
    };
    let months = (last[0] - first[0]) * 12.0 + last[1] - first[1];
    let days = last[2] - first[2];
    let weeks = if last[2] > 0.0 {
        months * MONTH + (days + 1.0) / 7.0
    } else {
        (months + 1.0) * MONTH
    };
    (is_one(first) && is_one(last) && weeks > 0.0).then_some(weeks)
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

    #[test]
    fn a_duration_is_read_in_weeks() {
        assert_eq!(weeks("12个月"), Some(52.0));
        assert_eq!(weeks("约4-5个月"), Some(19.5));
        assert_eq!(weeks("210天"), Some(30.0));
        assert_eq!(weeks("60个工作日").map(f64::round), Some(12.0));
        for (text, wanted) in [
            ("2年", 104.0),
            ("1.5年", 78.0),
            ("一年", 52.0),
            ("一年半", 78.0),
            ("半年", 26.0),
            ("六个月", 26.0),
            ("十二个月", 52.0),
            ("1年6个月", 78.0),
            ("18 months", 78.0),
            ("210d", 30.0),
            ("210日历天", 30.0),
            ("2023.3-2023.11", 39.0),
            ("2023年3月至2024年2月", 52.0),
            ("2022年1月-3月(计划)", 13.0),
            ("2023-03至2023-11", 39.0),
            ("2023年3月1日-2023年4月4日", 13.0 / 3.0 + 4.0 / 7.0),
            ("1 year", 52.0),
            ("两个半月", 2.5 * MONTH),
            ("24个月左右", 104.0),
            ("1年零6个月", 78.0),
            ("4个月-5个月", 19.5),
            ("1年-2年", 78.0),
        ] {
            assert_eq!(weeks(text), Some(wanted), "{text}");
        }
        for text in [
            "两季",
            "180",
            "-5天",
            "abc",
            "2023.11-2023.3",
            "年",
            "2022年5月底-10月底",
        ] {
            assert_eq!(weeks(text), None, "{text}");
        }
    }

    #[test]
    fn a_project_of_several_years_is_of_the_middle_one() {
        assert_eq!(middle_year("2020-2022"), Some(2021.0));
        assert_eq!(middle_year("2022-"), Some(2022.0));
        assert_eq!(middle_year("多在30年以上"), None);
    }
}
