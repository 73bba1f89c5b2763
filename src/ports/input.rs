//! What a form control holds.

use wasm_bindgen::JsCast;
use yew::prelude::*;

pub fn typed(event: &InputEvent) -> String {
    value(event.target())
}

pub fn selected(event: &Event) -> String {
    value(event.target())
}

/// The value a node holds now.
pub fn value_of(node: &NodeRef) -> String {
    value(node.cast::<web_sys::Element>().map(Into::into))
}

fn value(target: Option<web_sys::EventTarget>) -> String {
    let Some(target) = target else {
        return String::new();
    };
    if let Some(input) = target.dyn_ref::<web_sys::HtmlInputElement>() {
        input.value()
    } else if let Some(area) = target.dyn_ref::<web_sys::HtmlTextAreaElement>() {
        area.value()
    } else if let Some(select) = target.dyn_ref::<web_sys::HtmlSelectElement>() {
        select.value()
    } else {
        String::new()
    }
}

/// Whether the key went into a field that takes text.
pub fn is_typing(event: &KeyboardEvent) -> bool {
    let element = element(event.target());
    element.is_some_and(|it| matches!(&*it.tag_name(), "INPUT" | "TEXTAREA" | "SELECT"))
}

/// Whether the key went to a button that was reached by keyboard.
pub fn is_at_button(event: &KeyboardEvent) -> bool {
    let element = element(event.target());
    element.is_some_and(|it| it.matches("button:focus-visible").unwrap_or(false))
}

/// How long after a first tap a second one makes a double tap of it, in
/// milliseconds.
const DOUBLE: f64 = 300.0;

/// Whether a click is the second half of a double tap that began at `first`, on
/// the clock of events. A mouse counts its clicks, and fingers do not.
pub fn is_second_half(event: &MouseEvent, first: f64) -> bool {
    let pointer = event.dyn_ref::<web_sys::PointerEvent>();
    let is_mouse = pointer.is_some_and(|it| it.pointer_type() == "mouse");
    event.time_stamp() - first < DOUBLE && event.detail() > i32::from(is_mouse)
}

/// Moves to the first field of a form that holds what was refused, where there
/// is one.
pub fn refused(event: &SubmitEvent) -> bool {
    let form = element(event.target());
    let field = form.and_then(|it| it.query_selector("[aria-invalid]").ok().flatten());
    let field = field.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    field.is_some_and(|it| it.focus().is_ok())
}

fn element(target: Option<web_sys::EventTarget>) -> Option<web_sys::Element> {
    target?.dyn_into().ok()
}
