//! 敏感性: which questions, conventions and prices move the total most.

use super::act;
use crate::components::details::ask_button;
use crate::format;
use crate::session::{Action, Detail, SessionContext};
use crate::text;
use buqi_core::money::Fen;
use buqi_core::sensitivity::{Input, Sensitivity, Swing, sensitivity};
use yew::prelude::*;

const N_SHOWN: usize = 5;

/// Worked out only while it is on the screen: it is a hundred estimates.
#[component]
pub fn Tornado() -> Html {
    let session = use_context::<SessionContext>();
    let revision = session.as_ref().map(|it| it.revision);
    let found = use_memo(revision, |_| {
        let session = session.as_ref()?;
        let estate = session.estate.as_ref()?;
        let survey = &estate.dossier.survey;
        Some(sensitivity(
            session.catalogue,
            survey,
            &estate.assessment,
            estate.plan(),
        ))
    });
    let (Some(session), Some(found)) = (&session, &*found) else {
        return Html::default();
    };
    let lang = session.lang;
    let is_priced = session
        .estate
        .as_ref()
        .is_some_and(|it| it.estimate.is_priced());
    let swings = found.top(N_SHOWN);
    if swings.is_empty() {
        return Html::default();
    }
    let ends = |it: &Swing| [it.at_low.min(it.at_high), it.at_low.max(it.at_high)];
    let least = swings
        .iter()
        .map(|it| ends(it)[0])
        .min()
        .unwrap_or(found.total);
    let most = swings
        .iter()
        .map(|it| ends(it)[1])
        .max()
        .unwrap_or(found.total);
    html! {
        <>
            <h2>{ lang.say(text::TORNADO) }</h2>
            <p class="buqi-soft">
                if is_priced { { lang.fill(text::TORNADO_HELP, &[&format::money(lang, found.total)]) } }
                else { { lang.say(text::TORNADO_UNPRICED) } }
            </p>
            <ol class="buqi-gantt" data-tornado="">
                { for swings.iter().map(|it| swing(session, found, it, ends(it), [least, most])) }
            </ol>
        </>
    }
}

/// The way to where a price or a convention is used, with its source.
fn working(session: &SessionContext, swing: &Swing) -> Html {
    let Some(item) = swing.items.first() else {
        return Html::default();
    };
    let name = session.lang.of(&session.catalogue.item(*item).name);
    let show = act(session, Action::Show(Some(Detail::Item(*item))));
    html! {
        <button type="button" class="buqi-link buqi-ask" onclick={show}>{ session.lang.fill(text::SEE_ITEM, &[name]) }</button>
    }
}

fn swing(
    session: &SessionContext,
    found: &Sensitivity,
    swing: &Swing,
    [low, high]: [Fen; 2],
    [least, most]: [Fen; 2],
) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let (kind, name, ask) = match swing.input {
        Input::Fact(fact) => {
            let row = swing.rows.first().copied().unwrap_or_default();
            let name = lang.of(&catalogue.fact(fact).label);
            (text::KIND_QUESTION, name, ask_button(session, fact, row))
        }
        Input::Convention(it) => (
            text::CONVENTION,
            lang.of(&catalogue.convention(it).name),
            working(session, swing),
        ),
        Input::Price(it) => (
            text::UNIT_PRICE,
            lang.of(&catalogue.price(it).name),
            working(session, swing),
        ),
    };
    let whole = (most.0 - least.0).max(1) as f64;
    let x = |it: Fen| 1000.0 * (it.0 - least.0) as f64 / whole;
    html! {
        <li>
            <div>
                <b>{ name }</b>{ " " }<span class="buqi-chip">{ lang.say(kind) }</span>{ " " }{ ask }
                <span class="buqi-when">{ format::money_range(lang, low, high) }</span>
            </div>
            <svg viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">
                <rect class="buqi-cause" x={format::fixed(x(low), 1)} y="3" width={format::fixed((x(high) - x(low)).max(2.0), 1)} height="14" />
                <path class="buqi-middle" d={format!("M{} 0V20", format::fixed(x(found.total), 1))} />
            </svg>
        </li>
    }
}
