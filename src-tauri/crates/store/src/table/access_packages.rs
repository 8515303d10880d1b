//! The tables `access_packages` and `access_package_roles`.

use chaperone_domain::access_package::AccessPackage;
use chaperone_domain::id::{
    AccessPackageId, CatalogId, Id, PersonId, PolicyId, ResourceId, ResourceRoleId,
};
use chaperone_domain::right::Right;
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Row, params};
use uuid::Uuid;

use crate::column::Columns;
use crate::list::{Listing, Page, anywhere, id_value};
use crate::{Db, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<AccessPackage> {
    Ok(AccessPackage {
        id: row.id("id")?,
        catalog_id: row.id("catalog_id")?,
        display_name: row.get("display_name")?,
        description: row.get("description")?,
        is_hidden: row.get("is_hidden")?,
    })
}

/// One package; a deleted one is no more.
pub fn get(db: &Db, id: AccessPackageId) -> Result<Option<AccessPackage>> {
    db.one("SELECT * FROM access_packages WHERE id = ?1 AND deleted_at IS NULL", [id.uuid()], map)
}

/// One package, also a deleted one with the instant of its deletion: requests and assignments still name it.
pub fn ever(db: &Db, id: AccessPackageId) -> Result<Option<(AccessPackage, Option<Timestamp>)>> {
    db.one("SELECT * FROM access_packages WHERE id = ?1", [id.uuid()], |row| {
        Ok((map(row)?, row.maybe_at("deleted_at")?))
    })
}

/// Whether a catalog has a package of this name.
pub fn is_name_taken(db: &Db, catalog: CatalogId, name: &str) -> Result<bool> {
    let found = db.number(
        "SELECT count(*) FROM access_packages WHERE catalog_id = ?1 AND display_name = ?2
           AND deleted_at IS NULL",
        params![catalog.uuid(), name.trim()],
    )?;
    Ok(found > 0)
}

/// All packages by name; a workspace has few of them.
pub fn all(db: &Db) -> Result<Vec<AccessPackage>> {
    db.all(
        "SELECT * FROM access_packages WHERE deleted_at IS NULL ORDER BY display_name, id",
        [],
        map,
    )
}

/// Adds a package with what it grants.
pub fn insert(
    db: &mut Db,
    package: &AccessPackage,
    roles: &[ResourceRoleId],
    created_at: Timestamp,
) -> Result<()> {
    db.execute(
        "INSERT INTO access_packages (id, catalog_id, display_name, description, is_hidden, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            package.id.uuid(),
            package.catalog_id.uuid(),
            package.display_name,
            package.description,
            package.is_hidden,
            created_at.millis()
        ],
    )?;
    for &role in roles {
        insert_role(db, package.id, role, package.catalog_id)?;
    }
    Ok(())
}

/// Changes the name, the description and whether it is listed.
pub fn update(db: &mut Db, package: &AccessPackage) -> Result<()> {
    db.execute(
        "UPDATE access_packages SET display_name = ?2, description = ?3, is_hidden = ?4 WHERE id = ?1",
        params![package.id.uuid(), package.display_name, package.description, package.is_hidden],
    )?;
    Ok(())
}

/// Deletes a package: nobody can get it any more, and it is kept for what came of it.
pub fn set_deleted(db: &mut Db, id: AccessPackageId, at: Timestamp) -> Result<()> {
    db.execute(
        "UPDATE access_packages SET deleted_at = ?2 WHERE id = ?1",
        params![id.uuid(), at.millis()],
    )?;
    Ok(())
}

/// How many assignments that aren't over, and how many open requests, a package has.
pub fn uses(db: &Db, id: AccessPackageId) -> Result<(i64, i64)> {
    Ok((
        db.number(
            "SELECT count(*) FROM assignments WHERE access_package_id = ?1
               AND state IN ('delivering', 'delivered', 'partiallyDelivered')",
            [id.uuid()],
        )?,
        db.number(
            "SELECT count(*) FROM requests WHERE access_package_id = ?1 AND completed_at IS NULL",
            [id.uuid()],
        )?,
    ))
}

/// Puts a resource role into a package.
pub fn insert_role(
    db: &mut Db,
    package: AccessPackageId,
    role: ResourceRoleId,
    catalog: CatalogId,
) -> Result<()> {
    db.execute(
        "INSERT INTO access_package_roles (access_package_id, resource_role_id, catalog_id) VALUES (?1, ?2, ?3)",
        params![package.uuid(), role.uuid(), catalog.uuid()],
    )?;
    Ok(())
}

/// Takes a resource role out of a package.
pub fn delete_role(db: &mut Db, package: AccessPackageId, role: ResourceRoleId) -> Result<()> {
    db.execute(
        "DELETE FROM access_package_roles WHERE access_package_id = ?1 AND resource_role_id = ?2",
        params![package.uuid(), role.uuid()],
    )?;
    Ok(())
}

