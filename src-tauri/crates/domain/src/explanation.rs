//! Why not: everything that stands between an agent and a right at an instant, in the order in which it has to be removed.
//! The decision itself is `access::check`; this lists all reasons, where that names the first. Names and sentences of the
//! things involved are put to it by whoever knows them.

use crate::access::Holding;
use crate::agent::{OutOfForce, Standing};
use crate::blocklist::ClosedToAgents;
use crate::id::{AccessPackageId, AssignmentId, PolicyId, RequestId};
use crate::permission::{Layers, MissingLayer};
use crate::request::RequestRefusal;
use crate::right::Right;
use crate::term::terms;
use crate::time::Timestamp;

terms! {
    /// What stands in the way, or what would help.
    ObstacleKind {
        /// Agents can't hold the right at all.
        Closed => "closed",
        /// The agent or its family is switched off.
        OutOfForce => "outOfForce",
        /// It was held, and ended.
        Ended => "ended",
        /// It begins later.
        NotYet => "notYet",
        /// The blueprint needs it, and nobody consented.
        ConsentMissing => "consentMissing",
        /// It is consented to on the blueprint's principal, and doesn't flow on.
        InheritanceMissing => "inheritanceMissing",
        /// A request for a package that gives it waits for a decision.
        RequestWaits => "requestWaits",
        /// An extension of an assignment that gives it waits for a decision.
        ExtensionWaits => "extensionWaits",
        /// A package that gives it can be requested.
        Requestable => "requestable",
        /// A package gives it, and a rule refuses the request.
        NotRequestable => "notRequestable",
        /// No package gives it.
        NoPackage => "noPackage",
    }
}

/// One reason why an agent may not use a right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// Agents can't hold it at all. Nothing else matters then.
    Closed(ClosedToAgents),
    /// The agent or its family is switched off.
    OutOfForce(OutOfForce),
    /// What gave it has ended.
    Ended(Holding),
    /// What will give it begins later.
    NotYet(Holding),
    /// Declared by the blueprint, consented to by nobody.
    ConsentMissing,
    /// Consented to on the principal, not inheritable.
    InheritanceMissing,
    /// A request waits.
    RequestWaits(RequestId),
    /// An extension waits.
    ExtensionWaits(RequestId, AssignmentId),
    /// A package can be requested by a policy.
    Requestable(AccessPackageId, PolicyId),
    /// A package can't be requested, because a rule refuses.
    NotRequestable(AccessPackageId, RequestRefusal),
    /// No package gives it.
    NoPackage,
}

impl Obstacle {
    /// Its kind.
    pub fn kind(&self) -> ObstacleKind {
        match self {
            Self::Closed(_) => ObstacleKind::Closed,
            Self::OutOfForce(_) => ObstacleKind::OutOfForce,
            Self::Ended(_) => ObstacleKind::Ended,
            Self::NotYet(_) => ObstacleKind::NotYet,
            Self::ConsentMissing => ObstacleKind::ConsentMissing,
            Self::InheritanceMissing => ObstacleKind::InheritanceMissing,
            Self::RequestWaits(_) => ObstacleKind::RequestWaits,
            Self::ExtensionWaits(..) => ObstacleKind::ExtensionWaits,
            Self::Requestable(..) => ObstacleKind::Requestable,
            Self::NotRequestable(..) => ObstacleKind::NotRequestable,
            Self::NoPackage => ObstacleKind::NoPackage,
        }
    }
}

/// A package that gives the right, and what would become of a request for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The package.
    pub access_package_id: AccessPackageId,
    /// The policy through which it can be requested, or why a rule refuses.
    pub outlook: Result<PolicyId, RequestRefusal>,
}

