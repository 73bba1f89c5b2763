//! The laws of merging two files of one estate.

use buqi_bundled::catalogue;
use buqi_core::catalogue::{Fact, FactKind, Level};
use buqi_core::id::{GroupId, ItemId, LineId, PhotoId};
use buqi_core::photos::{About, Photo, Point, Shape, ShapeKind};
use buqi_core::plan::{Decision, Dossier, Edit, Override, Subject};
use buqi_core::survey::{Answer, How, Reply, new_group_id};
use buqi_core::terms::Term;
use buqi_exchange::{Extras, merge, open, save, settle};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;

/// A random number for what to do, to what, and with which value.
pub(crate) type Step = (u8, u16, u16);

pub(crate) fn steps(n: usize) -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec(any::<Step>(), 0..n)
}

pub(crate) fn group_id(n: u16) -> GroupId {
    GroupId::new(&format!("g{}", n % 12 + 1)).expect("a good id")
}

pub(crate) fn edit((what, which, value): Step) -> Edit {
    let catalogue = catalogue();
    let item = &catalogue.items[usize::from(which) % catalogue.items.len()];
    match what % 18 {
        0 => Edit::Rename(format!("{}", value % 3).as_str().into()),
        1 => Edit::PutGroup {
            id: group_id(which),
            label: format!("{} 栋", value % 4).as_str().into(),
            count: u32::from(value % 5) + 1,
        },
        2 => Edit::RemoveGroup(group_id(which)),
        3 => Edit::SplitGroup {
            from: group_id(which),
            id: group_id(value),
            label: "拆".into(),
            count: 1,
        },
        4 => Edit::Decide {
            item: item.id.clone(),
            decision: match value % 4 {
                0 => None,
                1 => Some(Decision::Accepted),
                2 => Some(Decision::Deferred),
                _ => Some(Decision::Declined {
                    reason: value.to_string().as_str().into(),
                }),
            },
        },
        5 => match item.lines.first() {
            Some(line) => override_of(&item.id, &line.id, value),
            None => Edit::Annotate("约".into()),
        },
        6 => Edit::Agree(Term::StartMonth(match value % 13 {
            0 => None,
            month => Some(month as u8),
        })),
        7 => Edit::AnswerApart {
            from: group_id(which),
            id: group_id(value),
            label: "拆".into(),
            rest: "余".into(),
            count: u32::from(value % 3),
            fact: answered_fact(which).id.clone(),
            answer: None,
        },
        8 => photo(which, value),
        9 => Edit::KeepScheme(scheme_name(which)),
        10 => Edit::DropScheme(scheme_name(which)),
        11 => Edit::RenameScheme {
            from: scheme_name(which),
            to: scheme_name(value),
        },
        _ => answer(which, value),
    }
}

/// Few names, so that both sides keep schemes of one name and of their own.
fn scheme_name(which: u16) -> Arc<str> {
    format!("方案 {}", which % 7).as_str().into()
}

/// Few photos, so that both sides draw on the same ones and take them out.
fn photo(which: u16, value: u16) -> Edit {
    let id = PhotoId::new(&format!("p{}", which % 6)).expect("a good id");
    let deficiencies = &catalogue().deficiencies;
    let shape = Shape {
        kind: ShapeKind::Arrow,
        from: Point { x: value % 3, y: 0 },
        to: Point { x: 9, y: 9 },
    };
    let photo = (!value.is_multiple_of(5)).then(|| Photo {
        about: About::Finding(
            deficiencies[usize::from(which) % deficiencies.len()]
                .id
                .clone(),
        ),
        taken: None,
        width: 1600,
        height: 1200,
        bytes: 250_000,
        position: None,
        shapes: vec![shape],
    });
    Edit::Photos(vec![(id, photo)])
}

fn override_of(item: &ItemId, line: &LineId, value: u16) -> Edit {
    Edit::Override {
        item: item.clone(),
        line: line.clone(),
        value: (!value.is_multiple_of(3)).then(|| Override {
            quantity: f64::from(value),
            note: "".into(),
        }),
    }
}

/// Few facts, so that both sides meet often.
fn answered_fact(which: u16) -> &'static Fact {
    let asked: Vec<_> = catalogue()
        .facts
        .iter()
        .filter(|it| it.place.is_some())
        .take(9)
        .collect();
    asked[usize::from(which) % asked.len()]
}

fn answer(which: u16, value: u16) -> Edit {
    let fact = answered_fact(which);
    let reply = match &fact.kind {
        _ if value.is_multiple_of(7) => Reply::CannotTell,
        FactKind::YesNo => Reply::YesNo(value.is_multiple_of(2)),
        FactKind::Number { min, max, .. } => Reply::Number((min + f64::from(value % 4)).min(*max)),
        FactKind::Choice(options) => {
            Reply::Choice(options[usize::from(value) % options.len()].id.clone())
        }
    };
    let mut answer = Answer::from(reply);
    if value.is_multiple_of(3) {
        answer.on = Some(format!("2026-0{}-11", value % 5 + 1).as_str().into());
    }
    if value.is_multiple_of(11) {
        answer.how = Some(How::Seen);
        answer.who = Some("甲".into());
    }
    Edit::Answer {
        subject: match fact.level {
            Level::Estate => Subject::Estate,
            Level::Building => Subject::Group(group_id(which / 16)),
        },
        fact: fact.id.clone(),
        answer: (!value.is_multiple_of(13)).then_some(answer),
    }
}

