//! How agents, blueprints and blueprints' principals are deleted, come back, and go for good; when a family follows its
//! blueprint; and when a new agent can be made. Source: Microsoft Entra, "deleting agent identities" and "cascade deletion".

use crate::agent::{AgentKind, AgentState};
use crate::refusal::Refuse;
use crate::said::{Said, Value};
use crate::time::{Span, Timestamp};

/// For how long what is deleted can be restored.
pub const RESTORABLE: Span = Span::days(30);
/// How long after a blueprint's or a principal's deletion its agents follow. The source says "about 24 hours".
pub const CASCADE_AFTER: Span = Span::days(1);

/// That something is deleted, and what restoring brings back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deletion {
    /// Since when.
    pub at: Timestamp,
    /// The state before.
    pub before: AgentState,
}

impl Deletion {
    /// The first instant at which it can't be restored any more.
    pub fn purges_at(self) -> Timestamp {
        self.at.plus(RESTORABLE)
    }
}

/// What is deleted, restored or purged, in the words of a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// An agent.
    Agent,
    /// A blueprint.
    Blueprint,
    /// A blueprint's principal.
    Principal,
}

impl Subject {
    fn in_words(self) -> &'static str {
        match self {
            Self::Agent => "the agent",
            Self::Blueprint => "the blueprint",
            Self::Principal => "the blueprint's principal",
        }
    }
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.in_words())
    }
}

/// Why something isn't deleted, restored or purged. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LifecycleRefusal {
    /// It is gone for good.
    #[error("{0} is permanently deleted and can't come back; create a new one")]
    Purged(Subject),
    /// Nothing is done with what is deleted.
    #[error("{0} is deleted; restore it first")]
    Deleted(Subject),
    /// It is deleted already.
    #[error("{0} is deleted already; it can be restored for 30 days")]
    AlreadyDeleted(Subject),
    /// It isn't deleted.
    #[error("{0} isn't deleted; delete it first, if that is what you want")]
    NotDeleted(Subject),
    /// The 30 days are over.
    #[error("{0} could be restored until {at}; create a new one", at = .1.in_words())]
    TooLate(Subject, Timestamp),
    /// A principal doesn't come back before its blueprint.
    #[error("the blueprint is deleted; restore the blueprint first")]
    BlueprintDeleted,
    /// A principal only goes by the clock.
    #[error(
        "the principal of a blueprint can't be deleted for good by hand; it goes after its 30 days"
    )]
    PrincipalGoesByTheClock,
}

impl Refuse for LifecycleRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Purged(what) => {
                Said::new("purged").of("subject").with("subject", Value::Words(what.in_words()))
            }
            Self::Deleted(what) => {
                Said::new("deleted").with("subject", Value::Words(what.in_words()))
            }
            Self::AlreadyDeleted(what) => {
                Said::new("already_deleted").with("subject", Value::Words(what.in_words()))
            }
            Self::NotDeleted(what) => {
                Said::new("not_deleted").with("subject", Value::Words(what.in_words()))
            }
            Self::TooLate(what, until) => Said::new("restore_too_late")
                .with("subject", Value::Words(what.in_words()))
                .with("until", *until),
            Self::BlueprintDeleted => Said::new("blueprint_deleted"),
            Self::PrincipalGoesByTheClock => Said::new("principal_goes_by_the_clock"),
        }
    }
}

/// Whether something can be changed: not once it is deleted.
pub fn check_there(subject: Subject, state: AgentState) -> Result<(), LifecycleRefusal> {
    match state {
        AgentState::Purged => Err(LifecycleRefusal::Purged(subject)),
        AgentState::SoftDeleted => Err(LifecycleRefusal::Deleted(subject)),
        AgentState::Active | AgentState::Disabled | AgentState::Held => Ok(()),
    }
}

/// Deletes at an instant. Whatever its state was comes back when it is restored.
pub fn delete(
    subject: Subject,
    state: AgentState,
    at: Timestamp,
) -> Result<Deletion, LifecycleRefusal> {
    match state {
        AgentState::Purged => Err(LifecycleRefusal::Purged(subject)),
        AgentState::SoftDeleted => Err(LifecycleRefusal::AlreadyDeleted(subject)),
        AgentState::Active | AgentState::Disabled | AgentState::Held => {
            Ok(Deletion { at, before: state })
        }
    }
}

/// Restores what is deleted: the state before, while the 30 days last. What was on and has nobody active who sponsors it any
/// more comes back held, because nothing that is on goes without a sponsor (invariant I1).
pub fn restore(
    subject: Subject,
    state: AgentState,
    deletion: Option<Deletion>,
    now: Timestamp,
    has_active_sponsor: bool,
) -> Result<AgentState, LifecycleRefusal> {
    let deletion = match (state, deletion) {
        (AgentState::Purged, _) => return Err(LifecycleRefusal::Purged(subject)),
        (AgentState::SoftDeleted, Some(deletion)) => deletion,
        _ => return Err(LifecycleRefusal::NotDeleted(subject)),
    };
    if now >= deletion.purges_at() {
        return Err(LifecycleRefusal::TooLate(subject, deletion.purges_at()));
    }
    let lacks_sponsor = deletion.before == AgentState::Active && !has_active_sponsor;
    Ok(if lacks_sponsor { AgentState::Held } else { deletion.before })
}

