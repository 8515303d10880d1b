//! Agents: listed, shown, switched on and off. Who may do so is the command layer's business.

use chaperone_commands::Reply;
use chaperone_commands::view::agent::{
    AgentFilter, AgentPage, AgentRow, AgentView, DisableAgent, EnableAgent, ShowAgent,
};
use chaperone_commands::wire::Wire;
use chaperone_domain::agent::AgentState;
use clap::Subcommand;
use serde_json::json;

use crate::exit::Exit;
use crate::host::Host;
use crate::list::{self, Page};
use crate::output::Output;
use crate::table::Table;
use crate::term::term;
use crate::words::{facts, history, names, or_none, part, people, second, second_or, yes};
use crate::{assignment, find};

/// What can be done with agents.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List agents by name
    List {
        /// A part of the name, of a sponsor's name or of the id
        #[arg(long)]
        search: Option<String>,
        /// In this state
        #[arg(long, value_parser = term::<AgentState>())]
        state: Option<AgentState>,
        /// Only those that you sponsor or own
        #[arg(long)]
        mine: bool,
        /// Only those without an active sponsor
        #[arg(long)]
        without_sponsor: bool,
        #[command(flatten)]
        page: Page,
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
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    let width = output.width();
    match verb {
        Verb::List { search, state, mine, without_sponsor, page } => {
            let filter = AgentFilter { search, state: state.map(Wire), mine, without_sponsor };
            let view = list::read(host, "list_agents", json!({ "filter": filter }), &page)?;
            output.answer(view, |page: AgentPage| {
                table(&page.rows, width) + &list::more(page.next)
            })?;
        }
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
    }
    Ok(Exit::Done)
}

fn table(rows: &[AgentRow], width: Option<u16>) -> String {
    let mut table =
        Table::of("agents", ["Agent", "Blueprint", "State", "Sponsors", "Packages", "Next end"]);
    for row in rows {
        table.row([
            row.display_name.clone(),
            row.blueprint.display_name.clone(),
            row.state.to_string(),
            sponsors(row),
            row.assignments.to_string(),
            second_or(row.next_end_at, ""),
        ]);
    }
    table.text(width)
}

fn sponsors(agent: &AgentRow) -> String {
    let name = |sponsor: &chaperone_commands::view::agent::SponsorView| {
        let person = sponsor.person.as_ref().map(|person| person.display_name.clone());
        let group =
            || sponsor.group.as_ref().map(|group| format!("{} (group)", group.display_name));
        let name = person.or_else(group).unwrap_or_default();
        if sponsor.is_active { name } else { format!("{name} (inactive)") }
    };
    let sponsors: Vec<_> = agent.sponsors.iter().map(name).collect();
    names(sponsors.iter().map(String::as_str), "nobody")
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
        ("Blueprint", agent.blueprint.display_name.clone()),
        ("State", agent.state.to_string()),
        ("May act", in_force),
        ("Sponsors", sponsors(agent)),
        ("Owners", people(&view.owners)),
        ("User account", or_none(user.as_deref())),
        ("Tags", names(view.tags.iter().map(String::as_str), "none")),
        ("Made", second(view.created_at)),
    ]);
    let held = part("Access packages", view.assignments.is_empty(), || {
        assignment::table(&view.assignments, width)
    });
    facts + &held + &history(&view.lifecycle, width)
}

fn switched(view: AgentView) -> String {
    format!("{} is {} now.", view.agent.display_name, view.agent.state)
}
