//! Questions that a policy asks whoever requests a package, and the check of what they answer.
//!
//! Source: Microsoft Graph, accessPackageQuestion with accessPackageTextInputQuestion and
//! accessPackageMultipleChoiceQuestion, accessPackageAnswer.

use regex::{Regex, RegexBuilder};

use crate::id::QuestionId;
use crate::refusal::Refuse;
use crate::said::Said;
use crate::term::terms;
use crate::text::{BadText, Field, check_name, check_text};

/// The most questions of one policy. The field documents no ceiling; a form with more is no form any more.
pub const MAX_QUESTIONS: usize = 20;
/// The most choices of one question.
pub const MAX_CHOICES: usize = 50;
/// The longest pattern, in characters.
pub const MAX_PATTERN_CHARS: usize = 512;
/// What a pattern may need when it is compiled, in bytes: one that explodes is refused when the policy is made.
const PATTERN_BYTES: usize = 256 * 1024;

terms! {
    /// How a question is answered.
    QuestionKind {
        /// In one line.
        ShortText => "shortText",
        /// In several lines.
        LongText => "longText",
        /// By one of the given choices.
        MultipleChoice => "multipleChoice",
    }
}

/// A text in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalizedText {
    /// The language, such as `de` or `pt-BR`.
    pub language_code: String,
    /// The text in it.
    pub text: String,
}

/// One of the answers to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is stored.
    pub value: String,
    /// What is shown.
    pub text: String,
    /// What is shown in other languages.
    pub localizations: Vec<LocalizedText>,
}

/// A question; its place in the policy is its sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Key.
    pub id: QuestionId,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The question itself.
    pub text: String,
    /// The question in other languages.
    pub localizations: Vec<LocalizedText>,
    /// Whether it has to be answered.
    pub is_required: bool,
    /// Whether the answer may be changed while access lasts.
    pub is_answer_editable: bool,
    /// A regular expression that a text has to match from its first to its last character.
    pub pattern: Option<String>,
    /// What may be chosen.
    pub choices: Vec<Choice>,
}

/// Why a question can't be asked. Each names the question by its place. Ordered by precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuestionRefusal {
    /// Too many.
    #[error("a policy asks at most {MAX_QUESTIONS} questions; leave some out")]
    TooMany,
    /// The text of a question, a choice or a translation can't be used.
    #[error("question {0}: {1}")]
    Text(usize, BadText),
    /// A language code that is none.
    #[error("question {0}: '{1}' is no language; write it like de or pt-BR")]
    Language(usize, String),
    /// A language given twice.
    #[error("question {0} has two texts in '{1}'; leave one out")]
    LanguageTwice(usize, String),
    /// A pattern on choices, or choices on a text.
    #[error("question {0}: a pattern belongs to a text, choices belong to a multiple choice")]
    KindMismatch(usize),
    /// The pattern is none.
    #[error("question {0}: the pattern can't be used ({1}); correct it or leave it out")]
    Pattern(usize, String),
    /// Too few or too many choices.
    #[error("question {0} offers {1} choices; offer 1 to {MAX_CHOICES}")]
    Choices(usize, usize),
    /// Two choices with one value.
    #[error("question {0} offers '{1}' twice; leave one out")]
    ChoiceTwice(usize, String),
}

impl Refuse for QuestionRefusal {
    fn said(&self) -> Said {
        match self {
            Self::TooMany => {
                Said::new("too_many_questions").with("most", MAX_QUESTIONS).at("questions")
            }
            Self::Text(number, bad) => {
                bad.said().of("question").with("question", *number).inside("questions")
            }
            Self::Language(number, text) => Said::new("language_unknown")
                .with("text", text)
                .with("question", *number)
                .at("localizations")
                .inside("questions"),
            Self::LanguageTwice(number, text) => Said::new("language_twice")
                .with("text", text)
                .with("question", *number)
                .at("localizations")
                .inside("questions"),
            Self::KindMismatch(number) => Said::new("question_kind_mismatch")
                .with("question", *number)
                .at("kind")
                .inside("questions"),
            Self::Pattern(number, why) => Said::new("pattern_unusable")
                .with("why", why)
                .with("question", *number)
                .at("pattern")
                .inside("questions"),
            Self::Choices(number, offered) => Said::new("choices_out_of_range")
                .with("offered", *offered)
                .with("most", MAX_CHOICES)
                .with("question", *number)
                .at("choices")
                .inside("questions"),
            Self::ChoiceTwice(number, choice) => Said::new("choice_twice")
                .with("choice", choice)
                .with("question", *number)
                .at("choices")
                .inside("questions"),
        }
    }
}

/// Checks the questions of a policy before it is made.
pub fn check_questions(questions: &[Question]) -> Result<(), QuestionRefusal> {
    if questions.len() > MAX_QUESTIONS {
        return Err(QuestionRefusal::TooMany);
    }
    for (question, number) in questions.iter().zip(1..) {
        check_question(question, number)?;
    }
    Ok(())
}

