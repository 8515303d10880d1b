//! How a process that stays looks after its workspace: it does what falls due when it does, and looks at once when anybody
//! wrote something, because that may be due before everything else. When it looks is the host's choice, what is due that of
//! `due_work`.

use std::time::{Duration, Instant};

use crate::desk::Desk;
use crate::due_work::Round;

/// One process's looking after the workspace that is open at its desk.
#[derive(Debug)]
pub struct Attendance {
    /// The number of the last change that was seen; none while no workspace is open.
    seen: Option<i64>,
    next: Instant,
}

impl Default for Attendance {
    fn default() -> Self {
        Self { seen: None, next: Instant::now() }
    }
}

impl Attendance {
    /// Begins anew, because another workspace is open: what was written there before is no news.
    pub fn begin_anew(&mut self, desk: &Desk) {
        self.seen = desk.changes_after(-1).ok().map(|(last, _)| last);
    }

    /// The tags of what this or another process wrote since the last look. What can't be looked at is seen at the next look.
    pub fn glance(&mut self, desk: &Desk) -> Vec<&'static str> {
        let Some(seen) = self.seen else {
            self.begin_anew(desk);
            return Vec::new();
        };
        match desk.changes_after(seen) {
            Ok((last, tags)) => {
                self.seen = Some(last);
                tags
            }
            Err(failure) => {
                tracing::debug!(%failure, "could not look for changes");
                Vec::new()
            }
        }
    }

    /// How long it is until the next round is due, whatever is written meanwhile.
    pub fn until_next(&self) -> Duration {
        self.next.saturating_duration_since(Instant::now())
    }

    /// Does what is due.
    pub fn round(&mut self, desk: &Desk) -> Round {
        let round = desk.run_round();
        self.next = Instant::now() + round.rest;
        round
    }
}
