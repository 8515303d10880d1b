//! The office whose people the workflows are about.

use chaperone_commands::Session;
use chaperone_testkit::{Fixture, PASSPHRASE};
use serde_json::{Value, json};

use crate::files::*;

/// Ada administers; Ona manages Mona, Mona manages Ivo and Åsa; nobody manages Ona.
pub(crate) const PEOPLE: &str = "\
Display Name,Email,Manager,Department
Ada Admin,ada.admin@example.org,,
Ona Top,ona@larkfield.example,,Board
Mona Berg,mona@larkfield.example,ona@larkfield.example,Finance
Ivo Klein,ivo@larkfield.example,mona@larkfield.example,Finance
Åsa Öst,asa@larkfield.example,mona@larkfield.example,Finance
";

pub(crate) struct Office {
    pub(crate) fixture: Fixture,
    pub(crate) administrator: Session,
}

impl Office {
    /// Agent 1 is Ivo's, agent 2 Ivo's and Åsa's, agent 3 Ona's.
    pub(crate) fn new() -> Self {
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
    pub(crate) fn call(&self, name: &str, ask: Value) -> Value {
        let view = self.fixture.call(&self.administrator, name, ask);
        self.fixture.invariants_hold();
        view
    }

    #[track_caller]
    pub(crate) fn refuse(&self, name: &str, ask: Value) -> String {
        self.fixture.refuse(&self.administrator, name, ask).code
    }

    pub(crate) fn id(&self, name: &str) -> String {
        self.fixture.person_id(&email(name))
    }

    pub(crate) fn update(&self, name: &str, mut change: Value) {
        change["personId"] = json!(self.id(name));
        self.call("update_person", change);
    }

    /// Makes a workflow that runs by itself; answers its id.
    pub(crate) fn workflow(&self, template: &str, mut more: Value) -> Value {
        more["template"] = json!(template);
        if more["isSchedulingEnabled"].is_null() {
            more["isSchedulingEnabled"] = json!(true);
        }
        self.call("create_workflow", more)["workflow"]["id"].clone()
    }

    pub(crate) fn at(&self, instant: &str) -> Value {
        self.fixture.clock().set(instant.parse().unwrap());
        self.run_due()
    }

    pub(crate) fn run_due(&self) -> Value {
        self.call("run_due_work", json!({}))["done"].clone()
    }

    pub(crate) fn runs(&self, workflow: &Value) -> Vec<Value> {
        let page = self.call("list_workflow_runs", json!({ "workflowId": workflow }));
        let rows = page["rows"].as_array().unwrap();
        rows.iter()
            .map(|run| self.call("show_workflow_run", json!({ "runId": run["id"] })))
            .collect()
    }

    pub(crate) fn sponsors(&self, n: u32) -> Vec<String> {
        let shown = self.call("show_agent", json!({ "agentId": id(n) }));
        let sponsors = shown["agent"]["sponsors"].as_array().unwrap();
        sponsors.iter().map(|it| it["person"]["displayName"].as_str().unwrap().to_owned()).collect()
    }

    pub(crate) fn session(&self, name: &str) -> Session {
        let ask = json!({ "personId": self.id(name), "passphrase": PASSPHRASE });
        self.call("set_passphrase", ask);
        self.fixture.as_person(&email(name))
    }

    pub(crate) fn told(&self, name: &str) -> Vec<Value> {
        let inbox = self.fixture.call(&self.session(name), "list_notices", json!({}));
        let rows = inbox["rows"].as_array().unwrap();
        rows.iter().filter(|row| row["kind"] == "sponsorChange").cloned().collect()
    }
}

pub(crate) fn on_leave_date(offset_days: i64) -> Value {
    json!({
        "trigger": { "kind": "timeBased", "attribute": "employeeLeaveDateTime", "offsetDays": offset_days },
        "scope": { "kind": "everyone" },
    })
}

pub(crate) fn moved_where(scope: Value) -> Value {
    json!({
        "trigger": { "kind": "attributeChange", "attributes": ["department", "manager"] },
        "scope": scope,
    })
}

pub(crate) fn department(name: &str) -> Value {
    json!({
        "kind": "rule", "join": "and",
        "conditions": [{ "attribute": "department", "operator": "eq", "value": name }],
    })
}
