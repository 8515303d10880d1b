//! How late due things were done: while Chaperone ran, and while nothing ran.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use chaperone_domain::time::Span;
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

/// A training company in which an agent holds access for 30 days.
fn with_access() -> Fixture {
    let fixture = Fixture::training();
    let sponsor = fixture.as_person(&tour().sponsor);
    let agent = fixture.agent_id(&tour().agent);
    let package = fixture.access_package_id("Invoice matching");
    let ask = json!({ "agentId": agent, "accessPackageId": package, "justification": "x" });
    let request = fixture.call(&sponsor, "request_access", ask);
    let approver = fixture.as_person(&tour().approver);
    fixture.decide(&approver, "approve_request", json!({ "requestId": request["request"]["id"] }));
    fixture
}

fn report(fixture: &Fixture) -> Value {
    fixture.call(&fixture.administrator(), "show_lateness", json!({}))
}

fn millis(length: &Value) -> i64 {
    length.as_str().unwrap().parse::<Span>().unwrap().millis()
}

/// Lets the machine's clock run on by so much, looking every minute as an open desktop does.
fn stay_open(fixture: &Fixture, minutes: i64) {
    for _ in 0..minutes {
        fixture
            .clock()
            .set(chaperone_domain::time::Timestamp::from_millis(machine(fixture) + 60_000));
        fixture.desk().run_due().unwrap();
    }
}

/// A training fixture's clock is moved by nobody here, so that the workspace's instant is the machine's.
fn machine(fixture: &Fixture) -> i64 {
    fixture.now().millis()
}

#[test]
fn what_fell_due_while_nothing_ran_was_late_because_nothing_ran() {
    let fixture = with_access();
    stay_open(&fixture, 3);
    fixture.clock().set(fixture.now().plus(Span::days(40)));
    fixture.desk().run_due().unwrap();
    let told = report(&fixture);
    assert!(told["done"].as_u64().unwrap() >= 2, "{told}");
    assert_eq!(millis(&told["worstWhileRunning"]), 0, "{told}");
    assert!(millis(&told["worstWhileClosed"]) > Span::days(9).millis(), "{told}");
    assert!(millis(&told["closed"]) > Span::days(39).millis(), "{told}");
    assert!(!told["late"].as_array().unwrap().is_empty());
}

#[test]
fn what_fell_due_while_chaperone_ran_was_done_within_its_minute() {
    let fixture = with_access();
    // To half a minute before the first reminder, with nothing running on the way.
    let next = fixture.desk().until_next_due().unwrap().unwrap();
    let next = Span::from_millis(i64::try_from(next.as_millis()).unwrap());
    fixture.clock().set(fixture.now().plus(next).minus(Span::from_millis(30_000)));
    fixture.desk().run_due().unwrap();
    stay_open(&fixture, 3);
    let told = report(&fixture);
    assert_eq!(millis(&told["worstWhileRunning"]), 30_000, "{told}");
    assert_eq!(millis(&told["worstWhileClosed"]), 0, "{told}");
}

#[test]
fn a_moved_clock_makes_nothing_late_and_is_no_time_in_which_nothing_ran() {
    let fixture = with_access();
    fixture.desk().run_due().unwrap();
    fixture.advance("40d");
    fixture.desk().run_due().unwrap();
    let told = report(&fixture);
    assert!(told["done"].as_u64().unwrap() >= 2, "{told}");
    for field in ["worstWhileRunning", "worstWhileClosed"] {
        assert_eq!(millis(&told[field]), 0, "{told}");
    }
    assert!(millis(&told["running"]) >= Span::days(40).millis(), "{told}");
    assert_eq!(told["late"], json!([]));
}

#[test]
fn what_was_entered_only_after_its_instant_was_not_done_late() {
    let fixture = with_access();
    stay_open(&fixture, 2);
    // A file says today that somebody left a month ago.
    let gone = fixture.now().minus(Span::days(30));
    let csv = format!(
        "Employee ID,Display Name,Email,Leave Date\nN-1,New Person,new.person@larkfield.example,{gone}\n"
    );
    let ask = json!({ "files": [{ "name": "people.csv", "text": csv }] });
    let report_of_import = fixture.call(&fixture.administrator(), "import_directory", ask);
    stay_open(&fixture, 1);
    let told = report(&fixture);
    let worst = millis(&told["worstWhileRunning"]) + millis(&told["worstWhileClosed"]);
    assert!(worst <= 60_000, "{told} after {report_of_import}");
}

#[test]
fn a_desk_that_is_idle_writes_a_trace_now_and_then_only() {
    let fixture = with_access();
    fixture.desk().run_due().unwrap();
    let wal = std::path::Path::new(&fixture.workspace_folder()).join("workspace.db-wal");
    let size = || std::fs::metadata(&wal).map(|file| file.len()).unwrap_or(0);
    let before = size();
    stay_open(&fixture, 9);
    assert_eq!(size(), before, "nothing is written for nine minutes");
    stay_open(&fixture, 1);
    assert!(size() > before, "the tenth minute is told");
    assert!(report(&fixture)["runs"].as_array().unwrap().len() <= 2);
}

#[test]
fn a_process_that_runs_counts_up_to_now_however_long_ago_it_wrote_its_trace() {
    let fixture = with_access();
    fixture.desk().run_due().unwrap();
    let closed_before = millis(&report(&fixture)["closed"]);
    stay_open(&fixture, 9);
    fixture.clock().set(fixture.now().plus(Span::from_millis(30_000)));
    assert_eq!(millis(&report(&fixture)["closed"]), closed_before);
}

#[test]
fn those_who_oversee_read_the_report() {
    let fixture = with_access();
    let sponsor = fixture.as_person(&tour().sponsor);
    assert_eq!(fixture.refuse(&sponsor, "show_lateness", json!({})).code, "forbidden");
    let backwards = json!({ "from": "2026-02-01", "to": "2026-01-01" });
    assert_eq!(
        fixture.refuse(&fixture.administrator(), "show_lateness", backwards).code,
        "bad_request"
    );
}
