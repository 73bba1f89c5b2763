//! Which deficiencies are present, in how many buildings.

use crate::catalogue::{Catalogue, Level};
use crate::facts::Facts;
use crate::id::DeficiencyIdx;
use crate::rule::{FactSet, Verdict, decide_rows};
use crate::truth::Truth;

/// How many buildings a verdict holds for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub yes: u32,
    pub unknown: u32,
    pub of: u32,
}

/// 判定结果. The verdict on one deficiency.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub deficiency: DeficiencyIdx,
    /// Yes when any building shows it; no only when none can.
    pub truth: Truth,
    /// One verdict for the estate, or one per row of the facts.
    pub rows: Box<[Verdict]>,
    /// `None` for a deficiency of the estate as a whole.
    pub tally: Option<Tally>,
}

impl Finding {
    pub fn row(&self, row: usize) -> &Verdict {
        row_of(&self.rows, row)
    }

    pub fn missing(&self) -> FactSet {
        missing_of(&self.rows, self.truth)
    }
}

/// Decides every deficiency of the catalogue, in its order.
pub fn find(catalogue: &Catalogue, facts: &Facts) -> Vec<Finding> {
    catalogue
        .deficiency_indices()
        .map(|idx| {
            let deficiency = catalogue.deficiency(idx);
            let n_rows = rows_at(deficiency.level, facts);
            let rows = decide_rows(catalogue, &deficiency.present_when, facts, n_rows);
            Finding {
                deficiency: idx,
                truth: truth_of(&rows),
                tally: tally_of(deficiency.level, &rows, facts),
                rows,
            }
        })
        .collect()
}

pub(crate) fn rows_at(level: Level, facts: &Facts) -> usize {
    match level {
        Level::Estate => 1,
        Level::Building => facts.n_rows(),
    }
}

/// A verdict on the estate stands for every row.
pub(crate) fn row_of(rows: &[Verdict], row: usize) -> &Verdict {
    if rows.len() == 1 {
        &rows[0]
    } else {
        &rows[row]
    }
}

pub(crate) fn truth_of(rows: &[Verdict]) -> Truth {
    rows.iter()
        .fold(Truth::No, |so_far, it| so_far.or(it.truth))
}

/// What is missing for the whole; nothing once one row has settled it.
pub(crate) fn missing_of(rows: &[Verdict], truth: Truth) -> FactSet {
    if truth.is_settled() {
        return FactSet::EMPTY;
    }
    rows.iter()
        .fold(FactSet::EMPTY, |so_far, it| so_far | it.missing)
}

pub(crate) fn tally_of(level: Level, rows: &[Verdict], facts: &Facts) -> Option<Tally> {
    (level == Level::Building).then(|| {
        let mut tally = Tally::default();
        for (row, verdict) in rows.iter().enumerate() {
            let count = facts.count(row);
            tally.of = tally.of.saturating_add(count);
            match verdict.truth {
                Truth::Yes => tally.yes = tally.yes.saturating_add(count),
                Truth::Unknown => tally.unknown = tally.unknown.saturating_add(count),
                Truth::No => {}
            }
        }
        tally
    })
}
