//! The door's encrypted entrance: who trusts it, what it says of itself, and that it is guarded like the plain one.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use std::io::Read;
use std::net::TcpStream;

use chaperone_testkit::Fixture;
use serde_json::{Value, json};
use ureq::tls::Certificate;

use crate::place::{EM, GRAPH_SCOPE, Place, Reply, Server, client, command, encode, try_send};

fn encrypted() -> Place {
    Place::serving(&["--tls"])
}

fn base(server: &Server) -> String {
    server.ready["https"]["urls"][0].as_str().unwrap().to_owned()
}

/// A client that was told to trust the authority of the device on which a process keeps a door.
fn trusting(server: &Server) -> ureq::Agent {
    let file = server.ready["https"]["caFile"].as_str().unwrap();
    let text = std::fs::read(file).unwrap();
    client(&[Certificate::from_pem(&text).unwrap()])
}

fn get(place: &Place, path: &str, headers: &[(&str, &str)]) -> Reply {
    let url = format!("{}{path}", base(&place.server));
    try_send(&trusting(&place.server), &url, "GET", headers, None).unwrap()
}

#[test]
fn a_client_that_trusts_the_authority_is_served_at_each_name_of_loopback() {
    let place = encrypted();
    let https = &place.server.ready["https"];
    let first = base(&place.server);
    assert!(first.starts_with("https://127.0.0.1:"), "{https}");
    assert_eq!(https["graph"], json!(format!("{first}/v1.0")));
    let port = first.rsplit_once(':').unwrap().1;
    assert!(!place.server.base().ends_with(port), "each entrance has its port");
    let mut urls = vec![format!("https://localhost:{port}")];
    urls.extend(https["urls"].as_array().unwrap().iter().map(|url| url.as_str().unwrap().into()));
    for url in urls {
        let asked = try_send(&trusting(&place.server), &format!("{url}/healthz"), "GET", &[], None);
        assert_eq!(asked.unwrap().status, 200, "{url}");
    }
}

#[test]
fn a_client_that_trusts_somebody_else_gets_no_answer_and_neither_does_one_that_speaks_plainly() {
    let (place, other) = (encrypted(), encrypted());
    let url = format!("{}/healthz", base(&place.server));
    for stranger in [client(&[]), trusting(&other.server)] {
        let refused = try_send(&stranger, &url, "GET", &[], None).unwrap_err();
        assert!(refused.to_string().contains("UnknownIssuer"), "{refused}");
    }
    let plainly = url.replace("https://", "http://");
    assert!(try_send(&client(&[]), &plainly, "GET", &[], None).is_err());
}

#[test]
fn what_the_door_says_of_its_place_has_the_scheme_and_port_through_which_it_was_asked() {
    let place = encrypted();
    let path = format!("/{}/v2.0/.well-known/openid-configuration", place.tenant());
    let (by_https, by_http) =
        (get(&place, &path, &[]).expect(200), place.send("GET", &path, &[], None).expect(200));
    for field in ["issuer", "token_endpoint", "jwks_uri", "authorization_endpoint"] {
        let said = |found: &Value| found[field].as_str().unwrap().to_owned();
        assert!(said(&by_https).starts_with(&format!("{}/", base(&place.server))), "{by_https}");
        assert!(said(&by_http).starts_with(&format!("{}/", place.server.base())), "{by_http}");
    }
    let bearer = format!("Bearer {}", place.person_token(&chaperone_testkit::tour().approver));
    let page = get(&place, "/v1.0/users?$top=1", &[("authorization", &bearer)]).expect(200);
    for field in ["@odata.nextLink", "@odata.context"] {
        let link = page[field].as_str().unwrap_or_default();
        assert!(link.starts_with(&format!("{}/v1.0/", base(&place.server))), "{field}: {page}");
    }
}

#[test]
fn a_token_that_was_made_at_one_entrance_is_good_at_both() {
    let place = encrypted();
    let (_, secret) = place.secret_of(&place.agent);
    let mine = format!("{EM}/assignments/filterByCurrentUser(on='target')");
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}&scope={}",
        place.agent,
        encode(&secret),
        encode(GRAPH_SCOPE)
    );
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let url = format!("{}{}", base(&place.server), place.token_path());
    let made = try_send(&trusting(&place.server), &url, "POST", &kind, Some(form)).unwrap();
    let by_https = made.expect(200)["access_token"].as_str().unwrap().to_owned();
    for token in [by_https, place.agent_token()] {
        place.get(&token, &mine).expect(200);
        get(&place, &mine, &[("authorization", &format!("Bearer {token}"))]).expect(200);
    }
}

