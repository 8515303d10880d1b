//! What keeps others out of a live workspace: growing delays, one-time passphrases, the recovery code, and the lock of a
//! session that nobody touches.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use chaperone_commands::{Failure, Origin, Session, dispatch};
use chaperone_domain::time::Span;
use chaperone_testkit::{Fixture, PASSPHRASE};
use serde_json::{Value, json};

const ADA: &str = "ada.admin@example.org";
const IVO: &str = "ivo@larkfield.example";
const WRONG: &str = "correct horse battery stable";

fn office() -> (Fixture, Session) {
    let fixture = Fixture::live();
    let administrator = fixture.administrator();
    let people = "Name,Email\nIvo Klein,ivo@larkfield.example\n";
    let files = json!({ "files": [{ "name": "people.csv", "text": people }] });
    fixture.call(&administrator, "import_directory", files);
    (fixture, administrator)
}

fn try_in(fixture: &Fixture, email: &str, passphrase: &str) -> Result<Session, Failure> {
    let session = Session::new(Origin::Desktop);
    let ask = json!({ "email": email, "passphrase": passphrase });
    dispatch(fixture.desk(), &session, "sign_in", ask).map(|_| session)
}

fn later(fixture: &Fixture, millis: i64) {
    fixture.clock().set(fixture.now().plus(Span::from_millis(millis)));
}

#[test]
fn wrong_tries_make_one_wait_longer_each_time_also_with_the_right_passphrase() {
    let (fixture, _) = office();
    for _ in 0..4 {
        assert_eq!(try_in(&fixture, ADA, WRONG).unwrap_err().code, "wrong_sign_in");
    }
    let refused = try_in(&fixture, ADA, PASSPHRASE).unwrap_err();
    assert_eq!(refused.code, "sign_in_delayed");
    let until = fixture.now().plus(Span::from_millis(5_000)).to_string();
    assert_eq!(refused.details["tryAgainAt"], json!(until), "the refusal says when to try again");
    later(&fixture, 4_999);
    let ask = json!({ "email": ADA, "passphrase": PASSPHRASE });
    let early = fixture.refuse(&Session::new(Origin::Desktop), "sign_in", ask);
    assert_eq!(early.code, "sign_in_delayed", "a try that isn't taken is not counted either");
    later(&fixture, 1);
    assert_eq!(try_in(&fixture, ADA, WRONG).unwrap_err().code, "wrong_sign_in");
    later(&fixture, 9_999);
    assert_eq!(try_in(&fixture, ADA, PASSPHRASE).unwrap_err().code, "sign_in_delayed");
    later(&fixture, 1);
    assert!(try_in(&fixture, ADA, PASSPHRASE).is_ok());
    assert_eq!(
        try_in(&fixture, ADA, WRONG).unwrap_err().code,
        "wrong_sign_in",
        "whoever got in begins anew"
    );
}

#[test]
fn the_wait_outlives_a_restart_and_holds_for_addresses_that_nobody_has() {
    let (fixture, _) = office();
    for _ in 0..4 {
        assert_eq!(try_in(&fixture, "no@body.example", WRONG).unwrap_err().code, "wrong_sign_in");
    }
    let other = fixture.another_desk();
    let ask = json!({ "email": " NO@body.example", "passphrase": WRONG });
    let refused = dispatch(&other, &Session::new(Origin::Cli), "sign_in", ask).unwrap_err();
    assert_eq!(refused.code, "sign_in_delayed", "nobody learns who is in the workspace");
    assert!(try_in(&fixture, ADA, PASSPHRASE).is_ok(), "others don't wait");
}

#[test]
fn sign_ins_and_failures_stand_in_the_history_without_what_was_typed() {
    let (fixture, administrator) = office();
    let _ = try_in(&fixture, ADA, WRONG);
    let _ = try_in(&fixture, "my secret passphrase", WRONG);
    let history = fixture.call(&administrator, "list_audit", json!({ "limit": 500 })).to_string();
    for told in [
        "Ada Admin signed in.",
        "A sign-in as Ada Admin failed.",
        "A sign-in with an address that nobody here may use for it failed.",
    ] {
        assert!(history.contains(told), "{told}");
    }
    assert!(!history.contains("my secret passphrase") && !history.contains(WRONG));
    fixture.invariants_hold();
}

