//! How things are said in a language: words, numbers, lists, lengths and instants, and the sentences of the core. For what
//! is read outside the window, such as documents and a desktop's notifications. The window itself says things by its own
//! means, from the same files. What is said, and to whom, belongs elsewhere.

mod saying;
mod texts;

use chaperone_domain::interruption::Zone;
use chaperone_domain::language::Language;
use chaperone_domain::term::Term;
use chaperone_domain::time::{Span, Timestamp};
use chrono::{DateTime, Datelike, Timelike, Utc, Weekday};

pub use saying::SayingGroup;

/// Months as dates have them, then as titles have them. Source: Unicode CLDR, gregorian calendar.
const ENGLISH_MONTHS: [(&str, &str); 12] = [
    ("Jan", "January"),
    ("Feb", "February"),
    ("Mar", "March"),
    ("Apr", "April"),
    ("May", "May"),
    ("Jun", "June"),
    ("Jul", "July"),
    ("Aug", "August"),
    ("Sep", "September"),
    ("Oct", "October"),
    ("Nov", "November"),
    ("Dec", "December"),
];
const GERMAN_MONTHS: [(&str, &str); 12] = [
    ("Jan.", "Januar"),
    ("Feb.", "Februar"),
    ("März", "März"),
    ("Apr.", "April"),
    ("Mai", "Mai"),
    ("Juni", "Juni"),
    ("Juli", "Juli"),
    ("Aug.", "August"),
    ("Sept.", "September"),
    ("Okt.", "Oktober"),
    ("Nov.", "November"),
    ("Dez.", "Dezember"),
];

/// The days of a week. Source: Unicode CLDR, gregorian calendar.
const ENGLISH_DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const GERMAN_DAYS: [&str; 7] =
    ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];

/// Speaks one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tongue(Language);

impl Tongue {
    /// For a language.
    pub fn new(language: Language) -> Self {
        Self(language)
    }

    /// The language.
    pub fn language(self) -> Language {
        self.0
    }

    fn is_german(self) -> bool {
        self.0 == Language::German
    }

    /// The text of a key; the key itself where there is none, so that its lack is seen.
    pub fn text(self, key: &str) -> String {
        texts::find(self.0, key).unwrap_or(key).to_owned()
    }

    /// The text of a key with values in it.
    pub fn say(self, key: &str, values: &[(&str, &str)]) -> String {
        let value = |name: &str| {
            let known = values.iter().find(|(known, _)| *known == name);
            known.map(|(_, value)| (*value).to_owned())
        };
        texts::fill(&self.text(key), value)
    }

    /// The text of a key for so many things.
    pub fn count(self, key: &str, count: usize) -> String {
        let form = match count {
            0 if texts::find(self.0, &format!("{key}_zero")).is_some() => "zero",
            1 => "one",
            _ => "other",
        };
        self.say(&format!("{key}_{form}"), &[("count", &self.number(count))])
    }

    /// The word for a value of the field; the value itself where there is none.
    pub fn term(self, group: &str, value: &str) -> String {
        texts::find(self.0, &format!("{group}.{value}")).unwrap_or(value).to_owned()
    }

    /// The same for a value of the domain.
    pub fn term_of(self, group: &str, value: impl Term) -> String {
        self.term(group, value.term())
    }

