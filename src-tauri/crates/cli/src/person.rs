//! People: listed, shown, added, changed, appointed, and leaving. Who inherits is the command layer's business.

use chaperone_commands::Reply;
use chaperone_commands::view::directory::{
    DepartureView, PassphraseSet, PersonFilter, PersonPage, PersonView, RecordDeparture,
    RehearseDeparture, SetPassphrase, ShowPerson,
};
use chaperone_commands::view::list::ListOf;
use chaperone_commands::view::person::{
    CreatePerson, DeparturesRehearsal, RehearseDepartures, UpdatePerson,
};
use chaperone_commands::view::sign_in::{OneTimePassphrase, ResetPassphrase};
use clap::{Args, Subcommand};
use serde_json::json;

use crate::exit::Exit;
use crate::host::Host;
use crate::list::{self, Rows};
use crate::moment::Moment;
use crate::output::Output;
use crate::table::Table;
use crate::words::{facts, names, or_none, part, people, second_or, yes};
use crate::{appointment, find, passphrase};

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
        rows: Rows,
    },
    /// See one person
    Show {
        /// The person, by id, address or name
        person: String,
    },
    /// Add a person
    Create {
        /// Name
        name: String,
        /// Address, unique
        email: String,
        #[command(flatten)]
        facts: Facts,
    },
    /// Change what is known of a person; an empty text removes what was there
    Edit {
        /// The person, by id, address or name
        person: String,
        /// Another name
        #[arg(long)]
        name: Option<String>,
        /// Another address
        #[arg(long)]
        email: Option<String>,
        #[command(flatten)]
        facts: Facts,
    },
    /// Set, move or take back the day on which a person leaves
    LeaveOn {
        /// The person, by id, address or name
        person: String,
        /// The day
        #[arg(required_unless_present = "never")]
        day: Option<Moment>,
        /// Take the leaving back
        #[arg(long, conflicts_with = "day")]
        never: bool,
    },
    /// See what would become of everything if several people left on one day
    Rehearse {
        /// The people, by id, address or name
        #[arg(required = true)]
        people: Vec<String>,
        /// The day; now when left out
        #[arg(long)]
        at: Option<Moment>,
    },
    /// Change your own passphrase; the new one is read from `CHAPERONE_NEW_PASSPHRASE` or asked for at the terminal
    Passphrase,
    /// Give somebody a one-time passphrase in place of a lost one
    ResetPassphrase {
        /// The person, by id, address or name
        person: String,
    },
    /// See who holds which role
    Roles(appointment::Where),
    /// Give a person or a group a role, in the workspace or in a catalog
    Appoint(appointment::Ask),
    /// Take a role away
    Withdraw(appointment::Ask),
    /// Carry out that a person leaves now; their sponsorships pass on in the same step
    Leave {
        /// The person, by id, address or name
        person: String,
        /// Only see who would inherit what
        #[arg(long)]
        rehearse: bool,
    },
}

