//! The doctor on the command line: it says what it can see without a desktop, and what is wrong with a workspace that can't
//! even be opened.

use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::support::Place;

fn health(found: &Value, check: &str) -> String {
    let findings = found["findings"].as_array().unwrap();
    let finding = findings.iter().find(|finding| finding["check"] == check).unwrap();
    finding["health"].as_str().unwrap().to_owned()
}

#[test]
fn a_workspace_that_others_can_read_is_found_and_mended() {
    let place = Place::live();
    let folder = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(place.folder(), folder).unwrap();
    let told = place.run(["--json", "doctor"]).code(1);
    let found: Value = serde_json::from_slice(&told.get_output().stdout).unwrap();
    assert_eq!(health(&found, "permissions"), "bad");
    assert_eq!(health(&found, "clock"), "good");
    assert_eq!(health(&found, "tray"), "unknown", "only the desktop can tell");
    let told = place.run(["--json", "doctor", "--repair-permissions"]);
    let found: Value = serde_json::from_slice(&told.get_output().stdout).unwrap();
    assert_eq!(health(&found, "permissions"), "good");
    let mode = std::fs::metadata(place.folder()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn a_workspace_that_can_not_be_opened_is_the_first_thing_that_is_wrong() {
    let told = Place::empty().run(["--json", "doctor"]).code(1);
    let found: Value = serde_json::from_slice(&told.get_output().stdout).unwrap();
    assert_eq!(found["findings"][0]["check"], "workspace");
    assert_eq!(found["findings"][0]["health"], "bad");
    assert_eq!(health(&found, "sqlite"), "good", "the rest is looked at all the same");
}