    /// `12,345`, `12.345`.
    pub fn number(self, number: usize) -> String {
        let digits = number.to_string();
        let between = if self.is_german() { '.' } else { ',' };
        let mut told = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                told.push(between);
            }
            told.push(digit);
        }
        told
    }

    /// `5 Mar 2026, 14:30` by the clocks on the wall.
    pub fn at(self, at: Timestamp, zone: Zone<'_>) -> String {
        let wall = on_the_wall(at, zone);
        let (short, _) = self.month_names(wall.month());
        self.with_time(&self.day(&wall, short), &wall)
    }

    /// `Thursday, 5 March 2026, 14:30`: where somebody plans by it.
    pub fn at_length(self, at: Timestamp, zone: Zone<'_>) -> String {
        let wall = on_the_wall(at, zone);
        let (_, long) = self.month_names(wall.month());
        let day = format!("{}, {}", self.weekday(wall.weekday()), self.day(&wall, long));
        self.with_time(&day, &wall)
    }

    fn day(self, wall: &DateTime<Utc>, month: &str) -> String {
        let (year, day) = (wall.year(), wall.day());
        if self.is_german() {
            format!("{day}. {month} {year}")
        } else {
            format!("{day} {month} {year}")
        }
    }

    fn with_time(self, day: &str, wall: &DateTime<Utc>) -> String {
        format!("{day}, {:02}:{:02}", wall.hour(), wall.minute())
    }

    fn weekday(self, day: Weekday) -> &'static str {
        let days = if self.is_german() { &GERMAN_DAYS } else { &ENGLISH_DAYS };
        let place = usize::try_from(day.num_days_from_monday()).unwrap_or_default();
        days.get(place).copied().unwrap_or_default()
    }

    /// A month (1 to 12) as dates have it, and as titles have it.
    pub(crate) fn month_names(self, month: u32) -> (&'static str, &'static str) {
        let months = if self.is_german() { &GERMAN_MONTHS } else { &ENGLISH_MONTHS };
        let place = usize::try_from(month).unwrap_or_default().saturating_sub(1);
        months.get(place).copied().unwrap_or_default()
    }

    /// `30 days`.
    pub(crate) fn days(self, days: u32) -> String {
        self.count("document.days", usize::try_from(days).unwrap_or(usize::MAX))
    }

    /// `30 days`, `1 day, 6 hours`.
    pub(crate) fn length(self, length: Span) -> String {
        let minutes = length.millis() / 60_000;
        let parts: Vec<String> = [
            ("document.days", minutes / 1_440),
            ("document.hours", minutes / 60 % 24),
            ("document.minutes", minutes % 60),
        ]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| self.count(key, usize::try_from(count).unwrap_or_default()))
        .collect();
        if parts.is_empty() { self.count("document.minutes", 0) } else { parts.join(", ") }
    }

    /// `A, B, and C`: all of them.
    pub(crate) fn all_of(self, items: &[String]) -> String {
        self.list(items, "document.and")
    }

    /// `A, B, or C`: one of them.
    pub(crate) fn one_of(self, items: &[String]) -> String {
        self.list(items, "document.or")
    }

    fn list(self, items: &[String], word: &str) -> String {
        let word = self.text(word);
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [one, other] => format!("{one} {word} {other}"),
            [before @ .., last] => {
                let comma = if self.is_german() { "" } else { "," };
                format!("{}{comma} {word} {last}", before.join(", "))
            }
        }
    }
}

/// The instant as the clocks on the wall show it, in the shape of UTC.
fn on_the_wall(at: Timestamp, zone: Zone<'_>) -> DateTime<Utc> {
    at.plus(zone(at)).to_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: Tongue = Tongue(Language::English);
    const GERMAN: Tongue = Tongue(Language::German);

    #[test]
    fn an_instant_is_told_by_the_clock_on_the_wall() {
        let at: Timestamp = "2026-03-05T23:30:00Z".parse().unwrap();
        let zone: Zone<'_> = &|_| Span::hours(1);
        assert_eq!(ENGLISH.at(at, zone), "6 Mar 2026, 00:30");
        assert_eq!(GERMAN.at(at, zone), "6. März 2026, 00:30");
        assert_eq!(ENGLISH.at_length(at, zone), "Friday, 6 March 2026, 00:30");
        assert_eq!(GERMAN.at_length(at, zone), "Freitag, 6. März 2026, 00:30");
    }

    #[test]
    fn numbers_lengths_and_lists_are_told_in_the_language() {
        assert_eq!(
            (ENGLISH.number(999), ENGLISH.number(1_234_567)),
            ("999".into(), "1,234,567".into())
        );
        assert_eq!(GERMAN.number(12_345), "12.345");
        assert_eq!(ENGLISH.length(Span::hours(30)), "1 day, 6 hours");
        assert_eq!(GERMAN.length(Span::days(30)), "30 Tage");
        let items = ["A", "B", "C"].map(str::to_owned);
        assert_eq!(ENGLISH.all_of(&items), "A, B, and C");
        assert_eq!(GERMAN.one_of(&items), "A, B oder C");
    }
}
