//! The workspace's clock: showing it, and moving it in a training workspace.

use std::collections::HashMap;

use chaperone_domain::authority::Action;
use chaperone_domain::clock::advance;
use chaperone_domain::due::DueKind;
use chaperone_domain::time::{Span, Timestamp};
use chaperone_store::Db;
use chaperone_store::table::{self, run_spans, workspace};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::desk::Desk;
use crate::due_said::Done;
use crate::due_work::{self, PassedOver};
use crate::failure::{Failure, Reply};
use crate::session::Session;
use crate::view::desk::{AdvanceClock, ClockAdvanced, ClockView, NextEvent, ShowClock};
use crate::wire::Wire;

/// Shows the clock and the next event.
pub(crate) fn show_clock(cx: &Reading<'_>, _: ShowClock) -> Reply<ClockView> {
    cx.authorise(Action::ShowClock, &[], "clock")?;
    let ahead = workspace::get(cx.db())?.map_or(Span::ZERO, |workspace| workspace.clock_ahead);
    let next_event = next_event(cx.db())?;
    Ok(ClockView { kind: Wire(cx.kind()), now: Wire(cx.now()), ahead: Wire(ahead), next_event })
}

/// What falls due next.
pub(crate) fn next_event(db: &Db) -> Reply<Option<NextEvent>> {
    let next = due_work::next(db)?;
    Ok(next.map(|(at, kind)| NextEvent {
        at: Wire(at),
        kind: Wire(kind),
        sentence: in_words(kind),
    }))
}

fn in_words(kind: DueKind) -> String {
    match kind {
        DueKind::Workflow => "A lifecycle workflow runs.",
        DueKind::WorkflowPurge => "A deleted lifecycle workflow can no longer be restored.",
        DueKind::Departure => "A person leaves.",
        DueKind::Start => "Access that was agreed to starts.",
        DueKind::StageDeadline => "The time for a decision runs out.",
        DueKind::Escalation => "A decision is forwarded to alternates.",
        DueKind::StageReminder => "Approvers are reminded of a decision.",
        DueKind::End => "Access ends.",
        DueKind::Cascade => "The agents of a deleted blueprint follow it.",
        DueKind::Purge => "What was deleted 30 days ago goes for good.",
        DueKind::Reminder => "Somebody is reminded of an end of access.",
    }
    .to_owned()
}

/// Moves the training clock forward. Everything due on the way is done at its instant, in order, as if the time had passed.
pub(crate) fn advance_clock(
    desk: &Desk,
    session: &Session,
    ask: AdvanceClock,
) -> Reply<ClockAdvanced> {
    let (from, to) = desk.read(session, |cx| {
        cx.authorise(Action::AdvanceClock, &[], "clock")?;
        let to = target(cx, &ask)?;
        advance(cx.kind(), cx.now(), to).map_err(|refusal| Failure::refused(&refusal))?;
        Ok((cx.now(), to))
    })?;
    let mut done = Vec::new();
    let mut passed_over = PassedOver::default();
    // What can't be done stays due; an instant is only gone to once for it.
    let mut tried: HashMap<Timestamp, usize> = HashMap::new();
    // Stopped, it stays at the instant that it has come to, where everything due is done.
    let progress = desk.begin_work(session, "advance_clock");
    let (mut reached, mut to) = (from, to);
    loop {
        if progress.step(days(reached.since(from)), Some(days(to.since(from)))).is_err() {
            to = desk.now()?.min(to);
            break;
        }
        let next = desk.workspace()?.store.read(due_work::next)?;
        let Some((due, _)) = next.filter(|&(due, _)| due <= to) else { break };
        let stuck = tried.entry(due).or_insert(0);
        *stuck += 1;
        if *stuck > 1 && !passed_over.is_empty() {
            break;
        }
        done.extend(go_to(desk, due, &mut passed_over)?);
        reached = reached.max(due);
    }
    desk.write(session, |cx| {
        set_now(cx, desk.environment.clock.now(), to)?;
        done.extend(drain(cx, to, &mut passed_over)?);
        // Time that was skipped is no time in which nothing ran: all that fell due on the way was done at its instant.
        let span = run_spans::begin(cx.db_mut(), from)?;
        let now = cx.now;
        run_spans::extend(cx.db_mut(), span, now)?;
        let sentence = format!("The training clock was moved to {}.", to.in_words());
        let me = cx.me()?;
        cx.record(Record::new("advance_clock", "clock", me, sentence).change(
            "now",
            Some(from.to_string()),
            Some(to.to_string()),
        ))
    })?;
    Ok(ClockAdvanced { from: Wire(from), to: Wire(to), done: desk.told(done)? })
}

/// Whole days, for whoever waits.
fn days(span: Span) -> u64 {
    const DAY_MS: u64 = 86_400_000;
    span.millis().unsigned_abs().div_ceil(DAY_MS)
}

fn target(cx: &Reading<'_>, ask: &AdvanceClock) -> Reply<Timestamp> {
    match (ask.by, ask.to, ask.to_next_event) {
        (Some(by), None, false) => Ok(cx.now().plus(by.0)),
        (None, Some(to), false) => Ok(to.0),
        (None, None, true) => {
            let next =
                due_work::next(cx.db())?.map(|(at, _)| at.max(cx.now().plus(Span::from_millis(1))));
            next.ok_or_else(|| {
                Failure::refused_because(
                    "no_next_event",
                    "Nothing falls due by itself; move the clock by a time instead.",
                )
            })
        }
        _ => Err(Failure::usage("Give exactly one of 'by', 'to' and 'toNextEvent'.")),
    }
}

/// Goes to an instant and does what is due then, in one transaction.
fn go_to(desk: &Desk, at: Timestamp, passed_over: &mut PassedOver) -> Reply<Vec<Done>> {
    desk.write_by_rule(|cx| {
        if at > cx.now() {
            set_now(cx, desk.environment.clock.now(), at)?;
        }
        let until = cx.now();
        drain(cx, until, passed_over)
    })
}

fn drain(cx: &mut Writing<'_>, until: Timestamp, passed_over: &mut PassedOver) -> Reply<Vec<Done>> {
    let mut done = Vec::new();
    loop {
        let (batch, is_more_left) = due_work::run_batch(cx, until, passed_over)?;
        done.extend(batch);
        if !is_more_left {
            return Ok(done);
        }
    }
}

fn set_now(cx: &mut Writing<'_>, machine: Timestamp, at: Timestamp) -> Reply<()> {
    let ahead = at.since(machine);
    let before = ahead_of(cx.db())?;
    // The machine's clock may have been set forward meanwhile; the training clock never moves back.
    table::workspace::set_clock_ahead(cx.db_mut(), if ahead > before { ahead } else { before })?;
    cx.now = cx.now.max(at);
    cx.occurred_at = cx.now;
    cx.touch(Tag::Clock);
    Ok(())
}

fn ahead_of(db: &Db) -> Reply<Span> {
    Ok(workspace::get(db)?.map_or(Span::ZERO, |workspace| workspace.clock_ahead))
}
