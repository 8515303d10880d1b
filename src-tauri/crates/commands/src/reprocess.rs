//! Trying again: a request that couldn't be delivered, wholly or in part, and an assignment that should give what its package
//! grants now.

use chaperone_domain::assignment::AssignmentState;
use chaperone_domain::authority::Action;
use chaperone_domain::delivery::{ReprocessFacts, check_reprocess};
use chaperone_domain::request::{Request, RequestState, RequestStatus};
use chaperone_store::table::{agents, assignments, requests, resources};

use crate::audit::Record;
use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::view::assignment::{AssignmentView, ReprocessAssignment};
use crate::view::request::{ReprocessRequest, RequestView};
use crate::{assignment, content, delivery, relation, request};

/// What decides whether a request may be tried again.
pub(crate) fn facts(cx: &impl Context, found: &Request) -> Reply<ReprocessFacts> {
    let (agent, package) = (found.agent_id, found.access_package_id);
    let own = found.assignment_id.map(|id| assignments::get(cx.db(), id)).transpose()?.flatten();
    let current = assignments::current(cx.db(), agent, package)?;
    Ok(ReprocessFacts {
        now: cx.now(),
        state: found.state,
        completed_at: found.completed_at,
        standing: agents::standing(cx.db(), agent)?.ok_or_else(|| Failure::not_found("agent"))?,
        is_assignment_over: own.as_ref().is_some_and(|held| held.is_over_at(cx.now())),
        other_assignment: current
            .map(|held| held.id)
            .filter(|&held| Some(held) != found.assignment_id),
        open_request: requests::open_add(cx.db(), agent, package)?,
    })
}

/// Tries again what couldn't be delivered.
pub(crate) fn reprocess_request(cx: &mut Writing<'_>, ask: ReprocessRequest) -> Reply<RequestView> {
    let (found, relations) = relation::visible_request(cx, Action::ShowRequest, ask.request_id.0)?;
    cx.authorise(Action::ReprocessRequest, &relations, "request")?;
    check_reprocess(&facts(cx, &found)?).map_err(|refusal| Failure::refused(&refusal))?;
    let sentence = format!("{} is tried again.", delivery::subject(cx, &found)?);
    delivery::record(cx, &found, "reprocess_request", sentence)?;
    let own = found.assignment_id.map(|id| assignments::get(cx.db(), id)).transpose()?.flatten();
    match own {
        None => delivery::fulfil(cx, &found)?,
        Some(held) => {
            content::settle(cx, &held)?;
            let outcome = content::outcome(cx, &held)?;
            if outcome != AssignmentState::Delivered {
                let roles = resources::roles_of_package(cx.db(), found.access_package_id)?;
                delivery::note_failures(cx, found.id, &roles, false)?;
                delivery::close_request(
                    cx,
                    &found,
                    RequestState::Delivering,
                    RequestState::PartiallyDelivered,
                    RequestStatus::Fulfilled,
                )?;
            }
        }
    }
    request::view(cx, found.id)
}

/// Makes an assignment give exactly what its package grants now.
pub(crate) fn reprocess_assignment(
    cx: &mut Writing<'_>,
    ask: ReprocessAssignment,
) -> Reply<AssignmentView> {
    let (held, relations) =
        relation::visible_assignment(cx, Action::ShowAssignment, ask.assignment_id.0)?;
    cx.authorise(Action::ReprocessAssignment, &relations, "assignment")?;
    held.check_end(cx.now()).map_err(|refusal| Failure::refused(&refusal))?;
    let agent = crate::agent::reference(cx.db(), held.agent_id)?;
    let package = crate::access_package::reference(cx.db(), held.access_package_id)?;
    let changed = content::settle(cx, &held)?;
    let outcome = if changed { "it gives what the package grants now" } else { "nothing differed" };
    let sentence = format!(
        "{} for {} was compared with its package; {outcome}.",
        package.display_name, agent.display_name
    );
    cx.record(
        Record::new("reprocess_assignment", "assignment", held.id, sentence)
            .about(held.agent_id)
            .about(held.access_package_id),
    )?;
    assignment::view(cx, held.id)
}
