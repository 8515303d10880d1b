//! The table `catalogs`.

use chaperone_domain::access_package::{Catalog, PrivilegeLevel};
use chaperone_domain::id::{CatalogId, Id};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, params};

use crate::column::Columns;
use crate::{Db, Result};

/// The condition that a row's package is in a catalog of which a person looks after the assignments. Takes the person.
pub(crate) const IN_MANAGED_CATALOG: &str = "access_package_id IN (SELECT p.id FROM access_packages p
  JOIN catalog_roles_held h ON h.catalog_id = p.catalog_id WHERE h.person_id = ? AND h.role <> 'catalogReader')";

fn map(row: &Row<'_>) -> rusqlite::Result<Catalog> {
    Ok(Catalog {
        id: row.id("id")?,
        display_name: row.get("display_name")?,
        description: row.get("description")?,
        state: row.term("state")?,
        privilege_level: row.term("privilege_level")?,
    })
}

/// One catalog; a deleted one is no more.
pub fn get(db: &Db, id: CatalogId) -> Result<Option<Catalog>> {
    db.one("SELECT * FROM catalogs WHERE id = ?1 AND deleted_at IS NULL", [id.uuid()], map)
}

/// One catalog, also a deleted one: packages that were deleted before it still name it.
pub fn ever(db: &Db, id: CatalogId) -> Result<Option<Catalog>> {
    db.one("SELECT * FROM catalogs WHERE id = ?1", [id.uuid()], map)
}

/// The catalog of a name, without regard to letter case.
pub fn by_name(db: &Db, name: &str) -> Result<Option<Catalog>> {
    db.one("SELECT * FROM catalogs WHERE display_name = ?1 AND deleted_at IS NULL", [name], map)
}

/// All catalogs by name.
pub fn all(db: &Db) -> Result<Vec<Catalog>> {
    db.all("SELECT * FROM catalogs WHERE deleted_at IS NULL ORDER BY display_name, id", [], map)
}

/// Adds a catalog.
pub fn insert(db: &mut Db, catalog: &Catalog, created_at: Timestamp) -> Result<()> {
    db.execute(
        "INSERT INTO catalogs (id, display_name, description, state, privilege_level, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            catalog.id.uuid(),
            catalog.display_name,
            catalog.description,
            catalog.state.term(),
            catalog.privilege_level.term(),
            created_at.millis()
        ],
    )?;
    Ok(())
}

/// Changes the name, the description and whether its packages can be requested.
pub fn update(db: &mut Db, catalog: &Catalog) -> Result<()> {
    db.execute(
        "UPDATE catalogs SET display_name = ?2, description = ?3, state = ?4 WHERE id = ?1",
        params![catalog.id.uuid(), catalog.display_name, catalog.description, catalog.state.term()],
    )?;
    Ok(())
}

/// Deletes an empty catalog; the table refuses one that isn't.
pub fn set_deleted(db: &mut Db, id: CatalogId, at: Timestamp) -> Result<()> {
    db.execute(
        "UPDATE catalogs SET deleted_at = ?2 WHERE id = ?1",
        params![id.uuid(), at.millis()],
    )?;
    Ok(())
}

/// How many catalogs there are.
pub fn count(db: &Db) -> Result<i64> {
    db.number("SELECT count(*) FROM catalogs WHERE deleted_at IS NULL", [])
}

/// Marks a catalog as holding API permissions or directory roles, or not.
pub fn set_privilege_level(db: &mut Db, id: CatalogId, level: PrivilegeLevel) -> Result<()> {
    db.execute(
        "UPDATE catalogs SET privilege_level = ?2 WHERE id = ?1",
        params![id.uuid(), level.term()],
    )?;
    Ok(())
}

/// How many packages and resources a catalog has.
pub fn counts(db: &Db, id: CatalogId) -> Result<(i64, i64)> {
    Ok((
        db.number(
            "SELECT count(*) FROM access_packages WHERE catalog_id = ?1 AND deleted_at IS NULL",
            [id.uuid()],
        )?,
        db.number(
            "SELECT count(*) FROM resources WHERE catalog_id = ?1 AND removed_at IS NULL",
            [id.uuid()],
        )?,
    ))
}
