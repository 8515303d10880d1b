//! Catalogs, access packages and policies as people see and make them.

use chaperone_domain::access_package::{CatalogState, PrivilegeLevel, ResourceKind};
use chaperone_domain::authority::Action;
use chaperone_domain::id::{
    AccessPackageId, AgentId, CatalogId, GroupId, PersonId, PolicyId, ResourceId, ResourceRoleId,
};
use chaperone_domain::policy::{ApproverKind, ExtensionRule, PolicyScope};
use chaperone_domain::right::RightKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::question::{NewQuestion, QuestionView, RequestorSettingsView};
use super::reference::{AgentRef, CatalogRef, GroupRef, PersonRef};
use super::said::Saying;
use crate::wire::{Length, When, Wire};

asks! {
    /// List catalogs.
    ListCatalogs {}

    /// Make a catalog.
    CreateCatalog {
        /// Name, unique.
        display_name: String,
        /// Purpose.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        description: String,
        /// Published when left out; `unpublished` to prepare its packages first.
        state: Option<Wire<CatalogState>>,
    }

    /// Register a group, an application or a directory role in a catalog; all of its roles can then go into packages.
    AddCatalogResource {
        /// The catalog.
        catalog_id: Wire<CatalogId>,
        /// What the resource is.
        kind: Wire<ResourceKind>,
        /// The id of the group, application or directory role.
        origin_id: String,
    }

    /// List the resource roles that a catalog offers.
    ListResourceRoles {
        /// The catalog.
        catalog_id: Wire<CatalogId>,
    }

    /// Which packages.
    #[derive(Default)]
    AccessPackageFilter {
        /// A part of the name or description.
        search: Option<String>,
        /// In this catalog.
        catalog_id: Option<Wire<CatalogId>>,
        /// Only the one to which this policy belongs, in any of its wordings.
        policy_id: Option<Wire<PolicyId>>,
    }

    /// List access packages by name, a page at a time.
    ListAccessPackages {
        /// Which.
        #[serde(default)]
        #[ts(optional, as = "Option<AccessPackageFilter>")]
        filter: AccessPackageFilter,
        /// The last package of the page before.
        after: Option<Wire<AccessPackageId>>,
        /// How many, 1 to 500; 100 when left out.
        limit: Option<u32>,
        /// Whether to count all of them too.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        count: bool,
    }

    /// See one package.
    ShowAccessPackage {
        /// Which.
        access_package_id: Wire<AccessPackageId>,
    }

    /// Make a package with its policies.
    CreateAccessPackage {
        /// The catalog.
        catalog_id: Wire<CatalogId>,
        /// Name, unique in the catalog.
        display_name: String,
        /// What it is for.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        description: String,
        /// Not listed; only who knows its id may request it.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        is_hidden: bool,
        /// What it grants.
        resource_role_ids: Vec<Wire<ResourceRoleId>>,
        /// Who may get it, who approves, for how long.
        policies: Vec<NewPolicy>,
    }

    /// A policy to make.
    NewPolicy {
        /// Name.
        display_name: String,
        /// Who may get the package.
        scope: Wire<PolicyScope>,
        /// The agents, when the scope is chosen ones.
        specific_targets: Option<Vec<Wire<AgentId>>>,
        /// Groups of agents, when the scope is chosen ones.
        specific_target_groups: Option<Vec<Wire<GroupId>>>,
        /// Who may ask; agents for themselves and their sponsors and owners for them when left out of a new policy.
        requestor_settings: Option<RequestorSettingsView>,
        /// What whoever asks has to answer, in order.
        questions: Option<Vec<NewQuestion>>,
        /// Approval stages, in order; none means no approval.
        stages: Vec<NewStage>,
        /// When assignments end.
        expiration: ExpirationView,
        /// Whether they can be extended.
        extension: Wire<ExtensionRule>,
        /// Whether the requestor has to say why.
        is_requestor_justification_required: Option<bool>,
        /// Whether nobody is told that access was delivered, will end or has ended.
        is_assignment_notification_disabled: Option<bool>,
    }

    /// An approval stage to make.
    NewStage {
        /// Who is asked.
        primary_approvers: Vec<NewApproverSet>,
        /// Who is asked when nobody of them is eligible.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<NewApproverSet>>")]
        fallback_approvers: Vec<NewApproverSet>,
        /// After so many whole days without a decision the stage denies, 1 to 14.
        limit_days: u32,
        /// Whether approving wants a reason.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        is_justification_required: bool,
        /// After so many whole days without a decision the alternates are asked too; not on the last day, and only in a stage
        /// of 4 days or more. Left out for never.
        escalate_after_days: Option<u32>,
        /// Who is asked too.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<NewApproverSet>>")]
        alternate_approvers: Vec<NewApproverSet>,
        /// Who is asked too when no alternate is eligible.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<NewApproverSet>>")]
        fallback_alternate_approvers: Vec<NewApproverSet>,
    }

    /// Approvers to name.
    NewApproverSet {
        /// Which kind.
        kind: Wire<ApproverKind>,
        /// The person, for `singleUser`.
        person_id: Option<Wire<PersonId>>,
        /// The group, for `groupMembers`.
        group_id: Option<Wire<GroupId>>,
        /// For `requestorManager` and `targetManager`: 1 for the manager, 2 for the manager's manager; 1 when left out.
        manager_level: Option<u8>,
    }

    /// List the packages that can be requested for an agent.
    ListRequestablePackages {
        /// The agent.
        agent_id: Wire<AgentId>,
        /// Only this package, also when it isn't listed: who has its link may request it.
        access_package_id: Option<Wire<AccessPackageId>>,
    }
}

