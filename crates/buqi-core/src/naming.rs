//! Which works a word from the field means.

use crate::catalogue::{Catalogue, Item};
use crate::id::ItemIdx;

/// An item that a word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub item: ItemIdx,
    /// The lines it means, by place; `None` for the whole item.
    pub lines: Option<Vec<usize>>,
}

/// What a word means by the Chinese names and aliases of the items, each item
/// once. Empty when no item goes by it.
///
/// The word is looked up as it stands, then without what is done to it (管网改造
/// as 管网), and last by all names that it is made of, as 道路绿化 is of 道路 and
/// 绿化. What is done to works, as 维修, means nothing where it is all there is,
/// nor do works that the catalogue lists as nobody's.
///
/// Of the names it is made of, those count that say what is worked on:
/// - a place before other works says only where: 停车场绿化 is no parking, and
///   外墙加保温 is 外墙保温;
/// - a general name behind a special one means no more than that: 供水老旧管网 is
///   the water mains and not the drains, and 热力老旧管网 nobody's.
///
/// A single character, as 水 in a list, means an item only where it is all
/// there is, or all characters do, as in 水电气信: it is part of too many words.
pub fn works_named(catalogue: &Catalogue, word: &str) -> Vec<Named> {
    let bare = bare(catalogue, word);
    if bare.is_empty() {
        return Vec::new();
    }
    if let Some(found) = goes_by(catalogue, bare) {
        return found;
    }
    let alone: Vec<Vec<Named>> = bare
        .chars()
        .map(|it| named_by(catalogue, it.encode_utf8(&mut [0; 4])))
        .collect();
    if alone.len() > 2 && alone.iter().all(|it| !it.is_empty()) {
        return united(alone);
    }
    let names = counted(catalogue, &tokens(catalogue, bare));
    united(names.into_iter().map(|it| named_by(catalogue, it)))
}

/// Whether a word means something, or is nobody's work, as it stands and not
/// by what it is made of.
pub fn is_name(catalogue: &Catalogue, word: &str) -> bool {
    let bare = bare(catalogue, word);
    bare.is_empty() || goes_by(catalogue, bare).is_some()
}

/// Whether a word only says what is done, or names nothing when it stands
/// alone, as 整治小区.
pub fn is_filling(catalogue: &Catalogue, word: &str) -> bool {
    let bare = bare(catalogue, word);
    bare.is_empty() || holds(&catalogue.unnamed.whole, bare)
}

/// The items of [`works_named`].
pub fn items_named(catalogue: &Catalogue, word: &str) -> Vec<ItemIdx> {
    works_named(catalogue, word)
        .into_iter()
        .map(|it| it.item)
        .collect()
}

/// What a whole word goes by; nothing where the catalogue lists it as nobody's.
fn goes_by(catalogue: &Catalogue, word: &str) -> Option<Vec<Named>> {
    let unnamed = &catalogue.unnamed;
    if holds(&unnamed.whole, word) || holds(&unnamed.parts, word) {
        return Some(Vec::new());
    }
    Some(named_by(catalogue, word)).filter(|it| !it.is_empty())
}

/// The word without what is done to it, unless it goes by a name with that.
fn bare<'a>(catalogue: &Catalogue, word: &'a str) -> &'a str {
    let actions = &catalogue.unnamed.actions;
    let mut bare = word;
    while goes_by(catalogue, bare).is_none() {
        let mut shorter = actions.iter().filter_map(|it| {
            bare.strip_suffix(&**it)
                .or_else(|| bare.strip_prefix(&**it))
        });
        let Some(shorter) = shorter.next() else {
            break;
        };
        bare = shorter;
    }
    bare
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Name(&'a str),
    /// Works of nobody's.
    Nobody,
    /// What is done, or says nothing by itself.
    Filling,
}

/// The known texts that a word is made of, in order: those that together leave
/// the least of it over, of these the fewest, and of these the first the longest.
fn tokens<'a>(catalogue: &'a Catalogue, word: &str) -> Vec<Token<'a>> {
    let unnamed = &catalogue.unnamed;
    let nobody = unnamed.parts.iter().map(|it| (&**it, Token::Nobody));
    let filling = unnamed.whole.iter().chain(&unnamed.actions);
    let filling = filling.map(|it| (&**it, Token::Filling));
    let names = catalogue.items.iter().flat_map(texts);
    let names = names.map(|it| (it, Token::Name(it)));
    let mut known: Vec<(&str, Token)> = nobody.chain(filling).chain(names).collect();
    known.retain(|it| it.0.chars().nth(1).is_some() && word.contains(it.0));
    known.sort_by_key(|it| std::cmp::Reverse(it.0.len()));

    // From each place to the end: what is left over, how many tokens, which.
    let mut best: Vec<(usize, usize, Vec<Token>)> = vec![(0, 0, Vec::new()); word.len() + 1];
    for (at, one) in word.char_indices().rev() {
        let rest = &best[at + one.len_utf8()];
        let mut found = (rest.0 + 1, rest.1, rest.2.clone());
        let mut is_skipped = true;
        for (text, token) in known.iter().filter(|it| word[at..].starts_with(it.0)) {
            let rest = &best[at + text.len()];
            let measure = (rest.0, rest.1 + 1);
            let so_far = (found.0, found.1);
            if measure < so_far || (is_skipped && measure == so_far) {
                let all = [&[*token], &*rest.2].concat();
                found = (measure.0, measure.1, all);
                is_skipped = false;
            }
        }
        best[at] = found;
    }
    best.swap_remove(0).2
}

