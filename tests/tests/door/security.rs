//! What the door refuses, whoever asks.

use std::io::Read;

use chaperone_testkit::tour;
use serde_json::json;

use crate::place::{EM, Place};

fn mine() -> String {
    format!("{EM}/assignments/filterByCurrentUser(on='target')")
}

fn status(answer: &str) -> &str {
    answer.split_whitespace().nth(1).unwrap_or_default()
}

#[test]
fn a_foreign_host_is_refused_so_that_dns_rebinding_gets_nowhere() {
    let place = Place::new();
    let agent = place.agent_token();
    for host in ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1.evil.example"] {
        let request = format!(
            "GET {} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {agent}\r\nConnection: close\r\n\r\n",
            mine()
        );
        let answer = place.fixture.unwritten(|| place.raw(&request));
        assert_eq!(status(&answer), "400", "{host}");
        assert!(answer.contains("bad_host"), "{answer}");
    }
    let right = format!(
        "GET {} HTTP/1.1\r\nHost: {{host}}\r\nAuthorization: Bearer {agent}\r\nConnection: close\r\n\r\n",
        mine()
    );
    assert_eq!(status(&place.raw(&right)), "200");
}

#[test]
fn a_foreign_origin_is_refused_and_no_page_may_read_an_answer() {
    let place = Place::new();
    let bearer = format!("Bearer {}", place.agent_token());
    for origin in ["https://evil.example", "null", "http://localhost:3000"] {
        let headers = [("authorization", bearer.as_str()), ("origin", origin)];
        let refused = place.fixture.unwritten(|| place.send("GET", &mine(), &headers, None));
        assert_eq!((refused.status, refused.code()), (403, "foreign_origin"), "{origin}");
        assert_eq!(refused.header("access-control-allow-origin"), None);
    }
    let headers = [("origin", "https://evil.example"), ("access-control-request-method", "POST")];
    let preflight = place.send("OPTIONS", &format!("{EM}/assignmentRequests"), &headers, None);
    assert_eq!(preflight.status, 403);
    let site = [("authorization", bearer.as_str()), ("sec-fetch-site", "cross-site")];
    assert_eq!(place.send("GET", &mine(), &site, None).status, 403);
}

#[test]
fn a_cross_site_form_is_refused() {
    let place = Place::new();
    let bearer = format!("Bearer {}", place.agent_token());
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
        let body = place.user_add().to_string();
        let path = format!("{EM}/assignmentRequests");
        let refused = place.fixture.unwritten(|| place.send("POST", &path, &headers, Some(body)));
        assert_eq!((refused.status, refused.code()), (415, "not_json"), "{kind}");
    }
}

#[test]
fn without_a_token_or_with_one_that_is_none_nothing_is_answered() {
    let place = Place::new();
    let (_, secret) = place.secret_of(&place.agent);
    for field in ["", "Bearer", "Bearer x", "Basic eDp5", &format!("Bearer {secret}")] {
        let headers = if field.is_empty() { vec![] } else { vec![("authorization", field)] };
        let refused = place.fixture.unwritten(|| place.send("GET", &mine(), &headers, None));
        assert_eq!((refused.status, refused.code()), (401, "unauthenticated"), "{field}");
        assert!(refused.header("www-authenticate").unwrap().starts_with("Bearer"));
        assert!(!refused.body.to_string().contains(&secret), "nothing that was sent comes back");
    }
}

#[test]
fn alg_none_is_refused() {
    let place = Place::new();
    let agent = place.agent_token();
    let parts: Vec<_> = agent.split('.').collect();
    // {"alg":"none","typ":"JWT"} and {"alg":"HS256","typ":"JWT"}
    for header in ["eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"] {
        for signature in ["", parts[2]] {
            let forged = format!("{header}.{}.{signature}", parts[1]);
            place.refuse(&forged, ("GET", &mine()), None, (401, "unauthenticated"));
        }
    }
}

#[test]
fn a_token_of_another_workspace_is_refused() {
    let (place, other) = (Place::new(), Place::new());
    let foreign = other.agent_token();
    other.get(&foreign, &mine()).expect(200);
    place.refuse(&foreign, ("GET", &mine()), None, (401, "unauthenticated"));
}

