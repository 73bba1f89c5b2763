//! Why: the whole trace of a decision, and the working of a quantity.
//!
//! Verdicts carry only what the laws need; what a person reads is built here,
//! when asked for.

use crate::catalogue::{Catalogue, Quantity, Rule, ScopeLine};
use crate::facts::{Facts, Value};
use crate::id::{ConventionIdx, DeficiencyIdx, FactIdx, ItemIdx};
use crate::quantity::Amount;
use crate::rule::decide;
use crate::sizing::{Site, ledger_sum, measure, measure_line};
use crate::suggestions::Assessment;
use crate::truth::Truth;

/// One node of a rule with what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    pub truth: Truth,
    pub step: Step,
    pub parts: Vec<Trace>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    All,
    Any,
    Not,
    /// A condition on one fact, with the answer it met.
    Fact {
        fact: FactIdx,
        wanted: Wanted,
        answered: Option<Value>,
    },
    /// A comparison of two worked-out numbers.
    Exceeds {
        of: Vec<(FactIdx, Option<Value>)>,
        than: Vec<(FactIdx, Option<Value>)>,
    },
}

/// What a condition asks of its fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    YesNo(bool),
    OneOf(Vec<u8>),
    AtLeast(f64),
    AtMost(f64),
    LessThan(f64),
}

/// Why an item is suggested, or why not, for one row.
#[derive(Clone, Debug, PartialEq)]
pub struct WhyItem {
    pub item: ItemIdx,
    pub row: usize,
    pub truth: Truth,
    pub applies: Option<Trace>,
    pub deficiencies: Vec<(DeficiencyIdx, Trace)>,
    /// Single answers that would turn a settled verdict, each alone.
    pub turns: Vec<Turn>,
}

/// An answer that would turn the verdict if it were the other way.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    pub fact: FactIdx,
    pub wanted: Wanted,
}

/// Explains an item for every row its decision looks at.
pub fn why_item(catalogue: &Catalogue, assessment: &Assessment, item: ItemIdx) -> Vec<WhyItem> {
    let facts = &assessment.facts;
    let suggestion = assessment.suggestion(item);
    (0..suggestion.rows.len())
        .map(|row| {
            let it = catalogue.item(item);
            let applies = it
                .applies_when
                .as_ref()
                .map(|rule| trace(catalogue, rule, facts, row));
            let deficiencies: Vec<(DeficiencyIdx, Trace)> = it
                .answers
                .iter()
                .map(|idx| {
                    let rule = &catalogue.deficiency(*idx).present_when;
                    (*idx, trace(catalogue, rule, facts, row))
                })
                .collect();
            let truth = suggestion.rows[row].truth;
            let mut turns = Vec::new();
            let applies_truth = applies.as_ref().map_or(Truth::Yes, |it| it.truth);
            let called_for = deficiencies
                .iter()
                .fold(Truth::No, |so_far, (_, it)| so_far.or(it.truth));
            if truth == Truth::No {
                // One answer turns it only when a single side stands in the way.
                if applies_truth == Truth::No && called_for == Truth::Yes {
                    if let Some(it) = &applies {
                        turning(it, true, &mut turns);
                    }
                } else if applies_truth == Truth::Yes {
                    for (_, it) in &deficiencies {
                        turning(it, true, &mut turns);
                    }
                }
            }
            WhyItem {
                item,
                row,
                truth,
                applies,
                deficiencies,
                turns,
            }
        })
        .collect()
}

/// Explains every rule of a finding, row by row.
pub fn why_deficiency(
    catalogue: &Catalogue,
    assessment: &Assessment,
    idx: DeficiencyIdx,
) -> Vec<Trace> {
    let rule = &catalogue.deficiency(idx).present_when;
    (0..assessment.finding(idx).rows.len())
        .map(|row| trace(catalogue, rule, &assessment.facts, row))
        .collect()
}

