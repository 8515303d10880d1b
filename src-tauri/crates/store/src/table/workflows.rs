//! The tables `workflows`, `workflow_versions`, `workflow_conditions`, `workflow_tasks` and `workflow_task_copies`: what
//! workflows are, with every version that they had. What they did is in `workflow_runs`.

use chaperone_domain::id::{Id, PersonId, WorkflowId};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use chaperone_domain::workflow::{
    ExecutionConditions, Scope, Task, Trigger, TriggerKind, Workflow,
};
use chaperone_domain::workflow_scope::{Condition, Rule};
use rusqlite::{Row, params};

use crate::column::{Columns, millis, uuid_of};
use crate::{Db, Result};

/// A version as it stands in its row; its conditions and tasks lie in other tables.
struct VersionRow {
    trigger: Trigger,
    join: Option<chaperone_domain::workflow_scope::RuleJoin>,
    group: Option<chaperone_domain::id::GroupId>,
}

/// A version of a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number, from 1.
    pub version: u32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When and for whom.
    pub conditions: ExecutionConditions,
    /// What is done.
    pub tasks: Vec<Task>,
}

fn map_trigger(row: &Row<'_>) -> rusqlite::Result<Trigger> {
    Ok(match row.term::<TriggerKind>("trigger_kind")? {
        TriggerKind::TimeBased => Trigger::TimeBased {
            attribute: row.term("date_attribute")?,
            offset_days: row.get("offset_days")?,
        },
        TriggerKind::AttributeChange => {
            let words: String = row.get("attributes")?;
            Trigger::AttributeChange(
                words.split(' ').filter_map(|word| Term::parse_term(word).ok()).collect(),
            )
        }
        TriggerKind::MembershipChange => Trigger::MembershipChange {
            group_id: row.id("trigger_group_id")?,
            change: row.term("membership_change")?,
        },
        TriggerKind::OnDemandOnly => Trigger::OnDemandOnly,
    })
}

/// One workflow with its present version; a purged one is gone.
pub fn get(db: &Db, id: WorkflowId) -> Result<Option<Workflow>> {
    one(db, "SELECT * FROM workflows WHERE id = ?1 AND purged_at IS NULL", id)
}

/// One workflow as its runs knew it, purged or not.
pub fn remembered(db: &Db, id: WorkflowId) -> Result<Option<Workflow>> {
    one(db, "SELECT * FROM workflows WHERE id = ?1", id)
}

fn one(db: &Db, sql: &str, id: WorkflowId) -> Result<Option<Workflow>> {
    let found = db.one(sql, [id.uuid()], |row| {
        Ok(Workflow {
            id: row.id("id")?,
            display_name: row.get("display_name")?,
            description: row.get("description")?,
            category: row.term("category")?,
            is_enabled: row.get("is_enabled")?,
            is_scheduling_enabled: row.get("is_scheduling_enabled")?,
            scheduled_at: row.maybe_at("scheduled_at")?,
            version: row.get("version")?,
            created_at: row.at("created_at")?,
            modified_at: row.at("modified_at")?,
            deleted_at: row.maybe_at("deleted_at")?,
            conditions: ExecutionConditions {
                trigger: Trigger::OnDemandOnly,
                scope: Scope::Everyone,
            },
            tasks: Vec::new(),
        })
    })?;
    let Some(mut workflow) = found else { return Ok(None) };
    if let Some(version) = version(db, id, workflow.version)? {
        (workflow.conditions, workflow.tasks) = (version.conditions, version.tasks);
    }
    Ok(Some(workflow))
}

/// The ids of all workflows by name: those that are deleted and can be restored, or the others.
pub fn ids(db: &Db, deleted: bool) -> Result<Vec<WorkflowId>> {
    db.all(
        "SELECT id FROM workflows WHERE (deleted_at IS NOT NULL) = ?1 AND purged_at IS NULL ORDER BY display_name, id",
        [deleted],
        |row| row.id("id"),
    )
}

/// The workflow with a name, in either letter case, among those that aren't deleted.
pub fn by_name(db: &Db, name: &str) -> Result<Option<WorkflowId>> {
    db.one(
        "SELECT id FROM workflows WHERE display_name = ?1 AND deleted_at IS NULL",
        [name],
        |row| row.id("id"),
    )
}

