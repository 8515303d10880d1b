//! Journeys of catalogs, packages and policies that change: what goes, what stays, and that nothing that was asked for
//! changes under those who asked.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use chaperone_commands::{FailureKind, Session};
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

/// A catalog of its own with two groups in it, a package that grants the first, and who is who.
struct Setting {
    fixture: Fixture,
    administrator: Session,
    sponsor: Session,
    agent: String,
    catalog: Value,
    roles: Vec<Value>,
    package: Value,
}

/// Thirty days for all agents, without approval.
fn open_policy() -> Value {
    json!({
        "displayName": "Open", "scope": "allDirectoryAgentIdentities", "stages": [],
        "expiration": { "type": "afterDuration", "duration": "P30D" }, "extension": "withoutApproval",
    })
}

/// As [`open_policy`], with one approval by the tour's approver.
fn approved_policy(fixture: &Fixture) -> Value {
    let approver = fixture.person_id(&tour().approver);
    let mut policy = open_policy();
    policy["displayName"] = json!("Approved");
    policy["stages"] = json!([{ "primaryApprovers": [{ "kind": "singleUser", "personId": approver }], "limitDays": 14 }]);
    policy
}

fn setting() -> Setting {
    let fixture = Fixture::training();
    let administrator = fixture.as_person(&tour().administrator);
    let sponsor = fixture.as_person(&tour().sponsor);
    let agent = fixture.agent_id(&tour().agent);
    let catalog = fixture.call(&administrator, "create_catalog", json!({ "displayName": "Trial" }));
    let mut setting = Setting {
        fixture,
        administrator,
        sponsor,
        agent,
        catalog: catalog["id"].clone(),
        roles: Vec::new(),
        package: Value::Null,
    };
    let groups = setting.admin("list_groups", json!({}));
    let open = groups["rows"].as_array().unwrap().iter();
    let held = setting.rights();
    for group in open.filter(|group| group["mayBeGrantedToAgents"] == true) {
        if setting.roles.len() < 2 && !held.contains(&group["id"]) {
            let ask =
                json!({ "catalogId": setting.catalog, "kind": "group", "originId": group["id"] });
            let added = setting.admin("add_catalog_resource", ask);
            setting.roles.push(added["rows"][0].clone());
        }
    }
    let policies = [open_policy(), approved_policy(&setting.fixture)];
    setting.package = setting.make("Trial package", &[0], json!(policies));
    setting
}

impl Setting {
    fn admin(&self, name: &str, ask: Value) -> Value {
        self.fixture.call(&self.administrator, name, ask)
    }

    fn refused(&self, name: &str, ask: Value) -> (String, String) {
        let failure = self.fixture.refuse(&self.administrator, name, ask);
        (failure.code, failure.message)
    }

    /// Makes a package of some of the two roles; answers its id.
    fn make(&self, name: &str, roles: &[usize], policies: Value) -> Value {
        let roles: Vec<_> = roles.iter().map(|&role| self.roles[role]["id"].clone()).collect();
        let ask = json!({ "catalogId": self.catalog, "displayName": name, "resourceRoleIds": roles, "policies": policies });
        self.admin("create_access_package", ask)["accessPackage"]["id"].clone()
    }

    fn policy(&self, name: &str) -> Value {
        let shown = self.admin("show_access_package", json!({ "accessPackageId": self.package }));
        let all = shown["policies"].as_array().unwrap();
        all.iter().find(|policy| policy["displayName"] == name).unwrap().clone()
    }

    /// Requests the package through the policy of a name.
    fn request(&self, policy: &str) -> Value {
        let ask = json!({
            "agentId": self.agent, "accessPackageId": self.package, "policyId": self.policy(policy)["id"],
            "justification": "a trial",
        });
        self.fixture.call(&self.sponsor, "request_access", ask)
    }

    /// The objects on which the agent holds a right now.
    fn rights(&self) -> Vec<Value> {
        let view = self.admin("list_access", json!({ "agentId": self.agent }));
        view["rights"]
            .as_array()
            .unwrap()
            .iter()
            .map(|held| held["right"]["originId"].clone())
            .collect()
    }

