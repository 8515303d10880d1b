//! An agent with a session of its own: it asks, sees and gives back what is its own, and does nothing else.

use chaperone_commands::{COMMANDS, Session, dispatch};
use chaperone_domain::authority::{Action, is_open_to_agents};
use chaperone_domain::term::Term;
use serde_json::{Value, json};

use crate::world::World;

#[test]
fn an_agent_asks_for_itself_prolongs_and_gives_back_and_reads_its_own_access() {
    let world = World::new();
    let package = world.package("Self service", world.policy(json!({})));
    let me = world.agent_session();
    let own = json!({ "agentId": world.agent });
    let offered = world.fixture.call(&me, "list_requestable_packages", own.clone());
    let is_offered = |row: &Value| row["accessPackage"]["id"] == json!(package.id);
    assert!(offered["rows"].as_array().unwrap().iter().any(is_offered));
    world.fixture.call(&me, "preview_request", world.ask(&package));
    let held = world.fixture.call(&me, "request_access", world.ask(&package));
    assert_eq!(held["request"]["state"], "delivered");
    assert_eq!(held["request"]["requestor"]["agent"]["id"], json!(world.agent));
    assert_eq!(held["history"][0]["actorAgent"]["id"], json!(world.agent));
    assert_eq!(held["history"][0]["actor"], Value::Null);
    let assignment = json!({ "assignmentId": held["assignmentId"] });
    let longer = world.fixture.call(&me, "request_extension", assignment.clone());
    assert_eq!(longer["request"]["state"], "delivered");
    for list in ["list_requests", "list_assignments"] {
        let rows = world.fixture.call(&me, list, json!({}))["rows"].clone();
        let rows = rows.as_array().unwrap();
        assert!(!rows.is_empty(), "{list}");
        for row in rows {
            assert_eq!(row["agent"]["id"], json!(world.agent), "{list} holds its own alone");
        }
    }
    world.fixture.call(&me, "show_assignment", assignment.clone());
    world.fixture.call(&me, "show_request", json!({ "requestId": held["request"]["id"] }));
    let right = held["rights"][0]["originName"].clone();
    let check = json!({ "agentId": world.agent, "resource": right });
    assert_eq!(world.fixture.call(&me, "check_access", check.clone())["isAllowed"], true);
    world.fixture.call(&me, "explain_access", check.clone());
    world.fixture.call(&me, "list_access", own.clone());
    let shown = world.fixture.call(&me, "show_agent", own);
    assert!(
        !shown["agent"]["sponsors"].as_array().unwrap().is_empty(),
        "it learns who answers for it"
    );
    world.fixture.call(&me, "return_access", assignment);
    assert_eq!(world.fixture.call(&me, "check_access", check)["isAllowed"], false);
    let log = world.fixture.call(&world.administrator, "list_audit", json!({ "limit": 500 }));
    let by_agents = |row: &&Value| row["origin"] == "agent";
    assert!(log["rows"].as_array().unwrap().iter().filter(by_agents).count() > 2);
    world.fixture.invariants_hold();
}

#[test]
fn an_agents_request_is_decided_by_people_and_its_sponsors_hear_of_it() {
    let world = World::new();
    let policy = world.policy(json!({ "stages": [world.stage()] }));
    let package = world.package("Decided", policy);
    let me = world.agent_session();
    let request = world.fixture.call(&me, "request_access", world.ask(&package));
    let id = json!({ "requestId": request["request"]["id"] });
    let mut own = id.clone();
    own["justification"] = json!("please");
    assert_eq!(world.fixture.refuse(&me, "approve_request", own).code, "not_for_agents");
    world.fixture.call(&me, "cancel_request", id);
    let request = world.fixture.call(&me, "request_access", world.ask(&package));
    let deny = json!({ "requestId": request["request"]["id"], "justification": "not this year" });
    world.fixture.decide(&world.approver, "deny_request", deny);
    let told = world.fixture.call(&world.sponsor, "list_notices", json!({ "limit": 500 }));
    let is_told = |row: &Value| {
        row["kind"] == "requestDenied" && row["request"]["id"] == request["request"]["id"]
            || row["requestId"] == request["request"]["id"]
    };
    assert!(told["rows"].as_array().unwrap().iter().any(is_told), "{told}");
}

