//! The tables `agent_sponsors`, `agent_owners`, `blueprint_sponsors` and `blueprint_owners`: who answers for agents and
//! for kinds of agents. A group answers through its members.

use std::collections::BTreeSet;

use chaperone_domain::id::{AgentId, BlueprintId, GroupId, Id, PersonId};
use chaperone_domain::sponsorship::Sponsor;
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, params};
use uuid::Uuid;

use super::people::is_active;
use crate::column::Columns;
use crate::{Db, Result};

/// A row has exactly one of both; a CHECK of the table says so.
fn map(row: &Row<'_>) -> rusqlite::Result<Sponsor> {
    match row.maybe_id("person_id")? {
        Some(person) => Ok(Sponsor::Person(person)),
        None => row.id("group_id").map(Sponsor::Group),
    }
}

fn parts(sponsor: Sponsor) -> (Option<Uuid>, Option<Uuid>) {
    match sponsor {
        Sponsor::Person(person) => (Some(person.uuid()), None),
        Sponsor::Group(group) => (None, Some(group.uuid())),
    }
}

/// The sponsors of an agent, in the order in which they were named.
pub fn of_agent(db: &Db, agent: AgentId) -> Result<Vec<Sponsor>> {
    db.all(
        "SELECT person_id, group_id FROM agent_sponsors WHERE agent_id = ?1 ORDER BY rowid",
        [agent.uuid()],
        map,
    )
}

/// The active people among an agent's sponsors at an instant, groups expanded.
pub fn active_people(db: &Db, agent: AgentId, at: Timestamp) -> Result<BTreeSet<PersonId>> {
    let sql = concat!(
        "SELECT p.id FROM agent_sponsors s JOIN people p ON p.id = s.person_id WHERE s.agent_id = ?1 AND ",
        is_active!("p", "?2"),
        " UNION SELECT p.id FROM agent_sponsors s JOIN group_people m ON m.group_id = s.group_id
            JOIN people p ON p.id = m.person_id WHERE s.agent_id = ?1 AND ",
        is_active!("p", "?2")
    );
    Ok(db.all(sql, params![agent.uuid(), at.millis()], |row| row.id("id"))?.into_iter().collect())
}

/// The owners of an agent, by name.
pub fn owners(db: &Db, agent: AgentId) -> Result<Vec<PersonId>> {
    db.all(
        "SELECT o.person_id FROM agent_owners o JOIN people p ON p.id = o.person_id
         WHERE o.agent_id = ?1 ORDER BY p.display_name COLLATE NOCASE, p.id",
        [agent.uuid()],
        |row| row.id("person_id"),
    )
}

/// The active people among an agent's owners at an instant.
pub fn active_owners(db: &Db, agent: AgentId, at: Timestamp) -> Result<BTreeSet<PersonId>> {
    let sql = concat!(
        "SELECT p.id FROM agent_owners o JOIN people p ON p.id = o.person_id WHERE o.agent_id = ?1 AND ",
        is_active!("p", "?2")
    );
    Ok(db.all(sql, params![agent.uuid(), at.millis()], |row| row.id("id"))?.into_iter().collect())
}

/// What ties a person to an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ties {
    /// They manage its user account.
    pub is_manager: bool,
    /// They sponsor it, in person or as a member of a sponsoring group.
    pub is_sponsor: bool,
    /// They own it.
    pub is_owner: bool,
}

