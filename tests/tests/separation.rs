//! Journeys of separated duties: who holds what excludes a package is refused it at request, at direct assignment and at
//! delivery; who held both before the rule keeps both and is reported.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use chaperone_commands::{Failure, Session};
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

/// Two packages of a catalog of their own, each granting a group: `Vendor set-up` and `Payment release`.
struct Setting {
    fixture: Fixture,
    administrator: Session,
    sponsor: Session,
    agent: String,
    catalog: Value,
    groups: Vec<Value>,
    vendors: Value,
    payments: Value,
}

fn policy() -> Value {
    json!({
        "displayName": "Open", "scope": "allDirectoryAgentIdentities", "stages": [],
        "expiration": { "type": "afterDuration", "duration": "P30D" }, "extension": "notAllowed",
    })
}

fn setting() -> Setting {
    let fixture = Fixture::training();
    let administrator = fixture.as_person(&tour().administrator);
    let sponsor = fixture.as_person(&tour().sponsor);
    let agent = fixture.agent_id(&tour().agent);
    let catalog =
        fixture.call(&administrator, "create_catalog", json!({ "displayName": "Duties" }));
    let mut setting = Setting {
        fixture,
        administrator,
        sponsor,
        agent,
        catalog: catalog["id"].clone(),
        groups: Vec::new(),
        vendors: Value::Null,
        payments: Value::Null,
    };
    let access = setting.admin("list_access", json!({ "agentId": setting.agent }));
    let held: Vec<_> = access["rights"]
        .as_array()
        .unwrap()
        .iter()
        .map(|held| &held["right"]["originId"])
        .collect();
    let groups = setting.admin("list_groups", json!({}));
    let free =
        |group: &&Value| group["mayBeGrantedToAgents"] == true && !held.contains(&&group["id"]);
    let all = groups["rows"].as_array().unwrap();
    setting.groups = all.iter().filter(free).map(|group| group["id"].clone()).collect();
    setting.vendors = setting.make("Vendor set-up", 0);
    setting.payments = setting.make("Payment release", 1);
    setting
}

impl Setting {
    fn admin(&self, name: &str, ask: Value) -> Value {
        self.fixture.call(&self.administrator, name, ask)
    }

    /// Makes a package that grants membership of the group of a number.
    fn make(&self, name: &str, group: usize) -> Value {
        let ask =
            json!({ "catalogId": self.catalog, "kind": "group", "originId": self.groups[group] });
        let role = self.admin("add_catalog_resource", ask)["rows"][0]["id"].clone();
        let ask = json!({ "catalogId": self.catalog, "displayName": name, "resourceRoleIds": [role], "policies": [policy()] });
        self.admin("create_access_package", ask)["accessPackage"]["id"].clone()
    }

    /// From now on who holds `Vendor set-up` can't get `Payment release`.
    fn separate(&self) {
        let ask = json!({ "accessPackageId": self.payments, "incompatibleAccessPackageId": self.vendors });
        self.admin("add_incompatible", ask);
    }

    fn ask(&self, package: &Value) -> Value {
        json!({ "agentId": self.agent, "accessPackageId": package, "justification": "duty" })
    }

    fn request(&self, package: &Value) -> Value {
        self.fixture.call(&self.sponsor, "request_access", self.ask(package))
    }

    fn refused(&self, package: &Value) -> Failure {
        self.fixture.refuse(&self.sponsor, "request_access", self.ask(package))
    }

    fn double_holders(&self) -> Vec<Value> {
        let report = self.admin("list_double_holders", json!({ "accessPackageId": self.payments }));
        report["rows"].as_array().unwrap().clone()
    }
}

#[test]
fn who_holds_what_excludes_a_package_is_refused_it_at_request_and_at_direct_assignment() {
    let setting = setting();
    setting.separate();
    let held = setting.request(&setting.vendors);
    let refusal = setting.refused(&setting.payments);
    assert_eq!(refusal.code, "incompatible_package");
    assert!(refusal.message.contains("Vendor set-up"), "it names it: {}", refusal.message);
    let direct = setting.ask(&setting.payments);
    let direct = setting.fixture.refuse(&setting.administrator, "assign_access_package", direct);
    assert_eq!(direct.code, "incompatible_package");
    let ask = json!({ "agentId": setting.agent, "accessPackageId": setting.payments });
    let preview = setting.fixture.call(&setting.sponsor, "preview_request", ask);
    assert_eq!(preview["refusal"], json!(refusal.message), "the form says so before");

    let back = json!({ "assignmentId": held["assignmentId"] });
    setting.fixture.call(&setting.sponsor, "return_access", back);
    setting.fixture.advance("1h");
    setting.request(&setting.payments);
    setting.fixture.advance("1h");
    // The rule goes one way.
    setting.request(&setting.vendors);
    assert_eq!(setting.double_holders()[0]["how"], "excluderCameLater");
    setting.fixture.invariants_hold();
}

