//! Lists that a grid keeps open: a snapshot of positions, fresh rows, one owner, a bounded number.

#![expect(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something has to be fails there"
)]

use chaperone_commands::Session;
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

struct Office {
    fixture: Fixture,
    administrator: Session,
}

impl Office {
    fn new() -> Self {
        let fixture = Fixture::training();
        let administrator = fixture.administrator();
        Self { fixture, administrator }
    }

    #[track_caller]
    fn open(&self, of: &str, filter: Value, sort_by: Option<&str>, descending: bool) -> Value {
        let ask = json!({ "list": { "of": of, "filter": filter }, "sortBy": sort_by, "descending": descending });
        self.fixture.call(&self.administrator, "open_list", ask)
    }

    fn ask(opened: &Value, from: u32, count: u32) -> Value {
        json!({ "handle": opened["handle"], "from": from, "count": count })
    }

    #[track_caller]
    fn read(&self, opened: &Value, from: u32, count: u32) -> Vec<Value> {
        let rows =
            self.fixture.call(&self.administrator, "read_list", Self::ask(opened, from, count));
        rows["rows"].as_array().unwrap().clone()
    }
}

#[test]
fn every_list_opens_and_its_rows_are_read_by_position() {
    let office = Office::new();
    for (of, least) in [
        ("agents", 60),
        ("blueprints", 3),
        ("people", 40),
        ("accessPackages", 8),
        ("requests", 0),
        ("assignments", 0),
        ("audit", 100),
    ] {
        let opened = office.open(of, json!({}), None, false);
        let count = opened["count"].as_u64().unwrap();
        assert!(count >= least, "{of} has {count} rows");
        let all = office.read(&opened, 0, 500);
        assert_eq!(all.len() as u64, count.min(500), "{of}");
        if count > 10 {
            assert_eq!(office.read(&opened, 5, 3), all[5..8], "{of} by position");
        }
        assert!(
            office.read(&opened, u32::MAX, 10).is_empty(),
            "behind the end of {of} there is nothing"
        );
    }
}

#[test]
fn positions_stay_while_rows_are_read_fresh() {
    let office = Office::new();
    let opened = office.open("agents", json!({ "state": "active" }), None, false);
    let first = office.read(&opened, 0, 1)[0].clone();
    office.fixture.call(&office.administrator, "disable_agent", json!({ "agentId": first["id"] }));
    let again = office.read(&opened, 0, 1)[0].clone();
    assert_eq!(again["id"], first["id"], "nothing shifts while somebody scrolls");
    assert_eq!(again["state"], "held", "the row is as it is now");
}

#[test]
fn a_list_is_sorted_by_its_columns_both_ways() {
    let office = Office::new();
    let names = |sort: Option<&str>, descending: bool| -> Vec<String> {
        let opened = office.open("people", json!({}), sort, descending);
        office
            .read(&opened, 0, 500)
            .iter()
            .map(|row| row["email"].as_str().unwrap().to_owned())
            .collect()
    };
    let up = names(Some("email"), false);
    assert!(up.is_sorted());
    let mut down = names(Some("email"), true);
    down.reverse();
    assert_eq!(up, down);
    assert_ne!(names(None, false), up, "left to itself it goes by name");
    for column in ["state", "blueprint", "sponsors", "createdAt", "assignments", "nextEndAt"] {
        office.open("agents", json!({}), Some(column), true);
    }
}

#[test]
fn the_history_runs_from_the_newest_and_upwards_when_it_is_sorted() {
    let office = Office::new();
    let first = |sort: Option<&str>, descending: bool| {
        let opened = office.open("audit", json!({}), sort, descending);
        office.read(&opened, 0, 1)[0]["seq"].as_i64().unwrap()
    };
    let newest = first(None, false);
    assert!(newest > 100);
    assert_eq!(first(None, true), 1);
    assert_eq!(first(Some("seq"), false), 1);
    assert_eq!(first(Some("recordedAt"), true), newest);
}

#[test]
fn an_unknown_column_is_answered_with_the_known_ones() {
    let office = Office::new();
    for of in ["agents", "people", "audit"] {
        let ask = json!({ "list": { "of": of, "filter": {} }, "sortBy": "id; DROP TABLE people" });
        let refused = office.fixture.refuse(&office.administrator, "open_list", ask);
        assert_eq!(refused.code, "bad_request");
        assert!(refused.message.contains("use one of"), "{}", refused.message);
    }
}