/// Restores a principal, which follows its blueprint's lead.
pub fn restore_principal(
    state: AgentState,
    deletion: Option<Deletion>,
    blueprint: AgentState,
    now: Timestamp,
) -> Result<AgentState, LifecycleRefusal> {
    let restored = restore(Subject::Principal, state, deletion, now, true)?;
    if matches!(blueprint, AgentState::SoftDeleted | AgentState::Purged) {
        return Err(LifecycleRefusal::BlueprintDeleted);
    }
    Ok(restored)
}

/// Deletes for good, which only what is deleted already can be.
pub fn purge(subject: Subject, state: AgentState) -> Result<(), LifecycleRefusal> {
    match (state, subject) {
        (AgentState::Purged, _) => Err(LifecycleRefusal::Purged(subject)),
        (_, Subject::Principal) => Err(LifecycleRefusal::PrincipalGoesByTheClock),
        (AgentState::SoftDeleted, _) => Ok(()),
        (AgentState::Active | AgentState::Disabled | AgentState::Held, _) => {
            Err(LifecycleRefusal::NotDeleted(subject))
        }
    }
}

/// Where something stands after an import, with its deletion. `before` is how it stands here, if it is known; `is_enabled` and
/// `deleted_at` are what the source says.
///
/// A source may switch off and delete, and never on: who switched it off or deleted it here had a reason that no file knows.
pub fn after_import(
    before: Option<(AgentState, Option<Deletion>)>,
    is_enabled: Option<bool>,
    deleted_at: Option<Timestamp>,
) -> (AgentState, Option<Deletion>) {
    let state = crate::agent::after_import(before.map(|(state, _)| state), is_enabled);
    match (state, deleted_at) {
        (AgentState::SoftDeleted | AgentState::Purged, _) => {
            (state, before.and_then(|(_, deletion)| deletion))
        }
        (_, Some(at)) => (AgentState::SoftDeleted, Some(Deletion { at, before: state })),
        (_, None) => (state, None),
    }
}

/// Why no agent can be made from a blueprint. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CreationRefusal {
    /// The blueprint is switched off or deleted.
    #[error("the blueprint is {0}, so no agent can be made from it; enable or restore it first")]
    BlueprintOff(AgentState),
    /// The blueprint isn't present here.
    #[error("the blueprint has no principal here; import its principal first")]
    PrincipalMissing,
    /// Its presence is switched off or deleted.
    #[error(
        "the blueprint's principal is {0}, so no agent can be made; enable or restore it first"
    )]
    PrincipalOff(AgentState),
    /// The agent has its user account already.
    #[error("the agent has a user account already; an agent has at most one, so change that one")]
    HasUser,
    /// What is no agent has no user account.
    #[error("only an agent has a user account; this is a plain service principal")]
    NoAgent,
}

impl Refuse for CreationRefusal {
    fn said(&self) -> Said {
        match self {
            Self::BlueprintOff(state) => {
                Said::new("blueprint_off").of("creation").with("state", Value::term(*state))
            }
            Self::PrincipalMissing => Said::new("principal_missing").of("creation"),
            Self::PrincipalOff(state) => {
                Said::new("principal_off").of("creation").with("state", Value::term(*state))
            }
            Self::HasUser => Said::new("agent_has_user"),
            Self::NoAgent => Said::new("not_an_agent"),
        }
    }
}

/// Whether agents can be made from a blueprint now.
pub fn check_new_agent(
    blueprint: AgentState,
    principal: Option<AgentState>,
) -> Result<(), CreationRefusal> {
    if blueprint != AgentState::Active {
        return Err(CreationRefusal::BlueprintOff(blueprint));
    }
    match principal {
        None => Err(CreationRefusal::PrincipalMissing),
        Some(AgentState::Active) => Ok(()),
        Some(off) => Err(CreationRefusal::PrincipalOff(off)),
    }
}