pub(crate) fn surveyed(steps: &[Step]) -> Dossier {
    let start = Dossier::default().apply(&Edit::PutGroup {
        id: group_id(0),
        label: "1 栋".into(),
        count: 9,
    });
    steps.iter().fold(start, |it, step| it.apply(&edit(*step)))
}

/// A file of that survey, with keys nobody knows.
pub(crate) fn file(steps: &[Step]) -> (Dossier, Extras) {
    let bytes = save(&surveyed(steps), &Extras::default(), catalogue());
    let mut value: Value = serde_json::from_slice(&bytes).expect("our own file");
    for (what, which, step) in steps.iter().take(3) {
        value[format!("later-{}", which % 3)] = json!({ "n": step % 3 });
        value["estate"][format!("new-fact-{}", what % 3)] = json!(step % 2);
        value["set-aside"] = json!([{ "at": "/name", "value": which % 4 }]);
        value["plan"]["overrides"]
            .as_array_mut()
            .expect("a list")
            .push(json!({ "item": "later-item", "line": "own", "quantity": which % 2 }));
    }
    reread(&value)
}

fn reread(value: &Value) -> (Dossier, Extras) {
    let opened = open(value.to_string().as_bytes(), catalogue()).expect("our own file");
    (opened.dossier, opened.extras)
}

fn merged(ours: &(Dossier, Extras), theirs: &(Dossier, Extras)) -> (Dossier, Extras) {
    let merged = merge((&ours.0, &ours.1), (&theirs.0, &theirs.1), catalogue());
    (merged.dossier, merged.extras)
}

/// The file as a value, with the lists whose order says nothing in one order.
pub(crate) fn written(it: &(Dossier, Extras)) -> Value {
    let mut value: Value =
        serde_json::from_slice(&save(&it.0, &it.1, catalogue())).expect("our own file");
    let n_schemes = value["schemes"].as_array().map_or(0, Vec::len);
    let schemes = (0..n_schemes).map(|it| format!("/schemes/{it}/plan/overrides"));
    let lists = ["/set-aside", "/plan/overrides"].map(str::to_owned);
    for list in lists.into_iter().chain(schemes) {
        if let Some(Value::Array(entries)) = value.pointer_mut(&list) {
            entries.sort_by_key(Value::to_string);
            entries.dedup();
        }
    }
    value
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn merging_with_itself_changes_nothing(steps in steps(40)) {
        let one = file(&steps);
        let merged = merge((&one.0, &one.1), (&one.0, &one.1), catalogue());
        prop_assert_eq!(&merged.differences, &[]);
        prop_assert_eq!(merged.n_added, 0);
        prop_assert_eq!((merged.dossier, merged.extras), one);
    }

    #[test]
    fn merging_is_commutative(one in steps(40), two in steps(40)) {
        let (one, two) = (file(&one), file(&two));
        prop_assert_eq!(written(&merged(&one, &two)), written(&merged(&two, &one)));
    }

    #[test]
    fn merging_is_associative(one in steps(30), two in steps(30), three in steps(30)) {
        let (one, two, three) = (file(&one), file(&two), file(&three));
        let left = merged(&merged(&one, &two), &three);
        let right = merged(&one, &merged(&two, &three));
        prop_assert_eq!(written(&left), written(&right));
        prop_assert_eq!(written(&merged(&left, &two)), written(&left));
    }

    #[test]
    fn what_either_file_says_is_in_the_merge_or_among_the_differences(
        one in steps(40), two in steps(40),
    ) {
        let (one, two) = (file(&one), file(&two));
        let merged = merge((&one.0, &one.1), (&two.0, &two.1), catalogue());
        for side in [&one, &two] {
            for (fact, answer) in &side.0.survey.estate {
                let now = merged.dossier.survey.estate.get(fact);
                let listed = merged.differences.iter().any(|it| {
                    it.address.iter().map(|it| &**it).eq(["estate", fact.as_str()])
                });
                prop_assert!(now == Some(answer) || listed, "{fact}");
            }
            for group in &side.0.survey.groups {
                let now = merged.dossier.survey.groups.iter().find(|it| it.id == group.id);
                let now = now.expect("no group is lost");
                for (fact, answer) in &group.answers {
                    let listed = merged.differences.iter().any(|it| {
                        it.address.contains(&group.id.as_str().into())
                            && it.address.last() == Some(&fact.as_str().into())
                    });
                    prop_assert!(now.answers.get(fact) == Some(answer) || listed, "{fact}");
                }
            }
        }
        for side in [&one, &two] {
            for scheme in &side.0.schemes {
                let now = merged.dossier.schemes.iter().find(|it| it.name == scheme.name);
                let now = now.expect("no scheme is lost");
                for (item, decision) in &scheme.plan.decisions {
                    let listed = merged.differences.iter().any(|it| {
                        it.address.contains(&scheme.name.as_ref().into())
                            && it.address.last() == Some(&item.as_str().into())
                    });
                    prop_assert!(now.plan.decisions.get(item) == Some(decision) || listed);
                }
            }
        }
        // Each difference can be settled the other way.
        for it in &merged.differences {
            let other = if it.took_theirs { &it.ours } else { &it.theirs };
            let settled = settle(&merged.dossier, &merged.extras, catalogue(), &it.address, other);
            let now = buqi_exchange::part(&settled.0, &settled.1, catalogue(), &it.address);
            prop_assert_eq!(now.as_ref(), Some(other));
        }
    }
}

