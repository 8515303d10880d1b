//! The tables `approval_stages`, `stage_approvers` and `stage_delegates`: who is asked, and until when. What was decided is
//! in `decisions`.

use std::collections::BTreeSet;

use chaperone_domain::approval::{ApprovalStage, ApproversBy, EligibleApprovers, StageState};
use chaperone_domain::delegation::StandIn;
use chaperone_domain::escalation::{Alternates, AlternatesBy};
use chaperone_domain::id::{Id, PersonId, RequestId, StageId};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, params};

use crate::column::{Columns, millis, span_millis};
use crate::{Db, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<(ApprovalStage, RequestId)> {
    let by: Option<ApproversBy> = row.maybe_term("approvers_by")?;
    let alternates_by: Option<AlternatesBy> = row.maybe_term("alternates_by")?;
    let stage = ApprovalStage {
        id: row.id("id")?,
        number: row.get("number")?,
        state: row.term("state")?,
        approvers: EligibleApprovers {
            people: BTreeSet::new(),
            by: by.unwrap_or(ApproversBy::Nobody),
        },
        alternates: alternates_by.map(|by| Alternates { people: BTreeSet::new(), by }),
        stand_ins: BTreeSet::new(),
        opened_at: row.maybe_at("opened_at")?,
        deadline_at: row.maybe_at("deadline_at")?,
        is_justification_required: row.get("is_justification_required")?,
        limit: row.span("limit_ms")?,
        escalate_after: row.maybe_span("escalate_after_ms")?,
        escalates_at: row.maybe_at("escalates_at")?,
        escalated_at: row.maybe_at("escalated_at")?,
    };
    Ok((stage, row.id("request_id")?))
}

fn listed(db: &Db, stage: StageId, list: &str) -> Result<BTreeSet<PersonId>> {
    let found = db.all(
        "SELECT person_id FROM stage_approvers WHERE stage_id = ?1 AND list = ?2",
        params![stage.uuid(), list],
        |row| row.id("person_id"),
    )?;
    Ok(found.into_iter().collect())
}

fn with_people(db: &Db, mut stage: ApprovalStage) -> Result<ApprovalStage> {
    stage.approvers.people = listed(db, stage.id, "primary")?;
    if let Some(alternates) = &mut stage.alternates {
        alternates.people = listed(db, stage.id, "alternate")?;
    }
    let stand_ins = db.all(
        "SELECT person_id, approver_id, delegation_id FROM stage_delegates WHERE stage_id = ?1",
        [stage.id.uuid()],
        |row| {
            Ok(StandIn {
                person_id: row.id("person_id")?,
                approver_id: row.id("approver_id")?,
                delegation_id: row.id("delegation_id")?,
            })
        },
    )?;
    stage.stand_ins = stand_ins.into_iter().collect();
    Ok(stage)
}

/// The stages of a request, in order, with those who are asked.
pub fn of_request(db: &Db, request: RequestId) -> Result<Vec<ApprovalStage>> {
    db.all(
        "SELECT * FROM approval_stages WHERE request_id = ?1 ORDER BY number",
        [request.uuid()],
        map,
    )?
    .into_iter()
    .map(|(stage, _)| with_people(db, stage))
    .collect()
}

/// One stage with its request.
pub fn get(db: &Db, id: StageId) -> Result<Option<(ApprovalStage, RequestId)>> {
    let found = db.one("SELECT * FROM approval_stages WHERE id = ?1", [id.uuid()], map)?;
    found.map(|(stage, request)| Ok((with_people(db, stage)?, request))).transpose()
}

/// Adds a stage that waits for its turn.
pub fn insert(db: &mut Db, request: RequestId, stage: &ApprovalStage) -> Result<()> {
    db.execute(
        "INSERT INTO approval_stages (id, request_id, number, state, limit_ms, is_justification_required, escalate_after_ms)
         VALUES (?1, ?2, ?3, 'waiting', ?4, ?5, ?6)",
        params![
            stage.id.uuid(),
            request.uuid(),
            stage.number,
            stage.limit.millis(),
            stage.is_justification_required,
            span_millis(stage.escalate_after)
        ],
    )?;
    Ok(())
}

/// When an open stage is forwarded, next reminded and over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageTimes {
    /// When it opened.
    pub opened_at: Timestamp,
    /// When it runs out.
    pub deadline: Timestamp,
    /// When it is forwarded to its alternates, if ever.
    pub escalates_at: Option<Timestamp>,
    /// When its approvers are next reminded, if ever.
    pub remind_at: Option<Timestamp>,
}

