//! Compiles the catalogue and the example estates once, so that the
//! application carries no YAML.

use buqi_catalogue::{Lang, compile_folder, plain_value};
use buqi_core::Catalogue;
use buqi_core::catalogue::Text;
use buqi_core::wire::{from_bytes, to_bytes};
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    let (english, notes) = compile_catalogue(&out);
    let estates = gather_estates().into_boxed_str();
    write(
        &out.join("notes.bin"),
        &to_bytes(&(english, notes, estates)),
    );
}

fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).expect("OUT_DIR can be written");
}

/// Writes the catalogue in two parts with its Chinese names, and returns the
/// English ones and the notes in both languages.
fn compile_catalogue(out: &Path) -> (Vec<Box<str>>, Vec<Text>) {
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
    let notes = catalogue.notes().into_iter().map(std::mem::take).collect();
    let (first, rest) = catalogue.to_parts();
    // The app relies on its own bytes, so what it can't read must not be built.
    let read = from_bytes::<Catalogue>(&first).filter(|it| it.clone().read_rest(&rest));
    assert!(read.is_some(), "a rule or a quantity is nested too deeply");
    write(&out.join("first.bin"), &first);
    write(&out.join("rest.bin"), &rest);
    (english, notes)
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
