//! Departures: who inherits, what is held, who is told, and who may not leave yet. Each departure happens in one step.

#![expect(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something has to be fails there"
)]

mod files;

use chaperone_commands::Session;
use chaperone_testkit::{Fixture, PASSPHRASE};
use files::*;
use serde_json::{Value, json};

/// Ada administers; Mona manages Ivo and Åsa; Ona manages Mona.
const PEOPLE: &str = "\
Display Name,Email,Manager,Leave Date
Ada Admin,ada.admin@example.org,,
Ona Top,ona@larkfield.example,,
Mona Berg,mona@larkfield.example,ona@larkfield.example,
Ivo Klein,ivo@larkfield.example,mona@larkfield.example,
Åsa Öst,asa@larkfield.example,mona@larkfield.example,
";

struct Office {
    fixture: Fixture,
    administrator: Session,
}

impl Office {
    /// Agent 1 is Ivo's, agent 2 Ivo's and Åsa's, agent 3 the sponsor group's, in which only Ivo is.
    fn new() -> Self {
        let fixture = Fixture::live();
        let administrator = fixture.administrator();
        let office = Self { fixture, administrator };
        let by_group = json!({ "@odata.type": "#microsoft.graph.group", "id": id(21) });
        office.import(&[
            ("people.csv", PEOPLE),
            ("groups.json", &collection("groups", &[sponsor_group(&[user("ivo")])])),
            (
                "agents.json",
                &agents_of(
                    &[blueprint(&[user("ivo")])],
                    &[principal()],
                    &[
                        agent(1, "Alone", &[user("ivo")]),
                        agent(2, "Shared", &[user("ivo"), user("asa")]),
                        agent(3, "Of the group", &[by_group]),
                    ],
                ),
            ),
        ]);
        office
    }

    fn import(&self, files: &[(&str, &str)]) -> Value {
        let files: Vec<_> =
            files.iter().map(|(name, text)| json!({ "name": name, "text": text })).collect();
        self.call("import_directory", json!({ "files": files }))
    }

    #[track_caller]
    fn call(&self, name: &str, ask: Value) -> Value {
        self.fixture.call(&self.administrator, name, ask)
    }

    fn who(&self, name: &str) -> Value {
        json!({ "personId": self.fixture.person_id(&email(name)) })
    }

    #[track_caller]
    fn leave(&self, name: &str) -> Value {
        let left = self.call("record_departure", self.who(name));
        self.fixture.invariants_hold();
        left
    }

    #[track_caller]
    fn refuse(&self, who: Value) -> String {
        self.fixture.refuse(&self.administrator, "rehearse_departure", who.clone());
        self.fixture.refuse(&self.administrator, "record_departure", who).code
    }

    fn sponsors(&self, n: u32) -> Vec<String> {
        let shown = self.call("show_agent", json!({ "agentId": id(n) }));
        let sponsors = shown["agent"]["sponsors"].as_array().unwrap();
        sponsors
            .iter()
            .map(|sponsor| {
                let named = sponsor["person"].as_object().or(sponsor["group"].as_object()).unwrap();
                named["displayName"].as_str().unwrap().to_owned()
            })
            .collect()
    }

    fn state(&self, n: u32) -> Value {
        self.call("show_agent", json!({ "agentId": id(n) }))["agent"]["state"].clone()
    }

    fn notices(&self, name: &str) -> Vec<Value> {
        let session = if name == "ada" {
            self.fixture.administrator()
        } else {
            let mut ask = self.who(name);
            ask["passphrase"] = json!(PASSPHRASE);
            self.call("set_passphrase", ask);
            self.fixture.as_person(&email(name))
        };
        self.fixture.call(&session, "list_notices", json!({}))["rows"].as_array().unwrap().clone()
    }
}

#[test]
fn a_sponsorship_passes_to_the_manager_and_co_sponsors_stay() {
    let office = Office::new();
    let left = office.leave("ivo");
    assert_eq!(
        (left["heir"]["displayName"].clone(), left["by"].clone()),
        (json!("Mona Berg"), json!("manager"))
    );
    assert_eq!(office.sponsors(1), ["Mona Berg"]);
    assert_eq!(
        office.sponsors(2),
        ["Åsa Öst", "Mona Berg"],
        "the manager is added even when a co-sponsor stays"
    );
    assert_eq!(office.state(1), "active");
    assert_eq!(left["blueprints"][0]["displayName"], "Matching", "blueprints pass on too");
}

