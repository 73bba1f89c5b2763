//! The pictures of the photos, in the browser's IndexedDB, by their ids.
//!
//! What is known of a photo is in the dossier; here are only its bytes, so
//! that a copied, merged or restored estate finds them by id. Where the
//! database is forbidden or full, a picture stays in memory until the page is
//! closed, and the caller learns so.

use super::store::Outcome;
use idb::{Database, DatabaseEvent, Factory, ObjectStoreParams, Query, TransactionMode};
use js_sys::Reflect;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

const VERSION: u32 = 1;

/// A picture by id: an object with `full` and `thumb`.
const PICTURES: &str = "pictures";

/// Since when no estate has a picture's photo, in milliseconds, by id.
const DROPPED: &str = "dropped";

/// How long a picture outlives its photo, in milliseconds: a day, because
/// another tab may still take a deletion back.
const GRACE: f64 = 24.0 * 60.0 * 60.0 * 1000.0;

/// A photo's bytes, and a small copy for lists.
#[derive(Clone)]
pub struct Picture {
    pub full: Blob,
    pub thumb: Blob,
}

/// One element's pictures.
pub struct Album {
    name: String,
    database: RefCell<Option<Rc<Database>>>,
    /// What could not be stored.
    memory: RefCell<BTreeMap<String, Picture>>,
}

impl PartialEq for Album {
    fn eq(&self, other: &Album) -> bool {
        self.name == other.name
    }
}

impl Album {
    /// The album of the elements with this storage key.
    pub fn new(key: &str) -> Album {
        Album {
            name: format!("buqi/{key}"),
            database: RefCell::default(),
            memory: RefCell::default(),
        }
    }

    /// Stores a picture, or holds it in memory until this page is closed.
    pub async fn keep(&self, id: &str, picture: &Picture) -> Outcome {
        let mut outcome = self.store(id, picture).await;
        if outcome == Outcome::Full && self.sweep_dropped(f64::INFINITY).await > 0 {
            outcome = self.store(id, picture).await;
        }
        if outcome == Outcome::Stored {
            self.memory.borrow_mut().remove(id);
        } else {
            let picture = picture.clone();
            self.memory.borrow_mut().insert(id.to_owned(), picture);
        }
        outcome
    }

    /// The picture of that id, where this device has it.
    pub async fn picture(&self, id: &str) -> Option<Picture> {
        let held = self.memory.borrow().get(id).cloned();
        if held.is_some() {
            return held;
        }
        let database = self.open().await.ok()?;
        let stored = read(&database, PICTURES, id).await.ok()??;
        let blob = |name: &str| Reflect::get(&stored, &name.into()).ok()?.dyn_into().ok();
        Some(Picture {
            full: blob("full")?,
            thumb: blob("thumb")?,
        })
    }

    /// The ids of all pictures there are.
    pub async fn ids(&self) -> BTreeSet<String> {
        let mut ids: BTreeSet<String> = self.memory.borrow().keys().cloned().collect();
        if let Ok(database) = self.open().await {
            ids.extend(keys(&database, PICTURES).await.unwrap_or_default());
        }
        ids
    }

    /// Takes pictures away for good.
    pub async fn remove(&self, ids: &[String]) {
        for id in ids {
            self.memory.borrow_mut().remove(id);
        }
        if let Ok(database) = self.open().await {
            let _ = delete(&database, ids).await;
        }
    }

    /// Marks the pictures that are in no use, and takes those away that were
    /// marked more than a day ago and are still in none.
    pub async fn tidy(&self, is_used: impl Fn(&str) -> bool, now: f64) {
        let Ok(database) = self.open().await else {
            return;
        };
        let all = keys(&database, PICTURES).await.unwrap_or_default();
        let (used, unused): (Vec<String>, Vec<String>) =
            all.into_iter().partition(|it| is_used(it));
        let dropped = keys(&database, DROPPED).await.unwrap_or_default();
        let _ = mark(&database, &used, &unused, &dropped, now).await;
        self.sweep_dropped(now - GRACE).await;
    }

    /// Takes away what was marked before `moment` and says how many those are.
    async fn sweep_dropped(&self, moment: f64) -> usize {
        let Ok(database) = self.open().await else {
            return 0;
        };
        let mut old = Vec::new();
        for id in keys(&database, DROPPED).await.unwrap_or_default() {
            let marked = read(&database, DROPPED, &id).await.ok().flatten();
            if marked
                .and_then(|it| it.as_f64())
                .is_some_and(|it| it < moment)
            {
                old.push(id);
            }
        }
        match delete(&database, &old).await {
            Ok(()) => old.len(),
            Err(_) => 0,
        }
    }

    async fn store(&self, id: &str, picture: &Picture) -> Outcome {
        let put = async {
            let database = self.open().await?;
            let value = js_sys::Object::new();
            let _ = Reflect::set(&value, &"full".into(), &picture.full);
            let _ = Reflect::set(&value, &"thumb".into(), &picture.thumb);
            let transaction = database.transaction(&[PICTURES], TransactionMode::ReadWrite)?;
            let store = transaction.object_store(PICTURES)?;
            store.put(&value, Some(&id.into()))?.await?;
            transaction.commit()?.await
        };
        match put.await {
            Ok(result) if result.is_committed() => Outcome::Stored,
            // Nobody but the browser aborts it, and then the disk is full.
            Ok(_) => Outcome::Full,
            Err(error) if is_full(&error) => Outcome::Full,
            Err(_) => Outcome::Forbidden,
        }
    }

