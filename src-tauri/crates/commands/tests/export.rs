//! What leaves the workspace: the history in its forms, reports, and files.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use chaperone_commands::Session;
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

/// A training company in which an access was asked for, agreed to, and ended.
fn with_history() -> Fixture {
    let fixture = Fixture::training();
    let sponsor = fixture.as_person(&tour().sponsor);
    let ask = json!({
        "agentId": fixture.agent_id(&tour().agent), "accessPackageId": fixture.access_package_id("Invoice matching"),
        "justification": "=cmd|' /C calc'!A0",
    });
    let request = fixture.call(&sponsor, "request_access", ask);
    let approver = fixture.as_person(&tour().approver);
    let ask = json!({ "requestId": request["request"]["id"], "justification": "Agreed." });
    fixture.decide(&approver, "approve_request", ask);
    fixture.advance("40d");
    fixture
}

/// The whole history, in parts of so many records.
fn export(fixture: &Fixture, form: &str, filter: &Value, limit: u32) -> (String, u64) {
    let administrator = fixture.administrator();
    let (mut text, mut records, mut after) = (String::new(), 0, Value::Null);
    loop {
        let ask = json!({ "form": form, "filter": filter, "after": after, "limit": limit });
        let part = fixture.call(&administrator, "export_audit", ask);
        text.push_str(part["text"].as_str().unwrap());
        records += part["records"].as_u64().unwrap();
        if part["next"].is_null() {
            return (text, records);
        }
        after = part["next"].clone();
    }
}

fn head(fixture: &Fixture) -> Value {
    fixture.call(&fixture.administrator(), "verify_audit", json!({}))
}

#[test]
fn parts_of_any_size_make_the_same_file() {
    let fixture = with_history();
    let records = head(&fixture)["records"].as_u64().unwrap();
    for form in ["csv", "jsonLines", "directoryAudit"] {
        let whole = export(&fixture, form, &json!({}), 5_000);
        assert_eq!(whole.1, records, "{form} leaves nothing out");
        for limit in [1, 7, u32::try_from(records).unwrap()] {
            assert_eq!(export(&fixture, form, &json!({}), limit), whole, "{form} by {limit}");
        }
    }
}

#[test]
fn a_line_of_json_holds_all_that_its_hash_is_computed_from() {
    use sha2::{Digest, Sha256};
    let fixture = with_history();
    let (text, _) = export(&fixture, "jsonLines", &json!({}), 5_000);
    let mut previous = "0".repeat(64);
    for line in text.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let word = |field: &str| record[field].as_str().unwrap_or_default().to_owned();
        let id = |text: &str| uuid::Uuid::try_parse(text).unwrap().into_bytes().to_vec();
        let at = |field: &str| {
            let at: chaperone_domain::time::Timestamp = word(field).parse().unwrap();
            at.millis().to_be_bytes().to_vec()
        };
        let hash: Vec<u8> = (0..64)
            .step_by(2)
            .map(|at| u8::from_str_radix(&previous[at..at + 2], 16).unwrap())
            .collect();
        let mut fields = vec![
            hash,
            record["seq"].as_i64().unwrap().to_be_bytes().to_vec(),
            at("recordedAt"),
            at("occurredAt"),
            record["actorId"].as_str().map(id).unwrap_or_default(),
        ];
        for field in ["origin", "activity", "subjectType"] {
            fields.push(word(field).into_bytes());
        }
        fields.push(id(&word("subjectId")));
        fields.push(word("sentence").into_bytes());
        fields.push(word("changes").into_bytes());
        fields.extend(
            record["about"].as_array().unwrap().iter().map(|about| id(about.as_str().unwrap())),
        );
        let mut digest = Sha256::new();
        for field in fields {
            digest.update((field.len() as u64).to_be_bytes());
            digest.update(field);
        }
        let computed = format!("{:x}", digest.finalize());
        assert_eq!(word("hash"), computed, "record {}", record["seq"]);
        assert_eq!(word("previousHash"), previous);
        previous = computed;
    }
    assert_eq!(json!(previous), head(&fixture)["head"], "the last line is the head");
}

