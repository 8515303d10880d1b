//! Answers to a policy's questions as they are written on the command line: `KEY=VALUE`, where the key is the question's
//! number, its words or its id. Whether an answer will do is the command layer's business.

use chaperone_commands::view::question::{AnswerView, GiveAnswer, QuestionView};
use chaperone_commands::view::request::{PreviewRequest, RequestPreview};
use chaperone_commands::{Failure, Reply};

use crate::host::Host;
use crate::table::Table;
use crate::words::part;

/// One `KEY=VALUE`.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    key: String,
    value: String,
}

impl std::str::FromStr for Pair {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (key, value) = text.split_once('=').ok_or_else(|| {
            "write it as KEY=VALUE, where KEY is the question's number, words or id".to_owned()
        })?;
        Ok(Self { key: key.trim().to_owned(), value: value.to_owned() })
    }
}

/// The answers to the questions of the policy through which a request would run.
pub(crate) fn given(pairs: Vec<Pair>, host: &Host, ask: PreviewRequest) -> Reply<Vec<GiveAnswer>> {
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let preview: RequestPreview = host.view("preview_request", ask)?;
    to_questions(pairs, &preview.questions)
}

/// The answers, each with the question that its key means.
pub(crate) fn to_questions(pairs: Vec<Pair>, questions: &[QuestionView]) -> Reply<Vec<GiveAnswer>> {
    pairs
        .into_iter()
        .map(|pair| {
            let is_meant = |question: &&QuestionView| {
                question.sequence.to_string() == pair.key
                    || question.text.eq_ignore_ascii_case(&pair.key)
                    || question.id.to_string() == pair.key
            };
            let question =
                questions.iter().find(is_meant).ok_or_else(|| unknown(&pair.key, questions))?;
            Ok(GiveAnswer { question_id: question.id, value: pair.value })
        })
        .collect()
}

fn unknown(key: &str, questions: &[QuestionView]) -> Failure {
    let asked: Vec<_> =
        questions.iter().map(|one| format!("{}: {}", one.sequence, one.text)).collect();
    let asked = if asked.is_empty() { "nothing".to_owned() } else { asked.join("; ") };
    Failure::usage(format!("The policy asks no '{key}'; it asks {asked}."))
}

/// What was answered, in a table.
pub(crate) fn table(answers: &[AnswerView], width: Option<u16>) -> String {
    part("Answers", answers.is_empty(), || {
        let mut table = Table::of("answers", ["Question", "Answer"]);
        for answer in answers {
            table.row([answer.question.clone(), answer.display_value.clone()]);
        }
        table.text(width)
    })
}
