//! API permissions in layers, through the commands: what is declared, inheritable and consented, what then reaches an agent,
//! and what never does.

#![expect(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something has to be fails there"
)]

use chaperone_commands::{FailureKind, Session};
use chaperone_domain::time::{Span, Timestamp};
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

const API: &str = "Ledgerwell Invoicing";
const SCOPE: &str = "Suppliers.Read";

/// The sample company, with the blueprint of the tour's agent.
struct Company {
    fixture: Fixture,
    administrator: Session,
    sponsor: Session,
    agent: String,
    blueprint: String,
}

impl Company {
    fn new() -> Self {
        let fixture = Fixture::training();
        let tour = tour();
        let administrator = fixture.as_person(&tour.administrator);
        let agent = fixture.agent_id(&tour.agent);
        let shown = fixture.call(&administrator, "show_agent", json!({ "agentId": agent }));
        let blueprint = shown["agent"]["blueprint"]["id"].as_str().unwrap().to_owned();
        let sponsor = fixture.as_person(&tour.sponsor);
        Self { fixture, administrator, sponsor, agent, blueprint }
    }

    fn permission(&self, permission: &str) -> Value {
        json!({ "blueprintId": self.blueprint, "resource": API, "permission": permission })
    }

    fn entry(&self, resource: &str, scopes: &str, roles: &str) -> Value {
        json!({ "blueprintId": self.blueprint, "resource": resource, "scopes": scopes, "roles": roles })
    }

    fn act(&self, command: &str, ask: Value) -> Value {
        self.fixture.call(&self.administrator, command, ask)
    }

    /// Lets the scope flow from the blueprint to its agents.
    fn let_flow(&self) {
        self.act("declare_permission", self.permission(SCOPE));
        self.act("add_inheritable_permission", self.entry(API, "allAllowed", "none"));
        self.act("grant_consent", self.permission(SCOPE));
    }

    fn ask(&self, command: &str, role: &str, at: Option<Timestamp>) -> Value {
        let mut ask = json!({ "agentId": self.agent, "resource": API, "role": role });
        if let Some(at) = at {
            ask["at"] = json!(at.to_string());
        }
        self.fixture.call(&self.sponsor, command, ask)
    }

    fn is_allowed(&self, at: Option<Timestamp>) -> bool {
        self.ask("check_access", SCOPE, at)["isAllowed"] == true
    }

    fn row(&self, permission: &str) -> Value {
        let view = self.fixture.call(
            &self.sponsor,
            "show_agent_permissions",
            json!({ "agentId": self.agent }),
        );
        let rows = view["permissions"].as_array().unwrap().clone();
        rows.into_iter().find(|row| row["right"]["roleName"] == permission).unwrap_or(Value::Null)
    }
}

#[test]
fn a_permission_reaches_an_agent_when_it_is_inheritable_and_consented_and_not_before() {
    let company = Company::new();
    company.act("declare_permission", company.permission(SCOPE));
    assert!(!company.is_allowed(None), "a declaration gives nothing");
    assert_eq!(company.row(SCOPE)["missing"], "consent");
    company.act("grant_consent", company.permission(SCOPE));
    assert!(!company.is_allowed(None), "a consent alone gives nothing to the agents");
    assert_eq!(company.row(SCOPE)["missing"], "inheritance");
    company.act("add_inheritable_permission", company.entry(API, "none", "allAllowed"));
    assert!(!company.is_allowed(None), "the other kind flows");
    company.act("update_inheritable_permission", company.entry(API, "allAllowed", "none"));
    assert!(company.is_allowed(None));
    let row = company.row(SCOPE);
    assert_eq!((&row["sources"], &row["isEffective"]), (&json!(["inherited"]), &json!(true)));
    let listed =
        company.fixture.call(&company.sponsor, "list_access", json!({ "agentId": company.agent }));
    let rights = listed["rights"].as_array().unwrap();
    let inherited = rights.iter().find(|held| held["source"] == "inherited").unwrap();
    assert_eq!(inherited["blueprint"]["id"], json!(company.blueprint));
    company.fixture.invariants_hold();
}

