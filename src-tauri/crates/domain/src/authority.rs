//! Who may do what: role and relation against action. This is the whole table; the commands ask it inside the
//! transaction that acts. It is printed to a snapshot that people who don't program can review.
//!
//! Sources: Microsoft Entra, "owners, sponsors and managers of agents" and "delegation and roles in entitlement
//! management"; where they disagree (may a sponsor enable, may a sponsor delete) the decision is: sponsors switch on and
//! off, and never delete.

pub use crate::action::Action;
pub use crate::role::{CatalogRole, Role};
use crate::term::terms;

terms! {
    /// What ties a person to the thing that they act on.
    Relation {
        /// Sponsors the agent, directly or by a group.
        Sponsor => "sponsor",
        /// Owns the agent.
        Owner => "owner",
        /// Manages the agent's user account.
        Manager => "manager",
        /// Sponsors the agent's blueprint, directly or by a group.
        BlueprintSponsor => "blueprintSponsor",
        /// Owns the agent's blueprint, and so has a say over the family.
        BlueprintOwner => "blueprintOwner",
        /// Filed the request.
        Requestor => "requestor",
        /// May decide a stage of the request.
        Approver => "approver",
        /// Received the notice.
        Recipient => "recipient",
        /// Is the person, or the agent.
        Themselves => "themselves",
        /// Owns the catalog of the thing.
        CatalogOwner => "catalogOwner",
        /// Manages the packages of the thing's catalog.
        AccessPackageManager => "accessPackageManager",
        /// Manages the assignments of the thing's catalog.
        AccessPackageAssignmentManager => "accessPackageAssignmentManager",
        /// Reads the catalog of the thing.
        CatalogReader => "catalogReader",
        /// Owns or manages the thing's catalog, which is privileged: administrators alone write to it.
        PrivilegedCatalog => "privilegedCatalog",
    }
}

/// What the table says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// Go on.
    Allowed,
    /// The thing may be seen, but this may not be done with it.
    Forbidden,
    /// The thing may not even be seen: it answers exactly as what does not exist (invariant I10).
    Hidden,
}

/// Who may do one thing.
#[derive(Debug, Clone, Copy)]
struct Rule {
    everyone: bool,
    roles: &'static [Role],
    relations: &'static [Relation],
}

const EVERYONE: Rule = Rule { everyone: true, roles: &[], relations: &[] };

const fn only(roles: &'static [Role], relations: &'static [Relation]) -> Rule {
    Rule { everyone: false, roles, relations }
}

const ADMINISTRATORS: Rule = only(&[Role::Administrator], &[]);
const OVERSEERS: Rule = only(ALL_SEEING, &[]);
const ALL_SEEING: &[Role] = &[Role::Administrator, Role::Auditor];
const AGENT_ADMINISTRATORS: &[Role] = &[Role::Administrator, Role::AgentAdministrator];
/// Who may ask for an agent at all; the policy's requestor settings say which of them it hears.
const ASKING: &[Relation] =
    &[Relation::Sponsor, Relation::Owner, Relation::Manager, Relation::Themselves];
const ASKING_OR_ADMINISTRATOR: Rule = only(&[Role::Administrator], ASKING);
const RESPONSIBLE_OR_ADMINISTRATOR: Rule =
    only(&[Role::Administrator], &[Relation::Sponsor, Relation::Owner]);
const RESPONSIBLE_OR_AGENT_ADMINISTRATOR: Rule =
    only(AGENT_ADMINISTRATORS, &[Relation::Sponsor, Relation::Owner]);
const RESPONSIBLE_OR_OVERSEER: Rule = only(
    &[Role::Administrator, Role::AgentAdministrator, Role::Auditor],
    &[Relation::Sponsor, Relation::Owner],
);
const RESPONSIBLE_ITSELF_OR_OVERSEER: Rule = only(
    &[Role::Administrator, Role::AgentAdministrator, Role::Auditor],
    &[Relation::Sponsor, Relation::Owner, Relation::Themselves],
);
const LIFECYCLE: Rule = only(&[Role::Administrator, Role::LifecycleAdministrator], &[]);
const CATALOG_OWNERS: Rule = only(&[Role::Administrator], &[Relation::CatalogOwner]);
const PACKAGE_MANAGERS: Rule =
    only(&[Role::Administrator], &[Relation::CatalogOwner, Relation::AccessPackageManager]);
