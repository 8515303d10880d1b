//! Who acts, and through which door. The actor comes from the host's session, never from a payload.

use std::sync::{Mutex, PoisonError};

use chaperone_domain::authority::{Relation, Role};
use chaperone_domain::id::{AgentId, Id, PersonId};
use chaperone_domain::request::Requestor;
use chaperone_domain::requestor::ActsAs;
use chaperone_domain::time::Timestamp;
use uuid::Uuid;

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
    /// An agent, by the agents' own door.
    Agent,
    /// A person's program by the agents' own door, or one there that proved nothing.
    Gateway,
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
            Self::Agent => "agent",
            Self::Gateway => "gateway",
        }
    }

    /// Whether a person sits before a window that stays open.
    pub(crate) fn is_window(self) -> bool {
        matches!(self, Self::Desktop | Self::Bridge)
    }
}

/// Who sits at a desk. Shared by all that the host does for them.
#[derive(Debug)]
pub struct Session {
    origin: Origin,
    person: Mutex<Option<PersonId>>,
    agent: Option<AgentId>,
    lock: Mutex<Lock>,
}

/// Whether a session is locked, and since when nobody touched it.
#[derive(Debug, Clone, Copy, Default)]
struct Lock {
    touched_at: Option<Timestamp>,
    is_locked: bool,
}

impl Session {
    /// A session in which nobody has said who they are.
    pub fn new(origin: Origin) -> Self {
        Self { origin, person: Mutex::new(None), agent: None, lock: Mutex::default() }
    }

    /// A session of one person, whom the host has made sure of.
    pub(crate) fn of(origin: Origin, person: PersonId) -> Self {
        Self { origin, person: Mutex::new(Some(person)), agent: None, lock: Mutex::default() }
    }

    /// A session of an agent, whom the host has made sure of by its credential. It stays that agent's: nobody signs in
    /// there, and it reaches what agents may do and nothing else.
    pub fn of_agent(agent: AgentId) -> Self {
        Self {
            origin: Origin::Agent,
            person: Mutex::new(None),
            agent: Some(agent),
            lock: Mutex::default(),
        }
    }

    /// The agent whose session this is, if it is one's.
    pub fn agent(&self) -> Option<AgentId> {
        self.agent
    }

    /// The same, locked as the desk's own session is.
    pub(crate) fn locked_like(self, other: &Self) -> Self {
        if other.is_locked() {
            self.lock();
        }
        self
    }

    /// The door.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Who acts, if known.
    pub fn person(&self) -> Option<PersonId> {
        *self.person.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody is at the desk now. A session that has locked stays locked, and one that lives for a single command (the
    /// command line's, a test's) never locks by itself.
    pub(crate) fn touch(&self, now: Timestamp) {
        let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if self.origin.is_window() && !lock.is_locked {
            lock.touched_at = Some(now);
        }
    }

    /// When somebody was at the desk last, for a session that locks by itself.
    pub(crate) fn touched_at(&self) -> Option<Timestamp> {
        self.lock.lock().unwrap_or_else(PoisonError::into_inner).touched_at
    }

    pub(crate) fn lock(&self) {
        self.lock.lock().unwrap_or_else(PoisonError::into_inner).is_locked = true;
    }

    pub(crate) fn is_locked(&self) -> bool {
        self.lock.lock().unwrap_or_else(PoisonError::into_inner).is_locked
    }

    /// Seats a person, or nobody; a lock of whoever sat there before is gone.
    pub(crate) fn set_person(&self, person: Option<PersonId>) {
        *self.lock.lock().unwrap_or_else(PoisonError::into_inner) = Lock::default();
        *self.person.lock().unwrap_or_else(PoisonError::into_inner) = person;
    }
}

/// Who acts in one command: a person with the roles that they hold at that instant, an agent for itself, or a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person.
    Person {
        /// Who.
        id: PersonId,
        /// Their roles in the workspace.
        roles: Vec<Role>,
    },
    /// An agent, for itself.
    Agent {
        /// Which.
        id: AgentId,
    },
    /// A rule, doing what fell due.
    Rule,
}

impl Actor {
    /// The person, if it is one.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person { id, .. } => Some(*id),
            Self::Agent { .. } | Self::Rule => None,
        }
    }

    /// The agent, if it is one.
    pub fn agent(&self) -> Option<AgentId> {
        match self {
            Self::Agent { id } => Some(*id),
            Self::Person { .. } | Self::Rule => None,
        }
    }

    /// The id under which the history names the actor; a rule has none.
    pub fn uuid(&self) -> Option<Uuid> {
        match self {
            Self::Person { id, .. } => Some(id.uuid()),
            Self::Agent { id } => Some(id.uuid()),
            Self::Rule => None,
        }
    }

    /// Who files what the actor asks for.
    pub fn requestor(&self) -> Requestor {
        match self {
            Self::Person { id, .. } => Requestor::Person(*id),
            Self::Agent { id } => Requestor::Agent(*id),
            Self::Rule => Requestor::System,
        }
    }

    /// As what the actor acts for an agent to which they have these relations.
    pub fn acts_as(&self, relations: &[Relation]) -> ActsAs {
        let is = |wanted| relations.contains(&wanted);
        ActsAs {
            themselves: is(Relation::Themselves),
            sponsor_or_owner: is(Relation::Sponsor) || is(Relation::Owner),
            manager: is(Relation::Manager),
            administrator: self == &Self::Rule || self.has(Role::Administrator),
        }
    }

    /// Whether the actor holds a role.
    pub fn has(&self, role: Role) -> bool {
        matches!(self, Self::Person { roles, .. } if roles.contains(&role))
    }
}
