//! Approval from the opening of a stage to its decision: reminders, alternates, delegates, and approvals that are taken back;
//! told through `dispatch` on a stopped clock.

#![expect(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something has to be fails there"
)]

#[expect(dead_code, reason = "what the company offers is used by several files of tests")]
mod company;

use chaperone_commands::Session;
use chaperone_domain::time::{Span, Timestamp};
use company::{Company, id};
use serde_json::{Value, json};

/// The manager of the tour's sponsor; that manager's manager is the tour's approver.
const MANAGER: &str = "marek.zielinski@larkfield.example";
const CFO: &str = "rui.tavares@larkfield.example";
const COUNSEL: &str = "philippa.garland@larkfield.example";

/// The training company with a package of its own for each kind of stage.
struct Approvals {
    company: Company,
    manager: Session,
    cfo: Session,
    counsel: Session,
}

impl Approvals {
    fn new() -> Self {
        let company = Company::new();
        let as_person = |email| company.fixture.as_person(email);
        let (manager, cfo, counsel) = (as_person(MANAGER), as_person(CFO), as_person(COUNSEL));
        Self { company, manager, cfo, counsel }
    }

    fn call(&self, who: &Session, name: &str, ask: Value) -> Value {
        self.company.fixture.call(who, name, ask)
    }

    fn decide(&self, who: &Session, name: &str, ask: Value) -> Value {
        self.company.fixture.decide(who, name, ask)
    }

    fn refuse(&self, who: &Session, name: &str, ask: Value) -> String {
        self.company.fixture.refuse(who, name, ask).code.to_string()
    }

    fn person(&self, email: &str) -> Value {
        json!({ "kind": "singleUser", "personId": self.company.fixture.person_id(email) })
    }

    /// The ask for a package with these stages.
    fn package_ask(&self, stages: Value) -> Value {
        let administrator = &self.company.administrator;
        let catalogs = self.call(administrator, "list_catalogs", json!({}));
        let catalog = catalogs["rows"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["displayName"] == "Finance automation")
            .unwrap()["id"]
            .clone();
        let roles =
            self.call(administrator, "list_resource_roles", json!({ "catalogId": catalog }));
        let role = roles["rows"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["isOpenToAgents"] == true)
            .unwrap()["id"]
            .clone();
        let policy = json!({
            "displayName": "In stages", "scope": "allDirectoryAgentIdentities", "stages": stages,
            "expiration": { "type": "afterDuration", "duration": "P30D" }, "extension": "withApproval",
        });
        json!({
            "catalogId": catalog, "displayName": "Staged", "resourceRoleIds": [role], "policies": [policy],
        })
    }

    fn make_package(&self, stages: Value) -> String {
        let made = self.call(
            &self.company.administrator,
            "create_access_package",
            self.package_ask(stages),
        );
        made["accessPackage"]["id"].as_str().unwrap().to_owned()
    }

    fn request(&self, package: &str) -> Value {
        let ask = json!({ "agentId": self.company.agent, "accessPackageId": package, "justification": "Quarter end" });
        self.call(&self.company.sponsor, "request_access", ask)
    }

    fn show(&self, request: &Value) -> Value {
        let ask = json!({ "requestId": id(request) });
        self.call(&self.company.administrator, "show_request", ask)
    }

    fn approve(&self, who: &Session, request: &Value) -> Value {
        self.decide(who, "approve_request", json!({ "requestId": id(request) }))
    }

    fn waiting(&self, who: &Session) -> Vec<Value> {
        self.call(who, "list_approvals", json!({}))["rows"].as_array().unwrap().clone()
    }

