//! The table `people`: who they are, who manages whom, and until when each can be held responsible.

use chaperone_domain::id::{Id, PersonId};
use chaperone_domain::person::Person;
use chaperone_domain::time::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Row, params};
use uuid::Uuid;

use crate::column::{Columns, millis, uuid_of};
use crate::list::{Listing, anywhere};
use crate::{Db, Page, Result};

/// The SQL of "active at an instant", the mirror of `Person::is_active_at` for lists and counts that can't load everybody.
/// Takes the name of `people` in the query and the bound parameter of the instant.
macro_rules! is_active {
    ($p:literal, $at:literal) => {
        concat!(
            "(",
            $p,
            ".left_at IS NULL OR ",
            $at,
            " < ",
            $p,
            ".left_at) AND ",
            "(",
            $p,
            ".leaves_at IS NULL OR ",
            $at,
            " < ",
            $p,
            ".leaves_at)"
        )
    };
}
pub(crate) use is_active;

fn map(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: row.id("id")?,
        display_name: row.get("display_name")?,
        email: row.get("email")?,
        employee_id: row.get("employee_id")?,
        job_title: row.get("job_title")?,
        department: row.get("department")?,
        manager_id: row.maybe_id("manager_id")?,
        hired_at: row.maybe_at("hired_at")?,
        leaves_at: row.maybe_at("leaves_at")?,
        left_at: row.maybe_at("left_at")?,
    })
}

/// One person.
pub fn get(db: &Db, id: PersonId) -> Result<Option<Person>> {
    db.one("SELECT * FROM people WHERE id = ?1", [id.uuid()], map)
}

/// The person with an address, in either letter case.
pub fn by_email(db: &Db, email: &str) -> Result<Option<Person>> {
    db.one("SELECT * FROM people WHERE email = ?1", [email], map)
}

/// The person with the HR system's number.
pub fn by_employee_id(db: &Db, employee_id: &str) -> Result<Option<Person>> {
    db.one("SELECT * FROM people WHERE employee_id = ?1", [employee_id], map)
}

/// Everybody, by name.
pub fn all(db: &Db) -> Result<Vec<Person>> {
    db.all("SELECT * FROM people ORDER BY display_name COLLATE NOCASE, id", [], map)
}

/// Who reports to somebody, by name.
pub fn reports(db: &Db, id: PersonId) -> Result<Vec<Person>> {
    db.all(
        "SELECT * FROM people WHERE manager_id = ?1 ORDER BY display_name COLLATE NOCASE, id",
        [id.uuid()],
        map,
    )
}

/// The people whose employment has ended and whose departure was not carried out yet, in the order of their leaving.
pub fn leaving_by(db: &Db, at: Timestamp) -> Result<Vec<Person>> {
    db.all(
        "SELECT * FROM people WHERE leaves_at <= ?1 AND left_at IS NULL ORDER BY leaves_at, id",
        [at.millis()],
        map,
    )
}

/// When the next departure falls due.
pub fn next_leaving(db: &Db) -> Result<Option<Timestamp>> {
    db.one(
        "SELECT leaves_at FROM people WHERE leaves_at IS NOT NULL AND left_at IS NULL ORDER BY leaves_at LIMIT 1",
        [],
        |row| row.at("leaves_at"),
    )
}

/// Adds a person. Their manager may be added later in the same transaction only by `update`.
pub fn insert(db: &mut Db, person: &Person) -> Result<()> {
    db.execute(
        "INSERT INTO people (id, display_name, email, employee_id, job_title, department, manager_id, hired_at,
           leaves_at, left_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            person.id.uuid(),
            person.display_name,
            person.email,
            person.employee_id,
            person.job_title,
            person.department,
            uuid_of(person.manager_id),
            millis(person.hired_at),
            millis(person.leaves_at),
            millis(person.left_at)
        ],
    )?;
    Ok(())
}

/// Writes all that can change about a person.
pub fn update(db: &mut Db, person: &Person) -> Result<()> {
    db.execute(
        "UPDATE people SET display_name = ?2, email = ?3, employee_id = ?4, job_title = ?5, department = ?6,
           manager_id = ?7, hired_at = ?8, leaves_at = ?9, left_at = ?10 WHERE id = ?1",
        params![
            person.id.uuid(),
            person.display_name,
            person.email,
            person.employee_id,
            person.job_title,
            person.department,
            uuid_of(person.manager_id),
            millis(person.hired_at),
            millis(person.leaves_at),
            millis(person.left_at)
        ],
    )?;
    Ok(())
}

/// Writes that a person's departure was carried out.
pub fn set_left(db: &mut Db, id: PersonId, at: Timestamp) -> Result<()> {
    db.execute("UPDATE people SET left_at = ?2 WHERE id = ?1", params![id.uuid(), at.millis()])?;
    Ok(())
}

/// Which people.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A part of the name, address, title or department.
    pub search: Option<String>,
    /// Only those who are active at an instant, or only those who are not.
    pub active_at: Option<(bool, Timestamp)>,
}

/// The order of a list of people unless another is asked for.
pub const BY_NAME: &str = "display_name COLLATE NOCASE";

/// The columns by which people can be sorted, under the names that screens know, with their SQL.
pub const SORTS: &[(&str, &str)] = &[
    ("displayName", BY_NAME),
    ("email", "email COLLATE NOCASE"),
    ("jobTitle", "job_title COLLATE NOCASE"),
    ("department", "department COLLATE NOCASE"),
    (
        "manager",
        "(SELECT m.display_name FROM people m WHERE m.id = people.manager_id) COLLATE NOCASE",
    ),
    ("sponsoredAgents", "(SELECT count(*) FROM agent_sponsors s WHERE s.person_id = people.id)"),
];

fn listing(filter: &Filter, order: &'static str, descending: bool) -> Listing {
    let mut list = Listing::new("people", "id", order, descending);
    if let Some(search) = &filter.search {
        list.filter(
            "display_name || ' ' || email || ' ' || coalesce(job_title, '') || ' ' || coalesce(department, '')
             LIKE ? ESCAPE '\\'",
            [anywhere(search)],
        );
    }
    if let Some((is_active, at)) = filter.active_at {
        let active = is_active!("people", "?");
        let at = || Value::Integer(at.millis());
        let condition = if is_active { active.to_owned() } else { format!("NOT ({active})") };
        list.filter(&condition, [at(), at()]);
    }
    list
}

/// A page by name.
pub fn page(db: &Db, filter: &Filter, page: Page<PersonId>) -> Result<Vec<PersonId>> {
    listing(filter, BY_NAME, false).page(db, page)
}

/// The ids of all people whom a filter lets through, in an order of [`SORTS`].
pub fn ids(
    db: &Db,
    filter: &Filter,
    sort: &'static str,
    descending: bool,
    most: Option<u32>,
) -> Result<Vec<Uuid>> {
    listing(filter, sort, descending).ids(db, most)
}
