//! Writes a plan that has no problems: every object with its record in the history, all in the one transaction of the
//! command. Nothing is decided here.

use std::collections::BTreeSet;

use chaperone_domain::access::Grant;
use chaperone_domain::id::{AgentId, GroupId, Id, PersonId};
use chaperone_domain::lifecycle::{CASCADE_AFTER, Deletion};
use chaperone_domain::person::Person;
use chaperone_domain::right::Right;
use chaperone_domain::time::Timestamp;
use chaperone_store::Db;
use chaperone_store::table::{
    agents, applications, blueprints, directory_roles, grants, groups, people, sponsors,
};

use super::plan::{Change, Plan, Write};
use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Writing};
use crate::failure::Reply;
use crate::{catalog, departure, workflow_run};

/// Writes a plan.
pub(super) fn apply(cx: &mut Writing<'_>, plan: &Plan) -> Reply<()> {
    let before = before(cx.db(), plan)?;
    make_room(cx.db_mut(), &plan.changes)?;
    // Each object is written, then told of. Until the last is told of all can be stopped, which undoes the whole.
    let (count, progress) = (plan.changes.len() as u64, cx.progress.clone());
    for (change, done) in plan.changes.iter().zip(0..) {
        progress.step(done, Some(2 * count))?;
        write(cx.db_mut(), change)?;
        touch(cx, change);
    }
    // A manager may stand behind those whom they manage, and an agent behind the group that it is in.
    for change in &plan.changes {
        match &change.write {
            Write::Person { after, .. } if after.manager_id.is_some() => {
                people::update(cx.db_mut(), after)?;
            }
            Write::Group { after, joining, leaving, .. } => {
                move_agents(cx, after.id, joining, leaving)?;
            }
            Write::Agent { after, owner_principals: Some(owners), .. } => {
                sponsors::set_owner_principals(cx.db_mut(), after.id, owners)?;
            }
            _ => {}
        }
    }
    for (change, done) in plan.changes.iter().zip(count..) {
        progress.step(done, Some(2 * count))?;
        record(cx, change)?;
    }
    progress.tell(2 * count, Some(2 * count));
    set_workflows_off(cx, before)?;
    leave(cx, plan)?;
    if plan.changes.iter().any(|change| matches!(change.write, Write::Application { .. })) {
        catalog::refresh_resource_roles(cx)?;
        cx.touch(Tag::AccessPackages);
    }
    Ok(())
}

/// The people and the groups' members as they were: what changes about them may set workflows off.
struct Before {
    people: Vec<Person>,
    members: Vec<(GroupId, BTreeSet<PersonId>)>,
}

fn before(db: &Db, plan: &Plan) -> Reply<Before> {
    let (mut known, mut members) = (Vec::new(), Vec::new());
    for change in plan.changes.iter().filter(|change| !change.is_new) {
        match &change.write {
            Write::Person { after, .. } => known.extend(people::get(db, after.id)?),
            Write::Group { after, people: Some(_), .. } => {
                members.push((after.id, groups::people(db, after.id)?.into_iter().collect()));
            }
            _ => {}
        }
    }
    Ok(Before { people: known, members })
}

fn set_workflows_off(cx: &mut Writing<'_>, before: Before) -> Reply<()> {
    for person in before.people {
        if let Some(after) = people::get(cx.db(), person.id)? {
            workflow_run::person_changed(cx, &person, &after)?;
        }
    }
    for (group, members) in before.members {
        let after = groups::people(cx.db(), group)?.into_iter().collect();
        workflow_run::members_changed(cx, group, &members, &after)?;
    }
    Ok(())
}

