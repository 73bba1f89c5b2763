//! Where a survey was left, which the browser keeps beside the estates: the one
//! that was open, the order and the building group, and who surveys and how they
//! know.

use crate::components::provenance::{how_key, how_of};
use crate::ports::store::Store;
use crate::records;
use crate::session::{Order, Session};
use buqi_core::Catalogue;
use buqi_core::id::PlaceIdx;

const ORDER: &str = "order";
const GROUP: &str = "group";
const HOW: &str = "how";
const WHO: &str = "surveyor";

/// Of the orders that are no place.
const QUICK: &str = "quick";
const IMPORTANCE: &str = "importance";

pub fn recall(store: &Store, session: &mut Session) {
    session.estate = store
        .setting("open")
        .and_then(|key| records::of(store)?.open(&key));
    if let Some(order) = store.setting(ORDER) {
        session.order = order_of(session.catalogue, &order);
    }
    session.surveyor.how = store.setting(HOW).and_then(|it| how_of(&it));
    let group = store.setting(GROUP);
    session.row = group
        .zip(session.estate.as_ref())
        .and_then(|(group, estate)| {
            let mut groups = estate.dossier.survey.groups.iter();
            groups.position(|it| *it.id.as_str() == *group)
        })
        .unwrap_or_default();
}

pub fn remember(store: &Store, session: &Session) {
    let Session {
        order, surveyor, ..
    } = session;
    let estate = session.estate.as_ref();
    let group = estate.and_then(|it| it.dossier.survey.groups.get(session.row));
    store.set_setting(ORDER, order_key(session.catalogue, *order));
    store.set_setting(GROUP, group.map_or("", |it| it.id.as_str()));
    store.set_setting(HOW, surveyor.how.map_or("", how_key));
    store.set_setting(WHO, surveyor.name.as_deref().unwrap_or_default());
}

fn order_key(catalogue: &Catalogue, order: Order) -> &str {
    match order {
        Order::Quick => QUICK,
        Order::Importance => IMPORTANCE,
        Order::Place(place) => catalogue
            .places
            .get(usize::from(place.0))
            .map_or(QUICK, |it| it.id.as_str()),
    }
}

/// A place that the catalogue does not know any more is the order to begin with.
fn order_of(catalogue: &Catalogue, key: &str) -> Order {
    let mut places = catalogue.places.iter();
    match places.position(|it| it.id.as_str() == key) {
        Some(at) => Order::Place(PlaceIdx(at as u16)),
        None if key == IMPORTANCE => Order::Importance,
        None => Order::Quick,
    }
}
