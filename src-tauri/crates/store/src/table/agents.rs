//! The tables `agents` and `agent_users`: the accounts of agents. Who answers for them is in `sponsors`.

use chaperone_domain::agent::{AgentIdentity, AgentState, AgentUser, Standing};
use chaperone_domain::id::{AgentId, Id, PersonId};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::types::{FromSqlError, Type, Value};
use rusqlite::{Row, params};
use uuid::Uuid;

use super::people::is_active;
use crate::column::{Columns, uuid_of};
use crate::list::{Listing, anywhere, id_value};
use crate::{Db, Page, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<AgentIdentity> {
    Ok(AgentIdentity {
        id: row.id("id")?,
        display_name: row.get("display_name")?,
        blueprint_id: row.id("blueprint_id")?,
        state: row.term("state")?,
        tags: read_tags(&row.get::<_, String>("tags")?)?,
        created_at: row.at("created_at")?,
    })
}

fn map_user(row: &Row<'_>) -> rusqlite::Result<AgentUser> {
    Ok(AgentUser {
        id: row.id("id")?,
        agent_id: row.id("agent_id")?,
        display_name: row.get("display_name")?,
        mail_nickname: row.get("mail_nickname")?,
        is_enabled: row.get("is_enabled")?,
        manager_id: row.maybe_id("manager_id")?,
    })
}

fn read_tags(text: &str) -> rusqlite::Result<Vec<String>> {
    serde_json::from_str(text).map_err(|wrong| {
        let cause = Box::new(FromSqlError::Other(Box::new(wrong)));
        rusqlite::Error::FromSqlConversionFailure(0, Type::Text, cause)
    })
}

fn write_tags(tags: &[String]) -> String {
    serde_json::Value::from(tags).to_string()
}

/// One agent.
pub fn get(db: &Db, id: AgentId) -> Result<Option<AgentIdentity>> {
    db.one("SELECT * FROM agents WHERE id = ?1", [id.uuid()], map)
}

/// Adds an agent.
pub fn insert(db: &mut Db, agent: &AgentIdentity) -> Result<()> {
    db.execute(
        "INSERT INTO agents (id, display_name, blueprint_id, state, tags, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            agent.id.uuid(),
            agent.display_name,
            agent.blueprint_id.uuid(),
            agent.state.term(),
            write_tags(&agent.tags),
            agent.created_at.millis()
        ],
    )?;
    Ok(())
}

/// Writes an agent's name, tags and blueprint. Its state has its own function.
pub fn update(db: &mut Db, agent: &AgentIdentity) -> Result<()> {
    db.execute(
        "UPDATE agents SET display_name = ?2, tags = ?3, blueprint_id = ?4 WHERE id = ?1",
        params![
            agent.id.uuid(),
            agent.display_name,
            write_tags(&agent.tags),
            agent.blueprint_id.uuid()
        ],
    )?;
    Ok(())
}

/// Writes where an agent stands in its life.
pub fn set_state(db: &mut Db, id: AgentId, state: AgentState) -> Result<()> {
    db.execute("UPDATE agents SET state = ?2 WHERE id = ?1", params![id.uuid(), state.term()])?;
    Ok(())
}

/// Whether an agent may act, with the switches of its family. A blueprint without a principal is not in force.
pub fn standing(db: &Db, id: AgentId) -> Result<Option<Standing>> {
    db.one(
        "SELECT a.state, b.is_enabled AND b.deleted_at IS NULL AS blueprint_in_force,
           coalesce(p.is_enabled AND p.deleted_at IS NULL, 0) AS principal_in_force
         FROM agents a JOIN blueprints b ON b.id = a.blueprint_id
         LEFT JOIN blueprint_principals p ON p.blueprint_id = b.id
         WHERE a.id = ?1",
        [id.uuid()],
        |row| {
            Ok(Standing {
                state: row.term("state")?,
                blueprint_in_force: row.get("blueprint_in_force")?,
                principal_in_force: row.get("principal_in_force")?,
            })
        },
    )
}

/// How many agents are made from a blueprint, deleted ones not counted.
pub fn count_of_blueprint(db: &Db, blueprint: chaperone_domain::id::BlueprintId) -> Result<u32> {
    let count = db.number(
        "SELECT count(*) FROM agents WHERE blueprint_id = ?1 AND state <> 'softDeleted'",
        [blueprint.uuid()],
    )?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// An agent's user account, if it has one.
pub fn user_of(db: &Db, agent: AgentId) -> Result<Option<AgentUser>> {
    db.one("SELECT * FROM agent_users WHERE agent_id = ?1", [agent.uuid()], map_user)
}

/// Whether a person manages the user account of an agent.
pub fn is_manager(db: &Db, agent: AgentId, person: PersonId) -> Result<bool> {
    let found = db.number(
        "SELECT count(*) FROM agent_users WHERE agent_id = ?1 AND manager_id = ?2",
        params![agent.uuid(), person.uuid()],
    )?;
    Ok(found > 0)
}

/// Adds an agent's user account.
pub fn insert_user(db: &mut Db, user: &AgentUser) -> Result<()> {
    db.execute(
        "INSERT INTO agent_users (id, agent_id, display_name, mail_nickname, is_enabled, manager_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            user.id.uuid(),
            user.agent_id.uuid(),
            user.display_name,
            user.mail_nickname,
            user.is_enabled,
            uuid_of(user.manager_id)
        ],
    )?;
    Ok(())
}

