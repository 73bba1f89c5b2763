//! Adds up what a first visit downloads.

use std::io::Write;
use std::path::Path;

use anyhow::ensure;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::output::say;

/// What no build may exceed: the measured size with a little room, to be lowered
/// with every gain. The product's aim is 120 kB, its limit 180 kB.
const CEILING: usize = 150_700;

struct File {
    name: String,
    raw: usize,
    brotli: usize,
    gzip: usize,
}

pub fn print_table(dist: &Path) -> anyhow::Result<()> {
    let files = first_visit(dist)?;
    say!(
        "{:<40} {:>9} {:>9} {:>9}",
        "file",
        "raw",
        "gzip -9",
        "brotli"
    );
    for it in &files {
        say!(
            "{:<40} {:>9} {:>9} {:>9}",
            it.name,
            it.raw,
            it.gzip,
            it.brotli
        );
    }
    let total = |of: fn(&File) -> usize| files.iter().map(of).sum::<usize>();
    let (raw, gzip, brotli) = (
        total(|it| it.raw),
        total(|it| it.gzip),
        total(|it| it.brotli),
    );
    say!(
        "{:<40} {raw:>9} {gzip:>9} {brotli:>9}",
        "first visit until the app can be used"
    );
    for it in afterwards(dist)? {
        say!(
            "{:<40} {:>9} {:>9} {:>9}  (asked for at once, needed later)",
            it.name,
            it.raw,
            it.gzip,
            it.brotli
        );
    }
    Ok(())
}

pub fn print_json(dist: &Path) -> anyhow::Result<()> {
    let files = first_visit(dist)?;
    let later = afterwards(dist)?;
    let figures = json!({
        "later_brotli_bytes": later.iter().map(|it| it.brotli).sum::<usize>(),
        "first_visit_brotli_bytes": files.iter().map(|it| it.brotli).sum::<usize>(),
        "first_visit_gzip_bytes": files.iter().map(|it| it.gzip).sum::<usize>(),
    });
    say!("{figures}");
    Ok(())
}

/// Fails when a first visit has grown beyond the ceiling.
pub fn check(dist: &Path) -> anyhow::Result<()> {
    let brotli: usize = first_visit(dist)?.iter().map(|it| it.brotli).sum();
    println!("A first visit downloads {brotli} bytes with brotli; the ceiling is {CEILING}.");
    ensure!(
        brotli <= CEILING,
        "a first visit downloads more than the ceiling"
    );
    Ok(())
}

/// What a survey can be begun without: the second module, the notes with the
/// examples, and what the next visit without a network needs.
fn is_later(name: &str) -> bool {
    name.starts_with("later-")
        || name.starts_with("notes-")
        || ["sw.js", "manifest.webmanifest"].contains(&name)
}

/// The files at the top of `dist/` that the app waits for: the page, its style
/// sheet, embed.js, the glue and the wasm. Folders hold what a first visit does
/// not ask for.
fn first_visit(dist: &Path) -> anyhow::Result<Vec<File>> {
    let mut files = at_the_top(dist)?;
    files.retain(|it| !is_later(&it.name));
    Ok(files)
}

fn afterwards(dist: &Path) -> anyhow::Result<Vec<File>> {
    let mut files = at_the_top(dist)?;
    files.retain(|it| is_later(&it.name));
    Ok(files)
}

fn at_the_top(dist: &Path) -> anyhow::Result<Vec<File>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dist)? {
        let path = entry?.path();
        if !path.is_file() {
            continue;
        }
        let bytes = std::fs::read(&path)?;
        files.push(File {
            name: path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            raw: bytes.len(),
            brotli: brotli_len(&bytes)?,
            gzip: gzip_len(&bytes)?,
        });
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}

fn brotli_len(bytes: &[u8]) -> anyhow::Result<usize> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params)?;
    Ok(out.len())
}

fn gzip_len(bytes: &[u8]) -> anyhow::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}
