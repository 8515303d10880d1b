//! An administrator's change of an assignment (Graph: `adminUpdate`): another end, or another policy. It obeys the policy as a
//! direct assignment does: no later than a new assignment of now would end, and by approval where the policy wants it.

use crate::agent::{OutOfForce, Standing};
use crate::assignment::{Assignment, end_of_new_access};
use crate::id::RequestId;
use crate::policy::{Expiration, ExtensionRule, Policy};
use crate::refusal::Refuse;
use crate::said::Said;
use crate::time::Timestamp;

/// What a change knows.
#[derive(Debug, Clone, Copy)]
pub struct UpdateFacts<'a> {
    /// The present instant.
    pub now: Timestamp,
    /// The assignment to change.
    pub assignment: &'a Assignment,
    /// The policy that is to govern it from then on.
    pub policy: &'a Policy,
    /// Whether that is another policy than now.
    pub is_other_policy: bool,
    /// Whether the agent may act, with its family.
    pub standing: Standing,
    /// An extension or change of this assignment that is already open.
    pub open_change: Option<RequestId>,
}

/// A change that may be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UpdateOpened {
    /// The end from then on; `None` for never.
    pub ends_at: Option<Timestamp>,
    /// Whether the stages of the policy have to agree first.
    pub needs_approval: bool,
}

/// Why a change isn't opened. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UpdateRefusal {
    /// The access is over.
    #[error("this access ended on {}; assign the package again", .0.in_words())]
    Ended(Timestamp),
    /// A change waits.
    #[error("a change of this access already waits for a decision; wait for it or cancel it")]
    AlreadyRequested(RequestId),
    /// The other policy is switched off.
    #[error("that policy is switched off and gives nothing; switch it on, or choose another")]
    PolicyDisabled,
    /// Nothing would change.
    #[error("nothing would change; give another end or another policy")]
    NothingChanges,
    /// The end lies behind, or before the start.
    #[error(
        "the end has to lie ahead and after the start; choose a later end, or remove the assignment"
    )]
    NotAhead,
    /// Later than the policy gives.
    #[error("the policy gives access until {} at the latest; choose that or less", .0.in_words())]
    TooLate(Timestamp),
    /// The agent may not act, so its access isn't prolonged.
    #[error("{0}")]
    AgentOutOfForce(OutOfForce),
}

impl Refuse for UpdateRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Ended(at) => Said::new("assignment_ended").of("update").with("ended", *at),
            Self::AlreadyRequested(_) => Said::new("already_requested").of("change"),
            Self::PolicyDisabled => Said::new("policy_disabled").of("update").at("policyId"),
            Self::NothingChanges => Said::new("nothing_changes"),
            Self::NotAhead => Said::new("end_not_ahead").at("endsAt"),
            Self::TooLate(at) => {
                Said::new("longer_than_policy").of("until").with("until", *at).at("endsAt")
            }
            Self::AgentOutOfForce(reason) => reason.said(),
        }
    }
}

