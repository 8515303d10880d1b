//! Who answers for agents and blueprints, seen and changed: sponsors and owners are added and taken away in one step, so that
//! the last sponsor can be replaced. What a set of sponsors has to fulfil is decided by `domain::sponsorship`.

use std::collections::BTreeSet;

use chaperone_domain::agent::AgentState;
use chaperone_domain::authority::Action;
use chaperone_domain::id::{AgentId, Id, PersonId};
use chaperone_domain::lifecycle::{self, Subject};
use chaperone_domain::sponsorship::{self, Sponsor, SponsorRefusal, change_set};
use chaperone_store::table::{groups, people, sponsors};
use uuid::Uuid;

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::view::agent::{
    AgentView, OwnerAsk, SponsorAsk, SponsorView, UpdateAgentOwners, UpdateAgentSponsors,
};
use crate::view::blueprint::{BlueprintView, UpdateBlueprintOwners, UpdateBlueprintSponsors};
use crate::wire::Wire;
use crate::{agent, blueprint, person, relation};

/// A sponsor as people see it.
pub(crate) fn view(cx: &impl Context, sponsor: Sponsor) -> Reply<SponsorView> {
    let is_active = active_behind(cx, &[sponsor])? > 0;
    Ok(match sponsor {
        Sponsor::Person(id) => {
            SponsorView { person: Some(person::reference(cx.db(), id)?), group: None, is_active }
        }
        Sponsor::Group(id) => SponsorView {
            person: None,
            group: Some(agent::group_reference(cx.db(), id)?),
            is_active,
        },
    })
}

/// How many active people stand behind some sponsors, groups expanded.
pub(crate) fn active_behind(cx: &impl Context, sponsors: &[Sponsor]) -> Reply<usize> {
    let mut behind: BTreeSet<PersonId> = BTreeSet::new();
    for &sponsor in sponsors {
        match sponsor {
            Sponsor::Person(person) => behind.extend([person]),
            Sponsor::Group(group) => behind.extend(groups::people(cx.db(), group)?),
        }
    }
    let mut active = 0;
    for id in behind {
        let is_active = people::get(cx.db(), id)?.is_some_and(|it| it.is_active_at(cx.now()));
        active += usize::from(is_active);
    }
    Ok(active)
}

/// The sponsors that somebody names: each one person or one group.
pub(crate) fn named(asks: &[SponsorAsk]) -> Reply<Vec<Sponsor>> {
    let mut named = Vec::new();
    for ask in asks {
        let sponsor = match (ask.person_id, ask.group_id) {
            (Some(person), None) => Sponsor::Person(person.0),
            (None, Some(group)) => Sponsor::Group(group.0),
            _ => return Err(Failure::refused(&SponsorRefusal::NotOne)),
        };
        if !named.contains(&sponsor) {
            named.push(sponsor);
        }
    }
    Ok(named)
}

/// Checks that those who become sponsors may: people who are active, groups of a fitting kind.
pub(crate) fn check_new(cx: &impl Context, sponsors: &[Sponsor]) -> Reply<()> {
    for &sponsor in sponsors {
        match sponsor {
            Sponsor::Person(person) => check_active(cx, person)?,
            Sponsor::Group(group) => {
                let found =
                    groups::get(cx.db(), group)?.ok_or_else(|| Failure::not_found("group"))?;
                if !found.may_sponsor() {
                    return Err(Failure::refused(&SponsorRefusal::UnfitGroup));
                }
            }
        }
    }
    Ok(())
}

/// Checks that somebody can become responsible: they are active.
pub(crate) fn check_active(cx: &impl Context, id: PersonId) -> Reply<()> {
    if person::get(cx.db(), id)?.is_active_at(cx.now()) {
        Ok(())
    } else {
        Err(Failure::refused(&SponsorRefusal::Inactive))
    }
}

/// Checks a whole set of sponsors of something in a state: what is on needs somebody active.
pub(crate) fn check_set(cx: &impl Context, sponsors: &[Sponsor], state: AgentState) -> Reply<()> {
    let active = active_behind(cx, sponsors)?;
    let counted = if state == AgentState::Active { active } else { active.max(1) };
    sponsorship::check_sponsors(sponsors, counted).map_err(|no| Failure::refused(&no))
}

