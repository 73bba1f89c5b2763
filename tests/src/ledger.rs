//! What a complete ledger of buildings says about the whole estate.

use buqi_bundled::catalogue;
use buqi_core::explain::{Operation, work_out};
use buqi_core::id::{FactId, FactIdx, GroupId};
use buqi_core::plan::{Edit, Subject};
use buqi_core::quantity::Basis;
use buqi_core::questions::open_questions;
use buqi_core::sizing::{Site, ledger_gap};
use buqi_core::survey::Reply;
use buqi_core::{Assessment, Dossier, assess, estimate};

fn fact(id: &str) -> FactIdx {
    let mut all = catalogue().fact_indices();
    all.find(|it| catalogue().fact(*it).id.as_str() == id)
        .expect("such a fact")
}

fn answer(dossier: &Dossier, subject: Subject, fact: &str, value: f64) -> Dossier {
    dossier.apply(&Edit::Answer {
        subject,
        fact: FactId::new(fact).expect("a good id"),
        answer: Some(Reply::Number(value).into()),
    })
}

/// Groups of so many buildings, with the households of each building where
/// they are known.
fn estate(groups: &[(u32, Option<f64>)]) -> Dossier {
    let groups = groups.iter().enumerate();
    groups.fold(Dossier::default(), |dossier, (at, (count, households))| {
        let id = GroupId::new(&format!("g{at}")).expect("a good id");
        let dossier = dossier.apply(&Edit::PutGroup {
            id: id.clone(),
            label: format!("{at} 号").into(),
            count: *count,
        });
        match households {
            Some(it) => answer(&dossier, Subject::Group(id), "building-households", *it),
            None => dossier,
        }
    })
}

fn assessed(dossier: &Dossier) -> Assessment {
    assess(catalogue(), &dossier.survey)
}

/// What is known of the households of the estate, and how.
fn households(dossier: &Dossier) -> Option<(f64, f64, Basis)> {
    let amount = assessed(dossier).facts.amount(0, fact("households"))?;
    Some((amount.low(), amount.high(), amount.basis()))
}

#[test]
fn a_complete_ledger_gives_the_figure_of_the_estate() {
    let ledger = estate(&[(3, Some(40.0)), (1, Some(60.0))]);
    assert_eq!(households(&ledger), Some((180.0, 180.0, Basis::Derived)));
    let assessment = assessed(&ledger);
    let per_estate = estimate(catalogue(), &assessment, &ledger.plan).households;
    assert_eq!(per_estate.map(|it| it.typical()), Some(180.0));
    let population = assessment.facts.amount(0, fact("population"));
    assert!(population.is_some_and(|it| it.low() > 180.0));
}

#[test]
fn a_ledger_with_a_gap_gives_nothing() {
    assert_eq!(households(&estate(&[(3, Some(40.0)), (1, None)])), None);
    assert_eq!(households(&Dossier::default()), None);
}

#[test]
fn shares_of_the_whole_are_not_added_up_again() {
    // A part of the ledger, and the rest shared out of what was typed.
    let dossier = estate(&[(1, Some(40.0)), (1, None)]);
    let typed = answer(&dossier, Subject::Estate, "households", 100.0);
    let facts = assessed(&typed).facts;
    assert_eq!(ledger_gap(catalogue(), &facts, fact("households")), None);
}

#[test]
fn what_was_typed_for_the_estate_wins() {
    let ledger = estate(&[(3, Some(40.0)), (1, Some(60.0))]);
    let typed = answer(&ledger, Subject::Estate, "households", 200.0);
    assert_eq!(households(&typed), Some((200.0, 200.0, Basis::Measured)));
}

#[test]
fn two_figures_that_differ_by_more_than_rounding_are_pointed_out() {
    let ledger = estate(&[(3, Some(40.0)), (1, Some(60.0))]);
    let gap = |typed: f64| {
        let typed = answer(&ledger, Subject::Estate, "households", typed);
        ledger_gap(catalogue(), &assessed(&typed).facts, fact("households"))
    };
    assert_eq!(gap(200.0), Some(180.0));
    assert_eq!(gap(170.0), Some(180.0));
    assert_eq!(gap(180.0), None);
    // Two in a hundred is how a figure is rounded.
    assert_eq!(gap(183.0), None);
    assert_eq!(gap(184.0), Some(180.0));
}

#[test]
fn the_working_names_every_group() {
    let assessment = assessed(&estate(&[(3, Some(40.0)), (1, Some(60.0))]));
    let site = Site {
        catalogue: catalogue(),
        facts: &assessment.facts,
        row: 0,
        affected: &[],
    };
    let households = buqi_core::catalogue::Quantity::Fact(fact("households"));
    let working = work_out(site, &households);
    let [sum] = &working.parts[..] else {
        panic!("it is worked out from one sum");
    };
    let Operation::Buildings(rows) = &sum.operation else {
        panic!("a sum over buildings");
    };
    assert_eq!(rows.len(), 2);
    let parts: Vec<_> = sum.parts.iter().map(|it| it.operation.clone()).collect();
    assert_eq!(
        parts,
        [
            Operation::Fact(fact("building-households")),
            Operation::Fact(fact("building-households"))
        ]
    );
    assert_eq!(sum.amount.map(|it| it.typical()), Some(180.0));
}

#[test]
fn nobody_is_asked_to_size_anything_with_what_the_ledger_says() {
    let sizes = |dossier: &Dossier| {
        let open = open_questions(catalogue(), &assessed(dossier), &dossier.plan);
        let asked = open.into_iter().find(|it| it.fact == fact("households"));
        asked.map_or(0, |it| it.sizes.len())
    };
    assert!(sizes(&estate(&[(3, Some(40.0)), (1, None)])) > 0);
    assert_eq!(sizes(&estate(&[(3, Some(40.0)), (1, Some(60.0))])), 0);
}
