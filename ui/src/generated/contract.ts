// Written by the test `the_typescript_contract_is_up_to_date` from the command list in Rust; never edited.

/**
 * The answer of the decision point.
 */
export type AccessAnswer = { 
/**
 * Yes or no.
 */
isAllowed: boolean, 
/**
 * `allowed`, or the code of the reason why not.
 */
code: string, 
/**
 * In one sentence.
 */
sentence: string, 
/**
 * The sentence as code and values.
 */
saying: Saying, 
/**
 * The instant asked about.
 */
at: Timestamp, 
/**
 * The first instant at which the answer may be different; nothing means no end is known.
 */
until: Timestamp | null, };

/**
 * Why, or why not.
 */
export type AccessExplanation = { 
/**
 * The answer.
 */
answer: AccessAnswer, 
/**
 * The right asked about.
 */
right: RightView, 
/**
 * Why the agent may use it: everything that gives it at that instant.
 */
why: Array<AccessReason>, 
/**
 * Why it may not: what stands in the way, in the order in which it has to be removed, and what would help.
 */
whyNot: Array<AccessObstacle>, 
/**
 * What grants it, or granted it, newest first.
 */
grants: Array<HeldRight>, 
/**
 * Packages that would grant it.
 */
packages: Array<AccessPackageRef>, };

/**
 * One thing that stands between the agent and the right, or that would help.
 */
export type AccessObstacle = { 
/**
 * What kind of thing.
 */
kind: ObstacleKind, 
/**
 * The code of the rule, where a rule refuses.
 */
code: string | null, 
/**
 * What it is, and what would change it.
 */
sentence: string, 
/**
 * The sentences as codes and values.
 */
sayings: Array<Saying>, 
/**
 * The package.
 */
accessPackage: AccessPackageRef | null, 
/**
 * The policy.
 */
policy: PolicyRef | null, 
/**
 * The request that waits.
 */
requestId: RequestId | null, 
/**
 * The assignment that ended, begins later or waits for its extension.
 */
assignmentId: AssignmentId | null, 
/**
 * The blueprint.
 */
blueprint: BlueprintRef | null, 
/**
 * Who did it.
 */
by: PersonRef | null, 
/**
 * Who is asked to decide.
 */
waitsFor: Array<PersonRef>, 
/**
 * When it happened, begins or runs out.
 */
at: Timestamp | null, };

/**
 * A document about a package: what it grants, its policies in words, who holds it, what excludes it.
 */
export type AccessPackageDocumentAsk = { 
/**
 * Which.
 */
accessPackageId: AccessPackageId, 
/**
 * In which language.
 */
language: Language, };

/**
 * Which packages.
 */
export type AccessPackageFilter = { 
/**
 * A part of the name or description.
 */
search?: string, 
/**
 * In this catalog.
 */
catalogId?: CatalogId, 
/**
 * Only the one to which this policy belongs, in any of its wordings.
 */
policyId?: PolicyId, };

export type AccessPackageId = string;

/**
 * A page of packages.
 */
export type AccessPackagePage = { 
/**
 * The packages.
 */
rows: Array<AccessPackageRow>, 
/**
 * Give this as `after` for the next page.
 */
next: AccessPackageId | null, 
/**
 * How many there are on all pages; nothing unless it was asked for.
 */
total: number | null, };

/**
 * An access package, named.
 */
export type AccessPackageRef = { 
/**
 * Key.
 */
id: AccessPackageId, 
/**
 * Name.
 */
displayName: string, };

/**
 * A package in a list.
 */
export type AccessPackageRow = { 
/**
 * Key.
 */
id: AccessPackageId, 
/**
 * Name.
 */
displayName: string, 
/**
 * What it is for.
 */
description: string, 
/**
 * Its catalog.
 */
catalog: CatalogRef, 
/**
 * Whether it is listed for requestors.
 */
isHidden: boolean, 
/**
 * How many resource roles.
 */
resourceRoles: number, 
/**
 * How many policies.
 */
policies: number, 
/**
 * How many agents hold it now.
 */
assignments: number, };

/**
 * A package with its resource roles and policies.
 */
export type AccessPackageView = { 
/**
 * As in the list.
 */
accessPackage: AccessPackageRow, 
/**
 * What it grants.
 */
resourceRoles: Array<ResourceRoleRow>, 
/**
 * Who may get it.
 */
policies: Array<PolicyView>, 
/**
 * When it was deleted, if it was: then nobody can get it any more.
 */
deletedAt: Timestamp | null, 
/**
 * What I may do with it.
 */
may: Array<Action>, };

/**
 * One thing that gives the right at the instant asked about, and how it came about.
 */
export type AccessReason = { 
/**
 * What kind of thing.
 */
source: GrantSource, 
/**
 * All of it in sentences.
 */
sentence: string, 
/**
 * The sentences as codes and values.
 */
sayings: Array<Saying>, 
/**
 * Since when.
 */
startsAt: Timestamp, 
/**
 * Until when; nothing means no end.
 */
endsAt: Timestamp | null, 
/**
 * The assignment.
 */
assignmentId: AssignmentId | null, 
/**
 * Its package.
 */
accessPackage: AccessPackageRef | null, 
/**
 * The policy through which it was given.
 */
policy: PolicyRef | null, 
/**
 * The request that led to it.
 */
requestId: RequestId | null, 
/**
 * Who asked for it.
 */
requestedBy: PersonRef | null, 
/**
 * Why they asked.
 */
justification: string | null, 
/**
 * Who decided, stage by stage; nothing means that nobody had to.
 */
decisions: Array<DecisionStep>, 
/**
 * The blueprint that it is inherited from.
 */
blueprint: BlueprintRef | null, 
/**
 * Who consented to it or gave it directly.
 */
givenBy: PersonRef | null, 
/**
 * When.
 */
givenAt: Timestamp | null, };

/**
 * What an agent may do at an instant.
 */
export type AccessView = { 
/**
 * The agent.
 */
agent: AgentRef, 
/**
 * The instant.
 */
at: Timestamp, 
/**
 * Whether the agent may act at all.
 */
isInForce: boolean, 
/**
 * If not, why not; its rights are then listed but give nothing.
 */
outOfForce: string | null, 
/**
 * Its rights, strongest first.
 */
rights: Array<HeldRight>, };

/**
 * Act as anyone, in a training workspace only.
 */
export type ActAs = { 
/**
 * Whom.
 */
personId: PersonId, };

export type Action = "show_home" | "list_agents" | "show_agent" | "list_access" | "check_access" | "explain_access" | "disable_agent" | "enable_agent" | "create_agent" | "update_agent" | "update_agent_sponsors" | "update_agent_owners" | "create_agent_user" | "update_agent_user" | "delete_agent" | "restore_agent" | "purge_agent" | "change_agents" | "list_blueprints" | "show_blueprint" | "create_blueprint" | "update_blueprint" | "update_blueprint_sponsors" | "update_blueprint_owners" | "disable_blueprint" | "enable_blueprint" | "delete_blueprint" | "restore_blueprint" | "purge_blueprint" | "list_people" | "show_person" | "create_person" | "update_person" | "record_departure" | "rehearse_departure" | "rehearse_departures" | "appoint_role" | "withdraw_role" | "appoint_catalog_role" | "withdraw_catalog_role" | "list_appointments" | "set_passphrase" | "list_workflows" | "show_workflow" | "list_workflow_templates" | "create_workflow" | "update_workflow" | "delete_workflow" | "restore_workflow" | "run_workflow" | "list_workflow_runs" | "show_workflow_run" | "list_workflow_results" | "preview_workflow_message" | "show_message" | "reset_passphrase" | "renew_recovery_code" | "show_my_settings" | "update_my_settings" | "list_groups" | "create_group" | "update_group" | "update_group_members" | "list_applications" | "list_directory_roles" | "import_directory" | "list_catalogs" | "create_catalog" | "show_catalog" | "update_catalog" | "delete_catalog" | "add_catalog_resource" | "remove_catalog_resource" | "list_resource_roles" | "list_access_packages" | "show_access_package" | "create_access_package" | "update_access_package" | "delete_access_package" | "add_package_roles" | "remove_package_role" | "add_policy" | "update_policy" | "enable_policy" | "disable_policy" | "delete_policy" | "list_incompatible" | "add_incompatible" | "remove_incompatible" | "list_double_holders" | "list_additional_access" | "list_requestable_packages" | "preview_request" | "request_access" | "assign_access_package" | "assign_to_agents" | "list_requests" | "show_request" | "cancel_request" | "reprocess_request" | "list_approvals" | "show_approval" | "approve_request" | "deny_request" | "list_decisions" | "revoke_approval" | "list_delegations" | "delegate_approvals" | "update_delegation" | "end_delegation" | "list_assignments" | "show_assignment" | "request_extension" | "let_expire" | "return_access" | "update_assignment" | "reprocess_assignment" | "remove_assignment" | "list_notices" | "mark_notice_shown" | "mark_notice_failed" | "snooze_notice" | "list_reminders" | "show_catch_up" | "dismiss_catch_up" | "list_audit" | "verify_audit" | "make_checkpoint" | "list_checkpoints" | "verify_checkpoint" | "list_backups" | "back_up_workspace" | "restore_workspace" | "drill_backup" | "show_lateness" | "export_audit" | "show_report" | "show_blueprint_permissions" | "show_agent_permissions" | "show_block_list" | "declare_permission" | "withdraw_declaration" | "add_inheritable_permission" | "update_inheritable_permission" | "remove_inheritable_permission" | "grant_consent" | "revoke_consent" | "grant_agent_permission" | "revoke_agent_permission" | "show_settings" | "update_settings" | "show_clock" | "show_door" | "switch_door" | "show_sign_in_code" | "confirm_sign_in_code" | "deny_sign_in_code" | "show_door_keeping" | "issue_agent_secret" | "list_agent_secrets" | "revoke_agent_secret" | "issue_blueprint_secret" | "list_blueprint_secrets" | "revoke_blueprint_secret" | "advance_clock";

/**
 * Register a group, an application or a directory role in a catalog; all of its roles can then go into packages.
 */
export type AddCatalogResource = { 
/**
 * The catalog.
 */
catalogId: CatalogId, 
/**
 * What the resource is.
 */
kind: ResourceKind, 
/**
 * The id of the group, application or directory role.
 */
originId: string, };

/**
 * List a package or a group as incompatible: who holds it, or is in it, can't get the package. Give one of the two.
 */
export type AddIncompatible = { 
/**
 * The package.
 */
accessPackageId: AccessPackageId, 
/**
 * The package that excludes it.
 */
incompatibleAccessPackageId?: AccessPackageId, 
/**
 * The group whose members can't get it.
 */
incompatibleGroupId?: GroupId, };

/**
 * Put an API into a blueprint's inheritable list.
 */
export type AddInheritablePermission = { 
/**
 * Which blueprint.
 */
blueprintId: BlueprintId, 
/**
 * The API: its id, client id or name.
 */
resource: string, 
/**
 * What of its delegated permissions flows on.
 */
scopes: Inheritable, 
/**
 * What of its application permissions flows on.
 */
roles: Inheritable, };

/**
 * Put resource roles into a package; who holds it gets them at once, until the same end.
 */
export type AddPackageRoles = { 
/**
 * The package.
 */
accessPackageId: AccessPackageId, 
/**
 * Roles that its catalog offers.
 */
resourceRoleIds: Array<ResourceRoleId>, };

/**
 * Add a policy to a package.
 */
export type AddPolicy = { 
/**
 * The package.
 */
accessPackageId: AccessPackageId, 
/**
 * The policy.
 */
policy: NewPolicy, };

/**
 * Move the training clock. Give exactly one of the fields; everything due on the way happens at its instant.
 */
export type AdvanceClock = { 
/**
 * By so much.
 */
by?: Duration, 
/**
 * To this instant.
 */
to?: Timestamp, 
/**
 * To the next event.
 */
toNextEvent?: boolean, };

export type AgentChange = "enable" | "disable" | "delete";

/**
 * What became of one of several agents.
 */
export type AgentChanged = { 
/**
 * Which.
 */
id: AgentId, 
/**
 * Its name, if it may be seen.
 */
displayName: string | null, 
/**
 * Whether it was done.
 */
isDone: boolean, 
/**
 * Where it stands now.
 */
state: AgentState | null, 
/**
 * If not, why: for machines.
 */
code: string | null, 
/**
 * If not, why.
 */
message: string | null, 
/**
 * The same as code and values.
 */
saying: Saying | null, };

/**
 * A document about an agent: who answers for it, what it may do and why, what it holds and held, what happened last.
 */
export type AgentDocumentAsk = { 
/**
 * Which.
 */
agentId: AgentId, 
/**
 * In which language.
 */
language: Language, };

/**
 * Which agents.
 */
export type AgentFilter = { 
/**
 * A part of the name, of a sponsor's name or of the id.
 */
search?: string, 
/**
 * In this state; when left out, in any but the deleted ones.
 */
state?: AgentState, 
/**
 * Agents, or plain service principals.
 */
kind?: AgentKind, 
/**
 * Of this blueprint.
 */
blueprintId?: BlueprintId, 
/**
 * Made there.
 */
platform?: AgentPlatform, 
/**
 * With this tag.
 */
tag?: string, 
/**
 * Only orphans: their blueprint or its principal is permanently gone.
 */
orphaned?: boolean, 
/**
 * Only those that I sponsor or own.
 */
mine?: boolean, 
/**
 * Only those without an active sponsor.
 */
withoutSponsor?: boolean, };

export type AgentId = string;

export type AgentKind = "agentIdentity" | "servicePrincipal";

/**
 * A page of agents.
 */
export type AgentPage = { 
/**
 * The agents.
 */
rows: Array<AgentRow>, 
/**
 * Give this as `after` for the next page.
 */
next: AgentId | null, };

/**
 * An API permission of an agent, in every layer.
 */
export type AgentPermissionRow = { 
/**
 * The permission.
 */
right: RightView, 
/**
 * Whether the blueprint declares to need it.
 */
isDeclared: boolean, 
/**
 * Whether the blueprint's inheritable list lets it flow on.
 */
isInheritable: boolean, 
/**
 * Whether it is consented to on the blueprint's principal.
 */
isConsented: boolean, 
/**
 * Whether it is given to this agent alone.
 */
isDirect: boolean, 
/**
 * The packages by which the agent holds it.
 */
accessPackages: Array<AccessPackageRef>, 
/**
 * The layers that give it.
 */
sources: Array<GrantSource>, 
/**
 * Whether the agent may use it.
 */
isEffective: boolean, 
/**
 * The layer that it lacks, where nothing gives it.
 */
missing: MissingLayer | null, 
/**
 * Why agents can't hold it at all, if they can't.
 */
closedBecause: string | null, 
/**
 * The same as code and values.
 */
closedBecauseSaying: Saying | null, 
/**
 * All of this in one sentence.
 */
sentence: string, 
/**
 * The same as code and values, each a sentence of its own.
 */
sayings: Array<Saying>, };

/**
 * An agent's API permissions.
 */
export type AgentPermissions = { 
/**
 * The agent.
 */
agent: AgentRef, 
/**
 * Its blueprint; a plain service principal has none.
 */
blueprint: BlueprintRef | null, 
/**
 * The instant.
 */
at: Timestamp, 
/**
 * Whether the agent could act then.
 */
isInForce: boolean, 
/**
 * If not, why not.
 */
outOfForce: string | null, 
/**
 * The permissions that stand in any layer, by API and value.
 */
permissions: Array<AgentPermissionRow>, 
/**
 * What I may do with it.
 */
may: Array<Action>, };

export type AgentPlatform = "foundry" | "copilotStudio" | "appService" | "teams" | "other";

/**
 * An agent, named.
 */
export type AgentRef = { 
/**
 * Key.
 */
id: AgentId, 
/**
 * Name.
 */
displayName: string, };

/**
 * An agent in a list.
 */
export type AgentRow = { 
/**
 * Key.
 */
id: AgentId, 
/**
 * Name.
 */
displayName: string, 
/**
 * An agent, or a plain service principal.
 */
kind: AgentKind, 
/**
 * Its blueprint; a plain service principal has none.
 */
blueprint: BlueprintRef | null, 
/**
 * Where it stands.
 */
state: AgentState, 
/**
 * What comes of that and of its family's switches.
 */
effectiveState: EffectiveState, 
/**
 * Where it was made, as it or its blueprint tells.
 */
platform: AgentPlatform | null, 
/**
 * Its tags and its blueprint's.
 */
tags: Array<string>, 
/**
 * Since when it is deleted.
 */
deletedAt: Timestamp | null, 
/**
 * Until when it can be restored.
 */
purgesAt: Timestamp | null, 
/**
 * Who is responsible.
 */
sponsors: Array<SponsorView>, 
/**
 * How many assignments it holds now.
 */
assignments: number, 
/**
 * When the next of them ends.
 */
nextEndAt: Timestamp | null, };

export type AgentState = "active" | "disabled" | "held" | "softDeleted" | "purged";

export type AgentType = "notAgentic" | "agenticApp" | "agenticAppInstance" | "agentIdentityBlueprintPrincipal" | "agentIDuser";

export type AgentUserId = string;

/**
 * An agent's user account.
 */
export type AgentUserView = { 
/**
 * Key.
 */
id: AgentUserId, 
/**
 * Name.
 */
displayName: string, 
/**
 * Mail alias.
 */
mailNickname: string, 
/**
 * Whether it may be used.
 */
isEnabled: boolean, 
/**
 * To whom it reports.
 */
manager: PersonRef | null, };

/**
 * An agent with its surroundings.
 */
export type AgentView = { 
/**
 * As in the list.
 */
agent: AgentRow, 
/**
 * What it is for.
 */
description: string, 
/**
 * Its own labels, without its blueprint's.
 */
ownTags: Array<string>, 
/**
 * Where it says itself that it was made.
 */
ownPlatform: AgentPlatform | null, 
/**
 * Custom security attributes, by name.
 */
attributes: { [key in string]: string }, 
/**
 * When it was made.
 */
createdAt: Timestamp, 
/**
 * By whom, if somebody here.
 */
createdBy: PersonRef | null, 
/**
 * By which application, if elsewhere.
 */
createdByAppId: string | null, 
/**
 * Whether it may act now.
 */
isInForce: boolean, 
/**
 * If not, why not.
 */
outOfForce: string | null, 
/**
 * The same as code and values.
 */
outOfForceSaying: Saying | null, 
/**
 * Technical administrators.
 */
owners: Array<PersonRef>, 
/**
 * Agents and other service principals that own it.
 */
ownerPrincipals: Array<AgentRef>, 
/**
 * When it follows its deleted blueprint or principal, unless that is restored before.
 */
followsAt: Timestamp | null, 
/**
 * Its user account, if it has one.
 */
agentUser: AgentUserView | null, 
/**
 * What it holds and held, newest first.
 */
assignments: Array<AssignmentRow>, 
/**
 * What happened to it, newest first.
 */
lifecycle: Array<HistoryEvent>, 
/**
 * What I may do with it.
 */
may: Array<Action>, };

/**
 * What became of several agents.
 */
export type AgentsChanged = { 
/**
 * One result for each, in the order in which they were named.
 */
results: Array<AgentChanged>, 
/**
 * How many were done.
 */
done: number, 
/**
 * How many were refused.
 */
refused: number, };

export type AlternatesBy = "alternate" | "fallbackAlternate" | "nobody";

/**
 * An answer, in the words that were read when it was given.
 */
export type AnswerView = { 
/**
 * To which question; it may be gone by now.
 */
questionId: QuestionId, 
/**
 * The question.
 */
question: string, 
/**
 * The text, or the chosen value.
 */
value: string, 
/**
 * The text, or the words of the choice.
 */
displayValue: string, };

export type AppRoleId = string;

/**
 * A role of an application.
 */
export type AppRoleRow = { 
/**
 * Key.
 */
id: AppRoleId, 
/**
 * Value in tokens.
 */
value: string, 
/**
 * Name.
 */
displayName: string, 
/**
 * Whether agents may hold it.
 */
mayBeGrantedToAgents: boolean, };

export type ApplicationId = string;

/**
 * An application, named.
 */
export type ApplicationRef = { 
/**
 * Key.
 */
id: ApplicationId, 
/**
 * Name.
 */
displayName: string, };

/**
 * An application.
 */
export type ApplicationRow = { 
/**
 * Key.
 */
id: ApplicationId, 
/**
 * Name.
 */
displayName: string, 
/**
 * Its roles.
 */
appRoles: Array<AppRoleRow>, 
/**
 * Its delegated permissions.
 */
scopes: Array<ScopeRow>, };

/**
 * The applications.
 */
export type Applications = { 
/**
 * By name.
 */
rows: Array<ApplicationRow>, };

/**
 * Give a person or a group a role in a catalog.
 */
export type AppointCatalogRole = { 
/**
 * Where.
 */
catalogId: CatalogId, 
/**
 * Which person; or give `groupId`.
 */
personId?: PersonId, 
/**
 * Which group: whoever is in it holds the role.
 */
groupId?: GroupId, 
/**
 * Which.
 */
role: CatalogRole, };

/**
 * Give a person or a group a role in the workspace.
 */
export type AppointRole = { 
/**
 * Which person; or give `groupId`.
 */
personId?: PersonId, 
/**
 * Which group: whoever is in it holds the role.
 */
groupId?: GroupId, 
/**
 * Which.
 */
role: Role, };

/**
 * One appointment.
 */
export type AppointmentRow = { 
/**
 * The person who holds it, unless a group does.
 */
person: PersonRef | null, 
/**
 * The group whose members hold it.
 */
group: GroupRef | null, 
/**
 * The role in the workspace.
 */
role: Role | null, 
/**
 * The catalog in which the catalog role is held.
 */
catalog: CatalogRef | null, 
/**
 * The role in that catalog.
 */
catalogRole: CatalogRole | null, };

/**
 * Who holds which role.
 */
export type Appointments = { 
/**
 * By role.
 */
rows: Array<AppointmentRow>, 
/**
 * What I may do with them.
 */
may: Array<Action>, };

/**
 * Something that waits for my decision.
 */
export type ApprovalRow = { 
/**
 * The request.
 */
request: RequestRow, 
/**
 * The open stage.
 */
stageId: StageId, 
/**
 * 1 for the first.
 */
stageNumber: number, 
/**
 * How many stages there are.
 */
stages: number, 
/**
 * When the stage runs out.
 */
deadlineAt: Timestamp, 
/**
 * Why, in the requestor's words.
 */
justification: string, 
/**
 * The weight of the strongest right in it, 1 to 4.
 */
weight: number, 
/**
 * When it was forwarded to alternates, because nobody had decided.
 */
escalatedAt: Timestamp | null, 
/**
 * In whose place I am asked, where it isn't in my own right.
 */
onBehalfOf: PersonRef | null, };

/**
 * What a decision would change.
 */
export type ApprovalView = { 
/**
 * The request.
 */
request: RequestView, 
/**
 * Whether approving wants a reason.
 */
isJustificationRequired: boolean, 
/**
 * What the agent holds now.
 */
holdsNow: Array<RightView>, 
/**
 * What it would gain.
 */
gains: Array<RightView>, 
/**
 * What it would have twice.
 */
overlaps: Array<RightView>, 
/**
 * The strongest right gained.
 */
strongest: RightView | null, 
/**
 * The end if approved now as asked.
 */
untilIfApprovedNow: Timestamp | null, 
/**
 * The last decisions on the same package.
 */
similarDecisions: Array<SimilarDecision>, };

/**
 * What waits for my decision.
 */
export type Approvals = { 
/**
 * The nearest deadline first.
 */
rows: Array<ApprovalRow>, };

/**
 * Agree to the open stage of a request, perhaps for a shorter time.
 */
export type ApproveRequest = { 
/**
 * Which request.
 */
requestId: RequestId, 
/**
 * Why.
 */
justification?: string, 
/**
 * For at most so long from delivery; for an extension, from the present end.
 */
duration?: Duration, 
/**
 * Until this instant at the latest.
 */
until?: Timestamp, 
/**
 * The fingerprint that the request showed when it was looked at; only a client of Graph may leave it out.
 */
fingerprint?: string, 
/**
 * Only if this stage is the open one; whichever is open when left out.
 */
stageId?: StageId, };

export type ApproverKind = "singleUser" | "groupMembers" | "requestorManager" | "targetManager" | "targetAgentIdentitySponsorsOrOwners";

/**
 * Approvers, named.
 */
export type ApproverSetView = { 
/**
 * Which kind.
 */
kind: ApproverKind, 
/**
 * The person, for `singleUser`.
 */
person: PersonRef | null, 
/**
 * The group, for `groupMembers`.
 */
group: GroupRef | null, 
/**
 * For managers: 1 for the manager, 2 for the manager's manager.
 */
managerLevel: number | null, };

export type ApproversBy = "primary" | "fallback" | "administrators" | "nobody";

/**
 * Assign a package directly; where the policy requires approval, it goes through approval.
 */
export type AssignAccessPackage = { 
/**
 * To which agent.
 */
agentId: AgentId, 
/**
 * Which package.
 */
accessPackageId: AccessPackageId, 
/**
 * Through which policy, where there are several.
 */
policyId?: PolicyId, 
/**
 * From when; at once when left out.
 */
startAt?: Timestamp, 
/**
 * For how long; as long as the policy gives when left out.
 */
duration?: Duration, 
/**
 * Until when, instead of a duration.
 */
endAt?: Timestamp, 
/**
 * Why.
 */
justification?: string, 
/**
 * What the policy's questions are answered with.
 */
answers?: Array<GiveAnswer>, };

/**
 * Assign a package directly to several agents; each succeeds or is refused for itself.
 */
