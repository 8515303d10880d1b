//! The one command list. Every use case stands here once, with its module, request and view; dispatch, the TypeScript
//! contract, the CLI's `call`, the authority matrix and the audit coverage are all derived from it. A command without a
//! handler of its name does not compile.
//!
//! Kinds: `desk` commands work on the desk itself (which workspace is open, who sits at it); `read` commands see one
//! consistent snapshot of the workspace and change nothing; `write` commands run in one transaction with their audit
//! record. The words behind `tells` name what a view depends on: when a write changes one of them, the view is read anew.

/// Hands the command list to another macro.
macro_rules! with_commands {
    ($then:ident) => {
        $then! {
            desk desk::show_desk(ShowDesk) -> DeskView tells [Desk];
            desk workspace::create_workspace(CreateWorkspace) -> DeskView tells [];
            desk workspace::open_workspace(OpenWorkspace) -> DeskView tells [];
            desk training::open_training_company(OpenTrainingCompany) -> DeskView tells [];
            desk training::reset_training_company(ResetTrainingCompany) -> DeskView tells [];
            desk training::begin_try_out(BeginTryOut) -> DeskView tells [];
            desk training::end_try_out(EndTryOut) -> DeskView tells [];
            desk training::list_exercises(ListExercises) -> Exercises tells [Desk, Audit];
            desk training::start_exercise(StartExercise) -> DeskView tells [];
            desk training::check_exercise(CheckExercise) -> ExerciseMarking tells [Audit, Clock];
            desk training::show_tour(ShowTour) -> TourProgress tells [Audit];
            desk training::show_presentation(ShowPresentation) -> PresentationView tells [Audit, Clock];
            desk sign_in::sign_in(SignIn) -> DeskView tells [];
            desk sign_in::sign_out(SignOut) -> DeskView tells [];
            desk sign_in::lock_session(LockSession) -> DeskView tells [];
            desk sign_in::unlock_session(UnlockSession) -> DeskView tells [];
            desk sign_in::stay_unlocked(StayUnlocked) -> DeskView tells [];
            desk sign_in::redeem_recovery_code(RedeemRecoveryCode) -> DeskView tells [];
            desk sign_in::act_as(ActAs) -> DeskView tells [];
            desk list::open_list(OpenList) -> OpenedList tells [];
            desk list::preview_list(OpenList) -> ListRows tells [Agents, People, AccessPackages, Requests, Assignments, Audit];
            desk list::read_list(ReadList) -> ListRows tells [Agents, People, AccessPackages, Requests, Assignments, Audit];
            desk list::close_list(CloseList) -> ClosedList tells [];
            desk clock::advance_clock(AdvanceClock) -> ClockAdvanced tells [];
            desk due_work::run_due_work(RunDueWork) -> DueWorkDone tells [];
            desk checkpoint::make_checkpoint(MakeCheckpoint) -> CheckpointView tells [];
            desk checkpoint::verify_checkpoint(VerifyCheckpoint) -> CheckpointAnswer tells [];
            desk backup::list_backups(ListBackups) -> Backups tells [Settings];
            desk backup::back_up_workspace(BackUpWorkspace) -> BackupRow tells [];
            desk backup::restore_workspace(RestoreWorkspace) -> DeskView tells [];
            desk backup::drill_backup(DrillBackup) -> DrillDone tells [];
            desk sign_in_code::show_sign_in_code(ShowSignInCode) -> SignInCodeView tells [];
            desk sign_in_code::confirm_sign_in_code(ConfirmSignInCode) -> SignInCodeView tells [];
            desk sign_in_code::deny_sign_in_code(DenySignInCode) -> SignInCodeView tells [];
            desk keeping::show_door_keeping(ShowDoorKeeping) -> DoorKeepingView tells [Settings];
            desk device::show_device(ShowDevice) -> DeviceView tells [];
            desk device::switch_autostart(SwitchAutostart) -> DeviceView tells [];
            desk device::choose_language(ChooseLanguage) -> DeviceView tells [];
            desk doctor::show_doctor(ShowDoctor) -> DoctorView tells [Settings];
            desk doctor::repair_permissions(RepairPermissions) -> DoctorView tells [];
            desk lateness::show_lateness(ShowLateness) -> LatenessView tells [Audit, Clock];
            desk verify::verify_workspace(VerifyWorkspace) -> WorkspaceVerification tells [];

            desk work::show_work(ShowWork) -> WorkUnderWay tells [];
            desk work::stop_work(StopWork) -> WorkStopped tells [];

            desk message::export_message(ExportMessage) -> ExportedFile tells [];

            read home::show_home(ShowHome) -> HomeView tells [Agents, Requests, Assignments, Notices, Clock];

            read agent::list_agents(ListAgents) -> AgentPage tells [Agents, Assignments];
            read agent::show_agent(ShowAgent) -> AgentView tells [Agents, Assignments, Requests];
            write agent::disable_agent(DisableAgent) -> AgentView tells [];
            write agent::enable_agent(EnableAgent) -> AgentView tells [];
            write creation::create_agent(CreateAgent) -> AgentView tells [];
            write edit::update_agent(UpdateAgent) -> AgentView tells [];
            write sponsorship::update_agent_sponsors(UpdateAgentSponsors) -> AgentView tells [];
            write sponsorship::update_agent_owners(UpdateAgentOwners) -> AgentView tells [];
            write creation::create_agent_user(CreateAgentUser) -> AgentView tells [];
            write edit::update_agent_user(UpdateAgentUser) -> AgentView tells [];
            write lifecycle::delete_agent(DeleteAgent) -> AgentView tells [];
            write lifecycle::restore_agent(RestoreAgent) -> AgentView tells [];
            write lifecycle::purge_agent(PurgeAgent) -> AgentView tells [];
            write lifecycle::change_agents(ChangeAgents) -> AgentsChanged tells [];
            write secret::issue_agent_secret(IssueAgentSecret) -> IssuedSecret tells [];
            read secret::list_agent_secrets(ListAgentSecrets) -> Secrets tells [Agents];
            write secret::revoke_agent_secret(RevokeAgentSecret) -> SecretRow tells [];

            read blueprint::list_blueprints(ListBlueprints) -> BlueprintPage tells [Agents];
            read blueprint::show_blueprint(ShowBlueprint) -> BlueprintView tells [Agents];
            write creation::create_blueprint(CreateBlueprint) -> BlueprintView tells [];
            write edit::update_blueprint(UpdateBlueprint) -> BlueprintView tells [];
            write sponsorship::update_blueprint_sponsors(UpdateBlueprintSponsors) -> BlueprintView tells [];
            write sponsorship::update_blueprint_owners(UpdateBlueprintOwners) -> BlueprintView tells [];
            write blueprint::disable_blueprint(DisableBlueprint) -> BlueprintView tells [];
            write blueprint::enable_blueprint(EnableBlueprint) -> BlueprintView tells [];
            write blueprint::delete_blueprint(DeleteBlueprint) -> BlueprintView tells [];
            write blueprint::restore_blueprint(RestoreBlueprint) -> BlueprintView tells [];
            write blueprint::purge_blueprint(PurgeBlueprint) -> BlueprintView tells [];
            write secret::issue_blueprint_secret(IssueBlueprintSecret) -> IssuedSecret tells [];
            read secret::list_blueprint_secrets(ListBlueprintSecrets) -> Secrets tells [Agents];
            write secret::revoke_blueprint_secret(RevokeBlueprintSecret) -> SecretRow tells [];

            read access::list_access(ListAccess) -> AccessView tells [Agents, Assignments, Clock];
            read access::check_access(CheckAccess) -> AccessAnswer tells [Agents, Assignments, Clock];
            read access::explain_access(ExplainAccess) -> AccessExplanation tells [Agents, Assignments, Requests, AccessPackages, Clock];

            read permission::show_blueprint_permissions(ShowBlueprintPermissions) -> BlueprintPermissions tells [Agents, Assignments, Applications];
            read permission::show_agent_permissions(ShowAgentPermissions) -> AgentPermissions tells [Agents, Assignments, Applications, Clock];
            read permission::show_block_list(ShowBlockList) -> BlockList tells [];
            write permission_layer::declare_permission(DeclarePermission) -> BlueprintPermissions tells [];
            write permission_layer::withdraw_declaration(WithdrawDeclaration) -> BlueprintPermissions tells [];
            write permission_layer::add_inheritable_permission(AddInheritablePermission) -> BlueprintPermissions tells [];
            write permission_layer::update_inheritable_permission(UpdateInheritablePermission) -> BlueprintPermissions tells [];
            write permission_layer::remove_inheritable_permission(RemoveInheritablePermission) -> BlueprintPermissions tells [];
            write consent::grant_consent(GrantConsent) -> BlueprintPermissions tells [];
            write consent::revoke_consent(RevokeConsent) -> BlueprintPermissions tells [];
            write consent::grant_agent_permission(GrantAgentPermission) -> AgentPermissions tells [];
            write consent::revoke_agent_permission(RevokeAgentPermission) -> AgentPermissions tells [];

            read person::list_people(ListPeople) -> PersonPage tells [People];
            read person::show_person(ShowPerson) -> PersonView tells [People, Agents];
            write person::create_person(CreatePerson) -> PersonView tells [];
            write person::update_person(UpdatePerson) -> PersonView tells [];
            read rehearsal::rehearse_departures(RehearseDepartures) -> DeparturesRehearsal tells [People, Agents, Groups, Settings];
            read departure::rehearse_departure(RehearseDeparture) -> DepartureView tells [People, Agents];
            write departure::record_departure(RecordDeparture) -> DepartureView tells [];
            read appointment::list_appointments(ListAppointments) -> Appointments tells [People, Groups, AccessPackages];
            write appointment::appoint_role(AppointRole) -> RoleChange tells [];
            write appointment::withdraw_role(WithdrawRole) -> RoleChange tells [];
            write appointment::appoint_catalog_role(AppointCatalogRole) -> Appointments tells [];
            write appointment::withdraw_catalog_role(WithdrawCatalogRole) -> Appointments tells [];
            write passphrase::set_passphrase(SetPassphrase) -> PassphraseSet tells [];
            write passphrase::reset_passphrase(ResetPassphrase) -> OneTimePassphrase tells [];
            write passphrase::renew_recovery_code(RenewRecoveryCode) -> RecoveryCode tells [];
            read my_settings::show_my_settings(ShowMySettings) -> MySettings tells [Settings];
            write my_settings::update_my_settings(UpdateMySettings) -> MySettings tells [];
            read workflow::list_workflows(ListWorkflows) -> Workflows tells [Workflows, People, Clock];
            read workflow::show_workflow(ShowWorkflow) -> WorkflowView tells [Workflows, People, Clock];
            read workflow::list_workflow_templates(ListWorkflowTemplates) -> WorkflowTemplates tells [];
            write workflow::create_workflow(CreateWorkflow) -> WorkflowView tells [];
            write workflow::update_workflow(UpdateWorkflow) -> WorkflowView tells [];
            write workflow::delete_workflow(DeleteWorkflow) -> Workflows tells [];
            write workflow::restore_workflow(RestoreWorkflow) -> WorkflowView tells [];
            write workflow_run::run_workflow(RunWorkflow) -> WorkflowRunView tells [];
            read workflow_history::list_workflow_runs(ListWorkflowRuns) -> WorkflowRunPage tells [Workflows, People];
            read workflow_history::show_workflow_run(ShowWorkflowRun) -> WorkflowRunView tells [Workflows, People];
            read workflow_history::list_workflow_results(ListWorkflowResults) -> WorkflowResults tells [Workflows, People];
            read message::preview_workflow_message(PreviewWorkflowMessage) -> MessagePreview tells [People, Agents];
            read message::show_message(ShowMessage) -> MessageView tells [Notices, People];
            read directory::list_groups(ListGroups) -> Groups tells [Groups];
            write group::create_group(CreateGroup) -> GroupRow tells [];
            write group::update_group(UpdateGroup) -> GroupRow tells [];
            write group::update_group_members(UpdateGroupMembers) -> GroupRow tells [];
            read directory::list_applications(ListApplications) -> Applications tells [Applications];
            read directory::list_directory_roles(ListDirectoryRoles) -> DirectoryRoles tells [DirectoryRoles];
            write import::import_directory(ImportDirectory) -> ImportReport tells [];

            read catalog::list_catalogs(ListCatalogs) -> Catalogs tells [AccessPackages];
            write catalog::create_catalog(CreateCatalog) -> CatalogRow tells [];
            read catalog::show_catalog(ShowCatalog) -> CatalogView tells [AccessPackages];
            write catalog::update_catalog(UpdateCatalog) -> CatalogView tells [];
            write catalog::delete_catalog(DeleteCatalog) -> Catalogs tells [];
            write catalog::add_catalog_resource(AddCatalogResource) -> ResourceRoles tells [];
            write catalog::remove_catalog_resource(RemoveCatalogResource) -> CatalogView tells [];
            read catalog::list_resource_roles(ListResourceRoles) -> ResourceRoles tells [AccessPackages];
            read access_package::list_access_packages(ListAccessPackages) -> AccessPackagePage tells [AccessPackages, Assignments];
            read access_package::show_access_package(ShowAccessPackage) -> AccessPackageView tells [AccessPackages, Assignments];
            write access_package::create_access_package(CreateAccessPackage) -> AccessPackageView tells [];
            write access_package::update_access_package(UpdateAccessPackage) -> AccessPackageView tells [];
            write access_package::delete_access_package(DeleteAccessPackage) -> AccessPackageView tells [];
            write content::add_package_roles(AddPackageRoles) -> AccessPackageView tells [];
            write content::remove_package_role(RemovePackageRole) -> AccessPackageView tells [];
            write policy::add_policy(AddPolicy) -> AccessPackageView tells [];
            write policy::update_policy(UpdatePolicy) -> AccessPackageView tells [];
            write policy::enable_policy(EnablePolicy) -> AccessPackageView tells [];
            write policy::disable_policy(DisablePolicy) -> AccessPackageView tells [];
            write policy::delete_policy(DeletePolicy) -> AccessPackageView tells [];

            read incompatibility::list_incompatible(ListIncompatible) -> IncompatibleView tells [AccessPackages, Assignments];
            write incompatibility::add_incompatible(AddIncompatible) -> IncompatibleView tells [];
            write incompatibility::remove_incompatible(RemoveIncompatible) -> IncompatibleView tells [];
            read incompatibility::list_double_holders(ListDoubleHolders) -> DoubleHolders tells [AccessPackages, Assignments, Clock];
            read incompatibility::list_additional_access(ListAdditionalAccess) -> DoubleHolders tells [AccessPackages, Assignments, Clock];

            read outlook::list_requestable_packages(ListRequestablePackages) -> RequestablePackages tells [AccessPackages, Requests, Assignments, Agents];
            read outlook::preview_request(PreviewRequest) -> RequestPreview tells [AccessPackages, Requests, Assignments, Agents];
            write request::request_access(RequestAccess) -> RequestView tells [];
            write request::assign_access_package(AssignAccessPackage) -> RequestView tells [];
            write bulk_assignment::assign_to_agents(AssignToAgents) -> AssignmentOutcomes tells [];
            read request::list_requests(ListRequests) -> RequestPage tells [Requests];
            read request::show_request(ShowRequest) -> RequestView tells [Requests, Assignments];
            write request::cancel_request(CancelRequest) -> RequestView tells [];
            write reprocess::reprocess_request(ReprocessRequest) -> RequestView tells [];

            read approval::list_approvals(ListApprovals) -> Approvals tells [Requests, Clock];
            read approval::show_approval(ShowApproval) -> ApprovalView tells [Requests, Assignments, Agents, AccessPackages, Clock];
            write approval::approve_request(ApproveRequest) -> RequestView tells [];
            write approval::deny_request(DenyRequest) -> RequestView tells [];
            read decision::list_decisions(ListDecisions) -> DecisionPage tells [Requests, Assignments, Clock];
            write decision::revoke_approval(RevokeApproval) -> RequestView tells [];
            read delegation::list_delegations(ListDelegations) -> Delegations tells [Delegations, Clock];
            write delegation::delegate_approvals(DelegateApprovals) -> DelegationView tells [];
            write delegation::update_delegation(UpdateDelegation) -> DelegationView tells [];
            write delegation::end_delegation(EndDelegation) -> DelegationView tells [];

            read assignment::list_assignments(ListAssignments) -> AssignmentPage tells [Assignments, Requests, Clock];
            read assignment::show_assignment(ShowAssignment) -> AssignmentView tells [Assignments, Requests, Notices, Clock];
            write extension::request_extension(RequestExtension) -> RequestView tells [];
            write assignment::let_expire(LetExpire) -> AssignmentView tells [];
            write assignment::return_access(ReturnAccess) -> RequestView tells [];
            write assignment_update::update_assignment(UpdateAssignment) -> RequestView tells [];
            write reprocess::reprocess_assignment(ReprocessAssignment) -> AssignmentView tells [];
            write assignment::remove_assignment(RemoveAssignment) -> RequestView tells [];

            read notice::list_notices(ListNotices) -> NoticePage tells [Notices, Assignments, Requests];
            write notice::mark_notice_shown(MarkNoticeShown) -> NoticeRow tells [];
            write notice::mark_notice_failed(MarkNoticeFailed) -> NoticeRow tells [];
            write notice::snooze_notice(SnoozeNotice) -> NoticeRow tells [];
            read reminder::list_reminders(ListReminders) -> ReminderPage tells [Notices, Assignments];
            read catch_up::show_catch_up(ShowCatchUp) -> CatchUp tells [Notices];
            write catch_up::dismiss_catch_up(DismissCatchUp) -> CatchUp tells [];

            read audit::list_audit(ListAudit) -> AuditPage tells [Audit];
            read audit::verify_audit(VerifyAudit) -> AuditVerification tells [Audit];
            read checkpoint::list_checkpoints(ListCheckpoints) -> Checkpoints tells [Audit];
            read export::export_audit(ExportAudit) -> AuditExport tells [Audit];
            read report::show_report(ShowReport) -> ReportView tells [Assignments, Requests, Agents, AccessPackages];
            desk export::save_export(SaveExport) -> ExportSaved tells [];

            read settings::show_settings(ShowSettings) -> SettingsView tells [Settings, People];
            write settings::update_settings(UpdateSettings) -> SettingsView tells [];
            read door::show_door(ShowDoor) -> DoorView tells [Settings];
            write door::switch_door(SwitchDoor) -> DoorView tells [];
            read clock::show_clock(ShowClock) -> ClockView tells [Clock, Assignments, Requests];
        }
    };
}
pub(crate) use with_commands;

/// Whether a command works on the desk, reads or writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Works on the desk itself.
    Desk,
    /// Sees a snapshot of the workspace.
    Read,
    /// Changes the workspace in one transaction.
    Write,
}

impl Kind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// One command of the list.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// Its name, the same in every layer.
    pub name: &'static str,
    /// Desk, read or write.
    pub kind: Kind,
    /// The request type's name.
    pub request: &'static str,
    /// The view type's name.
    pub view: &'static str,
    /// What its view depends on.
    pub tells: &'static [crate::change::Tag],
}
