//! Approvals: opening stages for those who may decide, showing them what a decision would change, deciding.

use std::collections::BTreeSet;

use chaperone_domain::approval::{
    self, ApprovalStage, Asked, DecisionFacts, EligibleApprovers, Shorter, StageResult, StageState,
    Verdict,
};
use chaperone_domain::assignment::end_of_new_access;
use chaperone_domain::authority::{Action, Relation};
use chaperone_domain::id::{AgentId, PersonId, RequestId, StageId};
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::policy::{ApproverSet, Expiration, Policy, Stage};
use chaperone_domain::request::{Request, RequestState, RequestStatus, RequestType, Requestor};
use chaperone_store::table::stages::Decision;
use chaperone_store::table::{assignments, groups, people, policies, requests, sponsors, stages};

use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::notice::{NewNotice, send};
use crate::view::approval::{
    ApprovalRow, ApprovalView, Approvals, ApproveRequest, DenyRequest, ListApprovals, ShowApproval,
    SimilarDecision,
};
use crate::view::request::{DecisionView, RequestView, StagePreview, StageView};
use crate::wire::Wire;
use crate::{access, delivery, relation, request, words};

/// How many earlier decisions on the same package an approver sees.
const SIMILAR_SHOWN: u32 = 5;

/// Resolves sets of approvers to active people.
fn resolve(
    cx: &impl Context,
    sets: &[ApproverSet],
    requestor: Requestor,
    agent: AgentId,
) -> Reply<BTreeSet<PersonId>> {
    let mut found = BTreeSet::new();
    for set in sets {
        match *set {
            ApproverSet::SingleUser(person) => {
                found.insert(person);
            }
            ApproverSet::GroupMembers(group) => found.extend(groups::people(cx.db(), group)?),
            ApproverSet::RequestorManager => {
                if let Requestor::Person(person) = requestor {
                    found
                        .extend(people::get(cx.db(), person)?.and_then(|person| person.manager_id));
                }
            }
            ApproverSet::TargetAgentIdentitySponsorsOrOwners => {
                found.extend(sponsors::active_people(cx.db(), agent, cx.now())?);
                found.extend(sponsors::active_owners(cx.db(), agent, cx.now())?);
            }
        }
    }
    let mut active = BTreeSet::new();
    for person in found {
        if people::get(cx.db(), person)?.is_some_and(|person| person.is_active_at(cx.now())) {
            active.insert(person);
        }
    }
    Ok(active)
}

fn eligible(
    cx: &impl Context,
    stage: &Stage,
    requestor: Requestor,
    agent: AgentId,
) -> Reply<EligibleApprovers> {
    let primary = resolve(cx, &stage.primary_approvers, requestor, agent)?;
    let fallback = resolve(cx, &stage.fallback_approvers, requestor, agent)?;
    let administrators = delivery::administrators(cx)?;
    Ok(approval::eligible_approvers(requestor, &primary, &fallback, &administrators))
}

/// Writes the stages of a request's policy and opens the first.
pub(crate) fn open_stages(cx: &mut Writing<'_>, request: &Request) -> Reply<()> {
    let policy =
        policies::get(cx.db(), request.policy_id)?.ok_or_else(|| Failure::not_found("policy"))?;
    for (stage, number) in policy.stages.iter().zip(1_u8..) {
        let waiting = ApprovalStage {
            id: cx.new_id(),
            number,
            state: StageState::Waiting,
            approvers: EligibleApprovers {
                people: BTreeSet::new(),
                by: approval::ApproversBy::Nobody,
            },
            opened_at: None,
            deadline_at: None,
            is_justification_required: stage.is_justification_required,
            limit: stage.limit,
        };
        stages::insert(cx.db_mut(), request.id, &waiting)?;
    }
    requests::set_state(
        cx.db_mut(),
        request.id,
        RequestState::PendingApproval,
        RequestStatus::Accepted,
        None,
    )?;
    open_next(cx, request, &policy)
}

