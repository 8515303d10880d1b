//! Importing groups, applications, directory roles and agents: who answers for them, and what refers to what.

use serde_json::{Value, json};

use crate::files::*;
use crate::{Office, PEOPLE, counts};

#[test]
fn agents_come_in_with_blueprint_principal_sponsors_owners_and_user() {
    let office = Office::furnished();
    let shown = office.agent(1);
    assert_eq!(shown["agent"]["displayName"], "Invoice Matcher");
    assert_eq!(shown["agent"]["blueprint"]["displayName"], "Matching");
    assert_eq!(shown["isInForce"], true);
    assert_eq!(shown["agent"]["sponsors"][0]["person"]["displayName"], "Ivo Klein");
    assert_eq!(shown["owners"][0]["displayName"], "Mona Berg");
    let with_user = collection(
        "users/microsoft.graph.agentUser",
        &[
            json!({ "id": id(71), "identityParentId": id(1), "displayName": "Matcher", "mailNickname": "matcher", "manager": user("mona") }),
        ],
    );
    office.import(&[("u.json", &with_user)]);
    assert_eq!(office.agent(1)["agentUser"]["manager"]["displayName"], "Mona Berg");
}

#[test]
fn a_blueprint_without_a_principal_is_taken_and_its_agents_are_not_in_force() {
    let office = Office::empty();
    office.import(&[("people.csv", PEOPLE)]);
    let without = agents_of(
        &[blueprint(&[user("mona")])],
        &[],
        &[agent(1, "Invoice Matcher", &[user("ivo")])],
    );
    office.import(&[("agents.json", &without)]);
    let shown = office.agent(1);
    assert_eq!(shown["isInForce"], false);
    assert!(shown["outOfForce"].as_str().unwrap().contains("principal"));
    office.fixture.invariants_hold();
}

#[test]
fn an_import_disables_an_agent_and_never_enables_one() {
    let office = Office::furnished();
    let disabled = |is_enabled: bool| {
        let mut agent = agent(1, "Invoice Matcher", &[user("ivo")]);
        agent["accountEnabled"] = json!(is_enabled);
        agents(&[agent])
    };
    office.import(&[("a.json", &disabled(false))]);
    assert_eq!(office.agent(1)["agent"]["state"], "disabled");
    let report = office.import(&[("a.json", &disabled(true))]);
    assert_eq!(counts(&report), (0, 0, 3), "who disabled it here had a reason");
}

#[test]
fn an_agent_of_an_unknown_blueprint_is_refused() {
    let office = Office::furnished();
    let mut stray = agent(2, "Stray", &[user("ivo")]);
    stray["agentIdentityBlueprintId"] = json!(id(99));
    let text = collection("servicePrincipals/microsoft.graph.agentIdentity", &[stray]);
    office.refuses(
        &[("a.json", &text)],
        "a.json:1 Agent identity 'Stray': ",
        "blueprint with the appId",
    );
}

#[test]
fn an_agent_needs_an_active_human_sponsor() {
    let office = Office::furnished();
    let needs = "at least one active human sponsor";
    office.refuses(&[("a.json", &agents(&[agent(2, "Orphan", &[])]))], "a.json:1", needs);
    let gone = PEOPLE.replace("2020-03-02,", "2020-03-02,2025-12-31");
    let of_leaver = agents(&[agent(2, "Orphan", &[user("ivo")])]);
    office.refuses(&[("p.csv", &gone), ("a.json", &of_leaver)], "a.json:1", needs);
    let empty_group = collection("groups", &[group(33, "Nobody", &["Unified"], &[])]);
    let of_group = agents(&[agent(
        2,
        "Orphan",
        &[json!({ "@odata.type": "#microsoft.graph.group", "id": id(33) })],
    )]);
    office.refuses(&[("g.json", &empty_group), ("a.json", &of_group)], "a.json:1", needs);
    let mut switched_off = agent(2, "Orphan", &[]);
    switched_off["accountEnabled"] = json!(false);
    office.import(&[("a.json", &agents(&[switched_off]))]);
}

