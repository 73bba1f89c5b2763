//! Opens a `<dialog>` above the page. The browser keeps the focus inside,
//! closes it on Escape and gives the focus back.

use web_sys::HtmlDialogElement;
use yew::NodeRef;

pub fn show(node: &NodeRef) {
    if let Some(dialog) = node.cast::<HtmlDialogElement>()
        && !dialog.open()
    {
        let _ = dialog.show_modal();
        dialog.set_scroll_top(0);
    }
}

/// Closes it as Escape does: the focus goes back to where it was.
pub fn close(node: &NodeRef) {
    if let Some(dialog) = node.cast::<HtmlDialogElement>() {
        dialog.close();
    }
}

/// Moves the focus to an element that was just drawn.
pub fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<web_sys::HtmlElement>() {
        let _ = element.focus();
    }
}

/// Brings an element into view, without moving the focus.
pub fn reveal(node: &NodeRef) {
    if let Some(element) = node.cast::<web_sys::Element>() {
        element.scroll_into_view();
    }
}

/// The same, unless it begins on the screen already.
pub fn reveal_begin(node: &NodeRef) {
    let top = node
        .cast::<web_sys::Element>()
        .map(|it| it.get_bounding_client_rect().top());
    let height = web_sys::window().and_then(|it| it.inner_height().ok()?.as_f64());
    if let Some((top, height)) = top.zip(height)
        && !(0.0..height / 2.0).contains(&top)
    {
        reveal(node);
    }
}

/// Brings an element into view within the row that holds it and scrolls
/// sideways; nothing else moves.
pub fn reveal_in_row(node: &NodeRef) {
    let element = node.cast::<web_sys::Element>();
    let Some((element, row)) = element.and_then(|it| Some((it.clone(), it.parent_element()?)))
    else {
        return;
    };
    let (own, around) = (
        element.get_bounding_client_rect(),
        row.get_bounding_client_rect(),
    );
    let before = own.left() - around.left();
    let after = own.right() - around.right();
    if before < 0.0 || after > 0.0 {
        let by = if before < 0.0 { before } else { after };
        row.set_scroll_left(row.scroll_left() + by as i32);
    }
}
