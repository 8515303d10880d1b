//! Interruptions: when a notice may come up on a person's desktop. The inbox has every notice in any case, so nothing here
//! can lose one; it only says whether, and when, a person is disturbed.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::refusal::Refuse;
use crate::term::{Term, terms};
use crate::time::{DAY_MS, HOUR_MS, Span, Timestamp};

/// How much time has to be left to act when a notice comes up. What would leave less is shown at once.
pub const LAST_CALL: Span = Span::from_millis(4 * HOUR_MS);
/// What asks for something by an end this near is urgent.
pub const URGENT_WITHIN: Span = Span::days(1);

/// When a notice comes up again that was put off until the morning.
const MORNING: TimeOfDay = TimeOfDay(9 * 60);
/// How far away that morning is at least: one o'clock at night is followed by this morning, not by the next.
const MORNING_AT_LEAST_IN: Span = Span::from_millis(6 * HOUR_MS);

const MINUTE_MS: i64 = 60_000;
const MINUTES_OF_DAY: i64 = 24 * 60;

terms! {
    /// Which notices come up on a person's desktop.
    NotificationLevel {
        /// All of them.
        All => "all",
        /// Those that ask the person to do something.
        ActionNeeded => "actionNeeded",
        /// Those that ask the person to do something within a day.
        Urgent => "urgent",
        /// None; the inbox has them all.
        Nothing => "nothing",
    }

    /// How long a person puts a notice off.
    Snooze {
        /// For three hours.
        ThreeHours => "threeHours",
        /// Until nine in the morning.
        TomorrowMorning => "tomorrowMorning",
    }

    /// A day of the week.
    Weekday {
        /// Monday.
        Monday => "monday",
        /// Tuesday.
        Tuesday => "tuesday",
        /// Wednesday.
        Wednesday => "wednesday",
        /// Thursday.
        Thursday => "thursday",
        /// Friday.
        Friday => "friday",
        /// Saturday.
        Saturday => "saturday",
        /// Sunday.
        Sunday => "sunday",
    }
}

/// A time of day by the clock on the wall, to the minute: `08:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(i64);

impl TimeOfDay {
    /// Takes minutes since midnight; none beyond 23:59.
    pub const fn from_minutes(minutes: i64) -> Option<Self> {
        if 0 <= minutes && minutes < MINUTES_OF_DAY { Some(Self(minutes)) } else { None }
    }

    /// Minutes since midnight.
    pub const fn minutes(self) -> i64 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A text that is no time of day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no time of day; write hours and minutes from 00:00 to 23:59, such as 18:30")]
pub struct NotATimeOfDay(pub String);

impl FromStr for TimeOfDay {
    type Err = NotATimeOfDay;

    fn from_str(text: &str) -> Result<Self, NotATimeOfDay> {
        let wrong = || NotATimeOfDay(text.chars().take(60).collect());
        let (hours, minutes) = text.trim().split_once(':').ok_or_else(wrong)?;
        let number = |part: &str, most: i64| {
            let is_number =
                (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            part.parse::<i64>().ok().filter(|&value| is_number && value <= most)
        };
        let (hours, minutes) = number(hours, 23).zip(number(minutes, 59)).ok_or_else(wrong)?;
        Ok(Self(hours * 60 + minutes))
    }
}

/// Hours in which nobody is disturbed, each day: from the first time of day up to the second, over midnight if that is
/// earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// When they begin.
    pub from: TimeOfDay,
    /// When they are over.
    pub to: TimeOfDay,
}

impl QuietHours {
    fn contain(self, minute: i64) -> bool {
        let (from, to) = (self.from.0, self.to.0);
        if from < to { from <= minute && minute < to } else { from <= minute || minute < to }
    }
}

/// When a person lets themselves be interrupted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interruptions {
    /// By which notices.
    pub level: NotificationLevel,
    /// In which hours not.
    pub quiet_hours: Option<QuietHours>,
    /// On which days not.
    pub quiet_days: BTreeSet<Weekday>,
    /// At which time of day everything that isn't pressing comes up at once, if the person wants it gathered.
    pub digest_at: Option<TimeOfDay>,
}

impl Default for Interruptions {
    /// Everything, at once.
    fn default() -> Self {
        let quiet_days = BTreeSet::new();
        Self { level: NotificationLevel::All, quiet_hours: None, quiet_days, digest_at: None }
    }
}

