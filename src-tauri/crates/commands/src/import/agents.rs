//! The difference in agents: blueprints, their principals, agent identities and agent users, with who answers for them.

use std::collections::{HashMap, HashSet};

use chaperone_domain::agent::{
    AgentIdentity, AgentKind, AgentState, AgentUser, Blueprint, BlueprintPrincipal,
};
use chaperone_domain::id::{AgentId, AgentUserId, BlueprintId, BlueprintPrincipalId, Id, PersonId};
use chaperone_domain::lifecycle::after_import;
use chaperone_domain::sponsorship::{Sponsor, check_sponsors};
use chaperone_store::Db;
use chaperone_store::table::{agents, blueprints, sponsors};
use uuid::Uuid;

use super::draft::{
    AgentDraft, AgentUserDraft, BlueprintDraft, Place, PrincipalDraft, Problems, ReferenceKind,
};
use super::plan::{Change, Fields, Plan, Write};
use super::world::{World, unknown};
use super::wrong::Wrong;
use crate::failure::Reply;
use crate::words::attributes_in_words;

/// Who answers for something, as it is and as the files want it.
struct Responsible {
    sponsors: Option<Vec<Sponsor>>,
    owners: Option<Vec<PersonId>>,
    about: Vec<Uuid>,
}

/// Compares blueprints, and lays them over the workspace so that agents find them.
pub(super) fn compare_blueprints(
    db: &Db,
    drafts: &[BlueprintDraft],
    world: &mut World,
    plan: &mut Plan,
    problems: &mut Problems,
) -> Reply<()> {
    let mut seen = HashSet::new();
    let drafted: HashSet<BlueprintId> = drafts.iter().map(|draft| draft.id).collect();
    world.blueprints.retain(|_, blueprint| !drafted.contains(&blueprint.id));
    for draft in drafts {
        if !seen.insert(draft.id) {
            problems.add(&draft.at, Wrong::SameId("blueprint"));
            continue;
        }
        let before = blueprints::get(db, draft.id)?;
        let after = blueprint_after(draft, before.as_ref(), world);
        let mut fields = blueprint_fields(before.as_ref(), &after);
        let is_on = after.state == AgentState::Active;
        let present =
            (sponsors::of_blueprint(db, draft.id)?, sponsors::blueprint_owners(db, draft.id)?);
        let wanted =
            Wanted { sponsors: draft.sponsors.as_deref(), owners: draft.owners.as_deref(), is_on };
        let found = responsible(db, &draft.at, wanted, present, world, &mut fields, problems)?;
        if world.blueprints.insert(after.app_id, after.clone()).is_some() {
            problems.add(&draft.at, Wrong::SameAppId("blueprint"));
        }
        let write = Write::Blueprint { after, sponsors: found.sponsors, owners: found.owners };
        let is_new = before.is_none();
        let mut change = Change::new(draft.id, &draft.display_name, is_new, fields, write);
        change.about = found.about;
        plan.add(change)?;
    }
    Ok(())
}

fn blueprint_after(draft: &BlueprintDraft, before: Option<&Blueprint>, world: &World) -> Blueprint {
    let kept = || before.map(|it| it.description.clone()).unwrap_or_default();
    let here = before.map(|it| (it.state, it.deletion));
    let (state, deletion) = after_import(here, draft.is_enabled, draft.deleted_at);
    let labels = &draft.labels;
    Blueprint {
        id: draft.id,
        app_id: draft.app_id,
        display_name: draft.display_name.clone(),
        description: draft.description.clone().map_or_else(kept, Option::unwrap_or_default),
        state,
        deletion,
        platform: labels.platform.or_else(|| before.and_then(|it| it.platform)),
        tags: told_or(&labels.tags, before.map(|it| &it.tags)),
        attributes: told_or(&labels.attributes, before.map(|it| &it.attributes)),
        created_at: before.map(|it| it.created_at).or(draft.created_at).unwrap_or(world.now),
        created_by: before.map_or(draft.created_by, |it| it.created_by),
    }
}

/// What a file says, or what there is already, or nothing.
fn told_or<T: Clone + Default>(told: &Option<T>, before: Option<&T>) -> T {
    told.clone().or_else(|| before.cloned()).unwrap_or_default()
}

fn blueprint_fields(before: Option<&Blueprint>, after: &Blueprint) -> Fields {
    let mut fields = Fields::default();
    fields.compare("displayName", before.map(|it| &it.display_name), Some(&after.display_name));
    fields.compare("appId", before.map(|it| it.app_id), Some(after.app_id));
    fields.compare("description", before.map(|it| &it.description), Some(&after.description));
    fields.compare("state", before.map(|it| it.state), Some(after.state));
    fields.compare("platform", before.and_then(|it| it.platform), after.platform);
    fields.compare("tags", before.map(|it| it.tags.join(", ")), Some(after.tags.join(", ")));
    fields.compare(
        "attributes",
        before.map(|it| attributes_in_words(&it.attributes)),
        Some(attributes_in_words(&after.attributes)),
    );
    fields
}

