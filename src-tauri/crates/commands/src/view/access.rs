//! What an agent may do, and why.

use chaperone_domain::access::GrantSource;
use chaperone_domain::id::{AgentId, AssignmentId};

use super::access_package::RightView;
use super::reference::{AccessPackageRef, AgentRef};
use crate::wire::{When, Wire};

asks! {
    /// List what an agent may do at an instant, with why and until when.
    ListAccess {
        /// Which agent.
        agent_id: Wire<AgentId>,
        /// At which instant; now when left out.
        at: Option<When>,
    }

    /// Ask whether an agent may use a right.
    CheckAccess {
        /// Which agent.
        agent_id: Wire<AgentId>,
        /// The group, application or directory role, by id or name.
        resource: String,
        /// The role on it: an app role's or scope's value, `member`, `active` or `eligible`; may be left out where there
        /// is only one.
        role: Option<String>,
        /// At which instant; now when left out.
        at: Option<When>,
    }

    /// Ask why an agent may use a right, or why not and what would help.
    ExplainAccess {
        /// Which agent.
        agent_id: Wire<AgentId>,
        /// The group, application or directory role, by id or name.
        resource: String,
        /// The role on it, as in `check_access`.
        role: Option<String>,
        /// At which instant; now when left out.
        at: Option<When>,
    }
}

views! {
    /// A right that an agent holds or held.
    HeldRight {
        /// What.
        right: RightView,
        /// Where it comes from.
        source: Wire<GrantSource>,
        /// The assignment that it comes from.
        assignment_id: Option<Wire<AssignmentId>>,
        /// The package of that assignment.
        access_package: Option<AccessPackageRef>,
        /// Since when.
        starts_at: When,
        /// Until when; nothing means no end.
        ends_at: Option<When>,
        /// Why, in one sentence.
        why: String,
    }

    /// What an agent may do at an instant.
    AccessView {
        /// The agent.
        agent: AgentRef,
        /// The instant.
        at: When,
        /// Whether the agent may act at all.
        is_in_force: bool,
        /// If not, why not; its rights are then listed but give nothing.
        out_of_force: Option<String>,
        /// Its rights, strongest first.
        rights: Vec<HeldRight>,
    }

    /// The answer of the decision point.
    AccessAnswer {
        /// Yes or no.
        is_allowed: bool,
        /// `allowed`, or the code of the reason why not.
        code: String,
        /// In one sentence.
        sentence: String,
        /// The instant asked about.
        at: When,
        /// The first instant at which the answer may be different; nothing means no end is known.
        until: Option<When>,
    }

    /// Why, or why not.
    AccessExplanation {
        /// The answer.
        answer: AccessAnswer,
        /// The right asked about.
        right: RightView,
        /// What grants it, or granted it, newest first.
        grants: Vec<HeldRight>,
        /// Packages that would grant it.
        packages: Vec<AccessPackageRef>,
    }
}
