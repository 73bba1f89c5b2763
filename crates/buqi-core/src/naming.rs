//! Which works a word from the field means.

use crate::catalogue::{Catalogue, Item};
use crate::id::ItemIdx;
use std::cmp::Reverse;

/// An item that a word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub item: ItemIdx,
    /// The lines it means, by place; `None` for the whole item.
    pub lines: Option<Vec<usize>>,
}

/// What a word means by the Chinese names and aliases of the items. Empty when
/// no item goes by it; several when they are equally near.
///
/// The word is looked up as it stands, then without what is done to it (管网改造
/// as 管网), and last by the longest text it shares whole with a name; of names
/// that share as much, those that add least. Of several items that this leaves,
/// those that a special name in the word leaves of a general one, as in
/// 供水老旧管网 the water mains and not the drains. Works that the catalogue lists as nobody's are taken out
/// of the word first.
///
/// What is done to works, as 维修, means nothing where it is all there is.
///
/// A single character, as 水 in a list, means an item only where it is all
/// there is: it is part of too many words.
pub fn works_named(catalogue: &Catalogue, word: &str) -> Vec<Named> {
    let unnamed = &catalogue.unnamed;
    let mut word = word.to_owned();
    for part in &unnamed.parts {
        word = word.replace(&**part, "");
    }
    let mut left = word.as_str();
    loop {
        let nothing = unnamed.whole.iter().chain(&unnamed.actions);
        if nothing.into_iter().any(|it| **it == *left) {
            return Vec::new();
        }
        let found = named_by(catalogue, |text| text == left);
        if !found.is_empty() {
            return found;
        }
        let shorter = unnamed
            .actions
            .iter()
            .find_map(|it| left.strip_suffix(&**it).filter(|it| !it.is_empty()));
        match shorter {
            Some(shorter) => left = shorter,
            None => break,
        }
    }
    let nearness = |text: &str| {
        let (ours, theirs) = (text.chars().count(), left.chars().count());
        shares_a_text(text, left).then(|| (ours.min(theirs), Reverse(ours.abs_diff(theirs))))
    };
    let nearest = catalogue
        .items
        .iter()
        .flat_map(texts)
        .filter_map(nearness)
        .max();
    match nearest {
        Some(nearest) => {
            let found = named_by(catalogue, |text| nearness(text) == Some(nearest));
            narrowed(catalogue, left, found)
        }
        None => Vec::new(),
    }
}

/// Those of `found` that a special name beside general ones leaves: one whose
/// every meaning each other name within the word has too. All where none is.
fn narrowed(catalogue: &Catalogue, word: &str, found: Vec<Named>) -> Vec<Named> {
    let mut names: Vec<&str> = catalogue.items.iter().flat_map(texts).collect();
    names.retain(|it| it.chars().nth(1).is_some() && word.contains(it));
    // Of names that overlap the longer counts: in 强弱电管线规整 no 管线规整.
    names.sort_by_key(|it| Reverse(it.len()));
    let mut taken: Vec<(usize, usize)> = Vec::new();
    names.retain(|it| {
        let free = word.match_indices(it).map(|(at, _)| (at, at + it.len()));
        let mut free =
            free.filter(|(from, to)| taken.iter().all(|it| *to <= it.0 || it.1 <= *from));
        free.next().is_some_and(|it| {
            taken.push(it);
            true
        })
    });
    let goes_by = |it: ItemIdx, name: &str| texts(catalogue.item(it)).any(|it| it == name);
    let is_special = |name: &str| {
        let mut meant = catalogue.item_indices().filter(|it| goes_by(*it, name));
        meant.all(|item| names.iter().all(|it| goes_by(item, it)))
    };
    let Some(special) = names.iter().find(|it| is_special(it)) else {
        return found;
    };
    let narrow = found.iter().filter(|it| goes_by(it.item, special));
    let narrow: Vec<Named> = narrow.cloned().collect();
    if narrow.is_empty() { found } else { narrow }
}

/// The items of [`works_named`].
pub fn items_named(catalogue: &Catalogue, word: &str) -> Vec<ItemIdx> {
    works_named(catalogue, word)
        .into_iter()
        .map(|it| it.item)
        .collect()
}

fn named_by(catalogue: &Catalogue, means: impl Fn(&str) -> bool) -> Vec<Named> {
    catalogue
        .item_indices()
        .filter_map(|idx| {
            let item = catalogue.item(idx);
            let mut by = texts(item).filter(|it| means(it)).peekable();
            by.peek()?;
            // One name for all of it is enough.
            let lines: Option<Vec<Vec<usize>>> = by.map(|it| lines_of(item, it)).collect();
            Some(Named {
                item: idx,
                lines: lines.map(|it| it.concat()),
            })
        })
        .collect()
}

fn texts(item: &Item) -> impl Iterator<Item = &str> {
    let aliases = item.aliases.iter().chain(&item.published_as);
    aliases.chain([&item.name.zh]).map(|it| &**it)
}

fn lines_of(item: &Item, text: &str) -> Option<Vec<usize>> {
    let mut named = item.named_lines.iter();
    let named = named.find(|it| it.words.iter().any(|it| **it == *text))?;
    Some(named.lines.clone())
}

fn shares_a_text(name: &str, word: &str) -> bool {
    let single = |it: &str| it.chars().nth(1).is_none();
    !single(name) && !single(word) && (word.contains(name) || name.contains(word))
}
