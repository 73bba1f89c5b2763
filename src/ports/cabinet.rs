//! The records of estates at rest, in the browser's IndexedDB, by the keys of
//! the estates.
//!
//! It is a database of its own beside that of the pictures, because a page of an
//! earlier release that is still open would keep us from adding to that one.

use super::store::Outcome;
use idb::{
    Database, DatabaseEvent, Factory, ObjectStoreParams, Query, Transaction, TransactionMode,
};
use js_sys::{JsString, Reflect};
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::IdbDatabase;

const VERSION: u32 = 1;

const RECORDS: &str = "records";

/// One element's records.
pub struct Cabinet {
    name: String,
    database: RefCell<Option<IdbDatabase>>,
}

impl Cabinet {
    /// That of the elements with this storage key.
    pub fn new(key: &str) -> Cabinet {
        Cabinet {
            name: format!("buqi/{key}/records"),
            database: RefCell::default(),
        }
    }

    /// All records there are; nothing where the browser does not say.
    pub async fn all(&self) -> Option<Vec<(String, JsString)>> {
        let read = async {
            let database = Database::from(self.open().await?);
            let transaction = database.transaction(&[RECORDS], TransactionMode::ReadOnly)?;
            let store = transaction.object_store(RECORDS)?;
            let keys = store.get_all_keys(None, None)?.await?;
            let texts = store.get_all(None, None)?.await?;
            Ok::<_, idb::Error>((keys, texts))
        };
        let (keys, texts) = read.await.ok()?;
        let both = keys.into_iter().zip(texts);
        let records =
            both.filter_map(|(key, text)| Some((key.as_string()?, text.dyn_into().ok()?)));
        Some(records.collect())
    }

    pub async fn get(&self, key: &str) -> Option<JsString> {
        let read = async {
            let database = Database::from(self.open().await?);
            let transaction = database.transaction(&[RECORDS], TransactionMode::ReadOnly)?;
            let store = transaction.object_store(RECORDS)?;
            store.get(Query::Key(key.into()))?.await
        };
        read.await.ok()??.dyn_into().ok()
    }

    /// Puts what `make` makes of the record there is in its place, with nobody
    /// else in between; the new record once it is there for good, or nothing
    /// where `make` leaves the old one.
    pub async fn update(
        &self,
        key: &str,
        make: impl FnOnce(Option<JsString>) -> Option<JsString>,
    ) -> Result<Option<JsString>, Outcome> {
        let put = async {
            let transaction = safely(self.open().await?)?;
            let store = transaction.object_store(RECORDS)?;
            let before = store.get(Query::Key(key.into()))?.await?;
            let Some(after) = make(before.and_then(|it| it.dyn_into().ok())) else {
                return Ok((true, None));
            };
            store.put(&after, Some(&key.into()))?.await?;
            let result = transaction.commit()?.await?;
            Ok((result.is_committed(), Some(after)))
        };
        match put.await {
            Ok((true, after)) => Ok(after),
            // Nobody but the browser aborts it, and then the disk is full.
            Ok((false, _)) => Err(Outcome::Full),
            Err(error) if super::photos::is_full(&error) => Err(Outcome::Full),
            Err(_) => Err(Outcome::Forbidden),
        }
    }

    /// True when there is no such record any more.
    pub async fn remove(&self, key: &str) -> bool {
        let delete = async {
            let database = Database::from(self.open().await?);
            let transaction = database.transaction(&[RECORDS], TransactionMode::ReadWrite)?;
            let store = transaction.object_store(RECORDS)?;
            store.delete(Query::Key(key.into()))?.await?;
            transaction.commit()?.await
        };
        delete
            .await
            .is_ok_and(|it: idb::TransactionResult| it.is_committed())
    }

    async fn open(&self) -> Result<IdbDatabase, idb::Error> {
        let open = self.database.borrow().clone();
        if let Some(database) = open {
            // A connection the browser has closed can begin nothing.
            if Database::from(database.clone())
                .transaction(&[RECORDS], TransactionMode::ReadOnly)
                .is_ok()
            {
                return Ok(database);
            }
        }
        let mut request = Factory::new()?.open(&self.name, Some(VERSION))?;
        request.on_upgrade_needed(|event| {
            if let Ok(database) = event.database() {
                let _ = database.create_object_store(RECORDS, ObjectStoreParams::new());
            }
        });
        let mut database = request.await?;
        // A later release may want to change it while this page is open.
        database.on_version_change(|event| {
            let database = event.target().and_then(|it| it.dyn_into().ok());
            if let Some(database) = database {
                IdbDatabase::close(&database);
            }
        });
        database.forget_callbacks();
        let database = IdbDatabase::from(database);
        self.database.replace(Some(database.clone()));
        Ok(database)
    }
}

/// A transaction that is over only once the disk has what it wrote, because the
/// log is then cleared. The crate has no word for that.
fn safely(database: IdbDatabase) -> Result<Transaction, idb::Error> {
    let begin = || {
        let begin: js_sys::Function = Reflect::get(&database, &"transaction".into())
            .ok()?
            .dyn_into()
            .ok()?;
        let options = js_sys::Object::new();
        let _ = Reflect::set(&options, &"durability".into(), &"strict".into());
        let begun = begin.call3(&database, &RECORDS.into(), &"readwrite".into(), &options);
        Transaction::try_from(begun.ok()?).ok()
    };
    match begin() {
        Some(transaction) => Ok(transaction),
        None => Database::from(database).transaction(&[RECORDS], TransactionMode::ReadWrite),
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn a_record_comes_back_in_another_session_and_two_keys_are_apart() {
        let (one, two) = (Cabinet::new("test-one"), Cabinet::new("test-two"));
        let put = one.update("a", |_| Some("甲".into())).await;
        assert_eq!(put, Ok(Some("甲".into())));
        let later = Cabinet::new("test-one");
        assert_eq!(later.all().await, Some(vec![("a".into(), "甲".into())]));
        assert_eq!(two.all().await, Some(Vec::new()));
        assert!(one.remove("a").await);
        assert_eq!(later.get("a").await, None);
    }

    #[wasm_bindgen_test]
    async fn updates_at_once_each_see_what_the_other_made() {
        let add = |letter: &'static str| {
            wasm_bindgen_futures::future_to_promise(async move {
                let add = |it: Option<JsString>| {
                    let before = it.map(String::from).unwrap_or_default();
                    Some(JsString::from(before + letter))
                };
                let added = Cabinet::new("test-both").update("a", add).await;
                Ok(added.is_ok().into())
            })
        };
        // Both are on their way before either is waited for.
        let (first, second) = (add("1"), add("2"));
        for it in [first, second] {
            let added = wasm_bindgen_futures::JsFuture::from(it).await;
            assert_eq!(added, Ok(true.into()));
        }
        let one = Cabinet::new("test-both");
        let text = one.get("a").await.map(String::from);
        assert!(matches!(text.as_deref(), Some("12" | "21")), "{text:?}");
        assert_eq!(one.update("a", |_| None).await, Ok(None));
        assert!(one.remove("a").await);
    }
}
