//! The history as it leaves the workspace: in parts, so that a history of any length needs little memory, or whole into a
//! file. Records never change, so parts that are read one after the other fit together without a lock.

pub(crate) mod csv;
mod file;
mod graph;
mod list;

use chaperone_domain::audit::AuditForm;
use chaperone_domain::authority::Action;
use chaperone_domain::id::{Id, PersonId};
use chaperone_report::Pdf;
use chaperone_store::table::audit_records::{self, AuditRecord};
use chaperone_store::table::{names, people};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::audit::{self, hex};
use crate::context::{Context, Reading};
use crate::desk::Desk;
use crate::failure::{Failure, Reply};
use crate::list::count;
use crate::session::{Origin, Session};
use crate::view::audit::AuditChange;
use crate::view::export::{
    AuditExport, AuditExportAsk, ExportAudit, ExportOf, ExportSaved, SaveExport,
};
use crate::{document, incompatibility, report};
use file::NewFile;

/// How many records a part has unless somebody says.
const DEFAULT_PART: u32 = 1_000;
/// The most records of a part.
const MAX_PART: u32 = 5_000;

/// The columns of the table for spreadsheets.
const COLUMNS: [&str; 17] = [
    "seq",
    "recordedAt",
    "occurredAt",
    "actorId",
    "actor",
    "origin",
    "activity",
    "activityDisplayName",
    "category",
    "subjectType",
    "subjectId",
    "subject",
    "agentType",
    "blueprintId",
    "sentence",
    "changes",
    "hash",
];

/// A record with what the table knows about those whom it names.
struct Told {
    record: AuditRecord,
    actor: Option<Person>,
    /// The agent that did it for itself.
    acting_agent: Option<names::Named>,
    subject: Option<names::Named>,
    /// Agents that it concerns without being about them first.
    agents: Vec<(Uuid, names::Named)>,
}

impl Told {
    /// Who did it, by name; nothing for a rule.
    fn actor_name(&self) -> Option<&str> {
        let agent = || self.acting_agent.as_ref().map(|agent| agent.name.as_str());
        self.actor.as_ref().map(|person| person.name.as_str()).or_else(agent)
    }
}

struct Person {
    id: String,
    name: String,
    email: String,
}

fn tell(cx: &impl Context, record: AuditRecord) -> Reply<Told> {
    let actor = match record.actor_id {
        Some(id) => people::get(cx.db(), PersonId::from_uuid(id))?.map(|person| Person {
            id: id.to_string(),
            name: person.display_name,
            email: person.email,
        }),
        None => None,
    };
    let acting_agent = match record.actor_id {
        Some(id) if record.origin == Origin::Agent.word() => names::agent(cx.db(), id)?,
        _ => None,
    };
    let subject = names::of(cx.db(), &record.subject_type, record.subject_id)?;
    let mut agents = Vec::new();
    for &other in record.about.iter().filter(|&&other| other != record.subject_id) {
        if let Some(named) = names::agent(cx.db(), other)? {
            agents.push((other, named));
        }
    }
    Ok(Told { record, actor, acting_agent, subject, agents })
}

/// Writes a part of the history as text.
pub(crate) fn export_audit(cx: &Reading<'_>, ask: ExportAudit) -> Reply<AuditExport> {
    cx.authorise(Action::ExportAudit, &[], "history")?;
    let limit = ask.limit.unwrap_or(DEFAULT_PART);
    if !(1..=MAX_PART).contains(&limit) {
        return Err(Failure::usage(format!(
            "A part of an export has 1 to {MAX_PART} records, not {limit}; ask for fewer at a time."
        )));
    }
    let filter = audit::filter(&ask.filter)?;
    part(cx, &filter, ask.form.0, Part { after: ask.after, limit, newest_first: ask.newest_first })
}

/// Which part of the records.
#[derive(Clone, Copy)]
struct Part {
    after: Option<i64>,
    limit: u32,
    newest_first: bool,
}

fn part(
    cx: &impl Context,
    filter: &audit_records::Filter,
    form: AuditForm,
    Part { after, limit, newest_first }: Part,
) -> Reply<AuditExport> {
    let records = if newest_first {
        // After 0 begins where nothing lies before, whichever way one goes.
        audit_records::page_downwards(cx.db(), filter, after.filter(|&seq| seq > 0), limit)?
    } else {
        audit_records::page_upwards(cx.db(), filter, after.unwrap_or(0), limit)?
    };
    let next =
        (records.len() == limit as usize).then(|| records.last().map(|last| last.seq)).flatten();
    let found = count(records.len());
    let is_first = after.is_none();
    let mut text = if is_first { head(form) } else { String::new() };
    for (position, record) in records.into_iter().enumerate() {
        let told = tell(cx, record)?;
        match form {
            AuditForm::Csv => text.push_str(&csv_line(&told)),
            AuditForm::JsonLines => text.push_str(&format!("{}\n", json_line(&told))),
            AuditForm::DirectoryAudit => {
                let between = if is_first && position == 0 { "\n" } else { ",\n" };
                text.push_str(&format!("{between}{}", graph::directory_audit(&told)));
            }
        }
    }
    if next.is_none() && form == AuditForm::DirectoryAudit {
        text.push_str("\n]}\n");
    }
    Ok(AuditExport { text, records: found, next })
}

fn head(form: AuditForm) -> String {
    match form {
        AuditForm::Csv => csv::line(COLUMNS),
        AuditForm::JsonLines => String::new(),
        AuditForm::DirectoryAudit => graph::HEAD.to_owned(),
    }
}

