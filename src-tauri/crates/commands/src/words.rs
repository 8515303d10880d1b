//! Sentences that the command layer writes: how ends, lengths and reasons read in notices and in
//! the history.

use chaperone_domain::label::Attributes;
use chaperone_domain::time::{Span, Timestamp};

/// An end as people read it; nothing means none.
pub(crate) fn until(end: Option<Timestamp>) -> String {
    end.map_or_else(|| "without an end".to_owned(), |end| format!("until {}", end.in_words()))
}

/// `1 day` or `14 days`.
pub(crate) fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

/// A span as a number of days, rounded up.
pub(crate) fn whole_days(span: Span) -> u32 {
    u32::try_from(span.days_rounded_up()).unwrap_or(u32::MAX)
}

/// A justification at the end of a sentence, if there is one.
pub(crate) fn because(justification: &str) -> String {
    if justification.is_empty() { String::new() } else { format!(" Reason: {justification}") }
}

/// A count of the store as the domain takes it.
pub(crate) fn many(count: i64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// Attributes as one line, for the history: `Level: high, Region: EU`.
pub(crate) fn attributes_in_words(attributes: &Attributes) -> String {
    let pairs: Vec<_> = attributes.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    pairs.join(", ")
}
