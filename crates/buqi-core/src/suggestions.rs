//! Which items answer the findings, and why.

use crate::catalogue::{Catalogue, Gate};
use crate::facts::Facts;
use crate::findings::{Finding, Tally, find, missing_of, row_of, rows_at, tally_of, truth_of};
use crate::id::{DeficiencyIdx, ItemIdx};
use crate::rule::{FactSet, Verdict, decide, decide_rows};
use crate::sizing;
use crate::survey::Survey;
use crate::truth::Truth;

/// 建议. Whether the menu offers one item to this estate.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    pub item: ItemIdx,
    pub truth: Truth,
    /// One verdict for the estate, or one per row of the facts.
    pub rows: Box<[Verdict]>,
    pub tally: Option<Tally>,
    /// A bottom-line deficiency calls for it.
    pub locked: bool,
}

impl Suggestion {
    pub fn missing(&self) -> FactSet {
        missing_of(&self.rows, self.truth)
    }

    /// The standing of each row of the facts.
    pub fn standings(&self, n_rows: usize) -> Vec<Truth> {
        (0..n_rows)
            .map(|row| row_of(&self.rows, row).truth)
            .collect()
    }
}

/// Everything that follows from a survey. Recomputed, never stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    pub facts: Facts,
    /// One per deficiency of the catalogue, in its order.
    pub findings: Vec<Finding>,
    /// One per item of the catalogue, in menu order.
    pub suggestions: Vec<Suggestion>,
    /// One verdict per exclusion of the catalogue: the estate, or part of it,
    /// is not for this menu.
    pub exclusions: Vec<Truth>,
}

impl Assessment {
    pub fn finding(&self, idx: DeficiencyIdx) -> &Finding {
        &self.findings[idx.index()]
    }

    pub fn suggestion(&self, idx: ItemIdx) -> &Suggestion {
        &self.suggestions[idx.index()]
    }

    /// The same as if every building where it is open whether an item is needed
    /// were settled so, for items that are needed somewhere.
    pub(crate) fn settled(&self, truth: Truth) -> Assessment {
        let mut settled = self.clone();
        let needed = settled.suggestions.iter_mut();
        for suggestion in needed.filter(|it| it.truth == Truth::Yes) {
            for row in &mut suggestion.rows {
                if row.truth == Truth::Unknown {
                    row.truth = truth;
                }
            }
        }
        settled
    }

    /// The deficiencies that call for an item, worst first.
    pub fn reasons(&self, catalogue: &Catalogue, item: ItemIdx) -> Vec<DeficiencyIdx> {
        let mut reasons: Vec<DeficiencyIdx> = catalogue
            .item(item)
            .answers
            .iter()
            .copied()
            .filter(|it| self.finding(*it).truth == Truth::Yes)
            .collect();
        reasons.sort_by_key(|it| {
            let deficiency = catalogue.deficiency(*it);
            (
                deficiency.gate,
                deficiency.urgency,
                deficiency.severity.is_none(),
                deficiency.severity,
            )
        });
        reasons
    }
}

/// Assesses a survey: facts, findings, suggestions.
pub fn assess(catalogue: &Catalogue, survey: &Survey) -> Assessment {
    let mut facts = Facts::read(catalogue, survey);
    sizing::resolve(catalogue, &mut facts);
    let findings = find(catalogue, &facts);
    let suggestions = catalogue
        .item_indices()
        .map(|idx| suggest(catalogue, &facts, &findings, idx))
        .collect();
    let exclusions = catalogue
        .exclusions
        .iter()
        .map(|exclusion| {
            (0..rows_at(exclusion.level, &facts)).fold(Truth::No, |so_far, row| {
                so_far.or(decide(catalogue, &exclusion.when, &facts, row).truth)
            })
        })
        .collect();
    Assessment {
        facts,
        findings,
        suggestions,
        exclusions,
    }
}

fn suggest(catalogue: &Catalogue, facts: &Facts, findings: &[Finding], idx: ItemIdx) -> Suggestion {
    let item = catalogue.item(idx);
    let n_rows = rows_at(item.level, facts);
    let mut rows = match &item.applies_when {
        Some(rule) => decide_rows(catalogue, rule, facts, n_rows),
        None => vec![Verdict::YES; n_rows].into_boxed_slice(),
    };
    for (row, verdict) in rows.iter_mut().enumerate() {
        if verdict.truth != Truth::No {
            let answers = item.answers.iter().map(|it| findings[it.index()].row(row));
            verdict.and_any(answers);
        }
    }
    let truth = truth_of(&rows);
    let locked = truth == Truth::Yes
        && item.answers.iter().any(|it| {
            catalogue.deficiency(*it).gate == Gate::BottomLine
                && findings[it.index()].truth == Truth::Yes
        });
    Suggestion {
        item: idx,
        truth,
        tally: tally_of(item.level, &rows, facts),
        locked,
        rows,
    }
}
