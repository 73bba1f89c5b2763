//! Every code has a fixture that shows it, a line in `docs/catalogue.md` and a
//! function; nothing else is reported along the way.
//!
//! `tests/fixtures/mistakes.txt` holds small changes to the sound catalogue in
//! `tests/fixtures/base`, each with everything the check must say about it.
//! `UPDATE_REF=1 cargo test -p buqi-catalogue` rewrites what is expected.

use buqi_catalogue::{CODES, Files, Lang, compile};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn base() -> Files {
    Files::read(&folder().join("base")).expect("the sound catalogue can be read")
}

/// One change and what is said about it.
struct Fixture {
    title: String,
    changes: Vec<String>,
    expected: Vec<String>,
}

fn fixtures(text: &str) -> Vec<Fixture> {
    let mut fixtures: Vec<Fixture> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("=== ") {
            fixtures.push(Fixture {
                title: title.to_owned(),
                changes: Vec::new(),
                expected: Vec::new(),
            });
        } else if let Some(fixture) = fixtures.last_mut() {
            match line.strip_prefix("> ") {
                Some(expected) => fixture.expected.push(expected.to_owned()),
                None if line.is_empty() => {}
                None => fixture.changes.push(line.to_owned()),
            }
        }
    }
    fixtures
}

/// Applies `@ file` with its `-old` and `+new` lines, `! file` to take a file
/// away, `= old new` to rename one, `~ file` to save it as GBK, and `* n file` to write `+` lines n times with `#` as the number.
fn apply(fixture: &Fixture, files: &mut Files) -> Option<String> {
    let mut today = None;
    let mut lines = fixture.changes.iter().peekable();
    while let Some(line) = lines.next() {
        let (sign, rest) = line.split_at(2);
        let mut take = |sign: char| {
            let mut block = String::new();
            while let Some(line) = lines.next_if(|it| it.starts_with(sign)) {
                block.push_str(&line[1..]);
                block.push('\n');
            }
            block
        };
        match sign {
            "@ " => {
                let (old, new) = (take('-'), take('+'));
                let text = files.texts.entry(rest.to_owned()).or_default();
                if old.is_empty() {
                    text.push_str(&new);
                } else {
                    let count = text.matches(&old).count();
                    assert_eq!(count, 1, "{}: {rest} holds once:\n{old}", fixture.title);
                    *text = text.replace(&old, &new);
                }
            }
            "! " => {
                let removed = files.texts.remove(rest);
                assert!(removed.is_some(), "{}: there is {rest}", fixture.title);
            }
            "* " => {
                let (n, name) = rest.split_once(' ').expect("a number and a file");
                let block = take('+');
                let n: usize = n.parse().expect("a number");
                let text = (0..n).map(|it| block.replace('#', &it.to_string()));
                files.texts.insert(name.to_owned(), text.collect());
            }
            "~ " => {
                files.texts.remove(rest);
                files.take(rest.to_owned(), b"name: \xce\xdd\xc3\xe6\n".to_vec());
            }
            "= " => {
                let (old, new) = rest.split_once(' ').expect("two names");
                let text = files.texts.remove(old).expect("there is such a file");
                files.texts.insert(new.to_owned(), text);
            }
            "% " => today = Some(rest.to_owned()),
            _ => panic!("{}: what is {line:?}?", fixture.title),
        }
    }
    today
}

fn told(fixture: &Fixture) -> Vec<String> {
    let mut files = base();
    let today = apply(fixture, &mut files);
    let checked = compile(&files, today.as_deref());
    checked
        .diagnostics
        .iter()
        .map(|it| {
            let place = format!("{}:{}:{}", it.file, it.spot.line, it.spot.column);
            format!("{} {place} {} | {}", it.code, it.path, it.reason.en)
        })
        .collect()
}

#[test]
fn the_sound_catalogue_has_no_mistakes() {
    let checked = compile(&base(), None);
    assert_eq!(checked.diagnostics, []);
    assert!(checked.output.is_some());
}

