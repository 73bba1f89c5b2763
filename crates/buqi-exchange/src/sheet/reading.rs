//! Reads the cells of a pasted text, one after the other.

use super::names::{self, Column, Names, is_grand_total, is_total};
use super::sums::Figures;
use super::{Cell, Fate, Found, LedgerGroup, Shape, Sheet, Sum, TakenAs, Whom, Why, values};
use crate::format::MAX_COUNT;
use buqi_core::Catalogue;
use buqi_core::catalogue::{Fact, Level};
use buqi_core::id::{FactIdx, GroupId};
use buqi_core::marking::Members;
use buqi_core::survey::Survey;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The most rows and columns that are looked at; no ledger of one estate is
/// larger.
const MAX_ROWS: usize = 2000;
const MAX_COLUMNS: usize = 200;

/// Reads a pasted text. `group` is whom facts of buildings are about where the
/// table names no building.
pub fn read(text: &str, catalogue: &Catalogue, survey: &Survey, group: Option<&GroupId>) -> Sheet {
    read_as(text, catalogue, survey, group, &BTreeMap::new())
}

/// The same where a person says what the figures of some facts are.
pub fn read_as(
    text: &str,
    catalogue: &Catalogue,
    survey: &Survey,
    group: Option<&GroupId>,
    chosen: &BTreeMap<FactIdx, TakenAs>,
) -> Sheet {
    let table = rows_of(text);
    let names = Names::of(catalogue);
    let mut reading = Reading {
        catalogue,
        survey,
        group,
        names: &names,
        chosen,
        sheet: Sheet::default(),
        seen: BTreeSet::new(),
    };
    reading.sheet.shape = shape_of(&names, &table);
    match reading.sheet.shape {
        Shape::Nothing => reading.nothing(&table),
        Shape::Pairs => reading.pairs(&table),
        Shape::Row | Shape::Ledger => reading.columns(&table),
    }
    reading.sheet
}

/// The cells, trimmed; blank lines are left out.
fn rows_of(text: &str) -> Vec<Vec<String>> {
    let (text, delimiter) = if text.contains('\t') {
        (text.to_owned(), b'\t')
    } else if text.contains(',') {
        (text.to_owned(), b',')
    } else {
        // A list as people type it: 总户数：220.
        (text.replace('：', "\t"), b'\t')
    };
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        // A stray quote would swallow the rest of the text.
        .quoting(text.matches('"').count().is_multiple_of(2))
        .from_reader(text.as_bytes());
    let rows = reader.into_records().map_while(Result::ok).map(|record| {
        let mut cells: Vec<String> = record.iter().map(|it| it.trim().to_owned()).collect();
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        cells
    });
    rows.filter(|it| !it.is_empty()).collect()
}

fn shape_of(names: &Names, table: &[Vec<String>]) -> Shape {
    let Some(header) = table.first() else {
        return Shape::Nothing;
    };
    let columns: Vec<Column> = header
        .iter()
        .map(|it| names.column(it, Level::Estate))
        .collect();
    let across = columns.iter().filter(|it| it.is_known()).count();
    let first = |row: &Vec<String>| row.first().map(|it| names.column(it, Level::Estate));
    let down = table
        .iter()
        .filter(|row| matches!(first(row), Some(Column::Fact { .. })))
        .count();
    let is_narrow = table.iter().all(|it| it.len() <= 3);
    if is_narrow && down > 0 && (down > across || table.len() == 1) {
        return Shape::Pairs;
    }
    if across == 0 {
        return Shape::Nothing;
    }
    let by_building = header.iter().any(|it| names.is_of_building(it));
    let is_ledger = columns
        .iter()
        .any(|it| matches!(it, Column::Label | Column::Count))
        || (table.len() > 2 && by_building);
    if is_ledger { Shape::Ledger } else { Shape::Row }
}

/// The cells of a row with its group in a ledger, or why it is not taken.
type Line<'a> = (&'a [String], Result<Option<usize>, Why>);

