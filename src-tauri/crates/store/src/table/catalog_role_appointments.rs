//! The table `catalog_role_appointments`: who holds which role in one catalog, in person or through a group.

use chaperone_domain::appointment::Holder;
use chaperone_domain::authority::CatalogRole;
use chaperone_domain::id::{CatalogId, Id, PersonId};
use chaperone_domain::term::Term;
use rusqlite::params;

use super::role_appointments::{columns, holder};
use crate::column::Columns;
use crate::{Db, Result};

/// The roles that a person holds in a catalog, in person or through a group.
pub fn of(db: &Db, person: PersonId, catalog: CatalogId) -> Result<Vec<CatalogRole>> {
    db.all(
        "SELECT DISTINCT role FROM catalog_roles_held WHERE person_id = ?1 AND catalog_id = ?2 ORDER BY role",
        params![person.uuid(), catalog.uuid()],
        |row| row.term("role"),
    )
}

/// All appointments in a catalog, by role.
pub fn of_catalog(db: &Db, catalog: CatalogId) -> Result<Vec<(Holder, CatalogRole)>> {
    db.all(
        "SELECT r.* FROM catalog_role_appointments r LEFT JOIN people p ON p.id = r.person_id
         LEFT JOIN groups g ON g.id = r.group_id WHERE r.catalog_id = ?1
         ORDER BY r.role, coalesce(p.display_name, g.display_name) COLLATE NOCASE, r.person_id, r.group_id",
        [catalog.uuid()],
        |row| Ok((holder(row)?, row.term("role")?)),
    )
}

/// Where a person holds which role, and whether in person or through which group; by the catalog's name.
pub fn of_person(db: &Db, person: PersonId) -> Result<Vec<(CatalogId, Holder, CatalogRole)>> {
    db.all(
        "SELECT r.* FROM catalog_role_appointments r JOIN catalogs c ON c.id = r.catalog_id
         WHERE r.person_id = ?1 OR r.group_id IN (SELECT group_id FROM group_people WHERE person_id = ?1)
         ORDER BY c.display_name, r.role, r.person_id, r.group_id",
        [person.uuid()],
        |row| Ok((row.id("catalog_id")?, holder(row)?, row.term("role")?)),
    )
}

/// Gives a role in a catalog; nothing changes when the holder has it already.
pub fn appoint(db: &mut Db, catalog: CatalogId, to: Holder, role: CatalogRole) -> Result<()> {
    let (person, group) = columns(to);
    db.execute(
        "INSERT INTO catalog_role_appointments (catalog_id, role, person_id, group_id) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING",
        params![catalog.uuid(), role.term(), person, group],
    )?;
    Ok(())
}

/// Takes a role in a catalog; nothing changes when the holder doesn't have it.
pub fn withdraw(db: &mut Db, catalog: CatalogId, from: Holder, role: CatalogRole) -> Result<()> {
    let (person, group) = columns(from);
    db.execute(
        "DELETE FROM catalog_role_appointments
         WHERE catalog_id = ?1 AND role = ?2 AND person_id IS ?3 AND group_id IS ?4",
        params![catalog.uuid(), role.term(), person, group],
    )?;
    Ok(())
}