/// What an explanation knows.
#[derive(Debug)]
pub struct ExplanationFacts<'a> {
    /// The right asked about.
    pub right: Right,
    /// The instant asked about.
    pub at: Timestamp,
    /// Why agents can't hold it at all, if they can't.
    pub closed: Option<ClosedToAgents>,
    /// The agent and its family at that instant.
    pub standing: Standing,
    /// All that the agent held, holds or will hold.
    pub holdings: &'a [Holding],
    /// In which layers the right stands at that instant, where it is an API permission.
    pub layers: Option<Layers>,
    /// Open requests for packages that give it.
    pub waiting_requests: &'a [RequestId],
    /// Open extensions of assignments that give it.
    pub waiting_extensions: &'a [(RequestId, AssignmentId)],
    /// The packages that give it.
    pub offers: &'a [Offer],
}

/// Lists what stands between the agent and the right, in the order in which it has to be removed; nothing when it may use
/// it. What agents can't hold at all is the only reason there is.
pub fn why_not(facts: &ExplanationFacts<'_>) -> Vec<Obstacle> {
    if let Some(closed) = &facts.closed {
        return vec![Obstacle::Closed(closed.clone())];
    }
    let mut obstacles = Vec::new();
    if let Err(reason) = facts.standing.check() {
        obstacles.push(Obstacle::OutOfForce(reason));
    }
    let of_right = || facts.holdings.iter().filter(|held| held.right == facts.right);
    if of_right().any(|held| held.holds_at(facts.at)) {
        // Whoever is switched on again holds it; nothing else is missing.
        return obstacles;
    }
    obstacles.extend(times(facts));
    match facts.layers.and_then(Layers::missing) {
        Some(MissingLayer::Consent) => obstacles.push(Obstacle::ConsentMissing),
        Some(MissingLayer::Inheritance) => obstacles.push(Obstacle::InheritanceMissing),
        Some(MissingLayer::Declaration) | None => {}
    }
    obstacles.extend(
        facts.waiting_extensions.iter().map(|&(id, held)| Obstacle::ExtensionWaits(id, held)),
    );
    obstacles.extend(facts.waiting_requests.iter().map(|&id| Obstacle::RequestWaits(id)));
    let (open, refused): (Vec<_>, Vec<_>) =
        facts.offers.iter().partition(|offer| offer.outlook.is_ok());
    for offer in open.into_iter().chain(refused) {
        obstacles.push(match &offer.outlook {
            Ok(policy) => Obstacle::Requestable(offer.access_package_id, *policy),
            Err(rule) => Obstacle::NotRequestable(offer.access_package_id, rule.clone()),
        });
    }
    if facts.offers.is_empty() {
        obstacles.push(Obstacle::NoPackage);
    }
    obstacles
}

