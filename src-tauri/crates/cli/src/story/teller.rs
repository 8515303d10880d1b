//! Tells the story: carries out commands, prints each step with its simulated instant, and verifies the workspace after
//! it. What happens in the story stands in `acts`.

use std::path::Path;
use std::sync::Arc;

use chaperone_commands::environment::{CountedIds, StoppedClock};
use chaperone_commands::view::approval::{ApprovalView, ShowApproval};
use chaperone_commands::view::audit::{
    AuditVerification, VerifyAudit, VerifyWorkspace, WorkspaceVerification,
};
use chaperone_commands::view::desk::{DeskView, OpenTrainingCompany};
use chaperone_commands::view::home::{HomeView, ShowHome};
use chaperone_commands::view::request::RequestView;
use chaperone_commands::wire::{When, Wire};
use chaperone_commands::{Desk, Environment, FailureKind, Origin, Reply, Session, dispatch};
use chaperone_domain::id::RequestId;
use chaperone_domain::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::cast::{self, Player};
use crate::exit::failure;
use crate::output::{self, Output};
use crate::words::{count, minute, wrap};

/// When the story begins: 2026-01-05T08:00:00Z, a Monday.
const BEGINNING: Timestamp = Timestamp::from_millis(1_767_600_000_000);
/// Where a step's sentence begins on its line.
const INDENT: usize = 22;

/// Whoever tells the story.
#[derive(Debug)]
pub(super) struct Teller<'o> {
    desk: Desk,
    /// Verifies after each step.
    overseer: Session,
    output: &'o Output,
    steps: u32,
}

impl<'o> Teller<'o> {
    /// Opens the sample company in a folder, which is the first step.
    pub(super) fn open(folder: &Path, output: &'o Output) -> Reply<Self> {
        let environment = Environment {
            clock: Arc::new(StoppedClock::at(BEGINNING)),
            ids: Arc::new(CountedIds::default()),
            data_folder: folder.to_owned(),
            settings_folder: folder.join("settings"),
        };
        let desk = Desk::new(environment);
        let mut teller = Self { desk, overseer: Session::new(Origin::Story), output, steps: 0 };
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let ask = OpenTrainingCompany { folder: Some(folder.display().to_string()) };
        let desk: DeskView = teller.call(&teller.overseer, "open_training_company", ask)?;
        let company = desk.workspace.map(|open| open.name).unwrap_or_default();
        teller.overseer = Player::called(&teller, &cast::administrator()?)?.session;
        if !output.is_json() {
            output.text("The clock is simulated; all instants are UTC.\n\n")?;
        }
        let home: HomeView = teller.call(&teller.overseer, "show_home", ShowHome {})?;
        let (agents, packages) = (home.counts.agents, home.counts.access_packages);
        let (agents, packages) = (count(agents, "agent"), count(packages, "access package"));
        teller.tell(
            None,
            format!("The training company {company} opens, with {agents} and {packages}."),
        )?;
        Ok(teller)
    }

    /// The desk on which the story is played.
    pub(super) fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Carries out a command as somebody.
    pub(super) fn call<V: DeserializeOwned>(
        &self,
        session: &Session,
        name: &str,
        ask: impl Serialize,
    ) -> Reply<V> {
        let payload = serde_json::to_value(ask)
            .map_err(|wrong| differs(format!("the request of {name} can't be written: {wrong}")))?;
        output::read(dispatch(&self.desk, session, name, payload)?)
    }

    /// Looks at what a decision would change.
    pub(super) fn shown(&self, session: &Session, id: Wire<RequestId>) -> Reply<RequestView> {
        let ask = ShowApproval { request_id: id };
        let shown: ApprovalView = self.call(session, "show_approval", ask)?;
        Ok(shown.request)
    }

    /// Tells a step: who did what. The invariants are verified before it counts.
    pub(super) fn tell(&mut self, by: Option<&Player>, sentence: String) -> Reply<()> {
        self.steps += 1;
        let at = self.desk.now()?;
        let checks: WorkspaceVerification =
            self.call(&self.overseer, "verify_workspace", VerifyWorkspace {})?;
        self.print(at.into(), by, &sentence, &checks)?;
        match checks.checks.iter().find(|check| !check.holds) {
            None if checks.is_sound => Ok(()),
            None => Err(differs("the workspace isn't sound, but no check says why".to_owned())),
            Some(broken) => Err(failure(
                FailureKind::Refused,
                "invariant_broken",
                format!(
                    "After step {}, {} doesn't hold: {}",
                    self.steps, broken.name, broken.sentence
                ),
            )),
        }
    }

    fn print(
        &self,
        at: When,
        by: Option<&Player>,
        sentence: &str,
        checks: &WorkspaceVerification,
    ) -> Reply<()> {
        if self.output.is_json() {
            let actor = by.map(|player| json!({ "id": player.id, "displayName": player.name }));
            return self.output.json_line(&json!({
                "step": self.steps,
                "at": at,
                "actor": actor,
                "sentence": sentence,
                "checks": checks.checks.len(),
                "isSound": checks.is_sound,
            }));
        }
        let head = format!("{:>2}  {}  ", self.steps, minute(at));
        self.output.text(&(head + &wrap(sentence, self.output.width(), INDENT)))
    }

    /// Tells how it came out: how many steps held, and the head of the history.
    pub(super) fn end(&self) -> Reply<()> {
        let chain: AuditVerification = self.call(&self.overseer, "verify_audit", VerifyAudit {})?;
        if self.output.is_json() {
            return self.output.json_line(&json!({
                "steps": self.steps,
                "isSound": true,
                "auditRecords": chain.records,
                "auditHead": chain.head,
            }));
        }
        self.output.text(&format!(
            "\n{} steps, all invariants held after each.\nAudit head {} after {} records.",
            self.steps, chain.head, chain.records
        ))
    }

    /// Makes sure of something that the story is about to say.
    pub(super) fn expect(&self, holds: bool, what: &str) -> Reply<()> {
        if holds { Ok(()) } else { Err(differs(format!("after step {}, {what}", self.steps))) }
    }
}

/// The story came out differently from what it tells.
pub(super) fn differs(what: String) -> chaperone_commands::Failure {
    let message = format!("The story came out differently: {what}.");
    failure(FailureKind::Refused, "story_differs", message).with_details(Value::Null)
}
