//! Who decides, in which order and until when, told as rules.

use super::*;
use crate::person::tests::person_id;
use proptest::prelude::*;

fn people(ids: &[u128]) -> BTreeSet<PersonId> {
    ids.iter().map(|&n| person_id(n)).collect()
}

fn facts(eligible: &BTreeSet<PersonId>) -> DecisionFacts<'_> {
    DecisionFacts {
        now: Timestamp::from_millis(1_000),
        stage_state: StageState::Open,
        deadline: Timestamp::from_millis(2_000),
        is_last_stage: true,
        decider: person_id(2),
        requestor: Requestor::Person(person_id(1)),
        eligible,
        stands_in_for: &[],
        is_justification_required: false,
        asked: Asked::Duration(Span::days(30)),
        sight: Sight { present: "ab12", named: Some("ab12"), is_required: true },
    }
}

#[test]
fn what_changed_since_it_was_looked_at_is_not_decided() {
    let eligible = people(&[2]);
    let sight = Sight { present: "ab12", named: Some("cd34"), is_required: false };
    let changed = DecisionFacts { sight, ..facts(&eligible) };
    let unseen = Sight { present: "ab12", named: None, is_required: true };
    let unseen = DecisionFacts { sight: unseen, ..facts(&eligible) };
    for verdict in [Verdict::Approved, Verdict::Denied] {
        assert_eq!(decide(&changed, verdict, "why", None), Err(DecisionRefusal::Changed));
        assert_eq!(decide(&unseen, verdict, "why", None), Err(DecisionRefusal::Unseen));
    }
    let closed = DecisionFacts { stage_state: StageState::Denied, ..changed };
    let decided = Err(DecisionRefusal::Closed(StageState::Denied));
    assert_eq!(decide(&closed, Verdict::Approved, "", None), decided, "that it is over says more");
}

#[test]
fn nobody_decides_on_their_own_request_even_when_listed() {
    let eligible = people(&[1, 2]);
    let own = DecisionFacts { decider: person_id(1), ..facts(&eligible) };
    assert_eq!(decide(&own, Verdict::Approved, "", None), Err(DecisionRefusal::OwnRequest));
    assert_eq!(decide(&own, Verdict::Denied, "no", None), Err(DecisionRefusal::OwnRequest));
}

#[test]
fn a_stage_without_eligible_approver_falls_to_fallbacks_then_administrators_then_waits() {
    let requestor = Requestor::Person(person_id(1));
    let by = |primary: &[u128], fallback: &[u128], administrators: &[u128]| {
        eligible_approvers(requestor, &people(primary), &people(fallback), &people(administrators))
            .by
    };
    assert_eq!(by(&[1, 2], &[3], &[4]), ApproversBy::Primary);
    assert_eq!(by(&[1], &[3], &[4]), ApproversBy::Fallback);
    assert_eq!(by(&[], &[1], &[4]), ApproversBy::Administrators);
    assert_eq!(by(&[1], &[], &[1]), ApproversBy::Nobody);
}

#[test]
fn one_who_is_not_asked_does_not_decide() {
    let eligible = people(&[3]);
    assert_eq!(
        decide(&facts(&eligible), Verdict::Approved, "", None),
        Err(DecisionRefusal::NotApprover)
    );
}

#[test]
fn a_delegate_decides_while_the_delegation_is_in_force_and_an_approver_in_their_own_right() {
    let eligible = people(&[3, 4]);
    let standing_in = |stands_in_for| DecisionFacts { stands_in_for, ..facts(&eligible) };
    let approved = |facts: &DecisionFacts<'_>| decide(facts, Verdict::Approved, "", None);
    let in_force = [(person_id(3), false), (person_id(4), true)];
    assert_eq!(represented(&standing_in(&in_force)), Ok(Some(person_id(4))));
    assert!(approved(&standing_in(&in_force)).is_ok());
    let over = [(person_id(3), false)];
    assert_eq!(approved(&standing_in(&over)), Err(DecisionRefusal::DelegationOver));
    let own_right = DecisionFacts { decider: person_id(3), ..standing_in(&in_force) };
    assert_eq!(represented(&own_right), Ok(None));
}

#[test]
fn nobody_decides_in_the_requestors_place() {
    let eligible = people(&[3]);
    let for_requestor = [(person_id(1), true)];
    let facts = DecisionFacts { stands_in_for: &for_requestor, ..facts(&eligible) };
    assert_eq!(decide(&facts, Verdict::Approved, "", None), Err(DecisionRefusal::NotApprover));
}

#[test]
fn the_first_decision_closes_the_stage() {
    let eligible = people(&[2]);
    for state in
        [StageState::Approved, StageState::Denied, StageState::Expired, StageState::Canceled]
    {
        let closed = DecisionFacts { stage_state: state, ..facts(&eligible) };
        assert_eq!(
            decide(&closed, Verdict::Approved, "", None),
            Err(DecisionRefusal::Closed(state))
        );
    }
}

