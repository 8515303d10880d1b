//! Catalogs and the resources in them.

use chaperone_domain::access_package::{
    Catalog, CatalogState, PrivilegeLevel, ResourceKind, ResourceRole, check_catalog_writer,
    is_privileged, makes_privileged,
};
use chaperone_domain::authority::{Action, Role};
use chaperone_domain::deletion;
use chaperone_domain::directory_role::RoleMembership;
use chaperone_domain::id::{ApplicationId, CatalogId, DirectoryRoleId, GroupId, Id, ResourceId};
use chaperone_domain::right::Right;
use chaperone_domain::text::{DESCRIPTION, Field, check_name, check_text};
use chaperone_store::table::{
    access_packages, applications, catalogs, directory_roles, groups, resources,
};
use uuid::Uuid;

use crate::access::right_of_role;
use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::session::Actor;
use crate::view::access_package::{
    AddCatalogResource, CatalogRow, Catalogs, CreateCatalog, ListCatalogs, ListResourceRoles,
    ResourceRoleRow, ResourceRoles,
};
use crate::view::catalog::{
    CatalogResourceRow, CatalogView, DeleteCatalog, RemoveCatalogResource, ShowCatalog,
    UpdateCatalog,
};
use crate::view::reference::AccessPackageRef;
use crate::wire::Wire;
use crate::{relation, words};

fn row(cx: &impl Context, catalog: Catalog) -> Reply<CatalogRow> {
    let (packages, resources) = catalogs::counts(cx.db(), catalog.id)?;
    Ok(CatalogRow {
        id: Wire(catalog.id),
        display_name: catalog.display_name,
        description: catalog.description,
        state: Wire(catalog.state),
        privilege_level: Wire(catalog.privilege_level),
        packages: u32::try_from(packages).unwrap_or(u32::MAX),
        resources: u32::try_from(resources).unwrap_or(u32::MAX),
    })
}

/// Lists catalogs.
pub(crate) fn list_catalogs(cx: &Reading<'_>, _: ListCatalogs) -> Reply<Catalogs> {
    cx.authorise(Action::ListCatalogs, &[], "catalog")?;
    rows(cx)
}

fn rows(cx: &impl Context) -> Reply<Catalogs> {
    // Nothing of an unpublished catalog is discovered by those who request.
    let rows = catalogs::all(cx.db())?
        .into_iter()
        .map(|catalog| Ok(is_seen(cx, &catalog)?.then_some(catalog)))
        .filter_map(Reply::transpose)
        .map(|catalog| row(cx, catalog?))
        .collect::<Reply<_>>()?;
    Ok(Catalogs { rows })
}

/// Makes a catalog, published.
pub(crate) fn create_catalog(cx: &mut Writing<'_>, ask: CreateCatalog) -> Reply<CatalogRow> {
    cx.authorise(Action::CreateCatalog, &[], "catalog")?;
    let name = check_name(Field::new("displayName", "the catalog's name"), &ask.display_name)
        .map_err(|bad| Failure::refused(&bad))?;
    let description =
        check_text(DESCRIPTION, &ask.description).map_err(|bad| Failure::refused(&bad))?;
    check_name_is_free(cx, name)?;
    let present = words::many(catalogs::count(cx.db())?);
    deletion::check_room("catalogs", present, 1, deletion::MAX_CATALOGS)
        .map_err(|full| Failure::refused(&full))?;
    let catalog = Catalog {
        id: cx.new_id(),
        display_name: name.to_owned(),
        description: description.to_owned(),
        state: ask.state.map_or(CatalogState::Published, |state| state.0),
        privilege_level: PrivilegeLevel::Standard,
    };
    let now = cx.now();
    catalogs::insert(cx.db_mut(), &catalog, now)?;
    cx.touch(Tag::AccessPackages);
    cx.record(Record::new(
        "create_catalog",
        "catalog",
        catalog.id,
        format!("The catalog {name} was made."),
    ))?;
    crate::appointment::own_new_catalog(cx, catalog.id)?;
    row(cx, catalog)
}

