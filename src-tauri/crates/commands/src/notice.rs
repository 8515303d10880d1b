//! Notices: telling people, and what they did with it.

use chaperone_domain::authority::{Action, Relation};
use chaperone_domain::id::{
    AccessPackageId, AgentId, AssignmentId, NoticeId, PersonId, ReminderId, RequestId, StageId,
};
use chaperone_domain::notice::{NoticeKind, NoticeState};
use chaperone_domain::refusal::Refuse;
use chaperone_domain::said::Said;
use chaperone_domain::text::{Field, check_text};
use chaperone_domain::time::Timestamp;
use chaperone_domain::unshown::Unshown;
use chaperone_store::table::notices::Notice;
use chaperone_store::table::{assignments, notices, personal_settings, policies, requests, stages};
use serde_json::json;

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::interruption;
use crate::view::notice::{
    ListNotices, MarkNoticeFailed, MarkNoticeShown, NoticePage, NoticeRow, SnoozeNotice,
};
use crate::view::said::Saying;
use crate::wire::Wire;

/// Something to tell a person.
#[derive(Debug, Clone)]
pub(crate) struct NewNotice {
    pub(crate) kind: NoticeKind,
    pub(crate) recipient: PersonId,
    pub(crate) agent: Option<AgentId>,
    pub(crate) access_package: Option<AccessPackageId>,
    pub(crate) assignment: Option<AssignmentId>,
    pub(crate) request: Option<RequestId>,
    pub(crate) stage: Option<StageId>,
    pub(crate) reminder: Option<ReminderId>,
    pub(crate) ends_at: Option<Timestamp>,
    pub(crate) sentence: String,
    /// The same as code and values; nothing where somebody else's words are the sentence.
    pub(crate) said: Option<Said>,
}

impl NewNotice {
    /// Something to tell, about nothing in particular yet.
    pub(crate) fn new(
        kind: NoticeKind,
        recipient: PersonId,
        sentence: String,
        said: impl Into<Option<Said>>,
    ) -> Self {
        Self {
            kind,
            recipient,
            agent: None,
            access_package: None,
            assignment: None,
            request: None,
            stage: None,
            reminder: None,
            ends_at: None,
            sentence,
            said: said.into(),
        }
    }
}

/// Puts a notice into a person's inbox. One about an assignment takes the place of those that no desktop has shown yet, so
/// that each assignment has one living notice for each recipient.
pub(crate) fn send(cx: &mut Writing<'_>, new: NewNotice) -> Reply<()> {
    send_as(cx, cx.new_id(), new)
}

/// The same under an id that something else refers to.
pub(crate) fn send_as(cx: &mut Writing<'_>, id: NoticeId, new: NewNotice) -> Reply<()> {
    if let Some(assignment) = new.assignment {
        for kind in [NoticeKind::AccessExpiring, NoticeKind::AccessEnded] {
            notices::supersede_waiting(cx.db_mut(), assignment, kind, Some(new.recipient))?;
        }
    }
    let saying = saying(cx, &new)?;
    let notice = Notice {
        id,
        kind: new.kind,
        recipient_id: new.recipient,
        state: NoticeState::Waiting,
        due_at: cx.occurred_at(),
        created_at: cx.now(),
        shown_at: None,
        snoozed_until: None,
        failure: None,
        reminder_id: new.reminder,
        assignment_id: new.assignment,
        request_id: new.request,
        stage_id: new.stage,
        agent_id: new.agent,
        access_package_id: new.access_package,
        ends_at: new.ends_at,
        sentence: new.sentence,
        saying: saying.map(|saying| json!(saying).to_string()),
    };
    notices::insert(cx.db_mut(), &notice)?;
    cx.touch(Tag::Notices);
    Ok(())
}

/// What a notice says, with the agent, the package and the end that it is about.
fn saying(cx: &impl Context, new: &NewNotice) -> Reply<Option<Saying>> {
    let Some(mut said) = new.said.clone() else { return Ok(None) };
    if let Some(id) = new.agent {
        said = said.with("agent", crate::agent::reference(cx.db(), id)?.display_name);
    }
    if let Some(id) = new.access_package {
        said = said.with("package", crate::access_package::reference(cx.db(), id)?.display_name);
    }
    if let Some(end) = new.ends_at {
        said = said.with("end", end);
    }
    Ok(Some(said.into()))
}

