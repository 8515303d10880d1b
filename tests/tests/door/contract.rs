//! What the door says of itself, held against standards and against the door.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use std::collections::BTreeSet;

use chaperone_testkit::tour;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};

use crate::place::{EM, Place, encode};

fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, written) in item.as_object().unwrap() {
            found.push((method.to_uppercase(), path.clone(), written.clone()));
        }
    }
    found
}

#[test]
fn the_documents_are_open_and_refuse_what_they_are_not() {
    let place = Place::new();
    for path in ["/v1.0/$metadata", "/v1.0/%24metadata", "/beta/$metadata", "/v1.0/openapi.json"] {
        assert_eq!(place.send("GET", path, &[], None).status, 200, "{path}");
        let other = place.send("GET", &format!("{path}?$format=json"), &[], None);
        assert_eq!((other.status, other.code()), (400, "not_supported"), "{path}");
        assert_eq!(place.send("POST", path, &[], None).status, 405, "{path}");
    }
}

#[test]
fn the_openapi_document_is_one() {
    let place = Place::new();
    let document = place.send("GET", "/v1.0/openapi.json", &[], None).expect(200);
    let text = document.to_string();
    let spec = oas3::from_json(&text).expect("an OpenAPI 3.1 document");
    spec.validate_version().expect("of a version that is known");
    let count = operations(&document).len();
    assert_eq!(spec.operations().count(), count);
    for (_, _, written) in operations(&document) {
        for (_, answer) in written["responses"].as_object().unwrap() {
            if let Some(found) = answer["$ref"].as_str() {
                let place = found.trim_start_matches('#');
                assert!(document.pointer(place).is_some(), "{found} leads nowhere");
            }
        }
    }
    let schemas = &document["components"]["schemas"];
    for name in text.split("#/components/schemas/").skip(1) {
        let name = name.split('"').next().unwrap();
        assert!(schemas[name].is_object(), "{name} is described");
    }
    assert!(jsonschema::meta::is_valid(&json!({ "$defs": schemas })));
    assert_eq!(document["servers"][0]["url"], json!(place.server.base()));
}

#[test]
fn the_metadata_is_well_formed_and_names_every_set_of_the_routes() {
    let place = Place::new();
    for (version, sets) in [
        ("v1.0", ["users", "groups", "servicePrincipals", "applications"].as_slice()),
        ("beta", &[]),
    ] {
        let told = place.send("GET", &format!("/{version}/$metadata"), &[], None);
        let xml = told.body.as_str().expect("XML").to_owned();
        let mut reader = Reader::from_str(&xml);
        let (mut depth, mut named) = (0_i32, BTreeSet::new());
        loop {
            let (event, opens) = match reader.read_event().expect("well-formed") {
                Event::Start(event) => (event, 1),
                Event::Empty(event) => (event, 0),
                Event::End(_) => {
                    depth -= 1;
                    continue;
                }
                Event::Eof => break,
                _ => continue,
            };
            depth += opens;
            if event.name().as_ref() == "EntitySet" {
                let name = event.try_get_attribute("Name").unwrap().unwrap();
                named.insert(name.value.into_owned());
            }
        }
        assert_eq!(depth, 0, "what is opened is closed");
        let sets: BTreeSet<_> = sets.iter().map(|set| (*set).to_owned()).collect();
        assert_eq!(named, sets);
        // Every word of a path is a set, a singleton, a navigation, a function, an action or a type.
        let document = place.send("GET", "/v1.0/openapi.json", &[], None).expect(200);
        for (_, path, _) in operations(&document) {
            let Some(rest) = path.strip_prefix(&format!("/{version}/")) else { continue };
            for word in rest.split('/') {
                let word = word.split('(').next().unwrap();
                let word = word.trim_start_matches("microsoft.graph.");
                let is_other =
                    word.starts_with('{') || word.starts_with('$') || word.ends_with(".json");
                let is_named = xml.contains(&format!("Name=\"{word}\""));
                assert!(is_other || is_named, "{word} of {path} in {version}");
            }
        }
    }
}

