//! Large workspaces: the rows of the founded company, multiplied by SQL. Each new row is a row that a command wrote, with a
//! few columns replaced, so that no column has to be known here. Only the history is written by hand, because its hashes
//! have to fit.

use std::path::Path;

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use crate::office::{FOUNDED_AGO, HELD, found};

/// How many people a workspace has, at most.
const PEOPLE: usize = 10_000;
/// How many notices lie in Sam's inbox, at most.
const NOTICES: usize = 10_000;

/// What is multiplied: hands 0 to 9 hold packages, the tenth has returned one, the eleventh waits for an approval.
const COPIES: &str = "
CREATE TEMP TABLE moment AS
  SELECT max(recorded_at) AS founded, max(recorded_at) + :ago AS present FROM audit_records;
CREATE TEMP TABLE numbers (n INTEGER PRIMARY KEY);
INSERT INTO numbers WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < :most) SELECT n FROM up;
CREATE TEMP TABLE wares AS
  SELECT CAST(substr(k.display_name, 9) AS INTEGER) AS k, k.id AS package, p.id AS policy
  FROM access_packages k JOIN policies p ON p.access_package_id = k.id;
CREATE UNIQUE INDEX wares_by_number ON wares (k);
CREATE TEMP TABLE models AS
  SELECT row_number() OVER (ORDER BY r.created_at, r.id) - 1 AS p, r.id AS request, a.id AS assignment
  FROM requests r LEFT JOIN assignments a ON a.request_id = r.id WHERE r.request_type IN ('adminAdd', 'userAdd');
CREATE TEMP TABLE copies AS
  SELECT n, p, m.request AS of_request, m.assignment AS of_assignment, package, policy,
    unhex(printf('aaaaaaaa000040008000%012x', n)) AS agent,
    unhex(printf('e1%06x00004000%016x', n, p)) AS request,
    CASE WHEN m.assignment IS NULL THEN NULL ELSE unhex(printf('e2%06x00004000%016x', n, p)) END AS assignment,
    founded + 60000 + (n * 12 + p) * (:ago - 86400000) / (:agents * 12) AS at,
    present + 45 * 86400000 + n * 60000 + p AS ends_at
  FROM moment, numbers CROSS JOIN models m
  JOIN wares w ON w.k = CASE WHEN p > :held THEN :packages ELSE (n + p * 97) % :packages END
  WHERE n < :agents AND (p < :held OR (p = :held AND n % 5 = 0) OR (p > :held AND n % 10 = 0))
  ORDER BY n, p;
CREATE UNIQUE INDEX temp.copies_of_requests ON copies (of_request, n);
CREATE INDEX temp.copies_of_assignments ON copies (of_assignment, n);
";

/// Makes a workspace of so many agents and packages, each agent holding ten, and a record of the history for each request.
pub(crate) fn make(
    folder: &Path,
    agents: usize,
    packages: usize,
) -> Result<(), Box<dyn std::error::Error>> {
    found(folder, packages)?;
    let mut db = Connection::open(folder.join("workspace.db"))?;
    db.pragma_update(None, "synchronous", "OFF")?;
    db.pragma_update(None, "foreign_keys", false)?;
    db.pragma_update(None, "cache_size", -1_000_000)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    let sql = COPIES
        .replace(":ago", &FOUNDED_AGO.millis().to_string())
        .replace(":agents", &agents.to_string())
        .replace(":packages", &packages.to_string())
        .replace(":most", &agents.max(PEOPLE).to_string())
        .replace(":held", &HELD.to_string());
    db.execute_batch(&sql)?;
    let transaction = db.transaction()?;
    people(&transaction, agents)?;
    directory(&transaction, agents)?;
    access(&transaction, agents)?;
    notices(&transaction)?;
    chain(&transaction)?;
    transaction.commit()?;
    db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE);")?;
    Ok(())
}

const PERSON: &str = "unhex(printf('bbbbbbbb000070008000%012x', %))";

fn person(number: &str) -> String {
    PERSON.replace('%', "\u{1}").replacen('\u{1}', "%", 1).replace('\u{1}', number)
}

/// As many people as agents, up to ten thousand; each has a manager, and a tenth leave in the years to come.
fn people(db: &Connection, agents: usize) -> rusqlite::Result<()> {
    let people = agents.min(PEOPLE);
    let id = person("n");
    let manager = person("1 + n % 100");
    copy(
        db,
        "people",
        &format!("numbers c ON n < {people} WHERE t.email = 'pat@bench.example'"),
        &[
            ("id", &id),
            ("display_name", "printf('Person %05d', n)"),
            ("email", "printf('person%05d@bench.example', n)"),
            ("employee_id", "printf('P-%05d', n)"),
            ("department", "printf('Department %02d', n % 40)"),
            ("job_title", "printf('Title %03d', n % 300)"),
            ("manager_id", &format!("CASE WHEN n > 100 THEN {manager} END")),
            ("hired_at", "(SELECT founded FROM moment) - n * 86400000"),
            (
                "leaves_at",
                "CASE WHEN n % 10 = 0 THEN (SELECT present FROM moment) + (400 + n) * 86400000 END",
            ),
        ],
    )
}

