//! Roles: what a person may be appointed to, in the whole workspace or in one catalog. What a role allows stands in the one
//! table of `authority`; who may be appointed is decided in `appointment`.
//!
//! Sources: Microsoft Entra, "Delegation and roles in entitlement management" (the catalog roles), "Agent ID roles"
//! (administrator and developer of agents) and "Lifecycle workflows administrator".

use crate::access_package::PrivilegeLevel;
use crate::authority::Relation;
use crate::term::terms;

terms! {
    /// A role in the whole workspace.
    Role {
        /// Sets up people, agents, packages and policies; assigns; sees everything.
        Administrator => "administrator",
        /// Looks after all agents and blueprints; grants them nothing.
        AgentAdministrator => "agentAdministrator",
        /// May make blueprints and agents, and owns what they make.
        AgentDeveloper => "agentDeveloper",
        /// Looks after workflows, and carries out that people leave.
        LifecycleAdministrator => "lifecycleAdministrator",
        /// Sees everything, changes nothing.
        Auditor => "auditor",
        /// May make catalogs, and owns what they make.
        CatalogCreator => "catalogCreator",
    }

    /// A role in one catalog.
    CatalogRole {
        /// Looks after the catalog: its packages, policies, assignments, and who has a role in it.
        CatalogOwner => "catalogOwner",
        /// Sees all packages of the catalog, hidden ones too.
        CatalogReader => "catalogReader",
        /// Makes and edits the catalog's packages and policies, and assigns them.
        AccessPackageManager => "accessPackageManager",
        /// Assigns the catalog's packages, and sees their requests and assignments.
        AccessPackageAssignmentManager => "accessPackageAssignmentManager",
    }
}

impl Role {
    /// The role as a noun with its article, for sentences.
    pub fn with_article(self) -> &'static str {
        match self {
            Self::Administrator => "an administrator",
            Self::AgentAdministrator => "an agent administrator",
            Self::AgentDeveloper => "an agent developer",
            Self::LifecycleAdministrator => "a lifecycle administrator",
            Self::Auditor => "an auditor",
            Self::CatalogCreator => "a catalog creator",
        }
    }
}

impl CatalogRole {
    /// The role as a noun with its article, for sentences.
    pub fn with_article(self) -> &'static str {
        match self {
            Self::CatalogOwner => "an owner",
            Self::CatalogReader => "a reader",
            Self::AccessPackageManager => "an access package manager",
            Self::AccessPackageAssignmentManager => "an access package assignment manager",
        }
    }

    /// What ties a holder of this role to the catalog and to all that is in it. A privileged catalog is written by
    /// administrators only: who owns or manages it sees all of it and changes nothing.
    pub fn relation(self, level: PrivilegeLevel) -> Relation {
        match (self, level) {
            (Self::CatalogReader, _) => Relation::CatalogReader,
            (_, PrivilegeLevel::Privileged) => Relation::PrivilegedCatalog,
            (Self::CatalogOwner, PrivilegeLevel::Standard) => Relation::CatalogOwner,
            (Self::AccessPackageManager, PrivilegeLevel::Standard) => {
                Relation::AccessPackageManager
            }
            (Self::AccessPackageAssignmentManager, PrivilegeLevel::Standard) => {
                Relation::AccessPackageAssignmentManager
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::{Action, Permission, may};
    use crate::term::Term;

    #[test]
    fn a_privileged_catalog_is_written_by_administrators_only() {
        for &role in CatalogRole::ALL {
            let relations = [role.relation(PrivilegeLevel::Privileged)];
            for action in [
                Action::CreateAccessPackage,
                Action::AssignAccessPackage,
                Action::RemoveAssignment,
                Action::AddCatalogResource,
                Action::AppointCatalogRole,
            ] {
                assert_ne!(may(action, &[], &relations), Permission::Allowed, "{role} {action}");
                assert_eq!(may(action, &[Role::Administrator], &[]), Permission::Allowed);
            }
        }
    }

    #[test]
    fn who_manages_a_privileged_catalog_still_sees_its_requests_and_a_reader_does_not() {
        let sees = |role: CatalogRole| {
            let relations = [role.relation(PrivilegeLevel::Privileged)];
            may(Action::ShowRequest, &[], &relations)
        };
        assert_eq!(sees(CatalogRole::CatalogOwner), Permission::Allowed);
        assert_eq!(sees(CatalogRole::AccessPackageAssignmentManager), Permission::Allowed);
        assert_eq!(sees(CatalogRole::CatalogReader), Permission::Hidden);
    }

    #[test]
    fn each_catalog_role_may_do_what_the_fields_table_says() {
        let may = |role: CatalogRole, action: Action| {
            may(action, &[], &[role.relation(PrivilegeLevel::Standard)]) == Permission::Allowed
        };
        let columns = [
            CatalogRole::CatalogOwner,
            CatalogRole::AccessPackageManager,
            CatalogRole::AccessPackageAssignmentManager,
            CatalogRole::CatalogReader,
        ];
        let table = [
            (Action::AppointCatalogRole, [true, false, false, false]),
            (Action::WithdrawCatalogRole, [true, false, false, false]),
            (Action::AddCatalogResource, [false, false, false, false]),
            (Action::UpdateCatalog, [true, false, false, false]),
            (Action::CreateAccessPackage, [true, true, false, false]),
            (Action::AddPackageRoles, [true, true, false, false]),
            (Action::UpdatePolicy, [true, true, false, false]),
            (Action::AssignAccessPackage, [true, true, true, false]),
            (Action::RemoveAssignment, [true, true, true, false]),
            (Action::CancelRequest, [true, true, true, false]),
            (Action::ShowRequest, [true, true, true, false]),
            (Action::ShowAssignment, [true, true, true, false]),
            (Action::ApproveRequest, [false, false, false, false]),
        ];
        for (action, expected) in table {
            assert_eq!(columns.map(|role| may(role, action)), expected, "{action}");
        }
    }
}
