//! Graph's `agentIdentity`, `agentIdentityBlueprint` and `agentUser`: read, and who sponsors and owns an agent, changed by
//! reference.

use std::collections::BTreeMap;

use chaperone_commands::view::agent::{
    AgentFilter, AgentPage, AgentRow, AgentView, DeleteAgent, DisableAgent, EnableAgent,
    ListAgents, OwnerAsk, ShowAgent, SponsorAsk, SponsorView, UpdateAgentOwners,
    UpdateAgentSponsors,
};
use chaperone_commands::view::blueprint::{
    BlueprintFilter, BlueprintPage, BlueprintRow, BlueprintView, ListBlueprints, ShowBlueprint,
};
use chaperone_commands::view::reference::PersonRef;
use chaperone_commands::wire::Wire;
use chaperone_domain::agent::{AgentKind, AgentState};
use chaperone_domain::id::{AgentId, BlueprintId, PersonId};
use serde_json::{Value, json};

use super::body::{Fields, check_spelling};
use super::list;
use crate::answer::Answer;
use crate::call::Call;
use crate::problem::{Problem, shown};

const AGENTS: &str = "servicePrincipals/graph.agentIdentity";
const BLUEPRINTS: &str = "applications/graph.agentIdentityBlueprint";
const OBJECTS: &str = "directoryObjects";

/// The client ids of blueprints by their object ids, each looked up once: Graph names an agent's blueprint by the former.
type ClientIds = BTreeMap<Wire<BlueprintId>, Option<BlueprintId>>;

fn agent(call: &Call<'_>, row: &AgentRow, known: &mut ClientIds) -> Result<Value, Problem> {
    let is_agent = row.kind.0 == AgentKind::AgentIdentity;
    let blueprint = match &row.blueprint {
        None => None,
        Some(blueprint) => match known.get(&blueprint.id) {
            Some(client) => *client,
            None => {
                let client = call.door.desk.agent_facts(row.id.0)?.blueprint;
                known.insert(blueprint.id, client);
                client
            }
        },
    };
    Ok(json!({
        "@odata.type": if is_agent { "#microsoft.graph.agentIdentity" } else { "#microsoft.graph.servicePrincipal" },
        "id": row.id,
        "displayName": row.display_name,
        "accountEnabled": row.state.0 == AgentState::Active,
        "agentIdentityBlueprintId": blueprint.map(|id| id.to_string()),
        "servicePrincipalType": if is_agent { "ServiceIdentity" } else { "Application" },
        "tags": row.tags,
        "disabledByMicrosoftStatus": null,
    }))
}

fn agent_in_full(call: &Call<'_>, view: &AgentView) -> Result<Value, Problem> {
    let mut object = agent(call, &view.agent, &mut ClientIds::new())?;
    object["createdDateTime"] = json!(view.created_at);
    object["createdByAppId"] = json!(view.created_by_app_id);
    Ok(object)
}

/// The blueprint that an id names, by its client id as Graph does, or by its object id.
fn blueprint_named(call: &Call<'_>, text: &str) -> Result<Wire<BlueprintId>, Problem> {
    let id = text.parse().map_err(|_| Problem::bad(format!("'{}' is no id.", shown(text))))?;
    let nothing = || Problem::bad(format!("There is no blueprint '{text}'; check its id."));
    call.door.desk.blueprint_named(id)?.map(Wire).ok_or_else(nothing)
}

/// `GET servicePrincipals/microsoft.graph.agentIdentity`.
pub(crate) fn list_agents(call: &Call<'_>) -> Result<Answer, Problem> {
    call.query.check_order(&[("displayName", false)])?;
    let mut filter =
        AgentFilter { kind: Some(Wire(AgentKind::AgentIdentity)), ..AgentFilter::default() };
    if let Some(expression) = &call.query.filter {
        for comparison in expression.comparisons()? {
            let text = comparison.equals()?;
            if comparison.is_of("agentIdentityBlueprintId") && filter.blueprint_id.is_none() {
                filter.blueprint_id = Some(blueprint_named(call, text)?);
            } else {
                return Err(comparison.unsupported());
            }
        }
    }
    let ask = ListAgents { filter, after: list::after(call)?, limit: Some(call.query.limit()) };
    let page: AgentPage = call.run("list_agents", ask)?;
    let mut known = ClientIds::new();
    let rows =
        page.rows.iter().map(|row| agent(call, row, &mut known)).collect::<Result<_, Problem>>()?;
    Ok(list::collection(call, AGENTS, rows, page.next.map(|id| id.to_string()), None))
}

