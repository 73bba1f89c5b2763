//! Which questions still matter, and how much.

use crate::catalogue::{Catalogue, Deficiency, Gate, Level, Urgency};
use crate::estimate::{Standing, affected_rows, standing};
use crate::id::{FactIdx, ItemIdx};
use crate::plan::Plan;
use crate::sizing::{Site, unmeasured};
use crate::suggestions::Assessment;
use crate::truth::Truth;

/// A question worth asking next.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenQuestion {
    pub fact: FactIdx,
    /// Rows of the facts it is open for; a fact of the estate has row 0.
    pub rows: Vec<usize>,
    /// Items whose suggestion it may still decide.
    pub decides: Vec<ItemIdx>,
    /// Items whose quantity it would pin down.
    pub sizes: Vec<ItemIdx>,
    /// For ranking only; higher first.
    pub weight: u32,
}

/// Lists the open questions, the most telling first.
///
/// A question weighs as the most urgent deficiency it may settle, more so the
/// more items hang on it; one that only sharpens a quantity comes after those.
pub fn open_questions(
    catalogue: &Catalogue,
    assessment: &Assessment,
    plan: &Plan,
) -> Vec<OpenQuestion> {
    let mut open: Vec<OpenQuestion> = catalogue
        .fact_indices()
        .map(|fact| OpenQuestion {
            fact,
            rows: Vec::new(),
            decides: Vec::new(),
            sizes: Vec::new(),
            weight: 0,
        })
        .collect();
    for item in catalogue.item_indices() {
        let suggestion = assessment.suggestion(item);
        for (row, verdict) in suggestion.rows.iter().enumerate() {
            if verdict.truth != Truth::Unknown {
                continue;
            }
            for fact in verdict.missing.iter() {
                let question = &mut open[fact.index()];
                note(&mut question.rows, row_for(catalogue, fact, row));
                if !question.decides.contains(&item) {
                    question.decides.push(item);
                    question.weight += deciding_weight(catalogue, assessment, item, fact);
                }
            }
        }
        if standing(catalogue, assessment, plan, item) == Standing::Out {
            continue;
        }
        let affected = affected_rows(assessment, item);
        for line in &catalogue.item(item).lines {
            for row in 0..assessment.facts.n_rows() {
                let site = Site {
                    catalogue,
                    facts: &assessment.facts,
                    row,
                    affected: &affected,
                };
                for fact in unmeasured(site, &line.quantity).iter() {
                    let unanswered = assessment.facts.answered(row, fact).is_none();
                    if !unanswered {
                        continue;
                    }
                    let question = &mut open[fact.index()];
                    note(&mut question.rows, row_for(catalogue, fact, row));
                    if !question.sizes.contains(&item) {
                        question.sizes.push(item);
                        question.weight += 1;
                    }
                }
            }
        }
    }
    open.retain(|it| it.weight > 0 && catalogue.fact(it.fact).place.is_some());
    open.sort_by_key(|it| (std::cmp::Reverse(it.weight), it.fact));
    open
}

fn row_for(catalogue: &Catalogue, fact: FactIdx, row: usize) -> usize {
    match catalogue.fact(fact).level {
        Level::Estate => 0,
        Level::Building => row,
    }
}

fn note(rows: &mut Vec<usize>, row: usize) {
    if !rows.contains(&row) {
        rows.push(row);
    }
}

pub(crate) fn deciding_weight(
    catalogue: &Catalogue,
    assessment: &Assessment,
    item: ItemIdx,
    fact: FactIdx,
) -> u32 {
    let most_urgent = catalogue
        .item(item)
        .answers
        .iter()
        .filter(|it| assessment.finding(**it).missing().contains(fact))
        .map(|it| urgency_weight(catalogue.deficiency(*it)))
        .max();
    most_urgent.unwrap_or(4)
}

pub(crate) fn urgency_weight(deficiency: &Deficiency) -> u32 {
    match (deficiency.gate, deficiency.urgency) {
        (Gate::BottomLine, Urgency::TimeLimited) => 16,
        (Gate::BottomLine, Urgency::BestEffort) => 12,
        (Gate::Improvement, Urgency::TimeLimited) => 8,
        (Gate::Improvement, Urgency::BestEffort) => 4,
    }
}