    fn holds(&self, role: usize) -> bool {
        self.rights().contains(&self.roles[role]["right"]["originId"])
    }
}

#[test]
fn a_changed_expiry_touches_neither_pending_nor_delivered_requests() {
    let setting = setting();
    let pending = setting.request("Approved");
    let mut shorter = approved_policy(&setting.fixture);
    shorter["expiration"] = json!({ "type": "afterDuration", "duration": "P7D" });
    shorter["stages"] = json!([]);
    shorter["extension"] = json!("notAllowed");
    let policy = setting.policy("Approved");
    let ask = json!({ "policyId": policy["id"], "policy": shorter });
    let view = setting.admin("update_policy", ask.clone());
    assert_eq!(view["policies"].as_array().unwrap().len(), 2, "the old wording counts no more");

    let approver = setting.fixture.as_person(&tour().approver);
    let id = json!({ "requestId": pending["request"]["id"] });
    let approved = setting.fixture.decide(&approver, "approve_request", id);
    let assignment = json!({ "assignmentId": approved["assignmentId"] });
    let held = setting.admin("show_assignment", assignment.clone())["assignment"].clone();
    assert_eq!(held["endsAt"], "2026-02-04T08:00:00.000Z", "thirty days, as when it was requested");
    assert_eq!(held["extension"], "notAllowed", "extension asks what counts now");

    // Any wording's id still names the policy.
    setting.admin("update_policy", ask);
    setting.admin("return_access", assignment);
    let again = setting.request("Approved");
    assert_eq!(again["request"]["state"], "delivered", "the new wording wants no approval");
    setting.fixture.invariants_hold();
}

/// As [`open_policy`], worded out: who may ask, what is asked, and silent about delivery.
fn detailed_policy() -> Value {
    let mut policy = open_policy();
    policy["questions"] = json!([
        { "kind": "shortText", "text": "Which cost centre?", "isRequired": true, "pattern": "CC-[0-9]{4}" },
        { "kind": "multipleChoice", "text": "Which region?", "isAnswerEditable": true,
          "choices": [{ "value": "eu", "text": "Europe" }, { "value": "us", "text": "America" }] },
    ]);
    policy["requestorSettings"] = json!({
        "enableTargetsToSelfAddAccess": false, "enableTargetsToSelfUpdateAccess": true,
        "enableTargetsToSelfRemoveAccess": true, "allowCustomAssignmentSchedule": false,
        "enableOnBehalfRequestorsToAddAccess": true, "enableOnBehalfRequestorsToUpdateAccess": true,
        "enableOnBehalfRequestorsToRemoveAccess": true, "onBehalfRequestors": ["targetManager"],
    });
    policy["isRequestorJustificationRequired"] = json!(true);
    policy["isAssignmentNotificationDisabled"] = json!(true);
    policy
}

#[test]
fn what_an_edit_of_a_policy_leaves_out_stays() {
    let setting = setting();
    let policy = setting.policy("Open")["id"].clone();
    let edit = |wording: Value| {
        setting.admin("update_policy", json!({ "policyId": policy, "policy": wording }));
        setting.policy("Open")
    };
    let before = edit(detailed_policy());
    let after = edit(open_policy());
    for field in [
        "requestorSettings",
        "isRequestorJustificationRequired",
        "isAssignmentNotificationDisabled",
    ] {
        assert_eq!(after[field], before[field], "{field}");
    }
    assert_eq!(after["questions"][0]["text"], "Which cost centre?");
    assert_eq!(after["questions"][1]["choices"], before["questions"][1]["choices"]);

    let mut bare = open_policy();
    bare["questions"] = json!([]);
    bare["isAssignmentNotificationDisabled"] = json!(false);
    let emptied = edit(bare);
    assert_eq!(emptied["questions"], json!([]), "an empty list is a list");
    assert_eq!(emptied["isAssignmentNotificationDisabled"], false);

    let mut chosen = open_policy();
    chosen["scope"] = json!("specificDirectoryServicePrincipals");
    chosen["specificTargets"] = json!([setting.agent]);
    edit(chosen.clone());
    chosen.as_object_mut().unwrap().remove("specificTargets");
    assert_eq!(edit(chosen)["specificTargets"][0]["id"], json!(setting.agent));
    assert_eq!(
        edit(open_policy())["specificTargets"],
        json!([]),
        "what is open to all names nobody"
    );
    setting.fixture.invariants_hold();
}

