//! The agent's own part of Graph: from asking to giving back, and how questions are answered and refused.

use chaperone_testkit::tour;
use serde_json::{Value, json};

use crate::place::{EM, Place};

#[test]
fn an_agent_asks_waits_for_a_person_uses_extends_and_gives_back() {
    let place = Place::new();
    let agent = place.agent_token();
    let offered = place
        .get(&agent, &format!("{EM}/accessPackages/filterByCurrentUser(on='allowedRequestor')"));
    let package = offered.rows().iter().find(|row| row["id"] == json!(place.package)).unwrap();
    assert_eq!(package["displayName"], "Invoice matching");
    let path = format!("{EM}/accessPackages/{}/getApplicablePolicyRequirements", place.package);
    let wants = place.call(&agent, "POST", &path, None);
    assert_eq!(wants.rows()[0]["isApprovalRequiredForAdd"], true, "{}", wants.body);

    let requests = format!("{EM}/assignmentRequests");
    let asked = place.post(&agent, &requests, place.user_add()).expect(201);
    assert_eq!(
        (&asked["requestType"], &asked["state"]),
        (&json!("userAdd"), &json!("pendingApproval"))
    );
    let id = asked["id"].as_str().unwrap().to_owned();
    let stages = format!("{EM}/accessPackageAssignmentApprovals/{id}/stages");
    let approver = place.person_token(&tour().approver);
    let waiting = place.get(&approver, &format!("{requests}/filterByCurrentUser(on='approver')"));
    assert!(waiting.rows().iter().any(|row| row["id"] == json!(id)), "{}", waiting.body);
    let stage = place.get(&approver, &stages).rows()[0].clone();
    assert_eq!((&stage["status"], &stage["assignedToMe"]), (&json!("InProgress"), &json!(true)));
    let stage = format!("{stages}/{}", stage["id"].as_str().unwrap());
    let yes = json!({ "reviewResult": "Approve", "justification": "OK" });
    assert_eq!(place.call(&approver, "PATCH", &stage, Some(yes.clone())).expect(204), Value::Null);
    place.refuse(&approver, ("PATCH", &stage), Some(yes), (409, "already_decided"));
    assert_eq!(place.get(&approver, &stage).expect(200)["reviewResult"], "Approved");

    let expand = "$expand=accessPackage,requestor,assignment%28%24expand%3Dtarget%29";
    let seen = place.get(&agent, &format!("{requests}/{id}?{expand}")).expect(200);
    assert_eq!((&seen["state"], &seen["status"]), (&json!("delivered"), &json!("Delivered")));
    assert_eq!(seen["requestor"]["objectId"], json!(place.agent));
    assert_eq!(seen["assignment"]["target"]["subjectType"], "servicePrincipal");
    let held = place.get(&agent, &format!("{EM}/assignments/filterByCurrentUser(on='target')?$expand=accessPackage,assignmentPolicy,target"));
    let held = held
        .rows()
        .iter()
        .find(|row| row["accessPackage"]["id"] == json!(place.package))
        .unwrap()
        .clone();
    let check = |role: &str| {
        let body = json!({ "resource": "Reports Reader", "role": role });
        place.post(&agent, &format!("{EM}/checkAccess"), body).expect(200)
    };
    let allowed = check("active");
    assert_eq!(allowed["decision"], "allow", "{allowed}");
    assert!((1..=30).contains(&allowed["cacheForSeconds"].as_i64().unwrap()));

    let longer = json!({
        "requestType": "UserUpdate", "assignment": { "id": held["id"] }, "justification": "still closing",
        "schedule": { "startDateTime": null, "expiration": { "duration": "P40D", "type": "afterDuration" } },
    });
    let longer = place.post(&agent, &requests, longer).expect(201);
    assert_eq!(longer["requestType"], "userUpdate");
    let cancel = format!("{requests}/{}/cancel", longer["id"].as_str().unwrap());
    // As the JavaScript client sends it: nothing, and that it is JSON.
    let bearer = format!("Bearer {agent}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    place.send("POST", &cancel, &headers, Some(String::new())).expect(204);
    place.refuse(&agent, ("POST", &cancel), None, (409, "request_closed"));

    let back = json!({ "requestType": "userRemove", "assignment": { "id": held["id"] } });
    assert_eq!(place.post(&agent, &requests, back).expect(201)["state"], "delivered");
    assert_eq!(check("active")["decision"], "deny");
    place.fixture.invariants_hold();
}

#[test]
fn a_second_request_for_the_same_package_is_a_conflict() {
    let place = Place::new();
    let agent = place.agent_token();
    let requests = format!("{EM}/assignmentRequests");
    place.post(&agent, &requests, place.user_add()).expect(201);
    place.refuse(&agent, ("POST", &requests), Some(place.user_add()), (409, "already_requested"));
}

#[test]
fn a_refusal_that_speaks_of_one_property_names_it_as_the_body_has_it() {
    let place = Place::new();
    let agent = place.agent_token();
    let requests = format!("{EM}/assignmentRequests");
    let target = |changed: Value, code: &str| {
        let mut body = place.user_add();
        body.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
        let refused = place.refuse(&agent, ("POST", &requests), Some(body), (400, code));
        refused.body["error"].get("target").cloned()
    };
    assert_eq!(
        target(json!({ "justification": "" }), "justification_missing"),
        Some(json!("justification"))
    );
    let past = json!({ "schedule": { "startDateTime": "2020-01-01T00:00:00Z" } });
    assert_eq!(target(past, "start_in_the_past"), Some(json!("schedule")));
    assert_eq!(target(json!({ "requestType": "lend" }), "not_supported"), None);
}

#[test]
fn the_spelling_that_graphs_python_samples_print_is_refused_with_the_right_one() {
    let place = Place::new();
    let agent = place.agent_token();
    let requests = format!("{EM}/assignmentRequests");
    for (wrong, right) in [("target_id", "targetId"), ("access_package_id", "accessPackageId")] {
        let mut body = place.user_add();
        body["assignment"][wrong] = json!(place.agent);
        let refused = place.refuse(&agent, ("POST", &requests), Some(body), (400, "bad_request"));
        assert!(refused.message().contains(&format!("'{right}'")), "{}", refused.message());
    }
}

#[test]
fn beta_names_of_the_same_request_are_understood() {
    let place = Place::new();
    let agent = place.agent_token();
    place.assignment(&agent);
    let body = json!({
        "requestType": "UserExtend", "justification": "longer",
        "accessPackageAssignment": { "targetId": place.agent, "accessPackageId": place.package },
    });
    let path = "/beta/identityGovernance/entitlementManagement/accessPackageAssignmentRequests";
    let filed = place.post(&agent, path, body).expect(201);
    assert_eq!(filed["state"], "pendingApproval");
}

#[test]
fn what_a_query_asks_and_no_list_can_answer_is_refused_by_name() {
    let place = Place::new();
    let agent = place.agent_token();
    let mine = format!("{EM}/assignmentRequests/filterByCurrentUser(on='target')");
    for (query, code, named) in [
        ("$skip=5", "not_supported", "skip"),
        ("$search=x", "not_supported", "search"),
        ("$filter=createdDateTime%20gt%202020-01-01", "not_supported", "createdDateTime gt"),
        (
            "$filter=state%20eq%20%27delivered%27%20or%20state%20eq%20%27denied%27",
            "not_supported",
            "'or'",
        ),
        ("$filter=state%20eq", "bad_request", "$filter"),
        ("$filter=state%20eq%20%27lost%27", "bad_request", "'lost'"),
        ("$expand=assignment($expand=owner)", "not_supported", "'owner'"),
        ("$orderby=state", "not_supported", "createdDateTime desc"),
        ("$select=nothing", "bad_request", "'nothing'"),
        ("$skiptoken=x", "bad_request", "$skiptoken"),
    ] {
        let refused = place.refuse(&agent, ("GET", &format!("{mine}?{query}")), None, (400, code));
        assert!(refused.message().contains(named), "{query}: {}", refused.message());
    }
    let none = format!("{EM}/assignmentRequests/filterByCurrentUser(on='everybody')");
    place.refuse(&agent, ("GET", &none), None, (400, "not_supported"));
}

#[test]
fn a_list_comes_in_pages_that_lead_from_one_to_the_next() {
    let place = Place::new();
    let agent = place.agent_token();
    let requests = format!("{EM}/assignmentRequests");
    let mut filed = Vec::new();
    for _ in 0..3 {
        let asked = place.post(&agent, &requests, place.user_add()).expect(201);
        let id = asked["id"].as_str().unwrap().to_owned();
        place.call(&agent, "POST", &format!("{requests}/{id}/cancel"), None).expect(204);
        filed.push(id);
    }
    let base = place.server.base();
    let mut path = format!(
        "{requests}/filterByCurrentUser(on='target')?$top=2&$count=true&$filter=state%20eq%20'canceled'"
    );
    let (mut seen, mut counts) = (Vec::new(), Vec::new());
    loop {
        let page = place.get(&agent, &path);
        assert!(page.rows().len() <= 2);
        seen.extend(page.rows().iter().map(|row| row["id"].as_str().unwrap().to_owned()));
        counts.push(page.body["@odata.count"].clone());
        let Some(next) = page.body["@odata.nextLink"].as_str() else { break };
        path = next.strip_prefix(&base).expect("on our origin").to_owned();
    }
    filed.reverse();
    assert_eq!(seen, filed, "newest first, each once");
    assert_eq!(counts[0], json!(3));
    assert!(counts[1..].iter().all(Value::is_null), "the total stands on the first page alone");
}

#[test]
fn what_an_agent_may_not_see_answers_as_what_does_not_exist() {
    let place = Place::new();
    let agent = place.agent_token();
    let held = place.assignment(&agent);
    let stranger = place.token_of(&place.stranger());
    place.get(&agent, &format!("{EM}/assignments/{held}")).expect(200);
    let unknown = "0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77";
    let mut told = Vec::new();
    for id in [held.as_str(), unknown] {
        let path = format!("{EM}/assignments/{id}");
        let refused = place.refuse(&stranger, ("GET", &path), None, (404, "not_found"));
        told.push(refused.message().to_owned());
    }
    assert_eq!(told[0], told[1], "the same words for both");
    let bad = format!("{EM}/assignments/%F0%9F%A4%96");
    place.refuse(&agent, ("GET", &bad), None, (404, "not_found"));
    let back = json!({ "requestType": "userRemove", "assignment": { "id": held } });
    let requests = format!("{EM}/assignmentRequests");
    place.refuse(&stranger, ("POST", &requests), Some(back), (404, "not_found"));
    let other = json!({
        "requestType": "userAdd",
        "assignment": { "targetId": place.agent, "accessPackageId": place.package },
    });
    let refused = place.fixture.unwritten(|| place.post(&stranger, &requests, other));
    assert!(matches!(refused.status, 403 | 404), "nobody asks for another: {}", refused.body);
}

#[test]
fn an_agent_neither_decides_nor_grants_nor_administers_anything() {
    let place = Place::new();
    let agent = place.agent_token();
    let requests = format!("{EM}/assignmentRequests");
    let asked = place.post(&agent, &requests, place.user_add()).expect(201);
    let id = asked["id"].as_str().unwrap();
    let stages = format!("{EM}/accessPackageAssignmentApprovals/{id}/stages");
    let stage = place.get(&agent, &stages).rows()[0]["id"].as_str().unwrap().to_owned();
    let yes = Some(json!({ "reviewResult": "Approve", "justification": "please" }));
    place.refuse(&agent, ("PATCH", &format!("{stages}/{stage}")), yes, (403, "not_for_agents"));
    let direct = json!({
        "requestType": "adminAdd",
        "assignment": { "targetId": place.agent, "accessPackageId": place.package },
    });
    place.refuse(&agent, ("POST", &requests), Some(direct), (403, "not_for_agents"));
    place.refuse(
        &agent,
        ("POST", &format!("{requests}/{id}/reprocess")),
        None,
        (403, "not_for_agents"),
    );
    for path in [
        "/v1.0/users",
        "/v1.0/groups",
        "/v1.0/auditLogs/directoryAudits",
        "/v1.0/servicePrincipals/microsoft.graph.agentIdentity",
    ] {
        place.refuse(&agent, ("GET", path), None, (403, "not_for_agents"));
    }
    let me = format!("/v1.0/servicePrincipals/{}/microsoft.graph.agentIdentity", place.agent);
    assert_eq!(place.get(&agent, &me).expect(200)["id"], json!(place.agent));
    assert!(!place.get(&agent, &format!("{me}/sponsors")).rows().is_empty(), "who answers for it");
    let off = Some(json!({ "accountEnabled": false }));
    place.refuse(&agent, ("PATCH", &me), off, (403, "not_for_agents"));
}
