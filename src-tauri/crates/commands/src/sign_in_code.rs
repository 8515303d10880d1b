//! Signing in at the agents' door by a code: a program is handed one, a person confirms or refuses it at the desk, and the
//! program fetches what that is worth. What is decided when, is said by `domain::sign_in_code`; how programs ask, by the
//! gateway.
//!
//! Handing out and asking leave no record, like other traces of use: nobody is known then. The person's answer does.

use argon2::password_hash::rand_core::{OsRng, RngCore};
use chaperone_domain::authority::Action;
use chaperone_domain::id::PersonId;
use chaperone_domain::sign_in_code::{
    self as rule, FREE_WRONG_CODES, LENGTH, LETTERS, SignInCode, SignInCodeRefusal,
};
use chaperone_domain::time::Span;
use chaperone_store::table::{passphrases, people, sign_in_codes as table};
use sha2::{Digest, Sha256};

use crate::audit::{Record, hex};
use crate::context::Context;
use crate::desk::Desk;
use crate::door::{PersonProof, check_open, person_proof, stamp};
use crate::failure::{Failure, Reply};
use crate::person;
use crate::session::Session;
use crate::sign_in::{Tries, count_failure};
use crate::view::sign_in::{ConfirmSignInCode, DenySignInCode, ShowSignInCode, SignInCodeView};
use crate::wire::Wire;

const PREFIX: &str = "chd_";
/// How long a code is remembered after its end, so that its program hears that it ended.
const REMEMBERED_FOR: Span = rule::CODE_LIFE;

/// A code that was handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOut {
    /// What the program asks with.
    pub device_code: String,
    /// What it shows to the person.
    pub user_code: String,
    /// How long both hold.
    pub life: Span,
    /// How long it waits between two questions.
    pub asked_every: Span,
}

/// What a confirmed code is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redeemed {
    /// Who confirmed.
    pub person: PersonProof,
    /// For what the program wanted its token.
    pub scope: String,
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

fn new_device_code() -> String {
    let mut bytes = [0; 32];
    OsRng.fill_bytes(&mut bytes);
    format!("{PREFIX}{}", hex(&bytes))
}

/// A code in which each letter is as likely as any other.
fn new_user_code() -> String {
    let mut code = String::with_capacity(LENGTH);
    let mut byte = [0];
    while code.len() < LENGTH {
        OsRng.fill_bytes(&mut byte);
        if byte[0] < 240 {
            code.push(char::from(LETTERS[usize::from(byte[0]) % LETTERS.len()]));
        }
    }
    code
}

fn refused(refusal: SignInCodeRefusal) -> Failure {
    Failure::refused(&refusal)
}

impl Desk {
    /// Hands a code to a program that says what it is and for what it wants a token. The program proves nothing by it.
    ///
    /// # Errors
    ///
    /// `door_closed`, `bad_client`, `too_many_codes`.
    pub fn hand_out_sign_in_code(&self, client: &str, scope: &str) -> Reply<HandedOut> {
        let (device_code, user_code) = (new_device_code(), new_user_code());
        self.workspace()?.store.write(|db| {
            check_open(db)?;
            let now = self.now_in(db)?;
            table::delete_ended_before(db, now.minus(REMEMBERED_FOR))?;
            let waiting = table::waiting(db, now)?;
            let code = rule::hand_out(client, scope, waiting, now).map_err(refused)?;
            table::insert(db, &code, &digest(&device_code), &digest(&user_code))?;
            Ok(HandedOut {
                device_code: device_code.clone(),
                user_code: rule::shown(&user_code),
                life: code.ends_at.since(now),
                asked_every: code.asked_every,
            })
        })
    }

    /// Says what a program's code is worth by now. One that was confirmed is worth something once.
    ///
    /// # Errors
    ///
    /// `door_closed`, `unknown_code`, `authorization_pending`, `slow_down`, `expired_token`, `access_denied`, and
    /// `wrong_sign_in` where the person may not sign in any more.
    pub fn redeem_sign_in_code(&self, client: &str, device_code: &str) -> Reply<Redeemed> {
        let device = digest(device_code);
        // What is refused is noted all the same, so the refusal leaves the transaction as a value.
        self.workspace()?.store.write(|db| -> Reply<Reply<Redeemed>> {
            check_open(db)?;
            let now = self.now_in(db)?;
            let found = table::of_device(db, &device)?.filter(|code| code.client == client.trim());
            let Some(code) = found else { return Ok(Err(refused(SignInCodeRefusal::Unknown))) };
            let refusal = match rule::redeem(&code, now) {
                Ok((person, proved)) => {
                    table::delete(db, &device)?;
                    let person = people::get(db, person)?;
                    let is_same = match &person {
                        Some(person) => stamp(db, person.id)? == proved,
                        None => false,
                    };
                    let proof = person_proof(db, person.filter(|_| is_same), now);
                    return Ok(proof.map(|person| Redeemed { person, scope: code.scope }));
                }
                Err(refusal) => refusal,
            };
            match refusal {
                SignInCodeRefusal::TooSoon => {
                    table::set_asked(db, &device, now, rule::slowed(&code))?;
                }
                SignInCodeRefusal::Pending => table::set_asked(db, &device, now, code.asked_every)?,
                _ => {}
            }
            Ok(Err(refused(refusal)))
        })?
    }
}

