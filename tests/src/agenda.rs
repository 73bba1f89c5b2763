//! What the survey asks next, and when it may stop.

use crate::estates::personas;
use crate::random;
use buqi_bundled::catalogue;
use buqi_core::agenda::{Agenda, Stake, agenda, asking_order};
use buqi_core::catalogue::{FactKind, Gate, Level};
use buqi_core::id::FactIdx;
use buqi_core::plan::{Edit, Subject};
use buqi_core::survey::Reply;
use buqi_core::{Dossier, Survey, Truth, assess, estimate};
use proptest::prelude::*;

fn of(dossier: &Dossier) -> Agenda {
    let assessment = assess(catalogue(), &dossier.survey);
    let estimate = estimate(catalogue(), &assessment, &dossier.plan);
    agenda(catalogue(), dossier, &assessment, &estimate)
}

fn with(survey: Survey) -> Dossier {
    Dossier {
        survey,
        ..Dossier::default()
    }
}

fn answered(dossier: &Dossier, stake: &Stake, reply: Reply) -> Dossier {
    let fact = catalogue().fact(stake.fact);
    let subject = match fact.level {
        Level::Estate => Subject::Estate,
        Level::Building => Subject::Group(dossier.survey.groups[stake.row].id.clone()),
    };
    dossier.apply(&Edit::Answer {
        subject,
        fact: fact.id.clone(),
        answer: Some(reply.into()),
    })
}

/// Every reply worth trying: the options, and for a number those its range
/// holds.
fn replies(dossier: &Dossier, stake: &Stake) -> Vec<Reply> {
    match &catalogue().fact(stake.fact).kind {
        FactKind::YesNo => vec![Reply::YesNo(true), Reply::YesNo(false)],
        FactKind::Choice(options) => options
            .iter()
            .map(|it| Reply::Choice(it.id.clone()))
            .collect(),
        FactKind::Number { min, max, .. } => {
            let facts = assess(catalogue(), &dossier.survey).facts;
            match facts.amount(stake.row, stake.fact) {
                Some(it) => [it.low(), it.typical(), it.high()]
                    .map(|it| Reply::Number(it.clamp(*min, *max)))
                    .to_vec(),
                None => vec![Reply::Number(*min), Reply::Number(*max)],
            }
        }
    }
}

/// Answers whatever is important until nothing is; `pick` chooses the replies.
fn answer_the_important(mut dossier: Dossier, mut pick: impl FnMut(usize) -> usize) -> Dossier {
    let n_cells = catalogue().facts.len() * dossier.survey.groups.len().max(1);
    for _ in 0..=n_cells {
        let agenda = of(&dossier);
        let Some(stake) = agenda.open.first() else {
            return dossier;
        };
        // The most telling come first, so a first one that is not important
        // is followed by none that is.
        if !agenda.is_important(stake) {
            assert!(agenda.is_enough());
            return dossier;
        }
        let mut replies = replies(&dossier, stake);
        replies.push(Reply::CannotTell);
        let picked = pick(replies.len());
        dossier = answered(&dossier, stake, replies.swap_remove(picked));
    }
    panic!("more important questions than there are questions");
}

