//! Agents: the blueprint (a kind of agent), its principal in this directory, the agent identity (one agent's account)
//! and the agent user (a second, user-shaped account); whether they may act, and who switches them. How they are deleted and
//! come back is in `lifecycle`.

use uuid::Uuid;

use crate::id::{AgentId, AgentUserId, BlueprintId, BlueprintPrincipalId, PersonId};
use crate::label::Attributes;
use crate::lifecycle::Deletion;
use crate::said::{Said, Value};
use crate::term::terms;
use crate::time::Timestamp;

terms! {
    /// Where an agent identity, a blueprint or a blueprint's principal stands in its life.
    AgentState {
        /// May act and hold access.
        Active => "active",
        /// Switched off by its sponsor or owner; they may switch it on again.
        Disabled => "disabled",
        /// Switched off by an administrator or a rule; only an administrator lifts the hold.
        Held => "held",
        /// Deleted, and restorable for 30 days.
        SoftDeleted => "softDeleted",
        /// Permanently deleted: only its history is left.
        Purged => "purged",
    }

    /// Which of the accounts that programs have it is.
    AgentKind {
        /// An agent, made from a blueprint.
        AgentIdentity => "agentIdentity",
        /// A service principal that is no agent, and is governed like one.
        ServicePrincipal => "servicePrincipal",
    }

    /// Where an agent or a kind of agents was made.
    AgentPlatform {
        /// Microsoft Foundry.
        Foundry => "foundry",
        /// Copilot Studio.
        CopilotStudio => "copilotStudio",
        /// Azure App Service or Functions.
        AppService => "appService",
        /// Microsoft Teams.
        Teams => "teams",
        /// Anywhere else.
        Other => "other",
    }

    /// What comes of an agent's own state and the switches of its family.
    EffectiveState {
        /// May act.
        InForce => "inForce",
        /// Permanently deleted.
        Purged => "purged",
        /// Deleted, and restorable.
        SoftDeleted => "softDeleted",
        /// Held by an administrator or a rule.
        Held => "held",
        /// Disabled by a sponsor or owner.
        Disabled => "disabled",
        /// Its blueprint or its blueprint's principal is permanently gone.
        Orphaned => "orphaned",
        /// Its blueprint is switched off or deleted.
        BlueprintOff => "blueprintOff",
        /// Its blueprint's principal is switched off, deleted or missing.
        PrincipalOff => "principalOff",
    }

    /// What can be done with several agents at once.
    AgentChange {
        /// Switch them on.
        Enable => "enable",
        /// Switch them off.
        Disable => "disable",
        /// Delete them.
        Delete => "delete",
    }

    /// Which of the four kinds of agent object an audit record speaks of (Entra: `agentType`).
    AgentType {
        /// Not an agent.
        NotAgentic => "notAgentic",
        /// A blueprint.
        AgenticApp => "agenticApp",
        /// An agent identity.
        AgenticAppInstance => "agenticAppInstance",
        /// A blueprint principal.
        BlueprintPrincipal => "agentIdentityBlueprintPrincipal",
        /// An agent user.
        AgentUser => "agentIDuser",
    }
}

/// A kind of agent: the template from which agent identities are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blueprint {
    /// Object id, key.
    pub id: BlueprintId,
    /// Client id; agent identities name their blueprint by it.
    pub app_id: BlueprintId,
    /// Name, at most 256 characters.
    pub display_name: String,
    /// Purpose of this kind of agent.
    pub description: String,
    /// Where it stands in its life; anything but active switches off the whole family.
    pub state: AgentState,
    /// Its deletion, once deleted.
    pub deletion: Option<Deletion>,
    /// Where agents of this kind are made, if known.
    pub platform: Option<AgentPlatform>,
    /// Labels; its agents have them too.
    pub tags: Vec<String>,
    /// Custom security attributes.
    pub attributes: Attributes,
    /// When it was made.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: Option<Creator>,
}

/// Who made something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Creator {
    /// A person, here.
    Person(PersonId),
    /// An application, elsewhere (Graph: `createdByAppId`).
    Application(Uuid),
}

/// A blueprint's presence in this directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlueprintPrincipal {
    /// Key.
    pub id: BlueprintPrincipalId,
    /// The blueprint that it stands for.
    pub blueprint_id: BlueprintId,
    /// Name.
    pub display_name: String,
    /// Where it stands in its life; anything but active switches off the whole family.
    pub state: AgentState,
    /// Its deletion, once deleted.
    pub deletion: Option<Deletion>,
}

