//! The try-out: what is done in the copy is gone with it, and where one was is as one left it.

use chaperone_commands::{Origin, Session, dispatch};
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

fn at_desk(fixture: &Fixture) -> Session {
    let session = Session::new(Origin::Cli);
    fixture.call(&session, "open_training_company", json!({}));
    session
}

fn head(fixture: &Fixture, session: &Session) -> Value {
    fixture.call(session, "verify_audit", json!({}))
}

#[test]
fn what_is_done_in_a_try_out_is_gone_with_it() {
    let fixture = Fixture::training();
    let session = at_desk(&fixture);
    let agent = fixture.agent_id(&tour().agent);
    let (before, now) = (head(&fixture, &session), fixture.now());
    let desk = fixture.call(&session, "begin_try_out", json!({}));
    assert_eq!(desk["workspace"]["isTryOut"], true);
    assert_eq!(desk["me"]["email"], json!(tour().administrator), "whoever acts goes along");
    assert_eq!(head(&fixture, &session), before, "the copy is the same to the last record");
    fixture.call(&session, "advance_clock", json!({ "by": "P30D" }));
    fixture.call(&session, "disable_agent", json!({ "agentId": agent }));
    let desk = fixture.call(&session, "end_try_out", json!({}));
    assert_eq!(desk["workspace"]["isTryOut"], false);
    assert_eq!(fixture.now(), now, "the clock stands where it stood");
    assert_eq!(head(&fixture, &session), before);
    let shown = fixture.call(&session, "show_agent", json!({ "agentId": agent }));
    assert_eq!(shown["agent"]["state"], "active");
    let folder = std::path::PathBuf::from(fixture.workspace_folder());
    assert!(!folder.with_file_name("training.try-out").exists(), "the copy is thrown away");
}

#[test]
fn in_a_try_out_nothing_is_made_anew_and_no_second_one_begun() {
    let fixture = Fixture::training();
    let session = at_desk(&fixture);
    fixture.call(&session, "begin_try_out", json!({}));
    let exercise = json!({ "exercise": "openDoor" });
    for (name, ask) in [
        ("begin_try_out", json!({})),
        ("reset_training_company", json!({})),
        ("start_exercise", exercise),
    ] {
        assert_eq!(fixture.refuse(&session, name, ask).code, "in_try_out", "{name}");
    }
}

#[test]
fn a_try_out_that_nobody_began_is_not_ended() {
    let fixture = Fixture::training();
    let session = at_desk(&fixture);
    assert_eq!(fixture.refuse(&session, "end_try_out", json!({})).code, "no_try_out");
}

#[test]
fn nothing_that_is_no_copy_is_thrown_away_whatever_it_is_called() {
    let fixture = Fixture::training();
    let session = at_desk(&fixture);
    let folder = std::path::PathBuf::from(fixture.workspace_folder());
    let other = folder.with_file_name("training.try-out");
    let ask = json!({
        "folder": other, "name": "Real", "kind": "live", "administratorName": "Ada",
        "administratorEmail": "ada@example.org", "passphrase": "a long enough passphrase",
    });
    fixture.call(&session, "create_workspace", ask);
    let ended = dispatch(fixture.desk(), &session, "end_try_out", json!({}));
    assert_eq!(ended.err().map(|failure| failure.code).as_deref(), Some("no_try_out"));
    let session = at_desk(&fixture);
    let refused = fixture.refuse(&session, "begin_try_out", json!({}));
    assert_eq!(refused.code, "try_out_in_the_way");
    assert!(refused.message.contains("move it elsewhere"), "{}", refused.message);
    assert!(other.join("workspace.db").is_file(), "a workspace of the same name stays");
}

#[test]
fn a_copy_that_was_left_behind_does_not_stop_the_next_try_out() {
    let fixture = Fixture::training();
    let session = at_desk(&fixture);
    fixture.call(&session, "begin_try_out", json!({}));
    fixture.call(&session, "advance_clock", json!({ "by": "P1D" }));
    fixture.call(&session, "open_training_company", json!({}));
    let now = fixture.now();
    fixture.call(&session, "begin_try_out", json!({}));
    assert_eq!(fixture.now(), now, "it is a new copy");
}

