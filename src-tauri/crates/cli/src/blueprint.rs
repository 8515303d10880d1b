//! Blueprints: listed, shown, made, changed, switched, deleted and restored. Who may do so is the command layer's business.

use chaperone_commands::Reply;
use chaperone_commands::view::blueprint::{
    BlueprintFilter, BlueprintPage, BlueprintView, DeleteBlueprint, DisableBlueprint,
    EnableBlueprint, PurgeBlueprint, RestoreBlueprint, ShowBlueprint,
};
use chaperone_commands::view::list::ListOf;
use chaperone_commands::wire::Wire;
use chaperone_domain::agent::AgentState;
use chaperone_domain::blueprint::FamilyPart;
use clap::{Args, Subcommand};
use serde_json::json;

use crate::exit::Exit;
use crate::find;
use crate::host::Host;
use crate::identity::{self, Labels, SponsorChange};
use crate::list::{self, Rows};
use crate::output::Output;
use crate::secret::{self, Holder};
use crate::table::Table;
use crate::term::term;
use crate::words::{facts, history, names, or_none, people, second, second_or};

/// What can be done with blueprints.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List blueprints by name
    List {
        /// A part of the name or of the id
        #[arg(long)]
        search: Option<String>,
        /// In this state; deleted ones are only listed when asked for
        #[arg(long, value_parser = term::<AgentState>())]
        state: Option<AgentState>,
        /// Only those that you sponsor or own
        #[arg(long)]
        mine: bool,
        #[command(flatten)]
        rows: Rows,
    },
    /// See one blueprint
    Show {
        /// The blueprint, by id or name
        blueprint: String,
    },
    /// Make a blueprint with its principal
    Create {
        /// Its name
        name: String,
        /// A person who sponsors it, by id, address or name; several are named one by one
        #[arg(long)]
        sponsor: Vec<String>,
        /// A group that sponsors it, by id or name
        #[arg(long)]
        sponsor_group: Vec<String>,
        /// A person who owns it besides you
        #[arg(long)]
        owner: Vec<String>,
        #[command(flatten)]
        labels: Labels,
    },
    /// Change what is written about a blueprint; what is left out stays
    Edit {
        /// The blueprint, by id or name
        blueprint: String,
        /// A new name
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        labels: Labels,
    },
    /// Change who sponsors a blueprint
    Sponsor {
        /// The blueprint, by id or name
        blueprint: String,
        #[command(flatten)]
        change: SponsorChange,
    },
    /// Change who owns a blueprint
    Owner {
        /// The blueprint, by id or name
        blueprint: String,
        /// A person who becomes an owner
        #[arg(long)]
        add: Vec<String>,
        /// A person who no longer is one
        #[arg(long)]
        remove: Vec<String>,
    },
    /// Switch a blueprint on
    Enable {
        #[command(flatten)]
        which: Which,
    },
    /// Switch a blueprint off, and its whole family with it
    Disable {
        #[command(flatten)]
        which: Which,
        /// Why
        #[arg(long, value_name = "REASON", default_value = "")]
        why: String,
    },
    /// Delete a blueprint; its agents follow a day later, unless it is restored before
    Delete {
        #[command(flatten)]
        which: Which,
        /// Why
        #[arg(long, value_name = "REASON", default_value = "")]
        why: String,
    },
    /// Bring a deleted blueprint back, in the state that it had
    Restore {
        #[command(flatten)]
        which: Which,
    },
    /// Delete a deleted blueprint for good
    Purge {
        /// The blueprint, by id or name
        blueprint: String,
        /// Why
        #[arg(long, value_name = "REASON", default_value = "")]
        why: String,
    },
    /// The secrets by which it vouches for its agents
    Secret {
        #[command(subcommand)]
        verb: secret::Verb,
    },
}

/// A blueprint, or its principal.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// The blueprint, by id or name
    blueprint: String,
    /// Mean its principal alone, its presence in this directory
    #[arg(long)]
    principal: bool,
}