/// What ties a person to an agent. It is asked for every row of a list, so it is one query.
pub fn ties(db: &Db, agent: AgentId, person: PersonId) -> Result<Ties> {
    let found = db.one(
        "SELECT EXISTS (SELECT 1 FROM agent_users WHERE agent_id = ?1 AND manager_id = ?2),
           EXISTS (SELECT 1 FROM agent_sponsors WHERE agent_id = ?1 AND person_id = ?2)
             OR EXISTS (SELECT 1 FROM agent_sponsors s JOIN group_people m ON m.group_id = s.group_id
                        WHERE s.agent_id = ?1 AND m.person_id = ?2),
           EXISTS (SELECT 1 FROM agent_owners WHERE agent_id = ?1 AND person_id = ?2)",
        params![agent.uuid(), person.uuid()],
        |row| {
            Ok(Ties { is_manager: row.get(0)?, is_sponsor: row.get(1)?, is_owner: row.get(2)? })
        },
    )?;
    Ok(found.unwrap_or(Ties { is_manager: false, is_sponsor: false, is_owner: false }))
}

/// Writes who sponsors an agent, in place of whoever did.
pub fn set_of_agent(db: &mut Db, agent: AgentId, sponsors: &[Sponsor]) -> Result<()> {
    db.execute("DELETE FROM agent_sponsors WHERE agent_id = ?1", [agent.uuid()])?;
    for &sponsor in sponsors {
        let (person, group) = parts(sponsor);
        db.execute(
            "INSERT INTO agent_sponsors (agent_id, person_id, group_id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            params![agent.uuid(), person, group],
        )?;
    }
    Ok(())
}

/// Writes who owns an agent, in place of whoever did.
pub fn set_owners(db: &mut Db, agent: AgentId, owners: &[PersonId]) -> Result<()> {
    db.execute("DELETE FROM agent_owners WHERE agent_id = ?1", [agent.uuid()])?;
    for person in owners {
        db.execute(
            "INSERT INTO agent_owners (agent_id, person_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![agent.uuid(), person.uuid()],
        )?;
    }
    Ok(())
}

/// Adds a person to an agent's sponsors; nothing changes when they are one already.
pub fn add_person(db: &mut Db, agent: AgentId, person: PersonId) -> Result<()> {
    db.execute(
        "INSERT INTO agent_sponsors (agent_id, person_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![agent.uuid(), person.uuid()],
    )?;
    Ok(())
}

/// Takes a person from an agent's sponsors.
pub fn remove_person(db: &mut Db, agent: AgentId, person: PersonId) -> Result<()> {
    db.execute(
        "DELETE FROM agent_sponsors WHERE agent_id = ?1 AND person_id = ?2",
        params![agent.uuid(), person.uuid()],
    )?;
    Ok(())
}

/// The agents that a person sponsors in person, by name; those that are permanently deleted are left out.
pub fn agents_sponsored_in_person(db: &Db, person: PersonId) -> Result<Vec<AgentId>> {
    db.all(
        "SELECT a.id FROM agent_sponsors s JOIN agents a ON a.id = s.agent_id
         WHERE s.person_id = ?1 AND a.state <> 'purged' ORDER BY a.display_name COLLATE NOCASE, a.id",
        [person.uuid()],
        |row| row.id("id"),
    )
}

/// The agents that a person sponsors, in person or through a group, or owns; by name. Deleted ones are left out.
pub fn agents_answered_for_by(db: &Db, person: PersonId) -> Result<Vec<AgentId>> {
    db.all(
        "SELECT id FROM agents WHERE id IN (SELECT agent_id FROM answered_for WHERE person_id = ?1)
           AND state NOT IN ('softDeleted', 'purged')
         ORDER BY display_name COLLATE NOCASE, id",
        [person.uuid()],
        |row| row.id("id"),
    )
}

/// The agents that a person sponsors, in person or through a group, owns, or whose account they manage; by name. Deleted
/// ones are left out.
pub fn agents_asked_for_by(db: &Db, person: PersonId) -> Result<Vec<AgentId>> {
    db.all(
        "SELECT id FROM agents WHERE (id IN (SELECT agent_id FROM answered_for WHERE person_id = ?1)
             OR id IN (SELECT agent_id FROM agent_users WHERE manager_id = ?1))
           AND state NOT IN ('softDeleted', 'purged')
         ORDER BY display_name COLLATE NOCASE, id",
        [person.uuid()],
        |row| row.id("id"),
    )
}

