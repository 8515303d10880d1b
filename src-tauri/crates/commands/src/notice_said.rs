//! What a notice says, as code and values: of its kind, and of the request, stage, decision or delegation that it is about.
//! The English sentence of a notice is written when it is sent; this is read anew, so that older notices have it too.

use chaperone_domain::approval::{ApprovalStage, StageState, Verdict};
use chaperone_domain::assignment::EndReason;
use chaperone_domain::delegation::Delegation;
use chaperone_domain::id::{DelegationId, Id, PersonId, RequestId};
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::policy::ExtensionRule;
use chaperone_domain::refusal::Refuse;
use chaperone_domain::reminder::days_left;
use chaperone_domain::request::{Request, RequestState, RequestStatus, RequestType, Requestor};
use chaperone_domain::said::{Said, Value};
use chaperone_domain::term::Term;
use chaperone_store::table::notices::Notice;
use chaperone_store::table::{assignments, decisions, delegations, policies, requests, stages};

use crate::context::Context;
use crate::failure::Reply;
use crate::succession::{held_at, passed_on_at, recorded_at};
use crate::{access_package, agent, incompatibility, person};

/// What a notice says; nothing where only its sentence does, because a person or a workflow wrote it.
pub(crate) fn said(cx: &impl Context, notice: &Notice) -> Reply<Option<Said>> {
    let said = Said::new(notice.kind.term());
    let found = request_of(cx, notice.request_id)?;
    Ok(match notice.kind {
        NoticeKind::AccessExpiring => Some(expiring(cx, notice, named(cx, notice, said)?)?),
        NoticeKind::AgentHeld => Some(held(cx, notice, named(cx, notice, said)?)?),
        NoticeKind::AccessEnded => Some(ended(cx, notice, said)?),
        NoticeKind::DecisionWanted
        | NoticeKind::DecisionForwarded
        | NoticeKind::DecisionReminder => wanted(cx, notice, found, said)?,
        NoticeKind::AccessDelivered => {
            let said = named(cx, notice, said)?;
            Some(if notice.ends_at.is_some() { said } else { said.of("endless") })
        }
        NoticeKind::AccessExtended => {
            let said = named(cx, notice, said)?;
            let is_update =
                found.is_some_and(|found| found.request_type == RequestType::AdminUpdate);
            Some(match (is_update, notice.ends_at) {
                (true, Some(_)) => said.of("changed"),
                (true, None) => said.of("endless"),
                (false, _) => said,
            })
        }
        NoticeKind::RequestDenied => match found {
            Some(found) if found.state == RequestState::DeliveryFailed => {
                Some(undelivered(cx, notice, named(cx, notice, said)?)?)
            }
            _ => decided(cx, notice, named(cx, notice, said)?)?,
        },
        NoticeKind::RequestExpired => expired(cx, notice, found, said)?,
        NoticeKind::DecisionMade => decided(cx, notice, named(cx, notice, said)?)?,
        NoticeKind::DecisionMissed => {
            let said = named(cx, notice, said)?;
            deadline(cx, notice, said)?
        }
        NoticeKind::ApprovalsDelegated => delegated(cx, notice, said)?,
        NoticeKind::ApprovalRevoked => revoked(cx, notice, named(cx, notice, said)?)?,
        NoticeKind::SponsorshipInherited => Some(inherited(cx, notice, said)?),
        NoticeKind::SponsorChange => None,
    })
}

fn request_of(cx: &impl Context, id: Option<RequestId>) -> Reply<Option<Request>> {
    Ok(id.map(|id| requests::get(cx.db(), id)).transpose()?.flatten())
}

fn name(cx: &impl Context, id: PersonId) -> Reply<String> {
    Ok(person::get(cx.db(), id)?.display_name)
}

/// The agent, the package and the end that the notice is about.
fn named(cx: &impl Context, notice: &Notice, mut said: Said) -> Reply<Said> {
    if let Some(id) = notice.agent_id {
        said = said.with("agent", agent::reference(cx.db(), id)?.display_name);
    }
    if let Some(id) = notice.access_package_id {
        said = said.with("package", access_package::reference(cx.db(), id)?.display_name);
    }
    Ok(match notice.ends_at {
        Some(end) => said.with("end", end),
        None => said,
    })
}

