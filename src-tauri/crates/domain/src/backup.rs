//! Backups: when the next is due, what a file is called, and which are no longer needed. Copying files stays out of here.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::clock::WorkspaceKind;
use crate::term::terms;
use crate::time::Timestamp;

terms! {
    /// Why a backup was made.
    BackupKind {
        /// By itself, once on each day on which the workspace is used.
        Daily => "daily",
        /// Because somebody asked for it.
        Manual => "manual",
        /// Before the file was brought up to date for a newer program.
        BeforeUpdate => "beforeUpdate",
        /// What a restored backup took the place of.
        BeforeRestore => "beforeRestore",
    }
}

/// How many of the daily backups stay: one for each of so many days, weeks and months.
pub const KEPT_DAYS: usize = 7;
/// Weeks.
pub const KEPT_WEEKS: usize = 4;
/// Months.
pub const KEPT_MONTHS: usize = 12;

const PREFIXES: &[(BackupKind, &str)] = &[
    (BackupKind::Daily, "daily-"),
    (BackupKind::Manual, "manual-"),
    (BackupKind::BeforeUpdate, "before-V"),
    (BackupKind::BeforeRestore, "before-restore-"),
];

/// What a backup made at an instant is called, without its ending.
pub fn name(kind: BackupKind, at: Timestamp) -> String {
    let prefix = PREFIXES.iter().find(|(known, _)| *known == kind).map_or("", |(_, prefix)| prefix);
    format!("{prefix}{}", at.to_utc().format("%Y%m%dT%H%M%SZ"))
}

/// What a file's name, without its ending, says: the kind, and the instant where it is told. Nothing for files of others.
pub fn read_name(name: &str) -> Option<(BackupKind, Option<Timestamp>)> {
    let (kind, prefix) = PREFIXES.iter().find(|(_, prefix)| name.starts_with(prefix))?;
    Some((*kind, instant(name.strip_prefix(prefix)?)))
}

/// Reads `20260105T080000Z`, whatever follows it.
fn instant(text: &str) -> Option<Timestamp> {
    let part = |from: usize, to: usize| text.get(from..to);
    let rfc = format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4)?,
        part(4, 6)?,
        part(6, 8)?,
        part(9, 11)?,
        part(11, 13)?,
        part(13, 15)?
    );
    rfc.parse().ok()
}

/// Whether a day has begun, in UTC, since the last daily backup. A training workspace has none made by itself: its days pass in
/// seconds, and its company can be made anew at any time.
pub fn is_due(kind: WorkspaceKind, last_daily: Option<Timestamp>, now: Timestamp) -> bool {
    kind == WorkspaceKind::Live
        && last_daily.is_none_or(|last| last.to_utc().date_naive() < now.to_utc().date_naive())
}

/// Which of the daily backups are no longer needed: all but the last of each of the 7 latest days, the 4 latest weeks and
/// the 12 latest months on which there was one.
pub fn superfluous(dailies: &[Timestamp]) -> Vec<Timestamp> {
    let mut kept = Vec::new();
    let day = |at: Timestamp| at.to_utc().date_naive().num_days_from_ce();
    let week = |at: Timestamp| (day(at) - 1).div_euclid(7);
    let month = |at: Timestamp| {
        let date = at.to_utc().date_naive();
        date.year() * 12 + i32::try_from(date.month()).unwrap_or(0)
    };
    kept.extend(latest(dailies, KEPT_DAYS, day));
    kept.extend(latest(dailies, KEPT_WEEKS, week));
    kept.extend(latest(dailies, KEPT_MONTHS, month));
    dailies.iter().copied().filter(|at| !kept.contains(at)).collect()
}

fn latest(all: &[Timestamp], count: usize, span: impl Fn(Timestamp) -> i32) -> Vec<Timestamp> {
    let mut last_of: BTreeMap<i32, Timestamp> = BTreeMap::new();
    for &at in all {
        let last = last_of.entry(span(at)).or_insert(at);
        *last = at.max(*last);
    }
    last_of.into_values().rev().take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::WorkspaceKind::{Live, Training};
    use crate::time::Span;

    const MONDAY: Timestamp = Timestamp::from_millis(1_767_600_000_000);

    #[test]
    fn a_backup_is_due_once_a_day_from_midnight_on() {
        let midnight: Timestamp = "2026-01-06T00:00:00Z".parse().unwrap();
        let millisecond = Span::from_millis(1);
        assert!(is_due(Live, None, MONDAY));
        assert!(!is_due(Live, Some(MONDAY), midnight.minus(millisecond)));
        assert!(is_due(Live, Some(MONDAY), midnight));
        assert!(!is_due(Live, Some(midnight), midnight.plus(millisecond)));
        assert!(!is_due(Live, Some(midnight), MONDAY), "a clock that was set back makes no more");
    }

    #[test]
    fn a_training_workspace_is_not_backed_up_by_itself() {
        assert!(!is_due(Training, None, MONDAY));
        assert!(!is_due(Training, Some(MONDAY), MONDAY.plus(Span::days(400))));
    }

    #[test]
    fn after_a_year_of_days_7_days_4_weeks_and_12_months_are_left() {
        let mut kept: Vec<Timestamp> = Vec::new();
        for day in 0..400 {
            kept.push(MONDAY.plus(Span::days(day)));
            let gone = superfluous(&kept);
            kept.retain(|at| !gone.contains(at));
        }
        let last = MONDAY.plus(Span::days(399));
        let days_back: Vec<i64> =
            kept.iter().rev().map(|at| last.since(*at).days_rounded_up()).collect();
        assert_eq!(days_back[..7], [0, 1, 2, 3, 4, 5, 6], "a week of days");
        assert!((17..=22).contains(&kept.len()), "{} are left", kept.len());
        assert!(*days_back.last().unwrap() >= 300, "the oldest is of eleven months ago");
    }

    #[test]
    fn two_backups_of_one_day_leave_the_later() {
        let (morning, evening) = (MONDAY, MONDAY.plus(Span::hours(9)));
        assert_eq!(superfluous(&[evening, morning]), [morning]);
        assert!(superfluous(&[]).is_empty());
    }

    #[test]
    fn a_name_tells_kind_and_instant() {
        for kind in [BackupKind::Daily, BackupKind::Manual, BackupKind::BeforeRestore] {
            assert_eq!(read_name(&name(kind, MONDAY)), Some((kind, Some(MONDAY))), "{kind}");
        }
        assert_eq!(read_name("before-V0011"), Some((BackupKind::BeforeUpdate, None)));
        assert_eq!(read_name("my own copy"), None);
        assert_eq!(read_name("daily-2026"), Some((BackupKind::Daily, None)));
    }
}