export type AssignToAgents = { 
/**
 * To which agents, 1 to 500.
 */
agentIds: Array<AgentId>, 
/**
 * Which package.
 */
accessPackageId: AccessPackageId, 
/**
 * Through which policy, where there are several; one that asks nothing.
 */
policyId?: PolicyId, 
/**
 * From when; at once when left out.
 */
startAt?: Timestamp, 
/**
 * For how long; as long as the policy gives when left out.
 */
duration?: Duration, 
/**
 * Until when, instead of a duration.
 */
endAt?: Timestamp, 
/**
 * Why.
 */
justification?: string, };

/**
 * Which assignments.
 */
export type AssignmentFilter = { 
/**
 * A part of the agent's or package's name, or the id.
 */
search?: string, 
/**
 * Only those in force now, or only those that are over.
 */
inForce?: boolean, 
/**
 * Only those of my agents.
 */
mine?: boolean, 
/**
 * Only those of this agent.
 */
agentId?: AgentId, 
/**
 * Only those of this package.
 */
accessPackageId?: AccessPackageId, 
/**
 * Only those in this state.
 */
state?: AssignmentState, 
/**
 * Only those of agents that I sponsor or own.
 */
ofMyAgents?: boolean, };

export type AssignmentId = string;

/**
 * What became of one of several agents.
 */
export type AssignmentOutcome = { 
/**
 * The agent.
 */
agent: AgentRef, 
/**
 * The request, where it was filed.
 */
request: RequestRow | null, 
/**
 * Why not, where it was refused.
 */
refusal: string | null, 
/**
 * The same as code and values.
 */
refusalSaying: Saying | null, };

/**
 * What became of each agent.
 */
export type AssignmentOutcomes = { 
/**
 * One row for each agent.
 */
rows: Array<AssignmentOutcome>, };

/**
 * A page of assignments.
 */
export type AssignmentPage = { 
/**
 * The assignments.
 */
rows: Array<AssignmentRow>, 
/**
 * Give this as `after` for the next page.
 */
next: AssignmentId | null, 
/**
 * How many there are on all pages; nothing unless it was asked for.
 */
total: number | null, };

/**
 * An assignment in a list.
 */
export type AssignmentRow = { 
/**
 * Key.
 */
id: AssignmentId, 
/**
 * Who holds it.
 */
agent: AgentRef, 
/**
 * What is held.
 */
accessPackage: AccessPackageRef, 
/**
 * Where it stands.
 */
state: AssignmentState, 
/**
 * Whether it gives access now, by the record.
 */
isInForce: boolean, 
/**
 * Since when.
 */
startsAt: Timestamp, 
/**
 * Until when; nothing means no end.
 */
endsAt: Timestamp | null, 
/**
 * When it was over.
 */
endedAt: Timestamp | null, 
/**
 * How it came to its end.
 */
endReason: EndReason | null, 
/**
 * When a sponsor decided to let it expire.
 */
letExpireAt: Timestamp | null, 
/**
 * The policy that governs it.
 */
policy: PolicyRef, 
/**
 * Whether it can be extended.
 */
extension: ExtensionRule, 
/**
 * An extension that waits for a decision.
 */
openExtension: RequestId | null, };

export type AssignmentState = "delivering" | "delivered" | "partiallyDelivered" | "deliveryFailed" | "expired";

/**
 * An assignment with its surroundings.
 */
export type AssignmentView = { 
/**
 * As in the list.
 */
assignment: AssignmentRow, 
/**
 * What it grants.
 */
rights: Array<RightView>, 
/**
 * The latest end that an extension may ask for.
 */
latestExtension: Timestamp | null, 
/**
 * What the policy asks now, in order.
 */
questions: Array<QuestionView>, 
/**
 * What was answered last.
 */
answers: Array<AnswerView>, 
/**
 * The requests about it, oldest first.
 */
requests: Array<RequestRow>, 
/**
 * Its reminders, by due instant.
 */
reminders: Array<ReminderRow>, 
/**
 * What happened to it, oldest first.
 */
history: Array<HistoryEvent>, 
/**
 * What I may do with it.
 */
may: Array<Action>, };

/**
 * One changed field.
 */
export type AuditChange = { 
/**
 * Which.
 */
field: string, 
/**
 * Before.
 */
before: string | null, 
/**
 * After.
 */
after: string | null, };

/**
 * A part of the history as text.
 */
export type AuditExport = { 
/**
 * The text of this part.
 */
text: string, 
/**
 * How many records are in it.
 */
records: number, 
/**
 * Give this as `after` for the next part; nothing after the last.
 */
next: number | null, };

/**
 * The history, to export.
 */
export type AuditExportAsk = { 
/**
 * Which records.
 */
filter?: AuditFilter, 
/**
 * In which form.
 */
form: AuditForm, };

/**
 * Which records.
 */
export type AuditFilter = { 
/**
 * A part of the sentence, the activity or a subject's id.
 */
search?: string, 
/**
 * Done by this person.
 */
actorId?: PersonId, 
/**
 * About the thing with this id.
 */
subjectId?: string, 
/**
 * This activity, under the command's or rule's name.
 */
activity?: string, 
/**
 * Recorded at or after.
 */
from?: Timestamp, 
/**
 * Recorded before.
 */
to?: Timestamp, };

export type AuditForm = "csv" | "jsonLines" | "directoryAudit";

/**
 * A page of the history.
 */
export type AuditPage = { 
/**
 * The records.
 */
rows: Array<AuditRow>, 
/**
 * Give this as `after` for the next page.
 */
next: number | null, };

/**
 * One record of the history.
 */
export type AuditRow = { 
/**
 * Its number, from 1.
 */
seq: number, 
/**
 * When it was recorded.
 */
recordedAt: Timestamp, 
/**
 * When what it tells fell due, where that was earlier.
 */
occurredAt: Timestamp, 
/**
 * The person who did it; nothing for an agent or a rule.
 */
actor: PersonRef | null, 
/**
 * The agent that did it for itself.
 */
actorAgent: AgentRef | null, 
/**
 * Through which door: `desktop`, `cli`, `due work`, `story`, …
 */
origin: string, 
/**
 * What was done: the command's or rule's name.
 */
activity: string, 
/**
 * What kind of thing it was done to.
 */
subjectType: string, 
/**
 * Its id.
 */
subjectId: string, 
/**
 * What it is called now, where it has a name.
 */
subjectName: string | null, 
/**
 * What kind of agent it is.
 */
agentType: AgentType, 
/**
 * The blueprint that it was made from or that it is.
 */
blueprintId: string | null, 
/**
 * In one sentence.
 */
sentence: string, 
/**
 * What changed: field, before, after.
 */
changes: Array<AuditChange>, 
/**
 * The record's hash, hexadecimal.
 */
hash: string, };

/**
 * The state of the chain.
 */
export type AuditVerification = { 
/**
 * How many records.
 */
records: number, 
/**
 * Whether all of them are linked and unchanged.
 */
isIntact: boolean, 
/**
 * The hash of the last record, hexadecimal; note it down elsewhere to prove later that nothing was cut off.
 */
head: string, 
/**
 * The first record that doesn't fit.
 */
firstBroken: number | null, };

/**
 * How the desktop starts with the session, read from where the session looks.
 */
export type AutostartView = { 
/**
 * Whether it starts.
 */
isOn: boolean, 
/**
 * Whether it starts in the tray, without a window.
 */
isHidden: boolean, 
/**
 * The program that is started, or would be.
 */
program: string, 
/**
 * The workspace that it opens, if it isn't the one in the usual place.
 */
workspace: string | null, 
/**
 * What stands in the way, and what to do, in one sentence.
 */
trouble: string | null, 
/**
 * The same as code and values.
 */
troubleSaying: Saying | null, };

/**
 * Make a backup now.
 */
export type BackUpWorkspace = Record<symbol, never>;

export type BackupKind = "daily" | "manual" | "beforeUpdate" | "beforeRestore";

/**
 * A backup.
 */
export type BackupRow = { 
/**
 * Its file.
 */
file: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Why it was made.
 */
kind: BackupKind, 
/**
 * When.
 */
madeAt: Timestamp, 
/**
 * How large, in bytes.
 */
bytes: number, };

/**
 * The backups.
 */
export type Backups = { 
/**
 * Where they are.
 */
folder: string, 
/**
 * The latest first.
 */
rows: Array<BackupRow>, };

/**
 * Go on in a copy of the training workspace, to be thrown away afterwards.
 */
export type BeginTryOut = Record<symbol, never>;

/**
 * What agents may never hold, and which directory roles they may.
 */
export type BlockList = { 
/**
 * Directory roles that they never hold.
 */
blockedDirectoryRoles: SourcedList, 
/**
 * API permissions and application roles that they never hold, by value.
 */
blockedPermissions: SourcedList, 
/**
 * Directory roles that they may hold, privileged ones as eligible.
 */
allowedDirectoryRoles: SourcedList, };

/**
 * Which blueprints.
 */
export type BlueprintFilter = { 
/**
 * A part of the name or of the id.
 */
search?: string, 
/**
 * In this state; when left out, in any but the deleted ones.
 */
state?: AgentState, 
/**
 * Only those that I sponsor or own.
 */
mine?: boolean, };

export type BlueprintId = string;

/**
 * A page of blueprints.
 */
export type BlueprintPage = { 
/**
 * The blueprints.
 */
rows: Array<BlueprintRow>, 
/**
 * Give this as `after` for the next page.
 */
next: BlueprintId | null, };

/**
 * An API permission of a blueprint.
 */
export type BlueprintPermissionRow = { 
/**
 * The permission.
 */
right: RightView, 
/**
 * Whether the blueprint declares to need it.
 */
isDeclared: boolean, 
/**
 * Whether the inheritable list lets it flow on.
 */
isInheritable: boolean, 
/**
 * Whether it is consented to on the principal.
 */
isConsented: boolean, 
/**
 * Since when.
 */
consentedAt: Timestamp | null, 
/**
 * Who consented.
 */
consentedBy: PersonRef | null, 
/**
 * Whether it reaches the agents of this blueprint.
 */
flows: boolean, 
/**
 * Why agents can't hold it at all, if they can't; nobody can consent to it then.
 */
closedBecause: string | null, 
/**
 * The same as code and values.
 */
closedBecauseSaying: Saying | null, };

/**
 * A blueprint's API permissions.
 */
export type BlueprintPermissions = { 
/**
 * The blueprint.
 */
blueprint: BlueprintRef, 
/**
 * Whether it has a principal in this directory, on which one can consent.
 */
hasPrincipal: boolean, 
/**
 * Whether blueprint and principal are switched on; else nothing flows.
 */
isInForce: boolean, 
/**
 * How many agents are made from it.
 */
agents: number, 
/**
 * What is declared or consented, by API and value.
 */
permissions: Array<BlueprintPermissionRow>, 
/**
 * What flows on, by API.
 */
inheritable: Array<InheritablePermissionRow>, 
/**
 * How many APIs the inheritable list may name.
 */
maxInheritable: number, 
/**
 * What I may do with it.
 */
may: Array<Action>, };

export type BlueprintPrincipalId = string;

/**
 * A blueprint's presence in this directory.
 */
export type BlueprintPrincipalView = { 
/**
 * Key.
 */
id: BlueprintPrincipalId, 
/**
 * Name.
 */
displayName: string, 
/**
 * Where it stands.
 */
state: AgentState, 
/**
 * Since when it is deleted.
 */
deletedAt: Timestamp | null, 
/**
 * Until when it can be restored.
 */
purgesAt: Timestamp | null, 
/**
 * What I may do with it.
 */
may: Array<Action>, };

/**
 * A blueprint, named.
 */
export type BlueprintRef = { 
/**
 * Key.
 */
id: BlueprintId, 
/**
 * Name.
 */
displayName: string, };

/**
 * A blueprint in a list.
 */
export type BlueprintRow = { 
/**
 * Key.
 */
id: BlueprintId, 
/**
 * Name.
 */
displayName: string, 
/**
 * Where it stands.
 */
state: AgentState, 
/**
 * Where its principal stands; nothing where it has none.
 */
principalState: AgentState | null, 
/**
 * Where agents of this kind are made.
 */
platform: AgentPlatform | null, 
/**
 * Who is responsible.
 */
sponsors: Array<SponsorView>, 
/**
 * How many agents it has, deleted ones counted.
 */
agents: number, 
/**
 * Since when it is deleted.
 */
deletedAt: Timestamp | null, 
/**
 * Until when it can be restored.
 */
purgesAt: Timestamp | null, };

/**
 * A blueprint with its surroundings.
 */
export type BlueprintView = { 
/**
 * As in the list.
 */
blueprint: BlueprintRow, 
/**
 * Client id, by which agents name it.
 */
appId: BlueprintId, 
/**
 * Purpose of this kind of agent.
 */
description: string, 
/**
 * Labels; its agents have them too.
 */
tags: Array<string>, 
/**
 * Custom security attributes, by name.
 */
attributes: { [key in string]: string }, 
/**
 * When it was made.
 */
createdAt: Timestamp, 
/**
 * By whom, if somebody here.
 */
createdBy: PersonRef | null, 
/**
 * By which application, if elsewhere.
 */
createdByAppId: string | null, 
/**
 * Technical administrators.
 */
owners: Array<PersonRef>, 
/**
 * Its presence in this directory.
 */
principal: BlueprintPrincipalView | null, 
/**
 * When its agents follow, unless it is restored before.
 */
cascadeAt: Timestamp | null, 
/**
 * How many agents it may have.
 */
agentQuota: number, 
/**
 * What happened to it, newest first.
 */
lifecycle: Array<HistoryEvent>, 
/**
 * What I may do with it.
 */
may: Array<Action>, };

/**
 * Take a request back.
 */
export type CancelRequest = { 
/**
 * Which.
 */
requestId: RequestId, };

export type CatalogId = string;

/**
 * A catalog, named.
 */
export type CatalogRef = { 
/**
 * Key.
 */
id: CatalogId, 
/**
 * Name.
 */
displayName: string, };

/**
 * A resource of a catalog.
 */
export type CatalogResourceRow = { 
/**
 * Key.
 */
id: ResourceId, 
/**
 * What it is.
 */
kind: ResourceKind, 
/**
 * The id of the group, application or directory role.
 */
originId: string, 
/**
 * Name.
 */
displayName: string, 
/**
 * How many roles it offers.
 */
roles: number, 
/**
 * The packages that grant any of them: while there is one, the resource stays.
 */
usedBy: Array<AccessPackageRef>, };

export type CatalogRole = "catalogOwner" | "catalogReader" | "accessPackageManager" | "accessPackageAssignmentManager";

/**
 * A catalog.
 */
export type CatalogRow = { 
/**
 * Key.
 */
id: CatalogId, 
/**
 * Name.
 */
displayName: string, 
/**
 * Purpose.
 */
description: string, 
/**
 * Published or not.
 */
state: CatalogState, 
/**
 * Standard or privileged.
 */
privilegeLevel: PrivilegeLevel, 
/**
 * How many packages.
 */
packages: number, 
/**
 * How many resources.
 */
resources: number, };

export type CatalogState = "unpublished" | "published";

/**
 * A catalog with its resources.
 */
export type CatalogView = { 
/**
 * As in the list.
 */
catalog: CatalogRow, 
/**
 * By name.
 */
resources: Array<CatalogResourceRow>, 
/**
 * What I may do with it.
 */
may: Array<Action>, };

/**
 * The catalogs.
 */
export type Catalogs = { 
/**
 * By name.
 */
rows: Array<CatalogRow>, };

/**
 * What was done while nothing ran.
 */
export type CatchUp = { 
/**
 * The card, if there is anything to tell.
 */
card: CatchUpCard | null, };

/**
 * The catch-up card.
 */
export type CatchUpCard = { 
/**
 * Since when nothing ran.
 */
from: Timestamp, 
/**
 * When the catching up was done.
 */
to: Timestamp, 
/**
 * What fell due, at its instant.
 */
items: Array<DueItem>, };

/**
 * Enable, disable or delete several agents. Each is done or refused by itself.
 */
export type ChangeAgents = { 
/**
 * Which, at most 500.
 */
agentIds: Array<AgentId>, 
/**
 * What is done.
 */
change: AgentChange, 
/**
 * Why.
 */
justification?: string, };

/**
 * One check.
 */
export type Check = { 
/**
 * `integrity`, `foreign keys`, `audit chain`, `I1` to `I10`.
 */
name: string, 
/**
 * Whether it holds.
 */
holds: boolean, 
/**
 * What it means, or what is wrong.
 */
sentence: string, 
/**
 * The same as code and values: the code is the check's name, or `isBroken` where only names of what is wrong are known.
 */
saying: Saying, };

/**
 * Ask whether an agent may use a right.
 */
export type CheckAccess = { 
/**
 * Which agent.
 */
agentId: AgentId, 
/**
 * The group, application or directory role, by id or name.
 */
resource: string, 
/**
 * The role on it: an app role's or scope's value, `member`, `active` or `eligible`; may be left out where there
 * is only one.
 */
role?: string, 
/**
 * At which instant; now when left out.
 */
at?: Timestamp, };

/**
 * Mark the exercise that is running: look whether what must be true is true.
 */
export type CheckExercise = Record<symbol, never>;

/**
 * What a checkpoint proves.
 */
export type CheckpointAnswer = { 
/**
 * What was found.
 */
verdict: CheckpointVerdict, 
/**
 * Whether everything up to it is as it was.
 */
holds: boolean, 
/**
 * In words, with what to do.
 */
sentence: string, 
/**
 * The same as code and values.
 */
saying: Saying, 
/**
 * At which record it was made; of words that no record has, how many records there are.
 */
records: number, 
/**
 * When it was made, where it tells.
 */
madeAt: Timestamp | null, 
/**
 * The key that signed it, where it tells.
 */
publicKey: string | null, 
/**
 * Whether that is this device's own key; nothing when either is missing.
 */
isOwnKey: boolean | null, };

/**
 * A checkpoint that is remembered.
 */
export type CheckpointRow = { 
/**
 * At which record.
 */
records: number, 
/**
 * When.
 */
madeAt: Timestamp, 
/**
 * Six words that stand for it.
 */
words: Array<string>, 
/**
 * The key that signed it, hexadecimal.
 */
publicKey: string, 
/**
 * All of it on one line.
 */
line: string, };

export type CheckpointVerdict = "forged" | "edited" | "deleted" | "truncated" | "rewritten" | "unknown" | "holds";

/**
 * A checkpoint that was just made.
 */
export type CheckpointView = { 
/**
 * At which record.
 */
records: number, 
/**
 * When.
 */
madeAt: Timestamp, 
/**
 * The hash of that record, hexadecimal.
 */
head: string, 
/**
 * Six words that stand for the hash.
 */
words: Array<string>, 
/**
 * The key that signed it, hexadecimal.
 */
publicKey: string, 
/**
 * The line as a QR code, row by row: `1` is dark.
 */
qr: Array<string>, 
/**
 * All of it on one line.
 */
line: string, 
/**
 * The text of its file.
 */
text: string, 
/**
 * Where it was written beside the workspace, if it could be.
 */
file: string | null, };

/**
 * The checkpoints that are remembered.
 */
export type Checkpoints = { 
/**
 * The latest first.
 */
rows: Array<CheckpointRow>, };

/**
 * An answer to choose.
 */
export type ChoiceView = { 
/**
 * What is stored.
 */
value: string, 
/**
 * What is shown.
 */
text: string, 
/**
 * What is shown in other languages.
 */
localizations?: Array<LocalizedTextView>, };

/**
 * Choose the language in which the desktop speaks outside its window: in the tray, in notifications and in dialogs.
 */
export type ChooseLanguage = { 
/**
 * Which.
 */
language: LanguageChoice, };

/**
 * What happened while the clock moved.
 */
export type ClockAdvanced = { 
/**
 * Where it stood.
 */
from: Timestamp, 
/**
 * Where it stands.
 */
to: Timestamp, 
/**
 * What was done on the way, in order.
 */
done: Array<DueItem>, };

/**
 * The clock.
 */
export type ClockView = { 
/**
 * Live or training.
 */
kind: WorkspaceKind, 
/**
 * The workspace's present instant.
 */
now: Timestamp, 
/**
 * How far the training clock is ahead of the machine's.
 */
ahead: Duration, 
/**
 * What falls due next.
 */
nextEvent: NextEvent | null, };

/**
 * Close a list that is no longer looked at.
 */
export type CloseList = { 
/**
 * Which list.
 */
handle: string, };

/**
 * A list that was closed.
 */
export type ClosedList = { 
/**
 * Whether it was open.
 */
wasOpen: boolean, };

/**
 * Confirm that it is oneself who signs in with the program that shows a code.
 */
export type ConfirmSignInCode = { 
/**
 * The code that the program shows.
 */
userCode: string, };

/**
 * Make a package with its policies.
 */
export type CreateAccessPackage = { 
/**
 * The catalog.
 */
catalogId: CatalogId, 
/**
 * Name, unique in the catalog.
 */
displayName: string, 
/**
 * What it is for.
 */
description?: string, 
/**
 * Not listed; only who knows its id may request it.
 */
isHidden?: boolean, 
/**
 * What it grants.
 */
resourceRoleIds: Array<ResourceRoleId>, 
/**
 * Who may get it, who approves, for how long.
 */
policies: Array<NewPolicy>, };

/**
 * Make an agent from a blueprint. Who names no sponsor becomes the sponsor, unless they do it as an administrator.
 */
export type CreateAgent = { 
/**
 * Its kind.
 */
blueprintId: BlueprintId, 
/**
 * Name.
 */
displayName: string, 
/**
 * What it is for.
 */
description?: string, 
/**
 * Where it was made.
 */
platform?: AgentPlatform, 
/**
 * Labels.
 */
tags?: Array<string>, 
/**
 * Custom security attributes, by name.
 */
attributes?: { [key in string]: string }, 
/**
 * Who is responsible.
 */
sponsors?: Array<SponsorAsk>, 
/**
 * Who administers it.
 */
ownerIds?: Array<PersonId>, };

/**
 * Give an agent a user account, which it keeps for life.
 */
export type CreateAgentUser = { 
/**
 * Which.
 */
agentId: AgentId, 
/**
 * Name.
 */
displayName: string, 
/**
 * Mail alias, at most 64 characters.
 */
mailNickname: string, 
/**
 * To whom it reports.
 */
managerId?: PersonId, };

/**
 * Make a blueprint with its principal; whoever makes it owns it.
 */
export type CreateBlueprint = { 
/**
 * Name.
 */
displayName: string, 
/**
 * Purpose of this kind of agent.
 */
description?: string, 
/**
 * Where agents of this kind are made.
 */
platform?: AgentPlatform, 
/**
 * Labels; its agents have them too.
 */
tags?: Array<string>, 
/**
 * Custom security attributes, by name.
 */
attributes?: { [key in string]: string }, 
/**
 * Who is responsible.
 */
sponsors?: Array<SponsorAsk>, 
/**
 * Who administers it besides.
 */
ownerIds?: Array<PersonId>, };

/**
 * Make a catalog.
 */
export type CreateCatalog = { 
/**
 * Name, unique.
 */
displayName: string, 
/**
 * Purpose.
 */
description?: string, 
/**
 * Published when left out; `unpublished` to prepare its packages first.
 */
state?: CatalogState, };

/**
 * Make a group.
 */
export type CreateGroup = { 
/**
 * Name, unique.
 */
displayName: string, 
/**
 * Purpose.
 */
description?: string, 
/**
 * `security` or `unified`; a dynamic group comes from a directory.
 */
kind: GroupKind, 
/**
 * Whether directory roles may be assigned to it.
 */
isRoleAssignable?: boolean, 
/**
 * The people in it.
 */
personIds?: Array<PersonId>, };

/**
 * Add a person.
 */
export type CreatePerson = { 
/**
 * Name.
 */
displayName: string, 
/**
 * Address, unique.
 */
email: string, 
/**
 * The HR system's number, unique.
 */
employeeId?: string, 
/**
 * Job title.
 */
jobTitle?: string, 
/**
 * Department.
 */
department?: string, 
/**
 * Their manager.
 */
managerId?: PersonId, 
/**
 * When employment begins.
 */
hiredAt?: Timestamp, 
/**
 * When it ends; lies ahead.
 */
leavesAt?: Timestamp, };

/**
 * Make a workflow, from a template or from scratch. What is given goes before what the template says.
 */
export type CreateWorkflow = { 
/**
 * The template.
 */
template?: WorkflowTemplate, 
/**
 * Name, unique; the template's when left out.
 */
displayName?: string, 
/**
 * Purpose.
 */
description?: string, 
/**
 * Mover or leaver.
 */
category?: WorkflowCategory, 
/**
 * Whether it may run; it may unless somebody says otherwise.
 */
isEnabled?: boolean, 
/**
 * Whether it runs by itself.
 */
isSchedulingEnabled?: boolean, 
/**
 * When and for whom.
 */
conditions?: WorkflowConditions, 
/**
 * What is done, in order.
 */
tasks?: Array<NewTask>, };

/**
 * Make a workspace in a folder and open it. Its first administrator is signed in and is its custodian.
 */
export type CreateWorkspace = { 
/**
 * Where; the platform's data folder when left out. Must not hold a workspace yet.
 */
folder?: string, 
/**
 * What the workspace is called.
 */
name: string, 
/**
 * Live or training; never changes.
 */
kind: WorkspaceKind, 
/**
 * Name of the first administrator.
 */
administratorName: string, 
/**
 * Address of the first administrator.
 */
administratorEmail: string, 
/**
 * Their passphrase, at least 10 characters; live workspaces need one, training workspaces have none.
 */
passphrase?: string, };

export type DateAttribute = "employeeHireDate" | "employeeLeaveDateTime";