/// Writes all that can change about an agent's user account; it belongs to its agent for life.
pub fn update_user(db: &mut Db, user: &AgentUser) -> Result<()> {
    db.execute(
        "UPDATE agent_users SET display_name = ?2, mail_nickname = ?3, is_enabled = ?4, manager_id = ?5 WHERE id = ?1",
        params![
            user.id.uuid(),
            user.display_name,
            user.mail_nickname,
            user.is_enabled,
            uuid_of(user.manager_id)
        ],
    )?;
    Ok(())
}

/// Which agents.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A part of the name, of a sponsor's name or of the id.
    pub search: Option<String>,
    /// In this state.
    pub state: Option<AgentState>,
    /// Sponsored by this person, in person or through a group, or owned by them.
    pub answered_for_by: Option<PersonId>,
    /// Without an active sponsor at an instant.
    pub without_active_sponsor_at: Option<Timestamp>,
}

/// The order of a list of agents unless another is asked for.
pub const BY_NAME: &str = "display_name COLLATE NOCASE";

/// The columns by which agents can be sorted, under the names that screens know, with their SQL.
pub const SORTS: &[(&str, &str)] = &[
    ("displayName", BY_NAME),
    ("state", "state"),
    ("createdAt", "created_at"),
    (
        "blueprint",
        "(SELECT b.display_name FROM blueprints b WHERE b.id = agents.blueprint_id) COLLATE NOCASE",
    ),
    (
        "sponsors",
        "(SELECT min(coalesce(p.display_name, g.display_name)) FROM agent_sponsors s
          LEFT JOIN people p ON p.id = s.person_id LEFT JOIN groups g ON g.id = s.group_id
          WHERE s.agent_id = agents.id) COLLATE NOCASE",
    ),
];

/// More such columns, for those who may know what agents hold: how many assignments, and when the next of them ends.
pub const SORTS_BY_ACCESS: &[(&str, &str)] = &[
    (
        "assignments",
        "(SELECT count(*) FROM assignments a WHERE a.agent_id = agents.id AND a.state <> 'expired')",
    ),
    (
        "nextEndAt",
        "(SELECT coalesce(min(a.ends_at), 9223372036854775807) FROM assignments a
          WHERE a.agent_id = agents.id AND a.state <> 'expired')",
    ),
];

const FOUND_BY: &str = "display_name LIKE ? ESCAPE '\\'
   OR id IN (SELECT s.agent_id FROM agent_sponsors s JOIN people p ON p.id = s.person_id
             WHERE p.display_name LIKE ? ESCAPE '\\')
   OR id IN (SELECT s.agent_id FROM agent_sponsors s JOIN groups g ON g.id = s.group_id
             WHERE g.display_name LIKE ? ESCAPE '\\')
   OR hex(id) LIKE ? ESCAPE '\\'";

const ANSWERED_FOR_BY: &str = "id IN (SELECT agent_id FROM answered_for WHERE person_id = ?)";

const WITHOUT_ACTIVE_SPONSOR: &str = concat!(
    "NOT EXISTS (SELECT 1 FROM agent_sponsors s JOIN people p ON p.id = s.person_id WHERE s.agent_id = agents.id AND ",
    is_active!("p", "?"),
    ") AND NOT EXISTS (SELECT 1 FROM agent_sponsors s JOIN group_people m ON m.group_id = s.group_id
       JOIN people p ON p.id = m.person_id WHERE s.agent_id = agents.id AND ",
    is_active!("p", "?"),
    ")"
);

fn listing(filter: &Filter, order: &'static str, descending: bool) -> Listing {
    let mut list = Listing::new("agents", "id", order, descending);
    if let Some(search) = &filter.search {
        // An id is kept without its dashes.
        let id = anywhere(&search.replace('-', ""));
        list.filter(FOUND_BY, [anywhere(search), anywhere(search), anywhere(search), id]);
    }
    if let Some(state) = filter.state {
        list.filter("state = ?", [Value::Text(state.term().to_owned())]);
    }
    if let Some(person) = filter.answered_for_by {
        list.filter(ANSWERED_FOR_BY, [id_value(person)]);
    }
    if let Some(at) = filter.without_active_sponsor_at {
        list.filter(WITHOUT_ACTIVE_SPONSOR, std::iter::repeat_n(Value::Integer(at.millis()), 4));
    }
    list
}

/// A page by name.
pub fn page(db: &Db, filter: &Filter, page: Page<AgentId>) -> Result<Vec<AgentId>> {
    listing(filter, BY_NAME, false).page(db, page)
}

/// The ids of all agents that a filter lets through, in an order of [`SORTS`].
pub fn ids(db: &Db, filter: &Filter, sort: &'static str, descending: bool) -> Result<Vec<Uuid>> {
    listing(filter, sort, descending).ids(db)
}

/// How many agents a filter lets through.
pub fn count(db: &Db, filter: &Filter) -> Result<u32> {
    let found = listing(filter, "id", false).ids(db)?.len();
    Ok(u32::try_from(found).unwrap_or(u32::MAX))
}

/// The enabled agents for whom nobody is responsible at an instant; there are none unless something went wrong.
pub fn without_active_sponsor(db: &Db, at: Timestamp) -> Result<Vec<AgentId>> {
    let filter = Filter {
        state: Some(AgentState::Active),
        without_active_sponsor_at: Some(at),
        ..Filter::default()
    };
    Ok(listing(&filter, BY_NAME, false).ids(db)?.into_iter().map(AgentId::from_uuid).collect())
}

/// How many agents aren't deleted, and how many of those are switched off.
pub fn living_counts(db: &Db) -> Result<(i64, i64)> {
    Ok((
        db.number("SELECT count(*) FROM agents WHERE state <> 'softDeleted'", [])?,
        db.number("SELECT count(*) FROM agents WHERE state IN ('disabled', 'held')", [])?,
    ))
}
