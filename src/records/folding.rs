//! Moves what is in the logs into the records in the database.

use super::{OLD_NAME, Records, new_name, old_name};
use crate::ports::store::{self, Outcome};
use crate::ports::task;
use buqi_exchange::Record;
use js_sys::JsString;
use std::rc::Rc;

/// So many entries are folded in the next quiet moment.
const MANY: usize = 64;

/// So many characters as well.
const LONG: usize = 128 * 1024;

/// After so many edits without a quiet moment, one is made.
const TOO_MANY: u32 = 512;

/// How long nothing has to be edited for a moment to be quiet, in milliseconds.
const QUIET: i32 = 3000;

/// What a fold is about to do.
struct Fold {
    /// The record to be.
    text: JsString,
    /// The one in the database, as far as known.
    at_rest: Option<JsString>,
    /// The entries that are in the one and may not be in the other.
    names: Vec<String>,
}

impl Records {
    /// To be called after each edit: sees to it that the log does not grow for
    /// ever.
    pub fn tend(self: &Rc<Self>) {
        self.n_edits.set(self.n_edits.get() + 1);
        self.last_edit.set(store::now());
        if self.n_edits.get() >= TOO_MANY {
            self.fold_all();
        } else if !self.is_waiting.replace(true) {
            self.wait(QUIET);
        }
    }

    fn wait(self: &Rc<Self>, time: i32) {
        let records = self.clone();
        task::after(time, move || {
            let since = store::now().saturating_sub(records.last_edit.get());
            let left = QUIET.saturating_sub(i32::try_from(since).unwrap_or(QUIET));
            if left > 0 {
                records.wait(left);
                return;
            }
            records.is_waiting.set(false);
            for key in records.store.estates() {
                if records.is_long(&key) {
                    records.fold(&key);
                }
            }
        });
    }

    fn is_long(&self, key: &str) -> bool {
        let names = self.store.entries(key);
        // What an earlier release wrote is to be moved in any case.
        if self.store.old_record(key).is_some() {
            return true;
        }
        let lengths = names.iter().filter_map(|it| self.store.entry(key, it));
        names.len() >= MANY || lengths.map(|it| it.len()).sum::<usize>() >= LONG
    }

    /// Folds what is in any log.
    pub fn fold_all(self: &Rc<Self>) {
        self.n_edits.set(0);
        for key in self.store.estates() {
            self.fold(&key);
        }
    }

    /// Moves what is in the log of an estate into its record in the database.
    pub fn fold(self: &Rc<Self>, key: &str) {
        let Some(fold) = self.begin_to_fold(key) else {
            return;
        };
        let Fold {
            text,
            at_rest,
            names,
        } = fold;
        if !self.is_read.get() {
            self.end_fold(key);
            self.compact(key, &names, &text);
            return;
        }
        let (records, key) = (self.clone(), key.to_owned());
        task::start(async move {
            let join = |before: Option<JsString>| {
                if before == at_rest {
                    Some(text.clone())
                } else {
                    records.with(before, &text)
                }
            };
            let outcome = records.cabinet.update(&key, join).await;
            records.end_fold(&key);
            match outcome {
                Ok(Some(after)) => {
                    records.folded(&key, &names, text, after);
                    records.tell(0, None);
                }
                // What lies there can't be read; it is left alone.
                Ok(None) => {}
                Err(_) => records.compact(&key, &names, &text),
            }
        });
    }

    fn begin_to_fold(&self, key: &str) -> Option<Fold> {
        if self.store.is_gone(key) {
            return None;
        }
        let mut folders = self.folders.borrow_mut();
        let folder = folders.entry(key.to_owned()).or_default();
        self.refresh(key, folder);
        let old = self.store.old_record(key).map(|it| old_name(&it));
        let names = self.store.entries(key).into_iter().chain(old);
        let names: Vec<String> = names.filter(|it| folder.seen.contains(it)).collect();
        if names.is_empty() || folder.is_folding {
            return None;
        }
        let text = folder.write(self.catalogue)?;
        folder.is_folding = true;
        Some(Fold {
            text,
            at_rest: folder.at_rest.clone(),
            names,
        })
    }

    fn end_fold(&self, key: &str) {
        if let Some(folder) = self.folders.borrow_mut().get_mut(key) {
            folder.is_folding = false;
        }
    }

    fn folded(&self, key: &str, names: &[String], text: JsString, after: JsString) {
        if self.store.is_gone(key) {
            return;
        }
        let mut folders = self.folders.borrow_mut();
        let folder = folders.entry(key.to_owned()).or_default();
        if after != text
            && let Some(other) = Record::read(&String::from(after.clone()), self.catalogue)
            && let Some(mut record) = folder.take_record(self.catalogue)
        {
            // Another tab had folded something else.
            record.join(&other);
            folder.record = Some(record);
            folder.version += 1;
        }
        folder.at_rest = Some(after);
        for name in names {
            folder.seen.remove(name);
        }
        self.store.mark_kept(key);
        self.forget(key, names);
    }

    /// Takes out of the log what is elsewhere for good.
    fn forget(&self, key: &str, names: &[String]) {
        for name in names {
            if name.starts_with(OLD_NAME) {
                let old = self.store.old_record(key);
                // A page of an earlier release may have written another one.
                if old.is_some_and(|it| old_name(&it) == *name) {
                    self.store.remove_old_record(key);
                }
            } else {
                self.store.remove_entry(key, name);
            }
        }
    }

    /// Where the database takes nothing, makes one entry of many.
    fn compact(&self, key: &str, names: &[String], text: &JsString) {
        if names.len() < MANY && !names.iter().any(|it| it.starts_with(OLD_NAME)) {
            return;
        }
        let name = new_name();
        let entry = String::from(text.clone());
        if self.store.append(key, &name, &entry) == Outcome::Stored {
            if let Some(folder) = self.folders.borrow_mut().get_mut(key) {
                folder.seen.insert(name);
            }
            self.forget(key, names);
        }
    }
}