#[test]
fn what_was_inherited_ends_with_the_consent_or_with_the_list() {
    for ending in ["revoke_consent", "remove_inheritable_permission"] {
        let company = Company::new();
        company.let_flow();
        company.fixture.advance("1h");
        let ask = match ending {
            "revoke_consent" => company.permission(SCOPE),
            _ => json!({ "blueprintId": company.blueprint, "resource": API }),
        };
        let end = company.fixture.now();
        company.act(ending, ask);
        assert!(!company.is_allowed(None), "{ending} works at once");
        let before = Timestamp::from_millis(end.millis() - 1);
        assert!(company.is_allowed(Some(before)), "the past stays as it was");
        assert!(!company.is_allowed(Some(end)));
        company.fixture.invariants_hold();
    }
}

#[test]
fn an_agent_that_was_off_at_an_instant_could_do_nothing_then() {
    let company = Company::new();
    company.let_flow();
    company.fixture.advance("1h");
    let off = company.fixture.now();
    let ask = json!({ "agentId": company.agent, "justification": "looks odd" });
    company.fixture.call(&company.sponsor, "disable_agent", ask);
    company.fixture.advance("1h");
    let on = company.fixture.now();
    company.fixture.call(&company.sponsor, "enable_agent", json!({ "agentId": company.agent }));
    let at = |millis: i64| company.is_allowed(Some(Timestamp::from_millis(millis)));
    assert!(at(off.millis() - 1));
    assert!(!at(off.millis()));
    assert!(!at(on.millis() - 1));
    assert!(at(on.millis()));
    let why = company.ask("explain_access", SCOPE, Some(off));
    let first = &why["whyNot"][0];
    assert_eq!(
        (&first["kind"], &first["code"]),
        (&json!("outOfForce"), &json!("agent_out_of_force"))
    );
    assert_eq!(first["by"]["displayName"], "Aoife Byrne");
    assert!(first["sentence"].as_str().unwrap().contains("looks odd"), "{first}");
}

#[test]
fn only_an_administrator_consents_and_an_owner_keeps_the_lists() {
    let company = Company::new();
    let refused =
        |who: &Session, command: &str, ask: Value| company.fixture.refuse(who, command, ask);
    company.act("declare_permission", company.permission(SCOPE));
    for command in ["grant_consent", "declare_permission"] {
        let failure = refused(&company.sponsor, command, company.permission(SCOPE));
        assert_eq!(failure.code, "forbidden", "{command} by a sponsor");
    }
    let auditor = company.fixture.as_person("ruth.adeyemi@larkfield.example");
    let ask = json!({ "blueprintId": company.blueprint });
    company.fixture.call(&auditor, "show_blueprint_permissions", ask);
    assert_eq!(refused(&auditor, "grant_consent", company.permission(SCOPE)).code, "forbidden");
    let own = json!({ "agentId": company.agent, "resource": API, "permission": SCOPE });
    assert_eq!(refused(&company.sponsor, "grant_agent_permission", own).code, "forbidden");
}

