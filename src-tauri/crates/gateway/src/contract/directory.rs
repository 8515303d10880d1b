//! People, groups and the history, as `graph/directory` and the export write them.

use chaperone_domain::audit::{AgentType, AuditCategory};

use super::shape::Holds::{Id, Instant, Many, Nothing, One, Text, Truth, Word};
use super::shape::{Type, Words, always, terms};

static AGENT_TYPE: Words = Words { name: "agentType", all: terms::<AgentType>, any_case: false };
static CATEGORY: Words =
    Words { name: "directoryAuditCategory", all: terms::<AuditCategory>, any_case: false };
static RESULT: Words = Words { name: "operationResult", all: || vec!["success"], any_case: false };

/// What everything in the directory is.
pub(super) static DIRECTORY_OBJECT: Type =
    Type::entity("directoryObject", "A thing of the directory.", &[always("id", Id)]);

/// A person.
pub(super) static USER: Type = Type::entity(
    "user",
    "A person.",
    &[
        always("displayName", Text),
        always("mail", Text),
        always("userPrincipalName", Text),
        always("jobTitle", Text),
        always("department", Text),
        always("accountEnabled", Truth),
    ],
)
.based_on(&DIRECTORY_OBJECT);
/// A person, where something else is told.
pub(super) static USER_REFERENCE: Type =
    Type::shortened(&USER, "user.reference", &[always("id", Id), always("displayName", Text)])
        .tagged();

/// A group.
pub(super) static GROUP: Type = Type::entity(
    "group",
    "A group.",
    &[
        always("displayName", Text),
        always("description", Text),
        always("securityEnabled", Truth),
        always("mailEnabled", Truth),
        always("groupTypes", Many(&Text)),
    ],
)
.based_on(&DIRECTORY_OBJECT);
/// A group, where something else is told.
pub(super) static GROUP_REFERENCE: Type =
    Type::shortened(&GROUP, "group.reference", &[always("id", Id), always("displayName", Text)])
        .tagged();

static USER_IDENTITY: Type = Type::complex(
    "auditUserIdentity",
    "The person who did something.",
    &[
        always("id", Id),
        always("displayName", Text).nullable(),
        always("userPrincipalName", Text).nullable(),
        always("ipAddress", Nothing),
        always("roles", Many(&Text)),
        always("agentType", Word(&AGENT_TYPE)),
    ],
);
static APP_IDENTITY: Type = Type::complex(
    "appIdentity",
    "The agent or the rule that did something.",
    &[
        always("appId", Nothing),
        always("displayName", Text),
        always("servicePrincipalId", Id).nullable(),
        always("servicePrincipalName", Nothing),
        always("agentType", Word(&AGENT_TYPE)),
    ],
);
static INITIATOR: Type = Type::complex(
    "auditActivityInitiator",
    "Who did something.",
    &[always("user", One(&USER_IDENTITY)).nullable(), always("app", One(&APP_IDENTITY)).nullable()],
);
static MODIFIED: Type = Type::complex(
    "modifiedProperty",
    "What was changed.",
    &[
        always("displayName", Text),
        always("oldValue", Text).nullable(),
        always("newValue", Text).nullable(),
    ],
);
static TARGET: Type = Type::complex(
    "targetResource",
    "To what it was done.",
    &[
        always("id", Id),
        always("displayName", Text).nullable(),
        always("type", Text),
        always("userPrincipalName", Nothing),
        always("groupType", Nothing),
        always("agentType", Word(&AGENT_TYPE)),
        always("blueprintId", Id).nullable(),
        always("modifiedProperties", Many(&One(&MODIFIED))),
    ],
);
static KEY_VALUE: Type =
    Type::complex("keyValue", "More about it.", &[always("key", Text), always("value", Text)]);

/// A record of the history.
pub(super) static AUDIT: Type = Type::entity(
    "directoryAudit",
    "A record of the history.",
    &[
        always("id", Text),
        always("category", Word(&CATEGORY)),
        always("correlationId", Id).nullable(),
        always("result", Word(&RESULT)),
        always("resultReason", Text),
        always("activityDisplayName", Text),
        always("activityDateTime", Instant),
        always("loggedByService", Text),
        always("operationType", Text),
        always("initiatedBy", One(&INITIATOR)),
        always("targetResources", Many(&One(&TARGET))),
        always("additionalDetails", Many(&One(&KEY_VALUE))),
    ],
);
