//! Graph's `accessPackageAssignmentPolicy`: read, made, and given another wording. What a policy here can't express is refused
//! by name rather than lost.

use chaperone_commands::view::access_package::{
    AccessPackageFilter, AccessPackagePage, AccessPackageView, ApproverSetView, ExpirationView,
    ListAccessPackages, NewApproverSet, NewPolicy, NewStage, PolicyStageView, PolicyView,
    ShowAccessPackage,
};
use chaperone_commands::view::policy::{AddPolicy, UpdatePolicy};
use chaperone_commands::view::question::RequestorSettingsView;
use chaperone_commands::wire::Wire;
use chaperone_domain::id::{AccessPackageId, AgentId, GroupId, PolicyId};
use chaperone_domain::policy::{ApproverKind, ExtensionRule, PolicyScope};
use chaperone_domain::requestor::OnBehalfRequestor;
use chaperone_domain::term::Term;
use chaperone_domain::time::{DAY_MS, Span};
use serde_json::{Value, json};

use super::body::{Fields, check_spelling};
use super::{list, question};
use crate::answer::Answer;
use crate::call::Call;
use crate::problem::{Problem, shown};
use crate::query::expand::{self, Shape, leaf};

const CONTEXT: &str = "identityGovernance/entitlementManagement/assignmentPolicies";
const EXPANDS: &[Shape] = &[leaf("accessPackage")];

fn expiration(found: ExpirationView) -> Value {
    match found {
        ExpirationView::NoExpiration {} => {
            json!({ "endDateTime": null, "duration": null, "type": "noExpiration" })
        }
        ExpirationView::AfterDuration { duration } => {
            json!({ "endDateTime": null, "duration": duration, "type": "afterDuration" })
        }
        ExpirationView::AfterDateTime { end_date_time } => {
            json!({ "endDateTime": end_date_time, "duration": null, "type": "afterDateTime" })
        }
    }
}

/// What whoever asks under a policy has to know, as `accessPackageAssignmentRequestRequirements`.
pub(crate) fn requirements(found: &PolicyView) -> Value {
    let needs = !found.stages.is_empty();
    json!({
        "policyId": found.id,
        "policyDisplayName": found.display_name,
        "policyDescription": found.display_name,
        "isApprovalRequiredForAdd": needs,
        "isApprovalRequiredForUpdate": needs && found.extension.0 == ExtensionRule::WithApproval,
        "isRequestorJustificationRequired": found.is_requestor_justification_required,
        "allowCustomAssignmentSchedule": found.requestor_settings.allow_custom_assignment_schedule,
        "schedule": { "startDateTime": null, "recurrence": null, "expiration": expiration(found.expiration) },
        "questions": found.questions.iter().map(question::write).collect::<Vec<_>>(),
    })
}

fn subject_set(found: &ApproverSetView) -> Value {
    let mut object = json!({ "@odata.type": format!("#microsoft.graph.{}", found.kind) });
    if let Some(person) = &found.person {
        object["userId"] = json!(person.id);
        object["description"] = json!(person.display_name);
    }
    if let Some(group) = &found.group {
        object["groupId"] = json!(group.id);
        object["description"] = json!(group.display_name);
    }
    if let Some(level) = found.manager_level {
        object["managerLevel"] = level.into();
    }
    object
}

fn days(count: u32) -> String {
    Span::days(i64::from(count)).to_string()
}

fn stage(found: &PolicyStageView) -> Value {
    let sets = |sets: &[ApproverSetView]| sets.iter().map(subject_set).collect::<Vec<_>>();
    json!({
        "durationBeforeAutomaticDenial": days(found.limit_days),
        "isApproverJustificationRequired": found.is_justification_required,
        "isEscalationEnabled": found.escalate_after_days.is_some(),
        "durationBeforeEscalation": days(found.escalate_after_days.unwrap_or(0)),
        "primaryApprovers": sets(&found.primary_approvers),
        "fallbackPrimaryApprovers": sets(&found.fallback_approvers),
        "escalationApprovers": sets(&found.alternate_approvers),
        "fallbackEscalationApprovers": sets(&found.fallback_alternate_approvers),
    })
}

