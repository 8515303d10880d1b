//! What a run's tasks do for each person, what they write, and what stays on record of it.

use serde_json::{Value, json};

use crate::files::*;
use crate::office::*;

#[test]
fn on_the_leave_date_all_three_tasks_are_done_before_the_person_is_gone() {
    let office = Office::new();
    let workflow = office.workflow("sponsorLeaves", json!({}));
    office.update("ivo", json!({ "leavesAt": "2026-02-01" }));
    let shown = office.call("show_workflow", json!({ "workflowId": workflow }));
    assert_eq!(shown["workflow"]["nextRunAt"], "2026-02-01T00:00:00.000Z");
    office.at("2026-01-31T23:59:59.999Z");
    assert!(office.runs(&workflow).is_empty(), "one millisecond before");
    office.at("2026-02-01T00:00:00Z");
    let runs = office.runs(&workflow);
    assert_eq!(runs.len(), 1);
    assert_eq!(
        (&runs[0]["run"]["state"], &runs[0]["run"]["executionType"], &runs[0]["run"]["dueAt"]),
        (&json!("completed"), &json!("scheduled"), &json!("2026-02-01T00:00:00.000Z"))
    );
    let tasks = runs[0]["people"][0]["tasks"].as_array().unwrap();
    assert_eq!(tasks.len(), 3);
    assert!(tasks.iter().all(|task| task["state"] == "completed"), "{tasks:#?}");
    assert_eq!(office.sponsors(1), ["Mona Berg"]);
    assert_eq!(office.sponsors(2), ["Åsa Öst", "Mona Berg"]);
    let of_manager = office.told("mona");
    assert_eq!(of_manager.len(), 1);
    let ask = json!({ "noticeId": of_manager[0]["id"] });
    let message =
        office.fixture.call(&office.fixture.as_person(&email("mona")), "show_message", ask);
    assert_eq!(message["about"]["displayName"], "Ivo Klein");
    let body = message["body"].as_str().unwrap();
    assert!(body.contains("- Alone\n- Shared"), "the text names what he still sponsored: {body}");
    let of_co_sponsor = office.told("asa");
    assert_eq!(of_co_sponsor.len(), 1);
    assert_eq!(of_co_sponsor[0]["agent"]["displayName"], "Shared");
    assert_eq!(office.run_due(), json!([]), "once");
}

