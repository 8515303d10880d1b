//! The table `personal_settings`: what each person chose for themselves. Who chose nothing has no row.

use chaperone_domain::id::{Id, PersonId};
use chaperone_domain::sign_in::DEFAULT_LOCK_MINUTES;
use rusqlite::params;

use crate::{Db, Result};

/// What a person chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalSettings {
    /// After how many idle minutes their session locks.
    pub lock_after_minutes: i64,
}

impl Default for PersonalSettings {
    fn default() -> Self {
        Self { lock_after_minutes: DEFAULT_LOCK_MINUTES }
    }
}

/// What a person chose, or what holds for who chose nothing.
pub fn of(db: &Db, person: PersonId) -> Result<PersonalSettings> {
    let found =
        db.one("SELECT * FROM personal_settings WHERE person_id = ?1", [person.uuid()], |row| {
            Ok(PersonalSettings { lock_after_minutes: row.get("lock_after_minutes")? })
        })?;
    Ok(found.unwrap_or_default())
}

/// Writes what a person chose.
pub fn set(db: &mut Db, person: PersonId, settings: &PersonalSettings) -> Result<()> {
    db.execute(
        "INSERT INTO personal_settings (person_id, lock_after_minutes) VALUES (?1, ?2)
         ON CONFLICT (person_id) DO UPDATE SET lock_after_minutes = excluded.lock_after_minutes",
        params![person.uuid(), settings.lock_after_minutes],
    )?;
    Ok(())
}
