//! The tables `resources` and `resource_roles`: what a catalog offers.
//!
//! Names and openness to agents are read from the group, application or directory role behind a resource, so that they are
//! never stale.

use chaperone_domain::access_package::{Resource, ResourceKind, ResourceRole};
use chaperone_domain::blocklist::OfferedRight;
use chaperone_domain::group::GroupKind;
use chaperone_domain::id::{CatalogId, Id, ResourceId, ResourceRoleId};
use chaperone_domain::right::{Right, RightKind};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, params};
use uuid::Uuid;

use crate::column::Columns;
use crate::{Db, Result};

/// What is known of the right in each row of `rr`, from the group, application or directory role behind it.
macro_rules! behind {
    ($columns:literal, $rights:literal) => {
        concat!(
            "SELECT ", $columns, " rr.right_kind, rr.origin_id, rr.role_id,
               coalesce(g.display_name, a.display_name, d.display_name, 'removed') AS resource_name,
               coalesce(ar.value, s.value, '') AS role_value,
               g.kind AS group_kind, g.is_role_assignable,
               ar.allows_applications, coalesce(ar.is_enabled, s.is_enabled) AS is_enabled, d.is_privileged
             FROM ", $rights, " rr
             LEFT JOIN groups g ON g.id = rr.origin_id
             LEFT JOIN applications a ON a.id = rr.origin_id
             LEFT JOIN app_roles ar ON ar.application_id = rr.origin_id AND ar.id = rr.role_id
             LEFT JOIN scopes s ON s.application_id = rr.origin_id AND s.id = rr.role_id
             LEFT JOIN directory_roles d ON d.id = rr.origin_id"
        )
    };
}

/// Resource roles with the names of what is behind them.
const ROLES: &str = behind!("rr.id, rr.resource_id, rr.catalog_id,", "resource_roles");
/// One right, whether or not any catalog offers it.
const ONE_RIGHT: &str = behind!("", "(SELECT ?1 AS right_kind, ?2 AS origin_id, ?3 AS role_id)");

/// Reads a right from `right_kind`, `origin_id` and `role_id`.
pub(crate) fn right(row: &Row<'_>) -> rusqlite::Result<Right> {
    let kind: RightKind = row.term("right_kind")?;
    Right::from_parts(kind, row.get("origin_id")?, row.get("role_id")?)
        .ok_or(rusqlite::Error::InvalidQuery)
}

/// Reads a right with what decides whether agents may hold it.
fn map_offered(row: &Row<'_>) -> rusqlite::Result<OfferedRight> {
    let right = right(row)?;
    let is_enabled = row.get::<_, Option<bool>>("is_enabled")?.unwrap_or(false);
    let is_open_to_agents = match right.kind() {
        RightKind::GroupMembership => {
            let kind: Option<GroupKind> = row.maybe_term("group_kind")?;
            kind == Some(GroupKind::Security)
                && row.get::<_, Option<bool>>("is_role_assignable")? == Some(false)
        }
        RightKind::AppRole => {
            is_enabled && row.get::<_, Option<bool>>("allows_applications")? == Some(true)
        }
        RightKind::DelegatedPermission => is_enabled,
        RightKind::DirectoryRoleActive | RightKind::DirectoryRoleEligible => {
            row.get::<_, Option<bool>>("is_privileged")?.is_some()
        }
    };
    let role_name = match right.kind() {
        RightKind::GroupMembership => "Member".to_owned(),
        RightKind::DirectoryRoleActive => "Active".to_owned(),
        RightKind::DirectoryRoleEligible => "Eligible".to_owned(),
        RightKind::AppRole | RightKind::DelegatedPermission => row.get("role_value")?,
    };
    Ok(OfferedRight {
        right,
        origin_name: row.get("resource_name")?,
        role_name,
        is_open_to_agents,
        is_privileged: row.get::<_, Option<bool>>("is_privileged")?.unwrap_or(false),
    })
}

fn map(row: &Row<'_>) -> rusqlite::Result<ResourceRole> {
    let offered = map_offered(row)?;
    Ok(ResourceRole {
        id: row.id("id")?,
        resource_id: row.id("resource_id")?,
        catalog_id: row.id("catalog_id")?,
        right: offered.right,
        resource_name: offered.origin_name,
        role_name: offered.role_name,
        is_open_to_agents: offered.is_open_to_agents,
        is_privileged: offered.is_privileged,
    })
}

