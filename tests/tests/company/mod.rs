//! The training company with the people of its tour, and short words for what they do. What they may expect is said by the
//! tests.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests fail by panicking, with the reason at hand"
)]

use chaperone_commands::Session;
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

const PACKAGE: &str = "Invoice matching";

/// The training company with the people of the tour.
pub(crate) struct Company {
    pub(crate) fixture: Fixture,
    pub(crate) administrator: Session,
    pub(crate) sponsor: Session,
    pub(crate) approver: Session,
    pub(crate) agent: String,
    pub(crate) package: String,
}

impl Company {
    pub(crate) fn new() -> Self {
        let fixture = Fixture::training();
        let tour = tour();
        Self {
            administrator: fixture.as_person(&tour.administrator),
            sponsor: fixture.as_person(&tour.sponsor),
            approver: fixture.as_person(&tour.approver),
            agent: fixture.agent_id(&tour.agent),
            package: fixture.access_package_id(PACKAGE),
            fixture,
        }
    }

    pub(crate) fn request(&self) -> Value {
        let ask = json!({ "agentId": self.agent, "accessPackageId": self.package, "justification": "Month end" });
        self.fixture.call(&self.sponsor, "request_access", ask)
    }

    pub(crate) fn approve(&self, request: &Value) -> Value {
        self.fixture.decide(&self.approver, "approve_request", json!({ "requestId": id(request) }))
    }

    /// The assignment that comes of a request and its approval.
    pub(crate) fn assignment(&self) -> String {
        let approved = self.approve(&self.request());
        approved["assignmentId"]
            .as_str()
            .expect("an approved request leads to an assignment")
            .to_owned()
    }

    pub(crate) fn show(&self, assignment: &str) -> Value {
        self.fixture.call(
            &self.administrator,
            "show_assignment",
            json!({ "assignmentId": assignment }),
        )
    }

    pub(crate) fn may_use_reports(&self) -> bool {
        let ask = json!({ "agentId": self.agent, "resource": "Reports Reader", "role": "active" });
        self.fixture.call(&self.sponsor, "check_access", ask)["isAllowed"] == json!(true)
    }

    pub(crate) fn inbox(&self, whose: &Session) -> Vec<Value> {
        self.fixture.call(whose, "list_notices", json!({}))["rows"].as_array().unwrap().clone()
    }

    pub(crate) fn newest(&self, whose: &Session) -> Value {
        self.inbox(whose).first().cloned().unwrap_or(Value::Null)
    }
}

pub(crate) fn id(request: &Value) -> &str {
    request["request"]["id"].as_str().expect("a request has an id")
}
