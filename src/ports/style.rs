//! The style sheet, adopted by the shadow root: neither a `<style>` element
//! nor a `style` attribute, which a strict content policy forbids.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

const SHEET: &str = concat!(
    include_str!("../styles/tokens.css"),
    include_str!("../styles/layout.css"),
    include_str!("../styles/parts.css"),
    include_str!("../styles/rooms.css"),
    include_str!("../styles/photos.css"),
);

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
    let Ok(sheet) = Sheet::new() else {
        return;
    };
    if sheet.replace_sync(SHEET).is_ok() {
        let next = js_sys::Array::from(adopted);
        next.push(&sheet.into());
        // Assigning the whole list works in browsers where it is frozen too.
        let _ = js_sys::Reflect::set(&root, &key, &next);
    }
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