    /// The kinds of the notices of a person about a request, newest first, with what has become of each.
    fn told(&self, who: &Session, request: &Value) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        self.company
            .inbox(who)
            .iter()
            .filter(|notice| notice["requestId"] == id(request))
            .map(|notice| (text(&notice["kind"]), text(&notice["state"])))
            .collect()
    }

    fn kinds(&self, who: &Session, request: &Value) -> Vec<String> {
        self.told(who, request).into_iter().map(|(kind, _)| kind).collect()
    }

    /// Two stages: the manager, joined after three days by the second-level manager; then the chief financial officer.
    fn two_stages(&self) -> Value {
        json!([
            {
                "primaryApprovers": [{ "kind": "requestorManager" }],
                "limitDays": 7, "escalateAfterDays": 3,
                "alternateApprovers": [{ "kind": "requestorManager", "managerLevel": 2 }],
                "fallbackAlternateApprovers": [self.person(COUNSEL)],
            },
            { "primaryApprovers": [self.person(CFO)], "limitDays": 4 },
        ])
    }

    fn one_stage(&self, email: &str) -> Value {
        json!([{ "primaryApprovers": [self.person(email)], "limitDays": 14 }])
    }

    fn delegate(&self, who: &Session, to: &str) -> Value {
        let delegate = self.company.fixture.person_id(to);
        self.call(who, "delegate_approvals", json!({ "delegateId": delegate }))
    }
}

fn instant(value: &Value) -> Timestamp {
    value.as_str().unwrap().parse().unwrap()
}

fn pairs(told: &[(&str, &str)]) -> Vec<(String, String)> {
    told.iter().map(|(kind, state)| ((*kind).to_owned(), (*state).to_owned())).collect()
}

#[test]
fn a_stage_is_forwarded_to_the_second_level_manager_and_the_manager_keeps_their_right() {
    let world = Approvals::new();
    let package = world.make_package(world.two_stages());
    let request = world.request(&package);
    assert_eq!(world.waiting(&world.manager).len(), 1);
    world.company.fixture.advance("2d");
    assert!(world.waiting(&world.company.approver).is_empty(), "not before the third day");
    world.company.fixture.advance("1d");
    let joined = world.waiting(&world.company.approver);
    assert_eq!(joined.len(), 1, "the second-level manager has joined");
    assert!(joined[0]["escalatedAt"].is_string());
    assert_eq!(world.kinds(&world.company.approver, &request), ["decisionForwarded"]);
    let stage = world.show(&request)["stages"][0].clone();
    assert_eq!(stage["alternatesBy"], "alternate");
    world.company.fixture.invariants_hold();

    let approved = world.approve(&world.manager, &request);
    assert_eq!(approved["stages"][0]["state"], "approved");
    assert_eq!(approved["stages"][1]["state"], "open");
    assert!(world.waiting(&world.company.approver).is_empty(), "one decision is enough");
    assert_eq!(
        world.told(&world.company.approver, &request),
        pairs(&[("decisionMade", "waiting"), ("decisionForwarded", "superseded")]),
        "what was open is superseded, and who was asked is told who decided"
    );
    let delivered = world.approve(&world.cfo, &request);
    assert_eq!(delivered["request"]["state"], "delivered");
    for early in [&world.manager, &world.company.approver] {
        let newest = world.company.newest(early);
        assert_eq!(newest["kind"], "decisionMade");
        assert!(newest["sentence"].as_str().unwrap().contains("finally approved"), "{newest}");
    }
    world.company.fixture.invariants_hold();
}

#[test]
fn a_stage_is_forwarded_at_its_instant_however_late_that_is_done() {
    let world = Approvals::new();
    let package = world.make_package(world.two_stages());
    let request = world.request(&package);
    let now = world.company.fixture.now();
    world.company.fixture.clock().set(now.plus(Span::days(5)));
    world.company.fixture.desk().run_due().unwrap();
    let shown = world.show(&request);
    let (opened, escalated) =
        (instant(&shown["stages"][0]["openedAt"]), instant(&shown["stages"][0]["escalatedAt"]));
    assert_eq!(escalated.since(opened), Span::days(3));
    let event = shown["history"]
        .as_array()
        .unwrap()
        .iter()
        .find(|event| event["activity"] == "escalate_stage")
        .unwrap()
        .clone();
    assert_eq!(instant(&event["occurredAt"]), escalated, "the history tells when it fell due");
    assert_eq!(
        world.kinds(&world.company.approver, &request),
        ["decisionReminder", "decisionForwarded"],
        "who joined before the reminder is reminded too"
    );
    world.company.fixture.invariants_hold();
}

