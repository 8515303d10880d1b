//! The table `assignments`.

use chaperone_domain::assignment::{Assignment, AssignmentState, EndReason};
use chaperone_domain::id::{AccessPackageId, AgentId, AssignmentId, Id, PersonId, PolicyId};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Row, params};
use uuid::Uuid;

use super::catalogs::IN_MANAGED_CATALOG;
use super::requests::uuid_value;
use crate::column::{Columns, millis};
use crate::list::{Listing, Page, anywhere, id_value};
use crate::{Db, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<Assignment> {
    Ok(Assignment {
        id: row.id("id")?,
        agent_id: row.id("agent_id")?,
        access_package_id: row.id("access_package_id")?,
        policy_id: row.id("policy_id")?,
        request_id: row.id("request_id")?,
        state: row.term("state")?,
        starts_at: row.at("starts_at")?,
        ends_at: row.maybe_at("ends_at")?,
        let_expire_at: row.maybe_at("let_expire_at")?,
        ended_at: row.maybe_at("ended_at")?,
        end_reason: row.maybe_term("end_reason")?,
    })
}

/// One assignment.
pub fn get(db: &Db, id: AssignmentId) -> Result<Option<Assignment>> {
    db.one("SELECT * FROM assignments WHERE id = ?1", [id.uuid()], map)
}

/// The package of an assignment, with its name.
pub fn package(db: &Db, id: AssignmentId) -> Result<Option<(AccessPackageId, String)>> {
    db.one(
        "SELECT p.id, p.display_name FROM assignments a JOIN access_packages p ON p.id = a.access_package_id
         WHERE a.id = ?1",
        [id.uuid()],
        |row| Ok((row.id("id")?, row.get(1)?)),
    )
}

/// Adds an assignment.
pub fn insert(db: &mut Db, assignment: &Assignment) -> Result<()> {
    db.execute(
        "INSERT INTO assignments (id, agent_id, access_package_id, policy_id, request_id, state, starts_at, ends_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            assignment.id.uuid(),
            assignment.agent_id.uuid(),
            assignment.access_package_id.uuid(),
            assignment.policy_id.uuid(),
            assignment.request_id.uuid(),
            assignment.state.term(),
            assignment.starts_at.millis(),
            millis(assignment.ends_at)
        ],
    )?;
    Ok(())
}

/// Moves the end; a decision to let it expire is thereby forgotten.
pub fn set_end(db: &mut Db, id: AssignmentId, ends_at: Timestamp) -> Result<()> {
    db.execute(
        "UPDATE assignments SET ends_at = ?2, let_expire_at = NULL WHERE id = ?1",
        params![id.uuid(), ends_at.millis()],
    )?;
    Ok(())
}

/// Notes that somebody decided to let it expire.
pub fn set_let_expire(db: &mut Db, id: AssignmentId, at: Timestamp) -> Result<()> {
    db.execute(
        "UPDATE assignments SET let_expire_at = ?2 WHERE id = ?1",
        params![id.uuid(), at.millis()],
    )?;
    Ok(())
}

/// Closes an assignment: from `ended_at` on it gives nothing.
pub fn end(db: &mut Db, id: AssignmentId, ended_at: Timestamp, reason: EndReason) -> Result<()> {
    db.execute(
        "UPDATE assignments SET state = ?2, ended_at = ?3, end_reason = ?4 WHERE id = ?1",
        params![id.uuid(), AssignmentState::Expired.term(), ended_at.millis(), reason.term()],
    )?;
    Ok(())
}

/// The assignment of a package that an agent holds or will hold, if there is one.
pub fn current(db: &Db, agent: AgentId, package: AccessPackageId) -> Result<Option<Assignment>> {
    db.one(
        "SELECT * FROM assignments WHERE agent_id = ?1 AND access_package_id = ?2
           AND state IN ('delivering', 'delivered', 'partiallyDelivered')",
        params![agent.uuid(), package.uuid()],
        map,
    )
}

/// The assignments of a package that aren't over, started or not, by their agents.
pub fn current_of_package(db: &Db, package: AccessPackageId) -> Result<Vec<Assignment>> {
    db.all(
        "SELECT * FROM assignments WHERE access_package_id = ?1
           AND state IN ('delivering', 'delivered', 'partiallyDelivered') ORDER BY agent_id, id",
        [package.uuid()],
        map,
    )
}

