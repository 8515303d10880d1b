//! The table `workspace`: one row about the workspace itself.

use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::id::{Id, PersonId, TenantId};
use chaperone_domain::term::Term;
use chaperone_domain::time::{Span, Timestamp};
use rusqlite::params;

use crate::column::Columns;
use crate::{Db, Result};

/// The workspace's own record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// Its own id; never changes. Entra's word for it is tenant.
    pub id: TenantId,
    /// What it is called.
    pub name: String,
    /// Live or training; never changes.
    pub kind: WorkspaceKind,
    /// When it was made.
    pub created_at: Timestamp,
    /// How far the training clock is ahead of the machine's.
    pub clock_ahead: Span,
    /// Who inherits when no manager can.
    pub custodian_id: PersonId,
    /// How many days before the end reminders go out.
    pub reminder_days: Vec<i64>,
    /// How many blueprints there may be.
    pub max_blueprints: u32,
    /// How many agents a blueprint may have.
    pub max_agents_per_blueprint: u32,
}

/// Reads it; nothing only while the workspace is being made.
pub fn get(db: &Db) -> Result<Option<Workspace>> {
    db.one(
        "SELECT id, name, kind, created_at, clock_ahead_ms, custodian_id, reminder_days, max_blueprints, max_agents_per_blueprint
         FROM workspace WHERE one = 1",
        [],
        |row| {
            Ok(Workspace {
                id: row.id("id")?,
                name: row.get("name")?,
                kind: row.term("kind")?,
                created_at: row.at("created_at")?,
                clock_ahead: row.span("clock_ahead_ms")?,
                custodian_id: row.id("custodian_id")?,
                reminder_days: read_days(&row.get::<_, String>("reminder_days")?),
                max_blueprints: row.get("max_blueprints")?,
                max_agents_per_blueprint: row.get("max_agents_per_blueprint")?,
            })
        },
    )
}

/// How far the training clock is ahead, and when the last record of the history was made: what every command asks first.
pub fn clock(db: &Db) -> Result<(Span, Option<Timestamp>)> {
    let found = db.one(
        "SELECT clock_ahead_ms, (SELECT recorded_at FROM audit_records ORDER BY seq DESC LIMIT 1)
         FROM workspace WHERE one = 1",
        [],
        |row| {
            let last: Option<i64> = row.get(1)?;
            Ok((Span::from_millis(row.get(0)?), last.map(Timestamp::from_millis)))
        },
    )?;
    Ok(found.unwrap_or((Span::ZERO, None)))
}

/// Writes it for the first time.
pub fn insert(db: &mut Db, workspace: &Workspace) -> Result<()> {
    db.execute(
        "INSERT INTO workspace (one, id, name, kind, created_at, clock_ahead_ms, custodian_id, reminder_days, max_blueprints,
           max_agents_per_blueprint)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            workspace.id.uuid(),
            workspace.name,
            workspace.kind.term(),
            workspace.created_at.millis(),
            workspace.clock_ahead.millis(),
            workspace.custodian_id.uuid(),
            write_days(&workspace.reminder_days),
            workspace.max_blueprints,
            workspace.max_agents_per_blueprint
        ],
    )?;
    Ok(())
}

/// Writes name, custodian, reminder days and quotas.
pub fn update_settings(db: &mut Db, workspace: &Workspace) -> Result<()> {
    db.execute(
        "UPDATE workspace SET name = ?1, custodian_id = ?2, reminder_days = ?3, max_blueprints = ?4,
           max_agents_per_blueprint = ?5 WHERE one = 1",
        params![
            workspace.name,
            workspace.custodian_id.uuid(),
            write_days(&workspace.reminder_days),
            workspace.max_blueprints,
            workspace.max_agents_per_blueprint
        ],
    )?;
    Ok(())
}

/// Moves the training clock.
pub fn set_clock_ahead(db: &mut Db, ahead: Span) -> Result<()> {
    db.execute("UPDATE workspace SET clock_ahead_ms = ?1 WHERE one = 1", [ahead.millis()])?;
    Ok(())
}

fn read_days(text: &str) -> Vec<i64> {
    text.split(',').filter_map(|day| day.parse().ok()).collect()
}

fn write_days(days: &[i64]) -> String {
    days.iter().map(i64::to_string).collect::<Vec<_>>().join(",")
}
