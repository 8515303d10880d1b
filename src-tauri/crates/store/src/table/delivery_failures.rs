//! The table `delivery_failures`: what couldn't be given, try by try.

use chaperone_domain::delivery::FailureReason;
use chaperone_domain::id::{Id, RequestId, ResourceRoleId};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::params;

use crate::column::Columns;
use crate::{Db, Result};

/// A role that couldn't be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryFailure {
    /// Which role.
    pub resource_role_id: ResourceRoleId,
    /// What it was called then.
    pub role_name: String,
    /// Why.
    pub reason: FailureReason,
    /// When it was tried.
    pub failed_at: Timestamp,
}

/// Keeps what failed in one more try.
pub fn insert(db: &mut Db, request: RequestId, failures: &[DeliveryFailure]) -> Result<()> {
    let earlier = db.number(
        "SELECT coalesce(max(attempt), 0) FROM delivery_failures WHERE request_id = ?1",
        [request.uuid()],
    )?;
    for failure in failures {
        db.execute(
            "INSERT INTO delivery_failures (request_id, attempt, resource_role_id, role_name, reason, failed_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                request.uuid(),
                earlier + 1,
                failure.resource_role_id.uuid(),
                failure.role_name,
                failure.reason.term(),
                failure.failed_at.millis()
            ],
        )?;
    }
    Ok(())
}

/// What failed in the last try of a request that failed at all, by name.
pub fn of_last_try(db: &Db, request: RequestId) -> Result<Vec<DeliveryFailure>> {
    db.all(
        "SELECT * FROM delivery_failures WHERE request_id = ?1
           AND attempt = (SELECT max(attempt) FROM delivery_failures WHERE request_id = ?1)
         ORDER BY role_name",
        [request.uuid()],
        |row| {
            Ok(DeliveryFailure {
                resource_role_id: row.id("resource_role_id")?,
                role_name: row.get("role_name")?,
                reason: row.term("reason")?,
                failed_at: row.at("failed_at")?,
            })
        },
    )
}
