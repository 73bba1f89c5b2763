//! What can go wrong when a file is opened: refusals, and repairs.
//!
//! Plain data without sentences; `wording` turns it into what people read.

use buqi_core::catalogue::{Level, Text};
use std::sync::Arc;

/// Why a file could not be opened at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// Nothing in it, or white space only.
    Empty,
    /// More bytes than [`crate::format::MAX_BYTES`].
    TooLarge,
    /// Not text: a picture, a spreadsheet, a damaged download.
    NotText,
    /// Text, but not in UTF-8.
    Encoded(Encoding),
    /// Text, but not JSON. Line and column count from 1, columns in
    /// characters.
    NotJson { line: usize, column: usize },
    /// JSON that stops before its end.
    CutShort { line: usize, column: usize },
    /// Nested deeper than [`crate::format::MAX_DEPTH`].
    TooDeep,
    /// JSON, but not a survey file.
    NotOurs,
    /// Written for readers of this format version and later only.
    TooNew { readable_from: u64 },
}

/// A text encoding that is recognised and refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// GBK or GB 18030, as some Windows programs save Chinese text.
    Gbk,
    /// UTF-16 with a byte order mark.
    Utf16,
}

/// One thing in a file that was changed or not taken, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// Where in the file, as a JSON Pointer.
    pub at: Box<str>,
    /// The label of the building group it is about.
    pub group: Option<Arc<str>>,
    /// What the catalogue calls the fact or item it is about.
    pub label: Option<Text>,
    /// What the file says there, shortened.
    pub given: Option<Box<str>>,
    pub cause: Cause,
}

/// Why something was changed or not taken.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    UnknownFact,
    UnknownItem,
    /// The item has no scope line of this id.
    UnknownLine,
    UnknownOption,
    /// The catalogue has no such vote, payer or subsidy.
    UnknownTerm,
    /// The id was retired; what it said was read under `to`.
    Moved {
        to: Box<str>,
    },
    /// The id was retired and nothing took its place.
    Retired {
        reason: Text,
    },
    /// A fact of this level stands among answers of the other.
    WrongLevel(Level),
    /// The fact is worked out, never asked.
    NotAsked,
    /// The place holds something else than this.
    Expected(Expected),
    Below {
        bound: f64,
        unit: Text,
    },
    Above {
        bound: f64,
        unit: Text,
    },
    NotWhole {
        unit: Text,
    },
    NotANumber,
    /// An answer object without a reply.
    NoReply,
    /// Not a day of the calendar written `YYYY-MM-DD`.
    BadDate,
    /// Not one of the spellings of [`crate::format::HOWS`].
    UnknownHow,
    /// The text of a group id does not follow the pattern; `now` stands in.
    BadGroupId {
        now: Box<str>,
    },
    /// Another group has the id already; `now` stands in.
    SameGroupId {
        now: Box<str>,
    },
    /// More groups than [`crate::format::MAX_GROUPS`]; these many were set
    /// aside.
    TooManyGroups {
        count: usize,
    },
    /// Another scheme has the name already; `now` stands in.
    SameSchemeName {
        now: Box<str>,
    },
    /// Not a number of buildings from 1 to [`crate::format::MAX_COUNT`]; the
    /// group counts as one building.
    BadCount,
    /// The file says this twice. The last one was taken, as any JSON reader
    /// does; the other was set aside.
    SaidTwice,
    /// The file has a value under the new id as well, or a second override of
    /// the same line; this one was set aside.
    AlreadyThere,
    /// The format version is missing or not a whole number from 1 up; the file
    /// was read as version 1.
    NoVersion,
    /// The file was written in a later version of the format; what this
    /// version knows was read.
    NewerVersion {
        found: u64,
    },
    /// The file was last saved under another edition of the catalogue.
    OtherEdition {
        found: Box<str>,
        ours: Box<str>,
    },
    /// This many more places, not listed one by one.
    More(usize),
}

/// What a place in the file should hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    Object,
    List,
    Text,
    /// `true` or `false`.
    YesNo,
    Number,
    /// The id of an option.
    Option,
    /// `"accepted"`, `"deferred"` or `{ "declined": … }`.
    Decision,
    /// A whole number from 1 to 12.
    Month,
    /// `{ "years": … }` or `{ "yearly-cap": … }`.
    Phasing,
    /// A whole number of fen.
    Cap,
    /// Shares of attendance and approval such as `"2/3"`.
    Vote,
    /// A whole number of basis points, up to 10,000.
    BasisPoints,
    /// Whole numbers, ground floor first, not all of them zero.
    Weights,
    /// The id of a region of the catalogue.
    Region,
    /// `{ "percent": … }` up to 100, or `{ "households": … }`.
    Wish,
    /// What a photo is about, and its size.
    Photo,
    /// A moment, a position, or shapes.
    PhotoPart,
}

impl Repair {
    /// Whether something the file says is missing from the dossier. The rest
    /// are notes: it was read, perhaps under another name.
    pub fn leaves_out(&self) -> bool {
        match self.cause {
            Cause::UnknownFact
            | Cause::UnknownItem
            | Cause::UnknownLine
            | Cause::UnknownOption
            | Cause::UnknownTerm
            | Cause::Retired { .. }
            | Cause::WrongLevel(_)
            | Cause::NotAsked
            | Cause::Expected(_)
            | Cause::Below { .. }
            | Cause::Above { .. }
            | Cause::NotWhole { .. }
            | Cause::NotANumber
            | Cause::NoReply
            | Cause::BadDate
            | Cause::UnknownHow
            | Cause::TooManyGroups { .. }
            | Cause::BadCount
            | Cause::SaidTwice
            | Cause::AlreadyThere
            | Cause::More(_) => true,
            Cause::Moved { .. }
            | Cause::BadGroupId { .. }
            | Cause::SameGroupId { .. }
            | Cause::SameSchemeName { .. }
            | Cause::NoVersion
            | Cause::NewerVersion { .. }
            | Cause::OtherEdition { .. } => false,
        }
    }
}
