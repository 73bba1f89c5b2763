//! `buqi assess`: findings, suggestions and estimate of one survey file.

use crate::figures;
use crate::money::Money;
use crate::output::say;
use crate::reading;
use crate::remarks::remarks;
use crate::works::Works;
use anyhow::Result;
use buqi_core::catalogue::Gate;
use buqi_core::estimate::{Class, Standing, Unpriced};
use buqi_core::findings::Tally;
use buqi_core::id::ItemIdx;
use buqi_core::money::{Cost, Fen};
use buqi_core::plan::Decision;
use buqi_core::quantity::Amount;
use buqi_core::questions::{OpenQuestion, open_questions};
use buqi_core::rule::FactSet;
use buqi_core::{Assessment, Catalogue, Estimate, Truth, assess, estimate};
use buqi_exchange::{Lang, Opened};
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

/// How many of the open questions a person is shown.
const N_QUESTIONS: usize = 10;

/// Everything `assess` shows about one file.
struct Outcome<'a> {
    catalogue: &'a Catalogue,
    opened: &'a Opened,
    assessment: Assessment,
    estimate: Estimate,
    questions: Vec<OpenQuestion>,
    works: Works<'a>,
    money: Money<'a>,
}

pub fn run(
    folder: &Path,
    file: &Path,
    estate: Option<&str>,
    cap: Option<Fen>,
    lang: Lang,
    as_json: bool,
) -> Result<ExitCode> {
    let catalogue = reading::catalogue(folder, lang)?;
    let opened = reading::survey(file, estate, &catalogue, lang)?;
    let assessment = assess(&catalogue, &opened.dossier.survey);
    let plan = &opened.dossier.plan;
    let estimate = estimate(&catalogue, &assessment, plan);
    let groups = opened.dossier.survey.groups.iter();
    let labels = groups.map(|it| it.label.to_string()).collect();
    let outcome = Outcome {
        works: Works::new(&catalogue, &assessment, &estimate, plan, labels),
        money: Money::new(
            &catalogue,
            &opened.dossier,
            &assessment,
            &estimate,
            cap.or(plan.terms.cap),
        ),
        estimate,
        questions: open_questions(&catalogue, &assessment, plan),
        catalogue: &catalogue,
        opened: &opened,
        assessment,
    };
    if as_json {
        say!("{}", serde_json::to_string_pretty(&outcome.to_json())?);
    } else {
        outcome.print(lang);
    }
    Ok(ExitCode::SUCCESS)
}

