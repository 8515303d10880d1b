//! Enumerations whose values have a fixed spelling in the field, such as `pendingApproval`.
//!
//! The spelling is declared beside the variant, once; the store's columns, the wire and the screens use it.

use std::fmt;

/// An enumeration with one agreed spelling for each value.
pub trait Term: Copy + Eq + fmt::Debug + 'static {
    /// The type's name, as the wire contract spells it.
    const NAME: &'static str;
    /// All values, in their declared order.
    const ALL: &'static [Self];
    /// The value's spelling.
    fn term(self) -> &'static str;
    /// Reads a spelling, in either letter case; Microsoft Graph's own clients send both.
    fn parse_term(text: &str) -> Result<Self, UnknownTerm> {
        Self::ALL.iter().copied().find(|value| value.term().eq_ignore_ascii_case(text)).ok_or_else(
            || UnknownTerm {
                name: Self::NAME,
                text: text.chars().take(60).collect(),
                known: Self::ALL.iter().map(|value| value.term()).collect::<Vec<_>>().join(", "),
            },
        )
    }
}

/// A text that spells none of an enumeration's values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{text}' is no {name}; use one of {known}")]
pub struct UnknownTerm {
    /// The enumeration's name.
    pub name: &'static str,
    /// What was given, cut to 60 characters.
    pub text: String,
    /// The known spellings, for the sentence.
    pub known: String,
}

/// Declares an enumeration with its spellings.
macro_rules! terms {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident => $text:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $crate::term::Term for $name {
            const NAME: &'static str = stringify!($name);
            const ALL: &'static [Self] = &[$(Self::$variant,)*];
            fn term(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::term::Term::term(*self))
            }
        }
    )*};
}
pub(crate) use terms;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::RequestState;

    #[test]
    fn a_term_is_read_in_either_letter_case() {
        assert_eq!(RequestState::parse_term("PendingApproval"), Ok(RequestState::PendingApproval));
    }

    #[test]
    fn an_unknown_term_names_the_known_ones() {
        let unknown = RequestState::parse_term("waiting").unwrap_err();
        assert!(
            unknown.to_string().contains("pendingApproval"),
            "the sentence says what would be right"
        );
    }
}
