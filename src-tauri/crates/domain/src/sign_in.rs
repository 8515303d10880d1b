//! Signing in to a live workspace: how long one waits after wrong tries, when an idle session locks, and who may redeem
//! the recovery code. How a passphrase is kept and compared is the host's business.

use crate::refusal::Refuse;
use crate::said::Said;
use crate::time::{Span, Timestamp};

/// How many wrong tries in a row cost nothing: people mistype.
pub const FREE_FAILURES: u32 = 3;
/// How long one waits after the first wrong try beyond the free ones; each further one doubles it.
pub const FIRST_WAIT: Span = Span::from_millis(5_000);
/// The longest wait.
pub const LONGEST_WAIT: Span = Span::from_millis(15 * 60 * 1_000);
/// After this time without a try the count begins anew.
pub const FORGOTTEN_AFTER: Span = Span::days(1);
/// After how many idle minutes a session locks unless its person chose another time.
pub const DEFAULT_LOCK_MINUTES: i64 = 15;
/// The longest time after which an idle session locks, in minutes.
pub const MAX_LOCK_MINUTES: i64 = 480;

/// Wrong tries in a row for one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    /// How many.
    pub count: u32,
    /// When the last one was.
    pub last_at: Timestamp,
}

/// Why somebody isn't let in. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignInRefusal {
    /// Too many wrong tries.
    #[error("there were too many wrong tries; try again after {0}")]
    Delayed(Timestamp),
    /// Address and passphrase don't fit.
    #[error(
        "this address and passphrase don't belong together; check both, or ask an administrator"
    )]
    Wrong,
    /// The passphrase isn't that of whoever locked the session.
    #[error("this isn't your passphrase; type the one with which you sign in")]
    WrongToUnlock,
    /// Address and recovery code don't fit.
    #[error(
        "this recovery code isn't the present one, or the address is no administrator's; check both"
    )]
    WrongRecovery,
    /// The session locked itself.
    #[error("the session is locked; type your passphrase to go on")]
    Locked,
    /// A one-time passphrase has to be replaced first.
    #[error("this passphrase was given for one sign-in; choose your own before anything else")]
    MustChange,
    /// Not between one minute and eight hours.
    #[error(
        "an idle session locks after 1 to {MAX_LOCK_MINUTES} minutes; give a number between them"
    )]
    BadLockTime,
}

impl Refuse for SignInRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Delayed(until) => Said::new("sign_in_delayed").with("until", *until),
            Self::Wrong => Said::new("wrong_sign_in"),
            Self::WrongToUnlock => Said::new("wrong_sign_in").of("unlock"),
            Self::WrongRecovery => Said::new("wrong_recovery_code"),
            Self::Locked => Said::new("session_locked"),
            Self::MustChange => Said::new("passphrase_must_change"),
            Self::BadLockTime => Said::new("bad_lock_time").with("most", MAX_LOCK_MINUTES),
        }
    }
}

/// How long one waits after so many wrong tries in a row: nothing for the first `free` ones, then twice as long each time, up
/// to a limit.
pub fn wait_after(failures: u32, free: u32) -> Span {
    let Some(beyond) = failures.checked_sub(free).filter(|beyond| *beyond > 0) else {
        return Span::ZERO;
    };
    let doubled = FIRST_WAIT.millis().checked_shl(beyond - 1).unwrap_or(i64::MAX);
    let is_sound = beyond <= 32 && doubled > 0;
    if is_sound { Span::from_millis(doubled.min(LONGEST_WAIT.millis())) } else { LONGEST_WAIT }
}

/// Decides whether a try is taken at all, where the first `free` wrong ones cost nothing.
pub fn may_try(failures: Option<Failures>, free: u32, now: Timestamp) -> Result<(), SignInRefusal> {
    let Some(failures) = failures else { return Ok(()) };
    let until = failures.last_at.plus(wait_after(failures.count, free));
    if now < until { Err(SignInRefusal::Delayed(until)) } else { Ok(()) }
}

/// The count after one more wrong try.
pub fn failed_again(before: Option<Failures>, now: Timestamp) -> Failures {
    let count = match before {
        Some(before) if now < before.last_at.plus(FORGOTTEN_AFTER) => before.count,
        _ => 0,
    };
    Failures { count: count.saturating_add(1), last_at: now }
}

/// When a session locks if nobody touches it.
pub fn locks_at(touched_at: Timestamp, lock_after_minutes: i64) -> Timestamp {
    touched_at.plus(Span::from_millis(lock_after_minutes * 60_000))
}

/// Checks a time after which an idle session locks, in minutes.
pub fn check_lock_minutes(minutes: i64) -> Result<i64, SignInRefusal> {
    if (1..=MAX_LOCK_MINUTES).contains(&minutes) {
        Ok(minutes)
    } else {
        Err(SignInRefusal::BadLockTime)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Timestamp = Timestamp::from_millis(1_000_000);

    #[test]
    fn three_wrong_tries_cost_nothing_and_each_further_one_doubles_the_wait() {
        let waits: Vec<_> =
            (0..=6).map(|count| wait_after(count, FREE_FAILURES).millis() / 1_000).collect();
        assert_eq!(waits, [0, 0, 0, 0, 5, 10, 20]);
        assert_eq!(wait_after(20, FREE_FAILURES), LONGEST_WAIT);
        assert_eq!(wait_after(u32::MAX, FREE_FAILURES), LONGEST_WAIT, "no count overflows");
    }

    #[test]
    fn a_try_is_taken_from_the_millisecond_on_at_which_the_wait_is_over() {
        let failures = Some(Failures { count: 4, last_at: AT });
        let until = AT.plus(FIRST_WAIT);
        let at =
            |millis: i64| may_try(failures, FREE_FAILURES, until.plus(Span::from_millis(millis)));
        assert_eq!(at(-1), Err(SignInRefusal::Delayed(until)));
        assert_eq!(at(0), Ok(()));
        assert_eq!(at(1), Ok(()));
    }

    #[test]
    fn a_day_without_a_wrong_try_is_a_new_beginning() {
        let before = Failures { count: 9, last_at: AT };
        let after = |millis: i64| {
            failed_again(Some(before), AT.plus(FORGOTTEN_AFTER).plus(Span::from_millis(millis)))
                .count
        };
        assert_eq!((after(-1), after(0)), (10, 1));
    }

    #[test]
    fn an_idle_session_locks_after_its_minutes() {
        assert_eq!(locks_at(AT, 15), AT.plus(Span::from_millis(900_000)));
        assert_eq!(check_lock_minutes(0), Err(SignInRefusal::BadLockTime));
        assert_eq!(check_lock_minutes(1), Ok(1));
        assert_eq!(check_lock_minutes(480), Ok(480));
        assert_eq!(check_lock_minutes(481), Err(SignInRefusal::BadLockTime));
    }
}