/**
 * Which of my decisions.
 */
export type DecisionFilter = { 
/**
 * A part of the agent's or package's name.
 */
search?: string, 
/**
 * Only approvals, or only denials.
 */
verdict?: Verdict, };

/**
 * A page of decisions.
 */
export type DecisionPage = { 
/**
 * The decisions.
 */
rows: Array<DecisionRow>, 
/**
 * Give this as `after` for the next page.
 */
next: StageId | null, };

/**
 * A decision that I took, or that a delegate took in my place.
 */
export type DecisionRow = { 
/**
 * The stage that it closed.
 */
stageId: StageId, 
/**
 * 1 for the first.
 */
stageNumber: number, 
/**
 * The request.
 */
request: RequestRow, 
/**
 * Yes or no.
 */
verdict: Verdict, 
/**
 * By whom.
 */
by: PersonRef, 
/**
 * In whose place, if a delegate decided.
 */
onBehalfOf: PersonRef | null, 
/**
 * When.
 */
at: Timestamp, 
/**
 * Why.
 */
justification: string, 
/**
 * Whether it shortened what was asked.
 */
isShortened: boolean, 
/**
 * How it was taken back, if it was.
 */
revocation: RevocationView | null, 
/**
 * Whether I may take it back.
 */
mayRevoke: boolean, };

/**
 * A decision of an approval stage.
 */
export type DecisionStep = { 
/**
 * 1 for the first stage.
 */
number: number, 
/**
 * Who decided.
 */
person: PersonRef, 
/**
 * Yes or no.
 */
verdict: Verdict, 
/**
 * When.
 */
at: Timestamp, 
/**
 * Why.
 */
justification: string, };

/**
 * A decision.
 */
export type DecisionView = { 
/**
 * Yes or no.
 */
verdict: Verdict, 
/**
 * By whom.
 */
by: PersonRef, 
/**
 * In whose place, if a delegate decided.
 */
onBehalfOf: PersonRef | null, 
/**
 * When.
 */
at: Timestamp, 
/**
 * Why.
 */
justification: string, 
/**
 * Whether it shortened what was asked.
 */
isShortened: boolean, 
/**
 * How it was taken back, if it was.
 */
revocation: RevocationView | null, };

/**
 * Declare that a blueprint needs an API permission.
 */
export type DeclarePermission = { 
/**
 * Which blueprint.
 */
blueprintId: BlueprintId, 
/**
 * The API: its id, client id or name.
 */
resource: string, 
/**
 * The permission: its id or value.
 */
permission: string, 
/**
 * `delegatedPermission` or `appRole`; needed where the API has both of that value.
 */
kind?: RightKind, };

/**
 * Let somebody decide in my place while I am away. What is asked of me in that time is asked of them too.
 */
export type DelegateApprovals = { 
/**
 * Who decides.
 */
delegateId: PersonId, 
/**
 * From when; now when left out.
 */
startAt?: Timestamp, 
/**
 * Until when; until I end it when left out.
 */
endAt?: Timestamp, };

export type DelegationId = string;

export type DelegationState = "scheduled" | "active" | "ended";

/**
 * A delegation.
 */
export type DelegationView = { 
/**
 * Key.
 */
id: DelegationId, 
/**
 * Who is away.
 */
approver: PersonRef, 
/**
 * Who decides meanwhile.
 */
delegate: PersonRef, 
/**
 * Where it stands.
 */
state: DelegationState, 
/**
 * From when.
 */
startsAt: Timestamp, 
/**
 * Until when; nothing until somebody ends it.
 */
endsAt: Timestamp | null, 
/**
 * What I may do with it.
 */
may: Array<Action>, };

/**
 * The delegations that concern me.
 */
export type Delegations = { 
/**
 * Those that I made, the latest start first.
 */
given: Array<DelegationView>, 
/**
 * Those by which I stand in for somebody, the latest start first.
 */
received: Array<DelegationView>, };

/**
 * Delete a package that nobody holds and nobody asks for.
 */
export type DeleteAccessPackage = { 
/**
 * Which.
 */
accessPackageId: AccessPackageId, };

/**
 * Delete an agent; it can be restored for 30 days.
 */
export type DeleteAgent = { 
/**
 * Which.
 */
agentId: AgentId, 
/**
 * Why.
 */
justification?: string, };

/**
 * Delete a blueprint with its principal, or the principal alone. Its agents follow a day later, unless it is restored.
 */
export type DeleteBlueprint = { 
/**
 * Which.
 */
blueprintId: BlueprintId, 
/**
 * The blueprint itself when left out.
 */
part?: FamilyPart, 
/**
 * Why.
 */
justification?: string, };

/**
 * Delete a catalog that holds nothing.
 */
export type DeleteCatalog = { 
/**
 * Which.
 */
catalogId: CatalogId, };

/**
 * Delete a policy under which nothing stands.
 */
export type DeletePolicy = { 
/**
 * Which.
 */
policyId: PolicyId, };

/**
 * Delete a workflow. It can be restored for 30 days.
 */
export type DeleteWorkflow = { 
/**
 * Which.
 */
workflowId: WorkflowId, };

/**
 * A role that couldn't be given.
 */
export type DeliveryFailureView = { 
/**
 * What it was called then.
 */
roleName: string, 
/**
 * Why.
 */
reason: FailureReason, 
/**
 * When it was tried.
 */
failedAt: Timestamp, };

/**
 * Say no to the open stage of a request.
 */
export type DenyRequest = { 
/**
 * Which request.
 */
requestId: RequestId, 
/**
 * Why; the requestor reads it.
 */
justification: string, 
/**
 * The fingerprint that the request showed when it was looked at; only a client of Graph may leave it out.
 */
fingerprint?: string, 
/**
 * Only if this stage is the open one; whichever is open when left out.
 */
stageId?: StageId, };

/**
 * Say that it isn't oneself who signs in; the program gets nothing.
 */
export type DenySignInCode = { 
/**
 * The code that the program shows.
 */
userCode: string, };

/**
 * What a departure does, or would do.
 */
export type DepartureView = { 
/**
 * Who leaves.
 */
person: PersonRef, 
/**
 * Who takes over.
 */
heir: PersonRef | null, 
/**
 * How the heir was found.
 */
by: Inheritance | null, 
/**
 * Managers who were passed over because they are not active.
 */
passedOver: Array<PersonRef>, 
/**
 * The agents that pass on.
 */
agents: Array<InheritedAgent>, 
/**
 * The blueprints that pass on.
 */
blueprints: Array<BlueprintRef>, };

/**
 * What would become of everything if some people left on one day.
 */
export type DeparturesRehearsal = { 
/**
 * The day.
 */
at: Timestamp, 
/**
 * Each of them, by name.
 */
people: Array<RehearsedDeparture>, 
/**
 * Who inherits how much.
 */
heirs: Array<HeirLoad>, 
/**
 * The agents that nobody active would answer for; they would be held.
 */
held: Array<AgentRef>, 
/**
 * The blueprints that nobody active would answer for; they would be switched off.
 */
switchedOff: Array<BlueprintRef>, };

/**
 * The desk.
 */
export type DeskView = { 
/**
 * The open workspace, if any.
 */
workspace: WorkspaceView | null, 
/**
 * Who acts, if known.
 */
me: Me | null, 
/**
 * Whether the session is locked: whoever sits here types their passphrase to go on.
 */
isLocked: boolean, 
/**
 * Whether the passphrase was given for one sign-in and has to be replaced first.
 */
mustChangePassphrase: boolean, 
/**
 * The recovery code, told once: when a live workspace is made, and when the code before was used.
 */
recoveryCode: string | null, 
/**
 * The workspace's present instant.
 */
now: Timestamp | null, 
/**
 * Who is who in the tour of the main job, in the training company only.
 */
tour: TourView | null, 
/**
 * Where a new live workspace would be made.
 */
defaultFolder: string, 
/**
 * Where the training company is, or would be made.
 */
trainingFolder: string, 
/**
 * Whether the training company exists already.
 */
hasTrainingCompany: boolean, 
/**
 * This program's version.
 */
version: string, 
/**
 * SQLite's version.
 */
sqliteVersion: string, };

/**
 * What this device does by itself, and its language.
 */
export type DeviceView = { 
/**
 * Whether the desktop starts with the session; nothing where the host is no desktop.
 */
autostart: AutostartView | null, 
/**
 * The language chosen for what the desktop says outside its window; nothing where the host is no desktop.
 */
language: LanguageChoice | null, };

export type DirectoryRoleId = string;

/**
 * A directory role.
 */
export type DirectoryRoleRow = { 
/**
 * Key.
 */
id: DirectoryRoleId, 
/**
 * Name.
 */
displayName: string, 
/**
 * What its holders may do.
 */
description: string, 
/**
 * Whether it is privileged: agents may only be eligible.
 */
isPrivileged: boolean, 
/**
 * Whether it is on the block list: agents never hold it.
 */
isBlocked: boolean, 
/**
 * Whether it is on the list of those that agents may hold; one on neither list is refused too.
 */
isAllowed: boolean, };

/**
 * The directory roles.
 */
export type DirectoryRoles = { 
/**
 * By name.
 */
rows: Array<DirectoryRoleRow>, };

/**
 * Switch an agent off. When an administrator does it, the agent is held.
 */
export type DisableAgent = { 
/**
 * Which.
 */
agentId: AgentId, 
/**
 * Why.
 */
justification?: string, };

/**
 * Switch a blueprint or its principal off, and its whole family with it. Its agents keep their own states.
 */
export type DisableBlueprint = { 
/**
 * Which.
 */
blueprintId: BlueprintId, 
/**
 * The blueprint itself when left out.
 */
part?: FamilyPart, 
/**
 * Why.
 */
justification?: string, };

/**
 * Let a policy take nothing new, not even a direct assignment by an administrator. Access under it stays.
 */
export type DisablePolicy = { 
/**
 * Which.
 */
policyId: PolicyId, };

/**
 * Put the catch-up card away.
 */
export type DismissCatchUp = Record<symbol, never>;

export type DoctorCheck = "workspace" | "folder" | "permissions" | "backups" | "clock" | "sqlite" | "notifications" | "notificationButtons" | "tray" | "autostart" | "portal";

/**
 * What was found.
 */
export type DoctorView = { 
/**
 * One for each thing that was looked at.
 */
findings: Array<Finding>, };

/**
 * One entrance of the door, for programs that are told where it stands.
 */
export type DoorAddresses = { 
/**
 * The addresses, IPv4 first.
 */
urls: Array<string>, 
/**
 * Under which id the workspace stands in URLs and tokens.
 */
tenantId: string, 
/**
 * The base of Microsoft Graph's routes.
 */
graph: string, 
/**
 * The authority of libraries that ask for tokens.
 */
authority: string, 
/**
 * Where tokens are made.
 */
tokenEndpoint: string, 
/**
 * Where the managed-identity protocol is spoken.
 */
identityEndpoint: string, 
/**
 * Where the Model Context Protocol is spoken.
 */
mcp: string, };

export type DoorKeeping = "closed" | "here" | "elsewhere" | "failed" | "nobody";

/**
 * Who keeps the door, as this process sees it.
 */
export type DoorKeepingView = { 
/**
 * Who.
 */
keeping: DoorKeeping, 
/**
 * Where it stands, as far as somebody keeps it.
 */
stands: DoorStands | null, 
/**
 * Why it could not be kept, and what to do.
 */
message: string | null, 
/**
 * The same as code and values.
 */
saying: Saying | null, };

/**
 * Where a door stands.
 */
export type DoorStands = { 
/**
 * For HTTP.
 */
http: DoorAddresses, 
/**
 * For HTTPS, if it is spoken.
 */
https: DoorAddresses | null, 
/**
 * The file with the certificate that clients have to trust for HTTPS.
 */
caFile: string | null, };

/**
 * The agents' own door.
 */
export type DoorView = { 
/**
 * Whether agents are heard.
 */
isOpen: boolean, 
/**
 * The port on loopback, 0 for any free one.
 */
port: number, 
/**
 * Whether it speaks HTTPS too, at the next port.
 */
isHttps: boolean, 
/**
 * Under which id the workspace stands in URLs and tokens; nothing while it was never opened.
 */
tenantId: TenantId | null, 
/**
 * What I may do with it.
 */
may: Array<Action>, };

/**
 * Somebody who holds both sides of a pair.
 */
export type DoubleHolderRow = { 
/**
 * Who.
 */
agent: AgentRef, 
/**
 * The package.
 */
accessPackage: AccessPackageRef, 
/**
 * Its assignment.
 */
assignmentId: AssignmentId, 
/**
 * Held since.
 */
since: Timestamp, 
/**
 * Held until; nothing means no end.
 */
until: Timestamp | null, 
/**
 * The package that excludes it, if it is one.
 */
incompatibleAccessPackage: AccessPackageRef | null, 
/**
 * The group that excludes it, if it is one.
 */
incompatibleGroup: GroupRef | null, 
/**
 * The assignment that gives it; nothing for a membership that was given directly.
 */
incompatibleAssignmentId: AssignmentId | null, 
/**
 * Held since.
 */
incompatibleSince: Timestamp, 
/**
 * Held until; nothing means no end.
 */
incompatibleUntil: Timestamp | null, 
/**
 * How it came about.
 */
how: DoubleHolding, };

/**
 * Who holds both sides of pairs.
 */
export type DoubleHolders = { 
/**
 * Pair by pair, the agents by name.
 */
rows: Array<DoubleHolderRow>, 
/**
 * The same as comma-separated values.
 */
csv: string, };

export type DoubleHolding = "beforeRule" | "excluderCameLater" | "againstRule";

/**
 * Open a backup elsewhere and check it like a workspace.
 */
export type DrillBackup = { 
/**
 * Which, by path or name; the latest when left out.
 */
backup?: string, };

/**
 * A backup that was tried out.
 */
export type DrillDone = { 
/**
 * Which.
 */
backup: BackupRow, 
/**
 * What was found.
 */
verification: WorkspaceVerification, };

/**
 * One thing that fell due.
 */
export type DueItem = { 
/**
 * When it was due.
 */
dueAt: Timestamp, 
/**
 * When it was done.
 */
doneAt: Timestamp, 
/**
 * In words.
 */
sentence: string, 
/**
 * The same as code and values; nothing on the catch-up card.
 */
saying: Saying | null, 
/**
 * The activity of its record, for those who word it themselves; only on the catch-up card.
 */
activity: string | null, 
/**
 * The names of the agents, packages, people, blueprints and workflows that it concerns; only on that card.
 */
about: Array<string>, };

export type DueKind = "workflow" | "departure" | "start" | "end" | "stageDeadline" | "cascade" | "purge" | "escalation" | "stageReminder" | "reminder" | "workflowPurge";

/**
 * What was due and has been done.
 */
export type DueWorkDone = { 
/**
 * In order of the due instants.
 */
done: Array<DueItem>, };

export type Duration = string;

export type EffectiveState = "inForce" | "purged" | "softDeleted" | "held" | "disabled" | "orphaned" | "blueprintOff" | "principalOff";

/**
 * Switch an agent on.
 */
export type EnableAgent = { 
/**
 * Which.
 */
agentId: AgentId, };

/**
 * Switch a blueprint or its principal on.
 */
export type EnableBlueprint = { 
/**
 * Which.
 */
blueprintId: BlueprintId, 
/**
 * The blueprint itself when left out.
 */
part?: FamilyPart, };

/**
 * Let a policy take requests and direct assignments again.
 */
export type EnablePolicy = { 
/**
 * Which.
 */
policyId: PolicyId, };

/**
 * End a delegation of mine now.
 */
export type EndDelegation = { 
/**
 * Which.
 */
delegationId: DelegationId, };

export type EndReason = "expired" | "returned" | "removed" | "removedByRule" | "approvalRevoked";

/**
 * Throw the copy away and go back to the workspace from which it was made.
 */
export type EndTryOut = Record<symbol, never>;

export type ExecutionType = "scheduled" | "onDemand";

export type Exercise = "orphanInWaiting" | "openDoor" | "upsideDownLine" | "pairHeld" | "soleApprover" | "lateExtension";

/**
 * How the running exercise stands.
 */
export type ExerciseMarking = { 
/**
 * Which.
 */
exercise: Exercise, 
/**
 * Its name.
 */
title: string, 
/**
 * What must be true, in order.
 */
requirements: Array<RequirementRow>, 
/**
 * Whether all of it is.
 */
isSolved: boolean, 
/**
 * Why the fault matters, told once it is mended.
 */
explanation: string | null, };

/**
 * An exercise.
 */
export type ExerciseRow = { 
/**
 * Which.
 */
id: Exercise, 
/**
 * Its name.
 */
title: string, 
/**
 * What to do, in two sentences.
 */
task: string, 
/**
 * Hints, from the smallest to the whole way.
 */
hints: Array<string>, 
/**
 * Whether the company is this exercise's now.
 */
isRunning: boolean, 
/**
 * When it was solved here last, by the clock of the machine.
 */
solvedAt: Timestamp | null, };

/**
 * The exercises, in order.
 */
export type Exercises = { 
/**
 * One row each.
 */
rows: Array<ExerciseRow>, };

/**
 * When assignments end (Graph: `expirationPattern`).
 */
export type ExpirationView = { "type": "noExpiration", } | { "type": "afterDuration", 
/**
 * How long.
 */
duration: Duration, } | { "type": "afterDateTime", 
/**
 * When.
 */
endDateTime: Timestamp, };

/**
 * An end of access ahead.
 */
export type Expiry = { 
/**
 * The assignment.
 */
assignmentId: AssignmentId, 
/**
 * Who holds it.
 */
agent: AgentRef, 
/**
 * What is held.
 */
accessPackage: AccessPackageRef, 
/**
 * When it ends.
 */
endsAt: Timestamp, 
/**
 * Whether an extension waits for a decision.
 */
isExtensionPending: boolean, 
/**
 * Whether somebody decided to let it expire.
 */
isLetExpire: boolean, };

/**
 * Ask why an agent may use a right, or why not and what would help.
 */
export type ExplainAccess = { 
/**
 * Which agent.
 */
agentId: AgentId, 
/**
 * The group, application or directory role, by id or name.
 */
resource: string, 
/**
 * The role on it, as in `check_access`.
 */
role?: string, 
/**
 * At which instant; now when left out.
 */
at?: Timestamp, };

/**
 * Write a part of the history as text, oldest first. The parts, put one after the other, are the file.
 */
export type ExportAudit = { 
/**
 * Which records.
 */
filter?: AuditFilter, 
/**
 * In which form.
 */
form: AuditForm, 
/**
 * The number that the part before gave as `next`.
 */
after: number, 
/**
 * How many records in this part, 1 to 5000; 1000 when left out.
 */
limit?: number, 
/**
 * Whether the newest come first.
 */
newestFirst?: boolean, };

/**
 * Write the message that a notice brings into a file for a mail program, in the folder `exports` of the workspace.
 */
export type ExportMessage = { 
/**
 * The notice.
 */
noticeId: NoticeId, };

/**
 * What is exported.
 */
export type ExportOf = { "of": "audit", "ask": AuditExportAsk } | { "of": "list", "ask": ListExportAsk } | { "of": "report", "ask": ReportAsk } | { "of": "doubleHolders", "ask": ListDoubleHolders } | { "of": "agentDocument", "ask": AgentDocumentAsk } | { "of": "accessPackageDocument", "ask": AccessPackageDocumentAsk } | { "of": "monthDocument", "ask": MonthDocumentAsk };

/**
 * A file that was written.
 */
export type ExportSaved = { 
/**
 * Where it is.
 */
file: string, 
/**
 * How many records or rows it holds; of a document, how many pages.
 */
rows: number, };

/**
 * A file that was written.
 */
export type ExportedFile = { 
/**
 * Where it lies.
 */
path: string, };

export type ExtensionRule = "notAllowed" | "withoutApproval" | "withApproval";

export type FailureReason = "removed" | "blocked" | "closedToAgents" | "privilegedActive" | "timeOver";

export type FamilyPart = "blueprint" | "blueprintPrincipal";

/**
 * What was found of one thing.
 */
export type Finding = { 
/**
 * The thing.
 */
check: DoctorCheck, 
/**
 * How it is.
 */
health: Health, 
/**
 * In one sentence.
 */
sentence: string, 
/**
 * What to do, where something is to be done.
 */
advice: string | null, 
/**
 * The sentence as code and values; the advice goes by the same code.
 */
saying: Saying, 
/**
 * What the program can do about it.
 */
mend: Mend | null, };

/**
 * An answer to give.
 */
export type GiveAnswer = { 
/**
 * To which question.
 */
questionId: QuestionId, 
/**
 * The text, or the chosen value.
 */
value: string, };

/**
 * Give one agent an API permission or an application role, outside packages.
 */
export type GrantAgentPermission = { 
/**
 * Which agent.
 */
agentId: AgentId, 
/**
 * The API or application: its id, client id or name.
 */
resource: string, 
/**
 * The permission or role: its id or value.
 */
permission: string, 
/**
 * `delegatedPermission` or `appRole`; needed where there are both of that value.
 */
kind?: RightKind, 
/**
 * Why.
 */
justification?: string, };

/**
 * Consent to an API permission on a blueprint's principal.
 */
export type GrantConsent = { 
/**
 * Which blueprint.
 */
blueprintId: BlueprintId, 
/**
 * The API: its id, client id or name.
 */
resource: string, 
/**
 * The permission: its id or value.
 */
permission: string, 
/**
 * `delegatedPermission` or `appRole`; needed where the API has both of that value.
 */
kind?: RightKind, 
/**
 * Why.
 */
justification?: string, };

export type GrantSource = "assignment" | "direct" | "inherited";

export type GroupId = string;

export type GroupKind = "security" | "unified" | "dynamic";

/**
 * A group, named.
 */
export type GroupRef = { 
/**
 * Key.
 */
id: GroupId, 
/**
 * Name.
 */
displayName: string, };

/**
 * A group.
 */
export type GroupRow = { 
/**
 * Key.
 */
id: GroupId, 
/**
 * Name.
 */
displayName: string, 
/**
 * Purpose.
 */
description: string, 
/**
 * What it is for.
 */
kind: GroupKind, 
/**
 * People in it.
 */
people: Array<PersonRef>, 
/**
 * Whether packages may grant membership to agents.
 */
mayBeGrantedToAgents: boolean, 
/**
 * Whether it may sponsor agents.
 */
maySponsor: boolean, };

/**
 * The groups.
 */
export type Groups = { 
/**
 * By name.
 */
rows: Array<GroupRow>, };

/**
 * Something that happened.
 */
export type HappenedRow = { 
/**
 * Its number in the history.
 */
seq: bigint, 
/**
 * When it fell due or was done.
 */
at: Timestamp, 
/**
 * Who did it; nobody when it fell due by itself.
 */
actor: string | null, 
/**
 * What was done.
 */
activity: string, 
/**
 * In words.
 */
sentence: string, };

export type Health = "good" | "fair" | "bad" | "unknown";

/**
 * How much an heir would answer for.
 */
export type HeirLoad = { 
/**
 * The heir.
 */
person: PersonRef, 
/**
 * How many agents they sponsor in person today.
 */
agentsNow: number, 
/**
 * How many would be added, those left out that they sponsor already.
 */
agentsInherited: number, 
/**
 * How many blueprints would be added.
 */
blueprintsInherited: number, };

/**
 * A right that an agent holds or held.
 */
export type HeldRight = { 
/**
 * What.
 */
right: RightView, 
/**
 * Where it comes from.
 */
source: GrantSource, 
/**
 * The assignment that it comes from.
 */
assignmentId: AssignmentId | null, 
/**
 * The package of that assignment.
 */
accessPackage: AccessPackageRef | null, 
/**
 * The blueprint that it is inherited from.
 */
blueprint: BlueprintRef | null, 
/**
 * Since when.
 */
startsAt: Timestamp, 
/**
 * Until when; nothing means no end.
 */
endsAt: Timestamp | null, 
/**
 * Why, in one sentence.
 */
why: string, };

/**
 * What happened to one thing.
 */
export type HistoryEvent = { 
/**
 * The record's number.
 */
seq: number, 
/**
 * When it took effect.
 */
occurredAt: Timestamp, 
/**
 * When it was recorded.
 */
recordedAt: Timestamp, 
/**
 * Who did it; nothing for an agent or a rule.
 */
actor: PersonRef | null, 
/**
 * The agent that did it for itself.
 */
actorAgent: AgentRef | null, 
/**
 * What was done.
 */
activity: string, 
/**
 * In one sentence.
 */
sentence: string, };

/**
 * The state of the house.
 */
export type HomeCounts = { 
/**
 * Agents that are not deleted.
 */
agents: number, 
/**
 * Of those, switched off.
 */
disabledAgents: number, 
/**
 * Agents without an active sponsor.
 */
agentsWithoutSponsor: number, 
/**
 * Packages.
 */
accessPackages: number, 
/**
 * Assignments in force.
 */
assignments: number, 
/**
 * Of those, ending within 14 days.
 */
endingSoon: number, 
/**
 * Requests that wait for a decision.
 */
pendingRequests: number, };

/**
 * Home.
 */
export type HomeView = { 
/**
 * The present instant.
 */
now: Timestamp, 
/**
 * Reminders and other notices that ask me to do something.
 */
notices: Array<NoticeRow>, 
/**
 * How many more I put off.
 */
putOff: number, 
/**
 * What waits for my decision.
 */
approvals: Array<ApprovalRow>, 
/**
 * Agents without an active sponsor, that I may do something about.
 */
agentsWithoutSponsor: Array<AgentRow>, 
/**
 * The state of the house.
 */
counts: HomeCounts, 
/**
 * Ends of access in the next 90 days that I may see, in order; at most 500.
 */
expiries: Array<Expiry>, 
/**
 * What was done while nothing ran.
 */
catchUp: CatchUpCard | null, };

