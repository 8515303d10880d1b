//! The difference in groups: the groups themselves, the people in them, and the agents in them, whose membership is a right
//! that they hold directly.

use std::collections::BTreeSet;

use chaperone_domain::agent::AgentState;
use chaperone_domain::group::Group;
use chaperone_domain::id::{AgentId, GroupId, Id, PersonId};
use chaperone_domain::right::Right;
use chaperone_store::Db;
use chaperone_store::table::{agents, grants, groups, sponsors};

use super::draft::{AgentDraft, GroupDraft, Problems, ReferenceKind};
use super::offers::Names;
use super::plan::{Change, Fields, Plan, Write};
use super::world::{World, unknown};
use super::wrong::Wrong;
use crate::failure::Reply;

/// Lays the groups of the files over the workspace, with the people in them. Comes before agents, whose sponsors may be
/// groups.
pub(super) fn lay_over(drafts: &[GroupDraft], world: &mut World, problems: &mut Problems) {
    let named = world.groups.values().map(|group| (group.display_name.clone(), group.id));
    let mut names = Names::new("group", named, drafts.iter().map(|draft| draft.id));
    for draft in drafts {
        if names.take(draft.id, &draft.display_name, &draft.at, problems) {
            let description = world.groups.get(&draft.id).map(|group| group.description.clone());
            let description = draft
                .description
                .clone()
                .map_or_else(|| description.unwrap_or_default(), Option::unwrap_or_default);
            world.groups.insert(
                draft.id,
                Group {
                    id: draft.id,
                    display_name: draft.display_name.clone(),
                    description,
                    kind: draft.kind,
                    is_role_assignable: draft.is_role_assignable,
                },
            );
        }
    }
    for draft in drafts {
        let Some(named) = &draft.members else { continue };
        let people = named.iter().filter_map(|reference| match reference.kind {
            ReferenceKind::Person | ReferenceKind::Unsaid => world.person(reference),
            _ => None,
        });
        let people: BTreeSet<PersonId> = people.collect();
        world.members.insert(draft.id, people.into_iter().collect());
    }
}

/// Compares the groups. Comes after agents, because agents may be members.
pub(super) fn compare(
    db: &Db,
    drafts: &[GroupDraft],
    named_agents: &[AgentDraft],
    world: &mut World,
    plan: &mut Plan,
    problems: &mut Problems,
) -> Reply<()> {
    let mut seen = BTreeSet::new();
    let named_agents: BTreeSet<AgentId> = named_agents.iter().map(|agent| agent.id).collect();
    for draft in drafts.iter().filter(|draft| seen.insert(draft.id)) {
        let agents = agent_members(db, draft, world, problems)?;
        check_sponsored(db, draft, &named_agents, world, problems)?;
        plan.add(change(db, draft, agents, world)?)?;
    }
    Ok(())
}

/// The agents among a group's members; whoever is no member of anything is named.
fn agent_members(
    db: &Db,
    draft: &GroupDraft,
    world: &mut World,
    problems: &mut Problems,
) -> Reply<Option<BTreeSet<AgentId>>> {
    let Some(named) = &draft.members else { return Ok(None) };
    let mut members = BTreeSet::new();
    for reference in named {
        match reference.kind {
            ReferenceKind::Person if world.person(reference).is_none() => {
                problems.add(&draft.at, unknown("member", reference));
            }
            ReferenceKind::Person => {}
            ReferenceKind::Unsaid if world.person(reference).is_some() => {}
            ReferenceKind::Unsaid | ReferenceKind::Agent => match world.agent(db, reference)? {
                Some(agent) => {
                    members.insert(agent);
                }
                None => problems.add(&draft.at, unknown("member", reference)),
            },
            ReferenceKind::Group | ReferenceKind::Other => {
                problems.add(&draft.at, Wrong::NotAMember(reference.shown.clone()));
            }
        }
    }
    if draft.is_role_assignable && !members.is_empty() {
        problems.add(&draft.at, Wrong::RolesWithAgents);
    }
    Ok(Some(members))
}