#[test]
fn an_agent_whose_sponsoring_group_has_nobody_active_left_is_held() {
    let office = Office::new();
    let left = office.leave("ivo");
    let held: Vec<_> =
        left["agents"].as_array().unwrap().iter().filter(|agent| agent["isHeld"] == true).collect();
    assert_eq!(held.len(), 1);
    assert_eq!(held[0]["agent"]["displayName"], "Of the group");
    assert_eq!(office.state(3), "held");
    let told = office.notices("ada");
    assert_eq!(told.len(), 1, "the administrator is told once");
    assert_eq!(
        (told[0]["kind"].clone(), told[0]["agent"]["displayName"].clone()),
        (json!("agentHeld"), json!("Of the group"))
    );
    let by = &told[0]["saying"]["values"]["by"];
    assert_eq!(*by, left["person"]["displayName"], "other languages hear why, too");
}

#[test]
fn the_heir_reads_one_line_about_all_that_passed_to_them() {
    let office = Office::new();
    office.leave("ivo");
    let told = office.notices("mona");
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["kind"], "sponsorshipInherited");
    let sentence = told[0]["sentence"].as_str().unwrap();
    assert!(sentence.contains("2 agents, 1 blueprint passed to Mona Berg"), "{sentence}");
    let values = &told[0]["saying"]["values"];
    assert_eq!(
        (&values["agents"], &values["blueprints"], &values["held"]),
        (&json!(2), &json!(1), &json!(1)),
        "other languages hear as much"
    );
}

#[test]
fn the_heir_of_more_than_a_thousand_agents_hears_of_them_all() {
    let office = Office::new();
    let many: Vec<_> =
        (100..1300).map(|n| agent(n, &format!("Agent {n}"), &[user("ivo")])).collect();
    office.import(&[("more.json", &agents(&many))]);
    office.leave("ivo");
    let told = office.notices("mona");
    let sentence = told[0]["sentence"].as_str().unwrap();
    assert!(sentence.contains("1202 agents passed to Mona Berg"), "{sentence}");
    let values = &told[0]["saying"]["values"];
    assert_eq!(
        (&values["agents"], &values["blueprints"], &values["held"]),
        (&json!(1202), &json!(0), &json!(1)),
        "other languages hear as much"
    );
}

#[test]
fn an_inactive_manager_is_passed_over() {
    let office = Office::new();
    office.leave("mona");
    let left = office.leave("ivo");
    assert_eq!(
        (left["heir"]["displayName"].clone(), left["by"].clone()),
        (json!("Ona Top"), json!("higherManager"))
    );
    assert_eq!(left["passedOver"][0]["displayName"], "Mona Berg");
}

#[test]
fn at_the_top_the_custodian_inherits() {
    let office = Office::new();
    for name in ["ona", "mona"] {
        office.leave(name);
    }
    let left = office.leave("ivo");
    assert_eq!(
        (left["heir"]["displayName"].clone(), left["by"].clone()),
        (json!("Ada Admin"), json!("custodian"))
    );
}

#[test]
fn a_rehearsal_says_the_same_and_changes_nothing() {
    let office = Office::new();
    let records = office.call("verify_audit", json!({}));
    let rehearsed = office.call("rehearse_departure", office.who("ivo"));
    assert_eq!(office.call("verify_audit", json!({})), records);
    assert_eq!(office.sponsors(1), ["Ivo Klein"]);
    assert_eq!(office.leave("ivo"), rehearsed);
}

#[test]
fn each_agent_that_passes_on_or_is_held_has_its_own_record() {
    let office = Office::new();
    office.leave("ivo");
    let activity = |n: u32| {
        let page = office.call("list_audit", json!({ "filter": { "subjectId": id(n) } }));
        page["rows"][0]["activity"].clone()
    };
    assert_eq!(
        [activity(1), activity(2), activity(3)],
        ["transfer_sponsorship", "transfer_sponsorship", "hold_agent"]
    );
    let of_person = office
        .call("list_audit", json!({ "filter": { "subjectId": office.who("ivo")["personId"] } }));
    assert_eq!(of_person["rows"][0]["activity"], "record_departure");
}

#[test]
fn who_has_left_does_not_leave_again() {
    let office = Office::new();
    office.leave("ivo");
    assert_eq!(office.refuse(office.who("ivo")), "already_left");
}

#[test]
fn the_last_administrator_does_not_leave() {
    let office = Office::new();
    let ada = json!({ "personId": office.fixture.person_id("ada.admin@example.org") });
    assert_eq!(office.refuse(ada), "last_administrator");
}

#[test]
fn the_custodian_leaves_only_when_a_manager_takes_the_custody_over() {
    let office = Office::new();
    let make_custodian = |name: &str| {
        office.call("update_settings", json!({ "custodianId": office.who(name)["personId"] }));
    };
    make_custodian("ona");
    assert_eq!(office.refuse(office.who("ona")), "custodian_without_heir");
    make_custodian("mona");
    office.leave("mona");
    let settings = office.call("show_settings", json!({}));
    assert_eq!(settings["custodian"]["displayName"], "Ona Top");
    assert_eq!(office.notices("ona").len(), 1, "they are told");
}

