//! Delivery that fails, wholly or in part: why a role couldn't be given, and when it may be tried again.

use crate::access_package::{REMOVED, ResourceRole, check_role_for_agents};
use crate::agent::{OutOfForce, Standing};
use crate::blocklist::ClosedToAgents;
use crate::id::{AssignmentId, RequestId};
use crate::refusal::Refuse;
use crate::request::RequestState;
use crate::said::{Said, Value};
use crate::term::terms;
use crate::time::{Span, Timestamp};

/// For so many days after it was closed, a failed request may be tried again (Entra: "reprocess", fewer than seven days).
pub const REPROCESS_DAYS: i64 = 7;

terms! {
    /// Why a role couldn't be given.
    FailureReason {
        /// What it is a role of is gone.
        Removed => "removed",
        /// It is on the block list for agents.
        Blocked => "blocked",
        /// Agents can't hold it: it was switched off, or closed to applications.
        ClosedToAgents => "closedToAgents",
        /// A privileged directory role may be eligible only.
        PrivilegedActive => "privilegedActive",
        /// The time for which it was asked was over before it could be given.
        TimeOver => "timeOver",
    }
}

/// Why an agent can't be given a role; nothing when it can.
pub fn why_not(role: &ResourceRole) -> Option<FailureReason> {
    match check_role_for_agents(role) {
        Ok(()) => None,
        Err(_) if role.resource_name == REMOVED => Some(FailureReason::Removed),
        Err(ClosedToAgents::Blocked(_)) => Some(FailureReason::Blocked),
        Err(ClosedToAgents::PrivilegedActive(_)) => Some(FailureReason::PrivilegedActive),
        Err(ClosedToAgents::NotForAgents(_) | ClosedToAgents::NotAllowed(_)) => {
            Some(FailureReason::ClosedToAgents)
        }
    }
}

/// What another try knows.
#[derive(Debug, Clone, Copy)]
pub struct ReprocessFacts {
    /// The present instant.
    pub now: Timestamp,
    /// Where the request stands.
    pub state: RequestState,
    /// When it was closed.
    pub completed_at: Option<Timestamp>,
    /// Whether the agent may act, with its family.
    pub standing: Standing,
    /// Whether the assignment that was delivered in part is over by now.
    pub is_assignment_over: bool,
    /// Another assignment of the same package that the agent holds.
    pub other_assignment: Option<AssignmentId>,
    /// Another open request of the agent for the package.
    pub open_request: Option<RequestId>,
}

/// Why a request isn't tried again. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReprocessRefusal {
    /// It didn't fail.
    #[error("the request is {0}; only what failed, wholly or in part, is tried again")]
    NotFailed(RequestState),
    /// It was closed too long ago.
    #[error("the delivery failed on {}, {REPROCESS_DAYS} days ago or more; file a new request", .0.in_words())]
    TooLate(Timestamp),
    /// What was delivered in part is over.
    #[error("what was delivered of it is over; file a new request")]
    AssignmentOver,
    /// The agent may not act.
    #[error("{0}")]
    AgentOutOfForce(OutOfForce),
    /// The agent has got the package otherwise.
    #[error("the agent already has this package by another request; nothing is left to deliver")]
    AlreadyAssigned(AssignmentId),
    /// The agent asks for the package again.
    #[error("another request of this agent for this package is open; wait for its decision")]
    AlreadyRequested(RequestId),
}

impl Refuse for ReprocessRefusal {
    fn said(&self) -> Said {
        match self {
            Self::NotFailed(state) => {
                Said::new("request_not_failed").with("state", Value::term(*state))
            }
            Self::TooLate(at) => {
                Said::new("reprocess_too_late").with("failed", *at).with("days", REPROCESS_DAYS)
            }
            Self::AssignmentOver => Said::new("assignment_ended"),
            Self::AgentOutOfForce(reason) => reason.said(),
            Self::AlreadyAssigned(_) => Said::new("already_assigned").of("otherwise"),
            Self::AlreadyRequested(_) => Said::new("already_requested").of("elsewhere"),
        }
    }
}

