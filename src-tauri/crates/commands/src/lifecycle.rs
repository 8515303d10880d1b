//! Agents deleted, restored and deleted for good, one by one or several at once. Whether it may be is decided by
//! `domain::lifecycle`; how a family follows its blueprint is in `blueprint`.

use chaperone_domain::agent::{AgentChange, AgentIdentity, AgentState};
use chaperone_domain::assignment::AssignmentState;
use chaperone_domain::authority::Action;
use chaperone_domain::id::{AgentId, BlueprintId, BlueprintPrincipalId, Id};
use chaperone_domain::lifecycle::{self, Subject};
use chaperone_domain::request::{Request, RequestState, RequestStatus, RequestType, Requestor};
use chaperone_domain::term::Term;
use chaperone_domain::text::{JUSTIFICATION, check_text};
use chaperone_store::table::{
    agents, assignments, blueprints, grants, notices, requests, sponsors, stages,
};
use uuid::Uuid;

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Writing};
use crate::failure::{Failure, FailureKind, Reply};
use crate::view::agent::{
    AgentChanged, AgentView, AgentsChanged, ChangeAgents, DeleteAgent, DisableAgent, EnableAgent,
    PurgeAgent, RestoreAgent,
};
use crate::wire::Wire;
use crate::{agent, blueprint, delivery, relation, request, words};

/// The most agents that one command changes.
const MOST_AT_ONCE: usize = 500;

/// Deletes an agent. What it holds stays on record and gives nothing; restoring brings all of it back.
pub(crate) fn delete_agent(cx: &mut Writing<'_>, ask: DeleteAgent) -> Reply<AgentView> {
    let found = agent::get(cx.db(), ask.agent_id.0)?;
    cx.authorise(Action::DeleteAgent, &relation::to_agent_and_family(cx, &found)?, "agent")?;
    let why =
        check_text(JUSTIFICATION, &ask.justification).map_err(|bad| Failure::refused(&bad))?;
    delete(cx, &found, "was deleted", &words::because(why))?;
    agent::view(cx, found.id)
}

/// Deletes an agent as of the instant that is being worked on.
pub(crate) fn delete(
    cx: &mut Writing<'_>,
    found: &AgentIdentity,
    how: &str,
    why: &str,
) -> Reply<()> {
    let deletion = lifecycle::delete(Subject::Agent, found.state, cx.occurred_at())
        .map_err(|no| Failure::refused(&no))?;
    agents::set_life(cx.db_mut(), found.id, AgentState::SoftDeleted, Some(deletion))?;
    let sentence = format!(
        "{} {how}; it can be restored until {}.{why}",
        found.display_name,
        deletion.purges_at().in_words()
    );
    record_move(cx, "delete_agent", found, AgentState::SoftDeleted, sentence)
}

fn record_move(
    cx: &mut Writing<'_>,
    activity: &'static str,
    found: &AgentIdentity,
    state: AgentState,
    sentence: String,
) -> Reply<()> {
    let mut record = Record::new(activity, "agent", found.id, sentence).change(
        "state",
        Some(found.state.term().to_owned()),
        Some(state.term().to_owned()),
    );
    record.about.extend(found.blueprint_id.map(|blueprint| blueprint.uuid()));
    cx.record(record)?;
    for tag in [Tag::Agents, Tag::Assignments, Tag::Desk] {
        cx.touch(tag);
    }
    Ok(())
}

/// Brings a deleted agent back.
pub(crate) fn restore_agent(cx: &mut Writing<'_>, ask: RestoreAgent) -> Reply<AgentView> {
    let found = agent::get(cx.db(), ask.agent_id.0)?;
    cx.authorise(Action::RestoreAgent, &relation::to_agent_and_family(cx, &found)?, "agent")?;
    let has_sponsor = !sponsors::active_people(cx.db(), found.id, cx.now())?.is_empty();
    let state =
        lifecycle::restore(Subject::Agent, found.state, found.deletion, cx.now(), has_sponsor)
            .map_err(|no| Failure::refused(&no))?;
    agents::set_life(cx.db_mut(), found.id, state, None)?;
    let sentence = format!("{} was restored and is {state}.", found.display_name);
    record_move(cx, "restore_agent", &found, state, sentence)?;
    agent::view(cx, found.id)
}

/// Deletes a deleted agent for good.
pub(crate) fn purge_agent(cx: &mut Writing<'_>, ask: PurgeAgent) -> Reply<AgentView> {
    let found = agent::get(cx.db(), ask.agent_id.0)?;
    cx.authorise(Action::PurgeAgent, &relation::to_agent_and_family(cx, &found)?, "agent")?;
    let why =
        check_text(JUSTIFICATION, &ask.justification).map_err(|bad| Failure::refused(&bad))?;
    let why = words::because(why);
    purge(cx, &found, &why)?;
    agent::view(cx, found.id)
}

/// The 30 days of an agent, a blueprint or a principal are over. Answers what happened, in words.
pub(crate) fn purge_when_due(cx: &mut Writing<'_>, id: Uuid) -> Reply<String> {
    if let Some(found) = agents::get(cx.db(), AgentId::from_uuid(id))? {
        return purge(cx, &found, " Its 30 days were over.");
    }
    if let Some(found) = blueprints::get(cx.db(), BlueprintId::from_uuid(id))? {
        return blueprint::purge(cx, &found, " Its 30 days were over.");
    }
    let principal = BlueprintPrincipalId::from_uuid(id);
    let found = blueprints::principal(cx.db(), principal)?
        .ok_or_else(|| Failure::not_found("blueprint principal"))?;
    blueprint::purge_principal(cx, &found)
}

