//! The stages of a request while they wait: opening them for those who may decide, forwarding them to alternates, reminding,
//! running out; and how people see them. Who joins when is decided by `domain::escalation`, who stands in by
//! `domain::delegation`; decisions are taken in `approval`.

use std::collections::BTreeSet;

use chaperone_domain::approval::{
    self, ApprovalStage, ApproversBy, Asked, EligibleApprovers, StageState,
};
use chaperone_domain::delegation::{DelegationState, StandIn};
use chaperone_domain::escalation::{self, AlternatesBy};
use chaperone_domain::id::{AgentId, PersonId, RequestId, StageId};
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::policy::{Expiration, Policy, Stage};
use chaperone_domain::request::{Request, RequestState, RequestStatus, RequestType, Requestor};
use chaperone_domain::said::{Said, Value};
use chaperone_domain::time::Timestamp;
use chaperone_store::table::stages::StageTimes;
use chaperone_store::table::{
    assignments, decisions, delegations, notices, policies, requests, stages,
};

use crate::approver::{eligible, resolve, standing_in};
use crate::change::Tag;
use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::notice::{NewNotice, send};
use crate::notice_said::{Wanted, ran_out};
use crate::view::reference::PersonRef;
use crate::view::request::{DecisionView, RevocationView, StagePreview, StageView, StandInView};
use crate::wire::Wire;
use crate::{delivery, person, words};

