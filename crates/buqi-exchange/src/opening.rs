//! A survey file to a dossier, as far as it can be read.

mod photos;
mod plan;
mod survey;
mod terms;

use crate::extras::{Address, Extras, address};
use crate::format::{FORMAT, MAX_DEPTH, VERSION, key, step};
use crate::json::{self, Parsed};
use crate::repair::{Cause, Expected, OpenError, Repair};
use buqi_core::catalogue::{Catalogue, Fact, Item, Level, Text};
use buqi_core::plan::{Dossier, Plan};
use buqi_core::survey::{Answers, Survey};
use litemap::LiteMap;
use serde_json::{Map, Value};
use std::sync::Arc;

/// The most repairs listed one by one; a file that needs more is damaged in
/// some way that a longer list would not make clearer.
const MAX_REPAIRS: usize = 500;

/// How much of a value a repair quotes, in characters.
const MAX_GIVEN: usize = 40;

/// What became of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    pub dossier: Dossier,
    /// To be kept beside the dossier and handed to [`crate::save`].
    pub extras: Extras,
    /// What was changed or not taken, in no promised order.
    pub repairs: Vec<Repair>,
    /// The bytes as they came, to export when a repair is not what the person
    /// wanted.
    pub original: Vec<u8>,
}

/// Opens the bytes of a survey file.
///
/// Whatever can be read is; the rest is named in `repairs` and kept in
/// `extras`. A file this release wrote under the same catalogue opens without
/// repairs.
pub fn open(bytes: &[u8], catalogue: &Catalogue) -> Result<Opened, OpenError> {
    open_parsed(json::read(bytes)?, bytes, catalogue)
}

pub(crate) fn open_parsed(
    parsed: Parsed,
    bytes: &[u8],
    catalogue: &Catalogue,
) -> Result<Opened, OpenError> {
    let mut reader = Reader::new(catalogue);
    for (at, earlier) in parsed.said_twice {
        reader.repair(&at, Some(&earlier), Cause::SaidTwice);
        reader.set_aside(&at, earlier);
    }
    reader.finish(parsed.value, bytes.to_vec())
}

/// Opens a survey file that is no text any more. `original` are the bytes it
/// came from.
pub fn open_value(
    value: Value,
    original: Vec<u8>,
    catalogue: &Catalogue,
) -> Result<Opened, OpenError> {
    if json::is_too_deep(&value, MAX_DEPTH) {
        return Err(OpenError::TooDeep);
    }
    if value.is_null() {
        return Err(OpenError::Empty);
    }
    Reader::new(catalogue).finish(value, original)
}

struct Reader<'a> {
    catalogue: &'a Catalogue,
    /// A file may hold many thousand answers, so facts are found by a map.
    facts: LiteMap<&'a str, &'a Fact>,
    items: LiteMap<&'a str, &'a Item>,
    extras: Extras,
    repairs: Vec<Repair>,
    n_unlisted: usize,
    /// What is being read, for the next repair.
    group: Option<Arc<str>>,
    label: Option<Text>,
}

/// An object of the file that is being read.
struct Place<'a> {
    /// Its JSON Pointer in this file.
    at: &'a str,
    /// Its address in the extras.
    address: &'a Address,
    /// The facts that belong there.
    level: Level,
}

/// Where an id leads.
enum Lead<'a, T> {
    Here(T),
    Moved(T),
    Retired(&'a Text),
    Unknown,
}