fn check_name_is_free(cx: &impl Context, name: &str) -> Reply<()> {
    if catalogs::by_name(cx.db(), name)?.is_some() {
        return Err(Failure::refused_because(
            "name_taken",
            format!("There is a catalog named '{name}' already; choose another name."),
        )
        .of("catalog")
        .with("name", name)
        .at("displayName"));
    }
    Ok(())
}

const ON_CATALOGS: &[Action] = &[
    Action::UpdateCatalog,
    Action::DeleteCatalog,
    Action::AddCatalogResource,
    Action::RemoveCatalogResource,
    Action::CreateAccessPackage,
];

/// A catalog that the acting person may see: an unpublished one isn't there for those who request.
fn visible(cx: &impl Context, id: CatalogId) -> Reply<Catalog> {
    match catalogs::get(cx.db(), id)? {
        Some(catalog) if is_seen(cx, &catalog)? => Ok(catalog),
        _ => Err(Failure::not_found("catalog")),
    }
}

/// An unpublished catalog is seen by those who oversee the workspace and by those who have a role in it.
fn is_seen(cx: &impl Context, catalog: &Catalog) -> Reply<bool> {
    Ok(cx.is_overseer()
        || catalog.state == CatalogState::Published
        || !relation::to_catalog(cx, catalog.id)?.is_empty())
}

/// Shows one catalog with its resources.
pub(crate) fn show_catalog(cx: &Reading<'_>, ask: ShowCatalog) -> Reply<CatalogView> {
    cx.authorise(Action::ShowCatalog, &[], "catalog")?;
    let catalog = visible(cx, ask.catalog_id.0)?;
    view(cx, catalog)
}

fn view(cx: &impl Context, catalog: Catalog) -> Reply<CatalogView> {
    let relations = relation::to_catalog(cx, catalog.id)?;
    let sees_hidden = cx.is_overseer() || !relations.is_empty();
    let mut rows = Vec::new();
    for resource in resources::of_catalog(cx.db(), catalog.id)? {
        let used_by = access_packages::using_resource(cx.db(), resource.id)?;
        let roles = resources::roles_of_resource(cx.db(), resource.id)?.len();
        rows.push(CatalogResourceRow {
            id: Wire(resource.id),
            kind: Wire(resource.kind),
            origin_id: resource.origin_id.hyphenated().to_string(),
            display_name: resource.display_name,
            roles: u32::try_from(roles).unwrap_or(u32::MAX),
            used_by: used_by
                .into_iter()
                .filter(|package| sees_hidden || !package.is_hidden)
                .map(|package| AccessPackageRef {
                    id: Wire(package.id),
                    display_name: package.display_name,
                })
                .collect(),
        });
    }
    Ok(CatalogView {
        catalog: row(cx, catalog)?,
        resources: rows,
        may: cx.allowed(ON_CATALOGS, &relations).into_iter().map(Wire).collect(),
    })
}