/// How long was left when it was sent, and what the policy allows to be done about it.
fn expiring(cx: &impl Context, notice: &Notice, said: Said) -> Reply<Said> {
    let found = notice.assignment_id.map(|id| assignments::get(cx.db(), id)).transpose()?.flatten();
    let (Some(assignment), Some(end)) = (found, notice.ends_at) else { return Ok(said) };
    let said = said.with("count", days_left(notice.created_at, end));
    let asked = requests::of_assignment(cx.db(), assignment.id)?;
    let waited = asked.iter().any(|request| {
        request.request_type == RequestType::UserExtend
            && request.created_at <= notice.created_at
            && request.completed_at.is_none_or(|at| at > notice.created_at)
    });
    let rule = policies::newest_ever(cx.db(), assignment.policy_id)?.map(|policy| policy.extension);
    Ok(match rule {
        _ if waited => said.of("pending"),
        Some(ExtensionRule::WithApproval) => said.of("withApproval"),
        Some(ExtensionRule::WithoutApproval) => said.of("withoutApproval"),
        Some(ExtensionRule::NotAllowed) | None => said.of("notAllowed"),
    })
}

/// Whose leaving left the agent without anybody who answers for it.
fn held(cx: &impl Context, notice: &Notice, said: Said) -> Reply<Said> {
    let Some(agent) = notice.agent_id else { return Ok(said) };
    let records = recorded_at(cx.db(), agent, "hold_agent", notice.created_at)?;
    let leavers = records.iter().flat_map(|record| &record.about).filter(|id| **id != agent.uuid());
    match leavers.copied().next() {
        Some(leaver) => Ok(said.of("left").with("by", name(cx, PersonId::from_uuid(leaver))?)),
        None => Ok(said),
    }
}

/// From whom how much passed on, and whether by leaving. Where several people's passed on at that very instant, their
/// notices can't be told apart, and only the fact is said.
fn inherited(cx: &impl Context, notice: &Notice, said: Said) -> Reply<Said> {
    let (heir, at) = (notice.recipient_id, notice.created_at);
    let departures = recorded_at(cx.db(), heir, "record_departure", at)?;
    let passed = passed_on_at(cx.db(), heir, at)?;
    let mut from = passed.others;
    from.extend(departures.iter().map(|record| PersonId::from_uuid(record.subject_id)));
    let mut from = from.into_iter();
    let (Some(leaver), None) = (from.next(), from.next()) else { return Ok(said) };
    let held = held_at(cx.db(), leaver, at)?;
    let mut said = said
        .with("by", name(cx, leaver)?)
        .with("agents", passed.agents)
        .with("blueprints", passed.blueprints)
        .with("held", held);
    let is_custody =
        departures.iter().any(|record| record.changes.contains("\"field\":\"custodian\""));
    if let Some(agent) = notice.agent_id {
        said = said.with("agent", agent::reference(cx.db(), agent)?.display_name);
    }
    let is_one = notice.agent_id.is_some() && passed.blueprints == 0;
    Ok(match (departures.is_empty(), is_custody, held > 0) {
        (true, ..) if is_one => said.of("movedOne"),
        (true, ..) => said.of("moved"),
        (false, false, false) if is_one => said.of("leftOne"),
        (false, false, false) => said.of("left"),
        (false, false, true) => said.of("leftHeld"),
        (false, true, false) => said.of("leftCustody"),
        (false, true, true) => said.of("leftCustodyHeld"),
    })
}

fn ended(cx: &impl Context, notice: &Notice, said: Said) -> Reply<Said> {
    let said = named(cx, notice, said)?;
    let held = notice.assignment_id.map(|id| assignments::get(cx.db(), id)).transpose()?.flatten();
    Ok(match held.and_then(|held| held.end_reason) {
        Some(EndReason::Returned) => said.of("returned"),
        Some(EndReason::Removed) => said.of("removed"),
        Some(EndReason::RemovedByRule) => said.of("removedByRule"),
        Some(EndReason::ApprovalRevoked) => said.of("approvalRevoked"),
        Some(EndReason::Expired) | None => said,
    })
}

