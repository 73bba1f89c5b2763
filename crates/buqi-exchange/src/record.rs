//! What a browser stores about one estate: its survey file, and when each part
//! of it was last changed.
//!
//! Two tabs that show one estate write one record. Each joins what it finds
//! there with what it has, part by part and the later change winning, so all of
//! them come to the same state whatever order they read and write in. Unlike a
//! file, a record remembers removals.

use crate::extras::{Address, Extras};
use crate::json;
use crate::merge::{Parts, differing, from_pointer, join, pointer};
use crate::opening::open;
use buqi_core::Catalogue;
use buqi_core::plan::Dossier;
use litemap::LiteMap;
use serde_json::Value;
use std::fmt::Write;

/// Stands between the file and the stamps. JSON has it in no place, because it
/// escapes control characters.
const SEPARATOR: char = '\u{1E}';

/// When a part was changed, and by whom. Later wins; the number of the tab
/// decides between two changes of the same moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// Milliseconds, or one more than the latest stamp seen.
    pub at: u64,
    pub tab: u32,
}

/// 存档. The state of one estate, with the stamps of its parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    parts: Parts,
    /// A part without a stamp is as old as the file. One with a stamp that is
    /// not there was removed then.
    stamps: LiteMap<Address, Stamp>,
}

/// The survey file inside a stored record, for reading or saving it again.
pub fn file_of(stored: &str) -> &str {
    stored.split(SEPARATOR).next().unwrap_or_default()
}

/// When anything in a stored record was changed last, in milliseconds; 0 when
/// nobody knows.
pub fn changed_at(stored: &str) -> u64 {
    latest(&stamps_of(stored))
}

/// Stamps that can't be read count as none.
fn stamps_of(stored: &str) -> LiteMap<Address, Stamp> {
    let stamps = stored.split_once(SEPARATOR).map_or("", |it| it.1);
    let Ok(text) = json::read(stamps.as_bytes()) else {
        return LiteMap::new();
    };
    let stamps = text.value.as_object().into_iter().flatten();
    stamps
        .filter_map(|(address, stamp)| {
            let at = stamp.get(0)?.as_u64()?;
            let tab = u32::try_from(stamp.get(1)?.as_u64()?).ok()?;
            Some((from_pointer(address), Stamp { at, tab }))
        })
        .collect()
}

fn latest(stamps: &LiteMap<Address, Stamp>) -> u64 {
    stamps.values().map(|it| it.at).max().unwrap_or(0)
}

impl Record {
    pub fn of(dossier: &Dossier, extras: &Extras, catalogue: &Catalogue) -> Record {
        Record {
            parts: Parts::of(dossier, extras, catalogue),
            stamps: LiteMap::new(),
        }
    }

    /// Reads a stored record; nothing when its file can't be opened.
    pub fn read(stored: &str, catalogue: &Catalogue) -> Option<Record> {
        let opened = open(file_of(stored).as_bytes(), catalogue).ok()?;
        let mut record = Record::of(&opened.dossier, &opened.extras, catalogue);
        record.stamps = stamps_of(stored);
        Some(record)
    }

    pub fn write(&self, dossier: &Dossier, extras: &Extras, catalogue: &Catalogue) -> String {
        let file = crate::save(dossier, extras, catalogue);
        let mut text = String::from_utf8(file).unwrap_or_default();
        if !self.stamps.is_empty() {
            text.push(SEPARATOR);
            self.write_stamps(&mut text);
        }
        text
    }

    /// One object of pairs by pointer; nobody reads it but this program, so it is
    /// written without a value in between.
    fn write_stamps(&self, text: &mut String) {
        let mut opening = '{';
        for (address, Stamp { at, tab }) in &self.stamps {
            text.push(opening);
            json::put_string(text, &pointer(address));
            // Writing to a text does not fail.
            let _ = write!(text, ":[{at},{tab}]");
            opening = ',';
        }
        text.push('}');
    }

    /// The dossier that the parts make up.
    pub fn open(&self, catalogue: &Catalogue) -> (Dossier, Extras) {
        self.parts.open(catalogue)
    }

    /// Takes the state over, and stamps whatever it changes with `now` or, when
    /// the clock is behind what was seen, with a moment after that. True when
    /// there was something to change.
    pub fn change(
        &mut self,
        dossier: &Dossier,
        extras: &Extras,
        catalogue: &Catalogue,
        now: Stamp,
    ) -> bool {
        let next = Parts::of(dossier, extras, catalogue);
        let changes = self.parts.changes(&next);
        self.take(changes, now)
    }

    /// As [`Record::change`], when the record has the state of `before` with the
    /// same extras: only what differs is taken apart, so that an answer costs
    /// little however large the survey is.
    pub fn change_since(
        &mut self,
        before: &Dossier,
        dossier: &Dossier,
        extras: &Extras,
        catalogue: &Catalogue,
        now: Stamp,
    ) -> bool {
        let (before, after) = differing(before, dossier);
        let before = Parts::of(&before, extras, catalogue);
        let changes = before.changes(&Parts::of(&after, extras, catalogue));
        self.take(changes, now)
    }

    fn take(&mut self, changes: Vec<(Address, Option<Value>)>, now: Stamp) -> bool {
        let stamp = Stamp {
            at: now.at.max(latest(&self.stamps) + 1),
            tab: now.tab,
        };
        let is_changed = !changes.is_empty();
        for (address, value) in changes {
            match value {
                Some(value) => self.parts.all.insert(address.clone(), value),
                None => self.parts.all.remove(&address),
            };
            self.stamps.insert(address, stamp);
        }
        is_changed
    }

    /// Takes in what another tab stored. True when that changed the state.
    pub fn join(&mut self, other: &Record) -> bool {
        let before = self.parts.clone();
        let addresses: Vec<Address> = other
            .parts
            .all
            .keys()
            .chain(other.stamps.keys())
            .cloned()
            .collect();
        for address in addresses {
            let stamp = |it: &Record| it.stamps.get(&address).copied().unwrap_or_default();
            let (own, theirs) = (stamp(self), stamp(other));
            let value = match (self.parts.all.get(&address), other.parts.all.get(&address)) {
                (own_value, _) if own > theirs => own_value.cloned(),
                (_, their_value) if theirs > own => their_value.cloned(),
                // The same change, or none on either side.
                (Some(one), Some(other)) => Some(join(one, other)),
                (one, other) => one.or(other).cloned(),
            };
            match value {
                Some(value) => self.parts.all.insert(address.clone(), value),
                None => self.parts.all.remove(&address),
            };
            if theirs > own {
                self.stamps.insert(address, theirs);
            }
        }
        self.parts != before
    }
}