/**
 * One object of an import.
 */
export type ImportChange = { 
/**
 * `person`, `group`, `application`, `directoryRole`, `blueprint`, `blueprintPrincipal`, `agent`, `agentUser`.
 */
kind: string, 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
displayName: string, 
/**
 * `added`, `changed` or `unchanged`.
 */
change: string, 
/**
 * What changed of it; nothing where it is new or the same.
 */
fields: Array<ImportedField>, };

/**
 * Bring in people, groups, applications, directory roles, blueprints and agents from files: all or nothing.
 */
export type ImportDirectory = { 
/**
 * The files: people as CSV, the others as Microsoft Graph collections in JSON.
 */
files: Array<ImportFile>, 
/**
 * Only say what would change.
 */
dryRun?: boolean, };

/**
 * A file to import.
 */
export type ImportFile = { 
/**
 * Its name, for messages; `.csv` or `.json` tells what it is.
 */
name: string, 
/**
 * Its whole text; a byte order mark is allowed.
 */
text: string, };

/**
 * Something wrong with a file.
 */
export type ImportProblem = { 
/**
 * The file's name.
 */
file: string, 
/**
 * The line, for CSV; for JSON the number of the object in its collection, from 1.
 */
line: number | null, 
/**
 * What is wrong and what to do.
 */
reason: string, 
/**
 * The same as code and values.
 */
saying: Saying, };

/**
 * What an import changed, or would change.
 */
export type ImportReport = { 
/**
 * Whether nothing was written.
 */
isDryRun: boolean, 
/**
 * How many objects were new.
 */
added: number, 
/**
 * How many changed.
 */
changed: number, 
/**
 * How many were there already, the same.
 */
unchanged: number, 
/**
 * The new and changed ones.
 */
changes: Array<ImportChange>, 
/**
 * Those that were there already, the same.
 */
same: Array<ImportChange>, 
/**
 * What is wrong with the files. An import with problems changes nothing.
 */
problems: Array<ImportProblem>, };

/**
 * A field of an object that an import changes.
 */
export type ImportedField = { 
/**
 * The property.
 */
field: string, 
/**
 * What it said, cut where it is long; nothing where it said nothing.
 */
before: string | null, 
/**
 * What it says now, in the same way.
 */
after: string | null, };

/**
 * A group whose members can't get a package.
 */
export type IncompatibleGroupRow = { 
/**
 * The group.
 */
group: GroupRef, 
/**
 * When the rule was made.
 */
since: Timestamp, 
/**
 * How many hold both now.
 */
doubleHolders: number, };

/**
 * A package on the other side of a rule.
 */
export type IncompatiblePackageRow = { 
/**
 * The other package.
 */
accessPackage: AccessPackageRef, 
/**
 * When the rule was made.
 */
since: Timestamp, 
/**
 * Whether the other package lists this one too.
 */
isMutual: boolean, 
/**
 * How many hold both now.
 */
doubleHolders: number, };

/**
 * What excludes a package, and what it excludes.
 */
export type IncompatibleView = { 
/**
 * The package.
 */
accessPackage: AccessPackageRef, 
/**
 * Who holds one of these can't get the package.
 */
accessPackages: Array<IncompatiblePackageRow>, 
/**
 * Who is a member of one of these can't get it either.
 */
groups: Array<IncompatibleGroupRow>, 
/**
 * The packages that list this one: who holds it can't get them.
 */
incompatibleWith: Array<IncompatiblePackageRow>, 
/**
 * What I may do.
 */
may: Array<Action>, };

export type Inheritable = "allAllowed" | "none";

/**
 * An entry of an inheritable list.
 */
export type InheritablePermissionRow = { 
/**
 * The API.
 */
application: ApplicationRef, 
/**
 * What of its delegated permissions flows on.
 */
scopes: Inheritable, 
/**
 * What of its application permissions flows on.
 */
roles: Inheritable, 
/**
 * Since when.
 */
startsAt: Timestamp, };

export type Inheritance = "manager" | "higherManager" | "custodian";

/**
 * An agent that a leaver's departure touches.
 */
export type InheritedAgent = { 
/**
 * The agent.
 */
agent: AgentRef, 
/**
 * Whether an active sponsor stays.
 */
keepsCoSponsor: boolean, 
/**
 * Whether it is held because nobody is left.
 */
isHeld: boolean, };

/**
 * Give an agent a secret by which it says who it is at the agents' door.
 */
export type IssueAgentSecret = { 
/**
 * Which agent.
 */
agentId: AgentId, 
/**
 * Where it is used, so that it can be told from others.
 */
displayName: string, 
/**
 * Until when it holds; 180 days when left out, 730 days at most.
 */
endsAt?: Timestamp, };

/**
 * Give a blueprint a secret, which vouches for each of its agents.
 */
export type IssueBlueprintSecret = { 
/**
 * Which blueprint.
 */
blueprintId: BlueprintId, 
/**
 * Where it is used, so that it can be told from others.
 */
displayName: string, 
/**
 * Until when it holds; 180 days when left out, 730 days at most.
 */
endsAt?: Timestamp, };

/**
 * A secret that was just made. Its text is told once, here.
 */
export type IssuedSecret = { 
/**
 * As in the list.
 */
row: SecretRow, 
/**
 * The secret itself.
 */
secret: string, };

export type Language = "en" | "de";

export type LanguageChoice = "system" | "en" | "de";

/**
 * A thing that was late.
 */
export type LateThing = { 
/**
 * What kind.
 */
kind: DueKind, 
/**
 * What was done.
 */
sentence: string, 
/**
 * The same as code and values.
 */
saying: Saying | null, 
/**
 * When it fell due.
 */
dueAt: Timestamp, 
/**
 * When it was done.
 */
doneAt: Timestamp, 
/**
 * Late by so much while Chaperone ran.
 */
whileRunning: Duration, 
/**
 * Late by so much while nothing ran.
 */
whileClosed: Duration, };

/**
 * How late due things were done.
 */
export type LatenessView = { 
/**
 * From.
 */
from: Timestamp, 
/**
 * To.
 */
to: Timestamp, 
/**
 * How many things were done.
 */
done: number, 
/**
 * The latest that something was done while Chaperone ran.
 */
worstWhileRunning: Duration, 
/**
 * The longest that something waited because nothing ran.
 */
worstWhileClosed: Duration, 
/**
 * How long Chaperone ran.
 */
running: Duration, 
/**
 * How long nothing ran.
 */
closed: Duration, 
/**
 * In words.
 */
sentence: string, 
/**
 * What was late, the worst first.
 */
late: Array<LateThing>, 
/**
 * When Chaperone ran, the latest first.
 */
runs: Array<RunView>, };

/**
 * Decide to let access end on its day; further reminders of its end stay silent.
 */
export type LetExpire = { 
/**
 * Which assignment.
 */
assignmentId: AssignmentId, };

/**
 * List what an agent may do at an instant, with why and until when.
 */
export type ListAccess = { 
/**
 * Which agent.
 */
agentId: AgentId, 
/**
 * At which instant; now when left out.
 */
at?: Timestamp, };

/**
 * List access packages by name, a page at a time.
 */
export type ListAccessPackages = { 
/**
 * Which.
 */
filter?: AccessPackageFilter, 
/**
 * The last package of the page before.
 */
after?: AccessPackageId, 
/**
 * How many, 1 to 500; 100 when left out.
 */
limit?: number, 
/**
 * Whether to count all of them too.
 */
count?: boolean, };

/**
 * See what else the holder of an assignment holds that conflicts with it, in either direction.
 */
export type ListAdditionalAccess = { 
/**
 * The assignment.
 */
assignmentId: AssignmentId, };

/**
 * List the secrets of an agent, newest first.
 */
export type ListAgentSecrets = { 
/**
 * Which agent.
 */
agentId: AgentId, };

/**
 * List agents by name, a page at a time.
 */
export type ListAgents = { 
/**
 * Which.
 */
filter?: AgentFilter, 
/**
 * The last agent of the page before.
 */
after?: AgentId, 
/**
 * How many, 1 to 500; 100 when left out.
 */
limit?: number, };

/**
 * List applications with their roles and scopes.
 */
export type ListApplications = Record<symbol, never>;

/**
 * See who holds which role in the workspace; or in one catalog; or everywhere, of one person.
 */
export type ListAppointments = { 
/**
 * In this catalog.
 */
catalogId?: CatalogId, 
/**
 * Of this person, in person and through groups.
 */
personId?: PersonId, };

/**
 * List what waits for my decision, the nearest deadline first.
 */
export type ListApprovals = Record<symbol, never>;

/**
 * List the assignments that I may see, the nearest end first, a page at a time.
 */
export type ListAssignments = { 
/**
 * Which.
 */
filter?: AssignmentFilter, 
/**
 * The last assignment of the page before.
 */
after?: AssignmentId, 
/**
 * How many, 1 to 500; 100 when left out.
 */
limit?: number, 
/**
 * Whether to count all of them too.
 */
count?: boolean, };

/**
 * List the history, newest first, a page at a time.
 */
export type ListAudit = { 
/**
 * Which.
 */
filter?: AuditFilter, 
/**
 * The number of the last record of the page before.
 */
after: number, 
/**
 * How many, 1 to 500; 100 when left out.
 */
limit?: number, };

/**
 * List the backups of the workspace.
 */
export type ListBackups = Record<symbol, never>;

/**
 * List the secrets of a blueprint, newest first.
 */
export type ListBlueprintSecrets = { 
/**
 * Which blueprint.
 */
blueprintId: BlueprintId, };

/**
 * List blueprints by name, a page at a time.
 */
export type ListBlueprints = { 
/**
 * Which.
 */
filter?: BlueprintFilter, 
/**
 * The last blueprint of the page before.
 */
after?: BlueprintId, 
/**
 * How many, 1 to 500; 100 when left out.
 */
limit?: number, };

/**
 * List catalogs.
 */
export type ListCatalogs = Record<symbol, never>;

/**
 * List the checkpoints that the workspace remembers.
 */
export type ListCheckpoints = Record<symbol, never>;

/**
 * List my decisions, and those that delegates took in my place, newest first, a page at a time.
 */
export type ListDecisions = { 
/**
 * Which.
 */
filter?: DecisionFilter, 
/**
 * The stage of the last decision of the page before.
 */
after?: StageId, 
/**
 * How many, 1 to 500; 100 when left out.
 */
limit?: number, };

/**
 * List whom I appointed to decide in my place, and for whom I stand in.
 */
export type ListDelegations = Record<symbol, never>;

/**
 * List directory roles.
 */
export type ListDirectoryRoles = Record<symbol, never>;

/**
 * Report who holds both sides of a pair; of all pairs where nothing is named.
 */
export type ListDoubleHolders = { 
/**
 * Of this package.
 */
accessPackageId?: AccessPackageId, 
/**
 * Excluded by this package.
 */
incompatibleAccessPackageId?: AccessPackageId, 
/**
 * Excluded by this group.
 */
incompatibleGroupId?: GroupId, };

/**
 * See the exercises and which of them were solved here.
 */
export type ListExercises = Record<symbol, never>;

/**
 * An open list, to export: its rows in its order, as they are now.
 */
export type ListExportAsk = { 
/**
 * Which list.
 */
handle: string, 
/**
 * Which columns, under the row's field names and in this order; those that every list of its kind has when left
 * out. What names a row, its `id` or a record's `seq`, is there in any case.
 */
columns?: Array<string>, };

/**
 * List groups.
 */
export type ListGroups = Record<symbol, never>;

/**
 * See what excludes a package, and which packages it excludes.
 */
export type ListIncompatible = { 
/**
 * The package.
 */
accessPackageId: AccessPackageId, };

/**
 * List the notices in my inbox, newest first.
 */
export type ListNotices = { 
/**
 * Only those that still ask me to do something and that I haven't put off.
 */
open?: boolean, 
/**
 * The last notice of the page before.
 */
after?: NoticeId, 
/**
 * How many, 1 to 500; 100 when left out.
 */
limit?: number, };

/**
 * Which list, and which rows of it.
 */
export type ListOf = { "of": "agents", "filter": AgentFilter } | { "of": "blueprints", "filter": BlueprintFilter } | { "of": "people", "filter": PersonFilter } | { "of": "accessPackages", "filter": AccessPackageFilter } | { "of": "requests", "filter": RequestFilter } | { "of": "assignments", "filter": AssignmentFilter } | { "of": "audit", "filter": AuditFilter };

/**
 * List people by name, a page at a time.
 */
export type ListPeople = { 
/**
 * Which.
 */
filter?: PersonFilter, 
/**
 * The last person of the page before.
 */
after?: PersonId, 
/**
 * How many, 1 to 500; 100 when left out.
 */
limit?: number, };

/**
 * List reminders by due instant.
 */
export type ListReminders = { 
/**
 * Of this assignment; of all that I may see when left out.
 */
assignmentId?: AssignmentId, 
/**
 * The last reminder of the page before.
 */
after?: ReminderId, 
/**
 * How many, 1 to 500; 100 when left out.
 */
limit?: number, };

/**
 * List the packages that can be requested for an agent.
 */
export type ListRequestablePackages = { 
/**
 * The agent.
 */
agentId: AgentId, 
/**
 * Only this package, also when it isn't listed: who has its link may request it.
 */
accessPackageId?: AccessPackageId, };

/**
 * List the requests that I may see, newest first, a page at a time.
 */
export type ListRequests = { 
/**
 * Which.
 */
filter?: RequestFilter, 
/**
 * The last request of the page before.
 */
after?: RequestId, 
/**
 * How many, 1 to 500; 100 when left out.
 */
limit?: number, 
/**
 * Whether to count all of them too.
 */
count?: boolean, 
/**
 * Whether to tell of each what was asked in full.
 */
details?: boolean, };

/**
 * List the resource roles that a catalog offers.
 */
export type ListResourceRoles = { 
/**
 * The catalog.
 */
catalogId: CatalogId, };

/**
 * Rows of a list.
 */
export type ListRows = { "of": "agents", "rows": Array<AgentRow> } | { "of": "blueprints", "rows": Array<BlueprintRow> } | { "of": "people", "rows": Array<PersonRow> } | { "of": "accessPackages", "rows": Array<AccessPackageRow> } | { "of": "requests", "rows": Array<RequestRow> } | { "of": "assignments", "rows": Array<AssignmentRow> } | { "of": "audit", "rows": Array<AuditRow> };

/**
 * List what all runs did for one person, newest first.
 */
export type ListWorkflowResults = { 
/**
 * For whom.
 */
personId: PersonId, 
/**
 * The last result of the page before.
 */
after?: WorkflowPersonId, 
/**
 * How many, 1 to 500; 100 when left out.
 */
limit?: number, };

/**
 * List runs, newest first.
 */
export type ListWorkflowRuns = { 
/**
 * Of this workflow; of all when left out.
 */
workflowId?: WorkflowId, 
/**
 * In this state.
 */
state?: ProcessingState, 
/**
 * The last run of the page before.
 */
after?: WorkflowRunId, 
/**
 * How many, 1 to 500; 100 when left out.
 */
limit?: number, };

/**
 * List the templates that a workflow may be made from.
 */
export type ListWorkflowTemplates = Record<symbol, never>;

/**
 * List workflows.
 */
export type ListWorkflows = { 
/**
 * Those that are deleted and can be restored, instead of the others.
 */
deleted?: boolean, };

/**
 * A text in another language.
 */
export type LocalizedTextView = { 
/**
 * The language, such as `de` or `pt-BR`.
 */
languageCode: string, 
/**
 * The text in it.
 */
text: string, };

/**
 * Lock the session at once.
 */
export type LockSession = Record<symbol, never>;

/**
 * Make a checkpoint of the history, to be noted down elsewhere.
 */
export type MakeCheckpoint = Record<symbol, never>;

/**
 * Record that a desktop could not show a notice of mine.
 */
export type MarkNoticeFailed = { 
/**
 * Which.
 */
noticeId: NoticeId, 
/**
 * Why.
 */
reason: string, };

/**
 * Record that a notice of mine was shown.
 */
export type MarkNoticeShown = { 
/**
 * Which.
 */
noticeId: NoticeId, };

/**
 * Who acts.
 */
export type Me = { 
/**
 * The person.
 */
person: PersonRef, 
/**
 * Address.
 */
email: string, 
/**
 * Roles in the workspace.
 */
roles: Array<Role>, 
/**
 * What the roles allow without any relation; a screen hides what is not in it and not relational.
 */
may: Array<Action>, 
/**
 * How many agents the person sponsors or owns.
 */
agents: number, };

export type MembershipChange = "added" | "removed";

export type Mend = "backUp" | "repairPermissions" | "switchAutostart";

/**
 * What a task would write.
 */
export type MessagePreview = { 
/**
 * Whom it would address.
 */
to: Array<PersonRef>, 
/**
 * Who would receive a copy.
 */
cc: Array<PersonRef>, 
/**
 * One line.
 */
subject: string, 
/**
 * Lines of text.
 */
body: string, };

/**
 * A message in a list.
 */
export type MessageRow = { 
/**
 * A notice that brings it.
 */
noticeId: NoticeId, 
/**
 * One line.
 */
subject: string, 
/**
 * Whom it addresses.
 */
to: Array<PersonRef>, };

/**
 * A message.
 */
export type MessageView = { 
/**
 * The notice that brings it.
 */
noticeId: NoticeId, 
/**
 * About whom.
 */
about: PersonRef, 
/**
 * Whom it addresses.
 */
to: Array<PersonRef>, 
/**
 * Who received a copy.
 */
cc: Array<PersonRef>, 
/**
 * One line.
 */
subject: string, 
/**
 * Lines of text.
 */
body: string, 
/**
 * Its language.
 */
locale: string | null, 
/**
 * When it was written.
 */
createdAt: Timestamp, };

export type MissingLayer = "consent" | "inheritance" | "declaration";

/**
 * A document about a month: what was asked, decided and ended, who left, and by what the history can be checked.
 */
export type MonthDocumentAsk = { 
/**
 * Which, as year and month: `2026-03`. It begins and ends at midnight by this device's clock.
 */
month: string, 
/**
 * In which language.
 */
language: Language, };

export type MoveAttribute = "jobTitle" | "department" | "manager";

/**
 * What I chose for myself.
 */
export type MySettings = { 
/**
 * After how many idle minutes my session in a live workspace locks.
 */
lockAfterMinutes: number, 
/**
 * Which notices come up on my desktop.
 */
notificationLevel: NotificationLevel, 
/**
 * The hours in which nothing comes up.
 */
quietHours: QuietHoursView | null, 
/**
 * The days on which nothing comes up.
 */
quietDays: Array<Weekday>, 
/**
 * At which time of day all that isn't pressing comes up at once.
 */
digestAt: TimeOfDay | null, };

/**
 * Approvers to name.
 */
export type NewApproverSet = { 
/**
 * Which kind.
 */
kind: ApproverKind, 
/**
 * The person, for `singleUser`.
 */
personId?: PersonId, 
/**
 * The group, for `groupMembers`.
 */
groupId?: GroupId, 
/**
 * For `requestorManager` and `targetManager`: 1 for the manager, 2 for the manager's manager; 1 when left out.
 */
managerLevel?: number, };

/**
 * A policy to make.
 */
export type NewPolicy = { 
/**
 * Name.
 */
displayName: string, 
/**
 * Who may get the package.
 */
scope: PolicyScope, 
/**
 * The agents, when the scope is chosen ones.
 */
specificTargets?: Array<AgentId>, 
/**
 * Groups of agents, when the scope is chosen ones.
 */
specificTargetGroups?: Array<GroupId>, 
/**
 * Who may ask; agents for themselves and their sponsors and owners for them when left out of a new policy.
 */
requestorSettings?: RequestorSettingsView, 
/**
 * What whoever asks has to answer, in order.
 */
questions?: Array<NewQuestion>, 
/**
 * Approval stages, in order; none means no approval.
 */
stages: Array<NewStage>, 
/**
 * When assignments end.
 */
expiration: ExpirationView, 
/**
 * Whether they can be extended.
 */
extension: ExtensionRule, 
/**
 * Whether the requestor has to say why.
 */
isRequestorJustificationRequired?: boolean, 
/**
 * Whether nobody is told that access was delivered, will end or has ended.
 */
isAssignmentNotificationDisabled?: boolean, };

/**
 * A question to ask.
 */
export type NewQuestion = { 
/**
 * How it is answered.
 */
kind: QuestionKind, 
/**
 * The question itself.
 */
text: string, 
/**
 * The question in other languages.
 */
localizations?: Array<LocalizedTextView>, 
/**
 * Whether it has to be answered.
 */
isRequired?: boolean, 
/**
 * Whether the answer may be changed while access lasts.
 */
isAnswerEditable?: boolean, 
/**
 * A regular expression that a text has to match whole.
 */
pattern?: string, 
/**
 * What may be chosen, for a multiple choice.
 */
choices?: Array<ChoiceView>, };

/**
 * An approval stage to make.
 */
export type NewStage = { 
/**
 * Who is asked.
 */
primaryApprovers: Array<NewApproverSet>, 
/**
 * Who is asked when nobody of them is eligible.
 */
fallbackApprovers?: Array<NewApproverSet>, 
/**
 * After so many whole days without a decision the stage denies, 1 to 14.
 */
limitDays: number, 
/**
 * Whether approving wants a reason.
 */
isJustificationRequired?: boolean, 
/**
 * After so many whole days without a decision the alternates are asked too; not on the last day, and only in a stage
 * of 4 days or more. Left out for never.
 */
escalateAfterDays?: number, 
/**
 * Who is asked too.
 */
alternateApprovers?: Array<NewApproverSet>, 
/**
 * Who is asked too when no alternate is eligible.
 */
fallbackAlternateApprovers?: Array<NewApproverSet>, };

/**
 * A task of a workflow.
 */
export type NewTask = { 
/**
 * What it does.
 */
task: TaskDefinition, 
/**
 * What people call it; the task's own name when left out.
 */
displayName?: string, 
/**
 * Purpose.
 */
description?: string, 
/**
 * Whether it is done; it is unless somebody says otherwise.
 */
isEnabled?: boolean, 
/**
 * Whether the next task is done although this one failed; notices go on and the transfer stops unless somebody
 * says otherwise.
 */
continueOnError?: boolean, 
/**
 * Who receives a copy of its message.
 */
cc?: Array<PersonId>, 
/**
 * The subject in place of the task's own, with placeholders such as `{{userDisplayName}}`.
 */
subject?: string, 
/**
 * The text in place of the task's own, with placeholders.
 */
body?: string, 
/**
 * The language, as a tag such as `en-GB`.
 */
locale?: string, };

/**
 * What falls due next.
 */
export type NextEvent = { 
/**
 * When.
 */
at: Timestamp, 
/**
 * What kind of thing.
 */
kind: DueKind, 
/**
 * In words.
 */
sentence: string, };

export type NoticeId = string;

export type NoticeKind = "accessExpiring" | "accessEnded" | "decisionWanted" | "accessDelivered" | "requestDenied" | "requestExpired" | "accessExtended" | "sponsorshipInherited" | "sponsorChange" | "agentHeld" | "decisionForwarded" | "decisionReminder" | "decisionMade" | "decisionMissed" | "approvalsDelegated" | "approvalRevoked";

/**
 * A page of notices.
 */
export type NoticePage = { 
/**
 * The notices.
 */
rows: Array<NoticeRow>, 
/**
 * Give this as `after` for the next page.
 */
next: NoticeId | null, };

/**
 * A notice.
 */
export type NoticeRow = { 
/**
 * Key.
 */
id: NoticeId, 
/**
 * What it is about.
 */
kind: NoticeKind, 
/**
 * Whether a desktop has shown it.
 */
state: NoticeState, 
/**
 * Whether it still asks its reader to do something.
 */
isOpen: boolean, 
/**
 * Whose it is.
 */
recipient: PersonRef, 
/**
 * When it fell due.
 */
dueAt: Timestamp, 
/**
 * The agent.
 */
agent: AgentRef | null, 
/**
 * The package.
 */
accessPackage: AccessPackageRef | null, 
/**
 * The assignment.
 */
assignmentId: AssignmentId | null, 
/**
 * The request.
 */
requestId: RequestId | null, 
/**
 * The end that it speaks of.
 */
endsAt: Timestamp | null, 
/**
 * Whether the access can be extended.
 */
extension: ExtensionRule | null, 
/**
 * When it comes up again, if its reader put it off.
 */
snoozedUntil: Timestamp | null, 
/**
 * The notice in one line, for people; instants in it are UTC dates.
 */
sentence: string, 
/**
 * What it says, for those who word it themselves; nothing where somebody wrote its words.
 */
saying: Saying | null, 
/**
 * Why a desktop could not show it.
 */
failure: string | null, 
/**
 * The same as code and values; nothing where whoever said so worded it otherwise.
 */
failureSaying: Saying | null, };

export type NoticeState = "waiting" | "shown" | "superseded" | "failed";

export type NotificationLevel = "all" | "actionNeeded" | "urgent" | "nothing";

export type ObstacleKind = "closed" | "outOfForce" | "ended" | "notYet" | "consentMissing" | "inheritanceMissing" | "requestWaits" | "extensionWaits" | "requestable" | "notRequestable" | "noPackage";

export type OnBehalfRequestor = "targetAgentIdentitySponsorsOrOwners" | "targetManager";

/**
 * A passphrase that holds for one sign-in; told once.
 */
export type OneTimePassphrase = { 
/**
 * Whose.
 */
person: PersonRef, 
/**
 * The passphrase.
 */
passphrase: string, };

