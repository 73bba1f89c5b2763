//! Reads the files of a catalogue into source types, entry by entry.
//!
//! A file that maps ids to entries is cut at its top-level keys and each entry
//! is read by itself, so that one unreadable entry does not hide the rest.

use crate::desk::likely_id;
use crate::diagnostic::Diagnostic;
use crate::forms::{self, Complaint};
use crate::key_path::Outline;
use crate::mistakes::{self, Mistake};
use crate::slips::{Slip, slips};
use crate::source::{
    Consent, Convention, Deficiency, Fact, Header, Item, Moved, Payer, Price, Region, Sequence,
    SharesElsewhere, Source, Subsidy, Unit, Upkeep, Words,
};
use crate::spot::{At, Entries, Spot};
use crate::tree::Node;
use buqi_core::catalogue::Part;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// The files of a catalogue, by their path within its folder.
#[derive(Clone, Debug, Default)]
pub struct Files {
    pub texts: BTreeMap<String, String>,
    /// Files that are not saved as UTF-8, and what they seem to be saved as.
    pub foreign: BTreeMap<String, Option<&'static str>>,
}

impl Files {
    /// Reads every file below `folder`. Hidden files are left out.
    pub fn read(folder: &Path) -> io::Result<Files> {
        let mut files = Files::default();
        files.collect(folder, "")?;
        Ok(files)
    }

    fn collect(&mut self, folder: &Path, prefix: &str) -> io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let path = format!("{prefix}{name}");
            if entry.file_type()?.is_dir() {
                self.collect(&entry.path(), &format!("{path}/"))?;
            } else {
                self.take(path, std::fs::read(entry.path())?);
            }
        }
        Ok(())
    }

    /// Takes a file in as it is saved.
    pub fn take(&mut self, path: String, bytes: Vec<u8>) {
        match String::from_utf8(bytes) {
            Ok(text) => {
                // Some editors mark a file as UTF-8 by a sign that is no text.
                let text = text
                    .strip_prefix('\u{feff}')
                    .map(str::to_owned)
                    .unwrap_or(text);
                self.texts.insert(path, text);
            }
            Err(error) => {
                self.foreign.insert(path, encoding(error.as_bytes()));
            }
        }
    }
}

/// The encodings that an editor here saves in when it does not save UTF-8.
fn encoding(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Some("UTF-16");
    }
    is_gbk(bytes).then_some("GBK (GB18030)")
}

/// Whether every byte above ASCII belongs to a character of two or four bytes.
fn is_gbk(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => return true,
            [0..=0x7f, after @ ..]
            | [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, after @ ..]
            | [
                0x81..=0xfe,
                b'0'..=b'9',
                0x81..=0xfe,
                b'0'..=b'9',
                after @ ..,
            ] => after,
            _ => return false,
        };
    }
}

/// The position of a file in [`Sources::files`].
pub type FileIdx = usize;

/// One entry of a file, and which file that is.
#[derive(Debug)]
pub struct Entry<T> {
    pub file: FileIdx,
    pub id: At<String>,
    pub body: T,
    /// Whether all of it could be read. What could not is replaced, so that the
    /// rest is checked, but nothing can refer to the entry.
    pub sound: bool,
}

/// Everything that could be read.
#[derive(Debug, Default)]
pub struct Sources {
    /// Path and text.
    pub files: Vec<(String, String)>,
    pub header: Option<(FileIdx, Header)>,
    pub units: Vec<Entry<Unit>>,
    pub places: Vec<Entry<Words>>,
    pub payers: Vec<Entry<Payer>>,
    pub regions: Vec<Entry<Region>>,
    pub consents: Vec<Entry<Consent>>,
    pub sources: Vec<Entry<Source>>,
    pub conventions: Vec<Entry<Convention>>,
    pub prices: Vec<Entry<Price>>,
    pub facts: Vec<Entry<Fact>>,
    pub deficiencies: Vec<Entry<Deficiency>>,
    pub items: Vec<(Part, Entry<Item>)>,
    pub sequence: Option<(FileIdx, Sequence)>,
    pub subsidies: Vec<Entry<Subsidy>>,
    pub shares: Vec<Entry<SharesElsewhere>>,
    pub upkeep: Option<(FileIdx, Upkeep)>,
    pub moved: Vec<(FileIdx, Moved)>,
    /// Ids whose entry could not be read: what refers to them is not at fault.
    pub unread: BTreeSet<String>,
    /// Kinds of which some ids are not known, by their folder or file: what
    /// refers to one of that kind is not at fault.
    pub unsure: BTreeSet<&'static str>,
    /// Something could not be read, so what looks unused or missing may not be.
    pub partial: bool,
}

