//! Signing in at the agents' door by a code: a program that can't ask for a passphrase shows a code, and the person confirms
//! it at the desk, where they are known already. How codes are made, kept and compared is the host's business.
//!
//! Source: RFC 8628, and Microsoft Entra's device authorization grant: a code holds for 15 minutes and is asked for every
//! five seconds. The letters are those that RFC 8628 recommends: no vowels, so that no words come up, and none that look
//! alike.

use crate::id::PersonId;
use crate::refusal::Refuse;
use crate::said::Said;
use crate::time::{Span, Timestamp};

/// How long a code can be confirmed, and what was confirmed be fetched.
pub const CODE_LIFE: Span = Span::from_millis(15 * 60 * 1_000);
/// How long a program waits between two questions whether its code was confirmed.
pub const ASKED_EVERY: Span = Span::from_millis(5_000);
/// How much longer it waits from then on when it asked too soon.
pub const SLOWED_BY: Span = Span::from_millis(5_000);
/// How much too soon is not too soon: networks and clocks aren't exact.
const LEEWAY: Span = Span::from_millis(500);
/// How many codes may wait at once: with more of them one is easier to guess.
pub const MOST_WAITING: usize = 100;
/// How many wrong codes in a row cost a person nothing.
pub const FREE_WRONG_CODES: u32 = 5;
/// The letters of a code.
pub const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
/// How many letters a code has: one of 2.56 × 10¹⁰.
pub const LENGTH: usize = 8;

/// What became of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A person confirmed that it is they who sign in.
    Confirmed {
        /// Who.
        person: PersonId,
        /// Which passphrase they had at that instant, so that a new one ends what the old one opened.
        stamp: String,
    },
    /// A person said that it isn't.
    Denied,
}

/// What is known of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInCode {
    /// What the program calls itself. Nobody has checked it.
    pub client: String,
    /// For what the program wants its token.
    pub scope: String,
    /// When the program asked for the code.
    pub asked_at: Timestamp,
    /// The first instant at which the code is worth nothing.
    pub ends_at: Timestamp,
    /// How long the program waits between two questions.
    pub asked_every: Span,
    /// When it asked last.
    pub last_asked_at: Option<Timestamp>,
    /// What became of it.
    pub answer: Option<Answer>,
}

/// Why a code isn't handed out, answered or worth a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignInCodeRefusal {
    /// No such code, or one whose time is over.
    #[error("no program waits with this code; check it, or have the program show a new one")]
    Unknown,
    /// Somebody was quicker.
    #[error("this code was answered already; have the program show a new one")]
    Answered,
    /// Too many programs wait.
    #[error("too many programs wait for a person already; try again in some minutes")]
    TooMany,
    /// The program says nothing of itself, or too much.
    #[error("client_id has to say what the program is, in 1 to 256 plain letters")]
    BadClient,
    /// Nobody has answered yet.
    #[error("nobody has confirmed the code yet; ask again after the interval")]
    Pending,
    /// Asked too soon.
    #[error("this was asked too soon; wait five seconds longer from now on")]
    TooSoon,
    /// Nobody answered in time.
    #[error("nobody confirmed the code in time; begin anew")]
    Expired,
    /// A person said no.
    #[error("a person refused this sign-in; ask them before you begin anew")]
    Denied,
}

impl Refuse for SignInCodeRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Unknown => Said::new("unknown_code"),
            Self::Answered => Said::new("code_answered"),
            Self::TooMany => Said::new("too_many_codes"),
            Self::BadClient => Said::new("bad_client"),
            Self::Pending => Said::new("authorization_pending"),
            Self::TooSoon => Said::new("slow_down"),
            Self::Expired => Said::new("expired_token"),
            Self::Denied => Said::new("access_denied"),
        }
    }
}

/// A code as it is shown, in two halves.
pub fn shown(code: &str) -> String {
    match code.split_at_checked(LENGTH / 2) {
        Some((first, second)) => format!("{first}-{second}"),
        None => code.to_owned(),
    }
}

/// A code as a person typed it, in one form; nothing where it can't be one.
pub fn read(typed: &str) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    let is_code = code.len() == LENGTH && code.bytes().all(|letter| LETTERS.contains(&letter));
    is_code.then_some(code)
}

/// Decides whether a program gets a code, where so many wait already.
pub fn hand_out(
    client: &str,
    scope: &str,
    waiting: usize,
    now: Timestamp,
) -> Result<SignInCode, SignInCodeRefusal> {
    let client = client.trim();
    let is_plain = client.chars().all(|letter| !letter.is_control());
    if client.is_empty() || client.chars().count() > 256 || !is_plain {
        return Err(SignInCodeRefusal::BadClient);
    }
    if waiting >= MOST_WAITING {
        return Err(SignInCodeRefusal::TooMany);
    }
    Ok(SignInCode {
        client: client.to_owned(),
        scope: scope.to_owned(),
        asked_at: now,
        ends_at: now.plus(CODE_LIFE),
        asked_every: ASKED_EVERY,
        last_asked_at: None,
        answer: None,
    })
}

