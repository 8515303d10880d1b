//! Groups made and changed by hand: their names, and the people in them. Whatever a group sponsors keeps somebody
//! responsible (invariant I1); `domain::group` decides. Agents in groups are rights, and given elsewhere.

use std::collections::BTreeSet;

use chaperone_domain::agent::AgentState;
use chaperone_domain::authority::Action;
use chaperone_domain::group::{self, Group, MembershipRefusal, Sponsored};
use chaperone_domain::id::{GroupId, PersonId};
use chaperone_domain::text::{Field, check_name, check_text};
use chaperone_store::Db;
use chaperone_store::table::{agents, blueprints, groups, sponsors};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::view::directory::GroupRow;
use crate::view::group::{CreateGroup, UpdateGroup, UpdateGroupMembers};
use crate::{directory, person, workflow_run};

fn get(db: &Db, id: GroupId) -> Reply<Group> {
    groups::get(db, id)?.ok_or_else(|| Failure::not_found("group"))
}

/// A name that no other group has.
fn free_name<'n>(db: &Db, name: &'n str, of: Option<GroupId>) -> Reply<&'n str> {
    let name = check_name(Field::new("displayName", "the group's name"), name)
        .map_err(|bad| Failure::refused(&bad))?;
    if groups::by_name(db, name)?.is_some_and(|other| Some(other.id) != of) {
        return Err(Failure::refused_because(
            "name_taken",
            format!("There is a group named '{name}' already; choose another name."),
        )
        .of("group")
        .with("name", name)
        .at("displayName"));
    }
    Ok(name)
}

/// Makes a group.
pub(crate) fn create_group(cx: &mut Writing<'_>, ask: CreateGroup) -> Reply<GroupRow> {
    cx.authorise(Action::CreateGroup, &[], "group")?;
    let name = free_name(cx.db(), &ask.display_name, None)?;
    let description = check_text(Field::new("description", "the purpose"), &ask.description)
        .map_err(|bad| Failure::refused(&bad))?;
    let group = Group {
        id: cx.new_id(),
        display_name: name.to_owned(),
        description: description.to_owned(),
        kind: ask.kind.0,
        is_role_assignable: ask.is_role_assignable,
    };
    group::check_hand_made(&group).map_err(|no| Failure::refused(&no))?;
    let members: BTreeSet<_> = ask.person_ids.iter().map(|id| id.0).collect();
    check_joining(cx, &members)?;
    groups::insert(cx.db_mut(), &group)?;
    groups::set_people(cx.db_mut(), group.id, &members.iter().copied().collect::<Vec<_>>())?;
    cx.touch(Tag::Groups);
    cx.touch(Tag::People);
    let sentence = format!("The group {name} was made.");
    let names = names(cx.db(), &members)?;
    let mut record = Record::new("create_group", "group", group.id, sentence)
        .change("kind", None, Some(group.kind.to_string()))
        .change("people", None, Some(names).filter(|names| !names.is_empty()));
    for &member in &members {
        record = record.about(member);
    }
    cx.record(record)?;
    directory::group_row(cx, get(cx.db(), group.id)?)
}

/// Changes a group's name or purpose.
pub(crate) fn update_group(cx: &mut Writing<'_>, ask: UpdateGroup) -> Reply<GroupRow> {
    cx.authorise(Action::UpdateGroup, &[], "group")?;
    let before = get(cx.db(), ask.group_id.0)?;
    let mut after = before.clone();
    if let Some(name) = &ask.display_name {
        after.display_name = free_name(cx.db(), name, Some(before.id))?.to_owned();
    }
    if let Some(description) = &ask.description {
        after.description = check_text(Field::new("description", "the purpose"), description)
            .map_err(|bad| Failure::refused(&bad))?
            .to_owned();
    }
    if after != before {
        groups::update(cx.db_mut(), &after)?;
        let sentence = format!("The group {} was changed.", after.display_name);
        let record = Record::new("update_group", "group", after.id, sentence)
            .change("displayName", Some(before.display_name), Some(after.display_name.clone()))
            .change("description", Some(before.description), Some(after.description.clone()));
        cx.record(record)?;
        for tag in [Tag::Groups, Tag::Agents, Tag::AccessPackages] {
            cx.touch(tag);
        }
    }
    directory::group_row(cx, after)
}