/// The agents that a group sponsors, by name.
pub fn agents_of_group(db: &Db, group: GroupId) -> Result<Vec<AgentId>> {
    db.all(
        "SELECT a.id FROM agent_sponsors s JOIN agents a ON a.id = s.agent_id
         WHERE s.group_id = ?1 AND a.state <> 'purged' ORDER BY a.display_name COLLATE NOCASE, a.id",
        [group.uuid()],
        |row| row.id("id"),
    )
}

/// The agents that a person owns, by name.
pub fn owned_by(db: &Db, person: PersonId) -> Result<Vec<AgentId>> {
    db.all(
        "SELECT a.id FROM agent_owners o JOIN agents a ON a.id = o.agent_id
         WHERE o.person_id = ?1 AND a.state <> 'purged' ORDER BY a.display_name COLLATE NOCASE, a.id",
        [person.uuid()],
        |row| row.id("id"),
    )
}

/// The sponsors of a blueprint, in the order in which they were named.
pub fn of_blueprint(db: &Db, blueprint: BlueprintId) -> Result<Vec<Sponsor>> {
    db.all(
        "SELECT person_id, group_id FROM blueprint_sponsors WHERE blueprint_id = ?1 ORDER BY rowid",
        [blueprint.uuid()],
        map,
    )
}

/// The active people among a blueprint's sponsors at an instant, groups expanded.
pub fn active_people_of_blueprint(
    db: &Db,
    blueprint: BlueprintId,
    at: Timestamp,
) -> Result<BTreeSet<PersonId>> {
    let sql = concat!(
        "SELECT p.id FROM blueprint_sponsors s JOIN people p ON p.id = s.person_id WHERE s.blueprint_id = ?1 AND ",
        is_active!("p", "?2"),
        " UNION SELECT p.id FROM blueprint_sponsors s JOIN group_people m ON m.group_id = s.group_id
            JOIN people p ON p.id = m.person_id WHERE s.blueprint_id = ?1 AND ",
        is_active!("p", "?2")
    );
    let people = db.all(sql, params![blueprint.uuid(), at.millis()], |row| row.id("id"))?;
    Ok(people.into_iter().collect())
}

/// Whether a person sponsors a blueprint, in person or as a member of a sponsoring group.
pub fn is_sponsor_of_blueprint(db: &Db, blueprint: BlueprintId, person: PersonId) -> Result<bool> {
    let found = db.number(
        "SELECT EXISTS (SELECT 1 FROM blueprint_sponsors WHERE blueprint_id = ?1 AND person_id = ?2)
           OR EXISTS (SELECT 1 FROM blueprint_sponsors s JOIN group_people m ON m.group_id = s.group_id
                      WHERE s.blueprint_id = ?1 AND m.person_id = ?2)",
        params![blueprint.uuid(), person.uuid()],
    )?;
    Ok(found != 0)
}

/// Whether a person owns a blueprint.
pub fn is_owner_of_blueprint(db: &Db, blueprint: BlueprintId, person: PersonId) -> Result<bool> {
    let found = db.number(
        "SELECT EXISTS (SELECT 1 FROM blueprint_owners WHERE blueprint_id = ?1 AND person_id = ?2)",
        params![blueprint.uuid(), person.uuid()],
    )?;
    Ok(found != 0)
}

/// The agents and other service principals that own an agent, by name.
pub fn owner_principals(db: &Db, agent: AgentId) -> Result<Vec<AgentId>> {
    db.all(
        "SELECT a.id FROM agent_owner_principals o JOIN agents a ON a.id = o.principal_id
         WHERE o.agent_id = ?1 ORDER BY a.display_name COLLATE NOCASE, a.id",
        [agent.uuid()],
        |row| row.id("id"),
    )
}