/// A right with what decides whether agents may hold it, whether or not any catalog offers it. Of what isn't there any
/// more, it says so and is open to nobody.
pub fn offered(db: &Db, right: Right) -> Result<OfferedRight> {
    let params = params![right.kind().term(), right.origin(), right.role()];
    let found = db.one(ONE_RIGHT, params, map_offered)?;
    Ok(found.unwrap_or_else(|| OfferedRight {
        right,
        origin_name: "removed".to_owned(),
        role_name: "removed".to_owned(),
        is_open_to_agents: false,
        is_privileged: false,
    }))
}

/// One resource role that its catalog offers.
pub fn role(db: &Db, id: ResourceRoleId) -> Result<Option<ResourceRole>> {
    db.one(
        &format!(
            "{ROLES} JOIN resources r ON r.id = rr.resource_id WHERE rr.id = ?1 AND r.removed_at IS NULL"
        ),
        [id.uuid()],
        map,
    )
}

/// The resource roles that a catalog offers, by name.
pub fn roles_of_catalog(db: &Db, catalog: CatalogId) -> Result<Vec<ResourceRole>> {
    db.all(
        &format!(
            "{ROLES} WHERE rr.catalog_id = ?1
               AND rr.resource_id IN (SELECT id FROM resources WHERE catalog_id = ?1 AND removed_at IS NULL)
             ORDER BY resource_name, role_value, rr.right_kind"
        ),
        [catalog.uuid()],
        map,
    )
}

/// The resource roles of one resource.
pub fn roles_of_resource(db: &Db, resource: ResourceId) -> Result<Vec<ResourceRole>> {
    db.all(
        &format!("{ROLES} WHERE rr.resource_id = ?1 ORDER BY role_value, rr.right_kind"),
        [resource.uuid()],
        map,
    )
}

/// The resource roles that a package grants, by name.
pub fn roles_of_package(
    db: &Db,
    package: chaperone_domain::id::AccessPackageId,
) -> Result<Vec<ResourceRole>> {
    db.all(
        &format!(
            "{ROLES} JOIN access_package_roles pr ON pr.resource_role_id = rr.id
             WHERE pr.access_package_id = ?1 ORDER BY resource_name, role_value, rr.right_kind"
        ),
        [package.uuid()],
        map,
    )
}

fn map_resource(row: &Row<'_>) -> rusqlite::Result<Resource> {
    Ok(Resource {
        id: row.id("id")?,
        catalog_id: row.id("catalog_id")?,
        kind: row.term("kind")?,
        origin_id: row.get("origin_id")?,
        display_name: row.get("display_name")?,
    })
}

const RESOURCES: &str = "
  SELECT r.id, r.catalog_id, r.kind, r.origin_id,
         coalesce(g.display_name, a.display_name, d.display_name, 'removed') AS display_name
  FROM resources r
  LEFT JOIN groups g ON g.id = r.origin_id
  LEFT JOIN applications a ON a.id = r.origin_id
  LEFT JOIN directory_roles d ON d.id = r.origin_id";

/// All resources of all catalogs.
pub fn all(db: &Db) -> Result<Vec<Resource>> {
    db.all(&format!("{RESOURCES} WHERE r.removed_at IS NULL ORDER BY r.id"), [], map_resource)
}

/// The resources of a catalog, by name.
pub fn of_catalog(db: &Db, catalog: CatalogId) -> Result<Vec<Resource>> {
    db.all(
        &format!(
            "{RESOURCES} WHERE r.catalog_id = ?1 AND r.removed_at IS NULL ORDER BY display_name, r.kind, r.id"
        ),
        [catalog.uuid()],
        map_resource,
    )
}

/// One resource that is registered in a catalog.
pub fn get(db: &Db, id: ResourceId) -> Result<Option<Resource>> {
    db.one(
        &format!("{RESOURCES} WHERE r.id = ?1 AND r.removed_at IS NULL"),
        [id.uuid()],
        map_resource,
    )
}

/// The resource that stands for an object in a catalog, if it is registered.
pub fn by_origin(
    db: &Db,
    catalog: CatalogId,
    kind: ResourceKind,
    origin: Uuid,
) -> Result<Option<Resource>> {
    db.one(
        &format!(
            "{RESOURCES} WHERE r.catalog_id = ?1 AND r.kind = ?2 AND r.origin_id = ?3 AND r.removed_at IS NULL"
        ),
        params![catalog.uuid(), kind.term(), origin],
        map_resource,
    )
}