const ASSIGNMENT_MANAGERS: Rule = only(&[Role::Administrator], ASSIGNMENT_MANAGER_RELATIONS);
const ASSIGNMENT_MANAGER_RELATIONS: &[Relation] = &[
    Relation::CatalogOwner,
    Relation::AccessPackageManager,
    Relation::AccessPackageAssignmentManager,
];
const OWNERS: Rule = only(AGENT_ADMINISTRATORS, &[Relation::Owner]);
const OWNERS_OF_THE_FAMILY: Rule =
    only(AGENT_ADMINISTRATORS, &[Relation::Owner, Relation::BlueprintOwner]);
const BLUEPRINT_OWNERS: Rule = only(AGENT_ADMINISTRATORS, &[Relation::BlueprintOwner]);

fn rule(action: Action) -> Rule {
    match action {
        // Names and responsibilities are no secret inside the team: who answers for an agent must be findable by all.
        Action::ShowHome
        | Action::ListAgents
        | Action::ShowAgent
        | Action::ChangeAgents
        | Action::ListBlueprints
        | Action::ShowBlueprint
        | Action::ListPeople
        | Action::ShowPerson
        | Action::ListGroups
        | Action::ListApplications
        | Action::ListDirectoryRoles
        | Action::ListCatalogs
        | Action::ShowCatalog
        | Action::ListResourceRoles
        | Action::ListAccessPackages
        | Action::ShowAccessPackage
        | Action::ShowBlockList
        | Action::ListRequests
        | Action::ListApprovals
        | Action::ListDecisions
        | Action::ListDelegations
        | Action::ListAssignments
        | Action::ListNotices
        | Action::ListReminders
        | Action::ShowCatchUp
        | Action::DismissCatchUp
        | Action::ListAppointments
        | Action::ShowSettings
        | Action::ShowMySettings
        | Action::UpdateMySettings
        | Action::ShowDoor
        | Action::ShowDoorKeeping
        | Action::ShowSignInCode
        | Action::ConfirmSignInCode
        | Action::DenySignInCode
        | Action::ShowClock => EVERYONE,
        Action::ListAccess
        | Action::CheckAccess
        | Action::ExplainAccess
        | Action::ShowAgentPermissions => RESPONSIBLE_ITSELF_OR_OVERSEER,
        Action::ShowBlueprintPermissions | Action::ListBlueprintSecrets => only(
            &[Role::Administrator, Role::AgentAdministrator, Role::Auditor],
            &[Relation::BlueprintSponsor, Relation::BlueprintOwner],
        ),
        // Owners keep a blueprint's settings; consent gives access, and is an administrator's act alone.
        Action::DeclarePermission
        | Action::WithdrawDeclaration
        | Action::AddInheritablePermission
        | Action::UpdateInheritablePermission
        | Action::RemoveInheritablePermission => {
            only(AGENT_ADMINISTRATORS, &[Relation::BlueprintOwner])
        }
        // Taking a secret back is a way of switching off.
        Action::DisableAgent | Action::EnableAgent | Action::RevokeAgentSecret => {
            RESPONSIBLE_OR_AGENT_ADMINISTRATOR
        }
        // Sponsors switch on and off, and never delete.
        Action::UpdateAgent
        | Action::UpdateAgentSponsors
        | Action::UpdateAgentOwners
        | Action::CreateAgentUser
        | Action::UpdateAgentUser
        | Action::IssueAgentSecret => OWNERS,
        Action::DeleteAgent | Action::RestoreAgent => OWNERS_OF_THE_FAMILY,
        Action::CreateAgent
        | Action::UpdateBlueprint
        | Action::UpdateBlueprintSponsors
        | Action::UpdateBlueprintOwners
        | Action::DeleteBlueprint
        | Action::RestoreBlueprint
        | Action::IssueBlueprintSecret => BLUEPRINT_OWNERS,
        Action::DisableBlueprint | Action::EnableBlueprint | Action::RevokeBlueprintSecret => {
            only(AGENT_ADMINISTRATORS, &[Relation::BlueprintSponsor, Relation::BlueprintOwner])
        }
        Action::CreateBlueprint => {
            only(&[Role::Administrator, Role::AgentAdministrator, Role::AgentDeveloper], &[])
        }
        Action::PurgeAgent | Action::PurgeBlueprint => only(AGENT_ADMINISTRATORS, &[]),
        Action::LetExpire => RESPONSIBLE_OR_ADMINISTRATOR,
        Action::ListRequestablePackages
        | Action::PreviewRequest
        | Action::RequestExtension
        | Action::ReturnAccess => ASKING_OR_ADMINISTRATOR,
        Action::RequestAccess => only(&[], ASKING),
        Action::ShowRequest | Action::ShowAssignment | Action::ListAdditionalAccess => only(
            ALL_SEEING,
            &[
                Relation::Requestor,
                Relation::Approver,
                Relation::Sponsor,
                Relation::Owner,
                Relation::CatalogOwner,
                Relation::AccessPackageManager,
                Relation::AccessPackageAssignmentManager,
                Relation::PrivilegedCatalog,
                Relation::Manager,
                Relation::Themselves,
            ],
        ),
        Action::CancelRequest => only(
            &[Role::Administrator],
            &[
                Relation::Requestor,
                Relation::CatalogOwner,
                Relation::AccessPackageManager,
                Relation::AccessPackageAssignmentManager,
            ],
        ),
        Action::ShowApproval => only(ALL_SEEING, &[Relation::Approver]),
        // Not even an administrator decides unless asked: they are approvers where the rules make them so.
        Action::ApproveRequest | Action::DenyRequest | Action::RevokeApproval => {
            only(&[], &[Relation::Approver])
        }
        // Everybody decides about their own absence, and nobody about another's.
        Action::DelegateApprovals | Action::UpdateDelegation | Action::EndDelegation => {
            only(&[], &[Relation::Themselves])
        }
        Action::MarkNoticeShown | Action::MarkNoticeFailed | Action::SnoozeNotice => {
            only(&[], &[Relation::Recipient])
        }
        Action::SetPassphrase => only(&[Role::Administrator], &[Relation::Themselves]),
        Action::ListAudit | Action::VerifyAudit => OVERSEERS,
        Action::ListIncompatible | Action::ListDoubleHolders => {
            only(ALL_SEEING, &[Relation::CatalogOwner, Relation::AccessPackageManager])
        }
        Action::RehearseDeparture | Action::RehearseDepartures => {
            only(&[Role::Administrator, Role::LifecycleAdministrator, Role::Auditor], &[])
        }
        Action::ExportAudit
        | Action::MakeCheckpoint
        | Action::ListCheckpoints
        | Action::VerifyCheckpoint
        | Action::ListBackups
        | Action::ShowLateness => OVERSEERS,
        Action::BackUpWorkspace | Action::RestoreWorkspace | Action::DrillBackup => ADMINISTRATORS,
        Action::ShowReport | Action::ListAgentSecrets => RESPONSIBLE_OR_OVERSEER,
        Action::ListWorkflows
        | Action::ShowWorkflow
        | Action::ListWorkflowTemplates
        | Action::ListWorkflowRuns
        | Action::ShowWorkflowRun
        | Action::ListWorkflowResults => {
            only(&[Role::Administrator, Role::LifecycleAdministrator, Role::Auditor], &[])
        }
        Action::ShowMessage => only(
            &[Role::Administrator, Role::LifecycleAdministrator, Role::Auditor],
            &[Relation::Recipient],
        ),
        Action::CreateWorkflow
        | Action::UpdateWorkflow
        | Action::DeleteWorkflow
        | Action::RestoreWorkflow
        | Action::RunWorkflow
        | Action::PreviewWorkflowMessage => LIFECYCLE,
        Action::RecordDeparture => LIFECYCLE,
        Action::CreateCatalog => only(&[Role::Administrator, Role::CatalogCreator], &[]),
        Action::AppointCatalogRole
        | Action::WithdrawCatalogRole
        | Action::UpdateCatalog
        | Action::DeleteCatalog
        | Action::RemoveCatalogResource => CATALOG_OWNERS,
        Action::CreateAccessPackage
        | Action::UpdateAccessPackage
        | Action::DeleteAccessPackage
        | Action::AddPackageRoles
        | Action::RemovePackageRole
        | Action::AddPolicy
        | Action::UpdatePolicy
        | Action::EnablePolicy
        | Action::DisablePolicy
        | Action::DeletePolicy
        | Action::AddIncompatible
        | Action::RemoveIncompatible => PACKAGE_MANAGERS,
        Action::AssignAccessPackage
        | Action::AssignToAgents
        | Action::UpdateAssignment
        | Action::ReprocessRequest
        | Action::ReprocessAssignment
        | Action::RemoveAssignment => ASSIGNMENT_MANAGERS,
        // The field lets a catalog's owner add what they also own; nobody owns groups or applications here.
        Action::CreatePerson
        | Action::UpdatePerson
        | Action::CreateGroup
        | Action::UpdateGroup
        | Action::UpdateGroupMembers
        | Action::AppointRole
        | Action::WithdrawRole
        | Action::ResetPassphrase
        | Action::RenewRecoveryCode
        | Action::ImportDirectory
        | Action::AddCatalogResource
        | Action::GrantConsent
        | Action::RevokeConsent
        | Action::GrantAgentPermission
        | Action::RevokeAgentPermission
        | Action::SwitchDoor
        | Action::UpdateSettings => ADMINISTRATORS,
        // The clock itself refuses to move in a live workspace; in training everybody may be anybody.
        Action::AdvanceClock => EVERYONE,
    }
}

