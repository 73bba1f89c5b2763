//! Files in and out. A file is read on this device; saving one is the only
//! way anything leaves the browser.

use wasm_bindgen::JsCast;
use yew::prelude::*;

/// The bytes of the file chosen in an `<input type="file">`, given to `done`.
/// The control is emptied so that choosing the same file again works.
pub fn read_chosen(event: &Event, done: Callback<(String, Vec<u8>)>) {
    let Some(input) = event
        .target()
        .and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok())
    else {
        return;
    };
    let Some(file) = input.files().and_then(|it| it.get(0)) else {
        return;
    };
    super::task::start(async move {
        let name = file.name();
        if let Ok(buffer) = wasm_bindgen_futures::JsFuture::from(file.array_buffer()).await {
            done.emit((name, js_sys::Uint8Array::new(&buffer).to_vec()));
        }
        input.set_value("");
    });
}

/// Gives `done` the bytes that `promise` keeps; `None` when it is broken, or no
/// promise at all.
pub fn read_promised(promise: wasm_bindgen::JsValue, done: Callback<Option<Vec<u8>>>) {
    let promise = promise.dyn_into::<js_sys::Promise>().ok();
    super::task::start(async move {
        let buffer = match promise {
            Some(promise) => wasm_bindgen_futures::JsFuture::from(promise).await.ok(),
            None => None,
        };
        done.emit(buffer.map(|it| js_sys::Uint8Array::new(&it).to_vec()));
    });
}

/// Offers `bytes` as a download named `name`.
pub fn save(name: &str, bytes: &[u8]) {
    let _ = try_save(name, bytes);
}

fn try_save(name: &str, bytes: &[u8]) -> Option<()> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let kind = web_sys::BlobPropertyBag::new();
    kind.set_type("application/json");
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &kind).ok()?;
    let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let anchor = web_sys::window()?
        .document()?
        .create_element("a")
        .ok()?
        .dyn_into::<web_sys::HtmlAnchorElement>()
        .ok()?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    web_sys::Url::revoke_object_url(&url).ok()
}