#[test]
fn a_policy_may_keep_agents_from_asking_for_themselves() {
    let world = World::new();
    let settings = json!({ "requestorSettings": {
        "enableTargetsToSelfAddAccess": false, "enableTargetsToSelfUpdateAccess": false,
        "enableTargetsToSelfRemoveAccess": false, "allowCustomAssignmentSchedule": true,
        "enableOnBehalfRequestorsToAddAccess": true, "enableOnBehalfRequestorsToUpdateAccess": true,
        "enableOnBehalfRequestorsToRemoveAccess": true,
        "onBehalfRequestors": ["targetAgentIdentitySponsorsOrOwners"],
    } });
    let package = world.package("Sponsors only", world.policy(settings));
    let me = world.agent_session();
    let refused = world.fixture.refuse(&me, "request_access", world.ask(&package));
    assert_eq!(refused.code, "requestor_not_permitted");
    let held = world.fixture.call(&world.sponsor, "request_access", world.ask(&package));
    let assignment = json!({ "assignmentId": held["assignmentId"] });
    for command in ["request_extension", "return_access"] {
        let refused = world.fixture.refuse(&me, command, assignment.clone());
        assert_eq!(refused.code, "requestor_not_permitted", "{command}");
    }
}

#[test]
fn of_other_agents_an_agent_learns_nothing() {
    let world = World::new();
    let package = world.package("Theirs", world.policy(json!({})));
    let held = world.fixture.call(&world.sponsor, "request_access", world.ask(&package));
    let agents = world.fixture.call(&world.administrator, "list_agents", json!({ "limit": 500 }));
    let other = agents["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["id"] != json!(world.agent) && row["state"] == "active");
    let stranger = Session::of_agent(other.unwrap()["id"].as_str().unwrap().parse().unwrap());
    let request = json!({ "requestId": held["request"]["id"] });
    let assignment = json!({ "assignmentId": held["assignmentId"] });
    let agent = json!({ "agentId": world.agent });
    for (command, ask) in [
        ("show_agent", agent.clone()),
        ("list_access", agent.clone()),
        ("list_requestable_packages", agent),
        ("preview_request", world.ask(&package)),
        ("request_access", world.ask(&package)),
        ("show_request", request.clone()),
        ("cancel_request", request),
        ("show_assignment", assignment.clone()),
        ("request_extension", assignment.clone()),
        ("return_access", assignment),
    ] {
        assert_eq!(world.fixture.refuse(&stranger, command, ask).code, "not_found", "{command}");
    }
    let filter = json!({ "filter": { "agentId": world.agent } });
    for list in ["list_requests", "list_assignments"] {
        assert_eq!(
            world.fixture.call(&stranger, list, filter.clone())["rows"],
            json!([]),
            "{list}"
        );
    }
}

#[test]
fn an_agents_session_reaches_nothing_but_what_is_open_to_agents() {
    let world = World::new();
    let me = world.agent_session();
    for command in COMMANDS {
        if Action::parse_term(command.name).is_ok_and(is_open_to_agents) {
            continue;
        }
        let refused = world.fixture.refuse(&me, command.name, json!({}));
        assert_eq!(refused.code, "not_for_agents", "{}", command.name);
    }
    let nobody = dispatch(world.fixture.desk(), &me, "list_requests", json!({}));
    assert!(nobody.is_ok(), "and it is still that agent's session");
}

#[test]
fn a_disabled_agent_is_nobody() {
    let world = World::new();
    let me = world.agent_session();
    world.fixture.call(&world.sponsor, "disable_agent", json!({ "agentId": world.agent }));
    let refused = world.fixture.refuse(&me, "list_requests", json!({}));
    assert_eq!(refused.code, "not_signed_in");
}
