//! Tokens and assertions that aren't what they say: out of their time, signed by another key, used again where they weren't meant.
//! The tests sign with the door's own key, which nobody has who hasn't got into the settings folder.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chaperone_commands::environment::{Clock, MachineClock};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};

use crate::place::{EM, EXCHANGE_SCOPE, GRAPH_SCOPE, Place, token};

fn mine() -> String {
    format!("{EM}/assignments/filterByCurrentUser(on='target')")
}

/// The file of a door's keys, somewhere in its settings.
fn key_file(folder: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut folders = Vec::new();
    for path in entries {
        if path.extension().is_some_and(|ending| ending == "keys") {
            return Some(path);
        }
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.iter().find_map(|folder| key_file(folder))
}

/// The key with which a door signs.
fn key_of(place: &Place) -> SigningKey {
    let text = fs::read_to_string(key_file(place.server.settings.path()).unwrap()).unwrap();
    let (_, secret) = text.lines().last().unwrap().split_once(' ').unwrap();
    let bytes: Vec<u8> = (0..secret.trim().len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&secret.trim()[at..at + 2], 16).unwrap())
        .collect();
    SigningKey::from_slice(&bytes).unwrap()
}

/// A token with other claims, signed by a key.
fn signed(token: &str, key: &SigningKey, change: impl FnOnce(&mut Value)) -> String {
    let parts: Vec<_> = token.split('.').collect();
    let mut claims: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
    change(&mut claims);
    let said = format!("{}.{}", parts[0], URL_SAFE_NO_PAD.encode(claims.to_string()));
    let signature: Signature = key.sign(said.as_bytes());
    format!("{said}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

#[test]
fn a_token_out_of_its_time_is_refused_however_well_it_is_signed() {
    let place = Place::new();
    let (agent, key) = (place.agent_token(), key_of(&place));
    let seconds = MachineClock.now().millis() / 1_000;
    let with = |nbf: i64, exp: i64| {
        signed(&agent, &key, |claims| {
            claims["nbf"] = json!(seconds + nbf);
            claims["exp"] = json!(seconds + exp);
        })
    };
    place.get(&with(-10, 200), &mine()).expect(200);
    for (token, why) in [
        (with(-400, -1), "ran out"),
        (with(600, 800), "isn't valid yet"),
        (with(-10, 86_400), "isn't valid yet"),
    ] {
        let refused = place.refuse(&token, ("GET", &mine()), None, (401, "unauthenticated"));
        assert!(refused.message().contains(why), "{}", refused.message());
        let asked = place.user_add();
        let requests = format!("{EM}/assignmentRequests");
        place.refuse(&token, ("POST", &requests), Some(asked), (401, "unauthenticated"));
    }
}

#[test]
fn a_token_that_another_key_signed_is_refused_whatever_it_says() {
    let (place, other) = (Place::new(), Place::new());
    other.agent_token();
    let (agent, foreign) = (place.agent_token(), key_of(&other));
    for change in [None, Some("tid"), Some("iss"), Some("oid")] {
        let forged = signed(&agent, &foreign, |claims| {
            if let Some(claim) = change {
                claims[claim] = json!(other.tenant());
            }
        });
        place.refuse(&forged, ("GET", &mine()), None, (401, "unauthenticated"));
    }
    // Signed here, but for another workspace.
    let strayed = signed(&agent, &key_of(&place), |claims| {
        claims["tid"] = json!("0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77");
    });
    place.refuse(&strayed, ("GET", &mine()), None, (401, "unauthenticated"));
}

#[test]
fn an_assertion_is_worth_nothing_elsewhere_later_or_after_its_secret() {
    let place = Place::new();
    let view =
        place.fixture.call(&place.administrator, "show_agent", json!({ "agentId": place.agent }));
    let blueprint = view["agent"]["blueprint"]["id"].clone();
    let ask = json!({ "blueprintId": blueprint, "displayName": "test" });
    let issued = place.fixture.call(&place.administrator, "issue_blueprint_secret", ask);
    let client = blueprint.as_str().unwrap().to_owned();
    let vouching = token(&place.ask_token(&[
        ("grant_type", "client_credentials"),
        ("client_id", &client),
        ("client_secret", issued["secret"].as_str().unwrap()),
        ("scope", EXCHANGE_SCOPE),
        ("fmi_path", &place.agent),
    ]));
    let exchange = |agent: &str, assertion: &str| {
        place.ask_token(&[
            ("grant_type", "client_credentials"),
            ("client_id", agent),
            ("scope", GRAPH_SCOPE),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion),
        ])
    };
    token(&exchange(&place.agent, &vouching));
    place.refuse(&vouching, ("GET", &mine()), None, (401, "unauthenticated"));
    let stranger = place.stranger();
    let seconds = MachineClock.now().millis() / 1_000;
    let late = signed(&vouching, &key_of(&place), |claims| claims["exp"] = json!(seconds - 1));
    let made_up = signed(&vouching, &key_of(&place), |claims| {
        claims["fmi_path"] = json!(stranger);
    });
    for (agent, assertion) in [(&stranger, &vouching), (&place.agent, &late), (&stranger, &made_up)]
    {
        let refused = place.fixture.unwritten(|| exchange(agent, assertion));
        assert_eq!(refused.status, 401, "{}", refused.body);
    }
    let revoke = json!({ "secretId": issued["row"]["id"] });
    place.fixture.call(&place.administrator, "revoke_blueprint_secret", revoke);
    let refused = place.fixture.unwritten(|| exchange(&place.agent, &vouching));
    assert_eq!(refused.status, 401, "an assertion dies with its secret: {}", refused.body);
}
