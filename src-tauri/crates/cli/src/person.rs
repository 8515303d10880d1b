//! People: listed, shown, and leaving. Who inherits is the command layer's business.

use chaperone_commands::Reply;
use chaperone_commands::view::directory::{
    DepartureView, PersonFilter, PersonPage, PersonView, RecordDeparture, RehearseDeparture,
    ShowPerson,
};
use clap::Subcommand;
use serde_json::json;

use crate::exit::Exit;
use crate::find;
use crate::host::Host;
use crate::list::{self, Page};
use crate::output::Output;
use crate::table::Table;
use crate::words::{facts, names, or_none, part, people, second_or, yes};

/// What can be done with people.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List people by name
    List {
        /// A part of the name, address, title or department
        #[arg(long)]
        search: Option<String>,
        /// Only those who are active now
        #[arg(long, conflicts_with = "inactive")]
        active: bool,
        /// Only those who aren't active now
        #[arg(long)]
        inactive: bool,
        #[command(flatten)]
        page: Page,
    },
    /// See one person
    Show {
        /// The person, by id, address or name
        person: String,
    },
    /// Carry out that a person leaves now; their sponsorships pass on in the same step
    Leave {
        /// The person, by id, address or name
        person: String,
        /// Only see who would inherit what
        #[arg(long)]
        rehearse: bool,
    },
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    let width = output.width();
    match verb {
        Verb::List { search, active, inactive, page } => {
            let is_active = (active || inactive).then_some(active);
            let filter = json!({ "filter": PersonFilter { search, is_active } });
            let view = list::read(host, "list_people", filter, &page)?;
            output.answer(view, |page: PersonPage| table(&page, width) + &list::more(page.next))?;
        }
        Verb::Show { person } => {
            let person_id = find::person(host, &person)?;
            output.answer(host.call("show_person", ShowPerson { person_id })?, show)?;
        }
        Verb::Leave { person, rehearse } => {
            let person_id = find::person(host, &person)?;
            let view = if rehearse {
                host.call("rehearse_departure", RehearseDeparture { person_id })?
            } else {
                host.call("record_departure", RecordDeparture { person_id })?
            };
            output.answer(view, |view| depart(view, rehearse, width))?;
        }
    }
    Ok(Exit::Done)
}

fn table(page: &PersonPage, width: Option<u16>) -> String {
    let headings = ["Person", "Address", "Department", "Manager", "Active", "Roles", "Agents"];
    let mut table = Table::of("people", headings);
    for row in &page.rows {
        table.row([
            row.display_name.clone(),
            row.email.clone(),
            row.department.clone().unwrap_or_default(),
            row.manager.as_ref().map(|manager| manager.display_name.clone()).unwrap_or_default(),
            yes(row.is_active),
            roles(&row.roles),
            row.sponsored_agents.to_string(),
        ]);
    }
    table.text(width)
}

fn roles(roles: &[chaperone_commands::wire::Wire<chaperone_domain::authority::Role>]) -> String {
    roles.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn show(view: PersonView) -> String {
    let person = view.person;
    let agents = |agents: &[chaperone_commands::view::reference::AgentRef]| {
        names(agents.iter().map(|agent| agent.display_name.as_str()), "none")
    };
    facts([
        ("Person", person.display_name),
        ("Id", person.id.to_string()),
        ("Address", person.email),
        ("Title", or_none(person.job_title.as_deref())),
        ("Department", or_none(person.department.as_deref())),
        ("Manager", or_none(person.manager.map(|manager| manager.display_name).as_deref())),
        ("Active", yes(person.is_active)),
        ("Hired", second_or(view.hired_at, "not known")),
        ("Leaves", second_or(view.leaves_at, "not known")),
        ("Roles", or_none(Some(roles(&person.roles).as_str()))),
        ("Reports", people(&view.reports)),
        ("Groups", names(view.groups.iter().map(|group| group.display_name.as_str()), "none")),
        ("Sponsors", agents(&view.sponsors)),
        ("Owns", agents(&view.owns)),
    ])
}

fn depart(view: DepartureView, is_rehearsal: bool, width: Option<u16>) -> String {
    let leaver = &view.person.display_name;
    let heir = match (&view.heir, &view.by) {
        (Some(heir), Some(by)) => format!("{} ({by})", heir.display_name),
        (Some(heir), None) => heir.display_name.clone(),
        (None, _) => "nobody".to_owned(),
    };
    let would = if is_rehearsal { "would leave" } else { "left" };
    let facts = facts([
        ("Person", format!("{leaver} {would}")),
        ("Heir", heir),
        ("Passed over", people(&view.passed_over)),
        (
            "Blueprints",
            names(view.blueprints.iter().map(|kind| kind.display_name.as_str()), "none"),
        ),
    ]);
    let agents = part("Agents", view.agents.is_empty(), || {
        let mut table = Table::of("agents", ["Agent", "Keeps a co-sponsor", "Held"]);
        for row in &view.agents {
            table.row([
                row.agent.display_name.clone(),
                yes(row.keeps_co_sponsor),
                yes(row.is_held),
            ]);
        }
        table.text(width)
    });
    facts + &agents
}