/// Writes the stages of a request's policy and opens the first.
pub(crate) fn open_stages(cx: &mut Writing<'_>, request: &Request) -> Reply<()> {
    let policy =
        policies::get(cx.db(), request.policy_id)?.ok_or_else(|| Failure::not_found("policy"))?;
    for (stage, number) in policy.stages.iter().zip(1_u8..) {
        let waiting = ApprovalStage {
            id: cx.new_id(),
            number,
            state: StageState::Waiting,
            approvers: EligibleApprovers { people: BTreeSet::new(), by: ApproversBy::Nobody },
            alternates: None,
            stand_ins: BTreeSet::new(),
            opened_at: None,
            deadline_at: None,
            is_justification_required: stage.is_justification_required,
            limit: stage.limit,
            escalate_after: stage.escalation.as_ref().map(|escalation| escalation.after),
            escalates_at: None,
            escalated_at: None,
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
pub(crate) fn open_next(cx: &mut Writing<'_>, request: &Request, policy: &Policy) -> Reply<()> {
    let waiting = stages::of_request(cx.db(), request.id)?
        .into_iter()
        .find(|stage| stage.state == StageState::Waiting);
    let stage = waiting.ok_or_else(|| Failure::not_found("stage"))?;
    let by_policy = policy_stage(policy, &stage).ok_or_else(|| Failure::not_found("stage"))?;
    let approvers = eligible(cx, by_policy, request.requestor, request.agent_id)?;
    let opened_at = cx.occurred_at();
    let deadline = approval::deadline(opened_at, stage.limit, asked(cx, request)?);
    let escalates_at =
        stage.escalate_after.and_then(|after| escalation::escalates_at(opened_at, after, deadline));
    let remind_at = escalation::next_reminder(opened_at, deadline, opened_at);
    let times = StageTimes { opened_at, deadline, escalates_at, remind_at };
    stages::open(cx.db_mut(), stage.id, &approvers, times)?;
    let delegates = standing_in(cx, request.requestor, &approvers.people)?;
    stages::insert_stand_ins(cx.db_mut(), stage.id, &delegates)?;
    let what = what(cx, request)?;
    let text = format!(
        "{what} needs your decision by {}. {}",
        deadline.in_words(),
        circumstances(cx, request)?
    );
    let wanted = wanted(cx, request, NoticeKind::DecisionWanted, deadline)?;
    let question = Question { request, stage: stage.id, text: &text, wanted };
    ask_for_decision(cx, &question, &approvers.people, &delegates)?;
    let mut who = match approvers.people.len() {
        0 => "nobody is eligible to decide, so it waits and will run out".to_owned(),
        count => format!("{count} {} asked", if count == 1 { "person was" } else { "people were" }),
    };
    if !delegates.is_empty() {
        who.push_str(&format!(", and {} in their place", names_of_delegates(cx, &delegates)?));
    }
    let sentence =
        format!("{what}: stage {} opened until {}; {who}.", stage.number, deadline.in_words());
    cx.touch(Tag::Requests);
    delivery::record(cx, request, "open_stage", sentence)
}

/// The stage of the policy from which a stage of a request comes.
fn policy_stage<'p>(policy: &'p Policy, stage: &ApprovalStage) -> Option<&'p Stage> {
    policy.stages.get(usize::from(stage.number) - 1)
}

/// What an approver is asked about: `An extension of Month-end close for Invoice Matcher Lisbon`.
pub(crate) fn what(cx: &impl Context, request: &Request) -> Reply<String> {
    let subject = delivery::subject(cx, request)?;
    let is_extension = request.request_type == RequestType::UserExtend;
    Ok(if is_extension { format!("An extension of {subject}") } else { subject })
}

/// The name of who asked; nothing where a rule did.
fn requestor(cx: &impl Context, request: &Request) -> Reply<Option<String>> {
    Ok(match request.requestor {
        Requestor::Person(person) => Some(person::get(cx.db(), person)?.display_name),
        Requestor::Agent(agent) => Some(crate::agent::reference(cx.db(), agent)?.display_name),
        Requestor::System => None,
    })
}

/// What a notice says that wants a decision.
fn wanted(
    cx: &impl Context,
    request: &Request,
    kind: NoticeKind,
    deadline: Timestamp,
) -> Reply<Wanted> {
    let is_extension = request.request_type == RequestType::UserExtend;
    let by = requestor(cx, request)?.map_or(Value::Words("a rule"), Value::Text);
    Ok(Wanted { kind, is_extension, by, deadline })
}

/// Who asked, when, for which time and why: what an approver wants to know before anything else.
fn circumstances(cx: &impl Context, request: &Request) -> Reply<String> {
    let who = requestor(cx, request)?.unwrap_or_else(|| "A rule".to_owned());
    let mut wanted = String::new();
    if let Some(start) = request.asked_start {
        wanted.push_str(&format!(" from {}", start.in_words()));
    }
    if let Some(span) = request.asked_duration {
        wanted.push_str(&format!(" for {}", span.in_words()));
    }
    if let Some(end) = request.asked_end {
        wanted.push_str(&format!(" until {}", end.in_words()));
    }
    let why = words::because(&request.justification);
    Ok(format!("{who} asked for it on {}{wanted}.{why}", request.created_at.in_words()))
}

/// A stage of a request that wants a decision, in words and as code and values.
struct Question<'q> {
    request: &'q Request,
    stage: StageId,
    text: &'q str,
    wanted: Wanted,
}

/// Tells those who may decide, and their delegates in whose place they are asked. An older notice that no desktop has shown
/// gives way to the new one.
fn ask_for_decision(
    cx: &mut Writing<'_>,
    question: &Question<'_>,
    approvers: &BTreeSet<PersonId>,
    delegates: &BTreeSet<StandIn>,
) -> Reply<()> {
    let (text, wanted) = (question.text, &question.wanted);
    let mut told: Vec<_> =
        approvers.iter().map(|&approver| (approver, text.to_owned(), wanted.said(None))).collect();
    for one in delegates {
        let approver = person::get(cx.db(), one.approver_id)?.display_name;
        let sentence = format!("{text} You stand in for {approver}.");
        told.push((one.person_id, sentence, wanted.said(Some(&approver))));
    }
    for (recipient, sentence, said) in told {
        let mut notice = about(question.request, wanted.kind, recipient, sentence, said);
        notice.stage = Some(question.stage);
        let (request, stage) = (question.request.id, Some(question.stage));
        notices::supersede_wanted_decisions(cx.db_mut(), request, stage, Some(recipient))?;
        send(cx, notice)?;
    }
    Ok(())
}

