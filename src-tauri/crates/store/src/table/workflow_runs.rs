//! The tables `workflow_runs`, `workflow_people`, `workflow_task_results` and `workflow_occasions`: what workflows did, for
//! whom and with which outcome, and which days they have dealt with.

use chaperone_domain::id::{Id, PersonId, WorkflowId, WorkflowPersonId, WorkflowRunId};
use chaperone_domain::term::Term;
use chaperone_domain::time::{DAY_MS, Timestamp};
use chaperone_domain::workflow::{DateAttribute, TaskDefinition};
use chaperone_domain::workflow_run::{CATCH_UP, ExecutionType, ProcessingState};
use rusqlite::{Row, params};

use crate::column::{Columns, millis, uuid_of};
use crate::{Db, Result};

/// A run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Key.
    pub id: WorkflowRunId,
    /// Which workflow.
    pub workflow_id: WorkflowId,
    /// In which version.
    pub version: u32,
    /// What set it off.
    pub execution_type: ExecutionType,
    /// Where it stands.
    pub state: ProcessingState,
    /// When it fell due.
    pub due_at: Timestamp,
    /// When it was over.
    pub completed_at: Option<Timestamp>,
    /// Who ran it on demand.
    pub run_by_id: Option<PersonId>,
}

/// What a run did for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Processed {
    /// Key.
    pub id: WorkflowPersonId,
    /// The run.
    pub run_id: WorkflowRunId,
    /// For whom.
    pub person_id: PersonId,
    /// What became of it.
    pub state: ProcessingState,
    /// Why it was canceled or failed.
    pub reason: Option<String>,
    /// When it was over.
    pub completed_at: Option<Timestamp>,
}

/// What a task did for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskResult {
    /// Its place among the tasks.
    pub sequence: u32,
    /// What kind of task.
    pub task: TaskDefinition,
    /// What it was called then.
    pub display_name: String,
    /// What became of it.
    pub state: ProcessingState,
    /// In words: what it did, or why not.
    pub sentence: String,
    /// The same as code and values: JSON text.
    pub saying: String,
    /// When.
    pub completed_at: Timestamp,
}

/// A workflow that runs by itself on a day of each person.
struct Schedule {
    workflow: WorkflowId,
    /// The SQL of that day in `people p`; each has an index.
    day: &'static str,
    /// How much later than the day it falls due, in milliseconds.
    offset: i64,
    /// Days that fell due earlier are over.
    since: i64,
}

fn schedules(db: &Db) -> Result<Vec<Schedule>> {
    db.all(
        "SELECT w.id, v.date_attribute, v.offset_days, w.scheduled_at FROM workflows w
         JOIN workflow_versions v ON v.workflow_id = w.id AND v.version = w.version
         WHERE w.is_scheduling_enabled = 1 AND w.deleted_at IS NULL AND v.date_attribute IS NOT NULL",
        [],
        |row| {
            let day = match row.term("date_attribute")? {
                DateAttribute::EmployeeLeaveDateTime => "coalesce(p.left_at, p.leaves_at)",
                DateAttribute::EmployeeHireDate => "p.hired_at",
            };
            Ok(Schedule {
                workflow: row.id("id")?,
                day,
                offset: row.get::<_, i64>("offset_days")? * DAY_MS,
                since: row.get::<_, i64>("scheduled_at")? - CATCH_UP.millis(),
            })
        },
    )
}

impl Schedule {
    /// Something about the days that fall due between two instants and haven't been dealt with, the earliest first. Each
    /// workflow has a query of its own, so that it finds its next day in the index rather than by looking at everybody.
    fn days<T>(
        &self,
        db: &Db,
        select: &str,
        between: (Timestamp, Timestamp),
        limit: u32,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let day = self.day;
        let (from, to) = (between.0.millis().max(self.since), between.1.millis());
        db.all(
            &format!(
                "SELECT DISTINCT {select}, {day} AS day FROM people p
                 WHERE {day} IS NOT NULL AND {day} BETWEEN :from AND :to AND NOT EXISTS (
                   SELECT 1 FROM workflow_occasions o
                   WHERE o.workflow_id = :workflow AND o.person_id = p.id AND o.due_at = {day} + :offset)
                 ORDER BY {day} LIMIT :limit"
            ),
            rusqlite::named_params! {
                ":from": from.saturating_sub(self.offset), ":to": to.saturating_sub(self.offset),
                ":workflow": self.workflow.uuid(), ":offset": self.offset, ":limit": limit,
            },
            map,
        )
    }

