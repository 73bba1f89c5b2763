//! Builds the gallery: the app with the feature of that name, in the debug
//! profile and as one module, in a folder beside the other build products.

use std::path::PathBuf;

use anyhow::Context;
use xshell::{Shell, cmd};

use crate::{announce, dist, tools};

const PAGE: &str = "examples/gallery.html";

/// Builds it anew and returns the folder.
pub fn build(shell: &Shell) -> anyhow::Result<PathBuf> {
    tools::for_build(shell)?;
    announce("Building the gallery");
    let built = dist::Built::of(shell, &["--features", "gallery"], "dev")
        .context("the gallery does not build")?;
    let folder = shell.current_dir().join("target/gallery");
    shell.remove_path(&folder)?;
    shell.create_dir(&folder)?;
    let wasm = &built.wasm;
    cmd!(
        shell,
        "wasm-bindgen --target web --no-typescript --out-dir {folder} --out-name buqi-web {wasm}"
    )
    .quiet()
    .run()
    .context("wasm-bindgen failed")?;
    shell.copy_file(&built.notes, folder.join(dist::NOTES))?;
    shell.copy_file(PAGE, folder.join("index.html"))?;
    shell.copy_file("examples/standalone.css", folder.join("standalone.css"))?;
    let script = shell
        .read_file("src/embed.js")?
        .replace("__BUQI_GLUE__", dist::GLUE)
        .replace("__BUQI_WASM__", dist::WASM)
        .replace("__BUQI_NOTES__", dist::NOTES);
    shell.write_file(folder.join("embed.js"), script)?;
    Ok(folder)
}
