//! Access that will end in the training company, its reminders, and the clock that brings them.

use serde_json::{Value, json};

use super::{Window, eventually};

/// An assignment that can be extended after approval, all of whose reminders lie ahead.
#[derive(Debug, Clone)]
pub struct Coming {
    /// The assignment.
    pub assignment: String,
    /// `agent · package`, as notifications name it.
    pub what: String,
    /// When the first reminder falls due.
    pub first_at: String,
    /// When the last one before the end falls due.
    pub last_at: String,
    /// When access ends.
    pub ends_at: String,
    /// Who is told.
    pub sponsor: String,
}

impl Coming {
    /// Takes the training company's tour up to the delivery: the sponsor requests, the approver agrees.
    ///
    /// # Panics
    /// When the company is not as the tour expects it.
    pub async fn from_the_tour(window: &Window) -> Self {
        let agent = named(window, "list_agents", "Invoice Matcher Lisbon").await;
        let package = named(window, "list_access_packages", "Invoice matching").await;
        let sponsor = named(window, "list_people", "aoife.byrne@").await;
        let approver = named(window, "list_people", "beatriz.nogueira@").await;
        window.get("act_as", json!({ "personId": sponsor })).await;
        let ask =
            json!({ "agentId": agent, "accessPackageId": package, "justification": "Month-end" });
        let request = window.get("request_access", ask).await["request"]["id"].clone();
        window.get("act_as", json!({ "personId": approver })).await;
        let shown = window.get("show_approval", json!({ "requestId": request })).await;
        let fingerprint = &shown["request"]["fingerprint"];
        let yes =
            json!({ "requestId": request, "justification": "Agreed", "fingerprint": fingerprint });
        let agreed = window.get("approve_request", yes).await;
        window.get("act_as", json!({ "personId": sponsor })).await;
        let assignment = json!({ "assignmentId": agreed["assignmentId"] });
        let view = window.get("show_assignment", assignment).await;
        let due = |at: usize| text(&view["reminders"][at]["dueAt"]);
        let row = &view["assignment"];
        Self {
            assignment: text(&row["id"]),
            what: format!(
                "{} · {}",
                text(&row["agent"]["displayName"]),
                text(&row["accessPackage"]["displayName"])
            ),
            first_at: due(0),
            last_at: due(1),
            ends_at: text(&row["endsAt"]),
            sponsor: text(&sponsor),
        }
    }

    /// Moves the training clock to just before an instant and waits until all that fell due on the way is off the desk;
    /// then to the instant itself, so that it comes alone.
    ///
    /// # Panics
    /// When the clock can't be moved.
    pub async fn bring(&self, window: &Window, instant: &str) {
        self.approach(window, instant).await;
        self.reach(window, instant).await;
    }

    /// The first half of `bring`.
    ///
    /// # Panics
    /// When the clock can't be moved.
    pub async fn approach(&self, window: &Window, instant: &str) {
        let eve = window.before(instant).await;
        window.get("advance_clock", json!({ "to": eve })).await;
        self.settle(window).await;
    }

    /// The second half of `bring`.
    ///
    /// # Panics
    /// When the clock can't be moved.
    pub async fn reach(&self, window: &Window, instant: &str) {
        window.get("advance_clock", json!({ "to": instant })).await;
    }

    /// Waits until the desktop has dealt with every notice of the sponsor.
    ///
    /// # Panics
    /// When it doesn't.
    pub async fn settle(&self, window: &Window) {
        window.get("act_as", json!({ "personId": self.sponsor })).await;
        eventually("all notices to be dealt with", || async {
            let page = window.get("list_notices", json!({ "limit": 500 })).await;
            let rows = page["rows"].as_array().expect("rows").clone();
            rows.iter().all(|row| row["state"] != "waiting").then_some(())
        })
        .await;
    }

    /// The request to extend, once there is one.
    ///
    /// # Panics
    /// When there never is.
    pub async fn extension(&self, window: &Window) -> Value {
        let request = eventually("the request to extend", || async {
            let view =
                window.get("show_assignment", json!({ "assignmentId": self.assignment })).await;
            Some(view["assignment"]["openExtension"].clone()).filter(|request| !request.is_null())
        })
        .await;
        window.get("show_request", json!({ "requestId": request })).await
    }

    /// The sponsor's newest notice about this assignment.
    ///
    /// # Panics
    /// When there is none.
    pub async fn notice(&self, window: &Window) -> Value {
        window.get("act_as", json!({ "personId": self.sponsor })).await;
        let page = window.get("list_notices", json!({ "limit": 500 })).await;
        let rows = page["rows"].as_array().expect("rows").clone();
        rows.into_iter()
            .find(|row| row["assignmentId"] == self.assignment.as_str())
            .expect("the sponsor was told")
    }
}

/// The id of the one thing that a list finds under a name.
async fn named(window: &Window, list: &str, search: &str) -> Value {
    let page = window.get(list, json!({ "filter": { "search": search } })).await;
    let rows = page["rows"].as_array().expect("rows");
    rows.first().unwrap_or_else(|| panic!("{list} finds '{search}'"))["id"].clone()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