    fn due(&self, db: &Db, until: Timestamp, limit: u32) -> Result<Vec<Timestamp>> {
        let from = Timestamp::from_millis(self.since);
        self.days(db, "NULL", (from, until), limit, |row| {
            Ok(Timestamp::from_millis(row.get::<_, i64>("day")? + self.offset))
        })
    }
}

/// The workflows that are due by an instant, because a person's day has come or because a run waits.
pub fn due_until(db: &Db, until: Timestamp, limit: u32) -> Result<Vec<(Timestamp, WorkflowId)>> {
    let mut all = db.all(
        "SELECT DISTINCT due_at, workflow_id FROM workflow_runs WHERE state = 'queued' AND due_at <= ?1
         ORDER BY due_at, workflow_id LIMIT ?2",
        params![until.millis(), limit],
        |row| Ok((row.at("due_at")?, row.id("workflow_id")?)),
    )?;
    for schedule in schedules(db)? {
        let due = schedule.due(db, until, limit)?;
        all.extend(due.into_iter().map(|at| (at, schedule.workflow)));
    }
    all.sort_unstable();
    all.dedup();
    all.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(all)
}

/// When a workflow falls due next.
pub fn next_due(db: &Db) -> Result<Option<Timestamp>> {
    Ok(due_until(db, Timestamp::MAX, 1)?.first().map(|&(at, _)| at))
}

/// The people whose day of a workflow falls due at an instant and hasn't been dealt with.
pub fn people_due(db: &Db, workflow: WorkflowId, at: Timestamp) -> Result<Vec<PersonId>> {
    let mut people: Vec<PersonId> = Vec::new();
    for schedule in schedules(db)?.iter().filter(|schedule| schedule.workflow == workflow) {
        people.append(&mut schedule.days(db, "p.id", (at, at), u32::MAX, |row| row.id("id"))?);
    }
    people.sort_unstable();
    Ok(people)
}

/// When a workflow falls due next because a person's day comes.
pub fn next_of(db: &Db, workflow: WorkflowId) -> Result<Option<Timestamp>> {
    let found = schedules(db)?.into_iter().find(|schedule| schedule.workflow == workflow);
    let due = found.map(|schedule| schedule.due(db, Timestamp::MAX, 1)).transpose()?;
    Ok(due.and_then(|due| due.first().copied()))
}

/// Whether a day has been dealt with.
pub fn is_dealt_with(
    db: &Db,
    workflow: WorkflowId,
    person: PersonId,
    due_at: Timestamp,
) -> Result<bool> {
    let found = db.number(
        "SELECT EXISTS (SELECT 1 FROM workflow_occasions WHERE workflow_id = ?1 AND person_id = ?2 AND due_at = ?3)",
        params![workflow.uuid(), person.uuid(), due_at.millis()],
    )?;
    Ok(found != 0)
}

/// Writes that a day has been dealt with.
pub fn deal_with(
    db: &mut Db,
    workflow: WorkflowId,
    person: PersonId,
    due_at: Timestamp,
) -> Result<()> {
    db.execute(
        "INSERT INTO workflow_occasions (workflow_id, person_id, due_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        params![workflow.uuid(), person.uuid(), due_at.millis()],
    )?;
    Ok(())
}

fn map(row: &Row<'_>) -> rusqlite::Result<Run> {
    Ok(Run {
        id: row.id("id")?,
        workflow_id: row.id("workflow_id")?,
        version: row.get("version")?,
        execution_type: row.term("execution_type")?,
        state: row.term("state")?,
        due_at: row.at("due_at")?,
        completed_at: row.maybe_at("completed_at")?,
        run_by_id: row.maybe_id("run_by_id")?,
    })
}

fn map_person(row: &Row<'_>) -> rusqlite::Result<Processed> {
    Ok(Processed {
        id: row.id("id")?,
        run_id: row.id("run_id")?,
        person_id: row.id("person_id")?,
        state: row.term("state")?,
        reason: row.get("reason")?,
        completed_at: row.maybe_at("completed_at")?,
    })
}

/// One run.
pub fn get(db: &Db, id: WorkflowRunId) -> Result<Option<Run>> {
    db.one("SELECT * FROM workflow_runs WHERE id = ?1", [id.uuid()], map)
}

/// The runs of a workflow, or of all, newest first; in one state, or in any.
pub fn page(
    db: &Db,
    workflow: Option<WorkflowId>,
    state: Option<ProcessingState>,
    after: Option<WorkflowRunId>,
    limit: u32,
) -> Result<Vec<Run>> {
    db.all(
        "SELECT * FROM workflow_runs WHERE (?1 IS NULL OR workflow_id = ?1) AND (?2 IS NULL OR state = ?2)
           AND (?3 IS NULL OR id < ?3) ORDER BY id DESC LIMIT ?4",
        params![uuid_of(workflow), state.map(Term::term), uuid_of(after), limit],
        map,
    )
}

