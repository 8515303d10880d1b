//! The difference in people: who is new, who changed, who leaves. Managers may be named in any order and across files.

use std::collections::{HashMap, HashSet};

use chaperone_domain::authority::Role;
use chaperone_domain::id::{Id, PersonId};
use chaperone_domain::person::{Person, find_manager_circle, left_at_after};
use chaperone_domain::time::Timestamp;
use chaperone_store::table::role_appointments;

use super::draft::{PersonDraft, Place, Problems};
use super::plan::{Change, Fields, Plan, Write};
use super::world::{World, key, unknown};
use super::wrong::Wrong;
use crate::context::{Context, Writing};
use crate::failure::Reply;

/// A draft with the person that it means.
struct Meant<'d> {
    draft: &'d PersonDraft,
    id: PersonId,
    before: Option<Person>,
}

/// Compares the people of the files with those of the workspace, and lays them over it.
pub(super) fn compare(
    cx: &Writing<'_>,
    drafts: &[PersonDraft],
    world: &mut World,
    plan: &mut Plan,
    problems: &mut Problems,
) -> Reply<()> {
    let meant = identify(cx, drafts, world, problems);
    for person in &meant {
        let after = laid_over(person, world.now);
        world.people.insert(person.id, after);
    }
    check_unique(&meant, world, problems);
    set_managers(&meant, world, problems);
    check_circles(&meant, world, problems);
    check_administrators(cx, &meant, world, problems)?;
    // Managers come before those whom they manage nowhere: the writer sets managers when all are there.
    for person in &meant {
        plan.add(change(person, world))?;
    }
    Ok(())
}

/// Finds out whom each row means: by id, else by the HR system's number, else by address. Nobody is meant twice.
fn identify<'d>(
    cx: &Writing<'_>,
    drafts: &'d [PersonDraft],
    world: &mut World,
    problems: &mut Problems,
) -> Vec<Meant<'d>> {
    let mut meant = Vec::new();
    let mut emails: HashMap<String, &Place> = HashMap::new();
    let mut numbers: HashMap<&str, &Place> = HashMap::new();
    let mut people: HashMap<PersonId, &Place> = HashMap::new();
    for draft in drafts {
        let number = draft.employee_id.as_ref().and_then(Option::as_deref);
        if let Some(first) = emails.insert(key(&draft.email), &draft.at) {
            problems.add(&draft.at, Wrong::AddressTwice(draft.email.clone(), first.earlier()));
            continue;
        }
        if let Some(first) = number.and_then(|number| numbers.insert(number, &draft.at)) {
            let number = number.unwrap_or_default().to_owned();
            problems.add(&draft.at, Wrong::NumberTwice(number, first.earlier()));
            continue;
        }
        let known = draft.id.filter(|id| world.people.contains_key(id));
        let known = known.or_else(|| world.by_employee_id.get(number?).copied());
        let known = known.or_else(|| world.by_email.get(&key(&draft.email)).copied());
        let id = known.or(draft.id).unwrap_or_else(|| cx.new_id());
        if let Some(first) = people.insert(id, &draft.at) {
            problems.add(&draft.at, Wrong::PersonTwice(first.earlier()));
            continue;
        }
        if let Some(other) = draft.id.filter(|&other| other != id) {
            world.aliases.insert(other.uuid(), id);
        }
        meant.push(Meant { draft, id, before: world.people.get(&id).cloned() });
    }
    meant
}

/// The person as the row wants them, the manager aside.
fn laid_over(meant: &Meant<'_>, now: Timestamp) -> Person {
    let draft = meant.draft;
    let mut person = meant.before.clone().unwrap_or_else(|| Person {
        id: meant.id,
        display_name: String::new(),
        email: String::new(),
        employee_id: None,
        job_title: None,
        department: None,
        manager_id: None,
        hired_at: None,
        leaves_at: None,
        left_at: None,
    });
    person.display_name.clone_from(&draft.display_name);
    person.email.clone_from(&draft.email);
    for (field, told) in [
        (&mut person.employee_id, &draft.employee_id),
        (&mut person.job_title, &draft.job_title),
        (&mut person.department, &draft.department),
    ] {
        if let Some(told) = told {
            field.clone_from(told);
        }
    }
    if let Some(hired_at) = draft.hired_at {
        person.hired_at = hired_at;
    }
    if let Some(leaves_at) = draft.leaves_at {
        person.leaves_at = leaves_at;
    }
    person.left_at = left_at_after(meant.before.as_ref(), person.leaves_at, now);
    person
}

