//! The table `consents`: which API permissions were consented to on blueprints' principals, now and before.

use chaperone_domain::id::{BlueprintPrincipalId, ConsentId, Id};
use chaperone_domain::permission::Consent;
use chaperone_domain::right::Right;
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, params};

use super::resources::right;
use crate::column::Columns;
use crate::{Db, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<Consent> {
    Ok(Consent {
        id: row.id("id")?,
        principal_id: row.id("principal_id")?,
        right: right(row)?,
        starts_at: row.at("starts_at")?,
        withdrawn_at: row.maybe_at("withdrawn_at")?,
    })
}

/// All consents on a principal, revoked ones too.
pub fn of_principal(db: &Db, principal: BlueprintPrincipalId) -> Result<Vec<Consent>> {
    db.all(
        "SELECT *, application_id AS origin_id FROM consents WHERE principal_id = ?1
         ORDER BY application_id, starts_at, id",
        [principal.uuid()],
        map,
    )
}

/// The rights to which somebody's consent stands at an instant.
pub fn rights_at(db: &Db, at: Timestamp) -> Result<Vec<Right>> {
    db.all(
        "SELECT DISTINCT right_kind, application_id AS origin_id, role_id FROM consents
         WHERE starts_at <= ?1 AND (withdrawn_at IS NULL OR withdrawn_at > ?1)",
        [at.millis()],
        right,
    )
}

/// Adds a consent.
pub fn insert(db: &mut Db, consent: &Consent) -> Result<()> {
    db.execute(
        "INSERT INTO consents (id, principal_id, right_kind, application_id, role_id, starts_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            consent.id.uuid(),
            consent.principal_id.uuid(),
            consent.right.kind().term(),
            consent.right.origin(),
            consent.right.role(),
            consent.starts_at.millis()
        ],
    )?;
    Ok(())
}

/// Revokes a consent.
pub fn withdraw(db: &mut Db, id: ConsentId, at: Timestamp) -> Result<()> {
    db.execute(
        "UPDATE consents SET withdrawn_at = ?2 WHERE id = ?1 AND withdrawn_at IS NULL",
        params![id.uuid(), at.millis()],
    )?;
    Ok(())
}
