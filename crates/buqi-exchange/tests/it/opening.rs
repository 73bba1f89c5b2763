//! What is refused, what is repaired, and what people are told.

mod answers;
mod groups;
mod moved;
mod plan;
mod refused;

use crate::catalogue::small;
use buqi_core::id::FactId;
use buqi_exchange::repair::Expected;
use buqi_exchange::{Cause, Extras, Lang, Opened, open, save};
use serde_json::{Value, json};

/// Opens a file of `rest` and compares where it was repaired, and why.
fn repaired(rest: Value, expected: &[(&str, Cause)]) -> Opened {
    let opened = opened(rest);
    let repairs: Vec<(&str, Cause)> = opened
        .repairs
        .iter()
        .map(|it| (&*it.at, it.cause.clone()))
        .collect();
    assert_eq!(repairs, expected);
    for repair in &opened.repairs {
        check_sentence(&repair.message(Lang::Zh));
        check_sentence(&repair.message(Lang::En));
    }
    opened
}

fn opened(rest: Value) -> Opened {
    let mut file = json!({ "format": "buqi-dossier", "version": 1 });
    for (key, value) in rest.as_object().unwrap() {
        file[key] = value.clone();
    }
    open(file.to_string().as_bytes(), &small()).unwrap()
}

fn saved(opened: &Opened) -> Value {
    serde_json::from_slice(&save(&opened.dossier, &opened.extras, &small())).unwrap()
}

fn check_sentence(message: &str) {
    assert!(!message.contains(['!', '！']), "{message}");
    assert!(message.ends_with(['.', '。']), "{message}");
}

fn fact(id: &str) -> FactId {
    FactId::new(id).unwrap()
}

#[test]
fn a_newer_file_is_read_in_part_and_keeps_the_rest() {
    let opened = repaired(
        json!({
            "version": 2,
            "readable-from": 1,
            "estate": { "gfa": 100, "gfa-by-use": { "shops": 3 } },
            "photos": [{ "id": "p1" }],
        }),
        &[
            ("/version", Cause::NewerVersion { found: 2 }),
            ("/estate/gfa-by-use", Cause::UnknownFact),
        ],
    );
    let saved = saved(&opened);
    assert_eq!(saved["version"], 1);
    assert_eq!(saved["estate"]["gfa"], 100);
    assert_eq!(saved["estate"]["gfa-by-use"]["shops"], 3);
    assert_eq!(saved["photos"][0]["id"], "p1");
}