/// Takes a resource out of its catalog. Its row stays, because packages that were deleted still name its roles.
pub fn set_removed(db: &mut Db, id: ResourceId, at: Timestamp) -> Result<()> {
    db.execute(
        "UPDATE resources SET removed_at = ?2 WHERE id = ?1",
        params![id.uuid(), at.millis()],
    )?;
    Ok(())
}

/// Puts a resource back that was once taken out of a catalog; answers its id, if there is such a one.
pub fn put_back(
    db: &mut Db,
    catalog: CatalogId,
    kind: ResourceKind,
    origin: Uuid,
) -> Result<Option<ResourceId>> {
    db.one(
        "UPDATE resources SET removed_at = NULL
         WHERE catalog_id = ?1 AND kind = ?2 AND origin_id = ?3 AND removed_at IS NOT NULL RETURNING id",
        params![catalog.uuid(), kind.term(), origin],
        |row| row.id("id"),
    )
}

/// Registers a resource.
pub fn insert(
    db: &mut Db,
    id: ResourceId,
    catalog: CatalogId,
    kind: ResourceKind,
    origin: Uuid,
) -> Result<()> {
    db.execute(
        "INSERT INTO resources (id, catalog_id, kind, origin_id) VALUES (?1, ?2, ?3, ?4)",
        params![id.uuid(), catalog.uuid(), kind.term(), origin],
    )?;
    Ok(())
}

/// Adds a role of a resource unless it is there; answers whether it was added.
pub fn insert_role(
    db: &mut Db,
    id: ResourceRoleId,
    resource: ResourceId,
    catalog: CatalogId,
    right: Right,
) -> Result<bool> {
    let added = db.execute(
        "INSERT INTO resource_roles (id, resource_id, catalog_id, right_kind, origin_id, role_id)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6
         WHERE NOT EXISTS (SELECT 1 FROM resource_roles WHERE resource_id = ?2 AND right_kind = ?4 AND role_id IS ?6)",
        params![id.uuid(), resource.uuid(), catalog.uuid(), right.kind().term(), right.origin(), right.role()],
    )?;
    Ok(added > 0)
}

/// What a right is called: the object's name and the role's.
pub fn names_of(db: &Db, right: Right) -> Result<(String, String)> {
    let origin = right.origin();
    let name = |table: &str| {
        db.one(&format!("SELECT display_name FROM {table} WHERE id = ?1"), [origin], |row| {
            row.get::<_, String>(0)
        })
    };
    let role = |table: &str| {
        db.one(
            &format!("SELECT value FROM {table} WHERE application_id = ?1 AND id = ?2"),
            params![origin, right.role()],
            |row| row.get::<_, String>(0),
        )
    };
    let (origin_name, role_name) = match right.kind() {
        RightKind::GroupMembership => (name("groups")?, Some("Member".to_owned())),
        RightKind::AppRole => (name("applications")?, role("app_roles")?),
        RightKind::DelegatedPermission => (name("applications")?, role("scopes")?),
        RightKind::DirectoryRoleActive => (name("directory_roles")?, Some("Active".to_owned())),
        RightKind::DirectoryRoleEligible => (name("directory_roles")?, Some("Eligible".to_owned())),
    };
    let removed = || "removed".to_owned();
    Ok((origin_name.unwrap_or_else(removed), role_name.unwrap_or_else(removed)))
}

/// The groups, applications and directory roles of a name or id.
pub fn origins_named(db: &Db, name_or_id: &str) -> Result<Vec<(ResourceKind, Uuid, String)>> {
    let id = Uuid::try_parse(name_or_id.trim()).ok();
    let found = db.all(
        "SELECT 1, id, display_name FROM groups WHERE display_name = ?1 OR id = ?2 UNION ALL
         SELECT 2, id, display_name FROM applications WHERE display_name = ?1 OR id = ?2 UNION ALL
         SELECT 3, id, display_name FROM directory_roles WHERE display_name = ?1 OR id = ?2",
        params![name_or_id.trim(), id],
        |row| {
            let kind = match row.get(0)? {
                1 => ResourceKind::Group,
                2 => ResourceKind::Application,
                _ => ResourceKind::DirectoryRole,
            };
            Ok((kind, row.get(1)?, row.get(2)?))
        },
    )?;
    Ok(found)
}
