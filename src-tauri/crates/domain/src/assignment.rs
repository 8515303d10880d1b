//! Assignments: access that was delivered, until when, and how it ends.

use crate::id::{AccessPackageId, AgentId, AssignmentId, PolicyId, RequestId};
use crate::policy::Expiration;
use crate::refusal::Refuse;
use crate::said::Said;
use crate::term::terms;
use crate::time::{Span, Timestamp};

terms! {
    /// Where an assignment stands (Graph: accessPackageAssignment `state`).
    AssignmentState {
        /// Being delivered, or waiting for its start.
        Delivering => "delivering",
        /// In force.
        Delivered => "delivered",
        /// Some of its roles couldn't be given.
        PartiallyDelivered => "partiallyDelivered",
        /// None of its roles could be given.
        DeliveryFailed => "deliveryFailed",
        /// Over.
        Expired => "expired",
    }

    /// How an assignment came to its end.
    EndReason {
        /// Its time was over.
        Expired => "expired",
        /// The holder, or its sponsor or owner, gave it back.
        Returned => "returned",
        /// An administrator removed it.
        Removed => "removed",
        /// A rule removed it.
        RemovedByRule => "removedByRule",
        /// An approver took their approval back.
        ApprovalRevoked => "approvalRevoked",
    }
}

impl AssignmentState {
    /// The states that may follow this one (invariant I6).
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Delivering => {
                &[Self::Delivered, Self::PartiallyDelivered, Self::DeliveryFailed, Self::Expired]
            }
            Self::PartiallyDelivered | Self::DeliveryFailed => &[Self::Delivering, Self::Expired],
            Self::Delivered => &[Self::Expired],
            Self::Expired => &[],
        }
    }
}

/// An agent's hold on a package, from a start to an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Key.
    pub id: AssignmentId,
    /// Who holds it.
    pub agent_id: AgentId,
    /// What is held.
    pub access_package_id: AccessPackageId,
    /// The policy that governs it.
    pub policy_id: PolicyId,
    /// The request that led to it.
    pub request_id: RequestId,
    /// Where it stands.
    pub state: AssignmentState,
    /// When it was delivered: durations count from here.
    pub starts_at: Timestamp,
    /// The first instant without access; `None` for never.
    pub ends_at: Option<Timestamp>,
    /// When a sponsor said to let it end without extending.
    pub let_expire_at: Option<Timestamp>,
    /// The first instant without access, once it is over.
    pub ended_at: Option<Timestamp>,
    /// How it came to its end.
    pub end_reason: Option<EndReason>,
}

/// When access delivered at an instant ends: the earliest of what the policy gives, what was asked, as a span or as an
/// instant, and what an approver shortened it to. `None` means never.
pub fn end_of_new_access(
    delivered_at: Timestamp,
    policy: Expiration,
    asked: Option<Span>,
    asked_end: Option<Timestamp>,
    granted: Option<Span>,
) -> Option<Timestamp> {
    let by_policy = match policy {
        Expiration::NoExpiration => None,
        Expiration::AfterDuration(span) => Some(delivered_at.plus(span)),
        Expiration::AfterDateTime(end) => Some(end),
    };
    [
        by_policy,
        asked_end,
        asked.map(|span| delivered_at.plus(span)),
        granted.map(|span| delivered_at.plus(span)),
    ]
    .into_iter()
    .flatten()
    .min()
}

/// What a delivery came to: all, some or none of the package's rights could be given.
pub fn delivered_state(given: usize, wanted: usize) -> AssignmentState {
    if given == 0 {
        AssignmentState::DeliveryFailed
    } else if given < wanted {
        AssignmentState::PartiallyDelivered
    } else {
        AssignmentState::Delivered
    }
}

/// Why an assignment can't be ended or let go. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EndRefusal {
    /// It is already over.
    #[error("this access already ended on {}; nothing is left to end", .0.in_words())]
    AlreadyEnded(Timestamp),
    /// It never ends by itself.
    #[error("this access has no end, so it can't be let expire; end it now instead")]
    NeverEnds,
    /// Already let go.
    #[error("somebody already decided to let this access expire; nothing more is needed")]
    AlreadyLetGo,
}

impl Refuse for EndRefusal {
    fn said(&self) -> Said {
        match self {
            Self::AlreadyEnded(at) => Said::new("assignment_ended").of("end").with("ended", *at),
            Self::NeverEnds => Said::new("assignment_never_ends"),
            Self::AlreadyLetGo => Said::new("already_let_expire"),
        }
    }
}

impl Assignment {
    /// The first instant without access as the record has it, whether or not the end has been carried out.
    pub fn effective_end(&self) -> Option<Timestamp> {
        match (self.ended_at, self.ends_at) {
            (Some(ended), Some(ends)) => Some(ended.min(ends)),
            (ended, ends) => ended.or(ends),
        }
    }

