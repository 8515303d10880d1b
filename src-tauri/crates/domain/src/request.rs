//! Assignment requests: who asks for what, and whether the request is opened.

use crate::agent::{OutOfForce, Standing};
use crate::id::{AccessPackageId, AgentId, AssignmentId, PersonId, PolicyId, RequestId};
use crate::incompatibility::Incompatible;
use crate::policy::{Expiration, Policy, Target};
use crate::question::{Answer, AnswerRefusal, GivenAnswer, check_answers};
use crate::refusal::Refuse;
use crate::requestor::{AccessChange, ActsAs, RequestorNotPermitted};
use crate::said::{Said, Value};
use crate::term::terms;
use crate::text::{BadText, JUSTIFICATION, check_text};
use crate::time::{BadDuration, MAX_DURATION_DAYS, Span, Timestamp, check_duration};

terms! {
    /// What a request asks for (Graph: `requestType`).
    RequestType {
        /// Access, asked by the agent itself or on its behalf.
        UserAdd => "userAdd",
        /// A later end (beta's word; v1.0 sends `userUpdate` with a schedule).
        UserExtend => "userExtend",
        /// An end now, asked by the holder or on its behalf.
        UserRemove => "userRemove",
        /// Direct assignment by an administrator.
        AdminAdd => "adminAdd",
        /// Another end or another policy, by an administrator.
        AdminUpdate => "adminUpdate",
        /// Removal by an administrator.
        AdminRemove => "adminRemove",
        /// Removal by a rule.
        SystemRemove => "systemRemove",
    }

    /// Where a request stands (Graph: `state`).
    RequestState {
        /// Filed, not yet looked at.
        Submitted => "submitted",
        /// Waits for an approver.
        PendingApproval => "pendingApproval",
        /// Approved, starts later.
        Scheduled => "scheduled",
        /// Approved, being delivered.
        Delivering => "delivering",
        /// Done. Closed.
        Delivered => "delivered",
        /// Some of it couldn't be given. Closed until reprocessed.
        PartiallyDelivered => "partiallyDelivered",
        /// None of it could be given. Closed until reprocessed.
        DeliveryFailed => "deliveryFailed",
        /// Said no to. Closed.
        Denied => "denied",
        /// Taken back. Closed.
        Canceled => "canceled",
    }

    /// More about a request's state (Graph: `status`, a free text there).
    RequestStatus {
        /// Accepted for processing.
        Accepted => "Accepted",
        /// An approver said no.
        Denied => "Denied",
        /// Nobody decided in time.
        Expired => "Expired",
        /// The access ended before anyone decided on its extension.
        AssignmentEnded => "AssignmentEnded",
        /// The agent was deleted or could not be given access.
        TargetNotEligible => "TargetNotEligible",
        /// Done.
        Fulfilled => "Fulfilled",
        /// Taken back by its requestor or an administrator.
        Canceled => "Canceled",
    }
}

impl RequestState {
    /// Whether nothing more can happen to the request.
    pub fn is_closed(self) -> bool {
        match self {
            Self::Submitted | Self::PendingApproval | Self::Scheduled | Self::Delivering => false,
            Self::Delivered
            | Self::PartiallyDelivered
            | Self::DeliveryFailed
            | Self::Denied
            | Self::Canceled => true,
        }
    }

    /// The states that may follow this one (invariant I6).
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Submitted => &[
                Self::PendingApproval,
                Self::Scheduled,
                Self::Delivering,
                Self::Denied,
                Self::Canceled,
            ],
            Self::PendingApproval => {
                &[Self::Scheduled, Self::Delivering, Self::Denied, Self::Canceled]
            }
            Self::Scheduled => &[Self::Delivering, Self::Canceled, Self::DeliveryFailed],
            Self::Delivering => &[Self::Delivered, Self::PartiallyDelivered, Self::DeliveryFailed],
            Self::PartiallyDelivered => &[Self::Delivering],
            // Tried again, where need be to wait for its start; or given up.
            Self::DeliveryFailed => &[Self::Delivering, Self::Scheduled, Self::Canceled],
            Self::Delivered | Self::Denied | Self::Canceled => &[],
        }
    }
}

