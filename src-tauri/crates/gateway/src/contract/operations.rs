//! What each route does, takes and gives, in the order of the routes. That none is missing here, and none is here that isn't
//! a route, is tested in `operation`.

use super::directory::{AUDIT, GROUP, USER};
use super::entitlement::{
    ACCESS_DECISION, ACCESS_PACKAGE, APPROVAL, ASSIGNMENT, CATALOG, REQUEST, STAGE,
};
use super::given;
use super::identity::{AGENT_USER, BLUEPRINT, MEMBERS, OWNERS, PRINCIPALS, SPONSORED, SPONSORS};
use super::operation::{Gives, Lock, Operation, done, many, one};
use super::policy::{POLICY, REQUIREMENTS};
use super::shape::{Holds, Words};
use super::token;
use crate::route::{agent, beta, em};

static OF_PACKAGES: Words = Words {
    name: "accessPackageFilterByCurrentUserOptions",
    all: || vec!["allowedRequestor"],
    any_case: false,
};
static OF_REQUESTS: Words = Words {
    name: "accessPackageAssignmentRequestFilterByCurrentUserOptions",
    all: || {
        vec![
            "target",
            "createdBy",
            "approver",
            "targetOrRequestor",
            "requestForOthers",
            "targetAgentIdentitySponsorOrOwner",
        ]
    },
    any_case: false,
};
static OF_ASSIGNMENTS: Words = Words {
    name: "accessPackageAssignmentFilterByCurrentUserOptions",
    all: || vec!["target", "targetAgentIdentitySponsorOrOwner"],
    any_case: false,
};
static OF_APPROVALS: Words =
    Words { name: "approvalFilterByCurrentUserOptions", all: || vec!["approver"], any_case: false };

const REQUEST_EXPANDS: &[&str] = &[
    "accessPackage",
    "requestor",
    "assignment",
    "assignment($expand=target,accessPackage,assignmentPolicy)",
];
const REQUEST_FILTERS: &[&str] = &[
    "state eq 'pendingApproval'",
    "accessPackage/id eq '00000000-0000-0000-0000-000000000000'",
    "assignment/target/objectId eq '00000000-0000-0000-0000-000000000000'",
];
const REQUEST_ORDER: &str = "createdDateTime desc";
const ASSIGNMENT_EXPANDS: &[&str] = &["accessPackage", "assignmentPolicy", "target"];
const ASSIGNMENT_FILTERS: &[&str] = &[
    "state eq 'Delivered'",
    "accessPackage/id eq '00000000-0000-0000-0000-000000000000'",
    "accessPackage/id eq '00000000-0000-0000-0000-000000000000' and target/objectId eq '00000000-0000-0000-0000-000000000000'",
];
const ASSIGNMENT_ORDER: &str = "schedule/expiration/endDateTime";
const PACKAGE_EXPANDS: &[&str] = &["catalog", "assignmentPolicies"];
const BY_NAME: &str = "displayName";