/// Opens a stage for its approvers until a deadline.
pub fn open(
    db: &mut Db,
    id: StageId,
    approvers: &EligibleApprovers,
    times: StageTimes,
) -> Result<()> {
    db.execute(
        "UPDATE approval_stages SET state = 'open', approvers_by = ?2, opened_at = ?3, deadline_at = ?4, escalates_at = ?5,
           remind_at = ?6 WHERE id = ?1",
        params![
            id.uuid(),
            approvers.by.term(),
            times.opened_at.millis(),
            times.deadline.millis(),
            millis(times.escalates_at),
            millis(times.remind_at)
        ],
    )?;
    insert_approvers(db, id, &approvers.people, "primary")
}

fn insert_approvers(
    db: &mut Db,
    stage: StageId,
    people: &BTreeSet<PersonId>,
    list: &str,
) -> Result<()> {
    for person in people {
        db.execute(
            "INSERT INTO stage_approvers (stage_id, person_id, list) VALUES (?1, ?2, ?3)",
            params![stage.uuid(), person.uuid(), list],
        )?;
    }
    Ok(())
}

/// Writes that a stage was forwarded, and who joined.
pub fn escalate(db: &mut Db, id: StageId, alternates: &Alternates, at: Timestamp) -> Result<()> {
    db.execute(
        "UPDATE approval_stages SET escalated_at = ?2, alternates_by = ?3 WHERE id = ?1",
        params![id.uuid(), at.millis(), alternates.by.term()],
    )?;
    insert_approvers(db, id, &alternates.people, "alternate")
}

/// Asks delegates in the place of approvers of a stage.
pub fn insert_stand_ins(db: &mut Db, id: StageId, stand_ins: &BTreeSet<StandIn>) -> Result<()> {
    for one in stand_ins {
        db.execute(
            "INSERT INTO stage_delegates (stage_id, person_id, approver_id, delegation_id) VALUES (?1, ?2, ?3, ?4)",
            params![
                id.uuid(),
                one.person_id.uuid(),
                one.approver_id.uuid(),
                one.delegation_id.uuid()
            ],
        )?;
    }
    Ok(())
}

/// Notes when the approvers of a stage are next reminded, if ever again.
pub fn set_remind_at(db: &mut Db, id: StageId, at: Option<Timestamp>) -> Result<()> {
    db.execute(
        "UPDATE approval_stages SET remind_at = ?2 WHERE id = ?1",
        params![id.uuid(), millis(at)],
    )?;
    Ok(())
}

/// Closes a stage.
pub fn set_state(db: &mut Db, id: StageId, state: StageState) -> Result<()> {
    db.execute(
        "UPDATE approval_stages SET state = ?2 WHERE id = ?1",
        params![id.uuid(), state.term()],
    )?;
    Ok(())
}

/// Closes all stages of a request that are still open or waiting.
pub fn cancel_rest(db: &mut Db, request: RequestId) -> Result<()> {
    db.execute(
        "UPDATE approval_stages SET state = 'canceled' WHERE request_id = ?1 AND state IN ('open', 'waiting')",
        [request.uuid()],
    )?;
    Ok(())
}

