//! The table `secrets`: by which secrets agents and blueprints say who they are. Never a secret itself, only its hash.

use chaperone_domain::id::{Id, SecretId};
use chaperone_domain::secret::{Secret, SecretHolder};
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, params};
use uuid::Uuid;

use crate::column::Columns;
use crate::{Db, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<Secret> {
    let holder = match row.maybe_id("agent_id")? {
        Some(agent) => SecretHolder::Agent(agent),
        None => SecretHolder::Blueprint(row.id("blueprint_id")?),
    };
    Ok(Secret {
        id: row.id("id")?,
        holder,
        display_name: row.get("display_name")?,
        hint: row.get("hint")?,
        created_at: row.at("created_at")?,
        created_by: row.id("created_by")?,
        ends_at: row.at("ends_at")?,
        revoked_at: row.maybe_at("revoked_at")?,
        last_used_at: row.maybe_at("last_used_at")?,
    })
}

fn columns(holder: SecretHolder) -> (Option<Uuid>, Option<Uuid>) {
    match holder {
        SecretHolder::Agent(agent) => (Some(agent.uuid()), None),
        SecretHolder::Blueprint(blueprint) => (None, Some(blueprint.uuid())),
    }
}

/// One secret.
pub fn get(db: &Db, id: SecretId) -> Result<Option<Secret>> {
    db.one("SELECT * FROM secrets WHERE id = ?1", [id.uuid()], map)
}

/// The SHA-256 under which a secret is kept.
pub fn hash(db: &Db, id: SecretId) -> Result<Option<[u8; 32]>> {
    db.one("SELECT hash FROM secrets WHERE id = ?1", [id.uuid()], |row| row.get("hash"))
}

/// The secrets of an agent or a blueprint, newest first.
pub fn of(db: &Db, holder: SecretHolder) -> Result<Vec<Secret>> {
    let (sql, id) = match holder {
        SecretHolder::Agent(agent) => (
            "SELECT * FROM secrets WHERE agent_id = ?1 ORDER BY created_at DESC, id DESC",
            agent.uuid(),
        ),
        SecretHolder::Blueprint(blueprint) => (
            "SELECT * FROM secrets WHERE blueprint_id = ?1 ORDER BY created_at DESC, id DESC",
            blueprint.uuid(),
        ),
    };
    db.all(sql, [id], map)
}

/// Adds a secret under its hash.
pub fn insert(db: &mut Db, secret: &Secret, hash: &[u8; 32]) -> Result<()> {
    let (agent, blueprint) = columns(secret.holder);
    db.execute(
        "INSERT INTO secrets (id, agent_id, blueprint_id, display_name, hint, hash, created_at, created_by, ends_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            secret.id.uuid(),
            agent,
            blueprint,
            secret.display_name,
            secret.hint,
            hash.as_slice(),
            secret.created_at.millis(),
            secret.created_by.uuid(),
            secret.ends_at.millis()
        ],
    )?;
    Ok(())
}

/// Takes a secret back.
pub fn revoke(db: &mut Db, id: SecretId, at: Timestamp) -> Result<()> {
    db.execute(
        "UPDATE secrets SET revoked_at = ?2 WHERE id = ?1",
        params![id.uuid(), at.millis()],
    )?;
    Ok(())
}

/// Notes that a secret proved something.
pub fn set_used(db: &mut Db, id: SecretId, at: Timestamp) -> Result<()> {
    db.execute(
        "UPDATE secrets SET last_used_at = ?2 WHERE id = ?1",
        params![id.uuid(), at.millis()],
    )?;
    Ok(())
}
