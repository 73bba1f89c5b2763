//! `buqi backtest`: prices published projects from what was published about
//! them, and sets the result beside the total that was published too.
//!
//! Only size, number of estates, buildings and entrances, year and works are
//! taken; everything else stays unknown, as it is for a reader of the news.

use crate::cases::{self, Case};
use crate::figures;
use crate::output::say;
use crate::reading;
use anyhow::{Result, anyhow};
use buqi_core::catalogue::{Project, Quantity, Rule, ScopeLine};
use buqi_core::estimate::{Standing, estimate};
use buqi_core::id::{FactIdx, GroupId, ItemIdx};
use buqi_core::likely::widened;
use buqi_core::money::{Cost, Fen};
use buqi_core::naming::{Named, works_named};
use buqi_core::plan::{Decision, Override, Plan};
use buqi_core::project::{BuildUp, build_up};
use buqi_core::schedule::{Weeks, schedule};
use buqi_core::survey::{Answers, BuildingGroup, Reply, Survey};
use buqi_core::{Catalogue, assess};
use buqi_exchange::Lang;
use std::path::Path;
use std::process::ExitCode;

/// A word may stand for several items by name, as "building body" does for roof,
/// walls and stairs. One that more items answer to says too little to price any.
const MAX_MEANINGS: usize = 4;

/// Whose money a prediction is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceYear {
    /// That of the price book.
    Base,
    Of(u16),
    /// That of the year each project states.
    Each,
}

/// A year, or `own` for that of each project.
pub fn price_year(text: &str) -> Result<PriceYear, String> {
    match text.parse() {
        Ok(year) if (1990..=2100).contains(&year) => Ok(PriceYear::Of(year)),
        Err(_) if text == "own" => Ok(PriceYear::Each),
        _ => Err("1990–2100, own".to_owned()),
    }
}

/// 预测. What the catalogue makes of a case.
struct Prediction {
    total: Cost,
    likely: Cost,
    /// How long the works of one average estate take.
    weeks: Weeks,
    n_matched: usize,
    unmatched: Vec<String>,
    /// Items that were matched and have no priced line.
    unpriced: Vec<ItemIdx>,
}

/// What was compared, for the line at the end.
#[derive(Default)]
struct Score {
    /// Predicted per published total.
    ratios: Vec<f64>,
    /// Predicted per published length of the works.
    durations: Vec<f64>,
    n_inside_weeks: usize,
    n_inside_likely: usize,
    n_inside_hard: usize,
    /// The rows that were not compared, by name.
    without_total_or_size: Vec<String>,
    too_few_works: Vec<String>,
    without_price: Vec<String>,
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
            score.without_total_or_size.push(case.title());
            continue;
        };
        let prediction = predict(&catalogue, &project, case, year);
        if prediction.n_matched < min_works {
            score.too_few_works.push(case.title());
        } else if prediction.total.typical() == Fen(0) {
            score.without_price.push(case.title());
        } else {
            print(&catalogue, case, &prediction, reported, lang);
            score.add(&prediction, reported);
            if let Some(weeks) = case.weeks {
                score.add_weeks(prediction.weeks, weeks, lang);
            }
        }
    }
    score.print(lang);
    Ok(ExitCode::SUCCESS)
}

impl Case {
    /// Its id, or where it has none its place in the file.
    fn title(&self) -> String {
        match (&*self.id, &*self.name) {
            ("", "") => format!("#{}", self.line),
            ("", name) => format!("#{} {name}", self.line),
            (id, _) => id.to_owned(),
        }
    }

    fn has_size(&self) -> bool {
        let sizes = [self.area, self.dwellings, self.buildings, self.stairwells];
        sizes.iter().any(Option::is_some)
    }

    /// What was not published is taken from what was, at its usual proportion
    /// and without a range of its own.
    fn size(&self, catalogue: &Catalogue, project: &Project) -> Size {
        let typical = |it| catalogue.convention(it).typical;
        let per_building = typical(project.floor_area_per_building);
        let per_dwelling = typical(project.floor_area_per_household);
        let per_stairwell = typical(project.floor_area_per_entrance);
        let area = self
            .area
            .or(self.dwellings.map(|it| it * per_dwelling))
            .or(self.buildings.map(|it| it * per_building))
            .or(self.stairwells.map(|it| it * per_stairwell))
            .unwrap_or_default();
        let buildings = self.buildings.unwrap_or(area / per_building);
        // Half a building makes no estate of its own.
        let estates = area / typical(project.floor_area_per_estate);
        Size {
            area,
            dwellings: self.dwellings.unwrap_or(area / per_dwelling),
            buildings,
            estates: self.n_estates.unwrap_or(estates.round().max(1.0)),
        }
    }

