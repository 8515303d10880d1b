//! Separation of duties: setting and reporting it, and finding what excludes a package for an agent. When it is looked at
//! is said where access is requested and delivered.

use chaperone_domain::assignment::{Assignment, EndReason};
use chaperone_domain::authority::Action;
use chaperone_domain::id::{AccessPackageId, AgentId, GroupId};
use chaperone_domain::incompatibility::{
    self, Excluder, Held, IncompatibilityRefusal, Incompatible, check_rule, double_holding,
};
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::request::{Request, RequestState, RequestStatus};
use chaperone_domain::right::Right;
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use chaperone_store::Db;
use chaperone_store::table::incompatibilities::{self, DoubleHolder, Rule, Which};
use chaperone_store::table::{
    access_packages, assignments, grants, groups, reminders, requests, resources,
};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::export::csv;
use crate::failure::{Failure, Reply};
use crate::notice::{NewNotice, send};
use crate::view::incompatibility::{
    AddIncompatible, DoubleHolderRow, DoubleHolders, IncompatibleGroupRow, IncompatiblePackageRow,
    IncompatibleView, ListAdditionalAccess, ListDoubleHolders, ListIncompatible,
    RemoveIncompatible,
};
use crate::view::reference::{AccessPackageRef, GroupRef};
use crate::wire::Wire;
use crate::{delivery, notice_said, relation};

/// What excludes a package for an agent from an instant on, if anything does.
pub(crate) fn check(
    cx: &impl Context,
    agent: AgentId,
    package: AccessPackageId,
    from: Timestamp,
) -> Reply<Result<(), Incompatible>> {
    let wanted = crate::access_package::reference(cx.db(), package)?.display_name;
    Ok(incompatibility::check(&wanted, &held_excluders(cx, agent, package)?, from))
}

/// What excludes a package for an agent at the instant at which access that was agreed for later starts.
pub(crate) fn check_start(
    cx: &impl Context,
    agent: AgentId,
    package: AccessPackageId,
    at: Timestamp,
) -> Reply<Result<(), Incompatible>> {
    let wanted = crate::access_package::reference(cx.db(), package)?.display_name;
    Ok(incompatibility::check_start(&wanted, &held_excluders(cx, agent, package)?, at))
}

fn held_excluders(cx: &impl Context, agent: AgentId, package: AccessPackageId) -> Reply<Vec<Held>> {
    let mut held = Vec::new();
    for rule in incompatibilities::of_package(cx.db(), package)? {
        held.extend(held_excluder(cx, agent, rule.excluder)?);
    }
    Ok(held)
}

fn held_excluder(cx: &impl Context, agent: AgentId, excluder: Excluder) -> Reply<Vec<Held>> {
    match excluder {
        Excluder::Package(other) => {
            let Some(held) = assignments::current(cx.db(), agent, other)? else {
                return Ok(Vec::new());
            };
            let name = crate::access_package::reference(cx.db(), other)?.display_name;
            let (since, until) = (held.starts_at, held.effective_end());
            Ok(vec![Held { excluder, name, since, until }])
        }
        Excluder::Group(group) => {
            let name = group_reference(cx.db(), group)?.display_name;
            let memberships = grants::of_right(cx.db(), agent, Right::GroupMembership(group))?;
            Ok(memberships
                .into_iter()
                .filter(|grant| {
                    // A membership that was withdrawn before its start never was one.
                    grant.effective_end().is_none_or(|end| end > grant.starts_at)
                })
                .map(|grant| Held {
                    excluder,
                    name: name.clone(),
                    since: grant.starts_at,
                    until: grant.effective_end(),
                })
                .collect())
        }
    }
}

fn group_reference(db: &Db, id: GroupId) -> Reply<GroupRef> {
    let found = groups::get(db, id)?.ok_or_else(|| Failure::not_found("group"))?;
    Ok(GroupRef { id: Wire(id), display_name: found.display_name })
}

