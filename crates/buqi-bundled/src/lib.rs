//! Holds what this release was built with: the compiled catalogue and the
//! example estates. Nothing else.
//!
//! In the browser they come in three steps, so that the app can be used before
//! all of it has arrived: what a survey needs, with Chinese names; the rest of the
//! catalogue ([`read_rest`]), which is in the second module; and a file of its own
//! with the English names, what only a closer look shows and the examples
//! ([`read_notes`]). Native programs hold everything.

use buqi_core::Catalogue;
use buqi_core::catalogue::Text;
use buqi_core::wire::{from_bytes, from_own_bytes};
use std::sync::{LazyLock, OnceLock};

static FIRST: LazyLock<Catalogue> = LazyLock::new(read_first);

fn read_first() -> Catalogue {
    from_own_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/first.bin")))
}

static WHOLE: OnceLock<Catalogue> = OnceLock::new();

fn read_whole() -> Catalogue {
    let mut catalogue = read_first();
    let is_read = catalogue.read_rest(include_bytes!(concat!(env!("OUT_DIR"), "/rest.bin")));
    assert!(is_read, "the bytes were written by the same build");
    catalogue
}

static COMPLETE: OnceLock<Complete> = OnceLock::new();

struct Complete {
    catalogue: Catalogue,
    estates: Box<str>,
}

/// The catalogue this program was built with. In the browser, what the survey
/// does without is empty until [`read_rest`] was called, and its notes and its
/// English names until [`read_notes`] was; positions are the same before and after.
pub fn catalogue() -> &'static Catalogue {
    match complete() {
        Some(complete) => &complete.catalogue,
        None => WHOLE.get().unwrap_or(&FIRST),
    }
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

/// Adds what the survey does without. To be called from the second module only,
/// or the bytes are in the first.
pub fn read_rest() {
    WHOLE.get_or_init(read_whole);
}

/// What the file of notes holds: the English names, the notes in both languages,
/// and the example estates.
type Notes = (Vec<Box<str>>, Vec<Text>, Box<str>);

/// Takes in the notes and the example estates of the same build. Returns
/// `false`, and changes nothing, when the bytes are of another build. To be
/// called from the second module only.
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
    let (english, notes, estates) = from_bytes::<Notes>(bytes)?;
    let mut catalogue = read_whole();
    for (name, en) in pairs(catalogue.names(), english)? {
        name.en = en;
    }
    for (place, note) in pairs(catalogue.notes(), notes)? {
        *place = note;
    }
    Some(Complete { catalogue, estates })
}

/// Nothing unless there are as many of one as of the other.
fn pairs<A, B>(places: Vec<A>, contents: Vec<B>) -> Option<impl Iterator<Item = (A, B)>> {
    (places.len() == contents.len()).then(|| places.into_iter().zip(contents))
}
