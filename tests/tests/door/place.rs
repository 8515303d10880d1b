//! A workspace with its door kept by a process of its own, and a small client. What may be expected is said by the tests.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking, with the reason at hand"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::Duration;

use chaperone_commands::Session;
use chaperone_commands::environment::{Clock, MachineClock};
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::described::Described;

pub(crate) const EM: &str = "/v1.0/identityGovernance/entitlementManagement";
pub(crate) const GRAPH_SCOPE: &str = "https://graph.microsoft.com/.default";
pub(crate) const EXCHANGE_SCOPE: &str = "api://AzureADTokenExchange/.default";

/// A process that keeps a door.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) ready: Value,
    /// Reads what it logs, so that its pipe never fills.
    log: Option<JoinHandle<String>>,
    /// Its settings, away from the workspace.
    pub(crate) settings: TempDir,
}

impl Server {
    /// Starts a process on a workspace and waits until it says where it stands.
    pub(crate) fn start(workspace: &str, words: &[&str]) -> Self {
        let words = [&["serve", "--port", "0"], words].concat();
        Self::start_with(workspace, &words, tempfile::tempdir().unwrap())
    }

    /// The same where the workspace's own settings say.
    pub(crate) fn start_as_set(workspace: &str) -> Self {
        Self::start_with(workspace, &["serve"], tempfile::tempdir().unwrap())
    }

    /// The same in words of its own, with settings.
    pub(crate) fn start_with(workspace: &str, words: &[&str], settings: TempDir) -> Self {
        let mut child = command(&settings)
            .args(["--workspace", workspace])
            .args(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut said = child.stderr.take().unwrap();
        let log = std::thread::spawn(move || {
            let mut text = String::new();
            let _ = said.read_to_string(&mut text);
            text
        });
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        output.read_line(&mut line).unwrap();
        let Ok(ready) = serde_json::from_str(&line) else {
            panic!("the server did not start: {line}{}", log.join().unwrap());
        };
        Self { child, ready, log: Some(log), settings }
    }

    /// All that it logged; it has to have ended.
    pub(crate) fn log(&mut self) -> String {
        self.log.take().unwrap().join().unwrap()
    }

    /// Asks it to stop; answers its exit code.
    pub(crate) fn stop(&mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }

    /// Its settings, for another process; it has to have ended.
    pub(crate) fn take_settings(&mut self) -> TempDir {
        std::mem::replace(&mut self.settings, tempfile::tempdir().unwrap())
    }

    pub(crate) fn base(&self) -> String {
        self.ready["urls"][0].as_str().unwrap().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program, with settings of its own.
pub(crate) fn command(settings: &TempDir) -> Command {
    let mut program: PathBuf = std::env::current_exe().unwrap();
    program.pop();
    program.pop();
    program.push("chaperone");
    assert!(program.is_file(), "build chaperone-cli first: {} is missing", program.display());
    let mut command = Command::new(program);
    command
        .env("XDG_CONFIG_HOME", settings.path())
        .env("XDG_DATA_HOME", settings.path())
        .env("CHAPERONE_LOG", "debug")
        .env_remove("CHAPERONE_WORKSPACE")
        .env_remove("CHAPERONE_AS");
    command
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Value,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The code of Graph's error body.
    pub(crate) fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or_default()
    }

    pub(crate) fn message(&self) -> &str {
        self.body["error"]["message"].as_str().unwrap_or_default()
    }

    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.body
    }

    pub(crate) fn rows(&self) -> &Vec<Value> {
        self.body["value"].as_array().unwrap_or_else(|| panic!("no collection: {}", self.body))
    }
}

/// The sample company with its door open and kept.
pub(crate) struct Place {
    pub(crate) fixture: Fixture,
    pub(crate) server: Server,
    pub(crate) administrator: Session,
    pub(crate) agent: String,
    pub(crate) package: String,
    described: OnceLock<Described>,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self::serving(&[])
    }

