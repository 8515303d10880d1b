//! Runs: what sets a workflow off, and what its tasks do for each person. A run is one step: each task is done in a part of
//! its own, so that one that fails is undone alone. Whether a day still counts, who is passed over and what a run's state
//! is, `domain::workflow_run` decides.

use std::collections::BTreeSet;

use chaperone_domain::authority::Action;
use chaperone_domain::id::{AgentId, GroupId, PersonId, WorkflowId};
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::person::{Person, moved};
use chaperone_domain::time::{Span, Timestamp};
use chaperone_domain::workflow::{
    DateAttribute, MembershipChange, Scope, Task, TaskDefinition, Trigger, TriggerKind, Workflow,
};
use chaperone_domain::workflow_run::{
    self as rule, ExecutionType, Occasion, ProcessingState, check_right_before, is_in_scope,
};
use chaperone_store::Db;
use chaperone_store::table::workflow_runs::{Processed, Run, TaskResult};
use chaperone_store::table::{agents, blueprints, groups, sponsors, workflow_runs, workflows};
use serde_json::json;

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::message;
use crate::notice::{NewNotice, send};
use crate::notice_said::Inherited;
use crate::person;
use crate::succession;
use crate::view::workflow::{RunWorkflow, WorkflowRunView};
use crate::workflow::get;
use crate::workflow_history;
use crate::workflow_said::Outcome;

fn fits(db: &Db, workflow: &Workflow, person: &Person) -> Reply<bool> {
    let is_member = match &workflow.conditions.scope {
        Scope::Group(group) => groups::people(db, *group)?.contains(&person.id),
        Scope::Everyone | Scope::Rule(_) => false,
    };
    Ok(is_in_scope(workflow, person, is_member))
}

/// Sets off what runs when what is known of a person changes. Whom it is for is looked at as it has become.
pub(crate) fn person_changed(cx: &mut Writing<'_>, before: &Person, after: &Person) -> Reply<()> {
    let changed = moved(before, after);
    if changed.is_empty() {
        return Ok(());
    }
    for (id, trigger) in workflows::scheduled(cx.db(), TriggerKind::AttributeChange)? {
        let Trigger::AttributeChange(attributes) = trigger else { continue };
        if attributes.iter().any(|attribute| changed.contains(attribute)) {
            enqueue(cx, id, after)?;
        }
    }
    Ok(())
}

/// Sets off what runs when people join or leave a group.
pub(crate) fn members_changed(
    cx: &mut Writing<'_>,
    group: GroupId,
    before: &BTreeSet<PersonId>,
    after: &BTreeSet<PersonId>,
) -> Reply<()> {
    for (id, trigger) in workflows::scheduled(cx.db(), TriggerKind::MembershipChange)? {
        let Trigger::MembershipChange { group_id, change } = trigger else { continue };
        if group_id != group {
            continue;
        }
        let concerned: Vec<_> = match change {
            MembershipChange::Added => after.difference(before).copied().collect(),
            MembershipChange::Removed => before.difference(after).copied().collect(),
        };
        for person in concerned {
            let person = person::get(cx.db(), person)?;
            enqueue(cx, id, &person)?;
        }
    }
    Ok(())
}

/// Lets a person wait for a workflow's next run, which is due at once.
fn enqueue(cx: &mut Writing<'_>, id: WorkflowId, person: &Person) -> Reply<()> {
    let workflow = get(cx.db(), id)?;
    if !fits(cx.db(), &workflow, person)? {
        return Ok(());
    }
    let due_at = cx.occurred_at();
    let waiting = workflow_runs::queued(cx.db(), id)?.into_iter().find(|run| run.due_at == due_at);
    let run = match waiting {
        Some(run) => run,
        None => open(cx, &workflow, ExecutionType::Scheduled, due_at)?,
    };
    wait(cx, &run, person.id)
}

fn open(
    cx: &mut Writing<'_>,
    workflow: &Workflow,
    execution_type: ExecutionType,
    due_at: Timestamp,
) -> Reply<Run> {
    let run = Run {
        id: cx.new_id(),
        workflow_id: workflow.id,
        version: workflow.version,
        execution_type,
        state: ProcessingState::Queued,
        due_at,
        completed_at: None,
        run_by_id: cx.actor().person().filter(|_| execution_type == ExecutionType::OnDemand),
    };
    workflow_runs::insert(cx.db_mut(), &run)?;
    cx.touch(Tag::Workflows);
    cx.touch(Tag::Clock);
    Ok(run)
}

fn wait(cx: &mut Writing<'_>, run: &Run, person_id: PersonId) -> Reply<()> {
    let waiting = Processed {
        id: cx.new_id(),
        run_id: run.id,
        person_id,
        state: ProcessingState::Queued,
        reason: None,
        completed_at: None,
    };
    Ok(workflow_runs::insert_person(cx.db_mut(), &waiting)?)
}

