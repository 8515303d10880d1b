//! A package of one's own in the sample company, with the policy that a test is about. No expectation belongs here.

use chaperone_commands::Session;
use chaperone_domain::id::AgentId;
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

/// A fixture with the people and the agent of the tour, and packages made for the test.
pub(crate) struct World {
    pub(crate) fixture: Fixture,
    pub(crate) administrator: Session,
    pub(crate) sponsor: Session,
    pub(crate) approver: Session,
    pub(crate) agent: String,
    catalog: Value,
    roles: Value,
}

impl World {
    pub(crate) fn new() -> Self {
        let fixture = Fixture::training();
        let tour = tour();
        let administrator = fixture.as_person(&tour.administrator);
        let catalog =
            fixture.call(&administrator, "create_catalog", json!({ "displayName": "Tests" }));
        let groups = fixture.call(&administrator, "list_groups", json!({}));
        let open = groups["rows"].as_array().unwrap().iter();
        let open: Vec<_> = open.filter(|group| group["mayBeGrantedToAgents"] == true).collect();
        let mut roles = Value::Null;
        for group in open.iter().take(2) {
            let ask =
                json!({ "catalogId": catalog["id"], "kind": "group", "originId": group["id"] });
            fixture.call(&administrator, "add_catalog_resource", ask);
            let ask = json!({ "catalogId": catalog["id"] });
            roles = fixture.call(&administrator, "list_resource_roles", ask)["rows"].clone();
        }
        Self {
            sponsor: fixture.as_person(&tour.sponsor),
            approver: fixture.as_person(&tour.approver),
            agent: fixture.agent_id(&tour.agent),
            administrator,
            catalog,
            roles,
            fixture,
        }
    }

    /// A session of the agent itself, as a door for agents would make one.
    pub(crate) fn agent_session(&self) -> Session {
        Session::of_agent(self.agent.parse::<AgentId>().unwrap())
    }

    /// A policy without approval for thirty days, with what the test changes about it.
    pub(crate) fn policy(&self, with: Value) -> Value {
        let mut policy = json!({
            "displayName": "Thirty days", "scope": "allDirectoryAgentIdentities", "stages": [],
            "expiration": { "type": "afterDuration", "duration": "P30D" }, "extension": "withoutApproval",
        });
        for (field, value) in with.as_object().unwrap() {
            policy[field] = value.clone();
        }
        policy
    }

    /// One stage that the approver of the tour decides.
    pub(crate) fn stage(&self) -> Value {
        let person = self.fixture.person_id(&tour().approver);
        json!({ "primaryApprovers": [{ "kind": "singleUser", "personId": person }], "limitDays": 14 })
    }

    /// What makes a package with policies.
    pub(crate) fn package_ask(&self, name: &str, policies: Vec<Value>) -> Value {
        let roles: Vec<_> =
            self.roles.as_array().unwrap().iter().map(|role| role["id"].clone()).collect();
        json!({
            "catalogId": self.catalog["id"], "displayName": name, "resourceRoleIds": roles, "policies": policies,
        })
    }

    /// A package with one policy; answers the ids of both, and the policy.
    pub(crate) fn package(&self, name: &str, policy: Value) -> Package {
        let ask = self.package_ask(name, vec![policy]);
        let made = self.fixture.call(&self.administrator, "create_access_package", ask);
        Package {
            id: made["accessPackage"]["id"].as_str().unwrap().to_owned(),
            policy: made["policies"][0].clone(),
        }
    }

    /// What requests a package for the agent.
    pub(crate) fn ask(&self, package: &Package) -> Value {
        json!({ "agentId": self.agent, "accessPackageId": package.id })
    }
}

/// A package that a test made.
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) policy: Value,
}

/// A JSON object with more fields.
pub(crate) fn with(mut base: Value, more: Value) -> Value {
    for (field, value) in more.as_object().unwrap() {
        base[field] = value.clone();
    }
    base
}
