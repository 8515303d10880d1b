//! API permissions of agents, in layers that are kept apart: what a blueprint declares to need, what of it flows on to its
//! agents, what was consented to on the blueprint's principal, what was consented to on one agent, and what follows from
//! all of them. Nothing is copied from a blueprint to its agents: what they inherit is worked out each time it is read.
//!
//! Source: Microsoft Entra, "Inheritable permissions of agent identity blueprints" and "Configure inheritable permissions".
//! A permission reaches an agent exactly when its API is listed as inheritable with the fitting kind *and* the permission
//! is consented to on the blueprint's principal.

use crate::access::{GrantSource, HeldBy, Holding};
use crate::blocklist::{ClosedToAgents, OfferedRight, check_for_agents};
use crate::id::{ApplicationId, BlueprintId, BlueprintPrincipalId, ConsentId, DeclarationId};
use crate::id::{Id, InheritablePermissionId};
use crate::refusal::Refuse;
use crate::right::{Right, RightKind};
use crate::said::Said;
use crate::term::terms;
use crate::time::Timestamp;

/// The most APIs that a blueprint may declare needs of (Entra: `requiredResourceAccess`).
pub const MAX_DECLARED_RESOURCES: usize = 50;
/// The most permissions that a blueprint may declare, of all APIs together.
pub const MAX_DECLARED_PERMISSIONS: usize = 400;
/// The most APIs that a blueprint's inheritable list may name.
pub const MAX_INHERITABLE_RESOURCES: usize = 10;

terms! {
    /// How much of what is consented to for one API flows on to the agents (Graph: the `kind` of `inheritableScopes` and
    /// `inheritableRoles`).
    Inheritable {
        /// All of it.
        AllAllowed => "allAllowed",
        /// Nothing.
        None => "none",
    }

    /// What an API permission lacks to reach an agent.
    MissingLayer {
        /// It is declared, and nobody has consented to it.
        Consent => "consent",
        /// It is consented to on the blueprint's principal, and the blueprint doesn't let it flow on.
        Inheritance => "inheritance",
        /// It is in no layer at all.
        Declaration => "declaration",
    }
}

/// An API permission that a blueprint declares to need. A declaration gives nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declaration {
    /// Key.
    pub id: DeclarationId,
    /// Whose need it is.
    pub blueprint_id: BlueprintId,
    /// The permission.
    pub right: Right,
    /// Since when.
    pub starts_at: Timestamp,
    /// The first instant without it.
    pub withdrawn_at: Option<Timestamp>,
}

/// An entry of a blueprint's inheritable list over a time: one API, and what of it flows on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InheritablePermission {
    /// Key.
    pub id: InheritablePermissionId,
    /// Whose list it is in.
    pub blueprint_id: BlueprintId,
    /// The API.
    pub application_id: ApplicationId,
    /// Its delegated permissions.
    pub scopes: Inheritable,
    /// Its application permissions.
    pub roles: Inheritable,
    /// Since when.
    pub starts_at: Timestamp,
    /// The first instant without it.
    pub withdrawn_at: Option<Timestamp>,
}

impl InheritablePermission {
    /// Whether the entry lets a permission flow on: the API fits, and so does the kind.
    pub fn lets_flow(&self, right: Right) -> bool {
        let kind = match right.kind() {
            RightKind::DelegatedPermission => self.scopes,
            RightKind::AppRole => self.roles,
            RightKind::GroupMembership
            | RightKind::DirectoryRoleActive
            | RightKind::DirectoryRoleEligible => Inheritable::None,
        };
        right.api() == Some(self.application_id) && kind == Inheritable::AllAllowed
    }
}

/// A consent to an API permission on a blueprint's principal, over a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consent {
    /// Key.
    pub id: ConsentId,
    /// On whom.
    pub principal_id: BlueprintPrincipalId,
    /// The permission.
    pub right: Right,
    /// Since when.
    pub starts_at: Timestamp,
    /// The first instant without it.
    pub withdrawn_at: Option<Timestamp>,
}

fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// What flows from a blueprint to one of its agents, which exists since `since`: each consent for as long as both it and a
/// fitting entry of the inheritable list stand.
pub fn inherited(
    consents: &[Consent],
    inheritable: &[InheritablePermission],
    since: Timestamp,
) -> Vec<Holding> {
    let mut holdings = Vec::new();
    for consent in consents {
        for entry in inheritable.iter().filter(|entry| entry.lets_flow(consent.right)) {
            let starts_at = consent.starts_at.max(entry.starts_at).max(since);
            let ends_at = earlier(consent.withdrawn_at, entry.withdrawn_at);
            if ends_at.is_none_or(|end| starts_at < end) {
                let by = HeldBy::Inherited(consent.id);
                holdings.push(Holding { right: consent.right, by, starts_at, ends_at });
            }
        }
    }
    holdings
}

/// In which layers one API permission stands for one agent at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layers {
    /// The blueprint declares to need it.
    pub is_declared: bool,
    /// The inheritable list lets it flow on.
    pub is_inheritable: bool,
    /// It is consented to on the blueprint's principal.
    pub is_consented: bool,
    /// It is consented to on the agent itself.
    pub is_direct: bool,
    /// An assignment of an access package gives it.
    pub is_assigned: bool,
}

impl Layers {
    /// The layers that give it: any of them is enough.
    pub fn sources(self) -> Vec<GrantSource> {
        [
            (self.is_consented && self.is_inheritable, GrantSource::Inherited),
            (self.is_direct, GrantSource::Direct),
            (self.is_assigned, GrantSource::Assignment),
        ]
        .into_iter()
        .filter_map(|(gives, source)| gives.then_some(source))
        .collect()
    }

    /// What it lacks to reach the agent by inheritance; nothing where some layer gives it.
    pub fn missing(self) -> Option<MissingLayer> {
        if !self.sources().is_empty() {
            None
        } else if self.is_consented {
            Some(MissingLayer::Inheritance)
        } else if self.is_declared {
            Some(MissingLayer::Consent)
        } else {
            Some(MissingLayer::Declaration)
        }
    }
}

/// Why a layer isn't changed so. Ordered by precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PermissionRefusal {
    /// The blueprint is deleted.
    #[error("the blueprint is deleted; restore it first")]
    BlueprintDeleted,
    /// Nothing here to consent on.
    #[error(
        "the blueprint has no principal in this directory, or it is deleted; add the principal first"
    )]
    NoPrincipal,
    /// The agent is deleted.
    #[error("the agent is deleted; restore it first")]
    AgentDeleted,
    /// Agents can't hold it.
    #[error(transparent)]
    Closed(#[from] ClosedToAgents),
    /// It stands there already.
    #[error("'{0}' is declared already; there is nothing to add")]
    AlreadyDeclared(String),
    /// It doesn't stand there.
    #[error("'{0}' isn't declared; there is nothing to take back")]
    NotDeclared(String),
    /// One need more than allowed.
    #[error(
        "a blueprint declares needs of at most {MAX_DECLARED_RESOURCES} APIs; take one back first"
    )]
    TooManyResources,
    /// One need more than allowed.
    #[error(
        "a blueprint declares at most {MAX_DECLARED_PERMISSIONS} permissions; take one back first"
    )]
    TooManyPermissions,
    /// The API is in the list already.
    #[error("'{0}' is in the inheritable list already; change its entry instead")]
    AlreadyInheritable(String),
    /// The API isn't in the list.
    #[error("'{0}' isn't in the inheritable list; add it first")]
    NotInheritable(String),
    /// The list is full.
    #[error(
        "an inheritable list names at most {MAX_INHERITABLE_RESOURCES} APIs; remove one of them first"
    )]
    TooManyInheritable,
    /// It is so already.
    #[error("the entry of '{0}' says so already; there is nothing to change")]
    NothingToChange(String),
    /// Consent by an administrator covers what the blueprint declares.
    #[error(
        "the blueprint doesn't declare '{0}'; declare it first, so that everybody sees that it is needed, and consent then"
    )]
    ConsentUndeclared(String),
    /// It is given already.
    #[error("'{0}' is consented to already; there is nothing to add")]
    AlreadyConsented(String),
    /// It isn't given.
    #[error("'{0}' isn't consented to here; there is nothing to revoke")]
    NotConsented(String),
}

