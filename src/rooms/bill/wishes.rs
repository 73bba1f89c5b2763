//! 居民意愿: how many want each item, for the budget to weigh.

use crate::components::number_field::NumberField;
use crate::components::select::{Choice, select};
use crate::format;
use crate::ports::input;
use crate::session::{Action, OpenEstate, SessionContext, opened};
use crate::text;
use buqi_core::budget::{NEUTRAL, weights};
use buqi_core::estimate::Standing;
use buqi_core::id::ItemIdx;
use buqi_core::plan::Edit;
use buqi_core::terms::{Term, Wish};
use yew::prelude::*;

/// The most households a wish may be of; as many as an estate may have.
const MOST: f64 = 1_000_000.0;

/// One field for each chosen item that is put to a vote at all.
#[component]
pub fn Wishes() -> Html {
    let in_households = use_state(|| false);
    let session = use_context::<SessionContext>();
    let Some((session, estate)) = opened(&session) else {
        return Html::default();
    };
    let lang = session.lang;
    let items: Vec<ItemIdx> = session
        .catalogue
        .item_indices()
        .filter(|it| estate.estimate.standings.get(it.index()) == Some(&Standing::Chosen))
        .filter(|it| !estate.assessment.suggestion(*it).locked)
        .collect();
    if items.is_empty() {
        return html! { <p class="buqi-soft">{ lang.say(text::NO_WISHES) }</p> };
    }
    let choose = {
        let in_households = in_households.clone();
        Callback::from(move |event: Event| in_households.set(input::selected(&event) == "count"))
    };
    let choices = [
        Choice::new("percent", lang.say(text::WISH_PERCENT), !*in_households),
        Choice::new("count", lang.say(text::WISH_HOUSEHOLDS), *in_households),
    ];
    let entered = &estate.plan().terms.wishes;
    html! {
        <details class="buqi-folded" data-wishes="">
            <summary>{ lang.say(text::WISHES) }{ " " }{ lang.fill(text::N_ITEMS, &[&entered.len().to_string()]) }</summary>
            <p class="buqi-soft">{ lang.say(text::WISHES_HELP) }</p>
            if *in_households && estate.estimate.households.is_none() {
                <p class="buqi-warning">{ lang.say(text::WISH_OF_UNKNOWN) }</p>
            }
            { select("wish-unit", lang.say(text::WISH_UNIT), &choices, choose) }
            <ul class="buqi-wishes">
                { for items.iter().map(|it| wish(session, estate, *it, *in_households)) }
            </ul>
        </details>
    }
}

/// What was entered keeps its own unit; a new figure takes the one chosen.
fn wish(session: &SessionContext, estate: &OpenEstate, idx: ItemIdx, in_households: bool) -> Html {
    let lang = session.lang;
    let item = session.catalogue.item(idx);
    let wishes = &estate.plan().terms.wishes;
    let entered = wishes.get(&item.id).copied();
    let (in_households, value) = match entered {
        Some(Wish::Percent(percent)) => (false, Some(f64::from(percent))),
        Some(Wish::Households(households)) => (true, Some(f64::from(households))),
        None => (in_households, None),
    };
    let most = estate
        .estimate
        .households
        .map_or(MOST, |it| it.high().max(1.0));
    let (unit, max) = if in_households {
        (lang.say(text::HOUSEHOLDS_UNIT), most)
    } else {
        ("%", 100.0)
    };
    let on_change = {
        let (session, item) = (session.clone(), item.id.clone());
        Callback::from(move |value: Option<f64>| {
            let wish = value.map(|it| match in_households {
                true => Wish::Households(it as u32),
                false => Wish::Percent(it as u8),
            });
            let item = item.clone();
            session.dispatch(Action::Edit(Edit::Agree(Term::Wish { item, wish })));
        })
    };
    let weight = weights(session.catalogue, &estate.estimate, wishes)
        .into_iter()
        .find(|it| it.0 == idx)
        .map(|it| format::number(f64::from(it.1) / f64::from(NEUTRAL)));
    let name = lang.of(&item.name);
    html! {
        <li key={idx.0}>
            <span>{ name }</span>
            <NumberField id={format!("wish-{}", item.id.as_str())} label={lang.fill(text::WISH_FOR, &[name])}
                unit={unit} {lang} {value} min={0.0} {max} whole={true} {on_change} />
            if let Some(weight) = weight { <small class="buqi-soft">{ lang.fill(text::WISH_COUNTS, &[&weight]) }</small> }
        </li>
    }
}
