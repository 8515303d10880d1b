//! An administrator gives an assignment another end or another policy.

use chaperone_domain::assignment_update::{UpdateFacts, decide};
use chaperone_domain::authority::Action;
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::request::{Request, RequestState, RequestStatus, RequestType};
use chaperone_domain::text::{JUSTIFICATION, check_text};
use chaperone_store::table::{agents, assignments, grants, notices, policies, requests};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::notice::{NewNotice, send};
use crate::view::assignment::UpdateAssignment;
use crate::view::request::RequestView;
use crate::{delivery, notice_said, relation, reminder, request, words};

/// Gives an assignment another end or another policy; where the policy requires approval, it goes through approval.
pub(crate) fn update_assignment(cx: &mut Writing<'_>, ask: UpdateAssignment) -> Reply<RequestView> {
    let (held, relations) =
        relation::visible_assignment(cx, Action::ShowAssignment, ask.assignment_id.0)?;
    cx.authorise(Action::UpdateAssignment, &relations, "assignment")?;
    let not_found = || Failure::not_found("policy");
    let policy = match ask.policy_id {
        // Whoever names a wording that has been replaced means the present one.
        Some(id) => policies::newest(cx.db(), id.0)?
            .filter(|policy| policy.access_package_id == held.access_package_id)
            .ok_or_else(not_found)?,
        None => policies::get(cx.db(), held.policy_id)?.ok_or_else(not_found)?,
    };
    let standing =
        agents::standing(cx.db(), held.agent_id)?.ok_or_else(|| Failure::not_found("agent"))?;
    let facts = UpdateFacts {
        now: cx.now(),
        assignment: &held,
        policy: &policy,
        is_other_policy: policy.id != held.policy_id,
        standing,
        open_change: requests::open_extension(cx.db(), held.id)?,
    };
    let opened =
        decide(&facts, ask.ends_at.map(|at| at.0)).map_err(|refusal| Failure::refused(&refusal))?;
    let justification =
        check_text(JUSTIFICATION, &ask.justification).map_err(|bad| Failure::refused(&bad))?;
    let request = Request {
        id: cx.new_id(),
        request_type: RequestType::AdminUpdate,
        state: RequestState::Submitted,
        status: RequestStatus::Accepted,
        requestor: cx.actor().requestor(),
        agent_id: held.agent_id,
        access_package_id: held.access_package_id,
        policy_id: policy.id,
        assignment_id: Some(held.id),
        justification: justification.to_owned(),
        asked_start: None,
        asked_duration: None,
        asked_end: opened.ends_at,
        granted_duration: None,
        granted_end: None,
        created_at: cx.now(),
        completed_at: None,
    };
    let verb = format!("is to run {} under {}", words::until(opened.ends_at), policy.display_name);
    request::submit(cx, request, &[], opened.needs_approval, &verb)
}

/// Carries out a change that nothing stands in the way of any more.
pub(crate) fn carry_out(cx: &mut Writing<'_>, request: &Request) -> Reply<()> {
    let id = request.assignment_id.ok_or_else(|| Failure::not_found("assignment"))?;
    let mut held =
        assignments::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("assignment"))?;
    let until = request.granted_end.or(request.asked_end);
    if until.is_some_and(|end| end <= cx.occurred_at()) {
        let sentence = format!(
            "The change of {} came to nothing: its end had passed before it was agreed to.",
            delivery::subject(cx, request)?
        );
        let status = RequestStatus::AssignmentEnded;
        let told = (NoticeKind::RequestExpired, notice_said::change_overtaken());
        return delivery::deny(cx, request, status, told, sentence, "update_assignment");
    }
    let before = (held.ends_at, held.policy_id);
    (held.ends_at, held.policy_id) = (until, request.policy_id);
    assignments::set_policy_and_end(cx.db_mut(), id, held.policy_id, until)?;
    grants::set_end_of_assignment(cx.db_mut(), id, until)?;
    reminder::schedule(cx, &held)?;
    notices::supersede_waiting(cx.db_mut(), id, NoticeKind::AccessExpiring, None)?;
    delivery::close_request(
        cx,
        request,
        RequestState::Delivering,
        RequestState::Delivered,
        RequestStatus::Fulfilled,
    )?;
    let what = delivery::subject(cx, request)?;
    let sentence =
        format!("{what} was changed by an administrator: it runs {}.", words::until(until));
    for recipient in delivery::told_of_delivery(cx, request)? {
        let said = notice_said::changed(until);
        let mut notice =
            NewNotice::new(NoticeKind::AccessExtended, recipient, sentence.clone(), said);
        notice.agent = Some(request.agent_id);
        notice.access_package = Some(request.access_package_id);
        notice.assignment = Some(id);
        notice.request = Some(request.id);
        notice.ends_at = until;
        send(cx, notice)?;
    }
    cx.touch(Tag::Assignments);
    let entry = Record::new("update_assignment", "assignment", id, sentence)
        .about(request.id)
        .about(request.agent_id)
        .about(request.access_package_id)
        .change("endsAt", before.0.map(|end| end.to_string()), until.map(|end| end.to_string()))
        .change("policyId", Some(before.1.to_string()), Some(held.policy_id.to_string()));
    cx.record(entry)
}