/// Sponsors in words, for the history.
pub(crate) fn in_words(cx: &impl Context, sponsors: &[Sponsor]) -> Reply<String> {
    let mut names = Vec::new();
    for &sponsor in sponsors {
        names.push(match sponsor {
            Sponsor::Person(id) => person::reference(cx.db(), id)?.display_name,
            Sponsor::Group(id) => agent::group_reference(cx.db(), id)?.display_name,
        });
    }
    Ok(names.join(", "))
}

/// The ids of sponsors, for the history.
pub(crate) fn ids(sponsors: &[Sponsor]) -> Vec<Uuid> {
    let id = |sponsor: &Sponsor| match sponsor {
        Sponsor::Person(person) => person.uuid(),
        Sponsor::Group(group) => group.uuid(),
    };
    sponsors.iter().map(id).collect()
}

/// The set after the change, checked; the same as before when nothing changes.
fn changed(
    cx: &impl Context,
    present: &[Sponsor],
    add: &[SponsorAsk],
    remove: &[SponsorAsk],
    state: AgentState,
) -> Reply<Vec<Sponsor>> {
    let (add, remove) = (named(add)?, named(remove)?);
    let new: Vec<_> = add.iter().copied().filter(|one| !present.contains(one)).collect();
    check_new(cx, &new)?;
    let after = change_set(present, &add, &remove).map_err(|no| Failure::refused(&no))?;
    check_set(cx, &after, state)?;
    Ok(after)
}

/// Changes who sponsors an agent.
pub(crate) fn update_agent_sponsors(
    cx: &mut Writing<'_>,
    ask: UpdateAgentSponsors,
) -> Reply<AgentView> {
    let id = ask.agent_id.0;
    let found = agent::get(cx.db(), id)?;
    cx.authorise(Action::UpdateAgentSponsors, &relation::to_agent(cx, id)?, "agent")?;
    lifecycle::check_there(Subject::Agent, found.state).map_err(|no| Failure::refused(&no))?;
    let before = sponsors::of_agent(cx.db(), id)?;
    let after = changed(cx, &before, &ask.add, &ask.remove, found.state)?;
    if after != before {
        sponsors::set_of_agent(cx.db_mut(), id, &after)?;
        let (old, new) = (in_words(cx, &before)?, in_words(cx, &after)?);
        let sentence = format!("{} is now sponsored by {new}.", found.display_name);
        let mut record = Record::new("update_agent_sponsors", "agent", id, sentence).change(
            "sponsors",
            Some(old),
            Some(new),
        );
        record.about.extend(ids(&before));
        record.about.extend(ids(&after));
        cx.record(record)?;
        touch(cx);
    }
    agent::view(cx, id)
}

/// Changes who sponsors a blueprint.
pub(crate) fn update_blueprint_sponsors(
    cx: &mut Writing<'_>,
    ask: UpdateBlueprintSponsors,
) -> Reply<BlueprintView> {
    let id = ask.blueprint_id.0;
    let found = blueprint::get(cx.db(), id)?;
    let relations = relation::to_blueprint(cx, id)?;
    cx.authorise(Action::UpdateBlueprintSponsors, &relations, "blueprint")?;
    lifecycle::check_there(Subject::Blueprint, found.state).map_err(|no| Failure::refused(&no))?;
    let before = sponsors::of_blueprint(cx.db(), id)?;
    let after = changed(cx, &before, &ask.add, &ask.remove, found.state)?;
    if after != before {
        sponsors::set_of_blueprint(cx.db_mut(), id, &after)?;
        let (old, new) = (in_words(cx, &before)?, in_words(cx, &after)?);
        let sentence = format!("The blueprint {} is now sponsored by {new}.", found.display_name);
        let mut record = Record::new("update_blueprint_sponsors", "blueprint", id, sentence)
            .change("sponsors", Some(old), Some(new));
        record.about.extend(ids(&before));
        record.about.extend(ids(&after));
        cx.record(record)?;
        touch(cx);
    }
    blueprint::view(cx, id)
}

/// The owners that somebody names, people and principals apart.
fn named_owners(asks: &[OwnerAsk]) -> Reply<(Vec<PersonId>, Vec<AgentId>)> {
    let (mut people, mut principals) = (Vec::new(), Vec::new());
    for ask in asks {
        match (ask.person_id, ask.agent_id) {
            (Some(person), None) => people.push(person.0),
            (None, Some(agent)) => principals.push(agent.0),
            _ => {
                return Err(Failure::usage(
                    "An owner is either a person or an agent; name exactly one of both.",
                ));
            }
        }
    }
    Ok((people, principals))
}

