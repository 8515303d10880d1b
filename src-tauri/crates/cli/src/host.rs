//! The command line as a host of the command layer: one desk, one workspace, one person, for the length of one command.
//! What the commands mean is no business of this file.

use chaperone_commands::view::desk::{ActAs, DeskView, OpenWorkspace, SignIn};
use chaperone_commands::wire::Wire;
use chaperone_commands::{
    Desk, Environment, Failure, FailureKind, Origin, Reply, Session, dispatch,
};
use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::args::Flags;
use crate::exit::failure;
use crate::{output, passphrase};

/// One desk and who sits at it.
#[derive(Debug)]
pub(crate) struct Host {
    desk: Desk,
    session: Session,
    is_anyone_named: bool,
}

impl Host {
    /// A desk with no workspace open, at which nobody sits.
    pub(crate) fn idle() -> Self {
        let desk = Desk::new(Environment::system(None));
        Self { desk, session: Session::new(Origin::Cli), is_anyone_named: false }
    }

    /// Opens the workspace that the flags name, for the person that they name.
    pub(crate) fn open(flags: &Flags) -> Reply<Self> {
        let mut host = Self::idle();
        let folder = flags.folder().unwrap_or_else(|| Environment::system(None).default_folder());
        let folder = folder.display().to_string();
        let desk: DeskView = host.view("open_workspace", OpenWorkspace { folder })?;
        if let Some(email) = flags.email() {
            host.sit_down(email, &desk)?;
        }
        Ok(host)
    }

    /// Opens the workspace that the flags name, for nobody yet.
    pub(crate) fn open_unseated(flags: &Flags) -> Reply<Self> {
        let host = Self::idle();
        let folder = flags.folder().unwrap_or_else(|| Environment::system(None).default_folder());
        let folder = folder.display().to_string();
        host.call("open_workspace", OpenWorkspace { folder })?;
        Ok(host)
    }

    /// In training anyone may be anyone; in a live workspace people prove who they are.
    fn sit_down(&mut self, email: &str, desk: &DeskView) -> Reply<()> {
        self.is_anyone_named = true;
        let is_training =
            desk.workspace.as_ref().is_some_and(|open| open.kind.0 == WorkspaceKind::Training);
        if is_training {
            let person_id = Wire(self.desk.person_by_email(email)?);
            self.call("act_as", ActAs { person_id })?;
        } else {
            let passphrase = passphrase::of(email)?;
            let ask = SignIn { email: email.to_owned(), passphrase };
            self.call("sign_in", ask).map_err(not_signed_in)?;
        }
        Ok(())
    }

    /// Carries out a command of the list; answers its view.
    pub(crate) fn call(&self, name: &str, ask: impl Serialize) -> Reply<Value> {
        let payload = serde_json::to_value(ask)
            .map_err(|wrong| Failure::usage(format!("The request can't be written: {wrong}.")))?;
        dispatch(&self.desk, &self.session, name, payload).map_err(|failed| {
            let is_nobody = failed.kind == FailureKind::NotSignedIn && !self.is_anyone_named;
            if is_nobody { nobody_acts() } else { failed }
        })
    }

    /// Carries out a command of the list; answers its view, read.
    pub(crate) fn view<V: DeserializeOwned>(&self, name: &str, ask: impl Serialize) -> Reply<V> {
        output::read(self.call(name, ask)?)
    }

    /// The desk alone, for a host that goes on by itself.
    pub(crate) fn into_desk(self) -> Desk {
        self.desk
    }

    /// The workspace's present instant.
    pub(crate) fn now(&self) -> Reply<Timestamp> {
        self.desk.now()
    }
}

fn nobody_acts() -> Failure {
    failure(
        FailureKind::NotSignedIn,
        "not_signed_in",
        "Say who acts: give their address with --as, or in CHAPERONE_AS.",
    )
}

/// To whoever calls, a passphrase that doesn't fit means the same as none: nobody is signed in.
fn not_signed_in(failed: Failure) -> Failure {
    let is_refused = failed.kind == FailureKind::Refused;
    if is_refused { Failure { kind: FailureKind::NotSignedIn, ..failed } } else { failed }
}