#[test]
fn access_may_start_at_the_very_end_of_what_excludes_it() {
    let setting = setting();
    setting.separate();
    setting.request(&setting.vendors);
    let mut ask = setting.ask(&setting.payments);
    ask["startAt"] = json!("2026-02-04T07:59:59.999Z");
    assert_eq!(
        setting.fixture.refuse(&setting.sponsor, "request_access", ask.clone()).code,
        "incompatible_package"
    );
    ask["startAt"] = json!("2026-02-04T08:00:00.000Z");
    let later = setting.fixture.call(&setting.sponsor, "request_access", ask);
    setting.fixture.advance("30d");
    let shown = setting.admin("show_request", json!({ "requestId": later["request"]["id"] }));
    assert_eq!(shown["request"]["state"], "delivered");
    setting.fixture.invariants_hold();
}

#[test]
fn what_was_agreed_is_not_delivered_to_who_has_come_to_hold_what_excludes_it() {
    let setting = setting();
    setting.separate();
    let mut ask = setting.ask(&setting.payments);
    ask["startAt"] = json!("2026-01-15T08:00:00Z");
    let later = setting.fixture.call(&setting.sponsor, "request_access", ask);
    setting.request(&setting.vendors);
    setting.fixture.advance("10d");
    let shown = setting.admin("show_request", json!({ "requestId": later["request"]["id"] }));
    assert_eq!(shown["request"]["state"], "deliveryFailed");
    let assignment =
        setting.admin("show_assignment", json!({ "assignmentId": later["assignmentId"] }));
    assert_eq!(assignment["assignment"]["state"], "expired");
    let access = setting.admin("list_access", json!({ "agentId": setting.agent }));
    let held = access["rights"].as_array().unwrap();
    assert!(held.iter().all(|held| held["right"]["originId"] != setting.groups[1]));
    setting.fixture.invariants_hold();
}

#[test]
fn an_approval_that_comes_after_what_excludes_it_delivers_nothing() {
    let setting = setting();
    let approver = setting.fixture.person_id(&tour().approver);
    let shown =
        setting.admin("show_access_package", json!({ "accessPackageId": setting.payments }));
    let mut approved = policy();
    approved["stages"] = json!([{ "primaryApprovers": [{ "kind": "singleUser", "personId": approver }], "limitDays": 14 }]);
    setting.admin(
        "update_policy",
        json!({ "policyId": shown["policies"][0]["id"], "policy": approved }),
    );
    let waiting = setting.request(&setting.payments);
    setting.separate();
    setting.request(&setting.vendors);
    let approver = setting.fixture.as_person(&tour().approver);
    let id = json!({ "requestId": waiting["request"]["id"] });
    let view = setting.fixture.decide(&approver, "approve_request", id);
    assert_eq!(view["request"]["state"], "deliveryFailed");
    assert_eq!(view["assignmentId"], Value::Null);
    let inbox = setting.fixture.call(&setting.sponsor, "list_notices", json!({}));
    let inbox = inbox["rows"].as_array().unwrap();
    let told = inbox.iter().find(|notice| notice["kind"] == "requestDenied").unwrap();
    let saying = &told["saying"];
    assert_eq!(saying["case"], "undelivered", "{told}");
    let why = saying["values"]["why"]["said"].clone();
    assert_eq!(why["code"], "incompatible_package", "other languages hear why, too: {told}");
    // It stays what it was when it was told, whatever becomes of the rule and of the names.
    setting.admin("remove_incompatible", json!({ "accessPackageId": setting.payments, "incompatibleAccessPackageId": setting.vendors }));
    let name = json!({ "accessPackageId": setting.vendors, "displayName": "Otherwise" });
    setting.admin("update_access_package", name);
    let inbox = setting.fixture.call(&setting.sponsor, "list_notices", json!({}));
    let again = inbox["rows"].as_array().unwrap().iter().find(|row| row["id"] == told["id"]);
    assert_eq!(again.unwrap()["saying"]["values"]["why"]["said"], why);
    setting.fixture.invariants_hold();
}