#[test]
fn the_history_of_an_edited_policy_names_each_field_that_changed_and_no_other() {
    let setting = setting();
    let policy = setting.policy("Open")["id"].clone();
    let changes_of = |wording: Value| {
        setting.admin("update_policy", json!({ "policyId": policy, "policy": wording }));
        let page = setting
            .admin("list_audit", json!({ "filter": { "activity": "update_policy" }, "limit": 1 }));
        page["rows"][0]["changes"].clone()
    };
    changes_of(detailed_policy());
    assert_eq!(changes_of(open_policy()), json!([]), "what is left out stays, and so is no change");

    let mut wording = detailed_policy();
    wording["questions"][0]["pattern"] = json!("CC-[0-9]{5}");
    wording["questions"][1]["choices"][1] = json!({ "value": "us", "text": "The Americas" });
    wording["requestorSettings"]["allowCustomAssignmentSchedule"] = json!(true);
    assert_eq!(
        changes_of(wording),
        json!([
            { "field": "questions.1.pattern", "before": "CC-[0-9]{4}", "after": "CC-[0-9]{5}" },
            { "field": "questions.2.choices.2.text", "before": "America", "after": "The Americas" },
            { "field": "requestorSettings.allowCustomAssignmentSchedule", "before": "false", "after": "true" },
        ])
    );

    let mut chosen = open_policy();
    chosen["scope"] = json!("specificDirectoryServicePrincipals");
    chosen["specificTargets"] = json!([setting.agent]);
    let told = changes_of(chosen);
    assert_eq!(told[1]["field"], "specificTargets");
    assert_eq!(told[1]["before"], Value::Null, "the agent that came is named");
    setting.fixture.invariants_hold();
}

#[test]
fn a_policy_that_is_switched_off_assigns_nothing_not_even_by_an_administrator() {
    let setting = setting();
    for name in ["Open", "Approved"] {
        setting.admin("disable_policy", json!({ "policyId": setting.policy(name)["id"] }));
    }
    let ask = json!({ "agentId": setting.agent, "accessPackageId": setting.package });
    let (code, sentence) = setting.refused("assign_access_package", ask.clone());
    assert_eq!(code, "policy_disabled", "{sentence}");
    setting.admin("enable_policy", json!({ "policyId": setting.policy("Open")["id"] }));
    let named = json!({ "agentId": setting.agent, "accessPackageId": setting.package, "policyId": setting.policy("Approved")["id"] });
    assert_eq!(setting.refused("assign_access_package", named).0, "policy_disabled");
    setting.admin("assign_access_package", ask);
    setting.fixture.invariants_hold();
}

#[test]
fn a_policy_is_deleted_when_nothing_stands_under_any_of_its_wordings() {
    let setting = setting();
    setting.request("Open");
    let policy = setting.policy("Open")["id"].clone();
    setting.admin("update_policy", json!({ "policyId": policy, "policy": open_policy() }));
    let delete = json!({ "policyId": policy });
    assert_eq!(setting.refused("delete_policy", delete.clone()).0, "policy_in_use");
    setting.fixture.advance("31d");
    let view = setting.admin("delete_policy", delete.clone());
    assert_eq!(view["policies"].as_array().unwrap().len(), 1);
    assert_eq!(
        setting.fixture.refuse(&setting.administrator, "delete_policy", delete).kind,
        FailureKind::NotFound
    );
    let last = json!({ "policyId": setting.policy("Approved")["id"] });
    assert_eq!(setting.refused("delete_policy", last).0, "last_policy");
    let ended = setting.admin(
        "list_assignments",
        json!({ "filter": { "agentId": setting.agent, "accessPackageId": setting.package } }),
    );
    let id = ended["rows"][0]["id"].clone();
    setting.admin("show_assignment", json!({ "assignmentId": id }));
    setting.fixture.invariants_hold();
}

