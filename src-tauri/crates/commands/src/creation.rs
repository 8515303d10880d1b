//! Making blueprints with their principals, agents from blueprints, and user accounts of agents. Agents never make agents: a
//! command is always a person's. Whether something can be made is decided by `domain::lifecycle` and `domain::quota`.

use chaperone_domain::agent::{
    AgentIdentity, AgentKind, AgentState, AgentUser, Blueprint, BlueprintPrincipal, Creator,
};
use chaperone_domain::authority::{Action, Role};
use chaperone_domain::id::{Id, PersonId};
use chaperone_domain::label::{check_attributes, check_tags};
use chaperone_domain::lifecycle::{self, Subject};
use chaperone_domain::quota;
use chaperone_domain::sponsorship::{Sponsor, sponsors_of_new};
use chaperone_domain::text::{DESCRIPTION, NAME, check_name, check_nickname, check_text};
use chaperone_store::table::{agents, blueprints, sponsors, workspace};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::view::agent::{AgentView, CreateAgent, CreateAgentUser, SponsorAsk};
use crate::view::blueprint::{BlueprintView, CreateBlueprint};
use crate::wire::Wire;
use crate::{agent, blueprint, relation, sponsorship};

/// Who answers for something new: checked sponsors, and owners.
struct Responsible {
    sponsors: Vec<Sponsor>,
    owners: Vec<PersonId>,
}

fn responsible(
    cx: &impl Context,
    named: &[SponsorAsk],
    owners: &[Wire<PersonId>],
) -> Reply<Responsible> {
    let is_administrator =
        cx.actor().has(Role::Administrator) || cx.actor().has(Role::AgentAdministrator);
    let sponsors = sponsors_of_new(&sponsorship::named(named)?, cx.me()?, is_administrator);
    sponsorship::check_new(cx, &sponsors)?;
    sponsorship::check_set(cx, &sponsors, AgentState::Active)?;
    let owners: Vec<PersonId> = owners.iter().map(|owner| owner.0).collect();
    for &owner in &owners {
        sponsorship::check_active(cx, owner)?;
    }
    Ok(Responsible { sponsors, owners })
}

/// Makes a blueprint with its principal. Whoever makes it owns it.
pub(crate) fn create_blueprint(cx: &mut Writing<'_>, ask: CreateBlueprint) -> Reply<BlueprintView> {
    cx.authorise(Action::CreateBlueprint, &[], "blueprint")?;
    let me = cx.me()?;
    let settings = workspace::get(cx.db())?.ok_or_else(Failure::no_workspace)?;
    let present = u32::try_from(blueprints::count(cx.db())?).unwrap_or(u32::MAX);
    quota::check_new_blueprint(present, settings.max_blueprints)
        .map_err(|no| Failure::refused(&no))?;
    let mut found = responsible(cx, &ask.sponsors, &ask.owner_ids)?;
    if !found.owners.contains(&me) {
        found.owners.push(me);
    }
    let made = Blueprint {
        id: cx.new_id(),
        app_id: cx.new_id(),
        display_name: check_name(NAME, &ask.display_name)
            .map_err(|bad| Failure::refused(&bad))?
            .to_owned(),
        description: check_text(DESCRIPTION, &ask.description)
            .map_err(|bad| Failure::refused(&bad))?
            .to_owned(),
        state: AgentState::Active,
        deletion: None,
        platform: ask.platform.map(|platform| platform.0),
        tags: check_tags(&ask.tags).map_err(|bad| Failure::refused(&bad))?,
        attributes: check_attributes(&ask.attributes).map_err(|bad| Failure::refused(&bad))?,
        created_at: cx.now(),
        created_by: Some(Creator::Person(me)),
    };
    let principal = BlueprintPrincipal {
        id: cx.new_id(),
        blueprint_id: made.id,
        display_name: made.display_name.clone(),
        state: AgentState::Active,
        deletion: None,
    };
    blueprints::insert(cx.db_mut(), &made)?;
    blueprints::insert_principal(cx.db_mut(), &principal)?;
    sponsors::set_of_blueprint(cx.db_mut(), made.id, &found.sponsors)?;
    sponsors::set_blueprint_owners(cx.db_mut(), made.id, &found.owners)?;
    let by = sponsorship::in_words(cx, &found.sponsors)?;
    let sentence = format!("The blueprint {} was made, sponsored by {by}.", made.display_name);
    let mut record =
        Record::new("create_blueprint", "blueprint", made.id, sentence).about(principal.id);
    record.about.extend(sponsorship::ids(&found.sponsors));
    record.about.extend(found.owners.iter().map(|owner| owner.uuid()));
    cx.record(record)?;
    cx.touch(Tag::Agents);
    blueprint::view(cx, made.id)
}

