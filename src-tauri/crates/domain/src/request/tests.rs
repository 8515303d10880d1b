//! The rules of requests, one by one.

use super::*;
use crate::agent::AgentState;
use crate::id::Id;
use crate::policy::PolicyScope;
use crate::policy::tests::{policy, target};
use crate::requestor::RequestorSettings;
use crate::requestor::tests::{AGENT, SPONSOR};
use crate::term::Term;
use uuid::Uuid;

const NOW: Timestamp = Timestamp::from_millis(1_000);
const ASK: RequestAsk<'static> =
    RequestAsk { start: None, duration: None, end: None, justification: "", answers: Some(&[]) };
static AGENT_ONE: std::sync::LazyLock<Target> = std::sync::LazyLock::new(|| target(1));

fn facts(policies: &[Policy]) -> RequestFacts<'_> {
    RequestFacts {
        now: NOW,
        target: &AGENT_ONE,
        acts_as: SPONSOR,
        standing: Standing {
            state: AgentState::Active,
            blueprint_in_force: true,
            principal_in_force: true,
            is_orphaned: false,
        },
        is_catalog_published: true,
        is_direct: false,
        policies,
        chosen_policy: None,
        open_request: None,
        current_assignment: None,
        blocked_role: None,
        incompatible: None,
    }
}

fn all_agents() -> Policy {
    policy(PolicyScope::AllDirectoryAgentIdentities)
}

#[test]
fn a_request_inside_the_scope_is_opened_and_waits_for_approval() {
    let policies = [all_agents()];
    let opened = open(&facts(&policies), &ASK).unwrap();
    assert!(opened.needs_approval);
    assert_eq!(opened.policy_id, policies[0].id);
}

#[test]
fn a_disabled_agent_asks_for_nothing() {
    let policies = [all_agents()];
    let mut facts = facts(&policies);
    facts.standing.state = AgentState::Disabled;
    assert_eq!(open(&facts, &ASK), Err(RequestRefusal::AgentOutOfForce(OutOfForce::Disabled)));
}

#[test]
fn refusals_are_told_in_order_of_precedence() {
    let policies = [all_agents()];
    let mut facts = facts(&policies);
    facts.standing.state = AgentState::Held;
    facts.is_catalog_published = false;
    facts.blocked_role = Some("Directory: User Administrator");
    facts.current_assignment = Some(AssignmentId::from_uuid(Uuid::from_u128(1)));
    facts.open_request = Some(RequestId::from_uuid(Uuid::from_u128(2)));
    let ask = RequestAsk { duration: Some(Span::ZERO), ..ASK };
    let mut told = vec![];
    told.push(open(&facts, &ask).unwrap_err().code());
    facts.standing.state = AgentState::Active;
    told.push(open(&facts, &ask).unwrap_err().code());
    facts.is_catalog_published = true;
    told.push(open(&facts, &ask).unwrap_err().code());
    facts.blocked_role = None;
    told.push(open(&facts, &ask).unwrap_err().code());
    facts.current_assignment = None;
    told.push(open(&facts, &ask).unwrap_err().code());
    facts.open_request = None;
    told.push(open(&facts, &ask).unwrap_err().code());
    assert_eq!(
        told,
        [
            "agent_out_of_force",
            "catalog_unpublished",
            "role_blocked_for_agents",
            "already_assigned",
            "already_requested",
            "duration_not_positive"
        ]
    );
}

#[test]
fn a_policy_that_is_switched_off_assigns_nothing_directly() {
    let off = Policy { is_enabled: false, ..policy(PolicyScope::NotSpecified) };
    let on = policy(PolicyScope::AllDirectoryAgentIdentities);
    let (both, only_off) = ([off.clone(), on], [off.clone()]);
    let mut facts = facts(&only_off);
    assert_eq!(open(&facts, &ASK), Err(RequestRefusal::NotInScope), "who requests never meets it");
    facts.is_direct = true;
    assert_eq!(open(&facts, &ASK), Err(RequestRefusal::PolicyDisabled));
    facts.policies = &both;
    assert!(open(&facts, &ASK).is_ok());
    facts.chosen_policy = Some(off.id);
    assert_eq!(open(&facts, &ASK), Err(RequestRefusal::PolicyDisabled));
}