#[test]
fn a_duplicate_and_an_eleventh_api_in_the_inheritable_list_are_refused() {
    let company = Company::new();
    let apis: Vec<Value> = (0..11)
        .map(|n| {
            json!({ "id": format!("00000000-0000-4000-8000-{n:012}"), "appId": format!("00000000-0000-4000-9000-{n:012}"), "displayName": format!("API {n:02}") })
        })
        .collect();
    let file = json!({ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#applications", "value": apis });
    company.act(
        "import_directory",
        json!({ "files": [{ "name": "a.json", "text": file.to_string() }] }),
    );
    for n in 0..10 {
        let entry = company.entry(&format!("API {n:02}"), "allAllowed", "allAllowed");
        company.act("add_inheritable_permission", entry);
    }
    let refuse = |resource: &str| {
        let ask = company.entry(resource, "allAllowed", "none");
        company.fixture.refuse(&company.administrator, "add_inheritable_permission", ask).code
    };
    assert_eq!(refuse("API 03"), "resource_already_inheritable");
    assert_eq!(refuse("API 10"), "too_many_inheritable_resources");
    assert_eq!(refuse("No such API"), "not_found");
    let gone = json!({ "blueprintId": company.blueprint, "resource": "API 10" });
    let failure =
        company.fixture.refuse(&company.administrator, "remove_inheritable_permission", gone);
    assert_eq!(failure.code, "resource_not_inheritable");
    company.fixture.invariants_hold();
}

#[test]
fn unknown_ids_second_consents_and_undeclared_needs_are_refused() {
    let company = Company::new();
    let refuse =
        |command: &str, ask: Value| company.fixture.refuse(&company.administrator, command, ask);
    assert_eq!(refuse("grant_consent", company.permission(SCOPE)).code, "consent_undeclared");
    let nowhere = refuse("declare_permission", company.permission("No.Such.Permission"));
    assert_eq!(nowhere.kind, FailureKind::NotFound);
    let mut stray = company.permission(SCOPE);
    stray["blueprintId"] = json!("0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77");
    assert_eq!(refuse("declare_permission", stray).kind, FailureKind::NotFound);
    company.let_flow();
    assert_eq!(refuse("grant_consent", company.permission(SCOPE)).code, "already_consented");
    assert_eq!(
        refuse("declare_permission", company.permission(SCOPE)).code,
        "permission_already_declared"
    );
    let people_only = company.permission("Payments.Release");
    company.act("declare_permission", people_only.clone());
    assert_eq!(refuse("grant_consent", people_only).code, "role_not_for_agents");
    company.act("withdraw_declaration", company.permission(SCOPE));
    assert_eq!(
        refuse("withdraw_declaration", company.permission(SCOPE)).code,
        "permission_not_declared"
    );
    assert!(company.is_allowed(None), "a consent stands until it is revoked");
}

#[test]
fn nothing_from_the_block_list_reaches_an_agent_by_any_layer() {
    let company = Company::new();
    let api = json!({ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#applications", "value": [{
        "id": "00000000-0000-4000-8000-000000000077", "appId": "00000000-0000-4000-8000-000000000078",
        "displayName": "Directory API",
        "appRoles": [{ "id": "00000000-0000-4000-8000-000000000079", "value": "User.ReadWrite.All",
                       "displayName": "Write people", "allowedMemberTypes": ["Application"], "isEnabled": true }],
    }] });
    company.act(
        "import_directory",
        json!({ "files": [{ "name": "a.json", "text": api.to_string() }] }),
    );
    let blocked = json!({ "blueprintId": company.blueprint, "resource": "Directory API", "permission": "User.ReadWrite.All" });
    company.act("declare_permission", blocked.clone());
    company.act(
        "add_inheritable_permission",
        company.entry("Directory API", "allAllowed", "allAllowed"),
    );
    let failure = company.fixture.refuse(&company.administrator, "grant_consent", blocked);
    assert_eq!(failure.code, "role_blocked_for_agents");
    let direct = json!({ "agentId": company.agent, "resource": "Directory API", "permission": "User.ReadWrite.All" });
    let failure = company.fixture.refuse(&company.administrator, "grant_agent_permission", direct);
    assert_eq!(failure.code, "role_blocked_for_agents");
    let ask = json!({ "agentId": company.agent, "resource": "Directory API", "role": "User.ReadWrite.All" });
    let why = company.fixture.call(&company.sponsor, "explain_access", ask);
    assert_eq!(why["answer"]["code"], "role_blocked_for_agents");
    assert_eq!(why["whyNot"].as_array().unwrap().len(), 1, "nothing else would help");
    let list = company.fixture.call(&company.sponsor, "show_block_list", json!({}));
    assert_eq!(list["blockedPermissions"]["date"], "2026-06-12");
    company.fixture.invariants_hold();
}

