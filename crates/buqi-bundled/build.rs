//! Compiles the catalogue and the example estates once, so that the
//! application carries no YAML.

use buqi_catalogue::{Lang, compile_folder, plain_value};
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    let texts = compile_catalogue(&out);
    let estates = gather_estates();
    let (english, notes, words) = texts;
    let bytes =
        postcard::to_stdvec(&(english, notes, words, estates)).expect("texts are plain data");
    fs::write(out.join("notes.bin"), bytes).expect("OUT_DIR can be written");
}

type Words = Vec<Box<str>>;

/// Writes the catalogue with its Chinese names, and returns the English ones,
/// the notes in both languages, and the words.
fn compile_catalogue(out: &Path) -> (Words, Vec<[Box<str>; 2]>, Words) {
    let folder = Path::new("../../catalogue");
    println!("cargo::rerun-if-changed={}", folder.display());
    let checked = compile_folder(folder, None).expect("the catalogue can be read");
    for diagnostic in checked.diagnostics.iter().filter(|it| it.is_error()) {
        // Cargo takes one line per message.
        for line in diagnostic.render(Lang::Zh).lines() {
            println!("cargo::error={line}");
        }
    }
    let mut catalogue = checked.output.unwrap_or_default();
    let english = catalogue
        .names()
        .into_iter()
        .map(|it| std::mem::take(&mut it.en))
        .collect();
    let notes = catalogue
        .notes()
        .into_iter()
        .map(std::mem::take)
        .map(|it| [it.zh, it.en])
        .collect();
    let words = catalogue.words().into_iter().map(std::mem::take).collect();
    let bytes = postcard::to_stdvec(&catalogue).expect("a catalogue is plain data");
    fs::write(out.join("catalogue.bin"), bytes).expect("OUT_DIR can be written");
    (english, notes, words)
}

/// One JSON array of the example estates, in name order, each under its id.
fn gather_estates() -> String {
    let folder = Path::new("../../tests/estates");
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(folder).expect("the example estates can be read");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|it| it.path()).collect();
    paths.sort();
    let estates: Vec<serde_json::Value> = paths
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).expect("an example can be read");
            let mut estate = plain_value(&text).expect("an example is YAML");
            estate["id"] = path.file_stem().and_then(|it| it.to_str()).into();
            estate
        })
        .collect();
    serde_json::to_string(&estates).expect("values are JSON")
}
