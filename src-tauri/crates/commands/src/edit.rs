//! What is written about agents, blueprints and agents' user accounts, changed. States and responsibilities have modules of
//! their own.

use std::collections::BTreeMap;

use chaperone_domain::agent::AgentPlatform;
use chaperone_domain::authority::Action;
use chaperone_domain::id::{Id, PersonId};
use chaperone_domain::label::{Attributes, check_attributes, check_tags};
use chaperone_domain::lifecycle::{self, Subject};
use chaperone_domain::text::{DESCRIPTION, NAME, check_name, check_nickname, check_text};
use chaperone_store::table::{agents, blueprints};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::view::agent::{AgentView, UpdateAgent, UpdateAgentUser};
use crate::view::blueprint::{BlueprintView, UpdateBlueprint};
use crate::words::attributes_in_words;
use crate::{agent, blueprint, person, relation, sponsorship};

/// What agents and blueprints have written on them alike.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Written {
    display_name: String,
    description: String,
    platform: Option<AgentPlatform>,
    tags: Vec<String>,
    attributes: Attributes,
}

/// What somebody wants written; what is left out stays.
struct Wanted {
    display_name: Option<String>,
    description: Option<String>,
    platform: Option<Option<AgentPlatform>>,
    tags: Option<Vec<String>>,
    attributes: Option<BTreeMap<String, String>>,
}

impl Written {
    fn with(&self, wanted: &Wanted) -> Reply<Self> {
        let mut after = self.clone();
        if let Some(name) = &wanted.display_name {
            let name = check_name(NAME, name).map_err(|bad| Failure::refused(&bad))?;
            after.display_name = name.to_owned();
        }
        if let Some(text) = &wanted.description {
            let text = check_text(DESCRIPTION, text).map_err(|bad| Failure::refused(&bad))?;
            after.description = text.to_owned();
        }
        after.platform = wanted.platform.unwrap_or(after.platform);
        if let Some(tags) = &wanted.tags {
            after.tags = check_tags(tags).map_err(|bad| Failure::refused(&bad))?;
        }
        if let Some(attributes) = &wanted.attributes {
            after.attributes =
                check_attributes(attributes).map_err(|bad| Failure::refused(&bad))?;
        }
        Ok(after)
    }

    fn note(&self, after: &Self, record: Record) -> Record {
        let text = |platform: Option<AgentPlatform>| platform.map(|it| it.to_string());
        let words = |it: &Self| (it.tags.join(", "), attributes_in_words(&it.attributes));
        let ((tags, attributes), (tags_after, attributes_after)) = (words(self), words(after));
        record
            .change(
                "displayName",
                Some(self.display_name.clone()),
                Some(after.display_name.clone()),
            )
            .change("description", Some(self.description.clone()), Some(after.description.clone()))
            .change("platform", text(self.platform), text(after.platform))
            .change("tags", Some(tags), Some(tags_after))
            .change("attributes", Some(attributes), Some(attributes_after))
    }
}

/// Changes what is written about an agent.
pub(crate) fn update_agent(cx: &mut Writing<'_>, ask: UpdateAgent) -> Reply<AgentView> {
    let id = ask.agent_id.0;
    let mut found = agent::get(cx.db(), id)?;
    cx.authorise(Action::UpdateAgent, &relation::to_agent(cx, id)?, "agent")?;
    lifecycle::check_there(Subject::Agent, found.state).map_err(|no| Failure::refused(&no))?;
    let before = Written {
        display_name: found.display_name.clone(),
        description: found.description.clone(),
        platform: found.platform,
        tags: found.tags.clone(),
        attributes: found.attributes.clone(),
    };
    let after = before.with(&Wanted {
        display_name: ask.display_name,
        description: ask.description,
        platform: ask.platform.map(|told| told.map(|platform| platform.0)),
        tags: ask.tags,
        attributes: ask.attributes,
    })?;
    if after != before {
        let sentence = format!("What is written about {} was changed.", before.display_name);
        let record = before.note(&after, Record::new("update_agent", "agent", id, sentence));
        found.display_name = after.display_name;
        found.description = after.description;
        found.platform = after.platform;
        found.tags = after.tags;
        found.attributes = after.attributes;
        agents::update(cx.db_mut(), &found)?;
        cx.record(record)?;
        cx.touch(Tag::Agents);
    }
    agent::view(cx, id)
}

