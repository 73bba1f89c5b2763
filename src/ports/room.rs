//! Whether an element has any room on the page.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, ResizeObserver};
use yew::NodeRef;

/// Watches until it is dropped.
pub struct Watch {
    observer: ResizeObserver,
    /// Kept alive as long as the browser may call it.
    _closure: Closure<dyn Fn()>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Calls back with whether the element is laid out at all, now and whenever its
/// size changes; nothing where the browser can't tell.
pub fn watch(element: &NodeRef, act: impl Fn(bool) + 'static) -> Option<Watch> {
    let element = element.cast::<HtmlElement>()?;
    let watched = element.clone();
    let closure = Closure::<dyn Fn()>::new(move || act(watched.offset_width() > 0));
    let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    observer.observe(&element);
    Some(Watch {
        observer,
        _closure: closure,
    })
}
