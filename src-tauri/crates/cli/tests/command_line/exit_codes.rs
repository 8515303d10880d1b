//! Exit codes one by one, and the words that go with them: scripts decide by the number, people read the sentence.

use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use chaperone_testkit::tour;

use crate::support::{ADMINISTRATOR, Place, err, failure, out, program};

const NOBODYS_ID: &str = "0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77";

#[test]
fn what_is_done_ends_with_0() {
    let done = Place::training().run(["workspace", "info"]).code(0);
    assert!(out(&done).contains("training"), "the kind of the workspace is told: {}", out(&done));
    assert_eq!(err(&done), "", "nothing is told on standard error when all is well");
}

#[test]
fn what_a_rule_refuses_ends_with_1_and_says_code_and_sentence() {
    let place = Place::training();
    let refused = place.run_as(&tour().sponsor, ["person", "leave", &tour().approver]).code(1);
    assert!(err(&refused).starts_with("forbidden: "), "{}", err(&refused));
    assert_eq!(out(&refused), "", "a refusal answers nothing");
}

#[test]
fn wrong_words_end_with_2() {
    let place = Place::empty();
    for words in
        [&["fly"][..], &["agent"], &["clock", "advance"], &["clock", "advance", "soon"], &["call"]]
    {
        let wrong = place.run(words.iter().copied()).code(2);
        assert!(
            err(&wrong).contains("Usage") || err(&wrong).contains("14d"),
            "{words:?}: {}",
            err(&wrong)
        );
    }
}

#[test]
fn what_is_not_there_ends_with_3() {
    let place = Place::training();
    let missing = place.run_as(&tour().sponsor, ["agent", "show", NOBODYS_ID]).code(3);
    assert!(err(&missing).starts_with("not_found: "), "{}", err(&missing));
    place.run_as(&tour().sponsor, ["agent", "show", "No Such Bot"]).code(3);
    place.run_as("nobody@larkfield.example", ["agent", "list"]).code(3);
}

#[test]
fn what_could_not_be_done_ends_with_4() {
    let could_not = Place::empty().run(["workspace", "info"]).code(4);
    assert!(err(&could_not).starts_with("no_workspace: "), "{}", err(&could_not));
}

#[test]
fn whoever_does_not_say_who_they_are_ends_with_5_and_is_told_how() {
    let nobody = Place::training().run(["agent", "list"]).code(5);
    assert!(
        err(&nobody).starts_with("not_signed_in: ") && err(&nobody).contains("--as"),
        "{}",
        err(&nobody)
    );
}

#[test]
fn a_wrong_passphrase_ends_with_5() {
    let place = Place::live();
    let mut command = place.command(["--as", ADMINISTRATOR, "agent", "list"]);
    let wrong = command.env("CHAPERONE_PASSPHRASE", "wrong horse battery").assert().code(5);
    assert!(err(&wrong).starts_with("wrong_sign_in: "), "{}", err(&wrong));
    assert!(!err(&wrong).contains("wrong horse"), "a passphrase is never repeated");
}

#[test]
fn without_a_passphrase_and_without_a_terminal_it_ends_with_5_and_never_waits() {
    let place = Place::live();
    let mut command = Command::new("setsid");
    command.arg("--wait").arg(program()).args(["--as", ADMINISTRATOR, "agent", "list"]);
    place.settle(&mut command);
    let missing = command.env_remove("CHAPERONE_PASSPHRASE").assert().code(5);
    assert!(err(&missing).contains("CHAPERONE_PASSPHRASE"), "{}", err(&missing));
}

#[test]
fn with_json_a_refusal_is_one_object_on_standard_error() {
    let place = Place::training();
    let refused = failure(
        &place.run_as(&tour().sponsor, ["--json", "person", "leave", &tour().approver]).code(1),
    );
    assert_eq!(refused["code"], "forbidden");
    assert!(refused["message"].as_str().is_some_and(|sentence| !sentence.is_empty()));
    let wrong = failure(&place.run(["--json", "agent", "fly"]).code(2));
    assert_eq!(wrong["code"], "bad_request");
    let nobody = failure(&place.run(["agent", "list", "--json"]).code(5));
    assert_eq!(nobody["code"], "not_signed_in");
}

#[test]
fn who_acts_and_where_may_also_come_from_the_environment() {
    let place = Place::training();
    let mut command = place.command(["workspace", "info"]);
    let told = out(&command.env("CHAPERONE_AS", tour().sponsor).assert().code(0));
    assert!(told.contains(&tour().sponsor), "{told}");
    let mut command = place.command(["agent", "list"]);
    command.env("CHAPERONE_AS", "").assert().code(5);
}

#[test]
fn quiet_prints_nothing_when_all_is_well() {
    let place = Place::training();
    assert_eq!(out(&place.run(["--quiet", "workspace", "info"]).code(0)), "");
    assert_ne!(
        err(&place.run(["--quiet", "agent", "list"]).code(5)),
        "",
        "failures are still told"
    );
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = Process::new(program())
        .args(["commands", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    assert!(ended.stderr.is_empty(), "nobody is told of it: {ended:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_the_answer_is_told() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let ended = Process::new(program())
        .arg("commands")
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&ended.stderr).starts_with("output_failed: "), "{ended:?}");
}
