//! Assignments: access that was delivered, extended, let go, given back or taken. What may be done with one is the command
//! layer's business.

use chaperone_commands::Reply;
use chaperone_commands::view::assignment::{
    AssignmentFilter, AssignmentPage, AssignmentRow, AssignmentView, LetExpire, RemoveAssignment,
    ReprocessAssignment, RequestExtension, ReturnAccess, ShowAssignment, UpdateAssignment,
};
use chaperone_commands::view::list::ListOf;
use chaperone_commands::view::request::RequestView;
use clap::{Args, Subcommand};
use serde_json::json;

use crate::direct::{self, Assign};
use crate::exit::Exit;
use crate::host::Host;
use crate::list::{self, Rows};
use crate::moment::{self, Moment};
use crate::output::Output;
use crate::table::Table;
use crate::words::{facts, history, names, or_none, part, second, second_or, yes};
use crate::{access, find, reminder, request};

/// What can be done with assignments.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List the assignments that you may see, the nearest end first
    List(Filter),
    /// See one assignment
    Show {
        #[command(flatten)]
        which: Which,
    },
    /// Ask for a later end
    Extend {
        #[command(flatten)]
        which: Which,
        /// The wanted end; as late as the policy gives when left out
        #[arg(long, value_name = "INSTANT")]
        until: Option<Moment>,
        /// Why
        #[arg(long, value_name = "REASON", default_value = "")]
        why: String,
    },
    /// Decide to let access end on its day
    LetExpire {
        #[command(flatten)]
        which: Which,
    },
    /// Give access back now
    Return {
        #[command(flatten)]
        which: Which,
        /// Why
        #[arg(long, value_name = "REASON", default_value = "")]
        why: String,
    },
    /// Assign a package to one agent or to several, as an administrator
    Assign(Assign),
    /// Give an assignment another end or another policy, as an administrator
    Update {
        #[command(flatten)]
        which: Which,
        /// The end from now on
        #[arg(long, value_name = "INSTANT")]
        until: Option<Moment>,
        /// The policy that governs it from now on, by id or name; it gives its own end when none is named
        #[arg(long)]
        policy: Option<String>,
        /// Why
        #[arg(long, value_name = "REASON", default_value = "")]
        why: String,
    },
    /// Make an assignment give exactly what its package grants now, as an administrator
    Reprocess {
        #[command(flatten)]
        which: Which,
    },
    /// Remove an assignment, as an administrator
    Remove {
        #[command(flatten)]
        which: Which,
        /// Why
        #[arg(long, value_name = "REASON", default_value = "")]
        why: String,
    },
}

/// One assignment.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// The assignment, by id, or by the name of its agent or package where only one isn't over
    assignment: String,
}

/// Which assignments.
#[derive(Debug, Args)]
pub(crate) struct Filter {
    /// A part of the agent's or package's name, or the id
    #[arg(long)]
    search: Option<String>,
    /// Only those in force now
    #[arg(long, conflicts_with = "over")]
    in_force: bool,
    /// Only those that are over
    #[arg(long)]
    over: bool,
    /// Only those of your agents
    #[arg(long)]
    mine: bool,
    /// Only those of this agent, by id or name
    #[arg(long)]
    agent: Option<String>,
    /// Only those of this package, by id or name
    #[arg(long)]
    package: Option<String>,
    #[command(flatten)]
    rows: Rows,
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    let width = output.width();
    let find = |which: &Which| find::assignment(host, &which.assignment);
    let tell = |view| output.answer(view, |view: RequestView| request::told(&view));
    match verb {
        Verb::List(filter) => list(filter, host, output)?,
        Verb::Show { which } => {
            let ask = ShowAssignment { assignment_id: find(&which)? };
            output.answer(host.call("show_assignment", ask)?, |view| show(view, width))?;
        }
        Verb::Extend { which, until, why } => {
            let (assignment_id, until) = (find(&which)?, moment::instant(until, host)?);
            let ask =
                RequestExtension { assignment_id, until, justification: why, answers: Vec::new() };
            tell(host.call("request_extension", ask)?)?;
        }
        Verb::LetExpire { which } => {
            let view = host.call("let_expire", LetExpire { assignment_id: find(&which)? })?;
            output.answer(view, |view: AssignmentView| {
                let AssignmentRow { access_package, agent, ends_at, .. } = view.assignment;
                let (package, agent) = (access_package.display_name, agent.display_name);
                format!("{package} of {agent} ends on {}.", second_or(ends_at, "no day"))
            })?;
        }
        Verb::Return { which, why } => {
            let ask = ReturnAccess { assignment_id: find(&which)?, justification: why };
            tell(host.call("return_access", ask)?)?;
        }
        Verb::Assign(ask) => direct::assign(ask, host, output)?,
        Verb::Update { which, until, policy, why } => {
            let assignment_id = find(&which)?;
            let policy_id = match policy {
                Some(policy) => {
                    let ask = ShowAssignment { assignment_id };
                    let view: AssignmentView = host.view("show_assignment", ask)?;
                    Some(find::policy(host, view.assignment.access_package.id, &policy)?)
                }
                None => None,
            };
            let ends_at = moment::instant(until, host)?;
            let ask = UpdateAssignment { assignment_id, ends_at, policy_id, justification: why };
            tell(host.call("update_assignment", ask)?)?;
        }
        Verb::Reprocess { which } => {
            let ask = ReprocessAssignment { assignment_id: find(&which)? };
            let view = host.call("reprocess_assignment", ask)?;
            output.answer(view, |view| show(view, width))?;
        }
        Verb::Remove { which, why } => {
            let ask = RemoveAssignment { assignment_id: find(&which)?, justification: why };
            tell(host.call("remove_assignment", ask)?)?;
        }
    }
    Ok(Exit::Done)
}

