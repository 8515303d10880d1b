//! The schema says what the domain says, and the hot queries use their indexes.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests fail by panicking, with the reason at hand"
)]

use std::collections::BTreeSet;

use chaperone_domain as domain;
use chaperone_store::Store;
use domain::term::Term;
use rusqlite::Connection;

/// A new workspace file, looked at past the store.
fn fresh() -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    drop(Store::create(folder.path()).unwrap());
    let connection = Connection::open(folder.path().join("workspace.db")).unwrap();
    (folder, connection)
}

/// The terms that a column's CHECK lists.
fn checked(connection: &Connection, table: &str, column: &str) -> BTreeSet<String> {
    let sql: String = connection
        .query_row(
            "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1",
            [table],
            |row| row.get(0),
        )
        .unwrap();
    let start = sql
        .find(&format!("CHECK ({column} IN"))
        .unwrap_or_else(|| panic!("{table}.{column} lists no terms"));
    let list = &sql[start..];
    let list = &list[list.find("IN").unwrap()..list.find("))").unwrap()];
    list.split('\'').skip(1).step_by(2).map(str::to_owned).collect()
}

fn terms<T: Term>() -> BTreeSet<String> {
    T::ALL.iter().map(|value| value.term().to_owned()).collect()
}

#[test]
fn every_enumeration_in_the_schema_lists_the_domains_terms() {
    let (_folder, connection) = fresh();
    let same = |table: &str, column: &str, terms: BTreeSet<String>| {
        assert_eq!(checked(&connection, table, column), terms, "{table}.{column}");
    };
    same("workspace", "kind", terms::<domain::clock::WorkspaceKind>());
    same("role_appointments", "role", terms::<domain::authority::Role>());
    same("catalog_role_appointments", "role", terms::<domain::authority::CatalogRole>());
    same("groups", "kind", terms::<domain::group::GroupKind>());
    for table in ["agents", "blueprints", "blueprint_principals"] {
        same(table, "state", terms::<domain::agent::AgentState>());
    }
    same("agents", "kind", terms::<domain::agent::AgentKind>());
    same("agents", "platform", terms::<domain::agent::AgentPlatform>());
    same("blueprints", "platform", terms::<domain::agent::AgentPlatform>());
    same("catalogs", "state", terms::<domain::access_package::CatalogState>());
    same("catalogs", "privilege_level", terms::<domain::access_package::PrivilegeLevel>());
    same("resources", "kind", terms::<domain::access_package::ResourceKind>());
    same("resource_roles", "right_kind", terms::<domain::right::RightKind>());
    same("grants", "right_kind", terms::<domain::right::RightKind>());
    same("policies", "scope", terms::<domain::policy::PolicyScope>());
    same("policies", "extension", terms::<domain::policy::ExtensionRule>());
    same("policy_on_behalf_requestors", "kind", terms::<domain::requestor::OnBehalfRequestor>());
    same("delivery_failures", "reason", terms::<domain::delivery::FailureReason>());
    same("policy_questions", "kind", terms::<domain::question::QuestionKind>());
    same("policy_approvers", "kind", terms::<domain::policy::ApproverKind>());
    same("requests", "request_type", terms::<domain::request::RequestType>());
    same("requests", "state", terms::<domain::request::RequestState>());
    same("requests", "status", terms::<domain::request::RequestStatus>());
    same("approval_stages", "state", terms::<domain::approval::StageState>());
    same("approval_stages", "approvers_by", terms::<domain::approval::ApproversBy>());
    same("approval_stages", "alternates_by", terms::<domain::escalation::AlternatesBy>());
    same("decisions", "verdict", terms::<domain::approval::Verdict>());
    same("assignments", "state", terms::<domain::assignment::AssignmentState>());
    same("assignments", "end_reason", terms::<domain::assignment::EndReason>());
    same("reminders", "kind", terms::<domain::reminder::ReminderKind>());
    same("reminders", "state", terms::<domain::reminder::ReminderState>());
    same("reminders", "recipients_by", terms::<domain::reminder::RecipientsBy>());
    same("inheritable_permissions", "scopes", terms::<domain::permission::Inheritable>());
    same("inheritable_permissions", "roles", terms::<domain::permission::Inheritable>());
    same("notices", "kind", terms::<domain::notice::NoticeKind>());
    same("notices", "state", terms::<domain::notice::NoticeState>());
    same(
        "personal_settings",
        "notification_level",
        terms::<domain::interruption::NotificationLevel>(),
    );
    same("workflows", "category", terms::<domain::workflow::WorkflowCategory>());
    same("workflow_versions", "trigger_kind", terms::<domain::workflow::TriggerKind>());
    same("workflow_versions", "date_attribute", terms::<domain::workflow::DateAttribute>());
    same("workflow_versions", "membership_change", terms::<domain::workflow::MembershipChange>());
    same("workflow_versions", "scope_join", terms::<domain::workflow_scope::RuleJoin>());
    same("workflow_conditions", "attribute", terms::<domain::workflow_scope::ScopeAttribute>());
    same("workflow_conditions", "operator", terms::<domain::workflow_scope::ScopeOperator>());
    same("workflow_tasks", "task", terms::<domain::workflow::TaskDefinition>());
    same("workflow_runs", "execution_type", terms::<domain::workflow_run::ExecutionType>());
    for table in ["workflow_runs", "workflow_people", "workflow_task_results"] {
        same(table, "state", terms::<domain::workflow_run::ProcessingState>());
    }
    same("workflow_task_results", "task", terms::<domain::workflow::TaskDefinition>());
}