/// A notice about a request.
pub(crate) fn about(
    request: &Request,
    kind: NoticeKind,
    recipient: PersonId,
    sentence: String,
    said: Said,
) -> NewNotice {
    let mut notice = NewNotice::new(kind, recipient, sentence, said);
    notice.agent = Some(request.agent_id);
    notice.access_package = Some(request.access_package_id);
    notice.request = Some(request.id);
    notice
}

fn names_of_delegates(cx: &impl Context, delegates: &BTreeSet<StandIn>) -> Reply<String> {
    let people: BTreeSet<_> = delegates.iter().map(|one| one.person_id).collect();
    let names = people
        .into_iter()
        .map(|delegate| Ok(person::get(cx.db(), delegate)?.display_name))
        .collect::<Reply<Vec<_>>>()?;
    Ok(names.join(", "))
}

fn load(cx: &impl Context, id: StageId) -> Reply<(ApprovalStage, Request)> {
    let (stage, request) = stages::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("stage"))?;
    let found = requests::get(cx.db(), request)?.ok_or_else(|| Failure::not_found("request"))?;
    Ok((stage, found))
}

/// Nobody has decided so far, so the alternates of a stage join. Answers what happened, in words.
pub(crate) fn escalate(cx: &mut Writing<'_>, id: StageId) -> Reply<String> {
    let (stage, request) = load(cx, id)?;
    let policy =
        policies::get(cx.db(), request.policy_id)?.ok_or_else(|| Failure::not_found("policy"))?;
    let (mut alternates, mut fallback) = (BTreeSet::new(), BTreeSet::new());
    if let Some(by_policy) = policy_stage(&policy, &stage).and_then(|it| it.escalation.as_ref()) {
        let (requestor, agent) = (request.requestor, request.agent_id);
        alternates = resolve(cx, &by_policy.alternate_approvers, requestor, agent)?;
        fallback = resolve(cx, &by_policy.fallback_alternate_approvers, requestor, agent)?;
    }
    let asked_already = &stage.approvers.people;
    let joined = escalation::joining(request.requestor, asked_already, &alternates, &fallback);
    let at = cx.occurred_at();
    stages::escalate(cx.db_mut(), id, &joined, at)?;
    let everybody: BTreeSet<_> = asked_already.union(&joined.people).copied().collect();
    let delegates: BTreeSet<_> = standing_in(cx, request.requestor, &everybody)?
        .into_iter()
        .filter(|one| joined.people.contains(&one.approver_id))
        .collect();
    stages::insert_stand_ins(cx.db_mut(), id, &delegates)?;
    let what = what(cx, &request)?;
    let deadline = stage.deadline_at.unwrap_or(cx.now());
    let text = format!(
        "{what} was forwarded to you, because nobody has decided yet; it needs a decision by {}. {}",
        deadline.in_words(),
        circumstances(cx, &request)?
    );
    let wanted = wanted(cx, &request, NoticeKind::DecisionForwarded, deadline)?;
    let question = Question { request: &request, stage: id, text: &text, wanted };
    ask_for_decision(cx, &question, &joined.people, &delegates)?;
    let who = match (joined.by, joined.people.len()) {
        (AlternatesBy::Nobody, _) => "no alternate is eligible".to_owned(),
        (_, 1) => "1 alternate joined".to_owned(),
        (_, count) => format!("{count} alternates joined"),
    };
    let sentence = format!("{what}: stage {} was forwarded; {who}.", stage.number);
    cx.touch(Tag::Requests);
    delivery::record(cx, &request, "escalate_stage", sentence.clone())?;
    Ok(sentence)
}

