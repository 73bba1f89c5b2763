//! Numbers that nobody can foresee, for ids that two people must not share.

/// From the browser's own source; a page that hides it still gets a number.
pub fn number() -> u32 {
    let mut bytes = [0; 4];
    let drawn = web_sys::window()
        .and_then(|it| it.crypto().ok())
        .and_then(|it| it.get_random_values_with_u8_array(&mut bytes).ok());
    match drawn {
        Some(_) => u32::from_le_bytes(bytes),
        None => (js_sys::Math::random() * 4_294_967_296.0) as u32,
    }
}