    /// Whether the assignment is over at an instant.
    pub fn is_over_at(&self, at: Timestamp) -> bool {
        self.effective_end().is_some_and(|end| at >= end)
    }

    /// Checks that the assignment may be ended now.
    pub fn check_end(&self, now: Timestamp) -> Result<(), EndRefusal> {
        match self.effective_end() {
            Some(end) if now >= end => Err(EndRefusal::AlreadyEnded(end)),
            _ => Ok(()),
        }
    }

    /// Checks that somebody may decide to let it expire.
    pub fn check_let_expire(&self, now: Timestamp) -> Result<(), EndRefusal> {
        self.check_end(now)?;
        if self.ends_at.is_none() {
            Err(EndRefusal::NeverEnds)
        } else if self.let_expire_at.is_some() {
            Err(EndRefusal::AlreadyLetGo)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::id::Id;
    use crate::policy::tests::agent_id;
    use uuid::Uuid;

    pub(crate) fn assignment(starts: i64, ends: Option<i64>) -> Assignment {
        let id = Uuid::from_u128(1);
        Assignment {
            id: AssignmentId::from_uuid(id),
            agent_id: agent_id(1),
            access_package_id: AccessPackageId::from_uuid(id),
            policy_id: PolicyId::from_uuid(id),
            request_id: RequestId::from_uuid(id),
            state: AssignmentState::Delivered,
            starts_at: Timestamp::from_millis(starts),
            ends_at: ends.map(Timestamp::from_millis),
            let_expire_at: None,
            ended_at: None,
            end_reason: None,
        }
    }

    #[test]
    fn durations_count_from_delivery() {
        let delivered = Timestamp::from_millis(500);
        let policy = Expiration::AfterDuration(Span::days(30));
        assert_eq!(
            end_of_new_access(delivered, policy, None, None, None),
            Some(delivered.plus(Span::days(30)))
        );
    }

    #[test]
    fn the_earliest_of_policy_ask_and_grant_is_the_end() {
        let delivered = Timestamp::from_millis(0);
        let policy = Expiration::AfterDuration(Span::days(30));
        let end = |asked, granted| end_of_new_access(delivered, policy, asked, None, granted);
        assert_eq!(end(Some(Span::days(10)), None), Some(delivered.plus(Span::days(10))));
        assert_eq!(
            end(Some(Span::days(10)), Some(Span::days(7))),
            Some(delivered.plus(Span::days(7)))
        );
        let fixed = Expiration::AfterDateTime(Timestamp::from_millis(1_000));
        assert_eq!(
            end_of_new_access(delivered, fixed, Some(Span::days(10)), None, None),
            Some(Timestamp::from_millis(1_000)),
            "nothing outlives the policy's fixed end"
        );
        let until = |asked_end| {
            end_of_new_access(delivered, Expiration::NoExpiration, None, asked_end, None)
        };
        assert_eq!(until(None), None);
        let asked = Some(Timestamp::from_millis(7));
        assert_eq!(until(asked), asked);
    }

    #[test]
    fn a_delivery_is_whole_partial_or_failed() {
        assert_eq!(delivered_state(3, 3), AssignmentState::Delivered);
        assert_eq!(delivered_state(2, 3), AssignmentState::PartiallyDelivered);
        assert_eq!(delivered_state(0, 3), AssignmentState::DeliveryFailed);
    }

    #[test]
    fn access_is_over_from_the_millisecond_of_its_end() {
        let held = assignment(0, Some(1_000));
        assert!(!held.is_over_at(Timestamp::from_millis(999)));
        assert!(held.is_over_at(Timestamp::from_millis(1_000)));
        assert!(held.is_over_at(Timestamp::from_millis(1_001)));
    }

    #[test]
    fn an_end_that_nobody_has_carried_out_yet_still_ends_access() {
        let held = assignment(0, Some(1_000));
        assert_eq!(held.state, AssignmentState::Delivered, "no process has run since the end");
        assert_eq!(
            held.check_end(Timestamp::from_millis(5_000)),
            Err(EndRefusal::AlreadyEnded(Timestamp::from_millis(1_000)))
        );
    }

    #[test]
    fn only_access_with_an_end_is_let_expire_and_only_once() {
        let now = Timestamp::from_millis(1);
        assert_eq!(assignment(0, None).check_let_expire(now), Err(EndRefusal::NeverEnds));
        let held = assignment(0, Some(1_000));
        assert_eq!(held.check_let_expire(now), Ok(()));
        let let_go = Assignment { let_expire_at: Some(now), ..held };
        assert_eq!(let_go.check_let_expire(now), Err(EndRefusal::AlreadyLetGo));
    }
}
