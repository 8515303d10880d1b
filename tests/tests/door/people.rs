//! Sponsors, approvers and administrators at the door, by Graph's shapes.

use chaperone_commands::environment::{Clock, MachineClock};
use chaperone_testkit::{Fixture, PASSPHRASE, tour};
use serde_json::{Value, json};

use crate::place::{EM, GRAPH_SCOPE, Place, Server, encode, send};

fn requests() -> String {
    format!("{EM}/assignmentRequests")
}

#[test]
fn a_sponsor_asks_for_an_agent_and_cannot_decide_on_it() {
    let place = Place::new();
    let sponsor = place.person_token(&tour().sponsor);
    // Graph's Example 9, with the agent in the place of the report.
    let body = json!({
        "requestType": "UserAdd", "justification": "Month end", "answers": [],
        "assignment": {
            "accessPackageId": place.package, "schedule": { "startDateTime": null, "stopDateTime": null },
            "target": { "objectId": place.agent, "subjectType": "servicePrincipal", "displayName": "x" },
        },
    });
    let asked = place.post(&sponsor, &requests(), body).expect(201);
    let id = asked["id"].as_str().unwrap();
    let path = format!("{}/{id}?$expand=requestor,assignment($expand=target)", requests());
    let seen = place.get(&sponsor, &path).expect(200);
    assert_eq!(seen["requestor"]["subjectType"], "user");
    assert_eq!(seen["assignment"]["target"]["objectId"], json!(place.agent));
    for on in ["createdBy", "targetAgentIdentitySponsorOrOwner"] {
        let list = place.get(&sponsor, &format!("{}/filterByCurrentUser(on='{on}')", requests()));
        assert!(list.rows().iter().any(|row| row["id"] == asked["id"]), "{on}");
    }
    let stages = format!("{EM}/accessPackageAssignmentApprovals/{id}/stages");
    let stage = place.get(&sponsor, &stages).rows()[0].clone();
    assert_eq!(stage["assignedToMe"], false);
    let stage = format!("{stages}/{}", stage["id"].as_str().unwrap());
    let yes = Some(json!({ "reviewResult": "Approve", "justification": "I need it" }));
    place.refuse(&sponsor, ("PATCH", &stage), yes.clone(), (403, "own_request"));
    let stranger = place.person_token(&tour().administrator);
    place.refuse(&stranger, ("PATCH", &stage), yes, (403, "forbidden"));
    let approver = place.person_token(&tour().approver);
    let waiting =
        format!("{EM}/accessPackageAssignmentApprovals/filterByCurrentUser(on='approver')");
    assert!(place.get(&approver, &waiting).rows().iter().any(|row| row["id"] == asked["id"]));
    let bad = Some(json!({ "reviewResult": "Perhaps" }));
    place.refuse(&approver, ("PATCH", &stage), bad, (400, "bad_request"));
    let no = Some(json!({ "reviewResult": "Deny", "justification": "not this month" }));
    place.call(&approver, "PATCH", &stage, no).expect(204);
    assert_eq!(place.get(&sponsor, &stage).expect(200)["reviewResult"], "Denied");
    let theirs = place.get(
        &sponsor,
        &format!("{EM}/assignments/filterByCurrentUser(on='targetAgentIdentitySponsorOrOwner')"),
    );
    theirs.expect(200);
}

#[test]
fn a_decision_on_a_stage_that_is_not_the_open_one_changes_nothing() {
    let place = Place::new();
    let agent = place.agent_token();
    let approver = place.person_token(&tour().approver);
    let asked = place.post(&agent, &requests(), place.user_add()).expect(201);
    let stages =
        format!("{EM}/accessPackageAssignmentApprovals/{}/stages", asked["id"].as_str().unwrap());
    let unknown = format!("{stages}/0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77");
    let yes = Some(json!({ "reviewResult": "Approve", "justification": "OK" }));
    place.refuse(&approver, ("PATCH", &unknown), yes, (404, "not_found"));
    let desk = place.fixture.as_person(&tour().approver);
    let ask =
        json!({ "requestId": asked["id"], "stageId": "0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77" });
    assert_eq!(place.fixture.refuse(&desk, "approve_request", ask).code, "stage_not_open");
}

