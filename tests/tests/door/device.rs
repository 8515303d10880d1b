//! People sign in by a code: a program shows it, the person confirms it at the desk, and nobody else can.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use chaperone_commands::Session;
use chaperone_testkit::tour;
use serde_json::{Value, json};

use crate::place::{GRAPH_SCOPE, Place, Reply, command, encode, token};

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
const CLIENT: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

/// A program that shows a code.
struct Program<'p> {
    place: &'p Place,
    shown: Value,
}

impl<'p> Program<'p> {
    fn begin(place: &'p Place) -> Self {
        let asked = ask_code(place, CLIENT);
        Self { place, shown: asked.expect(200) }
    }

    fn code(&self) -> Value {
        json!({ "userCode": self.shown["user_code"] })
    }

    fn ask(&self) -> Reply {
        self.ask_as(CLIENT)
    }

    fn ask_as(&self, client: &str) -> Reply {
        let device_code = self.shown["device_code"].as_str().unwrap();
        self.place.ask_token(&[
            ("grant_type", GRANT),
            ("client_id", client),
            ("device_code", device_code),
        ])
    }

    #[track_caller]
    fn hears(&self, error: &str) {
        let reply = self.ask();
        assert_eq!((reply.status, &reply.body["error"]), (400, &json!(error)), "{}", reply.body);
    }
}

fn ask_code(place: &Place, client: &str) -> Reply {
    let scope = format!("openid {GRAPH_SCOPE} offline_access profile");
    let form = format!("client_id={}&scope={}", encode(client), encode(&scope));
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let path = format!("/{}/oauth2/v2.0/devicecode", place.tenant());
    place.send("POST", &path, &[kind], Some(form))
}

fn sponsor(place: &Place) -> Session {
    place.fixture.as_person(&tour().sponsor)
}

#[test]
fn a_program_gets_a_token_of_the_person_who_confirms_its_code_and_gets_it_once() {
    let place = Place::new();
    let program = Program::begin(&place);
    let shown = &program.shown;
    assert_eq!((&shown["expires_in"], &shown["interval"]), (&json!(900), &json!(5)));
    let code = shown["user_code"].as_str().unwrap();
    assert!(shown["message"].as_str().unwrap().contains(code), "{shown}");
    let page = shown["verification_uri"].as_str().unwrap().replace(&place.server.base(), "");
    assert!(place.send("GET", &page, &[], None).expect(200)["message"].is_string());
    program.hears("authorization_pending");
    let sponsor = sponsor(&place);
    let seen = place.fixture.call(&sponsor, "show_sign_in_code", program.code());
    assert_eq!(seen["client"], CLIENT);
    program.hears("slow_down");
    place.fixture.call(&sponsor, "confirm_sign_in_code", program.code());
    let token = token(&program.ask());
    let who = format!("/v1.0/users/{}", place.fixture.person_id(&tour().sponsor));
    place.get(&token, &who).expect(200);
    program.hears("invalid_grant");
    let ask = json!({ "filter": { "activity": "confirm_sign_in_code" }, "limit": 10 });
    let told = place.fixture.call(&place.administrator, "list_audit", ask);
    assert!(told["rows"][0]["sentence"].as_str().unwrap().contains(CLIENT), "{told}");
    place.fixture.invariants_hold();
}

#[test]
fn a_person_refuses_a_program_that_they_did_not_start() {
    let place = Place::new();
    let program = Program::begin(&place);
    let code = program.shown["user_code"].as_str().unwrap().to_lowercase().replace('-', " ");
    let words = ["--workspace", &place.fixture.workspace_folder(), "--as", &tour().sponsor];
    let done =
        command(&place.server.settings).args(words).args(["door", "deny", &code]).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    program.hears("access_denied");
    let late = place.fixture.refuse(&sponsor(&place), "confirm_sign_in_code", program.code());
    assert_eq!(late.code, "code_answered");
}

