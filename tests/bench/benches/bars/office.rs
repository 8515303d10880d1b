//! A workspace with somebody at its desk, and the small company that all measured workspaces begin with. It is made through
//! the commands, on a clock that stands well in the past, so that a long history fits between then and now.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chaperone_commands::environment::{Clock, MachineClock, StoppedClock};
use chaperone_commands::{Desk, Environment, Failure, Origin, Session, dispatch};
use chaperone_domain::time::{Span, Timestamp};
use serde_json::{Value, json};

/// How many packages each agent holds.
pub(crate) const HELD: usize = 10;
/// How long ago the company was founded.
pub(crate) const FOUNDED_AGO: Span = Span::days(300);

/// A workspace with somebody at its desk.
pub(crate) struct Office {
    pub(crate) desk: Desk,
    pub(crate) session: Session,
    folder: PathBuf,
}

impl Office {
    /// Opens a workspace as its administrator.
    pub(crate) fn open(folder: &Path) -> Result<Self, Failure> {
        Self::open_as(folder, "ada@bench.example")
    }

    /// Opens a workspace as somebody.
    pub(crate) fn open_as(folder: &Path, email: &str) -> Result<Self, Failure> {
        let desk = Desk::new(Environment::system(None));
        let office = Self { desk, session: Session::new(Origin::Cli), folder: folder.to_owned() };
        office.call("open_workspace", json!({ "folder": folder }))?;
        let person = office.desk.person_by_email(email)?.to_string();
        office.call("act_as", json!({ "personId": person }))?;
        Ok(office)
    }

    /// Carries out a command.
    pub(crate) fn call(&self, name: &str, ask: Value) -> Result<Value, Failure> {
        dispatch(&self.desk, &self.session, name, ask)
    }

    /// The database file.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.join("workspace.db")
    }
}

/// Founds the company: so many packages in ten catalogs, each with a group of its own; one agent that holds ten packages, has
/// returned an eleventh and waits for a twelfth; a workflow for those who leave.
pub(crate) fn found(folder: &Path, packages: usize) -> Result<(), Failure> {
    let mut environment = Environment::system(None);
    let founded = MachineClock.now().millis() - FOUNDED_AGO.millis();
    environment.clock = Arc::new(StoppedClock::at(Timestamp::from_millis(founded)));
    let (desk, session) = (Desk::new(environment), Session::new(Origin::Cli));
    let call = |name: &str, ask: Value| dispatch(&desk, &session, name, ask);
    let ask = json!({
        "folder": folder, "name": "Bench", "kind": "training",
        "administratorName": "Ada Admin", "administratorEmail": "ada@bench.example",
    });
    call("create_workspace", ask)?;
    let people = "Employee ID,Display Name,Email,Job Title,Department\n\
                  B-1,Sam Sponsor,sam@bench.example,Lead,Sales\nB-2,Abe Approver,abe@bench.example,Head,Sales\n\
                  B-3,Pat Person,pat@bench.example,Clerk,Sales\n";
    call("import_directory", json!({ "files": [{ "name": "people.csv", "text": people }] }))?;
    let files = json!([
        { "name": "groups.json", "text": groups(packages) },
        { "name": "agents.json", "text": family(&agents(0..1)) },
    ]);
    call("import_directory", json!({ "files": files }))?;
    let abe = desk.person_by_email("abe@bench.example")?.to_string();
    let mut catalogs = Vec::new();
    for number in 0..10 {
        let made = call("create_catalog", json!({ "displayName": format!("Catalog {number}") }))?;
        catalogs.push(made["id"].clone());
    }
    // The last two packages need an approval; the others don't.
    for number in 0..packages + 2 {
        let catalog = &catalogs[number % catalogs.len()];
        let ask = json!({ "catalogId": catalog, "kind": "group", "originId": group(number) });
        call("add_catalog_resource", ask)?;
    }
    let mut roles = Vec::new();
    for catalog in &catalogs {
        let found = call("list_resource_roles", json!({ "catalogId": catalog }))?;
        roles.extend(found["rows"].as_array().into_iter().flatten().cloned());
    }
    let stage =
        json!({ "primaryApprovers": [{ "kind": "singleUser", "personId": abe }], "limitDays": 14 });
    let mut made = Vec::new();
    for number in 0..packages + 2 {
        let name = group_name(number);
        let role = roles.iter().find(|row| row["right"]["originName"] == name);
        let stages = if number < packages { Vec::new() } else { vec![stage.clone()] };
        let policy = json!({
            "displayName": "Only", "scope": "allDirectoryAgentIdentities", "stages": stages,
            "expiration": { "type": "afterDuration", "duration": "P30D" }, "extension": "withoutApproval",
        });
        let ask = json!({
            "catalogId": catalogs[number % catalogs.len()], "displayName": format!("Package {number:04}"),
            "resourceRoleIds": [role.map(|row| row["id"].clone())], "policies": [policy],
        });
        made.push(call("create_access_package", ask)?["accessPackage"]["id"].clone());
    }
    for held in 0..=HELD {
        let package = &made[package_of(0, held, packages)];
        call("assign_access_package", json!({ "agentId": agent(0), "accessPackageId": package }))?;
    }
    let sam = desk.person_by_email("sam@bench.example")?.to_string();
    call("act_as", json!({ "personId": sam }))?;
    let ask = json!({ "agentId": agent(0), "accessPackageId": made[packages], "justification": "Wanted." });
    call("request_access", ask)?;
    let last = &made[package_of(0, HELD, packages)];
    let held = call("list_assignments", json!({ "filter": { "accessPackageId": last } }))?;
    call("return_access", json!({ "assignmentId": held["rows"][0]["id"] }))?;
    let ada = desk.person_by_email("ada@bench.example")?.to_string();
    call("act_as", json!({ "personId": ada }))?;
    call("create_workflow", json!({ "template": "sponsorLeaves", "isSchedulingEnabled": true }))?;
    Ok(())
}

