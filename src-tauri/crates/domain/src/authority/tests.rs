//! Who may do what, told as rules.

use super::*;
use crate::term::Term;

#[test]
fn an_auditor_sees_everything_and_changes_nothing() {
    for &action in Action::ALL {
        let name = action.term();
        let is_read = ["show_", "list_", "check_", "explain_", "verify_", "rehearse_", "export_"]
            .iter()
            .any(|prefix| name.starts_with(prefix));
        let allowed = may(action, &[Role::Auditor], &[]) == Permission::Allowed;
        // A checkpoint adds evidence and changes nothing that it is evidence of.
        let about_oneself = matches!(
            action,
            Action::DismissCatchUp
                | Action::AdvanceClock
                | Action::UpdateMySettings
                | Action::MakeCheckpoint
                | Action::ConfirmSignInCode
                | Action::DenySignInCode
        );
        // Each item of the list is asked for by itself.
        let item_by_item = action == Action::ChangeAgents;
        let for_the_responsible = action == Action::ListRequestablePackages;
        assert!(
            allowed == is_read || about_oneself || item_by_item || for_the_responsible,
            "an auditor and {name}: allowed is {allowed}"
        );
    }
}

#[test]
fn an_agent_acts_on_itself_alone_and_never_decides_answers_for_anybody_or_makes_anything() {
    for &action in Action::ALL {
        let own = agent_may(action, &[Relation::Themselves, Relation::Requestor]);
        assert_eq!(own == Permission::Allowed, is_open_to_agents(action), "{action}");
        let is_list = matches!(action, Action::ListRequests | Action::ListAssignments);
        for relations in [&[][..], &[Relation::Sponsor, Relation::Owner, Relation::Approver]] {
            let others = agent_may(action, relations);
            assert_eq!(others == Permission::Hidden, !is_list, "{action} {relations:?}");
        }
    }
    for never in [Action::ApproveRequest, Action::DenyRequest, Action::EnableAgent] {
        assert!(!is_open_to_agents(never), "{never}");
    }
}

#[test]
fn an_administrator_who_is_not_asked_does_not_decide() {
    assert_eq!(may(Action::ApproveRequest, &[Role::Administrator], &[]), Permission::Forbidden);
    assert_eq!(may(Action::ApproveRequest, &[], &[Relation::Approver]), Permission::Allowed);
}

#[test]
fn a_request_of_others_is_hidden_not_forbidden() {
    assert_eq!(may(Action::ShowRequest, &[], &[]), Permission::Hidden);
    assert_eq!(may(Action::ApproveRequest, &[], &[]), Permission::Hidden);
    assert_eq!(may(Action::ApproveRequest, &[], &[Relation::Requestor]), Permission::Forbidden);
}

#[test]
fn sponsors_and_owners_switch_their_agents_and_ask_for_them() {
    for relation in [Relation::Sponsor, Relation::Owner] {
        for action in [
            Action::DisableAgent,
            Action::EnableAgent,
            Action::RequestAccess,
            Action::RequestExtension,
        ] {
            assert_eq!(may(action, &[], &[relation]), Permission::Allowed, "{relation} {action}");
        }
    }
    assert_eq!(
        may(Action::RequestAccess, &[], &[]),
        Permission::Forbidden,
        "strangers see the agent only"
    );
}

#[test]
fn an_agent_administrator_looks_after_agents_and_grants_them_nothing() {
    let may = |action| may(action, &[Role::AgentAdministrator], &[]) == Permission::Allowed;
    assert!(may(Action::DisableAgent) && may(Action::EnableAgent) && may(Action::ListAccess));
    for action in [
        Action::RequestAccess,
        Action::AssignAccessPackage,
        Action::CreateAccessPackage,
        Action::AppointRole,
        Action::ListAudit,
    ] {
        assert!(!may(action), "{action}");
    }
}

#[test]
fn sponsors_never_delete_and_owners_do() {
    use Relation::{BlueprintOwner, BlueprintSponsor, Owner, Sponsor};
    let allowed = |action, relation| may(action, &[], &[relation]) == Permission::Allowed;
    for action in [Action::DeleteAgent, Action::RestoreAgent] {
        assert!(allowed(action, Owner) && allowed(action, BlueprintOwner), "{action}");
        assert!(!allowed(action, Sponsor) && !allowed(action, BlueprintSponsor), "{action}");
    }
    for action in [Action::DeleteBlueprint, Action::RestoreBlueprint, Action::CreateAgent] {
        assert!(allowed(action, BlueprintOwner) && !allowed(action, BlueprintSponsor), "{action}");
        assert!(!allowed(action, Owner), "owning one agent is not owning its kind: {action}");
    }
    for action in [Action::PurgeAgent, Action::PurgeBlueprint] {
        assert!(!allowed(action, Owner) && !allowed(action, BlueprintOwner), "{action}");
    }
}

#[test]
fn a_lifecycle_administrator_carries_out_departures() {
    let may = |action| may(action, &[Role::LifecycleAdministrator], &[]) == Permission::Allowed;
    assert!(may(Action::RecordDeparture) && may(Action::RehearseDeparture));
    assert!(!may(Action::DisableAgent) && !may(Action::AppointRole));
}

#[test]
fn a_catalog_creator_makes_catalogs_and_nothing_in_those_of_others() {
    let may = |action| may(action, &[Role::CatalogCreator], &[]) == Permission::Allowed;
    assert!(may(Action::CreateCatalog));
    assert!(!may(Action::CreateAccessPackage) && !may(Action::AppointCatalogRole));
}

#[test]
fn owners_edit_and_sponsors_switch() {
    let allowed = |action, relation| may(action, &[], &[relation]) == Permission::Allowed;
    for action in [Action::UpdateAgent, Action::UpdateAgentSponsors, Action::UpdateAgentOwners] {
        assert!(allowed(action, Relation::Owner) && !allowed(action, Relation::Sponsor));
    }
    for action in [Action::DisableBlueprint, Action::EnableBlueprint] {
        assert!(allowed(action, Relation::BlueprintSponsor), "{action}");
        assert!(!allowed(action, Relation::Sponsor), "{action}");
    }
}

#[test]
fn a_refusal_says_whom_to_ask() {
    let sentence = AuthorityRefusal::Forbidden(Action::DisableAgent).to_string();
    assert_eq!(
        sentence,
        "only a sponsor of the agent or an owner of the agent or an administrator or an agent administrator may do this; ask one of them"
    );
}
