//! Reminders: when a sponsor is told that access will end, and who is told.

use std::collections::BTreeSet;

use crate::id::PersonId;
use crate::said::Said;
use crate::term::terms;
use crate::time::{DAY_MS, Span, Timestamp};

/// When reminders go out unless the workspace sets its own list: 14 days and 1 day before the end.
pub const DEFAULT_THRESHOLDS_DAYS: &[i64] = &[14, 1];
/// The most thresholds that a workspace may set.
pub const MAX_THRESHOLDS: usize = 12;

terms! {
    /// What a reminder says.
    ReminderKind {
        /// Access will end.
        Expiring => "expiring",
        /// Access has ended.
        Ended => "ended",
    }

    /// Where a reminder stands.
    ReminderState {
        /// Falls due later.
        Scheduled => "scheduled",
        /// Fell due; its recipients were told.
        Sent => "sent",
        /// No longer true: the end moved, or the access ended early, or somebody let it expire.
        Superseded => "superseded",
    }

    /// Who the recipients are.
    RecipientsBy {
        /// The agent's active sponsors, groups expanded.
        Sponsors => "sponsors",
        /// The owners, because no sponsor is active.
        Owners => "owners",
        /// The custodian, because no owner is active either.
        Custodian => "custodian",
        /// Nobody is left.
        Nobody => "nobody",
    }
}

/// A reminder that will fall due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheduled {
    /// What it says.
    pub kind: ReminderKind,
    /// How many days before the end; 0 for the end itself.
    pub threshold_days: i64,
    /// When it falls due.
    pub due_at: Timestamp,
}

/// The reminders of an assignment: one for each threshold that is shorter than the assignment's whole life, and one when
/// it has ended. Those that lie behind `now` are left out; an extension schedules anew.
pub fn schedule(
    now: Timestamp,
    starts_at: Timestamp,
    ends_at: Timestamp,
    thresholds_days: &[i64],
) -> Vec<Scheduled> {
    let life = ends_at.since(starts_at);
    let mut days: Vec<i64> = thresholds_days.to_vec();
    days.sort_unstable_by(|a, b| b.cmp(a));
    days.dedup();
    let mut reminders: Vec<_> = days
        .into_iter()
        .filter(|&days| days > 0 && Span::days(days) < life)
        .map(|threshold_days| Scheduled {
            kind: ReminderKind::Expiring,
            threshold_days,
            due_at: ends_at.minus(Span::days(threshold_days)),
        })
        .filter(|reminder| reminder.due_at > now)
        .collect();
    reminders.push(Scheduled { kind: ReminderKind::Ended, threshold_days: 0, due_at: ends_at });
    reminders
}

/// Who is told: the active sponsors; if none, the active owners; if none, the custodian.
pub fn recipients(
    sponsors: &BTreeSet<PersonId>,
    owners: &BTreeSet<PersonId>,
    custodian: Option<PersonId>,
) -> (BTreeSet<PersonId>, RecipientsBy) {
    if !sponsors.is_empty() {
        (sponsors.clone(), RecipientsBy::Sponsors)
    } else if !owners.is_empty() {
        (owners.clone(), RecipientsBy::Owners)
    } else if let Some(custodian) = custodian {
        (BTreeSet::from([custodian]), RecipientsBy::Custodian)
    } else {
        (BTreeSet::new(), RecipientsBy::Nobody)
    }
}

/// Of the reminders of one assignment that fell due while nothing ran, the one to show: the most urgent, which is the
/// last to fall due. The others are superseded.
pub fn most_urgent(missed: &[Scheduled]) -> Option<usize> {
    (0..missed.len()).max_by_key(|&position| missed[position].due_at)
}

/// Checks a workspace's own list of thresholds, in days: whole days from 1 to 365, at most [`MAX_THRESHOLDS`].
pub fn check_thresholds(thresholds_days: &[i64]) -> Result<(), BadThresholds> {
    let fits = |&days: &i64| (1..=365).contains(&days);
    if thresholds_days.len() > MAX_THRESHOLDS || !thresholds_days.iter().all(fits) {
        Err(BadThresholds)
    } else {
        Ok(())
    }
}

