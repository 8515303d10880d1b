//! Requests as people file and see them.

use chaperone_domain::approval::{ApproversBy, StageState, Verdict};
use chaperone_domain::authority::Action;
use chaperone_domain::delivery::FailureReason;
use chaperone_domain::escalation::AlternatesBy;
use chaperone_domain::id::{AccessPackageId, AgentId, AssignmentId, PolicyId, RequestId, StageId};
use chaperone_domain::policy::ExtensionRule;
use chaperone_domain::request::{RequestState, RequestStatus, RequestType};

use super::access_package::{ExpirationView, RightView};
use super::audit::HistoryEvent;
use super::question::{AnswerView, GiveAnswer, QuestionView};
use super::reference::{AccessPackageRef, AgentRef, PersonRef, PolicyRef};
use super::said::Saying;
use crate::wire::{Length, When, Wire};

asks! {
    /// See what a request would lead to. Changes nothing.
    PreviewRequest {
        /// For which agent.
        agent_id: Wire<AgentId>,
        /// Which package.
        access_package_id: Wire<AccessPackageId>,
        /// Through which policy, where several fit.
        policy_id: Option<Wire<PolicyId>>,
        /// From when; at once when left out.
        start_at: Option<When>,
        /// For how long; as long as the policy gives when left out.
        duration: Option<Length>,
        /// Until when, instead of a duration.
        end_at: Option<When>,
        /// Why; when left out, that a reason is wanted is told and no refusal.
        justification: Option<String>,
        /// What the questions are answered with; when left out, they are told and no refusal.
        answers: Option<Vec<GiveAnswer>>,
    }

    /// Request a package for an agent that I sponsor, own or manage, or for myself as an agent.
    RequestAccess {
        /// For which agent.
        agent_id: Wire<AgentId>,
        /// Which package.
        access_package_id: Wire<AccessPackageId>,
        /// Through which policy, where several fit.
        policy_id: Option<Wire<PolicyId>>,
        /// From when; at once when left out.
        start_at: Option<When>,
        /// For how long; as long as the policy gives when left out.
        duration: Option<Length>,
        /// Until when, instead of a duration.
        end_at: Option<When>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
        /// What the policy's questions are answered with.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<GiveAnswer>>")]
        answers: Vec<GiveAnswer>,
    }

    /// Assign a package directly; where the policy requires approval, it goes through approval.
    AssignAccessPackage {
        /// To which agent.
        agent_id: Wire<AgentId>,
        /// Which package.
        access_package_id: Wire<AccessPackageId>,
        /// Through which policy, where there are several.
        policy_id: Option<Wire<PolicyId>>,
        /// From when; at once when left out.
        start_at: Option<When>,
        /// For how long; as long as the policy gives when left out.
        duration: Option<Length>,
        /// Until when, instead of a duration.
        end_at: Option<When>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
        /// What the policy's questions are answered with.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<GiveAnswer>>")]
        answers: Vec<GiveAnswer>,
    }

    /// Assign a package directly to several agents; each succeeds or is refused for itself.
    AssignToAgents {
        /// To which agents, 1 to 500.
        agent_ids: Vec<Wire<AgentId>>,
        /// Which package.
        access_package_id: Wire<AccessPackageId>,
        /// Through which policy, where there are several; one that asks nothing.
        policy_id: Option<Wire<PolicyId>>,
        /// From when; at once when left out.
        start_at: Option<When>,
        /// For how long; as long as the policy gives when left out.
        duration: Option<Length>,
        /// Until when, instead of a duration.
        end_at: Option<When>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
    }

    /// Try again what couldn't be delivered.
    ReprocessRequest {
        /// Which.
        request_id: Wire<RequestId>,
    }

    /// Which requests.
    #[derive(Default)]
    RequestFilter {
        /// A part of the agent's or package's name, or the id.
        search: Option<String>,
        /// In this state.
        state: Option<Wire<RequestState>>,
        /// Only those that are still open.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        open: bool,
        /// Only those that I filed or that are for my agents.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        mine: bool,
        /// Only those for this agent.
        agent_id: Option<Wire<AgentId>>,
        /// Only those for this package.
        access_package_id: Option<Wire<AccessPackageId>>,
        /// Only those that I filed.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        filed_by_me: bool,
        /// Only those that wait for my decision.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        to_decide: bool,
        /// Only those for agents that I sponsor or own.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        for_my_agents: bool,
    }

    /// List the requests that I may see, newest first, a page at a time.
    ListRequests {
        /// Which.
        #[serde(default)]
        #[ts(optional, as = "Option<RequestFilter>")]
        filter: RequestFilter,
        /// The last request of the page before.
        after: Option<Wire<RequestId>>,
        /// How many, 1 to 500; 100 when left out.
        limit: Option<u32>,
        /// Whether to count all of them too.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        count: bool,
        /// Whether to tell of each what was asked in full.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        details: bool,
    }

    /// See one request with its stages.
    ShowRequest {
        /// Which.
        request_id: Wire<RequestId>,
    }

    /// Take a request back.
    CancelRequest {
        /// Which.
        request_id: Wire<RequestId>,
    }
}