fn check_question(question: &Question, number: usize) -> Result<(), QuestionRefusal> {
    let bad = |wrong| QuestionRefusal::Text(number, wrong);
    check_name(Field::new("text", "its text"), &question.text).map_err(bad)?;
    check_localizations(&question.localizations, number)?;
    let is_choice = question.kind == QuestionKind::MultipleChoice;
    if (is_choice && question.pattern.is_some()) || (!is_choice && !question.choices.is_empty()) {
        return Err(QuestionRefusal::KindMismatch(number));
    }
    if let Some(pattern) = &question.pattern {
        compile(pattern).map_err(|wrong| QuestionRefusal::Pattern(number, wrong))?;
    }
    let offered = question.choices.len();
    if is_choice && !(1..=MAX_CHOICES).contains(&offered) {
        return Err(QuestionRefusal::Choices(number, offered));
    }
    for (index, choice) in question.choices.iter().enumerate() {
        check_name(Field::new("choices", "a choice's value"), &choice.value).map_err(bad)?;
        check_name(Field::new("choices", "a choice's text"), &choice.text).map_err(bad)?;
        check_localizations(&choice.localizations, number)?;
        if question.choices.iter().take(index).any(|earlier| earlier.value == choice.value) {
            return Err(QuestionRefusal::ChoiceTwice(number, choice.value.clone()));
        }
    }
    Ok(())
}

fn check_localizations(texts: &[LocalizedText], number: usize) -> Result<(), QuestionRefusal> {
    for (index, one) in texts.iter().enumerate() {
        let code = &one.language_code;
        let mut parts = code.split('-');
        let is_language = parts.next().is_some_and(|first| {
            (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        });
        let is_part = |part: &str| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        if !is_language || !parts.all(is_part) {
            return Err(QuestionRefusal::Language(number, code.chars().take(20).collect()));
        }
        let is_same = |other: &LocalizedText| other.language_code.eq_ignore_ascii_case(code);
        if texts.iter().take(index).any(is_same) {
            return Err(QuestionRefusal::LanguageTwice(number, code.clone()));
        }
        check_name(Field::new("localizations", "a translation"), &one.text)
            .map_err(|bad| QuestionRefusal::Text(number, bad))?;
    }
    Ok(())
}

/// A pattern, ready to match whole texts. The error is one line of what is wrong with it.
fn compile(pattern: &str) -> Result<Regex, String> {
    let chars = pattern.chars().count();
    if chars == 0 || chars > MAX_PATTERN_CHARS {
        return Err(format!("it has {chars} characters, not 1 to {MAX_PATTERN_CHARS}"));
    }
    // On its own first: `a)|(b` would otherwise lean on the brackets put around it.
    let build = |text: &str| RegexBuilder::new(text).size_limit(PATTERN_BYTES).build();
    build(pattern).and_then(|_| build(&format!("^(?:{pattern})$"))).map_err(|wrong| {
        let told = wrong.to_string();
        told.lines().last().unwrap_or_default().trim_start_matches("error: ").trim().to_owned()
    })
}

/// What somebody answers to one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivenAnswer<'a> {
    /// Which question.
    pub question_id: QuestionId,
    /// The text, or the chosen value.
    pub value: &'a str,
}

/// An answer as it is kept: with the words that were read when it was given, whatever becomes of the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Which question.
    pub question_id: QuestionId,
    /// The question's words.
    pub question: String,
    /// The text, or the chosen value.
    pub value: String,
    /// The text, or the words of the choice.
    pub display_value: String,
}

/// Why answers can't be taken. Each names the question in its own words. Ordered by precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerRefusal {
    /// Answers a question that isn't asked.
    #[error("the policy asks no question {0}; see its questions and answer those")]
    Unknown(QuestionId),
    /// Answers a question twice.
    #[error("'{1}' is answered twice; answer it once")]
    Twice(QuestionId, String),
    /// Changes an answer that is fixed.
    #[error("the answer to '{1}' can't be changed later; leave it out")]
    NotEditable(QuestionId, String),
    /// A required answer is missing.
    #[error("'{1}' has to be answered; answer it")]
    Missing(QuestionId, String),
    /// The text can't be used.
    #[error("'{1}': {2}")]
    Text(QuestionId, String, BadText),
    /// The text doesn't match the pattern.
    #[error("the answer to '{1}' doesn't have the wanted form ({2}); correct it")]
    Form(QuestionId, String, String),
    /// Not one of the choices.
    #[error("'{1}' is answered with one of {2}; choose one")]
    NotOffered(QuestionId, String, String),
}

impl AnswerRefusal {
    /// The question that it is about, so that a form can point at it.
    pub fn question_id(&self) -> QuestionId {
        match self {
            Self::Unknown(id)
            | Self::Twice(id, _)
            | Self::NotEditable(id, _)
            | Self::Missing(id, _)
            | Self::Text(id, ..)
            | Self::Form(id, ..)
            | Self::NotOffered(id, ..) => *id,
        }
    }
}