/// Puts people into a group and takes people out of it. Whoever is named on both sides stays as asked last: in.
pub(crate) fn update_group_members(
    cx: &mut Writing<'_>,
    ask: UpdateGroupMembers,
) -> Reply<GroupRow> {
    cx.authorise(Action::UpdateGroupMembers, &[], "group")?;
    let group = get(cx.db(), ask.group_id.0)?;
    group::check_hand_made(&group).map_err(|no| Failure::refused(&no))?;
    let before: BTreeSet<PersonId> = groups::people(cx.db(), group.id)?.into_iter().collect();
    let mut after = before.clone();
    for person in &ask.remove {
        person::get(cx.db(), person.0)?;
        after.remove(&person.0);
    }
    after.extend(ask.add.iter().map(|person| person.0));
    let joining: BTreeSet<_> = after.difference(&before).copied().collect();
    let going: BTreeSet<_> = before.difference(&after).copied().collect();
    check_joining(cx, &joining)?;
    if !joining.is_empty() || !going.is_empty() {
        groups::set_people(cx.db_mut(), group.id, &after.iter().copied().collect::<Vec<_>>())?;
        if !going.is_empty() {
            check_left_behind(cx, &group)?;
        }
        record_members(cx, &group, &before, &after)?;
        workflow_run::members_changed(cx, group.id, &before, &after)?;
    }
    directory::group_row(cx, group)
}

fn check_joining(cx: &impl Context, joining: &BTreeSet<PersonId>) -> Reply<()> {
    for &id in joining {
        let person = person::get(cx.db(), id)?;
        if !person.is_active_at(cx.now()) {
            return Err(Failure::refused(&MembershipRefusal::Inactive(person.display_name)));
        }
    }
    Ok(())
}

/// Looks at the group as it has become; a refusal undoes it.
fn check_left_behind(cx: &impl Context, group: &Group) -> Reply<()> {
    let (db, now) = (cx.db(), cx.now());
    let mut sponsored = Vec::new();
    for id in sponsors::agents_of_group(db, group.id)? {
        let agent = agents::get(db, id)?.ok_or_else(|| Failure::not_found("agent"))?;
        sponsored.push(Sponsored {
            is_enabled: agent.state == AgentState::Active,
            active_people_left: sponsors::active_people(db, id, now)?.len(),
            display_name: agent.display_name,
        });
    }
    for id in sponsors::blueprints_of_group(db, group.id)? {
        let blueprint = blueprints::get(db, id)?.ok_or_else(|| Failure::not_found("blueprint"))?;
        sponsored.push(Sponsored {
            is_enabled: blueprint.state == AgentState::Active,
            active_people_left: sponsors::active_people_of_blueprint(db, id, now)?.len(),
            display_name: blueprint.display_name,
        });
    }
    group::check_left_behind(&sponsored).map_err(|no| Failure::refused(&no))
}

fn record_members(
    cx: &mut Writing<'_>,
    group: &Group,
    before: &BTreeSet<PersonId>,
    after: &BTreeSet<PersonId>,
) -> Reply<()> {
    let sentence = format!("The people in the group {} were changed.", group.display_name);
    let (old, new) = (names(cx.db(), before)?, names(cx.db(), after)?);
    let mut record = Record::new("update_group_members", "group", group.id, sentence).change(
        "people",
        Some(old),
        Some(new),
    );
    for &person in before.symmetric_difference(after) {
        record = record.about(person);
    }
    cx.record(record)?;
    // What members may do for the agents that the group sponsors follows from their membership.
    for tag in [Tag::Groups, Tag::People, Tag::Agents, Tag::Desk] {
        cx.touch(tag);
    }
    Ok(())
}

fn names(db: &Db, people: &BTreeSet<PersonId>) -> Reply<String> {
    let mut names = people
        .iter()
        .map(|&id| person::get(db, id).map(|person| person.display_name))
        .collect::<Reply<Vec<_>>>()?;
    names.sort_by_key(|name| name.to_lowercase());
    Ok(names.join(", "))
}
