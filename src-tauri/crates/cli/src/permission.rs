//! API permissions: layers of a blueprint and what reaches an agent, shown and changed. Who may do so, and what follows, is
//! the command layer's business.

use chaperone_commands::view::permission::{
    AddInheritablePermission, AgentPermissions, BlockList, BlueprintPermissions, DeclarePermission,
    GrantAgentPermission, GrantConsent, RemoveInheritablePermission, RevokeAgentPermission,
    RevokeConsent, ShowAgentPermissions, ShowBlueprintPermissions, UpdateInheritablePermission,
    WithdrawDeclaration,
};
use chaperone_commands::wire::Wire;
use chaperone_commands::{Failure, Reply};
use chaperone_domain::permission::Inheritable;
use chaperone_domain::right::RightKind;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::find;
use crate::host::Host;
use crate::moment::{self, Moment};
use crate::output::Output;
use crate::table::Table;
use crate::term::term;
use crate::words::{facts, names, or_none, part, second, yes};

/// What can be done with API permissions.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// See the permissions of a blueprint, or those that reach an agent, layer by layer
    Show {
        #[command(flatten)]
        of: Holder,
        /// At which instant, for an agent; now when left out
        #[arg(long, value_name = "INSTANT")]
        at: Option<Moment>,
    },
    /// Declare that a blueprint needs a permission
    Declare(OfBlueprint),
    /// Take a declared need back
    Undeclare(OfBlueprint),
    /// Let an API's permissions flow on to a blueprint's agents, or change which of them do
    Inherit {
        /// The blueprint, by id or name
        #[arg(long)]
        blueprint: String,
        /// The API, by id or name
        #[arg(long)]
        resource: String,
        /// What of its delegated permissions flows on
        #[arg(long, value_parser = term::<Inheritable>(), default_value = "allAllowed")]
        scopes: Inheritable,
        /// What of its application permissions flows on
        #[arg(long, value_parser = term::<Inheritable>(), default_value = "allAllowed")]
        roles: Inheritable,
    },
    /// Take an API out of a blueprint's inheritable list
    Disinherit {
        /// The blueprint, by id or name
        #[arg(long)]
        blueprint: String,
        /// The API, by id or name
        #[arg(long)]
        resource: String,
    },
    /// Consent to a permission: for a blueprint, or for one agent alone
    Consent(Consent),
    /// Revoke a consent
    Revoke(Consent),
    /// See what agents may never hold, and which directory roles they may
    BlockList,
}

/// A blueprint or an agent.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Holder {
    /// The blueprint, by id or name
    #[arg(long)]
    blueprint: Option<String>,
    /// The agent, by id or name
    #[arg(long)]
    agent: Option<String>,
}

/// A permission of an API.
#[derive(Debug, Args)]
pub(crate) struct Permission {
    /// The API, by id or name
    #[arg(long)]
    resource: String,
    /// The permission, by id or value
    #[arg(long)]
    permission: String,
    /// `delegatedPermission` or `appRole`, where the API has both of that value
    #[arg(long, value_parser = term::<RightKind>())]
    kind: Option<RightKind>,
}

/// A permission of a blueprint.
#[derive(Debug, Args)]
pub(crate) struct OfBlueprint {
    /// The blueprint, by id or name
    #[arg(long)]
    blueprint: String,
    #[command(flatten)]
    permission: Permission,
}

