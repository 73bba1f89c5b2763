//! The style sheet, adopted by the shadow roots: neither a `<style>` element
//! nor a `style` attribute, which a strict content policy forbids. All elements of
//! a page share it, and it grows when the second module is here.

use std::cell::OnceCell;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

// The build script says which of the files in `src/styles` are in which.
const FIRST: &str = include_str!(concat!(env!("OUT_DIR"), "/first.css"));
const REST: &str = include_str!(concat!(env!("OUT_DIR"), "/rest.css"));

thread_local! {
    static SHEET: OnceCell<Sheet> = const { OnceCell::new() };
}

#[wasm_bindgen]
extern "C" {
    /// `replaceSync` is not in `web-sys`'s stable set under this name for all
    /// versions, so the constructor and the two calls are bound here.
    type Sheet;

    #[wasm_bindgen(constructor, js_class = "CSSStyleSheet", catch)]
    fn new() -> Result<Sheet, JsValue>;

    #[wasm_bindgen(method, js_name = "replaceSync", catch)]
    fn replace_sync(this: &Sheet, text: &str) -> Result<(), JsValue>;
}

/// The sheet, which is made once; nothing where the browser has no such sheets.
fn with_sheet(act: impl FnOnce(&Sheet)) {
    SHEET.with(|cell| {
        if cell.get().is_none()
            && let Ok(sheet) = Sheet::new()
        {
            let _ = sheet.replace_sync(FIRST);
            let _ = cell.set(sheet);
        }
        cell.get().map(act);
    });
}

/// Gives the root that holds `element` the style sheet, once.
pub fn adopt(element: &web_sys::Element) {
    let root: JsValue = element.get_root_node().into();
    let key = JsValue::from_str("adoptedStyleSheets");
    let Ok(adopted) = js_sys::Reflect::get(&root, &key) else {
        return;
    };
    let Some(adopted) = adopted.dyn_ref::<js_sys::Array>() else {
        return;
    };
    if adopted.length() > 0 {
        return;
    }
    with_sheet(|sheet| {
        let next = js_sys::Array::from(adopted);
        next.push(sheet);
        // Assigning the whole list works in browsers where it is frozen too.
        let _ = js_sys::Reflect::set(&root, &key, &next);
    });
}

/// Adds what the second module draws with. To be called from there only, or the
/// text is in the first.
pub fn complete() {
    with_sheet(|sheet| {
        let _ = sheet.replace_sync(&[FIRST, REST].concat());
    });
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn a_shadow_root_adopts_the_sheet_once() {
        let document = web_sys::window().and_then(|it| it.document()).unwrap();
        let host = document.create_element("div").unwrap();
        let root = host
            .attach_shadow(&web_sys::ShadowRootInit::new(web_sys::ShadowRootMode::Open))
            .unwrap();
        let inner = document.create_element("div").unwrap();
        root.append_child(&inner).unwrap();
        adopt(&inner);
        adopt(&inner);
        let sheets = js_sys::Reflect::get(&root, &"adoptedStyleSheets".into()).unwrap();
        assert_eq!(js_sys::Array::from(&sheets).length(), 1);
    }
}
