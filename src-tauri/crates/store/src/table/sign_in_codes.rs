//! The table `sign_in_codes`: programs that wait until a person confirms at the desk that it is they who sign in. Codes
//! stand here by their hash alone.

use chaperone_domain::id::{Id, PersonId};
use chaperone_domain::sign_in_code::{Answer, SignInCode};
use chaperone_domain::time::{Span, Timestamp};
use rusqlite::{Row, params};

use crate::column::Columns;
use crate::{Db, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<SignInCode> {
    let answer = match row.get("is_confirmed")? {
        None => None,
        Some(false) => Some(Answer::Denied),
        Some(true) => {
            Some(Answer::Confirmed { person: row.id("person_id")?, stamp: row.get("stamp")? })
        }
    };
    Ok(SignInCode {
        client: row.get("client")?,
        scope: row.get("scope")?,
        asked_at: row.at("asked_at")?,
        ends_at: row.at("ends_at")?,
        asked_every: Span::from_millis(row.get("asked_every_ms")?),
        last_asked_at: row.maybe_at("last_asked_at")?,
        answer,
    })
}

/// The code that a program has, by the hash of its own code.
pub fn of_device(db: &Db, device: &[u8; 32]) -> Result<Option<SignInCode>> {
    db.one("SELECT * FROM sign_in_codes WHERE device_hash = ?1", [device.as_slice()], map)
}

/// The code that a person typed, by its hash.
pub fn of_user(db: &Db, user: &[u8; 32]) -> Result<Option<SignInCode>> {
    db.one("SELECT * FROM sign_in_codes WHERE user_hash = ?1", [user.as_slice()], map)
}

/// How many programs wait at an instant.
pub fn waiting(db: &Db, at: Timestamp) -> Result<usize> {
    let sql = "SELECT count(*) AS n FROM sign_in_codes WHERE ends_at > ?1";
    let found: Option<i64> = db.one(sql, [at.millis()], |row| row.get("n"))?;
    Ok(usize::try_from(found.unwrap_or(0)).unwrap_or(usize::MAX))
}

/// Adds a code under the hashes of the program's and of the person's.
pub fn insert(db: &mut Db, code: &SignInCode, device: &[u8; 32], user: &[u8; 32]) -> Result<()> {
    db.execute(
        "INSERT INTO sign_in_codes (device_hash, user_hash, client, scope, asked_at, ends_at, asked_every_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            device.as_slice(),
            user.as_slice(),
            code.client,
            code.scope,
            code.asked_at.millis(),
            code.ends_at.millis(),
            code.asked_every.millis()
        ],
    )?;
    Ok(())
}

/// Notes when a program asked last, and how long it waits from then on.
pub fn set_asked(db: &mut Db, device: &[u8; 32], at: Timestamp, every: Span) -> Result<()> {
    db.execute(
        "UPDATE sign_in_codes SET last_asked_at = ?2, asked_every_ms = ?3 WHERE device_hash = ?1",
        params![device.as_slice(), at.millis(), every.millis()],
    )?;
    Ok(())
}

/// Writes what a person answered: with the stamp of their passphrase when they confirmed.
pub fn answer(db: &mut Db, user: &[u8; 32], person: PersonId, stamp: Option<&str>) -> Result<()> {
    db.execute(
        "UPDATE sign_in_codes SET is_confirmed = ?2, person_id = ?3, stamp = ?4 WHERE user_hash = ?1",
        params![user.as_slice(), stamp.is_some(), person.uuid(), stamp],
    )?;
    Ok(())
}

/// Takes a code away, because its token was fetched.
pub fn delete(db: &mut Db, device: &[u8; 32]) -> Result<()> {
    db.execute("DELETE FROM sign_in_codes WHERE device_hash = ?1", [device.as_slice()])?;
    Ok(())
}

/// Takes away all codes that ended before an instant.
pub fn delete_ended_before(db: &mut Db, at: Timestamp) -> Result<()> {
    db.execute("DELETE FROM sign_in_codes WHERE ends_at < ?1", [at.millis()])?;
    Ok(())
}
