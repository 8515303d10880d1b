//! Saying who one is: by passphrase in a live workspace, by the recovery code where an administrator lost theirs, by
//! choosing a person in a training workspace; and the lock of a session that nobody touches. How long one waits after
//! wrong tries and when a session locks is decided by `domain::sign_in`.

use chaperone_domain::appointment::Holder;
use chaperone_domain::authority::Role;
use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::id::PersonId;
use chaperone_domain::person::Person;
use chaperone_domain::refusal::Refuse;
use chaperone_domain::sign_in::{self, Failures, SignInRefusal};
use chaperone_domain::time::Timestamp;
use chaperone_store::Db;
use chaperone_store::table::{passphrases, people, personal_settings, role_appointments};
use serde_json::json;

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Writing, workspace_id};
use crate::desk::{Desk, OpenWorkspace, show_desk};
use crate::failure::{Failure, Reply};
use crate::passphrase::{
    NOBODYS_HASH, address_digest, fits, has_outgrown, hash_passphrase, in_training, plain_code,
    unguessable,
};
use crate::person;
use crate::session::{Actor, Origin, Session};
use crate::view::desk::{ActAs, DeskView, ShowDesk, SignIn, SignOut};
use crate::view::sign_in::{LockSession, RedeemRecoveryCode, StayUnlocked, UnlockSession};

/// What a locked session, or one with a one-time passphrase, may still do: see that it is so, and end it.
const ALWAYS: &[&str] = &[
    "show_desk",
    "create_workspace",
    "open_workspace",
    "open_training_company",
    "sign_in",
    "sign_out",
    "unlock_session",
    "lock_session",
    "redeem_recovery_code",
];
/// What the desktop's notifications may do beside a locked window: they record what became of a notice.
const BESIDE_A_LOCK: &[&str] = &["list_notices", "mark_notice_shown", "mark_notice_failed"];

/// Somebody's proof, as it was typed.
struct Proof<'p> {
    email: &'p str,
    secret: Secret<'p>,
}

enum Secret<'p> {
    Passphrase(&'p str),
    Recovery(&'p str),
}

/// What the workspace knows of an address.
struct Known {
    person: Option<Person>,
    hash: Option<String>,
    failures: Option<Failures>,
}

fn known(db: &Db, now: Timestamp, proof: &Proof<'_>) -> Reply<Known> {
    let tries = Tries { of: address_digest(proof.email), free: sign_in::FREE_FAILURES };
    let failures = tries.check(db, now)?;
    let person =
        people::by_email(db, proof.email.trim())?.filter(|person| person.is_active_at(now));
    let (person, hash) = match (&proof.secret, person) {
        (Secret::Passphrase(_), Some(person)) => {
            let hash = passphrases::get(db, person.id)?;
            (Some(person), hash)
        }
        (Secret::Recovery(_), Some(person)) => {
            let roles = role_appointments::of_holder(db, Holder::Person(person.id))?;
            let may = roles.contains(&Role::Administrator);
            (Some(person).filter(|_| may), passphrases::recovery(db)?)
        }
        (_, None) => (None, None),
    };
    Ok(Known { person, hash, failures })
}

/// Proves who somebody is. Comparing takes its time, so it happens between two transactions; a try that was made meanwhile
/// counts all the same. An unknown address, a person without a passphrase, one who has left and a wrong passphrase get the
/// same answer after the same time.
fn prove(desk: &Desk, session: &Session, proof: &Proof<'_>) -> Reply<(Person, Option<String>)> {
    let open = desk.workspace()?;
    if open.kind == WorkspaceKind::Training {
        return Err(in_training("act as a person instead of signing in"));
    }
    let found = open.store.read(|db| -> Reply<_> {
        let now = desk.now_in(db)?;
        known(db, now, proof)
    })?;
    let hash = found.hash.as_deref().filter(|_| found.person.is_some()).unwrap_or(NOBODYS_HASH);
    let (is_right, refusal) = match proof.secret {
        Secret::Passphrase(passphrase) => (fits(passphrase, hash), SignInRefusal::Wrong),
        Secret::Recovery(code) => (fits(&plain_code(code), hash), SignInRefusal::WrongRecovery),
    };
    match found.person {
        Some(person) if is_right => Ok((person, found.hash)),
        person => {
            record_failure(desk, &open, session, proof, &found.failures, person.as_ref())?;
            Err(Failure::refused(&refusal))
        }
    }
}

fn delayed(refusal: SignInRefusal) -> Failure {
    let failure = Failure::refused(&refusal);
    match refusal {
        SignInRefusal::Delayed(until) => {
            failure.with_details(json!({ "tryAgainAt": until.to_string() }))
        }
        _ => failure,
    }
}

/// Counts a wrong try and writes it into the history. The address isn't written down: people type passphrases into it.
fn record_failure(
    desk: &Desk,
    open: &OpenWorkspace,
    session: &Session,
    proof: &Proof<'_>,
    seen: &Option<Failures>,
    person: Option<&Person>,
) -> Reply<()> {
    let tries = Tries { of: address_digest(proof.email), free: sign_in::FREE_FAILURES };
    count_failure(desk, open, session.origin(), tries, seen, |cx| {
        let what = match proof.secret {
            Secret::Passphrase(_) => "A sign-in",
            Secret::Recovery(_) => "A use of the recovery code",
        };
        let Some(person) = person else {
            let sentence =
                format!("{what} with an address that nobody here may use for it failed.");
            let workspace = workspace_id(cx.db())?;
            return Ok(Record::new("sign_in_failed", "workspace", workspace, sentence));
        };
        let sentence = format!("{what} as {} failed.", person.display_name);
        Ok(Record::new("sign_in_failed", "person", person.id, sentence))
    })
}

/// Whose tries are counted, and how many wrong ones cost nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tries {
    /// By a digest, because people type secrets into names.
    pub(crate) of: [u8; 32],
    pub(crate) free: u32,
}

