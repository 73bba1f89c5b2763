//! Files in and out. A file is read on this device; saving one is the only
//! way anything leaves the browser.

use wasm_bindgen::JsCast;
use yew::prelude::*;

/// A file somebody chose; nothing of it has been read yet.
pub struct Chosen {
    pub name: String,
    pub blob: web_sys::Blob,
}

/// The files chosen in an `<input type="file">`, which is emptied.
pub fn chosen(event: &Event) -> Vec<Chosen> {
    let input = event
        .target()
        .and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some((input, list)) = input.and_then(|it| Some((it.clone(), it.files()?))) else {
        return Vec::new();
    };
    // The list lives in the input, the files do not.
    let files = (0..list.length())
        .filter_map(|it| list.get(it))
        .map(|it| Chosen {
            name: it.name(),
            blob: it.into(),
        })
        .collect();
    input.set_value("");
    files
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
    let _ = blob(bytes, "application/json").and_then(|it| try_save(name, &it));
}

/// Offers a blob as a download named `name`.
pub fn save_blob(name: &str, blob: &web_sys::Blob) {
    let _ = try_save(name, blob);
}

/// A blob of that media type out of bytes.
pub fn blob(bytes: &[u8], kind: &str) -> Option<web_sys::Blob> {
    blob_of(&js_sys::Array::of1(&js_sys::Uint8Array::from(bytes)), kind)
}

/// A blob of that media type out of arrays of bytes and other blobs.
pub fn blob_of(parts: &js_sys::Array, kind: &str) -> Option<web_sys::Blob> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    web_sys::Blob::new_with_blob_sequence_and_options(parts, &options).ok()
}

fn try_save(name: &str, blob: &web_sys::Blob) -> Option<()> {
    let url = web_sys::Url::create_object_url_with_blob(blob).ok()?;
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
