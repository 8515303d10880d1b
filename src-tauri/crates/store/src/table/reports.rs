//! Rows of reports, across tables: plain facts in the order in which they are read, each cell with its column's name. What a
//! report means and who may see it stays out of here.

use chaperone_domain::id::{AccessPackageId, AgentId, Id};
use chaperone_domain::report::ReportKind;
use chaperone_domain::time::Timestamp;
use rusqlite::named_params;
use rusqlite::types::Value;

use crate::{Db, Result};

/// What a report is about; nothing narrows nothing.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Only this agent.
    pub agent: Option<AgentId>,
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
const SPAN: &str = "(:from IS NULL OR begun >= :from) AND (:to IS NULL OR begun < :to)";

fn sql(kind: ReportKind) -> String {
    match kind {
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
             WHERE g.withdrawn_at IS NULL AND (:agent IS NULL OR g.agent_id = :agent) AND :package IS NULL
               AND (:state IS NULL OR a.state = :state) AND {SPAN}
             ORDER BY a.display_name, a.id, resource, role, g.id"
        ),
    }
}

/// Reads a report.
pub fn read(db: &Db, kind: ReportKind, scope: &Scope) -> Result<Report> {
    let mut statement = db.connection().prepare_cached(&sql(kind))?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let is_instant: Vec<bool> = columns.iter().map(|name| name.ends_with("At")).collect();
    let params = named_params! {
        ":agent": scope.agent.map(Id::uuid),
        ":package": scope.access_package.map(Id::uuid),
        ":state": scope.state,
        ":from": scope.from.map(Timestamp::millis),
        ":to": scope.to.map(Timestamp::millis),
    };
    let rows = statement
        .query_map(params, |row| {
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
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Report { columns, rows })
}
