//! Reminders: scheduling them when access is delivered or extended, carrying them out when they fall due, listing them.

use std::collections::BTreeSet;

use chaperone_domain::approval::StageState;
use chaperone_domain::assignment::{Assignment, EndReason};
use chaperone_domain::authority::Action;
use chaperone_domain::id::{AgentId, PersonId, ReminderId};
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::policy::ExtensionRule;
use chaperone_domain::reminder::{self, RecipientsBy, ReminderKind, ReminderState};
use chaperone_domain::said::Said;
use chaperone_store::Page;
use chaperone_store::table::reminders::Reminder;
use chaperone_store::table::{
    assignments, policies, reminders, requests, sponsors, stages, workspace,
};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::notice::{NewNotice, send};
use crate::view::notice::{ListReminders, ReminderPage, ReminderRow};
use crate::wire::Wire;
use crate::words;
use crate::{delivery, notice_said, relation};

/// Schedules the reminders of an assignment's end. What was scheduled for an earlier end is superseded.
pub(crate) fn schedule(cx: &mut Writing<'_>, assignment: &Assignment) -> Reply<()> {
    let (now, at) = (cx.now(), cx.occurred_at());
    reminders::supersede_scheduled(cx.db_mut(), assignment.id, true, now)?;
    let Some(ends_at) = assignment.ends_at else { return Ok(()) };
    let days =
        workspace::get(cx.db())?.map(|workspace| workspace.reminder_days).unwrap_or_default();
    for scheduled in reminder::schedule(at, assignment.starts_at, ends_at, &days) {
        let id = cx.new_id();
        reminders::insert(cx.db_mut(), id, assignment.id, ends_at, scheduled)?;
    }
    cx.touch(Tag::Notices);
    Ok(())
}

/// Carries out a reminder that has fallen due. One that a later one has overtaken, or whose assignment ends otherwise, is
/// superseded. Answers what happened, in words.
pub(crate) fn carry_out(cx: &mut Writing<'_>, id: ReminderId) -> Reply<String> {
    let found = reminders::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("reminder"))?;
    let assignment = assignments::get(cx.db(), found.assignment_id)?
        .ok_or_else(|| Failure::not_found("assignment"))?;
    let agent = crate::agent::reference(cx.db(), assignment.agent_id)?;
    let package = crate::access_package::reference(cx.db(), assignment.access_package_id)?;
    let what = format!("{} for {}", package.display_name, agent.display_name);
    if reminders::is_overtaken(cx.db(), &found, cx.now())? {
        finish(cx, &found, &assignment, ReminderState::Superseded, None)?;
        return Ok(format!("The reminder of {what} was overtaken by a later one."));
    }
    if delivery::is_silent(cx, assignment.policy_id)? {
        if found.kind == ReminderKind::Expiring {
            remind_approvers(cx, &assignment, &what)?;
        }
        finish(cx, &found, &assignment, ReminderState::Superseded, None)?;
        return Ok(format!("The policy tells nobody of the end of {what}."));
    }
    let (recipients, by) = answerable(cx, assignment.agent_id)?;
    let (sentence, said) = told(cx, &found, &assignment, &what)?;
    let kind = match found.kind {
        ReminderKind::Expiring => NoticeKind::AccessExpiring,
        ReminderKind::Ended => NoticeKind::AccessEnded,
    };
    for &recipient in &recipients {
        let mut notice = NewNotice::new(kind, recipient, sentence.clone(), said.clone());
        notice.agent = Some(assignment.agent_id);
        notice.access_package = Some(assignment.access_package_id);
        notice.assignment = Some(assignment.id);
        notice.reminder = Some(found.id);
        notice.ends_at = Some(found.ends_at);
        send(cx, notice)?;
    }
    if found.kind == ReminderKind::Expiring {
        remind_approvers(cx, &assignment, &what)?;
    }
    finish(cx, &found, &assignment, ReminderState::Sent, Some(by))?;
    let who = recipients.len();
    Ok(format!("{sentence} Told {who} {}.", if who == 1 { "person" } else { "people" }))
}

/// Who is told what happens to an agent, which has no inbox of its own, and why they.
pub(crate) fn answerable(
    cx: &impl Context,
    agent: AgentId,
) -> Reply<(BTreeSet<PersonId>, RecipientsBy)> {
    let sponsors = sponsors::active_people(cx.db(), agent, cx.now())?;
    let owners = sponsors::active_owners(cx.db(), agent, cx.now())?;
    let custodian = workspace::get(cx.db())?.map(|workspace| workspace.custodian_id);
    Ok(reminder::recipients(&sponsors, &owners, custodian))
}

/// Approvers of a pending extension are told by when they have to decide: after the end there is nothing to extend.
fn remind_approvers(cx: &mut Writing<'_>, assignment: &Assignment, what: &str) -> Reply<()> {
    let Some(request) = requests::open_extension(cx.db(), assignment.id)? else { return Ok(()) };
    let open = stages::of_request(cx.db(), request)?
        .into_iter()
        .find(|stage| stage.state == StageState::Open);
    let Some(stage) = open else { return Ok(()) };
    for approver in crate::stage::deciders(cx, &stage)? {
        let sentence = format!(
            "The extension of {what} needs your decision before the access ends {}.",
            words::until(assignment.ends_at).replace("until", "on")
        );
        let said = notice_said::wanted_before_the_end();
        let mut notice = NewNotice::new(NoticeKind::DecisionWanted, approver, sentence, said);
        notice.agent = Some(assignment.agent_id);
        notice.access_package = Some(assignment.access_package_id);
        notice.request = Some(request);
        notice.stage = Some(stage.id);
        notice.ends_at = assignment.ends_at;
        send(cx, notice)?;
    }
    Ok(())
}

