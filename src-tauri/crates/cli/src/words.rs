//! Small pieces of text that many answers share: instants, names in a row, labelled facts, what happened to a thing.

use chaperone_commands::view::audit::HistoryEvent;
use chaperone_commands::view::reference::PersonRef;
use chaperone_commands::wire::When;

use crate::table::Table;

/// An instant to the second, for tables: RFC 3339 in UTC. Where the millisecond counts, the instant itself is printed.
pub(crate) fn second(at: When) -> String {
    let text = at.to_string();
    text.split_once('.').map_or(text.clone(), |(second, _)| format!("{second}Z"))
}

/// An instant to the minute, in UTC, for people who read along.
pub(crate) fn minute(at: When) -> String {
    at.to_string().replace('T', " ").chars().take("2026-01-05 08:00".len()).collect()
}

/// Breaks a sentence into lines for a terminal so wide, each but the first set in; leaves it alone for anything else.
pub(crate) fn wrap(sentence: &str, width: Option<u16>, indent: usize) -> String {
    let room = width.map_or(usize::MAX, |width| usize::from(width).saturating_sub(indent).max(20));
    let mut line = 0;
    sentence.split_whitespace().fold(String::new(), |mut text, word| {
        let length = word.chars().count();
        if line > 0 && line + 1 + length > room {
            text.push_str(&format!("\n{:indent$}", ""));
            line = 0;
        } else if line > 0 {
            text.push(' ');
            line += 1;
        }
        text.push_str(word);
        line += length;
        text
    })
}

/// An instant that may be missing.
pub(crate) fn second_or(at: Option<When>, otherwise: &str) -> String {
    at.map_or_else(|| otherwise.to_owned(), second)
}

/// Names of people in a row.
pub(crate) fn people(people: &[PersonRef]) -> String {
    names(people.iter().map(|person| person.display_name.as_str()), "nobody")
}

/// Names in a row, or a word for none.
pub(crate) fn names<'n>(names: impl IntoIterator<Item = &'n str>, none: &str) -> String {
    let joined = names.into_iter().collect::<Vec<_>>().join(", ");
    if joined.is_empty() { none.to_owned() } else { joined }
}

/// A value that may be missing.
pub(crate) fn or_none(value: Option<&str>) -> String {
    value.filter(|value| !value.is_empty()).unwrap_or("none").to_owned()
}

/// Yes or no.
pub(crate) fn yes(is: bool) -> String {
    (if is { "yes" } else { "no" }).to_owned()
}

/// One thing or many: `1 agent`, `2 agents`.
pub(crate) fn count(number: impl Into<u64>, thing: &str) -> String {
    let number = number.into();
    let end = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{end}")
}

/// A sentence with its full stop; the domain writes them without, so that they can stand inside others.
pub(crate) fn whole(sentence: &str) -> String {
    if sentence.ends_with('.') { sentence.to_owned() } else { format!("{sentence}.") }
}

/// Facts about one thing: labels in a column, values beside them.
pub(crate) fn facts<const N: usize>(facts: [(&str, String); N]) -> String {
    let width = facts.iter().map(|(label, _)| label.len()).max().unwrap_or_default();
    facts.iter().fold(String::new(), |mut text, (label, value)| {
        let value = value.trim_end().replace('\n', &format!("\n{:width$}  ", ""));
        text.push_str(format!("{label:width$}  {value}").trim_end());
        text.push('\n');
        text
    })
}

/// A part of a longer answer under its heading; nothing when there is nothing in it.
pub(crate) fn part(heading: &str, is_empty: bool, text: impl FnOnce() -> String) -> String {
    if is_empty { String::new() } else { format!("\n{heading}\n{}", text()) }
}

/// What happened to one thing.
pub(crate) fn history(events: &[HistoryEvent], width: Option<u16>) -> String {
    part("History", events.is_empty(), || {
        let mut table = Table::of("events", ["When", "Who", "What"]);
        for event in events {
            let who = event.actor.as_ref().map_or("a rule", |person| &person.display_name);
            table.row([second(event.occurred_at), who.to_owned(), event.sentence.clone()]);
        }
        table.text(width)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chaperone_commands::wire::Wire;
    use chaperone_domain::time::Timestamp;

    #[test]
    fn an_instant_is_printed_to_the_second() {
        assert_eq!(second(Wire(Timestamp::from_millis(1_999))), "1970-01-01T00:00:01Z");
    }

    #[test]
    fn a_sentence_is_broken_only_for_a_terminal() {
        let sentence = "one two three four five six seven";
        assert_eq!(wrap(sentence, None, 2), sentence);
        assert_eq!(wrap(sentence, Some(22), 2), "one two three four\n  five six seven");
    }

    #[test]
    fn facts_stand_in_two_columns_even_when_a_value_has_several_lines() {
        let text = facts([("Name", "A".to_owned()), ("Why", "one\ntwo".to_owned())]);
        assert_eq!(text, "Name  A\nWhy   one\n      two\n");
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!((count(1_u32, "row"), count(0_u32, "row")), ("1 row".into(), "0 rows".into()));
    }
}
