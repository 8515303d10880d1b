//! The tables `passphrases`, `recovery_codes` and `sign_in_failures`: the hashes by which people prove who they are, and the
//! tries that failed. Never a passphrase or a code itself.

use chaperone_domain::id::{Id, PersonId};
use chaperone_domain::sign_in::Failures;
use chaperone_domain::time::Timestamp;
use rusqlite::params;

use crate::column::Columns;
use crate::{Db, Result};

/// The hash of a person's passphrase, if they have one.
pub fn get(db: &Db, person: PersonId) -> Result<Option<String>> {
    db.one("SELECT hash FROM passphrases WHERE person_id = ?1", [person.uuid()], |row| {
        row.get("hash")
    })
}

/// Whether a person signed in with a passphrase that was given for one sign-in.
pub fn must_change(db: &Db, person: PersonId) -> Result<bool> {
    let found = db.one(
        "SELECT must_change FROM passphrases WHERE person_id = ?1",
        [person.uuid()],
        |row| row.get("must_change"),
    )?;
    Ok(found.unwrap_or(false))
}

/// Writes the hash of a person's passphrase, in place of any before; `must_change` for one that holds for one sign-in.
pub fn set(db: &mut Db, person: PersonId, hash: &str, must_change: bool) -> Result<()> {
    db.execute(
        "INSERT INTO passphrases (person_id, hash, must_change) VALUES (?1, ?2, ?3)
         ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, must_change = excluded.must_change",
        params![person.uuid(), hash, must_change],
    )?;
    Ok(())
}

/// Writes a new hash of the same passphrase.
pub fn rehash(db: &mut Db, person: PersonId, hash: &str) -> Result<()> {
    db.execute(
        "UPDATE passphrases SET hash = ?2 WHERE person_id = ?1",
        params![person.uuid(), hash],
    )?;
    Ok(())
}

/// The hash of the present recovery code.
pub fn recovery(db: &Db) -> Result<Option<String>> {
    db.one("SELECT hash FROM recovery_codes", [], |row| row.get("hash"))
}

/// Writes the hash of a recovery code, in place of the one before.
pub fn set_recovery(db: &mut Db, hash: &str) -> Result<()> {
    db.execute(
        "INSERT INTO recovery_codes (one, hash) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET hash = excluded.hash",
        [hash],
    )?;
    Ok(())
}

/// The wrong tries in a row for an address, by its digest.
pub fn failures(db: &Db, address: &[u8; 32]) -> Result<Option<Failures>> {
    db.one(
        "SELECT failures, last_failed_at FROM sign_in_failures WHERE address_digest = ?1",
        [address.as_slice()],
        |row| Ok(Failures { count: row.get("failures")?, last_at: row.at("last_failed_at")? }),
    )
}

/// Writes the wrong tries in a row for an address.
pub fn set_failures(db: &mut Db, address: &[u8; 32], failures: Failures) -> Result<()> {
    db.execute(
        "INSERT INTO sign_in_failures (address_digest, failures, last_failed_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (address_digest) DO UPDATE
         SET failures = excluded.failures, last_failed_at = excluded.last_failed_at",
        params![address.as_slice(), failures.count, failures.last_at.millis()],
    )?;
    Ok(())
}

/// Forgets the wrong tries for an address.
pub fn clear_failures(db: &mut Db, address: &[u8; 32]) -> Result<()> {
    db.execute("DELETE FROM sign_in_failures WHERE address_digest = ?1", [address.as_slice()])?;
    Ok(())
}

/// Forgets wrong tries whose last one was before an instant.
pub fn forget_failures_before(db: &mut Db, at: Timestamp) -> Result<()> {
    db.execute("DELETE FROM sign_in_failures WHERE last_failed_at < ?1", [at.millis()])?;
    Ok(())
}
