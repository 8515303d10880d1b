//! Every command that writes leaves a record. The walk below carries out each of them once; a new one fails this test until
//! it is walked too.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use std::collections::BTreeSet;

use chaperone_commands::command::Kind;
use chaperone_commands::{COMMANDS, Session};
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

struct Walk {
    fixture: Fixture,
    walked: BTreeSet<String>,
}

impl Walk {
    fn head(&self) -> i64 {
        let administrator = self.fixture.administrator();
        self.fixture.call(&administrator, "verify_audit", json!({}))["records"].as_i64().unwrap()
    }

    fn step(&mut self, who: &Session, name: &str, ask: Value) -> Value {
        let before = self.head();
        let view = self.fixture.call(who, name, ask);
        assert!(self.head() > before, "{name} changed something and left no record");
        self.walked.insert(name.to_owned());
        view
    }
}

/// People and groups that are made and changed by hand.
fn walk_people(walk: &mut Walk, administrator: &Session) {
    let made = walk.step(
        administrator,
        "create_person",
        json!({ "displayName": "Nela Ruiz", "email": "nela.ruiz@larkfield.example" }),
    );
    let person = made["person"]["id"].clone();
    walk.step(administrator, "update_person", json!({ "personId": person, "jobTitle": "Analyst" }));
    let group = walk.step(
        administrator,
        "create_group",
        json!({ "displayName": "Night desk", "kind": "unified" }),
    );
    walk.step(
        administrator,
        "update_group",
        json!({ "groupId": group["id"], "description": "Nights." }),
    );
    walk.step(
        administrator,
        "update_group_members",
        json!({ "groupId": group["id"], "add": [person] }),
    );
    let made = walk.step(administrator, "create_workflow", json!({ "template": "sponsorMoves" }));
    let workflow = json!({ "workflowId": made["workflow"]["id"] });
    let with = |field: &str, value: Value| {
        let mut ask = workflow.clone();
        ask[field] = value;
        ask
    };
    walk.step(administrator, "update_workflow", with("description", json!("Why.")));
    walk.step(administrator, "run_workflow", with("personIds", json!([person])));
    walk.step(administrator, "delete_workflow", workflow.clone());
    walk.step(administrator, "restore_workflow", workflow);
}

/// Changes the new catalog and its package in every way, and leaves both as they were.
fn change_packages(walk: &mut Walk, administrator: &Session, catalog: &Value, made: &Value) {
    let package = made["accessPackage"]["id"].clone();
    let id = json!({ "catalogId": catalog["id"], "description": "new" });
    walk.step(administrator, "update_catalog", id);
    let ask = json!({ "accessPackageId": package, "description": "new" });
    walk.step(administrator, "update_access_package", ask);
    let roles = walk.fixture.call(administrator, "list_directory_roles", json!({}));
    let all = roles["rows"].as_array().unwrap();
    let role = all
        .iter()
        .find(|role| role["isBlocked"] == false && role["isPrivileged"] == false)
        .unwrap();
    let ask =
        json!({ "catalogId": catalog["id"], "kind": "directoryRole", "originId": role["id"] });
    let added = walk.fixture.call(administrator, "add_catalog_resource", ask);
    let role = added["rows"][0].clone();
    let ask = json!({ "accessPackageId": package, "resourceRoleIds": [role["id"]] });
    walk.step(administrator, "add_package_roles", ask);
    let ask = json!({ "accessPackageId": package, "resourceRoleId": role["id"] });
    walk.step(administrator, "remove_package_role", ask);
    let ask = json!({ "resourceId": role["resourceId"] });
    walk.step(administrator, "remove_catalog_resource", ask);
    let policy = json!({
        "displayName": "Second", "scope": "notSpecified", "stages": [], "expiration": { "type": "noExpiration" },
        "extension": "notAllowed",
    });
    let ask = json!({ "accessPackageId": package, "policy": policy });
    let view = walk.step(administrator, "add_policy", ask);
    let policy_id = view["policies"][1]["id"].clone();
    let view = walk.step(
        administrator,
        "update_policy",
        json!({ "policyId": policy_id, "policy": policy }),
    );
    let policy_id = json!({ "policyId": view["policies"][1]["id"] });
    for name in ["disable_policy", "enable_policy", "delete_policy"] {
        walk.step(administrator, name, policy_id.clone());
    }
    let other = walk.fixture.access_package_id("Invoice matching");
    let ask = json!({ "accessPackageId": package, "incompatibleAccessPackageId": other });
    walk.step(administrator, "add_incompatible", ask.clone());
    walk.step(administrator, "remove_incompatible", ask);
    let empty =
        walk.fixture.call(administrator, "create_catalog", json!({ "displayName": "Empty" }));
    walk.step(administrator, "delete_catalog", json!({ "catalogId": empty["id"] }));
}