    /// The average estate of the case, which is priced and then multiplied:
    /// gates, rooms and the like come once per estate.
    fn average_estate(&self, catalogue: &Catalogue, project: &Project, size: &Size) -> Survey {
        let mut survey = Survey::default();
        for (fact, value) in [
            (catalogue.floor_area, size.area),
            (catalogue.households, size.dwellings),
        ] {
            if let Some(fact) = fact {
                answer(catalogue, &mut survey.estate, fact, value / size.estates);
            }
        }
        let mut answers = Answers::new();
        if let Some(year) = self.year_built {
            answer(catalogue, &mut answers, project.year_built, year);
        }
        if let Some(stairwells) = self.stairwells {
            let each = (stairwells / size.buildings).round().max(1.0);
            answer(catalogue, &mut answers, project.entrances, each);
        }
        if let Ok(id) = GroupId::new("all") {
            survey.groups.push(BuildingGroup {
                id,
                label: "".into(),
                count: (size.buildings / size.estates).round().max(1.0) as u32,
                answers,
            });
        }
        survey
    }
}

/// What a project is made of, all of it.
struct Size {
    area: f64,
    dwellings: f64,
    buildings: f64,
    estates: f64,
}

fn answer(catalogue: &Catalogue, answers: &mut Answers, fact: FactIdx, value: f64) {
    answers.insert(catalogue.fact(fact).id.clone(), Reply::Number(value).into());
}

fn predict(catalogue: &Catalogue, project: &Project, case: &Case, year: PriceYear) -> Prediction {
    let size = case.size(catalogue, project);
    let survey = case.average_estate(catalogue, project, &size);
    let Works {
        done,
        n_matched,
        unmatched,
    } = works(catalogue, &case.works);
    let mut catalogue = catalogue.clone();
    let mut plan = Plan::default();
    for idx in catalogue.item_indices() {
        let item = &mut catalogue.items[idx.index()];
        let Some(named) = done.iter().find(|it| it.item == idx) else {
            plan.decisions.insert(item.id.clone(), Decision::Deferred);
            continue;
        };
        // A word for one line says nothing about the others.
        let only = named.lines.iter().flat_map(|only| {
            let lines = item.lines.iter().enumerate();
            lines.filter(|(place, _)| !only.contains(place))
        });
        let nothing = |line: &ScopeLine| {
            let none = Override {
                quantity: 0.0,
                note: "".into(),
            };
            ((item.id.clone(), line.id.clone()), none)
        };
        plan.overrides.extend(only.map(|(_, it)| nothing(it)));
        // Where each stairwell decides for itself the word says that some
        // did, not how many: the item stays undecided.
        let each_for_itself = item
            .consent
            .is_some_and(|it| catalogue.consents[it.index()].by_entrance);
        if !each_for_itself {
            plan.decisions.insert(item.id.clone(), Decision::Accepted);
            for line in &mut catalogue.items[idx.index()].lines {
                presume(&mut line.quantity);
            }
        }
    }
    let assessment = assess(&catalogue, &survey);
    let estimate = estimate(&catalogue, &assessment, &plan);
    let unpriced = done
        .iter()
        .map(|it| it.item)
        .filter(|it| estimate.standings[it.index()] != Standing::Out)
        .filter(|it| {
            let mut lines = estimate.lines.iter().filter(|line| line.item == *it);
            lines.all(|line| line.cost.high() == Fen(0))
        })
        .filter(|it| estimate.netted.iter().all(|cut| cut.covered != *it))
        .collect();
    let year = match year {
        PriceYear::Base => None,
        PriceYear::Of(year) => Some(year),
        PriceYear::Each => case.year.map(|it| it.round() as u16),
    };
    let scale = size.estates * year.map_or(1.0, |it| drift(&catalogue, project, it));
    let (total, likely) = build_up(&catalogue, &estimate).map_or_else(
        || (estimate.chosen, estimate.chosen),
        |it| (it.everything(), likely_of_words(&catalogue, project, &it)),
    );
    Prediction {
        total: scaled(total, scale),
        likely: scaled(likely, scale),
        weeks: schedule(&catalogue, &assessment, &estimate, None).weeks,
        n_matched,
        unmatched,
        unpriced,
    }
}

