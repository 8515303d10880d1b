//! Policies that change: added, worded anew, switched on and off, deleted. How a policy is read from a request is `wording`'s
//! business, as it is the same for a package that is made.
//!
//! A policy is never rewritten: a new wording takes the place of the old one, which stays for the requests and assignments
//! that came to be under it. So nothing that was requested changes by an edit.

use chaperone_domain::authority::Action;
use chaperone_domain::deletion::{MAX_POLICIES, check_policy as check_deletion, check_room};
use chaperone_domain::id::PolicyId;
use chaperone_domain::policy::{Policy, check_policy};
use chaperone_store::table::{access_packages, policies};

use crate::access_package::{policy_view, view};
use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::relation;
use crate::view::access_package::AccessPackageView;
use crate::view::policy::{AddPolicy, DeletePolicy, DisablePolicy, EnablePolicy, UpdatePolicy};
use crate::wording;
use crate::words::many;

fn present(cx: &impl Context, id: PolicyId) -> Reply<Policy> {
    policies::newest(cx.db(), id)?.ok_or_else(|| Failure::not_found("policy"))
}

/// Checks that there is room for more policies in the workspace.
pub(crate) fn check_room_for(cx: &impl Context, more: usize) -> Reply<()> {
    let present = many(policies::count(cx.db())?);
    check_room("policies", present, more, MAX_POLICIES).map_err(|full| Failure::refused(&full))
}

/// Adds a policy to a package.
pub(crate) fn add_policy(cx: &mut Writing<'_>, ask: AddPolicy) -> Reply<AccessPackageView> {
    let relations = relation::to_access_package(cx, ask.access_package_id.0)?;
    cx.authorise(Action::AddPolicy, &relations, "access package")?;
    let package = access_packages::get(cx.db(), ask.access_package_id.0)?
        .ok_or_else(|| Failure::not_found("access package"))?;
    check_room_for(cx, 1)?;
    let policy = wording::read(cx, package.id, &ask.policy, None)?;
    check_policy(&policy, cx.now()).map_err(|refusal| Failure::refused(&refusal))?;
    let position = policies::next_position(cx.db(), package.id)?;
    policies::insert(cx.db_mut(), &policy, position)?;
    let sentence =
        format!("The policy {} was added to {}.", policy.display_name, package.display_name);
    record(cx, "add_policy", &policy, sentence)?;
    view(cx, package.id)
}

/// Gives a policy another wording.
pub(crate) fn update_policy(cx: &mut Writing<'_>, ask: UpdatePolicy) -> Reply<AccessPackageView> {
    let relations = relation::to_policy(cx, ask.policy_id.0)?;
    cx.authorise(Action::UpdatePolicy, &relations, "policy")?;
    let before = present(cx, ask.policy_id.0)?;
    let after = wording::read(cx, before.access_package_id, &ask.policy, Some(&before))?;
    check_policy(&after, cx.now()).map_err(|refusal| Failure::refused(&refusal))?;
    let position = policies::position(cx.db(), before.id)?;
    policies::insert(cx.db_mut(), &after, position)?;
    policies::set_replaced(cx.db_mut(), before.id, after.id)?;
    cx.touch(Tag::Assignments);
    let package = crate::access_package::reference(cx.db(), after.access_package_id)?;
    let sentence = format!(
        "The policy {} of {} was changed, for what is requested from now on.",
        after.display_name, package.display_name
    );
    let entry = Record::new("update_policy", "policy", after.id, sentence)
        .about(before.id)
        .about(after.access_package_id);
    let (told, now_told) = (policy_view(cx, &before)?, policy_view(cx, &after)?);
    cx.touch(Tag::AccessPackages);
    cx.record(wording::compare(entry, &told, &now_told)?)?;
    view(cx, after.access_package_id)
}

/// Lets a policy take requests again.
pub(crate) fn enable_policy(cx: &mut Writing<'_>, ask: EnablePolicy) -> Reply<AccessPackageView> {
    let relations = relation::to_policy(cx, ask.policy_id.0)?;
    cx.authorise(Action::EnablePolicy, &relations, "policy")?;
    switch(cx, ask.policy_id.0, true)
}

/// Lets a policy take nothing new.
pub(crate) fn disable_policy(cx: &mut Writing<'_>, ask: DisablePolicy) -> Reply<AccessPackageView> {
    let relations = relation::to_policy(cx, ask.policy_id.0)?;
    cx.authorise(Action::DisablePolicy, &relations, "policy")?;
    switch(cx, ask.policy_id.0, false)
}

fn switch(cx: &mut Writing<'_>, id: PolicyId, on: bool) -> Reply<AccessPackageView> {
    let policy = present(cx, id)?;
    let (activity, words) = if on {
        ("enable_policy", "was switched on: it takes requests again")
    } else {
        ("disable_policy", "was switched off: it takes nothing new, and what stands under it stays")
    };
    policies::set_enabled(cx.db_mut(), policy.id, on)?;
    let package = crate::access_package::reference(cx.db(), policy.access_package_id)?;
    let sentence =
        format!("The policy {} of {} {words}.", policy.display_name, package.display_name);
    record(cx, activity, &policy, sentence)?;
    view(cx, policy.access_package_id)
}

/// Deletes a policy under which nothing stands.
pub(crate) fn delete_policy(cx: &mut Writing<'_>, ask: DeletePolicy) -> Reply<AccessPackageView> {
    let relations = relation::to_policy(cx, ask.policy_id.0)?;
    cx.authorise(Action::DeletePolicy, &relations, "policy")?;
    let policy = present(cx, ask.policy_id.0)?;
    let (assignments, requests) = policies::uses(cx.db(), policy.id)?;
    let of_package = policies::of_package(cx.db(), policy.access_package_id)?.len();
    check_deletion(many(assignments), many(requests), of_package)
        .map_err(|refusal| Failure::refused(&refusal))?;
    let now = cx.now();
    policies::set_deleted(cx.db_mut(), policy.id, now)?;
    let package = crate::access_package::reference(cx.db(), policy.access_package_id)?;
    let sentence =
        format!("The policy {} of {} was deleted.", policy.display_name, package.display_name);
    record(cx, "delete_policy", &policy, sentence)?;
    view(cx, policy.access_package_id)
}

fn record(
    cx: &mut Writing<'_>,
    activity: &'static str,
    policy: &Policy,
    sentence: String,
) -> Reply<()> {
    cx.touch(Tag::AccessPackages);
    cx.record(Record::new(activity, "policy", policy.id, sentence).about(policy.access_package_id))
}
