//! Rows of reports, across tables: plain facts in the order in which they are read, each cell with its column's name. What a
//! report means and who may see it stays out of here.

use chaperone_domain::id::{AccessPackageId, AgentId, Id, PersonId, WorkflowId};
use chaperone_domain::report::ReportKind;
use chaperone_domain::said::Said;
use chaperone_domain::time::Timestamp;
use rusqlite::types::Value;
use uuid::Uuid;

use crate::{Db, Result};

/// What a report is about; nothing narrows nothing.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Only this agent.
    pub agent: Option<AgentId>,
    /// Only this person.
    pub person: Option<PersonId>,
    /// Only this workflow.
    pub workflow: Option<WorkflowId>,
    /// Only this package.
    pub access_package: Option<AccessPackageId>,
    /// Only this state.
    pub state: Option<String>,
    /// Only what began at or after.
    pub from: Option<Timestamp>,
    /// Only what began before.
    pub to: Option<Timestamp>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Nothing,
    /// Words, names, terms, ids.
    Text(String),
    /// A sentence of the core's own, with what it says.
    Sentence(String, Said),
    /// An instant.
    At(Timestamp),
}

/// A report's columns and rows. A column whose name ends in `At` holds instants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// What a grant gives, in words, for queries that have a grant `g`.
const RIGHT: &str = "
  g.right_kind AS right,
  coalesce(rg.display_name, ra.display_name, rd.display_name, lower(hex(g.origin_id))) AS resource,
  coalesce(rr.value, rs.value, '') AS role";
const RIGHT_JOINS: &str = "
  LEFT JOIN groups rg ON rg.id = g.origin_id AND g.right_kind = 'groupMembership'
  LEFT JOIN applications ra ON ra.id = g.origin_id
  LEFT JOIN directory_roles rd ON rd.id = g.origin_id
  LEFT JOIN app_roles rr ON rr.application_id = g.origin_id AND rr.id = g.role_id
  LEFT JOIN scopes rs ON rs.application_id = g.origin_id AND rs.id = g.role_id";
const RUNS: &str =
    "(SELECT *, due_at AS begun FROM workflow_runs) r JOIN workflows w ON w.id = r.workflow_id";
const PEOPLE: &str = "workflow_people p ON p.run_id = r.id JOIN people q ON q.id = p.person_id";
const OF_WORKFLOW: &str = "(:workflow IS NULL OR r.workflow_id = :workflow)
  AND (:from IS NULL OR begun >= :from) AND (:to IS NULL OR begun < :to)";
const SPAN: &str = "(:from IS NULL OR begun >= :from) AND (:to IS NULL OR begun < :to)";