/// Who filed a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Requestor {
    /// A person.
    Person(PersonId),
    /// An agent, for itself.
    Agent(AgentId),
    /// A rule.
    System,
}

/// An assignment request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Key.
    pub id: RequestId,
    /// What it asks for; never changes.
    pub request_type: RequestType,
    /// Where it stands.
    pub state: RequestState,
    /// More about the state.
    pub status: RequestStatus,
    /// Who filed it.
    pub requestor: Requestor,
    /// The agent that would receive, keep or lose access.
    pub agent_id: AgentId,
    /// The package.
    pub access_package_id: AccessPackageId,
    /// The policy through which it runs.
    pub policy_id: PolicyId,
    /// The assignment: the one to extend or end, or the one that the request led to.
    pub assignment_id: Option<AssignmentId>,
    /// Why, in the requestor's words.
    pub justification: String,
    /// When access should start; `None` means at once.
    pub asked_start: Option<Timestamp>,
    /// How long access should last; `None` means as long as the policy gives.
    pub asked_duration: Option<Span>,
    /// The end that is asked for: of new access, or of access that is to be changed.
    pub asked_end: Option<Timestamp>,
    /// What an approver shortened the duration to.
    pub granted_duration: Option<Span>,
    /// What an approver shortened an extension to.
    pub granted_end: Option<Timestamp>,
    /// When it was filed.
    pub created_at: Timestamp,
    /// When it was closed.
    pub completed_at: Option<Timestamp>,
}

/// What somebody asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestAsk<'a> {
    /// When access should start.
    pub start: Option<Timestamp>,
    /// How long it should last.
    pub duration: Option<Span>,
    /// Until when it should last, instead of a duration.
    pub end: Option<Timestamp>,
    /// Why.
    pub justification: &'a str,
    /// What the policy's questions are answered with; `None` asks what would be opened before anything is answered.
    pub answers: Option<&'a [GivenAnswer<'a>]>,
}

/// What opening a request knows.
#[derive(Debug)]
pub struct RequestFacts<'a> {
    /// The present instant.
    pub now: Timestamp,
    /// The agent that would receive access.
    pub target: &'a Target,
    /// As what the requestor acts for it.
    pub acts_as: ActsAs,
    /// Whether the agent may act, with its family.
    pub standing: Standing,
    /// Whether the package's catalog is published.
    pub is_catalog_published: bool,
    /// Whether an administrator assigns directly: then the scope of the policy doesn't matter.
    pub is_direct: bool,
    /// All policies of the package.
    pub policies: &'a [Policy],
    /// The policy that the requestor named, if any.
    pub chosen_policy: Option<PolicyId>,
    /// An open request of the agent for this package.
    pub open_request: Option<RequestId>,
    /// An assignment of this package that the agent holds now or will hold.
    pub current_assignment: Option<AssignmentId>,
    /// A role of the package that is on the block list, if one has got there since the package was made.
    pub blocked_role: Option<&'a str>,
    /// What the agent holds, or is going to hold when the access starts, that excludes the package.
    pub incompatible: Option<&'a Incompatible>,
}

/// A request that may be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestOpened {
    /// The policy through which it runs.
    pub policy_id: PolicyId,
    /// Whether the stages of the policy have to agree first.
    pub needs_approval: bool,
    /// The start, if it lies ahead.
    pub start: Option<Timestamp>,
    /// The duration that was asked for, if shorter than the policy's.
    pub duration: Option<Span>,
    /// The end that was asked for.
    pub end: Option<Timestamp>,
    /// The answers, to be kept with the request.
    pub answers: Vec<Answer>,
}

