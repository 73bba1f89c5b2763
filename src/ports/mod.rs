//! The browser, behind functions the rest of the application can call. Only
//! this module and `lib.rs` know about `web_sys`.

pub mod cabinet;
pub mod clock;
pub mod dialog;
pub mod files;
pub mod input;
pub mod panic;
pub mod paper;
pub mod photos;
pub mod pictures;
pub mod random;
pub mod room;
pub mod store;
pub mod style;
pub mod task;
pub mod zip;