/// A policy of a package as Graph writes it.
pub(crate) fn write(found: &PolicyView, package: Wire<AccessPackageId>) -> Value {
    let needs = !found.stages.is_empty();
    let settings = &found.requestor_settings;
    let mut targets: Vec<_> = found
        .specific_targets
        .iter()
        .map(|agent| {
            json!({
                "@odata.type": "#microsoft.graph.singleServicePrincipal",
                "servicePrincipalId": agent.id, "description": agent.display_name,
            })
        })
        .collect();
    targets.extend(found.specific_target_groups.iter().map(|group| {
        json!({
            "@odata.type": "#microsoft.graph.groupMembers",
            "groupId": group.id, "description": group.display_name,
        })
    }));
    let on_behalf: Vec<_> = settings
        .on_behalf_requestors
        .iter()
        .map(|set| json!({ "@odata.type": format!("#microsoft.graph.{set}") }))
        .collect();
    json!({
        "id": found.id,
        "displayName": found.display_name,
        "description": found.display_name,
        "allowedTargetScope": found.scope,
        "specificAllowedTargets": targets,
        "expiration": expiration(found.expiration),
        "requestorSettings": {
            "enableTargetsToSelfAddAccess": settings.enable_targets_to_self_add_access,
            "enableTargetsToSelfUpdateAccess": settings.enable_targets_to_self_update_access,
            "enableTargetsToSelfRemoveAccess": settings.enable_targets_to_self_remove_access,
            "allowCustomAssignmentSchedule": settings.allow_custom_assignment_schedule,
            "enableOnBehalfRequestorsToAddAccess": settings.enable_on_behalf_requestors_to_add_access,
            "enableOnBehalfRequestorsToUpdateAccess": settings.enable_on_behalf_requestors_to_update_access,
            "enableOnBehalfRequestorsToRemoveAccess": settings.enable_on_behalf_requestors_to_remove_access,
            "onBehalfRequestors": on_behalf,
        },
        "requestApprovalSettings": {
            "isApprovalRequiredForAdd": needs,
            "isApprovalRequiredForUpdate": needs && found.extension.0 == ExtensionRule::WithApproval,
            "isRequestorJustificationRequired": found.is_requestor_justification_required,
            "stages": found.stages.iter().map(stage).collect::<Vec<_>>(),
        },
        "questions": found.questions.iter().map(question::write).collect::<Vec<_>>(),
        "notificationSettings": {
            "isAssignmentNotificationDisabled": found.is_assignment_notification_disabled,
        },
        "accessPackage": { "id": package },
    })
}

fn check_query(call: &Call<'_>) -> Result<(), Problem> {
    expand::check(&call.query.expand, EXPANDS)?;
    if !call.query.select.is_empty() {
        return Err(Problem::unsupported("$select"));
    }
    Ok(())
}

/// `GET assignmentPolicies?$filter=accessPackage/id eq '…'`: the policies of one package.
pub(crate) fn list_all(call: &Call<'_>) -> Result<Answer, Problem> {
    check_query(call)?;
    let mut package = None;
    if let Some(expression) = &call.query.filter {
        for comparison in expression.comparisons()? {
            if comparison.is_of("accessPackage/id") && package.is_none() {
                package = Some(list::id(comparison.equals()?)?);
            } else {
                return Err(comparison.unsupported());
            }
        }
    }
    let Some(access_package_id) = package else {
        let message = "Say of which package: $filter=accessPackage/id eq '…'.";
        return Err(Problem::bad(message));
    };
    let view: AccessPackageView =
        call.run("show_access_package", ShowAccessPackage { access_package_id })?;
    let rows = view.policies.iter().map(|one| write(one, access_package_id)).collect();
    Ok(list::whole(call, CONTEXT, rows))
}

/// `GET assignmentPolicies/{id}`.
pub(crate) fn get(call: &Call<'_>) -> Result<Answer, Problem> {
    check_query(call)?;
    let wanted = list::id::<PolicyId>(call.key("id"))?;
    let (found, package) = find(call, wanted)?;
    Ok(Answer::ok(list::one(call, CONTEXT, write(&found, package))))
}

/// A policy by its id, whichever package it belongs to.
fn find(
    call: &Call<'_>,
    wanted: Wire<PolicyId>,
) -> Result<(PolicyView, Wire<AccessPackageId>), Problem> {
    let filter = AccessPackageFilter { policy_id: Some(wanted), ..AccessPackageFilter::default() };
    let ask = ListAccessPackages { filter, after: None, limit: Some(1), count: false };
    let page: AccessPackagePage = call.run("list_access_packages", ask)?;
    let row = page.rows.first().ok_or_else(Problem::not_found)?;
    let ask = ShowAccessPackage { access_package_id: row.id };
    let view: AccessPackageView = call.run("show_access_package", ask)?;
    let found = view.policies.into_iter().find(|one| one.id == wanted);
    Ok((found.ok_or_else(Problem::not_found)?, row.id))
}

/// `POST assignmentPolicies`.
pub(crate) fn post(call: &Call<'_>) -> Result<Answer, Problem> {
    let body = call.body()?;
    check_spelling(body)?;
    let fields = Fields::of(body)?;
    let package = fields.object(&["accessPackage"])?.text(&["id"])?;
    let package =
        package.ok_or_else(|| Problem::bad("Say of which package: give accessPackage.id."))?;
    let access_package_id = list::id(package)?;
    let ask = AddPolicy { access_package_id, policy: read(fields)? };
    let before: AccessPackageView =
        call.run("show_access_package", ShowAccessPackage { access_package_id })?;
    let view: AccessPackageView = call.run("add_policy", ask)?;
    let is_new = |one: &&PolicyView| before.policies.iter().all(|known| known.id != one.id);
    let made = view.policies.iter().find(is_new).ok_or_else(Problem::not_found)?;
    Ok(Answer::created(list::one(call, CONTEXT, write(made, access_package_id))))
}

