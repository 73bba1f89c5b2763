//! What a browser stores about one estate: its survey file, and when each part
//! of it was last changed; and what it stores about one edit.
//!
//! An entry of the log is a record of nothing but what an edit changed. Joining
//! two records takes the later change of each part, so an estate is whatever
//! its record and its entries join to, in whatever order, how often, and
//! whoever of several tabs does it. Unlike a file, a record remembers removals.

use crate::extras::{Address, Extras};
use crate::json;
use crate::merge::{Parts, differing, from_pointer, is_entry, join, pointer};
use crate::opening::{open, open_value};
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

/// 存档. The state of one estate, or of some of its parts, with the stamps of
/// these parts.
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
    let stamps = stored.split_once(SEPARATOR).map_or("", |it| it.1);
    let stamps = read_stamps(stamps).unwrap_or_default().into_iter();
    stamps.map(|it| it.1.at).max().unwrap_or(0)
}

/// An entry of the log for an estate that is not stored yet.
pub fn whole_entry(dossier: &Dossier, extras: &Extras, catalogue: &Catalogue) -> String {
    let parts = Parts::of(dossier, extras, catalogue);
    let changes = parts.all.into_iter().map(|(at, value)| (at, Some(value)));
    entry(changes, Stamp::default())
}

/// An entry of the log with what one state has otherwise than the one before;
/// nothing where they are the same.
pub fn entry_between(
    before: (&Dossier, &Extras),
    after: (&Dossier, &Extras),
    catalogue: &Catalogue,
    stamp: Stamp,
) -> Option<String> {
    // The extras say how their parts are spelled, so with others all have to be
    // looked at.
    let changes = if std::ptr::eq(before.1, after.1) {
        let (was, is) = differing(before.0, after.0);
        Parts::of(&was, before.1, catalogue).changes(&Parts::of(&is, after.1, catalogue))
    } else {
        let was = Parts::of(before.0, before.1, catalogue);
        was.changes(&Parts::of(after.0, after.1, catalogue))
    };
    (!changes.is_empty()).then(|| entry(changes, stamp))
}

/// Makes of a dossier what a step makes of another one: what lies between its
/// two ends, except where somebody else has changed the same part since, or has
/// put something into an entry of a list that the step would take away.
pub fn retrace(
    dossier: &Dossier,
    extras: &Extras,
    (from, to): (&Dossier, &Dossier),
    catalogue: &Catalogue,
) -> Dossier {
    let (was, is) = differing(from, to);
    let was = Parts::of(&was, extras, catalogue);
    let mut parts = Parts::of(dossier, extras, catalogue);
    let changes = was.changes(&Parts::of(&is, extras, catalogue));
    let gone = changes.iter().filter(|it| it.1.is_none());
    let shared: Vec<Address> = gone
        .map(|it| it.0.clone())
        .filter(|it| is_entry(it) && parts.has_more_below(it, &was))
        .collect();
    for (address, value) in changes {
        if shared.iter().any(|it| address.starts_with(it))
            || parts.all.get(&address) != was.all.get(&address)
        {
            continue;
        }
        match value {
            Some(value) => parts.all.insert(address, value),
            None => parts.all.remove(&address),
        };
    }
    parts.open(catalogue).0
}

/// A record without a file: one object of stamps by pointer, each with the value
/// that is new since then, or without one for a part that was removed.
fn entry(changes: impl IntoIterator<Item = (Address, Option<Value>)>, stamp: Stamp) -> String {
    let mut text = String::from(SEPARATOR);
    let mut opening = '{';
    for (address, value) in changes {
        text.push(opening);
        put_stamp(&mut text, &address, stamp);
        if let Some(value) = value {
            text.push(',');
            json::put_short(&mut text, &value);
        }
        text.push(']');
        opening = ',';
    }
    text.push('}');
    text
}

/// All but the closing bracket. Nobody reads it but this program, so it is
/// written without a value in between.
fn put_stamp(text: &mut String, address: &Address, stamp: Stamp) {
    json::put_string(text, &pointer(address));
    // Writing to a text does not fail.
    let _ = write!(text, ":[{},{}", stamp.at, stamp.tab);
}

