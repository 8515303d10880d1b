//! The tables `groups` and `group_people`: groups and the people in them. The agents in a group are grants.

use chaperone_domain::group::Group;
use chaperone_domain::id::{GroupId, Id, PersonId};
use chaperone_domain::term::Term;
use rusqlite::{Row, params};

use crate::column::Columns;
use crate::{Db, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<Group> {
    Ok(Group {
        id: row.id("id")?,
        display_name: row.get("display_name")?,
        description: row.get("description")?,
        kind: row.term("kind")?,
        is_role_assignable: row.get("is_role_assignable")?,
    })
}

/// One group.
pub fn get(db: &Db, id: GroupId) -> Result<Option<Group>> {
    db.one("SELECT * FROM groups WHERE id = ?1", [id.uuid()], map)
}

/// The group with a name, in either letter case.
pub fn by_name(db: &Db, display_name: &str) -> Result<Option<Group>> {
    db.one("SELECT * FROM groups WHERE display_name = ?1", [display_name], map)
}

/// All groups, by name.
pub fn all(db: &Db) -> Result<Vec<Group>> {
    db.all("SELECT * FROM groups ORDER BY display_name", [], map)
}

/// Adds a group.
pub fn insert(db: &mut Db, group: &Group) -> Result<()> {
    db.execute(
        "INSERT INTO groups (id, display_name, description, kind, is_role_assignable) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            group.id.uuid(),
            group.display_name,
            group.description,
            group.kind.term(),
            group.is_role_assignable
        ],
    )?;
    Ok(())
}

/// Writes all that can change about a group.
pub fn update(db: &mut Db, group: &Group) -> Result<()> {
    db.execute(
        "UPDATE groups SET display_name = ?2, description = ?3, kind = ?4, is_role_assignable = ?5 WHERE id = ?1",
        params![
            group.id.uuid(),
            group.display_name,
            group.description,
            group.kind.term(),
            group.is_role_assignable
        ],
    )?;
    Ok(())
}

/// The people in a group, by name.
pub fn people(db: &Db, group: GroupId) -> Result<Vec<PersonId>> {
    db.all(
        "SELECT g.person_id FROM group_people g JOIN people p ON p.id = g.person_id
         WHERE g.group_id = ?1 ORDER BY p.display_name COLLATE NOCASE, p.id",
        [group.uuid()],
        |row| row.id("person_id"),
    )
}

/// Writes who is in a group, in place of whoever was.
pub fn set_people(db: &mut Db, group: GroupId, people: &[PersonId]) -> Result<()> {
    db.execute("DELETE FROM group_people WHERE group_id = ?1", [group.uuid()])?;
    for person in people {
        db.execute(
            "INSERT INTO group_people (group_id, person_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![group.uuid(), person.uuid()],
        )?;
    }
    Ok(())
}

/// The groups that a person is in, by name.
pub fn of_person(db: &Db, person: PersonId) -> Result<Vec<Group>> {
    db.all(
        "SELECT g.* FROM group_people m JOIN groups g ON g.id = m.group_id
         WHERE m.person_id = ?1 ORDER BY g.display_name",
        [person.uuid()],
        map,
    )
}
