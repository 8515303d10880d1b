//! Delivery: from an agreed request to an assignment with rights and reminders, to a moved end, and to the end itself.
//! Every way in which access begins, changes or ends passes through here.

use std::collections::BTreeSet;

use chaperone_domain::access::Grant;
use chaperone_domain::access_package::ResourceRole;
use chaperone_domain::assignment::{self, Assignment, AssignmentState, EndReason};
use chaperone_domain::authority::Role;
use chaperone_domain::delivery::{FailureReason, why_not};
use chaperone_domain::id::{AssignmentId, PersonId, PolicyId, RequestId};
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::policy::Policy;
use chaperone_domain::request::{Request, RequestState, RequestStatus, RequestType, Requestor};
use chaperone_domain::said::Said;
use chaperone_domain::time::Timestamp;
use chaperone_store::table::{
    assignments, delivery_failures, grants, notices, policies, reminders, requests, resources,
    role_appointments, stages,
};

use chaperone_store::table::delivery_failures::DeliveryFailure;

use crate::assignment_update;
use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::notice::{NewNotice, send};
use crate::{content, incompatibility, notice_said, reminder, words};

/// What a request is about, in words: `Month-end close for Invoice Matcher Lisbon`.
pub(crate) fn subject(cx: &impl Context, request: &Request) -> Reply<String> {
    let agent = crate::agent::reference(cx.db(), request.agent_id)?;
    let package = crate::access_package::reference(cx.db(), request.access_package_id)?;
    Ok(format!("{} for {}", package.display_name, agent.display_name))
}

/// Carries out a request that nothing stands in the way of any more. `request` is as the table has it.
pub(crate) fn fulfil(cx: &mut Writing<'_>, request: &Request) -> Reply<()> {
    let policy =
        policies::get(cx.db(), request.policy_id)?.ok_or_else(|| Failure::not_found("policy"))?;
    match request.request_type {
        RequestType::UserAdd | RequestType::AdminAdd => begin(cx, request, &policy),
        RequestType::UserExtend => extend(cx, request),
        RequestType::AdminUpdate => assignment_update::carry_out(cx, request),
        RequestType::UserRemove | RequestType::AdminRemove | RequestType::SystemRemove => {
            let reason = match request.request_type {
                RequestType::UserRemove => EndReason::Returned,
                RequestType::AdminRemove => EndReason::Removed,
                _ => EndReason::RemovedByRule,
            };
            let id = request.assignment_id.ok_or_else(|| Failure::not_found("assignment"))?;
            remove(cx, request, id, reason)
        }
    }
}

/// Ends an assignment by a request that asks for that, and closes the request.
pub(crate) fn remove(
    cx: &mut Writing<'_>,
    request: &Request,
    id: AssignmentId,
    reason: EndReason,
) -> Reply<()> {
    let at = cx.occurred_at();
    close_request(
        cx,
        request,
        RequestState::Delivering,
        RequestState::Delivered,
        RequestStatus::Fulfilled,
    )?;
    end(cx, id, at, reason)?;
    Ok(())
}