#[test]
fn nobody_asks_through_a_direct_assignment_policy_but_an_administrator_assigns_through_it() {
    let policies = [policy(PolicyScope::NotSpecified)];
    let mut facts = facts(&policies);
    assert_eq!(open(&facts, &ASK), Err(RequestRefusal::NotInScope));
    facts.is_direct = true;
    assert!(
        open(&facts, &ASK).is_ok_and(|opened| opened.needs_approval),
        "it still obeys the policy's approval"
    );
}

#[test]
fn among_several_policies_of_one_class_one_must_be_chosen() {
    let policies =
        [all_agents(), Policy { id: PolicyId::from_uuid(Uuid::from_u128(77)), ..all_agents() }];
    let mut facts = facts(&policies);
    assert_eq!(open(&facts, &ASK), Err(RequestRefusal::PolicyNotChosen));
    facts.chosen_policy = Some(policies[1].id);
    assert_eq!(open(&facts, &ASK).unwrap().policy_id, policies[1].id);
    facts.chosen_policy = Some(PolicyId::from_uuid(Uuid::from_u128(999)));
    assert_eq!(open(&facts, &ASK), Err(RequestRefusal::PolicyNotApplicable));
}

#[test]
fn a_requestor_asks_for_as_much_as_the_policy_gives_or_less() {
    let policies = [all_agents()];
    let asking =
        |days| open(&facts(&policies), &RequestAsk { duration: Some(Span::days(days)), ..ASK });
    assert!(asking(30).is_ok());
    assert_eq!(asking(31), Err(RequestRefusal::LongerThanPolicy(Span::days(30))));
    assert_eq!(asking(3_661), Err(RequestRefusal::Duration(BadDuration::TooLong)));
}

#[test]
fn access_starts_now_or_later_never_earlier() {
    let policies = [all_agents()];
    let starting = |millis| {
        open(&facts(&policies), &RequestAsk { start: Some(Timestamp::from_millis(millis)), ..ASK })
    };
    assert_eq!(starting(999), Err(RequestRefusal::StartInThePast));
    assert_eq!(starting(1_000).unwrap().start, None, "starting now is starting at once");
    assert_eq!(starting(1_001).unwrap().start, Some(Timestamp::from_millis(1_001)));
}

#[test]
fn a_start_after_the_policys_fixed_end_is_refused() {
    let end = Timestamp::from_millis(5_000);
    let policies = [Policy { expiration: Expiration::AfterDateTime(end), ..all_agents() }];
    let ask = RequestAsk { start: Some(end), ..ASK };
    assert_eq!(open(&facts(&policies), &ask), Err(RequestRefusal::StartsAfterEnd(end)));
}

#[test]
fn a_package_that_wants_a_reason_gets_one() {
    let policies = [Policy { is_requestor_justification_required: true, ..all_agents() }];
    assert_eq!(open(&facts(&policies), &ASK), Err(RequestRefusal::JustificationMissing));
    assert!(open(&facts(&policies), &RequestAsk { justification: "month end", ..ASK }).is_ok());
}

#[test]
fn nothing_leaves_a_state_that_is_closed_for_good() {
    for state in [RequestState::Delivered, RequestState::Denied, RequestState::Canceled] {
        assert!(state.is_closed() && state.next().is_empty(), "{state}");
    }
    for &state in RequestState::ALL.iter().filter(|state| !state.is_closed()) {
        assert!(!state.next().is_empty(), "{state} would be stuck");
    }
}

#[test]
fn a_requestor_takes_a_request_back_while_it_waits_an_administrator_also_before_and_after_delivery()
{
    use RequestState::{Canceled, DeliveryFailed, PendingApproval, Scheduled, Submitted};
    let by = |by_administrator| {
        RequestState::ALL
            .iter()
            .copied()
            .filter(|&state| cancel(state, by_administrator) == Ok(Canceled))
            .collect::<Vec<_>>()
    };
    assert_eq!(by(false), [Submitted, PendingApproval]);
    assert_eq!(by(true), [Submitted, PendingApproval, Scheduled, DeliveryFailed]);
    assert_eq!(cancel(Scheduled, false), Err(CancelRefusal::TooLate(Scheduled)));
    for state in by(true) {
        assert!(state.next().contains(&Canceled), "{state} may be canceled by the table");
    }
}

fn settled(settings: RequestorSettings) -> Policy {
    Policy { requestor_settings: settings, ..all_agents() }
}

