//! Answers that are taken, and those that stay in the file.

use super::{fact, opened, repaired, saved};
use crate::catalogue::text;
use buqi_core::catalogue::Level;
use buqi_core::survey::{Answer, How, Reply};
use buqi_exchange::repair::Expected;
use buqi_exchange::{Cause, Lang};
use serde_json::json;

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
fn a_bound_of_one_stands_in_the_singular() {
    let opened = opened(json!({ "groups": [{ "id": "g1", "answers": { "storeys": 0 } }] }));
    let told = opened.repairs[0].message(Lang::En);
    assert!(told.contains("allowed, 1 storey."), "{told}");
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
