//! Work that goes on beside the page.

/// Starts `work`; nobody waits for it.
pub fn start(work: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(work);
}