/// `PUT assignmentPolicies/{id}`: another wording, whole. What was requested before runs on under the wording of its time, so
/// the answer has an id of its own.
pub(crate) fn put(call: &Call<'_>) -> Result<Answer, Problem> {
    let body = call.body()?;
    check_spelling(body)?;
    let policy_id = list::id::<PolicyId>(call.key("id"))?;
    let ask = UpdatePolicy { policy_id, policy: read(Fields::of(body)?)? };
    let (_, package) = find(call, policy_id)?;
    let before: AccessPackageView =
        call.run("show_access_package", ShowAccessPackage { access_package_id: package })?;
    let view: AccessPackageView = call.run("update_policy", ask)?;
    let is_new = |one: &&PolicyView| before.policies.iter().all(|known| known.id != one.id);
    let made = view.policies.iter().find(is_new);
    let made = made.or(view.policies.iter().find(|one| one.id == policy_id));
    let made = made.ok_or_else(Problem::not_found)?;
    Ok(Answer::ok(list::one(call, CONTEXT, write(made, package))))
}

fn truth(from: Fields<'_>, name: &str) -> Result<bool, Problem> {
    Ok(from.truth(&[name])?.unwrap_or(false))
}

/// A policy as a body words it.
pub(crate) fn read(fields: Fields<'_>) -> Result<NewPolicy, Problem> {
    if !fields.list(&["customExtensionStageSettings"])?.is_empty() {
        return Err(Problem::unsupported("'customExtensionStageSettings' of a policy"));
    }
    if truth(fields.object(&["reviewSettings"])?, "isEnabled")? {
        return Err(Problem::unsupported("'reviewSettings' of a policy"));
    }
    let approval = fields.object(&["requestApprovalSettings"])?;
    let settings = requestor_settings(fields.object(&["requestorSettings"])?)?;
    let scope = fields.text(&["allowedTargetScope"])?.unwrap_or("notSpecified");
    let scope =
        PolicyScope::parse_term(scope).map_err(|wrong| Problem::bad(format!("{wrong}.")))?;
    let for_add = truth(approval, "isApprovalRequiredForAdd")?;
    let for_update = truth(approval, "isApprovalRequiredForUpdate")?;
    if for_update && !for_add {
        return Err(Problem::unsupported("Approval of extensions alone"));
    }
    let stages =
        approval.list(&["stages"])?.iter().map(new_stage).collect::<Result<Vec<_>, _>>()?;
    if !for_add && !stages.is_empty() {
        return Err(Problem::bad("Stages without isApprovalRequiredForAdd decide nothing."));
    }
    let may_update = settings.enable_targets_to_self_update_access
        || settings.enable_on_behalf_requestors_to_update_access;
    let extension = match (may_update, for_update) {
        (false, _) => ExtensionRule::NotAllowed,
        (true, true) => ExtensionRule::WithApproval,
        (true, false) => ExtensionRule::WithoutApproval,
    };
    let (specific_targets, specific_target_groups) = targets(fields)?;
    let notification = fields.object(&["notificationSettings"])?;
    Ok(NewPolicy {
        display_name: fields.text(&["displayName"])?.unwrap_or_default().to_owned(),
        scope: Wire(scope),
        specific_targets: Some(specific_targets),
        specific_target_groups: Some(specific_target_groups),
        requestor_settings: Some(settings),
        questions: fields.given("questions").then(|| question::read(fields)).transpose()?,
        stages,
        expiration: new_expiration(fields.object(&["expiration"])?)?,
        extension: Wire(extension),
        is_requestor_justification_required: Some(truth(
            approval,
            "isRequestorJustificationRequired",
        )?),
        is_assignment_notification_disabled: Some(truth(
            notification,
            "isAssignmentNotificationDisabled",
        )?),
    })
}

fn requestor_settings(given: Fields<'_>) -> Result<RequestorSettingsView, Problem> {
    let is = |name: &str| truth(given, name);
    Ok(RequestorSettingsView {
        enable_targets_to_self_add_access: is("enableTargetsToSelfAddAccess")?,
        enable_targets_to_self_update_access: is("enableTargetsToSelfUpdateAccess")?,
        enable_targets_to_self_remove_access: is("enableTargetsToSelfRemoveAccess")?,
        allow_custom_assignment_schedule: is("allowCustomAssignmentSchedule")?,
        enable_on_behalf_requestors_to_add_access: is("enableOnBehalfRequestorsToAddAccess")?,
        enable_on_behalf_requestors_to_update_access: is("enableOnBehalfRequestorsToUpdateAccess")?,
        enable_on_behalf_requestors_to_remove_access: is("enableOnBehalfRequestorsToRemoveAccess")?,
        on_behalf_requestors: given
            .list(&["onBehalfRequestors"])?
            .iter()
            .map(|set| kind::<OnBehalfRequestor>(set).map(Wire))
            .collect::<Result<_, _>>()?,
    })
}