/// When assignments end (Graph: `expirationPattern`).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum ExpirationView {
    /// Never.
    NoExpiration {},
    /// So long after delivery.
    AfterDuration {
        /// How long.
        duration: Length,
    },
    /// At a fixed instant.
    AfterDateTime {
        /// When.
        end_date_time: When,
    },
}

views! {
    /// A catalog.
    CatalogRow {
        /// Key.
        id: Wire<CatalogId>,
        /// Name.
        display_name: String,
        /// Purpose.
        description: String,
        /// Published or not.
        state: Wire<CatalogState>,
        /// Standard or privileged.
        privilege_level: Wire<PrivilegeLevel>,
        /// How many packages.
        packages: u32,
        /// How many resources.
        resources: u32,
    }

    /// The catalogs.
    Catalogs {
        /// By name.
        rows: Vec<CatalogRow>,
    }

    /// A right, in words.
    RightView {
        /// Its kind.
        kind: Wire<RightKind>,
        /// The object that it is on.
        origin_id: String,
        /// The object's name.
        origin_name: String,
        /// The role on it, where it has several.
        role_id: Option<String>,
        /// The role's name.
        role_name: String,
        /// From 1 (membership) to 4 (a directory role in force).
        weight: u8,
    }

    /// A resource role that a catalog offers.
    ResourceRoleRow {
        /// Key.
        id: Wire<ResourceRoleId>,
        /// The resource.
        resource_id: Wire<ResourceId>,
        /// What it grants.
        right: RightView,
        /// Whether a package for agents may hold it.
        is_open_to_agents: bool,
        /// If not, why not.
        closed_because: Option<String>,
        /// The same as code and values.
        closed_because_saying: Option<Saying>,
    }

    /// The resource roles of a catalog.
    ResourceRoles {
        /// By name.
        rows: Vec<ResourceRoleRow>,
    }

    /// A package in a list.
    AccessPackageRow {
        /// Key.
        id: Wire<AccessPackageId>,
        /// Name.
        display_name: String,
        /// What it is for.
        description: String,
        /// Its catalog.
        catalog: CatalogRef,
        /// Whether it is listed for requestors.
        is_hidden: bool,
        /// How many resource roles.
        resource_roles: u32,
        /// How many policies.
        policies: u32,
        /// How many agents hold it now.
        assignments: u32,
    }

    /// A page of packages.
    AccessPackagePage {
        /// The packages.
        rows: Vec<AccessPackageRow>,
        /// Give this as `after` for the next page.
        next: Option<Wire<AccessPackageId>>,
        /// How many there are on all pages; nothing unless it was asked for.
        total: Option<u32>,
    }

    /// A package with its resource roles and policies.
    AccessPackageView {
        /// As in the list.
        access_package: AccessPackageRow,
        /// What it grants.
        resource_roles: Vec<ResourceRoleRow>,
        /// Who may get it.
        policies: Vec<PolicyView>,
        /// When it was deleted, if it was: then nobody can get it any more.
        deleted_at: Option<When>,
        /// What I may do with it.
        may: Vec<Wire<Action>>,
    }

    /// A policy.
    PolicyView {
        /// Key.
        id: Wire<PolicyId>,
        /// Name.
        display_name: String,
        /// Who may get the package.
        scope: Wire<PolicyScope>,
        /// The agents, when the scope is chosen ones.
        specific_targets: Vec<AgentRef>,
        /// The groups of agents, when the scope is chosen ones.
        specific_target_groups: Vec<GroupRef>,
        /// Who may ask.
        requestor_settings: RequestorSettingsView,
        /// What whoever asks has to answer, in order.
        questions: Vec<QuestionView>,
        /// Approval stages, in order.
        stages: Vec<PolicyStageView>,
        /// When assignments end.
        expiration: ExpirationView,
        /// Whether they can be extended.
        extension: Wire<ExtensionRule>,
        /// Whether the requestor has to say why.
        is_requestor_justification_required: bool,
        /// Whether it takes requests.
        is_enabled: bool,
        /// Whether nobody is told that access was delivered, will end or has ended.
        is_assignment_notification_disabled: bool,
    }

    /// An approval stage of a policy.
    PolicyStageView {
        /// Who is asked.
        primary_approvers: Vec<ApproverSetView>,
        /// Who is asked when nobody of them is eligible.
        fallback_approvers: Vec<ApproverSetView>,
        /// After so many days without a decision the stage denies.
        limit_days: u32,
        /// Whether approving wants a reason.
        is_justification_required: bool,
        /// After so many days without a decision the alternates are asked too; nothing for never.
        escalate_after_days: Option<u32>,
        /// Who is asked too.
        alternate_approvers: Vec<ApproverSetView>,
        /// Who is asked too when no alternate is eligible.
        fallback_alternate_approvers: Vec<ApproverSetView>,
    }

    /// Approvers, named.
    ApproverSetView {
        /// Which kind.
        kind: Wire<ApproverKind>,
        /// The person, for `singleUser`.
        person: Option<PersonRef>,
        /// The group, for `groupMembers`.
        group: Option<GroupRef>,
        /// For managers: 1 for the manager, 2 for the manager's manager.
        manager_level: Option<u8>,
    }

    /// A package that can be requested for an agent, or the reason why not.
    RequestablePackage {
        /// The package.
        access_package: AccessPackageRow,
        /// The policies to choose from.
        policies: Vec<PolicyView>,
        /// What it grants.
        rights: Vec<RightView>,
        /// Why a request would be refused now; such packages are shown last.
        refusal: Option<String>,
        /// The same as code and values.
        refusal_saying: Option<Saying>,
    }

    /// The packages that can be requested for an agent.
    RequestablePackages {
        /// The agent.
        agent: AgentRef,
        /// Requestable ones first, by name.
        rows: Vec<RequestablePackage>,
    }
}
