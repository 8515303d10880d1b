//! What can be done: the list of actions, one for each command. Who may do which is said in `authority`.

use crate::term::terms;

terms! {
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
        /// Make an agent from a blueprint.
        CreateAgent => "create_agent",
        /// Change what is written about an agent.
        UpdateAgent => "update_agent",
        /// Change who sponsors an agent.
        UpdateAgentSponsors => "update_agent_sponsors",
        /// Change who owns an agent.
        UpdateAgentOwners => "update_agent_owners",
        /// Give an agent a user account.
        CreateAgentUser => "create_agent_user",
        /// Change an agent's user account.
        UpdateAgentUser => "update_agent_user",
        /// Delete an agent; it can be restored for 30 days.
        DeleteAgent => "delete_agent",
        /// Bring a deleted agent back.
        RestoreAgent => "restore_agent",
        /// Delete a deleted agent for good.
        PurgeAgent => "purge_agent",
        /// Enable, disable or delete several agents; each as far as one may.
        ChangeAgents => "change_agents",
        /// List blueprints.
        ListBlueprints => "list_blueprints",
        /// See a blueprint with its principal and its agents.
        ShowBlueprint => "show_blueprint",
        /// Make a blueprint with its principal.
        CreateBlueprint => "create_blueprint",
        /// Change what is written about a blueprint.
        UpdateBlueprint => "update_blueprint",
        /// Change who sponsors a blueprint.
        UpdateBlueprintSponsors => "update_blueprint_sponsors",
        /// Change who owns a blueprint.
        UpdateBlueprintOwners => "update_blueprint_owners",
        /// Switch a blueprint or its principal off, and the whole family with it.
        DisableBlueprint => "disable_blueprint",
        /// Switch a blueprint or its principal on.
        EnableBlueprint => "enable_blueprint",
        /// Delete a blueprint or its principal; its agents follow a day later.
        DeleteBlueprint => "delete_blueprint",
        /// Bring a deleted blueprint or principal back.
        RestoreBlueprint => "restore_blueprint",
        /// Delete a deleted blueprint for good.
        PurgeBlueprint => "purge_blueprint",
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
        /// See what excludes a package.
        ListIncompatible => "list_incompatible",
        /// List a package or group as incompatible.
        AddIncompatible => "add_incompatible",
        /// Take a rule of separation back.
        RemoveIncompatible => "remove_incompatible",
        /// Report who holds both sides of a pair.
        ListDoubleHolders => "list_double_holders",
        /// See what else a holder holds that conflicts.
        ListAdditionalAccess => "list_additional_access",
        /// List the packages that can be requested for an agent.
        ListRequestablePackages => "list_requestable_packages",
        /// See what a request would lead to.
        PreviewRequest => "preview_request",
        /// Request a package for an agent.
        RequestAccess => "request_access",
        /// Assign a package directly.
        AssignAccessPackage => "assign_access_package",
        /// Assign a package to several agents at once.
        AssignToAgents => "assign_to_agents",
        /// List requests.
        ListRequests => "list_requests",
        /// See a request with its stages.
        ShowRequest => "show_request",
        /// Take a request back.
        CancelRequest => "cancel_request",
        /// Try again what couldn't be delivered.
        ReprocessRequest => "reprocess_request",
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
        /// Give an assignment another end or another policy.
        UpdateAssignment => "update_assignment",
        /// Make an assignment give what its package grants now.
        ReprocessAssignment => "reprocess_assignment",
        /// Remove an assignment.
        RemoveAssignment => "remove_assignment",
        /// List the notices in one's own inbox.
        ListNotices => "list_notices",
        /// Record that a notice was shown.
        MarkNoticeShown => "mark_notice_shown",
        /// Record that a desktop could not show a notice.
        MarkNoticeFailed => "mark_notice_failed",
        /// Put a notice off.
        SnoozeNotice => "snooze_notice",
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
        /// Make a checkpoint of the history.
        MakeCheckpoint => "make_checkpoint",
        /// List the checkpoints that are remembered.
        ListCheckpoints => "list_checkpoints",
        /// Hold the history against a checkpoint.
        VerifyCheckpoint => "verify_checkpoint",
        /// List the backups.
        ListBackups => "list_backups",
        /// Make a backup.
        BackUpWorkspace => "back_up_workspace",
        /// Put a backup in the place of the workspace.
        RestoreWorkspace => "restore_workspace",
        /// Open a backup elsewhere and check it.
        DrillBackup => "drill_backup",
        /// See how late due things were done.
        ShowLateness => "show_lateness",
        /// Write the history as text, for other programs.
        ExportAudit => "export_audit",
        /// See a report.
        ShowReport => "show_report",
        /// See which API permissions a blueprint declares, lets flow on and was consented.
        ShowBlueprintPermissions => "show_blueprint_permissions",
        /// See which API permissions reach an agent, and by which layer.
        ShowAgentPermissions => "show_agent_permissions",
        /// See what agents may never hold and which directory roles they may.
        ShowBlockList => "show_block_list",
        /// Declare that a blueprint needs an API permission.
        DeclarePermission => "declare_permission",
        /// Take a declared need back.
        WithdrawDeclaration => "withdraw_declaration",
        /// Put an API into a blueprint's inheritable list.
        AddInheritablePermission => "add_inheritable_permission",
        /// Change what of an API flows on to a blueprint's agents.
        UpdateInheritablePermission => "update_inheritable_permission",
        /// Take an API out of a blueprint's inheritable list.
        RemoveInheritablePermission => "remove_inheritable_permission",
        /// Consent to an API permission on a blueprint's principal.
        GrantConsent => "grant_consent",
        /// Revoke such a consent.
        RevokeConsent => "revoke_consent",
        /// Consent to an API permission, or assign an application role, on one agent.
        GrantAgentPermission => "grant_agent_permission",
        /// Revoke what was given on one agent.
        RevokeAgentPermission => "revoke_agent_permission",
        /// See the workspace's settings.
        ShowSettings => "show_settings",
        /// Change the workspace's settings.
        UpdateSettings => "update_settings",
        /// See the clock and the next event.
        ShowClock => "show_clock",
        /// See whether the agents' door is open, and where.
        ShowDoor => "show_door",
        /// Open or close the agents' door.
        SwitchDoor => "switch_door",
        /// See which program waits at the agents' door for a person to sign in.
        ShowSignInCode => "show_sign_in_code",
        /// Confirm that it is oneself who signs in there.
        ConfirmSignInCode => "confirm_sign_in_code",
        /// Say that it isn't.
        DenySignInCode => "deny_sign_in_code",
        /// See who keeps the agents' door on this device, and where it stands.
        ShowDoorKeeping => "show_door_keeping",
        /// Give an agent a secret.
        IssueAgentSecret => "issue_agent_secret",
        /// List the secrets of an agent.
        ListAgentSecrets => "list_agent_secrets",
        /// Take a secret of an agent back.
        RevokeAgentSecret => "revoke_agent_secret",
        /// Give a blueprint a secret, which vouches for each of its agents.
        IssueBlueprintSecret => "issue_blueprint_secret",
        /// List the secrets of a blueprint.
        ListBlueprintSecrets => "list_blueprint_secrets",
        /// Take a secret of a blueprint back.
        RevokeBlueprintSecret => "revoke_blueprint_secret",
        /// Move the training clock.
        AdvanceClock => "advance_clock",
    }
}