fn new_expiration(fields: Fields<'_>) -> Result<ExpirationView, Problem> {
    let kind = fields.text(&["type"])?.unwrap_or("noExpiration").to_ascii_lowercase();
    let missing = |what: &str| Problem::bad(format!("The expiration wants '{what}'; give it."));
    match kind.as_str() {
        "noexpiration" | "notspecified" => Ok(ExpirationView::NoExpiration {}),
        "afterduration" => {
            let duration = fields.span(&["duration"])?.ok_or_else(|| missing("duration"))?;
            Ok(ExpirationView::AfterDuration { duration: Wire(duration) })
        }
        "afterdatetime" => {
            let end = fields.instant(&["endDateTime"])?.ok_or_else(|| missing("endDateTime"))?;
            Ok(ExpirationView::AfterDateTime { end_date_time: Wire(end) })
        }
        _ => Err(Problem::unsupported(format!("The expiration type '{}'", shown(&kind)))),
    }
}

type Targets = (Vec<Wire<AgentId>>, Vec<Wire<GroupId>>);

fn targets(fields: Fields<'_>) -> Result<Targets, Problem> {
    let (mut agents, mut groups) = (Vec::new(), Vec::new());
    for set in fields.list(&["specificAllowedTargets"])? {
        let set = Fields::of(set)?;
        let odd = || Problem::unsupported("This kind of specificAllowedTargets");
        if let Some(agent) = set.text(&["servicePrincipalId"])? {
            agents.push(list::id(agent)?);
        } else {
            groups.push(list::id(set.text(&["groupId"])?.ok_or_else(odd)?)?);
        }
    }
    Ok((agents, groups))
}

/// The kind of a subject set, from its `@odata.type`.
fn kind<T: Term>(set: &Value) -> Result<T, Problem> {
    let name = Fields::of(set)?.text(&["@odata.type"])?.unwrap_or_default();
    let name = name.trim_start_matches('#').trim_start_matches("microsoft.graph.");
    T::parse_term(name).map_err(|wrong| Problem::bad(format!("{wrong}.")))
}

fn whole_days(fields: Fields<'_>, name: &str) -> Result<Option<u32>, Problem> {
    let Some(span) = fields.span(&[name])? else { return Ok(None) };
    let days = span.millis() / DAY_MS;
    if days * DAY_MS != span.millis() {
        return Err(Problem::bad(format!("{name} has to be whole days, such as P14D.")));
    }
    u32::try_from(days).map(Some).map_err(|_| Problem::bad(format!("{name} is out of range.")))
}

fn new_stage(stage: &Value) -> Result<NewStage, Problem> {
    let fields = Fields::of(stage)?;
    let sets = |names: &[&str]| {
        fields.list(names)?.iter().map(approvers).collect::<Result<Vec<_>, Problem>>()
    };
    let escalates = fields.truth(&["isEscalationEnabled"])?.unwrap_or(false);
    let after = whole_days(fields, "durationBeforeEscalation")?;
    Ok(NewStage {
        primary_approvers: sets(&["primaryApprovers"])?,
        fallback_approvers: sets(&["fallbackPrimaryApprovers"])?,
        limit_days: whole_days(fields, "durationBeforeAutomaticDenial")?.unwrap_or(14),
        is_justification_required: fields
            .truth(&["isApproverJustificationRequired"])?
            .unwrap_or(false),
        escalate_after_days: after.filter(|_| escalates),
        alternate_approvers: sets(&["escalationApprovers"])?,
        fallback_alternate_approvers: sets(&["fallbackEscalationApprovers"])?,
    })
}

fn approvers(set: &Value) -> Result<NewApproverSet, Problem> {
    let fields = Fields::of(set)?;
    let level = match set.get("managerLevel").filter(|level| !level.is_null()) {
        None => None,
        Some(level) => {
            let odd = || Problem::bad("managerLevel has to be 1 or 2.");
            Some(level.as_u64().and_then(|level| u8::try_from(level).ok()).ok_or_else(odd)?)
        }
    };
    Ok(NewApproverSet {
        kind: Wire(kind::<ApproverKind>(set)?),
        person_id: fields.text(&["userId"])?.map(list::id).transpose()?,
        group_id: fields.text(&["groupId"])?.map(list::id).transpose()?,
        manager_level: level,
    })
}