    async fn open(&self) -> Result<Rc<Database>, idb::Error> {
        let open = self.database.borrow().clone();
        if let Some(database) = open {
            // A connection the browser has closed can begin nothing.
            if database
                .transaction(&[PICTURES], TransactionMode::ReadOnly)
                .is_ok()
            {
                return Ok(database);
            }
        }
        let mut request = Factory::new()?.open(&self.name, Some(VERSION))?;
        request.on_upgrade_needed(|event| {
            if let Ok(database) = event.database() {
                for store in [PICTURES, DROPPED] {
                    let _ = database.create_object_store(store, ObjectStoreParams::new());
                }
            }
        });
        let database = Rc::new(request.await?);
        self.database.replace(Some(database.clone()));
        Ok(database)
    }
}

async fn read(database: &Database, store: &str, id: &str) -> Result<Option<JsValue>, idb::Error> {
    let transaction = database.transaction(&[store], TransactionMode::ReadOnly)?;
    let store = transaction.object_store(store)?;
    store.get(Query::Key(id.into()))?.await
}

async fn keys(database: &Database, store: &str) -> Result<Vec<String>, idb::Error> {
    let transaction = database.transaction(&[store], TransactionMode::ReadOnly)?;
    let keys = transaction.object_store(store)?.get_all_keys(None, None)?;
    let keys = keys.await?.into_iter();
    Ok(keys.filter_map(|it| it.as_string()).collect())
}

async fn delete(database: &Database, ids: &[String]) -> Result<(), idb::Error> {
    if ids.is_empty() {
        return Ok(());
    }
    let transaction = database.transaction(&[PICTURES, DROPPED], TransactionMode::ReadWrite)?;
    for store in [PICTURES, DROPPED] {
        let store = transaction.object_store(store)?;
        for id in ids {
            store.delete(Query::Key(id.as_str().into()))?.await?;
        }
    }
    transaction.commit()?.await?;
    Ok(())
}

/// Marks what is not marked yet, and takes the mark off what is in use again.
async fn mark(
    database: &Database,
    used: &[String],
    unused: &[String],
    dropped: &[String],
    now: f64,
) -> Result<(), idb::Error> {
    let (again, gone): (Vec<&String>, Vec<&String>) = (
        used.iter().filter(|it| dropped.contains(it)).collect(),
        unused.iter().filter(|it| !dropped.contains(it)).collect(),
    );
    if again.is_empty() && gone.is_empty() {
        return Ok(());
    }
    let transaction = database.transaction(&[DROPPED], TransactionMode::ReadWrite)?;
    let store = transaction.object_store(DROPPED)?;
    for id in again {
        store.delete(Query::Key(id.as_str().into()))?.await?;
    }
    for id in gone {
        store.put(&now.into(), Some(&id.as_str().into()))?.await?;
    }
    transaction.commit()?.await?;
    Ok(())
}

/// Whether the browser says that there is no room, by the name it gives that.
pub(super) fn is_full(error: &idb::Error) -> bool {
    let name = match error {
        idb::Error::DomException(it) => it.name(),
        idb::Error::UpdateFailed(it) => Reflect::get(it, &"name".into())
            .ok()
            .and_then(|it| it.as_string())
            .unwrap_or_default(),
        _ => return false,
    };
    name == "QuotaExceededError"
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    fn picture(text: &str) -> Picture {
        let blob =
            |text: &str| Blob::new_with_str_sequence(&js_sys::Array::of1(&text.into())).unwrap();
        Picture {
            full: blob(text),
            thumb: blob("small"),
        }
    }

    async fn text_of(album: &Album, id: &str) -> Option<String> {
        let picture = album.picture(id).await?;
        let text = wasm_bindgen_futures::JsFuture::from(picture.full.text());
        text.await.unwrap().as_string()
    }

    #[wasm_bindgen_test]
    async fn a_picture_comes_back_in_another_session() {
        let album = Album::new("test-photos");
        assert_eq!(album.keep("p1", &picture("one")).await, Outcome::Stored);
        let later = Album::new("test-photos");
        assert_eq!(text_of(&later, "p1").await.as_deref(), Some("one"));
        assert_eq!(text_of(&later, "p2").await, None);
        later.remove(&["p1".to_owned()]).await;
        assert_eq!(text_of(&album, "p1").await, None);
    }

    #[wasm_bindgen_test]
    async fn two_keys_do_not_see_each_other() {
        let (one, two) = (Album::new("test-photos-one"), Album::new("test-photos-two"));
        one.keep("p1", &picture("one")).await;
        assert!(two.picture("p1").await.is_none());
        assert!(one.ids().await.contains("p1"));
        assert!(two.ids().await.is_empty());
        one.remove(&["p1".to_owned()]).await;
    }

    #[wasm_bindgen_test]
    async fn what_is_in_no_use_goes_after_a_day() {
        let album = Album::new("test-photos-tidy");
        for id in ["kept", "gone"] {
            album.keep(id, &picture(id)).await;
        }
        let is_used = |it: &str| it == "kept";
        album.tidy(is_used, 1000.0).await;
        assert_eq!(album.ids().await.len(), 2);
        // In use again for a while, so the day begins anew.
        album.tidy(|_| true, 2000.0).await;
        album.tidy(is_used, 3000.0).await;
        album.tidy(is_used, 2001.0 + GRACE).await;
        assert_eq!(album.ids().await.len(), 2);
        album.tidy(is_used, 3001.0 + GRACE).await;
        assert_eq!(album.ids().await.into_iter().collect::<Vec<_>>(), ["kept"]);
        album.remove(&["kept".to_owned()]).await;
    }
}