impl Sources {
    /// The mistake of a reference by an id that `moved.yaml` retired.
    pub fn renamed(&self, id: &str) -> Option<Mistake> {
        let (_, moved) = self.moved.iter().find(|(_, it)| it.from.value == id)?;
        let to = moved.to.as_ref().map(|it| it.value.as_str());
        Some(mistakes::renamed(id, to))
    }
}

/// Mistakes, with the files they are found in.
#[derive(Default)]
pub struct Report {
    pub diagnostics: Vec<Diagnostic>,
    outlines: BTreeMap<String, Outline>,
}

impl Report {
    pub fn add(&mut self, files: &[(String, String)], file: FileIdx, spot: Spot, mistake: Mistake) {
        let (path, text) = files
            .get(file)
            .map_or(("", ""), |(path, text)| (path.as_str(), text.as_str()));
        self.add_to(path, text, spot, mistake);
    }

    fn add_to(&mut self, path: &str, text: &str, spot: Spot, mistake: Mistake) {
        if spot == Spot::NOWHERE {
            return;
        }
        let snippet = match spot.line.checked_sub(1) {
            Some(above) => text.lines().nth(above as usize).unwrap_or_default(),
            None => "",
        };
        let outline = self
            .outlines
            .entry(path.to_owned())
            .or_insert_with(|| Outline::of(text));
        self.diagnostics.push(Diagnostic {
            code: mistake.code,
            severity: mistake.severity,
            file: path.into(),
            spot,
            path: outline.lead_to(spot).into(),
            snippet: snippet.trim_end().into(),
            reason: mistake.reason,
            hint: mistake.hint,
        });
    }
}

/// The files that stand alone and must be there.
const NEEDED: [&str; 7] = [
    "catalogue.yaml",
    "consent.yaml",
    "moved.yaml",
    "payers.yaml",
    "places.yaml",
    "sequence.yaml",
    "units.yaml",
];

pub fn read(files: &Files, report: &mut Report) -> Sources {
    let foreign = files.foreign.keys().map(|it| (it.clone(), String::new()));
    let texts = files.texts.iter();
    let mut sources = Sources {
        files: texts
            .map(|(path, text)| (path.clone(), text.clone()))
            .chain(foreign)
            .collect(),
        ..Sources::default()
    };
    for needed in NEEDED {
        if !sources.files.iter().any(|(path, _)| path == needed) {
            report.add_to(needed, "", Spot::WHOLE_FILE, mistakes::missing_file());
            sources.partial = true;
            sources.unsure.insert(kind_of(needed));
        }
    }
    for file in 0..sources.files.len() {
        let path = sources.files[file].0.clone();
        let mut shelf = Shelf {
            file,
            kind: kind_of(&path),
            tabs_told: false,
            sources: &mut sources,
            report,
        };
        match files.foreign.get(&path) {
            Some(encoding) => shelf.refuse_file(&path, mistakes::not_utf8(*encoding)),
            None => shelf.sort(&path),
        }
    }
    sources
}

/// The kinds of entries others refer to, by their folder or file.
const KINDS: [&str; 11] = [
    "catalogue",
    "consent",
    "conventions",
    "deficiencies",
    "facts",
    "payers",
    "places",
    "prices",
    "regions",
    "sources",
    "units",
];

fn kind_of(path: &str) -> &'static str {
    let first = path.split(['/', '.']).next();
    let known = KINDS.into_iter().find(|it| Some(*it) == first);
    known.unwrap_or_default()
}

/// Reads one file into its place among the sources.
struct Shelf<'a> {
    file: FileIdx,
    kind: &'static str,
    tabs_told: bool,
    sources: &'a mut Sources,
    report: &'a mut Report,
}