/// A version of a workflow.
pub fn version(db: &Db, id: WorkflowId, version: u32) -> Result<Option<Version>> {
    let found = db.one(
        "SELECT * FROM workflow_versions WHERE workflow_id = ?1 AND version = ?2",
        params![id.uuid(), version],
        |row| {
            let parts = VersionRow {
                trigger: map_trigger(row)?,
                join: row.maybe_term("scope_join")?,
                group: row.maybe_id("scope_group_id")?,
            };
            Ok((parts, row.at("created_at")?))
        },
    )?;
    let Some((row, created_at)) = found else { return Ok(None) };
    let scope = match (row.join, row.group) {
        (Some(join), _) => Scope::Rule(Rule { join, conditions: conditions(db, id, version)? }),
        (None, Some(group)) => Scope::Group(group),
        (None, None) => Scope::Everyone,
    };
    Ok(Some(Version {
        version,
        created_at,
        conditions: ExecutionConditions { trigger: row.trigger, scope },
        tasks: tasks(db, id, version)?,
    }))
}

fn conditions(db: &Db, id: WorkflowId, version: u32) -> Result<Vec<Condition>> {
    db.all(
        "SELECT * FROM workflow_conditions WHERE workflow_id = ?1 AND version = ?2 ORDER BY number",
        params![id.uuid(), version],
        |row| {
            Ok(Condition {
                attribute: row.term("attribute")?,
                operator: row.term("operator")?,
                value: row.get("value")?,
            })
        },
    )
}

fn tasks(db: &Db, id: WorkflowId, version: u32) -> Result<Vec<Task>> {
    let found = db.all(
        "SELECT * FROM workflow_tasks WHERE workflow_id = ?1 AND version = ?2 ORDER BY sequence",
        params![id.uuid(), version],
        |row| {
            let task = Task {
                definition: row.term("task")?,
                display_name: row.get("display_name")?,
                description: row.get("description")?,
                is_enabled: row.get("is_enabled")?,
                continue_on_error: row.get("continue_on_error")?,
                cc: Vec::new(),
                subject: row.get("subject")?,
                body: row.get("body")?,
                locale: row.get("locale")?,
            };
            Ok((row.get::<_, i64>("sequence")?, task))
        },
    )?;
    let mut tasks = Vec::new();
    for (sequence, mut task) in found {
        task.cc = db.all(
            "SELECT person_id FROM workflow_task_copies
             WHERE workflow_id = ?1 AND version = ?2 AND sequence = ?3 ORDER BY person_id",
            params![id.uuid(), version, sequence],
            |row| row.id::<PersonId>("person_id"),
        )?;
        tasks.push(task);
    }
    Ok(tasks)
}

/// Writes a workflow with its first version.
pub fn insert(db: &mut Db, workflow: &Workflow) -> Result<()> {
    db.execute(
        "INSERT INTO workflows (id, display_name, description, category, is_enabled, is_scheduling_enabled, scheduled_at,
           version, created_at, modified_at, deleted_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            workflow.id.uuid(),
            workflow.display_name,
            workflow.description,
            workflow.category.term(),
            workflow.is_enabled,
            workflow.is_scheduling_enabled,
            millis(workflow.scheduled_at),
            workflow.version,
            workflow.created_at.millis(),
            workflow.modified_at.millis(),
            millis(workflow.deleted_at)
        ],
    )?;
    insert_version(db, workflow)
}

/// Writes what can change about a workflow. A version that isn't there yet is added; the present one takes over the names
/// and descriptions of its tasks.
pub fn update(db: &mut Db, workflow: &Workflow) -> Result<()> {
    db.execute(
        "UPDATE workflows SET display_name = ?2, description = ?3, is_enabled = ?4, is_scheduling_enabled = ?5,
           scheduled_at = ?6, version = ?7, modified_at = ?8, deleted_at = ?9 WHERE id = ?1",
        params![
            workflow.id.uuid(),
            workflow.display_name,
            workflow.description,
            workflow.is_enabled,
            workflow.is_scheduling_enabled,
            millis(workflow.scheduled_at),
            workflow.version,
            workflow.modified_at.millis(),
            millis(workflow.deleted_at)
        ],
    )?;
    if version(db, workflow.id, workflow.version)?.is_none() {
        return insert_version(db, workflow);
    }
    for (sequence, task) in (1_i64..).zip(&workflow.tasks) {
        db.execute(
            "UPDATE workflow_tasks SET display_name = ?4, description = ?5
             WHERE workflow_id = ?1 AND version = ?2 AND sequence = ?3",
            params![
                workflow.id.uuid(),
                workflow.version,
                sequence,
                task.display_name,
                task.description
            ],
        )?;
    }
    Ok(())
}

