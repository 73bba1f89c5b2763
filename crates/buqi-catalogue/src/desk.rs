//! The state of one compilation: what was read, what was found wrong, and the
//! catalogue as far as it has been put together.

use crate::mistakes::{self, Mistake};
use crate::reading::{Entry, FileIdx, Report, Sources};
use crate::register::Register;
use crate::source;
use crate::spot::{At, Spot};
use buqi_core::catalogue::{Catalogue, Evidence, Mark, Text};
use buqi_core::id::{NotAnId, SourceIdx};
use std::collections::{BTreeMap, BTreeSet};

pub struct Desk<'a> {
    pub sources: &'a Sources,
    pub report: &'a mut Report,
    /// The file of the entry at hand.
    pub file: FileIdx,
    pub names: Names,
    pub catalogue: Catalogue,
    /// Which source each item of the catalogue comes from.
    pub item_sources: Vec<usize>,
    /// Items and deficiencies of which a part could not be put together; their
    /// cases would only repeat what is already reported.
    pub broken: BTreeSet<String>,
    /// Something was left out of the catalogue, so what looks unused may not be.
    pub incomplete: bool,
}

/// The ids of every kind.
pub struct Names {
    pub units: Register,
    pub places: Register,
    pub payers: Register,
    pub regions: Register,
    pub consents: Register,
    pub sources: Register,
    pub conventions: Register,
    pub prices: Register,
    pub facts: Register,
    pub deficiencies: Register,
    pub groups: Register,
    /// Filled once the order of the menu is known.
    pub items: Register,
}

impl Names {
    pub fn of(sources: &Sources) -> Names {
        fn ids<T>(entries: &[Entry<T>]) -> impl Iterator<Item = Option<&str>> {
            let sound = entries.iter().map(|it| it.sound.then_some(&it.id));
            sound.map(|it| it.map(|id| id.value.as_str()))
        }
        let groups = sources.header.iter().flat_map(|(_, it)| it.groups.iter());
        let groups = groups.map(|(id, _)| Some(id.value.as_str()));
        let unsure = |kind: &str| sources.unsure.contains(kind);
        fn of<T>(
            entries: &[Entry<T>],
            zh: &'static str,
            en: &'static str,
            name: fn(&T) -> &source::Words,
        ) -> Register {
            let names = entries
                .iter()
                .map(|it| (it.id.value.as_str(), name(&it.body)));
            Register::new(zh, en, ids(entries)).named(names)
        }
        Names {
            units: of(&sources.units, "单位", "unit", |it| &it.name).unsure(unsure("units")),
            places: of(&sources.places, "地点", "place", |it| it).unsure(unsure("places")),
            payers: of(&sources.payers, "出资方", "payer", |it| &it.name).unsure(unsure("payers")),
            regions: of(&sources.regions, "地区", "region", |it| &it.name)
                .unsure(unsure("regions")),
            consents: of(&sources.consents, "表决方式", "kind of consent", |it| {
                &it.name
            })
            .unsure(unsure("consent")),
            sources: of(&sources.sources, "依据", "source", |it| &it.title)
                .unsure(unsure("sources")),
            conventions: of(&sources.conventions, "惯例值", "convention", |it| {
                &it.name
            })
            .unsure(unsure("conventions")),
            prices: of(&sources.prices, "单价", "price", |it| &it.name).unsure(unsure("prices")),
            facts: of(&sources.facts, "指标", "fact", |it| &it.label).unsure(unsure("facts")),
            deficiencies: of(&sources.deficiencies, "缺口", "deficiency", |it| &it.name)
                .unsure(unsure("deficiencies")),
            groups: Register::new("分组", "group", groups).unsure(unsure("catalogue")),
            items: Register::new("改造项", "item", std::iter::empty()),
        }
    }
}

