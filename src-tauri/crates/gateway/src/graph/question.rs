//! Graph's `accessPackageQuestion`: what a policy asks. A question of a kind that can't be asked here is refused by name.

use chaperone_commands::view::question::{
    ChoiceView, LocalizedTextView, NewQuestion, QuestionView,
};
use chaperone_commands::wire::Wire;
use chaperone_domain::question::QuestionKind;
use serde_json::{Value, json};

use super::body::Fields;
use crate::problem::Problem;

const TEXT_INPUT: &str = "#microsoft.graph.accessPackageTextInputQuestion";
const MULTIPLE_CHOICE: &str = "#microsoft.graph.accessPackageMultipleChoiceQuestion";

fn write_texts(texts: &[LocalizedTextView]) -> Vec<Value> {
    texts
        .iter()
        .map(|text| json!({ "languageCode": text.language_code, "text": text.text }))
        .collect()
}

/// A question as Graph writes it.
pub(crate) fn write(found: &QuestionView) -> Value {
    let mut object = json!({
        "id": found.id, "isRequired": found.is_required, "isAnswerEditable": found.is_answer_editable,
        "sequence": found.sequence, "text": found.text, "localizations": write_texts(&found.localizations),
    });
    if found.kind.0 == QuestionKind::MultipleChoice {
        object["@odata.type"] = MULTIPLE_CHOICE.into();
        object["isMultipleSelectionAllowed"] = false.into();
        object["choices"] = found
            .choices
            .iter()
            .map(|choice| {
                json!({
                    "actualValue": choice.value, "text": choice.text,
                    "localizations": write_texts(&choice.localizations),
                })
            })
            .collect();
    } else {
        object["@odata.type"] = TEXT_INPUT.into();
        object["isSingleLineQuestion"] = (found.kind.0 == QuestionKind::ShortText).into();
        object["regexPattern"] = json!(found.pattern);
    }
    object
}

/// The questions of a policy, in the order of their `sequence` where they give one. Ids are this door's to give: a question that
/// asks in the same words keeps its answers.
pub(crate) fn read(policy: Fields<'_>) -> Result<Vec<NewQuestion>, Problem> {
    let mut questions = Vec::new();
    for (given, place) in policy.list(&["questions"])?.iter().zip(0_i64..) {
        let place = given.get("sequence").and_then(Value::as_i64).unwrap_or(place);
        questions.push((place, one(given)?));
    }
    questions.sort_by_key(|(place, _)| *place);
    Ok(questions.into_iter().map(|(_, question)| question).collect())
}

fn one(given: &Value) -> Result<NewQuestion, Problem> {
    let fields = Fields::of(given)?;
    let name = fields.text(&["@odata.type"])?.unwrap_or(TEXT_INPUT);
    let bare = |name: &str| {
        name.trim_start_matches('#').trim_start_matches("microsoft.graph.").to_ascii_lowercase()
    };
    let is_choice = bare(name) == bare(MULTIPLE_CHOICE);
    if !is_choice && bare(name) != bare(TEXT_INPUT) {
        let shown: String = name.chars().take(80).collect();
        return Err(Problem::unsupported(format!("A question of the type '{shown}'")));
    }
    if fields.truth(&["isMultipleSelectionAllowed"])?.unwrap_or(false) {
        return Err(Problem::unsupported("Choosing several answers of one question"));
    }
    let kind = match (is_choice, fields.truth(&["isSingleLineQuestion"])?.unwrap_or(false)) {
        (true, _) => QuestionKind::MultipleChoice,
        (false, true) => QuestionKind::ShortText,
        (false, false) => QuestionKind::LongText,
    };
    let (text, localizations) = words(fields)?;
    let choices = fields.list(&["choices"])?.iter().map(choice).collect::<Result<_, _>>()?;
    Ok(NewQuestion {
        kind: Wire(kind),
        text,
        localizations,
        is_required: fields.truth(&["isRequired"])?.unwrap_or(false),
        is_answer_editable: fields.truth(&["isAnswerEditable"])?.unwrap_or(false),
        pattern: fields.text(&["regexPattern"])?.filter(|text| !text.is_empty()).map(str::to_owned),
        choices,
    })
}

fn choice(given: &Value) -> Result<ChoiceView, Problem> {
    let fields = Fields::of(given)?;
    let (text, localizations) = words(fields)?;
    let value = fields.text(&["actualValue"])?.unwrap_or(&text).to_owned();
    Ok(ChoiceView { value, text, localizations })
}

/// A text with its translations: as v1.0 writes them, or as beta does, in an object.
fn words(fields: Fields<'_>) -> Result<(String, Vec<LocalizedTextView>), Problem> {
    let (text, given) = if let Ok(text) = fields.text(&["text"]) {
        (text, fields.list(&["localizations"])?)
    } else {
        let inner = fields.object(&["text"])?;
        (inner.text(&["defaultText"])?, inner.list(&["localizedTexts"])?)
    };
    let mut localizations = Vec::new();
    for one in given {
        let one = Fields::of(one)?;
        localizations.push(LocalizedTextView {
            language_code: one.text(&["languageCode"])?.unwrap_or_default().to_owned(),
            text: one.text(&["text"])?.unwrap_or_default().to_owned(),
        });
    }
    Ok((text.unwrap_or_default().to_owned(), localizations))
}
