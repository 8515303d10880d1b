//! The history: read and checked. How records are chained stands in the command layer.

use std::path::{Path, PathBuf};

use chaperone_commands::view::audit::{AuditFilter, AuditPage, AuditVerification, VerifyAudit};
use chaperone_commands::view::export::{
    AuditExport, AuditExportAsk, ExportAudit, ExportOf, ExportSaved, SaveExport,
};
use chaperone_commands::wire::Wire;
use chaperone_commands::{Failure, Reply};
use chaperone_domain::audit::AuditForm;
use clap::{Args, Subcommand};
use serde_json::json;

use crate::checkpoint;
use crate::exit::Exit;
use crate::find;
use crate::host::Host;
use crate::list::{self, Page};
use crate::moment::{self, Moment};
use crate::output::{self, Output};
use crate::table::Table;
use crate::term::term;
use crate::words::{count, facts, or_none, second, yes};

/// What can be done with the history.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List records, newest first
    List {
        #[command(flatten)]
        which: Filter,
        #[command(flatten)]
        page: Page,
    },
    /// Write records as a table, as lines of JSON or as Microsoft Graph prints them, oldest first
    Export {
        #[command(flatten)]
        which: Filter,
        /// In which form
        #[arg(long, value_parser = term::<AuditForm>(), default_value = "csv")]
        form: AuditForm,
        /// Into this new file instead of standard output
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Make a checkpoint to note down elsewhere: six words and a QR code
    Checkpoint(checkpoint::Ask),
    /// Check the chain from the first record to the last; exit code 1 when it is broken
    Verify {
        /// Hold the history against this checkpoint too: its file, its line or its six words
        #[arg(long, value_name = "CHECKPOINT")]
        against: Option<String>,
    },
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
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    match verb {
        Verb::List { which, page } => list(which, &page, host, output),
        Verb::Export { which, form, file } => export(which, form, file, host, output),
        Verb::Checkpoint(ask) => checkpoint::run(ask, host, output),
        Verb::Verify { against: Some(against) } => checkpoint::verify(&against, host, output),
        Verb::Verify { against: None } => verify(host, output),
    }
}

fn filter(ask: Filter, host: &Host) -> Reply<AuditFilter> {
    Ok(AuditFilter {
        search: ask.search,
        actor_id: ask.actor.map(|text| find::person(host, &text)).transpose()?,
        subject_id: ask.about,
        activity: ask.activity,
        from: moment::instant(ask.from, host)?,
        to: moment::instant(ask.to, host)?,
    })
}

fn list(ask: Filter, page: &Page, host: &Host, output: &Output) -> Reply<Exit> {
    let filter = filter(ask, host)?;
    let view = list::read(host, "list_audit", json!({ "filter": filter }), page)?;
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

fn export(
    ask: Filter,
    form: AuditForm,
    file: Option<PathBuf>,
    host: &Host,
    output: &Output,
) -> Reply<Exit> {
    let (filter, form) = (filter(ask, host)?, Wire(form));
    if let Some(file) = file {
        let what = ExportOf::Audit(AuditExportAsk { filter, form });
        return save(&file, what, host, output);
    }
    let mut after = None;
    loop {
        let ask =
            ExportAudit { filter: filter.clone(), form, after, limit: None, newest_first: false };
        let part: AuditExport = host.view("export_audit", ask)?;
        output.contents(&part.text)?;
        match part.next {
            Some(next) => after = Some(next),
            None => return Ok(Exit::Done),
        }
    }
}

/// Writes an export into a new file and says where it is.
pub(crate) fn save(file: &Path, what: ExportOf, host: &Host, output: &Output) -> Reply<Exit> {
    let file = std::path::absolute(file).map_err(|error| {
        Failure::usage(format!("'{}' names no file ({error}).", file.display()))
    })?;
    let counted = match what {
        ExportOf::Audit(_)
        | ExportOf::List(_)
        | ExportOf::Report(_)
        | ExportOf::DoubleHolders(_) => "row",
        ExportOf::AgentDocument(_)
        | ExportOf::AccessPackageDocument(_)
        | ExportOf::MonthDocument(_) => "page",
    };
    let ask = SaveExport { file: file.display().to_string(), what };
    output.answer(host.call("save_export", ask)?, |saved: ExportSaved| {
        format!("{} in {}", count(saved.rows, counted), saved.file)
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
