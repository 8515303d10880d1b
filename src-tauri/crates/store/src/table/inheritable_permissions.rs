//! The table `inheritable_permissions`: what of which APIs flows from blueprints on to their agents, now and before.

use chaperone_domain::id::{BlueprintId, Id, InheritablePermissionId};
use chaperone_domain::permission::InheritablePermission;
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, params};

use crate::column::Columns;
use crate::{Db, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<InheritablePermission> {
    Ok(InheritablePermission {
        id: row.id("id")?,
        blueprint_id: row.id("blueprint_id")?,
        application_id: row.id("application_id")?,
        scopes: row.term("scopes")?,
        roles: row.term("roles")?,
        starts_at: row.at("starts_at")?,
        withdrawn_at: row.maybe_at("withdrawn_at")?,
    })
}

/// All entries that a blueprint's list has and had.
pub fn of_blueprint(db: &Db, blueprint: BlueprintId) -> Result<Vec<InheritablePermission>> {
    db.all(
        "SELECT * FROM inheritable_permissions WHERE blueprint_id = ?1
         ORDER BY application_id, starts_at, id",
        [blueprint.uuid()],
        map,
    )
}

/// Adds an entry.
pub fn insert(db: &mut Db, entry: &InheritablePermission) -> Result<()> {
    db.execute(
        "INSERT INTO inheritable_permissions (id, blueprint_id, application_id, scopes, roles, starts_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            entry.id.uuid(),
            entry.blueprint_id.uuid(),
            entry.application_id.uuid(),
            entry.scopes.term(),
            entry.roles.term(),
            entry.starts_at.millis()
        ],
    )?;
    Ok(())
}

/// Takes an entry out of its list.
pub fn withdraw(db: &mut Db, id: InheritablePermissionId, at: Timestamp) -> Result<()> {
    db.execute(
        "UPDATE inheritable_permissions SET withdrawn_at = ?2 WHERE id = ?1 AND withdrawn_at IS NULL",
        params![id.uuid(), at.millis()],
    )?;
    Ok(())
}
