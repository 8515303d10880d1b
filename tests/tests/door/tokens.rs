//! How agents get tokens, and when a token is worth nothing any more.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use chaperone_testkit::tour;
use serde_json::{Value, json};

use crate::place::{
    EM, EXCHANGE_SCOPE, GRAPH_SCOPE, Place, client, client_credentials, encode, send, token,
    try_send,
};

const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

fn mine() -> String {
    format!("{EM}/assignments/filterByCurrentUser(on='target')")
}

/// The claims of a token, without checking it.
fn claims(token: &str) -> Value {
    let coded = token.split('.').nth(1).unwrap();
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        _ => 63,
    };
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for letter in coded.bytes() {
        bits = (bits << 6) | u32::from(value(letter));
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xFF).unwrap());
        }
    }
    serde_json::from_slice(&bytes).unwrap()
}

#[test]
fn a_token_has_entras_claims_and_lives_five_minutes() {
    let place = Place::new();
    let agent = place.agent_token();
    place.assignment(&agent);
    let claims = claims(&place.agent_token());
    assert_eq!(claims["oid"], json!(place.agent));
    assert_eq!(claims["sub"], claims["oid"]);
    assert_eq!(claims["idtyp"], "app");
    assert_eq!(claims["tid"], json!(place.tenant()));
    assert_eq!((&claims["xms_idrel"], &claims["xms_sub_fct"]), (&json!("7"), &json!("11")));
    assert!(claims["xms_par_app_azp"].is_string(), "its blueprint");
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 300);
    assert!(!claims["wids"].as_array().unwrap().is_empty(), "what it may do now: {claims}");
}

#[test]
fn a_library_finds_out_where_tokens_are_made_and_how_they_are_signed() {
    let place = Place::new();
    let tenant = place.tenant();
    let found = place
        .send("GET", &format!("/{tenant}/v2.0/.well-known/openid-configuration"), &[], None)
        .expect(200);
    let token = place.agent_token();
    assert_eq!(found["issuer"], claims(&token)["iss"]);
    let keys = send(found["jwks_uri"].as_str().unwrap(), "GET", &[], None).expect(200);
    assert_eq!((&keys["keys"][0]["alg"], &keys["keys"][0]["kty"]), (&json!("ES256"), &json!("EC")));
    assert!(keys["keys"][0]["d"].is_null(), "the secret half stays here");
    let other = "/0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77/discovery/v2.0/keys";
    assert_eq!(place.send("GET", other, &[], None).status, 404);
}

#[test]
fn the_environments_identity_endpoint_gives_a_token_for_the_secret() {
    let place = Place::new();
    let (_, secret) = place.secret_of(&place.agent);
    let path = format!(
        "/msi/token?api-version=2019-08-01&resource={}",
        encode("https://graph.microsoft.com")
    );
    let given = place.send("GET", &path, &[("x-identity-header", &secret)], None).expect(200);
    assert!(given["expires_on"].as_str().unwrap().parse::<i64>().is_ok());
    place.get(given["access_token"].as_str().unwrap(), &mine()).expect(200);
    let named = format!("{path}&client_id={}", place.agent);
    place.send("GET", &named, &[("x-identity-header", &secret)], None).expect(200);
    assert_eq!(place.send("GET", &path, &[], None).status, 401);
    let wrong = place.send("GET", &path, &[("x-identity-header", "chp_nothing")], None);
    assert_eq!(wrong.status, 401);
}

