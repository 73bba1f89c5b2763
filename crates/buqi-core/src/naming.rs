//! Which items a word from the field means.

use crate::catalogue::{Catalogue, Item};
use crate::id::ItemIdx;
use std::cmp::Reverse;

/// The items whose Chinese name or alias is nearest to `word`: the longest
/// text they share with it whole, and of those the ones that add least. Empty
/// when no item goes by such a word; several when they are equally near.
///
/// A single character, as 水 in a list, means an item only where it is all
/// there is: it is part of too many words.
pub fn items_named(catalogue: &Catalogue, word: &str) -> Vec<ItemIdx> {
    let nearness = |item: &Item| {
        item.aliases
            .iter()
            .chain([&item.name.zh])
            .filter(|it| shares_a_text(it, word))
            .map(|it| {
                let (ours, theirs) = (it.chars().count(), word.chars().count());
                (ours.min(theirs), Reverse(ours.abs_diff(theirs)))
            })
            .max()
    };
    let Some(nearest) = catalogue.items.iter().filter_map(nearness).max() else {
        return Vec::new();
    };
    catalogue
        .item_indices()
        .filter(|it| nearness(catalogue.item(*it)) == Some(nearest))
        .collect()
}

fn shares_a_text(name: &str, word: &str) -> bool {
    let single = |it: &str| it.chars().nth(1).is_none();
    if single(name) || single(word) {
        name == word
    } else {
        word.contains(name) || name.contains(word)
    }
}
