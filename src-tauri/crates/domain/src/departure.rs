//! Departures: whether a person may leave now, and what becomes of the agents that they sponsored.

use std::collections::BTreeSet;

use crate::agent::AgentState;
use crate::id::PersonId;
use crate::refusal::Refuse;
use crate::said::Said;
use crate::sponsorship::{ChainLink, Heir, heir};

/// What the decision knows of the leaver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaver {
    /// Whether their departure was carried out before.
    pub has_left: bool,
    /// Whether they administer the workspace and nobody else who is active does.
    pub is_last_administrator: bool,
    /// Whether the workspace names them as its custodian.
    pub is_custodian: bool,
    /// Whether somebody active inherits from them.
    pub has_heir: bool,
}

/// Why a person can't leave now. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DepartureRefusal {
    /// They have left before.
    #[error("this person has left already; there is nothing to pass on")]
    AlreadyLeft,
    /// Nobody would be left to administer.
    #[error(
        "this is the only active administrator; appoint another one first, then record the departure"
    )]
    LastAdministrator,
    /// Nobody would be left to inherit when no manager can.
    #[error(
        "this person is the custodian and no active manager takes over; name another custodian in the settings first"
    )]
    CustodianWithoutHeir,
}

impl Refuse for DepartureRefusal {
    fn said(&self) -> Said {
        match self {
            Self::AlreadyLeft => Said::new("already_left"),
            Self::LastAdministrator => Said::new("last_administrator").of("departure"),
            Self::CustodianWithoutHeir => Said::new("custodian_without_heir"),
        }
    }
}

/// Decides whether a person may leave now.
pub fn check(leaver: Leaver) -> Result<(), DepartureRefusal> {
    if leaver.has_left {
        Err(DepartureRefusal::AlreadyLeft)
    } else if leaver.is_last_administrator {
        Err(DepartureRefusal::LastAdministrator)
    } else if leaver.is_custodian && !leaver.has_heir {
        Err(DepartureRefusal::CustodianWithoutHeir)
    } else {
        Ok(())
    }
}

/// Whether an agent is held after a departure: it may act, and nobody active is left to be responsible (invariant I1).
pub fn is_held(state: AgentState, active_sponsors_left: usize) -> bool {
    state == AgentState::Active && active_sponsors_left == 0
}

/// The most people whose departure is rehearsed at once: a department, not the whole company.
pub const MAX_REHEARSED: usize = 200;

/// Who inherits from whom when several people leave on one day, in whichever order. Somebody who leaves too inherits
/// nothing that stays with them, so they are passed over from the start; a custody that passes on is followed.
pub fn heirs(
    leavers: &BTreeSet<PersonId>,
    custodian: Option<PersonId>,
    link_of: impl Fn(PersonId) -> Option<ChainLink>,
) -> Vec<(PersonId, Option<Heir>)> {
    let without_leavers = |person: PersonId| {
        let link = link_of(person)?;
        Some(ChainLink { is_active: link.is_active && !leavers.contains(&person), ..link })
    };
    let custodian = match custodian {
        Some(leaving) if leavers.contains(&leaving) => {
            heir(leaving, None, without_leavers).map(|heir| heir.person_id)
        }
        stays => stays,
    };
    leavers.iter().map(|&leaver| (leaver, heir(leaver, custodian, without_leavers))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::tests::person_id;
    use crate::sponsorship::Inheritance;

    /// Each manages the one before: 1 ← 2 ← 3; nobody manages 9.
    fn link(person: PersonId) -> Option<ChainLink> {
        let manager_id = [(1, 2), (2, 3)]
            .into_iter()
            .find(|&(of, _)| person_id(of) == person)
            .map(|(_, manager)| person_id(manager));
        Some(ChainLink { manager_id, is_active: true })
    }

    fn leave(leavers: &[u128], custodian: Option<u128>) -> Vec<Option<(PersonId, Inheritance)>> {
        let leavers = leavers.iter().copied().map(person_id).collect();
        heirs(&leavers, custodian.map(person_id), link)
            .into_iter()
            .map(|(_, heir)| heir.map(|heir| (heir.person_id, heir.by)))
            .collect()
    }

    #[test]
    fn an_heir_who_leaves_the_same_day_is_passed_over() {
        let top = Some((person_id(3), Inheritance::HigherManager));
        assert_eq!(leave(&[1, 2], None), [top, Some((person_id(3), Inheritance::Manager))]);
    }

    #[test]
    fn a_custody_that_passes_on_is_followed() {
        let to_manager = Some((person_id(2), Inheritance::Manager));
        let to_custodian = Some((person_id(2), Inheritance::Custodian));
        assert_eq!(leave(&[1, 9], Some(1)), [to_manager, to_custodian]);
    }

    #[test]
    fn with_everybody_leaving_nobody_inherits() {
        assert_eq!(leave(&[1, 2, 3], Some(3)), [None, None, None]);
    }

    const ANYBODY: Leaver = Leaver {
        has_left: false,
        is_last_administrator: false,
        is_custodian: false,
        has_heir: false,
    };

    #[test]
    fn who_has_left_does_not_leave_again() {
        assert_eq!(
            check(ANYBODY),
            Ok(()),
            "without an heir the agents are held, and the person may go"
        );
        let gone = Leaver { has_left: true, is_last_administrator: true, ..ANYBODY };
        assert_eq!(
            check(gone),
            Err(DepartureRefusal::AlreadyLeft),
            "the first reason is the one to read"
        );
    }

    #[test]
    fn the_last_administrator_stays() {
        let last = Leaver { is_last_administrator: true, has_heir: true, ..ANYBODY };
        assert_eq!(check(last), Err(DepartureRefusal::LastAdministrator));
    }

    #[test]
    fn a_custodian_leaves_only_when_somebody_takes_over() {
        let custodian = Leaver { is_custodian: true, ..ANYBODY };
        assert_eq!(check(custodian), Err(DepartureRefusal::CustodianWithoutHeir));
        assert_eq!(check(Leaver { has_heir: true, ..custodian }), Ok(()));
    }

    #[test]
    fn only_an_enabled_agent_that_nobody_answers_for_is_held() {
        assert!(is_held(AgentState::Active, 0));
        assert!(!is_held(AgentState::Active, 1));
        assert!(
            !is_held(AgentState::Disabled, 0),
            "its sponsors switched it off; nobody can switch it on without one"
        );
        assert!(!is_held(AgentState::SoftDeleted, 0));
    }
}
