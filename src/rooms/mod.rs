//! The rooms: each turns the session into what is on the screen.

pub mod about;
pub mod bill;
pub mod deficiencies;
pub mod estates;
pub mod menu;
pub mod survey;

use crate::later::{self, Later};
use crate::ports::store::Store;
use crate::session::{Action, Room, Session, SessionContext};
use crate::text::{self, Phrase};
use buqi_core::Truth;
use std::rc::Rc;
use yew::prelude::*;

pub fn name(room: Room) -> Phrase {
    match room {
        Room::Estates => text::ESTATES,
        Room::Survey => text::SURVEY,
        Room::Deficiencies => text::DEFICIENCIES,
        Room::Menu => text::MENU,
        Room::Bill => text::BILL,
        Room::About => text::ABOUT,
    }
}

/// The figure beside a room's name, where it has one.
pub fn count(room: Room, session: &Session) -> Option<usize> {
    match room {
        Room::Deficiencies => session.estate.as_ref().map(|estate| {
            let findings = &estate.assessment.findings;
            findings.iter().filter(|it| it.truth == Truth::Yes).count()
        }),
        Room::Menu => Some(session.catalogue.items.len()),
        _ => None,
    }
}

pub fn draw(session: &SessionContext, store: &Rc<Store>) -> Html {
    let draw = match session.room {
        Room::Estates => return estates::draw(session, store),
        Room::Survey => return survey::draw(session),
        Room::Deficiencies => {
            |later: Later, session: &SessionContext| (later.deficiencies)(session)
        }
        Room::Menu => |later: Later, _: &SessionContext| (later.menu)(),
        Room::Bill => |later: Later, _: &SessionContext| (later.bill)(),
        Room::About => |later: Later, session: &SessionContext| (later.about)(session),
    };
    match later::of(session) {
        Some(later) => draw(later, session),
        // The page keeps its heading.
        None => html! {
            <section>
                <h1>{ session.t(name(session.room)) }</h1>
                { later::draw(session, |_| Html::default()) }
            </section>
        },
    }
}

/// What a room shows while no estate is open.
pub fn nothing_open(session: &SessionContext) -> Html {
    let go = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.dispatch(Action::Go(Room::Estates)))
    };
    html! {
        <section class="buqi-empty">
            <h1>{ session.t(text::NO_ESTATE) }</h1>
            <p>{ session.t(text::NO_ESTATE_WAY) }</p>
            <button class="buqi-primary" type="button" onclick={go}>{ session.t(text::GO_ESTATES) }</button>
        </section>
    }
}
