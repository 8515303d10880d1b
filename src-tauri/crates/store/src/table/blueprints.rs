//! The tables `blueprints` and `blueprint_principals`: kinds of agents, and their presence in this directory.

use chaperone_domain::agent::{Blueprint, BlueprintPrincipal};
use chaperone_domain::id::{BlueprintId, Id};
use rusqlite::{Row, params};

use crate::column::{Columns, millis};
use crate::{Db, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<Blueprint> {
    Ok(Blueprint {
        id: row.id("id")?,
        app_id: row.id("app_id")?,
        display_name: row.get("display_name")?,
        description: row.get("description")?,
        is_enabled: row.get("is_enabled")?,
        deleted_at: row.maybe_at("deleted_at")?,
        created_at: row.at("created_at")?,
    })
}

fn map_principal(row: &Row<'_>) -> rusqlite::Result<BlueprintPrincipal> {
    Ok(BlueprintPrincipal {
        id: row.id("id")?,
        blueprint_id: row.id("blueprint_id")?,
        display_name: row.get("display_name")?,
        is_enabled: row.get("is_enabled")?,
        deleted_at: row.maybe_at("deleted_at")?,
    })
}

/// One blueprint.
pub fn get(db: &Db, id: BlueprintId) -> Result<Option<Blueprint>> {
    db.one("SELECT * FROM blueprints WHERE id = ?1", [id.uuid()], map)
}

/// The blueprint with a client id, by which agents name it.
pub fn by_app_id(db: &Db, app_id: BlueprintId) -> Result<Option<Blueprint>> {
    db.one("SELECT * FROM blueprints WHERE app_id = ?1", [app_id.uuid()], map)
}

/// All blueprints, by name.
pub fn all(db: &Db) -> Result<Vec<Blueprint>> {
    db.all("SELECT * FROM blueprints ORDER BY display_name COLLATE NOCASE, id", [], map)
}

/// Adds a blueprint.
pub fn insert(db: &mut Db, blueprint: &Blueprint) -> Result<()> {
    db.execute(
        "INSERT INTO blueprints (id, app_id, display_name, description, is_enabled, deleted_at, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            blueprint.id.uuid(),
            blueprint.app_id.uuid(),
            blueprint.display_name,
            blueprint.description,
            blueprint.is_enabled,
            millis(blueprint.deleted_at),
            blueprint.created_at.millis()
        ],
    )?;
    Ok(())
}

/// Writes all that can change about a blueprint.
pub fn update(db: &mut Db, blueprint: &Blueprint) -> Result<()> {
    db.execute(
        "UPDATE blueprints SET app_id = ?2, display_name = ?3, description = ?4, is_enabled = ?5, deleted_at = ?6
         WHERE id = ?1",
        params![
            blueprint.id.uuid(),
            blueprint.app_id.uuid(),
            blueprint.display_name,
            blueprint.description,
            blueprint.is_enabled,
            millis(blueprint.deleted_at)
        ],
    )?;
    Ok(())
}

/// A blueprint's presence in this directory, if it has one.
pub fn principal_of(db: &Db, blueprint: BlueprintId) -> Result<Option<BlueprintPrincipal>> {
    db.one(
        "SELECT * FROM blueprint_principals WHERE blueprint_id = ?1",
        [blueprint.uuid()],
        map_principal,
    )
}

/// Adds a blueprint's presence.
pub fn insert_principal(db: &mut Db, principal: &BlueprintPrincipal) -> Result<()> {
    db.execute(
        "INSERT INTO blueprint_principals (id, blueprint_id, display_name, is_enabled, deleted_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            principal.id.uuid(),
            principal.blueprint_id.uuid(),
            principal.display_name,
            principal.is_enabled,
            millis(principal.deleted_at)
        ],
    )?;
    Ok(())
}

/// Writes all that can change about a blueprint's presence; it stands for its blueprint for life.
pub fn update_principal(db: &mut Db, principal: &BlueprintPrincipal) -> Result<()> {
    db.execute(
        "UPDATE blueprint_principals SET display_name = ?2, is_enabled = ?3, deleted_at = ?4 WHERE id = ?1",
        params![
            principal.id.uuid(),
            principal.display_name,
            principal.is_enabled,
            millis(principal.deleted_at)
        ],
    )?;
    Ok(())
}
