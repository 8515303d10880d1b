//! The wording of a policy: read from a request, and compared with the one before for the history. When wordings follow each
//! other is `policy`'s business; what a wording may say is the domain's.

use std::collections::{BTreeMap, BTreeSet};

use chaperone_domain::escalation::Escalation;
use chaperone_domain::id::{AccessPackageId, AgentId, GroupId};
use chaperone_domain::policy::{
    ApproverKind, ApproverSet, Expiration, ManagerLevel, Policy, PolicyScope, Stage,
};
use chaperone_domain::question::Question;
use chaperone_domain::time::Span;
use chaperone_store::table::{agents, groups, people};
use serde_json::Value;

use crate::audit::Record;
use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::question;
use crate::view::access_package::{
    ExpirationView, NewApproverSet, NewPolicy, NewStage, PolicyView,
};
use crate::wire::Wire;

/// Reads a policy as it is asked for, under a new id. What an edit leaves out stays as it was before.
pub(crate) fn read(
    cx: &Writing<'_>,
    package: AccessPackageId,
    ask: &NewPolicy,
    before: Option<&Policy>,
) -> Reply<Policy> {
    // Only a policy for chosen agents names any, so those of a policy that was one are not kept for what it becomes.
    let chosen = PolicyScope::SpecificDirectoryServicePrincipals;
    let named = before.filter(|_| ask.scope.0 == chosen);
    let settings = match (&ask.requestor_settings, before) {
        (None, Some(before)) => before.requestor_settings.clone(),
        (asked, _) => question::new_settings(asked.as_ref()),
    };
    Ok(Policy {
        id: cx.new_id(),
        access_package_id: package,
        display_name: ask.display_name.trim().to_owned(),
        scope: ask.scope.0,
        specific_targets: match &ask.specific_targets {
            Some(asked) => targets(cx, asked)?,
            None => named.map(|policy| policy.specific_targets.clone()).unwrap_or_default(),
        },
        specific_target_groups: match &ask.specific_target_groups {
            Some(asked) => target_groups(cx, asked)?,
            None => named.map(|policy| policy.specific_target_groups.clone()).unwrap_or_default(),
        },
        requestor_settings: settings,
        questions: questions(cx, ask, before),
        stages: stages(cx, ask)?,
        expiration: match ask.expiration {
            ExpirationView::NoExpiration {} => Expiration::NoExpiration,
            ExpirationView::AfterDuration { duration } => Expiration::AfterDuration(duration.0),
            ExpirationView::AfterDateTime { end_date_time } => {
                Expiration::AfterDateTime(end_date_time.0)
            }
        },
        extension: ask.extension.0,
        is_requestor_justification_required: ask
            .is_requestor_justification_required
            .or(before.map(|policy| policy.is_requestor_justification_required))
            .unwrap_or_default(),
        is_enabled: before.is_none_or(|policy| policy.is_enabled),
        is_assignment_notification_disabled: ask
            .is_assignment_notification_disabled
            .or(before.map(|policy| policy.is_assignment_notification_disabled))
            .unwrap_or_default(),
    })
}

fn targets(cx: &Writing<'_>, asked: &[Wire<AgentId>]) -> Reply<Vec<AgentId>> {
    let mut found = BTreeSet::new();
    for target in asked {
        agents::get(cx.db(), target.0)?
            .ok_or_else(|| Failure::not_found("agent").at("specificTargets"))?;
        found.insert(target.0);
    }
    Ok(found.into_iter().collect())
}

fn target_groups(cx: &Writing<'_>, asked: &[Wire<GroupId>]) -> Reply<Vec<GroupId>> {
    let mut found = BTreeSet::new();
    for group in asked {
        groups::get(cx.db(), group.0)?
            .ok_or_else(|| Failure::not_found("group").at("specificTargetGroups"))?;
        found.insert(group.0);
    }
    Ok(found.into_iter().collect())
}

/// A question belongs to one wording, so one that stays is asked under a new id.
fn questions(cx: &Writing<'_>, ask: &NewPolicy, before: Option<&Policy>) -> Vec<Question> {
    match (&ask.questions, before) {
        (Some(asked), _) => asked.iter().map(|one| question::new_question(cx, one)).collect(),
        (None, Some(before)) => {
            before.questions.iter().map(|one| Question { id: cx.new_id(), ..one.clone() }).collect()
        }
        (None, None) => Vec::new(),
    }
}

fn stages(cx: &Writing<'_>, ask: &NewPolicy) -> Reply<Vec<Stage>> {
    let numbered = ask.stages.iter().zip(1_usize..);
    numbered
        .map(|(stage, number)| {
            new_stage(cx, stage).map_err(|failure| failure.inside("stages").with("stage", number))
        })
        .collect()
}

