//! The report of what agents have and what could be requested for them.

use chaperone_testkit::tour;
use serde_json::{Value, json};

use crate::requestors::managed_agent;
use crate::world::{World, with};

/// The report's rows, each by column.
fn report(world: &World, ask: Value) -> Vec<Value> {
    let ask = json!({ "ask": with(json!({ "report": "subjectPackages" }), ask) });
    let view = world.fixture.call(&world.administrator, "show_report", ask);
    let columns = view["columns"].as_array().unwrap();
    let row = |row: &Value| {
        columns
            .iter()
            .zip(row.as_array().unwrap())
            .map(|(column, cell)| (column["id"].as_str().unwrap().to_owned(), cell.clone()))
            .collect::<serde_json::Map<_, _>>()
    };
    view["rows"].as_array().unwrap().iter().map(row).map(Value::Object).collect()
}

fn of<'a>(rows: &'a [Value], package: &str) -> &'a Value {
    rows.iter().find(|row| row["accessPackageId"] == package).unwrap_or(&Value::Null)
}

#[test]
fn the_report_offers_what_a_request_would_get_and_tells_what_is_held_beside_it() {
    let world = World::new();
    let held = world.package("Held", world.policy(json!({})));
    let open = world.package("Open", world.policy(json!({})));
    let ask = world.package_ask("Hidden", vec![world.policy(json!({}))]);
    let hidden = with(ask, json!({ "isHidden": true }));
    let hidden = world.fixture.call(&world.administrator, "create_access_package", hidden);
    world.fixture.call(&world.sponsor, "request_access", world.ask(&held));

    let rows = report(&world, json!({ "agentId": world.agent }));
    let row = of(&rows, &held.id);
    assert_eq!((&row["standing"], &row["policy"]), (&json!("assigned"), &json!("Thirty days")));
    assert!(row["endsAt"].as_str().unwrap() > row["startsAt"].as_str().unwrap());
    let row = of(&rows, &open.id);
    assert_eq!(row["standing"], "requestable");
    assert_eq!(row["askedBy"], "itself; sponsorOrOwner", "managers aren't heard by this policy");
    let hidden = hidden["accessPackage"]["id"].as_str().unwrap();
    assert!(of(&rows, hidden).is_null(), "what is hidden is offered to nobody");

    let person = world.fixture.person_id(&tour().sponsor);
    let by_sponsor = json!({ "agentId": world.agent, "personId": person, "state": "requestable" });
    let mut told: Vec<_> = report(&world, by_sponsor)
        .into_iter()
        .map(|row| row["accessPackageId"].as_str().unwrap().to_owned())
        .collect();
    let ask = json!({ "agentId": world.agent });
    let listed = world.fixture.call(&world.sponsor, "list_requestable_packages", ask);
    let mut offered: Vec<_> = listed["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["refusal"].is_null())
        .map(|row| row["accessPackage"]["id"].as_str().unwrap().to_owned())
        .collect();
    told.sort();
    offered.sort();
    assert_eq!(told, offered, "the sponsor's own dialog offers the same");
}

#[test]
fn what_would_be_refused_is_told_with_its_reason() {
    let world = World::new();
    let stage = json!({ "stages": [world.stage()] });
    let waiting = world.package("Waiting", world.policy(stage));
    world.fixture.call(&world.sponsor, "request_access", world.ask(&waiting));
    let rows = report(&world, json!({ "agentId": world.agent, "state": "refused" }));
    let told = of(&rows, &waiting.id)["refusal"].as_str().unwrap();
    assert!(told.contains("request"));

    let ask = json!({ "ask": { "report": "subjectPackages", "agentId": world.agent } });
    let view = world.fixture.call(&world.administrator, "show_report", ask);
    assert_eq!(view["sayings"][told]["code"], "already_requested", "other languages hear why, too");
    let ask = json!({ "agentId": world.agent });
    let listed = world.fixture.call(&world.sponsor, "list_requestable_packages", ask);
    let last = listed["rows"].as_array().unwrap().last().unwrap();
    assert_eq!(last["refusal"], told);
    assert_eq!(last["refusalSaying"], view["sayings"][told]);
}

#[test]
fn of_a_person_the_report_tells_each_agent_that_they_may_ask_for() {
    let world = World::new();
    let (agent, _) = managed_agent(&world);
    let person = world.fixture.person_id(&tour().approver);
    let named = json!({ "requestorSettings": {
        "enableTargetsToSelfAddAccess": false, "enableTargetsToSelfUpdateAccess": false,
        "enableTargetsToSelfRemoveAccess": false, "allowCustomAssignmentSchedule": true,
        "enableOnBehalfRequestorsToAddAccess": true, "enableOnBehalfRequestorsToUpdateAccess": true,
        "enableOnBehalfRequestorsToRemoveAccess": true, "onBehalfRequestors": ["targetManager"],
    } });
    let open = world.package("For managers", world.policy(named));
    let closed = world.package("Not for managers", world.policy(json!({})));
    let rows = report(&world, json!({ "personId": person }));
    let of_agent: Vec<_> = rows.into_iter().filter(|row| row["agentId"] == agent).collect();
    assert_eq!(of(&of_agent, &open.id)["askedBy"], "manager");
    assert!(of(&of_agent, &closed.id).is_null(), "no policy of it hears managers");
}

#[test]
fn the_report_wants_a_subject_and_refuses_what_it_would_not_heed() {
    let world = World::new();
    for ask in [
        json!({ "report": "subjectPackages" }),
        json!({ "report": "subjectPackages", "agentId": world.agent, "from": "2026-01-01" }),
        json!({ "report": "subjectPackages", "agentId": world.agent, "state": "expired" }),
    ] {
        let ask = json!({ "ask": ask });
        let refused = world.fixture.refuse(&world.administrator, "show_report", ask);
        assert_eq!(refused.code, "bad_request", "{}", refused.message);
    }
    let theirs = json!({ "ask": { "report": "subjectPackages", "agentId": world.agent } });
    world.fixture.call(&world.sponsor, "show_report", theirs);
    let person = world.fixture.person_id(&tour().sponsor);
    let all = json!({ "ask": { "report": "subjectPackages", "personId": person } });
    assert_eq!(world.fixture.refuse(&world.sponsor, "show_report", all).code, "forbidden");
}