#[test]
fn a_directory_role_that_is_on_no_list_is_refused_with_a_sentence_that_says_so() {
    let company = Company::new();
    let roles = json!({ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#directoryRoleTemplates", "value": [
        { "id": "00000000-0000-4000-8000-000000000081", "displayName": "Groups Administrator", "description": "" },
    ] });
    company.act(
        "import_directory",
        json!({ "files": [{ "name": "r.json", "text": roles.to_string() }] }),
    );
    let catalog = company.act("create_catalog", json!({ "displayName": "Roles" }));
    let added = company.act(
        "add_catalog_resource",
        json!({ "catalogId": catalog["id"], "kind": "directoryRole", "originId": "00000000-0000-4000-8000-000000000081" }),
    );
    let role = &added["rows"][0];
    assert_eq!(role["isOpenToAgents"], false);
    assert!(role["closedBecause"].as_str().unwrap().contains("not on the list of roles"), "{role}");
    let ask = json!({
        "catalogId": catalog["id"], "displayName": "P", "resourceRoleIds": [role["id"]],
        "policies": [{ "displayName": "x", "scope": "notSpecified", "stages": [],
                       "expiration": { "type": "noExpiration" }, "extension": "notAllowed" }],
    });
    let failure = company.fixture.refuse(&company.administrator, "create_access_package", ask);
    assert_eq!(failure.code, "role_not_allowed_for_agents");
}

