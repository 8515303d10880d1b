//! What workflows did: by run, by person and by task. Nothing is decided and nothing is written here.

use chaperone_domain::authority::Action;
use chaperone_domain::id::WorkflowRunId;
use chaperone_domain::said::{Said, Value};
use chaperone_domain::workflow_run::PASSED_OVER;
use chaperone_store::table::workflow_runs::{Processed, Run};
use chaperone_store::table::{workflow_runs, workflows};

use crate::context::{Context, Reading};
use crate::failure::{Failure, Reply};
use crate::list::{check_limit, count};
use crate::view::workflow::{
    ListWorkflowResults, ListWorkflowRuns, ShowWorkflowRun, WorkflowResult, WorkflowResults,
    WorkflowRunPage, WorkflowRunRow, WorkflowRunView, WorkflowTaskResult,
};
use crate::wire::Wire;
use crate::{message, person};

/// Lists runs, newest first.
pub(crate) fn list_workflow_runs(
    cx: &Reading<'_>,
    ask: ListWorkflowRuns,
) -> Reply<WorkflowRunPage> {
    cx.authorise(Action::ListWorkflowRuns, &[], "workflow")?;
    let limit = check_limit(ask.limit)?;
    let runs = workflow_runs::page(
        cx.db(),
        ask.workflow_id.map(|id| id.0),
        ask.state.map(|state| state.0),
        ask.after.map(|id| id.0),
        limit,
    )?;
    let next =
        (runs.len() == limit as usize).then(|| runs.last().map(|run| Wire(run.id))).flatten();
    let rows = runs.into_iter().map(|run| row(cx, run)).collect::<Reply<_>>()?;
    Ok(WorkflowRunPage { rows, next })
}

fn name(cx: &impl Context, run: &Run) -> Reply<String> {
    let found = workflows::remembered(cx.db(), run.workflow_id)?;
    Ok(found.map(|workflow| workflow.display_name).unwrap_or_default())
}

/// A run in a list.
pub(crate) fn row(cx: &impl Context, run: Run) -> Reply<WorkflowRunRow> {
    Ok(WorkflowRunRow {
        id: Wire(run.id),
        workflow_id: Wire(run.workflow_id),
        workflow: name(cx, &run)?,
        version: run.version,
        execution_type: Wire(run.execution_type),
        state: Wire(run.state),
        due_at: Wire(run.due_at),
        completed_at: run.completed_at.map(Wire),
        run_by: run.run_by_id.map(|id| person::reference(cx.db(), id)).transpose()?,
        people: count(workflow_runs::people(cx.db(), run.id)?.len()),
    })
}

fn get(cx: &impl Context, id: WorkflowRunId) -> Reply<Run> {
    workflow_runs::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("run"))
}

/// Shows a run with what it did for each person.
pub(crate) fn show_workflow_run(cx: &Reading<'_>, ask: ShowWorkflowRun) -> Reply<WorkflowRunView> {
    cx.authorise(Action::ShowWorkflowRun, &[], "run")?;
    view(cx, ask.run_id.0)
}

/// A run with what it did for each person.
pub(crate) fn view(cx: &impl Context, id: WorkflowRunId) -> Reply<WorkflowRunView> {
    let run = get(cx, id)?;
    let people = workflow_runs::people(cx.db(), id)?
        .into_iter()
        .map(|processed| result(cx, &run, processed))
        .collect::<Reply<_>>()?;
    Ok(WorkflowRunView { run: row(cx, run)?, people })
}

fn result(cx: &impl Context, run: &Run, processed: Processed) -> Reply<WorkflowResult> {
    let tasks = workflow_runs::task_results(cx.db(), processed.id)?
        .into_iter()
        .map(|result| {
            Ok(WorkflowTaskResult {
                saying: serde_json::from_str(&result.saying).ok(),
                sequence: result.sequence,
                task: Wire(result.task),
                display_name: result.display_name,
                state: Wire(result.state),
                sentence: result.sentence,
            })
        })
        .collect::<Reply<_>>()?;
    let why = PASSED_OVER.into_iter().find(|why| processed.reason.as_deref() == Some(why));
    Ok(WorkflowResult {
        id: Wire(processed.id),
        run_id: Wire(run.id),
        workflow_id: Wire(run.workflow_id),
        workflow: name(cx, run)?,
        person: person::reference(cx.db(), processed.person_id)?,
        state: Wire(processed.state),
        reason_saying: why.map(|why| Said::new("passedOver").with("why", Value::Words(why)).into()),
        reason: processed.reason.map(|reason| crate::failure::sentence(&reason)),
        due_at: Wire(run.due_at),
        completed_at: processed.completed_at.map(Wire),
        tasks,
        messages: message::rows(cx.db(), processed.id)?,
    })
}

/// Lists what all runs did for one person, newest first.
pub(crate) fn list_workflow_results(
    cx: &Reading<'_>,
    ask: ListWorkflowResults,
) -> Reply<WorkflowResults> {
    cx.authorise(Action::ListWorkflowResults, &[], "person")?;
    let limit = check_limit(ask.limit)?;
    person::get(cx.db(), ask.person_id.0)?;
    let after = ask.after.map(|id| id.0);
    let found = workflow_runs::of_person(cx.db(), ask.person_id.0, after, limit)?;
    let next =
        (found.len() == limit as usize).then(|| found.last().map(|last| Wire(last.id))).flatten();
    let rows = found
        .into_iter()
        .map(|processed| result(cx, &get(cx, processed.run_id)?, processed))
        .collect::<Reply<_>>()?;
    Ok(WorkflowResults { rows, next })
}
