//! Agents: listed, shown, made, changed, switched, deleted and restored. Who may do so is the command layer's business.

use chaperone_commands::Reply;
use chaperone_commands::view::agent::{
    AgentFilter, AgentPage, AgentRow, AgentView, AgentsChanged, ChangeAgents, DeleteAgent,
    DisableAgent, EnableAgent, PurgeAgent, RestoreAgent, ShowAgent,
};
use chaperone_commands::view::list::ListOf;
use chaperone_commands::wire::Wire;
use chaperone_domain::agent::{AgentChange, AgentKind, AgentPlatform, AgentState};
use clap::Subcommand;
use serde_json::json;

use crate::exit::Exit;
use crate::host::Host;
use crate::identity::{self, Labels, SponsorChange};
use crate::list::{self, Rows};
use crate::output::Output;
use crate::secret::{self, Holder};
use crate::table::Table;
use crate::term::term;
use crate::words::{facts, history, names, or_none, part, people, second, second_or, yes};
use crate::{assignment, find, output};

/// What can be done with agents.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List agents by name
    List {
        /// A part of the name, of a sponsor's name or of the id
        #[arg(long)]
        search: Option<String>,
        /// In this state; deleted ones are only listed when asked for
        #[arg(long, value_parser = term::<AgentState>())]
        state: Option<AgentState>,
        /// Only agents, or only plain service principals
        #[arg(long, value_parser = term::<AgentKind>())]
        kind: Option<AgentKind>,
        /// Only those of this blueprint, by id or name
        #[arg(long)]
        blueprint: Option<String>,
        /// Only those made there
        #[arg(long, value_parser = term::<AgentPlatform>())]
        platform: Option<AgentPlatform>,
        /// Only those with this tag
        #[arg(long)]
        tag: Option<String>,
        /// Only those whose blueprint is permanently gone
        #[arg(long)]
        orphaned: bool,
        /// Only those that you sponsor or own
        #[arg(long)]
        mine: bool,
        /// Only those without an active sponsor
        #[arg(long)]
        without_sponsor: bool,
        #[command(flatten)]
        rows: Rows,
    },
    /// See one agent
    Show {
        /// The agent, by id or name
        agent: String,
    },
    /// Switch an agent on
    Enable {
        /// The agent, by id or name
        agent: String,
    },
    /// Switch an agent off; when an administrator does it, the agent is held
    Disable {
        /// The agent, by id or name
        agent: String,
        /// Why
        #[arg(long, value_name = "REASON", default_value = "")]
        why: String,
    },
    /// Make an agent from a blueprint
    Create {
        /// Its name
        name: String,
        /// Its blueprint, by id or name
        #[arg(long)]
        blueprint: String,
        /// A person who sponsors it, by id, address or name; several are named one by one
        #[arg(long)]
        sponsor: Vec<String>,
        /// A group that sponsors it, by id or name
        #[arg(long)]
        sponsor_group: Vec<String>,
        /// A person who owns it
        #[arg(long)]
        owner: Vec<String>,
        #[command(flatten)]
        labels: Labels,
    },
    /// Change what is written about an agent; what is left out stays
    Edit {
        /// The agent, by id or name
        agent: String,
        /// A new name
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        labels: Labels,
    },
    /// Change who sponsors an agent
    Sponsor {
        /// The agent, by id or name
        agent: String,
        #[command(flatten)]
        change: SponsorChange,
    },
    /// Change who owns an agent
    Owner {
        /// The agent, by id or name
        agent: String,
        /// A person who becomes an owner
        #[arg(long)]
        add: Vec<String>,
        /// A person who no longer is one
        #[arg(long)]
        remove: Vec<String>,
    },
    /// Give an agent a user account, or change the one that it has
    User {
        /// The agent, by id or name
        agent: String,
        /// The account's name
        #[arg(long)]
        name: Option<String>,
        /// Its mail alias
        #[arg(long)]
        nickname: Option<String>,
        /// The person to whom it reports
        #[arg(long)]
        manager: Option<String>,
    },
    /// Delete agents; each can be restored for 30 days
    Delete {
        /// The agents, by id or name
        #[arg(required = true)]
        agents: Vec<String>,
        /// Why
        #[arg(long, value_name = "REASON", default_value = "")]
        why: String,
    },
    /// Bring a deleted agent back, in the state that it had
    Restore {
        /// The agent, by id or name
        agent: String,
    },
    /// Delete a deleted agent for good
    Purge {
        /// The agent, by id or name
        agent: String,
        /// Why
        #[arg(long, value_name = "REASON", default_value = "")]
        why: String,
    },
    /// The secrets by which it says who it is
    Secret {
        #[command(subcommand)]
        verb: secret::Verb,
    },
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    let width = output.width();
    match verb {
        Verb::List {
            search,
            state,
            kind,
            blueprint,
            platform,
            tag,
            orphaned,
            mine,
            without_sponsor,
            rows,
        } => {
            let filter = AgentFilter {
                search,
                state: state.map(Wire),
                kind: kind.map(Wire),
                blueprint_id: blueprint.map(|text| find::blueprint(host, &text)).transpose()?,
                platform: platform.map(Wire),
                tag,
                orphaned,
                mine,
                without_sponsor,
            };
            if rows.save(ListOf::Agents(filter.clone()), host, output)? {
                return Ok(Exit::Done);
            }
            let view = list::read(host, "list_agents", json!({ "filter": filter }), &rows.page)?;
            output.answer(view, |page: AgentPage| {
                table(&page.rows, width) + &list::more(page.next)
            })?;
        }
        Verb::Secret { verb } => return secret::run(verb, Holder::Agent, host, output),
        Verb::Show { agent } => {
            let agent_id = find::agent(host, &agent)?;
            output.answer(host.call("show_agent", ShowAgent { agent_id })?, |view| {
                show(view, width)
            })?;
        }
        Verb::Enable { agent } => {
            let agent_id = find::agent(host, &agent)?;
            output.answer(host.call("enable_agent", EnableAgent { agent_id })?, switched)?;
        }
        Verb::Disable { agent, why } => {
            let ask = DisableAgent { agent_id: find::agent(host, &agent)?, justification: why };
            output.answer(host.call("disable_agent", ask)?, switched)?;
        }
        verb => return change(verb, host, output),
    }
    Ok(Exit::Done)
}

