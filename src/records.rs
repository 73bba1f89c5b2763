//! The estates that are stored: what lies in the database, joined with what the
//! logs have besides.
//!
//! An estate is what its record in the database, the record of an earlier
//! release and the entries of its log join to, in whatever order. Folding moves
//! entries into the record: nothing leaves the log before the database has it
//! for good, so a fold that is cut short, or made by two tabs at once, changes
//! nothing. The records are held in memory as the browser's own strings, so that
//! the rooms need not wait.

mod folding;
mod hearing;

use crate::keeping::Known;
use crate::ports::cabinet::Cabinet;
use crate::ports::random;
use crate::ports::store::{self, Listening, News, Outcome, Store};
use crate::ports::task;
use crate::session::{OpenEstate, Saved};
use buqi_core::Catalogue;
use buqi_core::plan::Dossier;
use buqi_exchange::{Extras, Record, Stamp, entry_between, file_of, whole_entry};
use js_sys::{JsString, Promise};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use yew::Callback;

/// What is longer goes into the database without passing through the log, which
/// has room for a few million characters.
const SHORT: usize = 256 * 1024;

/// One estate, as far as this page knows it.
#[derive(Default)]
struct Folder {
    /// As it lies in the database.
    at_rest: Option<JsString>,
    /// What it joins to. Only one of the two is there: a record that was just
    /// joined is written out when somebody asks for it.
    text: Option<JsString>,
    record: Option<Record>,
    /// The entries that are joined in, by name.
    seen: BTreeSet<String>,
    /// Those that can't be read.
    unreadable: BTreeSet<String>,
    is_folding: bool,
    /// Counts the changes.
    version: u32,
}

/// All estates of the elements with one storage key.
pub struct Records {
    store: Store,
    catalogue: &'static Catalogue,
    cabinet: Cabinet,
    folders: RefCell<BTreeMap<String, Folder>>,
    /// Whether the database could be read. As long as not, nobody knows what an
    /// estate joins to.
    is_read: Cell<bool>,
    /// The elements, by the number of their store.
    listeners: RefCell<Vec<(u32, Callback<Option<Saved>>)>>,
    /// Edits since the last fold, and since the timer was set.
    n_edits: Cell<u32>,
    is_waiting: Cell<bool>,
    last_edit: Cell<u64>,
    listening: RefCell<Option<Listening>>,
    /// Kept when the database was read, or could not be.
    reading: RefCell<Option<Promise>>,
}

thread_local! {
    /// By storage key. Elements come and go, and find them again.
    static ALL: RefCell<BTreeMap<String, Rc<Records>>> = RefCell::default();
}

/// Those of the elements that store where `store` does.
pub fn of(store: &Store) -> Option<Rc<Records>> {
    ALL.with_borrow(|all| all.get(store.key()).cloned())
}

/// Reads the database of a storage key, once.
pub async fn read(key: String) {
    let records = ALL.with_borrow_mut(|all| {
        let records = all.entry(key).or_insert_with_key(|it| Records::new(it));
        records.clone()
    });
    let reading = records.reading.borrow().clone();
    if let Some(reading) = reading {
        // A database that does not answer must not keep the rest from working.
        let patience = task::promise_after(PATIENCE);
        let first = Promise::race(&js_sys::Array::of2(&reading, &patience));
        let _ = JsFuture::from(first).await;
    }
}

/// How long the database may take to answer, in milliseconds.
const PATIENCE: i32 = 10_000;

/// What the name of an earlier release's record begins with; what follows tells
/// one of its states from another. No entry has such a name.
const OLD_NAME: &str = "old ";

impl Records {
    fn new(key: &str) -> Rc<Records> {
        let records = Rc::new(Records {
            store: Store::new(key),
            catalogue: buqi_bundled::catalogue(),
            cabinet: Cabinet::new(key),
            folders: RefCell::default(),
            is_read: Cell::new(false),
            listeners: RefCell::default(),
            n_edits: Cell::new(0),
            is_waiting: Cell::new(false),
            last_edit: Cell::new(0),
            listening: RefCell::default(),
            reading: RefCell::default(),
        });
        let news = {
            let records = records.clone();
            Callback::from(move |it: News| records.hear(it))
        };
        records.listening.replace(records.store.listen(news));
        let reading = {
            let records = records.clone();
            future_to_promise(async move {
                records.read_all().await;
                records.tell(0, None);
                records.tend();
                Ok(JsValue::UNDEFINED)
            })
        };
        records.reading.replace(Some(reading));
        records
    }

