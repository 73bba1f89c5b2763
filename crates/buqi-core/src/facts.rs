//! 事实: what the survey says, as typed values in one table.
//!
//! A row of the table is one building group; a fact of the whole estate
//! counts in every row, so that a rule reads its facts from a single row.

use crate::catalogue::{Catalogue, Fact, FactKind, Level};
use crate::id::FactIdx;
use crate::quantity::Amount;
use crate::survey::{Answers, Reply, Survey};
use std::cmp::Ordering;

/// A typed answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    YesNo(bool),
    /// In the fact's unit.
    Number(f64),
    /// The position of the option.
    Choice(u8),
}

/// 事实. Answers, and the amounts worked out from them.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// How many buildings each row stands for. Never empty: an estate without
    /// building groups has one row of no buildings, where nothing is known.
    counts: Vec<u32>,
    /// One per fact of the catalogue.
    columns: Vec<Column>,
    values: Vec<Option<Value>>,
    pub(crate) amounts: Vec<Option<Amount>>,
}

/// Where the cells of one fact are.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Column {
    start: u32,
    /// A fact of the estate has a single cell, which every row shares.
    per_row: bool,
}

impl Facts {
    /// Reads the answers. A reply of the wrong kind is as good as none; what
    /// comes in from files is checked, and reported, where it is read.
    pub fn read(catalogue: &Catalogue, survey: &Survey) -> Facts {
        let counts: Vec<u32> = if survey.groups.is_empty() {
            vec![0]
        } else {
            survey.groups.iter().map(|it| it.count).collect()
        };
        let mut n_cells = 0;
        let columns = catalogue
            .facts
            .iter()
            .map(|fact| {
                let start = n_cells as u32;
                let per_row = fact.level == Level::Building;
                n_cells += if per_row { counts.len() } else { 1 };
                Column { start, per_row }
            })
            .collect();
        let mut facts = Facts {
            counts,
            columns,
            values: vec![None; n_cells],
            amounts: vec![None; n_cells],
        };
        facts.read_row(&sorted(catalogue, Level::Estate), &survey.estate, 0);
        let of_buildings = sorted(catalogue, Level::Building);
        for (row, group) in survey.groups.iter().enumerate() {
            facts.read_row(&of_buildings, &group.answers, row);
        }
        facts
    }

    /// Reads the answers to the facts in `sorted` into one row.
    fn read_row(&mut self, sorted: &[(FactIdx, &Fact)], answers: &Answers, row: usize) {
        // Both sides are sorted by id, so one pass over each finds every pair.
        let mut rest = sorted;
        for (id, answer) in answers {
            let mut order = Ordering::Less;
            let reached = rest.iter().position(|(_, fact)| {
                order = fact.id.order(id);
                order != Ordering::Less
            });
            let Some(reached) = reached else {
                break;
            };
            rest = &rest[reached..];
            if order != Ordering::Equal {
                continue;
            }
            let (idx, fact) = rest[0];
            let Some(value) = typed(&answer.reply, &fact.kind) else {
                continue;
            };
            let at = self.at(row, idx);
            self.values[at] = Some(value);
            if let Value::Number(number) = value {
                self.amounts[at] = Some(Amount::exact(number));
            }
        }
    }

    pub fn n_rows(&self) -> usize {
        self.counts.len()
    }

    /// How many buildings the row stands for.
    pub fn count(&self, row: usize) -> u32 {
        self.counts[row]
    }

    pub fn n_buildings(&self) -> u32 {
        self.counts
            .iter()
            .fold(0, |sum, it| sum.saturating_add(*it))
    }

    /// What was answered; the only thing a rule may look at.
    pub fn answered(&self, row: usize, fact: FactIdx) -> Option<Value> {
        self.values[self.at(row, fact)]
    }

    /// Measured, else derived, else assumed.
    pub fn amount(&self, row: usize, fact: FactIdx) -> Option<Amount> {
        self.amounts[self.at(row, fact)]
    }

    /// Takes back every amount that was worked out, and keeps the answers.
    pub(crate) fn forget_derived(&mut self) {
        for (amount, value) in self.amounts.iter_mut().zip(&self.values) {
            *amount = match value {
                Some(Value::Number(number)) => Some(Amount::exact(*number)),
                _ => None,
            };
        }
    }

    /// Puts an amount where nothing was answered; one of the whole estate
    /// stands in every row.
    pub(crate) fn suppose(&mut self, level: Level, row: usize, fact: FactIdx, amount: Amount) {
        let rows = match level {
            Level::Estate => 0..self.n_rows(),
            Level::Building => row..row + 1,
        };
        for row in rows {
            let at = self.at(row, fact);
            self.amounts[at] = Some(amount);
        }
    }

    pub(crate) fn at(&self, row: usize, fact: FactIdx) -> usize {
        let column = self.columns[fact.index()];
        column.start as usize + if column.per_row { row } else { 0 }
    }
}

/// The facts of one level, in the order of their ids.
fn sorted(catalogue: &Catalogue, level: Level) -> Vec<(FactIdx, &Fact)> {
    let all = catalogue.facts_by_id.iter();
    all.map(|it| (*it, catalogue.fact(*it)))
        .filter(|(_, fact)| fact.level == level)
        .collect()
}

fn typed(reply: &Reply, kind: &FactKind) -> Option<Value> {
    match (reply, kind) {
        (Reply::YesNo(value), FactKind::YesNo) => Some(Value::YesNo(*value)),
        (Reply::Number(value), FactKind::Number { .. }) if value.is_finite() => {
            Some(Value::Number(*value))
        }
        (Reply::Choice(option), FactKind::Choice(options)) => options
            .iter()
            .position(|it| it.id == *option)
            .map(|it| Value::Choice(it as u8)),
        _ => None,
    }
}
