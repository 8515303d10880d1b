//! Records in the shape of Microsoft Graph's `directoryAudit`, so that tools that read those read these. Nothing is looked
//! up here.

use chaperone_domain::audit::{AgentType, category, display_name, operation_type};
use chaperone_store::table::names::Named;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Told, changes, text};

/// What a collection begins with; `]}` ends it.
pub(super) const HEAD: &str = r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#auditLogs/directoryAudits","value":["#;

/// One record as a `directoryAudit`.
pub(super) fn directory_audit(told: &Told) -> Value {
    let record = &told.record;
    let modified: Vec<Value> = changes(record)
        .into_iter()
        .map(|change| {
            json!({ "displayName": change.field, "oldValue": change.before, "newValue": change.after })
        })
        .collect();
    let mut targets = vec![target(
        record.subject_id,
        graph_type(&record.subject_type),
        told.subject.as_ref(),
        modified,
    )];
    targets.extend(
        told.agents
            .iter()
            .map(|(id, named)| target(*id, "ServicePrincipal", Some(named), Vec::new())),
    );
    json!({
        "id": format!("Chaperone_{}", record.seq),
        "category": category(&record.activity, &record.subject_type).to_string(),
        "correlationId": record.hash.first_chunk().map(|bytes| text(Uuid::from_bytes(*bytes))),
        "result": "success",
        "resultReason": "",
        "activityDisplayName": display_name(&record.activity),
        "activityDateTime": record.recorded_at.to_string(),
        "loggedByService": "Chaperone",
        "operationType": operation_type(&record.activity),
        "initiatedBy": initiated_by(told),
        "targetResources": targets,
        "additionalDetails": [
            { "key": "activity", "value": record.activity },
            { "key": "sentence", "value": record.sentence },
            { "key": "origin", "value": record.origin },
            { "key": "occurredDateTime", "value": record.occurred_at.to_string() },
            { "key": "hash", "value": crate::audit::hex(&record.hash) },
        ],
    })
}

/// A person and an agent act as themselves, a rule as the product.
fn initiated_by(told: &Told) -> Value {
    let agent_type = AgentType::NotAgentic.to_string();
    if let (Some(agent), Some(id)) = (&told.acting_agent, told.record.actor_id) {
        return json!({ "user": null, "app": {
            "appId": null, "displayName": agent.name, "servicePrincipalId": id.to_string(),
            "servicePrincipalName": null, "agentType": AgentType::AgenticAppInstance.to_string(),
        } });
    }
    match (&told.actor, told.record.actor_id) {
        (Some(person), _) => json!({ "app": null, "user": {
            "id": person.id, "displayName": person.name, "userPrincipalName": person.email,
            "ipAddress": null, "roles": [], "agentType": agent_type,
        } }),
        (None, Some(id)) => json!({ "app": null, "user": {
            "id": id.to_string(), "displayName": null, "userPrincipalName": null, "ipAddress": null,
            "roles": [], "agentType": agent_type,
        } }),
        (None, None) => json!({ "user": null, "app": {
            "appId": null, "displayName": "Chaperone", "servicePrincipalId": null,
            "servicePrincipalName": null, "agentType": agent_type,
        } }),
    }
}

fn target(id: Uuid, kind: &str, named: Option<&Named>, modified: Vec<Value>) -> Value {
    json!({
        "id": text(id),
        "displayName": named.map(|named| &named.name),
        "type": kind,
        "userPrincipalName": null,
        "groupType": null,
        "agentType": named.map_or(AgentType::NotAgentic, |named| named.agent_type).to_string(),
        "blueprintId": named.and_then(|named| named.blueprint_id).map(text),
        "modifiedProperties": modified,
    })
}

fn graph_type(subject_type: &str) -> &'static str {
    match subject_type {
        "agent" | "blueprintPrincipal" => "ServicePrincipal",
        "blueprint" | "application" => "Application",
        "person" | "agentUser" => "User",
        "group" => "Group",
        "directoryRole" => "Role",
        "policy" => "Policy",
        "workspace" | "clock" => "Directory",
        "accessPackage" => "AccessPackage",
        "assignment" => "AccessPackageAssignment",
        "request" => "AccessPackageAssignmentRequest",
        "catalog" => "AccessPackageCatalog",
        _ => "Other",
    }
}