/// What is open on the bottom line was asked, and nobody could say.
fn check_the_bottom_line_is_settled(dossier: &Dossier) {
    let assessment = assess(catalogue(), &dossier.survey);
    let is_told = |fact, row| {
        let fact = catalogue().fact(fact);
        let answers = dossier.survey.answers(fact.level, row);
        answers.is_some_and(|it| {
            it.get(&fact.id)
                .is_some_and(|it| it.reply == Reply::CannotTell)
        })
    };
    for finding in &assessment.findings {
        let deficiency = catalogue().deficiency(finding.deficiency);
        if deficiency.gate != Gate::BottomLine {
            continue;
        }
        for (row, verdict) in finding.rows.iter().enumerate() {
            let excused = verdict.missing.iter().any(|it| is_told(it, row));
            assert!(
                verdict.truth.is_settled() || excused,
                "{} is open in row {row}",
                deficiency.id
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_every_important_answer_no_bottom_line_is_open(
        pair in random::pairs(catalogue()),
        picks in proptest::collection::vec(any::<u16>(), 64),
    ) {
        let mut survey = pair.less;
        survey.groups.truncate(2);
        if survey.groups.is_empty() {
            survey.groups = random::empty(&[3]).groups;
        }
        let mut n = 0;
        let done = answer_the_important(with(survey), |among| {
            n += 1;
            usize::from(picks[n % picks.len()]).wrapping_add(n) % among
        });
        prop_assert!(!of(&done).open.iter().any(|it| it.bottom_line));
        check_the_bottom_line_is_settled(&done);
    }
}

#[test]
fn an_empty_survey_asks_for_the_bottom_line_first_and_is_not_enough() {
    let agenda = of(&with(random::empty(&[6])));
    assert!(!agenda.is_enough());
    let first = &agenda.open[0];
    assert!(agenda.is_important(first), "{first:?}");
    let last = agenda.open.iter().rposition(|it| agenda.is_important(it));
    let rest = agenda.open.iter().position(|it| !agenda.is_important(it));
    assert!(rest.is_none_or(|rest| last < Some(rest)), "important first");
}

#[test]
fn a_finished_survey_asks_nothing() {
    let mut dossier = with(random::empty(&[2, 1]));
    loop {
        let agenda = of(&dossier);
        let Some(stake) = agenda.open.first() else {
            break;
        };
        let reply = replies(&dossier, stake).swap_remove(0);
        dossier = answered(&dossier, stake, reply);
    }
    assert!(of(&dossier).is_enough());
    check_the_bottom_line_is_settled(&dossier);
}

/// The stakes are worked out without judging the estate anew, so here it is
/// judged anew for every answer.
#[test]
fn no_answer_moves_the_total_further_than_its_stake_says() {
    let mut faults = Vec::new();
    let mut n_tried = 0;
    for persona in personas() {
        let dossier = persona.dossier;
        let agenda = of(&dossier);
        for stake in agenda.open.iter().filter(|it| !it.unpriced) {
            for reply in replies(&dossier, stake) {
                let after = answered(&dossier, stake, reply.clone());
                let assessment = assess(catalogue(), &after.survey);
                let total = estimate(catalogue(), &assessment, &after.plan).total;
                let moved = total.typical().0 - agenda.total.0;
                // One fen per line for rounding.
                let slack = 500;
                n_tried += 1;
                if moved > stake.more.0 + slack || -moved > stake.less.0 + slack {
                    faults.push(format!(
                        "{} {} row {} {reply:?}: {moved} of -{} +{}",
                        persona.key,
                        catalogue().fact(stake.fact).id,
                        stake.row,
                        stake.less.0,
                        stake.more.0
                    ));
                }
            }
        }
    }
    assert!(n_tried > 1000, "only {n_tried} answers were tried");
    assert!(
        faults.is_empty(),
        "{} of {n_tried}: {faults:#?}",
        faults.len()
    );
}

#[test]
fn who_cannot_tell_is_not_asked_again() {
    let dossier = with(random::empty(&[1]));
    let stake = of(&dossier).open[0].clone();
    let after = of(&answered(&dossier, &stake, Reply::CannotTell));
    let same = |it: &Stake| it.fact == stake.fact && it.row == stake.row;
    assert!(!after.open.iter().any(same));
    assert!(after.unsure.iter().any(same));
}

#[test]
fn a_follow_up_waits_for_the_question_before_it() {
    let dossier = with(random::empty(&[1]));
    let agenda = of(&dossier);
    let id = |it: &Stake| catalogue().fact(it.fact).id.to_string();
    let first = agenda
        .open
        .iter()
        .find(|it| id(it) == "facade-falling")
        .expect("asked on every estate");
    let follow_up = |it: &Stake| id(it) == "facade-damaged-area";
    assert!(!agenda.open.iter().any(follow_up));
    let after = of(&answered(&dossier, first, Reply::YesNo(true)));
    assert!(after.open.iter().any(follow_up));
}

#[test]
fn a_declined_item_raises_no_stakes() {
    let dossier = with(random::empty(&[1]));
    let sum = |it: &Agenda| it.open.iter().map(|it| it.decides.len()).sum::<usize>();
    let item = catalogue().items[0].id.clone();
    let declined = dossier.apply(&Edit::Decide {
        item,
        decision: Some(buqi_core::plan::Decision::Deferred),
    });
    assert!(sum(&of(&declined)) < sum(&of(&dossier)));
    assert_eq!(
        assess(catalogue(), &declined.survey).suggestions[0].truth,
        Truth::Unknown
    );
}

#[test]
fn what_matters_most_is_asked_first_and_a_follow_up_right_after() {
    let order = asking_order(catalogue());
    let at = |id: &str| {
        let is = |it: &FactIdx| catalogue().fact(*it).id.as_str() == id;
        order.iter().position(is).expect("every fact is in it")
    };
    assert_eq!(order.len(), catalogue().facts.len());
    assert_eq!(at("facade-damaged-area"), at("facade-falling") + 1);
    assert!(at("facade-falling") < at("entrance-accessible"));
}