#[test]
fn a_reset_passphrase_lets_in_once_and_has_to_be_replaced_first() {
    let (fixture, administrator) = office();
    let ask = json!({ "personId": fixture.person_id(IVO) });
    let given = fixture.call(&administrator, "reset_passphrase", ask);
    let one_time = given["passphrase"].as_str().unwrap();
    let ivo = try_in(&fixture, IVO, one_time).unwrap();
    assert_eq!(fixture.refuse(&ivo, "show_home", json!({})).code, "passphrase_must_change");
    assert_eq!(fixture.call(&ivo, "show_desk", json!({}))["mustChangePassphrase"], true);
    let ask = json!({ "current": one_time, "passphrase": "a phrase of my own" });
    fixture.call(&ivo, "set_passphrase", ask);
    fixture.call(&ivo, "show_home", json!({}));
    assert!(try_in(&fixture, IVO, one_time).is_err());
    let history = fixture.call(&administrator, "list_audit", json!({ "limit": 500 })).to_string();
    assert!(history.contains("The passphrase of Ivo Klein was reset"));
    assert!(!history.contains(one_time), "the one-time passphrase is told once, to one person");
}

#[test]
fn a_reset_is_an_administrators_and_never_ones_own() {
    let (fixture, administrator) = office();
    let own = json!({ "personId": fixture.person_id(ADA) });
    assert_eq!(
        fixture.refuse(&administrator, "reset_passphrase", own.clone()).code,
        "own_passphrase"
    );
    let ask = json!({ "personId": fixture.person_id(IVO), "passphrase": PASSPHRASE });
    fixture.call(&administrator, "set_passphrase", ask);
    let ivo = fixture.as_person(IVO);
    assert_eq!(fixture.refuse(&ivo, "reset_passphrase", own).code, "forbidden");
    assert_eq!(fixture.refuse(&ivo, "renew_recovery_code", json!({})).code, "forbidden");
}

fn made() -> (Fixture, String) {
    let fixture = Fixture::empty();
    let ask = json!({
        "name": "Quay", "kind": "live", "passphrase": PASSPHRASE,
        "administratorName": "Ada Admin", "administratorEmail": ADA,
    });
    let desk = fixture.call(&Session::new(Origin::Cli), "create_workspace", ask);
    let code = desk["recoveryCode"].as_str().unwrap().to_owned();
    (fixture, code)
}

#[test]
fn a_workspace_lies_where_its_whole_path_says() {
    let fixture = Fixture::empty();
    let session = Session::new(Origin::Desktop);
    for folder in ["governance", "./governance", "~/governance"] {
        let made = json!({
            "name": "Quay", "kind": "live", "passphrase": PASSPHRASE, "folder": folder,
            "administratorName": "Ada Admin", "administratorEmail": ADA,
        });
        for (command, ask) in
            [("create_workspace", made), ("open_workspace", json!({ "folder": folder }))]
        {
            let refused = dispatch(fixture.desk(), &session, command, ask).unwrap_err();
            assert_eq!(refused.code, "folder_not_whole", "{command} {folder}");
            assert_eq!(refused.told().1.field.as_deref(), Some("folder"));
        }
    }
}

fn redeem(fixture: &Fixture, email: &str, code: &str) -> Result<Value, Failure> {
    let ask = json!({ "email": email, "code": code, "passphrase": "found again at last" });
    dispatch(fixture.desk(), &Session::new(Origin::Desktop), "redeem_recovery_code", ask)
}

#[test]
fn the_recovery_code_lets_an_administrator_choose_a_new_passphrase_once() {
    let (fixture, code) = made();
    let typed = code.to_uppercase().replace('-', " ");
    let desk = redeem(&fixture, ADA, &typed).unwrap();
    assert_eq!(desk["me"]["email"], ADA);
    let next = desk["recoveryCode"].as_str().unwrap();
    assert_ne!(next, code, "a new code takes its place");
    assert!(try_in(&fixture, ADA, "found again at last").is_ok());
    assert!(try_in(&fixture, ADA, PASSPHRASE).is_err());
    assert_eq!(redeem(&fixture, ADA, &code).unwrap_err().code, "wrong_recovery_code");
    assert!(redeem(&fixture, ADA, next).is_ok());
    let shown = fixture.call(&Session::new(Origin::Cli), "show_desk", json!({}));
    assert_eq!(shown["recoveryCode"], Value::Null, "it is told once");
}

#[test]
fn the_recovery_code_is_for_administrators_and_is_guessed_as_slowly_as_a_passphrase() {
    let (fixture, code) = made();
    let ada = try_in(&fixture, ADA, PASSPHRASE).unwrap();
    let people = "Name,Email\nIvo Klein,ivo@larkfield.example\n";
    let files = json!({ "files": [{ "name": "people.csv", "text": people }] });
    fixture.call(&ada, "import_directory", files);
    assert_eq!(redeem(&fixture, IVO, &code).unwrap_err().code, "wrong_recovery_code");
    for _ in 0..4 {
        assert_eq!(redeem(&fixture, ADA, "guess").unwrap_err().code, "wrong_recovery_code");
    }
    assert_eq!(redeem(&fixture, ADA, &code).unwrap_err().code, "sign_in_delayed");
    later(&fixture, 5_000);
    assert!(redeem(&fixture, ADA, &code).is_ok());
}