/// A request that was agreed to can't be delivered, because the agent has come to hold what excludes the package. It is
/// closed; access that was agreed for later, `made`, ends before it began.
pub(crate) fn refuse_delivery(
    cx: &mut Writing<'_>,
    request: &Request,
    made: Option<&Assignment>,
    because: &Incompatible,
) -> Reply<String> {
    let (at, now) = (cx.occurred_at(), cx.now());
    if let Some(made) = made {
        grants::withdraw_of_assignment(cx.db_mut(), made.id, made.starts_at.min(at))?;
        assignments::end(cx.db_mut(), made.id, at, EndReason::RemovedByRule)?;
        reminders::supersede_scheduled(cx.db_mut(), made.id, true, now)?;
        cx.touch(Tag::Assignments);
    } else {
        requests::set_state(
            cx.db_mut(),
            request.id,
            RequestState::Delivering,
            RequestStatus::Accepted,
            None,
        )?;
    }
    requests::set_state(
        cx.db_mut(),
        request.id,
        RequestState::DeliveryFailed,
        RequestStatus::TargetNotEligible,
        Some(at),
    )?;
    chaperone_store::table::notices::supersede_waiting_of_request(cx.db_mut(), request.id)?;
    cx.touch(Tag::Requests);
    let what = delivery::subject(cx, request)?;
    let sentence = format!("{what} could not be delivered: {because}.");
    for recipient in delivery::told_of_decision(cx, request)? {
        let said = notice_said::undelivered(because);
        let mut notice =
            NewNotice::new(NoticeKind::RequestDenied, recipient, sentence.clone(), said);
        notice.agent = Some(request.agent_id);
        notice.access_package = Some(request.access_package_id);
        notice.request = Some(request.id);
        send(cx, notice)?;
    }
    delivery::record(cx, request, "deliver_assignment", sentence.clone())?;
    Ok(sentence)
}

/// The one other side that an ask names.
fn one(
    package: Option<Wire<AccessPackageId>>,
    group: Option<Wire<GroupId>>,
) -> Reply<Option<Excluder>> {
    match (package, group) {
        (None, None) => Ok(None),
        (Some(package), None) => Ok(Some(Excluder::Package(package.0))),
        (None, Some(group)) => Ok(Some(Excluder::Group(group.0))),
        (Some(_), Some(_)) => Err(Failure::usage(
            "Give either incompatibleAccessPackageId or incompatibleGroupId, not both.",
        )),
    }
}

fn named(package: Option<Wire<AccessPackageId>>, group: Option<Wire<GroupId>>) -> Reply<Excluder> {
    one(package, group)?.ok_or_else(|| {
        Failure::usage("Name the other side: incompatibleAccessPackageId or incompatibleGroupId.")
    })
}

/// The name of what excludes.
fn name_of(cx: &impl Context, excluder: Excluder) -> Reply<String> {
    match excluder {
        Excluder::Package(package) => {
            let found = access_packages::get(cx.db(), package)?
                .ok_or_else(|| Failure::not_found("access package"))?;
            Ok(found.display_name)
        }
        Excluder::Group(group) => Ok(group_reference(cx.db(), group)?.display_name),
    }
}

fn package_name(cx: &impl Context, id: AccessPackageId) -> Reply<String> {
    name_of(cx, Excluder::Package(id))
}

/// Shows what excludes a package, and which packages it excludes.
pub(crate) fn list_incompatible(
    cx: &Reading<'_>,
    ask: ListIncompatible,
) -> Reply<IncompatibleView> {
    let relations = relation::to_access_package(cx, ask.access_package_id.0)?;
    cx.authorise(Action::ListIncompatible, &relations, "access package")?;
    package_name(cx, ask.access_package_id.0)?;
    view(cx, ask.access_package_id.0)
}

fn view(cx: &impl Context, package: AccessPackageId) -> Reply<IncompatibleView> {
    let (mut access_packages, mut groups) = (Vec::new(), Vec::new());
    for rule in incompatibilities::of_package(cx.db(), package)? {
        let double_holders = held_together(cx, &rule)?;
        let since = Wire(rule.created_at);
        match rule.excluder {
            Excluder::Package(other) => {
                access_packages.push(package_row(cx, &rule, other, package)?);
            }
            Excluder::Group(group) => {
                let group = group_reference(cx.db(), group)?;
                groups.push(IncompatibleGroupRow { group, since, double_holders });
            }
        }
    }
    let mut incompatible_with = Vec::new();
    for rule in incompatibilities::listing(cx.db(), package)? {
        incompatible_with.push(package_row(cx, &rule, rule.access_package_id, package)?);
    }
    let may = [Action::AddIncompatible, Action::RemoveIncompatible];
    let relations = relation::to_access_package(cx, package)?;
    Ok(IncompatibleView {
        access_package: crate::access_package::reference(cx.db(), package)?,
        access_packages,
        groups,
        incompatible_with,
        may: cx.allowed(&may, &relations).into_iter().map(Wire).collect(),
    })
}