#[test]
fn two_people_who_each_add_a_group_keep_both() {
    let start = surveyed(&[]);
    let add = |label: &str, mut dice: Vec<u32>| {
        let id = new_group_id(&start.survey.groups, || dice.pop().expect("one more throw"));
        let dossier = start.apply(&Edit::PutGroup {
            id: id.expect("a free id"),
            label: label.into(),
            count: 2,
        });
        (dossier, Extras::default())
    };
    let (one, two) = (add("东边", vec![7]), add("西边", vec![8]));
    let both = merged(&one, &two);
    assert_eq!(both, merged(&two, &one));
    let mut labels: Vec<&str> = both.0.survey.groups.iter().map(|it| &*it.label).collect();
    labels.sort_unstable();
    assert_eq!(labels.len(), start.survey.groups.len() + 2);
    assert!(labels.contains(&"东边") && labels.contains(&"西边"));
}

#[test]
fn an_id_that_is_taken_is_thrown_again() {
    let taken = new_group_id(&[], || 7).expect("nothing is taken yet");
    let start = Dossier::default().apply(&Edit::PutGroup {
        id: taken.clone(),
        label: "1 栋".into(),
        count: 1,
    });
    let mut dice = vec![9, 7];
    let id = new_group_id(&start.survey.groups, || dice.pop().expect("one more throw"));
    assert!(id.is_some_and(|it| it != taken));
    assert_eq!(new_group_id(&start.survey.groups, || 7), None);
}

#[test]
fn of_two_answers_the_one_that_tells_and_then_the_later_one_is_taken() {
    let fact = catalogue()
        .facts
        .iter()
        .find(|it| it.level == Level::Estate && it.kind == FactKind::YesNo && it.place.is_some())
        .expect("some question about the estate");
    let with = |reply: Reply, on: Option<&str>| {
        let mut answer = Answer::from(reply);
        answer.on = on.map(Into::into);
        let dossier = Dossier::default().apply(&Edit::Answer {
            subject: Subject::Estate,
            fact: fact.id.clone(),
            answer: Some(answer),
        });
        (dossier, Extras::default())
    };
    let early = with(Reply::YesNo(true), Some("2026-03-01"));
    let late = with(Reply::YesNo(false), Some("2026-03-02"));
    let undated = with(Reply::YesNo(true), None);
    let cannot_tell = with(Reply::CannotTell, Some("2026-04-01"));
    assert_eq!(merged(&early, &late), late);
    assert_eq!(merged(&undated, &late), late);
    assert_eq!(merged(&undated, &cannot_tell), undated);
    let difference = merge((&early.0, &early.1), (&late.0, &late.1), catalogue());
    assert_eq!(difference.differences.len(), 1);
    assert!(difference.differences[0].took_theirs);
}

#[test]
fn several_estates_in_one_file_open_as_each_would_alone() {
    let one = file(&[(12, 1, 2), (0, 1, 1)]);
    let two = file(&[(4, 7, 1)]);
    let texts: Vec<Vec<u8>> = [&one, &two]
        .map(|it| save(&it.0, &it.1, catalogue()))
        .into();
    let texts: Vec<&str> = texts
        .iter()
        .map(|it| std::str::from_utf8(it).expect("our own file"))
        .chain(["not JSON"])
        .collect();
    let bundle = buqi_exchange::save_all(&texts);
    let opened = buqi_exchange::open_all(&bundle, catalogue()).expect("our own bundle");
    let opened: Vec<_> = opened
        .into_iter()
        .map(|it| it.expect("our own file"))
        .map(|it| (it.dossier, it.extras))
        .collect();
    assert_eq!(opened, [one, two]);
    let alone = buqi_exchange::open_all(texts[0].as_bytes(), catalogue()).expect("our own file");
    assert_eq!(alone.len(), 1);
    assert!(buqi_exchange::open_all(b"{\"format\":\"buqi-estates\"}", catalogue()).is_err());
}
