//! Extensions: asking for a later end.

use chaperone_domain::authority::Action;
use chaperone_domain::extension::{self, ExtensionAsk, ExtensionFacts};
use chaperone_domain::policy::PolicyScope;
use chaperone_domain::question::check_changed_answers;
use chaperone_domain::request::{Request, RequestState, RequestStatus, RequestType};
use chaperone_store::table::{agents, policies, requests};

use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::view::assignment::RequestExtension;
use crate::view::request::RequestView;
use crate::{question, relation, request};

/// Asks for a later end of an assignment.
pub(crate) fn request_extension(cx: &mut Writing<'_>, ask: RequestExtension) -> Reply<RequestView> {
    let (held, relations) =
        relation::visible_assignment(cx, Action::ShowAssignment, ask.assignment_id.0)?;
    cx.authorise(Action::RequestExtension, &relations, "assignment")?;
    let policy =
        policies::newest(cx.db(), held.policy_id)?.ok_or_else(|| Failure::not_found("policy"))?;
    let standing =
        agents::standing(cx.db(), held.agent_id)?.ok_or_else(|| Failure::not_found("agent"))?;
    let facts = ExtensionFacts {
        now: cx.now(),
        assignment: &held,
        policy: &policy,
        acts_as: cx.actor().acts_as(&relations),
        standing,
        // Whoever was assigned directly stays inside a direct-assignment policy.
        is_in_scope: policy.scope == PolicyScope::NotSpecified
            || policy.covers(&request::target(cx, held.agent_id)?),
        open_extension: requests::open_extension(cx.db(), held.id)?,
    };
    let asked = ExtensionAsk { until: ask.until.map(|at| at.0), justification: &ask.justification };
    let opened = extension::decide(&facts, &asked).map_err(|refusal| Failure::refused(&refusal))?;
    let present = question::latest_answers(cx, held.id, &policy)?;
    let answers =
        check_changed_answers(&policy.questions, &present, &question::given(&ask.answers))
            .map_err(|refusal| question::refused_answer(&refusal))?;
    // What stays as it was answered is read at the request that answered it.
    let answers = if ask.answers.is_empty() { Vec::new() } else { answers };
    let request = Request {
        id: cx.new_id(),
        request_type: RequestType::UserExtend,
        state: RequestState::Submitted,
        status: RequestStatus::Accepted,
        requestor: cx.actor().requestor(),
        agent_id: held.agent_id,
        access_package_id: held.access_package_id,
        policy_id: policy.id,
        assignment_id: Some(held.id),
        justification: ask.justification.trim().to_owned(),
        asked_start: None,
        asked_duration: None,
        asked_end: Some(opened.until),
        granted_duration: None,
        granted_end: None,
        created_at: cx.now(),
        completed_at: None,
    };
    let verb = format!("was asked to be extended until {}", opened.until.in_words());
    request::submit(cx, request, &answers, opened.needs_approval, &verb)
}