#[test]
fn graph_reads_who_did_what_to_which_agent() {
    let fixture = with_history();
    let (text, records) = export(&fixture, "directoryAudit", &json!({}), 3);
    let collection: Value = serde_json::from_str(&text).unwrap();
    let all = collection["value"].as_array().unwrap();
    assert_eq!(all.len() as u64, records);
    let of = |name: &str| all.iter().find(|one| one["activityDisplayName"] == name).unwrap();
    let asked = of("User requests access package assignment");
    assert_eq!(asked["category"], "EntitlementManagement");
    assert_eq!(asked["initiatedBy"]["user"]["userPrincipalName"], tour().sponsor);
    assert_eq!(asked["initiatedBy"]["user"]["agentType"], "notAgentic");
    let agent = fixture.agent_id(&tour().agent);
    let targets = asked["targetResources"].as_array().unwrap();
    let target = targets.iter().find(|target| target["id"] == agent).unwrap();
    assert_eq!(target["agentType"], "agenticAppInstance");
    assert!(target["blueprintId"].is_string(), "an agent is linked to its blueprint");
    let ended = of("Remove access package assignment");
    assert_eq!(ended["initiatedBy"]["app"]["displayName"], "Chaperone", "a rule did it");
    assert!(ended["targetResources"][0]["modifiedProperties"].is_array());
}

#[test]
fn an_export_is_narrowed_by_time_person_subject_and_activity() {
    let fixture = with_history();
    let agent = fixture.agent_id(&tour().agent);
    let sponsor = fixture.person_id(&tour().sponsor);
    let all = export(&fixture, "jsonLines", &json!({}), 5_000).1;
    for filter in [
        json!({ "subjectId": agent }),
        json!({ "actorId": sponsor }),
        json!({ "activity": "approve_request" }),
        json!({ "from": "2026-01-06T00:00:00Z" }),
        json!({ "to": "2026-01-06T00:00:00Z" }),
    ] {
        let some = export(&fixture, "jsonLines", &filter, 2).1;
        assert!(some > 0 && some < all, "{filter} lets {some} of {all} through");
    }
    assert_eq!(export(&fixture, "directoryAudit", &json!({ "activity": "nothing" }), 9).1, 0);
}

#[test]
fn only_those_who_oversee_take_the_history_out() {
    let fixture = with_history();
    let sponsor = fixture.as_person(&tour().sponsor);
    let refused = fixture.refuse(&sponsor, "export_audit", json!({ "form": "csv" }));
    assert_eq!(refused.code, "forbidden");
    let what = json!({ "of": "audit", "ask": { "form": "csv" } });
    let refused =
        fixture.refuse(&sponsor, "save_export", json!({ "file": "mine.csv", "what": what }));
    assert_eq!(refused.code, "forbidden");
    let administrator = fixture.administrator();
    for limit in [0, 5_001] {
        fixture.refuse(&administrator, "export_audit", json!({ "form": "csv", "limit": limit }));
    }
}

#[test]
fn a_file_is_written_into_the_folder_for_exports_and_never_over_another() {
    let fixture = with_history();
    let administrator = fixture.administrator();
    let what = json!({ "of": "audit", "ask": { "form": "jsonLines" } });
    let ask = json!({ "file": "history.jsonl", "what": what });
    let saved = fixture.call(&administrator, "save_export", ask.clone());
    assert_eq!(saved["rows"], head(&fixture)["records"]);
    let text = std::fs::read_to_string(saved["file"].as_str().unwrap()).unwrap();
    assert_eq!(text, export(&fixture, "jsonLines", &json!({}), 5_000).0);
    assert_eq!(fixture.refuse(&administrator, "save_export", ask).code, "file_exists");
    let ask = json!({ "file": "history.sh", "what": what });
    assert_eq!(fixture.refuse(&administrator, "save_export", ask).code, "bad_request");
}

fn report(fixture: &Fixture, ask: Value) -> (Vec<String>, Vec<Vec<String>>, String) {
    let view = fixture.call(&fixture.administrator(), "show_report", json!({ "ask": ask }));
    let columns = view["columns"].as_array().unwrap();
    let columns = columns.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    let rows = serde_json::from_value(view["rows"].clone()).unwrap();
    (columns, rows, view["csv"].as_str().unwrap().to_owned())
}

#[test]
fn the_report_of_a_package_tells_who_held_it_and_can_be_narrowed_to_a_state() {
    let fixture = with_history();
    let package = fixture.access_package_id("Invoice matching");
    let ask = json!({ "report": "packageAssignments", "accessPackageId": package });
    let (columns, rows, csv) = report(&fixture, ask);
    let agent = columns.iter().position(|id| id == "agent").unwrap();
    let reason = columns.iter().position(|id| id == "endReason").unwrap();
    let mine = rows.iter().find(|row| row[agent] == tour().agent).unwrap();
    assert_eq!(mine[reason], "expired");
    assert_eq!(csv.lines().count(), rows.len() + 1, "the CSV has the same rows under a heading");
    let ask =
        json!({ "report": "packageAssignments", "accessPackageId": package, "state": "delivered" });
    assert!(report(&fixture, ask).1.iter().all(|row| row[agent] != tour().agent));
}

