//! What an agent may do, and why: the decision point. It reads the record, so its answer is right whether or not any process
//! ran when something began or ended.

use chaperone_domain::access::{self, Grant, GrantSource, NoAccess};
use chaperone_domain::access_package::{ResourceKind, ResourceRole};
use chaperone_domain::agent::Standing;
use chaperone_domain::authority::Action;
use chaperone_domain::directory_role::RoleMembership;
use chaperone_domain::id::{AccessPackageId, AgentId, ApplicationId, DirectoryRoleId, GroupId, Id};
use chaperone_domain::right::Right;
use chaperone_domain::time::Timestamp;
use chaperone_store::table::{
    access_packages, agents, applications, assignments, grants, resources,
};
use uuid::Uuid;

use crate::context::{Context, Reading};
use crate::failure::{Failure, Reply, sentence};
use crate::view::access::{
    AccessAnswer, AccessExplanation, AccessView, CheckAccess, ExplainAccess, HeldRight, ListAccess,
};
use crate::view::access_package::RightView;
use crate::wire::Wire;
use crate::{relation, words};

/// A right in words.
pub(crate) fn right_view(cx: &impl Context, right: Right) -> Reply<RightView> {
    let (origin_name, role_name) = resources::names_of(cx.db(), right)?;
    Ok(describe(right, origin_name, role_name))
}

/// The right of a resource role in words.
pub(crate) fn right_of_role(role: &ResourceRole) -> RightView {
    describe(role.right, role.resource_name.clone(), role.role_name.clone())
}

fn describe(right: Right, origin_name: String, role_name: String) -> RightView {
    RightView {
        kind: Wire(right.kind()),
        origin_id: right.origin().hyphenated().to_string(),
        origin_name,
        role_id: right.role().map(|role| role.hyphenated().to_string()),
        role_name,
        weight: right.weight(),
    }
}

/// What an agent would gain from a package, and what in it the agent holds already.
pub(crate) fn gains(
    cx: &impl Context,
    agent: AgentId,
    package: AccessPackageId,
) -> Reply<(Vec<RightView>, Vec<RightView>)> {
    let held = grants::of_agent(cx.db(), agent)?;
    let holds =
        |right: Right| held.iter().any(|grant| grant.right == right && grant.holds_at(cx.now()));
    let roles = resources::roles_of_package(cx.db(), package)?;
    let (already, new): (Vec<_>, Vec<_>) = roles.iter().partition(|role| holds(role.right));
    Ok((
        new.into_iter().map(right_of_role).collect(),
        already.into_iter().map(right_of_role).collect(),
    ))
}

/// What an agent holds now, each right once, the strongest first.
pub(crate) fn held_rights(cx: &impl Context, agent: AgentId) -> Reply<Vec<RightView>> {
    let mut rights: Vec<Right> = grants::of_agent(cx.db(), agent)?
        .iter()
        .filter(|grant| grant.holds_at(cx.now()))
        .map(|grant| grant.right)
        .collect();
    rights.sort_by_key(|right| (std::cmp::Reverse(right.weight()), *right));
    rights.dedup();
    rights.into_iter().map(|right| right_view(cx, right)).collect()
}

fn standing(cx: &impl Context, agent: AgentId) -> Reply<Standing> {
    agents::standing(cx.db(), agent)?.ok_or_else(|| Failure::not_found("agent"))
}

fn held(cx: &impl Context, grant: &Grant) -> Reply<HeldRight> {
    let assignment =
        grant.assignment_id.map(|id| assignments::get(cx.db(), id)).transpose()?.flatten();
    let package = assignment
        .as_ref()
        .map(|held| crate::access_package::reference(cx.db(), held.access_package_id))
        .transpose()?;
    let end = words::until(grant.effective_end());
    let why = match (&package, grant.source()) {
        (Some(package), GrantSource::Assignment) => {
            format!("By the package {}, {end}.", package.display_name)
        }
        _ => format!("Given directly, outside packages, {end}."),
    };
    Ok(HeldRight {
        right: right_view(cx, grant.right)?,
        source: Wire(grant.source()),
        assignment_id: grant.assignment_id.map(Wire),
        access_package: package,
        starts_at: Wire(grant.starts_at),
        ends_at: grant.effective_end().map(Wire),
        why,
    })
}

