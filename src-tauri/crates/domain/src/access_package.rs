//! Catalogs, the resources in them, and the access packages made of those resources.

use crate::blocklist::{self, ClosedToAgents, OfferedRight};
use crate::id::{AccessPackageId, CatalogId, ResourceId, ResourceRoleId};
use crate::policy::PolicyScope;
use crate::refusal::Refuse;
use crate::right::Right;
use crate::said::Said;
use crate::term::terms;
use crate::text::{BadText, Field};

terms! {
    /// What kind of object a resource is (`originSystem` in Graph's words).
    ResourceKind {
        /// A security group.
        Group => "group",
        /// An application or an API.
        Application => "application",
        /// A directory role.
        DirectoryRole => "directoryRole",
    }

    /// Whether the packages of a catalog can be discovered and requested.
    CatalogState {
        /// None of its packages can be requested.
        Unpublished => "unpublished",
        /// In use.
        Published => "published",
    }

    /// Whether a catalog holds API permissions or directory roles.
    PrivilegeLevel {
        /// Groups and application roles only.
        Standard => "standard",
        /// Holds API permissions or directory roles; only administrators write to it.
        Privileged => "privileged",
    }
}

/// A container of resources and access packages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalog {
    /// Key.
    pub id: CatalogId,
    /// Name, unique.
    pub display_name: String,
    /// Purpose.
    pub description: String,
    /// Published or not.
    pub state: CatalogState,
    /// Standard or privileged.
    pub privilege_level: PrivilegeLevel,
}

/// A resource registered in a catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// Key.
    pub id: ResourceId,
    /// The catalog that holds it.
    pub catalog_id: CatalogId,
    /// What it is.
    pub kind: ResourceKind,
    /// The id of the group, application or directory role.
    pub origin_id: uuid::Uuid,
    /// Name.
    pub display_name: String,
}

/// The name of a resource whose group, application or directory role is gone.
pub const REMOVED: &str = "removed";

/// A role of a resource: the unit of which packages are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceRole {
    /// Key.
    pub id: ResourceRoleId,
    /// The resource.
    pub resource_id: ResourceId,
    /// The catalog that holds the resource.
    pub catalog_id: CatalogId,
    /// The right that it stands for.
    pub right: Right,
    /// Name of the resource, such as `Ledger`.
    pub resource_name: String,
    /// Name of the role on it, such as `Ledger.Read.All` or `Member`.
    pub role_name: String,
    /// Whether agents may hold it at all, by the declarations of its application or group.
    pub is_open_to_agents: bool,
    /// Whether the directory counts it as privileged.
    pub is_privileged: bool,
}

impl ResourceRole {
    /// Whether the block list forbids this role to agents.
    pub fn is_blocked_for_agents(&self) -> bool {
        blocklist::blocks(self.right, &self.resource_name, &self.role_name)
    }

    /// The right with what decides whether agents may hold it.
    pub fn offered(&self) -> OfferedRight {
        OfferedRight {
            right: self.right,
            origin_name: self.resource_name.clone(),
            role_name: self.role_name.clone(),
            is_open_to_agents: self.is_open_to_agents,
            is_privileged: self.is_privileged,
        }
    }
}

/// A bundle of resource roles in one catalog, governed by its policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessPackage {
    /// Key.
    pub id: AccessPackageId,
    /// The catalog; a package never moves to another.
    pub catalog_id: CatalogId,
    /// Name, unique in its catalog.
    pub display_name: String,
    /// What it is for, in words that help the requestor choose.
    pub description: String,
    /// A hidden package isn't listed; who knows its id may still request it.
    pub is_hidden: bool,
}

