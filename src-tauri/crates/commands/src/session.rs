//! Who acts, and through which door. The actor comes from the host's session, never from a payload.

use std::sync::{Mutex, PoisonError};

use chaperone_domain::authority::Role;
use chaperone_domain::id::PersonId;

/// The door through which a command came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The desktop's window.
    Desktop,
    /// A button of a desktop notification.
    Notification,
    /// The command line.
    Cli,
    /// The story.
    Story,
    /// What falls due by itself.
    DueWork,
    /// A test's bridge to a browser.
    Bridge,
}

impl Origin {
    /// The word for it in the history.
    pub fn word(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Notification => "notification",
            Self::Cli => "cli",
            Self::Story => "story",
            Self::DueWork => "due work",
            Self::Bridge => "bridge",
        }
    }
}

/// Who sits at a desk. Shared by all that the host does for them.
#[derive(Debug)]
pub struct Session {
    origin: Origin,
    person: Mutex<Option<PersonId>>,
}

impl Session {
    /// A session in which nobody has said who they are.
    pub fn new(origin: Origin) -> Self {
        Self { origin, person: Mutex::new(None) }
    }

    /// A session of one person, whom the host has made sure of.
    pub(crate) fn of(origin: Origin, person: PersonId) -> Self {
        Self { origin, person: Mutex::new(Some(person)) }
    }

    /// The door.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Who acts, if known.
    pub fn person(&self) -> Option<PersonId> {
        *self.person.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_person(&self, person: Option<PersonId>) {
        *self.person.lock().unwrap_or_else(PoisonError::into_inner) = person;
    }
}

/// Who acts in one command: a person with the roles that they hold at that instant, or a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person.
    Person {
        /// Who.
        id: PersonId,
        /// Their roles in the workspace.
        roles: Vec<Role>,
    },
    /// A rule, doing what fell due.
    Rule,
}

impl Actor {
    /// The person, if it is one.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person { id, .. } => Some(*id),
            Self::Rule => None,
        }
    }

    /// Whether the actor holds a role.
    pub fn has(&self, role: Role) -> bool {
        matches!(self, Self::Person { roles, .. } if roles.contains(&role))
    }
}
