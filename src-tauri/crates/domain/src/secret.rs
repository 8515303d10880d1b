//! Secrets by which agents and blueprints say who they are: who may get one, how long it holds, and when it is worth
//! nothing. How one is made, kept and compared is the host's business; the secret itself never comes in here.
//!
//! Source: Microsoft Entra, client secrets of applications (at most 24 months; 6 months recommended), and agent identities,
//! whose blueprint may hold the credential for the whole family.

use crate::id::{AgentId, BlueprintId, PersonId, SecretId};
use crate::refusal::Refuse;
use crate::said::Said;
use crate::term::terms;
use crate::text::{BadText, Field, check_name};
use crate::time::{Span, Timestamp};

/// How long a secret holds unless its maker says otherwise.
pub const DEFAULT_LIFE: Span = Span::days(180);
/// The longest that a secret may hold.
pub const LONGEST_LIFE: Span = Span::days(730);
/// How many secrets in force one holder may have, so that nobody loses sight of them.
pub const MOST_IN_FORCE: usize = 10;

/// Whose secret it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretHolder {
    /// One agent's own.
    Agent(AgentId),
    /// A blueprint's, for each of its agents.
    Blueprint(BlueprintId),
}

terms! {
    /// What a secret is worth at an instant.
    SecretState {
        /// It proves who its holder is.
        InForce => "inForce",
        /// Its time is over.
        Expired => "expired",
        /// Somebody took it back.
        Revoked => "revoked",
    }
}

/// What is known of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// Key; it is a part of the secret's text, so that a secret says itself which one it is.
    pub id: SecretId,
    /// Whose.
    pub holder: SecretHolder,
    /// What its maker called it.
    pub display_name: String,
    /// The last letters of its text, for people who look for the place where it is used.
    pub hint: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: PersonId,
    /// The first instant at which it is worth nothing.
    pub ends_at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
    /// When it proved something last, to the minute.
    pub last_used_at: Option<Timestamp>,
}

impl Secret {
    /// What it is worth at an instant.
    pub fn state_at(&self, at: Timestamp) -> SecretState {
        if self.revoked_at.is_some_and(|revoked| revoked <= at) {
            SecretState::Revoked
        } else if self.ends_at <= at {
            SecretState::Expired
        } else {
            SecretState::InForce
        }
    }
}

/// What is known when a secret is asked for.
#[derive(Debug, Clone, Copy)]
pub struct SecretFacts {
    /// The present instant.
    pub now: Timestamp,
    /// Whether the holder was deleted, also when it can still be restored.
    pub is_deleted: bool,
    /// How many secrets in force the holder has.
    pub in_force: usize,
}

/// Why a secret isn't issued or taken back. Ordered by precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecretRefusal {
    /// Nobody to whom it could be given.
    #[error("whoever is deleted gets no secret; restore it first")]
    Deleted,
    /// Too many.
    #[error("it has {MOST_IN_FORCE} secrets in force; revoke one that is no longer used first")]
    TooMany,
    /// No name, or a bad one.
    #[error("{0}")]
    Name(BadText),
    /// Over before it begins.
    #[error("a secret ends later than now; give a later end, or none to have 180 days")]
    EndsTooEarly,
    /// Holds too long.
    #[error("a secret holds for at most 730 days; give an earlier end")]
    EndsTooLate,
    /// Taken back already.
    #[error("this secret was revoked before; nothing is left to do")]
    Revoked,
}

impl Refuse for SecretRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Deleted => Said::new("holder_deleted"),
            Self::TooMany => Said::new("too_many_secrets").with("most", MOST_IN_FORCE),
            Self::Name(bad) => bad.said(),
            Self::EndsTooEarly => Said::new("secret_ends_too_early").at("endsAt"),
            Self::EndsTooLate => Said::new("secret_ends_too_late").at("endsAt"),
            Self::Revoked => Said::new("secret_revoked"),
        }
    }
}