/// Decides whether a failed request is tried again.
pub fn check_reprocess(facts: &ReprocessFacts) -> Result<(), ReprocessRefusal> {
    let is_failed =
        matches!(facts.state, RequestState::PartiallyDelivered | RequestState::DeliveryFailed);
    let Some(closed) = facts.completed_at.filter(|_| is_failed) else {
        return Err(ReprocessRefusal::NotFailed(facts.state));
    };
    if facts.now >= closed.plus(Span::days(REPROCESS_DAYS)) {
        return Err(ReprocessRefusal::TooLate(closed));
    }
    if facts.is_assignment_over {
        return Err(ReprocessRefusal::AssignmentOver);
    }
    facts.standing.check().map_err(ReprocessRefusal::AgentOutOfForce)?;
    if let Some(other) = facts.other_assignment {
        return Err(ReprocessRefusal::AlreadyAssigned(other));
    }
    if let Some(other) = facts.open_request {
        return Err(ReprocessRefusal::AlreadyRequested(other));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::AgentState;
    use crate::id::Id;
    use crate::term::Term;
    use crate::time::DAY_MS;
    use uuid::Uuid;

    fn facts(state: RequestState, now: i64) -> ReprocessFacts {
        ReprocessFacts {
            now: Timestamp::from_millis(now),
            state,
            completed_at: Some(Timestamp::from_millis(0)),
            standing: Standing {
                state: AgentState::Active,
                blueprint_in_force: true,
                principal_in_force: true,
                is_orphaned: false,
            },
            is_assignment_over: false,
            other_assignment: None,
            open_request: None,
        }
    }

    #[test]
    fn only_what_failed_wholly_or_in_part_is_tried_again() {
        for &state in RequestState::ALL {
            let failed =
                matches!(state, RequestState::PartiallyDelivered | RequestState::DeliveryFailed);
            let checked = check_reprocess(&facts(state, 1));
            assert_eq!(checked.is_ok(), failed, "{state}");
            assert!(failed || checked == Err(ReprocessRefusal::NotFailed(state)));
        }
    }

    #[test]
    fn it_is_tried_again_for_seven_days_to_the_millisecond() {
        let at = |now| check_reprocess(&facts(RequestState::DeliveryFailed, now));
        let closed = Timestamp::from_millis(0);
        assert_eq!(at(7 * DAY_MS - 1), Ok(()));
        assert_eq!(at(7 * DAY_MS), Err(ReprocessRefusal::TooLate(closed)));
        assert_eq!(at(7 * DAY_MS + 1), Err(ReprocessRefusal::TooLate(closed)));
    }

    #[test]
    fn whoever_has_or_asks_for_the_package_otherwise_gets_it_no_second_time() {
        let base = facts(RequestState::DeliveryFailed, 1);
        let id = Uuid::from_u128(1);
        let (assignment, request) = (AssignmentId::from_uuid(id), RequestId::from_uuid(id));
        let held = ReprocessFacts { other_assignment: Some(assignment), ..base };
        assert_eq!(check_reprocess(&held), Err(ReprocessRefusal::AlreadyAssigned(assignment)));
        let asked = ReprocessFacts { open_request: Some(request), ..base };
        assert_eq!(check_reprocess(&asked), Err(ReprocessRefusal::AlreadyRequested(request)));
        let over = ReprocessFacts { is_assignment_over: true, ..base };
        assert_eq!(check_reprocess(&over), Err(ReprocessRefusal::AssignmentOver));
        let off = Standing { state: AgentState::Disabled, ..base.standing };
        assert_eq!(
            check_reprocess(&ReprocessFacts { standing: off, ..base }),
            Err(ReprocessRefusal::AgentOutOfForce(OutOfForce::Disabled))
        );
    }
}
