//! Reminders: when sponsors are told that access will end. When one falls due is the command layer's business.

use chaperone_commands::Reply;
use chaperone_commands::view::notice::{ReminderPage, ReminderRow};
use clap::Subcommand;
use serde_json::json;

use crate::exit::Exit;
use crate::find;
use crate::host::Host;
use crate::list::{self, Page};
use crate::output::Output;
use crate::table::Table;
use crate::words::{people, second, second_or};

/// What can be done with reminders.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List reminders by the instant at which they fall due
    List {
        /// Of this assignment, by id, or by the name of its agent or package where only one isn't over
        #[arg(long)]
        assignment: Option<String>,
        #[command(flatten)]
        page: Page,
    },
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    let Verb::List { assignment, page } = verb;
    let assignment_id = assignment.map(|text| find::assignment(host, &text)).transpose()?;
    let view = list::read(host, "list_reminders", json!({ "assignmentId": assignment_id }), &page)?;
    output.answer(view, |page: ReminderPage| {
        table(&page.rows, output.width()) + &list::more(page.next)
    })?;
    Ok(Exit::Done)
}

/// Reminders in a table.
pub(crate) fn table(rows: &[ReminderRow], width: Option<u16>) -> String {
    let headings = ["Due", "Agent", "Package", "Says", "Days before", "State", "Done", "Told"];
    let mut table = Table::of("reminders", headings);
    for row in rows {
        let told = if row.recipients.is_empty() { String::new() } else { people(&row.recipients) };
        table.row([
            second(row.due_at),
            row.agent.display_name.clone(),
            row.access_package.display_name.clone(),
            row.kind.to_string(),
            row.threshold_days.to_string(),
            row.state.to_string(),
            second_or(row.done_at, ""),
            told,
        ]);
    }
    table.text(width)
}
