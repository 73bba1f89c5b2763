//! 报告 snapshots: what the product says about each estate, for a person who
//! knows the policy and reads the difference.
//!
//! `UPDATE_REF=1 cargo test -p buqi-tests` rewrites `tests/ref`.

use crate::estates::{Match, Persona, personas};
use crate::laws::Draft;
use crate::workspace;
use buqi_bundled::catalogue;
use buqi_core::catalogue::{FactKind, Gate, ScopeLine};
use buqi_core::consent::{Need, ballots};
use buqi_core::estimate::{Class, Line, Standing};
use buqi_core::findings::Tally;
use buqi_core::id::{FactIdx, UnitIdx};
use buqi_core::money::{Cost, Fen};
use buqi_core::plan::{Decision, Dossier};
use buqi_core::quantity::{Amount, Basis};
use buqi_core::questions::open_questions;
use buqi_core::rule::FactSet;
use buqi_core::schedule::schedule;
use buqi_core::survey::{Answers, Reply};
use buqi_core::upkeep::upkeep;
use buqi_core::{Assessment, Estimate, Survey, Truth, assess, estimate};
use std::fmt::Write;
use std::fs;

/// How many of the questions worth asking next a report lists.
const N_QUESTIONS: usize = 8;

#[test]
fn every_estate_reads_as_it_did() {
    let update = std::env::var_os("UPDATE_REF").is_some();
    let mut expected: Vec<(String, String)> = personas()
        .iter()
        .map(|it| (format!("tests/ref/{}.md", it.key), report_of(it)))
        .collect();
    expected.push(("tests/ref/everything-lacking.md".into(), lacking()));
    expected.push(("tests/ref/nothing-surveyed.md".into(), unseen()));
    for stray in workspace::files("tests/ref") {
        let wanted = expected.iter().any(|(path, _)| *path == stray);
        if !wanted && update {
            fs::remove_file(workspace::root().join(&stray)).expect("the folder is ours");
        }
        assert!(wanted || update, "{stray} belongs to no estate");
    }
    let mut changed = Vec::new();
    for (path, now) in &expected {
        let file = workspace::root().join(path);
        let then = fs::read_to_string(&file).unwrap_or_default();
        if then == *now {
            continue;
        }
        if update {
            fs::write(&file, now).expect("the folder is ours");
        } else {
            changed.push(format!("{path}: {}", first_difference(&then, now)));
        }
    }
    assert!(
        changed.is_empty(),
        "reports changed; read them, then run again with UPDATE_REF=1\n{}",
        changed.join("\n")
    );
}

fn first_difference(then: &str, now: &str) -> String {
    let mut now_lines = now.lines();
    for (n, then) in then.lines().enumerate() {
        match now_lines.next() {
            Some(now) if now == then => {}
            now => return format!("line {}\n  - {then}\n  + {}", n + 1, now.unwrap_or("")),
        }
    }
    format!("line {}", then.lines().count() + 1)
}

fn report_of(persona: &Persona) -> String {
    let mut out = Report::new(&persona.dossier).text;
    section(&mut out, "公开的改造内容对应的项目");
    for (word, outcome) in persona.matches() {
        let said = match outcome {
            Match::Unmatched => "没有对应的项目".to_owned(),
            Match::Covered(items) => names(&items),
            Match::Missed(items) => format!("{}（已被排除）", names(&items)),
        };
        line(&mut out, format!("- {word} → {said}"));
    }
    if let Some(total) = persona.published["total-yuan"].as_i64() {
        line(&mut out, String::new());
        line(
            &mut out,
            format!("公开的总投资 {}。", money(Fen::from_yuan(total))),
        );
        let published = estimate_of_published(persona);
        line(
            &mut out,
            format!("只选这些项目时的估算 {}。", range(published.total)),
        );
    }
    out
}

