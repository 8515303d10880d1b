//! Import files for tests, put together from parts: people are named by the first part of their address, things by number.

#![allow(dead_code, reason = "each test uses some of the parts")]

use serde_json::{Value, json};

/// The id of the thing with a number.
pub(crate) fn id(n: u32) -> String {
    format!("00000000-0000-4000-8000-{n:012}")
}

/// A person's address.
pub(crate) fn email(name: &str) -> String {
    format!("{name}@larkfield.example")
}

/// A reference to a person.
pub(crate) fn user(name: &str) -> Value {
    json!({ "@odata.type": "#microsoft.graph.user", "userPrincipalName": email(name) })
}

/// A collection as Graph prints it.
pub(crate) fn collection(of: &str, objects: &[Value]) -> String {
    collection_value(of, objects).to_string()
}

fn collection_value(of: &str, objects: &[Value]) -> Value {
    json!({ "@odata.context": format!("https://graph.microsoft.com/v1.0/$metadata#{of}"), "value": objects })
}

/// A group.
pub(crate) fn group(n: u32, name: &str, types: &[&str], members: &[Value]) -> Value {
    json!({ "id": id(n), "displayName": name, "groupTypes": types, "members": members })
}

/// The group 21, which may sponsor.
pub(crate) fn sponsor_group(members: &[Value]) -> Value {
    group(21, "Sponsors", &["Unified"], members)
}

/// The group 22, membership of which is a right.
pub(crate) fn security_group(members: &[Value]) -> Value {
    group(22, "Archive Readers", &[], members)
}

/// The blueprint 11 with the client id 12.
pub(crate) fn blueprint(sponsors: &[Value]) -> Value {
    json!({ "id": id(11), "appId": id(12), "displayName": "Matching", "description": "Matches.", "sponsors": sponsors })
}

/// The principal of that blueprint.
pub(crate) fn principal() -> Value {
    json!({ "id": id(13), "appId": id(12), "displayName": "Matching", "accountEnabled": true })
}

/// An agent of that blueprint, owned by Mona.
pub(crate) fn agent(n: u32, name: &str, sponsors: &[Value]) -> Value {
    json!({
        "id": id(n), "displayName": name, "agentIdentityBlueprintId": id(12), "accountEnabled": true,
        "createdDateTime": "2025-03-07T09:19:59Z", "tags": ["region:iberia"],
        "sponsors": sponsors, "owners": [user("mona")],
    })
}

/// A file of blueprints, principals and agents.
pub(crate) fn agents_of(blueprints: &[Value], principals: &[Value], agents: &[Value]) -> String {
    json!([
        collection_value("applications/microsoft.graph.agentIdentityBlueprint", blueprints),
        collection_value(
            "servicePrincipals/microsoft.graph.agentIdentityBlueprintPrincipal",
            principals
        ),
        collection_value("servicePrincipals/microsoft.graph.agentIdentity", agents),
    ])
    .to_string()
}

/// A file of agents with their blueprint, which Mona sponsors, and its principal.
pub(crate) fn agents(agents: &[Value]) -> String {
    agents_of(&[blueprint(&[user("mona")])], &[principal()], agents)
}