/// Runs a workflow for everybody whose day has come and for whoever waits.
pub(crate) fn run_due(cx: &mut Writing<'_>, id: WorkflowId, at: Timestamp) -> Reply<String> {
    let workflow =
        workflows::remembered(cx.db(), id)?.ok_or_else(|| Failure::not_found("workflow"))?;
    let mut concerned = Vec::new();
    for person in workflow_runs::people_due(cx.db(), id, at)? {
        workflow_runs::deal_with(cx.db_mut(), id, person, at)?;
        if fits(cx.db(), &workflow, &person::get(cx.db(), person)?)? {
            concerned.push(person);
        }
    }
    if !concerned.is_empty() {
        let run = open(cx, &workflow, ExecutionType::Scheduled, at)?;
        for person in concerned {
            wait(cx, &run, person)?;
        }
    }
    let mut sentences = Vec::new();
    for run in workflow_runs::queued(cx.db(), id)?.into_iter().filter(|run| run.due_at <= at) {
        sentences.push(carry_out(cx, &workflow, &run)?);
    }
    if sentences.is_empty() {
        return Ok(format!("{}: nobody whose day came is in its scope.", workflow.display_name));
    }
    Ok(sentences.join(" "))
}

/// Runs what is for the day on which a person leaves, before they leave: a sudden departure is its own day.
pub(crate) fn before_departure(cx: &mut Writing<'_>, id: PersonId, at: Timestamp) -> Reply<()> {
    for (workflow, trigger) in workflows::scheduled(cx.db(), TriggerKind::TimeBased)? {
        let Trigger::TimeBased { attribute: DateAttribute::EmployeeLeaveDateTime, offset_days } =
            trigger
        else {
            continue;
        };
        let due_at = at.plus(Span::days(offset_days));
        let is_now = offset_days <= 0 && rule::occasion(due_at, at) == Occasion::Run;
        if !is_now || workflow_runs::is_dealt_with(cx.db(), workflow, id, due_at)? {
            continue;
        }
        workflow_runs::deal_with(cx.db_mut(), workflow, id, due_at)?;
        let workflow = get(cx.db(), workflow)?;
        if fits(cx.db(), &workflow, &person::get(cx.db(), id)?)? {
            let run = open(cx, &workflow, ExecutionType::Scheduled, due_at)?;
            wait(cx, &run, id)?;
            carry_out(cx, &workflow, &run)?;
        }
    }
    Ok(())
}

/// Runs a workflow now for some people, whatever its conditions say.
pub(crate) fn run_workflow(cx: &mut Writing<'_>, ask: RunWorkflow) -> Reply<WorkflowRunView> {
    cx.authorise(Action::RunWorkflow, &[], "workflow")?;
    let workflow = get(cx.db(), ask.workflow_id.0)?;
    let people: BTreeSet<_> = ask.person_ids.iter().map(|id| id.0).collect();
    rule::run_on_demand(&workflow, people.len()).map_err(|no| Failure::refused(&no))?;
    for &id in &people {
        person::get(cx.db(), id)?;
    }
    let now = cx.now();
    let run = open(cx, &workflow, ExecutionType::OnDemand, now)?;
    for id in people {
        wait(cx, &run, id)?;
    }
    carry_out(cx, &workflow, &run)?;
    workflow_history::view(cx, run.id)
}

/// Takes back what waits, because its workflow was switched off or deleted.
pub(crate) fn cancel_queued(cx: &mut Writing<'_>, workflow: &Workflow, why: &str) -> Reply<()> {
    let now = cx.now();
    for run in workflow_runs::queued(cx.db(), workflow.id)? {
        for waiting in workflow_runs::people(cx.db(), run.id)? {
            let canceled = ProcessingState::Canceled;
            workflow_runs::complete_person(cx.db_mut(), waiting.id, canceled, Some(why), now)?;
        }
        let state = ProcessingState::Canceled;
        workflow_runs::complete(cx.db_mut(), run.id, run.version, state, now)?;
    }
    Ok(())
}

/// Carries out a run that waits, records it, and says what became of it.
fn carry_out(cx: &mut Writing<'_>, workflow: &Workflow, run: &Run) -> Reply<String> {
    let mut outcomes = Vec::new();
    let people = workflow_runs::people(cx.db(), run.id)?;
    for waiting in &people {
        outcomes.push(process(cx, workflow, run, waiting)?);
    }
    let (state, now) = (rule::state_of_run(&outcomes), cx.now());
    workflow_runs::complete(cx.db_mut(), run.id, workflow.version, state, now)?;
    let sentence = format!(
        "{} ran for {}: {}.",
        workflow.display_name,
        if people.len() == 1 { "1 person".to_owned() } else { format!("{} people", people.len()) },
        in_words(state)
    );
    let mut record = Record::new("run_workflow", "workflow", workflow.id, sentence.clone())
        .about(run.id)
        .change("state", None, Some(state.to_string()));
    for waiting in &people {
        record = record.about(waiting.person_id);
    }
    cx.record(record)?;
    cx.touch(Tag::Workflows);
    Ok(sentence)
}

