//! How access begins and ends, whether or not anything runs, and what is told of it.

mod company;

use chaperone_commands::Session;
use chaperone_testkit::tour;
use company::{Company, id};
use serde_json::{Value, json};

#[test]
fn access_ends_to_the_millisecond_whether_or_not_anything_runs() {
    let company = Company::new();
    let assignment = company.assignment();
    let end: chaperone_domain::time::Timestamp =
        company.show(&assignment)["assignment"]["endsAt"].as_str().unwrap().parse().unwrap();
    let at = |millis: i64| {
        let instant =
            chaperone_domain::time::Timestamp::from_millis(end.millis() + millis).to_string();
        let ask = json!({ "agentId": company.agent, "resource": "Reports Reader", "at": instant });
        company.fixture.call(&company.sponsor, "check_access", ask)["isAllowed"].clone()
    };
    assert_eq!(at(-1), true);
    assert_eq!(at(0), false);
    assert_eq!(at(1), false);
    company.fixture.clock().set(end);
    assert!(!company.may_use_reports(), "the clock has come to the end, and no process has run");
    assert_eq!(company.show(&assignment)["assignment"]["isInForce"], false);
}

#[test]
fn an_extension_pending_when_access_ends_is_closed() {
    let company = Company::new();
    let assignment = company.assignment();
    company.fixture.advance("20d");
    let extension = company.fixture.call(
        &company.sponsor,
        "request_extension",
        json!({ "assignmentId": assignment }),
    );
    company.fixture.advance("10d");
    let closed = company.fixture.call(
        &company.sponsor,
        "show_request",
        json!({ "requestId": id(&extension) }),
    );
    assert_eq!(closed["request"]["state"], "denied");
    assert_eq!(closed["request"]["status"], "AssignmentEnded");
    assert_eq!(
        closed["request"]["completedAt"],
        company.show(&assignment)["assignment"]["endedAt"]
    );
    let refused = company.fixture.refuse(
        &company.approver,
        "approve_request",
        json!({ "requestId": id(&extension) }),
    );
    assert_eq!(refused.code, "already_decided", "access never outlives its end");
    company.fixture.invariants_hold();
}

#[test]
fn what_is_let_expire_ends_on_its_day_without_further_reminders() {
    let company = Company::new();
    let assignment = company.assignment();
    company.fixture.advance("16d");
    company.fixture.call(&company.sponsor, "let_expire", json!({ "assignmentId": assignment }));
    assert_eq!(company.newest(&company.sponsor)["isOpen"], false, "the question is answered");
    let twice = company.fixture.refuse(
        &company.sponsor,
        "let_expire",
        json!({ "assignmentId": assignment }),
    );
    assert_eq!(twice.code, "already_let_expire");
    let before = company.inbox(&company.sponsor).len();
    company.fixture.advance("13d");
    assert_eq!(
        company.inbox(&company.sponsor).len(),
        before,
        "one day before the end nobody is reminded"
    );
    assert!(company.may_use_reports(), "it still lasts until its day");
    company.fixture.advance("1d");
    assert_eq!(
        company.newest(&company.sponsor)["kind"],
        "accessEnded",
        "its end is told all the same"
    );
    company.fixture.invariants_hold();
}

