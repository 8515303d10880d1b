//! The command line of Chaperone: for scripts, for servers without a screen, and for people who like to type.
//!
//! It reads words, hands a command to the command layer and prints what comes back; it decides nothing. No rule, no SQL
//! and no second way into a workspace belongs here. Printing happens in [`output`] alone.

mod access;
mod access_package;
mod agent;
mod answer;
mod appointment;
mod approval;
mod args;
mod assignment;
mod audit;
mod backup;
mod blueprint;
mod call;
mod catalog;
mod checkpoint;
mod clock;
mod delegation;
mod direct;
mod doctor;
mod door;
mod exit;
mod find;
mod generate;
mod host;
mod identity;
mod import;
mod incompatibility;
mod input;
mod list;
mod mcp;
mod moment;
mod notice;
mod output;
mod passphrase;
mod permission;
mod person;
mod policy;
mod reminder;
mod report;
mod request;
mod secret;
mod serve;
mod story;
mod table;
mod term;
mod training;
mod words;
mod workflow;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command, Flags};
use chaperone_commands::Reply;
use exit::Exit;
use host::Host;
use output::Output;

fn main() -> ExitCode {
    listen();
    match Cli::try_parse() {
        Ok(Cli { flags, command }) => {
            let output = Output::new(flags.json, flags.quiet);
            exit::code(run(command, &flags, &output), &output)
        }
        Err(wrong) => exit::usage(&wrong),
    }
}

/// Carries out one command of the command line. A workspace is opened only by what needs one.
fn run(command: Command, flags: &Flags, output: &Output) -> Reply<Exit> {
    let open = || Host::open(flags);
    match command {
        Command::Workspace { verb } => workspace::run(verb, flags, output),
        Command::Story(ask) => story::run(&ask, output),
        Command::Commands { name } => call::list(name.as_deref(), output),
        Command::Generate { what } => generate::run(&what, output),
        Command::Import(ask) => import::run(&ask, &open()?, output),
        Command::Call { name, payload } => call::run(&name, payload.as_deref(), &open()?, output),
        Command::Training { what } => training::run(what, flags, output),
        Command::Clock { verb } => clock::run(verb, &open()?, output),
        Command::Due { verb } => clock::run_due(&verb, &open()?, output),
        Command::Access { verb } => access::run(verb, &open()?, output),
        Command::Audit { verb } => audit::run(verb, &open()?, output),
        Command::Agent { verb } => agent::run(verb, &open()?, output),
        Command::Permission { verb } => permission::run(verb, &open()?, output),
        Command::Blueprint { verb } => blueprint::run(verb, &open()?, output),
        Command::Person { verb } => person::run(verb, &open()?, output),
        Command::Catalog { verb } => catalog::run(verb, &open()?, output),
        Command::Policy { verb } => policy::run(verb, &open()?, output),
        Command::Package { verb } => access_package::run(verb, &open()?, output),
        Command::Request { verb } => request::run(verb, &open()?, output),
        Command::Approval { verb } => approval::run(verb, &open()?, output),
        Command::Assignment { verb } => assignment::run(verb, &open()?, output),
        Command::Reminder { verb } => reminder::run(verb, &open()?, output),
        Command::Report(ask) => report::run(ask, &open()?, output),
        Command::Workflow { verb } => workflow::run(verb, &open()?, output),
        Command::Notice { verb } => notice::run(verb, &open()?, output),
        Command::Doctor(ask) => doctor::run(&ask, flags, output),
        Command::Mcp => mcp::run(flags),
        Command::Door { verb } => door::run(&verb, flags, output),
        Command::Serve(ask) => serve::run(&ask, flags, output),
    }
}

/// Sends the program's own log to standard error, for whoever asks for it in `CHAPERONE_LOG`. Silent by default: what
/// went wrong is told in a sentence anyway, and a script's error stream should hold nothing else.
fn listen() {
    use tracing_subscriber::EnvFilter;
    let wanted = std::env::var("CHAPERONE_LOG").ok().filter(|wanted| !wanted.is_empty());
    if let Some(filter) = wanted.and_then(|wanted| EnvFilter::try_new(wanted).ok()) {
        let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
        // A second listener is refused; there is none, and without a log the command still runs.
        let _ = log.try_init();
    }
}
