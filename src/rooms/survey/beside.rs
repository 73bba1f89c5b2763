//! The menu beside the questions, where there is room.

use crate::components::item_card::item_card;
use crate::rooms::menu;
use crate::session::{OpenEstate, SessionContext};
use crate::text;
use buqi_core::estimate::Standing;
use buqi_core::id::ItemIdx;
use yew::prelude::*;

pub fn draw(session: &SessionContext) -> Html {
    let Some(estate) = &session.estate else {
        return Html::default();
    };
    html! {
        <section class="buqi-beside" aria-labelledby="live-title">
            <h2 id="live-title">{ session.t(text::LIVE_MENU) }</h2>
            <p class="buqi-soft">{ menu::summary(session, estate) }</p>
            { live_items(session, estate) }
        </section>
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