/// Lists what an agent may do at an instant, the strongest right first.
pub(crate) fn list_access(cx: &Reading<'_>, ask: ListAccess) -> Reply<AccessView> {
    let agent = ask.agent_id.0;
    let relations = relation::to_agent(cx, agent)?;
    cx.authorise(Action::ListAccess, &relations, "agent")?;
    let at = ask.at.map_or(cx.now(), |at| at.0);
    let out_of_force = standing(cx, agent)?.check().err();
    let mut holding: Vec<Grant> =
        grants::of_agent(cx.db(), agent)?.into_iter().filter(|grant| grant.holds_at(at)).collect();
    holding.sort_by_key(|grant| (std::cmp::Reverse(grant.right.weight()), grant.right));
    Ok(AccessView {
        agent: crate::agent::reference(cx.db(), agent)?,
        at: Wire(at),
        is_in_force: out_of_force.is_none(),
        out_of_force: out_of_force.map(|reason| sentence(&reason.to_string())),
        rights: holding.iter().map(|grant| held(cx, grant)).collect::<Reply<_>>()?,
    })
}

/// Answers whether an agent may use a right.
pub(crate) fn check_access(cx: &Reading<'_>, ask: CheckAccess) -> Reply<AccessAnswer> {
    let agent = ask.agent_id.0;
    let relations = relation::to_agent(cx, agent)?;
    cx.authorise(Action::CheckAccess, &relations, "agent")?;
    let rights = find_rights(cx, &ask.resource, ask.role.as_deref())?;
    let at = ask.at.map_or(cx.now(), |at| at.0);
    answer(cx, agent, &rights, at)
}

/// Answers why an agent may use a right, or why not and what would help.
pub(crate) fn explain_access(cx: &Reading<'_>, ask: ExplainAccess) -> Reply<AccessExplanation> {
    let agent = ask.agent_id.0;
    let relations = relation::to_agent(cx, agent)?;
    cx.authorise(Action::ExplainAccess, &relations, "agent")?;
    let rights = find_rights(cx, &ask.resource, ask.role.as_deref())?;
    let at = ask.at.map_or(cx.now(), |at| at.0);
    let right = *rights.first().ok_or_else(|| Failure::not_found("right"))?;
    let mut all = Vec::new();
    let mut packages = Vec::new();
    for &right in &rights {
        for grant in grants::of_right(cx.db(), agent, right)? {
            all.push(held(cx, &grant)?);
        }
        for package in access_packages::granting(cx.db(), right)? {
            packages.push(crate::access_package::reference(cx.db(), package.id)?);
        }
    }
    Ok(AccessExplanation {
        answer: answer(cx, agent, &rights, at)?,
        right: right_view(cx, right)?,
        grants: all,
        packages,
    })
}

/// The decision point. A directory role held either way is looked at in both; the better answer counts.
fn answer(
    cx: &impl Context,
    agent: AgentId,
    rights: &[Right],
    at: Timestamp,
) -> Reply<AccessAnswer> {
    let standing = standing(cx, agent)?;
    let mut best: Option<AccessAnswer> = None;
    for &right in rights {
        let of_right = grants::of_right(cx.db(), agent, right)?;
        let found = match access::check(standing, &of_right, right, at) {
            Ok(holding) => return allowed(cx, &holding, at),
            Err(reason) => refused(reason, at),
        };
        let is_better = best.as_ref().is_none_or(|best| best.code == "never_granted");
        if is_better {
            best = Some(found);
        }
    }
    Ok(best.unwrap_or_else(|| refused(NoAccess::NeverGranted, at)))
}

