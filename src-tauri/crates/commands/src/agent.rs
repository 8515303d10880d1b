//! Agents: finding them, seeing one with its surroundings, switching one off and on. How they are made is in `creation`, how
//! they are changed in `edit` and `sponsorship`, how they go and come back in `lifecycle`; what agents may do is in `access`.

use chaperone_domain::agent::{self, AgentIdentity, AgentState, Creator, Switcher};
use chaperone_domain::authority::{Action, Relation, Role};
use chaperone_domain::id::{AgentId, BlueprintId, GroupId};
use chaperone_domain::label::effective_tags;
use chaperone_domain::lifecycle::{self, Subject};
use chaperone_domain::term::Term;
use chaperone_domain::text::{JUSTIFICATION, check_text};
use chaperone_domain::time::Timestamp;
use chaperone_store::table::{agents, assignments, blueprints, groups, sponsors};
use chaperone_store::{Db, Page};
use uuid::Uuid;

use crate::audit::{Record, history};
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::view::agent::{
    AgentFilter, AgentPage, AgentRow, AgentUserView, AgentView, DisableAgent, EnableAgent,
    ListAgents, ShowAgent, SponsorView,
};
use crate::view::reference::{AgentRef, BlueprintRef, GroupRef, PersonRef};
use crate::wire::Wire;
use crate::{blueprint, list, person, relation, sponsorship, words};

/// What a view of an agent may offer.
const OFFERED: &[Action] = &[
    Action::ListAccess,
    Action::CheckAccess,
    Action::ExplainAccess,
    Action::ListAgentSecrets,
    Action::DisableAgent,
    Action::EnableAgent,
    Action::UpdateAgent,
    Action::UpdateAgentSponsors,
    Action::UpdateAgentOwners,
    Action::CreateAgentUser,
    Action::UpdateAgentUser,
    Action::DeleteAgent,
    Action::RestoreAgent,
    Action::PurgeAgent,
    Action::ListRequestablePackages,
    Action::PreviewRequest,
    Action::RequestAccess,
    Action::AssignAccessPackage,
];

pub(crate) fn get(db: &Db, id: AgentId) -> Reply<AgentIdentity> {
    agents::get(db, id)?.ok_or_else(|| Failure::not_found("agent"))
}

/// An agent, named.
pub(crate) fn reference(db: &Db, id: AgentId) -> Reply<AgentRef> {
    let display_name = agents::name(db, id)?.ok_or_else(|| Failure::not_found("agent"))?;
    Ok(AgentRef { id: Wire(id), display_name })
}

/// A group, named.
pub(crate) fn group_reference(db: &Db, id: GroupId) -> Reply<GroupRef> {
    let group = groups::get(db, id)?.ok_or_else(|| Failure::not_found("group"))?;
    Ok(GroupRef { id: Wire(id), display_name: group.display_name })
}

/// A blueprint, named.
pub(crate) fn blueprint_reference(db: &Db, id: BlueprintId) -> Reply<BlueprintRef> {
    Ok(BlueprintRef { id: Wire(id), display_name: blueprint::get(db, id)?.display_name })
}

fn filter(cx: &impl Context, ask: &AgentFilter) -> Reply<agents::Filter> {
    Ok(agents::Filter {
        search: ask.search.clone().filter(|text| !text.trim().is_empty()),
        state: ask.state.map(|state| state.0),
        kind: ask.kind.map(|kind| kind.0),
        blueprint_id: ask.blueprint_id.map(|id| id.0),
        platform: ask.platform.map(|platform| platform.0),
        tag: ask.tag.clone().filter(|tag| !tag.trim().is_empty()),
        orphaned: ask.orphaned,
        answered_for_by: if ask.mine { Some(cx.me()?) } else { None },
        without_active_sponsor_at: ask.without_sponsor.then(|| cx.now()),
    })
}

/// Lists agents by name.
pub(crate) fn list_agents(cx: &Reading<'_>, ask: ListAgents) -> Reply<AgentPage> {
    cx.authorise(Action::ListAgents, &[], "agent")?;
    let limit = list::check_limit(ask.limit)?;
    let page = Page { after: ask.after.map(|id| id.0), limit };
    let ids = agents::page(cx.db(), &filter(cx, &ask.filter)?, page)?;
    let next = (ids.len() == limit as usize).then(|| ids.last().copied().map(Wire)).flatten();
    Ok(AgentPage { rows: ids.into_iter().map(|id| row(cx, id)).collect::<Reply<_>>()?, next })
}

/// The ids of the agents that an open list shows.
pub(crate) fn open(
    cx: &Reading<'_>,
    ask: &AgentFilter,
    sort_by: Option<&str>,
    descending: bool,
    most: Option<u32>,
) -> Reply<Vec<Uuid>> {
    cx.authorise(Action::ListAgents, &[], "agent")?;
    // An order by what agents hold would tell what they hold.
    let by_access = if ask.mine || cx.is_overseer() { agents::SORTS_BY_ACCESS } else { &[] };
    let sort = list::sort_column(&[agents::SORTS, by_access], sort_by, agents::BY_NAME)?;
    Ok(agents::ids(cx.db(), &filter(cx, ask)?, sort, descending, most)?)
}