impl Refuse for AnswerRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Unknown(id) => Said::new("question_unknown").with("question", id.to_string()),
            Self::Twice(_, asked) => Said::new("answer_twice").with("asked", asked),
            Self::NotEditable(_, asked) => Said::new("answer_not_editable").with("asked", asked),
            Self::Missing(_, asked) => Said::new("answer_missing").with("asked", asked),
            Self::Text(_, asked, bad) => bad.said().of("answer").with("asked", asked),
            Self::Form(_, asked, form) => {
                Said::new("answer_form").with("asked", asked).with("form", form)
            }
            Self::NotOffered(_, asked, offered) => {
                Said::new("answer_not_offered").with("asked", asked).with("offered", offered)
            }
        }
    }
}

/// Checks what a requestor answers. An answer of nothing but white space is none.
pub fn check_answers(
    questions: &[Question],
    given: &[GivenAnswer<'_>],
) -> Result<Vec<Answer>, AnswerRefusal> {
    check_once(questions, given)?;
    let mut answers = Vec::new();
    for question in questions {
        let value = given
            .iter()
            .find(|answer| answer.question_id == question.id)
            .map_or("", |answer| answer.value.trim());
        if !value.is_empty() {
            answers.push(check_answer(question, value)?);
        } else if question.is_required {
            return Err(AnswerRefusal::Missing(question.id, question.text.clone()));
        }
    }
    Ok(answers)
}

/// Hands answers on to a later wording of the questions. Every wording has questions of its own, so one that asks in the same
/// words takes over what was answered to it before.
pub fn handed_on(present: Vec<Answer>, questions: &[Question]) -> Vec<Answer> {
    present
        .into_iter()
        .map(|answer| {
            let is_asked = questions.iter().any(|question| question.id == answer.question_id);
            let same = questions.iter().find(|question| question.text == answer.question);
            match same.filter(|_| !is_asked) {
                Some(question) => Answer { question_id: question.id, ..answer },
                None => answer,
            }
        })
        .collect()
}

/// Checks answers that are given anew while access lasts: only those that may be edited change, the rest stay. Answers the
/// whole set. A question that was asked later than the access was given is answered like an editable one.
pub fn check_changed_answers(
    questions: &[Question],
    present: &[Answer],
    given: &[GivenAnswer<'_>],
) -> Result<Vec<Answer>, AnswerRefusal> {
    check_once(questions, given)?;
    let mut answers = Vec::new();
    for question in questions {
        let before = present.iter().find(|answer| answer.question_id == question.id);
        let now = given
            .iter()
            .find(|answer| answer.question_id == question.id)
            .map(|answer| answer.value.trim());
        match (now, before) {
            (None, Some(before)) => answers.push(before.clone()),
            (Some(now), Some(before)) if now == before.value => answers.push(before.clone()),
            (Some(_), Some(_)) if !question.is_answer_editable => {
                return Err(AnswerRefusal::NotEditable(question.id, question.text.clone()));
            }
            (Some(now), _) if !now.is_empty() => answers.push(check_answer(question, now)?),
            (Some(_), _) if question.is_required => {
                return Err(AnswerRefusal::Missing(question.id, question.text.clone()));
            }
            (Some(_), _) | (None, None) => {}
        }
    }
    Ok(answers)
}

fn check_once(questions: &[Question], given: &[GivenAnswer<'_>]) -> Result<(), AnswerRefusal> {
    for (index, answer) in given.iter().enumerate() {
        let id = answer.question_id;
        let question =
            questions.iter().find(|one| one.id == id).ok_or(AnswerRefusal::Unknown(id))?;
        if given.iter().take(index).any(|earlier| earlier.question_id == id) {
            return Err(AnswerRefusal::Twice(id, question.text.clone()));
        }
    }
    Ok(())
}

fn check_answer(question: &Question, value: &str) -> Result<Answer, AnswerRefusal> {
    let (id, words) = (question.id, || question.text.clone());
    let bad = |wrong| AnswerRefusal::Text(id, words(), wrong);
    let display = match question.kind {
        QuestionKind::ShortText => {
            check_name(Field::new("answers", "the answer"), value).map_err(bad)?
        }
        QuestionKind::LongText => {
            check_text(Field::new("answers", "the answer"), value).map_err(bad)?
        }
        QuestionKind::MultipleChoice => {
            let chosen = question.choices.iter().find(|choice| choice.value == value);
            let offered = || {
                question.choices.iter().map(|one| one.value.as_str()).collect::<Vec<_>>().join(", ")
            };
            &chosen.ok_or_else(|| AnswerRefusal::NotOffered(id, words(), offered()))?.text
        }
    };
    if let Some(pattern) = &question.pattern
        && !compile(pattern).is_ok_and(|regex| regex.is_match(value))
    {
        return Err(AnswerRefusal::Form(id, words(), pattern.clone()));
    }
    Ok(Answer {
        question_id: id,
        question: words(),
        value: value.to_owned(),
        display_value: display.to_owned(),
    })
}

#[cfg(test)]
mod tests;
