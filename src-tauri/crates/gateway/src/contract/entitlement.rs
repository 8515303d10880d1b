//! Packages, requests, assignments, approvals and catalogs, as `graph` writes them.

use chaperone_domain::access_package::{CatalogState, PrivilegeLevel};
use chaperone_domain::assignment::AssignmentState;
use chaperone_domain::request::RequestState;

use super::policy::{EXPIRATION, POLICY, POLICY_REFERENCE, TEXT_QUESTION};
use super::shape::Holds::{Any, Id, Instant, Many, Nothing, One, Text, Truth, Whole, Word};
use super::shape::{Type, Words, always, expanded, sometimes, terms};

static CATALOG_STATE: Words =
    Words { name: "accessPackageCatalogState", all: terms::<CatalogState>, any_case: false };
static CATALOG_TYPE: Words =
    Words { name: "accessPackageCatalogType", all: || vec!["userManaged"], any_case: false };
static PRIVILEGE_LEVEL: Words =
    Words { name: "privilegeLevel", all: terms::<PrivilegeLevel>, any_case: false };
static REQUEST_STATE: Words =
    Words { name: "accessPackageRequestState", all: terms::<RequestState>, any_case: false };
static REQUEST_TYPE: Words = Words {
    name: "accessPackageRequestType",
    all: || {
        vec![
            "userAdd",
            "userUpdate",
            "userRemove",
            "adminAdd",
            "adminUpdate",
            "adminRemove",
            "systemRemove",
        ]
    },
    any_case: false,
};
static ASSIGNMENT_STATE: Words =
    Words { name: "accessPackageAssignmentState", all: terms::<AssignmentState>, any_case: false };
static SUBJECT_TYPE: Words = Words {
    name: "accessPackageSubjectType",
    all: || vec!["user", "servicePrincipal"],
    any_case: false,
};
static SUBJECT_LIFECYCLE: Words =
    Words { name: "accessPackageSubjectLifecycle", all: || vec!["notDefined"], any_case: false };
static DECISION: Words =
    Words { name: "accessDecision", all: || vec!["allow", "deny"], any_case: false };

/// A catalog.
pub(crate) static CATALOG: Type = Type::entity(
    "accessPackageCatalog",
    "A catalog: what belongs together and is looked after by the same people.",
    &[
        always("id", Id),
        always("displayName", Text),
        always("description", Text),
        always("catalogType", Word(&CATALOG_TYPE)),
        always("state", Word(&CATALOG_STATE)),
        always("isExternallyVisible", Truth),
        always("privilegeLevel", Word(&PRIVILEGE_LEVEL)),
    ],
);
static CATALOG_REFERENCE: Type = Type::shortened(
    &CATALOG,
    "accessPackageCatalog.reference",
    &[always("id", Id), always("displayName", Text)],
);

/// A package.
pub(crate) static ACCESS_PACKAGE: Type = Type::entity(
    "accessPackage",
    "A package: rights that are requested, granted and end together.",
    &[
        always("id", Id),
        always("displayName", Text),
        always("description", Text),
        always("isHidden", Truth),
        expanded("catalog", One(&CATALOG_REFERENCE)),
        expanded("assignmentPolicies", Many(&One(&POLICY))),
    ],
);
pub(super) static ACCESS_PACKAGE_REFERENCE: Type = Type::shortened(
    &ACCESS_PACKAGE,
    "accessPackage.reference",
    &[always("id", Id), always("displayName", Text)],
);

/// Who holds, asks or decides.
pub(crate) static SUBJECT: Type = Type::entity(
    "accessPackageSubject",
    "Who holds, asks or decides. An agent identity is a service principal.",
    &[
        always("id", Id),
        always("objectId", Id),
        always("displayName", Text),
        always("subjectType", Word(&SUBJECT_TYPE)),
        always("email", Nothing),
        always("principalName", Nothing),
        always("subjectLifecycle", Word(&SUBJECT_LIFECYCLE)),
    ],
);

/// When access is to begin and to end.
pub(super) static SCHEDULE: Type = Type::complex(
    "entitlementManagementSchedule",
    "When access begins and ends.",
    &[
        always("startDateTime", Instant).nullable(),
        always("recurrence", Nothing),
        always("expiration", One(&EXPIRATION)),
    ],
);

