//! API permissions in layers, to be seen: what a blueprint declares, what of it flows on, what was consented to, and what
//! reaches an agent. The layers are changed in `permission_layer` and `consent`. What follows from the layers is decided by `domain::permission`; nothing here is copied from
//! a blueprint to its agents.

use chaperone_domain::access::{HeldBy, Holding};
use chaperone_domain::agent::{AgentIdentity, AgentState, Blueprint};
use chaperone_domain::application::Application;
use chaperone_domain::authority::Action;
use chaperone_domain::blocklist::{self, NameList, OfferedRight, check_for_agents};
use chaperone_domain::id::{AgentId, ApplicationId, BlueprintId, Id};
use chaperone_domain::permission::{
    self, Consent, Declaration, InheritablePermission, Layers, MAX_INHERITABLE_RESOURCES,
    MissingLayer,
};
use chaperone_domain::refusal::Refuse;
use chaperone_domain::right::{Right, RightKind};
use chaperone_domain::said::Said;
use chaperone_domain::time::Timestamp;
use chaperone_store::table::{
    agents, applications, assignments, blueprints, consents, declared_permissions, grants,
    inheritable_permissions, resources,
};
use uuid::Uuid;

use crate::access::right_view;
use crate::audit::history;
use crate::context::{Context, Reading};
use crate::failure::{Failure, Reply, sentence};
use crate::view::permission::{
    AgentPermissionRow, AgentPermissions, BlockList, BlueprintPermissionRow, BlueprintPermissions,
    InheritablePermissionRow, ShowAgentPermissions, ShowBlockList, ShowBlueprintPermissions,
    SourcedList,
};
use crate::view::reference::ApplicationRef;
use crate::view::said::Saying;
use crate::wire::{When, Wire};
use crate::{relation, standing};

/// What a view of a blueprint's permissions may offer.
const ON_BLUEPRINTS: &[Action] = &[
    Action::DeclarePermission,
    Action::WithdrawDeclaration,
    Action::AddInheritablePermission,
    Action::UpdateInheritablePermission,
    Action::RemoveInheritablePermission,
    Action::GrantConsent,
    Action::RevokeConsent,
];
/// What a view of an agent's permissions may offer.
const ON_AGENTS: &[Action] = &[
    Action::ShowBlueprintPermissions,
    Action::GrantAgentPermission,
    Action::RevokeAgentPermission,
];

/// The layers of a blueprint, with all that they ever held.
#[derive(Default)]
pub(crate) struct Family {
    pub(crate) declarations: Vec<Declaration>,
    pub(crate) inheritable: Vec<InheritablePermission>,
    pub(crate) consents: Vec<Consent>,
}

fn stands(starts_at: Timestamp, withdrawn_at: Option<Timestamp>, at: Timestamp) -> bool {
    starts_at <= at && withdrawn_at.is_none_or(|end| at < end)
}

impl Family {
    /// Loads the layers of an agent's blueprint; a plain service principal has none.
    pub(crate) fn of_agent(cx: &impl Context, agent: &AgentIdentity) -> Reply<Self> {
        agent.blueprint_id.map_or_else(|| Ok(Self::default()), |id| Self::of(cx, id))
    }

    /// Loads the layers of a blueprint.
    pub(crate) fn of(cx: &impl Context, blueprint: BlueprintId) -> Reply<Self> {
        let principal = blueprints::principal_of(cx.db(), blueprint)?;
        Ok(Self {
            declarations: declared_permissions::of_blueprint(cx.db(), blueprint)?,
            inheritable: inheritable_permissions::of_blueprint(cx.db(), blueprint)?,
            consents: match principal {
                Some(principal) => consents::of_principal(cx.db(), principal.id)?,
                None => Vec::new(),
            },
        })
    }

    /// What is declared at an instant.
    pub(crate) fn declared_at(&self, at: Timestamp) -> Vec<Right> {
        let standing =
            self.declarations.iter().filter(|it| stands(it.starts_at, it.withdrawn_at, at));
        standing.map(|it| it.right).collect()
    }

