//! Disks that are full, read-only, or hold something else than a workspace: a clear error with a code, and nothing lost.

#![expect(clippy::expect_used, reason = "tests fail by panicking, with the reason at hand")]

use std::path::Path;
use std::process::Command;

use chaperone_commands::{Desk, Environment, Failure, Origin, Session, dispatch};
use serde_json::{Value, json};

/// Runs a script in a mount namespace of its own, where it may mount what it likes; answers what it printed.
fn in_own_mounts(script: &str, folder: &Path) -> String {
    let output = Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-euc", script])
        .env("FAULTS", env!("CARGO_BIN_EXE_faults"))
        .env("FOLDER", folder)
        .output()
        .expect("unshare runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}\n{errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_full_disk_is_told_and_loses_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let seen = in_own_mounts(
        r#"mount -t tmpfs -o size=6m tmpfs "$FOLDER"; "$FAULTS" make "$FOLDER/w"; "$FAULTS" fill "$FOLDER/w""#,
        folder.path(),
    );
    assert!(seen.contains("disk_full: The disk is full; nothing was changed."), "{seen}");
    let counts =
        seen.lines().find(|line| line.starts_with("acknowledged")).expect("the counts are told");
    let numbers: Vec<_> =
        counts.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty()).collect();
    assert_eq!(numbers[0], numbers[1], "{seen}");
    assert!(seen.contains("sound true"), "{seen}");
}

#[test]
fn a_read_only_folder_is_refused_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let seen = in_own_mounts(
        r#"mount -t tmpfs -o size=9m tmpfs "$FOLDER"; "$FAULTS" make "$FOLDER/w"; mount -o remount,ro "$FOLDER"; "$FAULTS" open "$FOLDER/w""#,
        folder.path(),
    );
    assert!(seen.starts_with("read_only: "), "{seen}");
    assert!(seen.contains("check its permissions"), "{seen}");
}

fn open(folder: &Path) -> Result<Value, Failure> {
    let desk = Desk::new(Environment::system(None));
    dispatch(
        &desk,
        &Session::new(Origin::Cli),
        "open_workspace",
        json!({ "folder": folder.display().to_string() }),
    )
}

fn make(folder: &Path) {
    let desk = Desk::new(Environment::system(None));
    let ask = json!({
        "folder": folder.display().to_string(), "name": "W", "kind": "training", "administratorName": "Ada",
        "administratorEmail": "ada@example.org",
    });
    dispatch(&desk, &Session::new(Origin::Cli), "create_workspace", ask)
        .expect("a workspace is made");
}

#[test]
fn a_folder_without_a_workspace_is_told_apart_from_a_damaged_one() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(open(folder.path()).unwrap_err().code, "no_workspace");
    let file = folder.path().join("workspace.db");
    std::fs::write(&file, "this is a letter, not a database").unwrap();
    assert_eq!(open(folder.path()).unwrap_err().code, "not_a_workspace");
    assert_eq!(
        std::fs::read(&file).unwrap(),
        b"this is a letter, not a database",
        "it is left untouched"
    );
}

#[test]
fn a_damaged_workspace_is_never_replaced_by_a_fresh_one() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path().join("w");
    make(&workspace);
    let file = workspace.join("workspace.db");
    let mut bytes = std::fs::read(&file).unwrap();
    for byte in &mut bytes[..64] {
        *byte = 0xAA;
    }
    std::fs::write(&file, &bytes).unwrap();
    assert_eq!(open(&workspace).unwrap_err().code, "not_a_workspace");
    let desk = Desk::new(Environment::system(None));
    let ask = json!({
        "folder": workspace.display().to_string(), "name": "W", "kind": "training", "administratorName": "Ada",
        "administratorEmail": "ada@example.org",
    });
    let refused = dispatch(&desk, &Session::new(Origin::Cli), "create_workspace", ask).unwrap_err();
    assert_eq!(refused.code, "workspace_already_there");
    assert_eq!(std::fs::read(&file).unwrap(), bytes, "the damaged file is left for a rescue");
}

#[cfg(unix)]
#[test]
fn a_workspace_is_for_its_owners_eyes_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path().join("w");
    make(&workspace);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&workspace), 0o700);
    assert_eq!(mode(&workspace.join("workspace.db")), 0o600);
}
