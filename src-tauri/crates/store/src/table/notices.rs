//! The table `notices`: what people find in their inbox and what their desktop shows.

use chaperone_domain::id::{
    AccessPackageId, AgentId, AssignmentId, Id, NoticeId, PersonId, ReminderId, RequestId, StageId,
};
use chaperone_domain::notice::{NoticeKind, NoticeState};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, params};

use crate::column::{Columns, millis, uuid_of};
use crate::{Db, Page, Result};

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Key.
    pub id: NoticeId,
    /// What it is about.
    pub kind: NoticeKind,
    /// Whose it is.
    pub recipient_id: PersonId,
    /// Whether a desktop has shown it.
    pub state: NoticeState,
    /// When it fell due.
    pub due_at: Timestamp,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was shown.
    pub shown_at: Option<Timestamp>,
    /// When it comes up again, if its reader put it off.
    pub snoozed_until: Option<Timestamp>,
    /// Why a desktop could not show it.
    pub failure: Option<String>,
    /// The reminder behind it.
    pub reminder_id: Option<ReminderId>,
    /// The assignment that it is about.
    pub assignment_id: Option<AssignmentId>,
    /// The request that it is about.
    pub request_id: Option<RequestId>,
    /// The stage that it asks to decide.
    pub stage_id: Option<StageId>,
    /// The agent that it is about.
    pub agent_id: Option<AgentId>,
    /// The package that it is about.
    pub access_package_id: Option<AccessPackageId>,
    /// The end that it speaks of.
    pub ends_at: Option<Timestamp>,
    /// In words.
    pub sentence: String,
    /// The same as code and values, in JSON; nothing where somebody else's words are the sentence.
    pub saying: Option<String>,
}

fn map(row: &Row<'_>) -> rusqlite::Result<Notice> {
    Ok(Notice {
        id: row.id("id")?,
        kind: row.term("kind")?,
        recipient_id: row.id("recipient_id")?,
        state: row.term("state")?,
        due_at: row.at("due_at")?,
        created_at: row.at("created_at")?,
        shown_at: row.maybe_at("shown_at")?,
        snoozed_until: row.maybe_at("snoozed_until")?,
        failure: row.get("failure")?,
        reminder_id: row.maybe_id("reminder_id")?,
        assignment_id: row.maybe_id("assignment_id")?,
        request_id: row.maybe_id("request_id")?,
        stage_id: row.maybe_id("stage_id")?,
        agent_id: row.maybe_id("agent_id")?,
        access_package_id: row.maybe_id("access_package_id")?,
        ends_at: row.maybe_at("ends_at")?,
        sentence: row.get("sentence")?,
        saying: row.get("saying")?,
    })
}

/// One notice.
pub fn get(db: &Db, id: NoticeId) -> Result<Option<Notice>> {
    db.one("SELECT * FROM notices WHERE id = ?1", [id.uuid()], map)
}

/// Writes a notice; one for the same reminder and recipient stands already when nothing is added.
pub fn insert(db: &mut Db, notice: &Notice) -> Result<()> {
    db.execute(
        "INSERT INTO notices (id, kind, recipient_id, state, due_at, created_at, reminder_id, assignment_id, request_id,
           stage_id, agent_id, access_package_id, ends_at, sentence, saying)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
         ON CONFLICT (reminder_id, recipient_id) WHERE reminder_id IS NOT NULL DO NOTHING",
        params![
            notice.id.uuid(),
            notice.kind.term(),
            notice.recipient_id.uuid(),
            notice.state.term(),
            notice.due_at.millis(),
            notice.created_at.millis(),
            uuid_of(notice.reminder_id),
            uuid_of(notice.assignment_id),
            uuid_of(notice.request_id),
            uuid_of(notice.stage_id),
            uuid_of(notice.agent_id),
            uuid_of(notice.access_package_id),
            millis(notice.ends_at),
            notice.sentence,
            notice.saying
        ],
    )?;
    Ok(())
}

/// Moves a notice along its state table.
pub fn set_state(
    db: &mut Db,
    id: NoticeId,
    state: NoticeState,
    shown_at: Option<Timestamp>,
    failure: Option<&str>,
) -> Result<()> {
    db.execute(
        "UPDATE notices SET state = ?2, shown_at = ?3, failure = coalesce(?4, failure) WHERE id = ?1",
        params![id.uuid(), state.term(), millis(shown_at), failure],
    )?;
    Ok(())
}