#[test]
fn every_fixture_is_told_as_expected() {
    let path = folder().join("mistakes.txt");
    let text = fs::read_to_string(&path).expect("the fixtures can be read");
    let mut fresh = String::new();
    let mut wrong = Vec::new();
    for fixture in fixtures(&text) {
        let told = told(&fixture);
        if told != fixture.expected {
            wrong.push(format!(
                "{}\n  expected {:#?}\n  told {told:#?}",
                fixture.title, fixture.expected
            ));
        }
        _ = writeln!(fresh, "=== {}", fixture.title);
        for line in &fixture.changes {
            _ = writeln!(fresh, "{line}");
        }
        for line in told {
            _ = writeln!(fresh, "> {line}");
        }
        fresh.push('\n');
    }
    if std::env::var_os("UPDATE_REF").is_some() {
        fs::write(&path, fresh.trim_end().to_owned() + "\n").expect("the fixtures can be written");
    } else {
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn every_code_has_a_fixture_that_shows_it() {
    let text = fs::read_to_string(folder().join("mistakes.txt")).expect("the fixtures can be read");
    let mut shown = BTreeSet::new();
    for fixture in fixtures(&text) {
        let code = fixture
            .title
            .split(' ')
            .next()
            .unwrap_or_default()
            .to_owned();
        let first = fixture.expected.iter().any(|it| it.starts_with(&code));
        assert!(first, "{} shows its code", fixture.title);
        shown.insert(code);
    }
    let known: BTreeSet<String> = CODES.iter().map(|(code, _)| code.to_string()).collect();
    assert_eq!(shown, known);
}

#[test]
fn every_code_has_its_line_in_the_document() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/catalogue.md");
    let document = fs::read_to_string(path).expect("the document can be read");
    let listed: Vec<&str> = document
        .lines()
        .filter(|it| it.starts_with("| C0"))
        .collect();
    let wanted: Vec<String> = CODES
        .iter()
        .map(|(code, meaning)| format!("| {code} | {meaning} |"))
        .collect();
    assert_eq!(listed, wanted);
}

#[test]
fn codes_are_counted_without_gaps() {
    for (position, (code, _)) in CODES.iter().enumerate() {
        assert_eq!(usize::from(code.0), position + 1);
    }
}

#[test]
fn a_diagnostic_says_where_why_and_what_to_do() {
    let mut files = base();
    let path = "items/renovation/lighting.yaml";
    let text = files.texts.get_mut(path).expect("the item is there");
    *text = text.replace("fact: road-length", "fact: road-lenght");
    let checked = compile(&files, None);
    assert!(checked.output.is_none());
    let told = checked
        .diagnostics
        .iter()
        .find(|it| it.code.0 == 6)
        .expect("it is found");
    assert_eq!(
        told.render(Lang::Zh),
        "错误 C006 items/renovation/lighting.yaml:12:39 scope.quantity.ceil-div.of.fact\n  \
         没有叫 road-lenght 的指标。\n    \
         12 |   quantity: { ceil-div: { of: { fact: road-lenght }, by: { convention: lamp-spacing } } }\n       \
            |                                       ^^^^^^^^^^^\n  \
         提示：是不是 road-length？"
    );
    assert!(told.render(Lang::En).starts_with("error C006"));
}

#[test]
fn the_committed_schemas_are_the_generated_ones() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/catalogue");
    for (name, text) in buqi_catalogue::schemas() {
        let committed = fs::read_to_string(folder.join(&name)).unwrap_or_default();
        assert!(
            committed == text,
            "{name} is out of date; run `buqi schema`"
        );
    }
}

#[test]
fn the_same_source_has_the_same_fingerprint() {
    let fingerprint = |files: &Files| {
        let checked = compile(files, None);
        checked.output.map(|it| it.fingerprint)
    };
    let mut files = base();
    let before = fingerprint(&files);
    assert_eq!(before, fingerprint(&files));
    assert_eq!(before.as_ref().map(|it| it.len()), Some(16));
    let prices = files.texts.get_mut("prices/all.yaml").expect("it is there");
    *prices = prices.replace("typical: 2500", "typical: 2600");
    assert_ne!(before, fingerprint(&files));
}
