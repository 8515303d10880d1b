//! Lifecycle workflows: what sets them off, what their tasks do for each person, what is caught up with, and what their
//! history tells.

#![expect(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something has to be fails there"
)]

mod files;

use chaperone_commands::Session;
use chaperone_testkit::{Fixture, PASSPHRASE};
use files::*;
use serde_json::{Value, json};

/// Ada administers; Ona manages Mona, Mona manages Ivo and Åsa; nobody manages Ona.
const PEOPLE: &str = "\
Display Name,Email,Manager,Department
Ada Admin,ada.admin@example.org,,
Ona Top,ona@larkfield.example,,Board
Mona Berg,mona@larkfield.example,ona@larkfield.example,Finance
Ivo Klein,ivo@larkfield.example,mona@larkfield.example,Finance
Åsa Öst,asa@larkfield.example,mona@larkfield.example,Finance
";

struct Office {
    fixture: Fixture,
    administrator: Session,
}

impl Office {
    /// Agent 1 is Ivo's, agent 2 Ivo's and Åsa's, agent 3 Ona's.
    fn new() -> Self {
        let fixture = Fixture::live();
        let administrator = fixture.administrator();
        let office = Self { fixture, administrator };
        let files = [
            ("people.csv", PEOPLE.to_owned()),
            ("groups.json", collection("groups", &[sponsor_group(&[user("ona")])])),
            (
                "agents.json",
                agents_of(
                    &[blueprint(&[user("mona")])],
                    &[principal()],
                    &[
                        agent(1, "Alone", &[user("ivo")]),
                        agent(2, "Shared", &[user("ivo"), user("asa")]),
                        agent(3, "Of Ona", &[user("ona")]),
                    ],
                ),
            ),
        ];
        let files: Vec<_> =
            files.iter().map(|(name, text)| json!({ "name": name, "text": text })).collect();
        office.call("import_directory", json!({ "files": files }));
        office
    }

    #[track_caller]
    fn call(&self, name: &str, ask: Value) -> Value {
        let view = self.fixture.call(&self.administrator, name, ask);
        self.fixture.invariants_hold();
        view
    }

    #[track_caller]
    fn refuse(&self, name: &str, ask: Value) -> String {
        self.fixture.refuse(&self.administrator, name, ask).code
    }

    fn id(&self, name: &str) -> String {
        self.fixture.person_id(&email(name))
    }

    fn update(&self, name: &str, mut change: Value) {
        change["personId"] = json!(self.id(name));
        self.call("update_person", change);
    }

    /// Makes a workflow that runs by itself; answers its id.
    fn workflow(&self, template: &str, mut more: Value) -> Value {
        more["template"] = json!(template);
        if more["isSchedulingEnabled"].is_null() {
            more["isSchedulingEnabled"] = json!(true);
        }
        self.call("create_workflow", more)["workflow"]["id"].clone()
    }

    fn at(&self, instant: &str) -> Value {
        self.fixture.clock().set(instant.parse().unwrap());
        self.run_due()
    }

    fn run_due(&self) -> Value {
        self.call("run_due_work", json!({}))["done"].clone()
    }

    fn runs(&self, workflow: &Value) -> Vec<Value> {
        let page = self.call("list_workflow_runs", json!({ "workflowId": workflow }));
        let rows = page["rows"].as_array().unwrap();
        rows.iter()
            .map(|run| self.call("show_workflow_run", json!({ "runId": run["id"] })))
            .collect()
    }

    fn sponsors(&self, n: u32) -> Vec<String> {
        let shown = self.call("show_agent", json!({ "agentId": id(n) }));
        let sponsors = shown["agent"]["sponsors"].as_array().unwrap();
        sponsors.iter().map(|it| it["person"]["displayName"].as_str().unwrap().to_owned()).collect()
    }

    fn session(&self, name: &str) -> Session {
        let ask = json!({ "personId": self.id(name), "passphrase": PASSPHRASE });
        self.call("set_passphrase", ask);
        self.fixture.as_person(&email(name))
    }

    fn told(&self, name: &str) -> Vec<Value> {
        let inbox = self.fixture.call(&self.session(name), "list_notices", json!({}));
        let rows = inbox["rows"].as_array().unwrap();
        rows.iter().filter(|row| row["kind"] == "sponsorChange").cloned().collect()
    }
}

fn on_leave_date(offset_days: i64) -> Value {
    json!({
        "trigger": { "kind": "timeBased", "attribute": "employeeLeaveDateTime", "offsetDays": offset_days },
        "scope": { "kind": "everyone" },
    })
}

fn moved_where(scope: Value) -> Value {
    json!({
        "trigger": { "kind": "attributeChange", "attributes": ["department", "manager"] },
        "scope": scope,
    })
}