#[test]
fn a_package_is_deleted_only_without_assignments_and_open_requests_and_stays_in_the_history() {
    let setting = setting();
    let delete = json!({ "accessPackageId": setting.package });
    let open = setting.request("Approved");
    assert_eq!(setting.refused("delete_access_package", delete.clone()).0, "package_in_use");
    setting.fixture.call(
        &setting.sponsor,
        "cancel_request",
        json!({ "requestId": open["request"]["id"] }),
    );
    let held = setting.request("Open");
    assert_eq!(setting.refused("delete_access_package", delete.clone()).0, "package_in_use");
    setting.fixture.call(
        &setting.sponsor,
        "return_access",
        json!({ "assignmentId": held["assignmentId"] }),
    );
    let gone = setting.admin("delete_access_package", delete.clone());
    assert!(gone["deletedAt"].is_string());
    assert_eq!(gone["may"], json!([]));
    assert_eq!(
        setting.fixture.refuse(&setting.administrator, "delete_access_package", delete).kind,
        FailureKind::NotFound
    );
    let ask = json!({ "agentId": setting.agent, "accessPackageId": setting.package, "justification": "x" });
    assert_eq!(
        setting.fixture.refuse(&setting.sponsor, "request_access", ask).kind,
        FailureKind::NotFound
    );
    setting.admin("show_assignment", json!({ "assignmentId": held["assignmentId"] }));
    // Its name is free again.
    setting.make("Trial package", &[0], json!([open_policy()]));
    setting.fixture.invariants_hold();
}

#[test]
fn a_resource_is_removed_when_no_package_grants_it_and_a_catalog_deleted_when_it_is_empty() {
    let setting = setting();
    let catalog = json!({ "catalogId": setting.catalog });
    let resource = |role: usize| json!({ "resourceId": setting.roles[role]["resourceId"] });
    let (code, sentence) = setting.refused("remove_catalog_resource", resource(0));
    assert_eq!(code, "resource_in_use");
    assert!(sentence.contains("Trial package"), "it names what grants it: {sentence}");
    let shown = setting.admin("show_catalog", catalog.clone());
    assert_eq!(shown["resources"].as_array().unwrap().len(), 2);
    setting.admin("remove_catalog_resource", resource(1));
    assert_eq!(setting.refused("delete_catalog", catalog.clone()).0, "catalog_not_empty");
    setting.admin("delete_access_package", json!({ "accessPackageId": setting.package }));
    setting.admin("remove_catalog_resource", resource(0));
    // What was removed may come back, with the same roles.
    let group = setting.roles[0]["right"]["originId"].clone();
    let back = setting.admin(
        "add_catalog_resource",
        json!({ "catalogId": setting.catalog, "kind": "group", "originId": group }),
    );
    assert_eq!(back["rows"][0]["id"], setting.roles[0]["id"]);
    setting.admin("remove_catalog_resource", resource(0));
    let left = setting.admin("delete_catalog", catalog.clone());
    assert!(left["rows"].as_array().unwrap().iter().all(|row| row["id"] != setting.catalog));
    assert_eq!(
        setting.fixture.refuse(&setting.administrator, "show_catalog", catalog).kind,
        FailureKind::NotFound
    );
    setting.admin("create_catalog", json!({ "displayName": "Trial" }));
    setting.fixture.invariants_hold();
}