impl<'a> Reader<'a> {
    fn new(catalogue: &'a Catalogue) -> Reader<'a> {
        Reader {
            catalogue,
            facts: catalogue
                .facts
                .iter()
                .map(|it| (it.id.as_str(), it))
                .collect(),
            items: catalogue
                .items
                .iter()
                .map(|it| (it.id.as_str(), it))
                .collect(),
            extras: Extras::default(),
            repairs: Vec::new(),
            n_unlisted: 0,
            group: None,
            label: None,
        }
    }

    fn finish(mut self, value: Value, original: Vec<u8>) -> Result<Opened, OpenError> {
        let dossier = self.read_file(value)?;
        if self.n_unlisted > 0 {
            self.repairs.push(Repair {
                at: "".into(),
                group: None,
                label: None,
                given: None,
                cause: Cause::More(self.n_unlisted),
            });
        }
        Ok(Opened {
            dossier,
            extras: self.extras,
            repairs: self.repairs,
            original,
        })
    }

    fn read_file(&mut self, value: Value) -> Result<Dossier, OpenError> {
        let Value::Object(mut file) = value else {
            return Err(OpenError::NotOurs);
        };
        if file.remove(key::FORMAT) != Some(Value::String(FORMAT.to_owned())) {
            return Err(OpenError::NotOurs);
        }
        self.read_version(&mut file)?;
        self.read_stamp(&mut file);
        self.read_set_aside(&mut file);
        let dossier = Dossier {
            name: self.read_text(&mut file, "", key::NAME),
            about: self.read_text(&mut file, "", key::ABOUT),
            survey: Survey {
                estate: match self.read_object(&mut file, "", key::ESTATE) {
                    Some(answers) => self.read_answers(
                        answers,
                        &Place {
                            at: "/estate",
                            address: &address(&[key::ESTATE]),
                            level: Level::Estate,
                        },
                    ),
                    None => Answers::new(),
                },
                groups: self.read_groups(&mut file),
            },
            plan: match self.read_object(&mut file, "", key::PLAN) {
                Some(plan) => self.read_plan(plan, "/plan", &address(&[key::PLAN])),
                None => Plan::default(),
            },
            schemes: self.read_schemes(&mut file),
            photos: self.read_photos(&mut file),
        };
        self.extras.leave_all(&address(&[]), file);
        Ok(dossier)
    }

    fn read_version(&mut self, file: &mut Map<String, Value>) -> Result<(), OpenError> {
        if let Some(readable_from) = file.get(key::READABLE_FROM).and_then(Value::as_u64)
            && readable_from > VERSION
        {
            return Err(OpenError::TooNew { readable_from });
        }
        let version = file.remove(key::VERSION);
        match version.as_ref().and_then(whole) {
            Some(found) if found > VERSION => {
                self.repair("/version", None, Cause::NewerVersion { found });
            }
            Some(found) if found >= 1 => {}
            _ => {
                self.repair("/version", version.as_ref(), Cause::NoVersion);
                if let Some(version) = version {
                    self.set_aside("/version", version);
                }
            }
        }
        Ok(())
    }

    /// Compares the catalogue the file was saved under with ours.
    fn read_stamp(&mut self, file: &mut Map<String, Value>) {
        let Some(mut stamp) = self.read_object(file, "", key::CATALOGUE) else {
            return;
        };
        let fingerprint = stamp.remove(key::FINGERPRINT);
        let edition = stamp.remove(key::EDITION);
        let ours: &str = &self.catalogue.fingerprint;
        if let Some(fingerprint) = &fingerprint
            && fingerprint.as_str() != Some(ours)
        {
            let found = edition.as_ref().and_then(Value::as_str).unwrap_or("");
            let cause = Cause::OtherEdition {
                found: found.into(),
                ours: self.catalogue.edition.clone(),
            };
            self.repair("/catalogue", None, cause);
        }
        self.extras.leave_all(&address(&[key::CATALOGUE]), stamp);
    }

    fn read_set_aside(&mut self, file: &mut Map<String, Value>) {
        match file.remove(key::SET_ASIDE) {
            None | Some(Value::Null) => {}
            Some(Value::Array(entries)) => {
                for entry in entries {
                    self.extras.set_aside(entry);
                }
            }
            Some(other) => self.set_aside("/set-aside", other),
        }
    }

    fn read_object(
        &mut self,
        parent: &mut Map<String, Value>,
        at: &str,
        name: &str,
    ) -> Option<Map<String, Value>> {
        match parent.remove(name) {
            None | Some(Value::Null) => None,
            Some(Value::Object(entries)) => Some(entries),
            Some(other) => {
                let at = step(at, name);
                self.repair(&at, Some(&other), Cause::Expected(Expected::Object));
                self.set_aside(&at, other);
                None
            }
        }
    }

    fn read_list(
        &mut self,
        parent: &mut Map<String, Value>,
        at: &str,
        name: &str,
    ) -> Option<Vec<Value>> {
        match parent.remove(name) {
            None | Some(Value::Null) => None,
            Some(Value::Array(entries)) => Some(entries),
            Some(other) => {
                let at = step(at, name);
                self.repair(&at, Some(&other), Cause::Expected(Expected::List));
                self.set_aside(&at, other);
                None
            }
        }
    }

    fn read_text(&mut self, parent: &mut Map<String, Value>, at: &str, name: &str) -> Arc<str> {
        match parent.remove(name) {
            None | Some(Value::Null) => "".into(),
            Some(given) => text_of(&given).unwrap_or_else(|| {
                let at = step(at, name);
                self.repair(&at, Some(&given), Cause::Expected(Expected::Text));
                self.set_aside(&at, given);
                "".into()
            }),
        }
    }

    /// A text whose key may be missing; one that is no text stays in `parent`.
    fn read_optional_text(
        &mut self,
        parent: &mut Map<String, Value>,
        at: &str,
        address: &Address,
        name: &str,
    ) -> Option<Arc<str>> {
        match parent.remove(name) {
            None | Some(Value::Null) => None,
            Some(given) => {
                let text = text_of(&given);
                if text.is_none() {
                    let cause = Cause::Expected(Expected::Text);
                    self.repair(&step(at, name), Some(&given), cause);
                    self.extras.leave(address, name.to_owned(), given);
                }
                text
            }
        }
    }

    /// Follows an id through the catalogue's list of moved ones.
    fn lead<T>(&self, id: &str, find: impl Fn(&Self, &str) -> Option<T>) -> Lead<'a, T> {
        if let Some(found) = find(self, id) {
            return Lead::Here(found);
        }
        let mut id = id;
        // A chain cannot be longer than the list, unless it goes in a circle.
        for _ in 0..self.catalogue.moved.len() {
            let Some(moved) = self.catalogue.moved.iter().find(|it| &*it.from == id) else {
                return Lead::Unknown;
            };
            match &moved.to {
                None => return Lead::Retired(&moved.reason),
                Some(to) => match find(self, to) {
                    Some(found) => return Lead::Moved(found),
                    None => id = to,
                },
            }
        }
        Lead::Unknown
    }

