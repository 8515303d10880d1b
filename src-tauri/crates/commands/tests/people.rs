//! People who are added, change and have a leave date ahead; groups whose members are changed by hand; and the rehearsal of
//! several departures on one day.

mod files;

use chaperone_commands::Session;
use chaperone_testkit::Fixture;
use files::*;
use serde_json::{Value, json};

/// Ada administers; Ona manages Mona, Mona manages Ivo and Åsa.
const PEOPLE: &str = "\
Display Name,Email,Manager,Department
Ada Admin,ada.admin@example.org,,
Ona Top,ona@larkfield.example,,Board
Mona Berg,mona@larkfield.example,ona@larkfield.example,Finance
Ivo Klein,ivo@larkfield.example,mona@larkfield.example,Finance
Åsa Öst,asa@larkfield.example,mona@larkfield.example,Finance
";

struct Office {
    fixture: Fixture,
    administrator: Session,
}

impl Office {
    /// Agent 1 is Ivo's, agent 2 Mona's, agent 3 the sponsor group's, in which Ivo and Åsa are.
    fn new() -> Self {
        let fixture = Fixture::live();
        let administrator = fixture.administrator();
        let office = Self { fixture, administrator };
        let by_group = json!({ "@odata.type": "#microsoft.graph.group", "id": id(21) });
        let files = [
            ("people.csv", PEOPLE.to_owned()),
            ("groups.json", collection("groups", &[sponsor_group(&[user("ivo"), user("asa")])])),
            (
                "agents.json",
                agents_of(
                    &[blueprint(&[user("mona")])],
                    &[principal()],
                    &[
                        agent(1, "Alone", &[user("ivo")]),
                        agent(2, "Of Mona", &[user("mona")]),
                        agent(3, "Of the group", &[by_group]),
                    ],
                ),
            ),
        ];
        let files: Vec<_> =
            files.iter().map(|(name, text)| json!({ "name": name, "text": text })).collect();
        office.call("import_directory", json!({ "files": files }));
        office
    }

    #[track_caller]
    fn call(&self, name: &str, ask: Value) -> Value {
        let view = self.fixture.call(&self.administrator, name, ask);
        self.fixture.invariants_hold();
        view
    }

    #[track_caller]
    fn refuse(&self, name: &str, ask: Value) -> String {
        self.fixture.refuse(&self.administrator, name, ask).code
    }

    fn id(&self, name: &str) -> String {
        self.fixture.person_id(&email(name))
    }

    #[track_caller]
    fn update(&self, name: &str, change: Value) -> Value {
        self.call("update_person", self.with_person(name, change))
    }

    #[track_caller]
    fn refuse_update(&self, name: &str, change: Value) -> String {
        self.refuse("update_person", self.with_person(name, change))
    }

    fn with_person(&self, name: &str, mut change: Value) -> Value {
        change["personId"] = json!(self.id(name));
        change
    }

    fn rehearse(&self, names: &[&str], at: Option<&str>) -> Value {
        let people: Vec<_> = names.iter().map(|name| self.id(name)).collect();
        self.call("rehearse_departures", json!({ "personIds": people, "at": at }))
    }

    fn sponsors(&self, n: u32) -> Value {
        let shown = self.call("show_agent", json!({ "agentId": id(n) }));
        shown["agent"]["sponsors"][0]["person"]["displayName"].clone()
    }
}

#[test]
fn a_person_is_added_with_all_that_is_known_of_them() {
    let office = Office::new();
    let added = office.call(
        "create_person",
        json!({
            "displayName": " Nela Ruiz ", "email": "nela@larkfield.example", "employeeId": "N-7",
            "jobTitle": "Analyst", "department": "Finance", "managerId": office.id("mona"),
            "hiredAt": "2026-01-01", "leavesAt": "2026-06-01",
        }),
    );
    assert_eq!(added["person"]["displayName"], "Nela Ruiz");
    assert_eq!(added["person"]["manager"]["displayName"], "Mona Berg");
    assert_eq!(added["employeeId"], "N-7");
    assert_eq!(added["leavesAt"], "2026-06-01T00:00:00.000Z");
    assert_eq!(added["person"]["isActive"], true);
}

#[test]
fn an_address_and_an_employee_id_belong_to_one_person() {
    let office = Office::new();
    let person = |email: &str, number: &str| json!({ "displayName": "N", "email": email, "employeeId": number });
    office.call("create_person", person("n@larkfield.example", "N-1"));
    assert_eq!(
        office.refuse("create_person", person("IVO@larkfield.example", "N-2")),
        "email_taken"
    );
    assert_eq!(
        office.refuse("create_person", person("m@larkfield.example", "N-1")),
        "employee_id_taken"
    );
    assert_eq!(office.refuse("create_person", person("nowhere", "N-2")), "bad_email");
    assert_eq!(office.refuse_update("ivo", json!({ "email": email("asa") })), "email_taken");
    office.update("ivo", json!({ "email": "IVO@larkfield.example" }));
}

