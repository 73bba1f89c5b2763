//! Ids that moved or were given up.

use super::{opened, repaired, saved};
use crate::catalogue::{small, text};
use buqi_exchange::{Cause, open, save};
use serde_json::json;

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
