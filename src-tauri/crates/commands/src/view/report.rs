//! Reports for auditors: tables of text under headings.

use std::collections::BTreeMap;

use chaperone_domain::id::{AccessPackageId, AgentId, PersonId, WorkflowId};
use chaperone_domain::report::ReportKind;

use super::said::Saying;
use crate::wire::{When, Wire};

asks! {
    /// Which report, over what.
    ReportAsk {
        /// Which.
        report: Wire<ReportKind>,
        /// Only of this agent; the access of an agent needs one, what it has and could request needs one or a person.
        agent_id: Option<Wire<AgentId>>,
        /// Only of this person: what they may request, or what workflows did for them.
        person_id: Option<Wire<PersonId>>,
        /// Only of this package.
        access_package_id: Option<Wire<AccessPackageId>>,
        /// Only of this workflow.
        workflow_id: Option<Wire<WorkflowId>>,
        /// Only what is in this state, as the field spells it.
        state: Option<String>,
        /// Only what began at or after.
        from: Option<When>,
        /// Only what began before.
        to: Option<When>,
    }

    /// See a report as a table.
    ShowReport {
        /// Which, over what.
        ask: ReportAsk,
    }
}

views! {
    /// A report.
    ReportView {
        /// The columns, in order.
        columns: Vec<ReportColumn>,
        /// The rows: a text for each column, empty where there is nothing.
        rows: Vec<Vec<String>>,
        /// The core's own sentences among the texts, as codes and values, by sentence.
        sayings: BTreeMap<String, Saying>,
        /// The same as comma-separated values.
        csv: String,
    }

    /// A column of a report.
    ReportColumn {
        /// Its name for programs.
        id: String,
        /// Whether its texts are instants.
        is_instant: bool,
    }
}