/// Why a package can't be made so. Ordered by precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageRefusal {
    /// Name or description can't be used.
    #[error(transparent)]
    Text(#[from] BadText),
    /// Another package of the catalog has this name.
    #[error("the catalog already has a package named '{0}'; choose another name")]
    NameTaken(String),
    /// Nothing in it.
    #[error("the package grants nothing; add at least one resource role")]
    Empty,
    /// A role whose resource is in another catalog.
    #[error(
        "'{role}' belongs to another catalog; add its resource to this catalog first, or leave it out"
    )]
    OutsideCatalog {
        /// The role's name.
        role: String,
    },
    /// The same role twice.
    #[error("'{role}' is in the package twice; leave one out")]
    RoleTwice {
        /// The role's name.
        role: String,
    },
    /// A role that agents can't hold.
    #[error(transparent)]
    Closed(#[from] ClosedToAgents),
    /// No policy.
    #[error("the package has no policy; say who can get access, who approves and for how long")]
    NoPolicy,
}

impl Refuse for PackageRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Text(bad) => bad.said(),
            Self::NameTaken(name) => {
                Said::new("name_taken").of("package").with("name", name).at("displayName")
            }
            Self::Empty => Said::new("package_empty").at("resourceRoleIds"),
            Self::OutsideCatalog { role } => {
                Said::new("resource_outside_catalog").with("role", role).at("resourceRoleIds")
            }
            Self::RoleTwice { role } => {
                Said::new("resource_role_twice").with("role", role).at("resourceRoleIds")
            }
            Self::Closed(closed) => closed.said().at("resourceRoleIds"),
            Self::NoPolicy => Said::new("package_without_policy").at("policies"),
        }
    }
}

/// What the check of a new package knows.
#[derive(Debug)]
pub struct PackageFacts<'a> {
    /// The catalog that it is made in.
    pub catalog_id: CatalogId,
    /// Whether the catalog already has a package of that name.
    pub is_name_taken: bool,
    /// The wanted name.
    pub display_name: &'a str,
    /// The wanted resource roles.
    pub roles: &'a [ResourceRole],
    /// The scopes of the wanted policies.
    pub scopes: &'a [PolicyScope],
}

/// Checks a package before it is made. Every scope of this workspace can reach agents, so the rules for agents hold
/// for every package.
pub fn check_package(facts: &PackageFacts<'_>) -> Result<(), PackageRefusal> {
    crate::text::check_name(Field::new("displayName", "the package's name"), facts.display_name)?;
    if facts.is_name_taken {
        return Err(PackageRefusal::NameTaken(facts.display_name.trim().to_owned()));
    }
    if facts.roles.is_empty() {
        return Err(PackageRefusal::Empty);
    }
    for (position, role) in facts.roles.iter().enumerate() {
        check_role(facts.catalog_id, &facts.roles[..position], role)?;
    }
    if facts.scopes.is_empty() { Err(PackageRefusal::NoPolicy) } else { Ok(()) }
}

/// Checks resource roles that come into a package which already grants others.
pub fn check_added_roles(
    catalog: CatalogId,
    present: &[ResourceRole],
    added: &[ResourceRole],
) -> Result<(), PackageRefusal> {
    if added.is_empty() {
        return Err(PackageRefusal::Empty);
    }
    for (position, role) in added.iter().enumerate() {
        let is_present = present.iter().any(|one| one.right == role.right);
        if is_present && role.catalog_id == catalog {
            return Err(PackageRefusal::RoleTwice { role: role.full_name() });
        }
        check_role(catalog, &added[..position], role)?;
    }
    Ok(())
}

fn check_role(
    catalog: CatalogId,
    earlier: &[ResourceRole],
    role: &ResourceRole,
) -> Result<(), PackageRefusal> {
    let name = || role.full_name();
    if role.catalog_id != catalog {
        return Err(PackageRefusal::OutsideCatalog { role: name() });
    }
    if earlier.iter().any(|earlier| earlier.right == role.right) {
        return Err(PackageRefusal::RoleTwice { role: name() });
    }
    Ok(check_role_for_agents(role)?)
}

