//! Survey files of every released format, kept for ever.
//!
//! Beside each file stands what opening it must come to, in words; `UPDATE_REF=1`
//! rewrites that text, and the difference is reviewed. A file itself is never
//! edited: somebody has one like it.

use crate::catalogue::small;
use crate::documents::{check_text, from_root};
use buqi_core::plan::{Decision, Plan};
use buqi_core::survey::{Answers, Reply};
use buqi_exchange::{Lang, Opened, open, save};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

fn saved_files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(from_root("tests/saved/v1"))
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| it.extension().is_some_and(|it| it == "json"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

#[test]
fn every_saved_file_opens_as_it_always_did() {
    for file in saved_files() {
        let opened = open(&fs::read(&file).unwrap(), &small()).unwrap();
        check_text(&file.with_extension("txt"), &told(&opened));
    }
}

#[test]
fn every_saved_file_settles_after_one_saving() {
    let catalogue = small();
    for file in saved_files() {
        let opened = open(&fs::read(&file).unwrap(), &catalogue).unwrap();
        let bytes = save(&opened.dossier, &opened.extras, &catalogue);
        let again = open(&bytes, &catalogue).unwrap();
        assert_eq!(again.dossier, opened.dossier);
        assert_eq!(save(&again.dossier, &again.extras, &catalogue), bytes);
    }
}

#[test]
fn a_file_this_version_wrote_is_written_the_same_again() {
    let catalogue = small();
    for name in ["full", "provenance"] {
        let bytes = fs::read(from_root(&format!("tests/saved/v1/{name}.json"))).unwrap();
        let opened = open(&bytes, &catalogue).unwrap();
        let again = save(&opened.dossier, &opened.extras, &catalogue);
        assert!(again == bytes, "{name}");
    }
}

#[test]
fn terms_that_were_not_taken_are_still_in_the_file() {
    let catalogue = small();
    let bytes = fs::read(from_root("tests/saved/v1/terms.json")).unwrap();
    let opened = open(&bytes, &catalogue).unwrap();
    let saved = save(&opened.dossier, &opened.extras, &catalogue);
    let saved: serde_json::Value = serde_json::from_slice(&saved).unwrap();
    let terms = &saved["plan"]["terms"];
    assert_eq!(terms["start-month"], 13);
    assert_eq!(terms["votes"]["hire-manager"], "most");
    assert_eq!(terms["votes"]["alter-everything"]["approval"], "2/3");
    assert_eq!(terms["votes"]["alter-building"]["seen"], "2026");
    assert_eq!(terms["shares"]["lift-addition"]["uncle"], 10);
    assert_eq!(terms["shares"]["boiler-house"]["owners"], 10_000);
    assert_eq!(terms["floors"]["roof-waterproofing"][1], 0);
    assert_eq!(terms["later"]["unknown"], true);
    // Its place is taken by what was read under the old id.
    assert_eq!(terms["shares"]["roof-waterproofing"]["owners"], 10_000);
    let aside = saved["set-aside"].to_string();
    assert!(aside.contains("10001"), "{aside}");
}

/// What a file came to, for a person to read.
fn told(opened: &Opened) -> String {
    let mut out = String::new();
    let dossier = &opened.dossier;
    writeln!(out, "name: {}", dossier.name).unwrap();
    writeln!(out, "about: {}", dossier.about).unwrap();
    writeln!(out, "estate:").unwrap();
    tell_answers(&mut out, &dossier.survey.estate);
    for group in &dossier.survey.groups {
        writeln!(
            out,
            "group {} {:?} × {}:",
            group.id, group.label, group.count
        )
        .unwrap();
        tell_answers(&mut out, &group.answers);
    }
    writeln!(out, "plan:").unwrap();
    tell_plan(&mut out, &dossier.plan);
    for scheme in &dossier.schemes {
        writeln!(out, "scheme {:?}:", scheme.name).unwrap();
        tell_plan(&mut out, &scheme.plan);
    }
    if !dossier.plan.terms.is_empty() {
        let terms = format!("terms: {:#?}", dossier.plan.terms);
        // Where a type stands in the code is nothing that a file must keep to.
        for line in terms.lines().filter(|it| !it.contains("PhantomData")) {
            writeln!(out, "{line}").unwrap();
        }
    }
    for (id, photo) in dossier.photos.iter() {
        writeln!(out, "photo {id}: {photo:?}").unwrap();
    }
    writeln!(out, "repairs:").unwrap();
    for repair in &opened.repairs {
        let kind = if repair.leaves_out() {
            "left out"
        } else {
            "note"
        };
        writeln!(out, "  {} ({kind})", repair.at).unwrap();
        writeln!(out, "    {}", repair.message(Lang::Zh)).unwrap();
        writeln!(out, "    {}", repair.message(Lang::En)).unwrap();
    }
    out
}

fn tell_plan(out: &mut String, plan: &Plan) {
    for (item, decision) in &plan.decisions {
        let decision = match decision {
            Decision::Accepted => "accepted".to_owned(),
            Decision::Deferred => "deferred".to_owned(),
            Decision::Declined { reason } => format!("declined: {reason}"),
        };
        writeln!(out, "  {item} {decision}").unwrap();
    }
    for ((item, line), it) in &plan.overrides {
        writeln!(out, "  {item} {line} = {} {:?}", it.quantity, it.note).unwrap();
    }
}

fn tell_answers(out: &mut String, answers: &Answers) {
    for (fact, answer) in answers {
        let reply = match &answer.reply {
            Reply::YesNo(value) => value.to_string(),
            Reply::Number(value) => value.to_string(),
            Reply::Choice(option) => option.to_string(),
            Reply::CannotTell => "cannot tell".to_owned(),
        };
        write!(out, "  {fact} = {reply}").unwrap();
        if let Some(how) = answer.how {
            write!(out, ", {how:?}").unwrap();
        }
        for (key, text) in [
            ("who", &answer.who),
            ("on", &answer.on),
            ("note", &answer.note),
        ] {
            if let Some(text) = text {
                write!(out, ", {key} {text}").unwrap();
            }
        }
        writeln!(out).unwrap();
    }
}
