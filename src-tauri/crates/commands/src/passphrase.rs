//! How passphrases and recovery codes are made, kept and compared: Argon2id with a salt of its own each. How long one has to
//! be, and who may set or reset whose, is decided by `domain::passphrase`.

use argon2::password_hash::rand_core::{OsRng, RngCore};
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Argon2, Params};
use chaperone_domain::authority::{Action, Relation};
use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::passphrase::{self, MAX_PASSPHRASE_CHARS, PassphraseFacts};
use chaperone_domain::said::Value;
use chaperone_store::table::passphrases;
use sha2::{Digest, Sha256};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::person;
use crate::view::directory::{PassphraseSet, SetPassphrase};
use crate::view::sign_in::{OneTimePassphrase, RecoveryCode, RenewRecoveryCode, ResetPassphrase};

/// A hash that no passphrase has, with the costs of a real one: whoever tries an unknown address waits as long as whoever
/// tries a wrong passphrase, and so learns nothing about who is in the workspace.
pub(crate) const NOBODYS_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cyBzYWx0IQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Letters and digits that nobody takes for one another, 32 of them so that each carries five bits.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
const GROUPS: usize = 5;
const GROUP_LETTERS: usize = 5;

/// The hash under which a passphrase is kept: Argon2id with its own salt. Refuses one that is too short.
pub(crate) fn hash_passphrase(passphrase: &str) -> Reply<String> {
    passphrase::check(passphrase).map_err(|no| Failure::refused(&no))?;
    let salt = SaltString::generate(&mut OsRng);
    match Argon2::default().hash_password(passphrase.as_bytes(), &salt) {
        Ok(hash) => Ok(hash.to_string()),
        Err(wrong) => {
            tracing::error!(%wrong, "a passphrase could not be hashed");
            Err(Failure::usage("This passphrase can't be kept; take another one."))
        }
    }
}

/// Whether a passphrase is the one behind a hash.
pub(crate) fn fits(passphrase: &str, hash: &str) -> bool {
    // What can't have been set can't be right; digesting a novel would only tie up the machine.
    let is_plausible = passphrase.chars().count() <= MAX_PASSPHRASE_CHARS;
    is_plausible
        && PasswordHash::new(hash).is_ok_and(|hash| {
            Argon2::default().verify_password(passphrase.as_bytes(), &hash).is_ok()
        })
}

/// Whether a hash was made at smaller costs than one that would be made now, and so should be made anew.
pub(crate) fn has_outgrown(hash: &str) -> bool {
    let now = Argon2::default();
    let now = now.params();
    let kept = PasswordHash::new(hash).ok().and_then(|hash| Params::try_from(&hash).ok());
    kept.is_some_and(|kept| {
        kept.m_cost() < now.m_cost() || kept.t_cost() < now.t_cost() || kept.p_cost() < now.p_cost()
    })
}

