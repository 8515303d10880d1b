//! The tables `incompatible_packages` and `incompatible_groups`: what excludes a package, and who holds both sides.

use chaperone_domain::id::{AccessPackageId, AgentId, AssignmentId, GroupId, Id};
use chaperone_domain::incompatibility::Excluder;
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, named_params, params};
use uuid::Uuid;

use crate::column::{Columns, uuid_of};
use crate::{Db, Result};

/// One rule: what excludes which package, since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The package that can't be got.
    pub access_package_id: AccessPackageId,
    /// By whoever holds this.
    pub excluder: Excluder,
    /// When the rule was made.
    pub created_at: Timestamp,
}

fn map(row: &Row<'_>) -> rusqlite::Result<Rule> {
    Ok(Rule {
        access_package_id: row.id("access_package_id")?,
        excluder: excluder(row)?,
        created_at: row.at("created_at")?,
    })
}

fn excluder(row: &Row<'_>) -> rusqlite::Result<Excluder> {
    Ok(match row.maybe_id("group_id")? {
        Some(group) => Excluder::Group(group),
        None => Excluder::Package(row.id("incompatible_access_package_id")?),
    })
}

/// What excludes a package: packages first, each kind by name.
pub fn of_package(db: &Db, package: AccessPackageId) -> Result<Vec<Rule>> {
    db.all(
        "SELECT i.access_package_id, i.incompatible_access_package_id, NULL AS group_id, i.created_at,
                1 AS kind, p.display_name AS name
         FROM incompatible_packages i JOIN access_packages p ON p.id = i.incompatible_access_package_id
         WHERE i.access_package_id = ?1
         UNION ALL
         SELECT i.access_package_id, NULL, i.group_id, i.created_at, 2, g.display_name
         FROM incompatible_groups i JOIN groups g ON g.id = i.group_id
         WHERE i.access_package_id = ?1
         ORDER BY kind, name",
        [package.uuid()],
        map,
    )
}

/// The packages that list a package as incompatible: the reverse view.
pub fn listing(db: &Db, package: AccessPackageId) -> Result<Vec<Rule>> {
    db.all(
        "SELECT i.*, NULL AS group_id FROM incompatible_packages i JOIN access_packages p ON p.id = i.access_package_id
         WHERE i.incompatible_access_package_id = ?1 ORDER BY p.display_name, p.id",
        [package.uuid()],
        map,
    )
}

/// Adds a rule.
pub fn insert(db: &mut Db, rule: &Rule) -> Result<()> {
    let (sql, other) = match rule.excluder {
        Excluder::Package(other) => (
            "INSERT INTO incompatible_packages (access_package_id, incompatible_access_package_id, created_at)
             VALUES (?1, ?2, ?3)",
            other.uuid(),
        ),
        Excluder::Group(group) => (
            "INSERT INTO incompatible_groups (access_package_id, group_id, created_at) VALUES (?1, ?2, ?3)",
            group.uuid(),
        ),
    };
    db.execute(sql, params![rule.access_package_id.uuid(), other, rule.created_at.millis()])?;
    Ok(())
}

/// Takes a rule back; answers whether there was one.
pub fn delete(db: &mut Db, package: AccessPackageId, excluder: Excluder) -> Result<bool> {
    let (sql, other) = match excluder {
        Excluder::Package(other) => (
            "DELETE FROM incompatible_packages WHERE access_package_id = ?1 AND incompatible_access_package_id = ?2",
            other.uuid(),
        ),
        Excluder::Group(group) => (
            "DELETE FROM incompatible_groups WHERE access_package_id = ?1 AND group_id = ?2",
            group.uuid(),
        ),
    };
    Ok(db.execute(sql, params![package.uuid(), other])? > 0)
}

/// Takes all rules back that concern a package, on either side.
pub fn delete_all_of(db: &mut Db, package: AccessPackageId) -> Result<()> {
    db.execute(
        "DELETE FROM incompatible_packages WHERE access_package_id = ?1 OR incompatible_access_package_id = ?1",
        [package.uuid()],
    )?;
    db.execute("DELETE FROM incompatible_groups WHERE access_package_id = ?1", [package.uuid()])?;
    Ok(())
}

/// Somebody who holds a package and what excludes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubleHolder {
    /// The rule.
    pub rule: Rule,
    /// Who.
    pub agent_id: AgentId,
    /// The assignment of the package.
    pub assignment_id: AssignmentId,
    /// Held since.
    pub since: Timestamp,
    /// Held until.
    pub until: Option<Timestamp>,
    /// The assignment that gives what excludes it; none for a membership that was given directly.
    pub excluder_assignment_id: Option<AssignmentId>,
    /// Held since.
    pub excluder_since: Timestamp,
    /// Held until.
    pub excluder_until: Option<Timestamp>,
}

