//! A zip file of survey files and pictures, written and read in parts.
//!
//! The pictures are many and large, so they never come here: the caller joins
//! [`ArchiveWriter`]'s headers with them, and cuts them out of the file where
//! [`directory`] says. Entries are stored, because JPEG can't be made smaller;
//! an archive that a person packed again may have compressed ones.
//! The layout is that of PKWARE's APPNOTE 6.3, without its 64-bit part.

use std::ops::Range;

const LOCAL: u32 = 0x0403_4B50;
const CENTRAL: u32 = 0x0201_4B50;
const END: u32 = 0x0605_4B50;

const LOCAL_LENGTH: usize = 30;
const CENTRAL_LENGTH: usize = 46;
const END_LENGTH: usize = 22;

/// Names are UTF-8.
const UTF_8: u16 = 1 << 11;

/// How many bytes at the end of a file hold its directory's place: the record
/// itself and the longest comment.
pub const TAIL: usize = END_LENGTH + u16::MAX as usize;

/// The longest directory that is read, in bytes: 65,535 entries with names of
/// 200 bytes, far more than photos need.
const MAX_DIRECTORY: u64 = 16 * 1024 * 1024;

/// What a zip file begins with.
pub const MAGIC: [u8; 4] = LOCAL.to_le_bytes();

/// The CRC-32 that guards an entry against damage.
pub fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        let at = (sum ^ u32::from(*byte)) & 0xFF;
        (sum >> 8) ^ CRC_TABLE.get(at as usize).copied().unwrap_or_default()
    })
}

const CRC_TABLE: [u32; 256] = crc_table();

#[allow(clippy::indexing_slicing)]
const fn crc_table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut n = 0;
    while n < 256 {
        let mut sum = n as u32;
        let mut bit = 0;
        while bit < 8 {
            sum = if sum & 1 == 1 {
                0xEDB8_8320 ^ (sum >> 1)
            } else {
                sum >> 1
            };
            bit += 1;
        }
        table[n] = sum;
        n += 1;
    }
    table
}

/// More entries or bytes than a zip file without its 64-bit part can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// Writes what stands around the entries.
#[derive(Default)]
pub struct ArchiveWriter {
    directory: Vec<u8>,
    n_entries: u16,
    /// How many bytes the file has so far.
    length: u32,
}

impl ArchiveWriter {
    /// The bytes to write before an entry of that size and sum.
    pub fn begin(&mut self, name: &str, n_bytes: usize, crc: u32) -> Result<Vec<u8>, TooLarge> {
        let size = u32::try_from(n_bytes).map_err(|_| TooLarge)?;
        let name_length = u16::try_from(name.len()).map_err(|_| TooLarge)?;
        let n_entries = self.n_entries.checked_add(1).ok_or(TooLarge)?;
        let head = LOCAL_LENGTH as u32 + u32::from(name_length);
        let length = self
            .length
            .checked_add(head)
            .and_then(|it| it.checked_add(size))
            .ok_or(TooLarge)?;
        let mut shared = Bytes::default();
        // Version, flags, stored; 1 January 1980, because no clock is asked.
        shared.shorts(&[20, UTF_8, 0, 0, 0x21]);
        shared.longs(&[crc, size, size]);
        shared.shorts(&[name_length, 0]);
        let mut local = Bytes::default();
        local.longs(&[LOCAL]);
        local.0.extend(&shared.0);
        local.0.extend(name.as_bytes());
        let mut central = Bytes::default();
        central.longs(&[CENTRAL]);
        central.shorts(&[20]);
        central.0.extend(&shared.0);
        central.shorts(&[0, 0, 0]);
        central.longs(&[0, self.length]);
        central.0.extend(name.as_bytes());
        self.directory.extend(central.0);
        self.n_entries = n_entries;
        self.length = length;
        Ok(local.0)
    }

    /// The bytes to write after the last entry.
    pub fn finish(self) -> Result<Vec<u8>, TooLarge> {
        let size = u32::try_from(self.directory.len()).map_err(|_| TooLarge)?;
        self.length.checked_add(size).ok_or(TooLarge)?;
        let mut end = Bytes(self.directory);
        end.longs(&[END]);
        end.shorts(&[0, 0, self.n_entries, self.n_entries]);
        end.longs(&[size, self.length]);
        end.shorts(&[0]);
        Ok(end.0)
    }
}

#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn shorts(&mut self, all: &[u16]) {
        all.iter().for_each(|it| self.0.extend(it.to_le_bytes()));
    }

    fn longs(&mut self, all: &[u32]) {
        all.iter().for_each(|it| self.0.extend(it.to_le_bytes()));
    }
}

/// A file in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    /// Whether it has to be inflated first.
    pub is_deflated: bool,
    pub crc: u32,
    /// In bytes, once it is inflated.
    pub size: u32,
    /// Where its header begins.
    header: u32,
    packed: u32,
}

/// How many bytes from [`Entry::head`] are enough for [`Entry::body`].
const HEAD: u64 = LOCAL_LENGTH as u64;

impl Entry {
    /// Whether it may be a survey file; a Mac packs notes of its own beside
    /// each file, under the same name after `._`.
    pub fn is_survey(&self) -> bool {
        let file = self.name.rsplit('/').next().unwrap_or_default();
        file.ends_with(".json") && !file.starts_with("._")
    }

