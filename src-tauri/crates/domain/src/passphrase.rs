//! Passphrases: how long one has to be, and who may set whose. How one is kept is the host's business.

use crate::refusal::Refuse;
use crate::said::Said;

/// The shortest passphrase, in characters.
pub const MIN_PASSPHRASE_CHARS: usize = 10;
/// The longest passphrase, in characters, so that nobody makes the machine digest a novel.
pub const MAX_PASSPHRASE_CHARS: usize = 1_000;

/// Whose passphrase is to be set, and what stands there now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassphraseFacts {
    /// Whether it is the acting person's own.
    pub is_own: bool,
    /// Whether the person has one.
    pub has_one: bool,
    /// Whether the present one was given and is right.
    pub current_is_right: bool,
}

/// Why a passphrase isn't set. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PassphraseRefusal {
    /// Somebody else's, and they have one.
    #[error("this person has a passphrase already; reset it if they have lost it")]
    NotTheFirst,
    /// An administrator resets the passphrases of others.
    #[error("you know your own passphrase; change it instead of resetting it")]
    OwnReset,
    /// Nobody to whom a passphrase could be given.
    #[error("this person has left; nobody signs in as them")]
    Inactive,
    /// One's own, and the present one is missing or wrong.
    #[error("the present passphrase is missing or wrong; type the one with which you sign in")]
    WrongCurrent,
    /// Too short.
    #[error("a passphrase has at least {MIN_PASSPHRASE_CHARS} characters; take a few words")]
    TooShort,
    /// Too long.
    #[error("a passphrase has at most {MAX_PASSPHRASE_CHARS} characters; take a shorter one")]
    TooLong,
}

impl Refuse for PassphraseRefusal {
    fn said(&self) -> Said {
        match self {
            Self::NotTheFirst => Said::new("passphrase_already_set"),
            Self::OwnReset => Said::new("own_passphrase"),
            Self::Inactive => Said::new("person_inactive"),
            Self::WrongCurrent => Said::new("wrong_passphrase").at("current"),
            Self::TooShort => Said::new("passphrase_too_short").with("least", MIN_PASSPHRASE_CHARS),
            Self::TooLong => Said::new("passphrase_too_long").with("most", MAX_PASSPHRASE_CHARS),
        }
    }
}

/// Decides whether a passphrase may be set. Administrators set a first one for others; changing one needs the present
/// one, so that nobody at an unlocked screen locks its owner out.
pub fn may_set(facts: PassphraseFacts) -> Result<(), PassphraseRefusal> {
    match facts {
        PassphraseFacts { has_one: false, .. } => Ok(()),
        PassphraseFacts { is_own: false, .. } => Err(PassphraseRefusal::NotTheFirst),
        PassphraseFacts { current_is_right: false, .. } => Err(PassphraseRefusal::WrongCurrent),
        PassphraseFacts { .. } => Ok(()),
    }
}

/// Decides whether an administrator may give somebody a one-time passphrase in place of a lost one.
pub fn may_reset(is_own: bool, is_active: bool) -> Result<(), PassphraseRefusal> {
    if is_own {
        Err(PassphraseRefusal::OwnReset)
    } else if is_active {
        Ok(())
    } else {
        Err(PassphraseRefusal::Inactive)
    }
}

/// Checks a new passphrase: length only, because length is what makes one strong.
pub fn check(passphrase: &str) -> Result<(), PassphraseRefusal> {
    let chars = passphrase.chars().count();
    if chars < MIN_PASSPHRASE_CHARS {
        Err(PassphraseRefusal::TooShort)
    } else if chars > MAX_PASSPHRASE_CHARS {
        Err(PassphraseRefusal::TooLong)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_has_10_characters_or_more() {
        assert_eq!(
            check("äöüäöüäöü"),
            Err(PassphraseRefusal::TooShort),
            "characters count, not bytes"
        );
        assert_eq!(check("äöüäöüäöüä"), Ok(()));
        assert_eq!(check(&"x".repeat(1_001)), Err(PassphraseRefusal::TooLong));
    }

    #[test]
    fn ones_own_is_changed_only_by_who_knows_it() {
        let own = PassphraseFacts { is_own: true, has_one: true, current_is_right: false };
        assert_eq!(may_set(own), Err(PassphraseRefusal::WrongCurrent));
        assert_eq!(may_set(PassphraseFacts { current_is_right: true, ..own }), Ok(()));
    }

    #[test]
    fn a_reset_is_for_others_who_are_still_there() {
        assert_eq!(may_reset(true, true), Err(PassphraseRefusal::OwnReset));
        assert_eq!(may_reset(false, false), Err(PassphraseRefusal::Inactive));
        assert_eq!(may_reset(false, true), Ok(()));
    }

    #[test]
    fn others_are_only_given_a_first_one() {
        let other = PassphraseFacts { is_own: false, has_one: false, current_is_right: false };
        assert_eq!(may_set(other), Ok(()));
        let taken = PassphraseFacts { has_one: true, current_is_right: true, ..other };
        assert_eq!(may_set(taken), Err(PassphraseRefusal::NotTheFirst), "even with the right one");
    }
}
