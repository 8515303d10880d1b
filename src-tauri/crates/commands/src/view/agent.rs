//! Agents as people see them.

use chaperone_domain::agent::AgentState;
use chaperone_domain::authority::Action;
use chaperone_domain::id::AgentId;

use super::assignment::AssignmentRow;
use super::audit::HistoryEvent;
use super::reference::{AgentRef, BlueprintRef, GroupRef, PersonRef};
use crate::wire::{When, Wire};

asks! {
    /// Which agents.
    #[derive(Default)]
    AgentFilter {
        /// A part of the name, of a sponsor's name or of the id.
        search: Option<String>,
        /// In this state.
        state: Option<Wire<AgentState>>,
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
}

views! {
    /// An agent in a list.
    AgentRow {
        /// Key.
        id: Wire<AgentId>,
        /// Name.
        display_name: String,
        /// Its kind.
        blueprint: BlueprintRef,
        /// Where it stands.
        state: Wire<AgentState>,
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
        /// Labels.
        tags: Vec<String>,
        /// When it was made.
        created_at: When,
        /// Whether it may act now.
        is_in_force: bool,
        /// If not, why not.
        out_of_force: Option<String>,
        /// Technical administrators.
        owners: Vec<PersonRef>,
        /// Its user account, if it has one.
        agent_user: Option<AgentUserView>,
        /// What it holds and held, newest first.
        assignments: Vec<AssignmentRow>,
        /// What happened to it, newest first.
        lifecycle: Vec<HistoryEvent>,
        /// What I may do with it.
        may: Vec<Wire<Action>>,
    }

    /// An agent's user account.
    AgentUserView {
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