/// The action whose permission decides whether the thing acted on may be seen at all.
fn sight(action: Action) -> Action {
    const ON_REQUESTS: &[Action] = &[
        Action::ShowRequest,
        Action::CancelRequest,
        Action::ReprocessRequest,
        Action::ApproveRequest,
        Action::DenyRequest,
        Action::RevokeApproval,
        Action::ShowApproval,
    ];
    const ON_ASSIGNMENTS: &[Action] = &[
        Action::ShowAssignment,
        Action::ListAdditionalAccess,
        Action::RequestExtension,
        Action::LetExpire,
        Action::ReturnAccess,
        Action::RemoveAssignment,
        Action::UpdateAssignment,
        Action::ReprocessAssignment,
    ];
    const ON_DELEGATIONS: &[Action] = &[Action::UpdateDelegation, Action::EndDelegation];
    const ON_NOTICES: &[Action] =
        &[Action::MarkNoticeShown, Action::MarkNoticeFailed, Action::SnoozeNotice];
    const ON_WORKFLOWS: &[Action] = &[
        Action::ListWorkflows,
        Action::ShowWorkflow,
        Action::ListWorkflowTemplates,
        Action::CreateWorkflow,
        Action::UpdateWorkflow,
        Action::DeleteWorkflow,
        Action::RestoreWorkflow,
        Action::RunWorkflow,
        Action::ListWorkflowRuns,
        Action::ShowWorkflowRun,
        Action::ListWorkflowResults,
        Action::PreviewWorkflowMessage,
    ];
    if action == Action::ShowMessage {
        Action::ShowMessage
    } else if ON_WORKFLOWS.contains(&action) {
        Action::ShowWorkflow
    } else if ON_REQUESTS.contains(&action) {
        Action::ShowRequest
    } else if ON_ASSIGNMENTS.contains(&action) {
        Action::ShowAssignment
    } else if ON_NOTICES.contains(&action) {
        Action::MarkNoticeShown
    } else if ON_DELEGATIONS.contains(&action) {
        Action::EndDelegation
    } else {
        Action::ShowAgent
    }
}

