//! "Pause reminders for today". A pause belongs to this device and this day: it holds back pop-ups, never the inbox, and
//! outlives a restart. It is no setting of the workspace.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use chrono::{Days, Local, LocalResult, NaiveTime, TimeZone};

/// Whether pop-ups are held back, and until when.
pub(crate) struct Pause {
    file: PathBuf,
    until: Mutex<Option<i64>>,
}

impl Pause {
    /// Takes up a pause that an earlier run began. Keeps it in `file`.
    pub(crate) fn kept_in(file: PathBuf) -> Self {
        let until = std::fs::read_to_string(&file).ok().and_then(|text| text.trim().parse().ok());
        Self { file, until: Mutex::new(until) }
    }

    /// Whether pop-ups are held back at an instant (milliseconds).
    pub(crate) fn is_on(&self, now: i64) -> bool {
        self.until.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|until| now < until)
    }

    /// Holds pop-ups back until the local day ends.
    pub(crate) fn for_today(&self, now: i64) {
        self.set(Some(end_of_day(now, &Local)));
    }

    /// Lets pop-ups come again.
    pub(crate) fn end(&self) {
        self.set(None);
    }

    fn set(&self, until: Option<i64>) {
        *self.until.lock().unwrap_or_else(PoisonError::into_inner) = until;
        let kept = match until {
            Some(until) => self
                .file
                .parent()
                .map_or(Ok(()), std::fs::create_dir_all)
                .and_then(|()| std::fs::write(&self.file, until.to_string())),
            None => std::fs::remove_file(&self.file),
        };
        if let Err(error) = kept {
            tracing::warn!(%error, "the pause holds, but a restart would forget it");
        }
    }
}

/// The first instant of the next day, in milliseconds. A day without a midnight (clocks that go forward at 0:00) ends an
/// hour later.
fn end_of_day<Z: TimeZone>(now: i64, zone: &Z) -> i64 {
    const HOUR_MS: i64 = 3_600_000;
    let LocalResult::Single(today) = zone.timestamp_millis_opt(now) else { return now };
    let Some(tomorrow) = today.date_naive().checked_add_days(Days::new(1)) else { return now };
    let midnight = tomorrow.and_time(NaiveTime::MIN);
    let at = |wall: &chrono::NaiveDateTime| zone.from_local_datetime(wall).earliest();
    at(&midnight)
        .or_else(|| at(&(midnight + chrono::Duration::milliseconds(HOUR_MS))))
        .map_or(now, |end| end.timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{FixedOffset, Utc};

    const HOUR: i64 = 3_600_000;

    #[test]
    fn a_pause_ends_with_the_local_day_not_with_the_utc_day() {
        assert_eq!(end_of_day(22 * HOUR, &Utc), 24 * HOUR);
        let east = FixedOffset::east_opt(3 * 3600).expect("an offset");
        assert_eq!(
            end_of_day(22 * HOUR, &east),
            45 * HOUR,
            "in the east it is already the next day"
        );
    }

    #[test]
    fn a_pause_outlives_a_restart_and_ends_by_itself() {
        let folder = std::env::temp_dir().join(format!("chaperone-pause-{}", std::process::id()));
        let file = folder.join("paused-until");
        Pause::kept_in(file.clone()).set(Some(1_000));
        let later = Pause::kept_in(file);
        assert!(later.is_on(999));
        assert!(!later.is_on(1_000), "the first instant of the next day is not paused");
        later.end();
        assert!(!later.is_on(0));
        std::fs::remove_dir_all(folder).expect("the folder was made above");
    }
}
