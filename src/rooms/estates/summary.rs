//! What is said of the estates that are stored, and what it is made of.

use crate::ports::store::Store;
use crate::records::{self, fingerprint};
use crate::session::SessionContext;
use crate::text::Lang;
use buqi_core::Catalogue;
use buqi_core::catalogue::Level;
use buqi_core::id::PhotoId;
use buqi_core::plan::Dossier;
use buqi_core::survey::Answers;
use buqi_exchange::file_of;
use std::collections::BTreeSet;
use std::sync::Arc;

/// An estate as it is stored, or a part of one that can't be read.
#[derive(Clone, PartialEq)]
pub struct Stored {
    pub key: String,
    /// The name of the entry, where only that is damaged.
    pub entry: Option<String>,
    /// Changes with what is stored.
    pub version: u32,
    /// The state that a file has.
    pub exported: Option<String>,
    pub is_archived: bool,
}

/// What the list says about it.
pub struct Summary {
    pub stored: Stored,
    /// Nothing where the record can't be read.
    pub known: Option<Head>,
    /// In milliseconds.
    pub changed_at: u64,
    pub n_answered: usize,
    pub n_asked: usize,
    fingerprint: String,
    /// Whether anything was changed here.
    has_changes: bool,
}

pub struct Head {
    pub name: Arc<str>,
    pub n_buildings: u32,
    pub photos: BTreeSet<PhotoId>,
}

impl Summary {
    pub fn of(stored: Stored, text: &str, catalogue: &Catalogue) -> Summary {
        let opened = buqi_exchange::open(file_of(text).as_bytes(), catalogue);
        let dossier = opened.ok().map(|it| it.dossier);
        let (n_answered, n_asked) = dossier
            .as_ref()
            .map_or((0, 0), |it| progress(catalogue, it));
        let began = stored.key.split('-').next().unwrap_or_default();
        let began = u64::from_str_radix(began, 16).unwrap_or(0);
        let changed_at = buqi_exchange::changed_at(text);
        Summary {
            changed_at: changed_at.max(began),
            has_changes: changed_at > 0,
            known: dossier.filter(|_| stored.entry.is_none()).map(|it| Head {
                n_buildings: it.survey.n_buildings(),
                photos: it.photos.keys().cloned().collect(),
                name: it.name,
            }),
            n_answered,
            n_asked,
            fingerprint: fingerprint(file_of(text)),
            stored,
        }
    }

    /// Whether something was changed here that no file has. What came from a
    /// file or an example and was only looked at is not at risk.
    pub fn is_at_risk(&self) -> bool {
        self.stored.exported.as_ref() != Some(&self.fingerprint) && self.has_changes
    }

    pub fn photos(&self) -> BTreeSet<PhotoId> {
        let photos = self.known.iter().flat_map(|it| it.photos.iter());
        photos.cloned().collect()
    }

    pub fn name(&self, lang: Lang) -> String {
        match &self.known {
            Some(known) => super::called(lang, &known.name).to_owned(),
            None => self.stored.key.clone(),
        }
    }

    /// What it was made of.
    pub fn text(&self, session: &SessionContext, store: &Store) -> String {
        text_of(session, store, &self.stored).unwrap_or_default()
    }
}

/// How many questions are answered, of how many that can be asked.
fn progress(catalogue: &Catalogue, dossier: &Dossier) -> (usize, usize) {
    let (mut n_answered, mut n_asked) = (0, 0);
    for fact in catalogue.facts.iter().filter(|it| it.place.is_some()) {
        let mut count = |answers: &Answers| {
            n_asked += 1;
            n_answered += usize::from(answers.contains_key(&fact.id));
        };
        match fact.level {
            Level::Estate => count(&dossier.survey.estate),
            Level::Building => dossier
                .survey
                .groups
                .iter()
                .for_each(|it| count(&it.answers)),
        }
    }
    (n_answered, n_asked)
}

fn exported(key: &str) -> String {
    format!("exported/{key}")
}

pub fn archived(key: &str) -> String {
    format!("archived/{key}")
}

pub fn all_stored(session: &SessionContext, store: &Store) -> Vec<Stored> {
    let stored = |key: String, entry: Option<String>, version: u32| Stored {
        exported: store.setting(&exported(&key)),
        is_archived: store
            .setting(&archived(&key))
            .is_some_and(|it| !it.is_empty()),
        key,
        entry,
        version,
    };
    let mut all = Vec::new();
    if let Some(records) = records::of(store) {
        for key in records.keys() {
            if let Some((_, version)) = records.text(&key) {
                all.push(stored(key.clone(), None, version));
            }
            let damaged = records.damaged(&key).into_iter();
            all.extend(damaged.map(|(entry, _)| stored(key.clone(), Some(entry), 0)));
        }
    }
    // Where nothing can be stored, the open estate is the only one there is.
    if let Some(estate) = &session.estate
        && all.iter().all(|it| *it.key != *estate.key)
    {
        all.push(stored(
            estate.key.to_string(),
            None,
            session.revision as u32,
        ));
    }
    all
}

pub fn text_of(session: &SessionContext, store: &Store, stored: &Stored) -> Option<String> {
    let records = records::of(store);
    if let Some(entry) = &stored.entry {
        let damaged = records?.damaged(&stored.key).into_iter();
        return damaged.filter(|it| it.0 == *entry).map(|it| it.1).next();
    }
    if let Some((text, _)) = records.and_then(|it| it.text(&stored.key)) {
        return Some(text.into());
    }
    let open = session.estate.as_ref();
    let estate = open.filter(|it| *it.key == *stored.key)?;
    let bytes = buqi_exchange::save(&estate.dossier, &estate.extras, session.catalogue);
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

pub fn mark_exported(store: &Store, summary: &Summary) {
    store.set_setting(&exported(&summary.stored.key), &summary.fingerprint);
}