/// Whether a notice still asks its reader to do something: what it speaks of is still so.
pub(crate) fn is_open(cx: &impl Context, notice: &Notice) -> Reply<bool> {
    match notice.kind {
        NoticeKind::AccessExpiring => {
            let Some(id) = notice.assignment_id else { return Ok(false) };
            let Some(assignment) = assignments::get(cx.db(), id)? else { return Ok(false) };
            Ok(assignment.check_let_expire(cx.now()).is_ok()
                && assignment.ends_at == notice.ends_at
                && requests::open_extension(cx.db(), id)?.is_none())
        }
        NoticeKind::DecisionWanted
        | NoticeKind::DecisionForwarded
        | NoticeKind::DecisionReminder => {
            let Some(stage) =
                notice.stage_id.map(|id| stages::get(cx.db(), id)).transpose()?.flatten()
            else {
                return Ok(false);
            };
            crate::stage::may_decide(cx, &stage.0, notice.recipient_id)
        }
        _ => Ok(false),
    }
}

/// A notice as people see it.
pub(crate) fn row(cx: &impl Context, notice: Notice) -> Reply<NoticeRow> {
    let extension =
        match notice.assignment_id.map(|id| assignments::get(cx.db(), id)).transpose()?.flatten() {
            Some(assignment) => policies::newest_ever(cx.db(), assignment.policy_id)?
                .map(|policy| Wire(policy.extension)),
            None => None,
        };
    Ok(NoticeRow {
        saying: notice.saying.as_deref().and_then(|saying| serde_json::from_str(saying).ok()),
        id: Wire(notice.id),
        kind: Wire(notice.kind),
        state: Wire(notice.state),
        is_open: is_open(cx, &notice)?,
        recipient: crate::person::reference(cx.db(), notice.recipient_id)?,
        due_at: Wire(notice.due_at),
        agent: notice.agent_id.map(|id| crate::agent::reference(cx.db(), id)).transpose()?,
        access_package: notice
            .access_package_id
            .map(|id| crate::access_package::reference(cx.db(), id))
            .transpose()?,
        assignment_id: notice.assignment_id.map(Wire),
        request_id: notice.request_id.map(Wire),
        ends_at: notice.ends_at.map(Wire),
        extension,
        snoozed_until: notice.snoozed_until.map(Wire),
        sentence: notice.sentence,
        failure_saying: notice
            .failure
            .as_deref()
            .and_then(Unshown::parse)
            .map(|reason| reason.said().into()),
        failure: notice.failure,
    })
}

/// Lists the notices in one's own inbox, newest first.
pub(crate) fn list_notices(cx: &Reading<'_>, ask: ListNotices) -> Reply<NoticePage> {
    cx.authorise(Action::ListNotices, &[], "inbox")?;
    let limit = crate::list::check_limit(ask.limit)?;
    let found = notices::of_recipient(cx.db(), cx.me()?, ask.after.map(|id| id.0), limit)?;
    let next =
        (found.len() == limit as usize).then(|| found.last().map(|last| Wire(last.id))).flatten();
    let mut rows = found.into_iter().map(|notice| row(cx, notice)).collect::<Reply<Vec<_>>>()?;
    if ask.open {
        rows.retain(|notice| notice.is_open && !is_put_off(cx, notice));
    }
    Ok(NoticePage { rows, next })
}

fn is_put_off(cx: &Reading<'_>, notice: &NoticeRow) -> bool {
    notice.snoozed_until.is_some_and(|until| until.0 > cx.now())
}

/// How many notices the acting person put off that come up again.
pub(crate) fn count_put_off(cx: &Reading<'_>) -> Reply<u32> {
    let mut count = 0;
    for notice in notices::snoozed_after(cx.db(), cx.me()?, cx.now())? {
        count += u32::from(is_open(cx, &notice)?);
    }
    Ok(count)
}

