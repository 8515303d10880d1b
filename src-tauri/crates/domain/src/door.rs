//! The agents' own door: where it stands, whom it lets in, and how long whoever presents wrong secrets waits. How a request
//! travels is the gateway's business.

use crate::agent::{OutOfForce, Standing};
use crate::id::{AgentId, BlueprintId, TenantId};
use crate::refusal::Refuse;
use crate::said::Said;
use crate::secret::{Secret, SecretHolder, SecretState};
use crate::term::terms;
use crate::time::{Span, Timestamp};

/// Where the door stands unless an administrator chooses another port. Below the ports that systems hand out by themselves.
pub const DEFAULT_PORT: u16 = 24_273;
/// How many wrong secrets in a row cost nothing. More than for people: a program that was given an old secret tries it at
/// each start.
pub const FREE_WRONG_SECRETS: u32 = 10;
/// How long a token holds.
pub const TOKEN_LIFE: Span = Span::from_millis(5 * 60 * 1_000);
/// How exactly it is kept when a secret was used last: a token every few minutes shouldn't be a write each time.
pub const LAST_USED_GRAIN: Span = Span::from_millis(60 * 1_000);

/// The door of one workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Door {
    /// Under which id the workspace stands in URLs and tokens.
    pub tenant_id: TenantId,
    /// Whether agents are heard at all.
    pub is_open: bool,
    /// The port on loopback; 0 for any free one.
    pub port: u16,
    /// Whether it speaks HTTPS too, at the port after it.
    pub is_https: bool,
}

/// The port for HTTPS of a door that stands at a port for HTTP: the next one, or any free one where that may be any.
pub fn https_port(http: u16) -> u16 {
    if http == 0 { 0 } else { http.checked_add(1).unwrap_or(0) }
}

terms! {
    /// Who keeps the door, as one process of a device sees it.
    DoorKeeping {
        /// It is closed, so that nobody has to.
        Closed => "closed",
        /// This process.
        Here => "here",
        /// Another process of this device.
        Elsewhere => "elsewhere",
        /// This process tried and could not, and tries again.
        Failed => "failed",
        /// Nobody tried here: this process keeps no doors.
        Nobody => "nobody",
    }
}

/// Why somebody isn't let in. Ordered by precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DoorRefusal {
    /// The door is closed.
    #[error("the agents' door is closed; an administrator opens it")]
    Closed,
    /// Client and secret don't belong together, or one of them doesn't exist.
    #[error(
        "this client and this secret don't belong together; check both, or ask for a new secret"
    )]
    WrongSecret,
    /// The secret was taken back.
    #[error("this secret was revoked; ask an owner of the agent for a new one")]
    Revoked,
    /// The secret's time is over.
    #[error("this secret ran out; ask an owner of the agent for a new one")]
    Expired,
    /// The agent may not act.
    #[error("{0}")]
    OutOfForce(OutOfForce),
    /// The blueprint may not vouch for its agents.
    #[error("the blueprint is switched off or deleted; ask one of its owners to switch it on")]
    BlueprintOff,
    /// The agent's user account may not be used.
    #[error("the agent's user account is disabled; ask an owner of the agent to enable it")]
    AccountOff,
}

impl Refuse for DoorRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Closed => Said::new("door_closed"),
            Self::WrongSecret => Said::new("wrong_secret"),
            Self::Revoked => Said::new("secret_revoked"),
            Self::Expired => Said::new("secret_expired"),
            Self::OutOfForce(reason) => reason.said(),
            Self::BlueprintOff => Said::new("blueprint_off").of("door"),
            Self::AccountOff => Said::new("agent_user_off"),
        }
    }
}

/// Decides whether a secret still proves something.
pub fn check_secret(secret: &Secret, now: Timestamp) -> Result<(), DoorRefusal> {
    match secret.state_at(now) {
        SecretState::InForce => Ok(()),
        SecretState::Revoked => Err(DoorRefusal::Revoked),
        SecretState::Expired => Err(DoorRefusal::Expired),
    }
}

