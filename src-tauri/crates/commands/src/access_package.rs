//! Access packages: making them with their policies, listing and showing them.

use chaperone_domain::access_package::{
    AccessPackage, PackageFacts, PackageRefusal, check_package,
};
use chaperone_domain::authority::Action;
use chaperone_domain::deletion;
use chaperone_domain::escalation::Escalation;
use chaperone_domain::id::{AccessPackageId, GroupId};
use chaperone_domain::policy::{
    ApproverSet, Expiration, ManagerLevel, Policy, Stage, check_policy,
};
use chaperone_domain::text::{DESCRIPTION, Field, check_name, check_text};
use chaperone_store::table::{
    access_packages, assignments, catalogs, groups, incompatibilities, policies, resources,
};
use chaperone_store::{Db, Page};
use uuid::Uuid;

use crate::audit::Record;
use crate::catalog::role_row;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::question;
use crate::relation;
use crate::view::access_package::{
    AccessPackageFilter, AccessPackagePage, AccessPackageRow, AccessPackageView, ApproverSetView,
    CreateAccessPackage, ExpirationView, ListAccessPackages, PolicyStageView, PolicyView,
    ShowAccessPackage,
};
use crate::view::policy::{DeleteAccessPackage, UpdateAccessPackage};
use crate::view::reference::{AccessPackageRef, CatalogRef, GroupRef, PolicyRef};
use crate::wire::Wire;
use crate::{list, wording, words};

/// A package, named.
pub(crate) fn reference(db: &Db, id: AccessPackageId) -> Reply<AccessPackageRef> {
    let display_name =
        access_packages::name(db, id)?.ok_or_else(|| Failure::not_found("access package"))?;
    Ok(AccessPackageRef { id: Wire(id), display_name })
}

/// A policy, named.
pub(crate) fn policy_reference(policy: &Policy) -> PolicyRef {
    PolicyRef { id: Wire(policy.id), display_name: policy.display_name.clone() }
}

/// Hidden packages are listed for those who set packages up or have a role in their catalog, and for auditors.
fn filter(cx: &impl Context, ask: &AccessPackageFilter) -> access_packages::Filter {
    access_packages::Filter {
        search: ask.search.clone().filter(|text| !text.trim().is_empty()),
        catalog_id: ask.catalog_id.map(|id| id.0),
        policy_id: ask.policy_id.map(|id| id.0),
        with_hidden: cx.is_overseer(),
        seen_by: cx.actor().person(),
    }
}

/// Lists access packages by name.
pub(crate) fn list_access_packages(
    cx: &Reading<'_>,
    ask: ListAccessPackages,
) -> Reply<AccessPackagePage> {
    cx.authorise(Action::ListAccessPackages, &[], "access package")?;
    let limit = list::check_limit(ask.limit)?;
    let page = Page { after: ask.after.map(|id| id.0), limit };
    let filter = filter(cx, &ask.filter);
    let ids = access_packages::page(cx.db(), &filter, page)?;
    let total = ask.count.then(|| access_packages::matching(cx.db(), &filter)).transpose()?;
    let next = (ids.len() == limit as usize).then(|| ids.last().copied().map(Wire)).flatten();
    Ok(AccessPackagePage {
        rows: ids.into_iter().map(|id| row(cx, id)).collect::<Reply<_>>()?,
        next,
        total,
    })
}

/// The ids of a list in order, for a grid.
pub(crate) fn open(
    cx: &Reading<'_>,
    ask: &AccessPackageFilter,
    sort_by: Option<&str>,
    descending: bool,
    most: Option<u32>,
) -> Reply<Vec<Uuid>> {
    cx.authorise(Action::ListAccessPackages, &[], "access package")?;
    let order = list::sort_column(&[access_packages::SORTS], sort_by, access_packages::BY_NAME)?;
    Ok(access_packages::ids(cx.db(), &filter(cx, ask), order, descending, most)?)
}