/// The estimate of a plan that holds just the items published.
fn estimate_of_published(persona: &Persona) -> Estimate {
    let mut plan = persona.dossier.plan.clone();
    for item in &catalogue().items {
        let declined = Decision::Declined { reason: "".into() };
        plan.decisions.insert(item.id.clone(), declined);
    }
    for (_, outcome) in persona.matches() {
        if let Match::Covered(items) = outcome {
            for item in items {
                let id = catalogue().item(item).id.clone();
                plan.decisions.insert(id, Decision::Accepted);
            }
        }
    }
    let assessment = assess(catalogue(), &persona.dossier.survey);
    estimate(catalogue(), &assessment, &plan)
}

/// An invented estate in which each rule of the catalogue was met, so that a
/// change of any rule, quantity or price shows in one report.
fn lacking() -> String {
    let dossier = Dossier {
        name: "样样都缺的小区（虚构）".into(),
        about: "虚构，用来核对每一条规则、工程量和单价。".into(),
        survey: everything_lacking(),
        ..Dossier::default()
    };
    let report = Report::new(&dossier);
    for finding in &report.assessment.findings {
        let id = &catalogue().deficiency(finding.deficiency).id;
        assert_eq!(finding.truth, Truth::Yes, "{id} clashes with another rule");
    }
    report.text
}

/// An estate of ten buildings where every rule is met.
pub fn everything_lacking() -> Survey {
    let mut draft = Draft::default();
    for item in &catalogue().items {
        if let Some(rule) = &item.applies_when {
            draft.want(rule, true);
        }
    }
    for deficiency in &catalogue().deficiencies {
        draft.want(&deficiency.present_when, true);
    }
    let mut survey = draft.survey();
    survey.groups[0].count = 10;
    survey.groups[0].label = "全部楼栋".into();
    for (fact, value) in [
        (catalogue().households, 400.0),
        (catalogue().floor_area, 33_000.0),
    ] {
        let id = &catalogue().fact(fact.expect("the catalogue names it")).id;
        survey
            .estate
            .insert(id.clone(), Reply::Number(value).into());
    }
    survey
}

/// An estate nobody has looked at: every question is open.
fn unseen() -> String {
    let dossier = Dossier {
        name: "还没有摸排的小区".into(),
        about: "没有填任何内容。".into(),
        ..Dossier::default()
    };
    Report::new(&dossier).text
}

/// A report as it is written, with what it is written from.
struct Report {
    assessment: Assessment,
    estimate: Estimate,
    text: String,
}

impl Report {
    fn new(dossier: &Dossier) -> Report {
        let assessment = assess(catalogue(), &dossier.survey);
        let estimate = estimate(catalogue(), &assessment, &dossier.plan);
        let mut report = Report {
            assessment,
            estimate,
            text: format!("# {}\n\n{}\n", dossier.name, dossier.about),
        };
        report.write_survey(dossier);
        report.write_findings();
        report.write_suggestions();
        report.write_questions(dossier);
        report.write_estimate();
        report.write_works(dossier);
        report
    }

    fn write_survey(&mut self, dossier: &Dossier) {
        let out = &mut self.text;
        section(out, "摸排");
        for (id, said) in answers(&dossier.survey.estate) {
            line(out, format!("- {id}：{said}"));
        }
        for group in &dossier.survey.groups {
            let said: Vec<String> = answers(&group.answers)
                .map(|(id, said)| format!("{id}：{said}"))
                .collect();
            let said = if said.is_empty() {
                "未调查".into()
            } else {
                said.join("；")
            };
            line(
                out,
                format!("- {}（{} 栋）{said}", group.label, group.count),
            );
        }
    }

