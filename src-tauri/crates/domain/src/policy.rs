//! Assignment policies: who may get a package, who approves, for how long, and whether it can be extended.

use std::collections::BTreeSet;

use crate::agent::AgentKind;
use crate::escalation::{Escalation, EscalationRefusal, check_stages};
use crate::id::{AccessPackageId, AgentId, GroupId, PersonId, PolicyId};
use crate::question::{Question, QuestionRefusal, check_questions};
use crate::refusal::Refuse;
use crate::requestor::RequestorSettings;
use crate::said::Said;
use crate::term::terms;
use crate::text::{BadText, Field};
use crate::time::{BadDuration, Span, Timestamp, check_duration};

/// The most approval stages (Graph: accessPackageAssignmentApprovalSettings).
pub const MAX_STAGES: usize = 3;
/// The longest limit of one stage, in days. The editor's ceiling isn't documented; the only worked example has 14.
pub const MAX_STAGE_DAYS: i64 = 14;
/// The most agents that one policy names (Entra's limits of 12/2024).
pub const MAX_TARGETS: usize = 500;

terms! {
    /// Who may get the package (Graph: `allowedTargetScope`).
    PolicyScope {
        /// Nobody may request; administrators assign.
        NotSpecified => "notSpecified",
        /// The agents and service principals named by the policy.
        SpecificDirectoryServicePrincipals => "specificDirectoryServicePrincipals",
        /// All agents.
        AllDirectoryAgentIdentities => "allDirectoryAgentIdentities",
        /// All service principals, agents among them.
        AllDirectoryServicePrincipals => "allDirectoryServicePrincipals",
    }

    /// Whether and how an assignment can be extended.
    ExtensionRule {
        /// It ends when it ends.
        NotAllowed => "notAllowed",
        /// An extension takes effect at once.
        WithoutApproval => "withoutApproval",
        /// An extension passes the same stages as the request.
        WithApproval => "withApproval",
    }

    /// The kinds of approvers (Graph: `subjectSet`).
    ApproverKind {
        /// One person.
        SingleUser => "singleUser",
        /// The members of a group.
        GroupMembers => "groupMembers",
        /// The manager of the requestor, or that manager's manager.
        RequestorManager => "requestorManager",
        /// The manager of the user account of the agent that would receive access, or that manager's manager.
        TargetManager => "targetManager",
        /// The sponsors or owners of the agent that would receive access.
        TargetAgentIdentitySponsorsOrOwners => "targetAgentIdentitySponsorsOrOwners",
    }
}

/// How far up the line a manager is meant (Graph: `managerLevel`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ManagerLevel {
    /// The manager.
    First,
    /// The manager's manager.
    Second,
}

impl ManagerLevel {
    /// 1 for the manager, 2 for the manager's manager.
    pub fn number(self) -> u8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
        }
    }

    /// Reads the number; there is nothing above the second level.
    pub fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::First),
            2 => Some(Self::Second),
            _ => None,
        }
    }
}

/// Who is asked in a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApproverSet {
    /// One person.
    SingleUser(PersonId),
    /// The members of a group.
    GroupMembers(GroupId),
    /// The manager of the requestor. A requestor without one leaves the set empty.
    RequestorManager(ManagerLevel),
    /// The manager of the agent's user account. An agent without an account leaves the set empty.
    TargetManager(ManagerLevel),
    /// The sponsors or owners of the agent that would receive access.
    TargetAgentIdentitySponsorsOrOwners,
}

impl ApproverSet {
    /// The kind of this set.
    pub fn kind(self) -> ApproverKind {
        match self {
            Self::SingleUser(_) => ApproverKind::SingleUser,
            Self::GroupMembers(_) => ApproverKind::GroupMembers,
            Self::RequestorManager(_) => ApproverKind::RequestorManager,
            Self::TargetManager(_) => ApproverKind::TargetManager,
            Self::TargetAgentIdentitySponsorsOrOwners => {
                ApproverKind::TargetAgentIdentitySponsorsOrOwners
            }
        }
    }

    /// Which manager is meant, of the sets that mean one.
    pub fn manager_level(self) -> Option<ManagerLevel> {
        match self {
            Self::RequestorManager(level) | Self::TargetManager(level) => Some(level),
            Self::SingleUser(_)
            | Self::GroupMembers(_)
            | Self::TargetAgentIdentitySponsorsOrOwners => None,
        }
    }

    /// Whether the set means a manager.
    pub fn is_manager(self) -> bool {
        self.manager_level().is_some()
    }
}

/// When assignments made by a policy end (Graph: `expirationPattern`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiration {
    /// Never.
    NoExpiration,
    /// So long after delivery.
    AfterDuration(Span),
    /// At a fixed instant.
    AfterDateTime(Timestamp),
}