/// The account of one agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentIdentity {
    /// Key; equal to the agent's app id.
    pub id: AgentId,
    /// An agent, or a plain service principal.
    pub kind: AgentKind,
    /// Name, at most 256 characters; not unique.
    pub display_name: String,
    /// What this one is for.
    pub description: String,
    /// The kind of agent that it is; none for a plain service principal.
    pub blueprint_id: Option<BlueprintId>,
    /// Where it stands in its life.
    pub state: AgentState,
    /// Its deletion, once deleted.
    pub deletion: Option<Deletion>,
    /// Where it was made, if known; otherwise its blueprint tells.
    pub platform: Option<AgentPlatform>,
    /// Its own labels; its blueprint's come on top.
    pub tags: Vec<String>,
    /// Custom security attributes, such as how sensitive its data are.
    pub attributes: Attributes,
    /// When it was made.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: Option<Creator>,
}

/// A second account, user-shaped, for an agent that must act as a user. At most one for each agent identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentUser {
    /// Key.
    pub id: AgentUserId,
    /// The agent identity that it belongs to, for life.
    pub agent_id: AgentId,
    /// Name.
    pub display_name: String,
    /// Mail alias.
    pub mail_nickname: String,
    /// Whether it may be used.
    pub is_enabled: bool,
    /// The person to whom it reports, who may request packages for it.
    pub manager_id: Option<PersonId>,
}

/// Whether an agent may act, together with the switches of its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The agent's own state.
    pub state: AgentState,
    /// Whether its blueprint is enabled and not deleted. A plain service principal has no family that could be off.
    pub blueprint_in_force: bool,
    /// Whether its blueprint's principal is enabled and not deleted.
    pub principal_in_force: bool,
    /// Whether its blueprint or its blueprint's principal is permanently gone.
    pub is_orphaned: bool,
}

/// Why an agent may not act now. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutOfForce {
    /// The agent is permanently deleted.
    Purged,
    /// The agent is soft-deleted.
    Deleted,
    /// An administrator or a rule holds it.
    Held,
    /// A sponsor or owner disabled it.
    Disabled,
    /// Its blueprint or its blueprint's principal is permanently gone.
    Orphaned,
    /// Its blueprint is disabled or deleted.
    Blueprint,
    /// Its blueprint's principal is disabled or deleted.
    Principal,
}

impl Standing {
    /// Says whether the agent may act, and if not, why.
    pub fn check(self) -> Result<(), OutOfForce> {
        match self.state {
            AgentState::Purged => Err(OutOfForce::Purged),
            AgentState::SoftDeleted => Err(OutOfForce::Deleted),
            AgentState::Held => Err(OutOfForce::Held),
            AgentState::Disabled => Err(OutOfForce::Disabled),
            AgentState::Active if self.is_orphaned => Err(OutOfForce::Orphaned),
            AgentState::Active if !self.blueprint_in_force => Err(OutOfForce::Blueprint),
            AgentState::Active if !self.principal_in_force => Err(OutOfForce::Principal),
            AgentState::Active => Ok(()),
        }
    }

    /// The same as one word, for lists.
    pub fn effective(self) -> EffectiveState {
        match self.check() {
            Ok(()) => EffectiveState::InForce,
            Err(OutOfForce::Purged) => EffectiveState::Purged,
            Err(OutOfForce::Deleted) => EffectiveState::SoftDeleted,
            Err(OutOfForce::Held) => EffectiveState::Held,
            Err(OutOfForce::Disabled) => EffectiveState::Disabled,
            Err(OutOfForce::Orphaned) => EffectiveState::Orphaned,
            Err(OutOfForce::Blueprint) => EffectiveState::BlueprintOff,
            Err(OutOfForce::Principal) => EffectiveState::PrincipalOff,
        }
    }
}

impl std::fmt::Display for OutOfForce {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Purged => "the agent is permanently deleted; create a new one",
            Self::Deleted => "the agent is deleted; restore it first",
            Self::Held => "an administrator holds the agent; ask them to lift the hold",
            Self::Disabled => "the agent is disabled; enable it first",
            Self::Orphaned => {
                "the agent is orphaned: its blueprint is permanently deleted here; delete the agent, and create a new one"
            }
            Self::Blueprint => {
                "the agent's blueprint is disabled or deleted; enable the blueprint first"
            }
            Self::Principal => "the blueprint's principal is disabled or deleted; enable it first",
        })
    }
}

