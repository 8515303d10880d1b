//! A rule that says no. Every decision has its own enumeration of refusals, ordered by precedence; this trait is what
//! they have in common: a code for machines and, by `Display`, a sentence for people that says what to do next.

use std::fmt;

use crate::text::BadText;
use crate::time::{BadDuration, MAX_DURATION_DAYS};

/// What a host needs to know of any refusal.
pub trait Refuse: fmt::Display {
    /// The machine code, in snake case. A code exists only where somebody reads it.
    fn code(&self) -> &'static str;
}

impl Refuse for BadText {
    fn code(&self) -> &'static str {
        BadText::code(self)
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
    fn code(&self) -> &'static str {
        match self {
            Self::NotPositive => "duration_not_positive",
            Self::TooLong => "duration_too_long",
        }
    }
}
