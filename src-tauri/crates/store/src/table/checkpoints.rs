//! The table `audit_checkpoints`: what was noted down about the history.

use chaperone_domain::time::Timestamp;
use rusqlite::params;

use crate::column::Columns;
use crate::{Db, Result};

/// A checkpoint as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// At which record.
    pub seq: i64,
    /// When.
    pub made_at: Timestamp,
    /// Its line.
    pub line: String,
}

/// Remembers a checkpoint.
pub fn insert(db: &mut Db, made: &Made) -> Result<()> {
    db.execute(
        "INSERT INTO audit_checkpoints (seq, made_at, line) VALUES (?1, ?2, ?3)",
        params![made.seq, made.made_at.millis(), made.line],
    )?;
    Ok(())
}

/// The latest ones, newest first.
pub fn latest(db: &Db, limit: u32) -> Result<Vec<Made>> {
    db.all("SELECT * FROM audit_checkpoints ORDER BY seq DESC LIMIT ?1", [limit], |row| {
        Ok(Made { seq: row.get("seq")?, made_at: row.at("made_at")?, line: row.get("line")? })
    })
}
