//! What became of a thing that fell due by itself, as code and values: of its kind, and of what it was about. The English
//! sentence is written when it is done; this is read anew for whoever asks, so that what was done earlier has it too and
//! catching up doesn't wait for words that nobody looks at.

use chaperone_domain::due::DueKind;
use chaperone_domain::id::{
    AgentId, AssignmentId, BlueprintId, BlueprintPrincipalId, Id, PersonId, ReminderId, RequestId,
    StageId, WorkflowId,
};
use chaperone_domain::reminder::{ReminderKind, ReminderState};
use chaperone_domain::request::{Request, RequestState};
use chaperone_domain::said::{Said, Value};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use chaperone_store::Db;
use chaperone_store::table::{
    agents, assignments, blueprints, reminders, requests, stages, workflow_runs, workflows,
};
use uuid::Uuid;

use crate::desk::Desk;
use crate::failure::Reply;
use crate::succession::{held_at, passed_on_at};
use crate::view::desk::DueItem;
use crate::wire::Wire;
use crate::{access_package, agent, person};

/// A thing that fell due.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Thing {
    /// What kind.
    pub(crate) kind: DueKind,
    /// Which.
    pub(crate) id: Uuid,
    /// When it fell due.
    pub(crate) due_at: Timestamp,
    /// When it was done.
    pub(crate) done_at: Timestamp,
}

/// A thing that was done, with what the ledger says of it.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) thing: Thing,
    /// In English.
    pub(crate) sentence: String,
}

impl Desk {
    /// What was done, for whoever asked for it. It is done already, so one that can't be told in values is told in English
    /// alone.
    pub(crate) fn told(&self, done: Vec<Done>) -> Reply<Vec<DueItem>> {
        self.workspace()?.store.read(|db| {
            Ok(done.into_iter().map(|Done { thing, sentence }| item(db, thing, sentence)).collect())
        })
    }
}

fn item(db: &Db, thing: Thing, sentence: String) -> DueItem {
    let said = said(db, thing).unwrap_or_else(|failure| {
        tracing::warn!(%failure, kind = %thing.kind, id = %thing.id, "what became of something due is told in English alone");
        None
    });
    DueItem {
        due_at: Wire(thing.due_at),
        done_at: Wire(thing.done_at),
        sentence,
        saying: said.map(Into::into),
        activity: None,
        about: Vec::new(),
    }
}

/// What became of it; nothing where what it was about can't be read any more.
pub(crate) fn said(db: &Db, thing: Thing) -> Reply<Option<Said>> {
    let said = Said::new(thing.kind.term());
    match thing.kind {
        DueKind::Workflow => workflow(db, thing, said),
        DueKind::WorkflowPurge => {
            let found = workflows::remembered(db, WorkflowId::from_uuid(thing.id))?;
            Ok(found.map(|found| said.with("workflow", found.display_name)))
        }
        DueKind::Departure => departure(db, thing, said).map(Some),
        DueKind::Start => start(db, thing, said),
        DueKind::End => end(db, thing, said),
        DueKind::StageDeadline | DueKind::Escalation | DueKind::StageReminder => {
            stage(db, thing, said)
        }
        DueKind::Cascade => {
            let found = blueprints::get(db, BlueprintId::from_uuid(thing.id))?;
            Ok(found.map(|found| said.with("blueprint", found.display_name)))
        }
        DueKind::Purge => purge(db, thing, said),
        DueKind::Reminder => reminder(db, thing, said),
    }
}

/// The workflow, for how many people it ran, and how that went.
fn workflow(db: &Db, thing: Thing, said: Said) -> Reply<Option<Said>> {
    /// A workflow has few runs beside the one that is looked for.
    const READ: u32 = 500;
    let id = WorkflowId::from_uuid(thing.id);
    let Some(found) = workflows::remembered(db, id)? else { return Ok(None) };
    let runs = workflow_runs::page(db, Some(id), None, None, READ)?;
    let run = runs
        .into_iter()
        .find(|run| run.completed_at == Some(thing.done_at) && run.due_at == thing.due_at);
    let Some(run) = run else { return Ok(None) };
    let people = workflow_runs::people(db, run.id)?.len();
    let said = said.with("workflow", found.display_name).with("count", people);
    Ok(Some(said.with("state", Value::term(run.state))))
}

