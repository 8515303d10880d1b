//! The loop behind the window. It does what falls due, tells the page what changed, keeps the tray's menu true, and asks
//! the notifications and the keeper of the door to look. It sleeps until the next due instant, glances at what other
//! processes wrote, and works nothing out itself.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use chaperone_commands::Attendance;
use chaperone_commands::change::Tag;
use chaperone_gateway::Keeper;
use serde_json::json;
use tauri::{AppHandle, Emitter, Manager};

use crate::last_workspace::LastWorkspace;
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
        let (attendance, watch) = (Attendance::default(), Watch::default());
        Background { app, seat, notifications, attendance, watch }.run(&nudges);
    };
    std::thread::Builder::new().name("background".to_owned()).spawn(begin).map(|_| ())
}

struct Background {
    app: AppHandle,
    seat: Seat,
    notifications: Notifications,
    attendance: Attendance,
    watch: Watch,
}

impl Background {
    fn run(mut self, nudges: &Receiver<Nudge>) {
        loop {
            let glance = if window::is_visible() { GLANCE } else { HIDDEN_GLANCE };
            let mut heard = match nudges.recv_timeout(glance.min(self.attendance.until_next())) {
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
            let is_due = self.attendance.until_next().is_zero();
            if moved || changed || jumped || !heard.is_empty() || is_due {
                self.work();
            }
        }
    }

    /// Another workspace, or another person: everything that is on the screen is out of date.
    fn move_on(&mut self) -> bool {
        self.attendance.begin_anew(self.seat.desk());
        if let Ok(desk) = self.seat.ask("show_desk", json!({})) {
            self.app.state::<LastWorkspace>().is_of(&desk);
        }
        tell(&self.app, &Tag::ALL.iter().map(|tag| tag.word()).collect::<Vec<_>>());
        self.app.state::<Keeper>().look();
        true
    }

    /// Looks whether this or another process wrote something.
    fn glance(&mut self) -> bool {
        let tags = self.attendance.glance(self.seat.desk());
        if tags.is_empty() {
            return false;
        }
        tell(&self.app, &tags);
        self.app.state::<Keeper>().look();
        true
    }

    /// Does what is due, then shows what there is to show.
    fn work(&mut self) {
        if self.attendance.round(self.seat.desk()).done > 0 {
            self.glance();
        }
        tray::refresh(&self.app);
        self.notifications.look();
    }
}

/// Tells the page which views are out of date.
pub(crate) fn tell(app: &AppHandle, tags: &[&str]) {
    if let Err(error) = app.emit(CHANGED, tags) {
        tracing::warn!(%error, "the page was not told what changed");
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