    /// With more words for `serve`.
    pub(crate) fn serving(words: &[&str]) -> Self {
        let fixture = Fixture::training_at(MachineClock.now());
        let administrator = fixture.administrator();
        fixture.call(&administrator, "switch_door", json!({ "isOpen": true }));
        let server = Server::start(&fixture.workspace_folder(), words);
        Self {
            agent: fixture.agent_id(&tour().agent),
            package: fixture.access_package_id("Invoice matching"),
            administrator,
            server,
            fixture,
            described: OnceLock::new(),
        }
    }

    pub(crate) fn tenant(&self) -> String {
        self.server.ready["tenantId"].as_str().unwrap().to_owned()
    }

    pub(crate) fn token_path(&self) -> String {
        format!("/{}/oauth2/v2.0/token", self.tenant())
    }

    /// A secret of an agent: its id and its text.
    pub(crate) fn secret_of(&self, agent: &str) -> (String, String) {
        let ask = json!({ "agentId": agent, "displayName": "test" });
        let made = self.fixture.call(&self.administrator, "issue_agent_secret", ask);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&made["row"]["id"]), text(&made["secret"]))
    }

    /// A token of the tour's agent.
    pub(crate) fn agent_token(&self) -> String {
        self.token_of(&self.agent)
    }

    pub(crate) fn token_of(&self, agent: &str) -> String {
        let (_, secret) = self.secret_of(agent);
        token(&self.ask_token(&client_credentials(agent, &secret)))
    }

    /// A token of a person; in training the address is enough.
    pub(crate) fn person_token(&self, email: &str) -> String {
        token(&self.ask_token(&[
            ("grant_type", "password"),
            ("username", email),
            ("password", ""),
            ("scope", GRAPH_SCOPE),
        ]))
    }

    pub(crate) fn ask_token(&self, form: &[(&str, &str)]) -> Reply {
        let form: Vec<_> =
            form.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let kind = ("content-type", "application/x-www-form-urlencoded");
        self.send("POST", &self.token_path(), &[kind], Some(form.join("&")))
    }

    /// A call with a token and perhaps a JSON body.
    pub(crate) fn call(&self, token: &str, method: &str, path: &str, body: Option<Value>) -> Reply {
        let bearer = format!("Bearer {token}");
        let mut headers = vec![("authorization", bearer.as_str())];
        if body.is_some() {
            headers.push(("content-type", "application/json"));
        }
        self.send(method, path, &headers, body.map(|body| body.to_string()))
    }

    pub(crate) fn get(&self, token: &str, path: &str) -> Reply {
        self.call(token, "GET", path, None)
    }

    pub(crate) fn post(&self, token: &str, path: &str, body: Value) -> Reply {
        self.call(token, "POST", path, Some(body))
    }

    /// A call that is expected to be refused with a code, and to change nothing.
    #[track_caller]
    pub(crate) fn refuse(
        &self,
        token: &str,
        (method, path): (&str, &str),
        body: Option<Value>,
        (status, code): (u16, &str),
    ) -> Reply {
        let reply = self.fixture.unwritten(|| self.call(token, method, path, body));
        assert_eq!((reply.status, reply.code()), (status, code), "{method} {path}: {}", reply.body);
        assert!(reply.header("request-id").is_some(), "each answer has an id");
        reply
    }

    /// What the door says of itself.
    pub(crate) fn described(&self) -> &Described {
        self.described.get_or_init(|| {
            let document = format!("{}/v1.0/openapi.json", self.server.base());
            Described::new(send(&document, "GET", &[], None).expect(200))
        })
    }

    /// A request as it is, over HTTP. What comes back is held against what the door says of itself.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Reply {
        let url = format!("{}{path}", self.server.base());
        let reply = send(&url, method, headers, body.clone());
        self.described().check(method, path, body.as_deref(), &reply);
        reply
    }

    /// Connects, says something and leaves it at that.
    pub(crate) fn begin(&self, said: &str) -> TcpStream {
        let address = self.server.base().replace("http://", "");
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(said.as_bytes()).unwrap();
        stream
    }

    /// Bytes as they are, and all that comes back until the server closes.
    pub(crate) fn raw(&self, request: &str) -> String {
        let address = self.server.base().replace("http://", "");
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(request.replace("{host}", &address).as_bytes()).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// What an agent asks with for itself.
    pub(crate) fn user_add(&self) -> Value {
        json!({
            "requestType": "userAdd", "justification": "Month end",
            "assignment": { "accessPackageId": self.package },
        })
    }

    /// A delivered assignment of the tour's agent: asked for by it, approved at the desk.
    pub(crate) fn assignment(&self, agent_token: &str) -> String {
        let asked = self.post(agent_token, &format!("{EM}/assignmentRequests"), self.user_add());
        let asked = asked.expect(201);
        let approver = self.fixture.as_person(&tour().approver);
        let approved =
            self.fixture.decide(&approver, "approve_request", json!({ "requestId": asked["id"] }));
        approved["assignmentId"].as_str().unwrap().to_owned()
    }

    pub(crate) fn disable_agent(&self) {
        let ask = json!({ "agentId": self.agent });
        self.fixture.call(&self.administrator, "disable_agent", ask);
    }

    /// Some agent that the tour's sponsor has nothing to do with.
    pub(crate) fn stranger(&self) -> String {
        let page = self.fixture.call(&self.administrator, "list_agents", json!({ "limit": 500 }));
        let sponsor = self.fixture.person_id(&tour().sponsor);
        let is_strange = |row: &&Value| {
            row["kind"] == "agentIdentity"
                && row["effectiveState"] == "inForce"
                && !row["sponsors"].to_string().contains(&sponsor)
                && row["id"] != json!(self.agent)
        };
        let found = page["rows"].as_array().unwrap().iter().find(is_strange);
        found.expect("a stranger")["id"].as_str().unwrap().to_owned()
    }
}

