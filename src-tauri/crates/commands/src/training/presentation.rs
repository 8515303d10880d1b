//! What a room full of people looks at: the clock, what just happened and what comes next. In training nothing of it is a
//! secret, so it is shown whoever acts.

use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::id::{Id, PersonId};
use chaperone_store::table::{audit_records, people};

use super::exercise::not_for_live;
use crate::clock::next_event;
use crate::desk::Desk;
use crate::failure::Reply;
use crate::session::Session;
use crate::view::training::{HappenedRow, PresentationView, ShowPresentation};
use crate::wire::Wire;

/// How much of the history fits on a wall.
const SHOWN: u32 = 6;

/// Shows the clock, what happened last and what comes next.
pub(crate) fn show_presentation(
    desk: &Desk,
    _: &Session,
    _: ShowPresentation,
) -> Reply<PresentationView> {
    let open = desk.workspace()?;
    if open.kind == WorkspaceKind::Live {
        return Err(not_for_live());
    }
    open.store.read(|db| {
        // That somebody's screen showed a notice, or had nothing to show it with, is no event for a room; and screens show
        // several at once in any order.
        let other_than = ["mark_notice_shown", "mark_notice_failed"].map(str::to_owned).to_vec();
        let filter = audit_records::Filter { other_than, ..audit_records::Filter::default() };
        let records = audit_records::page(db, &filter, None, SHOWN)?;
        let mut happened = Vec::new();
        for record in records {
            let actor = match record.actor_id {
                Some(id) => people::get(db, PersonId::from_uuid(id))?,
                None => None,
            };
            happened.push(HappenedRow {
                seq: record.seq,
                at: Wire(record.occurred_at),
                actor: actor.map(|person| person.display_name),
                activity: record.activity,
                sentence: record.sentence,
            });
        }
        Ok(PresentationView { now: Wire(desk.now_in(db)?), next_event: next_event(db)?, happened })
    })
}
