//! Saying who one is: by passphrase in a live workspace, by choosing a person in a training workspace, and setting
//! passphrases. How long a passphrase has to be and who may set whose is decided by `domain::passphrase`.

use argon2::Argon2;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use chaperone_domain::authority::{Action, Relation};
use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::passphrase::{self, MAX_PASSPHRASE_CHARS, PassphraseFacts};
use chaperone_domain::person::Person;
use chaperone_store::table::{passphrases, people};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Writing};
use crate::desk::{Desk, show_desk};
use crate::failure::{Failure, Reply};
use crate::person;
use crate::session::Session;
use crate::view::desk::{ActAs, DeskView, ShowDesk, SignIn, SignOut};
use crate::view::directory::{PassphraseSet, SetPassphrase};

/// A hash that no passphrase has, with the costs of a real one: whoever tries an unknown address waits as long as whoever
/// tries a wrong passphrase, and so learns nothing about who is in the workspace.
const NOBODYS_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cyBzYWx0IQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

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
fn fits(passphrase: &str, hash: &str) -> bool {
    // What can't have been set can't be right; digesting a novel would only tie up the machine.
    let is_plausible = passphrase.chars().count() <= MAX_PASSPHRASE_CHARS;
    is_plausible
        && PasswordHash::new(hash).is_ok_and(|hash| {
            Argon2::default().verify_password(passphrase.as_bytes(), &hash).is_ok()
        })
}

/// Proves who one is in a live workspace. An unknown address, a person without a passphrase, one who has left and a wrong
/// passphrase get the same answer after the same time.
pub(crate) fn sign_in(desk: &Desk, session: &Session, ask: SignIn) -> Reply<DeskView> {
    let open = desk.workspace()?;
    if open.kind == WorkspaceKind::Training {
        return Err(in_training("act as a person instead of signing in"));
    }
    let (found, hash) = open.store.read(|db| -> Reply<_> {
        let now = desk.now_in(db)?;
        let found =
            people::by_email(db, ask.email.trim())?.filter(|person| person.is_active_at(now));
        let hash = match &found {
            Some(person) => passphrases::get(db, person.id)?,
            None => None,
        };
        Ok((found, hash))
    })?;
    let is_right = fits(&ask.passphrase, hash.as_deref().unwrap_or(NOBODYS_HASH));
    let person = found.filter(|_| is_right).ok_or_else(|| {
        Failure::refused_because(
            "wrong_sign_in",
            "This address and passphrase don't belong together; check both, or ask an administrator.",
        )
    })?;
    session.set_person(Some(person.id));
    show_desk(desk, session, ShowDesk {})
}

fn in_training(instead: &str) -> Failure {
    Failure::refused_because(
        "training_workspace",
        format!("This is a training workspace, where nobody has a passphrase; {instead}."),
    )
}

/// Leaves the desk.
pub(crate) fn sign_out(desk: &Desk, session: &Session, _: SignOut) -> Reply<DeskView> {
    session.set_person(None);
    show_desk(desk, session, ShowDesk {})
}

/// Acts as anyone who is active, in a training workspace only.
pub(crate) fn act_as(desk: &Desk, session: &Session, ask: ActAs) -> Reply<DeskView> {
    let open = desk.workspace()?;
    if open.kind == WorkspaceKind::Live {
        return Err(Failure::refused_because(
            "live_workspace",
            "This is a live workspace, where nobody acts as somebody else; sign in as yourself.",
        ));
    }
    let person = open.store.read(|db| -> Reply<Person> {
        let now = desk.now_in(db)?;
        let person = person::get(db, ask.person_id.0)?;
        if person.is_active_at(now) { Ok(person) } else { Err(has_left(&person)) }
    })?;
    session.set_person(Some(person.id));
    show_desk(desk, session, ShowDesk {})
}

fn has_left(person: &Person) -> Failure {
    Failure::refused_because(
        "person_inactive",
        format!("{} has left; act as somebody who is active.", person.display_name),
    )
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
    passphrases::set(cx.db_mut(), whose, &hash)?;
    let done = if facts.has_one { "changed" } else { "set" };
    let sentence = format!("The passphrase of {} was {done}.", person.display_name);
    cx.record(Record::new("set_passphrase", "person", whose, sentence))?;
    cx.touch(Tag::People);
    Ok(PassphraseSet { person: person::reference(cx.db(), whose)? })
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
