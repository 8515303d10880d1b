//! Names in place of ids: finds the one thing that a name means, and refuses to guess. Whoever means one of several things
//! of the same name is shown their ids.

use chaperone_commands::view::access_package::{
    AccessPackagePage, AccessPackageView, Catalogs, ResourceRoleRow, ShowAccessPackage,
};
use chaperone_commands::view::agent::AgentPage;
use chaperone_commands::view::approval::Approvals;
use chaperone_commands::view::assignment::AssignmentPage;
use chaperone_commands::view::blueprint::BlueprintPage;
use chaperone_commands::view::catalog::{CatalogView, ShowCatalog};
use chaperone_commands::view::decision::DecisionPage;
use chaperone_commands::view::directory::{Groups, PersonPage};
use chaperone_commands::view::request::RequestPage;
use chaperone_commands::view::workflow::{ListWorkflows, Workflows};
use chaperone_commands::wire::{Wire, WireText};
use chaperone_commands::{Failure, Reply};
use chaperone_domain::agent::AgentState;
use chaperone_domain::id::{
    AccessPackageId, AgentId, AssignmentId, BlueprintId, CatalogId, GroupId, Id, PersonId,
    PolicyId, RequestId, ResourceId, ResourceRoleId, WorkflowId,
};
use serde_json::{Value, json};

use crate::host::Host;
use crate::{list, output};

/// How many candidates a refusal names.
const SHOWN: usize = 10;

/// Something that a name may mean.
#[derive(Debug)]
struct Candidate<I> {
    id: I,
    /// What it is called; any of them will do.
    names: Vec<String>,
    /// How it is told from others of the same name.
    told_as: String,
}

/// An agent that isn't deleted, by id or name.
pub(crate) fn agent(host: &Host, text: &str) -> Reply<Wire<AgentId>> {
    agent_in(host, text, None)
}

/// A deleted agent, by id or name.
pub(crate) fn deleted_agent(host: &Host, text: &str) -> Reply<Wire<AgentId>> {
    agent_in(host, text, Some(AgentState::SoftDeleted))
}

fn agent_in(host: &Host, text: &str, state: Option<AgentState>) -> Reply<Wire<AgentId>> {
    one("agent", text, |text| {
        let filter = json!({ "filter": { "search": text, "state": state.map(Wire) } });
        let page: AgentPage = output::read(list::read_all(host, "list_agents", &filter)?)?;
        let candidate = |row: chaperone_commands::view::agent::AgentRow| {
            let told_as = match &row.blueprint {
                Some(blueprint) => format!("{}, {}", row.display_name, blueprint.display_name),
                None => format!("{}, no agent", row.display_name),
            };
            Candidate { id: row.id.0, names: vec![row.display_name], told_as }
        };
        Ok(page.rows.into_iter().map(candidate).collect())
    })
}

/// A blueprint that isn't deleted, by id or name.
pub(crate) fn blueprint(host: &Host, text: &str) -> Reply<Wire<BlueprintId>> {
    blueprint_in(host, text, None)
}

/// A deleted blueprint, by id or name.
pub(crate) fn deleted_blueprint(host: &Host, text: &str) -> Reply<Wire<BlueprintId>> {
    blueprint_in(host, text, Some(AgentState::SoftDeleted))
}

fn blueprint_in(host: &Host, text: &str, state: Option<AgentState>) -> Reply<Wire<BlueprintId>> {
    one("blueprint", text, |text| {
        let filter = json!({ "filter": { "search": text, "state": state.map(Wire) } });
        let page: BlueprintPage = output::read(list::read_all(host, "list_blueprints", &filter)?)?;
        let candidate = |row: chaperone_commands::view::blueprint::BlueprintRow| Candidate {
            id: row.id.0,
            told_as: format!("{}, {}", row.display_name, row.state),
            names: vec![row.display_name],
        };
        Ok(page.rows.into_iter().map(candidate).collect())
    })
}

/// A person, by id, address or name.
pub(crate) fn person(host: &Host, text: &str) -> Reply<Wire<PersonId>> {
    one("person", text, |text| {
        let page: PersonPage = search(host, "list_people", text)?;
        let candidate = |row: chaperone_commands::view::directory::PersonRow| Candidate {
            id: row.id.0,
            told_as: format!("{}, {}", row.display_name, row.email),
            names: vec![row.display_name, row.email],
        };
        Ok(page.rows.into_iter().map(candidate).collect())
    })
}

/// A group, by id or name.
pub(crate) fn group(host: &Host, text: &str) -> Reply<Wire<GroupId>> {
    one("group", text, |_| {
        let groups: Groups = host.view("list_groups", json!({}))?;
        let candidate = |row: chaperone_commands::view::directory::GroupRow| Candidate {
            id: row.id.0,
            told_as: row.display_name.clone(),
            names: vec![row.display_name],
        };
        Ok(groups.rows.into_iter().map(candidate).collect())
    })
}

