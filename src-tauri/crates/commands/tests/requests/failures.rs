//! Delivery that fails wholly or in part, trying again, and taking back.

use serde_json::{Value, json};

use crate::world::{Package, World, with};

/// Opens or closes the groups that a package grants to agents, by bringing them in anew from a file.
fn open_groups(world: &World, request: &Value, open: &[bool]) {
    let mut groups = Vec::new();
    for (right, open) in request["rights"].as_array().unwrap().iter().zip(open) {
        groups.push(json!({
            "@odata.type": "#microsoft.graph.group", "id": right["originId"],
            "displayName": right["originName"], "description": "", "securityEnabled": true,
            "mailEnabled": false, "groupTypes": [], "isAssignableToRole": !open,
        }));
    }
    let file = json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#groups", "value": groups,
    });
    let files = json!({ "files": [{ "name": "groups.json", "text": file.to_string() }] });
    world.fixture.call(&world.administrator, "import_directory", files);
}

/// A request that waits for its approver.
fn pending(world: &World, name: &str) -> (Package, Value) {
    let package = world.package(name, world.policy(json!({ "stages": [world.stage()] })));
    let request = world.fixture.call(&world.sponsor, "request_access", world.ask(&package));
    (package, request)
}

fn id(request: &Value) -> Value {
    json!({ "requestId": request["request"]["id"] })
}

#[test]
fn what_fails_is_kept_with_its_reason_shown_and_tried_again() {
    let world = World::new();
    let (_, request) = pending(&world, "Half");
    open_groups(&world, &request, &[true, false]);
    let half = world.fixture.decide(&world.approver, "approve_request", id(&request));
    assert_eq!(half["request"]["state"], "partiallyDelivered");
    let failures = half["failures"].as_array().unwrap();
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0]["reason"], "closedToAgents");
    let name = request["rights"][1]["originName"].as_str().unwrap();
    assert_eq!(failures[0]["roleName"], format!("{name}: Member"));
    let shown = world.fixture.call(&world.administrator, "show_request", id(&request));
    assert!(shown["may"].as_array().unwrap().contains(&json!("reprocess_request")));

    let still = world.fixture.call(&world.administrator, "reprocess_request", id(&request));
    assert_eq!(still["request"]["state"], "partiallyDelivered", "nothing has changed");
    assert_eq!(still["failures"].as_array().unwrap().len(), 1);
    open_groups(&world, &request, &[true, true]);
    let whole = world.fixture.call(&world.administrator, "reprocess_request", id(&request));
    assert_eq!(whole["request"]["state"], "delivered");
    assert_eq!(whole["failures"], json!([]));
    assert_eq!(whole["assignmentId"], half["assignmentId"]);
    world.fixture.invariants_hold();
}

#[test]
fn a_delivery_that_failed_is_tried_again_for_seven_days_or_given_up_by_an_administrator() {
    let world = World::new();
    let (package, request) = pending(&world, "Nothing");
    open_groups(&world, &request, &[false, false]);
    let failed = world.fixture.decide(&world.approver, "approve_request", id(&request));
    assert_eq!(failed["request"]["state"], "deliveryFailed");
    assert_eq!(failed["failures"].as_array().unwrap().len(), 2);
    let refused = world.fixture.refuse(&world.sponsor, "reprocess_request", id(&request));
    assert_eq!(refused.code, "forbidden");
    let refused = world.fixture.refuse(&world.sponsor, "cancel_request", id(&request));
    assert_eq!(refused.code, "request_closed", "a requestor takes back only what is pending");

    open_groups(&world, &request, &[true, true]);
    world.fixture.advance("6d");
    let whole = world.fixture.call(&world.administrator, "reprocess_request", id(&request));
    assert_eq!(whole["request"]["state"], "delivered");
    let assignment = json!({ "assignmentId": whole["assignmentId"] });
    world.fixture.call(&world.sponsor, "return_access", assignment);

    let again = world.fixture.call(&world.sponsor, "request_access", world.ask(&package));
    open_groups(&world, &request, &[false, false]);
    world.fixture.decide(&world.approver, "approve_request", id(&again));
    let canceled = world.fixture.call(&world.administrator, "cancel_request", id(&again));
    assert_eq!(canceled["request"]["state"], "canceled");

    open_groups(&world, &request, &[true, true]);
    let late = world.fixture.call(&world.sponsor, "request_access", world.ask(&package));
    open_groups(&world, &request, &[false, false]);
    world.fixture.decide(&world.approver, "approve_request", id(&late));
    world.fixture.advance("7d");
    let refused = world.fixture.refuse(&world.administrator, "reprocess_request", id(&late));
    assert_eq!(refused.code, "reprocess_too_late");
    world.fixture.invariants_hold();
}

#[test]
fn what_waits_for_its_start_is_taken_back_by_administrators_and_given_back_by_its_holder() {
    let world = World::new();
    let package = world.package("Later", world.policy(json!({})));
    let later = with(world.ask(&package), json!({ "startAt": "2026-02-01" }));
    let request = world.fixture.call(&world.sponsor, "request_access", later.clone());
    assert_eq!(request["request"]["state"], "scheduled");
    assert_eq!(
        world.fixture.refuse(&world.sponsor, "cancel_request", id(&request)).code,
        "request_closed"
    );
    let assignment = json!({ "assignmentId": request["assignmentId"] });
    world.fixture.call(&world.sponsor, "return_access", assignment);
    let request = world.fixture.call(&world.sponsor, "request_access", later);
    let canceled = world.fixture.call(&world.administrator, "cancel_request", id(&request));
    assert_eq!(canceled["request"]["state"], "canceled");
    world.fixture.invariants_hold();
}

#[test]
fn an_assignment_is_compared_with_its_package_and_mended() {
    let world = World::new();
    let (_, request) = pending(&world, "Mended");
    open_groups(&world, &request, &[true, false]);
    let half = world.fixture.decide(&world.approver, "approve_request", id(&request));
    open_groups(&world, &request, &[true, true]);
    let assignment = json!({ "assignmentId": half["assignmentId"] });
    let mended = world.fixture.call(&world.administrator, "reprocess_assignment", assignment);
    assert_eq!(mended["assignment"]["state"], "delivered");
    let shown = world.fixture.call(&world.administrator, "show_request", id(&request));
    assert_eq!(shown["request"]["state"], "delivered");
    world.fixture.invariants_hold();
}