/// Why a request isn't opened. Ordered by precedence: the first that holds is told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestRefusal {
    /// The agent may not act.
    #[error("{0}")]
    AgentOutOfForce(OutOfForce),
    /// The catalog isn't published.
    #[error(
        "the package's catalog isn't published, so nothing in it can be requested; ask an administrator"
    )]
    CatalogUnpublished,
    /// No policy lets this agent ask.
    #[error(
        "no policy of this package covers this agent; ask an administrator to assign it directly"
    )]
    NotInScope,
    /// The policy is switched off, and no administrator gets around that.
    #[error(
        "the policy is switched off and gives nothing, not even by direct assignment; switch it on, or choose another"
    )]
    PolicyDisabled,
    /// A policy covers the agent, but takes no requests from this requestor.
    #[error(transparent)]
    Requestor(#[from] RequestorNotPermitted),
    /// Several policies fit, and none was named.
    #[error("several policies of this package fit; choose one")]
    PolicyNotChosen,
    /// The named policy doesn't fit.
    #[error("the chosen policy doesn't apply to this agent; choose one that does")]
    PolicyNotApplicable,
    /// A role of the package is blocked.
    #[error(
        "the package holds '{0}', which is on the block list for agents; ask an administrator to take it out"
    )]
    Blocked(String),
    /// The agent already holds the package.
    #[error("the agent already has this package; extend the assignment instead")]
    AlreadyAssigned(AssignmentId),
    /// The agent already asks for the package.
    #[error(
        "a request of this agent for this package is already open; wait for its decision or cancel it"
    )]
    AlreadyRequested(RequestId),
    /// The agent holds what excludes the package.
    #[error(transparent)]
    Incompatible(#[from] Incompatible),
    /// The justification can't be used.
    #[error(transparent)]
    Text(#[from] BadText),
    /// A justification is wanted.
    #[error("this package wants to know why; write a justification")]
    JustificationMissing,
    /// An answer can't be taken.
    #[error(transparent)]
    Answer(#[from] AnswerRefusal),
    /// The policy lets nobody choose when.
    #[error(
        "this policy sets start and end itself; leave yours out, or ask an administrator to assign it directly"
    )]
    ScheduleNotAllowed,
    /// Both ways to say until when.
    #[error("say either how long or until when, not both")]
    DurationAndEnd,
    /// The duration is out of range.
    #[error("{0}")]
    Duration(BadDuration),
    /// Longer than the policy gives.
    #[error("the policy gives at most {}; ask for that or less", .0.in_words())]
    LongerThanPolicy(Span),
    /// Later than the policy gives.
    #[error("the policy gives access until {} at the latest; ask for that or less", .0.in_words())]
    LaterThanPolicy(Timestamp),
    /// Nothing would be left.
    #[error("the wanted end isn't after the start; choose a later end")]
    EndsBeforeStart,
    /// The start lies behind.
    #[error("the start lies in the past; leave it out to start at once")]
    StartInThePast,
    /// The start lies at or after the policy's fixed end.
    #[error("the policy's access ends on {}, before the wanted start; start earlier", .0.in_words())]
    StartsAfterEnd(Timestamp),
}