/// Who left, what passed to whom, and what is held because nobody could take over.
fn departure(db: &Db, thing: Thing, said: Said) -> Reply<Said> {
    let (leaver, at) = (PersonId::from_uuid(thing.id), thing.done_at);
    let passed = passed_on_at(db, leaver, at)?;
    let held = held_at(db, leaver, at)?;
    let said = said
        .with("by", person::get(db, leaver)?.display_name)
        .with("agents", passed.agents)
        .with("blueprints", passed.blueprints)
        .with("held", held);
    if passed.agents + passed.blueprints == 0 {
        return Ok(if held > 0 { said.of("held") } else { said });
    }
    Ok(match (passed.others.first(), held > 0) {
        (Some(&heir), is_held) => {
            let said = said.with("heir", person::get(db, heir)?.display_name);
            if is_held { said.of("passedHeld") } else { said.of("passed") }
        }
        (None, true) => said.of("nobodyHeld"),
        (None, false) => said.of("nobody"),
    })
}

/// The agent and the package of a request.
fn asked(db: &Db, request: &Request, said: Said) -> Reply<Said> {
    let package = access_package::reference(db, request.access_package_id)?.display_name;
    let agent = agent::reference(db, request.agent_id)?.display_name;
    Ok(said.with("package", package).with("agent", agent))
}

fn start(db: &Db, thing: Thing, said: Said) -> Reply<Option<Said>> {
    let Some(request) = requests::get(db, RequestId::from_uuid(thing.id))? else {
        return Ok(None);
    };
    let said = asked(db, &request, said)?;
    let is_failed = request.state == RequestState::DeliveryFailed;
    Ok(Some(if is_failed { said.of("failed") } else { said }))
}

fn end(db: &Db, thing: Thing, said: Said) -> Reply<Option<Said>> {
    let found = assignments::get(db, AssignmentId::from_uuid(thing.id))?;
    let Some(found) = found else { return Ok(None) };
    let package = access_package::reference(db, found.access_package_id)?.display_name;
    let agent = agent::reference(db, found.agent_id)?.display_name;
    Ok(Some(said.with("package", package).with("agent", agent)))
}

fn stage(db: &Db, thing: Thing, said: Said) -> Reply<Option<Said>> {
    let Some((stage, request)) = stages::get(db, StageId::from_uuid(thing.id))? else {
        return Ok(None);
    };
    let Some(request) = requests::get(db, request)? else { return Ok(None) };
    let said = asked(db, &request, said)?;
    Ok(Some(
        said.with("stage", u32::from(stage.number))
            .with("deadline", stage.deadline_at.unwrap_or(thing.due_at)),
    ))
}

fn purge(db: &Db, thing: Thing, said: Said) -> Reply<Option<Said>> {
    if let Some(agent) = agents::name(db, AgentId::from_uuid(thing.id))? {
        return Ok(Some(said.with("what", agent)));
    }
    if let Some(blueprint) = blueprints::get(db, BlueprintId::from_uuid(thing.id))? {
        return Ok(Some(said.with("what", blueprint.display_name)));
    }
    let principal = blueprints::principal(db, BlueprintPrincipalId::from_uuid(thing.id))?;
    let Some(principal) = principal else { return Ok(None) };
    let blueprint = blueprints::get(db, principal.blueprint_id)?;
    Ok(blueprint.map(|blueprint| said.of("principal").with("what", blueprint.display_name)))
}

/// Of what end how many people were told.
fn reminder(db: &Db, thing: Thing, said: Said) -> Reply<Option<Said>> {
    let Some(found) = reminders::get(db, ReminderId::from_uuid(thing.id))? else {
        return Ok(None);
    };
    let Some(assignment) = assignments::get(db, found.assignment_id)? else { return Ok(None) };
    let package = access_package::reference(db, assignment.access_package_id)?.display_name;
    let agent = agent::reference(db, assignment.agent_id)?.display_name;
    let said = said.with("package", package).with("agent", agent).with("end", found.ends_at);
    if found.state == ReminderState::Superseded {
        return Ok(Some(said.of("nobody")));
    }
    let said = said.with("count", reminders::recipients(db, found.id)?.len());
    Ok(Some(match found.kind {
        ReminderKind::Expiring => said,
        ReminderKind::Ended => said.of("ended"),
    }))
}
