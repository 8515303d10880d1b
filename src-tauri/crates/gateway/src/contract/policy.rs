//! Policies, with their stages, questions and sets of subjects, as `graph/policy` writes them.

use chaperone_domain::policy::PolicyScope;

use super::entitlement::{ACCESS_PACKAGE, SCHEDULE};
use super::shape::Holds::{Any, Id, Instant, Length, Many, One, Text, Truth, Whole, Word};
use super::shape::{Holds, Type, Words, always, sometimes, terms};

static EXPIRATION_TYPE: Words = Words {
    name: "expirationPatternType",
    all: || vec!["notSpecified", "noExpiration", "afterDateTime", "afterDuration"],
    any_case: false,
};
/// For whom a policy is.
pub(super) static SCOPE: Words =
    Words { name: "allowedTargetScope", all: terms::<PolicyScope>, any_case: false };

/// When access ends.
pub(super) static EXPIRATION: Type = Type::complex(
    "expirationPattern",
    "When access ends: at an instant, after a length of time, or by no clock.",
    &[
        always("endDateTime", Instant).nullable(),
        always("duration", Length).nullable(),
        always("type", Word(&EXPIRATION_TYPE)),
    ],
);

static LOCALIZED: Type = Type::complex(
    "accessPackageLocalizedText",
    "A text in a language.",
    &[always("languageCode", Text), always("text", Text)],
);
static CHOICE: Type = Type::complex(
    "accessPackageAnswerChoice",
    "One of the answers to choose from.",
    &[
        always("actualValue", Text),
        always("text", Text),
        always("localizations", Many(&One(&LOCALIZED))),
    ],
);
static QUESTION: Type = Type::entity(
    "accessPackageQuestion",
    "What whoever asks under a policy has to answer.",
    &[
        always("id", Id),
        always("isRequired", Truth),
        always("isAnswerEditable", Truth),
        always("sequence", Whole),
        always("text", Text),
        always("localizations", Many(&One(&LOCALIZED))),
    ],
);
/// A question with a text as its answer.
pub(super) static TEXT_QUESTION: Type = Type::entity(
    "accessPackageTextInputQuestion",
    "A question that is answered with a text.",
    &[always("isSingleLineQuestion", Truth), always("regexPattern", Text).nullable()],
)
.based_on(&QUESTION)
.tagged();
static CHOICE_QUESTION: Type = Type::entity(
    "accessPackageMultipleChoiceQuestion",
    "A question with answers to choose from.",
    &[always("isMultipleSelectionAllowed", Truth), always("choices", Many(&One(&CHOICE)))],
)
.based_on(&QUESTION)
.tagged();
static QUESTIONS: Holds = Any(&[&TEXT_QUESTION, &CHOICE_QUESTION]);

static SUBJECT_SET: Type =
    Type::complex("subjectSet", "Some people or agents, named or by what they are.", &[]);
static SINGLE_USER: Type =
    Type::complex("singleUser", "A person.", &[always("userId", Id), always("description", Text)])
        .based_on(&SUBJECT_SET)
        .tagged();
static GROUP_MEMBERS: Type = Type::complex(
    "groupMembers",
    "The members of a group.",
    &[always("groupId", Id), always("description", Text)],
)
.based_on(&SUBJECT_SET)
.tagged();
static SINGLE_SERVICE_PRINCIPAL: Type = Type::complex(
    "singleServicePrincipal",
    "An agent.",
    &[always("servicePrincipalId", Id), always("description", Text)],
)
.based_on(&SUBJECT_SET)
.tagged();
static REQUESTOR_MANAGER: Type = Type::complex(
    "requestorManager",
    "The manager of whoever asks, or that manager's manager.",
    &[always("managerLevel", Whole)],
)
.based_on(&SUBJECT_SET)
.tagged();
/// `managerLevel` is missing among those who may ask on behalf.
static TARGET_MANAGER: Type = Type::complex(
    "targetManager",
    "The manager of the agent's user account, or that manager's manager.",
    &[sometimes("managerLevel", Whole)],
)
.based_on(&SUBJECT_SET)
.tagged();
static SPONSORS_OR_OWNERS: Type = Type::complex(
    "targetAgentIdentitySponsorsOrOwners",
    "The sponsors and owners of the agent.",
    &[],
)
.based_on(&SUBJECT_SET)
.tagged();
static APPROVERS: Holds =
    Any(&[&SINGLE_USER, &GROUP_MEMBERS, &REQUESTOR_MANAGER, &TARGET_MANAGER, &SPONSORS_OR_OWNERS]);

