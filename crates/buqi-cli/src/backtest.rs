//! `buqi backtest`: prices published projects from what was published about
//! them, and sets the result beside the total that was published too.
//!
//! Only size, number of estates, buildings and entrances, year and works are
//! taken; everything else stays unknown, as it is for a reader of the news.

mod predict;
#[cfg(test)]
mod predictions;
mod score;
mod words;

use crate::cases::{self, Case};
use crate::figures;
use crate::output::say;
use crate::reading;
use anyhow::{Result, anyhow, bail};
use buqi_core::Catalogue;
use buqi_core::id::ItemIdx;
use buqi_core::money::Fen;
use buqi_exchange::Lang;
use predict::{Prediction, predict};
use score::{Score, holds, ratio};
use std::path::Path;
use std::process::ExitCode;

/// Whose money a prediction is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceYear {
    /// That of the price book.
    Base,
    Of(u16),
    /// That of the year each project states.
    Each,
}

/// A year, or `own` for that of each project; `Err` says so.
pub fn price_year(text: &str, lang: Lang) -> Result<PriceYear> {
    match text.parse() {
        Ok(year) if (1990..=2100).contains(&year) => Ok(PriceYear::Of(year)),
        Err(_) if text == "own" => Ok(PriceYear::Each),
        _ => bail!(lang.pick(
            format!("--year：“{text}”不是能用的年份。请写 1990 到 2100 之间的年份，或者 own。"),
            format!("--year: “{text}” is no usable year. Write one from 1990 to 2100, or own."),
        )),
    }
}

pub fn run(
    folder: &Path,
    file: &Path,
    min_works: usize,
    year: PriceYear,
    lang: Lang,
) -> Result<ExitCode> {
    let catalogue = reading::catalogue(folder, lang)?;
    let project = catalogue.project.clone().ok_or_else(|| {
        anyhow!(lang.pick(
            "catalogue.yaml 没有 project 一节，不能推算总投资。",
            "catalogue.yaml has no project section, so there is no project total.",
        ))
    })?;
    let table = cases::read(file, lang)?;
    for note in &table.notes {
        say!("{note}");
    }
    let mut score = Score::default();
    for case in &table.cases {
        let Some(reported) = case.total.filter(|_| case.has_size()) else {
            score.without_total_or_size.push(case.title(lang));
            continue;
        };
        let prediction = predict(&catalogue, &project, case, year);
        if prediction.matched.len() < min_works {
            score.too_few_works.push(case.title(lang));
        } else if prediction.total.typical() == Fen(0) {
            score.without_price.push(case.title(lang));
        } else {
            print(&catalogue, case, &prediction, reported, lang);
            if year == PriceYear::Each && case.year.is_none() {
                say!(
                    "  {}",
                    lang.pick(
                        "年份不知道，按单价表的年份计价",
                        "the year is not known, so prices are those of the book",
                    )
                );
            }
            score.add(&prediction, reported);
            if let Some(weeks) = case.weeks {
                score.add_weeks(&prediction, weeks, lang);
            }
        }
    }
    score.print(lang);
    Ok(ExitCode::SUCCESS)
}

impl Case {
    /// Its id, or where it has none its place in the file.
    fn title(&self, lang: Lang) -> String {
        let line = self.line;
        let row = lang.pick(format!("第 {line} 行"), format!("row {line}"));
        match (&*self.id, &*self.name) {
            ("", "") => row,
            ("", name) => format!("{row} {name}"),
            (id, _) => id.to_owned(),
        }
    }
}

fn print(catalogue: &Catalogue, case: &Case, prediction: &Prediction, reported: Fen, lang: Lang) {
    let ratio = ratio(prediction, reported);
    let verdict = if holds(prediction.likely, reported) {
        lang.pick("在可能范围内", "inside the likely range")
    } else if holds(prediction.total, reported) {
        lang.pick("只在硬区间内", "inside the hard bounds only")
    } else {
        lang.pick("在区间外", "outside")
    };
    if case.id.is_empty() {
        say!("{}", case.title(lang));
    } else {
        say!("{} {}", case.id, case.name);
    }
    let hard = figures::cost(prediction.total, lang);
    let likely = figures::cost(prediction.likely, lang);
    let stated = figures::money(reported, lang);
    match lang {
        Lang::Zh => {
            say!("  预测 {hard}；可能范围（80%）{likely}");
            say!("  公布 {stated}；预测与公布之比 {ratio:.2}，{verdict}");
        }
        Lang::En => {
            say!("  predicted {hard}; likely range (80 %) {likely}");
            say!("  published {stated}; predicted per published {ratio:.2}, {verdict}");
        }
    }
    if prediction.unnamed.high() > Fen(0) {
        let unnamed = figures::cost(prediction.unnamed, lang);
        say!(
            "  {}",
            lang.pick(
                format!("其中公布内容没有点名的工程 {unnamed}"),
                format!("of that, works the list leaves out: {unnamed}"),
            )
        );
    }
    let separator = lang.pick("、", ", ");
    let name = |it: &ItemIdx| lang.of(&catalogue.item(*it).name);
    let readings: Vec<String> = prediction
        .matched
        .iter()
        .map(|(word, items)| {
            let names: Vec<&str> = items.iter().map(name).collect();
            format!("{word} → {}", names.join(" + "))
        })
        .collect();
    if !readings.is_empty() {
        let readings = readings.join(lang.pick("；", "; "));
        say!("  {}{readings}", lang.pick("按此理解：", "read as: "));
    }
    if !prediction.unmatched.is_empty() {
        let words = prediction.unmatched.join(separator);
        say!("  {}{words}", lang.pick("未匹配：", "not matched: "));
    }
    if !prediction.unpriced.is_empty() {
        let names: Vec<&str> = prediction.unpriced.iter().map(name).collect();
        let names = names.join(separator);
        say!("  {}{names}", lang.pick("未计价：", "no price: "));
    }
    if !prediction.counted_as_none.is_empty() {
        let label = |(item, line): &(ItemIdx, usize)| {
            let label = lang.of(&catalogue.item(*item).lines[*line].label);
            format!("{} · {label}", name(item))
        };
        let labels: Vec<String> = prediction.counted_as_none.iter().map(label).collect();
        let labels = labels.join(separator);
        let told = lang.pick(
            "已列入但典型值按 0 计（取决于没有公布的情况）：",
            "named and counted as 0 (they depend on what was not published): ",
        );
        say!("  {told}{labels}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_year_is_a_year_or_that_of_each_project() {
        let year = |it| price_year(it, Lang::Zh).ok();
        assert_eq!(year("2020"), Some(PriceYear::Of(2020)));
        assert_eq!(year("own"), Some(PriceYear::Each));
        assert!(year("20").is_none() && year("cases.csv").is_none());
    }
}