impl Desk<'_> {
    pub fn say(&mut self, spot: Spot, mistake: Mistake) {
        self.report
            .add(&self.sources.files, self.file, spot, mistake);
    }

    /// The position a reference points at, reported when there is none.
    pub fn resolve(
        &mut self,
        register: fn(&mut Names) -> &mut Register,
        reference: &At<String>,
    ) -> Option<u16> {
        let register = register(&mut self.names);
        self.incomplete |= register.position(reference).is_none();
        if let Some(position) = register.take(reference) {
            return Some(position);
        }
        if !register.unsure && !self.sources.unread.contains(&reference.value) {
            let mistake = self.sources.renamed(reference).unwrap_or_else(|| {
                mistakes::unresolved(
                    register.kind_zh,
                    register.kind_en,
                    reference,
                    register.nearest(reference),
                )
            });
            self.say(reference.spot, mistake);
        }
        None
    }

    /// An id; a bad one is reported and replaced, so that work can go on.
    pub fn id<T>(&mut self, id: &At<String>, new: fn(&str) -> Result<T, NotAnId>) -> T {
        new(id).unwrap_or_else(|NotAnId| {
            self.say(id.spot, mistakes::bad_id(id, &likely_id(id)));
            new("unnamed").expect("a plain word is an id")
        })
    }

    pub fn words(&mut self, words: &source::Words) -> Text {
        Text {
            zh: self.language(words.zh.as_ref(), words.spot, "zh"),
            en: self.language(words.en.as_ref(), words.spot, "en"),
        }
    }

    pub fn maybe_words(&mut self, words: &Option<source::Words>) -> Option<Text> {
        words.as_ref().map(|it| self.words(it))
    }

    fn language(&mut self, text: Option<&At<String>>, spot: Spot, language: &str) -> Box<str> {
        match text {
            Some(text) if !text.trim().is_empty() => {
                if let Some(what) = markup(text) {
                    self.say(text.spot, mistakes::not_plain(what));
                }
                text.trim().into()
            }
            _ => {
                self.say(spot, mistakes::missing_language(language));
                "".into()
            }
        }
    }

    /// `spot` is where the evidence is missing, if it is.
    pub fn evidence(&mut self, evidence: &Option<source::Evidence>, spot: Spot) -> Evidence {
        let Some(evidence) = evidence else {
            self.say(spot, mistakes::unbacked("evidence", "evidence"));
            return Evidence::OWN;
        };
        let at = evidence.mark.spot;
        let mark = match evidence.mark.value {
            source::Mark::Quoted => Mark::Quoted,
            source::Mark::Paraphrased => Mark::Paraphrased,
            source::Mark::Own => Mark::Own,
        };
        match mark {
            Mark::Own if evidence.note.is_none() => {
                self.say(at, mistakes::unbacked("note", "note"));
            }
            Mark::Quoted | Mark::Paraphrased if evidence.source.is_none() => {
                self.say(at, mistakes::unbacked("source", "source"));
            }
            _ => {}
        }
        Evidence {
            mark,
            source: evidence
                .source
                .as_ref()
                .and_then(|it| self.resolve(|names| &mut names.sources, it))
                .map(SourceIdx),
            clause: evidence.clause.as_deref().map(Into::into),
            note: self.maybe_words(&evidence.note),
        }
    }

    pub fn date(&mut self, date: &At<String>) -> Box<str> {
        if !is_date(date) {
            self.say(date.spot, mistakes::not_a_date(date));
        }
        date.value.as_str().into()
    }

    /// Items and deficiencies share one namespace, because people and
    /// `moved.yaml` name them without saying which they mean. The other kinds
    /// are unique among themselves.
    pub fn check_ids(&mut self) {
        fn ids<T>(entries: &[Entry<T>]) -> impl Iterator<Item = (FileIdx, &At<String>)> {
            entries.iter().map(|it| (it.file, &it.id))
        }
        let sources = self.sources;
        let items = sources.items.iter().map(|(_, it)| (it.file, &it.id));
        self.check_unique(ids(&sources.deficiencies).chain(items));
        self.check_unique(ids(&sources.facts));
        self.check_unique(ids(&sources.units));
        self.check_unique(ids(&sources.places));
        self.check_unique(ids(&sources.payers));
        self.check_unique(ids(&sources.regions));
        self.check_unique(ids(&sources.consents));
        self.check_unique(ids(&sources.sources));
        self.check_unique(ids(&sources.conventions));
        self.check_unique(ids(&sources.prices));
        self.check_unique(ids(&sources.subsidies));
        self.check_unique(ids(&sources.shares));
    }

    /// Refuses the second of two alike references in one list.
    pub fn check_once<'s>(&mut self, list: impl IntoIterator<Item = &'s At<String>>) {
        let mut seen = BTreeSet::new();
        for reference in list {
            if !seen.insert(reference.value.as_str()) {
                self.say(reference.spot, mistakes::named_twice(reference));
            }
        }
    }

    pub fn check_unique<'s>(&mut self, ids: impl Iterator<Item = (FileIdx, &'s At<String>)>) {
        let mut first: BTreeMap<&str, (FileIdx, Spot)> = BTreeMap::new();
        for (file, id) in ids {
            match first.get(id.value.as_str()) {
                Some((first_file, spot)) => {
                    let path = self.sources.files[*first_file].0.clone();
                    self.file = file;
                    self.say(id.spot, mistakes::duplicate_id(id, &path, spot.line.max(1)));
                }
                None => {
                    first.insert(&id.value, (file, id.spot));
                }
            }
        }
    }
}

/// The id that somebody meant who wrote capitals or other signs.
pub fn likely_id(id: &str) -> String {
    let parts = id.split(|it: char| !it.is_ascii_alphanumeric());
    let parts: Vec<String> = parts
        .filter(|it| !it.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    parts.join("-")
}

/// What makes a text more than plain, if anything does.
fn markup(text: &str) -> Option<&'static str> {
    let tag = text
        .split('<')
        .skip(1)
        .any(|it| it.starts_with(|next: char| next.is_ascii_alphabetic() || next == '/'));
    if tag {
        return Some("HTML");
    }
    [("](", "Markdown"), ("**", "Markdown"), ("`", "Markdown")]
        .into_iter()
        .chain([("http://", "http://"), ("https://", "https://")])
        .find(|(sign, _)| text.contains(sign))
        .map(|(_, what)| what)
}

pub fn is_date(date: &str) -> bool {
    let parts: Vec<&str> = date.split('-').collect();
    let number = |text: &str, n_digits: usize| {
        (text.len() == n_digits && text.bytes().all(|it| it.is_ascii_digit()))
            .then(|| text.parse::<u16>().ok())
            .flatten()
    };
    match parts[..] {
        [year, month, day] => {
            let (Some(year), Some(month), Some(day)) =
                (number(year, 4), number(month, 2), number(day, 2))
            else {
                return false;
            };
            (1..=days_of(year, month)).contains(&day)
        }
        _ => false,
    }
}

/// The days of a month; none where there is no such month.
fn days_of(year: u16, month: u16) -> u16 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_markup_is_markup() {
        assert_eq!(markup("宽度 < 4 m，a<b?"), Some("HTML"));
        assert_eq!(markup("宽度 <4 m"), None);
        assert_eq!(markup("见 https://example.org"), Some("https://"));
        assert_eq!(markup("纯文字 (a) [b]"), None);
    }

    #[test]
    fn a_date_has_ten_characters() {
        for good in ["2026-06-30", "1999-12-31", "2028-02-29"] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "2026-6-30",
            "2026-13-01",
            "2026-06",
            "",
            "2026-06-30x",
            "2028-06-31",
            "2027-02-29",
            "2026-01-00",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }
}