/// Which stages `s` wait for somebody's decision, asked in their own right or in the place of an approver whose delegation is in
/// force: takes the person twice, then the instant twice.
pub(super) const OPEN_FOR: &str = "s.state = 'open' AND s.id IN (
   SELECT stage_id FROM stage_approvers WHERE person_id = ?
   UNION SELECT e.stage_id FROM stage_delegates e JOIN delegations d ON d.id = e.delegation_id
   WHERE e.person_id = ? AND d.starts_at <= ? AND (d.ends_at IS NULL OR ? < d.ends_at) AND d.ended_at IS NULL)";

/// The open stages that a person may decide at an instant, in their own right or in somebody's place, the nearest deadline
/// first.
pub fn open_for(db: &Db, person: PersonId, now: Timestamp) -> Result<Vec<(StageId, RequestId)>> {
    db.all(
        &format!("SELECT s.id, s.request_id FROM approval_stages s WHERE {OPEN_FOR} ORDER BY s.deadline_at, s.id"),
        params![person.uuid(), person.uuid(), now.millis(), now.millis()],
        |row| Ok((row.id("id")?, row.id("request_id")?)),
    )
}

/// Whether a person is, or was, asked to decide a stage of a request, in their own right or in somebody's place.
pub fn is_approver(db: &Db, request: RequestId, person: PersonId) -> Result<bool> {
    let found = db.number(
        "SELECT (SELECT count(*) FROM approval_stages s JOIN stage_approvers a ON a.stage_id = s.id
                 WHERE s.request_id = ?1 AND a.person_id = ?2)
              + (SELECT count(*) FROM approval_stages s JOIN stage_delegates e ON e.stage_id = s.id
                 WHERE s.request_id = ?1 AND e.person_id = ?2)",
        params![request.uuid(), person.uuid()],
    )?;
    Ok(found > 0)
}

/// Open stages whose time is up, with their deadline, the earliest first.
pub fn running_out_until(
    db: &Db,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<(Timestamp, StageId)>> {
    db.all(
        "SELECT deadline_at, id FROM approval_stages WHERE state = 'open' AND deadline_at <= ?1
         ORDER BY deadline_at, id LIMIT ?2",
        params![until.millis(), limit],
        |row| Ok((row.at("deadline_at")?, row.id("id")?)),
    )
}

/// The next deadline of an open stage.
pub fn next_deadline(db: &Db) -> Result<Option<Timestamp>> {
    db.one("SELECT min(deadline_at) AS at FROM approval_stages WHERE state = 'open'", [], |row| {
        row.maybe_at("at")
    })
    .map(Option::flatten)
}

/// Open stages that are to be forwarded, with when, the earliest first.
pub fn escalating_until(
    db: &Db,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<(Timestamp, StageId)>> {
    db.all(
        "SELECT escalates_at, id FROM approval_stages
         WHERE state = 'open' AND escalated_at IS NULL AND escalates_at <= ?1 ORDER BY escalates_at, id LIMIT ?2",
        params![until.millis(), limit],
        |row| Ok((row.at("escalates_at")?, row.id("id")?)),
    )
}

/// When the next open stage is forwarded.
pub fn next_escalation(db: &Db) -> Result<Option<Timestamp>> {
    db.one(
        "SELECT min(escalates_at) AS at FROM approval_stages WHERE state = 'open' AND escalated_at IS NULL",
        [],
        |row| row.maybe_at("at"),
    )
    .map(Option::flatten)
}

/// Open stages whose approvers are to be reminded, with when, the earliest first.
pub fn reminding_until(db: &Db, until: Timestamp, limit: u32) -> Result<Vec<(Timestamp, StageId)>> {
    db.all(
        "SELECT remind_at, id FROM approval_stages WHERE state = 'open' AND remind_at <= ?1
         ORDER BY remind_at, id LIMIT ?2",
        params![until.millis(), limit],
        |row| Ok((row.at("remind_at")?, row.id("id")?)),
    )
}

/// When the approvers of an open stage are next reminded.
pub fn next_reminder(db: &Db) -> Result<Option<Timestamp>> {
    db.one("SELECT min(remind_at) AS at FROM approval_stages WHERE state = 'open'", [], |row| {
        row.maybe_at("at")
    })
    .map(Option::flatten)
}
