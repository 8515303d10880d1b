//! Practising on the command line: the exercises, starting one, and having it marked. What must be true, the domain says.

use chaperone_commands::Reply;
use chaperone_commands::view::desk::DeskView;
use chaperone_commands::view::training::{
    CheckExercise, ExerciseMarking, ExerciseRow, Exercises, ListExercises, StartExercise,
};
use chaperone_commands::wire::Wire;
use chaperone_domain::exercise::Exercise;
use clap::Subcommand;

use crate::args::Flags;
use crate::exit::Exit;
use crate::host::Host;
use crate::output::{self, Output};
use crate::table::Table;
use crate::term::term;
use crate::words::{second_or, wrap};

/// What can be practised.
#[derive(Debug, Subcommand)]
pub(crate) enum What {
    /// Find a planted fault and mend it
    Exercises {
        #[command(subcommand)]
        verb: Verb,
    },
}

/// What can be done with exercises.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List them, with what was solved
    List,
    /// Throw the training company away and make it anew with the fault of an exercise in it
    Start {
        /// Which
        #[arg(value_parser = term::<Exercise>())]
        exercise: Exercise,
        /// Tell so many hints with the task
        #[arg(long, value_name = "NUMBER", default_value_t = 0)]
        hints: usize,
    },
    /// Mark the exercise that is running; the exit code is 1 until it is solved
    Check,
}

/// Carries out a verb.
pub(crate) fn run(what: What, flags: &Flags, output: &Output) -> Reply<Exit> {
    let What::Exercises { verb } = what;
    let host = Host::open_unseated(flags)?;
    match verb {
        Verb::List => {
            let told = |list: Exercises| table(&list, output.width());
            output.answer(host.call("list_exercises", ListExercises {})?, told)?;
            Ok(Exit::Done)
        }
        Verb::Start { exercise, hints } => {
            let _: DeskView =
                host.view("start_exercise", StartExercise { exercise: Wire(exercise) })?;
            let told = |list: Exercises| {
                let begun = list.rows.iter().find(|row| row.is_running);
                begun.map(|row| task(row, hints, output.width())).unwrap_or_default()
            };
            output.answer(host.call("list_exercises", ListExercises {})?, told)?;
            Ok(Exit::Done)
        }
        Verb::Check => {
            let view = host.call("check_exercise", CheckExercise {})?;
            let marking: ExerciseMarking = output::read(view.clone())?;
            output.answer(view, |marking| marked(&marking, output.width()))?;
            Ok(Exit::when(marking.is_solved))
        }
    }
}

fn table(list: &Exercises, width: Option<u16>) -> String {
    let mut table = Table::of("exercises", ["Exercise", "Title", "Running", "Solved"]);
    for row in &list.rows {
        let running = if row.is_running { "yes" } else { "" };
        table.row([
            row.id.to_string(),
            row.title.clone(),
            running.to_owned(),
            second_or(row.solved_at, ""),
        ]);
    }
    table.text(width)
}

fn task(row: &ExerciseRow, hints: usize, width: Option<u16>) -> String {
    let told = row.hints.iter().take(hints).enumerate();
    let hints: String = told
        .map(|(index, hint)| wrap(&format!("Hint {}: {hint}", index + 1), width, 0) + "\n")
        .collect();
    format!("{}\n\n{}\n{hints}", row.title, wrap(&row.task, width, 0))
}

fn marked(marking: &ExerciseMarking, width: Option<u16>) -> String {
    let row = |is_met: bool| if is_met { "yes" } else { "NO" };
    let mut table = Table::of("requirements", ["Is so", "What must be true"]);
    for requirement in &marking.requirements {
        table.row([row(requirement.is_met).to_owned(), requirement.sentence.clone()]);
    }
    let end = match &marking.explanation {
        Some(explanation) => format!("Solved. {explanation}"),
        None => "Not solved yet.".to_owned(),
    };
    format!("{}\n\n{}\n{}\n", marking.title, table.text(width), wrap(&end, width, 0))
}