impl OutOfForce {
    /// Code and values of every refusal for this reason.
    pub fn said(self) -> Said {
        Said::new("agent_out_of_force").of(match self {
            Self::Purged => "purged",
            Self::Deleted => "deleted",
            Self::Held => "held",
            Self::Disabled => "disabled",
            Self::Orphaned => "orphaned",
            Self::Blueprint => "blueprint",
            Self::Principal => "principal",
        })
    }
}

/// Who switches an agent off or on, as far as the hold is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switcher {
    /// A sponsor or owner of the agent.
    Responsible,
    /// An administrator.
    Administrator,
    /// A rule, such as "nobody is left to be responsible".
    Rule,
}

/// Why an agent can't be switched. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SwitchRefusal {
    /// It is permanently deleted.
    #[error("the agent is permanently deleted; create a new one")]
    Purged,
    /// It is deleted.
    #[error("the agent is deleted; restore it first")]
    Deleted,
    /// It is already so.
    #[error("the agent is already {0}; there is nothing to change")]
    AlreadySo(AgentState),
    /// Only an administrator lifts a hold.
    #[error("an administrator holds the agent; ask them to lift the hold")]
    HeldByAdministrator,
    /// An enabled agent needs somebody responsible.
    #[error("the agent has no active sponsor; add a sponsor first, then enable it")]
    NobodyResponsible,
}

impl crate::refusal::Refuse for SwitchRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Purged => Said::new("agent_purged"),
            Self::Deleted => Said::new("agent_deleted"),
            Self::AlreadySo(state) => {
                Said::new("agent_already_so").with("state", Value::term(*state))
            }
            Self::HeldByAdministrator => Said::new("agent_held"),
            Self::NobodyResponsible => Said::new("agent_without_sponsor"),
        }
    }
}

/// Why a blueprint or its principal can't be switched: for the same reasons as an agent, in words of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FamilySwitchRefusal(pub SwitchRefusal);

impl std::fmt::Display for FamilySwitchRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            SwitchRefusal::Purged => {
                f.write_str("the blueprint is permanently deleted here; create a new one")
            }
            SwitchRefusal::Deleted => f.write_str("the blueprint is deleted; restore it first"),
            SwitchRefusal::AlreadySo(state) => {
                write!(f, "the blueprint is already {state}; there is nothing to change")
            }
            SwitchRefusal::HeldByAdministrator => {
                f.write_str("an administrator holds the blueprint; ask them to lift the hold")
            }
            SwitchRefusal::NobodyResponsible => f.write_str(
                "the blueprint has no active sponsor; add a sponsor first, then enable it",
            ),
        }
    }
}

impl crate::refusal::Refuse for FamilySwitchRefusal {
    fn said(&self) -> Said {
        match self.0 {
            SwitchRefusal::Purged => Said::new("blueprint_purged"),
            SwitchRefusal::Deleted => Said::new("blueprint_deleted"),
            SwitchRefusal::AlreadySo(state) => {
                Said::new("blueprint_already_so").with("state", Value::term(state))
            }
            SwitchRefusal::HeldByAdministrator => Said::new("blueprint_held"),
            SwitchRefusal::NobodyResponsible => Said::new("blueprint_without_sponsor"),
        }
    }
}

/// Switches an agent off. Sponsors and owners disable; administrators and rules hold.
pub fn disable(state: AgentState, by: Switcher) -> Result<AgentState, SwitchRefusal> {
    let wanted = match by {
        Switcher::Responsible => AgentState::Disabled,
        Switcher::Administrator | Switcher::Rule => AgentState::Held,
    };
    match state {
        AgentState::Purged => Err(SwitchRefusal::Purged),
        AgentState::SoftDeleted => Err(SwitchRefusal::Deleted),
        AgentState::Held => Err(SwitchRefusal::AlreadySo(AgentState::Held)),
        AgentState::Disabled if wanted == AgentState::Disabled => {
            Err(SwitchRefusal::AlreadySo(AgentState::Disabled))
        }
        AgentState::Disabled | AgentState::Active => Ok(wanted),
    }
}

/// Switches an agent on, which needs an active sponsor (invariant I1).
pub fn enable(
    state: AgentState,
    by: Switcher,
    has_active_sponsor: bool,
) -> Result<AgentState, SwitchRefusal> {
    match state {
        AgentState::Purged => return Err(SwitchRefusal::Purged),
        AgentState::SoftDeleted => return Err(SwitchRefusal::Deleted),
        AgentState::Active => return Err(SwitchRefusal::AlreadySo(AgentState::Active)),
        AgentState::Held if by != Switcher::Administrator => {
            return Err(SwitchRefusal::HeldByAdministrator);
        }
        AgentState::Held | AgentState::Disabled => {}
    }
    if has_active_sponsor { Ok(AgentState::Active) } else { Err(SwitchRefusal::NobodyResponsible) }
}

