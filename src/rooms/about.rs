//! 关于: sources, what is reconstructed, edition, privacy, accessibility.

use crate::components::evidence::{mark_chip, mark_name};
use crate::session::SessionContext;
use crate::text::{self, Phrase};
use buqi_core::catalogue::{Mark, Reliability};
use yew::prelude::*;

pub fn draw(session: &SessionContext) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let part = |title: Phrase, body: Phrase| {
        html! { <><h2>{ lang.say(title) }</h2><p>{ lang.say(body) }</p></> }
    };
    let marks = [Mark::Quoted, Mark::Paraphrased, Mark::Own];
    html! {
        <section class="buqi-prose" aria-labelledby="about-title">
            <h1 id="about-title">{ lang.say(text::ABOUT) }</h1>
            { part(text::WHAT_IS, text::WHAT_IS_TEXT) }
            <p class="buqi-soft">{ lang.fill(text::N_FACTS, &[
                &catalogue.facts.iter().filter(|it| it.place.is_some()).count().to_string(),
                &catalogue.deficiencies.len().to_string(),
                &catalogue.items.len().to_string(),
            ]) }</p>
            <h2>{ lang.say(text::WHAT_RECONSTRUCTED) }</h2>
            <p>{ lang.of(&catalogue.notice) }</p>
            <h3>{ lang.say(text::MARKS) }</h3>
            <ul>
                { for marks.into_iter().map(|mark| {
                    let count = catalogue.items.iter().filter(|it| it.evidence.mark == mark).count();
                    html! {
                        <li>{ mark_chip(lang, mark) }{ " " }{ lang.fill(text::N_ITEMS, &[&count.to_string()]) }
                            <span class="buqi-hidden">{ lang.say(mark_name(mark)) }</span></li>
                    }
                }) }
            </ul>
            { part(text::NUMBERS, text::NUMBERS_TEXT) }
            { part(text::PRIVACY, text::PRIVACY_TEXT) }
            { part(text::ACCESSIBILITY, text::ACCESSIBILITY_TEXT) }
            <h2>{ lang.say(text::EDITION) }</h2>
            <p>{ &*catalogue.edition }</p>
            <h3>{ lang.say(text::FINGERPRINT) }</h3>
            <p><code>{ &*catalogue.fingerprint }</code></p>
            <h2>{ lang.say(text::SOURCES) }</h2>
            <ul class="buqi-sources">
                { for catalogue.sources.iter().map(|source| html! {
                    <li key={source.id.to_string()}>
                        { lang.of(&source.title) }
                        if let Some(year) = source.year { { lang.fill(text::BRACKETED, &[&year.to_string()]) } }
                        { " " }<span class="buqi-chip">{ lang.say(reliability(source.reliability)) }</span>
                        if let Some(address) = &source.address { <span class="buqi-address">{ &**address }</span> }
                    </li>
                }) }
            </ul>
        </section>
    }
}

fn reliability(reliability: Reliability) -> Phrase {
    match reliability {
        Reliability::Full => text::RELIABILITY_FULL,
        Reliability::Part => text::RELIABILITY_PART,
        Reliability::SecondHand => text::RELIABILITY_SECOND,
        Reliability::Own => text::RELIABILITY_OWN,
    }
}
