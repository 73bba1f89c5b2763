//! The browser's storage: one record per estate, as the bytes of its file.
//!
//! Everything is kept under the key of the element, so that two elements on
//! one page do not see each other's estates. A full or forbidden storage is a
//! normal answer here, never a failure of the application.

use super::random;
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget, Storage, StorageEvent};
use yew::Callback;

/// What elements of one page tell each other; the browser itself tells other
/// pages only.
const STORED: &str = "buqi-stored";

thread_local! {
    /// The store that is telling the others, which needs no telling itself.
    static WRITER: Cell<u32> = const { Cell::new(0) };
}

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Stored,
    /// The browser does not let this page store anything.
    Forbidden,
    /// There is no room left.
    Full,
}

/// One element's share of the storage.
#[derive(Clone, Debug, PartialEq)]
pub struct Store {
    prefix: String,
    id: u32,
}

impl Store {
    pub fn new(key: &str) -> Store {
        Store {
            prefix: format!("buqi/{key}/"),
            id: random::number() | 1,
        }
    }

    /// Whether this page may store at all.
    pub fn is_allowed(&self) -> bool {
        let Some(storage) = storage() else {
            return false;
        };
        let probe = format!("{}probe", self.prefix);
        let allowed = storage.set_item(&probe, "1").is_ok();
        let _ = storage.remove_item(&probe);
        allowed
    }

    /// The keys of the estates stored here, in order.
    pub fn estates(&self) -> Vec<String> {
        let Some(storage) = storage() else {
            return Vec::new();
        };
        let prefix = format!("{}estate/", self.prefix);
        let n_keys = storage.length().unwrap_or(0);
        let mut keys: Vec<String> = (0..n_keys)
            .filter_map(|it| storage.key(it).ok().flatten())
            .filter_map(|it| it.strip_prefix(&prefix).map(str::to_owned))
            .collect();
        keys.sort();
        keys
    }

    pub fn load_estate(&self, key: &str) -> Option<String> {
        self.get(&format!("estate/{key}"))
    }

    pub fn save_estate(&self, key: &str, text: &str) -> Outcome {
        self.put(&format!("estate/{key}"), text)
    }

    pub fn remove_estate(&self, key: &str) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&format!("{}estate/{key}", self.prefix));
        }
    }

    /// A small setting: the open estate, the room, the language.
    pub fn setting(&self, name: &str) -> Option<String> {
        self.get(&format!("setting/{name}"))
    }

    pub fn set_setting(&self, name: &str, value: &str) {
        let _ = self.put(&format!("setting/{name}"), value);
    }

    /// Calls back whenever another tab, or another element of this page, has
    /// stored something; for as long as the guard is kept.
    pub fn listen(&self, heard: Callback<()>) -> Option<Listening> {
        let window: EventTarget = web_sys::window()?.into();
        let (prefix, id) = (format!("{}estate/", self.prefix), self.id);
        let closure = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            let key = event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key);
            // Without a key it is everything, or another element of this page.
            if key.is_none_or(|it| it.starts_with(&prefix)) && WRITER.get() != id {
                heard.emit(());
            }
        });
        let function = closure.as_ref().unchecked_ref();
        for name in EVENTS {
            let _ = window.add_event_listener_with_callback(name, function);
        }
        Some(Listening { window, closure })
    }

    /// How many characters this site stores, ours and others'.
    pub fn n_chars(&self) -> usize {
        let Some(storage) = storage() else {
            return 0;
        };
        let n_keys = storage.length().unwrap_or(0);
        let keys = (0..n_keys).filter_map(|it| storage.key(it).ok().flatten());
        keys.filter(|it| it.starts_with("buqi/"))
            .map(|it| {
                it.len()
                    + storage
                        .get_item(&it)
                        .ok()
                        .flatten()
                        .map_or(0, |it| it.encode_utf16().count())
            })
            .sum()
    }

    /// A key for a new estate that sorts by age and does not collide.
    pub fn new_key(&self) -> String {
        format!("{:011x}-{:08x}", now(), random::number())
    }

    fn get(&self, name: &str) -> Option<String> {
        storage()?
            .get_item(&format!("{}{name}", self.prefix))
            .ok()
            .flatten()
    }

    fn put(&self, name: &str, value: &str) -> Outcome {
        let Some(storage) = storage() else {
            return Outcome::Forbidden;
        };
        let key = format!("{}{name}", self.prefix);
        match storage.set_item(&key, value) {
            Ok(()) => {
                if name.starts_with("estate/")
                    && let (Some(window), Ok(event)) = (web_sys::window(), Event::new(STORED))
                {
                    WRITER.set(self.id);
                    let _ = window.dispatch_event(&event);
                    WRITER.set(0);
                }
                Outcome::Stored
            }
            Err(_) if self.is_allowed() => Outcome::Full,
            Err(_) => Outcome::Forbidden,
        }
    }
}

