//! `buqi item`: everything the catalogue says about one item.

use crate::figures;
use crate::output::say;
use crate::reading;
use anyhow::Result;
use buqi_core::Catalogue;
use buqi_core::catalogue::{Evidence, Gate, Mark, Part, Urgency};
use buqi_core::id::ItemIdx;
use buqi_exchange::Lang;
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

pub fn show(folder: &Path, id: &str, lang: Lang, as_json: bool) -> Result<ExitCode> {
    let catalogue = reading::catalogue(folder, lang)?;
    let idx = reading::item(&catalogue, id, lang)?;
    if as_json {
        say!(
            "{}",
            serde_json::to_string_pretty(&to_json(&catalogue, idx))?
        );
    } else {
        print(&catalogue, idx, lang);
    }
    Ok(ExitCode::SUCCESS)
}

fn print(catalogue: &Catalogue, idx: ItemIdx, lang: Lang) {
    let item = catalogue.item(idx);
    let name = lang.of(&item.name);
    let id = &item.id;
    say!(
        "{}",
        lang.pick(format!("{name}（{id}）"), format!("{name} ({id})"))
    );
    say!("{}", lang.of(&item.summary));
    say!("");
    let part = match item.part {
        Part::Renovation => lang.pick("综合改造", "renovation"),
        Part::Service => lang.pick("社区服务提升", "service"),
    };
    let gate = match item.gate {
        Gate::BottomLine => lang.pick("底线型", "bottom line"),
        Gate::Improvement => lang.pick("提升型", "improvement"),
    };
    let urgency = match item.urgency {
        Urgency::TimeLimited => lang.pick("限时解决", "time-limited"),
        Urgency::BestEffort => lang.pick("尽力解决", "best effort"),
    };
    let join = lang.pick("、", ", ");
    let answers: Vec<&str> = item
        .answers
        .iter()
        .map(|it| lang.of(&catalogue.deficiency(*it).name))
        .collect();
    let payers: Vec<&str> = item
        .payers
        .iter()
        .map(|it| lang.of(&catalogue.payer(*it).name))
        .collect();
    let consent = match item.consent {
        Some(consent) => lang.of(&catalogue.consent(consent).name),
        None => lang.pick("不需要业主表决", "no vote of the owners"),
    };
    let row = |zh: &str, en: &str, text: String| vec![lang.pick(zh, en).to_owned(), text];
    figures::table(&[
        row(
            "类别",
            "Class",
            [part, figures::tier(item.tier, lang), gate, urgency].join(join),
        ),
        row("解决的缺口", "Answers", answers.join(join)),
        row("出资方", "Payers", payers.join(" → ")),
        row("表决", "Consent", consent.to_owned()),
        row(
            "依据",
            "Evidence",
            evidence(catalogue, &item.evidence, lang),
        ),
        row("别名", "Aliases", item.aliases.join(join)),
    ]);
    say!("\n{}", lang.pick("工程量和单价", "Scope and prices"));
    let lines: Vec<Vec<String>> = item
        .lines
        .iter()
        .map(|line| {
            let unit = lang.of(&catalogue.unit(line.unit).name);
            let price = match line.price {
                Some(price) => {
                    let it = &catalogue.price(price).price;
                    let yuan =
                        [it.low, it.typical, it.high].map(|it| figures::number(it.to_yuan()));
                    let [low, typical, high] = yuan;
                    lang.pick(
                        format!("约 {typical} 元（{low}–{high}）/ {unit}"),
                        format!("about ¥{typical} ({low}–{high}) / {unit}"),
                    )
                }
                None => lang
                    .pick("没有单价，只列工程量", "no price known; listed only")
                    .to_owned(),
            };
            vec![lang.of(&line.label).to_owned(), price]
        })
        .collect();
    figures::table(&lines);
    say!("\n{}", lang.of(&catalogue.notice));
}

fn evidence(catalogue: &Catalogue, evidence: &Evidence, lang: Lang) -> String {
    let mark = match evidence.mark {
        Mark::Quoted => lang.pick("原文列出", "quoted"),
        Mark::Paraphrased => lang.pick("据文件转述", "paraphrased"),
        Mark::Own => lang.pick("编者判断", "our judgement"),
    };
    let mut parts = vec![mark.to_owned()];
    if let Some(source) = evidence.source {
        parts.push(lang.of(&catalogue.source(source).title).to_owned());
    }
    if let Some(clause) = &evidence.clause {
        parts.push(lang.pick(format!("第 {clause} 条"), format!("clause {clause}")));
    }
    if let Some(note) = &evidence.note {
        parts.push(lang.of(note).to_owned());
    }
    parts.join(lang.pick("，", ", "))
}

fn to_json(catalogue: &Catalogue, idx: ItemIdx) -> Value {
    let item = catalogue.item(idx);
    let lines: Vec<Value> = item
        .lines
        .iter()
        .map(|line| {
            let price = line.price.map(|it| catalogue.price(it));
            json!({
                "id": line.id.as_str(),
                "label": { "zh": line.label.zh, "en": line.label.en },
                "unit": catalogue.unit(line.unit).id.as_str(),
                "price": price.map(|it| json!({
                    "id": it.id.as_str(),
                    "low-fen": it.price.low.0,
                    "typical-fen": it.price.typical.0,
                    "high-fen": it.price.high.0,
                })),
            })
        })
        .collect();
    let answers: Vec<&str> = item
        .answers
        .iter()
        .map(|it| catalogue.deficiency(*it).id.as_str())
        .collect();
    let payers: Vec<&str> = item
        .payers
        .iter()
        .map(|it| catalogue.payer(*it).id.as_str())
        .collect();
    json!({
        "id": item.id.as_str(),
        "name": { "zh": item.name.zh, "en": item.name.en },
        "summary": { "zh": item.summary.zh, "en": item.summary.en },
        "answers": answers,
        "lines": lines,
        "payers": payers,
        "consent": item.consent.map(|it| catalogue.consent(it).id.as_str()),
        "fingerprint": catalogue.fingerprint,
    })
}
