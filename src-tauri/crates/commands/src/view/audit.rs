//! The history as people see and check it.

use super::reference::{AgentRef, PersonRef};
use super::said::Saying;
use crate::wire::{When, Wire};
use chaperone_domain::audit::AgentType;
use chaperone_domain::id::PersonId;

asks! {
    /// Which records.
    #[derive(Default)]
    AuditFilter {
        /// A part of the sentence, the activity or a subject's id.
        search: Option<String>,
        /// Done by this person.
        actor_id: Option<Wire<PersonId>>,
        /// About the thing with this id.
        subject_id: Option<String>,
        /// This activity, under the command's or rule's name.
        activity: Option<String>,
        /// Recorded at or after.
        from: Option<When>,
        /// Recorded before.
        to: Option<When>,
    }

    /// List the history, newest first, a page at a time.
    ListAudit {
        /// Which.
        #[serde(default)]
        #[ts(optional, as = "Option<AuditFilter>")]
        filter: AuditFilter,
        /// The number of the last record of the page before.
        #[ts(type = "number")]
        after: Option<i64>,
        /// How many, 1 to 500; 100 when left out.
        limit: Option<u32>,
    }

    /// Check the history's chain from the first record to the head.
    VerifyAudit {}

    /// Check the file, the chain and every invariant.
    VerifyWorkspace {}
}

views! {
    /// One record of the history.
    AuditRow {
        /// Its number, from 1.
        #[ts(type = "number")]
        seq: i64,
        /// When it was recorded.
        recorded_at: When,
        /// When what it tells fell due, where that was earlier.
        occurred_at: When,
        /// The person who did it; nothing for an agent or a rule.
        actor: Option<PersonRef>,
        /// The agent that did it for itself.
        actor_agent: Option<AgentRef>,
        /// Through which door: `desktop`, `cli`, `due work`, `story`, …
        origin: String,
        /// What was done: the command's or rule's name.
        activity: String,
        /// What kind of thing it was done to.
        subject_type: String,
        /// Its id.
        subject_id: String,
        /// What it is called now, where it has a name.
        subject_name: Option<String>,
        /// What kind of agent it is.
        agent_type: Wire<AgentType>,
        /// The blueprint that it was made from or that it is.
        blueprint_id: Option<String>,
        /// In one sentence.
        sentence: String,
        /// What changed: field, before, after.
        changes: Vec<AuditChange>,
        /// The record's hash, hexadecimal.
        hash: String,
    }

    /// One changed field.
    AuditChange {
        /// Which.
        field: String,
        /// Before.
        before: Option<String>,
        /// After.
        after: Option<String>,
    }

    /// A page of the history.
    AuditPage {
        /// The records.
        rows: Vec<AuditRow>,
        /// Give this as `after` for the next page.
        #[ts(type = "number | null")]
        next: Option<i64>,
    }

    /// What happened to one thing.
    HistoryEvent {
        /// The record's number.
        #[ts(type = "number")]
        seq: i64,
        /// When it took effect.
        occurred_at: When,
        /// When it was recorded.
        recorded_at: When,
        /// Who did it; nothing for an agent or a rule.
        actor: Option<PersonRef>,
        /// The agent that did it for itself.
        actor_agent: Option<AgentRef>,
        /// What was done.
        activity: String,
        /// In one sentence.
        sentence: String,
    }

    /// The state of the chain.
    AuditVerification {
        /// How many records.
        #[ts(type = "number")]
        records: i64,
        /// Whether all of them are linked and unchanged.
        is_intact: bool,
        /// The hash of the last record, hexadecimal; note it down elsewhere to prove later that nothing was cut off.
        head: String,
        /// The first record that doesn't fit.
        #[ts(type = "number | null")]
        first_broken: Option<i64>,
    }

    /// The state of the workspace.
    WorkspaceVerification {
        /// Whether everything holds.
        is_sound: bool,
        /// Check by check.
        checks: Vec<Check>,
    }

    /// One check.
    Check {
        /// `integrity`, `foreign keys`, `audit chain`, `I1` to `I10`.
        name: String,
        /// Whether it holds.
        holds: bool,
        /// What it means, or what is wrong.
        sentence: String,
        /// The same as code and values: the code is the check's name, or `isBroken` where only names of what is wrong are known.
        saying: Saying,
    }
}
