//! The doctor: what has to be in order around a workspace, on the device where it lies, so that reminders come and nothing
//! is lost. What is found out stays outside; how it counts is decided here.

use crate::term::terms;
use crate::time::{Span, Timestamp};

/// How old the latest backup may be. One is made on each day on which the workspace is used, so a weekend passes.
pub const OLDEST_BACKUP: Span = Span::days(3);
/// How far the machine's clock may stand before the last record: clocks that are set by the network move by less.
pub const CLOCK_SLACK: Span = Span::from_millis(5_000);

terms! {
    /// What is looked at.
    DoctorCheck {
        /// The workspace can be opened.
        Workspace => "workspace",
        /// It lies in a folder where files aren't damaged by syncing or a network.
        Folder => "folder",
        /// Only its owner can read it.
        Permissions => "permissions",
        /// There is a fresh backup.
        Backups => "backups",
        /// The machine's clock goes forward.
        Clock => "clock",
        /// SQLite has no known error that damages files.
        Sqlite => "sqlite",
        /// Reminders can come up.
        Notifications => "notifications",
        /// They can be answered where they stand.
        NotificationButtons => "notificationButtons",
        /// The window can be closed without ending the program.
        Tray => "tray",
        /// The desktop starts with the session.
        Autostart => "autostart",
        /// The desktop's portal answers.
        Portal => "portal",
    }

    /// How it is.
    Health {
        /// In order.
        Good => "good",
        /// It works; it could be better.
        Fair => "fair",
        /// Something is wrong.
        Bad => "bad",
        /// This host can't tell.
        Unknown => "unknown",
    }

    /// What the program can mend by itself when asked.
    Mend {
        /// Make a backup.
        BackUp => "backUp",
        /// Take the workspace away from the eyes of others.
        RepairPermissions => "repairPermissions",
        /// Start with the session, and from where the program lies.
        SwitchAutostart => "switchAutostart",
    }
}

/// How the backups are: `made_at` is when the latest was made, if there is one; both by the workspace's time.
pub fn backups(made_at: Option<Timestamp>, now: Timestamp) -> Health {
    match made_at {
        Some(made_at) if now.since(made_at).millis() <= OLDEST_BACKUP.millis() => Health::Good,
        Some(_) => Health::Fair,
        None => Health::Bad,
    }
}

/// How the clock is: `clock` is what it shows, moved ahead in training; `last_record` when the last record was written.
pub fn clock(clock: Timestamp, last_record: Option<Timestamp>) -> Health {
    match last_record {
        Some(last) if last.since(clock).millis() > CLOCK_SLACK.millis() => Health::Bad,
        _ => Health::Good,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000_000);

    #[test]
    fn a_backup_is_fresh_over_a_weekend_and_not_a_moment_longer() {
        let oldest = NOW.minus(OLDEST_BACKUP);
        assert_eq!(backups(Some(oldest), NOW), Health::Good);
        assert_eq!(backups(Some(oldest.minus(Span::from_millis(1))), NOW), Health::Fair);
        assert_eq!(backups(None, NOW), Health::Bad);
    }

    #[test]
    fn a_clock_that_stands_before_the_last_record_was_set_back() {
        assert_eq!(clock(NOW, None), Health::Good);
        assert_eq!(clock(NOW.minus(CLOCK_SLACK), Some(NOW)), Health::Good);
        let further = NOW.minus(CLOCK_SLACK).minus(Span::from_millis(1));
        assert_eq!(clock(further, Some(NOW)), Health::Bad);
    }
}