/// Makes an agent from a blueprint.
pub(crate) fn create_agent(cx: &mut Writing<'_>, ask: CreateAgent) -> Reply<AgentView> {
    let kind = blueprint::get(cx.db(), ask.blueprint_id.0)?;
    let relations = relation::to_blueprint(cx, kind.id)?;
    cx.authorise(Action::CreateAgent, &relations, "blueprint")?;
    let me = cx.me()?;
    let principal = blueprints::principal_of(cx.db(), kind.id)?.map(|principal| principal.state);
    lifecycle::check_new_agent(kind.state, principal).map_err(|no| Failure::refused(&no))?;
    let settings = workspace::get(cx.db())?.ok_or_else(Failure::no_workspace)?;
    let present = crate::list::count(agents::of_blueprint(cx.db(), kind.id)?.len());
    quota::check_new_agent(present, settings.max_agents_per_blueprint)
        .map_err(|no| Failure::refused(&no))?;
    let found = responsible(cx, &ask.sponsors, &ask.owner_ids)?;
    let made = AgentIdentity {
        id: cx.new_id(),
        kind: AgentKind::AgentIdentity,
        display_name: check_name(NAME, &ask.display_name)
            .map_err(|bad| Failure::refused(&bad))?
            .to_owned(),
        description: check_text(DESCRIPTION, &ask.description)
            .map_err(|bad| Failure::refused(&bad))?
            .to_owned(),
        blueprint_id: Some(kind.id),
        state: AgentState::Active,
        deletion: None,
        platform: ask.platform.map(|platform| platform.0),
        tags: check_tags(&ask.tags).map_err(|bad| Failure::refused(&bad))?,
        attributes: check_attributes(&ask.attributes).map_err(|bad| Failure::refused(&bad))?,
        created_at: cx.now(),
        created_by: Some(Creator::Person(me)),
    };
    agents::insert(cx.db_mut(), &made)?;
    sponsors::set_of_agent(cx.db_mut(), made.id, &found.sponsors)?;
    sponsors::set_owners(cx.db_mut(), made.id, &found.owners)?;
    let by = sponsorship::in_words(cx, &found.sponsors)?;
    let sentence = format!(
        "{} was made from the blueprint {}, sponsored by {by}.",
        made.display_name, kind.display_name
    );
    let mut record = Record::new("create_agent", "agent", made.id, sentence).about(kind.id);
    record.about.extend(sponsorship::ids(&found.sponsors));
    record.about.extend(found.owners.iter().map(|owner| owner.uuid()));
    cx.record(record)?;
    for tag in [Tag::Agents, Tag::People, Tag::Desk] {
        cx.touch(tag);
    }
    agent::view(cx, made.id)
}

/// Gives an agent a user account.
pub(crate) fn create_agent_user(cx: &mut Writing<'_>, ask: CreateAgentUser) -> Reply<AgentView> {
    let id = ask.agent_id.0;
    let found = agent::get(cx.db(), id)?;
    cx.authorise(Action::CreateAgentUser, &relation::to_agent(cx, id)?, "agent")?;
    lifecycle::check_there(Subject::Agent, found.state).map_err(|no| Failure::refused(&no))?;
    let has_user = agents::user_of(cx.db(), id)?.is_some();
    lifecycle::check_new_user(found.kind, has_user).map_err(|no| Failure::refused(&no))?;
    let manager_id = ask.manager_id.map(|manager| manager.0);
    if let Some(manager) = manager_id {
        sponsorship::check_active(cx, manager)?;
    }
    let user = AgentUser {
        id: cx.new_id(),
        agent_id: id,
        display_name: check_name(NAME, &ask.display_name)
            .map_err(|bad| Failure::refused(&bad))?
            .to_owned(),
        mail_nickname: check_nickname(&ask.mail_nickname)
            .map_err(|bad| Failure::refused(&bad))?
            .to_owned(),
        is_enabled: true,
        manager_id,
    };
    agents::insert_user(cx.db_mut(), &user)?;
    let sentence = format!(
        "{} was given the user account {} ({}).",
        found.display_name, user.display_name, user.mail_nickname
    );
    let mut record = Record::new("create_agent_user", "agentUser", user.id, sentence).about(id);
    record.about.extend(manager_id.map(|manager| manager.uuid()));
    cx.record(record)?;
    cx.touch(Tag::Agents);
    agent::view(cx, id)
}
