//! Who may do what: role and relation against action. This is the whole table; the commands ask it inside the
//! transaction that acts. It is printed to a snapshot that people who don't program can review.
//!
//! Sources: Microsoft Entra, "owners, sponsors and managers of agents" and "delegation and roles in entitlement
//! management"; where they disagree (may a sponsor enable, may a sponsor delete) the decision is: sponsors switch on and
//! off, and never delete.

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

    /// What can be done: one for each command that reads or writes a workspace, under the command's own name.
    Action {
        /// See what waits for oneself, and the counts.
        ShowHome => "show_home",
        /// List agents.
        ListAgents => "list_agents",
        /// See an agent: sponsors, owners, state.
        ShowAgent => "show_agent",
        /// See what an agent may do, and why.
        ListAccess => "list_access",
        /// Ask whether an agent may use a right.
        CheckAccess => "check_access",
        /// Ask why, or why not.
        ExplainAccess => "explain_access",
        /// Switch an agent off.
        DisableAgent => "disable_agent",
        /// Switch an agent on.
        EnableAgent => "enable_agent",
        /// List people.
        ListPeople => "list_people",
        /// See a person, what they sponsor and own.
        ShowPerson => "show_person",
        /// Add a person.
        CreatePerson => "create_person",
        /// Change what is known of a person, their leave date included.
        UpdatePerson => "update_person",
        /// Carry out that a person leaves.
        RecordDeparture => "record_departure",
        /// See who would inherit what.
        RehearseDeparture => "rehearse_departure",
        /// See what would become of everything if several people left on one day.
        RehearseDepartures => "rehearse_departures",
        /// Give a person a role in the workspace.
        AppointRole => "appoint_role",
        /// Take a role away.
        WithdrawRole => "withdraw_role",
        /// Give a person or a group a role in a catalog.
        AppointCatalogRole => "appoint_catalog_role",
        /// Take a role in a catalog away.
        WithdrawCatalogRole => "withdraw_catalog_role",
        /// See who has a role, in the workspace or in a catalog.
        ListAppointments => "list_appointments",
        /// Set one's passphrase, or a first one for somebody else.
        SetPassphrase => "set_passphrase",
        /// List lifecycle workflows.
        ListWorkflows => "list_workflows",
        /// See a lifecycle workflow with its tasks and versions.
        ShowWorkflow => "show_workflow",
        /// List what a lifecycle workflow may be made from.
        ListWorkflowTemplates => "list_workflow_templates",
        /// Make a lifecycle workflow.
        CreateWorkflow => "create_workflow",
        /// Change a lifecycle workflow.
        UpdateWorkflow => "update_workflow",
        /// Delete a lifecycle workflow.
        DeleteWorkflow => "delete_workflow",
        /// Restore a deleted lifecycle workflow.
        RestoreWorkflow => "restore_workflow",
        /// Run a lifecycle workflow now for some people.
        RunWorkflow => "run_workflow",
        /// List what lifecycle workflows did.
        ListWorkflowRuns => "list_workflow_runs",
        /// See what a run did for each person.
        ShowWorkflowRun => "show_workflow_run",
        /// List what all runs did for one person.
        ListWorkflowResults => "list_workflow_results",
        /// See what a task would write about a person.
        PreviewWorkflowMessage => "preview_workflow_message",
        /// Read the message that a notice brings.
        ShowMessage => "show_message",
        /// Give somebody a one-time passphrase in place of a lost one.
        ResetPassphrase => "reset_passphrase",
        /// Make a new recovery code; the old one is worth nothing then.
        RenewRecoveryCode => "renew_recovery_code",
        /// See what one chose for oneself.
        ShowMySettings => "show_my_settings",
        /// Choose for oneself.
        UpdateMySettings => "update_my_settings",
        /// List groups.
        ListGroups => "list_groups",
        /// Make a group.
        CreateGroup => "create_group",
        /// Change a group's name or purpose.
        UpdateGroup => "update_group",
        /// Put people into a group and take people out of it.
        UpdateGroupMembers => "update_group_members",
        /// List applications with their roles and scopes.
        ListApplications => "list_applications",
        /// List directory roles.
        ListDirectoryRoles => "list_directory_roles",
        /// Bring in people, groups, applications, roles, blueprints and agents from files.
        ImportDirectory => "import_directory",
        /// List catalogs.
        ListCatalogs => "list_catalogs",
        /// Make a catalog.
        CreateCatalog => "create_catalog",
        /// See a catalog with its resources.
        ShowCatalog => "show_catalog",
        /// Change a catalog's name and description, publish it or not.
        UpdateCatalog => "update_catalog",
        /// Delete an empty catalog.
        DeleteCatalog => "delete_catalog",
        /// Register a group, application or directory role in a catalog.
        AddCatalogResource => "add_catalog_resource",
        /// Take a resource out of its catalog.
        RemoveCatalogResource => "remove_catalog_resource",
        /// List the resource roles that a catalog offers.
        ListResourceRoles => "list_resource_roles",
        /// List access packages.
        ListAccessPackages => "list_access_packages",
        /// See a package with its resource roles and policies.
        ShowAccessPackage => "show_access_package",
        /// Make a package with its policies.
        CreateAccessPackage => "create_access_package",
        /// Change a package's name, description and whether it is listed.
        UpdateAccessPackage => "update_access_package",
        /// Delete a package that nobody holds or asks for.
        DeleteAccessPackage => "delete_access_package",
        /// Put resource roles into a package; its holders get them.
        AddPackageRoles => "add_package_roles",
        /// Take a resource role out of a package; its holders lose it.
        RemovePackageRole => "remove_package_role",
        /// Add a policy to a package.
        AddPolicy => "add_policy",
        /// Give a policy another wording.
        UpdatePolicy => "update_policy",
        /// Let a policy take requests.
        EnablePolicy => "enable_policy",
        /// Let a policy take nothing new.
        DisablePolicy => "disable_policy",
        /// Delete a policy under which nothing stands.
        DeletePolicy => "delete_policy",
        /// List the packages that can be requested for an agent.
        ListRequestablePackages => "list_requestable_packages",
        /// See what a request would lead to.
        PreviewRequest => "preview_request",
        /// Request a package for an agent.
        RequestAccess => "request_access",
        /// Assign a package directly.
        AssignAccessPackage => "assign_access_package",
        /// List requests.
        ListRequests => "list_requests",
        /// See a request with its stages.
        ShowRequest => "show_request",
        /// Take a request back.
        CancelRequest => "cancel_request",
        /// List what waits for one's own decision.
        ListApprovals => "list_approvals",
        /// See what a decision would change.
        ShowApproval => "show_approval",
        /// Agree to a stage.
        ApproveRequest => "approve_request",
        /// Say no to a stage.
        DenyRequest => "deny_request",
        /// List one's own decisions, and those of one's delegates.
        ListDecisions => "list_decisions",
        /// Take one's own approval back.
        RevokeApproval => "revoke_approval",
        /// List whom one appointed to decide, and for whom one stands in.
        ListDelegations => "list_delegations",
        /// Let somebody else decide while one is away.
        DelegateApprovals => "delegate_approvals",
        /// Change a delegation of one's own.
        UpdateDelegation => "update_delegation",
        /// End a delegation of one's own.
        EndDelegation => "end_delegation",
        /// List assignments.
        ListAssignments => "list_assignments",
        /// See an assignment with its history.
        ShowAssignment => "show_assignment",
        /// Ask for a later end.
        RequestExtension => "request_extension",
        /// Decide to let access end.
        LetExpire => "let_expire",
        /// Give access back now.
        ReturnAccess => "return_access",
        /// Remove an assignment.
        RemoveAssignment => "remove_assignment",
        /// List the notices in one's own inbox.
        ListNotices => "list_notices",
        /// Record that a notice was shown.
        MarkNoticeShown => "mark_notice_shown",
        /// Record that a desktop could not show a notice.
        MarkNoticeFailed => "mark_notice_failed",
        /// List the reminders of an assignment or of the workspace.
        ListReminders => "list_reminders",
        /// See what was done while nothing ran.
        ShowCatchUp => "show_catch_up",
        /// Put the catch-up card away.
        DismissCatchUp => "dismiss_catch_up",
        /// List the history.
        ListAudit => "list_audit",
        /// Check the history's chain.
        VerifyAudit => "verify_audit",
        /// Write the history as text, for other programs.
        ExportAudit => "export_audit",
        /// See a report.
        ShowReport => "show_report",
        /// See the workspace's settings.
        ShowSettings => "show_settings",
        /// Change the workspace's settings.
        UpdateSettings => "update_settings",
        /// See the clock and the next event.
        ShowClock => "show_clock",
        /// Move the training clock.
        AdvanceClock => "advance_clock",
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

fn rule(action: Action) -> Rule {
    match action {
        // Names and responsibilities are no secret inside the team: who answers for an agent must be findable by all.
        Action::ShowHome
        | Action::ListAgents
        | Action::ShowAgent
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
        | Action::ShowClock => EVERYONE,
        Action::ListAccess | Action::CheckAccess | Action::ExplainAccess => {
            RESPONSIBLE_ITSELF_OR_OVERSEER
        }
        Action::DisableAgent | Action::EnableAgent => RESPONSIBLE_OR_AGENT_ADMINISTRATOR,
        Action::LetExpire => RESPONSIBLE_OR_ADMINISTRATOR,
        Action::ListRequestablePackages
        | Action::PreviewRequest
        | Action::RequestExtension
        | Action::ReturnAccess => ASKING_OR_ADMINISTRATOR,
        Action::RequestAccess => only(&[], ASKING),
        Action::ShowRequest | Action::ShowAssignment => only(
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
        Action::MarkNoticeShown | Action::MarkNoticeFailed => only(&[], &[Relation::Recipient]),
        Action::SetPassphrase => only(&[Role::Administrator], &[Relation::Themselves]),
        Action::ListAudit | Action::VerifyAudit => OVERSEERS,
        Action::RehearseDeparture | Action::RehearseDepartures => {
            only(&[Role::Administrator, Role::LifecycleAdministrator, Role::Auditor], &[])
        }
        Action::ExportAudit => OVERSEERS,
        Action::ShowReport => RESPONSIBLE_OR_OVERSEER,
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
        | Action::DeletePolicy => PACKAGE_MANAGERS,
        Action::AssignAccessPackage | Action::RemoveAssignment => ASSIGNMENT_MANAGERS,
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
        Action::ApproveRequest,
        Action::DenyRequest,
        Action::RevokeApproval,
        Action::ShowApproval,
    ];
    const ON_ASSIGNMENTS: &[Action] = &[
        Action::ShowAssignment,
        Action::RequestExtension,
        Action::LetExpire,
        Action::ReturnAccess,
        Action::RemoveAssignment,
    ];
    const ON_DELEGATIONS: &[Action] = &[Action::UpdateDelegation, Action::EndDelegation];
    const ON_NOTICES: &[Action] = &[Action::MarkNoticeShown, Action::MarkNoticeFailed];
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
mod tests {
    use super::*;
    use crate::term::Term;

    #[test]
    fn an_auditor_sees_everything_and_changes_nothing() {
        for &action in Action::ALL {
            let name = action.term();
            let is_read =
                ["show_", "list_", "check_", "explain_", "verify_", "rehearse_", "export_"]
                    .iter()
                    .any(|prefix| name.starts_with(prefix));
            let allowed = may(action, &[Role::Auditor], &[]) == Permission::Allowed;
            let about_oneself = matches!(
                action,
                Action::DismissCatchUp | Action::AdvanceClock | Action::UpdateMySettings
            );
            let for_the_responsible = action == Action::ListRequestablePackages;
            assert!(
                allowed == is_read || about_oneself || for_the_responsible,
                "an auditor and {name}: allowed is {allowed}"
            );
        }
    }

    #[test]
    fn an_agent_acts_on_itself_alone_and_never_decides_answers_for_anybody_or_makes_anything() {
        for &action in Action::ALL {
            let own = agent_may(action, &[Relation::Themselves, Relation::Requestor]);
            assert_eq!(own == Permission::Allowed, is_open_to_agents(action), "{action}");
            let is_list = matches!(action, Action::ListRequests | Action::ListAssignments);
            for relations in [&[][..], &[Relation::Sponsor, Relation::Owner, Relation::Approver]] {
                let others = agent_may(action, relations);
                assert_eq!(others == Permission::Hidden, !is_list, "{action} {relations:?}");
            }
        }
        for never in [Action::ApproveRequest, Action::DenyRequest, Action::EnableAgent] {
            assert!(!is_open_to_agents(never), "{never}");
        }
    }

    #[test]
    fn an_administrator_who_is_not_asked_does_not_decide() {
        assert_eq!(may(Action::ApproveRequest, &[Role::Administrator], &[]), Permission::Forbidden);
        assert_eq!(may(Action::ApproveRequest, &[], &[Relation::Approver]), Permission::Allowed);
    }

    #[test]
    fn a_request_of_others_is_hidden_not_forbidden() {
        assert_eq!(may(Action::ShowRequest, &[], &[]), Permission::Hidden);
        assert_eq!(may(Action::ApproveRequest, &[], &[]), Permission::Hidden);
        assert_eq!(may(Action::ApproveRequest, &[], &[Relation::Requestor]), Permission::Forbidden);
    }

    #[test]
    fn sponsors_and_owners_switch_their_agents_and_ask_for_them() {
        for relation in [Relation::Sponsor, Relation::Owner] {
            for action in [
                Action::DisableAgent,
                Action::EnableAgent,
                Action::RequestAccess,
                Action::RequestExtension,
            ] {
                assert_eq!(
                    may(action, &[], &[relation]),
                    Permission::Allowed,
                    "{relation} {action}"
                );
            }
        }
        assert_eq!(
            may(Action::RequestAccess, &[], &[]),
            Permission::Forbidden,
            "strangers see the agent only"
        );
    }

    #[test]
    fn an_agent_administrator_looks_after_agents_and_grants_them_nothing() {
        let may = |action| may(action, &[Role::AgentAdministrator], &[]) == Permission::Allowed;
        assert!(may(Action::DisableAgent) && may(Action::EnableAgent) && may(Action::ListAccess));
        for action in [
            Action::RequestAccess,
            Action::AssignAccessPackage,
            Action::CreateAccessPackage,
            Action::AppointRole,
            Action::ListAudit,
        ] {
            assert!(!may(action), "{action}");
        }
    }

    #[test]
    fn a_lifecycle_administrator_carries_out_departures() {
        let may = |action| may(action, &[Role::LifecycleAdministrator], &[]) == Permission::Allowed;
        assert!(may(Action::RecordDeparture) && may(Action::RehearseDeparture));
        assert!(!may(Action::DisableAgent) && !may(Action::AppointRole));
    }

    #[test]
    fn a_catalog_creator_makes_catalogs_and_nothing_in_those_of_others() {
        let may = |action| may(action, &[Role::CatalogCreator], &[]) == Permission::Allowed;
        assert!(may(Action::CreateCatalog));
        assert!(!may(Action::CreateAccessPackage) && !may(Action::AppointCatalogRole));
    }

    #[test]
    fn a_refusal_says_whom_to_ask() {
        let sentence = AuthorityRefusal::Forbidden(Action::DisableAgent).to_string();
        assert_eq!(
            sentence,
            "only a sponsor of the agent or an owner of the agent or an administrator or an agent administrator may do this; ask one of them"
        );
    }
}
