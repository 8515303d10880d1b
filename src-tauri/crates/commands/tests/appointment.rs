//! Roles in the workspace and in catalogs: who gives them, what they let their holders do, and what stays closed.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use chaperone_commands::Session;
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

/// The sample company with a catalog of its own, a package in it, and somebody without any role.
struct House {
    fixture: Fixture,
    administrator: Session,
    catalog: Value,
    resource_role: Value,
}

impl House {
    fn new() -> Self {
        let fixture = Fixture::training();
        let administrator = fixture.administrator();
        let catalog =
            fixture.call(&administrator, "create_catalog", json!({ "displayName": "Quay" }))["id"]
                .clone();
        let groups = fixture.call(&administrator, "list_groups", json!({}));
        let group = groups["rows"]
            .as_array()
            .unwrap()
            .iter()
            .find(|group| group["mayBeGrantedToAgents"] == true)
            .unwrap()["id"]
            .clone();
        let ask = json!({ "catalogId": catalog, "kind": "group", "originId": group });
        let roles = fixture.call(&administrator, "add_catalog_resource", ask);
        let resource_role = roles["rows"][0]["id"].clone();
        Self { fixture, administrator, catalog, resource_role }
    }

    /// Gives the tour's approver, who has no role, one in the catalog.
    fn holder(&self, role: &str) -> Session {
        let approver = tour().approver;
        let ask = json!({ "catalogId": self.catalog, "personId": self.fixture.person_id(&approver), "role": role });
        self.fixture.call(&self.administrator, "appoint_catalog_role", ask);
        self.fixture.as_person(&approver)
    }

    fn package(&self, name: &str) -> Value {
        let policy = json!({
            "displayName": "Direct", "scope": "notSpecified", "stages": [],
            "expiration": { "type": "noExpiration" }, "extension": "notAllowed",
        });
        json!({
            "catalogId": self.catalog, "displayName": name, "resourceRoleIds": [self.resource_role],
            "policies": [policy], "isHidden": true,
        })
    }

    fn make_package(&self, who: &Session, name: &str) -> Value {
        self.fixture.call(who, "create_access_package", self.package(name))["accessPackage"]["id"]
            .clone()
    }

    fn assign(&self, package: &Value) -> Value {
        let agent = self.fixture.agent_id(&tour().agent);
        json!({ "agentId": agent, "accessPackageId": package })
    }

    fn refused(&self, who: &Session, name: &str, ask: Value) -> String {
        self.fixture.refuse(who, name, ask).code
    }
}

#[test]
fn a_catalog_owner_makes_packages_assigns_them_and_appoints_others_there() {
    let house = House::new();
    let owner = house.holder("catalogOwner");
    let package = house.make_package(&owner, "Berth");
    let assigned = house.fixture.call(&owner, "assign_access_package", house.assign(&package));
    let removal = json!({ "assignmentId": assigned["assignmentId"] });
    house.fixture.call(&owner, "show_assignment", removal.clone());
    house.fixture.call(&owner, "remove_assignment", removal);
    let sponsor = house.fixture.person_id(&tour().sponsor);
    let reader =
        json!({ "catalogId": house.catalog, "personId": sponsor, "role": "catalogReader" });
    house.fixture.call(&owner, "appoint_catalog_role", reader.clone());
    let left = house.fixture.call(&owner, "withdraw_catalog_role", reader);
    assert_eq!(left["rows"].as_array().unwrap().len(), 1, "the owner is left");
    house.fixture.invariants_hold();
}

#[test]
fn a_catalog_role_ends_at_the_catalogs_border() {
    let house = House::new();
    let owner = house.holder("catalogOwner");
    let elsewhere = house.fixture.access_package_id("Invoice matching");
    assert_eq!(
        house.refused(&owner, "assign_access_package", house.assign(&json!(elsewhere))),
        "forbidden"
    );
    let group = house.fixture.call(&owner, "list_groups", json!({}))["rows"][1]["id"].clone();
    let resource = json!({ "catalogId": house.catalog, "kind": "group", "originId": group });
    assert_eq!(
        house.refused(&owner, "add_catalog_resource", resource),
        "forbidden",
        "what nobody owns, administrators bring into a catalog"
    );
}

