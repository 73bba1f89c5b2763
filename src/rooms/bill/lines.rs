//! The lines of the plan, what has no price, and what is counted once.

use super::{less, names, nothing_priced, range_beside};
use crate::components::class_tag::{class_of, class_style};
use crate::components::details::{ask_button, far_off_by_hand, netted_by};
use crate::components::evidence::{evidence, note_text};
use crate::format;
use crate::session::{Action, Detail, OpenEstate, SessionContext};
use crate::text::{self, Phrase};
use buqi_core::estimate::{Line, Standing, Unpriced};
use buqi_core::id::ItemIdx;
use buqi_core::land::{LandVerdict, land_balance};
use buqi_core::money::Fen;
use buqi_core::quantity::Amount;
use buqi_core::survey::Reply;
use yew::prelude::*;

pub fn draw(session: &SessionContext, estate: &OpenEstate) -> Html {
    html! { <>{ lines(session, estate) }{ unpriced(session, estate) }{ netted(session, estate) }{ savings(session, estate) }{ land(session, estate) }</> }
}

fn show_line(session: &SessionContext, item: ItemIdx, line: usize) -> Callback<MouseEvent> {
    let session = session.clone();
    Callback::from(move |_| session.dispatch(Action::Show(Some(Detail::Line { item, line }))))
}

/// The chosen lines in a table; the undecided ones in another, folded away.
fn lines(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let (chosen, undecided): (Vec<&Line>, Vec<&Line>) = estate
        .estimate
        .lines
        .iter()
        .partition(|it| it.standing == Standing::Chosen);
    html! {
        <>
            <h2>{ lang.say(text::LINES) }</h2>
            if chosen.is_empty() { <p class="buqi-empty">{ nothing_priced(lang, &estate.estimate) }</p> } else { { table(session, estate, text::LINES, &chosen) } }
            if !undecided.is_empty() {
                <details class="buqi-folded">
                    <summary>{ lang.say(text::UNDECIDED) }{ " " }{ lang.fill(text::N_LINES, &[&undecided.len().to_string()]) }</summary>
                    <p class="buqi-soft">{ lang.say(text::UNDECIDED_COUNTS) }</p>
                    { table(session, estate, text::UNDECIDED, &undecided) }
                </details>
            }
        </>
    }
}

fn table(session: &SessionContext, estate: &OpenEstate, name: Phrase, lines: &[&Line]) -> Html {
    let lang = session.lang;
    let head = |phrase: Phrase| html! { <th scope="col">{ lang.say(phrase) }</th> };
    html! {
        <table class="buqi-lines buqi-figures" aria-label={lang.say(name)}>
            <thead>
                <tr>{ head(text::ITEM) }{ head(text::QUANTITY) }{ head(text::UNIT_PRICE) }{ head(text::COST) }</tr>
            </thead>
            <tbody>{ for lines.iter().map(|line| row(session, estate, line)) }</tbody>
        </table>
    }
}

fn row(session: &SessionContext, estate: &OpenEstate, line: &Line) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let item = catalogue.item(line.item);
    let Some(scope) = item.lines.get(line.line) else {
        return Html::default();
    };
    let basis = if line.overridden {
        lang.say(text::SET_BY_HAND)
    } else {
        format::basis(lang, line.quantity.basis())
    };
    let name = lang.of(&item.name);
    let quantity = format::amount(lang, catalogue, scope.unit, line.quantity);
    let label = format!(
        "{name} {} {quantity} · {}",
        lang.of(&scope.label),
        lang.say(text::HOW)
    );
    html! {
        <tr class={class_style(class_of(item))} key={format!("{}-{}", line.item.0, line.line)} data-line={format!("{}/{}", item.id, scope.id)}>
            <th scope="row" data-name={lang.say(text::ITEM)}>
                { name }
                <small class="buqi-soft">{ lang.of(&scope.label) }</small>
                if line.standing == Standing::Undecided { <span class="buqi-chip buqi-open">{ lang.say(text::UNDECIDED) }</span> }
            </th>
            <td data-name={lang.say(text::QUANTITY)}>
                <button type="button" class="buqi-link" onclick={show_line(session, line.item, line.line)} aria-label={label}>{ quantity }</button>
                <small class="buqi-soft">{ basis }</small>
                { far_off_by_hand(session, estate, line.item, line.line) }
            </td>
            <td data-name={lang.say(text::UNIT_PRICE)}>{ format::money(lang, line.price.typical) }</td>
            <td data-name={lang.say(text::COST)}>
                <b>{ match (line.standing, line.if_needed().typical()) {
                    (Standing::Undecided, Fen(0)) => lang.say(text::UNDECIDED).to_owned(),
                    (Standing::Undecided, needed) => lang.fill(text::IF_NEEDED, &[&format::money(lang, needed)]),
                    _ => format::typical(lang, line.cost.low(), line.cost.typical(), line.cost.high()),
                } }</b>
                { range_beside(lang, line.cost) }
            </td>
        </tr>
    }
}