fn department(name: &str) -> Value {
    json!({
        "kind": "rule", "join": "and",
        "conditions": [{ "attribute": "department", "operator": "eq", "value": name }],
    })
}

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
fn a_workflow_runs_so_many_days_before_or_after_the_day() {
    let office = Office::new();
    let before = office.workflow(
        "sponsorLeaves",
        json!({ "displayName": "Before", "conditions": on_leave_date(-7) }),
    );
    let after = office.workflow(
        "sponsorLeaves",
        json!({ "displayName": "After", "conditions": on_leave_date(7) }),
    );
    office.update("ivo", json!({ "leavesAt": "2026-02-08" }));
    office.at("2026-02-01T00:00:00Z");
    assert_eq!(office.runs(&before).len(), 1);
    assert_eq!(office.sponsors(1), ["Mona Berg"], "a week ahead of the departure");
    office.at("2026-02-14T23:59:59.999Z");
    assert_eq!(office.runs(&after).len(), 0);
    office.at("2026-02-15T00:00:00Z");
    let runs = office.runs(&after);
    assert_eq!(runs.len(), 1);
    let sentence = runs[0]["people"][0]["tasks"][0]["sentence"].as_str().unwrap();
    assert!(sentence.contains("sponsors nothing in person"), "{sentence}");
    let saying = &runs[0]["people"][0]["tasks"][0]["saying"];
    assert_eq!(saying["code"], "nothing", "other languages hear the same");
    assert_eq!(office.runs(&before).len(), 1, "still once");
}

#[test]
fn a_sudden_departure_is_its_own_day() {
    let office = Office::new();
    let workflow = office.workflow("sponsorLeaves", json!({}));
    let rehearsed = office.call("rehearse_departure", json!({ "personId": office.id("ivo") }));
    let left = office.call("record_departure", json!({ "personId": office.id("ivo") }));
    assert_eq!(left, rehearsed, "what was rehearsed is what happened");
    assert_eq!(office.runs(&workflow).len(), 1);
    assert_eq!(office.told("mona").len(), 1);
    assert_eq!(office.sponsors(1), ["Mona Berg"]);
    office.run_due();
    assert_eq!(office.runs(&workflow).len(), 1, "the day has been dealt with");
}

#[test]
fn a_day_is_caught_up_with_for_three_days_and_is_canceled_after() {
    for (woken_at, state) in
        [("2026-02-04T00:00:00Z", "completed"), ("2026-02-04T00:00:00.001Z", "canceled")]
    {
        let office = Office::new();
        let workflow = office.workflow("sponsorLeaves", json!({}));
        office.update("ivo", json!({ "leavesAt": "2026-02-01" }));
        office.at(woken_at);
        let runs = office.runs(&workflow);
        assert_eq!(runs[0]["run"]["state"], state, "woken at {woken_at}");
        if state == "canceled" {
            let reason = runs[0]["people"][0]["reason"].as_str().unwrap();
            assert!(reason.contains("three days"), "{reason}");
        }
        assert_eq!(office.sponsors(1), ["Mona Berg"], "the succession itself is never missed");
    }
}

#[test]
fn a_schedule_that_is_switched_on_late_looks_back_three_days() {
    let office = Office::new();
    office.update("ivo", json!({ "leavesAt": "2026-02-01" }));
    office.update("asa", json!({ "leavesAt": "2026-02-03" }));
    office.at("2026-02-05T00:00:00Z");
    let workflow = office.workflow("sponsorLeaves", json!({}));
    office.run_due();
    let runs = office.runs(&workflow);
    assert_eq!(runs.len(), 1, "who left before that doesn't count");
    assert_eq!(runs[0]["people"][0]["person"]["displayName"], "Åsa Öst");
}

#[test]
fn a_move_sets_off_what_looks_at_the_value_it_changed_to() {
    let office = Office::new();
    let to_audit = moved_where(department("Audit"));
    let workflow = office.workflow("sponsorMoves", json!({ "conditions": to_audit }));
    office.update("ivo", json!({ "department": "audit" }));
    office.run_due();
    assert!(office.runs(&workflow).is_empty(), "upper and lower case are not the same");
    office.update("ivo", json!({ "jobTitle": "Lead", "department": "audit" }));
    assert!(office.runs(&workflow).is_empty(), "the title isn't looked at");
    office.update("ivo", json!({ "department": "Audit" }));
    let waiting = office.runs(&workflow);
    assert_eq!(waiting[0]["run"]["state"], "queued");
    office.run_due();
    let done = office.runs(&workflow);
    assert_eq!((done.len(), &done[0]["run"]["state"]), (1, &json!("completed")));
    assert_eq!(office.sponsors(1), ["Mona Berg"]);
    office.update("ivo", json!({ "email": "i.klein@larkfield.example" }));
    assert_eq!(office.run_due(), json!([]), "another address is no move");
}

