//! Instants and lengths of access. Integer milliseconds UTC, so that "the end" is one exact number everywhere.
//!
//! There is no clock here: `now` is always an argument.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

/// Milliseconds in a day of access. Access counts in spans of 24 hours, not in calendar days of some time zone.
pub const DAY_MS: i64 = 86_400_000;
/// Milliseconds in an hour.
pub const HOUR_MS: i64 = 3_600_000;
/// The longest duration that a policy may give, in days (Entra: "number of days", 0 to 3660).
pub const MAX_DURATION_DAYS: i64 = 3_660;

const MIN_MS: i64 = -62_135_596_800_000;
const MAX_MS: i64 = 253_402_300_799_999;

/// An instant: milliseconds since 1970-01-01T00:00:00Z, between the years 1 and 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The last instant that can be written, for "never".
    pub const MAX: Self = Self(MAX_MS);

    /// Takes milliseconds since the epoch; what lies outside the years 1 to 9999 is moved to the nearest end.
    pub const fn from_millis(millis: i64) -> Self {
        if millis < MIN_MS {
            Self(MIN_MS)
        } else if millis > MAX_MS {
            Self(MAX_MS)
        } else {
            Self(millis)
        }
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// This instant moved by a span; stays within the representable years.
    #[must_use]
    pub const fn plus(self, span: Span) -> Self {
        Self::from_millis(self.0.saturating_add(span.0))
    }

    /// This instant moved back by a span; stays within the representable years.
    #[must_use]
    pub const fn minus(self, span: Span) -> Self {
        Self::from_millis(self.0.saturating_sub(span.0))
    }

    /// The span from `earlier` to this instant; negative when `earlier` is later.
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// The instant as people read it, always in UTC: `4 Feb 2026, 08:00 UTC`. Hosts print local time beside it.
    pub fn in_words(self) -> String {
        self.to_utc().format("%-d %b %Y, %H:%M UTC").to_string()
    }

    /// The same instant as a chrono value, for hosts that print local time.
    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_utc().to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

/// A text that is no instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no instant; write it as 2026-03-01T09:00:00Z or as a date, 2026-03-01")]
pub struct NotAnInstant(pub String);

impl FromStr for Timestamp {
    type Err = NotAnInstant;

    /// Reads RFC 3339 with any offset, or a date, which means its first instant in UTC.
    fn from_str(text: &str) -> Result<Self, NotAnInstant> {
        let text = text.trim();
        let wrong = || NotAnInstant(text.chars().take(60).collect());
        if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
            return Ok(Self::from_millis(instant.timestamp_millis()));
        }
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| wrong())?;
        let midnight = date.and_hms_opt(0, 0, 0).ok_or_else(wrong)?;
        Ok(Self::from_millis(midnight.and_utc().timestamp_millis()))
    }
}

/// A length of time in milliseconds. Prints as an ISO 8601 duration, reads that or a short form such as `30d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(i64);

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// Takes milliseconds.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// So many spans of 24 hours.
    pub const fn days(days: i64) -> Self {
        Self(days.saturating_mul(DAY_MS))
    }

    /// So many hours.
    pub const fn hours(hours: i64) -> Self {
        Self(hours.saturating_mul(HOUR_MS))
    }

    /// Milliseconds.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole spans of 24 hours, rounded up: the "days left" that people read. 13 days and one minute are 14 days.
    pub const fn days_rounded_up(self) -> i64 {
        if self.0 <= 0 { 0 } else { (self.0 - 1) / DAY_MS + 1 }
    }

    /// How people say it: `30 days`, `1 day`, `36 hours`.
    pub fn in_words(self) -> String {
        let (count, unit) = if self.0 % DAY_MS == 0 {
            (self.0 / DAY_MS, "day")
        } else if self.0 % HOUR_MS == 0 {
            (self.0 / HOUR_MS, "hour")
        } else {
            ((self.0 + 59_999) / 60_000, "minute")
        };
        if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 % DAY_MS == 0 {
            write!(f, "P{}D", self.0 / DAY_MS)
        } else if self.0 % HOUR_MS == 0 {
            write!(f, "PT{}H", self.0 / HOUR_MS)
        } else {
            write!(f, "PT{}.{:03}S", self.0 / 1_000, (self.0 % 1_000).abs())
        }
    }
}

/// A text that is no duration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no duration; write it as 30d, 12h, P30D or PT12H")]
pub struct NotASpan(pub String);

