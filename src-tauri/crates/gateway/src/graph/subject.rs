//! Who holds, asks and decides, as Graph's `accessPackageSubject`: an agent identity is a service principal there.

use chaperone_commands::view::reference::{AccessPackageRef, AgentRef, PersonRef, PolicyRef};
use chaperone_commands::view::request::RequestorView;
use serde_json::{Value, json};

fn subject(id: String, name: &str, kind: &str) -> Value {
    json!({
        "id": id, "objectId": id, "displayName": name, "subjectType": kind,
        "email": null, "principalName": null, "subjectLifecycle": "notDefined",
    })
}

/// An agent.
pub(crate) fn agent(agent: &AgentRef) -> Value {
    subject(agent.id.to_string(), &agent.display_name, "servicePrincipal")
}

/// A person.
pub(crate) fn person(person: &PersonRef) -> Value {
    subject(person.id.to_string(), &person.display_name, "user")
}

/// Who filed a request; nothing for a rule.
pub(crate) fn requestor(requestor: &RequestorView) -> Value {
    match (&requestor.person, &requestor.agent) {
        (Some(found), _) => person(found),
        (None, Some(found)) => agent(found),
        (None, None) => Value::Null,
    }
}

/// A package, by what everybody may know of it.
pub(crate) fn access_package(package: &AccessPackageRef) -> Value {
    json!({ "id": package.id, "displayName": package.display_name })
}

/// A policy, by what everybody may know of it.
pub(crate) fn policy(policy: &PolicyRef) -> Value {
    json!({ "id": policy.id, "displayName": policy.display_name })
}
