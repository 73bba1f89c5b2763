//! The laws of a verdict, on random rules over a small invented catalogue.

use crate::random::{self, Pair};
use buqi_core::Catalogue;
use buqi_core::catalogue::{Choice, Evidence, Fact, FactKind, Level, Quantity, Rule, Text};
use buqi_core::facts::Facts;
use buqi_core::id::{FactId, FactIdx, OptionId, PlaceIdx, UnitIdx};
use buqi_core::rule::decide;
use proptest::prelude::*;
use std::sync::LazyLock;

const N_YES_NO: u16 = 4;
const N_NUMBERS: u16 = 4;
const N_CHOICES: u16 = 2;

/// Yes/no facts first, then numbers, then choices; every other one is about
/// single buildings.
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let kind = |n: u16| {
        if n < N_YES_NO {
            FactKind::YesNo
        } else if n < N_YES_NO + N_NUMBERS {
            FactKind::Number {
                unit: UnitIdx(0),
                min: 0.0,
                max: 6.0,
            }
        } else {
            let option = |n: u16| Choice {
                id: OptionId::new(&format!("option-{n}")).expect("a fixed pattern"),
                name: Text::default(),
            };
            FactKind::Choice((0..3).map(option).collect())
        }
    };
    let fact = |n: u16| Fact {
        id: FactId::new(&format!("fact-{n:02}")).expect("a fixed pattern"),
        label: Text::default(),
        question: Text::default(),
        help: None,
        level: if n.is_multiple_of(2) {
            Level::Estate
        } else {
            Level::Building
        },
        kind: kind(n),
        place: Some(PlaceIdx(0)),
        quick: false,
        asked_when: None,
        sum_of: None,
        derive: None,
        assume: None,
        sketch: None,
        grades: Vec::new(),
        aliases: Vec::new(),
        adds_up: false,
        evidence: Evidence::OWN,
    };
    let all = 0..N_YES_NO + N_NUMBERS + N_CHOICES;
    Catalogue {
        facts: all.clone().map(fact).collect(),
        facts_by_id: all.map(FactIdx).collect(),
        ..Catalogue::default()
    }
});

fn number() -> impl Strategy<Value = FactIdx> {
    (N_YES_NO..N_YES_NO + N_NUMBERS).prop_map(FactIdx)
}

fn quantity() -> impl Strategy<Value = Quantity> {
    let leaf = prop_oneof![
        number().prop_map(Quantity::Fact),
        (0..8_u8).prop_map(|it| Quantity::Constant(f64::from(it))),
    ];
    leaf.prop_recursive(2, 8, 3, |part| {
        let parts = || proptest::collection::vec(part.clone(), 1..3);
        prop_oneof![
            parts().prop_map(Quantity::Sum),
            parts().prop_map(Quantity::Product),
            parts().prop_map(Quantity::Max),
            parts().prop_map(Quantity::Min),
            (part.clone(), part).prop_map(|(of, less)| Quantity::Gap {
                of: Box::new(of),
                less: Box::new(less),
            }),
        ]
    })
}

fn rule() -> impl Strategy<Value = Rule> {
    let bound = || (0..7_u8).prop_map(f64::from);
    let leaf = prop_oneof![
        ((0..N_YES_NO), any::<bool>()).prop_map(|(n, it)| Rule::Is(FactIdx(n), it)),
        (number(), bound()).prop_map(|(fact, it)| Rule::AtLeast(fact, it)),
        (number(), bound()).prop_map(|(fact, it)| Rule::AtMost(fact, it)),
        (number(), bound()).prop_map(|(fact, it)| Rule::LessThan(fact, it)),
        (
            (N_YES_NO + N_NUMBERS..N_YES_NO + N_NUMBERS + N_CHOICES).prop_map(FactIdx),
            proptest::collection::vec(0..3_u8, 0..3)
        )
            .prop_map(|(fact, options)| Rule::OneOf(fact, options)),
        (quantity(), quantity()).prop_map(|(of, than)| Rule::Exceeds(of, than)),
    ];
    leaf.prop_recursive(4, 24, 4, |part| {
        let parts = || proptest::collection::vec(part.clone(), 0..4);
        prop_oneof![
            parts().prop_map(Rule::All),
            parts().prop_map(Rule::Any),
            part.prop_map(|it| Rule::Not(Box::new(it))),
        ]
    })
}

fn check(rule: &Rule, pair: &Pair) {
    let less = Facts::read(&CATALOGUE, &pair.less);
    let more = Facts::read(&CATALOGUE, &pair.more);
    for row in 0..less.n_rows() {
        let before = decide(&CATALOGUE, rule, &less, row);
        let after = decide(&CATALOGUE, rule, &more, row);
        assert_eq!(
            before.missing.is_empty(),
            before.truth.is_settled(),
            "something is missing exactly while the verdict is open"
        );
        if before.truth.is_settled() {
            assert_eq!(before.truth, after.truth, "learning reversed a verdict");
            let reasons = random::only(&CATALOGUE, &pair.less, row, before.because.iter());
            let again = decide(&CATALOGUE, rule, &Facts::read(&CATALOGUE, &reasons), row);
            assert_eq!(before.truth, again.truth, "the reasons do not suffice");
        }
        for fact in before.missing.iter() {
            assert_eq!(
                less.answered(row, fact),
                None,
                "an answered question is called missing"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_random_rule_keeps_the_laws(rule in rule(), pair in random::pairs(&CATALOGUE)) {
        check(&rule, &pair);
    }
}
