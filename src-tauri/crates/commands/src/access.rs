//! What an agent may do, and why: the decision point. It reads the record, so its answer is right whether or not any process
//! ran when something began or ended.

use chaperone_domain::access::{self, AccessFacts, HeldBy, Holding, NoAccess};
use chaperone_domain::access_package::{ResourceKind, ResourceRole};
use chaperone_domain::authority::Action;
use chaperone_domain::directory_role::RoleMembership;
use chaperone_domain::id::{
    AccessPackageId, AgentId, ApplicationId, AssignmentId, DirectoryRoleId, GroupId, Id,
};
use chaperone_domain::right::Right;
use chaperone_domain::said::Said;
use chaperone_domain::time::Timestamp;
use chaperone_store::table::{access_packages, agents, applications, assignments, resources};
use uuid::Uuid;

use crate::context::{Context, Reading};
use crate::failure::{Failure, Reply, sentence};
use crate::permission::{holdings, holdings_of};
use crate::view::access::{
    AccessAnswer, AccessExplanation, AccessView, CheckAccess, ExplainAccess, HeldRight, ListAccess,
};
use crate::view::access_package::RightView;
use crate::view::reference::{AccessPackageRef, BlueprintRef};
use crate::wire::Wire;
use crate::{explanation, relation, standing, words};

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
    let held = holdings(cx, agent)?;
    let holds = |right: Right| held.iter().any(|it| it.right == right && it.holds_at(cx.now()));
    let roles = resources::roles_of_package(cx.db(), package)?;
    let (already, new): (Vec<_>, Vec<_>) = roles.iter().partition(|role| holds(role.right));
    Ok((
        new.into_iter().map(right_of_role).collect(),
        already.into_iter().map(right_of_role).collect(),
    ))
}

/// What an agent holds now, each right once, the strongest first.
pub(crate) fn held_rights(cx: &impl Context, agent: AgentId) -> Reply<Vec<RightView>> {
    let mut rights: Vec<Right> = usable(cx, agent, cx.now())?.iter().map(|it| it.right).collect();
    rights.sort_by_key(|right| (std::cmp::Reverse(right.weight()), *right));
    rights.dedup();
    rights.into_iter().map(|right| right_view(cx, right)).collect()
}

/// What an agent holds at an instant, whatever gives it. What the block list forbids gives nothing.
fn usable(cx: &impl Context, agent: AgentId, at: Timestamp) -> Reply<Vec<Holding>> {
    let mut holding = Vec::new();
    for held in holdings(cx, agent)?.into_iter().filter(|held| held.holds_at(at)) {
        if !resources::offered(cx.db(), held.right)?.is_blocked() {
            holding.push(held);
        }
    }
    Ok(holding)
}

/// A holding as people see it.
pub(crate) fn held_right(cx: &impl Context, agent: AgentId, held: &Holding) -> Reply<HeldRight> {
    let giver = giver(cx, agent, held)?;
    Ok(HeldRight {
        right: right_view(cx, held.right)?,
        source: Wire(held.by.source()),
        assignment_id: giver.assignment_id.map(Wire),
        access_package: giver.access_package,
        blueprint: giver.blueprint,
        starts_at: Wire(held.starts_at),
        ends_at: held.ends_at.map(Wire),
        why: giver.why,
    })
}

/// What gives a holding, for the sentences of an explanation.
pub(crate) fn said_of(cx: &impl Context, agent: AgentId, held: &Holding) -> Reply<Said> {
    Ok(giver(cx, agent, held)?.saying("given"))
}

/// What gives a holding.
#[derive(Default)]
struct Giver {
    assignment_id: Option<AssignmentId>,
    access_package: Option<AccessPackageRef>,
    blueprint: Option<BlueprintRef>,
    /// In words.
    why: String,
    /// The same as code and values.
    said: Option<Said>,
}

impl Giver {
    /// What is said of it in an answer with this code.
    fn saying(&self, code: &'static str) -> Said {
        match &self.said {
            Some(said) => Said { code, ..said.clone() },
            None => Said::new(code),
        }
    }
}

/// How something is given: the case of the sentence, and its end.
fn given(how: (&'static str, &'static str), end: Option<Timestamp>) -> Said {
    match end {
        Some(end) => Said::new("given").of(how.0).with("end", end),
        None => Said::new("given").of(how.1),
    }
}

