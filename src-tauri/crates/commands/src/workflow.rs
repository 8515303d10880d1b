//! Lifecycle workflows: made, changed, deleted and restored. What a definition may be is `domain::workflow`'s business, its
//! runs are in `workflow_run`.

use chaperone_domain::authority::Action;
use chaperone_domain::id::{PersonId, WorkflowId};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use chaperone_domain::workflow::{
    self as rule, RESTORABLE, Scope, Surroundings, Task, Workflow, WorkflowTemplate,
};
use chaperone_domain::workflow_run::{SCHEDULE_OFF, WORKFLOW_DELETED};
use chaperone_domain::workflow_text::{Placeholder, own_texts};
use chaperone_store::Db;
use chaperone_store::table::{workflow_runs, workflows};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::view::workflow::{
    CreateWorkflow, DeleteWorkflow, ListWorkflowTemplates, ListWorkflows, NewTask, RestoreWorkflow,
    ShowWorkflow, UpdateWorkflow, WorkflowRow, WorkflowTask, WorkflowTemplateRow,
    WorkflowTemplates, WorkflowVersion, WorkflowView, Workflows,
};
use crate::wire::Wire;
use crate::{person, workflow_conditions, workflow_history, workflow_run};

/// What a view of a workflow may offer.
const OFFERED: &[Action] = &[
    Action::UpdateWorkflow,
    Action::DeleteWorkflow,
    Action::RestoreWorkflow,
    Action::RunWorkflow,
    Action::PreviewWorkflowMessage,
];

/// A workflow that has to be there.
pub(crate) fn get(db: &Db, id: WorkflowId) -> Reply<Workflow> {
    workflows::get(db, id)?.ok_or_else(|| Failure::not_found("workflow"))
}

/// Lists workflows by name.
pub(crate) fn list_workflows(cx: &Reading<'_>, ask: ListWorkflows) -> Reply<Workflows> {
    cx.authorise(Action::ListWorkflows, &[], "workflow")?;
    all(cx, ask.deleted)
}

fn all(cx: &impl Context, deleted: bool) -> Reply<Workflows> {
    let ids = workflows::ids(cx.db(), deleted)?;
    Ok(Workflows {
        rows: ids.into_iter().map(|id| row(cx, &get(cx.db(), id)?)).collect::<Reply<_>>()?,
    })
}

/// Shows one workflow.
pub(crate) fn show_workflow(cx: &Reading<'_>, ask: ShowWorkflow) -> Reply<WorkflowView> {
    cx.authorise(Action::ShowWorkflow, &[], "workflow")?;
    view(cx, ask.workflow_id.0)
}

/// Lists what a workflow may be made from.
pub(crate) fn list_workflow_templates(
    cx: &Reading<'_>,
    _: ListWorkflowTemplates,
) -> Reply<WorkflowTemplates> {
    cx.authorise(Action::ListWorkflowTemplates, &[], "template")?;
    let rows = WorkflowTemplate::ALL
        .iter()
        .map(|&template| {
            let (category, conditions, tasks) = rule::template(template);
            let words = workflow_conditions::in_words(cx.db(), &conditions)?;
            Ok(WorkflowTemplateRow {
                template: Wire(template),
                display_name: template.name().to_owned(),
                category: Wire(category),
                in_words: words.sentence,
                in_words_sayings: words.sayings,
                conditions: workflow_conditions::view(&conditions),
                tasks: task_views(cx.db(), &tasks)?,
            })
        })
        .collect::<Reply<_>>()?;
    let placeholders = Placeholder::ALL.iter().map(|it| it.term().to_owned()).collect();
    Ok(WorkflowTemplates { rows, placeholders })
}

fn row(cx: &impl Context, workflow: &Workflow) -> Reply<WorkflowRow> {
    let last = workflow_runs::page(cx.db(), Some(workflow.id), None, None, 1)?.pop();
    let words = workflow_conditions::in_words(cx.db(), &workflow.conditions)?;
    Ok(WorkflowRow {
        id: Wire(workflow.id),
        display_name: workflow.display_name.clone(),
        category: Wire(workflow.category),
        is_enabled: workflow.is_enabled,
        is_scheduling_enabled: workflow.is_scheduling_enabled,
        version: workflow.version,
        conditions: words.sentence,
        conditions_sayings: words.sayings,
        next_run_at: workflow_runs::next_of(cx.db(), workflow.id)?.map(Wire),
        last_run: last.map(|run| workflow_history::row(cx, run)).transpose()?,
        deleted_at: workflow.deleted_at.map(Wire),
        restorable_until: workflow.deleted_at.map(|at| Wire(at.plus(RESTORABLE))),
    })
}

