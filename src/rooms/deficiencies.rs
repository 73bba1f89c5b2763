//! 缺口: what is missing, worst first, with its evidence.

use crate::components::details::answered_by;
use crate::components::evidence::mark_chip;
use crate::components::item_card::tally_text;
use crate::components::photos;
use crate::session::{Action, Detail, OpenEstate, SessionContext};
use crate::text::{self, Phrase};
use buqi_core::Truth;
use buqi_core::catalogue::{Deficiency, Gate, Severity, Urgency};
use buqi_core::findings::Finding;
use buqi_core::photos::About;
use yew::prelude::*;

pub fn draw(session: &SessionContext) -> Html {
    let Some(estate) = &session.estate else {
        return super::nothing_open(session);
    };
    let lang = session.lang;
    let present = sorted(session, estate, Truth::Yes);
    let open = sorted(session, estate, Truth::Unknown);
    let absent = sorted(session, estate, Truth::No);
    let (bottom, improvement): (Vec<&Finding>, Vec<&Finding>) = present
        .iter()
        .partition(|it| session.catalogue.deficiency(it.deficiency).gate == Gate::BottomLine);
    html! {
        <section aria-labelledby="deficiencies-title">
            <h1 id="deficiencies-title">{ lang.say(text::DEFICIENCIES) }</h1>
            if present.is_empty() { <p class="buqi-empty">{ lang.say(text::NOTHING_PRESENT) }</p> }
            { group(session, text::BOTTOM_LINE, text::BOTTOM_LINE_HELP, &bottom) }
            { group(session, text::IMPROVEMENT, text::IMPROVEMENT_HELP, &improvement) }
            { folded(session, text::OPEN_FINDINGS, &open) }
            { folded(session, text::ABSENT, &absent) }
            { photos::others(session) }
        </section>
    }
}

fn sorted<'a>(session: &SessionContext, estate: &'a OpenEstate, truth: Truth) -> Vec<&'a Finding> {
    let mut findings: Vec<&Finding> = estate
        .assessment
        .findings
        .iter()
        .filter(|it| it.truth == truth)
        .collect();
    findings.sort_by_key(|it| {
        let deficiency = session.catalogue.deficiency(it.deficiency);
        (
            deficiency.gate,
            deficiency.urgency,
            deficiency.severity.is_none(),
            deficiency.severity,
            it.deficiency,
        )
    });
    findings
}

fn group(session: &SessionContext, name: Phrase, help: Phrase, findings: &[&Finding]) -> Html {
    if findings.is_empty() {
        return Html::default();
    }
    let lang = session.lang;
    html! {
        <section>
            <h2>{ lang.say(name) }{ " " }<small>{ lang.fill(text::N_ITEMS, &[&findings.len().to_string()]) }</small></h2>
            <p class="buqi-soft">{ lang.say(help) }</p>
            <div class="buqi-cards">{ for findings.iter().map(|it| card(session, it)) }</div>
        </section>
    }
}

fn card(session: &SessionContext, finding: &Finding) -> Html {
    let lang = session.lang;
    let idx = finding.deficiency;
    let deficiency = session.catalogue.deficiency(idx);
    let photos = session.estate.as_ref().map(|it| {
        let about = Some(About::Finding(deficiency.id.clone()));
        photos::strip(
            lang,
            about,
            lang.of(&deficiency.name).to_owned().into(),
            &it.dossier.photos,
        )
    });
    html! {
        <article class="buqi-deficiency" key={idx.0} data-deficiency={deficiency.id.to_string()}>
            <h3>{ title(session, finding) }</h3>
            <p class="buqi-tags">{ tags(session, deficiency) }</p>
            if let Some(tally) = finding.tally.filter(|it| it.of > 1) { <p><b>{ tally_text(lang, tally) }</b></p> }
            <p>{ lang.of(&deficiency.remedy) }</p>
            { answered_by(session, idx) }
            { photos }
        </article>
    }
}

fn title(session: &SessionContext, finding: &Finding) -> Html {
    let idx = finding.deficiency;
    let show = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| {
            session.dispatch(Action::Show(Some(Detail::Deficiency(idx))));
        })
    };
    html! {
        <button type="button" class="buqi-title" onclick={show} aria-haspopup="dialog">
            { session.lang.of(&session.catalogue.deficiency(idx).name) }
        </button>
    }
}

fn tags(session: &SessionContext, deficiency: &Deficiency) -> Html {
    let lang = session.lang;
    let urgency = match deficiency.urgency {
        Urgency::TimeLimited => {
            html! { <span class="buqi-chip buqi-urgent">{ lang.say(text::TIME_LIMITED) }</span> }
        }
        Urgency::BestEffort => {
            html! { <span class="buqi-chip">{ lang.say(text::BEST_EFFORT) }</span> }
        }
    };
    let severity = deficiency.severity.map(|it| match it {
        Severity::VerySerious => text::VERY_SERIOUS,
        Severity::Serious => text::SERIOUS,
        Severity::General => text::GENERAL,
    });
    html! {
        <>
            { urgency }
            if let Some(severity) = severity { <span class="buqi-chip">{ lang.say(severity) }</span> }
            if let Some(number) = &deficiency.official_number { <span class="buqi-chip">{ lang.fill(text::CLAUSE, &[number]) }</span> }
            { mark_chip(lang, deficiency.evidence.mark) }
        </>
    }
}

/// A list that starts closed: what is open, or what is fine.
fn folded(session: &SessionContext, name: Phrase, findings: &[&Finding]) -> Html {
    if findings.is_empty() {
        return Html::default();
    }
    let lang = session.lang;
    html! {
        <details class="buqi-folded">
            <summary>{ lang.say(name) }{ " " }{ lang.fill(text::N_ITEMS, &[&findings.len().to_string()]) }</summary>
            <ul>
                { for findings.iter().map(|finding| {
                    let missing: Vec<String> = finding.missing().iter().take(4)
                        .map(|it| lang.of(&session.catalogue.fact(it).label).to_owned())
                        .collect();
                    html! {
                        <li key={finding.deficiency.0}>
                            { title(session, finding) }
                            if !missing.is_empty() {
                                <span class="buqi-soft">{ " " }{ lang.say(text::TO_ASK) }{ " " }{ lang.list(&missing) }</span>
                            }
                        </li>
                    }
                }) }
            </ul>
        </details>
    }
}