#[test]
fn a_decision_that_names_what_it_saw_is_bound_to_it_and_one_that_cannot_is_bound_to_its_stage() {
    let place = Place::new();
    let (agent, approver) = (place.agent_token(), place.person_token(&tour().approver));
    let asked = place.post(&agent, &requests(), place.user_add()).expect(201);
    let stages =
        format!("{EM}/accessPackageAssignmentApprovals/{}/stages", asked["id"].as_str().unwrap());
    let stage = place.get(&approver, &stages).rows()[0].clone();
    let path = format!("{stages}/{}", stage["id"].as_str().unwrap());
    let shown = stage["@chaperone.fingerprint"].as_str().unwrap();
    assert_eq!(shown.len(), 64);
    let (yes, no) = (json!({ "reviewResult": "Approve", "justification": "OK" }), "0".repeat(64));
    let mut other = yes.clone();
    other["@chaperone.fingerprint"] = json!(no);
    place.refuse(&approver, ("PATCH", &path), Some(other), (409, "request_changed"));
    let mut same = yes.clone();
    same["@chaperone.fingerprint"] = json!(shown);
    place.call(&approver, "PATCH", &path, Some(same)).expect(204);
    let decided = place.get(&approver, &path).expect(200);
    assert!(decided.get("@chaperone.fingerprint").is_none(), "nothing waits any more: {decided}");
}

#[test]
fn what_waits_for_a_decision_is_filtered_and_comes_in_pages_as_all_requests_do() {
    let place = Place::new();
    let (agent, approver) = (place.agent_token(), place.person_token(&tour().approver));
    let asked = place.post(&agent, &requests(), place.user_add()).expect(201);
    let waiting = format!("{}/filterByCurrentUser(on='approver')", requests());
    let list = |more: &str| place.get(&approver, &format!("{waiting}?$count=true&{more}"));
    let all = list("$expand=accessPackage").body["@odata.count"].as_u64().unwrap();
    assert!(all >= 1);
    let of_package = format!("$filter=accessPackage/id%20eq%20'{}'", place.package);
    assert!(list(&of_package).rows().iter().any(|row| row["id"] == asked["id"]));
    assert_eq!(list("$filter=state%20eq%20'delivered'").body["@odata.count"], 0);
    let one = list("$top=1");
    assert_eq!(one.rows().len(), 1);
    assert!(one.rows()[0]["justification"].is_string());
}