/// What is over, the latest alone, and what begins later, the earliest alone.
fn times(facts: &ExplanationFacts<'_>) -> Vec<Obstacle> {
    let of_right = || facts.holdings.iter().filter(|held| held.right == facts.right);
    let next =
        of_right().filter(|held| held.starts_at > facts.at).min_by_key(|held| held.starts_at);
    let last = of_right()
        .filter(|held| held.ends_at.is_some_and(|end| end <= facts.at))
        .max_by_key(|held| held.ends_at);
    let mut obstacles = Vec::new();
    obstacles.extend(next.map(|&held| Obstacle::NotYet(held)));
    obstacles.extend(last.map(|&held| Obstacle::Ended(held)));
    obstacles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::HeldBy;
    use crate::agent::AgentState;
    use crate::id::{GrantId, GroupId, Id};
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

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn held(starts: i64, ends: Option<i64>) -> Holding {
        Holding {
            right: right(),
            by: HeldBy::Direct(GrantId::from_uuid(Uuid::from_u128(1))),
            starts_at: at(starts),
            ends_at: ends.map(at),
        }
    }

    fn facts(holdings: &[Holding]) -> ExplanationFacts<'_> {
        ExplanationFacts {
            right: right(),
            at: at(100),
            closed: None,
            standing: IN_FORCE,
            holdings,
            layers: None,
            waiting_requests: &[],
            waiting_extensions: &[],
            offers: &[],
        }
    }

    fn kinds(facts: &ExplanationFacts<'_>) -> Vec<ObstacleKind> {
        why_not(facts).iter().map(Obstacle::kind).collect()
    }

    fn package(n: u128, outlook: Result<u128, RequestRefusal>) -> Offer {
        Offer {
            access_package_id: AccessPackageId::from_uuid(Uuid::from_u128(n)),
            outlook: outlook.map(|policy| PolicyId::from_uuid(Uuid::from_u128(policy))),
        }
    }

    #[test]
    fn nothing_stands_between_an_agent_and_what_it_may_use() {
        assert_eq!(kinds(&facts(&[held(0, None)])), vec![]);
    }

    #[test]
    fn what_agents_cant_hold_is_the_only_reason() {
        let closed = Some(ClosedToAgents::Blocked("Global Administrator: Eligible".into()));
        let held = [held(0, None)];
        assert_eq!(kinds(&ExplanationFacts { closed, ..facts(&held) }), vec![ObstacleKind::Closed]);
    }

    #[test]
    fn an_agent_that_is_off_lacks_only_being_on_when_it_holds_the_right() {
        let standing = Standing { state: AgentState::Held, ..IN_FORCE };
        let has = [held(0, None)];
        let with = ExplanationFacts { standing, ..facts(&has) };
        assert_eq!(kinds(&with), vec![ObstacleKind::OutOfForce]);
        let without = ExplanationFacts { standing, ..facts(&[]) };
        assert_eq!(kinds(&without), vec![ObstacleKind::OutOfForce, ObstacleKind::NoPackage]);
    }

    #[test]
    fn an_end_counts_from_its_millisecond_on() {
        let kinds_at = |end: i64| kinds(&facts(&[held(0, Some(end))]));
        assert_eq!(kinds_at(99), vec![ObstacleKind::Ended, ObstacleKind::NoPackage]);
        assert_eq!(kinds_at(100), vec![ObstacleKind::Ended, ObstacleKind::NoPackage]);
        assert_eq!(kinds_at(101), vec![]);
        assert_eq!(
            kinds(&facts(&[held(101, None)])),
            vec![ObstacleKind::NotYet, ObstacleKind::NoPackage]
        );
    }

    #[test]
    fn of_several_ends_the_latest_is_told() {
        let ended = why_not(&facts(&[held(0, Some(20)), held(0, Some(50)), held(0, Some(30))]));
        assert_eq!(ended[0], Obstacle::Ended(held(0, Some(50))));
    }

    #[test]
    fn a_broken_chain_of_layers_names_its_missing_link() {
        let declared = Layers { is_declared: true, ..Layers::default() };
        let consented = Layers { is_consented: true, ..declared };
        let with = |layers| kinds(&ExplanationFacts { layers: Some(layers), ..facts(&[]) })[0];
        assert_eq!(with(declared), ObstacleKind::ConsentMissing);
        assert_eq!(with(consented), ObstacleKind::InheritanceMissing);
        assert_eq!(with(Layers::default()), ObstacleKind::NoPackage);
    }

    #[test]
    fn what_waits_comes_before_what_could_be_asked_and_that_before_what_is_refused() {
        let request = RequestId::from_uuid(Uuid::from_u128(1));
        let assignment = AssignmentId::from_uuid(Uuid::from_u128(1));
        let offers = [package(1, Err(RequestRefusal::NotInScope)), package(2, Ok(5))];
        let facts = ExplanationFacts {
            waiting_requests: &[request],
            waiting_extensions: &[(request, assignment)],
            offers: &offers,
            ..facts(&[])
        };
        assert_eq!(
            kinds(&facts),
            vec![
                ObstacleKind::ExtensionWaits,
                ObstacleKind::RequestWaits,
                ObstacleKind::Requestable,
                ObstacleKind::NotRequestable,
            ]
        );
    }
}
