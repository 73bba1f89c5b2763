//! Divides the wasm in two, what the first screens need and the rest, and joins
//! the first with its glue.

use std::path::Path;

use anyhow::{Context, ensure};
use wasm_split_cli_support::{Options, transform};
use xshell::{Shell, cmd};

use crate::names;

/// The import of the splitter's script, as wasm-bindgen writes it into the glue.
const IMPORT: &str = "import * as import1 from \"./__wasm_split.js\"";

/// How the splitter's script reaches the glue that it stands in from now on.
const BACK: &str = "import { initSync } from \"./buqi-web.js\";";

/// How it makes a module of the file, which asks for a content type that not
/// every server sends; this asks for nothing but the bytes.
const STREAMED: &str = "WebAssembly.instantiateStreaming(src, imports)";
const BUFFERED: &str = "WebAssembly.instantiate(await (await src).arrayBuffer(), imports)";

/// Writes both modules and the glue into `staging`. The second module is called
/// `later.wasm` there and `__BUQI_LATER__` in the glue.
pub fn divide(shell: &Shell, wasm: &Path, staging: &Path) -> anyhow::Result<()> {
    let temporary = shell.create_temp_dir()?;
    let input = shell.read_binary_file(wasm)?;
    let main = temporary.path().join("buqi-web.wasm");
    let mut options = Options::new(&input);
    options.output_dir = temporary.path();
    options.main_out_path = &main;
    options.main_module = "./buqi-web.js";
    let parts = transform(options)
        .map_err(|it| anyhow::anyhow!("{it:#}"))
        .context("the wasm can't be divided")?;
    let [later] = &parts.split_modules[..] else {
        anyhow::bail!("the wasm was divided into {:?}", parts.split_modules);
    };
    std::fs::copy(later, staging.join("later.wasm"))?;
    cmd!(
        shell,
        "wasm-bindgen --target web --no-typescript --keep-lld-exports --remove-name-section
         --remove-producers-section --out-dir {staging} --out-name buqi-web {main}"
    )
    .quiet()
    .run()?;
    let loader = shell.read_file(temporary.path().join("__wasm_split.js"))?;
    let glue = staging.join("buqi-web.js");
    let name = later.file_name().and_then(|it| it.to_str());
    let joined = join(
        &shell.read_file(&glue)?,
        &loader,
        name.context("a module without a name")?,
    )?;
    let wasm = staging.join("buqi-web_bg.wasm");
    let (short, joined) = names::shorten(&shell.read_binary_file(&wasm)?, &joined)?;
    shell.write_file(wasm, short)?;
    Ok(shell.write_file(glue, joined)?)
}

/// Puts the splitter's script into the glue. As a file of its own it would reach
/// back to the first instance of the glue, also after a crash has made another.
fn join(glue: &str, loader: &str, later: &str) -> anyhow::Result<String> {
    for (text, wanted) in [
        (glue, IMPORT),
        (loader, BACK),
        (loader, STREAMED),
        (loader, later),
    ] {
        ensure!(
            text.contains(wanted),
            "the generated script has no `{wanted}`"
        );
    }
    let exports: Vec<&str> = loader
        .lines()
        .filter_map(|it| it.strip_prefix("export const ")?.split(' ').next())
        .collect();
    let loader = loader
        .replace(BACK, "")
        .replace(STREAMED, BUFFERED)
        .replace(later, "__BUQI_LATER__")
        .replace("export const ", "const ");
    let import = format!("const import1 = {{ {} }}", exports.join(", "));
    Ok(format!("{loader}\n{}", glue.replace(IMPORT, &import)))
}
