//! Secrets of agents and blueprints as people see them.

use chaperone_domain::authority::Action;
use chaperone_domain::id::{AgentId, BlueprintId, SecretId};
use chaperone_domain::secret::SecretState;

use super::reference::PersonRef;
use crate::wire::{When, Wire};

asks! {
    /// Give an agent a secret by which it says who it is at the agents' door.
    IssueAgentSecret {
        /// Which agent.
        agent_id: Wire<AgentId>,
        /// Where it is used, so that it can be told from others.
        display_name: String,
        /// Until when it holds; 180 days when left out, 730 days at most.
        ends_at: Option<When>,
    }

    /// List the secrets of an agent, newest first.
    ListAgentSecrets {
        /// Which agent.
        agent_id: Wire<AgentId>,
    }

    /// Take a secret of an agent back; tokens that were given for it are worth nothing at once.
    RevokeAgentSecret {
        /// Which secret.
        secret_id: Wire<SecretId>,
    }

    /// Give a blueprint a secret, which vouches for each of its agents.
    IssueBlueprintSecret {
        /// Which blueprint.
        blueprint_id: Wire<BlueprintId>,
        /// Where it is used, so that it can be told from others.
        display_name: String,
        /// Until when it holds; 180 days when left out, 730 days at most.
        ends_at: Option<When>,
    }

    /// List the secrets of a blueprint, newest first.
    ListBlueprintSecrets {
        /// Which blueprint.
        blueprint_id: Wire<BlueprintId>,
    }

    /// Take a secret of a blueprint back; tokens that were given for it are worth nothing at once.
    RevokeBlueprintSecret {
        /// Which secret.
        secret_id: Wire<SecretId>,
    }
}

views! {
    /// A secret in a list. Never the secret itself.
    SecretRow {
        /// Key.
        id: Wire<SecretId>,
        /// Where it is used.
        display_name: String,
        /// The last letters of its text.
        hint: String,
        /// What it is worth now.
        state: Wire<SecretState>,
        /// When it was made.
        created_at: When,
        /// By whom.
        created_by: PersonRef,
        /// The first instant at which it is worth nothing.
        ends_at: When,
        /// When it was taken back.
        revoked_at: Option<When>,
        /// When it proved something last, to the minute.
        last_used_at: Option<When>,
    }

    /// The secrets of an agent or a blueprint.
    Secrets {
        /// Newest first.
        rows: Vec<SecretRow>,
        /// What I may do with them.
        may: Vec<Wire<Action>>,
    }

    /// A secret that was just made. Its text is told once, here.
    IssuedSecret {
        /// As in the list.
        row: SecretRow,
        /// The secret itself.
        secret: String,
    }
}
