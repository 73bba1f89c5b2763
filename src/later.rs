//! What the first screens do without: it comes in a wasm module of its own,
//! which is asked for as soon as the app stands.
//!
//! Only what is reached through [`Later`] alone leaves the first module, so a
//! room that is named here must not be called in any other way.

use crate::components::details::{Details, DetailsProps};
use crate::ports::task;
use crate::rooms::{about, bill, deficiencies, menu};
use crate::session::{Action, Arrival, Detail, SessionContext};
use crate::text;
use std::cell::Cell;
use yew::prelude::*;

/// The ways into the second module.
#[derive(Clone, Copy)]
pub struct Later {
    pub deficiencies: fn(&SessionContext) -> Html,
    pub menu: fn(&SessionContext) -> Html,
    pub bill: fn(&SessionContext) -> Html,
    pub about: fn(&SessionContext) -> Html,
    pub details: fn(Detail, Callback<()>) -> Html,
}

thread_local! {
    /// The second module, once it is here.
    static HERE: Cell<Option<Later>> = const { Cell::new(None) };
}

/// Draws with the second module, or says that it is still to come.
pub fn draw(session: &SessionContext, with: impl FnOnce(Later) -> Html) -> Html {
    match HERE.get() {
        Some(later) => with(later),
        None => awaited(session),
    }
}

/// Asks for the second module when the app starts, and again when a person asks.
#[hook]
pub fn use_later(session: &SessionContext) {
    let dispatch = session.dispatcher();
    let wanted = session.arrival == Arrival::Awaited;
    use_effect_with(wanted, move |wanted| {
        if *wanted {
            task::start(async move {
                let later = fetch().await;
                HERE.set(later.or(HERE.get()));
                dispatch.dispatch(Action::Arrive(match later {
                    Some(_) => Arrival::Here,
                    None => Arrival::Lost,
                }));
            });
        }
    });
}

/// What stands in the place of a part that is not here.
fn awaited(session: &SessionContext) -> Html {
    if session.arrival != Arrival::Lost {
        return html! { <p class="buqi-empty" role="status">{ session.t(text::ARRIVING) }</p> };
    }
    let again = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.dispatch(Action::Arrive(Arrival::Awaited)))
    };
    html! {
        <section class="buqi-empty" role="alert" data-lost="">
            <p>{ session.t(text::NOT_ARRIVED) }</p>
            <button class="buqi-primary" type="button" onclick={again}>{ session.t(text::TRY_AGAIN) }</button>
        </section>
    }
}

#[cfg(not(feature = "split"))]
async fn fetch() -> Option<Later> {
    Some(ways_in())
}

#[cfg(feature = "split")]
async fn fetch() -> Option<Later> {
    split::ways_in().await.ok()
}

/// The macro of the splitter declares functions that the linker is to leave for
/// another module, which takes `unsafe` in what it writes.
#[cfg(feature = "split")]
#[allow(unsafe_code)]
mod split {
    use super::Later;
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    #[wasm_split(later, fallible)]
    pub fn ways_in() -> Result<Later, SplitLoaderError> {
        Ok(super::ways_in())
    }
}

fn ways_in() -> Later {
    Later {
        deficiencies: deficiencies::draw,
        menu: |_| html! { <menu::Menu /> },
        bill: |_| html! { <bill::Bill /> },
        about: about::draw,
        details: |detail, on_close| html! { <Details ..DetailsProps { detail, on_close } /> },
    }
}
