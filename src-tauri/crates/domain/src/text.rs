//! Limits on what people and programs may write into names, descriptions and justifications.

/// The longest display name, in characters (Entra: 256 for agents and blueprints).
pub const MAX_NAME_CHARS: usize = 256;
/// The longest description or justification, in characters.
pub const MAX_TEXT_CHARS: usize = 4_000;

/// A text that somebody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The property that it is asked for as, by its Graph name where Graph has one.
    pub name: &'static str,
    /// What a sentence calls it.
    pub words: &'static str,
}

impl Field {
    /// A property and what a sentence calls it.
    pub const fn new(name: &'static str, words: &'static str) -> Self {
        Self { name, words }
    }
}

/// Why somebody asks, decides or ends something.
pub const JUSTIFICATION: Field = Field::new("justification", "the justification");
/// What something is for.
pub const DESCRIPTION: Field = Field::new("description", "the description");
/// What something is called.
pub const NAME: Field = Field::new("displayName", "the name");
const NICKNAME: Field = Field::new("mailNickname", "the mail alias");

/// Why a text can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    /// Nothing but white space.
    #[error("{} is empty; write something", .field.words)]
    Empty {
        /// Which text.
        field: Field,
    },
    /// Longer than its limit.
    #[error("{} has {chars} characters; keep it to {max}", .field.words)]
    TooLong {
        /// Which text.
        field: Field,
        /// How long it is.
        chars: usize,
        /// How long it may be.
        max: usize,
    },
    /// Contains characters that no one can see or type, such as NUL.
    #[error("{} contains control characters; remove them", .field.words)]
    ControlCharacters {
        /// Which text.
        field: Field,
    },
}

/// Checks a name: one line, not empty, at most [`MAX_NAME_CHARS`]. Returns it without white space at its ends.
pub fn check_name(field: Field, text: &str) -> Result<&str, BadText> {
    let text = text.trim();
    if text.is_empty() {
        return Err(BadText::Empty { field });
    }
    check_length(field, text, MAX_NAME_CHARS)?;
    if text.chars().any(char::is_control) {
        return Err(BadText::ControlCharacters { field });
    }
    Ok(text)
}

/// The longest mail alias, in characters (Graph: agentUser, `mailNickname`).
pub const MAX_NICKNAME_CHARS: usize = 64;

/// Checks a mail alias: a name of at most [`MAX_NICKNAME_CHARS`].
pub fn check_nickname(text: &str) -> Result<&str, BadText> {
    let text = check_name(NICKNAME, text)?;
    check_length(NICKNAME, text, MAX_NICKNAME_CHARS)?;
    Ok(text)
}

/// Checks a longer text: may be empty and have line breaks, at most [`MAX_TEXT_CHARS`].
pub fn check_text(field: Field, text: &str) -> Result<&str, BadText> {
    let text = text.trim();
    check_length(field, text, MAX_TEXT_CHARS)?;
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(BadText::ControlCharacters { field });
    }
    Ok(text)
}

fn check_length(field: Field, text: &str, max: usize) -> Result<(), BadText> {
    let chars = text.chars().count();
    if chars > max { Err(BadText::TooLong { field, chars, max }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_of_at_most_256_characters() {
        assert_eq!(check_name(NAME, "  Müller  "), Ok("Müller"));
        assert!(matches!(check_name(NAME, " "), Err(BadText::Empty { .. })));
        assert!(
            check_name(NAME, &"ü".repeat(256)).is_ok(),
            "the limit counts characters, not bytes"
        );
        assert!(matches!(check_name(NAME, &"x".repeat(257)), Err(BadText::TooLong { .. })));
        assert!(matches!(check_name(NAME, "a\nb"), Err(BadText::ControlCharacters { .. })));
    }

    #[test]
    fn a_mail_alias_has_at_most_64_characters() {
        assert!(check_nickname(&"x".repeat(64)).is_ok());
        assert!(matches!(check_nickname(&"x".repeat(65)), Err(BadText::TooLong { max: 64, .. })));
    }

    #[test]
    fn a_justification_may_have_lines_but_no_megabyte() {
        assert!(check_text(JUSTIFICATION, "one\ntwo").is_ok());
        assert!(matches!(
            check_text(JUSTIFICATION, &"x".repeat(1 << 20)),
            Err(BadText::TooLong { .. })
        ));
        assert!(matches!(
            check_text(JUSTIFICATION, "a\0b"),
            Err(BadText::ControlCharacters { .. })
        ));
    }
}
