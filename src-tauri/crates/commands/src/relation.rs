//! What ties the acting person to the thing that they act on. Only facts are gathered here; what a relation allows is
//! decided by `domain::authority`.

use chaperone_domain::agent::AgentIdentity;
use chaperone_domain::assignment::Assignment;
use chaperone_domain::authority::{Action, Relation};
use chaperone_domain::id::{
    AccessPackageId, AgentId, AssignmentId, BlueprintId, CatalogId, PolicyId, RequestId,
};
use chaperone_domain::request::{Request, Requestor};
use chaperone_store::table::{
    access_packages, assignments, catalog_role_appointments, catalogs, policies, requests,
    sponsors, stages,
};

use crate::context::Context;
use crate::failure::{Failure, Reply};

/// The actor's relations to an agent: its sponsor, in person or through a group, its owner, the manager of its user account,
/// or the agent itself.
pub(crate) fn to_agent(cx: &impl Context, agent: AgentId) -> Reply<Vec<Relation>> {
    if cx.actor().agent() == Some(agent) {
        return Ok(vec![Relation::Themselves]);
    }
    let Some(person) = cx.actor().person() else { return Ok(Vec::new()) };
    let ties = sponsors::ties(cx.db(), agent, person)?;
    Ok([
        (ties.is_manager, Relation::Manager),
        (ties.is_sponsor, Relation::Sponsor),
        (ties.is_owner, Relation::Owner),
    ]
    .into_iter()
    .filter_map(|(is_tied, relation)| is_tied.then_some(relation))
    .collect())
}

/// The acting person's relations to a blueprint: its sponsor, in person or through a group, and its owner.
pub(crate) fn to_blueprint(cx: &impl Context, blueprint: BlueprintId) -> Reply<Vec<Relation>> {
    let Some(person) = cx.actor().person() else { return Ok(Vec::new()) };
    let mut relations = Vec::new();
    if sponsors::is_sponsor_of_blueprint(cx.db(), blueprint, person)? {
        relations.push(Relation::BlueprintSponsor);
    }
    if sponsors::is_owner_of_blueprint(cx.db(), blueprint, person)? {
        relations.push(Relation::BlueprintOwner);
    }
    Ok(relations)
}

/// The acting person's relations to an agent and to its blueprint, whose owners have a say over the family.
pub(crate) fn to_agent_and_family(
    cx: &impl Context,
    agent: &AgentIdentity,
) -> Reply<Vec<Relation>> {
    let mut relations = to_agent(cx, agent.id)?;
    if let Some(blueprint) = agent.blueprint_id {
        relations.extend(to_blueprint(cx, blueprint)?);
    }
    Ok(relations)
}

/// The acting person's relations to a catalog and to all that is in it: the roles that they hold there.
pub(crate) fn to_catalog(cx: &impl Context, catalog: CatalogId) -> Reply<Vec<Relation>> {
    let Some(person) = cx.actor().person() else { return Ok(Vec::new()) };
    let Some(found) = catalogs::ever(cx.db(), catalog)? else { return Ok(Vec::new()) };
    Ok(catalog_role_appointments::of(cx.db(), person, catalog)?
        .into_iter()
        .map(|role| role.relation(found.privilege_level))
        .collect())
}

/// The acting person's relations to a package: those to its catalog.
pub(crate) fn to_access_package(
    cx: &impl Context,
    package: AccessPackageId,
) -> Reply<Vec<Relation>> {
    // Requests and assignments of a deleted package still belong to its catalog.
    match access_packages::ever(cx.db(), package)? {
        Some((package, _)) => to_catalog(cx, package.catalog_id),
        None => Ok(Vec::new()),
    }
}

/// The acting person's relations to a policy: those to its package's catalog.
pub(crate) fn to_policy(cx: &impl Context, policy: PolicyId) -> Reply<Vec<Relation>> {
    match policies::get(cx.db(), policy)? {
        Some(policy) => to_access_package(cx, policy.access_package_id),
        None => Ok(Vec::new()),
    }
}

/// The acting person's relations to a request: to its agent, to its package's catalog, as its requestor, as one who may or
/// might decide it.
pub(crate) fn to_request(cx: &impl Context, request: &Request) -> Reply<Vec<Relation>> {
    let mut relations = to_agent(cx, request.agent_id)?;
    relations.extend(to_access_package(cx, request.access_package_id)?);
    if cx.actor().agent().is_some_and(|agent| request.requestor == Requestor::Agent(agent)) {
        relations.push(Relation::Requestor);
    }
    if let Some(person) = cx.actor().person() {
        if request.requestor == Requestor::Person(person) {
            relations.push(Relation::Requestor);
        }
        if stages::is_approver(cx.db(), request.id, person)? {
            relations.push(Relation::Approver);
        }
    }
    Ok(relations)
}

/// A request that the acting person may see, with their relations to it. One that they may not see is not found.
pub(crate) fn visible_request(
    cx: &impl Context,
    action: Action,
    id: RequestId,
) -> Reply<(Request, Vec<Relation>)> {
    let found = requests::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("request"))?;
    let relations = to_request(cx, &found)?;
    cx.authorise(action, &relations, "request")?;
    Ok((found, relations))
}

/// An assignment that the acting person may see, with their relations to it. One that they may not see is not found.
pub(crate) fn visible_assignment(
    cx: &impl Context,
    action: Action,
    id: AssignmentId,
) -> Reply<(Assignment, Vec<Relation>)> {
    let found = assignments::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("assignment"))?;
    let mut relations = to_agent(cx, found.agent_id)?;
    relations.extend(to_access_package(cx, found.access_package_id)?);
    for request in requests::of_assignment(cx.db(), id)? {
        relations.extend(to_request(cx, &request)?);
    }
    relations.sort_unstable();
    relations.dedup();
    cx.authorise(action, &relations, "assignment")?;
    Ok((found, relations))
}
