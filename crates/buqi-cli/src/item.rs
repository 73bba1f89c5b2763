//! `buqi item`: everything the catalogue says about one item.

use crate::figures;
use crate::naming;
use crate::output::say;
use crate::reading;
use anyhow::Result;
use buqi_core::Catalogue;
use buqi_core::catalogue::{
    ByFloor, Evidence, Gate, Group, Item, Mark, Part, Price, Text, Urgency,
};
use buqi_core::id::ItemIdx;
use buqi_core::quantity::Amount;
use buqi_exchange::Lang;
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

pub fn show(folder: &Path, id: &str, lang: Lang, as_json: bool) -> Result<ExitCode> {
    let catalogue = reading::catalogue(folder, lang)?;
    let idx = naming::item(&catalogue, id, lang)?;
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
    let backed = |by: &Evidence| vec![String::new(), evidence(catalogue, by, lang)];
    let mut rows = vec![row(
        "类别",
        "Class",
        [part, figures::tier(item.tier, lang), gate, urgency].join(join),
    )];
    if let Some(heading) = heading(catalogue, item) {
        let name = lang.of(&heading.name).to_owned();
        rows.push(row("分组", "Heading", name));
    }
    rows.extend([
        row("解决的缺口", "Answers", answers.join(join)),
        row("出资方", "Payers", payers.join(" → ")),
        row("表决", "Consent", consent.to_owned()),
        row(
            "依据",
            "Evidence",
            evidence(catalogue, &item.evidence, lang),
        ),
        row("工期", "Duration", duration(catalogue, item, lang)),
    ]);
    rows.extend(item.duration.as_ref().map(|it| backed(&it.evidence)));
    if let Some(by_floor) = &item.by_floor {
        rows.push(row(
            "分层系数",
            "Floor weights",
            weights(catalogue, by_floor, lang),
        ));
        rows.push(backed(&by_floor.evidence));
    }
    rows.push(row("别名", "Aliases", item.aliases.join(join)));
    figures::table(&rows);
    say!(
        "\n{}",
        lang.pick(
            "工程量和单价（行首是标识，人工设定数量时用）",
            "Scope and prices (by the id of the line, as overrides name it)",
        )
    );
    for line in &item.lines {
        let (id, label) = (&line.id, lang.of(&line.label));
        let Some(price) = line.price else {
            let none = lang.pick("没有单价，只列工程量", "no price known; listed only");
            say!("  {id}  {label}  {none}");
            continue;
        };
        let it = catalogue.price(price);
        say!("  {id}  {label}  {}", unit_price(catalogue, it, lang));
        say!("    {}", basis(catalogue, it, lang));
        let is_instead = |it: &&Price| it.instead.is_some_and(|it| it.1 == price);
        for it in catalogue.prices.iter().filter(is_instead) {
            let region = it.instead.map(|it| catalogue.region(it.0));
            let region = region.map_or("", |it| lang.of(&it.name));
            let colon = lang.pick("：", ": ");
            say!("    {region}{colon}{}", unit_price(catalogue, it, lang));
            say!("      {}", basis(catalogue, it, lang));
        }
    }
    say!("\n{}", lang.of(&catalogue.notice));
}

fn heading<'a>(catalogue: &'a Catalogue, item: &Item) -> Option<&'a Group> {
    catalogue.groups.get(item.group?.index())
}

fn unit_price(catalogue: &Catalogue, price: &Price, lang: Lang) -> String {
    let unit = catalogue.unit(price.unit);
    let unit = lang.pick(&*unit.name.zh, unit.english("1"));
    let it = price.price;
    let [low, typical, high] =
        [it.low, it.typical, it.high].map(|it| figures::number(it.to_yuan()));
    lang.pick(
        format!("约 {typical} 元（{low}–{high}）/ {unit}"),
        format!("about ¥{typical} ({low}–{high}) / {unit}"),
    )
}

