//! Groups: what packages grant membership of, and groups of people who sponsor or approve.

use crate::id::GroupId;
use crate::term::terms;

terms! {
    /// What a group is for.
    GroupKind {
        /// A security group: membership is a right, and packages grant it.
        Security => "security",
        /// A Microsoft 365 group.
        Unified => "unified",
        /// A group whose members follow from a rule.
        Dynamic => "dynamic",
    }
}

/// A group in the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Key.
    pub id: GroupId,
    /// Name; unique here, so that imports and people can name it.
    pub display_name: String,
    /// Purpose.
    pub description: String,
    /// What it is for.
    pub kind: GroupKind,
    /// Whether directory roles may be assigned to it. Agents can't be members of such a group.
    pub is_role_assignable: bool,
}

impl Group {
    /// Whether the group may sponsor an agent: a Microsoft 365 or dynamic group to which no roles can be assigned
    /// (Graph: agentIdentity, add sponsors).
    pub fn may_sponsor(&self) -> bool {
        !self.is_role_assignable && self.kind != GroupKind::Security
    }

    /// Whether an access package may grant membership of it to agents.
    pub fn may_be_granted_to_agents(&self) -> bool {
        !self.is_role_assignable && self.kind == GroupKind::Security
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    fn group(kind: GroupKind, is_role_assignable: bool) -> Group {
        Group {
            id: GroupId::from_uuid(uuid::Uuid::from_u128(1)),
            display_name: "Team".into(),
            description: String::new(),
            kind,
            is_role_assignable,
        }
    }

    #[test]
    fn a_sponsor_group_is_no_security_group_and_not_role_assignable() {
        assert!(group(GroupKind::Unified, false).may_sponsor());
        assert!(group(GroupKind::Dynamic, false).may_sponsor());
        assert!(!group(GroupKind::Security, false).may_sponsor());
        assert!(!group(GroupKind::Unified, true).may_sponsor());
    }

    #[test]
    fn agents_are_granted_security_groups_that_carry_no_directory_roles() {
        assert!(group(GroupKind::Security, false).may_be_granted_to_agents());
        assert!(!group(GroupKind::Security, true).may_be_granted_to_agents());
        assert!(!group(GroupKind::Unified, false).may_be_granted_to_agents());
    }
}