/// Every change of a layer of API permissions.
fn walk_permissions(walk: &mut Walk, administrator: &Session, agent: &str) {
    let shown = walk.fixture.call(administrator, "show_agent", json!({ "agentId": agent }));
    let blueprint = shown["agent"]["blueprint"]["id"].clone();
    let api = "Ledgerwell Invoicing";
    let permission =
        json!({ "blueprintId": blueprint, "resource": api, "permission": "Suppliers.Read" });
    let entry = |roles: &str| json!({ "blueprintId": blueprint, "resource": api, "scopes": "allAllowed", "roles": roles });
    walk.step(administrator, "declare_permission", permission.clone());
    walk.step(administrator, "add_inheritable_permission", entry("none"));
    walk.step(administrator, "update_inheritable_permission", entry("allAllowed"));
    walk.step(administrator, "grant_consent", permission.clone());
    walk.step(administrator, "revoke_consent", permission.clone());
    let listed = json!({ "blueprintId": blueprint, "resource": api });
    walk.step(administrator, "remove_inheritable_permission", listed);
    walk.step(administrator, "withdraw_declaration", permission);
    let own = json!({ "agentId": agent, "resource": api, "permission": "Payments.Propose.All" });
    walk.step(administrator, "grant_agent_permission", own.clone());
    walk.step(administrator, "revoke_agent_permission", own);
}

fn walk_identities(walk: &mut Walk, administrator: &Session, tour: &chaperone_testkit::Tour) {
    let sponsor = walk.fixture.person_id(&tour.sponsor);
    let other = walk.fixture.person_id(&tour.approver);
    let sponsors = json!([{ "personId": sponsor }]);
    let ask = json!({ "displayName": "New kind", "sponsors": sponsors });
    let made = walk.step(administrator, "create_blueprint", ask);
    let kind = made["blueprint"]["id"].clone();
    let of_kind = json!({ "blueprintId": kind });
    let with = |more: Value| {
        let mut ask = json!({ "blueprintId": kind });
        ask.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ask
    };
    walk.step(administrator, "update_blueprint", with(json!({ "tags": ["pilot"] })));
    let more = json!({ "add": [{ "personId": other }] });
    walk.step(administrator, "update_blueprint_sponsors", with(more));
    walk.step(administrator, "update_blueprint_owners", with(json!({ "add": [other] })));
    let ask = with(json!({ "displayName": "New agent", "sponsors": sponsors }));
    let agent = walk.step(administrator, "create_agent", ask)["agent"]["id"].clone();
    let of_agent = json!({ "agentId": agent });
    let ask = json!({ "agentId": agent, "description": "Tries things." });
    walk.step(administrator, "update_agent", ask);
    let ask = json!({ "agentId": agent, "add": [{ "personId": other }] });
    walk.step(administrator, "update_agent_sponsors", ask.clone());
    walk.step(administrator, "update_agent_owners", ask);
    let ask = json!({ "agentId": agent, "displayName": "New agent", "mailNickname": "new.agent" });
    walk.step(administrator, "create_agent_user", ask);
    let ask = json!({ "agentId": agent, "managerId": other });
    walk.step(administrator, "update_agent_user", ask);
    for (holder, of) in [("agent", &of_agent), ("blueprint", &of_kind)] {
        let mut ask = of.clone();
        ask["displayName"] = json!("night run");
        let made = walk.step(administrator, &format!("issue_{holder}_secret"), ask);
        let ask = json!({ "secretId": made["row"]["id"] });
        walk.step(administrator, &format!("revoke_{holder}_secret"), ask);
    }
    let ask = json!({ "agentIds": [agent], "change": "disable" });
    walk.step(administrator, "change_agents", ask);
    walk.step(administrator, "delete_agent", of_agent.clone());
    walk.step(administrator, "restore_agent", of_agent.clone());
    walk.step(administrator, "delete_agent", of_agent.clone());
    walk.step(administrator, "purge_agent", of_agent);
    walk.step(administrator, "disable_blueprint", of_kind.clone());
    walk.step(administrator, "enable_blueprint", of_kind.clone());
    walk.step(administrator, "delete_blueprint", of_kind.clone());
    walk.step(administrator, "restore_blueprint", of_kind.clone());
    walk.step(administrator, "delete_blueprint", of_kind.clone());
    walk.step(administrator, "purge_blueprint", of_kind);
}