/// Deletes an agent for good: what it holds ends, what it asked for is taken back, its name stays in the history.
fn purge(cx: &mut Writing<'_>, found: &AgentIdentity, why: &str) -> Reply<String> {
    lifecycle::purge(Subject::Agent, found.state).map_err(|no| Failure::refused(&no))?;
    end_assignments(cx, found.id)?;
    take_back_requests(cx, found)?;
    let at = cx.occurred_at();
    for grant in grants::of_agent(cx.db(), found.id)? {
        if grant.assignment_id.is_none() && grant.effective_end().is_none_or(|end| end > at) {
            grants::withdraw(cx.db_mut(), grant.id, at)?;
        }
    }
    agents::set_life(cx.db_mut(), found.id, AgentState::Purged, found.deletion)?;
    let sentence = format!("{} was permanently deleted.{why}", found.display_name);
    record_move(cx, "purge_agent", found, AgentState::Purged, sentence.clone())?;
    Ok(sentence)
}

/// Every assignment that isn't over is removed by the rule, through a request of its own.
fn end_assignments(cx: &mut Writing<'_>, id: AgentId) -> Reply<()> {
    for held in assignments::of_agent(cx.db(), id)? {
        let is_over = held.ended_at.is_some()
            || matches!(held.state, AssignmentState::Expired | AssignmentState::DeliveryFailed);
        if is_over {
            continue;
        }
        let removal = Request {
            id: cx.new_id(),
            request_type: RequestType::SystemRemove,
            state: RequestState::Submitted,
            status: RequestStatus::Accepted,
            requestor: Requestor::System,
            agent_id: id,
            access_package_id: held.access_package_id,
            policy_id: held.policy_id,
            assignment_id: Some(held.id),
            justification: "The agent was permanently deleted.".to_owned(),
            asked_start: None,
            asked_duration: None,
            asked_end: None,
            granted_duration: None,
            granted_end: None,
            created_at: cx.now(),
            completed_at: None,
        };
        request::submit(cx, removal, &[], false, "is removed")?;
    }
    Ok(())
}

fn take_back_requests(cx: &mut Writing<'_>, found: &AgentIdentity) -> Reply<()> {
    let filter =
        requests::Filter { open: true, agent_id: Some(found.id), ..requests::Filter::default() };
    for id in requests::ids(cx.db(), &filter, "created_at", false, None)? {
        let id = chaperone_domain::id::RequestId::from_uuid(id);
        let open = requests::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("request"))?;
        let at = cx.occurred_at();
        stages::cancel_rest(cx.db_mut(), id)?;
        let (state, status) = (RequestState::Canceled, RequestStatus::Canceled);
        requests::set_state(cx.db_mut(), id, state, status, Some(at))?;
        notices::supersede_waiting_of_request(cx.db_mut(), id)?;
        cx.touch(Tag::Requests);
        cx.touch(Tag::Notices);
        let sentence = format!(
            "The request of {} was taken back: the agent was permanently deleted.",
            delivery::subject(cx, &open)?
        );
        delivery::record(cx, &open, "cancel_request", sentence)?;
    }
    Ok(())
}

/// Enables, disables or deletes several agents. Each is done in a part of its own, so that one that is refused leaves nothing
/// behind and doesn't stop the rest.
pub(crate) fn change_agents(cx: &mut Writing<'_>, ask: ChangeAgents) -> Reply<AgentsChanged> {
    cx.authorise(Action::ChangeAgents, &[], "agent")?;
    if ask.agent_ids.is_empty() || ask.agent_ids.len() > MOST_AT_ONCE {
        return Err(Failure::usage(format!(
            "Name between 1 and {MOST_AT_ONCE} agents; for more, do it in several steps."
        )));
    }
    let mut results = Vec::new();
    let total = ask.agent_ids.len() as u64;
    for id in ask.agent_ids {
        cx.progress.step(results.len() as u64, Some(total))?;
        let justification = ask.justification.clone();
        let changed = cx.apart(|cx| match ask.change.0 {
            AgentChange::Enable => agent::enable_agent(cx, EnableAgent { agent_id: id }),
            AgentChange::Disable => {
                agent::disable_agent(cx, DisableAgent { agent_id: id, justification })
            }
            AgentChange::Delete => delete_agent(cx, DeleteAgent { agent_id: id, justification }),
        });
        results.push(result(cx, id, changed)?);
    }
    let done = results.iter().filter(|result| result.is_done).count();
    let refused = crate::list::count(results.len() - done);
    Ok(AgentsChanged { results, done: crate::list::count(done), refused })
}

/// What became of one. What is broken, unlike what is refused, ends the whole.
fn result(cx: &Writing<'_>, id: Wire<AgentId>, changed: Reply<AgentView>) -> Reply<AgentChanged> {
    let found = agents::get(cx.db(), id.0)?;
    let failure = match changed {
        Ok(_) => None,
        Err(failure) if matches!(failure.kind, FailureKind::Refused | FailureKind::NotFound) => {
            Some(failure)
        }
        Err(failure) => return Err(failure),
    };
    let code = failure.as_ref().map(|failure| failure.code.clone());
    let (message, saying) = failure.map(Failure::told).unzip();
    Ok(AgentChanged {
        id,
        state: found.as_ref().map(|agent| Wire(agent.state)),
        display_name: found.map(|agent| agent.display_name),
        is_done: code.is_none(),
        code,
        message,
        saying,
    })
}