/**
 * Open a list, or see how it begins.
 */
export type OpenList = { 
/**
 * Which.
 */
list: ListOf, 
/**
 * The column to sort by, under the row's field name; the list's own order when left out.
 */
sortBy?: string, 
/**
 * The other way round.
 */
descending?: boolean, 
/**
 * How many of its first rows to answer with, 1 to 500. Left out: none with a list, 100 of a preview.
 */
first?: number, };

/**
 * Open the training company; it is made on first use.
 */
export type OpenTrainingCompany = { 
/**
 * Where; the platform's data folder when left out.
 */
folder?: string, };

/**
 * Open the workspace in a folder.
 */
export type OpenWorkspace = { 
/**
 * Where.
 */
folder: string, };

/**
 * An open list.
 */
export type OpenedList = { 
/**
 * What to read it by.
 */
handle: string, 
/**
 * How many rows.
 */
count: number, 
/**
 * The first of them, as many as were asked for.
 */
first: ListRows | null, };

/**
 * An owner: exactly one of a person and an agent or other service principal.
 */
export type OwnerAsk = { 
/**
 * The person.
 */
personId?: PersonId, 
/**
 * The agent or service principal.
 */
agentId?: AgentId, };

/**
 * A passphrase that was set.
 */
export type PassphraseSet = { 
/**
 * Whose.
 */
person: PersonRef, };

/**
 * Which people.
 */
export type PersonFilter = { 
/**
 * A part of the name, address, title or department.
 */
search?: string, 
/**
 * Only those who are active now, or only those who are not.
 */
isActive?: boolean, };

export type PersonId = string;

/**
 * A page of people.
 */
export type PersonPage = { 
/**
 * The people.
 */
rows: Array<PersonRow>, 
/**
 * Give this as `after` for the next page.
 */
next: PersonId | null, };

/**
 * A person, named.
 */
export type PersonRef = { 
/**
 * Key.
 */
id: PersonId, 
/**
 * Name.
 */
displayName: string, };

/**
 * A person in a list.
 */
export type PersonRow = { 
/**
 * Key.
 */
id: PersonId, 
/**
 * Name.
 */
displayName: string, 
/**
 * Address.
 */
email: string, 
/**
 * Job title.
 */
jobTitle: string | null, 
/**
 * Department.
 */
department: string | null, 
/**
 * Their manager.
 */
manager: PersonRef | null, 
/**
 * Whether they are active now.
 */
isActive: boolean, 
/**
 * Roles in the workspace.
 */
roles: Array<Role>, 
/**
 * How many agents they sponsor in person.
 */
sponsoredAgents: number, };

/**
 * A person with their surroundings.
 */
export type PersonView = { 
/**
 * As in the list.
 */
person: PersonRow, 
/**
 * The HR system's number.
 */
employeeId: string | null, 
/**
 * When employment began.
 */
hiredAt: Timestamp | null, 
/**
 * When it ends or ended.
 */
leavesAt: Timestamp | null, 
/**
 * Who reports to them.
 */
reports: Array<PersonRef>, 
/**
 * The agents that they sponsor in person.
 */
sponsors: Array<AgentRef>, 
/**
 * The agents that they own.
 */
owns: Array<AgentRef>, 
/**
 * The groups of which they are a member.
 */
groups: Array<GroupRef>, 
/**
 * Whether they have a passphrase, for those who may set one.
 */
hasPassphrase: boolean | null, };

export type PolicyId = string;

/**
 * A policy, named.
 */
export type PolicyRef = { 
/**
 * Key.
 */
id: PolicyId, 
/**
 * Name.
 */
displayName: string, };

export type PolicyScope = "notSpecified" | "specificDirectoryServicePrincipals" | "allDirectoryAgentIdentities" | "allDirectoryServicePrincipals";

/**
 * An approval stage of a policy.
 */
export type PolicyStageView = { 
/**
 * Who is asked.
 */
primaryApprovers: Array<ApproverSetView>, 
/**
 * Who is asked when nobody of them is eligible.
 */
fallbackApprovers: Array<ApproverSetView>, 
/**
 * After so many days without a decision the stage denies.
 */
limitDays: number, 
/**
 * Whether approving wants a reason.
 */
isJustificationRequired: boolean, 
/**
 * After so many days without a decision the alternates are asked too; nothing for never.
 */
escalateAfterDays: number | null, 
/**
 * Who is asked too.
 */
alternateApprovers: Array<ApproverSetView>, 
/**
 * Who is asked too when no alternate is eligible.
 */
fallbackAlternateApprovers: Array<ApproverSetView>, };

/**
 * A policy.
 */
export type PolicyView = { 
/**
 * Key.
 */
id: PolicyId, 
/**
 * Name.
 */
displayName: string, 
/**
 * Who may get the package.
 */
scope: PolicyScope, 
/**
 * The agents, when the scope is chosen ones.
 */
specificTargets: Array<AgentRef>, 
/**
 * The groups of agents, when the scope is chosen ones.
 */
specificTargetGroups: Array<GroupRef>, 
/**
 * Who may ask.
 */
requestorSettings: RequestorSettingsView, 
/**
 * What whoever asks has to answer, in order.
 */
questions: Array<QuestionView>, 
/**
 * Approval stages, in order.
 */
stages: Array<PolicyStageView>, 
/**
 * When assignments end.
 */
expiration: ExpirationView, 
/**
 * Whether they can be extended.
 */
extension: ExtensionRule, 
/**
 * Whether the requestor has to say why.
 */
isRequestorJustificationRequired: boolean, 
/**
 * Whether it takes requests.
 */
isEnabled: boolean, 
/**
 * Whether nobody is told that access was delivered, will end or has ended.
 */
isAssignmentNotificationDisabled: boolean, };

/**
 * What a room full of people looks at.
 */
export type PresentationView = { 
/**
 * The workspace's present instant.
 */
now: Timestamp, 
/**
 * What falls due next.
 */
nextEvent: NextEvent | null, 
/**
 * What happened last, the latest first, at most 6.
 */
happened: Array<HappenedRow>, };

/**
 * See what a request would lead to. Changes nothing.
 */
export type PreviewRequest = { 
/**
 * For which agent.
 */
agentId: AgentId, 
/**
 * Which package.
 */
accessPackageId: AccessPackageId, 
/**
 * Through which policy, where several fit.
 */
policyId?: PolicyId, 
/**
 * From when; at once when left out.
 */
startAt?: Timestamp, 
/**
 * For how long; as long as the policy gives when left out.
 */
duration?: Duration, 
/**
 * Until when, instead of a duration.
 */
endAt?: Timestamp, 
/**
 * Why; when left out, that a reason is wanted is told and no refusal.
 */
justification?: string, 
/**
 * What the questions are answered with; when left out, they are told and no refusal.
 */
answers?: Array<GiveAnswer>, };

/**
 * See what a task would write about a person. Changes nothing.
 */
export type PreviewWorkflowMessage = { 
/**
 * The task.
 */
task: NewTask, 
/**
 * About whom.
 */
personId: PersonId, };

export type PrivilegeLevel = "standard" | "privileged";

export type ProcessingState = "queued" | "inProgress" | "completed" | "completedWithErrors" | "canceled" | "failed";

/**
 * Delete a deleted agent for good; what it holds ends.
 */
export type PurgeAgent = { 
/**
 * Which.
 */
agentId: AgentId, 
/**
 * Why.
 */
justification?: string, };

/**
 * Delete a deleted blueprint for good.
 */
export type PurgeBlueprint = { 
/**
 * Which.
 */
blueprintId: BlueprintId, 
/**
 * Why.
 */
justification?: string, };

export type QuestionId = string;

export type QuestionKind = "shortText" | "longText" | "multipleChoice";

/**
 * A question of a policy.
 */
export type QuestionView = { 
/**
 * Key.
 */
id: QuestionId, 
/**
 * Its place, 1 for the first.
 */
sequence: number, 
/**
 * How it is answered.
 */
kind: QuestionKind, 
/**
 * The question itself.
 */
text: string, 
/**
 * The question in other languages.
 */
localizations: Array<LocalizedTextView>, 
/**
 * Whether it has to be answered.
 */
isRequired: boolean, 
/**
 * Whether the answer may be changed while access lasts.
 */
isAnswerEditable: boolean, 
/**
 * A regular expression that a text has to match whole.
 */
pattern: string | null, 
/**
 * What may be chosen, for a multiple choice.
 */
choices: Array<ChoiceView>, };

/**
 * Hours in which nothing comes up, each day, by the clock on the wall; over midnight if they end earlier than they begin.
 */
export type QuietHoursView = { 
/**
 * When they begin, as hours and minutes.
 */
from: TimeOfDay, 
/**
 * When they are over.
 */
to: TimeOfDay, };

/**
 * Read rows of an open list by position.
 */
export type ReadList = { 
/**
 * Which list.
 */
handle: string, 
/**
 * The first position, from 0.
 */
from: number, 
/**
 * How many, 1 to 500.
 */
count: number, };

export type RecipientsBy = "sponsors" | "owners" | "custodian" | "nobody";

/**
 * Carry out that a person leaves now: their sponsorships pass on in the same step.
 */
export type RecordDeparture = { 
/**
 * Who leaves.
 */
personId: PersonId, };

/**
 * A recovery code; told once.
 */
export type RecoveryCode = { 
/**
 * The code.
 */
code: string, };

/**
 * Choose a new passphrase by the recovery code; for administrators. A new code takes its place.
 */
export type RedeemRecoveryCode = { 
/**
 * Address of the administrator.
 */
email: string, 
/**
 * The code, in either letter case, with or without its hyphens.
 */
code: string, 
/**
 * The new passphrase, at least 10 characters.
 */
passphrase: string, };

/**
 * See who would inherit what if a person left now. Changes nothing.
 */
export type RehearseDeparture = { 
/**
 * Who would leave.
 */
personId: PersonId, };

/**
 * See what would become of everything if several people left on one day. Changes nothing.
 */
export type RehearseDepartures = { 
/**
 * Who would leave: 1 to 200 people.
 */
personIds: Array<PersonId>, 
/**
 * When; now when left out. Whoever is known to leave before that day is gone by then.
 */
at?: Timestamp, };

/**
 * What would become of what one of them answers for.
 */
export type RehearsedDeparture = { 
/**
 * Who leaves.
 */
person: PersonRef, 
/**
 * Who takes over.
 */
heir: PersonRef | null, 
/**
 * How the heir was found.
 */
by: Inheritance | null, 
/**
 * Managers who were passed over because they are not there any more.
 */
passedOver: Array<PersonRef>, 
/**
 * The managers who go round in a circle above this person, if they do.
 */
circle: Array<PersonRef>, 
/**
 * The agents that would pass on.
 */
agents: Array<AgentRef>, 
/**
 * The blueprints that would pass on.
 */
blueprints: Array<BlueprintRef>, 
/**
 * Why the departure would be refused, if somebody recorded it alone.
 */
refusal: string | null, 
/**
 * The same as code and values.
 */
refusalSaying: Saying | null, };

export type ReminderId = string;

export type ReminderKind = "expiring" | "ended";

/**
 * A page of reminders.
 */
export type ReminderPage = { 
/**
 * The reminders.
 */
rows: Array<ReminderRow>, 
/**
 * Give this as `after` for the next page.
 */
next: ReminderId | null, };

/**
 * A reminder.
 */
export type ReminderRow = { 
/**
 * Key.
 */
id: ReminderId, 
/**
 * The assignment.
 */
assignmentId: AssignmentId, 
/**
 * The agent.
 */
agent: AgentRef, 
/**
 * The package.
 */
accessPackage: AccessPackageRef, 
/**
 * What it says.
 */
kind: ReminderKind, 
/**
 * How many days before the end.
 */
thresholdDays: number, 
/**
 * When it is due.
 */
dueAt: Timestamp, 
/**
 * When it was carried out.
 */
doneAt: Timestamp | null, 
/**
 * Where it stands.
 */
state: ReminderState, 
/**
 * Who was told, and why they.
 */
recipientsBy: RecipientsBy | null, 
/**
 * Who was told.
 */
recipients: Array<PersonRef>, };

export type ReminderState = "scheduled" | "sent" | "superseded";

/**
 * Remove an assignment, as an administrator.
 */
export type RemoveAssignment = { 
/**
 * Which assignment.
 */
assignmentId: AssignmentId, 
/**
 * Why.
 */
justification?: string, };

/**
 * Take a resource out of its catalog, when no package grants any of its roles.
 */
export type RemoveCatalogResource = { 
/**
 * Which.
 */
resourceId: ResourceId, };

/**
 * Take a rule of separation back. Give one of the two.
 */
export type RemoveIncompatible = { 
/**
 * The package.
 */
accessPackageId: AccessPackageId, 
/**
 * The package that excludes it.
 */
incompatibleAccessPackageId?: AccessPackageId, 
/**
 * The group whose members can't get it.
 */
incompatibleGroupId?: GroupId, };

/**
 * Take an API out of a blueprint's inheritable list.
 */
export type RemoveInheritablePermission = { 
/**
 * Which blueprint.
 */
blueprintId: BlueprintId, 
/**
 * The API: its id, client id or name.
 */
resource: string, };

/**
 * Take a resource role out of a package; who holds it by the package alone loses it at once.
 */
export type RemovePackageRole = { 
/**
 * The package.
 */
accessPackageId: AccessPackageId, 
/**
 * The role.
 */
resourceRoleId: ResourceRoleId, };

/**
 * Make a new recovery code; the old one is worth nothing then.
 */
export type RenewRecoveryCode = Record<symbol, never>;

/**
 * Take the open workspace away from the eyes of everybody but its owner.
 */
export type RepairPermissions = Record<symbol, never>;

/**
 * Which report, over what.
 */
export type ReportAsk = { 
/**
 * Which.
 */
report: ReportKind, 
/**
 * Only of this agent; the access of an agent needs one, what it has and could request needs one or a person.
 */
agentId?: AgentId, 
/**
 * Only of this person: what they may request, or what workflows did for them.
 */
personId?: PersonId, 
/**
 * Only of this package.
 */
accessPackageId?: AccessPackageId, 
/**
 * Only of this workflow.
 */
workflowId?: WorkflowId, 
/**
 * Only what is in this state, as the field spells it.
 */
state?: string, 
/**
 * Only what began at or after.
 */
from?: Timestamp, 
/**
 * Only what began before.
 */
to?: Timestamp, };

/**
 * A column of a report.
 */
export type ReportColumn = { 
/**
 * Its name for programs.
 */
id: string, 
/**
 * Whether its texts are instants.
 */
isInstant: boolean, };

export type ReportKind = "packageAssignments" | "agentAccess" | "requestHistory" | "outsidePackages" | "subjectPackages" | "workflowRuns" | "workflowPeople" | "workflowTasks";

/**
 * A report.
 */
export type ReportView = { 
/**
 * The columns, in order.
 */
columns: Array<ReportColumn>, 
/**
 * The rows: a text for each column, empty where there is nothing.
 */
rows: Array<Array<string>>, 
/**
 * The core's own sentences among the texts, as codes and values, by sentence.
 */
sayings: { [key in string]: Saying }, 
/**
 * The same as comma-separated values.
 */
csv: string, };

/**
 * Make an assignment give exactly what its package grants now.
 */
export type ReprocessAssignment = { 
/**
 * Which assignment.
 */
assignmentId: AssignmentId, };

/**
 * Try again what couldn't be delivered.
 */
export type ReprocessRequest = { 
/**
 * Which.
 */
requestId: RequestId, };

/**
 * Request a package for an agent that I sponsor, own or manage, or for myself as an agent.
 */
export type RequestAccess = { 
/**
 * For which agent.
 */
agentId: AgentId, 
/**
 * Which package.
 */
accessPackageId: AccessPackageId, 
/**
 * Through which policy, where several fit.
 */
policyId?: PolicyId, 
/**
 * From when; at once when left out.
 */
startAt?: Timestamp, 
/**
 * For how long; as long as the policy gives when left out.
 */
duration?: Duration, 
/**
 * Until when, instead of a duration.
 */
endAt?: Timestamp, 
/**
 * Why.
 */
justification?: string, 
/**
 * What the policy's questions are answered with.
 */
answers?: Array<GiveAnswer>, };

/**
 * What was asked in full.
 */
export type RequestDetails = { 
/**
 * The policy through which it runs.
 */
policy: PolicyRef, 
/**
 * Why, in the requestor's words.
 */
justification: string, 
/**
 * When access should start.
 */
askedStart: Timestamp | null, 
/**
 * How long it should last.
 */
askedDuration: Duration | null, 
/**
 * The end that is asked for.
 */
askedEnd: Timestamp | null, 
/**
 * What the policy's questions were answered with.
 */
answers: Array<AnswerView>, 
/**
 * The assignment that it led to, or concerns.
 */
assignmentId: AssignmentId | null, };

/**
 * Ask for a later end.
 */
export type RequestExtension = { 
/**
 * Which assignment.
 */
assignmentId: AssignmentId, 
/**
 * The wanted end; as late as the policy gives when left out.
 */
until?: Timestamp, 
/**
 * Why.
 */
justification?: string, 
/**
 * Answers that have changed; only those that may be edited.
 */
answers?: Array<GiveAnswer>, };

/**
 * Which requests.
 */
export type RequestFilter = { 
/**
 * A part of the agent's or package's name, or the id.
 */
search?: string, 
/**
 * In this state.
 */
state?: RequestState, 
/**
 * Only those that are still open.
 */
open?: boolean, 
/**
 * Only those that I filed or that are for my agents.
 */
mine?: boolean, 
/**
 * Only those for this agent.
 */
agentId?: AgentId, 
/**
 * Only those for this package.
 */
accessPackageId?: AccessPackageId, 
/**
 * Only those that I filed.
 */
filedByMe?: boolean, 
/**
 * Only those that wait for my decision.
 */
toDecide?: boolean, 
/**
 * Only those for agents that I sponsor or own.
 */
forMyAgents?: boolean, };

export type RequestId = string;

/**
 * A page of requests.
 */
export type RequestPage = { 
/**
 * The requests.
 */
rows: Array<RequestRow>, 
/**
 * Give this as `after` for the next page.
 */
next: RequestId | null, 
/**
 * How many there are on all pages; nothing unless it was asked for.
 */
total: number | null, };

/**
 * What a request would lead to.
 */
export type RequestPreview = { 
/**
 * The policy through which it would run.
 */
policy: PolicyRef | null, 
/**
 * Whether somebody has to agree first.
 */
needsApproval: boolean, 
/**
 * Who would be asked, stage by stage.
 */
stages: Array<StagePreview>, 
/**
 * Until when, if it were delivered now.
 */
untilIfDeliveredNow: Timestamp | null, 
/**
 * What the agent would gain.
 */
gains: Array<RightView>, 
/**
 * What the package holds that the agent has already.
 */
alreadyHeld: Array<RightView>, 
/**
 * Whether the requestor has to say why.
 */
isJustificationRequired: boolean, 
/**
 * What has to be answered, in order.
 */
questions: Array<QuestionView>, 
/**
 * Whether the requestor may choose start and end.
 */
isScheduleAllowed: boolean, 
/**
 * When access ends by the policy.
 */
expiration: ExpirationView | null, 
/**
 * Whether it can be extended.
 */
extension: ExtensionRule | null, 
/**
 * Why the request would be refused.
 */
refusal: string | null, 
/**
 * The same as code and values.
 */
refusalSaying: Saying | null, };

/**
 * A request in a list.
 */
export type RequestRow = { 
/**
 * Key.
 */
id: RequestId, 
/**
 * What it asks for.
 */
requestType: RequestType, 
/**
 * Where it stands.
 */
state: RequestState, 
/**
 * More about the state; `Expired` is shown instead of `denied` where nobody decided in time.
 */
status: RequestStatus, 
/**
 * For which agent.
 */
agent: AgentRef, 
/**
 * Which package.
 */
accessPackage: AccessPackageRef, 
/**
 * Who filed it.
 */
requestor: RequestorView, 
/**
 * When it was filed.
 */
createdAt: Timestamp, 
/**
 * When it was closed.
 */
completedAt: Timestamp | null, 
/**
 * The request's own clock: by when a decision is needed.
 */
decisionNeededBy: Timestamp | null, 
/**
 * The access's clock: until when, as asked or as given.
 */
accessUntil: Timestamp | null, 
/**
 * What was asked in full; nothing unless a list was asked for it.
 */
details: RequestDetails | null, };

export type RequestState = "submitted" | "pendingApproval" | "scheduled" | "delivering" | "delivered" | "partiallyDelivered" | "deliveryFailed" | "denied" | "canceled";

export type RequestStatus = "Accepted" | "Denied" | "Expired" | "AssignmentEnded" | "TargetNotEligible" | "Fulfilled" | "Canceled";

export type RequestType = "userAdd" | "userExtend" | "userRemove" | "adminAdd" | "adminUpdate" | "adminRemove" | "systemRemove";

/**
 * A request with its stages and history.
 */
export type RequestView = { 
/**
 * As in the list.
 */
request: RequestRow, 
/**
 * The policy through which it runs.
 */
policy: PolicyRef, 
/**
 * Why, in the requestor's words.
 */
justification: string, 
/**
 * When access should start.
 */
askedStart: Timestamp | null, 
/**
 * How long it should last.
 */
askedDuration: Duration | null, 
/**
 * The end that is asked for.
 */
askedEnd: Timestamp | null, 
/**
 * What the policy's questions were answered with.
 */
answers: Array<AnswerView>, 
/**
 * What an approver shortened the duration to.
 */
grantedDuration: Duration | null, 
/**
 * What an approver shortened an extension to.
 */
grantedEnd: Timestamp | null, 
/**
 * The assignment that it led to, or concerns.
 */
assignmentId: AssignmentId | null, 
/**
 * What couldn't be given, where delivery failed wholly or in part.
 */
failures: Array<DeliveryFailureView>, 
/**
 * Its approval stages.
 */
stages: Array<StageView>, 
/**
 * What it grants.
 */
rights: Array<RightView>, 
/**
 * SHA-256, as 64 hexadecimal digits, of what an approver of the open stage judges by; a decision gives it back.
 * Nothing while no stage is open.
 */
fingerprint: string | null, 
/**
 * What happened to it, oldest first.
 */
history: Array<HistoryEvent>, 
/**
 * What I may do with it.
 */
may: Array<Action>, };

/**
 * A package that can be requested for an agent, or the reason why not.
 */
export type RequestablePackage = { 
/**
 * The package.
 */
accessPackage: AccessPackageRow, 
/**
 * The policies to choose from.
 */
policies: Array<PolicyView>, 
/**
 * What it grants.
 */
rights: Array<RightView>, 
/**
 * Why a request would be refused now; such packages are shown last.
 */
refusal: string | null, 
/**
 * The same as code and values.
 */
refusalSaying: Saying | null, };

/**
 * The packages that can be requested for an agent.
 */
export type RequestablePackages = { 
/**
 * The agent.
 */
agent: AgentRef, 
/**
 * Requestable ones first, by name.
 */
rows: Array<RequestablePackage>, };

/**
 * Who may ask under a policy (Graph: accessPackageAssignmentRequestorSettings).
 */
export type RequestorSettingsView = { 
/**
 * Agents may ask for themselves.
 */
enableTargetsToSelfAddAccess: boolean, 
/**
 * Agents may prolong their own access.
 */
enableTargetsToSelfUpdateAccess: boolean, 
/**
 * Agents may give back their own access.
 */
enableTargetsToSelfRemoveAccess: boolean, 
/**
 * The requestor may choose start and end.
 */
allowCustomAssignmentSchedule: boolean, 
/**
 * Others may ask for an agent.
 */
enableOnBehalfRequestorsToAddAccess: boolean, 
/**
 * Others may prolong an agent's access.
 */
enableOnBehalfRequestorsToUpdateAccess: boolean, 
/**
 * Others may give back an agent's access.
 */
enableOnBehalfRequestorsToRemoveAccess: boolean, 
/**
 * Who these others are.
 */
onBehalfRequestors: Array<OnBehalfRequestor>, };

/**
 * Who filed a request: a person, an agent or a rule.
 */
export type RequestorView = { 
/**
 * The person.
 */
person: PersonRef | null, 
/**
 * The agent.
 */
agent: AgentRef | null, 
/**
 * Whether a rule filed it.
 */
isSystem: boolean, };

export type Requirement = "leaverStillLeaves" | "agentsGoOn" | "somebodyChosenAnswers" | "noDoorWithoutApproval" | "wayInIsKept" | "headReportsUpwards" | "lineReachesTheTop" | "ruleStands" | "pairIsParted" | "workGoesOn" | "approvalIsKept" | "somebodyElseDecides" | "accessGoesOn" | "endIsLater" | "extensionWasAgreed";

/**
 * Something that must be true.
 */
export type RequirementRow = { 
/**
 * Which.
 */
id: Requirement, 
/**
 * In words.
 */
sentence: string, 
/**
 * Whether it is true.
 */
isMet: boolean, };

/**
 * Give somebody a one-time passphrase in place of a lost one.
 */
export type ResetPassphrase = { 
/**
 * To whom.
 */
personId: PersonId, };

/**
 * Throw the training company away and make it anew.
 */
export type ResetTrainingCompany = Record<symbol, never>;

export type ResourceId = string;

export type ResourceKind = "group" | "application" | "directoryRole";

export type ResourceRoleId = string;

/**
 * A resource role that a catalog offers.
 */
