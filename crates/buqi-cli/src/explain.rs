//! `buqi explain`: why one item is suggested or not, and how it is sized.

use crate::figures;
use crate::output::say;
use crate::reading;
use anyhow::Result;
use buqi_core::catalogue::{FactKind, Level};
use buqi_core::estimate::affected_rows;
use buqi_core::explain::{Operation, Step, Trace, Turn, Wanted, Working, why_item, work_out_line};
use buqi_core::id::{FactIdx, UnitIdx};
use buqi_core::plan::Decision;
use buqi_core::sizing::Site;
use buqi_core::{Catalogue, Survey, Truth, assess};
use buqi_exchange::Lang;
use std::path::Path;
use std::process::ExitCode;

pub fn run(
    folder: &Path,
    file: &Path,
    estate: Option<&str>,
    id: &str,
    lang: Lang,
) -> Result<ExitCode> {
    let catalogue = reading::catalogue(folder, lang)?;
    let opened = reading::survey(file, estate, &catalogue, lang)?;
    let idx = reading::item(&catalogue, id, lang)?;
    let survey = &opened.dossier.survey;
    let assessment = assess(&catalogue, survey);
    let item = catalogue.item(idx);
    let teller = Teller {
        catalogue: &catalogue,
        survey,
        lang,
    };
    let verdict = match assessment.suggestion(idx).truth {
        Truth::Yes => lang.pick("建议", "suggested"),
        Truth::No => lang.pick("不建议", "not suggested"),
        Truth::Unknown => lang.pick("待定", "undecided"),
    };
    let colon = lang.pick("：", ": ");
    let locked = match assessment.suggestion(idx).locked {
        true => lang.pick("（底线）", " (bottom line)"),
        false => "",
    };
    let decided = opened.dossier.plan.decisions.get(&item.id);
    let decided = decided.map_or(String::new(), |it| decision(it, lang));
    say!("{}{colon}{verdict}{locked}{decided}", lang.of(&item.name));
    for why in why_item(&catalogue, &assessment, idx) {
        say!("");
        if item.level == Level::Building {
            say!("{}", teller.row(why.row));
        }
        if let Some(applies) = &why.applies {
            say!("  {}", lang.pick("适用条件", "Applies when"));
            teller.trace(applies, 2);
        }
        for (deficiency, trace) in &why.deficiencies {
            let name = lang.of(&catalogue.deficiency(*deficiency).name);
            say!("  {} {name}", lang.pick("缺口：", "Deficiency:"));
            teller.trace(trace, 2);
        }
        for Turn { fact, wanted } in &why.turns {
            let condition = teller.condition(*fact, wanted);
            say!(
                "  {}",
                lang.pick(
                    format!("如果{condition}，就会建议。"),
                    format!("If {condition}, it would be suggested."),
                )
            );
        }
    }
    let affected = affected_rows(&assessment, idx);
    let site = Site {
        catalogue: &catalogue,
        facts: &assessment.facts,
        row: 0,
        affected: &affected,
    };
    say!("\n{}", lang.pick("工程量", "Scope"));
    for line in &item.lines {
        let working = work_out_line(site, line);
        let total = match working.amount {
            Some(amount) => figures::amount(&catalogue, line.unit, amount, lang),
            None => lang.pick("数量未知", "quantity not known").to_owned(),
        };
        say!("  {} {total}", lang.of(&line.label));
        teller.working(&working, Some(line.unit), 2);
    }
    say!("\n{}", lang.of(&catalogue.notice));
    Ok(ExitCode::SUCCESS)
}

fn decision(decision: &Decision, lang: Lang) -> String {
    match decision {
        Decision::Accepted => lang.pick("；已决定选入", "; decided: kept").to_owned(),
        Decision::Deferred => lang
            .pick("；已决定以后再做", "; decided: for later")
            .to_owned(),
        Decision::Declined { reason } => {
            let reason = figures::reason(reason, lang);
            lang.pick(
                format!("；已决定不做：{reason}"),
                format!("; decided: dropped, {reason}"),
            )
        }
    }
}

struct Teller<'a> {
    catalogue: &'a Catalogue,
    survey: &'a Survey,
    lang: Lang,
}