fn insert_version(db: &mut Db, workflow: &Workflow) -> Result<()> {
    let (trigger, scope) = (&workflow.conditions.trigger, &workflow.conditions.scope);
    let (date, offset) = match trigger {
        Trigger::TimeBased { attribute, offset_days } => {
            (Some(attribute.term()), Some(*offset_days))
        }
        _ => (None, None),
    };
    let attributes = match trigger {
        Trigger::AttributeChange(attributes) => {
            attributes.iter().map(|it| it.term()).collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    };
    let (group, change) = match trigger {
        Trigger::MembershipChange { group_id, change } => (Some(*group_id), Some(change.term())),
        _ => (None, None),
    };
    let (join, scope_group, conditions) = match scope {
        Scope::Everyone => (None, None, &[][..]),
        Scope::Rule(rule) => (Some(rule.join.term()), None, rule.conditions.as_slice()),
        Scope::Group(group) => (None, Some(*group), &[][..]),
    };
    let (id, version) = (workflow.id.uuid(), workflow.version);
    db.execute(
        "INSERT INTO workflow_versions (workflow_id, version, created_at, trigger_kind, date_attribute, offset_days,
           attributes, trigger_group_id, membership_change, scope_join, scope_group_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            id,
            version,
            workflow.modified_at.millis(),
            trigger.kind().term(),
            date,
            offset,
            attributes,
            uuid_of(group),
            change,
            join,
            uuid_of(scope_group)
        ],
    )?;
    for (number, condition) in (1_i64..).zip(conditions) {
        let (attribute, operator) = (condition.attribute.term(), condition.operator.term());
        db.execute(
            "INSERT INTO workflow_conditions (workflow_id, version, number, attribute, operator, value)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![id, version, number, attribute, operator, condition.value],
        )?;
    }
    for (sequence, task) in (1_i64..).zip(&workflow.tasks) {
        insert_task(db, workflow, sequence, task)?;
    }
    Ok(())
}

fn insert_task(db: &mut Db, workflow: &Workflow, sequence: i64, task: &Task) -> Result<()> {
    db.execute(
        "INSERT INTO workflow_tasks (workflow_id, version, sequence, task, display_name, description, is_enabled,
           continue_on_error, subject, body, locale)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            workflow.id.uuid(),
            workflow.version,
            sequence,
            task.definition.term(),
            task.display_name,
            task.description,
            task.is_enabled,
            task.continue_on_error,
            task.subject,
            task.body,
            task.locale
        ],
    )?;
    for person in &task.cc {
        db.execute(
            "INSERT INTO workflow_task_copies (workflow_id, version, sequence, person_id) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO NOTHING",
            params![workflow.id.uuid(), workflow.version, sequence, person.uuid()],
        )?;
    }
    Ok(())
}

/// Writes that a deleted workflow can no longer be restored.
pub fn purge(db: &mut Db, id: WorkflowId, at: Timestamp) -> Result<()> {
    db.execute(
        "UPDATE workflows SET purged_at = ?2 WHERE id = ?1",
        params![id.uuid(), at.millis()],
    )?;
    Ok(())
}

/// The workflows that were deleted by an instant and not purged yet, with when they were deleted.
pub fn deleted_until(db: &Db, at: Timestamp, limit: u32) -> Result<Vec<(Timestamp, WorkflowId)>> {
    db.all(
        "SELECT id, deleted_at FROM workflows WHERE deleted_at <= ?1 AND deleted_at IS NOT NULL AND purged_at IS NULL
         ORDER BY deleted_at, id LIMIT ?2",
        params![at.millis(), limit],
        |row| Ok((row.at("deleted_at")?, row.id("id")?)),
    )
}

/// When the workflow was deleted that is purged next.
pub fn next_deleted(db: &Db) -> Result<Option<Timestamp>> {
    db.one(
        "SELECT deleted_at FROM workflows WHERE deleted_at IS NOT NULL AND purged_at IS NULL ORDER BY deleted_at LIMIT 1",
        [],
        |row| row.at("deleted_at"),
    )
}

/// The workflows that run by themselves on a kind of trigger, each with its trigger.
pub fn scheduled(db: &Db, kind: TriggerKind) -> Result<Vec<(WorkflowId, Trigger)>> {
    db.all(
        "SELECT w.id, v.* FROM workflows w JOIN workflow_versions v ON v.workflow_id = w.id AND v.version = w.version
         WHERE w.is_scheduling_enabled = 1 AND w.deleted_at IS NULL AND v.trigger_kind = ?1 ORDER BY w.id",
        [kind.term()],
        |row| Ok((row.id("id")?, map_trigger(row)?)),
    )
}
