//! Keeps the open estate stored: what an edit changed goes into the log at once.
//!
//! What becomes of the log is up to [`crate::records`], in the second module.

use crate::ports::random;
use crate::ports::store::{self, Outcome, Store};
use crate::session::{OpenEstate, Saved};
use buqi_core::Catalogue;
use buqi_core::plan::Dossier;
use buqi_exchange::{Extras, Stamp, entry_between, whole_entry};
use std::rc::Rc;

/// A state of an estate that is stored.
#[derive(Clone)]
pub struct Known {
    pub dossier: Rc<Dossier>,
    pub extras: Rc<Extras>,
    /// When anything in it was changed last, in milliseconds.
    pub at: u64,
    /// Counts what was heard of the estate from elsewhere.
    pub version: u32,
}

/// What this tab has written of the open estate.
#[derive(Default)]
pub struct Ledger {
    key: String,
    pub known: Option<Known>,
    tab: u32,
    n_entries: u32,
    /// The entry that could not be written. It is part of what is on the screen.
    pub unsaved: Option<String>,
}

impl Ledger {
    /// How the names of this tab's entries begin.
    pub fn tab(&self) -> String {
        format!("{:08x}-", self.tab)
    }

    /// Writes what changed since the last time, or all of an estate that is not
    /// stored. What could not be written is tried again with the next edit.
    pub fn keep(&mut self, store: &Store, catalogue: &Catalogue, estate: &OpenEstate) -> Saved {
        if self.key != *estate.key {
            *self = Ledger {
                key: estate.key.to_string(),
                // Opening an estate is no reason to write it.
                known: estate.opened.clone(),
                tab: random::number(),
                ..Ledger::default()
            };
        }
        let (dossier, extras) = (&estate.dossier, &estate.extras);
        let known = self.known.as_ref().filter(|_| store.has_estate(&self.key));
        let mut at = known.map_or(0, |it| it.at);
        let entry = match known {
            Some(known) if Rc::ptr_eq(&known.dossier, dossier) => None,
            Some(known) => {
                // A clock that goes back is no reason to lose against oneself.
                let stamp = Stamp {
                    at: store::now().max(at + 1),
                    tab: self.tab,
                };
                at = stamp.at;
                let before = (&*known.dossier, &*known.extras);
                entry_between(before, (dossier, extras), catalogue, stamp)
            }
            None => Some(whole_entry(dossier, extras, catalogue)),
        };
        if let Some(entry) = entry {
            let name = format!("{}{:06x}", self.tab(), self.n_entries);
            self.n_entries += 1;
            let outcome = store.append(&self.key, &name, &entry);
            if outcome != Outcome::Stored {
                self.unsaved = Some(entry);
                return outcome.into();
            }
        }
        self.unsaved = None;
        self.known = Some(Known {
            dossier: dossier.clone(),
            extras: extras.clone(),
            at,
            version: self.known.as_ref().map_or(0, |it| it.version),
        });
        Saved::Stored
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
