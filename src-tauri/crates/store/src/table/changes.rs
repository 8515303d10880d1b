//! The table `changes`: what each commit changed, for open windows of this and other processes.

use rusqlite::params;

use crate::{Db, Result};

/// How many changes are kept; a window that has slept longer reads everything anew.
const KEPT: i64 = 10_000;

/// Notes what a commit changes, as words separated by spaces.
pub fn insert(db: &mut Db, tags: &str) -> Result<()> {
    db.execute("INSERT INTO changes (tags) VALUES (?1)", [tags])?;
    db.execute("DELETE FROM changes WHERE seq <= (SELECT max(seq) FROM changes) - ?1", [KEPT])?;
    Ok(())
}

/// The number of the last change; 0 when there is none.
pub fn last(db: &Db) -> Result<i64> {
    db.number("SELECT coalesce(max(seq), 0) FROM changes", [])
}

/// The tags of all changes after one.
pub fn after(db: &Db, seq: i64) -> Result<Vec<String>> {
    db.all("SELECT tags FROM changes WHERE seq > ?1 ORDER BY seq", params![seq], |row| row.get(0))
}