/// The agents, with their sponsors: mostly people; Sam has every hundredth.
fn directory(db: &Connection, agents: usize) -> rusqlite::Result<()> {
    let agent = "unhex(printf('aaaaaaaa000040008000%012x', n))";
    let each = format!("numbers c ON n < {agents} WHERE true");
    copy(
        db,
        "agents",
        &each,
        &[
            ("id", agent),
            ("display_name", "printf('Agent %06d', n)"),
            ("state", "CASE WHEN n % 50 = 0 THEN 'disabled' ELSE t.state END"),
            ("tags", "CASE WHEN n % 20 = 0 THEN '[\"finance\"]' ELSE t.tags END"),
            ("platform", "CASE WHEN n % 4 = 0 THEN 'foundry' ELSE t.platform END"),
            ("created_at", "t.created_at + n"),
        ],
    )?;
    let sponsor = format!(
        "CASE WHEN n % 100 = 0 OR {agents} <= 100 THEN t.person_id ELSE {} END",
        sponsor(agents)
    );
    copy(db, "agent_sponsors", &each, &[("agent_id", agent), ("person_id", &sponsor)])
}

/// Who sponsors an agent, unless Sam does.
fn sponsor(agents: usize) -> String {
    person(&format!("1 + n % {}", agents.clamp(2, PEOPLE) - 1))
}

/// Requests, assignments, and what hangs on them.
fn access(db: &Connection, agents: usize) -> rusqlite::Result<()> {
    // Each is filed by one of the agent's own people.
    let requestor =
        format!("CASE WHEN t.requestor_person_id IS NOT NULL THEN {} END", sponsor(agents));
    let completed = "CASE WHEN t.completed_at IS NULL THEN NULL ELSE c.at END";
    copy(
        db,
        "requests",
        "copies c ON c.of_request = t.id WHERE true",
        &[
            ("id", "c.request"),
            ("agent_id", "c.agent"),
            ("assignment_id", "c.assignment"),
            ("access_package_id", "c.package"),
            ("policy_id", "c.policy"),
            ("requestor_person_id", &requestor),
            ("created_at", "c.at"),
            ("completed_at", completed),
        ],
    )?;
    let is_over = "(SELECT s.state FROM assignments s WHERE s.id = c.of_assignment) = 'expired'";
    let ends_at = format!("CASE WHEN {is_over} THEN t.ends_at ELSE c.ends_at END");
    let starts_at = format!("CASE WHEN {is_over} THEN t.starts_at ELSE c.at END");
    copy(
        db,
        "assignments",
        "copies c ON c.of_assignment = t.id WHERE true",
        &[
            ("id", "c.assignment"),
            ("agent_id", "c.agent"),
            ("request_id", "c.request"),
            ("access_package_id", "c.package"),
            ("policy_id", "c.policy"),
            ("starts_at", &starts_at),
            ("ends_at", &ends_at),
        ],
    )?;
    copy(
        db,
        "grants",
        "copies c ON c.of_assignment = t.assignment_id WHERE true",
        &[
            ("id", "unhex(printf('e3%06x00004000%016x', n, p))"),
            ("agent_id", "c.agent"),
            ("assignment_id", "c.assignment"),
            (
                "origin_id",
                "unhex(printf('66666666000040008000%012x', (SELECT k FROM wares WHERE package = c.package)))",
            ),
            ("starts_at", &starts_at),
            ("ends_at", &ends_at),
        ],
    )?;
    copy(
        db,
        "reminders",
        "copies c ON c.of_assignment = t.assignment_id WHERE t.state = 'scheduled' AND t.threshold_days IN (0, 14)",
        &[
            ("id", "unhex(printf('e4%06x0000%04x%016x', n, t.threshold_days, p))"),
            ("assignment_id", "c.assignment"),
            ("ends_at", "c.ends_at"),
            ("due_at", "c.ends_at - t.threshold_days * 86400000"),
        ],
    )?;
    let stage = "unhex(printf('e5%06x00004000%016x', n, p))";
    copy(
        db,
        "approval_stages",
        "copies c ON c.of_request = t.request_id WHERE true",
        &[
            ("id", stage),
            ("request_id", "c.request"),
            ("opened_at", "c.at"),
            ("deadline_at", "c.ends_at"),
            ("escalates_at", "NULL"),
            ("remind_at", "NULL"),
        ],
    )?;
    copy(
        db,
        "stage_approvers",
        "approval_stages s ON s.id = t.stage_id JOIN copies c ON c.of_request = s.request_id WHERE true",
        &[("stage_id", stage), ("person_id", &approver())],
    )
}

/// Abe decides a hundredth of what waits, other people the rest.
fn approver() -> String {
    format!("CASE WHEN n % 1000 = 0 THEN t.person_id ELSE {} END", person("1 + n / 10 % 100"))
}

