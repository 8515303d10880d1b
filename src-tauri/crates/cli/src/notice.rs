//! Notices: one's own inbox. Who is told of what is the command layer's business.

use chaperone_commands::Reply;
use chaperone_commands::view::notice::NoticePage;
use chaperone_commands::view::workflow::{ExportMessage, ExportedFile, MessageView, ShowMessage};
use chaperone_commands::wire::Wire;
use chaperone_domain::id::NoticeId;
use clap::Subcommand;
use serde_json::json;

use crate::exit::Exit;
use crate::host::Host;
use crate::list::{self, Page};
use crate::output::Output;
use crate::table::Table;
use crate::words::{facts, people, second, yes};

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
    /// Read the message behind a notice
    Read {
        /// The notice's id
        notice: NoticeId,
    },
    /// Write the message behind a notice into a file that mail programs open as a draft
    Export {
        /// The notice's id
        notice: NoticeId,
    },
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    match verb {
        Verb::List { open, page } => list(host, output, open, &page)?,
        Verb::Read { notice } => {
            let ask = ShowMessage { notice_id: Wire(notice) };
            output.answer(host.call("show_message", ask)?, |view: MessageView| {
                let facts = facts([
                    ("Subject", view.subject),
                    ("About", view.about.display_name),
                    ("To", people(&view.to)),
                    ("Copy to", people(&view.cc)),
                ]);
                format!("{facts}\n{}\n", view.body)
            })?;
        }
        Verb::Export { notice } => {
            let ask = ExportMessage { notice_id: Wire(notice) };
            let view = host.call("export_message", ask)?;
            output.answer(view, |file: ExportedFile| format!("{}\n", file.path))?;
        }
    }
    Ok(Exit::Done)
}

fn list(host: &Host, output: &Output, open: bool, page: &Page) -> Reply<()> {
    let view = list::read(host, "list_notices", json!({ "open": open }), page)?;
    output.answer(view, |page: NoticePage| {
        let mut table = Table::of("notices", ["Notice", "Since", "About", "Open", "What"]);
        for row in &page.rows {
            let (about, open) = (row.kind.to_string(), yes(row.is_open));
            let id = row.id.to_string();
            table.row([id, second(row.due_at), about, open, row.sentence.clone()]);
        }
        table.text(output.width()) + &list::more(page.next)
    })
}
