//! The history's words: what kind of agent stands behind an actor or a target, in which forms the history leaves the
//! workspace, and under which category and name the field files what was done. Chaining and hashing are not rules and
//! stay out of here.

use crate::term::terms;

terms! {
    /// What kind of agent an actor or a target is. Source: Microsoft Entra, sign-in and audit logs for agents.
    AgentType {
        /// A person, a rule, or a thing that is no agent.
        NotAgentic => "notAgentic",
        /// A blueprint.
        AgenticApp => "agenticApp",
        /// An agent identity.
        AgenticAppInstance => "agenticAppInstance",
        /// A blueprint's presence in the directory.
        AgentIdentityBlueprintPrincipal => "agentIdentityBlueprintPrincipal",
        /// An agent's user account.
        AgentIdUser => "agentIDuser",
    }

    /// In which form records leave the workspace.
    AuditForm {
        /// A table for spreadsheets.
        Csv => "csv",
        /// One JSON object a line, with everything that the chain is computed from.
        JsonLines => "jsonLines",
        /// Microsoft Graph's collection of `directoryAudit`.
        DirectoryAudit => "directoryAudit",
    }

    /// Under what the field files an activity.
    AuditCategory {
        /// Requests, approvals, assignments, packages.
        EntitlementManagement => "EntitlementManagement",
        /// Agents, blueprints, applications.
        ApplicationManagement => "ApplicationManagement",
        /// People.
        UserManagement => "UserManagement",
        /// Groups.
        GroupManagement => "GroupManagement",
        /// Roles in the workspace and in the directory.
        RoleManagement => "RoleManagement",
        /// Workflows of people who move or leave.
        WorkflowManagement => "WorkflowManagement",
        /// Everything about the workspace itself.
        Other => "Other",
    }
}

/// The category of an activity, by the kind of thing that it was done to.
pub fn category(activity: &str, subject_type: &str) -> AuditCategory {
    if activity.contains("workflow") {
        return AuditCategory::WorkflowManagement;
    }
    if matches!(activity, "appoint_role" | "withdraw_role") {
        return AuditCategory::RoleManagement;
    }
    match subject_type {
        "request" | "assignment" | "accessPackage" | "catalog" | "resource" | "policy"
        | "reminder" => AuditCategory::EntitlementManagement,
        "agent" | "blueprint" | "blueprintPrincipal" | "application" | "agentUser" => {
            AuditCategory::ApplicationManagement
        }
        "person" => AuditCategory::UserManagement,
        "group" => AuditCategory::GroupManagement,
        "directoryRole" => AuditCategory::RoleManagement,
        _ => AuditCategory::Other,
    }
}

/// The field's names of what is done here under another one. Source: Microsoft Entra, reports and logs of entitlement
/// management.
const DISPLAY_NAMES: &[(&str, &str)] = &[
    ("request_access", "User requests access package assignment"),
    ("assign_access_package", "Administrator directly assigns access package"),
    ("auto_approve", "Auto approve access package assignment request"),
    ("open_stage", "Create request approval"),
    ("approve_request", "Approve access package assignment request"),
    ("deny_request", "Deny access package assignment request"),
    ("expire_request", "Access package assignment request timed out (no approver action taken)"),
    ("cancel_request", "Cancel access package assignment request"),
    ("schedule_assignment", "Ready to fulfill access package assignment request"),
    ("deliver_assignment", "Fulfill access package assignment request"),
    ("request_extension", "User requests to extend access package assignment"),
    ("extend_assignment", "Extend access package assignment"),
    ("end_assignment", "Remove access package assignment"),
    ("return_access", "User requests to remove access package assignment"),
    ("remove_assignment", "Administrator directly removes access package assignment"),
    ("create_access_package", "Create access package"),
    ("create_catalog", "Create access package catalog"),
    ("add_catalog_resource", "Add resource to access package catalog"),
    ("disable_agent", "Update service principal"),
    ("enable_agent", "Update service principal"),
    ("hold_agent", "Update service principal"),
    ("hold_blueprint", "Update application"),
    ("transfer_sponsorship", "Update service principal"),
    ("appoint_role", "Add member to role"),
    ("withdraw_role", "Remove member from role"),
    ("record_departure", "Disable account"),
    ("set_passphrase", "Change user password"),
    ("issue_agent_secret", "Add service principal credentials"),
    ("revoke_agent_secret", "Remove service principal credentials"),
    ("issue_blueprint_secret", "Update application \u{2013} Certificates and secrets management"),
    ("revoke_blueprint_secret", "Update application \u{2013} Certificates and secrets management"),
];

/// What the field calls an activity; one that it has no name for is told in its own words: `update_settings` as `Update
/// settings`.
pub fn display_name(activity: &str) -> String {
    if let Some((_, name)) = DISPLAY_NAMES.iter().find(|(known, _)| *known == activity) {
        return (*name).to_owned();
    }
    let words = activity.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// Graph's kind of operation, from the first word of the activity.
pub fn operation_type(activity: &str) -> &'static str {
    match activity.split('_').next().unwrap_or_default() {
        "create" | "add" | "import" | "open" | "request" | "schedule" => "Add",
        "delete" | "remove" | "withdraw" | "purge" => "Delete",
        "assign" | "deliver" | "appoint" => "Assign",
        "return" | "end" => "Unassign",
        _ => "Update",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_activity_has_the_fields_name_or_its_own_words() {
        assert_eq!(display_name("deliver_assignment"), "Fulfill access package assignment request");
        assert_eq!(display_name("update_settings"), "Update settings");
        assert_eq!(display_name(""), "");
    }

    #[test]
    fn what_is_done_to_a_request_is_entitlement_management_and_to_a_person_user_management() {
        assert_eq!(category("deny_request", "request"), AuditCategory::EntitlementManagement);
        assert_eq!(category("record_departure", "person"), AuditCategory::UserManagement);
        assert_eq!(category("appoint_role", "person"), AuditCategory::RoleManagement);
        assert_eq!(category("run_workflow", "person"), AuditCategory::WorkflowManagement);
        assert_eq!(category("advance_clock", "clock"), AuditCategory::Other);
    }

    #[test]
    fn each_activity_is_an_operation_of_graph() {
        assert_eq!(operation_type("create_catalog"), "Add");
        assert_eq!(operation_type("remove_assignment"), "Delete");
        assert_eq!(operation_type("deliver_assignment"), "Assign");
        assert_eq!(operation_type("end_assignment"), "Unassign");
        assert_eq!(operation_type("disable_agent"), "Update");
    }
}
