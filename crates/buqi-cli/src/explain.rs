//! `buqi explain`: why one item is suggested or not, and how it is sized.

use crate::figures;
use crate::naming;
use crate::output::say;
use crate::reading;
use anyhow::Result;
use buqi_core::catalogue::{FactKind, Level};
use buqi_core::estimate::{Standing, affected_rows, estimate};
use buqi_core::explain::{
    Operation, Row, Step, Trace, Turn, Wanted, Working, why_item, work_out_line,
};
use buqi_core::facts::Value;
use buqi_core::id::{FactIdx, ItemIdx, UnitIdx};
use buqi_core::plan::Decision;
use buqi_core::quantity::Amount;
use buqi_core::sizing::{Site, as_bought};
use buqi_core::survey::Reply;
use buqi_core::{Catalogue, Estimate, Survey, Truth, assess};
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
    let idx = naming::item(&catalogue, id, lang)?;
    for note in reading::notes(&opened.repairs, lang) {
        say!("{note}");
    }
    let survey = &opened.dossier.survey;
    let assessment = assess(&catalogue, survey);
    let item = catalogue.item(idx);
    let affected = affected_rows(&assessment, idx);
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
            teller.trace(applies, why.row, 2);
        }
        for (deficiency, trace) in &why.deficiencies {
            let name = lang.of(&catalogue.deficiency(*deficiency).name);
            say!("  {} {name}", lang.pick("缺口：", "Deficiency:"));
            teller.trace(trace, why.row, 2);
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
    let site = Site {
        catalogue: &catalogue,
        facts: &assessment.facts,
        row: 0,
        affected: &affected,
    };
    let plan = &opened.dossier.plan;
    let estimate = estimate(&catalogue, &assessment, plan);
    let heading = match estimate.standings[idx.index()] {
        Standing::Chosen => lang.pick("工程量", "Scope"),
        Standing::Undecided | Standing::Out => {
            lang.pick("工程量（如果要做）", "Scope, if it is done")
        }
    };
    say!("\n{heading}");
    for (at, line) in item.lines.iter().enumerate() {
        let label = lang.of(&line.label);
        let working = work_out_line(site, line);
        let worked_out = teller.quantity(line.unit, working.amount);
        match plan.overrides.get(&(item.id.clone(), line.id.clone())) {
            Some(agreed) => {
                let quantity = as_bought(&catalogue, line, Amount::exact(agreed.quantity));
                let unit = Some(catalogue.unit(line.unit));
                let quantity = figures::spread(unit, quantity, figures::precise, lang);
                say!("  {label} {quantity}{}", set_by_hand(&agreed.note, lang));
                let heading = lang.pick("推算值：", "worked out: ");
                say!("    {heading}{worked_out}");
            }
            None => {
                say!("  {label} {worked_out}");
                teller.contained(&estimate, idx, at);
            }
        }
        teller.working(&working, Some(line.unit), site.row, 2);
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

fn set_by_hand(note: &str, lang: Lang) -> String {
    match note.trim() {
        "" => lang.pick("（人工设定）", " (set by hand)").to_owned(),
        note => lang.pick(
            format!("（人工设定：{note}）"),
            format!(" (set by hand: {note})"),
        ),
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
            Some(group) => {
                let (label, count) = (self.group(row), group.count);
                self.lang.pick(
                    format!("{label}（{count} 栋）"),
                    format!(
                        "{label} ({})",
                        figures::counted(count, "building", "buildings")
                    ),
                )
            }
            None => self.lang.pick("还没有楼栋", "no buildings yet").to_owned(),
        }
    }

    fn group(&self, row: usize) -> String {
        let label = self.survey.groups.get(row).map_or("", |it| &it.label);
        figures::group(label, row, self.lang)
    }

    /// What was answered, with what a condition on two facts says of each.
    fn answer(&self, fact: FactIdx, row: usize, value: Option<Value>) -> String {
        let lang = self.lang;
        let it = self.catalogue.fact(fact);
        let given = self.survey.answers(it.level, row);
        let given = given.and_then(|answers| answers.get(&it.id));
        let answer = match (value, given.map(|it| &it.reply)) {
            (Some(value), _) => figures::value(self.catalogue, fact, value, lang),
            (None, Some(Reply::CannotTell)) => lang.pick("不清楚", "can't tell").to_owned(),
            (None, _) => return lang.pick("未答", "not answered").to_owned(),
        };
        lang.pick(format!("填报：{answer}"), format!("answered: {answer}"))
    }

    fn quantity(&self, unit: UnitIdx, amount: Option<Amount>) -> String {
        match amount {
            Some(amount) => figures::amount(self.catalogue, unit, amount, self.lang),
            None => self.lang.pick("数量未知", "quantity not known").to_owned(),
        }
    }

    /// What chosen items that contain the line take off it, and what is left.
    fn contained(&self, estimate: &Estimate, item: ItemIdx, line: usize) {
        let (catalogue, lang) = (self.catalogue, self.lang);
        let unit = catalogue.item(item).lines[line].unit;
        let netted = estimate.netted.iter();
        let mut netted = netted
            .filter(|it| it.covered == item && it.line == line)
            .peekable();
        if netted.peek().is_none() {
            return;
        }
        for it in netted {
            let covering = catalogue.item(it.covering);
            let name = lang.of(&covering.name);
            let cut = self.quantity(unit, Some(it.quantity));
            say!(
                "    {}",
                lang.pick(
                    format!("已含在“{name}”中，扣除 {cut}"),
                    format!("part of “{name}”; {cut} left out"),
                )
            );
        }
        let mut lines = estimate.lines.iter();
        let priced = lines.find(|it| it.item == item && it.line == line);
        let mut unpriced = estimate.unpriced.iter();
        let unpriced = unpriced.find(|it| it.item == item && it.line == line);
        let left = match (priced, unpriced) {
            (Some(it), _) => Some(it.quantity),
            (None, Some(it)) => it.quantity,
            (None, None) => {
                return say!(
                    "    {}",
                    lang.pick("估算里不再计", "nothing is left in the estimate")
                );
            }
        };
        let left = self.quantity(unit, left);
        say!(
            "    {}",
            lang.pick(
                format!("估算里计 {left}"),
                format!("in the estimate: {left}"),
            )
        );
    }

    fn trace(&self, trace: &Trace, row: usize, depth: usize) {
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
                let answer = self.answer(*fact, row, *answered);
                let condition = self.condition(*fact, wanted);
                lang.pick(
                    format!("{condition}（{answer}）"),
                    format!("{condition} ({answer})"),
                )
            }
            Step::Exceeds { of, than } => {
                let side = |side: &[(FactIdx, Option<Value>)]| {
                    let parts: Vec<String> = side
                        .iter()
                        .map(|(fact, value)| {
                            let label = lang.of(&self.catalogue.fact(*fact).label);
                            let answer = self.answer(*fact, row, *value);
                            lang.pick(
                                format!("{label}（{answer}）"),
                                format!("{label} ({answer})"),
                            )
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
            self.trace(part, row, depth + 1);
        }
    }

    fn condition(&self, fact: FactIdx, wanted: &Wanted) -> String {
        let lang = self.lang;
        let it = self.catalogue.fact(fact);
        let label = lang.of(&it.label);
        let number = |value: f64| figures::value(self.catalogue, fact, Value::Number(value), lang);
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

    /// `unit` is that of the figure where it has none of its own, `row` the
    /// buildings it is about.
    fn working(&self, working: &Working, unit: Option<UnitIdx>, row: usize, depth: usize) {
        let indent = "  ".repeat(depth);
        let counts_buildings = counts_buildings(working);
        let name = match counts_buildings {
            true => self.lang.pick("楼栋数", "number of buildings"),
            false => self.name(&working.operation),
        };
        let unit = match &working.operation {
            Operation::Fact(fact) => match self.catalogue.fact(*fact).kind {
                FactKind::Number { unit, .. } => Some(unit),
                _ => None,
            },
            Operation::Convention(idx) => Some(self.catalogue.convention(*idx).unit),
            Operation::Constant(_) => None,
            _ => unit.filter(|_| !counts_buildings),
        };
        say!("{indent}{name} = {}", self.figure(working, unit));
        if counts_buildings {
            return;
        }
        let unit = unit.filter(|_| keeps_unit(&working.operation));
        let rows = match &working.operation {
            Operation::Buildings(rows) => self.rows(rows, &working.parts, unit),
            _ => Vec::new(),
        };
        if let Operation::When(condition) = &working.operation {
            self.trace(condition, row, depth + 1);
        }
        let depth = depth + 1 + usize::from(!rows.is_empty());
        for (at, part) in working.parts.iter().enumerate() {
            let row = match rows.get(at) {
                Some((row, told)) => {
                    say!("{indent}  {told}");
                    *row
                }
                None => row,
            };
            self.working(part, unit, row, depth);
        }
    }

    fn name(&self, operation: &Operation) -> &str {
        let lang = self.lang;
        match operation {
            Operation::Fact(fact) => lang.of(&self.catalogue.fact(*fact).label),
            Operation::Convention(idx) => lang.of(&self.catalogue.convention(*idx).name),
            Operation::Constant(_) => lang.pick("定值", "constant"),
            Operation::Sum => lang.pick("之和", "sum"),
            Operation::Product => lang.pick("之积", "product"),
            Operation::Max => lang.pick("取大", "the largest"),
            Operation::Min => lang.pick("取小", "the smallest"),
            Operation::Gap => lang.pick("差额", "shortfall"),
            Operation::Ratio => lang.pick("相除", "quotient"),
            Operation::CeilDiv => lang.pick("相除取整", "quotient, rounded up"),
            Operation::FloorDiv => lang.pick("能容下的整数", "quotient, rounded down"),
            Operation::FirstKnown => lang.pick("取第一个已知的", "the first known"),
            Operation::WholePieces => lang.pick("按整件向上取整", "rounded up to whole pieces"),
            Operation::When(_) => lang.pick("满足条件时计", "only where it applies"),
            Operation::Buildings(_) => lang.pick("按楼栋累计", "sum over buildings"),
        }
    }

    /// What a step comes to, and what is to be known about it.
    fn figure(&self, working: &Working, unit: Option<UnitIdx>) -> String {
        let lang = self.lang;
        let unit = unit.map(|it| self.catalogue.unit(it));
        let spread = |amount| figures::spread(unit, amount, figures::number, lang);
        let part = working.parts.first().and_then(|it| it.amount);
        match (&working.operation, working.amount, part) {
            (Operation::When(_), None, Some(_)) => lang
                .pick(
                    "未知（条件不满足，或未答）",
                    "not known (the condition does not hold, or is open)",
                )
                .to_owned(),
            (Operation::When(it), Some(_), _) if it.truth == Truth::No => lang
                .pick("0（条件不满足）", "0 (the condition does not hold)")
                .to_owned(),
            (Operation::When(it), Some(_), Some(part)) if it.truth == Truth::Unknown => {
                self.high_end_only(&spread(part), lang.pick("条件未答", "condition open"))
            }
            (Operation::WholePieces, Some(amount), Some(exact)) => {
                let exact = figures::spread(None, exact, figures::precise, lang);
                format!("{exact} → {}", spread(amount))
            }
            (Operation::Fact(_), Some(amount), _) => {
                let basis = figures::basis(amount.basis(), lang);
                let figure = spread(amount);
                lang.pick(
                    format!("{figure}（{basis}）"),
                    format!("{figure} ({basis})"),
                )
            }
            (_, Some(amount), _) => spread(amount),
            (_, None, _) => lang.pick("未知", "not known").to_owned(),
        }
    }

    /// The rows of a sum over buildings, and what each adds to it, in words.
    fn rows(&self, rows: &[Row], parts: &[Working], unit: Option<UnitIdx>) -> Vec<(usize, String)> {
        let lang = self.lang;
        let unit = unit.map(|it| self.catalogue.unit(it));
        let told = rows.iter().zip(parts).map(|(row, part)| {
            let label = self.group(row.row);
            let buildings = lang.pick(
                format!("{} 栋", row.count),
                figures::counted(row.count, "building", "buildings"),
            );
            let added = part.amount.map(|it| it.repeated(row.count));
            let figure = match added {
                None => lang.pick("未知", "not known").to_owned(),
                Some(it) => figures::spread(unit, it, figures::number, lang),
            };
            let figure = match row.is_open {
                true => self.high_end_only(&figure, lang.pick("待定", "open")),
                false => figure,
            };
            (row.row, format!("{label} × {buildings} = {figure}"))
        });
        told.collect()
    }

    fn high_end_only(&self, figure: &str, why: &str) -> String {
        self.lang.pick(
            format!("0 或 {figure}（{why}，只计入上限）"),
            format!("0 or {figure} ({why}, counts to the high end only)"),
        )
    }
}

/// One for each building is just their number.
fn counts_buildings(working: &Working) -> bool {
    matches!(working.operation, Operation::Buildings(_))
        && working.amount.is_some_and(Amount::is_exact)
        && working
            .parts
            .iter()
            .all(|it| it.operation == Operation::Constant(1.0))
}

/// Whether the parts are in the unit of the whole.
fn keeps_unit(operation: &Operation) -> bool {
    match operation {
        Operation::Fact(_)
        | Operation::Sum
        | Operation::Max
        | Operation::Min
        | Operation::Gap
        | Operation::FirstKnown
        | Operation::WholePieces
        | Operation::When(_)
        | Operation::Buildings(_) => true,
        Operation::Constant(_)
        | Operation::Convention(_)
        | Operation::Product
        | Operation::Ratio
        | Operation::CeilDiv
        | Operation::FloorDiv => false,
    }
}
