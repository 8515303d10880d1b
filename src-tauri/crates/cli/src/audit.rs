//! The history: read and checked. How records are chained stands in the command layer.

use chaperone_commands::Reply;
use chaperone_commands::view::audit::{AuditFilter, AuditPage, AuditVerification, VerifyAudit};
use clap::{Args, Subcommand};
use serde_json::json;

use crate::exit::Exit;
use crate::find;
use crate::host::Host;
use crate::list::{self, Page};
use crate::moment::{self, Moment};
use crate::output::{self, Output};
use crate::table::Table;
use crate::words::{facts, or_none, second, yes};

/// What can be done with the history.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List records, newest first
    List(Filter),
    /// Check the chain from the first record to the last; exit code 1 when it is broken
    Verify,
}

/// Which records.
#[derive(Debug, Args)]
pub(crate) struct Filter {
    /// A part of the sentence, the activity or an id
    #[arg(long)]
    search: Option<String>,
    /// Done by this person, by id, address or name
    #[arg(long, value_name = "PERSON")]
    actor: Option<String>,
    /// About the thing with this id
    #[arg(long, value_name = "ID")]
    about: Option<String>,
    /// This activity, under the command's or rule's name
    #[arg(long)]
    activity: Option<String>,
    /// Recorded at or after
    #[arg(long, value_name = "INSTANT")]
    from: Option<Moment>,
    /// Recorded before
    #[arg(long, value_name = "INSTANT")]
    to: Option<Moment>,
    #[command(flatten)]
    page: Page,
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    match verb {
        Verb::List(filter) => list(filter, host, output),
        Verb::Verify => verify(host, output),
    }
}

fn list(ask: Filter, host: &Host, output: &Output) -> Reply<Exit> {
    let filter = AuditFilter {
        search: ask.search,
        actor_id: ask.actor.map(|text| find::person(host, &text)).transpose()?,
        subject_id: ask.about,
        activity: ask.activity,
        from: moment::instant(ask.from, host)?,
        to: moment::instant(ask.to, host)?,
    };
    let view = list::read(host, "list_audit", json!({ "filter": filter }), &ask.page)?;
    output.answer(view, |page: AuditPage| {
        let mut table = Table::of("records", ["No.", "Recorded", "Who", "Through", "What"]);
        for row in page.rows {
            let who = row.actor.map_or_else(|| "a rule".to_owned(), |person| person.display_name);
            table.row([
                row.seq.to_string(),
                second(row.recorded_at),
                who,
                row.origin,
                row.sentence,
            ]);
        }
        table.text(output.width()) + &list::more(page.next)
    })?;
    Ok(Exit::Done)
}

fn verify(host: &Host, output: &Output) -> Reply<Exit> {
    let view = host.call("verify_audit", VerifyAudit {})?;
    let chain: AuditVerification = output::read(view.clone())?;
    output.answer(view, |chain: AuditVerification| {
        let broken = chain.first_broken.map(|seq| seq.to_string());
        facts([
            ("Intact", yes(chain.is_intact)),
            ("Records", chain.records.to_string()),
            ("Head", chain.head),
            ("First broken", or_none(broken.as_deref())),
        ])
    })?;
    Ok(Exit::when(chain.is_intact))
}
