//! The table `run_spans`: from when to when processes looked after this workspace.

use chaperone_domain::lateness::Run;
use chaperone_domain::time::Timestamp;
use rusqlite::params;

use crate::column::Columns;
use crate::{Db, Result};

/// Begins a span; answers its number.
pub fn begin(db: &mut Db, at: Timestamp) -> Result<i64> {
    db.execute("INSERT INTO run_spans (started_at, seen_at) VALUES (?1, ?1)", [at.millis()])?;
    db.number("SELECT max(id) FROM run_spans", [])
}

/// Moves a span's end ahead; an end that is later already stays.
pub fn extend(db: &mut Db, id: i64, to: Timestamp) -> Result<()> {
    db.execute(
        "UPDATE run_spans SET seen_at = ?2 WHERE id = ?1 AND seen_at < ?2",
        params![id, to.millis()],
    )?;
    Ok(())
}

/// The spans that reach into a time, in order.
pub fn between(db: &Db, from: Timestamp, to: Timestamp) -> Result<Vec<Run>> {
    db.all(
        "SELECT started_at, seen_at FROM run_spans WHERE seen_at >= ?1 AND started_at <= ?2 ORDER BY started_at",
        params![from.millis(), to.millis()],
        |row| Ok(Run { from: row.at("started_at")?, to: row.at("seen_at")? }),
    )
}