/// The sponsors or owners that a body binds.
fn bound<T>(
    fields: Fields<'_>,
    name: &str,
    read: impl Fn(&str, &str) -> Result<T, Problem>,
) -> Result<Vec<T>, Problem> {
    fields
        .list(&[name])?
        .iter()
        .map(|url| {
            let (kind, id) = parts(url.as_str().unwrap_or_default());
            read(&kind, &id)
        })
        .collect()
}

/// `POST servicePrincipals/microsoft.graph.agentIdentity`, with sponsors and owners bound.
pub(crate) fn create_agent(call: &Call<'_>) -> Result<Answer, Problem> {
    let body = call.body()?;
    check_spelling(body)?;
    let fields = Fields::of(body)?;
    let missing = |name: &str| Problem::bad(format!("'{name}' is missing; give it."));
    let blueprint = fields
        .text(&["agentIdentityBlueprintId"])?
        .ok_or_else(|| missing("agentIdentityBlueprintId"))?;
    let person_only = |kind: &str, id: &str| match kind {
        "users" => list::id(id),
        _ => Err(Problem::unsupported("An owner that is no user")),
    };
    let ask = json!({
        "blueprintId": blueprint_named(call, blueprint)?,
        "displayName": fields.text(&["displayName"])?.ok_or_else(|| missing("displayName"))?,
        "sponsors": bound(fields, "sponsors@odata.bind", sponsor)?,
        "ownerIds": bound::<Wire<PersonId>>(fields, "owners@odata.bind", person_only)?,
    });
    let view: AgentView = call.run("create_agent", ask)?;
    Ok(Answer::created(list::one(call, AGENTS, agent_in_full(call, &view)?)))
}

/// `DELETE servicePrincipals/{id}/microsoft.graph.agentIdentity`; it can be restored for 30 days.
pub(crate) fn delete_agent(call: &Call<'_>) -> Result<Answer, Problem> {
    let agent_id = list::id::<AgentId>(call.key("id"))?;
    let ask = DeleteAgent { agent_id, justification: String::new() };
    call.run::<AgentView>("delete_agent", ask)?;
    Ok(Answer::empty(204))
}

fn show(call: &Call<'_>) -> Result<AgentView, Problem> {
    let agent_id = list::id::<AgentId>(call.key("id"))?;
    call.run("show_agent", ShowAgent { agent_id })
}

/// `GET servicePrincipals/{id}/microsoft.graph.agentIdentity`.
pub(crate) fn get_agent(call: &Call<'_>) -> Result<Answer, Problem> {
    Ok(Answer::ok(list::one(call, AGENTS, agent_in_full(call, &show(call)?)?)))
}

/// `PATCH servicePrincipals/{id}/microsoft.graph.agentIdentity`: switching it on and off, or renaming it; one at a time, because
/// each is an act of its own in the history.
pub(crate) fn patch_agent(call: &Call<'_>) -> Result<Answer, Problem> {
    let body = call.body()?;
    check_spelling(body)?;
    let Some(names) = body.as_object() else {
        return Err(Problem::bad("The body has to be a JSON object."));
    };
    let is_known =
        |name: &str| ["accountEnabled", "displayName"].contains(&name) || name.starts_with('@');
    if let Some(other) = names.keys().find(|name| !is_known(name)) {
        let other = shown(other);
        return Err(Problem::unsupported(format!("Changing '{other}'")));
    }
    let agent_id = list::id::<AgentId>(call.key("id"))?;
    let fields = Fields::of(body)?;
    match (fields.truth(&["accountEnabled"])?, fields.text(&["displayName"])?) {
        (Some(true), None) => call.run::<AgentView>("enable_agent", EnableAgent { agent_id })?,
        (Some(false), None) => {
            let ask = DisableAgent { agent_id, justification: String::new() };
            call.run::<AgentView>("disable_agent", ask)?
        }
        (None, Some(name)) => {
            let ask = json!({ "agentId": agent_id, "displayName": name });
            call.run::<AgentView>("update_agent", ask)?
        }
        (Some(_), Some(_)) => {
            return Err(Problem::bad("Change accountEnabled and displayName one after the other."));
        }
        (None, None) => {
            return Err(Problem::bad("Say what changes: give accountEnabled or displayName."));
        }
    };
    Ok(Answer::empty(204))
}

fn person(found: &PersonRef) -> Value {
    json!({ "@odata.type": "#microsoft.graph.user", "id": found.id, "displayName": found.display_name })
}

fn sponsors(found: &[SponsorView]) -> Vec<Value> {
    let write = |sponsor: &SponsorView| match (&sponsor.person, &sponsor.group) {
        (Some(found), _) => Some(person(found)),
        (None, Some(group)) => Some(json!({
            "@odata.type": "#microsoft.graph.group", "id": group.id, "displayName": group.display_name,
        })),
        (None, None) => None,
    };
    found.iter().filter_map(write).collect()
}