    async fn read_all(&self) {
        let Some(all) = self.cabinet.all().await else {
            return;
        };
        self.is_read.set(true);
        let gone = self.store.gone();
        for key in &gone {
            if all.iter().any(|it| it.0 == *key) {
                self.cabinet.remove(key).await;
            } else {
                self.store.forget_gone(key);
            }
        }
        for (key, text) in all {
            if !gone.contains(&key) {
                self.store.mark_kept(&key);
                self.lay(&key, text);
            }
        }
    }

    /// Takes over what lies in the database. What is still in the log is joined
    /// in again.
    fn lay(&self, key: &str, text: JsString) {
        let mut folders = self.folders.borrow_mut();
        let folder = folders.entry(key.to_owned()).or_default();
        if folder.at_rest.as_ref() != Some(&text) {
            folder.at_rest = Some(text.clone());
            folder.text = Some(text);
            folder.record = None;
            folder.seen.clear();
            folder.version += 1;
        }
    }

    /// The keys of all estates, in order.
    pub fn keys(&self) -> Vec<String> {
        let mut keys: BTreeSet<String> = self.store.estates().into_iter().collect();
        keys.extend(self.folders.borrow().keys().cloned());
        keys.retain(|it| !self.store.is_gone(it));
        keys.into_iter().collect()
    }

    /// What is in the log, and of an earlier release, and not joined in yet.
    fn unseen(&self, key: &str, folder: &Folder) -> Vec<(String, String)> {
        let is_new = |it: &String| !folder.seen.contains(it) && !folder.unreadable.contains(it);
        let names = self.store.entries(key).into_iter().filter(is_new);
        let mut unseen: Vec<(String, String)> = names
            .filter_map(|it| Some((it.clone(), self.store.entry(key, &it)?)))
            .collect();
        if let Some(text) = self.store.old_record(key) {
            let name = old_name(&text);
            if is_new(&name) {
                unseen.push((name, text));
            }
        }
        unseen
    }

    /// Joins in what is new.
    fn refresh(&self, key: &str, folder: &mut Folder) {
        let unseen = self.unseen(key, folder);
        if unseen.is_empty() {
            return;
        }
        let mut news = Vec::new();
        for (name, text) in unseen {
            match Record::read(&text, self.catalogue) {
                Some(record) => news.push((name, record)),
                None => {
                    folder.unreadable.insert(name);
                }
            }
        }
        if news.is_empty() {
            return;
        }
        let Some(mut record) = folder.take_record(self.catalogue) else {
            return;
        };
        for (name, it) in news {
            record.join(&it);
            folder.seen.insert(name);
        }
        folder.record = Some(record);
        folder.version += 1;
    }

    /// The record of an estate, and a number that changes with it. Where it
    /// can't be read, what there is of it.
    pub fn text(&self, key: &str) -> Option<(JsString, u32)> {
        let mut folders = self.folders.borrow_mut();
        let folder = folders.entry(key.to_owned()).or_default();
        self.refresh(key, folder);
        let whole = folder.write(self.catalogue);
        // Nothing can be joined with a record that can't be read.
        let is_all = self.unseen(key, folder).is_empty();
        let text = match whole.filter(|_| is_all) {
            Some(text) => Some(text),
            None => self.remains(key, folder),
        };
        let version = folder.version;
        if text.is_none() {
            folders.remove(key);
        }
        Some((text?, version))
    }

    /// All there is of an estate that does not open.
    fn remains(&self, key: &str, folder: &Folder) -> Option<JsString> {
        let at_rest = folder.at_rest.iter().map(|it| String::from(it.clone()));
        let entries = self.store.entries(key).into_iter();
        let entries = entries.filter_map(|it| self.store.entry(key, &it));
        let all: Vec<String> = at_rest
            .chain(self.store.old_record(key))
            .chain(entries)
            .collect();
        let is_marked = || self.store.has_estate(key).then(JsString::default);
        match all.as_slice() {
            [] => is_marked(),
            [one] => Some(one.as_str().into()),
            _ => Some(all.join("\n").replace('\u{1E}', "\n").as_str().into()),
        }
    }

