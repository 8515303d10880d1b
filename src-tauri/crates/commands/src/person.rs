//! People: finding them, seeing one with what they answer for, adding and changing them. People leave by `departure`; the
//! roles that they hold are given in `appointment`.

use chaperone_domain::authority::{Action, Role};
use chaperone_domain::id::PersonId;
use chaperone_domain::person::{
    Person, PersonRefusal, check_email, check_employment, check_leave_date, find_manager_circle,
};
use chaperone_domain::text::{Field, NAME, check_name};
use chaperone_domain::time::Timestamp;
use chaperone_store::table::{groups, passphrases, people, role_appointments, sponsors};
use chaperone_store::{Db, Page};
use uuid::Uuid;

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::view::directory::{
    ListPeople, PersonFilter, PersonPage, PersonRow, PersonView, ShowPerson,
};
use crate::view::person::{CreatePerson, UpdatePerson};
use crate::view::reference::{GroupRef, PersonRef};
use crate::wire::Wire;
use crate::{agent, list, workflow_run};

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
    most: Option<u32>,
) -> Reply<Vec<Uuid>> {
    cx.authorise(Action::ListPeople, &[], "person")?;
    let sort = list::sort_column(&[people::SORTS], sort_by, people::BY_NAME)?;
    Ok(people::ids(cx.db(), &filter(cx, ask), sort, descending, most)?)
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
    view(cx, ask.person_id.0)
}

fn view(cx: &impl Context, id: PersonId) -> Reply<PersonView> {
    let db = cx.db();
    let person = get(db, id)?;
    Ok(PersonView {
        person: row(cx, id)?,
        employee_id: person.employee_id.clone(),
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
        has_passphrase: cx
            .authorise(Action::SetPassphrase, &[], "person")
            .is_ok()
            .then(|| passphrases::get(db, id).map(|hash| hash.is_some()))
            .transpose()?,
    })
}

/// Adds a person.
pub(crate) fn create_person(cx: &mut Writing<'_>, ask: CreatePerson) -> Reply<PersonView> {
    cx.authorise(Action::CreatePerson, &[], "person")?;
    let person = Person {
        id: cx.new_id(),
        display_name: name(&ask.display_name)?,
        email: check_email(&ask.email).map_err(|no| Failure::refused(&no))?.to_owned(),
        employee_id: line(Field::new("employeeId", "the employee id"), ask.employee_id.as_deref())?,
        job_title: line(Field::new("jobTitle", "the job title"), ask.job_title.as_deref())?,
        department: line(Field::new("department", "the department"), ask.department.as_deref())?,
        manager_id: ask.manager_id.map(|id| id.0),
        hired_at: ask.hired_at.map(|at| at.0),
        leaves_at: ask.leaves_at.map(|at| at.0),
        left_at: None,
    };
    check(cx, None, &person)?;
    people::insert(cx.db_mut(), &person)?;
    let sentence = format!("{} was added.", person.display_name);
    record_facts(cx, "create_person", sentence, None, &person)?;
    view(cx, person.id)
}

/// Changes what is known of a person. What is the same before and after leaves no trace.
pub(crate) fn update_person(cx: &mut Writing<'_>, ask: UpdatePerson) -> Reply<PersonView> {
    cx.authorise(Action::UpdatePerson, &[], "person")?;
    let before = get(cx.db(), ask.person_id.0)?;
    let mut after = before.clone();
    if let Some(told) = &ask.display_name {
        after.display_name = name(told)?;
    }
    if let Some(told) = &ask.email {
        after.email = check_email(told).map_err(|no| Failure::refused(&no))?.to_owned();
    }
    if let Some(told) = &ask.employee_id {
        after.employee_id = line(Field::new("employeeId", "the employee id"), told.as_deref())?;
    }
    if let Some(told) = &ask.job_title {
        after.job_title = line(Field::new("jobTitle", "the job title"), told.as_deref())?;
    }
    if let Some(told) = &ask.department {
        after.department = line(Field::new("department", "the department"), told.as_deref())?;
    }
    if let Some(told) = ask.manager_id {
        after.manager_id = told.map(|id| id.0);
    }
    if let Some(told) = ask.hired_at {
        after.hired_at = told.map(|at| at.0);
    }
    if let Some(told) = ask.leaves_at {
        after.leaves_at = told.map(|at| at.0);
    }
    if after != before {
        check(cx, Some(&before), &after)?;
        people::update(cx.db_mut(), &after)?;
        let sentence = change_in_words(&before, &after);
        record_facts(cx, "update_person", sentence, Some(&before), &after)?;
        workflow_run::person_changed(cx, &before, &after)?;
    }
    view(cx, after.id)
}

fn name(told: &str) -> Reply<String> {
    let name = check_name(NAME, told).map_err(|bad| Failure::refused(&bad))?;
    Ok(name.to_owned())
}

