//! What lies where: every address of the door, once, with the options that it knows. The path, the method and the options are
//! checked against this table before anything else is read.

use axum::http::Method;

use crate::answer::Answer;
use crate::call::{Call, Keys};
use crate::door::{Door, Incoming};
use crate::graph::list::{FULL_LIST, ONE, WHOLE};
use crate::graph::{
    access, access_package, approval, ask as filing, assignment, audit, catalog, directory,
    identity, policy, request,
};
use crate::path::Segment;
use crate::problem::Problem;
use crate::rate::{READ, WRITE};
use crate::{contract, device, discovery, grant, managed_identity};

/// What answers at an address.
#[derive(Clone, Copy)]
pub(crate) enum Handler {
    /// Anybody may call it; it looks after itself.
    Open(fn(&Door, &Incoming, &Keys) -> Result<Answer, Problem>),
    /// Wants a token for this door.
    Graph(fn(&Call<'_>) -> Result<Answer, Problem>),
}

/// One address with one method.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    pub(crate) method: &'static str,
    /// With `{name}` for a key, and `function(argument={name})`.
    pub(crate) template: &'static str,
    /// The query options that it knows.
    pub(crate) options: &'static [&'static str],
    pub(crate) handler: Handler,
    /// What a call takes from its caller's bucket.
    pub(crate) cost: i64,
}