#[test]
fn what_is_too_large_or_too_long_is_refused() {
    let place = Place::new();
    let agent = place.agent_token();
    let requests = format!("{EM}/assignmentRequests");
    let mut large = place.user_add();
    large["justification"] = json!("x".repeat(300 * 1024));
    place.refuse(&agent, ("POST", &requests), Some(large), (413, "too_large"));
    let long = format!("{}?$filter={}", mine(), "x".repeat(9_000));
    place.refuse(&agent, ("GET", &long), None, (414, "too_long"));
    let many = format!(
        "GET / HTTP/1.1\r\nHost: {{host}}\r\n{}\r\n\r\n",
        (0..200).map(|number| format!("X-{number}: y\r\n")).collect::<String>()
    );
    assert_eq!(status(&place.raw(&many)), "431");
    let wide = format!("GET / HTTP/1.1\r\nHost: {{host}}\r\nX: {}\r\n\r\n", "y".repeat(64 * 1024));
    assert_eq!(status(&place.raw(&wide)), "431");
    place.get(&agent, &mine()).expect(200);
}

#[test]
fn a_json_bomb_and_what_is_no_json_are_refused() {
    let place = Place::new();
    let bearer = format!("Bearer {}", place.agent_token());
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let deep = "[".repeat(100_000);
    for body in [deep.as_str(), "{", "nonsense", "{\"requestType\":\"userAdd\"", "\u{feff}{}"] {
        let path = format!("{EM}/assignmentRequests");
        let refused =
            place.fixture.unwritten(|| place.send("POST", &path, &headers, Some(body.to_owned())));
        assert_eq!((refused.status, refused.code()), (400, "bad_request"));
    }
    let agent = bearer.trim_start_matches("Bearer ");
    let requests = format!("{EM}/assignmentRequests");
    for body in [
        json!([]),
        json!("x"),
        json!({}),
        json!({ "requestType": 5 }),
        json!({ "requestType": "onBehalfAdd" }),
    ] {
        let refused = place.fixture.unwritten(|| place.post(agent, &requests, body.clone()));
        assert_eq!(refused.status, 400, "{body}: {}", refused.body);
    }
}

