//! Appointments on the command line: who holds which role, giving one and taking one. With a catalog they are roles in that
//! catalog, without one roles in the workspace; which of them there are is the domain's business.

use chaperone_commands::view::appointment::{AppointmentRow, Appointments, ListAppointments};
use chaperone_commands::{Failure, Reply};
use chaperone_domain::authority::{CatalogRole, Role};
use chaperone_domain::term::Term;
use clap::Args;
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::find;
use crate::host::Host;
use crate::output::Output;
use crate::table::Table;

/// Who is appointed to what, and where.
#[derive(Debug, Args)]
pub(crate) struct Ask {
    /// The person, by id, address or name; or the group with --group
    who: String,
    /// The role, such as auditor; with --catalog such as catalogOwner
    role: String,
    /// A role in this catalog, by id or name, instead of one in the workspace
    #[arg(long)]
    catalog: Option<String>,
    /// WHO is a group: whoever is in it holds the role
    #[arg(long)]
    group: bool,
}

/// Where to look for appointments.
#[derive(Debug, Args)]
pub(crate) struct Where {
    /// In this catalog, by id or name
    #[arg(long, conflicts_with = "person")]
    catalog: Option<String>,
    /// Of this person, in person and through groups
    #[arg(long)]
    person: Option<String>,
}

/// Gives a role.
pub(crate) fn appoint(ask: &Ask, host: &Host, output: &Output) -> Reply<Exit> {
    change(ask, host, output, "appoint_role", "appoint_catalog_role")
}

/// Takes a role.
pub(crate) fn withdraw(ask: &Ask, host: &Host, output: &Output) -> Reply<Exit> {
    change(ask, host, output, "withdraw_role", "withdraw_catalog_role")
}

/// Lists who holds which role.
pub(crate) fn list(ask: &Where, host: &Host, output: &Output) -> Reply<Exit> {
    let ask = ListAppointments {
        catalog_id: ask.catalog.as_deref().map(|text| find::catalog(host, text)).transpose()?,
        person_id: ask.person.as_deref().map(|text| find::person(host, text)).transpose()?,
    };
    let width = output.width();
    output.answer(host.call("list_appointments", ask)?, |view: Appointments| {
        let mut table = Table::of("appointments", ["Role", "Held by", "Through", "Catalog"]);
        view.rows.iter().for_each(|row| table.row(cells(row)));
        table.text(width)
    })?;
    Ok(Exit::Done)
}

fn cells(row: &AppointmentRow) -> [String; 4] {
    let role = row
        .role
        .map(|role| role.to_string())
        .or(row.catalog_role.map(|role| role.to_string()))
        .unwrap_or_default();
    let (holder, through) = match (&row.person, &row.group) {
        (Some(person), _) => (person.display_name.clone(), "in person"),
        (None, Some(group)) => (group.display_name.clone(), "the group"),
        (None, None) => (String::new(), ""),
    };
    let catalog = row.catalog.as_ref().map(|catalog| catalog.display_name.clone());
    [role, holder, through.to_owned(), catalog.unwrap_or_default()]
}

fn change(
    ask: &Ask,
    host: &Host,
    output: &Output,
    in_workspace: &str,
    in_catalog: &str,
) -> Reply<Exit> {
    let mut payload = if ask.group {
        json!({ "groupId": find::group(host, &ask.who)? })
    } else {
        json!({ "personId": find::person(host, &ask.who)? })
    };
    let (command, role) = match &ask.catalog {
        Some(catalog) => {
            payload["catalogId"] = json!(find::catalog(host, catalog)?);
            (in_catalog, term::<CatalogRole>(&ask.role)?)
        }
        None => (in_workspace, term::<Role>(&ask.role)?),
    };
    payload["role"] = json!(role);
    let who = ask.who.clone();
    let place = ask.catalog.as_ref().map(|name| format!(" in {name}")).unwrap_or_default();
    let did = if command.starts_with("appoint") { "holds" } else { "no longer holds" };
    output.answer(host.call(command, payload)?, |_: Value| {
        format!("{who} {did} the role {role}{place}.\n")
    })?;
    Ok(Exit::Done)
}

fn term<T: Term>(text: &str) -> Reply<&'static str> {
    T::parse_term(text).map(Term::term).map_err(|unknown| Failure::usage(format!("{unknown}.")))
}