/// What the sum leaves out: the chosen part in the open, the rest folded.
fn unpriced(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let (chosen, undecided): (Vec<&Unpriced>, Vec<&Unpriced>) = estate
        .estimate
        .unpriced
        .iter()
        .partition(|it| it.standing == Standing::Chosen);
    if chosen.is_empty() && undecided.is_empty() {
        return Html::default();
    }
    let list = |lines: &[&Unpriced]| {
        html! {
            <ul class="buqi-unpriced">{ for lines.iter().map(|it| unpriced_line(session, it)) }</ul>
        }
    };
    html! {
        <>
            <h2>{ lang.say(text::UNPRICED) }</h2>
            <p class="buqi-soft">{ lang.say(text::UNPRICED_HELP) }</p>
            { list(&chosen) }
            if !undecided.is_empty() {
                <details class="buqi-folded">
                    <summary>{ lang.say(text::UNDECIDED) }{ " " }{ lang.fill(text::N_LINES, &[&undecided.len().to_string()]) }</summary>
                    { list(&undecided) }
                </details>
            }
        </>
    }
}

fn unpriced_line(session: &SessionContext, line: &Unpriced) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let item = catalogue.item(line.item);
    let Some(scope) = item.lines.get(line.line) else {
        return Html::default();
    };
    let why = if line.no_price {
        text::NO_PRICE
    } else {
        text::NO_QUANTITY
    };
    let missing: Vec<String> = line
        .missing
        .iter()
        .take(4)
        .map(|fact| lang.of(&catalogue.fact(fact).label).to_owned())
        .collect();
    html! {
        <li key={format!("{}-{}", line.item.0, line.line)}>
            <button type="button" class="buqi-link" onclick={show_line(session, line.item, line.line)}>
                { lang.of(&item.name) }{ " · " }{ lang.of(&scope.label) }
            </button>
            { " " }{ lang.say(why) }
            if let Some(quantity) = line.quantity { { " · " }{ format::amount(lang, catalogue, scope.unit, quantity) } }
            if let Some(estate) = &session.estate { { " " }{ far_off_by_hand(session, estate, line.item, line.line) } }
            if !missing.is_empty() { <span class="buqi-soft">{ " · " }{ lang.say(text::TO_ASK) }{ " " }{ lang.list(&missing) }</span> }
        </li>
    }
}

fn netted(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    if estate.estimate.netted.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h2>{ lang.say(text::NETTED) }</h2>
            <ul>
                { for estate.estimate.netted.iter().filter_map(|it| {
                    let overlap = catalogue.overlaps.get(it.overlap)?;
                    Some(html! {
                        <li>
                            <b>{ lang.of(&catalogue.item(it.covered).name) }</b>{ " " }
                            { netted_by(lang, catalogue, it) }
                            <p class="buqi-soft">{ lang.of(&overlap.reason) }</p>
                        </li>
                    })
                }) }
            </ul>
        </>
    }
}

