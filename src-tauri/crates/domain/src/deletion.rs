//! What of catalogs, resources, packages and policies may be deleted, and how many of them there may be. The rule behind
//! all of it: nothing goes that somebody still stands on. Deleting never takes access away.

use crate::access_package::AccessPackage;
use crate::refusal::Refuse;
use crate::said::{Said, Value};

/// The most catalogs of a workspace (Entra's limits of 12/2024).
pub const MAX_CATALOGS: usize = 7_500;
/// The most packages of a workspace (same).
pub const MAX_PACKAGES: usize = 20_000;
/// The most policies of a workspace (same).
pub const MAX_POLICIES: usize = 25_000;

/// Why something can't be deleted or taken out. Ordered by precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeletionRefusal {
    /// A catalog that holds something.
    #[error(
        "the catalog still holds {}; delete and remove them first",
        parts(&[(*.packages, "package", "packages"), (*.resources, "resource", "resources")])
    )]
    CatalogNotEmpty {
        /// How many packages.
        packages: usize,
        /// How many resources.
        resources: usize,
    },
    /// A resource that packages of its catalog grant.
    #[error("{}; take it out of there first", grant_it(.packages))]
    ResourceInUse {
        /// The packages' names.
        packages: Vec<String>,
    },
    /// A package that somebody holds or asks for.
    #[error(
        "the package still has {}; wait until they are over, or end them first",
        parts(&[(*.assignments, "assignment", "assignments"), (*.requests, "open request", "open requests")])
    )]
    PackageInUse {
        /// Assignments that aren't over.
        assignments: usize,
        /// Open requests.
        requests: usize,
    },
    /// A policy under which somebody holds access or asks for it.
    #[error(
        "{} under this policy; switch it off so that nothing new comes, and delete it when they are over",
        stand(*.assignments, *.requests)
    )]
    PolicyInUse {
        /// Assignments that aren't over.
        assignments: usize,
        /// Open requests.
        requests: usize,
    },
    /// The only policy of a package.
    #[error("a package keeps at least one policy; switch this one off, or delete the package")]
    LastPolicy,
    /// The only resource role of a package.
    #[error(
        "'{role}' is all that the package grants; add another role first, or delete the package"
    )]
    LastRole {
        /// The role's name.
        role: String,
    },
    /// A resource role that the package doesn't hold.
    #[error("the package doesn't hold '{role}'; look at what it grants")]
    RoleNotThere {
        /// The role's name.
        role: String,
    },
}

impl Refuse for DeletionRefusal {
    fn said(&self) -> Said {
        match self {
            Self::CatalogNotEmpty { packages, resources } => Said::new("catalog_not_empty")
                .with("packages", *packages)
                .with("resources", *resources),
            Self::ResourceInUse { packages } => {
                Said::new("resource_in_use").with("packages", packages.as_slice())
            }
            Self::PackageInUse { assignments, requests } => Said::new("package_in_use")
                .with("assignments", *assignments)
                .with("requests", *requests),
            Self::PolicyInUse { assignments, requests } => Said::new("policy_in_use")
                .with("assignments", *assignments)
                .with("requests", *requests),
            Self::LastPolicy => Said::new("last_policy"),
            Self::LastRole { role } => Said::new("last_resource_role").with("role", role),
            Self::RoleNotThere { role } => Said::new("resource_role_not_there").with("role", role),
        }
    }
}

/// `2 assignments and 1 open request`, without what there is none of.
fn parts(counts: &[(usize, &str, &str)]) -> String {
    let some: Vec<_> = counts
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }))
        .collect();
    some.join(" and ")
}

fn stand(assignments: usize, requests: usize) -> String {
    let what = parts(&[
        (assignments, "assignment", "assignments"),
        (requests, "open request", "open requests"),
    ]);
    let verb = if assignments + requests == 1 { "stands" } else { "stand" };
    format!("{what} {verb}")
}

fn grant_it(packages: &[String]) -> String {
    let verb = if packages.len() == 1 { "grants" } else { "grant" };
    format!("{} {verb} it", packages.join(", "))
}

/// A catalog is deleted only when it is empty.
pub fn check_catalog(packages: usize, resources: usize) -> Result<(), DeletionRefusal> {
    if packages + resources > 0 {
        return Err(DeletionRefusal::CatalogNotEmpty { packages, resources });
    }
    Ok(())
}

/// A resource is taken out of its catalog only when no package grants any of its roles.
pub fn check_resource(used_by: &[AccessPackage]) -> Result<(), DeletionRefusal> {
    if used_by.is_empty() {
        return Ok(());
    }
    let packages = used_by.iter().map(|package| package.display_name.clone()).collect();
    Err(DeletionRefusal::ResourceInUse { packages })
}

