//! Holds what this release was built with: the compiled catalogue and the
//! example estates. Nothing else.

use buqi_core::Catalogue;
use std::sync::LazyLock;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/catalogue.bin"));
    postcard::from_bytes(bytes)
        .expect("the bytes were written by the same build from the same type")
});

/// The catalogue this program was built with.
pub fn catalogue() -> &'static Catalogue {
    &CATALOGUE
}

/// The example estates as a JSON array of survey files, in name order. Each
/// has two more members: `id`, and `published` with what its source reports.
pub fn estates() -> &'static str {
    include_str!(concat!(env!("OUT_DIR"), "/estates.json"))
}
