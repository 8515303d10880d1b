//! Lifecycle workflows: what sets them off, what their tasks do for each person, what is caught up with, and what their
//! history tells.

#![expect(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something has to be fails there"
)]

mod definitions;
#[path = "../files/mod.rs"]
mod files;
mod office;
mod results;
mod triggers;
