//! The tables `blueprints` and `blueprint_principals`: kinds of agents, and their presence in this directory. Who answers for
//! them is in `sponsors`.

use chaperone_domain::agent::{AgentState, Blueprint, BlueprintPrincipal};
use chaperone_domain::id::{BlueprintId, BlueprintPrincipalId, Id, PersonId};
use chaperone_domain::lifecycle::{Deletion, RESTORABLE};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Row, params};
use uuid::Uuid;

use crate::column::{Columns, creator_parts, deletion_parts, millis, write_attributes, write_tags};
use crate::list::{Listing, anywhere, id_value};
use crate::{Db, Page, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<Blueprint> {
    Ok(Blueprint {
        id: row.id("id")?,
        app_id: row.id("app_id")?,
        display_name: row.get("display_name")?,
        description: row.get("description")?,
        state: row.term("state")?,
        deletion: row.deletion()?,
        platform: row.maybe_term("platform")?,
        tags: row.tags("tags")?,
        attributes: row.attributes("attributes")?,
        created_at: row.at("created_at")?,
        created_by: row.creator()?,
    })
}

fn map_principal(row: &Row<'_>) -> rusqlite::Result<BlueprintPrincipal> {
    Ok(BlueprintPrincipal {
        id: row.id("id")?,
        blueprint_id: row.id("blueprint_id")?,
        display_name: row.get("display_name")?,
        state: row.term("state")?,
        deletion: row.deletion()?,
    })
}

/// One blueprint.
pub fn get(db: &Db, id: BlueprintId) -> Result<Option<Blueprint>> {
    db.one("SELECT * FROM blueprints WHERE id = ?1", [id.uuid()], map)
}

/// The blueprint with a client id, by which agents name it.
pub fn by_app_id(db: &Db, app_id: BlueprintId) -> Result<Option<Blueprint>> {
    db.one("SELECT * FROM blueprints WHERE app_id = ?1", [app_id.uuid()], map)
}

/// All blueprints, by name.
pub fn all(db: &Db) -> Result<Vec<Blueprint>> {
    db.all("SELECT * FROM blueprints ORDER BY display_name COLLATE NOCASE, id", [], map)
}

/// Which blueprints.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A part of the name or of the id.
    pub search: Option<String>,
    /// In this state; when left out, in any but the deleted ones.
    pub state: Option<AgentState>,
    /// Sponsored, in person or through a group, or owned by this person.
    pub answered_for_by: Option<PersonId>,
}

/// By name.
pub const BY_NAME: &str = "display_name COLLATE NOCASE";

/// The columns by which blueprints can be sorted, under the names that screens know, with their SQL.
pub const SORTS: &[(&str, &str)] = &[
    ("displayName", BY_NAME),
    ("state", "state"),
    ("platform", "coalesce(platform, '')"),
    ("agents", "(SELECT count(*) FROM agents a WHERE a.blueprint_id = blueprints.id)"),
];

const ANSWERED_FOR_BY: &str = "id IN (SELECT blueprint_id FROM blueprint_owners WHERE person_id = ?
   UNION SELECT blueprint_id FROM blueprint_sponsors WHERE person_id = ?
   UNION SELECT s.blueprint_id FROM blueprint_sponsors s JOIN group_people m ON m.group_id = s.group_id WHERE m.person_id = ?)";

fn listing(filter: &Filter, order: &'static str, descending: bool) -> Listing {
    let mut list = Listing::new("blueprints", "id", order, descending);
    if let Some(search) = &filter.search {
        let id = anywhere(&search.replace('-', ""));
        list.filter(
            "display_name LIKE ? ESCAPE '\\' OR hex(id) LIKE ? ESCAPE '\\'",
            [anywhere(search), id],
        );
    }
    match filter.state {
        Some(state) => list.filter("state = ?", [Value::Text(state.term().to_owned())]),
        None => list.filter("state NOT IN ('softDeleted', 'purged')", []),
    }
    if let Some(person) = filter.answered_for_by {
        list.filter(ANSWERED_FOR_BY, std::iter::repeat_n(id_value(person), 3));
    }
    list
}

/// A page by name.
pub fn page(db: &Db, filter: &Filter, page: Page<BlueprintId>) -> Result<Vec<BlueprintId>> {
    listing(filter, BY_NAME, false).page(db, page)
}

