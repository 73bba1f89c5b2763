//! Whatever is broken, the check goes on to the end and says which file or id
//! is at fault.

use buqi_catalogue::{Checked, Files, compile};
use std::collections::BTreeSet;
use std::path::Path;

const UNKNOWN: &str = "unheard-of-thing";

/// Keys whose value is text, not an id.
const TEXTS: [&str; 4] = ["zh", "en", "one", "sketch"];

/// What lines of words begin with.
const TEXT_LINES: [&str; 4] = ["#", "aliases", "published-as", "named-lines"];

fn base() -> Files {
    folder("tests/fixtures/base")
}

fn real() -> Files {
    folder("../../catalogue")
}

/// What is told, in one line each.
fn told(checked: &Checked) -> Vec<String> {
    let told = checked.diagnostics.iter();
    told.map(|it| format!("{} {} {}", it.code, it.file, it.reason.en))
        .collect()
}

fn folder(path: &str) -> Files {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    Files::read(&path).expect("the catalogue can be read")
}

/// One id where it stands in a file.
struct Place {
    file: String,
    at: usize,
    id: String,
    /// What the place is for: the kind of file and the key before the id.
    role: (String, String),
}

/// Every place where an id is defined or used.
fn places(files: &Files) -> Vec<Place> {
    let mut ids = BTreeSet::new();
    for (path, text) in &files.texts {
        let stem = path.trim_end_matches(".yaml");
        ids.extend(
            stem.rsplit('/')
                .next()
                .filter(|_| path.starts_with("items")),
        );
        let keys = text.lines().filter(|it| !it.starts_with([' ', '#', '-']));
        if !path.starts_with("items") {
            ids.extend(keys.filter_map(|it| it.split(':').next()));
        }
    }
    let mut places = Vec::new();
    for (file, text) in &files.texts {
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let is_text = TEXT_LINES
                .iter()
                .any(|it| line.trim_start().starts_with(it));
            for (at, id) in words(if is_text { "" } else { line }) {
                let key = line[..at].rsplit(": ").nth(1).unwrap_or_default();
                let key = key.rsplit(['{', ' ']).next().unwrap_or_default();
                if ids.contains(id) && !TEXTS.contains(&key) {
                    let kind = file.split(['/', '.']).next().unwrap_or_default();
                    places.push(Place {
                        file: file.clone(),
                        at: start + at,
                        id: id.to_owned(),
                        role: (kind.to_owned(), key.to_owned()),
                    });
                }
            }
            start += line.len();
        }
    }
    places
}

/// Words of a line that could be ids, and where they begin.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    let mut rest = 0;
    std::iter::from_fn(move || {
        let begin = rest + line[rest..].find(is_part)?;
        let len = line[begin..].find(|it| !is_part(it));
        let end = len.map_or(line.len(), |it| begin + it);
        rest = end;
        Some((begin, &line[begin..end]))
    })
    .filter(|(begin, _)| {
        // Not inside quotes.
        line[..*begin].matches('"').count().is_multiple_of(2)
    })
    .filter(|(begin, word)| {
        let before = line[..*begin].chars().next_back();
        let after = line[begin + word.len()..].chars().next();
        before.is_none_or(|it| " [{".contains(it)) && after.is_none_or(|it| ",]} :\n".contains(it))
    })
}

/// Whether an error names the file or one of the ids.
fn is_named(checked: &Checked, names: &[&str]) -> bool {
    checked.diagnostics.iter().any(|it| {
        let names_it = |name: &&str| it.file.contains(*name) || it.reason.en.contains(*name);
        it.is_error() && names.iter().any(names_it)
    })
}

/// Compiles with other ids in some places, given in their order.
fn compile_with<'a>(
    files: &Files,
    changes: impl DoubleEndedIterator<Item = (&'a Place, String)>,
) -> Checked {
    let mut files = files.clone();
    // From the last to the first, so that the places stay where they are.
    for (place, id) in changes.rev() {
        let text = files.texts.get_mut(&place.file).expect("it is there");
        text.replace_range(place.at..place.at + place.id.len(), &id);
    }
    compile(&files, None)
}

fn check_place(files: &Files, place: &Place) {
    let changes = [(place, UNKNOWN.to_owned())];
    let checked = compile_with(files, changes.into_iter());
    let what = format!("{} at {} of {}", place.id, place.at, place.file);
    let is_named = is_named(&checked, &[UNKNOWN, &place.id]);
    assert!(is_named, "{what}: {:#?}", told(&checked));
}

#[test]
fn an_unknown_id_anywhere_is_told() {
    let files = base();
    let places = places(&files);
    assert!(places.len() > 50, "{}", places.len());
    for place in &places {
        check_place(&files, place);
    }
}

/// One place of each role at once, since the real catalogue is large; what is
/// hidden by the others is tried alone.
#[test]
fn an_unknown_id_of_every_role_is_told() {
    let files = real();
    let mut seen = BTreeSet::new();
    let chosen: Vec<Place> = places(&files)
        .into_iter()
        .filter(|it| !it.role.1.is_empty() && seen.insert(it.role.clone()))
        .collect();
    assert!(chosen.len() > 30, "{seen:?}");
    let unknown = |number: usize| format!("{UNKNOWN}-{number}-");
    let changes = chosen.iter().enumerate();
    let changes = changes.map(|(number, place)| (place, unknown(number)));
    let checked = compile_with(&files, changes.collect::<Vec<_>>().into_iter());
    for (number, place) in chosen.iter().enumerate() {
        if !is_named(&checked, &[&unknown(number)]) {
            check_place(&files, place);
        }
    }
}

#[test]
fn a_file_that_says_nothing_is_told() {
    let nothing = || "# nothing\n".to_owned();
    let files = base();
    for path in files.texts.keys() {
        let mut files = files.clone();
        files.texts.insert(path.clone(), nothing());
        let wanted = format!("C001 {path} This file is empty.");
        assert_eq!(told(&compile(&files, None)), [wanted]);
    }
}

#[test]
fn empty_files_make_no_other_file_wrong() {
    let mut files = real();
    let mut wanted = Vec::new();
    for (path, text) in &mut files.texts {
        if !path.starts_with("items") {
            *text = String::new();
            wanted.push(format!("C001 {path} This file is empty."));
        }
    }
    assert_eq!(told(&compile(&files, None)), wanted);
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let files = base();
    for path in files.texts.keys() {
        let mut files = files.clone();
        files.texts.remove(path);
        let checked = compile(&files, None);
        assert!(checked.n_errors() > 0, "{path}");
    }
}

#[test]
fn a_file_in_another_encoding_is_told_alone() {
    let files = base();
    let n_files = files.texts.len();
    for path in files.texts.keys() {
        let mut files = files.clone();
        files.texts.remove(path);
        files.take(path.clone(), b"name: { zh: \xce\xdd\xc3\xe6 }\n".to_vec());
        assert_eq!(files.texts.len() + files.foreign.len(), n_files);
        let checked = compile(&files, None);
        let told = told(&checked);
        assert!(
            told.len() == 1 && told[0].starts_with(&format!("C041 {path}")),
            "{told:#?}"
        );
    }
}
