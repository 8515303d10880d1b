//! What an agent may do at an instant, and why. Access ends by data: this reads the record, so at or after its end a
//! grant gives nothing, even if no process was running when it ended.

use crate::agent::{OutOfForce, Standing};
use crate::id::{AssignmentId, ConsentId, GrantId};
use crate::right::Right;
use crate::said::Said;
use crate::term::terms;
use crate::time::Timestamp;

terms! {
    /// Where a right comes from (invariant I4).
    GrantSource {
        /// A delivered assignment of an access package.
        Assignment => "assignment",
        /// Given directly, outside packages.
        Direct => "direct",
        /// Consented on the blueprint's principal and inherited from there.
        Inherited => "inherited",
    }
}

/// One right held by an agent over a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// Key.
    pub id: GrantId,
    /// What is held.
    pub right: Right,
    /// The assignment that it comes from; `None` for a direct grant.
    pub assignment_id: Option<AssignmentId>,
    /// The first instant with it.
    pub starts_at: Timestamp,
    /// The first instant without it; `None` for never.
    pub ends_at: Option<Timestamp>,
    /// The first instant without it, when it was withdrawn before its end.
    pub withdrawn_at: Option<Timestamp>,
}

impl Grant {
    /// The first instant without the right, if there is one.
    pub fn effective_end(&self) -> Option<Timestamp> {
        match (self.withdrawn_at, self.ends_at) {
            (Some(withdrawn), Some(ends)) => Some(withdrawn.min(ends)),
            (withdrawn, ends) => withdrawn.or(ends),
        }
    }
}

/// What gives a holding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeldBy {
    /// A right of a delivered assignment.
    Assignment(AssignmentId),
    /// A direct grant.
    Direct(GrantId),
    /// A consent on the blueprint's principal, from which it flows.
    Inherited(ConsentId),
}

impl HeldBy {
    /// The kind of source.
    pub fn source(self) -> GrantSource {
        match self {
            Self::Assignment(_) => GrantSource::Assignment,
            Self::Direct(_) => GrantSource::Direct,
            Self::Inherited(_) => GrantSource::Inherited,
        }
    }
}

/// One right of an agent over a time, whatever gives it: its own grants, and what flows to it from its blueprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// What is held.
    pub right: Right,
    /// What gives it.
    pub by: HeldBy,
    /// The first instant with it.
    pub starts_at: Timestamp,
    /// The first instant without it; `None` for never.
    pub ends_at: Option<Timestamp>,
}

impl Holding {
    /// Whether the right is held at an instant: from its start, before its end.
    pub fn holds_at(&self, at: Timestamp) -> bool {
        self.starts_at <= at && self.ends_at.is_none_or(|end| at < end)
    }

    /// Whether there is any instant at which it is held.
    fn holds_ever(&self) -> bool {
        self.ends_at.is_none_or(|end| end > self.starts_at)
    }
}

impl From<&Grant> for Holding {
    fn from(grant: &Grant) -> Self {
        let by = grant.assignment_id.map_or(HeldBy::Direct(grant.id), HeldBy::Assignment);
        Self { right: grant.right, by, starts_at: grant.starts_at, ends_at: grant.effective_end() }
    }
}

/// Why an agent may not use a right. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAccess {
    /// The block list forbids it to every agent, whoever gave it (invariant I9).
    Blocked,
    /// The agent or its family is switched off.
    OutOfForce(OutOfForce),
    /// It was held, and ended.
    Ended(Timestamp),
    /// It will be held, from then on.
    NotYet(Timestamp),
    /// It was never given.
    NeverGranted,
}

impl std::fmt::Display for NoAccess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Blocked => f.write_str(
                "the right is on the block list for agents, so nothing gives it; use another right",
            ),
            Self::OutOfForce(reason) => write!(f, "{reason}"),
            Self::Ended(at) => write!(f, "the access ended on {}; request it again", at.in_words()),
            Self::NotYet(at) => {
                write!(f, "the access starts on {}; wait until then", at.in_words())
            }
            Self::NeverGranted => {
                f.write_str("nothing grants this right; request a package that holds it")
            }
        }
    }
}

impl crate::refusal::Refuse for NoAccess {
    fn said(&self) -> Said {
        match self {
            Self::Blocked => Said::new("role_blocked_for_agents").of("right"),
            Self::OutOfForce(reason) => reason.said(),
            Self::Ended(at) => Said::new("access_ended").with("ended", *at),
            Self::NotYet(at) => Said::new("access_not_yet").with("start", *at),
            Self::NeverGranted => Said::new("never_granted"),
        }
    }
}

/// What the decision point knows.
#[derive(Debug, Clone, Copy)]
pub struct AccessFacts<'a> {
    /// The agent and its family, as they stood at the instant.
    pub standing: Standing,
    /// Whether the block list forbids the right.
    pub is_blocked: bool,
    /// All that the agent held, holds or will hold, from every source.
    pub holdings: &'a [Holding],
}