/// `None` where it is no object. A stamp that can't be read counts as none.
fn read_stamps(text: &str) -> Option<Vec<(Address, Stamp, Option<Value>)>> {
    let Value::Object(stamps) = json::read(text.as_bytes()).ok()?.value else {
        return None;
    };
    let stamps = stamps.into_iter().filter_map(|(address, mut stamp)| {
        let at = stamp.get(0)?.as_u64()?;
        let tab = u32::try_from(stamp.get(1)?.as_u64()?).ok()?;
        let value = stamp.get_mut(2).map(Value::take);
        Some((from_pointer(&address), Stamp { at, tab }, value))
    });
    Some(stamps.collect())
}

impl Record {
    pub fn of(dossier: &Dossier, extras: &Extras, catalogue: &Catalogue) -> Record {
        Record {
            parts: Parts::of(dossier, extras, catalogue),
            stamps: LiteMap::new(),
        }
    }

    /// Reads a stored record or an entry of the log; nothing when its file can't
    /// be opened, or its changes can't be read.
    pub fn read(stored: &str, catalogue: &Catalogue) -> Option<Record> {
        let (file, stamps) = match stored.split_once(SEPARATOR) {
            Some((file, stamps)) => (file, read_stamps(stamps)),
            None => (stored, None),
        };
        let mut record = if file.is_empty() {
            Record::default()
        } else {
            let opened = open(file.as_bytes(), catalogue).ok()?;
            Record::of(&opened.dossier, &opened.extras, catalogue)
        };
        // A file is worth having without its stamps, an entry is nothing else.
        let stamps = if file.is_empty() {
            stamps?
        } else {
            stamps.unwrap_or_default()
        };
        for (address, stamp, value) in stamps {
            let is_stamped = stamp != Stamp::default();
            if let Some(value) = value {
                for (address, value) in Parts::of_part(address.clone(), value, catalogue).all {
                    if is_stamped {
                        record.stamps.insert(address.clone(), stamp);
                    }
                    record.parts.all.insert(address, value);
                }
            }
            if is_stamped {
                record.stamps.insert(address, stamp);
            }
        }
        Some(record)
    }

    pub fn write(&self, dossier: &Dossier, extras: &Extras, catalogue: &Catalogue) -> String {
        let file = crate::save(dossier, extras, catalogue);
        let mut text = String::from_utf8(file).unwrap_or_default();
        let mut opening = SEPARATOR;
        for (address, stamp) in &self.stamps {
            text.push(opening);
            if opening == SEPARATOR {
                text.push('{');
            }
            put_stamp(&mut text, address, *stamp);
            text.push(']');
            opening = ',';
        }
        if opening == ',' {
            text.push('}');
        }
        text
    }

    /// When anything in it was changed last, in milliseconds; 0 when nobody
    /// knows.
    pub fn changed_at(&self) -> u64 {
        self.stamps.values().map(|it| it.at).max().unwrap_or(0)
    }

    /// The dossier that the parts make up; nothing where they are too few to be
    /// an estate.
    pub fn open(&self, catalogue: &Catalogue) -> Option<(Dossier, Extras)> {
        let opened = open_value(self.parts.file(), Vec::new(), catalogue).ok()?;
        Some((opened.dossier, opened.extras))
    }

    /// Takes in another record of the estate or an entry of its log. True when
    /// that changed the state.
    pub fn join(&mut self, other: &Record) -> bool {
        let mut is_changed = false;
        let addresses = other.parts.all.keys().chain(other.stamps.keys());
        for address in addresses {
            let stamp = |it: &Record| it.stamps.get(address).copied().unwrap_or_default();
            let (own, theirs) = (stamp(self), stamp(other));
            if own > theirs {
                continue;
            }
            let own_value = self.parts.all.get(address);
            let their_value = other.parts.all.get(address);
            let value = match (own_value, their_value) {
                (_, their_value) if theirs > own => their_value.cloned(),
                // The same change, or none on either side.
                (Some(one), Some(other)) => Some(join(one, other)),
                (one, other) => one.or(other).cloned(),
            };
            if value.as_ref() != own_value {
                is_changed = true;
                match value {
                    Some(value) => self.parts.all.insert(address.clone(), value),
                    None => self.parts.all.remove(address),
                };
            }
            if theirs > own {
                self.stamps.insert(address.clone(), theirs);
            }
        }
        is_changed
    }
}
