//! Directory roles, which administer the directory itself.

use crate::id::DirectoryRoleId;
use crate::term::terms;

terms! {
    /// How a directory role is held.
    RoleMembership {
        /// In force at once.
        Active => "active",
        /// May be activated when needed. Privileged roles are given to agents only so.
        Eligible => "eligible",
    }
}

/// A directory role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryRole {
    /// The role's template id, the same in every directory.
    pub id: DirectoryRoleId,
    /// Name.
    pub display_name: String,
    /// What its holders may do.
    pub description: String,
    /// Whether the role counts as privileged.
    pub is_privileged: bool,
}

/// Directory roles that count as privileged, by display name.
///
/// Source: Microsoft Entra, "Microsoft Entra built-in roles" of 2025-05-26, the roles labelled privileged; reading all of
/// security or of the whole directory is among them. The two accounts of directory synchronisation are added, because
/// they write people.
pub const PRIVILEGED_DIRECTORY_ROLES: &[&str] = &[
    "Application Administrator",
    "Application Developer",
    "Attribute Provisioning Administrator",
    "Attribute Provisioning Reader",
    "Authentication Administrator",
    "Authentication Extensibility Administrator",
    "B2C IEF Keyset Administrator",
    "Cloud Application Administrator",
    "Cloud Device Administrator",
    "Conditional Access Administrator",
    "Directory Synchronization Accounts",
    "Directory Writers",
    "Domain Name Administrator",
    "External Identity Provider Administrator",
    "Global Administrator",
    "Global Reader",
    "Helpdesk Administrator",
    "Hybrid Identity Administrator",
    "Intune Administrator",
    "Lifecycle Workflows Administrator",
    "On Premises Directory Sync Account",
    "Partner Tier1 Support",
    "Partner Tier2 Support",
    "Password Administrator",
    "Privileged Authentication Administrator",
    "Privileged Role Administrator",
    "Security Administrator",
    "Security Operator",
    "Security Reader",
    "User Administrator",
];

/// Whether a directory role counts as privileged by its name, for sources that don't say it of each role.
pub fn is_privileged_by_name(display_name: &str) -> bool {
    PRIVILEGED_DIRECTORY_ROLES.iter().any(|name| name.eq_ignore_ascii_case(display_name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocklist::BLOCKED_DIRECTORY_ROLES;

    #[test]
    fn reading_all_of_security_or_of_the_directory_is_privileged_and_reading_reports_is_not() {
        assert!(is_privileged_by_name("security reader"));
        assert!(is_privileged_by_name(" Global Reader"));
        assert!(!is_privileged_by_name("Reports Reader"));
        assert!(!is_privileged_by_name("Directory Readers"));
    }

    #[test]
    fn every_blocked_role_is_privileged() {
        for blocked in BLOCKED_DIRECTORY_ROLES.names() {
            assert!(is_privileged_by_name(blocked), "{blocked} controls the directory");
        }
    }
}