fn view(cx: &impl Context, id: WorkflowId) -> Reply<WorkflowView> {
    let workflow = get(cx.db(), id)?;
    let mut versions = Vec::new();
    for number in (1..=workflow.version).rev() {
        let Some(version) = workflows::version(cx.db(), id, number)? else { continue };
        let words = workflow_conditions::in_words(cx.db(), &version.conditions)?;
        versions.push(WorkflowVersion {
            version: number,
            created_at: Wire(version.created_at),
            conditions: words.sentence,
            conditions_sayings: words.sayings,
            tasks: version.tasks.into_iter().map(|task| task.display_name).collect(),
        });
    }
    let works = |action: &Action| match action {
        Action::RestoreWorkflow => workflow.deleted_at.is_some(),
        Action::RunWorkflow => workflow.deleted_at.is_none() && workflow.is_enabled,
        _ => workflow.deleted_at.is_none(),
    };
    Ok(WorkflowView {
        workflow: row(cx, &workflow)?,
        description: workflow.description.clone(),
        conditions: workflow_conditions::view(&workflow.conditions),
        rule: match &workflow.conditions.scope {
            Scope::Rule(rule) => Some(rule.in_words()),
            Scope::Everyone | Scope::Group(_) => None,
        },
        tasks: task_views(cx.db(), &workflow.tasks)?,
        created_at: Wire(workflow.created_at),
        modified_at: Wire(workflow.modified_at),
        versions,
        may: cx.allowed(OFFERED, &[]).into_iter().filter(works).map(Wire).collect(),
    })
}

fn task_views(db: &Db, tasks: &[Task]) -> Reply<Vec<WorkflowTask>> {
    (1..)
        .zip(tasks)
        .map(|(sequence, task)| {
            let own = own_texts(task.definition);
            Ok(WorkflowTask {
                sequence,
                task: Wire(task.definition),
                task_definition_id: task.definition.task_definition_id().to_owned(),
                display_name: task.display_name.clone(),
                description: task.description.clone(),
                is_enabled: task.is_enabled,
                continue_on_error: task.continue_on_error,
                writes: task.definition.writes(),
                cc: task.cc.iter().map(|&id| person::reference(db, id)).collect::<Reply<_>>()?,
                subject: task.subject.clone(),
                body: task.body.clone(),
                locale: task.locale.clone(),
                own_subject: own.map(|(subject, _)| subject.to_owned()),
                own_body: own.map(|(_, body)| body.to_owned()),
            })
        })
        .collect()
}

/// A task as it is asked for; who receives a copy has to be there.
pub(crate) fn task(cx: &impl Context, asked: &NewTask) -> Reply<Task> {
    let own = Task::of(asked.task.0);
    let told = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let mut cc: Vec<PersonId> = asked.cc.iter().map(|id| id.0).collect();
    cc.sort_unstable();
    cc.dedup();
    for &id in &cc {
        person::get(cx.db(), id)?;
    }
    Ok(Task {
        definition: own.definition,
        display_name: told(&asked.display_name).unwrap_or(own.display_name),
        description: asked.description.trim().to_owned(),
        is_enabled: asked.is_enabled.unwrap_or(own.is_enabled),
        continue_on_error: asked.continue_on_error.unwrap_or(own.continue_on_error),
        cc,
        subject: told(&asked.subject),
        body: told(&asked.body),
        locale: told(&asked.locale),
    })
}

fn tasks(cx: &impl Context, asked: &[NewTask]) -> Reply<Vec<Task>> {
    asked.iter().map(|asked| task(cx, asked)).collect()
}

fn check(cx: &impl Context, workflow: &Workflow) -> Reply<()> {
    let others =
        workflows::ids(cx.db(), false)?.into_iter().filter(|&id| id != workflow.id).count();
    let namesake = workflows::by_name(cx.db(), &workflow.display_name)?;
    let is_name_taken = namesake.is_some_and(|other| other != workflow.id);
    rule::check(workflow, Surroundings { others, is_name_taken })
        .map_err(|no| Failure::refused(&no))
}

