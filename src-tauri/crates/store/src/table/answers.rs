//! The table `request_answers`: what requestors answered, for ever, in the words of then.

use chaperone_domain::id::{Id, RequestId};
use chaperone_domain::question::Answer;
use rusqlite::{Row, params};

use crate::column::Columns;
use crate::list::{IDS, ids_value};
use crate::{Db, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<Answer> {
    Ok(Answer {
        question_id: row.id("question_id")?,
        question: row.get("question")?,
        value: row.get("value")?,
        display_value: row.get("display_value")?,
    })
}

/// The answers of a request, in the order of the questions.
pub fn of_request(db: &Db, request: RequestId) -> Result<Vec<Answer>> {
    db.all(
        "SELECT * FROM request_answers WHERE request_id = ?1 ORDER BY position",
        [request.uuid()],
        map,
    )
}

/// The answers of several requests: all of one request together, in the order of its questions.
pub fn of_requests(db: &Db, requests: &[RequestId]) -> Result<Vec<(RequestId, Answer)>> {
    db.all(
        &format!(
            "SELECT a.* FROM {IDS} i CROSS JOIN request_answers a ON a.request_id = i.id ORDER BY i.key, a.position"
        ),
        [ids_value(requests)],
        |row| Ok((row.id("request_id")?, map(row)?)),
    )
}

/// Keeps the answers of a request.
pub fn insert(db: &mut Db, request: RequestId, answers: &[Answer]) -> Result<()> {
    for (answer, position) in answers.iter().zip(1_i64..) {
        db.execute(
            "INSERT INTO request_answers (request_id, position, question_id, question, value, display_value)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                request.uuid(),
                position,
                answer.question_id.uuid(),
                answer.question,
                answer.value,
                answer.display_value
            ],
        )?;
    }
    Ok(())
}