    /// The part of the file to read first.
    pub fn head(&self) -> Range<u64> {
        let at = u64::from(self.header);
        at..at + HEAD
    }

    /// Where its bytes are, by what stands at [`Entry::head`].
    pub fn body(&self, head: &[u8]) -> Option<Range<u64>> {
        if long(head, 0)? != LOCAL {
            return None;
        }
        let names = u64::from(short(head, 26)?) + u64::from(short(head, 28)?);
        let at = u64::from(self.header) + HEAD + names;
        Some(at..at + u64::from(self.packed))
    }
}

/// Where the directory of a file of `length` bytes is, by its last bytes.
pub fn directory_place(tail: &[u8], length: u64) -> Option<Range<u64>> {
    let last = tail.len().checked_sub(END_LENGTH)?;
    let at = (0..=last).rev().find(|at| {
        // A comment may hold the same four bytes; its length has to fit too.
        let comment = short(tail, at + 20).map(usize::from);
        long(tail, *at) == Some(END) && comment == Some(last - at)
    })?;
    let (size, begin) = (
        u64::from(long(tail, at + 12)?),
        u64::from(long(tail, at + 16)?),
    );
    let end = begin + size;
    (end <= length && size <= MAX_DIRECTORY).then_some(begin..end)
}

/// The entries a directory lists, as far as it can be read, and no more than a
/// zip file without its 64-bit part can hold. Folders and entries packed in ways
/// that browsers can't unpack are left out.
pub fn directory(bytes: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    for _ in 0..u16::MAX {
        let Some((entry, length)) = entry_of(rest) else {
            break;
        };
        entries.extend(entry);
        rest = rest.get(length..).unwrap_or_default();
    }
    entries
}

/// The first entry, where it is one to read, and how long its record is.
fn entry_of(bytes: &[u8]) -> Option<(Option<Entry>, usize)> {
    if long(bytes, 0)? != CENTRAL {
        return None;
    }
    let name_length = usize::from(short(bytes, 28)?);
    let more = usize::from(short(bytes, 30)?) + usize::from(short(bytes, 32)?);
    let name = bytes.get(CENTRAL_LENGTH..CENTRAL_LENGTH + name_length)?;
    let name = String::from_utf8_lossy(name).replace('\\', "/");
    let (flags, method) = (short(bytes, 8)?, short(bytes, 10)?);
    let entry = Entry {
        is_deflated: method == 8,
        crc: long(bytes, 16)?,
        packed: long(bytes, 20)?,
        size: long(bytes, 24)?,
        header: long(bytes, 42)?,
        name,
    };
    let is_encrypted = flags & 1 == 1;
    let is_plain = matches!(method, 0 | 8) && !is_encrypted && !entry.name.ends_with('/');
    Some((
        is_plain.then_some(entry),
        CENTRAL_LENGTH + name_length + more,
    ))
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn packed(files: &[(String, Vec<u8>)]) -> Vec<u8> {
        let mut writer = ArchiveWriter::default();
        let mut zip = Vec::new();
        for (name, bytes) in files {
            zip.extend(writer.begin(name, bytes.len(), crc(bytes)).unwrap());
            zip.extend(bytes);
        }
        zip.extend(writer.finish().unwrap());
        zip
    }

    fn unpacked(zip: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
        let part = |it: Range<u64>| zip.get(it.start as usize..it.end as usize);
        let tail = &zip[zip.len().saturating_sub(TAIL)..];
        let place = directory_place(tail, zip.len() as u64)?;
        let entries = directory(part(place)?);
        let files = entries.into_iter().map(|it| {
            let bytes = part(it.body(part(it.head())?)?)?.to_vec();
            (crc(&bytes) == it.crc).then_some((it.name, bytes))
        });
        files.collect()
    }

    #[test]
    fn the_sum_is_that_of_the_published_check() {
        assert_eq!(crc(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc(b""), 0);
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_out_again(
            files in vec(("[a-z]{1,8}/[楼栋a-z.]{1,8}", vec(any::<u8>(), 0..60)), 0..6),
        ) {
            prop_assert_eq!(unpacked(&packed(&files)), Some(files));
        }

        #[test]
        fn no_damage_makes_it_panic(
            files in vec(("[a-z]{1,8}", vec(any::<u8>(), 0..20)), 0..4),
            damage in vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
            cut in any::<prop::sample::Index>(),
        ) {
            let mut zip = packed(&files);
            for (at, byte) in damage {
                let at = at.index(zip.len());
                zip[at] = byte;
            }
            unpacked(&zip[cut.index(zip.len())..]);
            unpacked(&zip[..cut.index(zip.len())]);
            unpacked(&zip);
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let mut writer = ArchiveWriter::default();
        let huge = u32::MAX as usize;
        assert_eq!(writer.begin("a", huge, 0), Err(TooLarge));
        assert!(writer.begin("a", huge - 100, 0).is_ok());
        assert_eq!(writer.begin("b", 100, 0), Err(TooLarge));
        assert_eq!(writer.begin("c", huge + 1, 0), Err(TooLarge));
    }
}
