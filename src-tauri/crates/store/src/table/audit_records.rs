//! The tables `audit_records` and `audit_subjects`: the history, which only grows.

use chaperone_domain::id::{Id, PersonId};
use chaperone_domain::time::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};
use uuid::Uuid;

use crate::{Db, Result};

/// One record of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// Its number, from 1 without gaps.
    pub seq: i64,
    /// When it was recorded; never earlier than the record before.
    pub recorded_at: Timestamp,
    /// When what it tells fell due.
    pub occurred_at: Timestamp,
    /// Who did it; nothing for a rule.
    pub actor_id: Option<Uuid>,
    /// Through which door.
    pub origin: String,
    /// What was done.
    pub activity: String,
    /// What kind of thing it was done to.
    pub subject_type: String,
    /// The thing.
    pub subject_id: Uuid,
    /// Everything that it concerns, the subject first.
    pub about: Vec<Uuid>,
    /// In words.
    pub sentence: String,
    /// What changed: a JSON array of `{field, before, after}`.
    pub changes: String,
    /// The hash of the record before; 32 zero bytes for the first.
    pub previous_hash: [u8; 32],
    /// This record's hash.
    pub hash: [u8; 32],
}

/// The columns by their place in the table: a check of the chain reads millions of rows, and finding columns by name would
/// take longer than hashing them.
fn map(row: &Row<'_>) -> rusqlite::Result<AuditRecord> {
    Ok(AuditRecord {
        seq: row.get(0)?,
        recorded_at: Timestamp::from_millis(row.get(1)?),
        occurred_at: Timestamp::from_millis(row.get(2)?),
        actor_id: row.get(3)?,
        origin: row.get(4)?,
        activity: row.get(5)?,
        subject_type: row.get(6)?,
        subject_id: row.get(7)?,
        about: Vec::new(),
        sentence: row.get(8)?,
        changes: row.get(9)?,
        previous_hash: row.get(10)?,
        hash: row.get(11)?,
    })
}

/// The last record.
pub fn last(db: &Db) -> Result<Option<AuditRecord>> {
    db.one("SELECT * FROM audit_records ORDER BY seq DESC LIMIT 1", [], map)
}