#[test]
fn a_membership_excludes_wherever_it_comes_from() {
    let setting = setting();
    let ask =
        json!({ "accessPackageId": setting.payments, "incompatibleGroupId": setting.groups[0] });
    setting.admin("add_incompatible", ask.clone());
    assert_eq!(
        setting.fixture.refuse(&setting.administrator, "add_incompatible", ask.clone()).code,
        "incompatible_already"
    );
    setting.request(&setting.vendors);
    assert_eq!(setting.refused(&setting.payments).code, "incompatible_group");
    // The package can't come to grant what excludes it, nor list what it grants.
    let roles = setting.admin("list_resource_roles", json!({ "catalogId": setting.catalog }));
    let role = roles["rows"].as_array().unwrap().iter();
    let role = role.clone().find(|role| role["right"]["originId"] == setting.groups[0]).unwrap();
    let add = json!({ "accessPackageId": setting.payments, "resourceRoleIds": [role["id"]] });
    assert_eq!(
        setting.fixture.refuse(&setting.administrator, "add_package_roles", add).code,
        "incompatible_with_own_group"
    );
    let own =
        json!({ "accessPackageId": setting.payments, "incompatibleGroupId": setting.groups[1] });
    assert_eq!(
        setting.fixture.refuse(&setting.administrator, "add_incompatible", own).code,
        "incompatible_with_own_group"
    );
    setting.admin("remove_incompatible", ask);
    setting.request(&setting.payments);
    setting.fixture.invariants_hold();
}

#[test]
fn who_held_both_before_the_rule_keeps_both_is_reported_and_can_not_ask_again() {
    let setting = setting();
    setting.request(&setting.vendors);
    let payments = setting.request(&setting.payments);
    setting.separate();
    let held = setting.double_holders();
    assert_eq!(held.len(), 1);
    assert_eq!(held[0]["how"], "beforeRule");
    assert_eq!(held[0]["agent"]["displayName"], tour().agent.as_str());
    let view = setting.admin("list_incompatible", json!({ "accessPackageId": setting.payments }));
    assert_eq!(view["accessPackages"][0]["doubleHolders"], 1);
    assert_eq!(view["accessPackages"][0]["isMutual"], false);
    let reverse = setting.admin("list_incompatible", json!({ "accessPackageId": setting.vendors }));
    assert_eq!(reverse["incompatibleWith"][0]["accessPackage"]["displayName"], "Payment release");
    let ask = json!({ "assignmentId": payments["assignmentId"] });
    let more = setting.fixture.call(&setting.sponsor, "list_additional_access", ask.clone());
    assert_eq!(more["rows"][0]["incompatibleAccessPackage"]["displayName"], "Vendor set-up");
    setting.fixture.invariants_hold();

    setting.fixture.call(&setting.sponsor, "return_access", ask);
    assert_eq!(setting.refused(&setting.payments).code, "incompatible_package");
    assert!(setting.double_holders().is_empty());
    setting.fixture.invariants_hold();
}

#[test]
fn the_report_is_a_table_in_which_no_name_runs_as_a_formula() {
    let setting = setting();
    setting.request(&setting.vendors);
    setting.request(&setting.payments);
    setting.separate();
    let name = json!({ "accessPackageId": setting.vendors, "displayName": "=HYPERLINK(\"x\")" });
    setting.admin("update_access_package", name);
    let report = setting.admin("list_double_holders", json!({}));
    let text = report["csv"].as_str().unwrap();
    assert!(text.starts_with("agent,agentId,accessPackage,"), "{text}");
    assert!(text.contains("\"'=HYPERLINK(\"\"x\"\")\""), "{text}");
    let ask = json!({ "file": "both.csv", "what": { "of": "doubleHolders", "ask": {} } });
    let saved = setting.admin("save_export", ask);
    let written = std::fs::read_to_string(saved["file"].as_str().unwrap()).unwrap();
    assert_eq!(written.trim_start_matches('\u{feff}'), text);
}

#[test]
fn separation_is_set_by_administrators_and_seen_by_who_oversees() {
    let setting = setting();
    let ask = json!({ "accessPackageId": setting.payments, "incompatibleAccessPackageId": setting.vendors });
    assert_eq!(setting.fixture.refuse(&setting.sponsor, "add_incompatible", ask).code, "forbidden");
    let own = json!({ "accessPackageId": setting.payments, "incompatibleAccessPackageId": setting.payments });
    assert_eq!(
        setting.fixture.refuse(&setting.administrator, "add_incompatible", own).code,
        "incompatible_with_itself"
    );
    let neither = json!({ "accessPackageId": setting.payments });
    assert_eq!(
        setting.fixture.refuse(&setting.administrator, "add_incompatible", neither).code,
        "bad_request"
    );
    let missing = json!({ "accessPackageId": setting.payments, "incompatibleAccessPackageId": setting.vendors });
    assert_eq!(
        setting.fixture.refuse(&setting.administrator, "remove_incompatible", missing).code,
        "incompatible_not_listed"
    );
    let vendors = json!({ "accessPackageId": setting.vendors });
    setting.separate();
    setting.admin("delete_access_package", vendors);
    let view = setting.admin("list_incompatible", json!({ "accessPackageId": setting.payments }));
    assert_eq!(view["accessPackages"], json!([]), "the rule goes with the package");
}
