//! Rights: what a package grants and an agent holds, each named by where it comes from.

use crate::directory_role::RoleMembership;
use crate::id::{AppRoleId, ApplicationId, DirectoryRoleId, GroupId, Id, ScopeId};
use crate::term::{Term, terms};

terms! {
    /// The kinds of rights that agents can hold.
    RightKind {
        /// Membership of a security group.
        GroupMembership => "groupMembership",
        /// A role of an application, or an application permission of an API.
        AppRole => "appRole",
        /// A delegated permission of an API.
        DelegatedPermission => "delegatedPermission",
        /// A directory role, in force or eligible.
        DirectoryRoleActive => "directoryRoleActive",
        /// A directory role that may be activated.
        DirectoryRoleEligible => "directoryRoleEligible",
    }
}

/// One right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// Membership of a security group.
    GroupMembership(GroupId),
    /// A role of an application.
    AppRole(ApplicationId, AppRoleId),
    /// A delegated permission of an API.
    DelegatedPermission(ApplicationId, ScopeId),
    /// A directory role.
    DirectoryRole(DirectoryRoleId, RoleMembership),
}

impl Right {
    /// The kind of this right.
    pub fn kind(self) -> RightKind {
        match self {
            Self::GroupMembership(_) => RightKind::GroupMembership,
            Self::AppRole(..) => RightKind::AppRole,
            Self::DelegatedPermission(..) => RightKind::DelegatedPermission,
            Self::DirectoryRole(_, RoleMembership::Active) => RightKind::DirectoryRoleActive,
            Self::DirectoryRole(_, RoleMembership::Eligible) => RightKind::DirectoryRoleEligible,
        }
    }

    /// The object that the right is on: a group, an application or a directory role.
    pub fn origin(self) -> uuid::Uuid {
        match self {
            Self::GroupMembership(group) => group.uuid(),
            Self::AppRole(application, _) | Self::DelegatedPermission(application, _) => {
                application.uuid()
            }
            Self::DirectoryRole(role, _) => role.uuid(),
        }
    }

    /// The role on that object, where it has several.
    pub fn role(self) -> Option<uuid::Uuid> {
        match self {
            Self::AppRole(_, role) => Some(role.uuid()),
            Self::DelegatedPermission(_, scope) => Some(scope.uuid()),
            Self::GroupMembership(_) | Self::DirectoryRole(..) => None,
        }
    }

    /// The API that the right is a permission of; nothing for groups and directory roles.
    pub fn api(self) -> Option<ApplicationId> {
        match self {
            Self::AppRole(application, _) | Self::DelegatedPermission(application, _) => {
                Some(application)
            }
            Self::GroupMembership(_) | Self::DirectoryRole(..) => None,
        }
    }

    /// Puts a right together from its parts, as a table keeps them.
    pub fn from_parts(
        kind: RightKind,
        origin: uuid::Uuid,
        role: Option<uuid::Uuid>,
    ) -> Option<Self> {
        let application = ApplicationId::from_uuid(origin);
        Some(match kind {
            RightKind::GroupMembership => Self::GroupMembership(GroupId::from_uuid(origin)),
            RightKind::AppRole => Self::AppRole(application, AppRoleId::from_uuid(role?)),
            RightKind::DelegatedPermission => {
                Self::DelegatedPermission(application, ScopeId::from_uuid(role?))
            }
            RightKind::DirectoryRoleActive => {
                Self::DirectoryRole(DirectoryRoleId::from_uuid(origin), RoleMembership::Active)
            }
            RightKind::DirectoryRoleEligible => {
                Self::DirectoryRole(DirectoryRoleId::from_uuid(origin), RoleMembership::Eligible)
            }
        })
    }

    /// How strong the right is, from 1 (membership) to 4 (a directory role in force), for "the strongest right gained".
    pub fn weight(self) -> u8 {
        match self.kind() {
            RightKind::GroupMembership => 1,
            RightKind::DelegatedPermission => 2,
            RightKind::AppRole | RightKind::DirectoryRoleEligible => 3,
            RightKind::DirectoryRoleActive => 4,
        }
    }
}

impl std::fmt::Display for Right {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.kind().term(), self.origin())?;
        self.role().map_or(Ok(()), |role| write!(f, "/{role}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_right_is_put_together_from_its_parts() {
        let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for right in [
            Right::GroupMembership(GroupId::from_uuid(a)),
            Right::AppRole(ApplicationId::from_uuid(a), AppRoleId::from_uuid(b)),
            Right::DelegatedPermission(ApplicationId::from_uuid(a), ScopeId::from_uuid(b)),
            Right::DirectoryRole(DirectoryRoleId::from_uuid(a), RoleMembership::Active),
            Right::DirectoryRole(DirectoryRoleId::from_uuid(a), RoleMembership::Eligible),
        ] {
            assert_eq!(Right::from_parts(right.kind(), right.origin(), right.role()), Some(right));
        }
    }

    #[test]
    fn an_app_role_without_its_role_is_no_right() {
        assert_eq!(Right::from_parts(RightKind::AppRole, Uuid::from_u128(1), None), None);
    }
}
