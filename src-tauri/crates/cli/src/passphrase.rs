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
    typed_twice()
}

fn typed_twice() -> Reply<String> {
    let first = ask("New passphrase, at least 10 characters: ")?;
    if ask("The same again: ")? == first {
        Ok(first)
    } else {
        Err(Failure::usage("The two passphrases differ; nothing was made. Try again."))
    }
}

/// A new passphrase in place of the one by which one signs in; from `CHAPERONE_NEW_PASSPHRASE`, or typed twice.
pub(crate) fn another() -> Reply<String> {
    match read("CHAPERONE_NEW_PASSPHRASE") {
        Some(passphrase) => Ok(passphrase),
        None => typed_twice(),
    }
}

/// The recovery code, as it was told once.
pub(crate) fn recovery_code() -> Reply<String> {
    read("CHAPERONE_RECOVERY_CODE").map_or_else(|| ask("Recovery code: "), Ok)
}

fn from_environment() -> Option<String> {
    read("CHAPERONE_PASSPHRASE")
}

fn read(variable: &str) -> Option<String> {
    std::env::var(variable).ok().filter(|text| !text.is_empty())
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