#[test]
fn nothing_of_an_unpublished_catalog_is_requested_or_discovered() {
    let setting = setting();
    let requestable = || {
        let ask = json!({ "agentId": setting.agent });
        let view = setting.fixture.call(&setting.sponsor, "list_requestable_packages", ask);
        view["rows"]
            .as_array()
            .unwrap()
            .iter()
            .any(|row| row["accessPackage"]["id"] == setting.package)
    };
    let listed = || {
        let page = setting.fixture.call(
            &setting.sponsor,
            "list_access_packages",
            json!({ "filter": { "search": "Trial package" } }),
        );
        !page["rows"].as_array().unwrap().is_empty()
    };
    assert!(requestable() && listed());
    let set = |state: &str| {
        setting.admin("update_catalog", json!({ "catalogId": setting.catalog, "state": state }))
    };
    set("unpublished");
    assert!(!requestable() && !listed());
    let catalogs = setting.fixture.call(&setting.sponsor, "list_catalogs", json!({}));
    assert!(catalogs["rows"].as_array().unwrap().iter().all(|row| row["id"] != setting.catalog));
    let show = json!({ "catalogId": setting.catalog });
    assert_eq!(
        setting.fixture.refuse(&setting.sponsor, "show_catalog", show).kind,
        FailureKind::NotFound
    );
    let ask = json!({ "agentId": setting.agent, "accessPackageId": setting.package, "policyId": setting.policy("Open")["id"], "justification": "x" });
    assert_eq!(
        setting.fixture.refuse(&setting.sponsor, "request_access", ask.clone()).code,
        "catalog_unpublished"
    );
    set("published");
    setting.fixture.call(&setting.sponsor, "request_access", ask);
}

#[test]
fn a_hidden_package_is_listed_to_nobody_who_requests_and_requested_by_who_knows_its_id() {
    let setting = setting();
    setting.admin(
        "update_access_package",
        json!({ "accessPackageId": setting.package, "isHidden": true }),
    );
    let page = setting.fixture.call(
        &setting.sponsor,
        "list_access_packages",
        json!({ "filter": { "search": "Trial package" } }),
    );
    assert_eq!(page["rows"], json!([]));
    let view = setting.fixture.call(
        &setting.sponsor,
        "list_requestable_packages",
        json!({ "agentId": setting.agent }),
    );
    assert!(
        view["rows"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["accessPackage"]["id"] != setting.package)
    );
    setting.fixture.call(
        &setting.sponsor,
        "show_access_package",
        json!({ "accessPackageId": setting.package }),
    );
    let link = json!({ "agentId": setting.agent, "accessPackageId": setting.package });
    let view = setting.fixture.call(&setting.sponsor, "list_requestable_packages", link);
    assert_eq!(view["rows"][0]["policies"].as_array().unwrap().len(), 2, "its link leads to it");
    let request = setting.request("Open");
    assert_eq!(request["request"]["state"], "delivered");
}

#[test]
fn a_package_is_renamed_to_a_name_that_is_free() {
    let setting = setting();
    setting.make("Another", &[0], json!([open_policy()]));
    let taken = json!({ "accessPackageId": setting.package, "displayName": "another" });
    assert_eq!(setting.refused("update_access_package", taken).0, "name_taken");
    let shouted = json!({ "accessPackageId": setting.package, "displayName": "TRIAL PACKAGE" });
    let view = setting.admin("update_access_package", shouted);
    assert_eq!(view["accessPackage"]["displayName"], "TRIAL PACKAGE");
}

#[test]
fn a_role_that_comes_into_a_package_reaches_its_holders_until_the_same_end() {
    let setting = setting();
    let held = setting.request("Open");
    setting.fixture.advance("3d");
    let ask =
        json!({ "accessPackageId": setting.package, "resourceRoleIds": [setting.roles[1]["id"]] });
    assert!(!setting.holds(1));
    setting.admin("add_package_roles", ask.clone());
    assert!(setting.holds(1));
    assert_eq!(setting.refused("add_package_roles", ask).0, "resource_role_twice");
    let assignment =
        setting.admin("show_assignment", json!({ "assignmentId": held["assignmentId"] }));
    let told = assignment["history"].as_array().unwrap();
    assert!(told.iter().any(|event| event["activity"] == "change_assignment_rights"), "{told:?}");
    setting.fixture.invariants_hold();
    setting.fixture.advance("26d");
    assert!(setting.holds(1));
    setting.fixture.advance("1d");
    assert!(!setting.holds(0) && !setting.holds(1), "both end with the assignment");
    setting.fixture.invariants_hold();
}