/// A catalog, by id or name.
pub(crate) fn catalog(host: &Host, text: &str) -> Reply<Wire<CatalogId>> {
    one("catalog", text, |_| {
        let catalogs: Catalogs = host.view("list_catalogs", json!({}))?;
        let candidate = |row: chaperone_commands::view::access_package::CatalogRow| Candidate {
            id: row.id.0,
            told_as: row.display_name.clone(),
            names: vec![row.display_name],
        };
        Ok(catalogs.rows.into_iter().map(candidate).collect())
    })
}

/// A package, by id or name.
pub(crate) fn access_package(host: &Host, text: &str) -> Reply<Wire<AccessPackageId>> {
    one("access package", text, |text| {
        let page: AccessPackagePage = search(host, "list_access_packages", text)?;
        let candidate =
            |row: chaperone_commands::view::access_package::AccessPackageRow| Candidate {
                id: row.id.0,
                told_as: format!("{}, in {}", row.display_name, row.catalog.display_name),
                names: vec![row.display_name],
            };
        Ok(page.rows.into_iter().map(candidate).collect())
    })
}

/// A workflow that isn't deleted, by id or name.
pub(crate) fn workflow(host: &Host, text: &str) -> Reply<Wire<WorkflowId>> {
    one("workflow", text, |_| workflows(host, false))
}

/// A deleted workflow that can be restored, by id or name.
pub(crate) fn deleted_workflow(host: &Host, text: &str) -> Reply<Wire<WorkflowId>> {
    one("workflow", text, |_| workflows(host, true))
}

fn workflows(host: &Host, deleted: bool) -> Reply<Vec<Candidate<WorkflowId>>> {
    let found: Workflows = host.view("list_workflows", ListWorkflows { deleted })?;
    let candidate = |row: chaperone_commands::view::workflow::WorkflowRow| Candidate {
        id: row.id.0,
        told_as: format!("{}, {}", row.display_name, row.conditions),
        names: vec![row.display_name],
    };
    Ok(found.rows.into_iter().map(candidate).collect())
}

/// A policy of a package, by id or name.
pub(crate) fn policy(
    host: &Host,
    access_package_id: Wire<AccessPackageId>,
    text: &str,
) -> Reply<Wire<PolicyId>> {
    one("policy", text, |_| {
        let package: AccessPackageView =
            host.view("show_access_package", ShowAccessPackage { access_package_id })?;
        let candidate = |policy: chaperone_commands::view::access_package::PolicyView| Candidate {
            id: policy.id.0,
            told_as: policy.display_name.clone(),
            names: vec![policy.display_name],
        };
        Ok(package.policies.into_iter().map(candidate).collect())
    })
}

/// A resource of a catalog, by id or name.
pub(crate) fn catalog_resource(
    host: &Host,
    catalog_id: Wire<CatalogId>,
    text: &str,
) -> Reply<Wire<ResourceId>> {
    one("resource", text, |_| {
        let catalog: CatalogView = host.view("show_catalog", ShowCatalog { catalog_id })?;
        let candidate = |row: chaperone_commands::view::catalog::CatalogResourceRow| Candidate {
            id: row.id.0,
            told_as: format!("{}, {}", row.display_name, row.kind),
            names: vec![row.display_name],
        };
        Ok(catalog.resources.into_iter().map(candidate).collect())
    })
}

/// A resource role, by id or by the name of its resource, its role or both as `Resource: Role`.
pub(crate) fn resource_role(rows: Vec<ResourceRoleRow>, text: &str) -> Reply<Wire<ResourceRoleId>> {
    one("resource role", text, |_| {
        let candidate = |row: ResourceRoleRow| {
            let (resource, role) = (row.right.origin_name, row.right.role_name);
            let both = format!("{resource}: {role}");
            Candidate { id: row.id.0, told_as: both.clone(), names: vec![both, role, resource] }
        };
        Ok(rows.into_iter().map(candidate).collect())
    })
}

/// A request, by id or by the name of its agent or package where only one is open.
pub(crate) fn request(host: &Host, text: &str) -> Reply<Wire<RequestId>> {
    one("request", text, |text| {
        let filter = json!({ "filter": { "search": text, "open": true } });
        let page: RequestPage = output::read(list::read_all(host, "list_requests", &filter)?)?;
        Ok(page.rows.into_iter().map(of_request).collect())
    })
}

/// A request that waits for one's own decision, by id or by the name of its agent or package.
pub(crate) fn approval(host: &Host, text: &str) -> Reply<Wire<RequestId>> {
    one("request", text, |_| {
        let waiting: Approvals = host.view("list_approvals", json!({}))?;
        Ok(waiting.rows.into_iter().map(|row| of_request(row.request)).collect())
    })
}

/// A request whose approval one may take back, by id or by the name of its agent or package.
pub(crate) fn decision(host: &Host, text: &str) -> Reply<Wire<RequestId>> {
    one("decision", text, |text| {
        let page: DecisionPage = search(host, "list_decisions", text)?;
        let revocable = page.rows.into_iter().filter(|row| row.may_revoke);
        Ok(revocable.map(|row| of_request(row.request)).collect())
    })
}

