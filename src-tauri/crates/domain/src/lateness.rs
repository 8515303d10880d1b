//! Lateness: how much of the time between a thing's due instant and the instant at which it was done passed while Chaperone
//! ran, and how much while nothing ran. Only the first is ours to answer for.

use crate::time::{Span, Timestamp};

/// A time in which some process looked after the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Run {
    /// From.
    pub from: Timestamp,
    /// To.
    pub to: Timestamp,
}

/// A process looks at least once a minute; so long without a look means that the machine slept or nothing ran.
pub const LONGEST_PAUSE: Span = Span::from_millis(5 * 60_000);

/// One thing that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// When it was known and due.
    pub known_at: Timestamp,
    /// When it was done.
    pub done_at: Timestamp,
}

/// How late something was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lateness {
    /// Of it, while Chaperone ran.
    pub while_running: Span,
    /// Of it, while nothing ran.
    pub while_closed: Span,
}

/// Runs of several processes as one: in order, none touching the next.
pub fn merged(mut runs: Vec<Run>) -> Vec<Run> {
    runs.sort_unstable();
    let mut merged: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        match merged.last_mut() {
            Some(last) if run.from <= last.to => last.to = last.to.max(run.to),
            _ => merged.push(run),
        }
    }
    merged
}

/// Splits how late something was. `runs` are merged.
pub fn lateness(done: Done, runs: &[Run]) -> Lateness {
    let whole = done.done_at.since(done.known_at).millis().max(0);
    let first = runs.partition_point(|run| run.to < done.known_at);
    let running: i64 = runs[first..]
        .iter()
        .take_while(|run| run.from < done.done_at)
        .map(|run| run.to.min(done.done_at).since(run.from.max(done.known_at)).millis().max(0))
        .sum();
    Lateness {
        while_running: Span::from_millis(running),
        while_closed: Span::from_millis(whole - running),
    }
}

/// How much of a time Chaperone ran. `runs` are merged.
pub fn running_between(runs: &[Run], from: Timestamp, to: Timestamp) -> Span {
    lateness(Done { known_at: from, done_at: to }, runs).while_running
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_millis(second * 1_000)
    }

    fn run(from: i64, to: i64) -> Run {
        Run { from: at(from), to: at(to) }
    }

    fn seconds(known: i64, done: i64, runs: &[Run]) -> (i64, i64) {
        let late = lateness(Done { known_at: at(known), done_at: at(done) }, runs);
        (late.while_running.millis() / 1_000, late.while_closed.millis() / 1_000)
    }

    #[test]
    fn what_was_done_while_nothing_ran_is_not_ours_to_answer_for() {
        assert_eq!(seconds(10, 100, &[run(0, 5), run(100, 120)]), (0, 90));
        assert_eq!(seconds(10, 100, &[run(0, 5), run(97, 120)]), (3, 87));
        assert_eq!(seconds(10, 100, &[run(0, 200)]), (90, 0));
        assert_eq!(seconds(10, 100, &[run(0, 20), run(30, 40), run(95, 100)]), (25, 65));
        assert_eq!(seconds(10, 10, &[run(0, 20)]), (0, 0));
        assert_eq!(seconds(10, 100, &[]), (0, 90));
    }

    #[test]
    fn two_processes_at_once_are_counted_once() {
        let runs = merged(vec![run(30, 60), run(0, 40), run(80, 90), run(60, 70)]);
        assert_eq!(runs, [run(0, 70), run(80, 90)]);
        assert_eq!(seconds(10, 100, &runs), (70, 20));
        assert_eq!(running_between(&runs, at(0), at(100)), Span::from_millis(80_000));
    }
}