#[test]
fn adding_an_api_or_a_directory_role_makes_a_catalog_privileged_and_the_record_says_so() {
    let company = Company::new();
    let catalog = company.act("create_catalog", json!({ "displayName": "Mixed" }));
    assert_eq!(catalog["privilegeLevel"], "standard");
    let applications = company.act("list_applications", json!({}));
    let api = applications["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["displayName"] == API)
        .unwrap();
    company.act(
        "add_catalog_resource",
        json!({ "catalogId": catalog["id"], "kind": "application", "originId": api["id"] }),
    );
    let catalogs = company.act("list_catalogs", json!({}));
    let after =
        catalogs["rows"].as_array().unwrap().iter().find(|row| row["id"] == catalog["id"]).unwrap();
    assert_eq!(after["privilegeLevel"], "privileged");
    let audit = company
        .act("list_audit", json!({ "filter": { "activity": "add_catalog_resource" }, "limit": 1 }));
    let record = &audit["rows"][0];
    assert!(record["sentence"].as_str().unwrap().contains("is privileged from now on"), "{record}");
    assert_eq!(record["changes"][0]["field"], "privilegeLevel");
}

#[test]
fn what_is_given_to_one_agent_reaches_that_agent_alone() {
    let company = Company::new();
    let ask = json!({ "agentId": company.agent, "resource": API, "permission": "Payments.Propose.All", "justification": "month end" });
    company.act("grant_agent_permission", ask.clone());
    let row = company.row("Payments.Propose.All");
    assert_eq!((&row["isDirect"], &row["sources"]), (&json!(true), &json!(["direct"])));
    let failure =
        company.fixture.refuse(&company.administrator, "grant_agent_permission", ask.clone());
    assert_eq!(failure.code, "already_consented");
    let why = company.ask("explain_access", "Payments.Propose.All", None);
    assert_eq!(why["why"][0]["source"], "direct");
    assert_eq!(why["why"][0]["givenBy"]["displayName"], "Ines Ferreira");
    company.act("revoke_agent_permission", ask.clone());
    assert_eq!(company.row("Payments.Propose.All"), Value::Null);
    let failure = company.fixture.refuse(&company.administrator, "revoke_agent_permission", ask);
    assert_eq!(failure.code, "not_consented");
    company.fixture.invariants_hold();
}

#[test]
fn an_explanation_names_the_package_the_policy_the_request_and_who_decided() {
    let company = Company::new();
    let package = company.fixture.access_package_id("Invoice matching");
    let ask = json!({ "agentId": company.agent, "accessPackageId": package, "justification": "close of the month" });
    let role = "Invoices.Match.All";
    let before = company.ask("explain_access", role, None);
    assert_eq!(before["whyNot"][0]["kind"], "requestable");
    assert_eq!(before["whyNot"][0]["accessPackage"]["id"], json!(package));
    let request = company.fixture.call(&company.sponsor, "request_access", ask);
    let id = request["request"]["id"].clone();
    let waiting = company.ask("explain_access", role, None);
    let waits = &waiting["whyNot"][0];
    assert_eq!((&waits["kind"], &waits["requestId"]), (&json!("requestWaits"), &id));
    assert!(!waits["waitsFor"].as_array().unwrap().is_empty());
    assert_eq!(waiting["whyNot"][1]["kind"], "notRequestable", "it waits already");
    let approver = company.fixture.as_person(&tour().approver);
    company.fixture.decide(&approver, "approve_request", json!({ "requestId": id }));
    let held = company.ask("explain_access", role, None);
    let why = &held["why"][0];
    assert_eq!((&why["source"], &why["requestId"]), (&json!("assignment"), &id));
    assert_eq!(why["justification"], "close of the month");
    assert_eq!(why["requestedBy"]["displayName"], "Aoife Byrne");
    assert_eq!(why["decisions"][0]["person"]["displayName"], "Beatriz Nogueira");
    assert!(why["policy"]["displayName"].as_str().unwrap().contains("30 days"));
    assert!(why["endsAt"].is_string());
    assert!(held["whyNot"].as_array().unwrap().is_empty());

    company.fixture.advance("29d");
    let extension =
        json!({ "assignmentId": why["assignmentId"], "justification": "still closing" });
    let extension = company.fixture.call(&company.sponsor, "request_extension", extension);
    let after_end = company.fixture.now().plus(Span::days(2));
    let later = company.ask("explain_access", role, Some(after_end));
    let kinds: Vec<_> =
        later["whyNot"].as_array().unwrap().iter().map(|it| it["kind"].clone()).collect();
    assert_eq!(kinds[..2], [json!("ended"), json!("extensionWaits")]);
    assert_eq!(later["whyNot"][1]["requestId"], extension["request"]["id"]);
    company.fixture.advance("2d");
    let ended = company.ask("explain_access", role, None);
    assert_eq!(ended["whyNot"][0]["kind"], "ended");
    assert_eq!(ended["whyNot"][0]["assignmentId"], why["assignmentId"]);
    company.fixture.invariants_hold();
}

#[test]
fn an_explanation_of_an_inherited_right_names_who_consented_and_of_a_broken_chain_its_link() {
    let company = Company::new();
    let nothing = company.ask("explain_access", "Invoices.Read", None);
    assert_eq!(nothing["whyNot"][0]["kind"], "noPackage");
    company.act("declare_permission", company.permission(SCOPE));
    let kind = |why: &Value| why["whyNot"][0]["kind"].clone();
    assert_eq!(kind(&company.ask("explain_access", SCOPE, None)), "consentMissing");
    company.act("grant_consent", company.permission(SCOPE));
    assert_eq!(kind(&company.ask("explain_access", SCOPE, None)), "inheritanceMissing");
    company.act("add_inheritable_permission", company.entry(API, "allAllowed", "none"));
    let why = company.ask("explain_access", SCOPE, None)["why"][0].clone();
    assert_eq!(why["source"], "inherited");
    assert_eq!(why["blueprint"]["id"], json!(company.blueprint));
    assert_eq!(why["givenBy"]["displayName"], "Ines Ferreira");
}