/// Whether an agent can be given a user account: it is an agent, and has none yet.
pub fn check_new_user(kind: AgentKind, has_user: bool) -> Result<(), CreationRefusal> {
    match (kind, has_user) {
        (AgentKind::ServicePrincipal, _) => Err(CreationRefusal::NoAgent),
        (AgentKind::AgentIdentity, true) => Err(CreationRefusal::HasUser),
        (AgentKind::AgentIdentity, false) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Timestamp = Timestamp::from_millis(1_000);

    fn deleted(before: AgentState) -> Option<Deletion> {
        Some(Deletion { at: AT, before })
    }

    fn restored(before: AgentState, now: Timestamp) -> Result<AgentState, LifecycleRefusal> {
        restore(Subject::Agent, AgentState::SoftDeleted, deleted(before), now, true)
    }

    #[test]
    fn restoring_brings_back_the_state_before() {
        for before in [AgentState::Active, AgentState::Disabled, AgentState::Held] {
            let deletion = delete(Subject::Agent, before, AT).unwrap();
            assert_eq!(deletion.before, before);
            assert_eq!(restored(before, AT), Ok(before));
        }
    }

    #[test]
    fn what_is_deleted_can_be_restored_until_the_millisecond_before_30_days() {
        let end = AT.plus(RESTORABLE);
        let at = |millis| restored(AgentState::Active, end.plus(Span::from_millis(millis)));
        assert_eq!(at(-1), Ok(AgentState::Active));
        assert_eq!(at(0), Err(LifecycleRefusal::TooLate(Subject::Agent, end)));
        assert_eq!(at(1), Err(LifecycleRefusal::TooLate(Subject::Agent, end)));
    }

    #[test]
    fn an_agent_whose_sponsors_have_all_left_comes_back_held() {
        let back =
            |before| restore(Subject::Agent, AgentState::SoftDeleted, deleted(before), AT, false);
        assert_eq!(back(AgentState::Active), Ok(AgentState::Held));
        assert_eq!(back(AgentState::Disabled), Ok(AgentState::Disabled), "it is off anyway");
    }

    #[test]
    fn deleting_restoring_and_purging_fit_the_state() {
        let agent = Subject::Agent;
        assert_eq!(
            delete(agent, AgentState::SoftDeleted, AT),
            Err(LifecycleRefusal::AlreadyDeleted(agent))
        );
        assert_eq!(delete(agent, AgentState::Purged, AT), Err(LifecycleRefusal::Purged(agent)));
        assert_eq!(
            restore(agent, AgentState::Active, None, AT, true),
            Err(LifecycleRefusal::NotDeleted(agent))
        );
        let gone = restore(agent, AgentState::Purged, deleted(AgentState::Active), AT, true);
        assert_eq!(gone, Err(LifecycleRefusal::Purged(agent)));
        assert_eq!(purge(agent, AgentState::Active), Err(LifecycleRefusal::NotDeleted(agent)));
        assert_eq!(purge(agent, AgentState::SoftDeleted), Ok(()));
        assert_eq!(purge(agent, AgentState::Purged), Err(LifecycleRefusal::Purged(agent)));
    }

    #[test]
    fn a_principal_goes_for_good_only_by_the_clock() {
        let no = purge(Subject::Principal, AgentState::SoftDeleted);
        assert_eq!(no, Err(LifecycleRefusal::PrincipalGoesByTheClock));
    }

    #[test]
    fn a_principal_comes_back_after_its_blueprint() {
        let back = |blueprint| {
            let state = AgentState::SoftDeleted;
            restore_principal(state, deleted(AgentState::Disabled), blueprint, AT)
        };
        assert_eq!(back(AgentState::SoftDeleted), Err(LifecycleRefusal::BlueprintDeleted));
        assert_eq!(back(AgentState::Purged), Err(LifecycleRefusal::BlueprintDeleted));
        assert_eq!(back(AgentState::Active), Ok(AgentState::Disabled));
    }

    #[test]
    fn an_agent_has_at_most_one_user_account_and_a_plain_service_principal_none() {
        let agent = AgentKind::AgentIdentity;
        assert_eq!(check_new_user(agent, false), Ok(()));
        assert_eq!(check_new_user(agent, true), Err(CreationRefusal::HasUser));
        let plain = AgentKind::ServicePrincipal;
        assert_eq!(check_new_user(plain, false), Err(CreationRefusal::NoAgent));
    }

    #[test]
    fn what_is_deleted_is_not_changed() {
        let there = |state| check_there(Subject::Agent, state);
        assert_eq!(there(AgentState::Held), Ok(()));
        assert_eq!(there(AgentState::SoftDeleted), Err(LifecycleRefusal::Deleted(Subject::Agent)));
        assert_eq!(there(AgentState::Purged), Err(LifecycleRefusal::Purged(Subject::Agent)));
    }

    #[test]
    fn an_import_deletes_and_never_restores() {
        let (state, deletion) =
            after_import(Some((AgentState::Disabled, None)), Some(true), Some(AT));
        assert_eq!((state, deletion), (AgentState::SoftDeleted, deleted(AgentState::Disabled)));
        let here = (AgentState::SoftDeleted, deleted(AgentState::Active));
        assert_eq!(after_import(Some(here), Some(true), None), here);
        assert_eq!(after_import(None, None, None), (AgentState::Active, None));
    }

    #[test]
    fn agents_are_made_only_where_the_blueprint_and_its_principal_are_on() {
        let on = AgentState::Active;
        assert_eq!(check_new_agent(on, Some(on)), Ok(()));
        assert_eq!(check_new_agent(on, None), Err(CreationRefusal::PrincipalMissing));
        let off = AgentState::Held;
        assert_eq!(check_new_agent(off, Some(on)), Err(CreationRefusal::BlueprintOff(off)));
        assert_eq!(check_new_agent(on, Some(off)), Err(CreationRefusal::PrincipalOff(off)));
    }
}
