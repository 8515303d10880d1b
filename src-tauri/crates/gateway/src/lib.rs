//! The agents' own door.

pub mod mcp;
