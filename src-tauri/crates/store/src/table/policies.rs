//! The tables `policies`, `policy_targets`, `policy_stages` and `policy_approvers`.
//!
//! A policy is never rewritten. An edit inserts its next wording under an id of its own, and the old wording points at it:
//! a request or assignment keeps the wording under which it came to be, and whoever wants what counts now asks for the
//! [`newest`].

use chaperone_domain::escalation::Escalation;
use chaperone_domain::id::{AccessPackageId, Id, PolicyId};
use chaperone_domain::policy::{
    ApproverKind, ApproverSet, Expiration, ManagerLevel, Policy, Stage,
};
use chaperone_domain::requestor::RequestorSettings;
use chaperone_domain::term::Term;
use chaperone_domain::time::{Span, Timestamp};
use rusqlite::{Row, params};
use uuid::Uuid;

use crate::column::{Columns, millis, span_millis};
use crate::{Db, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<Policy> {
    let expiration = match row.get::<_, String>("expiration")?.as_str() {
        "afterDuration" => Expiration::AfterDuration(row.span("duration_ms")?),
        "afterDateTime" => Expiration::AfterDateTime(row.at("end_at")?),
        _ => Expiration::NoExpiration,
    };
    Ok(Policy {
        id: row.id("id")?,
        access_package_id: row.id("access_package_id")?,
        display_name: row.get("display_name")?,
        scope: row.term("scope")?,
        specific_targets: Vec::new(),
        stages: Vec::new(),
        expiration,
        extension: row.term("extension")?,
        specific_target_groups: Vec::new(),
        requestor_settings: requestor_settings(row)?,
        questions: Vec::new(),
        is_requestor_justification_required: row.get("is_requestor_justification_required")?,
        is_enabled: row.get("is_enabled")?,
        is_assignment_notification_disabled: row.get("is_assignment_notification_disabled")?,
    })
}

fn requestor_settings(row: &Row<'_>) -> rusqlite::Result<RequestorSettings> {
    Ok(RequestorSettings {
        enable_targets_to_self_add_access: row.get("enable_targets_to_self_add_access")?,
        enable_targets_to_self_update_access: row.get("enable_targets_to_self_update_access")?,
        enable_targets_to_self_remove_access: row.get("enable_targets_to_self_remove_access")?,
        allow_custom_assignment_schedule: row.get("allow_custom_assignment_schedule")?,
        enable_on_behalf_requestors_to_add_access: row
            .get("enable_on_behalf_requestors_to_add_access")?,
        enable_on_behalf_requestors_to_update_access: row
            .get("enable_on_behalf_requestors_to_update_access")?,
        enable_on_behalf_requestors_to_remove_access: row
            .get("enable_on_behalf_requestors_to_remove_access")?,
        on_behalf_requestors: Vec::new(),
    })
}

/// One wording of a policy, whole, whether or not it still counts.
pub fn get(db: &Db, id: PolicyId) -> Result<Option<Policy>> {
    db.one("SELECT * FROM policies WHERE id = ?1", [id.uuid()], map)?
        .map(|policy| complete(db, policy))
        .transpose()
}

/// Whether a wording of a policy tells nobody of deliveries and ends.
pub fn is_silent(db: &Db, id: PolicyId) -> Result<bool> {
    let found = db.one(
        "SELECT is_assignment_notification_disabled FROM policies WHERE id = ?1",
        [id.uuid()],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or(false))
}

/// The present wording of a policy that is named by any of its wordings; nothing when the policy was deleted.
pub fn newest(db: &Db, id: PolicyId) -> Result<Option<Policy>> {
    last_wording(db, id, "AND p.deleted_at IS NULL")
}

/// The last wording of a policy that is named by any of its wordings, also when the policy was deleted since.
pub fn newest_ever(db: &Db, id: PolicyId) -> Result<Option<Policy>> {
    last_wording(db, id, "")
}

fn last_wording(db: &Db, id: PolicyId, condition: &str) -> Result<Option<Policy>> {
    db.one(
        &format!(
            "WITH RECURSIVE wordings (id, next) AS (
               SELECT id, replaced_by FROM policies WHERE id = ?1
               UNION SELECT p.id, p.replaced_by FROM wordings w JOIN policies p ON p.id = w.next)
             SELECT p.* FROM wordings w JOIN policies p ON p.id = w.id WHERE w.next IS NULL {condition}"
        ),
        [id.uuid()],
        map,
    )?
    .map(|policy| complete(db, policy))
    .transpose()
}

/// The policies of a package as they count now, whole, in their order.
pub fn of_package(db: &Db, package: AccessPackageId) -> Result<Vec<Policy>> {
    db.all(
        "SELECT * FROM policies WHERE access_package_id = ?1 AND replaced_by IS NULL AND deleted_at IS NULL
         ORDER BY position, id",
        [package.uuid()],
        map,
    )?
    .into_iter()
    .map(|policy| complete(db, policy))
    .collect()
}

