//! Rules about the project's own files that no compiler checks.

use crate::workspace::{files, product_sources, root, text};
use buqi_bundled::catalogue;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// The longest a Rust file should be. Longer ones are printed, not refused:
/// some tables are long for a reason.
const LONG_FILE: usize = 600;

/// Who may depend on whom. A new edge is a decision: it comes with a line
/// here and a reason in `docs/decisions.md`.
///
/// `ours` and `others` list the dependencies of the product, `build` those of
/// the build script, `tests` those of its tests.
struct Allowed {
    package: &'static str,
    ours: &'static [&'static str],
    others: &'static [&'static str],
    build: &'static [&'static str],
    tests: &'static [&'static str],
}

const DEPENDENCIES: &[Allowed] = &[
    Allowed {
        package: "buqi-core",
        ours: &[],
        others: &["litemap"],
        build: &[],
        tests: &["proptest"],
    },
    Allowed {
        package: "buqi-catalogue",
        ours: &["buqi-core"],
        // `schemars` writes the schemas for editors, `pinyin` the initials that
        // a search may type.
        others: &["pinyin", "schemars", "serde", "serde-saphyr", "serde_json"],
        build: &[],
        tests: &[],
    },
    Allowed {
        package: "buqi-bundled",
        ours: &["buqi-core"],
        others: &[],
        build: &["buqi-catalogue", "buqi-core", "serde_json"],
        tests: &[],
    },
    Allowed {
        package: "buqi-exchange",
        ours: &["buqi-core"],
        // `csv` reads what is pasted from a spreadsheet.
        others: &["csv", "litemap", "serde", "serde_json"],
        build: &[],
        tests: &["proptest"],
    },
    Allowed {
        package: "buqi-cli",
        ours: &[
            "buqi-bundled",
            "buqi-catalogue",
            "buqi-core",
            "buqi-exchange",
        ],
        // `serde-saphyr` reads surveys that people write by hand in YAML.
        others: &[
            "anyhow",
            "clap",
            "csv",
            "encoding_rs",
            "flate2",
            "serde-saphyr",
            "serde_json",
        ],
        build: &[],
        tests: &[],
    },
    Allowed {
        package: "buqi-web",
        ours: &["buqi-bundled", "buqi-core", "buqi-exchange"],
        // The page reads its own saved state, which is JSON.
        others: &[
            "gloo",
            "idb",
            "js-sys",
            "litemap",
            "serde_json",
            "wasm-bindgen",
            "wasm-bindgen-futures",
            "wasm_split_helpers",
            "web-sys",
            "yew",
        ],
        build: &[],
        tests: &["wasm-bindgen-test", "web-sys"],
    },
    Allowed {
        package: "buqi-tests",
        ours: &[],
        others: &[],
        build: &[],
        tests: &[
            "buqi-bundled",
            "buqi-catalogue",
            "buqi-core",
            "buqi-exchange",
            "proptest",
            "serde_json",
        ],
    },
    Allowed {
        package: "buqi-bench",
        ours: &["buqi-bundled", "buqi-core"],
        // It times the same code as wasm, so it needs a way in from there.
        others: &["anyhow", "serde_json", "wasm-bindgen"],
        build: &[],
        tests: &[],
    },
    Allowed {
        package: "xtask",
        ours: &[],
        others: &[
            "anyhow",
            "brotli",
            "flate2",
            "serde_json",
            "tiny_http",
            // The two rewrite the names in the wasm.
            "wasm-encoder",
            "wasm_split_cli_support",
            "wasmparser",
            "xshell",
        ],
        build: &[],
        tests: &[],
    },
];

