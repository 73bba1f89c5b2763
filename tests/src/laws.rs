//! The same laws, on every rule of the bundled catalogue and on what
//! `assess` makes of them.

use crate::random::{self, Pair};
use buqi_bundled::catalogue;
use buqi_core::catalogue::{FactKind, Quantity, Rule};
use buqi_core::facts::Facts;
use buqi_core::id::FactIdx;
use buqi_core::rule::{FactSet, Verdict, decide, facts_in, facts_of};
use buqi_core::survey::{Answers, Reply};
use buqi_core::{Assessment, Survey, Truth, assess};
use proptest::prelude::*;

fn check_rules(pair: &Pair) {
    let catalogue = catalogue();
    let less = Facts::read(catalogue, &pair.less);
    let more = Facts::read(catalogue, &pair.more);
    for rule in random::rules(catalogue) {
        for row in 0..less.n_rows() {
            let before = decide(catalogue, rule, &less, row);
            let after = decide(catalogue, rule, &more, row);
            check_verdict(before, after, || {
                let reasons = random::only(catalogue, &pair.less, row, before.because.iter());
                decide(catalogue, rule, &Facts::read(catalogue, &reasons), row).truth
            });
        }
    }
}

fn check_verdict(before: Verdict, after: Verdict, from_reasons: impl Fn() -> Truth) {
    assert_eq!(before.missing.is_empty(), before.truth.is_settled());
    assert_eq!(after.missing.is_empty(), after.truth.is_settled());
    if before.truth.is_settled() {
        assert_eq!(before.truth, after.truth);
        assert_eq!(before.truth, from_reasons());
    }
}

fn check_assessment(pair: &Pair) {
    let catalogue = catalogue();
    let less = assess(catalogue, &pair.less);
    let more = assess(catalogue, &pair.more);
    let reasons_alone = |row: usize, because: FactSet| -> Assessment {
        let survey = random::only(catalogue, &pair.less, row, because.iter());
        assess(catalogue, &survey)
    };
    for (before, after) in less.findings.iter().zip(&more.findings) {
        check_whole(before.truth, after.truth, before.missing());
        for (row, verdict) in before.rows.iter().enumerate() {
            check_verdict(*verdict, after.rows[row], || {
                reasons_alone(row, verdict.because)
                    .finding(before.deficiency)
                    .row(row)
                    .truth
            });
        }
        if let Some(tally) = before.tally {
            assert!(tally.yes + tally.unknown <= tally.of);
            let after = after.tally.expect("the level of a deficiency is fixed");
            assert!(tally.yes <= after.yes && after.unknown <= tally.unknown);
        }
    }
    for (before, after) in less.suggestions.iter().zip(&more.suggestions) {
        check_whole(before.truth, after.truth, before.missing());
        assert!(!before.locked || after.locked, "a locked item came loose");
        for (row, verdict) in before.rows.iter().enumerate() {
            check_verdict(*verdict, after.rows[row], || {
                reasons_alone(row, verdict.because)
                    .suggestion(before.item)
                    .rows[row]
                    .truth
            });
        }
    }
    for (before, after) in less.exclusions.iter().zip(&more.exclusions) {
        assert!(!before.is_settled() || before == after);
    }
}