/// `GET servicePrincipals/{id}/microsoft.graph.agentIdentity/sponsors`.
pub(crate) fn list_sponsors(call: &Call<'_>) -> Result<Answer, Problem> {
    Ok(list::whole(call, OBJECTS, sponsors(&show(call)?.agent.sponsors)))
}

/// `GET servicePrincipals/{id}/microsoft.graph.agentIdentity/owners`.
pub(crate) fn list_owners(call: &Call<'_>) -> Result<Answer, Problem> {
    let view = show(call)?;
    let mut rows: Vec<_> = view.owners.iter().map(person).collect();
    rows.extend(view.owner_principals.iter().map(|found| {
        json!({
            "@odata.type": "#microsoft.graph.servicePrincipal",
            "id": found.id, "displayName": found.display_name,
        })
    }));
    Ok(list::whole(call, OBJECTS, rows))
}

/// What a `$ref` points at: the kind that its address names, and the id.
fn reference(call: &Call<'_>) -> Result<(String, String), Problem> {
    let body = call.body()?;
    let url = Fields::of(body)?
        .text(&["@odata.id"])?
        .ok_or_else(|| Problem::bad("Say whom: give '@odata.id'."))?;
    Ok(parts(url))
}

/// The kind and the id at the end of an address.
fn parts(url: &str) -> (String, String) {
    let mut parts = url.trim_end_matches('/').rsplit('/');
    let id = parts.next().unwrap_or_default().to_owned();
    (parts.next().unwrap_or_default().to_owned(), id)
}

fn sponsor(kind: &str, id: &str) -> Result<SponsorAsk, Problem> {
    match kind {
        "users" => Ok(SponsorAsk { person_id: Some(list::id(id)?), group_id: None }),
        "groups" => Ok(SponsorAsk { person_id: None, group_id: Some(list::id(id)?) }),
        _ => Err(Problem::bad("'@odata.id' has to end in users/{id} or groups/{id}.")),
    }
}

/// `POST …/sponsors/$ref`.
pub(crate) fn add_sponsor(call: &Call<'_>) -> Result<Answer, Problem> {
    let (kind, id) = reference(call)?;
    // An address under directoryObjects doesn't say what it is; one of the two kinds has it.
    let kinds: &[&str] =
        if kind == "directoryObjects" { &["users", "groups"] } else { &[kind.as_str()] };
    let agent_id = list::id::<AgentId>(call.key("id"))?;
    let mut last = Problem::not_found();
    for kind in kinds {
        let add = vec![sponsor(kind, &id)?];
        let ask = UpdateAgentSponsors { agent_id, add, remove: Vec::new() };
        match call.run::<AgentView>("update_agent_sponsors", ask) {
            Ok(_) => return Ok(Answer::empty(204)),
            Err(problem) if problem.status == 404 => last = problem,
            Err(problem) => return Err(problem),
        }
    }
    Err(last)
}

/// `DELETE …/sponsors/{sponsor}/$ref`.
pub(crate) fn remove_sponsor(call: &Call<'_>) -> Result<Answer, Problem> {
    let view = show(call)?;
    let wanted = call.key("sponsor");
    let is_it = |id: String| id.eq_ignore_ascii_case(wanted);
    let found = view.agent.sponsors.iter().find(|sponsor| {
        sponsor.person.as_ref().is_some_and(|person| is_it(person.id.to_string()))
            || sponsor.group.as_ref().is_some_and(|group| is_it(group.id.to_string()))
    });
    let found = found.ok_or_else(Problem::not_found)?;
    let remove = vec![SponsorAsk {
        person_id: found.person.as_ref().map(|person| person.id),
        group_id: found.group.as_ref().map(|group| group.id),
    }];
    let ask = UpdateAgentSponsors { agent_id: view.agent.id, add: Vec::new(), remove };
    call.run::<AgentView>("update_agent_sponsors", ask)?;
    Ok(Answer::empty(204))
}

fn owner(kind: &str, id: &str) -> Result<OwnerAsk, Problem> {
    match kind {
        "users" | "directoryObjects" => {
            Ok(OwnerAsk { person_id: Some(list::id(id)?), agent_id: None })
        }
        "servicePrincipals" => Ok(OwnerAsk { person_id: None, agent_id: Some(list::id(id)?) }),
        _ => Err(Problem::bad("'@odata.id' has to end in users/{id} or servicePrincipals/{id}.")),
    }
}

