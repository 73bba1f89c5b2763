//! Who has to vote on what, and how many that takes.

use super::vote_rule::RuleForm;
use super::{agree, heads, names};
use crate::components::evidence::evidence;
use crate::components::select::{Choice, select};
use crate::format::{self, vote_rule};
use crate::ports::input;
use crate::session::{OpenEstate, SessionContext};
use crate::text::{self, Lang, Phrase};
use buqi_core::consent::{Ballot, Need, Voters, ballots};
use buqi_core::quantity::Amount;
use buqi_core::terms::Term;
use yew::prelude::*;

pub fn draw(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let ballots = ballots(
        session.catalogue,
        &estate.assessment,
        &estate.estimate,
        estate.plan(),
    );
    if ballots.is_empty() {
        return html! { <p class="buqi-empty">{ lang.say(text::CONSENT_NONE) }</p> };
    }
    html! {
        <>
            <h2>{ lang.say(text::CONSENT) }</h2>
            <p class="buqi-soft">{ lang.say(text::VOTE_HELP) }</p>
            { ballots.iter().enumerate().map(|(at, it)| ballot(session, estate, it, at)).collect::<Html>() }
        </>
    }
}

fn ballot(session: &SessionContext, estate: &OpenEstate, ballot: &Ballot, at: usize) -> Html {
    let lang = session.lang;
    let consent = session.catalogue.consent(ballot.consent);
    let local = ballot.local(session.catalogue);
    let local = local.and_then(|it| consent.local.get(it));
    let rule_evidence = local.map_or(&consent.evidence, |it| &it.evidence);
    html! {
        <div class="buqi-panel" key={at} data-ballot={consent.id.as_str().to_owned()}>
            <h3>{ names(session, &ballot.items) }</h3>
            <p>{ lang.of(&consent.name) }{ " · " }{ vote_rule(lang, ballot.rule) }</p>
            { rule_choice(session, ballot, at) }
            <RuleForm consent={ballot.consent} rule={ballot.rule} overridden={ballot.overridden} />
            <table class="buqi-lines" aria-label={names(session, &ballot.items)}>
                { heads(session, &[text::WHO_VOTES, text::BY_HEADS, text::BY_AREA]) }
                <tbody>{ for ballot.voters.iter().map(|it| voters(session, estate, ballot, it)) }</tbody>
            </table>
            { evidence(lang, session.catalogue, rule_evidence) }
        </div>
    }
}

/// The Civil Code, or what one place asks.
fn rule_choice(session: &SessionContext, ballot: &Ballot, at: usize) -> Html {
    let lang = session.lang;
    let consent = session.catalogue.consent(ballot.consent);
    if consent.local.is_empty() && !ballot.overridden {
        return Html::default();
    }
    let mut choices = vec![Choice::new(
        "",
        lang.say(text::CIVIL_CODE),
        !ballot.overridden,
    )];
    for (local, it) in consent.local.iter().enumerate() {
        let chosen = ballot.local(session.catalogue) == Some(local);
        choices.push(Choice::new(&local.to_string(), lang.of(&it.name), chosen));
    }
    if ballot.overridden && !choices.iter().any(|it| it.chosen) {
        choices.push(Choice::new("kept", lang.say(text::RULE_OF_FILE), true));
    }
    let on_change = agree(session, move |event: Event| {
        let typed = input::selected(&event);
        let rule = match typed.as_str() {
            "" => None,
            local => Some(consent.local.get(local.parse::<usize>().ok()?)?.rule),
        };
        Some(Term::Vote {
            consent: consent.id.clone(),
            rule,
        })
    });
    select(
        &format!("vote-rule-{at}"),
        lang.say(text::VOTE_RULE),
        &choices,
        on_change,
    )
}

fn voters(session: &SessionContext, estate: &OpenEstate, ballot: &Ballot, voters: &Voters) -> Html {
    let lang = session.lang;
    let groups = &estate.dossier.survey.groups;
    let who = match voters.row {
        None => lang.say(text::WHOLE_ESTATE).to_owned(),
        Some(row) => {
            let label = groups.get(row).map_or("", |it| &it.label);
            match voters.stairwells {
                Some(count) => lang.fill(text::N_STAIRWELLS, &[label, &spread(lang, count)]),
                None => lang.fill(text::EACH_STAIRWELL, &[label]),
            }
        }
    };
    let by_area = if ballot.rule.area.strict {
        text::VOTE_NEED_OVER
    } else {
        text::VOTE_NEED
    };
    html! {
        <tr>
            <th scope="row" data-name={lang.say(text::WHO_VOTES)}>
                { who }
                if voters.open { { " " }<span class="buqi-chip buqi-open">{ lang.say(text::UNDECIDED) }</span> }
            </th>
            <td data-name={lang.say(text::BY_HEADS)}>{ need(lang, text::VOTE_NEED, voters.heads, text::OF_HOUSEHOLDS) }</td>
            <td data-name={lang.say(text::BY_AREA)}>{ need(lang, by_area, voters.area, text::OF_AREA) }</td>
        </tr>
    }
}

fn need(lang: Lang, pattern: Phrase, need: Option<Need>, of: Phrase) -> Html {
    let Some(need) = need else {
        return html! { <span class="buqi-chip buqi-open">{ lang.say(text::NOT_KNOWN_YET) }</span> };
    };
    html! {
        <>
            <b>{ lang.fill(pattern, &[&at_least(lang, need.attend), &at_least(lang, need.agree)]) }</b>
            <small class="buqi-soft">{ lang.fill(of, &[&spread(lang, need.of)]) }{ " · " }{ format::basis(lang, need.of.basis()) }</small>
        </>
    }
}

/// What must be reached is rounded up, or the figure would not be enough.
fn at_least(lang: Lang, amount: Amount) -> String {
    spread(lang, amount.in_pieces())
}

/// The typical figure, with its range where there is one.
fn spread(lang: Lang, amount: Amount) -> String {
    let typical = format::number(amount.typical().round());
    if amount.is_exact() {
        return typical;
    }
    let (low, high) = (amount.low().round(), amount.high().round());
    let range = format!("{}–{}", format::number(low), format::number(high));
    typical + &lang.fill(text::BRACKETED, &[&range])
}

#[cfg(test)]
mod tests {
    use super::*;
    use buqi_core::quantity::Basis;

    #[test]
    fn a_threshold_is_never_said_to_be_lower_than_it_is() {
        let zh = |it| at_least(Lang::Zh, it);
        assert_eq!(zh(Amount::exact(4_000.0 / 3.0)), "1,334");
        assert_eq!(zh(Amount::exact(12.0)), "12");
        let range = Amount::ranged(8.1, 8.4, 9.0, Basis::Derived);
        assert_eq!(zh(range), "9");
        assert_eq!(
            zh(Amount::ranged(7.2, 8.1, 9.3, Basis::Derived)),
            "9（8–10）"
        );
    }
}
