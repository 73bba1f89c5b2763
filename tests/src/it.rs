//! What the whole product promises, checked from outside.
//!
//! Nothing here reaches into a crate: the tests use what each one offers to
//! everybody, so they would survive a rewrite of any of them.

#![cfg(test)]

mod agenda;
mod engine;
mod estates;
mod graded;
mod laws;
mod ledger;
mod log;
mod marking;
mod merging;
mod money;
mod parts;
mod pasting;
mod random;
mod rules;
mod snapshots;
mod sums;
mod texts;
mod tidy;
mod works;
mod workspace;