/// The runs of a workflow that wait.
pub fn queued(db: &Db, workflow: WorkflowId) -> Result<Vec<Run>> {
    db.all(
        "SELECT * FROM workflow_runs WHERE workflow_id = ?1 AND state = 'queued' ORDER BY due_at, id",
        [workflow.uuid()],
        map,
    )
}

/// The people of a run, in the order in which they came to it.
pub fn people(db: &Db, run: WorkflowRunId) -> Result<Vec<Processed>> {
    db.all("SELECT * FROM workflow_people WHERE run_id = ?1 ORDER BY id", [run.uuid()], map_person)
}

/// What all runs did for one person, newest first.
pub fn of_person(
    db: &Db,
    person: PersonId,
    after: Option<WorkflowPersonId>,
    limit: u32,
) -> Result<Vec<Processed>> {
    db.all(
        "SELECT * FROM workflow_people WHERE person_id = ?1 AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3",
        params![person.uuid(), uuid_of(after), limit],
        map_person,
    )
}

/// What the tasks of a run did for one person, in order.
pub fn task_results(db: &Db, id: WorkflowPersonId) -> Result<Vec<TaskResult>> {
    db.all(
        "SELECT * FROM workflow_task_results WHERE workflow_person_id = ?1 ORDER BY sequence",
        [id.uuid()],
        |row| {
            Ok(TaskResult {
                sequence: row.get("sequence")?,
                task: row.term("task")?,
                display_name: row.get("display_name")?,
                state: row.term("state")?,
                sentence: row.get("sentence")?,
                saying: row.get("saying")?,
                completed_at: row.at("completed_at")?,
            })
        },
    )
}

/// Writes a run.
pub fn insert(db: &mut Db, run: &Run) -> Result<()> {
    db.execute(
        "INSERT INTO workflow_runs (id, workflow_id, version, execution_type, state, due_at, completed_at, run_by_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            run.id.uuid(),
            run.workflow_id.uuid(),
            run.version,
            run.execution_type.term(),
            run.state.term(),
            run.due_at.millis(),
            millis(run.completed_at),
            uuid_of(run.run_by_id)
        ],
    )?;
    Ok(())
}

/// Writes what became of a run, and in which version it ran.
pub fn complete(
    db: &mut Db,
    id: WorkflowRunId,
    version: u32,
    state: ProcessingState,
    at: Timestamp,
) -> Result<()> {
    db.execute(
        "UPDATE workflow_runs SET state = ?2, completed_at = ?3, version = ?4 WHERE id = ?1",
        params![id.uuid(), state.term(), at.millis(), version],
    )?;
    Ok(())
}

/// Puts a person into a run, unless they are in it already.
pub fn insert_person(db: &mut Db, processed: &Processed) -> Result<()> {
    db.execute(
        "INSERT INTO workflow_people (id, run_id, person_id, state, reason, completed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (run_id, person_id) DO NOTHING",
        params![
            processed.id.uuid(),
            processed.run_id.uuid(),
            processed.person_id.uuid(),
            processed.state.term(),
            processed.reason,
            millis(processed.completed_at)
        ],
    )?;
    Ok(())
}

/// Writes what became of a person in a run.
pub fn complete_person(
    db: &mut Db,
    id: WorkflowPersonId,
    state: ProcessingState,
    reason: Option<&str>,
    at: Timestamp,
) -> Result<()> {
    db.execute(
        "UPDATE workflow_people SET state = ?2, reason = ?3, completed_at = ?4 WHERE id = ?1",
        params![id.uuid(), state.term(), reason, at.millis()],
    )?;
    Ok(())
}

/// Writes what a task did.
pub fn insert_task_result(db: &mut Db, id: WorkflowPersonId, result: &TaskResult) -> Result<()> {
    db.execute(
        "INSERT INTO workflow_task_results (workflow_person_id, sequence, task, display_name, state, sentence, saying,
           completed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            id.uuid(),
            result.sequence,
            result.task.term(),
            result.display_name,
            result.state.term(),
            result.sentence,
            result.saying,
            result.completed_at.millis()
        ],
    )?;
    Ok(())
}

/// About whom a run's result is.
pub fn person_of(db: &Db, id: WorkflowPersonId) -> Result<Option<PersonId>> {
    db.one("SELECT person_id FROM workflow_people WHERE id = ?1", [id.uuid()], |row| {
        row.id("person_id")
    })
}
