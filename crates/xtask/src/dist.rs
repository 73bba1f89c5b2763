//! Builds `dist/`, the folder that is the whole product on a web server.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use serde_json::Value;
use xshell::{Shell, cmd};

use crate::{announce, npm, split, tools};

/// What wasm-bindgen calls its two files, from the name of the root package.
pub const GLUE: &str = "buqi-web.js";
pub const WASM: &str = "buqi-web_bg.wasm";

/// The second module, named after the word in `src/later.rs`.
const LATER: &str = "later.wasm";

/// What the build script of `buqi-bundled` calls its second file.
pub const NOTES: &str = "notes.bin";

const SERVICE_WORKER: &str = "sw.js";

/// The features that rustc's output for `wasm32-unknown-unknown` may use. They
/// are spelled out because a stripped file does not declare them.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Has cargo compile the standard library as well, for size and with panics that
/// end the program on the spot: no texts, no unwinding tables, no paths of the
/// machine that built it. docs/performance.md says what that saves. These are
/// unstable options, which `RUSTC_BOOTSTRAP` allows the stable compiler.
const SMALL_STD: &[(&str, &str)] = &[
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
    (
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "-Clink-args=--emit-relocs -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none",
    ),
];

/// Builds everything anew and returns the folder.
pub fn build(shell: &Shell) -> anyhow::Result<PathBuf> {
    tools::for_build(shell)?;
    if let Err(error) = npm::install(shell) {
        announce(&format!(
            "Going on without wasm-opt, so the app is larger: {error:#}"
        ));
    }
    let small_std = match tools::std_source(shell) {
        Ok(()) => SMALL_STD,
        Err(error) => {
            announce(&format!(
                "Going on with the ready-made standard library, so the app is larger: {error:#}"
            ));
            &[]
        }
    };
    announce("Building the app into dist/");
    let mut built = trunk(shell, small_std);
    if built.is_err() && !small_std.is_empty() && !tools::is_known_compiler(shell)? {
        announce(
            "Trying again with the ready-made standard library, in case this compiler has \
             changed an option; the app is larger then",
        );
        built = trunk(shell, &[]);
    }
    built?;
    Ok(folder(shell))
}

fn trunk(shell: &Shell, small_std: &[(&str, &str)]) -> anyhow::Result<()> {
    fetch(shell, small_std)?;
    // NO_COLOR has a meaning of its own to Trunk, and "1" is not a value it takes.
    cmd!(shell, "trunk build --release --offline")
        .env_remove("NO_COLOR")
        .envs(small_std.iter().copied())
        .quiet()
        .run()
        .context("the app does not build")
}

/// Downloads the crates that a build needs. Trunk has to work offline, or it
/// would look for newer tools, and then cargo downloads nothing either.
fn fetch(shell: &Shell, small_std: &[(&str, &str)]) -> anyhow::Result<()> {
    let rustc = cmd!(shell, "rustc --version --verbose").quiet().read()?;
    let host = rustc
        .lines()
        .find_map(|it| it.strip_prefix("host: "))
        .context("rustc names no host")?;
    cmd!(
        shell,
        "cargo fetch --quiet --target wasm32-unknown-unknown --target {host}"
    )
    .envs(small_std.iter().copied())
    .quiet()
    .run()
    .context("some crates could not be downloaded")
}

/// The folder of the last build, or of a new one when there was none.
pub fn built(shell: &Shell) -> anyhow::Result<PathBuf> {
    let folder = folder(shell);
    if folder.join("embed.js").is_file() {
        Ok(folder)
    } else {
        build(shell)
    }
}

fn folder(shell: &Shell) -> PathBuf {
    shell.current_dir().join("dist")
}

/// Shrinks the wasm, names both generated files by their content and writes the
/// names where they are used. Trunk calls this on its staging folder.
pub fn finish(shell: &Shell) -> anyhow::Result<()> {
    let staging = shell
        .var("TRUNK_STAGING_DIR")
        .context("finish-dist is Trunk's hook; run `./x build` instead")?;
    let staging = Path::new(&staging);
    let release = shell.var("TRUNK_PROFILE").is_ok_and(|it| it == "release");
    let profile = if release { "release" } else { "dev" };
    let built = Built::of(shell, &["--offline", "--features", "split"], profile)?;
    split::divide(shell, &built.wasm, staging)?;
    if release {
        shrink(shell, &staging.join(WASM))?;
        shrink(shell, &staging.join(LATER))?;
    }
    let later = rename_by_content(shell, staging, LATER)?;
    write_name(shell, &staging.join(GLUE), "__BUQI_LATER__", &later)?;
    let glue = rename_by_content(shell, staging, GLUE)?;
    let wasm = rename_by_content(shell, staging, WASM)?;
    std::fs::copy(built.notes, staging.join(NOTES)).context("no notes were built")?;
    let notes = rename_by_content(shell, staging, NOTES)?;
    for page in ["embed.js", "index.html"] {
        let path = staging.join(page);
        let text = shell.read_file(&path)?;
        ensure!(
            text.contains("__BUQI_GLUE__"),
            "{page} has no place for the name of the glue"
        );
        // Trunk leaves its own order for the app in the page.
        let is_shown = |it: &&str| !it.contains("data-trunk") && !it.starts_with("<!--");
        let lines = text.lines().filter(is_shown);
        let text: String = lines.flat_map(|it| [it, "\n"]).collect();
        let text = text
            .replace("__BUQI_GLUE__", &glue)
            .replace("__BUQI_WASM__", &wasm)
            .replace("__BUQI_LATER__", &later)
            .replace("__BUQI_NOTES__", &notes);
        shell.write_file(&path, text)?;
    }
    if release {
        for file in [&*glue, "embed.js", "standalone.js", "standalone.css"] {
            minify(shell, &staging.join(file))?;
        }
    }
    list_for_offline(shell, staging)
}

