//! Roles on the command line: given, listed and taken, in the workspace and in a catalog.

use crate::support::{ADMINISTRATOR, Place, err, out};

#[test]
fn a_role_is_given_listed_and_taken_in_the_workspace_and_in_a_catalog() {
    let place = Place::live();
    let person = "Name,Email\nIvo Klein,ivo@northwind.example\n";
    place.run_as(ADMINISTRATOR, ["import", &place.file("people.csv", person)]).code(0);
    place.run_as(ADMINISTRATOR, ["call", "create_catalog", r#"{"displayName":"Quay"}"#]).code(0);
    for words in [
        ["person", "appoint", "Ivo Klein", "auditor"].as_slice(),
        &["person", "appoint", "Ivo Klein", "catalogOwner", "--catalog", "Quay"],
    ] {
        place.run_as(ADMINISTRATOR, words.iter().copied()).code(0);
    }
    let listed =
        out(&place.run_as(ADMINISTRATOR, ["person", "roles", "--person", "Ivo Klein"]).code(0));
    assert!(listed.contains("auditor") && listed.contains("catalogOwner"), "{listed}");
    place.run_as(ADMINISTRATOR, ["person", "withdraw", "Ivo Klein", "auditor"]).code(0);
    let last =
        place.run_as(ADMINISTRATOR, ["person", "withdraw", "Ada Admin", "administrator"]).code(1);
    assert!(err(&last).starts_with("last_administrator: "), "{}", err(&last));
}

#[test]
fn a_lost_passphrase_is_reset_and_the_recovery_code_lets_the_last_administrator_in() {
    let place = Place::empty();
    let words =
        ["--name", "N", "--administrator-name", "A", "--administrator-email", ADMINISTRATOR];
    let mut create = place.command(["workspace", "create"].into_iter().chain(words));
    let told = out(&create.env("CHAPERONE_PASSPHRASE", "the first passphrase").assert().code(0));
    let code = told.lines().find_map(|line| line.strip_prefix("Recovery code: ")).unwrap();
    let mut recover = place.command(["workspace", "recover", ADMINISTRATOR]);
    recover.env("CHAPERONE_RECOVERY_CODE", code).env("CHAPERONE_PASSPHRASE", "a second passphrase");
    recover.assert().code(0);
    let mut change = place.command(["person", "passphrase", "--as", ADMINISTRATOR]);
    change
        .env("CHAPERONE_PASSPHRASE", "a second passphrase")
        .env("CHAPERONE_NEW_PASSPHRASE", "a third passphrase");
    change.assert().code(0);
    let mut list = place.command(["person", "list", "--as", ADMINISTRATOR]);
    list.env("CHAPERONE_PASSPHRASE", "a third passphrase").assert().code(0);
}

#[test]
fn a_role_that_there_is_not_is_wrong_usage_and_names_those_there_are() {
    let place = Place::live();
    let wrong = place.run_as(ADMINISTRATOR, ["person", "appoint", "Ada Admin", "king"]).code(2);
    assert!(err(&wrong).contains("catalogCreator"), "{}", err(&wrong));
}