/// What approvers are asked, and Sam's full inbox.
fn notices(db: &Connection) -> rusqlite::Result<()> {
    let approver = approver().replace("t.person_id", "t.recipient_id");
    let common = [
        ("id", "unhex(printf('e6%06x00004000%016x', n, p))"),
        ("agent_id", "c.agent"),
        ("access_package_id", "c.package"),
        ("request_id", "c.request"),
        ("created_at", "c.at"),
        ("due_at", "c.at"),
        ("state", "'shown'"),
        ("shown_at", "c.at"),
    ];
    let wanted = [
        ("recipient_id", approver.as_str()),
        ("stage_id", "unhex(printf('e5%06x00004000%016x', n, p))"),
    ];
    copy(
        db,
        "notices",
        "copies c ON c.of_request = t.request_id WHERE t.kind = 'decisionWanted'",
        &[&common[..], &wanted[..]].concat(),
    )?;
    let of_assignment = [("assignment_id", "c.assignment"), ("ends_at", "c.ends_at")];
    let each = format!(
        "copies c ON c.of_assignment = t.assignment_id WHERE t.kind = 'accessDelivered' AND p = 1 AND n <= {NOTICES}"
    );
    copy(db, "notices", &each, &[&common[..], &of_assignment[..]].concat())
}

/// Copies rows of a table `t` for each row that a join gives, with some columns replaced. What is copied are the rows that
/// stood before.
fn copy(
    db: &Connection,
    table: &str,
    join: &str,
    replaced: &[(&str, &str)],
) -> rusqlite::Result<()> {
    let columns: Vec<String> = db
        .prepare(&format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"))?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let values: Vec<String> = columns
        .iter()
        .map(|column| {
            let by = replaced.iter().find(|(name, _)| name == column);
            by.map_or_else(|| format!("t.{column}"), |(_, value)| (*value).to_owned())
        })
        .collect();
    db.execute_batch(&format!(
        "CREATE TEMP TABLE before AS SELECT * FROM main.{table};
         INSERT INTO main.{table} ({}) SELECT {} FROM temp.before t JOIN {join} ORDER BY n;
         DROP TABLE temp.before;",
        columns.join(", "),
        values.join(", ")
    ))
}

/// Appends a record for each copied request, chained as the architecture's description says.
fn chain(db: &Connection) -> rusqlite::Result<()> {
    let (mut seq, mut previous): (i64, [u8; 32]) =
        db.query_row("SELECT seq, hash FROM audit_records ORDER BY seq DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let mut record = db.prepare(
        "INSERT INTO audit_records (seq, recorded_at, occurred_at, actor_id, origin, activity, subject_type, subject_id,
           sentence, changes, previous_hash, hash)
         VALUES (?1, ?2, ?2, ?3, 'cli', ?4, 'request', ?5, ?6, '[]', ?7, ?8)",
    )?;
    let mut subject = db.prepare("INSERT INTO audit_subjects (subject_id, seq) VALUES (?1, ?2)")?;
    let actor = person("1 + n % 99");
    let mut copies = db.prepare(&format!(
        "SELECT n, p, request, agent, assignment, at, {actor} FROM copies ORDER BY at, n, p"
    ))?;
    let mut rows = copies.query([])?;
    while let Some(row) = rows.next()? {
        seq += 1;
        let (n, p): (i64, i64) = (row.get(0)?, row.get(1)?);
        let (request, agent): ([u8; 16], [u8; 16]) = (row.get(2)?, row.get(3)?);
        let (assignment, at): (Option<[u8; 16]>, i64) = (row.get(4)?, row.get(5)?);
        let actor: Option<[u8; 16]> = if n % 2 == 0 { row.get(6)? } else { None };
        let activity = if p % 2 == 0 { "deliver_assignment" } else { "extend_assignment" };
        let sentence =
            format!("Package {p:04} for Agent {n:06} was delivered, until a day that lies ahead.");
        let mut about = vec![request, agent];
        about.extend(assignment);
        about.sort_unstable();
        let (number, instant) = (seq.to_be_bytes(), at.to_be_bytes());
        let mut fields: Vec<&[u8]> = vec![&previous, &number, &instant, &instant];
        fields.push(actor.as_ref().map_or(&[], |id| id));
        fields.extend([
            &b"cli"[..],
            activity.as_bytes(),
            b"request",
            &request,
            sentence.as_bytes(),
            b"[]",
        ]);
        fields.extend(about.iter().map(|id| &id[..]));
        let hash = hash(&fields);
        record.execute(params![seq, at, actor, activity, request, sentence, previous, hash])?;
        for id in &about {
            subject.execute(params![id, seq])?;
        }
        previous = hash;
    }
    Ok(())
}

fn hash(fields: &[&[u8]]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for field in fields {
        digest.update((field.len() as u64).to_be_bytes());
        digest.update(field);
    }
    digest.finalize().into()
}
