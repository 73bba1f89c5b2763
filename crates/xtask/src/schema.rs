//! Keeps the JSON schemas of the catalogue, which editors read, equal to the
//! code that reads the catalogue.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::ensure;
use xshell::{Shell, cmd};

use crate::announce;

const FOLDER: &str = "schema/catalogue";

/// Writes the schemas anew.
pub fn write(shell: &Shell) -> anyhow::Result<()> {
    announce("Writing the schemas to schema/catalogue/");
    write_into(shell, Path::new(FOLDER))
}

/// Fails when the committed schemas are not what `write` would write.
pub fn check(shell: &Shell) -> anyhow::Result<()> {
    let fresh = shell.create_temp_dir()?;
    write_into(shell, fresh.path())?;
    ensure!(
        files(fresh.path())? == files(&shell.current_dir().join(FOLDER))?,
        "{FOLDER} is out of date; run `./x schema` and commit what it writes"
    );
    println!("{FOLDER} is up to date.");
    Ok(())
}

fn write_into(shell: &Shell, folder: &Path) -> anyhow::Result<()> {
    cmd!(
        shell,
        "cargo run --quiet --package buqi-cli -- schema {folder}"
    )
    .quiet()
    .run()?;
    Ok(())
}

/// The files of `folder` by name; none when there is no such folder.
fn files(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    if !folder.is_dir() {
        return Ok(BTreeMap::new());
    }
    std::fs::read_dir(folder)?
        .map(|entry| {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            Ok((name, std::fs::read_to_string(entry.path())?))
        })
        .collect()
}