/// Makes a workflow.
pub(crate) fn create_workflow(cx: &mut Writing<'_>, ask: CreateWorkflow) -> Reply<WorkflowView> {
    cx.authorise(Action::CreateWorkflow, &[], "workflow")?;
    let now = cx.now();
    let missing = |what: &str| Failure::usage(format!("Give {what}, or name a template."));
    let of_template = ask.template.map(|template| (template.0, rule::template(template.0)));
    let (name, parts) = match of_template {
        Some((template, parts)) => (Some(template.name().to_owned()), Some(parts)),
        None => (None, None),
    };
    let (own_category, own_conditions, own_tasks) = match parts {
        Some((category, conditions, tasks)) => (Some(category), Some(conditions), Some(tasks)),
        None => (None, None, None),
    };
    let asked_conditions =
        ask.conditions.as_ref().map(|asked| workflow_conditions::asked(cx, asked)).transpose()?;
    let asked_tasks = ask.tasks.as_ref().map(|asked| tasks(cx, asked)).transpose()?;
    let category = ask.category.map(|it| it.0).or(own_category);
    let name = ask.display_name.or(name).ok_or_else(|| missing("a name"))?;
    let workflow = Workflow {
        id: cx.new_id(),
        display_name: name.trim().to_owned(),
        description: ask.description.trim().to_owned(),
        category: category.ok_or_else(|| missing("a category"))?,
        is_enabled: ask.is_enabled.unwrap_or(true),
        is_scheduling_enabled: ask.is_scheduling_enabled,
        scheduled_at: ask.is_scheduling_enabled.then_some(now),
        version: 1,
        created_at: now,
        modified_at: now,
        deleted_at: None,
        conditions: asked_conditions.or(own_conditions).ok_or_else(|| missing("conditions"))?,
        tasks: asked_tasks.or(own_tasks).ok_or_else(|| missing("tasks"))?,
    };
    check(cx, &workflow)?;
    workflows::insert(cx.db_mut(), &workflow)?;
    let sentence = format!("The workflow {} was made.", workflow.display_name);
    record(cx, "create_workflow", sentence, None, &workflow)?;
    view(cx, workflow.id)
}

/// Changes a workflow. Other conditions or tasks make a new version; what waits runs in the new one.
pub(crate) fn update_workflow(cx: &mut Writing<'_>, ask: UpdateWorkflow) -> Reply<WorkflowView> {
    cx.authorise(Action::UpdateWorkflow, &[], "workflow")?;
    let before = get(cx.db(), ask.workflow_id.0)?;
    check_not_deleted(&before)?;
    let mut after = before.clone();
    if let Some(name) = &ask.display_name {
        name.trim().clone_into(&mut after.display_name);
    }
    if let Some(description) = &ask.description {
        description.trim().clone_into(&mut after.description);
    }
    if let Some(asked) = &ask.conditions {
        after.conditions = workflow_conditions::asked(cx, asked)?;
    }
    if let Some(asked) = &ask.tasks {
        after.tasks = tasks(cx, asked)?;
    }
    after.is_enabled = ask.is_enabled.unwrap_or(before.is_enabled);
    // Switching a workflow off takes its schedule with it; asking for both at once is a contradiction that is refused.
    let keeps = before.is_scheduling_enabled && after.is_enabled;
    after.is_scheduling_enabled = ask.is_scheduling_enabled.unwrap_or(keeps);
    after.scheduled_at = match (after.is_scheduling_enabled, before.scheduled_at) {
        (true, Some(since)) => Some(since),
        (true, None) => Some(cx.now()),
        (false, _) => None,
    };
    if after == before {
        return view(cx, before.id);
    }
    after.modified_at = cx.now();
    if before.is_new_version(&after) {
        after.version += 1;
    }
    check(cx, &after)?;
    workflows::update(cx.db_mut(), &after)?;
    if !after.is_scheduled() {
        workflow_run::cancel_queued(cx, &after, SCHEDULE_OFF)?;
    }
    let sentence = format!("The workflow {} was changed.", after.display_name);
    record(cx, "update_workflow", sentence, Some(&before), &after)?;
    view(cx, after.id)
}

fn check_not_deleted(workflow: &Workflow) -> Reply<()> {
    if workflow.deleted_at.is_none() {
        return Ok(());
    }
    let sentence = "This workflow is deleted; restore it first.";
    Err(Failure::refused_because("workflow_deleted", sentence))
}

