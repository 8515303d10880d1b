//! Bodies, as `graph/body`, `graph/ask`, `graph/policy` and `graph/identity` read them.

use chaperone_domain::policy::ApproverKind;
use chaperone_domain::term::Term as _;

use super::policy::SCOPE;
use super::shape::Holds::{
    Address, Id, Instant, Length, Many, Nothing, One, Text, Truth, Whole, Word,
};
use super::shape::{Type, Words, always, sometimes};

static REQUEST_TYPE: Words = Words {
    name: "accessPackageRequestType.given",
    all: || {
        vec![
            "userAdd",
            "userUpdate",
            "userExtend",
            "userRemove",
            "adminAdd",
            "adminUpdate",
            "adminRemove",
        ]
    },
    any_case: true,
};
static EXPIRATION_TYPE: Words = Words {
    name: "expirationPatternType.given",
    all: || vec!["notSpecified", "noExpiration", "afterDateTime", "afterDuration"],
    any_case: true,
};
static REVIEW_RESULT: Words = Words {
    name: "reviewResult.given",
    all: || vec!["Approve", "Approved", "Deny", "Denied"],
    any_case: true,
};
static TARGET_SCOPE: Words =
    Words { name: "allowedTargetScope.given", all: SCOPE.all, any_case: true };
static SUBJECT_SET_TYPE: Words = Words {
    name: "subjectSetType.given",
    all: || {
        // The one other kind is that of targets.
        let mut all = vec!["#microsoft.graph.singleServicePrincipal"];
        all.extend(ApproverKind::ALL.iter().map(|kind| subject_set(*kind)));
        all
    },
    any_case: true,
};

fn subject_set(kind: ApproverKind) -> &'static str {
    match kind {
        ApproverKind::SingleUser => "#microsoft.graph.singleUser",
        ApproverKind::GroupMembers => "#microsoft.graph.groupMembers",
        ApproverKind::RequestorManager => "#microsoft.graph.requestorManager",
        ApproverKind::TargetManager => "#microsoft.graph.targetManager",
        ApproverKind::TargetAgentIdentitySponsorsOrOwners => {
            "#microsoft.graph.targetAgentIdentitySponsorsOrOwners"
        }
    }
}

