//! The history: what a record holds, how records are chained, and how people list and check them.
//!
//! A record's hash is SHA-256 over the previous record's hash and the record's canonical form. The canonical form is each
//! field's length in bytes as eight bytes, big endian, followed by the field's bytes, in the order of [`hash`]; nothing
//! can be moved from one field to the next without changing it. An auditor can recompute the chain with any tool.

use chaperone_domain::audit::AgentType;
use chaperone_domain::authority::Action;
use chaperone_domain::checkpoint::Break;
use chaperone_domain::id::{AgentId, Id, PersonId};
use chaperone_store::table::audit_records::{self, AuditRecord};
use chaperone_store::table::{names, people};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::context::{Context, Reading};
use crate::failure::{Failure, Reply};
use crate::session::Origin;
use crate::view::audit::{
    AuditChange, AuditFilter, AuditPage, AuditRow, AuditVerification, HistoryEvent, ListAudit,
    VerifyAudit,
};
use crate::view::reference::{AgentRef, PersonRef};
use crate::wire::Wire;

/// How many records a check reads at a time.
const BATCH: u32 = 1_000;
/// How much of one thing's history a view shows.
const SHOWN_HISTORY: u32 = 200;

/// What a handler writes into the history.
#[derive(Debug, Clone)]
pub struct Record {
    /// What was done: the command's or rule's name.
    pub activity: &'static str,
    /// What kind of thing it was done to.
    pub subject_type: &'static str,
    /// The thing.
    pub subject_id: Uuid,
    /// Whatever else it concerns: an agent, a package, a person.
    pub about: Vec<Uuid>,
    /// In words, for people.
    pub sentence: String,
    /// What changed.
    pub changes: Vec<AuditChange>,
}

impl Record {
    /// A record about one thing.
    pub fn new(
        activity: &'static str,
        subject_type: &'static str,
        subject: impl Id,
        sentence: String,
    ) -> Self {
        let subject_id = subject.uuid();
        Self {
            activity,
            subject_type,
            subject_id,
            about: Vec::new(),
            sentence,
            changes: Vec::new(),
        }
    }

    /// Adds something else that it concerns.
    #[must_use]
    pub fn about(mut self, other: impl Id) -> Self {
        self.about.push(other.uuid());
        self
    }

    /// Adds a changed field; a field that is the same before and after is left out.
    #[must_use]
    pub fn change(mut self, field: &str, before: Option<String>, after: Option<String>) -> Self {
        if before != after {
            self.changes.push(AuditChange { field: field.to_owned(), before, after });
        }
        self
    }
}

/// The hash of a record: SHA-256 over the previous hash and the canonical form.
pub fn hash(record: &AuditRecord) -> [u8; 32] {
    let mut digest = Sha256::new();
    let mut field = |bytes: &[u8]| {
        digest.update((bytes.len() as u64).to_be_bytes());
        digest.update(bytes);
    };
    field(&record.previous_hash);
    field(&record.seq.to_be_bytes());
    field(&record.recorded_at.millis().to_be_bytes());
    field(&record.occurred_at.millis().to_be_bytes());
    field(record.actor_id.as_ref().map_or(&[][..], |id| id.as_bytes()));
    field(record.origin.as_bytes());
    field(record.activity.as_bytes());
    field(record.subject_type.as_bytes());
    field(record.subject_id.as_bytes());
    field(record.sentence.as_bytes());
    field(record.changes.as_bytes());
    for subject in &record.about {
        field(subject.as_bytes());
    }
    digest.finalize().into()
}

/// Bytes as hexadecimal text.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        use std::fmt::Write;
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What walking along the chain found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Walk {
    /// How many records fit together from the first on.
    pub(crate) records: i64,
    /// The hash of the last of them; zeroes when there is none.
    pub(crate) head: [u8; 32],
    /// The hash of the first.
    pub(crate) first: Option<[u8; 32]>,
    /// The number that doesn't fit, and how.
    pub(crate) broken: Option<(i64, Break)>,
}

/// Walks along the chain of a snapshot and shows each record that fits. It changes nothing, so it may be stopped anywhere.
pub(crate) fn walk(cx: &impl Context, mut see: impl FnMut(&AuditRecord)) -> Reply<Walk> {
    let db = cx.db();
    let last = audit_records::head(db)?.map(|(last, _)| last.unsigned_abs());
    let mut walk = Walk { records: 0, head: [0; 32], first: None, broken: None };
    let mut previous_at = i64::MIN;
    loop {
        cx.progress().step(walk.records.unsigned_abs(), last)?;
        let batch = audit_records::from(db, walk.records + 1, BATCH)?;
        if batch.is_empty() {
            return Ok(walk);
        }
        for record in &batch {
            let next = walk.records + 1;
            if record.seq != next {
                walk.broken = Some((next, Break::Deleted));
                return Ok(walk);
            }
            let fits = record.previous_hash == walk.head
                && record.recorded_at.millis() >= previous_at
                && hash(record) == record.hash;
            if !fits {
                walk.broken = Some((next, Break::Edited));
                return Ok(walk);
            }
            see(record);
            previous_at = record.recorded_at.millis();
            walk.records = record.seq;
            walk.head = record.hash;
            walk.first = walk.first.or(Some(record.hash));
        }
    }
}