/// Agents and blueprints of the workspace that this group sponsors and no file speaks of keep somebody responsible.
fn check_sponsored(
    db: &Db,
    draft: &GroupDraft,
    named_agents: &BTreeSet<AgentId>,
    world: &mut World,
    problems: &mut Problems,
) -> Reply<()> {
    let sponsored = sponsors::agents_of_group(db, draft.id)?;
    let may_sponsor = world.groups.get(&draft.id).is_some_and(Group::may_sponsor);
    if !may_sponsor && sponsored.iter().any(|agent| !named_agents.contains(agent)) {
        problems.add(&draft.at, Wrong::SponsoringGroup);
        return Ok(());
    }
    for id in sponsored.into_iter().filter(|agent| !named_agents.contains(agent)) {
        let Some(agent) = agents::get(db, id)? else { continue };
        let left = world.active_people(db, &sponsors::of_agent(db, id)?)?;
        if agent.state == AgentState::Active
            && left.is_empty()
            && has_active_sponsor(db, id, world)?
        {
            problems.add(&draft.at, Wrong::LeftAlone(agent.display_name));
        }
    }
    Ok(())
}

/// Whether somebody answers for an agent today; who leaves by this import is dealt with by their departure.
fn has_active_sponsor(db: &Db, agent: AgentId, world: &World) -> Reply<bool> {
    let today = sponsors::active_people(db, agent, world.now)?;
    Ok(today
        .iter()
        .any(|id| world.people.get(id).is_some_and(|person| person.is_active_at(world.now))))
}

fn change(
    db: &Db,
    draft: &GroupDraft,
    agents: Option<BTreeSet<AgentId>>,
    world: &mut World,
) -> Reply<Change> {
    let before = groups::get(db, draft.id)?;
    let before = before.as_ref();
    let mut fields = Fields::default();
    let people = match &draft.members {
        Some(_) => people_change(db, draft.id, world, &mut fields)?,
        None => None,
    };
    let (joining, leaving) = agents_change(db, draft.id, agents, world, &mut fields)?;
    let about = joining.iter().chain(&leaving).map(|agent| agent.uuid()).collect();
    let after = world.groups.get(&draft.id).cloned().unwrap_or_else(|| Group {
        id: draft.id,
        display_name: draft.display_name.clone(),
        description: String::new(),
        kind: draft.kind,
        is_role_assignable: draft.is_role_assignable,
    });
    fields.compare("displayName", before.map(|it| &it.display_name), Some(&after.display_name));
    fields.compare("description", before.map(|it| &it.description), Some(&after.description));
    fields.compare("kind", before.map(|it| it.kind), Some(after.kind));
    let carries = Some(after.is_role_assignable);
    fields.compare("isRoleAssignable", before.map(|it| it.is_role_assignable), carries);
    let write = Write::Group { after, people, joining, leaving };
    let is_new = before.is_none();
    let mut change = Change::new(draft.id, &draft.display_name, is_new, fields, write);
    change.about = about;
    Ok(change)
}

/// The agents that join and that leave a group, if the file speaks of its members.
fn agents_change(
    db: &Db,
    group: GroupId,
    wanted: Option<BTreeSet<AgentId>>,
    world: &World,
    fields: &mut Fields,
) -> Reply<(Vec<AgentId>, Vec<AgentId>)> {
    let Some(wanted) = wanted else { return Ok((Vec::new(), Vec::new())) };
    let held = grants::direct_holders(db, Right::GroupMembership(group))?;
    let present: BTreeSet<AgentId> = held.into_iter().collect();
    let joining: Vec<AgentId> = wanted.difference(&present).copied().collect();
    let leaving: Vec<AgentId> = present.difference(&wanted).copied().collect();
    if !joining.is_empty() || !leaving.is_empty() {
        let before = agent_names(db, &present, world)?;
        fields.note("agents", before, agent_names(db, &wanted, world)?);
    }
    Ok((joining, leaving))
}

fn agent_names(db: &Db, ids: &BTreeSet<AgentId>, world: &World) -> Reply<String> {
    let mut names = Vec::new();
    for &id in ids {
        names.push(match world.agents.get(&id) {
            Some(name) => name.clone(),
            None => agents::get(db, id)?.map(|agent| agent.display_name).unwrap_or_default(),
        });
    }
    Ok(names.join(", "))
}

/// The people whom the file puts into a group, if they differ from those who are in it.
fn people_change(
    db: &Db,
    group: GroupId,
    world: &mut World,
    fields: &mut Fields,
) -> Reply<Option<Vec<PersonId>>> {
    let before: BTreeSet<PersonId> = groups::people(db, group)?.into_iter().collect();
    let after: BTreeSet<PersonId> = world.members(db, group)?.iter().copied().collect();
    if before == after {
        return Ok(None);
    }
    let (before, after): (Vec<_>, Vec<_>) =
        (before.into_iter().collect(), after.into_iter().collect());
    fields.note("people", world.names(&before), world.names(&after));
    Ok(Some(after))
}
