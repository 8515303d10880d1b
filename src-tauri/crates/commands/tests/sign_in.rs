//! Saying who one is: the same answer for all that is wrong, passphrases of one's own, and no acting for others where it counts.

use chaperone_commands::{Origin, Session};
use chaperone_testkit::{Fixture, PASSPHRASE};
use serde_json::{Value, json};

const ADA: &str = "ada.admin@example.org";
const PEOPLE: &str = "Name,Email,Leave date\nIvo Klein,ivo@larkfield.example,\nOld Hand,old@larkfield.example,2025-01-01\n";

struct Office {
    fixture: Fixture,
    administrator: Session,
}

impl Office {
    fn new() -> Self {
        let fixture = Fixture::live();
        let administrator = fixture.administrator();
        let files = json!({ "files": [{ "name": "people.csv", "text": PEOPLE }] });
        fixture.call(&administrator, "import_directory", files);
        Self { fixture, administrator }
    }

    fn try_in(&self, email: &str, passphrase: &str) -> Result<Value, (String, String)> {
        let ask = json!({ "email": email, "passphrase": passphrase });
        let session = Session::new(Origin::Desktop);
        chaperone_commands::dispatch(self.fixture.desk(), &session, "sign_in", ask)
            .map_err(|failure| (failure.code, failure.message))
    }

    fn give(&self, email: &str, passphrase: &str) -> Value {
        json!({ "personId": self.fixture.person_id(email), "passphrase": passphrase })
    }
}

#[test]
fn whoever_knows_the_passphrase_signs_in_and_out() {
    let office = Office::new();
    let session = Session::new(Origin::Desktop);
    let ask = json!({ "email": " ADA.Admin@example.org ", "passphrase": PASSPHRASE });
    let desk = office.fixture.call(&session, "sign_in", ask);
    assert_eq!(desk["me"]["email"], ADA, "letter case and spaces around an address don't matter");
    let desk = office.fixture.call(&session, "sign_out", json!({}));
    assert_eq!(desk["me"], Value::Null);
    assert_eq!(office.fixture.refuse(&session, "show_home", json!({})).code, "not_signed_in");
}

#[test]
fn an_unknown_address_no_passphrase_a_wrong_one_and_a_leaver_get_the_same_answer() {
    let office = Office::new();
    let wrong = office.try_in(ADA, "correct horse battery stable").unwrap_err();
    assert_eq!(wrong.0, "wrong_sign_in");
    // Each is tried as often as costs nothing, so that none is told to wait.
    for email in ["nobody@larkfield.example", "ivo@larkfield.example", "old@larkfield.example", ""]
    {
        assert_eq!(office.try_in(email, PASSPHRASE).unwrap_err(), wrong, "{email}");
    }
    assert_eq!(office.try_in(ADA, "").unwrap_err(), wrong);
    assert_eq!(
        office.try_in(ADA, &"x".repeat(1 << 20)).unwrap_err(),
        wrong,
        "nor does a novel tie up the machine"
    );
}

#[test]
fn a_failed_try_leaves_whoever_sits_at_the_desk() {
    let office = Office::new();
    let wrong = json!({ "email": ADA, "passphrase": "correct horse battery stable" });
    let tried = chaperone_commands::dispatch(
        office.fixture.desk(),
        &office.administrator,
        "sign_in",
        wrong,
    );
    assert_eq!(tried.unwrap_err().code, "wrong_sign_in");
    let desk = office.fixture.call(&office.administrator, "show_desk", json!({}));
    assert_eq!(desk["me"]["email"], ADA);
}

#[test]
fn an_administrator_gives_a_first_passphrase_and_resets_instead_of_giving_a_second() {
    let office = Office::new();
    let ivo = "ivo@larkfield.example";
    office.fixture.call(
        &office.administrator,
        "set_passphrase",
        office.give(ivo, "a first passphrase"),
    );
    assert!(office.try_in(ivo, "a first passphrase").is_ok());
    let again = office.give(ivo, "a second passphrase");
    let refused = office.fixture.refuse(&office.administrator, "set_passphrase", again);
    assert_eq!(refused.code, "passphrase_already_set");
}