/// Packages that grant a role of a resource, by name.
pub fn using_resource(db: &Db, resource: ResourceId) -> Result<Vec<AccessPackage>> {
    db.all(
        "SELECT DISTINCT p.* FROM access_packages p
         JOIN access_package_roles pr ON pr.access_package_id = p.id
         JOIN resource_roles rr ON rr.id = pr.resource_role_id
         WHERE rr.resource_id = ?1 AND p.deleted_at IS NULL ORDER BY p.display_name, p.id",
        [resource.uuid()],
        map,
    )
}

/// Packages that grant a right.
pub fn granting(db: &Db, right: Right) -> Result<Vec<AccessPackage>> {
    db.all(
        "SELECT p.* FROM access_packages p
         JOIN access_package_roles pr ON pr.access_package_id = p.id
         JOIN resource_roles rr ON rr.id = pr.resource_role_id
         WHERE rr.origin_id = ?1 AND rr.right_kind = ?2 AND rr.role_id IS ?3 AND p.deleted_at IS NULL
         ORDER BY p.display_name, p.id",
        params![right.origin(), right.kind().term(), right.role()],
        map,
    )
}

/// How many resource roles and policies a package has.
pub fn counts(db: &Db, id: AccessPackageId) -> Result<(i64, i64)> {
    Ok((
        db.number(
            "SELECT count(*) FROM access_package_roles WHERE access_package_id = ?1",
            [id.uuid()],
        )?,
        db.number(
            "SELECT count(*) FROM policies WHERE access_package_id = ?1 AND replaced_by IS NULL AND deleted_at IS NULL",
            [id.uuid()],
        )?,
    ))
}

/// What a package is called, or was before it was deleted.
pub fn name(db: &Db, id: AccessPackageId) -> Result<Option<String>> {
    db.one("SELECT display_name FROM access_packages WHERE id = ?1", [id.uuid()], |row| row.get(0))
}

/// Which packages.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A part of the name or description.
    pub search: Option<String>,
    /// In this catalog.
    pub catalog_id: Option<CatalogId>,
    /// The one to which this wording of a policy belongs.
    pub policy_id: Option<PolicyId>,
    /// Hidden ones and those of unpublished catalogs too.
    pub with_hidden: bool,
    /// Hidden ones too in the catalogs in which this person has a role.
    pub seen_by: Option<PersonId>,
}

/// By name.
pub const BY_NAME: &str = "display_name";

/// The columns by which packages can be sorted, under the names that screens know, with their SQL.
pub const SORTS: &[(&str, &str)] = &[
    ("displayName", BY_NAME),
    ("catalog", "(SELECT display_name FROM catalogs c WHERE c.id = access_packages.catalog_id)"),
];

fn listing(filter: &Filter, order: &'static str, descending: bool) -> Listing {
    let mut listing = Listing::new("access_packages", "id", order, descending);
    listing.filter("deleted_at IS NULL", []);
    if let Some(search) = &filter.search {
        listing.filter("display_name || ' ' || description LIKE ? ESCAPE '\\'", [anywhere(search)]);
    }
    if let Some(catalog) = filter.catalog_id {
        listing.filter("catalog_id = ?", [id_value(catalog)]);
    }
    if let Some(policy) = filter.policy_id {
        listing.filter(
            "id = (SELECT access_package_id FROM policies WHERE id = ?)",
            [id_value(policy)],
        );
    }
    if !filter.with_hidden {
        let seen =
            "(is_hidden = 0 AND catalog_id IN (SELECT id FROM catalogs WHERE state = 'published'))
             OR catalog_id IN (SELECT catalog_id FROM catalog_roles_held WHERE person_id = ?)";
        let person = filter.seen_by.map_or(Value::Null, id_value);
        listing.filter(seen, [person]);
    }
    listing
}

/// A page by name.
pub fn page(db: &Db, filter: &Filter, page: Page<AccessPackageId>) -> Result<Vec<AccessPackageId>> {
    listing(filter, BY_NAME, false).page(db, page)
}

/// How many a filter lets through.
pub fn matching(db: &Db, filter: &Filter) -> Result<u32> {
    listing(filter, "id", false).count(db)
}

/// The ids of all in order of a column of this table.
pub fn ids(
    db: &Db,
    filter: &Filter,
    order: &'static str,
    descending: bool,
    most: Option<u32>,
) -> Result<Vec<Uuid>> {
    listing(filter, order, descending).ids(db, most)
}

/// How many packages there are.
pub fn count(db: &Db) -> Result<i64> {
    db.number("SELECT count(*) FROM access_packages WHERE deleted_at IS NULL", [])
}