/// Checks that agents may hold a resource role at all: not blocked, open to them, allowed, and privileged roles eligible
/// only.
pub fn check_role_for_agents(role: &ResourceRole) -> Result<(), ClosedToAgents> {
    blocklist::check_for_agents(&role.offered())
}

/// Whether a resource makes its catalog privileged: a directory role does, and an application that publishes delegated
/// permissions, which is an API (Entra: a catalog with API permissions or directory roles is privileged).
pub fn makes_privileged(kind: ResourceKind, offers: &[Right]) -> bool {
    kind == ResourceKind::DirectoryRole || offers.iter().copied().any(is_privileged)
}

/// Whether one right makes the catalog that offers it privileged: a directory role or an API permission.
pub fn is_privileged(right: Right) -> bool {
    match right {
        Right::DirectoryRole(..) | Right::DelegatedPermission(..) => true,
        Right::GroupMembership(_) | Right::AppRole(..) => false,
    }
}

/// Why somebody may not write to a catalog that they otherwise might.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CatalogRefusal {
    /// It holds API permissions or directory roles, or would.
    #[error(
        "a catalog with API permissions or directory roles is privileged; only an administrator may write to it, so ask one"
    )]
    Privileged,
}

impl Refuse for CatalogRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Privileged => Said::new("catalog_privileged"),
        }
    }
}

/// Checks that somebody may write to a catalog of this level: to a privileged one only an administrator does.
pub fn check_catalog_writer(
    level: PrivilegeLevel,
    is_administrator: bool,
) -> Result<(), CatalogRefusal> {
    match level {
        PrivilegeLevel::Privileged if !is_administrator => Err(CatalogRefusal::Privileged),
        PrivilegeLevel::Privileged | PrivilegeLevel::Standard => Ok(()),
    }
}