/// What a file says of who answers for something.
struct Wanted<'d> {
    sponsors: Option<&'d [super::draft::Reference]>,
    owners: Option<&'d [super::draft::Reference]>,
    /// Whether it is switched on, so that somebody has to answer for it.
    is_on: bool,
}

/// Looks up who answers for something and checks that it is enough.
fn responsible(
    db: &Db,
    at: &Place,
    wanted: Wanted<'_>,
    present: (Vec<Sponsor>, Vec<PersonId>),
    world: &mut World,
    fields: &mut Fields,
    problems: &mut Problems,
) -> Reply<Responsible> {
    let (present_sponsors, present_owners) = present;
    let mut found = Responsible { sponsors: None, owners: None, about: Vec::new() };
    let after = match wanted.sponsors {
        Some(named) => world.sponsors(named, at, problems),
        None => present_sponsors.clone(),
    };
    // A sponsor who couldn't be found has been named; that nobody is left is then no news.
    let is_complete = wanted.sponsors.is_none_or(|named| named.len() == after.len());
    if is_complete {
        let active = world.active_people(db, &after)?.len();
        let counted = if wanted.is_on { active } else { active.max(1) };
        let leaves_as_is = wanted.sponsors.is_none() && !present_sponsors.is_empty();
        if let Err(no) = check_sponsors(&after, counted)
            && !leaves_as_is
        {
            problems.add(at, no);
        }
    }
    if differ(&present_sponsors, &after) {
        fields.note(
            "sponsors",
            world.sponsor_names(&present_sponsors),
            world.sponsor_names(&after),
        );
        found.about.extend(after.iter().map(|sponsor| match sponsor {
            Sponsor::Person(person) => person.uuid(),
            Sponsor::Group(group) => group.uuid(),
        }));
        found.sponsors = Some(after);
    }
    if let Some(named) = wanted.owners {
        let after = world.owners(named, at, problems);
        if differ(&present_owners, &after) {
            fields.note("owners", world.names(&present_owners), world.names(&after));
            found.about.extend(after.iter().map(|owner| owner.uuid()));
            found.owners = Some(after);
        }
    }
    Ok(found)
}

/// Whether two sets differ; the order in which they are named says nothing.
fn differ<T: Ord + Copy>(before: &[T], after: &[T]) -> bool {
    let sorted = |all: &[T]| {
        let mut all = all.to_vec();
        all.sort_unstable();
        all
    };
    sorted(before) != sorted(after)
}

/// Compares the principals of blueprints.
pub(super) fn compare_principals(
    db: &Db,
    drafts: &[PrincipalDraft],
    world: &World,
    plan: &mut Plan,
    problems: &mut Problems,
) -> Reply<()> {
    let mut seen: HashSet<BlueprintPrincipalId> = HashSet::new();
    let mut stood_for: HashSet<BlueprintId> = HashSet::new();
    for draft in drafts {
        if !seen.insert(draft.id) {
            problems.add(&draft.at, Wrong::SameId("blueprint principal"));
            continue;
        }
        let Some(blueprint) = world.blueprints.get(&draft.blueprint) else {
            problems.add(&draft.at, Wrong::UnknownBlueprint(draft.blueprint.to_string()));
            continue;
        };
        let before = blueprints::principal_of(db, blueprint.id)?;
        let is_other = before.as_ref().is_some_and(|it| it.id != draft.id);
        if !stood_for.insert(blueprint.id) || is_other {
            problems.add(&draft.at, Wrong::SecondPrincipal(blueprint.display_name.clone()));
            continue;
        }
        plan.add(principal_change(draft, blueprint.id, before.as_ref()))?;
    }
    Ok(())
}

fn principal_change(
    draft: &PrincipalDraft,
    blueprint_id: BlueprintId,
    before: Option<&BlueprintPrincipal>,
) -> Change {
    let here = before.map(|it| (it.state, it.deletion));
    let (state, deletion) = after_import(here, draft.is_enabled, draft.deleted_at);
    let after = BlueprintPrincipal {
        id: draft.id,
        blueprint_id,
        display_name: draft.display_name.clone(),
        state,
        deletion,
    };
    let mut fields = Fields::default();
    fields.compare("displayName", before.map(|it| &it.display_name), Some(&after.display_name));
    fields.compare("state", before.map(|it| it.state), Some(after.state));
    let is_new = before.is_none();
    let write = Write::Principal(after);
    let mut change = Change::new(draft.id, &draft.display_name, is_new, fields, write);
    change.about = vec![blueprint_id.uuid()];
    change
}