    /// The entries of the inheritable list at an instant.
    pub(crate) fn inheritable_at(&self, at: Timestamp) -> Vec<InheritablePermission> {
        let listed = self.inheritable.iter().filter(|it| stands(it.starts_at, it.withdrawn_at, at));
        listed.copied().collect()
    }

    /// The consent to a permission that stands at an instant.
    pub(crate) fn consent_at(&self, right: Right, at: Timestamp) -> Option<Consent> {
        let of_right = self.consents.iter().filter(|it| it.right == right);
        of_right.copied().find(|it| stands(it.starts_at, it.withdrawn_at, at))
    }

    /// In which of the blueprint's layers a permission stands at an instant.
    pub(crate) fn layers_at(&self, right: Right, at: Timestamp) -> Layers {
        Layers {
            is_declared: self.declared_at(at).contains(&right),
            is_inheritable: self.inheritable_at(at).iter().any(|entry| entry.lets_flow(right)),
            is_consented: self.consent_at(right, at).is_some(),
            ..Layers::default()
        }
    }
}

/// All that an agent held, holds or will hold, whatever gives it: its own grants, and what flows from its blueprint.
pub(crate) fn holdings(cx: &impl Context, id: AgentId) -> Reply<Vec<Holding>> {
    let mut all: Vec<Holding> = grants::of_agent(cx.db(), id)?.iter().map(Holding::from).collect();
    all.extend(inherited(cx, id)?);
    Ok(all)
}

/// The part of it that concerns some rights. Only permissions of APIs flow from a blueprint.
pub(crate) fn holdings_of(cx: &impl Context, id: AgentId, rights: &[Right]) -> Reply<Vec<Holding>> {
    let mut all = Vec::new();
    for &right in rights {
        all.extend(grants::of_right(cx.db(), id, right)?.iter().map(Holding::from));
    }
    if rights.iter().any(|right| right.api().is_some()) {
        let flowing = inherited(cx, id)?.into_iter();
        all.extend(flowing.filter(|held| rights.contains(&held.right)));
    }
    Ok(all)
}

fn inherited(cx: &impl Context, id: AgentId) -> Reply<Vec<Holding>> {
    let agent = agents::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("agent"))?;
    let family = Family::of_agent(cx, &agent)?;
    Ok(permission::inherited(&family.consents, &family.inheritable, agent.created_at))
}

/// The layers in which a permission stands for one agent at an instant.
pub(crate) fn layers_of(family: &Family, held: &[Holding], right: Right, at: Timestamp) -> Layers {
    let held_by = |wanted: fn(HeldBy) -> bool| {
        held.iter().any(|it| it.right == right && it.holds_at(at) && wanted(it.by))
    };
    Layers {
        is_direct: held_by(|by| matches!(by, HeldBy::Direct(_))),
        is_assigned: held_by(|by| matches!(by, HeldBy::Assignment(_))),
        ..family.layers_at(right, at)
    }
}

/// An application, named.
pub(crate) fn application_reference(cx: &impl Context, id: ApplicationId) -> Reply<ApplicationRef> {
    let found = applications::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("application"))?;
    Ok(ApplicationRef { id: Wire(id), display_name: found.display_name })
}

/// The application that somebody names by id, client id or name.
pub(crate) fn find_application(cx: &impl Context, named: &str) -> Reply<Application> {
    let found = match Uuid::try_parse(named.trim()).map(ApplicationId::from_uuid) {
        Ok(id) => match applications::get(cx.db(), id)? {
            Some(found) => Some(found),
            None => applications::by_app_id(cx.db(), id)?,
        },
        Err(_) => applications::by_name(cx.db(), named.trim())?,
    };
    found.ok_or_else(|| Failure::not_found("application"))
}

