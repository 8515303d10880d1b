//! Agents: who finds them, who sees what they hold, who switches them off and on; and the roles of people.

#![expect(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something has to be fails there"
)]

use chaperone_commands::{Session, dispatch};
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

struct Office {
    fixture: Fixture,
    administrator: Session,
    sponsor: Session,
    stranger: Session,
    agent: String,
}

impl Office {
    fn new() -> Self {
        let fixture = Fixture::training();
        let administrator = fixture.administrator();
        let sponsor = fixture.as_person(&tour().sponsor);
        let stranger = fixture.as_person("sanne.de-vries@larkfield.example");
        let agent = fixture.agent_id(&tour().agent);
        Self { fixture, administrator, sponsor, stranger, agent }
    }

    fn which(&self) -> Value {
        json!({ "agentId": self.agent })
    }

    #[track_caller]
    fn does(&self, who: &Session, name: &str) -> Value {
        let view = self.fixture.call(who, name, self.which());
        self.fixture.invariants_hold();
        view["agent"]["state"].clone()
    }

    #[track_caller]
    fn refuses(&self, who: &Session, name: &str) -> String {
        self.fixture.refuse(who, name, self.which()).code
    }

    fn may(&self, who: &Session) -> Vec<Value> {
        self.fixture.call(who, "show_agent", self.which())["may"].as_array().unwrap().clone()
    }
}

#[test]
fn a_sponsor_disables_and_enables_their_agent() {
    let office = Office::new();
    assert_eq!(office.does(&office.sponsor, "disable_agent"), "disabled");
    assert_eq!(office.refuses(&office.sponsor, "disable_agent"), "agent_already_so");
    assert_eq!(office.does(&office.sponsor, "enable_agent"), "active");
    assert_eq!(office.refuses(&office.sponsor, "enable_agent"), "agent_already_so");
}

#[test]
fn what_an_administrator_holds_only_an_administrator_lets_go() {
    let office = Office::new();
    assert_eq!(office.does(&office.administrator, "disable_agent"), "held");
    assert_eq!(office.refuses(&office.sponsor, "enable_agent"), "agent_held");
    assert!(
        !office.may(&office.sponsor).contains(&json!("enable_agent")),
        "what would be refused isn't offered"
    );
    assert_eq!(office.does(&office.administrator, "enable_agent"), "active");
}

#[test]
fn who_does_not_answer_for_an_agent_does_not_switch_it() {
    let office = Office::new();
    for name in ["disable_agent", "enable_agent"] {
        assert_eq!(office.refuses(&office.stranger, name), "forbidden");
    }
    let auditor = office.fixture.as_person("ruth.adeyemi@larkfield.example");
    assert_eq!(office.refuses(&auditor, "disable_agent"), "forbidden");
}

#[test]
fn a_reason_is_kept_and_one_of_a_megabyte_is_refused() {
    let office = Office::new();
    let with = |reason: String| json!({ "agentId": office.agent, "justification": reason });
    let refused =
        office.fixture.refuse(&office.sponsor, "disable_agent", with("x".repeat(1 << 20)));
    assert_eq!(refused.code, "text_too_long");
    let view = office.fixture.call(
        &office.sponsor,
        "disable_agent",
        with("It went round in circles.".to_owned()),
    );
    let newest = view["lifecycle"][0]["sentence"].as_str().unwrap();
    assert!(newest.ends_with("Reason: It went round in circles."), "{newest}");
}

#[test]
fn everybody_finds_who_answers_for_an_agent_and_only_some_see_what_it_holds() {
    let office = Office::new();
    let seen = office.fixture.call(&office.stranger, "show_agent", office.which());
    assert_eq!(seen["agent"]["sponsors"][0]["person"]["displayName"], "Aoife Byrne");
    assert_eq!((seen["lifecycle"].clone(), seen["assignments"].clone()), (json!([]), json!([])));
    assert_eq!(seen["may"], json!([]));
    let seen = office.fixture.call(&office.sponsor, "show_agent", office.which());
    assert!(!seen["lifecycle"].as_array().unwrap().is_empty());
}

#[test]
fn an_agent_that_is_nowhere_is_not_found() {
    let office = Office::new();
    let nowhere = json!({ "agentId": "0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77" });
    for name in ["show_agent", "disable_agent"] {
        assert_eq!(
            office.fixture.refuse(&office.administrator, name, nowhere.clone()).code,
            "not_found",
            "{name}"
        );
    }
}

#[test]
fn agents_are_found_by_name_by_sponsor_and_by_id() {
    let office = Office::new();
    let found = |search: &str| {
        let ask = json!({ "filter": { "search": search } });
        office.fixture.call(&office.administrator, "list_agents", ask)["rows"]
            .as_array()
            .unwrap()
            .clone()
    };
    assert!(found("matcher lis").iter().any(|row| row["id"] == json!(office.agent)));
    assert!(
        found("aoife").iter().any(|row| row["id"] == json!(office.agent)),
        "by a sponsor's name"
    );
    assert_eq!(found(&office.agent).len(), 1, "by id");
    assert_eq!(found("100%_nothing").len(), 0, "signs of SQL are letters here");
    assert!(found("Operations Agent Sponsors").len() >= 4, "by a sponsoring group's name");
}