/// Puts a notice that was shown off until an instant, or says that it has come up again.
pub fn set_snoozed(db: &mut Db, id: NoticeId, until: Option<Timestamp>) -> Result<()> {
    db.execute(
        "UPDATE notices SET snoozed_until = ?2 WHERE id = ?1",
        params![id.uuid(), millis(until)],
    )?;
    Ok(())
}

/// Notices that were put off until an instant or earlier, of one person or of all; whoever put off first comes first.
pub fn snoozed_until(
    db: &Db,
    person: Option<PersonId>,
    at: Timestamp,
    limit: u32,
) -> Result<Vec<Notice>> {
    db.all(
        "SELECT * FROM notices WHERE snoozed_until <= ?1 AND (?2 IS NULL OR recipient_id = ?2)
         ORDER BY snoozed_until, id LIMIT ?3",
        params![at.millis(), uuid_of(person), limit],
        map,
    )
}

/// A person's notices that are put off until after an instant.
pub fn snoozed_after(db: &Db, person: PersonId, at: Timestamp) -> Result<Vec<Notice>> {
    db.all(
        "SELECT * FROM notices WHERE snoozed_until > ?1 AND recipient_id = ?2 ORDER BY snoozed_until, id",
        params![at.millis(), person.uuid()],
        map,
    )
}

/// Supersedes the notices about an assignment that no desktop has shown yet, for one recipient or for all; what was put
/// off doesn't come up again.
pub fn supersede_waiting(
    db: &mut Db,
    assignment: AssignmentId,
    kind: NoticeKind,
    recipient: Option<PersonId>,
) -> Result<()> {
    db.execute(
        "UPDATE notices SET state = 'superseded' WHERE assignment_id = ?1 AND kind = ?2 AND state IN ('waiting', 'failed')
           AND (?3 IS NULL OR recipient_id = ?3)",
        params![assignment.uuid(), kind.term(), recipient.map(Id::uuid)],
    )?;
    db.execute(
        "UPDATE notices SET snoozed_until = NULL WHERE assignment_id = ?1 AND kind = ?2 AND snoozed_until IS NOT NULL
           AND (?3 IS NULL OR recipient_id = ?3)",
        params![assignment.uuid(), kind.term(), recipient.map(Id::uuid)],
    )?;
    Ok(())
}

/// Supersedes the notices that want a decision on a request, or on one stage of it, and that no desktop has shown yet: of one
/// recipient, or of all, because what they ask for has been done.
pub fn supersede_wanted_decisions(
    db: &mut Db,
    request: RequestId,
    stage: Option<StageId>,
    recipient: Option<PersonId>,
) -> Result<()> {
    for kind in NoticeKind::WANTS_DECISION {
        db.execute(
            "UPDATE notices SET state = 'superseded'
             WHERE request_id = ?1 AND kind = ?2 AND state IN ('waiting', 'failed')
               AND (?3 IS NULL OR stage_id = ?3) AND (?4 IS NULL OR recipient_id = ?4)",
            params![request.uuid(), kind.term(), uuid_of(stage), recipient.map(Id::uuid)],
        )?;
    }
    Ok(())
}

/// Supersedes the notices about a request that no desktop has shown yet: what they ask for has been done.
pub fn supersede_waiting_of_request(db: &mut Db, request: RequestId) -> Result<()> {
    supersede_wanted_decisions(db, request, None, None)
}

/// A person's inbox, newest first.
pub fn of_recipient(
    db: &Db,
    person: PersonId,
    after: Option<NoticeId>,
    limit: u32,
) -> Result<Vec<Notice>> {
    db.all(
        "SELECT * FROM notices WHERE recipient_id = ?1 AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3",
        params![person.uuid(), uuid_of(after), limit],
        map,
    )
}

/// Notices that no desktop has shown yet, oldest first; of one person, or of all.
pub fn waiting(db: &Db, person: Option<PersonId>, page: Page<NoticeId>) -> Result<Vec<Notice>> {
    let after = uuid_of(page.after);
    match person {
        Some(person) => db.all(
            "SELECT * FROM notices WHERE state IN ('waiting', 'failed') AND recipient_id = ?1 AND (?2 IS NULL OR id > ?2)
             ORDER BY id LIMIT ?3",
            params![person.uuid(), after, page.limit],
            map,
        ),
        None => db.all(
            "SELECT * FROM notices WHERE state IN ('waiting', 'failed') AND (?1 IS NULL OR id > ?1) ORDER BY id LIMIT ?2",
            params![after, page.limit],
            map,
        ),
    }
}