export type ResourceRoleRow = { 
/**
 * Key.
 */
id: ResourceRoleId, 
/**
 * The resource.
 */
resourceId: ResourceId, 
/**
 * What it grants.
 */
right: RightView, 
/**
 * Whether a package for agents may hold it.
 */
isOpenToAgents: boolean, 
/**
 * If not, why not.
 */
closedBecause: string | null, 
/**
 * The same as code and values.
 */
closedBecauseSaying: Saying | null, };

/**
 * The resource roles of a catalog.
 */
export type ResourceRoles = { 
/**
 * By name.
 */
rows: Array<ResourceRoleRow>, };

/**
 * Bring a deleted agent back, in the state that it had.
 */
export type RestoreAgent = { 
/**
 * Which.
 */
agentId: AgentId, };

/**
 * Bring a deleted blueprint back with the principal that went with it, or the principal alone. Agents that have followed
 * already are restored one by one.
 */
export type RestoreBlueprint = { 
/**
 * Which.
 */
blueprintId: BlueprintId, 
/**
 * The blueprint itself when left out.
 */
part?: FamilyPart, };

/**
 * Restore a deleted workflow, with its schedule off.
 */
export type RestoreWorkflow = { 
/**
 * Which.
 */
workflowId: WorkflowId, };

/**
 * Put a backup in the place of the workspace; what was there is kept among the backups.
 */
export type RestoreWorkspace = { 
/**
 * The backup: its path, or the name under which it is listed.
 */
backup: string, 
/**
 * The workspace's folder; the open one when left out.
 */
folder?: string, };

/**
 * Give access back now.
 */
export type ReturnAccess = { 
/**
 * Which assignment.
 */
assignmentId: AssignmentId, 
/**
 * Why.
 */
justification?: string, };

/**
 * An approval that was taken back.
 */
export type RevocationView = { 
/**
 * When.
 */
at: Timestamp, 
/**
 * Why.
 */
justification: string, };

/**
 * Take back what was given to one agent outside packages.
 */
export type RevokeAgentPermission = { 
/**
 * Which agent.
 */
agentId: AgentId, 
/**
 * The API or application: its id, client id or name.
 */
resource: string, 
/**
 * The permission or role: its id or value.
 */
permission: string, 
/**
 * `delegatedPermission` or `appRole`; needed where there are both of that value.
 */
kind?: RightKind, 
/**
 * Why.
 */
justification?: string, };

/**
 * Take a secret of an agent back; tokens that were given for it are worth nothing at once.
 */
export type RevokeAgentSecret = { 
/**
 * Which secret.
 */
secretId: SecretId, };

/**
 * Take my approval of a request back; the access that it led to is removed at once.
 */
export type RevokeApproval = { 
/**
 * Which request.
 */
requestId: RequestId, 
/**
 * Why; everybody concerned reads it.
 */
justification: string, };

/**
 * Take a secret of a blueprint back; tokens that were given for it are worth nothing at once.
 */
export type RevokeBlueprintSecret = { 
/**
 * Which secret.
 */
secretId: SecretId, };

/**
 * Revoke a consent on a blueprint's principal: what flowed from it ends at once.
 */
export type RevokeConsent = { 
/**
 * Which blueprint.
 */
blueprintId: BlueprintId, 
/**
 * The API: its id, client id or name.
 */
resource: string, 
/**
 * The permission: its id or value.
 */
permission: string, 
/**
 * `delegatedPermission` or `appRole`; needed where the API has both of that value.
 */
kind?: RightKind, 
/**
 * Why.
 */
justification?: string, };

export type RightKind = "groupMembership" | "appRole" | "delegatedPermission" | "directoryRoleActive" | "directoryRoleEligible";

/**
 * A right, in words.
 */
export type RightView = { 
/**
 * Its kind.
 */
kind: RightKind, 
/**
 * The object that it is on.
 */
originId: string, 
/**
 * The object's name.
 */
originName: string, 
/**
 * The role on it, where it has several.
 */
roleId: string | null, 
/**
 * The role's name.
 */
roleName: string, 
/**
 * From 1 (membership) to 4 (a directory role in force).
 */
weight: number, };

export type Role = "administrator" | "agentAdministrator" | "agentDeveloper" | "lifecycleAdministrator" | "auditor" | "catalogCreator";

/**
 * The roles that a person or a group holds in the workspace now.
 */
export type RoleChange = { 
/**
 * Whose.
 */
person: PersonRef | null, 
/**
 * Or which group's.
 */
group: GroupRef | null, 
/**
 * Roles afterwards.
 */
roles: Array<Role>, };

export type RuleJoin = "and" | "or";

/**
 * Do what has fallen due.
 */
export type RunDueWork = Record<symbol, never>;

/**
 * A time in which Chaperone ran.
 */
export type RunView = { 
/**
 * From.
 */
from: Timestamp, 
/**
 * To.
 */
to: Timestamp, };

/**
 * Run a workflow now for some people, whatever its conditions say.
 */
export type RunWorkflow = { 
/**
 * Which.
 */
workflowId: WorkflowId, 
/**
 * For whom: 1 to 10 people.
 */
personIds: Array<PersonId>, };

/**
 * Write the history, a list, a report or a document into a new file.
 */
export type SaveExport = { 
/**
 * The file: a whole path, or a name alone, which lies in the workspace's folder for exports. Its ending is that of
 * its form: `.csv`, `.jsonl`, `.json` or `.pdf`.
 */
file: string, 
/**
 * What.
 */
what: ExportOf, };

/**
 * A sentence of the core as code and values.
 */
export type Saying = { 
/**
 * What is said.
 */
code: string, 
/**
 * Which of several sentences of that code it is.
 */
case: string | null, 
/**
 * The values, by name.
 */
values: { [key in string]: SayingValue }, 
/**
 * The one field that it speaks of, where it speaks of one: a property of what was asked, which a form shows it at.
 */
field?: string, 
/**
 * Where inside of that field, property by property; which of several parts, a value says.
 */
within?: Array<string>, };

/**
 * A value of a sentence.
 */
export type SayingValue = string | number | Array<string> | { 
/**
 * The instant.
 */
instant: Timestamp, } | { 
/**
 * The duration.
 */
length: Duration, } | { 
/**
 * The name of its enumeration.
 */
of: string, 
/**
 * Which.
 */
term: string, } | { 
/**
 * In English.
 */
words: Array<string>, } | { 
/**
 * What it says.
 */
said: Saying, };

export type ScopeAttribute = "displayName" | "mail" | "employeeId" | "jobTitle" | "department";

export type ScopeId = string;

export type ScopeOperator = "eq" | "ne" | "startsWith" | "contains";

/**
 * A delegated permission.
 */
export type ScopeRow = { 
/**
 * Key.
 */
id: ScopeId, 
/**
 * Value in tokens.
 */
value: string, 
/**
 * Name.
 */
displayName: string, 
/**
 * Whether agents may hold it.
 */
mayBeGrantedToAgents: boolean, };

export type SecretId = string;

/**
 * A secret in a list. Never the secret itself.
 */
export type SecretRow = { 
/**
 * Key.
 */
id: SecretId, 
/**
 * Where it is used.
 */
displayName: string, 
/**
 * The last letters of its text.
 */
hint: string, 
/**
 * What it is worth now.
 */
state: SecretState, 
/**
 * When it was made.
 */
createdAt: Timestamp, 
/**
 * By whom.
 */
createdBy: PersonRef, 
/**
 * The first instant at which it is worth nothing.
 */
endsAt: Timestamp, 
/**
 * When it was taken back.
 */
revokedAt: Timestamp | null, 
/**
 * When it proved something last, to the minute.
 */
lastUsedAt: Timestamp | null, };

export type SecretState = "inForce" | "expired" | "revoked";

/**
 * The secrets of an agent or a blueprint.
 */
export type Secrets = { 
/**
 * Newest first.
 */
rows: Array<SecretRow>, 
/**
 * What I may do with them.
 */
may: Array<Action>, };

/**
 * Set a passphrase, in a live workspace.
 */
export type SetPassphrase = { 
/**
 * For whom; oneself when left out. Administrators set a first one for others.
 */
personId?: PersonId, 
/**
 * The present one, when changing one's own.
 */
current?: string, 
/**
 * The new one, at least 10 characters.
 */
passphrase: string, };

/**
 * The workspace's settings.
 */
export type SettingsView = { 
/**
 * What the workspace is called.
 */
name: string, 
/**
 * Who inherits when no manager can.
 */
custodian: PersonRef | null, 
/**
 * How many days before the end reminders go out, the longest first.
 */
reminderDays: Array<number>, 
/**
 * How many blueprints there may be, deleted ones counted.
 */
maxBlueprints: number, 
/**
 * How many agents a blueprint may have, deleted ones counted.
 */
maxAgentsPerBlueprint: number, 
/**
 * Who administers.
 */
administrators: Array<PersonRef>, 
/**
 * Who audits.
 */
auditors: Array<PersonRef>, };

/**
 * See one package.
 */
export type ShowAccessPackage = { 
/**
 * Which.
 */
accessPackageId: AccessPackageId, };

/**
 * See one agent.
 */
export type ShowAgent = { 
/**
 * Which.
 */
agentId: AgentId, };

/**
 * See which API permissions reach an agent at an instant, and by which layer.
 */
export type ShowAgentPermissions = { 
/**
 * Which.
 */
agentId: AgentId, 
/**
 * At which instant; now when left out.
 */
at?: Timestamp, };

/**
 * See what a decision would change.
 */
export type ShowApproval = { 
/**
 * Which request.
 */
requestId: RequestId, };

/**
 * See one assignment.
 */
export type ShowAssignment = { 
/**
 * Which.
 */
assignmentId: AssignmentId, };

/**
 * See what agents may never hold, and which directory roles they may.
 */
export type ShowBlockList = Record<symbol, never>;

/**
 * See one blueprint.
 */
export type ShowBlueprint = { 
/**
 * Which.
 */
blueprintId: BlueprintId, };

/**
 * See a blueprint's API permissions: declared, inheritable, consented.
 */
export type ShowBlueprintPermissions = { 
/**
 * Which.
 */
blueprintId: BlueprintId, };

/**
 * See one catalog with its resources.
 */
export type ShowCatalog = { 
/**
 * Which.
 */
catalogId: CatalogId, };

/**
 * See what was done while nothing ran, if anything.
 */
export type ShowCatchUp = Record<symbol, never>;

/**
 * See the clock and the next event.
 */
export type ShowClock = Record<symbol, never>;

/**
 * See which workspace is open and who sits at the desk.
 */
export type ShowDesk = Record<symbol, never>;

/**
 * See what this device does by itself, and the language that it speaks.
 */
export type ShowDevice = Record<symbol, never>;

/**
 * See what is wrong around the workspace, and how to mend it.
 */
export type ShowDoctor = Record<symbol, never>;

/**
 * See whether the agents' door is open, and where.
 */
export type ShowDoor = Record<symbol, never>;

/**
 * See who keeps the agents' door on this device, and where it stands.
 */
export type ShowDoorKeeping = Record<symbol, never>;

/**
 * See what waits for me, and the state of the house.
 */
export type ShowHome = Record<symbol, never>;

/**
 * See how late due things were done, while Chaperone ran and while it was closed.
 */
export type ShowLateness = { 
/**
 * Done at or after; since the workspace was made when left out.
 */
from?: Timestamp, 
/**
 * Done until; until now when left out.
 */
to?: Timestamp, };

/**
 * Read the message that a notice brings.
 */
export type ShowMessage = { 
/**
 * The notice.
 */
noticeId: NoticeId, };

/**
 * See what I chose for myself.
 */
export type ShowMySettings = Record<symbol, never>;

/**
 * See one person.
 */
export type ShowPerson = { 
/**
 * Whom.
 */
personId: PersonId, };

/**
 * See what just happened and what comes next, for everybody in the room.
 */
export type ShowPresentation = Record<symbol, never>;

/**
 * See a report as a table.
 */
export type ShowReport = { 
/**
 * Which, over what.
 */
ask: ReportAsk, };

/**
 * See one request with its stages.
 */
export type ShowRequest = { 
/**
 * Which.
 */
requestId: RequestId, };

/**
 * See the workspace's settings.
 */
export type ShowSettings = Record<symbol, never>;

/**
 * See which program waits at the agents' door with a code.
 */
export type ShowSignInCode = { 
/**
 * The code that the program shows, in either letter case, with or without its hyphen.
 */
userCode: string, };

/**
 * See how far the tour of the main job has come.
 */
export type ShowTour = Record<symbol, never>;

/**
 * Show what I have under way at this desk.
 */
export type ShowWork = Record<symbol, never>;

/**
 * See one workflow.
 */
export type ShowWorkflow = { 
/**
 * Which.
 */
workflowId: WorkflowId, };

/**
 * See a run with what it did for each person.
 */
export type ShowWorkflowRun = { 
/**
 * Which.
 */
runId: WorkflowRunId, };

/**
 * Prove who one is in a live workspace.
 */
export type SignIn = { 
/**
 * Address.
 */
email: string, 
/**
 * Passphrase.
 */
passphrase: string, };

/**
 * A program that waits for a person to sign in.
 */
export type SignInCodeView = { 
/**
 * What it calls itself; nobody has checked it.
 */
client: string, 
/**
 * For what it wants a token.
 */
scope: string, 
/**
 * When it asked for the code.
 */
askedAt: Timestamp, 
/**
 * The first instant at which the code is worth nothing.
 */
endsAt: Timestamp, };

/**
 * Leave the desk.
 */
export type SignOut = Record<symbol, never>;

/**
 * An earlier decision on the same package.
 */
export type SimilarDecision = { 
/**
 * For which agent.
 */
agent: AgentRef, 
/**
 * Yes or no.
 */
verdict: Verdict, 
/**
 * By whom.
 */
by: PersonRef, 
/**
 * When.
 */
at: Timestamp, };

export type Snooze = "threeHours" | "tomorrowMorning";

/**
 * Put a notice of mine that asks me to do something off: it leaves the desktop and comes up again.
 */
export type SnoozeNotice = { 
/**
 * Which.
 */
noticeId: NoticeId, 
/**
 * For how long.
 */
until: Snooze, };

/**
 * A list of names with where it comes from.
 */
export type SourcedList = { 
/**
 * The document.
 */
source: string, 
/**
 * Its date.
 */
date: string, 
/**
 * The names.
 */
names: Array<string>, };

/**
 * A sponsor: exactly one of person and group.
 */
export type SponsorAsk = { 
/**
 * The person.
 */
personId?: PersonId, 
/**
 * The group.
 */
groupId?: GroupId, };

/**
 * A sponsor: exactly one of person and group.
 */
export type SponsorView = { 
/**
 * The person.
 */
person: PersonRef | null, 
/**
 * The group.
 */
group: GroupRef | null, 
/**
 * Whether an active human stands behind it.
 */
isActive: boolean, };

export type StageId = string;

/**
 * Who would be asked in a stage.
 */
export type StagePreview = { 
/**
 * 1 for the first.
 */
number: number, 
/**
 * Who.
 */
approvers: Array<PersonRef>, 
/**
 * Which list they come from.
 */
approversBy: ApproversBy, 
/**
 * After so many days without a decision the stage denies.
 */
limitDays: number, 
/**
 * After so many days without a decision alternates are asked too.
 */
escalateAfterDays: number | null, };

export type StageState = "waiting" | "open" | "approved" | "denied" | "expired" | "canceled";

/**
 * An approval stage of a request.
 */
export type StageView = { 
/**
 * Key.
 */
id: StageId, 
/**
 * 1 for the first.
 */
number: number, 
/**
 * Where it stands.
 */
state: StageState, 
/**
 * Who may decide.
 */
approvers: Array<PersonRef>, 
/**
 * Which list they came from.
 */
approversBy: ApproversBy | null, 
/**
 * Who joined when it was forwarded.
 */
alternates: Array<PersonRef>, 
/**
 * Which list they came from; nothing while it hasn't been forwarded.
 */
alternatesBy: AlternatesBy | null, 
/**
 * Who was asked in the place of one of them.
 */
delegates: Array<StandInView>, 
/**
 * When it opened.
 */
openedAt: Timestamp | null, 
/**
 * When it runs out.
 */
deadlineAt: Timestamp | null, 
/**
 * When it is, or would have been, forwarded to alternates; nothing for never.
 */
escalatesAt: Timestamp | null, 
/**
 * When it was forwarded.
 */
escalatedAt: Timestamp | null, 
/**
 * Whether approving wants a reason.
 */
isJustificationRequired: boolean, 
/**
 * What was decided.
 */
decision: DecisionView | null, };

/**
 * Somebody who was asked in the place of an approver.
 */
export type StandInView = { 
/**
 * Who.
 */
delegate: PersonRef, 
/**
 * In whose place.
 */
approver: PersonRef, };

/**
 * Throw the training company away, make it anew, and plant the fault of an exercise in it.
 */
export type StartExercise = { 
/**
 * Which.
 */
exercise: Exercise, };

/**
 * Say that somebody is at the desk, so that the session doesn't lock.
 */
export type StayUnlocked = Record<symbol, never>;

/**
 * Stop work that is under way. It stops at its next point where nothing is lost.
 */
export type StopWork = { 
/**
 * Its number.
 */
number: number, };

/**
 * Choose whether the desktop starts with one's session on this device.
 */
export type SwitchAutostart = { 
/**
 * Whether it starts.
 */
isOn: boolean, 
/**
 * Whether it starts in the tray, without a window; as before when left out, and in the tray at first.
 */
isHidden?: boolean, };

/**
 * Open or close the agents' door.
 */
export type SwitchDoor = { 
/**
 * Whether agents are heard.
 */
isOpen: boolean, 
/**
 * The port on loopback, 0 for any free one; as before when left out.
 */
port?: number, 
/**
 * Whether it speaks HTTPS too, at the next port; as before when left out.
 */
isHttps?: boolean, };

export type TaskDefinition = "notifyManager" | "notifyCoSponsors" | "transferToManager";

export type TenantId = string;

export type TimeOfDay = string;

export type Timestamp = string;

/**
 * How far the tour of the main job has come.
 */
export type TourProgress = { 
/**
 * The steps, in order.
 */
steps: Array<TourStepRow>, 
/**
 * The agent that the tour is about.
 */
agentId: AgentId | null, 
/**
 * What was asked for it first.
 */
requestId: RequestId | null, 
/**
 * What it was given last.
 */
assignmentId: AssignmentId | null, };

export type TourStep = "ask" | "decide" | "remind" | "extend" | "end" | "leave" | "prove";

/**
 * A step of the tour.
 */
export type TourStepRow = { 
/**
 * Which.
 */
id: TourStep, 
/**
 * When it happened.
 */
doneAt: Timestamp | null, };

/**
 * Who is who in the tour of the main job.
 */
export type TourView = { 
/**
 * Sets up.
 */
administrator: PersonRef, 
/**
 * Asks, and is reminded.
 */
sponsor: PersonRef, 
/**
 * Decides.
 */
approver: PersonRef, 
/**
 * The agent that the tour is about.
 */
agent: AgentRef | null, };

/**
 * Open the locked session by the passphrase of whoever sits at the desk.
 */
export type UnlockSession = { 
/**
 * Passphrase.
 */
passphrase: string, };

/**
 * Change a package's name, description or whether it is listed; what is left out stays.
 */
export type UpdateAccessPackage = { 
/**
 * Which.
 */
accessPackageId: AccessPackageId, 
/**
 * Name, unique in the catalog.
 */
displayName?: string, 
/**
 * What it is for.
 */
description?: string, 
/**
 * Not listed; only who knows its id may request it.
 */
isHidden?: boolean, };

/**
 * Change what is written about an agent; what is left out stays.
 */
export type UpdateAgent = { 
/**
 * Which.
 */
agentId: AgentId, 
/**
 * Name.
 */
displayName?: string, 
/**
 * What it is for.
 */
description?: string, 
/**
 * Where it was made; `null` leaves that to its blueprint.
 */
platform?: AgentPlatform | null, 
/**
 * All of its own labels.
 */
tags?: Array<string>, 
/**
 * All of its custom security attributes.
 */
attributes?: { [key in string]: string }, };

/**
 * Change who owns an agent, in one step.
 */
export type UpdateAgentOwners = { 
/**
 * Which.
 */
agentId: AgentId, 
/**
 * Who becomes an owner.
 */
add?: Array<OwnerAsk>, 
/**
 * Who no longer is one.
 */
remove?: Array<OwnerAsk>, };

/**
 * Change who sponsors an agent, in one step.
 */
export type UpdateAgentSponsors = { 
/**
 * Which.
 */
agentId: AgentId, 
/**
 * Who becomes a sponsor.
 */
add?: Array<SponsorAsk>, 
/**
 * Who no longer is one.
 */
remove?: Array<SponsorAsk>, };

/**
 * Change an agent's user account; what is left out stays.
 */
export type UpdateAgentUser = { 
/**
 * Whose.
 */
agentId: AgentId, 
/**
 * Name.
 */
displayName?: string, 
/**
 * Mail alias.
 */
mailNickname?: string, 
/**
 * Whether it may be used.
 */
isEnabled?: boolean, 
/**
 * To whom it reports; `null` means to nobody any more.
 */
managerId?: PersonId | null, };

/**
 * Give an assignment another end or another policy, as an administrator.
 */
export type UpdateAssignment = { 
/**
 * Which assignment.
 */
assignmentId: AssignmentId, 
/**
 * The end from now on; left out, another policy gives its own.
 */
endsAt?: Timestamp, 
/**
 * The policy that governs it from now on; left out, it stays under its own.
 */
policyId?: PolicyId, 
/**
 * Why.
 */
justification?: string, };

/**
 * Change what is written about a blueprint; what is left out stays.
 */
export type UpdateBlueprint = { 
/**
 * Which.
 */
blueprintId: BlueprintId, 
/**
 * Name.
 */
displayName?: string, 
/**
 * Purpose of this kind of agent.
 */
description?: string, 
/**
 * Where agents of this kind are made; `null` means that it isn't known.
 */
platform?: AgentPlatform | null, 
/**
 * All of its labels.
 */
tags?: Array<string>, 
/**
 * All of its custom security attributes.
 */
attributes?: { [key in string]: string }, };

/**
 * Change who owns a blueprint, in one step.
 */
export type UpdateBlueprintOwners = { 
/**
 * Which.
 */
blueprintId: BlueprintId, 
/**
 * Who becomes an owner.
 */
add?: Array<PersonId>, 
/**
 * Who no longer is one.
 */
remove?: Array<PersonId>, };

/**
 * Change who sponsors a blueprint, in one step.
 */
export type UpdateBlueprintSponsors = { 
/**
 * Which.
 */
blueprintId: BlueprintId, 
/**
 * Who becomes a sponsor.
 */
add?: Array<SponsorAsk>, 
/**
 * Who no longer is one.
 */
remove?: Array<SponsorAsk>, };

/**
 * Change a catalog's name or description, or publish it or not; what is left out stays.
 */
export type UpdateCatalog = { 
/**
 * Which.
 */
catalogId: CatalogId, 
/**
 * Name, unique.
 */
displayName?: string, 
/**
 * Purpose.
 */
description?: string, 
/**
 * `unpublished`: nothing in it can be requested or discovered.
 */
state?: CatalogState, };

/**
 * Change a delegation of mine: before it begins all of it, after that only its end.
 */
export type UpdateDelegation = { 
/**
 * Which.
 */
delegationId: DelegationId, 
/**
 * Who decides; as before when left out.
 */
delegateId?: PersonId, 
/**
 * From when; as before when left out.
 */
startAt?: Timestamp, 
/**
 * Until when; until I end it when left out.
 */
endAt?: Timestamp, };

/**
 * Change a group's name or purpose; what is left out stays.
 */
export type UpdateGroup = { 
/**
 * Which.
 */
groupId: GroupId, 
/**
 * Name, unique.
 */
displayName?: string, 
/**
 * Purpose.
 */
description?: string, };

/**
 * Put people into a group and take people out of it, in one step.
 */
export type UpdateGroupMembers = { 
/**
 * Which.
 */
groupId: GroupId, 
/**
 * Who joins.
 */
add?: Array<PersonId>, 
/**
 * Who goes.
 */
remove?: Array<PersonId>, };

/**
 * Change what of an API flows on.
 */
export type UpdateInheritablePermission = { 
/**
 * Which blueprint.
 */
blueprintId: BlueprintId, 
/**
 * The API: its id, client id or name.
 */
resource: string, 
/**
 * What of its delegated permissions flows on.
 */
scopes: Inheritable, 
/**
 * What of its application permissions flows on.
 */
roles: Inheritable, };

/**
 * Change what I chose for myself; what is left out stays.
 */
export type UpdateMySettings = { 
/**
 * After how many idle minutes my session in a live workspace locks, 1 to 480.
 */
lockAfterMinutes?: number, 
/**
 * Which notices come up on my desktop. The inbox has all of them.
 */
notificationLevel?: NotificationLevel, 
/**
 * The hours in which nothing comes up; `null` for none.
 */
quietHours?: QuietHoursView | null, 
/**
 * The days on which nothing comes up.
 */
quietDays?: Array<Weekday>, 
/**
 * At which time of day all that isn't pressing comes up at once; `null` to see each by itself.
 */
digestAt?: TimeOfDay | null, };

/**
 * Change what is known of a person. What is left out stays; `null` empties.
 */
export type UpdatePerson = { 
/**
 * Whom.
 */
personId: PersonId, 
/**
 * Name.
 */
displayName?: string, 
/**
 * Address, unique.
 */
email?: string, 
/**
 * The HR system's number, unique.
 */
employeeId?: string | null, 
/**
 * Job title.
 */
jobTitle?: string | null, 
/**
 * Department.
 */
department?: string | null, 
/**
 * Their manager.
 */
managerId?: PersonId | null, 
/**
 * When employment begins.
 */
hiredAt?: Timestamp | null, 
/**
 * When it ends; lies ahead. `null` takes a leaving back that hasn't come yet.
 */
leavesAt?: Timestamp | null, };

