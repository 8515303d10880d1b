//! Messages that workflows write about people who sponsor agents: who receives them, what they say, how they are read and
//! taken into a mail program. The texts themselves are `domain::workflow_text`'s.

use std::collections::BTreeSet;
use std::fs;

use chaperone_domain::authority::{Action, Relation};
use chaperone_domain::id::{AgentId, NoticeId, PersonId, WorkflowPersonId};
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::person::Person;
use chaperone_domain::workflow::{Task, TaskDefinition, check_task};
use chaperone_domain::workflow_text;
use chaperone_store::Db;
use chaperone_store::table::messages::{Message, Recipient};
use chaperone_store::table::{
    agents, blueprints, messages, notices, people, sponsors, workflow_runs, workspace,
};

use crate::context::{Context, Reading, Writing};
use crate::desk::Desk;
use crate::eml::{self, Mail, Mailbox};
use crate::failure::{Failure, Reply};
use crate::notice::{NewNotice, send_as};
use crate::session::Session;
use crate::view::reference::PersonRef;
use crate::view::workflow::{
    ExportMessage, ExportedFile, MessagePreview, MessageRow, MessageView, PreviewWorkflowMessage,
    ShowMessage,
};
use crate::wire::Wire;
use crate::workflow_said::Outcome;
use crate::{person, succession, workflow};

/// What a task would say to whom.
struct Draft {
    to: BTreeSet<PersonId>,
    cc: BTreeSet<PersonId>,
    agents: Vec<AgentId>,
    text: workflow_text::Message,
}

/// A person whose managers have all left can't pass anything to one.
pub(crate) fn no_manager(person: &Person) -> Failure {
    Failure::refused_because(
        "no_active_manager",
        format!(
            "{} has no active manager; name one, then run the workflow again.",
            person.display_name
        ),
    )
    .with("person", &person.display_name)
}

/// Drafts what a task says about a person; nothing when there is nothing to tell or nobody to tell it to.
fn draft(cx: &impl Context, task: &Task, about: &Person) -> Reply<Result<Draft, Outcome>> {
    let (db, at) = (cx.db(), cx.now());
    let mut agents_of = sponsors::agents_sponsored_in_person(db, about.id)?;
    let of_blueprints = sponsors::blueprints_sponsored_in_person(db, about.id)?;
    if agents_of.is_empty() && of_blueprints.is_empty() {
        return Ok(Err(Outcome::nothing_to_tell(about)));
    }
    let manager = about.manager_id.map(|id| person::get(db, id)).transpose()?;
    let mut to = BTreeSet::new();
    let mut names = Vec::new();
    if task.definition == TaskDefinition::NotifyManager {
        let found = succession::active_manager(db, about.id, at)?;
        to.insert(found.ok_or_else(|| no_manager(about))?.person_id);
        for id in of_blueprints {
            let name = blueprints::get(db, id)?.map(|it| it.display_name).unwrap_or_default();
            names.push(format!("{name} (blueprint)"));
        }
    } else {
        let mut shared = Vec::new();
        for id in agents_of {
            let mut others = sponsors::active_people(db, id, at)?;
            others.remove(&about.id);
            if !others.is_empty() {
                shared.push(id);
                to.extend(others);
            }
        }
        if shared.is_empty() {
            return Ok(Err(Outcome::nothing_shared(about)));
        }
        agents_of = shared;
    }
    let mut of_agents = Vec::new();
    for &id in &agents_of {
        of_agents.push(agents::get(db, id)?.map(|it| it.display_name).unwrap_or_default());
    }
    of_agents.append(&mut names);
    let text = workflow_text::write(task, about, manager.as_ref(), &of_agents)
        .ok_or_else(|| Failure::usage("This task writes no message."))?;
    let mut cc = BTreeSet::new();
    for &id in task.cc.iter().filter(|id| !to.contains(id)) {
        if person::get(db, id)?.is_active_at(at) {
            cc.insert(id);
        }
    }
    Ok(Ok(Draft { to, cc, agents: agents_of, text }))
}

/// Writes a task's message about a person into the inboxes of its recipients. Answers what was done.
pub(crate) fn write(
    cx: &mut Writing<'_>,
    task: &Task,
    about: &Person,
    processed: WorkflowPersonId,
) -> Reply<Outcome> {
    let draft = match draft(cx, task, about)? {
        Ok(draft) => draft,
        Err(nothing) => return Ok(nothing),
    };
    let message = Message {
        id: cx.new_id(),
        workflow_person_id: processed,
        subject: draft.text.subject.clone(),
        body: draft.text.body,
        locale: task.locale.clone(),
        created_at: cx.now(),
    };
    let mut recipients = Vec::new();
    for (person_id, is_copy) in
        draft.to.iter().map(|&id| (id, false)).chain(draft.cc.iter().map(|&id| (id, true)))
    {
        let notice_id: NoticeId = cx.new_id();
        let mut notice =
            NewNotice::new(NoticeKind::SponsorChange, person_id, draft.text.subject.clone(), None);
        if let [only] = draft.agents.as_slice() {
            notice.agent = Some(*only);
        }
        send_as(cx, notice_id, notice)?;
        recipients.push(Recipient { person_id, is_copy, notice_id });
    }
    messages::insert(cx.db_mut(), &message, &recipients)?;
    Ok(Outcome::wrote(&names(cx.db(), &draft.to)?, &names(cx.db(), &draft.cc)?))
}