/// The state of an agent after an import. `before` is its state here, if it is known; `is_enabled` what the source says.
///
/// A source may switch an agent off and never on: who switched it off here had a reason that no file knows.
pub fn after_import(before: Option<AgentState>, is_enabled: Option<bool>) -> AgentState {
    match (before, is_enabled) {
        (None | Some(AgentState::Active), Some(false)) => AgentState::Disabled,
        (None, _) => AgentState::Active,
        (Some(state), _) => state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IN_FORCE: Standing = Standing {
        state: AgentState::Active,
        blueprint_in_force: true,
        principal_in_force: true,
        is_orphaned: false,
    };

    #[test]
    fn a_disabled_blueprint_or_principal_switches_off_the_whole_family() {
        assert_eq!(IN_FORCE.check(), Ok(()));
        assert_eq!(
            Standing { blueprint_in_force: false, ..IN_FORCE }.check(),
            Err(OutOfForce::Blueprint)
        );
        assert_eq!(
            Standing { principal_in_force: false, ..IN_FORCE }.check(),
            Err(OutOfForce::Principal)
        );
    }

    #[test]
    fn the_agents_own_state_is_named_before_its_familys() {
        let standing = Standing { state: AgentState::Held, blueprint_in_force: false, ..IN_FORCE };
        assert_eq!(standing.check(), Err(OutOfForce::Held));
    }

    #[test]
    fn an_agent_whose_family_is_gone_for_good_is_orphaned() {
        let standing = Standing { is_orphaned: true, principal_in_force: false, ..IN_FORCE };
        assert_eq!(standing.check(), Err(OutOfForce::Orphaned), "that says more than 'off'");
        assert_eq!(standing.effective(), EffectiveState::Orphaned);
        let deleted = Standing { state: AgentState::SoftDeleted, ..standing };
        assert_eq!(deleted.effective(), EffectiveState::SoftDeleted);
        let purged = Standing { state: AgentState::Purged, ..standing };
        assert_eq!(purged.effective(), EffectiveState::Purged);
        assert_eq!(IN_FORCE.effective(), EffectiveState::InForce);
    }

    #[test]
    fn what_is_deleted_is_not_switched() {
        for (state, no) in [
            (AgentState::SoftDeleted, SwitchRefusal::Deleted),
            (AgentState::Purged, SwitchRefusal::Purged),
        ] {
            assert_eq!(disable(state, Switcher::Administrator), Err(no));
            assert_eq!(enable(state, Switcher::Administrator, true), Err(no));
        }
    }

    #[test]
    fn what_an_administrator_holds_only_an_administrator_enables() {
        let held = disable(AgentState::Active, Switcher::Administrator).unwrap();
        assert_eq!(held, AgentState::Held);
        assert_eq!(
            enable(held, Switcher::Responsible, true),
            Err(SwitchRefusal::HeldByAdministrator)
        );
        assert_eq!(enable(held, Switcher::Administrator, true), Ok(AgentState::Active));
    }

    #[test]
    fn a_sponsor_enables_what_a_sponsor_disabled() {
        let disabled = disable(AgentState::Active, Switcher::Responsible).unwrap();
        assert_eq!(enable(disabled, Switcher::Responsible, true), Ok(AgentState::Active));
    }

    #[test]
    fn an_administrator_may_turn_a_sponsors_disabling_into_a_hold() {
        assert_eq!(disable(AgentState::Disabled, Switcher::Administrator), Ok(AgentState::Held));
    }

    #[test]
    fn nobody_enables_an_agent_for_whom_nobody_is_responsible() {
        assert_eq!(
            enable(AgentState::Disabled, Switcher::Administrator, false),
            Err(SwitchRefusal::NobodyResponsible)
        );
    }

    #[test]
    fn an_import_switches_off_and_never_on() {
        assert_eq!(after_import(None, Some(false)), AgentState::Disabled);
        assert_eq!(after_import(None, None), AgentState::Active);
        assert_eq!(after_import(Some(AgentState::Active), Some(false)), AgentState::Disabled);
        for state in
            [AgentState::Held, AgentState::Disabled, AgentState::SoftDeleted, AgentState::Purged]
        {
            assert_eq!(after_import(Some(state), Some(true)), state, "its reason stands here");
        }
    }
}