#[test]
fn a_preview_is_what_the_list_begins_with_in_each_order_and_for_whoever_may_see_it() {
    let office = Office::new();
    let lists = ["agents", "people", "accessPackages", "requests", "assignments", "audit"];
    for (of, descending) in lists.into_iter().flat_map(|of| [(of, false), (of, true)]) {
        let opened = office.open(of, json!({}), None, descending);
        let list = json!({ "of": of, "filter": {} });
        let ask = json!({ "list": list, "descending": descending, "first": 7 });
        let preview = office.fixture.call(&office.administrator, "preview_list", ask.clone());
        assert_eq!(preview["rows"], json!(office.read(&opened, 0, 7)), "{of}");
        let opened = office.fixture.call(&office.administrator, "open_list", ask);
        assert_eq!(opened["first"], preview, "an opened list answers with the same: {of}");
    }
    let stranger = office.fixture.as_person("sanne.de-vries@larkfield.example");
    let ask = json!({ "list": { "of": "audit", "filter": {} }, "first": 7 });
    assert_eq!(office.fixture.refuse(&stranger, "preview_list", ask).code, "forbidden");
    let ask = json!({ "list": { "of": "agents", "filter": {} }, "first": 501 });
    for command in ["preview_list", "open_list"] {
        assert_eq!(office.fixture.refuse(&stranger, command, ask.clone()).code, "bad_request");
    }
}

#[test]
fn an_order_by_what_agents_hold_is_for_those_who_may_know_it() {
    let office = Office::new();
    let stranger = office.fixture.as_person("sanne.de-vries@larkfield.example");
    let ask = |filter: Value| json!({ "list": { "of": "agents", "filter": filter }, "sortBy": "nextEndAt" });
    assert_eq!(office.fixture.refuse(&stranger, "open_list", ask(json!({}))).code, "bad_request");
    office.fixture.call(&stranger, "open_list", ask(json!({ "mine": true })));
}

#[test]
fn somebody_elses_list_is_not_found() {
    let office = Office::new();
    let opened = office.open("agents", json!({}), None, false);
    let other = office.fixture.as_person(&tour().sponsor);
    let refused = office.fixture.refuse(&other, "read_list", Office::ask(&opened, 0, 1));
    assert_eq!(refused.code, "not_found");
    let closed = office.fixture.call(&other, "close_list", json!({ "handle": opened["handle"] }));
    assert_eq!(closed["wasOpen"], false);
    assert_eq!(office.read(&opened, 0, 1).len(), 1, "it is still open");
}

#[test]
fn the_history_is_no_list_for_everybody() {
    let office = Office::new();
    let stranger = office.fixture.as_person("sanne.de-vries@larkfield.example");
    let ask = json!({ "list": { "of": "audit", "filter": {} } });
    let refused = office.fixture.refuse(&stranger, "open_list", ask);
    assert_eq!(refused.code, "forbidden");
}

#[test]
fn a_closed_list_and_a_made_up_handle_are_not_found() {
    let office = Office::new();
    let opened = office.open("agents", json!({}), None, false);
    let close = json!({ "handle": opened["handle"] });
    assert_eq!(
        office.fixture.call(&office.administrator, "close_list", close.clone())["wasOpen"],
        true
    );
    assert_eq!(office.fixture.call(&office.administrator, "close_list", close)["wasOpen"], false);
    let refused =
        office.fixture.refuse(&office.administrator, "read_list", Office::ask(&opened, 0, 1));
    assert_eq!(refused.code, "not_found");
    let made_up = json!({ "handle": "x", "from": 0, "count": 1 });
    assert_eq!(
        office.fixture.refuse(&office.administrator, "read_list", made_up).code,
        "not_found"
    );
}

#[test]
fn a_window_that_forgets_to_close_its_lists_loses_its_oldest_one() {
    let office = Office::new();
    let oldest = office.open("agents", json!({}), None, false);
    for _ in 0..64 {
        office.open("accessPackages", json!({}), None, false);
    }
    let refused =
        office.fixture.refuse(&office.administrator, "read_list", Office::ask(&oldest, 0, 1));
    assert_eq!(refused.code, "not_found");
}

#[test]
fn a_page_of_a_list_has_1_to_500_rows() {
    let office = Office::new();
    let opened = office.open("agents", json!({}), None, false);
    for count in [0, 501] {
        let refused = office.fixture.refuse(
            &office.administrator,
            "read_list",
            Office::ask(&opened, 0, count),
        );
        assert_eq!(refused.code, "bad_request");
    }
    let refused =
        office.fixture.refuse(&office.administrator, "list_agents", json!({ "limit": 501 }));
    assert_eq!(refused.code, "bad_request");
}

#[test]
fn opening_another_workspace_closes_the_lists_of_the_one_before() {
    let office = Office::new();
    let opened = office.open("agents", json!({}), None, false);
    office.fixture.call(&office.administrator, "open_training_company", json!({}));
    let refused =
        office.fixture.refuse(&office.administrator, "read_list", Office::ask(&opened, 0, 1));
    assert_eq!(refused.code, "not_found");
}
