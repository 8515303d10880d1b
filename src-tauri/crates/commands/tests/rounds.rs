//! Rounds of due work, as hosts that stay make them: how long they rest, and that what can't be done has none begin at once.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use std::path::Path;
use std::time::Duration;

use chaperone_commands::environment::Clock;
use chaperone_commands::{Desk, Environment, Round};
use chaperone_domain::request::{RequestState, RequestStatus};
use chaperone_domain::time::{Span, Timestamp};
use chaperone_store::table::requests;
use chaperone_store::{Error, Store};
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

const MINUTE: Duration = Duration::from_secs(60);

/// A training company at an instant before a stage that waits for an approver runs out, and the request.
fn before_a_stage_runs_out(left: Span) -> (Fixture, String) {
    let fixture = Fixture::training();
    let ask = json!({
        "agentId": fixture.agent_id(&tour().agent), "justification": "x",
        "accessPackageId": fixture.access_package_id("Invoice matching"),
    });
    let asked = fixture.call(&fixture.as_person(&tour().sponsor), "request_access", ask);
    let deadline: Timestamp = asked["stages"][0]["deadlineAt"].as_str().unwrap().parse().unwrap();
    fixture.advance(&deadline.minus(left).since(fixture.now()).to_string());
    (fixture, asked["request"]["id"].as_str().unwrap().to_owned())
}

fn pass(fixture: &Fixture, millis: i64) {
    fixture.clock().set(fixture.clock().now().plus(Span::from_millis(millis)));
}

fn state(fixture: &Fixture, request: &str) -> Value {
    let ask = json!({ "requestId": request });
    fixture.call(&fixture.administrator(), "show_request", ask)["request"]["state"].clone()
}

#[test]
fn a_round_rests_until_the_next_due_instant_and_at_most_a_minute() {
    let (fixture, request) = before_a_stage_runs_out(Span::from_millis(60_001));
    assert_eq!(fixture.desk().run_round(), Round { done: 0, rest: MINUTE });
    pass(&fixture, 2);
    assert_eq!(fixture.desk().run_round(), Round { done: 0, rest: Duration::from_millis(59_999) });
    pass(&fixture, 59_998);
    assert_eq!(fixture.desk().run_round(), Round { done: 0, rest: Duration::from_millis(1) });
    assert_eq!(state(&fixture, &request), "pendingApproval");
    pass(&fixture, 1);
    assert_eq!(fixture.desk().run_round(), Round { done: 1, rest: MINUTE });
    assert_eq!(state(&fixture, &request), "denied", "nobody decided in time");
}

#[test]
fn what_cannot_be_done_is_tried_again_in_a_minute_and_not_at_once() {
    let (fixture, request) = before_a_stage_runs_out(Span::from_millis(1));
    // The request is over, but its stage is not: no command leaves that behind.
    let now = fixture.now();
    let store = Store::open(Path::new(&fixture.workspace_folder())).unwrap();
    store
        .write(|db| {
            let (state, status) = (RequestState::Canceled, RequestStatus::Canceled);
            requests::set_state(db, request.parse().unwrap(), state, status, Some(now))?;
            Ok::<_, Error>(())
        })
        .unwrap();
    pass(&fixture, 1);
    assert_eq!(fixture.desk().run_round(), Round { done: 0, rest: MINUTE });
    assert_eq!(fixture.desk().until_next_due().unwrap(), Some(Duration::ZERO), "it stays due");
}

#[test]
fn a_desk_without_a_workspace_rests() {
    let desk = Desk::new(Environment::system(None));
    assert_eq!(desk.run_round(), Round { done: 0, rest: MINUTE });
}
