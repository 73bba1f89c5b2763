//! What is tried with every input, whoever makes it up: a coverage-guided
//! fuzzer or the runner beside it.
//!
//! A target panics when a promise is broken. Otherwise it tells whether the
//! input came all the way through or was refused on the way, so that a run can
//! show that it tried more than refusals.

mod coherence;

pub use coherence::is_coherent;

use buqi_core::catalogue::{FactKind, Level};
use buqi_core::id::GroupId;
use buqi_core::plan::{Decision, Dossier, Plan};
use buqi_core::questions::open_questions;
use buqi_core::survey::{BuildingGroup, Reply, Survey, check_reply};
use buqi_core::wire::from_bytes;
use buqi_core::{Catalogue, assess, estimate};
use buqi_exchange::archive::{TAIL, directory, directory_place};
use buqi_exchange::sheet::{Taking, read};
use buqi_exchange::{Lang, open, open_all, save};
use std::collections::{BTreeSet, HashSet};

/// Any bytes may be opened. What opens can be judged, and saving it once is as
/// good as saving it often.
pub fn open_survey(bytes: &[u8]) -> bool {
    let catalogue = buqi_bundled::catalogue();
    let opened = match open(bytes, catalogue) {
        Ok(opened) => opened,
        Err(error) => {
            assert!(!error.message(Lang::Zh).is_empty());
            assert!(!error.message(Lang::En).is_empty());
            return false;
        }
    };
    for repair in &opened.repairs {
        assert!(!repair.message(Lang::Zh).is_empty());
        assert!(!repair.message(Lang::En).is_empty());
    }
    let saved = save(&opened.dossier, &opened.extras, catalogue);
    let again = open(&saved, catalogue).expect("what was saved can be opened");
    assert!(again.dossier == opened.dossier, "the dossier changed");
    assert!(again.extras == opened.extras, "the extras changed");
    let saved_again = save(&again.dossier, &again.extras, catalogue);
    assert!(saved_again == saved, "the bytes changed");

    // A file of thousands of groups is slow to judge and teaches nothing new.
    if opened.dossier.survey.groups.len() <= 20 {
        judge(catalogue, &opened.dossier.survey, &opened.dossier.plan);
    }
    true
}

/// The compiled catalogue with some of its bytes changed, and a survey.
///
/// The first byte says how many edits there are, up to seven. Three bytes each
/// are a place and its new value; the rest answers questions. Bytes that no longer decode are refused. A
/// catalogue whose parts point nowhere is no concern of the core, which is
/// only ever given checked ones; any other it must judge, whatever its
/// numbers have become.
pub fn compiled_catalogue(bytes: &[u8]) -> bool {
    let (mut compiled, rest_of_it) = buqi_bundled::catalogue().to_parts();
    let n_first = compiled.len();
    compiled.extend(rest_of_it);
    let Some((first, rest)) = bytes.split_first() else {
        return false;
    };
    let n_edits = usize::from(first % 8).min(rest.len() / 3);
    let (edits, answers) = rest.split_at(n_edits * 3);
    for edit in edits.chunks_exact(3) {
        // Spread over the whole of it, with a step that is a prime.
        let at = usize::from(edit[0]) * 256 + usize::from(edit[1]);
        let at = at * 7919 % compiled.len();
        compiled[at] = edit[2];
    }
    let (first_part, rest_of_it) = compiled.split_at(n_first);
    let Some(mut catalogue) = from_bytes::<Catalogue>(first_part) else {
        return false;
    };
    if !catalogue.read_rest(rest_of_it) {
        return false;
    }
    if !is_coherent(&catalogue) {
        return false;
    }
    let (survey, plan) = made_up(&catalogue, answers);
    judge(&catalogue, &survey, &plan);
    true
}