/// A package in a list.
pub(crate) fn row(cx: &impl Context, id: AccessPackageId) -> Reply<AccessPackageRow> {
    let (found, _) =
        access_packages::ever(cx.db(), id)?.ok_or_else(|| Failure::not_found("access package"))?;
    let catalog =
        catalogs::ever(cx.db(), found.catalog_id)?.ok_or_else(|| Failure::not_found("catalog"))?;
    let (roles, policies) = access_packages::counts(cx.db(), id)?;
    let held = assignments::in_force_of_package(cx.db(), id, cx.now())?;
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(AccessPackageRow {
        id: Wire(id),
        display_name: found.display_name,
        description: found.description,
        catalog: CatalogRef { id: Wire(catalog.id), display_name: catalog.display_name },
        is_hidden: found.is_hidden,
        resource_roles: count(roles),
        policies: count(policies),
        assignments: count(held),
    })
}

/// Shows one package. A hidden one is shown to whoever knows its id.
pub(crate) fn show_access_package(
    cx: &Reading<'_>,
    ask: ShowAccessPackage,
) -> Reply<AccessPackageView> {
    cx.authorise(Action::ShowAccessPackage, &[], "access package")?;
    view(cx, ask.access_package_id.0)
}

const ON_PACKAGES: &[Action] = &[
    Action::CreateAccessPackage,
    Action::AssignAccessPackage,
    Action::UpdateAccessPackage,
    Action::DeleteAccessPackage,
    Action::AddPackageRoles,
    Action::RemovePackageRole,
    Action::AddPolicy,
    Action::UpdatePolicy,
    Action::EnablePolicy,
    Action::DisablePolicy,
    Action::DeletePolicy,
];

/// A package with its resource roles and policies. With a deleted one nothing can be done any more.
pub(crate) fn view(cx: &impl Context, id: AccessPackageId) -> Reply<AccessPackageView> {
    let (_, deleted_at) =
        access_packages::ever(cx.db(), id)?.ok_or_else(|| Failure::not_found("access package"))?;
    let policies = policies::of_package(cx.db(), id)?;
    let may = if deleted_at.is_some() {
        Vec::new()
    } else {
        cx.allowed(ON_PACKAGES, &relation::to_access_package(cx, id)?)
    };
    Ok(AccessPackageView {
        access_package: row(cx, id)?,
        resource_roles: resources::roles_of_package(cx.db(), id)?.iter().map(role_row).collect(),
        policies: policies.iter().map(|policy| policy_view(cx, policy)).collect::<Reply<_>>()?,
        deleted_at: deleted_at.map(Wire),
        may: may.into_iter().map(Wire).collect(),
    })
}

/// A policy as people see it.
pub(crate) fn policy_view(cx: &impl Context, policy: &Policy) -> Reply<PolicyView> {
    let stages = policy
        .stages
        .iter()
        .map(|stage| {
            Ok(PolicyStageView {
                primary_approvers: approver_views(cx, &stage.primary_approvers)?,
                fallback_approvers: approver_views(cx, &stage.fallback_approvers)?,
                limit_days: crate::words::whole_days(stage.limit),
                is_justification_required: stage.is_justification_required,
                escalate_after_days: stage
                    .escalation
                    .as_ref()
                    .map(|escalation| crate::words::whole_days(escalation.after)),
                alternate_approvers: alternate_views(cx, stage, |it| &it.alternate_approvers)?,
                fallback_alternate_approvers: alternate_views(cx, stage, |it| {
                    &it.fallback_alternate_approvers
                })?,
            })
        })
        .collect::<Reply<_>>()?;
    let targets = policy
        .specific_targets
        .iter()
        .map(|&agent| crate::agent::reference(cx.db(), agent))
        .collect::<Reply<_>>()?;
    Ok(PolicyView {
        id: Wire(policy.id),
        display_name: policy.display_name.clone(),
        scope: Wire(policy.scope),
        specific_targets: targets,
        specific_target_groups: policy
            .specific_target_groups
            .iter()
            .map(|&group| group_reference(cx, group))
            .collect::<Reply<_>>()?,
        requestor_settings: question::settings_view(&policy.requestor_settings),
        questions: question::question_views(&policy.questions),
        stages,
        expiration: expiration_view(policy.expiration),
        extension: Wire(policy.extension),
        is_requestor_justification_required: policy.is_requestor_justification_required,
        is_enabled: policy.is_enabled,
        is_assignment_notification_disabled: policy.is_assignment_notification_disabled,
    })
}

