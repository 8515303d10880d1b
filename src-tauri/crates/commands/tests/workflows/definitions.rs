//! What a workflow may be, its versions, and who sees and changes it.

use serde_json::{Value, json};

use crate::files::*;
use crate::office::*;

#[test]
fn other_tasks_or_conditions_are_a_new_version_and_other_names_are_none() {
    let office = Office::new();
    let workflow = office.workflow("sponsorLeaves", json!({}));
    let update = |mut change: Value| {
        change["workflowId"] = workflow.clone();
        office.call("update_workflow", change)["workflow"]["version"].clone()
    };
    assert_eq!(update(json!({ "displayName": "Other", "description": "Why." })), 1);
    assert_eq!(update(json!({ "isSchedulingEnabled": false })), 1);
    assert_eq!(update(json!({ "conditions": on_leave_date(-1) })), 2);
    assert_eq!(update(json!({ "tasks": [{ "task": "notifyManager" }] })), 3);
    let named = json!([{ "task": "notifyManager", "displayName": "Tell" }]);
    assert_eq!(update(json!({ "tasks": named })), 3, "a task's name is only a name");
    let shown = office.call("show_workflow", json!({ "workflowId": workflow }));
    let versions = shown["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 3);
    assert_eq!(versions[0]["tasks"], json!(["Tell"]));
    assert_eq!(versions[2]["conditions"], "On the leave date");
    assert_eq!(versions[2]["tasks"].as_array().unwrap().len(), 3);
}

#[test]
fn a_deleted_workflow_is_restored_for_30_days_with_its_schedule_off() {
    let office = Office::new();
    let workflow = office.workflow("sponsorLeaves", json!({}));
    let ask = json!({ "workflowId": workflow });
    office.call("delete_workflow", ask.clone());
    assert_eq!(office.call("list_workflows", json!({}))["rows"], json!([]));
    let deleted = office.call("list_workflows", json!({ "deleted": true }));
    assert_eq!(deleted["rows"][0]["restorableUntil"], "2026-02-04T08:00:00.000Z");
    assert_eq!(office.refuse("delete_workflow", ask.clone()), "workflow_deleted");
    let run = json!({ "workflowId": workflow, "personIds": [office.id("ivo")] });
    assert_eq!(office.refuse("run_workflow", run), "workflow_deleted");
    office.at("2026-02-04T07:59:59.999Z");
    let restored = office.call("restore_workflow", ask.clone());
    assert_eq!(restored["workflow"]["isSchedulingEnabled"], false);
    assert_eq!(office.refuse("restore_workflow", ask.clone()), "workflow_not_deleted");
    office.call("delete_workflow", ask.clone());
    let done = office.at("2026-03-06T07:59:59.999Z");
    assert_eq!(done.as_array().unwrap().len(), 1, "purged to the millisecond: {done}");
    assert_eq!(office.refuse("restore_workflow", ask), "not_found");
    assert_eq!(office.call("list_workflows", json!({ "deleted": true }))["rows"], json!([]));
}

#[test]
fn a_definition_that_can_not_be_is_refused() {
    let office = Office::new();
    let create = |mut more: Value| {
        more["template"] = json!("sponsorLeaves");
        office.refuse("create_workflow", more)
    };
    assert_eq!(create(json!({ "conditions": on_leave_date(181) })), "offset_too_far");
    assert_eq!(create(json!({ "tasks": [] })), "task_count");
    let tasks = vec![json!({ "task": "notifyManager" }); 26];
    assert_eq!(create(json!({ "tasks": tasks })), "task_count");
    let unknown = json!([{ "task": "notifyManager", "body": "Hello {{password}}" }]);
    assert_eq!(create(json!({ "tasks": unknown })), "unknown_placeholder");
    assert_eq!(
        create(json!({ "isEnabled": false, "isSchedulingEnabled": true })),
        "scheduled_while_disabled"
    );
    let nowhere = json!({
        "trigger": { "kind": "membershipChange", "groupId": id(99), "change": "added" },
        "scope": { "kind": "everyone" },
    });
    assert_eq!(create(json!({ "conditions": nowhere })), "not_found");
    let odd = json!({ "trigger": { "kind": "onDemandOnly" }, "scope": { "kind": "rule", "join": "and", "conditions": [] } });
    assert_eq!(create(json!({ "conditions": odd })), "condition_count");
    office.workflow("sponsorLeaves", json!({ "displayName": "Taken" }));
    assert_eq!(create(json!({ "displayName": "taken" })), "name_taken");
    assert_eq!(office.refuse("create_workflow", json!({ "displayName": "Bare" })), "bad_request");
    let misspelt = json!({ "trigger": { "kind": "onDemandOnly", "days": 3 }, "scope": { "kind": "everyone" } });
    assert_eq!(create(json!({ "conditions": misspelt })), "bad_request");
}

#[test]
fn nobody_but_an_administrator_changes_workflows_and_others_do_not_see_them() {
    let office = Office::new();
    let workflow = office.workflow("sponsorLeaves", json!({}));
    let ivo = office.session("ivo");
    let ask = json!({ "workflowId": workflow });
    for name in ["show_workflow", "delete_workflow", "restore_workflow"] {
        assert_eq!(office.fixture.refuse(&ivo, name, ask.clone()).code, "not_found", "{name}");
    }
    assert_eq!(office.fixture.refuse(&ivo, "list_workflow_runs", json!({})).code, "not_found");
    let make_auditor = json!({ "personId": office.id("asa"), "role": "auditor" });
    office.call("appoint_role", make_auditor);
    let auditor = office.session("asa");
    office.fixture.call(&auditor, "show_workflow", ask.clone());
    assert_eq!(office.fixture.refuse(&auditor, "delete_workflow", ask).code, "forbidden");
}

#[test]
fn both_templates_tell_what_they_do() {
    let office = Office::new();
    let templates = office.call("list_workflow_templates", json!({}));
    let rows = templates["rows"].as_array().unwrap();
    assert_eq!(rows[0]["inWords"], "On the leave date");
    assert_eq!(rows[1]["inWords"], "When the job title or the department changes");
    assert_eq!(rows[0]["tasks"][2]["taskDefinitionId"], "b8f4c3d5-9e7a-4b1c-8f2d-6a5e8b9c7f4a");
    assert_eq!(templates["placeholders"].as_array().unwrap().len(), 8);
}

#[test]
fn when_a_workflow_runs_and_for_whom_is_said_in_every_language() {
    let office = Office::new();
    let said = |name: &str, conditions: Value| {
        let asked = json!({ "displayName": name, "conditions": conditions });
        let id = office.workflow("sponsorLeaves", asked);
        let row = office.call("show_workflow", json!({ "workflowId": id }))["workflow"].clone();
        (row["conditions"].clone(), row["conditionsSayings"].clone())
    };
    let saying =
        |code: &str, values: Value| json!({ "code": code, "case": null, "values": values });
    let (sentence, sayings) = said("Before", on_leave_date(-7));
    let day = json!({ "of": "DateAttribute", "term": "employeeLeaveDateTime" });
    assert_eq!(sentence, "7 days before the leave date");
    assert_eq!(sayings, json!([saying("daysBefore", json!({ "count": 7, "day": day }))]));
    let (sentence, sayings) = said("Moves", moved_where(department("Audit")));
    let what = json!({ "words": ["the department", "the manager"] });
    let rule = "(department -eq \"Audit\")";
    assert_eq!(sentence, format!("When the department or the manager changes, where {rule}"));
    assert_eq!(
        sayings,
        json!([
            saying("whenChanged", json!({ "what": what })),
            saying("forRule", json!({ "rule": rule })),
        ])
    );
}
