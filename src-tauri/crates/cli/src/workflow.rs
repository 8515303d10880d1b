//! Lifecycle workflows: listed, shown, made from a template, switched, run, and what they did. What they do is the command
//! layer's business; whole definitions travel by `chaperone call`.

use chaperone_commands::view::workflow::{
    CreateWorkflow, DeleteWorkflow, ListWorkflows, RestoreWorkflow, RunWorkflow, ShowWorkflow,
    ShowWorkflowRun, UpdateWorkflow, WorkflowConditions, WorkflowResult, WorkflowResults,
    WorkflowRunPage, WorkflowRunView, WorkflowScope, WorkflowTemplates, WorkflowTrigger,
    WorkflowView, Workflows,
};
use chaperone_commands::wire::Wire;
use chaperone_commands::{Failure, Reply};
use chaperone_domain::id::WorkflowRunId;
use chaperone_domain::workflow::{DateAttribute, WorkflowTemplate};
use chaperone_domain::workflow_run::ProcessingState;
use clap::Subcommand;
use serde_json::json;

use crate::exit::Exit;
use crate::find;
use crate::host::Host;
use crate::list::{self, Page};
use crate::output::Output;
use crate::table::Table;
use crate::term::term;
use crate::words::{facts, names, or_none, part, second, second_or, yes};

/// What can be done with lifecycle workflows.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List workflows
    List {
        /// Those that are deleted and can be restored
        #[arg(long)]
        deleted: bool,
    },
    /// See one workflow with its tasks and versions
    Show {
        /// The workflow, by id or name
        workflow: String,
    },
    /// List what a workflow may be made from
    Templates,
    /// Make a workflow from a template
    Create {
        /// The template
        #[arg(long, value_parser = term::<WorkflowTemplate>())]
        template: WorkflowTemplate,
        /// Its name; the template's when left out
        #[arg(long)]
        name: Option<String>,
        /// Run so many days after the leave date, or before it when negative
        #[arg(long, value_name = "DAYS", allow_negative_numbers = true)]
        offset: Option<i32>,
        /// Let it run by itself
        #[arg(long)]
        schedule: bool,
    },
    /// Switch a workflow or its schedule on or off
    Switch {
        /// The workflow, by id or name
        workflow: String,
        /// Whether it may run
        #[arg(long)]
        enabled: Option<bool>,
        /// Whether it runs by itself
        #[arg(long)]
        scheduled: Option<bool>,
    },
    /// Delete a workflow; it can be restored for 30 days
    Delete {
        /// The workflow, by id or name
        workflow: String,
    },
    /// Restore a deleted workflow, with its schedule off
    Restore {
        /// The workflow, by id or name
        workflow: String,
    },
    /// Run a workflow now for 1 to 10 people, whatever its conditions say
    Run {
        /// The workflow, by id or name
        workflow: String,
        /// For whom, by id, address or name
        #[arg(required = true)]
        people: Vec<String>,
    },
    /// What workflows did, newest first: by run, or for one person
    History {
        /// Only this workflow, by id or name
        #[arg(long)]
        workflow: Option<String>,
        /// For this person, task by task
        #[arg(long, conflicts_with_all = ["workflow", "state"])]
        person: Option<String>,
        /// Only runs in this state
        #[arg(long, value_parser = term::<ProcessingState>())]
        state: Option<ProcessingState>,
        #[command(flatten)]
        page: Page,
    },
    /// See a run, person by person and task by task
    ShowRun {
        /// The run's id
        run: WorkflowRunId,
    },
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    let width = output.width();
    let find = |text: &str| find::workflow(host, text);
    match verb {
        Verb::List { deleted } => {
            let view = host.call("list_workflows", ListWorkflows { deleted })?;
            output.answer(view, |view: Workflows| table(&view, width))?;
        }
        Verb::Show { workflow } => {
            let ask = ShowWorkflow { workflow_id: find(&workflow)? };
            output.answer(host.call("show_workflow", ask)?, |view| show(&view, width))?;
        }
        Verb::Templates => {
            let view = host.call("list_workflow_templates", json!({}))?;
            output.answer(view, |view: WorkflowTemplates| {
                let mut table = Table::of("templates", ["Template", "Name", "Runs"]);
                for row in &view.rows {
                    let name = row.display_name.clone();
                    table.row([row.template.to_string(), name, row.in_words.clone()]);
                }
                table.text(width)
            })?;
        }
        Verb::Create { template, name, offset, schedule } => {
            let ask = new(template, name, offset, schedule)?;
            output.answer(host.call("create_workflow", ask)?, |view| show(&view, width))?;
        }
        Verb::Switch { workflow, enabled, scheduled } => {
            let ask = UpdateWorkflow {
                workflow_id: find(&workflow)?,
                display_name: None,
                description: None,
                is_enabled: enabled,
                is_scheduling_enabled: scheduled,
                conditions: None,
                tasks: None,
            };
            output.answer(host.call("update_workflow", ask)?, |view| show(&view, width))?;
        }
        Verb::Delete { workflow } => {
            let ask = DeleteWorkflow { workflow_id: find(&workflow)? };
            output.answer(host.call("delete_workflow", ask)?, |view| table(&view, width))?;
        }
        Verb::Restore { workflow } => {
            let ask = RestoreWorkflow { workflow_id: find::deleted_workflow(host, &workflow)? };
            output.answer(host.call("restore_workflow", ask)?, |view| show(&view, width))?;
        }
        Verb::Run { workflow, people } => {
            let person_ids =
                people.iter().map(|name| find::person(host, name)).collect::<Reply<_>>()?;
            let ask = RunWorkflow { workflow_id: find(&workflow)?, person_ids };
            output.answer(host.call("run_workflow", ask)?, |view| show_run(&view, width))?;
        }
        Verb::History { person: Some(person), page, .. } => {
            let filter = json!({ "personId": find::person(host, &person)? });
            let view = list::read(host, "list_workflow_results", filter, &page)?;
            output.answer(view, |view: WorkflowResults| {
                results(&view.rows, width) + &list::more(view.next)
            })?;
        }
        Verb::History { workflow, state, page, .. } => {
            let workflow = workflow.map(|workflow| find(&workflow)).transpose()?;
            let filter = json!({ "workflowId": workflow, "state": state.map(Wire) });
            let view = list::read(host, "list_workflow_runs", filter, &page)?;
            output.answer(view, |view: WorkflowRunPage| {
                runs(&view, width) + &list::more(view.next)
            })?;
        }
        Verb::ShowRun { run } => {
            let ask = ShowWorkflowRun { run_id: Wire(run) };
            output.answer(host.call("show_workflow_run", ask)?, |view| show_run(&view, width))?;
        }
    }
    Ok(Exit::Done)
}