/// Changes who owns an agent: people, and agents or other service principals.
pub(crate) fn update_agent_owners(
    cx: &mut Writing<'_>,
    ask: UpdateAgentOwners,
) -> Reply<AgentView> {
    let id = ask.agent_id.0;
    let found = agent::get(cx.db(), id)?;
    cx.authorise(Action::UpdateAgentOwners, &relation::to_agent(cx, id)?, "agent")?;
    lifecycle::check_there(Subject::Agent, found.state).map_err(|no| Failure::refused(&no))?;
    let (add, add_principals) = named_owners(&ask.add)?;
    let (remove, remove_principals) = named_owners(&ask.remove)?;
    let before = sponsors::owners(cx.db(), id)?;
    let principals_before = sponsors::owner_principals(cx.db(), id)?;
    for &owner in add.iter().filter(|owner| !before.contains(owner)) {
        check_active(cx, owner)?;
    }
    for &owner in &add_principals {
        let state = agent::get(cx.db(), owner)?.state;
        lifecycle::check_there(Subject::Agent, state).map_err(|no| Failure::refused(&no))?;
    }
    let refused = |no: SponsorRefusal| Failure::refused(&no);
    let after = change_set(&before, &add, &remove).map_err(refused)?;
    let principals =
        change_set(&principals_before, &add_principals, &remove_principals).map_err(refused)?;
    if after == before && principals == principals_before {
        return agent::view(cx, id);
    }
    sponsors::set_owners(cx.db_mut(), id, &after)?;
    sponsors::set_owner_principals(cx.db_mut(), id, &principals)?;
    let old = owner_names(cx, &before, &principals_before)?;
    let new = owner_names(cx, &after, &principals)?;
    let sentence = if new.is_empty() {
        format!("{} has no owner any more.", found.display_name)
    } else {
        format!("{} is now owned by {new}.", found.display_name)
    };
    let mut record = Record::new("update_agent_owners", "agent", id, sentence).change(
        "owners",
        Some(old),
        Some(new),
    );
    record.about.extend(before.iter().chain(&after).map(|owner| owner.uuid()));
    record.about.extend(principals_before.iter().chain(&principals).map(|owner| owner.uuid()));
    cx.record(record)?;
    touch(cx);
    agent::view(cx, id)
}

fn owner_names(cx: &impl Context, people: &[PersonId], principals: &[AgentId]) -> Reply<String> {
    let mut names = Vec::new();
    for &id in people {
        names.push(person::reference(cx.db(), id)?.display_name);
    }
    for &id in principals {
        names.push(agent::reference(cx.db(), id)?.display_name);
    }
    Ok(names.join(", "))
}

/// Changes who owns a blueprint.
pub(crate) fn update_blueprint_owners(
    cx: &mut Writing<'_>,
    ask: UpdateBlueprintOwners,
) -> Reply<BlueprintView> {
    let id = ask.blueprint_id.0;
    let found = blueprint::get(cx.db(), id)?;
    let relations = relation::to_blueprint(cx, id)?;
    cx.authorise(Action::UpdateBlueprintOwners, &relations, "blueprint")?;
    lifecycle::check_there(Subject::Blueprint, found.state).map_err(|no| Failure::refused(&no))?;
    let before = sponsors::blueprint_owners(cx.db(), id)?;
    let ids_of = |ids: &[Wire<PersonId>]| ids.iter().map(|id| id.0).collect::<Vec<_>>();
    let (add, remove) = (ids_of(&ask.add), ids_of(&ask.remove));
    for &owner in add.iter().filter(|owner| !before.contains(owner)) {
        check_active(cx, owner)?;
    }
    let after = change_set(&before, &add, &remove).map_err(|no| Failure::refused(&no))?;
    if after != before {
        sponsors::set_blueprint_owners(cx.db_mut(), id, &after)?;
        let (old, new) = (owner_names(cx, &before, &[])?, owner_names(cx, &after, &[])?);
        let sentence = format!("The owners of the blueprint {} were changed.", found.display_name);
        let mut record = Record::new("update_blueprint_owners", "blueprint", id, sentence).change(
            "owners",
            Some(old),
            Some(new),
        );
        record.about.extend(before.iter().chain(&after).map(|owner| owner.uuid()));
        cx.record(record)?;
        touch(cx);
    }
    blueprint::view(cx, id)
}

fn touch(cx: &mut Writing<'_>) {
    cx.touch(Tag::Agents);
    cx.touch(Tag::People);
    // Who sits at a desk is told for how many agents they answer.
    cx.touch(Tag::Desk);
}
