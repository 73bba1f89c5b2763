//! Several estates in one file: a list of survey files, each as it would be
//! alone.

use crate::format::key;
use crate::json::{self, Parsed};
use crate::opening::{Opened, open_parsed, open_value};
use crate::repair::OpenError;
use buqi_core::Catalogue;
use serde_json::{Map, Value};

/// What a file of several estates calls itself under `format`.
pub const BUNDLE: &str = "buqi-estates";

const VERSION: u64 = 1;

const ESTATES: &str = "estates";

/// One file of all the given survey files. Those that can't be read as JSON are
/// left out; they have to be saved one by one.
pub fn save_all(files: &[&str]) -> Vec<u8> {
    let estates = files
        .iter()
        .filter_map(|it| json::read(it.as_bytes()).ok())
        .map(|it| it.value)
        .collect();
    json::write(&Value::Object(Map::from_iter([
        (key::FORMAT.to_owned(), Value::String(BUNDLE.to_owned())),
        (key::VERSION.to_owned(), Value::Number(VERSION.into())),
        (ESTATES.to_owned(), Value::Array(estates)),
    ])))
}

/// Opens a survey file, or every survey file of a file of several.
pub fn open_all(
    bytes: &[u8],
    catalogue: &Catalogue,
) -> Result<Vec<Result<Opened, OpenError>>, OpenError> {
    open_all_parsed(json::read(bytes)?, bytes, catalogue)
}

/// Opens what another parser made of the bytes, such as one of YAML.
pub fn open_all_parsed(
    mut parsed: Parsed,
    bytes: &[u8],
    catalogue: &Catalogue,
) -> Result<Vec<Result<Opened, OpenError>>, OpenError> {
    if parsed.value.get(key::FORMAT).and_then(Value::as_str) != Some(BUNDLE) {
        return open_parsed(parsed, bytes, catalogue).map(|it| vec![Ok(it)]);
    }
    match parsed.value.get_mut(ESTATES).map(Value::take) {
        Some(Value::Array(estates)) => Ok(estates
            .into_iter()
            .map(|it| {
                let original = json::write(&it);
                open_value(it, original, catalogue)
            })
            .collect()),
        _ => Err(OpenError::NotOurs),
    }
}
