//! Printing: the browser says when it begins and ends.
//!
//! What is printed is what stands in the page when the listeners of
//! `beforeprint` return. Yew draws in a later task of its own, which is too late
//! where a script called for printing, so the page is drawn at once.

use std::cell::Cell;
use std::pin::pin;
use std::task::{Context, Waker};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, EventTarget};
use yew::{Callback, NodeRef};

thread_local! {
    static ASKED_BY_US: Cell<bool> = const { Cell::new(false) };
}

/// Opens the browser's own dialog. The page has to be drawn for it already.
pub fn print() {
    if let Some(window) = web_sys::window() {
        ASKED_BY_US.set(true);
        let _ = window.print();
        ASKED_BY_US.set(false);
    }
}

/// Draws what waits to be drawn, before this returns.
fn draw_now() {
    // The first poll draws everything; what it waits for afterwards is nobody's.
    let flushing = pin!(yew::scheduler::flush());
    let _ = flushing.poll(&mut Context::from_waker(Waker::noop()));
}

const EVENTS: [(&str, bool); 2] = [("beforeprint", true), ("afterprint", false)];

/// Stops listening when it is dropped.
pub struct Listening {
    window: EventTarget,
    closure: Closure<dyn Fn(Event)>,
}

/// Says `true` before the page is printed and `false` after it, for as long as
/// the guard is kept.
pub fn listen(heard: Callback<bool>) -> Option<Listening> {
    let window: EventTarget = web_sys::window()?.into();
    let closure = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        let begins = EVENTS.iter().any(|it| *it == (&*event.type_(), true));
        heard.emit(begins);
        // From within our own call Yew is still at work, and all is drawn.
        if !ASKED_BY_US.get() {
            draw_now();
        }
    });
    let function = closure.as_ref().unchecked_ref();
    for (name, _) in EVENTS {
        let _ = window.add_event_listener_with_callback(name, function);
    }
    Some(Listening { window, closure })
}

impl Drop for Listening {
    fn drop(&mut self) {
        let function = self.closure.as_ref().unchecked_ref();
        for (name, _) in EVENTS {
            let _ = self
                .window
                .remove_event_listener_with_callback(name, function);
        }
    }
}

/// Opens everything that is folded under `root`, since paper can't be tapped,
/// and gives back what was closed.
pub fn unfold(root: &NodeRef) -> Vec<Element> {
    let Some(root) = root.cast::<Element>() else {
        return Vec::new();
    };
    let all = root.get_elements_by_tag_name("details");
    let closed: Vec<Element> = (0..all.length())
        .filter_map(|at| all.item(at))
        .filter(|it| !it.has_attribute("open"))
        .collect();
    for it in &closed {
        let _ = it.set_attribute("open", "");
    }
    closed
}

pub fn fold(closed: &[Element]) {
    for it in closed {
        let _ = it.remove_attribute("open");
    }
}
