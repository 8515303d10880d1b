//! Agents and blueprints made, changed, deleted, restored and gone for good, and how a family follows its blueprint.

#![expect(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something has to be fails there"
)]

use chaperone_commands::Session;
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

struct House {
    fixture: Fixture,
    administrator: Session,
    /// Owns the blueprint; no administrator.
    owner: Session,
    owner_id: String,
    /// Sponsors the blueprint and the agent.
    sponsor: Session,
    sponsor_id: String,
    blueprint: String,
}

impl House {
    fn new() -> Self {
        let fixture = Fixture::training();
        let administrator = fixture.administrator();
        let owner = fixture.as_person("sanne.de-vries@larkfield.example");
        let owner_id = fixture.person_id("sanne.de-vries@larkfield.example");
        let sponsor = fixture.as_person(&tour().sponsor);
        let sponsor_id = fixture.person_id(&tour().sponsor);
        let ask = json!({
            "displayName": "Night shift", "platform": "foundry", "tags": ["pilot"],
            "sponsors": [{ "personId": sponsor_id }], "ownerIds": [owner_id],
        });
        let made = fixture.call(&administrator, "create_blueprint", ask);
        let blueprint = made["blueprint"]["id"].as_str().unwrap().to_owned();
        Self { fixture, administrator, owner, owner_id, sponsor, sponsor_id, blueprint }
    }

    fn kind(&self) -> Value {
        json!({ "blueprintId": self.blueprint })
    }

    fn principal(&self) -> Value {
        json!({ "blueprintId": self.blueprint, "part": "blueprintPrincipal" })
    }