/// `POST …/owners/$ref`.
pub(crate) fn add_owner(call: &Call<'_>) -> Result<Answer, Problem> {
    let (kind, id) = reference(call)?;
    let agent_id = list::id::<AgentId>(call.key("id"))?;
    let ask = UpdateAgentOwners { agent_id, add: vec![owner(&kind, &id)?], remove: Vec::new() };
    call.run::<AgentView>("update_agent_owners", ask)?;
    Ok(Answer::empty(204))
}

/// `DELETE …/owners/{owner}/$ref`.
pub(crate) fn remove_owner(call: &Call<'_>) -> Result<Answer, Problem> {
    let view = show(call)?;
    let wanted = call.key("owner");
    let is_person = view.owners.iter().any(|one| one.id.to_string().eq_ignore_ascii_case(wanted));
    let kind = if is_person { "users" } else { "servicePrincipals" };
    let remove = vec![owner(kind, wanted)?];
    let ask = UpdateAgentOwners { agent_id: view.agent.id, add: Vec::new(), remove };
    call.run::<AgentView>("update_agent_owners", ask)?;
    Ok(Answer::empty(204))
}

/// `GET servicePrincipals/{id}/microsoft.graph.agentIdentity/agentUser`: its user account. The navigation is this door's own;
/// Graph finds the account among the users by its `identityParentId`.
pub(crate) fn agent_user(call: &Call<'_>) -> Result<Answer, Problem> {
    let view = show(call)?;
    let user = view.agent_user.ok_or_else(Problem::not_found)?;
    let object = json!({
        "@odata.type": "#microsoft.graph.agentUser",
        "id": user.id,
        "displayName": user.display_name,
        "mailNickname": user.mail_nickname,
        "accountEnabled": user.is_enabled,
        "identityParentId": view.agent.id,
        "manager": user.manager.as_ref().map(person),
    });
    Ok(Answer::ok(list::one(call, "users/graph.agentUser", object)))
}

fn blueprint(row: &BlueprintRow) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.agentIdentityBlueprint",
        "id": row.id,
        "displayName": row.display_name,
        "isDisabled": row.state.0 != AgentState::Active,
    })
}

/// `GET applications/microsoft.graph.agentIdentityBlueprint`.
pub(crate) fn list_blueprints(call: &Call<'_>) -> Result<Answer, Problem> {
    call.query.check_order(&[("displayName", false)])?;
    let filter = BlueprintFilter::default();
    let ask = ListBlueprints { filter, after: list::after(call)?, limit: Some(call.query.limit()) };
    let page: BlueprintPage = call.run("list_blueprints", ask)?;
    let rows = page.rows.iter().map(blueprint).collect();
    Ok(list::collection(call, BLUEPRINTS, rows, page.next.map(|id| id.to_string()), None))
}

/// `POST applications/microsoft.graph.agentIdentityBlueprint`, with sponsors bound.
pub(crate) fn create_blueprint(call: &Call<'_>) -> Result<Answer, Problem> {
    let body = call.body()?;
    check_spelling(body)?;
    let fields = Fields::of(body)?;
    let name = fields.text(&["displayName"])?;
    let ask = json!({
        "displayName": name.ok_or_else(|| Problem::bad("'displayName' is missing; give it."))?,
        "description": fields.text(&["description"])?.unwrap_or_default(),
        "sponsors": bound(fields, "sponsors@odata.bind", sponsor)?,
    });
    let view: BlueprintView = call.run("create_blueprint", ask)?;
    Ok(Answer::created(list::one(call, BLUEPRINTS, blueprint_in_full(&view))))
}

fn blueprint_in_full(view: &BlueprintView) -> Value {
    let mut object = blueprint(&view.blueprint);
    object["appId"] = json!(view.app_id);
    object["description"] = json!(view.description);
    object
}

fn show_blueprint(call: &Call<'_>) -> Result<BlueprintView, Problem> {
    let blueprint_id = list::id::<BlueprintId>(call.key("id"))?;
    call.run("show_blueprint", ShowBlueprint { blueprint_id })
}

/// `GET applications/{id}/microsoft.graph.agentIdentityBlueprint`.
pub(crate) fn get_blueprint(call: &Call<'_>) -> Result<Answer, Problem> {
    let view = show_blueprint(call)?;
    Ok(Answer::ok(list::one(call, BLUEPRINTS, blueprint_in_full(&view))))
}

/// `GET applications/{id}/microsoft.graph.agentIdentityBlueprint/sponsors`.
pub(crate) fn list_blueprint_sponsors(call: &Call<'_>) -> Result<Answer, Problem> {
    Ok(list::whole(call, OBJECTS, sponsors(&show_blueprint(call)?.blueprint.sponsors)))
}
