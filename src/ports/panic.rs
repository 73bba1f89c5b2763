//! A panic is our bug. What was typed is stored before any code that could
//! panic runs again, so the host script says so and offers to start over.
//!
//! A released build has no texts for panics: it stops with a trap, which
//! `embed.js` sees. While developing, the console should say what happened.

/// Sends the text of a panic to the console, in builds that have one.
pub fn install() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|info| {
        gloo::console::error!(info.to_string());
    }));
}
