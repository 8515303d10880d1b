//! The table `role_appointments`: who administers and who audits.

use std::collections::BTreeSet;

use chaperone_domain::authority::Role;
use chaperone_domain::id::{Id, PersonId};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use rusqlite::params;

use super::people::is_active;
use crate::column::Columns;
use crate::{Db, Result};

/// The roles of a person.
pub fn of(db: &Db, person: PersonId) -> Result<Vec<Role>> {
    db.all(
        "SELECT role FROM role_appointments WHERE person_id = ?1 ORDER BY role",
        [person.uuid()],
        |row| row.term("role"),
    )
}

/// Everybody with a role, by name.
pub fn holders(db: &Db, role: Role) -> Result<Vec<PersonId>> {
    db.all(
        "SELECT r.person_id FROM role_appointments r JOIN people p ON p.id = r.person_id
         WHERE r.role = ?1 ORDER BY p.display_name COLLATE NOCASE, p.id",
        [role.term()],
        |row| row.id("person_id"),
    )
}

/// Everybody with a role who is active at an instant.
pub fn active_holders(db: &Db, role: Role, at: Timestamp) -> Result<BTreeSet<PersonId>> {
    let sql = concat!(
        "SELECT r.person_id FROM role_appointments r JOIN people p ON p.id = r.person_id WHERE r.role = ?1 AND ",
        is_active!("p", "?2")
    );
    let holders = db.all(sql, params![role.term(), at.millis()], |row| row.id("person_id"))?;
    Ok(holders.into_iter().collect())
}

/// Gives a role to a person; nothing changes when they have it already.
pub fn appoint(db: &mut Db, person: PersonId, role: Role) -> Result<()> {
    db.execute(
        "INSERT INTO role_appointments (person_id, role) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![person.uuid(), role.term()],
    )?;
    Ok(())
}

/// Takes a role from a person; nothing changes when they don't have it.
pub fn withdraw(db: &mut Db, person: PersonId, role: Role) -> Result<()> {
    db.execute(
        "DELETE FROM role_appointments WHERE person_id = ?1 AND role = ?2",
        params![person.uuid(), role.term()],
    )?;
    Ok(())
}