static QUESTION_REFERENCE: Type = Type::shortened(
    &TEXT_QUESTION,
    "accessPackageTextInputQuestion.reference",
    &[always("id", Id), always("text", Text)],
)
.tagged();
static ANSWER: Type = Type::complex(
    "accessPackageAnswer",
    "An answer to a question of a policy.",
    &[
        always("value", Text),
        always("displayValue", Text),
        always("answeredQuestion", One(&QUESTION_REFERENCE)),
    ],
);
static ANSWER_STRING: Type = Type::complex("accessPackageAnswerString", "An answer as text.", &[])
    .based_on(&ANSWER)
    .tagged();
static CALLOUT: Type = Type::complex(
    "customExtensionCalloutInstance",
    "Graph's calls to programs of others; none are made here.",
    &[],
);

static REQUEST_ASSIGNMENT: Type = Type::shortened(
    &ASSIGNMENT,
    "accessPackageAssignment.ofRequest",
    &[
        always("id", Id).nullable(),
        sometimes("target", One(&SUBJECT)),
        sometimes("accessPackage", One(&ACCESS_PACKAGE_REFERENCE)),
        sometimes("assignmentPolicy", One(&POLICY_REFERENCE)),
    ],
);

/// A request.
pub(crate) static REQUEST: Type = Type::entity(
    "accessPackageAssignmentRequest",
    "A request to get, change or end access.",
    &[
        always("id", Id),
        always("requestType", Word(&REQUEST_TYPE)),
        always("state", Word(&REQUEST_STATE)),
        always("status", Text),
        always("createdDateTime", Instant),
        always("completedDateTime", Instant).nullable(),
        always("justification", Text),
        always("schedule", One(&SCHEDULE)),
        always("answers", Many(&Any(&[&ANSWER_STRING]))),
        always("customExtensionCalloutInstances", Many(&One(&CALLOUT))),
        expanded("accessPackage", One(&ACCESS_PACKAGE_REFERENCE)),
        expanded("requestor", One(&SUBJECT)).nullable(),
        expanded("assignment", One(&REQUEST_ASSIGNMENT)),
    ],
);

/// An assignment.
pub(crate) static ASSIGNMENT: Type = Type::entity(
    "accessPackageAssignment",
    "A package in the hands of an agent, with its start and its end.",
    &[
        always("id", Id),
        always("state", Word(&ASSIGNMENT_STATE)),
        always("status", Text),
        always("expiredDateTime", Instant).nullable(),
        always("schedule", One(&SCHEDULE)),
        always("customExtensionCalloutInstances", Many(&One(&CALLOUT))),
        expanded("accessPackage", One(&ACCESS_PACKAGE_REFERENCE)),
        expanded("assignmentPolicy", One(&POLICY_REFERENCE)),
        expanded("target", One(&SUBJECT)),
    ],
);

/// A stage of an approval.
pub(crate) static STAGE: Type = Type::entity(
    "approvalStage",
    "One stage of an approval.",
    &[
        always("id", Id),
        always("displayName", Nothing),
        always("status", Text),
        always("reviewResult", Text),
        always("reviewedDateTime", Instant).nullable(),
        always("reviewedBy", One(&SUBJECT)).nullable(),
        always("justification", Text),
        always("assignedToMe", Truth),
        // Our own: the fingerprint of what waits for the decision, while it does.
        sometimes("@chaperone.fingerprint", Text),
    ],
);

/// An approval.
pub(crate) static APPROVAL: Type = Type::entity(
    "approval",
    "What has to be decided about a request, stage by stage. It has the id of its request.",
    &[always("id", Id), always("stages", Many(&One(&STAGE)))],
);

/// What the decision point says.
pub(crate) static ACCESS_DECISION: Type = Type::complex(
    "accessDecisionAnswer",
    "Whether an agent may use a resource now. Not Graph's; an extension of this door.",
    &[
        always("decision", Word(&DECISION)),
        always("code", Text),
        always("reason", Text),
        always("evaluatedDateTime", Instant),
        always("changesDateTime", Instant).nullable(),
        always("cacheForSeconds", Whole),
    ],
);