#[test]
fn the_access_of_an_agent_tells_package_policy_start_and_end() {
    let fixture = with_history();
    let agent = fixture.agent_id(&tour().agent);
    let (columns, rows, _) = report(&fixture, json!({ "report": "agentAccess", "agentId": agent }));
    let at = |id: &str| columns.iter().position(|column| column == id).unwrap();
    let row = rows.iter().find(|row| row[at("accessPackage")] == "Invoice matching").unwrap();
    for column in ["policy", "startsAt", "endsAt", "resource", "right"] {
        assert!(!row[at(column)].is_empty(), "{column} is told");
    }
    let administrator = fixture.administrator();
    let without = json!({ "ask": { "report": "agentAccess" } });
    assert_eq!(fixture.refuse(&administrator, "show_report", without).code, "bad_request");
}

#[test]
fn the_history_of_requests_tells_decisions_and_reasons_and_its_csv_is_harmless() {
    let fixture = with_history();
    let agent = fixture.agent_id(&tour().agent);
    let (columns, rows, csv) =
        report(&fixture, json!({ "report": "requestHistory", "agentId": agent }));
    let at = |id: &str| columns.iter().position(|column| column == id).unwrap();
    let row = rows.iter().find(|row| row[at("decision")] == "Approved").unwrap();
    assert_eq!(row[at("decisionJustification")], "Agreed.");
    assert_eq!(row[at("justification")], "=cmd|' /C calc'!A0");
    assert!(csv.contains("'=cmd|"), "a spreadsheet takes it for text");
    assert!(!csv.contains(",=cmd|") && !csv.contains("\"=cmd|"));
}

#[test]
fn those_who_answer_for_an_agent_read_its_reports_and_no_others() {
    let fixture = with_history();
    let sponsor = fixture.as_person(&tour().sponsor);
    let agent = fixture.agent_id(&tour().agent);
    for kind in ["agentAccess", "requestHistory", "packageAssignments", "outsidePackages"] {
        fixture.call(
            &sponsor,
            "show_report",
            json!({ "ask": { "report": kind, "agentId": agent } }),
        );
    }
    let all = json!({ "ask": { "report": "requestHistory" } });
    assert_eq!(fixture.refuse(&sponsor, "show_report", all).code, "forbidden");
}

#[test]
fn the_history_of_workflows_is_told_by_runs_by_people_and_by_tasks_and_leaves_as_csv() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let ask = json!({ "template": "sponsorLeaves", "displayName": "=Goodbye" });
    let workflow = fixture.call(&administrator, "create_workflow", ask)["workflow"]["id"].clone();
    let (one, other) = (fixture.person_id(&tour().sponsor), fixture.person_id(&tour().approver));
    let run = json!({ "workflowId": workflow, "personIds": [one, other] });
    let run = fixture.call(&administrator, "run_workflow", run);
    let of = |kind: &str, more: Value| {
        let mut ask = json!({ "report": kind, "workflowId": workflow });
        ask.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        report(&fixture, ask)
    };
    let at = |columns: &[String], id: &str| columns.iter().position(|it| it == id).unwrap();

    let (columns, rows, csv) = of("workflowRuns", json!({}));
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0][at(&columns, "people")], "2");
    assert_eq!(json!(rows[0][at(&columns, "state")]), run["run"]["state"]);
    assert!(csv.contains("'=Goodbye"), "no name runs as a formula");
    assert!(of("workflowRuns", json!({ "to": "2020-01-01" })).1.is_empty());

    let (columns, rows, _) = of("workflowPeople", json!({}));
    assert_eq!(rows.len(), 2);
    let (_, of_one, _) = of("workflowPeople", json!({ "personId": one }));
    assert_eq!(of_one.len(), 1);
    assert_eq!(of_one[0][at(&columns, "personId")], one);

    let (columns, tasks, _) = of("workflowTasks", json!({ "personId": one }));
    let shown = run["people"].as_array().unwrap().iter().find(|row| row["person"]["id"] == one);
    let shown = shown.unwrap()["tasks"].as_array().unwrap();
    assert_eq!(tasks.len(), shown.len());
    for (row, task) in tasks.iter().zip(shown) {
        assert_eq!(json!(row[at(&columns, "outcome")]), task["sentence"]);
    }

    let ask = json!({ "report": "workflowTasks", "workflowId": workflow });
    let ask = json!({ "file": "tasks.csv", "what": { "of": "report", "ask": ask } });
    let saved = fixture.call(&administrator, "save_export", ask);
    assert_eq!(table(&saved).len() as u64, saved["rows"].as_u64().unwrap() + 1);
    let sponsor = fixture.as_person(&tour().sponsor);
    let ask = json!({ "ask": { "report": "workflowRuns" } });
    assert_eq!(
        fixture.refuse(&sponsor, "show_report", ask).code,
        "not_found",
        "workflows are none of theirs"
    );
}

