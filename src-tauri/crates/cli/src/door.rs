//! The agents' own door: seen, opened and closed. Keeping it is the business of `serve` and the desktop.

use std::path::{Path, PathBuf};

use chaperone_commands::view::door::{DoorView, ShowDoor, SwitchDoor};
use chaperone_commands::view::sign_in::{ConfirmSignInCode, DenySignInCode, SignInCodeView};
use chaperone_commands::{Environment, FailureKind, Reply};
use chaperone_domain::door::https_port;
use clap::Subcommand;
use serde_json::{Value, json};

use crate::args::Flags;
use crate::exit::{Exit, failure};
use crate::host::Host;
use crate::output::Output;
use crate::words::facts;

/// What can be done with the door.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// See whether it is open, and where
    Show,
    /// Let agents in, on this machine alone
    Open {
        /// The port, 0 for any free one; as before when left out
        #[arg(long)]
        port: Option<u16>,
        /// Speak HTTPS too, at the next port
        #[arg(long, overrides_with = "no_tls")]
        tls: bool,
        /// Speak HTTP alone
        #[arg(long)]
        no_tls: bool,
    },
    /// Let nobody in; tokens that were given are worth nothing at once
    Close,
    /// Confirm that it is you who signs in with a program that shows this code
    Confirm {
        /// The code that the program shows
        code: String,
    },
    /// Say that it isn't you; the program gets nothing
    Deny {
        /// The code that the program shows
        code: String,
    },
    /// Say which file holds the certificate that clients have to trust for HTTPS; it is made when there is none
    Ca {
        /// Print the certificate itself, for those who may not read that file
        #[arg(long, conflicts_with = "copy_to")]
        pem: bool,
        /// Write a copy that everybody may read, for agents under another user
        #[arg(long, value_name = "FILE")]
        copy_to: Option<PathBuf>,
    },
}

/// Carries out a verb.
pub(crate) fn run(verb: &Verb, flags: &Flags, output: &Output) -> Reply<Exit> {
    let switch = |is_open, port, is_https| {
        let ask = SwitchDoor { is_open, port, is_https };
        Host::open(flags)?.call("switch_door", ask)
    };
    let view = match verb {
        Verb::Show => Host::open(flags)?.call("show_door", ShowDoor {})?,
        Verb::Open { port, tls, no_tls } => switch(true, *port, (*tls || *no_tls).then_some(*tls))?,
        Verb::Close => switch(false, None, None)?,
        Verb::Confirm { code } => {
            let ask = ConfirmSignInCode { user_code: code.clone() };
            let view = Host::open(flags)?.call("confirm_sign_in_code", ask)?;
            return tell(view, "is signed in as you in a moment", output);
        }
        Verb::Deny { code } => {
            let ask = DenySignInCode { user_code: code.clone() };
            let view = Host::open(flags)?.call("deny_sign_in_code", ask)?;
            return tell(view, "gets nothing", output);
        }
        Verb::Ca { pem, copy_to } => return give_authority(*pem, copy_to.as_deref(), output),
    };
    output.answer(view, show)?;
    Ok(Exit::Done)
}

fn tell(view: Value, what: &str, output: &Output) -> Reply<Exit> {
    let words = |code: SignInCodeView| format!("The program “{}” {what}.", code.client);
    output.answer(view, words)?;
    Ok(Exit::Done)
}

/// The certificate belongs to the device, so no workspace is opened.
fn give_authority(pem: bool, copy_to: Option<&Path>, output: &Output) -> Reply<Exit> {
    let own = chaperone_gateway::authority_file(&Environment::system(None))?;
    let could_not = |file: &Path, error: std::io::Error| {
        let message = format!("{} can't be used: {error}; check the path.", file.display());
        failure(FailureKind::CouldNot, "no_certificate_file", message)
    };
    let text = std::fs::read_to_string(&own).map_err(|error| could_not(&own, error))?;
    let named = match copy_to {
        Some(copy) => {
            std::fs::write(copy, &text).map_err(|error| could_not(copy, error))?;
            std::path::absolute(copy).map_err(|error| could_not(copy, error))?
        }
        None => own,
    };
    let named = named.to_string_lossy();
    let view = json!({ "caFile": named, "pem": text });
    let said = if pem { text.trim_end().to_owned() } else { named.to_string() };
    output.answer(view, |_: Value| said)?;
    Ok(Exit::Done)
}

fn show(door: DoorView) -> String {
    let port = if door.port == 0 { "any free one".to_owned() } else { door.port.to_string() };
    let state = match door.is_open {
        true => "open; the desktop keeps it while it runs, and so does `chaperone serve`",
        false => "closed",
    };
    let https = match (door.is_https, https_port(door.port)) {
        (false, _) => "no".to_owned(),
        (true, 0) => "at any free port".to_owned(),
        (true, port) => format!("at port {port}"),
    };
    let tenant = door.tenant_id.map_or_else(|| "none yet".to_owned(), |id| id.to_string());
    facts([("Door", state.to_owned()), ("Port", port), ("HTTPS", https), ("Tenant", tenant)])
}
