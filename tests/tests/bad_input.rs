//! Bad input: each gets a clear refusal or error with a code, and nothing is written.

use chaperone_commands::{FailureKind, Origin, Session};
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

struct Desk {
    fixture: Fixture,
    administrator: Session,
    sponsor: Session,
    agent: String,
    package: String,
}

fn desk() -> Desk {
    let fixture = Fixture::training();
    let tour = tour();
    Desk {
        administrator: fixture.as_person(&tour.administrator),
        sponsor: fixture.as_person(&tour.sponsor),
        agent: fixture.agent_id(&tour.agent),
        package: fixture.access_package_id("Invoice matching"),
        fixture,
    }
}

impl Desk {
    fn request_with(&self, field: &str, value: Value) -> Value {
        let mut ask =
            json!({ "agentId": self.agent, "accessPackageId": self.package, "justification": "x" });
        ask[field] = value;
        ask
    }
}

#[test]
fn a_command_that_is_not_in_the_list_is_unknown() {
    let desk = desk();
    let failure = desk.fixture.refuse(&desk.administrator, "delete_everything", json!({}));
    assert_eq!((failure.kind, failure.code.as_str()), (FailureKind::Usage, "unknown_command"));
    assert!(failure.message.contains("delete_everything"), "{}", failure.message);
}

#[test]
fn an_unknown_field_and_a_wrong_type_are_refused_by_name() {
    let desk = desk();
    let unknown = desk.fixture.refuse(
        &desk.sponsor,
        "request_access",
        desk.request_with("target_id", json!("x")),
    );
    assert_eq!(unknown.code, "bad_request");
    assert!(unknown.message.contains("target_id"), "{}", unknown.message);
    let wrong = desk.fixture.refuse(
        &desk.sponsor,
        "request_access",
        desk.request_with("justification", json!(5)),
    );
    assert_eq!(wrong.code, "bad_request");
    let list = desk.fixture.refuse(&desk.sponsor, "request_access", json!([1, 2]));
    assert_eq!(list.code, "bad_request");
}

#[test]
fn an_unknown_id_is_not_found_and_a_malformed_one_says_what_an_id_looks_like() {
    let desk = desk();
    let nobody = "0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77";
    let unknown = desk.fixture.refuse(&desk.sponsor, "show_agent", json!({ "agentId": nobody }));
    assert_eq!((unknown.kind, unknown.code.as_str()), (FailureKind::NotFound, "not_found"));
    let malformed = desk.fixture.refuse(&desk.sponsor, "show_agent", json!({ "agentId": "bot-7" }));
    assert!(malformed.message.contains("ids look like"), "{}", malformed.message);
}

#[test]
fn times_that_make_no_sense_are_refused() {
    let desk = desk();
    for (field, value, code) in [
        ("startAt", json!("2020-01-01"), "start_in_the_past"),
        ("duration", json!("PT0H"), "duration_not_positive"),
        ("duration", json!("P3661D"), "duration_too_long"),
        ("duration", json!("P31D"), "longer_than_policy"),
        ("duration", json!("soon"), "bad_request"),
        ("startAt", json!("tomorrow"), "bad_request"),
    ] {
        let failure = desk.fixture.refuse(
            &desk.sponsor,
            "request_access",
            desk.request_with(field, value.clone()),
        );
        assert_eq!(failure.code, code, "{field} {value}: {}", failure.message);
    }
}

#[test]
fn an_end_before_the_start_is_refused() {
    let desk = desk();
    let request = desk.fixture.call(
        &desk.sponsor,
        "request_access",
        desk.request_with("justification", json!("x")),
    );
    let approver = desk.fixture.as_person(&tour().approver);
    let id = request["request"]["id"].clone();
    let before_now = json!({ "requestId": id, "until": "2020-01-01" });
    let before_now = desk.fixture.seen(&approver, before_now);
    assert_eq!(desk.fixture.refuse(&approver, "approve_request", before_now).code, "nothing_left");
    let approved = desk.fixture.decide(&approver, "approve_request", json!({ "requestId": id }));
    let earlier = json!({ "assignmentId": approved["assignmentId"], "until": "2026-01-06" });
    assert_eq!(
        desk.fixture.refuse(&desk.sponsor, "request_extension", earlier).code,
        "end_not_later"
    );
}

#[test]
fn a_megabyte_of_text_is_refused_with_its_limit() {
    let desk = desk();
    let novel = "x".repeat(1 << 20);
    let failure = desk.fixture.refuse(
        &desk.sponsor,
        "request_access",
        desk.request_with("justification", json!(novel)),
    );
    assert_eq!(failure.code, "text_too_long");
    assert!(failure.message.contains("4000"), "{}", failure.message);
    assert!(failure.message.len() < 500, "the refusal doesn't repeat the novel");
}

