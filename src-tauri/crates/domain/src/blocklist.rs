//! What may never be given to an agent, by anyone, and which directory roles may.
//!
//! The lists are data files, embedded: one name a line, `#` before a remark, and a `source:` and a `date:` of which every
//! list says where it comes from. The principle behind them: writing or controlling the whole directory never, reading is
//! fine. A directory role that stands on neither list isn't known to be safe, and is refused.

use crate::offender::{Offender, OffenderKind};
use crate::refusal::Refuse;
use crate::right::{Right, RightKind};
use crate::said::Said;

/// A list of names with where it comes from.
#[derive(Debug, Clone, Copy)]
pub struct NameList {
    text: &'static str,
}

/// Directory roles that agents never hold, by display name.
pub const BLOCKED_DIRECTORY_ROLES: NameList =
    NameList { text: include_str!("../data/blocked-directory-roles.txt") };
/// API permissions and application roles that agents never hold, by value.
pub const BLOCKED_PERMISSIONS: NameList =
    NameList { text: include_str!("../data/blocked-permissions.txt") };
/// Directory roles that agents may hold, by display name.
pub const ALLOWED_DIRECTORY_ROLES: NameList =
    NameList { text: include_str!("../data/allowed-directory-roles.txt") };

impl NameList {
    fn lines(self) -> impl Iterator<Item = &'static str> {
        self.text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
    }

    fn head(self, field: &str) -> &'static str {
        self.lines()
            .find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))
            .map_or("unknown", str::trim)
    }

    /// Where the list comes from.
    pub fn source(self) -> &'static str {
        self.head("source")
    }

    /// The date of the source, such as `2026-06-12`.
    pub fn date(self) -> &'static str {
        self.head("date")
    }

    /// The names, in their order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        self.lines().filter(|line| !line.starts_with("source:") && !line.starts_with("date:"))
    }

    /// Whether a directory role is on the list. Directories and documents spell one role differently: `Admin` and
    /// `Administrator`, with and without the maker's name; both mean the same role.
    fn names_role(self, display_name: &str) -> bool {
        let wanted = role_words(display_name);
        self.names().any(|name| role_words(name) == wanted)
    }

    fn names_value(self, value: &str) -> bool {
        self.names().any(|name| name.eq_ignore_ascii_case(value.trim()))
    }
}

/// A role's name as it is compared.
fn role_words(display_name: &str) -> Vec<String> {
    display_name
        .split_whitespace()
        .map(str::to_lowercase)
        .map(|word| if word == "admin" { "administrator".to_owned() } else { word })
        .skip_while(|word| word == "microsoft" || word == "entra")
        .collect()
}

/// Whether a directory role is blocked for agents.
pub fn blocks_directory_role(display_name: &str) -> bool {
    BLOCKED_DIRECTORY_ROLES.names_role(display_name)
}

/// Whether a directory role is on the list of those that agents may hold.
pub fn allows_directory_role(display_name: &str) -> bool {
    ALLOWED_DIRECTORY_ROLES.names_role(display_name) && !blocks_directory_role(display_name)
}

/// Whether an application role or a delegated permission is blocked for agents.
pub fn blocks_permission(value: &str) -> bool {
    BLOCKED_PERMISSIONS.names_value(value)
}

/// A right with what its object declares of it: what decides whether agents may hold it at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedRight {
    /// The right.
    pub right: Right,
    /// Name of the group, application or directory role.
    pub origin_name: String,
    /// Name of the role on it, such as `Ledger.Read.All` or `Member`.
    pub role_name: String,
    /// Whether its application or group opens it to agents, and it is enabled.
    pub is_open_to_agents: bool,
    /// Whether the directory counts it as privileged.
    pub is_privileged: bool,
}

impl OfferedRight {
    /// Object and role together, as people read it: `Ledger: Ledger.Read.All`.
    pub fn full_name(&self) -> String {
        format!("{}: {}", self.origin_name, self.role_name)
    }