/// The verbs that make, change and delete.
fn change(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    match verb {
        Verb::Create { name, blueprint, sponsor, sponsor_group, owner, labels } => {
            let ask = json!({
                "blueprintId": find::blueprint(host, &blueprint)?,
                "displayName": name,
                "sponsors": identity::sponsors(host, &sponsor, &sponsor_group)?,
                "ownerIds": identity::people(host, &owner)?,
            });
            output.answer(host.call("create_agent", labels.into(ask))?, switched)?;
        }
        Verb::Edit { agent, name, labels } => {
            let mut ask = json!({ "agentId": find::agent(host, &agent)? });
            if let Some(name) = name {
                ask["displayName"] = name.into();
            }
            output.answer(host.call("update_agent", labels.into(ask))?, changed)?;
        }
        Verb::Sponsor { agent, change } => {
            let agent_id = find::agent(host, &agent)?;
            let ask = change.read(host)?.with("agentId", json!(agent_id));
            output.answer(host.call("update_agent_sponsors", ask)?, |view: AgentView| {
                format!(
                    "{} is sponsored by {} now.",
                    view.agent.display_name,
                    sponsors(&view.agent)
                )
            })?;
        }
        Verb::Owner { agent, add, remove } => {
            let owners = |named: &[String]| -> Reply<Vec<serde_json::Value>> {
                let ids = identity::people(host, named)?;
                Ok(ids.into_iter().map(|id| json!({ "personId": id })).collect())
            };
            let agent_id = find::agent(host, &agent)?;
            let ask =
                json!({ "agentId": agent_id, "add": owners(&add)?, "remove": owners(&remove)? });
            output.answer(host.call("update_agent_owners", ask)?, |view: AgentView| {
                format!("{} is owned by {} now.", view.agent.display_name, people(&view.owners))
            })?;
        }
        Verb::User { agent, name, nickname, manager } => {
            let agent_id = find::agent(host, &agent)?;
            let view: AgentView = host.view("show_agent", ShowAgent { agent_id })?;
            let mut ask = json!({ "agentId": agent_id });
            if let Some(name) = name {
                ask["displayName"] = name.into();
            }
            if let Some(nickname) = nickname {
                ask["mailNickname"] = nickname.into();
            }
            if let Some(manager) = manager {
                ask["managerId"] = json!(find::person(host, &manager)?);
            }
            let command =
                if view.agent_user.is_some() { "update_agent_user" } else { "create_agent_user" };
            output.answer(host.call(command, ask)?, changed)?;
        }
        Verb::Delete { agents, why } => return delete(&agents, why, host, output),
        Verb::Restore { agent } => {
            let agent_id = find::deleted_agent(host, &agent)?;
            output.answer(host.call("restore_agent", RestoreAgent { agent_id })?, switched)?;
        }
        Verb::Purge { agent, why } => {
            let agent_id = find::deleted_agent(host, &agent)?;
            let ask = PurgeAgent { agent_id, justification: why };
            output.answer(host.call("purge_agent", ask)?, switched)?;
        }
        Verb::List { .. }
        | Verb::Show { .. }
        | Verb::Enable { .. }
        | Verb::Disable { .. }
        | Verb::Secret { .. } => {}
    }
    Ok(Exit::Done)
}

