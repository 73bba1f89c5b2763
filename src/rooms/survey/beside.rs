//! The menu beside the questions, where there is room.

use crate::components::item_card::item_card;
use crate::ports::room;
use crate::rooms::menu;
use crate::session::{OpenEstate, SessionContext};
use crate::text;
use buqi_core::estimate::Standing;
use buqi_core::id::ItemIdx;
use yew::prelude::*;

/// Drawn only while the style sheet gives it room: on a phone it would cost each
/// tap as much as the questions do.
#[component]
pub fn Beside() -> Html {
    let place = use_node_ref();
    let has_room = use_state(|| false);
    {
        let (place, set) = (place.clone(), has_room.setter());
        use_effect_with((), move |()| {
            let watch = room::watch(&place, move |has_room| set.set(has_room));
            move || drop(watch)
        });
    }
    let session = use_context::<SessionContext>();
    let drawn = session.filter(|_| *has_room).and_then(|session| {
        let estate = session.estate.as_ref()?;
        Some(html! {
            <>
                <h2 id="live-title">{ session.t(text::LIVE_MENU) }</h2>
                <p class="buqi-soft">{ menu::summary(&session, estate) }</p>
                { live_items(&session, estate) }
            </>
        })
    });
    html! {
        <section ref={place} class="buqi-beside" aria-labelledby="live-title">{ drawn.unwrap_or_default() }</section>
    }
}

/// Enough to show what an answer may bring, not the whole menu.
const MAX_OPEN: usize = 6;

/// What is chosen, and under it the next few that wait for an answer.
fn live_items(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let of = |standing: Standing| {
        session
            .catalogue
            .item_indices()
            .filter(|it| estate.estimate.standings.get(it.index()) == Some(&standing))
            .collect::<Vec<ItemIdx>>()
    };
    let (chosen, open) = (of(Standing::Chosen), of(Standing::Undecided));
    let cards = |items: &[ItemIdx]| -> Html {
        items
            .iter()
            .map(|item| item_card(session, *item, true))
            .collect()
    };
    html! {
        <>
            if chosen.is_empty() { <p class="buqi-empty">{ lang.say(text::LIVE_EMPTY) }</p> }
            { cards(&chosen) }
            if !open.is_empty() {
                <h3>{ lang.say(text::LIVE_OPEN) }</h3>
                { cards(open.get(..MAX_OPEN.min(open.len())).unwrap_or_default()) }
            }
        </>
    }
}