    /// The entries of the log that can't be read, while the rest opens. Where it
    /// does not, they are part of what [`Self::text`] gives.
    pub fn damaged(&self, key: &str) -> Vec<(String, String)> {
        let folders = self.folders.borrow();
        let opens = |it: &&Folder| it.text.is_some() && self.unseen(key, it).is_empty();
        let folder = folders.get(key).filter(opens);
        let names = folder.into_iter().flat_map(|it| &it.unreadable);
        let entry = |name: &String| {
            let text = match name.starts_with(OLD_NAME) {
                true => self
                    .store
                    .old_record(key)
                    .filter(|it| old_name(it) == *name),
                false => self.store.entry(key, name),
            };
            Some((name.clone(), text?))
        };
        names.filter_map(entry).collect()
    }

    /// Removes one of them.
    pub fn remove_damaged(&self, key: &str, name: &str) {
        if name.starts_with(OLD_NAME) {
            self.store.remove_old_record(key);
        } else {
            self.store.remove_entry(key, name);
        }
    }

    /// Reads a stored estate; `None` when it is gone or can't be read.
    pub fn open(&self, key: &str) -> Option<OpenEstate> {
        let (text, version) = self.text(key)?;
        let text = String::from(text);
        let opened = buqi_exchange::open(file_of(&text).as_bytes(), self.catalogue).ok()?;
        let mut estate = OpenEstate::new(self.catalogue, key.into(), opened.dossier, opened.extras);
        estate.opened = Some(Known {
            dossier: estate.dossier.clone(),
            extras: estate.extras.clone(),
            at: buqi_exchange::changed_at(&text),
            version,
        });
        Some(estate)
    }

    /// The state that the open estate has with what others wrote, where this tab
    /// does not know of it. When it is the same nevertheless, so is the dossier.
    /// `tab` is how the names of this tab's own entries begin.
    pub fn joined(
        &self,
        estate: &OpenEstate,
        known: &Known,
        tab: &str,
        unsaved: Option<&str>,
    ) -> Option<Known> {
        let key = &*estate.key;
        let mut folders = self.folders.borrow_mut();
        let folder = folders.entry(key.to_owned()).or_default();
        let is_seen = |it: &String| folder.seen.contains(it) || folder.unreadable.contains(it);
        let names = self.store.entries(key);
        let is_own = |it: &String| it.starts_with(tab) || is_seen(it);
        let old = self.store.old_record(key).map(|it| old_name(&it));
        if folder.version == known.version && names.iter().all(is_own) && old.iter().all(is_seen) {
            return None;
        }
        self.refresh(key, folder);
        let record = folder.take_record(self.catalogue)?;
        let own = unsaved.and_then(|it| Record::read(it, self.catalogue));
        let (opened, at) = match own {
            Some(own) => {
                let mut with = record.clone();
                with.join(&own);
                (with.open(self.catalogue), with.changed_at())
            }
            None => (record.open(self.catalogue), record.changed_at()),
        };
        // Another tab is at work, so it is likely to be needed again.
        folder.record = Some(record);
        let (dossier, extras) = opened?;
        let is_same = dossier == *estate.dossier && extras == *estate.extras;
        let (dossier, extras) = if is_same {
            (estate.dossier.clone(), estate.extras.clone())
        } else {
            (Rc::new(dossier), Rc::new(extras))
        };
        Some(Known {
            dossier,
            extras,
            at,
            version: folder.version,
        })
    }

    /// Stores another state of an estate that is not open, or a new one.
    pub fn put(self: &Rc<Self>, key: &str, dossier: &Dossier, extras: &Extras) -> Saved {
        let stamp = |at: u64| Stamp {
            at: store::now().max(at + 1),
            tab: random::number(),
        };
        let entry = match self.open(key).and_then(|it| it.opened) {
            Some(known) => {
                let before = (&*known.dossier, &*known.extras);
                let after = (dossier, extras);
                match entry_between(before, after, self.catalogue, stamp(known.at)) {
                    Some(entry) => entry,
                    None => return Saved::Stored,
                }
            }
            None => whole_entry(dossier, extras, self.catalogue),
        };
        if entry.len() < SHORT || !self.is_read.get() {
            let outcome = self.store.append(key, &new_name(), &entry);
            self.tell(0, None);
            return outcome.into();
        }
        let record = Record::of(dossier, extras, self.catalogue);
        self.put_text(key, &record.write(dossier, extras, self.catalogue));
        Saved::Stored
    }

    /// Puts a record back as it was before it was removed.
    pub fn restore(self: &Rc<Self>, key: &str, text: &str) {
        self.store.forget_gone(key);
        if text.len() < SHORT || !self.is_read.get() {
            self.store.append(key, &new_name(), text);
            self.tell(0, None);
        } else {
            self.put_text(key, text);
        }
    }