fn complete(db: &Db, mut policy: Policy) -> Result<Policy> {
    let id = policy.id.uuid();
    policy.specific_targets = db.all(
        "SELECT agent_id FROM policy_targets WHERE policy_id = ?1 ORDER BY agent_id",
        [id],
        |row| row.id("agent_id"),
    )?;
    policy.specific_target_groups = db.all(
        "SELECT group_id FROM policy_target_groups WHERE policy_id = ?1 ORDER BY group_id",
        [id],
        |row| row.id("group_id"),
    )?;
    policy.requestor_settings.on_behalf_requestors = db.all(
        "SELECT kind FROM policy_on_behalf_requestors WHERE policy_id = ?1 ORDER BY kind",
        [id],
        |row| row.term("kind"),
    )?;
    policy.questions = super::questions::of_policy(db, policy.id)?;
    let stages =
        db.all("SELECT * FROM policy_stages WHERE policy_id = ?1 ORDER BY number", [id], |row| {
            let times = (row.span("limit_ms")?, row.maybe_span("escalate_after_ms")?);
            Ok((row.get::<_, i64>("number")?, times, row.get("is_justification_required")?))
        })?;
    for (number, (limit, escalate_after), is_justification_required) in stages {
        policy.stages.push(Stage {
            escalation: escalate_after
                .map(|after| escalation(db, id, number, after))
                .transpose()?,
            primary_approvers: approvers(db, id, number, "primary")?,
            fallback_approvers: approvers(db, id, number, "fallback")?,
            limit,
            is_justification_required,
        });
    }
    Ok(policy)
}

fn escalation(db: &Db, policy: Uuid, number: i64, after: Span) -> Result<Escalation> {
    Ok(Escalation {
        after,
        alternate_approvers: approvers(db, policy, number, "alternate")?,
        fallback_alternate_approvers: approvers(db, policy, number, "fallbackAlternate")?,
    })
}

fn approvers(db: &Db, policy: Uuid, number: i64, list: &str) -> Result<Vec<ApproverSet>> {
    db.all(
        "SELECT kind, person_id, group_id, manager_level FROM policy_approvers
         WHERE policy_id = ?1 AND number = ?2 AND list = ?3 ORDER BY position",
        params![policy, number, list],
        |row| {
            // The table has a level exactly for managers.
            let level: Option<u8> = row.get("manager_level")?;
            let level = level.and_then(ManagerLevel::from_number).unwrap_or(ManagerLevel::First);
            Ok(match row.term::<ApproverKind>("kind")? {
                ApproverKind::SingleUser => ApproverSet::SingleUser(row.id("person_id")?),
                ApproverKind::GroupMembers => ApproverSet::GroupMembers(row.id("group_id")?),
                ApproverKind::RequestorManager => ApproverSet::RequestorManager(level),
                ApproverKind::TargetManager => ApproverSet::TargetManager(level),
                ApproverKind::TargetAgentIdentitySponsorsOrOwners => {
                    ApproverSet::TargetAgentIdentitySponsorsOrOwners
                }
            })
        },
    )
}

/// Adds a policy, whole, as the `position`-th of its package.
pub fn insert(db: &mut Db, policy: &Policy, position: usize) -> Result<()> {
    let (expiration, duration, end) = match policy.expiration {
        Expiration::NoExpiration => ("noExpiration", None, None),
        Expiration::AfterDuration(span) => ("afterDuration", Some(span.millis()), None),
        Expiration::AfterDateTime(end) => ("afterDateTime", None, Some(end)),
    };
    let settings = &policy.requestor_settings;
    db.execute(
        "INSERT INTO policies (id, access_package_id, display_name, scope, expiration, duration_ms, end_at, extension,
           is_requestor_justification_required, is_enabled, position, enable_targets_to_self_add_access,
           enable_targets_to_self_update_access, enable_targets_to_self_remove_access, allow_custom_assignment_schedule,
           enable_on_behalf_requestors_to_add_access, enable_on_behalf_requestors_to_update_access,
           enable_on_behalf_requestors_to_remove_access, is_assignment_notification_disabled)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
        params![
            policy.id.uuid(),
            policy.access_package_id.uuid(),
            policy.display_name,
            policy.scope.term(),
            expiration,
            duration,
            millis(end),
            policy.extension.term(),
            policy.is_requestor_justification_required,
            policy.is_enabled,
            i64::try_from(position).unwrap_or(i64::MAX),
            settings.enable_targets_to_self_add_access,
            settings.enable_targets_to_self_update_access,
            settings.enable_targets_to_self_remove_access,
            settings.allow_custom_assignment_schedule,
            settings.enable_on_behalf_requestors_to_add_access,
            settings.enable_on_behalf_requestors_to_update_access,
            settings.enable_on_behalf_requestors_to_remove_access,
            policy.is_assignment_notification_disabled
        ],
    )?;
    insert_requestors(db, policy)?;
    super::questions::insert(db, policy.id, &policy.questions)?;
    for target in &policy.specific_targets {
        db.execute(
            "INSERT INTO policy_targets (policy_id, agent_id) VALUES (?1, ?2)",
            params![policy.id.uuid(), target.uuid()],
        )?;
    }
    for (stage, number) in policy.stages.iter().zip(1_i64..) {
        db.execute(
            "INSERT INTO policy_stages (policy_id, number, limit_ms, is_justification_required, escalate_after_ms)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                policy.id.uuid(),
                number,
                stage.limit.millis(),
                stage.is_justification_required,
                span_millis(stage.escalation.as_ref().map(|escalation| escalation.after))
            ],
        )?;
        insert_approvers(db, policy.id, number, "primary", &stage.primary_approvers)?;
        insert_approvers(db, policy.id, number, "fallback", &stage.fallback_approvers)?;
        if let Some(escalation) = &stage.escalation {
            let (alternates, fallback) =
                (&escalation.alternate_approvers, &escalation.fallback_alternate_approvers);
            insert_approvers(db, policy.id, number, "alternate", alternates)?;
            insert_approvers(db, policy.id, number, "fallbackAlternate", fallback)?;
        }
    }
    Ok(())
}