/// What is saved by digging once, one line for each shared work.
fn savings(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    if estate.estimate.savings.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h2>{ lang.say(text::SAVINGS) }</h2>
            if estate.estimate.savings.len() > 1 { <p class="buqi-soft">{ lang.say(text::SAVINGS_RANGES) }</p> }
            <ul data-savings="">
                { for estate.estimate.savings.iter().filter_map(|saving| {
                    let work = catalogue.shared_works.get(saving.bundle)?;
                    let cheaper: Vec<ItemIdx> = saving.lines.iter().map(|it| it.0).collect();
                    let host = lang.of(&catalogue.item(saving.borne_by.0).name);
                    Some(html! {
                        <li key={saving.bundle}>
                            <b>{ lang.of(&work.name) }</b>{ " " }
                            { less(lang, saving.at_typical, saving.range(), format::money) }
                            <p>{ lang.fill(text::SAVED_BY, &[&names(session, &cheaper), host]) }</p>
                            <p class="buqi-soft">{ note_text(lang, &work.reason) }</p>
                            { evidence(lang, catalogue, &work.evidence) }
                        </li>
                    })
                }) }
            </ul>
        </>
    }
}

/// Whether bays, grounds and gardens find room together.
fn land(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let balance = land_balance(session.catalogue, &estate.assessment, &estate.estimate);
    let Some(balance) = balance.filter(|it| it.verdict != LandVerdict::NothingNeeded) else {
        return Html::default();
    };
    let Some(free) = session
        .catalogue
        .free_land
        .map(|it| session.catalogue.fact(it))
    else {
        return Html::default();
    };
    let area = |it: Amount| {
        let reply = |it: f64| format::reply(lang, session.catalogue, free, &Reply::Number(it));
        if it.is_exact() {
            return reply(it.typical());
        }
        let [low, high] = [it.low(), it.high()].map(|it| format::number(it.round()));
        if it.typical() == 0.0 {
            return format!("{low}–{}", reply(it.high().round()));
        }
        let typical = reply(it.typical().round());
        typical + &lang.fill(text::BRACKETED, &[&format!("{low}–{high}")])
    };
    let mut said = vec![lang.fill(text::LAND_NEEDED, &[&area(balance.needed)])];
    said.extend(
        balance
            .free
            .map(|it| lang.fill(text::LAND_FREE, &[&area(it)])),
    );
    if balance.open.high() > 0.0 {
        said.push(lang.fill(text::LAND_OPEN, &[&area(balance.open)]));
    }
    let (verdict, style) = match balance.verdict {
        LandVerdict::Enough => (text::LAND_ENOUGH, ""),
        LandVerdict::Tight => (text::LAND_TIGHT, "buqi-warning"),
        LandVerdict::Short => (text::LAND_SHORT, "buqi-warning"),
        LandVerdict::NotKnown | LandVerdict::NothingNeeded => (text::NOT_KNOWN_YET, ""),
    };
    html! {
        <>
            <h2>{ lang.say(text::LAND) }</h2>
            <div class={classes!("buqi-panel", style)} data-land="">
                <p><b>{ lang.say(verdict) }</b>{ " · " }{ said.join(" · ") }</p>
                if balance.free.is_none() { { ask_button(session, balance.free_fact, 0) } }
            </div>
            <ul data-land-uses="">
                { for balance.uses.iter().map(|it| html! {
                    <li>
                        { land_line(session, it.item, it.line) }{ " " }{ area(it.land) }
                        if it.standing == Standing::Undecided { { " " }<span class="buqi-chip buqi-open">{ lang.say(text::UNDECIDED) }</span> }
                    </li>
                }) }
                { for balance.unknown.iter().map(|(item, line)| html! {
                    <li>{ land_line(session, *item, *line) }{ " " }{ lang.say(text::NO_QUANTITY) }</li>
                }) }
            </ul>
        </>
    }
}

/// What takes ground: the item and which part of it.
fn land_line(session: &SessionContext, item: ItemIdx, line: usize) -> String {
    let lang = session.lang;
    let item = session.catalogue.item(item);
    let label = item.lines.get(line).map_or("", |it| lang.of(&it.label));
    format!("{} · {label}", lang.of(&item.name))
}