/// Compares agents, and plain service principals.
pub(super) fn compare_agents(
    db: &Db,
    drafts: &[AgentDraft],
    world: &mut World,
    plan: &mut Plan,
    problems: &mut Problems,
) -> Reply<()> {
    let mut seen: HashSet<AgentId> = HashSet::new();
    // One agent may own another that stands before it.
    world.agents.extend(drafts.iter().map(|draft| (draft.id, draft.display_name.clone())));
    for draft in drafts {
        if !seen.insert(draft.id) {
            problems.add(&draft.at, Wrong::SameId("agent"));
            continue;
        }
        let blueprint = draft.blueprint.map(|app_id| {
            world.blueprints.get(&app_id).map(|blueprint| blueprint.id).ok_or(app_id)
        });
        let blueprint = match blueprint.transpose() {
            Ok(blueprint) => blueprint,
            Err(app_id) => {
                problems.add(&draft.at, Wrong::UnknownBlueprint(app_id.to_string()));
                continue;
            }
        };
        let before = agents::get(db, draft.id)?;
        let after = agent_after(draft, before.as_ref(), blueprint, world);
        if before.as_ref().is_some_and(|it| it.kind != after.kind) {
            problems.add(&draft.at, Wrong::OtherKind);
            continue;
        }
        compare_agent(db, draft, before.as_ref(), after, world, plan, problems)?;
    }
    Ok(())
}

fn compare_agent(
    db: &Db,
    draft: &AgentDraft,
    before: Option<&AgentIdentity>,
    after: AgentIdentity,
    world: &mut World,
    plan: &mut Plan,
    problems: &mut Problems,
) -> Reply<()> {
    let mut fields = agent_fields(before, &after);
    let is_on = after.state == AgentState::Active;
    let present = (sponsors::of_agent(db, draft.id)?, sponsors::owners(db, draft.id)?);
    let owners = draft.owners.as_deref();
    // The directory knows no sponsors of plain service principals: their owners answer for them, until somebody else does.
    let people_who_own: Vec<_> = owners
        .filter(|_| draft.blueprint.is_none() && present.0.is_empty())
        .unwrap_or_default()
        .iter()
        .filter(|owner| world.person(owner).is_some())
        .cloned()
        .collect();
    let sponsors = draft
        .sponsors
        .as_deref()
        .or_else(|| Some(people_who_own.as_slice()).filter(|own| !own.is_empty()));
    let wanted = Wanted { sponsors, owners, is_on };
    let found = responsible(db, &draft.at, wanted, present, world, &mut fields, problems)?;
    let owner_principals = owner_principals(db, draft, world, &mut fields)?;
    let blueprint = after.blueprint_id;
    let (sponsors, owners) = (found.sponsors, found.owners);
    let write = Write::Agent { after, sponsors, owners, owner_principals };
    let mut change = Change::new(draft.id, &draft.display_name, before.is_none(), fields, write);
    change.about = found.about;
    change.about.extend(blueprint.map(|blueprint| blueprint.uuid()));
    plan.add(change)?;
    Ok(())
}

/// The agents and service principals among the owners. Those that nobody knows here, such as the cloud's own, are left out.
fn owner_principals(
    db: &Db,
    draft: &AgentDraft,
    world: &mut World,
    fields: &mut Fields,
) -> Reply<Option<Vec<AgentId>>> {
    let Some(named) = &draft.owners else { return Ok(None) };
    let mut after = Vec::new();
    for reference in named.iter().filter(|reference| reference.kind == ReferenceKind::Agent) {
        after.extend(world.agent(db, reference)?.filter(|id| !after.contains(id)));
    }
    let before = sponsors::owner_principals(db, draft.id)?;
    if !differ(&before, &after) {
        return Ok(None);
    }
    let names = |ids: &[AgentId]| -> Reply<String> {
        let mut names = Vec::new();
        for &id in ids {
            names.push(match world.agents.get(&id) {
                Some(name) => name.clone(),
                None => agents::get(db, id)?.map(|it| it.display_name).unwrap_or_default(),
            });
        }
        Ok(names.join(", "))
    };
    fields.note("ownerPrincipals", names(&before)?, names(&after)?);
    Ok(Some(after))
}

