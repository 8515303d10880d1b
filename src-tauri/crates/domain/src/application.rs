//! Applications and the roles and scopes that they offer.

use crate::id::{AppRoleId, ApplicationId, ScopeId};

/// An application, or an API, to which agents can be given access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Object id, key.
    pub id: ApplicationId,
    /// Client id.
    pub app_id: ApplicationId,
    /// Name.
    pub display_name: String,
}

/// A role that an application declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppRole {
    /// Key within its application.
    pub id: AppRoleId,
    /// The application that declares it.
    pub application_id: ApplicationId,
    /// The value that appears in tokens, such as `Ledger.Read.All`.
    pub value: String,
    /// Name.
    pub display_name: String,
    /// Whether applications (and so agents) may hold it: `allowedMemberTypes` contains `Application`.
    pub allows_applications: bool,
    /// Whether it may be assigned at all.
    pub is_enabled: bool,
}

impl AppRole {
    /// Whether an agent may be given this role (Entra: the role must allow the member type Application).
    pub fn may_be_granted_to_agents(&self) -> bool {
        self.is_enabled && self.allows_applications
    }
}

/// A delegated permission that an API declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Key within its application.
    pub id: ScopeId,
    /// The API that declares it.
    pub application_id: ApplicationId,
    /// The value that appears in tokens, such as `Shipments.Read`.
    pub value: String,
    /// Name.
    pub display_name: String,
    /// Whether it may be consented at all.
    pub is_enabled: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    #[test]
    fn an_agent_is_given_only_enabled_roles_that_applications_may_hold() {
        let role = AppRole {
            id: AppRoleId::from_uuid(uuid::Uuid::from_u128(1)),
            application_id: ApplicationId::from_uuid(uuid::Uuid::from_u128(2)),
            value: "Ledger.Read.All".into(),
            display_name: "Read the ledger".into(),
            allows_applications: true,
            is_enabled: true,
        };
        assert!(role.may_be_granted_to_agents());
        assert!(!AppRole { allows_applications: false, ..role.clone() }.may_be_granted_to_agents());
        assert!(!AppRole { is_enabled: false, ..role }.may_be_granted_to_agents());
    }
}