/// The number and hash of the last record: what the next one follows.
pub fn head(db: &Db) -> Result<Option<(i64, [u8; 32])>> {
    db.one("SELECT seq, hash FROM audit_records ORDER BY seq DESC LIMIT 1", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Appends a record; the table refuses one that doesn't follow the last.
pub fn insert(db: &mut Db, record: &AuditRecord) -> Result<()> {
    db.execute(
        "INSERT INTO audit_records (seq, recorded_at, occurred_at, actor_id, origin, activity, subject_type, subject_id,
           sentence, changes, previous_hash, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            record.seq,
            record.recorded_at.millis(),
            record.occurred_at.millis(),
            record.actor_id,
            record.origin,
            record.activity,
            record.subject_type,
            record.subject_id,
            record.sentence,
            record.changes,
            record.previous_hash,
            record.hash
        ],
    )?;
    for &subject in &record.about {
        db.execute(
            "INSERT OR IGNORE INTO audit_subjects (subject_id, seq) VALUES (?1, ?2)",
            params![subject, record.seq],
        )?;
    }
    Ok(())
}

/// Records from a number on, in order, with all that they are about: what a check of the chain reads.
pub fn from(db: &Db, seq: i64, limit: u32) -> Result<Vec<AuditRecord>> {
    let mut records = db.all(
        "SELECT * FROM audit_records WHERE seq >= ?1 ORDER BY seq LIMIT ?2",
        params![seq, limit],
        map,
    )?;
    add_about(db, &mut records)?;
    Ok(records)
}

/// Adds what records are about: one query for each run of numbers without a gap.
fn add_about(db: &Db, records: &mut [AuditRecord]) -> Result<()> {
    for run in records.chunk_by_mut(|one, next| one.seq + 1 == next.seq) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let (first, last) = (first.seq, last.seq);
        let subjects: Vec<(i64, Uuid)> = db.all(
            "SELECT seq, subject_id FROM audit_subjects WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq, subject_id",
            [first, last],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let mut subjects = subjects.into_iter().peekable();
        for record in run {
            while let Some((_, subject)) = subjects.next_if(|(seq, _)| *seq == record.seq) {
                record.about.push(subject);
            }
        }
    }
    Ok(())
}

/// What happened to one thing, oldest first.
pub fn about(db: &Db, subject: Uuid, limit: u32) -> Result<Vec<AuditRecord>> {
    db.all(
        "SELECT r.* FROM audit_subjects s JOIN audit_records r ON r.seq = s.seq
         WHERE s.subject_id = ?1 ORDER BY s.seq DESC LIMIT ?2",
        params![subject, limit],
        map,
    )
    .map(|mut newest_first| {
        newest_first.reverse();
        newest_first
    })
}

/// The records that changed one field of one thing, oldest first.
pub fn changing(db: &Db, subject: Uuid, field: &str) -> Result<Vec<AuditRecord>> {
    db.all(
        "SELECT r.* FROM audit_subjects s JOIN audit_records r ON r.seq = s.seq
         WHERE s.subject_id = ?1 AND r.subject_id = ?1 AND instr(r.changes, '\"field\":\"' || ?2 || '\"') > 0
         ORDER BY s.seq",
        params![subject, field],
        map,
    )
}

/// What was done five minutes or more after it fell due, after a record's number, in order of the due instants, with all
/// that it is about.
pub fn late_after(db: &Db, seq: i64, limit: u32) -> Result<Vec<AuditRecord>> {
    let mut records = db.all(
        "SELECT * FROM audit_records WHERE recorded_at - occurred_at >= 300000 AND seq > ?1
         ORDER BY occurred_at, seq LIMIT ?2",
        params![seq, limit],
        map,
    )?;
    add_about(db, &mut records)?;
    Ok(records)
}

/// One record.
pub fn get(db: &Db, seq: i64) -> Result<Option<AuditRecord>> {
    db.one("SELECT * FROM audit_records WHERE seq = ?1", [seq], map)
}

/// Which records.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A part of the sentence or the activity.
    pub search: Option<String>,
    /// Done by this person.
    pub actor_id: Option<PersonId>,
    /// About this thing.
    pub subject_id: Option<Uuid>,
    /// This activity.
    pub activity: Option<String>,
    /// Any activity but these.
    pub other_than: Vec<String>,
    /// Recorded at or after.
    pub from: Option<Timestamp>,
    /// Recorded before.
    pub to: Option<Timestamp>,
}

/// The number of the first record at or after an instant; behind all numbers when there is none.
const FIRST_AT: &str = "coalesce((SELECT seq FROM audit_records WHERE recorded_at >= ? ORDER BY recorded_at, seq LIMIT 1),
  9223372036854775807)";

fn conditions(filter: &Filter) -> (String, Vec<Value>) {
    let mut sql = vec!["1 = 1".to_owned()];
    let mut values = Vec::new();
    let mut add = |condition: &str, value: Value| {
        sql.push(condition.to_owned());
        values.push(value);
    };
    if let Some(search) = &filter.search {
        add("sentence || ' ' || activity LIKE ? ESCAPE '\\'", crate::list::anywhere(search));
    }
    if let Some(actor) = filter.actor_id {
        add("actor_id = ?", crate::list::id_value(actor));
    }
    if let Some(subject) = filter.subject_id {
        add(
            "seq IN (SELECT seq FROM audit_subjects WHERE subject_id = ?)",
            Value::Blob(subject.as_bytes().to_vec()),
        );
    }
    if let Some(activity) = &filter.activity {
        add("activity = ?", Value::Text(activity.clone()));
    }
    for activity in &filter.other_than {
        add("activity <> ?", Value::Text(activity.clone()));
    }
    // Records are numbered in the order of their instants, so a time is a range of numbers, which is found at once.
    if let Some(from) = filter.from {
        add(&format!("seq >= {FIRST_AT}"), Value::Integer(from.millis()));
    }
    if let Some(to) = filter.to {
        add(&format!("seq < {FIRST_AT}"), Value::Integer(to.millis()));
    }
    (sql.join(" AND "), values)
}

