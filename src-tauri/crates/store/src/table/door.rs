//! The table `door`: whether the agents' own door is open, and where. No row while it was never opened.

use chaperone_domain::door::Door;
use rusqlite::params;

use crate::column::Columns;
use crate::{Db, Result};

/// The workspace's door; nothing while it was never opened.
pub fn get(db: &Db) -> Result<Option<Door>> {
    db.one(
        "SELECT w.id AS tenant_id, d.is_open, d.port, d.is_https
         FROM door d JOIN workspace w ON w.one = d.one WHERE d.one = 1",
        [],
        |row| {
            Ok(Door {
                tenant_id: row.id("tenant_id")?,
                is_open: row.get("is_open")?,
                port: row.get("port")?,
                is_https: row.get("is_https")?,
            })
        },
    )
}

/// Writes whether it is open, and where; its tenant is the workspace.
pub fn put(db: &mut Db, door: &Door) -> Result<()> {
    db.execute(
        "INSERT INTO door (one, is_open, port, is_https) VALUES (1, ?1, ?2, ?3)
         ON CONFLICT (one) DO UPDATE
         SET is_open = excluded.is_open, port = excluded.port, is_https = excluded.is_https",
        params![door.is_open, door.port, door.is_https],
    )?;
    Ok(())
}