/// A list of thresholds that can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "reminders go out 1 to 365 days before the end, at {MAX_THRESHOLDS} different times at most; correct the list"
)]
pub struct BadThresholds;

impl crate::refusal::Refuse for BadThresholds {
    fn said(&self) -> Said {
        Said::new("bad_thresholds").with("most", MAX_THRESHOLDS).at("reminderDays")
    }
}

/// Days left at an instant, rounded up, for the sentence "ends in 14 days".
pub fn days_left(now: Timestamp, ends_at: Timestamp) -> i64 {
    let left = ends_at.since(now).millis();
    if left <= 0 { 0 } else { (left - 1) / DAY_MS + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::tests::person_id;
    use proptest::prelude::*;

    fn days(reminders: &[Scheduled]) -> Vec<i64> {
        reminders.iter().map(|reminder| reminder.threshold_days).collect()
    }

    fn at(days: i64) -> Timestamp {
        Timestamp::from_millis(days * DAY_MS)
    }

    #[test]
    fn reminders_go_out_14_days_and_1_day_before_the_end_and_when_it_has_come() {
        let reminders = schedule(at(0), at(0), at(30), DEFAULT_THRESHOLDS_DAYS);
        assert_eq!(days(&reminders), [14, 1, 0]);
        assert_eq!(reminders[0].due_at, at(16));
        assert_eq!(
            reminders[2],
            Scheduled { kind: ReminderKind::Ended, threshold_days: 0, due_at: at(30) }
        );
    }

    #[test]
    fn a_threshold_not_shorter_than_the_whole_life_is_skipped() {
        assert_eq!(days(&schedule(at(0), at(0), at(14), &[14, 1])), [1, 0]);
        assert_eq!(days(&schedule(at(0), at(0), at(15), &[14, 1])), [14, 1, 0]);
        let half_a_day = Timestamp::from_millis(DAY_MS / 2);
        assert_eq!(
            days(&schedule(at(0), at(0), half_a_day, &[14, 1])),
            [0],
            "its end is still told"
        );
    }

    #[test]
    fn a_workspace_sets_its_own_list_in_any_order() {
        assert_eq!(days(&schedule(at(0), at(0), at(60), &[1, 30, 7, 30])), [30, 7, 1, 0]);
        assert!(check_thresholds(&[30, 14, 7, 1]).is_ok());
        assert!(check_thresholds(&[0]).is_err());
        assert!(check_thresholds(&[366]).is_err());
    }

    #[test]
    fn what_lies_behind_is_not_scheduled_again() {
        assert_eq!(days(&schedule(at(20), at(0), at(30), &[14, 1])), [1, 0]);
    }

    #[test]
    fn sponsors_are_told_else_owners_else_the_custodian() {
        let (one, two) = (BTreeSet::from([person_id(1)]), BTreeSet::from([person_id(2)]));
        let none = BTreeSet::new();
        let custodian = Some(person_id(9));
        assert_eq!(recipients(&one, &two, custodian).1, RecipientsBy::Sponsors);
        assert_eq!(recipients(&none, &two, custodian), (two.clone(), RecipientsBy::Owners));
        assert_eq!(recipients(&none, &none, custodian).1, RecipientsBy::Custodian);
        assert_eq!(recipients(&none, &none, None).1, RecipientsBy::Nobody);
    }

    #[test]
    fn after_sleep_the_most_urgent_of_the_missed_ones_is_shown() {
        let missed = schedule(at(0), at(0), at(30), &[14, 1]);
        assert_eq!(most_urgent(&missed[..2]).map(|n| missed[n].threshold_days), Some(1));
        assert_eq!(most_urgent(&[]), None);
    }

    proptest! {
        #[test]
        fn every_reminder_falls_due_within_the_life_of_its_assignment(
            life_days in 1_i64..400, thresholds in prop::collection::vec(1_i64..400, 0..6),
        ) {
            for reminder in schedule(at(0), at(0), at(life_days), &thresholds) {
                prop_assert!(reminder.due_at > at(0) && reminder.due_at <= at(life_days));
            }
        }
    }
}