fn delete(agents: &[String], why: String, host: &Host, output: &Output) -> Reply<Exit> {
    let agent_ids =
        agents.iter().map(|agent| find::agent(host, agent)).collect::<Reply<Vec<_>>>()?;
    if let [agent_id] = agent_ids[..] {
        let ask = DeleteAgent { agent_id, justification: why };
        output.answer(host.call("delete_agent", ask)?, switched)?;
        return Ok(Exit::Done);
    }
    let ask = ChangeAgents { agent_ids, change: Wire(AgentChange::Delete), justification: why };
    let answer = host.call("change_agents", ask)?;
    let view: AgentsChanged = output::read(answer.clone())?;
    let is_all = view.refused == 0;
    output.answer(answer, |view: AgentsChanged| {
        let lines = view.results.into_iter().map(|result| {
            let name = result.display_name.unwrap_or_else(|| result.id.to_string());
            match result.message {
                None => format!("{name} was deleted."),
                Some(message) => format!("{name}: {message}"),
            }
        });
        lines.collect::<Vec<_>>().join("\n")
    })?;
    Ok(Exit::when(is_all))
}

fn table(rows: &[AgentRow], width: Option<u16>) -> String {
    let mut table =
        Table::of("agents", ["Agent", "Blueprint", "State", "Sponsors", "Packages", "Next end"]);
    for row in rows {
        table.row([
            row.display_name.clone(),
            blueprint(row),
            row.effective_state.to_string(),
            sponsors(row),
            row.assignments.to_string(),
            second_or(row.next_end_at, ""),
        ]);
    }
    table.text(width)
}

fn blueprint(row: &AgentRow) -> String {
    row.blueprint.as_ref().map_or("none".to_owned(), |blueprint| blueprint.display_name.clone())
}

fn sponsors(agent: &AgentRow) -> String {
    identity::sponsors_in_words(&agent.sponsors)
}

fn show(view: AgentView, width: Option<u16>) -> String {
    let agent = &view.agent;
    let in_force =
        view.out_of_force.map_or_else(|| yes(view.is_in_force), |why| format!("no: {why}"));
    let user =
        view.agent_user.map(|user| format!("{} ({})", user.display_name, user.mail_nickname));
    let facts = facts([
        ("Agent", agent.display_name.clone()),
        ("Id", agent.id.to_string()),
        ("Kind", agent.kind.to_string()),
        ("Blueprint", blueprint(agent)),
        ("For", or_none(Some(view.description.as_str()))),
        ("Platform", agent.platform.map_or("not known".to_owned(), |it| it.to_string())),
        ("State", agent.state.to_string()),
        ("May act", in_force),
        ("Sponsors", sponsors(agent)),
        ("Owners", people(&view.owners)),
        ("User account", or_none(user.as_deref())),
        ("Tags", names(agent.tags.iter().map(String::as_str), "none")),
        ("Attributes", identity::attributes(&view.attributes)),
        ("Made", second(view.created_at)),
        ("Deleted", second_or(agent.deleted_at, "no")),
        ("Restorable until", second_or(agent.purges_at, "not deleted")),
    ]);
    let held = part("Access packages", view.assignments.is_empty(), || {
        assignment::table(&view.assignments, width)
    });
    facts + &held + &history(&view.lifecycle, width)
}

fn switched(view: AgentView) -> String {
    format!("{} is {} now.", view.agent.display_name, view.agent.state)
}

fn changed(view: AgentView) -> String {
    format!("{} was changed.", view.agent.display_name)
}