/// Writes the groups that a policy covers, and who may act on behalf of their agents.
fn insert_requestors(db: &mut Db, policy: &Policy) -> Result<()> {
    for group in &policy.specific_target_groups {
        db.execute(
            "INSERT INTO policy_target_groups (policy_id, group_id) VALUES (?1, ?2)",
            params![policy.id.uuid(), group.uuid()],
        )?;
    }
    for kind in &policy.requestor_settings.on_behalf_requestors {
        db.execute(
            "INSERT INTO policy_on_behalf_requestors (policy_id, kind) VALUES (?1, ?2)",
            params![policy.id.uuid(), kind.term()],
        )?;
    }
    Ok(())
}

fn insert_approvers(
    db: &mut Db,
    policy: PolicyId,
    number: i64,
    list: &str,
    sets: &[ApproverSet],
) -> Result<()> {
    for (set, position) in sets.iter().zip(1_i64..) {
        let (person, group) = match set {
            ApproverSet::SingleUser(person) => (Some(person.uuid()), None),
            ApproverSet::GroupMembers(group) => (None, Some(group.uuid())),
            ApproverSet::RequestorManager(_)
            | ApproverSet::TargetManager(_)
            | ApproverSet::TargetAgentIdentitySponsorsOrOwners => (None, None),
        };
        let level = set.manager_level().map(ManagerLevel::number);
        db.execute(
            "INSERT INTO policy_approvers (policy_id, number, list, position, kind, person_id, group_id, manager_level)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![policy.uuid(), number, list, position, set.kind().term(), person, group, level],
        )?;
    }
    Ok(())
}

/// The place of a policy in its package, which its next wording takes over.
pub fn position(db: &Db, id: PolicyId) -> Result<usize> {
    let position = db.number("SELECT position FROM policies WHERE id = ?1", [id.uuid()])?;
    Ok(usize::try_from(position).unwrap_or(usize::MAX))
}

/// The first place after all policies that a package has, or ever had.
pub fn next_position(db: &Db, package: AccessPackageId) -> Result<usize> {
    let next = db.number(
        "SELECT coalesce(max(position) + 1, 0) FROM policies WHERE access_package_id = ?1",
        [package.uuid()],
    )?;
    Ok(usize::try_from(next).unwrap_or(usize::MAX))
}

/// Points a wording at the one that takes its place.
pub fn set_replaced(db: &mut Db, id: PolicyId, by: PolicyId) -> Result<()> {
    db.execute(
        "UPDATE policies SET replaced_by = ?2 WHERE id = ?1",
        params![id.uuid(), by.uuid()],
    )?;
    Ok(())
}

/// Switches a policy on or off.
pub fn set_enabled(db: &mut Db, id: PolicyId, is_enabled: bool) -> Result<()> {
    db.execute(
        "UPDATE policies SET is_enabled = ?2 WHERE id = ?1",
        params![id.uuid(), is_enabled],
    )?;
    Ok(())
}

/// Deletes a policy: it counts no more and is kept for what came to be under it.
pub fn set_deleted(db: &mut Db, id: PolicyId, at: Timestamp) -> Result<()> {
    db.execute(
        "UPDATE policies SET deleted_at = ?2 WHERE id = ?1",
        params![id.uuid(), at.millis()],
    )?;
    Ok(())
}

/// How many assignments that aren't over, and how many open requests for access or more time, stand under any wording of
/// a policy.
pub fn uses(db: &Db, id: PolicyId) -> Result<(i64, i64)> {
    let count = |what: &str| {
        db.number(
            &format!(
                "WITH RECURSIVE wordings (id) AS (
                   VALUES (?1) UNION SELECT p.id FROM wordings w JOIN policies p ON p.replaced_by = w.id)
                 SELECT count(*) FROM {what} AND policy_id IN (SELECT id FROM wordings)"
            ),
            [id.uuid()],
        )
    };
    Ok((
        count("assignments WHERE state IN ('delivering', 'delivered', 'partiallyDelivered')")?,
        count("requests WHERE completed_at IS NULL")?,
    ))
}

/// How many policies count now.
pub fn count(db: &Db) -> Result<i64> {
    db.number("SELECT count(*) FROM policies WHERE replaced_by IS NULL AND deleted_at IS NULL", [])
}
