//! An agent's client of the Model Context Protocol, line by line, against the real program.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::support::{Place, err, failure, program};

const ADMINISTRATOR: &str = "ines.ferreira@larkfield.example";
const SPONSOR: &str = "aoife.byrne@larkfield.example";
const APPROVER: &str = "beatriz.nogueira@larkfield.example";
const AGENT: &str = "Invoice Matcher Lisbon";
const PACKAGE: &str = "Invoice matching";

/// The training company with an open door and an agent that has a secret.
fn with_secret() -> (Place, String) {
    let place = Place::training();
    place.run_as(ADMINISTRATOR, ["door", "open", "--port", "0"]).success();
    let issued = place.json_as(ADMINISTRATOR, ["agent", "secret", "issue", AGENT, "test"]);
    let secret = issued["secret"].as_str().unwrap().to_owned();
    (place, secret)
}

/// A client and the server that it started.
struct Client {
    server: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
    asked: u64,
}

impl Client {
    fn start(place: &Place, secret: &str) -> Self {
        let mut client = Self::silent(place, secret);
        let hello = client.ask(
            "initialize",
            json!({
                "protocolVersion": "2025-11-25", "capabilities": {},
                "clientInfo": { "name": "test", "version": "1" },
            }),
        );
        assert_eq!(hello["result"]["serverInfo"]["name"], "chaperone", "{hello}");
        client.say(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        client
    }

    fn silent(place: &Place, secret: &str) -> Self {
        let mut command = Command::new(program());
        command
            .arg("mcp")
            .env("HOME", place.folder())
            .env("XDG_CONFIG_HOME", place.folder().join("../config"))
            .env("CHAPERONE_WORKSPACE", place.folder())
            .env("CHAPERONE_AGENT_SECRET", secret)
            .env_remove("CHAPERONE_AS")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = command.spawn().unwrap();
        let (to, from) = (server.stdin.take(), BufReader::new(server.stdout.take().unwrap()));
        Self { server, to, from, asked: 0 }
    }

    fn say(&mut self, message: &Value) {
        writeln!(self.to.as_mut().unwrap(), "{message}").unwrap();
    }

    /// The next message of the server; whatever it writes is one.
    fn hear(&mut self) -> Value {
        let mut line = String::new();
        self.from.read_line(&mut line).unwrap();
        let message: Value = serde_json::from_str(&line)
            .unwrap_or_else(|wrong| panic!("{wrong}: nothing but messages is written: {line}"));
        assert_eq!(message["jsonrpc"], "2.0", "{message}");
        message
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.say(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.hear();
            if message["id"] == id {
                return message;
            }
        }
    }

    /// What a tool tells.
    fn call(&mut self, tool: &str, arguments: Value) -> Value {
        let answer = self.ask("tools/call", json!({ "name": tool, "arguments": arguments }));
        let result = &answer["result"];
        assert_ne!(result["isError"], true, "{tool}: {answer}");
        result["structuredContent"].clone()
    }

    /// The code with which a tool refuses.
    fn refused(&mut self, tool: &str, arguments: Value) -> String {
        let answer = self.ask("tools/call", json!({ "name": tool, "arguments": arguments }));
        let result = &answer["result"];
        assert_eq!(result["isError"], true, "{tool}: {answer}");
        let told = &result["structuredContent"];
        assert!(!told["message"].as_str().unwrap().is_empty());
        told["code"].as_str().unwrap().to_owned()
    }

    fn package(&mut self) -> String {
        let found = self.call("list_requestable_packages", json!({}));
        let packages = found["packages"].as_array().unwrap();
        let named = packages.iter().find(|package| package["name"] == PACKAGE).unwrap();
        named["accessPackageId"].as_str().unwrap().to_owned()
    }

    fn ends_when_its_input_ends(mut self) {
        self.to = None;
        assert!(self.server.wait().unwrap().success());
    }
}

#[test]
fn an_agent_asks_waits_for_a_human_uses_extends_and_gives_back() {
    let (place, secret) = with_secret();
    let mut agent = Client::start(&place, &secret);
    let me = agent.call("who_is_responsible_for_me", json!({}));
    assert_eq!(me["name"], AGENT);
    assert!(!me["sponsors"].as_array().unwrap().is_empty(), "{me}");

    let package = agent.package();
    let needs = agent.call("get_package_requirements", json!({ "accessPackageId": package }));
    assert_eq!(needs["needsApproval"], true);
    let right = json!({ "resource": "Reports Reader", "role": "active" });
    assert_eq!(agent.call("check_access", right.clone())["isAllowed"], false);

    let ask =
        json!({ "accessPackageId": package, "justification": "Match the invoices of this month." });
    let filed = agent.call("request_access", ask.clone());
    assert_eq!(filed["request"]["state"], "pendingApproval");
    assert!(!filed["waitsFor"].as_array().unwrap().is_empty(), "{filed}");
    assert_eq!(agent.refused("request_access", ask), "already_requested");

    let id = filed["request"]["requestId"].as_str().unwrap().to_owned();
    place.decide(APPROVER, "approve", &id, &[]).success();
    let decided = agent.call("get_request", json!({ "requestId": id }));
    assert_eq!(decided["request"]["state"], "delivered");
    assert_eq!(decided["decisions"][0]["verdict"], "Approved");
    let check = agent.call("check_access", right.clone());
    assert_eq!(check["isAllowed"], true);
    assert!(check["until"].is_string());

    let held = agent.call("list_my_assignments", json!({ "inForce": true }));
    let assignment = held["assignments"]
        .as_array()
        .unwrap()
        .iter()
        .find(|held| held["accessPackage"] == PACKAGE)
        .unwrap()["assignmentId"]
        .clone();
    let later = json!({ "assignmentId": assignment, "justification": "More invoices came." });
    assert_eq!(agent.call("request_extension", later)["request"]["requestType"], "userExtend");
    agent.call("return_access", json!({ "assignmentId": assignment }));
    assert_eq!(agent.call("check_access", right)["isAllowed"], false);
    agent.ends_when_its_input_ends();
}

#[test]
fn a_request_that_waits_tells_its_progress_and_returns_with_the_decision() {
    let (place, secret) = with_secret();
    let mut agent = Client::start(&place, &secret);
    let package = agent.package();
    let ask = json!({ "accessPackageId": package, "justification": "Match invoices.", "waitSeconds": 60 });
    agent.say(&json!({
        "jsonrpc": "2.0", "id": "wait", "method": "tools/call",
        "params": { "name": "request_access", "arguments": ask, "_meta": { "progressToken": "p" } },
    }));
    let progress = agent.hear();
    assert_eq!(progress["method"], "notifications/progress");
    assert_eq!(progress["params"]["progressToken"], "p");
    assert_eq!(progress["params"]["total"], 60.0);
    let open = place.json_as(APPROVER, ["approval", "list"]);
    let id = open["rows"][0]["request"]["id"].as_str().unwrap().to_owned();
    place.decide(APPROVER, "approve", &id, &[]).success();
    let answer = loop {
        let message = agent.hear();
        if message["id"] == "wait" {
            break message;
        }
    };
    let told = &answer["result"]["structuredContent"];
    assert_eq!(told["request"]["state"], "delivered", "{answer}");
}

#[test]
fn what_nobody_decided_within_the_wait_is_returned_as_it_stands() {
    let (place, secret) = with_secret();
    let mut agent = Client::start(&place, &secret);
    let package = agent.package();
    let ask =
        json!({ "accessPackageId": package, "justification": "Match invoices.", "waitSeconds": 1 });
    let filed = agent.call("request_access", ask);
    assert_eq!(filed["request"]["state"], "pendingApproval");
    let taken_back = json!({ "requestId": filed["request"]["requestId"] });
    assert_eq!(agent.call("cancel_request", taken_back)["request"]["state"], "canceled");
}

#[test]
fn tools_say_what_they_take_tell_and_do_and_none_decides() {
    let (place, secret) = with_secret();
    let mut agent = Client::start(&place, &secret);
    let told = agent.ask("tools/list", json!({}));
    let tools = told["result"]["tools"].as_array().unwrap();
    let names: Vec<_> = tools.iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        [
            "who_is_responsible_for_me",
            "list_requestable_packages",
            "get_package_requirements",
            "request_access",
            "get_request",
            "list_my_requests",
            "cancel_request",
            "list_my_assignments",
            "request_extension",
            "return_access",
            "check_access",
            "explain_access",
        ]
    );
    for tool in tools {
        let name = &tool["name"];
        for schema in ["inputSchema", "outputSchema"] {
            assert_eq!(tool[schema]["type"], "object", "{name} {schema}");
            assert!(!tool[schema].to_string().contains("$ref"), "{name} {schema} is in one piece");
        }
        assert_eq!(tool["inputSchema"]["additionalProperties"], false, "{name}");
        assert!(tool["annotations"]["readOnlyHint"].is_boolean(), "{name}");
        assert!(tool["annotations"]["destructiveHint"].is_boolean(), "{name}");
        assert!(tool["annotations"]["idempotentHint"].is_boolean(), "{name}");
    }
}