/// Writes into the service worker what this version consists of: every file by
/// name with a fingerprint of its content, which is what makes a version whole.
fn list_for_offline(shell: &Shell, staging: &Path) -> anyhow::Result<()> {
    let mut files = Vec::new();
    for folder in ["", "icons"] {
        for path in shell.read_dir(staging.join(folder))? {
            let name = path.strip_prefix(staging)?.to_string_lossy().into_owned();
            if path.is_file() && name != SERVICE_WORKER {
                let bytes = shell.read_binary_file(&path)?;
                files.push(format!("{name:?}: {:?}", fingerprint(&bytes)));
            }
        }
    }
    files.sort();
    let list = format!("{{ {} }}", files.join(", "));
    let mut hasher = DefaultHasher::new();
    list.hash(&mut hasher);
    let path = staging.join(SERVICE_WORKER);
    let text = shell.read_file(&path)?;
    for place in ["__BUQI_FILES__", "__BUQI_VERSION__"] {
        ensure!(text.contains(place), "{SERVICE_WORKER} has no {place}");
    }
    let text = text
        .replace("__BUQI_FILES__", &list)
        .replace("__BUQI_VERSION__", &format!("{:016x}", hasher.finish()));
    Ok(shell.write_file(&path, text)?)
}

/// FNV-1a of 32 bits and the length: little enough for the service worker to
/// work out again, and enough to tell one release from another.
fn fingerprint(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    });
    format!("{hash:x}-{}", bytes.len())
}

/// Writes `name` in the one place that waits for it.
fn write_name(shell: &Shell, path: &Path, place: &str, name: &str) -> anyhow::Result<()> {
    let text = shell.read_file(path)?;
    ensure!(text.contains(place), "{} has no {place}", path.display());
    Ok(shell.write_file(path, text.replace(place, name))?)
}

/// What cargo made of the root package and of the catalogue. Cargo says where it
/// is for what is built already, which it is when Trunk calls.
pub struct Built {
    pub wasm: PathBuf,
    pub notes: PathBuf,
}

impl Built {
    pub fn of(shell: &Shell, options: &[&str], profile: &str) -> anyhow::Result<Built> {
        let messages = cmd!(
            shell,
            "cargo build --quiet {options...} --profile {profile}
             --target wasm32-unknown-unknown --message-format json"
        )
        .quiet()
        .read()?;
        let messages: Vec<Value> = messages
            .lines()
            .filter_map(|it| serde_json::from_str(it).ok())
            .collect();
        let wasm = messages
            .iter()
            .filter(|it| it["reason"] == "compiler-artifact" && it["target"]["name"] == "buqi_web")
            .flat_map(|it| it["filenames"].as_array().into_iter().flatten())
            .filter_map(Value::as_str)
            .find(|it| it.ends_with(".wasm"))
            .context("cargo does not say where the wasm is")?;
        let bundled = messages
            .iter()
            .filter(|it| it["reason"] == "build-script-executed")
            .find(|it| {
                it["package_id"]
                    .as_str()
                    .is_some_and(|it| it.contains("buqi-bundled"))
            })
            .and_then(|it| it["out_dir"].as_str())
            .context("cargo does not say where buqi-bundled was built")?;
        Ok(Built {
            wasm: wasm.into(),
            notes: Path::new(bundled).join(NOTES),
        })
    }
}

fn shrink(shell: &Shell, wasm: &Path) -> anyhow::Result<()> {
    let Some(wasm_opt) = npm::tool(shell, "binaryen/bin/wasm-opt") else {
        return Ok(());
    };
    let features = WASM_FEATURES;
    // A large function stays one of its own where it is called once: the file is
    // as long then, and brotli packs it better.
    cmd!(
        shell,
        "node {wasm_opt} -Oz --one-caller-inline-max-function-size=25 {features...} {wasm} -o {wasm}"
    )
        .quiet()
        .run()
        .context("wasm-opt failed")
}

/// Takes comments and spaces out of a script or a style sheet and shortens the
/// local names of a script.
fn minify(shell: &Shell, script: &Path) -> anyhow::Result<()> {
    let Some(esbuild) = npm::tool(shell, "esbuild/bin/esbuild") else {
        return Ok(());
    };
    cmd!(
        shell,
        "{esbuild} --minify --format=esm --charset=utf8 --log-level=warning --allow-overwrite --outfile={script} {script}"
    )
    .quiet()
    .run()
    .context("esbuild failed")
}

/// Puts a hash of the content into the name, so that a browser may keep the
/// file for ever and a new release is never mixed with an old one.
fn rename_by_content(shell: &Shell, folder: &Path, name: &str) -> anyhow::Result<String> {
    let path = folder.join(name);
    let mut hasher = DefaultHasher::new();
    shell.read_binary_file(&path)?.hash(&mut hasher);
    let (stem, extension) = name
        .split_once('.')
        .context("a file name without extension")?;
    let new_name = format!("{stem}-{:016x}.{extension}", hasher.finish());
    std::fs::rename(&path, folder.join(&new_name))?;
    Ok(new_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_what_the_service_worker_works_out() {
        // The published test values of FNV-1a.
        assert_eq!(fingerprint(b""), "811c9dc5-0");
        assert_eq!(fingerprint(b"foobar"), "bf9cf968-6");
    }
}
