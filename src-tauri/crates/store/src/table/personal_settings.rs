//! The table `personal_settings`: what each person chose for themselves. Who chose nothing has no row.

use chaperone_domain::id::{Id, PersonId};
use chaperone_domain::interruption::{Interruptions, QuietHours, TimeOfDay};
use chaperone_domain::sign_in::DEFAULT_LOCK_MINUTES;
use chaperone_domain::term::Term;
use rusqlite::{Row, params};

use crate::column::{Columns, write_terms};
use crate::{Db, Result};

/// What a person chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalSettings {
    /// After how many idle minutes their session locks.
    pub lock_after_minutes: i64,
    /// When their desktop may interrupt them.
    pub interruptions: Interruptions,
}

impl Default for PersonalSettings {
    fn default() -> Self {
        Self { lock_after_minutes: DEFAULT_LOCK_MINUTES, interruptions: Interruptions::default() }
    }
}

fn map(row: &Row<'_>) -> rusqlite::Result<PersonalSettings> {
    let (from, to) = (time_of_day(row, "quiet_from")?, time_of_day(row, "quiet_to")?);
    let interruptions = Interruptions {
        level: row.term("notification_level")?,
        quiet_hours: from.zip(to).map(|(from, to)| QuietHours { from, to }),
        quiet_days: row.terms("quiet_days")?.into_iter().collect(),
        digest_at: time_of_day(row, "digest_at")?,
    };
    Ok(PersonalSettings { lock_after_minutes: row.get("lock_after_minutes")?, interruptions })
}

fn time_of_day(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<TimeOfDay>> {
    Ok(row.get::<_, Option<i64>>(column)?.and_then(TimeOfDay::from_minutes))
}

/// What a person chose, or what holds for who chose nothing.
pub fn of(db: &Db, person: PersonId) -> Result<PersonalSettings> {
    let found =
        db.one("SELECT * FROM personal_settings WHERE person_id = ?1", [person.uuid()], map)?;
    Ok(found.unwrap_or_default())
}

/// Writes what a person chose.
pub fn set(db: &mut Db, person: PersonId, settings: &PersonalSettings) -> Result<()> {
    let chosen = &settings.interruptions;
    db.execute(
        "INSERT INTO personal_settings (person_id, lock_after_minutes, notification_level, quiet_from, quiet_to,
           quiet_days, digest_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (person_id) DO UPDATE SET lock_after_minutes = excluded.lock_after_minutes,
           notification_level = excluded.notification_level, quiet_from = excluded.quiet_from,
           quiet_to = excluded.quiet_to, quiet_days = excluded.quiet_days, digest_at = excluded.digest_at",
        params![
            person.uuid(),
            settings.lock_after_minutes,
            chosen.level.term(),
            chosen.quiet_hours.map(|hours| hours.from.minutes()),
            chosen.quiet_hours.map(|hours| hours.to.minutes()),
            write_terms(&chosen.quiet_days),
            chosen.digest_at.map(TimeOfDay::minutes)
        ],
    )?;
    Ok(())
}