/// Reminds those who may decide an open stage. Answers what happened, in words.
pub(crate) fn remind(cx: &mut Writing<'_>, id: StageId) -> Reply<String> {
    let (stage, request) = load(cx, id)?;
    let (opened_at, deadline) =
        (stage.opened_at.unwrap_or(cx.now()), stage.deadline_at.unwrap_or(cx.now()));
    let next = escalation::next_reminder(opened_at, deadline, cx.occurred_at());
    stages::set_remind_at(cx.db_mut(), id, next)?;
    let mut delegates = BTreeSet::new();
    for one in &stage.stand_ins {
        if is_in_force(cx, one)? {
            delegates.insert(*one);
        }
    }
    let what = what(cx, &request)?;
    let text = format!(
        "{what} still needs your decision, by {}. {}",
        deadline.in_words(),
        circumstances(cx, &request)?
    );
    let wanted = wanted(cx, &request, NoticeKind::DecisionReminder, deadline)?;
    let question = Question { request: &request, stage: id, text: &text, wanted };
    let approvers = stage.eligible();
    ask_for_decision(cx, &question, &approvers, &delegates)?;
    let people: BTreeSet<_> = delegates.iter().map(|one| one.person_id).collect();
    let count = approvers.len() + people.len();
    let sentence = format!(
        "{what}: stage {} is still open; {count} {} reminded.",
        stage.number,
        if count == 1 { "person was" } else { "people were" }
    );
    delivery::record(cx, &request, "remind_approvers", sentence.clone())?;
    Ok(sentence)
}

/// A stage has run out of time: that denies. Answers what happened, in words.
pub(crate) fn run_out(cx: &mut Writing<'_>, id: StageId) -> Reply<String> {
    let (stage, found) = load(cx, id)?;
    stages::set_state(cx.db_mut(), stage.id, StageState::Expired)?;
    let what = delivery::subject(cx, &found)?;
    let deadline = stage.deadline_at.unwrap_or(cx.now());
    let sentence = format!("{what} ran out of time: nobody decided by {}.", deadline.in_words());
    delivery::deny(
        cx,
        &found,
        RequestStatus::Expired,
        (NoticeKind::RequestExpired, ran_out(NoticeKind::RequestExpired, deadline)),
        sentence.clone(),
        "expire_request",
    )?;
    for person in stage.asked() {
        let kind = NoticeKind::DecisionMissed;
        send(cx, about(&found, kind, person, sentence.clone(), ran_out(kind, deadline)))?;
    }
    Ok(sentence)
}

/// What a request asks for in time: what an approver may shorten.
pub(crate) fn asked(cx: &impl Context, found: &Request) -> Reply<Asked> {
    if matches!(found.request_type, RequestType::UserExtend | RequestType::AdminUpdate) {
        let held =
            found.assignment_id.map(|id| assignments::get(cx.db(), id)).transpose()?.flatten();
        let from = held.and_then(|held| held.ends_at).unwrap_or(cx.now());
        return Ok(match found.granted_end.or(found.asked_end) {
            Some(to) => Asked::Extension { from, to },
            None => Asked::Endless,
        });
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

/// Whether a delegation by which somebody was asked is in force now.
fn is_in_force(cx: &impl Context, one: &StandIn) -> Reply<bool> {
    let found = delegations::get(cx.db(), one.delegation_id)?;
    Ok(found.is_some_and(|found| found.state_at(cx.now()) == DelegationState::Active))
}

/// The approvers in whose place a person was asked in a stage, and whether that delegation is in force now.
pub(crate) fn stands_in_for(
    cx: &impl Context,
    stage: &ApprovalStage,
    person: PersonId,
) -> Reply<Vec<(PersonId, bool)>> {
    let mine = stage.stand_ins.iter().filter(|one| one.person_id == person);
    mine.map(|one| Ok((one.approver_id, is_in_force(cx, one)?))).collect()
}

/// Whether a person may decide a stage now: it is open, and they are asked in their own right or in somebody's place.
pub(crate) fn may_decide(
    cx: &impl Context,
    stage: &ApprovalStage,
    person: PersonId,
) -> Reply<bool> {
    if stage.state != StageState::Open {
        return Ok(false);
    }
    Ok(stage.eligible().contains(&person)
        || stands_in_for(cx, stage, person)?.iter().any(|(_, is_in_force)| *is_in_force))
}

/// Who may decide an open stage now, in their own right or in somebody's place.
pub(crate) fn deciders(cx: &impl Context, stage: &ApprovalStage) -> Reply<BTreeSet<PersonId>> {
    let mut deciders = stage.eligible();
    for one in &stage.stand_ins {
        if is_in_force(cx, one)? {
            deciders.insert(one.person_id);
        }
    }
    Ok(deciders)
}

/// The open stage of a request.
pub(crate) fn open_stage(cx: &impl Context, id: RequestId) -> Reply<Option<ApprovalStage>> {
    Ok(stages::of_request(cx.db(), id)?.into_iter().find(|stage| stage.state == StageState::Open))
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
            limit_days: words::whole_days(stage.limit),
            escalate_after_days: stage
                .escalation
                .as_ref()
                .map(|escalation| words::whole_days(escalation.after)),
        });
    }
    Ok(previews)
}

