//! How an agent and its family stood at any instant. The present is in the tables; the past is read from the history, where
//! every switch is recorded with what it was before. Whether a standing lets an agent act is decided by `domain::agent`.

use chaperone_domain::agent::{AgentIdentity, AgentState, OutOfForce, Standing};
use chaperone_domain::id::{AgentId, Id};
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
    let principal = blueprints::principal_of(cx.db(), agent.blueprint_id)?;
    let state = match before_next(cx, id.uuid(), "state", at)? {
        Some(before) => AgentState::parse_term(&before).unwrap_or(present.state),
        None => present.state,
    };
    Ok(Standing {
        state,
        blueprint_in_force: was_in_force(
            cx,
            agent.blueprint_id.uuid(),
            at,
            present.blueprint_in_force,
        )?,
        principal_in_force: match principal {
            Some(principal) => {
                was_in_force(cx, principal.id.uuid(), at, present.principal_in_force)?
            }
            None => false,
        },
    })
}

/// Whether a blueprint or principal was switched on and not deleted.
fn was_in_force(cx: &impl Context, subject: Uuid, at: Timestamp, is_in_force: bool) -> Reply<bool> {
    let enabled = changes(cx, subject, "isEnabled")?;
    let deleted = changes(cx, subject, "deletedAt")?;
    if !enabled.iter().chain(&deleted).any(|(record, _)| record.occurred_at > at) {
        return Ok(is_in_force);
    }
    let value = |changes: &[(AuditRecord, AuditChange)]| {
        let next = changes.iter().find(|(record, _)| record.occurred_at > at);
        let last = changes.iter().rfind(|(record, _)| record.occurred_at <= at);
        match (next, last) {
            (Some((_, change)), _) => change.before.clone(),
            (None, Some((_, change))) => change.after.clone(),
            (None, None) => None,
        }
    };
    Ok(value(&enabled).as_deref() != Some("false") && value(&deleted).is_none())
}

/// What a field was before its next change after an instant; nothing when it hasn't changed since, or was just made then.
fn before_next(
    cx: &impl Context,
    subject: Uuid,
    field: &str,
    at: Timestamp,
) -> Reply<Option<String>> {
    let changes = changes(cx, subject, field)?;
    let next = changes.into_iter().find(|(record, _)| record.occurred_at > at);
    Ok(next.and_then(|(_, change)| change.before))
}

fn changes(
    cx: &impl Context,
    subject: Uuid,
    field: &str,
) -> Reply<Vec<(AuditRecord, AuditChange)>> {
    let mut found = Vec::new();
    for record in audit_records::changing(cx.db(), subject, field)? {
        let all: Vec<AuditChange> = serde_json::from_str(&record.changes).unwrap_or_default();
        if let Some(change) = all.into_iter().find(|change| change.field == field) {
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
    let principal = blueprints::principal_of(cx.db(), agent.blueprint_id)?;
    let (subject, fields): (Option<Uuid>, &[&str]) = match reason {
        OutOfForce::Deleted | OutOfForce::Held | OutOfForce::Disabled => {
            (Some(agent.id.uuid()), &["state"])
        }
        OutOfForce::Blueprint => (Some(agent.blueprint_id.uuid()), &["isEnabled", "deletedAt"]),
        OutOfForce::Principal => {
            (principal.map(|principal| principal.id.uuid()), &["isEnabled", "deletedAt"])
        }
    };
    let Some(subject) = subject else { return Ok(None) };
    let mut last: Option<AuditRecord> = None;
    for field in fields {
        let found = changes(cx, subject, field)?.into_iter().map(|(record, _)| record);
        last =
            last.into_iter().chain(found).filter(|it| it.occurred_at <= at).max_by_key(|it| it.seq);
    }
    Ok(last)
}
