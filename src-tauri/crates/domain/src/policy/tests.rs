//! Which policy takes whom, and what a policy may say, told as rules.

use super::*;
use crate::id::Id;
use crate::person::tests::person_id;
use uuid::Uuid;

pub(crate) fn agent_id(n: u128) -> AgentId {
    AgentId::from_uuid(Uuid::from_u128(n))
}

pub(crate) fn target(n: u128) -> Target {
    Target { agent_id: agent_id(n), kind: AgentKind::AgentIdentity, groups: BTreeSet::new() }
}

pub(crate) fn one_stage() -> Stage {
    Stage {
        primary_approvers: vec![ApproverSet::SingleUser(person_id(50))],
        fallback_approvers: vec![],
        limit: Span::days(14),
        is_justification_required: false,
        escalation: None,
    }
}

pub(crate) fn policy(scope: PolicyScope) -> Policy {
    Policy {
        id: PolicyId::from_uuid(Uuid::from_u128(scope as u128 + 1)),
        access_package_id: AccessPackageId::from_uuid(Uuid::from_u128(1)),
        display_name: "Thirty days".into(),
        scope,
        specific_targets: vec![],
        specific_target_groups: vec![],
        requestor_settings: RequestorSettings::default(),
        questions: vec![],
        stages: vec![one_stage()],
        expiration: Expiration::AfterDuration(Span::days(30)),
        extension: ExtensionRule::WithApproval,
        is_requestor_justification_required: false,
        is_enabled: true,
        is_assignment_notification_disabled: false,
    }
}

const NOW: Timestamp = Timestamp::from_millis(0);

#[test]
fn a_policy_that_names_the_agent_goes_before_all_agents_and_that_before_all_service_principals() {
    let named = Policy {
        specific_targets: vec![agent_id(7)],
        ..policy(PolicyScope::SpecificDirectoryServicePrincipals)
    };
    let all = [
        policy(PolicyScope::AllDirectoryServicePrincipals),
        policy(PolicyScope::AllDirectoryAgentIdentities),
        named,
    ];
    let chosen = |n| applicable(&all, &target(n)).iter().map(|p| p.scope).collect::<Vec<_>>();
    assert_eq!(chosen(7), vec![PolicyScope::SpecificDirectoryServicePrincipals]);
    assert_eq!(chosen(8), vec![PolicyScope::AllDirectoryAgentIdentities]);
    let services = &all[..1];
    assert_eq!(applicable(services, &target(8)).len(), 1);
}

#[test]
fn among_policies_of_one_class_the_requestor_chooses() {
    let two = [
        policy(PolicyScope::AllDirectoryAgentIdentities),
        policy(PolicyScope::AllDirectoryAgentIdentities),
    ];
    assert_eq!(applicable(&two, &target(1)).len(), 2);
}

#[test]
fn nobody_requests_through_a_direct_assignment_policy_or_a_disabled_one() {
    let off = Policy { is_enabled: false, ..policy(PolicyScope::AllDirectoryAgentIdentities) };
    assert!(applicable(&[policy(PolicyScope::NotSpecified), off], &target(1)).is_empty());
}

#[test]
fn all_agents_does_not_cover_a_plain_service_principal_and_all_service_principals_does() {
    let all = [
        policy(PolicyScope::AllDirectoryAgentIdentities),
        policy(PolicyScope::AllDirectoryServicePrincipals),
    ];
    let plain = Target { kind: AgentKind::ServicePrincipal, ..target(1) };
    let plain = applicable(&all, &plain);
    assert_eq!(plain.len(), 1);
    assert_eq!(plain[0].scope, PolicyScope::AllDirectoryServicePrincipals);
}

#[test]
fn a_duration_of_zero_or_3661_days_is_refused() {
    let lasting = |days| Policy {
        expiration: Expiration::AfterDuration(Span::days(days)),
        ..policy(PolicyScope::AllDirectoryAgentIdentities)
    };
    assert_eq!(
        check_policy(&lasting(0), NOW),
        Err(PolicyRefusal::Duration(BadDuration::NotPositive))
    );
    assert_eq!(check_policy(&lasting(3_660), NOW), Ok(()));
    assert_eq!(
        check_policy(&lasting(3_661), NOW),
        Err(PolicyRefusal::Duration(BadDuration::TooLong))
    );
}

