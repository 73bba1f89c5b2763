//! A panic is our bug. What was typed is stored before any code that could
//! panic runs again, so the element says so and offers to start over.

use std::sync::Once;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console)]
    fn error(message: &str);

    #[wasm_bindgen(js_namespace = globalThis, js_name = "dispatchEvent")]
    fn dispatch_event(event: &web_sys::CustomEvent);
}

/// Reports a panic to the console and to the host script, which shows the
/// screen: nothing inside this module can be trusted to draw any more.
pub fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            error(&info.to_string());
            if let Ok(event) = web_sys::CustomEvent::new("buqi-panic") {
                dispatch_event(&event);
            }
        }));
    });
}
