//! The catch-up card: what was done late because nothing was running, each thing with its due and its done instant.

use chaperone_domain::authority::Action;
use chaperone_domain::id::{AccessPackageId, AgentId, BlueprintId, Id, PersonId, WorkflowId};
use chaperone_store::Db;
use chaperone_store::table::audit_records::{self, AuditRecord};
use chaperone_store::table::{access_packages, agents, blueprints, people, workflows};
use uuid::Uuid;

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::Reply;
use crate::view::desk::DueItem;
use crate::view::notice::{CatchUp, CatchUpCard, DismissCatchUp, ShowCatchUp};
use crate::wire::Wire;

/// The most things on a card; the history has all of them.
const SHOWN: u32 = 200;

/// The card for the acting person, if there is anything that they haven't put away.
pub(crate) fn card(cx: &impl Context) -> Reply<Option<CatchUpCard>> {
    let seen = audit_records::dismissed_up_to(cx.db(), cx.me()?)?;
    let late = audit_records::late_after(cx.db(), seen, SHOWN)?;
    let Some(first) = late.iter().map(|record| record.seq).min() else { return Ok(None) };
    let before = audit_records::get(cx.db(), first - 1)?;
    let from = before.map_or(late[0].occurred_at, |record| record.recorded_at);
    let to = late.iter().map(|record| record.recorded_at).max().unwrap_or(from);
    let items = late.into_iter().map(|record| item(cx, record)).collect::<Reply<_>>()?;
    Ok(Some(CatchUpCard { from: Wire(from), to: Wire(to), items }))
}

fn item(cx: &impl Context, record: AuditRecord) -> Reply<DueItem> {
    let names = record.about.iter().map(|id| name(cx.db(), *id));
    let about = names.filter_map(Reply::transpose).collect::<Reply<Vec<_>>>()?;
    Ok(DueItem {
        due_at: Wire(record.occurred_at),
        done_at: Wire(record.recorded_at),
        sentence: record.sentence,
        saying: None,
        activity: Some(record.activity),
        about,
    })
}

/// What a thing of the history is called, if it is one that has a name of its own.
fn name(db: &Db, id: Uuid) -> Reply<Option<String>> {
    if let Some(name) = agents::name(db, AgentId::from_uuid(id))? {
        return Ok(Some(name));
    }
    if let Some(name) = access_packages::name(db, AccessPackageId::from_uuid(id))? {
        return Ok(Some(name));
    }
    if let Some(person) = people::get(db, PersonId::from_uuid(id))? {
        return Ok(Some(person.display_name));
    }
    if let Some(blueprint) = blueprints::get(db, BlueprintId::from_uuid(id))? {
        return Ok(Some(blueprint.display_name));
    }
    Ok(workflows::get(db, WorkflowId::from_uuid(id))?.map(|workflow| workflow.display_name))
}

/// Shows what was done while nothing ran.
pub(crate) fn show_catch_up(cx: &Reading<'_>, _: ShowCatchUp) -> Reply<CatchUp> {
    cx.authorise(Action::ShowCatchUp, &[], "card")?;
    Ok(CatchUp { card: card(cx)? })
}

/// Puts the card away, for the acting person only.
pub(crate) fn dismiss_catch_up(cx: &mut Writing<'_>, _: DismissCatchUp) -> Reply<CatchUp> {
    cx.authorise(Action::DismissCatchUp, &[], "card")?;
    let me = cx.me()?;
    let last = audit_records::last(cx.db())?;
    if let (Some(last), Some(_)) = (last, card(cx)?) {
        audit_records::dismiss_up_to(cx.db_mut(), me, last.seq)?;
        cx.touch(Tag::Notices);
        cx.record(Record::new(
            "dismiss_catch_up",
            "person",
            me,
            "The catch-up card was put away.".to_owned(),
        ))?;
    }
    Ok(CatchUp { card: card(cx)? })
}