    fn write_findings(&mut self) {
        let out = &mut self.text;
        section(out, "缺口");
        let count = |truth| {
            self.assessment
                .findings
                .iter()
                .filter(|it| it.truth == truth)
                .count()
        };
        line(
            out,
            format!(
                "有 {} 条，没有 {} 条，还不清楚 {} 条。\n",
                count(Truth::Yes),
                count(Truth::No),
                count(Truth::Unknown)
            ),
        );
        for finding in &self.assessment.findings {
            let deficiency = catalogue().deficiency(finding.deficiency);
            let mark = match finding.truth {
                Truth::Unknown => continue,
                Truth::No => "没有",
                Truth::Yes if deficiency.gate == Gate::BottomLine => "有，底线",
                Truth::Yes => "有",
            };
            let how_many = tally(finding.tally);
            line(out, format!("- {}（{mark}{how_many}）", deficiency.name.zh));
        }
    }

    fn write_suggestions(&mut self) {
        let mut out = std::mem::take(&mut self.text);
        section(&mut out, "建议");
        for suggestion in &self.assessment.suggestions {
            if suggestion.truth != Truth::Yes {
                continue;
            }
            let item = catalogue().item(suggestion.item);
            let reasons: Vec<&str> = self
                .assessment
                .reasons(catalogue(), suggestion.item)
                .into_iter()
                .map(|it| &*catalogue().deficiency(it).name.zh)
                .collect();
            let must = if suggestion.locked {
                "，必须做"
            } else {
                ""
            };
            let how_many = tally(suggestion.tally);
            line(
                &mut out,
                format!(
                    "- {}{how_many}{must}：因为{}",
                    item.name.zh,
                    reasons.join("；")
                ),
            );
        }
        section(&mut out, "不建议");
        for suggestion in &self.assessment.suggestions {
            if suggestion.truth == Truth::No {
                let name = &catalogue().item(suggestion.item).name.zh;
                line(&mut out, format!("- {name}"));
            }
        }
        section(&mut out, "还定不下来");
        // What hangs on the same questions as before any survey stands in the
        // report of an estate nobody has seen.
        let blank = assess(catalogue(), &Survey::default());
        let is_blank = self.assessment.findings == blank.findings;
        let mut n_untouched = 0;
        for suggestion in &self.assessment.suggestions {
            if suggestion.truth != Truth::Unknown {
                continue;
            }
            if !is_blank && suggestion.missing() == blank.suggestion(suggestion.item).missing() {
                n_untouched += 1;
                continue;
            }
            let name = &catalogue().item(suggestion.item).name.zh;
            let missing = labels(suggestion.missing());
            line(&mut out, format!("- {name}：还要问{missing}"));
        }
        if n_untouched > 0 {
            let others = format!("- {n_untouched} 项，要问的与摸排之前一样");
            line(&mut out, others);
        }
        self.text = out;
    }

    fn write_questions(&mut self, dossier: &Dossier) {
        let out = &mut self.text;
        let open = open_questions(catalogue(), &self.assessment, &dossier.plan);
        section(out, "先问什么");
        line(out, format!("还有 {} 个问题有用，先问这些：\n", open.len()));
        for question in open.iter().take(N_QUESTIONS) {
            let decides = question.decides.len();
            let sizes = question.sizes.len();
            line(
                out,
                format!(
                    "- {}（关系到 {decides} 项建议、{sizes} 项工程量）",
                    catalogue().fact(question.fact).label.zh
                ),
            );
        }
    }