/// A permission of a blueprint or of an agent.
#[derive(Debug, Args)]
pub(crate) struct Consent {
    #[command(flatten)]
    holder: Holder,
    #[command(flatten)]
    permission: Permission,
    /// Why
    #[arg(long, value_name = "REASON", default_value = "")]
    why: String,
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    let width = output.width();
    let of_blueprint = |view: Value| {
        output.answer(view, |view: BlueprintPermissions| blueprint_words(&view, width))
    };
    let of_agent =
        |view: Value| output.answer(view, |view: AgentPermissions| agent_words(&view, width));
    match verb {
        Verb::Show { of: Holder { agent: Some(agent), .. }, at } => {
            let (agent_id, at) = (find::agent(host, &agent)?, moment::instant(at, host)?);
            let ask = ShowAgentPermissions { agent_id, at };
            of_agent(host.call("show_agent_permissions", ask)?)?;
        }
        Verb::Show { of: Holder { blueprint, .. }, .. } => {
            let blueprint_id = find::blueprint(host, &blueprint.unwrap_or_default())?;
            let ask = ShowBlueprintPermissions { blueprint_id };
            of_blueprint(host.call("show_blueprint_permissions", ask)?)?;
        }
        Verb::Declare(OfBlueprint { blueprint, permission }) => {
            let Permission { resource, permission, kind } = permission;
            let (blueprint_id, kind) = (find::blueprint(host, &blueprint)?, kind.map(Wire));
            let ask = DeclarePermission { blueprint_id, resource, permission, kind };
            of_blueprint(host.call("declare_permission", ask)?)?;
        }
        Verb::Undeclare(OfBlueprint { blueprint, permission }) => {
            let Permission { resource, permission, kind } = permission;
            let (blueprint_id, kind) = (find::blueprint(host, &blueprint)?, kind.map(Wire));
            let ask = WithdrawDeclaration { blueprint_id, resource, permission, kind };
            of_blueprint(host.call("withdraw_declaration", ask)?)?;
        }
        Verb::Inherit { blueprint, resource, scopes, roles } => {
            let blueprint_id = find::blueprint(host, &blueprint)?;
            of_blueprint(inherit(host, blueprint_id, resource, Wire(scopes), Wire(roles))?)?;
        }
        Verb::Disinherit { blueprint, resource } => {
            let blueprint_id = find::blueprint(host, &blueprint)?;
            let ask = RemoveInheritablePermission { blueprint_id, resource };
            of_blueprint(host.call("remove_inheritable_permission", ask)?)?;
        }
        Verb::Consent(consent) => match grant(consent, host)? {
            Answer::Blueprint(view) => of_blueprint(view)?,
            Answer::Agent(view) => of_agent(view)?,
        },
        Verb::Revoke(consent) => match revoke(consent, host)? {
            Answer::Blueprint(view) => of_blueprint(view)?,
            Answer::Agent(view) => of_agent(view)?,
        },
        Verb::BlockList => {
            output.answer(host.call("show_block_list", json!({}))?, |list: BlockList| {
                block_list_words(&list)
            })?;
        }
    }
    Ok(Exit::Done)
}

/// Adds an API to the list, or changes its entry where it is there already.
fn inherit(
    host: &Host,
    blueprint_id: Wire<chaperone_domain::id::BlueprintId>,
    resource: String,
    scopes: Wire<Inheritable>,
    roles: Wire<Inheritable>,
) -> Reply<Value> {
    let ask = AddInheritablePermission { blueprint_id, resource: resource.clone(), scopes, roles };
    match host.call("add_inheritable_permission", ask) {
        Err(Failure { code, .. }) if code == "resource_already_inheritable" => {
            let ask = UpdateInheritablePermission { blueprint_id, resource, scopes, roles };
            host.call("update_inheritable_permission", ask)
        }
        answer => answer,
    }
}

enum Answer {
    Blueprint(Value),
    Agent(Value),
}

fn grant(consent: Consent, host: &Host) -> Reply<Answer> {
    let Consent { holder, permission, why: justification } = consent;
    let Permission { resource, permission, kind } = permission;
    let kind = kind.map(Wire);
    if let Some(agent) = holder.agent {
        let agent_id = find::agent(host, &agent)?;
        let ask = GrantAgentPermission { agent_id, resource, permission, kind, justification };
        return host.call("grant_agent_permission", ask).map(Answer::Agent);
    }
    let blueprint_id = find::blueprint(host, &holder.blueprint.unwrap_or_default())?;
    let ask = GrantConsent { blueprint_id, resource, permission, kind, justification };
    host.call("grant_consent", ask).map(Answer::Blueprint)
}