    /// Puts a record into the database. The rooms see it at once.
    fn put_text(self: &Rc<Self>, key: &str, text: &str) {
        let (records, key, text) = (self.clone(), key.to_owned(), JsString::from(text));
        {
            let mut folders = self.folders.borrow_mut();
            let folder = folders.entry(key.clone()).or_default();
            folder.text = Some(text.clone());
            folder.version += 1;
        }
        task::start(async move {
            let join = |before| records.with(before, &text);
            match records.cabinet.update(&key, join).await {
                Ok(after) => {
                    records.store.mark_kept(&key);
                    after.into_iter().for_each(|it| records.lay(&key, it));
                    records.tell(0, None);
                }
                Err(outcome) => {
                    let entry = String::from(text);
                    let logged = records.store.append(&key, &new_name(), &entry);
                    let is_logged = logged == Outcome::Stored;
                    let saved = if is_logged { logged } else { outcome };
                    records.tell(0, Some(saved.into()));
                }
            }
        });
    }

    /// A record in the database with ours; nothing where it can't be read, which
    /// nothing may be written over.
    fn with(&self, before: Option<JsString>, ours: &JsString) -> Option<JsString> {
        let Some(before) = before else {
            return Some(ours.clone());
        };
        let read = |it: &JsString| Record::read(&String::from(it.clone()), self.catalogue);
        let mut record = read(&before)?;
        record.join(&read(ours)?);
        let (dossier, extras) = record.open(self.catalogue)?;
        let text = record.write(&dossier, &extras, self.catalogue);
        Some(text.as_str().into())
    }

    /// Removes an estate from everywhere.
    pub fn remove(self: &Rc<Self>, key: &str) {
        self.store.remove_estate(key);
        self.folders.borrow_mut().remove(key);
        let (records, key) = (self.clone(), key.to_owned());
        task::start(async move {
            if records.store.is_gone(&key) {
                records.cabinet.remove(&key).await;
            }
        });
    }

    /// All that is stored, also what can't be read, for finding out what it
    /// mentions. Nothing where nobody knows.
    pub fn texts(&self) -> Option<Vec<JsString>> {
        if !self.is_read.get() {
            return None;
        }
        let keys = self.keys();
        let log = keys.iter().flat_map(|key| {
            let names = self.store.entries(key).into_iter();
            let entries = names.filter_map(|it| self.store.entry(key, &it));
            entries.chain(self.store.old_record(key))
        });
        let folders = self.folders.borrow();
        let records = folders.values().flat_map(|it| [&it.at_rest, &it.text]);
        let records = records.flatten().cloned();
        Some(records.chain(log.map(JsString::from)).collect())
    }

    /// The estates that can be read: key and name.
    pub fn names(&self) -> Vec<(String, Rc<str>)> {
        let name = |key: String| {
            let text = String::from(self.text(&key)?.0);
            let file = file_of(&text).as_bytes();
            let opened = buqi_exchange::open(file, self.catalogue).ok()?;
            Some((key, Rc::from(opened.dossier.name.trim())))
        };
        self.keys().into_iter().filter_map(name).collect()
    }
}

impl Folder {
    /// What was joined so far, to be put back. Nothing where the record in the
    /// database can't be read.
    fn take_record(&mut self, catalogue: &Catalogue) -> Option<Record> {
        if let Some(record) = self.record.take() {
            return Some(record);
        }
        let Some(text) = &self.text else {
            return Some(Record::default());
        };
        let record = Record::read(&String::from(text.clone()), catalogue)?;
        self.text = None;
        Some(record)
    }

    /// The record as text; nothing where its parts are no estate.
    fn write(&mut self, catalogue: &Catalogue) -> Option<JsString> {
        if let (None, Some(record)) = (&self.text, &self.record) {
            let (dossier, extras) = record.open(catalogue)?;
            let text = record.write(&dossier, &extras, catalogue);
            self.text = Some(text.as_str().into());
            self.record = None;
        }
        self.text.clone()
    }
}

fn old_name(text: &str) -> String {
    format!("{OLD_NAME}{}", fingerprint(text))
}

/// For an entry of no tab in particular.
fn new_name() -> String {
    format!("{:08x}-{:06x}", random::number(), random::number() >> 8)
}

/// Tells one text from another.
pub fn fingerprint(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash.to_string()
}
