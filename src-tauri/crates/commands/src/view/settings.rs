//! The workspace's settings.

use chaperone_domain::id::PersonId;

use super::reference::PersonRef;
use crate::wire::Wire;

asks! {
    /// See the workspace's settings.
    ShowSettings {}

    /// Change the workspace's settings; what is left out stays.
    UpdateSettings {
        /// What the workspace is called.
        name: Option<String>,
        /// Who inherits when no manager can: an active person.
        custodian_id: Option<Wire<PersonId>>,
        /// How many days before the end reminders go out.
        reminder_days: Option<Vec<i32>>,
        /// How many blueprints there may be, deleted ones counted.
        max_blueprints: Option<u32>,
        /// How many agents a blueprint may have, deleted ones counted.
        max_agents_per_blueprint: Option<u32>,
    }
}

views! {
    /// The workspace's settings.
    SettingsView {
        /// What the workspace is called.
        name: String,
        /// Who inherits when no manager can.
        custodian: Option<PersonRef>,
        /// How many days before the end reminders go out, the longest first.
        reminder_days: Vec<i32>,
        /// How many blueprints there may be, deleted ones counted.
        max_blueprints: u32,
        /// How many agents a blueprint may have, deleted ones counted.
        max_agents_per_blueprint: u32,
        /// Who administers.
        administrators: Vec<PersonRef>,
        /// Who audits.
        auditors: Vec<PersonRef>,
    }
}
