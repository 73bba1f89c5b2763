//! Whether an element has any room on the page.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, ResizeObserver};
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

/// Scrolls the row of the rooms to the one that is open, which a narrow screen
/// may have cut off.
pub fn show_tab(inside: &NodeRef) {
    let app = inside.cast::<Element>();
    let app = app.and_then(|it| it.closest(".buqi-app").ok().flatten());
    let tab = app.and_then(|it| {
        it.query_selector(".buqi-rooms [aria-current]")
            .ok()
            .flatten()
    });
    let Some(tab) = tab.and_then(|it| it.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    if let Some(row) = tab.parent_element() {
        let beyond =
            tab.get_bounding_client_rect().right() - row.get_bounding_client_rect().right();
        if beyond > 0.0 {
            row.set_scroll_left(row.scroll_left() + beyond.ceil() as i32);
        }
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
