//! The Model Context Protocol for agents: the same commands as everywhere, as tools that a language model can read. One
//! agent per connection; no tool decides, grants or administers anything.
//!
//! A tool's arguments and answers are types here, and their JSON Schemas are told to clients, so that what is told and what
//! is checked can't differ. A refusal is an answer of the tool with the code and sentence that everybody gets.

mod ask;
mod caller;
pub(crate) mod http;
mod prompt;
mod resource;
mod server;
mod tell;
mod tool;
mod wait;

pub use server::{AgentServer, serve_stdio};