fn new(
    template: WorkflowTemplate,
    display_name: Option<String>,
    offset: Option<i32>,
    is_scheduling_enabled: bool,
) -> Reply<CreateWorkflow> {
    if offset.is_some() && template != WorkflowTemplate::SponsorLeaves {
        return Err(Failure::usage("Only a workflow for leavers has an offset; leave it out."));
    }
    let conditions = offset.map(|offset_days| WorkflowConditions {
        trigger: WorkflowTrigger::TimeBased {
            attribute: Wire(DateAttribute::EmployeeLeaveDateTime),
            offset_days,
        },
        scope: WorkflowScope::Everyone {},
    });
    Ok(CreateWorkflow {
        template: Some(Wire(template)),
        display_name,
        description: String::new(),
        category: None,
        is_enabled: None,
        is_scheduling_enabled,
        conditions,
        tasks: None,
    })
}

fn table(view: &Workflows, width: Option<u16>) -> String {
    let mut table =
        Table::of("workflows", ["Workflow", "For", "Runs", "Enabled", "Scheduled", "Next", "Last"]);
    for row in &view.rows {
        table.row([
            row.display_name.clone(),
            row.category.to_string(),
            row.conditions.clone(),
            yes(row.is_enabled),
            yes(row.is_scheduling_enabled),
            row.restorable_until.map_or_else(
                || second_or(row.next_run_at, ""),
                |until| format!("restorable until {}", second(until)),
            ),
            row.last_run.as_ref().map(|run| run.state.to_string()).unwrap_or_default(),
        ]);
    }
    table.text(width)
}

fn show(view: &WorkflowView, width: Option<u16>) -> String {
    let row = &view.workflow;
    let facts = facts([
        ("Workflow", row.display_name.clone()),
        ("Id", row.id.to_string()),
        ("Description", or_none(Some(&view.description))),
        ("For", row.category.to_string()),
        ("Runs", row.conditions.clone()),
        ("Enabled", yes(row.is_enabled)),
        ("Scheduled", yes(row.is_scheduling_enabled)),
        ("Version", row.version.to_string()),
        ("Next run", second_or(row.next_run_at, "not known")),
    ]);
    let mut tasks = Table::of("tasks", ["", "Task", "Enabled", "Goes on after an error", "Copies"]);
    for task in &view.tasks {
        tasks.row([
            task.sequence.to_string(),
            task.display_name.clone(),
            yes(task.is_enabled),
            yes(task.continue_on_error),
            names(task.cc.iter().map(|person| person.display_name.as_str()), ""),
        ]);
    }
    let mut versions = Table::of("versions", ["Version", "Since", "Runs", "Tasks"]);
    for version in &view.versions {
        versions.row([
            version.version.to_string(),
            second(version.created_at),
            version.conditions.clone(),
            version.tasks.len().to_string(),
        ]);
    }
    facts
        + &part("Tasks", false, || tasks.text(width))
        + &part("Versions", false, || versions.text(width))
}

fn runs(page: &WorkflowRunPage, width: Option<u16>) -> String {
    let mut table = Table::of("runs", ["Run", "Workflow", "Due", "By", "People", "State"]);
    for row in &page.rows {
        table.row([
            row.id.to_string(),
            row.workflow.clone(),
            second(row.due_at),
            row.run_by.as_ref().map_or_else(
                || row.execution_type.to_string(),
                |person| person.display_name.clone(),
            ),
            row.people.to_string(),
            row.state.to_string(),
        ]);
    }
    table.text(width)
}

fn show_run(view: &WorkflowRunView, width: Option<u16>) -> String {
    let run = &view.run;
    let facts = facts([
        ("Run", run.id.to_string()),
        ("Workflow", format!("{}, version {}", run.workflow, run.version)),
        ("Due", second(run.due_at)),
        ("State", run.state.to_string()),
    ]);
    facts + &part("People", view.people.is_empty(), || results(&view.people, width))
}

fn results(rows: &[WorkflowResult], width: Option<u16>) -> String {
    let mut table = Table::of("results", ["Person", "Workflow", "Due", "Task", "State", "What"]);
    for row in rows {
        let (person, workflow) = (row.person.display_name.clone(), row.workflow.clone());
        let due = second(row.due_at);
        if row.tasks.is_empty() {
            let reason = row.reason.clone().unwrap_or_default();
            table.row([person, workflow, due, String::new(), row.state.to_string(), reason]);
            continue;
        }
        for task in &row.tasks {
            table.row([
                person.clone(),
                workflow.clone(),
                due.clone(),
                task.display_name.clone(),
                task.state.to_string(),
                task.sentence.clone(),
            ]);
        }
    }
    table.text(width)
}