/// When assignments end, as people see it.
pub(crate) fn expiration_view(expiration: Expiration) -> ExpirationView {
    match expiration {
        Expiration::NoExpiration => ExpirationView::NoExpiration {},
        Expiration::AfterDuration(span) => ExpirationView::AfterDuration { duration: Wire(span) },
        Expiration::AfterDateTime(end) => {
            ExpirationView::AfterDateTime { end_date_time: Wire(end) }
        }
    }
}

fn group_reference(cx: &impl Context, id: GroupId) -> Reply<GroupRef> {
    let found = groups::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("group"))?;
    Ok(GroupRef { id: Wire(id), display_name: found.display_name })
}

fn alternate_views(
    cx: &impl Context,
    stage: &Stage,
    list: impl Fn(&Escalation) -> &Vec<ApproverSet>,
) -> Reply<Vec<ApproverSetView>> {
    match &stage.escalation {
        Some(escalation) => approver_views(cx, list(escalation)),
        None => Ok(Vec::new()),
    }
}

fn approver_views(cx: &impl Context, sets: &[ApproverSet]) -> Reply<Vec<ApproverSetView>> {
    sets.iter()
        .map(|set| {
            let (person, group) = match *set {
                ApproverSet::SingleUser(person) => {
                    (Some(crate::person::reference(cx.db(), person)?), None)
                }
                ApproverSet::GroupMembers(group) => (None, Some(group_reference(cx, group)?)),
                ApproverSet::RequestorManager(_)
                | ApproverSet::TargetManager(_)
                | ApproverSet::TargetAgentIdentitySponsorsOrOwners => (None, None),
            };
            let manager_level = set.manager_level().map(ManagerLevel::number);
            Ok(ApproverSetView { kind: Wire(set.kind()), person, group, manager_level })
        })
        .collect()
}

/// Makes a package with its policies.
pub(crate) fn create_access_package(
    cx: &mut Writing<'_>,
    ask: CreateAccessPackage,
) -> Reply<AccessPackageView> {
    let relations = relation::to_catalog(cx, ask.catalog_id.0)?;
    cx.authorise(Action::CreateAccessPackage, &relations, "access package")?;
    let catalog = catalogs::get(cx.db(), ask.catalog_id.0)?
        .ok_or_else(|| Failure::not_found("catalog").at("catalogId"))?;
    let mut roles = Vec::new();
    for id in &ask.resource_role_ids {
        roles.push(
            resources::role(cx.db(), id.0)?
                .ok_or_else(|| Failure::not_found("resource role").at("resourceRoleIds"))?,
        );
    }
    check_room_for_package(cx)?;
    crate::policy::check_room_for(cx, ask.policies.len())?;
    let scopes: Vec<_> = ask.policies.iter().map(|policy| policy.scope.0).collect();
    let facts = PackageFacts {
        catalog_id: catalog.id,
        is_name_taken: access_packages::is_name_taken(cx.db(), catalog.id, &ask.display_name)?,
        display_name: &ask.display_name,
        roles: &roles,
        scopes: &scopes,
    };
    check_package(&facts).map_err(|refusal| Failure::refused(&refusal))?;
    let description =
        check_text(DESCRIPTION, &ask.description).map_err(|bad| Failure::refused(&bad))?;
    let package = AccessPackage {
        id: cx.new_id(),
        catalog_id: catalog.id,
        display_name: ask.display_name.trim().to_owned(),
        description: description.to_owned(),
        is_hidden: ask.is_hidden,
    };
    let mut made = Vec::new();
    for policy in &ask.policies {
        let read = wording::read(cx, package.id, policy, None).and_then(|policy| {
            check_policy(&policy, cx.now()).map_err(|refusal| Failure::refused(&refusal))?;
            Ok(policy)
        });
        made.push(read.map_err(|failure| failure.inside("policies"))?);
    }
    let now = cx.now();
    let role_ids: Vec<_> = roles.iter().map(|role| role.id).collect();
    access_packages::insert(cx.db_mut(), &package, &role_ids, now)?;
    for (position, policy) in made.iter().enumerate() {
        policies::insert(cx.db_mut(), policy, position)?;
    }
    cx.touch(Tag::AccessPackages);
    let grants = roles.iter().map(|role| role.full_name()).collect::<Vec<_>>().join(", ");
    let sentence = format!(
        "The package {} was made in {}; it grants {grants}.",
        package.display_name, catalog.display_name
    );
    let entry = Record::new("create_access_package", "accessPackage", package.id, sentence)
        .about(catalog.id);
    cx.record(made.iter().fold(entry, |entry, policy| entry.about(policy.id)))?;
    view(cx, package.id)
}

