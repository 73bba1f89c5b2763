//! Finds the programs the chores need and installs the missing ones.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use xshell::{Shell, cmd};

use crate::announce;

/// The release line of Trunk that Trunk.toml is written for.
const TRUNK: &str = "0.21.14";
const GECKODRIVER: &str = "0.37.1";

/// The compiler that everything was tried with. A fresh machine has the latest,
/// which may know more lints and may have changed an unstable option.
const KNOWN_COMPILER: &str = "rustc 1.95.";

pub fn is_known_compiler(shell: &Shell) -> anyhow::Result<bool> {
    let version = cmd!(shell, "rustc --version").quiet().read()?;
    Ok(version.starts_with(KNOWN_COMPILER))
}

/// Makes sure that the app can be built: the wasm target, Trunk, and the
/// wasm-bindgen whose version equals the one in Cargo.lock.
pub fn for_build(shell: &Shell) -> anyhow::Result<()> {
    wasm_target(shell)?;
    wasm_bindgen(shell)?;
    if version_of(shell, "trunk").is_none_or(|it| !same_line(&it, TRUNK)) {
        // Its default features are the self-update check and TLS for `trunk
        // serve`, which nothing here uses.
        install(
            shell,
            "trunk",
            TRUNK,
            &["--locked", "--no-default-features"],
            0,
        )?;
    }
    Ok(())
}

fn wasm_target(shell: &Shell) -> anyhow::Result<()> {
    let target = "wasm32-unknown-unknown";
    let libraries = cmd!(shell, "rustc --print target-libdir --target {target}")
        .quiet()
        .read()?;
    if Path::new(&libraries).is_dir() {
        return Ok(());
    }
    announce("Adding the wasm target to the Rust toolchain");
    cmd!(shell, "rustup target add {target}")
        .quiet()
        .run()
        .context(
            "the Rust toolchain has no wasm32-unknown-unknown target and rustup could not add it; \
         install Rust from https://rustup.rs, or the target with your system's packages",
        )
}

/// Makes sure of what formats and lints. A rustup that installs nothing by itself
/// leaves out what `rust-toolchain.toml` asks for.
pub fn for_checks(shell: &Shell) -> anyhow::Result<()> {
    wasm_target(shell)?;
    for (tool, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        let is_there = cmd!(shell, "cargo {tool} --version")
            .quiet()
            .ignore_stdout()
            .ignore_stderr()
            .run()
            .is_ok();
        if !is_there {
            announce(&format!("Adding {component} to the Rust toolchain"));
            cmd!(shell, "rustup component add {component}")
                .quiet()
                .run()
                .with_context(|| format!("rustup could not add the component {component}"))?;
        }
    }
    Ok(())
}

/// Makes sure that the source of the standard library is there.
pub fn std_source(shell: &Shell) -> anyhow::Result<()> {
    let sysroot = cmd!(shell, "rustc --print sysroot").quiet().read()?;
    if Path::new(&sysroot)
        .join("lib/rustlib/src/rust/library/Cargo.lock")
        .is_file()
    {
        return Ok(());
    }
    announce("Adding the source of the standard library to the Rust toolchain");
    cmd!(shell, "rustup component add rust-src")
        .quiet()
        .run()
        .context("rustup could not add the component rust-src")
}

fn wasm_bindgen(shell: &Shell) -> anyhow::Result<()> {
    let wanted = locked_version(shell, "wasm-bindgen")?;
    let is_wanted = |tool| version_of(shell, tool).is_some_and(|it| it == wanted);
    if is_wanted("wasm-bindgen") && is_wanted("wasm-bindgen-test-runner") {
        return Ok(());
    }
    // Without --locked: the published lock file holds older, slower builds of
    // the same compatible crates.
    install(shell, "wasm-bindgen-cli", &wanted, &[], 1)
}