fn check_whole(before: Truth, after: Truth, missing: FactSet) {
    assert_eq!(missing.is_empty(), before.is_settled());
    assert!(!before.is_settled() || before == after);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_rule_of_the_catalogue_keeps_the_laws(pair in random::pairs(catalogue())) {
        check_rules(&pair);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn findings_and_suggestions_keep_the_laws(pair in random::pairs(catalogue())) {
        check_assessment(&pair);
    }
}

#[test]
fn every_fact_is_asked_by_some_rule_or_quantity() {
    let catalogue = catalogue();
    let mut used = FactSet::EMPTY;
    for rule in random::rules(catalogue) {
        used |= facts_of(rule);
    }
    for quantity in catalogue.quantities() {
        used |= facts_in(quantity);
    }
    let idle: Vec<&str> = catalogue
        .fact_indices()
        .filter(|it| !used.contains(*it))
        // The two figures a total is divided by need no other use.
        .filter(|it| ![catalogue.floor_area, catalogue.households].contains(&Some(*it)))
        .map(|it| catalogue.fact(it).id.as_str())
        .collect();
    assert!(idle.is_empty(), "nothing looks at these facts: {idle:?}");
}

#[test]
fn every_deficiency_can_be_found_and_can_be_ruled_out() {
    let catalogue = catalogue();
    for idx in catalogue.deficiency_indices() {
        let deficiency = catalogue.deficiency(idx);
        for wanted in [true, false] {
            let mut draft = Draft::default();
            draft.want(&deficiency.present_when, wanted);
            let truth = assess(catalogue, &draft.survey()).finding(idx).truth;
            assert_eq!(truth, Truth::from(wanted), "{}", deficiency.id);
        }
    }
}

#[test]
fn every_item_can_be_suggested_and_can_be_ruled_out() {
    let catalogue = catalogue();
    for idx in catalogue.item_indices() {
        let item = catalogue.item(idx);
        let mut yes = Draft::default();
        let mut no = Draft::default();
        for answered in &item.answers {
            no.want(&catalogue.deficiency(*answered).present_when, false);
        }
        yes.want(&catalogue.deficiency(item.answers[0]).present_when, true);
        if let Some(rule) = &item.applies_when {
            yes.want(rule, true);
        }
        for (draft, wanted) in [(yes, Truth::Yes), (no, Truth::No)] {
            let truth = assess(catalogue, &draft.survey()).suggestion(idx).truth;
            assert_eq!(truth, wanted, "{}", item.id);
        }
    }
}

#[test]
fn nothing_is_settled_before_anybody_answered() {
    let catalogue = catalogue();
    for survey in [Survey::default(), random::empty(&[3])] {
        let assessment = assess(catalogue, &survey);
        for finding in &assessment.findings {
            let id = &catalogue.deficiency(finding.deficiency).id;
            assert_eq!(finding.truth, Truth::Unknown, "{id}");
        }
        for suggestion in &assessment.suggestions {
            let id = &catalogue.item(suggestion.item).id;
            assert_eq!(suggestion.truth, Truth::Unknown, "{id}");
        }
    }
}

/// Answers that make rules come out as wanted, as far as one estate of a
/// single building can.
#[derive(Default)]
pub struct Draft {
    answers: Answers,
}

impl Draft {
    pub fn want(&mut self, rule: &Rule, wanted: bool) {
        match (rule, wanted) {
            (Rule::All(rules), true) | (Rule::Any(rules), false) => {
                for rule in rules {
                    self.want(rule, wanted);
                }
            }
            // The last part is the condition itself; gates come before it.
            (Rule::All(rules), false) | (Rule::Any(rules), true) => {
                if let Some(rule) = rules.last() {
                    self.want(rule, wanted);
                }
            }
            (Rule::Not(rule), _) => self.want(rule, !wanted),
            (Rule::Is(fact, value), _) => self.put(*fact, Reply::YesNo(*value == wanted)),
            (Rule::OneOf(fact, options), _) => self.choose(*fact, options, wanted),
            (Rule::AtLeast(fact, bound), true) | (Rule::LessThan(fact, bound), false) => {
                self.raise(*fact, *bound);
            }
            (Rule::AtLeast(fact, bound), false) | (Rule::LessThan(fact, bound), true) => {
                self.lower(*fact, bound - 1.0);
            }
            (Rule::AtMost(fact, bound), true) => self.lower(*fact, *bound),
            (Rule::AtMost(fact, bound), false) => self.raise(*fact, bound + 1.0),
            (Rule::Exceeds(of, than), _) => {
                let (more, less) = if wanted { (of, than) } else { (than, of) };
                self.fill(more, 400.0);
                self.fill(less, 0.0);
            }
        }
    }

    /// The estate of one building these answers describe.
    pub fn survey(self) -> Survey {
        let mut survey = random::empty(&[1]);
        let catalogue = catalogue();
        for (id, answer) in &self.answers {
            let fact = catalogue.find_fact(id).expect("put there by index");
            match catalogue.fact(fact).level {
                buqi_core::catalogue::Level::Estate => {
                    survey.estate.insert(id.clone(), answer.clone())
                }
                buqi_core::catalogue::Level::Building => {
                    survey.groups[0].answers.insert(id.clone(), answer.clone())
                }
            };
        }
        survey
    }

    fn put(&mut self, fact: FactIdx, reply: Reply) {
        let id = catalogue().fact(fact).id.clone();
        self.answers.insert(id, reply.into());
    }

    fn choose(&mut self, fact: FactIdx, wanted: &[u8], included: bool) {
        let FactKind::Choice(options) = &catalogue().fact(fact).kind else {
            return;
        };
        let option = (0..)
            .zip(options)
            .find(|(n, _)| wanted.contains(n) == included)
            .map(|(_, it)| it.id.clone());
        if let Some(option) = option {
            self.put(fact, Reply::Choice(option));
        }
    }

    fn number(&self, fact: FactIdx) -> Option<f64> {
        match self.answers.get(&catalogue().fact(fact).id)?.reply {
            Reply::Number(value) => Some(value),
            _ => None,
        }
    }

    fn raise(&mut self, fact: FactIdx, bound: f64) {
        let value = self.number(fact).map_or(bound, |it| it.max(bound));
        self.put(fact, Reply::Number(value));
    }

    fn lower(&mut self, fact: FactIdx, bound: f64) {
        let value = self.number(fact).map_or(bound, |it| it.min(bound));
        self.put(fact, Reply::Number(value));
    }

    fn fill(&mut self, quantity: &Quantity, value: f64) {
        for fact in facts_in(quantity).iter() {
            let FactKind::Number { min, max, .. } = catalogue().fact(fact).kind else {
                continue;
            };
            if self.number(fact).is_none() {
                self.put(fact, Reply::Number(value.clamp(min, max)));
            }
        }
    }
}
