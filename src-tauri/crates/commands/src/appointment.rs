//! Appointments: who holds which role in the workspace and in each catalog; giving and taking one. Whether a role may be
//! given or taken is decided by `domain::appointment`, what it allows by `domain::authority`.

use chaperone_domain::appointment::{self, Holder};
use chaperone_domain::authority::{Action, CatalogRole, Role};
use chaperone_domain::id::{CatalogId, GroupId, Id, PersonId};
use chaperone_store::Db;
use chaperone_store::table::{catalog_role_appointments, catalogs, groups, role_appointments};
use uuid::Uuid;

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::view::appointment::{
    AppointCatalogRole, AppointRole, AppointmentRow, Appointments, ListAppointments, RoleChange,
    WithdrawCatalogRole, WithdrawRole,
};
use crate::view::reference::{CatalogRef, GroupRef};
use crate::wire::Wire;
use crate::{person, relation};

/// A person or a group who is to hold a role, as they are called and whether they can carry one.
struct Named {
    holder: Holder,
    name: String,
    is_active: bool,
}

impl Named {
    fn id(&self) -> Uuid {
        match self.holder {
            Holder::Person(person) => person.uuid(),
            Holder::Group(group) => group.uuid(),
        }
    }

    fn word(&self) -> &'static str {
        match self.holder {
            Holder::Person(_) => "person",
            Holder::Group(_) => "group",
        }
    }
}

/// Reads who is meant: exactly one person or one group, who exists.
fn named(
    cx: &impl Context,
    person_id: Option<Wire<PersonId>>,
    group_id: Option<Wire<GroupId>>,
) -> Reply<Named> {
    match (person_id, group_id) {
        (Some(id), None) => {
            let person = person::get(cx.db(), id.0)?;
            let is_active = person.is_active_at(cx.now());
            Ok(Named { holder: Holder::Person(person.id), name: person.display_name, is_active })
        }
        (None, Some(id)) => {
            let group = group(cx.db(), id.0)?;
            Ok(Named { holder: Holder::Group(id.0), name: group.display_name, is_active: true })
        }
        _ => Err(Failure::usage("Name one person or one group: give personId or groupId.")),
    }
}

fn group(db: &Db, id: GroupId) -> Reply<GroupRef> {
    let found = groups::get(db, id)?.ok_or_else(|| Failure::not_found("group"))?;
    Ok(GroupRef { id: Wire(id), display_name: found.display_name })
}

fn catalog(db: &Db, id: CatalogId) -> Reply<CatalogRef> {
    let found = catalogs::get(db, id)?.ok_or_else(|| Failure::not_found("catalog"))?;
    Ok(CatalogRef { id: Wire(id), display_name: found.display_name })
}

/// How many active people besides one hold a role in person now.
pub(crate) fn other_active_holders(
    cx: &impl Context,
    role: Role,
    besides: PersonId,
) -> Reply<usize> {
    let mut holders = role_appointments::active_in_person(cx.db(), role, cx.now())?;
    holders.remove(&besides);
    Ok(holders.len())
}

/// Gives a person or a group a role in the workspace. One that they hold already changes nothing.
pub(crate) fn appoint_role(cx: &mut Writing<'_>, ask: AppointRole) -> Reply<RoleChange> {
    cx.authorise(Action::AppointRole, &[], "person")?;
    let whom = named(cx, ask.person_id, ask.group_id)?;
    let role = ask.role.0;
    appointment::appoint(whom.is_active).map_err(|no| Failure::refused(&no))?;
    let before = role_appointments::of_holder(cx.db(), whom.holder)?;
    if !before.contains(&role) {
        role_appointments::appoint(cx.db_mut(), whom.holder, role)?;
        let sentence = match whom.holder {
            Holder::Person(_) => format!("{} became {}.", whom.name, role.with_article()),
            Holder::Group(_) => {
                format!("Whoever is in {} became {}.", whom.name, role.with_article())
            }
        };
        record_change(cx, &whom, &before, "appoint_role", sentence)?;
    }
    role_change(cx, &whom)
}