/// Makes the assignment with its rights. Where the start lies ahead, the rights are written with that start: they begin by
/// the record, whether or not anything runs then.
fn begin(cx: &mut Writing<'_>, request: &Request, policy: &Policy) -> Reply<()> {
    let at = cx.occurred_at();
    let start = request.asked_start.filter(|&start| start > at);
    let starts_at = start.unwrap_or(at);
    let (agent, package) = (request.agent_id, request.access_package_id);
    if let Err(because) = incompatibility::check(cx, agent, package, starts_at)? {
        return incompatibility::refuse_delivery(cx, request, None, &because).map(drop);
    }
    let roles = resources::roles_of_package(cx.db(), request.access_package_id)?;
    let given: Vec<_> = roles.iter().filter(|role| why_not(role).is_none()).collect();
    let ends_at = assignment::end_of_new_access(
        starts_at,
        policy.expiration,
        request.asked_duration,
        request.asked_end,
        request.granted_duration,
    );
    let outcome = assignment::delivered_state(given.len(), roles.len());
    let is_time_over = ends_at.is_some_and(|end| end <= starts_at);
    note_failures(cx, request.id, &roles, is_time_over)?;
    if outcome == AssignmentState::DeliveryFailed || is_time_over {
        close_request(
            cx,
            request,
            RequestState::Delivering,
            RequestState::DeliveryFailed,
            RequestStatus::TargetNotEligible,
        )?;
        let sentence = format!(
            "{} could not be delivered: {}.",
            subject(cx, request)?,
            if is_time_over {
                "the time for which it was asked is over"
            } else {
                "nothing in it can be given to this agent any more"
            }
        );
        return record(cx, request, "deliver_assignment", sentence);
    }
    let made = Assignment {
        id: cx.new_id(),
        agent_id: request.agent_id,
        access_package_id: request.access_package_id,
        policy_id: request.policy_id,
        request_id: request.id,
        state: if start.is_some() { AssignmentState::Delivering } else { outcome },
        starts_at,
        ends_at,
        let_expire_at: None,
        ended_at: None,
        end_reason: None,
    };
    assignments::insert(cx.db_mut(), &made)?;
    for role in given {
        let grant = Grant {
            id: cx.new_id(),
            right: role.right,
            assignment_id: Some(made.id),
            starts_at,
            ends_at,
            withdrawn_at: None,
        };
        grants::insert(cx.db_mut(), made.agent_id, &grant)?;
    }
    requests::set_assignment(cx.db_mut(), request.id, made.id)?;
    reminder::schedule(cx, &made)?;
    cx.touch(Tag::Assignments);
    cx.touch(Tag::Requests);
    if start.is_some() {
        requests::set_state(
            cx.db_mut(),
            request.id,
            RequestState::Scheduled,
            RequestStatus::Accepted,
            None,
        )?;
        let sentence = format!(
            "{} starts on {}, {}.",
            subject(cx, request)?,
            starts_at.in_words(),
            words::until(ends_at)
        );
        return record_with(cx, request, made.id, "schedule_assignment", sentence);
    }
    delivered(cx, request, &made)
}

/// Keeps which roles couldn't be given, and why.
pub(crate) fn note_failures(
    cx: &mut Writing<'_>,
    request: RequestId,
    roles: &[ResourceRole],
    is_time_over: bool,
) -> Reply<()> {
    let failed_at = cx.occurred_at();
    let reason = |role| if is_time_over { Some(FailureReason::TimeOver) } else { why_not(role) };
    let failures: Vec<_> = roles
        .iter()
        .filter_map(|role| {
            let reason = reason(role)?;
            let role_name = role.full_name();
            Some(DeliveryFailure { resource_role_id: role.id, role_name, reason, failed_at })
        })
        .collect();
    Ok(delivery_failures::insert(cx.db_mut(), request, &failures)?)
}

/// Says that access has begun: at once, or when its start has come.
fn delivered(cx: &mut Writing<'_>, request: &Request, made: &Assignment) -> Reply<()> {
    let closed = match made.state {
        AssignmentState::PartiallyDelivered => RequestState::PartiallyDelivered,
        _ => RequestState::Delivered,
    };
    close_request(cx, request, RequestState::Delivering, closed, RequestStatus::Fulfilled)?;
    let what = subject(cx, request)?;
    let sentence = format!("{what} was delivered, {}.", words::until(made.ends_at));
    for recipient in told_of_delivery(cx, request)? {
        let said = notice_said::delivered(made.ends_at);
        let mut notice =
            NewNotice::new(NoticeKind::AccessDelivered, recipient, sentence.clone(), said);
        notice.agent = Some(request.agent_id);
        notice.access_package = Some(request.access_package_id);
        notice.assignment = Some(made.id);
        notice.request = Some(request.id);
        notice.ends_at = made.ends_at;
        send(cx, notice)?;
    }
    record_with(cx, request, made.id, "deliver_assignment", sentence)
}

/// The requestor is told; of a direct assignment, and of what an agent asked for itself, those who answer for the agent
/// are. Nobody is where the policy is silent.
pub(crate) fn told_of_delivery(cx: &Writing<'_>, request: &Request) -> Reply<BTreeSet<PersonId>> {
    if is_silent(cx, request.policy_id)? {
        return Ok(BTreeSet::new());
    }
    match request.request_type {
        RequestType::UserAdd | RequestType::UserExtend => told_of_decision(cx, request),
        _ => Ok(reminder::answerable(cx, request.agent_id)?.0),
    }
}

/// Whether a policy tells nobody that access was delivered, will end or has ended.
pub(crate) fn is_silent(cx: &impl Context, policy: PolicyId) -> Reply<bool> {
    Ok(policies::is_silent(cx.db(), policy)?)
}