/// Changes a catalog's name or description, or publishes it or not.
pub(crate) fn update_catalog(cx: &mut Writing<'_>, ask: UpdateCatalog) -> Reply<CatalogView> {
    let relations = relation::to_catalog(cx, ask.catalog_id.0)?;
    cx.authorise(Action::UpdateCatalog, &relations, "catalog")?;
    let before =
        catalogs::get(cx.db(), ask.catalog_id.0)?.ok_or_else(|| Failure::not_found("catalog"))?;
    let name = ask.display_name.as_deref().unwrap_or(&before.display_name);
    let name = check_name(Field::new("displayName", "the catalog's name"), name)
        .map_err(|bad| Failure::refused(&bad))?;
    if name.to_lowercase() != before.display_name.to_lowercase() {
        check_name_is_free(cx, name)?;
    }
    let description = ask.description.as_deref().unwrap_or(&before.description);
    let description = check_text(DESCRIPTION, description).map_err(|bad| Failure::refused(&bad))?;
    let after = Catalog {
        display_name: name.to_owned(),
        description: description.to_owned(),
        state: ask.state.map_or(before.state, |state| state.0),
        ..before.clone()
    };
    catalogs::update(cx.db_mut(), &after)?;
    cx.touch(Tag::AccessPackages);
    let published = match (before.state, after.state) {
        (CatalogState::Published, CatalogState::Unpublished) => {
            "; nothing in it can be requested any more, and who holds something keeps it"
        }
        (CatalogState::Unpublished, CatalogState::Published) => "; it can be requested from",
        _ => "",
    };
    let sentence = format!("The catalog {} was changed{published}.", after.display_name);
    let entry = Record::new("update_catalog", "catalog", after.id, sentence)
        .change("displayName", Some(before.display_name), Some(after.display_name.clone()))
        .change("description", Some(before.description), Some(after.description.clone()))
        .change("state", Some(before.state.to_string()), Some(after.state.to_string()));
    cx.record(entry)?;
    view(cx, after)
}

/// Deletes a catalog that holds nothing. Answers what is left.
pub(crate) fn delete_catalog(cx: &mut Writing<'_>, ask: DeleteCatalog) -> Reply<Catalogs> {
    let relations = relation::to_catalog(cx, ask.catalog_id.0)?;
    cx.authorise(Action::DeleteCatalog, &relations, "catalog")?;
    let catalog =
        catalogs::get(cx.db(), ask.catalog_id.0)?.ok_or_else(|| Failure::not_found("catalog"))?;
    let (packages, resources) = catalogs::counts(cx.db(), catalog.id)?;
    deletion::check_catalog(words::many(packages), words::many(resources))
        .map_err(|refusal| Failure::refused(&refusal))?;
    let now = cx.now();
    catalogs::set_deleted(cx.db_mut(), catalog.id, now)?;
    cx.touch(Tag::AccessPackages);
    let sentence = format!("The catalog {} was deleted.", catalog.display_name);
    cx.record(Record::new("delete_catalog", "catalog", catalog.id, sentence))?;
    rows(cx)
}

/// Takes a resource out of its catalog.
pub(crate) fn remove_catalog_resource(
    cx: &mut Writing<'_>,
    ask: RemoveCatalogResource,
) -> Reply<CatalogView> {
    let resource = resources::get(cx.db(), ask.resource_id.0)?
        .ok_or_else(|| Failure::not_found("resource"))?;
    let relations = relation::to_catalog(cx, resource.catalog_id)?;
    cx.authorise(Action::RemoveCatalogResource, &relations, "resource")?;
    let catalog = catalogs::get(cx.db(), resource.catalog_id)?
        .ok_or_else(|| Failure::not_found("catalog"))?;
    let used_by = access_packages::using_resource(cx.db(), resource.id)?;
    deletion::check_resource(&used_by).map_err(|refusal| Failure::refused(&refusal))?;
    let now = cx.now();
    resources::set_removed(cx.db_mut(), resource.id, now)?;
    let left = resources::roles_of_catalog(cx.db(), catalog.id)?;
    let level = if left.iter().any(|role| is_privileged(role.right)) {
        PrivilegeLevel::Privileged
    } else {
        PrivilegeLevel::Standard
    };
    catalogs::set_privilege_level(cx.db_mut(), catalog.id, level)?;
    cx.touch(Tag::AccessPackages);
    let sentence =
        format!("{} was taken out of the catalog {}.", resource.display_name, catalog.display_name);
    cx.record(
        Record::new("remove_catalog_resource", "resource", resource.id, sentence)
            .about(catalog.id)
            .change(
                "privilegeLevel",
                Some(catalog.privilege_level.to_string()),
                Some(level.to_string()),
            ),
    )?;
    view(cx, Catalog { privilege_level: level, ..catalog })
}