/// Addresses and numbers are unique in the whole workspace, as it will be.
fn check_unique(meant: &[Meant<'_>], world: &mut World, problems: &mut Problems) {
    let drafted: HashSet<PersonId> = meant.iter().map(|person| person.id).collect();
    world.by_email.retain(|_, id| !drafted.contains(id));
    world.by_employee_id.retain(|_, id| !drafted.contains(id));
    for person in meant {
        let Some(after) = world.people.get(&person.id) else { continue };
        if let Some(&other) = world.by_email.get(&key(&after.email)) {
            let (address, owner) = (after.email.clone(), world.person_name(other));
            problems.add(&person.draft.at, Wrong::AddressTaken { address, owner });
        }
        world.by_email.insert(key(&after.email), person.id);
        let Some(number) = after.employee_id.clone() else { continue };
        if let Some(&other) = world.by_employee_id.get(&number) {
            let (number, owner) = (number.clone(), world.person_name(other));
            problems.add(&person.draft.at, Wrong::NumberTaken { number, owner });
        }
        world.by_employee_id.insert(number, person.id);
    }
}

fn set_managers(meant: &[Meant<'_>], world: &mut World, problems: &mut Problems) {
    for person in meant {
        let Some(told) = &person.draft.manager else { continue };
        let manager = told.as_ref().and_then(|reference| {
            let found = world.person(reference);
            if found.is_none() {
                problems.add(&person.draft.at, unknown("manager", reference));
            }
            found
        });
        if let Some(after) = world.people.get_mut(&person.id) {
            after.manager_id = manager;
        }
    }
}

/// A circle of managers has no top where a succession could end; each is named once, at its first row.
fn check_circles(meant: &[Meant<'_>], world: &World, problems: &mut Problems) {
    let manager_of = |id: PersonId| world.people.get(&id).and_then(|person| person.manager_id);
    let mut named: HashSet<PersonId> = HashSet::new();
    let mut sound: HashSet<PersonId> = HashSet::new();
    for person in meant {
        // Nobody is walked past twice: whoever leads to no circle once leads to none later.
        let walk = |id: PersonId| manager_of(id).filter(|manager| !sound.contains(manager));
        let Some(circle) = find_manager_circle(person.id, walk) else {
            let mut at = Some(person.id);
            while let Some(id) = at.filter(|id| sound.insert(*id)) {
                at = manager_of(id);
            }
            continue;
        };
        if !circle.contains(&person.id) {
            continue;
        }
        if circle.iter().any(|member| named.contains(member)) {
            continue;
        }
        named.extend(&circle);
        let mut names: Vec<_> = circle.iter().map(|&member| world.person_name(member)).collect();
        names.extend(names.first().cloned());
        problems.add(&person.draft.at, Wrong::Circle(names.join(" → ")));
    }
}

/// An import that would leave nobody to administer the workspace could never be taken back.
fn check_administrators(
    cx: &Writing<'_>,
    meant: &[Meant<'_>],
    world: &World,
    problems: &mut Problems,
) -> Reply<()> {
    let administrators =
        role_appointments::active_in_person(cx.db(), Role::Administrator, world.now)?;
    let is_active =
        |id: &PersonId| world.people.get(id).is_some_and(|person| person.is_active_at(world.now));
    if administrators.iter().any(is_active) {
        return Ok(());
    }
    for person in meant.iter().filter(|person| administrators.contains(&person.id)) {
        problems.add(&person.draft.at, Wrong::NoAdministrator);
    }
    Ok(())
}

fn change(meant: &Meant<'_>, world: &World) -> Change {
    let after = world.people.get(&meant.id).cloned().unwrap_or_else(|| laid_over(meant, world.now));
    let before = meant.before.as_ref();
    let mut fields = Fields::default();
    fields.compare("displayName", before.map(|it| &it.display_name), Some(&after.display_name));
    fields.compare("email", before.map(|it| &it.email), Some(&after.email));
    fields.compare(
        "employeeId",
        before.and_then(|it| it.employee_id.as_ref()),
        after.employee_id.as_ref(),
    );
    fields.compare(
        "jobTitle",
        before.and_then(|it| it.job_title.as_ref()),
        after.job_title.as_ref(),
    );
    fields.compare(
        "department",
        before.and_then(|it| it.department.as_ref()),
        after.department.as_ref(),
    );
    let manager_before = before.and_then(|it| it.manager_id);
    if manager_before != after.manager_id {
        let name = |id: Option<PersonId>| id.map(|id| world.person_name(id)).unwrap_or_default();
        fields.note("manager", name(manager_before), name(after.manager_id));
    }
    fields.compare("hiredAt", before.and_then(|it| it.hired_at), after.hired_at);
    fields.compare("leavesAt", before.and_then(|it| it.leaves_at), after.leaves_at);
    fields.compare("leftAt", before.and_then(|it| it.left_at), after.left_at);
    let leaves = before.is_some() && after.left_at.is_none() && !after.is_active_at(world.now);
    let name = after.display_name.clone();
    Change::new(meant.id, &name, before.is_none(), fields, Write::Person { after, leaves })
}
