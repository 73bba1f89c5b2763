//! What a rough grade of a finding does, where nobody measured.

use buqi_bundled::catalogue;
use buqi_core::catalogue::FactKind;
use buqi_core::id::{FactId, GroupId, ItemId};
use buqi_core::plan::{Edit, Subject};
use buqi_core::quantity::Amount;
use buqi_core::survey::Reply;
use buqi_core::{Dossier, assess, estimate};

/// One building whose facade falls, with these further answers.
fn building(answers: &[(&str, Reply)]) -> Dossier {
    let id = GroupId::new("g1").expect("a good id");
    let start = Dossier::default().apply(&Edit::PutGroup {
        id: id.clone(),
        label: "1 栋".into(),
        count: 1,
    });
    let falling = [("facade-falling", Reply::YesNo(true))];
    let all = falling.iter().chain(answers);
    all.fold(start, |dossier, (fact, reply)| {
        dossier.apply(&Edit::Answer {
            subject: Subject::Group(id.clone()),
            fact: FactId::new(fact).expect("a good id"),
            answer: Some(reply.clone().into()),
        })
    })
}

fn grade(option: &str) -> (&'static str, Reply) {
    let FactKind::Choice(options) = &catalogue()
        .facts
        .iter()
        .find(|it| it.id.as_str() == "facade-damage-grade")
        .expect("the facade is graded")
        .kind
    else {
        panic!("a grade is a choice");
    };
    let option = options.iter().find(|it| it.id.as_str() == option);
    let id = &option.expect("such a grade").id;
    ("facade-damage-grade", Reply::Choice(id.clone()))
}

/// The area that the repair of the facade is about.
fn area(dossier: &Dossier) -> Amount {
    let assessment = assess(catalogue(), &dossier.survey);
    let estimate = estimate(catalogue(), &assessment, &dossier.plan);
    let item = ItemId::new("facade-safety-repair").expect("a good id");
    let line = estimate
        .lines
        .iter()
        .find(|it| catalogue().item(it.item).id == item && it.line == 0);
    line.expect("a priced line").quantity
}

fn size(answers: &[(&str, Reply)]) -> Vec<(&'static str, Reply)> {
    let mut all = vec![
        ("storeys", Reply::Number(6.0)),
        ("building-gfa", Reply::Number(2400.0)),
    ];
    for (fact, reply) in answers {
        let known = catalogue().facts.iter().find(|it| it.id.as_str() == *fact);
        all.push((known.expect("such a fact").id.as_str(), reply.clone()));
    }
    all
}

#[test]
fn a_grade_narrows_what_an_unmeasured_facade_may_need() {
    let unknown = area(&building(&size(&[])));
    let hazard = area(&building(&size(&[grade("hazard")])));
    let larger = area(&building(&size(&[grade("larger")])));
    let serious = area(&building(&size(&[grade("serious")])));
    assert!(hazard.high() < unknown.low());
    assert!(hazard.typical() < larger.typical() && larger.typical() < serious.typical());
    assert!(serious.low() >= 30.0 && serious.high() <= unknown.high().max(60.0));
}

#[test]
fn a_measured_area_goes_before_the_grade() {
    let measured = [("facade-damaged-area", Reply::Number(12.0))];
    let both = [measured[0].clone(), grade("serious")];
    assert_eq!(
        area(&building(&size(&measured))),
        area(&building(&size(&both)))
    );
}

#[test]
fn who_cannot_tell_the_grade_is_no_worse_off_than_who_was_not_asked() {
    let unsure = [("facade-damage-grade", Reply::CannotTell)];
    assert_eq!(area(&building(&size(&unsure))), area(&building(&size(&[]))));
}
