//! Consent: an administrator gives an API permission to a blueprint's principal, from which it may flow on to the agents, or
//! to one agent alone. Whether it may be given is decided by `domain::permission`; what then reaches an agent is read, never
//! copied.

use chaperone_domain::access::Grant;
use chaperone_domain::agent::AgentState;
use chaperone_domain::authority::Action;
use chaperone_domain::blocklist::OfferedRight;
use chaperone_domain::id::{AgentId, Id};
use chaperone_domain::permission::{self, Consent, PermissionRefusal};
use chaperone_domain::text::{JUSTIFICATION, check_text};
use chaperone_store::table::{agents, blueprints, consents, grants};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::permission::{agent_view, authorised, blueprint_view, find_permission, kind_word};
use crate::view::permission::{
    AgentPermissions, BlueprintPermissions, GrantAgentPermission, GrantConsent,
    RevokeAgentPermission, RevokeConsent,
};
use crate::{relation, words};

fn reason(justification: &str) -> Reply<String> {
    let checked = check_text(JUSTIFICATION, justification);
    Ok(words::because(checked.map_err(|bad| Failure::refused(&bad))?))
}

/// Consents to an API permission on a blueprint's principal.
pub(crate) fn grant_consent(
    cx: &mut Writing<'_>,
    ask: GrantConsent,
) -> Reply<BlueprintPermissions> {
    let id = ask.blueprint_id.0;
    let (blueprint, family) = authorised(cx, Action::GrantConsent, id)?;
    let wanted = find_permission(cx, &ask.resource, &ask.permission, ask.kind.map(|it| it.0))?;
    let because = reason(&ask.justification)?;
    let principal = blueprints::principal_of(cx.db(), id)?
        .filter(|principal| principal.deletion.is_none() && blueprint.deletion.is_none());
    let layers = family.layers_at(wanted.right, cx.now());
    permission::consent(principal.is_some(), layers.is_declared, layers.is_consented, &wanted)
        .map_err(|no| Failure::refused(&no))?;
    let principal = principal.ok_or_else(|| Failure::not_found("principal"))?;
    let made = Consent {
        id: cx.new_id(),
        principal_id: principal.id,
        right: wanted.right,
        starts_at: cx.now(),
        withdrawn_at: None,
    };
    consents::insert(cx.db_mut(), &made)?;
    let sentence = format!(
        "The {} {} was consented to for {}.{because}",
        kind_word(wanted.right),
        wanted.full_name(),
        blueprint.display_name
    );
    let record = Record::new("grant_consent", "blueprintPrincipal", principal.id, sentence)
        .about(made.id)
        .about(id)
        .change("consent", None, Some(wanted.full_name()));
    finish(cx, record, &wanted)?;
    blueprint_view(cx, id)
}

/// Revokes a consent on a blueprint's principal.
pub(crate) fn revoke_consent(
    cx: &mut Writing<'_>,
    ask: RevokeConsent,
) -> Reply<BlueprintPermissions> {
    let id = ask.blueprint_id.0;
    let (blueprint, family) = authorised(cx, Action::RevokeConsent, id)?;
    let wanted = find_permission(cx, &ask.resource, &ask.permission, ask.kind.map(|it| it.0))?;
    let because = reason(&ask.justification)?;
    let given = family
        .consent_at(wanted.right, cx.now())
        .ok_or_else(|| Failure::refused(&PermissionRefusal::NotConsented(wanted.full_name())))?;
    let now = cx.now();
    consents::withdraw(cx.db_mut(), given.id, now)?;
    let sentence = format!(
        "The consent to the {} {} for {} was revoked.{because}",
        kind_word(wanted.right),
        wanted.full_name(),
        blueprint.display_name
    );
    let record = Record::new("revoke_consent", "blueprintPrincipal", given.principal_id, sentence)
        .about(given.id)
        .about(id)
        .change("consent", Some(wanted.full_name()), None);
    finish(cx, record, &wanted)?;
    blueprint_view(cx, id)
}

/// Gives one agent an API permission or an application role, outside packages.
pub(crate) fn grant_agent_permission(
    cx: &mut Writing<'_>,
    ask: GrantAgentPermission,
) -> Reply<AgentPermissions> {
    let id = ask.agent_id.0;
    authorise_on_agent(cx, Action::GrantAgentPermission, id)?;
    let agent = agents::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("agent"))?;
    let wanted = find_permission(cx, &ask.resource, &ask.permission, ask.kind.map(|it| it.0))?;
    let because = reason(&ask.justification)?;
    let is_given = grants::direct(cx.db(), id, wanted.right)?.is_some();
    permission::consent_to_agent(agent.state == AgentState::SoftDeleted, is_given, &wanted)
        .map_err(|no| Failure::refused(&no))?;
    let made = Grant {
        id: cx.new_id(),
        right: wanted.right,
        assignment_id: None,
        starts_at: cx.now(),
        ends_at: None,
        withdrawn_at: None,
    };
    grants::insert(cx.db_mut(), id, &made)?;
    let sentence = format!(
        "The {} {} was given to {} directly.{because}",
        kind_word(wanted.right),
        wanted.full_name(),
        agent.display_name
    );
    let record = Record::new("grant_agent_permission", "agent", id, sentence)
        .about(made.id)
        .change("permission", None, Some(wanted.full_name()));
    finish(cx, record, &wanted)?;
    agent_view(cx, id, None)
}

/// Takes back what was given to one agent outside packages.
pub(crate) fn revoke_agent_permission(
    cx: &mut Writing<'_>,
    ask: RevokeAgentPermission,
) -> Reply<AgentPermissions> {
    let id = ask.agent_id.0;
    authorise_on_agent(cx, Action::RevokeAgentPermission, id)?;
    let agent = agents::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("agent"))?;
    let wanted = find_permission(cx, &ask.resource, &ask.permission, ask.kind.map(|it| it.0))?;
    let because = reason(&ask.justification)?;
    let given = grants::direct(cx.db(), id, wanted.right)?
        .ok_or_else(|| Failure::refused(&PermissionRefusal::NotConsented(wanted.full_name())))?;
    let now = cx.now();
    grants::withdraw(cx.db_mut(), given.id, now)?;
    let sentence = format!(
        "The {} {} that {} held directly was taken back.{because}",
        kind_word(wanted.right),
        wanted.full_name(),
        agent.display_name
    );
    let record = Record::new("revoke_agent_permission", "agent", id, sentence)
        .about(given.id)
        .change("permission", Some(wanted.full_name()), None);
    finish(cx, record, &wanted)?;
    agent_view(cx, id, None)
}

fn authorise_on_agent(cx: &Writing<'_>, action: Action, id: AgentId) -> Reply<()> {
    let relations = relation::to_agent(cx, id)?;
    cx.authorise(action, &relations, "agent")
}

fn finish(cx: &mut Writing<'_>, record: Record, wanted: &OfferedRight) -> Reply<()> {
    let mut record = record;
    record.about.extend(wanted.right.api().map(Id::uuid));
    cx.touch(Tag::Agents);
    cx.touch(Tag::Assignments);
    cx.record(record)
}
