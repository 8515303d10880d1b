//! Appointments: who holds which role, in the workspace or in a catalog.

use chaperone_domain::authority::{Action, CatalogRole, Role};
use chaperone_domain::id::{CatalogId, GroupId, PersonId};

use super::reference::{CatalogRef, GroupRef, PersonRef};
use crate::wire::Wire;

asks! {
    /// See who holds which role in the workspace; or in one catalog; or everywhere, of one person.
    ListAppointments {
        /// In this catalog.
        catalog_id: Option<Wire<CatalogId>>,
        /// Of this person, in person and through groups.
        person_id: Option<Wire<PersonId>>,
    }

    /// Give a person or a group a role in the workspace.
    AppointRole {
        /// Which person; or give `groupId`.
        person_id: Option<Wire<PersonId>>,
        /// Which group: whoever is in it holds the role.
        group_id: Option<Wire<GroupId>>,
        /// Which.
        role: Wire<Role>,
    }

    /// Take a role in the workspace away.
    WithdrawRole {
        /// From which person; or give `groupId`.
        person_id: Option<Wire<PersonId>>,
        /// From which group.
        group_id: Option<Wire<GroupId>>,
        /// Which.
        role: Wire<Role>,
    }

    /// Give a person or a group a role in a catalog.
    AppointCatalogRole {
        /// Where.
        catalog_id: Wire<CatalogId>,
        /// Which person; or give `groupId`.
        person_id: Option<Wire<PersonId>>,
        /// Which group: whoever is in it holds the role.
        group_id: Option<Wire<GroupId>>,
        /// Which.
        role: Wire<CatalogRole>,
    }

    /// Take a role in a catalog away.
    WithdrawCatalogRole {
        /// Where.
        catalog_id: Wire<CatalogId>,
        /// From which person; or give `groupId`.
        person_id: Option<Wire<PersonId>>,
        /// From which group.
        group_id: Option<Wire<GroupId>>,
        /// Which.
        role: Wire<CatalogRole>,
    }
}

views! {
    /// Who holds which role.
    Appointments {
        /// By role.
        rows: Vec<AppointmentRow>,
        /// What I may do with them.
        may: Vec<Wire<Action>>,
    }

    /// One appointment.
    AppointmentRow {
        /// The person who holds it, unless a group does.
        person: Option<PersonRef>,
        /// The group whose members hold it.
        group: Option<GroupRef>,
        /// The role in the workspace.
        role: Option<Wire<Role>>,
        /// The catalog in which the catalog role is held.
        catalog: Option<CatalogRef>,
        /// The role in that catalog.
        catalog_role: Option<Wire<CatalogRole>>,
    }

    /// The roles that a person or a group holds in the workspace now.
    RoleChange {
        /// Whose.
        person: Option<PersonRef>,
        /// Or which group's.
        group: Option<GroupRef>,
        /// Roles afterwards.
        roles: Vec<Wire<Role>>,
    }
}
