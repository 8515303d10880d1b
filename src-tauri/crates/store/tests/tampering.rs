//! Whoever gets at the file past Chaperone, with every trigger dropped and every check off, is found out: by the chain, by
//! checkpoints noted down elsewhere, and by the invariants, each of which is broken here once. These tests live with the
//! only crate that speaks SQL.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use chaperone_commands::audit::hash;
use chaperone_store::Store;
use chaperone_store::table::audit_records;
use chaperone_testkit::{Fixture, tour};
use rusqlite::{Connection, params};
use serde_json::{Value, json};

/// A training company in which access was asked for, agreed to, reminded of and has ended.
fn with_history() -> Fixture {
    let fixture = Fixture::training();
    let sponsor = fixture.as_person(&tour().sponsor);
    let agent = fixture.agent_id(&tour().agent);
    let package = fixture.access_package_id("Invoice matching");
    let ask = json!({ "agentId": agent, "accessPackageId": package, "justification": "x" });
    let request = fixture.call(&sponsor, "request_access", ask);
    let approver = fixture.as_person(&tour().approver);
    fixture.decide(&approver, "approve_request", json!({ "requestId": request["request"]["id"] }));
    fixture.advance("20d");
    fixture
}

/// Changes the file past Chaperone.
fn tamper(fixture: &Fixture, sql: &str) {
    let connection = past_chaperone(fixture);
    connection.execute_batch(sql).unwrap();
    assert!(connection.changes() > 0, "{sql} changes something");
}

fn past_chaperone(fixture: &Fixture) -> Connection {
    let file = std::path::Path::new(&fixture.workspace_folder()).join("workspace.db");
    let connection = Connection::open(file).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    connection.pragma_update(None, "ignore_check_constraints", true).unwrap();
    let triggers: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for trigger in triggers {
        connection.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
    }
    connection
}

fn checkpoint(fixture: &Fixture) -> Value {
    fixture.call(&fixture.administrator(), "make_checkpoint", json!({}))
}

/// What the history shows when it is held against a text.
fn verdict(fixture: &Fixture, checkpoint: &Value) -> String {
    let ask = json!({ "checkpoint": checkpoint });
    let answer = fixture.call(&fixture.administrator(), "verify_checkpoint", ask);
    assert_eq!(answer["holds"], answer["verdict"] == "holds");
    assert_eq!(answer["saying"]["code"], answer["verdict"]);
    answer["verdict"].as_str().unwrap().to_owned()
}