fn new_stage(cx: &Writing<'_>, ask: &NewStage) -> Reply<Stage> {
    let sets = |sets: &[NewApproverSet], list: &str| {
        let read = sets.iter().map(|set| new_approvers(cx, set));
        read.collect::<Reply<Vec<_>>>().map_err(|failure| failure.at(list))
    };
    Ok(Stage {
        primary_approvers: sets(&ask.primary_approvers, "primaryApprovers")?,
        fallback_approvers: sets(&ask.fallback_approvers, "fallbackApprovers")?,
        limit: Span::days(i64::from(ask.limit_days)),
        is_justification_required: ask.is_justification_required,
        escalation: new_escalation(ask, sets)?,
    })
}

fn new_escalation(
    ask: &NewStage,
    sets: impl Fn(&[NewApproverSet], &str) -> Reply<Vec<ApproverSet>>,
) -> Reply<Option<Escalation>> {
    let Some(days) = ask.escalate_after_days else {
        let names_alternates =
            !ask.alternate_approvers.is_empty() || !ask.fallback_alternate_approvers.is_empty();
        return if names_alternates {
            Err(Failure::usage("A stage with alternate approvers has escalateAfterDays too.")
                .at("escalateAfterDays"))
        } else {
            Ok(None)
        };
    };
    Ok(Some(Escalation {
        after: Span::days(i64::from(days)),
        alternate_approvers: sets(&ask.alternate_approvers, "alternateApprovers")?,
        fallback_alternate_approvers: sets(
            &ask.fallback_alternate_approvers,
            "fallbackAlternateApprovers",
        )?,
    }))
}

fn new_approvers(cx: &Writing<'_>, ask: &NewApproverSet) -> Reply<ApproverSet> {
    let level = match (ask.kind.0, ask.manager_level) {
        (_, None) => Some(ManagerLevel::First),
        (ApproverKind::RequestorManager | ApproverKind::TargetManager, Some(level)) => {
            ManagerLevel::from_number(level)
        }
        _ => None,
    };
    let level = level
        .ok_or_else(|| Failure::usage("Only managers have a managerLevel, and it is 1 or 2."))?;
    match (ask.kind.0, ask.person_id, ask.group_id) {
        (ApproverKind::SingleUser, Some(person), None) => {
            people::get(cx.db(), person.0)?.ok_or_else(|| Failure::not_found("person"))?;
            Ok(ApproverSet::SingleUser(person.0))
        }
        (ApproverKind::GroupMembers, None, Some(group)) => {
            groups::get(cx.db(), group.0)?.ok_or_else(|| Failure::not_found("group"))?;
            Ok(ApproverSet::GroupMembers(group.0))
        }
        (ApproverKind::RequestorManager, None, None) => Ok(ApproverSet::RequestorManager(level)),
        (ApproverKind::TargetManager, None, None) => Ok(ApproverSet::TargetManager(level)),
        (ApproverKind::TargetAgentIdentitySponsorsOrOwners, None, None) => {
            Ok(ApproverSet::TargetAgentIdentitySponsorsOrOwners)
        }
        _ => Err(Failure::usage(
            "An approver 'singleUser' has a personId, 'groupMembers' has a groupId, the others have neither.",
        )),
    }
}

/// Writes down for the history what differs between two wordings, each field by its place: `questions.2.text`.
pub(crate) fn compare(record: Record, before: &PolicyView, after: &PolicyView) -> Reply<Record> {
    let (before, after) = (leaves(before)?, leaves(after)?);
    let places: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    Ok(places.into_iter().fold(record, |record, place| {
        record.change(&place.0, before.get(place).cloned(), after.get(place).cloned())
    }))
}

/// Where a value stands in a wording, with the key of what is named there when its place among others means nothing.
type Place = (String, String);

fn leaves(policy: &PolicyView) -> Reply<BTreeMap<Place, String>> {
    let mut found = BTreeMap::new();
    gather(String::new(), &crate::render("update_policy", policy)?, &mut found);
    Ok(found)
}

fn gather(place: String, value: &Value, found: &mut BTreeMap<Place, String>) {
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (key, value) in fields {
                // A wording and its questions have new keys each time, and an order says what a sequence would say again.
                if key != "id" && key != "sequence" {
                    let beneath =
                        if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
                    gather(beneath, value, found);
                }
            }
        }
        Value::Array(items) => {
            for (item, number) in items.iter().zip(1..) {
                match named(item) {
                    Some((id, name)) => {
                        found.insert((place.clone(), id.to_owned()), name.to_owned());
                    }
                    None => gather(format!("{place}.{number}"), item, found),
                }
            }
        }
        Value::String(text) => {
            found.insert((place, String::new()), text.clone());
        }
        Value::Bool(_) | Value::Number(_) => {
            found.insert((place, String::new()), value.to_string());
        }
    }
}

/// Id and name of what is merely referred to. Among such things an order means nothing.
fn named(item: &Value) -> Option<(&str, &str)> {
    let fields = item.as_object().filter(|fields| fields.len() == 2)?;
    Some((fields.get("id")?.as_str()?, fields.get("displayName")?.as_str()?))
}