#[test]
fn a_role_that_goes_is_taken_from_its_holders_unless_they_have_it_from_elsewhere() {
    let setting = setting();
    let both = setting.make("Both", &[0, 1], json!([open_policy()]));
    setting.request("Open");
    let ask = json!({ "agentId": setting.agent, "accessPackageId": both });
    setting.admin("assign_access_package", ask);
    assert!(setting.holds(0) && setting.holds(1));
    for role in [0, 1] {
        let ask = json!({ "accessPackageId": both, "resourceRoleId": setting.roles[role]["id"] });
        if role == 0 {
            setting.admin("remove_package_role", ask.clone());
            assert_eq!(setting.refused("remove_package_role", ask).0, "resource_role_not_there");
            assert!(setting.holds(0), "the other package still gives it");
        } else {
            assert_eq!(setting.refused("remove_package_role", ask).0, "last_resource_role");
        }
    }
    let back = json!({ "accessPackageId": both, "resourceRoleIds": [setting.roles[0]["id"]] });
    setting.admin("add_package_roles", back);
    setting.admin(
        "remove_package_role",
        json!({ "accessPackageId": both, "resourceRoleId": setting.roles[1]["id"] }),
    );
    assert!(!setting.holds(1), "nothing else gives it");
    setting.fixture.invariants_hold();
}

#[test]
fn a_decision_is_refused_when_what_was_shown_changed_before_it() {
    let setting = setting();
    let pending = setting.request("Approved");
    let approver = setting.fixture.as_person(&tour().approver);
    let ask = json!({ "requestId": pending["request"]["id"], "justification": "seen" });
    let refused = setting.fixture.refuse(&approver, "approve_request", ask.clone());
    assert_eq!(refused.code, "request_unseen", "whoever decides has looked");
    let seen = setting.fixture.seen(&approver, ask.clone());
    let roles =
        json!({ "accessPackageId": setting.package, "resourceRoleIds": [setting.roles[1]["id"]] });
    setting.admin("add_package_roles", roles);
    for verdict in ["approve_request", "deny_request"] {
        let refused = setting.fixture.refuse(&approver, verdict, seen.clone());
        assert_eq!(refused.code, "request_changed");
        assert!(refused.message.contains("look again"), "{}", refused.message);
    }
    assert!(!setting.holds(0) && !setting.holds(1));
    let approved = setting.fixture.decide(&approver, "approve_request", ask);
    assert_eq!(approved["fingerprint"], Value::Null, "nothing waits any more");
    assert!(setting.holds(0) && setting.holds(1));
    setting.fixture.invariants_hold();
}

#[test]
fn access_that_starts_later_starts_with_what_the_package_grants_then() {
    let setting = setting();
    let ask = json!({
        "agentId": setting.agent, "accessPackageId": setting.package, "policyId": setting.policy("Open")["id"],
        "startAt": "2026-01-10T08:00:00Z", "justification": "later",
    });
    setting.fixture.call(&setting.sponsor, "request_access", ask);
    setting.admin(
        "add_package_roles",
        json!({ "accessPackageId": setting.package, "resourceRoleIds": [setting.roles[1]["id"]] }),
    );
    setting.admin(
        "remove_package_role",
        json!({ "accessPackageId": setting.package, "resourceRoleId": setting.roles[0]["id"] }),
    );
    assert!(!setting.holds(1));
    setting.fixture.advance("5d");
    assert!(setting.holds(1) && !setting.holds(0));
    setting.fixture.invariants_hold();
}