impl Shelf<'_> {
    fn sort(&mut self, name: &str) {
        let stem = name.strip_suffix(".yaml");
        let parts: Vec<&str> = stem.unwrap_or_default().split('/').collect();
        match parts[..] {
            ["catalogue"] => {
                self.sources.header = self.whole().map(|it| (self.file, it));
            }
            ["sequence"] => {
                self.sources.sequence = self.whole().map(|it| (self.file, it));
            }
            ["moved"] => {
                let moved: Vec<Moved> = self.whole().unwrap_or_default();
                self.sources
                    .moved
                    .extend(moved.into_iter().map(|it| (self.file, it)));
            }
            ["upkeep"] => {
                self.sources.upkeep = self.whole().map(|it| (self.file, it));
            }
            ["shares"] => self.entries(|it| &mut it.shares),
            ["subsidies"] => self.entries(|it| &mut it.subsidies),
            ["units"] => self.entries(|it| &mut it.units),
            ["places"] => self.entries(|it| &mut it.places),
            ["payers"] => self.entries(|it| &mut it.payers),
            ["regions"] => self.entries(|it| &mut it.regions),
            ["consent"] => self.entries(|it| &mut it.consents),
            ["sources", _] => self.entries(|it| &mut it.sources),
            ["conventions", _] => self.entries(|it| &mut it.conventions),
            ["prices", _] => self.entries(|it| &mut it.prices),
            ["facts", _] => self.entries(|it| &mut it.facts),
            ["deficiencies", _] => self.entries(|it| &mut it.deficiencies),
            ["items", "renovation", id] => self.item(Part::Renovation, id),
            ["items", "service", id] => self.item(Part::Service, id),
            _ => self.say(Spot::WHOLE_FILE, mistakes::unknown_file()),
        }
    }

    fn text(&self) -> &str {
        &self.sources.files[self.file].1
    }

    fn say(&mut self, spot: Spot, mistake: Mistake) {
        self.report
            .add(&self.sources.files, self.file, spot, mistake);
    }

    /// Gives the whole file up.
    fn refuse_file(&mut self, path: &str, mistake: Mistake) {
        self.say(Spot::WHOLE_FILE, mistake);
        self.sources.partial = true;
        self.sources.unsure.insert(self.kind);
        let stem = path.strip_suffix(".yaml").unwrap_or(path);
        let id = stem.rsplit('/').next().unwrap_or_default();
        self.sources.unread.insert(id.to_owned());
    }

    /// Reads a file that is one value. A part that is no YAML is told, left out
    /// and the rest is read.
    fn whole<T: DeserializeOwned>(&mut self) -> Option<T> {
        let path = self.sources.files[self.file].0.clone();
        let mut text = self.text().to_owned();
        if is_blank(&text) {
            self.refuse_file(&path, mistakes::empty_file());
            return None;
        }
        let mut complaints = Vec::new();
        let tree = loop {
            match Node::of(&text) {
                Ok(tree) => break tree,
                Err(error) => {
                    let complaint = no_yaml(&error);
                    let slip = slips(&text, false).first().map(|(spot, _)| *spot);
                    let rest = without_piece(&text, slip.unwrap_or(complaint.spot).line);
                    text = if rest == text { String::new() } else { rest };
                    complaints.push(complaint);
                }
            }
        };
        let is_cut = !complaints.is_empty();
        let mut value = None;
        if !is_blank(&text) {
            let (read, told) = forms::read(&tree);
            value = read;
            // What seems to be missing may stand in what was left out.
            complaints.extend(told.into_iter().filter(|it| !(is_cut && it.may_follow)));
        }
        let whole = self.text().to_owned();
        if !self.complain(&whole, false, complaints) {
            self.sources.unsure.insert(self.kind);
        }
        value
    }

    fn item(&mut self, part: Part, id: &str) {
        let n_known = self.report.diagnostics.len();
        let body = self.whole();
        let sound = self.report.diagnostics.len() == n_known;
        if !sound {
            self.sources.unread.insert(id.to_owned());
        }
        let sound = self.has_good_id(id) && sound;
        let id = At {
            value: id.to_owned(),
            spot: Spot::WHOLE_FILE,
        };
        let file = self.file;
        self.sources.items.extend(body.map(|body| {
            let entry = Entry {
                file,
                id,
                body,
                sound,
            };
            (part, entry)
        }));
    }

    /// What refers to an entry by a bad id, or by the id that was meant, is not
    /// at fault; the id itself is told later.
    fn has_good_id(&mut self, id: &str) -> bool {
        let meant = likely_id(id);
        let is_good = meant == id && !id.starts_with(|it: char| it.is_ascii_digit());
        if !is_good {
            self.sources.partial = true;
            self.sources.unread.extend([id.to_owned(), meant]);
        }
        is_good
    }

    fn entries<T: DeserializeOwned>(&mut self, shelf: fn(&mut Sources) -> &mut Vec<Entry<T>>) {
        let path = self.sources.files[self.file].0.clone();
        let chunks = chunks(self.text());
        if chunks.is_empty() {
            self.refuse_file(&path, mistakes::empty_file());
        }
        for (first_line, chunk) in chunks {
            // Blank lines in front keep the line numbers of the whole file.
            let padded = format!("{}{chunk}", "\n".repeat(first_line));
            let (entries, complaints) = match Node::of(&padded) {
                Ok(tree) => forms::read::<Entries<T>>(&tree),
                Err(error) => (None, vec![no_yaml(&error)]),
            };
            let sound = self.complain(&padded, true, complaints);
            let entries = entries.map(|it| it.0).unwrap_or_default();
            if !sound {
                let key = chunk.split(':').next().unwrap_or_default().trim();
                self.sources.unread.insert(key.to_owned());
                if entries.is_empty() && !chunk.starts_with(|it: char| it.is_ascii_lowercase()) {
                    self.sources.unsure.insert(self.kind);
                }
            }
            let file = self.file;
            for (id, body) in entries {
                let sound = self.has_good_id(&id) && sound;
                shelf(self.sources).push(Entry {
                    file,
                    id,
                    body,
                    sound,
                });
            }
        }
    }

    /// Tells what is wrong with a text, and whether nothing is. A slip of the
    /// hand is told instead of what comes of it.
    fn complain(&mut self, text: &str, one_entry: bool, complaints: Vec<Complaint>) -> bool {
        if complaints.is_empty() {
            return true;
        }
        self.sources.partial = true;
        let slips = slips(text, one_entry);
        let told = |it: &Complaint| {
            let has_slip = slips.iter().any(|(spot, _)| spot.line == it.spot.line);
            has_slip || (it.may_follow && !slips.is_empty())
        };
        for complaint in complaints.iter().filter(|it| !told(it)) {
            self.say(complaint.spot, complaint.mistake.clone());
        }
        for (spot, slip) in slips {
            // One report is enough for all tabs of a file.
            if slip != Slip::Tab || !std::mem::replace(&mut self.tabs_told, true) {
                self.say(spot, mistakes::slip(slip));
            }
        }
        false
    }
}

