//! What a process that looks after a workspace does on the side: it leaves a trace of when it ran, and makes the day's
//! backup. Neither may ever keep due work from being done, so what fails here is told in the log and tried again later.

use chaperone_domain::backup::{self, BackupKind};
use chaperone_domain::lateness::{LONGEST_PAUSE, Run};
use chaperone_domain::time::{Span, Timestamp};
use chaperone_store::table::run_spans;

use crate::desk::{Desk, OpenWorkspace};
use crate::failure::{Failure, Reply};

/// How often the trace is written while all goes on as before. A process that is killed loses at most so much of it.
const WRITE_EVERY: Span = Span::from_millis(10 * 60_000);
/// How long after a backup that failed the next is tried.
const RETRY_AFTER: Span = Span::hours(1);

/// What the desk remembers of its upkeep of the open workspace.
#[derive(Debug, Default)]
pub(crate) struct Upkeep {
    run: Option<Tracked>,
    failed_at: Option<Timestamp>,
    /// Up to when nothing was left to do at the last look: what is found to be due before was entered only afterwards.
    pub(crate) clear_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy)]
struct Tracked {
    span: i64,
    seen: Timestamp,
    written: Timestamp,
}

impl Desk {
    /// Looks after what goes on the side. Called at every round of due work.
    pub(crate) fn keep_up(&self) {
        let done = self.workspace().and_then(|open| {
            let now = open.store.read(|db| self.now_in(db))?;
            self.leave_trace(&open, now)?;
            self.back_up_daily(&open, now)
        });
        if let Err(failure) = done
            && failure.code != "no_workspace_open"
        {
            tracing::warn!(%failure, "the upkeep of the workspace failed; it is tried again");
        }
    }

    fn leave_trace(&self, open: &OpenWorkspace, now: Timestamp) -> Reply<()> {
        let mut upkeep = self.upkeep();
        match upkeep.run {
            Some(run) if now.since(run.seen) <= LONGEST_PAUSE => {
                let mut run = Tracked { seen: now.max(run.seen), ..run };
                if now.since(run.written) >= WRITE_EVERY {
                    open.store.write(|db| run_spans::extend(db, run.span, now))?;
                    run.written = now;
                }
                upkeep.run = Some(run);
            }
            // The machine slept, or this is the first look.
            before => {
                let span = open.store.write(|db| {
                    if let Some(run) = before {
                        run_spans::extend(db, run.span, run.seen)?;
                    }
                    run_spans::begin(db, now)
                })?;
                upkeep.run = Some(Tracked { span, seen: now, written: now });
                upkeep.clear_at = None;
            }
        }
        Ok(())
    }

    /// Says in the workspace that this process ran until now: what it has just done would else seem to be done while nothing
    /// ran, should it be killed next.
    pub(crate) fn trace_until(&self, now: Timestamp) {
        let Some(run) = self.upkeep().run else { return };
        let written = self
            .workspace()
            .and_then(|open| Ok(open.store.write(|db| run_spans::extend(db, run.span, now))?));
        match written {
            Ok(()) => {
                self.upkeep().run = Some(Tracked { seen: now.max(run.seen), written: now, ..run });
            }
            Err(failure) => tracing::warn!(%failure, "the trace of this run was not written"),
        }
    }

    /// The time in which this process ran and that isn't written down yet.
    pub(crate) fn runs_since_written(&self, now: Timestamp) -> Option<Run> {
        let run = self.upkeep().run.filter(|run| now.since(run.seen) <= LONGEST_PAUSE)?;
        Some(Run { from: run.written, to: now.max(run.seen) })
    }

    fn back_up_daily(&self, open: &OpenWorkspace, now: Timestamp) -> Reply<()> {
        let failed_lately =
            self.upkeep().failed_at.is_some_and(|failed| now.since(failed) < RETRY_AFTER);
        if failed_lately {
            return Ok(());
        }
        let last = dailies(open)?.into_iter().map(|(at, _)| at).max();
        if !backup::is_due(open.kind, last, now) {
            return Ok(());
        }
        let name = backup::name(BackupKind::Daily, now);
        let made = chaperone_store::backup::make(open.store.file(), &name, |_| true);
        self.upkeep().failed_at = made.is_err().then_some(now);
        made?;
        self.upkeep().failed_at = None;
        // Only now that a fresh one is safe do older ones go.
        let all = dailies(open)?;
        let instants: Vec<Timestamp> = all.iter().map(|(at, _)| *at).collect();
        let gone = backup::superfluous(&instants);
        for (_, file) in all.iter().filter(|(at, _)| gone.contains(at)) {
            chaperone_store::backup::remove(file)?;
        }
        Ok(())
    }
}

fn dailies(
    open: &OpenWorkspace,
) -> Result<Vec<(Timestamp, chaperone_store::backup::BackupFile)>, Failure> {
    let all = chaperone_store::backup::list(&open.folder)?;
    Ok(all
        .into_iter()
        .filter_map(|file| match backup::read_name(&file.name) {
            Some((BackupKind::Daily, Some(at))) => Some((at, file)),
            _ => None,
        })
        .collect())
}