#[test]
fn a_live_workspace_never_becomes_a_training_one_and_none_becomes_live() {
    for (kind, other) in [("live", "training"), ("training", "live")] {
        let (_folder, connection) = fresh();
        let person =
            "INSERT INTO people (id, display_name, email) VALUES (zeroblob(16), 'A', 'a@b.c')";
        connection.execute(person, []).unwrap();
        connection
            .execute(
                "INSERT INTO workspace (one, id, name, kind, created_at, custodian_id, reminder_days, max_blueprints, max_agents_per_blueprint)
                 VALUES (1, zeroblob(16), 'W', ?1, 0, zeroblob(16), '14', 250, 250)",
                [kind],
            )
            .unwrap();
        for change in [
            "UPDATE workspace SET kind = ?1",
            "UPDATE workspace SET one = 1, kind = ?1",
            "INSERT OR REPLACE INTO workspace (one, id, name, kind, created_at, custodian_id, reminder_days, max_blueprints, max_agents_per_blueprint)
             VALUES (1, zeroblob(16), 'W', ?1, 0, zeroblob(16), '14', 250, 250)",
        ] {
            assert!(connection.execute(change, [other]).is_err(), "{kind}: {change}");
        }
    }
}

#[test]
fn requests_move_only_along_the_domains_table() {
    use domain::request::RequestState;
    let (_folder, connection) = fresh();
    connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for &from in RequestState::ALL {
        for &to in RequestState::ALL.iter().filter(|&&to| to != from) {
            let closed = |state: RequestState| if state.is_closed() { "1" } else { "NULL" };
            connection.execute_batch("SAVEPOINT try").unwrap();
            connection
                .execute_batch(&format!(
                    "INSERT INTO requests (id, request_type, state, status, agent_id, access_package_id, policy_id,
                       justification, created_at, completed_at)
                     VALUES (zeroblob(16), 'userAdd', '{from}', 'Accepted', zeroblob(16), zeroblob(16), zeroblob(16), '',
                       0, {})",
                    closed(from)
                ))
                .unwrap();
            let moved = connection
                .execute_batch(&format!(
                    "UPDATE requests SET state = '{to}', completed_at = {}",
                    closed(to)
                ))
                .is_ok();
            connection.execute_batch("ROLLBACK TO try; RELEASE try").unwrap();
            assert_eq!(moved, from.next().contains(&to), "{from} to {to}");
        }
    }
}

