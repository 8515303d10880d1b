//! Approvals: what waits for whose decision, what a decision would change, and deciding. How stages open, are forwarded and
//! run out is in `stage`; decisions that were taken are in `decision`.

use chaperone_domain::approval::{
    self, ApprovalStage, Asked, DecisionFacts, Shorter, StageResult, StageState, Verdict,
};
use chaperone_domain::assignment::end_of_new_access;
use chaperone_domain::authority::{Action, Relation};
use chaperone_domain::fingerprint::Sight;
use chaperone_domain::id::{PersonId, RequestId, StageId};
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::request::{Request, RequestStatus, Requestor};
use chaperone_domain::said::Value;
use chaperone_store::table::decisions::{self, Decision};
use chaperone_store::table::{notices, policies, requests, stages};

use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::notice::send;
use crate::notice_said::Decided;
use crate::session::Origin;
use crate::stage::{self, asked};
use crate::view::approval::{
    ApprovalRow, ApprovalView, Approvals, ApproveRequest, DenyRequest, ListApprovals, ShowApproval,
    SimilarDecision,
};
use crate::view::request::RequestView;
use crate::wire::Wire;
use crate::{access, delivery, fingerprint, person, relation, request, words};

/// How many earlier decisions on the same package an approver sees.
const SIMILAR_SHOWN: u32 = 5;

/// Whether the acting person may decide the open stage of a request.
pub(crate) fn may_decide(cx: &impl Context, id: RequestId) -> Reply<bool> {
    let Some(me) = cx.actor().person() else { return Ok(false) };
    match stage::open_stage(cx, id)? {
        Some(open) => stage::may_decide(cx, &open, me),
        None => Ok(false),
    }
}

/// Lists what waits for one's decision, the nearest deadline first and among equals the weightiest. What one is asked in
/// somebody's place is among it.
pub(crate) fn list_approvals(cx: &Reading<'_>, _: ListApprovals) -> Reply<Approvals> {
    cx.authorise(Action::ListApprovals, &[], "approval")?;
    let mut rows = Vec::new();
    for (stage, request) in stages::open_for(cx.db(), cx.me()?, cx.now())? {
        rows.push(row(cx, stage, request)?);
    }
    rows.sort_by_key(|row| (row.deadline_at, std::cmp::Reverse(row.weight)));
    Ok(Approvals { rows })
}

fn row(cx: &impl Context, stage: StageId, id: RequestId) -> Reply<ApprovalRow> {
    let found = requests::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("request"))?;
    let all = stages::of_request(cx.db(), id)?;
    let open = all.iter().find(|one| one.id == stage).ok_or_else(|| Failure::not_found("stage"))?;
    let (gains, overlaps) = access::gains(cx, found.agent_id, found.access_package_id)?;
    let weight = gains.iter().chain(&overlaps).map(|right| right.weight).max().unwrap_or(0);
    let me = cx.me()?;
    let on_behalf_of = if open.eligible().contains(&me) {
        None
    } else {
        let mine = stage::stands_in_for(cx, open, me)?;
        mine.into_iter().find(|(_, is_in_force)| *is_in_force).map(|(approver, _)| approver)
    };
    Ok(ApprovalRow {
        request: request::row_of(cx, &found)?,
        stage_id: Wire(stage),
        stage_number: open.number,
        stages: u8::try_from(all.len()).unwrap_or(u8::MAX),
        deadline_at: Wire(open.deadline_at.unwrap_or(cx.now())),
        justification: found.justification,
        weight,
        escalated_at: open.escalated_at.map(Wire),
        on_behalf_of: on_behalf_of.map(|it| person::reference(cx.db(), it)).transpose()?,
    })
}

/// Shows what a decision would change.
pub(crate) fn show_approval(cx: &Reading<'_>, ask: ShowApproval) -> Reply<ApprovalView> {
    let (found, relations) = relation::visible_request(cx, Action::ShowRequest, ask.request_id.0)?;
    cx.authorise(Action::ShowApproval, &relations, "approval")?;
    let (gains, overlaps) = access::gains(cx, found.agent_id, found.access_package_id)?;
    let open = stage::open_stage(cx, found.id)?;
    let similar = decisions::on_package(cx.db(), found.access_package_id, SIMILAR_SHOWN)?
        .into_iter()
        .map(|(agent, decision)| {
            Ok(SimilarDecision {
                agent: crate::agent::reference(cx.db(), agent)?,
                verdict: Wire(decision.verdict),
                by: person::reference(cx.db(), decision.person_id)?,
                at: Wire(decision.decided_at),
            })
        })
        .collect::<Reply<_>>()?;
    let until = match asked(cx, &found)? {
        Asked::Duration(span) => Some(cx.now().plus(span)),
        Asked::Until(end) | Asked::Extension { to: end, .. } => Some(end),
        Asked::Endless => None,
    };
    Ok(ApprovalView {
        request: request::view(cx, found.id)?,
        is_justification_required: open.is_some_and(|stage| stage.is_justification_required),
        holds_now: access::held_rights(cx, found.agent_id)?,
        strongest: gains.iter().max_by_key(|right| right.weight).cloned(),
        gains,
        overlaps,
        until_if_approved_now: until.map(Wire),
        similar_decisions: similar,
    })
}