impl Refuse for PermissionRefusal {
    fn said(&self) -> Said {
        match self {
            Self::BlueprintDeleted => Said::new("blueprint_deleted"),
            Self::NoPrincipal => Said::new("principal_missing"),
            Self::AgentDeleted => Said::new("agent_deleted"),
            Self::Closed(closed) => closed.said(),
            Self::AlreadyDeclared(name) => {
                Said::new("permission_already_declared").with("name", name)
            }
            Self::NotDeclared(name) => Said::new("permission_not_declared").with("name", name),
            Self::TooManyResources => {
                Said::new("too_many_declared_resources").with("most", MAX_DECLARED_RESOURCES)
            }
            Self::TooManyPermissions => {
                Said::new("too_many_declared_permissions").with("most", MAX_DECLARED_PERMISSIONS)
            }
            Self::AlreadyInheritable(name) => {
                Said::new("resource_already_inheritable").with("name", name)
            }
            Self::NotInheritable(name) => Said::new("resource_not_inheritable").with("name", name),
            Self::TooManyInheritable => {
                Said::new("too_many_inheritable_resources").with("most", MAX_INHERITABLE_RESOURCES)
            }
            Self::NothingToChange(name) => Said::new("nothing_to_change").with("name", name),
            Self::ConsentUndeclared(name) => Said::new("consent_undeclared").with("name", name),
            Self::AlreadyConsented(name) => Said::new("already_consented").with("name", name),
            Self::NotConsented(name) => Said::new("not_consented").with("name", name),
        }
    }
}

/// Checks that a blueprint may declare one more need. `declared` is what it declares now. What is on the block list may be
/// declared, since a publisher may need what agents never get; only consent is refused.
pub fn declare(
    is_blueprint_deleted: bool,
    declared: &[Right],
    wanted: &OfferedRight,
) -> Result<(), PermissionRefusal> {
    if is_blueprint_deleted {
        return Err(PermissionRefusal::BlueprintDeleted);
    }
    if declared.contains(&wanted.right) {
        return Err(PermissionRefusal::AlreadyDeclared(wanted.full_name()));
    }
    let mut after = declared.to_vec();
    after.push(wanted.right);
    check_declared(&after)
}

/// Checks that a blueprint doesn't declare more than is allowed.
pub fn check_declared(declared: &[Right]) -> Result<(), PermissionRefusal> {
    let mut apis: Vec<_> = declared.iter().filter_map(|right| right.api()).collect();
    apis.sort_unstable_by_key(|api| api.uuid());
    apis.dedup();
    if apis.len() > MAX_DECLARED_RESOURCES {
        Err(PermissionRefusal::TooManyResources)
    } else if declared.len() > MAX_DECLARED_PERMISSIONS {
        Err(PermissionRefusal::TooManyPermissions)
    } else {
        Ok(())
    }
}

/// Checks that an API may be added to an inheritable list. `listed` are the APIs in it now.
pub fn add_inheritable(
    is_blueprint_deleted: bool,
    listed: &[ApplicationId],
    wanted: ApplicationId,
    name: &str,
) -> Result<(), PermissionRefusal> {
    if is_blueprint_deleted {
        Err(PermissionRefusal::BlueprintDeleted)
    } else if listed.contains(&wanted) {
        Err(PermissionRefusal::AlreadyInheritable(name.to_owned()))
    } else if listed.len() >= MAX_INHERITABLE_RESOURCES {
        Err(PermissionRefusal::TooManyInheritable)
    } else {
        Ok(())
    }
}

/// Checks that a consent may be given on a blueprint's principal: agents may hold the permission, the blueprint declares it,
/// and it isn't given yet.
pub fn consent(
    has_principal: bool,
    is_declared: bool,
    is_consented: bool,
    wanted: &OfferedRight,
) -> Result<(), PermissionRefusal> {
    if !has_principal {
        return Err(PermissionRefusal::NoPrincipal);
    }
    check_for_agents(wanted)?;
    if is_consented {
        Err(PermissionRefusal::AlreadyConsented(wanted.full_name()))
    } else if !is_declared {
        Err(PermissionRefusal::ConsentUndeclared(wanted.full_name()))
    } else {
        Ok(())
    }
}

/// Checks that a consent may be given on one agent: it is there, agents may hold the permission, and it isn't given yet.
pub fn consent_to_agent(
    is_agent_deleted: bool,
    is_consented: bool,
    wanted: &OfferedRight,
) -> Result<(), PermissionRefusal> {
    if is_agent_deleted {
        return Err(PermissionRefusal::AgentDeleted);
    }
    check_for_agents(wanted)?;
    if is_consented { Err(PermissionRefusal::AlreadyConsented(wanted.full_name())) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
