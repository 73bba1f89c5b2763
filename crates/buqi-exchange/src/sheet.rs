//! 粘贴的表格. Figures of a department or a building ledger, pasted from a
//! spreadsheet as text: what was recognised, what was not and why, and the
//! edits that take it in. Every cell that holds anything is accounted for once.

mod names;
mod reading;
mod sums;
mod taking;
mod values;

pub use self::reading::{read, read_as};
pub use self::sums::{Ground, Sum, TakenAs};
pub use self::taking::Taking;

use buqi_core::id::{FactIdx, GroupId};
use buqi_core::survey::{Answer, Refused, Reply};
use std::sync::Arc;

/// How the cells are arranged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// No name of a fact was found.
    #[default]
    Nothing,
    /// A row of names and a row of values.
    Row,
    /// A name and its value on each line.
    Pairs,
    /// A row for each building or group.
    Ledger,
}

/// What a pasted text says about an estate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    pub shape: Shape,
    /// Every cell that is not blank.
    pub cells: Vec<Cell>,
    /// Of a ledger, in its order.
    pub groups: Vec<LedgerGroup>,
    pub found: Vec<Found>,
    /// Of a ledger: columns whose lines stand for several buildings, or that
    /// have a total.
    pub sums: Vec<Sum>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Counted from 1, without blank lines.
    pub row: usize,
    /// Counted from 1.
    pub column: usize,
    pub text: Box<str>,
    pub fate: Fate,
}

/// What became of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// It names a fact, the buildings, or their number.
    Name,
    /// The unit of the value beside it.
    Unit,
    /// What a group is called.
    Label,
    Count,
    /// An answer in [`Sheet::found`].
    Found,
    /// Left with the name of its column or line.
    WithItsName,
    Left(Why),
}

/// Why a cell is not taken.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    UnknownName,
    /// There is no name above it.
    NoName,
    /// Its row has more cells than the names, so nobody knows which is which.
    Ragged,
    /// A dash, or a word for "no figure".
    NoValue,
    NotUnderstood,
    UnknownUnit(Box<str>),
    Refused(Refused),
    /// The same answer was given further up.
    Twice,
    /// It is about a building, and the estate has none yet.
    NoBuilding,
    /// A sum of the rows above.
    Total,
    TooMany,
}

/// A group of buildings as a ledger has it.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerGroup {
    pub label: Arc<str>,
    pub count: u32,
    /// The group of that name in the survey, with its number of buildings.
    pub here: Option<(GroupId, u32)>,
}

/// Whom a found answer is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whom {
    Estate,
    Group(GroupId),
    /// A position in [`Sheet::groups`].
    Ledger(usize),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub whom: Whom,
    pub fact: FactIdx,
    pub reply: Reply,
    /// The text of the cell where it is only roughly so.
    pub note: Option<Arc<str>>,
    /// What the survey says now.
    pub now: Option<Answer>,
}

impl Found {
    /// Whether the survey says something else.
    pub fn differs(&self) -> bool {
        self.now.as_ref().is_some_and(|it| it.reply != self.reply)
    }

    pub fn is_same(&self) -> bool {
        self.now.as_ref().is_some_and(|it| it.reply == self.reply)
    }
}
