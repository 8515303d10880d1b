//! Requestor settings, questions and answers between the wire, the domain and the table. What may be asked and answered is
//! decided by `domain::question` and `domain::requestor`.

use chaperone_domain::id::{AssignmentId, RequestId};
use chaperone_domain::policy::Policy;
use chaperone_domain::question::{
    Answer, AnswerRefusal, Choice, GivenAnswer, LocalizedText, Question, handed_on,
};
use chaperone_domain::request::{RequestRefusal, RequestState};
use chaperone_domain::requestor::RequestorSettings;
use chaperone_store::table::{answers, requests};
use serde_json::json;

use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::view::question::{
    AnswerView, ChoiceView, GiveAnswer, LocalizedTextView, NewQuestion, QuestionView,
    RequestorSettingsView,
};
use crate::wire::Wire;

/// Requestor settings as people see them.
pub(crate) fn settings_view(settings: &RequestorSettings) -> RequestorSettingsView {
    RequestorSettingsView {
        enable_targets_to_self_add_access: settings.enable_targets_to_self_add_access,
        enable_targets_to_self_update_access: settings.enable_targets_to_self_update_access,
        enable_targets_to_self_remove_access: settings.enable_targets_to_self_remove_access,
        allow_custom_assignment_schedule: settings.allow_custom_assignment_schedule,
        enable_on_behalf_requestors_to_add_access: settings
            .enable_on_behalf_requestors_to_add_access,
        enable_on_behalf_requestors_to_update_access: settings
            .enable_on_behalf_requestors_to_update_access,
        enable_on_behalf_requestors_to_remove_access: settings
            .enable_on_behalf_requestors_to_remove_access,
        on_behalf_requestors: settings.on_behalf_requestors.iter().copied().map(Wire).collect(),
    }
}

/// Requestor settings to make; the usual ones when none are given.
pub(crate) fn new_settings(ask: Option<&RequestorSettingsView>) -> RequestorSettings {
    let Some(ask) = ask else { return RequestorSettings::default() };
    let mut named: Vec<_> = ask.on_behalf_requestors.iter().map(|kind| kind.0).collect();
    named.sort_unstable();
    named.dedup();
    RequestorSettings {
        enable_targets_to_self_add_access: ask.enable_targets_to_self_add_access,
        enable_targets_to_self_update_access: ask.enable_targets_to_self_update_access,
        enable_targets_to_self_remove_access: ask.enable_targets_to_self_remove_access,
        allow_custom_assignment_schedule: ask.allow_custom_assignment_schedule,
        enable_on_behalf_requestors_to_add_access: ask.enable_on_behalf_requestors_to_add_access,
        enable_on_behalf_requestors_to_update_access: ask
            .enable_on_behalf_requestors_to_update_access,
        enable_on_behalf_requestors_to_remove_access: ask
            .enable_on_behalf_requestors_to_remove_access,
        on_behalf_requestors: named,
    }
}

/// A question to ask.
pub(crate) fn new_question(cx: &Writing<'_>, ask: &NewQuestion) -> Question {
    let texts = |texts: &[LocalizedTextView]| {
        texts
            .iter()
            .map(|one| LocalizedText {
                language_code: one.language_code.trim().to_owned(),
                text: one.text.trim().to_owned(),
            })
            .collect()
    };
    Question {
        id: cx.new_id(),
        kind: ask.kind.0,
        text: ask.text.trim().to_owned(),
        localizations: texts(&ask.localizations),
        is_required: ask.is_required,
        is_answer_editable: ask.is_answer_editable,
        pattern: ask.pattern.clone(),
        choices: ask
            .choices
            .iter()
            .map(|choice| Choice {
                value: choice.value.trim().to_owned(),
                text: choice.text.trim().to_owned(),
                localizations: texts(&choice.localizations),
            })
            .collect(),
    }
}

/// The questions of a policy as people see them.
pub(crate) fn question_views(questions: &[Question]) -> Vec<QuestionView> {
    let texts = |texts: &[LocalizedText]| {
        texts
            .iter()
            .map(|one| LocalizedTextView {
                language_code: one.language_code.clone(),
                text: one.text.clone(),
            })
            .collect()
    };
    questions
        .iter()
        .zip(1..)
        .map(|(question, sequence)| QuestionView {
            id: Wire(question.id),
            sequence,
            kind: Wire(question.kind),
            text: question.text.clone(),
            localizations: texts(&question.localizations),
            is_required: question.is_required,
            is_answer_editable: question.is_answer_editable,
            pattern: question.pattern.clone(),
            choices: question
                .choices
                .iter()
                .map(|choice| ChoiceView {
                    value: choice.value.clone(),
                    text: choice.text.clone(),
                    localizations: texts(&choice.localizations),
                })
                .collect(),
        })
        .collect()
}

/// Answers as the domain checks them.
pub(crate) fn given(answers: &[GiveAnswer]) -> Vec<GivenAnswer<'_>> {
    answers
        .iter()
        .map(|answer| GivenAnswer { question_id: answer.question_id.0, value: &answer.value })
        .collect()
}

/// Answers as people see them.
pub(crate) fn answer_views(answers: Vec<Answer>) -> Vec<AnswerView> {
    answers
        .into_iter()
        .map(|answer| AnswerView {
            question_id: Wire(answer.question_id),
            question: answer.question,
            value: answer.value,
            display_value: answer.display_value,
        })
        .collect()
}

/// What was answered when a request was filed.
pub(crate) fn answers_of(cx: &impl Context, request: RequestId) -> Reply<Vec<AnswerView>> {
    Ok(answer_views(answers::of_request(cx.db(), request)?))
}

/// What was answered last about an assignment, to the questions of a policy where they ask the same.
pub(crate) fn latest_answers(
    cx: &impl Context,
    assignment: AssignmentId,
    policy: &Policy,
) -> Reply<Vec<Answer>> {
    for request in requests::of_assignment(cx.db(), assignment)?.iter().rev() {
        let found = answers::of_request(cx.db(), request.id)?;
        if request.state == RequestState::Delivered && !found.is_empty() {
            return Ok(handed_on(found, &policy.questions));
        }
    }
    Ok(Vec::new())
}

/// A refused answer, with its question named for machines too.
pub(crate) fn refused_answer(refusal: &AnswerRefusal) -> Failure {
    Failure::refused(refusal)
        .with_details(json!({ "questionId": refusal.question_id().to_string() }))
}

/// A refused request; where an answer is the reason, the question is named for machines too.
pub(crate) fn refused(refusal: &RequestRefusal) -> Failure {
    match refusal {
        RequestRefusal::Answer(answer) => refused_answer(answer),
        _ => Failure::refused(refusal),
    }
}
