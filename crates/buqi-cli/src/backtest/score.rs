//! How predictions compare with what was published.

use super::predict::Prediction;
use crate::figures;
use crate::output::say;
use buqi_core::money::{Cost, Fen};
use buqi_core::schedule::Weeks;
use buqi_exchange::Lang;

/// What was compared, for the line at the end.
#[derive(Default)]
pub struct Score {
    /// Predicted per published total.
    ratios: Vec<f64>,
    /// Predicted per published length of the works.
    durations: Vec<f64>,
    n_inside_weeks: usize,
    n_inside_likely: usize,
    n_inside_hard: usize,
    /// The rows that were not compared, by name.
    pub without_total_or_size: Vec<String>,
    pub too_few_works: Vec<String>,
    pub without_price: Vec<String>,
}

pub fn holds(range: Cost, value: Fen) -> bool {
    range.low() <= value && value <= range.high()
}

pub fn ratio(prediction: &Prediction, reported: Fen) -> f64 {
    prediction.total.typical().to_yuan() / reported.to_yuan()
}

impl Score {
    pub fn add(&mut self, prediction: &Prediction, reported: Fen) {
        self.ratios.push(ratio(prediction, reported));
        self.n_inside_likely += usize::from(holds(prediction.likely, reported));
        self.n_inside_hard += usize::from(holds(prediction.total, reported));
    }

    /// From start to acceptance, by the critical path of one average estate,
    /// beside the published length of the whole project, whose estates may have
    /// followed each other.
    pub fn add_weeks(&mut self, prediction: &Prediction, published: f64, lang: Lang) {
        let Weeks { low, typical, high } = prediction.to_acceptance;
        let works = prediction.weeks.typical;
        self.durations.push(f64::from(typical) / published);
        self.n_inside_weeks += usize::from((f64::from(low)..=f64::from(high)).contains(&published));
        let published = published.round();
        match lang {
            Lang::Zh => say!(
                "  一个小区施工 {works} 周，到验收 {typical} 周（{low}–{high}），公布 {published} 周"
            ),
            Lang::En => {
                say!(
                    "  works of one estate {}, to acceptance {typical} ({low}–{high}), published {published}",
                    figures::counted(works, "week", "weeks")
                )
            }
        }
    }

    fn print_weeks(&self, lang: Lang) {
        let (n, inside) = (self.durations.len(), self.n_inside_weeks);
        if let Some(ratio) = median(self.durations.clone()) {
            match lang {
                Lang::Zh => say!(
                    "工期：{n} 个有公布值，{inside} 个在区间内，预测与公布之比的中位数 {ratio:.2}"
                ),
                Lang::En => say!(
                    "Length of works: {n} published, {inside} within the range, median of predicted per published {ratio:.2}"
                ),
            }
        }
    }

    pub fn print(&self, lang: Lang) {
        let groups = [
            (
                &self.without_total_or_size,
                "没有总投资或规模",
                "without total or size",
            ),
            (
                &self.too_few_works,
                "匹配的内容太少",
                "with too few matched works",
            ),
            (
                &self.without_price,
                "没有可计价的内容",
                "with nothing that has a price",
            ),
        ];
        for (titles, zh, en) in groups.into_iter().filter(|it| !it.0.is_empty()) {
            let (n, names) = (titles.len(), titles.join(lang.pick("、", ", ")));
            match lang {
                Lang::Zh => say!("未比较，{zh}（{n} 个）：{names}"),
                Lang::En => say!("Not compared, {en} ({n}): {names}"),
            }
        }
        self.print_weeks(lang);
        say!("{}", self.json());
    }

    /// Shares are of `n`; `bias` is the median of the logarithms, so that 0.1
    /// means about a tenth too high. Without cases the shares are null.
    fn json(&self) -> String {
        let n = self.ratios.len();
        let logarithms: Vec<f64> = self.ratios.iter().map(|it| logarithm(*it)).collect();
        let absolute = logarithms.iter().map(|it| it.abs()).collect();
        let share = |part: usize| figure((n > 0).then(|| part as f64 / n as f64));
        format!(
            r#"{{"n":{n},"inside_likely":{},"inside_hard":{},"median_abs_log_ratio":{},"bias":{}}}"#,
            share(self.n_inside_likely),
            share(self.n_inside_hard),
            figure(median(absolute)),
            figure(median(logarithms)),
        )
    }
}

/// A report for people, never part of what a survey comes to, so it need not
/// be the same to the last bit everywhere.
#[allow(clippy::disallowed_methods)]
fn logarithm(value: f64) -> f64 {
    value.ln()
}

fn figure(value: Option<f64>) -> String {
    let finite = value.filter(|it| it.is_finite());
    finite.map_or("null".to_owned(), |it| {
        let rounded = format!("{it:.4}");
        // Nothing is gained by telling a zero from below.
        if rounded == "-0.0000" {
            "0.0000".to_owned()
        } else {
            rounded
        }
    })
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    let even = values.len().is_multiple_of(2);
    Some(if even {
        (values[middle - 1] + upper) / 2.0
    } else {
        upper
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_is_between_two() {
        assert_eq!(median(vec![3.0, 1.0]), Some(2.0));
        assert_eq!(median(vec![9.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(Vec::new()), None);
    }

    #[test]
    fn a_score_is_one_line_of_json() {
        let empty: serde_json::Value = serde_json::from_str(&Score::default().json()).unwrap();
        assert_eq!(empty["n"], 0);
        assert!(empty["inside_likely"].is_null());
        let score = Score {
            ratios: vec![0.5, 1.0, 2.0],
            n_inside_likely: 2,
            n_inside_hard: 3,
            ..Score::default()
        };
        let json: serde_json::Value = serde_json::from_str(&score.json()).unwrap();
        assert_eq!(json["inside_hard"], 1.0);
        assert_eq!(json["bias"], 0.0);
    }
}