#[test]
fn who_no_longer_fits_right_before_is_passed_over() {
    let office = Office::new();
    let to_audit = moved_where(department("Audit"));
    let workflow = office.workflow("sponsorMoves", json!({ "conditions": to_audit }));
    office.update("ivo", json!({ "department": "Audit" }));
    office.update("ivo", json!({ "department": "Finance" }));
    office.run_due();
    let runs = office.runs(&workflow);
    assert_eq!(runs[0]["run"]["state"], "canceled");
    let reason = runs[0]["people"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("no longer fits"), "{reason}");
    assert_eq!(office.sponsors(1), ["Ivo Klein"]);
}

#[test]
fn an_import_sets_workflows_off_too_and_all_who_move_are_one_run() {
    let office = Office::new();
    let workflow = office.workflow(
        "sponsorMoves",
        json!({ "conditions": moved_where(json!({ "kind": "everyone" })) }),
    );
    let moved = PEOPLE
        .replace(
            "ivo@larkfield.example,mona@larkfield.example,Finance",
            "ivo@larkfield.example,mona@larkfield.example,Audit",
        )
        .replace(
            "asa@larkfield.example,mona@larkfield.example,Finance",
            "asa@larkfield.example,ona@larkfield.example,Finance",
        );
    office.call("import_directory", json!({ "files": [{ "name": "people.csv", "text": moved }] }));
    office.run_due();
    let runs = office.runs(&workflow);
    assert_eq!((runs.len(), &runs[0]["run"]["people"]), (1, &json!(2)));
}

#[test]
fn joining_or_leaving_a_group_sets_off_what_looks_at_that() {
    let office = Office::new();
    let when = |change: &str| {
        json!({
            "trigger": { "kind": "membershipChange", "groupId": id(21), "change": change },
            "scope": { "kind": "everyone" },
        })
    };
    let joins = office
        .workflow("sponsorMoves", json!({ "displayName": "Joins", "conditions": when("added") }));
    let goes = office
        .workflow("sponsorMoves", json!({ "displayName": "Goes", "conditions": when("removed") }));
    let members =
        json!({ "groupId": id(21), "add": [office.id("ivo")], "remove": [office.id("ona")] });
    office.call("update_group_members", members);
    office.run_due();
    let person =
        |workflow: &Value| office.runs(workflow)[0]["people"][0]["person"]["displayName"].clone();
    assert_eq!((person(&joins), person(&goes)), (json!("Ivo Klein"), json!("Ona Top")));
    let of_ona = &office.runs(&goes)[0];
    assert_eq!(of_ona["people"][0]["state"], "failed", "nobody manages Ona");
    assert_eq!(office.sponsors(3), ["Ona Top"], "and nothing was taken from her");
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
fn on_demand_a_workflow_runs_for_at_most_10_people_whatever_its_conditions_say() {
    let office = Office::new();
    let workflow = office.workflow(
        "sponsorMoves",
        json!({ "conditions": moved_where(department("Nowhere")), "isSchedulingEnabled": false }),
    );
    let people = |count: usize| -> Vec<String> {
        (0..count)
            .map(|n| {
                let ask = json!({ "displayName": format!("P {count} {n}"), "email": format!("p{count}.{n}@larkfield.example") });
                office.call("create_person", ask)["person"]["id"].as_str().unwrap().to_owned()
            })
            .collect()
    };
    let ask = |people: Vec<String>| json!({ "workflowId": workflow, "personIds": people });
    assert_eq!(office.refuse("run_workflow", ask(Vec::new())), "people_count");
    assert_eq!(office.refuse("run_workflow", ask(people(11))), "people_count");
    assert_eq!(office.call("run_workflow", ask(people(10)))["run"]["people"], 10);
    let run = office.call("run_workflow", ask(vec![office.id("ivo")]));
    assert_eq!(
        (&run["run"]["executionType"], &run["run"]["state"]),
        (&json!("onDemand"), &json!("completed"))
    );
    assert_eq!(run["run"]["runBy"]["displayName"], "Ada Admin");
    assert_eq!(office.sponsors(1), ["Mona Berg"]);
    let again = office.call("run_workflow", ask(vec![office.id("ivo")]));
    assert_eq!(again["run"]["state"], "completed", "twice does nothing the second time");
    office.call("update_workflow", json!({ "workflowId": workflow, "isEnabled": false }));
    assert_eq!(office.refuse("run_workflow", ask(vec![office.id("ivo")])), "workflow_disabled");
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