    /// What breaks invariant I9 where this right is blocked and held: a directory role, however it is held, or a permission.
    pub fn as_offender(&self) -> Offender {
        match self.right.kind() {
            RightKind::DirectoryRoleActive | RightKind::DirectoryRoleEligible => {
                Offender { kind: OffenderKind::DirectoryRole, which: self.origin_name.clone() }
            }
            RightKind::AppRole | RightKind::DelegatedPermission | RightKind::GroupMembership => {
                Offender { kind: OffenderKind::Permission, which: self.full_name() }
            }
        }
    }

    /// Whether the block list forbids this right to agents (invariant I9).
    pub fn is_blocked(&self) -> bool {
        blocks(self.right, &self.origin_name, &self.role_name)
    }
}

/// Whether the block list forbids a right that is called so.
pub fn blocks(right: Right, origin_name: &str, role_name: &str) -> bool {
    match right.kind() {
        RightKind::DirectoryRoleActive | RightKind::DirectoryRoleEligible => {
            blocks_directory_role(origin_name)
        }
        RightKind::AppRole | RightKind::DelegatedPermission => blocks_permission(role_name),
        RightKind::GroupMembership => false,
    }
}

/// Why agents can't hold a right, whoever gives it. Ordered by precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClosedToAgents {
    /// It is on the block list.
    #[error("'{0}' is on the block list for agents; no agent can be given it, by nobody")]
    Blocked(String),
    /// Its application or group doesn't open it to agents, or it is switched off.
    #[error(
        "'{0}' can't be held by agents; choose an enabled role that allows applications, or a security group"
    )]
    NotForAgents(String),
    /// A directory role that isn't known to be safe.
    #[error(
        "the directory role '{0}' is not on the list of roles that agents may hold (of {date}); choose a role from that list",
        date = ALLOWED_DIRECTORY_ROLES.date()
    )]
    NotAllowed(String),
    /// A privileged directory role in force at once.
    #[error("'{0}' is privileged; agents may only be eligible for it")]
    PrivilegedActive(String),
}

impl Refuse for ClosedToAgents {
    fn said(&self) -> Said {
        match self {
            Self::Blocked(role) => Said::new("role_blocked_for_agents").with("role", role),
            Self::NotForAgents(role) => Said::new("role_not_for_agents").with("role", role),
            Self::NotAllowed(role) => Said::new("role_not_allowed_for_agents")
                .with("role", role)
                .with("date", ALLOWED_DIRECTORY_ROLES.date()),
            Self::PrivilegedActive(role) => Said::new("privileged_role_active").with("role", role),
        }
    }
}

