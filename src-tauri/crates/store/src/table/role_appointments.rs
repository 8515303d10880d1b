//! The table `role_appointments`: who holds which role in the whole workspace, in person or through a group.

use std::collections::BTreeSet;

use chaperone_domain::appointment::Holder;
use chaperone_domain::authority::Role;
use chaperone_domain::id::{GroupId, Id, PersonId};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, params};

use super::people::is_active;
use crate::column::Columns;
use crate::{Db, Result};

/// The person or group of a row with the columns `person_id` and `group_id`.
pub(crate) fn holder(row: &Row<'_>) -> rusqlite::Result<Holder> {
    match row.maybe_id("person_id")? {
        Some(person) => Ok(Holder::Person(person)),
        None => row.id("group_id").map(Holder::Group),
    }
}

/// A holder as the two columns of which one is empty.
pub(crate) fn columns(holder: Holder) -> (Option<uuid::Uuid>, Option<uuid::Uuid>) {
    match holder {
        Holder::Person(person) => (Some(person.uuid()), None),
        Holder::Group(group) => (None, Some(group.uuid())),
    }
}

/// The roles that a person holds, in person or through a group.
pub fn of(db: &Db, person: PersonId) -> Result<Vec<Role>> {
    db.all(
        "SELECT DISTINCT role FROM roles_held WHERE person_id = ?1 ORDER BY role",
        [person.uuid()],
        |row| row.term("role"),
    )
}

/// The roles to which a person or a group was appointed itself.
pub fn of_holder(db: &Db, holder: Holder) -> Result<Vec<Role>> {
    let (person, group) = columns(holder);
    db.all(
        "SELECT role FROM role_appointments WHERE person_id IS ?1 AND group_id IS ?2 ORDER BY role",
        params![person, group],
        |row| row.term("role"),
    )
}

/// The roles that a person holds through groups, with the group.
pub fn through_groups(db: &Db, person: PersonId) -> Result<Vec<(GroupId, Role)>> {
    db.all(
        "SELECT r.group_id, r.role FROM role_appointments r JOIN group_people m ON m.group_id = r.group_id
         WHERE m.person_id = ?1 ORDER BY r.role, r.group_id",
        [person.uuid()],
        |row| Ok((row.id("group_id")?, row.term("role")?)),
    )
}

/// All appointments, by role.
pub fn all(db: &Db) -> Result<Vec<(Holder, Role)>> {
    db.all(
        "SELECT r.* FROM role_appointments r LEFT JOIN people p ON p.id = r.person_id
         LEFT JOIN groups g ON g.id = r.group_id
         ORDER BY r.role, coalesce(p.display_name, g.display_name) COLLATE NOCASE, r.person_id, r.group_id",
        [],
        |row| Ok((holder(row)?, row.term("role")?)),
    )
}

/// Everybody with a role, in person or through a group, by name.
pub fn holders(db: &Db, role: Role) -> Result<Vec<PersonId>> {
    db.all(
        "SELECT p.id FROM people p WHERE p.id IN (SELECT person_id FROM roles_held WHERE role = ?1)
         ORDER BY p.display_name COLLATE NOCASE, p.id",
        [role.term()],
        |row| row.id("id"),
    )
}

/// Everybody with a role, in person or through a group, who is active at an instant.
pub fn active_holders(db: &Db, role: Role, at: Timestamp) -> Result<BTreeSet<PersonId>> {
    let sql = concat!(
        "SELECT r.person_id FROM roles_held r JOIN people p ON p.id = r.person_id WHERE r.role = ?1 AND ",
        is_active!("p", "?2")
    );
    let holders = db.all(sql, params![role.term(), at.millis()], |row| row.id("person_id"))?;
    Ok(holders.into_iter().collect())
}

/// Everybody who was appointed to a role in person and is active at an instant.
pub fn active_in_person(db: &Db, role: Role, at: Timestamp) -> Result<BTreeSet<PersonId>> {
    let sql = concat!(
        "SELECT r.person_id FROM role_appointments r JOIN people p ON p.id = r.person_id WHERE r.role = ?1 AND ",
        is_active!("p", "?2")
    );
    let holders = db.all(sql, params![role.term(), at.millis()], |row| row.id("person_id"))?;
    Ok(holders.into_iter().collect())
}

/// Gives a role; nothing changes when the holder has it already.
pub fn appoint(db: &mut Db, holder: Holder, role: Role) -> Result<()> {
    let (person, group) = columns(holder);
    db.execute(
        "INSERT INTO role_appointments (person_id, group_id, role) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        params![person, group, role.term()],
    )?;
    Ok(())
}

/// Takes a role; nothing changes when the holder doesn't have it.
pub fn withdraw(db: &mut Db, holder: Holder, role: Role) -> Result<()> {
    let (person, group) = columns(holder);
    db.execute(
        "DELETE FROM role_appointments WHERE person_id IS ?1 AND group_id IS ?2 AND role = ?3",
        params![person, group, role.term()],
    )?;
    Ok(())
}
