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
            desk sign_in::sign_in(SignIn) -> DeskView tells [];
            desk sign_in::sign_out(SignOut) -> DeskView tells [];
            desk sign_in::lock_session(LockSession) -> DeskView tells [];
            desk sign_in::unlock_session(UnlockSession) -> DeskView tells [];
            desk sign_in::stay_unlocked(StayUnlocked) -> DeskView tells [];
            desk sign_in::redeem_recovery_code(RedeemRecoveryCode) -> DeskView tells [];
            desk sign_in::act_as(ActAs) -> DeskView tells [];
            desk list::open_list(OpenList) -> OpenedList tells [];
            desk list::read_list(ReadList) -> ListRows tells [Agents, People, AccessPackages, Requests, Assignments, Audit];
            desk list::close_list(CloseList) -> ClosedList tells [];
            desk clock::advance_clock(AdvanceClock) -> ClockAdvanced tells [];
            desk due_work::run_due_work(RunDueWork) -> DueWorkDone tells [];
            desk verify::verify_workspace(VerifyWorkspace) -> WorkspaceVerification tells [];

            desk message::export_message(ExportMessage) -> ExportedFile tells [];

            read home::show_home(ShowHome) -> HomeView tells [Agents, Requests, Assignments, Notices, Clock];

            read agent::list_agents(ListAgents) -> AgentPage tells [Agents, Assignments];
            read agent::show_agent(ShowAgent) -> AgentView tells [Agents, Assignments, Requests];
            write agent::disable_agent(DisableAgent) -> AgentView tells [];
            write agent::enable_agent(EnableAgent) -> AgentView tells [];

            read access::list_access(ListAccess) -> AccessView tells [Agents, Assignments, Clock];
            read access::check_access(CheckAccess) -> AccessAnswer tells [Agents, Assignments, Clock];
            read access::explain_access(ExplainAccess) -> AccessExplanation tells [Agents, Assignments, Clock];

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

            read request::list_requestable_packages(ListRequestablePackages) -> RequestablePackages tells [AccessPackages, Requests, Assignments, Agents];
            read request::preview_request(PreviewRequest) -> RequestPreview tells [AccessPackages, Requests, Assignments, Agents];
            write request::request_access(RequestAccess) -> RequestView tells [];
            write request::assign_access_package(AssignAccessPackage) -> RequestView tells [];
            read request::list_requests(ListRequests) -> RequestPage tells [Requests];
            read request::show_request(ShowRequest) -> RequestView tells [Requests, Assignments];
            write request::cancel_request(CancelRequest) -> RequestView tells [];

            read approval::list_approvals(ListApprovals) -> Approvals tells [Requests, Clock];
            read approval::show_approval(ShowApproval) -> ApprovalView tells [Requests, Assignments, Agents, Clock];
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
            write assignment::remove_assignment(RemoveAssignment) -> RequestView tells [];

            read notice::list_notices(ListNotices) -> NoticePage tells [Notices, Assignments, Requests];
            write notice::mark_notice_shown(MarkNoticeShown) -> NoticeRow tells [];
            write notice::mark_notice_failed(MarkNoticeFailed) -> NoticeRow tells [];
            read reminder::list_reminders(ListReminders) -> ReminderPage tells [Notices, Assignments];
            read catch_up::show_catch_up(ShowCatchUp) -> CatchUp tells [Notices];
            write catch_up::dismiss_catch_up(DismissCatchUp) -> CatchUp tells [];

            read audit::list_audit(ListAudit) -> AuditPage tells [Audit];
            read audit::verify_audit(VerifyAudit) -> AuditVerification tells [Audit];
            read export::export_audit(ExportAudit) -> AuditExport tells [Audit];
            read report::show_report(ShowReport) -> ReportView tells [Assignments, Requests, Agents, AccessPackages];
            desk export::save_export(SaveExport) -> ExportSaved tells [];

            read settings::show_settings(ShowSettings) -> SettingsView tells [Settings, People];
            write settings::update_settings(UpdateSettings) -> SettingsView tells [];
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
