//! How a document says things: in the words of its language, as of one instant, and with tables and facts of them.

use std::ops::Deref;

use chaperone_domain::interruption::Zone;
use chaperone_domain::language::Language;
use chaperone_domain::report::Month;
use chaperone_domain::time::{Span, Timestamp};
use chaperone_report::{Block, Cell, Column, Fact, Row, Table, can_show};

use crate::tongue::Tongue;

/// Says things in one language, as of one instant.
pub(super) struct Teller<'z> {
    tongue: Tongue,
    now: Timestamp,
    zone: Zone<'z>,
}

/// A teller says whatever its language does.
impl Deref for Teller<'_> {
    type Target = Tongue;

    fn deref(&self) -> &Tongue {
        &self.tongue
    }
}

impl<'z> Teller<'z> {
    pub(super) fn new(language: Language, now: Timestamp, zone: Zone<'z>) -> Self {
        Self { tongue: Tongue::new(language), now, zone }
    }

    pub(super) fn zone(&self) -> Zone<'z> {
        self.zone
    }

    /// `5 Mar 2026, 14:30`. Where the clocks were set otherwise than they are as of the document, it says how.
    pub(super) fn at(&self, at: Timestamp) -> String {
        let (ahead, now) = ((self.zone)(at), (self.zone)(self.now));
        let told = self.tongue.at(at, self.zone);
        if ahead == now { told } else { format!("{told} ({})", zone_name(ahead)) }
    }

    /// An end; nothing means none, and that is said.
    pub(super) fn until(&self, at: Option<Timestamp>) -> String {
        at.map_or_else(|| self.text("access.noEnd"), |at| self.at(at))
    }

    /// `March 2026`.
    pub(super) fn month(&self, month: Month) -> String {
        format!("{} {}", self.month_names(month.month()).1, month.year())
    }

    /// How far the clock on the wall is ahead: `UTC+01:00`.
    pub(super) fn zone_name(&self, at: Timestamp) -> String {
        zone_name((self.zone)(at))
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
        let english = Teller::new(Language::English, winter, &zone);
        assert_eq!(english.at(winter), "5 Mar 2026, 14:30");
        assert_eq!(english.at(summer), "29 Mar 2026, 03:00 (UTC+02:00)");
        let german = Teller::new(Language::German, winter, &zone);
        assert_eq!(german.at(winter), "5. März 2026, 14:30");
        assert_eq!(german.month("2026-12".parse().unwrap()), "Dezember 2026");
        assert_eq!(zone_name(Span::from_millis(-12_600_000)), "UTC-03:30");
    }

    #[test]
    fn a_name_that_no_font_can_show_is_told_by_its_id_too() {
        let zone = |_: Timestamp| Span::ZERO;
        let teller = Teller::new(Language::English, at("2026-01-01"), &zone);
        assert_eq!(teller.named("Łukasz", "id-1"), "Łukasz");
        assert_eq!(teller.named("李", "id-1"), "李 (id-1)");
        assert_eq!(teller.name("李", "id-1").notes, ["id-1"]);
    }
}
