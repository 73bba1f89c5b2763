//! Published words, looked up in the menu.

use buqi_core::Catalogue;
use buqi_core::id::ItemIdx;
use buqi_core::naming::{Named, works_named};

/// A word may stand for several items by name, as "building body" does for roof,
/// walls and stairs. One that more items answer to says too little to price any.
const MAX_MEANINGS: usize = 4;

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
    for word in words.iter().flat_map(|it| parts(catalogue, it)) {
        let named = meant(catalogue, word);
        if named.is_empty() {
            works.unmatched.push(word.to_owned());
            continue;
        }
        let items = named.iter().map(|it| it.item).collect();
        works.matched.push((word.to_owned(), items));
        for new in named {
            match works.done.iter_mut().find(|it| it.item == new.item) {
                Some(known) => {
                    known.lines = known
                        .lines
                        .take()
                        .zip(new.lines)
                        .map(|(a, b)| [a, b].concat())
                }
                None => works.done.push(new),
            }
        }
    }
    works
}

fn meant(catalogue: &Catalogue, word: &str) -> Vec<Named> {
    let mut named = works_named(catalogue, word);
    named.truncate(if named.len() > MAX_MEANINGS {
        0
    } else {
        named.len()
    });
    named
}

/// A word with an "and" in it is several where each of them means something,
/// as 道路及绿化 is. One that means something whole stays whole.
pub fn parts<'a>(catalogue: &Catalogue, word: &'a str) -> Vec<&'a str> {
    let parts: Vec<&str> = word
        .split([
            '和', '及', '与', '/', '+', '&', ' ', '　', '(', ')', '（', '）', ':', '：',
        ])
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .collect();
    let all = parts.iter().all(|it| !meant(catalogue, it).is_empty());
    if all && parts.len() > 1 {
        parts
    } else {
        vec![word]
    }
}
