//! Where a walk goes on when nothing is left to ask here: the next building
//! group, another place, or whatever matters most.

use crate::rooms::survey::n_open;
use crate::session::{Action, OpenEstate, Order, SessionContext};
use crate::text;
use buqi_core::id::PlaceIdx;
use yew::prelude::*;

pub fn onward(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let go = |key: String, name: String, n_open: usize, action: fn(usize) -> Action, at: usize| {
        let session = session.clone();
        let onclick = Callback::from(move |_: MouseEvent| session.dispatch(action(at)));
        html! {
            <button type="button" {onclick} key={key.clone()} data-onward={key}>
                { lang.fill(text::PLACE_LEFT, &[&name, &n_open.to_string()]) }
            </button>
        }
    };
    let groups = &estate.dossier.survey.groups;
    let next_group = (1..groups.len())
        .map(|it| (session.row + it) % groups.len())
        .find(|it| n_open(session, estate, session.order, *it) > 0)
        .and_then(|row| Some((row, groups.get(row)?)))
        .filter(|_| session.order != Order::Importance);
    let places = session.catalogue.places.iter().enumerate();
    let places = places.filter_map(|(at, place)| {
        let order = Order::Place(PlaceIdx(at as u16));
        let n_open = n_open(session, estate, order, session.row);
        (n_open > 0).then(|| {
            let to = |at: usize| Action::Order(Order::Place(PlaceIdx(at as u16)));
            go(
                place.id.to_string(),
                lang.of(&place.name).to_owned(),
                n_open,
                to,
                at,
            )
        })
    });
    let by_importance = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.dispatch(Action::Order(Order::Importance)))
    };
    html! {
        <div class="buqi-onward" role="group" aria-label={lang.say(text::GO_ON)}>
            <p>{ lang.say(text::GO_ON) }</p>
            if let Some((row, group)) = next_group {
                { go("group".to_owned(), group.label.to_string(), n_open(session, estate, session.order, row), Action::Row, row) }
            }
            { for places }
            if session.order != Order::Importance {
                <button type="button" onclick={by_importance} data-onward="importance">{ lang.say(text::BY_IMPORTANCE) }</button>
            }
        </div>
    }
}
