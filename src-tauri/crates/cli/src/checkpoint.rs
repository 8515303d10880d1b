//! Checkpoints of the history on the command line: six words and a QR code to note down, and holding the history against
//! what was noted down. What a checkpoint proves is the command layer's business.

use std::path::PathBuf;

use chaperone_commands::view::checkpoint::{
    CheckpointAnswer, CheckpointView, Checkpoints, ListCheckpoints, MakeCheckpoint,
    VerifyCheckpoint,
};
use chaperone_commands::{FailureKind, Reply};
use clap::{Args, Subcommand};

use crate::exit::{Exit, failure};
use crate::host::Host;
use crate::output::{self, Output};
use crate::table::Table;
use crate::words::{facts, or_none, second, second_or, yes};

/// What can be done with checkpoints.
#[derive(Debug, Args)]
pub(crate) struct Ask {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// Write its text into this new file too
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the checkpoints that the workspace remembers
    List,
}

/// Makes a checkpoint, or lists those that were made.
pub(crate) fn run(ask: Ask, host: &Host, output: &Output) -> Reply<Exit> {
    match ask.verb {
        Some(Verb::List) => list(host, output),
        None => make(ask.file, host, output),
    }
}

fn make(file: Option<PathBuf>, host: &Host, output: &Output) -> Reply<Exit> {
    let view = host.call("make_checkpoint", MakeCheckpoint {})?;
    if let Some(file) = file {
        let made: CheckpointView = output::read(view.clone())?;
        let mut options = std::fs::OpenOptions::new();
        let written = options.write(true).create_new(true).open(&file);
        written
            .and_then(|mut out| std::io::Write::write_all(&mut out, made.text.as_bytes()))
            .map_err(|error| {
                let message = format!(
                    "The checkpoint was made, but {} could not be written ({error}).",
                    file.display()
                );
                failure(FailureKind::CouldNot, "file_not_written", message)
            })?;
    }
    output.answer(view, |made: CheckpointView| {
        let blocks = if output.width().is_some() { blocks(&made.qr) } else { String::new() };
        format!("{}{blocks}\n{}\n", describe(&made), made.line)
    })?;
    Ok(Exit::Done)
}

fn describe(made: &CheckpointView) -> String {
    facts([
        ("Records", made.records.to_string()),
        ("Made", second(made.made_at)),
        ("Words", made.words.join(" ")),
        ("Head", made.head.clone()),
        ("Key", made.public_key.clone()),
        ("Kept in", or_none(made.file.as_deref())),
    ])
}

/// A QR code in half blocks, two rows of it in one line of text. Light squares are drawn, because terminals are dark.
fn blocks(qr: &[String]) -> String {
    const QUIET: isize = 2;
    let size = isize::try_from(qr.len()).unwrap_or(0);
    let is_light = |row: isize, column: isize| {
        let dark = usize::try_from(row)
            .ok()
            .zip(usize::try_from(column).ok())
            .and_then(|(row, column)| qr.get(row)?.as_bytes().get(column))
            .is_some_and(|square| *square == b'1');
        !dark
    };
    let mut text = String::from("\n");
    for row in (-QUIET..size + QUIET).step_by(2) {
        for column in -QUIET..size + QUIET {
            text.push(match (is_light(row, column), is_light(row + 1, column)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        text.push('\n');
    }
    text
}

fn list(host: &Host, output: &Output) -> Reply<Exit> {
    output.answer(host.call("list_checkpoints", ListCheckpoints {})?, |all: Checkpoints| {
        let mut table = Table::of("checkpoints", ["Records", "Made", "Words"]);
        for row in all.rows {
            table.row([row.records.to_string(), second(row.made_at), row.words.join(" ")]);
        }
        table.text(output.width())
    })?;
    Ok(Exit::Done)
}

/// Holds the history against a checkpoint: a file, or its words or line themselves.
pub(crate) fn verify(against: &str, host: &Host, output: &Output) -> Reply<Exit> {
    let checkpoint = std::fs::read_to_string(against).unwrap_or_else(|_| against.to_owned());
    let view = host.call("verify_checkpoint", VerifyCheckpoint { checkpoint })?;
    let answer: CheckpointAnswer = output::read(view.clone())?;
    output.answer(view, |answer: CheckpointAnswer| {
        facts([
            ("Holds", yes(answer.holds)),
            ("Found", answer.verdict.to_string()),
            ("Meaning", answer.sentence),
            ("Record", answer.records.to_string()),
            ("Made", second_or(answer.made_at, "unknown")),
            ("Signed by this device", answer.is_own_key.map_or_else(|| "unknown".to_owned(), yes)),
        ])
    })?;
    Ok(Exit::when(answer.holds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_light_on_dark_with_a_quiet_rim() {
        let drawn = blocks(&["10".to_owned(), "01".to_owned()]);
        assert_eq!(drawn, "\n██████\n██▄▀██\n██████\n");
    }
}
