//! Tokens that were found to be signed here. A caller sends the same token with every request for five minutes, and checking a
//! signature takes longer than answering: so each token is checked once and known again by its digest. Nothing else is spared:
//! whether it is alive and whom it lets in is asked at every call.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chaperone_domain::time::Timestamp;
use sha2::{Digest, Sha256};

use crate::token::Claims;

/// As many tokens as are known at once; each takes about a kilobyte.
const MOST: usize = 4_096;

/// The tokens whose signatures have been checked.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<HashMap<[u8; 32], Claims>>);

impl Seen {
    /// What a token says that was checked before, if it is for this audience and from one of these issuers.
    pub(crate) fn find(&self, token: &str, audience: &str, issuers: &[String]) -> Option<Claims> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let claims = known.get(&digest(token))?;
        (claims.aud == audience && issuers.contains(&claims.iss)).then(|| claims.clone())
    }

    /// Keeps what a token says that has just been checked, until it runs out.
    pub(crate) fn keep(&self, token: &str, claims: &Claims, now: Timestamp) {
        let now = now.millis().div_euclid(1_000);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.retain(|_, claims| claims.exp > now);
        }
        if known.len() < MOST {
            known.insert(digest(token), claims.clone());
        }
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::Keys;
    use crate::token::{self, EXCHANGE, GRAPH, Place};
    use chaperone_domain::door::TOKEN_LIFE;
    use chaperone_domain::id::{Id, TenantId};
    use uuid::Uuid;

    const NOW: Timestamp = Timestamp::from_millis(1_767_600_000_000);

    #[test]
    fn a_token_that_was_seen_is_still_refused_elsewhere_and_later_and_when_a_letter_differs() {
        let folder = tempfile::tempdir().unwrap();
        let tenant = TenantId::from_uuid(Uuid::from_u128(7));
        let keys = Keys::of(folder.path(), tenant).unwrap();
        let issuers = ["http://127.0.0.1:1/t/v2.0".to_owned()];
        let place = Place { keys: &keys, tenant, issuer: &issuers[0], issuers: &issuers, now: NOW };
        let one = Uuid::from_u128(1);
        let claims = Claims::new(place, one, GRAPH, one, one).of_agent(None, false);
        let token = token::sign(place, &claims).unwrap();
        assert_eq!(token::read(place, &token, GRAPH).unwrap(), claims);
        assert!(keys.seen.find(&token, GRAPH, &issuers).is_some(), "it is known now");
        assert_eq!(token::read(place, &token, GRAPH).unwrap(), claims);
        let later = Place { now: NOW.plus(TOKEN_LIFE), ..place };
        assert!(token::read(later, &token, GRAPH).unwrap_err().message.contains("ran out"));
        assert!(
            token::read(place, &token, EXCHANGE).unwrap_err().message.contains("somebody else")
        );
        let others = ["http://127.0.0.1:2/t/v2.0".to_owned()];
        let moved = Place { issuers: &others, ..place };
        assert!(token::read(moved, &token, GRAPH).unwrap_err().message.contains("another door"));
        let mut forged = token.clone();
        let last = if forged.pop() == Some('A') { 'B' } else { 'A' };
        forged.push(last);
        assert_eq!(token::read(place, &forged, GRAPH).unwrap_err().status, 401);
    }

    #[test]
    fn no_more_tokens_are_known_than_there_is_room_for() {
        let seen = Seen::default();
        let folder = tempfile::tempdir().unwrap();
        let tenant = TenantId::from_uuid(Uuid::from_u128(7));
        let keys = Keys::of(folder.path(), tenant).unwrap();
        let place = Place { keys: &keys, tenant, issuer: "i", issuers: &[], now: NOW };
        let one = Uuid::from_u128(1);
        let claims = Claims::new(place, one, GRAPH, one, one);
        for number in 0..=MOST {
            seen.keep(&number.to_string(), &claims, NOW);
        }
        assert_eq!(seen.0.lock().unwrap().len(), MOST);
        seen.keep("later", &claims, NOW.plus(TOKEN_LIFE));
        assert_eq!(seen.0.lock().unwrap().len(), 1, "those that ran out make room");
    }
}
