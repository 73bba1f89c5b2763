//! The survey files in a zip file, as the app saves estates with their photos.
//!
//! Only the headers and the survey files are read; a file of pictures may be
//! larger than memory.

use anyhow::{Result, anyhow, bail};
use buqi_exchange::Lang;
use buqi_exchange::archive::{Entry, MAGIC, TAIL, crc, directory, directory_place};
use buqi_exchange::format::MAX_BYTES;
use flate2::read::DeflateDecoder;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

pub fn is_zip(file: &mut File) -> io::Result<bool> {
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(MAGIC.len() as u64).read_to_end(&mut head)?;
    Ok(head == MAGIC)
}

/// The survey files in a zip file, in its order, by name; nothing for one that
/// is not whole. Together they may be as large as one alone, whatever their
/// headers say.
pub fn surveys(file: &mut File, lang: Lang) -> Result<Vec<(String, Option<Vec<u8>>)>> {
    let damaged = || {
        anyhow!(lang.pick(
            "压缩包打不开：它的目录已损坏，可能没有下载完整。请重新导出或下载。",
            "The zip file can't be opened: its directory is damaged; the download may be \
             incomplete. Export or download it again.",
        ))
    };
    let length = file.seek(SeekFrom::End(0))?;
    let tail = part(file, length.saturating_sub(TAIL as u64)..length)?;
    let place = directory_place(&tail, length).ok_or_else(damaged)?;
    let entries = directory(&part(file, place)?);
    let mut surveys = Vec::new();
    let mut room = MAX_BYTES as u64;
    for entry in entries.iter().filter(|it| it.is_survey()) {
        let bytes = match room.checked_sub(u64::from(entry.size)) {
            Some(left) => {
                room = left;
                bytes_of(file, entry)?
            }
            None => None,
        };
        surveys.push((entry.name.clone(), bytes));
    }
    if surveys.is_empty() {
        bail!(lang.pick(
            "压缩包里没有摸排文件（以 .json 结尾）。请选补齐导出的文件。",
            "There is no survey file (it ends in .json) in the zip file. Choose one that Buqi \
             exported.",
        ));
    }
    Ok(surveys)
}

/// One entry, whole; nothing where it is not what the directory says.
fn bytes_of(file: &mut File, entry: &Entry) -> io::Result<Option<Vec<u8>>> {
    let Some(body) = entry.body(&part(file, entry.head())?) else {
        return Ok(None);
    };
    file.seek(SeekFrom::Start(body.start))?;
    let packed = file.take(body.end - body.start);
    let mut bytes = Vec::new();
    // One byte more shows that there are too many.
    let most = u64::from(entry.size) + 1;
    let read = if entry.is_deflated {
        DeflateDecoder::new(packed)
            .take(most)
            .read_to_end(&mut bytes)
    } else {
        packed.take(most).read_to_end(&mut bytes)
    };
    let is_whole = read.is_ok() && bytes.len() == entry.size as usize && crc(&bytes) == entry.crc;
    Ok(is_whole.then_some(bytes))
}

/// As much of a part as the file has.
fn part(file: &mut File, range: Range<u64>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(range.start))?;
    file.take(range.end - range.start).read_to_end(&mut bytes)?;
    Ok(bytes)
}