/// The API permission that somebody names by its id or value, with what decides whether agents may hold it.
pub(crate) fn find_permission(
    cx: &impl Context,
    resource: &str,
    named: &str,
    kind: Option<RightKind>,
) -> Reply<OfferedRight> {
    let application = find_application(cx, resource)?;
    let mut found: Vec<Right> = Vec::new();
    let named = named.trim();
    let fits = |value: &str, id: Uuid| {
        value.eq_ignore_ascii_case(named) || Uuid::try_parse(named).is_ok_and(|named| named == id)
    };
    for role in applications::app_roles(cx.db(), application.id)? {
        if fits(&role.value, role.id.uuid()) {
            found.push(Right::AppRole(application.id, role.id));
        }
    }
    for scope in applications::scopes(cx.db(), application.id)? {
        if fits(&scope.value, scope.id.uuid()) {
            found.push(Right::DelegatedPermission(application.id, scope.id));
        }
    }
    found.retain(|right| kind.is_none_or(|kind| right.kind() == kind));
    match found.as_slice() {
        &[right] => Ok(resources::offered(cx.db(), right)?),
        [] => Err(Failure::not_found("API permission")),
        _ => Err(Failure::usage(format!(
            "{} has '{named}' both as a delegated and as an application permission; say which kind.",
            application.display_name
        ))),
    }
}

/// What kind of permission it is, in words.
pub(crate) fn kind_word(right: Right) -> &'static str {
    match right {
        Right::DelegatedPermission(..) => "delegated permission",
        _ => "application permission",
    }
}

fn get(cx: &impl Context, id: BlueprintId) -> Reply<Blueprint> {
    blueprints::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("blueprint"))
}

/// A blueprint that the actor may change so.
pub(crate) fn authorised(
    cx: &impl Context,
    action: Action,
    id: BlueprintId,
) -> Reply<(Blueprint, Family)> {
    let relations = relation::to_blueprint(cx, id)?;
    cx.authorise(action, &relations, "blueprint")?;
    Ok((get(cx, id)?, Family::of(cx, id)?))
}

/// Shows a blueprint's API permissions.
pub(crate) fn show_blueprint_permissions(
    cx: &Reading<'_>,
    ask: ShowBlueprintPermissions,
) -> Reply<BlueprintPermissions> {
    authorised(cx, Action::ShowBlueprintPermissions, ask.blueprint_id.0)?;
    blueprint_view(cx, ask.blueprint_id.0)
}

/// A blueprint's permissions as people see them.
pub(crate) fn blueprint_view(cx: &impl Context, id: BlueprintId) -> Reply<BlueprintPermissions> {
    let (blueprint, family, now) = (get(cx, id)?, Family::of(cx, id)?, cx.now());
    let principal = blueprints::principal_of(cx.db(), id)?.filter(|it| it.deletion.is_none());
    let mut rights = family.declared_at(now);
    let consented = family.consents.iter().filter(|it| stands(it.starts_at, it.withdrawn_at, now));
    rights.extend(consented.map(|it| it.right));
    let mut permissions = Vec::new();
    for offered in named_once(cx, rights)? {
        permissions.push(blueprint_row(cx, &family, &offered, now)?);
    }
    let mut inheritable = Vec::new();
    for entry in family.inheritable_at(now) {
        inheritable.push(InheritablePermissionRow {
            application: application_reference(cx, entry.application_id)?,
            scopes: Wire(entry.scopes),
            roles: Wire(entry.roles),
            starts_at: Wire(entry.starts_at),
        });
    }
    inheritable.sort_by_key(|row| row.application.display_name.to_lowercase());
    let relations = relation::to_blueprint(cx, id)?;
    let is_on = blueprint.state == AgentState::Active;
    Ok(BlueprintPermissions {
        blueprint: crate::agent::blueprint_reference(cx.db(), id)?,
        has_principal: principal.is_some(),
        is_in_force: is_on
            && principal.is_some_and(|principal| principal.state == AgentState::Active),
        agents: agents::count_of_blueprint(cx.db(), id)?,
        permissions,
        inheritable,
        max_inheritable: u32::try_from(MAX_INHERITABLE_RESOURCES).unwrap_or(u32::MAX),
        may: cx.allowed(ON_BLUEPRINTS, &relations).into_iter().map(Wire).collect(),
    })
}

