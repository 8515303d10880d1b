//! The fixture: a desk on a stopped clock, and short ways to say who does what. No rule and no expectation of one test
//! belongs here.

use std::path::Path;
use std::sync::Arc;

use chaperone_commands::environment::{CountedIds, StoppedClock};
use chaperone_commands::{Desk, Environment, Failure, Origin, Session, dispatch};
use chaperone_domain::time::{Span, Timestamp};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::unwritten::Written;

/// When a fixture's clock stands at first: 2026-01-05T08:00:00Z, a Monday.
pub const STARTS_AT: Timestamp = Timestamp::from_millis(1_767_600_000_000);
/// The passphrase of everybody in a live fixture.
pub const PASSPHRASE: &str = "correct horse battery staple";

const ADMINISTRATOR: &str = "ada.admin@example.org";

/// The personas of the sample company's tour, by address; the agent by name.
#[derive(Debug, Clone)]
pub struct Tour {
    /// Administers.
    pub administrator: String,
    /// Sponsors the agent.
    pub sponsor: String,
    /// Approves.
    pub approver: String,
    /// The agent that the tour is about.
    pub agent: String,
}

/// Who is who in the sample company.
pub fn tour() -> Tour {
    let company: Value = serde_json::from_str(include_str!("../../commands/sample/company.json"))
        .expect("the sample company is JSON");
    let name =
        |role: &str| company["tour"][role].as_str().expect("the tour names everybody").to_owned();
    Tour {
        administrator: name("administrator"),
        sponsor: name("sponsor"),
        approver: name("approver"),
        agent: name("agent"),
    }
}

/// A desk in a folder of its own, on a stopped clock, with counted ids. The folder goes when the fixture goes.
#[derive(Debug)]
pub struct Fixture {
    folder: TempDir,
    clock: Arc<StoppedClock>,
    environment: Environment,
    desk: Desk,
    /// Sees everything: looks after the history and the invariants.
    overseer: Option<Session>,
    is_live: bool,
}

