//! The words that the command line understands, at its top: the common flags and the list of nouns. Each noun's own verbs
//! stand beside the code that carries them out. What a verb does stays out of here.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::{
    access, access_package, agent, approval, assignment, audit, blueprint, catalog, clock, doctor,
    door, generate, import, notice, permission, person, policy, reminder, report, request, serve,
    story, training, workflow, workspace,
};

/// Every AI agent has a responsible human, and no access outlives its need.
#[derive(Debug, Parser)]
#[command(name = "chaperone", version, after_help = EXIT_CODES, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) flags: Flags,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  refused by a rule, a check that fails, or access denied
  2  wrong usage
  3  not found
  4  could not: file, disk or lock
  5  not signed in

Instants are written as 2026-03-01T09:00:00Z, as a date, or as a time from now such as 30d.
In a live workspace the passphrase is read from CHAPERONE_PASSPHRASE, or asked for at the terminal.
CHAPERONE_LOG=debug shows what the program does, on standard error.";

/// What every command understands.
#[derive(Debug, Args)]
#[command(next_help_heading = "Common options")]
pub(crate) struct Flags {
    /// The workspace's folder; the platform's data folder when left out
    #[arg(
        long,
        global = true,
        value_name = "FOLDER",
        env = "CHAPERONE_WORKSPACE",
        hide_env_values = true
    )]
    workspace: Option<OsString>,
    /// Who acts, by address
    #[arg(
        long = "as",
        global = true,
        value_name = "EMAIL",
        env = "CHAPERONE_AS",
        hide_env_values = true
    )]
    act_as: Option<String>,
    /// Print JSON, for programs
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Print nothing when all is well, but for what can't be had again, such as a new secret
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

impl Flags {
    /// The folder that was named, as seen from here; an empty variable names none.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        let named = PathBuf::from(self.workspace.clone().filter(|folder| !folder.is_empty())?);
        Some(std::path::absolute(&named).unwrap_or(named))
    }

    /// The address of the person who acts, if one was named.
    pub(crate) fn email(&self) -> Option<&str> {
        self.act_as.as_deref().map(str::trim).filter(|email| !email.is_empty())
    }
}

/// The nouns, and the few verbs that stand alone.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make, describe and check a workspace
    Workspace {
        #[command(subcommand)]
        verb: workspace::Verb,
    },
    /// Play the main job on the sample company, step by step, checking every invariant after each
    Story(story::Ask),
    /// Bring in people, groups, applications, roles, blueprints and agents from files: all or nothing
    Import(import::Ask),
    /// Carry out any command by its name: JSON in, JSON out
    Call {
        /// The command, as `chaperone commands` lists it
        #[arg(value_name = "COMMAND")]
        name: String,
        /// Its request; `-` reads requests from standard input, one after the other, and answers each on one line
        #[arg(value_name = "JSON")]
        payload: Option<String>,
    },
    /// List all commands, or show one with the types of its request and view
    Commands {
        /// The command to show
        name: Option<String>,
    },
    /// Practise: exercises with a planted fault, marked by what is true afterwards
    Training {
        #[command(subcommand)]
        what: training::What,
    },
    /// See and move the clock of a training workspace
    Clock {
        #[command(subcommand)]
        verb: clock::Verb,
    },
    /// Do the due work once, for timers on machines without a desktop
    Due {
        #[command(subcommand)]
        verb: clock::DueVerb,
    },
    /// Ask what an agent may do, and why
    Access {
        #[command(subcommand)]
        verb: access::Verb,
    },
    /// Read and check the history
    Audit {
        #[command(subcommand)]
        verb: audit::Verb,
    },
    /// Agents
    Agent {
        #[command(subcommand)]
        verb: agent::Verb,
    },
    /// API permissions of blueprints and agents, layer by layer, and consent
    Permission {
        #[command(subcommand)]
        verb: permission::Verb,
    },
    /// Blueprints: kinds of agents
    Blueprint {
        #[command(subcommand)]
        verb: blueprint::Verb,
    },
    /// People
    Person {
        #[command(subcommand)]
        verb: person::Verb,
    },
    /// Catalogs of resources and packages
    Catalog {
        #[command(subcommand)]
        verb: catalog::Verb,
    },
    /// The policies of a package
    Policy {
        #[command(subcommand)]
        verb: policy::Verb,
    },
    /// Access packages, what they grant and what excludes them
    Package {
        #[command(subcommand)]
        verb: access_package::Verb,
    },
    /// Requests for access
    Request {
        #[command(subcommand)]
        verb: request::Verb,
    },
    /// What waits for your decision
    Approval {
        #[command(subcommand)]
        verb: approval::Verb,
    },
    /// Access that was delivered
    Assignment {
        #[command(subcommand)]
        verb: assignment::Verb,
    },
    /// Reminders before access ends
    Reminder {
        #[command(subcommand)]
        verb: reminder::Verb,
    },
    /// Reports for auditors, as tables or as CSV
    Report(report::Ask),
    /// Lifecycle workflows for sponsors who move or leave
    Workflow {
        #[command(subcommand)]
        verb: workflow::Verb,
    },
    /// Your inbox
    Notice {
        #[command(subcommand)]
        verb: notice::Verb,
    },
    /// The agents' own door: where their programs ask for access
    Door {
        #[command(subcommand)]
        verb: door::Verb,
    },
    /// See what is wrong around the workspace, and how to mend it; exit code 1 when something is
    Doctor(doctor::Ask),
    /// Serve one agent's tools to its language model, by the Model Context Protocol on standard input and output
    Mcp,
    /// Keep the agents' door open until this process is stopped; prints where it stands as JSON on one line
    Serve(serve::Ask),
    /// Write completions for shells, or manual pages
    #[command(hide = true)]
    Generate {
        #[command(subcommand)]
        what: generate::What,
    },
}