/// Checks the chain of a snapshot.
pub(crate) fn verify(cx: &impl Context) -> Reply<AuditVerification> {
    let walked = walk(cx, |_| {})?;
    Ok(AuditVerification {
        records: walked.records,
        is_intact: walked.broken.is_none(),
        head: hex(&walked.head),
        first_broken: walked.broken.map(|(seq, _)| seq),
    })
}

/// Checks the history's chain from the first record to the head.
pub(crate) fn verify_audit(cx: &Reading<'_>, _: VerifyAudit) -> Reply<AuditVerification> {
    cx.authorise(Action::VerifyAudit, &[], "history")?;
    verify(cx)
}

/// What a filter on the wire means for the table.
pub(crate) fn filter(ask: &AuditFilter) -> Reply<audit_records::Filter> {
    let subject_id = ask
        .subject_id
        .as_deref()
        .map(|text| {
            Uuid::try_parse(text.trim()).map_err(|_| Failure::usage(format!("'{text}' is no id.")))
        })
        .transpose()?;
    Ok(audit_records::Filter {
        search: ask.search.clone().filter(|text| !text.trim().is_empty()),
        actor_id: ask.actor_id.map(|id| id.0),
        subject_id,
        activity: ask.activity.clone(),
        from: ask.from.map(|at| at.0),
        to: ask.to.map(|at| at.0),
        other_than: Vec::new(),
    })
}

/// Lists the history, newest first.
pub(crate) fn list_audit(cx: &Reading<'_>, ask: ListAudit) -> Reply<AuditPage> {
    cx.authorise(Action::ListAudit, &[], "history")?;
    let limit = crate::list::check_limit(ask.limit)?;
    let records = audit_records::page(cx.db(), &filter(&ask.filter)?, ask.after, limit)?;
    let next =
        (records.len() == limit as usize).then(|| records.last().map(|last| last.seq)).flatten();
    Ok(AuditPage {
        rows: records.into_iter().map(|record| row(cx, record)).collect::<Reply<_>>()?,
        next,
    })
}

/// A record as people see it.
pub(crate) fn row(cx: &impl Context, record: AuditRecord) -> Reply<AuditRow> {
    let subject = names::of(cx.db(), &record.subject_type, record.subject_id)?;
    Ok(AuditRow {
        seq: record.seq,
        recorded_at: Wire(record.recorded_at),
        occurred_at: Wire(record.occurred_at),
        actor: person(cx, &record)?,
        actor_agent: agent(cx, &record)?,
        origin: record.origin,
        activity: record.activity,
        subject_type: record.subject_type,
        subject_id: record.subject_id.hyphenated().to_string(),
        agent_type: Wire(subject.as_ref().map_or(AgentType::NotAgentic, |named| named.agent_type)),
        blueprint_id: subject
            .as_ref()
            .and_then(|named| named.blueprint_id)
            .map(|id| id.hyphenated().to_string()),
        subject_name: subject.map(|named| named.name),
        sentence: record.sentence,
        changes: serde_json::from_str(&record.changes).unwrap_or_default(),
        hash: hex(&record.hash),
    })
}

fn person(cx: &impl Context, record: &AuditRecord) -> Reply<Option<PersonRef>> {
    let Some(id) = record.actor_id.map(PersonId::from_uuid) else { return Ok(None) };
    Ok(people::get(cx.db(), id)?
        .map(|person| PersonRef { id: Wire(id), display_name: person.display_name }))
}

/// The agent that did it for itself.
fn agent(cx: &impl Context, record: &AuditRecord) -> Reply<Option<AgentRef>> {
    let Some(id) = record.actor_id.map(AgentId::from_uuid) else { return Ok(None) };
    let is_agent = record.origin == Origin::Agent.word();
    is_agent.then(|| crate::agent::reference(cx.db(), id)).transpose()
}

/// What happened to one thing, oldest first.
pub(crate) fn history(cx: &impl Context, subject: impl Id) -> Reply<Vec<HistoryEvent>> {
    audit_records::about(cx.db(), subject.uuid(), SHOWN_HISTORY)?
        .into_iter()
        .map(|record| {
            Ok(HistoryEvent {
                seq: record.seq,
                occurred_at: Wire(record.occurred_at),
                recorded_at: Wire(record.recorded_at),
                actor: person(cx, &record)?,
                actor_agent: agent(cx, &record)?,
                activity: record.activity,
                sentence: record.sentence,
            })
        })
        .collect()
}