#[test]
fn without_a_second_level_manager_the_fallback_alternates_join() {
    let world = Approvals::new();
    let cfo = world.company.fixture.person_id(CFO);
    // The chief financial officer's manager is at the top: there is nobody above.
    let csv = "Employee ID,Display Name,Email,Job Title,Department,Manager Email\n\
        LF-1176,Aoife Byrne,aoife.byrne@larkfield.example,Accounts Payable Lead,Finance,margarethe.voss@larkfield.example\n";
    let files = json!({ "files": [{ "name": "people.csv", "text": csv }] });
    world.call(&world.company.administrator, "import_directory", files);
    let package = world.make_package(world.two_stages());
    let request = world.request(&package);
    world.company.fixture.advance("3d");
    let stage = world.show(&request)["stages"][0].clone();
    assert_eq!(stage["alternatesBy"], "fallbackAlternate");
    assert_eq!(world.waiting(&world.counsel).len(), 1);
    assert_ne!(stage["alternates"][0]["id"], json!(cfo));
    let denied = json!({ "requestId": id(&request), "justification": "Not this quarter" });
    let closed = world.decide(&world.counsel, "deny_request", denied);
    assert_eq!(closed["request"]["state"], "denied");
    assert_eq!(world.company.newest(&world.company.sponsor)["kind"], "requestDenied");
    world.company.fixture.invariants_hold();
}

#[test]
fn approvers_are_reminded_at_half_the_time_and_a_day_before_its_end() {
    let world = Approvals::new();
    let package = world.make_package(world.one_stage(CFO));
    let request = world.request(&package);
    let advance = |by| world.company.fixture.advance(by);
    advance("6d");
    assert_eq!(world.kinds(&world.cfo, &request), ["decisionWanted"]);
    advance("1d");
    assert_eq!(
        world.told(&world.cfo, &request),
        pairs(&[("decisionReminder", "waiting"), ("decisionWanted", "superseded")])
    );
    advance("5d");
    assert_eq!(world.kinds(&world.cfo, &request).len(), 2);
    advance("1d");
    assert_eq!(
        world.told(&world.cfo, &request)[..2],
        pairs(&[("decisionReminder", "waiting"), ("decisionReminder", "superseded")])
    );
    world.company.fixture.invariants_hold();
}

#[test]
fn a_decision_tells_the_approver_who_asked_why_and_until_when_it_can_be_made() {
    let world = Approvals::new();
    let package = world.make_package(world.one_stage(CFO));
    world.request(&package);
    let sentence = world.company.newest(&world.cfo)["sentence"].as_str().unwrap().to_owned();
    for part in ["needs your decision by", "Aoife Byrne asked for it on", "Reason: Quarter end"] {
        assert!(sentence.contains(part), "'{part}' is missing in: {sentence}");
    }
}

#[test]
fn when_time_runs_out_primaries_and_alternates_are_told() {
    let world = Approvals::new();
    let package = world.make_package(world.two_stages());
    let request = world.request(&package);
    world.company.fixture.advance("7d");
    assert_eq!(world.show(&request)["request"]["status"], "Expired");
    for asked in [&world.manager, &world.company.approver] {
        assert_eq!(world.kinds(asked, &request)[0], "decisionMissed");
    }
    assert_eq!(world.company.newest(&world.company.sponsor)["kind"], "requestExpired");
    assert!(world.kinds(&world.cfo, &request).is_empty(), "a stage not reached asks nobody");
    world.company.fixture.invariants_hold();
}