#[test]
fn a_blueprint_vouches_for_its_agents_and_for_no_other() {
    let place = Place::new();
    let ask = json!({ "agentId": place.agent });
    let shown = place.fixture.call(&place.administrator, "show_agent", ask);
    let blueprint = json!({ "blueprintId": shown["agent"]["blueprint"]["id"] });
    let app =
        place.fixture.call(&place.administrator, "show_blueprint", blueprint.clone())["appId"]
            .as_str()
            .unwrap()
            .to_owned();
    let mut ask = blueprint.clone();
    ask["displayName"] = json!("family");
    let made = place.fixture.call(&place.administrator, "issue_blueprint_secret", ask);
    let secret = made["secret"].as_str().unwrap();
    let vouch = |agent: &str| {
        let mut form = client_credentials(&app, secret);
        form[3].1 = EXCHANGE_SCOPE;
        form.push(("fmi_path", agent));
        place.ask_token(&form)
    };
    let first = token(&vouch(&place.agent));
    let exchange = |agent: &str, scope: &str, assertion: &str| {
        place.ask_token(&[
            ("grant_type", "client_credentials"),
            ("client_id", agent),
            ("scope", scope),
            ("client_assertion_type", JWT_BEARER),
            ("client_assertion", assertion),
        ])
    };
    let agents = token(&exchange(&place.agent, GRAPH_SCOPE, &first));
    place.get(&agents, &mine()).expect(200);
    place.refuse(&first, ("GET", &mine()), None, (401, "unauthenticated"));
    let stranger = place.stranger();
    assert_eq!(vouch(&stranger).status, 401, "of another family");
    assert_eq!(exchange(&stranger, GRAPH_SCOPE, &first).status, 401, "vouched for another");
    assert_eq!(exchange(&place.agent, GRAPH_SCOPE, &agents).status, 401, "not a vouching token");
    assert_eq!(
        place.ask_token(&client_credentials(&app, secret)).body["error"],
        "unauthorized_client"
    );

    let has_user = shown["agentUser"].is_object();
    if !has_user {
        let ask =
            json!({ "agentId": place.agent, "displayName": "Bot", "mailNickname": "bot.account" });
        place.fixture.call(&place.administrator, "create_agent_user", ask);
    }
    let shown =
        place.fixture.call(&place.administrator, "show_agent", json!({ "agentId": place.agent }));
    let user = shown["agentUser"]["id"].as_str().unwrap().to_owned();
    let second = token(&exchange(&place.agent, EXCHANGE_SCOPE, &first));
    let as_user = |user: &str| {
        place.ask_token(&[
            ("grant_type", "user_fic"),
            ("client_id", &place.agent),
            ("scope", GRAPH_SCOPE),
            ("client_assertion_type", JWT_BEARER),
            ("client_assertion", &first),
            ("user_federated_identity_credential", &second),
            ("user_id", user),
            ("requested_token_use", "on_behalf_of"),
        ])
    };
    assert_eq!(as_user(&place.agent).status, 401, "no account of that id");
    let account = token(&as_user(&user));
    assert_eq!(claims(&account)["xms_sub_fct"], "13");
    place.get(&account, &mine()).expect(200);
    let revoke = json!({ "secretId": made["row"]["id"] });
    place.fixture.call(&place.administrator, "revoke_blueprint_secret", revoke);
    for token in [&agents, &account] {
        place.refuse(token, ("GET", &mine()), None, (401, "secret_revoked"));
    }
    assert_eq!(exchange(&place.agent, GRAPH_SCOPE, &first).status, 401);
}

#[test]
fn a_token_dies_with_its_agent() {
    let place = Place::new();
    let agent = place.agent_token();
    place.get(&agent, &mine()).expect(200);
    place.disable_agent();
    let refused = place.refuse(&agent, ("GET", &mine()), None, (401, "agent_out_of_force"));
    assert!(refused.header("www-authenticate").unwrap().starts_with("Bearer"));
    place.fixture.call(&place.administrator, "enable_agent", json!({ "agentId": place.agent }));
    place.get(&agent, &mine()).expect(200);
    let shown =
        place.fixture.call(&place.administrator, "show_agent", json!({ "agentId": place.agent }));
    let blueprint = json!({ "blueprintId": shown["agent"]["blueprint"]["id"] });
    place.fixture.call(&place.administrator, "disable_blueprint", blueprint);
    place.refuse(&agent, ("GET", &mine()), None, (401, "agent_out_of_force"));
}