impl Refuse for RequestRefusal {
    fn said(&self) -> Said {
        match self {
            Self::AgentOutOfForce(reason) => reason.said(),
            Self::CatalogUnpublished => Said::new("catalog_unpublished"),
            Self::NotInScope => Said::new("not_in_scope"),
            Self::PolicyDisabled => Said::new("policy_disabled").at("policyId"),
            Self::Requestor(refusal) => refusal.said(),
            Self::PolicyNotChosen => Said::new("policy_not_chosen").at("policyId"),
            Self::PolicyNotApplicable => Said::new("policy_not_applicable").at("policyId"),
            Self::Blocked(role) => {
                Said::new("role_blocked_for_agents").of("package").with("role", role)
            }
            Self::AlreadyAssigned(_) => Said::new("already_assigned"),
            Self::AlreadyRequested(_) => Said::new("already_requested"),
            Self::Incompatible(because) => because.said(),
            Self::Text(bad) => bad.said(),
            Self::JustificationMissing => {
                Said::new("justification_missing").of("package").at("justification")
            }
            Self::Answer(refusal) => refusal.said().at("answers"),
            Self::ScheduleNotAllowed => Said::new("schedule_not_allowed"),
            Self::DurationAndEnd => Said::new("duration_and_end"),
            Self::Duration(bad) => bad.said(),
            Self::LongerThanPolicy(span) => {
                Said::new("longer_than_policy").of("span").with("most", *span).at("duration")
            }
            Self::LaterThanPolicy(at) => {
                Said::new("longer_than_policy").of("until").with("until", *at).at("endAt")
            }
            Self::EndsBeforeStart => Said::new("end_before_start").at("endAt"),
            Self::StartInThePast => Said::new("start_in_the_past").at("startAt"),
            Self::StartsAfterEnd(at) => Said::new("start_after_end").with("end", *at).at("startAt"),
        }
    }
}

/// Decides whether a request for access is opened.
pub fn open(
    facts: &RequestFacts<'_>,
    ask: &RequestAsk<'_>,
) -> Result<RequestOpened, RequestRefusal> {
    facts.standing.check().map_err(RequestRefusal::AgentOutOfForce)?;
    if !facts.is_catalog_published && !facts.is_direct {
        return Err(RequestRefusal::CatalogUnpublished);
    }
    let policy = choose_policy(facts)?;
    if let Some(role) = facts.blocked_role {
        return Err(RequestRefusal::Blocked(role.to_owned()));
    }
    if let Some(assignment) = facts.current_assignment {
        return Err(RequestRefusal::AlreadyAssigned(assignment));
    }
    if let Some(request) = facts.open_request {
        return Err(RequestRefusal::AlreadyRequested(request));
    }
    if let Some(because) = facts.incompatible {
        return Err(RequestRefusal::Incompatible(because.clone()));
    }
    let justification = check_text(JUSTIFICATION, ask.justification)?;
    if policy.is_requestor_justification_required && justification.is_empty() && !facts.is_direct {
        return Err(RequestRefusal::JustificationMissing);
    }
    let answers = match ask.answers {
        Some(given) => check_answers(&policy.questions, given)?,
        None => Vec::new(),
    };
    let has_schedule = ask.start.is_some() || ask.duration.is_some() || ask.end.is_some();
    if has_schedule
        && !facts.is_direct
        && !policy.requestor_settings.allow_custom_assignment_schedule
    {
        return Err(RequestRefusal::ScheduleNotAllowed);
    }
    check_schedule(facts.now, policy, ask)?;
    Ok(RequestOpened {
        policy_id: policy.id,
        needs_approval: !policy.stages.is_empty(),
        start: ask.start.filter(|&start| start > facts.now),
        duration: ask.duration,
        end: ask.end,
        answers,
    })
}

/// The policies through which somebody may ask for an agent: those that apply to it and take requests from them.
pub fn open_to<'a>(policies: &'a [Policy], target: &Target, acts_as: ActsAs) -> Vec<&'a Policy> {
    crate::policy::applicable(policies, target)
        .into_iter()
        .filter(|policy| policy.requestor_settings.permits(AccessChange::Add, acts_as))
        .collect()
}

/// Whether a package is offered to whoever these policies are open to: to somebody at all, and neither hidden nor in a
/// catalog that isn't published.
pub fn is_offered(open: &[&Policy], is_hidden: bool, is_catalog_published: bool) -> bool {
    !open.is_empty() && !is_hidden && is_catalog_published
}