/// Whose double holdings; what is `None` doesn't narrow.
#[derive(Debug, Clone, Copy, Default)]
pub struct Which {
    /// Of this package.
    pub package: Option<AccessPackageId>,
    /// Excluded by this.
    pub excluder: Option<Excluder>,
    /// Held by this agent.
    pub agent: Option<AgentId>,
}

/// Who holds both sides of a pair at an instant, pair by pair, the agents by name.
pub fn double_holders(db: &Db, which: Which, at: Timestamp) -> Result<Vec<DoubleHolder>> {
    let (package, group): (Option<Uuid>, Option<Uuid>) = match which.excluder {
        Some(Excluder::Package(package)) => (Some(package.uuid()), None),
        Some(Excluder::Group(group)) => (None, Some(group.uuid())),
        None => (None, None),
    };
    // Each rule's holders are looked up, never each assignment's rules; of one agent only its own.
    let of_agent = if which.agent.is_some() { "a.agent_id = :agent" } else { ":agent IS NULL" };
    db.all(
        &format!("SELECT i.access_package_id, i.incompatible_access_package_id, NULL AS group_id, i.created_at, a.agent_id,
                a.id AS assignment_id, a.starts_at, a.ends_at,
                b.id AS excluder_assignment_id, b.starts_at AS excluder_starts_at, b.ends_at AS excluder_ends_at,
                n.display_name AS agent_name
         FROM incompatible_packages i
         CROSS JOIN assignments a ON a.access_package_id = i.access_package_id
         JOIN assignments b ON b.agent_id = a.agent_id AND b.access_package_id = i.incompatible_access_package_id
         JOIN agents n ON n.id = a.agent_id
         WHERE (:which IS NULL OR i.access_package_id = :which) AND {of_agent}
           AND (:package IS NULL OR i.incompatible_access_package_id = :package) AND :group IS NULL
           AND a.state IN ('delivering', 'delivered', 'partiallyDelivered')
           AND a.starts_at <= :at AND (a.ends_at IS NULL OR a.ends_at > :at)
           AND b.state IN ('delivering', 'delivered', 'partiallyDelivered')
           AND b.starts_at <= :at AND (b.ends_at IS NULL OR b.ends_at > :at)
         UNION ALL
         SELECT i.access_package_id, NULL, i.group_id, i.created_at, a.agent_id, a.id, a.starts_at, a.ends_at,
                g.assignment_id, g.starts_at, g.ends_at, n.display_name
         FROM incompatible_groups i
         CROSS JOIN assignments a ON a.access_package_id = i.access_package_id
         JOIN grants g ON g.agent_id = a.agent_id AND g.right_kind = 'groupMembership' AND g.origin_id = i.group_id
         JOIN agents n ON n.id = a.agent_id
         WHERE (:which IS NULL OR i.access_package_id = :which) AND {of_agent}
           AND (:group IS NULL OR i.group_id = :group) AND :package IS NULL
           AND a.state IN ('delivering', 'delivered', 'partiallyDelivered')
           AND a.starts_at <= :at AND (a.ends_at IS NULL OR a.ends_at > :at)
           AND g.starts_at <= :at AND g.withdrawn_at IS NULL AND (g.ends_at IS NULL OR g.ends_at > :at)
         ORDER BY 1, 3, 2, agent_name, assignment_id"),
        named_params! {
            ":which": uuid_of(which.package),
            ":package": package,
            ":group": group,
            ":agent": uuid_of(which.agent),
            ":at": at.millis(),
        },
        |row| {
            Ok(DoubleHolder {
                rule: map(row)?,
                agent_id: row.id("agent_id")?,
                assignment_id: row.id("assignment_id")?,
                since: row.at("starts_at")?,
                until: row.maybe_at("ends_at")?,
                excluder_assignment_id: row.maybe_id("excluder_assignment_id")?,
                excluder_since: row.at("excluder_starts_at")?,
                excluder_until: row.maybe_at("excluder_ends_at")?,
            })
        },
    )
}

/// The groups whose membership excludes a package.
pub fn groups_of(db: &Db, package: AccessPackageId) -> Result<Vec<GroupId>> {
    db.all(
        "SELECT group_id FROM incompatible_groups WHERE access_package_id = ?1 ORDER BY group_id",
        [package.uuid()],
        |row| row.id("group_id"),
    )
}