/// Whether the actor may know what an agent holds. Who answers for an agent everybody may know; what it holds only those
/// who answer for it and the overseers.
fn sees_access(cx: &impl Context, relations: &[Relation]) -> bool {
    !cx.allowed(&[Action::ListAccess], relations).is_empty()
}

/// An agent in a list.
pub(crate) fn row(cx: &impl Context, id: AgentId) -> Reply<AgentRow> {
    let agent = get(cx.db(), id)?;
    let held = if sees_access(cx, &relation::to_agent(cx, id)?) {
        assignments::in_force_of_agent(cx.db(), id, cx.now())?
    } else {
        Vec::new()
    };
    let blueprint = agent.blueprint_id.map(|id| blueprint::get(cx.db(), id)).transpose()?;
    let standing = agents::standing(cx.db(), id)?.ok_or_else(|| Failure::not_found("agent"))?;
    let family_tags = blueprint.as_ref().map(|kind| kind.tags.as_slice()).unwrap_or_default();
    let platform = agent.platform.or_else(|| blueprint.as_ref().and_then(|kind| kind.platform));
    Ok(AgentRow {
        id: Wire(id),
        kind: Wire(agent.kind),
        tags: effective_tags(&agent.tags, family_tags),
        platform: platform.map(Wire),
        display_name: agent.display_name,
        blueprint: blueprint
            .map(|kind| BlueprintRef { id: Wire(kind.id), display_name: kind.display_name }),
        state: Wire(agent.state),
        effective_state: Wire(standing.effective()),
        deleted_at: agent.deletion.map(|deletion| Wire(deletion.at)),
        purges_at: agent.deletion.map(|deletion| Wire(deletion.purges_at())),
        sponsors: sponsor_views(cx, id)?,
        assignments: list::count(held.len()),
        next_end_at: held.iter().filter_map(|assignment| assignment.ends_at).min().map(Wire),
    })
}

fn sponsor_views(cx: &impl Context, id: AgentId) -> Reply<Vec<SponsorView>> {
    let found = sponsors::of_agent(cx.db(), id)?;
    found.into_iter().map(|sponsor| sponsorship::view(cx, sponsor)).collect()
}

/// Shows one agent.
pub(crate) fn show_agent(cx: &Reading<'_>, ask: ShowAgent) -> Reply<AgentView> {
    let relations = relation::to_agent(cx, ask.agent_id.0)?;
    cx.authorise(Action::ShowAgent, &relations, "agent")?;
    view(cx, ask.agent_id.0)
}

/// An agent with its surroundings.
pub(crate) fn view(cx: &impl Context, id: AgentId) -> Reply<AgentView> {
    let db = cx.db();
    let agent = get(db, id)?;
    let relations = relation::to_agent(cx, id)?;
    let standing = agents::standing(db, id)?.ok_or_else(|| Failure::not_found("agent"))?;
    let why_not = standing.check().err();
    let out_of_force = why_not.map(|why| crate::failure::sentence(&why.to_string()));
    let (mut held, mut lifecycle) = (Vec::new(), Vec::new());
    if sees_access(cx, &relations) {
        held = crate::assignment::rows_of_agent(cx, id)?;
        lifecycle = history(cx, id)?;
        lifecycle.reverse();
    }
    Ok(AgentView {
        agent: row(cx, id)?,
        description: agent.description.clone(),
        own_tags: agent.tags.clone(),
        own_platform: agent.platform.map(Wire),
        attributes: agent.attributes.clone(),
        created_at: Wire(agent.created_at),
        created_by: creator(db, agent.created_by)?,
        created_by_app_id: creating_application(agent.created_by),
        is_in_force: out_of_force.is_none(),
        out_of_force,
        out_of_force_saying: why_not.map(|why| why.said().into()),
        owners: sponsors::owners(db, id)?
            .into_iter()
            .map(|owner| person::reference(db, owner))
            .collect::<Reply<_>>()?,
        owner_principals: sponsors::owner_principals(db, id)?
            .into_iter()
            .map(|owner| reference(db, owner))
            .collect::<Reply<_>>()?,
        follows_at: follows_at(db, &agent)?.map(Wire),
        agent_user: user_view(cx, id)?,
        assignments: held,
        lifecycle,
        may: offers(cx, &agent, &relations)?,
    })
}

/// The person who made something here.
pub(crate) fn creator(db: &Db, creator: Option<Creator>) -> Reply<Option<PersonRef>> {
    match creator {
        Some(Creator::Person(id)) => Ok(Some(person::reference(db, id)?)),
        Some(Creator::Application(_)) | None => Ok(None),
    }
}

/// The application that made something elsewhere.
pub(crate) fn creating_application(creator: Option<Creator>) -> Option<String> {
    match creator {
        Some(Creator::Application(id)) => Some(id.hyphenated().to_string()),
        Some(Creator::Person(_)) | None => None,
    }
}