/// Agrees to the open stage of a request, perhaps for a shorter time.
pub(crate) fn approve_request(cx: &mut Writing<'_>, ask: ApproveRequest) -> Reply<RequestView> {
    let shorter = match (ask.duration, ask.until) {
        (Some(_), Some(_)) => {
            return Err(Failure::usage(
                "Give either a duration or an end to shorten to, not both.",
            ));
        }
        (Some(span), None) => Some(Shorter::Duration(span.0)),
        (None, Some(end)) => Some(Shorter::Until(end.0)),
        (None, None) => None,
    };
    let saying = Saying {
        verdict: Verdict::Approved,
        justification: &ask.justification,
        shorter,
        fingerprint: ask.fingerprint.as_deref(),
    };
    decide(cx, (ask.request_id.0, ask.stage_id.map(|id| id.0)), saying)
}

/// Says no to the open stage of a request.
pub(crate) fn deny_request(cx: &mut Writing<'_>, ask: DenyRequest) -> Reply<RequestView> {
    let saying = Saying {
        verdict: Verdict::Denied,
        justification: &ask.justification,
        shorter: None,
        fingerprint: ask.fingerprint.as_deref(),
    };
    decide(cx, (ask.request_id.0, ask.stage_id.map(|id| id.0)), saying)
}

/// What an approver says.
struct Saying<'a> {
    verdict: Verdict,
    justification: &'a str,
    shorter: Option<Shorter>,
    /// What was looked at.
    fingerprint: Option<&'a str>,
}

fn decide(
    cx: &mut Writing<'_>,
    (id, named): (RequestId, Option<StageId>),
    saying: Saying<'_>,
) -> Reply<RequestView> {
    let Saying { verdict, justification, shorter, .. } = saying;
    let action = match verdict {
        Verdict::Approved => Action::ApproveRequest,
        Verdict::Denied => Action::DenyRequest,
    };
    let (found, mut relations) = relation::visible_request(cx, Action::ShowRequest, id)?;
    let me = cx.me()?;
    let all = stages::of_request(cx.db(), id)?;
    let current = all.iter().find(|stage| stage.state == StageState::Open).or(all.last());
    let stage = current.ok_or_else(|| {
        Failure::refused_because(
            "nothing_to_decide",
            "This request needs no approval; there is nothing to decide.",
        )
    })?;
    if named.is_some_and(|named| named != stage.id) {
        return Err(Failure::refused_because(
            "stage_not_open",
            "This stage isn't the one that waits for a decision; look at the request again.",
        ));
    }
    if found.requestor == Requestor::Person(me) {
        // Their own request: the domain's refusal says more than "only an approver may do this".
        relations.push(Relation::Approver);
    }
    cx.authorise(action, &relations, "request")?;
    let present = fingerprint::of(cx, &found, stage.id)?;
    let facts = DecisionFacts {
        now: cx.now(),
        stage_state: stage.state,
        deadline: stage.deadline_at.unwrap_or(cx.now()),
        is_last_stage: usize::from(stage.number) == all.len(),
        decider: me,
        requestor: found.requestor,
        eligible: &stage.eligible(),
        stands_in_for: &stage::stands_in_for(cx, stage, me)?,
        is_justification_required: stage.is_justification_required,
        asked: asked(cx, &found)?,
        sight: Sight {
            present: &present,
            named: saying.fingerprint,
            is_required: cx.origin != Origin::Gateway,
        },
    };
    let result = approval::decide(&facts, verdict, justification, shorter)
        .map_err(|refusal| Failure::refused(&refusal))?;
    let represented =
        approval::represented(&facts).map_err(|refusal| Failure::refused(&refusal))?;
    let decision = Decision {
        stage_id: stage.id,
        person_id: me,
        for_person_id: represented,
        verdict,
        justification: justification.trim().to_owned(),
        is_shortened: shorter.is_some(),
        decided_at: cx.now(),
    };
    carry_out(cx, &found, stage, &decision, result, shorter)?;
    request::view(cx, id)
}