/// The whole trace of a rule for one row.
pub fn trace(catalogue: &Catalogue, rule: &Rule, facts: &Facts, row: usize) -> Trace {
    let parts = |rules: &[Rule]| {
        rules
            .iter()
            .map(|it| trace(catalogue, it, facts, row))
            .collect()
    };
    let fact = |fact: FactIdx, wanted: Wanted| Step::Fact {
        fact,
        wanted,
        answered: facts.answered(row, fact),
    };
    let answers = |quantity: &Quantity| {
        crate::rule::facts_in(quantity)
            .iter()
            .map(|it| (it, facts.answered(row, it)))
            .collect()
    };
    let (step, parts) = match rule {
        Rule::All(rules) => (Step::All, parts(rules)),
        Rule::Any(rules) => (Step::Any, parts(rules)),
        Rule::Not(rule) => (Step::Not, vec![trace(catalogue, rule, facts, row)]),
        Rule::Is(idx, wanted) => (fact(*idx, Wanted::YesNo(*wanted)), Vec::new()),
        Rule::OneOf(idx, options) => (fact(*idx, Wanted::OneOf(options.clone())), Vec::new()),
        Rule::AtLeast(idx, bound) => (fact(*idx, Wanted::AtLeast(*bound)), Vec::new()),
        Rule::AtMost(idx, bound) => (fact(*idx, Wanted::AtMost(*bound)), Vec::new()),
        Rule::LessThan(idx, bound) => (fact(*idx, Wanted::LessThan(*bound)), Vec::new()),
        Rule::Exceeds(of, than) => (
            Step::Exceeds {
                of: answers(of),
                than: answers(than),
            },
            Vec::new(),
        ),
    };
    Trace {
        truth: decide(catalogue, rule, facts, row).truth,
        step,
        parts,
    }
}

/// Collects the single conditions that alone would make `trace` come out as
/// `goal`. Returns nothing where two or more would have to change together.
fn turning(trace: &Trace, goal: bool, turns: &mut Vec<Turn>) {
    if trace.truth == Truth::from(goal) {
        return;
    }
    match &trace.step {
        Step::Not => turning(&trace.parts[0], !goal, turns),
        Step::All | Step::Any => {
            // An "all" is made true by its one failing part; an "any" by each.
            let needs_every = matches!(trace.step, Step::All) == goal;
            let failing: Vec<&Trace> = trace
                .parts
                .iter()
                .filter(|it| it.truth != Truth::from(goal))
                .collect();
            if !needs_every || failing.len() == 1 {
                for part in failing {
                    turning(part, goal, turns);
                }
            }
        }
        Step::Fact {
            fact,
            wanted,
            answered: Some(_),
        } => turns.push(Turn {
            fact: *fact,
            wanted: match (wanted, goal) {
                (Wanted::YesNo(value), false) => Wanted::YesNo(!value),
                (wanted, _) => wanted.clone(),
            },
        }),
        Step::Fact { .. } | Step::Exceeds { .. } => {}
    }
}

/// One node of a quantity with what it comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Working {
    pub amount: Option<Amount>,
    pub operation: Operation,
    pub parts: Vec<Working>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// Answered, or with one part that shows how it was derived, or with one
    /// part that is the default it falls back to.
    Fact(FactIdx),
    Constant(f64),
    Convention(ConventionIdx),
    Sum,
    Product,
    Max,
    Min,
    Gap,
    Ratio,
    CeilDiv,
    FloorDiv,
    FirstKnown,
    /// Its part where the condition holds; while that is open, to the high end
    /// only.
    When(Trace),
    /// One part, rounded up to what can be bought.
    WholePieces,
    /// The sum over the rows, with a part for each.
    Buildings(Vec<Row>),
}

/// Buildings that a sum over buildings counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub row: usize,
    pub count: u32,
    /// Whether the item is about them is open: they count to the high end only.
    pub is_open: bool,
}

