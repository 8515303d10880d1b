//! The table `reminders`: what will fall due, or has.

use chaperone_domain::id::{AssignmentId, Id, PersonId, ReminderId};
use chaperone_domain::reminder::{RecipientsBy, ReminderKind, ReminderState, Scheduled};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, params};
use uuid::Uuid;

use crate::column::Columns;
use crate::list::{Listing, Page, id_value};
use crate::{Db, Result};

/// A reminder of an assignment's end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// Key.
    pub id: ReminderId,
    /// The assignment.
    pub assignment_id: AssignmentId,
    /// What it says.
    pub kind: ReminderKind,
    /// How many days before the end; 0 for the end itself.
    pub threshold_days: i64,
    /// The end that it speaks of.
    pub ends_at: Timestamp,
    /// When it falls due.
    pub due_at: Timestamp,
    /// Where it stands.
    pub state: ReminderState,
    /// When it was carried out.
    pub done_at: Option<Timestamp>,
    /// Which list its recipients came from.
    pub recipients_by: Option<RecipientsBy>,
}

fn map(row: &Row<'_>) -> rusqlite::Result<Reminder> {
    Ok(Reminder {
        id: row.id("id")?,
        assignment_id: row.id("assignment_id")?,
        kind: row.term("kind")?,
        threshold_days: row.get("threshold_days")?,
        ends_at: row.at("ends_at")?,
        due_at: row.at("due_at")?,
        state: row.term("state")?,
        done_at: row.maybe_at("done_at")?,
        recipients_by: row.maybe_term("recipients_by")?,
    })
}

/// One reminder.
pub fn get(db: &Db, id: ReminderId) -> Result<Option<Reminder>> {
    db.one("SELECT * FROM reminders WHERE id = ?1", [id.uuid()], map)
}

/// Schedules a reminder; one for the same end and threshold stands already when nothing is added.
pub fn insert(
    db: &mut Db,
    id: ReminderId,
    assignment: AssignmentId,
    ends_at: Timestamp,
    scheduled: Scheduled,
) -> Result<()> {
    db.execute(
        "INSERT INTO reminders (id, assignment_id, kind, threshold_days, ends_at, due_at, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'scheduled') ON CONFLICT (assignment_id, ends_at, threshold_days) DO NOTHING",
        params![
            id.uuid(),
            assignment.uuid(),
            scheduled.kind.term(),
            scheduled.threshold_days,
            ends_at.millis(),
            scheduled.due_at.millis()
        ],
    )?;
    Ok(())
}

/// The reminders of an assignment by due instant.
pub fn of_assignment(db: &Db, assignment: AssignmentId) -> Result<Vec<Reminder>> {
    db.all(
        "SELECT * FROM reminders WHERE assignment_id = ?1 ORDER BY due_at, id",
        [assignment.uuid()],
        map,
    )
}

/// Carries a reminder out.
pub fn set_done(
    db: &mut Db,
    id: ReminderId,
    state: ReminderState,
    by: Option<RecipientsBy>,
    done_at: Timestamp,
) -> Result<()> {
    db.execute(
        "UPDATE reminders SET state = ?2, recipients_by = ?3, done_at = ?4 WHERE id = ?1",
        params![id.uuid(), state.term(), by.map(Term::term), done_at.millis()],
    )?;
    Ok(())
}

/// Supersedes what is still scheduled for an assignment; `with_end` also its telling of the end.
pub fn supersede_scheduled(
    db: &mut Db,
    assignment: AssignmentId,
    with_end: bool,
    at: Timestamp,
) -> Result<()> {
    db.execute(
        "UPDATE reminders SET state = 'superseded', done_at = ?3
         WHERE assignment_id = ?1 AND state = 'scheduled' AND (?2 OR kind = 'expiring')",
        params![assignment.uuid(), with_end, at.millis()],
    )?;
    Ok(())
}

/// Reminders that have fallen due, the earliest first.
pub fn due_until(db: &Db, until: Timestamp, limit: u32) -> Result<Vec<(Timestamp, ReminderId)>> {
    db.all(
        "SELECT due_at, id FROM reminders WHERE state = 'scheduled' AND due_at <= ?1 ORDER BY due_at, id LIMIT ?2",
        params![until.millis(), limit],
        |row| Ok((row.at("due_at")?, row.id("id")?)),
    )
}

/// Whether a later reminder of the same assignment has fallen due too: then only that one is sent.
pub fn is_overtaken(db: &Db, reminder: &Reminder, now: Timestamp) -> Result<bool> {
    let later = db.number(
        "SELECT count(*) FROM reminders WHERE assignment_id = ?1 AND state = 'scheduled' AND due_at > ?2 AND due_at <= ?3",
        params![reminder.assignment_id.uuid(), reminder.due_at.millis(), now.millis()],
    )?;
    Ok(later > 0)
}

/// The next reminder to fall due.
pub fn next_due(db: &Db) -> Result<Option<Timestamp>> {
    db.one("SELECT min(due_at) AS at FROM reminders WHERE state = 'scheduled'", [], |row| {
        row.maybe_at("at")
    })
    .map(Option::flatten)
}

/// A page by due instant: of an assignment, or of all; only of agents that a person answers for, if one is named.
pub fn page(
    db: &Db,
    assignment: Option<AssignmentId>,
    answered_for_by: Option<PersonId>,
    page: Page<ReminderId>,
) -> Result<Vec<ReminderId>> {
    let mut listing = Listing::new("reminders", "id", "due_at", false);
    if let Some(assignment) = assignment {
        listing.filter("assignment_id = ?", [id_value(assignment)]);
    }
    if let Some(person) = answered_for_by {
        listing.filter(
            "assignment_id IN (SELECT a.id FROM assignments a JOIN answered_for f ON f.agent_id = a.agent_id
               WHERE f.person_id = ?)",
            [id_value(person)],
        );
    }
    listing.page(db, page)
}

/// Who was told by a reminder.
pub fn recipients(db: &Db, id: ReminderId) -> Result<Vec<PersonId>> {
    db.all(
        "SELECT recipient_id FROM notices WHERE reminder_id = ?1 ORDER BY recipient_id",
        [id.uuid()],
        |row| row.get::<_, Uuid>(0).map(PersonId::from_uuid),
    )
}
