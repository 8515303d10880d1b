//! The rules of questions and answers, one by one.

use super::*;
use crate::id::Id;
use uuid::Uuid;

fn id(n: u128) -> QuestionId {
    QuestionId::from_uuid(Uuid::from_u128(n))
}

fn question(n: u128) -> Question {
    Question {
        id: id(n),
        kind: QuestionKind::ShortText,
        text: format!("Question {n}"),
        localizations: vec![],
        is_required: false,
        is_answer_editable: false,
        pattern: None,
        choices: vec![],
    }
}

fn choice(value: &str) -> Choice {
    Choice { value: value.into(), text: value.to_uppercase(), localizations: vec![] }
}

fn colours() -> Question {
    Question {
        kind: QuestionKind::MultipleChoice,
        choices: vec![choice("red"), choice("blue")],
        ..question(3)
    }
}

fn in_language(code: &str) -> LocalizedText {
    LocalizedText { language_code: code.into(), text: "Frage".into() }
}

fn give(n: u128, value: &str) -> GivenAnswer<'_> {
    GivenAnswer { question_id: id(n), value }
}

fn check(one: Question) -> Result<(), QuestionRefusal> {
    check_questions(&[one])
}

#[test]
fn a_pattern_that_is_none_is_refused_when_the_policy_is_made() {
    for (pattern, why) in [
        ("[0-9", "unclosed"),
        ("a)|(b", "unopened"),
        ("", "0 characters"),
        (r"\w{1000}{1000}", "size"),
    ] {
        let refused = check(Question { pattern: Some(pattern.into()), ..question(1) });
        let Err(QuestionRefusal::Pattern(1, told)) = refused else {
            panic!("'{pattern}' was taken: {refused:?}")
        };
        assert!(told.contains(why), "'{pattern}' is refused because {told}");
    }
    assert_eq!(check(Question { pattern: Some("CC-[0-9]{4}".into()), ..question(1) }), Ok(()));
}

#[test]
fn a_pattern_belongs_to_a_text_and_choices_to_a_choice() {
    let patterned = Question { pattern: Some("x".into()), ..colours() };
    assert_eq!(check(patterned), Err(QuestionRefusal::KindMismatch(1)));
    let offering = Question { choices: vec![choice("x")], ..question(1) };
    assert_eq!(check(offering), Err(QuestionRefusal::KindMismatch(1)));
}

#[test]
fn a_choice_offers_one_to_fifty_different_values() {
    let offering = |choices| check(Question { choices, ..colours() });
    assert_eq!(offering(vec![]), Err(QuestionRefusal::Choices(1, 0)));
    let many = |n: usize| (0..n).map(|n| choice(&n.to_string())).collect::<Vec<_>>();
    assert_eq!(offering(many(50)), Ok(()));
    assert_eq!(offering(many(51)), Err(QuestionRefusal::Choices(1, 51)));
    let twice = vec![choice("red"), choice("red")];
    assert_eq!(offering(twice), Err(QuestionRefusal::ChoiceTwice(1, "red".into())));
}

#[test]
fn a_policy_asks_at_most_twenty_questions_each_with_words() {
    assert_eq!(check_questions(&(0..20).map(question).collect::<Vec<_>>()), Ok(()));
    let many = (0..21).map(question).collect::<Vec<_>>();
    assert_eq!(check_questions(&many), Err(QuestionRefusal::TooMany));
    let silent = Question { text: " ".into(), ..question(2) };
    assert!(matches!(
        check_questions(&[question(1), silent]),
        Err(QuestionRefusal::Text(2, BadText::Empty { .. }))
    ));
}

#[test]
fn translations_name_each_language_once() {
    let with = |codes: &[&str]| {
        check(Question {
            localizations: codes.iter().map(|code| in_language(code)).collect(),
            ..question(1)
        })
    };
    assert_eq!(with(&["de", "pt-BR", "fil"]), Ok(()));
    for code in ["", "d", "german", "de_AT", "de-", "1a"] {
        assert!(matches!(with(&[code]), Err(QuestionRefusal::Language(1, _))), "{code}");
    }
    assert_eq!(with(&["de", "DE"]), Err(QuestionRefusal::LanguageTwice(1, "DE".into())));
}

