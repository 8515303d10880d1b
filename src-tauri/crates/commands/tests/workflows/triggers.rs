//! What sets a workflow off, for whom, and what is caught up with.

use serde_json::{Value, json};

use crate::files::*;
use crate::office::*;

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
