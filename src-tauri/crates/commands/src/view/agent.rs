//! Agents as people see them.

use std::collections::BTreeMap;

use chaperone_domain::agent::{AgentChange, AgentKind, AgentPlatform, AgentState, EffectiveState};
use chaperone_domain::authority::Action;
use chaperone_domain::id::{AgentId, AgentUserId, BlueprintId, GroupId, PersonId};

use super::assignment::AssignmentRow;
use super::audit::HistoryEvent;
use super::patch::given;
use super::reference::{AgentRef, BlueprintRef, GroupRef, PersonRef};
use super::said::Saying;
use crate::wire::{When, Wire};

asks! {
    /// Which agents.
    #[derive(Default)]
    AgentFilter {
        /// A part of the name, of a sponsor's name or of the id.
        search: Option<String>,
        /// In this state; when left out, in any but the deleted ones.
        state: Option<Wire<AgentState>>,
        /// Agents, or plain service principals.
        kind: Option<Wire<AgentKind>>,
        /// Of this blueprint.
        blueprint_id: Option<Wire<BlueprintId>>,
        /// Made there.
        platform: Option<Wire<AgentPlatform>>,
        /// With this tag.
        tag: Option<String>,
        /// Only orphans: their blueprint or its principal is permanently gone.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        orphaned: bool,
        /// Only those that I sponsor or own.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        mine: bool,
        /// Only those without an active sponsor.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        without_sponsor: bool,
    }

    /// List agents by name, a page at a time.
    ListAgents {
        /// Which.
        #[serde(default)]
        #[ts(optional, as = "Option<AgentFilter>")]
        filter: AgentFilter,
        /// The last agent of the page before.
        after: Option<Wire<AgentId>>,
        /// How many, 1 to 500; 100 when left out.
        limit: Option<u32>,
    }

    /// See one agent.
    ShowAgent {
        /// Which.
        agent_id: Wire<AgentId>,
    }

    /// Switch an agent off. When an administrator does it, the agent is held.
    DisableAgent {
        /// Which.
        agent_id: Wire<AgentId>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
    }

    /// Switch an agent on.
    EnableAgent {
        /// Which.
        agent_id: Wire<AgentId>,
    }

    /// Make an agent from a blueprint. Who names no sponsor becomes the sponsor, unless they do it as an administrator.
    CreateAgent {
        /// Its kind.
        blueprint_id: Wire<BlueprintId>,
        /// Name.
        display_name: String,
        /// What it is for.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        description: String,
        /// Where it was made.
        platform: Option<Wire<AgentPlatform>>,
        /// Labels.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<String>>")]
        tags: Vec<String>,
        /// Custom security attributes, by name.
        #[serde(default)]
        #[ts(optional, as = "Option<BTreeMap<String, String>>")]
        attributes: BTreeMap<String, String>,
        /// Who is responsible.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<SponsorAsk>>")]
        sponsors: Vec<SponsorAsk>,
        /// Who administers it.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<Wire<PersonId>>>")]
        owner_ids: Vec<Wire<PersonId>>,
    }

    /// A sponsor: exactly one of person and group.
    SponsorAsk {
        /// The person.
        person_id: Option<Wire<PersonId>>,
        /// The group.
        group_id: Option<Wire<GroupId>>,
    }

    /// Change what is written about an agent; what is left out stays.
    UpdateAgent {
        /// Which.
        agent_id: Wire<AgentId>,
        /// Name.
        display_name: Option<String>,
        /// What it is for.
        description: Option<String>,
        /// Where it was made; `null` leaves that to its blueprint.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        platform: Option<Option<Wire<AgentPlatform>>>,
        /// All of its own labels.
        tags: Option<Vec<String>>,
        /// All of its custom security attributes.
        attributes: Option<BTreeMap<String, String>>,
    }

    /// Change who sponsors an agent, in one step.
    UpdateAgentSponsors {
        /// Which.
        agent_id: Wire<AgentId>,
        /// Who becomes a sponsor.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<SponsorAsk>>")]
        add: Vec<SponsorAsk>,
        /// Who no longer is one.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<SponsorAsk>>")]
        remove: Vec<SponsorAsk>,
    }

    /// An owner: exactly one of a person and an agent or other service principal.
    OwnerAsk {
        /// The person.
        person_id: Option<Wire<PersonId>>,
        /// The agent or service principal.
        agent_id: Option<Wire<AgentId>>,
    }

    /// Change who owns an agent, in one step.
    UpdateAgentOwners {
        /// Which.
        agent_id: Wire<AgentId>,
        /// Who becomes an owner.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<OwnerAsk>>")]
        add: Vec<OwnerAsk>,
        /// Who no longer is one.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<OwnerAsk>>")]
        remove: Vec<OwnerAsk>,
    }

    /// Give an agent a user account, which it keeps for life.
    CreateAgentUser {
        /// Which.
        agent_id: Wire<AgentId>,
        /// Name.
        display_name: String,
        /// Mail alias, at most 64 characters.
        mail_nickname: String,
        /// To whom it reports.
        manager_id: Option<Wire<PersonId>>,
    }

    /// Change an agent's user account; what is left out stays.
    UpdateAgentUser {
        /// Whose.
        agent_id: Wire<AgentId>,
        /// Name.
        display_name: Option<String>,
        /// Mail alias.
        mail_nickname: Option<String>,
        /// Whether it may be used.
        is_enabled: Option<bool>,
        /// To whom it reports; `null` means to nobody any more.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        manager_id: Option<Option<Wire<PersonId>>>,
    }

    /// Delete an agent; it can be restored for 30 days.
    DeleteAgent {
        /// Which.
        agent_id: Wire<AgentId>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
    }

    /// Bring a deleted agent back, in the state that it had.
    RestoreAgent {
        /// Which.
        agent_id: Wire<AgentId>,
    }

    /// Delete a deleted agent for good; what it holds ends.
    PurgeAgent {
        /// Which.
        agent_id: Wire<AgentId>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
    }

    /// Enable, disable or delete several agents. Each is done or refused by itself.
    ChangeAgents {
        /// Which, at most 500.
        agent_ids: Vec<Wire<AgentId>>,
        /// What is done.
        change: Wire<AgentChange>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
    }
}

