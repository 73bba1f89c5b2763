//! Decisions and quantities set by hand.

use super::{repaired, saved};
use crate::catalogue::text;
use buqi_core::id::{ItemId, LineId};
use buqi_core::plan::{Decision, MOST_BY_HAND, Override};
use buqi_exchange::Cause;
use buqi_exchange::repair::Expected;
use serde_json::json;

#[test]
fn decisions_and_overrides_are_read() {
    let opened = repaired(
        json!({ "plan": {
            "decisions": {
                "roof-waterproofing": { "declined": "已在 2024 年做过" },
                "lift-addition": "deferred",
            },
            "overrides": [
                { "item": "roof-waterproofing", "line": "own", "quantity": 1.5, "note": "实测" },
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
        plan.overrides[&(item("roof-waterproofing"), LineId::new("own").unwrap())],
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
        { "item": "lift-addition", "line": "extra", "quantity": 2.5 },
        { "item": "lift-addition", "line": "extra", "quantity": 10_000_001 },
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
            (
                "/plan/overrides/6",
                Cause::NotWhole {
                    unit: text("部", "lifts"),
                },
            ),
            (
                "/plan/overrides/7",
                Cause::Above {
                    bound: MOST_BY_HAND,
                    unit: text("部", "lifts"),
                },
            ),
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
            { "at": "/plan/overrides/6", "value": overrides[6] },
            { "at": "/plan/overrides/7", "value": overrides[7] },
        ])
    );
}