/// Puts an assignment under a policy with an end, or none; a decision to let it expire is thereby forgotten.
pub fn set_policy_and_end(
    db: &mut Db,
    id: AssignmentId,
    policy: PolicyId,
    ends_at: Option<Timestamp>,
) -> Result<()> {
    db.execute(
        "UPDATE assignments SET policy_id = ?2, ends_at = ?3, let_expire_at = NULL WHERE id = ?1",
        params![id.uuid(), policy.uuid(), millis(ends_at)],
    )?;
    Ok(())
}

/// Moves an assignment along its state table.
pub fn set_state(db: &mut Db, id: AssignmentId, state: AssignmentState) -> Result<()> {
    db.execute(
        "UPDATE assignments SET state = ?2 WHERE id = ?1",
        params![id.uuid(), state.term()],
    )?;
    Ok(())
}

/// All assignments of an agent, newest first.
pub fn of_agent(db: &Db, agent: AgentId) -> Result<Vec<Assignment>> {
    db.all(
        "SELECT * FROM assignments WHERE agent_id = ?1 ORDER BY starts_at DESC, id DESC",
        [agent.uuid()],
        map,
    )
}

/// The assignments of an agent that give access at an instant, the nearest end first.
pub fn in_force_of_agent(db: &Db, agent: AgentId, at: Timestamp) -> Result<Vec<Assignment>> {
    db.all(
        "SELECT * FROM assignments WHERE agent_id = ?1 AND state <> 'expired' AND starts_at <= ?2
           AND (ends_at IS NULL OR ends_at > ?2) ORDER BY ends_at IS NULL, ends_at, id",
        params![agent.uuid(), at.millis()],
        map,
    )
}

/// How many agents hold a package at an instant.
pub fn in_force_of_package(db: &Db, package: AccessPackageId, at: Timestamp) -> Result<i64> {
    db.number(
        "SELECT count(*) FROM assignments WHERE access_package_id = ?1 AND state <> 'expired' AND starts_at <= ?2
           AND (ends_at IS NULL OR ends_at > ?2)",
        params![package.uuid(), at.millis()],
    )
}

/// How many assignments give access at an instant.
pub fn in_force_count(db: &Db, at: Timestamp) -> Result<i64> {
    db.number(
        "SELECT count(*) FROM assignments WHERE state <> 'expired' AND starts_at <= ?1
           AND (ends_at IS NULL OR ends_at > ?1)",
        [at.millis()],
    )
}

/// Assignments in force that end in a time, the nearest end first; only of agents that a person answers for, if one is
/// named.
pub fn ending_between(
    db: &Db,
    from: Timestamp,
    to: Timestamp,
    answered_for_by: Option<PersonId>,
    limit: u32,
) -> Result<Vec<Assignment>> {
    let Some(person) = answered_for_by else {
        return db.all(
            "SELECT * FROM assignments WHERE state <> 'expired' AND ends_at > ?1 AND ends_at <= ?2
             ORDER BY ends_at, id LIMIT ?3",
            params![from.millis(), to.millis(), limit],
            map,
        );
    };
    // The plus keeps SQLite from walking along everybody's ends to find one person's.
    db.all(
        "SELECT * FROM assignments WHERE agent_id IN (SELECT agent_id FROM answered_for WHERE person_id = ?3)
           AND state <> 'expired' AND +ends_at > ?1 AND +ends_at <= ?2
         ORDER BY +ends_at, id LIMIT ?4",
        params![from.millis(), to.millis(), person.uuid(), limit],
        map,
    )
}

/// Assignments whose end has come but hasn't been carried out, the earliest first.
pub fn ending_until(
    db: &Db,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<(Timestamp, AssignmentId)>> {
    db.all(
        "SELECT ends_at, id FROM assignments WHERE state <> 'expired' AND ends_at IS NOT NULL AND ends_at <= ?1
         ORDER BY ends_at, id LIMIT ?2",
        params![until.millis(), limit],
        |row| Ok((row.at("ends_at")?, row.id("id")?)),
    )
}

/// The next end of an assignment.
pub fn next_end(db: &Db) -> Result<Option<Timestamp>> {
    db.one(
        "SELECT min(ends_at) AS at FROM assignments WHERE state <> 'expired' AND ends_at IS NOT NULL",
        [],
        |row| row.maybe_at("at"),
    )
    .map(Option::flatten)
}

/// Which assignments.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A part of the agent's or package's name, or the id.
    pub search: Option<String>,
    /// In force at the instant, or over by then.
    pub in_force_at: Option<(bool, Timestamp)>,
    /// Of agents that this person answers for, or whose user account they manage.
    pub mine: Option<PersonId>,
    /// Of agents that this person answers for.
    pub answered_for_by: Option<PersonId>,
    /// Only what this person may see: of agents that they answer for, and of catalogs of which they look after the
    /// assignments.
    pub seen_by: Option<PersonId>,
    /// Only those of this agent, whatever else is asked: all that the agent itself may see.
    pub of_agent: Option<AgentId>,
    /// Of this agent.
    pub agent_id: Option<AgentId>,
    /// Of this package.
    pub access_package_id: Option<AccessPackageId>,
    /// In this state.
    pub state: Option<AssignmentState>,
}

