//! Notices: one's own inbox. Who is told of what is the command layer's business.

use chaperone_commands::Reply;
use chaperone_commands::view::notice::NoticePage;
use clap::Subcommand;
use serde_json::json;

use crate::exit::Exit;
use crate::host::Host;
use crate::list::{self, Page};
use crate::output::Output;
use crate::table::Table;
use crate::words::{second, yes};

/// What can be done with notices.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List the notices in your inbox, newest first
    List {
        /// Only those that still ask you to do something
        #[arg(long)]
        open: bool,
        #[command(flatten)]
        page: Page,
    },
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    let Verb::List { open, page } = verb;
    let view = list::read(host, "list_notices", json!({ "open": open }), &page)?;
    output.answer(view, |page: NoticePage| {
        let mut table = Table::of("notices", ["Since", "About", "Open", "What"]);
        for row in &page.rows {
            let (about, open) = (row.kind.to_string(), yes(row.is_open));
            table.row([second(row.due_at), about, open, row.sentence.clone()]);
        }
        table.text(output.width()) + &list::more(page.next)
    })?;
    Ok(Exit::Done)
}