#[test]
fn a_missing_version_is_read_as_the_first() {
    let file = br#"{"format": "buqi-dossier", "name": "A"}"#;
    let opened = open(file, &small()).unwrap();
    assert_eq!(opened.repairs[0].cause, Cause::NoVersion);
    assert_eq!(&*opened.dossier.name, "A");
    repaired(
        json!({ "version": "one" }),
        &[("/version", Cause::NoVersion)],
    );
    repaired(json!({ "version": 0 }), &[("/version", Cause::NoVersion)]);
    repaired(json!({ "version": 1.0 }), &[]);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_read() {
    let file = "\u{FEFF}{\r\n\"format\": \"buqi-dossier\",\r\n\"version\": 1,\r\n\"name\": \"长江村\"\r\n}\r\n";
    let opened = open(file.as_bytes(), &small()).unwrap();
    assert_eq!(&*opened.dossier.name, "长江村");
    assert_eq!(opened.repairs, []);
    assert_eq!(opened.original, file.as_bytes());
}

#[test]
fn a_part_of_the_wrong_shape_is_set_aside() {
    let parts = json!({
        "name": true, "about": {}, "estate": [], "groups": {}, "plan": 5,
        "catalogue": "x", "set-aside": "y",
    });
    let opened = repaired(
        parts.clone(),
        &[
            ("/catalogue", Cause::Expected(Expected::Object)),
            ("/name", Cause::Expected(Expected::Text)),
            ("/about", Cause::Expected(Expected::Text)),
            ("/estate", Cause::Expected(Expected::Object)),
            ("/groups", Cause::Expected(Expected::List)),
            ("/plan", Cause::Expected(Expected::Object)),
        ],
    );
    let saved = saved(&opened);
    let aside = saved["set-aside"].as_array().unwrap();
    for (key, value) in parts.as_object().unwrap() {
        let entry = json!({ "at": format!("/{key}"), "value": value });
        assert!(aside.contains(&entry), "{entry}");
    }
}

#[test]
fn unknown_keys_survive_wherever_they_stand() {
    let file = json!({
        "x": 0,
        "catalogue": { "x": 1, "edition": "2026-11-24", "fingerprint": "00112233445566aa" },
        "estate": { "gfa": { "reply": 5, "x": 2 } },
        "groups": [{ "id": "g1", "label": "", "count": 1, "x": [3], "answers": { "storeys": { "reply": 6, "x": null } } }],
        "plan": {
            "x": {},
            "decisions": { "lift-addition": { "declined": "", "x": 4 } },
            "overrides": [{ "item": "lift-addition", "line": "own", "quantity": 5, "x": "5" }],
        },
    });
    let opened = repaired(file.clone(), &[]);
    let saved = saved(&opened);
    for (key, value) in file.as_object().unwrap() {
        assert_eq!(saved[key], *value);
    }
}

#[test]
fn a_key_said_twice_is_taken_once_and_lost_never() {
    let file = br#"{"format": "buqi-dossier", "version": 1, "estate": {"gfa": 1, "gfa": 2}}"#;
    let opened = open(file, &small()).unwrap();
    assert_eq!(&*opened.repairs[0].at, "/estate/gfa");
    assert_eq!(opened.repairs[0].cause, Cause::SaidTwice);
    let saved = saved(&opened);
    assert_eq!(saved["estate"], json!({ "gfa": 2 }));
    assert_eq!(
        saved["set-aside"],
        json!([{ "at": "/estate/gfa", "value": 1 }])
    );
}

#[test]
fn another_edition_of_the_catalogue_is_a_note() {
    let opened = repaired(
        json!({ "catalogue": { "edition": "2025-01-01", "fingerprint": "ffff" } }),
        &[(
            "/catalogue",
            Cause::OtherEdition {
                found: "2025-01-01".into(),
                ours: "2026-11-24".into(),
            },
        )],
    );
    assert!(!opened.repairs[0].leaves_out());
}

#[test]
fn a_file_in_ruins_is_reported_in_bounds() {
    let estate: serde_json::Map<String, Value> = (0..2000)
        .map(|n| (format!("lost-{n}"), Value::from(n)))
        .collect();
    let opened = opened(json!({ "estate": estate }));
    assert_eq!(opened.repairs.len(), 501);
    assert_eq!(opened.repairs[500].cause, Cause::More(1500));
    assert_eq!(saved(&opened)["estate"].as_object().unwrap().len(), 2000);
}

#[test]
fn numbers_are_taken_for_texts_and_long_ones_are_quoted_in_part() {
    let opened = repaired(json!({ "name": 12, "groups": [{ "label": 3 }] }), &[]);
    assert_eq!(&*opened.dossier.name, "12");
    assert_eq!(&*opened.dossier.survey.groups[0].label, "3");

    let opened = self::opened(json!({ "estate": { "estate-dark": "很".repeat(100) } }));
    let given = opened.repairs[0].given.as_deref().unwrap();
    assert_eq!(given.chars().count(), 41);
}

#[test]
fn the_bytes_are_sorted_indented_and_end_in_a_newline() {
    let opened = opened(json!({
        "name": "甲",
        "estate": { "gfa": 1234.5, "households": 1e3 },
        "groups": [{ "id": "g1", "label": "1–3 栋", "count": 3, "answers": { "roof-leaks": true } }],
    }));
    let bytes = save(&opened.dossier, &Extras::default(), &small());
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        r#"{
  "about": "",
  "catalogue": {
    "edition": "2026-11-24",
    "fingerprint": "00112233445566aa"
  },
  "estate": {
    "gfa": 1234.5,
    "households": 1000
  },
  "format": "buqi-dossier",
  "groups": [
    {
      "answers": {
        "roof-leaks": true
      },
      "count": 3,
      "id": "g1",
      "label": "1–3 栋"
    }
  ],
  "name": "甲",
  "plan": {
    "decisions": {},
    "overrides": []
  },
  "version": 1
}
"#
    );
}