struct Reading<'a> {
    catalogue: &'a Catalogue,
    survey: &'a Survey,
    group: Option<&'a GroupId>,
    names: &'a Names,
    chosen: &'a BTreeMap<FactIdx, TakenAs>,
    sheet: Sheet,
    seen: BTreeSet<(Whom, FactIdx)>,
}

impl Reading<'_> {
    fn put(&mut self, row: usize, column: usize, text: &str, fate: Fate) {
        if text.is_empty() {
            return;
        }
        self.sheet.cells.push(Cell {
            row: row + 1,
            column: column + 1,
            text: text.into(),
            fate: if row < MAX_ROWS && column < MAX_COLUMNS {
                fate
            } else {
                Fate::Left(Why::TooMany)
            },
        });
    }

    fn nothing(&mut self, table: &[Vec<String>]) {
        for (row, cells) in table.iter().enumerate() {
            for (column, text) in cells.iter().enumerate() {
                self.put(row, column, text, Fate::Left(Why::UnknownName));
            }
        }
    }

    /// Name, value and perhaps the unit.
    fn pairs(&mut self, table: &[Vec<String>]) {
        for (row, cells) in table.iter().enumerate() {
            let cell = |at: usize| cells.get(at).map(String::as_str).unwrap_or_default();
            let (value, unit) = (cell(1), cell(2));
            let Column::Fact {
                fact,
                unit: of_name,
                ..
            } = self.names.column(cell(0), Level::Estate)
            else {
                self.put(row, 0, cell(0), Fate::Left(Why::UnknownName));
                self.put(row, 1, value, Fate::WithItsName);
                self.put(row, 2, unit, Fate::WithItsName);
                continue;
            };
            self.put(row, 0, cell(0), Fate::Name);
            let unit = Some(unit).filter(|it| !it.is_empty());
            let fate = if row < MAX_ROWS {
                self.value(
                    fact,
                    None,
                    value,
                    unit.or(of_name.as_deref()),
                    TakenAs::Each,
                )
            } else {
                Fate::Left(Why::TooMany)
            };
            let beside = match &fate {
                Fate::Found => Fate::Unit,
                _ => Fate::WithItsName,
            };
            self.put(row, 1, value, fate);
            self.put(row, 2, unit.unwrap_or_default(), beside);
        }
    }

    /// A row of names with rows of values under it.
    fn columns(&mut self, table: &[Vec<String>]) {
        let Some((header, rows)) = table.split_first() else {
            return;
        };
        let is_ledger = self.sheet.shape == Shape::Ledger;
        let level = if is_ledger {
            Level::Building
        } else {
            Level::Estate
        };
        let mut columns: Vec<Column> = header
            .iter()
            .map(|it| self.names.column(it, level))
            .collect();
        if is_ledger {
            self.of_lines(&mut columns);
        }
        for (at, (text, column)) in header.iter().zip(&columns).enumerate() {
            let fate = match column {
                Column::Unknown => Fate::Left(Why::UnknownName),
                _ => Fate::Name,
            };
            self.put(0, at, text, fate);
        }
        let mut lines = Vec::new();
        for (row, cells) in rows.iter().enumerate() {
            let row = row + 1;
            let why = if row >= MAX_ROWS {
                Some(Why::TooMany)
            } else if cells.len() > header.len() {
                Some(Why::Ragged)
            } else if is_ledger && is_row_of(is_total, &columns, cells) {
                Some(Why::Total)
            } else if !is_ledger && row > 1 {
                Some(Why::NoName)
            } else {
                None
            };
            let whom = match why {
                Some(why) => Err(why),
                None => Ok(is_ledger.then(|| self.ledger_group(row, &columns, cells))),
            };
            lines.push((&**cells, whom));
        }
        let taken_as = self.sums(&columns, &lines);
        for (row, (cells, whom)) in lines.into_iter().enumerate() {
            let row = row + 1;
            match whom {
                Ok(whom) => self.line(row, (&columns, &taken_as), cells, whom),
                Err(why) => {
                    for (at, text) in cells.iter().enumerate() {
                        self.put(row, at, text, Fate::Left(why.clone()));
                    }
                }
            }
        }
    }

    /// In a ledger a figure of the estate that its buildings add up to is that
    /// of a line, unless the line has its own.
    fn of_lines(&self, columns: &mut [Column]) {
        for at in 0..columns.len() {
            let Some(Column::Fact { fact, unit, .. }) = columns.get(at) else {
                continue;
            };
            let Some(part) = self.catalogue.fact(*fact).sum_of else {
                continue;
            };
            let is_own = |it: &Column| matches!(it, Column::Fact { fact, .. } if *fact == part);
            let (unit, said) = (unit.clone(), Some(TakenAs::Whole));
            if !columns.iter().any(is_own)
                && let Some(column) = columns.get_mut(at)
            {
                *column = Column::Fact {
                    fact: part,
                    unit,
                    said,
                };
            }
        }
    }

    /// How each column is taken, which the sheet says where it matters.
    fn sums(&mut self, columns: &[Column], lines: &[Line]) -> Vec<TakenAs> {
        if self.sheet.shape != Shape::Ledger {
            return vec![TakenAs::Each; columns.len()];
        }
        let mut totals = lines.iter().rev();
        let totals = totals.find_map(|(cells, whom)| {
            let is_it = *whom == Err(Why::Total) && is_row_of(is_grand_total, columns, cells);
            is_it.then_some(*cells)
        });
        let mut taken_as = Vec::new();
        for (at, column) in columns.iter().enumerate() {
            let sum = match column {
                Column::Count => self.count_sum(totals.and_then(|it| it.get(at))),
                Column::Fact { fact, unit, said } if self.catalogue.fact(*fact).adds_up => {
                    let of = self.catalogue.fact(*fact);
                    let figure = |cells: &[String]| {
                        values::figure(self.catalogue, of, cells.get(at)?, unit.as_deref())
                    };
                    let own = lines.iter().filter_map(|(cells, whom)| {
                        let group = self.sheet.groups.get((*whom.as_ref().ok()?)?)?;
                        Some((figure(cells)?, group.count))
                    });
                    let figures = Figures {
                        lines: own.collect(),
                        total: totals.and_then(figure),
                        said: *said,
                        chosen: self.chosen.get(fact).copied(),
                    };
                    figures.sum(Some(*fact))
                }
                _ => None,
            };
            taken_as.push(sum.as_ref().map_or(TakenAs::Each, |it| it.taken_as));
            self.sheet.sums.extend(sum);
        }
        taken_as
    }

    /// The number of buildings beside its total.
    fn count_sum(&self, total: Option<&String>) -> Option<Sum> {
        let total = values::count(total?).ok()?;
        let groups = self.sheet.groups.iter();
        let figures = Figures {
            lines: groups.map(|it| (f64::from(it.count), 1)).collect(),
            total: Some(f64::from(total)),
            said: None,
            chosen: None,
        };
        figures.sum(None)
    }

    fn line(
        &mut self,
        row: usize,
        (columns, taken_as): (&[Column], &[TakenAs]),
        cells: &[String],
        whom: Option<usize>,
    ) {
        for (at, (text, column)) in cells.iter().zip(columns).enumerate() {
            if text.is_empty() {
                continue;
            }
            let taken_as = taken_as.get(at).copied().unwrap_or(TakenAs::Each);
            let fate = match column {
                Column::Unknown => Fate::WithItsName,
                Column::Label => Fate::Label,
                Column::Count => match values::count(text) {
                    Ok(_) => Fate::Count,
                    Err(why) => Fate::Left(why),
                },
                Column::Fact { fact, unit, .. } if at < MAX_COLUMNS => {
                    self.value(*fact, whom, text, unit.as_deref(), taken_as)
                }
                Column::Fact { .. } => Fate::Left(Why::TooMany),
            };
            self.put(row, at, text, fate);
        }
    }

    /// The group of a line, new or one of that name; its position.
    fn ledger_group(&mut self, row: usize, columns: &[Column], cells: &[String]) -> usize {
        let cell = |wanted: &Column| {
            let at = columns.iter().position(|it| it == wanted)?;
            cells
                .get(at)
                .map(String::as_str)
                .filter(|it| !it.is_empty())
        };
        let label: Arc<str> = cell(&Column::Label)
            .map_or_else(|| row.to_string(), str::to_owned)
            .into();
        let counted = cell(&Column::Count).and_then(|it| values::count(it).ok());
        let count = counted
            .or_else(|| Members::counted(&label))
            .map_or(1, |it| it.min(MAX_COUNT));
        let same = |other: &str| names::plain(other) == names::plain(&label);
        let here = self.survey.groups.iter().find(|it| same(&it.label));
        // The group as it is, where the ledger does not count.
        let count = match here {
            Some(group) if counted.is_none() => group.count,
            _ => count,
        };
        self.sheet.groups.push(LedgerGroup {
            label,
            count,
            here: here.map(|it| (it.id.clone(), it.count)),
        });
        self.sheet.groups.len() - 1
    }

    /// Takes one value; `line` is the group of a ledger.
    fn value(
        &mut self,
        fact: FactIdx,
        line: Option<usize>,
        text: &str,
        unit: Option<&str>,
        taken_as: TakenAs,
    ) -> Fate {
        if text.is_empty() {
            return Fate::Left(Why::NoValue);
        }
        let idx = fact;
        let fact: &Fact = self.catalogue.fact(idx);
        let group = line.and_then(|it| self.sheet.groups.get(it));
        let n_buildings = match (taken_as, group) {
            (TakenAs::Whole, Some(group)) => group.count,
            _ => 1,
        };
        let read = match values::reply(self.catalogue, fact, text, unit, n_buildings) {
            Ok(read) => read,
            Err(why) => return Fate::Left(why),
        };
        let groups = &self.survey.groups;
        let whom = match (fact.level, line, self.group) {
            (Level::Estate, _, _) => Whom::Estate,
            (Level::Building, Some(at), _) => Whom::Ledger(at),
            (Level::Building, None, Some(id)) if groups.iter().any(|it| it.id == *id) => {
                Whom::Group(id.clone())
            }
            (Level::Building, None, _) => return Fate::Left(Why::NoBuilding),
        };
        let here = match &whom {
            Whom::Estate => None,
            Whom::Group(id) => Some(id.clone()),
            Whom::Ledger(at) => {
                let group = self.sheet.groups.get(*at);
                group.and_then(|it| it.here.as_ref()).map(|it| it.0.clone())
            }
        };
        // Two lines of one name are about one group.
        let seen = match &here {
            Some(id) => Whom::Group(id.clone()),
            None => whom.clone(),
        };
        if !self.seen.insert((seen, idx)) {
            return Fate::Left(Why::Twice);
        }
        let answers = match (&whom, &here) {
            (Whom::Estate, _) => Some(&self.survey.estate),
            (_, Some(id)) => groups.iter().find(|it| it.id == *id).map(|it| &it.answers),
            (_, None) => None,
        };
        self.sheet.found.push(Found {
            whom,
            fact: idx,
            reply: read.reply,
            note: match n_buildings {
                1 => read.is_rough.then(|| text.into()),
                _ => Some(format!("{text} ÷ {n_buildings}").into()),
            },
            now: answers.and_then(|it| it.get(&fact.id)).cloned(),
        });
        Fate::Found
    }
}

/// The word may stand under the label or in the first column.
fn is_row_of(total: fn(&str) -> bool, columns: &[Column], cells: &[String]) -> bool {
    let at = columns.iter().position(|it| *it == Column::Label);
    let label = at.and_then(|it| cells.get(it));
    label.into_iter().chain(cells.first()).any(|it| total(it))
}