/// When an agent that isn't deleted follows its blueprint or its blueprint's principal.
fn follows_at(db: &Db, agent: &AgentIdentity) -> Reply<Option<Timestamp>> {
    match agent.blueprint_id.filter(|_| agent.deletion.is_none()) {
        Some(blueprint) => Ok(blueprints::cascade_of(db, blueprint)?),
        None => Ok(None),
    }
}

fn user_view(cx: &impl Context, id: AgentId) -> Reply<Option<AgentUserView>> {
    let Some(user) = agents::user_of(cx.db(), id)? else { return Ok(None) };
    Ok(Some(AgentUserView {
        id: Wire(user.id),
        display_name: user.display_name,
        mail_nickname: user.mail_nickname,
        is_enabled: user.is_enabled,
        manager: user.manager_id.map(|manager| person::reference(cx.db(), manager)).transpose()?,
    }))
}

/// What the actor may do with an agent as it stands: a deed is offered only when it would work.
fn offers(
    cx: &impl Context,
    agent: &AgentIdentity,
    relations: &[Relation],
) -> Reply<Vec<Wire<Action>>> {
    let has_sponsor = !sponsors::active_people(cx.db(), agent.id, cx.now())?.is_empty();
    let has_user = agents::user_of(cx.db(), agent.id)?.is_some();
    let is_there = lifecycle::check_there(Subject::Agent, agent.state).is_ok();
    let works = |action: &Action| match action {
        Action::DisableAgent => agent::disable(agent.state, disabler(relations)).is_ok(),
        Action::EnableAgent => agent::enable(agent.state, enabler(cx), has_sponsor).is_ok(),
        Action::RestoreAgent => {
            let (state, deletion) = (agent.state, agent.deletion);
            lifecycle::restore(Subject::Agent, state, deletion, cx.now(), has_sponsor).is_ok()
        }
        Action::PurgeAgent => lifecycle::purge(Subject::Agent, agent.state).is_ok(),
        Action::CreateAgentUser => {
            is_there && lifecycle::check_new_user(agent.kind, has_user).is_ok()
        }
        Action::UpdateAgentUser => is_there && has_user,
        Action::ListAccess
        | Action::CheckAccess
        | Action::ExplainAccess
        | Action::ListAgentSecrets => true,
        _ => is_there,
    };
    let with_family = relation::to_agent_and_family(cx, agent)?;
    Ok(cx.allowed(OFFERED, &with_family).into_iter().filter(works).map(Wire).collect())
}

/// An administrator who also answers for the agent disables it as its sponsor, so that the other sponsors may switch it
/// on again; who doesn't, holds it.
pub(crate) fn disabler(relations: &[Relation]) -> Switcher {
    if relations.is_empty() { Switcher::Administrator } else { Switcher::Responsible }
}

/// An administrator lifts a hold, also of an agent that they answer for.
pub(crate) fn enabler(cx: &impl Context) -> Switcher {
    if cx.actor().has(Role::Administrator) || cx.actor().has(Role::AgentAdministrator) {
        Switcher::Administrator
    } else {
        Switcher::Responsible
    }
}

/// Switches an agent off: its sponsors and owners disable it, an administrator holds it. Its access stays on record and
/// gives nothing.
pub(crate) fn disable_agent(cx: &mut Writing<'_>, ask: DisableAgent) -> Reply<AgentView> {
    let id = ask.agent_id.0;
    let relations = relation::to_agent(cx, id)?;
    let agent = get(cx.db(), id)?;
    cx.authorise(Action::DisableAgent, &relations, "agent")?;
    let justification = check_text(JUSTIFICATION, &ask.justification)
        .map_err(|bad| Failure::refused(&bad))?
        .to_owned();
    let state =
        agent::disable(agent.state, disabler(&relations)).map_err(|no| Failure::refused(&no))?;
    let done = if state == AgentState::Held { "held" } else { "disabled" };
    let sentence = format!("{} was {done}.{}", agent.display_name, words::because(&justification));
    switch(cx, &agent, state, "disable_agent", sentence)
}

/// Switches an agent on, which needs somebody responsible.
pub(crate) fn enable_agent(cx: &mut Writing<'_>, ask: EnableAgent) -> Reply<AgentView> {
    let id = ask.agent_id.0;
    let relations = relation::to_agent(cx, id)?;
    cx.authorise(Action::EnableAgent, &relations, "agent")?;
    let agent = get(cx.db(), id)?;
    let has_sponsor = !sponsors::active_people(cx.db(), id, cx.now())?.is_empty();
    let state =
        agent::enable(agent.state, enabler(cx), has_sponsor).map_err(|no| Failure::refused(&no))?;
    let sentence = format!("{} was enabled.", agent.display_name);
    switch(cx, &agent, state, "enable_agent", sentence)
}

fn switch(
    cx: &mut Writing<'_>,
    agent: &AgentIdentity,
    state: AgentState,
    activity: &'static str,
    sentence: String,
) -> Reply<AgentView> {
    agents::set_state(cx.db_mut(), agent.id, state)?;
    let record = Record::new(activity, "agent", agent.id, sentence);
    cx.record(record.change("state", Some(agent.state.term().into()), Some(state.term().into())))?;
    cx.touch(Tag::Agents);
    view(cx, agent.id)
}
