//! Assignments and extensions as people see and ask for them.

use chaperone_domain::assignment::{AssignmentState, EndReason};
use chaperone_domain::authority::Action;
use chaperone_domain::id::{AccessPackageId, AgentId, AssignmentId, PolicyId, RequestId};
use chaperone_domain::policy::ExtensionRule;

use super::access_package::RightView;
use super::audit::HistoryEvent;
use super::notice::ReminderRow;
use super::question::{AnswerView, GiveAnswer, QuestionView};
use super::reference::{AccessPackageRef, AgentRef, PolicyRef};
use super::request::RequestRow;
use crate::wire::{When, Wire};

asks! {
    /// Which assignments.
    #[derive(Default)]
    AssignmentFilter {
        /// A part of the agent's or package's name, or the id.
        search: Option<String>,
        /// Only those in force now, or only those that are over.
        in_force: Option<bool>,
        /// Only those of my agents.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        mine: bool,
        /// Only those of this agent.
        agent_id: Option<Wire<AgentId>>,
        /// Only those of this package.
        access_package_id: Option<Wire<AccessPackageId>>,
        /// Only those in this state.
        state: Option<Wire<AssignmentState>>,
        /// Only those of agents that I sponsor or own.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        of_my_agents: bool,
    }

    /// List the assignments that I may see, the nearest end first, a page at a time.
    ListAssignments {
        /// Which.
        #[serde(default)]
        #[ts(optional, as = "Option<AssignmentFilter>")]
        filter: AssignmentFilter,
        /// The last assignment of the page before.
        after: Option<Wire<AssignmentId>>,
        /// How many, 1 to 500; 100 when left out.
        limit: Option<u32>,
        /// Whether to count all of them too.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        count: bool,
    }

    /// See one assignment.
    ShowAssignment {
        /// Which.
        assignment_id: Wire<AssignmentId>,
    }

    /// Ask for a later end.
    RequestExtension {
        /// Which assignment.
        assignment_id: Wire<AssignmentId>,
        /// The wanted end; as late as the policy gives when left out.
        until: Option<When>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
        /// Answers that have changed; only those that may be edited.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<GiveAnswer>>")]
        answers: Vec<GiveAnswer>,
    }

    /// Decide to let access end on its day; further reminders of its end stay silent.
    LetExpire {
        /// Which assignment.
        assignment_id: Wire<AssignmentId>,
    }

    /// Give access back now.
    ReturnAccess {
        /// Which assignment.
        assignment_id: Wire<AssignmentId>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
    }

    /// Give an assignment another end or another policy, as an administrator.
    UpdateAssignment {
        /// Which assignment.
        assignment_id: Wire<AssignmentId>,
        /// The end from now on; left out, another policy gives its own.
        ends_at: Option<When>,
        /// The policy that governs it from now on; left out, it stays under its own.
        policy_id: Option<Wire<PolicyId>>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
    }

    /// Make an assignment give exactly what its package grants now.
    ReprocessAssignment {
        /// Which assignment.
        assignment_id: Wire<AssignmentId>,
    }

    /// Remove an assignment, as an administrator.
    RemoveAssignment {
        /// Which assignment.
        assignment_id: Wire<AssignmentId>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
    }
}

views! {
    /// An assignment in a list.
    AssignmentRow {
        /// Key.
        id: Wire<AssignmentId>,
        /// Who holds it.
        agent: AgentRef,
        /// What is held.
        access_package: AccessPackageRef,
        /// Where it stands.
        state: Wire<AssignmentState>,
        /// Whether it gives access now, by the record.
        is_in_force: bool,
        /// Since when.
        starts_at: When,
        /// Until when; nothing means no end.
        ends_at: Option<When>,
        /// When it was over.
        ended_at: Option<When>,
        /// How it came to its end.
        end_reason: Option<Wire<EndReason>>,
        /// When a sponsor decided to let it expire.
        let_expire_at: Option<When>,
        /// The policy that governs it.
        policy: PolicyRef,
        /// Whether it can be extended.
        extension: Wire<ExtensionRule>,
        /// An extension that waits for a decision.
        open_extension: Option<Wire<RequestId>>,
    }

    /// A page of assignments.
    AssignmentPage {
        /// The assignments.
        rows: Vec<AssignmentRow>,
        /// Give this as `after` for the next page.
        next: Option<Wire<AssignmentId>>,
        /// How many there are on all pages; nothing unless it was asked for.
        total: Option<u32>,
    }

    /// An assignment with its surroundings.
    AssignmentView {
        /// As in the list.
        assignment: AssignmentRow,
        /// What it grants.
        rights: Vec<RightView>,
        /// The latest end that an extension may ask for.
        latest_extension: Option<When>,
        /// What the policy asks now, in order.
        questions: Vec<QuestionView>,
        /// What was answered last.
        answers: Vec<AnswerView>,
        /// The requests about it, oldest first.
        requests: Vec<RequestRow>,
        /// Its reminders, by due instant.
        reminders: Vec<ReminderRow>,
        /// What happened to it, oldest first.
        history: Vec<HistoryEvent>,
        /// What I may do with it.
        may: Vec<Wire<Action>>,
    }
}