/// Decides whether a change is opened. Without a wanted end, another policy gives its own, counted from the start.
pub fn decide(
    facts: &UpdateFacts<'_>,
    wanted: Option<Timestamp>,
) -> Result<UpdateOpened, UpdateRefusal> {
    let held = facts.assignment;
    if let Some(end) = held.effective_end()
        && facts.now >= end
    {
        return Err(UpdateRefusal::Ended(end));
    }
    if let Some(open) = facts.open_change {
        return Err(UpdateRefusal::AlreadyRequested(open));
    }
    if facts.is_other_policy && !facts.policy.is_enabled {
        return Err(UpdateRefusal::PolicyDisabled);
    }
    if wanted.is_none() && !facts.is_other_policy {
        return Err(UpdateRefusal::NothingChanges);
    }
    let by_policy = || end_of_new_access(held.starts_at, facts.policy.expiration, None, None, None);
    let ends_at = wanted.or_else(by_policy);
    if ends_at == held.ends_at && !facts.is_other_policy {
        return Err(UpdateRefusal::NothingChanges);
    }
    let from = held.starts_at.max(facts.now);
    let latest = match facts.policy.expiration {
        Expiration::NoExpiration => None,
        Expiration::AfterDuration(span) => Some(from.plus(span)),
        Expiration::AfterDateTime(end) => Some(end),
    };
    if let Some(end) = ends_at {
        if end <= from {
            return Err(UpdateRefusal::NotAhead);
        }
        if let Some(latest) = latest.filter(|&latest| end > latest) {
            return Err(UpdateRefusal::TooLate(latest));
        }
    }
    let is_later = match (ends_at, held.ends_at) {
        (Some(end), Some(present)) => end > present,
        (None, Some(_)) => true,
        (_, None) => false,
    };
    if is_later {
        facts.standing.check().map_err(UpdateRefusal::AgentOutOfForce)?;
    }
    let wants_approval = facts.is_other_policy
        || (is_later && facts.policy.extension == ExtensionRule::WithApproval);
    Ok(UpdateOpened { ends_at, needs_approval: wants_approval && !facts.policy.stages.is_empty() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::AgentState;
    use crate::assignment::tests::assignment;
    use crate::id::Id;
    use crate::policy::PolicyScope;
    use crate::policy::tests::policy;
    use crate::time::DAY_MS;

    const STANDING: Standing = Standing {
        state: AgentState::Active,
        blueprint_in_force: true,
        principal_in_force: true,
        is_orphaned: false,
    };

    fn facts<'a>(assignment: &'a Assignment, policy: &'a Policy, now: i64) -> UpdateFacts<'a> {
        UpdateFacts {
            now: Timestamp::from_millis(now),
            assignment,
            policy,
            is_other_policy: false,
            standing: STANDING,
            open_change: None,
        }
    }

    fn at(millis: i64) -> Option<Timestamp> {
        Some(Timestamp::from_millis(millis))
    }

    #[test]
    fn an_administrator_moves_the_end_as_far_as_a_new_assignment_would_reach() {
        let held = assignment(0, Some(10 * DAY_MS));
        let policy = policy(PolicyScope::NotSpecified);
        let facts = facts(&held, &policy, DAY_MS);
        let opened = decide(&facts, at(31 * DAY_MS)).unwrap();
        assert!(opened.needs_approval, "later, where extension needs approval");
        assert_eq!(
            decide(&facts, at(31 * DAY_MS + 1)),
            Err(UpdateRefusal::TooLate(Timestamp::from_millis(31 * DAY_MS)))
        );
        let earlier = decide(&facts, at(2 * DAY_MS)).unwrap();
        assert!(!earlier.needs_approval, "sooner needs nobody's approval");
    }

    #[test]
    fn an_end_lies_ahead_to_the_millisecond() {
        let held = assignment(0, Some(10_000));
        let policy = policy(PolicyScope::NotSpecified);
        let facts = facts(&held, &policy, 1_000);
        assert_eq!(decide(&facts, at(999)), Err(UpdateRefusal::NotAhead));
        assert_eq!(decide(&facts, at(1_000)), Err(UpdateRefusal::NotAhead));
        assert!(decide(&facts, at(1_001)).is_ok());
    }

    #[test]
    fn another_policy_gives_its_own_end_and_wants_its_own_approval() {
        let held = assignment(0, Some(10 * DAY_MS));
        let endless = Policy {
            expiration: Expiration::NoExpiration,
            extension: ExtensionRule::NotAllowed,
            ..policy(PolicyScope::NotSpecified)
        };
        let other = UpdateFacts { is_other_policy: true, ..facts(&held, &endless, 1) };
        assert_eq!(decide(&other, None), Ok(UpdateOpened { ends_at: None, needs_approval: true }));
        let free = Policy { stages: vec![], ..endless.clone() };
        let other = UpdateFacts { policy: &free, ..other };
        assert!(!decide(&other, None).unwrap().needs_approval);
        let off = Policy { is_enabled: false, ..free.clone() };
        let other = UpdateFacts { policy: &off, ..other };
        assert_eq!(decide(&other, None), Err(UpdateRefusal::PolicyDisabled));
    }

    #[test]
    fn what_is_over_waits_already_or_wouldnt_change_is_refused() {
        let held = assignment(0, Some(1_000));
        let policy = policy(PolicyScope::NotSpecified);
        let over = facts(&held, &policy, 1_000);
        assert_eq!(
            decide(&over, at(2_000)),
            Err(UpdateRefusal::Ended(Timestamp::from_millis(1_000)))
        );
        let now = facts(&held, &policy, 999);
        assert_eq!(decide(&now, None), Err(UpdateRefusal::NothingChanges));
        assert_eq!(decide(&now, at(1_000)), Err(UpdateRefusal::NothingChanges));
        let request = RequestId::from_uuid(uuid::Uuid::from_u128(1));
        let waits = UpdateFacts { open_change: Some(request), ..now };
        assert_eq!(decide(&waits, at(2_000)), Err(UpdateRefusal::AlreadyRequested(request)));
    }

    #[test]
    fn the_access_of_an_agent_out_of_force_is_shortened_but_not_prolonged() {
        let held = assignment(0, Some(10_000));
        let policy = policy(PolicyScope::NotSpecified);
        let off = Standing { state: AgentState::Held, ..STANDING };
        let facts = UpdateFacts { standing: off, ..facts(&held, &policy, 1_000) };
        assert!(decide(&facts, at(5_000)).is_ok());
        assert_eq!(
            decide(&facts, at(20_000)),
            Err(UpdateRefusal::AgentOutOfForce(OutOfForce::Held))
        );
    }
}