/// What may be known of a person besides name and address.
#[derive(Debug, Args)]
pub(crate) struct Facts {
    /// The HR system's number
    #[arg(long)]
    employee_id: Option<String>,
    /// Job title
    #[arg(long)]
    title: Option<String>,
    /// Department
    #[arg(long)]
    department: Option<String>,
    /// The manager, by id, address or name
    #[arg(long)]
    manager: Option<String>,
    /// When employment begins
    #[arg(long)]
    hired: Option<Moment>,
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    let width = output.width();
    match verb {
        Verb::List { search, active, inactive, rows } => {
            let is_active = (active || inactive).then_some(active);
            let filter = PersonFilter { search, is_active };
            if rows.save(ListOf::People(filter.clone()), host, output)? {
                return Ok(Exit::Done);
            }
            let view = list::read(host, "list_people", json!({ "filter": filter }), &rows.page)?;
            output.answer(view, |page: PersonPage| table(&page, width) + &list::more(page.next))?;
        }
        Verb::Show { person } => {
            let person_id = find::person(host, &person)?;
            output.answer(host.call("show_person", ShowPerson { person_id })?, show)?;
        }
        Verb::Create { name, email, facts } => create(host, output, name, email, facts)?,
        Verb::Edit { person, name, email, facts } => {
            edit(host, output, &person, name, email, facts)?;
        }
        Verb::LeaveOn { person, day, .. } => {
            let leaves_at = Some(day.map(|day| day.instant(host)).transpose()?);
            let ask = UpdatePerson { leaves_at, ..unchanged(host, &person)? };
            output.answer(host.call("update_person", ask)?, show)?;
        }
        Verb::Rehearse { people, at } => {
            let person_ids =
                people.iter().map(|name| find::person(host, name)).collect::<Reply<_>>()?;
            let at = at.map(|at| at.instant(host)).transpose()?;
            let view = host.call("rehearse_departures", RehearseDepartures { person_ids, at })?;
            output.answer(view, |view| rehearsal(&view, width))?;
        }
        Verb::Passphrase => change_passphrase(host, output)?,
        Verb::ResetPassphrase { person } => {
            let person_id = find::person(host, &person)?;
            let view = host.call("reset_passphrase", ResetPassphrase { person_id })?;
            output.answer_once("reset_passphrase", view, |given: OneTimePassphrase| {
                format!(
                    "{} signs in once with: {}\nIt is told once; they choose their own then.\n",
                    given.person.display_name, given.passphrase
                )
            })?;
        }
        Verb::Roles(ask) => return appointment::list(&ask, host, output),
        Verb::Appoint(ask) => return appointment::appoint(&ask, host, output),
        Verb::Withdraw(ask) => return appointment::withdraw(&ask, host, output),
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

fn create(host: &Host, output: &Output, name: String, email: String, facts: Facts) -> Reply<()> {
    let ask = CreatePerson {
        display_name: name,
        email,
        employee_id: facts.employee_id,
        job_title: facts.title,
        department: facts.department,
        manager_id: facts.manager.map(|manager| find::person(host, &manager)).transpose()?,
        hired_at: facts.hired.map(|hired| hired.instant(host)).transpose()?,
        leaves_at: None,
    };
    output.answer(host.call("create_person", ask)?, show)
}

fn edit(
    host: &Host,
    output: &Output,
    person: &str,
    name: Option<String>,
    email: Option<String>,
    facts: Facts,
) -> Reply<()> {
    let told = |text: Option<String>| text.map(|text| Some(text).filter(|text| !text.is_empty()));
    let manager_id = match told(facts.manager) {
        Some(Some(manager)) => Some(Some(find::person(host, &manager)?)),
        Some(None) => Some(None),
        None => None,
    };
    let ask = UpdatePerson {
        display_name: name,
        email,
        employee_id: told(facts.employee_id),
        job_title: told(facts.title),
        department: told(facts.department),
        manager_id,
        hired_at: facts.hired.map(|hired| hired.instant(host).map(Some)).transpose()?,
        ..unchanged(host, person)?
    };
    output.answer(host.call("update_person", ask)?, show)
}

fn unchanged(host: &Host, person: &str) -> Reply<UpdatePerson> {
    Ok(UpdatePerson {
        person_id: find::person(host, person)?,
        display_name: None,
        email: None,
        employee_id: None,
        job_title: None,
        department: None,
        manager_id: None,
        hired_at: None,
        leaves_at: None,
    })
}

fn rehearsal(view: &DeparturesRehearsal, width: Option<u16>) -> String {
    let mut leavers = Table::of("people", ["Leaves", "Heir", "Found by", "Passed over", "Agents"]);
    for row in &view.people {
        leavers.row([
            row.person.display_name.clone(),
            or_none(row.heir.as_ref().map(|heir| heir.display_name.as_str())),
            row.by.map(|by| by.to_string()).unwrap_or_default(),
            people(&row.passed_over),
            row.agents.len().to_string(),
        ]);
    }
    let mut heirs = Table::of("heirs", ["Heir", "Sponsors now", "Would be added"]);
    for load in &view.heirs {
        heirs.row([
            load.person.display_name.clone(),
            load.agents_now.to_string(),
            load.agents_inherited.to_string(),
        ]);
    }
    let refused: Vec<_> = view
        .people
        .iter()
        .filter_map(|row| Some(format!("{}: {}", row.person.display_name, row.refusal.as_ref()?)))
        .collect();
    leavers.text(width)
        + &part("Heirs", view.heirs.is_empty(), || heirs.text(width))
        + &part("Would be held", view.held.is_empty(), || {
            names(view.held.iter().map(|agent| agent.display_name.as_str()), "none") + "\n"
        })
        + &part("Can't go yet", refused.is_empty(), || refused.join("\n") + "\n")
}

fn change_passphrase(host: &Host, output: &Output) -> Reply<()> {
    let current = passphrase::of("the one who acts")?;
    let ask = SetPassphrase {
        person_id: None,
        current: Some(current),
        passphrase: passphrase::another()?,
    };
    output.answer(host.call("set_passphrase", ask)?, |set: PassphraseSet| {
        format!("The passphrase of {} was changed.\n", set.person.display_name)
    })
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
