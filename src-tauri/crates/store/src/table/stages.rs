//! The tables `approval_stages`, `stage_approvers` and `decisions`.

use chaperone_domain::approval::{
    ApprovalStage, ApproversBy, EligibleApprovers, StageState, Verdict,
};
use chaperone_domain::id::{AccessPackageId, AgentId, Id, PersonId, RequestId, StageId};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, params};

use crate::column::Columns;
use crate::{Db, Result};

/// A decision that closed a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The stage.
    pub stage_id: StageId,
    /// Who decided.
    pub person_id: PersonId,
    /// Yes or no.
    pub verdict: Verdict,
    /// Why.
    pub justification: String,
    /// Whether it shortened what was asked.
    pub is_shortened: bool,
    /// When.
    pub decided_at: Timestamp,
}

fn map(row: &Row<'_>) -> rusqlite::Result<(ApprovalStage, RequestId)> {
    let by: Option<ApproversBy> = row.maybe_term("approvers_by")?;
    let stage = ApprovalStage {
        id: row.id("id")?,
        number: row.get("number")?,
        state: row.term("state")?,
        approvers: EligibleApprovers {
            people: Default::default(),
            by: by.unwrap_or(ApproversBy::Nobody),
        },
        opened_at: row.maybe_at("opened_at")?,
        deadline_at: row.maybe_at("deadline_at")?,
        is_justification_required: row.get("is_justification_required")?,
        limit: row.span("limit_ms")?,
    };
    Ok((stage, row.id("request_id")?))
}

fn with_approvers(db: &Db, mut stage: ApprovalStage) -> Result<ApprovalStage> {
    stage.approvers.people = db
        .all(
            "SELECT person_id FROM stage_approvers WHERE stage_id = ?1",
            [stage.id.uuid()],
            |row| row.id("person_id"),
        )?
        .into_iter()
        .collect();
    Ok(stage)
}

/// The stages of a request, in order, with their approvers.
pub fn of_request(db: &Db, request: RequestId) -> Result<Vec<ApprovalStage>> {
    db.all(
        "SELECT * FROM approval_stages WHERE request_id = ?1 ORDER BY number",
        [request.uuid()],
        map,
    )?
    .into_iter()
    .map(|(stage, _)| with_approvers(db, stage))
    .collect()
}

/// One stage with its request.
pub fn get(db: &Db, id: StageId) -> Result<Option<(ApprovalStage, RequestId)>> {
    let found = db.one("SELECT * FROM approval_stages WHERE id = ?1", [id.uuid()], map)?;
    found.map(|(stage, request)| Ok((with_approvers(db, stage)?, request))).transpose()
}

/// Adds a stage that waits for its turn.
pub fn insert(db: &mut Db, request: RequestId, stage: &ApprovalStage) -> Result<()> {
    db.execute(
        "INSERT INTO approval_stages (id, request_id, number, state, limit_ms, is_justification_required)
         VALUES (?1, ?2, ?3, 'waiting', ?4, ?5)",
        params![
            stage.id.uuid(),
            request.uuid(),
            stage.number,
            stage.limit.millis(),
            stage.is_justification_required
        ],
    )?;
    Ok(())
}

/// Opens a stage for its approvers until a deadline.
pub fn open(
    db: &mut Db,
    id: StageId,
    approvers: &EligibleApprovers,
    opened_at: Timestamp,
    deadline: Timestamp,
) -> Result<()> {
    db.execute(
        "UPDATE approval_stages SET state = 'open', approvers_by = ?2, opened_at = ?3, deadline_at = ?4 WHERE id = ?1",
        params![id.uuid(), approvers.by.term(), opened_at.millis(), deadline.millis()],
    )?;
    for person in &approvers.people {
        db.execute(
            "INSERT INTO stage_approvers (stage_id, person_id) VALUES (?1, ?2)",
            params![id.uuid(), person.uuid()],
        )?;
    }
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

/// Writes a decision; the tables refuse a second one, one by the requestor and one by who isn't an approver.
pub fn insert_decision(db: &mut Db, decision: &Decision) -> Result<()> {
    db.execute(
        "INSERT INTO decisions (stage_id, person_id, verdict, justification, is_shortened, decided_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            decision.stage_id.uuid(),
            decision.person_id.uuid(),
            decision.verdict.term(),
            decision.justification,
            decision.is_shortened,
            decision.decided_at.millis()
        ],
    )?;
    Ok(())
}

fn map_decision(row: &Row<'_>) -> rusqlite::Result<Decision> {
    Ok(Decision {
        stage_id: row.id("stage_id")?,
        person_id: row.id("person_id")?,
        verdict: row.term("verdict")?,
        justification: row.get("justification")?,
        is_shortened: row.get("is_shortened")?,
        decided_at: row.at("decided_at")?,
    })
}

/// What was decided in a stage, if anything.
pub fn decision(db: &Db, stage: StageId) -> Result<Option<Decision>> {
    db.one("SELECT * FROM decisions WHERE stage_id = ?1", [stage.uuid()], map_decision)
}

/// The last decisions on requests for a package, newest first, with the agent that each was for.
pub fn decisions_on_package(
    db: &Db,
    package: AccessPackageId,
    limit: u32,
) -> Result<Vec<(AgentId, Decision)>> {
    db.all(
        "SELECT r.agent_id, d.* FROM decisions d
         JOIN approval_stages s ON s.id = d.stage_id JOIN requests r ON r.id = s.request_id
         WHERE r.access_package_id = ?1 ORDER BY d.decided_at DESC, d.stage_id LIMIT ?2",
        params![package.uuid(), limit],
        |row| Ok((row.id("agent_id")?, map_decision(row)?)),
    )
}

/// The open stages that a person may decide, the nearest deadline first.
pub fn open_for(db: &Db, person: PersonId) -> Result<Vec<(StageId, RequestId)>> {
    db.all(
        "SELECT s.id, s.request_id FROM stage_approvers a JOIN approval_stages s ON s.id = a.stage_id
         WHERE a.person_id = ?1 AND s.state = 'open' ORDER BY s.deadline_at, s.id",
        [person.uuid()],
        |row| Ok((row.id("id")?, row.id("request_id")?)),
    )
}

/// Whether a person is, or was, asked to decide a stage of a request.
pub fn is_approver(db: &Db, request: RequestId, person: PersonId) -> Result<bool> {
    let found = db.number(
        "SELECT count(*) FROM approval_stages s JOIN stage_approvers a ON a.stage_id = s.id
         WHERE s.request_id = ?1 AND a.person_id = ?2",
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