/// Takes a role in the workspace away. One that the person or group doesn't hold changes nothing.
pub(crate) fn withdraw_role(cx: &mut Writing<'_>, ask: WithdrawRole) -> Reply<RoleChange> {
    cx.authorise(Action::WithdrawRole, &[], "person")?;
    let whom = named(cx, ask.person_id, ask.group_id)?;
    let role = ask.role.0;
    let before = role_appointments::of_holder(cx.db(), whom.holder)?;
    if before.contains(&role) {
        if let Holder::Person(person) = whom.holder {
            let others = other_active_holders(cx, role, person)?;
            appointment::withdraw(role, others).map_err(|no| Failure::refused(&no))?;
        }
        role_appointments::withdraw(cx.db_mut(), whom.holder, role)?;
        let sentence = match whom.holder {
            Holder::Person(_) => format!("{} is no longer {}.", whom.name, role.with_article()),
            Holder::Group(_) => {
                format!("Whoever is in {} is no longer {}.", whom.name, role.with_article())
            }
        };
        record_change(cx, &whom, &before, "withdraw_role", sentence)?;
    }
    role_change(cx, &whom)
}

fn role_change(cx: &impl Context, whom: &Named) -> Reply<RoleChange> {
    let (person, group) = match whom.holder {
        Holder::Person(id) => (Some(person::reference(cx.db(), id)?), None),
        Holder::Group(id) => (None, Some(group(cx.db(), id)?)),
    };
    let roles = role_appointments::of_holder(cx.db(), whom.holder)?;
    Ok(RoleChange { person, group, roles: roles.into_iter().map(Wire).collect() })
}

fn record_change(
    cx: &mut Writing<'_>,
    whom: &Named,
    before: &[Role],
    activity: &'static str,
    sentence: String,
) -> Reply<()> {
    let after = role_appointments::of_holder(cx.db(), whom.holder)?;
    let in_words =
        |roles: &[Role]| roles.iter().map(Role::to_string).collect::<Vec<_>>().join(", ");
    let record = match whom.holder {
        Holder::Person(id) => Record::new(activity, whom.word(), id, sentence),
        Holder::Group(id) => Record::new(activity, whom.word(), id, sentence),
    };
    cx.record(record.change("roles", Some(in_words(before)), Some(in_words(&after))))?;
    touch(cx);
    Ok(())
}

fn touch(cx: &mut Writing<'_>) {
    cx.touch(Tag::People);
    cx.touch(Tag::Settings);
    // What the person at the desk may do follows from their roles.
    cx.touch(Tag::Desk);
}

/// Gives a person or a group a role in a catalog. One that they hold there already changes nothing.
pub(crate) fn appoint_catalog_role(
    cx: &mut Writing<'_>,
    ask: AppointCatalogRole,
) -> Reply<Appointments> {
    let catalog = catalog(cx.db(), ask.catalog_id.0)?;
    let relations = relation::to_catalog(cx, catalog.id.0)?;
    cx.authorise(Action::AppointCatalogRole, &relations, "catalog")?;
    let whom = named(cx, ask.person_id, ask.group_id)?;
    appointment::appoint(whom.is_active).map_err(|no| Failure::refused(&no))?;
    if !holds(cx, &catalog, whom.holder, ask.role.0)? {
        appoint_to_catalog(cx, &catalog, &whom, ask.role.0)?;
    }
    of_catalog(cx, catalog.id.0)
}

fn holds(
    cx: &impl Context,
    catalog: &CatalogRef,
    holder: Holder,
    role: CatalogRole,
) -> Reply<bool> {
    Ok(catalog_role_appointments::of_catalog(cx.db(), catalog.id.0)?.contains(&(holder, role)))
}

fn appoint_to_catalog(
    cx: &mut Writing<'_>,
    catalog: &CatalogRef,
    whom: &Named,
    role: CatalogRole,
) -> Reply<()> {
    catalog_role_appointments::appoint(cx.db_mut(), catalog.id.0, whom.holder, role)?;
    let sentence = format!(
        "{} became {} of the catalog {}.",
        whom.name,
        role.with_article(),
        catalog.display_name
    );
    record_in_catalog(cx, catalog, whom, "appoint_catalog_role", sentence)
}

fn record_in_catalog(
    cx: &mut Writing<'_>,
    catalog: &CatalogRef,
    whom: &Named,
    activity: &'static str,
    sentence: String,
) -> Reply<()> {
    let mut record = Record::new(activity, "catalog", catalog.id.0, sentence);
    record.about.push(whom.id());
    cx.record(record)?;
    cx.touch(Tag::AccessPackages);
    touch(cx);
    Ok(())
}

/// Whoever made a catalog without administering the workspace owns it.
pub(crate) fn own_new_catalog(cx: &mut Writing<'_>, id: CatalogId) -> Reply<()> {
    let Some(me) = cx.actor().person().filter(|_| !cx.actor().has(Role::Administrator)) else {
        return Ok(());
    };
    let whom = named(cx, Some(Wire(me)), None)?;
    let catalog = catalog(cx.db(), id)?;
    appoint_to_catalog(cx, &catalog, &whom, CatalogRole::CatalogOwner)
}

