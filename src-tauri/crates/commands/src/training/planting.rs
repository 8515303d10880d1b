//! Planting the fault of an exercise in the training company that was just made. Everything is done by the same commands
//! that people use, so what is planted could have come about by itself.

use chaperone_domain::exercise::Exercise;
use chaperone_domain::id::AgentId;
use chaperone_domain::term::Term;
use chaperone_domain::time::{Span, Timestamp};
use chaperone_store::Db;
use chaperone_store::table::{access_packages, agents};
use serde_json::{Value, json};

use crate::audit::Record;
use crate::context::{Context, workspace_id};
use crate::desk::Desk;
use crate::failure::{Failure, Reply};
use crate::session::{Origin, Session};
use crate::wire::Wire;

/// Who leaves in [`Exercise::OrphanInWaiting`].
pub(super) const LEAVER: &str = "karthik.subramanian@larkfield.example";
/// The agents for which they answer alone.
pub(super) const LEAVERS_AGENTS: [&str; 2] =
    ["Onboarding Guide Seasonal Staff", "Onboarding Guide Customs Brokers"];
/// How long it is until they leave.
pub(super) const UNTIL_LEAVING: Span = Span::days(5);
/// The package of [`Exercise::OpenDoor`].
pub(super) const PAYMENT_PREPARATION: &str = "Payment preparation";
/// The head of finance, who is also the approver of invoice matching.
pub(super) const HEAD: &str = "beatriz.nogueira@larkfield.example";
/// One of their people.
pub(super) const REPORT: &str = "marek.zielinski@larkfield.example";
/// Who stands above everybody.
pub(super) const TOP: &str = "margarethe.voss@larkfield.example";
/// The package that agents need to match invoices.
pub(super) const INVOICE_MATCHING: &str = "Invoice matching";
/// The package that goes ill with it in [`Exercise::PairHeld`].
pub(super) const MARKET_RESEARCH: &str = "Market research";
/// The agent of [`Exercise::PairHeld`].
pub(super) const PAIR_HOLDER: &str = "Invoice Matcher Rotterdam";
/// The agent of [`Exercise::SoleApprover`].
pub(super) const JUDGED: &str = "Invoice Matcher Hamburg";
/// The agent of [`Exercise::LateExtension`], and who sponsors it.
pub(super) const LATE: &str = "Invoice Matcher Lisbon";
const LATE_SPONSOR: &str = "aoife.byrne@larkfield.example";
/// How long its access lasts, by the policy.
pub(super) const LATE_ACCESS: Span = Span::days(30);
const FORMER_SPONSOR: &str = "jonas.weber@larkfield.example";
const BY_REQUEST: &str = "All agents, one approval, 30 days";
const BY_ADMINISTRATORS: &str = "Assigned by administrators, 30 days";
const STANDING_FEEDS: &str = "Standing data feeds, assigned by administrators";

/// What the history calls the beginning of an exercise.
pub(super) const ACTIVITY: &str = "start_exercise";
/// The field in which that record names the exercise.
pub(super) const FIELD: &str = "exercise";

