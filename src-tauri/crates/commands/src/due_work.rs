//! What falls due by itself: people leaving, access starting, stages being forwarded, reminded of and running out, access
//! ending, families that follow their deleted blueprint, what was deleted going for good, reminders.
//!
//! It reconciles: it takes no input, does what the record says is due, in the order of the due instants, and may be run at
//! any time by any process. Each thing is done in a part of its own, so that one that fails is undone alone, logged and
//! passed over; the rest goes on. Everything happens at its due instant, however late it is done: both instants are recorded.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use chaperone_domain::due::DueKind;
use chaperone_domain::id::{
    AssignmentId, BlueprintId, Id, PersonId, ReminderId, RequestId, StageId, WorkflowId,
};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use chaperone_store::Db;
use chaperone_store::table::due_ledger::{self, Entry};
use chaperone_store::table::{
    agents, assignments, blueprints, people, reminders, requests, stages, workflow_runs,
};
use uuid::Uuid;

use crate::context::{Context, Writing};
use crate::desk::Desk;
use crate::due_said::{Done, Thing};
use crate::failure::{FailureKind, Reply};
use crate::session::Session;
use crate::view::desk::{DueItem, DueWorkDone, RunDueWork};
use crate::{
    assignment, blueprint, delivery, departure, lifecycle, reminder, stage, workflow, workflow_run,
};

/// How many things one transaction does; a crash loses at most so many that were not acknowledged anyway.
const BATCH: usize = 100;
/// The longest rest between two rounds: so soon a clock that was set is noticed, and what failed is tried again.
const LONGEST_REST: Duration = Duration::from_secs(60);

/// What came of a round of due work, for a host that stays and comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    /// How many things were done.
    pub done: usize,
    /// How long to rest before the next round, at most a minute.
    pub rest: Duration,
}

/// One in which nothing could be done.
impl Default for Round {
    fn default() -> Self {
        Self { done: 0, rest: LONGEST_REST }
    }
}

/// Something that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Due {
    at: Timestamp,
    kind: DueKind,
    id: Uuid,
}

/// What one run through due things remembers.
#[derive(Debug, Default)]
pub(crate) struct PassedOver {
    /// Things that failed and are passed over until the next run.
    failed: HashSet<Due>,
    /// Up to when nothing was left to do at the look before: what turns up as due earlier was entered only afterwards.
    clear_at: Option<Timestamp>,
}

impl PassedOver {
    /// Whether nothing failed.
    pub(crate) fn is_empty(&self) -> bool {
        self.failed.is_empty()
    }
}

/// What is due by an instant, looked up kind by kind and only where something may have changed: among ten thousand things
/// due at once most looks would find what the look before found.
struct Agenda {
    until: Timestamp,
    /// The earliest of each kind, as far as it has been looked up.
    earliest: BTreeMap<DueKind, Option<Due>>,
}

impl Agenda {
    fn new(until: Timestamp) -> Self {
        Self { until, earliest: BTreeMap::new() }
    }

    /// The earliest thing that is due and hasn't been passed over.
    fn next(&mut self, db: &Db, passed_over: &HashSet<Due>) -> Reply<Option<Due>> {
        for &kind in DueKind::ALL {
            if !self.earliest.contains_key(&kind) {
                let found = earliest(db, kind, self.until, passed_over)?;
                self.earliest.insert(kind, found);
            }
        }
        Ok(self.earliest.values().flatten().min().copied())
    }

    /// Forgets what is out of date once a thing of this kind is done, or has been passed over.
    fn done(&mut self, kind: DueKind) {
        self.earliest.retain(|known, _| !kind.stirs().contains(known));
    }
}

