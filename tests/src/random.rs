//! Random surveys of a catalogue, and pairs of which one knows more.

use buqi_core::Catalogue;
use buqi_core::Survey;
use buqi_core::catalogue::{Fact, FactKind, Level, Quantity, Rule};
use buqi_core::id::{FactIdx, GroupId};
use buqi_core::survey::{Answers, BuildingGroup, Reply};
use proptest::prelude::*;

/// How many building groups a random survey has at most.
const MAX_GROUPS: usize = 3;

/// Two surveys of the same estate: `more` has every answer of `less`.
#[derive(Clone, Debug)]
pub struct Pair {
    pub less: Survey,
    pub more: Survey,
}

/// One place for an answer: when it is known, and which value it takes.
type Cell = (u8, u16);

/// Pairs that reach the catalogue's own thresholds from both sides.
pub fn pairs(catalogue: &'static Catalogue) -> impl Strategy<Value = Pair> {
    let candidates = candidates(catalogue);
    let n_cells = catalogue.facts.len() * (MAX_GROUPS + 1);
    (
        proptest::collection::vec(0..20_u32, 0..=MAX_GROUPS),
        // How much is known: from nothing to everything, in both surveys.
        (0..=8_u8, 0..=8_u8),
        proptest::collection::vec((0..8_u8, any::<u16>()), n_cells),
    )
        .prop_map(move |(counts, (known, learned), cells)| {
            let mut pair = Pair {
                less: empty(&counts),
                more: empty(&counts),
            };
            for (n, (fact, replies)) in catalogue.facts.iter().zip(&candidates).enumerate() {
                let cells = &cells[n * (MAX_GROUPS + 1)..][..=MAX_GROUPS];
                match fact.level {
                    Level::Estate => answer(
                        (&mut pair.less.estate, &mut pair.more.estate),
                        fact,
                        replies,
                        cells[0],
                        (known, learned),
                    ),
                    Level::Building => {
                        let groups = pair.less.groups.iter_mut().zip(&mut pair.more.groups);
                        for ((less, more), cell) in groups.zip(cells) {
                            answer(
                                (&mut less.answers, &mut more.answers),
                                fact,
                                replies,
                                *cell,
                                (known, learned),
                            );
                        }
                    }
                }
            }
            pair
        })
}

fn answer(
    (less, more): (&mut Answers, &mut Answers),
    fact: &Fact,
    replies: &[Reply],
    (when, which): Cell,
    (known, learned): (u8, u8),
) {
    // A fact that is only worked out can't be answered.
    if fact.place.is_none() {
        return;
    }
    let reply = replies[usize::from(which) % replies.len()].clone();
    if when < known {
        less.insert(fact.id.clone(), reply.clone().into());
        more.insert(fact.id.clone(), reply.into());
    } else if when < known + learned {
        // "Cannot tell" is an answer that says nothing yet.
        if which % 5 == 0 {
            less.insert(fact.id.clone(), Reply::CannotTell.into());
        }
        more.insert(fact.id.clone(), reply.into());
    }
}

/// A survey with groups of these sizes and no answers.
pub fn empty(counts: &[u32]) -> Survey {
    Survey {
        estate: Answers::new(),
        groups: counts
            .iter()
            .enumerate()
            .map(|(n, count)| BuildingGroup {
                id: GroupId::new(&format!("group-{n}")).expect("a fixed pattern"),
                label: format!("{n}").into(),
                count: *count,
                answers: Answers::new(),
            })
            .collect(),
    }
}

/// The replies worth trying per fact: every option, and for a number its
/// bounds and the values around each threshold.
fn candidates(catalogue: &Catalogue) -> Vec<Vec<Reply>> {
    let mut thresholds = vec![Vec::new(); catalogue.facts.len()];
    for rule in rules(catalogue) {
        collect(rule, &mut thresholds);
    }
    let replies = |(fact, thresholds): (&Fact, &Vec<f64>)| match &fact.kind {
        FactKind::YesNo => vec![Reply::YesNo(true), Reply::YesNo(false)],
        FactKind::Choice(options) => options
            .iter()
            .map(|it| Reply::Choice(it.id.clone()))
            .collect(),
        FactKind::Number { min, max, .. } => thresholds
            .iter()
            .flat_map(|it| [it - 1.0, *it, it + 1.0])
            .chain([*min, *max, (min + max).min(min + 20.0) / 2.0])
            .map(|it| Reply::Number(it.clamp(*min, *max)))
            .collect(),
    };
    catalogue
        .facts
        .iter()
        .zip(&thresholds)
        .map(replies)
        .collect()
}

fn collect(rule: &Rule, thresholds: &mut [Vec<f64>]) {
    match rule {
        Rule::All(rules) | Rule::Any(rules) => {
            for rule in rules {
                collect(rule, thresholds);
            }
        }
        Rule::Not(rule) => collect(rule, thresholds),
        Rule::AtLeast(fact, bound) | Rule::AtMost(fact, bound) | Rule::LessThan(fact, bound) => {
            thresholds[fact.index()].push(*bound);
        }
        Rule::Is(..) | Rule::OneOf(..) | Rule::Exceeds(..) => {}
    }
}

/// Every rule of the catalogue, wherever it stands.
pub fn rules(catalogue: &Catalogue) -> Vec<&Rule> {
    let mut rules: Vec<&Rule> = catalogue.rules().collect();
    for quantity in catalogue.quantities() {
        rules_within(quantity, &mut rules);
    }
    rules
}

fn rules_within<'a>(quantity: &'a Quantity, rules: &mut Vec<&'a Rule>) {
    match quantity {
        Quantity::Fact(_) | Quantity::Constant(_) | Quantity::Convention(_) => {}
        Quantity::Sum(parts)
        | Quantity::Product(parts)
        | Quantity::Max(parts)
        | Quantity::Min(parts)
        | Quantity::FirstKnown(parts) => {
            for part in parts {
                rules_within(part, rules);
            }
        }
        Quantity::Gap { of, less: by }
        | Quantity::Ratio { of, by }
        | Quantity::CeilDiv { of, by }
        | Quantity::FloorDiv { of, by } => {
            rules_within(of, rules);
            rules_within(by, rules);
        }
        Quantity::When { rule, then, .. } => {
            rules.push(rule);
            rules_within(then, rules);
        }
        Quantity::EachBuilding(each) | Quantity::EachAffected(each) => rules_within(each, rules),
    }
}

/// A survey reduced to these facts, in the one group a row stands for.
pub fn only(
    catalogue: &Catalogue,
    survey: &Survey,
    row: usize,
    facts: impl Iterator<Item = FactIdx>,
) -> Survey {
    let ids: Vec<_> = facts.map(|it| catalogue.fact(it).id.clone()).collect();
    let kept = |answers: &Answers| -> Answers {
        answers
            .iter()
            .filter(|(id, _)| ids.contains(id))
            .map(|(id, answer)| (id.clone(), answer.clone()))
            .collect()
    };
    Survey {
        estate: kept(&survey.estate),
        groups: survey
            .groups
            .iter()
            .enumerate()
            .map(|(n, group)| BuildingGroup {
                answers: if n == row {
                    kept(&group.answers)
                } else {
                    Answers::new()
                },
                ..group.clone()
            })
            .collect(),
    }
}
