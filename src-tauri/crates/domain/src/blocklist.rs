//! What may never be given to an agent, by anyone.
//!
//! Source: Microsoft Entra, "Authorization in Microsoft Entra Agent ID" (roles and permissions named as blocked, read
//! 2026-06). The principle: writing or controlling the whole directory never, reading is fine.

/// Directory roles that agents can't hold, by display name as the directory spells them.
pub const BLOCKED_DIRECTORY_ROLES: &[&str] =
    &["Global Administrator", "Privileged Role Administrator", "User Administrator"];

/// API permissions and application roles that agents can't hold, by value.
pub const BLOCKED_PERMISSIONS: &[&str] = &[
    "Application.ReadWrite.All",
    "RoleManagement.ReadWrite.All",
    "RoleManagement.ReadWrite.Directory",
    "User.ReadWrite.All",
    "Directory.AccessAsUser.All",
    "EntitlementManagement.ReadWrite.All",
];

/// Whether a directory role is blocked for agents.
pub fn blocks_directory_role(display_name: &str) -> bool {
    BLOCKED_DIRECTORY_ROLES.iter().any(|blocked| blocked.eq_ignore_ascii_case(display_name.trim()))
}

/// Whether an application role or a delegated permission is blocked for agents.
pub fn blocks_permission(value: &str) -> bool {
    BLOCKED_PERMISSIONS.iter().any(|blocked| blocked.eq_ignore_ascii_case(value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_that_control_the_directory_are_blocked_in_any_spelling_of_case() {
        assert!(blocks_directory_role("global administrator"));
        assert!(blocks_directory_role(" User Administrator "));
        assert!(!blocks_directory_role("Reports Reader"));
        assert!(blocks_permission("user.readwrite.all"));
        assert!(!blocks_permission("User.Read.All"));
    }
}