fn choose_policy<'a>(facts: &RequestFacts<'a>) -> Result<&'a Policy, RequestRefusal> {
    let fitting: Vec<&Policy> = if facts.is_direct {
        facts.policies.iter().filter(|policy| policy.is_enabled).collect()
    } else {
        open_to(facts.policies, facts.target, facts.acts_as)
    };
    let is_meant = |policy: &&Policy| facts.chosen_policy.is_none_or(|chosen| chosen == policy.id);
    let mut meant = facts.policies.iter().filter(is_meant).peekable();
    if facts.is_direct && meant.peek().is_some() && meant.all(|policy| !policy.is_enabled) {
        return Err(RequestRefusal::PolicyDisabled);
    }
    let is_covered = !crate::policy::applicable(facts.policies, facts.target).is_empty();
    if fitting.is_empty() && is_covered && !facts.is_direct {
        return Err(RequestorNotPermitted(AccessChange::Add).into());
    }
    match (facts.chosen_policy, fitting.as_slice()) {
        (_, []) => Err(RequestRefusal::NotInScope),
        (Some(chosen), _) => fitting
            .into_iter()
            .find(|policy| policy.id == chosen)
            .ok_or(RequestRefusal::PolicyNotApplicable),
        (None, [only]) => Ok(only),
        (None, _) => Err(RequestRefusal::PolicyNotChosen),
    }
}

fn check_schedule(
    now: Timestamp,
    policy: &Policy,
    ask: &RequestAsk<'_>,
) -> Result<(), RequestRefusal> {
    if ask.duration.is_some() && ask.end.is_some() {
        return Err(RequestRefusal::DurationAndEnd);
    }
    if let Some(duration) = ask.duration {
        check_duration(duration).map_err(RequestRefusal::Duration)?;
        if let Expiration::AfterDuration(most) = policy.expiration
            && duration > most
        {
            return Err(RequestRefusal::LongerThanPolicy(most));
        }
    }
    if ask.start.is_some_and(|start| start < now) {
        return Err(RequestRefusal::StartInThePast);
    }
    let start = ask.start.unwrap_or(now);
    if let Expiration::AfterDateTime(end) = policy.expiration
        && start >= end
    {
        return Err(RequestRefusal::StartsAfterEnd(end));
    }
    let Some(end) = ask.end else { return Ok(()) };
    let latest = match policy.expiration {
        Expiration::NoExpiration => start.plus(Span::days(MAX_DURATION_DAYS)),
        Expiration::AfterDuration(most) => start.plus(most),
        Expiration::AfterDateTime(end) => end,
    };
    if end <= start {
        Err(RequestRefusal::EndsBeforeStart)
    } else if end > latest {
        Err(RequestRefusal::LaterThanPolicy(latest))
    } else {
        Ok(())
    }
}

/// Why a request can't be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CancelRefusal {
    /// It is closed or already being delivered.
    #[error("the request is {0} and can't be taken back; end the access instead")]
    TooLate(RequestState),
}

impl Refuse for CancelRefusal {
    fn said(&self) -> Said {
        match self {
            Self::TooLate(state) => Said::new("request_closed").with("state", Value::term(*state)),
        }
    }
}

/// Decides whether a request may be taken back: by its requestor while it waits for an approver, by an administrator also
/// before its start and after a failed delivery.
pub fn cancel(state: RequestState, by_administrator: bool) -> Result<RequestState, CancelRefusal> {
    match state {
        RequestState::Submitted | RequestState::PendingApproval => Ok(RequestState::Canceled),
        RequestState::Scheduled | RequestState::DeliveryFailed if by_administrator => {
            Ok(RequestState::Canceled)
        }
        RequestState::Scheduled
        | RequestState::Delivering
        | RequestState::Delivered
        | RequestState::PartiallyDelivered
        | RequestState::DeliveryFailed
        | RequestState::Denied
        | RequestState::Canceled => Err(CancelRefusal::TooLate(state)),
    }
}

#[cfg(test)]
mod tests;
