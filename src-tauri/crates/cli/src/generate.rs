//! Files for packages of Chaperone, made from the command line's own words: completions for shells and manual pages. Only
//! the build calls this.

use std::io;
use std::path::{Path, PathBuf};

use chaperone_commands::{FailureKind, Reply};
use clap::{CommandFactory, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::args::Cli;
use crate::exit::{Exit, failure};
use crate::output::Output;

/// What can be made.
#[derive(Debug, Subcommand)]
pub(crate) enum What {
    /// Completions for every shell that is known
    Completions {
        /// Where to write them
        folder: PathBuf,
    },
    /// A manual page for the program and for each of its commands
    Man {
        /// Where to write them
        folder: PathBuf,
    },
}

/// Writes the files and names them.
pub(crate) fn run(what: &What, output: &Output) -> Reply<Exit> {
    let (folder, written) = match what {
        What::Completions { folder } => (folder, completions(folder)),
        What::Man { folder } => (folder, manual(folder)),
    };
    written.map_err(|error| {
        let message =
            format!("{} can't be written ({error}); name another folder.", folder.display());
        failure(FailureKind::CouldNot, "file_not_written", message)
    })?;
    output.text(&format!("Written to {}.", folder.display()))?;
    Ok(Exit::Done)
}

fn completions(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for &shell in Shell::value_variants() {
        clap_complete::generate_to(shell, &mut Cli::command(), "chaperone", folder)?;
    }
    Ok(())
}

fn manual(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(Cli::command(), folder)
}
