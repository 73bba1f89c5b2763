//! Building groups, whatever is wrong with them.

use super::{fact, opened, repaired, saved};
use buqi_core::id::GroupId;
use buqi_core::survey::Reply;
use buqi_exchange::Cause;
use buqi_exchange::repair::Expected;
use serde_json::{Value, json};

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
fn a_group_stands_for_one_building_at_least_and_not_for_a_city() {
    for bad in [
        json!(0),
        json!(-2),
        json!(2.5),
        json!("3"),
        json!(2001),
        json!(1e12),
    ] {
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
