//! Requestor settings, questions and answers as people make, read and give them.

use chaperone_domain::id::QuestionId;
use chaperone_domain::question::QuestionKind;
use chaperone_domain::requestor::OnBehalfRequestor;

use crate::wire::Wire;

asks! {
    /// Who may ask under a policy (Graph: accessPackageAssignmentRequestorSettings).
    RequestorSettingsView {
        /// Agents may ask for themselves.
        enable_targets_to_self_add_access: bool,
        /// Agents may prolong their own access.
        enable_targets_to_self_update_access: bool,
        /// Agents may give back their own access.
        enable_targets_to_self_remove_access: bool,
        /// The requestor may choose start and end.
        allow_custom_assignment_schedule: bool,
        /// Others may ask for an agent.
        enable_on_behalf_requestors_to_add_access: bool,
        /// Others may prolong an agent's access.
        enable_on_behalf_requestors_to_update_access: bool,
        /// Others may give back an agent's access.
        enable_on_behalf_requestors_to_remove_access: bool,
        /// Who these others are.
        on_behalf_requestors: Vec<Wire<OnBehalfRequestor>>,
    }

    /// A question to ask.
    NewQuestion {
        /// How it is answered.
        kind: Wire<QuestionKind>,
        /// The question itself.
        text: String,
        /// The question in other languages.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<LocalizedTextView>>")]
        localizations: Vec<LocalizedTextView>,
        /// Whether it has to be answered.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        is_required: bool,
        /// Whether the answer may be changed while access lasts.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        is_answer_editable: bool,
        /// A regular expression that a text has to match whole.
        pattern: Option<String>,
        /// What may be chosen, for a multiple choice.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<ChoiceView>>")]
        choices: Vec<ChoiceView>,
    }

    /// An answer to choose.
    ChoiceView {
        /// What is stored.
        value: String,
        /// What is shown.
        text: String,
        /// What is shown in other languages.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<LocalizedTextView>>")]
        localizations: Vec<LocalizedTextView>,
    }

    /// A text in another language.
    LocalizedTextView {
        /// The language, such as `de` or `pt-BR`.
        language_code: String,
        /// The text in it.
        text: String,
    }

    /// An answer to give.
    GiveAnswer {
        /// To which question.
        question_id: Wire<QuestionId>,
        /// The text, or the chosen value.
        value: String,
    }
}

views! {
    /// A question of a policy.
    QuestionView {
        /// Key.
        id: Wire<QuestionId>,
        /// Its place, 1 for the first.
        sequence: u32,
        /// How it is answered.
        kind: Wire<QuestionKind>,
        /// The question itself.
        text: String,
        /// The question in other languages.
        localizations: Vec<LocalizedTextView>,
        /// Whether it has to be answered.
        is_required: bool,
        /// Whether the answer may be changed while access lasts.
        is_answer_editable: bool,
        /// A regular expression that a text has to match whole.
        pattern: Option<String>,
        /// What may be chosen, for a multiple choice.
        choices: Vec<ChoiceView>,
    }

    /// An answer, in the words that were read when it was given.
    AnswerView {
        /// To which question; it may be gone by now.
        question_id: Wire<QuestionId>,
        /// The question.
        question: String,
        /// The text, or the chosen value.
        value: String,
        /// The text, or the words of the choice.
        display_value: String,
    }
}