#[test]
fn every_write_leaves_a_record_of_its_actor() {
    let mut walk = Walk { fixture: Fixture::training(), walked: BTreeSet::new() };
    let tour = tour();
    let administrator = walk.fixture.as_person(&tour.administrator);
    let sponsor = walk.fixture.as_person(&tour.sponsor);
    let approver = walk.fixture.as_person(&tour.approver);
    let agent = walk.fixture.agent_id(&tour.agent);
    let package = walk.fixture.access_package_id("Invoice matching");
    let somebody = walk.fixture.person_id(&tour.approver);

    let catalog =
        walk.step(&administrator, "create_catalog", json!({ "displayName": "New catalog" }));
    let groups = walk.fixture.call(&administrator, "list_groups", json!({}));
    let group = groups["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|group| group["mayBeGrantedToAgents"] == true)
        .unwrap();
    let roles = walk.step(
        &administrator,
        "add_catalog_resource",
        json!({ "catalogId": catalog["id"], "kind": "group", "originId": group["id"] }),
    );
    let policy = json!({
        "displayName": "Direct", "scope": "notSpecified", "stages": [], "expiration": { "type": "noExpiration" },
        "extension": "notAllowed",
    });
    let made = walk.step(
        &administrator,
        "create_access_package",
        json!({ "catalogId": catalog["id"], "displayName": "New package", "resourceRoleIds": [roles["rows"][0]["id"]], "policies": [policy] }),
    );
    let package_id = json!({ "accessPackageId": made["accessPackage"]["id"] });
    change_packages(&mut walk, &administrator, &catalog, &made);
    let assigned = walk.step(
        &administrator,
        "assign_access_package",
        json!({ "agentId": agent, "accessPackageId": made["accessPackage"]["id"] }),
    );
    walk.step(
        &administrator,
        "update_assignment",
        json!({ "assignmentId": assigned["assignmentId"], "endsAt": "2026-06-01" }),
    );
    walk.step(
        &administrator,
        "reprocess_assignment",
        json!({ "assignmentId": assigned["assignmentId"] }),
    );
    walk.step(
        &administrator,
        "remove_assignment",
        json!({ "assignmentId": assigned["assignmentId"] }),
    );
    let several = json!({ "agentIds": [agent], "accessPackageId": made["accessPackage"]["id"] });
    let several = walk.step(&administrator, "assign_to_agents", several);
    let request = json!({ "requestId": several["rows"][0]["request"]["id"] });
    let held = walk.fixture.call(&administrator, "show_request", request);
    let held = json!({ "assignmentId": held["assignmentId"] });
    walk.step(&administrator, "remove_assignment", held);
    // Delivery fails where the only group that the package grants is closed to agents.
    for is_closed in [true, false] {
        let file = json!({
            "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#groups",
            "value": [{
                "@odata.type": "#microsoft.graph.group", "id": group["id"], "displayName": group["displayName"],
                "description": "", "securityEnabled": true, "mailEnabled": false, "groupTypes": [],
                "isAssignableToRole": is_closed,
            }],
        });
        let files = json!({ "files": [{ "name": "groups.json", "text": file.to_string() }] });
        walk.step(&administrator, "import_directory", files);
        if is_closed {
            let ask = json!({ "agentId": agent, "accessPackageId": made["accessPackage"]["id"] });
            let failed = walk.step(&administrator, "assign_access_package", ask);
            let failed = json!({ "requestId": failed["request"]["id"] });
            walk.step(&administrator, "reprocess_request", failed);
        }
    }
    walk.step(&administrator, "delete_access_package", package_id);

    walk_permissions(&mut walk, &administrator, &agent);

    let ask = json!({ "agentId": agent, "accessPackageId": package, "justification": "x" });
    let request = walk.step(&sponsor, "request_access", ask.clone());
    walk.step(&sponsor, "cancel_request", json!({ "requestId": request["request"]["id"] }));
    let request = walk.step(&sponsor, "request_access", ask.clone());
    let ask_no = json!({ "requestId": request["request"]["id"], "justification": "no" });
    let ask_no = walk.fixture.seen(&approver, ask_no);
    walk.step(&approver, "deny_request", ask_no);
    let request = walk.step(&sponsor, "request_access", ask.clone());
    let yes = walk.fixture.seen(&approver, json!({ "requestId": request["request"]["id"] }));
    walk.step(&approver, "approve_request", yes);
    walk.step(
        &approver,
        "revoke_approval",
        json!({ "requestId": request["request"]["id"], "justification": "wrong agent" }),
    );
    let delegate = walk.fixture.person_id(&tour.administrator);
    let delegation =
        walk.step(&approver, "delegate_approvals", json!({ "delegateId": delegate }))["id"].clone();
    walk.step(&approver, "update_delegation", json!({ "delegationId": delegation }));
    walk.step(&approver, "end_delegation", json!({ "delegationId": delegation }));
    let request = walk.step(&sponsor, "request_access", ask.clone());
    let yes = walk.fixture.seen(&approver, json!({ "requestId": request["request"]["id"] }));
    let approved = walk.step(&approver, "approve_request", yes);
    let assignment = json!({ "assignmentId": approved["assignmentId"] });
    walk.fixture.advance("16d");
    let notices = walk.fixture.call(&sponsor, "list_notices", json!({ "open": true }));
    let notice = notices["rows"][0]["id"].clone();
    walk.step(&sponsor, "mark_notice_failed", json!({ "noticeId": notice, "reason": "no server" }));
    walk.step(&sponsor, "mark_notice_shown", json!({ "noticeId": notice }));
    walk.step(&sponsor, "snooze_notice", json!({ "noticeId": notice, "until": "threeHours" }));
    walk.step(&sponsor, "let_expire", assignment.clone());
    walk.step(&sponsor, "request_extension", assignment.clone());
    walk.step(&sponsor, "return_access", assignment);
    walk.step(&sponsor, "disable_agent", json!({ "agentId": agent }));
    walk.step(&sponsor, "enable_agent", json!({ "agentId": agent }));
    walk.step(&administrator, "appoint_role", json!({ "personId": somebody, "role": "auditor" }));
    walk.step(&administrator, "withdraw_role", json!({ "personId": somebody, "role": "auditor" }));
    let owner = json!({ "catalogId": catalog["id"], "personId": somebody, "role": "catalogOwner" });
    walk.step(&administrator, "appoint_catalog_role", owner.clone());
    walk.step(&approver, "withdraw_catalog_role", owner);
    walk.step(&sponsor, "update_my_settings", json!({ "lockAfterMinutes": 5 }));
    walk.step(&administrator, "update_settings", json!({ "reminderDays": [30, 7] }));
    walk.step(&administrator, "switch_door", json!({ "isOpen": true }));
    for name in ["confirm_sign_in_code", "deny_sign_in_code"] {
        let scope = "https://graph.microsoft.com/.default";
        let shown = walk.fixture.desk().hand_out_sign_in_code("a program", scope).unwrap();
        walk.step(&sponsor, name, json!({ "userCode": shown.user_code }));
        // It takes several transactions, and so is one of the desk.
        walk.walked.remove(name);
    }
    let csv = "Employee ID,Display Name,Email\nN-1,New Person,new.person@larkfield.example\n";
    walk.step(
        &administrator,
        "import_directory",
        json!({ "files": [{ "name": "people.csv", "text": csv }] }),
    );
    walk_people(&mut walk, &administrator);
    walk_identities(&mut walk, &administrator, &tour);
    let now = walk.fixture.now();
    walk.fixture.call(&sponsor, "request_access", ask);
    walk.fixture.clock().set(now.plus(chaperone_domain::time::Span::days(40)));
    walk.fixture.desk().run_due().unwrap();
    walk.step(&administrator, "dismiss_catch_up", json!({}));
    let leaver = walk.fixture.person_id(&tour.sponsor);
    walk.step(&administrator, "record_departure", json!({ "personId": leaver }));
    walk.fixture.invariants_hold();

    // Passphrases belong to live workspaces.
    let live = Fixture::live();
    let ada = live.administrator();
    let ask = json!({ "current": chaperone_testkit::PASSPHRASE, "passphrase": "another long passphrase" });
    let before = live.call(&ada, "verify_audit", json!({}))["records"].clone();
    live.call(&ada, "set_passphrase", ask);
    assert_ne!(live.call(&ada, "verify_audit", json!({}))["records"], before);
    walk.walked.insert("set_passphrase".to_owned());
    let files = json!({ "files": [{ "name": "people.csv", "text": csv }] });
    live.call(&ada, "import_directory", files);
    let newcomer = live.person_id("new.person@larkfield.example");
    for (name, ask) in
        [("reset_passphrase", json!({ "personId": newcomer })), ("renew_recovery_code", json!({}))]
    {
        let before = live.call(&ada, "verify_audit", json!({}))["records"].clone();
        live.call(&ada, name, ask);
        assert_ne!(live.call(&ada, "verify_audit", json!({}))["records"], before, "{name}");
        walk.walked.insert(name.to_owned());
    }

    let writes: BTreeSet<_> = COMMANDS
        .iter()
        .filter(|command| command.kind == Kind::Write)
        .map(|command| command.name.to_owned())
        .collect();
    assert_eq!(walk.walked, writes, "each writing command is walked");
}