/// A name for each parameter of a path, of what there is.
fn filled(place: &Place, token: &str, path: &str) -> Vec<String> {
    let listed = |list: &str| -> Vec<String> {
        let found = place.get(token, list);
        let ids = found.rows().iter().filter_map(|row| row["id"].as_str().map(str::to_owned));
        ids.take(3).collect()
    };
    let Some((before, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
    let (name, after) = rest.split_once('}').unwrap();
    let list = before.trim_end_matches('/');
    let ids = match name {
        "tenant" => vec![place.tenant()],
        "package" | "incompatible" => vec![place.package.clone()],
        "id" => match list.rsplit('/').next().unwrap() {
            "servicePrincipals" => {
                let mut all = listed("/v1.0/servicePrincipals/microsoft.graph.agentIdentity");
                all.push(place.agent.clone());
                all
            }
            "applications" => listed("/v1.0/applications/microsoft.graph.agentIdentityBlueprint"),
            "accessPackageAssignmentApprovals" | "accessPackageAssignmentRequests" => {
                listed(&format!("{EM}/assignmentRequests"))
            }
            "assignmentPolicies" => {
                listed(&format!("{list}?$filter=accessPackage/id%20eq%20'{}'", place.package))
            }
            _ => listed(list),
        },
        _ => listed(list),
    };
    ids.iter().flat_map(|id| filled(place, token, &format!("{before}{id}{after}"))).collect()
}

#[test]
fn whatever_can_be_read_is_as_described() {
    let place = Place::new();
    let agent = place.agent_token();
    place.assignment(&agent);
    let shown =
        place.fixture.call(&place.administrator, "show_agent", json!({ "agentId": place.agent }));
    if !shown["agentUser"].is_object() {
        let ask =
            json!({ "agentId": place.agent, "displayName": "Bot", "mailNickname": "bot.account" });
        place.fixture.call(&place.administrator, "create_agent_user", ask);
    }
    let administrator = place.person_token(&tour().administrator);
    let document = place.send("GET", "/v1.0/openapi.json", &[], None).expect(200);
    for (method, path, written) in operations(&document) {
        // The managed-identity protocol has a key of its own, and a test of its own.
        if method != "GET" || written["security"][0].get("identity").is_some() {
            continue;
        }
        let on = written["parameters"].as_array().unwrap().iter().find(|one| one["name"] == "on");
        let paths: Vec<_> = match on {
            Some(on) => {
                let words = on["schema"]["enum"].as_array().unwrap().iter();
                words.map(|word| path.replace("{on}", word.as_str().unwrap())).collect()
            }
            None => filled(&place, &administrator, &path),
        };
        let is_list_of_policies = written["operationId"] == "listPolicies";
        let mut seen = 0;
        for path in paths {
            let path = if is_list_of_policies {
                format!("{path}?$filter=accessPackage/id%20eq%20'{}'", place.package)
            } else {
                path
            };
            let reply = place.get(&administrator, &path);
            let is_there = reply.status == 200 || path.ends_with("/agentUser");
            assert!(is_there, "{path}: {} {}", reply.status, reply.body);
            seen += u32::from(reply.status == 200);
            if on.is_some() {
                let reply = place.get(&agent, &path);
                let is_no_decider = reply.code() == "not_for_agents" && path.contains("'approver'");
                assert!(reply.status == 200 || is_no_decider, "{path}: {}", reply.body);
            }
        }
        assert!(seen > 0, "nothing was seen of {path}");
    }
}

#[test]
fn every_option_that_is_described_is_understood() {
    let place = Place::new();
    let administrator = place.person_token(&tour().administrator);
    let agents = "/v1.0/servicePrincipals/microsoft.graph.agentIdentity";
    let blueprint = place.get(&administrator, agents).rows()[0]["agentIdentityBlueprintId"].clone();
    let document = place.send("GET", "/v1.0/openapi.json", &[], None).expect(200);
    let mut tried = 0;
    for (method, path, written) in operations(&document) {
        if method != "GET" || written["security"] == json!([]) {
            continue;
        }
        let path = path
            .replace("{on}", if path.contains("Packages") { "allowedRequestor" } else { "target" });
        let path = if path.contains("Approvals/filterBy") {
            path.replace("target", "approver")
        } else {
            path
        };
        let Some(path) = filled(&place, &administrator, &path).into_iter().next() else { continue };
        for parameter in written["parameters"].as_array().unwrap() {
            let name = parameter["name"].as_str().unwrap();
            let schema = &parameter["schema"];
            let texts = |list: &Value| -> Vec<String> {
                list.as_array()
                    .map(|all| all.iter().map(|one| one.as_str().unwrap().to_owned()).collect())
                    .unwrap_or_default()
            };
            let values = match name {
                "$top" => vec!["1".to_owned(), "500".to_owned()],
                "$count" => vec!["true".to_owned(), "false".to_owned()],
                "$filter" => parameter["examples"]
                    .as_object()
                    .unwrap_or_else(|| panic!("{path} tells no example of $filter"))
                    .values()
                    .map(|one| one["value"].as_str().unwrap().to_owned())
                    .map(|one| one.replace("{blueprint}", blueprint.as_str().unwrap()))
                    .collect(),
                "$select" | "$expand" => {
                    let mut all = texts(&schema["items"]["enum"]);
                    all.push(all.join(","));
                    all
                }
                "$orderby" => texts(&schema["enum"]),
                _ => continue,
            };
            for value in values {
                let needs = if written["operationId"] == "listPolicies" && name != "$filter" {
                    format!("&$filter=accessPackage/id%20eq%20'{}'", place.package)
                } else {
                    String::new()
                };
                let asked = format!("{path}?{name}={}{needs}", encode(&value));
                let reply = place.get(&administrator, &asked);
                // An example names a package that nobody has.
                assert!(matches!(reply.status, 200 | 404), "{asked}: {}", reply.body);
                tried += 1;
            }
        }
    }
    assert!(tried > 100, "{tried} options were tried");
}

#[test]
fn a_property_that_is_not_described_is_found() {
    let place = Place::new();
    let agent = place.agent_token();
    let path = format!("{EM}/assignmentRequests");
    let mut reply = place.get(&agent, &path);
    reply.body["value"] = json!([{ "id": place.agent, "surprise": 1 }]);
    let check = || place.described().check("GET", &path, None, &reply);
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(check));
    assert!(caught.is_err(), "a surprise has to be found");
}