fn agent_fields(before: Option<&AgentIdentity>, after: &AgentIdentity) -> Fields {
    let mut fields = Fields::default();
    fields.compare("displayName", before.map(|it| &it.display_name), Some(&after.display_name));
    fields.compare("description", before.map(|it| &it.description), Some(&after.description));
    fields.compare("blueprint", before.and_then(|it| it.blueprint_id), after.blueprint_id);
    fields.compare("state", before.map(|it| it.state), Some(after.state));
    fields.compare("platform", before.and_then(|it| it.platform), after.platform);
    fields.compare("tags", before.map(|it| it.tags.join(", ")), Some(after.tags.join(", ")));
    fields.compare(
        "attributes",
        before.map(|it| attributes_in_words(&it.attributes)),
        Some(attributes_in_words(&after.attributes)),
    );
    fields
}

fn agent_after(
    draft: &AgentDraft,
    before: Option<&AgentIdentity>,
    blueprint_id: Option<BlueprintId>,
    world: &World,
) -> AgentIdentity {
    let kept = || before.map(|it| it.description.clone()).unwrap_or_default();
    let here = before.map(|it| (it.state, it.deletion));
    let (state, deletion) = after_import(here, draft.is_enabled, draft.deleted_at);
    let labels = &draft.labels;
    AgentIdentity {
        id: draft.id,
        kind: if blueprint_id.is_some() {
            AgentKind::AgentIdentity
        } else {
            AgentKind::ServicePrincipal
        },
        display_name: draft.display_name.clone(),
        description: draft.description.clone().map_or_else(kept, Option::unwrap_or_default),
        blueprint_id,
        state,
        deletion,
        platform: labels.platform.or_else(|| before.and_then(|it| it.platform)),
        tags: told_or(&labels.tags, before.map(|it| &it.tags)),
        attributes: told_or(&labels.attributes, before.map(|it| &it.attributes)),
        created_at: before.map(|it| it.created_at).or(draft.created_at).unwrap_or(world.now),
        created_by: before.map_or(draft.created_by, |it| it.created_by),
    }
}

/// Compares agents' user accounts. Comes after agents.
pub(super) fn compare_agent_users(
    db: &Db,
    drafts: &[AgentUserDraft],
    world: &mut World,
    plan: &mut Plan,
    problems: &mut Problems,
) -> Reply<()> {
    let mut seen: HashSet<AgentUserId> = HashSet::new();
    let mut taken: HashMap<AgentId, AgentUserId> = HashMap::new();
    for draft in drafts {
        if !seen.insert(draft.id) {
            problems.add(&draft.at, Wrong::SameId("agent user"));
            continue;
        }
        let is_known =
            world.agents.contains_key(&draft.agent) || agents::get(db, draft.agent)?.is_some();
        if !is_known {
            problems.add(&draft.at, Wrong::UnknownAgent(draft.agent.to_string()));
            continue;
        }
        let before = agents::user_of(db, draft.agent)?;
        let other = before.as_ref().map(|it| it.id).or_else(|| taken.get(&draft.agent).copied());
        if other.is_some_and(|other| other != draft.id) {
            problems.add(&draft.at, Wrong::SecondUser);
            continue;
        }
        taken.insert(draft.agent, draft.id);
        plan.add(agent_user_change(draft, before.as_ref(), world, problems))?;
    }
    Ok(())
}

fn agent_user_change(
    draft: &AgentUserDraft,
    before: Option<&AgentUser>,
    world: &World,
    problems: &mut Problems,
) -> Change {
    let manager_before = before.and_then(|it| it.manager_id);
    let manager_id = match &draft.manager {
        None => manager_before,
        Some(told) => told.as_ref().and_then(|reference| {
            let found = world.person(reference);
            if found.is_none() {
                problems.add(&draft.at, unknown("manager", reference));
            }
            found
        }),
    };
    let after = AgentUser {
        id: draft.id,
        agent_id: draft.agent,
        display_name: draft.display_name.clone(),
        mail_nickname: draft
            .mail_nickname
            .clone()
            .unwrap_or_else(|| before.map(|it| it.mail_nickname.clone()).unwrap_or_default()),
        is_enabled: draft.is_enabled.unwrap_or_else(|| before.is_none_or(|it| it.is_enabled)),
        manager_id,
    };
    let mut fields = Fields::default();
    fields.compare("displayName", before.map(|it| &it.display_name), Some(&after.display_name));
    fields.compare("mailNickname", before.map(|it| &it.mail_nickname), Some(&after.mail_nickname));
    fields.compare("isEnabled", before.map(|it| it.is_enabled), Some(after.is_enabled));
    if manager_before != manager_id {
        let name = |id: Option<PersonId>| id.map(|id| world.person_name(id)).unwrap_or_default();
        fields.note("manager", name(manager_before), name(manager_id));
    }
    let mut change = Change::new(
        draft.id,
        &draft.display_name,
        before.is_none(),
        fields,
        Write::AgentUser(after),
    );
    change.about = vec![draft.agent.uuid()];
    change
}
