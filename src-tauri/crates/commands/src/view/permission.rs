//! API permissions of blueprints and agents, layer by layer, and what agents may never hold.

use chaperone_domain::access::GrantSource;
use chaperone_domain::authority::Action;
use chaperone_domain::id::{AgentId, BlueprintId};
use chaperone_domain::permission::{Inheritable, MissingLayer};
use chaperone_domain::right::RightKind;

use super::access_package::RightView;
use super::reference::{AccessPackageRef, AgentRef, ApplicationRef, BlueprintRef, PersonRef};
use super::said::Saying;
use crate::wire::{When, Wire};

asks! {
    /// See a blueprint's API permissions: declared, inheritable, consented.
    ShowBlueprintPermissions {
        /// Which.
        blueprint_id: Wire<BlueprintId>,
    }

    /// See which API permissions reach an agent at an instant, and by which layer.
    ShowAgentPermissions {
        /// Which.
        agent_id: Wire<AgentId>,
        /// At which instant; now when left out.
        at: Option<When>,
    }

    /// See what agents may never hold, and which directory roles they may.
    ShowBlockList {}

    /// Declare that a blueprint needs an API permission.
    DeclarePermission {
        /// Which blueprint.
        blueprint_id: Wire<BlueprintId>,
        /// The API: its id, client id or name.
        resource: String,
        /// The permission: its id or value.
        permission: String,
        /// `delegatedPermission` or `appRole`; needed where the API has both of that value.
        kind: Option<Wire<RightKind>>,
    }

    /// Take a declared need back. A consent that was given stays until it is revoked.
    WithdrawDeclaration {
        /// Which blueprint.
        blueprint_id: Wire<BlueprintId>,
        /// The API: its id, client id or name.
        resource: String,
        /// The permission: its id or value.
        permission: String,
        /// `delegatedPermission` or `appRole`; needed where the API has both of that value.
        kind: Option<Wire<RightKind>>,
    }

    /// Put an API into a blueprint's inheritable list.
    AddInheritablePermission {
        /// Which blueprint.
        blueprint_id: Wire<BlueprintId>,
        /// The API: its id, client id or name.
        resource: String,
        /// What of its delegated permissions flows on.
        scopes: Wire<Inheritable>,
        /// What of its application permissions flows on.
        roles: Wire<Inheritable>,
    }

    /// Change what of an API flows on.
    UpdateInheritablePermission {
        /// Which blueprint.
        blueprint_id: Wire<BlueprintId>,
        /// The API: its id, client id or name.
        resource: String,
        /// What of its delegated permissions flows on.
        scopes: Wire<Inheritable>,
        /// What of its application permissions flows on.
        roles: Wire<Inheritable>,
    }

    /// Take an API out of a blueprint's inheritable list.
    RemoveInheritablePermission {
        /// Which blueprint.
        blueprint_id: Wire<BlueprintId>,
        /// The API: its id, client id or name.
        resource: String,
    }

    /// Consent to an API permission on a blueprint's principal.
    GrantConsent {
        /// Which blueprint.
        blueprint_id: Wire<BlueprintId>,
        /// The API: its id, client id or name.
        resource: String,
        /// The permission: its id or value.
        permission: String,
        /// `delegatedPermission` or `appRole`; needed where the API has both of that value.
        kind: Option<Wire<RightKind>>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
    }

    /// Revoke a consent on a blueprint's principal: what flowed from it ends at once.
    RevokeConsent {
        /// Which blueprint.
        blueprint_id: Wire<BlueprintId>,
        /// The API: its id, client id or name.
        resource: String,
        /// The permission: its id or value.
        permission: String,
        /// `delegatedPermission` or `appRole`; needed where the API has both of that value.
        kind: Option<Wire<RightKind>>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
    }

    /// Give one agent an API permission or an application role, outside packages.
    GrantAgentPermission {
        /// Which agent.
        agent_id: Wire<AgentId>,
        /// The API or application: its id, client id or name.
        resource: String,
        /// The permission or role: its id or value.
        permission: String,
        /// `delegatedPermission` or `appRole`; needed where there are both of that value.
        kind: Option<Wire<RightKind>>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
    }

    /// Take back what was given to one agent outside packages.
    RevokeAgentPermission {
        /// Which agent.
        agent_id: Wire<AgentId>,
        /// The API or application: its id, client id or name.
        resource: String,
        /// The permission or role: its id or value.
        permission: String,
        /// `delegatedPermission` or `appRole`; needed where there are both of that value.
        kind: Option<Wire<RightKind>>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
    }
}

