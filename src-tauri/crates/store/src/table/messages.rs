//! The tables `messages` and `message_recipients`: what workflows wrote, and to whom.

use chaperone_domain::id::{Id, MessageId, NoticeId, PersonId, WorkflowPersonId};
use chaperone_domain::time::Timestamp;
use rusqlite::{Row, params};

use crate::column::Columns;
use crate::{Db, Result};

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Key.
    pub id: MessageId,
    /// The person about whom a run wrote it.
    pub workflow_person_id: WorkflowPersonId,
    /// One line.
    pub subject: String,
    /// Lines of text.
    pub body: String,
    /// Its language, as a tag.
    pub locale: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
}

/// Who receives a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recipient {
    /// Who.
    pub person_id: PersonId,
    /// Whether as a copy.
    pub is_copy: bool,
    /// The notice by which they find it.
    pub notice_id: NoticeId,
}

fn map(row: &Row<'_>) -> rusqlite::Result<Message> {
    Ok(Message {
        id: row.id("id")?,
        workflow_person_id: row.id("workflow_person_id")?,
        subject: row.get("subject")?,
        body: row.get("body")?,
        locale: row.get("locale")?,
        created_at: row.at("created_at")?,
    })
}

/// The message that a notice brings.
pub fn of_notice(db: &Db, notice: NoticeId) -> Result<Option<Message>> {
    db.one(
        "SELECT m.* FROM messages m JOIN message_recipients r ON r.message_id = m.id WHERE r.notice_id = ?1",
        [notice.uuid()],
        map,
    )
}

/// The messages that a run wrote about a person, in order.
pub fn of_processed(db: &Db, id: WorkflowPersonId) -> Result<Vec<Message>> {
    db.all("SELECT * FROM messages WHERE workflow_person_id = ?1 ORDER BY id", [id.uuid()], map)
}

/// Who receives a message: first those whom it addresses, then those who receive a copy.
pub fn recipients(db: &Db, id: MessageId) -> Result<Vec<Recipient>> {
    db.all(
        "SELECT * FROM message_recipients WHERE message_id = ?1 ORDER BY is_copy, notice_id",
        [id.uuid()],
        |row| {
            Ok(Recipient {
                person_id: row.id("person_id")?,
                is_copy: row.get("is_copy")?,
                notice_id: row.id("notice_id")?,
            })
        },
    )
}

/// Writes a message with its recipients, whose notices are there already.
pub fn insert(db: &mut Db, message: &Message, recipients: &[Recipient]) -> Result<()> {
    db.execute(
        "INSERT INTO messages (id, workflow_person_id, subject, body, locale, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            message.id.uuid(),
            message.workflow_person_id.uuid(),
            message.subject,
            message.body,
            message.locale,
            message.created_at.millis()
        ],
    )?;
    for recipient in recipients {
        db.execute(
            "INSERT INTO message_recipients (message_id, person_id, is_copy, notice_id) VALUES (?1, ?2, ?3, ?4)",
            params![
                message.id.uuid(),
                recipient.person_id.uuid(),
                recipient.is_copy,
                recipient.notice_id.uuid()
            ],
        )?;
    }
    Ok(())
}