#[test]
fn an_administrator_assigns_changes_finds_and_removes() {
    let place = Place::new();
    let administrator = place.person_token(&tour().administrator);
    let policies =
        format!("{EM}/assignmentPolicies?$filter=accessPackage/id%20eq%20'{}'", place.package);
    let policy = place.get(&administrator, &policies).rows()[0]["id"].clone();
    let direct = json!({
        "requestType": "adminAdd", "justification": "by hand",
        "assignment": {
            "targetId": place.agent, "assignmentPolicyId": policy, "accessPackageId": place.package,
        },
    });
    let filed = place.post(&administrator, &requests(), direct.clone()).expect(201);
    let sponsor = place.person_token(&tour().sponsor);
    let refused = place.fixture.unwritten(|| place.post(&sponsor, &requests(), direct));
    assert_eq!(refused.status, 403, "{}", refused.body);
    if filed["state"] == "pendingApproval" {
        let desk = place.fixture.as_person(&tour().approver);
        place.fixture.decide(&desk, "approve_request", json!({ "requestId": filed["id"] }));
    }
    // Graph's own spelling of this filter: a small letter here and a capital there.
    let query = format!(
        "$filter=accessPackage/id%20eq%20'{}'%20and%20target/objectid%20eq%20'{}'%20and%20state%20eq%20'Delivered'&$expand=accessPackage,target&$count=true",
        place.package, place.agent
    );
    let found = place.get(&administrator, &format!("{EM}/assignments?{query}"));
    assert_eq!(found.rows().len(), 1, "{}", found.body);
    assert_eq!(found.body["@odata.count"], 1);
    let held = found.rows()[0]["id"].clone();
    let end = "2098-01-01T00:00:00+00:00";
    let update = |end: &str| {
        json!({
            "requestType": "adminUpdate", "assignment": { "id": held },
            "schedule": { "expiration": { "endDateTime": end, "type": "afterDateTime" } },
        })
    };
    let refused = place.fixture.unwritten(|| place.post(&administrator, &requests(), update(end)));
    assert!(matches!(refused.status, 400 | 409), "beyond what the policy gives: {}", refused.body);
    let ends =
        found.rows()[0]["schedule"]["expiration"]["endDateTime"].as_str().unwrap().to_owned();
    let earlier = place.fixture.now().plus(chaperone_domain::time::Span::days(2)).to_string();
    assert!(earlier < ends);
    place.post(&administrator, &requests(), update(&earlier)).expect(201);
    let path = format!("{EM}/assignments/{}", held.as_str().unwrap());
    let shown = place.get(&administrator, &path).expect(200);
    assert_eq!(shown["schedule"]["expiration"]["endDateTime"], json!(earlier));
    let remove = json!({ "requestType": "adminRemove", "assignment": { "id": held } });
    place.post(&administrator, &requests(), remove).expect(201);
    assert_eq!(place.get(&administrator, &path).expect(200)["state"], "expired");
    let of_package = format!("{}?$filter=accessPackage/id%20eq%20'{}'", requests(), place.package);
    assert!(place.get(&administrator, &of_package).rows().len() >= 3);
    place.fixture.invariants_hold();
}