#[test]
fn every_dependency_is_in_the_table() {
    let metadata = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .expect("cargo runs this test");
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("cargo writes JSON");
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        seen.insert(name);
        let Some(allowed) = DEPENDENCIES.iter().find(|it| it.package == name) else {
            faults.push(format!("{name} is not in the table"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let on = dependency["name"].as_str().unwrap_or_default();
            let listed = match dependency["kind"].as_str() {
                Some("build") => allowed.build.contains(&on),
                Some("dev") => allowed.tests.contains(&on),
                _ => allowed.ours.contains(&on) || allowed.others.contains(&on),
            };
            if !listed {
                faults.push(format!("{name} → {on} is not in the table"));
            }
        }
    }
    for it in DEPENDENCIES {
        if !seen.contains(it.package) {
            faults.push(format!("{} is in the table but not there", it.package));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Names that say nothing about what is inside.
const BANNED: &[&str] = &[
    "base",
    "common",
    "constants",
    "data",
    "handler",
    "handlers",
    "helper",
    "helpers",
    "info",
    "manager",
    "misc",
    "model",
    "models",
    "prelude",
    "service",
    "services",
    "shared",
    "types",
    "util",
    "utilities",
    "utils",
];

#[test]
fn no_module_has_a_name_that_says_nothing() {
    let mut faults = Vec::new();
    for path in rust_files() {
        for part in path.split('/') {
            let part = part.trim_end_matches(".rs").replace('-', "_");
            if part.split('_').any(|it| BANNED.contains(&it)) {
                faults.push(path.clone());
            }
        }
        for line in text(&path).lines() {
            let line = line.trim_start().trim_start_matches("pub ");
            let name = line
                .strip_prefix("mod ")
                .and_then(|it| it.split([' ', ';', '{']).next());
            if name.is_some_and(|it| BANNED.contains(&it)) {
                faults.push(format!("{path}: {line}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The policy is in the catalogue. Code that names one of its ids would have
/// to change when the policy does.
#[test]
fn no_product_code_names_an_id_of_the_catalogue() {
    let catalogue = catalogue();
    let ids: BTreeSet<&str> = catalogue
        .items
        .iter()
        .map(|it| it.id.as_str())
        .chain(catalogue.facts.iter().map(|it| it.id.as_str()))
        .chain(catalogue.deficiencies.iter().map(|it| it.id.as_str()))
        .collect();
    let mut faults = Vec::new();
    for path in product_sources() {
        for (line, literal) in literals(product_part(&text(&path))) {
            if ids.contains(&*literal) && !FORMAT_KEYS.contains(&(&path, &literal)) {
                faults.push(format!("{path}:{line} {literal:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Keys of file formats that happen to be spelled like an id.
const FORMAT_KEYS: &[(&str, &str)] = &[
    // Columns of a table of projects.
    ("crates/buqi-cli/src/cases/columns.rs", "households"),
    // How many of them want an item.
    ("crates/buqi-exchange/src/format.rs", "households"),
    ("crates/buqi-cli/src/cases/columns.rs", "entrances"),
];

/// The code before the unit tests, which stand last in a file.
fn product_part(code: &str) -> &str {
    code.find("#[cfg(test)]").map_or(code, |it| &code[..it])
}

/// The string literals of Rust code with their lines, comments left out.
fn literals(code: &str) -> Vec<(usize, String)> {
    let chars: Vec<char> = code.chars().collect();
    let mut found = Vec::new();
    let mut line = 1;
    let mut at = 0;
    while at < chars.len() {
        match chars[at] {
            '\n' => line += 1,
            '/' if chars.get(at + 1) == Some(&'/') => {
                while at < chars.len() && chars[at] != '\n' {
                    at += 1;
                }
                continue;
            }
            // A quote as a character; a lifetime has no closing one.
            '\'' if chars.get(at + 1) == Some(&'\\') => at += 2,
            '\'' if chars.get(at + 2) == Some(&'\'') => at += 2,
            '"' => {
                let n_hashes = chars[..at]
                    .iter()
                    .rev()
                    .take_while(|it| **it == '#')
                    .count();
                let raw = at > n_hashes && chars[at - n_hashes - 1] == 'r';
                let start = line;
                let mut literal = String::new();
                at += 1;
                while at < chars.len() {
                    if chars[at] == '\\' && !raw {
                        at += 1;
                    } else if chars[at] == '"' {
                        let closing = chars[at + 1..].iter().take_while(|it| **it == '#').count();
                        if !raw || closing >= n_hashes {
                            break;
                        }
                    }
                    line += usize::from(chars.get(at) == Some(&'\n'));
                    literal.extend(chars.get(at));
                    at += 1;
                }
                found.push((start, literal));
            }
            _ => {}
        }
        at += 1;
    }
    found
}

#[test]
fn literals_are_found_and_comments_are_not() {
    let code = "let a = \"one\"; // \"two\"\nlet b = '\"'; let c = r#\"th\"ree\"#; \"f\\\"our\"";
    let found: Vec<(usize, String)> = literals(code);
    let expected = [(1, "one"), (2, "th\"ree"), (2, "f\"our")];
    assert_eq!(found, expected.map(|(line, it)| (line, it.to_owned())));
}

#[test]
fn nothing_is_left_undone_or_skipped() {
    // Written apart so that this file does not find itself.
    let banned = [
        concat!("#[ig", "nore"),
        concat!("todo", "!("),
        concat!("unimple", "mented!("),
        concat!("dbg", "!("),
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("thread::sl", "eep"),
    ];
    let mut faults = Vec::new();
    for path in rust_files() {
        for (n, line) in text(&path).lines().enumerate() {
            if banned.iter().any(|it| line.contains(it)) {
                faults.push(format!("{path}:{} {}", n + 1, line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    let machine = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/tm", "p/"),
    ];
    let mut faults = Vec::new();
    for path in files("") {
        // What is not text has no paths a person wrote.
        let Ok(text) = std::fs::read_to_string(root().join(&path)) else {
            continue;
        };
        for (n, line) in text.lines().enumerate() {
            if machine.iter().any(|it| line.contains(it)) {
                faults.push(format!("{path}:{}", n + 1));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_readme_can_be_read_in_one_sitting() {
    let n_lines = text("README.md").lines().count();
    assert!(n_lines <= 150, "{n_lines} lines");
}

#[test]
fn long_files_are_listed() {
    for path in rust_files() {
        let n_lines = text(&path).lines().count();
        if n_lines > LONG_FILE {
            println!("{path}: {n_lines} lines");
        }
    }
}

/// The rows of the glossary: `| 中文 | Code | YAML | notes |`, where the code
/// cell names types in backticks.
#[test]
fn the_glossary_names_types_that_exist() {
    let mut types: BTreeMap<String, String> = BTreeMap::new();
    for path in product_sources() {
        for line in text(&path).lines() {
            let line = line.trim_start().trim_start_matches("pub ");
            for kind in ["struct ", "enum "] {
                let name = line.strip_prefix(kind).map(|it| {
                    it.split(|it: char| !it.is_alphanumeric())
                        .next()
                        .unwrap_or_default()
                });
                if let Some(name) = name {
                    types.insert(name.to_owned(), path.clone());
                }
            }
        }
    }
    // Types made by a macro have no line of their own.
    for id in [
        "ItemId",
        "FactId",
        "DeficiencyId",
        "SourceId",
        "PriceId",
        "GroupId",
    ] {
        types.insert(id.to_owned(), "crates/buqi-core/src/id.rs".into());
    }
    let glossary = text("docs/glossary.md");
    let rows = glossary
        .lines()
        .filter(|it| it.starts_with('|') && it.contains('`'));
    let (mut n_types, mut faults) = (0, Vec::new());
    for row in rows {
        let code = row.split('|').nth(2).unwrap_or_default();
        for named in code.split('`').skip(1).step_by(2) {
            let name = named.split(':').next().unwrap_or_default();
            if name.starts_with(char::is_uppercase) {
                n_types += 1;
                if !types.contains_key(name) {
                    faults.push(named.to_owned());
                }
            }
        }
    }
    assert!(faults.is_empty(), "no such types: {faults:#?}");
    assert!(n_types >= 20, "the glossary names {n_types} types");
}

/// Whoever changes what a schema describes runs `./x schema`.
#[test]
fn the_schemas_are_what_the_code_would_write() {
    let written: Vec<(String, String)> = files("schema/catalogue")
        .into_iter()
        .map(|it| (it.clone(), text(&it)))
        .collect();
    let fresh: Vec<(String, String)> = buqi_catalogue::schemas()
        .into_iter()
        .map(|(name, text)| (format!("schema/catalogue/{name}"), text))
        .collect();
    assert!(written == fresh, "schema/catalogue is out of date");
}

/// An author who meets a code can look it up, and the guide has none that
/// does not exist.
#[test]
fn the_guide_for_authors_explains_every_code() {
    let guide = text("docs/catalogue.md");
    let explained: BTreeSet<&str> = guide
        .split(|it: char| !it.is_ascii_alphanumeric())
        .filter(|it| {
            let digits = it.strip_prefix('C').unwrap_or_default();
            digits.len() == 3 && digits.bytes().all(|it| it.is_ascii_digit())
        })
        .collect();
    let codes: BTreeSet<String> = buqi_catalogue::CODES
        .iter()
        .map(|(code, _)| code.to_string())
        .collect();
    let codes: BTreeSet<&str> = codes.iter().map(String::as_str).collect();
    assert_eq!(explained, codes);
}

fn rust_files() -> Vec<String> {
    ["src", "crates", "tests/src"]
        .into_iter()
        .flat_map(files)
        .filter(|it| it.ends_with(".rs"))
        .collect()
}
