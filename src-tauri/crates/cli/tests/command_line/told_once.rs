//! What can't be had again is printed even where nothing else shall be.

use serde_json::{Value, json};

use crate::support::{ADMINISTRATOR, PASSPHRASE, Place, out};

const TRAINER: &str = "ines.ferreira@larkfield.example";
const AGENT: &str = "Invoice Matcher Lisbon";

/// The only line that was printed.
fn line(place: &Place, email: &str, words: &[&str]) -> String {
    let told =
        out(&place.run_as(email, ["--quiet"].into_iter().chain(words.iter().copied())).code(0));
    assert_eq!(told.lines().count(), 1, "the text alone, without words around it: {told}");
    told.trim_end().to_owned()
}

#[test]
fn a_new_secret_is_printed_alone_when_quiet() {
    let place = Place::training();
    let secret = line(&place, TRAINER, &["agent", "secret", "issue", AGENT, "one"]);
    let rows = place.json_as(TRAINER, ["agent", "secret", "list", AGENT])["rows"].clone();
    assert!(secret.ends_with(rows[0]["hint"].as_str().unwrap()), "it is the secret itself");
    assert_eq!(
        out(&place.run_as(TRAINER, ["-q", "agent", "secret", "list", AGENT]).code(0)),
        "",
        "what can be asked for again is not"
    );
}

#[test]
fn programs_read_a_new_secret_as_json_when_quiet() {
    let place = Place::training();
    let words = ["--json", "agent", "secret", "issue", AGENT, "one"];
    let told: Value = serde_json::from_str(&line(&place, TRAINER, &words)).unwrap();
    assert_eq!(told.as_object().unwrap().keys().collect::<Vec<_>>(), ["secret"]);
    let agent = place.json_as(TRAINER, ["agent", "show", AGENT])["agent"]["id"].clone();
    let ask = json!({ "agentId": agent, "displayName": "two" }).to_string();
    let words = ["call", "issue_agent_secret", &ask];
    let told: Value = serde_json::from_str(&line(&place, TRAINER, &words)).unwrap();
    assert!(told["secret"].as_str().is_some_and(|secret| secret.len() > 20), "{told}");
}

#[test]
fn recovery_codes_and_one_time_passphrases_are_printed_alone_when_quiet() {
    let place = Place::live();
    let renewed = line(&place, ADMINISTRATOR, &["workspace", "renew-recovery-code"]);
    let mut recover = place.command(["-q", "workspace", "recover", ADMINISTRATOR]);
    let recovered = recover.env("CHAPERONE_RECOVERY_CODE", &renewed).assert().code(0);
    let next = out(&recovered).trim_end().to_owned();
    let mut again = place.command(["workspace", "recover", ADMINISTRATOR]);
    again.env("CHAPERONE_RECOVERY_CODE", &next).assert().code(0);
    assert_ne!(next, renewed, "each code that was used has another after it");
    let person = "Display Name,Email\nIvo Klein,ivo@northwind.example\n";
    place.run_as(ADMINISTRATOR, ["import", &place.file("people.csv", person)]).code(0);
    let passphrase = line(&place, ADMINISTRATOR, &["person", "reset-passphrase", "Ivo Klein"]);
    assert!(passphrase.len() >= 10 && passphrase != PASSPHRASE, "{passphrase}");
}

#[test]
fn the_recovery_code_of_a_new_workspace_is_printed_alone_when_quiet() {
    let place = Place::empty();
    let words = ["-q", "workspace", "create", "--name", "Northwind", "--administrator-name"];
    let words = words.into_iter().chain(["Ada Admin", "--administrator-email", ADMINISTRATOR]);
    let told = out(&place.command(words).env("CHAPERONE_PASSPHRASE", PASSPHRASE).assert().code(0));
    assert_eq!(told.lines().count(), 1, "{told}");
    let mut recover = place.command(["-q", "workspace", "recover", ADMINISTRATOR]);
    recover.env("CHAPERONE_RECOVERY_CODE", told.trim_end()).env("CHAPERONE_PASSPHRASE", PASSPHRASE);
    recover.assert().code(0);
}
