//! The directory's smaller lists: groups, applications and directory roles, each with what it may do for agents. They come
//! in by imports.

use chaperone_domain::authority::Action;
use chaperone_domain::blocklist::{
    allows_directory_role, blocks_directory_role, blocks_permission,
};
use chaperone_domain::group::Group;
use chaperone_store::table::{applications, directory_roles, groups};

use crate::context::{Context, Reading};
use crate::failure::Reply;
use crate::person;
use crate::view::directory::{
    AppRoleRow, ApplicationRow, Applications, DirectoryRoleRow, DirectoryRoles, GroupRow, Groups,
    ListApplications, ListDirectoryRoles, ListGroups, ScopeRow,
};
use crate::wire::Wire;

/// Lists groups by name.
pub(crate) fn list_groups(cx: &Reading<'_>, _: ListGroups) -> Reply<Groups> {
    cx.authorise(Action::ListGroups, &[], "group")?;
    let rows = groups::all(cx.db())?
        .into_iter()
        .map(|group| group_row(cx, group))
        .collect::<Reply<_>>()?;
    Ok(Groups { rows })
}

/// A group in a list.
pub(crate) fn group_row(cx: &impl Context, group: Group) -> Reply<GroupRow> {
    Ok(GroupRow {
        id: Wire(group.id),
        kind: Wire(group.kind),
        people: groups::people(cx.db(), group.id)?
            .into_iter()
            .map(|member| person::reference(cx.db(), member))
            .collect::<Reply<_>>()?,
        may_be_granted_to_agents: group.may_be_granted_to_agents(),
        may_sponsor: group.may_sponsor(),
        display_name: group.display_name,
        description: group.description,
    })
}

/// Lists applications by name.
pub(crate) fn list_applications(cx: &Reading<'_>, _: ListApplications) -> Reply<Applications> {
    cx.authorise(Action::ListApplications, &[], "application")?;
    let rows = applications::all(cx.db())?
        .into_iter()
        .map(|application| {
            let app_roles =
                applications::app_roles(cx.db(), application.id)?.into_iter().map(|role| {
                    AppRoleRow {
                        id: Wire(role.id),
                        may_be_granted_to_agents: role.may_be_granted_to_agents()
                            && !blocks_permission(&role.value),
                        value: role.value,
                        display_name: role.display_name,
                    }
                });
            let scopes =
                applications::scopes(cx.db(), application.id)?.into_iter().map(|scope| ScopeRow {
                    id: Wire(scope.id),
                    may_be_granted_to_agents: scope.is_enabled && !blocks_permission(&scope.value),
                    value: scope.value,
                    display_name: scope.display_name,
                });
            Ok(ApplicationRow {
                id: Wire(application.id),
                display_name: application.display_name,
                app_roles: app_roles.collect(),
                scopes: scopes.collect(),
            })
        })
        .collect::<Reply<_>>()?;
    Ok(Applications { rows })
}

/// Lists directory roles by name.
pub(crate) fn list_directory_roles(
    cx: &Reading<'_>,
    _: ListDirectoryRoles,
) -> Reply<DirectoryRoles> {
    cx.authorise(Action::ListDirectoryRoles, &[], "directory role")?;
    let rows = directory_roles::all(cx.db())?.into_iter().map(|role| DirectoryRoleRow {
        id: Wire(role.id),
        is_privileged: role.is_privileged,
        is_blocked: blocks_directory_role(&role.display_name),
        is_allowed: allows_directory_role(&role.display_name),
        display_name: role.display_name,
        description: role.description,
    });
    Ok(DirectoryRoles { rows: rows.collect() })
}
