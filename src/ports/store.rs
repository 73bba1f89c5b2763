//! The browser's storage that writes at once: the log of each estate, and small
//! settings.
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

/// Entries that are not in the record yet, as `log/ESTATE/TAB-NUMBER`.
pub const LOG: &str = "log";

/// That there is an estate, as `kept/ESTATE`; its record may be in the database.
pub const KEPT: &str = "kept";

/// That an estate was removed, as `gone/ESTATE`.
const GONE: &str = "gone";

/// Whole records, as `estate/ESTATE`; releases before the database wrote them.
pub const OLD: &str = "estate";

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

    /// The element's storage key.
    pub fn key(&self) -> &str {
        let key = self.prefix.strip_prefix("buqi/");
        key.and_then(|it| it.strip_suffix('/')).unwrap_or_default()
    }

    /// Tells it from the stores of other elements on this page; never 0.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Whether this page may store at all.
    pub fn is_allowed(&self) -> bool {
        let Some(storage) = storage() else {
            return false;
        };
        let probe = format!("{}probe", self.prefix);
        let outcome = storage.set_item(&probe, "1");
        let _ = storage.remove_item(&probe);
        outcome.err().is_none_or(|it| is_full(&it))
    }

    /// Whether any estate is stored, as far as is known without a look into the
    /// database.
    pub fn has_any(&self) -> bool {
        let kinds = [KEPT, OLD, LOG];
        let is_one = |it: &String| kinds.iter().any(|kind| it.starts_with(kind));
        self.names().iter().any(is_one)
    }

    /// The keys of the estates that are known here without a look into the
    /// database, in order.
    pub fn estates(&self) -> Vec<String> {
        let all = self.names();
        let key = |it: &String| {
            let (kind, rest) = it.split_once('/')?;
            let is_one = [KEPT, OLD, LOG].contains(&kind);
            is_one.then(|| rest.split('/').next().unwrap_or_default().to_owned())
        };
        let mut keys: Vec<String> = all.iter().filter_map(key).collect();
        keys.sort();
        keys.dedup();
        keys.retain(|it| !self.is_gone(it));
        keys
    }

    /// Whether an estate was stored here and not removed again.
    pub fn has_estate(&self, key: &str) -> bool {
        self.has(&format!("{KEPT}/{key}")) || self.has(&format!("{OLD}/{key}"))
    }

    /// Writes an entry into the log of an estate, at once. Names are never used
    /// twice, so no tab can write over what another one wrote.
    pub fn append(&self, key: &str, name: &str, entry: &str) -> Outcome {
        let outcome = self.put(&format!("{LOG}/{key}/{name}"), entry);
        if outcome == Outcome::Stored {
            self.mark_kept(key);
        }
        outcome
    }

    /// Remembers that there is such an estate.
    pub fn mark_kept(&self, key: &str) {
        let kept = format!("{KEPT}/{key}");
        if !self.has(&kept) {
            let _ = self.put(&kept, "1");
            self.remove(&format!("{GONE}/{key}"));
        }
    }

    /// The names of the entries in the log of an estate, in the order of age as
    /// far as one tab wrote them.
    pub fn entries(&self, key: &str) -> Vec<String> {
        let start = format!("{LOG}/{key}/");
        let all = self.names().into_iter();
        let mut names: Vec<String> = all
            .filter_map(|it| it.strip_prefix(&start).map(str::to_owned))
            .collect();
        names.sort();
        names
    }

    pub fn entry(&self, key: &str, name: &str) -> Option<String> {
        self.get(&format!("{LOG}/{key}/{name}"))
    }

    pub fn remove_entry(&self, key: &str, name: &str) {
        self.remove(&format!("{LOG}/{key}/{name}"));
    }

    /// The record that releases before the database wrote.
    pub fn old_record(&self, key: &str) -> Option<String> {
        self.get(&format!("{OLD}/{key}"))
    }

    pub fn remove_old_record(&self, key: &str) {
        self.remove(&format!("{OLD}/{key}"));
    }

    /// Whether an estate was removed, which its record may have survived.
    pub fn is_gone(&self, key: &str) -> bool {
        self.has(&format!("{GONE}/{key}"))
    }

    /// The keys of the estates that were removed.
    pub fn gone(&self) -> Vec<String> {
        let all = self.names().into_iter();
        all.filter_map(|it| it.strip_prefix("gone/").map(str::to_owned))
            .collect()
    }

    pub fn forget_gone(&self, key: &str) {
        self.remove(&format!("{GONE}/{key}"));
    }

    /// Removes all that is here of an estate, and remembers that for the sake of
    /// its record in the database.
    pub fn remove_estate(&self, key: &str) {
        let _ = self.put(&format!("{GONE}/{key}"), "1");
        for name in self.entries(key) {
            self.remove_entry(key, &name);
        }
        self.remove_old_record(key);
        self.remove(&format!("{KEPT}/{key}"));
    }

    /// A small setting: the open estate, the room, the language.
    pub fn setting(&self, name: &str) -> Option<String> {
        self.get(&format!("setting/{name}"))
    }

    pub fn set_setting(&self, name: &str, value: &str) {
        let _ = self.put(&format!("setting/{name}"), value);
    }

    /// Calls back whenever another tab, or another element of this page, has
    /// stored something, and when the page is hidden or comes back; for as long
    /// as the guard is kept.
    pub fn listen(&self, heard: Callback<News>) -> Option<Listening> {
        let window: EventTarget = web_sys::window()?.into();
        let (prefix, id) = (self.prefix.clone(), self.id);
        let is_left = Cell::new(false);
        let closure = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            let news = match event.dyn_ref::<StorageEvent>() {
                Some(event) => match event.key() {
                    Some(key) => key.strip_prefix(&prefix).map(|it| News::Stored {
                        name: it.to_owned(),
                        is_gone: event.new_value().is_none(),
                    }),
                    None => Some(News::Any { writer: 0 }),
                },
                None => match event.type_().as_str() {
                    STORED => Some(WRITER.get())
                        .filter(|it| *it != id)
                        .map(|writer| News::Any { writer }),
                    // A page that is left has no time for anything.
                    LEFT => {
                        is_left.set(true);
                        None
                    }
                    SHOWN => {
                        is_left.set(false);
                        is_back(&event).then_some(News::Back)
                    }
                    _ => (is_hidden() && !is_left.get()).then_some(News::Hidden),
                },
            };
            if let Some(news) = news {
                heard.emit(news);
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

    fn has(&self, name: &str) -> bool {
        let key = format!("{}{name}", self.prefix).into();
        storage().is_some_and(|it| js_sys::Reflect::has(&it, &key).unwrap_or(false))
    }

    fn remove(&self, name: &str) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&format!("{}{name}", self.prefix));
        }
    }

    /// The names of all that this element stores, below its own key.
    fn names(&self) -> Vec<String> {
        let Some(storage) = storage() else {
            return Vec::new();
        };
        let keys = js_sys::Object::keys(&storage).into_iter();
        keys.filter_map(|it| it.as_string())
            .filter_map(|it| it.strip_prefix(&self.prefix).map(str::to_owned))
            .collect()
    }

    fn put(&self, name: &str, value: &str) -> Outcome {
        let Some(storage) = storage() else {
            return Outcome::Forbidden;
        };
        let key = format!("{}{name}", self.prefix);
        match storage.set_item(&key, value) {
            Ok(()) => {
                if name.starts_with(LOG)
                    && let (Some(window), Ok(event)) = (web_sys::window(), Event::new(STORED))
                {
                    WRITER.set(self.id);
                    let _ = window.dispatch_event(&event);
                    WRITER.set(0);
                }
                Outcome::Stored
            }
            Err(error) if is_full(&error) => Outcome::Full,
            Err(_) => Outcome::Forbidden,
        }
    }
}

