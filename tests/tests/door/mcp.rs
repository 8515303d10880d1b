//! The Model Context Protocol over HTTP: one path of the door, with the door's tokens and guards.

use chaperone_testkit::tour;
use serde_json::{Value, json};

use crate::place::{Place, Reply};

const PATH: &str = "/mcp";

/// A message of a client that keeps no session.
fn message(method: &str, params: Value) -> String {
    json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }).to_string()
}

fn say(place: &Place, token: &str, more: &[(&str, &str)], body: String) -> Reply {
    let bearer = format!("Bearer {token}");
    let mut headers = vec![
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("accept", "application/json, text/event-stream"),
    ];
    headers.extend_from_slice(more);
    place.send("POST", PATH, &headers, Some(body))
}

fn call(place: &Place, token: &str, tool: &str, arguments: Value) -> Value {
    let body = message("tools/call", json!({ "name": tool, "arguments": arguments }));
    let answer = say(place, token, &[], body).expect(200);
    assert_ne!(answer["result"]["isError"], true, "{answer}");
    answer["result"]["structuredContent"].clone()
}

#[test]
fn each_request_is_served_for_the_agent_that_its_token_speaks_for() {
    let place = Place::new();
    let (mine, stranger) = (place.agent_token(), place.stranger());
    let theirs = place.token_of(&stranger);
    let hello = json!({
        "protocolVersion": "2025-11-25", "capabilities": {},
        "clientInfo": { "name": "test", "version": "1" },
    });
    let hello = say(&place, &mine, &[], message("initialize", hello)).expect(200);
    assert_eq!(hello["result"]["serverInfo"]["name"], "chaperone", "{hello}");
    let me = call(&place, &mine, "who_is_responsible_for_me", json!({}));
    assert_eq!(me["agentId"], place.agent);
    let they = call(&place, &theirs, "who_is_responsible_for_me", json!({}));
    assert_eq!(they["agentId"], stranger);
    let ask = json!({ "accessPackageId": place.package, "justification": "Month end" });
    let filed = call(&place, &mine, "request_access", ask);
    assert_eq!(filed["request"]["state"], "pendingApproval");
    let seen = call(&place, &theirs, "list_my_requests", json!({ "open": true }));
    assert!(!seen.to_string().contains(filed["request"]["requestId"].as_str().unwrap()), "{seen}");
}

#[test]
fn nobody_but_an_agent_with_a_living_token_is_served() {
    let place = Place::new();
    let list = || message("tools/list", json!({}));
    let none = place.fixture.unwritten(|| place.send("POST", PATH, &[], Some(list())));
    assert_eq!(none.status, 401);
    assert!(none.header("www-authenticate").is_some());
    let person = place.person_token(&tour().sponsor);
    let refused = place.fixture.unwritten(|| say(&place, &person, &[], list()));
    assert_eq!((refused.status, refused.code()), (403, "agents_only"));
    let agent = place.agent_token();
    let page = [("origin", "http://localhost:3000")];
    let refused = place.fixture.unwritten(|| say(&place, &agent, &page, list()));
    assert_eq!((refused.status, refused.code()), (403, "foreign_origin"));
    assert_eq!(say(&place, &agent, &[], list()).status, 200);
    place.disable_agent();
    let refused = place.fixture.unwritten(|| say(&place, &agent, &[], list()));
    assert_eq!(refused.status, 401);
}