    /// Votes, order and upkeep of what is in the plan; nothing where it is empty.
    fn write_works(&mut self, dossier: &Dossier) {
        let (assessment, estimate) = (&self.assessment, &self.estimate);
        let order = schedule(catalogue(), assessment, estimate, None);
        if order.tasks.is_empty() {
            return;
        }
        let out = &mut self.text;
        let votes = ballots(catalogue(), assessment, estimate, &dossier.plan);
        if !votes.is_empty() {
            section(out, "表决");
        }
        for ballot in votes {
            let name = &catalogue().consent(ballot.consent).name.zh;
            line(out, format!("- {name}：{}", names(&ballot.items)));
            for voters in &ballot.voters {
                let need = |it: Option<Need>, unit: &str| match it {
                    Some(it) => format!(
                        "{} {unit}中 {} 参与、{} 同意",
                        bounds(it.of),
                        bounds(it.attend),
                        bounds(it.agree)
                    ),
                    None => format!("{unit}数不知道"),
                };
                let each = match voters.row {
                    Some(row) => format!("{}各单元", dossier.survey.groups[row].label),
                    None => "全小区".to_owned(),
                };
                let heads = need(voters.heads, "户");
                let area = need(voters.area, "平方米");
                line(out, format!("  - {each}：{heads}；{area}"));
            }
        }
        section(out, "工序");
        let least = if order.open { "至少 " } else { "" };
        let weeks = order.weeks;
        line(
            out,
            format!(
                "{least}{} 周（{}—{}）。",
                weeks.typical, weeks.low, weeks.high
            ),
        );
        for task in &order.tasks {
            let critical = if task.critical {
                "，决定总工期"
            } else {
                ""
            };
            let open = if task.open { "最早" } else { "" };
            let first = task.start.typical + 1;
            let lasts = match task.weeks {
                Some(_) if task.no_work => "并入其他项目".to_owned(),
                Some(weeks) => format!("{open}第 {first} 周起 {} 周", weeks.typical),
                None => format!("{open}第 {first} 周起，工期不知道"),
            };
            line(out, format!("- {}：{lasts}{critical}", names(&[task.item])));
        }
        section(out, "后续管护");
        for fit in upkeep(catalogue(), assessment, estimate).modes {
            let mode = &catalogue().upkeep_modes[fit.mode].name.zh;
            let fits = match fit.verdict.truth {
                Truth::Yes => "适合".to_owned(),
                Truth::No => "不适合".to_owned(),
                Truth::Unknown => format!("还要问{}", labels(fit.verdict.missing)),
            };
            line(out, format!("- {mode}：{fits}"));
        }
    }

    fn write_estimate(&mut self) {
        let out = &mut self.text;
        let estimate = &self.estimate;
        section(out, "估算");
        line(out, format!("合计 {}。", range(estimate.total)));
        line(out, format!("其中已定的 {}。", range(estimate.chosen)));
        for (class, cost) in &estimate.by_class {
            let name = match class {
                Class::Basic => "基础类",
                Class::Improve => "完善类",
                Class::Enhance => "提升类",
                Class::Service => "社区服务",
            };
            line(out, format!("- {name} {}", range(*cost)));
        }
        let chosen = estimate
            .lines
            .iter()
            .filter(|it| it.standing == Standing::Chosen);
        rows(out, "已定的项目", chosen);
        let open = estimate
            .lines
            .iter()
            .filter(|it| it.standing == Standing::Undecided);
        rows(out, "还没有定的项目", open);
        for it in &estimate.netted {
            let scope = &catalogue().item(it.covered).lines[it.line];
            let reason = &catalogue().overlaps[it.overlap].reason.zh;
            line(
                out,
                format!(
                    "- 扣除{} {}：{reason}",
                    scope.label.zh,
                    quantity(it.quantity, scope.unit)
                ),
            );
        }
        for it in &estimate.savings {
            let shared = &catalogue().shared_works[it.bundle];
            line(
                out,
                format!(
                    "- 合并施工节省（{}）{}：{}",
                    shared.name.zh,
                    range(it.range()),
                    shared.reason.zh
                ),
            );
        }
        section(out, "没有计入的");
        for it in &estimate.unpriced {
            let item = catalogue().item(it.item);
            let scope = &item.lines[it.line];
            let amount = it.quantity.map_or("工程量不知道".to_owned(), |amount| {
                quantity(amount, scope.unit)
            });
            let price = if it.no_price { "，没有单价" } else { "" };
            let missing = if it.missing.is_empty() {
                String::new()
            } else {
                format!("，还要问{}", labels(it.missing))
            };
            line(
                out,
                format!(
                    "- {}：{}，{amount}{price}{missing}",
                    item.name.zh, scope.label.zh
                ),
            );
        }
    }
}

