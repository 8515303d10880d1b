//! Who may ask, prolong and give back, and when access runs.

use chaperone_testkit::tour;
use serde_json::{Value, json};

use crate::world::{World, with};

fn settings(change: Value) -> Value {
    let usual = json!({
        "enableTargetsToSelfAddAccess": true, "enableTargetsToSelfUpdateAccess": true,
        "enableTargetsToSelfRemoveAccess": true, "allowCustomAssignmentSchedule": true,
        "enableOnBehalfRequestorsToAddAccess": true, "enableOnBehalfRequestorsToUpdateAccess": true,
        "enableOnBehalfRequestorsToRemoveAccess": true,
        "onBehalfRequestors": ["targetAgentIdentitySponsorsOrOwners"],
    });
    json!({ "requestorSettings": with(usual, change) })
}

#[test]
fn a_policy_of_which_nothing_is_said_lets_sponsors_and_agents_do_everything() {
    let world = World::new();
    let package = world.package("Usual", world.policy(json!({})));
    let expected = settings(json!({}))["requestorSettings"].clone();
    assert_eq!(package.policy["requestorSettings"], expected);
    let held = world.fixture.call(&world.sponsor, "request_access", world.ask(&package));
    assert_eq!(held["request"]["state"], "delivered");
    world.fixture.invariants_hold();
}

#[test]
fn a_policy_may_close_each_door_of_those_who_act_on_behalf() {
    let world = World::new();
    let no_add = settings(json!({ "enableOnBehalfRequestorsToAddAccess": false }));
    let package = world.package("No requests", world.policy(no_add));
    let refused = world.fixture.refuse(&world.sponsor, "request_access", world.ask(&package));
    assert_eq!(refused.code, "requestor_not_permitted");
    let listed = world.fixture.call(
        &world.sponsor,
        "list_requestable_packages",
        json!({ "agentId": world.agent }),
    );
    let is_listed = |row: &Value| row["accessPackage"]["id"] == json!(package.id);
    assert!(!listed["rows"].as_array().unwrap().iter().any(is_listed), "it isn't even offered");

    let no_more = settings(json!({
        "enableOnBehalfRequestorsToUpdateAccess": false, "enableOnBehalfRequestorsToRemoveAccess": false,
    }));
    let package = world.package("Keep", world.policy(no_more));
    let held = world.fixture.call(&world.sponsor, "request_access", world.ask(&package));
    let assignment = json!({ "assignmentId": held["assignmentId"] });
    for command in ["request_extension", "return_access"] {
        let refused = world.fixture.refuse(&world.sponsor, command, assignment.clone());
        assert_eq!(refused.code, "requestor_not_permitted", "{command}");
    }
    let shown = world.fixture.call(&world.sponsor, "show_assignment", assignment.clone());
    assert_eq!(shown["may"], json!(["let_expire"]), "no button that would be refused");
    world.fixture.call(&world.administrator, "remove_assignment", assignment);
}

#[test]
fn the_manager_of_an_agents_account_asks_where_a_policy_names_managers() {
    let world = World::new();
    let (agent, manager) = managed_agent(&world);
    let both =
        json!({ "onBehalfRequestors": ["targetAgentIdentitySponsorsOrOwners", "targetManager"] });
    let open = world.package("For managers", world.policy(settings(both)));
    let closed = world.package("Not for managers", world.policy(json!({})));
    let ask = |package: &str| json!({ "agentId": agent, "accessPackageId": package });
    let refused = world.fixture.refuse(&manager, "request_access", ask(&closed.id));
    assert_eq!(refused.code, "requestor_not_permitted");
    let held = world.fixture.call(&manager, "request_access", ask(&open.id));
    let list = world.fixture.call(&manager, "list_requests", json!({}));
    assert_eq!(list["rows"][0]["id"], held["request"]["id"]);
    let list = world.fixture.call(&manager, "list_assignments", json!({}));
    let assignment =
        list["rows"].as_array().unwrap().iter().find(|row| row["id"] == held["assignmentId"]);
    assert!(assignment.is_some(), "managers see what their agent's account holds");
    let assignment = json!({ "assignmentId": held["assignmentId"] });
    world.fixture.call(&manager, "request_extension", assignment.clone());
    world.fixture.call(&manager, "return_access", assignment);
    let off = world.fixture.refuse(&manager, "disable_agent", json!({ "agentId": agent }));
    assert_eq!(off.code, "forbidden", "a manager asks, and no more");
    world.fixture.invariants_hold();
}

/// An agent whose user account a person manages who neither sponsors nor owns it, and that person's session.
pub(crate) fn managed_agent(world: &World) -> (String, chaperone_commands::Session) {
    let (agent, manager) = ("7eba61ab-8b26-42f8-a8ab-4b440ec25e31", tour().approver);
    let account = json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users/microsoft.graph.agentUser",
        "value": [{
            "@odata.type": "#microsoft.graph.agentUser", "id": "3377d28b-04a3-4be6-a70c-3aad2d50da51",
            "identityParentId": agent, "displayName": "Support Triage Nordic",
            "userPrincipalName": "support-triage-nordic@larkfield.example",
            "mailNickname": "support-triage-nordic", "accountEnabled": true,
            "manager": { "@odata.type": "#microsoft.graph.user", "userPrincipalName": manager },
        }],
    });
    let files = json!({ "files": [{ "name": "accounts.json", "text": account.to_string() }] });
    world.fixture.call(&world.administrator, "import_directory", files);
    (agent.to_owned(), world.fixture.as_person(&manager))
}