impl Which {
    fn part(&self) -> Option<Wire<FamilyPart>> {
        self.principal.then_some(Wire(FamilyPart::Principal))
    }
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    let width = output.width();
    match verb {
        Verb::List { search, state, mine, rows } => {
            let filter = BlueprintFilter { search, state: state.map(Wire), mine };
            if rows.save(ListOf::Blueprints(filter.clone()), host, output)? {
                return Ok(Exit::Done);
            }
            let filter = json!({ "filter": filter });
            let view = list::read(host, "list_blueprints", filter, &rows.page)?;
            output
                .answer(view, |page: BlueprintPage| table(&page, width) + &list::more(page.next))?;
        }
        Verb::Secret { verb } => return secret::run(verb, Holder::Blueprint, host, output),
        Verb::Show { blueprint } => {
            let blueprint_id = find::blueprint(host, &blueprint)?;
            let answer = host.call("show_blueprint", ShowBlueprint { blueprint_id })?;
            output.answer(answer, |view| show(view, width))?;
        }
        Verb::Enable { which } => {
            let blueprint_id = find::blueprint(host, &which.blueprint)?;
            let ask = EnableBlueprint { blueprint_id, part: which.part() };
            output.answer(host.call("enable_blueprint", ask)?, stands)?;
        }
        Verb::Disable { which, why } => {
            let blueprint_id = find::blueprint(host, &which.blueprint)?;
            let ask = DisableBlueprint { blueprint_id, part: which.part(), justification: why };
            output.answer(host.call("disable_blueprint", ask)?, stands)?;
        }
        Verb::Delete { which, why } => {
            let blueprint_id = find::blueprint(host, &which.blueprint)?;
            let ask = DeleteBlueprint { blueprint_id, part: which.part(), justification: why };
            output.answer(host.call("delete_blueprint", ask)?, stands)?;
        }
        Verb::Restore { which } => {
            // A principal alone may be deleted while its blueprint isn't.
            let blueprint_id = if which.principal {
                find::blueprint(host, &which.blueprint)?
            } else {
                find::deleted_blueprint(host, &which.blueprint)?
            };
            let ask = RestoreBlueprint { blueprint_id, part: which.part() };
            output.answer(host.call("restore_blueprint", ask)?, stands)?;
        }
        Verb::Purge { blueprint, why } => {
            let blueprint_id = find::deleted_blueprint(host, &blueprint)?;
            let ask = PurgeBlueprint { blueprint_id, justification: why };
            output.answer(host.call("purge_blueprint", ask)?, stands)?;
        }
        verb => change(verb, host, output)?,
    }
    Ok(Exit::Done)
}

/// The verbs that make and change.
fn change(verb: Verb, host: &Host, output: &Output) -> Reply<()> {
    match verb {
        Verb::Create { name, sponsor, sponsor_group, owner, labels } => {
            let ask = json!({
                "displayName": name,
                "sponsors": identity::sponsors(host, &sponsor, &sponsor_group)?,
                "ownerIds": identity::people(host, &owner)?,
            });
            output.answer(host.call("create_blueprint", labels.into(ask))?, stands)
        }
        Verb::Edit { blueprint, name, labels } => {
            let mut ask = json!({ "blueprintId": find::blueprint(host, &blueprint)? });
            if let Some(name) = name {
                ask["displayName"] = name.into();
            }
            output.answer(host.call("update_blueprint", labels.into(ask))?, changed)
        }
        Verb::Sponsor { blueprint, change } => {
            let blueprint_id = find::blueprint(host, &blueprint)?;
            let ask = change.read(host)?.with("blueprintId", json!(blueprint_id));
            output.answer(host.call("update_blueprint_sponsors", ask)?, changed)
        }
        Verb::Owner { blueprint, add, remove } => {
            let ask = json!({
                "blueprintId": find::blueprint(host, &blueprint)?,
                "add": identity::people(host, &add)?,
                "remove": identity::people(host, &remove)?,
            });
            output.answer(host.call("update_blueprint_owners", ask)?, changed)
        }
        _ => Ok(()),
    }
}

fn table(page: &BlueprintPage, width: Option<u16>) -> String {
    let headings = ["Blueprint", "State", "Principal", "Platform", "Sponsors", "Agents"];
    let mut table = Table::of("blueprints", headings);
    for row in &page.rows {
        table.row([
            row.display_name.clone(),
            row.state.to_string(),
            row.principal_state.map_or("none".to_owned(), |state| state.to_string()),
            row.platform.map_or(String::new(), |platform| platform.to_string()),
            identity::sponsors_in_words(&row.sponsors),
            row.agents.to_string(),
        ]);
    }
    table.text(width)
}

fn show(view: BlueprintView, width: Option<u16>) -> String {
    let row = &view.blueprint;
    let principal = view.principal.map_or("none".to_owned(), |it| it.state.to_string());
    let agents = format!("{} of {}", row.agents, view.agent_quota);
    let facts = facts([
        ("Blueprint", row.display_name.clone()),
        ("Id", row.id.to_string()),
        ("Client id", view.app_id.to_string()),
        ("For", or_none(Some(view.description.as_str()))),
        ("Platform", row.platform.map_or("not known".to_owned(), |it| it.to_string())),
        ("State", row.state.to_string()),
        ("Principal", principal),
        ("Sponsors", identity::sponsors_in_words(&row.sponsors)),
        ("Owners", people(&view.owners)),
        ("Agents", agents),
        ("Tags", names(view.tags.iter().map(String::as_str), "none")),
        ("Attributes", identity::attributes(&view.attributes)),
        ("Made", second(view.created_at)),
        ("Deleted", second_or(row.deleted_at, "no")),
        ("Restorable until", second_or(row.purges_at, "not deleted")),
        ("Agents follow", second_or(view.cascade_at, "no")),
    ]);
    facts + &history(&view.lifecycle, width)
}

fn stands(view: BlueprintView) -> String {
    let row = &view.blueprint;
    let principal = match row.principal_state {
        Some(state) if state != row.state => format!(", its principal {state}"),
        _ => String::new(),
    };
    format!("{} is {}{principal} now.", row.display_name, row.state)
}

fn changed(view: BlueprintView) -> String {
    format!("{} was changed.", view.blueprint.display_name)
}
