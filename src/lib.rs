//! 补齐 in the browser: lets people use what `buqi-core` decides.
//!
//! The crate exports [`mount`] and [`destroy`] to JavaScript and nothing else;
//! `embed.js` calls them for each `<buqi-configurator>`. It decides no policy,
//! reads no YAML, and sends nothing anywhere.

// The gallery stands in the place of the app and of what keeps estates stored.
#![cfg_attr(feature = "gallery", allow(dead_code))]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)
)]

mod app;
mod change;
mod components;
mod demos;
mod format;
#[cfg(feature = "gallery")]
mod gallery;
mod keeping;
mod later;
mod photo_files;
mod ports;
mod records;
mod rooms;
mod session;
mod text;
mod typing;

#[cfg(all(test, target_family = "wasm"))]
mod engine_tests;

#[cfg(not(feature = "gallery"))]
use app::App;
use app::Options;
#[cfg(feature = "gallery")]
use gallery::Gallery as App;
use litemap::LiteMap;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use yew::AppHandle;

thread_local! {
    /// The mounted elements of this page, by the number their host holds.
    static MOUNTED: RefCell<LiteMap<u32, AppHandle<App>>> = const { RefCell::new(LiteMap::new()) };
}

/// Mounts the application into `root` and returns the number to destroy it by.
///
/// `options` is an object with any of `lang`, `storageKey`, `room` and `mode`;
/// anything else in it is named in a console warning.
#[wasm_bindgen]
pub fn mount(root: web_sys::Element, options: JsValue) -> u32 {
    ports::panic::install();
    ports::style::adopt(&root);
    let options = Rc::new(Options::read(&options));
    let handle =
        yew::Renderer::<App>::with_root_and_props(root, app::AppProps { options }).render();
    MOUNTED.with_borrow_mut(|mounted| {
        let key = mounted.last().map_or(1, |(last, _)| *last + 1);
        mounted.insert(key, handle);
        key
    })
}

/// Takes the application of that number down. Everything typed is stored by
/// then, so that mounting again under the same key goes on where it was.
#[wasm_bindgen]
pub fn destroy(key: u32) {
    if let Some(handle) = MOUNTED.with_borrow_mut(|mounted| mounted.remove(&key)) {
        handle.destroy();
    }
}
