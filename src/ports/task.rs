//! Work that goes on beside the page.

use js_sys::Promise;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Starts `work`; nobody waits for it.
pub fn start(work: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(work);
}

/// Calls `what` after so many milliseconds.
pub fn after(time: i32, what: impl FnOnce() + 'static) {
    if let Some(window) = web_sys::window() {
        let function = Closure::once_into_js(what).unchecked_into();
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&function, time);
    }
}

/// A promise that is kept after so many milliseconds.
pub fn promise_after(time: i32) -> Promise {
    Promise::new(&mut |keep, _| {
        after(time, move || {
            let _ = keep.call0(&JsValue::UNDEFINED);
        });
    })
}