views! {
    /// Who filed a request: a person, an agent or a rule.
    RequestorView {
        /// The person.
        person: Option<PersonRef>,
        /// The agent.
        agent: Option<AgentRef>,
        /// Whether a rule filed it.
        is_system: bool,
    }

    /// What became of one of several agents.
    AssignmentOutcome {
        /// The agent.
        agent: AgentRef,
        /// The request, where it was filed.
        request: Option<RequestRow>,
        /// Why not, where it was refused.
        refusal: Option<String>,
        /// The same as code and values.
        refusal_saying: Option<Saying>,
    }

    /// What became of each agent.
    AssignmentOutcomes {
        /// One row for each agent.
        rows: Vec<AssignmentOutcome>,
    }

    /// A role that couldn't be given.
    DeliveryFailureView {
        /// What it was called then.
        role_name: String,
        /// Why.
        reason: Wire<FailureReason>,
        /// When it was tried.
        failed_at: When,
    }

    /// A request in a list.
    RequestRow {
        /// Key.
        id: Wire<RequestId>,
        /// What it asks for.
        request_type: Wire<RequestType>,
        /// Where it stands.
        state: Wire<RequestState>,
        /// More about the state; `Expired` is shown instead of `denied` where nobody decided in time.
        status: Wire<RequestStatus>,
        /// For which agent.
        agent: AgentRef,
        /// Which package.
        access_package: AccessPackageRef,
        /// Who filed it.
        requestor: RequestorView,
        /// When it was filed.
        created_at: When,
        /// When it was closed.
        completed_at: Option<When>,
        /// The request's own clock: by when a decision is needed.
        decision_needed_by: Option<When>,
        /// The access's clock: until when, as asked or as given.
        access_until: Option<When>,
        /// What was asked in full; nothing unless a list was asked for it.
        details: Option<RequestDetails>,
    }

    /// What was asked in full.
    RequestDetails {
        /// The policy through which it runs.
        policy: PolicyRef,
        /// Why, in the requestor's words.
        justification: String,
        /// When access should start.
        asked_start: Option<When>,
        /// How long it should last.
        asked_duration: Option<Length>,
        /// The end that is asked for.
        asked_end: Option<When>,
        /// What the policy's questions were answered with.
        answers: Vec<AnswerView>,
        /// The assignment that it led to, or concerns.
        assignment_id: Option<Wire<AssignmentId>>,
    }

    /// A page of requests.
    RequestPage {
        /// The requests.
        rows: Vec<RequestRow>,
        /// Give this as `after` for the next page.
        next: Option<Wire<RequestId>>,
        /// How many there are on all pages; nothing unless it was asked for.
        total: Option<u32>,
    }

    /// A request with its stages and history.
    RequestView {
        /// As in the list.
        request: RequestRow,
        /// The policy through which it runs.
        policy: PolicyRef,
        /// Why, in the requestor's words.
        justification: String,
        /// When access should start.
        asked_start: Option<When>,
        /// How long it should last.
        asked_duration: Option<Length>,
        /// The end that is asked for.
        asked_end: Option<When>,
        /// What the policy's questions were answered with.
        answers: Vec<AnswerView>,
        /// What an approver shortened the duration to.
        granted_duration: Option<Length>,
        /// What an approver shortened an extension to.
        granted_end: Option<When>,
        /// The assignment that it led to, or concerns.
        assignment_id: Option<Wire<AssignmentId>>,
        /// What couldn't be given, where delivery failed wholly or in part.
        failures: Vec<DeliveryFailureView>,
        /// Its approval stages.
        stages: Vec<StageView>,
        /// What it grants.
        rights: Vec<RightView>,
        /// SHA-256, as 64 hexadecimal digits, of what an approver of the open stage judges by; a decision gives it back.
        /// Nothing while no stage is open.
        fingerprint: Option<String>,
        /// What happened to it, oldest first.
        history: Vec<HistoryEvent>,
        /// What I may do with it.
        may: Vec<Wire<Action>>,
    }

    /// An approval stage of a request.
    StageView {
        /// Key.
        id: Wire<StageId>,
        /// 1 for the first.
        number: u8,
        /// Where it stands.
        state: Wire<StageState>,
        /// Who may decide.
        approvers: Vec<PersonRef>,
        /// Which list they came from.
        approvers_by: Option<Wire<ApproversBy>>,
        /// Who joined when it was forwarded.
        alternates: Vec<PersonRef>,
        /// Which list they came from; nothing while it hasn't been forwarded.
        alternates_by: Option<Wire<AlternatesBy>>,
        /// Who was asked in the place of one of them.
        delegates: Vec<StandInView>,
        /// When it opened.
        opened_at: Option<When>,
        /// When it runs out.
        deadline_at: Option<When>,
        /// When it is, or would have been, forwarded to alternates; nothing for never.
        escalates_at: Option<When>,
        /// When it was forwarded.
        escalated_at: Option<When>,
        /// Whether approving wants a reason.
        is_justification_required: bool,
        /// What was decided.
        decision: Option<DecisionView>,
    }

    /// Somebody who was asked in the place of an approver.
    StandInView {
        /// Who.
        delegate: PersonRef,
        /// In whose place.
        approver: PersonRef,
    }

    /// An approval that was taken back.
    RevocationView {
        /// When.
        at: When,
        /// Why.
        justification: String,
    }

    /// A decision.
    DecisionView {
        /// Yes or no.
        verdict: Wire<Verdict>,
        /// By whom.
        by: PersonRef,
        /// In whose place, if a delegate decided.
        on_behalf_of: Option<PersonRef>,
        /// When.
        at: When,
        /// Why.
        justification: String,
        /// Whether it shortened what was asked.
        is_shortened: bool,
        /// How it was taken back, if it was.
        revocation: Option<RevocationView>,
    }

    /// What a request would lead to.
    RequestPreview {
        /// The policy through which it would run.
        policy: Option<PolicyRef>,
        /// Whether somebody has to agree first.
        needs_approval: bool,
        /// Who would be asked, stage by stage.
        stages: Vec<StagePreview>,
        /// Until when, if it were delivered now.
        until_if_delivered_now: Option<When>,
        /// What the agent would gain.
        gains: Vec<RightView>,
        /// What the package holds that the agent has already.
        already_held: Vec<RightView>,
        /// Whether the requestor has to say why.
        is_justification_required: bool,
        /// What has to be answered, in order.
        questions: Vec<QuestionView>,
        /// Whether the requestor may choose start and end.
        is_schedule_allowed: bool,
        /// When access ends by the policy.
        expiration: Option<ExpirationView>,
        /// Whether it can be extended.
        extension: Option<Wire<ExtensionRule>>,
        /// Why the request would be refused.
        refusal: Option<String>,
        /// The same as code and values.
        refusal_saying: Option<Saying>,
    }

    /// Who would be asked in a stage.
    StagePreview {
        /// 1 for the first.
        number: u8,
        /// Who.
        approvers: Vec<PersonRef>,
        /// Which list they come from.
        approvers_by: Wire<ApproversBy>,
        /// After so many days without a decision the stage denies.
        limit_days: u32,
        /// After so many days without a decision alternates are asked too.
        escalate_after_days: Option<u32>,
    }
}

impl RequestView {
    /// What was asked in full, as a list tells it.
    pub fn details(&self) -> RequestDetails {
        RequestDetails {
            policy: self.policy.clone(),
            justification: self.justification.clone(),
            asked_start: self.asked_start,
            asked_duration: self.asked_duration,
            asked_end: self.asked_end,
            answers: self.answers.clone(),
            assignment_id: self.assignment_id,
        }
    }
}
