//! A reminder that is about to fall due in the training company, and the clock that brings it.

use serde_json::{Value, json};

use super::{Window, eventually};

/// The reminders of one assignment that can be extended after approval.
#[derive(Debug, Clone)]
pub struct Coming {
    /// The assignment.
    pub assignment: String,
    /// `agent · package`, as notifications name it.
    pub what: String,
    /// When the first reminder falls due, milliseconds before and after are reached with `advance`.
    pub first_at: String,
    /// When the last one before the end falls due.
    pub last_at: String,
    /// When access ends.
    pub ends_at: String,
    /// Who is told.
    pub sponsor: String,
}

impl Coming {
    /// Finds one whose reminders all lie ahead.
    ///
    /// # Panics
    /// When the training company has none.
    pub async fn find(window: &Window) -> Self {
        let list = json!({ "filter": { "inForce": true }, "limit": 500 });
        let assignments = window.get("list_assignments", list).await;
        for row in assignments["rows"].as_array().expect("rows") {
            if row["extension"] != "withApproval" || row["openExtension"] != Value::Null {
                continue;
            }
            let view = window.get("show_assignment", json!({ "assignmentId": row["id"] })).await;
            let ahead: Vec<_> = view["reminders"].as_array().expect("reminders").iter().collect();
            let expiring: Vec<_> =
                ahead.iter().filter(|reminder| reminder["kind"] == "expiring").collect();
            if expiring.len() < 2
                || expiring.iter().any(|reminder| reminder["state"] != "scheduled")
            {
                continue;
            }
            let agent = window.get("show_agent", json!({ "agentId": row["agent"]["id"] })).await;
            return Self {
                assignment: text(&row["id"]),
                what: format!(
                    "{} · {}",
                    text(&row["agent"]["displayName"]),
                    text(&row["accessPackage"]["displayName"])
                ),
                first_at: text(&expiring[0]["dueAt"]),
                last_at: text(&expiring[expiring.len() - 1]["dueAt"]),
                ends_at: text(&row["endsAt"]),
                sponsor: first_sponsor(&agent),
            };
        }
        panic!("the training company has an assignment whose reminders all lie ahead");
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

fn first_sponsor(agent: &Value) -> String {
    let sponsors = agent["sponsors"].as_array().expect("sponsors");
    sponsors
        .iter()
        .find_map(|sponsor| sponsor["person"]["id"].as_str())
        .expect("a person as sponsor")
        .to_owned()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