fn allowed(cx: &impl Context, holding: &[Grant], at: Timestamp) -> Reply<AccessAnswer> {
    let sentence = match holding.first() {
        Some(grant) => format!("Allowed. {}", held(cx, grant)?.why),
        None => "Allowed.".to_owned(),
    };
    let until = holding.first().and_then(Grant::effective_end);
    Ok(AccessAnswer {
        is_allowed: true,
        code: "allowed".to_owned(),
        sentence,
        at: Wire(at),
        until: until.map(Wire),
    })
}

fn refused(reason: NoAccess, at: Timestamp) -> AccessAnswer {
    let until = match reason {
        NoAccess::NotYet(start) => Some(start),
        NoAccess::Ended(_) | NoAccess::OutOfForce(_) | NoAccess::NeverGranted => None,
    };
    let failure = Failure::refused(&reason);
    AccessAnswer {
        is_allowed: false,
        code: failure.code,
        sentence: failure.message,
        at: Wire(at),
        until: until.map(Wire),
    }
}

/// Finds the rights that somebody names by resource and role.
fn find_rights(cx: &impl Context, resource: &str, role: Option<&str>) -> Reply<Vec<Right>> {
    let found = resources::origins_named(cx.db(), resource)?;
    let &[(kind, origin, ref name)] = found.as_slice() else {
        return Err(if found.is_empty() {
            Failure::not_found("group, application or directory role")
        } else {
            Failure::usage(format!("Several things are called '{resource}'; give the id instead."))
        });
    };
    match kind {
        ResourceKind::Group => Ok(vec![Right::GroupMembership(GroupId::from_uuid(origin))]),
        ResourceKind::DirectoryRole => directory_role(origin, role),
        ResourceKind::Application => application_role(cx, origin, name, role),
    }
}

fn directory_role(origin: Uuid, role: Option<&str>) -> Reply<Vec<Right>> {
    let id = DirectoryRoleId::from_uuid(origin);
    let active = Right::DirectoryRole(id, RoleMembership::Active);
    let eligible = Right::DirectoryRole(id, RoleMembership::Eligible);
    match role.map(str::to_ascii_lowercase).as_deref() {
        None => Ok(vec![active, eligible]),
        Some("active") => Ok(vec![active]),
        Some("eligible") => Ok(vec![eligible]),
        Some(other) => Err(Failure::usage(format!(
            "A directory role is held 'active' or 'eligible', not '{other}'."
        ))),
    }
}

fn application_role(
    cx: &impl Context,
    origin: Uuid,
    name: &str,
    role: Option<&str>,
) -> Reply<Vec<Right>> {
    let application = ApplicationId::from_uuid(origin);
    let mut offered = Vec::new();
    for one in applications::app_roles(cx.db(), application)? {
        offered.push((one.value, one.id.to_string(), Right::AppRole(application, one.id)));
    }
    for one in applications::scopes(cx.db(), application)? {
        offered.push((
            one.value,
            one.id.to_string(),
            Right::DelegatedPermission(application, one.id),
        ));
    }
    let wanted: Vec<Right> = offered
        .iter()
        .filter(|(value, id, _)| {
            role.is_none_or(|role| value.eq_ignore_ascii_case(role) || id == role)
        })
        .map(|&(_, _, right)| right)
        .collect();
    match (role, wanted.len()) {
        (_, 1) | (Some(_), 1..) => Ok(wanted),
        (Some(role), _) => Err(Failure::usage(format!(
            "{name} has no role '{role}'; it has {}.",
            offered.iter().map(|(value, ..)| value.as_str()).collect::<Vec<_>>().join(", ")
        ))),
        (None, _) => Err(Failure::usage(format!(
            "{name} has several roles; name one of {}.",
            offered.iter().map(|(value, ..)| value.as_str()).collect::<Vec<_>>().join(", ")
        ))),
    }
}
