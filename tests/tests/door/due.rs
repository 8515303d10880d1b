//! What falls due while nothing but the process of the door runs.

use std::time::{Duration, Instant};

use chaperone_commands::environment::{Clock, MachineClock};
use chaperone_domain::time::{Span, Timestamp};
use chaperone_testkit::{Fixture, tour};
use serde_json::json;

use crate::place::Server;

#[test]
fn a_stage_that_runs_out_while_the_door_is_kept_is_closed() {
    let fixture = Fixture::training_at(MachineClock.now());
    let administrator = fixture.administrator();
    fixture.call(&administrator, "switch_door", json!({ "isOpen": true }));
    let ask = json!({
        "agentId": fixture.agent_id(&tour().agent), "justification": "x",
        "accessPackageId": fixture.access_package_id("Invoice matching"),
    });
    let asked = fixture.call(&fixture.as_person(&tour().sponsor), "request_access", ask);
    let deadline: Timestamp = asked["stages"][0]["deadlineAt"].as_str().unwrap().parse().unwrap();
    // The process has the machine's clock; the training clock is moved to just before the end of the stage.
    fixture.clock().set(MachineClock.now());
    let almost = deadline.minus(Span::from_millis(1_500));
    fixture.advance(&almost.since(fixture.now()).to_string());
    let show = json!({ "requestId": asked["request"]["id"] });
    let state =
        || fixture.call(&administrator, "show_request", show.clone())["request"]["state"].clone();
    assert_eq!(state(), "pendingApproval");
    let mut server = Server::start(&fixture.workspace_folder(), &[]);
    let patience = Instant::now() + Duration::from_secs(60);
    while state() == "pendingApproval" && Instant::now() < patience {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(state(), "denied", "nobody decided in time");
    assert_eq!(server.stop(), Some(0), "it ends between two rounds as well");
    assert!(server.log().contains("did what had fallen due"));
    fixture.invariants_hold();
}
