//! The table `grants`: which right an agent holds, since when and until when, and where it comes from.

use std::collections::BTreeSet;

use chaperone_domain::access::Grant;
use chaperone_domain::id::{AgentId, AssignmentId, GroupId, Id};
use chaperone_domain::right::Right;
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, params};

use super::resources::right;
use crate::column::{Columns, millis, uuid_of};
use crate::{Db, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<Grant> {
    Ok(Grant {
        id: row.id("id")?,
        right: right(row)?,
        assignment_id: row.maybe_id("assignment_id")?,
        starts_at: row.at("starts_at")?,
        ends_at: row.maybe_at("ends_at")?,
        withdrawn_at: row.maybe_at("withdrawn_at")?,
    })
}

/// Adds a grant of an agent.
pub fn insert(db: &mut Db, agent: AgentId, grant: &Grant) -> Result<()> {
    db.execute(
        "INSERT INTO grants (id, agent_id, right_kind, origin_id, role_id, assignment_id, starts_at, ends_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            grant.id.uuid(),
            agent.uuid(),
            grant.right.kind().term(),
            grant.right.origin(),
            grant.right.role(),
            uuid_of(grant.assignment_id),
            grant.starts_at.millis(),
            millis(grant.ends_at)
        ],
    )?;
    Ok(())
}

/// All grants of an agent, past and future ones too.
pub fn of_agent(db: &Db, agent: AgentId) -> Result<Vec<Grant>> {
    db.all(
        "SELECT * FROM grants WHERE agent_id = ?1 ORDER BY starts_at DESC, id",
        [agent.uuid()],
        map,
    )
}

/// The grants of an agent that concern one right.
pub fn of_right(db: &Db, agent: AgentId, right: Right) -> Result<Vec<Grant>> {
    db.all(
        "SELECT * FROM grants WHERE agent_id = ?1 AND right_kind = ?2 AND origin_id = ?3 AND role_id IS ?4
         ORDER BY starts_at DESC, id",
        params![agent.uuid(), right.kind().term(), right.origin(), right.role()],
        map,
    )
}

/// The rights that an assignment gives or will give: those that weren't withdrawn.
pub fn of_assignment(db: &Db, assignment: AssignmentId) -> Result<Vec<Grant>> {
    db.all(
        "SELECT * FROM grants WHERE assignment_id = ?1 AND withdrawn_at IS NULL ORDER BY id",
        [assignment.uuid()],
        map,
    )
}

/// The groups whose member an agent is at an instant.
pub fn groups_of_agent(db: &Db, agent: AgentId, at: Timestamp) -> Result<BTreeSet<GroupId>> {
    let found = db.all(
        "SELECT DISTINCT origin_id FROM grants WHERE agent_id = ?1 AND right_kind = 'groupMembership'
           AND starts_at <= ?2 AND (ends_at IS NULL OR ends_at > ?2) AND (withdrawn_at IS NULL OR withdrawn_at > ?2)",
        params![agent.uuid(), at.millis()],
        |row| row.id("origin_id"),
    )?;
    Ok(found.into_iter().collect())
}

/// The direct grant of a right that an agent holds, if there is one.
pub fn direct(db: &Db, agent: AgentId, right: Right) -> Result<Option<Grant>> {
    db.one(
        "SELECT * FROM grants WHERE agent_id = ?1 AND right_kind = ?2 AND origin_id = ?3 AND role_id IS ?4
           AND assignment_id IS NULL AND withdrawn_at IS NULL",
        params![agent.uuid(), right.kind().term(), right.origin(), right.role()],
        map,
    )
}

/// The agents that hold a right directly.
pub fn direct_holders(db: &Db, right: Right) -> Result<Vec<AgentId>> {
    db.all(
        "SELECT agent_id FROM grants WHERE origin_id = ?1 AND right_kind = ?2 AND role_id IS ?3
           AND assignment_id IS NULL AND withdrawn_at IS NULL ORDER BY agent_id",
        params![right.origin(), right.kind().term(), right.role()],
        |row| row.id("agent_id"),
    )
}

/// The rights that any agent holds at an instant, by assignment or directly.
pub fn rights_at(db: &Db, at: Timestamp) -> Result<Vec<Right>> {
    db.all(
        "SELECT DISTINCT right_kind, origin_id, role_id FROM grants WHERE withdrawn_at IS NULL AND starts_at <= ?1
           AND (ends_at IS NULL OR ends_at > ?1)",
        [at.millis()],
        right,
    )
}

/// Withdraws one grant.
pub fn withdraw(db: &mut Db, grant: chaperone_domain::id::GrantId, at: Timestamp) -> Result<()> {
    db.execute(
        "UPDATE grants SET withdrawn_at = ?2 WHERE id = ?1 AND withdrawn_at IS NULL",
        params![grant.uuid(), at.millis()],
    )?;
    Ok(())
}

/// Moves the end of all rights of an assignment that haven't been withdrawn.
pub fn set_end_of_assignment(
    db: &mut Db,
    assignment: AssignmentId,
    ends_at: Option<Timestamp>,
) -> Result<()> {
    db.execute(
        "UPDATE grants SET ends_at = ?2 WHERE assignment_id = ?1 AND withdrawn_at IS NULL",
        params![assignment.uuid(), millis(ends_at)],
    )?;
    Ok(())
}

/// Withdraws all rights of an assignment; answers how many.
pub fn withdraw_of_assignment(
    db: &mut Db,
    assignment: AssignmentId,
    at: Timestamp,
) -> Result<usize> {
    db.execute(
        "UPDATE grants SET withdrawn_at = ?2 WHERE assignment_id = ?1 AND withdrawn_at IS NULL",
        params![assignment.uuid(), at.millis()],
    )
}