#[test]
fn a_package_manager_makes_packages_and_appoints_nobody() {
    let house = House::new();
    let manager = house.holder("accessPackageManager");
    let package = house.make_package(&manager, "Berth");
    house.fixture.call(&manager, "assign_access_package", house.assign(&package));
    let me = house.fixture.person_id(&tour().approver);
    let ask = json!({ "catalogId": house.catalog, "personId": me, "role": "catalogOwner" });
    assert_eq!(house.refused(&manager, "appoint_catalog_role", ask), "forbidden");
}

#[test]
fn an_assignment_manager_assigns_and_sees_and_makes_no_packages() {
    let house = House::new();
    let package = house.make_package(&house.administrator, "Berth");
    let assigned =
        house.fixture.call(&house.administrator, "assign_access_package", house.assign(&package));
    let stranger = house.fixture.as_person(&tour().approver);
    let show = json!({ "assignmentId": assigned["assignmentId"] });
    assert_eq!(house.refused(&stranger, "show_assignment", show.clone()), "not_found");
    let manager = house.holder("accessPackageAssignmentManager");
    house.fixture.call(&manager, "show_assignment", show);
    let seen = |list: &str| {
        let ask = json!({ "filter": { "search": "Berth" } });
        house.fixture.call(&manager, list, ask)["rows"].as_array().unwrap().len()
    };
    assert_eq!((seen("list_requests"), seen("list_assignments")), (1, 1));
    assert_eq!(house.refused(&manager, "create_access_package", house.package("x")), "forbidden");
}

#[test]
fn a_reader_sees_hidden_packages_and_no_requests() {
    let house = House::new();
    let package = house.make_package(&house.administrator, "Berth");
    let made =
        house.fixture.call(&house.administrator, "assign_access_package", house.assign(&package));
    let ask = json!({ "filter": { "search": "Berth" } });
    let stranger = house.fixture.as_person(&tour().approver);
    let hidden = |who| house.fixture.call(who, "list_access_packages", ask.clone())["rows"].clone();
    assert_eq!(hidden(&stranger), json!([]));
    let reader = house.holder("catalogReader");
    assert_eq!(hidden(&reader)[0]["displayName"], "Berth");
    let request = json!({ "requestId": made["request"]["id"] });
    assert_eq!(house.refused(&reader, "show_request", request), "not_found");
}

#[test]
fn in_a_privileged_catalog_an_owner_sees_and_only_administrators_write() {
    let house = House::new();
    let package = house.make_package(&house.administrator, "Berth");
    let roles = house.fixture.call(&house.administrator, "list_directory_roles", json!({}));
    let ask = json!({ "catalogId": house.catalog, "kind": "directoryRole", "originId": roles["rows"][0]["id"] });
    house.fixture.call(&house.administrator, "add_catalog_resource", ask);
    let owner = house.holder("catalogOwner");
    assert_eq!(house.refused(&owner, "create_access_package", house.package("x")), "forbidden");
    let assign = house.assign(&package);
    assert_eq!(house.refused(&owner, "assign_access_package", assign.clone()), "forbidden");
    let made = house.fixture.call(&house.administrator, "assign_access_package", assign);
    house.fixture.call(&owner, "show_request", json!({ "requestId": made["request"]["id"] }));
}