#[test]
fn an_administrator_reads_catalogs_packages_policies_agents_people_and_the_history() {
    let place = Place::new();
    let administrator = place.person_token(&tour().administrator);
    let get = |path: &str| place.get(&administrator, path).expect(200);
    for list in [
        "catalogs",
        "accessPackages?$expand=catalog,assignmentPolicies",
        "assignments",
        "assignmentRequests",
    ] {
        let found = get(&format!("{EM}/{list}"));
        assert!(found["value"].is_array(), "{list}");
    }
    let package = get(&format!(
        "{EM}/accessPackages/{}?$expand=assignmentPolicies&$select=id",
        place.package
    ));
    assert!(package["displayName"].is_null(), "only what was selected");
    let policy = package["assignmentPolicies"][0].clone();
    let by_filter =
        get(&format!("{EM}/assignmentPolicies?$filter=accessPackage/id eq '{}'", place.package)
            .replace(' ', "%20"));
    assert_eq!(by_filter["value"][0]["id"], policy["id"]);
    let one = get(&format!("{EM}/assignmentPolicies/{}", policy["id"].as_str().unwrap()));
    assert_eq!(one["requestApprovalSettings"]["isApprovalRequiredForAdd"], true);
    let catalog = get(&format!("{EM}/catalogs"))["value"][0]["id"].clone();
    get(&format!("{EM}/catalogs/{}", catalog.as_str().unwrap()));
    let agents = "/v1.0/servicePrincipals/microsoft.graph.agentIdentity";
    let page = get(&format!("{agents}?$top=3"));
    assert!(page["@odata.nextLink"].as_str().unwrap().starts_with(&place.server.base()));
    assert_eq!(page["value"][0]["servicePrincipalType"], "ServiceIdentity");
    let blueprints = get("/v1.0/applications/microsoft.graph.agentIdentityBlueprint");
    let blueprint = blueprints["value"][0]["id"].as_str().unwrap().to_owned();
    get(&format!("/v1.0/applications/{blueprint}/microsoft.graph.agentIdentityBlueprint"));
    get(&format!("/v1.0/applications/{blueprint}/microsoft.graph.agentIdentityBlueprint/sponsors"));
    let users = get("/v1.0/users?$top=1&$select=id,mail");
    get(&format!("/v1.0/users/{}/sponsorOf", users["value"][0]["id"].as_str().unwrap()));
    let group = get("/v1.0/groups")["value"][0]["id"].as_str().unwrap().to_owned();
    get(&format!("/v1.0/groups/{group}"));
    get(&format!("/v1.0/groups/{group}/members"));
    let since = "$filter=activityDateTime%20ge%202020-01-01T00:00:00Z&$top=2";
    let history = get(&format!("/v1.0/auditLogs/directoryAudits?{since}"));
    assert_eq!(history["value"].as_array().unwrap().len(), 2);
    let next = history["@odata.nextLink"].as_str().unwrap().replace(&place.server.base(), "");
    let following = get(&next);
    assert_ne!(following["value"][0]["id"], history["value"][0]["id"]);
    let at = |page: &Value, place: usize| {
        page["value"][place]["activityDateTime"].as_str().unwrap().to_owned()
    };
    assert!(
        at(&history, 0) >= at(&history, 1) && at(&history, 1) >= at(&following, 0),
        "newest first"
    );
    let upwards = get("/v1.0/auditLogs/directoryAudits?$orderby=activityDateTime%20asc&$top=2");
    assert!(at(&upwards, 0) <= at(&upwards, 1) && at(&upwards, 1) <= at(&history, 1));
    let next = upwards["@odata.nextLink"].as_str().unwrap().replace(&place.server.base(), "");
    assert!(at(&get(&next), 0) >= at(&upwards, 1), "the next page goes on the same way");
    let counted = get(&format!("{EM}/accessPackages?$count=true&$top=1"));
    assert!(counted["@odata.count"].as_u64().unwrap() > 1);
    let late = "$filter=activityDateTime%20ge%202999-01-01T00:00:00Z";
    assert_eq!(get(&format!("/v1.0/auditLogs/directoryAudits?{late}"))["value"], json!([]));
}