/// The start of agreed access has come. Answers what happened, in words.
pub(crate) fn start(cx: &mut Writing<'_>, id: RequestId) -> Reply<String> {
    let request = requests::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("request"))?;
    let assignment =
        request.assignment_id.map(|id| assignments::get(cx.db(), id)).transpose()?.flatten();
    let mut made = assignment.ok_or_else(|| Failure::not_found("assignment"))?;
    let at = cx.occurred_at();
    let checked = incompatibility::check_start(cx, made.agent_id, made.access_package_id, at)?;
    if let Err(because) = checked {
        return incompatibility::refuse_delivery(cx, &request, Some(&made), &because);
    }
    made.state = content::outcome(cx, &made)?;
    assignments::set_state(cx.db_mut(), made.id, made.state)?;
    delivered(cx, &request, &made)?;
    Ok(format!("{} started.", subject(cx, &request)?))
}

/// Moves the end of an assignment to what was agreed.
fn extend(cx: &mut Writing<'_>, request: &Request) -> Reply<()> {
    let id = request.assignment_id.ok_or_else(|| Failure::not_found("assignment"))?;
    let mut held =
        assignments::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("assignment"))?;
    let until =
        request.granted_end.or(request.asked_end).ok_or_else(|| Failure::not_found("end"))?;
    let before = held.ends_at;
    held.ends_at = Some(until);
    assignments::set_end(cx.db_mut(), id, until)?;
    grants::set_end_of_assignment(cx.db_mut(), id, Some(until))?;
    reminder::schedule(cx, &held)?;
    notices::supersede_waiting(cx.db_mut(), id, NoticeKind::AccessExpiring, None)?;
    close_request(
        cx,
        request,
        RequestState::Delivering,
        RequestState::Delivered,
        RequestStatus::Fulfilled,
    )?;
    let sentence = format!("{} was extended until {}.", subject(cx, request)?, until.in_words());
    for recipient in told_of_delivery(cx, request)? {
        let said = notice_said::plain(NoticeKind::AccessExtended);
        let mut notice =
            NewNotice::new(NoticeKind::AccessExtended, recipient, sentence.clone(), said);
        notice.agent = Some(request.agent_id);
        notice.access_package = Some(request.access_package_id);
        notice.assignment = Some(id);
        notice.request = Some(request.id);
        notice.ends_at = Some(until);
        send(cx, notice)?;
    }
    cx.touch(Tag::Assignments);
    let entry = Record::new("extend_assignment", "assignment", id, sentence)
        .about(request.id)
        .about(request.agent_id)
        .about(request.access_package_id)
        .change("endsAt", before.map(|end| end.to_string()), Some(until.to_string()));
    cx.record(entry)
}

/// Ends an assignment: its rights are withdrawn as of `at`, a pending extension is closed, and those who answer for the
/// agent are told. Answers what ended, in words.
pub(crate) fn end(
    cx: &mut Writing<'_>,
    id: AssignmentId,
    at: Timestamp,
    reason: EndReason,
) -> Reply<String> {
    let held = assignments::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("assignment"))?;
    let now = cx.now();
    assignments::end(cx.db_mut(), id, at, reason)?;
    grants::withdraw_of_assignment(cx.db_mut(), id, at)?;
    let by_time = reason == EndReason::Expired;
    reminders::supersede_scheduled(cx.db_mut(), id, !by_time, now)?;
    notices::supersede_waiting(cx.db_mut(), id, NoticeKind::AccessExpiring, None)?;
    close_pending_extension(cx, id)?;
    if held.state == AssignmentState::Delivering {
        // It ends before it began: the request that scheduled it is taken back with it.
        requests::set_state(
            cx.db_mut(),
            held.request_id,
            RequestState::Canceled,
            RequestStatus::Canceled,
            Some(at),
        )?;
        cx.touch(Tag::Requests);
    }
    let agent = crate::agent::reference(cx.db(), held.agent_id)?;
    let package = crate::access_package::reference(cx.db(), held.access_package_id)?;
    let how = match reason {
        EndReason::Expired => "ended, as its time was over",
        EndReason::Returned => "was given back",
        EndReason::Removed => "was removed by an administrator",
        EndReason::RemovedByRule => "was removed by a rule",
        EndReason::ApprovalRevoked => "was removed, as its approval was taken back",
    };
    let what = format!("{} for {}", package.display_name, agent.display_name);
    let sentence = format!("{what} {how}.");
    if !by_time && !is_silent(cx, held.policy_id)? {
        for recipient in reminder::answerable(cx, held.agent_id)?.0 {
            let said = notice_said::ended(reason);
            let mut notice =
                NewNotice::new(NoticeKind::AccessEnded, recipient, sentence.clone(), said);
            notice.agent = Some(held.agent_id);
            notice.access_package = Some(held.access_package_id);
            notice.assignment = Some(id);
            notice.ends_at = Some(at);
            send(cx, notice)?;
        }
    }
    cx.touch(Tag::Assignments);
    cx.record(
        Record::new("end_assignment", "assignment", id, sentence)
            .about(held.agent_id)
            .about(held.access_package_id)
            .change(
                "state",
                Some(held.state.to_string()),
                Some(AssignmentState::Expired.to_string()),
            ),
    )?;
    Ok(what)
}