/// Why such a wish can't be met. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadInterruptions {
    /// They would be none, or all day.
    #[error("quiet hours end at another time than they begin; for whole days, choose quiet days")]
    EmptyQuietHours,
    /// There would never be a moment.
    #[error(
        "leave one day a week on which reminders come up; for none at all, choose the level 'nothing'"
    )]
    NoDayLeft,
}

impl Refuse for BadInterruptions {
    fn code(&self) -> &'static str {
        match self {
            Self::EmptyQuietHours => "empty_quiet_hours",
            Self::NoDayLeft => "no_day_left",
        }
    }
}

/// Why a notice can't be put off. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SnoozeRefusal {
    /// What it spoke of is done, or asks for nothing.
    #[error("this notice asks for nothing any more, so there is nothing to be reminded of")]
    NothingAsked,
    /// It would come up when too little time is left to act.
    #[error(
        "until then too little time would be left to act; decide now, or choose a shorter time"
    )]
    TooLate,
}

impl Refuse for SnoozeRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NothingAsked => "nothing_to_snooze",
            Self::TooLate => "snoozed_too_long",
        }
    }
}

/// What an interruption is weighed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Whether the notice asks its reader to do something, and still may.
    pub asks_for_action: bool,
    /// When it fell due.
    pub due_at: Timestamp,
    /// By when what it asks for has to be done.
    pub by: Option<Timestamp>,
}

/// Whether a notice comes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interruption {
    /// Now, by itself.
    Now,
    /// Now, gathered with the others of the day.
    InDigest,
    /// Later, when the quiet time is over or the digest is due.
    At(Timestamp),
    /// Never; the inbox has it.
    Never,
}

/// How far local time is ahead of UTC at an instant.
pub type Zone<'a> = &'a dyn Fn(Timestamp) -> Span;

impl NotificationLevel {
    /// Whether a notice that asks its reader for something, or doesn't, may come up at all.
    pub fn may_bring_up(self, asks_for_action: bool) -> bool {
        match self {
            Self::All => true,
            Self::ActionNeeded | Self::Urgent => asks_for_action,
            Self::Nothing => false,
        }
    }
}

impl Interruptions {
    /// Checks what a person chose: quiet hours that end, a day that is left.
    pub fn check(&self) -> Result<(), BadInterruptions> {
        if self.quiet_hours.is_some_and(|hours| hours.from == hours.to) {
            return Err(BadInterruptions::EmptyQuietHours);
        }
        if self.quiet_days.len() == Weekday::ALL.len() {
            return Err(BadInterruptions::NoDayLeft);
        }
        Ok(())
    }

    /// Whether a notice that nobody has seen yet may come up now. Quiet time and digest never hold back what could no
    /// longer be done in peace when they are over.
    pub fn weigh(&self, waiting: &Waiting, now: Timestamp, zone: Zone<'_>) -> Interruption {
        let is_urgent = waiting.by.is_some_and(|by| by <= now.plus(URGENT_WITHIN));
        let is_kept_back = self.level == NotificationLevel::Urgent && !is_urgent;
        if is_kept_back || !self.level.may_bring_up(waiting.asks_for_action) {
            return Interruption::Never;
        }
        let digest = self.digest_at.map(|time| next(time, waiting.due_at, zone));
        let at = self.end_of_quiet(digest.unwrap_or(now).max(now), zone);
        let is_pressing =
            waiting.asks_for_action && waiting.by.is_some_and(|by| by <= at.plus(LAST_CALL));
        if at <= now {
            if digest.is_some() { Interruption::InDigest } else { Interruption::Now }
        } else if is_pressing {
            Interruption::Now
        } else {
            Interruption::At(at)
        }
    }

    /// When a notice that is put off comes up again: not in quiet time, and never so late that it could no longer be acted
    /// on in peace.
    pub fn snooze(
        &self,
        waiting: &Waiting,
        snooze: Snooze,
        now: Timestamp,
        zone: Zone<'_>,
    ) -> Result<Timestamp, SnoozeRefusal> {
        if !waiting.asks_for_action {
            return Err(SnoozeRefusal::NothingAsked);
        }
        let wished = match snooze {
            Snooze::ThreeHours => now.plus(Span::hours(3)),
            Snooze::TomorrowMorning => next(MORNING, now.plus(MORNING_AT_LEAST_IN), zone),
        };
        let at = self.end_of_quiet(wished, zone);
        if waiting.by.is_some_and(|by| by <= at.plus(LAST_CALL)) {
            return Err(SnoozeRefusal::TooLate);
        }
        Ok(at)
    }

