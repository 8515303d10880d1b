//! The layers, one rule a test.

use super::*;
use crate::id::{AppRoleId, ScopeId};
use proptest::prelude::*;
use uuid::Uuid;

fn api(n: u128) -> ApplicationId {
    ApplicationId::from_uuid(Uuid::from_u128(n))
}

fn scope(api_number: u128, n: u128) -> Right {
    Right::DelegatedPermission(api(api_number), ScopeId::from_uuid(Uuid::from_u128(n)))
}

fn role(api_number: u128, n: u128) -> Right {
    Right::AppRole(api(api_number), AppRoleId::from_uuid(Uuid::from_u128(n)))
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn consent_of(right: Right, starts: i64, withdrawn: Option<i64>) -> Consent {
    Consent {
        id: ConsentId::from_uuid(Uuid::from_u128(1)),
        principal_id: BlueprintPrincipalId::from_uuid(Uuid::from_u128(1)),
        right,
        starts_at: at(starts),
        withdrawn_at: withdrawn.map(at),
    }
}

fn entry(
    scopes: Inheritable,
    roles: Inheritable,
    starts: i64,
    withdrawn: Option<i64>,
) -> InheritablePermission {
    InheritablePermission {
        id: InheritablePermissionId::from_uuid(Uuid::from_u128(1)),
        blueprint_id: BlueprintId::from_uuid(Uuid::from_u128(1)),
        application_id: api(1),
        scopes,
        roles,
        starts_at: at(starts),
        withdrawn_at: withdrawn.map(at),
    }
}

fn offered(right: Right, role_name: &str) -> OfferedRight {
    OfferedRight {
        right,
        origin_name: "Ledger".into(),
        role_name: role_name.into(),
        is_open_to_agents: true,
        is_privileged: false,
    }
}

const ALL: Inheritable = Inheritable::AllAllowed;
const NONE: Inheritable = Inheritable::None;

#[test]
fn a_permission_reaches_the_agent_only_when_it_is_inheritable_and_consented() {
    let consents = [consent_of(scope(1, 1), 0, None)];
    let flows = |consents: &[Consent], entries: &[InheritablePermission]| {
        !inherited(consents, entries, at(0)).is_empty()
    };
    assert!(flows(&consents, &[entry(ALL, NONE, 0, None)]));
    assert!(!flows(&consents, &[]), "not in the list");
    assert!(!flows(&consents, &[entry(NONE, ALL, 0, None)]), "listed with the other kind");
    assert!(!flows(&[], &[entry(ALL, ALL, 0, None)]), "nobody consented");
    assert!(
        !flows(&[consent_of(scope(2, 1), 0, None)], &[entry(ALL, ALL, 0, None)]),
        "another API"
    );
    assert!(flows(&[consent_of(role(1, 1), 0, None)], &[entry(NONE, ALL, 0, None)]));
}

#[test]
fn what_flows_starts_with_the_later_and_ends_with_the_earlier_of_consent_and_list() {
    let consents = [consent_of(scope(1, 1), 100, Some(300))];
    let flowing = inherited(&consents, &[entry(ALL, NONE, 50, Some(200))], at(120));
    assert_eq!(flowing.len(), 1);
    let held = flowing[0];
    assert_eq!(
        (held.starts_at, held.ends_at),
        (at(120), Some(at(200))),
        "the agent exists since 120"
    );
    for (millis, holds) in
        [(119, false), (120, true), (121, true), (199, true), (200, false), (201, false)]
    {
        assert_eq!(held.holds_at(at(millis)), holds, "at {millis}");
    }
    assert_eq!(held.by.source(), GrantSource::Inherited);
}

proptest! {
    #[test]
    fn nothing_flows_outside_the_time_of_either_layer(
        from in 0_i64..100, until in 0_i64..100, listed in 0_i64..100, unlisted in prop::option::of(0_i64..100), t in 0_i64..120,
    ) {
        let consents = [consent_of(role(1, 1), from, Some(until))];
        let flowing = inherited(&consents, &[entry(NONE, ALL, listed, unlisted)], at(0));
        if flowing.iter().any(|held| held.holds_at(at(t))) {
            prop_assert!(t >= from && t < until && t >= listed);
            prop_assert!(unlisted.is_none_or(|end| t < end));
        }
    }
}

#[test]
fn each_layer_alone_gives_nothing_but_a_consent_on_the_agent_or_a_package() {
    let none = Layers::default();
    let sources = |layers: Layers| layers.sources();
    assert_eq!(sources(Layers { is_declared: true, ..none }), vec![]);
    assert_eq!(sources(Layers { is_inheritable: true, is_declared: true, ..none }), vec![]);
    assert_eq!(sources(Layers { is_consented: true, is_declared: true, ..none }), vec![]);
    assert_eq!(
        sources(Layers { is_consented: true, is_inheritable: true, ..none }),
        vec![GrantSource::Inherited],
    );
    assert_eq!(
        sources(Layers { is_direct: true, is_assigned: true, ..none }),
        vec![GrantSource::Direct, GrantSource::Assignment],
    );
}

#[test]
fn the_missing_layer_is_the_nearest_that_would_help() {
    let none = Layers::default();
    assert_eq!(none.missing(), Some(MissingLayer::Declaration));
    assert_eq!(Layers { is_declared: true, ..none }.missing(), Some(MissingLayer::Consent));
    assert_eq!(
        Layers { is_declared: true, is_consented: true, ..none }.missing(),
        Some(MissingLayer::Inheritance)
    );
    assert_eq!(Layers { is_direct: true, ..none }.missing(), None);
}

#[test]
fn a_need_is_declared_once_and_within_the_limits() {
    let wanted = offered(scope(1, 1), "Ledger.Read");
    assert_eq!(declare(false, &[], &wanted), Ok(()));
    assert_eq!(declare(true, &[], &wanted), Err(PermissionRefusal::BlueprintDeleted));
    assert!(matches!(
        declare(false, &[scope(1, 1)], &wanted),
        Err(PermissionRefusal::AlreadyDeclared(_))
    ));
    let of_apis = |count: u128| (0..count).map(|n| scope(100 + n, 1)).collect::<Vec<_>>();
    assert_eq!(declare(false, &of_apis(49), &wanted), Ok(()), "the fiftieth API");
    assert_eq!(declare(false, &of_apis(50), &wanted), Err(PermissionRefusal::TooManyResources));
    let of_one = |count: u128| (0..count).map(|n| role(1, n)).collect::<Vec<_>>();
    assert_eq!(declare(false, &of_one(399), &wanted), Ok(()), "the four hundredth permission");
    assert_eq!(declare(false, &of_one(400), &wanted), Err(PermissionRefusal::TooManyPermissions));
}

#[test]
fn an_inheritable_list_names_each_api_once_and_at_most_ten() {
    let listed = |count: u128| (0..count).map(|n| api(100 + n)).collect::<Vec<_>>();
    assert_eq!(add_inheritable(false, &listed(9), api(1), "Ledger"), Ok(()));
    assert_eq!(
        add_inheritable(false, &listed(10), api(1), "Ledger"),
        Err(PermissionRefusal::TooManyInheritable)
    );
    assert_eq!(
        add_inheritable(false, &listed(10), api(100), "Ledger"),
        Err(PermissionRefusal::AlreadyInheritable("Ledger".into())),
        "a duplicate is named as such, also in a full list"
    );
    assert_eq!(
        add_inheritable(true, &[], api(1), "Ledger"),
        Err(PermissionRefusal::BlueprintDeleted)
    );
}

#[test]
fn consent_covers_what_is_declared_and_open_to_agents() {
    let wanted = offered(role(1, 1), "Ledger.Read.All");
    assert_eq!(consent(true, true, false, &wanted), Ok(()));
    assert_eq!(consent(false, true, false, &wanted), Err(PermissionRefusal::NoPrincipal));
    assert!(matches!(
        consent(true, false, false, &wanted),
        Err(PermissionRefusal::ConsentUndeclared(_))
    ));
    assert!(matches!(
        consent(true, true, true, &wanted),
        Err(PermissionRefusal::AlreadyConsented(_))
    ));
    let for_people = OfferedRight { is_open_to_agents: false, ..wanted.clone() };
    for refused in
        [consent(true, true, false, &for_people), consent_to_agent(false, false, &for_people)]
    {
        assert!(matches!(refused, Err(PermissionRefusal::Closed(ClosedToAgents::NotForAgents(_)))));
    }
    assert_eq!(
        consent_to_agent(false, false, &wanted),
        Ok(()),
        "an agent's own needs no declaration"
    );
    assert_eq!(consent_to_agent(true, false, &wanted), Err(PermissionRefusal::AgentDeleted));
    assert!(matches!(
        consent_to_agent(false, true, &wanted),
        Err(PermissionRefusal::AlreadyConsented(_))
    ));
}

#[test]
fn nobody_consents_to_what_is_blocked() {
    let blocked = offered(role(1, 1), "User.ReadWrite.All");
    assert_eq!(declare(false, &[], &blocked), Ok(()), "a publisher may need what agents never get");
    for refused in [consent(true, true, false, &blocked), consent_to_agent(false, false, &blocked)]
    {
        assert!(matches!(refused, Err(PermissionRefusal::Closed(ClosedToAgents::Blocked(_)))));
    }
}
