//! The two parts of the compiled catalogue: both together are all of it, and the
//! first alone judges and sums up a survey as the whole does.

use crate::estates::personas;
use crate::random;
use buqi_bundled::catalogue;
use buqi_core::agenda::asking_order;
use buqi_core::project::build_up;
use buqi_core::wire::from_bytes;
use buqi_core::{Catalogue, Plan, Survey, assess, estimate};
use proptest::prelude::*;

fn first_part() -> Catalogue {
    from_bytes(&catalogue().to_parts().0).expect("it was just written")
}

#[test]
fn both_parts_are_the_whole_catalogue() {
    let (first, rest) = catalogue().to_parts();
    let mut read: Catalogue = from_bytes(&first).expect("it was just written");
    assert_ne!(&read, catalogue());
    assert!(read.read_rest(&rest));
    assert_eq!(&read, catalogue());
}

#[test]
fn a_part_that_is_cut_or_of_another_catalogue_is_refused() {
    let (first, rest) = catalogue().to_parts();
    for n in (0..first.len()).step_by(97) {
        assert!(from_bytes::<Catalogue>(&first[..n]).is_none(), "{n} bytes");
    }
    for n in (0..rest.len()).step_by(997) {
        assert!(!first_part().read_rest(&rest[..n]), "{n} bytes");
    }
    assert!(!Catalogue::default().read_rest(&rest));
}

/// Without a plan, which needs the rest to be read and made.
fn is_the_same(first: &Catalogue, survey: &Survey) -> bool {
    let sum = |catalogue: &Catalogue| {
        let assessment = assess(catalogue, survey);
        let estimate = estimate(catalogue, &assessment, &Plan::default());
        let project = build_up(catalogue, &estimate);
        (assessment, estimate, project)
    };
    sum(first) == sum(catalogue())
}

#[test]
fn the_first_part_judges_the_examples_and_asks_as_the_whole_does() {
    let first = first_part();
    for persona in personas() {
        assert!(
            is_the_same(&first, &persona.dossier.survey),
            "{}",
            persona.key
        );
    }
    assert_eq!(asking_order(&first), asking_order(catalogue()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_first_part_judges_any_survey_as_the_whole_does(pair in random::pairs(catalogue())) {
        prop_assert!(is_the_same(&first_part(), &pair.more));
    }
}
