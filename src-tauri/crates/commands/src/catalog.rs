//! Catalogs and the resources in them.

use chaperone_domain::access_package::{
    Catalog, CatalogState, PrivilegeLevel, ResourceKind, ResourceRole,
};
use chaperone_domain::authority::Action;
use chaperone_domain::directory_role::RoleMembership;
use chaperone_domain::id::{ApplicationId, CatalogId, DirectoryRoleId, GroupId, Id, ResourceId};
use chaperone_domain::right::Right;
use chaperone_domain::text::{check_name, check_text};
use chaperone_store::table::{applications, catalogs, directory_roles, groups, resources};
use uuid::Uuid;

use crate::access::right_of_role;
use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::view::access_package::{
    AddCatalogResource, CatalogRow, Catalogs, CreateCatalog, ListCatalogs, ListResourceRoles,
    ResourceRoleRow, ResourceRoles,
};
use crate::wire::Wire;

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
    let rows = catalogs::all(cx.db())?
        .into_iter()
        .map(|catalog| row(cx, catalog))
        .collect::<Reply<_>>()?;
    Ok(Catalogs { rows })
}

/// Makes a catalog, published.
pub(crate) fn create_catalog(cx: &mut Writing<'_>, ask: CreateCatalog) -> Reply<CatalogRow> {
    cx.authorise(Action::CreateCatalog, &[], "catalog")?;
    let name = check_name("the catalog's name", &ask.display_name)
        .map_err(|bad| Failure::refused(&bad))?;
    let description =
        check_text("the description", &ask.description).map_err(|bad| Failure::refused(&bad))?;
    if catalogs::by_name(cx.db(), name)?.is_some() {
        return Err(Failure::refused_because(
            "name_taken",
            format!("There is a catalog named '{name}' already; choose another name."),
        ));
    }
    let catalog = Catalog {
        id: cx.new_id(),
        display_name: name.to_owned(),
        description: description.to_owned(),
        state: CatalogState::Published,
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
    row(cx, catalog)
}

/// Registers a group, an application or a directory role in a catalog, with all of its roles.
pub(crate) fn add_catalog_resource(
    cx: &mut Writing<'_>,
    ask: AddCatalogResource,
) -> Reply<ResourceRoles> {
    cx.authorise(Action::AddCatalogResource, &[], "catalog")?;
    let catalog =
        catalogs::get(cx.db(), ask.catalog_id.0)?.ok_or_else(|| Failure::not_found("catalog"))?;
    let origin = Uuid::try_parse(ask.origin_id.trim())
        .map_err(|_| Failure::usage(format!("'{}' is no id.", ask.origin_id)))?;
    let kind = ask.kind.0;
    let name = name_of(cx, kind, origin)?;
    if resources::by_origin(cx.db(), catalog.id, kind, origin)?.is_some() {
        return Err(Failure::refused_because(
            "resource_already_there",
            format!(
                "{name} is in the catalog {} already; choose its roles from there.",
                catalog.display_name
            ),
        ));
    }
    let resource: ResourceId = cx.new_id();
    resources::insert(cx.db_mut(), resource, catalog.id, kind, origin)?;
    add_roles(cx, resource, catalog.id, kind, origin)?;
    let roles = resources::roles_of_resource(cx.db(), resource)?;
    let is_privileged = kind == ResourceKind::DirectoryRole
        || roles.iter().any(|role| matches!(role.right, Right::DelegatedPermission(..)));
    if is_privileged && catalog.privilege_level == PrivilegeLevel::Standard {
        catalogs::set_privilege_level(cx.db_mut(), catalog.id, PrivilegeLevel::Privileged)?;
    }
    cx.touch(Tag::AccessPackages);
    let sentence = format!("{name} was added to the catalog {}.", catalog.display_name);
    cx.record(
        Record::new("add_catalog_resource", "resource", resource, sentence).about(catalog.id),
    )?;
    Ok(ResourceRoles { rows: roles.iter().map(role_row).collect() })
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

/// Adds what applications have come to offer since they were registered, so that packages can hold it.
pub(crate) fn refresh_resource_roles(cx: &mut Writing<'_>) -> Reply<()> {
    for resource in resources::all(cx.db())? {
        if resource.kind == ResourceKind::Application {
            add_roles(cx, resource.id, resource.catalog_id, resource.kind, resource.origin_id)?;
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
    catalogs::get(cx.db(), ask.catalog_id.0)?.ok_or_else(|| Failure::not_found("catalog"))?;
    let roles = resources::roles_of_catalog(cx.db(), ask.catalog_id.0)?;
    Ok(ResourceRoles { rows: roles.iter().map(role_row).collect() })
}

/// A resource role as people see it, with the reason why agents can't hold it, if they can't.
pub(crate) fn role_row(role: &ResourceRole) -> ResourceRoleRow {
    let closed_because = chaperone_domain::access_package::check_role_for_agents(role).err();
    ResourceRoleRow {
        id: Wire(role.id),
        resource_id: Wire(role.resource_id),
        right: right_of_role(role),
        is_open_to_agents: closed_because.is_none(),
        closed_because: closed_because.map(|refusal| Failure::refused(&refusal).message),
    }
}
