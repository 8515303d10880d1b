//! The table `directory_roles`: the roles that administer the directory itself.

use chaperone_domain::directory_role::DirectoryRole;
use chaperone_domain::id::{DirectoryRoleId, Id};
use rusqlite::{Row, params};

use crate::column::Columns;
use crate::{Db, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<DirectoryRole> {
    Ok(DirectoryRole {
        id: row.id("id")?,
        display_name: row.get("display_name")?,
        description: row.get("description")?,
        is_privileged: row.get("is_privileged")?,
    })
}

/// One directory role.
pub fn get(db: &Db, id: DirectoryRoleId) -> Result<Option<DirectoryRole>> {
    db.one("SELECT * FROM directory_roles WHERE id = ?1", [id.uuid()], map)
}

/// The directory role with a name, in either letter case.
pub fn by_name(db: &Db, display_name: &str) -> Result<Option<DirectoryRole>> {
    db.one("SELECT * FROM directory_roles WHERE display_name = ?1", [display_name], map)
}

/// All directory roles, by name.
pub fn all(db: &Db) -> Result<Vec<DirectoryRole>> {
    db.all("SELECT * FROM directory_roles ORDER BY display_name", [], map)
}

/// Adds a directory role, or writes all that can change about it.
pub fn put(db: &mut Db, role: &DirectoryRole) -> Result<()> {
    db.execute(
        "INSERT INTO directory_roles (id, display_name, description, is_privileged) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name,
           description = excluded.description, is_privileged = excluded.is_privileged",
        params![role.id.uuid(), role.display_name, role.description, role.is_privileged],
    )?;
    Ok(())
}