#[test]
fn administrators_see_who_has_a_passphrase_and_nobody_else_does() {
    let office = Office::new();
    let ivo = json!({ "personId": office.fixture.person_id("ivo@larkfield.example") });
    let seen = |session: &Session| {
        office.fixture.call(session, "show_person", ivo.clone())["hasPassphrase"].clone()
    };
    assert_eq!(seen(&office.administrator), json!(false));
    let first = office.give("ivo@larkfield.example", PASSPHRASE);
    office.fixture.call(&office.administrator, "set_passphrase", first);
    assert_eq!(seen(&office.administrator), json!(true));
    let session = office.fixture.as_person("ivo@larkfield.example");
    assert_eq!(seen(&session), Value::Null);
}

#[test]
fn one_changes_ones_own_with_the_present_one() {
    let office = Office::new();
    let ask = |current: Value, new: &str| json!({ "current": current, "passphrase": new });
    let refuse =
        |ask: Value| office.fixture.refuse(&office.administrator, "set_passphrase", ask).code;
    assert_eq!(refuse(ask(Value::Null, "a new passphrase")), "wrong_passphrase");
    assert_eq!(refuse(ask(json!("wrong"), "a new passphrase")), "wrong_passphrase");
    assert_eq!(refuse(ask(json!(PASSPHRASE), "too short")), "passphrase_too_short");
    office.fixture.call(
        &office.administrator,
        "set_passphrase",
        ask(json!(PASSPHRASE), "a new passphrase"),
    );
    assert!(office.try_in(ADA, "a new passphrase").is_ok());
    assert!(office.try_in(ADA, PASSPHRASE).is_err());
}

#[test]
fn nobody_but_an_administrator_sets_the_passphrase_of_another() {
    let office = Office::new();
    let ivo = "ivo@larkfield.example";
    office.fixture.call(&office.administrator, "set_passphrase", office.give(ivo, PASSPHRASE));
    let session = office.fixture.as_person(ivo);
    let refused = office.fixture.refuse(
        &session,
        "set_passphrase",
        office.give("old@larkfield.example", PASSPHRASE),
    );
    assert_eq!(refused.code, "forbidden");
}

#[test]
fn no_passphrase_and_no_hash_ever_stands_in_the_history() {
    let office = Office::new();
    office.fixture.call(
        &office.administrator,
        "set_passphrase",
        office.give("ivo@larkfield.example", "a first passphrase"),
    );
    let history = office
        .fixture
        .call(&office.administrator, "list_audit", json!({ "limit": 500 }))
        .to_string();
    assert!(history.contains("The passphrase of Ivo Klein was set."));
    assert!(!history.contains("a first passphrase") && !history.contains("argon2"));
}

#[test]
fn nobody_acts_as_somebody_else_in_a_live_workspace() {
    let office = Office::new();
    let ask = json!({ "personId": office.fixture.person_id("ivo@larkfield.example") });
    let refused = office.fixture.refuse(&office.administrator, "act_as", ask.clone());
    assert_eq!(refused.code, "live_workspace");
    let nobody = Session::new(Origin::Cli);
    assert_eq!(office.fixture.refuse(&nobody, "act_as", ask).code, "live_workspace");
}

#[test]
fn in_training_one_acts_as_anybody_who_is_still_there() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let gone =
        fixture.call(&administrator, "list_people", json!({ "filter": { "isActive": false } }));
    let refused =
        fixture.refuse(&administrator, "act_as", json!({ "personId": gone["rows"][0]["id"] }));
    assert_eq!(refused.code, "person_inactive");
    let nowhere = json!({ "personId": "0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77" });
    assert_eq!(fixture.refuse(&administrator, "act_as", nowhere).code, "not_found");
}
