//! The questions in the order of what hangs on them.

use super::Asked;
use crate::format;
use crate::session::{OpenEstate, SessionContext};
use crate::text::{self, Lang};
use buqi_core::agenda::{Agenda, STOP_PERCENT, Stake, agenda};
use buqi_core::id::ItemIdx;
use buqi_core::money::Fen;

/// What can still change the plan or the total, and the stop rule in a
/// sentence.
pub fn questions(session: &SessionContext, estate: &OpenEstate) -> (Vec<Asked>, String) {
    let lang = session.lang;
    let agenda = agenda(
        session.catalogue,
        &estate.dossier,
        &estate.assessment,
        &estate.estimate,
    );
    let asked = agenda
        .open
        .iter()
        .map(|it| Asked {
            fact: it.fact,
            row: it.row,
            stakes: stakes(session, it),
        })
        .collect();
    (asked, stop_rule(lang, &agenda))
}

/// "14 questions left; none can …".
fn stop_rule(lang: Lang, agenda: &Agenda) -> String {
    let count = |wanted: &dyn Fn(&Stake) -> bool| {
        let stakes = agenda.open.iter();
        stakes.filter(|it| wanted(it)).count().to_string()
    };
    let n_open = agenda.open.len().to_string();
    let percent = STOP_PERCENT.to_string();
    let mut said = if agenda.open.is_empty() {
        lang.say(text::NONE_OPEN).to_owned()
    } else if agenda.is_enough() {
        lang.fill(text::STOP_ENOUGH, &[&n_open, &percent])
    } else {
        let n_bottom = count(&|it| it.bottom_line);
        let n_moving = count(&|it| agenda.moves_total(it));
        lang.fill(
            text::STOP_NOT_YET,
            &[&n_open, &n_bottom, &n_moving, &percent],
        )
    };
    if !agenda.unsure.is_empty() {
        if lang == Lang::En {
            said.push(' ');
        }
        said += &lang.fill(text::UNSURE_LEFT, &[&agenda.unsure.len().to_string()]);
    }
    said
}

/// What hangs on one answer, in a line.
fn stakes(session: &SessionContext, stake: &Stake) -> String {
    let lang = session.lang;
    let names = |items: &[ItemIdx]| {
        let shown: Vec<String> = items
            .iter()
            .take(3)
            .map(|it| lang.of(&session.catalogue.item(*it).name).to_owned())
            .collect();
        lang.list(&shown)
    };
    let mut parts = Vec::new();
    if stake.bottom_line {
        parts.push(lang.say(text::BOTTOM_LINE).to_owned());
    }
    if !stake.decides.is_empty() {
        parts.push(lang.fill(text::DECIDES, &[&names(&stake.decides)]));
    } else if !stake.sizes.is_empty() {
        parts.push(lang.fill(text::SIZES, &[&names(&stake.sizes)]));
    }
    if stake.unpriced {
        parts.push(lang.say(text::OPENS_PRICE).to_owned());
    } else {
        for (phrase, fen) in [(text::TOTAL_UP, stake.more), (text::TOTAL_DOWN, stake.less)] {
            if fen > Fen(0) {
                parts.push(lang.fill(phrase, &[&format::money(lang, fen)]));
            }
        }
    }
    parts.join(" · ")
}