/// Checks that agents may hold a right at all: not blocked, open to them, a directory role allowed to them, and a privileged
/// one eligible only.
pub fn check_for_agents(offered: &OfferedRight) -> Result<(), ClosedToAgents> {
    let is_directory_role = matches!(offered.right, Right::DirectoryRole(..));
    if offered.is_blocked() {
        Err(ClosedToAgents::Blocked(offered.full_name()))
    } else if !offered.is_open_to_agents {
        Err(ClosedToAgents::NotForAgents(offered.full_name()))
    } else if is_directory_role && !allows_directory_role(&offered.origin_name) {
        Err(ClosedToAgents::NotAllowed(offered.origin_name.clone()))
    } else if offered.is_privileged && offered.right.kind() == RightKind::DirectoryRoleActive {
        Err(ClosedToAgents::PrivilegedActive(offered.full_name()))
    } else {
        Ok(())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::directory_role::RoleMembership;
    use crate::id::{AppRoleId, ApplicationId, DirectoryRoleId, Id};
    use uuid::Uuid;

    fn directory_role(name: &str, membership: RoleMembership) -> OfferedRight {
        OfferedRight {
            right: Right::DirectoryRole(DirectoryRoleId::from_uuid(Uuid::from_u128(1)), membership),
            origin_name: name.into(),
            role_name: membership.to_string(),
            is_open_to_agents: true,
            is_privileged: false,
        }
    }

    fn app_role(value: &str) -> OfferedRight {
        let (application, role) = (Uuid::from_u128(1), Uuid::from_u128(2));
        OfferedRight {
            right: Right::AppRole(
                ApplicationId::from_uuid(application),
                AppRoleId::from_uuid(role),
            ),
            origin_name: "Ledger".into(),
            role_name: value.into(),
            is_open_to_agents: true,
            is_privileged: false,
        }
    }

    #[test]
    fn roles_that_control_the_directory_are_blocked_in_any_spelling_of_case() {
        assert!(blocks_directory_role("global administrator"));
        assert!(blocks_directory_role("Global Admin"));
        assert!(blocks_directory_role(" User Administrator "));
        assert!(!blocks_directory_role("Reports Reader"));
        assert!(blocks_permission("user.readwrite.all"));
        assert!(!blocks_permission("User.Read.All"));
    }

    #[test]
    fn every_list_says_where_it_comes_from_and_names_each_thing_once() {
        for list in [BLOCKED_DIRECTORY_ROLES, BLOCKED_PERMISSIONS, ALLOWED_DIRECTORY_ROLES] {
            assert!(list.source().starts_with("Microsoft Entra"), "{}", list.source());
            assert!(list.date().parse::<crate::time::Timestamp>().is_ok(), "{}", list.date());
            let names: Vec<_> = list.names().collect();
            assert!(!names.is_empty());
            for (position, name) in names.iter().enumerate() {
                assert!(!names[..position].contains(name), "'{name}' stands there twice");
                assert!(!name.contains(':'), "'{name}' is a name, not a heading");
            }
        }
        assert_eq!(ALLOWED_DIRECTORY_ROLES.names().count(), 84, "the documented list, whole");
    }

    #[test]
    fn a_directory_role_is_allowed_blocked_or_unknown_and_the_unknown_is_refused() {
        for name in ALLOWED_DIRECTORY_ROLES.names() {
            assert!(allows_directory_role(name), "{name} is allowed and not blocked");
        }
        assert!(allows_directory_role("Exchange Recipient Admin"));
        assert!(allows_directory_role("Microsoft Graph Data Connect Administrator"));
        let unknown =
            check_for_agents(&directory_role("Groups Administrator", RoleMembership::Eligible));
        assert_eq!(unknown, Err(ClosedToAgents::NotAllowed("Groups Administrator".into())));
        assert!(
            unknown
                .unwrap_err()
                .to_string()
                .contains("not on the list of roles that agents may hold")
        );
        assert_eq!(
            check_for_agents(&directory_role("Reports Reader", RoleMembership::Active)),
            Ok(())
        );
    }

    #[test]
    fn what_is_blocked_is_named_so_before_anything_else() {
        let closed = OfferedRight { is_open_to_agents: false, ..app_role("User.ReadWrite.All") };
        assert!(matches!(check_for_agents(&closed), Err(ClosedToAgents::Blocked(_))));
        let closed = OfferedRight { is_open_to_agents: false, ..app_role("Ledger.Read.All") };
        assert!(matches!(check_for_agents(&closed), Err(ClosedToAgents::NotForAgents(_))));
        assert_eq!(check_for_agents(&app_role("Ledger.Read.All")), Ok(()));
    }

    #[test]
    fn a_privileged_directory_role_is_eligible_only() {
        let reader = |membership| OfferedRight {
            is_privileged: true,
            ..directory_role("Security Reader", membership)
        };
        assert!(matches!(
            check_for_agents(&reader(RoleMembership::Active)),
            Err(ClosedToAgents::PrivilegedActive(_))
        ));
        assert_eq!(check_for_agents(&reader(RoleMembership::Eligible)), Ok(()));
    }
}