/// A package is deleted only when nobody holds it or will hold it, and nobody asks for it. The assignment of a deleted
/// agent that can still be restored counts.
pub fn check_package(assignments: usize, requests: usize) -> Result<(), DeletionRefusal> {
    if assignments + requests > 0 {
        return Err(DeletionRefusal::PackageInUse { assignments, requests });
    }
    Ok(())
}

/// A policy is deleted only when nothing stands under any of its wordings. Open requests count too, which the field leaves
/// open: agreed to, they would become assignments of a policy that is gone. `of_package` is how many the package has.
pub fn check_policy(
    assignments: usize,
    requests: usize,
    of_package: usize,
) -> Result<(), DeletionRefusal> {
    if assignments + requests > 0 {
        Err(DeletionRefusal::PolicyInUse { assignments, requests })
    } else if of_package <= 1 {
        Err(DeletionRefusal::LastPolicy)
    } else {
        Ok(())
    }
}

/// A resource role is taken out of a package only when the package holds it and grants something else too.
pub fn check_role(is_there: bool, of_package: usize, role: &str) -> Result<(), DeletionRefusal> {
    if !is_there {
        Err(DeletionRefusal::RoleNotThere { role: role.to_owned() })
    } else if of_package <= 1 {
        Err(DeletionRefusal::LastRole { role: role.to_owned() })
    } else {
        Ok(())
    }
}

/// Why there can't be one more. The numbers are Entra's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a workspace has at most {most} {what}; delete some that nobody needs")]
pub struct TooMany {
    /// Of what, in the plural.
    what: &'static str,
    /// How many there may be.
    most: usize,
}

impl Refuse for TooMany {
    fn said(&self) -> Said {
        Said::new("too_many").with("most", self.most).with("what", Value::Words(self.what))
    }
}

/// Checks that there is room for `more` of something of which there are `present`.
pub fn check_room(
    what: &'static str,
    present: usize,
    more: usize,
    most: usize,
) -> Result<(), TooMany> {
    if present.saturating_add(more) > most { Err(TooMany { what, most }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{AccessPackageId, CatalogId, Id};
    use uuid::Uuid;

    fn package(name: &str) -> AccessPackage {
        AccessPackage {
            id: AccessPackageId::from_uuid(Uuid::from_u128(1)),
            catalog_id: CatalogId::from_uuid(Uuid::from_u128(1)),
            display_name: name.into(),
            description: String::new(),
            is_hidden: false,
        }
    }

    #[test]
    fn a_catalog_is_deleted_only_when_it_is_empty() {
        assert_eq!(check_catalog(0, 0), Ok(()));
        assert_eq!(
            check_catalog(1, 2).unwrap_err().to_string(),
            "the catalog still holds 1 package and 2 resources; delete and remove them first"
        );
        assert!(check_catalog(0, 1).is_err());
        assert!(check_catalog(1, 0).is_err());
    }

    #[test]
    fn a_resource_stays_while_a_package_grants_it() {
        assert_eq!(check_resource(&[]), Ok(()));
        assert_eq!(
            check_resource(&[package("Close"), package("Audit")]).unwrap_err().to_string(),
            "Close, Audit grant it; take it out of there first"
        );
    }

    #[test]
    fn a_package_is_deleted_only_without_assignments_and_open_requests() {
        assert_eq!(check_package(0, 0), Ok(()));
        assert!(check_package(1, 0).is_err());
        assert!(check_package(0, 1).is_err());
    }

    #[test]
    fn a_policy_is_deleted_only_when_nothing_stands_under_it_and_another_is_left() {
        assert_eq!(check_policy(0, 0, 2), Ok(()));
        assert_eq!(check_policy(0, 0, 1), Err(DeletionRefusal::LastPolicy));
        assert_eq!(
            check_policy(1, 0, 1),
            Err(DeletionRefusal::PolicyInUse { assignments: 1, requests: 0 }),
            "what stands under it is told before that it is the last"
        );
        assert!(
            check_policy(0, 1, 2).unwrap_err().to_string().starts_with("1 open request stands")
        );
    }

    #[test]
    fn a_package_keeps_something_to_grant() {
        assert_eq!(check_role(true, 2, "Ledger: Member"), Ok(()));
        assert!(matches!(check_role(true, 1, "x"), Err(DeletionRefusal::LastRole { .. })));
        assert!(matches!(check_role(false, 1, "x"), Err(DeletionRefusal::RoleNotThere { .. })));
    }

    #[test]
    fn there_is_room_up_to_the_limit_itself() {
        assert_eq!(check_room("catalogs", MAX_CATALOGS - 1, 1, MAX_CATALOGS), Ok(()));
        let full = check_room("catalogs", MAX_CATALOGS, 1, MAX_CATALOGS).unwrap_err();
        assert_eq!(
            full.to_string(),
            "a workspace has at most 7500 catalogs; delete some that nobody needs"
        );
    }
}