#[test]
fn what_is_permanently_deleted_stays_so_and_an_agent_user_keeps_its_agent() {
    let (_folder, connection) = fresh();
    connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    connection
        .execute_batch(
            "INSERT INTO agents (id, kind, display_name, description, state, deleted_at, state_before_deletion, tags,
               attributes, created_at)
             VALUES (zeroblob(16), 'servicePrincipal', 'x', '', 'purged', 0, 'active', '[]', '{}', 0);
             INSERT INTO agent_users VALUES (zeroblob(16), zeroblob(16), 'x', 'x', 1, NULL);",
        )
        .unwrap();
    for wrong in [
        "UPDATE agents SET state = 'active', deleted_at = NULL, state_before_deletion = NULL",
        "UPDATE agents SET deleted_at = NULL",
        "UPDATE agents SET kind = 'agentIdentity'",
        "UPDATE agent_users SET agent_id = randomblob(16)",
    ] {
        assert!(connection.execute_batch(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn tables_are_strict_and_history_is_guarded() {
    let (_folder, connection) = fresh();
    let mut lax = connection
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0")
        .unwrap();
    let lax: Vec<String> =
        lax.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let not_ours = ["refinery_schema_history", "sqlite_schema", "sqlite_sequence"];
    assert!(lax.iter().all(|name| not_ours.contains(&name.as_str())), "{lax:?}");
    connection
        .execute_batch(
            "INSERT INTO audit_records (seq, recorded_at, occurred_at, origin, activity, subject_type, subject_id, sentence,
               changes, previous_hash, hash)
             VALUES (1, 0, 0, 'test', 'x', 'x', zeroblob(16), 'x', '[]', zeroblob(32), randomblob(32))",
        )
        .unwrap();
    for tampering in [
        "UPDATE audit_records SET sentence = 'y'",
        "DELETE FROM audit_records",
        "INSERT INTO audit_records SELECT 3, 0, 0, NULL, 'test', 'x', 'x', zeroblob(16), 'x', '[]', zeroblob(32), randomblob(32)",
    ] {
        assert!(connection.execute_batch(tampering).is_err(), "{tampering}");
    }
}

/// Queries that run often or on long tables, with the index that each has to use.
const HOT: &[(&str, &str)] = &[
    (
        "SELECT * FROM grants WHERE agent_id = x'00' AND right_kind = 'appRole' AND origin_id = x'00' AND role_id IS x'00'",
        "grants_by_agent",
    ),
    (
        "SELECT ends_at, id FROM assignments WHERE state <> 'expired' AND ends_at IS NOT NULL AND ends_at <= 5 ORDER BY ends_at, id LIMIT 1",
        "assignments_ending",
    ),
    (
        "SELECT due_at, id FROM reminders WHERE state = 'scheduled' AND due_at <= 5 ORDER BY due_at, id LIMIT 1",
        "reminders_due",
    ),
    (
        "SELECT deadline_at, id FROM approval_stages WHERE state = 'open' AND deadline_at <= 5 ORDER BY deadline_at, id LIMIT 1",
        "approval_stages_by_deadline",
    ),
    (
        "SELECT escalates_at, id FROM approval_stages WHERE state = 'open' AND escalated_at IS NULL AND escalates_at <= 5 ORDER BY escalates_at, id LIMIT 1",
        "approval_stages_by_escalation",
    ),
    (
        "SELECT remind_at, id FROM approval_stages WHERE state = 'open' AND remind_at <= 5 ORDER BY remind_at, id LIMIT 1",
        "approval_stages_by_reminder",
    ),
    (
        "SELECT asked_start_at, id FROM requests WHERE state = 'scheduled' AND asked_start_at <= 5 ORDER BY asked_start_at, id LIMIT 1",
        "requests_starting",
    ),
    (
        "SELECT deleted_at, id FROM agents WHERE state = 'softDeleted' AND deleted_at <= 5 ORDER BY deleted_at, id LIMIT 1",
        "agents_by_state",
    ),
    (
        "SELECT count(*) FROM agents WHERE blueprint_id = x'00' AND state <> 'purged'",
        "COVERING INDEX agents_by_blueprint",
    ),
    (
        "SELECT id FROM agents WHERE state NOT IN ('softDeleted', 'purged') AND blueprint_id = x'00'
         ORDER BY display_name COLLATE NOCASE ASC, id ASC LIMIT 100",
        "agents_by_blueprint",
    ),
    (
        "SELECT id FROM agents WHERE state NOT IN ('softDeleted', 'purged') AND kind = 'servicePrincipal'
         ORDER BY display_name COLLATE NOCASE ASC, id ASC LIMIT 100",
        "agents_of_kind_by_name",
    ),
    (
        "SELECT * FROM notices WHERE recipient_id = x'00' ORDER BY id DESC LIMIT 50",
        "notices_by_recipient",
    ),
    (
        "SELECT * FROM notices WHERE state IN ('waiting', 'failed') AND recipient_id = x'00' AND id > x'00' ORDER BY id LIMIT 100",
        "notices_waiting_by_recipient",
    ),
    (
        "SELECT id FROM requests WHERE assignment_id = x'00' AND request_type IN ('userExtend', 'adminUpdate') AND completed_at IS NULL",
        "requests_one_open_extension",
    ),
    (
        "SELECT id FROM access_packages WHERE deleted_at IS NULL
           AND id = (SELECT access_package_id FROM policies WHERE id = x'00') ORDER BY display_name, id LIMIT 1",
        "SEARCH access_packages USING PRIMARY KEY",
    ),
    (
        "SELECT * FROM consents WHERE principal_id = x'00' ORDER BY application_id",
        "consents_by_principal",
    ),
    (
        "SELECT * FROM inheritable_permissions WHERE blueprint_id = x'00' ORDER BY application_id",
        "inheritable_permissions_by_blueprint",
    ),
    ("SELECT agent_id FROM answered_for WHERE person_id = x'00'", "agent_sponsors_by_person"),
    ("SELECT person_id, group_id FROM agent_sponsors WHERE agent_id = x'00'", "agent_sponsors_people"),
    (
        "SELECT person_id, group_id FROM blueprint_sponsors WHERE blueprint_id = x'00'",
        "blueprint_sponsors_people",
    ),
    (
        "SELECT id FROM agents WHERE state NOT IN ('softDeleted', 'purged') AND display_name COLLATE NOCASE >= 'a'
           AND (display_name COLLATE NOCASE, id) > ('a', x'00')
         ORDER BY display_name COLLATE NOCASE ASC, id ASC LIMIT 100",
        "agents_by_name",
    ),
    (
        "SELECT id FROM agents WHERE state = 'active' ORDER BY display_name COLLATE NOCASE ASC, id ASC LIMIT 100",
        "agents_of_state_by_name",
    ),
    ("SELECT id FROM requests ORDER BY created_at DESC, id DESC LIMIT 100", "requests_by_time"),
    (
        "SELECT id FROM requests WHERE state = 'denied' ORDER BY created_at DESC, id DESC LIMIT 100",
        "requests_by_state",
    ),
    ("SELECT count(*) FROM requests WHERE state = 'pendingApproval'", "requests_by_state"),
    (
        "SELECT id FROM requests WHERE completed_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 100",
        "requests_open",
    ),
    (
        "SELECT id FROM assignments WHERE state <> 'expired' AND starts_at <= 5
           AND coalesce(ends_at, 9223372036854775807) > 5
         ORDER BY coalesce(ends_at, 9223372036854775807) ASC, id ASC LIMIT 100",
        "assignments_by_end",
    ),
    (
        "SELECT count(*) FROM assignments WHERE access_package_id = x'00' AND state <> 'expired' AND starts_at <= 5
           AND (ends_at IS NULL OR ends_at > 5)",
        "COVERING INDEX assignments_held",
    ),
    (
        "SELECT * FROM audit_records WHERE activity = 'x' ORDER BY seq DESC LIMIT 100",
        "audit_records_by_activity",
    ),
    (
        "SELECT seq FROM audit_records WHERE recorded_at >= 5 ORDER BY recorded_at, seq LIMIT 1",
        "audit_records_by_time",
    ),
    (
        "SELECT seq, subject_id FROM audit_subjects WHERE seq BETWEEN 1 AND 9 ORDER BY seq, subject_id",
        "audit_subjects_by_record",
    ),
    (
        "SELECT r.* FROM audit_subjects s JOIN audit_records r ON r.seq = s.seq WHERE s.subject_id = x'00' ORDER BY s.seq DESC LIMIT 50",
        "PRIMARY KEY",
    ),
];

/// Queries that read what belongs to a page of rows at once, and the tables in which each row is looked up by its key.
const OF_A_PAGE: &[(&str, &[&str])] = &[
    (
        "SELECT r.*, p.display_name FROM (SELECT key, unhex(value) AS id FROM json_each('[]')) i
         CROSS JOIN requests r ON r.id = i.id CROSS JOIN policies p ON p.id = r.policy_id ORDER BY i.key",
        &["r", "p"],
    ),
    (
        "SELECT a.* FROM (SELECT key, unhex(value) AS id FROM json_each('[]')) i
         CROSS JOIN request_answers a ON a.request_id = i.id ORDER BY i.key, a.position",
        &["a"],
    ),
    (
        "SELECT id FROM requests WHERE (id IN (SELECT request_id FROM approval_stages s WHERE s.state = 'open' AND s.id IN (
           SELECT stage_id FROM stage_approvers WHERE person_id = x'00'
           UNION SELECT e.stage_id FROM stage_delegates e JOIN delegations d ON d.id = e.delegation_id
           WHERE e.person_id = x'00' AND d.starts_at <= 5 AND (d.ends_at IS NULL OR 5 < d.ends_at) AND d.ended_at IS NULL)))
         ORDER BY created_at DESC, id DESC LIMIT 100",
        &["requests", "s", "stage_approvers", "e", "d"],
    ),
];

