//! The tables `decisions` and `revocations`: what was decided in a stage, and which approvals were taken back.

use chaperone_domain::approval::Verdict;
use chaperone_domain::id::{AccessPackageId, AgentId, Id, PersonId, RequestId, StageId};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, params};

use crate::column::{Columns, uuid_of};
use crate::list::anywhere;
use crate::{Db, Page, Result};

/// A decision that closed a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The stage.
    pub stage_id: StageId,
    /// Who decided.
    pub person_id: PersonId,
    /// The approver in whose place they decided, if it was a delegate who did.
    pub for_person_id: Option<PersonId>,
    /// Yes or no.
    pub verdict: Verdict,
    /// Why.
    pub justification: String,
    /// Whether it shortened what was asked.
    pub is_shortened: bool,
    /// When.
    pub decided_at: Timestamp,
}

/// An approval that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// The stage whose approval it was.
    pub stage_id: StageId,
    /// The request that removed what the approval had led to.
    pub request_id: RequestId,
    /// Why.
    pub justification: String,
    /// When.
    pub revoked_at: Timestamp,
}

/// Writes a decision. The tables refuse a second one, one by or for the requestor, and one by who isn't an approver of the
/// stage or a delegate whose delegation is in force.
pub fn insert(db: &mut Db, decision: &Decision) -> Result<()> {
    db.execute(
        "INSERT INTO decisions (stage_id, person_id, for_person_id, verdict, justification, is_shortened, decided_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            decision.stage_id.uuid(),
            decision.person_id.uuid(),
            uuid_of(decision.for_person_id),
            decision.verdict.term(),
            decision.justification,
            decision.is_shortened,
            decision.decided_at.millis()
        ],
    )?;
    Ok(())
}

fn map(row: &Row<'_>) -> rusqlite::Result<Decision> {
    Ok(Decision {
        stage_id: row.id("stage_id")?,
        person_id: row.id("person_id")?,
        for_person_id: row.maybe_id("for_person_id")?,
        verdict: row.term("verdict")?,
        justification: row.get("justification")?,
        is_shortened: row.get("is_shortened")?,
        decided_at: row.at("decided_at")?,
    })
}

/// What was decided in a stage, if anything.
pub fn of_stage(db: &Db, stage: StageId) -> Result<Option<Decision>> {
    db.one("SELECT * FROM decisions WHERE stage_id = ?1", [stage.uuid()], map)
}

/// What was decided in the stages of a request, in their order.
pub fn of_request(db: &Db, request: RequestId) -> Result<Vec<Decision>> {
    db.all(
        "SELECT d.* FROM approval_stages s JOIN decisions d ON d.stage_id = s.id WHERE s.request_id = ?1 ORDER BY s.number",
        [request.uuid()],
        map,
    )
}

/// The last decisions on requests for a package, newest first, with the agent that each was for.
pub fn on_package(
    db: &Db,
    package: AccessPackageId,
    limit: u32,
) -> Result<Vec<(AgentId, Decision)>> {
    db.all(
        "SELECT r.agent_id, d.* FROM decisions d
         JOIN approval_stages s ON s.id = d.stage_id JOIN requests r ON r.id = s.request_id
         WHERE r.access_package_id = ?1 ORDER BY d.decided_at DESC, d.stage_id LIMIT ?2",
        params![package.uuid(), limit],
        |row| Ok((row.id("agent_id")?, map(row)?)),
    )
}

/// Which of a person's decisions.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A part of the agent's or package's name.
    pub search: Option<String>,
    /// Only these.
    pub verdict: Option<Verdict>,
}

/// The decisions that a person took, and those that delegates took for them, newest first.
pub fn of_person(
    db: &Db,
    person: PersonId,
    filter: &Filter,
    page: Page<StageId>,
) -> Result<Vec<Decision>> {
    db.all(
        "SELECT d.* FROM decisions d JOIN approval_stages s ON s.id = d.stage_id JOIN requests r ON r.id = s.request_id
         WHERE (d.person_id = ?1 OR d.for_person_id = ?1)
           AND (?2 IS NULL OR d.verdict = ?2)
           AND (?3 IS NULL
             OR r.agent_id IN (SELECT id FROM agents WHERE display_name LIKE ?3 ESCAPE '\\')
             OR r.access_package_id IN (SELECT id FROM access_packages WHERE display_name LIKE ?3 ESCAPE '\\'))
           AND (?4 IS NULL OR (d.decided_at, d.stage_id) < (SELECT decided_at, stage_id FROM decisions WHERE stage_id = ?4))
         ORDER BY d.decided_at DESC, d.stage_id DESC LIMIT ?5",
        params![
            person.uuid(),
            filter.verdict.map(Term::term),
            filter.search.as_deref().map(anywhere),
            uuid_of(page.after),
            page.limit
        ],
        map,
    )
}

/// Writes that an approval was taken back.
pub fn insert_revocation(db: &mut Db, revocation: &Revocation) -> Result<()> {
    db.execute(
        "INSERT INTO revocations (stage_id, request_id, justification, revoked_at) VALUES (?1, ?2, ?3, ?4)",
        params![
            revocation.stage_id.uuid(),
            revocation.request_id.uuid(),
            revocation.justification,
            revocation.revoked_at.millis()
        ],
    )?;
    Ok(())
}

/// How an approval was taken back, if it was.
pub fn revocation(db: &Db, stage: StageId) -> Result<Option<Revocation>> {
    db.one("SELECT * FROM revocations WHERE stage_id = ?1", [stage.uuid()], |row| {
        Ok(Revocation {
            stage_id: row.id("stage_id")?,
            request_id: row.id("request_id")?,
            justification: row.get("justification")?,
            revoked_at: row.at("revoked_at")?,
        })
    })
}