pub(crate) fn client_credentials<'a>(agent: &'a str, secret: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("grant_type", "client_credentials"),
        ("client_id", agent),
        ("client_secret", secret),
        ("scope", GRAPH_SCOPE),
    ]
}

#[track_caller]
pub(crate) fn token(reply: &Reply) -> String {
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body["access_token"].as_str().unwrap().to_owned()
}

/// A value of a form, with everything but letters and digits encoded.
pub(crate) fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

pub(crate) fn send(
    url: &str,
    method: &str,
    headers: &[(&str, &str)],
    body: Option<String>,
) -> Reply {
    try_send(&client(&[]), url, method, headers, body)
        .unwrap_or_else(|error| panic!("{method} {url}: {error}"))
}

/// A client that trusts some authorities, and no other.
pub(crate) fn client(trusted: &[Certificate<'static>]) -> ureq::Agent {
    let tls = TlsConfig::builder()
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .root_certs(RootCerts::new_with_certs(trusted))
        .build();
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(60)))
        .allow_non_standard_methods(true)
        .tls_config(tls)
        .build()
        .into()
}

/// Sends a request; fails where no answer comes.
pub(crate) fn try_send(
    agent: &ureq::Agent,
    url: &str,
    method: &str,
    headers: &[(&str, &str)],
    body: Option<String>,
) -> Result<Reply, ureq::Error> {
    let mut request = ureq::http::Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answered = match body {
        Some(body) => agent.run(request.body(body).unwrap()),
        None => agent.run(request.body(()).unwrap()),
    };
    let mut answer = answered?;
    let text = answer.body_mut().read_to_string().unwrap();
    let headers = answer.headers().iter();
    Ok(Reply {
        status: answer.status().as_u16(),
        headers: headers
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect(),
        body: if text.is_empty() {
            Value::Null
        } else if text.starts_with("<?xml") {
            Value::String(text)
        } else {
            serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}"))
        },
    })
}
