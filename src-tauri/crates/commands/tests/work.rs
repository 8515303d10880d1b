//! Work that takes a while: who sees it, and what is left of what was stopped.

#![expect(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something has to be fails there"
)]

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use chaperone_commands::{Failure, Session, dispatch};
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

/// Does a thing over and over while somebody beside it stops whatever they see of it, until once it was stopped in time.
fn stopped(fixture: &Fixture, who: &Session, command: &str, mut ask: impl FnMut() -> Value) {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                stop_all(fixture, who, command);
            }
        });
        let refused = (0..10_000).find_map(|_| call(fixture, who, command, ask()).err());
        is_over.store(true, Ordering::Relaxed);
        let refused = refused.unwrap();
        assert_eq!(refused.code, "stopped", "{}", refused.message);
    });
}

fn call(fixture: &Fixture, who: &Session, name: &str, ask: Value) -> Result<Value, Failure> {
    dispatch(fixture.desk(), who, name, ask)
}

fn stop_all(fixture: &Fixture, who: &Session, command: &str) {
    let seen = call(fixture, who, "show_work", json!({})).unwrap();
    for row in seen["rows"].as_array().unwrap().iter().filter(|row| row["command"] == command) {
        call(fixture, who, "stop_work", json!({ "number": row["number"] })).unwrap();
    }
}

/// A table of people who aren't there yet.
fn newcomers(count: usize) -> String {
    let rows = (0..count).map(|n| format!("Person {n},person-{n}@newcomers.example\n"));
    std::iter::once("Display Name,Email\n".to_owned()).chain(rows).collect()
}

#[test]
fn nothing_is_under_way_at_a_desk_where_nobody_does_anything() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let seen = fixture.call(&administrator, "show_work", json!({}));
    assert_eq!(seen, json!({ "rows": [] }));
    let stopped = fixture.call(&administrator, "stop_work", json!({ "number": 1 }));
    assert_eq!(stopped, json!({ "wasUnderWay": false }));
}

#[test]
fn a_stopped_export_leaves_no_file() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let opened = json!({ "list": { "of": "audit", "filter": {} } });
    let opened = fixture.call(&administrator, "open_list", opened);
    let exports = std::path::Path::new(&fixture.workspace_folder()).join("exports");
    let mut number = 0;
    stopped(&fixture, &administrator, "save_export", || {
        // The one before was quicker than whoever would have stopped it.
        let _ = std::fs::remove_dir_all(&exports);
        number += 1;
        json!({ "file": format!("{number}.csv"), "what": { "of": "list", "ask": { "handle": opened["handle"] } } })
    });
    assert_eq!(std::fs::read_dir(&exports).unwrap().count(), 0, "not even a part");
}

#[test]
fn a_stopped_import_changes_nothing() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let people = |fixture: &Fixture| {
        let ask = json!({ "list": { "of": "people", "filter": { "search": "newcomers" } } });
        fixture.call(&fixture.administrator(), "open_list", ask)["count"].clone()
    };
    let text = newcomers(500);
    let files = json!([{ "name": "people.csv", "text": text }]);
    stopped(
        &fixture,
        &administrator,
        "import_directory",
        || json!({ "files": files, "dryRun": people(&fixture) != 0 }),
    );
    // Whoever was too late to stop the first found everybody there; else nobody is.
    let left = people(&fixture);
    assert!(left == 0 || left == 500, "{left} of 500 are there");
    fixture.invariants_hold();
}

#[test]
fn a_clock_that_is_stopped_stands_where_everything_due_is_done() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let to = "2029-01-01T00:00:00Z";
    thread::scope(|scope| {
        let moving = scope.spawn(|| {
            call(&fixture, &administrator, "advance_clock", json!({ "to": to })).unwrap()
        });
        while !moving.is_finished() {
            stop_all(&fixture, &administrator, "advance_clock");
        }
        let moved = moving.join().unwrap();
        assert!(moved["to"].as_str().unwrap() <= to, "{}", moved["to"]);
    });
    let clock = fixture.call(&administrator, "show_clock", json!({}));
    if let Some(next) = clock["nextEvent"]["at"].as_str() {
        assert!(next > clock["now"].as_str().unwrap(), "nothing due is left undone");
    }
    fixture.invariants_hold();
}

#[test]
fn a_stopped_backup_leaves_no_file() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let backups = std::path::Path::new(&fixture.workspace_folder()).join("backups");
    let mut made = 0;
    for _ in 0..20 {
        let is_made = thread::scope(|scope| {
            let making = scope
                .spawn(|| call(&fixture, &administrator, "back_up_workspace", json!({})).is_ok());
            while !making.is_finished() {
                stop_all(&fixture, &administrator, "back_up_workspace");
            }
            making.join().unwrap()
        });
        made += usize::from(is_made);
    }
    let found = if backups.exists() { std::fs::read_dir(&backups).unwrap().count() } else { 0 };
    assert_eq!(found, made, "as many files as backups that were not stopped");
}

#[test]
fn nobody_sees_or_stops_what_somebody_else_has_under_way() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let sponsor = fixture.as_person(&tour().sponsor);
    thread::scope(|scope| {
        let verifying = scope.spawn(|| {
            (0..20).all(|_| call(&fixture, &administrator, "verify_audit", json!({})).is_ok())
        });
        while !verifying.is_finished() {
            stop_all(&fixture, &sponsor, "verify_audit");
            for number in 0..40 {
                call(&fixture, &sponsor, "stop_work", json!({ "number": number })).unwrap();
            }
        }
        assert!(verifying.join().unwrap(), "each ran to its end");
    });
}