/// What a price rests on, which may be less than the item does.
fn basis(catalogue: &Catalogue, price: &Price, lang: Lang) -> String {
    let (year, review) = (price.base_year, &price.review_by);
    let evidence = evidence(catalogue, &price.evidence, lang);
    lang.pick(
        format!("{year} 年价格，复核期限 {review}；单价依据：{evidence}"),
        format!("prices of {year}, review by {review}; price: {evidence}"),
    )
}

fn duration(catalogue: &Catalogue, item: &Item, lang: Lang) -> String {
    let Some(it) = &item.duration else {
        return lang.pick("未知", "not known").to_owned();
    };
    let [low, typical, high] = [it.low, it.typical, it.high];
    let weeks = match low == high {
        true => lang.pick(
            format!("{typical} 周"),
            figures::counted(typical, "week", "weeks"),
        ),
        false => lang.pick(
            format!("约 {typical}（{low}–{high}）周"),
            format!("about {typical} ({low}–{high}) weeks"),
        ),
    };
    let (Some(step), Some(line)) = (it.step, item.lines.first()) else {
        return weeks;
    };
    let most = it.most;
    let scope = figures::amount(catalogue, line.unit, Amount::exact(step), lang);
    let step = figures::number(step);
    lang.pick(
        format!("{weeks}，够做 {scope}；每再多 {scope}加 1 周，最长 {most} 周"),
        format!("{weeks} for {scope}; 1 week more for each further {step}, {most} at most"),
    )
}

fn weights(catalogue: &Catalogue, by_floor: &ByFloor, lang: Lang) -> String {
    let payer = lang.of(&catalogue.payer(by_floor.payer).name);
    let weights: Vec<String> = by_floor.weights.iter().map(u32::to_string).collect();
    let weights = weights.join(lang.pick("、", ", "));
    lang.pick(
        format!("{payer}：{weights}，往上每层按最后的差额递增"),
        format!("{payer}: {weights}; each floor above adds the last difference"),
    )
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
    parts.join(lang.pick("，", "; "))
}

fn evidence_json(catalogue: &Catalogue, evidence: &Evidence) -> Value {
    let mark = match evidence.mark {
        Mark::Quoted => "quoted",
        Mark::Paraphrased => "paraphrased",
        Mark::Own => "own",
    };
    json!({
        "mark": mark,
        "source": evidence.source.map(|it| catalogue.source(it).id.as_str()),
        "clause": evidence.clause,
        "note": evidence.note.as_ref().map(text_json),
    })
}

fn text_json(text: &Text) -> Value {
    json!({ "zh": text.zh, "en": text.en })
}

fn price_json(catalogue: &Catalogue, price: &Price) -> Value {
    json!({
        "id": price.id.as_str(),
        "low-fen": price.price.low.0,
        "typical-fen": price.price.typical.0,
        "high-fen": price.price.high.0,
        "base-year": price.base_year,
        "review-by": price.review_by,
        "evidence": evidence_json(catalogue, &price.evidence),
    })
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
                "label": text_json(&line.label),
                "unit": catalogue.unit(line.unit).id.as_str(),
                "price": price.map(|it| price_json(catalogue, it)),
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
    let duration = item.duration.as_ref().map(|it| {
        json!({
            "weeks": [it.low, it.typical, it.high],
            "step": it.step,
            "most": it.most,
            "evidence": evidence_json(catalogue, &it.evidence),
        })
    });
    let by_floor = item.by_floor.as_ref().map(|it| {
        json!({
            "payer": catalogue.payer(it.payer).id.as_str(),
            "weights": it.weights,
            "evidence": evidence_json(catalogue, &it.evidence),
        })
    });
    json!({
        "id": item.id.as_str(),
        "name": text_json(&item.name),
        "summary": text_json(&item.summary),
        "group": heading(catalogue, item).map(|it| it.id.as_str()),
        "evidence": evidence_json(catalogue, &item.evidence),
        "duration": duration,
        "by-floor": by_floor,
        "answers": answers,
        "lines": lines,
        "payers": payers,
        "consent": item.consent.map(|it| catalogue.consent(it).id.as_str()),
        "fingerprint": catalogue.fingerprint,
    })
}
