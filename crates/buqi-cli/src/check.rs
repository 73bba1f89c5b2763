//! `buqi check` and `buqi schema`.

use crate::figures;
use crate::output::say;
use crate::reading;
use anyhow::{Context, Result};
use buqi_catalogue::{Checked, Diagnostic, Severity, compile_folder, schemas};
use buqi_core::Catalogue;
use buqi_exchange::Lang;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::process::ExitCode;

pub fn check(folder: &Path, today: Option<&str>, lang: Lang, as_json: bool) -> Result<ExitCode> {
    let checked = compile_folder(folder, today).map_err(|it| reading::unread(folder, &it, lang))?;
    if as_json {
        say!("{}", serde_json::to_string_pretty(&to_json(&checked))?);
    } else {
        print(&checked, lang);
    }
    Ok(if checked.n_errors() == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn print(checked: &Checked, lang: Lang) {
    for diagnostic in &checked.diagnostics {
        say!("{}\n", render(diagnostic, lang));
    }
    let n_errors = checked.n_errors();
    let n_warnings = checked.diagnostics.len() - n_errors;
    say!(
        "{}",
        lang.pick(
            format!("{n_errors} 个错误，{n_warnings} 个警告。"),
            format!(
                "{}, {}.",
                figures::counted(n_errors, "error", "errors"),
                figures::counted(n_warnings, "warning", "warnings")
            ),
        )
    );
    if let Some(catalogue) = &checked.output {
        let counts: Vec<String> = counts(catalogue)
            .into_iter()
            .map(|(zh, en, n)| lang.pick(format!("{zh} {n}"), format!("{n} {en}")))
            .collect();
        let edition = &catalogue.edition;
        let fingerprint = &catalogue.fingerprint;
        say!(
            "{}",
            lang.pick(
                format!(
                    "{}。版本 {edition}，指纹 {fingerprint}。",
                    counts.join("，")
                ),
                format!(
                    "{}. Edition {edition}, fingerprint {fingerprint}.",
                    counts.join(", ")
                ),
            )
        );
    }
}

pub fn render(diagnostic: &Diagnostic, lang: Lang) -> String {
    diagnostic.render(lang.pick(buqi_catalogue::Lang::Zh, buqi_catalogue::Lang::En))
}

fn counts(catalogue: &Catalogue) -> [(&'static str, &'static str, usize); 7] {
    [
        ("改造项", "items", catalogue.items.len()),
        ("缺口", "deficiencies", catalogue.deficiencies.len()),
        ("指标", "facts", catalogue.facts.len()),
        ("单价", "prices", catalogue.prices.len()),
        ("惯例值", "conventions", catalogue.conventions.len()),
        ("依据", "sources", catalogue.sources.len()),
        ("先后关系", "precedences", catalogue.sequence.len()),
    ]
}

fn to_json(checked: &Checked) -> Value {
    let catalogue = checked.output.as_ref();
    let counts = catalogue.map(|it| {
        counts(it)
            .into_iter()
            .map(|(_, en, n)| (en.to_owned(), json!(n)))
            .collect::<Map<String, Value>>()
    });
    let diagnostics: Vec<Value> = checked.diagnostics.iter().map(one_to_json).collect();
    json!({
        "diagnostics": diagnostics,
        "errors": checked.n_errors(),
        "edition": catalogue.map(|it| &it.edition),
        "fingerprint": catalogue.map(|it| &it.fingerprint),
        "counts": counts,
    })
}

fn one_to_json(diagnostic: &Diagnostic) -> Value {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    json!({
        "code": diagnostic.code.to_string(),
        "severity": severity,
        "file": diagnostic.file,
        "line": diagnostic.spot.line,
        "column": diagnostic.spot.column,
        "path": diagnostic.path,
        "reason": { "zh": diagnostic.reason.zh, "en": diagnostic.reason.en },
        "hint": diagnostic.hint.as_ref().map(|it| json!({ "zh": it.zh, "en": it.en })),
    })
}

pub fn write_schemas(folder: &Path) -> Result<ExitCode> {
    std::fs::create_dir_all(folder)?;
    for (name, text) in schemas() {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| format!("can't write {}", path.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}