const EVENTS: [&str; 2] = ["storage", STORED];

/// Stops listening when it is dropped.
pub struct Listening {
    window: EventTarget,
    closure: Closure<dyn Fn(Event)>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        let function = self.closure.as_ref().unchecked_ref();
        for name in EVENTS {
            let _ = self
                .window
                .remove_event_listener_with_callback(name, function);
        }
    }
}

/// Asks the browser not to clear this page's storage by itself. It may ask the
/// person, and it may refuse; neither changes anything here.
pub fn persist() {
    if let Some(window) = web_sys::window() {
        let _ = window.navigator().storage().persist();
    }
}

/// The language the browser speaks, as a tag such as `en-GB`.
pub fn language() -> Option<String> {
    web_sys::window()?.navigator().language()
}

/// What the browser says about its room for this site, in bytes: used, and at
/// most. Nothing where it does not say.
pub async fn estimate() -> Option<(f64, f64)> {
    let storage = web_sys::window()?.navigator().storage();
    let promise = storage.estimate().ok()?;
    let said: web_sys::StorageEstimate = wasm_bindgen_futures::JsFuture::from(promise)
        .await
        .ok()?
        .unchecked_into();
    Some((said.get_usage()?, said.get_quota()?))
}

/// Milliseconds since 1970, by this device.
pub fn now() -> u64 {
    js_sys::Date::now() as u64
}

/// `None` where a sandboxed frame or a private window forbids it.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn what_is_stored_comes_back() {
        let store = Store::new("test-round");
        assert_eq!(
            store.save_estate("a", "{\"name\":\"兴隆苑\"}"),
            Outcome::Stored
        );
        assert_eq!(
            store.load_estate("a").as_deref(),
            Some("{\"name\":\"兴隆苑\"}")
        );
        store.remove_estate("a");
        assert_eq!(store.load_estate("a"), None);
    }

    #[wasm_bindgen_test]
    fn two_keys_do_not_see_each_other() {
        let (one, two) = (Store::new("test-one"), Store::new("test-two"));
        one.save_estate("a", "1");
        one.set_setting("lang", "en");
        assert_eq!(two.load_estate("a"), None);
        assert!(two.estates().is_empty());
        assert_eq!(two.setting("lang"), None);
        assert_eq!(one.estates(), ["a"]);
        one.remove_estate("a");
    }

    #[wasm_bindgen_test]
    fn a_full_storage_says_so_and_keeps_what_it_had() {
        let store = Store::new("test-full");
        assert_eq!(store.save_estate("small", "kept"), Outcome::Stored);
        // More than any browser gives one origin here.
        let huge = "x".repeat(16 * 1024 * 1024);
        assert_eq!(store.save_estate("huge", &huge), Outcome::Full);
        assert_eq!(store.load_estate("small").as_deref(), Some("kept"));
        store.remove_estate("small");
    }

    #[wasm_bindgen_test]
    fn new_keys_differ() {
        let store = Store::new("test-keys");
        assert_ne!(store.new_key(), store.new_key());
    }
}