    /// Leaves a value under its key and says why.
    fn leave(&mut self, place: &Place<'_>, id: String, given: Value, cause: Cause) {
        self.repair(&step(place.at, &id), Some(&given), cause);
        self.extras.leave(place.address, id, given);
    }

    /// Sets aside what was left under a key that is about to be written.
    fn clear_way(&mut self, place: &Place<'_>, id: &str) {
        if let Some(left) = self.extras.take(place.address, id) {
            self.set_aside(&step(place.at, id), left);
        }
    }

    fn repair(&mut self, at: &str, given: Option<&Value>, cause: Cause) {
        if self.repairs.len() >= MAX_REPAIRS {
            self.n_unlisted += 1;
            return;
        }
        self.repairs.push(Repair {
            at: at.into(),
            group: self.group.clone(),
            label: self.label.clone(),
            given: given.and_then(shortened),
            cause,
        });
    }

    fn set_aside(&mut self, at: &str, value: Value) {
        let mut entry = Map::new();
        entry.insert(key::AT.to_owned(), Value::String(at.to_owned()));
        entry.insert(key::VALUE.to_owned(), value);
        self.extras.set_aside(Value::Object(entry));
    }
}

/// A text, or a number somebody forgot to put in quotes.
fn text_of(value: &Value) -> Option<Arc<str>> {
    match value {
        Value::String(text) => Some(text.as_str().into()),
        Value::Number(number) => Some(json::digits(number).into()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A whole number that is not negative, also when written as `3.0`.
fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| {
        let number = value.as_f64()?;
        let fits = number.fract() == 0.0 && (0.0..1e15).contains(&number);
        fits.then_some(number as u64)
    })
}

/// The value as a person would recognise it, cut to one short line; a list or
/// an object would not fit.
fn shortened(value: &Value) -> Option<Box<str>> {
    let text = match value {
        Value::String(text) => text.chars().take(MAX_GIVEN + 1).collect(),
        Value::Number(number) => json::digits(number),
        Value::Bool(value) => value.to_string(),
        Value::Null => "null".to_owned(),
        Value::Array(_) | Value::Object(_) => return None,
    };
    let mut short: String = text.chars().take(MAX_GIVEN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    Some(short.into())
}
