//! Reads the files of a catalogue into source types, entry by entry.
//!
//! A file that maps ids to entries is cut at its top-level keys and each entry
//! is read by itself, so that one unreadable entry does not hide the rest.

use crate::diagnostic::Diagnostic;
use crate::key_path::Outline;
use crate::mistakes::{self, Mistake};
use crate::source::{
    Consent, Convention, Deficiency, Fact, Header, Item, Moved, Payer, Price, Region, Sequence,
    Source, Subsidy, Unit, Upkeep, Words,
};
use crate::spot::{At, Entries, Spot};
use buqi_core::catalogue::Part;
use serde::de::DeserializeOwned;
use serde_saphyr::Error;
use serde_saphyr::options::MergeKeyPolicy;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// The files of a catalogue: path within its folder → text.
#[derive(Clone, Debug, Default)]
pub struct Files(pub BTreeMap<String, String>);

impl Files {
    /// Reads every file below `folder`. Hidden files are left out.
    pub fn read(folder: &Path) -> io::Result<Files> {
        let mut files = Files::default();
        collect(folder, "", &mut files.0)?;
        Ok(files)
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.insert(path, std::fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}

/// The position of a file in [`Sources::files`].
pub type FileIdx = usize;

/// One entry of a file, and which file that is.
#[derive(Debug)]
pub struct Entry<T> {
    pub file: FileIdx,
    pub id: At<String>,
    pub body: T,
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
    pub upkeep: Option<(FileIdx, Upkeep)>,
    pub moved: Vec<(FileIdx, Moved)>,
    /// Ids whose entry could not be read: what refers to them is not at fault.
    pub unread: BTreeSet<String>,
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

    pub fn add_to(&mut self, path: &str, text: &str, spot: Spot, mistake: Mistake) {
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
    let mut sources = Sources {
        files: files
            .0
            .iter()
            .map(|(path, text)| (path.clone(), text.clone()))
            .collect(),
        ..Sources::default()
    };
    for needed in NEEDED {
        if !files.0.contains_key(needed) {
            report.add_to(needed, "", Spot::WHOLE_FILE, mistakes::missing_file());
        }
    }
    let names: Vec<String> = files.0.keys().cloned().collect();
    for (file, name) in names.iter().enumerate() {
        let mut shelf = Shelf {
            file,
            sources: &mut sources,
            report,
        };
        shelf.sort(name);
    }
    sources
}

/// Reads one file into its place among the sources.
struct Shelf<'a> {
    file: FileIdx,
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
            _ => self.report.add(
                &self.sources.files,
                self.file,
                Spot::WHOLE_FILE,
                mistakes::unknown_file(),
            ),
        }
    }

    fn text(&self) -> &str {
        &self.sources.files[self.file].1
    }

    fn whole<T: DeserializeOwned>(&mut self) -> Option<T> {
        match parse(self.text()) {
            Ok(value) => Some(value),
            Err(error) => {
                self.refuse(&error);
                None
            }
        }
    }

    fn item(&mut self, part: Part, id: &str) {
        match self.whole() {
            Some(body) => {
                let id = At {
                    value: id.to_owned(),
                    spot: Spot::WHOLE_FILE,
                };
                let file = self.file;
                self.sources.items.push((part, Entry { file, id, body }));
            }
            None => {
                self.sources.unread.insert(id.to_owned());
            }
        }
    }

    fn entries<T: DeserializeOwned>(&mut self, shelf: fn(&mut Sources) -> &mut Vec<Entry<T>>) {
        for (first_line, chunk) in chunks(self.text()) {
            // Blank lines in front keep the line numbers of the whole file.
            let padded = format!("{}{chunk}", "\n".repeat(first_line));
            match parse::<Entries<T>>(&padded) {
                Ok(entries) => {
                    let file = self.file;
                    shelf(self.sources).extend(entries.0.into_iter().map(|(id, body)| Entry {
                        file,
                        id,
                        body,
                    }));
                }
                Err(error) => {
                    let key = chunk.split(':').next().unwrap_or_default();
                    self.sources.unread.insert(key.trim().to_owned());
                    self.refuse(&error);
                }
            }
        }
    }

    fn refuse(&mut self, error: &Error) {
        let (zh, en) = detail(error);
        let spot = error.location().map_or(Spot::WHOLE_FILE, Spot::from);
        let mistake = mistakes::unreadable(&zh, &en);
        self.report
            .add(&self.sources.files, self.file, spot, mistake);
    }
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    // Anchors, aliases and merges would let one entry change behind the back
    // of another, so none is replayed.
    let options = serde_saphyr::options! {
        merge_keys: MergeKeyPolicy::Error,
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 0 },
        strict_booleans: true,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options)
}

/// Cuts the text of a block map at its top-level keys: the number of lines
/// above each entry, and the entry.
fn chunks(text: &str) -> Vec<(usize, String)> {
    let mut chunks: Vec<(usize, String)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let is_key = line.starts_with(|it: char| !it.is_whitespace() && it != '#');
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

/// The reader's complaint in both languages; the rarer ones keep its English.
fn detail(error: &Error) -> (String, String) {
    let join = |expected: &[&str]| expected.join(", ");
    match error.without_snippet() {
        Error::SerdeUnknownField {
            field, expected, ..
        } => (
            format!("没有 {field} 这个键，这里可以写 {}", join(expected)),
            format!("there is no key {field}; known here: {}", join(expected)),
        ),
        Error::SerdeUnknownVariant {
            variant, expected, ..
        } => (
            format!("{variant} 不在可选之列：{}", join(expected)),
            format!("{variant} is none of {}", join(expected)),
        ),
        Error::SerdeMissingField { field, .. } => {
            (format!("缺少 {field}"), format!("{field} is missing"))
        }
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.as_deref().unwrap_or_default();
            (
                format!("键 {key} 写了两次"),
                format!("the key {key} stands twice"),
            )
        }
        Error::AliasReplayLimitExceeded { .. } | Error::MergeKeyNotAllowed { .. } => (
            "不能用锚点、引用和合并，请写全".to_owned(),
            "anchors, aliases and merges are not allowed; write it out".to_owned(),
        ),
        Error::SerdeInvalidType {
            unexpected,
            expected,
            ..
        }
        | Error::SerdeInvalidValue {
            unexpected,
            expected,
            ..
        } => (
            format!("这里应为 {expected}，写的却是 {unexpected}"),
            format!("this should be {expected}, and is {unexpected}"),
        ),
        other => {
            let text = other.to_string();
            let text = text
                .lines()
                .next()
                .unwrap_or_default()
                .trim_end_matches('.');
            (text.to_owned(), text.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_keeps_its_line() {
        let text = "# title\n\na: 1\n# note\nb:\n  c: 2\n\n";
        let chunks = chunks(text);
        assert_eq!(chunks.len(), 2);
        assert_eq!(chunks[0], (2, "a: 1\n# note\n".to_owned()));
        assert_eq!(chunks[1], (4, "b:\n  c: 2\n\n".to_owned()));
    }
}
