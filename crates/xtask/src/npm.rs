//! Runs what lives in `tests/browser`: the journeys, the pictures, and the
//! measurements that need a browser or another engine.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Context;
use xshell::{Shell, cmd};

use crate::output::say;
use crate::{announce, dist, tools};

const FOLDER: &str = "tests/browser";

/// Installs the packages of the lock file, unless they are there already.
pub fn install(shell: &Shell) -> anyhow::Result<()> {
    tools::node(shell)?;
    let folder = shell.current_dir().join(FOLDER);
    let time = |it: &str| -> Option<SystemTime> {
        std::fs::metadata(folder.join(it)).ok()?.modified().ok()
    };
    let installed = time("node_modules/.package-lock.json");
    if installed.is_some() && installed >= time("package-lock.json") {
        return Ok(());
    }
    announce("Installing the npm packages of tests/browser");
    let _here = shell.push_dir(&folder);
    cmd!(shell, "npm ci --no-audit --no-fund --loglevel=error")
        .quiet()
        .ignore_stdout()
        .run()
        .context("npm ci failed in tests/browser")
}

/// A program of an npm package, when it is installed.
pub fn tool(shell: &Shell, path: &str) -> Option<PathBuf> {
    let path = shell
        .current_dir()
        .join(FOLDER)
        .join("node_modules")
        .join(path);
    path.is_file().then_some(path)
}

/// Takes pictures of every room into `folder`.
pub fn shots(shell: &Shell, folder: &Path) -> anyhow::Result<()> {
    dist::build(shell)?;
    let folder = shell.current_dir().join(folder);
    say!("{}", run_script(shell, "shots.mjs", &[folder.as_os_str()])?);
    Ok(())
}

/// Runs a script of `tests/browser` and returns what it prints.
pub fn run_script(shell: &Shell, script: &str, args: &[&OsStr]) -> anyhow::Result<String> {
    install(shell)?;
    let chromium = tools::chromium(shell)?;
    let _here = shell.push_dir(FOLDER);
    cmd!(shell, "node {script} {args...}")
        .env("CHROMIUM", chromium)
        .quiet()
        .read()
        .with_context(|| format!("{FOLDER}/{script} failed"))
}