#[test]
fn on_the_last_day_the_departure_carries_itself_out_to_the_millisecond() {
    let office = Office::new();
    let dated = PEOPLE.replace(
        "ivo@larkfield.example,mona@larkfield.example,",
        "ivo@larkfield.example,mona@larkfield.example,2026-02-01",
    );
    office.import(&[("people.csv", &dated)]);
    assert_eq!(office.sponsors(1), ["Ivo Klein"]);
    office.fixture.clock().set("2026-01-31T23:59:59.999Z".parse().unwrap());
    office.call("run_due_work", json!({}));
    assert_eq!(office.sponsors(1), ["Ivo Klein"], "one millisecond before");
    office.fixture.clock().set("2026-02-01T00:00:00Z".parse().unwrap());
    let done = office.call("run_due_work", json!({}));
    assert_eq!(done["done"].as_array().unwrap().len(), 1);
    assert_eq!(office.sponsors(1), ["Mona Berg"]);
    assert_eq!(office.state(3), "held");
    office.fixture.invariants_hold();
    assert_eq!(office.call("run_due_work", json!({}))["done"], json!([]), "once");
}

#[test]
fn departures_that_are_caught_up_with_happen_in_the_order_of_their_days() {
    let office = Office::new();
    let dated = PEOPLE
        .replace(
            "mona@larkfield.example,ona@larkfield.example,",
            "mona@larkfield.example,ona@larkfield.example,2026-03-01",
        )
        .replace(
            "ivo@larkfield.example,mona@larkfield.example,",
            "ivo@larkfield.example,mona@larkfield.example,2026-02-01",
        );
    office.import(&[("people.csv", &dated)]);
    office.fixture.clock().set("2026-06-01T00:00:00Z".parse().unwrap());
    office.call("run_due_work", json!({}));
    assert_eq!(office.sponsors(1), ["Ona Top"], "first to Mona in February, then to Ona in March");
    office.fixture.invariants_hold();
}

#[test]
fn with_nobody_to_inherit_the_agents_are_held_and_their_blueprint_is_switched_off() {
    let office = Office::new();
    // The custodian's own last day has come, and nobody managed either of them.
    let dated = "Display Name,Email,Manager,Leave Date\n\
        Ona Top,ona@larkfield.example,,2026-02-01\n\
        Ivo Klein,ivo@larkfield.example,,2026-02-01\n";
    office.import(&[("people.csv", dated)]);
    office.call("update_settings", json!({ "custodianId": office.who("ona")["personId"] }));
    office.fixture.clock().set("2026-02-01T00:00:00Z".parse().unwrap());
    office.call("run_due_work", json!({}));
    assert_eq!(office.state(1), "held");
    assert_eq!(office.state(2), "active", "a co-sponsor stays");
    let shown = office.call("show_agent", json!({ "agentId": id(2) }));
    assert!(
        shown["outOfForce"].as_str().unwrap().contains("blueprint"),
        "nobody answers for its kind"
    );
    office.fixture.invariants_hold();
}

#[test]
fn an_auditor_may_rehearse_and_only_an_administrator_carries_out() {
    let office = Office::new();
    let mut ask = office.who("asa");
    ask["role"] = json!("auditor");
    office.call("appoint_role", ask);
    let mut ask = office.who("asa");
    ask["passphrase"] = json!(PASSPHRASE);
    office.call("set_passphrase", ask);
    let auditor = office.fixture.as_person(&email("asa"));
    office.fixture.call(&auditor, "rehearse_departure", office.who("ivo"));
    let refused = office.fixture.refuse(&auditor, "record_departure", office.who("ivo"));
    assert_eq!(refused.code, "forbidden");
}

#[test]
fn who_has_left_is_no_longer_at_the_desk() {
    let office = Office::new();
    let mut ask = office.who("ivo");
    ask["passphrase"] = json!(PASSPHRASE);
    office.call("set_passphrase", ask);
    let ivo = office.fixture.as_person(&email("ivo"));
    office.leave("ivo");
    assert_eq!(office.fixture.refuse(&ivo, "list_agents", json!({})).code, "not_signed_in");
    let again = json!({ "email": email("ivo"), "passphrase": PASSPHRASE });
    // The attempt itself is noted, so it isn't true that nothing was written.
    let refused = chaperone_commands::dispatch(office.fixture.desk(), &ivo, "sign_in", again);
    assert_eq!(refused.unwrap_err().code, "wrong_sign_in");
}
