//! SQL that looks across tables for what must never be. Each check answers the offending rows in words; none means that the
//! invariant holds. The numbers are those of `ARCHITECTURE.md`.

use chaperone_domain::offender::Offender;
use chaperone_domain::time::Timestamp;
use rusqlite::named_params;

use crate::column::Columns;
use crate::{Db, Result};

/// Name, meaning, and a query for each offender: its `kind`, and `which` it is by name or id. `:now` is the present instant.
/// A `CROSS JOIN` begins with its left table, which is the small one there.
const CHECKS: &[(&str, &str, &str)] = &[
    (
        "I1",
        "Every enabled agent and blueprint has an active human sponsor.",
        "SELECT 'agent' AS kind, a.display_name AS which FROM agents a WHERE a.state = 'active' AND NOT EXISTS (
           SELECT 1 FROM agent_sponsors s LEFT JOIN group_people m ON m.group_id = s.group_id
           JOIN people p ON p.id = coalesce(s.person_id, m.person_id)
           WHERE s.agent_id = a.id AND (p.left_at IS NULL OR p.left_at > :now) AND (p.leaves_at IS NULL OR p.leaves_at > :now))
         UNION ALL
         SELECT 'blueprint', b.display_name FROM blueprints b WHERE b.state = 'active' AND NOT EXISTS (
           SELECT 1 FROM blueprint_sponsors s LEFT JOIN group_people m ON m.group_id = s.group_id
           JOIN people p ON p.id = coalesce(s.person_id, m.person_id)
           WHERE s.blueprint_id = b.id AND (p.left_at IS NULL OR p.left_at > :now) AND (p.leaves_at IS NULL OR p.leaves_at > :now))",
    ),
    (
        "I2",
        "No grant gives access before its assignment's start, at or after its end, or to an agent that is permanently deleted.",
        "SELECT 'grant' AS kind, hex(g.id) AS which FROM grants g JOIN assignments a ON a.id = g.assignment_id
         WHERE :now IS NOT NULL AND (g.starts_at < a.starts_at
            OR min(coalesce(g.withdrawn_at, 9e18), coalesce(g.ends_at, 9e18))
               > min(coalesce(a.ended_at, 9e18), coalesce(a.ends_at, 9e18)))
         UNION ALL
         SELECT 'grant', hex(g.id) FROM grants g JOIN agents i ON i.id = g.agent_id
         WHERE i.state = 'purged' AND min(coalesce(g.withdrawn_at, 9e18), coalesce(g.ends_at, 9e18)) > :now",
    ),
    (
        "I3",
        "Nobody decided on their own request, only approvers and their delegates decided, and stages were decided in order.",
        "SELECT 'decisionOfStage' AS kind, hex(d.stage_id) AS which FROM decisions d
         JOIN approval_stages s ON s.id = d.stage_id JOIN requests r ON r.id = s.request_id
         WHERE :now IS NOT NULL AND (r.requestor_person_id IN (d.person_id, d.for_person_id)
            OR NOT EXISTS (SELECT 1 FROM stage_approvers a
                           WHERE a.stage_id = s.id AND a.person_id = coalesce(d.for_person_id, d.person_id))
            OR (d.for_person_id IS NOT NULL AND NOT EXISTS (
                 SELECT 1 FROM stage_delegates e JOIN delegations g ON g.id = e.delegation_id
                 WHERE e.stage_id = s.id AND e.person_id = d.person_id AND e.approver_id = d.for_person_id
                   AND g.starts_at <= d.decided_at
                   AND d.decided_at < coalesce(g.ends_at, 9e18) AND d.decided_at <= coalesce(g.ended_at, 9e18)))
            OR s.state NOT IN ('approved', 'denied')
            OR EXISTS (SELECT 1 FROM approval_stages e WHERE e.request_id = s.request_id AND e.number < s.number
                         AND e.state <> 'approved'))",
    ),
    (
        "I4",
        "Every right is explained by an assignment, by a recorded direct grant, or by a recorded consent that a recorded list lets flow.",
        "SELECT 'grant' AS kind, hex(g.id) AS which FROM grants g LEFT JOIN assignments a ON a.id = g.assignment_id
         WHERE :now IS NOT NULL AND ((g.assignment_id IS NOT NULL AND (a.id IS NULL OR a.agent_id <> g.agent_id OR a.state = 'deliveryFailed'))
            OR (g.assignment_id IS NULL AND NOT EXISTS (SELECT 1 FROM audit_subjects s WHERE s.subject_id = g.agent_id)))
         UNION ALL
         SELECT 'consent', hex(c.id) FROM consents c WHERE NOT EXISTS (SELECT 1 FROM audit_subjects s WHERE s.subject_id = c.id)
         UNION ALL
         SELECT 'inheritableEntry', hex(i.id) FROM inheritable_permissions i
         WHERE NOT EXISTS (SELECT 1 FROM audit_subjects s WHERE s.subject_id = i.id)
         UNION ALL
         SELECT 'inheritableList', hex(i.blueprint_id) FROM inheritable_permissions i WHERE i.withdrawn_at IS NULL
         GROUP BY i.blueprint_id HAVING count(*) > 10",
    ),
    (
        "I5",
        "Every request, assignment and decision is in the history.",
        "SELECT 'request' AS kind, hex(r.id) AS which FROM requests r WHERE NOT EXISTS (SELECT 1 FROM audit_subjects s WHERE s.subject_id = r.id)
         UNION ALL
         SELECT 'assignment', hex(a.id) FROM assignments a
         WHERE :now IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit_subjects s WHERE s.subject_id = a.id)",
    ),
    (
        "I6",
        "Requests, stages and assignments stand in states that fit each other.",
        "SELECT 'request' AS kind, hex(r.id) AS which FROM requests r
         WHERE (r.state = 'pendingApproval') <> EXISTS (SELECT 1 FROM approval_stages s WHERE s.request_id = r.id AND s.state = 'open')
            OR (r.completed_at IS NOT NULL AND EXISTS (SELECT 1 FROM approval_stages s WHERE s.request_id = r.id AND s.state IN ('open', 'waiting')))
         UNION ALL
         SELECT 'assignment', hex(a.id) FROM assignments a JOIN requests r ON r.id = a.request_id
         WHERE :now IS NOT NULL AND r.state IN ('submitted', 'pendingApproval', 'denied')",
    ),
    (
        "I7",
        "Each reminder that was sent reached its recipients once, and what could not be shown says why.",
        "SELECT 'reminder' AS kind, hex(r.id) AS which FROM reminders r WHERE r.state = 'sent' AND r.recipients_by <> 'nobody'
           AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.reminder_id = r.id)
         UNION ALL
         SELECT 'notice', hex(n.id) FROM notices n WHERE :now IS NOT NULL AND n.state = 'failed' AND n.failure IS NULL",
    ),
    (
        "I8",
        "Nobody was given a package after a rule of separation while they held what excludes it.",
        "SELECT 'assignment' AS kind, hex(a.id) AS which FROM incompatible_packages i
         CROSS JOIN assignments a ON a.access_package_id = i.access_package_id
         CROSS JOIN assignments b ON b.agent_id = a.agent_id AND b.access_package_id = i.incompatible_access_package_id
         WHERE a.state IN ('delivered', 'partiallyDelivered') AND a.starts_at > i.created_at
           AND b.state <> 'deliveryFailed' AND b.starts_at <= a.starts_at
           AND min(coalesce(b.ended_at, 9e18), coalesce(b.ends_at, 9e18)) > a.starts_at
         UNION ALL
         SELECT 'assignment', hex(a.id) FROM incompatible_groups i
         CROSS JOIN assignments a ON a.access_package_id = i.access_package_id
         CROSS JOIN grants g ON g.agent_id = a.agent_id AND g.right_kind = 'groupMembership' AND g.origin_id = i.group_id
         WHERE :now IS NOT NULL AND a.state IN ('delivered', 'partiallyDelivered') AND a.starts_at > i.created_at
           AND g.starts_at <= a.starts_at AND min(coalesce(g.withdrawn_at, 9e18), coalesce(g.ends_at, 9e18)) > a.starts_at",
    ),
];

/// An invariant as it was checked.
#[derive(Debug)]
pub struct Checked {
    /// Its number.
    pub name: &'static str,
    /// What it says.
    pub meaning: &'static str,
    /// What breaks it; nothing where it holds.
    pub offenders: Vec<Offender>,
}

/// Runs all checks on a snapshot.
pub fn all(db: &Db, now: Timestamp) -> Result<Vec<Checked>> {
    CHECKS
        .iter()
        .map(|&(name, meaning, sql)| {
            let offenders = db.all(sql, named_params! { ":now": now.millis() }, |row| {
                Ok(Offender { kind: row.term("kind")?, which: row.get("which")? })
            })?;
            Ok(Checked { name, meaning, offenders })
        })
        .collect()
}
