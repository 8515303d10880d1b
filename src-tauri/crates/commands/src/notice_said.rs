//! What a notice says, as code and values: of its kind, and of the request, stage, decision or delegation that it is about.
//! The English sentence of a notice is written when it is sent; this is read anew, so that older notices have it too.

use chaperone_domain::approval::{ApprovalStage, StageState, Verdict};
use chaperone_domain::assignment::EndReason;
use chaperone_domain::id::{PersonId, RequestId};
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::request::{Request, RequestState, RequestStatus, RequestType, Requestor};
use chaperone_domain::said::{Said, Value};
use chaperone_domain::term::Term;
use chaperone_store::table::notices::Notice;
use chaperone_store::table::{assignments, decisions, delegations, requests, stages};

use crate::context::Context;
use crate::failure::Reply;
use crate::{access_package, agent, person};

/// What a notice says; nothing where only its sentence does, because a person or a workflow wrote it.
pub(crate) fn said(cx: &impl Context, notice: &Notice) -> Reply<Option<Said>> {
    let said = Said::new(notice.kind.term());
    let found = request_of(cx, notice.request_id)?;
    Ok(match notice.kind {
        NoticeKind::AccessExpiring | NoticeKind::AgentHeld => Some(named(cx, notice, said)?),
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
                Some(named(cx, notice, said)?.of("undelivered"))
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
        NoticeKind::SponsorshipInherited if notice.agent_id.is_some() => {
            Some(named(cx, notice, said)?.of("agent"))
        }
        NoticeKind::SponsorshipInherited => Some(said),
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
    Ok(Some(if is_extension { said.of("extension") } else { said }))
}

/// The decision that the notice tells of: the last one until it was sent.
fn decided(cx: &impl Context, notice: &Notice, said: Said) -> Reply<Option<Said>> {
    let Some(id) = notice.request_id else { return Ok(None) };
    let mut until = decisions::of_request(cx.db(), id)?;
    until.retain(|decision| decision.decided_at <= notice.created_at);
    let Some(decision) = until.into_iter().max_by_key(|decision| decision.decided_at) else {
        return Ok(None);
    };
    let said = said.with("by", name(cx, decision.person_id)?);
    let last = stages::of_request(cx.db(), id)?.last().map(|stage| stage.id);
    let (plain, instead) = match decision.verdict {
        Verdict::Denied => ("denied", "deniedInstead"),
        Verdict::Approved if last == Some(decision.stage_id) => ("approved", "approvedInstead"),
        Verdict::Approved => ("nextStage", "nextStageInstead"),
    };
    Ok(Some(match decision.for_person_id {
        Some(approver) => said.with("approver", name(cx, approver)?).of(instead),
        None => said.of(plain),
    }))
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
        return Ok(Some(said.of("changed")));
    };
    let said = said.with("approver", name(cx, begun.approver_id)?).with("start", begun.starts_at);
    Ok(Some(match begun.ends_at {
        Some(end) => said.with("end", end),
        None => said.of("endless"),
    }))
}

/// Who took their approval back.
fn revoked(cx: &impl Context, notice: &Notice, said: Said) -> Reply<Option<Said>> {
    let Some(id) = notice.request_id else { return Ok(None) };
    for decision in decisions::of_request(cx.db(), id)? {
        if decisions::revocation(cx.db(), decision.stage_id)?.is_some() {
            return Ok(Some(said.with("by", name(cx, decision.person_id)?)));
        }
    }
    Ok(None)
}