fn check_room_for_package(cx: &impl Context) -> Reply<()> {
    let present = words::many(access_packages::count(cx.db())?);
    deletion::check_room("packages", present, 1, deletion::MAX_PACKAGES)
        .map_err(|full| Failure::refused(&full))
}

/// Changes a package's name, description or whether it is listed.
pub(crate) fn update_access_package(
    cx: &mut Writing<'_>,
    ask: UpdateAccessPackage,
) -> Reply<AccessPackageView> {
    let relations = relation::to_access_package(cx, ask.access_package_id.0)?;
    cx.authorise(Action::UpdateAccessPackage, &relations, "access package")?;
    let before = access_packages::get(cx.db(), ask.access_package_id.0)?
        .ok_or_else(|| Failure::not_found("access package"))?;
    let name = ask.display_name.as_deref().unwrap_or(&before.display_name);
    let name = check_name(Field::new("displayName", "the package's name"), name)
        .map_err(|bad| Failure::refused(&bad))?
        .to_owned();
    let is_same = name.to_lowercase() == before.display_name.to_lowercase();
    if !is_same && access_packages::is_name_taken(cx.db(), before.catalog_id, &name)? {
        return Err(Failure::refused(&PackageRefusal::NameTaken(name)));
    }
    let description = ask.description.as_deref().unwrap_or(&before.description);
    let description = check_text(DESCRIPTION, description).map_err(|bad| Failure::refused(&bad))?;
    let after = AccessPackage {
        display_name: name,
        description: description.to_owned(),
        is_hidden: ask.is_hidden.unwrap_or(before.is_hidden),
        ..before.clone()
    };
    access_packages::update(cx.db_mut(), &after)?;
    cx.touch(Tag::AccessPackages);
    let listed = match (before.is_hidden, after.is_hidden) {
        (false, true) => "; it is listed no more, and who has its link can still request it",
        (true, false) => "; it is listed again",
        _ => "",
    };
    let sentence = format!("The package {} was changed{listed}.", after.display_name);
    let entry = Record::new("update_access_package", "accessPackage", after.id, sentence)
        .about(after.catalog_id)
        .change("displayName", Some(before.display_name), Some(after.display_name))
        .change("description", Some(before.description), Some(after.description))
        .change("isHidden", Some(before.is_hidden.to_string()), Some(after.is_hidden.to_string()));
    cx.record(entry)?;
    view(cx, after.id)
}

/// Deletes a package that nobody holds and nobody asks for.
pub(crate) fn delete_access_package(
    cx: &mut Writing<'_>,
    ask: DeleteAccessPackage,
) -> Reply<AccessPackageView> {
    let relations = relation::to_access_package(cx, ask.access_package_id.0)?;
    cx.authorise(Action::DeleteAccessPackage, &relations, "access package")?;
    let package = access_packages::get(cx.db(), ask.access_package_id.0)?
        .ok_or_else(|| Failure::not_found("access package"))?;
    let (assignments, requests) = access_packages::uses(cx.db(), package.id)?;
    deletion::check_package(words::many(assignments), words::many(requests))
        .map_err(|refusal| Failure::refused(&refusal))?;
    let now = cx.now();
    access_packages::set_deleted(cx.db_mut(), package.id, now)?;
    incompatibilities::delete_all_of(cx.db_mut(), package.id)?;
    cx.touch(Tag::AccessPackages);
    let sentence = format!("The package {} was deleted.", package.display_name);
    cx.record(
        Record::new("delete_access_package", "accessPackage", package.id, sentence)
            .about(package.catalog_id),
    )?;
    view(cx, package.id)
}