/// The working of a scope line, with the rounding to whole pieces where it
/// changes a figure.
pub fn work_out_line(site: Site, line: &ScopeLine) -> Working {
    let working = work_out(site, &line.quantity);
    let amount = measure_line(site, line);
    let figures = |it: Amount| [it.low(), it.typical(), it.high()];
    if amount.map(figures) == working.amount.map(figures) {
        return working;
    }
    Working {
        amount,
        operation: Operation::WholePieces,
        parts: vec![working],
    }
}

/// The working of a quantity, as a tree that a person can follow.
pub fn work_out(site: Site, quantity: &Quantity) -> Working {
    let all = |parts: &[Quantity]| parts.iter().map(|it| work_out(site, it)).collect();
    let pair = |a: &Quantity, b: &Quantity| vec![work_out(site, a), work_out(site, b)];
    let (operation, parts) = match quantity {
        Quantity::Fact(idx) => (Operation::Fact(*idx), origin(site, *idx)),
        Quantity::Constant(value) => (Operation::Constant(*value), Vec::new()),
        Quantity::Convention(idx) => (Operation::Convention(*idx), Vec::new()),
        Quantity::Sum(parts) => (Operation::Sum, all(parts)),
        Quantity::Product(parts) => (Operation::Product, all(parts)),
        Quantity::Max(parts) => (Operation::Max, all(parts)),
        Quantity::Min(parts) => (Operation::Min, all(parts)),
        Quantity::Gap { of, less } => (Operation::Gap, pair(of, less)),
        Quantity::Ratio { of, by } => (Operation::Ratio, pair(of, by)),
        Quantity::CeilDiv { of, by } => (Operation::CeilDiv, pair(of, by)),
        Quantity::FloorDiv { of, by } => (Operation::FloorDiv, pair(of, by)),
        Quantity::FirstKnown(parts) => {
            let used = parts
                .iter()
                .find(|it| measure(site, it).is_some())
                .map(|it| vec![work_out(site, it)]);
            (Operation::FirstKnown, used.unwrap_or_else(|| all(parts)))
        }
        Quantity::When { rule, then, .. } => {
            let condition = trace(site.catalogue, rule, site.facts, site.row);
            (Operation::When(condition), vec![work_out(site, then)])
        }
        Quantity::EachBuilding(each) => over_rows(site, each, &[]),
        Quantity::EachAffected(each) => over_rows(site, each, site.affected),
    };
    Working {
        amount: measure(site, quantity),
        operation,
        parts,
    }
}

fn origin(site: Site, idx: FactIdx) -> Vec<Working> {
    if site.facts.answered(site.row, idx).is_some() {
        return Vec::new();
    }
    let fact = site.catalogue.fact(idx);
    let outside = Site {
        affected: &[],
        ..site
    };
    if let Some(part) = fact.sum_of
        && ledger_sum(site.catalogue, site.facts, idx).is_some()
    {
        let sum = Quantity::EachBuilding(Box::new(Quantity::Fact(part)));
        return vec![work_out(outside, &sum)];
    }
    if let Some(derive) = &fact.derive
        && measure(outside, derive).is_some()
    {
        return vec![work_out(outside, derive)];
    }
    fact.assume
        .map(|it| work_out(outside, &Quantity::Convention(it)))
        .into_iter()
        .collect()
}

fn over_rows(site: Site, each: &Quantity, affected: &[Truth]) -> (Operation, Vec<Working>) {
    let rows: Vec<Row> = (0..site.facts.n_rows())
        .filter(|row| affected.get(*row) != Some(&Truth::No))
        .map(|row| Row {
            row,
            count: site.facts.count(row),
            is_open: affected.get(row) == Some(&Truth::Unknown),
        })
        .filter(|it| it.count > 0)
        .collect();
    let parts = rows
        .iter()
        .map(|it| {
            work_out(
                Site {
                    row: it.row,
                    ..site
                },
                each,
            )
        })
        .collect();
    (Operation::Buildings(rows), parts)
}
