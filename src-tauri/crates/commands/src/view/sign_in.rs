//! Proving who one is beyond the plain sign-in: the lock, one-time passphrases and the recovery code.

use chaperone_domain::id::PersonId;

use super::reference::PersonRef;
use crate::wire::{When, Wire};

asks! {
    /// Lock the session at once.
    LockSession {}

    /// Open the locked session by the passphrase of whoever sits at the desk.
    UnlockSession {
        /// Passphrase.
        passphrase: String,
    }

    /// Say that somebody is at the desk, so that the session doesn't lock.
    StayUnlocked {}

    /// Choose a new passphrase by the recovery code; for administrators. A new code takes its place.
    RedeemRecoveryCode {
        /// Address of the administrator.
        email: String,
        /// The code, in either letter case, with or without its hyphens.
        code: String,
        /// The new passphrase, at least 10 characters.
        passphrase: String,
    }

    /// Make a new recovery code; the old one is worth nothing then.
    RenewRecoveryCode {}

    /// Give somebody a one-time passphrase in place of a lost one.
    ResetPassphrase {
        /// To whom.
        person_id: Wire<PersonId>,
    }

    /// See which program waits at the agents' door with a code.
    ShowSignInCode {
        /// The code that the program shows, in either letter case, with or without its hyphen.
        user_code: String,
    }

    /// Confirm that it is oneself who signs in with the program that shows a code.
    ConfirmSignInCode {
        /// The code that the program shows.
        user_code: String,
    }

    /// Say that it isn't oneself who signs in; the program gets nothing.
    DenySignInCode {
        /// The code that the program shows.
        user_code: String,
    }
}

views! {
    /// A passphrase that holds for one sign-in; told once.
    OneTimePassphrase {
        /// Whose.
        person: PersonRef,
        /// The passphrase.
        passphrase: String,
    }

    /// A recovery code; told once.
    RecoveryCode {
        /// The code.
        code: String,
    }

    /// A program that waits for a person to sign in.
    SignInCodeView {
        /// What it calls itself; nobody has checked it.
        client: String,
        /// For what it wants a token.
        scope: String,
        /// When it asked for the code.
        asked_at: When,
        /// The first instant at which the code is worth nothing.
        ends_at: When,
    }
}