/// Who asked for what, and by when it has to be decided.
fn wanted(
    cx: &impl Context,
    notice: &Notice,
    found: Option<Request>,
    said: Said,
) -> Reply<Option<Said>> {
    let Some(found) = found else { return Ok(None) };
    let Some((stage, _)) =
        notice.stage_id.map(|id| stages::get(cx.db(), id)).transpose()?.flatten()
    else {
        return Ok(None);
    };
    let Some(deadline) = stage.deadline_at else { return Ok(None) };
    let mut said = named(cx, notice, said)?.with("deadline", deadline);
    said = match found.requestor {
        Requestor::Person(id) => said.with("by", name(cx, id)?),
        Requestor::Agent(id) => said.with("by", agent::reference(cx.db(), id)?.display_name),
        Requestor::System => said.with("by", Value::Words("a rule")),
    };
    let is_extension = found.request_type == RequestType::UserExtend;
    Ok(Some(match (is_extension, notice.ends_at) {
        (true, Some(_)) => said.of("ending"),
        (true, None) => said.of("extension"),
        (false, _) => said,
    }))
}

/// What excluded the package. The sentences that it can be are written anew, and the one that it is names the reason; where
/// none is, because the rule went or something was renamed since, only the fact is said.
fn undelivered(cx: &impl Context, notice: &Notice, said: Said) -> Reply<Said> {
    let Some(package) = notice.access_package_id else { return Ok(said.of("undelivered")) };
    let possible = incompatibility::possible(cx, package)?;
    let told = possible.into_iter().find(|it| notice.sentence.ends_with(&format!(": {it}.")));
    Ok(match told {
        Some(because) => said.of("excluded").with("why", because.said()),
        None => said.of("undelivered"),
    })
}

/// The decision that the notice tells of: the last one until it was sent.
fn decided(cx: &impl Context, notice: &Notice, said: Said) -> Reply<Option<Said>> {
    let Some(id) = notice.request_id else { return Ok(None) };
    let mut until = decisions::of_request(cx.db(), id)?;
    until.retain(|decision| decision.decided_at <= notice.created_at);
    let Some(decision) = until.into_iter().max_by_key(|decision| decision.decided_at) else {
        return Ok(None);
    };
    let mut said = said.with("by", name(cx, decision.person_id)?);
    // What a decider in an approver's place shortened, the notice tells; deciders themselves are told of elsewhere.
    let is_shortened = decision.is_shortened && decision.for_person_id.is_some();
    if is_shortened {
        said = match granted(cx, id)? {
            Some(granted) => said.with("granted", granted),
            None => return Ok(None),
        };
    }
    if let Some(approver) = decision.for_person_id {
        said = said.with("approver", name(cx, approver)?);
    }
    let is_reasoned = !decision.justification.is_empty();
    if is_reasoned {
        said = said.with("why", decision.justification);
    }
    let last = stages::of_request(cx.db(), id)?.last().map(|stage| stage.id);
    let is_last = last == Some(decision.stage_id);
    let is_instead = decision.for_person_id.is_some();
    if is_shortened {
        return Ok(Some(match (is_last, is_reasoned) {
            (true, false) => said.of("approvedShortened"),
            (true, true) => said.of("approvedShortenedBecause"),
            (false, false) => said.of("nextStageShortened"),
            (false, true) => said.of("nextStageShortenedBecause"),
        }));
    }
    Ok(Some(match (decision.verdict, is_last, is_instead, is_reasoned) {
        (Verdict::Denied, _, false, false) => said.of("denied"),
        (Verdict::Denied, _, false, true) => said.of("deniedBecause"),
        (Verdict::Denied, _, true, false) => said.of("deniedInstead"),
        (Verdict::Denied, _, true, true) => said.of("deniedInsteadBecause"),
        (Verdict::Approved, true, false, false) => said.of("approved"),
        (Verdict::Approved, true, false, true) => said.of("approvedBecause"),
        (Verdict::Approved, true, true, false) => said.of("approvedInstead"),
        (Verdict::Approved, true, true, true) => said.of("approvedInsteadBecause"),
        (Verdict::Approved, false, false, false) => said.of("nextStage"),
        (Verdict::Approved, false, false, true) => said.of("nextStageBecause"),
        (Verdict::Approved, false, true, false) => said.of("nextStageInstead"),
        (Verdict::Approved, false, true, true) => said.of("nextStageInsteadBecause"),
    }))
}