#[test]
fn a_blueprint_needs_an_active_human_sponsor_too() {
    let office = Office::empty();
    office.import(&[("people.csv", PEOPLE)]);
    let text = agents_of(&[blueprint(&[])], &[], &[]);
    office.refuses(
        &[("b.json", &text)],
        "b.json:1 Blueprint 'Matching': ",
        "at least one active human sponsor",
    );
}

#[test]
fn an_unknown_sponsor_is_named() {
    let office = Office::furnished();
    let text = agents(&[agent(2, "Stray", &[user("nobody")])]);
    office.refuses(
        &[("a.json", &text)],
        "a.json:1 Agent identity 'Stray': ",
        "'nobody@larkfield.example' is neither",
    );
}

#[test]
fn an_agent_has_at_most_100_sponsors_and_5_groups() {
    let office = Office::furnished();
    let mut people = String::from("Name,Email\n");
    let crowd: Vec<Value> = (0..101).map(|n| user(&format!("p{n}"))).collect();
    for n in 0..101 {
        people.push_str(&format!("P {n},{}\n", email(&format!("p{n}"))));
    }
    let text = agents(&[agent(2, "Crowded", &crowd)]);
    office.refuses(&[("p.csv", &people), ("a.json", &text)], "a.json:1", "at most 100 sponsors");
    let groups: Vec<Value> =
        (40..46).map(|n| group(n, &format!("G {n}"), &["Unified"], &[user("ivo")])).collect();
    let named: Vec<Value> =
        (40..46).map(|n| json!({ "@odata.type": "#microsoft.graph.group", "id": id(n) })).collect();
    let text = agents(&[agent(2, "Crowded", &named)]);
    office.refuses(
        &[("g.json", &collection("groups", &groups)), ("a.json", &text)],
        "a.json:1",
        "at most 5 groups",
    );
}

#[test]
fn a_security_group_may_not_sponsor() {
    let office = Office::furnished();
    let text = agents(&[agent(
        2,
        "Stray",
        &[json!({ "@odata.type": "#microsoft.graph.group", "id": id(22) })],
    )]);
    office.refuses(&[("a.json", &text)], "a.json:1", "the group 'Archive Readers' may not sponsor");
}

#[test]
fn sponsors_may_be_bound_by_address_and_groups_sponsor_by_their_members() {
    let office = Office::furnished();
    let mut bound = agent(2, "Bound", &[]);
    bound.as_object_mut().unwrap().remove("sponsors");
    bound["sponsors@odata.bind"] =
        json!([format!("https://graph.microsoft.com/v1.0/groups/{}", id(21))]);
    office.import(&[("a.json", &agents(&[bound]))]);
    let shown = office.agent(2);
    assert_eq!(shown["agent"]["sponsors"][0]["group"]["displayName"], "Sponsors");
    assert_eq!(shown["agent"]["sponsors"][0]["isActive"], true);
}

#[test]
fn a_sponsoring_group_does_not_lose_its_last_active_person() {
    let office = Office::furnished();
    let of_group =
        agent(2, "Bound", &[json!({ "@odata.type": "#microsoft.graph.group", "id": id(21) })]);
    office.import(&[("a.json", &agents(&[of_group]))]);
    let emptied = collection("groups", &[sponsor_group(&[])]);
    office.refuses(
        &[("g.json", &emptied)],
        "g.json:1 Group 'Sponsors': ",
        "'Bound' would be left without an active sponsor",
    );
}

#[test]
fn ids_and_names_stand_once_in_a_collection() {
    let office = Office::furnished();
    let twice = collection("groups", &[group(50, "A", &[], &[]), group(50, "B", &[], &[])]);
    office.refuses(&[("g.json", &twice)], "g.json:2", "same id");
    let alike = collection("groups", &[group(50, "A", &[], &[]), group(51, "a", &[], &[])]);
    office.refuses(&[("g.json", &alike)], "g.json:2", "is called so too");
    let taken = collection("groups", &[group(50, "archive readers", &[], &[])]);
    office.refuses(&[("g.json", &taken)], "g.json:1", "is called so too");
    let agent_twice = agents(&[agent(2, "A", &[user("ivo")]), agent(2, "B", &[user("ivo")])]);
    office.refuses(&[("a.json", &agent_twice)], "a.json:2", "same id");
}

