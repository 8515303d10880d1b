//! The command layer: every use case of Chaperone, once, for every host.
//!
//! A host builds a [`Desk`] on an [`Environment`], keeps a [`Session`] for whoever sits at it, and calls [`dispatch`] with a
//! command's name and a JSON payload. There is no second way in. Each handler parses nothing and renders nothing but its
//! own types: it loads facts, asks `domain`, writes what was decided, and records it in the same transaction. Rules of the
//! domain don't belong here, SQL doesn't, and no host's business does.

mod access;
mod access_package;
mod agent;
mod appointment;
mod approval;
mod approver;
mod assignment;
mod assignment_update;
mod attendance;
pub mod audit;
mod backup;
mod blueprint;
mod bulk_assignment;
mod catalog;
mod catch_up;
pub mod change;
mod checkpoint;
mod clock;
pub mod command;
mod consent;
mod content;
pub mod context;
pub mod contract;
mod creation;
mod decision;
mod delegation;
mod delivery;
mod departure;
mod desk;
pub mod device;
mod directory;
mod doctor;
mod document;
pub mod door;
mod due_said;
mod due_work;
mod edit;
mod eml;
pub mod environment;
mod explanation;
mod export;
mod extension;
mod failure;
mod fingerprint;
mod group;
mod home;
mod import;
mod incompatibility;
mod interruption;
pub mod keeping;
mod lateness;
mod lifecycle;
mod list;
mod message;
mod my_settings;
mod notice;
mod notice_said;
mod outlook;
mod passphrase;
mod permission;
mod permission_layer;
mod person;
mod policy;
pub mod private_file;
mod question;
mod rehearsal;
mod relation;
mod reminder;
mod report;
mod reprocess;
mod request;
mod secret;
mod session;
mod settings;
mod sign_in;
pub mod sign_in_code;
mod signing_key;
mod sponsorship;
mod stage;
mod standing;
mod subject_packages;
mod succession;
mod told_once;
pub mod tongue;
pub mod training;
mod upkeep;
mod verify;
pub mod view;
pub mod wire;
mod wording;
mod words;
mod work;
mod workflow;
mod workflow_conditions;
mod workflow_history;
mod workflow_run;
mod workflow_said;
mod workspace;

use chaperone_domain::authority::{Action, AuthorityRefusal, is_open_to_agents};
use chaperone_domain::term::Term;
use command::{Command, Kind, with_commands};
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use attendance::Attendance;
pub use desk::Desk;
pub use due_work::Round;
pub use environment::Environment;
pub use failure::{Failure, FailureKind, Reply};
pub use interruption::DesktopNotices;
pub use session::{Actor, Origin, Session};
pub use told_once::told_once;

use view::{
    access::*, access_package::*, agent::*, appointment::*, approval::*, assignment::*, audit::*,
    backup::*, blueprint::*, catalog::*, checkpoint::*, decision::*, delegation::*, desk::*,
    device::*, directory::*, doctor::*, door::*, export::*, group::*, home::*, import::*,
    incompatibility::*, lateness::*, list::*, my_settings::*, notice::*, permission::*, person::*,
    policy::*, report::*, request::*, secret::*, settings::*, sign_in::*, training::*, work::*,
    workflow::*,
};

macro_rules! kind {
    (desk) => {
        Kind::Desk
    };
    (read) => {
        Kind::Read
    };
    (write) => {
        Kind::Write
    };
}

macro_rules! run {
    (desk $desk:ident $session:ident $ask:ident $name:ident $handler:path) => {
        $handler($desk, $session, $ask)
    };
    (read $desk:ident $session:ident $ask:ident $name:ident $handler:path) => {
        $desk.read_watched($session, $desk.begin_work($session, stringify!($name)), |cx| {
            $handler(cx, $ask)
        })
    };
    (write $desk:ident $session:ident $ask:ident $name:ident $handler:path) => {
        $desk.write_watched($session, $desk.begin_work($session, stringify!($name)), |cx| {
            $handler(cx, $ask)
        })
    };
}

macro_rules! dispatching {
    ($($kind:ident $module:ident::$name:ident($ask:ident) -> $view:ident tells [$($tag:ident),*];)*) => {
        /// The command list.
        pub static COMMANDS: &[Command] = &[$(Command {
            name: stringify!($name),
            kind: kind!($kind),
            request: stringify!($ask),
            view: stringify!($view),
            tells: &[$(change::Tag::$tag),*],
        }),*];

        /// Carries out one command of the list.
        ///
        /// `payload` is the request as JSON; unknown fields are refused. Answers the view as JSON, or a [`Failure`] after
        /// which nothing was written and nobody was told.
        pub fn dispatch(desk: &Desk, session: &Session, name: &str, payload: Value) -> Reply<Value> {
            refuse_to_agents(session, name)?;
            sign_in::check_session(desk, session, name)?;
            match name {
                $(stringify!($name) => {
                    let ask: $ask = parse(name, payload)?;
                    let view: $view = run!($kind desk session ask $name $module::$name)?;
                    render(name, &view)
                })*
                unknown => Err(Failure::unknown_command(unknown)),
            }
        }
    };
}
with_commands!(dispatching);

/// The session of an agent reaches only what is open to agents: no desk, no directory, no decision.
fn refuse_to_agents(session: &Session, name: &str) -> Reply<()> {
    let is_open = || Action::parse_term(name).is_ok_and(is_open_to_agents);
    let is_known = COMMANDS.iter().any(|command| command.name == name);
    if session.agent().is_some() && is_known && !is_open() {
        return Err(Failure::refused(&AuthorityRefusal::NotForAgents));
    }
    Ok(())
}

/// An absent payload is an empty one, so that commands without fields need none.
fn parse<T: DeserializeOwned>(name: &str, payload: Value) -> Reply<T> {
    let payload = if payload.is_null() { Value::Object(Default::default()) } else { payload };
    serde_json::from_value(payload)
        .map_err(|wrong| Failure::usage(format!("{name} can't read this: {wrong}.")))
}

fn render<T: serde::Serialize>(name: &str, view: &T) -> Reply<Value> {
    serde_json::to_value(view).map_err(|wrong| {
        tracing::error!(name, %wrong, "a view could not be written as JSON");
        Failure::usage(format!("{name} could not write its answer."))
    })
}
