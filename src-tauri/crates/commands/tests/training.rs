//! The training company: made in one step, the same each time, thrown away at will, and never in place of anything else.

use chaperone_commands::{Origin, Session, dispatch};
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

fn nobody() -> Session {
    Session::new(Origin::Cli)
}

fn open(fixture: &Fixture, session: &Session) -> Value {
    fixture.call(session, "open_training_company", json!({}))
}

#[test]
fn the_training_company_is_whole_and_its_administrator_sits_at_the_desk() {
    let fixture = Fixture::training();
    fixture.invariants_hold();
    let session = nobody();
    let desk = open(&fixture, &session);
    assert_eq!(desk["workspace"]["kind"], "training");
    assert_eq!(desk["me"]["email"], json!(tour().administrator));
    let packages = fixture.call(&session, "list_access_packages", json!({}));
    assert_eq!(
        packages["rows"].as_array().unwrap().len(),
        9,
        "every package of the sample is made"
    );
    let agents = fixture.call(&session, "list_agents", json!({ "limit": 500 }));
    assert_eq!(agents["rows"].as_array().unwrap().len(), 60);
    let settings = fixture.call(&session, "show_settings", json!({}));
    assert_eq!(settings["custodian"]["displayName"], "Oskar Lindqvist");
    assert_eq!(settings["administrators"].as_array().unwrap().len(), 2);
    assert_eq!(settings["auditors"].as_array().unwrap().len(), 1);
}

#[test]
fn whoever_sits_at_the_desk_of_the_training_company_stays() {
    let fixture = Fixture::training();
    let sponsor = fixture.as_person(&tour().sponsor);
    let desk = open(&fixture, &sponsor);
    assert_eq!(desk["me"]["email"], json!(tour().sponsor));
}

#[test]
fn in_training_a_window_opens_with_an_administrator_at_it_and_a_command_line_with_nobody() {
    let fixture = Fixture::training();
    let folder = json!({ "folder": fixture.workspace_folder() });
    let opened = |origin| {
        fixture.call(&Session::new(origin), "open_workspace", folder.clone())["me"]["email"].clone()
    };
    assert_eq!(opened(Origin::Desktop), json!(tour().administrator));
    assert_eq!(opened(Origin::Cli), Value::Null);
    let live = Fixture::live();
    let folder = json!({ "folder": live.workspace_folder() });
    let desk = live.call(&Session::new(Origin::Desktop), "open_workspace", folder);
    assert_eq!(desk["me"], Value::Null, "a live workspace asks who it is");
}

#[test]
fn opening_it_again_makes_nothing_anew() {
    let fixture = Fixture::training();
    let session = nobody();
    open(&fixture, &session);
    let before = fixture.call(&session, "verify_audit", json!({}));
    open(&fixture, &session);
    assert_eq!(fixture.call(&session, "verify_audit", json!({})), before);
}

#[test]
fn resetting_it_throws_away_what_was_done_in_it() {
    let fixture = Fixture::training();
    let session = nobody();
    open(&fixture, &session);
    let agent = fixture.agent_id(&tour().agent);
    fixture.call(&session, "disable_agent", json!({ "agentId": agent }));
    fixture.advance("30d");
    let desk = fixture.call(&session, "reset_training_company", json!({}));
    assert_eq!(desk["me"]["email"], json!(tour().administrator), "the people are new ones");
    let shown = fixture.call(&session, "show_agent", json!({ "agentId": agent }));
    assert_eq!(shown["agent"]["state"], "active");
    let clock = fixture.call(&session, "show_clock", json!({}));
    assert_eq!(clock["ahead"], "P0D", "the clock stands where the machine's stands");
    let folder = std::path::PathBuf::from(fixture.workspace_folder());
    let beside: Vec<_> = std::fs::read_dir(folder.parent().unwrap())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(beside, [folder.file_name().unwrap()], "nothing half-made is left beside it");
}

#[test]
fn a_half_made_company_that_was_left_behind_does_not_stop_the_next_try() {
    let fixture = Fixture::empty();
    let half_made = fixture.folder().join("training.being-made");
    std::fs::create_dir_all(&half_made).unwrap();
    std::fs::write(half_made.join("workspace.db"), "half a file").unwrap();
    let session = nobody();
    open(&fixture, &session);
    assert!(!half_made.exists());
}

#[test]
fn a_live_workspace_is_never_taken_for_the_training_company_nor_thrown_away() {
    let fixture = Fixture::live();
    let folder = fixture.workspace_folder();
    let administrator = fixture.administrator();
    let refused =
        fixture.refuse(&administrator, "open_training_company", json!({ "folder": folder }));
    assert_eq!(refused.code, "live_workspace");
    let refused = fixture.refuse(&administrator, "reset_training_company", json!({}));
    assert_eq!(refused.code, "not_found", "there is no training company yet");
}

#[test]
fn a_training_workspace_of_ones_own_is_kept() {
    let fixture = Fixture::empty();
    let session = nobody();
    let ask = json!({
        "name": "Mine", "kind": "training", "administratorName": "Ada", "administratorEmail": "ada@example.org",
    });
    dispatch(fixture.desk(), &session, "create_workspace", ask).unwrap();
    let refused = fixture.refuse(&session, "reset_training_company", json!({}));
    assert_eq!(refused.code, "not_the_training_company");
}

#[test]
fn in_training_anybody_active_is_acted_for_and_nobody_signs_in() {
    let fixture = Fixture::training();
    let session = fixture.as_person(&tour().approver);
    let sign_in = json!({ "email": tour().approver, "passphrase": "correct horse battery" });
    let refused = fixture.refuse(&session, "sign_in", sign_in);
    assert_eq!(refused.code, "training_workspace");
    let set = json!({ "passphrase": "correct horse battery" });
    assert_eq!(fixture.refuse(&session, "set_passphrase", set).code, "training_workspace");
}