#[test]
fn a_policy_says_what_is_wrong_with_its_alternates() {
    let world = Approvals::new();
    let administrator = &world.company.administrator;
    let (cfo, manager) = (world.person(CFO), json!({ "kind": "requestorManager" }));
    let second = json!({ "kind": "requestorManager", "managerLevel": 2 });
    let stage = |limit: u32, after: u32, primary: &Value, alternate: &Value| {
        json!({
            "primaryApprovers": [primary], "limitDays": limit, "escalateAfterDays": after,
            "alternateApprovers": [alternate],
        })
    };
    let other = world.person(COUNSEL);
    for (stages, code) in [
        (json!([stage(3, 1, &cfo, &other)]), "stage_too_short_to_escalate"),
        (json!([stage(7, 0, &cfo, &other)]), "forwarding_day_out_of_range"),
        (json!([stage(7, 7, &cfo, &other)]), "forwarding_day_out_of_range"),
        (json!([stage(7, 3, &cfo, &cfo)]), "approver_twice"),
        (json!([stage(7, 3, &cfo, &second)]), "second_level_without_manager"),
        (json!([stage(7, 3, &manager, &second)]), "second_level_without_fallback"),
        (
            json!([stage(7, 3, &manager, &other), stage(7, 3, &manager, &other)]),
            "manager_in_two_stages",
        ),
        (
            json!([{ "primaryApprovers": [cfo], "limitDays": 7, "escalateAfterDays": 3 }]),
            "stage_without_alternate",
        ),
    ] {
        let ask = world.package_ask(stages);
        assert_eq!(world.refuse(administrator, "create_access_package", ask), code);
    }
}

#[test]
fn the_requestor_learns_to_what_a_delegate_shortened_their_request() {
    let world = Approvals::new();
    let package = world.make_package(world.one_stage(CFO));
    world.delegate(&world.cfo, COUNSEL);
    let request = world.request(&package);
    let ask = json!({ "requestId": id(&request), "duration": "P14D" });
    world.decide(&world.counsel, "approve_request", ask);
    let inbox = world.company.inbox(&world.company.sponsor);
    let told = inbox.iter().find(|notice| notice["kind"] == "decisionMade").unwrap();
    let sentence = told["sentence"].as_str().unwrap();
    assert!(sentence.contains("shortened to 14 days"), "{sentence}");
    let saying = &told["saying"];
    assert_eq!(
        (&saying["code"], &saying["case"]),
        (&json!("decisionMade"), &json!("approvedShortened"))
    );
    assert_eq!(saying["values"]["granted"], json!({ "length": "P14D" }));
}

#[test]
fn a_delegate_decides_what_is_asked_meanwhile_and_the_approver_still_may() {
    let world = Approvals::new();
    let package = world.make_package(world.one_stage(CFO));
    let early = world.request(&package);
    let delegation = world.delegate(&world.cfo, COUNSEL);
    assert_eq!(delegation["state"], "active");
    assert_eq!(world.company.newest(&world.counsel)["kind"], "approvalsDelegated", "told at once");
    assert!(world.waiting(&world.counsel).is_empty(), "what was asked before stays as it is");
    world.approve(&world.cfo, &early);

    let held = world.show(&early)["assignmentId"].clone();
    world.call(&world.company.sponsor, "return_access", json!({ "assignmentId": held }));
    let late = world.request(&package);
    let waiting = world.waiting(&world.counsel);
    assert_eq!(waiting[0]["onBehalfOf"]["displayName"], "Rui Tavares");
    assert_eq!(world.waiting(&world.cfo).len(), 1, "the approver may still answer");
    let approved = world.approve(&world.counsel, &late);
    let decision = &approved["stages"][0]["decision"];
    assert_eq!(decision["by"]["displayName"], "Philippa Garland");
    assert_eq!(decision["onBehalfOf"]["displayName"], "Rui Tavares");
    let sponsor = world.kinds(&world.company.sponsor, &late);
    assert!(
        sponsor.contains(&"decisionMade".to_owned()),
        "the requestor learns of it: {sponsor:?}"
    );
    assert_eq!(world.company.newest(&world.cfo)["kind"], "decisionMade");
    world.company.fixture.invariants_hold();
}

#[test]
fn when_a_delegation_is_over_the_delegate_decides_nothing_more() {
    let world = Approvals::new();
    let package = world.make_package(world.one_stage(CFO));
    let delegation = world.delegate(&world.cfo, COUNSEL);
    let request = world.request(&package);
    assert_eq!(world.waiting(&world.counsel).len(), 1);
    world.company.fixture.advance("1h");
    world.call(&world.cfo, "end_delegation", json!({ "delegationId": delegation["id"] }));
    assert!(world.waiting(&world.counsel).is_empty());
    let ask = json!({ "requestId": id(&request) });
    assert_eq!(world.refuse(&world.counsel, "approve_request", ask), "delegation_over");
    let again = json!({ "delegationId": delegation["id"] });
    assert_eq!(world.refuse(&world.cfo, "end_delegation", again), "delegation_over");
    world.approve(&world.cfo, &request);
    world.company.fixture.invariants_hold();
}