/// The ids of all blueprints that a filter lets through, in an order of [`SORTS`].
pub fn ids(
    db: &Db,
    filter: &Filter,
    sort: &'static str,
    descending: bool,
    most: Option<u32>,
) -> Result<Vec<Uuid>> {
    listing(filter, sort, descending).ids(db, most)
}

/// How many blueprints there are that aren't permanently deleted.
pub fn count(db: &Db) -> Result<i64> {
    db.number("SELECT count(*) FROM blueprints WHERE state <> 'purged'", [])
}

/// Adds a blueprint.
pub fn insert(db: &mut Db, blueprint: &Blueprint) -> Result<()> {
    let (deleted_at, before) = deletion_parts(blueprint.deletion);
    let (person, application) = creator_parts(blueprint.created_by);
    db.execute(
        "INSERT INTO blueprints (id, app_id, display_name, description, state, deleted_at, state_before_deletion, platform,
           tags, attributes, created_at, created_by_id, created_by_app_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            blueprint.id.uuid(),
            blueprint.app_id.uuid(),
            blueprint.display_name,
            blueprint.description,
            blueprint.state.term(),
            deleted_at,
            before,
            blueprint.platform.map(Term::term),
            write_tags(&blueprint.tags),
            write_attributes(&blueprint.attributes),
            blueprint.created_at.millis(),
            person,
            application
        ],
    )?;
    Ok(())
}

/// Writes what is written about a blueprint. Its state has its own function.
pub fn update(db: &mut Db, blueprint: &Blueprint) -> Result<()> {
    db.execute(
        "UPDATE blueprints SET app_id = ?2, display_name = ?3, description = ?4, platform = ?5, tags = ?6, attributes = ?7
         WHERE id = ?1",
        params![
            blueprint.id.uuid(),
            blueprint.app_id.uuid(),
            blueprint.display_name,
            blueprint.description,
            blueprint.platform.map(Term::term),
            write_tags(&blueprint.tags),
            write_attributes(&blueprint.attributes)
        ],
    )?;
    Ok(())
}

/// Writes where a blueprint stands in its life, and when its agents follow.
pub fn set_life(
    db: &mut Db,
    id: BlueprintId,
    state: AgentState,
    deletion: Option<Deletion>,
    cascade_at: Option<Timestamp>,
) -> Result<()> {
    let (deleted_at, before) = deletion_parts(deletion);
    db.execute(
        "UPDATE blueprints SET state = ?2, deleted_at = ?3, state_before_deletion = ?4, cascade_at = ?5 WHERE id = ?1",
        params![id.uuid(), state.term(), deleted_at, before, millis(cascade_at)],
    )?;
    Ok(())
}

/// A blueprint's presence in this directory, if it has one.
pub fn principal_of(db: &Db, blueprint: BlueprintId) -> Result<Option<BlueprintPrincipal>> {
    db.one(
        "SELECT * FROM blueprint_principals WHERE blueprint_id = ?1",
        [blueprint.uuid()],
        map_principal,
    )
}

/// One principal.
pub fn principal(db: &Db, id: BlueprintPrincipalId) -> Result<Option<BlueprintPrincipal>> {
    db.one("SELECT * FROM blueprint_principals WHERE id = ?1", [id.uuid()], map_principal)
}

/// Adds a blueprint's presence.
pub fn insert_principal(db: &mut Db, principal: &BlueprintPrincipal) -> Result<()> {
    let (deleted_at, before) = deletion_parts(principal.deletion);
    db.execute(
        "INSERT INTO blueprint_principals (id, blueprint_id, display_name, state, deleted_at, state_before_deletion)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            principal.id.uuid(),
            principal.blueprint_id.uuid(),
            principal.display_name,
            principal.state.term(),
            deleted_at,
            before
        ],
    )?;
    Ok(())
}

/// Writes the name of a blueprint's presence; it stands for its blueprint for life.
pub fn update_principal(db: &mut Db, principal: &BlueprintPrincipal) -> Result<()> {
    db.execute(
        "UPDATE blueprint_principals SET display_name = ?2 WHERE id = ?1",
        params![principal.id.uuid(), principal.display_name],
    )?;
    Ok(())
}

