//! What a printed bill has and the screen does not: whose it is, of what day
//! and edition, and the sources in full.

use crate::components::details::far_off_by_hand;
use crate::components::item_card::declined;
use crate::format;
use crate::ports::clock;
use crate::session::{OpenEstate, SessionContext};
use crate::text;
use buqi_core::catalogue::{Catalogue, Evidence, Payer};
use buqi_core::estimate::Standing;
use buqi_core::id::{ItemIdx, SourceIdx};
use buqi_core::plan::Decision;
use std::collections::BTreeSet;
use yew::prelude::*;

pub fn head(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    html! {
        <div class="buqi-paper-head" data-paper="">
            <p class="buqi-paper-name">{ estate.dossier.name.to_string() }</p>
            <p>
                { lang.fill(text::PRINTED_ON, &[&clock::today()]) }{ " · " }
                { lang.of(&catalogue.title) }{ " · " }
                { lang.say(text::EDITION) }{ " " }{ catalogue.edition.to_string() }
            </p>
            <p>{ lang.of(&catalogue.notice) }</p>
        </div>
    }
}

/// What was dropped, with the reason, and what was put off.
pub fn left_out(session: &SessionContext, estate: &OpenEstate) -> Html {
    let (lang, catalogue) = (session.lang, session.catalogue);
    let decided = |item: ItemIdx| {
        let id = &catalogue.item(item).id;
        estate.plan().decisions.get(id).and_then(|it| match it {
            Decision::Accepted => None,
            Decision::Deferred => Some(lang.say(text::DEFERRED).to_owned()),
            Decision::Declined { reason } => Some(declined(lang, reason)),
        })
    };
    let items: Vec<(ItemIdx, String)> = catalogue
        .item_indices()
        .filter_map(|it| Some((it, decided(it)?)))
        .collect();
    if items.is_empty() {
        return Html::default();
    }
    html! {
        <div data-paper-left-out="">
            <h2>{ lang.say(text::NOT_DONE) }</h2>
            <ul>
                { for items.into_iter().map(|(item, why)| html! {
                    <li key={item.0}><b>{ lang.of(&catalogue.item(item).name) }</b>{ " · " }{ why }</li>
                }) }
            </ul>
        </div>
    }
}

/// The shares that people agreed on, and the subsidies they picked.
pub fn shares(session: &SessionContext, estate: &OpenEstate) -> Html {
    let (lang, catalogue) = (session.lang, session.catalogue);
    let terms = &estate.plan().terms;
    let told = |item: ItemIdx| {
        let item = catalogue.item(item);
        let entered = |payer: &Payer| {
            let share = *terms.shares.get(&item.id)?.get(&payer.id)?;
            let percent = format!("{}%", format::number(f64::from(share) / 100.0));
            Some(lang.fill(text::SHARE_OF_PAYER, &[lang.of(&payer.name), &percent]))
        };
        let mut said: Vec<String> = catalogue.payers.iter().filter_map(entered).collect();
        if let Some(picked) = terms.subsidies.get(&item.id) {
            let subsidy = catalogue.subsidies.iter().find(|it| it.id == *picked);
            said.extend(subsidy.map(|it| lang.of(&it.name).to_owned()));
        }
        (!said.is_empty()).then(|| {
            html! { <li><b>{ lang.of(&item.name) }</b>{ " · " }{ lang.list(&said) }</li> }
        })
    };
    let told: Vec<Html> = catalogue.item_indices().filter_map(told).collect();
    if told.is_empty() {
        return Html::default();
    }
    html! {
        <div data-paper-shares="">
            <h2>{ lang.say(text::AGREED_SHARES) }</h2>
            <ul>{ for told }</ul>
        </div>
    }
}

/// Quantities that a person set, and what the person wrote to it.
pub fn by_hand(session: &SessionContext, estate: &OpenEstate) -> Html {
    let (lang, catalogue) = (session.lang, session.catalogue);
    let set = estate.estimate.lines.iter().filter(|it| it.overridden);
    let told = set.filter_map(|it| {
        let item = catalogue.item(it.item);
        let line = item.lines.get(it.line)?;
        let set = estate.plan().overrides.get(&(item.id.clone(), line.id.clone()))?;
        let note = match &*set.note {
            "" => lang.say(text::NO_NOTE),
            note => note,
        };
        Some(html! {
            <li>
                <b>{ lang.of(&item.name) }{ " · " }{ lang.of(&line.label) }{ " " }{ format::amount(lang, catalogue, line.unit, it.quantity) }</b>
                { " · " }{ note.to_owned() }{ " " }{ far_off_by_hand(session, estate, it.item, it.line) }
            </li>
        })
    });
    let told: Vec<Html> = told.collect();
    if told.is_empty() {
        return Html::default();
    }
    html! {
        <div data-paper-by-hand="">
            <h2>{ lang.say(text::BY_HAND) }</h2>
            <ul>{ for told }</ul>
        </div>
    }
}

/// Every document that the chosen items, their prices and votes and the steps
/// to the total rest on.
pub fn sources(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let used = used(catalogue, estate);
    html! {
        <div class="buqi-paper-sources" data-paper-sources="">
            <h2>{ lang.say(text::SOURCES) }</h2>
            <ol>
                { for used.iter().map(|it| {
                    let source = catalogue.source(*it);
                    html! {
                        <li key={it.0}>
                            { lang.of(&source.title) }
                            if let Some(year) = source.year { { lang.fill(text::BRACKETED, &[&year.to_string()]) } }
                            if let Some(address) = &source.address { <small>{ " " }{ address.to_string() }</small> }
                        </li>
                    }
                }) }
            </ol>
        </div>
    }
}

fn used(catalogue: &Catalogue, estate: &OpenEstate) -> BTreeSet<SourceIdx> {
    let estimate = &estate.estimate;
    let region = estate.plan().terms.region(catalogue);
    let mut evidences: Vec<&Evidence> = Vec::new();
    for idx in catalogue.item_indices() {
        if estimate.standings.get(idx.index()) != Some(&Standing::Chosen) {
            continue;
        }
        let item = catalogue.item(idx);
        evidences.push(&item.evidence);
        evidences.extend(item.consent.map(|it| &catalogue.consent(it).evidence));
        let prices = item.lines.iter().filter_map(|it| it.price);
        evidences.extend(prices.map(|it| {
            let from = catalogue.priced(it, region).from;
            &catalogue.price(from).evidence
        }));
    }
    if let Some(project) = &catalogue.project {
        let steps = [project.fees, project.contingency];
        evidences.extend(steps.map(|it| &catalogue.convention(it).evidence));
    }
    let works = estimate.savings.iter();
    let works = works.filter_map(|it| catalogue.shared_works.get(it.bundle));
    evidences.extend(works.map(|it| &it.evidence));
    evidences.iter().filter_map(|it| it.source).collect()
}