#[test]
fn a_policy_is_made_and_worded_anew_and_what_it_cannot_say_is_refused() {
    let place = Place::new();
    let administrator = place.person_token(&tour().administrator);
    let approver = place.fixture.person_id(&tour().approver);
    let path = format!("{EM}/assignmentPolicies");
    let policy = |name: &str, days: &str| {
        json!({
            "displayName": name, "description": "x", "allowedTargetScope": "allDirectoryAgentIdentities",
            "expiration": { "type": "afterDuration", "duration": days },
            "requestorSettings": { "enableTargetsToSelfAddAccess": true, "enableTargetsToSelfUpdateAccess": true },
            "requestApprovalSettings": {
                "isApprovalRequiredForAdd": true, "isApprovalRequiredForUpdate": true,
                "stages": [{
                    "durationBeforeAutomaticDenial": "P7D", "isApproverJustificationRequired": true,
                    "primaryApprovers": [{ "@odata.type": "#microsoft.graph.singleUser", "userId": approver }],
                }],
            },
            "accessPackage": { "id": place.package },
        })
    };
    let made = place.post(&administrator, &path, policy("By the door", "P10D")).expect(201);
    assert_eq!(
        made["requestApprovalSettings"]["stages"][0]["durationBeforeAutomaticDenial"],
        "P7D"
    );
    let one = format!("{path}/{}", made["id"].as_str().unwrap());
    let put =
        place.call(&administrator, "PUT", &one, Some(policy("By the door", "P20D"))).expect(200);
    assert_eq!(put["expiration"]["duration"], "P20D");

    let mut asking = policy("Asking", "P10D");
    asking["questions"] = json!([
        {
            "@odata.type": "#microsoft.graph.accessPackageMultipleChoiceQuestion", "sequence": 2,
            "text": "Which region?", "isRequired": false, "isMultipleSelectionAllowed": false,
            "choices": [{ "actualValue": "eu", "text": "Europe", "localizations": [] }, { "actualValue": "us", "text": "America" }],
        },
        {
            "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion", "sequence": 1, "isRequired": true,
            "isSingleLineQuestion": true, "regexPattern": "CC-[0-9]{4}", "text": "Which cost centre?",
            "localizations": [{ "languageCode": "de", "text": "Welche Kostenstelle?" }],
        },
    ]);
    let asks = place.post(&administrator, &path, asking.clone()).expect(201);
    let asked = format!("{path}/{}", asks["id"].as_str().unwrap());
    let shown = place.get(&administrator, &asked).expect(200)["questions"].clone();
    assert_eq!(shown[0]["text"], "Which cost centre?", "in the order of their sequence");
    assert_eq!(shown[0]["regexPattern"], "CC-[0-9]{4}");
    assert_eq!(shown[0]["localizations"][0]["languageCode"], "de");
    assert_eq!(shown[1]["choices"][1]["actualValue"], "us");
    asking.as_object_mut().unwrap().remove("questions");
    let kept = place.call(&administrator, "PUT", &asked, Some(asking.clone())).expect(200);
    assert_eq!(kept["questions"].as_array().unwrap().len(), 2, "what is left out stays");
    asking["questions"] = json!([]);
    let asked = format!("{path}/{}", kept["id"].as_str().unwrap());
    let none = place.call(&administrator, "PUT", &asked, Some(asking.clone())).expect(200);
    assert_eq!(none["questions"], json!([]));
    asking["questions"] = json!([{
        "@odata.type": "#microsoft.graph.accessPackageMultipleChoiceQuestion", "text": "Which?",
        "isMultipleSelectionAllowed": true, "choices": [],
    }]);
    place.refuse(&administrator, ("POST", &path), Some(asking), (400, "not_supported"));

    let mut hasty = policy("Hasty", "P10D");
    hasty["requestApprovalSettings"]["stages"][0]["durationBeforeAutomaticDenial"] = json!("P30D");
    let code = "stage_limit_out_of_range";
    let hasty = place.refuse(&administrator, ("POST", &path), Some(hasty), (400, code));
    assert_eq!(hasty.body["error"]["target"], "requestApprovalSettings");

    let mut odd = policy("Reviewed", "P10D");
    odd["reviewSettings"] = json!({ "isEnabled": true });
    place.refuse(&administrator, ("POST", &path), Some(odd), (400, "not_supported"));
    let agent = place.agent_token();
    place.refuse(&agent, ("POST", &path), Some(policy("Mine", "P10D")), (403, "not_for_agents"));
}

#[test]
fn sponsors_and_owners_of_an_agent_are_changed_by_reference() {
    let place = Place::new();
    let administrator = place.person_token(&tour().administrator);
    let me = format!("/v1.0/servicePrincipals/{}/microsoft.graph.agentIdentity", place.agent);
    let person = place.fixture.person_id(&tour().approver);
    let reference =
        json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/users/{person}") });
    for who in ["sponsors", "owners"] {
        let all = format!("{me}/{who}");
        place.post(&administrator, &format!("{all}/$ref"), reference.clone()).expect(204);
        let is_there = |rows: &Vec<Value>| rows.iter().any(|row| row["id"] == json!(person));
        assert!(is_there(place.get(&administrator, &all).rows()), "{who}");
        place.call(&administrator, "DELETE", &format!("{all}/{person}/$ref"), None).expect(204);
        assert!(!is_there(place.get(&administrator, &all).rows()), "{who}");
    }
    let off = Some(json!({ "accountEnabled": false }));
    place.call(&administrator, "PATCH", &me, off).expect(204);
    assert_eq!(place.get(&administrator, &me).expect(200)["accountEnabled"], false);
    let rename = Some(json!({ "displayName": "Another" }));
    place.call(&administrator, "PATCH", &me, rename).expect(204);
    assert_eq!(place.get(&administrator, &me).expect(200)["displayName"], "Another");
    let odd = Some(json!({ "servicePrincipalType": "Application" }));
    place.refuse(&administrator, ("PATCH", &me), odd, (400, "not_supported"));
}

