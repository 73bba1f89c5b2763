//! Shortens the names by which the wasm and its glue know each other: they are
//! long, hold hashes that no compression shortens, and are in both files.

use std::collections::HashMap;

use anyhow::ensure;
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{ExportSection, ImportSection, Module, RawSection};
use wasmparser::{Parser, Payload};

/// What wasm-bindgen calls the module of the glue.
const GLUE: &str = "./buqi-web_bg.js";

/// How it begins the names of the closures that the wasm exports. The others are
/// short, or asked for by the second module.
const CLOSURE: &str = "wasm_bindgen_";

/// Returns both with short names.
pub fn shorten(wasm: &[u8], glue: &str) -> anyhow::Result<(Vec<u8>, String)> {
    let mut names = Names::default();
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                let mut imports = ImportSection::new();
                for it in section.into_imports() {
                    let it = it?;
                    let ty = RoundtripReencoder.entity_type(it.ty)?;
                    if it.module == GLUE {
                        imports.import(&names.of(it.module), &names.of(it.name), ty);
                    } else {
                        imports.import(it.module, it.name, ty);
                    }
                }
                module.section(&imports);
            }
            Payload::ExportSection(section) => {
                let mut exports = ExportSection::new();
                for it in section {
                    let it = it?;
                    let kind = RoundtripReencoder.export_kind(it.kind)?;
                    if it.name.starts_with(CLOSURE) {
                        exports.export(&names.of(it.name), kind, it.index);
                    } else {
                        exports.export(it.name, kind, it.index);
                    }
                }
                module.section(&exports);
            }
            other => {
                if let Some((id, range)) = other.as_section() {
                    let data = &wasm[range.start as usize..range.end as usize];
                    module.section(&RawSection { id, data });
                }
            }
        }
    }
    let (glue, n_replaced) = names.replace(glue);
    ensure!(
        n_replaced >= names.0.len(),
        "the glue lacks some of the names of the wasm"
    );
    Ok((module.finish(), glue))
}

/// The short name of each long one.
#[derive(Default)]
struct Names(HashMap<String, String>);

impl Names {
    fn of(&mut self, name: &str) -> String {
        let n = self.0.len();
        let short = self.0.entry(name.to_owned());
        // No name that wasm-bindgen makes begins so.
        short.or_insert_with(|| format!("q{n}")).clone()
    }

    /// The script with all of them replaced, and how many that were.
    fn replace(&self, script: &str) -> (String, usize) {
        let is_part = |it: char| it.is_ascii_alphanumeric() || "_$./-".contains(it);
        let mut n = 0;
        let mut out = String::new();
        let mut rest = script;
        while let Some(start) = rest.find(is_part) {
            let (before, from) = rest.split_at(start);
            let end = from.find(|it| !is_part(it)).unwrap_or(from.len());
            let (word, after) = from.split_at(end);
            out += before;
            // `wasm.name` and `'./file'` are words here.
            let (object, name) = match word.strip_prefix("wasm.") {
                Some(name) => ("wasm.", name),
                None => ("", word),
            };
            out += object;
            match self.0.get(name) {
                Some(short) => {
                    n += 1;
                    out += short;
                }
                None => out += name,
            }
            rest = after;
        }
        (out + rest, n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_replaced_where_it_stands_alone() {
        let mut names = Names::default();
        for it in [GLUE, "__wbg_now_12", "wasm_bindgen_3_invoke"] {
            names.of(it);
        }
        let glue = r#"{"./buqi-web_bg.js": {__wbg_now_12: f, __wbg_now_123: g}}; wasm.wasm_bindgen_3_invoke(a.__wbg_now)"#;
        let short = r#"{"q0": {q1: f, __wbg_now_123: g}}; wasm.q2(a.__wbg_now)"#;
        assert_eq!(names.replace(glue), (short.to_owned(), 3));
    }
}
