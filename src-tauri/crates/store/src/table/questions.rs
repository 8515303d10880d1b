//! The tables `policy_questions`, `question_choices` and `question_localizations`: what a policy asks.

use chaperone_domain::id::{Id, PolicyId, QuestionId};
use chaperone_domain::question::{Choice, LocalizedText, Question};
use chaperone_domain::term::Term;
use rusqlite::params;

use crate::column::Columns;
use crate::{Db, Result};

/// The questions of a policy, in their order.
pub fn of_policy(db: &Db, policy: PolicyId) -> Result<Vec<Question>> {
    let mut questions = db.all(
        "SELECT * FROM policy_questions WHERE policy_id = ?1 ORDER BY position",
        [policy.uuid()],
        |row| {
            Ok(Question {
                id: row.id("id")?,
                kind: row.term("kind")?,
                text: row.get("text")?,
                localizations: Vec::new(),
                is_required: row.get("is_required")?,
                is_answer_editable: row.get("is_answer_editable")?,
                pattern: row.get("pattern")?,
                choices: Vec::new(),
            })
        },
    )?;
    for question in &mut questions {
        question.localizations = localizations(db, question.id, 0)?;
        question.choices = db.all(
            "SELECT value, text FROM question_choices WHERE question_id = ?1 ORDER BY position",
            [question.id.uuid()],
            |row| {
                Ok(Choice {
                    value: row.get("value")?,
                    text: row.get("text")?,
                    localizations: Vec::new(),
                })
            },
        )?;
        for (choice, place) in question.choices.iter_mut().zip(1..) {
            choice.localizations = localizations(db, question.id, place)?;
        }
    }
    Ok(questions)
}

fn localizations(db: &Db, question: QuestionId, choice: i64) -> Result<Vec<LocalizedText>> {
    db.all(
        "SELECT language_code, text FROM question_localizations WHERE question_id = ?1 AND choice = ?2
         ORDER BY language_code",
        params![question.uuid(), choice],
        |row| {
            Ok(LocalizedText { language_code: row.get("language_code")?, text: row.get("text")? })
        },
    )
}

/// Writes the questions of a policy that has none.
pub fn insert(db: &mut Db, policy: PolicyId, questions: &[Question]) -> Result<()> {
    for (question, position) in questions.iter().zip(1_i64..) {
        db.execute(
            "INSERT INTO policy_questions (id, policy_id, position, kind, text, is_required, is_answer_editable, pattern)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                question.id.uuid(),
                policy.uuid(),
                position,
                question.kind.term(),
                question.text,
                question.is_required,
                question.is_answer_editable,
                question.pattern
            ],
        )?;
        insert_localizations(db, question.id, 0, &question.localizations)?;
        for (choice, place) in question.choices.iter().zip(1_i64..) {
            db.execute(
                "INSERT INTO question_choices (question_id, position, value, text) VALUES (?1, ?2, ?3, ?4)",
                params![question.id.uuid(), place, choice.value, choice.text],
            )?;
            insert_localizations(db, question.id, place, &choice.localizations)?;
        }
    }
    Ok(())
}

fn insert_localizations(
    db: &mut Db,
    question: QuestionId,
    choice: i64,
    texts: &[LocalizedText],
) -> Result<()> {
    for one in texts {
        db.execute(
            "INSERT INTO question_localizations (question_id, choice, language_code, text) VALUES (?1, ?2, ?3, ?4)",
            params![question.uuid(), choice, one.language_code, one.text],
        )?;
    }
    Ok(())
}
