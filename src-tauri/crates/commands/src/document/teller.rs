//! How a document says things: words in its language, instants by the clock on this device's wall, numbers, lists and names.

use chaperone_domain::interruption::Zone;
use chaperone_domain::report::{DocumentLanguage, Month};
use chaperone_domain::term::Term;
use chaperone_domain::time::{Span, Timestamp};
use chaperone_report::{Block, Cell, Column, Fact, Row, Table, can_show};
use chrono::{Datelike, Timelike};

use super::words;

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

/// Says things in one language, as of one instant.
pub(super) struct Teller<'z> {
    language: DocumentLanguage,
    now: Timestamp,
    zone: Zone<'z>,
}

impl<'z> Teller<'z> {
    pub(super) fn new(language: DocumentLanguage, now: Timestamp, zone: Zone<'z>) -> Self {
        Self { language, now, zone }
    }

    pub(super) fn language(&self) -> DocumentLanguage {
        self.language
    }

    fn is_german(&self) -> bool {
        self.language == DocumentLanguage::German
    }

    pub(super) fn zone(&self) -> Zone<'z> {
        self.zone
    }

    /// The text of a key; the key itself where there is none, so that its lack is seen.
    pub(super) fn text(&self, key: &str) -> String {
        words::find(self.language, key).unwrap_or(key).to_owned()
    }

    /// The text of a key with values in it.
    pub(super) fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        words::fill(&self.text(key), values)
    }

    /// The text of a key for so many things.
    pub(super) fn count(&self, key: &str, count: usize) -> String {
        let form = match count {
            0 if words::find(self.language, &format!("{key}_zero")).is_some() => "zero",
            1 => "one",
            _ => "other",
        };
        self.say(&format!("{key}_{form}"), &[("count", &self.number(count))])
    }

    /// The word for a value of the field; the value itself where there is none.
    pub(super) fn term(&self, group: &str, value: &str) -> String {
        words::find(self.language, &format!("{group}.{value}")).unwrap_or(value).to_owned()
    }

    /// The same for a value of the domain.
    pub(super) fn term_of(&self, group: &str, value: impl Term) -> String {
        self.term(group, value.term())
    }

    /// `12,345`, `12.345`.
    pub(super) fn number(&self, number: usize) -> String {
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

    /// `5 Mar 2026, 14:30`. Where the clocks were set otherwise than they are as of the document, it says how.
    pub(super) fn at(&self, at: Timestamp) -> String {
        let (ahead, now) = ((self.zone)(at), (self.zone)(self.now));
        let wall = at.plus(ahead).to_utc();
        let (hour, minute) = (wall.hour(), wall.minute());
        let told =
            format!("{}, {hour:02}:{minute:02}", self.day(wall.year(), wall.month(), wall.day()));
        if ahead == now { told } else { format!("{told} ({})", zone_name(ahead)) }
    }

    /// An end; nothing means none, and that is said.
    pub(super) fn until(&self, at: Option<Timestamp>) -> String {
        at.map_or_else(|| self.text("access.noEnd"), |at| self.at(at))
    }

    fn day(&self, year: i32, month: u32, day: u32) -> String {
        let (short, _) = self.month_names(month);
        if self.is_german() {
            format!("{day}. {short} {year}")
        } else {
            format!("{day} {short} {year}")
        }
    }

    /// `March 2026`.
    pub(super) fn month(&self, month: Month) -> String {
        format!("{} {}", self.month_names(month.month()).1, month.year())
    }

    fn month_names(&self, month: u32) -> (&'static str, &'static str) {
        let months = if self.is_german() { &GERMAN_MONTHS } else { &ENGLISH_MONTHS };
        let place = usize::try_from(month).unwrap_or_default().saturating_sub(1);
        months.get(place).copied().unwrap_or_default()
    }

    /// How far the clock on the wall is ahead: `UTC+01:00`.
    pub(super) fn zone_name(&self, at: Timestamp) -> String {
        zone_name((self.zone)(at))
    }

    /// `30 days`.
    pub(super) fn days(&self, days: u32) -> String {
        self.count("document.days", usize::try_from(days).unwrap_or(usize::MAX))
    }

    /// `30 days`, `1 day, 6 hours`.
    pub(super) fn length(&self, length: Span) -> String {
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
    pub(super) fn all_of(&self, items: &[String]) -> String {
        self.list(items, "document.and")
    }

    /// `A, B, or C`: one of them.
    pub(super) fn one_of(&self, items: &[String]) -> String {
        self.list(items, "document.or")
    }

    fn list(&self, items: &[String], word: &str) -> String {
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

    /// A quoted reason; nothing where there is none.
    pub(super) fn quote(&self, text: &str) -> String {
        if text.trim().is_empty() {
            String::new()
        } else {
            self.say("quote.of", &[("text", text.trim())])
        }
    }

    /// A name. One that no font can show is told by its id too.
    pub(super) fn name(&self, name: &str, id: impl ToString) -> Cell {
        let cell = Cell::of(name);
        if can_show(name) { cell } else { cell.note(id.to_string()) }
    }

    /// The same on one line.
    pub(super) fn named(&self, name: &str, id: impl ToString) -> String {
        if can_show(name) { name.to_owned() } else { format!("{name} ({})", id.to_string()) }
    }

    /// A fact under a name.
    pub(super) fn fact(&self, key: &str, values: Vec<String>) -> Fact {
        let values = values.into_iter().filter(|value| !value.trim().is_empty()).collect();
        Fact { name: self.text(key), values }
    }

    /// A table, or a sentence where it has no rows.
    pub(super) fn table(
        &self,
        summary: &str,
        columns: &[(&str, u16)],
        rows: Vec<Row>,
        none: &str,
    ) -> Block {
        if rows.is_empty() {
            return Block::Remark(self.text(none));
        }
        let columns =
            columns.iter().map(|&(head, share)| Column { head: self.text(head), share }).collect();
        Block::Table(Table { summary: self.text(summary), columns, rows })
    }
}

fn zone_name(ahead: Span) -> String {
    let minutes = ahead.millis() / 60_000;
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.abs();
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A sentence begins with a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().map(|one| one.to_uppercase().collect()).unwrap_or_default();
    first + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn an_instant_is_told_by_the_clock_on_the_wall_and_says_where_the_clocks_were_set_otherwise() {
        let summer = at("2026-03-29T01:00:00Z");
        let zone = move |now: Timestamp| Span::hours(if now < summer { 1 } else { 2 });
        let winter = at("2026-03-05T13:30:00Z");
        let english = Teller::new(DocumentLanguage::English, winter, &zone);
        assert_eq!(english.at(winter), "5 Mar 2026, 14:30");
        assert_eq!(english.at(summer), "29 Mar 2026, 03:00 (UTC+02:00)");
        let german = Teller::new(DocumentLanguage::German, winter, &zone);
        assert_eq!(german.at(winter), "5. März 2026, 14:30");
        assert_eq!(german.month("2026-12".parse().unwrap()), "Dezember 2026");
        assert_eq!(zone_name(Span::from_millis(-12_600_000)), "UTC-03:30");
    }

    #[test]
    fn numbers_lengths_and_lists_are_told_in_the_language() {
        let zone = |_: Timestamp| Span::ZERO;
        let english = Teller::new(DocumentLanguage::English, at("2026-01-01"), &zone);
        let german = Teller::new(DocumentLanguage::German, at("2026-01-01"), &zone);
        assert_eq!(
            (english.number(999), english.number(1_234_567)),
            ("999".into(), "1,234,567".into())
        );
        assert_eq!(german.number(12_345), "12.345");
        assert_eq!(english.length(Span::hours(30)), "1 day, 6 hours");
        assert_eq!(german.length(Span::days(30)), "30 Tage");
        let items = ["A", "B", "C"].map(str::to_owned);
        assert_eq!(english.all_of(&items), "A, B, and C");
        assert_eq!(german.one_of(&items), "A, B oder C");
    }

    #[test]
    fn a_name_that_no_font_can_show_is_told_by_its_id_too() {
        let zone = |_: Timestamp| Span::ZERO;
        let teller = Teller::new(DocumentLanguage::English, at("2026-01-01"), &zone);
        assert_eq!(teller.named("Łukasz", "id-1"), "Łukasz");
        assert_eq!(teller.named("李", "id-1"), "李 (id-1)");
        assert_eq!(teller.name("李", "id-1").notes, ["id-1"]);
    }
}