/// The line of a check.
fn line(fixture: &Fixture, name: &str) -> Value {
    let found = fixture.call(&fixture.administrator(), "verify_workspace", json!({}));
    let checks = found["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["name"] == name).unwrap().clone();
    assert!(check["holds"] == true || found["isSound"] == false);
    check
}

fn words(checkpoint: &Value) -> Value {
    let words: Vec<&str> =
        checkpoint["words"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
    json!(words.join(" "))
}

#[test]
fn an_untouched_history_holds_against_the_text_the_line_and_the_words_also_when_it_grows() {
    let fixture = with_history();
    let made = checkpoint(&fixture);
    let head = fixture.call(&fixture.administrator(), "verify_audit", json!({}));
    assert_eq!((&made["records"], &made["head"]), (&head["records"], &head["head"]));
    fixture.advance("30d");
    for form in [&made["text"], &made["line"], &words(&made)] {
        assert_eq!(verdict(&fixture, form), "holds", "{form}");
    }
    let ask = json!({ "checkpoint": made["line"] });
    let answer = fixture.call(&fixture.administrator(), "verify_checkpoint", ask);
    assert_eq!(answer["isOwnKey"], true, "this device signed it");
    assert_eq!(line(&fixture, "checkpoints")["holds"], true);
}

#[test]
fn a_record_that_was_edited_is_found() {
    let fixture = with_history();
    let made = checkpoint(&fixture);
    tamper(&fixture, "UPDATE audit_records SET sentence = sentence || '.' WHERE seq = 3");
    for form in [&made["line"], &words(&made)] {
        assert_eq!(verdict(&fixture, form), "edited");
    }
    let told = line(&fixture, "audit chain");
    assert!(told["sentence"].as_str().unwrap().contains("record 3 was changed"), "{told}");
    let said =
        json!({ "code": "audit chain", "case": "edited", "values": { "record": 3, "before": 2 } });
    assert_eq!(told["saying"], said, "other languages say which, too");
}

#[test]
fn what_a_record_is_about_belongs_to_it() {
    let fixture = with_history();
    let made = checkpoint(&fixture);
    tamper(&fixture, "DELETE FROM audit_subjects WHERE seq = 5");
    assert_eq!(verdict(&fixture, &made["line"]), "edited");
}

#[test]
fn a_record_that_was_deleted_from_the_middle_is_found() {
    let fixture = with_history();
    let made = checkpoint(&fixture);
    tamper(
        &fixture,
        "DELETE FROM audit_subjects WHERE seq = 5; DELETE FROM audit_records WHERE seq = 5",
    );
    assert_eq!(verdict(&fixture, &made["line"]), "deleted");
    assert_eq!(line(&fixture, "audit chain")["holds"], false);
}

#[test]
fn a_history_that_was_cut_off_is_found_by_a_checkpoint_and_not_without_one() {
    let fixture = with_history();
    let cut =
        "DELETE FROM audit_subjects WHERE seq > 5; DELETE FROM audit_checkpoints WHERE seq > 5;
        DELETE FROM catch_up_dismissals; DELETE FROM audit_records WHERE seq > 5";
    let made = checkpoint(&fixture);
    tamper(&fixture, cut);
    assert_eq!(line(&fixture, "audit chain")["holds"], true, "the chain alone shows nothing");
    assert_eq!(verdict(&fixture, &made["line"]), "truncated");
    assert_eq!(verdict(&fixture, &words(&made)), "unknown", "no record has these words any more");
    let told = line(&fixture, "checkpoints");
    assert_eq!(told["holds"], false, "the one beside the workspace is still there");
    assert!(told["sentence"].as_str().unwrap().contains("truncated"), "{told}");
    let values = &told["saying"]["values"];
    assert_eq!((&values["count"], &values["record"]), (&json!(1), &made["records"]));
    assert_eq!(values["verdict"], json!({ "of": "CheckpointVerdict", "term": "truncated" }));
}

#[test]
fn a_chain_that_was_written_anew_from_some_record_on_is_found() {
    let fixture = with_history();
    let made = checkpoint(&fixture);
    tamper(&fixture, "UPDATE audit_records SET sentence = 'Nothing happened.' WHERE seq = 4");
    rewrite_from(&fixture, 4);
    assert_eq!(line(&fixture, "audit chain")["holds"], true, "the new chain fits together");
    assert_eq!(verdict(&fixture, &made["line"]), "rewritten");
    assert_eq!(verdict(&fixture, &words(&made)), "unknown");
    assert_eq!(line(&fixture, "checkpoints")["holds"], false);
}

#[test]
fn a_chain_that_was_written_anew_from_the_start_is_found() {
    let fixture = with_history();
    let made = checkpoint(&fixture);
    tamper(&fixture, "UPDATE audit_records SET sentence = 'Another start.' WHERE seq = 1");
    rewrite_from(&fixture, 1);
    assert_eq!(line(&fixture, "audit chain")["holds"], true);
    assert_eq!(verdict(&fixture, &made["line"]), "rewritten");
}

/// Computes the chain anew, as somebody who knows how it is made would.
fn rewrite_from(fixture: &Fixture, seq: i64) {
    let folder = fixture.workspace_folder();
    let store = Store::open(std::path::Path::new(&folder)).unwrap();
    let records = store.read(|db| audit_records::from(db, 1, 100_000)).unwrap();
    drop(store);
    let connection = past_chaperone(fixture);
    let mut previous = [0_u8; 32];
    connection.execute_batch("BEGIN").unwrap();
    for mut record in records {
        if record.seq >= seq {
            record.previous_hash = previous;
            record.hash = hash(&record);
            let sql = "UPDATE audit_records SET previous_hash = ?2, hash = ?3 WHERE seq = ?1";
            connection
                .execute(sql, params![record.seq, record.previous_hash, record.hash])
                .unwrap();
        }
        previous = record.hash;
    }
    connection.execute_batch("COMMIT").unwrap();
}

#[test]
fn a_checkpoint_whose_words_or_numbers_were_changed_proves_nothing() {
    let fixture = with_history();
    let made = checkpoint(&fixture);
    let line = made["line"].as_str().unwrap();
    let forged = line.replacen("CHAPERONE:1:", "CHAPERONE:1:1", 1);
    assert_eq!(verdict(&fixture, &json!(forged)), "forged");
    let administrator = fixture.administrator();
    for nonsense in ["", "one two three", "CHAPERONE:1:x", "abandon ability able about above xyz"] {
        let ask = json!({ "checkpoint": nonsense });
        assert_eq!(fixture.refuse(&administrator, "verify_checkpoint", ask).code, "no_checkpoint");
    }
}

#[test]
fn a_checkpoint_of_another_workspace_does_not_hold() {
    let (fixture, other) = (with_history(), Fixture::live());
    let theirs = checkpoint(&other);
    assert_eq!(verdict(&fixture, &theirs["line"]), "rewritten");
}

#[test]
fn only_those_who_oversee_make_checkpoints_and_a_refusal_makes_no_key() {
    let fixture = Fixture::training();
    let sponsor = fixture.as_person(&tour().sponsor);
    assert_eq!(fixture.refuse(&sponsor, "make_checkpoint", json!({})).code, "forbidden");
    assert!(!fixture.folder().join("settings").exists());
    let made = checkpoint(&fixture);
    assert!(fixture.folder().join("settings/checkpoint.key").is_file());
    let folder = std::path::PathBuf::from(fixture.workspace_folder());
    assert!(!folder.join("checkpoint.key").exists(), "the key isn't beside what it vouches for");
    let listed = fixture.call(&fixture.administrator(), "list_checkpoints", json!({}));
    assert_eq!(listed["rows"][0]["line"], made["line"]);
    assert_eq!(listed["rows"][0]["publicKey"], checkpoint(&fixture)["publicKey"], "one key");
}

#[test]
fn each_invariant_that_is_broken_past_chaperone_is_named() {
    let mut unseen = Vec::new();
    for (name, sql) in [
        ("foreign keys", "UPDATE agents SET blueprint_id = zeroblob(16)"),
        ("I1", "DELETE FROM agent_sponsors"),
        ("I1", "UPDATE people SET left_at = 1 WHERE display_name <> 'Ines Ferreira'"),
        ("I2", "UPDATE grants SET ends_at = ends_at + 1, withdrawn_at = NULL WHERE assignment_id IS NOT NULL"),
        ("I2", "UPDATE grants SET starts_at = starts_at - 1 WHERE assignment_id IS NOT NULL"),
        ("I3", "UPDATE decisions SET person_id = (SELECT r.requestor_person_id FROM approval_stages s
                 JOIN requests r ON r.id = s.request_id WHERE s.id = stage_id)"),
        ("I3", "UPDATE approval_stages SET state = 'expired' WHERE id IN (SELECT stage_id FROM decisions)"),
        ("I4", "UPDATE grants SET agent_id = (SELECT a.id FROM agents a WHERE a.id <> grants.agent_id LIMIT 1)
                WHERE assignment_id IS NOT NULL"),
        ("I5", "DELETE FROM audit_subjects WHERE subject_id IN (SELECT id FROM requests)"),
        ("I5", "DELETE FROM audit_subjects WHERE subject_id IN (SELECT id FROM assignments)"),
        ("I6", "UPDATE requests SET state = 'pendingApproval' WHERE state = 'delivered'"),
        ("I6", "UPDATE requests SET state = 'denied' WHERE id IN (SELECT request_id FROM assignments)"),
        ("I7", "DELETE FROM notices WHERE reminder_id IS NOT NULL"),
        ("I7", "UPDATE notices SET state = 'failed', shown_at = NULL, failure = NULL"),
        ("I9", "INSERT INTO grants (id, agent_id, right_kind, origin_id, role_id, assignment_id, starts_at)
                SELECT randomblob(16), (SELECT id FROM agents LIMIT 1), 'directoryRoleActive', id, NULL, NULL, 0
                FROM directory_roles"),
    ] {
        let fixture = with_history();
        let held = line(&fixture, name)["holds"] == true;
        tamper(&fixture, sql);
        let told = line(&fixture, name);
        let is_told = told["sentence"].as_str().unwrap().contains("is broken");
        if !held || told["holds"] == true || !is_told {
            unseen.push(format!("{name}: {held} at first, {told} after {sql}"));
        }
    }
    assert!(unseen.is_empty(), "{unseen:#?}");
}

#[test]
fn what_breaks_an_invariant_is_also_told_as_code_and_values() {
    let fixture = with_history();
    tamper(&fixture, "DELETE FROM agent_sponsors");
    let saying = line(&fixture, "I1")["saying"].clone();
    assert_eq!(saying["code"], "isBroken");
    assert!(saying["values"]["count"].as_u64().unwrap() > 1, "{saying}");
    let first = &saying["values"]["first"]["said"];
    assert_eq!((&first["code"], &first["case"]), (&json!("offender"), &json!("more")));
    assert_eq!(first["values"]["kind"], json!({ "of": "OffenderKind", "term": "agent" }));
    assert_eq!(first["values"]["more"]["said"]["code"], "offender", "{first}");
    tamper(
        &fixture,
        "INSERT INTO grants (id, agent_id, right_kind, origin_id, role_id, assignment_id, starts_at)
         SELECT randomblob(16), (SELECT id FROM agents LIMIT 1), kind, id, NULL, NULL, 0
         FROM directory_roles, (SELECT 'directoryRoleActive' AS kind UNION SELECT 'directoryRoleEligible')",
    );
    let told = line(&fixture, "I9");
    let blocked = told["saying"]["values"]["first"]["said"].clone();
    assert_eq!(blocked["values"]["kind"], json!({ "of": "OffenderKind", "term": "directoryRole" }));
    let role = blocked["values"]["which"].as_str().unwrap();
    let sentence = told["sentence"].as_str().unwrap();
    assert_eq!(sentence.matches(role).count(), 1, "a role held in both ways is told once: {told}");
}

#[test]
fn every_invariant_has_its_line() {
    let fixture = Fixture::training();
    let found = fixture.call(&fixture.administrator(), "verify_workspace", json!({}));
    let checks = found["checks"].as_array().unwrap();
    let names: Vec<&str> = checks.iter().map(|check| check["name"].as_str().unwrap()).collect();
    let invariants = ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10"];
    assert_eq!(names[..4], ["integrity", "foreign keys", "audit chain", "checkpoints"]);
    assert_eq!(names[4..], invariants);
}