/**
 * Give a policy another wording. What it may leave out stays as it is; what was requested before runs on under the wording
 * of its time.
 */
export type UpdatePolicy = { 
/**
 * Which, by the id of any of its wordings.
 */
policyId: PolicyId, 
/**
 * The wording from now on. Questions, requestor settings and whatever else may be left out stay when they are; whether
 * it takes requests stays as it is.
 */
policy: NewPolicy, };

/**
 * Change the workspace's settings; what is left out stays.
 */
export type UpdateSettings = { 
/**
 * What the workspace is called.
 */
name?: string, 
/**
 * Who inherits when no manager can: an active person.
 */
custodianId?: PersonId, 
/**
 * How many days before the end reminders go out.
 */
reminderDays?: Array<number>, 
/**
 * How many blueprints there may be, deleted ones counted.
 */
maxBlueprints?: number, 
/**
 * How many agents a blueprint may have, deleted ones counted.
 */
maxAgentsPerBlueprint?: number, };

/**
 * Change a workflow; what is left out stays. Other conditions or tasks make a new version.
 */
export type UpdateWorkflow = { 
/**
 * Which.
 */
workflowId: WorkflowId, 
/**
 * Name, unique.
 */
displayName?: string, 
/**
 * Purpose.
 */
description?: string, 
/**
 * Whether it may run. Switching it off switches its schedule off too.
 */
isEnabled?: boolean, 
/**
 * Whether it runs by itself.
 */
isSchedulingEnabled?: boolean, 
/**
 * When and for whom.
 */
conditions?: WorkflowConditions, 
/**
 * What is done, in order; in place of all tasks.
 */
tasks?: Array<NewTask>, };

export type Verdict = "Approved" | "Denied";

/**
 * Check the history's chain from the first record to the head.
 */
export type VerifyAudit = Record<symbol, never>;

/**
 * Hold the history against a checkpoint.
 */
export type VerifyCheckpoint = { 
/**
 * The text of its file, its line, or its six words.
 */
checkpoint: string, };

/**
 * Check the file, the chain and every invariant.
 */
export type VerifyWorkspace = Record<symbol, never>;

export type Weekday = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

/**
 * Take a role in a catalog away.
 */
export type WithdrawCatalogRole = { 
/**
 * Where.
 */
catalogId: CatalogId, 
/**
 * From which person; or give `groupId`.
 */
personId?: PersonId, 
/**
 * From which group.
 */
groupId?: GroupId, 
/**
 * Which.
 */
role: CatalogRole, };

/**
 * Take a declared need back. A consent that was given stays until it is revoked.
 */
export type WithdrawDeclaration = { 
/**
 * Which blueprint.
 */
blueprintId: BlueprintId, 
/**
 * The API: its id, client id or name.
 */
resource: string, 
/**
 * The permission: its id or value.
 */
permission: string, 
/**
 * `delegatedPermission` or `appRole`; needed where the API has both of that value.
 */
kind?: RightKind, };

/**
 * Take a role in the workspace away.
 */
export type WithdrawRole = { 
/**
 * From which person; or give `groupId`.
 */
personId?: PersonId, 
/**
 * From which group.
 */
groupId?: GroupId, 
/**
 * Which.
 */
role: Role, };

/**
 * One command under way.
 */
export type WorkRow = { 
/**
 * What it is stopped by.
 */
number: number, 
/**
 * The command's name.
 */
command: string, 
/**
 * How many of its steps are done, counted in whatever it works on.
 */
done: number, 
/**
 * How many steps it has; nothing while nobody knows.
 */
total: number | null, 
/**
 * Whether it can be stopped now.
 */
mayStop: boolean, };

/**
 * A wish to stop.
 */
export type WorkStopped = { 
/**
 * Whether it was still under way.
 */
wasUnderWay: boolean, };

/**
 * What is under way.
 */
export type WorkUnderWay = { 
/**
 * The earliest first.
 */
rows: Array<WorkRow>, };

export type WorkflowCategory = "mover" | "leaver";

/**
 * One comparison; upper and lower case are not the same.
 */
export type WorkflowCondition = { 
/**
 * What is looked at.
 */
attribute: ScopeAttribute, 
/**
 * How.
 */
operator: ScopeOperator, 
/**
 * With what.
 */
value: string, };

/**
 * When a workflow runs and for whom.
 */
export type WorkflowConditions = { 
/**
 * What sets it off.
 */
trigger: WorkflowTrigger, 
/**
 * Whom it is for.
 */
scope: WorkflowScope, };

export type WorkflowId = string;

export type WorkflowPersonId = string;

/**
 * What a run did for one person.
 */
export type WorkflowResult = { 
/**
 * Key.
 */
id: WorkflowPersonId, 
/**
 * The run.
 */
runId: WorkflowRunId, 
/**
 * The workflow.
 */
workflowId: WorkflowId, 
/**
 * What it is called.
 */
workflow: string, 
/**
 * For whom.
 */
person: PersonRef, 
/**
 * What became of it.
 */
state: ProcessingState, 
/**
 * Why it was canceled.
 */
reason: string | null, 
/**
 * The same as code and values.
 */
reasonSaying: Saying | null, 
/**
 * When the run fell due.
 */
dueAt: Timestamp, 
/**
 * When it was over.
 */
completedAt: Timestamp | null, 
/**
 * Each task, in order.
 */
tasks: Array<WorkflowTaskResult>, 
/**
 * The messages that were written.
 */
messages: Array<MessageRow>, };

/**
 * What all runs did for one person.
 */
export type WorkflowResults = { 
/**
 * The results.
 */
rows: Array<WorkflowResult>, 
/**
 * Give this as `after` for the next page.
 */
next: WorkflowPersonId | null, };

/**
 * A workflow in a list.
 */
export type WorkflowRow = { 
/**
 * Key.
 */
id: WorkflowId, 
/**
 * Name.
 */
displayName: string, 
/**
 * Mover or leaver.
 */
category: WorkflowCategory, 
/**
 * Whether it may run.
 */
isEnabled: boolean, 
/**
 * Whether it runs by itself.
 */
isSchedulingEnabled: boolean, 
/**
 * The number of the present version.
 */
version: number, 
/**
 * What sets it off and for whom, in words.
 */
conditions: string, 
/**
 * The same as code and values: what sets it off, then for whom, where it is not for everybody.
 */
conditionsSayings: Array<Saying>, 
/**
 * When it runs next by itself, as far as is known today.
 */
nextRunAt: Timestamp | null, 
/**
 * Its last run.
 */
lastRun: WorkflowRunRow | null, 
/**
 * When it was deleted.
 */
deletedAt: Timestamp | null, 
/**
 * Until when it can be restored.
 */
restorableUntil: Timestamp | null, };

export type WorkflowRunId = string;

/**
 * A page of runs.
 */
export type WorkflowRunPage = { 
/**
 * The runs.
 */
rows: Array<WorkflowRunRow>, 
/**
 * Give this as `after` for the next page.
 */
next: WorkflowRunId | null, };

/**
 * A run in a list.
 */
export type WorkflowRunRow = { 
/**
 * Key.
 */
id: WorkflowRunId, 
/**
 * The workflow.
 */
workflowId: WorkflowId, 
/**
 * What it is called.
 */
workflow: string, 
/**
 * In which version it ran.
 */
version: number, 
/**
 * What set it off.
 */
executionType: ExecutionType, 
/**
 * What became of it.
 */
state: ProcessingState, 
/**
 * When it fell due.
 */
dueAt: Timestamp, 
/**
 * When it was over.
 */
completedAt: Timestamp | null, 
/**
 * Who ran it on demand.
 */
runBy: PersonRef | null, 
/**
 * For how many people.
 */
people: number, };

/**
 * A run with what it did for each person.
 */
export type WorkflowRunView = { 
/**
 * As in the list.
 */
run: WorkflowRunRow, 
/**
 * Each person.
 */
people: Array<WorkflowResult>, };

/**
 * Whom a workflow is for.
 */
export type WorkflowScope = { "kind": "everyone", } | { "kind": "rule", 
/**
 * Whether all conditions hold or one.
 */
join: RuleJoin, 
/**
 * 1 to 10.
 */
conditions: Array<WorkflowCondition>, } | { "kind": "group", 
/**
 * The group.
 */
groupId: GroupId, };

/**
 * A task of a workflow.
 */
export type WorkflowTask = { 
/**
 * Its place, from 1.
 */
sequence: number, 
/**
 * What it does.
 */
task: TaskDefinition, 
/**
 * The id under which Microsoft Entra knows it.
 */
taskDefinitionId: string, 
/**
 * What people call it.
 */
displayName: string, 
/**
 * Purpose.
 */
description: string, 
/**
 * Whether it is done.
 */
isEnabled: boolean, 
/**
 * Whether the next task is done although this one failed.
 */
continueOnError: boolean, 
/**
 * Whether it writes a message, and so takes a text.
 */
writes: boolean, 
/**
 * Who receives a copy.
 */
cc: Array<PersonRef>, 
/**
 * The subject that somebody gave.
 */
subject: string | null, 
/**
 * The text that somebody gave.
 */
body: string | null, 
/**
 * The language.
 */
locale: string | null, 
/**
 * The subject that it has by itself.
 */
ownSubject: string | null, 
/**
 * The text that it has by itself.
 */
ownBody: string | null, };

/**
 * What a task did for one person.
 */
export type WorkflowTaskResult = { 
/**
 * Its place.
 */
sequence: number, 
/**
 * What kind of task.
 */
task: TaskDefinition, 
/**
 * What it was called then.
 */
displayName: string, 
/**
 * What became of it.
 */
state: ProcessingState, 
/**
 * What it did, or why not.
 */
sentence: string, 
/**
 * The same as code and values; nothing where only the sentence is known.
 */
saying: Saying | null, };

export type WorkflowTemplate = "sponsorLeaves" | "sponsorMoves";

/**
 * What a workflow may be made from.
 */
export type WorkflowTemplateRow = { 
/**
 * The template.
 */
template: WorkflowTemplate, 
/**
 * Name.
 */
displayName: string, 
/**
 * Mover or leaver.
 */
category: WorkflowCategory, 
/**
 * When and for whom.
 */
conditions: WorkflowConditions, 
/**
 * The same in words.
 */
inWords: string, 
/**
 * What the words say, as code and values.
 */
inWordsSayings: Array<Saying>, 
/**
 * What is done, in order.
 */
tasks: Array<WorkflowTask>, };

/**
 * The templates, and what a text may leave open.
 */
export type WorkflowTemplates = { 
/**
 * The templates.
 */
rows: Array<WorkflowTemplateRow>, 
/**
 * The names of all placeholders.
 */
placeholders: Array<string>, };

/**
 * What sets a workflow off.
 */
export type WorkflowTrigger = { "kind": "timeBased", 
/**
 * Which day.
 */
attribute: DateAttribute, 
/**
 * −180 to 180.
 */
offsetDays: number, } | { "kind": "attributeChange", 
/**
 * Which.
 */
attributes: Array<MoveAttribute>, } | { "kind": "membershipChange", 
/**
 * The group.
 */
groupId: GroupId, 
/**
 * Which of both.
 */
change: MembershipChange, } | { "kind": "onDemandOnly", };

/**
 * A version of a workflow.
 */
export type WorkflowVersion = { 
/**
 * Its number.
 */
version: number, 
/**
 * When it was made.
 */
createdAt: Timestamp, 
/**
 * What set it off and for whom, in words.
 */
conditions: string, 
/**
 * The same as code and values.
 */
conditionsSayings: Array<Saying>, 
/**
 * What was done, in order.
 */
tasks: Array<string>, };

/**
 * A workflow.
 */
export type WorkflowView = { 
/**
 * As in the list.
 */
workflow: WorkflowRow, 
/**
 * Purpose.
 */
description: string, 
/**
 * When and for whom.
 */
conditions: WorkflowConditions, 
/**
 * The scope's rule as Microsoft Entra writes it.
 */
rule: string | null, 
/**
 * What is done, in order.
 */
tasks: Array<WorkflowTask>, 
/**
 * When it was made.
 */
createdAt: Timestamp, 
/**
 * When it was last changed.
 */
modifiedAt: Timestamp, 
/**
 * All versions, newest first.
 */
versions: Array<WorkflowVersion>, 
/**
 * What I may do with it.
 */
may: Array<Action>, };

/**
 * The workflows.
 */
export type Workflows = { 
/**
 * By name.
 */
rows: Array<WorkflowRow>, };

export type WorkspaceKind = "live" | "training";

/**
 * The state of the workspace.
 */
export type WorkspaceVerification = { 
/**
 * Whether everything holds.
 */
isSound: boolean, 
/**
 * Check by check.
 */
checks: Array<Check>, };

/**
 * An open workspace.
 */
export type WorkspaceView = { 
/**
 * What it is called.
 */
name: string, 
/**
 * Live or training.
 */
kind: WorkspaceKind, 
/**
 * Where it is.
 */
folder: string, 
/**
 * Whether it is a copy in which something is tried out, to be thrown away afterwards.
 */
isTryOut: boolean, };

/** What a view depends on and a write changes. */
export type Tag = 'desk' | 'people' | 'groups' | 'applications' | 'directory-roles' | 'agents' | 'access-packages' | 'requests' | 'delegations' | 'assignments' | 'notices' | 'workflows' | 'settings' | 'clock' | 'audit';

/** The command list. */
export const COMMANDS = [
  { name: 'show_desk', kind: 'desk', reads: ['desk'] },
  { name: 'create_workspace', kind: 'desk', reads: [] },
  { name: 'open_workspace', kind: 'desk', reads: [] },
  { name: 'open_training_company', kind: 'desk', reads: [] },
  { name: 'reset_training_company', kind: 'desk', reads: [] },
  { name: 'begin_try_out', kind: 'desk', reads: [] },
  { name: 'end_try_out', kind: 'desk', reads: [] },
  { name: 'list_exercises', kind: 'desk', reads: ['desk', 'audit'] },
  { name: 'start_exercise', kind: 'desk', reads: [] },
  { name: 'check_exercise', kind: 'desk', reads: ['audit', 'clock'] },
  { name: 'show_tour', kind: 'desk', reads: ['audit'] },
  { name: 'show_presentation', kind: 'desk', reads: ['audit', 'clock'] },
  { name: 'sign_in', kind: 'desk', reads: [] },
  { name: 'sign_out', kind: 'desk', reads: [] },
  { name: 'lock_session', kind: 'desk', reads: [] },
  { name: 'unlock_session', kind: 'desk', reads: [] },
  { name: 'stay_unlocked', kind: 'desk', reads: [] },
  { name: 'redeem_recovery_code', kind: 'desk', reads: [] },
  { name: 'act_as', kind: 'desk', reads: [] },
  { name: 'open_list', kind: 'desk', reads: [] },
  { name: 'preview_list', kind: 'desk', reads: ['agents', 'people', 'access-packages', 'requests', 'assignments', 'audit'] },
  { name: 'read_list', kind: 'desk', reads: ['agents', 'people', 'access-packages', 'requests', 'assignments', 'audit'] },
  { name: 'close_list', kind: 'desk', reads: [] },
  { name: 'advance_clock', kind: 'desk', reads: [] },
  { name: 'run_due_work', kind: 'desk', reads: [] },
  { name: 'make_checkpoint', kind: 'desk', reads: [] },
  { name: 'verify_checkpoint', kind: 'desk', reads: [] },
  { name: 'list_backups', kind: 'desk', reads: ['settings'] },
  { name: 'back_up_workspace', kind: 'desk', reads: [] },
  { name: 'restore_workspace', kind: 'desk', reads: [] },
  { name: 'drill_backup', kind: 'desk', reads: [] },
  { name: 'show_sign_in_code', kind: 'desk', reads: [] },
  { name: 'confirm_sign_in_code', kind: 'desk', reads: [] },
  { name: 'deny_sign_in_code', kind: 'desk', reads: [] },
  { name: 'show_door_keeping', kind: 'desk', reads: ['settings'] },
  { name: 'show_device', kind: 'desk', reads: [] },
  { name: 'switch_autostart', kind: 'desk', reads: [] },
  { name: 'choose_language', kind: 'desk', reads: [] },
  { name: 'show_doctor', kind: 'desk', reads: ['settings'] },
  { name: 'repair_permissions', kind: 'desk', reads: [] },
  { name: 'show_lateness', kind: 'desk', reads: ['audit', 'clock'] },
  { name: 'verify_workspace', kind: 'desk', reads: [] },
  { name: 'show_work', kind: 'desk', reads: [] },
  { name: 'stop_work', kind: 'desk', reads: [] },
  { name: 'export_message', kind: 'desk', reads: [] },
  { name: 'show_home', kind: 'read', reads: ['agents', 'requests', 'assignments', 'notices', 'clock'] },
  { name: 'list_agents', kind: 'read', reads: ['agents', 'assignments'] },
  { name: 'show_agent', kind: 'read', reads: ['agents', 'assignments', 'requests'] },
  { name: 'disable_agent', kind: 'write', reads: [] },
  { name: 'enable_agent', kind: 'write', reads: [] },
  { name: 'create_agent', kind: 'write', reads: [] },
  { name: 'update_agent', kind: 'write', reads: [] },
  { name: 'update_agent_sponsors', kind: 'write', reads: [] },
  { name: 'update_agent_owners', kind: 'write', reads: [] },
  { name: 'create_agent_user', kind: 'write', reads: [] },
  { name: 'update_agent_user', kind: 'write', reads: [] },
  { name: 'delete_agent', kind: 'write', reads: [] },
  { name: 'restore_agent', kind: 'write', reads: [] },
  { name: 'purge_agent', kind: 'write', reads: [] },
  { name: 'change_agents', kind: 'write', reads: [] },
  { name: 'issue_agent_secret', kind: 'write', reads: [] },
  { name: 'list_agent_secrets', kind: 'read', reads: ['agents'] },
  { name: 'revoke_agent_secret', kind: 'write', reads: [] },
  { name: 'list_blueprints', kind: 'read', reads: ['agents'] },
  { name: 'show_blueprint', kind: 'read', reads: ['agents'] },
  { name: 'create_blueprint', kind: 'write', reads: [] },
  { name: 'update_blueprint', kind: 'write', reads: [] },
  { name: 'update_blueprint_sponsors', kind: 'write', reads: [] },
  { name: 'update_blueprint_owners', kind: 'write', reads: [] },
  { name: 'disable_blueprint', kind: 'write', reads: [] },
  { name: 'enable_blueprint', kind: 'write', reads: [] },
  { name: 'delete_blueprint', kind: 'write', reads: [] },
  { name: 'restore_blueprint', kind: 'write', reads: [] },
  { name: 'purge_blueprint', kind: 'write', reads: [] },
  { name: 'issue_blueprint_secret', kind: 'write', reads: [] },
  { name: 'list_blueprint_secrets', kind: 'read', reads: ['agents'] },
  { name: 'revoke_blueprint_secret', kind: 'write', reads: [] },
  { name: 'list_access', kind: 'read', reads: ['agents', 'assignments', 'clock'] },
  { name: 'check_access', kind: 'read', reads: ['agents', 'assignments', 'clock'] },
  { name: 'explain_access', kind: 'read', reads: ['agents', 'assignments', 'requests', 'access-packages', 'clock'] },
  { name: 'show_blueprint_permissions', kind: 'read', reads: ['agents', 'assignments', 'applications'] },
  { name: 'show_agent_permissions', kind: 'read', reads: ['agents', 'assignments', 'applications', 'clock'] },
  { name: 'show_block_list', kind: 'read', reads: [] },
  { name: 'declare_permission', kind: 'write', reads: [] },
  { name: 'withdraw_declaration', kind: 'write', reads: [] },
  { name: 'add_inheritable_permission', kind: 'write', reads: [] },
  { name: 'update_inheritable_permission', kind: 'write', reads: [] },
  { name: 'remove_inheritable_permission', kind: 'write', reads: [] },
  { name: 'grant_consent', kind: 'write', reads: [] },
  { name: 'revoke_consent', kind: 'write', reads: [] },
  { name: 'grant_agent_permission', kind: 'write', reads: [] },
  { name: 'revoke_agent_permission', kind: 'write', reads: [] },
  { name: 'list_people', kind: 'read', reads: ['people'] },
  { name: 'show_person', kind: 'read', reads: ['people', 'agents'] },
  { name: 'create_person', kind: 'write', reads: [] },
  { name: 'update_person', kind: 'write', reads: [] },
  { name: 'rehearse_departures', kind: 'read', reads: ['people', 'agents', 'groups', 'settings'] },
  { name: 'rehearse_departure', kind: 'read', reads: ['people', 'agents'] },
  { name: 'record_departure', kind: 'write', reads: [] },
  { name: 'list_appointments', kind: 'read', reads: ['people', 'groups', 'access-packages'] },
  { name: 'appoint_role', kind: 'write', reads: [] },
  { name: 'withdraw_role', kind: 'write', reads: [] },
  { name: 'appoint_catalog_role', kind: 'write', reads: [] },
  { name: 'withdraw_catalog_role', kind: 'write', reads: [] },
  { name: 'set_passphrase', kind: 'write', reads: [] },
  { name: 'reset_passphrase', kind: 'write', reads: [] },
  { name: 'renew_recovery_code', kind: 'write', reads: [] },
  { name: 'show_my_settings', kind: 'read', reads: ['settings'] },
  { name: 'update_my_settings', kind: 'write', reads: [] },
  { name: 'list_workflows', kind: 'read', reads: ['workflows', 'people', 'clock'] },
  { name: 'show_workflow', kind: 'read', reads: ['workflows', 'people', 'clock'] },
  { name: 'list_workflow_templates', kind: 'read', reads: [] },
  { name: 'create_workflow', kind: 'write', reads: [] },
  { name: 'update_workflow', kind: 'write', reads: [] },
  { name: 'delete_workflow', kind: 'write', reads: [] },
  { name: 'restore_workflow', kind: 'write', reads: [] },
  { name: 'run_workflow', kind: 'write', reads: [] },
  { name: 'list_workflow_runs', kind: 'read', reads: ['workflows', 'people'] },
  { name: 'show_workflow_run', kind: 'read', reads: ['workflows', 'people'] },
  { name: 'list_workflow_results', kind: 'read', reads: ['workflows', 'people'] },
  { name: 'preview_workflow_message', kind: 'read', reads: ['people', 'agents'] },
  { name: 'show_message', kind: 'read', reads: ['notices', 'people'] },
  { name: 'list_groups', kind: 'read', reads: ['groups'] },
  { name: 'create_group', kind: 'write', reads: [] },
  { name: 'update_group', kind: 'write', reads: [] },
  { name: 'update_group_members', kind: 'write', reads: [] },
  { name: 'list_applications', kind: 'read', reads: ['applications'] },
  { name: 'list_directory_roles', kind: 'read', reads: ['directory-roles'] },
  { name: 'import_directory', kind: 'write', reads: [] },
  { name: 'list_catalogs', kind: 'read', reads: ['access-packages'] },
  { name: 'create_catalog', kind: 'write', reads: [] },
  { name: 'show_catalog', kind: 'read', reads: ['access-packages'] },
  { name: 'update_catalog', kind: 'write', reads: [] },
  { name: 'delete_catalog', kind: 'write', reads: [] },
  { name: 'add_catalog_resource', kind: 'write', reads: [] },
  { name: 'remove_catalog_resource', kind: 'write', reads: [] },
  { name: 'list_resource_roles', kind: 'read', reads: ['access-packages'] },
  { name: 'list_access_packages', kind: 'read', reads: ['access-packages', 'assignments'] },
  { name: 'show_access_package', kind: 'read', reads: ['access-packages', 'assignments'] },
  { name: 'create_access_package', kind: 'write', reads: [] },
  { name: 'update_access_package', kind: 'write', reads: [] },
  { name: 'delete_access_package', kind: 'write', reads: [] },
  { name: 'add_package_roles', kind: 'write', reads: [] },
  { name: 'remove_package_role', kind: 'write', reads: [] },
  { name: 'add_policy', kind: 'write', reads: [] },
  { name: 'update_policy', kind: 'write', reads: [] },
  { name: 'enable_policy', kind: 'write', reads: [] },
  { name: 'disable_policy', kind: 'write', reads: [] },
  { name: 'delete_policy', kind: 'write', reads: [] },
  { name: 'list_incompatible', kind: 'read', reads: ['access-packages', 'assignments'] },
  { name: 'add_incompatible', kind: 'write', reads: [] },
  { name: 'remove_incompatible', kind: 'write', reads: [] },
  { name: 'list_double_holders', kind: 'read', reads: ['access-packages', 'assignments', 'clock'] },
  { name: 'list_additional_access', kind: 'read', reads: ['access-packages', 'assignments', 'clock'] },
  { name: 'list_requestable_packages', kind: 'read', reads: ['access-packages', 'requests', 'assignments', 'agents'] },
  { name: 'preview_request', kind: 'read', reads: ['access-packages', 'requests', 'assignments', 'agents'] },
  { name: 'request_access', kind: 'write', reads: [] },
  { name: 'assign_access_package', kind: 'write', reads: [] },
  { name: 'assign_to_agents', kind: 'write', reads: [] },
  { name: 'list_requests', kind: 'read', reads: ['requests'] },
  { name: 'show_request', kind: 'read', reads: ['requests', 'assignments'] },
  { name: 'cancel_request', kind: 'write', reads: [] },
  { name: 'reprocess_request', kind: 'write', reads: [] },
  { name: 'list_approvals', kind: 'read', reads: ['requests', 'clock'] },
  { name: 'show_approval', kind: 'read', reads: ['requests', 'assignments', 'agents', 'access-packages', 'clock'] },
  { name: 'approve_request', kind: 'write', reads: [] },
  { name: 'deny_request', kind: 'write', reads: [] },
  { name: 'list_decisions', kind: 'read', reads: ['requests', 'assignments', 'clock'] },
  { name: 'revoke_approval', kind: 'write', reads: [] },
  { name: 'list_delegations', kind: 'read', reads: ['delegations', 'clock'] },
  { name: 'delegate_approvals', kind: 'write', reads: [] },
  { name: 'update_delegation', kind: 'write', reads: [] },
  { name: 'end_delegation', kind: 'write', reads: [] },
  { name: 'list_assignments', kind: 'read', reads: ['assignments', 'requests', 'clock'] },
  { name: 'show_assignment', kind: 'read', reads: ['assignments', 'requests', 'notices', 'clock'] },
  { name: 'request_extension', kind: 'write', reads: [] },
  { name: 'let_expire', kind: 'write', reads: [] },
  { name: 'return_access', kind: 'write', reads: [] },
  { name: 'update_assignment', kind: 'write', reads: [] },
  { name: 'reprocess_assignment', kind: 'write', reads: [] },
  { name: 'remove_assignment', kind: 'write', reads: [] },
  { name: 'list_notices', kind: 'read', reads: ['notices', 'assignments', 'requests'] },
  { name: 'mark_notice_shown', kind: 'write', reads: [] },
  { name: 'mark_notice_failed', kind: 'write', reads: [] },
  { name: 'snooze_notice', kind: 'write', reads: [] },
  { name: 'list_reminders', kind: 'read', reads: ['notices', 'assignments'] },
  { name: 'show_catch_up', kind: 'read', reads: ['notices'] },
  { name: 'dismiss_catch_up', kind: 'write', reads: [] },
  { name: 'list_audit', kind: 'read', reads: ['audit'] },
  { name: 'verify_audit', kind: 'read', reads: ['audit'] },
  { name: 'list_checkpoints', kind: 'read', reads: ['audit'] },
  { name: 'export_audit', kind: 'read', reads: ['audit'] },
  { name: 'show_report', kind: 'read', reads: ['assignments', 'requests', 'agents', 'access-packages'] },
  { name: 'save_export', kind: 'desk', reads: [] },
  { name: 'show_settings', kind: 'read', reads: ['settings', 'people'] },
  { name: 'update_settings', kind: 'write', reads: [] },
  { name: 'show_door', kind: 'read', reads: ['settings'] },
  { name: 'switch_door', kind: 'write', reads: [] },
  { name: 'show_clock', kind: 'read', reads: ['clock', 'assignments', 'requests'] },
] as const satisfies readonly { name: string; kind: 'desk' | 'read' | 'write'; reads: readonly Tag[] }[];

