//! The report of how late due things were done: while Chaperone ran, and while nothing ran.

use chaperone_domain::authority::Action;
use chaperone_domain::lateness::{Done, Lateness, Run, lateness, merged, running_between};
use chaperone_domain::time::{Span, Timestamp};
use chaperone_store::Db;
use chaperone_store::table::due_ledger::{self, Entry};
use chaperone_store::table::{run_spans, workspace};

use crate::context::{Context, Reading};
use crate::desk::Desk;
use crate::due_said::{self, Thing};
use crate::failure::{Failure, Reply};
use crate::session::Session;
use crate::view::lateness::{LateThing, LatenessView, RunView, ShowLateness};
use crate::wire::Wire;

/// How many things and spans a report names.
const SHOWN: usize = 50;

/// Shows how late due things were done.
pub(crate) fn show_lateness(
    desk: &Desk,
    session: &Session,
    ask: ShowLateness,
) -> Reply<LatenessView> {
    desk.read(session, |cx| report(cx, ask, desk.runs_since_written(cx.now())))
}

/// `running` is what this process ran beyond what it has written down of it.
fn report(cx: &Reading<'_>, ask: ShowLateness, running: Option<Run>) -> Reply<LatenessView> {
    cx.authorise(Action::ShowLateness, &[], "report")?;
    let made = workspace::get(cx.db())?.ok_or_else(Failure::no_workspace)?.created_at;
    let (from, to) = (ask.from.map_or(made, |at| at.0), ask.to.map_or(cx.now(), |at| at.0));
    if from > to {
        return Err(Failure::usage("The report's time ends before it begins; swap the two."));
    }
    let mut runs = run_spans::between(cx.db(), Timestamp::from_millis(i64::MIN), to)?;
    runs.extend(running);
    let runs = merged(runs);
    // What is done at the very end belongs to it.
    let entries = due_ledger::between(cx.db(), from, to.plus(Span::from_millis(1)))?;
    let mut late: Vec<(Lateness, Entry)> = entries
        .into_iter()
        .map(|entry| {
            let done = Done { known_at: entry.known_at, done_at: entry.done_at };
            (lateness(done, &runs), entry)
        })
        .collect();
    let done = crate::list::count(late.len());
    let worst = |of: fn(&Lateness) -> Span| late.iter().map(|(late, _)| of(late)).max();
    let worst_running = worst(|late| late.while_running).unwrap_or(Span::ZERO);
    let worst_closed = worst(|late| late.while_closed).unwrap_or(Span::ZERO);
    let running = running_between(&runs, from, to);
    let closed = Span::from_millis(to.since(from).millis() - running.millis());
    late.retain(|(late, _)| late.while_running > Span::ZERO || late.while_closed > Span::ZERO);
    late.sort_by_key(|(late, entry)| {
        std::cmp::Reverse((late.while_running, late.while_closed, entry.due_at))
    });
    late.truncate(SHOWN);
    let sentence = format!(
        "{done} things fell due by themselves. While Chaperone ran, none was done later than {} after its instant. It was closed for {}; what fell due then was done up to {} late, at the next start.",
        in_words(worst_running),
        in_words(closed),
        in_words(worst_closed),
    );
    let runs = runs
        .iter()
        .rev()
        .filter(|run| run.to >= from)
        .take(SHOWN)
        .map(|run| RunView { from: Wire(run.from), to: Wire(run.to) })
        .collect();
    let late = late
        .into_iter()
        .map(|(late, entry)| thing(cx.db(), late, entry))
        .collect::<Reply<Vec<_>>>()?;
    Ok(LatenessView {
        from: Wire(from),
        to: Wire(to),
        done,
        worst_while_running: Wire(worst_running),
        worst_while_closed: Wire(worst_closed),
        running: Wire(running),
        closed: Wire(closed),
        sentence,
        late,
        runs,
    })
}

fn thing(db: &Db, late: Lateness, entry: Entry) -> Reply<LateThing> {
    let told =
        Thing { kind: entry.kind, id: entry.subject, due_at: entry.due_at, done_at: entry.done_at };
    Ok(LateThing {
        kind: Wire(entry.kind),
        sentence: entry.sentence,
        saying: due_said::said(db, told)?.map(Into::into),
        due_at: Wire(entry.due_at),
        done_at: Wire(entry.done_at),
        while_running: Wire(late.while_running),
        while_closed: Wire(late.while_closed),
    })
}

/// A length as people say it, down to thousandths of a second.
fn in_words(span: Span) -> String {
    let millis = span.millis();
    match millis {
        0..1_000 => format!("{millis} ms"),
        1_000..120_000 => {
            format!("{:.1} s", f64::from(u32::try_from(millis).unwrap_or(0)) / 1_000.0)
        }
        120_000..7_200_000 => format!("{} minutes", millis / 60_000),
        7_200_000..172_800_000 => format!("{} hours", millis / 3_600_000),
        _ => format!("{} days", millis / 86_400_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_told_in_the_unit_that_fits() {
        let told = |millis| in_words(Span::from_millis(millis));
        assert_eq!(told(0), "0 ms");
        assert_eq!(told(999), "999 ms");
        assert_eq!(told(1_500), "1.5 s");
        assert_eq!(told(120_000), "2 minutes");
        assert_eq!(told(7_200_000), "2 hours");
        assert_eq!(told(172_800_000), "2 days");
    }
}
