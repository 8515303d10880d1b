//! Home: what waits for me first, then the state of the house.

use chaperone_domain::id::AssignmentId;

use super::agent::AgentRow;
use super::approval::ApprovalRow;
use super::notice::{CatchUpCard, NoticeRow};
use super::reference::{AccessPackageRef, AgentRef};
use crate::wire::{When, Wire};

asks! {
    /// See what waits for me, and the state of the house.
    ShowHome {}
}

views! {
    /// Home.
    HomeView {
        /// The present instant.
        now: When,
        /// Reminders and other notices that ask me to do something.
        notices: Vec<NoticeRow>,
        /// How many more I put off.
        put_off: u32,
        /// What waits for my decision.
        approvals: Vec<ApprovalRow>,
        /// Agents without an active sponsor, that I may do something about.
        agents_without_sponsor: Vec<AgentRow>,
        /// The state of the house.
        counts: HomeCounts,
        /// Ends of access in the next 90 days that I may see, in order; at most 500.
        expiries: Vec<Expiry>,
        /// What was done while nothing ran.
        catch_up: Option<CatchUpCard>,
    }

    /// The state of the house.
    HomeCounts {
        /// Agents that are not deleted.
        agents: u32,
        /// Of those, switched off.
        disabled_agents: u32,
        /// Agents without an active sponsor.
        agents_without_sponsor: u32,
        /// Packages.
        access_packages: u32,
        /// Assignments in force.
        assignments: u32,
        /// Of those, ending within 14 days.
        ending_soon: u32,
        /// Requests that wait for a decision.
        pending_requests: u32,
    }

    /// An end of access ahead.
    Expiry {
        /// The assignment.
        assignment_id: Wire<AssignmentId>,
        /// Who holds it.
        agent: AgentRef,
        /// What is held.
        access_package: AccessPackageRef,
        /// When it ends.
        ends_at: When,
        /// Whether an extension waits for a decision.
        is_extension_pending: bool,
        /// Whether somebody decided to let it expire.
        is_let_expire: bool,
    }
}
