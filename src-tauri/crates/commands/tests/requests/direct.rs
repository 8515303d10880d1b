//! What administrators do without a request of anybody: assigning to several agents, moving an end, changing the policy.

use serde_json::{Value, json};

use crate::world::{World, with};

fn other_agents(world: &World, count: usize) -> Vec<Value> {
    let agents = world.fixture.call(&world.administrator, "list_agents", json!({ "limit": 500 }));
    let rows = agents["rows"].as_array().unwrap();
    let active =
        rows.iter().filter(|row| row["state"] == "active" && row["id"] != json!(world.agent));
    active.take(count).map(|row| row["id"].clone()).collect()
}

#[test]
fn several_agents_are_assigned_in_one_command_each_with_its_own_outcome() {
    let world = World::new();
    let package = world.package("Many", world.policy(json!({})));
    world.fixture.call(&world.administrator, "assign_access_package", world.ask(&package));
    let mut agents = other_agents(&world, 2);
    agents.push(json!(world.agent));
    let ask = json!({ "agentIds": agents, "accessPackageId": package.id, "endAt": "2026-01-20" });
    let outcomes = world.fixture.call(&world.administrator, "assign_to_agents", ask.clone());
    let rows = outcomes["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    for row in rows {
        let has_it_already = row["agent"]["id"] == json!(world.agent);
        assert_eq!(row["request"].is_null(), has_it_already, "{row}");
        assert_eq!(row["refusal"].is_string(), has_it_already, "{row}");
    }
    let refused = world.fixture.refuse(&world.sponsor, "assign_to_agents", ask);
    assert_eq!(refused.code, "forbidden");
    world.fixture.invariants_hold();
}

#[test]
fn a_policy_that_asks_is_assigned_to_one_agent_at_a_time() {
    let world = World::new();
    let asking =
        json!({ "questions": [{ "kind": "shortText", "text": "Why?", "isRequired": true }] });
    let package = world.package("Asking", world.policy(asking));
    let ask = json!({ "agentIds": [world.agent], "accessPackageId": package.id });
    let refused = world.fixture.refuse(&world.administrator, "assign_to_agents", ask);
    assert_eq!(refused.code, "questions_one_at_a_time");
    let refused =
        world.fixture.refuse(&world.administrator, "assign_access_package", world.ask(&package));
    assert_eq!(refused.code, "answer_missing");
    let answer = json!([{ "questionId": package.policy["questions"][0]["id"], "value": "audit" }]);
    let ask = with(world.ask(&package), json!({ "answers": answer }));
    let held = world.fixture.call(&world.administrator, "assign_access_package", ask);
    assert_eq!(held["answers"][0]["value"], "audit");
}

#[test]
fn an_administrator_moves_an_end_and_the_rights_and_reminders_move_with_it() {
    let world = World::new();
    let package = world.package("Moved", world.policy(json!({})));
    let held = world.fixture.call(&world.sponsor, "request_access", world.ask(&package));
    let until = "2026-01-25T00:00:00.000Z";
    let ask = json!({ "assignmentId": held["assignmentId"], "endsAt": until });
    let refused = world.fixture.refuse(&world.sponsor, "update_assignment", ask.clone());
    assert_eq!(refused.code, "forbidden");
    let moved = world.fixture.call(&world.administrator, "update_assignment", ask);
    assert_eq!(moved["request"]["requestType"], "adminUpdate");
    assert_eq!(moved["request"]["state"], "delivered");
    let assignment = json!({ "assignmentId": held["assignmentId"] });
    let shown = world.fixture.call(&world.sponsor, "show_assignment", assignment.clone());
    assert_eq!(shown["assignment"]["endsAt"], until);
    let check = json!({
        "agentId": world.agent, "resource": held["rights"][0]["originName"], "at": "2026-01-25T00:00:00Z",
    });
    assert_eq!(world.fixture.call(&world.sponsor, "check_access", check)["isAllowed"], false);
    world.fixture.advance("21d");
    let shown = world.fixture.call(&world.sponsor, "show_assignment", assignment);
    assert_eq!(shown["assignment"]["endedAt"], until);
    world.fixture.invariants_hold();
}

#[test]
fn a_later_end_goes_through_approval_where_the_policy_wants_it_and_another_policy_by_its_own() {
    let world = World::new();
    let strict = world.policy(json!({ "stages": [world.stage()], "extension": "withApproval" }));
    let free = world.policy(json!({
        "displayName": "Free", "scope": "notSpecified", "expiration": { "type": "noExpiration" },
        "extension": "notAllowed",
    }));
    let ask = world.package_ask("Two policies", vec![strict, free]);
    let made = world.fixture.call(&world.administrator, "create_access_package", ask);
    let request = json!({ "agentId": world.agent, "accessPackageId": made["accessPackage"]["id"] });
    let request = world.fixture.call(&world.sponsor, "request_access", request);
    let id = json!({ "requestId": request["request"]["id"] });
    let held = world.fixture.decide(&world.approver, "approve_request", id);
    world.fixture.advance("5d");
    let ask = json!({ "assignmentId": held["assignmentId"], "endsAt": "2026-02-08T00:00:00Z" });
    let waits = world.fixture.call(&world.administrator, "update_assignment", ask.clone());
    assert_eq!(waits["request"]["state"], "pendingApproval");
    let again = world.fixture.refuse(&world.administrator, "update_assignment", ask);
    assert_eq!(again.code, "already_requested");
    let id = json!({ "requestId": waits["request"]["id"] });
    let moved = world.fixture.decide(&world.approver, "approve_request", id);
    assert_eq!(moved["request"]["state"], "delivered");
    assert_eq!(moved["request"]["accessUntil"], "2026-02-08T00:00:00.000Z");
    let ask =
        json!({ "assignmentId": held["assignmentId"], "policyId": made["policies"][1]["id"] });
    world.fixture.call(&world.administrator, "update_assignment", ask);
    let assignment = json!({ "assignmentId": held["assignmentId"] });
    let shown = world.fixture.call(&world.sponsor, "show_assignment", assignment);
    assert_eq!(
        shown["assignment"]["endsAt"],
        Value::Null,
        "the other policy gives it without an end"
    );
    assert_eq!(shown["assignment"]["policy"]["displayName"], "Free");
    world.fixture.invariants_hold();
}

#[test]
fn a_pending_change_is_closed_when_the_access_ends() {
    let world = World::new();
    let strict = world.policy(json!({ "stages": [world.stage()], "extension": "withApproval" }));
    let package = world.package("Closed", strict);
    let request = world.fixture.call(&world.sponsor, "request_access", world.ask(&package));
    let id = json!({ "requestId": request["request"]["id"] });
    let held = world.fixture.decide(&world.approver, "approve_request", id);
    world.fixture.advance("25d");
    let ask = json!({ "assignmentId": held["assignmentId"], "endsAt": "2026-02-20T00:00:00Z" });
    let waits = world.fixture.call(&world.administrator, "update_assignment", ask);
    world.fixture.advance("6d");
    let id = json!({ "requestId": waits["request"]["id"] });
    let shown = world.fixture.call(&world.administrator, "show_request", id);
    assert_eq!(shown["request"]["state"], "denied");
    assert_eq!(shown["request"]["status"], "AssignmentEnded");
    world.fixture.invariants_hold();
}