/// The earliest thing of a kind that is due by an instant and hasn't been passed over.
fn earliest(
    db: &Db,
    kind: DueKind,
    until: Timestamp,
    passed_over: &HashSet<Due>,
) -> Reply<Option<Due>> {
    let passed = passed_over.iter().filter(|due| due.kind == kind).count();
    let enough = u32::try_from(passed + 1).unwrap_or(u32::MAX);
    let found = match kind {
        DueKind::Workflow => uuids(workflow_runs::due_until(db, until, enough)?),
        DueKind::Departure => leaving(db, until)?,
        DueKind::Start => uuids(requests::starting_until(db, until, enough)?),
        DueKind::End => uuids(assignments::ending_until(db, until, enough)?),
        DueKind::StageDeadline => uuids(stages::running_out_until(db, until, enough)?),
        DueKind::Escalation => uuids(stages::escalating_until(db, until, enough)?),
        DueKind::StageReminder => uuids(stages::reminding_until(db, until, enough)?),
        DueKind::Cascade => uuids(blueprints::cascading_until(db, until, enough)?),
        DueKind::Purge => {
            let mut found = uuids(agents::purging_until(db, until, enough)?);
            found.extend(uuids(blueprints::purging_until(db, until, enough)?));
            found.extend(uuids(blueprints::principals_purging_until(db, until, enough)?));
            found
        }
        DueKind::Reminder => uuids(reminders::due_until(db, until, enough)?),
        DueKind::WorkflowPurge => uuids(workflow::purged_until(db, until, enough)?),
    };
    let all = found.into_iter().map(|(at, id)| Due { at, kind, id });
    Ok(all.filter(|due| !passed_over.contains(due)).min())
}

fn leaving(db: &Db, until: Timestamp) -> Reply<Vec<(Timestamp, Uuid)>> {
    let people = people::leaving_by(db, until)?;
    Ok(people
        .into_iter()
        .filter_map(|person| Some((person.leaves_at?, person.id.uuid())))
        .collect())
}

fn uuids<I: Id>(found: Vec<(Timestamp, I)>) -> Vec<(Timestamp, Uuid)> {
    found.into_iter().map(|(at, id)| (at, id.uuid())).collect()
}

/// The next instant at which something falls due.
pub(crate) fn next(db: &Db) -> Reply<Option<(Timestamp, DueKind)>> {
    let all = [
        (workflow_runs::next_due(db)?, DueKind::Workflow),
        (people::next_leaving(db)?, DueKind::Departure),
        (requests::next_start(db)?, DueKind::Start),
        (assignments::next_end(db)?, DueKind::End),
        (stages::next_deadline(db)?, DueKind::StageDeadline),
        (stages::next_escalation(db)?, DueKind::Escalation),
        (stages::next_reminder(db)?, DueKind::StageReminder),
        (blueprints::next_cascade(db)?, DueKind::Cascade),
        (agents::next_purge(db)?, DueKind::Purge),
        (blueprints::next_purge(db)?, DueKind::Purge),
        (reminders::next_due(db)?, DueKind::Reminder),
        (workflow::next_purge(db)?, DueKind::WorkflowPurge),
    ];
    Ok(all.into_iter().filter_map(|(at, kind)| at.map(|at| (at, kind))).min())
}

/// Does up to a batch of what is due by an instant. Answers what was done and whether more may be left.
pub(crate) fn run_batch(
    cx: &mut Writing<'_>,
    until: Timestamp,
    passed_over: &mut PassedOver,
) -> Reply<(Vec<Done>, bool)> {
    let mut done = Vec::new();
    let mut agenda = Agenda::new(until);
    while done.len() < BATCH {
        let Some(due) = agenda.next(cx.db(), &passed_over.failed)? else {
            return Ok((done, false));
        };
        agenda.done(due.kind);
        match carry_out_apart(cx, due, passed_over.clear_at) {
            Ok(sentence) => {
                let thing = Thing { kind: due.kind, id: due.id, due_at: due.at, done_at: cx.now() };
                done.push(Done { thing, sentence });
            }
            Err(failure) => {
                tracing::error!(%failure, kind = %due.kind, id = %due.id, "something due could not be done; it stays due");
                passed_over.failed.insert(due);
            }
        }
    }
    Ok((done, true))
}

/// Does one thing in a part of the transaction of its own, as of its due instant.
fn carry_out_apart(cx: &mut Writing<'_>, due: Due, clear_at: Option<Timestamp>) -> Reply<String> {
    cx.apart(|cx| {
        cx.occurred_at = due.at.min(cx.now);
        let done = carry_out(cx, due);
        cx.occurred_at = cx.now;
        let sentence = done?;
        enter(cx, due, clear_at, &sentence)?;
        Ok(sentence)
    })
}

/// Enters what was done into the ledger, with its due and its done instant.
fn enter(cx: &mut Writing<'_>, due: Due, clear_at: Option<Timestamp>, sentence: &str) -> Reply<()> {
    let done_at = cx.now.max(due.at);
    let known_at = clear_at.map_or(due.at, |clear| due.at.max(clear)).min(done_at);
    let entry = Entry {
        kind: due.kind,
        subject: due.id,
        due_at: due.at,
        known_at,
        done_at,
        sentence: sentence.to_owned(),
    };
    Ok(due_ledger::insert(cx.db_mut(), &entry)?)
}