/// Which package an agent holds in its hand of this number.
pub(crate) fn package_of(agent: usize, hand: usize, packages: usize) -> usize {
    (agent + hand * 97) % packages
}

/// The id of an agent.
pub(crate) fn agent(number: usize) -> String {
    format!("aaaaaaaa-0000-4000-8000-{number:012x}")
}

/// The id of the group that a package gives.
pub(crate) fn group(number: usize) -> String {
    format!("66666666-0000-4000-8000-{number:012x}")
}

/// Its name.
pub(crate) fn group_name(number: usize) -> String {
    format!("Group {number:04}")
}

fn groups(packages: usize) -> String {
    let all: Vec<Value> = (0..packages + 2)
        .map(|number| {
            json!({
                "id": group(number), "displayName": group_name(number), "groupTypes": [],
                "isAssignableToRole": false, "securityEnabled": true, "mailEnabled": false,
            })
        })
        .collect();
    json!({ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#groups", "value": all })
        .to_string()
}

fn sam() -> Value {
    json!([{ "@odata.type": "#microsoft.graph.user", "userPrincipalName": "sam@bench.example" }])
}

/// Agents as Graph prints them.
pub(crate) fn agents(numbers: std::ops::Range<usize>) -> Vec<Value> {
    numbers
        .map(|number| {
            json!({
                "@odata.type": "#microsoft.graph.agentIdentity", "id": agent(number),
                "displayName": format!("Agent {number:06}"), "accountEnabled": true,
                "agentIdentityBlueprintId": "bbbbbbbb-0000-4000-8000-000000000001", "sponsors": sam(),
            })
        })
        .collect()
}

/// Agents with their blueprint and its principal.
pub(crate) fn family(agents: &[Value]) -> String {
    let blueprint = json!({
        "@odata.type": "#microsoft.graph.agentIdentityBlueprint", "displayName": "Kind", "sponsors": sam(),
        "id": "bbbbbbbb-0000-4000-8000-000000000000", "appId": "bbbbbbbb-0000-4000-8000-000000000001",
    });
    let principal = json!({
        "@odata.type": "#microsoft.graph.agentIdentityBlueprintPrincipal", "displayName": "Kind",
        "id": "bbbbbbbb-0000-4000-8000-000000000002", "appId": "bbbbbbbb-0000-4000-8000-000000000001",
        "accountEnabled": true,
    });
    let of = |path: &str, value: &[Value]| json!({ "@odata.context": format!("https://graph.microsoft.com/v1.0/$metadata#{path}"), "value": value });
    json!([
        of("applications/microsoft.graph.agentIdentityBlueprint", &[blueprint]),
        of("servicePrincipals/microsoft.graph.agentIdentityBlueprintPrincipal", &[principal]),
        of("servicePrincipals/microsoft.graph.agentIdentity", agents),
    ])
    .to_string()
}