/// The published words, looked up.
struct Works {
    /// Each item once.
    done: Vec<Named>,
    n_matched: usize,
    unmatched: Vec<String>,
}

fn works(catalogue: &Catalogue, words: &[String]) -> Works {
    let mut works = Works {
        done: Vec::new(),
        n_matched: 0,
        unmatched: Vec::new(),
    };
    for word in words.iter().flat_map(|it| parts(catalogue, it)) {
        let named = meant(catalogue, word);
        if named.is_empty() {
            works.unmatched.push(word.to_owned());
            continue;
        }
        works.n_matched += 1;
        for new in named {
            match works.done.iter_mut().find(|it| it.item == new.item) {
                Some(known) => {
                    known.lines = known
                        .lines
                        .take()
                        .zip(new.lines)
                        .map(|(a, b)| [a, b].concat())
                }
                None => works.done.push(new),
            }
        }
    }
    works
}

fn meant(catalogue: &Catalogue, word: &str) -> Vec<Named> {
    let mut named = works_named(catalogue, word);
    named.truncate(if named.len() > MAX_MEANINGS {
        0
    } else {
        named.len()
    });
    named
}

/// A word with an "and" in it is several where each of them means something,
/// as 道路及绿化 is. One that means something whole stays whole.
fn parts<'a>(catalogue: &Catalogue, word: &'a str) -> Vec<&'a str> {
    let parts: Vec<&str> = word
        .split([
            '和', '及', '与', '/', '+', '&', ' ', '　', '(', ')', '（', '）', ':', '：',
        ])
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .collect();
    let all = parts.iter().all(|it| !meant(catalogue, it).is_empty());
    if all && parts.len() > 1 {
        parts
    } else {
        vec![word]
    }
}

/// The likely range of works of which only the names are known.
fn likely_of_words(catalogue: &Catalogue, project: &Project, built: &BuildUp) -> Cost {
    // Lifts stay undecided: they may add cost to what was certainly done, and
    // vary together with it as any two lines do.
    let above = (built.likely.high().0 - built.likely.typical().0) as f64;
    let open = built.open.likely.0 as f64;
    let shared = catalogue.convention(project.line_correlation).typical;
    let reach = (above * above + open * open + 2.0 * shared * above * open).sqrt();
    let priced = Cost::new(
        built.likely.low(),
        built.likely.typical(),
        built.likely.typical() + Fen(reach.ceil() as i64),
    );
    let spread = catalogue.convention(project.named_works_spread).typical;
    widened(priced, spread, built.everything())
}

/// The prices of `year` per price of the catalogue.
fn drift(catalogue: &Catalogue, project: &Project, year: u16) -> f64 {
    let mut years: Vec<u16> = catalogue.prices.iter().map(|it| it.base_year).collect();
    years.sort_unstable();
    let base = years.get(years.len() / 2).copied().unwrap_or(year);
    let yearly = 1.0 + catalogue.convention(project.price_drift).typical;
    let over = |n_years: u16| (0..n_years).fold(1.0, |so_far, _| so_far * yearly);
    if year >= base {
        over(year - base)
    } else {
        1.0 / over(base - year)
    }
}

fn scaled(cost: Cost, by: f64) -> Cost {
    let scale = |it: Fen| Fen((it.0 as f64 * by).round() as i64);
    Cost::new(scale(cost.low()), scale(cost.typical()), scale(cost.high()))
}

/// A published work was done, so what it depends on was the case: conditions
/// that call for more work are taken as met, in all lines of the item.
///
/// Two kinds stay open. A condition that compares a number, such as a height
/// from which a rule applies, was not published. And one under a quantity that
/// is taken away, or divided by, works the other way round.
fn presume(quantity: &mut Quantity) {
    match quantity {
        // Nobody gave a rough grade, so none is presumed.
        Quantity::When { strict: true, .. } => {}
        Quantity::When { rule, then, .. } => {
            presume(then);
            if !compares(rule) {
                *quantity = (**then).clone();
            }
        }
        Quantity::Sum(parts)
        | Quantity::Product(parts)
        | Quantity::Max(parts)
        | Quantity::Min(parts)
        | Quantity::FirstKnown(parts) => parts.iter_mut().for_each(presume),
        Quantity::Gap { of, .. }
        | Quantity::Ratio { of, .. }
        | Quantity::CeilDiv { of, .. }
        | Quantity::FloorDiv { of, .. } => presume(of),
        Quantity::EachBuilding(each) | Quantity::EachAffected(each) => presume(each),
        Quantity::Fact(_) | Quantity::Constant(_) | Quantity::Convention(_) => {}
    }
}

