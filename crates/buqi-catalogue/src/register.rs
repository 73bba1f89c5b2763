//! The ids of one kind: which position each has, and which were ever used.

use crate::source::Words;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug)]
pub struct Register {
    pub kind_zh: &'static str,
    pub kind_en: &'static str,
    /// Whether some ids could not be read, so that an unknown one may be sound.
    pub unsure: bool,
    positions: BTreeMap<String, u16>,
    used: BTreeSet<u16>,
    /// Ids by what people call them.
    names: BTreeMap<String, String>,
}

impl Register {
    /// `None` stands for an entry that nothing can refer to.
    pub fn new<'a>(
        kind_zh: &'static str,
        kind_en: &'static str,
        ids: impl Iterator<Item = Option<&'a str>>,
    ) -> Register {
        let mut positions = BTreeMap::new();
        for (position, id) in ids.enumerate() {
            let Some(id) = id else { continue };
            // The first of two entries of one name keeps it; the second is
            // reported elsewhere.
            positions.entry(id.to_owned()).or_insert(position as u16);
        }
        Register {
            kind_zh,
            kind_en,
            unsure: false,
            positions,
            used: BTreeSet::new(),
            names: BTreeMap::new(),
        }
    }

    /// Adds what people call the entries, for those who write a name where an
    /// id is meant.
    pub fn named<'a>(mut self, names: impl Iterator<Item = (&'a str, &'a Words)>) -> Register {
        for (id, words) in names.filter(|(id, _)| self.positions.contains_key(*id)) {
            for name in [&words.zh, &words.en].into_iter().flatten() {
                self.names.insert(name.value.clone(), id.to_owned());
            }
        }
        self
    }

    pub fn unsure(self, unsure: bool) -> Register {
        Register { unsure, ..self }
    }

    /// Looks an id up without counting it as used.
    pub fn position(&self, id: &str) -> Option<u16> {
        self.positions.get(id).copied()
    }

    pub fn take(&mut self, id: &str) -> Option<u16> {
        let position = self.position(id)?;
        self.used.insert(position);
        Some(position)
    }

    pub fn is_used(&self, position: usize) -> bool {
        self.used.contains(&(position as u16))
    }

    pub fn nearest(&self, id: &str) -> Option<&str> {
        // One sign for a unit that others write in two.
        let name = id.replace('㎡', "m²").replace('㎥', "m³");
        if let Some(id) = self.names.get(&name) {
            return Some(id);
        }
        nearest(id, self.positions.keys().map(String::as_str))
    }
}

/// The id somebody probably meant.
pub fn nearest<'a>(id: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let tolerated = 1 + id.len() / 4;
    known
        .map(|it| (distance(id, it), it))
        .filter(|(distance, it)| {
            *distance <= tolerated || (id.len() >= 5 && it.contains(id)) || words_match(id, it)
        })
        .min()
        .map(|(_, it)| it)
}

/// Whether two ids are of the same words in another order.
fn words_match(one: &str, other: &str) -> bool {
    let words = |id: &str| id.split('-').map(str::to_owned).collect::<BTreeSet<_>>();
    words(one) == words(other)
}

/// How many letters must be put in, taken out or changed.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = above + 1;
        for (column, it) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *it);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_recognised() {
        let known = ["roof-leaks", "roof-area", "storeys"];
        let check = |id, wanted| assert_eq!(nearest(id, known.into_iter()), wanted, "{id}");
        check("roof-leak", Some("roof-leaks"));
        check("area-roof", Some("roof-area"));
        check("stories", Some("storeys"));
        check("gas-pipe-age", None);
    }
}