fn list(ask: Filter, host: &Host, output: &Output) -> Reply<()> {
    let package = ask.package.map(|package| find::access_package(host, &package));
    let filter = AssignmentFilter {
        search: ask.search,
        in_force: (ask.in_force || ask.over).then_some(ask.in_force),
        mine: ask.mine,
        agent_id: ask.agent.map(|agent| find::agent(host, &agent)).transpose()?,
        access_package_id: package.transpose()?,
        ..AssignmentFilter::default()
    };
    if ask.rows.save(ListOf::Assignments(filter.clone()), host, output)? {
        return Ok(());
    }
    let view = list::read(host, "list_assignments", json!({ "filter": filter }), &ask.rows.page)?;
    output.answer(view, |page: AssignmentPage| {
        table(&page.rows, output.width()) + &list::more(page.next)
    })
}

/// Assignments in a table.
pub(crate) fn table(rows: &[AssignmentRow], width: Option<u16>) -> String {
    let headings = ["Agent", "Package", "State", "In force", "Since", "Until", "Assignment"];
    let mut table = Table::of("assignments", headings);
    for row in rows {
        table.row([
            row.agent.display_name.clone(),
            row.access_package.display_name.clone(),
            row.state.to_string(),
            yes(row.is_in_force),
            second(row.starts_at),
            second_or(row.ended_at.or(row.ends_at), "no end"),
            row.id.to_string(),
        ]);
    }
    table.text(width)
}

fn show(view: AssignmentView, width: Option<u16>) -> String {
    let row = &view.assignment;
    let rights: Vec<_> = view.rights.iter().map(access::right).collect();
    let ended = row.end_reason.map(|reason| format!("{} ({reason})", second_or(row.ended_at, "")));
    let waiting = row.open_extension.map(|id| id.to_string());
    let facts = facts([
        ("Assignment", row.id.to_string()),
        ("Agent", row.agent.display_name.clone()),
        ("Package", row.access_package.display_name.clone()),
        ("Policy", view.assignment.policy.display_name.clone()),
        ("State", row.state.to_string()),
        ("In force", yes(row.is_in_force)),
        ("Grants", names(rights.iter().map(String::as_str), "nothing")),
        ("Since", row.starts_at.to_string()),
        ("Until", row.ends_at.map_or_else(|| "no end".to_owned(), |end| end.to_string())),
        ("Over", or_none(ended.as_deref())),
        ("Let expire", second_or(row.let_expire_at, "no")),
        ("Extension", row.extension.to_string()),
        ("Extension waits", or_none(waiting.as_deref())),
        ("Latest end", second_or(view.latest_extension, "none")),
    ]);
    let reminders =
        part("Reminders", view.reminders.is_empty(), || reminder::table(&view.reminders, width));
    facts + &reminders + &history(&view.history, width)
}