impl FromStr for Span {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Self, NotASpan> {
        let text = text.trim();
        let wrong = || NotASpan(text.chars().take(60).collect());
        let upper = text.to_ascii_uppercase();
        let short = upper.strip_prefix("PT").or_else(|| upper.strip_prefix('P')).unwrap_or(&upper);
        let split = short.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(wrong)?;
        let (count, unit) = short.split_at(split);
        let in_time_part = upper.starts_with("PT") || !upper.starts_with('P');
        let unit_ms: i64 = match unit {
            "D" if !upper.starts_with("PT") => DAY_MS,
            "W" if !upper.starts_with("PT") => 7 * DAY_MS,
            "H" if in_time_part => HOUR_MS,
            "M" if in_time_part => 60_000,
            "S" if in_time_part => 1_000,
            _ => return Err(wrong()),
        };
        let (whole, fraction) = count.split_once('.').unwrap_or((count, ""));
        let whole: i64 = whole.parse().map_err(|_| wrong())?;
        let mut millis = 0;
        if !fraction.is_empty() {
            if unit != "S" {
                return Err(wrong());
            }
            let padded: String = fraction.chars().chain("000".chars()).take(3).collect();
            millis = padded.parse().map_err(|_| wrong())?;
        }
        let whole_ms = whole.checked_mul(unit_ms).ok_or_else(wrong)?;
        whole_ms.checked_add(millis).map(Self).ok_or_else(wrong)
    }
}

/// Why a length of access can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadDuration {
    /// Zero or less.
    NotPositive,
    /// More than [`MAX_DURATION_DAYS`].
    TooLong,
}

/// Checks a length of access against the limits of the field: more than nothing, at most 3660 days.
pub fn check_duration(span: Span) -> Result<Span, BadDuration> {
    if span.0 <= 0 {
        Err(BadDuration::NotPositive)
    } else if span > Span::days(MAX_DURATION_DAYS) {
        Err(BadDuration::TooLong)
    } else {
        Ok(span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_instant_prints_milliseconds_and_z() {
        assert_eq!(Timestamp::from_millis(0).to_string(), "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn a_date_means_its_first_instant_in_utc() {
        assert_eq!("2026-03-01".parse::<Timestamp>(), "2026-03-01T00:00:00Z".parse());
    }

    #[test]
    fn durations_are_read_in_iso_and_short_form() {
        for (text, span) in [
            ("30d", Span::days(30)),
            ("P30D", Span::days(30)),
            ("PT12H", Span::hours(12)),
            ("12h", Span::hours(12)),
            ("2w", Span::days(14)),
        ] {
            assert_eq!(text.parse::<Span>(), Ok(span), "{text}");
        }
        for wrong in ["", "d", "P12H", "PT3D", "30", "1.5d", "-3d", "99999999999999d", "P1M"] {
            assert!(wrong.parse::<Span>().is_err(), "{wrong} is no duration");
        }
    }

    #[test]
    fn a_duration_is_more_than_nothing_and_at_most_3660_days() {
        assert_eq!(check_duration(Span::ZERO), Err(BadDuration::NotPositive));
        assert!(check_duration(Span::from_millis(1)).is_ok());
        assert!(check_duration(Span::days(3_660)).is_ok());
        assert_eq!(check_duration(Span::days(3_661)), Err(BadDuration::TooLong));
    }

    #[test]
    fn days_left_are_rounded_up() {
        assert_eq!(Span::days(14).days_rounded_up(), 14);
        assert_eq!(Span::from_millis(14 * DAY_MS - 1).days_rounded_up(), 14);
        assert_eq!(Span::from_millis(1).days_rounded_up(), 1);
        assert_eq!(Span::from_millis(-1).days_rounded_up(), 0);
    }

    proptest! {
        #[test]
        fn an_instant_reads_back_what_it_prints(millis in MIN_MS..=MAX_MS) {
            let instant = Timestamp::from_millis(millis);
            prop_assert_eq!(instant.to_string().parse::<Timestamp>(), Ok(instant));
        }

        #[test]
        fn a_duration_reads_back_what_it_prints(millis in 0_i64..=3_660 * DAY_MS) {
            let span = Span::from_millis(millis);
            prop_assert_eq!(span.to_string().parse::<Span>(), Ok(span));
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in ".{0,40}") {
            let _ = text.parse::<Span>();
            let _ = text.parse::<Timestamp>();
        }
    }
}