#[test]
fn whoever_is_in_a_group_holds_the_groups_roles_and_nobody_else() {
    let house = House::new();
    let people = house.fixture.call(&house.administrator, "list_people", json!({ "limit": 500 }));
    let groups = house.fixture.call(&house.administrator, "list_groups", json!({}));
    let (person, group) = people["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["isActive"] == true && row["roles"] == json!([]))
        .find_map(|row| {
            let view = house.fixture.call(
                &house.administrator,
                "show_person",
                json!({ "personId": row["id"] }),
            );
            let group = view["groups"][0]["id"].clone();
            group.is_string().then_some((row.clone(), group))
        })
        .unwrap();
    assert!(groups["rows"].as_array().unwrap().iter().any(|row| row["id"] == group));
    let ask = json!({ "groupId": group, "role": "catalogCreator" });
    house.fixture.call(&house.administrator, "appoint_role", ask.clone());
    let member = house.fixture.as_person(person["email"].as_str().unwrap());
    let made =
        house.fixture.call(&member, "create_catalog", json!({ "displayName": "Of the group" }));
    let held =
        house.fixture.call(&member, "list_appointments", json!({ "personId": person["id"] }));
    let rows = held["rows"].as_array().unwrap();
    assert_eq!(rows[0]["group"]["id"], group, "held through the group");
    assert_eq!(rows[1]["catalog"]["id"], made["id"], "whoever makes a catalog owns it");
    assert_eq!(rows[1]["catalogRole"], "catalogOwner");
    house.fixture.call(&house.administrator, "withdraw_role", ask);
    let again = json!({ "displayName": "Too late" });
    assert_eq!(house.refused(&member, "create_catalog", again), "forbidden");
}

#[test]
fn the_last_administrator_in_person_stays_even_beside_a_group_of_administrators() {
    let house = House::new();
    let groups = house.fixture.call(&house.administrator, "list_groups", json!({}));
    let ask = json!({ "groupId": groups["rows"][0]["id"], "role": "administrator" });
    house.fixture.call(&house.administrator, "appoint_role", ask);
    let appointed = house.fixture.call(&house.administrator, "list_appointments", json!({}));
    let in_person: Vec<_> = appointed["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["role"] == "administrator" && row["person"].is_object())
        .collect();
    for row in &in_person[1..] {
        let ask = json!({ "personId": row["person"]["id"], "role": "administrator" });
        house.fixture.call(&house.administrator, "withdraw_role", ask);
    }
    let last = json!({ "personId": in_person[0]["person"]["id"], "role": "administrator" });
    assert_eq!(
        house.refused(&house.administrator, "withdraw_role", last),
        "last_administrator",
        "a group could be emptied any day"
    );
}

#[test]
fn one_person_or_one_group_is_named_and_not_both_or_none() {
    let house = House::new();
    let person = house.fixture.person_id(&tour().approver);
    let group =
        house.fixture.call(&house.administrator, "list_groups", json!({}))["rows"][0]["id"].clone();
    for ask in [
        json!({ "role": "auditor" }),
        json!({ "role": "auditor", "personId": person, "groupId": group }),
    ] {
        assert_eq!(house.refused(&house.administrator, "appoint_role", ask), "bad_request");
    }
}

#[test]
fn a_lifecycle_administrator_carries_out_a_departure_and_appoints_nobody() {
    let house = House::new();
    let approver = tour().approver;
    let me = house.fixture.person_id(&approver);
    let ask = json!({ "personId": me, "role": "lifecycleAdministrator" });
    house.fixture.call(&house.administrator, "appoint_role", ask);
    let who = house.fixture.as_person(&approver);
    let ask = json!({ "personId": me, "role": "administrator" });
    assert_eq!(house.refused(&who, "appoint_role", ask), "forbidden");
    let leaver = house.fixture.person_id(&tour().sponsor);
    house.fixture.call(&who, "record_departure", json!({ "personId": leaver }));
    house.fixture.invariants_hold();
}

#[test]
fn an_agent_administrator_switches_any_agent_and_lifts_a_hold() {
    let house = House::new();
    let approver = tour().approver;
    let ask =
        json!({ "personId": house.fixture.person_id(&approver), "role": "agentAdministrator" });
    house.fixture.call(&house.administrator, "appoint_role", ask);
    let who = house.fixture.as_person(&approver);
    let agent = json!({ "agentId": house.fixture.agent_id(&tour().agent) });
    let held = house.fixture.call(&who, "disable_agent", agent.clone());
    assert_eq!(held["agent"]["state"], "held");
    let sponsor = house.fixture.as_person(&tour().sponsor);
    house.fixture.refuse(&sponsor, "enable_agent", agent.clone());
    house.fixture.call(&who, "enable_agent", agent.clone());
    house.fixture.call(&who, "list_access", agent);
}