#[test]
fn another_method_is_told_which_are_possible_and_another_path_finds_nothing() {
    let place = Place::new();
    let agent = place.agent_token();
    let one = format!("{EM}/assignments/x");
    let refused = place.refuse(&agent, ("DELETE", &one), None, (405, "method_not_allowed"));
    assert_eq!(refused.header("allow"), Some("GET"));
    for path in
        ["/", "/v1.0/%2e%2e/healthz", "/v1.0/me", "/v1.0/users/../groups/x/y", "//healthz/x"]
    {
        let answer = place.raw(&format!(
            "GET {path} HTTP/1.1\r\nHost: {{host}}\r\nAuthorization: Bearer {agent}\r\nConnection: close\r\n\r\n"
        ));
        assert_eq!(status(&answer), "404", "{path}: {answer}");
    }
    let bad = place.raw("GET /%FF HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    assert_eq!(status(&bad), "400");
}

#[test]
fn an_agent_that_asks_too_much_waits_and_others_dont() {
    let place = Place::new();
    let (agent, other) = (place.agent_token(), place.token_of(&place.stranger()));
    // Whatever writes is dear, also where there is nothing to write.
    let path = format!("{EM}/assignmentRequests/nothing/cancel");
    let body = json!({});
    // Many at once, so that a slow machine doesn't answer more slowly than what was spent comes back.
    let limited = std::thread::scope(|scope| {
        let ask = || {
            (0..25)
                .map(|_| place.post(&agent, &path, body.clone()))
                .find(|reply| reply.status == 429)
        };
        let threads: Vec<_> = (0..16).map(|_| scope.spawn(ask)).collect();
        let replies: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        replies.into_iter().flatten().next()
    });
    let limited = limited.expect("at some time it is too much");
    assert!(limited.header("retry-after").unwrap().parse::<u32>().unwrap() >= 1);
    let limited = limited.body;
    assert_eq!(limited["error"]["code"], "too_many_requests");
    assert_ne!(place.post(&other, &path, body).status, 429);
}

#[test]
fn ids_in_other_letters_are_ids_of_nothing() {
    let place = Place::new();
    let agent = place.agent_token();
    let look_alike = place.agent.replace('0', "\u{ff10}").replace('a', "\u{430}");
    for id in [look_alike.as_str(), "\u{202e}1", "\u{0}", "\u{1f600}", "a\u{301}", "' or 1 eq 1"] {
        let encoded = crate::place::encode(id);
        for of in ["assignmentRequests", "assignments", "accessPackages"] {
            let path = format!("{EM}/{of}/{encoded}");
            let refused = place.fixture.unwritten(|| place.get(&agent, &path));
            assert!([400, 404].contains(&refused.status), "{of} {id:?}: {}", refused.body);
        }
        let cancel = format!("{EM}/assignmentRequests/{encoded}/cancel");
        let refused = place.fixture.unwritten(|| place.call(&agent, "POST", &cancel, None));
        assert!([400, 404].contains(&refused.status), "{id:?}: {}", refused.body);
        let mut ask = place.user_add();
        ask["assignment"]["accessPackageId"] = json!(id);
        let requests = format!("{EM}/assignmentRequests");
        let refused = place.fixture.unwritten(|| place.post(&agent, &requests, ask.clone()));
        assert!([400, 404].contains(&refused.status), "{id:?}: {}", refused.body);
    }
}

#[test]
fn clients_that_say_half_a_word_keep_nobody_waiting_and_are_sent_away() {
    let place = Place::new();
    let agent = place.agent_token();
    let slow: Vec<_> =
        ["GET", "GET / HTTP/1.1\r\nHost: ", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx"]
            .iter()
            .cycle()
            .take(60)
            .map(|said| place.begin(said))
            .collect();
    place.fixture.unwritten(|| place.get(&agent, &mine()).expect(200));
    for mut stream in slow {
        let mut rest = Vec::new();
        // Whatever comes first, an answer or nothing: in the end the door hangs up.
        let _ = stream.read_to_end(&mut rest);
        let answer = String::from_utf8_lossy(&rest).into_owned();
        assert!(answer.is_empty() || ["400", "408"].contains(&status(&answer)), "{answer}");
    }
    place.get(&agent, &mine()).expect(200);
}

#[test]
fn a_thousand_open_connections_are_borne_and_the_door_answers_when_they_are_gone() {
    let place = Place::new();
    let agent = place.agent_token();
    let bearer = format!("Bearer {agent}");
    let kept = crate::place::client(&[]);
    let url = format!("{}{}", place.server.base(), mine());
    let ask = || {
        let headers = [("authorization", bearer.as_str())];
        crate::place::try_send(&kept, &url, "GET", &headers, None).map(|reply| reply.status)
    };
    assert_eq!(ask().unwrap(), 200);
    let idle: Vec<_> = (0..1_000).map(|_| place.begin("")).collect();
    assert_eq!(ask().unwrap(), 200, "whoever is connected is still answered");
    drop(idle);
    // The door hears of each that hung up in its own time.
    let mut next = place.fixture.unwritten(|| crate::place::client(&[]));
    let mut answered = None;
    for _ in 0..10_000 {
        let headers = [("authorization", bearer.as_str())];
        if let Ok(reply) = crate::place::try_send(&next, &url, "GET", &headers, None) {
            answered = Some(reply.status);
            break;
        }
        next = crate::place::client(&[]);
    }
    assert_eq!(answered, Some(200));
}

#[test]
fn each_answer_has_an_id_and_the_clients_own_comes_back() {
    let place = Place::new();
    let bearer = format!("Bearer {}", place.agent_token());
    let headers = [("authorization", bearer.as_str()), ("client-request-id", "mine-1")];
    let reply = place.send("GET", &mine(), &headers, None);
    assert_eq!(reply.header("client-request-id"), Some("mine-1"));
    assert!(reply.header("request-id").is_some());
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let refused = place.send("GET", "/v1.0/nothing", &headers, None);
    assert_eq!(refused.body["error"]["innerError"]["client-request-id"], "mine-1");
    assert_eq!(
        refused.body["error"]["innerError"]["request-id"].as_str(),
        refused.header("request-id")
    );
}

#[test]
fn a_person_who_asked_never_decides_not_even_as_an_approver() {
    let place = Place::new();
    // The approver answers for the agent too, and asks for it.
    let approver = place.fixture.person_id(&tour().approver);
    let ask = json!({ "agentId": place.agent, "add": [{ "personId": approver }] });
    place.fixture.call(&place.administrator, "update_agent_sponsors", ask);
    let token = place.person_token(&tour().approver);
    let requests = format!("{EM}/assignmentRequests");
    let mut body = place.user_add();
    body["assignment"]["targetId"] = json!(place.agent);
    let asked = place.post(&token, &requests, body).expect(201);
    let stages =
        format!("{EM}/accessPackageAssignmentApprovals/{}/stages", asked["id"].as_str().unwrap());
    let stage = place.get(&token, &stages).rows()[0]["id"].as_str().unwrap().to_owned();
    let yes = Some(json!({ "reviewResult": "Approve", "justification": "I say so" }));
    place.refuse(&token, ("PATCH", &format!("{stages}/{stage}")), yes, (403, "own_request"));
}
