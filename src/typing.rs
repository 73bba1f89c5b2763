//! Which edits are the keys of one number, one note or one count: together they
//! are one step back.

use buqi_core::plan::{Dossier, Edit, Subject};
use buqi_core::survey::{Answer, Reply};
use buqi_core::terms::{Phasing, Term};

/// Whether an edit is the next key of what the last one began: of the same
/// number, the same note, the same number of buildings, the same quantity set
/// by hand and its note.
pub fn goes_on(last: &Edit, edit: &Edit) -> bool {
    match (last, edit) {
        (
            Edit::Answer {
                subject,
                fact,
                answer: last,
            },
            Edit::Answer {
                subject: same_subject,
                fact: same_fact,
                answer,
            },
        ) => {
            let is_number = |it: &Option<Answer>| {
                let reply = it.as_ref().map(|it| &it.reply);
                reply.is_none_or(|it| matches!(it, Reply::Number(_)))
            };
            let is_noted = |it: &Option<Answer>| it.as_ref().is_some_and(|it| it.note.is_some());
            subject == same_subject
                && fact == same_fact
                && match reply_of(last) == reply_of(answer) {
                    true => is_noted(last),
                    false => is_number(last) && is_number(answer),
                }
        }
        (
            Edit::PutGroup { id, label, .. },
            Edit::PutGroup {
                id: same_id,
                label: same_label,
                ..
            },
        ) => id == same_id && label == same_label,
        // Another line is another panel, and a panel that closes ends the typing.
        (Edit::Override { value: Some(_), .. }, Edit::Override { value: Some(_), .. }) => true,
        (Edit::Agree(last), Edit::Agree(term)) => is_same_figure(last, term),
        _ => false,
    }
}

/// Whether both say how much of the same: a share, a wish, a cap by year.
fn is_same_figure(last: &Term, term: &Term) -> bool {
    match (last, term) {
        (Term::Phasing(last), Term::Phasing(phasing)) => {
            let is_cap = |it: &Option<Phasing>| matches!(it, Some(Phasing::YearlyCap(_)));
            is_cap(last) && is_cap(phasing)
        }
        (
            Term::Share { item, payer, .. },
            Term::Share {
                item: same_item,
                payer: same_payer,
                ..
            },
        ) => item == same_item && payer == same_payer,
        (Term::Wish { item, .. }, Term::Wish { item: same, .. }) => item == same,
        _ => false,
    }
}

fn reply_of(answer: &Option<Answer>) -> Option<&Reply> {
    answer.as_ref().map(|it| &it.reply)
}

/// Whether the next key of a number after `last` gives it the reply that it had
/// before the typing began.
pub fn is_back(begun: &Dossier, last: &Edit, edit: &Edit) -> bool {
    let (
        Edit::Answer { answer: last, .. },
        Edit::Answer {
            subject,
            fact,
            answer,
        },
    ) = (last, edit)
    else {
        return false;
    };
    let survey = &begun.survey;
    let answers = match subject {
        Subject::Estate => Some(&survey.estate),
        Subject::Group(id) => {
            let mut groups = survey.groups.iter();
            groups.find(|it| it.id == *id).map(|it| &it.answers)
        }
    };
    let before = answers.and_then(|it| it.get(fact)).map(|it| &it.reply);
    reply_of(last) != reply_of(answer) && before.is_some() && before == reply_of(answer)
}