fn in_words(state: ProcessingState) -> &'static str {
    match state {
        ProcessingState::Queued | ProcessingState::InProgress => "it waits",
        ProcessingState::Completed => "all went well",
        ProcessingState::CompletedWithErrors => "some of it failed",
        ProcessingState::Canceled => "nothing was to be done any more",
        ProcessingState::Failed => "it failed",
    }
}

/// Does a workflow's tasks for one person. Answers their state and whether any task went well.
fn process(
    cx: &mut Writing<'_>,
    workflow: &Workflow,
    run: &Run,
    waiting: &Processed,
) -> Reply<(ProcessingState, bool)> {
    let person = person::get(cx.db(), waiting.person_id)?;
    if run.execution_type == ExecutionType::Scheduled
        && let Err(why) = still_counts(cx, workflow, run, &person)?
    {
        let (canceled, now) = (ProcessingState::Canceled, cx.now());
        workflow_runs::complete_person(cx.db_mut(), waiting.id, canceled, Some(why), now)?;
        return Ok((canceled, false));
    }
    let (mut done, mut outcomes, mut stopped) = (Vec::new(), Vec::new(), false);
    for (sequence, task) in (1..).zip(&workflow.tasks).filter(|(_, task)| task.is_enabled) {
        let (state, outcome) = if stopped {
            (ProcessingState::Canceled, Outcome::not_reached())
        } else {
            match cx.apart(|cx| carry_out_task(cx, task, &person, waiting)) {
                Ok(outcome) => (ProcessingState::Completed, outcome),
                Err(failure) => (ProcessingState::Failed, Outcome::failed(failure)),
            }
        };
        if !stopped {
            done.push(task);
            outcomes.push(state == ProcessingState::Completed);
        }
        stopped |= state == ProcessingState::Failed && !task.continue_on_error;
        let result = TaskResult {
            sequence,
            task: task.definition,
            display_name: task.display_name.clone(),
            state,
            sentence: outcome.sentence,
            saying: json!(outcome.saying).to_string(),
            completed_at: cx.now(),
        };
        workflow_runs::insert_task_result(cx.db_mut(), waiting.id, &result)?;
    }
    let (state, now) = (rule::state_of_person(&done, &outcomes), cx.now());
    workflow_runs::complete_person(cx.db_mut(), waiting.id, state, None, now)?;
    Ok((state, outcomes.contains(&true)))
}

/// Looks once more right before: a day may lie too far back, and the workflow or the person may have changed.
fn still_counts(
    cx: &impl Context,
    workflow: &Workflow,
    run: &Run,
    person: &Person,
) -> Reply<Result<(), &'static str>> {
    if rule::occasion(run.due_at, cx.now()) == Occasion::Missed {
        return Ok(Err(rule::DAY_MISSED));
    }
    Ok(check_right_before(workflow, fits(cx.db(), workflow, person)?))
}

fn carry_out_task(
    cx: &mut Writing<'_>,
    task: &Task,
    person: &Person,
    waiting: &Processed,
) -> Reply<Outcome> {
    match task.definition {
        TaskDefinition::NotifyManager | TaskDefinition::NotifyCoSponsors => {
            message::write(cx, task, person, waiting.id)
        }
        TaskDefinition::TransferToManager => transfer(cx, person),
    }
}

/// Passes what a person sponsors to the nearest active manager. Unlike at a departure, the custodian doesn't step in:
/// whoever only moves stays responsible until somebody can take over.
fn transfer(cx: &mut Writing<'_>, person: &Person) -> Reply<Outcome> {
    let of_agents = sponsors::agents_sponsored_in_person(cx.db(), person.id)?;
    let of_blueprints = sponsors::blueprints_sponsored_in_person(cx.db(), person.id)?;
    if of_agents.is_empty() && of_blueprints.is_empty() {
        return Ok(Outcome::nothing_to_pass(person));
    }
    let heir = succession::active_manager(cx.db(), person.id, cx.occurred_at())?
        .ok_or_else(|| message::no_manager(person))?;
    let heir = person::get(cx.db(), heir.person_id)?;
    for &id in &of_agents {
        let name = agents::get(cx.db(), id)?.map(|it| it.display_name).unwrap_or_default();
        succession::pass_agent_on(cx, (id, &name), person, Some(&heir))?;
    }
    for &id in &of_blueprints {
        let name = blueprints::get(cx.db(), id)?.map(|it| it.display_name).unwrap_or_default();
        succession::pass_blueprint_on(cx, (id, &name), person, Some(&heir))?;
    }
    let outcome = Outcome::passed((of_agents.len(), of_blueprints.len()), person, &heir);
    let told = outcome.sentence.clone();
    let passed = Inherited {
        from: &person.display_name,
        agents: of_agents.len(),
        blueprints: of_blueprints.len(),
    };
    let mut notice =
        NewNotice::new(NoticeKind::SponsorshipInherited, heir.id, told, passed.moved());
    if let [only] = of_agents.as_slice() {
        let only: AgentId = *only;
        notice.agent = Some(only);
    }
    send(cx, notice)?;
    Ok(outcome)
}
