//! The main job from request to end, and who may decide what, told through `dispatch` on a stopped clock.

mod company;

use std::collections::BTreeSet;

use chaperone_testkit::tour;
use company::{Company, id};
use serde_json::{Value, json};

#[test]
fn the_main_job_runs_from_request_to_end() {
    let company = Company::new();
    let request = company.request();
    assert_eq!(request["request"]["state"], "pendingApproval");
    assert!(!company.may_use_reports(), "asking gives nothing yet");
    assert_eq!(company.newest(&company.approver)["kind"], "decisionWanted");

    let approved = company.approve(&request);
    assert_eq!(approved["request"]["state"], "delivered");
    assert!(company.may_use_reports());
    assert_eq!(company.newest(&company.sponsor)["kind"], "accessDelivered");
    let assignment = approved["assignmentId"].as_str().unwrap().to_owned();
    let first_end = company.show(&assignment)["assignment"]["endsAt"].clone();
    company.fixture.invariants_hold();

    company.fixture.advance("16d");
    let reminder = company.newest(&company.sponsor);
    assert_eq!(
        reminder["kind"], "accessExpiring",
        "14 days before the end the sponsor is reminded"
    );
    assert_eq!(reminder["isOpen"], true);

    let extension = company.fixture.call(
        &company.sponsor,
        "request_extension",
        json!({ "assignmentId": assignment }),
    );
    assert_eq!(extension["request"]["state"], "pendingApproval");
    company.approve(&extension);
    let moved = company.show(&assignment)["assignment"]["endsAt"].clone();
    assert!(moved.as_str() > first_end.as_str(), "the end moved from {first_end} to {moved}");
    company.fixture.invariants_hold();

    company.fixture.advance("45d");
    assert!(!company.may_use_reports(), "past the end nothing is left");
    assert_eq!(company.show(&assignment)["assignment"]["state"], "expired");
    assert_eq!(company.newest(&company.sponsor)["kind"], "accessEnded", "the sponsor is told");
    company.fixture.invariants_hold();

    let told: Vec<_> = company.show(&assignment)["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["activity"].as_str().unwrap().to_owned())
        .collect();
    for activity in [
        "deliver_assignment",
        "send_reminder",
        "request_extension",
        "extend_assignment",
        "end_assignment",
    ] {
        assert!(told.iter().any(|told| told == activity), "the history tells {activity}: {told:?}");
    }
}

#[test]
fn a_stage_that_runs_out_of_time_denies_and_says_expired() {
    let company = Company::new();
    let request = company.request();
    company.fixture.advance("14d");
    let closed = company.fixture.call(
        &company.sponsor,
        "show_request",
        json!({ "requestId": id(&request) }),
    );
    assert_eq!(
        (&closed["request"]["state"], &closed["request"]["status"]),
        (&json!("denied"), &json!("Expired"))
    );
    assert_eq!(closed["stages"][0]["state"], "expired");
    assert_eq!(company.newest(&company.sponsor)["kind"], "requestExpired");
    company.fixture.invariants_hold();
}

#[test]
fn nobody_decides_on_their_own_request_and_nobody_decides_twice() {
    let company = Company::new();
    let request = company.request();
    let own = company.fixture.refuse(
        &company.sponsor,
        "approve_request",
        json!({ "requestId": id(&request) }),
    );
    assert_eq!(own.code, "own_request");
    company.approve(&request);
    let again = company.fixture.refuse(
        &company.approver,
        "deny_request",
        json!({ "requestId": id(&request), "justification": "on second thoughts" }),
    );
    assert_eq!(again.code, "already_decided");
}

#[test]
fn an_approver_who_asked_is_not_among_the_approvers() {
    let company = Company::new();
    let approver = tour().approver;
    let ask = json!({ "agentId": company.agent, "accessPackageId": company.package, "justification": "x" });
    let administrator_is_not_responsible =
        company.fixture.refuse(&company.administrator, "request_access", ask.clone());
    assert_eq!(administrator_is_not_responsible.code, "forbidden");
    let person = company.fixture.person_id(&approver);
    company.fixture.call(
        &company.administrator,
        "appoint_role",
        json!({ "personId": person, "role": "administrator" }),
    );
    let policies = company.fixture.call(
        &company.approver,
        "show_access_package",
        json!({ "accessPackageId": company.package }),
    );
    let policy = policies["policies"][0]["id"].clone();
    let direct = company.fixture.call(
        &company.approver,
        "assign_access_package",
        json!({ "agentId": company.agent, "accessPackageId": company.package, "policyId": policy }),
    );
    let stage = &direct["stages"][0];
    let names: Vec<_> =
        stage["approvers"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
    assert!(!names.contains(&json!(person)), "who assigns directly doesn't decide either");
    assert_eq!(
        stage["approversBy"], "fallback",
        "the only primary approver asked, so the fallback decides"
    );
    let own = company.fixture.refuse(
        &company.approver,
        "approve_request",
        json!({ "requestId": id(&direct) }),
    );
    assert_eq!(own.code, "own_request");
}

#[test]
fn direct_assignment_obeys_the_policys_approval() {
    let company = Company::new();
    let package = company.fixture.call(
        &company.administrator,
        "show_access_package",
        json!({ "accessPackageId": company.package }),
    );
    let with_approval = package["policies"][0]["id"].clone();
    let without = package["policies"][1]["id"].clone();
    let assign = |policy: &Value| {
        company.fixture.call(
            &company.administrator,
            "assign_access_package",
            json!({ "agentId": company.agent, "accessPackageId": company.package, "policyId": policy }),
        )
    };
    let waiting = assign(&with_approval);
    assert_eq!(waiting["request"]["state"], "pendingApproval");
    company.fixture.call(
        &company.administrator,
        "cancel_request",
        json!({ "requestId": id(&waiting) }),
    );
    let direct = assign(&without);
    assert_eq!(direct["request"]["state"], "delivered");
    assert_eq!(
        company.newest(&company.sponsor)["kind"],
        "accessDelivered",
        "the sponsor learns of it"
    );
    company.fixture.invariants_hold();
}

#[test]
fn an_approver_may_shorten_and_the_requestor_sees_both() {
    let company = Company::new();
    let request = company.request();
    let lengthen = json!({ "requestId": id(&request), "duration": "P31D" });
    let lengthen = company.fixture.seen(&company.approver, lengthen);
    assert_eq!(
        company.fixture.refuse(&company.approver, "approve_request", lengthen).code,
        "longer_than_asked"
    );
    let shorten = json!({ "requestId": id(&request), "duration": "P10D" });
    let approved = company.fixture.decide(&company.approver, "approve_request", shorten);
    assert_eq!(approved["grantedDuration"], "P10D");
    assert_eq!(approved["stages"][0]["decision"]["isShortened"], true);
    let held = company.show(approved["assignmentId"].as_str().unwrap());
    let reminders: Vec<_> = held["reminders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["thresholdDays"].clone())
        .collect();
    assert_eq!(
        reminders,
        [json!(1), json!(0)],
        "a threshold longer than the whole life is skipped"
    );
}

#[test]
fn a_disabled_agent_has_no_access_until_it_is_enabled_again() {
    let company = Company::new();
    company.assignment();
    let agent = json!({ "agentId": company.agent });
    company.fixture.call(&company.sponsor, "disable_agent", agent.clone());
    assert!(!company.may_use_reports());
    company.fixture.call(&company.sponsor, "enable_agent", agent.clone());
    assert!(company.may_use_reports());
    company.fixture.call(&company.administrator, "disable_agent", agent.clone());
    assert_eq!(company.fixture.refuse(&company.sponsor, "enable_agent", agent).code, "agent_held");
    company.fixture.invariants_hold();
}

#[test]
fn the_sponsors_and_owners_of_the_target_agent_are_asked_but_not_who_asked() {
    let company = Company::new();
    let package = company.fixture.access_package_id("Payment preparation");
    let ask = json!({ "agentId": company.agent, "accessPackageId": package, "justification": "x" });
    let request = company.fixture.call(&company.sponsor, "request_access", ask);
    let shown =
        company.fixture.call(&company.sponsor, "show_agent", json!({ "agentId": company.agent }));
    let people = |value: &Value, inner: &str| {
        let all = value.as_array().cloned().unwrap_or_default();
        let person = |one: Value| if inner.is_empty() { one } else { one[inner].clone() };
        all.into_iter()
            .map(person)
            .filter_map(|one| one["id"].as_str().map(str::to_owned))
            .collect::<BTreeSet<_>>()
    };
    let mut responsible = people(&shown["agent"]["sponsors"], "person");
    responsible.extend(people(&shown["owners"], ""));
    responsible.remove(&company.fixture.person_id(&tour().sponsor));
    let asked = people(&request["stages"][0]["approvers"], "");
    if responsible.is_empty() {
        assert_eq!(request["stages"][0]["approversBy"], "fallback", "nobody else answers for it");
    } else {
        assert_eq!(asked, responsible, "whoever answers for the agent decides, not who asked");
    }
}
