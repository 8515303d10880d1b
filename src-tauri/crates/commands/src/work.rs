//! Work that takes a while: how far it is, and the wish that it stop. Whoever waits asks from beside it, so nothing here
//! touches the workspace. What stopping means is decided where the work is done: it either leaves nothing behind or ends after
//! a part that is whole.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, MutexGuard, PoisonError, Weak};

use chaperone_domain::id::PersonId;

use crate::desk::Desk;
use crate::failure::{Failure, Reply};
use crate::session::Session;
use crate::view::work::{ShowWork, StopWork, WorkRow, WorkStopped, WorkUnderWay};

/// All work under way at a desk. What is over is forgotten by itself.
#[derive(Debug, Default)]
pub(crate) struct Works {
    last: u64,
    rows: Vec<Weak<Work>>,
}

#[derive(Debug)]
struct Work {
    number: u64,
    /// Whose it is; nobody's where nobody is signed in.
    person: Option<PersonId>,
    command: &'static str,
    done: AtomicU64,
    /// 0 while nobody knows.
    total: AtomicU64,
    may_stop: AtomicBool,
    is_stopped: AtomicBool,
}

/// What a command says about how far it is. It is over when this is dropped.
#[derive(Debug, Clone, Default)]
pub struct Progress(Option<Arc<Work>>);

impl Progress {
    /// Says how far the work is, at a point where it may be stopped without loss. The failure says that somebody stopped it.
    pub(crate) fn step(&self, done: u64, total: Option<u64>) -> Reply<()> {
        self.set(done, total, true);
        if self.is_stopped() { Err(stopped()) } else { Ok(()) }
    }

    /// Says how far the work is, in a part that can't be stopped.
    pub(crate) fn tell(&self, done: u64, total: Option<u64>) {
        self.set(done, total, false);
    }

    /// Whether somebody wished that it stop.
    pub(crate) fn is_stopped(&self) -> bool {
        self.0.as_ref().is_some_and(|work| work.is_stopped.load(Ordering::Relaxed))
    }

    fn set(&self, done: u64, total: Option<u64>, may_stop: bool) {
        let Some(work) = &self.0 else { return };
        work.done.store(done, Ordering::Relaxed);
        work.total.store(total.unwrap_or(0), Ordering::Relaxed);
        work.may_stop.store(may_stop, Ordering::Relaxed);
    }
}

/// What somebody stopped left nothing behind.
pub(crate) fn stopped() -> Failure {
    Failure::refused_because("stopped", "It was stopped, and nothing of it stays.")
}

fn works(desk: &Desk) -> MutexGuard<'_, Works> {
    desk.works.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    /// Begins work that others may look at. An agent's work is nobody's to watch or stop.
    pub(crate) fn begin_work(&self, session: &Session, command: &'static str) -> Progress {
        if session.agent().is_some() {
            return Progress::default();
        }
        works(self).begin(session.person(), command)
    }
}

impl Works {
    fn begin(&mut self, person: Option<PersonId>, command: &'static str) -> Progress {
        self.last += 1;
        let work = Arc::new(Work {
            number: self.last,
            person,
            command,
            done: AtomicU64::new(0),
            total: AtomicU64::new(0),
            may_stop: AtomicBool::new(false),
            is_stopped: AtomicBool::new(false),
        });
        self.rows.retain(|row| row.strong_count() > 0);
        self.rows.push(Arc::downgrade(&work));
        Progress(Some(work))
    }

    fn of(&self, person: Option<PersonId>) -> Vec<Arc<Work>> {
        let living = self.rows.iter().filter_map(Weak::upgrade);
        living.filter(|work| work.person == person).collect()
    }
}

/// Shows what somebody has under way at this desk.
pub(crate) fn show_work(desk: &Desk, session: &Session, _: ShowWork) -> Reply<WorkUnderWay> {
    let rows = works(desk).of(session.person()).into_iter().map(|work| {
        let total = work.total.load(Ordering::Relaxed);
        WorkRow {
            number: work.number,
            command: work.command.to_owned(),
            done: work.done.load(Ordering::Relaxed),
            total: (total > 0).then_some(total),
            may_stop: work.may_stop.load(Ordering::Relaxed),
        }
    });
    Ok(WorkUnderWay { rows: rows.collect() })
}

/// Wishes that work stop. It does so at its next point where nothing is lost; work that is over was not under way.
pub(crate) fn stop_work(desk: &Desk, session: &Session, ask: StopWork) -> Reply<WorkStopped> {
    let mine = works(desk).of(session.person());
    let found = mine.iter().find(|work| work.number == ask.number);
    if let Some(work) = found {
        work.is_stopped.store(true, Ordering::Relaxed);
    }
    Ok(WorkStopped { was_under_way: found.is_some() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chaperone_domain::id::Id;
    use uuid::Uuid;

    fn person(n: u128) -> Option<PersonId> {
        Some(PersonId::from_uuid(Uuid::from_u128(n)))
    }

    #[test]
    fn work_is_seen_by_whoever_began_it_until_it_is_over() {
        let mut works = Works::default();
        let progress = works.begin(person(1), "verify_audit");
        progress.step(3, Some(9)).unwrap();
        assert_eq!(works.of(person(1)).len(), 1);
        assert_eq!(works.of(person(2)).len(), 0, "nobody else's");
        drop(progress);
        assert_eq!(works.of(person(1)).len(), 0, "it is over");
    }

    #[test]
    fn a_wish_to_stop_is_heard_at_the_next_step_and_in_no_part_that_cannot_stop() {
        let mut works = Works::default();
        let progress = works.begin(person(1), "import_directory");
        for work in works.of(person(1)) {
            work.is_stopped.store(true, Ordering::Relaxed);
        }
        progress.tell(1, Some(2));
        assert_eq!(progress.step(2, Some(2)).unwrap_err().code, "stopped");
    }
}
