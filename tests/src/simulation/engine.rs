//! The real engine under the simulation: a training workspace on disk, made through the commands, acted on through the
//! commands alone, and compared with the model.

#![expect(clippy::panic, reason = "a company that can't even be made ends the test")]

use std::sync::Arc;

use chaperone_commands::environment::{CountedIds, StoppedClock};
use chaperone_commands::{Desk, Environment, Failure, Origin, Session, dispatch};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::company::{AGENTS, Approver, Company, Extension, GROUPS, PACKAGES, PEOPLE};
use super::model::{Model, Outcome};
use super::step::Step;

const STARTS_AT: &str = "2026-01-05T08:00:00Z";

/// The engine with what the steps' numbers stand for.
pub(super) struct Engine {
    folder: TempDir,
    environment: Environment,
    clock: Arc<StoppedClock>,
    desk: Desk,
    people: Vec<Session>,
    person_ids: Vec<String>,
    agents: Vec<String>,
    packages: Vec<String>,
    requests: Vec<String>,
    assignments: Vec<String>,
}

fn uuid(kind: u32, number: usize) -> String {
    format!("{kind:08x}-0000-4000-8000-{number:012x}")
}

fn email(person: usize) -> String {
    format!("person-{person}@sim.example")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn rows(page: &Value) -> impl Iterator<Item = &Value> {
    page["rows"].as_array().into_iter().flatten()
}

impl Engine {
    pub(super) fn new(company: &Company) -> Self {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no folder: {error}"));
        let start = STARTS_AT.parse().unwrap_or_else(|wrong| panic!("{wrong}"));
        let clock = Arc::new(StoppedClock::at(start));
        let environment = Environment {
            clock: Arc::clone(&clock) as _,
            ids: Arc::new(CountedIds::default()),
            data_folder: folder.path().to_owned(),
            settings_folder: folder.path().join("settings"),
        };
        let mut engine = Self {
            desk: Desk::new(environment.clone()),
            folder,
            environment,
            clock,
            people: (0..PEOPLE).map(|_| Session::new(Origin::Cli)).collect(),
            person_ids: Vec::new(),
            agents: (0..AGENTS).map(|agent| uuid(0xa, agent)).collect(),
            packages: Vec::new(),
            requests: Vec::new(),
            assignments: Vec::new(),
        };
        engine.make(company);
        engine
    }

    fn call(&self, who: usize, name: &str, ask: Value) -> Result<Value, Failure> {
        dispatch(&self.desk, &self.people[who], name, ask)
    }

    fn must(&self, who: usize, name: &str, ask: Value) -> Value {
        let told = ask.to_string();
        self.call(who, name, ask).unwrap_or_else(|failure| panic!("{name} of {told}: {failure}"))
    }

    // --- the company ---

    fn make(&mut self, company: &Company) {
        let ask = json!({
            "folder": self.workspace(), "name": "Simulation", "kind": "training",
            "administratorName": "Person 0", "administratorEmail": email(0),
        });
        self.must(0, "create_workspace", ask);
        let files = json!([
            { "name": "people.csv", "text": people_csv(company) },
            { "name": "groups.json", "text": groups_json() },
            { "name": "agents.json", "text": agents_json(company) },
        ]);
        self.must(0, "import_directory", json!({ "files": files }));
        let page = self.must(0, "list_people", json!({ "limit": 100 }));
        self.person_ids = (0..PEOPLE)
            .map(|person| {
                let found = rows(&page).find(|row| text(&row["email"]) == email(person));
                found
                    .map(|row| text(&row["id"]))
                    .unwrap_or_else(|| panic!("{} is missing", email(person)))
            })
            .collect();
        for person in 1..PEOPLE {
            self.must(person, "act_as", json!({ "personId": self.person_ids[person] }));
        }
        self.make_packages(company);
    }

    fn make_packages(&mut self, company: &Company) {
        let catalog = self.must(0, "create_catalog", json!({ "displayName": "Everything" }));
        let mut roles = Vec::new();
        for group in 0..GROUPS {
            let ask = json!({ "catalogId": catalog["id"], "kind": "group", "originId": uuid(0x6, group) });
            let offered = self.must(0, "add_catalog_resource", ask);
            let name = format!("Group {group}");
            let role = rows(&offered).find(|row| row["resource"].as_str() == Some(&name));
            let role = role.or_else(|| rows(&offered).last());
            roles.push(role.map(|row| row["id"].clone()).unwrap_or_default());
        }
        for (number, package) in company.packages.iter().enumerate() {
            let stages: Vec<Value> = package.stages.iter().map(|stage| self.stage(stage)).collect();
            let extension = match package.extension {
                Extension::No => "notAllowed",
                Extension::Free => "withoutApproval",
                Extension::Approved => "withApproval",
            };
            let policy = json!({
                "displayName": "Only", "scope": "allDirectoryAgentIdentities", "stages": stages,
                "expiration": { "type": "afterDuration", "duration": format!("P{}D", package.days) },
                "extension": extension,
            });
            let granted: Vec<&Value> = package.groups.iter().map(|&group| &roles[group]).collect();
            let ask = json!({
                "catalogId": catalog["id"], "displayName": format!("Package {number}"),
                "resourceRoleIds": granted, "policies": [policy],
            });
            let made = self.must(0, "create_access_package", ask);
            self.packages.push(text(&made["accessPackage"]["id"]));
        }
    }

    fn stage(&self, stage: &super::company::Stage) -> Value {
        let approver = match stage.approver {
            Approver::Person(person) => {
                json!({ "kind": "singleUser", "personId": self.person_ids[person] })
            }
            Approver::RequestorsManager => json!({ "kind": "requestorManager" }),
            Approver::SponsorsOrOwners => json!({ "kind": "targetAgentIdentitySponsorsOrOwners" }),
        };
        json!({ "primaryApprovers": [approver], "limitDays": stage.days })
    }

    fn workspace(&self) -> String {
        self.folder.path().join("simulation").display().to_string()
    }

    pub(super) fn now(&self) -> i64 {
        self.desk.now().map_or_else(|failure| panic!("{failure}"), |now| now.millis())
    }

    // --- steps ---

    /// Carries out a step. The outcome is told in the model's words: done, or the refusal's code.
    pub(super) fn carry_out(&mut self, step: &Step) -> Outcome {
        let person = |who: u8| usize::from(who) % PEOPLE;
        match *step {
            Step::Request { who, agent, package } => {
                let ask = json!({
                    "agentId": self.agents[usize::from(agent) % AGENTS],
                    "accessPackageId": self.packages[usize::from(package) % PACKAGES],
                });
                self.file(person(who), "request_access", ask)
            }
            Step::Approve { who, request, days } => {
                let Some(id) = nth(&self.requests, request) else { return Ok(()) };
                let duration = days.map(|days| format!("P{days}D"));
                let ask = json!({ "requestId": id, "duration": duration });
                let ask = self.seen(person(who), ask);
                let view = self.outcome(person(who), "approve_request", ask)?;
                self.note_assignment(&view);
                Ok(())
            }
            Step::Deny { who, request } => {
                let Some(id) = nth(&self.requests, request) else { return Ok(()) };
                let ask = self.seen(person(who), json!({ "requestId": id, "justification": "no" }));
                self.outcome(person(who), "deny_request", ask).map(drop)
            }
            Step::Cancel { who, request } => {
                let Some(id) = nth(&self.requests, request) else { return Ok(()) };
                self.outcome(person(who), "cancel_request", json!({ "requestId": id })).map(drop)
            }
            Step::Extend { who, assignment } => {
                let Some(id) = nth(&self.assignments, assignment) else { return Ok(()) };
                self.file(person(who), "request_extension", json!({ "assignmentId": id }))
            }
            Step::LetExpire { who, assignment } => {
                self.on_assignment(who, assignment, "let_expire")
            }
            Step::Return { who, assignment } => {
                self.on_assignment(who, assignment, "return_access")
            }
            Step::Remove { who, assignment } => {
                self.on_assignment(who, assignment, "remove_assignment")
            }
            Step::Disable { who, agent } => {
                let ask = json!({ "agentId": self.agents[usize::from(agent) % AGENTS] });
                self.outcome(person(who), "disable_agent", ask).map(drop)
            }
            Step::Enable { who, agent } => {
                let ask = json!({ "agentId": self.agents[usize::from(agent) % AGENTS] });
                self.outcome(person(who), "enable_agent", ask).map(drop)
            }
            Step::Leave { who, leaver } => {
                let ask = json!({ "personId": self.person_ids[person(leaver)] });
                self.outcome(person(who), "record_departure", ask).map(drop)
            }
            Step::Pass { hours } => {
                self.outcome(0, "advance_clock", json!({ "by": format!("PT{hours}H") })).map(drop)
            }
            Step::Sleep { hours } => {
                let later = self.environment.clock.now().millis() + i64::from(hours) * 3_600_000;
                self.clock.set(chaperone_domain::time::Timestamp::from_millis(later));
                self.reopen()?;
                self.outcome(0, "run_due_work", json!({})).map(drop)
            }
            Step::Restart => self.reopen(),
        }
    }

    fn outcome(&self, who: usize, name: &str, ask: Value) -> Result<Value, String> {
        self.call(who, name, ask).map_err(|failure| failure.code.to_string())
    }

    /// What a decision asks, by somebody who has just looked at the request, where they see it.
    fn seen(&self, who: usize, mut ask: Value) -> Value {
        let shown = json!({ "requestId": ask["requestId"] });
        if let Ok(view) = self.call(who, "show_request", shown) {
            ask["fingerprint"] = view["fingerprint"].clone();
        }
        ask
    }

    fn on_assignment(&self, who: u8, assignment: u8, name: &str) -> Outcome {
        let Some(id) = nth(&self.assignments, assignment) else { return Ok(()) };
        self.outcome(usize::from(who) % PEOPLE, name, json!({ "assignmentId": id })).map(drop)
    }

    fn file(&mut self, who: usize, name: &str, ask: Value) -> Outcome {
        let view = self.outcome(who, name, ask)?;
        self.requests.push(text(&view["request"]["id"]));
        self.note_assignment(&view);
        Ok(())
    }

    fn note_assignment(&mut self, view: &Value) {
        let id = text(&view["assignmentId"]);
        if !id.is_empty() && !self.assignments.contains(&id) {
            self.assignments.push(id);
        }
    }

    /// Another process opens the workspace.
    fn reopen(&mut self) -> Outcome {
        self.desk.close();
        self.desk = Desk::new(self.environment.clone());
        self.outcome(0, "open_workspace", json!({ "folder": self.workspace() })).map(drop)?;
        // Opening a workspace signs out whoever opened it.
        self.outcome(0, "act_as", json!({ "personId": self.person_ids[0] })).map(drop)
    }

    // --- comparing ---

    /// Every invariant that the record can show.
    pub(super) fn holds(&self) -> Result<(), String> {
        let broken = self.desk.broken_invariants().map_err(|failure| failure.to_string())?;
        if broken.is_empty() { Ok(()) } else { Err(format!("broken: {}", broken.join("; "))) }
    }

    /// The whole workspace, file and chain included.
    pub(super) fn verify(&self) -> Result<(), String> {
        let found = self.must(0, "verify_workspace", json!({}));
        if found["isSound"] == true { Ok(()) } else { Err(format!("not sound: {found:#}")) }
    }

    /// What an agent may use: one right of the agent that a step names, or of one agent in turn.
    pub(super) fn compare_access(&self, model: &Model<'_>, step: &Step) -> Result<(), String> {
        let agent = match *step {
            Step::Request { agent, .. }
            | Step::Disable { agent, .. }
            | Step::Enable { agent, .. } => usize::from(agent) % AGENTS,
            _ => model.requests.len() % AGENTS,
        };
        self.compare_right(model, agent, model.assignments.len() % GROUPS)
    }

    fn compare_right(&self, model: &Model<'_>, agent: usize, group: usize) -> Result<(), String> {
        let ask = json!({ "agentId": self.agents[agent], "resource": format!("Group {group}") });
        let may = self.must(0, "check_access", ask)["isAllowed"] == true;
        if may == model.may_use(agent, group) {
            Ok(())
        } else {
            Err(format!("the engine says that agent {agent} may use group {group}: {may}"))
        }
    }

    /// Every request, every assignment, every agent.
    pub(super) fn compare_all(&self, model: &Model<'_>) -> Result<(), String> {
        if self.now() != model.now {
            return Err(format!("the engine's clock is {} ms ahead", self.now() - model.now));
        }
        for agent in 0..AGENTS {
            (0..GROUPS).try_for_each(|group| self.compare_right(model, agent, group))?;
        }
        let same = |what: &str, number: usize, found: Value, expected: Value| {
            let told = || format!("{what} {number} is {found} and should be {expected}");
            if found == expected { Ok(()) } else { Err(told()) }
        };
        if self.requests.len() != model.requests.len()
            || self.assignments.len() != model.assignments.len()
        {
            return Err("another number of requests or assignments".to_owned());
        }
        for (number, (id, request)) in self.requests.iter().zip(&model.requests).enumerate() {
            let row = &self.must(0, "show_request", json!({ "requestId": id }))["request"];
            let found = json!([row["state"], row["status"]]);
            same("request", number, found, json!([request.state, request.status]))?;
        }
        for (number, (id, held)) in self.assignments.iter().zip(&model.assignments).enumerate() {
            let row = &self.must(0, "show_assignment", json!({ "assignmentId": id }))["assignment"];
            let instant =
                |millis: i64| chaperone_domain::time::Timestamp::from_millis(millis).to_string();
            let found = json!([row["agent"]["id"], row["startsAt"], row["endsAt"], row["endedAt"]]);
            let expected = json!([
                self.agents[held.agent],
                instant(held.start),
                instant(held.end),
                held.ended.map(instant)
            ]);
            same("assignment", number, found, expected)?;
        }
        Ok(())
    }
}

fn nth(ids: &[String], which: u8) -> Option<String> {
    if ids.is_empty() { None } else { Some(ids[usize::from(which) % ids.len()].clone()) }
}

// --- the directory as files ---

fn people_csv(company: &Company) -> String {
    let mut csv = "Employee ID,Display Name,Email,Manager Email\n".to_owned();
    for (person, manager) in company.managers.iter().enumerate() {
        let manager = manager.map(email).unwrap_or_default();
        csv.push_str(&format!("S-{person},Person {person},{},{manager}\n", email(person)));
    }
    csv
}

fn collection(of: &str, value: &[Value]) -> Value {
    json!({ "@odata.context": format!("https://graph.microsoft.com/v1.0/$metadata#{of}"), "value": value })
}

fn groups_json() -> String {
    let groups: Vec<Value> = (0..GROUPS)
        .map(|group| {
            json!({
                "id": uuid(0x6, group), "displayName": format!("Group {group}"), "groupTypes": [],
                "isAssignableToRole": false, "securityEnabled": true, "mailEnabled": false,
            })
        })
        .collect();
    collection("groups", &groups).to_string()
}

fn users(people: impl IntoIterator<Item = usize>) -> Vec<Value> {
    people
        .into_iter()
        .map(|person| json!({ "@odata.type": "#microsoft.graph.user", "userPrincipalName": email(person) }))
        .collect()
}

fn agents_json(company: &Company) -> String {
    let blueprint = json!({
        "@odata.type": "#microsoft.graph.agentIdentityBlueprint", "id": uuid(0xb, 0), "appId": uuid(0xb, 1),
        "displayName": "Kind", "sponsors": users([0]),
    });
    let principal = json!({
        "@odata.type": "#microsoft.graph.agentIdentityBlueprintPrincipal", "id": uuid(0xb, 2),
        "appId": uuid(0xb, 1), "displayName": "Kind", "accountEnabled": true,
    });
    let agents: Vec<Value> = company
        .agents
        .iter()
        .enumerate()
        .map(|(number, agent)| {
            json!({
                "@odata.type": "#microsoft.graph.agentIdentity", "id": uuid(0xa, number),
                "displayName": format!("Agent {number}"), "agentIdentityBlueprintId": uuid(0xb, 1),
                "accountEnabled": true, "sponsors": users(agent.sponsors.iter().copied()),
                "owners": users(agent.owner),
            })
        })
        .collect();
    json!([
        collection("applications/microsoft.graph.agentIdentityBlueprint", &[blueprint]),
        collection(
            "servicePrincipals/microsoft.graph.agentIdentityBlueprintPrincipal",
            &[principal]
        ),
        collection("servicePrincipals/microsoft.graph.agentIdentity", &agents),
    ])
    .to_string()
}