#[test]
fn a_member_who_is_nowhere_is_named() {
    let office = Office::furnished();
    let text = collection("groups", &[group(50, "A", &[], &[user("nobody")])]);
    office.refuses(
        &[("g.json", &text)],
        "g.json:1",
        "the member 'nobody@larkfield.example' is neither",
    );
    let nested =
        json!({ "@odata.type": "#microsoft.graph.group", "id": id(21), "displayName": "Sponsors" });
    let text = collection("groups", &[group(50, "A", &[], &[nested])]);
    office.refuses(&[("g.json", &text)], "g.json:1", "neither a person nor an agent");
}

#[test]
fn an_agent_in_a_group_holds_the_membership_directly_until_a_file_takes_it_out() {
    let office = Office::furnished();
    let member = json!({ "@odata.type": "#microsoft.graph.servicePrincipal", "id": id(1) });
    let with = collection("groups", &[security_group(&[user("ivo"), member])]);
    let report = office.import(&[("g.json", &with)]);
    assert_eq!(counts(&report), (0, 1, 0));
    let ask = json!({ "agentId": id(1), "resource": "Archive Readers" });
    let answer = |ask: &Value| {
        office.fixture.call(&office.administrator, "check_access", ask.clone())["isAllowed"].clone()
    };
    assert_eq!(answer(&ask), true);
    assert_eq!(counts(&office.import(&[("g.json", &with)])), (0, 0, 1), "held already");
    office.fixture.invariants_hold();
    office.import(&[("g.json", &collection("groups", &[security_group(&[user("ivo")])]))]);
    assert_eq!(answer(&ask), false);
    office.fixture.invariants_hold();
}

#[test]
fn agents_are_no_members_of_groups_that_carry_directory_roles() {
    let office = Office::furnished();
    let mut carrying = group(
        50,
        "Carrying",
        &[],
        &[json!({ "@odata.type": "#microsoft.graph.servicePrincipal", "id": id(1) })],
    );
    carrying["isAssignableToRole"] = json!(true);
    office.refuses(
        &[("g.json", &collection("groups", &[carrying]))],
        "g.json:1",
        "agents can't be in it",
    );
}

#[test]
fn a_new_app_role_can_go_into_packages_of_catalogs_that_hold_its_application() {
    let office = Office::empty();
    let application = |values: &[&str]| {
        let roles: Vec<_> = values
            .iter()
            .zip(80..)
            .map(|(value, n)| json!({ "id": id(n), "value": value, "displayName": value, "allowedMemberTypes": ["Application"], "isEnabled": true }))
            .collect();
        collection(
            "applications",
            &[json!({ "id": id(70), "appId": id(71), "displayName": "Ledger", "appRoles": roles })],
        )
    };
    office.import(&[("a.json", &application(&["Ledger.Read.All"]))]);
    let call = |name: &str, ask: Value| office.fixture.call(&office.administrator, name, ask);
    let catalog = call("create_catalog", json!({ "displayName": "Finance" }))["id"].clone();
    call(
        "add_catalog_resource",
        json!({ "catalogId": catalog, "kind": "application", "originId": id(70) }),
    );
    office.import(&[("a.json", &application(&["Ledger.Read.All", "Ledger.Write.All"]))]);
    let roles = call("list_resource_roles", json!({ "catalogId": catalog }));
    assert_eq!(roles["rows"].as_array().unwrap().len(), 2);
}

#[test]
fn a_directory_role_is_privileged_by_its_file_or_by_its_name() {
    let office = Office::empty();
    let roles = collection(
        "directoryRoleTemplates",
        &[
            json!({ "id": id(1), "displayName": "Security Reader", "description": "Reads." }),
            json!({ "id": id(2), "displayName": "Reports Reader", "description": "Reads." }),
            json!({ "id": id(3), "displayName": "Own Role", "isPrivileged": true }),
        ],
    );
    office.import(&[("r.json", &roles)]);
    let listed = office.fixture.call(&office.administrator, "list_directory_roles", json!({}));
    let privileged: Vec<_> = listed["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|role| role["isPrivileged"].clone())
        .collect();
    assert_eq!(
        privileged,
        [json!(true), json!(false), json!(true)],
        "Own Role, Reports Reader, Security Reader"
    );
}