#[test]
fn a_delegation_goes_one_hop_and_never_to_the_requestor() {
    let world = Approvals::new();
    let package = world.make_package(world.one_stage(CFO));
    world.delegate(&world.cfo, COUNSEL);
    world.delegate(&world.counsel, MANAGER);
    let request = world.request(&package);
    assert!(world.waiting(&world.manager).is_empty(), "a delegate can't delegate further");
    world.approve(&world.counsel, &request);

    let other = Approvals::new();
    let package = other.make_package(other.one_stage(CFO));
    other.delegate(&other.cfo, "aoife.byrne@larkfield.example");
    other.delegate(&other.company.sponsor, COUNSEL);
    let request = other.request(&package);
    assert!(other.waiting(&other.company.sponsor).is_empty());
    assert!(other.waiting(&other.counsel).is_empty(), "nobody stands in for the requestor");
    let ask = json!({ "requestId": id(&request) });
    assert_eq!(other.refuse(&other.company.sponsor, "approve_request", ask), "own_request");
    other.company.fixture.invariants_hold();
}

#[test]
fn a_delegation_that_begins_later_reaches_only_what_is_asked_in_its_time() {
    let world = Approvals::new();
    let package = world.make_package(world.one_stage(CFO));
    let now = world.company.fixture.now();
    let at = |days| now.plus(Span::days(days)).to_string();
    let delegate = world.company.fixture.person_id(COUNSEL);
    let ask = json!({ "delegateId": delegate, "startAt": at(2), "endAt": at(4) });
    let made = world.call(&world.cfo, "delegate_approvals", ask.clone());
    assert_eq!(made["state"], "scheduled");
    assert_eq!(world.refuse(&world.cfo, "delegate_approvals", ask), "delegation_overlap");
    let own = json!({ "delegateId": world.company.fixture.person_id(CFO) });
    assert_eq!(world.refuse(&world.cfo, "delegate_approvals", own), "delegate_oneself");
    let others = json!({ "delegationId": made["id"] });
    assert_eq!(world.refuse(&world.manager, "end_delegation", others), "not_found");
    let edited = json!({ "delegationId": made["id"], "startAt": at(1), "endAt": at(3) });
    world.call(&world.cfo, "update_delegation", edited);
    world.company.fixture.advance("1d");
    world.request(&package);
    assert_eq!(world.waiting(&world.counsel).len(), 1);
    let moved = json!({ "delegationId": made["id"], "startAt": at(2) });
    assert_eq!(world.refuse(&world.cfo, "update_delegation", moved), "delegation_in_force");
    let received = world.call(&world.counsel, "list_delegations", json!({}))["received"].clone();
    assert_eq!(received[0]["state"], "active");
    assert_eq!(received[0]["may"], json!([]), "only the approver edits or ends it");
    world.company.fixture.advance("2d");
    assert!(world.waiting(&world.counsel).is_empty(), "its end has come");
    world.company.fixture.invariants_hold();
}

