//! The schema and the document about the survey file agree with the code.

use crate::catalogue::small;
use buqi_exchange::disclosure::{Destination, TABLE};
use buqi_exchange::schema::survey_schema_file;
use buqi_exchange::{open, survey_schema};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

pub fn from_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

/// Compares a generated text with the file in the repository, or rewrites it.
pub fn check_text(path: &Path, generated: &str) {
    if std::env::var_os("UPDATE_REF").is_some() {
        fs::write(path, generated).unwrap();
    }
    let committed = fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == generated,
        "{} is not what the code says; run the test with UPDATE_REF=1 and read the difference:\n{generated}",
        path.display()
    );
}

fn document() -> String {
    fs::read_to_string(from_root("docs/survey-file.md")).unwrap()
}

/// The JSON examples of the document.
fn examples() -> Vec<String> {
    let document = document();
    let examples: Vec<String> = document
        .split("```json\n")
        .skip(1)
        .map(|it| it.split("```").next().unwrap().to_owned())
        .collect();
    assert!(!examples.is_empty());
    examples
}

#[test]
fn the_committed_schema_is_the_generated_one() {
    let generated = String::from_utf8(survey_schema_file()).unwrap();
    check_text(&from_root("schema/survey.schema.json"), &generated);
}

#[test]
fn the_examples_of_the_document_open_without_repairs() {
    for example in examples() {
        let opened = open(example.as_bytes(), &small()).unwrap();
        assert_eq!(opened.repairs, [], "{example}");
        assert!(opened.extras.is_empty(), "{example}");
    }
}

#[test]
fn the_document_holds_the_disclosure_table() {
    let document = document();
    for row in TABLE {
        let ticks: Vec<&str> = Destination::ALL
            .iter()
            .map(|it| {
                if row.goes_to.contains(it) {
                    "yes"
                } else {
                    "no"
                }
            })
            .collect();
        let line = format!(
            "| `{:?}` | {} | {} |",
            row.field,
            ticks.join(" | "),
            row.because
        );
        assert!(
            document.contains(&line),
            "missing from docs/survey-file.md:\n{line}"
        );
    }
}

#[test]
fn the_schema_takes_what_the_program_writes_and_the_document_shows() {
    let mut files = examples();
    for name in ["minimal", "full", "provenance", "by-hand", "later-version"] {
        files.push(fs::read_to_string(from_root(&format!("tests/saved/v1/{name}.json"))).unwrap());
    }
    let schema = survey_schema();
    for file in files {
        let mut value: Value = serde_json::from_str(&file).unwrap();
        // The later version holds a fact of another shape, as it may.
        if value["version"] == 2 {
            value["estate"].as_object_mut().unwrap().remove("shops");
        }
        assert_eq!(fault(&schema, &schema, &value), None, "{file}");
    }
}

#[test]
fn the_schema_refuses_what_the_program_would_leave_out() {
    let schema = survey_schema();
    for bad in [
        r#"{ "version": 1 }"#,
        r#"{ "format": "buqi-dossier", "version": 0 }"#,
        r#"{ "format": "buqi-dossier", "version": 1, "estate": { "gfa": [] } }"#,
        r#"{ "format": "buqi-dossier", "version": 1, "estate": { "GFA": 1 } }"#,
        r#"{ "format": "buqi-dossier", "version": 1, "estate": { "gfa": { "how": "seen" } } }"#,
        r#"{ "format": "buqi-dossier", "version": 1, "estate": { "gfa": { "reply": 1, "how": "x" } } }"#,
        r#"{ "format": "buqi-dossier", "version": 1, "groups": [{ "id": "1栋" }] }"#,
        r#"{ "format": "buqi-dossier", "version": 1, "groups": [{ "count": 0 }] }"#,
        r#"{ "format": "buqi-dossier", "version": 1, "plan": { "decisions": { "a": "x" } } }"#,
        r#"{ "format": "buqi-dossier", "version": 1, "plan": { "overrides": [{ "item": "a", "line": "b", "quantity": -1 }] } }"#,
        r#"{ "format": "buqi-dossier", "version": 1, "plan": { "terms": { "start-month": 13 } } }"#,
        r#"{ "format": "buqi-dossier", "version": 1, "plan": { "terms": { "phasing": {} } } }"#,
        r#"{ "format": "buqi-dossier", "version": 1, "plan": { "terms": { "votes": { "a": { "attendance": "most", "approval": "1/2" } } } } }"#,
        r#"{ "format": "buqi-dossier", "version": 1, "plan": { "terms": { "shares": { "a": { "b": 10001 } } } } }"#,
    ] {
        let value = serde_json::from_str(bad).unwrap();
        assert_ne!(fault(&schema, &schema, &value), None, "{bad}");
    }
}