static NAMED: Type = Type::given("reference.given", "A thing by its id.", &[sometimes("id", Id)]);
static SUBJECT: Type = Type::given(
    "accessPackageSubject.given",
    "For whom, by its id.",
    &[
        sometimes("objectId", Id),
        sometimes("id", Id),
        sometimes("subjectType", Text),
        sometimes("displayName", Text),
    ],
);
static EXPIRATION: Type = Type::given(
    "expirationPattern.given",
    "When access is to end.",
    &[
        sometimes("type", Word(&EXPIRATION_TYPE)),
        sometimes("endDateTime", Instant),
        sometimes("duration", Length),
    ],
);
static SCHEDULE: Type = Type::given(
    "entitlementManagementSchedule.given",
    "When access is to begin and to end.",
    &[
        sometimes("startDateTime", Instant),
        sometimes("stopDateTime", Instant),
        sometimes("recurrence", Nothing),
        sometimes("expiration", One(&EXPIRATION)),
    ],
);
static QUESTION: Type = Type::given(
    "accessPackageQuestion.given",
    "A question by its id.",
    &[always("id", Id), sometimes("@odata.type", Text), sometimes("text", Text)],
);
static ANSWER: Type = Type::given(
    "accessPackageAnswer.given",
    "An answer to a question of the policy.",
    &[
        always("answeredQuestion", One(&QUESTION)),
        sometimes("@odata.type", Text),
        sometimes("value", Text),
        sometimes("displayValue", Text),
    ],
);
static ASSIGNMENT: Type = Type::given(
    "accessPackageAssignment.given",
    "What is asked for: an assignment by its id, or a package for an agent.",
    &[
        sometimes("id", Id),
        sometimes("targetId", Id),
        sometimes("target", One(&SUBJECT)),
        sometimes("accessPackageId", Id),
        sometimes("accessPackage", One(&NAMED)),
        sometimes("assignmentPolicyId", Id),
        sometimes("assignmentPolicy", One(&NAMED)),
        sometimes("accessPackageAssignmentPolicy", One(&NAMED)),
        sometimes("schedule", One(&SCHEDULE)),
    ],
);
/// A request.
pub(super) static REQUEST: Type = Type::given(
    "accessPackageAssignmentRequest.given",
    "What is asked for, and why. An agent that names no target asks for itself.",
    &[
        always("requestType", Word(&REQUEST_TYPE)),
        sometimes("justification", Text),
        sometimes("assignment", One(&ASSIGNMENT)),
        sometimes("accessPackageAssignment", One(&ASSIGNMENT)),
        sometimes("schedule", One(&SCHEDULE)),
        sometimes("answers", Many(&One(&ANSWER))),
    ],
);
/// For whom requirements are asked.
pub(super) static REQUIREMENTS: Type = Type::given(
    "getApplicablePolicyRequirements.given",
    "For which agent; one that asks for itself sends nothing.",
    &[sometimes("subject", One(&SUBJECT))],
);
/// A decision.
pub(super) static STAGE: Type = Type::given(
    "approvalStage.given",
    "What is decided, and why.",
    &[
        always("reviewResult", Word(&REVIEW_RESULT)),
        sometimes("justification", Text),
        sometimes("@chaperone.fingerprint", Text),
    ],
);
static LOCALIZED: Type = Type::given(
    "accessPackageLocalizedText.given",
    "A text in a language.",
    &[always("languageCode", Text), always("text", Text)],
);
static CHOICE: Type = Type::given(
    "accessPackageAnswerChoice.given",
    "One of the answers to choose from.",
    &[
        always("text", Text),
        sometimes("actualValue", Text),
        sometimes("localizations", Many(&One(&LOCALIZED))),
    ],
);
static NEW_QUESTION: Type = Type::given(
    "accessPackageQuestion.new",
    "What whoever asks under a policy has to answer, as a text or by a choice.",
    &[
        sometimes("@odata.type", Text),
        always("text", Text),
        sometimes("localizations", Many(&One(&LOCALIZED))),
        sometimes("sequence", Whole),
        sometimes("isRequired", Truth),
        sometimes("isAnswerEditable", Truth),
        sometimes("isSingleLineQuestion", Truth),
        sometimes("regexPattern", Text),
        sometimes("isMultipleSelectionAllowed", Truth),
        sometimes("choices", Many(&One(&CHOICE))),
    ],
);

/// A question to the decision point.
pub(super) static CHECK_ACCESS: Type = Type::given(
    "checkAccess.given",
    "Which agent wants to use what; one that asks for itself leaves `agentId` out.",
    &[always("resource", Text), sometimes("role", Text), sometimes("agentId", Id)],
);