#[test]
fn a_code_that_nobody_confirmed_in_time_is_worth_nothing() {
    let place = Place::new();
    let program = Program::begin(&place);
    place.fixture.advance("PT16M");
    program.hears("expired_token");
    let late = place.fixture.call(&place.administrator, "list_people", json!({ "limit": 1 }));
    assert!(late["rows"].is_array());
    let sponsor = sponsor(&place);
    let ask = program.code();
    let refused =
        chaperone_commands::dispatch(place.fixture.desk(), &sponsor, "confirm_sign_in_code", ask);
    assert_eq!(refused.unwrap_err().code, "unknown_code");
}

#[test]
fn a_code_of_one_program_is_worth_nothing_to_another() {
    let place = Place::new();
    let program = Program::begin(&place);
    place.fixture.call(&sponsor(&place), "confirm_sign_in_code", program.code());
    let stolen = program.ask_as("00000000-0000-0000-0000-000000000001");
    assert_eq!(stolen.body["error"], "invalid_grant");
    token(&program.ask());
}

#[test]
fn a_token_by_a_code_ends_when_its_person_leaves_and_nobody_fetches_one_afterwards() {
    let place = Place::new();
    let (first, second) = (Program::begin(&place), Program::begin(&place));
    let approver = place.fixture.as_person(&tour().approver);
    for program in [&first, &second] {
        place.fixture.call(&approver, "confirm_sign_in_code", program.code());
    }
    let token = token(&first.ask());
    let leaver = place.fixture.person_id(&tour().approver);
    place.fixture.call(&place.administrator, "record_departure", json!({ "personId": leaver }));
    place.refuse(&token, ("GET", "/v1.0/users"), None, (401, "unauthenticated"));
    assert_eq!(second.ask().body["error"], "invalid_grant");
}

#[test]
fn a_person_who_guesses_codes_waits_and_each_guess_is_told_without_the_code() {
    let place = Place::new();
    let program = Program::begin(&place);
    let sponsor = sponsor(&place);
    let guess = |code: &str| {
        let ask = json!({ "userCode": code });
        chaperone_commands::dispatch(place.fixture.desk(), &sponsor, "show_sign_in_code", ask)
            .unwrap_err()
            .code
    };
    for code in ["BBBB-BBBB", "nonsense", "", "BBBB-BBBC", "BBBB-BBBD", "BBBB-BBBF"] {
        assert_eq!(guess(code), "unknown_code", "{code}");
    }
    let right = program.shown["user_code"].as_str().unwrap();
    assert_eq!(guess(right), "sign_in_delayed", "also the right one waits");
    let ask = json!({ "filter": { "activity": "wrong_sign_in_code" }, "limit": 10 });
    let told = place.fixture.call(&place.administrator, "list_audit", ask);
    assert_eq!(told["rows"].as_array().unwrap().len(), 6);
    assert!(!told.to_string().contains("BBBB"), "people type secrets into the wrong field");
}

#[test]
fn an_agent_confirms_nothing_and_a_program_that_says_nothing_of_itself_gets_no_code() {
    let place = Place::new();
    let program = Program::begin(&place);
    let agent = Session::of_agent(place.agent.parse().unwrap());
    for name in ["show_sign_in_code", "confirm_sign_in_code", "deny_sign_in_code"] {
        let refused = place.fixture.refuse(&agent, name, program.code());
        assert_eq!(refused.code, "not_for_agents", "{name}");
    }
    for client in ["", "  ", "a\u{7}b"] {
        assert_eq!(ask_code(&place, client).body["error"], "invalid_request", "{client}");
    }
}

#[test]
fn no_more_programs_wait_at_once_than_make_a_code_hard_to_guess() {
    let place = Place::new();
    let desk = place.fixture.desk();
    for _ in 0..100 {
        desk.hand_out_sign_in_code(CLIENT, GRAPH_SCOPE).unwrap();
    }
    let refused = ask_code(&place, CLIENT);
    assert_eq!((refused.status, &refused.body["error"]), (429, &json!("temporarily_unavailable")));
    place.fixture.advance("PT15M");
    ask_code(&place, CLIENT).expect(200);
}