#[test]
fn after_days_asleep_everything_happened_at_its_instant_and_one_card_tells() {
    let company = Company::new();
    let assignment = company.assignment();
    let end: chaperone_domain::time::Timestamp =
        company.show(&assignment)["assignment"]["endsAt"].as_str().unwrap().parse().unwrap();
    let asleep_until = end.plus(chaperone_domain::time::Span::days(5));
    company.fixture.clock().set(asleep_until);
    let done = company.fixture.desk().run_due().unwrap();
    let due: Vec<_> = done.iter().map(|item| item.due_at.0).collect();
    assert!(due.is_sorted(), "in the order in which it fell due");
    let held = company.show(&assignment);
    assert_eq!(
        held["assignment"]["endedAt"],
        json!(end.to_string()),
        "it ended on its day, not on waking"
    );
    let states: Vec<_> =
        held["reminders"].as_array().unwrap().iter().map(|one| one["state"].clone()).collect();
    assert_eq!(
        states,
        [json!("superseded"), json!("superseded"), json!("sent")],
        "only the most urgent is shown"
    );
    let card = company.fixture.call(&company.sponsor, "show_catch_up", json!({}))["card"].clone();
    let items = card["items"].as_array().expect("there is a card");
    assert!(items.iter().all(|item| item["doneAt"] == json!(asleep_until.to_string())));
    let ended = items.iter().find(|item| {
        item["dueAt"] == json!(end.to_string()) && item["activity"] == "end_assignment"
    });
    let names = ended.and_then(|item| item["about"].as_array()).map_or(0, Vec::len);
    assert!(names >= 2, "the agent and the package are named: {items:?}");
    let away = company.fixture.call(&company.sponsor, "dismiss_catch_up", json!({}));
    assert_eq!(away["card"], Value::Null);
    let others = company.fixture.call(&company.approver, "show_catch_up", json!({}));
    assert_ne!(others["card"], Value::Null, "each person puts it away for themselves");
    assert!(company.fixture.desk().run_due().unwrap().is_empty(), "doing it again does nothing");
    company.fixture.invariants_hold();
}

#[test]
fn a_clock_set_back_brings_no_ended_access_back() {
    let company = Company::new();
    company.assignment();
    let before = company.fixture.clock();
    company.fixture.advance("31d");
    assert!(!company.may_use_reports());
    before.set(chaperone_testkit::STARTS_AT.minus(chaperone_domain::time::Span::days(100)));
    assert!(!company.may_use_reports(), "the workspace's time never runs back");
    company.fixture.invariants_hold();
}

#[test]
fn access_from_elsewhere_survives_the_end_of_an_assignment() {
    let company = Company::new();
    let agent = company.fixture.agent_id("Market Scout Road Rates");
    let package = company.fixture.access_package_id("Market research");
    let has = || {
        let ask = json!({ "agentId": agent, "resource": "Freight Rate Data Readers" });
        company.fixture.call(&company.administrator, "check_access", ask)["isAllowed"].clone()
    };
    assert_eq!(has(), true, "a direct membership, from before");
    let shown = company.fixture.call(
        &company.administrator,
        "show_access_package",
        json!({ "accessPackageId": package }),
    );
    let policy = shown["policies"][0]["id"].clone();
    let request = company.fixture.call(
        &company.administrator,
        "assign_access_package",
        json!({ "agentId": agent, "accessPackageId": package, "policyId": policy }),
    );
    let mut state = request;
    while state["request"]["state"] == "pendingApproval" {
        let stage = state["stages"]
            .as_array()
            .unwrap()
            .iter()
            .find(|stage| stage["state"] == "open")
            .unwrap()
            .clone();
        let approver = stage["approvers"][0]["id"].clone();
        let session = Session::new(chaperone_commands::Origin::Cli);
        company.fixture.call(&session, "act_as", json!({ "personId": approver }));
        let ask = json!({ "requestId": id(&state), "justification": "agreed" });
        state = company.fixture.decide(&session, "approve_request", ask);
    }
    let assignment = state["assignmentId"].clone();
    company.fixture.call(
        &company.administrator,
        "remove_assignment",
        json!({ "assignmentId": assignment }),
    );
    assert_eq!(has(), true, "the membership from before is not touched");
    company.fixture.invariants_hold();
}

#[test]
fn access_that_starts_later_gives_nothing_before() {
    let company = Company::new();
    let start = company.fixture.now().plus(chaperone_domain::time::Span::days(3));
    let ask = json!({
        "agentId": company.agent, "accessPackageId": company.package, "justification": "x", "startAt": start.to_string(),
    });
    let approved = company.approve(&company.fixture.call(&company.sponsor, "request_access", ask));
    assert_eq!(approved["request"]["state"], "scheduled");
    assert!(!company.may_use_reports());
    company.fixture.advance("3d");
    assert!(company.may_use_reports());
    let shown = company.fixture.call(
        &company.sponsor,
        "show_request",
        json!({ "requestId": id(&approved) }),
    );
    assert_eq!(shown["request"]["state"], "delivered");
    company.fixture.invariants_hold();
}