/// Decides whether a code can still be answered.
pub fn check_open(code: &SignInCode, now: Timestamp) -> Result<(), SignInCodeRefusal> {
    if code.ends_at <= now {
        Err(SignInCodeRefusal::Unknown)
    } else if code.answer.is_some() {
        Err(SignInCodeRefusal::Answered)
    } else {
        Ok(())
    }
}

/// Decides what a program gets that asks whether its code was confirmed: the person and their stamp, or why not.
pub fn redeem(code: &SignInCode, now: Timestamp) -> Result<(PersonId, String), SignInCodeRefusal> {
    if code.ends_at <= now {
        return Err(SignInCodeRefusal::Expired);
    }
    match &code.answer {
        Some(Answer::Confirmed { person, stamp }) => Ok((*person, stamp.clone())),
        Some(Answer::Denied) => Err(SignInCodeRefusal::Denied),
        None => {
            let is_soon = code
                .last_asked_at
                .is_some_and(|last| now.plus(LEEWAY) < last.plus(code.asked_every));
            let why = if is_soon { SignInCodeRefusal::TooSoon } else { SignInCodeRefusal::Pending };
            Err(why)
        }
    }
}

/// How long a program that asked too soon waits from then on.
pub fn slowed(code: &SignInCode) -> Span {
    Span::from_millis(code.asked_every.millis().saturating_add(SLOWED_BY.millis()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    const NOW: Timestamp = Timestamp::from_millis(1_767_600_000_000);

    fn at(millis: i64) -> Timestamp {
        NOW.plus(Span::from_millis(millis))
    }

    fn code() -> SignInCode {
        hand_out("a program", "scope", 0, NOW).unwrap()
    }

    #[test]
    fn a_code_is_read_however_a_person_types_it_and_nothing_else_is_one() {
        assert_eq!(shown("BCDFGHJK"), "BCDF-GHJK");
        for typed in ["BCDF-GHJK", "bcdfghjk", " bcdf ghjk ", "B-C-D-F-G-H-J-K"] {
            assert_eq!(read(typed).as_deref(), Some("BCDFGHJK"), "{typed}");
        }
        for typed in ["", "BCDF-GHJ", "BCDF-GHJKL", "ABCD-EFGH", "BCDF-GHJ1", "ßCDFGHJK"] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_program_says_what_it_is_and_only_so_many_wait_at_once() {
        for client in ["", "  ", "a\nb", &"x".repeat(257)] {
            assert_eq!(hand_out(client, "", 0, NOW), Err(SignInCodeRefusal::BadClient), "{client}");
        }
        assert!(hand_out("x", "", MOST_WAITING - 1, NOW).is_ok());
        assert_eq!(hand_out("x", "", MOST_WAITING, NOW), Err(SignInCodeRefusal::TooMany));
    }

    #[test]
    fn a_code_is_answered_once_and_within_fifteen_minutes() {
        let end = CODE_LIFE.millis();
        assert_eq!(check_open(&code(), at(end - 1)), Ok(()));
        assert_eq!(check_open(&code(), at(end)), Err(SignInCodeRefusal::Unknown));
        let answered = SignInCode { answer: Some(Answer::Denied), ..code() };
        assert_eq!(check_open(&answered, NOW), Err(SignInCodeRefusal::Answered));
    }

    #[test]
    fn a_program_hears_of_its_code_what_became_of_it_and_is_slowed_when_it_asks_too_soon() {
        let end = CODE_LIFE.millis();
        assert_eq!(redeem(&code(), NOW), Err(SignInCodeRefusal::Pending));
        let asked = SignInCode { last_asked_at: Some(NOW), ..code() };
        assert_eq!(redeem(&asked, at(4_499)), Err(SignInCodeRefusal::TooSoon));
        assert_eq!(redeem(&asked, at(4_500)), Err(SignInCodeRefusal::Pending));
        let person = PersonId::from_uuid(uuid::Uuid::from_u128(7));
        let answer = Answer::Confirmed { person, stamp: "s".to_owned() };
        let confirmed = SignInCode { answer: Some(answer), ..asked.clone() };
        assert_eq!(redeem(&confirmed, at(1)), Ok((person, "s".to_owned())), "at once");
        assert_eq!(redeem(&confirmed, at(end)), Err(SignInCodeRefusal::Expired));
        let denied = SignInCode { answer: Some(Answer::Denied), ..asked };
        assert_eq!(redeem(&denied, NOW), Err(SignInCodeRefusal::Denied));
    }
}
