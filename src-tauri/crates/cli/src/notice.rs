//! Notices: one's own inbox. Who is told of what is the command layer's business.

use chaperone_commands::view::my_settings::MySettings;
use chaperone_commands::view::notice::{NoticePage, NoticeRow, SnoozeNotice};
use chaperone_commands::view::workflow::{ExportMessage, ExportedFile, MessageView, ShowMessage};
use chaperone_commands::wire::Wire;
use chaperone_commands::{Failure, Reply};
use chaperone_domain::id::NoticeId;
use chaperone_domain::interruption::{NotificationLevel, Snooze};
use clap::Subcommand;
use serde_json::{Map, Value, json};

use crate::exit::Exit;
use crate::host::Host;
use crate::list::{self, Page};
use crate::output::Output;
use crate::table::Table;
use crate::term::term;
use crate::words::{facts, people, second, yes};

/// The word that empties a setting.
const NONE: &str = "none";

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
    /// See or change when notices come up on your desktop; the inbox has them all
    Settings(Settings),
    /// Put a notice off: it leaves the desktop and comes up again
    Snooze {
        /// The notice's id
        notice: NoticeId,
        /// For how long: threeHours or tomorrowMorning
        #[arg(long, value_parser = term::<Snooze>(), default_value = "tomorrowMorning")]
        until: Snooze,
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

/// What may be chosen. Without any of it, what holds is shown.
#[derive(Debug, clap::Args)]
pub(crate) struct Settings {
    /// Which notices come up: all, actionNeeded, urgent or nothing
    #[arg(long, value_parser = term::<NotificationLevel>())]
    level: Option<NotificationLevel>,
    /// The hours in which nothing comes up, such as 18:00-08:00; none for none
    #[arg(long, value_name = "FROM-TO|none")]
    quiet: Option<String>,
    /// The days on which nothing comes up, such as saturday,sunday; none for none
    #[arg(long, value_name = "DAYS|none")]
    quiet_days: Option<String>,
    /// The time at which all that isn't pressing comes up at once, such as 09:00; none to see each by itself
    #[arg(long, value_name = "TIME|none")]
    digest: Option<String>,
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    match verb {
        Verb::List { open, page } => list(host, output, open, &page)?,
        Verb::Settings(chosen) => settings(host, output, &chosen)?,
        Verb::Snooze { notice, until } => {
            let ask = SnoozeNotice { notice_id: Wire(notice), until: Wire(until) };
            output.answer(host.call("snooze_notice", ask)?, |row: NoticeRow| {
                facts([("Comes up again", row.snoozed_until.map(second).unwrap_or_default())])
            })?;
        }
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

fn settings(host: &Host, output: &Output, chosen: &Settings) -> Reply<()> {
    let mut ask = Map::new();
    if let Some(level) = chosen.level {
        ask.insert("notificationLevel".to_owned(), json!(Wire(level)));
    }
    if let Some(hours) = &chosen.quiet {
        let hours = match hours.split_once('-') {
            Some((from, to)) => json!({ "from": from.trim(), "to": to.trim() }),
            None if hours == NONE => Value::Null,
            None => return Err(Failure::usage("Give quiet hours as 18:00-08:00, or none.")),
        };
        ask.insert("quietHours".to_owned(), hours);
    }
    if let Some(days) = &chosen.quiet_days {
        let days: Vec<_> = days.split(',').map(str::trim).filter(|day| *day != NONE).collect();
        ask.insert("quietDays".to_owned(), json!(days));
    }
    if let Some(time) = &chosen.digest {
        ask.insert("digestAt".to_owned(), if time == NONE { Value::Null } else { json!(time) });
    }
    let command = if ask.is_empty() { "show_my_settings" } else { "update_my_settings" };
    output.answer(host.call(command, ask)?, |view: MySettings| {
        let quiet = view.quiet_hours.map(|hours| format!("{}-{}", hours.from, hours.to));
        let days: Vec<_> = view.quiet_days.iter().map(ToString::to_string).collect();
        facts([
            ("Come up", view.notification_level.to_string()),
            ("Quiet hours", quiet.unwrap_or_else(|| NONE.to_owned())),
            ("Quiet days", if days.is_empty() { NONE.to_owned() } else { days.join(", ") }),
            ("Digest", view.digest_at.map_or_else(|| NONE.to_owned(), |time| time.to_string())),
        ])
    })
}