    /// An agent of the blueprint, sponsored by the sponsor.
    #[track_caller]
    fn agent(&self, name: &str) -> String {
        let sponsors = json!([{ "personId": self.sponsor_id }]);
        let ask =
            json!({ "blueprintId": self.blueprint, "displayName": name, "sponsors": sponsors });
        let made = self.fixture.call(&self.owner, "create_agent", ask);
        made["agent"]["id"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    fn show(&self, agent: &str) -> Value {
        self.fixture.call(&self.administrator, "show_agent", json!({ "agentId": agent }))
    }

    #[track_caller]
    fn state(&self, agent: &str) -> Value {
        self.show(agent)["agent"]["state"].clone()
    }

    #[track_caller]
    fn effective(&self, agent: &str) -> Value {
        self.show(agent)["agent"]["effectiveState"].clone()
    }

    #[track_caller]
    fn does(&self, name: &str, agent: &str) -> Value {
        let view = self.fixture.call(&self.administrator, name, json!({ "agentId": agent }));
        self.fixture.invariants_hold();
        view
    }

    #[track_caller]
    fn refuses(&self, who: &Session, name: &str, ask: Value) -> String {
        self.fixture.refuse(who, name, ask).code
    }

    /// Gives an agent a package that lasts, and says which assignment it is.
    #[track_caller]
    fn assigned(&self, agent: &str) -> Value {
        let call = |name: &str, ask| self.fixture.call(&self.administrator, name, ask);
        let catalog = call("create_catalog", json!({ "displayName": "Lasting" }));
        let groups = call("list_groups", json!({}));
        let rows = groups["rows"].as_array().unwrap();
        let group = rows.iter().find(|group| group["mayBeGrantedToAgents"] == true).unwrap();
        let roles = call(
            "add_catalog_resource",
            json!({ "catalogId": catalog["id"], "kind": "group", "originId": group["id"] }),
        );
        let policy = json!({
            "displayName": "Direct", "scope": "notSpecified", "stages": [],
            "expiration": { "type": "noExpiration" }, "extension": "notAllowed",
        });
        let made = call(
            "create_access_package",
            json!({
                "catalogId": catalog["id"], "displayName": "Lasting",
                "resourceRoleIds": [roles["rows"][0]["id"]], "policies": [policy],
            }),
        );
        let ask = json!({ "agentId": agent, "accessPackageId": made["accessPackage"]["id"] });
        call("assign_access_package", ask)["assignmentId"].clone()
    }

    #[track_caller]
    fn rights(&self, agent: &str) -> usize {
        let view =
            self.fixture.call(&self.administrator, "list_access", json!({ "agentId": agent }));
        view["rights"].as_array().map_or(0, Vec::len)
    }
}

#[test]
fn whoever_makes_a_blueprint_owns_it_and_it_is_present_here() {
    let house = House::new();
    let view = house.fixture.call(&house.owner, "show_blueprint", house.kind());
    let owners: Vec<_> =
        view["owners"].as_array().unwrap().iter().map(|owner| owner["id"].clone()).collect();
    let administrator = house.fixture.person_id(&tour().administrator);
    assert!(owners.contains(&json!(administrator)), "{owners:?}");
    assert!(owners.contains(&json!(house.owner_id)));
    assert_eq!(view["principal"]["state"], "active");
    assert_eq!(view["createdBy"]["id"], json!(administrator));
    house.fixture.invariants_hold();
}

#[test]
fn an_administrator_has_to_name_a_sponsor_and_an_owner_becomes_one() {
    let house = House::new();
    let ask = json!({ "blueprintId": house.blueprint, "displayName": "Nobody's" });
    assert_eq!(
        house.refuses(&house.administrator, "create_agent", ask.clone()),
        "agent_without_sponsor"
    );
    let made = house.fixture.call(&house.owner, "create_agent", ask);
    let sponsors = made["agent"]["sponsors"].as_array().unwrap();
    assert_eq!(sponsors.len(), 1);
    assert_eq!(sponsors[0]["person"]["id"], json!(house.owner_id));
    house.fixture.invariants_hold();
}

#[test]
fn only_owners_of_the_blueprint_and_administrators_make_agents_from_it() {
    let house = House::new();
    let ask = json!({ "blueprintId": house.blueprint, "displayName": "Mine" });
    assert_eq!(house.refuses(&house.sponsor, "create_agent", ask), "forbidden");
    let ask = json!({ "displayName": "Mine", "sponsors": [{ "personId": house.sponsor_id }] });
    assert_eq!(house.refuses(&house.owner, "create_blueprint", ask), "forbidden");
}

#[test]
fn no_agent_is_made_while_the_family_is_switched_off() {
    let house = House::new();
    let ask = json!({ "blueprintId": house.blueprint, "displayName": "Late" });
    house.fixture.call(&house.administrator, "disable_blueprint", house.principal());
    assert_eq!(house.refuses(&house.owner, "create_agent", ask.clone()), "principal_off");
    house.fixture.call(&house.administrator, "disable_blueprint", house.kind());
    assert_eq!(house.refuses(&house.owner, "create_agent", ask), "blueprint_off");
}

#[test]
fn an_agent_has_its_blueprints_tags_and_platform() {
    let house = House::new();
    let agent = house.agent("Tagged");
    let ask = json!({ "agentId": agent, "tags": ["finance"], "attributes": { "Level": "high" } });
    let view = house.fixture.call(&house.administrator, "update_agent", ask);
    assert_eq!(view["agent"]["tags"], json!(["finance", "pilot"]));
    assert_eq!(view["ownTags"], json!(["finance"]));
    assert_eq!(view["agent"]["platform"], "foundry");
    assert_eq!(view["attributes"], json!({ "Level": "high" }));
    let tagged = json!({ "filter": { "tag": "PILOT", "platform": "foundry" } });
    let page = house.fixture.call(&house.administrator, "list_agents", tagged);
    assert_eq!(page["rows"].as_array().unwrap().len(), 1, "found by its blueprint's tag");
}

#[test]
fn the_last_sponsor_is_replaced_and_never_only_taken_away() {
    let house = House::new();
    let agent = house.agent("Kept");
    let gone = json!([{ "personId": house.sponsor_id }]);
    let ask = json!({ "agentId": agent, "remove": gone });
    assert_eq!(
        house.refuses(&house.administrator, "update_agent_sponsors", ask),
        "agent_without_sponsor"
    );
    let add = json!([{ "personId": house.owner_id }]);
    let ask = json!({ "agentId": agent, "add": add, "remove": gone });
    assert_eq!(house.refuses(&house.sponsor, "update_agent_sponsors", ask.clone()), "forbidden");
    let view = house.fixture.call(&house.administrator, "update_agent_sponsors", ask);
    assert_eq!(view["agent"]["sponsors"][0]["person"]["id"], json!(house.owner_id));
    house.fixture.invariants_hold();
}

#[test]
fn a_security_group_and_somebody_who_has_left_do_not_sponsor() {
    let house = House::new();
    let agent = house.agent("Picky");
    let groups = house.fixture.call(&house.administrator, "list_groups", json!({}));
    let rows = groups["rows"].as_array().unwrap();
    let group = rows.iter().find(|group| group["mayBeGrantedToAgents"] == true).unwrap();
    let ask = json!({ "agentId": agent, "add": [{ "groupId": group["id"] }] });
    assert_eq!(
        house.refuses(&house.administrator, "update_agent_sponsors", ask),
        "group_may_not_sponsor"
    );
    let ask = json!({ "personId": house.owner_id });
    house.fixture.call(&house.administrator, "record_departure", ask);
    let ask = json!({ "agentId": agent, "add": [{ "personId": house.owner_id }] });
    assert_eq!(
        house.refuses(&house.administrator, "update_agent_sponsors", ask.clone()),
        "person_inactive"
    );
    assert_eq!(house.refuses(&house.administrator, "update_agent_owners", ask), "person_inactive");
    let both = json!([{ "personId": house.owner_id, "groupId": group["id"] }]);
    let ask = json!({ "agentId": agent, "add": both });
    assert_eq!(
        house.refuses(&house.administrator, "update_agent_sponsors", ask),
        "sponsor_not_one"
    );
}

#[test]
fn an_agent_may_own_another_and_is_named_among_its_owners() {
    let house = House::new();
    let (agent, other) = (house.agent("Owned"), house.agent("Owning"));
    let ask = json!({ "agentId": agent, "add": [{ "agentId": other }] });
    let view = house.fixture.call(&house.administrator, "update_agent_owners", ask);
    assert_eq!(view["ownerPrincipals"][0]["displayName"], "Owning");
}

#[test]
fn an_agent_has_at_most_one_user_account_with_a_manager() {
    let house = House::new();
    let agent = house.agent("Mailer");
    let ask = json!({ "agentId": agent, "displayName": "Mailer", "mailNickname": "mailer" });
    house.fixture.call(&house.administrator, "create_agent_user", ask.clone());
    assert_eq!(house.refuses(&house.administrator, "create_agent_user", ask), "agent_has_user");
    let ask = json!({ "agentId": agent, "managerId": house.owner_id });
    let view = house.fixture.call(&house.administrator, "update_agent_user", ask);
    assert_eq!(view["agentUser"]["manager"]["id"], json!(house.owner_id));
    let ask = json!({ "agentId": agent, "managerId": null, "isEnabled": false });
    let view = house.fixture.call(&house.administrator, "update_agent_user", ask);
    assert_eq!(view["agentUser"]["manager"], Value::Null);
    assert_eq!(view["agentUser"]["isEnabled"], false);
}

#[test]
fn deleting_ends_access_at_once_and_restoring_brings_all_of_it_back() {
    let house = House::new();
    let agent = house.agent("Gone for a while");
    house.assigned(&agent);
    let held = house.rights(&agent);
    house.fixture.call(&house.sponsor, "disable_agent", json!({ "agentId": agent }));
    house.does("delete_agent", &agent);
    assert_eq!(house.effective(&agent), "softDeleted");
    let page = house.fixture.call(
        &house.administrator,
        "list_agents",
        json!({ "filter": { "search": "Gone for a while" } }),
    );
    assert_eq!(page["rows"], json!([]), "a deleted agent is only listed when asked for");
    for name in ["enable_agent", "disable_agent"] {
        let ask = json!({ "agentId": agent });
        assert_eq!(house.refuses(&house.administrator, name, ask), "agent_deleted", "{name}");
    }
    let ask = json!({ "agentId": agent, "displayName": "New" });
    assert_eq!(house.refuses(&house.administrator, "update_agent", ask), "deleted");
    house.fixture.advance("29d");
    house.does("restore_agent", &agent);
    assert_eq!(house.state(&agent), "disabled", "the state before");
    assert_eq!(house.rights(&agent), held);
    house.fixture.call(&house.sponsor, "enable_agent", json!({ "agentId": agent }));
    assert_eq!(house.effective(&agent), "inForce");
}

#[test]
fn sponsors_never_delete_and_owners_of_the_blueprint_do() {
    let house = House::new();
    let agent = json!({ "agentId": house.agent("Family") });
    assert_eq!(house.refuses(&house.sponsor, "delete_agent", agent.clone()), "forbidden");
    house.fixture.call(&house.owner, "delete_agent", agent.clone());
    assert_eq!(house.refuses(&house.sponsor, "restore_agent", agent.clone()), "forbidden");
    assert_eq!(house.refuses(&house.owner, "purge_agent", agent.clone()), "forbidden");
    house.fixture.call(&house.owner, "restore_agent", agent);
}

#[test]
fn after_30_days_an_agent_goes_for_good_and_what_it_holds_ends() {
    let house = House::new();
    let agent = house.agent("Gone");
    let assignment = house.assigned(&agent);
    let request = json!({
        "agentId": agent, "justification": "x",
        "accessPackageId": house.fixture.access_package_id("Invoice matching"),
    });
    let open = house.fixture.call(&house.sponsor, "request_access", request);
    house.does("delete_agent", &agent);
    house.fixture.advance("29d");
    assert_eq!(house.state(&agent), "softDeleted");
    house.fixture.advance("1d");
    house.fixture.invariants_hold();
    assert_eq!(house.state(&agent), "purged");
    let ask = json!({ "assignmentId": assignment });
    let held = house.fixture.call(&house.administrator, "show_assignment", ask);
    assert_eq!(held["assignment"]["endReason"], "removedByRule");
    assert_eq!(held["assignment"]["endedAt"], json!(house.fixture.now().to_string()));
    let ask = json!({ "requestId": open["request"]["id"] });
    let asked = house.fixture.call(&house.administrator, "show_request", ask);
    assert!(asked["request"]["completedAt"].is_string(), "nothing waits for an agent that is gone");
    let ask = json!({ "agentId": agent });
    assert_eq!(house.refuses(&house.administrator, "restore_agent", ask.clone()), "purged");
    assert_eq!(house.refuses(&house.administrator, "delete_agent", ask), "purged");
}

#[test]
fn an_administrator_deletes_for_good_what_is_deleted_already() {
    let house = House::new();
    let agent = house.agent("Hurried");
    house.assigned(&agent);
    let ask = json!({ "agentId": agent });
    assert_eq!(house.refuses(&house.administrator, "purge_agent", ask), "not_deleted");
    house.does("delete_agent", &agent);
    house.does("purge_agent", &agent);
    assert_eq!(house.state(&agent), "purged");
}

#[test]
fn a_blueprint_is_a_kill_switch_that_leaves_its_agents_states_alone() {
    let house = House::new();
    let (on, off) = (house.agent("On"), house.agent("Off"));
    house.fixture.call(&house.sponsor, "disable_agent", json!({ "agentId": off }));
    house.fixture.call(&house.sponsor, "disable_blueprint", house.kind());
    assert_eq!((house.state(&on), house.effective(&on)), (json!("active"), json!("blueprintOff")));
    house.fixture.call(&house.sponsor, "enable_blueprint", house.kind());
    assert_eq!(
        (house.effective(&on), house.effective(&off)),
        (json!("inForce"), json!("disabled"))
    );
    house.fixture.call(&house.sponsor, "disable_blueprint", house.principal());
    assert_eq!(house.effective(&on), "principalOff");
    house.fixture.invariants_hold();
}

#[test]
fn what_an_administrator_holds_of_a_family_its_sponsor_does_not_let_go() {
    let house = House::new();
    let auditor = house.fixture.as_person("ruth.adeyemi@larkfield.example");
    assert_eq!(house.refuses(&auditor, "disable_blueprint", house.kind()), "forbidden");
    let owners = json!({
        "blueprintId": house.blueprint,
        "remove": [house.fixture.person_id(&tour().administrator)],
    });
    house.fixture.call(&house.administrator, "update_blueprint_owners", owners);
    let view = house.fixture.call(&house.administrator, "disable_blueprint", house.kind());
    assert_eq!(view["blueprint"]["state"], "held");
    assert_eq!(house.refuses(&house.sponsor, "enable_blueprint", house.kind()), "blueprint_held");
    house.fixture.call(&house.administrator, "enable_blueprint", house.kind());
}

#[test]
fn agents_follow_their_deleted_blueprint_a_day_later() {
    let house = House::new();
    let agent = house.agent("Follower");
    house.fixture.call(&house.owner, "delete_blueprint", house.kind());
    assert_eq!(house.effective(&agent), "blueprintOff", "its access ends at once");
    house.fixture.advance("23h");
    assert_eq!(house.state(&agent), "active");
    house.fixture.advance("1h");
    assert_eq!(house.state(&agent), "softDeleted");
    house.fixture.invariants_hold();
    house.fixture.call(&house.owner, "restore_blueprint", house.kind());
    assert_eq!(house.state(&agent), "softDeleted", "agents are restored one by one");
    house.does("restore_agent", &agent);
    assert_eq!(house.effective(&agent), "inForce");
}

#[test]
fn a_blueprint_that_is_restored_in_time_keeps_its_agents() {
    let house = House::new();
    let agent = house.agent("Stayer");
    house.fixture.call(&house.owner, "delete_blueprint", house.kind());
    house.fixture.advance("23h");
    let view = house.fixture.call(&house.owner, "restore_blueprint", house.kind());
    assert_eq!(view["principal"]["state"], "active", "its principal comes back with it");
    house.fixture.advance("2d");
    assert_eq!(house.effective(&agent), "inForce");
    house.fixture.invariants_hold();
}

#[test]
fn an_agent_restored_into_a_family_that_goes_for_good_is_an_orphan() {
    let house = House::new();
    let agent = house.agent("Orphan");
    house.fixture.call(&house.owner, "delete_blueprint", house.principal());
    house.fixture.advance("1d");
    house.does("restore_agent", &agent);
    assert_eq!(house.effective(&agent), "principalOff");
    house.fixture.advance("29d");
    assert_eq!(house.effective(&agent), "orphaned");
    let orphans = json!({ "filter": { "orphaned": true } });
    let page = house.fixture.call(&house.administrator, "list_agents", orphans);
    assert_eq!(page["rows"][0]["id"], json!(agent));
    house.fixture.invariants_hold();
}

#[test]
fn a_principal_comes_back_only_after_its_blueprint() {
    let house = House::new();
    house.fixture.call(&house.owner, "delete_blueprint", house.kind());
    assert_eq!(
        house.refuses(&house.owner, "restore_blueprint", house.principal()),
        "blueprint_deleted"
    );
    assert_eq!(house.refuses(&house.owner, "purge_blueprint", house.kind()), "forbidden");
    house.fixture.call(&house.administrator, "purge_blueprint", house.kind());
    assert_eq!(house.refuses(&house.owner, "restore_blueprint", house.kind()), "purged");
    house.fixture.invariants_hold();
}

#[test]
fn several_agents_are_changed_at_once_each_with_its_own_result() {
    let house = House::new();
    let (one, two) = (house.agent("One"), house.agent("Two"));
    house.fixture.call(&house.owner, "delete_agent", json!({ "agentId": two }));
    let nowhere = "0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77";
    let ask = json!({ "agentIds": [one, two, nowhere], "change": "disable" });
    let view = house.fixture.call(&house.sponsor, "change_agents", ask);
    assert_eq!((view["done"].clone(), view["refused"].clone()), (json!(1), json!(2)));
    let codes: Vec<_> =
        view["results"].as_array().unwrap().iter().map(|it| it["code"].clone()).collect();
    assert_eq!(codes, [Value::Null, json!("agent_deleted"), json!("not_found")]);
    assert_eq!(house.state(&one), "disabled");
    let ask = json!({ "agentIds": [one], "change": "delete" });
    let view = house.fixture.call(&house.sponsor, "change_agents", ask.clone());
    assert_eq!(view["results"][0]["code"], "forbidden", "sponsors never delete, also not in bulk");
    house.fixture.call(&house.owner, "change_agents", ask);
    assert_eq!(house.state(&one), "softDeleted");
    assert_eq!(
        house.refuses(&house.owner, "change_agents", json!({ "agentIds": [], "change": "delete" })),
        "bad_request"
    );
    house.fixture.invariants_hold();
}

#[test]
fn quotas_count_what_is_deleted_and_not_what_is_gone() {
    let house = House::new();
    let quota = |agents: u32| json!({ "maxAgentsPerBlueprint": agents });
    house.fixture.call(&house.administrator, "update_settings", quota(1));
    let agent = house.agent("First");
    let second = json!({ "blueprintId": house.blueprint, "displayName": "Second" });
    assert_eq!(house.refuses(&house.owner, "create_agent", second.clone()), "agent_quota_reached");
    house.does("delete_agent", &agent);
    assert_eq!(house.refuses(&house.owner, "create_agent", second.clone()), "agent_quota_reached");
    house.does("purge_agent", &agent);
    house.fixture.call(&house.owner, "create_agent", second);
    let none = json!({ "maxBlueprints": 1 });
    house.fixture.call(&house.administrator, "update_settings", none);
    let ask = json!({ "displayName": "More", "sponsors": [{ "personId": house.sponsor_id }] });
    assert_eq!(
        house.refuses(&house.administrator, "create_blueprint", ask),
        "blueprint_quota_reached"
    );
    assert_eq!(
        house.refuses(&house.administrator, "update_settings", json!({ "maxBlueprints": 0 })),
        "quota_out_of_range"
    );
}

#[test]
fn plain_service_principals_are_governed_alike_and_all_agents_does_not_cover_them() {
    let house = House::new();
    let id = "0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e99";
    let owner = json!({ "@odata.type": "#microsoft.graph.user", "id": house.sponsor_id });
    let text = json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#servicePrincipals",
        "value": [{
            "id": id, "appId": "0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e98", "displayName": "Nightly backup",
            "servicePrincipalType": "Application", "accountEnabled": true, "tags": ["backup"],
            "customSecurityAttributes": { "Governance": { "@odata.type": "x", "Level": "low" } },
            "owners": [owner],
        }],
    });
    let files = json!([{ "name": "principals.json", "text": text.to_string() }]);
    house.fixture.call(&house.administrator, "import_directory", json!({ "files": files }));
    house.fixture.invariants_hold();
    let view = house.show(id);
    assert_eq!(view["agent"]["kind"], "servicePrincipal");
    assert_eq!(view["agent"]["blueprint"], Value::Null);
    assert_eq!(view["agent"]["effectiveState"], "inForce", "it has no family that could be off");
    assert_eq!(view["attributes"], json!({ "Governance.Level": "low" }));
    assert_eq!(view["agent"]["sponsors"][0]["person"]["id"], json!(house.sponsor_id));
    let report =
        house.fixture.call(&house.administrator, "import_directory", json!({ "files": files }));
    assert_eq!(report["changed"], 0, "importing the same file again changes nothing");
    let package = house.fixture.access_package_id("Invoice matching");
    let ask = json!({ "agentId": id, "accessPackageId": package, "justification": "x" });
    assert_eq!(house.refuses(&house.sponsor, "request_access", ask), "not_in_scope");
    let ask = json!({ "agentId": id, "displayName": "x", "mailNickname": "x" });
    assert_eq!(house.refuses(&house.administrator, "create_agent_user", ask), "not_an_agent");
}
