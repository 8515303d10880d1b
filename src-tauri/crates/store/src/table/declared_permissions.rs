//! The table `declared_permissions`: which API permissions blueprints declare to need, now and before.

use chaperone_domain::id::{BlueprintId, DeclarationId, Id};
use chaperone_domain::permission::Declaration;
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, params};

use super::resources::right;
use crate::column::Columns;
use crate::{Db, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<Declaration> {
    Ok(Declaration {
        id: row.id("id")?,
        blueprint_id: row.id("blueprint_id")?,
        right: right(row)?,
        starts_at: row.at("starts_at")?,
        withdrawn_at: row.maybe_at("withdrawn_at")?,
    })
}

/// All that a blueprint declares and declared.
pub fn of_blueprint(db: &Db, blueprint: BlueprintId) -> Result<Vec<Declaration>> {
    db.all(
        "SELECT *, application_id AS origin_id FROM declared_permissions WHERE blueprint_id = ?1
         ORDER BY application_id, starts_at, id",
        [blueprint.uuid()],
        map,
    )
}

/// Adds a declaration.
pub fn insert(db: &mut Db, declaration: &Declaration) -> Result<()> {
    db.execute(
        "INSERT INTO declared_permissions (id, blueprint_id, right_kind, application_id, role_id, starts_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            declaration.id.uuid(),
            declaration.blueprint_id.uuid(),
            declaration.right.kind().term(),
            declaration.right.origin(),
            declaration.right.role(),
            declaration.starts_at.millis()
        ],
    )?;
    Ok(())
}

/// Takes a declaration back.
pub fn withdraw(db: &mut Db, id: DeclarationId, at: Timestamp) -> Result<()> {
    db.execute(
        "UPDATE declared_permissions SET withdrawn_at = ?2 WHERE id = ?1 AND withdrawn_at IS NULL",
        params![id.uuid(), at.millis()],
    )?;
    Ok(())
}
