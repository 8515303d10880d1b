//! Reports for auditors: who may see which, and the same rows as a table and as CSV.

use chaperone_domain::authority::Action;
use chaperone_domain::report::ReportKind;
use chaperone_store::table::agents;
use chaperone_store::table::reports::{self, Cell, Scope};
use uuid::Uuid;

use crate::context::{Context, Reading};
use crate::export::csv;
use crate::failure::{Failure, Reply};
use crate::relation;
use crate::view::report::{ReportAsk, ReportColumn, ReportView, ShowReport};

/// Shows a report.
pub(crate) fn show_report(cx: &Reading<'_>, ask: ShowReport) -> Reply<ReportView> {
    make(cx, &ask.ask)
}

/// Makes a report. Of one agent's access and requests, those who answer for the agent may read too.
pub(crate) fn make(cx: &Reading<'_>, ask: &ReportAsk) -> Reply<ReportView> {
    let relations = match ask.agent_id {
        Some(agent) => relation::to_agent(cx, agent.0)?,
        None => Vec::new(),
    };
    cx.authorise(Action::ShowReport, &relations, "report")?;
    if let Some(agent) = ask.agent_id
        && agents::get(cx.db(), agent.0)?.is_none()
    {
        return Err(Failure::not_found("agent"));
    }
    if ask.report.0 == ReportKind::AgentAccess && ask.agent_id.is_none() {
        return Err(Failure::usage("This report is about one agent; say which."));
    }
    let scope = Scope {
        agent: ask.agent_id.map(|id| id.0),
        access_package: ask.access_package_id.map(|id| id.0),
        state: ask.state.clone(),
        from: ask.from.map(|at| at.0),
        to: ask.to.map(|at| at.0),
    };
    let report = reports::read(cx.db(), ask.report.0, &scope)?;
    let rows: Vec<Vec<String>> = report
        .rows
        .into_iter()
        .map(|row| {
            row.into_iter().zip(&report.columns).map(|(cell, name)| text(cell, name)).collect()
        })
        .collect();
    let headings: Vec<&str> = report.columns.iter().map(String::as_str).collect();
    let csv = csv::table(&headings, rows.clone());
    let columns = report
        .columns
        .into_iter()
        .map(|id| ReportColumn { is_instant: id.ends_with("At"), id })
        .collect();
    Ok(ReportView { columns, rows, csv })
}

/// Ids come from the table as bare digits.
fn text(cell: Cell, column: &str) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::At(at) => at.to_string(),
        Cell::Text(text) if column.ends_with("Id") => {
            Uuid::try_parse(&text).map_or(text, |id| id.hyphenated().to_string())
        }
        Cell::Text(text) => text,
    }
}
