//! From works to the project total, and why the range is as wide as it is.

use super::order::years_of;
use super::{agree, less, nothing_priced, range_beside, years_cost};
use crate::components::evidence::evidence;
use crate::components::select::{Choice, select};
use crate::format;
use crate::ports::input;
use crate::session::{OpenEstate, SessionContext};
use crate::text::{self, Lang, Phrase};
use buqi_core::estimate::Standing;
use buqi_core::id::{ConventionIdx, RegionId};
use buqi_core::money::{Cost, Fen};
use buqi_core::project::build_up;
use buqi_core::terms::Term;
use yew::prelude::*;

pub fn draw(session: &SessionContext, estate: &OpenEstate) -> Html {
    html! { <>{ project(session, estate) }{ region(session, estate) }{ causes(session, estate) }<super::tornado::Tornado /></> }
}

/// Works, other fees, contingency and total, as an approval lists them.
fn project(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let Some(project) = build_up(session.catalogue, &estate.estimate) else {
        return Html::default();
    };
    let row = |name: Phrase, cost: Cost, by: Option<ConventionIdx>| {
        let share = by.map(|it| {
            let convention = session.catalogue.convention(it);
            let percent = format!("{}%", format::number(convention.typical * 100.0));
            lang.fill(text::SHARE_OF, &[&percent])
        });
        html! {
            <tr class={(name == text::TOTAL).then_some("buqi-total-row")}>
                <th scope="row">
                    { lang.say(name) }
                    if let Some(share) = share { <small class="buqi-soft">{ share }</small> }
                </th>
                <td data-name={lang.say(text::COST)}>
                    <b>{ in_full(lang, cost) }</b>
                    { range_beside(lang, cost) }
                </td>
            </tr>
        }
    };
    let evidences = [project.fees.by, project.contingency.by];
    html! {
        <>
            <h2>{ lang.say(text::BUILD_UP) }</h2>
            if estate.estimate.is_priced() {
                <table class="buqi-lines buqi-figures" aria-label={lang.say(text::BUILD_UP)} data-project="">
                    <tbody>
                        { saved(session, estate) }
                        { row(text::WORKS, project.works.cost, None) }
                        { row(text::FEES, project.fees.cost, project.fees.by) }
                        { row(text::CONTINGENCY, project.contingency.cost, project.contingency.by) }
                        { row(text::TOTAL, project.total, None) }
                    </tbody>
                </table>
                <p class="buqi-soft">{ lang.say(text::ROUNDED_EACH) }</p>
                <p><b>{ lang.fill(text::LIKELY, &[&format::cost_range(lang, project.likely)]) }</b></p>
                <p class="buqi-soft">{ lang.say(text::LIKELY_HELP) }</p>
                { years_cost(lang, &years_of(session, estate, estate.plan()), &estate.estimate) }
            } else {
                <p class="buqi-empty">{ nothing_priced(lang, &estate.estimate) }</p>
            }
            if project.open.n_items > 0 {
                <p data-open="">
                    <span class="buqi-hatch" aria-hidden="true"></span>{ " " }
                    { lang.fill(text::OPEN_PART, &[
                        &project.open.n_items.to_string(),
                        &format::money(lang, project.open.if_all),
                        &format::money(lang, project.open.likely),
                        &format::money(lang, project.open.total.high()),
                    ]) }
                </p>
            }
            <details>
                <summary>{ lang.say(text::EVIDENCE) }</summary>
                { for evidences.into_iter().flatten().map(|it| {
                    let convention = session.catalogue.convention(it);
                    html! { <><p>{ lang.of(&convention.name) }</p>{ evidence(lang, session.catalogue, &convention.evidence) }</> }
                }) }
            </details>
        </>
    }
}

/// A sum to be added up, or its range where it is typically nothing.
fn in_full(lang: Lang, cost: Cost) -> String {
    match cost.typical() {
        Fen(0) => format::cost_range(lang, cost),
        typical => format::money_in_full(lang, typical),
    }
}

/// How the items, each by itself, come to the works.
fn saved(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let estimate = &estate.estimate;
    if estimate.savings.is_empty() {
        return Html::default();
    }
    let chosen = estimate.lines.iter();
    let chosen = chosen.filter(|it| it.standing == Standing::Chosen);
    let items: Cost = chosen.map(|it| it.cost).sum();
    let saved = super::saved(estimate);
    html! {
        <>
            <tr>
                <th scope="row">{ lang.say(text::WORKS_BEFORE) }</th>
                <td data-name={lang.say(text::COST)}>
                    <b>{ in_full(lang, items) }</b>
                    { range_beside(lang, items) }
                </td>
            </tr>
            <tr data-saved="">
                <th scope="row">{ lang.say(text::SAVINGS) }</th>
                <td data-name={lang.say(text::COST)}>
                    { less(lang, saved.typical, saved.range(), format::money_in_full) }
                </td>
            </tr>
        </>
    }
}

/// Whose prices hold, and what is known of them.
fn region(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let picked = estate.plan().terms.region(catalogue);
    let mut choices = vec![Choice::new(
        "",
        lang.say(text::REGION_OF_BOOK),
        picked.is_none(),
    )];
    for (at, it) in catalogue.regions.iter().enumerate() {
        let chosen = picked.is_some_and(|it| it.index() == at);
        choices.push(Choice::new(it.id.as_str(), lang.of(&it.name), chosen));
    }
    let on_change = agree(session, |event: Event| {
        Some(Term::Region(RegionId::new(&input::selected(&event)).ok()))
    });
    let known = match picked {
        None => lang.say(text::NO_REGION).to_owned(),
        Some(it) => {
            let region = catalogue.region(it);
            let name = lang.of(&region.name);
            match region.factor {
                Some(factor) => lang.fill(text::REGION_FACTOR, &[name, &format::precise(factor)]),
                None => lang.fill(text::NO_FACTOR, &[name]),
            }
        }
    };
    html! {
        <div data-region="">
            { select("price-region", lang.say(text::PRICE_REGION), &choices, on_change) }
            <p class="buqi-soft">{ known }</p>
            if let Some(it) = picked { { evidence(lang, catalogue, &catalogue.region(it).evidence) } }
        </div>
    }
}

/// Three bars on one scale: how far each cause alone spreads the total.
fn causes(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let causes = estate.estimate.causes;
    let rows = [
        (text::CAUSE_PRICES, causes.prices),
        (text::CAUSE_QUANTITIES, causes.quantities),
        (text::CAUSE_ANSWERS, causes.answers),
    ];
    // What spreads nothing is no cause.
    let rows: Vec<(Phrase, i64)> = rows.into_iter().filter(|it| it.1 > 0).collect();
    let Some(most) = rows.iter().map(|it| it.1).max() else {
        return Html::default();
    };
    html! {
        <>
            <h2>{ lang.say(text::CAUSES) }</h2>
            <dl class="buqi-causes">
                { for rows.iter().map(|(name, fen)| {
                    let width = 100.0 * *fen as f64 / most as f64;
                    html! {
                        <>
                            <dt>{ lang.say(*name) }</dt>
                            <dd>
                                <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                                    <rect class="buqi-cause" x="0" y="0" width={format::fixed(width, 2)} height="8" />
                                </svg>
                                <span>{ format::money(lang, Fen(*fen)) }</span>
                            </dd>
                        </>
                    }
                }) }
            </dl>
            <p class="buqi-soft">{ lang.say(text::CAUSES_HELP) }</p>
        </>
    }
}
