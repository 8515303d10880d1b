//! The table `due_ledger`: each thing that fell due by itself, with its due and its done instant.

use chaperone_domain::due::DueKind;
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::params;
use uuid::Uuid;

use crate::column::Columns;
use crate::{Db, Result};

/// A thing that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What kind of thing.
    pub kind: DueKind,
    /// The thing.
    pub subject: Uuid,
    /// When it fell due.
    pub due_at: Timestamp,
    /// When it was due and known.
    pub known_at: Timestamp,
    /// When it was done.
    pub done_at: Timestamp,
    /// In words.
    pub sentence: String,
}

/// Adds an entry.
pub fn insert(db: &mut Db, entry: &Entry) -> Result<()> {
    db.execute(
        "INSERT INTO due_ledger (kind, subject_id, due_at, known_at, done_at, sentence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            entry.kind.term(),
            entry.subject,
            entry.due_at.millis(),
            entry.known_at.millis(),
            entry.done_at.millis(),
            entry.sentence
        ],
    )?;
    Ok(())
}

/// What was done in a time, in the order in which it was done.
pub fn between(db: &Db, from: Timestamp, to: Timestamp) -> Result<Vec<Entry>> {
    db.all(
        "SELECT * FROM due_ledger WHERE done_at >= ?1 AND done_at < ?2 ORDER BY done_at, seq",
        params![from.millis(), to.millis()],
        |row| {
            Ok(Entry {
                kind: row.term("kind")?,
                subject: row.get("subject_id")?,
                due_at: row.at("due_at")?,
                known_at: row.at("known_at")?,
                done_at: row.at("done_at")?,
                sentence: row.get("sentence")?,
            })
        },
    )
}
