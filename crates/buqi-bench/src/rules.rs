//! The rules of the catalogue and the answers of the survey as plain JSON, for
//! engines that know nothing of Buqi.
//!
//! An item's rule is: any of its deficiencies is present, and it applies. Both
//! levels are asked per building group, as the engine does.

use buqi_core::catalogue::{Catalogue, FactKind, Rule};
use buqi_core::facts::Facts;
use buqi_core::id::FactIdx;
use buqi_core::rule::decide;
use buqi_core::survey::{Reply, Survey};
use buqi_core::{Truth, assess};
use serde_json::{Map, Value, json};

/// `{ rules: [tree], situations: [{ fact: value }], suggested: [[item]] }`,
/// with one situation per building group and the items that Buqi suggests to
/// it. A leaf is `{ fact, op, value }`; a node is `{ all }`, `{ any }` or
/// `{ not }`.
pub fn to_json(catalogue: &Catalogue, survey: &Survey) -> Value {
    let assessment = assess(catalogue, survey);
    let n_groups = survey.groups.len();
    let mut comparisons = Vec::new();
    let rules: Vec<Value> = catalogue
        .items
        .iter()
        .map(|item| {
            let present: Vec<Value> = item
                .answers
                .iter()
                .map(|it| {
                    tree(
                        catalogue,
                        &catalogue.deficiency(*it).present_when,
                        &mut comparisons,
                    )
                })
                .collect();
            let applies = item
                .applies_when
                .as_ref()
                .map(|it| tree(catalogue, it, &mut comparisons));
            let parts: Vec<Value> = [json!({ "any": present })]
                .into_iter()
                .chain(applies)
                .collect();
            json!({ "all": parts })
        })
        .collect();
    let situations: Vec<Value> = (0..n_groups)
        .map(|row| situation(catalogue, survey, &assessment.facts, &comparisons, row))
        .collect();
    let suggested: Vec<Vec<usize>> = (0..n_groups)
        .map(|row| {
            let standings = assessment
                .suggestions
                .iter()
                .map(|it| it.standings(n_groups)[row]);
            standings
                .enumerate()
                .filter(|(_, it)| *it == Truth::Yes)
                .map(|(at, _)| at)
                .collect()
        })
        .collect();
    json!({ "rules": rules, "situations": situations, "suggested": suggested })
}

/// `comparisons` collects what the other engines have no word for: they get the
/// result of comparing two quantities as a yes/no fact, so their work is less.
fn tree<'a>(catalogue: &Catalogue, rule: &'a Rule, comparisons: &mut Vec<&'a Rule>) -> Value {
    let leaf = |fact: &FactIdx, op: &str, value: Value| json!({ "fact": name(*fact), "op": op, "value": value });
    match rule {
        Rule::All(rules) => {
            json!({ "all": rules.iter().map(|it| tree(catalogue, it, comparisons)).collect::<Vec<_>>() })
        }
        Rule::Any(rules) => {
            json!({ "any": rules.iter().map(|it| tree(catalogue, it, comparisons)).collect::<Vec<_>>() })
        }
        Rule::Not(rule) => json!({ "not": tree(catalogue, rule, comparisons) }),
        Rule::Is(fact, value) => leaf(fact, "is", json!(value)),
        Rule::OneOf(fact, positions) => {
            let FactKind::Choice(options) = &catalogue.fact(*fact).kind else {
                unreachable!("the catalogue's check allows one-of on a choice alone")
            };
            let ids: Vec<&str> = positions
                .iter()
                .map(|it| options[usize::from(*it)].id.as_str())
                .collect();
            leaf(fact, "one-of", json!(ids))
        }
        Rule::AtLeast(fact, value) => leaf(fact, "at-least", json!(value)),
        Rule::AtMost(fact, value) => leaf(fact, "at-most", json!(value)),
        Rule::LessThan(fact, value) => leaf(fact, "less-than", json!(value)),
        Rule::Exceeds(..) => {
            comparisons.push(rule);
            json!({ "fact": comparison_name(comparisons.len() - 1), "op": "is", "value": true })
        }
    }
}

fn situation(
    catalogue: &Catalogue,
    survey: &Survey,
    facts: &Facts,
    comparisons: &[&Rule],
    row: usize,
) -> Value {
    let answered = catalogue.fact_indices().filter_map(|idx| {
        let fact = catalogue.fact(idx);
        let value = match &survey.answers(fact.level, row)?.get(&fact.id)?.reply {
            Reply::YesNo(value) => json!(value),
            Reply::Number(value) => json!(value),
            Reply::Choice(option) => json!(option.as_str()),
            Reply::CannotTell => return None,
        };
        Some((name(idx), value))
    });
    let compared = comparisons.iter().enumerate().map(|(at, rule)| {
        let holds = decide(catalogue, rule, facts, row).truth == Truth::Yes;
        (comparison_name(at), json!(holds))
    });
    Value::Object(answered.chain(compared).collect::<Map<_, _>>())
}

/// Letters and digits, because not every engine takes a hyphen in a name.
fn name(fact: FactIdx) -> String {
    format!("f{}", fact.0)
}

fn comparison_name(at: usize) -> String {
    format!("c{at}")
}
