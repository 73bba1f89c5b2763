//! What is refused, what is repaired, and what people are told.

use crate::catalogue::{small, text};
use buqi_core::catalogue::Level;
use buqi_core::id::{FactId, GroupId, ItemId, LineId};
use buqi_core::plan::{Decision, Override};
use buqi_core::survey::{Answer, How, Reply};
use buqi_exchange::repair::Expected;
use buqi_exchange::{Cause, Encoding, Extras, Lang, OpenError, Opened, open, open_value, save};
use serde_json::{Value, json};

fn refused(bytes: &[u8], expected: OpenError) {
    let error = open(bytes, &small()).unwrap_err();
    assert_eq!(error, expected);
    for lang in [Lang::Zh, Lang::En] {
        check_sentence(&error.message(lang));
    }
}

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
fn an_empty_file_is_refused() {
    refused(b"", OpenError::Empty);
    refused(b" \r\n\t", OpenError::Empty);
    refused(b"\xEF\xBB\xBF", OpenError::Empty);
}

#[test]
fn a_file_larger_than_any_survey_is_refused() {
    let bytes = vec![b' '; buqi_exchange::format::MAX_BYTES + 1];
    refused(&bytes, OpenError::TooLarge);
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", OpenError::NotText);
    refused(b"PK\x03\x04\x14\0\x06\0", OpenError::NotText);
    refused(b"\xC3\x28 \x01", OpenError::NotText);
}

#[test]
fn other_encodings_are_named() {
    // {"name": "小区"} in GBK.
    refused(
        b"{\"name\": \"\xD0\xA1\xC7\xF8\"}",
        OpenError::Encoded(Encoding::Gbk),
    );
    // The four-byte form of GB 18030.
    refused(
        b"{\"name\": \"\xD0\xA1\x81\x39\xEF\x30\"}",
        OpenError::Encoded(Encoding::Gbk),
    );
    refused(b"\xFF\xFE{\0}\0", OpenError::Encoded(Encoding::Utf16));
    refused(b"\xFE\xFF\0{\0}", OpenError::Encoded(Encoding::Utf16));
}

#[test]
fn a_mistake_is_found_by_line_and_character() {
    refused(b"storeys: 6", OpenError::NotJson { line: 1, column: 1 });
    refused(
        "{\n  \"name\": \"小区\" oops\n}".as_bytes(),
        OpenError::NotJson {
            line: 2,
            column: 16,
        },
    );
    refused(b"{} {}", OpenError::NotJson { line: 1, column: 4 });
}

#[test]
fn a_file_that_stops_early_is_told_from_a_wrong_one() {
    refused(
        b"{\n\"format\": \"buqi-",
        OpenError::CutShort {
            line: 2,
            column: 16,
        },
    );
}

#[test]
fn nesting_is_bounded() {
    let deep = |n| format!("{}1{}", "[".repeat(n), "]".repeat(n));
    refused(deep(64).as_bytes(), OpenError::NotOurs);
    refused(deep(65).as_bytes(), OpenError::TooDeep);
    refused(deep(100_000).as_bytes(), OpenError::TooDeep);
    let value = serde_json::from_str(&deep(65)).unwrap();
    assert_eq!(
        open_value(value, Vec::new(), &small()).unwrap_err(),
        OpenError::TooDeep
    );
}

#[test]
fn json_of_somebody_else_is_refused() {
    refused(b"[1, 2]", OpenError::NotOurs);
    refused(b"null", OpenError::NotOurs);
    refused(
        br#"{"type": "FeatureCollection", "features": []}"#,
        OpenError::NotOurs,
    );
    refused(
        br#"{"format": "another", "version": 1}"#,
        OpenError::NotOurs,
    );
}

