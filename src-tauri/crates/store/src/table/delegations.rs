//! The table `delegations`: who decides for whom, and when. Which approvals reached a delegate is in `stages`.

use chaperone_domain::delegation::Delegation;
use chaperone_domain::id::{DelegationId, Id, PersonId};
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, params};

use crate::column::{Columns, millis};
use crate::{Db, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<Delegation> {
    Ok(Delegation {
        id: row.id("id")?,
        approver_id: row.id("approver_id")?,
        delegate_id: row.id("delegate_id")?,
        starts_at: row.at("starts_at")?,
        ends_at: row.maybe_at("ends_at")?,
        ended_at: row.maybe_at("ended_at")?,
        created_at: row.at("created_at")?,
    })
}

/// One delegation.
pub fn get(db: &Db, id: DelegationId) -> Result<Option<Delegation>> {
    db.one("SELECT * FROM delegations WHERE id = ?1", [id.uuid()], map)
}

/// The delegations that an approver made, the latest start first.
pub fn of_approver(db: &Db, approver: PersonId) -> Result<Vec<Delegation>> {
    db.all(
        "SELECT * FROM delegations WHERE approver_id = ?1 ORDER BY starts_at DESC, id",
        [approver.uuid()],
        map,
    )
}

/// The delegations to a person, the latest start first.
pub fn of_delegate(db: &Db, delegate: PersonId) -> Result<Vec<Delegation>> {
    db.all(
        "SELECT * FROM delegations WHERE delegate_id = ?1 ORDER BY starts_at DESC, id",
        [delegate.uuid()],
        map,
    )
}

/// Adds a delegation.
pub fn insert(db: &mut Db, delegation: &Delegation) -> Result<()> {
    db.execute(
        "INSERT INTO delegations (id, approver_id, delegate_id, starts_at, ends_at, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            delegation.id.uuid(),
            delegation.approver_id.uuid(),
            delegation.delegate_id.uuid(),
            delegation.starts_at.millis(),
            millis(delegation.ends_at),
            delegation.created_at.millis()
        ],
    )?;
    Ok(())
}

/// Writes all that can change about a delegation that isn't over.
pub fn update(db: &mut Db, delegation: &Delegation) -> Result<()> {
    db.execute(
        "UPDATE delegations SET delegate_id = ?2, starts_at = ?3, ends_at = ?4 WHERE id = ?1",
        params![
            delegation.id.uuid(),
            delegation.delegate_id.uuid(),
            delegation.starts_at.millis(),
            millis(delegation.ends_at)
        ],
    )?;
    Ok(())
}

/// Ends a delegation.
pub fn end(db: &mut Db, id: DelegationId, at: Timestamp) -> Result<()> {
    db.execute(
        "UPDATE delegations SET ended_at = ?2 WHERE id = ?1",
        params![id.uuid(), at.millis()],
    )?;
    Ok(())
}