static SUBJECT_SET: Type = Type::given(
    "subjectSet.given",
    "Some people or agents, told apart by `@odata.type`.",
    &[
        sometimes("@odata.type", Word(&SUBJECT_SET_TYPE)),
        sometimes("userId", Id),
        sometimes("groupId", Id),
        sometimes("servicePrincipalId", Id),
        sometimes("managerLevel", Whole),
        sometimes("description", Text),
        sometimes("isBackup", Truth),
    ],
);
static POLICY_STAGE: Type = Type::given(
    "accessPackageApprovalStage.given",
    "One stage of approval. Lengths of time are whole days.",
    &[
        sometimes("durationBeforeAutomaticDenial", Length),
        sometimes("isApproverJustificationRequired", Truth),
        sometimes("isEscalationEnabled", Truth),
        sometimes("durationBeforeEscalation", Length),
        sometimes("primaryApprovers", Many(&One(&SUBJECT_SET))),
        sometimes("fallbackPrimaryApprovers", Many(&One(&SUBJECT_SET))),
        sometimes("escalationApprovers", Many(&One(&SUBJECT_SET))),
        sometimes("fallbackEscalationApprovers", Many(&One(&SUBJECT_SET))),
    ],
);
static APPROVAL_SETTINGS: Type = Type::given(
    "accessPackageAssignmentApprovalSettings.given",
    "What of a request wants approval, and by whom.",
    &[
        sometimes("isApprovalRequiredForAdd", Truth),
        sometimes("isApprovalRequiredForUpdate", Truth),
        sometimes("isRequestorJustificationRequired", Truth),
        sometimes("stages", Many(&One(&POLICY_STAGE))),
    ],
);
static REQUESTOR_SETTINGS: Type = Type::given(
    "accessPackageAssignmentRequestorSettings.given",
    "Who may ask for what.",
    &[
        sometimes("enableTargetsToSelfAddAccess", Truth),
        sometimes("enableTargetsToSelfUpdateAccess", Truth),
        sometimes("enableTargetsToSelfRemoveAccess", Truth),
        sometimes("allowCustomAssignmentSchedule", Truth),
        sometimes("enableOnBehalfRequestorsToAddAccess", Truth),
        sometimes("enableOnBehalfRequestorsToUpdateAccess", Truth),
        sometimes("enableOnBehalfRequestorsToRemoveAccess", Truth),
        sometimes("onBehalfRequestors", Many(&One(&SUBJECT_SET))),
    ],
);
static NOTIFICATION_SETTINGS: Type = Type::given(
    "accessPackageNotificationSettings.given",
    "Whether holders are told of what happens to their access.",
    &[sometimes("isAssignmentNotificationDisabled", Truth)],
);
/// A policy.
pub(super) static POLICY: Type = Type::given(
    "accessPackageAssignmentPolicy.given",
    "A policy, whole. What a policy can't express here is refused by name.",
    &[
        sometimes("displayName", Text),
        sometimes("description", Text),
        sometimes("accessPackage", One(&NAMED)),
        sometimes("allowedTargetScope", Word(&TARGET_SCOPE)),
        sometimes("specificAllowedTargets", Many(&One(&SUBJECT_SET))),
        sometimes("expiration", One(&EXPIRATION)),
        sometimes("requestorSettings", One(&REQUESTOR_SETTINGS)),
        sometimes("requestApprovalSettings", One(&APPROVAL_SETTINGS)),
        sometimes("notificationSettings", One(&NOTIFICATION_SETTINGS)),
        sometimes("questions", Many(&One(&NEW_QUESTION))),
    ],
);

/// An agent to be made.
pub(super) static AGENT: Type = Type::given(
    "agentIdentity.given",
    "An agent, with the blueprint that it is made from, by its client id, and who answers for it.",
    &[
        always("displayName", Text),
        always("agentIdentityBlueprintId", Id),
        sometimes("sponsors@odata.bind", Many(&Address)),
        sometimes("owners@odata.bind", Many(&Address)),
    ],
);
/// What changes of an agent.
pub(super) static AGENT_CHANGE: Type = Type::given(
    "agentIdentity.change",
    "Switching an agent on or off, or renaming it; one at a time.",
    &[sometimes("accountEnabled", Truth), sometimes("displayName", Text)],
);
/// A blueprint to be made.
pub(super) static BLUEPRINT: Type = Type::given(
    "agentIdentityBlueprint.given",
    "A blueprint, with who answers for its agents.",
    &[
        always("displayName", Text),
        sometimes("description", Text),
        sometimes("sponsors@odata.bind", Many(&Address)),
    ],
);
/// Whom a reference names.
pub(super) static REFERENCE: Type = Type::given(
    "reference.address",
    "Somebody, by the address that they have in Graph.",
    &[always("@odata.id", Address)],
);