#[test]
fn a_required_question_is_answered_with_more_than_white_space() {
    let asked = [Question { is_required: true, ..question(1) }, question(2)];
    let missing = Err(AnswerRefusal::Missing(id(1), "Question 1".into()));
    assert_eq!(check_answers(&asked, &[]), missing);
    assert_eq!(check_answers(&asked, &[give(1, "  ")]), missing);
    let taken = check_answers(&asked, &[give(1, " finance ")]).unwrap();
    assert_eq!(taken.len(), 1, "the other question may stay unanswered");
    assert_eq!(taken[0].value, "finance");
    assert_eq!(taken[0].question, "Question 1", "the words that were read are kept");
}

#[test]
fn an_answer_matches_the_pattern_whole() {
    let asked = [Question { pattern: Some("CC-[0-9]{4}|none".into()), ..question(1) }];
    for good in ["CC-1234", "none"] {
        assert!(check_answers(&asked, &[give(1, good)]).is_ok(), "{good}");
    }
    for bad in ["CC-12345", "xCC-1234", "none at all", "CC-123"] {
        assert!(
            matches!(check_answers(&asked, &[give(1, bad)]), Err(AnswerRefusal::Form(..))),
            "{bad}"
        );
    }
}

#[test]
fn a_choice_is_one_of_those_offered_and_kept_with_its_words() {
    let asked = [colours()];
    let taken = check_answers(&asked, &[give(3, "red")]).unwrap();
    assert_eq!((taken[0].value.as_str(), taken[0].display_value.as_str()), ("red", "RED"));
    assert_eq!(
        check_answers(&asked, &[give(3, "green")]),
        Err(AnswerRefusal::NotOffered(id(3), "Question 3".into(), "red, blue".into()))
    );
}

#[test]
fn a_short_answer_is_one_line_a_long_one_may_be_several() {
    let lines = [give(1, "one\ntwo")];
    assert!(matches!(check_answers(&[question(1)], &lines), Err(AnswerRefusal::Text(..))));
    let long = Question { kind: QuestionKind::LongText, ..question(1) };
    assert!(check_answers(&[long], &lines).is_ok());
}

#[test]
fn each_question_is_answered_once_and_only_what_is_asked() {
    assert_eq!(check_answers(&[], &[give(9, "x")]), Err(AnswerRefusal::Unknown(id(9))));
    assert!(matches!(
        check_answers(&[question(1)], &[give(1, "x"), give(1, "y")]),
        Err(AnswerRefusal::Twice(..))
    ));
}

#[test]
fn only_an_editable_answer_is_changed_later() {
    let fixed = question(1);
    let open = Question { is_answer_editable: true, is_required: true, ..question(2) };
    let asked = [fixed, open];
    let before = check_answers(&asked, &[give(1, "a"), give(2, "b")]).unwrap();
    let change = |given: &[GivenAnswer<'_>]| {
        check_changed_answers(&asked, &before, given)
            .map(|all| all.into_iter().map(|answer| answer.value).collect::<Vec<_>>())
    };
    assert_eq!(change(&[give(2, "c")]), Ok(vec!["a".into(), "c".into()]));
    assert_eq!(change(&[give(1, "a")]), Ok(vec!["a".into(), "b".into()]), "the same is no change");
    assert!(matches!(change(&[give(1, "z")]), Err(AnswerRefusal::NotEditable(..))));
    assert!(matches!(change(&[give(2, " ")]), Err(AnswerRefusal::Missing(..))));
}

#[test]
fn every_refusal_of_an_answer_names_its_question() {
    let refused = check_answers(&[Question { is_required: true, ..question(7) }], &[]).unwrap_err();
    assert_eq!(refused.question_id(), id(7));
    assert!(refused.to_string().contains("'Question 7'"), "{refused}");
}

#[test]
fn an_answer_stays_with_the_question_that_asks_in_the_same_words_and_is_as_fixed_as_before() {
    let before = check_answers(&[question(1), question(2)], &[give(1, "a"), give(2, "b")]).unwrap();
    let later = [Question { id: id(8), ..question(2) }, Question { id: id(9), ..question(5) }];
    let handed = handed_on(before, &later);
    assert_eq!(handed[0].question_id, id(1), "what is asked no more keeps its key");
    assert_eq!(handed[1].question_id, id(8));
    let changed = check_changed_answers(&later, &handed, &[give(8, "z")]);
    assert!(matches!(changed, Err(AnswerRefusal::NotEditable(..))), "{changed:?}");
}
