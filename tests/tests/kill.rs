//! Killing processes at random instants: whatever was acknowledged is there afterwards, and everything still holds.

#![expect(clippy::expect_used, reason = "tests fail by panicking, with the reason at hand")]

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use chaperone_commands::{Desk, Environment, Origin, Session, dispatch};
use serde_json::{Value, json};

/// How many times processes are killed; `make soak` sets `KILLS` to more.
fn kills() -> u64 {
    match std::env::var("KILLS") {
        Ok(told) => told.parse().expect("KILLS is a number"),
        Err(_) => 40,
    }
}

/// A small generator of numbers, always the same for one seed, so that a failure can be met again.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn start(folder: &str, name: &str, first: u64, lines: mpsc::Sender<String>) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_load"))
        .args([folder, name, &first.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the load starts");
    let output = BufReader::new(child.stdout.take().expect("the load's output is read"));
    std::thread::spawn(move || {
        // A line without its end was cut off by the kill: it was not acknowledged.
        for line in output.split(b'\n').map_while(Result::ok) {
            if let Ok(line) = String::from_utf8(line) {
                let _ = lines.send(line);
            }
        }
    });
    child
}

fn open(folder: &str) -> (Desk, Session) {
    let (desk, session) = (Desk::new(Environment::system(None)), Session::new(Origin::Cli));
    dispatch(&desk, &session, "open_workspace", json!({ "folder": folder }))
        .expect("the workspace opens");
    let person = desk
        .person_by_email("ines.ferreira@larkfield.example")
        .expect("the administrator is there");
    dispatch(&desk, &session, "act_as", json!({ "personId": person.to_string() }))
        .expect("acting as her");
    (desk, session)
}

#[test]
fn whatever_was_acknowledged_survives_being_killed_at_any_instant() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path().join("training").display().to_string();
    let desk = Desk::new(Environment::system(Some(folder.path().to_owned())));
    let session = Session::new(Origin::Cli);
    dispatch(&desk, &session, "open_training_company", json!({ "folder": workspace })).unwrap();
    drop(desk);

    let (kills, seed) = (kills(), 20_260_105);
    let mut numbers = Numbers(seed);
    let mut acknowledged: HashSet<String> = HashSet::new();
    for kill in 0..kills {
        let (lines, read) = mpsc::channel();
        let mut one = start(&workspace, "one", kill * 100_000, lines.clone());
        let mut two = start(&workspace, "two", kill * 100_000, lines);
        let first =
            read.recv_timeout(Duration::from_secs(30)).expect("the load acknowledges something");
        std::thread::sleep(Duration::from_micros(numbers.below(60_000)));
        one.kill().unwrap();
        two.kill().unwrap();
        one.wait().unwrap();
        two.wait().unwrap();
        let fresh: Vec<String> = std::iter::once(first).chain(read.iter()).collect();
        let (desk, session) = open(&workspace);
        everything_holds(&desk, &session, kill, seed);
        for line in &fresh {
            is_there(&desk, &session, line, kill, seed);
        }
        acknowledged.extend(fresh);
    }
    let (desk, session) = open(&workspace);
    for line in &acknowledged {
        is_there(&desk, &session, line, kills, seed);
    }
    assert!(
        acknowledged.len() as u64 > kills,
        "the load got something done: {}",
        acknowledged.len()
    );
}

fn everything_holds(desk: &Desk, session: &Session, kill: u64, seed: u64) {
    let found =
        dispatch(desk, session, "verify_workspace", Value::Null).expect("the workspace is checked");
    assert_eq!(found["isSound"], true, "after kill {kill} of seed {seed}: {found:#}");
}

fn is_there(desk: &Desk, session: &Session, line: &str, kill: u64, seed: u64) {
    let (what, id) = line.split_once('\t').expect("an acknowledgement names what and which");
    let found = match what {
        "request" => dispatch(desk, session, "show_request", json!({ "requestId": id })).is_ok(),
        _ => dispatch(desk, session, "create_catalog", json!({ "displayName": id }))
            .is_err_and(|refused| refused.code == "name_taken"),
    };
    assert!(found, "{line} was acknowledged before kill {kill} of seed {seed} and is gone");
}
