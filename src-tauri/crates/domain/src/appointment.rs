//! Appointments: who may be given a role in the workspace or in a catalog, and that somebody always administers the
//! workspace.

use crate::authority::{CatalogRole, Role};
use crate::id::{CatalogId, GroupId, PersonId};
use crate::refusal::Refuse;
use crate::said::Said;

/// Who holds a role: a person, or everybody who is in a group at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// One person.
    Person(PersonId),
    /// Whoever is in the group.
    Group(GroupId),
}

/// What a holder is appointed to, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Appointment {
    /// In the whole workspace.
    Workspace(Role),
    /// In one catalog.
    Catalog(CatalogId, CatalogRole),
}

/// Why a role isn't given or taken. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AppointmentRefusal {
    /// The person's employment has ended.
    #[error("this person has left; appoint somebody who is active")]
    Inactive,
    /// Nobody would be left to administer.
    #[error("this is the only active administrator in person; appoint another person first")]
    LastAdministrator,
}

impl Refuse for AppointmentRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Inactive => Said::new("person_inactive").of("appointment"),
            Self::LastAdministrator => Said::new("last_administrator").of("appointment"),
        }
    }
}

/// Decides whether a person is given a role: only somebody active can carry it.
pub fn appoint(is_active: bool) -> Result<(), AppointmentRefusal> {
    if is_active { Ok(()) } else { Err(AppointmentRefusal::Inactive) }
}

/// Decides whether a role is taken from a person. `other_active_holders` counts the active people besides them who hold
/// it in person: a group could be emptied any day. A workspace without an administrator could never get one again, so the
/// last one stays.
pub fn withdraw(role: Role, other_active_holders: usize) -> Result<(), AppointmentRefusal> {
    if role == Role::Administrator && other_active_holders == 0 {
        Err(AppointmentRefusal::LastAdministrator)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_administrator_keeps_the_role_and_the_last_auditor_need_not() {
        assert_eq!(withdraw(Role::Administrator, 0), Err(AppointmentRefusal::LastAdministrator));
        assert_eq!(withdraw(Role::Administrator, 1), Ok(()));
        assert_eq!(withdraw(Role::Auditor, 0), Ok(()), "an audit can be asked for later");
    }

    #[test]
    fn who_has_left_is_given_no_role() {
        assert_eq!(appoint(false), Err(AppointmentRefusal::Inactive));
    }
}