/// Registers a group, an application or a directory role in a catalog, with all of its roles.
pub(crate) fn add_catalog_resource(
    cx: &mut Writing<'_>,
    ask: AddCatalogResource,
) -> Reply<ResourceRoles> {
    let relations = relation::to_catalog(cx, ask.catalog_id.0)?;
    cx.authorise(Action::AddCatalogResource, &relations, "catalog")?;
    let catalog =
        catalogs::get(cx.db(), ask.catalog_id.0)?.ok_or_else(|| Failure::not_found("catalog"))?;
    let origin = Uuid::try_parse(ask.origin_id.trim())
        .map_err(|_| Failure::usage(format!("'{}' is no id.", ask.origin_id)).at("originId"))?;
    let kind = ask.kind.0;
    let name = name_of(cx, kind, origin)?;
    if resources::by_origin(cx.db(), catalog.id, kind, origin)?.is_some() {
        return Err(Failure::refused_because(
            "resource_already_there",
            format!(
                "{name} is in the catalog {} already; choose its roles from there.",
                catalog.display_name
            ),
        )
        .with("resource", name)
        .with("catalog", &catalog.display_name)
        .at("originId"));
    }
    let offers = rights_of(cx, kind, origin)?;
    let level = match makes_privileged(kind, &offers) {
        true => PrivilegeLevel::Privileged,
        false => catalog.privilege_level,
    };
    check_writer(cx, level)?;
    let resource = match resources::put_back(cx.db_mut(), catalog.id, kind, origin)? {
        Some(known) => known,
        None => {
            let new: ResourceId = cx.new_id();
            resources::insert(cx.db_mut(), new, catalog.id, kind, origin)?;
            new
        }
    };
    add_roles(cx, resource, catalog.id, kind, origin)?;
    let roles = resources::roles_of_resource(cx.db(), resource)?;
    let becomes = becomes_privileged(cx, &catalog, level)?;
    cx.touch(Tag::AccessPackages);
    let sentence = format!("{name} was added to the catalog {}.{becomes}", catalog.display_name);
    cx.record(
        Record::new("add_catalog_resource", "resource", resource, sentence)
            .about(catalog.id)
            .change(
                "privilegeLevel",
                Some(catalog.privilege_level.to_string()),
                Some(level.to_string()),
            ),
    )?;
    Ok(ResourceRoles { rows: roles.iter().map(role_row).collect() })
}

/// Checks that the actor may write to a catalog of this level.
pub(crate) fn check_writer(cx: &impl Context, level: PrivilegeLevel) -> Reply<()> {
    let is_administrator = cx.actor() == &Actor::Rule || cx.actor().has(Role::Administrator);
    check_catalog_writer(level, is_administrator).map_err(|no| Failure::refused(&no))
}

/// Writes a catalog's level if it has risen, and says so in words for the record.
fn becomes_privileged(
    cx: &mut Writing<'_>,
    catalog: &Catalog,
    level: PrivilegeLevel,
) -> Reply<&'static str> {
    if catalog.privilege_level == level {
        return Ok("");
    }
    catalogs::set_privilege_level(cx.db_mut(), catalog.id, level)?;
    Ok(" The catalog is privileged from now on: only administrators write to it.")
}

fn name_of(cx: &impl Context, kind: ResourceKind, origin: Uuid) -> Reply<String> {
    let name = match kind {
        ResourceKind::Group => {
            groups::get(cx.db(), GroupId::from_uuid(origin))?.map(|group| group.display_name)
        }
        ResourceKind::Application => applications::get(cx.db(), ApplicationId::from_uuid(origin))?
            .map(|application| application.display_name),
        ResourceKind::DirectoryRole => {
            directory_roles::get(cx.db(), DirectoryRoleId::from_uuid(origin))?
                .map(|role| role.display_name)
        }
    };
    name.ok_or_else(|| Failure::not_found("group, application or directory role"))
}

