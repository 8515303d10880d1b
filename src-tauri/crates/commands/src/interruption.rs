//! What comes up on a desktop, and when. Whom it may disturb is decided in `domain::interruption`; a desktop shows what it
//! is handed here, and the inbox has every notice in any case.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::id::PersonId;
use chaperone_domain::interruption::{Interruption, Interruptions, Waiting};
use chaperone_domain::notice::NoticeState;
use chaperone_domain::time::{Span, Timestamp};
use chaperone_store::Page;
use chaperone_store::table::notices::{self, Notice};
use chaperone_store::table::{personal_settings, stages};

use crate::context::{Context, Reading};
use crate::desk::Desk;
use crate::failure::Reply;
use crate::notice;
use crate::session::Session;
use crate::view::notice::NoticeRow;

/// The most notices that a desktop is handed at once; a flood is summed up anyway.
const HANDED_TO_DESKTOP: usize = 200;
/// How many are read at once while looking for those.
const READ_AT_ONCE: u32 = 100;

/// What a desktop shows now.
#[derive(Debug, Default)]
pub struct DesktopNotices {
    /// Each by itself, oldest first.
    pub single: Vec<NoticeRow>,
    /// Gathered in one, oldest first.
    pub digest: Vec<NoticeRow>,
}

impl Desk {
    /// The notices that this desk should show now: in training for anyone, in a live workspace for the person who is
    /// signed in, each as that person wants to be told. `with_failed` asks for those that could not be shown earlier too,
    /// for when a server has come back.
    pub fn desktop_notices(&self, session: &Session, with_failed: bool) -> Reply<DesktopNotices> {
        let open = self.workspace()?;
        let Some(person) = session.person() else { return Ok(DesktopNotices::default()) };
        let whose = (open.kind != WorkspaceKind::Training).then_some(person);
        let clock = &self.environment.clock;
        self.read(session, |cx| select(cx, whose, with_failed, &|at| clock.ahead_of_utc(at)))
    }
}

fn select(
    cx: &Reading<'_>,
    whose: Option<PersonId>,
    with_failed: bool,
    zone: &dyn Fn(Timestamp) -> Span,
) -> Reply<DesktopNotices> {
    let mut shown = DesktopNotices::default();
    let mut chosen: HashMap<PersonId, Interruptions> = HashMap::new();
    // Who put a notice off asked to see it at just that time, whatever else may come up.
    let at_once = u32::try_from(HANDED_TO_DESKTOP).unwrap_or(u32::MAX);
    for again in notices::snoozed_until(cx.db(), whose, cx.now(), at_once)? {
        if notice::is_open(cx, &again)? {
            shown.single.push(notice::row(cx, again)?);
        }
    }
    let mut page = Page { after: None, limit: READ_AT_ONCE };
    loop {
        let found = notices::waiting(cx.db(), whose, page)?;
        page.after = found.last().map(|last| last.id);
        let is_last = found.len() < READ_AT_ONCE as usize;
        for waiting in found {
            if !with_failed && waiting.state != NoticeState::Waiting {
                continue;
            }
            let person = waiting.recipient_id;
            if let Entry::Vacant(place) = chosen.entry(person) {
                place.insert(personal_settings::of(cx.db(), person)?.interruptions);
            }
            match chosen.get(&person).map(|wish| weigh(cx, &waiting, wish, zone)).transpose()? {
                Some(Interruption::Now) | None => shown.single.push(notice::row(cx, waiting)?),
                Some(Interruption::InDigest) => shown.digest.push(notice::row(cx, waiting)?),
                Some(Interruption::At(_) | Interruption::Never) => {}
            }
            if shown.single.len() + shown.digest.len() >= HANDED_TO_DESKTOP {
                return Ok(shown);
            }
        }
        if is_last {
            return Ok(shown);
        }
    }
}

fn weigh(
    cx: &Reading<'_>,
    waiting: &Notice,
    wish: &Interruptions,
    zone: &dyn Fn(Timestamp) -> Span,
) -> Reply<Interruption> {
    // Whether it is still open is looked up only where that can matter: someone may have thousands that never come up.
    if !wish.level.may_bring_up(waiting.kind.asks_for_action()) {
        return Ok(Interruption::Never);
    }
    Ok(wish.weigh(&facts(cx, waiting)?, cx.now(), zone))
}

/// What a notice is weighed by.
pub(crate) fn facts(cx: &impl Context, waiting: &Notice) -> Reply<Waiting> {
    let asks_for_action = waiting.kind.asks_for_action() && notice::is_open(cx, waiting)?;
    let deadline = match waiting.stage_id.filter(|_| asks_for_action) {
        Some(stage) => stages::get(cx.db(), stage)?.and_then(|(stage, _)| stage.deadline_at),
        None => None,
    };
    let by = [deadline, waiting.ends_at].into_iter().flatten().min();
    Ok(Waiting { asks_for_action, due_at: waiting.due_at, by })
}