fn revoke(consent: Consent, host: &Host) -> Reply<Answer> {
    let Consent { holder, permission, why: justification } = consent;
    let Permission { resource, permission, kind } = permission;
    let kind = kind.map(Wire);
    if let Some(agent) = holder.agent {
        let agent_id = find::agent(host, &agent)?;
        let ask = RevokeAgentPermission { agent_id, resource, permission, kind, justification };
        return host.call("revoke_agent_permission", ask).map(Answer::Agent);
    }
    let blueprint_id = find::blueprint(host, &holder.blueprint.unwrap_or_default())?;
    let ask = RevokeConsent { blueprint_id, resource, permission, kind, justification };
    host.call("revoke_consent", ask).map(Answer::Blueprint)
}

fn blueprint_words(view: &BlueprintPermissions, width: Option<u16>) -> String {
    let mut needs = Table::of(
        "permissions",
        ["Permission", "Kind", "Declared", "Inheritable", "Consented", "Reaches agents"],
    );
    for row in &view.permissions {
        let by = row.consented_by.as_ref().map(|person| person.display_name.as_str());
        let consented = match (row.consented_at, by) {
            (Some(at), Some(by)) => format!("{} by {by}", second(at)),
            (Some(at), None) => second(at),
            (None, _) => "no".to_owned(),
        };
        needs.row([
            crate::access::right(&row.right),
            row.right.kind.to_string(),
            yes(row.is_declared),
            yes(row.is_inheritable),
            consented,
            yes(row.flows),
        ]);
    }
    let mut list = Table::of("APIs", ["Inheritable API", "Scopes", "Roles", "Since"]);
    for entry in &view.inheritable {
        list.row([
            entry.application.display_name.clone(),
            entry.scopes.to_string(),
            entry.roles.to_string(),
            second(entry.starts_at),
        ]);
    }
    let head = facts([
        ("Blueprint", view.blueprint.display_name.clone()),
        ("Agents", view.agents.to_string()),
        ("In force", yes(view.is_in_force)),
    ]);
    format!("{head}\n{}\n{}", needs.text(width), list.text(width))
}

fn agent_words(view: &AgentPermissions, width: Option<u16>) -> String {
    let mut table = Table::of("permissions", ["Permission", "Kind", "Layers", "Effective", "How"]);
    for row in &view.permissions {
        let layers = [
            (row.is_declared, "declared"),
            (row.is_inheritable, "inheritable"),
            (row.is_consented, "consented"),
            (row.is_direct, "this agent"),
            (!row.access_packages.is_empty(), "package"),
        ];
        let layers = layers.into_iter().filter_map(|(stands, layer)| stands.then_some(layer));
        table.row([
            crate::access::right(&row.right),
            row.right.kind.to_string(),
            names(layers, "none"),
            yes(row.is_effective),
            row.sentence.clone(),
        ]);
    }
    let head = facts([
        ("Agent", view.agent.display_name.clone()),
        ("Blueprint", or_none(view.blueprint.as_ref().map(|it| it.display_name.as_str()))),
        ("At", view.at.to_string()),
        ("May act", view.out_of_force.clone().unwrap_or_else(|| yes(view.is_in_force))),
    ]);
    format!("{head}\n{}", table.text(width))
}

fn block_list_words(list: &BlockList) -> String {
    let one = |heading: &str, list: &chaperone_commands::view::permission::SourcedList| {
        part(&format!("{heading} ({}, {})", list.source, list.date), list.names.is_empty(), || {
            list.names.iter().map(|name| format!("  {name}\n")).collect()
        })
    };
    one("Directory roles that agents never hold", &list.blocked_directory_roles)
        + &one("Permissions that agents never hold", &list.blocked_permissions)
        + &one("Directory roles that agents may hold", &list.allowed_directory_roles)
}
