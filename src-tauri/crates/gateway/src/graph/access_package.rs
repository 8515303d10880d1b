//! Graph's `accessPackage`: what may be asked for, what each policy wants to know, and packages as administrators see them.

use std::collections::BTreeMap;

use chaperone_commands::view::access_package::{
    AccessPackageFilter, AccessPackagePage, AccessPackageRow, AccessPackageView,
    ListAccessPackages, ListRequestablePackages, RequestablePackages, ShowAccessPackage,
};
use chaperone_commands::view::agent::{AgentFilter, AgentPage, ListAgents};
use chaperone_commands::wire::Wire;
use chaperone_domain::id::{AccessPackageId, AgentId};
use serde_json::{Value, json};

use super::body::{Fields, check_spelling};
use super::{list, policy};
use crate::answer::Answer;
use crate::call::Call;
use crate::problem::Problem;
use crate::query::expand::{self, Shape, leaf};

const CONTEXT: &str = "identityGovernance/entitlementManagement/accessPackages";
const PROPERTIES: &[&str] = &["id", "displayName", "description", "isHidden"];
const EXPANDS: &[Shape] = &[leaf("catalog"), leaf("assignmentPolicies")];

fn write(call: &Call<'_>, row: &AccessPackageRow) -> Result<Value, Problem> {
    let mut object = json!({
        "id": row.id, "displayName": row.display_name, "description": row.description,
        "isHidden": row.is_hidden,
    });
    if call.query.expanded("catalog").is_some() {
        object["catalog"] =
            json!({ "id": row.catalog.id, "displayName": row.catalog.display_name });
    }
    if call.query.expanded("assignmentPolicies").is_some() {
        let ask = ShowAccessPackage { access_package_id: row.id };
        let view: AccessPackageView = call.run("show_access_package", ask)?;
        object["assignmentPolicies"] =
            view.policies.iter().map(|one| policy::write(one, row.id)).collect();
    }
    Ok(match object {
        Value::Object(fields) => call.query.selected(fields),
        other => other,
    })
}

fn check_query(call: &Call<'_>) -> Result<(), Problem> {
    expand::check(&call.query.expand, EXPANDS)?;
    call.query.check_select(PROPERTIES)?;
    call.query.check_order(&[("displayName", false)])
}

/// `GET accessPackages`.
pub(crate) fn list_all(call: &Call<'_>) -> Result<Answer, Problem> {
    check_query(call)?;
    let mut filter = AccessPackageFilter::default();
    if let Some(expression) = &call.query.filter {
        for comparison in expression.comparisons()? {
            if comparison.is_of("catalog/id") && filter.catalog_id.is_none() {
                filter.catalog_id = Some(comparison.id()?);
            } else {
                return Err(comparison.unsupported());
            }
        }
    }
    let ask = ListAccessPackages {
        filter,
        after: list::after(call)?,
        limit: Some(call.query.limit()),
        count: call.query.wants_count(),
    };
    let page: AccessPackagePage = call.run("list_access_packages", ask)?;
    let rows = page.rows.iter().map(|row| write(call, row)).collect::<Result<_, Problem>>()?;
    Ok(list::collection(call, CONTEXT, rows, page.next.map(|id| id.to_string()), page.total))
}

/// `GET accessPackages/{id}`.
pub(crate) fn get(call: &Call<'_>) -> Result<Answer, Problem> {
    check_query(call)?;
    let ask = ShowAccessPackage { access_package_id: list::id(call.key("id"))? };
    let view: AccessPackageView = call.run("show_access_package", ask)?;
    Ok(Answer::ok(list::one(call, CONTEXT, write(call, &view.access_package)?)))
}

/// `GET accessPackages/filterByCurrentUser(on='allowedRequestor')`: what the caller may ask for: an agent for itself, a person
/// for any of their agents. Those that would be refused now are left out.
pub(crate) fn allowed_requestor(call: &Call<'_>) -> Result<Answer, Problem> {
    check_query(call)?;
    if !call.key("on").eq_ignore_ascii_case("allowedRequestor") {
        let on: String = call.key("on").chars().take(60).collect();
        return Err(Problem::unsupported(format!("filterByCurrentUser on '{on}'")));
    }
    let agents = match call.agent() {
        Some(agent) => vec![Wire(agent)],
        None => my_agents(call)?,
    };
    let mut found = BTreeMap::new();
    for agent_id in agents {
        for package in requestable(call, agent_id, None)?.rows {
            if package.refusal.is_none() {
                let row = package.access_package;
                found.insert((row.display_name.clone(), row.id), row);
            }
        }
    }
    let rows = found.values().map(|row| write(call, row)).collect::<Result<_, Problem>>()?;
    Ok(list::whole(call, CONTEXT, rows))
}

fn requestable(
    call: &Call<'_>,
    agent_id: Wire<AgentId>,
    package: Option<Wire<AccessPackageId>>,
) -> Result<RequestablePackages, Problem> {
    let ask = ListRequestablePackages { agent_id, access_package_id: package };
    call.run("list_requestable_packages", ask)
}

fn my_agents(call: &Call<'_>) -> Result<Vec<Wire<AgentId>>, Problem> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let filter = AgentFilter { mine: true, ..AgentFilter::default() };
        let page: AgentPage =
            call.run("list_agents", ListAgents { filter, after, limit: Some(500) })?;
        found.extend(page.rows.iter().map(|row| row.id));
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(found),
        }
    }
}

/// `POST accessPackages/{id}/getApplicablePolicyRequirements`: what each policy that the caller may use wants to know. Whoever
/// asks for an agent names it in the body as `subject.objectId`.
pub(crate) fn policy_requirements(call: &Call<'_>) -> Result<Answer, Problem> {
    let package = list::id(call.key("id"))?;
    let named = match &call.body {
        Some(body) => {
            check_spelling(body)?;
            Fields::of(body)?.object(&["subject"])?.text(&["objectId", "id"])?
        }
        None => None,
    };
    let agents = match (named, call.agent()) {
        // A person who names no agent may use no policy for themselves.
        (None, None) => Vec::new(),
        (named, _) => vec![call.agent_or(named)?],
    };
    let mut rows = Vec::new();
    for agent in agents {
        for found in requestable(call, agent, Some(package))?.rows {
            rows.extend(found.policies.iter().map(policy::requirements));
        }
    }
    let body = json!({
        "@odata.context": call.context("Collection(microsoft.graph.accessPackageAssignmentRequestRequirements)"),
        "value": rows,
    });
    Ok(Answer::ok(body))
}
