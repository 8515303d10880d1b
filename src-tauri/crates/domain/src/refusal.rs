//! A rule that says no. Every decision has its own enumeration of refusals, ordered by precedence; this trait is what
//! they have in common: a code with its values for machines and, by `Display`, a sentence for people that says what to do
//! next.

use std::fmt;

use crate::said::{Said, Value};
use crate::text::BadText;
use crate::time::{BadDuration, MAX_DURATION_DAYS};

/// What a host needs to know of any refusal.
pub trait Refuse: fmt::Display {
    /// Code and values, for whoever words it in another language: everything that the English sentence names.
    fn said(&self) -> Said;

    /// The machine code, in snake case. A code exists only where somebody reads it.
    fn code(&self) -> &'static str {
        self.said().code
    }
}

impl Refuse for BadText {
    fn said(&self) -> Said {
        match self {
            Self::Empty { field } => Said::new("text_missing").with("field", Value::Words(field)),
            Self::TooLong { field, chars, max } => Said::new("text_too_long")
                .with("field", Value::Words(field))
                .with("chars", *chars)
                .with("most", *max),
            Self::ControlCharacters { field } => {
                Said::new("text_has_control_characters").with("field", Value::Words(field))
            }
        }
    }
}

impl fmt::Display for BadDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPositive => {
                f.write_str("access must last longer than nothing; give at least one hour")
            }
            Self::TooLong => {
                write!(f, "access lasts at most {MAX_DURATION_DAYS} days; give a shorter time")
            }
        }
    }
}

impl Refuse for BadDuration {
    fn said(&self) -> Said {
        match self {
            Self::NotPositive => Said::new("duration_not_positive"),
            Self::TooLong => Said::new("duration_too_long").with("most", MAX_DURATION_DAYS),
        }
    }
}