#[test]
fn who_approved_takes_it_back_with_a_reason_and_the_access_is_removed() {
    let world = Approvals::new();
    let package = world.make_package(world.two_stages());
    let request = world.request(&package);
    let ask = |why: &str| json!({ "requestId": id(&request), "justification": why });
    world.approve(&world.manager, &request);
    assert_eq!(world.refuse(&world.manager, "revoke_approval", ask("Wrong")), "nothing_given");
    world.approve(&world.cfo, &request);
    assert_eq!(world.refuse(&world.manager, "revoke_approval", ask(" ")), "justification_missing");
    assert_eq!(world.refuse(&world.company.sponsor, "revoke_approval", ask("Mine")), "forbidden");
    let history = world.call(&world.manager, "list_decisions", json!({}));
    assert_eq!(history["rows"][0]["mayRevoke"], true);

    let shown = world.call(&world.manager, "revoke_approval", ask("Wrong agent"));
    let decision = &shown["stages"][0]["decision"];
    assert_eq!(decision["revocation"]["justification"], "Wrong agent");
    let held = world.company.show(shown["assignmentId"].as_str().unwrap());
    assert_eq!(held["assignment"]["state"], "expired");
    assert_eq!(held["assignment"]["endReason"], "approvalRevoked");
    let removal = held["requests"].as_array().unwrap().last().unwrap();
    assert_eq!(removal["requestType"], "systemRemove");
    for concerned in [&world.cfo, &world.company.sponsor] {
        assert_eq!(world.company.newest(concerned)["kind"], "approvalRevoked");
    }
    assert_eq!(world.refuse(&world.manager, "revoke_approval", ask("Again")), "assignment_ended");
    let history = world.call(&world.manager, "list_decisions", json!({}));
    assert_eq!(history["rows"][0]["mayRevoke"], false);
    world.company.fixture.invariants_hold();
}

#[test]
fn an_approver_looks_back_on_their_decisions_and_their_delegates() {
    let world = Approvals::new();
    let package = world.make_package(world.one_stage(CFO));
    let denied = world.request(&package);
    let ask = json!({ "requestId": id(&denied), "justification": "Not now" });
    world.decide(&world.cfo, "deny_request", ask);
    world.delegate(&world.cfo, COUNSEL);
    world.company.fixture.advance("1d");
    world.approve(&world.counsel, &world.request(&package));
    let list = |who: &Session, ask: Value| {
        let page = world.call(who, "list_decisions", ask);
        let rows = page["rows"].as_array().unwrap().clone();
        rows.iter().map(|row| row["verdict"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(list(&world.cfo, json!({})), ["Approved", "Denied"], "newest first");
    assert_eq!(list(&world.counsel, json!({})), ["Approved"]);
    assert_eq!(list(&world.cfo, json!({ "filter": { "verdict": "Denied" } })), ["Denied"]);
    assert!(list(&world.cfo, json!({ "filter": { "search": "Nowhere" } })).is_empty());
    let first = world.call(&world.cfo, "list_decisions", json!({ "limit": 1 }));
    assert_eq!(first["rows"][0]["mayRevoke"], false, "the delegate approved, so the delegate may");
    let rest = json!({ "limit": 1, "after": first["next"] });
    assert_eq!(list(&world.cfo, rest), ["Denied"]);
}

#[test]
fn a_request_that_nobody_may_decide_falls_to_administrators_and_if_they_asked_it_waits_and_says_so()
{
    let world = Approvals::new();
    let administrator = &world.company.administrator;
    let package = world.make_package(world.one_stage("ines.ferreira@larkfield.example"));
    let direct = json!({ "agentId": world.company.agent, "accessPackageId": package });
    let others = world.call(administrator, "list_people", json!({ "limit": 500 }));
    let assigned = world.call(administrator, "assign_access_package", direct.clone());
    assert_eq!(assigned["stages"][0]["approversBy"], "administrators", "the others decide");
    world.call(administrator, "cancel_request", json!({ "requestId": id(&assigned) }));
    for person in others["rows"].as_array().unwrap() {
        let is_other = person["email"] != "ines.ferreira@larkfield.example";
        let shown = world.call(administrator, "show_person", json!({ "personId": person["id"] }));
        if is_other && shown.to_string().contains("\"administrator\"") {
            let ask = json!({ "personId": person["id"], "role": "administrator" });
            world.call(administrator, "withdraw_role", ask);
        }
    }
    let alone = world.call(administrator, "assign_access_package", direct);
    assert_eq!(alone["stages"][0]["approversBy"], "nobody");
    let told = alone["history"].to_string();
    assert!(told.contains("nobody is eligible to decide"), "it says so: {told}");
    world.company.fixture.advance("14d");
    assert_eq!(world.show(&alone)["request"]["status"], "Expired");
    world.company.fixture.invariants_hold();
}
