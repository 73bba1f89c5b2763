//! Decides what an estate lacks, which items of the menu answer it, and what
//! that comes to.
//!
//! Everything here is a pure function of a [`Catalogue`], a [`Survey`] and a
//! [`Plan`]. Nothing in this crate knows about files, clocks, networks, YAML,
//! JSON, browsers or languages of the interface, and nothing in it can fail:
//! incomplete input is normal and comes out as [`Truth::Unknown`].
//!
//! Modules, in reading order; each uses only those above it.

pub mod truth;

pub mod wire;

pub mod money;

pub mod quantity;

pub mod id;

pub mod catalogue;

pub mod entries;

pub mod survey;

pub mod facts;

pub mod rule;

pub mod sizing;

pub mod findings;

pub mod suggestions;

pub mod terms;

mod compiled;
mod texts;

pub mod photos;

pub mod plan;

pub mod bundles;

pub mod estimate;

pub mod by_hand;

pub mod likely;

pub mod project;

pub mod schedule;

pub mod phases;

pub mod consent;

pub mod shares;

pub mod schemes;
pub mod upkeep;

pub mod land;

pub mod sensitivity;

pub mod budget;

pub mod marking;

pub mod questions;

pub mod agenda;

pub mod explain;

pub mod naming;

pub use catalogue::Catalogue;
pub use estimate::{Estimate, estimate};
pub use plan::{Dossier, Edit, Plan};
pub use suggestions::{Assessment, assess};
pub use survey::Survey;
pub use truth::Truth;
