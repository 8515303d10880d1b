//! The first page of every list of the large workspace, as it comes, filtered and sorted, against one frame of a screen; and
//! what else the desktop asks for all day.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::Fallible;
use crate::office::{Office, agent};
use crate::table::{Bar, Table};

const FRAME: Duration = Duration::from_millis(16);

/// Measures them all.
pub(crate) fn measure(table: &mut Table, folder: &Path) -> Fallible {
    let ada = Office::open(folder)?;
    let sam = Office::open_as(folder, "sam@bench.example")?;
    let abe = Office::open_as(folder, "abe@bench.example")?;
    let of = |office: &Office, name: &str, rows: &str, ask: Value| -> Fallible<Value> {
        Ok(office.call(name, ask)?[rows][0].clone())
    };
    let kind = of(&ada, "list_blueprints", "rows", json!({}))?["id"].clone();
    let package = of(&ada, "list_access_packages", "rows", json!({}))?;
    let package_id = package["id"].clone();
    let catalog = of(&ada, "list_catalogs", "rows", json!({}))?["id"].clone();
    let person = ada.desk.person_by_email("person00042@bench.example")?.to_string();
    let day = &ada.desk.now()?.to_string()[..10];
    for (name, filters) in [
        (
            "list_agents",
            vec![
                json!({}),
                json!({ "search": "Agent 0999" }),
                json!({ "search": "Person 00042" }),
                json!({ "search": "nowhere" }),
                json!({ "state": "active" }),
                json!({ "state": "disabled" }),
                json!({ "state": "softDeleted" }),
                json!({ "kind": "agentIdentity" }),
                json!({ "kind": "servicePrincipal" }),
                json!({ "blueprintId": kind }),
                json!({ "platform": "foundry" }),
                json!({ "platform": "teams" }),
                json!({ "tag": "finance" }),
                json!({ "tag": "nowhere" }),
                json!({ "orphaned": true }),
                json!({ "mine": true }),
                json!({ "withoutSponsor": true }),
            ],
        ),
        (
            "list_people",
            vec![
                json!({}),
                json!({ "search": "Person 09" }),
                json!({ "search": "nowhere" }),
                json!({ "isActive": true }),
                json!({ "isActive": false }),
            ],
        ),
        (
            "list_access_packages",
            vec![json!({}), json!({ "search": "0999" }), json!({ "catalogId": catalog })],
        ),
        (
            "list_requests",
            vec![
                json!({}),
                json!({ "search": "Agent 0999" }),
                json!({ "search": "nowhere" }),
                json!({ "state": "pendingApproval" }),
                json!({ "state": "delivered" }),
                json!({ "state": "denied" }),
                json!({ "open": true }),
                json!({ "mine": true }),
                json!({ "agentId": agent(5) }),
            ],
        ),
        (
            "list_assignments",
            vec![
                json!({}),
                json!({ "search": "Agent 0999" }),
                json!({ "search": "nowhere" }),
                json!({ "inForce": true }),
                json!({ "inForce": false }),
                json!({ "mine": true }),
                json!({ "agentId": agent(5) }),
                json!({ "accessPackageId": package_id }),
            ],
        ),
        (
            "list_audit",
            vec![
                json!({}),
                json!({ "search": "Agent 0999" }),
                json!({ "search": "nowhere" }),
                json!({ "actorId": person }),
                json!({ "subjectId": agent(5) }),
                json!({ "activity": "extend_assignment" }),
                json!({ "activity": "appoint_role" }),
                json!({ "from": "2000-01-01", "to": day }),
                json!({ "from": "2000-01-01", "to": "2000-01-02" }),
            ],
        ),
        ("list_blueprints", vec![json!({}), json!({ "mine": true }), json!({ "state": "active" })]),
        ("list_decisions", vec![json!({}), json!({ "verdict": "Approved" })]),
    ] {
        for filter in filters {
            let what = if filter == json!({}) {
                format!("`{name}`")
            } else {
                format!("`{name}` {filter}")
            };
            page(table, &ada, &what, name, &json!({ "filter": filter }))?;
        }
    }
    for (name, ask) in [
        ("list_reminders", json!({})),
        ("list_workflow_runs", json!({})),
        ("list_workflow_results", json!({ "personId": person })),
        ("list_catalogs", json!({})),
        ("list_resource_roles", json!({ "catalogId": catalog })),
        ("list_groups", json!({})),
        ("list_applications", json!({})),
        ("list_directory_roles", json!({})),
        ("list_workflows", json!({})),
        ("list_appointments", json!({})),
        ("list_checkpoints", json!({})),
        ("list_incompatible", json!({ "accessPackageId": package_id })),
        ("list_double_holders", json!({})),
        ("list_access", json!({ "agentId": agent(5) })),
        ("list_requestable_packages", json!({ "agentId": agent(5) })),
    ] {
        page(table, &ada, &format!("`{name}`"), name, &ask)?;
    }
    page(table, &abe, "`list_approvals`, 100 waiting", "list_approvals", &json!({}))?;
    page(table, &sam, "`list_notices`, 10,000 in the inbox", "list_notices", &json!({}))?;
    page(
        table,
        &sam,
        "`list_notices`, open ones of 10,000",
        "list_notices",
        &json!({ "open": true }),
    )?;
    let one = Office::open_as(folder, "person00042@bench.example")?;
    for (office, agents) in [(&one, "ten"), (&sam, "a thousand")] {
        for name in ["list_requests", "list_assignments"] {
            let what = format!("`{name}`, for a sponsor of {agents}");
            page(table, office, &what, name, &json!({}))?;
        }
    }
    for (of, sorts) in [
        (
            "agents",
            vec![
                "displayName",
                "state",
                "createdAt",
                "deletedAt",
                "blueprint",
                "sponsors",
                "assignments",
                "nextEndAt",
            ],
        ),
        (
            "people",
            vec!["displayName", "email", "jobTitle", "department", "manager", "sponsoredAgents"],
        ),
        ("accessPackages", vec!["displayName", "catalog"]),
        (
            "requests",
            vec!["createdAt", "completedAt", "state", "requestType", "agent", "accessPackage"],
        ),
        ("assignments", vec!["endsAt", "startsAt", "state", "agent", "accessPackage"]),
        ("audit", vec!["recordedAt"]),
    ] {
        for sort in sorts {
            for descending in [false, true] {
                let way = if descending { ", descending" } else { "" };
                let ask = json!({ "list": { "of": of, "filter": {} }, "sortBy": sort, "descending": descending });
                grid(table, &ada, &format!("grid of {of} by {sort}{way}"), &ask)?;
            }
        }
    }
    day_by_day(table, &ada, &sam)
}