fn is_granted(action: Action, roles: &[Role], relations: &[Relation]) -> bool {
    let rule = rule(action);
    rule.everyone
        || roles.iter().any(|role| rule.roles.contains(role))
        || relations.iter().any(|relation| rule.relations.contains(relation))
}

/// Says whether somebody with these roles and these relations to the thing may do this with it.
pub fn may(action: Action, roles: &[Role], relations: &[Relation]) -> Permission {
    if is_granted(action, roles, relations) {
        Permission::Allowed
    } else if is_granted(sight(action), roles, relations) {
        Permission::Forbidden
    } else {
        Permission::Hidden
    }
}

/// What an agent may do with a session of its own: ask, see and give back what is its own. It never decides, answers for
/// nobody and makes nothing.
const OPEN_TO_AGENTS: &[Action] = &[
    Action::ShowAgent,
    Action::ListAccess,
    Action::CheckAccess,
    Action::ExplainAccess,
    Action::ListRequestablePackages,
    Action::PreviewRequest,
    Action::RequestAccess,
    Action::ListRequests,
    Action::ShowRequest,
    Action::CancelRequest,
    Action::ListAssignments,
    Action::ShowAssignment,
    Action::RequestExtension,
    Action::ReturnAccess,
];

/// Whether agents may do this at all, with anything.
pub fn is_open_to_agents(action: Action) -> bool {
    OPEN_TO_AGENTS.contains(&action)
}

