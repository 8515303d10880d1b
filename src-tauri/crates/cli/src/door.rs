//! The agents' own door: seen, opened and closed. Keeping it is `serve`'s business.

use chaperone_commands::view::door::{DoorView, ShowDoor, SwitchDoor};
use chaperone_commands::{Environment, Reply};
use clap::Subcommand;
use serde_json::{Value, json};

use crate::args::Flags;
use crate::exit::Exit;
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
    },
    /// Let nobody in; tokens that were given are worth nothing at once
    Close,
    /// Say which file holds the certificate that clients have to trust for HTTPS; it is made when there is none
    Ca,
}

/// Carries out a verb.
pub(crate) fn run(verb: &Verb, flags: &Flags, output: &Output) -> Reply<Exit> {
    let switch =
        |is_open, port| Host::open(flags)?.call("switch_door", SwitchDoor { is_open, port });
    let view = match *verb {
        Verb::Show => Host::open(flags)?.call("show_door", ShowDoor {})?,
        Verb::Open { port } => switch(true, port)?,
        Verb::Close => switch(false, None)?,
        Verb::Ca => return name_authority(output),
    };
    output.answer(view, show)?;
    Ok(Exit::Done)
}

/// The certificate belongs to the device, so no workspace is opened.
fn name_authority(output: &Output) -> Reply<Exit> {
    let file = chaperone_gateway::authority_file(&Environment::system(None))?;
    let file = file.to_string_lossy();
    output.answer(json!({ "caFile": file }), |_: Value| file.to_string())?;
    Ok(Exit::Done)
}

fn show(door: DoorView) -> String {
    let port = if door.port == 0 { "any free one".to_owned() } else { door.port.to_string() };
    let state = if door.is_open { "open; `chaperone serve` keeps it" } else { "closed" };
    let tenant = door.tenant_id.map_or_else(|| "none yet".to_owned(), |id| id.to_string());
    facts([("Door", state.to_owned()), ("Port", port), ("Tenant", tenant)])
}