#[test]
fn stages_are_decided_in_order() {
    let eligible = people(&[2]);
    let early = DecisionFacts { stage_state: StageState::Waiting, ..facts(&eligible) };
    assert_eq!(decide(&early, Verdict::Approved, "", None), Err(DecisionRefusal::NotYet));
    let first = DecisionFacts { is_last_stage: false, ..facts(&eligible) };
    assert_eq!(decide(&first, Verdict::Approved, "", None), Ok(StageResult::NextStage));
    assert_eq!(decide(&first, Verdict::Denied, "no", None), Ok(StageResult::RequestDenied));
    assert_eq!(
        decide(&facts(&eligible), Verdict::Approved, "", None),
        Ok(StageResult::RequestApproved)
    );
}

#[test]
fn a_decision_is_in_time_until_the_millisecond_of_the_deadline() {
    let eligible = people(&[2]);
    let at = |millis| {
        let facts = DecisionFacts { now: Timestamp::from_millis(millis), ..facts(&eligible) };
        decide(&facts, Verdict::Approved, "", None)
    };
    assert!(at(1_999).is_ok());
    assert!(matches!(at(2_000), Err(DecisionRefusal::RanOut(_))));
    assert!(matches!(at(2_001), Err(DecisionRefusal::RanOut(_))));
}

#[test]
fn denying_always_wants_a_reason_approving_where_the_policy_says_so() {
    let eligible = people(&[2]);
    assert_eq!(
        decide(&facts(&eligible), Verdict::Denied, "  ", None),
        Err(DecisionRefusal::JustificationMissing)
    );
    let strict = DecisionFacts { is_justification_required: true, ..facts(&eligible) };
    assert_eq!(
        decide(&strict, Verdict::Approved, "", None),
        Err(DecisionRefusal::JustificationMissing)
    );
    assert!(decide(&strict, Verdict::Approved, "needed for close", None).is_ok());
}

#[test]
fn an_approver_shortens_and_never_lengthens() {
    let eligible = people(&[2]);
    let give = |shorter| decide(&facts(&eligible), Verdict::Approved, "", Some(shorter));
    assert!(give(Shorter::Duration(Span::days(29))).is_ok());
    assert!(give(Shorter::Duration(Span::days(30))).is_ok());
    let longer = Shorter::Duration(Span::from_millis(30 * 86_400_000 + 1));
    assert_eq!(give(longer), Err(DecisionRefusal::NotShorter(longer)));
    let nothing = Shorter::Duration(Span::ZERO);
    assert_eq!(give(nothing), Err(DecisionRefusal::NothingLeft(nothing)));
}

#[test]
fn a_shortened_extension_still_extends() {
    let eligible = people(&[2]);
    let (from, to) = (Timestamp::from_millis(10_000), Timestamp::from_millis(20_000));
    let extension = DecisionFacts { asked: Asked::Extension { from, to }, ..facts(&eligible) };
    let end = |millis| Shorter::Until(Timestamp::from_millis(millis));
    let until = |millis| decide(&extension, Verdict::Approved, "", Some(end(millis)));
    assert_eq!(until(10_000), Err(DecisionRefusal::NothingLeft(end(10_000))));
    assert!(until(10_001).is_ok());
    assert!(until(20_000).is_ok());
    assert_eq!(until(20_001), Err(DecisionRefusal::NotShorter(end(20_001))));
}

#[test]
fn an_extension_is_decided_before_its_access_ends() {
    let (opened, limit) = (Timestamp::from_millis(0), Span::days(14));
    let until = |days| Asked::Extension {
        from: opened.plus(Span::days(days)),
        to: opened.plus(Span::days(days + 30)),
    };
    assert_eq!(deadline(opened, limit, until(10)), opened.plus(Span::days(10)));
    assert_eq!(deadline(opened, limit, until(20)), opened.plus(limit));
    assert_eq!(deadline(opened, limit, Asked::Duration(Span::days(1))), opened.plus(limit));
}

proptest! {
    #[test]
    fn whatever_the_lists_the_requestor_is_never_eligible(
        requestor in 0_u128..6,
        primary in prop::collection::btree_set(0_u128..6, 0..4),
        fallback in prop::collection::btree_set(0_u128..6, 0..4),
        administrators in prop::collection::btree_set(0_u128..6, 0..4),
    ) {
        let ids = |set: &BTreeSet<u128>| set.iter().map(|&n| person_id(n)).collect::<BTreeSet<_>>();
        let found = eligible_approvers(
            Requestor::Person(person_id(requestor)), &ids(&primary), &ids(&fallback), &ids(&administrators),
        );
        prop_assert!(!found.people.contains(&person_id(requestor)));
        prop_assert_eq!(found.people.is_empty(), found.by == ApproversBy::Nobody);
    }
}