/// What was found for a path.
pub(crate) enum Found {
    /// The route, and what stands in its places.
    Route(&'static Route, Keys),
    /// Something lies there, but not for this method.
    OtherMethods(Vec<&'static str>),
    /// Nothing lies there.
    Nothing,
}

const fn open(
    method: &'static str,
    template: &'static str,
    handle: fn(&Door, &Incoming, &Keys) -> Result<Answer, Problem>,
) -> Route {
    Route { method, template, options: &[], handler: Handler::Open(handle), cost: READ }
}

const fn get(
    template: &'static str,
    options: &'static [&'static str],
    handle: fn(&Call<'_>) -> Result<Answer, Problem>,
) -> Route {
    Route { method: "GET", template, options, handler: Handler::Graph(handle), cost: READ }
}

const fn write(
    method: &'static str,
    template: &'static str,
    handle: fn(&Call<'_>) -> Result<Answer, Problem>,
) -> Route {
    Route { method, template, options: &[], handler: Handler::Graph(handle), cost: WRITE }
}

/// A question that is posted: it changes nothing.
const fn ask(template: &'static str, handle: fn(&Call<'_>) -> Result<Answer, Problem>) -> Route {
    Route { method: "POST", template, options: &[], handler: Handler::Graph(handle), cost: READ }
}

/// Entitlement management's part of Graph.
macro_rules! em {
    ($rest:literal) => {
        concat!("v1.0/identityGovernance/entitlementManagement/", $rest)
    };
}
pub(crate) use em;
/// The same in beta.
macro_rules! beta {
    ($rest:literal) => {
        concat!("beta/identityGovernance/entitlementManagement/", $rest)
    };
}
pub(crate) use beta;
/// One agent identity.
macro_rules! agent {
    ($rest:literal) => {
        concat!("v1.0/servicePrincipals/{id}/microsoft.graph.agentIdentity", $rest)
    };
}

pub(crate) use agent;

/// Every address. Fixed words stand before keys that would take their place.
pub(crate) static ROUTES: &[Route] = &[
    open("GET", "healthz", discovery::health),
    open("GET", "msi/token", managed_identity::token),
    open("POST", "{tenant}/oauth2/v2.0/token", grant::token),
    open("POST", "{tenant}/oauth2/v2.0/devicecode", device::code),
    open("GET", "devicelogin", device::login),
    open("GET", "{tenant}/v2.0/.well-known/openid-configuration", discovery::configuration),
    open("GET", "{tenant}/discovery/v2.0/keys", discovery::jwks),
    open("GET", "v1.0/$metadata", contract::metadata),
    open("GET", "beta/$metadata", contract::beta_metadata),
    open("GET", "v1.0/openapi.json", contract::openapi),
    get(em!("accessPackages"), FULL_LIST, access_package::list_all),
    get(
        em!("accessPackages/filterByCurrentUser(on={on})"),
        WHOLE,
        access_package::allowed_requestor,
    ),
    get(em!("accessPackages/{id}"), ONE, access_package::get),
    ask(
        em!("accessPackages/{id}/getApplicablePolicyRequirements"),
        access_package::policy_requirements,
    ),
    get(em!("assignmentRequests"), FULL_LIST, request::list_all),
    write("POST", em!("assignmentRequests"), filing::post),
    get(
        em!("assignmentRequests/filterByCurrentUser(on={on})"),
        FULL_LIST,
        request::of_current_user,
    ),
    get(em!("assignmentRequests/{id}"), ONE, request::get),
    write("POST", em!("assignmentRequests/{id}/cancel"), request::cancel),
    write("POST", em!("assignmentRequests/{id}/reprocess"), request::reprocess),
    get(em!("assignments"), FULL_LIST, assignment::list_all),
    get(em!("assignments/filterByCurrentUser(on={on})"), FULL_LIST, assignment::of_current_user),
    get(
        em!(
            "assignments/additionalAccess(accessPackageId={package},incompatibleAccessPackageId={incompatible})"
        ),
        ONE,
        assignment::additional_access,
    ),
    get(em!("assignments/{id}"), ONE, assignment::get),
    write("POST", em!("assignments/{id}/reprocess"), assignment::reprocess),
    get(
        em!("accessPackageAssignmentApprovals/filterByCurrentUser(on={on})"),
        &["$top", "$count"],
        approval::of_current_user,
    ),
    get(em!("accessPackageAssignmentApprovals/{id}"), &[], approval::get),
    get(em!("accessPackageAssignmentApprovals/{id}/stages"), &[], approval::stages),
    get(em!("accessPackageAssignmentApprovals/{id}/stages/{stage}"), &[], approval::stage),
    write("PATCH", em!("accessPackageAssignmentApprovals/{id}/stages/{stage}"), approval::decide),
    get(em!("catalogs"), WHOLE, catalog::list_all),
    get(em!("catalogs/{id}"), &["$select"], catalog::get),
    get(em!("assignmentPolicies"), &["$filter", "$expand", "$top", "$count"], policy::list_all),
    write("POST", em!("assignmentPolicies"), policy::post),
    get(em!("assignmentPolicies/{id}"), &["$expand"], policy::get),
    write("PUT", em!("assignmentPolicies/{id}"), policy::put),
    ask(em!("checkAccess"), access::check),
    write("POST", beta!("accessPackageAssignmentRequests"), filing::post),
    get(beta!("accessPackageAssignmentRequests/{id}"), ONE, request::get),
    get(
        "v1.0/servicePrincipals/microsoft.graph.agentIdentity",
        &["$top", "$skiptoken", "$filter", "$orderby"],
        identity::list_agents,
    ),
    write("POST", "v1.0/servicePrincipals/microsoft.graph.agentIdentity", identity::create_agent),
    get(agent!(""), &[], identity::get_agent),
    write("DELETE", agent!(""), identity::delete_agent),
    write("PATCH", agent!(""), identity::patch_agent),
    get(agent!("/sponsors"), &[], identity::list_sponsors),
    write("POST", agent!("/sponsors/$ref"), identity::add_sponsor),
    write("DELETE", agent!("/sponsors/{sponsor}/$ref"), identity::remove_sponsor),
    get(agent!("/owners"), &[], identity::list_owners),
    write("POST", agent!("/owners/$ref"), identity::add_owner),
    write("DELETE", agent!("/owners/{owner}/$ref"), identity::remove_owner),
    get(agent!("/agentUser"), &[], identity::agent_user),
    get(
        "v1.0/applications/microsoft.graph.agentIdentityBlueprint",
        &["$top", "$skiptoken", "$orderby"],
        identity::list_blueprints,
    ),
    write(
        "POST",
        "v1.0/applications/microsoft.graph.agentIdentityBlueprint",
        identity::create_blueprint,
    ),
    get(
        "v1.0/applications/{id}/microsoft.graph.agentIdentityBlueprint",
        &[],
        identity::get_blueprint,
    ),
    get(
        "v1.0/applications/{id}/microsoft.graph.agentIdentityBlueprint/sponsors",
        &[],
        identity::list_blueprint_sponsors,
    ),
    get("v1.0/users", &["$top", "$skiptoken", "$select", "$orderby"], directory::list_users),
    get("v1.0/users/{id}", &["$select"], directory::get_user),
    get("v1.0/users/{id}/sponsorOf", &[], directory::sponsor_of),
    get("v1.0/groups", WHOLE, directory::list_groups),
    get("v1.0/groups/{id}", &["$select"], directory::get_group),
    get("v1.0/groups/{id}/members", &[], directory::members),
    get(
        "v1.0/auditLogs/directoryAudits",
        &["$top", "$skiptoken", "$filter", "$orderby"],
        audit::list_all,
    ),
];

/// Finds what lies at a path.
pub(crate) fn find(method: &Method, segments: &[Segment]) -> Found {
    let mut others = Vec::new();
    for route in ROUTES {
        if let Some(keys) = fit(route.template, segments) {
            if route.method == method.as_str() {
                return Found::Route(route, keys);
            }
            others.push(route.method);
        }
    }
    if others.is_empty() { Found::Nothing } else { Found::OtherMethods(others) }
}

/// What stands in a template's places, if a path fits it.
fn fit(template: &'static str, segments: &[Segment]) -> Option<Keys> {
    let mut keys = Keys::new();
    let mut given = segments.iter();
    for part in template.split('/') {
        let segment = given.next()?;
        if let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            if segment.arguments.is_some() || segment.name.is_empty() {
                return None;
            }
            keys.insert(name, segment.name.clone());
        } else if let Some((function, inner)) = part.split_once('(') {
            let arguments = segment.arguments.as_ref().filter(|_| segment.name == function)?;
            let wanted: Vec<_> = inner.trim_end_matches(')').split(',').collect();
            if wanted.len() != arguments.len() {
                return None;
            }
            for one in wanted {
                let (argument, place) = one.split_once('=')?;
                let (_, value) =
                    arguments.iter().find(|(name, _)| name.eq_ignore_ascii_case(argument))?;
                keys.insert(place.trim_matches(['{', '}']), value.clone());
            }
        } else if segment.name != part || segment.arguments.is_some() {
            return None;
        }
    }
    given.next().is_none().then_some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path;

    fn found(method: &str, raw: &str) -> Found {
        find(&method.parse().unwrap(), &path::parse(raw).unwrap())
    }

    fn template(method: &str, raw: &str) -> Option<(&'static str, Keys)> {
        match found(method, raw) {
            Found::Route(route, keys) => Some((route.template, keys)),
            Found::OtherMethods(_) | Found::Nothing => None,
        }
    }

    const EM: &str = "/v1.0/identityGovernance/entitlementManagement";

    #[test]
    fn a_function_a_key_and_a_key_in_parentheses_are_told_apart() {
        let path = format!("{EM}/assignmentRequests/filterByCurrentUser(on='target')");
        let (_, keys) = template("GET", &path).unwrap();
        assert_eq!(keys["on"], "target");
        for path in ["/assignmentRequests/7", "/assignmentRequests('7')", "/assignmentRequests(7)"]
        {
            let (_, keys) = template("GET", &format!("{EM}{path}")).unwrap();
            assert_eq!(keys["id"], "7", "{path}");
        }
        let both = "(incompatibleAccessPackageId='b',accessPackageId='a')";
        let (_, keys) =
            template("GET", &format!("{EM}/assignments/additionalAccess{both}")).unwrap();
        assert_eq!((keys["package"].as_str(), keys["incompatible"].as_str()), ("a", "b"));
    }

    #[test]
    fn nothing_lies_where_a_path_goes_astray_and_another_method_is_told() {
        for path in [
            "/",
            "/v1.0",
            "/v2.0/users",
            "/v1.0/users/",
            "/v1.0/users/../groups",
            "/v1.0//users",
            "/v1.0/Users%2F7",
            "/v1.0/users/7/x",
        ] {
            assert!(template("GET", path).is_none(), "{path}");
        }
        let found = found("DELETE", &format!("{EM}/assignments/7"));
        assert!(matches!(found, Found::OtherMethods(methods) if methods == ["GET"]));
    }

    #[test]
    fn no_address_stands_twice() {
        let mut all: Vec<_> = ROUTES.iter().map(|route| (route.method, route.template)).collect();
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
