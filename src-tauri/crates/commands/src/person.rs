//! People: finding them, seeing one with what they answer for, and the roles that they hold in the workspace. People come
//! in by imports and leave by `departure`.

use chaperone_domain::appointment;
use chaperone_domain::authority::{Action, Role};
use chaperone_domain::id::PersonId;
use chaperone_domain::person::Person;
use chaperone_store::table::{groups, people, role_appointments, sponsors};
use chaperone_store::{Db, Page};
use uuid::Uuid;

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::view::directory::{
    AppointRole, ListPeople, PersonFilter, PersonPage, PersonRow, PersonView, RoleChange,
    ShowPerson, WithdrawRole,
};
use crate::view::reference::{GroupRef, PersonRef};
use crate::wire::Wire;
use crate::{agent, list};

/// A person who has to be there.
pub(crate) fn get(db: &Db, id: PersonId) -> Reply<Person> {
    people::get(db, id)?.ok_or_else(|| Failure::not_found("person"))
}

/// A person, named.
pub(crate) fn reference(db: &Db, id: PersonId) -> Reply<PersonRef> {
    Ok(PersonRef { id: Wire(id), display_name: get(db, id)?.display_name })
}

fn filter(cx: &impl Context, ask: &PersonFilter) -> people::Filter {
    people::Filter {
        search: ask.search.clone().filter(|text| !text.trim().is_empty()),
        active_at: ask.is_active.map(|is_active| (is_active, cx.now())),
    }
}

/// Lists people by name.
pub(crate) fn list_people(cx: &Reading<'_>, ask: ListPeople) -> Reply<PersonPage> {
    cx.authorise(Action::ListPeople, &[], "person")?;
    let limit = list::check_limit(ask.limit)?;
    let page = Page { after: ask.after.map(|id| id.0), limit };
    let ids = people::page(cx.db(), &filter(cx, &ask.filter), page)?;
    let next = (ids.len() == limit as usize).then(|| ids.last().copied().map(Wire)).flatten();
    Ok(PersonPage { rows: ids.into_iter().map(|id| row(cx, id)).collect::<Reply<_>>()?, next })
}

/// The ids of the people whom an open list shows.
pub(crate) fn open(
    cx: &Reading<'_>,
    ask: &PersonFilter,
    sort_by: Option<&str>,
    descending: bool,
) -> Reply<Vec<Uuid>> {
    cx.authorise(Action::ListPeople, &[], "person")?;
    let sort = list::sort_column(&[people::SORTS], sort_by, people::BY_NAME)?;
    Ok(people::ids(cx.db(), &filter(cx, ask), sort, descending)?)
}

/// A person in a list.
pub(crate) fn row(cx: &impl Context, id: PersonId) -> Reply<PersonRow> {
    let person = get(cx.db(), id)?;
    Ok(PersonRow {
        id: Wire(id),
        is_active: person.is_active_at(cx.now()),
        manager: person.manager_id.map(|manager| reference(cx.db(), manager)).transpose()?,
        roles: roles(cx.db(), id)?,
        sponsored_agents: list::count(sponsors::agents_sponsored_in_person(cx.db(), id)?.len()),
        display_name: person.display_name,
        email: person.email,
        job_title: person.job_title,
        department: person.department,
    })
}

fn roles(db: &Db, id: PersonId) -> Reply<Vec<Wire<Role>>> {
    Ok(role_appointments::of(db, id)?.into_iter().map(Wire).collect())
}

/// Shows one person.
pub(crate) fn show_person(cx: &Reading<'_>, ask: ShowPerson) -> Reply<PersonView> {
    cx.authorise(Action::ShowPerson, &[], "person")?;
    let (db, id) = (cx.db(), ask.person_id.0);
    let person = get(db, id)?;
    Ok(PersonView {
        person: row(cx, id)?,
        hired_at: person.hired_at.map(Wire),
        leaves_at: person.left_at.or(person.leaves_at).map(Wire),
        reports: people::reports(db, id)?
            .into_iter()
            .map(|report| PersonRef { id: Wire(report.id), display_name: report.display_name })
            .collect(),
        sponsors: sponsors::agents_sponsored_in_person(db, id)?
            .into_iter()
            .map(|agent| agent::reference(db, agent))
            .collect::<Reply<_>>()?,
        owns: sponsors::owned_by(db, id)?
            .into_iter()
            .map(|agent| agent::reference(db, agent))
            .collect::<Reply<_>>()?,
        groups: groups::of_person(db, id)?
            .into_iter()
            .map(|group| GroupRef { id: Wire(group.id), display_name: group.display_name })
            .collect(),
    })
}

/// How many active people besides one hold a role now.
pub(crate) fn other_active_holders(
    cx: &impl Context,
    role: Role,
    besides: PersonId,
) -> Reply<usize> {
    let mut holders = role_appointments::active_holders(cx.db(), role, cx.now())?;
    holders.remove(&besides);
    Ok(holders.len())
}

/// Gives a person a role. One that they hold already changes nothing.
pub(crate) fn appoint_role(cx: &mut Writing<'_>, ask: AppointRole) -> Reply<RoleChange> {
    cx.authorise(Action::AppointRole, &[], "person")?;
    let person = get(cx.db(), ask.person_id.0)?;
    let role = ask.role.0;
    appointment::appoint(person.is_active_at(cx.now())).map_err(|no| Failure::refused(&no))?;
    let before = role_appointments::of(cx.db(), person.id)?;
    if !before.contains(&role) {
        role_appointments::appoint(cx.db_mut(), person.id, role)?;
        let sentence = format!("{} became {}.", person.display_name, with_article(role));
        record_change(cx, &person, &before, "appoint_role", sentence)?;
    }
    Ok(RoleChange { person: reference(cx.db(), person.id)?, roles: roles(cx.db(), person.id)? })
}

/// Takes a role away. One that the person doesn't hold changes nothing.
pub(crate) fn withdraw_role(cx: &mut Writing<'_>, ask: WithdrawRole) -> Reply<RoleChange> {
    cx.authorise(Action::WithdrawRole, &[], "person")?;
    let person = get(cx.db(), ask.person_id.0)?;
    let role = ask.role.0;
    let before = role_appointments::of(cx.db(), person.id)?;
    if before.contains(&role) {
        let others = other_active_holders(cx, role, person.id)?;
        appointment::withdraw(role, others).map_err(|no| Failure::refused(&no))?;
        role_appointments::withdraw(cx.db_mut(), person.id, role)?;
        let sentence = format!("{} is no longer {}.", person.display_name, with_article(role));
        record_change(cx, &person, &before, "withdraw_role", sentence)?;
    }
    Ok(RoleChange { person: reference(cx.db(), person.id)?, roles: roles(cx.db(), person.id)? })
}

fn record_change(
    cx: &mut Writing<'_>,
    person: &Person,
    before: &[Role],
    activity: &'static str,
    sentence: String,
) -> Reply<()> {
    let after = role_appointments::of(cx.db(), person.id)?;
    let record = Record::new(activity, "person", person.id, sentence);
    cx.record(record.change("roles", Some(in_words(before)), Some(in_words(&after))))?;
    cx.touch(Tag::People);
    cx.touch(Tag::Settings);
    // What the person at the desk may do follows from their roles.
    cx.touch(Tag::Desk);
    Ok(())
}

fn with_article(role: Role) -> &'static str {
    match role {
        Role::Administrator => "an administrator",
        Role::Auditor => "an auditor",
    }
}

fn in_words(roles: &[Role]) -> String {
    roles.iter().map(Role::to_string).collect::<Vec<_>>().join(", ")
}
