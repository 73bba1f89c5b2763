//! Reads and writes everything that leaves or enters as bytes.
//!
//! This crate maps bytes to values and back. It opens no file, asks no clock
//! and knows no browser; it decides nothing about an estate either. What comes
//! in from outside is read as far as it can be, what could not be read is
//! reported and kept, and nothing here panics on any input.
//!
//! Modules, in reading order; each uses only those above it.

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

pub mod format;

pub mod repair;

pub mod wording;

pub mod extras;

mod json;

pub mod opening;

pub mod saving;

pub mod merge;

pub mod record;

pub mod bundle;

pub mod archive;

pub mod gps;

pub mod disclosure;

pub mod schema;

mod typed;

pub mod sheet;

pub use bundle::{open_all, open_all_parsed, save_all};
pub use disclosure::{Destination, Field, disclose};
pub use extras::Extras;
pub use gps::camera_position;
pub use json::{Parsed, text_in};
pub use merge::{Difference, Merged, merge, part, settle, spelled};
pub use opening::{Opened, open, open_value};
pub use record::{Record, Stamp, changed_at, entry_between, file_of, retrace, whole_entry};
pub use repair::{Cause, Encoding, OpenError, Repair};
pub use saving::save;
pub use schema::survey_schema;
pub use typed::typed_number;
pub use wording::Lang;