impl Fixture {
    /// A desk with no workspace open.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let clock = Arc::new(StoppedClock::at(STARTS_AT));
        let environment = Environment {
            clock: Arc::clone(&clock) as _,
            ids: Arc::new(CountedIds::default()),
            data_folder: folder.path().to_owned(),
            settings_folder: folder.path().join("settings"),
        };
        let desk = Desk::new(environment.clone());
        Self { folder, clock, environment, desk, overseer: None, is_live: false }
    }

    /// A training workspace with the sample company.
    pub fn training() -> Self {
        Self::training_at(STARTS_AT)
    }

    /// The same with the clock at another instant, such as the machine's own for tests with a second process.
    pub fn training_at(instant: Timestamp) -> Self {
        let mut fixture = Self::empty();
        fixture.clock.set(instant);
        fixture.call(&nobody(), "open_training_company", json!({}));
        fixture.overseer = Some(fixture.as_person(&tour().administrator));
        fixture
    }

    /// A live workspace with one administrator and nobody else; see [`Fixture::administrator`].
    pub fn live() -> Self {
        Self::live_at(STARTS_AT)
    }

    /// The same with the clock at another instant.
    pub fn live_at(instant: Timestamp) -> Self {
        let mut fixture = Self::empty();
        fixture.clock.set(instant);
        fixture.is_live = true;
        let administrator = nobody();
        let ask = json!({
            "name": "Live for tests", "kind": "live", "passphrase": PASSPHRASE,
            "administratorName": "Ada Admin", "administratorEmail": ADMINISTRATOR,
        });
        fixture.call(&administrator, "create_workspace", ask);
        fixture.overseer = Some(administrator);
        fixture
    }

    /// The desk.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Another desk on the same workspace, as another process would have.
    pub fn another_desk(&self) -> Desk {
        let desk = Desk::new(self.environment.clone());
        let folder = self.workspace_folder();
        dispatch(&desk, &nobody(), "open_workspace", json!({ "folder": folder }))
            .unwrap_or_else(|failure| panic!("the workspace opens a second time: {failure}"));
        desk
    }

    /// The machine's clock, to let it jump without anybody noticing. To let time pass, use [`Fixture::advance`].
    pub fn clock(&self) -> &StoppedClock {
        &self.clock
    }

    /// The folder that holds everything; the workspace lies in one of its folders.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The workspace's folder.
    pub fn workspace_folder(&self) -> String {
        let desk = self.call(&nobody(), "show_desk", json!({}));
        desk["workspace"]["folder"].as_str().expect("a workspace is open").to_owned()
    }

    /// The workspace's present instant.
    pub fn now(&self) -> Timestamp {
        self.desk.now().unwrap_or_else(|failure| panic!("a workspace is open: {failure}"))
    }

    /// A session of an administrator.
    pub fn administrator(&self) -> Session {
        let email = if self.is_live { ADMINISTRATOR.to_owned() } else { tour().administrator };
        self.as_person(&email)
    }

    /// A session of the person with an address.
    pub fn as_person(&self, email: &str) -> Session {
        let session = nobody();
        if self.is_live {
            let ask = json!({ "email": email, "passphrase": PASSPHRASE });
            self.call(&session, "sign_in", ask);
        } else {
            self.call(&session, "act_as", json!({ "personId": self.person_id(email) }));
        }
        session
    }

    /// Carries out a command that is expected to succeed.
    #[track_caller]
    pub fn call(&self, session: &Session, name: &str, ask: Value) -> Value {
        match dispatch(&self.desk, session, name, ask.clone()) {
            Ok(view) => view,
            Err(failure) => panic!("{name} of {ask} failed: {failure}"),
        }
    }

    /// Looks at a request and then decides on it, by a command that is expected to succeed.
    #[track_caller]
    pub fn decide(&self, session: &Session, name: &str, ask: Value) -> Value {
        let seen = self.seen(session, ask);
        self.call(session, name, seen)
    }

    /// What a decision asks, with the fingerprint of the request as the session sees it now; as it was, where the session
    /// doesn't see the request.
    pub fn seen(&self, session: &Session, mut ask: Value) -> Value {
        let shown = json!({ "requestId": ask["requestId"] });
        if let Ok(view) = dispatch(&self.desk, session, "show_request", shown) {
            ask["fingerprint"] = view["fingerprint"].clone();
        }
        ask
    }

    /// Carries out a command that is expected to fail, and makes sure that nothing was written and nobody was told.
    #[track_caller]
    pub fn refuse(&self, session: &Session, name: &str, ask: Value) -> Failure {
        self.unwritten(|| match dispatch(&self.desk, session, name, ask.clone()) {
            Ok(view) => panic!("{name} of {ask} should have failed, but answered {view}"),
            Err(failure) => failure,
        })
    }

    /// Does what is expected to change nothing, such as a call over a network, and makes sure that nothing was written and
    /// nobody was told.
    #[track_caller]
    pub fn unwritten<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = Written::so_far(self);
        let done = work();
        let after = Written::so_far(self);
        assert_eq!(after, before, "something was written");
        done
    }

    /// Lets time pass, such as `14d`: everything due on the way is done. Answers what was done.
    #[track_caller]
    pub fn advance(&self, by: &str) -> Value {
        let overseer = self.overseer();
        if self.is_live {
            let span: Span = by.parse().unwrap_or_else(|wrong| panic!("{wrong}"));
            self.clock.set(self.now().plus(span));
            self.call(overseer, "run_due_work", json!({}))["done"].clone()
        } else {
            self.call(overseer, "advance_clock", json!({ "by": by }))["done"].clone()
        }
    }

    /// Makes sure that the file, the history's chain and every invariant hold.
    #[track_caller]
    pub fn invariants_hold(&self) {
        let verification = self.call(self.overseer(), "verify_workspace", json!({}));
        let checks = verification["checks"].as_array().expect("a verification has checks");
        let broken: Vec<_> = checks.iter().filter(|check| check["holds"] != json!(true)).collect();
        assert!(broken.is_empty(), "these don't hold: {broken:#?}");
        assert_eq!(
            verification["isSound"],
            json!(true),
            "a workspace whose checks all hold is sound"
        );
    }

    /// The id of the person with an address.
    #[track_caller]
    pub fn person_id(&self, email: &str) -> String {
        let found = self.desk.person_by_email(email);
        found
            .unwrap_or_else(|failure| panic!("nobody has the address {email}: {failure}"))
            .to_string()
    }

    /// The id of the only agent with a name.
    #[track_caller]
    pub fn agent_id(&self, name: &str) -> String {
        self.id_in("list_agents", name)
    }

    /// The id of the only access package with a name.
    #[track_caller]
    pub fn access_package_id(&self, name: &str) -> String {
        self.id_in("list_access_packages", name)
    }

    #[track_caller]
    fn id_in(&self, list: &str, name: &str) -> String {
        let page =
            self.call(self.overseer(), list, json!({ "filter": { "search": name }, "limit": 500 }));
        let rows = page["rows"].as_array().expect("a page has rows");
        let named: Vec<_> = rows.iter().filter(|row| row["displayName"] == json!(name)).collect();
        assert_eq!(named.len(), 1, "{list} knows one '{name}'");
        named[0]["id"].as_str().expect("a row has an id").to_owned()
    }

    #[track_caller]
    fn overseer(&self) -> &Session {
        self.overseer.as_ref().expect("a workspace is open")
    }

    /// Who looks after the history, where a workspace is open.
    pub(crate) fn overseer_if_open(&self) -> Option<&Session> {
        self.overseer.as_ref()
    }
}

fn nobody() -> Session {
    Session::new(Origin::Cli)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_answered_when_nothing_was_written() {
        let fixture = Fixture::training();
        let sponsor = fixture.as_person(&tour().sponsor);
        let leaver = fixture.person_id(&tour().approver);
        let refused = fixture.refuse(&sponsor, "record_departure", json!({ "personId": leaver }));
        assert_eq!(refused.code, "forbidden");
    }

    #[test]
    #[should_panic(expected = "should have failed, but answered")]
    fn what_should_be_refused_and_is_not_fails_the_test() {
        let fixture = Fixture::training();
        fixture.refuse(&fixture.administrator(), "list_people", json!({}));
    }

    #[test]
    fn time_passes_in_training_and_in_live_workspaces_alike() {
        for fixture in [Fixture::training(), Fixture::live()] {
            let before = fixture.now();
            fixture.advance("14d");
            assert_eq!(fixture.now(), before.plus(Span::days(14)));
            fixture.invariants_hold();
        }
    }

    #[test]
    fn two_desks_share_a_workspace() {
        let fixture = Fixture::training();
        let (other, session) = (fixture.another_desk(), fixture.administrator());
        let (before, _) = other.changes_after(-1).unwrap();
        fixture.call(&session, "create_catalog", json!({ "displayName": "New" }));
        let (_, tags) = other.changes_after(before).unwrap();
        assert!(tags.contains(&"access-packages"), "the other desk hears of it: {tags:?}");
    }

    #[test]
    fn two_fixtures_are_the_same_to_the_last_id() {
        let head =
            |fixture: &Fixture| fixture.call(&fixture.administrator(), "verify_audit", json!({}));
        assert_eq!(head(&Fixture::training()), head(&Fixture::training()));
    }
}