/// Answers whether an agent may use a right at an instant: the holdings that say yes, the one that lasts longest first, or
/// why not. A right that two sources give survives the end of one of them.
pub fn check(
    facts: &AccessFacts<'_>,
    right: Right,
    at: Timestamp,
) -> Result<Vec<Holding>, NoAccess> {
    if facts.is_blocked {
        return Err(NoAccess::Blocked);
    }
    facts.standing.check().map_err(NoAccess::OutOfForce)?;
    let of_right = || facts.holdings.iter().filter(|held| held.right == right);
    let mut holding: Vec<Holding> = of_right().filter(|held| held.holds_at(at)).copied().collect();
    if !holding.is_empty() {
        let end = |held: &Holding| held.ends_at.unwrap_or(Timestamp::MAX);
        holding.sort_by_key(|held| (std::cmp::Reverse(end(held)), held.by));
        return Ok(holding);
    }
    let next_start = of_right()
        .filter(|held| held.starts_at > at && held.holds_ever())
        .map(|held| held.starts_at)
        .min();
    let last_end = of_right().filter_map(|held| held.ends_at).filter(|&end| end <= at).max();
    Err(match (next_start, last_end) {
        (Some(start), _) => NoAccess::NotYet(start),
        (None, Some(end)) => NoAccess::Ended(end),
        (None, None) => NoAccess::NeverGranted,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::AgentState;
    use crate::id::{GroupId, Id};
    use proptest::prelude::*;
    use uuid::Uuid;

    const IN_FORCE: Standing = Standing {
        state: AgentState::Active,
        blueprint_in_force: true,
        principal_in_force: true,
        is_orphaned: false,
    };

    fn right() -> Right {
        Right::GroupMembership(GroupId::from_uuid(Uuid::from_u128(1)))
    }

    fn grant(starts: i64, ends: Option<i64>, withdrawn: Option<i64>) -> Holding {
        Holding::from(&stored(starts, ends, withdrawn))
    }

    fn check(
        standing: Standing,
        holdings: &[Holding],
        right: Right,
        at: Timestamp,
    ) -> Result<Vec<Holding>, NoAccess> {
        super::check(&AccessFacts { standing, is_blocked: false, holdings }, right, at)
    }

    fn stored(starts: i64, ends: Option<i64>, withdrawn: Option<i64>) -> Grant {
        Grant {
            id: GrantId::from_uuid(Uuid::from_u128(1)),
            right: right(),
            assignment_id: Some(AssignmentId::from_uuid(Uuid::from_u128(1))),
            starts_at: Timestamp::from_millis(starts),
            ends_at: ends.map(Timestamp::from_millis),
            withdrawn_at: withdrawn.map(Timestamp::from_millis),
        }
    }

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    #[test]
    fn a_grant_holds_from_its_start_until_the_millisecond_before_its_end() {
        let grants = [grant(100, Some(200), None)];
        let check = |millis| check(IN_FORCE, &grants, right(), at(millis));
        assert_eq!(check(99), Err(NoAccess::NotYet(at(100))));
        assert!(check(100).is_ok());
        assert!(check(199).is_ok());
        assert_eq!(check(200), Err(NoAccess::Ended(at(200))));
        assert_eq!(check(201), Err(NoAccess::Ended(at(200))));
    }

    #[test]
    fn a_withdrawn_grant_gives_nothing_even_before_its_end() {
        let grants = [grant(0, Some(200), Some(50))];
        assert!(check(IN_FORCE, &grants, right(), at(49)).is_ok());
        assert_eq!(check(IN_FORCE, &grants, right(), at(50)), Err(NoAccess::Ended(at(50))));
    }

    #[test]
    fn access_from_elsewhere_survives_the_end_of_an_assignment() {
        let direct = Holding::from(&Grant { assignment_id: None, ..stored(0, None, None) });
        let grants = [grant(0, Some(200), None), direct];
        let holding = check(IN_FORCE, &grants, right(), at(200)).unwrap();
        assert_eq!(holding, vec![direct]);
        assert_eq!(holding[0].by.source(), GrantSource::Direct);
    }

    #[test]
    fn an_agent_out_of_force_may_do_nothing_whatever_it_holds() {
        let off = Standing { state: AgentState::Disabled, ..IN_FORCE };
        let grants = [grant(0, None, None)];
        assert_eq!(
            check(off, &grants, right(), at(1)),
            Err(NoAccess::OutOfForce(OutOfForce::Disabled))
        );
    }

    #[test]
    fn what_is_blocked_gives_nothing_whatever_grants_it() {
        let grants = [grant(0, None, None)];
        let facts = AccessFacts { standing: IN_FORCE, is_blocked: true, holdings: &grants };
        assert_eq!(super::check(&facts, right(), at(1)), Err(NoAccess::Blocked));
    }

    #[test]
    fn what_was_never_granted_says_so() {
        assert_eq!(check(IN_FORCE, &[], right(), at(1)), Err(NoAccess::NeverGranted));
    }

    proptest! {
        #[test]
        fn no_grant_gives_access_outside_its_time(
            starts in 0_i64..100, life in 0_i64..100, withdrawn in prop::option::of(0_i64..200), t in 0_i64..250,
        ) {
            let one = grant(starts, Some(starts + life), withdrawn);
            if check(IN_FORCE, &[one], right(), at(t)).is_ok() {
                prop_assert!(t >= starts && t < starts + life);
                prop_assert!(withdrawn.is_none_or(|w| t < w));
            }
        }
    }
}