/// What every route does.
pub(crate) static OPERATIONS: &[Operation] = &[
    one("healthz", "health", "Tells whether the door is there.", &Holds::One(&token::HEALTH))
        .open(Lock::None),
    one(
        "msi/token",
        "managedIdentityToken",
        "Makes a token for the agent whose secret is sent in the header.",
        &Holds::One(&token::MANAGED_TOKEN),
    )
    .open(Lock::Identity)
    .asking(&[("resource", true), ("client_id", false), ("api-version", false)]),
    Operation::new(
        ("POST", "{tenant}/oauth2/v2.0/token"),
        "token",
        "Makes a token for whoever proves who they are.",
        200,
        Gives::One(&Holds::One(&token::TOKEN)),
    )
    .open(Lock::Proof)
    .taking_form(&token::TOKEN_FORM),
    Operation::new(
        ("POST", "{tenant}/oauth2/v2.0/devicecode"),
        "deviceCode",
        "Hands out a code that a person confirms at the desk, for a program that can't ask for a passphrase.",
        200,
        Gives::One(&Holds::One(&token::DEVICE_CODE)),
    )
    .open(Lock::Proof)
    .taking_form(&token::DEVICE_CODE_FORM),
    one(
        "devicelogin",
        "deviceLogin",
        "Tells whoever follows a code's address where it is confirmed.",
        &Holds::One(&token::DEVICE_LOGIN),
    )
    .open(Lock::None),
    one(
        "{tenant}/v2.0/.well-known/openid-configuration",
        "openidConfiguration",
        "Tells where tokens are made and by which keys they are signed.",
        &Holds::One(&token::CONFIGURATION),
    )
    .open(Lock::None),
    one(
        "{tenant}/discovery/v2.0/keys",
        "keys",
        "Tells the public keys by which tokens are signed.",
        &Holds::One(&token::KEYS),
    )
    .open(Lock::None),
    Operation::new(
        ("GET", "v1.0/$metadata"),
        "metadata",
        "Describes this door to clients of OData.",
        200,
        Gives::Xml,
    )
    .open(Lock::None),
    Operation::new(
        ("GET", "beta/$metadata"),
        "betaMetadata",
        "Describes the routes of beta to clients of OData.",
        200,
        Gives::Xml,
    )
    .open(Lock::None),
    Operation::new(
        ("GET", "v1.0/openapi.json"),
        "openapi",
        "Describes this door to everybody else: this document.",
        200,
        Gives::Json,
    )
    .open(Lock::None),
    many(em!("accessPackages"), "listAccessPackages", "Lists packages.", &PACKAGES)
        .filtered(&["catalog/id eq '00000000-0000-0000-0000-000000000000'"])
        .expanding(PACKAGE_EXPANDS)
        .ordered(BY_NAME),
    many(
        em!("accessPackages/filterByCurrentUser(on={on})"),
        "listMyAccessPackages",
        "Lists the packages that the caller may ask for now: an agent for itself, a person for any of their agents.",
        &PACKAGES,
    )
    .on(&OF_PACKAGES)
    .ordered(BY_NAME),
    one(em!("accessPackages/{id}"), "getAccessPackage", "Shows a package.", &PACKAGES)
        .expanding(PACKAGE_EXPANDS),
    Operation::new(
        ("POST", em!("accessPackages/{id}/getApplicablePolicyRequirements")),
        "getApplicablePolicyRequirements",
        "Tells what each policy that the caller may use wants to know. Changes nothing.",
        200,
        Gives::Many(&Holds::One(&REQUIREMENTS)),
    )
    .may_take(&given::REQUIREMENTS),
    many(em!("assignmentRequests"), "listRequests", "Lists requests.", &REQUESTS)
        .filtered(REQUEST_FILTERS)
        .expanding(REQUEST_EXPANDS)
        .ordered(REQUEST_ORDER),
    Operation::new(
        ("POST", em!("assignmentRequests")),
        "createRequest",
        "Asks for access, for a later end, or to give access back. An agent asks for itself.",
        201,
        Gives::One(&REQUESTS),
    )
    .taking(&given::REQUEST),
    many(
        em!("assignmentRequests/filterByCurrentUser(on={on})"),
        "listMyRequests",
        "Lists requests from the caller's point of view. An agent that asks is the current user.",
        &REQUESTS,
    )
    .on(&OF_REQUESTS)
    .filtered(REQUEST_FILTERS)
    .expanding(REQUEST_EXPANDS)
    .ordered(REQUEST_ORDER),
    one(em!("assignmentRequests/{id}"), "getRequest", "Shows a request.", &REQUESTS)
        .expanding(REQUEST_EXPANDS),
    done(
        ("POST", em!("assignmentRequests/{id}/cancel")),
        "cancelRequest",
        "Takes a request back that is still open.",
        204,
    ),
    done(
        ("POST", em!("assignmentRequests/{id}/reprocess")),
        "reprocessRequest",
        "Tries again to deliver what could not be delivered.",
        202,
    ),
    many(em!("assignments"), "listAssignments", "Lists assignments.", &ASSIGNMENTS)
        .filtered(ASSIGNMENT_FILTERS)
        .expanding(ASSIGNMENT_EXPANDS)
        .ordered(ASSIGNMENT_ORDER),
    many(
        em!("assignments/filterByCurrentUser(on={on})"),
        "listMyAssignments",
        "Lists assignments from the caller's point of view. An agent that asks is the current user.",
        &ASSIGNMENTS,
    )
    .on(&OF_ASSIGNMENTS)
    .filtered(ASSIGNMENT_FILTERS)
    .expanding(ASSIGNMENT_EXPANDS)
    .ordered(ASSIGNMENT_ORDER),
    many(
        em!(
            "assignments/additionalAccess(accessPackageId={package},incompatibleAccessPackageId={incompatible})"
        ),
        "listAdditionalAccess",
        "Lists who holds two packages that exclude each other.",
        &ASSIGNMENTS,
    )
    .expanding(ASSIGNMENT_EXPANDS),
    one(em!("assignments/{id}"), "getAssignment", "Shows an assignment.", &ASSIGNMENTS)
        .expanding(ASSIGNMENT_EXPANDS),
    done(
        ("POST", em!("assignments/{id}/reprocess")),
        "reprocessAssignment",
        "Tries again to deliver what could not be delivered.",
        202,
    ),
    many(
        em!("accessPackageAssignmentApprovals/filterByCurrentUser(on={on})"),
        "listMyApprovals",
        "Lists what waits for the caller's decision.",
        &APPROVALS,
    )
    .on(&OF_APPROVALS),
    one(
        em!("accessPackageAssignmentApprovals/{id}"),
        "getApproval",
        "Shows an approval. It has the id of its request.",
        &APPROVALS,
    ),
    many(
        em!("accessPackageAssignmentApprovals/{id}/stages"),
        "listStages",
        "Lists the stages of an approval.",
        &STAGES,
    ),
    one(
        em!("accessPackageAssignmentApprovals/{id}/stages/{stage}"),
        "getStage",
        "Shows a stage of an approval.",
        &STAGES,
    ),
    done(
        ("PATCH", em!("accessPackageAssignmentApprovals/{id}/stages/{stage}")),
        "decideStage",
        "Approves or denies. People decide; an agent never does.",
        204,
    )
    .taking(&given::STAGE),
    many(em!("catalogs"), "listCatalogs", "Lists catalogs.", &CATALOGS).ordered(BY_NAME),
    one(em!("catalogs/{id}"), "getCatalog", "Shows a catalog.", &CATALOGS),
    many(
        em!("assignmentPolicies"),
        "listPolicies",
        "Lists the policies of the package that $filter names.",
        &POLICIES,
    )
    .filtered(&["accessPackage/id eq '00000000-0000-0000-0000-000000000000'"])
    .expanding(&["accessPackage"]),
    Operation::new(
        ("POST", em!("assignmentPolicies")),
        "createPolicy",
        "Adds a policy to a package.",
        201,
        Gives::One(&POLICIES),
    )
    .taking(&given::POLICY),
    one(em!("assignmentPolicies/{id}"), "getPolicy", "Shows a policy.", &POLICIES)
        .expanding(&["accessPackage"]),
    Operation::new(
        ("PUT", em!("assignmentPolicies/{id}")),
        "replacePolicy",
        "Gives a policy its next wording, whole, under an id of its own. What was requested before runs on under the old one.",
        200,
        Gives::One(&POLICIES),
    )
    .taking(&given::POLICY),
    Operation::new(
        ("POST", em!("checkAccess")),
        "checkAccess",
        "Tells whether an agent may use a resource now, why, and for how long that may be kept. Changes nothing.",
        200,
        Gives::One(&Holds::One(&ACCESS_DECISION)),
    )
    .taking(&given::CHECK_ACCESS),
    Operation::new(
        ("POST", beta!("accessPackageAssignmentRequests")),
        "createBetaRequest",
        "The same as assignmentRequests of v1.0, under beta's name.",
        201,
        Gives::One(&REQUESTS),
    )
    .taking(&given::REQUEST),
    one(
        beta!("accessPackageAssignmentRequests/{id}"),
        "getBetaRequest",
        "Shows a request, in the shape of v1.0.",
        &REQUESTS,
    )
    .expanding(REQUEST_EXPANDS),
    many(
        "v1.0/servicePrincipals/microsoft.graph.agentIdentity",
        "listAgents",
        "Lists agents.",
        &Holds::Any(&[&super::identity::AGENT_IDENTITY]),
    )
    .filtered(&["agentIdentityBlueprintId eq '{blueprint}'"])
    .ordered(BY_NAME),
    Operation::new(
        ("POST", "v1.0/servicePrincipals/microsoft.graph.agentIdentity"),
        "createAgent",
        "Makes an agent from a blueprint.",
        201,
        Gives::One(&PRINCIPALS),
    )
    .taking(&given::AGENT),
    one(agent!(""), "getAgent", "Shows an agent.", &PRINCIPALS),
    done(("DELETE", agent!("")), "deleteAgent", "Deletes an agent. It can be restored for 30 days.", 204),
    done(("PATCH", agent!("")), "updateAgent", "Switches an agent on or off, or renames it.", 204)
        .taking(&given::AGENT_CHANGE),
    many(agent!("/sponsors"), "listSponsors", "Lists who answers for an agent.", &SPONSORS),
    done(("POST", agent!("/sponsors/$ref")), "addSponsor", "Has somebody answer for an agent.", 204)
        .taking(&given::REFERENCE),
    done(
        ("DELETE", agent!("/sponsors/{sponsor}/$ref")),
        "removeSponsor",
        "Ends that somebody answers for an agent.",
        204,
    ),
    many(agent!("/owners"), "listOwners", "Lists who looks after an agent.", &OWNERS),
    done(("POST", agent!("/owners/$ref")), "addOwner", "Has somebody look after an agent.", 204)
        .taking(&given::REFERENCE),
    done(
        ("DELETE", agent!("/owners/{owner}/$ref")),
        "removeOwner",
        "Ends that somebody looks after an agent.",
        204,
    ),
    one(
        agent!("/agentUser"),
        "getAgentUser",
        "Shows the user account of an agent. The navigation is this door's own.",
        &Holds::One(&AGENT_USER),
    ),
    many(
        "v1.0/applications/microsoft.graph.agentIdentityBlueprint",
        "listBlueprints",
        "Lists blueprints.",
        &Holds::One(&BLUEPRINT),
    )
    .ordered(BY_NAME),
    Operation::new(
        ("POST", "v1.0/applications/microsoft.graph.agentIdentityBlueprint"),
        "createBlueprint",
        "Makes a blueprint.",
        201,
        Gives::One(&Holds::One(&BLUEPRINT)),
    )
    .taking(&given::BLUEPRINT),
    one(
        "v1.0/applications/{id}/microsoft.graph.agentIdentityBlueprint",
        "getBlueprint",
        "Shows a blueprint.",
        &Holds::One(&BLUEPRINT),
    ),
    many(
        "v1.0/applications/{id}/microsoft.graph.agentIdentityBlueprint/sponsors",
        "listBlueprintSponsors",
        "Lists who answers for a blueprint.",
        &SPONSORS,
    ),
    many("v1.0/users", "listUsers", "Lists people.", &USERS).ordered(BY_NAME),
    one("v1.0/users/{id}", "getUser", "Shows a person.", &USERS),
    many(
        "v1.0/users/{id}/sponsorOf",
        "listSponsorOf",
        "Lists the agents for which a person answers in their own name.",
        &SPONSORED,
    ),
    many("v1.0/groups", "listGroups", "Lists groups.", &GROUPS).ordered(BY_NAME),
    one("v1.0/groups/{id}", "getGroup", "Shows a group.", &GROUPS),
    many("v1.0/groups/{id}/members", "listMembers", "Lists the people in a group.", &MEMBERS),
    many(
        "v1.0/auditLogs/directoryAudits",
        "listAudits",
        "Lists the history, newest first, or oldest first where $orderby says so.",
        &Holds::One(&AUDIT),
    )
    .filtered(&[
        "activityDateTime ge 2026-01-01T00:00:00Z and activityDateTime lt 2100-01-01T00:00:00Z",
        "initiatedBy/user/id eq '00000000-0000-0000-0000-000000000000'",
    ])
    .ordered("activityDateTime desc"),
];

static PACKAGES: Holds = Holds::One(&ACCESS_PACKAGE);
static REQUESTS: Holds = Holds::One(&REQUEST);
static ASSIGNMENTS: Holds = Holds::One(&ASSIGNMENT);
static APPROVALS: Holds = Holds::One(&APPROVAL);
static STAGES: Holds = Holds::One(&STAGE);
static CATALOGS: Holds = Holds::One(&CATALOG);
static POLICIES: Holds = Holds::One(&POLICY);
static USERS: Holds = Holds::One(&USER);
static GROUPS: Holds = Holds::One(&GROUP);