/// Opens the first stage that still waits, for those who may decide it now, and tells them.
fn open_next(cx: &mut Writing<'_>, request: &Request, policy: &Policy) -> Reply<()> {
    let waiting = stages::of_request(cx.db(), request.id)?
        .into_iter()
        .find(|stage| stage.state == StageState::Waiting);
    let stage = waiting.ok_or_else(|| Failure::not_found("stage"))?;
    let by_policy = policy
        .stages
        .get(usize::from(stage.number) - 1)
        .ok_or_else(|| Failure::not_found("stage"))?;
    let approvers = eligible(cx, by_policy, request.requestor, request.agent_id)?;
    let opened_at = cx.occurred_at();
    let deadline = approval::deadline(opened_at, stage.limit, asked(cx, request)?);
    stages::open(cx.db_mut(), stage.id, &approvers, opened_at, deadline)?;
    let what = delivery::subject(cx, request)?;
    let kind =
        if request.request_type == RequestType::UserExtend { "An extension of " } else { "" };
    for &approver in &approvers.people {
        let sentence = format!("{kind}{what} needs your decision by {}.", deadline.in_words());
        let mut notice = NewNotice::new(NoticeKind::DecisionWanted, approver, sentence);
        notice.agent = Some(request.agent_id);
        notice.access_package = Some(request.access_package_id);
        notice.request = Some(request.id);
        notice.stage = Some(stage.id);
        send(cx, notice)?;
    }
    let who = match approvers.people.len() {
        0 => "nobody is eligible to decide, so it waits and will run out".to_owned(),
        count => format!("{count} {} asked", if count == 1 { "person was" } else { "people were" }),
    };
    let sentence = format!(
        "{kind}{what}: stage {} opened until {}; {who}.",
        stage.number,
        deadline.in_words()
    );
    cx.touch(Tag::Requests);
    delivery::record(cx, request, "open_stage", sentence)
}

/// Who would be asked, stage by stage, if somebody asked now.
pub(crate) fn preview(
    cx: &impl Context,
    policy: &Policy,
    requestor: Requestor,
    agent: AgentId,
) -> Reply<Vec<StagePreview>> {
    let mut previews = Vec::new();
    for (stage, number) in policy.stages.iter().zip(1_u8..) {
        let approvers = eligible(cx, stage, requestor, agent)?;
        previews.push(StagePreview {
            number,
            approvers: named(cx, &approvers.people)?,
            approvers_by: Wire(approvers.by),
            limit_days: u32::try_from(stage.limit.days_rounded_up()).unwrap_or(u32::MAX),
        });
    }
    Ok(previews)
}

fn named(
    cx: &impl Context,
    people: &BTreeSet<PersonId>,
) -> Reply<Vec<crate::view::reference::PersonRef>> {
    people.iter().map(|&person| crate::person::reference(cx.db(), person)).collect()
}

/// The stages of a request as people see them.
pub(crate) fn stage_views(cx: &impl Context, id: RequestId) -> Reply<Vec<StageView>> {
    stages::of_request(cx.db(), id)?
        .into_iter()
        .map(|stage| {
            let decision = stages::decision(cx.db(), stage.id)?
                .map(|decision| {
                    Ok::<_, Failure>(DecisionView {
                        verdict: Wire(decision.verdict),
                        by: crate::person::reference(cx.db(), decision.person_id)?,
                        at: Wire(decision.decided_at),
                        justification: decision.justification,
                        is_shortened: decision.is_shortened,
                    })
                })
                .transpose()?;
            Ok(StageView {
                id: Wire(stage.id),
                number: stage.number,
                state: Wire(stage.state),
                approvers: named(cx, &stage.approvers.people)?,
                approvers_by: stage.opened_at.map(|_| Wire(stage.approvers.by)),
                opened_at: stage.opened_at.map(Wire),
                deadline_at: stage.deadline_at.map(Wire),
                is_justification_required: stage.is_justification_required,
                decision,
            })
        })
        .collect()
}

/// The open stage of a request.
fn open_stage(cx: &impl Context, id: RequestId) -> Reply<Option<ApprovalStage>> {
    Ok(stages::of_request(cx.db(), id)?.into_iter().find(|stage| stage.state == StageState::Open))
}

