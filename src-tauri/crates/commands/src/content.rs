//! What a package grants, changed under those who hold it. Whoever holds a package holds what it grants now: a role that
//! comes into it is given to every holder until their same end, one that goes is taken, all in one transaction, so that
//! nobody is ever halfway. A right that somebody also has from elsewhere stays, because each source is a grant of its own.

use chaperone_domain::access::Grant;
use chaperone_domain::access_package::{
    AccessPackage, ResourceRole, check_added_roles, check_role_for_agents,
};
use chaperone_domain::assignment::{Assignment, AssignmentState, delivered_state};
use chaperone_domain::authority::Action;
use chaperone_domain::deletion;
use chaperone_domain::id::AccessPackageId;
use chaperone_domain::request::{RequestState, RequestStatus};
use chaperone_store::table::{access_packages, assignments, grants, requests, resources};

use crate::access_package::view;
use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::view::access_package::AccessPackageView;
use crate::view::policy::{AddPackageRoles, RemovePackageRole};
use crate::{delivery, incompatibility, relation, words};

fn package(cx: &impl Context, id: AccessPackageId) -> Reply<AccessPackage> {
    access_packages::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("access package"))
}

/// Puts resource roles into a package and gives them to who holds it.
pub(crate) fn add_package_roles(
    cx: &mut Writing<'_>,
    ask: AddPackageRoles,
) -> Reply<AccessPackageView> {
    let relations = relation::to_access_package(cx, ask.access_package_id.0)?;
    cx.authorise(Action::AddPackageRoles, &relations, "access package")?;
    let package = package(cx, ask.access_package_id.0)?;
    let mut added = Vec::new();
    for id in &ask.resource_role_ids {
        let role = resources::role(cx.db(), id.0)?;
        added.push(role.ok_or_else(|| Failure::not_found("resource role").at("resourceRoleIds"))?);
    }
    let present = resources::roles_of_package(cx.db(), package.id)?;
    check_added_roles(package.catalog_id, &present, &added)
        .map_err(|refusal| Failure::refused(&refusal))?;
    incompatibility::check_added_rights(cx, package.id, added.iter().map(|role| role.right))?;
    for role in &added {
        access_packages::insert_role(cx.db_mut(), package.id, role.id, package.catalog_id)?;
    }
    let names = added.iter().map(ResourceRole::full_name).collect::<Vec<_>>().join(", ");
    change(cx, &package, "add_package_roles", &format!("grants {names} too"))
}

/// Takes a resource role out of a package and from who holds it by the package.
pub(crate) fn remove_package_role(
    cx: &mut Writing<'_>,
    ask: RemovePackageRole,
) -> Reply<AccessPackageView> {
    let relations = relation::to_access_package(cx, ask.access_package_id.0)?;
    cx.authorise(Action::RemovePackageRole, &relations, "access package")?;
    let package = package(cx, ask.access_package_id.0)?;
    let present = resources::roles_of_package(cx.db(), package.id)?;
    let role = resources::role(cx.db(), ask.resource_role_id.0)?
        .ok_or_else(|| Failure::not_found("resource role"))?;
    let is_there = present.iter().any(|one| one.id == role.id);
    deletion::check_role(is_there, present.len(), &role.full_name())
        .map_err(|refusal| Failure::refused(&refusal))?;
    access_packages::delete_role(cx.db_mut(), package.id, role.id)?;
    change(cx, &package, "remove_package_role", &format!("grants {} no more", role.full_name()))
}

/// Lets every holder follow what the package grants now, and says so in the history.
fn change(
    cx: &mut Writing<'_>,
    package: &AccessPackage,
    activity: &'static str,
    what: &str,
) -> Reply<AccessPackageView> {
    let mut followed = 0;
    for held in assignments::current_of_package(cx.db(), package.id)? {
        if !held.is_over_at(cx.now()) && settle(cx, &held)? {
            followed += 1;
        }
    }
    let who = match followed {
        0 => "nobody's access changes".to_owned(),
        1 => "it changes for the one who holds it".to_owned(),
        many => format!("it changes for the {many} that hold it"),
    };
    cx.touch(Tag::AccessPackages);
    let sentence = format!("The package {} {what}; {who}.", package.display_name);
    cx.record(
        Record::new(activity, "accessPackage", package.id, sentence).about(package.catalog_id),
    )?;
    view(cx, package.id)
}

