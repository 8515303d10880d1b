//! Time in the workspace: the training clock, and the due work on machines without a desktop. What falls due and what it
//! does, the command layer says.

use std::str::FromStr;

use chaperone_commands::Reply;
use chaperone_commands::view::desk::{
    AdvanceClock, ClockAdvanced, ClockView, DueItem, DueWorkDone, RunDueWork, ShowClock,
};
use chaperone_commands::wire::Wire;
use chaperone_domain::time::Span;
use clap::Subcommand;

use crate::exit::Exit;
use crate::host::Host;
use crate::moment::{self, Moment};
use crate::output::Output;
use crate::table::Table;
use crate::words::{facts, or_none, second};

/// What can be done with the clock.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// See the present instant and what falls due next
    Show,
    /// Move the training clock ahead; everything due on the way happens at its instant
    Advance {
        /// By how much, such as 14d, or `next` for the next event
        #[arg(value_name = "TIME", required_unless_present = "to")]
        by: Option<Step>,
        /// To this instant
        #[arg(long, value_name = "INSTANT", conflicts_with = "by")]
        to: Option<Moment>,
    },
}

/// What can be done with due work.
#[derive(Debug, Subcommand)]
pub(crate) enum DueVerb {
    /// Do what has fallen due
    Run,
}

/// How far the clock goes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// By so much.
    By(Span),
    /// To the next event.
    Next,
}

impl FromStr for Step {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "next" {
            return Ok(Self::Next);
        }
        text.parse().map(Self::By).map_err(|_: chaperone_domain::time::NotASpan| {
            "write it as 14d, 12h, P14D or PT12H, or as next".to_owned()
        })
    }
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    match verb {
        Verb::Show => output.answer(host.call("show_clock", ShowClock {})?, show)?,
        Verb::Advance { by, to } => {
            let ask = AdvanceClock {
                by: match by {
                    Some(Step::By(span)) => Some(Wire(span)),
                    _ => None,
                },
                to: moment::instant(to, host)?,
                to_next_event: matches!(by, Some(Step::Next)),
            };
            output.answer(host.call("advance_clock", ask)?, |moved: ClockAdvanced| {
                let moves = format!("From {} to {}.\n", moved.from, moved.to);
                moves + &done(&moved.done, output.width())
            })?;
        }
    }
    Ok(Exit::Done)
}

/// Carries out a verb about due work.
pub(crate) fn run_due(verb: &DueVerb, host: &Host, output: &Output) -> Reply<Exit> {
    let DueVerb::Run = verb;
    output.answer(host.call("run_due_work", RunDueWork {})?, |work: DueWorkDone| {
        done(&work.done, output.width())
    })?;
    Ok(Exit::Done)
}

fn show(clock: ClockView) -> String {
    let next = clock.next_event.map(|next| format!("{}: {}", next.at, next.sentence));
    facts([
        ("Now", clock.now.to_string()),
        ("Kind", clock.kind.to_string()),
        ("Ahead", clock.ahead.0.in_words()),
        ("Next", or_none(next.as_deref())),
    ])
}

fn done(items: &[DueItem], width: Option<u16>) -> String {
    if items.is_empty() {
        return "Nothing was due.\n".to_owned();
    }
    let mut table = Table::of("due items", ["Due", "Done", "What"]);
    for item in items {
        table.row([second(item.due_at), second(item.done_at), item.sentence.clone()]);
    }
    table.text(width)
}