#[test]
fn blueprints_and_agents_are_made_with_their_sponsors_bound_and_agents_deleted() {
    let place = Place::new();
    let administrator = place.person_token(&tour().administrator);
    let person = place.fixture.person_id(&tour().sponsor);
    let bind = json!([format!("https://graph.microsoft.com/v1.0/users/{person}")]);
    let kinds = "/v1.0/applications/microsoft.graph.agentIdentityBlueprint";
    let kind = json!({ "displayName": "Night kind", "sponsors@odata.bind": bind });
    let kind = place.post(&administrator, kinds, kind).expect(201);
    let agents = "/v1.0/servicePrincipals/microsoft.graph.agentIdentity";
    let new = json!({
        "displayName": "Night bot", "agentIdentityBlueprintId": kind["appId"],
        "sponsors@odata.bind": bind,
    });
    let made = place.post(&administrator, agents, new).expect(201);
    assert_eq!(made["agentIdentityBlueprintId"], kind["appId"]);
    let of_kind = format!(
        "{agents}?$filter=agentIdentityBlueprintId%20eq%20'{}'",
        kind["appId"].as_str().unwrap()
    );
    assert_eq!(place.get(&administrator, &of_kind).rows().len(), 1);
    let one = format!(
        "/v1.0/servicePrincipals/{}/microsoft.graph.agentIdentity",
        made["id"].as_str().unwrap()
    );
    assert_eq!(
        place.get(&administrator, &format!("{one}/sponsors")).rows()[0]["id"],
        json!(person)
    );
    let nowhere = json!({ "displayName": "x", "agentIdentityBlueprintId": "0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77" });
    place.refuse(&administrator, ("POST", agents), Some(nowhere), (400, "bad_request"));
    place.call(&administrator, "DELETE", &one, None).expect(204);
    assert_eq!(place.get(&administrator, &of_kind).rows().len(), 0);
    place.fixture.invariants_hold();
}

#[test]
fn in_a_live_workspace_a_person_proves_themselves_by_their_passphrase() {
    let fixture = Fixture::live_at(MachineClock.now());
    let ada = fixture.administrator();
    fixture.call(&ada, "switch_door", json!({ "isOpen": true }));
    let server = Server::start(&fixture.workspace_folder(), &[]);
    let endpoint = server.ready["tokenEndpoint"].as_str().unwrap();
    let ask = |passphrase: &str| {
        let form = format!(
            "grant_type=password&username=ada.admin%40example.org&password={}&scope={}",
            encode(passphrase),
            encode(GRAPH_SCOPE)
        );
        let kind = ("content-type", "application/x-www-form-urlencoded");
        send(endpoint, "POST", &[kind], Some(form))
    };
    let refused = ask("a wrong passphrase");
    assert_eq!((refused.status, &refused.body["error"]), (401, &json!("invalid_grant")));
    let token = ask(PASSPHRASE).expect(200)["access_token"].as_str().unwrap().to_owned();
    let bearer = format!("Bearer {token}");
    let users = format!("{}/v1.0/users", server.base());
    let get = || send(&users, "GET", &[("authorization", &bearer)], None);
    assert_eq!(get().rows().len(), 1);
    let ask = json!({ "current": PASSPHRASE, "passphrase": "another long passphrase" });
    fixture.call(&ada, "set_passphrase", ask);
    assert_eq!(get().status, 401, "what the old passphrase opened is closed");
}