/// Decides whether a secret is issued; answers its name without white space at its ends, and its end.
pub fn issue(
    facts: SecretFacts,
    display_name: &str,
    ends_at: Option<Timestamp>,
) -> Result<(String, Timestamp), SecretRefusal> {
    if facts.is_deleted {
        return Err(SecretRefusal::Deleted);
    }
    if facts.in_force >= MOST_IN_FORCE {
        return Err(SecretRefusal::TooMany);
    }
    let name = check_name(Field::new("displayName", "the secret's name"), display_name)
        .map_err(SecretRefusal::Name)?;
    let ends_at = ends_at.unwrap_or(facts.now.plus(DEFAULT_LIFE));
    if ends_at <= facts.now {
        Err(SecretRefusal::EndsTooEarly)
    } else if ends_at > facts.now.plus(LONGEST_LIFE) {
        Err(SecretRefusal::EndsTooLate)
    } else {
        Ok((name.to_owned(), ends_at))
    }
}

/// Decides whether a secret is taken back. One that ran out may still be: a clock may be wrong, a revocation never is.
pub fn revoke(secret: &Secret) -> Result<(), SecretRefusal> {
    if secret.revoked_at.is_some() { Err(SecretRefusal::Revoked) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    const NOW: Timestamp = Timestamp::from_millis(1_767_600_000_000);
    const FACTS: SecretFacts = SecretFacts { now: NOW, is_deleted: false, in_force: 0 };

    fn secret(ends_at: Timestamp, revoked_at: Option<Timestamp>) -> Secret {
        Secret {
            id: SecretId::from_uuid(uuid::Uuid::nil()),
            holder: SecretHolder::Agent(AgentId::from_uuid(uuid::Uuid::nil())),
            display_name: "night run".to_owned(),
            hint: "abc".to_owned(),
            created_at: NOW,
            created_by: PersonId::from_uuid(uuid::Uuid::nil()),
            ends_at,
            revoked_at,
            last_used_at: None,
        }
    }

    #[test]
    fn a_secret_holds_half_a_year_unless_told_otherwise_and_two_years_at_most() {
        assert_eq!(issue(FACTS, " night run ", None).unwrap().1, NOW.plus(DEFAULT_LIFE));
        let with_end = |millis: i64| {
            issue(FACTS, "x", Some(NOW.plus(LONGEST_LIFE).plus(Span::from_millis(millis))))
        };
        assert!(with_end(0).is_ok());
        assert_eq!(with_end(1), Err(SecretRefusal::EndsTooLate));
        assert_eq!(issue(FACTS, "x", Some(NOW)), Err(SecretRefusal::EndsTooEarly));
    }

    #[test]
    fn whoever_is_deleted_gets_none_and_nobody_gets_an_eleventh_or_a_nameless_one() {
        let deleted = SecretFacts { is_deleted: true, ..FACTS };
        assert_eq!(issue(deleted, "x", None), Err(SecretRefusal::Deleted));
        let at = |in_force| issue(SecretFacts { in_force, ..FACTS }, "x", None);
        assert!(at(MOST_IN_FORCE - 1).is_ok());
        assert_eq!(at(MOST_IN_FORCE), Err(SecretRefusal::TooMany));
        assert!(matches!(issue(FACTS, "  ", None), Err(SecretRefusal::Name(_))));
    }

    #[test]
    fn a_secret_is_worth_nothing_from_the_millisecond_of_its_end_or_of_its_revocation_on() {
        let end = NOW.plus(Span::days(1));
        let at =
            |secret: &Secret, millis: i64| secret.state_at(end.plus(Span::from_millis(millis)));
        let lasting = secret(end, None);
        assert_eq!(at(&lasting, -1), SecretState::InForce);
        assert_eq!(at(&lasting, 0), SecretState::Expired);
        let revoked = secret(end.plus(Span::days(1)), Some(end));
        assert_eq!(at(&revoked, -1), SecretState::InForce);
        assert_eq!(at(&revoked, 0), SecretState::Revoked);
        assert_eq!(revoke(&revoked), Err(SecretRefusal::Revoked));
    }
}