/// An extension that waits when access ends is closed: access never outlives its end without a decision.
fn close_pending_extension(cx: &mut Writing<'_>, id: AssignmentId) -> Reply<()> {
    let Some(open) = requests::open_extension(cx.db(), id)? else { return Ok(()) };
    let request = requests::get(cx.db(), open)?.ok_or_else(|| Failure::not_found("request"))?;
    let sentence = format!(
        "The extension of {} was closed: the access ended before anyone decided.",
        subject(cx, &request)?
    );
    deny(
        cx,
        &request,
        RequestStatus::AssignmentEnded,
        (NoticeKind::RequestExpired, notice_said::extension_overtaken()),
        sentence,
        "close_extension",
    )
}

/// Who is told what became of a request: whoever asked. Where an agent did, which has no inbox, and where the one who asked
/// has left since, those who answer for the agent are.
pub(crate) fn told_of_decision(cx: &impl Context, request: &Request) -> Reply<BTreeSet<PersonId>> {
    match request.requestor {
        Requestor::Person(person)
            if crate::person::get(cx.db(), person)?.is_active_at(cx.now()) =>
        {
            Ok(BTreeSet::from([person]))
        }
        Requestor::Person(_) | Requestor::Agent(_) => {
            Ok(reminder::answerable(cx, request.agent_id)?.0)
        }
        Requestor::System => Ok(BTreeSet::new()),
    }
}

/// Closes a request without giving anything, and tells its requestor: by a notice of a kind, which says something.
pub(crate) fn deny(
    cx: &mut Writing<'_>,
    request: &Request,
    status: RequestStatus,
    (kind, said): (NoticeKind, Said),
    sentence: String,
    activity: &'static str,
) -> Reply<()> {
    let at = cx.occurred_at();
    stages::cancel_rest(cx.db_mut(), request.id)?;
    requests::set_state(cx.db_mut(), request.id, RequestState::Denied, status, Some(at))?;
    notices::supersede_waiting_of_request(cx.db_mut(), request.id)?;
    for person in told_of_decision(cx, request)? {
        let mut notice = NewNotice::new(kind, person, sentence.clone(), said.clone());
        notice.agent = Some(request.agent_id);
        notice.access_package = Some(request.access_package_id);
        notice.assignment = request.assignment_id;
        notice.request = Some(request.id);
        send(cx, notice)?;
    }
    cx.touch(Tag::Requests);
    record(cx, request, activity, sentence)
}

/// Walks a request through an intermediate state to its closed one, as the state table wants it.
pub(crate) fn close_request(
    cx: &mut Writing<'_>,
    request: &Request,
    through: RequestState,
    closed: RequestState,
    status: RequestStatus,
) -> Reply<()> {
    let at = cx.occurred_at();
    requests::set_state(cx.db_mut(), request.id, through, RequestStatus::Accepted, None)?;
    requests::set_state(cx.db_mut(), request.id, closed, status, Some(at))?;
    notices::supersede_waiting_of_request(cx.db_mut(), request.id)?;
    cx.touch(Tag::Requests);
    Ok(())
}

/// Records something about a request.
pub(crate) fn record(
    cx: &mut Writing<'_>,
    request: &Request,
    activity: &'static str,
    sentence: String,
) -> Reply<()> {
    let mut entry = Record::new(activity, "request", request.id, sentence)
        .about(request.agent_id)
        .about(request.access_package_id);
    if let Some(assignment) = request.assignment_id {
        entry = entry.about(assignment);
    }
    cx.record(entry)
}

fn record_with(
    cx: &mut Writing<'_>,
    request: &Request,
    assignment: AssignmentId,
    activity: &'static str,
    sentence: String,
) -> Reply<()> {
    let with_assignment = Request { assignment_id: Some(assignment), ..request.clone() };
    record(cx, &with_assignment, activity, sentence)
}

/// The active administrators, who stand in where nobody else may decide.
pub(crate) fn administrators(cx: &impl Context) -> Reply<BTreeSet<PersonId>> {
    Ok(role_appointments::active_holders(cx.db(), Role::Administrator, cx.now())?)
}