/// What a reminder says, in words and as code and values.
fn told(
    cx: &Writing<'_>,
    found: &Reminder,
    assignment: &Assignment,
    what: &str,
) -> Reply<(String, Said)> {
    let end = found.ends_at.in_words();
    if found.kind == ReminderKind::Ended {
        let sentence = format!("{what} ended on {end}; nobody extended it.");
        return Ok((sentence, notice_said::ended(EndReason::Expired)));
    }
    let days_left = reminder::days_left(cx.now(), found.ends_at);
    let left = words::days(days_left);
    let rule = policies::newest_ever(cx.db(), assignment.policy_id)?.map(|policy| policy.extension);
    let is_pending = requests::open_extension(cx.db(), assignment.id)?.is_some();
    let then = match rule {
        _ if is_pending => {
            format!("An extension waits for a decision, which is needed before {end}.")
        }
        Some(ExtensionRule::WithApproval) => {
            format!("Ask for an extension before {end}; it needs approval.")
        }
        Some(ExtensionRule::WithoutApproval) => format!("It can be extended before {end}."),
        Some(ExtensionRule::NotAllowed) | None => "It can't be extended.".to_owned(),
    };
    let sentence = format!("{what} ends in {left}, on {end}. {then}");
    Ok((sentence, notice_said::expiring(days_left, rule, is_pending)))
}

fn finish(
    cx: &mut Writing<'_>,
    found: &Reminder,
    assignment: &Assignment,
    state: ReminderState,
    by: Option<RecipientsBy>,
) -> Reply<()> {
    let now = cx.now();
    reminders::set_done(cx.db_mut(), found.id, state, by, now)?;
    let is_silent = delivery::is_silent(cx, assignment.policy_id)?;
    let sentence = match (found.kind, state) {
        (_, ReminderState::Superseded) if is_silent => {
            "The policy tells nobody of the end of this access.".to_owned()
        }
        (_, ReminderState::Superseded) => format!(
            "A reminder {} before the end was overtaken by a later one.",
            words::days(found.threshold_days)
        ),
        (ReminderKind::Ended, _) => "The end of the access was told.".to_owned(),
        (ReminderKind::Expiring, _) => {
            format!("Reminded {} before the end.", words::days(found.threshold_days))
        }
    };
    cx.record(
        Record::new("send_reminder", "reminder", found.id, sentence)
            .about(assignment.id)
            .about(assignment.agent_id)
            .about(assignment.access_package_id),
    )?;
    cx.touch(Tag::Notices);
    Ok(())
}

/// A reminder as people see it.
pub(crate) fn row(cx: &impl Context, found: Reminder) -> Reply<ReminderRow> {
    let assignment = assignments::get(cx.db(), found.assignment_id)?
        .ok_or_else(|| Failure::not_found("assignment"))?;
    let recipients = reminders::recipients(cx.db(), found.id)?
        .into_iter()
        .map(|person| crate::person::reference(cx.db(), person))
        .collect::<Reply<_>>()?;
    Ok(ReminderRow {
        id: Wire(found.id),
        assignment_id: Wire(found.assignment_id),
        agent: crate::agent::reference(cx.db(), assignment.agent_id)?,
        access_package: crate::access_package::reference(cx.db(), assignment.access_package_id)?,
        kind: Wire(found.kind),
        threshold_days: i32::try_from(found.threshold_days).unwrap_or(i32::MAX),
        due_at: Wire(found.due_at),
        done_at: found.done_at.map(Wire),
        state: Wire(found.state),
        recipients_by: found.recipients_by.map(Wire),
        recipients,
    })
}

/// Lists reminders by due instant: of one assignment, or of all that one may see.
pub(crate) fn list_reminders(cx: &Reading<'_>, ask: ListReminders) -> Reply<ReminderPage> {
    cx.authorise(Action::ListReminders, &[], "reminder")?;
    let limit = crate::list::check_limit(ask.limit)?;
    let assignment = ask.assignment_id.map(|id| id.0);
    if let Some(id) = assignment {
        relation::visible_assignment(cx, Action::ShowAssignment, id)?;
    }
    let mine = if cx.is_overseer() || assignment.is_some() { None } else { Some(cx.me()?) };
    let page = Page { after: ask.after.map(|id| id.0), limit };
    let ids = reminders::page(cx.db(), assignment, mine, page)?;
    let next = (ids.len() == limit as usize).then(|| ids.last().copied().map(Wire)).flatten();
    let mut rows = Vec::new();
    for id in ids {
        if let Some(found) = reminders::get(cx.db(), id)? {
            rows.push(row(cx, found)?);
        }
    }
    Ok(ReminderPage { rows, next })
}