#[test]
fn a_file_that_asks_for_a_newer_reader_is_refused() {
    refused(
        br#"{"format": "buqi-dossier", "version": 3, "readable-from": 2}"#,
        OpenError::TooNew { readable_from: 2 },
    );
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
fn a_plain_answer_and_one_with_provenance_are_both_read() {
    let opened = repaired(
        json!({
            "estate": {
                "gfa": { "reply": 100.5, "how": "records", "who": "街道办", "on": "2026-11-24", "note": "按图纸" },
                "estate-dark": "cannot-tell",
            },
            "groups": [{ "id": "g1", "answers": { "water-supply": "tank", "roof-leaks": false } }],
        }),
        &[],
    );
    let estate = &opened.dossier.survey.estate;
    assert_eq!(
        estate[&fact("gfa")],
        Answer {
            reply: Reply::Number(100.5),
            how: Some(How::Records),
            who: Some("街道办".into()),
            on: Some("2026-11-24".into()),
            note: Some("按图纸".into()),
        }
    );
    assert_eq!(estate[&fact("estate-dark")].reply, Reply::CannotTell);
    let answers = &opened.dossier.survey.groups[0].answers;
    assert_eq!(answers[&fact("roof-leaks")].reply, Reply::YesNo(false));
}

#[test]
fn a_reply_that_is_not_taken_stays_in_the_file() {
    let estate = json!({
        "gfa": -5,
        "households": 3.5,
        "estate-dark": "yes",
        "storeys": 6,
        "no-such-fact": true,
    });
    let opened = repaired(
        json!({ "estate": estate }),
        &[
            ("/estate/estate-dark", Cause::Expected(Expected::YesNo)),
            (
                "/estate/gfa",
                Cause::Below {
                    bound: 1.0,
                    unit: text("平方米", "m²"),
                },
            ),
            (
                "/estate/households",
                Cause::NotWhole {
                    unit: text("户", "households"),
                },
            ),
            ("/estate/no-such-fact", Cause::UnknownFact),
            ("/estate/storeys", Cause::WrongLevel(Level::Building)),
        ],
    );
    assert!(opened.dossier.survey.estate.is_empty());
    assert_eq!(saved(&opened)["estate"], estate);
}

#[test]
fn a_new_answer_takes_the_place_of_one_that_was_not_taken() {
    let mut opened = opened(json!({ "estate": { "gfa": -5, "households": -1 } }));
    let answers = &mut opened.dossier.survey.estate;
    answers.insert(fact("gfa"), Reply::Number(500.0).into());
    assert_eq!(
        saved(&opened)["estate"],
        json!({ "gfa": 500, "households": -1 })
    );
}

#[test]
fn buildings_have_their_own_bounds_and_options() {
    let opened = repaired(
        json!({ "groups": [{
            "id": "g1", "label": "1–3 栋", "count": 3,
            "answers": { "storeys": 61, "water-supply": "well", "roof-area": 5, "gfa": 7, "roof-leaks": { "how": "seen" } },
        }] }),
        &[
            ("/groups/0/answers/gfa", Cause::WrongLevel(Level::Estate)),
            ("/groups/0/answers/roof-area", Cause::NotAsked),
            ("/groups/0/answers/roof-leaks", Cause::NoReply),
            (
                "/groups/0/answers/storeys",
                Cause::Above {
                    bound: 60.0,
                    unit: text("层", "storeys"),
                },
            ),
            ("/groups/0/answers/water-supply", Cause::UnknownOption),
        ],
    );
    assert_eq!(
        opened.repairs[3].message(Lang::Zh),
        "“1–3 栋”的“层数”（文件里是“61”）：高于上限 60 层，没有采用，仍留在文件里。请核对后重新填写。"
    );
    assert_eq!(
        opened.repairs[3].message(Lang::En),
        "“Storeys” of “1–3 栋” (the file says “61”): above the most allowed, 60 storeys. \
         It was left out and stays in the file. Check it and enter it again."
    );
}

#[test]
fn a_bad_date_or_way_to_know_costs_only_itself() {
    let opened = repaired(
        json!({ "estate": { "gfa": { "reply": 9, "on": "last week", "how": "guessed", "who": ["a"] } } }),
        &[
            ("/estate/gfa/who", Cause::Expected(Expected::Text)),
            ("/estate/gfa/how", Cause::UnknownHow),
            ("/estate/gfa/on", Cause::BadDate),
        ],
    );
    assert_eq!(
        opened.dossier.survey.estate[&fact("gfa")],
        Reply::Number(9.0).into()
    );
    assert_eq!(
        saved(&opened)["estate"]["gfa"],
        json!({ "reply": 9, "on": "last week", "how": "guessed", "who": ["a"] })
    );
}

#[test]
fn moved_ids_are_followed_and_saved_under_the_new_name() {
    let opened = repaired(
        json!({
            "estate": { "total-area": 100 },
            "groups": [{ "id": "g1", "answers": { "water-supply": "water-tank" } }],
            "plan": {
                "decisions": { "roof-renewal": "accepted" },
                "overrides": [{ "item": "roof-renewal", "line": "own", "quantity": 2 }],
            },
        }),
        &[
            ("/estate/total-area", Cause::Moved { to: "gfa".into() }),
            (
                "/groups/0/answers/water-supply",
                Cause::Moved { to: "tank".into() },
            ),
            (
                "/plan/decisions/roof-renewal",
                Cause::Moved {
                    to: "roof-waterproofing".into(),
                },
            ),
            (
                "/plan/overrides/0/item",
                Cause::Moved {
                    to: "roof-waterproofing".into(),
                },
            ),
        ],
    );
    assert!(opened.extras.is_empty());
    assert!(opened.repairs.iter().all(|it| !it.leaves_out()));
    let saved = saved(&opened);
    assert_eq!(saved["estate"], json!({ "gfa": 100 }));
    assert_eq!(
        saved["plan"]["decisions"],
        json!({ "roof-waterproofing": "accepted" })
    );
}

#[test]
fn a_value_under_todays_id_wins_over_one_under_a_retired_id() {
    let opened = repaired(
        json!({
            "estate": { "floor-space": 100, "gfa": 200 },
            "plan": { "decisions": { "roof-renewal": "deferred", "roof-waterproofing": "accepted" } },
        }),
        &[
            ("/estate/floor-space", Cause::AlreadyThere),
            ("/plan/decisions/roof-renewal", Cause::AlreadyThere),
        ],
    );
    let saved = saved(&opened);
    assert_eq!(saved["estate"], json!({ "gfa": 200 }));
    assert_eq!(
        saved["set-aside"],
        json!([
            { "at": "/estate/floor-space", "value": 100 },
            { "at": "/plan/decisions/roof-renewal", "value": "deferred" },
        ])
    );
}

#[test]
fn a_moved_value_does_not_bury_a_refused_one_under_todays_id() {
    let opened = opened(json!({ "estate": { "floor-space": 100, "gfa": -1 } }));
    let saved = saved(&opened);
    assert_eq!(saved["estate"], json!({ "gfa": 100 }));
    assert_eq!(
        saved["set-aside"],
        json!([{ "at": "/estate/gfa", "value": -1 }])
    );
}

#[test]
fn a_refused_old_name_is_set_aside_when_another_old_name_is_taken() {
    let file = json!({ "estate": { "floor-space": -1, "total-area": 100 } });
    let first = opened(file);
    let saved = save(&first.dossier, &first.extras, &small());
    let again = open(&saved, &small()).unwrap();
    assert_eq!(again.dossier, first.dossier);
    assert_eq!(again.extras, first.extras);
}

#[test]
fn an_id_that_was_given_up_or_goes_in_a_circle_is_kept() {
    let estate = json!({ "coal-store": true, "round": 1 });
    let opened = repaired(
        json!({ "estate": estate, "plan": { "decisions": { "boiler-house": "accepted" } } }),
        &[
            (
                "/estate/coal-store",
                Cause::Retired {
                    reason: text("已并入其他项。", "Merged into another."),
                },
            ),
            ("/estate/round", Cause::UnknownFact),
            (
                "/plan/decisions/boiler-house",
                Cause::Retired {
                    reason: text("已并入其他项。", "Merged into another."),
                },
            ),
        ],
    );
    assert_eq!(saved(&opened)["estate"], estate);
}

#[test]
fn groups_keep_their_answers_whatever_is_wrong_with_their_id() {
    let opened = repaired(
        json!({ "groups": [
            { "id": "g1", "label": "甲", "answers": { "storeys": 1 } },
            { "id": "g1", "label": "乙", "answers": { "storeys": 2 } },
            { "id": "1栋", "label": "丙", "answers": { "storeys": 3 } },
            { "label": "丁", "answers": { "storeys": 4 } },
            7,
        ] }),
        &[
            ("/groups/1/id", Cause::SameGroupId { now: "g2".into() }),
            ("/groups/2/id", Cause::BadGroupId { now: "g3".into() }),
            ("/groups/4", Cause::Expected(Expected::Object)),
        ],
    );
    let groups: Vec<(&str, &str, Reply)> = opened
        .dossier
        .survey
        .groups
        .iter()
        .map(|it| {
            let storeys = it.answers[&fact("storeys")].reply.clone();
            (it.id.as_str(), &*it.label, storeys)
        })
        .collect();
    assert_eq!(
        groups,
        [
            ("g1", "甲", Reply::Number(1.0)),
            ("g2", "乙", Reply::Number(2.0)),
            ("g3", "丙", Reply::Number(3.0)),
            ("g4", "丁", Reply::Number(4.0)),
        ]
    );
}

#[test]
fn a_made_up_id_never_takes_one_that_stands_further_down() {
    let opened = repaired(json!({ "groups": [{}, { "id": "g1" }] }), &[]);
    let ids: Vec<&str> = opened
        .dossier
        .survey
        .groups
        .iter()
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(ids, ["g2", "g1"]);
}

#[test]
fn more_groups_than_an_area_can_have_are_set_aside() {
    let groups: Vec<Value> = (1..=2002)
        .map(|n| json!({ "id": format!("g{n}"), "answers": { "storeys": 6 } }))
        .collect();
    let opened = repaired(
        json!({ "groups": groups }),
        &[("/groups", Cause::TooManyGroups { count: 2 })],
    );
    assert_eq!(opened.dossier.survey.groups.len(), 2000);
    assert_eq!(
        saved(&opened)["set-aside"],
        json!([{ "at": "/groups", "value": [groups[2000], groups[2001]] }])
    );
}

#[test]
fn a_group_stands_for_one_building_at_least() {
    for bad in [json!(0), json!(-2), json!(2.5), json!("3"), json!(1e12)] {
        let opened = repaired(
            json!({ "groups": [{ "id": "g1", "count": bad }] }),
            &[("/groups/0/count", Cause::BadCount)],
        );
        assert_eq!(opened.dossier.survey.groups[0].count, 1);
        assert_eq!(
            saved(&opened)["set-aside"],
            json!([{ "at": "/groups/0/count", "value": bad }])
        );
    }
    let opened = repaired(
        json!({ "groups": [{ "id": "g1" }, { "id": "g2", "count": 3.0 }] }),
        &[],
    );
    assert_eq!(opened.dossier.survey.n_buildings(), 4);
}

#[test]
fn decisions_and_overrides_are_read() {
    let opened = repaired(
        json!({ "plan": {
            "decisions": {
                "roof-waterproofing": { "declined": "已在 2024 年做过" },
                "lift-addition": "deferred",
            },
            "overrides": [
                { "item": "lift-addition", "line": "own", "quantity": 1.5, "note": "实测" },
            ],
        } }),
        &[],
    );
    let item = |id| ItemId::new(id).unwrap();
    let plan = &opened.dossier.plan;
    assert_eq!(
        plan.decisions[&item("roof-waterproofing")],
        Decision::Declined {
            reason: "已在 2024 年做过".into()
        }
    );
    assert_eq!(
        plan.overrides[&(item("lift-addition"), LineId::new("own").unwrap())],
        Override {
            quantity: 1.5,
            note: "实测".into()
        }
    );
}

#[test]
fn what_a_plan_says_wrongly_is_kept() {
    let overrides = json!([
        { "item": "lift-addition", "line": "own", "quantity": 1 },
        { "item": "lift-addition", "line": "own", "quantity": 2 },
        { "item": "lift-addition", "line": "shaft", "quantity": 3 },
        { "item": "cable-car", "line": "own", "quantity": 4 },
        { "item": "lift-addition", "line": "extra", "quantity": -5 },
        { "item": "lift-addition", "line": "extra", "quantity": "6" },
    ]);
    let opened = repaired(
        json!({ "plan": {
            "decisions": { "lift-addition": "maybe", "cable-car": "accepted" },
            "overrides": overrides,
        } }),
        &[
            ("/plan/decisions/cable-car", Cause::UnknownItem),
            (
                "/plan/decisions/lift-addition",
                Cause::Expected(Expected::Decision),
            ),
            ("/plan/overrides/1", Cause::AlreadyThere),
            ("/plan/overrides/2", Cause::UnknownLine),
            ("/plan/overrides/3", Cause::UnknownItem),
            (
                "/plan/overrides/4",
                Cause::Below {
                    bound: 0.0,
                    unit: text("部", "lifts"),
                },
            ),
            ("/plan/overrides/5", Cause::Expected(Expected::Number)),
        ],
    );
    let saved = saved(&opened);
    assert_eq!(
        saved["plan"]["decisions"],
        json!({ "lift-addition": "maybe", "cable-car": "accepted" })
    );
    assert_eq!(
        saved["plan"]["overrides"],
        json!([overrides[0], overrides[2], overrides[3]])
    );
    assert_eq!(
        saved["set-aside"],
        json!([
            { "at": "/plan/overrides/1", "value": overrides[1] },
            { "at": "/plan/overrides/4", "value": overrides[4] },
            { "at": "/plan/overrides/5", "value": overrides[5] },
        ])
    );
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
fn what_belongs_to_a_group_goes_with_it() {
    let mut opened = opened(json!({ "groups": [
        { "id": "g1", "x": 1, "answers": { "no-such-fact": 1 } },
        { "id": "g2", "x": 2 },
    ] }));
    opened
        .dossier
        .survey
        .groups
        .retain(|it| it.id != GroupId::new("g1").unwrap());
    let saved = saved(&opened);
    assert_eq!(
        saved["groups"],
        json!([{ "id": "g2", "label": "", "count": 1, "answers": {}, "x": 2 }])
    );
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
