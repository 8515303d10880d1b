//! Decisions that were taken: an approver's history of them, and taking an approval back. Taking decisions is in `approval`.

use chaperone_domain::assignment::EndReason;
use chaperone_domain::authority::Action;
use chaperone_domain::decision::{self, RevocationFacts};
use chaperone_domain::id::{PersonId, RequestId};
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::request::{Request, RequestState, RequestStatus, RequestType, Requestor};
use chaperone_domain::said::Said;
use chaperone_store::Page;
use chaperone_store::table::decisions::{self, Decision, Revocation};
use chaperone_store::table::{assignments, requests, stages};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::notice::send;
use crate::view::decision::{DecisionPage, DecisionRow, ListDecisions, RevokeApproval};
use crate::view::request::RequestView;
use crate::wire::Wire;
use crate::{approval, delivery, list, notice_said, person, relation, request, stage};

/// Lists one's own decisions and those that delegates took in one's place, newest first.
pub(crate) fn list_decisions(cx: &Reading<'_>, ask: ListDecisions) -> Reply<DecisionPage> {
    cx.authorise(Action::ListDecisions, &[], "decision")?;
    let limit = list::check_limit(ask.limit)?;
    let filter = decisions::Filter {
        search: ask.filter.search.filter(|text| !text.trim().is_empty()),
        verdict: ask.filter.verdict.map(|verdict| verdict.0),
    };
    let page = Page { after: ask.after.map(|id| id.0), limit };
    let found = decisions::of_person(cx.db(), cx.me()?, &filter, page)?;
    let next = (found.len() == limit as usize)
        .then(|| found.last().map(|last| Wire(last.stage_id)))
        .flatten();
    let rows = found.into_iter().map(|found| row(cx, found)).collect::<Reply<_>>()?;
    Ok(DecisionPage { rows, next })
}

fn row(cx: &Reading<'_>, found: Decision) -> Reply<DecisionRow> {
    let (decided, request) =
        stages::get(cx.db(), found.stage_id)?.ok_or_else(|| Failure::not_found("stage"))?;
    Ok(DecisionRow {
        stage_id: Wire(found.stage_id),
        stage_number: decided.number,
        request: request::row(cx, request)?,
        verdict: Wire(found.verdict),
        by: person::reference(cx.db(), found.person_id)?,
        on_behalf_of: found
            .for_person_id
            .map(|approver| person::reference(cx.db(), approver))
            .transpose()?,
        at: Wire(found.decided_at),
        justification: found.justification,
        is_shortened: found.is_shortened,
        revocation: stage::revocation_view(cx, found.stage_id)?,
        may_revoke: found.person_id == cx.me()? && may_revoke(cx, request)?,
    })
}

/// Whether the acting person may take an approval of a request back.
pub(crate) fn may_revoke(cx: &impl Context, id: RequestId) -> Reply<bool> {
    let Some(me) = cx.actor().person() else { return Ok(false) };
    let found = requests::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("request"))?;
    with_facts(cx, &found, me, |facts| decision::check_revocable(facts).is_ok())
}

fn with_facts<T>(
    cx: &impl Context,
    found: &Request,
    revoker: PersonId,
    then: impl FnOnce(&RevocationFacts<'_>) -> T,
) -> Reply<T> {
    let taken: Vec<_> = decisions::of_request(cx.db(), found.id)?
        .into_iter()
        .map(|decision| (decision.person_id, decision.verdict))
        .collect();
    let is_given = found.state == RequestState::Scheduled || found.state.is_closed();
    let assignment = match found.assignment_id.filter(|_| is_given) {
        Some(id) => assignments::get(cx.db(), id)?,
        None => None,
    };
    let facts = RevocationFacts {
        now: cx.now(),
        revoker,
        decisions: &taken,
        assignment: assignment.as_ref(),
    };
    Ok(then(&facts))
}

/// Takes one's own approval back: what it led to is removed, and everybody concerned is told.
pub(crate) fn revoke_approval(cx: &mut Writing<'_>, ask: RevokeApproval) -> Reply<RequestView> {
    let (found, relations) = relation::visible_request(cx, Action::ShowRequest, ask.request_id.0)?;
    cx.authorise(Action::RevokeApproval, &relations, "request")?;
    let me = cx.me()?;
    let checked = with_facts(cx, &found, me, |facts| {
        decision::revoke(facts, &ask.justification).map(str::to_owned)
    })?;
    let justification = checked.map_err(|refusal| Failure::refused(&refusal))?;
    let approval = last_approval(cx, found.id, me)?;
    let assignment = found.assignment_id.ok_or_else(|| Failure::not_found("assignment"))?;
    let removal = Request {
        id: cx.new_id(),
        request_type: RequestType::SystemRemove,
        state: RequestState::Submitted,
        status: RequestStatus::Accepted,
        requestor: Requestor::Person(me),
        justification: justification.clone(),
        assignment_id: Some(assignment),
        asked_start: None,
        asked_duration: None,
        asked_end: None,
        granted_duration: None,
        granted_end: None,
        created_at: cx.now(),
        completed_at: None,
        ..found.clone()
    };
    requests::insert(cx.db_mut(), &removal)?;
    let revocation = Revocation {
        stage_id: approval.stage_id,
        request_id: removal.id,
        justification,
        revoked_at: cx.now(),
    };
    decisions::insert_revocation(cx.db_mut(), &revocation)?;
    let by = person::get(cx.db(), me)?.display_name;
    let what = delivery::subject(cx, &found)?;
    let sentence = format!(
        "{by} took the approval of {what} back, so the access is removed. Reason: {}",
        revocation.justification
    );
    cx.record(
        Record::new("revoke_approval", "request", found.id, sentence.clone())
            .about(removal.id)
            .about(assignment)
            .about(found.agent_id)
            .about(found.access_package_id),
    )?;
    delivery::remove(cx, &removal, assignment, EndReason::ApprovalRevoked)?;
    let said = notice_said::revoked(&by, &revocation.justification);
    tell(cx, &found, me, &sentence, &said)?;
    cx.touch(Tag::Requests);
    request::view(cx, found.id)
}

/// The last approval of a request that somebody gave: the one that they take back.
fn last_approval(cx: &impl Context, id: RequestId, by: PersonId) -> Reply<Decision> {
    let mut given = decisions::of_request(cx.db(), id)?;
    given.retain(|decision| {
        decision.person_id == by
            && decision.verdict == chaperone_domain::approval::Verdict::Approved
    });
    given.pop().ok_or_else(|| Failure::not_found("decision"))
}

/// The requestor and everybody who was asked to decide; the agent's sponsors are told of the end itself.
fn tell(
    cx: &mut Writing<'_>,
    found: &Request,
    me: PersonId,
    sentence: &str,
    said: &Said,
) -> Reply<()> {
    let mut concerned = approval::asked_so_far(cx, found.id, None)?;
    concerned.extend(delivery::told_of_decision(cx, found)?);
    concerned.remove(&me);
    for recipient in concerned {
        let kind = NoticeKind::ApprovalRevoked;
        let mut notice = stage::about(found, kind, recipient, sentence.to_owned(), said.clone());
        notice.assignment = found.assignment_id;
        send(cx, notice)?;
    }
    Ok(())
}