#[test]
fn the_encrypted_entrance_is_guarded_like_the_plain_one() {
    let place = encrypted();
    let bearer = format!("Bearer {}", place.agent_token());
    let mine = format!("{EM}/assignments/filterByCurrentUser(on='target')");
    let ask = |headers: &[(&str, &str)]| {
        let reply = place.fixture.unwritten(|| get(&place, &mine, headers));
        (reply.status, reply.code().to_owned())
    };
    let with = |field| [("authorization", bearer.as_str()), field];
    let plain = place.server.base().replace("http://", "");
    for host in ["evil.example", "127.0.0.1", plain.as_str()] {
        assert_eq!(ask(&with(("host", host))), (400, "bad_host".to_owned()), "{host}");
    }
    let origin = ("origin", "https://evil.example");
    assert_eq!(ask(&with(origin)), (403, "foreign_origin".to_owned()));
    assert_eq!(ask(&[]).0, 401);
}

#[test]
fn clients_that_never_agree_on_how_to_encrypt_hold_up_neither_others_nor_the_end() {
    let mut place = encrypted();
    let address = base(&place.server).replace("https://", "");
    let mut silent: Vec<_> = (0..100).map(|_| TcpStream::connect(&address).unwrap()).collect();
    get(&place, "/healthz", &[]).expect(200);
    assert_eq!(place.server.stop(), Some(0));
    for stream in &mut silent {
        assert_eq!(stream.read(&mut [0; 1]).unwrap_or(0), 0, "it was hung up");
    }
    assert!(!place.server.log().contains("cut off"), "nothing was being answered");
}

#[test]
fn the_authoritys_key_is_for_its_owners_eyes_only_and_is_never_told() {
    let mut place = encrypted();
    get(&place, "/healthz", &[]).expect(200);
    let ask = |words: &[&str]| {
        let ended = command(&place.server.settings).args(words).output().unwrap();
        assert!(ended.status.success(), "{ended:?}");
        String::from_utf8(ended.stdout).unwrap() + &String::from_utf8(ended.stderr).unwrap()
    };
    let said = ask(&["door", "ca"]);
    let file = said.trim();
    assert_eq!(json!(file), place.server.ready["https"]["caFile"], "no workspace is needed");
    let in_json: Value = serde_json::from_str(&ask(&["--json", "door", "ca"])).unwrap();
    assert_eq!(in_json["caFile"], json!(file));
    let certificate = std::fs::read_to_string(file).unwrap();
    assert_eq!(ask(&["door", "ca", "--pem"]).trim(), certificate.trim());
    let copy = place.server.settings.path().join("copy.pem");
    let copied = ask(&["door", "ca", "--copy-to", copy.to_str().unwrap()]);
    assert_eq!(copied.trim(), copy.to_str().unwrap());
    assert_eq!(std::fs::read_to_string(&copy).unwrap(), certificate, "for agents of other users");
    let key_file = file.replace("door-ca.pem", "door-ca.key");
    #[cfg(unix)]
    for file in [file, &key_file] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
    }
    assert_eq!(place.server.stop(), Some(0));
    let told = [std::fs::read_to_string(file).unwrap(), place.server.ready.to_string(), said];
    let (kept, log) = (std::fs::read_to_string(key_file).unwrap(), place.server.log());
    let private = kept.split("-----").nth(2).unwrap().trim();
    assert!(kept.contains("BEGIN PRIVATE KEY") && !private.is_empty());
    for line in private.lines() {
        assert!(told.iter().chain([&log]).all(|text| !text.contains(line)), "the key was told");
    }
}

#[test]
fn a_restart_keeps_the_authority_and_a_taken_port_is_told() {
    let first = encrypted();
    let settings = &first.server.settings;
    let before = std::fs::read(first.server.ready["https"]["caFile"].as_str().unwrap()).unwrap();
    let taken = base(&first.server).rsplit_once(':').unwrap().1.to_owned();
    let other = Fixture::training();
    other.call(&other.administrator(), "switch_door", json!({ "isOpen": true }));
    let folder = other.workspace_folder();
    let words = ["--workspace", &folder, "serve", "--port", "0", "--tls", "--tls-port", &taken];
    let ended = command(settings).env_remove("CHAPERONE_LOG").args(words).output().unwrap();
    assert_eq!(ended.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&ended.stderr).starts_with("port_taken: "), "{ended:?}");
    let after = std::fs::read(first.server.ready["https"]["caFile"].as_str().unwrap()).unwrap();
    assert_eq!(after, before);
}
