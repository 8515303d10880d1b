//! The table `door`: whether the agents' own door is open, and where. No row while it was never opened.

use chaperone_domain::door::Door;
use chaperone_domain::id::Id;
use rusqlite::params;

use crate::column::Columns;
use crate::{Db, Result};

/// The workspace's door; nothing while it was never opened.
pub fn get(db: &Db) -> Result<Option<Door>> {
    db.one("SELECT tenant_id, is_open, port FROM door WHERE one = 1", [], |row| {
        Ok(Door {
            tenant_id: row.id("tenant_id")?,
            is_open: row.get("is_open")?,
            port: row.get("port")?,
        })
    })
}

/// Writes it.
pub fn put(db: &mut Db, door: &Door) -> Result<()> {
    db.execute(
        "INSERT INTO door (one, tenant_id, is_open, port) VALUES (1, ?1, ?2, ?3)
         ON CONFLICT (one) DO UPDATE SET is_open = excluded.is_open, port = excluded.port",
        params![door.tenant_id.uuid(), door.is_open, door.port],
    )?;
    Ok(())
}