fn csv_line(told: &Told) -> String {
    let record = &told.record;
    let actor = told.actor_name();
    let subject = told.subject.as_ref();
    csv::line([
        record.seq.to_string(),
        record.recorded_at.to_string(),
        record.occurred_at.to_string(),
        record.actor_id.map(|id| id.to_string()).unwrap_or_default(),
        actor.unwrap_or("a rule").to_owned(),
        record.origin.clone(),
        record.activity.clone(),
        chaperone_domain::audit::display_name(&record.activity),
        chaperone_domain::audit::category(&record.activity, &record.subject_type).to_string(),
        record.subject_type.clone(),
        text(record.subject_id),
        subject.map(|subject| subject.name.clone()).unwrap_or_default(),
        subject.map(|subject| subject.agent_type.to_string()).unwrap_or_default(),
        subject.and_then(|subject| subject.blueprint_id).map(text).unwrap_or_default(),
        record.sentence.clone(),
        changes_in_words(record),
        hex(&record.hash),
    ])
}

/// An id as it travels.
fn text(id: Uuid) -> String {
    id.hyphenated().to_string()
}

fn changes(record: &AuditRecord) -> Vec<AuditChange> {
    serde_json::from_str(&record.changes).unwrap_or_default()
}

fn changes_in_words(record: &AuditRecord) -> String {
    let none = || "none".to_owned();
    changes(record)
        .into_iter()
        .map(|change| {
            let (before, after) =
                (change.before.unwrap_or_else(none), change.after.unwrap_or_else(none));
            format!("{}: {before} → {after}", change.field)
        })
        .collect::<Vec<_>>()
        .join("; ")
}

/// Everything that the chain is computed from, as it is hashed, so that anybody can compute it again.
fn json_line(told: &Told) -> Value {
    let record = &told.record;
    json!({
        "seq": record.seq,
        "recordedAt": record.recorded_at.to_string(),
        "occurredAt": record.occurred_at.to_string(),
        "actorId": record.actor_id.map(|id| id.to_string()),
        "actor": told.actor_name(),
        "origin": record.origin,
        "activity": record.activity,
        "subjectType": record.subject_type,
        "subjectId": text(record.subject_id),
        "subject": told.subject.as_ref().map(|subject| &subject.name),
        "agentType": told.subject.as_ref().map(|subject| subject.agent_type.to_string()),
        "blueprintId": told.subject.as_ref().and_then(|subject| subject.blueprint_id).map(text),
        "about": record.about.iter().copied().map(text).collect::<Vec<_>>(),
        "sentence": record.sentence,
        "changes": record.changes,
        "previousHash": hex(&record.previous_hash),
        "hash": hex(&record.hash),
    })
}

/// Writes the history, a list, a report or a document into a new file. A reader of the folder sees the whole file or none.
pub(crate) fn save_export(desk: &Desk, session: &Session, ask: SaveExport) -> Reply<ExportSaved> {
    let folder = desk.workspace()?.folder.join("exports");
    let progress = desk.begin_work(session, "save_export");
    let clock = &desk.environment.clock;
    let zone = |at| clock.ahead_of_utc(at);
    let save = |document: Pdf| {
        let mut file = NewFile::begin(&ask.file, &folder, "pdf")?;
        file.write(&document.bytes)?;
        Ok(ExportSaved { file: file.finish()?, rows: count(document.pages) })
    };
    desk.read_watched(session, progress, |cx| match ask.what {
        ExportOf::List(what) => list::save(desk, cx, &ask.file, &folder, &what),
        ExportOf::Audit(what) => {
            cx.authorise(Action::ExportAudit, &[], "history")?;
            save_audit(cx, &ask.file, &folder, &what)
        }
        ExportOf::Report(what) => {
            let report = report::make(cx, &what)?;
            let mut file = NewFile::begin(&ask.file, &folder, "csv")?;
            file.write(&report.csv)?;
            Ok(ExportSaved { file: file.finish()?, rows: count(report.rows.len()) })
        }
        ExportOf::DoubleHolders(what) => {
            let report = incompatibility::make(cx, &what)?;
            let mut file = NewFile::begin(&ask.file, &folder, "csv")?;
            file.write(&report.csv)?;
            Ok(ExportSaved { file: file.finish()?, rows: count(report.rows.len()) })
        }
        ExportOf::AgentDocument(what) => save(document::of_agent(cx, &what, &zone)?),
        ExportOf::AccessPackageDocument(what) => {
            save(document::of_access_package(cx, &what, &zone)?)
        }
        ExportOf::MonthDocument(what) => save(document::of_month(cx, &what, &zone)?),
    })
}

fn save_audit(
    cx: &Reading<'_>,
    name: &str,
    folder: &std::path::Path,
    what: &AuditExportAsk,
) -> Reply<ExportSaved> {
    let filter = audit::filter(&what.filter)?;
    let ending = match what.form.0 {
        AuditForm::Csv => "csv",
        AuditForm::JsonLines => "jsonl",
        AuditForm::DirectoryAudit => "json",
    };
    let mut file = NewFile::begin(name, folder, ending)?;
    let (mut after, mut rows) = (None, 0_u32);
    let last = audit_records::head(cx.db())?.map(|(last, _)| last.unsigned_abs());
    loop {
        cx.progress.step(after.unwrap_or(0_i64).unsigned_abs(), last)?;
        let which = Part { after, limit: DEFAULT_PART, newest_first: false };
        let part = part(cx, &filter, what.form.0, which)?;
        file.write(&part.text)?;
        rows = rows.saturating_add(part.records);
        match part.next {
            Some(next) => after = Some(next),
            None => return Ok(ExportSaved { file: file.finish()?, rows }),
        }
    }
}