static STAGE: Type = Type::complex(
    "accessPackageApprovalStage",
    "One stage of approval, with who decides and how long they have.",
    &[
        always("durationBeforeAutomaticDenial", Length),
        always("isApproverJustificationRequired", Truth),
        always("isEscalationEnabled", Truth),
        always("durationBeforeEscalation", Length),
        always("primaryApprovers", Many(&APPROVERS)),
        always("fallbackPrimaryApprovers", Many(&APPROVERS)),
        always("escalationApprovers", Many(&APPROVERS)),
        always("fallbackEscalationApprovers", Many(&APPROVERS)),
    ],
);
static APPROVAL_SETTINGS: Type = Type::complex(
    "accessPackageAssignmentApprovalSettings",
    "What of a request wants approval, and by whom.",
    &[
        always("isApprovalRequiredForAdd", Truth),
        always("isApprovalRequiredForUpdate", Truth),
        always("isRequestorJustificationRequired", Truth),
        always("stages", Many(&One(&STAGE))),
    ],
);
static REQUESTOR_SETTINGS: Type = Type::complex(
    "accessPackageAssignmentRequestorSettings",
    "Who may ask for what, for themselves or on behalf.",
    &[
        always("enableTargetsToSelfAddAccess", Truth),
        always("enableTargetsToSelfUpdateAccess", Truth),
        always("enableTargetsToSelfRemoveAccess", Truth),
        always("allowCustomAssignmentSchedule", Truth),
        always("enableOnBehalfRequestorsToAddAccess", Truth),
        always("enableOnBehalfRequestorsToUpdateAccess", Truth),
        always("enableOnBehalfRequestorsToRemoveAccess", Truth),
        always("onBehalfRequestors", Many(&Any(&[&TARGET_MANAGER, &SPONSORS_OR_OWNERS]))),
    ],
);
static NOTIFICATION_SETTINGS: Type = Type::complex(
    "accessPackageNotificationSettings",
    "Whether holders are told of what happens to their access.",
    &[always("isAssignmentNotificationDisabled", Truth)],
);

/// A policy.
pub(super) static POLICY: Type = Type::entity(
    "accessPackageAssignmentPolicy",
    "Under which conditions a package is had: by whom, for how long, with whose approval.",
    &[
        always("id", Id),
        always("displayName", Text),
        always("description", Text),
        always("allowedTargetScope", Word(&SCOPE)),
        always("specificAllowedTargets", Many(&Any(&[&SINGLE_SERVICE_PRINCIPAL, &GROUP_MEMBERS]))),
        always("expiration", One(&EXPIRATION)),
        always("requestorSettings", One(&REQUESTOR_SETTINGS)),
        always("requestApprovalSettings", One(&APPROVAL_SETTINGS)),
        always("questions", Many(&QUESTIONS)),
        always("notificationSettings", One(&NOTIFICATION_SETTINGS)),
        always("accessPackage", One(&PACKAGE_ID)),
    ],
);
static PACKAGE_ID: Type = Type::shortened(&ACCESS_PACKAGE, "accessPackage.id", &[always("id", Id)]);
/// A policy, by what everybody may know of it.
pub(super) static POLICY_REFERENCE: Type = Type::shortened(
    &POLICY,
    "accessPackageAssignmentPolicy.reference",
    &[always("id", Id), always("displayName", Text)],
);

/// What whoever asks has to know.
pub(super) static REQUIREMENTS: Type = Type::complex(
    "accessPackageAssignmentRequestRequirements",
    "What a policy wants of whoever asks under it.",
    &[
        always("policyId", Id),
        always("policyDisplayName", Text),
        always("policyDescription", Text),
        always("isApprovalRequiredForAdd", Truth),
        always("isApprovalRequiredForUpdate", Truth),
        always("isRequestorJustificationRequired", Truth),
        always("allowCustomAssignmentSchedule", Truth),
        always("schedule", One(&SCHEDULE)),
        always("questions", Many(&QUESTIONS)),
    ],
);
