//! Open lists as they leave the workspace: the rows that a screen shows, in its order, with the columns that it shows. Rows
//! are read a part at a time and go straight into the file, so that a list of any length needs little memory.

use std::path::Path;

use super::csv;
use super::file::NewFile;
use crate::context::{Context, Reading};
use crate::desk::Desk;
use crate::failure::{Failure, FailureKind, Reply};
use crate::list::{self, Rows, count};
use crate::view::access_package::AccessPackageRow;
use crate::view::agent::{AgentRow, SponsorView};
use crate::view::assignment::AssignmentRow;
use crate::view::audit::AuditRow;
use crate::view::blueprint::BlueprintRow;
use crate::view::directory::PersonRow;
use crate::view::export::{ExportSaved, ListExportAsk};
use crate::view::list::ListRows;
use crate::view::request::RequestRow;
use crate::wire::When;

/// How many rows are read at a time.
const PART: usize = 200;

/// A column: the row's field, and what stands in its cells.
type Column<T> = (&'static str, fn(&T) -> String);

/// What stands in one row, by column; nothing for a column that the list doesn't have.
trait Cells: Sized + 'static {
    /// The columns, what names the row last.
    const COLUMNS: &'static [Column<Self>];

    fn cells(&self, wanted: &[String]) -> Vec<String> {
        let cell = |name: &String| {
            Self::COLUMNS.iter().find(|(column, _)| column == name).map(|(_, cell)| cell(self))
        };
        wanted.iter().filter_map(cell).collect()
    }
}

fn maybe(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn at(value: Option<When>) -> String {
    maybe(value.as_ref())
}

fn each<T: ToString>(values: &[T]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn names(sponsors: &[SponsorView]) -> String {
    let name = |sponsor: &SponsorView| {
        let person = sponsor.person.as_ref().map(|person| person.display_name.clone());
        person.or_else(|| sponsor.group.as_ref().map(|group| group.display_name.clone()))
    };
    sponsors.iter().filter_map(name).collect::<Vec<_>>().join("; ")
}

impl Cells for AgentRow {
    const COLUMNS: &'static [Column<Self>] = &[
        ("displayName", |row| row.display_name.clone()),
        ("kind", |row| row.kind.to_string()),
        ("state", |row| row.effective_state.to_string()),
        ("blueprint", |row| maybe(row.blueprint.as_ref().map(|it| &it.display_name))),
        ("platform", |row| maybe(row.platform.as_ref())),
        ("tags", |row| each(&row.tags)),
        ("sponsors", |row| names(&row.sponsors)),
        ("assignments", |row| row.assignments.to_string()),
        ("nextEndAt", |row| at(row.next_end_at)),
        ("deletedAt", |row| at(row.deleted_at)),
        ("id", |row| row.id.to_string()),
    ];
}

/// What tells what an agent holds. To those who may not know it the rows say 0, which would be a lie in a table.
const ABOUT_ACCESS: [&str; 2] = ["assignments", "nextEndAt"];

impl Cells for BlueprintRow {
    const COLUMNS: &'static [Column<Self>] = &[
        ("displayName", |row| row.display_name.clone()),
        ("state", |row| row.state.to_string()),
        ("principal", |row| maybe(row.principal_state.as_ref())),
        ("platform", |row| maybe(row.platform.as_ref())),
        ("sponsors", |row| names(&row.sponsors)),
        ("agents", |row| row.agents.to_string()),
        ("deletedAt", |row| at(row.deleted_at)),
        ("id", |row| row.id.to_string()),
    ];
}

impl Cells for PersonRow {
    const COLUMNS: &'static [Column<Self>] = &[
        ("displayName", |row| row.display_name.clone()),
        ("email", |row| row.email.clone()),
        ("jobTitle", |row| maybe(row.job_title.as_ref())),
        ("department", |row| maybe(row.department.as_ref())),
        ("manager", |row| maybe(row.manager.as_ref().map(|it| &it.display_name))),
        ("isActive", |row| row.is_active.to_string()),
        ("roles", |row| each(&row.roles)),
        ("sponsoredAgents", |row| row.sponsored_agents.to_string()),
        ("id", |row| row.id.to_string()),
    ];
}