#[test]
fn a_token_dies_with_its_secret() {
    let place = Place::new();
    let (id, secret) = place.secret_of(&place.agent);
    let agent = token(&place.ask_token(&client_credentials(&place.agent, &secret)));
    let other = place.agent_token();
    place.fixture.call(&place.administrator, "revoke_agent_secret", json!({ "secretId": id }));
    place.refuse(&agent, ("GET", &mine()), None, (401, "secret_revoked"));
    place.get(&other, &mine()).expect(200);
}

#[test]
fn a_token_is_worth_nothing_while_the_door_is_closed() {
    let place = Place::new();
    let agent = place.agent_token();
    let person = place.person_token(&tour().sponsor);
    place.fixture.call(&place.administrator, "switch_door", json!({ "isOpen": false }));
    for token in [&agent, &person] {
        let bearer = format!("Bearer {token}");
        let url = format!("{}{}", place.server.base(), mine());
        let headers = [("authorization", bearer.as_str())];
        // The process closes the door a moment later, and then nobody answers at all.
        if let Ok(reply) = try_send(&client(&[]), &url, "GET", &headers, None) {
            assert_eq!((reply.status, reply.code()), (503, "door_closed"));
        }
    }
}

#[test]
fn a_token_of_a_person_dies_when_they_leave() {
    let place = Place::new();
    let person = place.person_token(&tour().approver);
    let leaver = place.fixture.person_id(&tour().approver);
    place.get(&person, "/v1.0/users").expect(200);
    place.fixture.call(&place.administrator, "record_departure", json!({ "personId": leaver }));
    place.refuse(&person, ("GET", "/v1.0/users"), None, (401, "unauthenticated"));
}

#[test]
fn after_ten_wrong_secrets_the_client_waits_and_each_is_told_without_a_letter_of_it() {
    let place = Place::new();
    let (_, secret) = place.secret_of(&place.agent);
    let wrong = format!("{}x", &secret[..secret.len() - 1]);
    for _ in 0..11 {
        let refused = place.ask_token(&client_credentials(&place.agent, &wrong));
        assert_eq!((refused.status, &refused.body["error"]), (401, &json!("invalid_client")));
    }
    let waiting =
        place.fixture.unwritten(|| place.ask_token(&client_credentials(&place.agent, &secret)));
    assert_eq!(waiting.status, 429, "{}", waiting.body);
    assert!(waiting.header("retry-after").unwrap().parse::<u32>().unwrap() <= 5);
    let ask = json!({ "filter": { "activity": "wrong_secret" }, "limit": 500 });
    let told = place.fixture.call(&place.administrator, "list_audit", ask);
    assert_eq!(told["rows"].as_array().unwrap().len(), 11);
    let all = place.fixture.call(&place.administrator, "list_audit", json!({ "limit": 500 }));
    assert!(!all.to_string().contains(&wrong[wrong.len() - 64..]), "no secret in the history");
}

#[test]
fn a_form_that_says_too_little_or_too_much_gets_oauths_error() {
    let place = Place::new();
    let (_, secret) = place.secret_of(&place.agent);
    let good = client_credentials(&place.agent, &secret);
    let without = |name: &str| {
        let form: Vec<_> = good.iter().copied().filter(|(known, _)| *known != name).collect();
        place.fixture.unwritten(|| place.ask_token(&form))
    };
    for field in ["grant_type", "client_id", "client_secret", "scope"] {
        let refused = without(field);
        assert_eq!(
            (refused.status, &refused.body["error"]),
            (400, &json!("invalid_request")),
            "{field}"
        );
        assert!(refused.body["error_description"].as_str().unwrap().contains(field));
    }
    let with = |name: &'static str, value: &'static str| {
        let mut form: Vec<_> = good.iter().copied().filter(|(known, _)| *known != name).collect();
        form.push((name, value));
        place.fixture.unwritten(|| place.ask_token(&form)).body["error"].clone()
    };
    assert_eq!(with("grant_type", "authorization_code"), "unsupported_grant_type");
    assert_eq!(with("scope", "openid"), "invalid_scope");
    assert_eq!(with("client_id", "bot"), "invalid_request");
    let json = [("content-type", "application/json")];
    let refused = place.send("POST", &place.token_path(), &json, Some("{}".to_owned()));
    assert_eq!(refused.status, 415);
}
