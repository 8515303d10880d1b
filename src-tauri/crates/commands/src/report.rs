//! Reports for auditors: who may see which, and the same rows as a table and as CSV.

use std::collections::BTreeMap;

use chaperone_domain::authority::Action;
use chaperone_domain::report::{Narrowing, check_report};
use chaperone_store::table::agents;
use chaperone_store::table::reports::{self, Cell, Scope};
use uuid::Uuid;

use crate::context::{Context, Reading};
use crate::export::csv;
use crate::failure::{self, Failure, Reply};
use crate::view::report::{ReportAsk, ReportColumn, ReportView, ShowReport};
use crate::{person, relation, subject_packages};

/// Shows a report.
pub(crate) fn show_report(cx: &Reading<'_>, ask: ShowReport) -> Reply<ReportView> {
    make(cx, &ask.ask)
}

/// Makes a report. Of one agent, those who answer for the agent may read too; of workflows, whoever may see what they did.
pub(crate) fn make(cx: &Reading<'_>, ask: &ReportAsk) -> Reply<ReportView> {
    let kind = ask.report.0;
    if kind.is_of_workflows() {
        cx.authorise(Action::ListWorkflowRuns, &[], "report")?;
    } else {
        let relations = match ask.agent_id {
            Some(agent) => relation::to_agent(cx, agent.0)?,
            None => Vec::new(),
        };
        cx.authorise(Action::ShowReport, &relations, "report")?;
    }
    let given: Vec<_> = [
        (Narrowing::Agent, ask.agent_id.is_some()),
        (Narrowing::Person, ask.person_id.is_some()),
        (Narrowing::AccessPackage, ask.access_package_id.is_some()),
        (Narrowing::Workflow, ask.workflow_id.is_some()),
        (Narrowing::State, ask.state.is_some()),
        (Narrowing::Time, ask.from.is_some() || ask.to.is_some()),
    ]
    .into_iter()
    .filter_map(|(by, is_given)| is_given.then_some(by))
    .collect();
    check_report(kind, &given)
        .map_err(|bad| Failure::usage(failure::sentence(&bad.to_string())))?;
    if let Some(agent) = ask.agent_id
        && agents::get(cx.db(), agent.0)?.is_none()
    {
        return Err(Failure::not_found("agent"));
    }
    if let Some(person) = ask.person_id {
        person::get(cx.db(), person.0)?;
    }
    let scope = Scope {
        agent: ask.agent_id.map(|id| id.0),
        person: ask.person_id.map(|id| id.0),
        access_package: ask.access_package_id.map(|id| id.0),
        workflow: ask.workflow_id.map(|id| id.0),
        state: ask.state.clone(),
        from: ask.from.map(|at| at.0),
        to: ask.to.map(|at| at.0),
    };
    let report = match reports::read(cx.db(), kind, &scope)? {
        Some(report) => report,
        None => subject_packages::make(cx, &scope)?,
    };
    let mut sayings = BTreeMap::new();
    for cell in report.rows.iter().flatten() {
        if let Cell::Sentence(sentence, said) = cell {
            sayings.entry(sentence.clone()).or_insert_with(|| said.clone().into());
        }
    }
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
    Ok(ReportView { columns, rows, sayings, csv })
}

/// Ids come from the table as bare digits.
fn text(cell: Cell, column: &str) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::At(at) => at.to_string(),
        Cell::Text(text) if column.ends_with("Id") => {
            Uuid::try_parse(&text).map_or(text, |id| id.hyphenated().to_string())
        }
        Cell::Text(text) | Cell::Sentence(text, _) => text,
    }
}
