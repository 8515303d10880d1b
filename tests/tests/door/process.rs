//! The process that keeps the door: how it starts, says where it stands, and stops.

use chaperone_testkit::Fixture;
use serde_json::json;

use crate::place::{EM, Place, Server, client_credentials, command, send, token};

#[test]
fn it_stands_on_loopback_alone_and_says_so_on_one_line() {
    let place = Place::new();
    let ready = &place.server.ready;
    let base = place.server.base();
    assert!(base.starts_with("http://127.0.0.1:"), "{ready}");
    assert_eq!(ready["graph"], json!(format!("{base}/v1.0")));
    for url in ready["urls"].as_array().unwrap() {
        let url = url.as_str().unwrap();
        assert!(url.contains("//127.0.0.1:") || url.contains("//[::1]:"), "{url}");
        assert_eq!(send(&format!("{url}/healthz"), "GET", &[], None).status, 200, "{url}");
    }
}

#[test]
fn it_does_not_start_while_the_door_is_closed_or_its_port_is_taken() {
    let fixture = Fixture::training();
    let settings = tempfile::tempdir().unwrap();
    let serve = |port: &str| {
        let folder = fixture.workspace_folder();
        let words = ["--workspace", &folder, "serve", "--port", port];
        let ended = command(&settings).env_remove("CHAPERONE_LOG").args(words).output().unwrap();
        (ended.status.code(), String::from_utf8_lossy(&ended.stderr).into_owned())
    };
    let (code, said) = fixture.unwritten(|| serve("0"));
    assert_eq!(code, Some(1));
    assert!(said.starts_with("door_closed: "), "{said}");
    fixture.call(&fixture.administrator(), "switch_door", json!({ "isOpen": true }));
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (code, said) = serve(&taken.local_addr().unwrap().port().to_string());
    assert_eq!(code, Some(4));
    assert!(said.starts_with("port_taken: "), "{said}");
}

#[test]
fn it_stops_cleanly_when_it_is_asked_to_and_tells_no_secret_in_its_log() {
    let mut place = Place::new();
    let (_, secret) = place.secret_of(&place.agent);
    let asked = place.ask_token(&client_credentials(&place.agent, &secret));
    let agent = token(&asked);
    let filed =
        place.post(&agent, &format!("{EM}/assignmentRequests"), place.user_add()).expect(201);
    place.send("GET", "/msi/token?resource=x", &[("x-identity-header", &secret)], None);
    assert_eq!(place.server.stop(), Some(0));
    let log = place.server.log();
    assert!(log.contains("assignmentRequests"), "the log tells of calls: {log}");
    for hidden in [secret.as_str(), &secret[secret.len() - 64..], agent.as_str()] {
        assert!(!log.contains(hidden), "a secret stands in the log");
    }
    let shown = place.fixture.call(
        &place.administrator,
        "show_request",
        json!({ "requestId": filed["id"] }),
    );
    assert_eq!(shown["request"]["state"], "pendingApproval", "what it acknowledged is there");
    place.fixture.invariants_hold();
}

#[test]
fn keys_outlive_a_restart_of_another_process_and_belong_to_one_device() {
    let place = Place::new();
    let agent = place.agent_token();
    // A second process has settings of its own here, as another device would.
    let other = Server::start(&place.fixture.workspace_folder(), &[]);
    let bearer = format!("Bearer {agent}");
    let url = format!("{}{EM}/assignments/filterByCurrentUser(on='target')", other.base());
    assert_eq!(send(&url, "GET", &[("authorization", &bearer)], None).status, 401);
}