/// Deletes a workflow, which can be restored for 30 days. What waits is taken back.
pub(crate) fn delete_workflow(cx: &mut Writing<'_>, ask: DeleteWorkflow) -> Reply<Workflows> {
    cx.authorise(Action::DeleteWorkflow, &[], "workflow")?;
    let before = get(cx.db(), ask.workflow_id.0)?;
    check_not_deleted(&before)?;
    let now = cx.now();
    let after = Workflow {
        deleted_at: Some(now),
        is_scheduling_enabled: false,
        scheduled_at: None,
        ..before.clone()
    };
    workflows::update(cx.db_mut(), &after)?;
    workflow_run::cancel_queued(cx, &after, WORKFLOW_DELETED)?;
    let until = now.plus(RESTORABLE).in_words();
    let sentence = format!(
        "The workflow {} was deleted; it can be restored until {until}.",
        after.display_name
    );
    record(cx, "delete_workflow", sentence, Some(&before), &after)?;
    all(cx, false)
}

/// Restores a deleted workflow, with its schedule off.
pub(crate) fn restore_workflow(cx: &mut Writing<'_>, ask: RestoreWorkflow) -> Reply<WorkflowView> {
    cx.authorise(Action::RestoreWorkflow, &[], "workflow")?;
    let before = get(cx.db(), ask.workflow_id.0)?;
    if before.deleted_at.is_none() {
        let sentence = "This workflow isn't deleted; there is nothing to restore.";
        return Err(Failure::refused_because("workflow_not_deleted", sentence));
    }
    let after = Workflow { deleted_at: None, modified_at: cx.now(), ..before.clone() };
    check(cx, &after)?;
    workflows::update(cx.db_mut(), &after)?;
    let sentence =
        format!("The workflow {} was restored with its schedule off.", after.display_name);
    record(cx, "restore_workflow", sentence, Some(&before), &after)?;
    view(cx, after.id)
}

/// Deletes a workflow for good when its 30 days are over. What it did stays on record.
pub(crate) fn purge(cx: &mut Writing<'_>, id: WorkflowId) -> Reply<String> {
    let workflow = get(cx.db(), id)?;
    let at = cx.occurred_at();
    workflows::purge(cx.db_mut(), id, at)?;
    let sentence = format!(
        "The deleted workflow {} can no longer be restored; what it did stays on record.",
        workflow.display_name
    );
    cx.record(Record::new("purge_workflow", "workflow", id, sentence.clone()))?;
    cx.touch(Tag::Workflows);
    Ok(sentence)
}

/// The workflows whose 30 days are over by an instant.
pub(crate) fn purged_until(
    db: &Db,
    until: Timestamp,
    limit: u32,
) -> Reply<Vec<(Timestamp, WorkflowId)>> {
    let deleted = workflows::deleted_until(db, until.minus(RESTORABLE), limit)?;
    Ok(deleted.into_iter().map(|(at, id)| (at.plus(RESTORABLE), id)).collect())
}

/// When the next workflow's 30 days are over.
pub(crate) fn next_purge(db: &Db) -> Reply<Option<Timestamp>> {
    Ok(workflows::next_deleted(db)?.map(|at| at.plus(RESTORABLE)))
}

fn record(
    cx: &mut Writing<'_>,
    activity: &'static str,
    sentence: String,
    before: Option<&Workflow>,
    after: &Workflow,
) -> Reply<()> {
    let words = |it: &Workflow| {
        workflow_conditions::in_words(cx.db(), &it.conditions).map(|words| words.sentence)
    };
    let (old, new) = (before.map(words).transpose()?, words(after)?);
    let named = |it: &Workflow| {
        it.tasks.iter().map(|task| task.display_name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let of = |read: fn(&Workflow) -> String| (before.map(read), Some(read(after)));
    let (name, enabled, scheduled, version) = (
        of(|it| it.display_name.clone()),
        of(|it| it.is_enabled.to_string()),
        of(|it| it.is_scheduling_enabled.to_string()),
        of(|it| it.version.to_string()),
    );
    let record = Record::new(activity, "workflow", after.id, sentence)
        .change("displayName", name.0, name.1)
        .change(
            "description",
            before.map(|it| it.description.clone()),
            Some(after.description.clone()),
        )
        .change("conditions", old, Some(new))
        .change("tasks", before.map(named), Some(named(after)))
        .change("isEnabled", enabled.0, enabled.1)
        .change("isSchedulingEnabled", scheduled.0, scheduled.1)
        .change("version", version.0, version.1);
    cx.record(record)?;
    cx.touch(Tag::Workflows);
    cx.touch(Tag::Clock);
    Ok(())
}
