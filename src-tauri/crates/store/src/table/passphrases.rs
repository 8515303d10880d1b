//! The table `passphrases`: the hash by which a person proves who they are. Never the passphrase itself.

use chaperone_domain::id::{Id, PersonId};
use rusqlite::params;

use crate::{Db, Result};

/// The hash of a person's passphrase, if they have one.
pub fn get(db: &Db, person: PersonId) -> Result<Option<String>> {
    db.one("SELECT hash FROM passphrases WHERE person_id = ?1", [person.uuid()], |row| {
        row.get("hash")
    })
}

/// Writes the hash of a person's passphrase, in place of any before.
pub fn set(db: &mut Db, person: PersonId, hash: &str) -> Result<()> {
    db.execute(
        "INSERT INTO passphrases (person_id, hash) VALUES (?1, ?2)
         ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash",
        params![person.uuid(), hash],
    )?;
    Ok(())
}
