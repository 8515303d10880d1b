//! The agents' door as agents, people and attackers meet it: the real server process, over real HTTP, on a real workspace.

mod contract;
mod described;
mod device;
mod due;
mod forged;
mod graph;
mod keeping;
mod mcp;
mod people;
mod place;
mod process;
mod security;
mod tls;
mod tokens;