/// How much of what its package grants an assignment gives.
pub(crate) fn outcome(cx: &impl Context, held: &Assignment) -> Reply<AssignmentState> {
    let given = grants::of_assignment(cx.db(), held.id)?;
    let roles = resources::roles_of_package(cx.db(), held.access_package_id)?;
    let has = |role: &&ResourceRole| given.iter().any(|grant| grant.right == role.right);
    Ok(delivered_state(roles.iter().filter(has).count(), roles.len()))
}

/// Makes an assignment give exactly what its package grants now, as far as agents may hold it, until its same end. Answers
/// whether that changed anything. An assignment that gave only a part and now gives all is delivered, and so is its request.
pub(crate) fn settle(cx: &mut Writing<'_>, held: &Assignment) -> Reply<bool> {
    let now = cx.now();
    let roles = resources::roles_of_package(cx.db(), held.access_package_id)?;
    let given = grants::of_assignment(cx.db(), held.id)?;
    let (mut gained, mut lost) = (Vec::new(), Vec::new());
    for role in &roles {
        let has = given.iter().any(|grant| grant.right == role.right);
        if !has && check_role_for_agents(role).is_ok() {
            let grant = Grant {
                id: cx.new_id(),
                right: role.right,
                assignment_id: Some(held.id),
                starts_at: held.starts_at.max(now),
                ends_at: held.ends_at,
                withdrawn_at: None,
            };
            grants::insert(cx.db_mut(), held.agent_id, &grant)?;
            gained.push(role.full_name());
        }
    }
    for grant in &given {
        if !roles.iter().any(|role| role.right == grant.right) {
            grants::withdraw(cx.db_mut(), grant.id, now)?;
            let (resource, role) = resources::names_of(cx.db(), grant.right)?;
            lost.push(format!("{resource}: {role}"));
        }
    }
    let repaired = repair(cx, held)?;
    if gained.is_empty() && lost.is_empty() {
        return Ok(repaired);
    }
    cx.touch(Tag::Assignments);
    record(cx, held, &gained, &lost)?;
    Ok(true)
}

/// Closes the gap of an assignment that was delivered in part, once nothing is missing any more.
fn repair(cx: &mut Writing<'_>, held: &Assignment) -> Reply<bool> {
    if held.state != AssignmentState::PartiallyDelivered
        || outcome(cx, held)? != AssignmentState::Delivered
    {
        return Ok(false);
    }
    assignments::set_state(cx.db_mut(), held.id, AssignmentState::Delivered)?;
    let request =
        requests::get(cx.db(), held.request_id)?.ok_or_else(|| Failure::not_found("request"))?;
    if request.state == RequestState::PartiallyDelivered {
        delivery::close_request(
            cx,
            &request,
            RequestState::Delivering,
            RequestState::Delivered,
            RequestStatus::Fulfilled,
        )?;
    }
    cx.touch(Tag::Assignments);
    let what = delivery::subject(cx, &request)?;
    delivery::record(
        cx,
        &request,
        "deliver_assignment",
        format!("{what} is now delivered whole: nothing of it is missing any more."),
    )?;
    Ok(true)
}

fn record(
    cx: &mut Writing<'_>,
    held: &Assignment,
    gained: &[String],
    lost: &[String],
) -> Reply<()> {
    let agent = crate::agent::reference(cx.db(), held.agent_id)?;
    let package = crate::access_package::reference(cx.db(), held.access_package_id)?;
    let mut parts = Vec::new();
    if !gained.is_empty() {
        parts.push(format!("gained {}, {}", gained.join(", "), words::until(held.ends_at)));
    }
    if !lost.is_empty() {
        parts.push(format!("lost {}", lost.join(", ")));
    }
    let sentence = format!(
        "{} {} because {} changed.",
        agent.display_name,
        parts.join(" and "),
        package.display_name
    );
    cx.record(
        Record::new("change_assignment_rights", "assignment", held.id, sentence)
            .about(held.agent_id)
            .about(held.access_package_id),
    )
}