/// Writes which agents and other service principals own an agent, in place of whichever did.
pub fn set_owner_principals(db: &mut Db, agent: AgentId, owners: &[AgentId]) -> Result<()> {
    db.execute("DELETE FROM agent_owner_principals WHERE agent_id = ?1", [agent.uuid()])?;
    for owner in owners {
        db.execute(
            "INSERT INTO agent_owner_principals (agent_id, principal_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![agent.uuid(), owner.uuid()],
        )?;
    }
    Ok(())
}

/// The owners of a blueprint, by name.
pub fn blueprint_owners(db: &Db, blueprint: BlueprintId) -> Result<Vec<PersonId>> {
    db.all(
        "SELECT o.person_id FROM blueprint_owners o JOIN people p ON p.id = o.person_id
         WHERE o.blueprint_id = ?1 ORDER BY p.display_name COLLATE NOCASE, p.id",
        [blueprint.uuid()],
        |row| row.id("person_id"),
    )
}

/// The blueprints that a person sponsors in person, by name.
pub fn blueprints_sponsored_in_person(db: &Db, person: PersonId) -> Result<Vec<BlueprintId>> {
    db.all(
        "SELECT b.id FROM blueprint_sponsors s JOIN blueprints b ON b.id = s.blueprint_id
         WHERE s.person_id = ?1 AND b.state <> 'purged' ORDER BY b.display_name COLLATE NOCASE, b.id",
        [person.uuid()],
        |row| row.id("id"),
    )
}

/// The blueprints that a group sponsors, by name.
pub fn blueprints_of_group(db: &Db, group: GroupId) -> Result<Vec<BlueprintId>> {
    db.all(
        "SELECT b.id FROM blueprint_sponsors s JOIN blueprints b ON b.id = s.blueprint_id
         WHERE s.group_id = ?1 AND b.state <> 'purged' ORDER BY b.display_name COLLATE NOCASE, b.id",
        [group.uuid()],
        |row| row.id("id"),
    )
}

/// Writes who sponsors a blueprint, in place of whoever did.
pub fn set_of_blueprint(db: &mut Db, blueprint: BlueprintId, sponsors: &[Sponsor]) -> Result<()> {
    db.execute("DELETE FROM blueprint_sponsors WHERE blueprint_id = ?1", [blueprint.uuid()])?;
    for &sponsor in sponsors {
        let (person, group) = parts(sponsor);
        db.execute(
            "INSERT INTO blueprint_sponsors (blueprint_id, person_id, group_id) VALUES (?1, ?2, ?3)
             ON CONFLICT DO NOTHING",
            params![blueprint.uuid(), person, group],
        )?;
    }
    Ok(())
}

/// Writes who owns a blueprint, in place of whoever did.
pub fn set_blueprint_owners(
    db: &mut Db,
    blueprint: BlueprintId,
    owners: &[PersonId],
) -> Result<()> {
    db.execute("DELETE FROM blueprint_owners WHERE blueprint_id = ?1", [blueprint.uuid()])?;
    for person in owners {
        db.execute(
            "INSERT INTO blueprint_owners (blueprint_id, person_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![blueprint.uuid(), person.uuid()],
        )?;
    }
    Ok(())
}

/// Adds a person to a blueprint's sponsors; nothing changes when they are one already.
pub fn add_person_to_blueprint(
    db: &mut Db,
    blueprint: BlueprintId,
    person: PersonId,
) -> Result<()> {
    db.execute(
        "INSERT INTO blueprint_sponsors (blueprint_id, person_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![blueprint.uuid(), person.uuid()],
    )?;
    Ok(())
}

/// Takes a person from a blueprint's sponsors.
pub fn remove_person_from_blueprint(
    db: &mut Db,
    blueprint: BlueprintId,
    person: PersonId,
) -> Result<()> {
    db.execute(
        "DELETE FROM blueprint_sponsors WHERE blueprint_id = ?1 AND person_id = ?2",
        params![blueprint.uuid(), person.uuid()],
    )?;
    Ok(())
}