/// Changes what is written about a blueprint.
pub(crate) fn update_blueprint(cx: &mut Writing<'_>, ask: UpdateBlueprint) -> Reply<BlueprintView> {
    let id = ask.blueprint_id.0;
    let mut found = blueprint::get(cx.db(), id)?;
    cx.authorise(Action::UpdateBlueprint, &relation::to_blueprint(cx, id)?, "blueprint")?;
    lifecycle::check_there(Subject::Blueprint, found.state).map_err(|no| Failure::refused(&no))?;
    let before = Written {
        display_name: found.display_name.clone(),
        description: found.description.clone(),
        platform: found.platform,
        tags: found.tags.clone(),
        attributes: found.attributes.clone(),
    };
    let after = before.with(&Wanted {
        display_name: ask.display_name,
        description: ask.description,
        platform: ask.platform.map(|told| told.map(|platform| platform.0)),
        tags: ask.tags,
        attributes: ask.attributes,
    })?;
    if after != before {
        let sentence =
            format!("What is written about the blueprint {} was changed.", before.display_name);
        let record =
            before.note(&after, Record::new("update_blueprint", "blueprint", id, sentence));
        found.display_name = after.display_name;
        found.description = after.description;
        found.platform = after.platform;
        found.tags = after.tags;
        found.attributes = after.attributes;
        blueprints::update(cx.db_mut(), &found)?;
        cx.record(record)?;
        cx.touch(Tag::Agents);
    }
    blueprint::view(cx, id)
}

/// Changes an agent's user account.
pub(crate) fn update_agent_user(cx: &mut Writing<'_>, ask: UpdateAgentUser) -> Reply<AgentView> {
    let id = ask.agent_id.0;
    let found = agent::get(cx.db(), id)?;
    cx.authorise(Action::UpdateAgentUser, &relation::to_agent(cx, id)?, "agent")?;
    lifecycle::check_there(Subject::Agent, found.state).map_err(|no| Failure::refused(&no))?;
    let before = agents::user_of(cx.db(), id)?.ok_or_else(|| Failure::not_found("user account"))?;
    let mut after = before.clone();
    if let Some(name) = &ask.display_name {
        let name = check_name(NAME, name).map_err(|bad| Failure::refused(&bad))?;
        after.display_name = name.to_owned();
    }
    if let Some(nickname) = &ask.mail_nickname {
        let nickname = check_nickname(nickname).map_err(|bad| Failure::refused(&bad))?;
        after.mail_nickname = nickname.to_owned();
    }
    after.is_enabled = ask.is_enabled.unwrap_or(after.is_enabled);
    if let Some(manager) = ask.manager_id {
        after.manager_id = manager.map(|manager| manager.0);
        if let Some(new) = after.manager_id.filter(|&new| before.manager_id != Some(new)) {
            sponsorship::check_active(cx, new)?;
        }
    }
    if after == before {
        return agent::view(cx, id);
    }
    agents::update_user(cx.db_mut(), &after)?;
    let name = |manager: Option<PersonId>| -> Reply<Option<String>> {
        manager.map(|id| Ok(person::reference(cx.db(), id)?.display_name)).transpose()
    };
    let (manager_before, manager_after) = (name(before.manager_id)?, name(after.manager_id)?);
    let sentence = format!("The user account of {} was changed.", found.display_name);
    let mut record = Record::new("update_agent_user", "agentUser", after.id, sentence)
        .about(id)
        .change("displayName", Some(before.display_name), Some(after.display_name))
        .change("mailNickname", Some(before.mail_nickname), Some(after.mail_nickname))
        .change(
            "isEnabled",
            Some(before.is_enabled.to_string()),
            Some(after.is_enabled.to_string()),
        )
        .change("manager", manager_before, manager_after);
    record.about.extend(
        [before.manager_id, after.manager_id].into_iter().flatten().map(|manager| manager.uuid()),
    );
    cx.record(record)?;
    cx.touch(Tag::Agents);
    agent::view(cx, id)
}
