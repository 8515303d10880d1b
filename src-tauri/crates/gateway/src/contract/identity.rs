//! Agent identities, their blueprints and user accounts, as `graph/identity` writes them.

use super::directory::{DIRECTORY_OBJECT, GROUP_REFERENCE, USER_REFERENCE};
use super::shape::Holds::{Any, Id, Instant, Many, Nothing, One, Text, Truth, Word};
use super::shape::{Holds, Type, Words, always, sometimes};

static PRINCIPAL_TYPE: Words = Words {
    name: "servicePrincipalType",
    all: || vec!["ServiceIdentity", "Application"],
    any_case: false,
};

/// A program with an identity.
pub(super) static SERVICE_PRINCIPAL: Type = Type::entity(
    "servicePrincipal",
    "A program with an identity of its own.",
    &[
        always("displayName", Text),
        always("accountEnabled", Truth),
        always("agentIdentityBlueprintId", Id).nullable(),
        always("servicePrincipalType", Word(&PRINCIPAL_TYPE)),
        always("tags", Many(&Text)),
        always("disabledByMicrosoftStatus", Nothing),
        sometimes("createdDateTime", Instant),
        sometimes("createdByAppId", Text).nullable(),
    ],
)
.based_on(&DIRECTORY_OBJECT)
.tagged();
/// An agent.
pub(super) static AGENT_IDENTITY: Type =
    Type::entity("agentIdentity", "An AI agent.", &[]).based_on(&SERVICE_PRINCIPAL).tagged();
static SERVICE_PRINCIPAL_REFERENCE: Type = Type::shortened(
    &SERVICE_PRINCIPAL,
    "servicePrincipal.reference",
    &[always("id", Id), always("displayName", Text)],
)
.tagged();
static AGENT_REFERENCE: Type = Type::shortened(
    &AGENT_IDENTITY,
    "agentIdentity.reference",
    &[always("id", Id), always("displayName", Text)],
)
.tagged();

/// An agent, or another program that is known by its id.
pub(super) static PRINCIPALS: Holds = Any(&[&AGENT_IDENTITY, &SERVICE_PRINCIPAL]);
/// Who sponsors.
pub(super) static SPONSORS: Holds = Any(&[&USER_REFERENCE, &GROUP_REFERENCE]);
/// Who owns.
pub(super) static OWNERS: Holds = Any(&[&USER_REFERENCE, &SERVICE_PRINCIPAL_REFERENCE]);
/// Which agents somebody answers for.
pub(super) static SPONSORED: Holds = Any(&[&AGENT_REFERENCE]);
/// Who is in a group.
pub(super) static MEMBERS: Holds = Any(&[&USER_REFERENCE]);

/// An agent's user account.
pub(super) static AGENT_USER: Type = Type::entity(
    "agentUser",
    "The user account of an agent.",
    &[
        always("displayName", Text),
        always("mailNickname", Text),
        always("accountEnabled", Truth),
        always("identityParentId", Id),
        always("manager", One(&USER_REFERENCE)).nullable(),
    ],
)
.based_on(&DIRECTORY_OBJECT)
.tagged();

static APPLICATION: Type =
    Type::entity("application", "What programs are made from.", &[always("displayName", Text)])
        .based_on(&DIRECTORY_OBJECT);
/// A blueprint.
pub(super) static BLUEPRINT: Type = Type::entity(
    "agentIdentityBlueprint",
    "A blueprint: what agents of one kind are made from.",
    &[always("isDisabled", Truth), sometimes("appId", Id), sometimes("description", Text)],
)
.based_on(&APPLICATION)
.tagged();