/// The version of `package` in Cargo.lock.
fn locked_version(shell: &Shell, package: &str) -> anyhow::Result<String> {
    let lock = shell.read_file("Cargo.lock")?;
    let wanted = format!("name = \"{package}\"");
    lock.lines()
        .skip_while(|it| *it != wanted)
        .find_map(|it| it.strip_prefix("version = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .with_context(|| format!("Cargo.lock does not mention {package}"))
}

/// What `tool --version` calls itself, or nothing when it can't be run.
fn version_of(shell: &Shell, tool: &str) -> Option<String> {
    let output = cmd!(shell, "{tool} --version")
        .quiet()
        .ignore_stderr()
        .read()
        .ok()?;
    Some(output.split_whitespace().nth(1)?.to_owned())
}

/// Whether two versions differ in the patch number at most.
fn same_line(one: &str, other: &str) -> bool {
    let line = |it: &str| it.rsplit_once('.').map(|(line, _)| line.to_owned());
    line(one) == line(other)
}

/// Installs a Rust program: as a ready-made binary when `cargo-binstall` is
/// there and finds one, else from source, tuned for a quick compile because the
/// program itself runs for seconds only.
fn install(
    shell: &Shell,
    package: &str,
    version: &str,
    options: &[&str],
    opt_level: u8,
) -> anyhow::Result<()> {
    if is_on_path(shell, "cargo-binstall") {
        announce(&format!("Fetching {package} {version}"));
        let spec = format!("{package}@{version}");
        let fetched = cmd!(
            shell,
            "cargo binstall --no-confirm --force --disable-strategies compile {spec}"
        );
        if fetched.quiet().run().is_ok() {
            return Ok(());
        }
    }
    announce(&format!(
        "Compiling {package} {version}, once; this takes some minutes"
    ));
    cmd!(
        shell,
        "cargo install {package} --version {version} --force {options...}"
    )
    .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", opt_level.to_string())
    .env("CARGO_PROFILE_RELEASE_LTO", "off")
    .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256")
    .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
    .env("CARGO_PROFILE_RELEASE_STRIP", "true")
    // Tools outlive a clean of this workspace and need no place in it.
    .env_remove("CARGO_TARGET_DIR")
    .quiet()
    .run()
    .with_context(|| {
        format!(
            "could not install {package}; put {package} {version} on PATH yourself, \
                 for instance with `cargo install {package} --version {version}`"
        )
    })
}

/// The browsers and drivers that the tests use.
pub struct Browsers {
    pub chromium: PathBuf,
    pub chromedriver: PathBuf,
    pub geckodriver: PathBuf,
}

pub fn for_tests(shell: &Shell) -> anyhow::Result<Browsers> {
    let chromium = chromium(shell)?;
    system_package(shell, &["chromedriver"], "chromium-driver")?;
    system_package(shell, &["firefox", "firefox-esr"], "firefox-esr")?;
    if !is_on_path(shell, "geckodriver") {
        install(shell, "geckodriver", GECKODRIVER, &["--locked"], 0)?;
    }
    Ok(Browsers {
        chromium,
        chromedriver: which(shell, "chromedriver")?,
        geckodriver: which(shell, "geckodriver")?,
    })
}

/// The Chromium that draws pages for tests, measurements and pictures, with a
/// font that holds Chinese.
pub fn chromium(shell: &Shell) -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROMIUM") {
        return Ok(path.into());
    }
    let mac = Path::new("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    if mac.exists() {
        return Ok(mac.into());
    }
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let name = system_package(shell, &names, "chromium")
        .context("or say where it is: CHROMIUM=/path/to/chrome")?;
    if apt(shell) && !Path::new("/usr/share/fonts/opentype/noto").exists() {
        apt_install(shell, "fonts-noto-cjk")?;
    }
    which(shell, name)
}

/// Node.js with npm, or nothing when there is none and none can be installed.
pub fn node(shell: &Shell) -> anyhow::Result<()> {
    system_package(shell, &["node"], "nodejs")?;
    system_package(shell, &["npm"], "npm")?;
    Ok(())
}

/// The first of `programs` on PATH, after installing `package` if need be.
fn system_package<'a>(
    shell: &Shell,
    programs: &[&'a str],
    package: &str,
) -> anyhow::Result<&'a str> {
    let found = || programs.iter().copied().find(|it| is_on_path(shell, it));
    if let Some(program) = found() {
        return Ok(program);
    }
    if apt(shell) {
        apt_install(shell, package)?;
    }
    found().with_context(|| {
        let names = programs.join(" or ");
        format!("{names} is missing; install it (on Debian or Ubuntu: apt-get install {package})")
    })
}

/// Whether system packages can be installed without asking anybody: Debian or
/// a relative of it, as root.
fn apt(shell: &Shell) -> bool {
    is_on_path(shell, "apt-get")
        && cmd!(shell, "id -u")
            .quiet()
            .read()
            .is_ok_and(|it| it == "0")
}

fn apt_install(shell: &Shell, package: &str) -> anyhow::Result<()> {
    announce(&format!("Installing the system package {package}"));
    cmd!(shell, "apt-get -qq update").quiet().run()?;
    let install = cmd!(
        shell,
        "apt-get -qq -y install --no-install-recommends {package}"
    );
    install
        .env("DEBIAN_FRONTEND", "noninteractive")
        .quiet()
        .ignore_stdout()
        .run()
        .with_context(|| format!("could not install the system package {package}"))
}

fn is_on_path(shell: &Shell, program: &str) -> bool {
    which(shell, program).is_ok()
}

/// Where on PATH `program` is.
pub fn which(shell: &Shell, program: &str) -> anyhow::Result<PathBuf> {
    let path = shell.var_os("PATH").unwrap_or_default();
    let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    let found = std::env::split_paths(&path)
        .map(|it| it.join(&name))
        .find(|it| it.is_file());
    match found {
        Some(found) => Ok(found),
        None => bail!("{program} is not on PATH"),
    }
}
