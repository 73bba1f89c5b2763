//! 长效管护: who looks after it, for how much, and what to look at when.

use super::{heads, names};
use crate::components::details::missing_list;
use crate::components::evidence::evidence;
use crate::components::trace_list::truth_word;
use crate::format;
use crate::session::{OpenEstate, SessionContext};
use crate::text::{self, Lang};
use buqi_core::Truth;
use buqi_core::id::FactIdx;
use buqi_core::upkeep::{ModeFit, upkeep};
use yew::prelude::*;

pub fn draw(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let upkeep = upkeep(catalogue, &estate.assessment, &estate.estimate);
    html! {
        <>
            <h2>{ lang.say(text::PART_AFTERWARDS) }</h2>
            <p class="buqi-soft">{ lang.say(text::UPKEEP_HELP) }</p>
            <div class="buqi-cards">{ for upkeep.modes.iter().map(|it| mode(session, it)) }</div>
            if !upkeep.calendar.is_empty() {
                <>
                    <h3>{ lang.say(text::CALENDAR) }</h3>
                    <table class="buqi-lines" aria-label={lang.say(text::CALENDAR)} data-calendar="">
                        { heads(session, &[text::WHAT_TO_DO, text::HOW_OFTEN, text::EVIDENCE]) }
                        <tbody>
                            { for upkeep.calendar.iter().filter_map(|round| {
                                let check = catalogue.upkeep_checks.get(round.check)?;
                                Some(html! {
                                    <tr key={round.check}>
                                        <th scope="row" data-name={lang.say(text::WHAT_TO_DO)}>
                                            { lang.of(&check.what) }
                                            <small class="buqi-soft">{ names(session, &round.items) }</small>
                                        </th>
                                        <td data-name={lang.say(text::HOW_OFTEN)}>{ every(lang, check.half_months) }</td>
                                        <td data-name={lang.say(text::EVIDENCE)}>{ evidence(lang, catalogue, &check.evidence) }</td>
                                    </tr>
                                })
                            }) }
                        </tbody>
                    </table>
                </>
            }
        </>
    }
}

fn every(lang: Lang, half_months: u16) -> String {
    match half_months {
        1 => lang.say(text::EVERY_HALF_MONTH).to_owned(),
        2 => lang.say(text::EVERY_MONTH).to_owned(),
        _ => {
            let months = format::number(f64::from(half_months) / 2.0);
            lang.fill(text::EVERY_MONTHS, &[&months])
        }
    }
}

/// A fact with its answer: 有物业管理：没有.
fn said(session: &SessionContext, fact: FactIdx) -> String {
    let (lang, fact) = (session.lang, session.catalogue.fact(fact));
    let label = lang.of(&fact.label);
    let survey = session.estate.as_ref().map(|it| &it.dossier.survey);
    let answers = survey.and_then(|it| it.answers(fact.level, 0));
    match answers.and_then(|it| it.get(&fact.id)) {
        Some(answer) => {
            let reply = format::reply(lang, session.catalogue, fact, &answer.reply);
            lang.fill(text::LABELLED, &[label, &reply])
        }
        None => label.to_owned(),
    }
}

fn mode(session: &SessionContext, fit: &ModeFit) -> Html {
    let lang = session.lang;
    let Some(mode) = session.catalogue.upkeep_modes.get(fit.mode) else {
        return Html::default();
    };
    let verdict = match fit.verdict.truth {
        Truth::Yes => lang.say(text::MODE_FITS),
        Truth::No => lang.say(text::MODE_FITS_NOT),
        Truth::Unknown => truth_word(lang, Truth::Unknown),
    };
    let because: Vec<String> = fit
        .verdict
        .because
        .iter()
        .map(|it| said(session, it))
        .collect();
    let cost = match fit.yearly {
        Some(cost) => lang.fill(text::YEARLY, &[&format::cost_range(lang, cost)]),
        None if fit.no_price => lang.say(text::NO_PRICE).to_owned(),
        None => lang.say(text::NO_QUANTITY).to_owned(),
    };
    html! {
        <article class="buqi-deficiency" data-mode={mode.id.as_str().to_owned()}>
            <h3>{ lang.of(&mode.name) }</h3>
            <p>{ lang.of(&mode.summary) }</p>
            <p>
                <b>{ verdict }</b>
                if !because.is_empty() { { " · " }{ lang.fill(text::BECAUSE, &[&lang.list(&because)]) } }
            </p>
            { missing_list(session, fit.verdict.missing) }
            <p class="buqi-soft">{ lang.say(text::YEARLY_UPKEEP) }{ " " }{ cost }</p>
            { evidence(lang, session.catalogue, &mode.evidence) }
        </article>
    }
}
