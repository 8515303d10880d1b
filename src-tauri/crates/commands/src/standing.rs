//! How an agent and its family stood at any instant. The present is in the tables; the past is read from the history, where
//! every change of a state is recorded with what it was before. Whether a standing lets an agent act is decided by
//! `domain::agent`.

use chaperone_domain::agent::{AgentIdentity, AgentState, OutOfForce, Standing};
use chaperone_domain::id::{AgentId, Id};
use chaperone_domain::lifecycle::Deletion;
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use chaperone_store::table::audit_records::{self, AuditRecord};
use chaperone_store::table::{agents, blueprints};
use uuid::Uuid;

use crate::context::Context;
use crate::failure::{Failure, Reply};
use crate::view::audit::AuditChange;

/// An agent and its family at an instant. What comes later is taken as it is now.
pub(crate) fn at(cx: &impl Context, id: AgentId, at: Timestamp) -> Reply<Standing> {
    let present = agents::standing(cx.db(), id)?.ok_or_else(|| Failure::not_found("agent"))?;
    if at >= cx.now() {
        return Ok(present);
    }
    let agent = agents::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("agent"))?;
    let state = state_at(cx, id.uuid(), agent.state, agent.deletion, at)?;
    let Some(blueprint) = agent.blueprint_id else { return Ok(Standing { state, ..present }) };
    let blueprint =
        blueprints::get(cx.db(), blueprint)?.ok_or_else(|| Failure::not_found("blueprint"))?;
    let id = blueprint.id;
    let blueprint = state_at(cx, id.uuid(), blueprint.state, blueprint.deletion, at)?;
    let principal = blueprints::principal_of(cx.db(), id)?
        .map(|it| state_at(cx, it.id.uuid(), it.state, it.deletion, at))
        .transpose()?;
    let gone = [Some(blueprint), principal].contains(&Some(AgentState::Purged));
    Ok(Standing {
        state,
        blueprint_in_force: blueprint == AgentState::Active,
        principal_in_force: principal == Some(AgentState::Active),
        is_orphaned: gone,
    })
}

/// The state in which something was: before its next recorded change, else before its deletion, else as it is now.
fn state_at(
    cx: &impl Context,
    subject: Uuid,
    present: AgentState,
    deletion: Option<Deletion>,
    at: Timestamp,
) -> Reply<AgentState> {
    let next = changes(cx, subject)?.into_iter().find(|(record, _)| record.occurred_at > at);
    if let Some(before) = next.and_then(|(_, change)| change.before) {
        return Ok(AgentState::parse_term(&before).unwrap_or(present));
    }
    // A principal that went with its blueprint has no record of its own.
    Ok(deletion.filter(|deletion| deletion.at > at).map_or(present, |deletion| deletion.before))
}

/// The recorded changes of a state, oldest first.
fn changes(cx: &impl Context, subject: Uuid) -> Reply<Vec<(AuditRecord, AuditChange)>> {
    let mut found = Vec::new();
    for record in audit_records::changing(cx.db(), subject, "state")? {
        let all: Vec<AuditChange> = serde_json::from_str(&record.changes).unwrap_or_default();
        if let Some(change) = all.into_iter().find(|change| change.field == "state") {
            found.push((record, change));
        }
    }
    Ok(found)
}

/// The record of what put an agent out of force by an instant: who, when, and in which words.
pub(crate) fn switched_off(
    cx: &impl Context,
    agent: &AgentIdentity,
    reason: OutOfForce,
    at: Timestamp,
) -> Reply<Option<AuditRecord>> {
    let blueprint = agent.blueprint_id;
    let principal = match blueprint {
        Some(id) => blueprints::principal_of(cx.db(), id)?.map(|principal| principal.id.uuid()),
        None => None,
    };
    let subjects = match reason {
        OutOfForce::Purged | OutOfForce::Deleted | OutOfForce::Held | OutOfForce::Disabled => {
            [Some(agent.id.uuid()), None]
        }
        OutOfForce::Blueprint => [blueprint.map(Id::uuid), None],
        OutOfForce::Principal | OutOfForce::Orphaned => [blueprint.map(Id::uuid), principal],
    };
    let mut last: Option<AuditRecord> = None;
    for subject in subjects.into_iter().flatten() {
        let found = changes(cx, subject)?.into_iter().map(|(record, _)| record);
        last =
            last.into_iter().chain(found).filter(|it| it.occurred_at <= at).max_by_key(|it| it.seq);
    }
    Ok(last)
}
