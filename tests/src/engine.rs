//! The engine says the same on every machine.
//!
//! `tests/saved/engine.txt` holds a hash of what saved files come to: all
//! verdicts, quantities and costs, and the file as it is saved again. Here the
//! native engine is held against it, and in `src/engine_tests.rs` the one in
//! the browser.
//!
//! `UPDATE_REF=1 cargo test -p buqi-tests` rewrites it.

use crate::workspace;
use std::fs;

const PATH: &str = "tests/saved/engine.txt";

include!("../../src/engine_says.rs");

#[test]
fn what_files_come_to_is_what_it_was() {
    let said = engine_says(buqi_bundled::catalogue());
    let path = workspace::root().join(PATH);
    if std::env::var_os("UPDATE_REF").is_some() {
        fs::write(&path, &said).expect("the folder is ours");
    }
    assert_eq!(said, fs::read_to_string(&path).unwrap_or_default());
}