impl Cells for AccessPackageRow {
    const COLUMNS: &'static [Column<Self>] = &[
        ("displayName", |row| row.display_name.clone()),
        ("description", |row| row.description.clone()),
        ("catalog", |row| row.catalog.display_name.clone()),
        ("isHidden", |row| row.is_hidden.to_string()),
        ("resourceRoles", |row| row.resource_roles.to_string()),
        ("policies", |row| row.policies.to_string()),
        ("assignments", |row| row.assignments.to_string()),
        ("id", |row| row.id.to_string()),
    ];
}

impl Cells for RequestRow {
    const COLUMNS: &'static [Column<Self>] = &[
        ("agent", |row| row.agent.display_name.clone()),
        ("accessPackage", |row| row.access_package.display_name.clone()),
        ("requestType", |row| row.request_type.to_string()),
        ("state", |row| row.state.to_string()),
        ("status", |row| row.status.to_string()),
        ("requestor", |row| {
            let person = row.requestor.person.as_ref().map(|it| it.display_name.clone());
            let agent = || row.requestor.agent.as_ref().map(|it| it.display_name.clone());
            person.or_else(agent).unwrap_or_else(|| BY_RULE.to_owned())
        }),
        ("createdAt", |row| row.created_at.to_string()),
        ("completedAt", |row| at(row.completed_at)),
        ("decisionNeededBy", |row| at(row.decision_needed_by)),
        ("accessUntil", |row| at(row.access_until)),
        ("id", |row| row.id.to_string()),
    ];
}

impl Cells for AssignmentRow {
    const COLUMNS: &'static [Column<Self>] = &[
        ("agent", |row| row.agent.display_name.clone()),
        ("accessPackage", |row| row.access_package.display_name.clone()),
        ("policy", |row| row.policy.display_name.clone()),
        ("state", |row| row.state.to_string()),
        ("isInForce", |row| row.is_in_force.to_string()),
        ("startsAt", |row| row.starts_at.to_string()),
        ("endsAt", |row| at(row.ends_at)),
        ("endedAt", |row| at(row.ended_at)),
        ("endReason", |row| maybe(row.end_reason.as_ref())),
        ("letExpireAt", |row| at(row.let_expire_at)),
        ("extension", |row| row.extension.to_string()),
        ("openExtension", |row| maybe(row.open_extension.as_ref())),
        ("id", |row| row.id.to_string()),
    ];
}

/// Who did what nobody did.
const BY_RULE: &str = "a rule";

impl Cells for AuditRow {
    const COLUMNS: &'static [Column<Self>] = &[
        ("recordedAt", |row| row.recorded_at.to_string()),
        ("occurredAt", |row| row.occurred_at.to_string()),
        ("actor", |row| {
            let person = row.actor.as_ref().map(|it| it.display_name.clone());
            let agent = || row.actor_agent.as_ref().map(|it| it.display_name.clone());
            person.or_else(agent).unwrap_or_else(|| BY_RULE.to_owned())
        }),
        ("origin", |row| row.origin.clone()),
        ("activity", |row| row.activity.clone()),
        ("subject", |row| maybe(row.subject_name.as_ref())),
        ("sentence", |row| row.sentence.clone()),
        ("seq", |row| row.seq.to_string()),
    ];
}

/// The columns that a list of its kind has.
fn known(rows: &Rows) -> Vec<&'static str> {
    fn names<T: Cells>() -> Vec<&'static str> {
        T::COLUMNS.iter().map(|&(name, _)| name).collect()
    }
    match rows {
        Rows::Agents(_) => names::<AgentRow>(),
        Rows::Blueprints(_) => names::<BlueprintRow>(),
        Rows::People(_) => names::<PersonRow>(),
        Rows::AccessPackages(_) => names::<AccessPackageRow>(),
        Rows::Requests(_) => names::<RequestRow>(),
        Rows::Assignments(_) => names::<AssignmentRow>(),
        Rows::Audit(_) => names::<AuditRow>(),
    }
}

