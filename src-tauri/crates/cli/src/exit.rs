//! How the program ends: the exit code of each outcome, and the words of each failure. What is printed on the way stands
//! in `output`.

use std::process::ExitCode;

use chaperone_commands::{Failure, FailureKind, Reply};
use clap::error::ErrorKind;

use crate::output::{self, Output};

/// How a command came out that was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is well.
    Done,
    /// The answer is no: a check fails, an import has problems, access is denied.
    No,
}

impl Exit {
    /// Done when all is well.
    pub(crate) fn when(is_well: bool) -> Self {
        if is_well { Self::Done } else { Self::No }
    }
}

const USAGE: u8 = 2;

/// The exit code of an outcome; a failure is told on the way.
pub(crate) fn code(outcome: Reply<Exit>, output: &Output) -> ExitCode {
    match outcome {
        Ok(Exit::Done) => ExitCode::SUCCESS,
        Ok(Exit::No) => ExitCode::from(1),
        Err(failure) => {
            output.fail(&failure);
            ExitCode::from(of(failure.kind))
        }
    }
}

fn of(kind: FailureKind) -> u8 {
    match kind {
        FailureKind::Refused => 1,
        FailureKind::Usage => USAGE,
        FailureKind::NotFound => 3,
        FailureKind::CouldNot => 4,
        FailureKind::NotSignedIn => 5,
    }
}

/// Ends when the words themselves could not be understood, or only help was asked for.
pub(crate) fn usage(wrong: &clap::Error) -> ExitCode {
    let wants_json = std::env::args_os().any(|word| word == "--json");
    let is_help = matches!(wrong.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if wants_json && !is_help {
        let message = wrong.render().to_string();
        let message = message.trim().trim_start_matches("error: ");
        Output::new(true, false).fail(&Failure::usage(message));
    } else {
        output::explain(wrong);
    }
    if is_help { ExitCode::SUCCESS } else { ExitCode::from(USAGE) }
}

/// A failure of the command line itself.
pub(crate) fn failure(kind: FailureKind, code: &str, message: impl Into<String>) -> Failure {
    Failure::new(kind, code, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_failure_has_its_own_exit_code() {
        let kinds = [
            FailureKind::Refused,
            FailureKind::Usage,
            FailureKind::NotFound,
            FailureKind::CouldNot,
            FailureKind::NotSignedIn,
        ];
        assert_eq!(kinds.map(of), [1, 2, 3, 4, 5], "scripts rely on these numbers");
    }
}