/// What another tab or element did, or the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// Something was written or removed; the name is below the element's key.
    Stored { name: String, is_gone: bool },
    /// No more is known than which store of this page did it, if any.
    Any { writer: u32 },
    /// Nobody sees the page any more, which still runs.
    Hidden,
    /// The page was put away by the browser, and heard nothing meanwhile.
    Back,
}

const SHOWN: &str = "pageshow";
const LEFT: &str = "pagehide";

const EVENTS: [&str; 5] = ["storage", STORED, SHOWN, LEFT, "visibilitychange"];

fn is_hidden() -> bool {
    web_sys::window()
        .and_then(|it| it.document())
        .is_some_and(|it| it.hidden())
}

fn is_back(event: &Event) -> bool {
    js_sys::Reflect::get(event, &"persisted".into()).is_ok_and(|it| it.is_truthy())
}

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

/// Whether the browser says that there is no room, by the names browsers give
/// that.
fn is_full(error: &JsValue) -> bool {
    let name = js_sys::Reflect::get(error, &"name".into()).ok();
    let name = name.and_then(|it| it.as_string()).unwrap_or_default();
    ["QuotaExceededError", "NS_ERROR_DOM_QUOTA_REACHED"].contains(&name.as_str())
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
            store.append("a", "1-1", "{\"name\":\"兴隆苑\"}"),
            Outcome::Stored
        );
        assert_eq!(
            store.entry("a", "1-1").as_deref(),
            Some("{\"name\":\"兴隆苑\"}")
        );
        assert!(store.has_estate("a") && store.estates() == ["a"]);
        store.remove_estate("a");
        assert_eq!(store.entry("a", "1-1"), None);
        assert!(store.is_gone("a") && !store.has_estate("a"));
        store.forget_gone("a");
        assert!(store.gone().is_empty());
    }

    #[wasm_bindgen_test]
    fn two_keys_do_not_see_each_other() {
        let (one, two) = (Store::new("test-one"), Store::new("test-two"));
        one.append("a", "1-2", "2");
        one.append("a", "1-1", "1");
        one.set_setting("lang", "en");
        assert!(two.entries("a").is_empty());
        assert!(two.estates().is_empty());
        assert_eq!(two.setting("lang"), None);
        assert_eq!(one.entries("a"), ["1-1", "1-2"]);
        one.remove_estate("a");
    }

    #[wasm_bindgen_test]
    fn a_full_storage_says_so_and_keeps_what_it_had() {
        let store = Store::new("test-full");
        assert_eq!(store.append("a", "small", "kept"), Outcome::Stored);
        // More than any browser gives one origin here.
        let huge = "x".repeat(16 * 1024 * 1024);
        assert_eq!(store.append("a", "huge", &huge), Outcome::Full);
        assert_eq!(store.entry("a", "small").as_deref(), Some("kept"));
        assert_eq!(store.entry("a", "huge"), None);
        store.remove_estate("a");
    }

    #[wasm_bindgen_test]
    fn new_keys_differ() {
        let store = Store::new("test-keys");
        assert_ne!(store.new_key(), store.new_key());
    }
}