#[test]
fn a_renewed_recovery_code_makes_the_one_before_worthless() {
    let (fixture, code) = made();
    let ada = try_in(&fixture, ADA, PASSPHRASE).unwrap();
    let next = fixture.call(&ada, "renew_recovery_code", json!({}))["code"].clone();
    assert!(redeem(&fixture, ADA, &code).is_err());
    assert!(redeem(&fixture, ADA, next.as_str().unwrap()).is_ok());
}

#[test]
fn a_session_that_nobody_touches_locks_and_goes_on_where_it_was() {
    let (fixture, _) = office();
    let ada = try_in(&fixture, ADA, PASSPHRASE).unwrap();
    later(&fixture, 15 * 60_000 - 1);
    fixture.call(&ada, "show_home", json!({}));
    later(&fixture, 1);
    for (command, ask) in [
        ("show_home", json!({})),
        ("create_catalog", json!({ "displayName": "Too late" })),
        ("open_list", json!({ "of": "agents", "filter": {} })),
        ("stay_unlocked", json!({})),
    ] {
        assert_eq!(fixture.refuse(&ada, command, ask).code, "session_locked", "{command}");
    }
    let desk = fixture.call(&ada, "show_desk", json!({}));
    assert_eq!((&desk["isLocked"], &desk["me"]["email"]), (&json!(true), &json!(ADA)));
    let wrong = dispatch(fixture.desk(), &ada, "unlock_session", json!({ "passphrase": WRONG }));
    let wrong = wrong.unwrap_err();
    assert_eq!(wrong.code, "wrong_sign_in");
    assert!(!wrong.message.contains("address"), "nobody typed one: {}", wrong.message);
    assert_eq!(fixture.refuse(&ada, "show_home", json!({})).code, "session_locked");
    fixture.call(&ada, "unlock_session", json!({ "passphrase": PASSPHRASE }));
    fixture.call(&ada, "show_home", json!({}));
}

#[test]
fn whoever_is_at_the_desk_stays_in_and_may_lock_at_once() {
    let (fixture, _) = office();
    let ada = try_in(&fixture, ADA, PASSPHRASE).unwrap();
    for _ in 0..3 {
        later(&fixture, 14 * 60_000);
        fixture.call(&ada, "stay_unlocked", json!({}));
    }
    fixture.call(&ada, "show_home", json!({}));
    fixture.call(&ada, "lock_session", json!({}));
    assert_eq!(fixture.refuse(&ada, "show_home", json!({})).code, "session_locked");
}

#[test]
fn each_person_chooses_when_their_session_locks() {
    let (fixture, _) = office();
    let ada = try_in(&fixture, ADA, PASSPHRASE).unwrap();
    let refused = fixture.refuse(&ada, "update_my_settings", json!({ "lockAfterMinutes": 0 }));
    assert_eq!(refused.code, "bad_lock_time");
    fixture.call(&ada, "update_my_settings", json!({ "lockAfterMinutes": 1 }));
    later(&fixture, 60_000);
    assert_eq!(fixture.refuse(&ada, "show_home", json!({})).code, "session_locked");
}

#[test]
fn in_training_nothing_locks_and_nobody_has_a_passphrase() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    later(&fixture, 24 * 3_600_000);
    fixture.call(&administrator, "show_home", json!({}));
    let person = json!({ "personId": fixture.person_id(&chaperone_testkit::tour().sponsor) });
    for (command, ask) in [
        ("sign_in", json!({ "email": ADA, "passphrase": PASSPHRASE })),
        ("lock_session", json!({})),
        ("reset_passphrase", person),
        ("renew_recovery_code", json!({})),
        ("redeem_recovery_code", json!({ "email": ADA, "code": "x", "passphrase": PASSPHRASE })),
    ] {
        let refused = fixture.refuse(&administrator, command, ask);
        assert_eq!(refused.code, "training_workspace", "{command}");
    }
}

#[test]
fn no_command_turns_a_live_workspace_into_a_training_one_or_back() {
    let (live, ada) = office();
    let training = Fixture::training();
    for (fixture, who, kind) in
        [(&live, &ada, "training"), (&training, &training.administrator(), "live")]
    {
        for command in chaperone_commands::COMMANDS {
            let ask = json!({ "kind": kind });
            let answer = dispatch(fixture.desk(), who, command.name, ask);
            assert!(
                answer.is_err() || command.name == "create_workspace",
                "{} took a kind",
                command.name
            );
        }
        let desk = fixture.call(who, "show_desk", json!({}));
        assert_ne!(desk["workspace"]["kind"], json!(kind));
    }
}