#[test]
fn a_scheduled_request_taken_back_never_starts() {
    let company = Company::new();
    let start = company.fixture.now().plus(chaperone_domain::time::Span::days(3));
    let ask = json!({
        "agentId": company.agent, "accessPackageId": company.package, "justification": "x", "startAt": start.to_string(),
    });
    let approved = company.approve(&company.fixture.call(&company.sponsor, "request_access", ask));
    let ask = json!({ "requestId": id(&approved) });
    let late = company.fixture.refuse(&company.sponsor, "cancel_request", ask.clone());
    assert_eq!(late.code, "request_closed", "its requestor takes back what waits for a decision");
    let back = company.fixture.call(&company.administrator, "cancel_request", ask);
    assert_eq!(back["request"]["state"], "canceled");
    company.fixture.advance("5d");
    assert!(!company.may_use_reports());
    company.fixture.invariants_hold();
}

#[test]
fn giving_access_back_ends_it_at_once_and_tells_the_sponsors() {
    let company = Company::new();
    let assignment = company.assignment();
    let back = json!({ "assignmentId": assignment, "justification": "no longer needed" });
    let request = company.fixture.call(&company.sponsor, "return_access", back.clone());
    assert_eq!(request["request"]["requestType"], "userRemove");
    assert!(!company.may_use_reports());
    assert_eq!(company.newest(&company.sponsor)["kind"], "accessEnded");
    assert_eq!(
        company.fixture.refuse(&company.sponsor, "return_access", back).code,
        "assignment_ended"
    );
    company.request();
    company.fixture.invariants_hold();
}

#[test]
fn when_a_sponsor_leaves_their_manager_takes_over_and_is_told() {
    let company = Company::new();
    company.assignment();
    let leaver = company.fixture.person_id(&tour().sponsor);
    let rehearsed = company.fixture.call(
        &company.administrator,
        "rehearse_departure",
        json!({ "personId": leaver }),
    );
    let heir = rehearsed["heir"]["id"].clone();
    company.fixture.call(&company.administrator, "record_departure", json!({ "personId": leaver }));
    let agent = company.fixture.call(
        &company.administrator,
        "show_agent",
        json!({ "agentId": company.agent }),
    );
    let sponsors: Vec<_> = agent["agent"]["sponsors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["person"]["id"].clone())
        .collect();
    assert_eq!(sponsors, std::slice::from_ref(&heir), "the manager, and not the leaver any more");
    let session = Session::new(chaperone_commands::Origin::Cli);
    company.fixture.call(&session, "act_as", json!({ "personId": heir }));
    assert!(company.inbox(&session).iter().any(|notice| notice["kind"] == "sponsorshipInherited"));
    company.fixture.advance("16d");
    assert_eq!(company.newest(&session)["kind"], "accessExpiring", "reminders reach the heir");
    company.fixture.invariants_hold();
}

#[test]
fn two_desks_on_one_workspace_do_each_due_thing_once() {
    let company = Company::new();
    let assignment = company.assignment();
    let other = company.fixture.another_desk();
    let seen = other.changes_after(-1).unwrap().0;
    let end: chaperone_domain::time::Timestamp =
        company.show(&assignment)["assignment"]["endsAt"].as_str().unwrap().parse().unwrap();
    company.fixture.clock().set(end);
    let first = company.fixture.desk().run_due().unwrap().len();
    let second = other.run_due().unwrap().len();
    assert!(first > 0 && second == 0, "the other desk finds nothing left");
    let (_, tags) = other.changes_after(seen).unwrap();
    assert!(tags.contains(&"assignments"), "and is told what to read anew: {tags:?}");
}