#[test]
fn what_is_left_out_stays_and_null_empties() {
    let office = Office::new();
    let changed = office.update("ivo", json!({ "jobTitle": "Lead" }));
    assert_eq!(
        (changed["person"]["jobTitle"].clone(), changed["person"]["department"].clone()),
        (json!("Lead"), json!("Finance"))
    );
    let emptied = office.update("ivo", json!({ "department": null, "managerId": null }));
    assert_eq!(emptied["person"]["department"], Value::Null);
    assert_eq!(emptied["person"]["manager"], Value::Null);
    assert_eq!(emptied["person"]["jobTitle"], "Lead");
    let page = office.call("list_audit", json!({ "filter": { "activity": "update_person" } }));
    let fields: Vec<_> = page["rows"][0]["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["field"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(fields, ["department", "manager"]);
}

#[test]
fn an_update_that_changes_nothing_leaves_no_record() {
    let office = Office::new();
    let before = office.call("verify_audit", json!({}));
    office.update("ivo", json!({ "department": "Finance" }));
    assert_eq!(office.call("verify_audit", json!({})), before);
}

#[test]
fn managers_never_go_round_in_a_circle() {
    let office = Office::new();
    for (who, manager) in [("ona", "ivo"), ("mona", "ivo"), ("ivo", "ivo")] {
        let refused = office.fixture.refuse(
            &office.administrator,
            "update_person",
            office.with_person(who, json!({ "managerId": office.id(manager) })),
        );
        assert_eq!(refused.code, "manager_circle", "{who} under {manager}");
        assert!(refused.message.contains('→'), "{}", refused.message);
    }
    office.update("ivo", json!({ "managerId": office.id("asa") }));
}

#[test]
fn who_has_left_manages_nobody_new_and_joins_no_group() {
    let office = Office::new();
    office.call("record_departure", json!({ "personId": office.id("asa") }));
    let under_asa = json!({ "managerId": office.id("asa") });
    assert_eq!(office.refuse_update("ivo", under_asa), "manager_inactive");
    let ask = json!({ "displayName": "Team", "kind": "unified", "personIds": [office.id("asa")] });
    assert_eq!(office.refuse("create_group", ask), "person_inactive");
}

#[test]
fn a_leave_date_ahead_is_set_moved_and_taken_back() {
    let office = Office::new();
    assert_eq!(
        office.refuse_update("ivo", json!({ "leavesAt": "2026-01-05" })),
        "leave_date_passed"
    );
    let now = office.fixture.now().to_string();
    assert_eq!(office.refuse_update("ivo", json!({ "leavesAt": now })), "leave_date_passed");
    office.update("ivo", json!({ "leavesAt": "2026-02-01" }));
    office.update("ivo", json!({ "leavesAt": "2026-03-01" }));
    office.fixture.clock().set("2026-02-15T00:00:00Z".parse().unwrap());
    office.call("run_due_work", json!({}));
    assert_eq!(office.sponsors(1), "Ivo Klein", "the day was moved");
    office.update("ivo", json!({ "leavesAt": null }));
    office.fixture.clock().set("2026-03-15T00:00:00Z".parse().unwrap());
    office.call("run_due_work", json!({}));
    assert_eq!(office.sponsors(1), "Ivo Klein", "the leaving was taken back");
    office.update("ivo", json!({ "leavesAt": "2026-04-01" }));
    office.fixture.clock().set("2026-04-01T00:00:00Z".parse().unwrap());
    office.call("run_due_work", json!({}));
    assert_eq!(office.sponsors(1), "Mona Berg");
    assert_eq!(office.refuse_update("ivo", json!({ "leavesAt": null })), "already_left");
}

#[test]
fn employment_does_not_end_before_it_begins() {
    let office = Office::new();
    let dates = json!({ "hiredAt": "2026-05-01", "leavesAt": "2026-04-01" });
    assert_eq!(office.refuse_update("ivo", dates), "leaves_before_hired");
}

#[test]
fn a_group_that_sponsors_keeps_somebody_active() {
    let office = Office::new();
    let take = |name: &str| json!({ "groupId": id(21), "remove": [office.id(name)] });
    let taken = office.call("update_group_members", take("ivo"));
    assert_eq!(taken["people"].as_array().unwrap().len(), 1);
    assert_eq!(office.refuse("update_group_members", take("asa")), "agent_without_sponsor");
    let mut swap = take("asa");
    swap["add"] = json!([office.id("ona")]);
    let swapped = office.call("update_group_members", swap);
    assert_eq!(swapped["people"][0]["displayName"], "Ona Top", "another takes their place");
}

#[test]
fn a_member_who_leaves_does_not_count_as_somebody_active() {
    let office = Office::new();
    office.call("record_departure", json!({ "personId": office.id("asa") }));
    let take = json!({ "groupId": id(21), "remove": [office.id("ivo")] });
    assert_eq!(office.refuse("update_group_members", take), "agent_without_sponsor");
}

#[test]
fn a_group_is_made_renamed_and_has_a_name_of_its_own() {
    let office = Office::new();
    let made = office.call(
        "create_group",
        json!({ "displayName": "Night desk", "kind": "unified", "personIds": [office.id("ona")] }),
    );
    assert_eq!(made["maySponsor"], true);
    assert_eq!(made["people"][0]["displayName"], "Ona Top");
    let again = json!({ "displayName": "night DESK", "kind": "security" });
    assert_eq!(office.refuse("create_group", again), "name_taken");
    let by_rule = json!({ "displayName": "By rule", "kind": "dynamic" });
    assert_eq!(office.refuse("create_group", by_rule), "dynamic_group");
    let renamed =
        json!({ "groupId": made["id"], "displayName": "Day desk", "description": "Days." });
    assert_eq!(office.call("update_group", renamed)["displayName"], "Day desk");
}

#[test]
fn a_rehearsal_of_a_team_passes_over_everybody_who_goes_with_it() {
    let office = Office::new();
    let before = office.call("verify_audit", json!({}));
    let rehearsed = office.rehearse(&["ivo", "mona"], None);
    assert_eq!(office.call("verify_audit", json!({})), before, "nothing is changed");
    let ivo = &rehearsed["people"][0];
    assert_eq!(ivo["person"]["displayName"], "Ivo Klein");
    assert_eq!(
        (ivo["heir"]["displayName"].clone(), ivo["by"].clone()),
        (json!("Ona Top"), json!("higherManager"))
    );
    assert_eq!(ivo["passedOver"][0]["displayName"], "Mona Berg");
    let load = &rehearsed["heirs"][0];
    assert_eq!(load["person"]["displayName"], "Ona Top");
    assert_eq!((&load["agentsNow"], &load["agentsInherited"]), (&json!(0), &json!(2)));
    assert_eq!(load["blueprintsInherited"], 1);
    // Carried out one after the other, whichever goes first, it ends the same.
    for name in ["ivo", "mona"] {
        office.call("record_departure", json!({ "personId": office.id(name) }));
    }
    assert_eq!((office.sponsors(1), office.sponsors(2)), (json!("Ona Top"), json!("Ona Top")));
}

#[test]
fn a_rehearsal_names_what_nobody_would_answer_for() {
    let office = Office::new();
    let alone = office.rehearse(&["ivo"], None);
    assert_eq!(alone["held"], json!([]), "Åsa stays in the group");
    let both = office.rehearse(&["ivo", "asa"], None);
    assert_eq!(both["held"][0]["displayName"], "Of the group");
    for name in ["ivo", "asa"] {
        office.call("record_departure", json!({ "personId": office.id(name) }));
    }
    let shown = office.call("show_agent", json!({ "agentId": id(3) }));
    assert_eq!(shown["agent"]["state"], "held", "as it was rehearsed");
}

#[test]
fn a_rehearsal_for_a_day_ahead_knows_who_is_gone_by_then() {
    let office = Office::new();
    office.update("mona", json!({ "leavesAt": "2026-03-01" }));
    let heir =
        |at: &str| office.rehearse(&["ivo"], Some(at))["people"][0]["heir"]["displayName"].clone();
    assert_eq!(heir("2026-02-28T23:59:59.999Z"), "Mona Berg");
    assert_eq!(heir("2026-03-01T00:00:00Z"), "Ona Top", "from that instant she is gone");
    let past = json!({ "personIds": [office.id("ivo")], "at": "2026-01-01" });
    assert_eq!(office.refuse("rehearse_departures", past), "bad_request");
    assert_eq!(office.refuse("rehearse_departures", json!({ "personIds": [] })), "bad_request");
}

#[test]
fn a_rehearsal_says_why_somebody_can_not_go_yet() {
    let office = Office::new();
    let ada = office.fixture.person_id("ada.admin@example.org");
    let rehearsed = office.call("rehearse_departures", json!({ "personIds": [ada] }));
    let refusal = rehearsed["people"][0]["refusal"].as_str().unwrap().to_owned();
    assert!(refusal.contains("only active administrator"), "{refusal}");
}

#[test]
fn only_administrators_change_people_and_groups() {
    let office = Office::new();
    let mut ask = office.with_person("ivo", json!({}));
    ask["passphrase"] = json!(chaperone_testkit::PASSPHRASE);
    office.call("set_passphrase", ask);
    let ivo = office.fixture.as_person(&email("ivo"));
    for (name, ask) in [
        ("create_person", json!({ "displayName": "N", "email": "n@larkfield.example" })),
        ("update_person", office.with_person("ivo", json!({ "jobTitle": "Boss" }))),
        ("create_group", json!({ "displayName": "N", "kind": "unified" })),
        ("update_group_members", json!({ "groupId": id(21), "remove": [office.id("asa")] })),
        ("rehearse_departures", json!({ "personIds": [office.id("asa")] })),
    ] {
        assert_eq!(office.fixture.refuse(&ivo, name, ask).code, "forbidden", "{name}");
    }
}
