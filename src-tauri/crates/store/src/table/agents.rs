//! The tables `agents` and `agent_users`: the accounts of agents, and of other service principals. Who answers for them is in
//! `sponsors`.

use chaperone_domain::agent::{
    AgentIdentity, AgentKind, AgentPlatform, AgentState, AgentUser, Standing,
};
use chaperone_domain::id::{AgentId, BlueprintId, Id, PersonId};
use chaperone_domain::lifecycle::{Deletion, RESTORABLE};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Row, params};
use uuid::Uuid;

use super::people::is_active;
use crate::column::{
    Columns, creator_parts, deletion_parts, uuid_of, write_attributes, write_tags,
};
use crate::list::{Listing, anywhere, id_value};
use crate::{Db, Page, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<AgentIdentity> {
    Ok(AgentIdentity {
        id: row.id("id")?,
        kind: row.term("kind")?,
        display_name: row.get("display_name")?,
        description: row.get("description")?,
        blueprint_id: row.maybe_id("blueprint_id")?,
        state: row.term("state")?,
        deletion: row.deletion()?,
        platform: row.maybe_term("platform")?,
        tags: row.tags("tags")?,
        attributes: row.attributes("attributes")?,
        created_at: row.at("created_at")?,
        created_by: row.creator()?,
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

/// One agent.
pub fn get(db: &Db, id: AgentId) -> Result<Option<AgentIdentity>> {
    db.one("SELECT * FROM agents WHERE id = ?1", [id.uuid()], map)
}

/// Adds an agent.
pub fn insert(db: &mut Db, agent: &AgentIdentity) -> Result<()> {
    let (deleted_at, before) = deletion_parts(agent.deletion);
    let (person, application) = creator_parts(agent.created_by);
    db.execute(
        "INSERT INTO agents (id, kind, display_name, description, blueprint_id, state, deleted_at, state_before_deletion,
           platform, tags, attributes, created_at, created_by_id, created_by_app_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            agent.id.uuid(),
            agent.kind.term(),
            agent.display_name,
            agent.description,
            uuid_of(agent.blueprint_id),
            agent.state.term(),
            deleted_at,
            before,
            agent.platform.map(Term::term),
            write_tags(&agent.tags),
            write_attributes(&agent.attributes),
            agent.created_at.millis(),
            person,
            application
        ],
    )?;
    Ok(())
}

/// Writes what is written about an agent, and its blueprint. Its state has its own functions.
pub fn update(db: &mut Db, agent: &AgentIdentity) -> Result<()> {
    db.execute(
        "UPDATE agents SET display_name = ?2, description = ?3, blueprint_id = ?4, platform = ?5, tags = ?6, attributes = ?7
         WHERE id = ?1",
        params![
            agent.id.uuid(),
            agent.display_name,
            agent.description,
            uuid_of(agent.blueprint_id),
            agent.platform.map(Term::term),
            write_tags(&agent.tags),
            write_attributes(&agent.attributes)
        ],
    )?;
    Ok(())
}

/// Writes where an agent that isn't deleted stands in its life.
pub fn set_state(db: &mut Db, id: AgentId, state: AgentState) -> Result<()> {
    set_life(db, id, state, None)
}

/// Writes where an agent stands in its life, with its deletion.
pub fn set_life(
    db: &mut Db,
    id: AgentId,
    state: AgentState,
    deletion: Option<Deletion>,
) -> Result<()> {
    let (deleted_at, before) = deletion_parts(deletion);
    db.execute(
        "UPDATE agents SET state = ?2, deleted_at = ?3, state_before_deletion = ?4 WHERE id = ?1",
        params![id.uuid(), state.term(), deleted_at, before],
    )?;
    Ok(())
}

/// The agents whose 30 days are over by an instant, with the instant at which they were, the earliest first.
pub fn purging_until(db: &Db, until: Timestamp, most: u32) -> Result<Vec<(Timestamp, AgentId)>> {
    db.all(
        "SELECT deleted_at, id FROM agents WHERE state = 'softDeleted' AND deleted_at <= ?1
         ORDER BY deleted_at, id LIMIT ?2",
        params![until.minus(RESTORABLE).millis(), most],
        |row| Ok((row.at("deleted_at")?.plus(RESTORABLE), row.id("id")?)),
    )
}

/// When the next agent's 30 days are over.
pub fn next_purge(db: &Db) -> Result<Option<Timestamp>> {
    db.one(
        "SELECT deleted_at FROM agents WHERE state = 'softDeleted' ORDER BY deleted_at, id LIMIT 1",
        [],
        |row| Ok(row.at("deleted_at")?.plus(RESTORABLE)),
    )
}

/// The agents of a blueprint, by name; those that are permanently deleted are left out.
pub fn of_blueprint(db: &Db, blueprint: BlueprintId) -> Result<Vec<AgentId>> {
    db.all(
        "SELECT id FROM agents WHERE blueprint_id = ?1 AND state <> 'purged'
         ORDER BY display_name COLLATE NOCASE, id",
        [blueprint.uuid()],
        |row| row.id("id"),
    )
}

/// What an agent is called.
pub fn name(db: &Db, id: AgentId) -> Result<Option<String>> {
    db.one("SELECT display_name FROM agents WHERE id = ?1", [id.uuid()], |row| row.get(0))
}

/// Whether an agent may act, with the switches of its family. A blueprint without a principal is not in force; a plain
/// service principal has neither, and none of it stands in its way.
pub fn standing(db: &Db, id: AgentId) -> Result<Option<Standing>> {
    db.one(
        "SELECT a.state, b.id IS NULL OR b.state = 'active' AS blueprint_in_force,
           b.id IS NULL OR coalesce(p.state = 'active', 0) AS principal_in_force,
           coalesce(b.state = 'purged' OR p.state = 'purged', 0) AS is_orphaned
         FROM agents a LEFT JOIN blueprints b ON b.id = a.blueprint_id
         LEFT JOIN blueprint_principals p ON p.blueprint_id = b.id
         WHERE a.id = ?1",
        [id.uuid()],
        |row| {
            Ok(Standing {
                state: row.term("state")?,
                blueprint_in_force: row.get("blueprint_in_force")?,
                principal_in_force: row.get("principal_in_force")?,
                is_orphaned: row.get("is_orphaned")?,
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
    /// In this state; when left out, in any but the deleted ones.
    pub state: Option<AgentState>,
    /// Of this kind.
    pub kind: Option<AgentKind>,
    /// Of this blueprint.
    pub blueprint_id: Option<BlueprintId>,
    /// Made there, as it or its blueprint tells.
    pub platform: Option<AgentPlatform>,
    /// With this tag, its own or its blueprint's, in any letter case.
    pub tag: Option<String>,
    /// Only orphans: their blueprint or its principal is permanently gone, and they aren't.
    pub orphaned: bool,
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
    ("deletedAt", "coalesce(deleted_at, 9223372036854775807)"),
    (
        "blueprint",
        "coalesce((SELECT b.display_name FROM blueprints b WHERE b.id = agents.blueprint_id), '') COLLATE NOCASE",
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

// A `CROSS JOIN` begins with its left table: people are fewer than sponsorships.
const FOUND_BY: &str = "display_name LIKE ? ESCAPE '\\'
   OR id IN (SELECT s.agent_id FROM people p CROSS JOIN agent_sponsors s ON s.person_id = p.id
             WHERE p.display_name LIKE ? ESCAPE '\\')
   OR id IN (SELECT s.agent_id FROM groups g CROSS JOIN agent_sponsors s ON s.group_id = g.id
             WHERE g.display_name LIKE ? ESCAPE '\\')";

const OF_PLATFORM: &str = "coalesce(platform, (SELECT b.platform FROM blueprints b WHERE b.id = agents.blueprint_id)) = ?";

const WITH_TAG: &str = "EXISTS (SELECT 1 FROM json_each(agents.tags) t WHERE t.value = ? COLLATE NOCASE)
   OR EXISTS (SELECT 1 FROM blueprints b, json_each(b.tags) t WHERE b.id = agents.blueprint_id AND t.value = ? COLLATE NOCASE)";

const ORPHANED: &str = "state <> 'purged' AND blueprint_id IN (
   SELECT b.id FROM blueprints b LEFT JOIN blueprint_principals p ON p.blueprint_id = b.id
   WHERE b.state = 'purged' OR p.state = 'purged')";

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
        let mut values = vec![anywhere(search); 3];
        let mut found_by = FOUND_BY.to_owned();
        // An id is kept without its dashes; a text that is no part of one needn't be looked for in all of them.
        let id = search.trim().replace('-', "");
        if id.chars().all(|digit| digit.is_ascii_hexdigit()) {
            found_by.push_str(" OR hex(id) LIKE ?");
            values.push(anywhere(&id));
        }
        list.filter(&found_by, values);
    }
    match filter.state {
        Some(state) => list.filter("state = ?", [Value::Text(state.term().to_owned())]),
        None => list.filter("state NOT IN ('softDeleted', 'purged')", []),
    }
    if let Some(kind) = filter.kind {
        list.filter("kind = ?", [Value::Text(kind.term().to_owned())]);
    }
    if let Some(blueprint) = filter.blueprint_id {
        list.filter("blueprint_id = ?", [id_value(blueprint)]);
    }
    if let Some(platform) = filter.platform {
        list.filter(OF_PLATFORM, [Value::Text(platform.term().to_owned())]);
    }
    if let Some(tag) = &filter.tag {
        list.filter(WITH_TAG, [Value::Text(tag.clone()), Value::Text(tag.clone())]);
    }
    if filter.orphaned {
        list.filter(ORPHANED, []);
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
pub fn ids(
    db: &Db,
    filter: &Filter,
    sort: &'static str,
    descending: bool,
    most: Option<u32>,
) -> Result<Vec<Uuid>> {
    listing(filter, sort, descending).ids(db, most)
}

/// How many agents a filter lets through.
pub fn count(db: &Db, filter: &Filter) -> Result<u32> {
    listing(filter, "id", false).count(db)
}

/// The enabled agents for whom nobody is responsible at an instant; there are none unless something went wrong.
pub fn without_active_sponsor(db: &Db, at: Timestamp) -> Result<Vec<AgentId>> {
    let filter = Filter {
        state: Some(AgentState::Active),
        without_active_sponsor_at: Some(at),
        ..Filter::default()
    };
    Ok(listing(&filter, BY_NAME, false)
        .ids(db, None)?
        .into_iter()
        .map(AgentId::from_uuid)
        .collect())
}

/// How many agents aren't deleted, and how many of those are switched off.
pub fn living_counts(db: &Db) -> Result<(i64, i64)> {
    Ok((
        db.number("SELECT count(*) FROM agents WHERE state NOT IN ('softDeleted', 'purged')", [])?,
        db.number("SELECT count(*) FROM agents WHERE state IN ('disabled', 'held')", [])?,
    ))
}