/// Decides whether an agent is let in by a secret: its own, or one of its blueprint. Asked anew at every call, so that an
/// agent that is switched off is out at once, whatever tokens it still has.
pub fn admit_agent(
    agent: AgentId,
    blueprint: Option<BlueprintId>,
    standing: Standing,
    secret: &Secret,
    now: Timestamp,
) -> Result<(), DoorRefusal> {
    let belongs = match secret.holder {
        SecretHolder::Agent(holder) => holder == agent,
        SecretHolder::Blueprint(holder) => Some(holder) == blueprint,
    };
    if !belongs {
        return Err(DoorRefusal::WrongSecret);
    }
    check_secret(secret, now)?;
    standing.check().map_err(DoorRefusal::OutOfForce)
}

/// For how long the answer of the decision point may be kept by whoever guards a resource: never beyond the instant at which
/// it may be different, and never longer than this, because an agent may be switched off at any time.
pub const LONGEST_CACHE: Span = Span::from_millis(30_000);

/// How long an answer that was given `now` and may be different from `until` on may be kept.
pub fn cacheable_for(now: Timestamp, until: Option<Timestamp>) -> Span {
    let left = until.map_or(LONGEST_CACHE, |until| until.since(now));
    left.min(LONGEST_CACHE).max(Span::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::AgentState;
    use crate::id::{Id, PersonId, SecretId};

    const NOW: Timestamp = Timestamp::from_millis(1_767_600_000_000);
    const IN_FORCE: Standing = Standing {
        state: AgentState::Active,
        blueprint_in_force: true,
        principal_in_force: true,
        is_orphaned: false,
    };

    fn uuid(number: u128) -> uuid::Uuid {
        uuid::Uuid::from_u128(number)
    }

    fn secret(holder: SecretHolder) -> Secret {
        Secret {
            id: SecretId::from_uuid(uuid(9)),
            holder,
            display_name: "x".to_owned(),
            hint: "abc".to_owned(),
            created_at: NOW,
            created_by: PersonId::from_uuid(uuid(8)),
            ends_at: NOW.plus(Span::days(1)),
            revoked_at: None,
            last_used_at: None,
        }
    }

    #[test]
    fn an_agent_is_let_in_by_its_own_secret_or_its_blueprints_and_by_no_other() {
        let (agent, other) = (AgentId::from_uuid(uuid(1)), AgentId::from_uuid(uuid(2)));
        let blueprint = BlueprintId::from_uuid(uuid(3));
        let admit = |holder| admit_agent(agent, Some(blueprint), IN_FORCE, &secret(holder), NOW);
        assert_eq!(admit(SecretHolder::Agent(agent)), Ok(()));
        assert_eq!(admit(SecretHolder::Blueprint(blueprint)), Ok(()));
        assert_eq!(admit(SecretHolder::Agent(other)), Err(DoorRefusal::WrongSecret));
        let strange = BlueprintId::from_uuid(uuid(4));
        assert_eq!(admit(SecretHolder::Blueprint(strange)), Err(DoorRefusal::WrongSecret));
    }

    #[test]
    fn an_agent_that_may_not_act_is_out_at_once() {
        let agent = AgentId::from_uuid(uuid(1));
        let held = Standing { state: AgentState::Held, ..IN_FORCE };
        let admitted = admit_agent(agent, None, held, &secret(SecretHolder::Agent(agent)), NOW);
        assert_eq!(admitted, Err(DoorRefusal::OutOfForce(OutOfForce::Held)));
        let family = Standing { blueprint_in_force: false, ..IN_FORCE };
        let admitted = admit_agent(agent, None, family, &secret(SecretHolder::Agent(agent)), NOW);
        assert_eq!(admitted, Err(DoorRefusal::OutOfForce(OutOfForce::Blueprint)));
    }

    #[test]
    fn an_answer_is_never_kept_beyond_the_end_of_the_access() {
        let until = |millis: i64| cacheable_for(NOW, Some(NOW.plus(Span::from_millis(millis))));
        assert_eq!(until(-1), Span::ZERO);
        assert_eq!(until(0), Span::ZERO);
        assert_eq!(until(1), Span::from_millis(1));
        assert_eq!(until(30_001), LONGEST_CACHE);
        assert_eq!(cacheable_for(NOW, None), LONGEST_CACHE);
    }
}