impl Outcome<'_> {
    fn print(&self, lang: Lang) {
        let catalogue = self.catalogue;
        let dossier = &self.opened.dossier;
        let n_buildings = dossier.survey.n_buildings();
        let edition = &catalogue.edition;
        let name = match dossier.name.trim() {
            "" => lang.pick("未命名小区", "Unnamed estate"),
            name => name,
        };
        say!(
            "{}",
            lang.pick(
                format!("{name}，{n_buildings} 栋楼。目录版本 {edition}。"),
                format!(
                    "{name}, {}. Catalogue of {edition}.",
                    figures::counted(n_buildings, "building", "buildings")
                ),
            )
        );
        say!("{}", lang.of(&catalogue.notice));
        for note in reading::notes(&self.opened.repairs, lang) {
            say!("{note}");
        }
        for remark in remarks(catalogue, dossier, &self.assessment, lang) {
            say!("{}{remark}", lang.pick("注意：", "Note: "));
        }
        for (exclusion, truth) in catalogue.exclusions.iter().zip(&self.assessment.exclusions) {
            if *truth == Truth::Yes {
                say!(
                    "{} {}",
                    lang.pick("注意：", "Note:"),
                    lang.of(&exclusion.reason)
                );
            }
        }
        self.print_findings(lang);
        self.print_items(lang);
        self.print_left_out(lang);
        self.print_unpriced(lang);
        self.print_total(lang);
        self.works.print(lang);
        self.money.print(lang);
        self.print_questions(lang);
    }

    fn print_findings(&self, lang: Lang) {
        let findings = &self.assessment.findings;
        let present: Vec<_> = findings
            .iter()
            .filter(|it| it.truth == Truth::Yes)
            .collect();
        let n_open = findings
            .iter()
            .filter(|it| it.truth == Truth::Unknown)
            .count();
        let n_present = present.len();
        say!(
            "\n{}",
            lang.pick(
                format!("缺口：{n_present} 项存在，{n_open} 项待定"),
                format!("Deficiencies: {n_present} present, {n_open} open"),
            )
        );
        let rows: Vec<Vec<String>> = present
            .into_iter()
            .map(|it| {
                let deficiency = self.catalogue.deficiency(it.deficiency);
                let gate = match deficiency.gate {
                    Gate::BottomLine => lang.pick("底线", "bottom line"),
                    Gate::Improvement => lang.pick("提升", "improvement"),
                };
                let extent = match (it.tally, &deficiency.outside_menu) {
                    (_, Some(reason)) => lang.of(reason).to_owned(),
                    (Some(tally), None) => figures::tally(tally, lang),
                    (None, None) => String::new(),
                };
                vec![
                    lang.of(&deficiency.name).to_owned(),
                    gate.to_owned(),
                    extent,
                ]
            })
            .collect();
        figures::table(&rows);
    }

    fn print_items(&self, lang: Lang) {
        for standing in [Standing::Chosen, Standing::Undecided] {
            let rows: Vec<Vec<String>> = self
                .catalogue
                .item_indices()
                .filter(|it| self.estimate.standings[it.index()] == standing)
                .map(|idx| {
                    let suggestion = self.assessment.suggestion(idx);
                    let cost = self.item_cost(idx, lang);
                    let extent = match standing {
                        Standing::Undecided => {
                            let missing =
                                figures::labels(self.catalogue, suggestion.missing(), lang);
                            lang.pick(format!("还缺：{missing}"), format!("missing: {missing}"))
                        }
                        _ => {
                            let tally = suggestion.tally.map(|it| figures::tally(it, lang));
                            tally.unwrap_or_default()
                        }
                    };
                    let mut row = self.item_cells(idx, lang);
                    row.extend([cost, extent]);
                    row
                })
                .collect();
            let n_items = rows.len();
            let heading = match standing {
                Standing::Chosen => lang.pick(
                    format!("方案：{n_items} 项"),
                    format!("Plan: {}", figures::counted(n_items, "item", "items")),
                ),
                _ => lang.pick(
                    format!("待定：{n_items} 项，可能不需要"),
                    format!(
                        "Open: {} that may not be needed",
                        figures::counted(n_items, "item", "items")
                    ),
                ),
            };
            say!("\n{heading}");
            figures::table(&rows);
        }
    }

    /// Name, class and whether it is bottom-line.
    fn item_cells(&self, idx: ItemIdx, lang: Lang) -> Vec<String> {
        let item = self.catalogue.item(idx);
        let locked = if self.assessment.suggestion(idx).locked {
            lang.pick("底线", "bottom line")
        } else {
            ""
        };
        vec![
            lang.of(&item.name).to_owned(),
            figures::class(Class::of(item.part, item.tier), lang).to_owned(),
            locked.to_owned(),
        ]
    }

    /// What an item costs, or why it has no cost of its own.
    fn item_cost(&self, idx: ItemIdx, lang: Lang) -> String {
        let (catalogue, estimate) = (self.catalogue, &self.estimate);
        let lines = estimate.lines.iter().filter(|it| it.item == idx);
        let costs: Vec<Cost> = lines.map(|it| it.cost).collect();
        if !costs.is_empty() && estimate.has_work(idx) {
            return figures::cost(costs.into_iter().sum(), lang);
        }
        if estimate.unpriced.iter().any(|it| it.item == idx) {
            return lang.pick("未计价", "not priced").to_owned();
        }
        match estimate.netted.iter().find(|it| it.covered == idx) {
            Some(it) => {
                let covering = catalogue.item(it.covering);
                let name = lang.of(&covering.name);
                lang.pick(format!("已含在“{name}”中"), format!("part of “{name}”"))
            }
            None => lang.pick("工程量为 0", "nothing to be done").to_owned(),
        }
    }

    fn decision(&self, idx: ItemIdx) -> Option<&Decision> {
        let decisions = &self.opened.dossier.plan.decisions;
        decisions.get(&self.catalogue.item(idx).id)
    }

    /// What somebody decided to leave out; a bottom-line item not without
    /// saying so.
    fn print_left_out(&self, lang: Lang) {
        let (mut declined, mut deferred, mut n_locked) = (Vec::new(), Vec::new(), 0);
        for idx in self.catalogue.item_indices() {
            let mut row = self.item_cells(idx, lang);
            match self.decision(idx) {
                Some(Decision::Declined { reason }) => {
                    n_locked += usize::from(self.assessment.suggestion(idx).locked);
                    row.push(figures::reason(reason, lang).to_owned());
                    declined.push(row);
                }
                Some(Decision::Deferred) => deferred.push(row),
                Some(Decision::Accepted) | None => {}
            }
        }
        if !declined.is_empty() {
            let n_items = declined.len();
            let locked = match n_locked {
                0 => String::new(),
                _ => lang.pick(
                    format!("，其中底线项目 {n_locked} 项"),
                    format!(", {n_locked} of them bottom-line"),
                ),
            };
            say!(
                "\n{}{locked}",
                lang.pick(
                    format!("不做：{n_items} 项"),
                    format!("Dropped: {}", figures::counted(n_items, "item", "items")),
                )
            );
            figures::table(&declined);
        }
        if !deferred.is_empty() {
            let n_items = deferred.len();
            say!(
                "\n{}",
                lang.pick(
                    format!("以后再做：{n_items} 项"),
                    format!("For later: {}", figures::counted(n_items, "item", "items")),
                )
            );
            figures::table(&deferred);
        }
    }

    fn print_unpriced(&self, lang: Lang) {
        let catalogue = self.catalogue;
        let unpriced = &self.estimate.unpriced;
        let is_chosen = |it: &&Unpriced| it.standing == Standing::Chosen;
        let rows: Vec<Vec<String>> = unpriced
            .iter()
            .filter(is_chosen)
            .map(|it| {
                let item = catalogue.item(it.item);
                let line = &item.lines[it.line];
                let quantity = match it.quantity {
                    Some(quantity) => figures::amount(catalogue, line.unit, quantity, lang),
                    None => lang.pick("数量未知", "quantity not known").to_owned(),
                };
                let why = if it.no_price {
                    lang.pick("没有单价", "no price known").to_owned()
                } else {
                    let missing = figures::labels(catalogue, it.missing, lang);
                    lang.pick(format!("还缺：{missing}"), format!("missing: {missing}"))
                };
                vec![
                    lang.of(&item.name).to_owned(),
                    lang.of(&line.label).to_owned(),
                    quantity,
                    why,
                ]
            })
            .collect();
        let n_lines = rows.len();
        let n_open = unpriced.len() - n_lines;
        say!(
            "\n{}",
            lang.pick(
                format!("未计价：{n_lines} 行，另有待定项目 {n_open} 行；不在合计里，也不是零"),
                format!(
                    "Not priced: {}, and {n_open} of open items; outside the total and not zero",
                    figures::counted(n_lines, "line", "lines")
                ),
            )
        );
        figures::table(&rows);
        if !self.estimate.netted.is_empty() {
            say!(
                "\n{}",
                lang.pick("重叠的工程只算一次", "Overlapping work is counted once")
            );
            let rows: Vec<Vec<String>> = self
                .estimate
                .netted
                .iter()
                .map(|it| {
                    let item = catalogue.item(it.covered);
                    let line = &item.lines[it.line];
                    vec![
                        lang.of(&item.name).to_owned(),
                        figures::amount(catalogue, line.unit, it.quantity, lang),
                        lang.of(&catalogue.overlaps[it.overlap].reason).to_owned(),
                    ]
                })
                .collect();
            figures::table(&rows);
        }
    }

    fn print_total(&self, lang: Lang) {
        say!("\n{}", lang.pick("估算", "Estimate"));
        let mut rows: Vec<Vec<String>> = self
            .estimate
            .by_class
            .iter()
            .map(|(class, cost)| {
                vec![
                    figures::class(*class, lang).to_owned(),
                    figures::cost(*cost, lang),
                ]
            })
            .collect();
        for saving in &self.estimate.savings {
            let name = lang.of(&self.catalogue.shared_works[saving.bundle].name);
            rows.push(vec![
                lang.pick(
                    format!("合并施工节省：{name}"),
                    format!("Shared work saves: {name}"),
                ),
                format!("−{}", figures::cost(saving.range(), lang)),
            ]);
        }
        rows.push(vec![
            lang.pick("工程费合计", "Works").to_owned(),
            figures::cost(self.estimate.total, lang),
        ]);
        rows.push(vec![
            lang.pick("其中已定的项目", "of which settled items")
                .to_owned(),
            figures::cost(self.estimate.chosen, lang),
        ]);
        figures::table(&rows);
    }

    fn print_questions(&self, lang: Lang) {
        if self.questions.is_empty() {
            return;
        }
        let n_questions = self.questions.len();
        say!(
            "\n{}",
            lang.pick(
                format!("还有 {n_questions} 个问题没有回答，最要紧的是"),
                format!(
                    "{} open; the most telling are",
                    figures::counted(n_questions, "question is", "questions are")
                ),
            )
        );
        for question in self.questions.iter().take(N_QUESTIONS) {
            say!(
                "  - {}",
                lang.of(&self.catalogue.fact(question.fact).question)
            );
        }
    }

    fn to_json(&self) -> Value {
        let catalogue = self.catalogue;
        let facts = |facts: FactSet| -> Vec<&str> {
            facts
                .iter()
                .map(|it| catalogue.fact(it).id.as_str())
                .collect()
        };
        let findings: Vec<Value> = self
            .assessment
            .findings
            .iter()
            .map(|it| {
                json!({
                    "id": catalogue.deficiency(it.deficiency).id.as_str(),
                    "present": truth(it.truth),
                    "buildings": it.tally.map(tally),
                    "missing": facts(it.missing()),
                })
            })
            .collect();
        let suggestions: Vec<Value> = self
            .assessment
            .suggestions
            .iter()
            .map(|it| {
                let reasons: Vec<&str> = self
                    .assessment
                    .reasons(catalogue, it.item)
                    .into_iter()
                    .map(|it| catalogue.deficiency(it).id.as_str())
                    .collect();
                let (decision, declined_because) = match self.decision(it.item) {
                    None => (None, None),
                    Some(Decision::Accepted) => (Some("accepted"), None),
                    Some(Decision::Deferred) => (Some("deferred"), None),
                    Some(Decision::Declined { reason }) => (Some("declined"), Some(&**reason)),
                };
                json!({
                    "id": catalogue.item(it.item).id.as_str(),
                    "suggested": truth(it.truth),
                    "standing": standing(self.estimate.standings[it.item.index()]),
                    "decision": decision,
                    "declined-because": declined_because,
                    "locked": it.locked,
                    "buildings": it.tally.map(tally),
                    "reasons": reasons,
                    "missing": facts(it.missing()),
                })
            })
            .collect();
        let line_id = |item: ItemIdx, line: usize| {
            let item = catalogue.item(item);
            (item.id.as_str(), item.lines[line].id.as_str())
        };
        let lines: Vec<Value> = self
            .estimate
            .lines
            .iter()
            .map(|it| {
                let (item, line) = line_id(it.item, it.line);
                json!({
                    "item": item,
                    "line": line,
                    "standing": standing(it.standing),
                    "quantity": amount(it.quantity),
                    "overridden": it.overridden,
                    "cost-fen": cost(it.cost),
                })
            })
            .collect();
        let unpriced: Vec<Value> = self
            .estimate
            .unpriced
            .iter()
            .map(|it| {
                let (item, line) = line_id(it.item, it.line);
                json!({
                    "item": item,
                    "line": line,
                    "standing": standing(it.standing),
                    "quantity": it.quantity.map(amount),
                    "no-price": it.no_price,
                    "missing": facts(it.missing),
                })
            })
            .collect();
        let netted: Vec<Value> = self
            .estimate
            .netted
            .iter()
            .map(|it| {
                let (item, line) = line_id(it.covered, it.line);
                let overlap = &catalogue.overlaps[it.overlap];
                json!({
                    "item": item,
                    "line": line,
                    "covered-by": catalogue.item(overlap.covering).id.as_str(),
                    "quantity": amount(it.quantity),
                })
            })
            .collect();
        let by_class: Vec<Value> = self
            .estimate
            .by_class
            .iter()
            .map(|(class, it)| {
                json!({ "class": figures::class(*class, Lang::En).to_lowercase(), "cost-fen": cost(*it) })
            })
            .collect();
        let questions: Vec<&str> = self
            .questions
            .iter()
            .map(|it| catalogue.fact(it.fact).id.as_str())
            .collect();
        let repairs: Vec<Value> = self
            .opened
            .repairs
            .iter()
            .map(
                |it| json!({ "at": it.at, "zh": it.message(Lang::Zh), "en": it.message(Lang::En) }),
            )
            .collect();
        let dossier = &self.opened.dossier;
        let [zh, en] =
            [Lang::Zh, Lang::En].map(|it| remarks(catalogue, dossier, &self.assessment, it));
        let remarks = zh.iter().zip(&en);
        json!({
            "remarks": remarks.map(|(zh, en)| json!({ "zh": zh, "en": en })).collect::<Vec<_>>(),
            "catalogue": {
                "edition": catalogue.edition,
                "fingerprint": catalogue.fingerprint,
                "notice": { "zh": catalogue.notice.zh, "en": catalogue.notice.en },
            },
            "name": &*self.opened.dossier.name,
            "buildings": self.opened.dossier.survey.n_buildings(),
            "repairs": repairs,
            "exclusions": self.assessment.exclusions.iter().map(|it| truth(*it)).collect::<Vec<_>>(),
            "findings": findings,
            "suggestions": suggestions,
            "estimate": {
                "total-fen": cost(self.estimate.total),
                "chosen-fen": cost(self.estimate.chosen),
                "by-class": by_class,
                "lines": lines,
                "unpriced": unpriced,
                "netted": netted,
                "savings": self.money.savings(&self.estimate),
            },
            "works": self.works.to_json(),
            "prices": self.money.prices(),
            "project": self.money.project(),
            "sensitivity": self.money.tornado(),
            "land": self.money.land(),
            "schemes": self.money.schemes(),
            "wishes": self.money.wishes(),
            "budget": self.money.budget(),
            "questions": questions,
        })
    }
}

pub fn truth(truth: Truth) -> &'static str {
    match truth {
        Truth::Yes => "yes",
        Truth::No => "no",
        Truth::Unknown => "unknown",
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Chosen => "chosen",
        Standing::Undecided => "undecided",
        Standing::Out => "out",
    }
}

fn tally(tally: Tally) -> Value {
    json!({ "yes": tally.yes, "unknown": tally.unknown, "of": tally.of })
}

pub fn amount(amount: Amount) -> Value {
    json!({
        "low": amount.low(),
        "typical": amount.typical(),
        "high": amount.high(),
        "basis": figures::basis(amount.basis(), Lang::En),
    })
}

pub fn cost(cost: Cost) -> Value {
    json!({ "low": cost.low().0, "typical": cost.typical().0, "high": cost.high().0 })
}