#[test]
fn whoever_came_into_being_in_the_copy_does_not_act_afterwards() {
    let fixture = Fixture::training();
    let session = at_desk(&fixture);
    fixture.call(&session, "begin_try_out", json!({}));
    let ask = json!({ "displayName": "Guest", "email": "guest@larkfield.example" });
    fixture.call(&session, "create_person", ask);
    let guest = fixture.person_id("guest@larkfield.example");
    fixture.call(&session, "act_as", json!({ "personId": guest }));
    let desk = fixture.call(&session, "end_try_out", json!({}));
    assert_eq!(desk["me"], json!(null));
}

#[test]
fn a_presentation_tells_everybody_what_happened_and_what_comes_next() {
    let fixture = Fixture::training();
    let sponsor = fixture.as_person(&tour().sponsor);
    let agent = fixture.agent_id(&tour().agent);
    fixture.call(&sponsor, "disable_agent", json!({ "agentId": agent }));
    let shown = fixture.call(&sponsor, "show_presentation", json!({}));
    let latest = &shown["happened"][0];
    assert!(latest["sentence"].as_str().unwrap().contains(&tour().agent), "{latest}");
    assert_eq!(latest["actor"], "Aoife Byrne");
    assert_eq!(shown["happened"].as_array().unwrap().len(), 6);
    let inbox = fixture.call(&sponsor, "list_notices", json!({}));
    for notice in inbox["rows"].as_array().unwrap() {
        fixture.call(&sponsor, "mark_notice_shown", json!({ "noticeId": notice["id"] }));
    }
    let after = fixture.call(&sponsor, "show_presentation", json!({}));
    assert_eq!(after["happened"], shown["happened"], "what a screen showed is no event for a room");
}

#[test]
fn the_tour_ticks_a_step_off_when_it_has_happened_however_it_came_about() {
    let fixture = Fixture::training();
    let (sponsor, approver) =
        (fixture.as_person(&tour().sponsor), fixture.as_person(&tour().approver));
    let done = || {
        let shown = fixture.call(&sponsor, "show_tour", json!({}));
        let steps = shown["steps"].as_array().unwrap().clone();
        steps
            .into_iter()
            .filter(|step| step["doneAt"].is_string())
            .map(|step| step["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(done().is_empty());
    let agent = fixture.agent_id(&tour().agent);
    let ask = json!({
        "agentId": agent, "accessPackageId": fixture.access_package_id("Invoice matching"),
        "justification": "It has invoices to match.",
    });
    let request = fixture.call(&sponsor, "request_access", ask)["request"]["id"].clone();
    assert_eq!(done(), ["ask"]);
    let agree = |request: &Value| {
        let ask = json!({ "requestId": request, "justification": "The invoices are its own." });
        fixture.decide(&approver, "approve_request", ask)
    };
    let assignment = agree(&request)["assignmentId"].clone();
    assert_eq!(done(), ["ask", "decide"]);
    fixture.advance("16d");
    assert_eq!(done(), ["ask", "decide", "remind"]);
    let ask = json!({ "assignmentId": assignment, "justification": "There are more of them." });
    let request = fixture.call(&sponsor, "request_extension", ask)["request"]["id"].clone();
    agree(&request);
    fixture.advance("60d");
    assert_eq!(done(), ["ask", "decide", "remind", "extend", "end"]);
    let leaver = json!({ "personId": fixture.person_id(&tour().sponsor) });
    let administrator = fixture.administrator();
    fixture.call(&administrator, "record_departure", leaver);
    fixture.call(&administrator, "make_checkpoint", json!({}));
    let shown = fixture.call(&administrator, "show_tour", json!({}));
    let is_done = |step: &Value| step["doneAt"].is_string();
    assert!(shown["steps"].as_array().unwrap().iter().all(is_done), "{shown}");
}