/// Rights with what is known of them, each once, by API and value.
fn named_once(cx: &impl Context, mut rights: Vec<Right>) -> Reply<Vec<OfferedRight>> {
    rights.sort_unstable();
    rights.dedup();
    let mut offered = rights
        .into_iter()
        .map(|right| Ok(resources::offered(cx.db(), right)?))
        .collect::<Reply<Vec<_>>>()?;
    offered.sort_by_key(|one| (one.origin_name.to_lowercase(), one.role_name.to_lowercase()));
    Ok(offered)
}

/// Why agents can't hold a right at all: in words, and as code and values.
fn closed_because(offered: &OfferedRight) -> (Option<String>, Option<Saying>) {
    let closed = check_for_agents(offered).err();
    let words = closed.as_ref().map(|closed| sentence(&closed.to_string()));
    (words, closed.map(|closed| closed.said().into()))
}

fn blueprint_row(
    cx: &impl Context,
    family: &Family,
    offered: &OfferedRight,
    now: Timestamp,
) -> Reply<BlueprintPermissionRow> {
    let layers = family.layers_at(offered.right, now);
    let consent = family.consent_at(offered.right, now);
    let (closed_because, closed_because_saying) = closed_because(offered);
    let consented_by = match consent {
        Some(consent) => history(cx, consent.id)?.into_iter().next().and_then(|event| event.actor),
        None => None,
    };
    Ok(BlueprintPermissionRow {
        right: right_view(cx, offered.right)?,
        is_declared: layers.is_declared,
        is_inheritable: layers.is_inheritable,
        is_consented: layers.is_consented,
        consented_at: consent.map(|consent| Wire(consent.starts_at)),
        consented_by,
        flows: layers.is_consented && layers.is_inheritable && !offered.is_blocked(),
        closed_because,
        closed_because_saying,
    })
}

/// Shows which API permissions reach an agent, and by which layer.
pub(crate) fn show_agent_permissions(
    cx: &Reading<'_>,
    ask: ShowAgentPermissions,
) -> Reply<AgentPermissions> {
    let id = ask.agent_id.0;
    let relations = relation::to_agent(cx, id)?;
    cx.authorise(Action::ShowAgentPermissions, &relations, "agent")?;
    agent_view(cx, id, ask.at)
}

/// An agent's permissions as people see them.
pub(crate) fn agent_view(
    cx: &impl Context,
    id: AgentId,
    at: Option<When>,
) -> Reply<AgentPermissions> {
    let at = at.map_or(cx.now(), |at| at.0);
    let agent = agents::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("agent"))?;
    let (family, held) = (Family::of_agent(cx, &agent)?, holdings(cx, id)?);
    let out_of_force = standing::at(cx, id, at)?.check().err();
    let mut rights = family.declared_at(at);
    let consented = family.consents.iter().filter(|it| stands(it.starts_at, it.withdrawn_at, at));
    rights.extend(consented.map(|it| it.right));
    let held_now = held.iter().filter(|it| it.holds_at(at) && it.right.api().is_some());
    rights.extend(held_now.map(|it| it.right));
    let mut permissions = Vec::new();
    for offered in named_once(cx, rights)? {
        let layers = layers_of(&family, &held, offered.right, at);
        let packages = packages_of(cx, &held, offered.right, at)?;
        let mut row = agent_row(cx, &offered, layers, out_of_force.is_none())?;
        row.access_packages = packages;
        permissions.push(row);
    }
    let relations = relation::to_agent(cx, id)?;
    let mut may: Vec<_> = cx.allowed(ON_AGENTS, &relations);
    let of_blueprint = match agent.blueprint_id {
        Some(blueprint) => relation::to_blueprint(cx, blueprint)?,
        None => Vec::new(),
    };
    may.retain(|&action| {
        action != Action::ShowBlueprintPermissions
            || agent.blueprint_id.is_some() && !cx.allowed(&[action], &of_blueprint).is_empty()
    });
    Ok(AgentPermissions {
        agent: crate::agent::reference(cx.db(), id)?,
        blueprint: agent
            .blueprint_id
            .map(|blueprint| crate::agent::blueprint_reference(cx.db(), blueprint))
            .transpose()?,
        at: Wire(at),
        is_in_force: out_of_force.is_none(),
        out_of_force: out_of_force.map(|reason| sentence(&reason.to_string())),
        permissions,
        may: may.into_iter().map(Wire).collect(),
    })
}