/// The open notices of the acting person that aren't put off, newest first, for Home.
pub(crate) fn open_ones(cx: &Reading<'_>) -> Reply<Vec<NoticeRow>> {
    let ask = ListNotices { open: true, after: None, limit: Some(500) };
    Ok(list_notices(cx, ask)?.rows)
}

fn mine(cx: &Writing<'_>, action: Action, id: NoticeId) -> Reply<Notice> {
    let notice = notices::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("notice"))?;
    let is_mine = cx.actor().person() == Some(notice.recipient_id);
    let relations: &[Relation] = if is_mine { &[Relation::Recipient] } else { &[] };
    cx.authorise(action, relations, "notice")?;
    Ok(notice)
}

/// Puts a notice off. Whoever puts it off has seen it.
pub(crate) fn snooze_notice(cx: &mut Writing<'_>, ask: SnoozeNotice) -> Reply<NoticeRow> {
    let mut notice = mine(cx, Action::SnoozeNotice, ask.notice_id.0)?;
    let wish = personal_settings::of(cx.db(), notice.recipient_id)?.interruptions;
    let waiting = interruption::facts(cx, &notice)?;
    let until = wish
        .snooze(&waiting, ask.until.0, cx.now(), &|at| cx.ahead_of_utc(at))
        .map_err(|no| Failure::refused(&no))?;
    if notice.state.next().contains(&NoticeState::Shown) {
        let now = cx.now();
        notices::set_state(cx.db_mut(), notice.id, NoticeState::Shown, Some(now), None)?;
        notice.state = NoticeState::Shown;
    }
    let before = notice.snoozed_until.replace(until);
    notices::set_snoozed(cx.db_mut(), notice.id, notice.snoozed_until)?;
    let sentence = format!("Put off until {}: {}", until.in_words(), notice.sentence);
    let record = Record::new("snooze_notice", "notice", notice.id, sentence);
    let before = before.map(|at| at.to_string());
    cx.record(record.change("snoozedUntil", before, Some(until.to_string())))?;
    cx.touch(Tag::Notices);
    row(cx, notice)
}

/// Records that a notice was shown. Showing one that was shown already changes nothing, unless it was put off until now.
pub(crate) fn mark_notice_shown(cx: &mut Writing<'_>, ask: MarkNoticeShown) -> Reply<NoticeRow> {
    let mut notice = mine(cx, Action::MarkNoticeShown, ask.notice_id.0)?;
    if notice.state.next().contains(&NoticeState::Shown) {
        let now = cx.now();
        notices::set_state(cx.db_mut(), notice.id, NoticeState::Shown, Some(now), None)?;
        notice.state = NoticeState::Shown;
        let sentence = format!("Shown: {}", notice.sentence);
        cx.record(Record::new("mark_notice_shown", "notice", notice.id, sentence))?;
        cx.touch(Tag::Notices);
    } else if notice.snoozed_until.is_some_and(|until| until <= cx.now()) {
        let before = notice.snoozed_until.take();
        notices::set_snoozed(cx.db_mut(), notice.id, None)?;
        let sentence = format!("Shown again: {}", notice.sentence);
        let record = Record::new("mark_notice_shown", "notice", notice.id, sentence);
        cx.record(record.change("snoozedUntil", before.map(|at| at.to_string()), None))?;
        cx.touch(Tag::Notices);
    }
    row(cx, notice)
}

/// Records that a desktop could not show a notice.
pub(crate) fn mark_notice_failed(cx: &mut Writing<'_>, ask: MarkNoticeFailed) -> Reply<NoticeRow> {
    let mut notice = mine(cx, Action::MarkNoticeFailed, ask.notice_id.0)?;
    let reason = check_text(Field::new("reason", "the reason"), &ask.reason)
        .map_err(|bad| Failure::refused(&bad))?
        .to_owned();
    if notice.state == NoticeState::Waiting {
        notices::set_state(cx.db_mut(), notice.id, NoticeState::Failed, None, Some(&reason))?;
        notice.state = NoticeState::Failed;
        let sentence = format!("Could not be shown on the desktop ({reason}): {}", notice.sentence);
        notice.failure = Some(reason);
        cx.record(Record::new("mark_notice_failed", "notice", notice.id, sentence))?;
        cx.touch(Tag::Notices);
    }
    row(cx, notice)
}
