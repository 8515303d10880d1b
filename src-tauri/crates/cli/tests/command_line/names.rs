//! Names in place of ids: one thing is found by its whole name, and nothing is ever guessed.

use chaperone_testkit::tour;
use serde_json::json;

use crate::support::{Place, err, failure, out};

#[test]
fn an_agent_is_found_by_its_whole_name_in_either_letter_case_and_by_its_id() {
    let place = Place::training();
    let name = tour().agent;
    let by_name = place.json_as(&tour().sponsor, ["agent", "show", &name]);
    let id = by_name["agent"]["id"].as_str().unwrap();
    assert_eq!(place.json_as(&tour().sponsor, ["agent", "show", id]), by_name);
    assert_eq!(place.json_as(&tour().sponsor, ["agent", "show", &name.to_uppercase()]), by_name);
}

#[test]
fn a_part_of_a_name_shows_what_it_may_mean_and_does_nothing() {
    let place = Place::training();
    let part = tour().agent.split(' ').next().unwrap().to_owned();
    let unclear = place.run_as(&tour().sponsor, ["agent", "disable", &part]).code(2);
    assert!(err(&unclear).contains(&tour().agent), "{}", err(&unclear));
    let agent = place.json_as(&tour().sponsor, ["agent", "show", &tour().agent]);
    assert_eq!(agent["agent"]["state"], "active", "nothing was switched off");
}

#[test]
fn a_name_of_several_things_is_refused_with_their_ids() {
    let place = Place::training();
    let admin = tour().administrator;
    let rows = place.json_as(&admin, ["call", "list_catalogs"])["rows"].clone();
    for catalog in rows.as_array().unwrap().iter().take(2) {
        let roles = place.json_as(
            &admin,
            ["call", "list_resource_roles", &json!({ "catalogId": catalog["id"] }).to_string()],
        );
        let role = roles["rows"]
            .as_array()
            .unwrap()
            .iter()
            .find(|role| role["isOpenToAgents"] == true)
            .unwrap()
            .clone();
        let package = json!({
            "catalogId": catalog["id"], "displayName": "Twin", "resourceRoleIds": [role["id"]],
            "policies": [{
                "displayName": "By hand", "scope": "notSpecified", "stages": [], "extension": "notAllowed",
                "expiration": { "type": "afterDuration", "duration": "P10D" },
            }],
        });
        let file = place.file("package.json", &package.to_string());
        let made = out(&place.run_as(&admin, ["package", "create", &file]).code(0));
        assert!(made.contains("Twin"), "{made}");
    }
    let unclear = failure(&place.run_as(&admin, ["--json", "package", "show", "twin"]).code(2));
    assert_eq!(unclear["details"]["candidates"].as_array().unwrap().len(), 2, "{unclear}");
}

#[test]
fn a_person_is_found_by_address_too() {
    let place = Place::training();
    let person = place.json_as(&tour().sponsor, ["person", "show", &tour().approver]);
    assert_eq!(person["person"]["email"], tour().approver.as_str());
}