/// The rights that a resource offers.
fn rights_of(cx: &impl Context, kind: ResourceKind, origin: Uuid) -> Reply<Vec<Right>> {
    Ok(match kind {
        ResourceKind::Group => vec![Right::GroupMembership(GroupId::from_uuid(origin))],
        ResourceKind::DirectoryRole => {
            let role = DirectoryRoleId::from_uuid(origin);
            vec![
                Right::DirectoryRole(role, RoleMembership::Active),
                Right::DirectoryRole(role, RoleMembership::Eligible),
            ]
        }
        ResourceKind::Application => {
            let application = ApplicationId::from_uuid(origin);
            let roles = applications::app_roles(cx.db(), application)?;
            let scopes = applications::scopes(cx.db(), application)?;
            let roles = roles.into_iter().map(|role| Right::AppRole(application, role.id));
            roles
                .chain(
                    scopes
                        .into_iter()
                        .map(|scope| Right::DelegatedPermission(application, scope.id)),
                )
                .collect()
        }
    })
}

fn add_roles(
    cx: &mut Writing<'_>,
    resource: ResourceId,
    catalog: CatalogId,
    kind: ResourceKind,
    origin: Uuid,
) -> Reply<()> {
    for right in rights_of(cx, kind, origin)? {
        let id = cx.new_id();
        resources::insert_role(cx.db_mut(), id, resource, catalog, right)?;
    }
    Ok(())
}

/// Adds what applications have come to offer since they were registered, so that packages can hold it. An application that
/// has become an API makes its catalogs privileged.
pub(crate) fn refresh_resource_roles(cx: &mut Writing<'_>) -> Reply<()> {
    for resource in resources::all(cx.db())? {
        if resource.kind != ResourceKind::Application {
            continue;
        }
        add_roles(cx, resource.id, resource.catalog_id, resource.kind, resource.origin_id)?;
        let offers = rights_of(cx, resource.kind, resource.origin_id)?;
        let catalog = catalogs::get(cx.db(), resource.catalog_id)?
            .filter(|catalog| catalog.privilege_level == PrivilegeLevel::Standard);
        if let Some(catalog) = catalog
            && makes_privileged(resource.kind, &offers)
        {
            let becomes = becomes_privileged(cx, &catalog, PrivilegeLevel::Privileged)?;
            let sentence = format!(
                "{} now offers API permissions in the catalog {}.{becomes}",
                resource.display_name, catalog.display_name
            );
            let record = Record::new("import_directory", "catalog", catalog.id, sentence)
                .about(resource.id)
                .change("privilegeLevel", Some("standard".into()), Some("privileged".into()));
            cx.record(record)?;
        }
    }
    Ok(())
}

/// Lists the resource roles that a catalog offers.
pub(crate) fn list_resource_roles(
    cx: &Reading<'_>,
    ask: ListResourceRoles,
) -> Reply<ResourceRoles> {
    cx.authorise(Action::ListResourceRoles, &[], "catalog")?;
    visible(cx, ask.catalog_id.0)?;
    let roles = resources::roles_of_catalog(cx.db(), ask.catalog_id.0)?;
    Ok(ResourceRoles { rows: roles.iter().map(role_row).collect() })
}

/// A resource role as people see it, with the reason why agents can't hold it, if they can't.
pub(crate) fn role_row(role: &ResourceRole) -> ResourceRoleRow {
    let closed = chaperone_domain::access_package::check_role_for_agents(role).err();
    let closed = closed.map(|refusal| Failure::refused(&refusal).told());
    let (closed_because, closed_because_saying) = closed.unzip();
    ResourceRoleRow {
        id: Wire(role.id),
        resource_id: Wire(role.resource_id),
        right: right_of_role(role),
        is_open_to_agents: closed_because.is_none(),
        closed_because,
        closed_because_saying,
    }
}
