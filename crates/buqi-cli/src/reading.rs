//! Reads a catalogue folder and a survey file, or says why not.

use crate::check::render;
use anyhow::{Context, Result, anyhow, bail};
use buqi_catalogue::{compile_folder, plain_value};
use buqi_core::Catalogue;
use buqi_core::id::{ItemId, ItemIdx};
use buqi_exchange::{Lang, Opened, open, open_value};
use std::path::Path;

pub fn catalogue(folder: &Path, lang: Lang) -> Result<Catalogue> {
    let checked = compile_folder(folder, None)
        .with_context(|| format!("can't read the catalogue in {}", folder.display()))?;
    for diagnostic in checked.diagnostics.iter().filter(|it| it.is_error()) {
        eprintln!("{}\n", render(diagnostic, lang));
    }
    checked.output.ok_or_else(|| {
        anyhow!(lang.pick(
            "目录有错误，先用 buqi check 检查。",
            "The catalogue has mistakes; see buqi check.",
        ))
    })
}

/// A survey file is JSON; people who write one by hand may prefer YAML.
pub fn survey(path: &Path, catalogue: &Catalogue, lang: Lang) -> Result<Opened> {
    let bytes = std::fs::read(path).with_context(|| format!("can't read {}", path.display()))?;
    let is_yaml = path
        .extension()
        .is_some_and(|it| it == "yaml" || it == "yml");
    let opened = if is_yaml {
        let text = String::from_utf8_lossy(&bytes);
        let value = plain_value(&text).map_err(|it| anyhow!(it))?;
        open_value(value, bytes, catalogue)
    } else {
        open(&bytes, catalogue)
    };
    opened.map_err(|it| anyhow!(it.message(lang)))
}

pub fn item(catalogue: &Catalogue, id: &str, lang: Lang) -> Result<ItemIdx> {
    let found = ItemId::new(id).ok().and_then(|it| catalogue.find_item(&it));
    if let Some(idx) = found {
        return Ok(idx);
    }
    let moved = catalogue.moved.iter().find(|it| *it.from == *id);
    if let Some(moved) = moved {
        let to = moved.to.as_deref().unwrap_or("—");
        bail!("{id} → {to}: {}", lang.of(&moved.reason));
    }
    bail!(lang.pick(
        format!("没有叫 {id} 的改造项。"),
        format!("There is no item called {id}."),
    ))
}