/// One step of approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Who is asked.
    pub primary_approvers: Vec<ApproverSet>,
    /// Who is asked when no primary approver is eligible.
    pub fallback_approvers: Vec<ApproverSet>,
    /// How long the stage waits before it denies.
    pub limit: Span,
    /// Whether the approver has to give a reason.
    pub is_justification_required: bool,
    /// How the stage is forwarded when nobody decides; `None` for not at all.
    pub escalation: Option<Escalation>,
}

/// An assignment policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Key.
    pub id: PolicyId,
    /// The package that it governs.
    pub access_package_id: AccessPackageId,
    /// Name.
    pub display_name: String,
    /// Who may get the package.
    pub scope: PolicyScope,
    /// The agents named by `SpecificDirectoryServicePrincipals`.
    pub specific_targets: Vec<AgentId>,
    /// The groups named by it: whichever agents are their members when they ask.
    pub specific_target_groups: Vec<GroupId>,
    /// Who may ask, and for whom.
    pub requestor_settings: RequestorSettings,
    /// What whoever asks has to answer, in order.
    pub questions: Vec<Question>,
    /// Approval steps, in order; none means no approval.
    pub stages: Vec<Stage>,
    /// When assignments end.
    pub expiration: Expiration,
    /// Whether assignments can be extended.
    pub extension: ExtensionRule,
    /// Whether the requestor has to say why.
    pub is_requestor_justification_required: bool,
    /// A switched-off policy takes no new requests.
    pub is_enabled: bool,
    /// Whether nobody is told that access was delivered, will end or has ended (Graph: `isAssignmentNotificationDisabled`).
    /// Whoever has to decide is told in any case.
    pub is_assignment_notification_disabled: bool,
}

/// An agent that a policy may cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Which agent.
    pub agent_id: AgentId,
    /// Whether it is an agent or a plain service principal.
    pub kind: AgentKind,
    /// The groups whose member it is now.
    pub groups: BTreeSet<GroupId>,
}

/// Why a policy can't be made so. Ordered by precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyRefusal {
    /// Its name can't be used.
    #[error(transparent)]
    Text(#[from] BadText),
    /// The scope names agents, but none is given, or the other way round.
    #[error(
        "a policy for chosen agents names at least one agent, and only such a policy names any"
    )]
    TargetsDontFitScope,
    /// Too many agents named.
    #[error(
        "a policy names at most {MAX_TARGETS} agents; make a second policy, or open it to all agents"
    )]
    TooManyTargets,
    /// Too many stages.
    #[error("a policy has at most {MAX_STAGES} approval stages; remove some")]
    TooManyStages,
    /// A stage nobody is asked in.
    #[error("stage {0} has no approver; name at least one")]
    StageWithoutApprover(usize),
    /// A stage limit out of range.
    #[error("the limit of stage {0} is not between 1 and {MAX_STAGE_DAYS} whole days; correct it")]
    StageLimit(usize),
    /// Its approvers or their alternates can't be so.
    #[error(transparent)]
    Escalation(#[from] EscalationRefusal),
    /// The duration is out of range.
    #[error("{0}")]
    Duration(BadDuration),
    /// A fixed end in the past.
    #[error("the policy ends on {}, which is past; choose a later day", .0.in_words())]
    EndsInThePast(Timestamp),
    /// Extending what never ends.
    #[error("access that never ends can't be extended; give it an end, or don't allow extension")]
    ExtensionOfEndless,
    /// Extension with approval, but no stage that could approve.
    #[error(
        "extension needs approval, but the policy has no approval stage; add a stage or drop the approval"
    )]
    ExtensionWithoutStage,
    /// Others may act for the agent, but nobody is named.
    #[error(
        "others may act for the agent, but nobody is named; name its sponsors and owners or its manager, or allow none"
    )]
    NobodyOnBehalf,
    /// A question can't be asked.
    #[error(transparent)]
    Question(#[from] QuestionRefusal),
}

impl Refuse for PolicyRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Text(bad) => bad.said(),
            Self::TargetsDontFitScope => Said::new("targets_dont_fit_scope").at("specificTargets"),
            Self::TooManyTargets => {
                Said::new("too_many_targets").with("most", MAX_TARGETS).at("specificTargets")
            }
            Self::TooManyStages => {
                Said::new("too_many_stages").with("most", MAX_STAGES).at("stages")
            }
            Self::StageWithoutApprover(stage) => Said::new("stage_without_approver")
                .with("stage", *stage)
                .at("primaryApprovers")
                .inside("stages"),
            Self::StageLimit(stage) => Said::new("stage_limit_out_of_range")
                .with("stage", *stage)
                .with("most", MAX_STAGE_DAYS)
                .at("limitDays")
                .inside("stages"),
            Self::Escalation(refusal) => refusal.said(),
            Self::Duration(bad) => bad.said().inside("expiration"),
            Self::EndsInThePast(at) => {
                Said::new("end_in_the_past").with("end", *at).at("endDateTime").inside("expiration")
            }
            Self::ExtensionOfEndless => Said::new("extension_of_endless_access").at("extension"),
            Self::ExtensionWithoutStage => Said::new("extension_without_stage").at("extension"),
            Self::NobodyOnBehalf => Said::new("nobody_on_behalf").at("requestorSettings"),
            Self::Question(refusal) => refusal.said(),
        }
    }
}

