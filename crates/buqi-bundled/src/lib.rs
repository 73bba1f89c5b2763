//! Holds what this release was built with: the compiled catalogue and the
//! example estates. Nothing else.
//!
//! In the browser, what only a closer look shows and the English names come in a
//! file of their own ([`read_notes`]), so that the app can be used before it has
//! arrived. Native programs hold everything.

use buqi_core::Catalogue;
use buqi_core::catalogue::Text;
use std::sync::{LazyLock, OnceLock};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(read_catalogue);

fn read_catalogue() -> Catalogue {
    let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/catalogue.bin"));
    postcard::from_bytes(bytes)
        .expect("the bytes were written by the same build from the same type")
}

static COMPLETE: OnceLock<Complete> = OnceLock::new();

struct Complete {
    catalogue: Catalogue,
    estates: Box<str>,
}

/// The catalogue this program was built with. In the browser its notes and its
/// English names are empty until they have been read.
pub fn catalogue() -> &'static Catalogue {
    complete().map_or(&CATALOGUE, |it| &it.catalogue)
}

/// The example estates as a JSON array of survey files, in name order; nothing
/// until they have been read. Each has two more members: `id`, and `published`
/// with what its source reports.
pub fn estates() -> Option<&'static str> {
    complete().map(|it| &*it.estates)
}

fn complete() -> Option<&'static Complete> {
    #[cfg(not(target_family = "wasm"))]
    read_notes(include_bytes!(concat!(env!("OUT_DIR"), "/notes.bin")));
    COMPLETE.get()
}

/// What the file of notes holds: the English names, the notes in both languages,
/// the words to search by, and the example estates.
type Notes = (Vec<Box<str>>, Vec<[Box<str>; 2]>, Vec<Box<str>>, Box<str>);

/// Takes in the notes and the example estates of the same build. Returns
/// `false`, and changes nothing, when the bytes are of another build.
pub fn read_notes(bytes: &[u8]) -> bool {
    if COMPLETE.get().is_some() {
        return true;
    }
    let Some(complete) = complete_with(bytes) else {
        return false;
    };
    // Lost only to another reader of the same bytes.
    let _ = COMPLETE.set(complete);
    true
}

fn complete_with(bytes: &[u8]) -> Option<Complete> {
    let (english, notes, words, estates) = postcard::from_bytes::<Notes>(bytes).ok()?;
    let mut catalogue = read_catalogue();
    for (name, en) in pairs(catalogue.names(), english)? {
        name.en = en;
    }
    for (note, [zh, en]) in pairs(catalogue.notes(), notes)? {
        *note = Text { zh, en };
    }
    for (place, word) in pairs(catalogue.words(), words)? {
        *place = word;
    }
    Some(Complete { catalogue, estates })
}

/// Nothing unless there are as many of one as of the other.
fn pairs<A, B>(places: Vec<A>, contents: Vec<B>) -> Option<impl Iterator<Item = (A, B)>> {
    (places.len() == contents.len()).then(|| places.into_iter().zip(contents))
}