/// A text that nobody can guess, in groups that can be read aloud: 125 bits from the system's randomness.
pub(crate) fn unguessable() -> String {
    let mut bytes = [0; GROUPS * GROUP_LETTERS];
    OsRng.fill_bytes(&mut bytes);
    let letters: Vec<char> =
        bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
    letters
        .chunks(GROUP_LETTERS)
        .map(|group| group.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join("-")
}

/// A recovery code as it is compared: without regard to letter case, spaces and hyphens.
pub(crate) fn plain_code(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

/// Under which wrong tries for an address are counted.
pub(crate) fn address_digest(address: &str) -> [u8; 32] {
    Sha256::digest(address.trim().to_lowercase().as_bytes()).into()
}

/// Says that nobody has a passphrase in a training workspace, and what to do instead.
pub(crate) fn in_training(instead: &'static str) -> Failure {
    Failure::refused_because(
        "training_workspace",
        format!("This is a training workspace, where nobody has a passphrase; {instead}."),
    )
    .with("instead", Value::Words(instead))
}

/// Sets one's own passphrase, or a first one for somebody else.
pub(crate) fn set_passphrase(cx: &mut Writing<'_>, ask: SetPassphrase) -> Reply<PassphraseSet> {
    let me = cx.me()?;
    let whose = ask.person_id.map_or(me, |id| id.0);
    let relations: &[Relation] = if whose == me { &[Relation::Themselves] } else { &[] };
    cx.authorise(Action::SetPassphrase, relations, "person")?;
    if cx.kind() == WorkspaceKind::Training {
        return Err(in_training("act as a person instead"));
    }
    let person = person::get(cx.db(), whose)?;
    let present = passphrases::get(cx.db(), whose)?;
    let is_own = whose == me;
    let facts = PassphraseFacts {
        is_own,
        has_one: present.is_some(),
        current_is_right: is_own
            && ask
                .current
                .as_deref()
                .zip(present.as_deref())
                .is_some_and(|(current, hash)| fits(current, hash)),
    };
    passphrase::may_set(facts).map_err(|no| Failure::refused(&no))?;
    let hash = hash_passphrase(&ask.passphrase)?;
    passphrases::set(cx.db_mut(), whose, &hash, false)?;
    let done = if facts.has_one { "changed" } else { "set" };
    let sentence = format!("The passphrase of {} was {done}.", person.display_name);
    cx.record(Record::new("set_passphrase", "person", whose, sentence))?;
    cx.touch(Tag::People);
    cx.touch(Tag::Desk);
    Ok(PassphraseSet { person: person::reference(cx.db(), whose)? })
}

/// Gives somebody a one-time passphrase in place of a lost one. It is told once, here; its holder chooses their own before
/// anything else.
pub(crate) fn reset_passphrase(
    cx: &mut Writing<'_>,
    ask: ResetPassphrase,
) -> Reply<OneTimePassphrase> {
    cx.authorise(Action::ResetPassphrase, &[], "person")?;
    if cx.kind() == WorkspaceKind::Training {
        return Err(in_training("act as a person instead"));
    }
    let person = person::get(cx.db(), ask.person_id.0)?;
    let is_own = cx.me()? == person.id;
    passphrase::may_reset(is_own, person.is_active_at(cx.now()))
        .map_err(|no| Failure::refused(&no))?;
    let one_time = unguessable();
    let hash = hash_passphrase(&one_time)?;
    passphrases::set(cx.db_mut(), person.id, &hash, true)?;
    passphrases::clear_failures(cx.db_mut(), &address_digest(&person.email))?;
    let sentence = format!(
        "The passphrase of {} was reset; they choose their own at the next sign-in.",
        person.display_name
    );
    cx.record(Record::new("reset_passphrase", "person", person.id, sentence))?;
    cx.touch(Tag::People);
    Ok(OneTimePassphrase { person: person::reference(cx.db(), person.id)?, passphrase: one_time })
}

/// Makes a new recovery code and tells it once; the old one is worth nothing from now on.
pub(crate) fn renew_recovery_code(
    cx: &mut Writing<'_>,
    _: RenewRecoveryCode,
) -> Reply<RecoveryCode> {
    cx.authorise(Action::RenewRecoveryCode, &[], "recovery code")?;
    if cx.kind() == WorkspaceKind::Training {
        return Err(in_training("nothing has to be recovered"));
    }
    let me = cx.me()?;
    let code = unguessable();
    let hash = hash_passphrase(&plain_code(&code))?;
    passphrases::set_recovery(cx.db_mut(), &hash)?;
    let sentence = "A new recovery code was made; the one before is worth nothing.".to_owned();
    cx.record(Record::new("renew_recovery_code", "person", me, sentence))?;
    cx.touch(Tag::Settings);
    Ok(RecoveryCode { code })
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::{Algorithm, Version};

    #[test]
    fn only_the_right_passphrase_fits_and_two_hashes_of_it_differ() {
        let (one, other) = (
            hash_passphrase("correct horse battery").unwrap(),
            hash_passphrase("correct horse battery").unwrap(),
        );
        assert_ne!(one, other, "each has its own salt");
        assert!(fits("correct horse battery", &one));
        assert!(!fits("correct horse batterz", &one));
    }

    #[test]
    fn nobodys_hash_costs_as_much_as_a_real_one_and_fits_nothing() {
        let (nobodys, real) = (
            PasswordHash::new(NOBODYS_HASH).unwrap(),
            hash_passphrase("correct horse battery").unwrap(),
        );
        let real = PasswordHash::new(&real).unwrap();
        assert_eq!(nobodys.params, real.params);
        assert_eq!((nobodys.algorithm, nobodys.version), (real.algorithm, real.version));
        assert!(!fits("correct horse battery", NOBODYS_HASH));
    }

    #[test]
    fn a_hash_of_smaller_costs_is_outgrown_and_still_fits() {
        let cheap =
            Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap());
        let salt = SaltString::generate(&mut OsRng);
        let hash = cheap.hash_password(b"correct horse battery", &salt).unwrap().to_string();
        assert!(fits("correct horse battery", &hash), "the hash says itself how it was made");
        assert!(has_outgrown(&hash));
        assert!(!has_outgrown(&hash_passphrase("correct horse battery").unwrap()));
    }

    #[test]
    fn a_code_is_long_readable_and_never_the_same() {
        let (one, other) = (unguessable(), unguessable());
        assert_ne!(one, other);
        assert_eq!(one.len(), 29, "five groups of five letters with hyphens between them");
        assert_eq!(plain_code(&one.to_uppercase().replace('-', " ")), plain_code(&one));
    }
}
