//! What a month's report tells, across tables: plain facts in the order in which they happened. What they mean and who may see
//! them stays out of here.

use chaperone_domain::id::{AccessPackageId, AgentId, Id, PersonId};
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, params};
use uuid::Uuid;

use crate::{Db, Result};

/// From an instant on, until before another.
pub type Period = (Timestamp, Timestamp);

/// A request that was filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// When.
    pub at: Timestamp,
    /// Its kind, as the field spells it.
    pub request_type: String,
    /// Where it stands.
    pub state: String,
    /// More about the state.
    pub status: String,
    /// Who filed it, with their id; nobody for a rule.
    pub requestor: Option<(Uuid, String)>,
    /// For which agent.
    pub agent: (AgentId, String),
    /// Which package.
    pub access_package: (AccessPackageId, String),
    /// Why.
    pub justification: String,
    /// Until when, as given or else as asked.
    pub until: Option<Timestamp>,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub person: (PersonId, String),
    /// In whose place.
    pub in_place_of: Option<String>,
    /// What, as the field spells it.
    pub verdict: String,
    /// The kind of the request.
    pub request_type: String,
    /// For which agent.
    pub agent: (AgentId, String),
    /// Which package.
    pub access_package: (AccessPackageId, String),
    /// Why.
    pub justification: String,
}

/// An access that ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// Since when it was held.
    pub since: Timestamp,
    /// Whose.
    pub agent: (AgentId, String),
    /// Which package.
    pub access_package: (AccessPackageId, String),
    /// How, as the field spells it.
    pub reason: String,
}

/// A person who left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub person: (PersonId, String),
}

fn read<T>(
    db: &Db,
    sql: &str,
    period: Period,
    map: fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    db.all(sql, params![period.0.millis(), period.1.millis()], map)
}

fn at(row: &Row<'_>, name: &str) -> rusqlite::Result<Timestamp> {
    row.get(name).map(Timestamp::from_millis)
}

fn named<I: Id>(row: &Row<'_>, id: &str, name: &str) -> rusqlite::Result<(I, String)> {
    Ok((I::from_uuid(row.get(id)?), row.get(name)?))
}

/// The requests that were filed.
pub fn asked(db: &Db, period: Period) -> Result<Vec<Asked>> {
    let sql = "SELECT r.created_at, r.request_type, r.state, r.status, r.justification,
         coalesce(r.granted_end_at, r.asked_end_at, s.ends_at) AS until,
         coalesce(r.requestor_person_id, r.requestor_agent_id) AS requestor_id,
         coalesce(q.display_name, qa.display_name) AS requestor, a.id AS agent_id, a.display_name AS agent,
         p.id AS access_package_id, p.display_name AS access_package
       FROM requests r JOIN agents a ON a.id = r.agent_id JOIN access_packages p ON p.id = r.access_package_id
       LEFT JOIN people q ON q.id = r.requestor_person_id LEFT JOIN agents qa ON qa.id = r.requestor_agent_id
       LEFT JOIN assignments s ON s.request_id = r.id
       WHERE r.created_at >= ?1 AND r.created_at < ?2 ORDER BY r.created_at, r.id";
    read(db, sql, period, |row| {
        let requestor: Option<Uuid> = row.get("requestor_id")?;
        let name: Option<String> = row.get("requestor")?;
        Ok(Asked {
            at: at(row, "created_at")?,
            request_type: row.get("request_type")?,
            state: row.get("state")?,
            status: row.get("status")?,
            requestor: requestor.zip(name),
            agent: named(row, "agent_id", "agent")?,
            access_package: named(row, "access_package_id", "access_package")?,
            justification: row.get("justification")?,
            until: row.get::<_, Option<i64>>("until")?.map(Timestamp::from_millis),
        })
    })
}

/// The decisions that were taken.
pub fn decided(db: &Db, period: Period) -> Result<Vec<Decided>> {
    let sql = "SELECT d.decided_at, d.verdict, d.justification, e.id AS person_id, e.display_name AS person,
         f.display_name AS in_place_of, r.request_type, a.id AS agent_id, a.display_name AS agent,
         p.id AS access_package_id, p.display_name AS access_package
       FROM decisions d JOIN approval_stages t ON t.id = d.stage_id JOIN requests r ON r.id = t.request_id
       JOIN agents a ON a.id = r.agent_id JOIN access_packages p ON p.id = r.access_package_id
       JOIN people e ON e.id = d.person_id LEFT JOIN people f ON f.id = d.for_person_id
       WHERE d.decided_at >= ?1 AND d.decided_at < ?2 ORDER BY d.decided_at, d.stage_id";
    read(db, sql, period, |row| {
        Ok(Decided {
            at: at(row, "decided_at")?,
            person: named(row, "person_id", "person")?,
            in_place_of: row.get("in_place_of")?,
            verdict: row.get("verdict")?,
            request_type: row.get("request_type")?,
            agent: named(row, "agent_id", "agent")?,
            access_package: named(row, "access_package_id", "access_package")?,
            justification: row.get("justification")?,
        })
    })
}

/// The accesses that ended.
pub fn ended(db: &Db, period: Period) -> Result<Vec<Ended>> {
    let sql = "SELECT s.ended_at, s.starts_at, s.end_reason, a.id AS agent_id, a.display_name AS agent,
         p.id AS access_package_id, p.display_name AS access_package
       FROM assignments s JOIN agents a ON a.id = s.agent_id JOIN access_packages p ON p.id = s.access_package_id
       WHERE s.ended_at >= ?1 AND s.ended_at < ?2 ORDER BY s.ended_at, s.id";
    read(db, sql, period, |row| {
        Ok(Ended {
            at: at(row, "ended_at")?,
            since: at(row, "starts_at")?,
            agent: named(row, "agent_id", "agent")?,
            access_package: named(row, "access_package_id", "access_package")?,
            reason: row.get("end_reason")?,
        })
    })
}

/// The people who left.
pub fn left(db: &Db, period: Period) -> Result<Vec<Left>> {
    let sql = "SELECT id, display_name, left_at FROM people WHERE left_at >= ?1 AND left_at < ?2 ORDER BY left_at, id";
    read(db, sql, period, |row| {
        Ok(Left { at: at(row, "left_at")?, person: named(row, "id", "display_name")? })
    })
}

/// How many requests ran out of time.
pub fn unanswered(db: &Db, period: Period) -> Result<i64> {
    count(
        db,
        "SELECT count(*) FROM requests WHERE status = 'Expired' AND completed_at >= ?1 AND completed_at < ?2",
        period,
    )
}

/// How many accesses began.
pub fn begun(db: &Db, period: Period) -> Result<i64> {
    count(
        db,
        "SELECT count(*) FROM assignments WHERE starts_at >= ?1 AND starts_at < ?2 AND (ended_at IS NULL OR ended_at > starts_at)",
        period,
    )
}

/// How many accesses were in force at an instant, by the record.
pub fn in_force_at(db: &Db, instant: Timestamp) -> Result<i64> {
    count(
        db,
        "SELECT count(*) FROM assignments WHERE starts_at <= ?1 AND (ended_at IS NULL OR ended_at > ?2)
           AND (ends_at IS NULL OR ends_at > ?2) AND state <> 'deliveryFailed'",
        (instant, instant),
    )
}

fn count(db: &Db, sql: &str, period: Period) -> Result<i64> {
    db.number(sql, params![period.0.millis(), period.1.millis()])
}