fn carry_out(
    cx: &mut Writing<'_>,
    found: &Request,
    stage: &ApprovalStage,
    decision: &Decision,
    result: StageResult,
    shorter: Option<Shorter>,
) -> Reply<()> {
    decisions::insert(cx.db_mut(), decision)?;
    notices::supersede_wanted_decisions(cx.db_mut(), found.id, Some(stage.id), None)?;
    let what = delivery::subject(cx, found)?;
    let why = words::because(&decision.justification);
    let (by, approver) = named(cx, decision)?;
    let told = Decided {
        by: &by,
        instead_of: approver.as_deref(),
        justification: &decision.justification,
    };
    let by_delegate = match &approver {
        Some(approver) => format!(" by {by}, who stands in for {approver}"),
        None => String::new(),
    };
    if result == StageResult::RequestDenied {
        stages::set_state(cx.db_mut(), decision.stage_id, StageState::Denied)?;
        let sentence = format!("{what} was denied{by_delegate}.{why}");
        delivery::deny(
            cx,
            found,
            RequestStatus::Denied,
            (NoticeKind::RequestDenied, told.denied(NoticeKind::RequestDenied)),
            sentence,
            "deny_request",
        )?;
        return tell_others(cx, found, (stage, decision), told, result);
    }
    stages::set_state(cx.db_mut(), decision.stage_id, StageState::Approved)?;
    let (granted, shortened) = match shorten(cx, found, shorter)? {
        Some((granted, words)) => (Some(granted), format!(", shortened {words}")),
        None => (None, String::new()),
    };
    let sentence = format!("{what} was approved{by_delegate}{shortened}.{why}");
    delivery::record(cx, found, "approve_request", sentence.clone())?;
    let fresh = requests::get(cx.db(), found.id)?.ok_or_else(|| Failure::not_found("request"))?;
    if approver.is_some() {
        let is_last = result == StageResult::RequestApproved;
        let said = match (granted, is_last) {
            (Some(granted), _) => told.shortened(granted, is_last),
            (None, true) => told.approved(),
            (None, false) => told.passed_on(),
        };
        for person in delivery::told_of_decision(cx, found)? {
            let kind = NoticeKind::DecisionMade;
            send(cx, stage::about(found, kind, person, sentence.clone(), said.clone()))?;
        }
    }
    if result == StageResult::NextStage {
        tell_others(cx, found, (stage, decision), told, result)?;
        let policy =
            policies::get(cx.db(), found.policy_id)?.ok_or_else(|| Failure::not_found("policy"))?;
        return stage::open_next(cx, &fresh, &policy);
    }
    delivery::fulfil(cx, &fresh)?;
    tell_others(cx, found, (stage, decision), told, result)
}

/// Who decided, and in whose place.
fn named(cx: &impl Context, decision: &Decision) -> Reply<(String, Option<String>)> {
    let name = |id| Ok::<_, Failure>(person::get(cx.db(), id)?.display_name);
    Ok((name(decision.person_id)?, decision.for_person_id.map(name).transpose()?))
}

/// Tells those who were asked what somebody else decided: of the decided stage, or of all stages that were reached.
fn tell_others(
    cx: &mut Writing<'_>,
    found: &Request,
    (stage, decision): (&ApprovalStage, &Decision),
    told: Decided<'_>,
    result: StageResult,
) -> Reply<()> {
    let kind = NoticeKind::DecisionMade;
    let (verb, said, only) = match result {
        StageResult::RequestDenied => ("was denied".to_owned(), told.denied(kind), None),
        StageResult::NextStage => (
            format!("was approved in stage {}; the next stage decides now", stage.number),
            told.passed_on(),
            Some(stage.id),
        ),
        StageResult::RequestApproved => ("was finally approved".to_owned(), told.approved(), None),
    };
    let by = told.by;
    let place = told.instead_of.map_or_else(String::new, |one| format!(", in the place of {one}"));
    let why = words::because(told.justification);
    let sentence = format!("{} {verb} by {by}{place}.{why}", stage::what(cx, found)?);
    for recipient in asked_so_far(cx, found.id, only)? {
        if recipient != decision.person_id {
            send(cx, stage::about(found, kind, recipient, sentence.clone(), said.clone()))?;
        }
    }
    Ok(())
}

/// Everybody who was asked to decide a request, or one stage of it.
pub(crate) fn asked_so_far(
    cx: &impl Context,
    id: RequestId,
    only: Option<StageId>,
) -> Reply<std::collections::BTreeSet<PersonId>> {
    let all = stages::of_request(cx.db(), id)?;
    let reached = all.iter().filter(|stage| only.is_none_or(|only| stage.id == only));
    Ok(reached.flat_map(ApprovalStage::asked).collect())
}

/// Notes what an approver shortened the request to; answers it as a value and in words.
fn shorten(
    cx: &mut Writing<'_>,
    found: &Request,
    shorter: Option<Shorter>,
) -> Reply<Option<(Value, String)>> {
    let Some(shorter) = shorter else { return Ok(None) };
    if let Asked::Extension { from, .. } = asked(cx, found)? {
        let end = match shorter {
            Shorter::Duration(span) => from.plus(span),
            Shorter::Until(end) => end,
        };
        requests::set_granted(cx.db_mut(), found.id, None, Some(end))?;
        return Ok(Some((end.into(), format!("until {}", end.in_words()))));
    }
    let start = found.asked_start.unwrap_or(cx.now());
    let span = match shorter {
        Shorter::Duration(span) => span,
        Shorter::Until(end) => end.since(start),
    };
    let policy =
        policies::get(cx.db(), found.policy_id)?.ok_or_else(|| Failure::not_found("policy"))?;
    let end = end_of_new_access(
        start,
        policy.expiration,
        found.asked_duration,
        found.asked_end,
        Some(span),
    );
    requests::set_granted(cx.db_mut(), found.id, Some(span), None)?;
    Ok(Some((span.into(), format!("to {} ({})", span.in_words(), words::until(end)))))
}
