//! Groups: what packages grant membership of, and groups of people who sponsor or approve.

use crate::id::GroupId;
use crate::said::Said;
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

/// Why people can't be put into a group or taken out of it. Ordered by precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MembershipRefusal {
    /// The members follow from a rule elsewhere.
    #[error(
        "the members of {0} follow from a rule in the directory that it comes from; change them there and import it again"
    )]
    Dynamic(String),
    /// Who has left joins nothing.
    #[error("{0} has left; only active people join a group")]
    Inactive(String),
    /// The group answers for something, and nobody active would be left to.
    #[error(
        "{} would be left without an active sponsor; keep an active person in the group, or name another sponsor first",
        .0.join(", ")
    )]
    NobodyResponsible(Vec<String>),
}

impl crate::refusal::Refuse for MembershipRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Dynamic(group) => Said::new("dynamic_group").with("group", group),
            Self::Inactive(person) => {
                Said::new("person_inactive").of("group").with("person", person)
            }
            Self::NobodyResponsible(agents) => {
                Said::new("agent_without_sponsor").of("group").with("agents", agents.as_slice())
            }
        }
    }
}

/// Checks that a group's members may be changed by hand.
pub fn check_hand_made(group: &Group) -> Result<(), MembershipRefusal> {
    if group.kind == GroupKind::Dynamic {
        Err(MembershipRefusal::Dynamic(group.display_name.clone()))
    } else {
        Ok(())
    }
}

/// Something that a group sponsors, as it stands when some members have gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sponsored {
    /// What it is called.
    pub display_name: String,
    /// Whether it is switched on.
    pub is_enabled: bool,
    /// How many active people are left to answer for it, by whichever way.
    pub active_people_left: usize,
}

/// Checks that whatever a group sponsors keeps somebody responsible when members have gone (invariant I1).
pub fn check_left_behind(sponsored: &[Sponsored]) -> Result<(), MembershipRefusal> {
    let orphans: Vec<_> = sponsored
        .iter()
        .filter(|it| it.is_enabled && it.active_people_left == 0)
        .map(|it| it.display_name.clone())
        .collect();
    if orphans.is_empty() { Ok(()) } else { Err(MembershipRefusal::NobodyResponsible(orphans)) }
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
    fn the_members_of_a_dynamic_group_are_not_changed_by_hand() {
        assert!(check_hand_made(&group(GroupKind::Dynamic, false)).is_err());
        assert!(check_hand_made(&group(GroupKind::Unified, false)).is_ok());
        assert!(check_hand_made(&group(GroupKind::Security, false)).is_ok());
    }

    #[test]
    fn whatever_a_group_sponsors_keeps_somebody_responsible() {
        let sponsored = |is_enabled, active_people_left| Sponsored {
            display_name: "Bot".into(),
            is_enabled,
            active_people_left,
        };
        assert!(check_left_behind(&[sponsored(true, 1), sponsored(false, 0)]).is_ok());
        assert_eq!(
            check_left_behind(&[sponsored(true, 0)]),
            Err(MembershipRefusal::NobodyResponsible(vec!["Bot".into()]))
        );
    }

    #[test]
    fn agents_are_granted_security_groups_that_carry_no_directory_roles() {
        assert!(group(GroupKind::Security, false).may_be_granted_to_agents());
        assert!(!group(GroupKind::Security, true).may_be_granted_to_agents());
        assert!(!group(GroupKind::Unified, false).may_be_granted_to_agents());
    }
}
