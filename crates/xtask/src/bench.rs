//! Times the engine natively, as wasm and beside two other rule engines, and
//! the interface from a tap to the next picture.

use std::path::Path;

use anyhow::Context;
use serde_json::{Map, Value};
use xshell::{Shell, cmd};

use crate::output::say;
use crate::{announce, dist, npm, tools};

#[derive(Clone, Copy)]
pub enum Form {
    Table,
    Json,
}

pub fn run(shell: &Shell, form: Form) -> anyhow::Result<()> {
    dist::build(shell)?;
    let mut figures = Map::new();

    announce("Timing the engine natively");
    add(
        &mut figures,
        &cmd!(
            shell,
            "cargo run --quiet --profile native --package buqi-bench -- time"
        )
        .quiet()
        .read()?,
    )?;

    announce("Timing the engine as wasm in Chromium");
    let bench = shell.create_temp_dir()?;
    wasm_page(shell, bench.path())?;
    add(
        &mut figures,
        &npm::run_script(
            shell,
            "bench/engine-in-browser.mjs",
            &[bench.path().as_os_str()],
        )?,
    )?;

    announce("Timing json-rules-engine and publicodes on the same rules");
    let rules = bench.path().join("rules.json");
    shell.write_file(
        &rules,
        cmd!(
            shell,
            "cargo run --quiet --profile native --package buqi-bench -- rules"
        )
        .quiet()
        .read()?,
    )?;
    add(
        &mut figures,
        &npm::run_script(shell, "bench/other-engines.mjs", &[rules.as_os_str()])?,
    )?;

    announce("Timing the interface at a quarter of this machine's speed");
    add(
        &mut figures,
        &npm::run_script(shell, "bench/input-to-paint.mjs", &[])?,
    )?;

    match form {
        Form::Json => say!("{}", Value::Object(figures)),
        Form::Table => {
            for (name, value) in &figures {
                say!("{name:<32} {value:>12}");
            }
        }
    }
    Ok(())
}

/// Adds the figures of one measurement, printed as one JSON object.
fn add(figures: &mut Map<String, Value>, output: &str) -> anyhow::Result<()> {
    let measured: Map<String, Value> =
        serde_json::from_str(output).with_context(|| format!("not a set of figures: {output}"))?;
    figures.extend(measured);
    Ok(())
}

/// Builds the engine as wasm, in the way the app is built, for a bare page.
fn wasm_page(shell: &Shell, folder: &Path) -> anyhow::Result<()> {
    tools::for_build(shell)?;
    let target = "wasm32-unknown-unknown";
    // As a cdylib alone: beside an rlib it would be built without link-time
    // optimisation.
    let rustc = cmd!(
        shell,
        "cargo rustc --quiet --release --package buqi-bench --lib --crate-type cdylib --target {target}"
    );
    rustc.quiet().run()?;
    let metadata = cmd!(shell, "cargo metadata --format-version 1 --no-deps")
        .quiet()
        .read()?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let target_folder = metadata["target_directory"]
        .as_str()
        .context("cargo names no target folder")?;
    let wasm = Path::new(target_folder)
        .join(target)
        .join("release/buqi_bench.wasm");
    cmd!(
        shell,
        "wasm-bindgen --target web --no-typescript --out-dir {folder} {wasm}"
    )
    .quiet()
    .run()?;
    Ok(())
}