impl Teller<'_> {
    fn row(&self, row: usize) -> String {
        match self.survey.groups.get(row) {
            Some(group) => self.lang.pick(
                format!("{}（{} 栋）", group.label, group.count),
                format!(
                    "{} ({})",
                    group.label,
                    figures::counted(group.count, "building", "buildings")
                ),
            ),
            None => self.lang.pick("还没有楼栋", "no buildings yet").to_owned(),
        }
    }

    fn trace(&self, trace: &Trace, depth: usize) {
        let sign = match trace.truth {
            Truth::Yes => "✓",
            Truth::No => "✗",
            Truth::Unknown => "?",
        };
        let lang = self.lang;
        let text = match &trace.step {
            Step::All => lang.pick("全部满足", "all of").to_owned(),
            Step::Any => lang.pick("满足任一条", "any of").to_owned(),
            Step::Not => lang.pick("不满足", "not").to_owned(),
            Step::Fact {
                fact,
                wanted,
                answered,
            } => {
                let answer = figures::value(self.catalogue, *fact, *answered, lang);
                let condition = self.condition(*fact, wanted);
                lang.pick(
                    format!("{condition}（填报：{answer}）"),
                    format!("{condition} (answered: {answer})"),
                )
            }
            Step::Exceeds { of, than } => {
                let side = |side: &[(FactIdx, Option<buqi_core::facts::Value>)]| {
                    let parts: Vec<String> = side
                        .iter()
                        .map(|(fact, value)| {
                            let label = lang.of(&self.catalogue.fact(*fact).label);
                            let value = figures::value(self.catalogue, *fact, *value, lang);
                            format!("{label} {value}")
                        })
                        .collect();
                    if parts.is_empty() {
                        lang.pick("定值", "a fixed figure").to_owned()
                    } else {
                        parts.join(lang.pick("、", ", "))
                    }
                };
                let (of, than) = (side(of), side(than));
                lang.pick(
                    format!("由“{of}”算得的数大于由“{than}”算得的数"),
                    format!("the figure from “{of}” exceeds the one from “{than}”"),
                )
            }
        };
        say!("{}{sign} {text}", "  ".repeat(depth));
        for part in &trace.parts {
            self.trace(part, depth + 1);
        }
    }

    fn condition(&self, fact: FactIdx, wanted: &Wanted) -> String {
        let lang = self.lang;
        let it = self.catalogue.fact(fact);
        let label = lang.of(&it.label);
        let number = |value: f64| {
            figures::value(
                self.catalogue,
                fact,
                Some(buqi_core::facts::Value::Number(value)),
                lang,
            )
        };
        match wanted {
            Wanted::YesNo(true) => lang.pick(format!("{label}为“是”"), format!("{label}: yes")),
            Wanted::YesNo(false) => lang.pick(format!("{label}为“否”"), format!("{label}: no")),
            Wanted::AtLeast(bound) => {
                let bound = number(*bound);
                lang.pick(
                    format!("{label}不少于 {bound}"),
                    format!("{label} at least {bound}"),
                )
            }
            Wanted::AtMost(bound) => {
                let bound = number(*bound);
                lang.pick(
                    format!("{label}不超过 {bound}"),
                    format!("{label} at most {bound}"),
                )
            }
            Wanted::LessThan(bound) => {
                let bound = number(*bound);
                lang.pick(
                    format!("{label}少于 {bound}"),
                    format!("{label} less than {bound}"),
                )
            }
            Wanted::OneOf(positions) => {
                let names: Vec<&str> = match &it.kind {
                    FactKind::Choice(choices) => positions
                        .iter()
                        .filter_map(|it| choices.get(usize::from(*it)))
                        .map(|it| lang.of(&it.name))
                        .collect(),
                    _ => Vec::new(),
                };
                let names = names.join(lang.pick("或", " or "));
                lang.pick(format!("{label}为{names}"), format!("{label}: {names}"))
            }
        }
    }

    /// `unit` is known for the whole; the parts in between have none of their
    /// own.
    fn working(&self, working: &Working, unit: Option<UnitIdx>, depth: usize) {
        let lang = self.lang;
        let catalogue = self.catalogue;
        let (name, unit) = match &working.operation {
            Operation::Fact(fact) => {
                let fact = catalogue.fact(*fact);
                let unit = match fact.kind {
                    FactKind::Number { unit, .. } => Some(unit),
                    _ => None,
                };
                (lang.of(&fact.label).to_owned(), unit)
            }
            Operation::Convention(convention) => {
                let convention = catalogue.convention(*convention);
                (lang.of(&convention.name).to_owned(), Some(convention.unit))
            }
            Operation::Constant(_) => (lang.pick("定值", "constant").to_owned(), None),
            Operation::Sum => (lang.pick("之和", "sum").to_owned(), unit),
            Operation::Product => (lang.pick("之积", "product").to_owned(), unit),
            Operation::Max => (lang.pick("取大", "the largest").to_owned(), unit),
            Operation::Min => (lang.pick("取小", "the smallest").to_owned(), unit),
            Operation::Gap => (lang.pick("差额", "shortfall").to_owned(), unit),
            Operation::Ratio => (lang.pick("相除", "quotient").to_owned(), unit),
            Operation::CeilDiv => (
                lang.pick("相除取整", "quotient, rounded up").to_owned(),
                unit,
            ),
            Operation::FloorDiv => (
                lang.pick("能容下的整数", "quotient, rounded down")
                    .to_owned(),
                unit,
            ),
            Operation::FirstKnown => (lang.pick("取已知的", "the first known").to_owned(), unit),
            Operation::WholePieces => (
                lang.pick("按整件向上取整", "rounded up to whole pieces")
                    .to_owned(),
                unit,
            ),
            Operation::When => (lang.pick("满足条件时", "where it applies").to_owned(), unit),
            Operation::Buildings(rows) => {
                for ((row, _), part) in rows.iter().zip(&working.parts) {
                    say!("{}{}", "  ".repeat(depth), self.row(*row));
                    self.working(part, None, depth + 1);
                }
                return;
            }
        };
        let figure = match (working.amount, unit) {
            (Some(amount), Some(unit)) if working.operation == Operation::WholePieces => {
                let exact = working.parts.first().and_then(|it| it.amount);
                let exact = exact.map_or(String::new(), |it| figures::precise(it.typical()));
                format!(
                    "{exact} → {}",
                    figures::amount(catalogue, unit, amount, lang)
                )
            }
            (Some(amount), Some(unit)) => figures::amount(catalogue, unit, amount, lang),
            (Some(amount), None) => figures::number(amount.typical()),
            (None, _) => lang.pick("未知", "not known").to_owned(),
        };
        let basis = match (&working.operation, working.amount) {
            (Operation::Fact(_), Some(amount)) => {
                let basis = figures::basis(amount.basis(), lang);
                lang.pick(format!("（{basis}）"), format!(" ({basis})"))
            }
            _ => String::new(),
        };
        say!("{}{name} = {figure}{basis}", "  ".repeat(depth));
        for part in &working.parts {
            self.working(part, None, depth + 1);
        }
    }
}