fn rows<'a>(out: &mut String, title: &str, lines: impl Iterator<Item = &'a Line>) {
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return;
    }
    line(out, format!("\n{title}：\n"));
    line(out, "| 项目 | 工程量 | 来源 | 费用 |".into());
    line(out, "| --- | --- | --- | --- |".into());
    for it in lines {
        let item = catalogue().item(it.item);
        let scope: &ScopeLine = &item.lines[it.line];
        let basis = match it.quantity.basis() {
            Basis::Measured => "实测",
            Basis::Derived => "推算",
            Basis::Constant | Basis::Convention | Basis::Assumed => "默认",
        };
        let amount = quantity(it.quantity, scope.unit);
        line(
            out,
            format!(
                "| {} | {} {amount} | {basis} | {} |",
                item.name.zh,
                scope.label.zh,
                range(it.cost)
            ),
        );
    }
}

fn section(out: &mut String, title: &str) {
    line(out, format!("\n## {title}\n"));
}

fn line(out: &mut String, text: String) {
    writeln!(out, "{text}").expect("a string takes any text");
}

fn names(items: &[buqi_core::id::ItemIdx]) -> String {
    let names: Vec<&str> = items
        .iter()
        .map(|it| &*catalogue().item(*it).name.zh)
        .collect();
    names.join("、")
}

fn labels(facts: FactSet) -> String {
    let labels: Vec<&str> = facts
        .iter()
        .map(|it| &*catalogue().fact(it).label.zh)
        .collect();
    labels.join("、")
}

fn answers(answers: &Answers) -> impl Iterator<Item = (&str, String)> {
    answers.iter().filter_map(|(id, answer)| {
        let idx: FactIdx = catalogue().find_fact(id)?;
        let fact = catalogue().fact(idx);
        let said = match (&answer.reply, &fact.kind) {
            (Reply::YesNo(true), _) => "是".to_owned(),
            (Reply::YesNo(false), _) => "否".to_owned(),
            (Reply::Number(value), FactKind::Number { unit, .. }) => {
                format!("{} {}", figure(*value), catalogue().unit(*unit).name.zh)
            }
            (Reply::Choice(option), _) => option.to_string(),
            _ => "不清楚".to_owned(),
        };
        Some((&*fact.label.zh, said))
    })
}

fn tally(tally: Option<Tally>) -> String {
    match tally {
        None => String::new(),
        Some(it) if it.unknown == 0 => format!("，{} 栋中有 {} 栋", it.of, it.yes),
        Some(it) => format!("，{} 栋中有 {} 栋，{} 栋待查", it.of, it.yes, it.unknown),
    }
}

fn bounds(amount: Amount) -> String {
    let (low, high) = (figure(amount.low()), figure(amount.high()));
    if low == high {
        low
    } else {
        format!("{low}—{high}")
    }
}

fn quantity(amount: Amount, unit: UnitIdx) -> String {
    let unit = &catalogue().unit(unit).name.zh;
    if amount.is_exact() {
        return format!("{} {unit}", figure(amount.typical()));
    }
    format!(
        "{} {unit}（{}—{}）",
        figure(amount.typical()),
        figure(amount.low()),
        figure(amount.high())
    )
}

/// Whole where it is large, with what it needs where it is small.
fn figure(value: f64) -> String {
    if value.abs() >= 100.0 || value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.2}")
    }
}

fn money(fen: Fen) -> String {
    format!("{:.1} 万元", fen.to_yuan() / 10_000.0)
}

fn range(cost: Cost) -> String {
    format!(
        "{}（{:.1}—{:.1}）",
        money(cost.typical()),
        cost.low().to_yuan() / 10_000.0,
        cost.high().to_yuan() / 10_000.0
    )
}
