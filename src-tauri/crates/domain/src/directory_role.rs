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