/// The first key word of `schema` that `value` breaks. Knows the key words our
/// schema uses and stops at any other, so that none goes unchecked.
fn fault(root: &Value, schema: &Value, value: &Value) -> Option<String> {
    let is_whole = |it: &Value| it.as_f64().is_some_and(|it| it.fract() == 0.0);
    for (word, wanted) in schema.as_object().unwrap() {
        let holds = match word.as_str() {
            "$schema" | "$defs" | "title" | "description" | "examples" => true,
            "$ref" => {
                let pointer = wanted.as_str().unwrap().trim_start_matches('#');
                if let Some(fault) = fault(root, root.pointer(pointer).unwrap(), value) {
                    return Some(fault);
                }
                true
            }
            "type" => match wanted.as_str().unwrap() {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "string" => value.is_string(),
                "boolean" => value.is_boolean(),
                "number" => value.is_number(),
                "integer" => is_whole(value),
                other => panic!("type {other}"),
            },
            "const" => value == wanted,
            "enum" => wanted.as_array().unwrap().contains(value),
            "minimum" => value
                .as_f64()
                .is_none_or(|it| it >= wanted.as_f64().unwrap()),
            "maximum" => value
                .as_f64()
                .is_none_or(|it| it <= wanted.as_f64().unwrap()),
            "pattern" if wanted == "^[0-9]+/[0-9]+$" => value.as_str().is_none_or(|it| {
                let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
                it.split_once('/')
                    .is_some_and(|(above, below)| digits(above) && digits(below))
            }),
            "pattern" => value.as_str().is_none_or(buqi_core::id::is_id),
            "minProperties" | "maxProperties" => value.as_object().is_none_or(|it| {
                let wanted = wanted.as_u64().unwrap() as usize;
                match word.as_str() {
                    "minProperties" => it.len() >= wanted,
                    _ => it.len() <= wanted,
                }
            }),
            "minItems" => value
                .as_array()
                .is_none_or(|it| it.len() >= wanted.as_u64().unwrap() as usize),
            "maxItems" => value
                .as_array()
                .is_none_or(|it| it.len() <= wanted.as_u64().unwrap() as usize),
            "format" => value.as_str().is_none_or(buqi_exchange::format::is_date),
            "required" => value.as_object().is_none_or(|object| {
                let mut keys = wanted.as_array().unwrap().iter();
                keys.all(|it| object.contains_key(it.as_str().unwrap()))
            }),
            "anyOf" => {
                let mut schemas = wanted.as_array().unwrap().iter();
                schemas.any(|it| fault(root, it, value).is_none())
            }
            "items" => {
                let items = value.as_array().into_iter().flatten();
                if let Some(fault) = items.filter_map(|it| fault(root, wanted, it)).next() {
                    return Some(fault);
                }
                true
            }
            "properties" => {
                let known = wanted.as_object().unwrap();
                let entries = value.as_object().into_iter().flatten();
                let mut faults = entries.filter_map(|(key, it)| fault(root, known.get(key)?, it));
                if let Some(fault) = faults.next() {
                    return Some(fault);
                }
                true
            }
            // In our schema never beside `properties`.
            "additionalProperties" => {
                let entries = value.as_object().into_iter().flatten();
                let mut faults = entries.filter_map(|(_, it)| fault(root, wanted, it));
                if let Some(fault) = faults.next() {
                    return Some(fault);
                }
                true
            }
            "propertyNames" => {
                let mut keys = value.as_object().into_iter().flatten();
                keys.all(|(key, _)| buqi_core::id::is_id(key))
            }
            other => panic!("key word {other}"),
        };
        if !holds {
            return Some(format!("{word} {wanted}: {value}"));
        }
    }
    None
}