fn named(cx: &impl Context, people: &BTreeSet<PersonId>) -> Reply<Vec<PersonRef>> {
    people.iter().map(|&person| person::reference(cx.db(), person)).collect()
}

/// The stages of a request as people see them.
pub(crate) fn views(cx: &impl Context, id: RequestId) -> Reply<Vec<StageView>> {
    stages::of_request(cx.db(), id)?.into_iter().map(|stage| view(cx, &stage)).collect()
}

fn view(cx: &impl Context, stage: &ApprovalStage) -> Reply<StageView> {
    let alternates = stage.alternates.as_ref();
    let delegates = stage.stand_ins.iter().map(|one| {
        Ok(StandInView {
            delegate: person::reference(cx.db(), one.person_id)?,
            approver: person::reference(cx.db(), one.approver_id)?,
        })
    });
    Ok(StageView {
        id: Wire(stage.id),
        number: stage.number,
        state: Wire(stage.state),
        approvers: named(cx, &stage.approvers.people)?,
        approvers_by: stage.opened_at.map(|_| Wire(stage.approvers.by)),
        alternates: alternates.map(|it| named(cx, &it.people)).transpose()?.unwrap_or_default(),
        alternates_by: alternates.map(|it| Wire(it.by)),
        delegates: delegates.collect::<Reply<_>>()?,
        opened_at: stage.opened_at.map(Wire),
        deadline_at: stage.deadline_at.map(Wire),
        escalates_at: stage.escalates_at.map(Wire),
        escalated_at: stage.escalated_at.map(Wire),
        is_justification_required: stage.is_justification_required,
        decision: decision_view(cx, stage.id)?,
    })
}

fn decision_view(cx: &impl Context, stage: StageId) -> Reply<Option<DecisionView>> {
    let Some(decision) = decisions::of_stage(cx.db(), stage)? else { return Ok(None) };
    let on_behalf_of = decision.for_person_id;
    Ok(Some(DecisionView {
        verdict: Wire(decision.verdict),
        by: person::reference(cx.db(), decision.person_id)?,
        on_behalf_of: on_behalf_of.map(|it| person::reference(cx.db(), it)).transpose()?,
        at: Wire(decision.decided_at),
        justification: decision.justification,
        is_shortened: decision.is_shortened,
        revocation: revocation_view(cx, stage)?,
    }))
}

/// How an approval was taken back, if it was.
pub(crate) fn revocation_view(cx: &impl Context, stage: StageId) -> Reply<Option<RevocationView>> {
    let found = decisions::revocation(cx.db(), stage)?;
    Ok(found.map(|found| RevocationView {
        at: Wire(found.revoked_at),
        justification: found.justification,
    }))
}
