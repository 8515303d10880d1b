//! Departures: whether a person may leave now, and what becomes of the agents that they sponsored.

use crate::agent::AgentState;
use crate::refusal::Refuse;

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
    fn code(&self) -> &'static str {
        match self {
            Self::AlreadyLeft => "already_left",
            Self::LastAdministrator => "last_administrator",
            Self::CustodianWithoutHeir => "custodian_without_heir",
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

#[cfg(test)]
mod tests {
    use super::*;

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