/// Checks a policy before it is made.
pub fn check_policy(policy: &Policy, now: Timestamp) -> Result<(), PolicyRefusal> {
    crate::text::check_name(Field::new("displayName", "the policy's name"), &policy.display_name)?;
    let names_agents = policy.scope == PolicyScope::SpecificDirectoryServicePrincipals;
    let names_nobody =
        policy.specific_targets.is_empty() && policy.specific_target_groups.is_empty();
    if names_agents == names_nobody {
        return Err(PolicyRefusal::TargetsDontFitScope);
    }
    if policy.specific_targets.len() > MAX_TARGETS {
        return Err(PolicyRefusal::TooManyTargets);
    }
    if policy.stages.len() > MAX_STAGES {
        return Err(PolicyRefusal::TooManyStages);
    }
    for (stage, number) in policy.stages.iter().zip(1..) {
        if stage.primary_approvers.is_empty() {
            return Err(PolicyRefusal::StageWithoutApprover(number));
        }
        let is_whole_days = stage.limit.millis() % crate::time::DAY_MS == 0;
        if !is_whole_days || stage.limit < Span::days(1) || stage.limit > Span::days(MAX_STAGE_DAYS)
        {
            return Err(PolicyRefusal::StageLimit(number));
        }
    }
    check_stages(&policy.stages)?;
    match policy.expiration {
        Expiration::AfterDuration(span) => {
            check_duration(span).map_err(PolicyRefusal::Duration)?;
        }
        Expiration::AfterDateTime(end) if end <= now => {
            return Err(PolicyRefusal::EndsInThePast(end));
        }
        Expiration::NoExpiration if policy.extension != ExtensionRule::NotAllowed => {
            return Err(PolicyRefusal::ExtensionOfEndless);
        }
        Expiration::AfterDateTime(_) | Expiration::NoExpiration => {}
    }
    if policy.extension == ExtensionRule::WithApproval && policy.stages.is_empty() {
        return Err(PolicyRefusal::ExtensionWithoutStage);
    }
    let settings = &policy.requestor_settings;
    let others_may = settings.enable_on_behalf_requestors_to_add_access
        || settings.enable_on_behalf_requestors_to_update_access
        || settings.enable_on_behalf_requestors_to_remove_access;
    if others_may && settings.on_behalf_requestors.is_empty() {
        return Err(PolicyRefusal::NobodyOnBehalf);
    }
    check_questions(&policy.questions)?;
    Ok(())
}

impl Policy {
    /// Whether an agent is inside the policy's scope for requests. Nobody is inside a direct-assignment policy.
    pub fn covers(&self, target: &Target) -> bool {
        match self.scope {
            PolicyScope::NotSpecified => false,
            PolicyScope::SpecificDirectoryServicePrincipals => {
                self.specific_targets.contains(&target.agent_id)
                    || self.specific_target_groups.iter().any(|group| target.groups.contains(group))
            }
            PolicyScope::AllDirectoryAgentIdentities => target.kind == AgentKind::AgentIdentity,
            PolicyScope::AllDirectoryServicePrincipals => true,
        }
    }

    /// How specific the policy is: 0 goes before 1 before 2. Our decision, as the sources leave the place of agent
    /// scopes open: one that names the agent or its group, then *All agents*, then *All service principals*.
    fn rank(&self) -> u8 {
        match self.scope {
            PolicyScope::SpecificDirectoryServicePrincipals => 0,
            PolicyScope::AllDirectoryAgentIdentities => 1,
            PolicyScope::AllDirectoryServicePrincipals => 2,
            PolicyScope::NotSpecified => 3,
        }
    }
}

/// The policies through which an agent may ask: the most specific class that covers it. Among several of one class the
/// requestor chooses.
pub fn applicable<'a>(policies: &'a [Policy], target: &Target) -> Vec<&'a Policy> {
    let covering: Vec<_> =
        policies.iter().filter(|policy| policy.is_enabled && policy.covers(target)).collect();
    let best = covering.iter().map(|policy| policy.rank()).min();
    covering.into_iter().filter(|policy| Some(policy.rank()) == best).collect()
}

#[cfg(test)]
pub(crate) mod tests;