#[test]
fn bad_arguments_are_refused_with_a_sentence_that_names_them() {
    let (place, secret) = with_secret();
    let mut agent = Client::start(&place, &secret);
    for (tool, arguments, named) in [
        ("get_request", json!({}), "requestId"),
        ("get_request", json!({ "requestId": "7" }), "7"),
        ("get_request", json!({ "request_id": "7" }), "request_id"),
        ("check_access", json!({ "resource": "x", "at": "tomorrow" }), "tomorrow"),
    ] {
        let answer = agent.ask("tools/call", json!({ "name": tool, "arguments": arguments }));
        let message = answer["result"]["structuredContent"]["message"].as_str().unwrap().to_owned();
        assert!(message.contains(named), "{tool}: {message}");
    }
    let unknown = agent.ask("tools/call", json!({ "name": "approve_request", "arguments": {} }));
    assert_eq!(unknown["error"]["code"], -32602, "{unknown}");
}

#[test]
fn an_agent_reads_what_it_is_and_how_to_ask() {
    let (place, secret) = with_secret();
    let mut agent = Client::start(&place, &secret);
    let listed = agent.ask("resources/list", json!({}));
    for resource in listed["result"]["resources"].as_array().unwrap() {
        let read = agent.ask("resources/read", json!({ "uri": resource["uri"] }));
        let text = read["result"]["contents"][0]["text"].as_str().unwrap();
        assert!(serde_json::from_str::<Value>(text).is_ok(), "{read}");
    }
    let missing = agent.ask("resources/read", json!({ "uri": "chaperone://others" }));
    assert!(missing["error"].is_object());
    let ask = json!({ "name": "ask_for_access", "arguments": { "task": "Match invoices" } });
    let prompt = agent.ask("prompts/get", ask);
    let text = prompt["result"]["messages"][0]["content"]["text"].as_str().unwrap();
    assert!(text.contains("Match invoices") && text.contains("request_access"), "{text}");
    let empty = agent.ask("prompts/get", json!({ "name": "ask_for_access" }));
    assert!(empty["error"]["message"].as_str().unwrap().contains("task"), "{empty}");
}