fn no_yaml(error: &serde_saphyr::Error) -> Complaint {
    Complaint {
        spot: error.location().map_or(Spot::WHOLE_FILE, Spot::from),
        mistake: mistakes::no_yaml(error),
        may_follow: true,
    }
}

fn is_blank(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_start);
    lines.all(|it| it.is_empty() || it.starts_with('#'))
}

/// The text without the smallest entry of a list, or of the map at its top,
/// that holds a line; blank lines take its place.
fn without_piece(text: &str, line: u32) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let indent = |it: &str| it.len() - it.trim_start().len();
    let filled = |it: &&usize| !is_blank(lines[**it]);
    let last = (line.max(1) as usize).min(lines.len()) - 1;
    let up: Vec<usize> = (0..=last).rev().collect();
    let begins = |it: &&usize| {
        let line = lines[**it];
        line.trim_start().starts_with("- ") || indent(line) == 0
    };
    let start = up.iter().filter(filled).find(begins).copied().unwrap_or(0);
    let depth = indent(lines[start]);
    let after =
        (start + 1..lines.len()).find(|it| !is_blank(lines[*it]) && indent(lines[*it]) <= depth);
    let end = after.unwrap_or(lines.len()).max(last + 1);
    let kept = lines.iter().enumerate().map(|(number, line)| {
        let is_left_out = (start..end).contains(&number);
        if is_left_out { "" } else { line }
    });
    kept.flat_map(|it| [it, "\n"]).collect()
}

/// Cuts the text of a block map at its top-level keys: the number of lines
/// above each entry, and the entry.
fn chunks(text: &str) -> Vec<(usize, String)> {
    let mut chunks: Vec<(usize, String)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let is_key = line.starts_with(|it: char| !it.is_whitespace() && it != '#')
            && (chunks.is_empty() || !is_plain(line));
        if is_key || chunks.is_empty() {
            chunks.push((number, String::new()));
        }
        if let Some((_, chunk)) = chunks.last_mut() {
            chunk.push_str(line);
            chunk.push('\n');
        }
    }
    chunks.retain(|(_, chunk)| {
        chunk
            .lines()
            .any(|it| !it.trim().is_empty() && !it.trim_start().starts_with('#'))
    });
    chunks
}

/// Whether a line holds a key and a plain value. No entry is that short, so
/// such a line belongs to the entry above.
fn is_plain(line: &str) -> bool {
    let value = line.split_once(": ").map(|(_, value)| value.trim_start());
    value.is_some_and(|it| it.starts_with(|it: char| it.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_keeps_its_line() {
        let text = "# title\n\na: { d: 1 }\n# note\nb:\n  c: 2\nd: 3\n\n";
        let chunks = chunks(text);
        assert_eq!(chunks.len(), 2);
        assert_eq!(chunks[0], (2, "a: { d: 1 }\n# note\n".to_owned()));
        assert_eq!(chunks[1], (4, "b:\n  c: 2\nd: 3\n\n".to_owned()));
    }

    #[test]
    fn one_piece_is_left_out() {
        let text = "a:\n  - b: [\n    c: 1\n\n  - b: 2\nd: 3\n";
        assert_eq!(without_piece(text, 3), "a:\n\n\n\n  - b: 2\nd: 3\n");
        assert_eq!(
            without_piece(text, 6),
            "a:\n  - b: [\n    c: 1\n\n  - b: 2\n\n"
        );
    }

    #[test]
    fn the_usual_encodings_are_told_apart() {
        assert_eq!(encoding(b"\xff\xfea\0"), Some("UTF-16"));
        assert_eq!(encoding(b"name: \xce\xdd\xc3\xe6\n"), Some("GBK (GB18030)"));
        assert_eq!(encoding(b"caf\xe9\n"), None);
        assert_eq!(encoding(b"\xff"), None);
    }
}
