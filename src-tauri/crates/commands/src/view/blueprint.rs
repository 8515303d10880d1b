//! Blueprints as people see them: kinds of agents, with their presence in this directory.

use std::collections::BTreeMap;

use chaperone_domain::agent::{AgentPlatform, AgentState};
use chaperone_domain::authority::Action;
use chaperone_domain::blueprint::FamilyPart;
use chaperone_domain::id::{BlueprintId, BlueprintPrincipalId, PersonId};

use super::agent::{SponsorAsk, SponsorView};
use super::audit::HistoryEvent;
use super::patch::given;
use super::reference::PersonRef;
use crate::wire::{When, Wire};

asks! {
    /// Which blueprints.
    #[derive(Default)]
    BlueprintFilter {
        /// A part of the name or of the id.
        search: Option<String>,
        /// In this state; when left out, in any but the deleted ones.
        state: Option<Wire<AgentState>>,
        /// Only those that I sponsor or own.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        mine: bool,
    }

    /// List blueprints by name, a page at a time.
    ListBlueprints {
        /// Which.
        #[serde(default)]
        #[ts(optional, as = "Option<BlueprintFilter>")]
        filter: BlueprintFilter,
        /// The last blueprint of the page before.
        after: Option<Wire<BlueprintId>>,
        /// How many, 1 to 500; 100 when left out.
        limit: Option<u32>,
    }

    /// See one blueprint.
    ShowBlueprint {
        /// Which.
        blueprint_id: Wire<BlueprintId>,
    }

    /// Make a blueprint with its principal; whoever makes it owns it.
    CreateBlueprint {
        /// Name.
        display_name: String,
        /// Purpose of this kind of agent.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        description: String,
        /// Where agents of this kind are made.
        platform: Option<Wire<AgentPlatform>>,
        /// Labels; its agents have them too.
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
        /// Who administers it besides.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<Wire<PersonId>>>")]
        owner_ids: Vec<Wire<PersonId>>,
    }

    /// Change what is written about a blueprint; what is left out stays.
    UpdateBlueprint {
        /// Which.
        blueprint_id: Wire<BlueprintId>,
        /// Name.
        display_name: Option<String>,
        /// Purpose of this kind of agent.
        description: Option<String>,
        /// Where agents of this kind are made; `null` means that it isn't known.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        platform: Option<Option<Wire<AgentPlatform>>>,
        /// All of its labels.
        tags: Option<Vec<String>>,
        /// All of its custom security attributes.
        attributes: Option<BTreeMap<String, String>>,
    }

    /// Change who sponsors a blueprint, in one step.
    UpdateBlueprintSponsors {
        /// Which.
        blueprint_id: Wire<BlueprintId>,
        /// Who becomes a sponsor.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<SponsorAsk>>")]
        add: Vec<SponsorAsk>,
        /// Who no longer is one.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<SponsorAsk>>")]
        remove: Vec<SponsorAsk>,
    }

    /// Change who owns a blueprint, in one step.
    UpdateBlueprintOwners {
        /// Which.
        blueprint_id: Wire<BlueprintId>,
        /// Who becomes an owner.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<Wire<PersonId>>>")]
        add: Vec<Wire<PersonId>>,
        /// Who no longer is one.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<Wire<PersonId>>>")]
        remove: Vec<Wire<PersonId>>,
    }

    /// Switch a blueprint or its principal off, and its whole family with it. Its agents keep their own states.
    DisableBlueprint {
        /// Which.
        blueprint_id: Wire<BlueprintId>,
        /// The blueprint itself when left out.
        part: Option<Wire<FamilyPart>>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
    }

    /// Switch a blueprint or its principal on.
    EnableBlueprint {
        /// Which.
        blueprint_id: Wire<BlueprintId>,
        /// The blueprint itself when left out.
        part: Option<Wire<FamilyPart>>,
    }

    /// Delete a blueprint with its principal, or the principal alone. Its agents follow a day later, unless it is restored.
    DeleteBlueprint {
        /// Which.
        blueprint_id: Wire<BlueprintId>,
        /// The blueprint itself when left out.
        part: Option<Wire<FamilyPart>>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
    }

    /// Bring a deleted blueprint back with the principal that went with it, or the principal alone. Agents that have followed
    /// already are restored one by one.
    RestoreBlueprint {
        /// Which.
        blueprint_id: Wire<BlueprintId>,
        /// The blueprint itself when left out.
        part: Option<Wire<FamilyPart>>,
    }

    /// Delete a deleted blueprint for good.
    PurgeBlueprint {
        /// Which.
        blueprint_id: Wire<BlueprintId>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
    }
}

views! {
    /// A blueprint in a list.
    BlueprintRow {
        /// Key.
        id: Wire<BlueprintId>,
        /// Name.
        display_name: String,
        /// Where it stands.
        state: Wire<AgentState>,
        /// Where its principal stands; nothing where it has none.
        principal_state: Option<Wire<AgentState>>,
        /// Where agents of this kind are made.
        platform: Option<Wire<AgentPlatform>>,
        /// Who is responsible.
        sponsors: Vec<SponsorView>,
        /// How many agents it has, deleted ones counted.
        agents: u32,
        /// Since when it is deleted.
        deleted_at: Option<When>,
        /// Until when it can be restored.
        purges_at: Option<When>,
    }

    /// A page of blueprints.
    BlueprintPage {
        /// The blueprints.
        rows: Vec<BlueprintRow>,
        /// Give this as `after` for the next page.
        next: Option<Wire<BlueprintId>>,
    }

    /// A blueprint's presence in this directory.
    BlueprintPrincipalView {
        /// Key.
        id: Wire<BlueprintPrincipalId>,
        /// Name.
        display_name: String,
        /// Where it stands.
        state: Wire<AgentState>,
        /// Since when it is deleted.
        deleted_at: Option<When>,
        /// Until when it can be restored.
        purges_at: Option<When>,
        /// What I may do with it.
        may: Vec<Wire<Action>>,
    }

    /// A blueprint with its surroundings.
    BlueprintView {
        /// As in the list.
        blueprint: BlueprintRow,
        /// Client id, by which agents name it.
        app_id: Wire<BlueprintId>,
        /// Purpose of this kind of agent.
        description: String,
        /// Labels; its agents have them too.
        tags: Vec<String>,
        /// Custom security attributes, by name.
        attributes: BTreeMap<String, String>,
        /// When it was made.
        created_at: When,
        /// By whom, if somebody here.
        created_by: Option<PersonRef>,
        /// By which application, if elsewhere.
        created_by_app_id: Option<String>,
        /// Technical administrators.
        owners: Vec<PersonRef>,
        /// Its presence in this directory.
        principal: Option<BlueprintPrincipalView>,
        /// When its agents follow, unless it is restored before.
        cascade_at: Option<When>,
        /// How many agents it may have.
        agent_quota: u32,
        /// What happened to it, newest first.
        lifecycle: Vec<HistoryEvent>,
        /// What I may do with it.
        may: Vec<Wire<Action>>,
    }
}