fn page(table: &mut Table, office: &Office, what: &str, name: &str, ask: &Value) -> Fallible {
    table.measure(what, Bar::Within(FRAME), || {
        office.call(name, ask.clone()).map(|_| ()).map_err(Into::into)
    })
}

/// A grid opens a list, reads what fits into its window, and closes it.
fn grid(table: &mut Table, office: &Office, what: &str, ask: &Value) -> Fallible {
    table.measure(what, Bar::Within(FRAME), || {
        let handle = office.call("open_list", ask.clone())?["handle"].clone();
        office.call("read_list", json!({ "handle": handle, "from": 0, "count": 50 }))?;
        office.call("close_list", json!({ "handle": handle }))?;
        Ok(())
    })
}

/// What no bar is set for: Home, and the background's look at what is due when nothing is.
fn day_by_day(table: &mut Table, ada: &Office, sam: &Office) -> Fallible {
    for (office, who) in [(ada, "an administrator"), (sam, "a sponsor")] {
        let what = format!("Home of {who}");
        table.measure(&what, Bar::None, || -> Fallible {
            Ok(office.call("show_home", json!({})).map(|_| ())?)
        })?;
    }
    ada.call("run_due_work", json!({}))?;
    table.measure("Looking for due work when nothing is due", Bar::None, || -> Fallible {
        Ok(ada.call("run_due_work", json!({})).map(|_| ())?)
    })
}