/// Takes a role in a catalog away. One that the person or group doesn't hold there changes nothing.
pub(crate) fn withdraw_catalog_role(
    cx: &mut Writing<'_>,
    ask: WithdrawCatalogRole,
) -> Reply<Appointments> {
    let catalog = catalog(cx.db(), ask.catalog_id.0)?;
    let relations = relation::to_catalog(cx, catalog.id.0)?;
    cx.authorise(Action::WithdrawCatalogRole, &relations, "catalog")?;
    let whom = named(cx, ask.person_id, ask.group_id)?;
    let role = ask.role.0;
    if holds(cx, &catalog, whom.holder, role)? {
        catalog_role_appointments::withdraw(cx.db_mut(), catalog.id.0, whom.holder, role)?;
        let sentence = format!(
            "{} is no longer {} of the catalog {}.",
            whom.name,
            role.with_article(),
            catalog.display_name
        );
        record_in_catalog(cx, &catalog, &whom, "withdraw_catalog_role", sentence)?;
    }
    of_catalog(cx, catalog.id.0)
}

/// Lists who holds which role: in a catalog, of one person, or in the workspace.
pub(crate) fn list_appointments(cx: &Reading<'_>, ask: ListAppointments) -> Reply<Appointments> {
    cx.authorise(Action::ListAppointments, &[], "catalog")?;
    match (ask.catalog_id, ask.person_id) {
        (Some(catalog), None) => of_catalog(cx, catalog.0),
        (None, Some(person)) => of_person(cx, person.0),
        (None, None) => in_workspace(cx),
        (Some(_), Some(_)) => {
            Err(Failure::usage("Ask for a catalog or for a person, not for both."))
        }
    }
}

fn in_workspace(cx: &impl Context) -> Reply<Appointments> {
    let rows = role_appointments::all(cx.db())?
        .into_iter()
        .map(|(holder, role)| row(cx.db(), holder, Some(role), None))
        .collect::<Reply<_>>()?;
    appointments(cx, rows, &[Action::AppointRole, Action::WithdrawRole], None)
}

fn of_catalog(cx: &impl Context, id: CatalogId) -> Reply<Appointments> {
    let place = catalog(cx.db(), id)?;
    let rows = catalog_role_appointments::of_catalog(cx.db(), id)?
        .into_iter()
        .map(|(holder, role)| row(cx.db(), holder, None, Some((place.clone(), role))))
        .collect::<Reply<_>>()?;
    appointments(cx, rows, &[Action::AppointCatalogRole, Action::WithdrawCatalogRole], Some(id))
}

fn of_person(cx: &impl Context, id: PersonId) -> Reply<Appointments> {
    let db = cx.db();
    person::get(db, id)?;
    let mut rows = Vec::new();
    for role in role_appointments::of_holder(db, Holder::Person(id))? {
        rows.push(row(db, Holder::Person(id), Some(role), None)?);
    }
    for (group, role) in role_appointments::through_groups(db, id)? {
        rows.push(row(db, Holder::Group(group), Some(role), None)?);
    }
    for (place, holder, role) in catalog_role_appointments::of_person(db, id)? {
        rows.push(row(db, holder, None, Some((catalog(db, place)?, role)))?);
    }
    appointments(cx, rows, &[Action::AppointRole, Action::WithdrawRole], None)
}

fn row(
    db: &Db,
    holder: Holder,
    role: Option<Role>,
    in_catalog: Option<(CatalogRef, CatalogRole)>,
) -> Reply<AppointmentRow> {
    let (person, group) = match holder {
        Holder::Person(id) => (Some(person::reference(db, id)?), None),
        Holder::Group(id) => (None, Some(group(db, id)?)),
    };
    let (catalog, catalog_role) =
        in_catalog.map_or((None, None), |(catalog, role)| (Some(catalog), Some(Wire(role))));
    Ok(AppointmentRow { person, group, role: role.map(Wire), catalog, catalog_role })
}

fn appointments(
    cx: &impl Context,
    rows: Vec<AppointmentRow>,
    actions: &[Action],
    catalog: Option<CatalogId>,
) -> Reply<Appointments> {
    let relations = match catalog {
        Some(catalog) => relation::to_catalog(cx, catalog)?,
        None => Vec::new(),
    };
    let may = cx.allowed(actions, &relations).into_iter().map(Wire).collect();
    Ok(Appointments { rows, may })
}