/// The agent with a name, whatever its state, unless it is deleted.
pub(super) fn agent_named(db: &Db, name: &str) -> Reply<Option<AgentId>> {
    let filter = agents::Filter { search: Some(name.to_owned()), ..Default::default() };
    for id in agents::ids(db, &filter, agents::BY_NAME, false, None)? {
        let id = chaperone_domain::id::Id::from_uuid(id);
        if agents::name(db, id)?.as_deref() == Some(name) {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Plants the fault in the company that is open at the desk, and notes in the history that the exercise has begun.
pub(super) fn plant(desk: &Desk, administrator: &Session, exercise: Exercise) -> Reply<()> {
    let gardener = Gardener { desk, administrator };
    match exercise {
        Exercise::OrphanInWaiting => gardener.orphan_in_waiting()?,
        Exercise::OpenDoor => gardener.open_door()?,
        Exercise::UpsideDownLine => gardener.upside_down_line()?,
        Exercise::PairHeld => gardener.pair_held()?,
        Exercise::SoleApprover => gardener.sole_approver()?,
        Exercise::LateExtension => gardener.late_extension()?,
    }
    desk.write(administrator, |cx| {
        let workspace = workspace_id(cx.db())?;
        let sentence = "An exercise was started.".to_owned();
        cx.record(Record::new(ACTIVITY, "workspace", workspace, sentence).change(
            FIELD,
            None,
            Some(exercise.term().to_owned()),
        ))
    })
}

struct Gardener<'d> {
    desk: &'d Desk,
    administrator: &'d Session,
}

impl Gardener<'_> {
    fn call(&self, by: &Session, name: &str, ask: Value) -> Reply<Value> {
        crate::dispatch(self.desk, by, name, ask)
    }

    fn set_up(&self, name: &str, ask: Value) -> Reply<Value> {
        self.call(self.administrator, name, ask)
    }

    fn session(&self, email: &str) -> Reply<Session> {
        Ok(Session::of(Origin::Story, self.desk.person_by_email(email)?))
    }

    fn person(&self, email: &str) -> Reply<String> {
        Ok(self.desk.person_by_email(email)?.to_string())
    }

    fn agent(&self, name: &str) -> Reply<String> {
        let found = self.desk.read(self.administrator, |cx| agent_named(cx.db(), name))?;
        found.map(|id| id.to_string()).ok_or_else(|| Failure::not_found("agent"))
    }

    fn package(&self, name: &str) -> Reply<String> {
        let all = self.desk.read(self.administrator, |cx| Ok(access_packages::all(cx.db())?))?;
        let found = all.into_iter().find(|package| package.display_name == name);
        found.map(|package| package.id.to_string()).ok_or_else(|| Failure::not_found("package"))
    }

    fn policy(&self, package: &str, name: &str) -> Reply<String> {
        let shown = self.set_up("show_access_package", json!({ "accessPackageId": package }))?;
        let policies = shown["policies"].as_array().cloned().unwrap_or_default();
        policies
            .iter()
            .find(|policy| policy["displayName"] == json!(name))
            .and_then(|policy| policy["id"].as_str().map(str::to_owned))
            .ok_or_else(|| Failure::not_found("policy"))
    }

    fn orphan_in_waiting(&self) -> Reply<()> {
        let leaves: Timestamp = self.desk.now()?.plus(UNTIL_LEAVING);
        let ask = json!({
            "personId": self.person(LEAVER)?, "managerId": null, "leavesAt": Wire(leaves),
        });
        self.set_up("update_person", ask).map(drop)
    }

    fn open_door(&self) -> Reply<()> {
        let policy = json!({
            "displayName": "Quick access for everything",
            "scope": "allDirectoryServicePrincipals",
            "stages": [],
            "expiration": { "type": "afterDuration", "duration": "P365D" },
            "extension": "withoutApproval",
            "isRequestorJustificationRequired": false,
        });
        let package = self.package(PAYMENT_PREPARATION)?;
        let ask = json!({ "accessPackageId": package, "policy": policy });
        self.set_up("add_policy", ask).map(drop)
    }

    fn upside_down_line(&self) -> Reply<()> {
        let (head, report) = (self.person(HEAD)?, self.person(REPORT)?);
        self.set_up("update_person", json!({ "personId": report, "managerId": null }))?;
        self.set_up("update_person", json!({ "personId": head, "managerId": report })).map(drop)
    }

    fn pair_held(&self) -> Reply<()> {
        let (agent, work) = (self.agent(PAIR_HOLDER)?, self.package(INVOICE_MATCHING)?);
        let other = self.package(MARKET_RESEARCH)?;
        for (package, policy) in [(&work, BY_ADMINISTRATORS), (&other, STANDING_FEEDS)] {
            let ask = json!({
                "agentId": agent, "accessPackageId": package, "policyId": self.policy(package, policy)?,
                "justification": "Needed before the two were kept apart.",
            });
            self.set_up("assign_access_package", ask)?;
        }
        let ask = json!({ "accessPackageId": work, "incompatibleAccessPackageId": other });
        self.set_up("add_incompatible", ask).map(drop)
    }

    fn sole_approver(&self) -> Reply<()> {
        let (agent, package) = (self.agent(JUDGED)?, self.package(INVOICE_MATCHING)?);
        let (head, former) = (self.person(HEAD)?, self.person(FORMER_SPONSOR)?);
        let ask = json!({
            "agentId": agent, "add": [{ "personId": head }], "remove": [{ "personId": former }],
        });
        self.set_up("update_agent_sponsors", ask)?;
        let stage = json!({
            "primaryApprovers": [{ "kind": "singleUser", "personId": head }],
            "fallbackApprovers": [],
            "limitDays": 14,
        });
        let policy = json!({
            "displayName": BY_REQUEST,
            "scope": "allDirectoryAgentIdentities",
            "stages": [stage],
            "expiration": { "type": "afterDuration", "duration": "P30D" },
            "extension": "withApproval",
            "isRequestorJustificationRequired": true,
        });
        let ask = json!({ "policyId": self.policy(&package, BY_REQUEST)?, "policy": policy });
        self.set_up("update_policy", ask)?;
        self.request(&self.session(HEAD)?, &agent, &package).map(drop)
    }

    fn request(&self, sponsor: &Session, agent: &str, package: &str) -> Reply<Value> {
        let ask = json!({
            "agentId": agent, "accessPackageId": package,
            "justification": "It has invoices to match.",
        });
        self.call(sponsor, "request_access", ask)
    }

    fn late_extension(&self) -> Reply<()> {
        let (sponsor, approver) = (self.session(LATE_SPONSOR)?, self.session(HEAD)?);
        let (agent, package) = (self.agent(LATE)?, self.package(INVOICE_MATCHING)?);
        let request = self.request(&sponsor, &agent, &package)?["request"]["id"].clone();
        let seen = self.call(&approver, "show_request", json!({ "requestId": request }))?;
        let ask = json!({
            "requestId": request, "fingerprint": seen["fingerprint"],
            "justification": "The invoices are its own.",
        });
        let approved = self.call(&approver, "approve_request", ask)?;
        self.set_up("advance_clock", json!({ "by": "P27D" }))?;
        let ask = json!({
            "assignmentId": approved["assignmentId"], "justification": "There are invoices every month.",
        });
        self.call(&sponsor, "request_extension", ask).map(drop)
    }
}