/// The columns of the table: those that were asked for, each once, and what names a row.
fn columns(cx: &Reading<'_>, rows: &Rows, asked: Option<&[String]>) -> Reply<Vec<String>> {
    let known = known(rows);
    let key = known.last().copied().unwrap_or_default();
    let Some(asked) = asked else {
        let sees_access = !matches!(rows, Rows::Agents(_)) || cx.is_overseer();
        let told = known.into_iter().filter(|name| sees_access || !ABOUT_ACCESS.contains(name));
        return Ok(told.map(str::to_owned).collect());
    };
    let mut columns: Vec<String> = Vec::new();
    for name in asked {
        if !known.contains(&name.as_str()) {
            let name: String = name.chars().take(60).collect();
            return Err(Failure::usage(format!(
                "This list has no column '{name}'; use some of {}.",
                known.join(", ")
            )));
        }
        if !columns.contains(name) {
            columns.push(name.clone());
        }
    }
    if !columns.iter().any(|name| name == key) {
        columns.push(key.to_owned());
    }
    Ok(columns)
}

fn lines<T: Cells>(rows: &[T], columns: &[String]) -> String {
    rows.iter().map(|row| csv::line(row.cells(columns))).collect()
}

fn text(rows: &ListRows, columns: &[String]) -> String {
    match rows {
        ListRows::Agents(rows) => lines(rows, columns),
        ListRows::Blueprints(rows) => lines(rows, columns),
        ListRows::People(rows) => lines(rows, columns),
        ListRows::AccessPackages(rows) => lines(rows, columns),
        ListRows::Requests(rows) => lines(rows, columns),
        ListRows::Assignments(rows) => lines(rows, columns),
        ListRows::Audit(rows) => lines(rows, columns),
    }
}

/// Reads a part of the rows. One that is gone since the list was opened is left out, as it would be in a list opened now.
fn read(cx: &Reading<'_>, part: &Rows) -> Reply<Vec<ListRows>> {
    match list::rows(cx, part.clone()) {
        Ok(rows) => Ok(vec![rows]),
        Err(failure) if failure.kind == FailureKind::NotFound => {
            let one_by_one =
                (0..part.len()).map(|position| list::rows(cx, part.slice(position, 1)));
            one_by_one
                .filter(|row| {
                    !row.as_ref().is_err_and(|failure| failure.kind == FailureKind::NotFound)
                })
                .collect()
        }
        Err(failure) => Err(failure),
    }
}

fn len(rows: &ListRows) -> usize {
    match rows {
        ListRows::Agents(rows) => rows.len(),
        ListRows::Blueprints(rows) => rows.len(),
        ListRows::People(rows) => rows.len(),
        ListRows::AccessPackages(rows) => rows.len(),
        ListRows::Requests(rows) => rows.len(),
        ListRows::Assignments(rows) => rows.len(),
        ListRows::Audit(rows) => rows.len(),
    }
}

/// Writes an open list into a new file. Stopped, it leaves none.
pub(super) fn save(
    desk: &Desk,
    cx: &Reading<'_>,
    name: &str,
    folder: &Path,
    ask: &ListExportAsk,
) -> Reply<ExportSaved> {
    let all = list::find_open(desk, cx, &ask.handle, 0, usize::MAX)?;
    let columns = columns(cx, &all, ask.columns.as_deref())?;
    let mut file = NewFile::begin(name, folder, "csv")?;
    file.write(csv::line(&columns))?;
    let mut written = 0;
    for from in (0..all.len()).step_by(PART) {
        cx.progress.step(from as u64, Some(all.len() as u64))?;
        for rows in read(cx, &all.slice(from, PART))? {
            file.write(text(&rows, &columns))?;
            written += len(&rows);
        }
    }
    Ok(ExportSaved { file: file.finish()?, rows: count(written) })
}
