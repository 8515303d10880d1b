//! The story: the main job on the sample company, headless, on a clock that is moved. It is a demonstration and a check at
//! once: after each step every invariant is verified, and each thing that the story says happened is looked up first. It
//! plays through the same door as every host and knows no short cut; nothing in it is random, so two runs are the same.

mod acts;
mod cast;
mod safeguards;
mod setting;
mod teller;

use std::path::{Path, PathBuf};

use chaperone_commands::{Failure, FailureKind, Reply};
use clap::Args;

use crate::exit::{Exit, failure};
use crate::output::Output;
use cast::Cast;
use teller::Teller;

/// How to play it.
#[derive(Debug, Args)]
pub(crate) struct Ask {
    /// Keep the workspace in this new folder, to look around in it afterwards
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
}

/// Plays the story.
pub(crate) fn run(ask: &Ask, output: &Output) -> Reply<Exit> {
    if let Some(folder) = &ask.keep {
        check_new(folder)?;
        return play(folder, output);
    }
    let folder = tempfile::tempdir().map_err(|error| {
        let message = format!("No temporary folder could be made ({error}); name one with --keep.");
        failure(FailureKind::CouldNot, "no_temporary_folder", message)
    })?;
    // In a folder inside it, because a company is built beside its place.
    play(&folder.path().join("company"), output)
}

/// Nothing that is there already is played with.
fn check_new(folder: &Path) -> Reply<()> {
    let is_new = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    };
    if is_new {
        Ok(())
    } else {
        Err(Failure::usage(format!(
            "{} is no empty folder; name a new one with --keep.",
            folder.display()
        )))
    }
}

fn play(folder: &Path, output: &Output) -> Reply<Exit> {
    let mut teller = Teller::open(folder, output)?;
    let cast = Cast::of(&teller)?;
    let mut story = acts::Story { teller: &mut teller, cast: &cast };
    let package = story.the_administrator_makes_a_package()?;
    let request = story.the_sponsor_requests_it(&package)?;
    let assignment = story.the_approver_agrees(&request)?;
    story.the_agent_may(&assignment)?;
    story.the_reminder_comes(assignment)?;
    let end = story.the_access_is_extended(assignment)?;
    story.the_access_ends(assignment, end)?;
    story.silence_is_forwarded()?;
    story.duties_stay_apart()?;
    story.the_sponsor_leaves()?;
    teller.end()?;
    Ok(Exit::Done)
}