/// The names among the tokens that say what is worked on.
fn counted<'a>(catalogue: &'a Catalogue, tokens: &[Token<'a>]) -> Vec<&'a str> {
    let unnamed = &catalogue.unnamed;
    let mut counted: Vec<&str> = Vec::new();
    let mut before = Token::Filling;
    for token in tokens {
        match *token {
            Token::Filling => continue,
            Token::Nobody => {
                counted.pop_if(|it| before == Token::Name(it) && holds(&unnamed.places, it));
            }
            Token::Name(name) => {
                let place = counted
                    .last()
                    .copied()
                    .filter(|it| before == Token::Name(it) && holds(&unnamed.places, it));
                if let Some(there) = place.and_then(|it| name_of_both(catalogue, it, name)) {
                    counted.pop();
                    counted.push(there);
                    before = Token::Name(there);
                    continue;
                }
                let general = counted.iter().any(|it| is_kind_of(catalogue, name, it));
                let nobodys = before == Token::Nobody && holds(&unnamed.kinds, name);
                if general || nobodys {
                    continue;
                }
                if let Some(place) = place {
                    let has_a_place = unnamed.places.iter().any(|it| name.starts_with(&**it));
                    if !has_a_place || is_part_of(catalogue, name, place) {
                        counted.pop();
                    }
                }
                counted.push(name);
            }
        }
        before = *token;
    }
    counted
}

/// Whether `general` says no more behind `special` than what is meant of it: it
/// means further items, and each of `special` goes by a name of its own that
/// ends so, as water does by 供水管网.
fn is_kind_of(catalogue: &Catalogue, general: &str, special: &str) -> bool {
    let is_place = holds(&catalogue.unnamed.places, special);
    let is_of_it = |text: &str| {
        if text == general {
            return !is_place;
        }
        text.ends_with(general) && named_by(catalogue, text).len() == 1
    };
    let mut special_items = named_by(catalogue, special).into_iter();
    !is_part_of(catalogue, general, special)
        && special_items.all(|it| texts(catalogue.item(it.item)).any(is_of_it))
}

/// The name for works at a place, as 外墙保温 for 外墙 and 保温.
fn name_of_both<'a>(catalogue: &'a Catalogue, place: &str, works: &str) -> Option<&'a str> {
    let mut names = catalogue.items.iter().flat_map(texts);
    names.find(|it| it.strip_prefix(place) == Some(works))
}

/// Whether `whole` means all items that `part` means.
fn is_part_of(catalogue: &Catalogue, part: &str, whole: &str) -> bool {
    let whole = named_by(catalogue, whole);
    let mut part = named_by(catalogue, part).into_iter();
    part.all(|it| whole.iter().any(|of| of.item == it.item))
}

fn holds(words: &[Box<str>], word: &str) -> bool {
    words.iter().any(|it| **it == *word)
}

/// Each item once; one name for all of it is enough.
fn united(found: impl IntoIterator<Item = Vec<Named>>) -> Vec<Named> {
    let mut united: Vec<Named> = Vec::new();
    for new in found.into_iter().flatten() {
        match united.iter_mut().find(|it| it.item == new.item) {
            Some(known) => known.add(new.lines),
            None => united.push(new),
        }
    }
    united.sort_by_key(|it| it.item);
    united
}

impl Named {
    /// Together with these lines of the item, or all of it.
    pub fn add(&mut self, lines: Option<Vec<usize>>) {
        let both = self.lines.take().zip(lines);
        self.lines = both.map(|(mut known, new)| {
            known.extend(new);
            known.sort_unstable();
            known.dedup();
            known
        });
    }
}

fn named_by(catalogue: &Catalogue, word: &str) -> Vec<Named> {
    let all = catalogue.item_indices();
    let named = all.filter(|it| texts(catalogue.item(*it)).any(|it| it == word));
    named
        .map(|idx| Named {
            item: idx,
            lines: lines_of(catalogue.item(idx), word),
        })
        .collect()
}

fn texts(item: &Item) -> impl Iterator<Item = &str> {
    let aliases = item.aliases.iter().chain(&item.published_as);
    aliases.chain([&item.name.zh]).map(|it| &**it)
}

fn lines_of(item: &Item, text: &str) -> Option<Vec<usize>> {
    let mut named = item.named_lines.iter();
    let named = named.find(|it| holds(&it.words, text))?;
    Some(named.lines.clone())
}