/// A code that a person typed, and who they are.
struct Typed {
    me: PersonId,
    code: SignInCode,
    hash: [u8; 32],
    tries: Tries,
}

/// Finds the code that somebody typed. A wrong one is counted and told in the history; after some in a row one waits.
fn find(desk: &Desk, session: &Session, action: Action, typed: &str) -> Reply<Typed> {
    let me = desk.read(session, |cx| {
        cx.authorise(action, &[], "code")?;
        cx.me()
    })?;
    let tries =
        Tries { of: digest(&format!("sign-in codes that {me} typed")), free: FREE_WRONG_CODES };
    let hash = rule::read(typed).map(|code| digest(&code));
    let open = desk.workspace()?;
    let (failures, found) = open.store.read(|db| -> Reply<_> {
        check_open(db)?;
        let now = desk.now_in(db)?;
        let failures = tries.check(db, now)?;
        let found = hash.map(|hash| table::of_user(db, &hash)).transpose()?.flatten();
        Ok((failures, found.filter(|code| code.ends_at > now)))
    })?;
    if let (Some(code), Some(hash)) = (found, hash) {
        return Ok(Typed { me, code, hash, tries });
    }
    count_failure(desk, &open, session.origin(), tries, &failures, |cx| {
        let name = person::get(cx.db(), me)?.display_name;
        let sentence = format!("{name} typed a sign-in code with which no program waits.");
        Ok(Record::new("wrong_sign_in_code", "person", me, sentence))
    })?;
    Err(refused(SignInCodeRefusal::Unknown))
}

fn view(code: SignInCode) -> SignInCodeView {
    SignInCodeView {
        client: code.client,
        scope: code.scope,
        asked_at: Wire(code.asked_at),
        ends_at: Wire(code.ends_at),
    }
}

/// Shows which program waits with a code.
pub(crate) fn show_sign_in_code(
    desk: &Desk,
    session: &Session,
    ask: ShowSignInCode,
) -> Reply<SignInCodeView> {
    let typed = find(desk, session, Action::ShowSignInCode, &ask.user_code)?;
    Ok(view(typed.code))
}

/// Confirms that it is oneself who signs in: the program gets a token for the person who sits at the desk.
pub(crate) fn confirm_sign_in_code(
    desk: &Desk,
    session: &Session,
    ask: ConfirmSignInCode,
) -> Reply<SignInCodeView> {
    let typed = find(desk, session, Action::ConfirmSignInCode, &ask.user_code)?;
    answer(desk, session, typed, true)
}

/// Says that it isn't oneself who signs in: the program is told so and gets nothing.
pub(crate) fn deny_sign_in_code(
    desk: &Desk,
    session: &Session,
    ask: DenySignInCode,
) -> Reply<SignInCodeView> {
    let typed = find(desk, session, Action::DenySignInCode, &ask.user_code)?;
    answer(desk, session, typed, false)
}

fn answer(
    desk: &Desk,
    session: &Session,
    typed: Typed,
    is_confirmed: bool,
) -> Reply<SignInCodeView> {
    let Typed { me, hash, tries, .. } = typed;
    desk.write(session, |cx| {
        // Somebody else may have answered since it was found.
        let code = table::of_user(cx.db(), &hash)?;
        let code = code.ok_or_else(|| refused(SignInCodeRefusal::Unknown))?;
        rule::check_open(&code, cx.now()).map_err(refused)?;
        let stamp = if is_confirmed { Some(stamp(cx.db(), me)?) } else { None };
        table::answer(cx.db_mut(), &hash, me, stamp.as_deref())?;
        passphrases::clear_failures(cx.db_mut(), &tries.of)?;
        let name = person::get(cx.db(), me)?.display_name;
        let (activity, did) = if is_confirmed {
            ("confirm_sign_in_code", "confirmed")
        } else {
            ("deny_sign_in_code", "refused")
        };
        let sentence = format!(
            "{name} {did} the sign-in of a program at the agents' door that calls itself “{}”.",
            code.client
        );
        cx.record(Record::new(activity, "person", me, sentence))?;
        Ok(view(code))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_code_is_one_that_a_person_can_type() {
        for _ in 0..200 {
            let code = new_user_code();
            assert_eq!(rule::read(&rule::shown(&code)), Some(code));
        }
        assert_ne!(new_device_code(), new_device_code());
    }
}