fn of_request(row: chaperone_commands::view::request::RequestRow) -> Candidate<RequestId> {
    let (agent, package) = (row.agent.display_name, row.access_package.display_name);
    let told_as = format!("{} of {package} for {agent}", row.request_type);
    Candidate { id: row.id.0, names: vec![agent, package], told_as }
}

/// An assignment, by id or by the name of its agent or package where only one isn't over.
pub(crate) fn assignment(host: &Host, text: &str) -> Reply<Wire<AssignmentId>> {
    one("assignment", text, |text| {
        let page: AssignmentPage = search(host, "list_assignments", text)?;
        let candidate = |row: chaperone_commands::view::assignment::AssignmentRow| {
            let (agent, package) = (row.agent.display_name, row.access_package.display_name);
            let told_as = format!("{package}, held by {agent}");
            Candidate { id: row.id.0, names: vec![agent, package], told_as }
        };
        Ok(page.rows.into_iter().filter(|row| row.ended_at.is_none()).map(candidate).collect())
    })
}

fn search<V: serde::de::DeserializeOwned>(host: &Host, name: &str, text: &str) -> Reply<V> {
    output::read(list::read_all(host, name, &json!({ "filter": { "search": text } }))?)
}

/// The one thing that a text means. An id is taken as it is, and looked for by whatever is done with it.
fn one<I: Id + WireText>(
    what: &'static str,
    text: &str,
    candidates: impl FnOnce(&str) -> Reply<Vec<Candidate<I>>>,
) -> Reply<Wire<I>> {
    let text = text.trim();
    if let Ok(id) = text.parse::<I>() {
        return Ok(Wire(id));
    }
    if text.is_empty() {
        return Err(Failure::usage(format!("Name the {what}, or give its id.")));
    }
    choose(what, text, candidates(text)?)
}

fn choose<I: Id + WireText>(
    what: &'static str,
    text: &str,
    candidates: Vec<Candidate<I>>,
) -> Reply<Wire<I>> {
    let is_called = |name: &String| name.to_lowercase() == text.to_lowercase();
    let (called, others): (Vec<_>, Vec<_>) =
        candidates.into_iter().partition(|candidate| candidate.names.iter().any(is_called));
    match (called.as_slice(), others.as_slice()) {
        ([only], _) => Ok(Wire(only.id)),
        ([], []) => Err(Failure::not_found(what)),
        ([], _) => Err(unclear(format!("No {what} is called '{text}'"), &others)),
        _ => Err(unclear(format!("'{text}' means more than one {what}; give an id"), &called)),
    }
}

fn unclear<I: Id>(message: String, candidates: &[Candidate<I>]) -> Failure {
    let mut message = format!("{message}:");
    for candidate in candidates.iter().take(SHOWN) {
        message.push_str(&format!("\n  {}  {}", candidate.id, candidate.told_as));
    }
    if let Some(more @ 1..) = candidates.len().checked_sub(SHOWN) {
        message.push_str(&format!("\n  and {more} more"));
    }
    let details: Vec<Value> = candidates
        .iter()
        .map(|candidate| json!({ "id": candidate.id.to_string(), "toldAs": candidate.told_as }))
        .collect();
    Failure::usage(message).with_details(json!({ "candidates": details }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chaperone_commands::FailureKind;

    fn candidate(id: &str, name: &str) -> Candidate<AgentId> {
        Candidate {
            id: id.parse().unwrap(),
            names: vec![name.to_owned()],
            told_as: name.to_owned(),
        }
    }

    const A: &str = "0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77";
    const B: &str = "0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e78";

    #[test]
    fn a_name_finds_its_only_bearer_in_either_letter_case() {
        let found =
            choose("agent", "ZOË BOT", vec![candidate(A, "Zoë Bot"), candidate(B, "Zoë Bot 2")]);
        assert_eq!(found.map(|id| id.to_string()), Ok(A.to_owned()));
    }

    #[test]
    fn a_name_of_several_is_refused_with_their_ids() {
        let refused =
            choose("agent", "Bot", vec![candidate(A, "Bot"), candidate(B, "Bot")]).unwrap_err();
        assert_eq!(refused.kind, FailureKind::Usage);
        assert!(refused.message.contains(A) && refused.message.contains(B), "{}", refused.message);
    }

    #[test]
    fn a_part_of_a_name_is_never_enough_to_act_on() {
        let refused = choose("agent", "Bo", vec![candidate(A, "Bot")]).unwrap_err();
        assert_eq!(
            refused.kind,
            FailureKind::Usage,
            "a part of a name shows what it may mean, and does nothing"
        );
        assert!(refused.message.contains("Bot"));
    }

    #[test]
    fn a_name_of_nothing_is_not_found() {
        let refused = choose::<AgentId>("agent", "Bot", vec![]).unwrap_err();
        assert_eq!(refused.kind, FailureKind::NotFound);
    }
}