    fn is_quiet(&self, at: Timestamp, zone: Zone<'_>) -> bool {
        let local = at.plus(zone(at)).millis();
        self.quiet_days.contains(&weekday(local))
            || self.quiet_hours.is_some_and(|hours| hours.contain(minute_of_day(local)))
    }

    /// The first instant from `at` on that isn't quiet.
    fn end_of_quiet(&self, at: Timestamp, zone: Zone<'_>) -> Timestamp {
        let midnight = TimeOfDay(0);
        let mut end = at;
        // A week has at most seven midnights and seven ends of quiet hours; one more round for a week that begins late.
        for _ in 0..2 * (Weekday::ALL.len() + 1) {
            if !self.is_quiet(end, zone) {
                break;
            }
            let later = end.plus(Span::from_millis(1));
            let day_ends = next(midnight, later, zone);
            end = self
                .quiet_hours
                .map_or(day_ends, |hours| day_ends.min(next(hours.to, later, zone)));
        }
        end
    }
}

fn weekday(local_ms: i64) -> Weekday {
    // 1 January 1970 was a Thursday.
    const FIRST: i64 = 3;
    let day = (local_ms.div_euclid(DAY_MS) + FIRST).rem_euclid(7);
    usize::try_from(day)
        .ok()
        .and_then(|day| Weekday::ALL.get(day))
        .copied()
        .unwrap_or(Weekday::Monday)
}

fn minute_of_day(local_ms: i64) -> i64 {
    local_ms.rem_euclid(DAY_MS) / MINUTE_MS
}