#[test]
fn an_agent_that_is_switched_off_while_it_is_connected_reaches_nothing_more() {
    let (place, secret) = with_secret();
    let mut agent = Client::start(&place, &secret);
    agent.call("list_my_requests", json!({}));
    place.run_as(SPONSOR, ["agent", "disable", AGENT]).success();
    assert_eq!(agent.refused("list_my_requests", json!({})), "agent_out_of_force");
    place.run_as(SPONSOR, ["agent", "enable", AGENT]).success();
    agent.call("list_my_requests", json!({}));
    place.run_as(ADMINISTRATOR, ["door", "close"]).success();
    assert_eq!(agent.refused("list_my_requests", json!({})), "door_closed");
}

#[test]
fn without_a_secret_or_with_a_wrong_one_nothing_is_served() {
    let (place, secret) = with_secret();
    let none =
        place.command(["--json", "mcp"]).env_remove("CHAPERONE_AGENT_SECRET").assert().code(5);
    assert_eq!(failure(&none)["code"], "secret_missing");
    let wrong = format!("{}0", &secret[..secret.len() - 1]);
    let wrong = if wrong == secret { format!("{}1", &secret[..secret.len() - 1]) } else { wrong };
    let refused = place.command(["mcp"]).env("CHAPERONE_AGENT_SECRET", &wrong).assert().code(1);
    assert!(!err(&refused).contains(&wrong), "a secret is never printed");
}

#[test]
fn a_blueprints_secret_is_not_taken_for_one_agents() {
    let place = Place::training();
    place.run_as(ADMINISTRATOR, ["door", "open", "--port", "0"]).success();
    let all = place.json_as(ADMINISTRATOR, ["blueprint", "list"]);
    let blueprint = all["rows"][0]["id"].as_str().unwrap();
    let issued = place.json_as(ADMINISTRATOR, ["blueprint", "secret", "issue", blueprint, "test"]);
    let secret = issued["secret"].as_str().unwrap();
    let refused = place.command(["mcp"]).env("CHAPERONE_AGENT_SECRET", secret).assert().code(2);
    assert!(err(&refused).contains("give a secret of that agent"), "{}", err(&refused));
}