/** One typed function for each command. */
export function client(call: (command: string, payload: unknown) => Promise<unknown>) {
  return {
    showDesk: (ask: ShowDesk) => call('show_desk', ask) as Promise<DeskView>,
    createWorkspace: (ask: CreateWorkspace) => call('create_workspace', ask) as Promise<DeskView>,
    openWorkspace: (ask: OpenWorkspace) => call('open_workspace', ask) as Promise<DeskView>,
    openTrainingCompany: (ask: OpenTrainingCompany) => call('open_training_company', ask) as Promise<DeskView>,
    resetTrainingCompany: (ask: ResetTrainingCompany) => call('reset_training_company', ask) as Promise<DeskView>,
    beginTryOut: (ask: BeginTryOut) => call('begin_try_out', ask) as Promise<DeskView>,
    endTryOut: (ask: EndTryOut) => call('end_try_out', ask) as Promise<DeskView>,
    listExercises: (ask: ListExercises) => call('list_exercises', ask) as Promise<Exercises>,
    startExercise: (ask: StartExercise) => call('start_exercise', ask) as Promise<DeskView>,
    checkExercise: (ask: CheckExercise) => call('check_exercise', ask) as Promise<ExerciseMarking>,
    showTour: (ask: ShowTour) => call('show_tour', ask) as Promise<TourProgress>,
    showPresentation: (ask: ShowPresentation) => call('show_presentation', ask) as Promise<PresentationView>,
    signIn: (ask: SignIn) => call('sign_in', ask) as Promise<DeskView>,
    signOut: (ask: SignOut) => call('sign_out', ask) as Promise<DeskView>,
    lockSession: (ask: LockSession) => call('lock_session', ask) as Promise<DeskView>,
    unlockSession: (ask: UnlockSession) => call('unlock_session', ask) as Promise<DeskView>,
    stayUnlocked: (ask: StayUnlocked) => call('stay_unlocked', ask) as Promise<DeskView>,
    redeemRecoveryCode: (ask: RedeemRecoveryCode) => call('redeem_recovery_code', ask) as Promise<DeskView>,
    actAs: (ask: ActAs) => call('act_as', ask) as Promise<DeskView>,
    openList: (ask: OpenList) => call('open_list', ask) as Promise<OpenedList>,
    previewList: (ask: OpenList) => call('preview_list', ask) as Promise<ListRows>,
    readList: (ask: ReadList) => call('read_list', ask) as Promise<ListRows>,
    closeList: (ask: CloseList) => call('close_list', ask) as Promise<ClosedList>,
    advanceClock: (ask: AdvanceClock) => call('advance_clock', ask) as Promise<ClockAdvanced>,
    runDueWork: (ask: RunDueWork) => call('run_due_work', ask) as Promise<DueWorkDone>,
    makeCheckpoint: (ask: MakeCheckpoint) => call('make_checkpoint', ask) as Promise<CheckpointView>,
    verifyCheckpoint: (ask: VerifyCheckpoint) => call('verify_checkpoint', ask) as Promise<CheckpointAnswer>,
    listBackups: (ask: ListBackups) => call('list_backups', ask) as Promise<Backups>,
    backUpWorkspace: (ask: BackUpWorkspace) => call('back_up_workspace', ask) as Promise<BackupRow>,
    restoreWorkspace: (ask: RestoreWorkspace) => call('restore_workspace', ask) as Promise<DeskView>,
    drillBackup: (ask: DrillBackup) => call('drill_backup', ask) as Promise<DrillDone>,
    showSignInCode: (ask: ShowSignInCode) => call('show_sign_in_code', ask) as Promise<SignInCodeView>,
    confirmSignInCode: (ask: ConfirmSignInCode) => call('confirm_sign_in_code', ask) as Promise<SignInCodeView>,
    denySignInCode: (ask: DenySignInCode) => call('deny_sign_in_code', ask) as Promise<SignInCodeView>,
    showDoorKeeping: (ask: ShowDoorKeeping) => call('show_door_keeping', ask) as Promise<DoorKeepingView>,
    showDevice: (ask: ShowDevice) => call('show_device', ask) as Promise<DeviceView>,
    switchAutostart: (ask: SwitchAutostart) => call('switch_autostart', ask) as Promise<DeviceView>,
    chooseLanguage: (ask: ChooseLanguage) => call('choose_language', ask) as Promise<DeviceView>,
    showDoctor: (ask: ShowDoctor) => call('show_doctor', ask) as Promise<DoctorView>,
    repairPermissions: (ask: RepairPermissions) => call('repair_permissions', ask) as Promise<DoctorView>,
    showLateness: (ask: ShowLateness) => call('show_lateness', ask) as Promise<LatenessView>,
    verifyWorkspace: (ask: VerifyWorkspace) => call('verify_workspace', ask) as Promise<WorkspaceVerification>,
    showWork: (ask: ShowWork) => call('show_work', ask) as Promise<WorkUnderWay>,
    stopWork: (ask: StopWork) => call('stop_work', ask) as Promise<WorkStopped>,
    exportMessage: (ask: ExportMessage) => call('export_message', ask) as Promise<ExportedFile>,
    showHome: (ask: ShowHome) => call('show_home', ask) as Promise<HomeView>,
    listAgents: (ask: ListAgents) => call('list_agents', ask) as Promise<AgentPage>,
    showAgent: (ask: ShowAgent) => call('show_agent', ask) as Promise<AgentView>,
    disableAgent: (ask: DisableAgent) => call('disable_agent', ask) as Promise<AgentView>,
    enableAgent: (ask: EnableAgent) => call('enable_agent', ask) as Promise<AgentView>,
    createAgent: (ask: CreateAgent) => call('create_agent', ask) as Promise<AgentView>,
    updateAgent: (ask: UpdateAgent) => call('update_agent', ask) as Promise<AgentView>,
    updateAgentSponsors: (ask: UpdateAgentSponsors) => call('update_agent_sponsors', ask) as Promise<AgentView>,
    updateAgentOwners: (ask: UpdateAgentOwners) => call('update_agent_owners', ask) as Promise<AgentView>,
    createAgentUser: (ask: CreateAgentUser) => call('create_agent_user', ask) as Promise<AgentView>,
    updateAgentUser: (ask: UpdateAgentUser) => call('update_agent_user', ask) as Promise<AgentView>,
    deleteAgent: (ask: DeleteAgent) => call('delete_agent', ask) as Promise<AgentView>,
    restoreAgent: (ask: RestoreAgent) => call('restore_agent', ask) as Promise<AgentView>,
    purgeAgent: (ask: PurgeAgent) => call('purge_agent', ask) as Promise<AgentView>,
    changeAgents: (ask: ChangeAgents) => call('change_agents', ask) as Promise<AgentsChanged>,
    issueAgentSecret: (ask: IssueAgentSecret) => call('issue_agent_secret', ask) as Promise<IssuedSecret>,
    listAgentSecrets: (ask: ListAgentSecrets) => call('list_agent_secrets', ask) as Promise<Secrets>,
    revokeAgentSecret: (ask: RevokeAgentSecret) => call('revoke_agent_secret', ask) as Promise<SecretRow>,
    listBlueprints: (ask: ListBlueprints) => call('list_blueprints', ask) as Promise<BlueprintPage>,
    showBlueprint: (ask: ShowBlueprint) => call('show_blueprint', ask) as Promise<BlueprintView>,
    createBlueprint: (ask: CreateBlueprint) => call('create_blueprint', ask) as Promise<BlueprintView>,
    updateBlueprint: (ask: UpdateBlueprint) => call('update_blueprint', ask) as Promise<BlueprintView>,
    updateBlueprintSponsors: (ask: UpdateBlueprintSponsors) => call('update_blueprint_sponsors', ask) as Promise<BlueprintView>,
    updateBlueprintOwners: (ask: UpdateBlueprintOwners) => call('update_blueprint_owners', ask) as Promise<BlueprintView>,
    disableBlueprint: (ask: DisableBlueprint) => call('disable_blueprint', ask) as Promise<BlueprintView>,
    enableBlueprint: (ask: EnableBlueprint) => call('enable_blueprint', ask) as Promise<BlueprintView>,
    deleteBlueprint: (ask: DeleteBlueprint) => call('delete_blueprint', ask) as Promise<BlueprintView>,
    restoreBlueprint: (ask: RestoreBlueprint) => call('restore_blueprint', ask) as Promise<BlueprintView>,
    purgeBlueprint: (ask: PurgeBlueprint) => call('purge_blueprint', ask) as Promise<BlueprintView>,
    issueBlueprintSecret: (ask: IssueBlueprintSecret) => call('issue_blueprint_secret', ask) as Promise<IssuedSecret>,
    listBlueprintSecrets: (ask: ListBlueprintSecrets) => call('list_blueprint_secrets', ask) as Promise<Secrets>,
    revokeBlueprintSecret: (ask: RevokeBlueprintSecret) => call('revoke_blueprint_secret', ask) as Promise<SecretRow>,
    listAccess: (ask: ListAccess) => call('list_access', ask) as Promise<AccessView>,
    checkAccess: (ask: CheckAccess) => call('check_access', ask) as Promise<AccessAnswer>,
    explainAccess: (ask: ExplainAccess) => call('explain_access', ask) as Promise<AccessExplanation>,
    showBlueprintPermissions: (ask: ShowBlueprintPermissions) => call('show_blueprint_permissions', ask) as Promise<BlueprintPermissions>,
    showAgentPermissions: (ask: ShowAgentPermissions) => call('show_agent_permissions', ask) as Promise<AgentPermissions>,
    showBlockList: (ask: ShowBlockList) => call('show_block_list', ask) as Promise<BlockList>,
    declarePermission: (ask: DeclarePermission) => call('declare_permission', ask) as Promise<BlueprintPermissions>,
    withdrawDeclaration: (ask: WithdrawDeclaration) => call('withdraw_declaration', ask) as Promise<BlueprintPermissions>,
    addInheritablePermission: (ask: AddInheritablePermission) => call('add_inheritable_permission', ask) as Promise<BlueprintPermissions>,
    updateInheritablePermission: (ask: UpdateInheritablePermission) => call('update_inheritable_permission', ask) as Promise<BlueprintPermissions>,
    removeInheritablePermission: (ask: RemoveInheritablePermission) => call('remove_inheritable_permission', ask) as Promise<BlueprintPermissions>,
    grantConsent: (ask: GrantConsent) => call('grant_consent', ask) as Promise<BlueprintPermissions>,
    revokeConsent: (ask: RevokeConsent) => call('revoke_consent', ask) as Promise<BlueprintPermissions>,
    grantAgentPermission: (ask: GrantAgentPermission) => call('grant_agent_permission', ask) as Promise<AgentPermissions>,
    revokeAgentPermission: (ask: RevokeAgentPermission) => call('revoke_agent_permission', ask) as Promise<AgentPermissions>,
    listPeople: (ask: ListPeople) => call('list_people', ask) as Promise<PersonPage>,
    showPerson: (ask: ShowPerson) => call('show_person', ask) as Promise<PersonView>,
    createPerson: (ask: CreatePerson) => call('create_person', ask) as Promise<PersonView>,
    updatePerson: (ask: UpdatePerson) => call('update_person', ask) as Promise<PersonView>,
    rehearseDepartures: (ask: RehearseDepartures) => call('rehearse_departures', ask) as Promise<DeparturesRehearsal>,
    rehearseDeparture: (ask: RehearseDeparture) => call('rehearse_departure', ask) as Promise<DepartureView>,
    recordDeparture: (ask: RecordDeparture) => call('record_departure', ask) as Promise<DepartureView>,
    listAppointments: (ask: ListAppointments) => call('list_appointments', ask) as Promise<Appointments>,
    appointRole: (ask: AppointRole) => call('appoint_role', ask) as Promise<RoleChange>,
    withdrawRole: (ask: WithdrawRole) => call('withdraw_role', ask) as Promise<RoleChange>,
    appointCatalogRole: (ask: AppointCatalogRole) => call('appoint_catalog_role', ask) as Promise<Appointments>,
    withdrawCatalogRole: (ask: WithdrawCatalogRole) => call('withdraw_catalog_role', ask) as Promise<Appointments>,
    setPassphrase: (ask: SetPassphrase) => call('set_passphrase', ask) as Promise<PassphraseSet>,
    resetPassphrase: (ask: ResetPassphrase) => call('reset_passphrase', ask) as Promise<OneTimePassphrase>,
    renewRecoveryCode: (ask: RenewRecoveryCode) => call('renew_recovery_code', ask) as Promise<RecoveryCode>,
    showMySettings: (ask: ShowMySettings) => call('show_my_settings', ask) as Promise<MySettings>,
    updateMySettings: (ask: UpdateMySettings) => call('update_my_settings', ask) as Promise<MySettings>,
    listWorkflows: (ask: ListWorkflows) => call('list_workflows', ask) as Promise<Workflows>,
    showWorkflow: (ask: ShowWorkflow) => call('show_workflow', ask) as Promise<WorkflowView>,
    listWorkflowTemplates: (ask: ListWorkflowTemplates) => call('list_workflow_templates', ask) as Promise<WorkflowTemplates>,
    createWorkflow: (ask: CreateWorkflow) => call('create_workflow', ask) as Promise<WorkflowView>,
    updateWorkflow: (ask: UpdateWorkflow) => call('update_workflow', ask) as Promise<WorkflowView>,
    deleteWorkflow: (ask: DeleteWorkflow) => call('delete_workflow', ask) as Promise<Workflows>,
    restoreWorkflow: (ask: RestoreWorkflow) => call('restore_workflow', ask) as Promise<WorkflowView>,
    runWorkflow: (ask: RunWorkflow) => call('run_workflow', ask) as Promise<WorkflowRunView>,
    listWorkflowRuns: (ask: ListWorkflowRuns) => call('list_workflow_runs', ask) as Promise<WorkflowRunPage>,
    showWorkflowRun: (ask: ShowWorkflowRun) => call('show_workflow_run', ask) as Promise<WorkflowRunView>,
    listWorkflowResults: (ask: ListWorkflowResults) => call('list_workflow_results', ask) as Promise<WorkflowResults>,
    previewWorkflowMessage: (ask: PreviewWorkflowMessage) => call('preview_workflow_message', ask) as Promise<MessagePreview>,
    showMessage: (ask: ShowMessage) => call('show_message', ask) as Promise<MessageView>,
    listGroups: (ask: ListGroups) => call('list_groups', ask) as Promise<Groups>,
    createGroup: (ask: CreateGroup) => call('create_group', ask) as Promise<GroupRow>,
    updateGroup: (ask: UpdateGroup) => call('update_group', ask) as Promise<GroupRow>,
    updateGroupMembers: (ask: UpdateGroupMembers) => call('update_group_members', ask) as Promise<GroupRow>,
    listApplications: (ask: ListApplications) => call('list_applications', ask) as Promise<Applications>,
    listDirectoryRoles: (ask: ListDirectoryRoles) => call('list_directory_roles', ask) as Promise<DirectoryRoles>,
    importDirectory: (ask: ImportDirectory) => call('import_directory', ask) as Promise<ImportReport>,
    listCatalogs: (ask: ListCatalogs) => call('list_catalogs', ask) as Promise<Catalogs>,
    createCatalog: (ask: CreateCatalog) => call('create_catalog', ask) as Promise<CatalogRow>,
    showCatalog: (ask: ShowCatalog) => call('show_catalog', ask) as Promise<CatalogView>,
    updateCatalog: (ask: UpdateCatalog) => call('update_catalog', ask) as Promise<CatalogView>,
    deleteCatalog: (ask: DeleteCatalog) => call('delete_catalog', ask) as Promise<Catalogs>,
    addCatalogResource: (ask: AddCatalogResource) => call('add_catalog_resource', ask) as Promise<ResourceRoles>,
    removeCatalogResource: (ask: RemoveCatalogResource) => call('remove_catalog_resource', ask) as Promise<CatalogView>,
    listResourceRoles: (ask: ListResourceRoles) => call('list_resource_roles', ask) as Promise<ResourceRoles>,
    listAccessPackages: (ask: ListAccessPackages) => call('list_access_packages', ask) as Promise<AccessPackagePage>,
    showAccessPackage: (ask: ShowAccessPackage) => call('show_access_package', ask) as Promise<AccessPackageView>,
    createAccessPackage: (ask: CreateAccessPackage) => call('create_access_package', ask) as Promise<AccessPackageView>,
    updateAccessPackage: (ask: UpdateAccessPackage) => call('update_access_package', ask) as Promise<AccessPackageView>,
    deleteAccessPackage: (ask: DeleteAccessPackage) => call('delete_access_package', ask) as Promise<AccessPackageView>,
    addPackageRoles: (ask: AddPackageRoles) => call('add_package_roles', ask) as Promise<AccessPackageView>,
    removePackageRole: (ask: RemovePackageRole) => call('remove_package_role', ask) as Promise<AccessPackageView>,
    addPolicy: (ask: AddPolicy) => call('add_policy', ask) as Promise<AccessPackageView>,
    updatePolicy: (ask: UpdatePolicy) => call('update_policy', ask) as Promise<AccessPackageView>,
    enablePolicy: (ask: EnablePolicy) => call('enable_policy', ask) as Promise<AccessPackageView>,
    disablePolicy: (ask: DisablePolicy) => call('disable_policy', ask) as Promise<AccessPackageView>,
    deletePolicy: (ask: DeletePolicy) => call('delete_policy', ask) as Promise<AccessPackageView>,
    listIncompatible: (ask: ListIncompatible) => call('list_incompatible', ask) as Promise<IncompatibleView>,
    addIncompatible: (ask: AddIncompatible) => call('add_incompatible', ask) as Promise<IncompatibleView>,
    removeIncompatible: (ask: RemoveIncompatible) => call('remove_incompatible', ask) as Promise<IncompatibleView>,
    listDoubleHolders: (ask: ListDoubleHolders) => call('list_double_holders', ask) as Promise<DoubleHolders>,
    listAdditionalAccess: (ask: ListAdditionalAccess) => call('list_additional_access', ask) as Promise<DoubleHolders>,
    listRequestablePackages: (ask: ListRequestablePackages) => call('list_requestable_packages', ask) as Promise<RequestablePackages>,
    previewRequest: (ask: PreviewRequest) => call('preview_request', ask) as Promise<RequestPreview>,
    requestAccess: (ask: RequestAccess) => call('request_access', ask) as Promise<RequestView>,
    assignAccessPackage: (ask: AssignAccessPackage) => call('assign_access_package', ask) as Promise<RequestView>,
    assignToAgents: (ask: AssignToAgents) => call('assign_to_agents', ask) as Promise<AssignmentOutcomes>,
    listRequests: (ask: ListRequests) => call('list_requests', ask) as Promise<RequestPage>,
    showRequest: (ask: ShowRequest) => call('show_request', ask) as Promise<RequestView>,
    cancelRequest: (ask: CancelRequest) => call('cancel_request', ask) as Promise<RequestView>,
    reprocessRequest: (ask: ReprocessRequest) => call('reprocess_request', ask) as Promise<RequestView>,
    listApprovals: (ask: ListApprovals) => call('list_approvals', ask) as Promise<Approvals>,
    showApproval: (ask: ShowApproval) => call('show_approval', ask) as Promise<ApprovalView>,
    approveRequest: (ask: ApproveRequest) => call('approve_request', ask) as Promise<RequestView>,
    denyRequest: (ask: DenyRequest) => call('deny_request', ask) as Promise<RequestView>,
    listDecisions: (ask: ListDecisions) => call('list_decisions', ask) as Promise<DecisionPage>,
    revokeApproval: (ask: RevokeApproval) => call('revoke_approval', ask) as Promise<RequestView>,
    listDelegations: (ask: ListDelegations) => call('list_delegations', ask) as Promise<Delegations>,
    delegateApprovals: (ask: DelegateApprovals) => call('delegate_approvals', ask) as Promise<DelegationView>,
    updateDelegation: (ask: UpdateDelegation) => call('update_delegation', ask) as Promise<DelegationView>,
    endDelegation: (ask: EndDelegation) => call('end_delegation', ask) as Promise<DelegationView>,
    listAssignments: (ask: ListAssignments) => call('list_assignments', ask) as Promise<AssignmentPage>,
    showAssignment: (ask: ShowAssignment) => call('show_assignment', ask) as Promise<AssignmentView>,
    requestExtension: (ask: RequestExtension) => call('request_extension', ask) as Promise<RequestView>,
    letExpire: (ask: LetExpire) => call('let_expire', ask) as Promise<AssignmentView>,
    returnAccess: (ask: ReturnAccess) => call('return_access', ask) as Promise<RequestView>,
    updateAssignment: (ask: UpdateAssignment) => call('update_assignment', ask) as Promise<RequestView>,
    reprocessAssignment: (ask: ReprocessAssignment) => call('reprocess_assignment', ask) as Promise<AssignmentView>,
    removeAssignment: (ask: RemoveAssignment) => call('remove_assignment', ask) as Promise<RequestView>,
    listNotices: (ask: ListNotices) => call('list_notices', ask) as Promise<NoticePage>,
    markNoticeShown: (ask: MarkNoticeShown) => call('mark_notice_shown', ask) as Promise<NoticeRow>,
    markNoticeFailed: (ask: MarkNoticeFailed) => call('mark_notice_failed', ask) as Promise<NoticeRow>,
    snoozeNotice: (ask: SnoozeNotice) => call('snooze_notice', ask) as Promise<NoticeRow>,
    listReminders: (ask: ListReminders) => call('list_reminders', ask) as Promise<ReminderPage>,
    showCatchUp: (ask: ShowCatchUp) => call('show_catch_up', ask) as Promise<CatchUp>,
    dismissCatchUp: (ask: DismissCatchUp) => call('dismiss_catch_up', ask) as Promise<CatchUp>,
    listAudit: (ask: ListAudit) => call('list_audit', ask) as Promise<AuditPage>,
    verifyAudit: (ask: VerifyAudit) => call('verify_audit', ask) as Promise<AuditVerification>,
    listCheckpoints: (ask: ListCheckpoints) => call('list_checkpoints', ask) as Promise<Checkpoints>,
    exportAudit: (ask: ExportAudit) => call('export_audit', ask) as Promise<AuditExport>,
    showReport: (ask: ShowReport) => call('show_report', ask) as Promise<ReportView>,
    saveExport: (ask: SaveExport) => call('save_export', ask) as Promise<ExportSaved>,
    showSettings: (ask: ShowSettings) => call('show_settings', ask) as Promise<SettingsView>,
    updateSettings: (ask: UpdateSettings) => call('update_settings', ask) as Promise<SettingsView>,
    showDoor: (ask: ShowDoor) => call('show_door', ask) as Promise<DoorView>,
    switchDoor: (ask: SwitchDoor) => call('switch_door', ask) as Promise<DoorView>,
    showClock: (ask: ShowClock) => call('show_clock', ask) as Promise<ClockView>,
  };
}

export type Client = ReturnType<typeof client>;
