//! The command line as scripts and people meet it: words in, text and an exit code out. Rules of the domain are tested
//! where they are decided; what stands here is what the program itself promises.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "these are tests, and helpers of tests: a panic fails one"
)]

mod access;
mod appointment;
mod call;
mod doctor;
mod evidence;
mod exit_codes;
mod generated;
mod import;
mod mcp;
mod names;
mod package;
mod story;
mod support;
mod told_once;
mod training;
mod workspace;