#[test]
fn own_dates_are_taken_only_where_the_policy_allows_them() {
    let world = World::new();
    let closed = settings(json!({ "allowCustomAssignmentSchedule": false }));
    let fixed = world.package("Fixed", world.policy(closed));
    for dates in [
        json!({ "startAt": "2026-02-01" }),
        json!({ "endAt": "2026-01-20" }),
        json!({ "duration": "PT12H" }),
    ] {
        let ask = with(world.ask(&fixed), dates);
        let refused = world.fixture.refuse(&world.sponsor, "request_access", ask);
        assert_eq!(refused.code, "schedule_not_allowed");
    }
    let preview = world.fixture.call(&world.sponsor, "preview_request", world.ask(&fixed));
    assert_eq!(preview["isScheduleAllowed"], false);
    let ask = with(world.ask(&fixed), json!({ "endAt": "2026-01-20T00:00:00Z" }));
    let held = world.fixture.call(&world.administrator, "assign_access_package", ask);
    assert_eq!(held["request"]["accessUntil"], "2026-01-20T00:00:00.000Z", "an administrator may");
}

#[test]
fn access_that_was_asked_for_until_an_instant_ends_at_that_instant() {
    let world = World::new();
    let policy = world.policy(json!({ "stages": [world.stage()] }));
    let package = world.package("Until", policy);
    let until = "2026-01-20T12:00:00.000Z";
    let ask = with(world.ask(&package), json!({ "endAt": until, "startAt": "2026-01-10" }));
    let preview = world.fixture.call(&world.sponsor, "preview_request", ask.clone());
    assert_eq!(preview["untilIfDeliveredNow"], until);
    let request = world.fixture.call(&world.sponsor, "request_access", ask);
    assert_eq!(request["askedEnd"], until);
    let id = json!({ "requestId": request["request"]["id"] });
    let approved = world.fixture.decide(&world.approver, "approve_request", id);
    assert_eq!(approved["request"]["state"], "scheduled");
    assert_eq!(approved["request"]["accessUntil"], until);
    world.fixture.advance("16d");
    let held = world.fixture.call(
        &world.sponsor,
        "show_assignment",
        json!({ "assignmentId": approved["assignmentId"] }),
    );
    assert_eq!(held["assignment"]["endedAt"], until);
    world.fixture.invariants_hold();
}

#[test]
fn a_group_of_agents_is_covered_as_long_as_it_is_their_group() {
    let world = World::new();
    let open = world.package("Membership", world.policy(json!({})));
    let held = world.fixture.call(&world.sponsor, "request_access", world.ask(&open));
    let group = held["rights"][0]["originId"].clone();
    let for_group = world.policy(json!({
        "scope": "specificDirectoryServicePrincipals", "specificTargetGroups": [group],
    }));
    let package = world.package("For members", for_group);
    assert_eq!(package.policy["specificTargetGroups"][0]["id"], group);
    let asked = world.fixture.call(&world.sponsor, "request_access", world.ask(&package));
    assert_eq!(asked["request"]["state"], "delivered");
    let assignment = json!({ "assignmentId": asked["assignmentId"] });
    world.fixture.call(&world.sponsor, "return_access", assignment);
    let membership = json!({ "assignmentId": held["assignmentId"] });
    world.fixture.call(&world.sponsor, "return_access", membership);
    let refused = world.fixture.refuse(&world.sponsor, "request_access", world.ask(&package));
    assert_eq!(refused.code, "not_in_scope");
}

#[test]
fn a_silent_policy_tells_nobody_of_delivery_end_and_reminders_but_still_asks_approvers() {
    let world = World::new();
    let policy = world.policy(json!({
        "isAssignmentNotificationDisabled": true, "stages": [world.stage()], "extension": "withApproval",
    }));
    let package = world.package("Silent", policy);
    let request = world.fixture.call(&world.sponsor, "request_access", world.ask(&package));
    let id = json!({ "requestId": request["request"]["id"] });
    let held = world.fixture.decide(&world.approver, "approve_request", id);
    world.fixture.advance("31d");
    let about = |session| {
        let notices = world.fixture.call(session, "list_notices", json!({ "limit": 500 }));
        let rows = notices["rows"].as_array().unwrap().clone();
        rows.into_iter()
            .filter(|row| row["accessPackage"]["id"] == json!(package.id))
            .map(|row| row["kind"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(about(&world.sponsor), Vec::<String>::new());
    assert_eq!(about(&world.approver), ["decisionWanted"]);
    let ask = json!({ "assignmentId": held["assignmentId"] });
    let reminders = world.fixture.call(&world.administrator, "list_reminders", ask);
    let states: Vec<_> =
        reminders["rows"].as_array().unwrap().iter().map(|row| &row["state"]).collect();
    assert_eq!(states, ["superseded", "superseded", "superseded"], "none is lost, none is shown");
    world.fixture.invariants_hold();
}