/// The package on the other side of a rule of `package`, whichever side that is.
fn package_row(
    cx: &impl Context,
    rule: &Rule,
    other: AccessPackageId,
    package: AccessPackageId,
) -> Reply<IncompatiblePackageRow> {
    let lists = |one: AccessPackageId, another: AccessPackageId| -> Reply<bool> {
        let rules = incompatibilities::of_package(cx.db(), one)?;
        Ok(rules.iter().any(|rule| rule.excluder == Excluder::Package(another)))
    };
    Ok(IncompatiblePackageRow {
        access_package: crate::access_package::reference(cx.db(), other)?,
        since: Wire(rule.created_at),
        is_mutual: lists(package, other)? && lists(other, package)?,
        double_holders: held_together(cx, rule)?,
    })
}

/// How many agents hold both sides of a rule now.
fn held_together(cx: &impl Context, rule: &Rule) -> Reply<u32> {
    let which =
        Which { package: Some(rule.access_package_id), excluder: Some(rule.excluder), agent: None };
    let mut agents: Vec<_> = incompatibilities::double_holders(cx.db(), which, cx.now())?
        .into_iter()
        .map(|held| held.agent_id)
        .collect();
    agents.sort_unstable();
    agents.dedup();
    Ok(u32::try_from(agents.len()).unwrap_or(u32::MAX))
}

/// Lists a package or a group as incompatible. Who holds both already keeps both.
pub(crate) fn add_incompatible(
    cx: &mut Writing<'_>,
    ask: AddIncompatible,
) -> Reply<IncompatibleView> {
    let package = ask.access_package_id.0;
    let relations = relation::to_access_package(cx, package)?;
    cx.authorise(Action::AddIncompatible, &relations, "access package")?;
    let name = package_name(cx, package)?;
    let excluder = named(ask.incompatible_access_package_id, ask.incompatible_group_id)?;
    let other = name_of(cx, excluder)?;
    let own = granted_groups(cx, package)?;
    let rules = incompatibilities::of_package(cx.db(), package)?;
    let is_listed = rules.iter().any(|rule| rule.excluder == excluder);
    check_rule(package, excluder, &own, is_listed).map_err(|refusal| Failure::refused(&refusal))?;
    let rule = Rule { access_package_id: package, excluder, created_at: cx.now() };
    incompatibilities::insert(cx.db_mut(), &rule)?;
    let who = match held_together(cx, &rule)? {
        0 => "nobody holds both".to_owned(),
        1 => "one agent holds both and keeps both".to_owned(),
        many => format!("{many} agents hold both and keep both"),
    };
    let held = match excluder {
        Excluder::Package(_) => format!("{other} can't be held together with {name}"),
        Excluder::Group(_) => format!("members of {other} can't get {name}"),
    };
    let sentence = format!("From now on {held}; {who}.");
    record(cx, "add_incompatible", package, excluder, sentence)?;
    view(cx, package)
}

/// The groups that a package makes its holders members of.
fn granted_groups(cx: &impl Context, package: AccessPackageId) -> Reply<Vec<GroupId>> {
    let roles = resources::roles_of_package(cx.db(), package)?;
    Ok(roles
        .into_iter()
        .filter_map(|role| match role.right {
            Right::GroupMembership(group) => Some(group),
            Right::AppRole(..) | Right::DelegatedPermission(..) | Right::DirectoryRole(..) => None,
        })
        .collect())
}

/// Checks that what comes into a package doesn't exclude the package itself.
pub(crate) fn check_added_rights(
    cx: &impl Context,
    package: AccessPackageId,
    added: impl IntoIterator<Item = Right>,
) -> Reply<()> {
    let excluding = incompatibilities::groups_of(cx.db(), package)?;
    let is_excluded = added
        .into_iter()
        .any(|right| matches!(right, Right::GroupMembership(group) if excluding.contains(&group)));
    if is_excluded {
        return Err(Failure::refused(&IncompatibilityRefusal::WithOwnGroup));
    }
    Ok(())
}

/// Takes a rule of separation back.
pub(crate) fn remove_incompatible(
    cx: &mut Writing<'_>,
    ask: RemoveIncompatible,
) -> Reply<IncompatibleView> {
    let package = ask.access_package_id.0;
    let relations = relation::to_access_package(cx, package)?;
    cx.authorise(Action::RemoveIncompatible, &relations, "access package")?;
    let name = package_name(cx, package)?;
    let excluder = named(ask.incompatible_access_package_id, ask.incompatible_group_id)?;
    let other = name_of(cx, excluder)?;
    if !incompatibilities::delete(cx.db_mut(), package, excluder)? {
        return Err(Failure::refused(&IncompatibilityRefusal::NotListed));
    }
    let sentence = format!("{other} no longer excludes {name}; they can be held together again.");
    record(cx, "remove_incompatible", package, excluder, sentence)?;
    view(cx, package)
}

