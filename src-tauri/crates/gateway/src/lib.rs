//! The agents' own door: Microsoft Graph's shape over HTTP and HTTPS on loopback, and the tokens for it.
//!
//! A host of the command layer like the others: it reads a request, makes sure for whom its token speaks, hands a command to
//! `dispatch` and writes what comes back as Graph would. It decides nothing and has no second way into a workspace; no SQL
//! and no rule belongs here. Facts of the wire follow Microsoft Graph's documentation of entitlement management and agent
//! identities (v1.0); where this door goes beyond it, the route says so.
//!
//! One deliberate widening: an agent's own token counts as "the current user", and an agent may file `userAdd`,
//! `userUpdate` and `userRemove` for itself.

mod answer;
mod call;
mod certificate;
mod contract;
mod device;
mod discovery;
mod door;
mod entrance;
#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
mod grant;
mod graph;
mod guard;
mod keeper;
mod key;
mod managed_identity;
pub mod mcp;
mod path;
mod problem;
mod query;
mod rate;
mod route;
mod seen;
mod server;
mod token;

pub use certificate::authority_file;
pub use keeper::{Keeper, to_wire};
pub use server::{Https, Ports};
