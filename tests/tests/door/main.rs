//! The agents' door as agents, people and attackers meet it: the real server process, over real HTTP, on a real workspace.

mod due;
mod forged;
mod graph;
mod mcp;
mod people;
mod place;
mod process;
mod security;
mod tls;
mod tokens;
