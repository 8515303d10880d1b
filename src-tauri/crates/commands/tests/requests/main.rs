//! Requests of every type: who may ask, what they are asked, when access runs, what becomes of it.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

mod agent;
mod direct;
mod failures;
mod offers;
mod questions;
mod requestors;
mod world;