/// Any text may be pasted. Each cell is told of once, what is found is an answer
/// that its question takes, and the survey it makes can be judged.
pub fn pasted_sheet(bytes: &[u8]) -> bool {
    let catalogue = buqi_bundled::catalogue();
    let before = Survey::default();
    let sheet = read(&String::from_utf8_lossy(bytes), catalogue, &before, None);
    let mut places = HashSet::new();
    for cell in &sheet.cells {
        assert!(
            places.insert((cell.row, cell.column)),
            "a cell told of twice"
        );
    }
    for found in &sheet.found {
        let fact = catalogue.fact(found.fact);
        let whole = match fact.kind {
            FactKind::Number { unit, .. } => catalogue.unit(unit).whole,
            _ => false,
        };
        assert_eq!(
            check_reply(fact, whole, &found.reply),
            Ok(()),
            "{}",
            fact.id
        );
    }
    let taking = Taking {
        keep: &BTreeSet::new(),
        keep_count: &BTreeSet::new(),
        drop_others: true,
    };
    let mut n_new = 0;
    let new_id = || {
        n_new += 1;
        GroupId::new(&format!("n{n_new}")).ok()
    };
    let edit = sheet.edit(catalogue, &before, &taking, new_id, |reply, _| reply.into());
    let after = Dossier::default().apply(&edit);
    if after.survey.groups.len() <= 20 {
        judge(catalogue, &after.survey, &after.plan);
    }
    !sheet.found.is_empty()
}

/// Any bytes may be a zip file. No entry begins before its own header, and a
/// survey file that is in it may be any bytes as well.
pub fn zip_archive(bytes: &[u8]) -> bool {
    let part = |begin: u64, end: u64| {
        let (begin, end) = (usize::try_from(begin).ok()?, usize::try_from(end).ok()?);
        bytes.get(begin..end)
    };
    let length = bytes.len() as u64;
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    let Some(place) = directory_place(tail, length) else {
        return false;
    };
    let listed = part(place.start, place.end).expect("the list is within the file");
    let mut n_opened = 0;
    for entry in directory(listed) {
        let head = entry.head();
        let head_end = head.end;
        let Some(body) = part(head.start, head.end).and_then(|it| entry.body(it)) else {
            continue;
        };
        assert!(head_end <= body.start && body.start <= body.end);
        let content = part(body.start, body.end);
        // A list may name one entry very often.
        if let Some(content) = content.filter(|_| entry.name.ends_with(".json") && n_opened < 4) {
            n_opened += usize::from(open_all(content, buqi_bundled::catalogue()).is_ok());
        }
    }
    n_opened > 0
}

fn judge(catalogue: &Catalogue, survey: &Survey, plan: &Plan) {
    let assessment = assess(catalogue, survey);
    let estimate = estimate(catalogue, &assessment, plan);
    let total = estimate.total;
    assert!(total.low() <= total.typical() && total.typical() <= total.high());
    open_questions(catalogue, &assessment, plan);
    for item in catalogue.item_indices() {
        buqi_core::explain::why_item(catalogue, &assessment, item);
    }
    for deficiency in catalogue.deficiency_indices() {
        buqi_core::explain::why_deficiency(catalogue, &assessment, deficiency);
    }
}

/// A survey of three groups and a plan, one byte per decision to be made.
fn made_up(catalogue: &Catalogue, bytes: &[u8]) -> (Survey, Plan) {
    let mut bytes = bytes.iter().copied();
    let mut groups: Vec<BuildingGroup> = ["a", "b", "c"]
        .into_iter()
        .map(|id| BuildingGroup {
            id: GroupId::new(id).expect("a letter is an id"),
            label: id.into(),
            count: u32::from(bytes.next().unwrap_or(1)),
            answers: Default::default(),
        })
        .collect();
    let mut survey = Survey::default();
    for fact in &catalogue.facts {
        let places = match fact.level {
            Level::Estate => vec![&mut survey.estate],
            Level::Building => groups.iter_mut().map(|it| &mut it.answers).collect(),
        };
        for answers in places {
            let Some(byte) = bytes.next() else { continue };
            let reply = match &fact.kind {
                _ if byte < 40 => continue,
                _ if byte < 50 => Reply::CannotTell,
                FactKind::YesNo => Reply::YesNo(byte % 2 == 0),
                FactKind::Number { min, max, .. } => {
                    Reply::Number(min + (max - min) * f64::from(byte - 50) / 205.0)
                }
                FactKind::Choice(options) => match options.get(usize::from(byte) % 8) {
                    Some(option) => Reply::Choice(option.id.clone()),
                    None => continue,
                },
            };
            answers.insert(fact.id.clone(), reply.into());
        }
    }
    survey.groups = groups;
    let mut plan = Plan::default();
    for item in &catalogue.items {
        let decision = match bytes.next() {
            Some(200..) => Decision::Accepted,
            Some(180..) => Decision::Deferred,
            _ => continue,
        };
        plan.decisions.insert(item.id.clone(), decision);
    }
    (survey, plan)
}
