//! A rule that says no. Every decision has its own enumeration of refusals, ordered by precedence; this trait is what
//! they have in common: a code with its values for machines and, by `Display`, a sentence for people that says what to do
//! next.

use std::fmt;

use crate::said::{Said, Value};
use crate::text::BadText;
use crate::time::{BadDuration, MAX_DURATION_DAYS};

/// What a host needs to know of any refusal.
pub trait Refuse: fmt::Display {
    /// Code and values, for whoever words it in another language: everything that the English sentence names.
    fn said(&self) -> Said;

    /// The machine code, in snake case. A code exists only where somebody reads it.
    fn code(&self) -> &'static str {
        self.said().code
    }
}

impl Refuse for BadText {
    fn said(&self) -> Said {
        match self {
            Self::Empty { field } => {
                Said::new("text_missing").with("field", Value::Words(field.words)).at(field.name)
            }
            Self::TooLong { field, chars, max } => Said::new("text_too_long")
                .with("field", Value::Words(field.words))
                .with("chars", *chars)
                .with("most", *max)
                .at(field.name),
            Self::ControlCharacters { field } => Said::new("text_has_control_characters")
                .with("field", Value::Words(field.words))
                .at(field.name),
        }
    }
}

impl fmt::Display for BadDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPositive => {
                f.write_str("access must last longer than nothing; give at least one hour")
            }
            Self::TooLong => {
                write!(f, "access lasts at most {MAX_DURATION_DAYS} days; give a shorter time")
            }
        }
    }
}

impl Refuse for BadDuration {
    fn said(&self) -> Said {
        match self {
            Self::NotPositive => Said::new("duration_not_positive").at("duration"),
            Self::TooLong => {
                Said::new("duration_too_long").with("most", MAX_DURATION_DAYS).at("duration")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access_package::PackageRefusal;
    use crate::approval::{DecisionRefusal, Shorter};
    use crate::assignment_update::UpdateRefusal;
    use crate::escalation::EscalationRefusal;
    use crate::extension::ExtensionRefusal;
    use crate::id::{Id, QuestionId};
    use crate::label::LabelRefusal;
    use crate::person::PersonRefusal;
    use crate::policy::PolicyRefusal;
    use crate::question::{AnswerRefusal, QuestionRefusal};
    use crate::request::RequestRefusal;
    use crate::text::{DESCRIPTION, Field, JUSTIFICATION, NAME};
    use crate::time::{Span, Timestamp};

    const EMPTY: BadText = BadText::Empty { field: NAME };

    #[test]
    fn a_text_that_cannot_be_used_names_its_field() {
        assert_eq!(EMPTY.said().field, Some("displayName"));
        let long = BadText::TooLong { field: DESCRIPTION, chars: 5_000, max: 4_000 };
        assert_eq!(long.said().field, Some("description"));
        assert_eq!(long.to_string(), "the description has 5000 characters; keep it to 4000");
        let control = BadText::ControlCharacters { field: JUSTIFICATION };
        assert_eq!(DecisionRefusal::Text(control).said().field, Some("justification"));
    }

    #[test]
    fn a_refusal_that_speaks_of_one_field_names_it() {
        let at = Timestamp::from_millis(0);
        let refusals: [(&dyn Refuse, &str); 9] = [
            (&PackageRefusal::NameTaken("Payments".to_owned()), "displayName"),
            (&PersonRefusal::EmailTaken("ada@example.com".to_owned()), "email"),
            (&PersonRefusal::ManagerCircle(Vec::new()), "managerId"),
            (&LabelRefusal::TooMany("tags"), "tags"),
            (&RequestRefusal::JustificationMissing, "justification"),
            (&RequestRefusal::LongerThanPolicy(Span::days(1)), "duration"),
            (&RequestRefusal::LaterThanPolicy(at), "endAt"),
            (&ExtensionRefusal::TooLate(at), "until"),
            (&UpdateRefusal::TooLate(at), "endsAt"),
        ];
        for (refusal, field) in refusals {
            assert_eq!(refusal.said().field, Some(field), "{refusal}");
        }
    }

    #[test]
    fn what_an_approver_shortened_too_little_is_said_of_what_they_gave() {
        let length = DecisionRefusal::NotShorter(Shorter::Duration(Span::days(9)));
        let end = DecisionRefusal::NothingLeft(Shorter::Until(Timestamp::from_millis(0)));
        assert_eq!(length.said().field, Some("duration"));
        assert_eq!(end.said().field, Some("until"));
    }

    #[test]
    fn what_is_wrong_with_a_part_is_said_of_the_field_that_holds_it_and_of_where_inside() {
        let place = |refusal: &dyn Refuse| {
            let said = refusal.said();
            (said.field, said.within)
        };
        let bad_text = BadText::Empty { field: Field::new("text", "its text") };
        let question = PolicyRefusal::Question(QuestionRefusal::Text(2, bad_text));
        assert_eq!(place(&question), (Some("questions"), vec!["text"]));
        assert_eq!(place(&PolicyRefusal::StageLimit(1)), (Some("stages"), vec!["limitDays"]));
        let twice = EscalationRefusal::ApproverTwice { stage: 1, list: "primaryApprovers" };
        let escalation = PolicyRefusal::Escalation(twice);
        assert_eq!(place(&escalation), (Some("stages"), vec!["primaryApprovers"]));
        let length = PolicyRefusal::Duration(BadDuration::TooLong);
        assert_eq!(place(&length), (Some("expiration"), vec!["duration"]));
        assert_eq!(place(&PolicyRefusal::TooManyStages), (Some("stages"), vec![]));
        let answer =
            AnswerRefusal::Text(QuestionId::from_uuid(uuid::Uuid::nil()), String::new(), EMPTY);
        assert_eq!(RequestRefusal::Answer(answer).said().field, Some("answers"));
    }

    #[test]
    fn a_refusal_that_speaks_of_no_field_names_none() {
        assert_eq!(RequestRefusal::NotInScope.said().field, None);
        assert_eq!(RequestRefusal::ScheduleNotAllowed.said().field, None, "start, length and end");
        assert_eq!(DecisionRefusal::OwnRequest.said().field, None);
    }
}