#[test]
fn my_agents_are_those_that_i_sponsor_in_person_or_by_group_or_own() {
    let office = Office::new();
    let mine = |who: &Session| {
        let ask = json!({ "filter": { "mine": true }, "limit": 500 });
        office.fixture.call(who, "list_agents", ask)["rows"].as_array().unwrap().len()
    };
    assert!(mine(&office.sponsor) > 0);
    let desk = office.fixture.call(&office.sponsor, "show_desk", json!({}));
    assert_eq!(desk["me"]["agents"], json!(mine(&office.sponsor)));
    assert_eq!(mine(&office.administrator), 0);
}

#[test]
fn pages_follow_each_other_without_a_gap_or_a_double() {
    let office = Office::new();
    let (mut seen, mut after): (Vec<Value>, Value) = (Vec::new(), Value::Null);
    loop {
        let ask = json!({ "after": after, "limit": 7 });
        let page = office.fixture.call(&office.administrator, "list_agents", ask);
        seen.extend(page["rows"].as_array().unwrap().iter().map(|row| row["id"].clone()));
        after = page["next"].clone();
        if after.is_null() {
            break;
        }
    }
    assert_eq!(seen.len(), 60);
    let distinct: std::collections::HashSet<_> = seen.iter().map(Value::to_string).collect();
    assert_eq!(distinct.len(), 60);
}

#[test]
fn the_last_administrator_keeps_the_role() {
    let office = Office::new();
    let role = |email: &str, role: &str| json!({ "personId": office.fixture.person_id(email), "role": role });
    let (ines, samir) = ("ines.ferreira@larkfield.example", "samir.khatib@larkfield.example");
    office.fixture.call(&office.administrator, "withdraw_role", role(samir, "administrator"));
    let refused =
        office.fixture.refuse(&office.administrator, "withdraw_role", role(ines, "administrator"));
    assert_eq!(refused.code, "last_administrator");
    let change =
        office.fixture.call(&office.administrator, "appoint_role", role(samir, "administrator"));
    assert_eq!(change["roles"], json!(["administrator"]));
    office.fixture.call(&office.administrator, "withdraw_role", role(ines, "administrator"));
    let again = dispatch(
        office.fixture.desk(),
        &office.administrator,
        "appoint_role",
        role(ines, "administrator"),
    );
    assert_eq!(again.unwrap_err().code, "forbidden", "roles count at the instant of the command");
}

#[test]
fn giving_a_role_that_somebody_has_writes_nothing() {
    let office = Office::new();
    let before = office.fixture.call(&office.administrator, "verify_audit", json!({}));
    let ask = json!({ "personId": office.fixture.person_id(&tour().administrator), "role": "administrator" });
    office.fixture.call(&office.administrator, "appoint_role", ask);
    let auditor =
        json!({ "personId": office.fixture.person_id(&tour().sponsor), "role": "auditor" });
    office.fixture.call(&office.administrator, "withdraw_role", auditor);
    assert_eq!(office.fixture.call(&office.administrator, "verify_audit", json!({})), before);
}

#[test]
fn settings_name_an_active_custodian_and_days_for_reminders() {
    let office = Office::new();
    let set = |ask: Value| office.fixture.call(&office.administrator, "update_settings", ask);
    let refuse =
        |ask: Value| office.fixture.refuse(&office.administrator, "update_settings", ask).code;
    let changed = set(json!({ "name": " Larkfield ", "reminderDays": [1, 30, 14, 14] }));
    assert_eq!(
        (changed["name"].clone(), changed["reminderDays"].clone()),
        (json!("Larkfield"), json!([30, 14, 1]))
    );
    assert_eq!(refuse(json!({ "reminderDays": [0] })), "bad_thresholds");
    assert_eq!(refuse(json!({ "name": "  " })), "text_missing");
    let gone = office.fixture.call(
        &office.administrator,
        "list_people",
        json!({ "filter": { "isActive": false } }),
    );
    assert_eq!(refuse(json!({ "custodianId": gone["rows"][0]["id"] })), "person_inactive");
    let refused =
        office.fixture.refuse(&office.sponsor, "update_settings", json!({ "name": "Mine" }));
    assert_eq!(refused.code, "forbidden");
}

#[test]
fn groups_applications_and_directory_roles_say_what_they_may_do_for_agents() {
    let office = Office::new();
    let list = |name: &str| {
        office.fixture.call(&office.stranger, name, json!({}))["rows"].as_array().unwrap().clone()
    };
    let by_name = |rows: Vec<Value>, name: &str| {
        rows.into_iter().find(|row| row["displayName"] == json!(name)).unwrap()
    };
    let sponsors = by_name(list("list_groups"), "Operations Agent Sponsors");
    assert_eq!(
        (sponsors["maySponsor"].clone(), sponsors["mayBeGrantedToAgents"].clone()),
        (json!(true), json!(false))
    );
    let blocked = by_name(list("list_directory_roles"), "Global Administrator");
    assert_eq!(
        (blocked["isPrivileged"].clone(), blocked["isBlocked"].clone()),
        (json!(true), json!(true))
    );
    assert!(!list("list_applications")[0]["appRoles"].as_array().unwrap().is_empty());
}

#[test]
fn a_person_is_shown_with_all_that_they_answer_for() {
    let office = Office::new();
    let id = office.fixture.person_id(&tour().sponsor);
    let shown = office.fixture.call(&office.stranger, "show_person", json!({ "personId": id }));
    assert!(
        shown["sponsors"]
            .as_array()
            .unwrap()
            .iter()
            .any(|agent| agent["id"] == json!(office.agent))
    );
    assert_eq!(shown["person"]["manager"]["displayName"], "Marek Zieliński");
    assert_eq!(
        shown["person"]["sponsoredAgents"],
        json!(shown["sponsors"].as_array().unwrap().len())
    );
}
