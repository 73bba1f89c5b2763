//! The engine in the browser says what the native one says.

use wasm_bindgen_test::*;

wasm_bindgen_test_configure!(run_in_browser);

include!("engine_says.rs");

#[wasm_bindgen_test]
fn the_browser_comes_to_the_same_as_a_native_program() {
    buqi_bundled::read_rest();
    assert_eq!(
        engine_says(buqi_bundled::catalogue()),
        include_str!("../tests/saved/engine.txt")
    );
}
