//! Passphrases: from the environment for scripts, else asked for at the terminal without showing them. Never an argument,
//! because other users of the machine can read arguments. Whether one is right is the command layer's business.

use chaperone_commands::{Failure, FailureKind, Reply};

use crate::exit::failure;

/// The passphrase of somebody who signs in.
pub(crate) fn of(email: &str) -> Reply<String> {
    from_environment().map_or_else(|| ask(&format!("Passphrase of {email}: ")), Ok)
}

/// A new passphrase, typed twice at a terminal.
pub(crate) fn new() -> Reply<String> {
    if let Some(passphrase) = from_environment() {
        return Ok(passphrase);
    }
    let first = ask("New passphrase, at least 10 characters: ")?;
    if ask("The same again: ")? == first {
        Ok(first)
    } else {
        Err(Failure::usage("The two passphrases differ; nothing was made. Try again."))
    }
}

fn from_environment() -> Option<String> {
    std::env::var("CHAPERONE_PASSPHRASE").ok().filter(|passphrase| !passphrase.is_empty())
}

fn ask(prompt: &str) -> Reply<String> {
    rpassword::prompt_password(prompt).map_err(|_| {
        failure(
            FailureKind::NotSignedIn,
            "passphrase_missing",
            "A live workspace wants a passphrase: set CHAPERONE_PASSPHRASE, or run this at a terminal.",
        )
    })
}
