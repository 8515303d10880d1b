//! The loop behind the window. It does what falls due, tells the page what changed, keeps the tray's menu true, and asks
//! the notifications to look. It sleeps until the next due instant, glances at what other processes wrote, and works
//! nothing out itself.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use chaperone_commands::change::Tag;
use tauri::{AppHandle, Emitter};

use crate::notifications::Notifications;
use crate::seat::{Nudge, Seat};
use crate::{tray, window};

/// How soon a visible window shows what another process wrote.
const GLANCE: Duration = Duration::from_millis(500);
/// The same while nobody looks.
const HIDDEN_GLANCE: Duration = Duration::from_secs(2);
/// How far the wall clock may run off from the steady one before it counts as suspend or as set by hand.
const JUMP_MS: i64 = 5_000;
/// The event with the tags of what changed.
const CHANGED: &str = "changed";

/// Starts the loop on a thread of its own, because it waits for the disk.
pub(crate) fn start(
    app: AppHandle,
    seat: Seat,
    nudges: Receiver<Nudge>,
    notifications: Notifications,
) -> std::io::Result<()> {
    let begin = move || {
        Background { app, seat, notifications, seen: None, watch: Watch::default() }.run(&nudges);
    };
    std::thread::Builder::new().name("background".to_owned()).spawn(begin).map(|_| ())
}

struct Background {
    app: AppHandle,
    seat: Seat,
    notifications: Notifications,
    /// The number of the last change that the page knows of; none while no workspace is open.
    seen: Option<i64>,
    watch: Watch,
}

impl Background {
    fn run(mut self, nudges: &Receiver<Nudge>) {
        let mut next = Instant::now();
        loop {
            let glance = if window::is_visible(&self.app) { GLANCE } else { HIDDEN_GLANCE };
            let wait = glance.min(next.saturating_duration_since(Instant::now()));
            let mut heard = match nudges.recv_timeout(wait) {
                Ok(nudge) => vec![nudge],
                Err(RecvTimeoutError::Timeout) => Vec::new(),
                Err(RecvTimeoutError::Disconnected) => return,
            };
            heard.extend(nudges.try_iter());
            if heard.contains(&Nudge::Moved) {
                self.notifications.begin_anew();
            }
            let moved = heard.iter().any(|nudge| matches!(nudge, Nudge::Moved | Nudge::ActsAs));
            let changed = if moved { self.move_on() } else { self.glance() };
            let jumped = self.watch.has_jumped(self.seat.machine_now(), Instant::now());
            if moved || changed || jumped || !heard.is_empty() || next <= Instant::now() {
                next = self.work();
            }
        }
    }

    /// Another workspace, or another person: everything that is on the screen is out of date.
    fn move_on(&mut self) -> bool {
        self.seen = self.seat.desk().changes_after(-1).ok().map(|(last, _)| last);
        self.tell(&Tag::ALL.iter().map(|tag| tag.word()).collect::<Vec<_>>());
        true
    }

    /// Looks whether this or another process wrote something.
    fn glance(&mut self) -> bool {
        let Some(seen) = self.seen else { return false };
        match self.seat.desk().changes_after(seen) {
            Ok((last, tags)) => {
                self.seen = Some(last);
                if !tags.is_empty() {
                    self.tell(&tags);
                }
                !tags.is_empty()
            }
            Err(failure) => {
                tracing::debug!(%failure, "could not look for changes");
                false
            }
        }
    }

    /// Does what is due, then shows what there is to show. Answers when to come again.
    fn work(&mut self) -> Instant {
        let round = self.seat.desk().run_round();
        let next = Instant::now() + round.rest;
        if round.done > 0 {
            self.glance();
        }
        tray::refresh(&self.app);
        self.notifications.look();
        next
    }

    fn tell(&self, tags: &[&str]) {
        if let Err(error) = self.app.emit(CHANGED, tags) {
            tracing::warn!(%error, "the page was not told what changed");
        }
    }
}

/// Compares the wall clock with the steady one. The steady one stands still while the machine sleeps.
#[derive(Default)]
struct Watch(Option<(i64, Instant)>);

impl Watch {
    /// Whether the wall clock has jumped since the last look.
    fn has_jumped(&mut self, wall_ms: i64, steady: Instant) -> bool {
        let Some((wall_before, steady_before)) = self.0.replace((wall_ms, steady)) else {
            return false;
        };
        let passed = steady.saturating_duration_since(steady_before).as_millis();
        let expected = i64::try_from(passed).unwrap_or(i64::MAX);
        (wall_ms - wall_before - expected).abs() > JUMP_MS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waking_from_sleep_and_a_clock_that_was_set_are_jumps_and_a_quiet_minute_is_none() {
        let (mut watch, begin) = (Watch::default(), Instant::now());
        assert!(!watch.has_jumped(0, begin), "there is nothing to compare the first look with");
        let minute = begin + Duration::from_secs(60);
        assert!(!watch.has_jumped(60_000, minute));
        let hour_asleep = 60_000 + 3_600_000;
        assert!(
            watch.has_jumped(hour_asleep, minute + Duration::from_secs(1)),
            "the machine slept"
        );
        assert!(watch.has_jumped(0, minute + Duration::from_secs(2)), "the clock was set back");
        assert!(!watch.has_jumped(1_000, minute + Duration::from_secs(3)));
    }
}