/// In which ways an assignment is somebody's; each takes the person.
const MINE: [&str; 2] = [
    "agent_id IN (SELECT agent_id FROM answered_for WHERE person_id = ?)",
    "agent_id IN (SELECT agent_id FROM agent_users WHERE manager_id = ?)",
];

fn listing(filter: &Filter, order: &'static str, descending: bool) -> Listing {
    let mut listing = Listing::new("assignments", "id", order, descending);
    if let Some(search) = &filter.search {
        listing.filter(
            "agent_id IN (SELECT id FROM agents WHERE display_name LIKE ? ESCAPE '\\')
             OR access_package_id IN (SELECT id FROM access_packages WHERE display_name LIKE ? ESCAPE '\\')
             OR id = ?",
            [anywhere(search), anywhere(search), uuid_value(search)],
        );
    }
    if let Some((in_force, at)) = filter.in_force_at {
        let at = || Value::Integer(at.millis());
        let condition =
            "state <> 'expired' AND starts_at <= ? AND coalesce(ends_at, 9223372036854775807) > ?";
        let condition = if in_force { condition.to_owned() } else { format!("NOT ({condition})") };
        listing.filter(&condition, [at(), at()]);
    }
    if let Some(person) = filter.answered_for_by {
        listing.filter(MINE[0], [id_value(person)]);
    }
    if let Some(person) = filter.mine {
        listing.filter_any(MINE.map(|way| (way, id_value(person))));
    }
    if let Some(agent) = filter.of_agent {
        listing.filter("agent_id = ?", [id_value(agent)]);
    }
    if let Some(person) = filter.seen_by {
        let ways = MINE.into_iter().chain([IN_MANAGED_CATALOG]);
        listing.filter_any(ways.map(|way| (way, id_value(person))));
    }
    if let Some(agent) = filter.agent_id {
        listing.filter("agent_id = ?", [id_value(agent)]);
    }
    if let Some(package) = filter.access_package_id {
        listing.filter("access_package_id = ?", [id_value(package)]);
    }
    if let Some(state) = filter.state {
        listing.filter("state = ?", [Value::Text(state.term().to_owned())]);
    }
    listing
}

/// What ends never is listed last.
pub const BY_END: &str = "coalesce(ends_at, 9223372036854775807)";

/// The columns by which assignments can be sorted, under the names that screens know, with their SQL.
pub const SORTS: &[(&str, &str)] = &[
    ("endsAt", BY_END),
    ("startsAt", "starts_at"),
    ("state", "state"),
    (
        "agent",
        "(SELECT display_name COLLATE NOCASE FROM agents a WHERE a.id = assignments.agent_id)",
    ),
    (
        "accessPackage",
        "(SELECT display_name FROM access_packages p WHERE p.id = assignments.access_package_id)",
    ),
];

/// How many a filter lets through.
pub fn count(db: &Db, filter: &Filter) -> Result<u32> {
    listing(filter, "id", false).count(db)
}

/// A page, the nearest end first.
pub fn page(db: &Db, filter: &Filter, page: Page<AssignmentId>) -> Result<Vec<AssignmentId>> {
    listing(filter, BY_END, false).page(db, page)
}

/// The ids of all in order of a column of this table.
pub fn ids(
    db: &Db,
    filter: &Filter,
    order: &'static str,
    descending: bool,
    most: Option<u32>,
) -> Result<Vec<Uuid>> {
    listing(filter, order, descending).ids(db, most)
}

/// How many assignments in force end in a time.
pub fn ending_count(db: &Db, from: Timestamp, to: Timestamp) -> Result<i64> {
    db.number(
        "SELECT count(*) FROM assignments WHERE state <> 'expired' AND ends_at > ?1 AND ends_at <= ?2",
        params![from.millis(), to.millis()],
    )
}