#[test]
fn what_one_may_not_see_answers_exactly_as_what_does_not_exist() {
    let desk = desk();
    let request = desk.fixture.call(
        &desk.sponsor,
        "request_access",
        desk.request_with("justification", json!("x")),
    );
    let stranger = desk.fixture.as_person("amelie.fontaine@larkfield.example");
    let nobody = "0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77";
    for command in ["show_request", "cancel_request", "approve_request", "show_approval"] {
        let hidden = desk.fixture.refuse(
            &stranger,
            command,
            json!({ "requestId": request["request"]["id"] }),
        );
        let missing = desk.fixture.refuse(&stranger, command, json!({ "requestId": nobody }));
        assert_eq!(hidden, missing, "{command}");
    }
}

#[test]
fn a_package_holds_no_resource_of_another_catalog() {
    let desk = desk();
    let catalogs = desk.fixture.call(&desk.administrator, "list_catalogs", json!({}));
    let (one, two) = (&catalogs["rows"][0]["id"], &catalogs["rows"][1]["id"]);
    let roles =
        desk.fixture.call(&desk.administrator, "list_resource_roles", json!({ "catalogId": two }));
    let open = roles["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|role| role["isOpenToAgents"] == true)
        .unwrap();
    let ask = json!({
        "catalogId": one, "displayName": "Mixed", "resourceRoleIds": [open["id"]],
        "policies": [{ "displayName": "x", "scope": "notSpecified", "stages": [],
                       "expiration": { "type": "noExpiration" }, "extension": "notAllowed" }],
    });
    let failure = desk.fixture.refuse(&desk.administrator, "create_access_package", ask);
    assert_eq!(failure.code, "resource_outside_catalog");
}

#[test]
fn nothing_from_the_block_list_goes_into_a_package() {
    let desk = desk();
    let roles = desk.fixture.call(&desk.administrator, "list_directory_roles", json!({}));
    let blocked = roles["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|role| role["isBlocked"] == true)
        .unwrap()
        .clone();
    let catalog = desk.fixture.call(
        &desk.administrator,
        "create_catalog",
        json!({ "displayName": "Dangerous" }),
    );
    let added = desk.fixture.call(
        &desk.administrator,
        "add_catalog_resource",
        json!({ "catalogId": catalog["id"], "kind": "directoryRole", "originId": blocked["id"] }),
    );
    assert_eq!(added["rows"][0]["isOpenToAgents"], false);
    let ask = json!({
        "catalogId": catalog["id"], "displayName": "Keys to everything", "resourceRoleIds": [added["rows"][0]["id"]],
        "policies": [{ "displayName": "x", "scope": "notSpecified", "stages": [],
                       "expiration": { "type": "noExpiration" }, "extension": "notAllowed" }],
    });
    assert_eq!(
        desk.fixture.refuse(&desk.administrator, "create_access_package", ask).code,
        "role_blocked_for_agents"
    );
}

#[test]
fn nobody_acts_without_saying_who_they_are() {
    let desk = desk();
    let nobody = Session::new(Origin::Cli);
    let failure = desk.fixture.refuse(&nobody, "list_agents", json!({}));
    assert_eq!((failure.kind, failure.code.as_str()), (FailureKind::NotSignedIn, "not_signed_in"));
}

#[test]
fn a_live_workspace_has_no_clock_to_move_and_nobody_to_act_as() {
    let fixture = Fixture::live();
    let ada = fixture.administrator();
    assert_eq!(
        fixture.refuse(&ada, "advance_clock", json!({ "by": "1d" })).code,
        "not_a_training_workspace"
    );
    let me = fixture.call(&ada, "list_people", json!({}))["rows"][0]["id"].clone();
    assert_eq!(fixture.refuse(&ada, "act_as", json!({ "personId": me })).code, "live_workspace");
}

#[test]
fn the_clock_moves_forward_by_exactly_one_way_of_saying() {
    let desk = desk();
    assert_eq!(
        desk.fixture.refuse(&desk.administrator, "advance_clock", json!({})).code,
        "bad_request"
    );
    let both = json!({ "by": "1d", "toNextEvent": true });
    assert_eq!(desk.fixture.refuse(&desk.administrator, "advance_clock", both).code, "bad_request");
    let back = json!({ "to": "2020-01-01" });
    assert_eq!(
        desk.fixture.refuse(&desk.administrator, "advance_clock", back).code,
        "clock_only_moves_forward"
    );
    let far = json!({ "by": "4000d" });
    assert_eq!(
        desk.fixture.refuse(&desk.administrator, "advance_clock", far).code,
        "clock_moved_too_far"
    );
}

#[test]
fn a_list_is_asked_for_1_to_500_rows() {
    let desk = desk();
    for limit in [0, 501] {
        let failure =
            desk.fixture.refuse(&desk.administrator, "list_agents", json!({ "limit": limit }));
        assert_eq!(failure.code, "bad_request", "{limit}");
    }
}
