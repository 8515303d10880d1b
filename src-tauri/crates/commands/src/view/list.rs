//! Lists that a grid scrolls: opened once, read by position, closed. An open list is a snapshot of which rows there are
//! and in which order, so that nothing shifts while somebody scrolls; the rows' contents are read fresh.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::access_package::{AccessPackageFilter, AccessPackageRow};
use super::agent::{AgentFilter, AgentRow};
use super::assignment::{AssignmentFilter, AssignmentRow};
use super::audit::{AuditFilter, AuditRow};
use super::blueprint::{BlueprintFilter, BlueprintRow};
use super::directory::{PersonFilter, PersonRow};
use super::request::{RequestFilter, RequestRow};

/// Which list, and which rows of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "of", content = "filter", rename_all = "camelCase", deny_unknown_fields)]
pub enum ListOf {
    /// Agents.
    Agents(AgentFilter),
    /// Blueprints.
    Blueprints(BlueprintFilter),
    /// People.
    People(PersonFilter),
    /// Access packages.
    AccessPackages(AccessPackageFilter),
    /// Requests that I may see.
    Requests(RequestFilter),
    /// Assignments that I may see.
    Assignments(AssignmentFilter),
    /// The history.
    Audit(AuditFilter),
}

asks! {
    /// Open a list, or see how it begins.
    OpenList {
        /// Which.
        list: ListOf,
        /// The column to sort by, under the row's field name; the list's own order when left out.
        sort_by: Option<String>,
        /// The other way round.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        descending: bool,
        /// How many of its first rows to answer with, 1 to 500. Left out: none with a list, 100 of a preview.
        first: Option<u32>,
    }

    /// Read rows of an open list by position.
    ReadList {
        /// Which list.
        handle: String,
        /// The first position, from 0.
        from: u32,
        /// How many, 1 to 500.
        count: u32,
    }

    /// Close a list that is no longer looked at.
    CloseList {
        /// Which list.
        handle: String,
    }
}

views! {
    /// An open list.
    OpenedList {
        /// What to read it by.
        handle: String,
        /// How many rows.
        count: u32,
        /// The first of them, as many as were asked for.
        first: Option<ListRows>,
    }

    /// A list that was closed.
    ClosedList {
        /// Whether it was open.
        was_open: bool,
    }
}

/// Rows of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "of", content = "rows", rename_all = "camelCase")]
pub enum ListRows {
    /// Agents.
    Agents(Vec<AgentRow>),
    /// Blueprints.
    Blueprints(Vec<BlueprintRow>),
    /// People.
    People(Vec<PersonRow>),
    /// Access packages.
    AccessPackages(Vec<AccessPackageRow>),
    /// Requests.
    Requests(Vec<RequestRow>),
    /// Assignments.
    Assignments(Vec<AssignmentRow>),
    /// Records of the history.
    Audit(Vec<AuditRow>),
}