/// What people are called.
fn names<'i>(db: &Db, of: impl IntoIterator<Item = &'i PersonId>) -> Reply<Vec<String>> {
    of.into_iter().map(|&id| person::get(db, id).map(|person| person.display_name)).collect()
}

fn references(db: &Db, of: impl IntoIterator<Item = PersonId>) -> Reply<Vec<PersonRef>> {
    of.into_iter().map(|id| person::reference(db, id)).collect()
}

/// Shows what a task would write about a person now.
pub(crate) fn preview_workflow_message(
    cx: &Reading<'_>,
    ask: PreviewWorkflowMessage,
) -> Reply<MessagePreview> {
    cx.authorise(Action::PreviewWorkflowMessage, &[], "workflow")?;
    let about = person::get(cx.db(), ask.person_id.0)?;
    let task = workflow::task(cx, &ask.task)?;
    check_task(&task).map_err(|no| Failure::refused(&no))?;
    let draft = draft(cx, &task, &about)?.map_err(|nothing| {
        Failure::refused_because("nothing_to_tell", nothing.sentence)
            .with("person", &about.display_name)
    })?;
    Ok(MessagePreview {
        to: references(cx.db(), draft.to)?,
        cc: references(cx.db(), draft.cc)?,
        subject: draft.text.subject,
        body: draft.text.body,
    })
}

/// The messages that a run wrote about a person.
pub(crate) fn rows(db: &Db, processed: WorkflowPersonId) -> Reply<Vec<MessageRow>> {
    let mut rows = Vec::new();
    for message in messages::of_processed(db, processed)? {
        let recipients = messages::recipients(db, message.id)?;
        let Some(first) = recipients.first() else { continue };
        let to = recipients.iter().filter(|it| !it.is_copy).map(|it| it.person_id);
        rows.push(MessageRow {
            notice_id: Wire(first.notice_id),
            subject: message.subject,
            to: references(db, to)?,
        });
    }
    Ok(rows)
}

/// Whether a message stands behind a notice that the acting person may read.
fn find(cx: &impl Context, id: NoticeId) -> Reply<(Message, Vec<Recipient>)> {
    let notice = notices::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("message"))?;
    let is_mine = cx.actor().person() == Some(notice.recipient_id);
    let relations: &[Relation] = if is_mine { &[Relation::Recipient] } else { &[] };
    cx.authorise(Action::ShowMessage, relations, "message")?;
    let message = messages::of_notice(cx.db(), id)?.ok_or_else(|| Failure::not_found("message"))?;
    let recipients = messages::recipients(cx.db(), message.id)?;
    Ok((message, recipients))
}

/// Shows the message that a notice brings.
pub(crate) fn show_message(cx: &Reading<'_>, ask: ShowMessage) -> Reply<MessageView> {
    let (message, recipients) = find(cx, ask.notice_id.0)?;
    let about = workflow_runs::person_of(cx.db(), message.workflow_person_id)?
        .ok_or_else(|| Failure::not_found("message"))?;
    let those = |is_copy: bool| {
        let of = recipients.iter().filter(move |it| it.is_copy == is_copy);
        references(cx.db(), of.map(|it| it.person_id))
    };
    Ok(MessageView {
        notice_id: ask.notice_id,
        about: person::reference(cx.db(), about)?,
        to: those(false)?,
        cc: those(true)?,
        subject: message.subject,
        body: message.body,
        locale: message.locale,
        created_at: Wire(message.created_at),
    })
}

/// Writes a message into a file that mail programs open as a draft. The file's name is the message's id, so that writing it
/// again replaces it.
pub(crate) fn export_message(
    desk: &Desk,
    session: &Session,
    ask: ExportMessage,
) -> Reply<ExportedFile> {
    let (name, text) = desk.read(session, |cx| as_mail(cx, ask.notice_id.0))?;
    let folder = desk.workspace()?.folder.join("exports");
    let path = folder.join(format!("{name}.eml"));
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&path, text))
        .map_err(|source| Failure::from(chaperone_store::Error::io(path.clone(), source)))?;
    Ok(ExportedFile { path: path.display().to_string() })
}

fn as_mail(cx: &Reading<'_>, id: NoticeId) -> Reply<(String, String)> {
    let (message, recipients) = find(cx, id)?;
    let mailbox = |id: PersonId| -> Reply<Mailbox> {
        let found = people::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("person"))?;
        Ok(Mailbox { name: found.display_name, address: found.email })
    };
    let those = |is_copy: bool| {
        let of = recipients.iter().filter(|it| it.is_copy == is_copy);
        of.map(|it| mailbox(it.person_id)).collect::<Reply<Vec<_>>>()
    };
    let from = workspace::get(cx.db())?.map(|workspace| workspace.name).unwrap_or_default();
    let text = eml::write(&Mail {
        id: message.id.to_string(),
        from: Mailbox { name: from, address: "workspace@chaperone.invalid".to_owned() },
        to: those(false)?,
        cc: those(true)?,
        subject: &message.subject,
        body: &message.body,
        locale: message.locale.as_deref(),
        at: message.created_at,
    });
    Ok((message.id.to_string(), text))
}