impl ResourceRole {
    /// Resource and role together, as people read it: `Ledger: Ledger.Read.All`.
    pub fn full_name(&self) -> String {
        format!("{}: {}", self.resource_name, self.role_name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory_role::RoleMembership;
    use crate::id::{DirectoryRoleId, GroupId, Id};
    use uuid::Uuid;

    fn catalog(n: u128) -> CatalogId {
        CatalogId::from_uuid(Uuid::from_u128(n))
    }

    fn role(n: u128, right: Right) -> ResourceRole {
        ResourceRole {
            id: ResourceRoleId::from_uuid(Uuid::from_u128(n)),
            resource_id: ResourceId::from_uuid(Uuid::from_u128(n)),
            catalog_id: catalog(1),
            right,
            resource_name: format!("Resource {n}"),
            role_name: "Member".into(),
            is_open_to_agents: true,
            is_privileged: false,
        }
    }

    fn group_role(n: u128) -> ResourceRole {
        role(n, Right::GroupMembership(GroupId::from_uuid(Uuid::from_u128(n))))
    }

    fn directory_role(n: u128, membership: RoleMembership) -> ResourceRole {
        role(n, Right::DirectoryRole(DirectoryRoleId::from_uuid(Uuid::from_u128(n)), membership))
    }

    fn check(roles: &[ResourceRole]) -> Result<(), PackageRefusal> {
        check_package(&PackageFacts {
            catalog_id: catalog(1),
            is_name_taken: false,
            display_name: "Month-end close",
            roles,
            scopes: &[PolicyScope::AllDirectoryAgentIdentities],
        })
    }

    #[test]
    fn a_package_holds_roles_of_its_own_catalog_only() {
        let stranger = ResourceRole { catalog_id: catalog(2), ..group_role(1) };
        assert!(matches!(check(&[stranger]), Err(PackageRefusal::OutsideCatalog { .. })));
        assert_eq!(check(&[group_role(1)]), Ok(()));
    }

    #[test]
    fn a_role_that_comes_into_a_package_is_new_to_it_and_fit_for_agents() {
        let add = |added: &[ResourceRole]| check_added_roles(catalog(1), &[group_role(1)], added);
        assert_eq!(add(&[group_role(2)]), Ok(()));
        assert_eq!(add(&[]), Err(PackageRefusal::Empty));
        assert!(matches!(add(&[group_role(1)]), Err(PackageRefusal::RoleTwice { .. })));
        let twice = [group_role(2), group_role(2)];
        assert!(matches!(add(&twice), Err(PackageRefusal::RoleTwice { .. })));
        let stranger = ResourceRole { catalog_id: catalog(2), ..group_role(2) };
        assert!(matches!(add(&[stranger]), Err(PackageRefusal::OutsideCatalog { .. })));
        let closed = ResourceRole { is_open_to_agents: false, ..group_role(2) };
        assert!(matches!(
            add(&[closed]),
            Err(PackageRefusal::Closed(ClosedToAgents::NotForAgents(_)))
        ));
    }

    #[test]
    fn nothing_from_the_block_list_goes_into_a_package() {
        let blocked = ResourceRole {
            resource_name: "Global Administrator".into(),
            ..directory_role(1, RoleMembership::Eligible)
        };
        assert!(matches!(
            check(&[blocked]),
            Err(PackageRefusal::Closed(ClosedToAgents::Blocked(_)))
        ));
    }

    #[test]
    fn a_privileged_directory_role_is_eligible_only() {
        let privileged = |membership| ResourceRole {
            resource_name: "Security Reader".into(),
            is_privileged: true,
            ..directory_role(1, membership)
        };
        assert!(matches!(
            check(&[privileged(RoleMembership::Active)]),
            Err(PackageRefusal::Closed(ClosedToAgents::PrivilegedActive(_)))
        ));
        assert_eq!(check(&[privileged(RoleMembership::Eligible)]), Ok(()));
    }

    #[test]
    fn a_package_grants_something_once_and_has_a_policy() {
        assert_eq!(check(&[]), Err(PackageRefusal::Empty));
        assert!(matches!(
            check(&[group_role(1), group_role(1)]),
            Err(PackageRefusal::RoleTwice { .. })
        ));
        let roles = [group_role(1)];
        let no_policy = PackageFacts {
            catalog_id: catalog(1),
            is_name_taken: false,
            display_name: "x",
            roles: &roles,
            scopes: &[],
        };
        assert_eq!(check_package(&no_policy), Err(PackageRefusal::NoPolicy));
    }

    #[test]
    fn a_role_that_agents_cant_hold_is_refused() {
        let closed = ResourceRole { is_open_to_agents: false, ..group_role(1) };
        assert!(matches!(
            check(&[closed]),
            Err(PackageRefusal::Closed(ClosedToAgents::NotForAgents(_)))
        ));
    }

    #[test]
    fn api_permissions_and_directory_roles_make_a_catalog_privileged() {
        use crate::id::{AppRoleId, ApplicationId, ScopeId};
        let application = ApplicationId::from_uuid(Uuid::from_u128(1));
        let role = Right::AppRole(application, AppRoleId::from_uuid(Uuid::from_u128(2)));
        let scope = Right::DelegatedPermission(application, ScopeId::from_uuid(Uuid::from_u128(3)));
        assert!(makes_privileged(ResourceKind::DirectoryRole, &[]));
        assert!(makes_privileged(ResourceKind::Application, &[role, scope]), "an API");
        assert!(!makes_privileged(ResourceKind::Application, &[role]), "application roles alone");
        assert!(!makes_privileged(ResourceKind::Group, &[]));
    }

    #[test]
    fn only_administrators_write_to_a_privileged_catalog() {
        use PrivilegeLevel::{Privileged, Standard};
        assert_eq!(check_catalog_writer(Privileged, false), Err(CatalogRefusal::Privileged));
        assert_eq!(check_catalog_writer(Privileged, true), Ok(()));
        assert_eq!(check_catalog_writer(Standard, false), Ok(()));
    }
}