/// Says whether an agent with these relations to the thing may do this with it. What is open to every person isn't open to
/// agents: they see themselves and what is theirs, and a list holds no more than that.
pub fn agent_may(action: Action, relations: &[Relation]) -> Permission {
    let is_list = matches!(action, Action::ListRequests | Action::ListAssignments);
    let granted = |action: Action| {
        let rule = rule(action);
        is_open_to_agents(action)
            && relations.iter().any(|relation| match relation {
                Relation::Themselves | Relation::Requestor => {
                    rule.everyone || rule.relations.contains(relation)
                }
                Relation::Sponsor
                | Relation::Owner
                | Relation::BlueprintSponsor
                | Relation::BlueprintOwner
                | Relation::Manager
                | Relation::Approver
                | Relation::Recipient
                | Relation::CatalogOwner
                | Relation::AccessPackageManager
                | Relation::AccessPackageAssignmentManager
                | Relation::CatalogReader
                | Relation::PrivilegedCatalog => false,
            })
    };
    if is_list || granted(action) {
        Permission::Allowed
    } else if granted(sight(action)) {
        Permission::Forbidden
    } else {
        Permission::Hidden
    }
}

/// Why somebody may not act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthorityRefusal {
    /// May see, may not do.
    #[error("{}", who_may(*.0))]
    Forbidden(Action),
    /// No agent does this.
    #[error("agents don't do this; ask a sponsor, an owner or an administrator to do it")]
    NotForAgents,
}

impl crate::refusal::Refuse for AuthorityRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Forbidden(_) => "forbidden",
            Self::NotForAgents => "not_for_agents",
        }
    }
}

/// The sentence that tells who may do it, so that the reader knows whom to ask.
fn who_may(action: Action) -> String {
    let rule = rule(action);
    let mut who: Vec<&str> = Vec::new();
    for relation in rule.relations {
        who.push(match relation {
            Relation::Sponsor => "a sponsor of the agent",
            Relation::Owner => "an owner of the agent",
            Relation::Manager => "the manager of its user account",
            Relation::BlueprintSponsor => "a sponsor of the blueprint",
            Relation::BlueprintOwner => "an owner of the blueprint",
            Relation::Requestor => "the requestor",
            Relation::Approver => "an approver of its open stage",
            Relation::Recipient => "the recipient",
            Relation::Themselves => "the person or agent themselves",
            Relation::CatalogOwner => "an owner of the catalog",
            Relation::AccessPackageManager => "an access package manager of the catalog",
            Relation::AccessPackageAssignmentManager => "an assignment manager of the catalog",
            Relation::CatalogReader => "a reader of the catalog",
            // Ties to a privileged catalog allow nothing that could be refused.
            Relation::PrivilegedCatalog => continue,
        });
    }
    who.extend(rule.roles.iter().map(|role| role.with_article()));
    format!("only {} may do this; ask one of them", who.join(" or "))
}

#[cfg(test)]
mod tests;
