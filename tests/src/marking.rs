//! Marking findings on buildings, with the real catalogue.

use buqi_bundled::catalogue;
use buqi_core::catalogue::{FactKind, Level};
use buqi_core::id::{FactIdx, GroupId};
use buqi_core::marking::{details, marked, telltale};
use buqi_core::plan::{Edit, Subject};
use buqi_core::survey::Reply;
use buqi_core::{Dossier, Truth, assess};

fn fact(id: &str) -> FactIdx {
    catalogue()
        .fact_indices()
        .find(|it| catalogue().fact(*it).id.as_str() == id)
        .expect("such a fact")
}

fn id(text: &str) -> GroupId {
    GroupId::new(text).expect("a good id")
}

/// How many deficiencies one answer alone rules out.
fn n_ruled_out(idx: FactIdx, reply: Reply) -> usize {
    let dossier = Dossier::default()
        .apply(&Edit::PutGroup {
            id: id("g1"),
            label: "1 栋".into(),
            count: 1,
        })
        .apply(&Edit::Answer {
            subject: Subject::Group(id("g1")),
            fact: catalogue().fact(idx).id.clone(),
            answer: Some(reply.into()),
        });
    let findings = assess(catalogue(), &dossier.survey).findings;
    findings.iter().filter(|it| it.truth == Truth::No).count()
}

#[test]
fn the_telltale_reply_speaks_for_a_deficiency_and_the_other_against_it() {
    let mut n_checked = 0;
    for idx in catalogue().fact_indices() {
        let fact = catalogue().fact(idx);
        let Some(Reply::YesNo(value)) = telltale(catalogue(), idx) else {
            continue;
        };
        if fact.level == Level::Building && fact.asked_when.is_none() {
            let other = n_ruled_out(idx, Reply::YesNo(!value));
            assert!(
                n_ruled_out(idx, Reply::YesNo(value)) <= other,
                "{}",
                fact.id
            );
            assert!(other > 0, "{}", fact.id);
            n_checked += 1;
        }
    }
    assert!(n_checked > 20, "{n_checked}");
}

#[test]
fn some_are_told_by_yes_and_some_by_no_and_numbers_by_neither() {
    assert_eq!(
        telltale(catalogue(), fact("roof-leaks")),
        Some(Reply::YesNo(true))
    );
    assert_eq!(
        telltale(catalogue(), fact("fibre")),
        Some(Reply::YesNo(false))
    );
    for idx in catalogue().fact_indices() {
        if matches!(catalogue().fact(idx).kind, FactKind::Number { .. }) {
            assert_eq!(telltale(catalogue(), idx), None);
        }
    }
}

#[test]
fn extent_and_grade_of_a_facade_are_asked_at_its_finding() {
    let asked = details(catalogue(), fact("facade-falling"));
    assert_eq!(
        asked,
        [fact("facade-damaged-area"), fact("facade-damage-grade")]
    );
    assert!(details(catalogue(), fact("wall-cracks")).is_empty());
}

#[test]
fn marked_buildings_are_counted_and_none_is_lost() {
    let leaks = fact("roof-leaks");
    let split = Edit::AnswerApart {
        from: id("g1"),
        id: id("g2"),
        label: "2 栋".into(),
        rest: "1、3–6 栋".into(),
        count: 2,
        fact: catalogue().fact(leaks).id.clone(),
        answer: Some(Reply::YesNo(true).into()),
    };
    let dossier = Dossier::default()
        .apply(&Edit::PutGroup {
            id: id("g1"),
            label: "1–6 栋".into(),
            count: 6,
        })
        .apply(&split);
    let count = marked(catalogue(), &dossier.survey, leaks, &Reply::YesNo(true));
    assert_eq!(
        (count.with, count.without, count.open, count.of()),
        (2, 0, 4, 6)
    );
}