#[test]
fn a_policy_takes_requests_only_from_those_whom_its_settings_permit() {
    let closed = RequestorSettings {
        enable_targets_to_self_add_access: false,
        ..RequestorSettings::default()
    };
    let policies = [settled(closed)];
    assert!(open(&facts(&policies), &ASK).is_ok(), "the sponsor may");
    let by_agent = RequestFacts { acts_as: AGENT, ..facts(&policies) };
    assert_eq!(open(&by_agent, &ASK).unwrap_err().code(), "requestor_not_permitted");
    let direct = RequestFacts { is_direct: true, ..by_agent };
    assert!(open(&direct, &ASK).is_ok(), "an administrator assigns directly in any case");
}

#[test]
fn among_policies_only_those_that_take_the_requestor_are_to_choose_from() {
    let closed = RequestorSettings {
        enable_targets_to_self_add_access: false,
        ..RequestorSettings::default()
    };
    let other = Policy { id: PolicyId::from_uuid(Uuid::from_u128(77)), ..settled(closed) };
    let policies = [all_agents(), other];
    let by_agent = RequestFacts { acts_as: AGENT, ..facts(&policies) };
    assert_eq!(open(&by_agent, &ASK).unwrap().policy_id, policies[0].id);
}

#[test]
fn own_dates_are_refused_unless_the_policy_allows_them_but_not_to_administrators() {
    let fixed = RequestorSettings {
        allow_custom_assignment_schedule: false,
        ..RequestorSettings::default()
    };
    let policies = [settled(fixed)];
    let later = NOW.plus(Span::hours(1));
    for ask in [
        RequestAsk { start: Some(later), ..ASK },
        RequestAsk { end: Some(later), ..ASK },
        RequestAsk { duration: Some(Span::hours(1)), ..ASK },
    ] {
        assert_eq!(open(&facts(&policies), &ask), Err(RequestRefusal::ScheduleNotAllowed));
        let direct = RequestFacts { is_direct: true, ..facts(&policies) };
        assert!(open(&direct, &ask).is_ok());
    }
    assert!(open(&facts(&policies), &ASK).is_ok());
}

#[test]
fn an_own_end_lies_after_the_start_and_within_the_policy() {
    let policies = [all_agents()];
    let (start, most) = (NOW.plus(Span::days(1)), Span::days(30));
    let until = |start: Option<Timestamp>, end: Timestamp| {
        open(&facts(&policies), &RequestAsk { start, end: Some(end), ..ASK })
            .map(|opened| opened.end)
    };
    let one = Span::from_millis(1);
    assert_eq!(until(None, NOW), Err(RequestRefusal::EndsBeforeStart));
    assert_eq!(until(None, NOW.plus(one)), Ok(Some(NOW.plus(one))));
    assert_eq!(until(Some(start), start), Err(RequestRefusal::EndsBeforeStart));
    let last = start.plus(most);
    assert_eq!(until(Some(start), last), Ok(Some(last)));
    assert_eq!(until(Some(start), last.plus(one)), Err(RequestRefusal::LaterThanPolicy(last)));
    let both = RequestAsk { duration: Some(most), end: Some(last), ..ASK };
    assert_eq!(open(&facts(&policies), &both), Err(RequestRefusal::DurationAndEnd));
}

#[test]
fn answers_are_checked_when_they_are_given_and_left_alone_before() {
    use crate::id::QuestionId;
    use crate::question::{Question, QuestionKind};
    let id = QuestionId::from_uuid(Uuid::from_u128(5));
    let question = Question {
        id,
        kind: QuestionKind::ShortText,
        text: "Which cost centre?".into(),
        localizations: vec![],
        is_required: true,
        is_answer_editable: false,
        pattern: None,
        choices: vec![],
    };
    let policies = [Policy { questions: vec![question], ..all_agents() }];
    assert_eq!(open(&facts(&policies), &ASK).unwrap_err().code(), "answer_missing");
    assert!(open(&facts(&policies), &RequestAsk { answers: None, ..ASK }).is_ok());
    let given = [GivenAnswer { question_id: id, value: "CC-1" }];
    let opened = open(&facts(&policies), &RequestAsk { answers: Some(&given), ..ASK }).unwrap();
    assert_eq!(opened.answers[0].value, "CC-1");
}
