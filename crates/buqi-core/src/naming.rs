//! Which items a word from the field means.

use crate::catalogue::{Catalogue, Item};
use crate::id::ItemIdx;
use std::cmp::Reverse;

/// The items whose Chinese name or alias is nearest to `word`: the longest
/// text they share with it whole, and of those the ones that add least. Empty
/// when no item goes by such a word; several when they are equally near.
pub fn items_named(catalogue: &Catalogue, word: &str) -> Vec<ItemIdx> {
    let nearness = |item: &Item| {
        item.aliases
            .iter()
            .chain([&item.name.zh])
            .filter(|it| word.contains(&***it) || it.contains(word))
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
