//! Writes the two style sheets of the app without what is there for those who
//! read them only: comments, and the space between the signs.

use std::error::Error;
use std::path::Path;

/// What a first visit draws with.
const FIRST: [&str; 4] = ["tokens", "layout", "parts", "survey"];

/// What comes after it in one sheet with it.
const REST: [&str; 2] = ["rooms", "photos"];

/// Where a space goes, from the longer to the shorter. One before a colon stays,
/// which says that any element inside is meant.
const SHORTER: [(&str, &str); 8] = [
    (" {", "{"),
    ("{ ", "{"),
    (" }", "}"),
    ("; ", ";"),
    (": ", ":"),
    (", ", ","),
    (";}", "}"),
    ("} ", "}"),
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/styles");
    let folder = std::env::var("OUT_DIR")?;
    for (name, sheets) in [("first.css", &FIRST[..]), ("rest.css", &REST[..])] {
        let mut text = String::new();
        for sheet in sheets {
            text += &std::fs::read_to_string(format!("src/styles/{sheet}.css"))?;
        }
        std::fs::write(Path::new(&folder).join(name), shortened(&text))?;
    }
    Ok(())
}

fn shortened(text: &str) -> String {
    let mut pieces = text.split("/*");
    let mut short = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        short += piece.split_once("*/").map_or("", |it| it.1);
    }
    let words: Vec<&str> = short.split_whitespace().collect();
    let mut short = words.join(" ");
    for (long, shorter) in SHORTER {
        short = short.replace(long, shorter);
    }
    short
}