fn record(
    cx: &mut Writing<'_>,
    activity: &'static str,
    package: AccessPackageId,
    excluder: Excluder,
    sentence: String,
) -> Reply<()> {
    cx.touch(Tag::AccessPackages);
    let entry = Record::new(activity, "accessPackage", package, sentence);
    cx.record(match excluder {
        Excluder::Package(other) => entry.about(other),
        Excluder::Group(group) => entry.about(group),
    })
}

/// Reports who holds both sides of pairs.
pub(crate) fn list_double_holders(
    cx: &Reading<'_>,
    ask: ListDoubleHolders,
) -> Reply<DoubleHolders> {
    make(cx, &ask)
}

/// Makes the report, also to write it into a file.
pub(crate) fn make(cx: &Reading<'_>, ask: &ListDoubleHolders) -> Reply<DoubleHolders> {
    let relations = match ask.access_package_id {
        Some(package) => relation::to_access_package(cx, package.0)?,
        None => Vec::new(),
    };
    cx.authorise(Action::ListDoubleHolders, &relations, "access package")?;
    let which = Which {
        package: ask.access_package_id.map(|id| id.0),
        excluder: one(ask.incompatible_access_package_id, ask.incompatible_group_id)?,
        agent: None,
    };
    Ok(report(rows(cx, which)?))
}

fn rows(cx: &impl Context, which: Which) -> Reply<Vec<DoubleHolderRow>> {
    let held = incompatibilities::double_holders(cx.db(), which, cx.now())?;
    held.iter().map(|held| row(cx, held)).collect()
}

fn row(cx: &impl Context, held: &DoubleHolder) -> Reply<DoubleHolderRow> {
    let (package, group): (Option<AccessPackageRef>, Option<GroupRef>) = match held.rule.excluder {
        Excluder::Package(other) => (Some(crate::access_package::reference(cx.db(), other)?), None),
        Excluder::Group(group) => (None, Some(group_reference(cx.db(), group)?)),
    };
    Ok(DoubleHolderRow {
        agent: crate::agent::reference(cx.db(), held.agent_id)?,
        access_package: crate::access_package::reference(cx.db(), held.rule.access_package_id)?,
        assignment_id: Wire(held.assignment_id),
        since: Wire(held.since),
        until: held.until.map(Wire),
        incompatible_access_package: package,
        incompatible_group: group,
        incompatible_assignment_id: held.excluder_assignment_id.map(Wire),
        incompatible_since: Wire(held.excluder_since),
        incompatible_until: held.excluder_until.map(Wire),
        how: Wire(double_holding(held.since, held.excluder_since, held.rule.created_at)),
    })
}

const COLUMNS: [&str; 10] = [
    "agent",
    "agentId",
    "accessPackage",
    "startsAt",
    "endsAt",
    "incompatible",
    "incompatibleKind",
    "incompatibleStartsAt",
    "incompatibleEndsAt",
    "how",
];

/// The rows with the same as a table for a spreadsheet.
fn report(rows: Vec<DoubleHolderRow>) -> DoubleHolders {
    let end = |at: Option<Wire<Timestamp>>| at.map_or_else(String::new, |at| at.0.to_string());
    let cells = |held: &DoubleHolderRow| {
        let (name, kind) = match (&held.incompatible_access_package, &held.incompatible_group) {
            (Some(package), _) => (package.display_name.clone(), "accessPackage"),
            (None, Some(group)) => (group.display_name.clone(), "group"),
            (None, None) => (String::new(), ""),
        };
        vec![
            held.agent.display_name.clone(),
            held.agent.id.to_string(),
            held.access_package.display_name.clone(),
            held.since.0.to_string(),
            end(held.until),
            name,
            kind.to_owned(),
            held.incompatible_since.0.to_string(),
            end(held.incompatible_until),
            held.how.0.term().to_owned(),
        ]
    };
    DoubleHolders { csv: csv::table(&COLUMNS, rows.iter().map(cells)), rows }
}

/// Lists what else the holder of an assignment holds that conflicts with it (Graph: `additionalAccess`), in either direction.
pub(crate) fn list_additional_access(
    cx: &Reading<'_>,
    ask: ListAdditionalAccess,
) -> Reply<DoubleHolders> {
    let (held, relations) =
        relation::visible_assignment(cx, Action::ShowAssignment, ask.assignment_id.0)?;
    cx.authorise(Action::ListAdditionalAccess, &relations, "assignment")?;
    let agent = Some(held.agent_id);
    let mut found =
        rows(cx, Which { package: Some(held.access_package_id), agent, excluder: None })?;
    let reverse = Some(Excluder::Package(held.access_package_id));
    found.extend(rows(cx, Which { package: None, excluder: reverse, agent })?);
    Ok(report(found))
}
