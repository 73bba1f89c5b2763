//! Keeps estates stored: the open one after every edit, in step with other tabs
//! that have it open, and others when something is merged into them.

use crate::later;
use crate::ports::random;
use crate::ports::store::{self, Outcome, Store};
use crate::session::{OpenEstate, Saved};
use buqi_core::Catalogue;
use buqi_core::plan::Dossier;
use buqi_exchange::{Extras, Record, Stamp};
use std::rc::Rc;

/// What is known of the record of the open estate.
#[derive(Default)]
pub struct Ledger {
    key: String,
    record: Record,
    /// As it was last read or written.
    stored: Option<String>,
    /// The state the record has, where it comes from this tab alone.
    last: Option<(Rc<Dossier>, Rc<Extras>)>,
    tab: u32,
}

/// What came of keeping the open estate.
pub struct Kept {
    pub saved: Saved,
    /// The state that it has with what other tabs stored, when that differs.
    pub joined: Option<(Dossier, Extras)>,
}

impl Ledger {
    /// Stores the open estate, with whatever another tab has stored meanwhile.
    /// Nothing is written when nothing changed; `None` while what is stored
    /// can't be read yet, because the second module is not here.
    pub fn keep(
        &mut self,
        store: &Store,
        catalogue: &Catalogue,
        estate: &OpenEstate,
    ) -> Option<Kept> {
        let stored = store.load_estate(&estate.key);
        let is_new = self.key != *estate.key;
        // Of what stands there, only what this tab did not write has to be read.
        let others = match &stored {
            Some(text) if is_new || stored != self.stored => {
                Some((later::here()?.read_record)(text, catalogue))
            }
            _ => None,
        };
        let mut others = others.flatten();
        if is_new {
            let record = others
                .take()
                .unwrap_or_else(|| Record::of(&estate.dossier, &estate.extras, catalogue));
            *self = Ledger {
                key: estate.key.to_string(),
                record,
                stored: stored.clone(),
                last: None,
                tab: random::number(),
            };
        }
        let now = Stamp {
            at: store::now(),
            tab: self.tab,
        };
        let record = &mut self.record;
        let (dossier, extras) = (&estate.dossier, &estate.extras);
        let is_changed = match &self.last {
            Some((last, with)) if Rc::ptr_eq(with, extras) => {
                record.change_since(last, dossier, extras, catalogue, now)
            }
            _ => record.change(dossier, extras, catalogue, now),
        };
        self.last = Some((dossier.clone(), extras.clone()));
        if is_new && stored.is_some() && !is_changed {
            // Opening an estate is no reason to write it.
            return Some(Kept {
                saved: Saved::Stored,
                joined: None,
            });
        }
        let joined = others.and_then(|it| (later::here()?.join)(record, &it, catalogue));
        if joined.is_some() {
            self.last = None;
        }
        let (dossier, extras) = match &joined {
            Some((dossier, extras)) => (dossier, extras),
            None => (&*estate.dossier, &*estate.extras),
        };
        let text = record.write(dossier, extras, catalogue);
        let outcome = if stored.as_deref() == Some(&*text) {
            Outcome::Stored
        } else {
            store.save_estate(&estate.key, &text)
        };
        // What could not be written is tried again with the next edit.
        self.stored = match outcome {
            Outcome::Stored => Some(text),
            Outcome::Forbidden | Outcome::Full => stored,
        };
        Some(Kept {
            saved: outcome.into(),
            joined,
        })
    }
}

impl From<Outcome> for Saved {
    fn from(outcome: Outcome) -> Saved {
        match outcome {
            Outcome::Stored => Saved::Stored,
            Outcome::Forbidden => Saved::Forbidden,
            Outcome::Full => Saved::Full,
        }
    }
}

/// Stores another state of an estate that is not open, or a new one.
pub fn put(
    store: &Store,
    catalogue: &Catalogue,
    key: &str,
    dossier: &Dossier,
    extras: &Extras,
) -> Saved {
    let stored = store.load_estate(key);
    let mut record = stored
        .and_then(|it| Record::read(&it, catalogue))
        .unwrap_or_else(|| Record::of(dossier, extras, catalogue));
    let now = Stamp {
        at: store::now(),
        tab: random::number(),
    };
    record.change(dossier, extras, catalogue, now);
    store
        .save_estate(key, &record.write(dossier, extras, catalogue))
        .into()
}

/// Tells one state of an estate from another, to know whether it was exported.
pub fn fingerprint(file: &str) -> String {
    let hash = file.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash.to_string()
}
