//! The desk as its user feels it, beside a bare window of the same toolchain: how long it takes to start, what it takes of
//! the memory, what it does while nobody does anything, and how soon the lists of a large workspace stand there. The programs are the optimised ones that `make bench` builds; what is
//! seen is what stands on the display.

mod program;
mod screen;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Fallible;
use crate::table::{Bar, Table, Unit, median};
use program::Program;
use screen::Screen;

const STARTS: usize = 9;
const CLICKS: usize = 7;
const IDLE: Duration = Duration::from_secs(60);
/// How long a program is left alone before its memory is read and its idling begins.
const SETTLES: Duration = Duration::from_secs(8);

/// The display and the two programs; where one is missing it says so, and there is nothing to measure.
fn found() -> Option<(Screen, PathBuf, PathBuf)> {
    let Ok(screen) = Screen::open() else {
        println!("The desk isn't measured: there is no display. `make bench` brings one.");
        return None;
    };
    let Some((desk, bare)) = built("chaperone-desktop").zip(built("chaperone-bare-window")) else {
        println!(
            "The desk isn't measured: its optimised program isn't built. `make bench` builds it."
        );
        return None;
    };
    Some((screen, desk, bare))
}

/// Measures start, memory and idling beside the bare window.
pub(crate) fn measure(table: &mut Table) -> Fallible {
    let Some((screen, desk, bare)) = found() else { return Ok(()) };
    let homes = tempfile::tempdir()?;
    let start_desk = |arguments: &[&str]| Program::start(&desk, arguments, homes.path());
    let start_bare = || Program::start(&bare, &[], homes.path());

    // The first start makes the company; nobody starts for the first time twice.
    let mut first = start_desk(&["--training"])?;
    screen.painted(&mut first)?;
    first.end()?;

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let mut program = start_desk(&["--training"])?;
        ours.push(screen.painted(&mut program)?);
        program.end()?;
        let mut program = start_bare()?;
        theirs.push(screen.painted(&mut program)?);
        program.end()?;
    }
    table.add(
        "the desk, from its start to a painted screen",
        median(ours),
        Some(median(theirs)),
        Bar::Times(1.3),
    );

    let mut program = start_desk(&["--training"])?;
    screen.painted(&mut program)?;
    std::thread::sleep(SETTLES);
    let (memory, page) = (program.resident()?, program.resident_of_page()?);
    let work = program.work_during(IDLE)?;
    program.end()?;
    let mut program = start_bare()?;
    screen.painted(&mut program)?;
    std::thread::sleep(SETTLES);
    let (bare_memory, bare_page) = (program.resident()?, program.resident_of_page()?);
    let bare_work = program.work_during(IDLE)?;
    program.end()?;
    let of_memory = |table: &mut Table, what, ours, theirs, bar| {
        table.add_amount(what, Unit::Bytes, ours, Some(theirs), bar);
    };
    of_memory(
        table,
        "the desk, resident memory of its own process",
        memory,
        bare_memory,
        Bar::Times(1.5),
    );
    of_memory(table, "the desk, resident memory of its page's process", page, bare_page, Bar::None);
    table.add(
        "the desk, time on the processor in an idle minute",
        work.busy,
        Some(bare_work.busy),
        Bar::None,
    );
    table.add_amount(
        "the desk, switches to it in an idle minute",
        Unit::Times,
        work.switches,
        Some(bare_work.switches),
        Bar::None,
    );
    Ok(())
}

/// Measures how long the lists of the large workspace take to stand there, from the keys that go to them.
pub(crate) fn measure_lists(table: &mut Table, large: &Path) -> Fallible {
    let Some((screen, desk, _)) = found() else { return Ok(()) };
    let homes = tempfile::tempdir()?;
    let folder = large.display().to_string();
    let mut program = Program::start(&desk, &["--workspace", &folder], homes.path())?;
    screen.painted(&mut program)?;
    std::thread::sleep(SETTLES);
    for (letter, list) in
        [('a', "agents"), ('s', "assignments"), ('r', "requests"), ('u', "the history")]
    {
        let mut took = Vec::new();
        for _ in 0..CLICKS {
            screen.go('h')?;
            std::thread::sleep(SETTLES / 4);
            took.push(screen.painted_after(|| screen.go(letter))?);
        }
        let what =
            format!("the desk, from a key to the painted list of {list} of the large workspace");
        table.add(&what, median(took), None, Bar::Within(Duration::from_millis(100)));
    }
    program.end()
}

/// An optimised program of this workspace, if it is built.
fn built(name: &str) -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent()?;
    Some(target.join("release").join(name)).filter(|program| program.is_file())
}