/// The first instant, from `at` on, at which local clocks show a time of day. Where clocks were set meanwhile, the offset
/// at the instant itself counts; a time that clocks skip comes an hour later.
fn next(time: TimeOfDay, at: Timestamp, zone: Zone<'_>) -> Timestamp {
    let local = at.plus(zone(at)).millis();
    let today = local.div_euclid(DAY_MS) * DAY_MS + time.0 * MINUTE_MS;
    let wall = if today >= local { today } else { today + DAY_MS };
    let guess = Timestamp::from_millis(wall).minus(zone(at));
    Timestamp::from_millis(wall).minus(zone(guess)).max(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const UTC: Zone<'static> = &|_| Span::ZERO;

    fn instant(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    fn time(text: &str) -> TimeOfDay {
        text.parse().expect("a time of day")
    }

    /// A reminder that fell due at noon on Wednesday, of an end 14 days later.
    fn reminder() -> Waiting {
        let due_at = instant("2026-03-04T12:00:00Z");
        Waiting { asks_for_action: true, due_at, by: Some(due_at.plus(Span::days(14))) }
    }

    fn news() -> Waiting {
        Waiting { asks_for_action: false, by: None, ..reminder() }
    }

    fn nights() -> Interruptions {
        let quiet_hours = Some(QuietHours { from: time("18:00"), to: time("08:00") });
        Interruptions { quiet_hours, ..Interruptions::default() }
    }

    #[test]
    fn who_chose_nothing_is_told_everything_at_once() {
        let chosen = Interruptions::default();
        assert_eq!(chosen.weigh(&news(), news().due_at, UTC), Interruption::Now);
    }

    #[test]
    fn a_level_lets_through_what_asks_or_what_presses_or_nothing() {
        let at = reminder().due_at;
        let with = |level| Interruptions { level, ..Interruptions::default() };
        let asks = with(NotificationLevel::ActionNeeded);
        assert_eq!(asks.weigh(&news(), at, UTC), Interruption::Never);
        assert_eq!(asks.weigh(&reminder(), at, UTC), Interruption::Now);
        let urgent = with(NotificationLevel::Urgent);
        assert_eq!(urgent.weigh(&reminder(), at, UTC), Interruption::Never);
        let last_day = at.plus(Span::days(13));
        assert_eq!(urgent.weigh(&reminder(), last_day, UTC), Interruption::Now);
        let nothing = with(NotificationLevel::Nothing);
        assert_eq!(nothing.weigh(&reminder(), last_day, UTC), Interruption::Never);
    }

    #[test]
    fn quiet_hours_hold_a_reminder_until_they_are_over() {
        let evening = instant("2026-03-04T22:00:00Z");
        let morning = instant("2026-03-05T08:00:00Z");
        assert_eq!(nights().weigh(&reminder(), evening, UTC), Interruption::At(morning));
        assert_eq!(nights().weigh(&reminder(), morning, UTC), Interruption::Now);
        let last_minute = instant("2026-03-04T17:59:00Z");
        assert_eq!(nights().weigh(&reminder(), last_minute, UTC), Interruption::Now);
    }

    #[test]
    fn quiet_hours_are_those_of_the_clock_on_the_wall() {
        let east: Zone<'_> = &|_| Span::hours(3);
        let at = instant("2026-03-04T16:00:00Z");
        assert_eq!(nights().weigh(&reminder(), at, UTC), Interruption::Now);
        let morning = instant("2026-03-05T05:00:00Z");
        assert_eq!(nights().weigh(&reminder(), at, east), Interruption::At(morning));
    }

    #[test]
    fn when_clocks_go_forward_overnight_the_quiet_ends_by_the_new_time() {
        let change = instant("2026-03-29T01:00:00Z");
        let berlin = move |at: Timestamp| Span::hours(if at < change { 1 } else { 2 });
        let evening = instant("2026-03-28T21:00:00Z");
        let morning = instant("2026-03-29T06:00:00Z");
        assert_eq!(nights().weigh(&news(), evening, &berlin), Interruption::At(morning));
    }

    #[test]
    fn a_quiet_weekend_lasts_until_monday_morning() {
        let quiet_days = BTreeSet::from([Weekday::Saturday, Weekday::Sunday]);
        let chosen = Interruptions { quiet_days, ..nights() };
        let friday_evening = instant("2026-03-06T19:00:00Z");
        let monday = instant("2026-03-09T08:00:00Z");
        assert_eq!(chosen.weigh(&reminder(), friday_evening, UTC), Interruption::At(monday));
        let saturday_noon = instant("2026-03-07T12:00:00Z");
        assert_eq!(chosen.weigh(&reminder(), saturday_noon, UTC), Interruption::At(monday));
    }

    #[test]
    fn what_would_be_too_late_after_the_quiet_hours_is_shown_at_once() {
        let evening = instant("2026-03-17T22:00:00Z");
        let in_the_morning = |hour: &str| Waiting {
            by: Some(instant(&format!("2026-03-18T{hour}:00:00Z"))),
            ..reminder()
        };
        assert_eq!(nights().weigh(&in_the_morning("12"), evening, UTC), Interruption::Now);
        let morning = instant("2026-03-18T08:00:00Z");
        assert_eq!(nights().weigh(&in_the_morning("13"), evening, UTC), Interruption::At(morning));
        let over = Waiting { asks_for_action: false, ..in_the_morning("12") };
        assert_eq!(
            nights().weigh(&over, evening, UTC),
            Interruption::At(morning),
            "nothing can be done about what asks for nothing"
        );
    }

    #[test]
    fn a_digest_gathers_the_day_and_leaves_out_what_presses() {
        let chosen = Interruptions { digest_at: Some(time("09:00")), ..Interruptions::default() };
        let tomorrow = instant("2026-03-05T09:00:00Z");
        let at = reminder().due_at;
        assert_eq!(chosen.weigh(&reminder(), at, UTC), Interruption::At(tomorrow));
        assert_eq!(chosen.weigh(&news(), tomorrow, UTC), Interruption::InDigest);
        let pressing = Waiting { by: Some(instant("2026-03-05T13:00:00Z")), ..reminder() };
        assert_eq!(chosen.weigh(&pressing, at, UTC), Interruption::Now);
    }

    #[test]
    fn a_digest_in_quiet_hours_comes_when_they_are_over() {
        let chosen = Interruptions { digest_at: Some(time("07:00")), ..nights() };
        let morning = instant("2026-03-05T08:00:00Z");
        assert_eq!(
            chosen.weigh(&news(), instant("2026-03-05T07:30:00Z"), UTC),
            Interruption::At(morning)
        );
        assert_eq!(chosen.weigh(&news(), morning, UTC), Interruption::InDigest);
    }

    #[test]
    fn a_notice_is_put_off_for_hours_or_until_the_morning() {
        let chosen = Interruptions::default();
        let put_off = |snooze, at: &str| chosen.snooze(&reminder(), snooze, instant(at), UTC);
        assert_eq!(
            put_off(Snooze::ThreeHours, "2026-03-04T12:00:00Z"),
            Ok(instant("2026-03-04T15:00:00Z"))
        );
        let morning = Ok(instant("2026-03-05T09:00:00Z"));
        assert_eq!(put_off(Snooze::TomorrowMorning, "2026-03-04T08:00:00Z"), morning);
        assert_eq!(
            put_off(Snooze::TomorrowMorning, "2026-03-05T01:00:00Z"),
            morning,
            "who is awake at night means the morning that follows"
        );
        assert_eq!(
            put_off(Snooze::TomorrowMorning, "2026-03-05T03:01:00Z"),
            Ok(instant("2026-03-06T09:00:00Z")),
            "a morning in a few hours is not tomorrow"
        );
    }

    #[test]
    fn a_notice_that_was_put_off_into_quiet_time_comes_when_that_is_over() {
        let afternoon = instant("2026-03-04T16:00:00Z");
        let again = nights().snooze(&reminder(), Snooze::ThreeHours, afternoon, UTC);
        assert_eq!(again, Ok(instant("2026-03-05T08:00:00Z")));
    }

    #[test]
    fn a_notice_is_never_put_off_past_the_last_call() {
        let now = instant("2026-03-04T12:00:00Z");
        let chosen = Interruptions::default();
        let by = |by: &str| Waiting { by: Some(instant(by)), ..reminder() };
        let ends_tonight = by("2026-03-04T19:00:00Z");
        let refused = chosen.snooze(&ends_tonight, Snooze::ThreeHours, now, UTC);
        assert_eq!(refused, Err(SnoozeRefusal::TooLate), "four hours are left to act at the least");
        let later_tonight = by("2026-03-04T19:00:01Z");
        let again = chosen.snooze(&later_tonight, Snooze::ThreeHours, now, UTC);
        assert_eq!(again, Ok(instant("2026-03-04T15:00:00Z")));
        let quiet = nights().snooze(&by("2026-03-05T12:00:00Z"), Snooze::TomorrowMorning, now, UTC);
        assert_eq!(quiet, Err(SnoozeRefusal::TooLate), "nor by quiet hours");
    }

    #[test]
    fn what_asks_for_nothing_is_not_put_off() {
        let now = reminder().due_at;
        let refused = Interruptions::default().snooze(&news(), Snooze::ThreeHours, now, UTC);
        assert_eq!(refused, Err(SnoozeRefusal::NothingAsked));
    }

    #[test]
    fn quiet_hours_end_and_a_week_keeps_a_day() {
        let all_day = Some(QuietHours { from: time("08:00"), to: time("08:00") });
        let chosen = Interruptions { quiet_hours: all_day, ..Interruptions::default() };
        assert_eq!(chosen.check(), Err(BadInterruptions::EmptyQuietHours));
        let quiet_days = Weekday::ALL.iter().copied().collect();
        let chosen = Interruptions { quiet_days, ..Interruptions::default() };
        assert_eq!(chosen.check(), Err(BadInterruptions::NoDayLeft));
        assert_eq!(nights().check(), Ok(()));
    }

    #[test]
    fn a_time_of_day_is_hours_and_minutes() {
        assert_eq!(time("8:05").to_string(), "08:05");
        assert_eq!(time("23:59").minutes(), 1439);
        for wrong in ["24:00", "8", "08:60", "+8:00", "", "08:00:00", "-1:30"] {
            assert!(wrong.parse::<TimeOfDay>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_chosen_a_notice_that_is_held_comes_up_at_the_instant_that_was_promised(
            from in 0_i64..1440, to in 0_i64..1440, days in prop::collection::btree_set(0_usize..7, 0..6),
            digest in prop::option::of(0_i64..1440), later_ms in 0_i64..14 * DAY_MS, offset in -12_i64..13,
        ) {
            let hours = (from != to).then_some(QuietHours { from: TimeOfDay(from), to: TimeOfDay(to) });
            let chosen = Interruptions {
                level: NotificationLevel::All,
                quiet_hours: hours,
                quiet_days: days.into_iter().map(|day| Weekday::ALL[day]).collect(),
                digest_at: digest.map(TimeOfDay),
            };
            let zone = move |_: Timestamp| Span::hours(offset);
            let now = news().due_at.plus(Span::from_millis(later_ms));
            if let Interruption::At(promised) = chosen.weigh(&news(), now, &zone) {
                prop_assert!(promised > now, "a promise lies ahead");
                prop_assert!(!matches!(chosen.weigh(&news(), promised, &zone), Interruption::At(_)));
                let just_before = promised.minus(Span::from_millis(1));
                prop_assert!(just_before < now || matches!(chosen.weigh(&news(), just_before, &zone), Interruption::At(_)));
            }
        }
    }
}