/// To what a request was shortened. Nothing where it was shortened more than once, because only the last is kept.
fn granted(cx: &impl Context, id: RequestId) -> Reply<Option<Value>> {
    let all = decisions::of_request(cx.db(), id)?;
    if all.iter().filter(|decision| decision.is_shortened).count() != 1 {
        return Ok(None);
    }
    let Some(found) = requests::get(cx.db(), id)? else { return Ok(None) };
    Ok(found.granted_end.map(Value::from).or_else(|| found.granted_duration.map(Value::from)))
}

fn expired(
    cx: &impl Context,
    notice: &Notice,
    found: Option<Request>,
    said: Said,
) -> Reply<Option<Said>> {
    let Some(found) = found else { return Ok(None) };
    let said = named(cx, notice, said)?;
    match (found.status, found.request_type) {
        (RequestStatus::AssignmentEnded, RequestType::AdminUpdate) => Ok(Some(said.of("change"))),
        (RequestStatus::AssignmentEnded, _) => Ok(Some(said.of("extension"))),
        _ => deadline(cx, notice, said),
    }
}

/// By when nobody decided.
fn deadline(cx: &impl Context, notice: &Notice, said: Said) -> Reply<Option<Said>> {
    let Some(id) = notice.request_id else { return Ok(None) };
    let all = stages::of_request(cx.db(), id)?;
    let missed = all.into_iter().find(|stage| stage.state == StageState::Expired);
    let deadline = missed.and_then(|stage: ApprovalStage| stage.deadline_at);
    Ok(deadline.map(|deadline| said.with("deadline", deadline)))
}

/// The delegation that began, changed or ended at the instant of the notice.
fn delegated(cx: &impl Context, notice: &Notice, said: Said) -> Reply<Option<Said>> {
    let all = delegations::of_delegate(cx.db(), notice.recipient_id)?;
    if let Some(over) = all.iter().find(|one| one.ended_at == Some(notice.created_at)) {
        return Ok(Some(said.of("ended").with("approver", name(cx, over.approver_id)?)));
    }
    let Some(begun) = all.iter().find(|one| one.created_at == notice.created_at) else {
        return changed(cx, notice, &all, said);
    };
    let said = said.with("approver", name(cx, begun.approver_id)?).with("start", begun.starts_at);
    Ok(Some(match begun.ends_at {
        Some(end) => said.with("end", end),
        None => said.of("endless"),
    }))
}

/// The delegation that was changed at the instant of the notice: whose, and how long it is now, or that it went to another.
fn changed(
    cx: &impl Context,
    notice: &Notice,
    all: &[Delegation],
    said: Said,
) -> Reply<Option<Said>> {
    let records =
        recorded_at(cx.db(), notice.recipient_id, "update_delegation", notice.created_at)?;
    let Some(record) = records.first() else { return Ok(None) };
    let id = DelegationId::from_uuid(record.subject_id);
    let Some(now) = delegations::get(cx.db(), id)? else { return Ok(None) };
    let said = said.with("approver", name(cx, now.approver_id)?);
    if all.iter().all(|one| one.id != id) {
        return Ok(Some(said.of("withdrawn")));
    }
    let said = said.with("start", now.starts_at);
    Ok(Some(match now.ends_at {
        Some(end) => said.of("changed").with("end", end),
        None => said.of("changedEndless"),
    }))
}

/// Who took their approval back.
fn revoked(cx: &impl Context, notice: &Notice, said: Said) -> Reply<Option<Said>> {
    let Some(id) = notice.request_id else { return Ok(None) };
    for decision in decisions::of_request(cx.db(), id)? {
        if let Some(revocation) = decisions::revocation(cx.db(), decision.stage_id)? {
            let by = name(cx, decision.person_id)?;
            return Ok(Some(said.with("by", by).with("why", revocation.justification)));
        }
    }
    Ok(None)
}