/// One line of text that may be empty, which means none.
fn line(field: Field, told: Option<&str>) -> Reply<Option<String>> {
    match told.map(str::trim).filter(|told| !told.is_empty()) {
        Some(told) => {
            let line = check_name(field, told).map_err(|bad| Failure::refused(&bad))?;
            Ok(Some(line.to_owned()))
        }
        None => Ok(None),
    }
}

fn check(cx: &impl Context, before: Option<&Person>, after: &Person) -> Reply<()> {
    let refuse = |no: PersonRefusal| Err(Failure::refused(&no));
    let db = cx.db();
    if people::by_email(db, &after.email)?.is_some_and(|other| other.id != after.id) {
        return refuse(PersonRefusal::EmailTaken(after.email.clone()));
    }
    if let Some(number) = &after.employee_id
        && people::by_employee_id(db, number)?.is_some_and(|other| other.id != after.id)
    {
        return refuse(PersonRefusal::EmployeeIdTaken(number.clone()));
    }
    if let Some(id) = after.manager_id
        && before.is_none_or(|before| before.manager_id != Some(id))
    {
        let manager = people::get(db, id)?.ok_or_else(|| Failure::not_found("manager"))?;
        if !manager.is_active_at(cx.now()) {
            return refuse(PersonRefusal::ManagerInactive(manager.display_name));
        }
        check_circle(db, after)?;
    }
    check_employment(after.hired_at, after.leaves_at)
        .and_then(|()| check_leave_date(before, after.leaves_at, cx.now()))
        .map_err(|no| Failure::refused(&no))
}

/// A circle of managers has no top where a succession could end.
fn check_circle(db: &Db, after: &Person) -> Reply<()> {
    let mut chain = std::collections::HashMap::from([(after.id, after.manager_id)]);
    let mut at = after.manager_id;
    while let Some(id) = at.filter(|id| !chain.contains_key(id)) {
        let manager = people::get(db, id)?.and_then(|person| person.manager_id);
        chain.insert(id, manager);
        at = manager;
    }
    let circle = find_manager_circle(after.id, |id| chain.get(&id).copied().flatten());
    let Some(circle) = circle.filter(|circle| circle.contains(&after.id)) else { return Ok(()) };
    let mut names = Vec::new();
    for id in circle {
        let name =
            if id == after.id { after.display_name.clone() } else { get(db, id)?.display_name };
        names.push(name);
    }
    names.extend(names.first().cloned());
    Err(Failure::refused(&PersonRefusal::ManagerCircle(names)))
}

/// What a leave date means is said in full; everything else stands in the record's changes.
fn change_in_words(before: &Person, after: &Person) -> String {
    let name = &after.display_name;
    match (before.leaves_at, after.leaves_at) {
        (None, Some(at)) => format!("{name} leaves on {}.", at.in_words()),
        (Some(_), None) => format!("The leaving of {name} was taken back."),
        (Some(old), Some(at)) if old != at => {
            format!("The leaving of {name} was moved to {}.", at.in_words())
        }
        _ => format!("What is known of {name} was changed."),
    }
}

fn record_facts(
    cx: &mut Writing<'_>,
    activity: &'static str,
    sentence: String,
    before: Option<&Person>,
    after: &Person,
) -> Reply<()> {
    let manager_name = |id: Option<PersonId>| -> Reply<Option<String>> {
        id.map(|id| get(cx.db(), id).map(|manager| manager.display_name)).transpose()
    };
    let managers =
        (manager_name(before.and_then(|it| it.manager_id))?, manager_name(after.manager_id)?);
    let at = |at: Option<Timestamp>| at.map(|at| at.to_string());
    let mut record = Record::new(activity, "person", after.id, sentence)
        .change(
            "displayName",
            before.map(|it| it.display_name.clone()),
            Some(after.display_name.clone()),
        )
        .change("email", before.map(|it| it.email.clone()), Some(after.email.clone()))
        .change(
            "employeeId",
            before.and_then(|it| it.employee_id.clone()),
            after.employee_id.clone(),
        )
        .change("jobTitle", before.and_then(|it| it.job_title.clone()), after.job_title.clone())
        .change("department", before.and_then(|it| it.department.clone()), after.department.clone())
        .change("manager", managers.0, managers.1)
        .change("hiredAt", at(before.and_then(|it| it.hired_at)), at(after.hired_at))
        .change("leavesAt", at(before.and_then(|it| it.leaves_at)), at(after.leaves_at));
    for manager in [before.and_then(|it| it.manager_id), after.manager_id].into_iter().flatten() {
        record = record.about(manager);
    }
    cx.record(record)?;
    for tag in [Tag::People, Tag::Desk, Tag::Clock] {
        cx.touch(tag);
    }
    if before.is_some_and(|before| before.display_name != after.display_name) {
        for tag in [Tag::Agents, Tag::Groups, Tag::Settings] {
            cx.touch(tag);
        }
    }
    Ok(())
}
