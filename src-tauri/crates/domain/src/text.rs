//! Limits on what people and programs may write into names, descriptions and justifications.

/// The longest display name, in characters (Entra: 256 for agents and blueprints).
pub const MAX_NAME_CHARS: usize = 256;
/// The longest description or justification, in characters.
pub const MAX_TEXT_CHARS: usize = 4_000;

/// Why a text can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    /// Nothing but white space.
    #[error("{field} is empty; write something")]
    Empty {
        /// Which text.
        field: &'static str,
    },
    /// Longer than its limit.
    #[error("{field} has {chars} characters; keep it to {max}")]
    TooLong {
        /// Which text.
        field: &'static str,
        /// How long it is.
        chars: usize,
        /// How long it may be.
        max: usize,
    },
    /// Contains characters that no one can see or type, such as NUL.
    #[error("{field} contains control characters; remove them")]
    ControlCharacters {
        /// Which text.
        field: &'static str,
    },
}

/// Checks a name: one line, not empty, at most [`MAX_NAME_CHARS`]. Returns it without white space at its ends.
pub fn check_name<'t>(field: &'static str, text: &'t str) -> Result<&'t str, BadText> {
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
    let text = check_name("the mail alias", text)?;
    check_length("the mail alias", text, MAX_NICKNAME_CHARS)?;
    Ok(text)
}

/// Checks a longer text: may be empty and have line breaks, at most [`MAX_TEXT_CHARS`].
pub fn check_text<'t>(field: &'static str, text: &'t str) -> Result<&'t str, BadText> {
    let text = text.trim();
    check_length(field, text, MAX_TEXT_CHARS)?;
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(BadText::ControlCharacters { field });
    }
    Ok(text)
}

fn check_length(field: &'static str, text: &str, max: usize) -> Result<(), BadText> {
    let chars = text.chars().count();
    if chars > max { Err(BadText::TooLong { field, chars, max }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_of_at_most_256_characters() {
        assert_eq!(check_name("name", "  Müller  "), Ok("Müller"));
        assert!(matches!(check_name("name", " "), Err(BadText::Empty { .. })));
        assert!(
            check_name("name", &"ü".repeat(256)).is_ok(),
            "the limit counts characters, not bytes"
        );
        assert!(matches!(check_name("name", &"x".repeat(257)), Err(BadText::TooLong { .. })));
        assert!(matches!(check_name("name", "a\nb"), Err(BadText::ControlCharacters { .. })));
    }

    #[test]
    fn a_mail_alias_has_at_most_64_characters() {
        assert!(check_nickname(&"x".repeat(64)).is_ok());
        assert!(matches!(check_nickname(&"x".repeat(65)), Err(BadText::TooLong { max: 64, .. })));
    }

    #[test]
    fn a_justification_may_have_lines_but_no_megabyte() {
        assert!(check_text("justification", "one\ntwo").is_ok());
        assert!(matches!(
            check_text("justification", &"x".repeat(1 << 20)),
            Err(BadText::TooLong { .. })
        ));
        assert!(matches!(
            check_text("justification", "a\0b"),
            Err(BadText::ControlCharacters { .. })
        ));
    }
}