fn compares(rule: &Rule) -> bool {
    match rule {
        Rule::All(parts) | Rule::Any(parts) => parts.iter().any(compares),
        Rule::Not(part) => compares(part),
        Rule::Is(..) | Rule::OneOf(..) => false,
        Rule::AtLeast(..) | Rule::AtMost(..) | Rule::LessThan(..) | Rule::Exceeds(..) => true,
    }
}

fn holds(range: Cost, value: Fen) -> bool {
    range.low() <= value && value <= range.high()
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
    say!("{} {}", case.id, case.name);
    let hard = figures::cost(prediction.total, lang);
    let likely = figures::cost(prediction.likely, lang);
    let stated = figures::number((reported.to_yuan() / lang.pick(1e4, 1e3)).round());
    match lang {
        Lang::Zh => {
            say!("  预测 {hard}；可能范围（80%）{likely}");
            say!("  公布 {stated} 万元；预测与公布之比 {ratio:.2}，{verdict}");
        }
        Lang::En => {
            say!("  predicted {hard}; likely range (80 %) {likely}");
            say!("  published ¥{stated} k; predicted per published {ratio:.2}, {verdict}");
        }
    }
    let separator = lang.pick("、", ", ");
    if !prediction.unmatched.is_empty() {
        let words = prediction.unmatched.join(separator);
        say!("  {}{words}", lang.pick("未匹配：", "not matched: "));
    }
    if !prediction.unpriced.is_empty() {
        let names: Vec<&str> = prediction
            .unpriced
            .iter()
            .map(|it| lang.of(&catalogue.item(*it).name))
            .collect();
        let names = names.join(separator);
        say!("  {}{names}", lang.pick("未计价：", "no price: "));
    }
}

fn ratio(prediction: &Prediction, reported: Fen) -> f64 {
    prediction.total.typical().to_yuan() / reported.to_yuan()
}

impl Score {
    fn add(&mut self, prediction: &Prediction, reported: Fen) {
        self.ratios.push(ratio(prediction, reported));
        self.n_inside_likely += usize::from(holds(prediction.likely, reported));
        self.n_inside_hard += usize::from(holds(prediction.total, reported));
    }

    /// The critical path of one average estate beside the published length of
    /// the whole project, whose estates may have followed each other.
    fn add_weeks(&mut self, weeks: Weeks, published: f64, lang: Lang) {
        let Weeks { low, typical, high } = weeks;
        self.durations.push(f64::from(typical) / published);
        self.n_inside_weeks += usize::from((f64::from(low)..=f64::from(high)).contains(&published));
        let published = published.round();
        match lang {
            Lang::Zh => say!("  一个小区的工期 {typical} 周（{low}–{high}），公布 {published} 周"),
            Lang::En => {
                say!(
                    "  works of one estate {} ({low}–{high}), published {published}",
                    figures::counted(typical, "week", "weeks")
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

    fn print(&self, lang: Lang) {
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
    value.map_or("null".to_owned(), |it| {
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
mod predictions;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_year_is_a_year_or_that_of_each_project() {
        assert_eq!(price_year("2020"), Ok(PriceYear::Of(2020)));
        assert_eq!(price_year("own"), Ok(PriceYear::Each));
        assert!(price_year("20").is_err() && price_year("cases.csv").is_err());
    }

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

    #[test]
    fn conditions_are_met_unless_they_compare_or_take_away() {
        let one = Quantity::Constant(1.0);
        let when = |rule: Rule| Quantity::When {
            rule: Box::new(rule),
            then: Box::new(Quantity::Constant(1.0)),
            strict: false,
        };
        let is = Rule::Is(FactIdx(0), true);
        let tall = Rule::All(vec![is.clone(), Rule::AtLeast(FactIdx(1), 8.0)]);
        let gap = Quantity::Gap {
            of: Box::new(one.clone()),
            less: Box::new(when(is.clone())),
        };
        let mut quantity = Quantity::Sum(vec![when(is), when(tall.clone()), gap.clone()]);
        presume(&mut quantity);
        assert_eq!(quantity, Quantity::Sum(vec![one, when(tall), gap]));
    }
}