fn sql(kind: ReportKind) -> Option<String> {
    Some(match kind {
        ReportKind::PackageAssignments => format!(
            "SELECT p.display_name AS accessPackage, a.display_name AS agent, lower(hex(a.id)) AS agentId,
               o.display_name AS policy, s.state AS state, s.starts_at AS startsAt, s.ends_at AS endsAt,
               s.ended_at AS endedAt, s.end_reason AS endReason, lower(hex(s.id)) AS assignmentId,
               lower(hex(s.request_id)) AS requestId
             FROM (SELECT *, starts_at AS begun FROM assignments) s JOIN agents a ON a.id = s.agent_id
             JOIN access_packages p ON p.id = s.access_package_id JOIN policies o ON o.id = s.policy_id
             WHERE (:agent IS NULL OR s.agent_id = :agent) AND (:package IS NULL OR s.access_package_id = :package)
               AND (:state IS NULL OR s.state = :state) AND {SPAN}
             ORDER BY p.display_name, a.display_name, s.starts_at, s.id"
        ),
        ReportKind::AgentAccess => format!(
            "SELECT {RIGHT}, p.display_name AS accessPackage, o.display_name AS policy,
               CASE WHEN g.assignment_id IS NULL THEN 'direct' ELSE 'assignment' END AS source, s.state AS state,
               g.starts_at AS startsAt, g.ends_at AS endsAt, g.withdrawn_at AS withdrawnAt,
               lower(hex(g.assignment_id)) AS assignmentId
             FROM (SELECT *, starts_at AS begun FROM grants WHERE agent_id = :agent) g
             LEFT JOIN assignments s ON s.id = g.assignment_id
             LEFT JOIN access_packages p ON p.id = s.access_package_id LEFT JOIN policies o ON o.id = s.policy_id
             {RIGHT_JOINS}
             WHERE (:package IS NULL OR s.access_package_id = :package) AND (:state IS NULL OR s.state = :state) AND {SPAN}
             ORDER BY g.starts_at DESC, resource, role, g.id"
        ),
        ReportKind::RequestHistory => format!(
            "SELECT r.created_at AS createdAt, r.request_type AS requestType, r.state AS state, r.status AS status,
               coalesce(q.display_name, qa.display_name, 'a rule') AS requestor, a.display_name AS agent,
               p.display_name AS accessPackage, o.display_name AS policy, r.justification AS justification,
               t.number AS stage, t.state AS stageState, t.deadline_at AS deadlineAt, d.verdict AS decision,
               e.display_name AS decidedBy, d.justification AS decisionJustification, d.decided_at AS decidedAt,
               r.completed_at AS completedAt, lower(hex(r.id)) AS requestId
             FROM (SELECT *, created_at AS begun FROM requests) r JOIN agents a ON a.id = r.agent_id
             JOIN access_packages p ON p.id = r.access_package_id JOIN policies o ON o.id = r.policy_id
             LEFT JOIN people q ON q.id = r.requestor_person_id LEFT JOIN agents qa ON qa.id = r.requestor_agent_id
             LEFT JOIN approval_stages t ON t.request_id = r.id LEFT JOIN decisions d ON d.stage_id = t.id
             LEFT JOIN people e ON e.id = d.person_id
             WHERE (:agent IS NULL OR r.agent_id = :agent) AND (:package IS NULL OR r.access_package_id = :package)
               AND (:state IS NULL OR r.state = :state) AND {SPAN}
             ORDER BY r.created_at DESC, r.id DESC, t.number"
        ),
        ReportKind::OutsidePackages => format!(
            "SELECT a.display_name AS agent, lower(hex(a.id)) AS agentId, a.state AS agentState, {RIGHT},
               g.starts_at AS startsAt, g.ends_at AS endsAt
             FROM (SELECT *, starts_at AS begun FROM grants WHERE assignment_id IS NULL) g
             JOIN agents a ON a.id = g.agent_id {RIGHT_JOINS}
             WHERE g.withdrawn_at IS NULL AND (:agent IS NULL OR g.agent_id = :agent)
               AND (:state IS NULL OR a.state = :state) AND {SPAN}
             ORDER BY a.display_name, a.id, resource, role, g.id"
        ),
        ReportKind::WorkflowRuns => format!(
            "SELECT w.display_name AS workflow, r.version AS version, r.execution_type AS executionType,
               r.state AS state, r.due_at AS dueAt, r.completed_at AS completedAt, b.display_name AS runBy,
               (SELECT count(*) FROM workflow_people x WHERE x.run_id = r.id) AS people,
               lower(hex(r.id)) AS runId, lower(hex(w.id)) AS workflowId
             FROM {RUNS} LEFT JOIN people b ON b.id = r.run_by_id
             WHERE {OF_WORKFLOW} AND (:state IS NULL OR r.state = :state) AND (:person IS NULL
               OR EXISTS (SELECT 1 FROM workflow_people x WHERE x.run_id = r.id AND x.person_id = :person))
             ORDER BY r.due_at DESC, r.id DESC"
        ),
        ReportKind::WorkflowPeople => format!(
            "SELECT q.display_name AS person, q.email AS email, w.display_name AS workflow, r.version AS version,
               r.execution_type AS executionType, r.due_at AS dueAt, p.state AS state, p.reason AS reason,
               p.completed_at AS completedAt,
               (SELECT count(*) FROM workflow_task_results x WHERE x.workflow_person_id = p.id) AS tasks,
               lower(hex(q.id)) AS personId, lower(hex(r.id)) AS runId
             FROM {RUNS} JOIN {PEOPLE}
             WHERE {OF_WORKFLOW} AND (:person IS NULL OR p.person_id = :person) AND (:state IS NULL OR p.state = :state)
             ORDER BY r.due_at DESC, r.id DESC, q.display_name, p.id"
        ),
        ReportKind::WorkflowTasks => format!(
            "SELECT w.display_name AS workflow, q.display_name AS person, t.sequence AS sequence, t.task AS task,
               t.display_name AS taskName, t.state AS state, t.sentence AS outcome, r.due_at AS dueAt,
               t.completed_at AS completedAt, r.version AS version, r.execution_type AS executionType,
               lower(hex(q.id)) AS personId, lower(hex(r.id)) AS runId
             FROM {RUNS} JOIN {PEOPLE} JOIN workflow_task_results t ON t.workflow_person_id = p.id
             WHERE {OF_WORKFLOW} AND (:person IS NULL OR p.person_id = :person) AND (:state IS NULL OR t.state = :state)
             ORDER BY r.due_at DESC, r.id DESC, q.display_name, p.id, t.sequence"
        ),
        ReportKind::SubjectPackages => return None,
    })
}

/// Reads a report; nothing for one that follows from rules and not from rows alone.
pub fn read(db: &Db, kind: ReportKind, scope: &Scope) -> Result<Option<Report>> {
    let Some(sql) = sql(kind) else { return Ok(None) };
    let mut statement = db.connection().prepare_cached(&sql)?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let is_instant: Vec<bool> = columns.iter().map(|name| name.ends_with("At")).collect();
    let id = |id: Option<Uuid>| Value::from(id.map(|id| id.into_bytes().to_vec()));
    let params = [
        (":agent", id(scope.agent.map(Id::uuid))),
        (":person", id(scope.person.map(Id::uuid))),
        (":package", id(scope.access_package.map(Id::uuid))),
        (":workflow", id(scope.workflow.map(Id::uuid))),
        (":state", Value::from(scope.state.clone())),
        (":from", Value::from(scope.from.map(Timestamp::millis))),
        (":to", Value::from(scope.to.map(Timestamp::millis))),
    ];
    for (name, value) in params {
        if let Some(index) = statement.parameter_index(name)? {
            statement.raw_bind_parameter(index, value)?;
        }
    }
    let rows = statement
        .raw_query()
        .mapped(|row| {
            is_instant
                .iter()
                .enumerate()
                .map(|(index, &is_instant)| {
                    Ok(match row.get::<_, Value>(index)? {
                        Value::Integer(millis) if is_instant => {
                            Cell::At(Timestamp::from_millis(millis))
                        }
                        Value::Integer(number) => Cell::Text(number.to_string()),
                        Value::Text(text) if text.is_empty() => Cell::Nothing,
                        Value::Text(text) => Cell::Text(text),
                        Value::Null | Value::Real(_) | Value::Blob(_) => Cell::Nothing,
                    })
                })
                .collect::<rusqlite::Result<Vec<_>>>()
        })
        .collect::<rusqlite::Result<_>>()?;
    Ok(Some(Report { columns, rows }))
}