/// A page, newest first.
pub fn page(db: &Db, filter: &Filter, after: Option<i64>, limit: u32) -> Result<Vec<AuditRecord>> {
    let (mut sql, mut values) = conditions(filter);
    if let Some(after) = after {
        sql.push_str(" AND seq < ?");
        values.push(Value::Integer(after));
    }
    let sql = format!("SELECT * FROM audit_records WHERE {sql} ORDER BY seq DESC LIMIT {limit}");
    db.all(&sql, params_from_iter(values.iter()), map)
}

/// A page with all that the records are about, newest first.
pub fn page_downwards(
    db: &Db,
    filter: &Filter,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<AuditRecord>> {
    let mut records = page(db, filter, before, limit)?;
    records.reverse();
    add_about(db, &mut records)?;
    records.reverse();
    Ok(records)
}

/// A page with all that the records are about, oldest first: what leaves the workspace.
pub fn page_upwards(db: &Db, filter: &Filter, after: i64, limit: u32) -> Result<Vec<AuditRecord>> {
    let (sql, mut values) = conditions(filter);
    values.push(Value::Integer(after));
    let sql =
        format!("SELECT * FROM audit_records WHERE {sql} AND seq > ? ORDER BY seq LIMIT {limit}");
    let mut records = db.all(&sql, params_from_iter(values.iter()), map)?;
    add_about(db, &mut records)?;
    Ok(records)
}

/// How many records a filter lets through, by the type of what they are of.
pub fn counts_by_type(db: &Db, filter: &Filter) -> Result<Vec<(String, i64)>> {
    let (sql, values) = conditions(filter);
    let sql = format!(
        "SELECT subject_type, count(*) FROM audit_records WHERE {sql} GROUP BY subject_type"
    );
    db.all(&sql, params_from_iter(values.iter()), |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Everything that the records which a filter lets through are about beside what they are of.
pub fn others_about(db: &Db, filter: &Filter) -> Result<Vec<Uuid>> {
    let (sql, values) = conditions(filter);
    let sql = format!(
        "SELECT DISTINCT s.subject_id FROM (SELECT seq AS number, subject_id AS own FROM audit_records WHERE {sql}) r
         JOIN audit_subjects s ON s.seq = r.number WHERE s.subject_id <> r.own ORDER BY s.subject_id"
    );
    db.all(&sql, params_from_iter(values.iter()), |row| row.get(0))
}

/// The numbers of all records that a filter lets through, newest first.
pub fn seqs(db: &Db, filter: &Filter, oldest_first: bool, most: Option<u32>) -> Result<Vec<i64>> {
    let (sql, values) = conditions(filter);
    let direction = if oldest_first { "ASC" } else { "DESC" };
    let most = most.map_or(-1, i64::from);
    let sql =
        format!("SELECT seq FROM audit_records WHERE {sql} ORDER BY seq {direction} LIMIT {most}");
    db.all(&sql, params_from_iter(values.iter()), |row| row.get(0))
}

/// Up to which record a person has put the catch-up card away; 0 when never.
pub fn dismissed_up_to(db: &Db, person: PersonId) -> Result<i64> {
    db.number(
        "SELECT coalesce(max(seq), 0) FROM catch_up_dismissals WHERE person_id = ?1",
        [person.uuid()],
    )
}

/// Puts the catch-up card away for a person, up to a record.
pub fn dismiss_up_to(db: &mut Db, person: PersonId, seq: i64) -> Result<()> {
    db.execute(
        "INSERT INTO catch_up_dismissals (person_id, seq) VALUES (?1, ?2)
         ON CONFLICT (person_id) DO UPDATE SET seq = excluded.seq",
        params![person.uuid(), seq],
    )?;
    Ok(())
}