fn giver(cx: &impl Context, agent: AgentId, held: &Holding) -> Reply<Giver> {
    let (ends, end) = (held.ends_at, words::until(held.ends_at));
    Ok(match held.by {
        HeldBy::Assignment(id) => {
            let (package, display_name) = assignments::package(cx.db(), id)?
                .ok_or_else(|| Failure::not_found("assignment"))?;
            let why = format!("By the package {display_name}, {end}.");
            let said =
                Some(given(("package", "packageEndless"), ends).with("package", &display_name));
            let named = AccessPackageRef { id: Wire(package), display_name };
            let (assignment_id, access_package) = (Some(id), Some(named));
            Giver { assignment_id, access_package, why, said, ..Giver::default() }
        }
        HeldBy::Direct(_) => {
            let why = format!("Given directly, outside packages, {end}.");
            let said = Some(given(("direct", "directEndless"), ends));
            Giver { why, said, ..Giver::default() }
        }
        HeldBy::Inherited(_) => {
            let agent = agents::get(cx.db(), agent)?.ok_or_else(|| Failure::not_found("agent"))?;
            let id = agent.blueprint_id.ok_or_else(|| Failure::not_found("blueprint"))?;
            let named = crate::agent::blueprint_reference(cx.db(), id)?;
            let why = format!("Inherited from the blueprint {}, {end}.", named.display_name);
            let said = given(("inherited", "inheritedEndless"), ends)
                .with("blueprint", &named.display_name);
            Giver { blueprint: Some(named), why, said: Some(said), ..Giver::default() }
        }
    })
}

/// Lists what an agent may do at an instant, the strongest right first.
pub(crate) fn list_access(cx: &Reading<'_>, ask: ListAccess) -> Reply<AccessView> {
    let agent = ask.agent_id.0;
    let relations = relation::to_agent(cx, agent)?;
    cx.authorise(Action::ListAccess, &relations, "agent")?;
    let at = ask.at.map_or(cx.now(), |at| at.0);
    let out_of_force = standing::at(cx, agent, at)?.check().err();
    let mut holding = usable(cx, agent, at)?;
    holding.sort_by_key(|held| (std::cmp::Reverse(held.right.weight()), held.right, held.by));
    Ok(AccessView {
        agent: crate::agent::reference(cx.db(), agent)?,
        at: Wire(at),
        is_in_force: out_of_force.is_none(),
        out_of_force: out_of_force.map(|reason| sentence(&reason.to_string())),
        rights: holding.iter().map(|held| held_right(cx, agent, held)).collect::<Reply<_>>()?,
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
    let mut held = holdings(cx, agent)?;
    held.retain(|it| rights.contains(&it.right));
    held.sort_by_key(|it| (std::cmp::Reverse(it.starts_at), it.by));
    let mut packages = Vec::new();
    for &right in &rights {
        for package in access_packages::granting(cx.db(), right)? {
            let named = crate::access_package::reference(cx.db(), package.id)?;
            if !packages.contains(&named) {
                packages.push(named);
            }
        }
    }
    let answer = answer(cx, agent, &rights, at)?;
    let (why, why_not) = if answer.is_allowed {
        (explanation::why(cx, agent, &rights, at)?, Vec::new())
    } else {
        (Vec::new(), explanation::why_not(cx, agent, &rights, at)?)
    };
    Ok(AccessExplanation {
        answer,
        right: right_view(cx, right)?,
        why,
        why_not,
        grants: held.iter().map(|it| held_right(cx, agent, it)).collect::<Reply<_>>()?,
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
    let (standing, holdings) = (standing::at(cx, agent, at)?, holdings_of(cx, agent, rights)?);
    let mut best: Option<AccessAnswer> = None;
    for &right in rights {
        let is_blocked = resources::offered(cx.db(), right)?.is_blocked();
        let facts = AccessFacts { standing, is_blocked, holdings: &holdings };
        let found = match access::check(&facts, right, at) {
            Ok(holding) => return allowed(cx, agent, &holding, at),
            Err(reason) => refused(reason, at),
        };
        let is_better = best.as_ref().is_none_or(|best| best.code == "never_granted");
        if is_better {
            best = Some(found);
        }
    }
    Ok(best.unwrap_or_else(|| refused(NoAccess::NeverGranted, at)))
}

fn allowed(
    cx: &impl Context,
    agent: AgentId,
    holding: &[Holding],
    at: Timestamp,
) -> Reply<AccessAnswer> {
    let giver = holding.first().map(|held| giver(cx, agent, held)).transpose()?;
    let giver = giver.unwrap_or_default();
    let sentence = format!("Allowed. {}", giver.why).trim_end().to_owned();
    let until = holding.first().and_then(|held| held.ends_at);
    Ok(AccessAnswer {
        is_allowed: true,
        code: "allowed".to_owned(),
        sentence,
        saying: giver.saying("allowed").into(),
        at: Wire(at),
        until: until.map(Wire),
    })
}

fn refused(reason: NoAccess, at: Timestamp) -> AccessAnswer {
    let until = match reason {
        NoAccess::NotYet(start) => Some(start),
        NoAccess::Blocked
        | NoAccess::Ended(_)
        | NoAccess::OutOfForce(_)
        | NoAccess::NeverGranted => None,
    };
    let failure = Failure::refused(&reason);
    AccessAnswer {
        is_allowed: false,
        code: failure.code,
        sentence: failure.message,
        saying: *failure.saying,
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