fn open_list(fixture: &Fixture, person: &Session, list: &Value, sort_by: &str) -> Value {
    let ask = json!({ "list": list, "sortBy": sort_by, "descending": true });
    fixture.call(person, "open_list", ask)
}

fn list_export(file: &str, handle: &Value, columns: &Value) -> Value {
    json!({ "file": file, "what": { "of": "list", "ask": { "handle": handle, "columns": columns } } })
}

fn table(saved: &Value) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(saved["file"].as_str().unwrap()).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap().to_owned();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_list_leaves_with_its_rows_in_its_order_the_columns_that_are_shown_and_the_id() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let list = json!({ "of": "people", "filter": { "search": "finance" } });
    let opened = open_list(&fixture, &administrator, &list, "email");
    let columns = json!(["email", "displayName", "email"]);
    let ask = list_export("finance.csv", &opened["handle"], &columns);
    let saved = fixture.call(&administrator, "save_export", ask);
    let rows = table(&saved);
    assert_eq!(rows[0], ["email", "displayName", "id"]);
    assert_eq!(saved["rows"], opened["count"]);
    let shown = json!({ "handle": opened["handle"], "from": 0, "count": 500 });
    let shown = fixture.call(&administrator, "read_list", shown);
    let shown: Vec<Vec<&str>> = shown["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| ["email", "displayName", "id"].map(|field| row[field].as_str().unwrap()).into())
        .collect();
    assert!(shown.len() > 1, "there is an order to keep");
    assert_eq!(rows[1..], shown, "what the screen shows");
}

#[test]
fn every_list_has_every_column_that_it_names() {
    let fixture = with_history();
    let administrator = fixture.administrator();
    for of in
        ["agents", "blueprints", "people", "accessPackages", "requests", "assignments", "audit"]
    {
        let ask = json!({ "list": { "of": of, "filter": {} } });
        let opened = fixture.call(&administrator, "open_list", ask);
        let ask = list_export(&format!("{of}.csv"), &opened["handle"], &Value::Null);
        let saved = fixture.call(&administrator, "save_export", ask);
        let rows = table(&saved);
        assert_eq!(rows.len() as u64, opened["count"].as_u64().unwrap() + 1, "{of}");
        let key = if of == "audit" { "seq" } else { "id" };
        assert_eq!(rows[0].last().unwrap(), key, "{of}");
        let ask = list_export("x.csv", &opened["handle"], &json!(["secret"]));
        let refused = fixture.refuse(&administrator, "save_export", ask);
        assert!(refused.message.contains(key), "{of} names its columns: {}", refused.message);
    }
}

#[test]
fn what_agents_hold_leaves_with_those_who_may_know_it_alone() {
    let fixture = with_history();
    let heading = |person: &Session, file: &str| {
        let ask = json!({ "list": { "of": "agents", "filter": {} } });
        let opened = fixture.call(person, "open_list", ask);
        let ask = list_export(file, &opened["handle"], &Value::Null);
        table(&fixture.call(person, "save_export", ask))[0].clone()
    };
    let has = |names: &[String]| names.iter().any(|name| name == "assignments");
    assert!(has(&heading(&fixture.administrator(), "all.csv")));
    assert!(!has(&heading(&fixture.as_person(&tour().sponsor), "mine.csv")));
}

#[test]
fn a_list_of_somebody_else_is_not_exported_and_leaves_no_file() {
    let fixture = Fixture::training();
    let list = json!({ "of": "people", "filter": {} });
    let opened = open_list(&fixture, &fixture.administrator(), &list, "email");
    let sponsor = fixture.as_person(&tour().sponsor);
    let ask = list_export("theirs.csv", &opened["handle"], &Value::Null);
    assert_eq!(fixture.refuse(&sponsor, "save_export", ask).code, "not_found");
    let exports = std::path::Path::new(&fixture.workspace_folder()).join("exports");
    assert!(!exports.exists(), "nothing was begun");
}