views! {
    /// An agent in a list.
    AgentRow {
        /// Key.
        id: Wire<AgentId>,
        /// Name.
        display_name: String,
        /// An agent, or a plain service principal.
        kind: Wire<AgentKind>,
        /// Its blueprint; a plain service principal has none.
        blueprint: Option<BlueprintRef>,
        /// Where it stands.
        state: Wire<AgentState>,
        /// What comes of that and of its family's switches.
        effective_state: Wire<EffectiveState>,
        /// Where it was made, as it or its blueprint tells.
        platform: Option<Wire<AgentPlatform>>,
        /// Its tags and its blueprint's.
        tags: Vec<String>,
        /// Since when it is deleted.
        deleted_at: Option<When>,
        /// Until when it can be restored.
        purges_at: Option<When>,
        /// Who is responsible.
        sponsors: Vec<SponsorView>,
        /// How many assignments it holds now.
        assignments: u32,
        /// When the next of them ends.
        next_end_at: Option<When>,
    }

    /// A page of agents.
    AgentPage {
        /// The agents.
        rows: Vec<AgentRow>,
        /// Give this as `after` for the next page.
        next: Option<Wire<AgentId>>,
    }

    /// A sponsor: exactly one of person and group.
    SponsorView {
        /// The person.
        person: Option<PersonRef>,
        /// The group.
        group: Option<GroupRef>,
        /// Whether an active human stands behind it.
        is_active: bool,
    }

    /// An agent with its surroundings.
    AgentView {
        /// As in the list.
        agent: AgentRow,
        /// What it is for.
        description: String,
        /// Its own labels, without its blueprint's.
        own_tags: Vec<String>,
        /// Where it says itself that it was made.
        own_platform: Option<Wire<AgentPlatform>>,
        /// Custom security attributes, by name.
        attributes: BTreeMap<String, String>,
        /// When it was made.
        created_at: When,
        /// By whom, if somebody here.
        created_by: Option<PersonRef>,
        /// By which application, if elsewhere.
        created_by_app_id: Option<String>,
        /// Whether it may act now.
        is_in_force: bool,
        /// If not, why not.
        out_of_force: Option<String>,
        /// The same as code and values.
        out_of_force_saying: Option<Saying>,
        /// Technical administrators.
        owners: Vec<PersonRef>,
        /// Agents and other service principals that own it.
        owner_principals: Vec<AgentRef>,
        /// When it follows its deleted blueprint or principal, unless that is restored before.
        follows_at: Option<When>,
        /// Its user account, if it has one.
        agent_user: Option<AgentUserView>,
        /// What it holds and held, newest first.
        assignments: Vec<AssignmentRow>,
        /// What happened to it, newest first.
        lifecycle: Vec<HistoryEvent>,
        /// What I may do with it.
        may: Vec<Wire<Action>>,
    }

    /// What became of one of several agents.
    AgentChanged {
        /// Which.
        id: Wire<AgentId>,
        /// Its name, if it may be seen.
        display_name: Option<String>,
        /// Whether it was done.
        is_done: bool,
        /// Where it stands now.
        state: Option<Wire<AgentState>>,
        /// If not, why: for machines.
        code: Option<String>,
        /// If not, why.
        message: Option<String>,
        /// The same as code and values.
        saying: Option<Saying>,
    }

    /// What became of several agents.
    AgentsChanged {
        /// One result for each, in the order in which they were named.
        results: Vec<AgentChanged>,
        /// How many were done.
        done: u32,
        /// How many were refused.
        refused: u32,
    }

    /// An agent's user account.
    AgentUserView {
        /// Key.
        id: Wire<AgentUserId>,
        /// Name.
        display_name: String,
        /// Mail alias.
        mail_nickname: String,
        /// Whether it may be used.
        is_enabled: bool,
        /// To whom it reports.
        manager: Option<PersonRef>,
    }

    /// An agent that a leaver's departure touches.
    InheritedAgent {
        /// The agent.
        agent: AgentRef,
        /// Whether an active sponsor stays.
        keeps_co_sponsor: bool,
        /// Whether it is held because nobody is left.
        is_held: bool,
    }
}
