//! Build chores of this repository, run as `./x <command>`.
//!
//! Nothing here knows the domain: the catalogue is checked by the `buqi`
//! command, and the app is looked at only as files in `dist/`.

mod bench;
mod checks;
mod dist;
mod gallery;
mod names;
mod npm;
mod output;
mod schema;
mod serve;
mod size;
mod split;
mod tools;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use xshell::Shell;

use output::say;

const USAGE: &str = "\
Usage: ./x <command>

  serve [--port N]  build the app and serve it on this machine
  test              everything that CI runs
  build             build the app into dist/
  size [--json]     what a first visit downloads
  bench [--json]    time the engine and the interface
  shots [DIR]       pictures of every room
  gallery           every room and component in each state, served on this machine
  schema            write the catalogue's JSON schemas anew

Each command installs what it needs and says so.";

fn main() -> ExitCode {
    match run(std::env::args().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("x: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: Vec<String>) -> anyhow::Result<()> {
    let shell = Shell::new()?;
    shell.change_dir(root());
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["serve"] => serve::run(&shell, serve::USUAL_PORT),
        ["serve", "--port", port] => {
            let port = port
                .parse()
                .with_context(|| format!("{port} is not a port number"))?;
            serve::run(&shell, port)
        }
        ["test"] => checks::run(&shell),
        ["build"] => dist::build(&shell).map(|_| ()),
        // The hook that Trunk.toml names; not for people.
        ["finish-dist"] => dist::finish(&shell),
        ["gallery"] => {
            let folder = gallery::build(&shell)?;
            serve::folder(&folder, serve::USUAL_PORT)
        }
        ["size"] => size::print_table(&dist::built(&shell)?),
        ["size", "--json"] => size::print_json(&dist::built(&shell)?),
        ["bench"] => bench::run(&shell, bench::Form::Table),
        ["bench", "--json"] => bench::run(&shell, bench::Form::Json),
        ["shots"] => npm::shots(&shell, Path::new("shots")),
        ["shots", folder] => npm::shots(&shell, Path::new(folder)),
        ["schema"] => schema::write(&shell),
        [] | ["help" | "--help" | "-h"] => {
            say!("{USAGE}");
            Ok(())
        }
        unknown => bail!("no such command: {}\n\n{USAGE}", unknown.join(" ")),
    }
}

/// The top folder of the checkout.
fn root() -> PathBuf {
    let manifest = std::env::var("CARGO_MANIFEST_DIR")
        .unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    Path::new(&manifest)
        .ancestors()
        .nth(2)
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Says on standard error what starts now, so that standard output stays clean
/// for `--json`.
fn announce(what: &str) {
    eprintln!("==> {what}");
}