/// Two objects may swap names, addresses or numbers. Each is unique at every step, so those that change first take one that
/// nobody else can have.
fn make_room(db: &mut Db, changes: &[Change]) -> Reply<()> {
    for change in changes.iter().filter(|change| !change.is_new) {
        let has_new_key = |field: &str| change.fields.0.iter().any(|it| it.field == field);
        let held = change.subject.hyphenated().to_string();
        match &change.write {
            Write::Person { after, .. } if has_new_key("email") || has_new_key("employeeId") => {
                let manager_id = people::get(db, after.id)?.and_then(|person| person.manager_id);
                let email = format!("{held}@import.invalid");
                people::update(
                    db,
                    &Person { email, employee_id: None, manager_id, ..after.clone() },
                )?;
            }
            Write::Group { after, .. } if has_new_key("displayName") => {
                let mut after = after.clone();
                after.display_name = held;
                groups::update(db, &after)?;
            }
            Write::Application { after, .. } if has_new_key("displayName") => {
                let mut after = after.clone();
                after.display_name = held;
                applications::update(db, &after)?;
            }
            Write::DirectoryRole(after) if has_new_key("displayName") => {
                let mut after = after.clone();
                after.display_name = held;
                directory_roles::put(db, &after)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn write(db: &mut Db, change: &Change) -> Reply<()> {
    let is_new = change.is_new;
    match &change.write {
        // Managers follow when everybody is there.
        Write::Person { after, .. } if is_new => {
            people::insert(db, &Person { manager_id: None, ..after.clone() })?;
        }
        Write::Person { after, .. } => {
            let manager_id = people::get(db, after.id)?.and_then(|person| person.manager_id);
            let manager_id = manager_id.filter(|_| after.manager_id.is_some());
            people::update(db, &Person { manager_id, ..after.clone() })?;
        }
        Write::Group { after, people, .. } => {
            if is_new {
                groups::insert(db, after)?;
            } else {
                groups::update(db, after)?;
            }
            if let Some(people) = people {
                groups::set_people(db, after.id, people)?;
            }
        }
        Write::Application { after, app_roles, scopes } => {
            if is_new {
                applications::insert(db, after)?;
            } else {
                applications::update(db, after)?;
            }
            for role in app_roles {
                applications::put_app_role(db, role)?;
            }
            for scope in scopes {
                applications::put_scope(db, scope)?;
            }
        }
        Write::DirectoryRole(after) => directory_roles::put(db, after)?,
        Write::Principal(after) if is_new => blueprints::insert_principal(db, after)?,
        Write::Principal(after) => {
            let before = blueprints::principal(db, after.id)?.map(|it| it.state);
            blueprints::update_principal(db, after)?;
            if before != Some(after.state) {
                let (state, deletion) = (after.state, after.deletion);
                blueprints::set_principal_life(db, after.id, state, deletion, follows(deletion))?;
            }
        }
        Write::AgentUser(after) if is_new => agents::insert_user(db, after)?,
        Write::AgentUser(after) => agents::update_user(db, after)?,
        Write::Blueprint { .. } | Write::Agent { .. } => write_agentic(db, change)?,
    }
    Ok(())
}

/// Writes a blueprint or an agent with who answers for it.
fn write_agentic(db: &mut Db, change: &Change) -> Reply<()> {
    match &change.write {
        Write::Blueprint { after, sponsors, owners } => {
            let before = blueprints::get(db, after.id)?.map(|it| it.state);
            if change.is_new {
                blueprints::insert(db, after)?;
            } else {
                blueprints::update(db, after)?;
            }
            if before != Some(after.state) {
                let (state, deletion) = (after.state, after.deletion);
                blueprints::set_life(db, after.id, state, deletion, follows(deletion))?;
            }
            if let Some(sponsors) = sponsors {
                sponsors::set_of_blueprint(db, after.id, sponsors)?;
            }
            if let Some(owners) = owners {
                sponsors::set_blueprint_owners(db, after.id, owners)?;
            }
        }
        Write::Agent { after, sponsors, owners, .. } => {
            if change.is_new {
                agents::insert(db, after)?;
            } else {
                agents::update(db, after)?;
                agents::set_life(db, after.id, after.state, after.deletion)?;
            }
            if let Some(sponsors) = sponsors {
                sponsors::set_of_agent(db, after.id, sponsors)?;
            }
            if let Some(owners) = owners {
                sponsors::set_owners(db, after.id, owners)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// When the agents follow a blueprint or a principal that a file tells is deleted.
fn follows(deletion: Option<Deletion>) -> Option<Timestamp> {
    deletion.map(|deletion| deletion.at.plus(CASCADE_AFTER))
}

/// An agent's membership that a file tells of is a right that it holds directly, so that the end of an assignment that
/// grants the same doesn't take it away.
fn move_agents(
    cx: &mut Writing<'_>,
    group: GroupId,
    joining: &[AgentId],
    leaving: &[AgentId],
) -> Reply<()> {
    let (right, now) = (Right::GroupMembership(group), cx.now());
    for &agent in joining {
        let grant = Grant {
            id: cx.new_id(),
            right,
            assignment_id: None,
            starts_at: now,
            ends_at: None,
            withdrawn_at: None,
        };
        grants::insert(cx.db_mut(), agent, &grant)?;
    }
    for &agent in leaving {
        if let Some(grant) = grants::direct(cx.db(), agent, right)? {
            grants::withdraw(cx.db_mut(), grant.id, now)?;
        }
    }
    if !joining.is_empty() || !leaving.is_empty() {
        cx.touch(Tag::Assignments);
    }
    Ok(())
}

fn record(cx: &mut Writing<'_>, change: &Change) -> Reply<()> {
    // The record names the object by the kind that the report gives it.
    let subject = PersonId::from_uuid(change.subject);
    let mut record = Record::new("import_directory", change.kind, subject, change.sentence());
    record.about.extend(&change.about);
    record.changes.clone_from(&change.fields.0);
    cx.record(record)
}

/// Carries out the departure of everybody whose last day has passed by what the files say, in the order of those days.
fn leave(cx: &mut Writing<'_>, plan: &Plan) -> Reply<()> {
    let mut leavers: Vec<&Person> = plan
        .changes
        .iter()
        .filter_map(|change| match &change.write {
            Write::Person { after, leaves: true } => Some(after),
            _ => None,
        })
        .collect();
    leavers.sort_by_key(|person| (person.leaves_at, person.id));
    for person in leavers {
        departure::check_now(cx, person.id)?;
        departure::leave_when_due(cx, person.id)?;
    }
    Ok(())
}

fn touch(cx: &mut Writing<'_>, change: &Change) {
    let tag = match &change.write {
        Write::Person { .. } => Tag::People,
        Write::Group { .. } => Tag::Groups,
        Write::Application { .. } => Tag::Applications,
        Write::DirectoryRole(_) => Tag::DirectoryRoles,
        Write::Blueprint { .. }
        | Write::Principal(_)
        | Write::Agent { .. }
        | Write::AgentUser(_) => Tag::Agents,
    };
    cx.touch(tag);
}