/// Whether the acting person may decide the open stage of a request.
pub(crate) fn may_decide(cx: &impl Context, id: RequestId) -> Reply<bool> {
    let Some(me) = cx.actor().person() else { return Ok(false) };
    Ok(open_stage(cx, id)?.is_some_and(|stage| stage.approvers.people.contains(&me)))
}

/// Lists what waits for one's decision, the nearest deadline first and among equals the weightiest.
pub(crate) fn list_approvals(cx: &Reading<'_>, _: ListApprovals) -> Reply<Approvals> {
    cx.authorise(Action::ListApprovals, &[], "approval")?;
    let mut rows = Vec::new();
    for (stage, request) in stages::open_for(cx.db(), cx.me()?)? {
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
    Ok(ApprovalRow {
        request: request::row_of(cx, &found)?,
        stage_id: Wire(stage),
        stage_number: open.number,
        stages: u8::try_from(all.len()).unwrap_or(u8::MAX),
        deadline_at: Wire(open.deadline_at.unwrap_or(cx.now())),
        justification: found.justification,
        weight,
    })
}

/// Shows what a decision would change.
pub(crate) fn show_approval(cx: &Reading<'_>, ask: ShowApproval) -> Reply<ApprovalView> {
    let (found, relations) = relation::visible_request(cx, Action::ShowRequest, ask.request_id.0)?;
    cx.authorise(Action::ShowApproval, &relations, "approval")?;
    let (gains, overlaps) = access::gains(cx, found.agent_id, found.access_package_id)?;
    let stage = open_stage(cx, found.id)?;
    let similar = stages::decisions_on_package(cx.db(), found.access_package_id, SIMILAR_SHOWN)?
        .into_iter()
        .map(|(agent, decision)| {
            Ok(SimilarDecision {
                agent: crate::agent::reference(cx.db(), agent)?,
                verdict: Wire(decision.verdict),
                by: crate::person::reference(cx.db(), decision.person_id)?,
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
        is_justification_required: stage.is_some_and(|stage| stage.is_justification_required),
        holds_now: access::held_rights(cx, found.agent_id)?,
        strongest: gains.iter().max_by_key(|right| right.weight).cloned(),
        gains,
        overlaps,
        until_if_approved_now: until.map(Wire),
        similar_decisions: similar,
    })
}

/// What a request asks for in time: what an approver may shorten.
fn asked(cx: &impl Context, found: &Request) -> Reply<Asked> {
    if found.request_type == RequestType::UserExtend {
        let held =
            found.assignment_id.map(|id| assignments::get(cx.db(), id)).transpose()?.flatten();
        let from = held.and_then(|held| held.ends_at).unwrap_or(cx.now());
        let to = found.granted_end.or(found.asked_end).unwrap_or(from);
        return Ok(Asked::Extension { from, to });
    }
    let policy =
        policies::get(cx.db(), found.policy_id)?.ok_or_else(|| Failure::not_found("policy"))?;
    let asked = found.granted_duration.or(found.asked_duration);
    if let (None, Some(end)) = (asked, found.asked_end) {
        return Ok(Asked::Until(end));
    }
    Ok(match (asked, policy.expiration) {
        (Some(span), _) | (None, Expiration::AfterDuration(span)) => Asked::Duration(span),
        (None, Expiration::AfterDateTime(end)) => Asked::Until(end),
        (None, Expiration::NoExpiration) => Asked::Endless,
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
    decide(
        cx,
        Action::ApproveRequest,
        ask.request_id.0,
        Verdict::Approved,
        &ask.justification,
        shorter,
    )
}

/// Says no to the open stage of a request.
pub(crate) fn deny_request(cx: &mut Writing<'_>, ask: DenyRequest) -> Reply<RequestView> {
    decide(cx, Action::DenyRequest, ask.request_id.0, Verdict::Denied, &ask.justification, None)
}

fn decide(
    cx: &mut Writing<'_>,
    action: Action,
    id: RequestId,
    verdict: Verdict,
    justification: &str,
    shorter: Option<Shorter>,
) -> Reply<RequestView> {
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
    if found.requestor == Requestor::Person(me) {
        // Their own request: the domain's refusal says more than "only an approver may do this".
        relations.push(Relation::Approver);
    }
    cx.authorise(action, &relations, "request")?;
    let facts = DecisionFacts {
        now: cx.now(),
        stage_state: stage.state,
        deadline: stage.deadline_at.unwrap_or(cx.now()),
        is_last_stage: usize::from(stage.number) == all.len(),
        decider: me,
        requestor: found.requestor,
        eligible: &stage.approvers.people,
        is_justification_required: stage.is_justification_required,
        asked: asked(cx, &found)?,
    };
    let result = approval::decide(&facts, verdict, justification, shorter)
        .map_err(|refusal| Failure::refused(&refusal))?;
    let decision = Decision {
        stage_id: stage.id,
        person_id: me,
        verdict,
        justification: justification.trim().to_owned(),
        is_shortened: shorter.is_some(),
        decided_at: cx.now(),
    };
    carry_out(cx, &found, &decision, result, shorter)?;
    request::view(cx, id)
}

fn carry_out(
    cx: &mut Writing<'_>,
    found: &Request,
    decision: &Decision,
    result: StageResult,
    shorter: Option<Shorter>,
) -> Reply<()> {
    stages::insert_decision(cx.db_mut(), decision)?;
    let what = delivery::subject(cx, found)?;
    let why = words::because(&decision.justification);
    if result == StageResult::RequestDenied {
        stages::set_state(cx.db_mut(), decision.stage_id, StageState::Denied)?;
        let sentence = format!("{what} was denied.{why}");
        return delivery::deny(
            cx,
            found,
            RequestStatus::Denied,
            NoticeKind::RequestDenied,
            sentence,
            "deny_request",
        );
    }
    stages::set_state(cx.db_mut(), decision.stage_id, StageState::Approved)?;
    let shortened = shorten(cx, found, shorter)?;
    delivery::record(
        cx,
        found,
        "approve_request",
        format!("{what} was approved{shortened}.{why}"),
    )?;
    let fresh = requests::get(cx.db(), found.id)?.ok_or_else(|| Failure::not_found("request"))?;
    if result == StageResult::NextStage {
        let policy =
            policies::get(cx.db(), found.policy_id)?.ok_or_else(|| Failure::not_found("policy"))?;
        return open_next(cx, &fresh, &policy);
    }
    delivery::fulfil(cx, &fresh)
}

/// Notes what an approver shortened the request to; answers it in words.
fn shorten(cx: &mut Writing<'_>, found: &Request, shorter: Option<Shorter>) -> Reply<String> {
    let Some(shorter) = shorter else { return Ok(String::new()) };
    if let Asked::Extension { from, .. } = asked(cx, found)? {
        let end = match shorter {
            Shorter::Duration(span) => from.plus(span),
            Shorter::Until(end) => end,
        };
        requests::set_granted(cx.db_mut(), found.id, None, Some(end))?;
        return Ok(format!(", shortened until {}", end.in_words()));
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
    Ok(format!(", shortened to {} ({})", span.in_words(), words::until(end)))
}

/// A stage has run out of time: that denies. Answers what happened, in words.
pub(crate) fn run_out(cx: &mut Writing<'_>, id: StageId) -> Reply<String> {
    let (stage, request) = stages::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("stage"))?;
    let found = requests::get(cx.db(), request)?.ok_or_else(|| Failure::not_found("request"))?;
    stages::set_state(cx.db_mut(), stage.id, StageState::Expired)?;
    let what = delivery::subject(cx, &found)?;
    let sentence = format!(
        "{what} ran out of time: nobody decided by {}.",
        stage.deadline_at.unwrap_or(cx.now()).in_words()
    );
    delivery::deny(
        cx,
        &found,
        RequestStatus::Expired,
        NoticeKind::RequestExpired,
        sentence.clone(),
        "expire_request",
    )?;
    Ok(sentence)
}
