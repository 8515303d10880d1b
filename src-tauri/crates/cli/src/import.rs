//! Imports: reads files from disk and hands their whole text on. What is in them, and whether it is right, the command
//! layer says.

use std::path::{Path, PathBuf};

use chaperone_commands::view::import::{
    ImportDirectory, ImportFile, ImportProblem, ImportReport, ImportedField,
};
use chaperone_commands::{Failure, Reply};
use clap::Args;

use crate::exit::Exit;
use crate::host::Host;
use crate::input;
use crate::output::{self, Output};
use crate::table::Table;
use crate::words::{count, part};

/// What to import.
#[derive(Debug, Args)]
pub(crate) struct Ask {
    /// People as CSV; groups, applications, roles, blueprints and agents as Microsoft Graph collections in JSON
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
}

/// Imports files; problems in them are told by file and line, and then nothing is changed.
pub(crate) fn run(ask: &Ask, host: &Host, output: &Output) -> Reply<Exit> {
    let files = ask.files.iter().map(|file| read(file)).collect::<Reply<_>>()?;
    let ask = ImportDirectory { files, dry_run: ask.dry_run };
    let view = host.call("import_directory", ask).map_err(|failed| in_full(failed, output))?;
    let report: ImportReport = output::read(view.clone())?;
    output.answer(view, |report: ImportReport| describe(&report, output.width()))?;
    Ok(Exit::when(report.problems.is_empty()))
}

/// A refused import names its first problem in its sentence and all of them in its details; people are told all.
fn in_full(failed: Failure, output: &Output) -> Failure {
    let problems: Vec<ImportProblem> =
        serde_json::from_value(failed.details["problems"].clone()).unwrap_or_default();
    if problems.is_empty() || output.is_json() {
        return failed;
    }
    let number = count(problems.len() as u64, "problem");
    let lines: String = problems.iter().map(problem).collect();
    Failure { message: format!("Nothing was imported: {number}.\n{}", lines.trim_end()), ..failed }
}

fn read(file: &Path) -> Reply<ImportFile> {
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
    Ok(ImportFile { name, text: input::text(file)? })
}

fn describe(report: &ImportReport, width: Option<u16>) -> String {
    let mut text: String = report.problems.iter().map(problem).collect();
    if !report.problems.is_empty() {
        let number = report.problems.len() as u64;
        return format!("{text}\nNothing would be imported: {}.\n", count(number, "problem"));
    }
    let changed = part("Changes", report.changes.is_empty(), || {
        let mut table = Table::of("changes", ["Change", "Kind", "Name", "Fields"]);
        for change in &report.changes {
            let fields: Vec<_> = change.fields.iter().map(in_words).collect();
            let fields = fields.join(", ");
            let cells = [&change.change, &change.kind, &change.display_name, &fields];
            table.row(cells.map(Clone::clone));
        }
        table.text(width)
    });
    let would = if report.is_dry_run { "Would be: " } else { "" };
    text.push_str(&format!(
        "{would}{} added, {} changed, {} unchanged.\n{changed}",
        report.added, report.changed, report.unchanged
    ));
    text
}

fn in_words(changed: &ImportedField) -> String {
    let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".to_owned());
    format!("{}: {} → {}", changed.field, shown(&changed.before), shown(&changed.after))
}

fn problem(problem: &ImportProblem) -> String {
    let line = problem.line.map_or_else(String::new, |line| format!(":{line}"));
    format!("{}{line}: {}\n", problem.file, problem.reason)
}