/// Writes where a blueprint's presence stands in its life, and when the agents follow.
pub fn set_principal_life(
    db: &mut Db,
    id: BlueprintPrincipalId,
    state: AgentState,
    deletion: Option<Deletion>,
    cascade_at: Option<Timestamp>,
) -> Result<()> {
    let (deleted_at, before) = deletion_parts(deletion);
    db.execute(
        "UPDATE blueprint_principals SET state = ?2, deleted_at = ?3, state_before_deletion = ?4, cascade_at = ?5
         WHERE id = ?1",
        params![id.uuid(), state.term(), deleted_at, before, millis(cascade_at)],
    )?;
    Ok(())
}

/// When the agents of a blueprint follow it or its principal, unless it is restored before.
pub fn cascade_of(db: &Db, id: BlueprintId) -> Result<Option<Timestamp>> {
    db.one(
        "SELECT min(at) AS at FROM (SELECT cascade_at AS at FROM blueprints WHERE id = ?1
           UNION ALL SELECT cascade_at FROM blueprint_principals WHERE blueprint_id = ?1)",
        [id.uuid()],
        |row| row.maybe_at("at"),
    )
    .map(Option::flatten)
}

/// The blueprints whose agents follow by an instant, because they or their principal were deleted; the earliest first.
pub fn cascading_until(
    db: &Db,
    until: Timestamp,
    most: u32,
) -> Result<Vec<(Timestamp, BlueprintId)>> {
    db.all(
        "SELECT at, id FROM (
           SELECT cascade_at AS at, id FROM blueprints WHERE cascade_at IS NOT NULL AND cascade_at <= ?1
           UNION ALL
           SELECT cascade_at, blueprint_id FROM blueprint_principals WHERE cascade_at IS NOT NULL AND cascade_at <= ?1)
         ORDER BY at, id LIMIT ?2",
        params![until.millis(), most],
        |row| Ok((row.at("at")?, row.id("id")?)),
    )
}

/// When the next family follows its blueprint.
pub fn next_cascade(db: &Db) -> Result<Option<Timestamp>> {
    db.one(
        "SELECT min(at) AS at FROM (SELECT min(cascade_at) AS at FROM blueprints WHERE cascade_at IS NOT NULL
           UNION ALL SELECT min(cascade_at) FROM blueprint_principals WHERE cascade_at IS NOT NULL)",
        [],
        |row| row.maybe_at("at"),
    )
    .map(Option::flatten)
}

/// Notes that the family has followed.
pub fn end_cascade(db: &mut Db, id: BlueprintId) -> Result<()> {
    db.execute("UPDATE blueprints SET cascade_at = NULL WHERE id = ?1", [id.uuid()])?;
    db.execute(
        "UPDATE blueprint_principals SET cascade_at = NULL WHERE blueprint_id = ?1",
        [id.uuid()],
    )?;
    Ok(())
}

/// The blueprints whose 30 days are over by an instant, with the instant at which they were, the earliest first.
pub fn purging_until(
    db: &Db,
    until: Timestamp,
    most: u32,
) -> Result<Vec<(Timestamp, BlueprintId)>> {
    db.all(
        "SELECT deleted_at, id FROM blueprints WHERE state = 'softDeleted' AND deleted_at <= ?1
         ORDER BY deleted_at, id LIMIT ?2",
        params![until.minus(RESTORABLE).millis(), most],
        |row| Ok((row.at("deleted_at")?.plus(RESTORABLE), row.id("id")?)),
    )
}

/// The principals whose 30 days are over by an instant, with the instant at which they were, the earliest first.
pub fn principals_purging_until(
    db: &Db,
    until: Timestamp,
    most: u32,
) -> Result<Vec<(Timestamp, BlueprintPrincipalId)>> {
    db.all(
        "SELECT deleted_at, id FROM blueprint_principals WHERE state = 'softDeleted' AND deleted_at <= ?1
         ORDER BY deleted_at, id LIMIT ?2",
        params![until.minus(RESTORABLE).millis(), most],
        |row| Ok((row.at("deleted_at")?.plus(RESTORABLE), row.id("id")?)),
    )
}

/// When the next blueprint's or principal's 30 days are over.
pub fn next_purge(db: &Db) -> Result<Option<Timestamp>> {
    db.one(
        "SELECT min(at) AS at FROM (SELECT min(deleted_at) AS at FROM blueprints WHERE state = 'softDeleted'
           UNION ALL SELECT min(deleted_at) FROM blueprint_principals WHERE state = 'softDeleted')",
        [],
        |row| Ok(row.maybe_at("at")?.map(|at| at.plus(RESTORABLE))),
    )
    .map(Option::flatten)
}
