//! The names the survey file is made of, shared by reader, writer and schema.
//!
//! A name here is a promise to every file already saved: it may be joined by
//! others, never changed.

use buqi_core::photos::ShapeKind;
use buqi_core::survey::How;

/// What a survey file calls itself under `format`.
pub const FORMAT: &str = "buqi-dossier";

/// The version of the format this release writes.
pub const VERSION: u64 = 1;

/// The most bytes a survey file may have. A survey of a thousand building
/// groups with every question answered stays well below.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

/// The deepest nesting a survey file may have. The format itself needs seven
/// levels; the rest is room for keys we do not know.
pub const MAX_DEPTH: usize = 64;

/// The most groups of buildings taken from one file. An area planned as a
/// whole has a few hundred buildings; each group costs a row of every fact, so
/// a file of a million empty ones would exhaust a phone.
pub const MAX_GROUPS: usize = 2000;

/// The most buildings a group may stand for; the form takes no more either.
pub const MAX_COUNT: u32 = 2000;

/// The reply of somebody who looked and could not say. No option of a choice
/// question may be called so.
pub const CANNOT_TELL: &str = "cannot-tell";

pub const ACCEPTED: &str = "accepted";
pub const DEFERRED: &str = "deferred";
pub const DECLINED: &str = "declined";

/// Every shape that is drawn over a photo, with its key in the file.
pub const SHAPES: [(ShapeKind, &str); 2] =
    [(ShapeKind::Arrow, "arrow"), (ShapeKind::Circle, "circle")];

pub fn spell_shape(kind: ShapeKind) -> &'static str {
    match kind {
        ShapeKind::Arrow => "arrow",
        ShapeKind::Circle => "circle",
    }
}

/// The keys of the file.
pub mod key {
    pub const FORMAT: &str = "format";
    pub const VERSION: &str = "version";
    /// The oldest format version whose readers can make sense of the file;
    /// a file without it can be read by any.
    pub const READABLE_FROM: &str = "readable-from";
    pub const CATALOGUE: &str = "catalogue";
    pub const EDITION: &str = "edition";
    pub const FINGERPRINT: &str = "fingerprint";
    pub const NAME: &str = "name";
    pub const ABOUT: &str = "about";
    pub const ESTATE: &str = "estate";
    pub const GROUPS: &str = "groups";
    pub const ID: &str = "id";
    pub const LABEL: &str = "label";
    pub const COUNT: &str = "count";
    pub const ANSWERS: &str = "answers";
    pub const REPLY: &str = "reply";
    pub const HOW: &str = "how";
    pub const WHO: &str = "who";
    pub const ON: &str = "on";
    pub const NOTE: &str = "note";
    pub const PLAN: &str = "plan";
    pub const DECISIONS: &str = "decisions";
    pub const OVERRIDES: &str = "overrides";
    pub const SCHEMES: &str = "schemes";
    pub const ITEM: &str = "item";
    pub const LINE: &str = "line";
    pub const QUANTITY: &str = "quantity";
    pub const TERMS: &str = "terms";
    pub const REGION: &str = "region";
    pub const WISHES: &str = "wishes";
    pub const PERCENT: &str = "percent";
    pub const HOUSEHOLDS: &str = "households";
    pub const START_MONTH: &str = "start-month";
    pub const PHASING: &str = "phasing";
    pub const CAP: &str = "cap";
    pub const YEARS: &str = "years";
    pub const YEARLY_CAP: &str = "yearly-cap";
    pub const VOTES: &str = "votes";
    pub const ATTENDANCE: &str = "attendance";
    pub const APPROVAL: &str = "approval";
    pub const HEADS: &str = "heads";
    pub const STRICT: &str = "strict";
    pub const OF_ALL: &str = "of-all";
    pub const SHARES: &str = "shares";
    pub const SUBSIDIES: &str = "subsidies";
    pub const FLOORS: &str = "floors";
    pub const PICTURES: &str = "pictures";
    pub const FACT: &str = "fact";
    pub const GROUP: &str = "group";
    pub const FINDING: &str = "finding";
    pub const TAKEN: &str = "taken";
    pub const WIDTH: &str = "width";
    pub const HEIGHT: &str = "height";
    pub const BYTES: &str = "bytes";
    pub const POSITION: &str = "position";
    pub const SHAPES: &str = "shapes";
    /// Values that could not be taken and whose place is now held by another.
    pub const SET_ASIDE: &str = "set-aside";
    pub const AT: &str = "at";
    pub const VALUE: &str = "value";
}

/// Every way an answer may have come about, with its spelling in the file.
pub const HOWS: [(How, &str); 4] = [
    (How::Seen, "seen"),
    (How::Records, "records"),
    (How::Told, "told"),
    (How::Assumed, "assumed"),
];

pub fn spell_how(how: How) -> &'static str {
    match how {
        How::Seen => "seen",
        How::Records => "records",
        How::Told => "told",
        How::Assumed => "assumed",
    }
}

/// Whether `text` is a day of the calendar, written `YYYY-MM-DD`.
pub fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shaped {
        return false;
    }
    let part = |range| text.get(range).and_then(|it: &str| it.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (part(0..4), part(5..7), part(8..10)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=last).contains(&day)
}

/// Whether `text` is a minute of the calendar, written `YYYY-MM-DDThh:mm`.
pub fn is_moment(text: &str) -> bool {
    let Some((day, time)) = text.split_once('T') else {
        return false;
    };
    let below = |digits: &str, bound: u32| {
        digits.len() == 2
            && digits.bytes().all(|it| it.is_ascii_digit())
            && digits.parse().is_ok_and(|it: u32| it < bound)
    };
    is_date(day)
        && time
            .split_once(':')
            .is_some_and(|(hour, minute)| below(hour, 24) && below(minute, 60))
}

/// One more step of a JSON Pointer (RFC 6901).
pub fn step(pointer: &str, segment: &str) -> String {
    format!(
        "{pointer}/{}",
        segment.replace('~', "~0").replace('/', "~1")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_of_the_calendar() {
        for good in ["2026-11-24", "2024-02-29", "2000-02-29", "0001-01-01"] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "",
            "2026-11-31",
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-1-1",
            "2026/11/24",
            "24.11.2026",
            "2026-11-24 ",
            "２０２６-1-24",
            "2026-11-00",
            "+026-11-24",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn a_moment_is_a_minute_of_a_day() {
        for good in ["2026-11-24T00:00", "2024-02-29T23:59"] {
            assert!(is_moment(good), "{good}");
        }
        for bad in [
            "2026-11-24",
            "2026-11-31T10:00",
            "2026-11-24T24:00",
            "2026-11-24T9:00",
            "2026-11-24T10:60",
            "2026-11-24T10:00:00",
        ] {
            assert!(!is_moment(bad), "{bad}");
        }
    }

    #[test]
    fn every_shape_is_spelled_as_listed() {
        for (kind, spelling) in SHAPES {
            assert_eq!(spell_shape(kind), spelling);
        }
    }

    #[test]
    fn every_way_to_know_is_spelled_as_listed() {
        for (how, spelling) in HOWS {
            assert_eq!(spell_how(how), spelling);
        }
    }

    #[test]
    fn slashes_and_tildes_in_a_key_do_not_break_the_pointer() {
        assert_eq!(step("/estate", "a/b~c"), "/estate/a~1b~0c");
    }
}