views! {
    /// An API permission of a blueprint.
    BlueprintPermissionRow {
        /// The permission.
        right: RightView,
        /// Whether the blueprint declares to need it.
        is_declared: bool,
        /// Whether the inheritable list lets it flow on.
        is_inheritable: bool,
        /// Whether it is consented to on the principal.
        is_consented: bool,
        /// Since when.
        consented_at: Option<When>,
        /// Who consented.
        consented_by: Option<PersonRef>,
        /// Whether it reaches the agents of this blueprint.
        flows: bool,
        /// Why agents can't hold it at all, if they can't; nobody can consent to it then.
        closed_because: Option<String>,
        /// The same as code and values.
        closed_because_saying: Option<Saying>,
    }

    /// An entry of an inheritable list.
    InheritablePermissionRow {
        /// The API.
        application: ApplicationRef,
        /// What of its delegated permissions flows on.
        scopes: Wire<Inheritable>,
        /// What of its application permissions flows on.
        roles: Wire<Inheritable>,
        /// Since when.
        starts_at: When,
    }

    /// A blueprint's API permissions.
    BlueprintPermissions {
        /// The blueprint.
        blueprint: BlueprintRef,
        /// Whether it has a principal in this directory, on which one can consent.
        has_principal: bool,
        /// Whether blueprint and principal are switched on; else nothing flows.
        is_in_force: bool,
        /// How many agents are made from it.
        agents: u32,
        /// What is declared or consented, by API and value.
        permissions: Vec<BlueprintPermissionRow>,
        /// What flows on, by API.
        inheritable: Vec<InheritablePermissionRow>,
        /// How many APIs the inheritable list may name.
        max_inheritable: u32,
        /// What I may do with it.
        may: Vec<Wire<Action>>,
    }

    /// An API permission of an agent, in every layer.
    AgentPermissionRow {
        /// The permission.
        right: RightView,
        /// Whether the blueprint declares to need it.
        is_declared: bool,
        /// Whether the blueprint's inheritable list lets it flow on.
        is_inheritable: bool,
        /// Whether it is consented to on the blueprint's principal.
        is_consented: bool,
        /// Whether it is given to this agent alone.
        is_direct: bool,
        /// The packages by which the agent holds it.
        access_packages: Vec<AccessPackageRef>,
        /// The layers that give it.
        sources: Vec<Wire<GrantSource>>,
        /// Whether the agent may use it.
        is_effective: bool,
        /// The layer that it lacks, where nothing gives it.
        missing: Option<Wire<MissingLayer>>,
        /// Why agents can't hold it at all, if they can't.
        closed_because: Option<String>,
        /// The same as code and values.
        closed_because_saying: Option<Saying>,
        /// All of this in one sentence.
        sentence: String,
        /// The same as code and values, each a sentence of its own.
        sayings: Vec<Saying>,
    }

    /// An agent's API permissions.
    AgentPermissions {
        /// The agent.
        agent: AgentRef,
        /// Its blueprint; a plain service principal has none.
        blueprint: Option<BlueprintRef>,
        /// The instant.
        at: When,
        /// Whether the agent could act then.
        is_in_force: bool,
        /// If not, why not.
        out_of_force: Option<String>,
        /// The permissions that stand in any layer, by API and value.
        permissions: Vec<AgentPermissionRow>,
        /// What I may do with it.
        may: Vec<Wire<Action>>,
    }

    /// A list of names with where it comes from.
    SourcedList {
        /// The document.
        source: String,
        /// Its date.
        date: String,
        /// The names.
        names: Vec<String>,
    }

    /// What agents may never hold, and which directory roles they may.
    BlockList {
        /// Directory roles that they never hold.
        blocked_directory_roles: SourcedList,
        /// API permissions and application roles that they never hold, by value.
        blocked_permissions: SourcedList,
        /// Directory roles that they may hold, privileged ones as eligible.
        allowed_directory_roles: SourcedList,
    }
}