impl Tries {
    /// The wrong ones so far; refuses a further try while one has to wait.
    pub(crate) fn check(self, db: &Db, now: Timestamp) -> Reply<Option<Failures>> {
        let failures = passphrases::failures(db, &self.of)?;
        sign_in::may_try(failures, self.free, now).map_err(delayed)?;
        Ok(failures)
    }
}

/// Counts a wrong try and writes it into the history in the same transaction.
pub(crate) fn count_failure(
    desk: &Desk,
    open: &OpenWorkspace,
    origin: Origin,
    tries: Tries,
    seen: &Option<Failures>,
    tell: impl FnOnce(&mut Writing<'_>) -> Reply<Record>,
) -> Reply<()> {
    open.store.write(|db| {
        let now = desk.now_in(db)?;
        let before = passphrases::failures(db, &tries.of)?;
        // Whoever tries several at once gets no more tries than whoever tries one after the other.
        if &before != seen {
            tries.check(db, now)?;
        }
        passphrases::forget_failures_before(db, now.minus(sign_in::FORGOTTEN_AFTER))?;
        passphrases::set_failures(db, &tries.of, sign_in::failed_again(before, now))?;
        desk.write_as(open, db, Actor::Rule, origin, now, |cx| {
            let record = tell(cx)?;
            cx.record(record)
        })
    })
}

/// Lets somebody in who has proved who they are.
fn let_in(
    desk: &Desk,
    session: &Session,
    person: &Person,
    activity: &'static str,
    sentence: String,
    also: impl FnOnce(&mut Writing<'_>) -> Reply<()>,
) -> Reply<()> {
    let open = desk.workspace()?;
    open.store.write(|db| {
        let now = desk.now_in(db)?;
        let roles = role_appointments::of(db, person.id)?;
        let actor = Actor::Person { id: person.id, roles };
        desk.write_as(&open, db, actor, session.origin(), now, |cx| {
            passphrases::clear_failures(cx.db_mut(), &address_digest(&person.email))?;
            also(cx)?;
            cx.record(Record::new(activity, "person", person.id, sentence))
        })
    })?;
    session.set_person(Some(person.id));
    session.touch(desk.environment.clock.now());
    Ok(())
}

/// A hash that grew out of its costs is made anew, now that the passphrase is at hand.
fn keep_up(cx: &mut Writing<'_>, person: PersonId, passphrase: &str, hash: &str) -> Reply<()> {
    if has_outgrown(hash) {
        let anew = hash_passphrase(passphrase)?;
        passphrases::rehash(cx.db_mut(), person, &anew)?;
    }
    Ok(())
}

/// Proves who one is in a live workspace.
pub(crate) fn sign_in(desk: &Desk, session: &Session, ask: SignIn) -> Reply<DeskView> {
    let proof = Proof { email: &ask.email, secret: Secret::Passphrase(&ask.passphrase) };
    let (person, hash) = prove(desk, session, &proof)?;
    let sentence = format!("{} signed in.", person.display_name);
    let_in(desk, session, &person, "sign_in", sentence, |cx| {
        keep_up(cx, person.id, &ask.passphrase, hash.as_deref().unwrap_or_default())
    })?;
    show_desk(desk, session, ShowDesk {})
}

/// Lets an administrator who lost their passphrase choose a new one. The code is used up; a new one takes its place and is
/// told once.
pub(crate) fn redeem_recovery_code(
    desk: &Desk,
    session: &Session,
    ask: RedeemRecoveryCode,
) -> Reply<DeskView> {
    let proof = Proof { email: &ask.email, secret: Secret::Recovery(&ask.code) };
    // A passphrase that can't be kept is refused before the code is tried, and costs no try.
    chaperone_domain::passphrase::check(&ask.passphrase).map_err(|no| Failure::refused(&no))?;
    let (person, used) = prove(desk, session, &proof)?;
    let code = unguessable();
    let hashes = (hash_passphrase(&ask.passphrase)?, hash_passphrase(&plain_code(&code))?);
    let sentence = format!(
        "{} used the recovery code and chose a new passphrase; a new code took its place.",
        person.display_name
    );
    let_in(desk, session, &person, "redeem_recovery_code", sentence, |cx| {
        // Two who redeem at once don't both get in.
        if passphrases::recovery(cx.db())? != used {
            return Err(Failure::refused(&SignInRefusal::WrongRecovery));
        }
        passphrases::set(cx.db_mut(), person.id, &hashes.0, false)?;
        passphrases::set_recovery(cx.db_mut(), &hashes.1)?;
        cx.touch(Tag::People);
        Ok(())
    })?;
    let view = show_desk(desk, session, ShowDesk {})?;
    Ok(DeskView { recovery_code: Some(code), ..view })
}

/// Leaves the desk.
pub(crate) fn sign_out(desk: &Desk, session: &Session, _: SignOut) -> Reply<DeskView> {
    session.set_person(None);
    show_desk(desk, session, ShowDesk {})
}

/// Locks the session at once.
pub(crate) fn lock_session(desk: &Desk, session: &Session, _: LockSession) -> Reply<DeskView> {
    if desk.workspace()?.kind == WorkspaceKind::Training {
        return Err(in_training("nothing has to be locked"));
    }
    session.lock();
    show_desk(desk, session, ShowDesk {})
}

/// Opens the locked session of whoever sits at the desk, by their passphrase.
pub(crate) fn unlock_session(
    desk: &Desk,
    session: &Session,
    ask: UnlockSession,
) -> Reply<DeskView> {
    let who = session.person().ok_or_else(Failure::not_signed_in)?;
    let email = desk.workspace()?.store.read(|db| person::get(db, who))?.email;
    // Nobody typed an address here that could be the wrong one.
    sign_in(desk, session, SignIn { email, passphrase: ask.passphrase }).map_err(|failure| {
        let is_wrong = failure.code == SignInRefusal::Wrong.code();
        if is_wrong { Failure::refused(&SignInRefusal::WrongToUnlock) } else { failure }
    })
}

/// Says that somebody is at the desk, so that the session doesn't lock. One that has locked stays locked.
pub(crate) fn stay_unlocked(desk: &Desk, session: &Session, _: StayUnlocked) -> Reply<DeskView> {
    session.touch(desk.environment.clock.now());
    show_desk(desk, session, ShowDesk {})
}

/// Acts as anyone who is active, in a training workspace only.
pub(crate) fn act_as(desk: &Desk, session: &Session, ask: ActAs) -> Reply<DeskView> {
    let open = desk.workspace()?;
    if open.kind == WorkspaceKind::Live {
        return Err(Failure::refused_because(
            "live_workspace",
            "This is a live workspace, where nobody acts as somebody else; sign in as yourself.",
        )
        .of("act"));
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
    .of("act")
    .with("person", &person.display_name)
}

/// What stands between a session and its commands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Nobody touched it for too long, or its person locked it.
    pub(crate) is_locked: bool,
    /// It began with a passphrase that was given for one sign-in.
    pub(crate) must_change: bool,
}

/// How a session stands in a live workspace; in training nothing stands between.
pub(crate) fn standing(
    desk: &Desk,
    open: &OpenWorkspace,
    db: &Db,
    session: &Session,
) -> Reply<Standing> {
    let Some(person) = session.person().filter(|_| open.kind == WorkspaceKind::Live) else {
        return Ok(Standing::default());
    };
    if let Some(touched_at) = session.touched_at() {
        let minutes = personal_settings::of(db, person)?.lock_after_minutes;
        if sign_in::locks_at(touched_at, minutes) <= desk.environment.clock.now() {
            session.lock();
        }
    }
    Ok(Standing {
        is_locked: session.is_locked(),
        must_change: passphrases::must_change(db, person)?,
    })
}

/// Lets a command pass, or says what stands between: the lock first, then the one-time passphrase.
pub(crate) fn check_session(desk: &Desk, session: &Session, command: &str) -> Reply<()> {
    let Ok(open) = desk.workspace() else { return Ok(()) };
    if open.kind == WorkspaceKind::Training || ALWAYS.contains(&command) {
        return Ok(());
    }
    let standing = open.store.read(|db| standing(desk, &open, db, session))?;
    let is_notification = session.origin() == crate::session::Origin::Notification;
    if standing.is_locked && !(is_notification && BESIDE_A_LOCK.contains(&command)) {
        return Err(Failure::refused(&SignInRefusal::Locked));
    }
    if standing.must_change && command != "set_passphrase" && command != "stay_unlocked" {
        return Err(Failure::refused(&SignInRefusal::MustChange));
    }
    Ok(())
}