#[test]
fn a_task_that_fails_is_undone_alone_and_stops_only_when_it_shall() {
    let office = Office::new();
    let run = |workflow: &Value| {
        let ask = json!({ "workflowId": workflow, "personIds": [office.id("ona")] });
        office.call("run_workflow", ask)
    };
    let goes_on = office.workflow("sponsorLeaves", json!({}));
    let done = run(&goes_on);
    let states = |run: &Value| -> Vec<String> {
        let tasks = run["people"][0]["tasks"].as_array().unwrap();
        tasks.iter().map(|task| task["state"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(states(&done), ["failed", "completed", "failed"]);
    assert_eq!(done["people"][0]["state"], "failed", "the transfer stops on error");
    assert_eq!(done["run"]["state"], "completedWithErrors", "a task went well");
    let tasks = json!([
        { "task": "notifyManager", "continueOnError": false },
        { "task": "notifyCoSponsors" },
    ]);
    let stops = office.workflow("sponsorLeaves", json!({ "displayName": "Stops", "tasks": tasks }));
    let done = run(&stops);
    assert_eq!(states(&done), ["failed", "canceled"]);
    assert_eq!(done["run"]["state"], "failed");
    let tasks = json!([{ "task": "transferToManager", "continueOnError": true }, { "task": "notifyCoSponsors" }]);
    let errors =
        office.workflow("sponsorLeaves", json!({ "displayName": "Errors", "tasks": tasks }));
    assert_eq!(run(&errors)["people"][0]["state"], "completedWithErrors");
}

#[test]
fn an_inactive_manager_is_passed_over_by_messages_and_the_transfer_too() {
    let office = Office::new();
    let workflow = office.workflow("sponsorLeaves", json!({ "isSchedulingEnabled": false }));
    office.call("record_departure", json!({ "personId": office.id("mona") }));
    let ask = json!({ "workflowId": workflow, "personIds": [office.id("ivo")] });
    assert_eq!(office.call("run_workflow", ask)["run"]["state"], "completed");
    assert_eq!(office.sponsors(1), ["Ona Top"]);
    assert_eq!(office.told("ona").len(), 1);
}

#[test]
fn what_waits_is_canceled_when_the_workflow_is_switched_off_or_deleted() {
    let everyone = || moved_where(json!({ "kind": "everyone" }));
    for (name, change) in [
        ("update_workflow", json!({ "isSchedulingEnabled": false })),
        ("update_workflow", json!({ "isEnabled": false })),
        ("delete_workflow", json!({})),
    ] {
        let office = Office::new();
        let workflow = office.workflow("sponsorMoves", json!({ "conditions": everyone() }));
        office.update("ivo", json!({ "department": "Audit" }));
        let mut change = change;
        change["workflowId"] = workflow.clone();
        office.call(name, change);
        let runs = office.runs(&workflow);
        assert_eq!(runs[0]["run"]["state"], "canceled", "{name}");
        assert_eq!(runs[0]["people"][0]["state"], "canceled");
        assert_eq!(office.run_due(), json!([]));
        assert_eq!(office.sponsors(1), ["Ivo Klein"]);
    }
}

#[test]
fn what_a_purged_workflow_did_stays_on_record() {
    let office = Office::new();
    let workflow = office.workflow("sponsorLeaves", json!({}));
    let ivo = json!([office.id("ivo")]);
    office.call("run_workflow", json!({ "workflowId": workflow, "personIds": ivo }));
    office.call("delete_workflow", json!({ "workflowId": workflow }));
    office.at("2026-06-01T00:00:00Z");
    let results = office.call("list_workflow_results", json!({ "personId": office.id("ivo") }));
    assert_eq!(results["rows"].as_array().unwrap().len(), 1);
    assert!(results["rows"][0]["workflow"].as_str().unwrap().starts_with("Transition"));
    assert_eq!(results["rows"][0]["messages"].as_array().unwrap().len(), 2);
}

#[test]
fn a_preview_says_what_would_be_written_to_whom() {
    let office = Office::new();
    let preview = |task: Value, who: &str| json!({ "task": task, "personId": office.id(who) });
    let task = json!({
        "task": "notifyManager", "subject": "About {{userGivenName}}",
        "body": "{{managerDisplayName}}: {{userSurname}} goes.", "cc": [office.id("ona")],
    });
    let shown = office.call("preview_workflow_message", preview(task, "ivo"));
    assert_eq!(shown["subject"], "About Ivo");
    assert_eq!(shown["body"], "Mona Berg: Klein goes.\n\nAgents:\n- Alone\n- Shared");
    assert_eq!(shown["to"][0]["displayName"], "Mona Berg");
    assert_eq!(shown["cc"][0]["displayName"], "Ona Top");
    let own = json!({ "task": "notifyManager" });
    let ada = json!({ "task": own, "personId": office.fixture.person_id("ada.admin@example.org") });
    assert_eq!(office.refuse("preview_workflow_message", ada), "nothing_to_tell");
    let top = preview(own, "ona");
    assert_eq!(office.refuse("preview_workflow_message", top), "no_active_manager");
}

#[test]
fn a_message_is_read_by_its_recipients_and_taken_along_as_a_mail() {
    let office = Office::new();
    let tasks = json!([{ "task": "notifyManager", "cc": [office.id("ona")], "locale": "en-GB" }]);
    let workflow = office.workflow("sponsorLeaves", json!({ "tasks": tasks }));
    let ask = json!({ "workflowId": workflow, "personIds": [office.id("ivo")] });
    office.call("run_workflow", ask);
    let of_manager = office.told("mona")[0]["id"].clone();
    let of_copy = office.told("ona");
    assert_eq!(of_copy.len(), 1, "who receives a copy finds it too");
    let asa = office.session("asa");
    for name in ["show_message", "export_message"] {
        let refused = office.fixture.refuse(&asa, name, json!({ "noticeId": of_manager }));
        assert_eq!(refused.code, "not_found", "others don't even see it");
    }
    let mona = office.fixture.as_person(&email("mona"));
    let file = office.fixture.call(&mona, "export_message", json!({ "noticeId": of_manager }));
    let text = std::fs::read_to_string(file["path"].as_str().unwrap()).unwrap();
    for line in [
        "To: Mona Berg <mona@larkfield.example>",
        "Cc: Ona Top <ona@larkfield.example>",
        "Content-Language: en-GB",
        "X-Unsent: 1",
    ] {
        assert!(text.contains(&format!("\r\n{line}\r\n")), "{line} in {text}");
    }
}

#[test]
fn what_a_task_did_is_said_in_every_language_as_it_was_then() {
    let office = Office::new();
    let workflow = office.workflow("sponsorLeaves", json!({ "isSchedulingEnabled": false }));
    let ask = json!({ "workflowId": workflow, "personIds": [office.id("ivo")] });
    office.call("run_workflow", ask.clone());
    for name in ["ivo", "mona", "asa"] {
        office.update(name, json!({ "displayName": format!("Renamed {name}") }));
    }
    let tasks = office.runs(&workflow)[0]["people"][0]["tasks"].clone();
    let sayings: Vec<_> =
        tasks.as_array().unwrap().iter().map(|task| task["saying"].clone()).collect();
    let wrote = |to: &str| json!({ "code": "wrote", "case": null, "values": { "to": [to] } });
    let values = json!({ "agents": 2, "blueprints": 0, "by": "Ivo Klein", "heir": "Mona Berg" });
    let passed = json!({ "code": "passed", "case": null, "values": values });
    assert_eq!(sayings, [wrote("Mona Berg"), wrote("Åsa Öst"), passed]);
    let again = office.call("run_workflow", ask);
    let saying = &again["people"][0]["tasks"][2]["saying"];
    assert_eq!((&saying["code"], &saying["case"]), (&json!("nothing"), &json!("passed")));
}

#[test]
fn a_task_that_was_refused_says_why_as_the_refusal_does() {
    let office = Office::new();
    let tasks = json!([{ "task": "transferToManager" }, { "task": "notifyCoSponsors" }]);
    let workflow = office.workflow("sponsorLeaves", json!({ "tasks": tasks }));
    let ask = json!({ "workflowId": workflow, "personIds": [office.id("ona")] });
    let done = office.call("run_workflow", ask);
    let [refused, after] = [0, 1].map(|n| done["people"][0]["tasks"][n]["saying"].clone());
    let why =
        json!({ "code": "no_active_manager", "case": null, "values": { "person": "Ona Top" } });
    assert_eq!(
        refused,
        json!({ "code": "failed", "case": null, "values": { "why": { "said": why } } })
    );
    assert_eq!(after["code"], "notReached");
}