fn carry_out(cx: &mut Writing<'_>, due: Due) -> Reply<String> {
    match due.kind {
        DueKind::Workflow => workflow_run::run_due(cx, WorkflowId::from_uuid(due.id), due.at),
        DueKind::WorkflowPurge => workflow::purge(cx, WorkflowId::from_uuid(due.id)),
        DueKind::Departure => departure::leave_when_due(cx, PersonId::from_uuid(due.id)),
        DueKind::Start => delivery::start(cx, RequestId::from_uuid(due.id)),
        DueKind::StageDeadline => stage::run_out(cx, StageId::from_uuid(due.id)),
        DueKind::End => assignment::expire(cx, AssignmentId::from_uuid(due.id), due.at),
        DueKind::Escalation => stage::escalate(cx, StageId::from_uuid(due.id)),
        DueKind::StageReminder => stage::remind(cx, StageId::from_uuid(due.id)),
        DueKind::Cascade => blueprint::cascade(cx, BlueprintId::from_uuid(due.id)),
        DueKind::Purge => lifecycle::purge_when_due(cx, due.id),
        DueKind::Reminder => reminder::carry_out(cx, ReminderId::from_uuid(due.id)),
    }
}

/// Does what has fallen due. Whoever can open the workspace may: it only does what the record says.
pub(crate) fn run_due_work(desk: &Desk, _: &Session, _: RunDueWork) -> Reply<DueWorkDone> {
    Ok(DueWorkDone { done: desk.run_due()? })
}

impl Desk {
    /// Does what has fallen due, in small transactions. Several processes may do so on one workspace: each thing is looked
    /// up and done under the write lock, so it is done once.
    pub fn run_due(&self) -> Reply<Vec<DueItem>> {
        let (done, _) = self.run_all_due()?;
        self.told(done)
    }

    /// Does what has fallen due, for a host that stays and comes again. What fails goes to the log and is tried again in a
    /// minute.
    pub fn run_round(&self) -> Round {
        match self.run_all_due() {
            Ok((done, is_all_done)) => {
                if !done.is_empty() {
                    tracing::info!(done = done.len(), "did what had fallen due");
                }
                // What stays due would have the next round begin at once, again and again.
                let until_due =
                    if is_all_done { self.until_next_due().ok().flatten() } else { None };
                let rest = until_due.map_or(LONGEST_REST, |rest| rest.min(LONGEST_REST));
                return Round { done: done.len(), rest };
            }
            Err(failure) if failure.code == "no_workspace_open" => {}
            Err(failure) if failure.kind == FailureKind::CouldNot => {
                tracing::warn!(%failure, "due work could not be done");
            }
            Err(failure) => tracing::error!(%failure, "due work was refused"),
        }
        Round::default()
    }

    /// Does what has fallen due. Answers what was done, and whether that was all.
    fn run_all_due(&self) -> Reply<(Vec<Done>, bool)> {
        self.keep_up();
        let clear_at = self.upkeep().clear_at;
        let mut passed_over = PassedOver { clear_at, ..PassedOver::default() };
        let mut done: Vec<Done> = Vec::new();
        loop {
            // Looking costs no write lock: an idle desk writes next to nothing.
            let (now, next) = self.next_due()?;
            if next.is_none_or(|at| at > now) {
                self.upkeep().clear_at = Some(now);
                break;
            }
            let (batch, is_more_left) = self.write_by_rule(|cx| {
                let until = cx.now();
                run_batch(cx, until, &mut passed_over)
            })?;
            done.extend(batch);
            if !is_more_left && !passed_over.is_empty() {
                break;
            }
        }
        if let Some(last) = done.last() {
            self.trace_until(last.thing.done_at);
        }
        Ok((done, passed_over.is_empty()))
    }

    /// The present instant, and the next at which something falls due.
    fn next_due(&self) -> Reply<(Timestamp, Option<Timestamp>)> {
        self.workspace()?.store.read(|db| Ok((self.now_in(db)?, next(db)?.map(|(at, _)| at))))
    }

    /// How long it is until something falls due; nothing when nothing will. Zero when something is due already.
    pub fn until_next_due(&self) -> Reply<Option<Duration>> {
        let (now, next) = self.next_due()?;
        Ok(next.map(|at| {
            let millis = u64::try_from(at.since(now).millis()).unwrap_or(0);
            Duration::from_millis(millis)
        }))
    }
}
