//! A workspace for tests of every crate: in a folder of its own, on a clock that stands until it is moved, with ids in a
//! fixed order, so that a test means the same on every run.
//!
//! A [`Fixture`] speaks through `dispatch` like any host; it has no second way in and knows no rule. A refusal is checked
//! twice: that it is the expected one, and that nothing was written. It panics instead of returning errors, because its
//! callers are tests.
//!
//! ```
//! use chaperone_testkit::{Fixture, tour};
//! use serde_json::json;
//!
//! let fixture = Fixture::training();
//! let sponsor = fixture.as_person(&tour().sponsor);
//! let mine = fixture.call(&sponsor, "list_agents", json!({ "filter": { "mine": true } }));
//! assert!(!mine["rows"].as_array().unwrap().is_empty());
//! fixture.invariants_hold();
//! ```

#![expect(
    clippy::panic,
    clippy::expect_used,
    reason = "whoever calls is a test, which a panic fails with its reason"
)]

mod fixture;
mod unwritten;

pub use fixture::{Fixture, PASSPHRASE, STARTS_AT, Tour, tour};
