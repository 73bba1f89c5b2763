//! Published words, looked up in the menu.

use crate::listed::{Part, parts};
use buqi_core::Catalogue;
use buqi_core::id::ItemIdx;
use buqi_core::naming::{Named, works_named};

/// The published words, looked up.
pub struct Works {
    /// Each item once.
    pub done: Vec<Named>,
    /// Each word that means something, with the items it was read as.
    pub matched: Vec<(String, Vec<ItemIdx>)>,
    pub unmatched: Vec<String>,
}

pub fn works(catalogue: &Catalogue, words: &[String]) -> Works {
    let mut works = Works {
        done: Vec::new(),
        matched: Vec::new(),
        unmatched: Vec::new(),
    };
    for part in words.iter().flat_map(|it| parts(catalogue, it)) {
        let (word, named) = match part {
            Part::Done(word) => (word, works_named(catalogue, word)),
            Part::NotDone(word) => (word, Vec::new()),
        };
        if named.is_empty() {
            works.unmatched.push(word.to_owned());
            continue;
        }
        let items = named.iter().map(|it| it.item).collect();
        works.matched.push((word.to_owned(), items));
        for new in named {
            match works.done.iter_mut().find(|it| it.item == new.item) {
                Some(known) => known.add(new.lines),
                None => works.done.push(new),
            }
        }
    }
    works
}
