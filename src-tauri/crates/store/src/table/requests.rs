//! The table `requests`.

use chaperone_domain::id::{AccessPackageId, AgentId, AssignmentId, Id, PersonId, RequestId};
use chaperone_domain::request::{Request, RequestState, RequestStatus, Requestor};
use chaperone_domain::term::Term;
use chaperone_domain::time::{Span, Timestamp};
use rusqlite::types::Value;
use rusqlite::{Row, params};
use uuid::Uuid;

use super::catalogs::IN_MANAGED_CATALOG;
use super::stages::OPEN_FOR;
use crate::column::{Columns, millis, span_millis, uuid_of};
use crate::list::{IDS, Listing, Page, anywhere, id_value, ids_value};
use crate::{Db, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<Request> {
    let person: Option<PersonId> = row.maybe_id("requestor_person_id")?;
    let agent: Option<AgentId> = row.maybe_id("requestor_agent_id")?;
    Ok(Request {
        id: row.id("id")?,
        request_type: row.term("request_type")?,
        state: row.term("state")?,
        status: row.term("status")?,
        requestor: person
            .map(Requestor::Person)
            .or(agent.map(Requestor::Agent))
            .unwrap_or(Requestor::System),
        agent_id: row.id("agent_id")?,
        access_package_id: row.id("access_package_id")?,
        policy_id: row.id("policy_id")?,
        assignment_id: row.maybe_id("assignment_id")?,
        justification: row.get("justification")?,
        asked_start: row.maybe_at("asked_start_at")?,
        asked_duration: row.maybe_span("asked_duration_ms")?,
        asked_end: row.maybe_at("asked_end_at")?,
        granted_duration: row.maybe_span("granted_duration_ms")?,
        granted_end: row.maybe_at("granted_end_at")?,
        created_at: row.at("created_at")?,
        completed_at: row.maybe_at("completed_at")?,
    })
}

/// One request.
pub fn get(db: &Db, id: RequestId) -> Result<Option<Request>> {
    db.one("SELECT * FROM requests WHERE id = ?1", [id.uuid()], map)
}

/// What these requests ask for, each with the name of its policy, in the order of the ids.
pub fn of_ids(db: &Db, ids: &[RequestId]) -> Result<Vec<(Request, String)>> {
    db.all(
        &format!(
            "SELECT r.*, p.display_name AS policy_name FROM {IDS} i CROSS JOIN requests r ON r.id = i.id
             CROSS JOIN policies p ON p.id = r.policy_id ORDER BY i.key"
        ),
        [ids_value(ids)],
        |row| Ok((map(row)?, row.get("policy_name")?)),
    )
}

/// Files a request.
pub fn insert(db: &mut Db, request: &Request) -> Result<()> {
    let (person, agent) = match request.requestor {
        Requestor::Person(person) => (Some(person.uuid()), None),
        Requestor::Agent(agent) => (None, Some(agent.uuid())),
        Requestor::System => (None, None),
    };
    db.execute(
        "INSERT INTO requests (id, request_type, state, status, requestor_person_id, requestor_agent_id, agent_id,
           access_package_id, policy_id, assignment_id, justification, asked_start_at, asked_duration_ms, asked_end_at,
           granted_duration_ms, granted_end_at, created_at, completed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        params![
            request.id.uuid(),
            request.request_type.term(),
            request.state.term(),
            request.status.term(),
            person,
            agent,
            request.agent_id.uuid(),
            request.access_package_id.uuid(),
            request.policy_id.uuid(),
            uuid_of(request.assignment_id),
            request.justification,
            millis(request.asked_start),
            span_millis(request.asked_duration),
            millis(request.asked_end),
            span_millis(request.granted_duration),
            millis(request.granted_end),
            request.created_at.millis(),
            millis(request.completed_at)
        ],
    )?;
    Ok(())
}

/// Moves a request along its state table; a closed state carries the instant at which it was closed.
pub fn set_state(
    db: &mut Db,
    id: RequestId,
    state: RequestState,
    status: RequestStatus,
    completed_at: Option<Timestamp>,
) -> Result<()> {
    db.execute(
        "UPDATE requests SET state = ?2, status = ?3, completed_at = ?4 WHERE id = ?1",
        params![id.uuid(), state.term(), status.term(), millis(completed_at)],
    )?;
    Ok(())
}

/// Notes what an approver shortened it to.
pub fn set_granted(
    db: &mut Db,
    id: RequestId,
    duration: Option<Span>,
    end: Option<Timestamp>,
) -> Result<()> {
    db.execute(
        "UPDATE requests SET granted_duration_ms = ?2, granted_end_at = ?3 WHERE id = ?1",
        params![id.uuid(), span_millis(duration), millis(end)],
    )?;
    Ok(())
}

/// Ties a request to the assignment that it led to.
pub fn set_assignment(db: &mut Db, id: RequestId, assignment: AssignmentId) -> Result<()> {
    db.execute(
        "UPDATE requests SET assignment_id = ?2 WHERE id = ?1",
        params![id.uuid(), assignment.uuid()],
    )?;
    Ok(())
}

/// The open request of an agent for a package, if there is one.
pub fn open_add(db: &Db, agent: AgentId, package: AccessPackageId) -> Result<Option<RequestId>> {
    db.one(
        "SELECT id FROM requests WHERE agent_id = ?1 AND access_package_id = ?2
           AND request_type IN ('userAdd', 'adminAdd') AND completed_at IS NULL",
        params![agent.uuid(), package.uuid()],
        |row| row.id("id"),
    )
}

/// The open extension of an assignment, if there is one.
pub fn open_extension(db: &Db, assignment: AssignmentId) -> Result<Option<RequestId>> {
    db.one(
        "SELECT id FROM requests WHERE assignment_id = ?1 AND request_type IN ('userExtend', 'adminUpdate') AND completed_at IS NULL",
        [assignment.uuid()],
        |row| row.id("id"),
    )
}

/// The requests about an assignment, oldest first.
pub fn of_assignment(db: &Db, assignment: AssignmentId) -> Result<Vec<Request>> {
    db.all("SELECT * FROM requests WHERE assignment_id = ?1 ORDER BY id", [assignment.uuid()], map)
}

/// The requests about an agent that were open at an instant, oldest first.
pub fn open_at(db: &Db, agent: AgentId, at: Timestamp) -> Result<Vec<Request>> {
    db.all(
        "SELECT * FROM requests WHERE agent_id = ?1 AND created_at <= ?2
           AND (completed_at IS NULL OR completed_at > ?2) ORDER BY id",
        params![agent.uuid(), at.millis()],
        map,
    )
}

/// How many wait for an approver.
pub fn pending_count(db: &Db) -> Result<i64> {
    db.number("SELECT count(*) FROM requests WHERE state = 'pendingApproval'", [])
}

/// Approved requests whose start has come, with that start, the earliest first.
pub fn starting_until(
    db: &Db,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<(Timestamp, RequestId)>> {
    db.all(
        "SELECT asked_start_at, id FROM requests WHERE state = 'scheduled' AND asked_start_at <= ?1
         ORDER BY asked_start_at, id LIMIT ?2",
        params![until.millis(), limit],
        |row| Ok((row.at("asked_start_at")?, row.id("id")?)),
    )
}

/// The next start of an approved request.
pub fn next_start(db: &Db) -> Result<Option<Timestamp>> {
    db.one("SELECT min(asked_start_at) AS at FROM requests WHERE state = 'scheduled'", [], |row| {
        row.maybe_at("at")
    })
    .map(Option::flatten)
}

/// Which requests.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A part of the agent's or package's name.
    pub search: Option<String>,
    /// In this state.
    pub state: Option<RequestState>,
    /// Only those that are open.
    pub open: bool,
    /// For this agent.
    pub agent_id: Option<AgentId>,
    /// For this package.
    pub access_package_id: Option<AccessPackageId>,
    /// Filed by them.
    pub filed_by: Option<Requestor>,
    /// Waiting at this instant for this person's decision.
    pub waits_for: Option<(PersonId, Timestamp)>,
    /// For an agent that this person answers for.
    pub answered_for_by: Option<PersonId>,
    /// Filed by this person, or for an agent that they answer for or whose user account they manage.
    pub mine: Option<PersonId>,
    /// Only those for this agent, whatever else is asked: all that the agent itself may see.
    pub of_agent: Option<AgentId>,
    /// Only what this person may see: as `mine`, what they were asked to decide, and what belongs to a catalog of which they
    /// look after the assignments.
    pub seen_by: Option<PersonId>,
}

/// In which ways a request is somebody's; each takes the person.
const MINE: [&str; 3] = [
    "requestor_person_id = ?",
    "agent_id IN (SELECT agent_id FROM answered_for WHERE person_id = ?)",
    "agent_id IN (SELECT agent_id FROM agent_users WHERE manager_id = ?)",
];

/// In which further ways somebody may see a request; each takes the person.
const SEEN: [&str; 3] = [
    "id IN (SELECT s.request_id FROM stage_approvers a JOIN approval_stages s ON s.id = a.stage_id WHERE a.person_id = ?)",
    "id IN (SELECT s.request_id FROM stage_delegates e JOIN approval_stages s ON s.id = e.stage_id WHERE e.person_id = ?)",
    IN_MANAGED_CATALOG,
];

/// By when they were filed.
pub const BY_CREATION: &str = "created_at";

/// The columns by which requests can be sorted, under the names that screens know, with their SQL.
pub const SORTS: &[(&str, &str)] = &[
    ("createdAt", BY_CREATION),
    ("completedAt", "coalesce(completed_at, 9223372036854775807)"),
    ("state", "state"),
    ("requestType", "request_type"),
    ("agent", "(SELECT display_name COLLATE NOCASE FROM agents a WHERE a.id = requests.agent_id)"),
    (
        "accessPackage",
        "(SELECT display_name FROM access_packages p WHERE p.id = requests.access_package_id)",
    ),
];

fn listing(filter: &Filter, order: &'static str, descending: bool) -> Listing {
    let mut listing = Listing::new("requests", "id", order, descending);
    if let Some(search) = &filter.search {
        listing.filter(
            "agent_id IN (SELECT id FROM agents WHERE display_name LIKE ? ESCAPE '\\')
             OR access_package_id IN (SELECT id FROM access_packages WHERE display_name LIKE ? ESCAPE '\\')
             OR id = ?",
            [anywhere(search), anywhere(search), uuid_value(search)],
        );
    }
    if let Some(state) = filter.state {
        listing.filter("state = ?", [Value::Text(state.term().to_owned())]);
    }
    if filter.open {
        listing.filter("completed_at IS NULL", []);
    }
    if let Some(agent) = filter.agent_id {
        listing.filter("agent_id = ?", [id_value(agent)]);
    }
    if let Some(package) = filter.access_package_id {
        listing.filter("access_package_id = ?", [id_value(package)]);
    }
    match filter.filed_by {
        Some(Requestor::Person(person)) => {
            listing.filter("requestor_person_id = ?", [id_value(person)]);
        }
        Some(Requestor::Agent(agent)) => {
            listing.filter("requestor_agent_id = ?", [id_value(agent)]);
        }
        Some(Requestor::System) => {
            listing.filter("requestor_person_id IS NULL AND requestor_agent_id IS NULL", []);
        }
        None => {}
    }
    if let Some((person, now)) = filter.waits_for {
        let theirs = format!("id IN (SELECT request_id FROM approval_stages s WHERE {OPEN_FOR})");
        listing
            .filter(&theirs, [id_value(person), id_value(person), now_value(now), now_value(now)]);
    }
    if let Some(person) = filter.answered_for_by {
        let theirs = "agent_id IN (SELECT agent_id FROM answered_for WHERE person_id = ?)";
        listing.filter(theirs, [id_value(person)]);
    }
    if let Some(me) = filter.mine {
        listing.filter_any(MINE.map(|way| (way, id_value(me))));
    }
    if let Some(me) = filter.seen_by {
        listing.filter_any(MINE.into_iter().chain(SEEN).map(|way| (way, id_value(me))));
    }
    if let Some(agent) = filter.of_agent {
        listing.filter("agent_id = ?", [id_value(agent)]);
    }
    listing
}

fn now_value(now: Timestamp) -> Value {
    Value::Integer(now.millis())
}

/// A text that is an id as a bound value; a text that is none matches nothing.
pub(crate) fn uuid_value(text: &str) -> Value {
    Uuid::try_parse(text.trim()).map_or(Value::Null, |id| Value::Blob(id.as_bytes().to_vec()))
}

/// How many a filter lets through.
pub fn count(db: &Db, filter: &Filter) -> Result<u32> {
    listing(filter, "id", false).count(db)
}

/// A page, newest first.
pub fn page(db: &Db, filter: &Filter, page: Page<RequestId>) -> Result<Vec<RequestId>> {
    listing(filter, BY_CREATION, true).page(db, page)
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