#[test]
fn a_policy_has_at_most_three_stages_each_with_an_approver_and_a_limit_in_days() {
    let with = |stages| Policy { stages, ..policy(PolicyScope::AllDirectoryAgentIdentities) };
    assert_eq!(check_policy(&with(vec![one_stage(); 3]), NOW), Ok(()));
    assert_eq!(check_policy(&with(vec![one_stage(); 4]), NOW), Err(PolicyRefusal::TooManyStages));
    let nobody = Stage { primary_approvers: vec![], ..one_stage() };
    assert_eq!(
        check_policy(&with(vec![one_stage(), nobody]), NOW),
        Err(PolicyRefusal::StageWithoutApprover(2))
    );
    for limit in [Span::ZERO, Span::hours(36), Span::days(15)] {
        let stage = Stage { limit, ..one_stage() };
        assert_eq!(
            check_policy(&with(vec![stage]), NOW),
            Err(PolicyRefusal::StageLimit(1)),
            "{limit}"
        );
    }
}

#[test]
fn extension_needs_an_end_and_its_approval_a_stage() {
    let endless =
        Policy { expiration: Expiration::NoExpiration, ..policy(PolicyScope::NotSpecified) };
    assert_eq!(check_policy(&endless, NOW), Err(PolicyRefusal::ExtensionOfEndless));
    let no_stage = Policy { stages: vec![], ..policy(PolicyScope::AllDirectoryAgentIdentities) };
    assert_eq!(check_policy(&no_stage, NOW), Err(PolicyRefusal::ExtensionWithoutStage));
}

#[test]
fn a_policy_names_agents_exactly_when_its_scope_is_chosen_agents() {
    let unnamed = policy(PolicyScope::SpecificDirectoryServicePrincipals);
    assert_eq!(check_policy(&unnamed, NOW), Err(PolicyRefusal::TargetsDontFitScope));
    let named = Policy { specific_targets: vec![agent_id(1)], ..policy(PolicyScope::NotSpecified) };
    assert_eq!(check_policy(&named, NOW), Err(PolicyRefusal::TargetsDontFitScope));
}

#[test]
fn a_policy_names_at_most_500_agents() {
    let naming = |count: u128| Policy {
        specific_targets: (0..count).map(agent_id).collect(),
        ..policy(PolicyScope::SpecificDirectoryServicePrincipals)
    };
    assert_eq!(check_policy(&naming(500), NOW), Ok(()));
    assert_eq!(check_policy(&naming(501), NOW), Err(PolicyRefusal::TooManyTargets));
}

#[test]
fn a_policy_for_a_group_covers_whoever_is_its_member_and_goes_before_all_agents() {
    let group = GroupId::from_uuid(Uuid::from_u128(3));
    let for_group = Policy {
        specific_target_groups: vec![group],
        ..policy(PolicyScope::SpecificDirectoryServicePrincipals)
    };
    assert_eq!(check_policy(&for_group, NOW), Ok(()));
    let all = [policy(PolicyScope::AllDirectoryAgentIdentities), for_group];
    let member = Target { groups: BTreeSet::from([group]), ..target(7) };
    let chosen = |target: &Target| applicable(&all, target)[0].scope;
    assert_eq!(chosen(&member), PolicyScope::SpecificDirectoryServicePrincipals);
    assert_eq!(chosen(&target(7)), PolicyScope::AllDirectoryAgentIdentities);
}

#[test]
fn whoever_lets_others_act_names_them() {
    let settings =
        RequestorSettings { on_behalf_requestors: vec![], ..RequestorSettings::default() };
    let unnamed =
        Policy { requestor_settings: settings, ..policy(PolicyScope::AllDirectoryAgentIdentities) };
    assert_eq!(check_policy(&unnamed, NOW), Err(PolicyRefusal::NobodyOnBehalf));
}

#[test]
fn a_fixed_end_lies_ahead() {
    let at = |millis| Policy {
        expiration: Expiration::AfterDateTime(Timestamp::from_millis(millis)),
        ..policy(PolicyScope::AllDirectoryAgentIdentities)
    };
    assert!(matches!(check_policy(&at(0), NOW), Err(PolicyRefusal::EndsInThePast(_))));
    assert_eq!(check_policy(&at(1), NOW), Ok(()));
}
