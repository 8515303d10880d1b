//! Workspaces as files: who may read them, and what happens to a folder or file that is no fit workspace. A damaged file
//! is never written to.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

use crate::support::{ADMINISTRATOR, Place, err, failure, out, program};

#[test]
fn what_is_made_says_where_it_is_and_who_administers() {
    let place = Place::live();
    let told = out(&place.run_as(ADMINISTRATOR, ["workspace", "info"]).code(0));
    for part in
        ["Northwind", "live", "Ada Admin", "administrator", &place.folder().display().to_string()]
    {
        assert!(told.contains(part), "{part} is told in\n{told}");
    }
}

#[test]
fn a_workspace_is_made_where_it_is_wanted_and_never_over_another() {
    let place = Place::training();
    let again =
        place.run(["workspace", "create", "--name", "Two", "--training"].into_iter().chain([
            "--administrator-name",
            "Bo",
            "--administrator-email",
            "bo@northwind.example",
        ]));
    assert!(err(&again.code(4)).starts_with("workspace_already_there: "));
}

#[test]
fn a_workspace_without_an_administrator_is_wrong_usage() {
    let wrong = Place::empty().run(["workspace", "create"]).code(2);
    assert!(err(&wrong).contains("--administrator-email"), "{}", err(&wrong));
}

#[test]
fn a_short_passphrase_is_refused_and_nothing_is_made() {
    let place = Place::empty();
    let words =
        ["--name", "N", "--administrator-name", "A", "--administrator-email", ADMINISTRATOR];
    let mut command = place.command(["workspace", "create"].into_iter().chain(words));
    command.env("CHAPERONE_PASSPHRASE", "short").assert().code(1);
    assert!(!place.folder().join("workspace.db").exists());
}

#[cfg(unix)]
#[test]
fn folder_and_file_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::made_training();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&place.folder()), 0o700);
    for entry in fs::read_dir(place.folder()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), if path.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
    }
}

#[test]
fn every_check_has_its_line_and_holds() {
    let place = Place::training();
    let told = out(&place.run(["workspace", "verify"]).code(0));
    for check in ["integrity", "foreign keys", "audit chain", "I1", "I2", "I9"] {
        assert!(told.lines().any(|line| line.starts_with(check)), "{check} has a line in\n{told}");
    }
}

#[test]
fn a_history_that_somebody_changed_fails_its_check() {
    let place = Place::live();
    let file = place.folder().join("workspace.db");
    let mut bytes = fs::read(&file).unwrap();
    let told = b"The workspace Northwind was made";
    let at = bytes.windows(told.len()).position(|window| window == told);
    bytes[at.expect("the first record tells of the workspace") + 14] = b'S';
    fs::write(&file, bytes).unwrap();
    let checked = out(&place.run(["workspace", "verify"]).code(1));
    let broken: Vec<_> = checked.lines().filter(|line| line.contains(" NO ")).collect();
    assert!(broken.len() == 1 && broken[0].starts_with("audit chain"), "{checked}");
    let chain = out(&place.run_as(ADMINISTRATOR, ["audit", "verify"]).code(1));
    assert!(
        chain.contains("First broken  1"),
        "the first record that doesn't fit is named: {chain}"
    );
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let place = Place::empty();
    fs::create_dir(place.folder()).unwrap();
    let file = place.folder().join("workspace.db");
    for text in
        ["not a database, but long enough to be mistaken for one. ".repeat(40), String::new()]
    {
        fs::write(&file, &text).unwrap();
        let refused = failure(&place.run(["--json", "workspace", "info"]).code(4));
        assert_eq!(refused["code"], "not_a_workspace", "{refused}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text, "it is left as it was");
    }
}

#[test]
fn a_file_where_a_folder_is_wanted_is_told() {
    let place = Place::empty();
    let file = place.file("file", "text");
    place.run(["--workspace", &file, "workspace", "info"]).code(4);
    let told = place.run(["workspace", "create", "--training", &file]).code(4);
    assert!(err(&told).contains(&file), "the failure names it: {}", err(&told));
    assert_eq!(fs::read_to_string(&file).unwrap(), "text");
}

#[test]
fn a_newer_workspace_is_refused_and_left_alone() {
    // As a later version would leave it, with a migration 999 that this version doesn't know.
    const NEWER: &[u8] = include_bytes!("newer-workspace.db");
    let place = Place::empty();
    let file = place.folder().join("workspace.db");
    fs::create_dir(place.folder()).unwrap();
    fs::write(&file, NEWER).unwrap();
    let refused = failure(&place.run(["--json", "workspace", "info"]).code(4));
    assert_eq!(refused["code"], "workspace_newer", "{refused}");
    let sentence = refused["message"].as_str().unwrap();
    assert!(sentence.contains("update Chaperone"), "it says what to do: {sentence}");
    assert!(fs::read(&file).unwrap() == NEWER, "not a byte of it is changed");
}

#[cfg(unix)]
#[test]
fn a_folder_that_can_not_be_written_is_told_at_once() {
    use std::os::unix::fs::{PermissionsExt, chown};
    let place = Place::training();
    let (home, folder) = (place.folder().parent().unwrap().to_owned(), place.folder());
    let file = folder.join("workspace.db");
    let is_root = fs::read_to_string("/proc/self/status").unwrap().contains("\nUid:\t0\t0");
    let nobody = 65_534;
    if is_root {
        // Permissions don't bind root, so somebody without rights runs the program.
        for path in [&home, &folder, &file] {
            chown(path, Some(nobody), Some(nobody)).unwrap();
        }
    }
    let allow =
        |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    allow(&file, 0o400);
    allow(&folder, 0o500);
    let mut command = if is_root {
        let program_for_all = home.join("chaperone");
        fs::copy(program(), &program_for_all).unwrap();
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program_for_all);
        command
    } else {
        Command::new(program())
    };
    place.settle(&mut command);
    let refused = failure(&command.args(["--json", "workspace", "info"]).assert().code(4));
    allow(&folder, 0o700);
    assert_eq!(refused["code"], "read_only", "{refused}");
    assert!(refused["message"].as_str().unwrap().contains("permissions"), "{refused}");
}