fn packages_of(
    cx: &impl Context,
    held: &[Holding],
    right: Right,
    at: Timestamp,
) -> Reply<Vec<crate::view::reference::AccessPackageRef>> {
    let mut packages = Vec::new();
    for one in held.iter().filter(|it| it.right == right && it.holds_at(at)) {
        if let HeldBy::Assignment(id) = one.by
            && let Some(assignment) = assignments::get(cx.db(), id)?
        {
            let package = crate::access_package::reference(cx.db(), assignment.access_package_id)?;
            if !packages.contains(&package) {
                packages.push(package);
            }
        }
    }
    Ok(packages)
}

/// By what layers an agent holds a permission, or why not: in words, and sentence by sentence as code and values.
fn in_words(layers: Layers, is_blocked: bool, is_in_force: bool) -> (String, Vec<Said>) {
    let (words, code) = match layers.missing() {
        _ if is_blocked => ("on the block list, so nothing gives it", "isBlocked"),
        Some(MissingLayer::Consent) => ("declared; nobody has consented to it", "needsConsent"),
        Some(MissingLayer::Inheritance) => (
            "consented to on the blueprint's principal; the blueprint doesn't let it flow on",
            "needsInheritance",
        ),
        Some(MissingLayer::Declaration) => ("in no layer", "inNoLayer"),
        None => return by_ways(layers, is_in_force),
    };
    (words.to_owned(), vec![Said::new(code)])
}

fn by_ways(layers: Layers, is_in_force: bool) -> (String, Vec<Said>) {
    let (mut ways, mut said) = (Vec::new(), Vec::new());
    if layers.is_consented && layers.is_inheritable {
        ways.push("inherited from the blueprint");
        said.push(Said::new("isInherited"));
    }
    if layers.is_direct {
        ways.push("given to this agent");
        said.push(Said::new("isDirect"));
    }
    if layers.is_assigned {
        ways.push("given by a package");
        said.push(Said::new("isAssigned"));
    }
    let ways = ways.join(" and ");
    if is_in_force {
        return (ways, said);
    }
    said.push(Said::new("givesNothing"));
    (format!("{ways}, but gives nothing while the agent is switched off"), said)
}

fn agent_row(
    cx: &impl Context,
    offered: &OfferedRight,
    layers: Layers,
    is_in_force: bool,
) -> Reply<AgentPermissionRow> {
    let (sources, missing) = (layers.sources(), layers.missing());
    let is_given = !sources.is_empty() && !offered.is_blocked();
    let (words, said) = in_words(layers, offered.is_blocked(), is_in_force);
    let (closed_because, closed_because_saying) = closed_because(offered);
    Ok(AgentPermissionRow {
        right: right_view(cx, offered.right)?,
        is_declared: layers.is_declared,
        is_inheritable: layers.is_inheritable,
        is_consented: layers.is_consented,
        is_direct: layers.is_direct,
        access_packages: Vec::new(),
        sources: sources.into_iter().map(Wire).collect(),
        is_effective: is_given && is_in_force,
        missing: missing.map(Wire),
        closed_because,
        closed_because_saying,
        sentence: sentence(&words),
        sayings: said.into_iter().map(Into::into).collect(),
    })
}

/// Shows what agents may never hold, and which directory roles they may.
pub(crate) fn show_block_list(cx: &Reading<'_>, _: ShowBlockList) -> Reply<BlockList> {
    cx.authorise(Action::ShowBlockList, &[], "block list")?;
    let list = |list: NameList| SourcedList {
        source: list.source().to_owned(),
        date: list.date().to_owned(),
        names: list.names().map(str::to_owned).collect(),
    };
    Ok(BlockList {
        blocked_directory_roles: list(blocklist::BLOCKED_DIRECTORY_ROLES),
        blocked_permissions: list(blocklist::BLOCKED_PERMISSIONS),
        allowed_directory_roles: list(blocklist::ALLOWED_DIRECTORY_ROLES),
    })
}