#[test]
fn what_belongs_to_a_page_of_rows_is_looked_up_by_key() {
    let (_folder, connection) = fresh();
    for (query, tables) in OF_A_PAGE {
        let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
        let steps: Vec<String> =
            plan.query_map([], |row| row.get(3)).unwrap().collect::<Result<_, _>>().unwrap();
        for table in *tables {
            let is_searched =
                steps.iter().any(|step| step.starts_with(&format!("SEARCH {table} ")));
            assert!(is_searched, "{query} should search {table}: {steps:?}");
        }
    }
}

#[test]
fn hot_queries_use_their_indexes_and_sort_nothing() {
    let (_folder, connection) = fresh();
    for (query, index) in HOT {
        let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
        let steps: Vec<String> =
            plan.query_map([], |row| row.get(3)).unwrap().collect::<Result<_, _>>().unwrap();
        let steps = steps.join("; ");
        assert!(steps.contains(index), "{query} should use {index}: {steps}");
        // An index that is walked in order until a page is full is read no further than that.
        let is_walk = steps.contains(&format!("USING INDEX {index}"))
            || steps.contains(&format!("USING COVERING INDEX {index}"));
        let is_page = query.contains("LIMIT") && is_walk;
        assert!(is_page || !steps.contains("SCAN"), "{query}: {steps}");
        assert!(!steps.contains("TEMP B-TREE"), "{query}: {steps}");
    }
}
