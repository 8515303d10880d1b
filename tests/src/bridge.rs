//! The test bridge: the built interface and the engine behind one loopback address, guarded by a token. It is what the
//! desktop window is to the interface, made for an ordinary browser; it decides nothing.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use chaperone_commands::environment::{CountedIds, Ids, RandomIds, StoppedClock};
use chaperone_commands::{Desk, Environment, Failure, FailureKind, Origin, Session, dispatch};
use serde_json::{Value, json};
use tempfile::TempDir;
use tiny_http::{Header, Method, Request, Response, Server};

use crate::news::News;

/// What the window's policy is, and that this page may talk to the address that it came from.
const POLICY: &str = "default-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self' ipc: http://ipc.localhost";
/// How long a question for changes waits before it is answered that there are none.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often the record is looked at for what was written.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// The commands after which another workspace is open or another person acts. They write no change row that the present
/// workspace could tell of.
const MOVES: [&str; 12] = [
    "create_workspace",
    "open_workspace",
    "open_training_company",
    "reset_training_company",
    "start_exercise",
    "begin_try_out",
    "end_try_out",
    "restore_workspace",
    "sign_in",
    "redeem_recovery_code",
    "sign_out",
    "act_as",
];

/// How a bridge is opened.
#[derive(Debug)]
pub struct Options {
    /// Whether the training company is opened first.
    pub training: bool,
    /// The instant at which the machine's clock stands.
    pub start: String,
    /// The folder of the built interface.
    pub dist: PathBuf,
    /// The port; 0 takes a free one.
    pub port: u16,
}

/// An engine and an interface behind one address.
pub struct Bridge {
    server: Server,
    seat: Arc<Seat>,
}

struct Seat {
    desk: Desk,
    session: Session,
    token: String,
    dist: PathBuf,
    news: News,
    // Held so that the workspaces are thrown away with the bridge.
    _folder: TempDir,
}

type Body = Response<std::io::Cursor<Vec<u8>>>;

impl Bridge {
    /// Opens a desk on a temporary folder and listens on the loopback address. The error is a sentence for people.
    pub fn open(options: &Options) -> Result<Self, String> {
        let dist = options.dist.canonicalize().map_err(|_| {
            format!(
                "there is no built interface in {}; run `npm run build` in ui",
                options.dist.display()
            )
        })?;
        let start = options
            .start
            .parse()
            .map_err(|wrong| format!("{} is no instant: {wrong}", options.start))?;
        let folder = tempfile::tempdir()
            .map_err(|error| format!("no temporary folder could be made: {error}"))?;
        let desk = Desk::new(Environment {
            clock: Arc::new(StoppedClock::at(start)),
            ids: Arc::new(CountedIds::default()),
            data_folder: folder.path().to_owned(),
            settings_folder: folder.path().join("settings"),
        });
        let session = Session::new(Origin::Bridge);
        if options.training {
            dispatch(&desk, &session, "open_training_company", Value::Null)
                .map_err(|failure| failure.to_string())?;
        }
        let server = Server::http(("127.0.0.1", options.port))
            .map_err(|error| format!("no address: {error}"))?;
        let token = RandomIds.next().simple().to_string();
        let seat = Seat { desk, session, token, dist, news: News::default(), _folder: folder };
        Ok(Self { server, seat: Arc::new(seat) })
    }

    /// Where the interface is, with the token in the part of the address that is never sent.
    pub fn address(&self) -> String {
        format!("http://{}/#bridge={}", self.server.server_addr(), self.seat.token)
    }

    /// Answers until the process ends. Each request has its own thread, because a question for changes waits.
    pub fn serve(self) {
        let watcher = Arc::clone(&self.seat);
        thread::spawn(move || watcher.watch());
        for request in self.server.incoming_requests() {
            let seat = Arc::clone(&self.seat);
            thread::spawn(move || seat.answer(request));
        }
    }
}

impl Seat {
    fn answer(&self, mut request: Request) {
        let path = request.url().split(['?', '#']).next().unwrap_or("/").to_owned();
        let response = match (request.method(), path.as_str()) {
            (Method::Post, "/rpc") if self.is_trusted(&request) => self.call(&mut request),
            (Method::Get, "/changes") if self.is_trusted(&request) => self.changes(request.url()),
            (_, "/rpc" | "/changes") => json_body(401, &json!({})),
            (Method::Get, _) => self.file(&path),
            _ => json_body(405, &json!({})),
        };
        // A browser that went away has no use for the answer.
        let _ = request.respond(response);
    }

    fn is_trusted(&self, request: &Request) -> bool {
        let wanted = format!("Bearer {}", self.token);
        request
            .headers()
            .iter()
            .any(|header| header.field.equiv("Authorization") && header.value.as_str() == wanted)
    }

    fn call(&self, request: &mut Request) -> Body {
        let asked: Result<Value, _> = serde_json::from_reader(request.as_reader());
        let Some((command, payload)) = asked.ok().and_then(command_and_payload) else {
            return refused(&Failure::usage("A call is JSON with a command and a payload."));
        };
        match dispatch(&self.desk, &self.session, &command, payload) {
            Ok(view) => {
                if MOVES.contains(&command.as_str()) {
                    self.news.everything();
                }
                json_body(200, &view)
            }
            Err(failure) => refused(&failure),
        }
    }

    fn changes(&self, url: &str) -> Body {
        let after =
            url.split_once("after=").and_then(|(_, number)| number.parse().ok()).unwrap_or(0);
        let (number, tags) = self.news.after(after, PATIENCE);
        json_body(200, &json!({ "after": number, "tags": tags }))
    }

    /// Tells the browser what any command wrote, in the order in which it was written.
    fn watch(&self) {
        let mut seen = -1;
        loop {
            match self.desk.changes_after(seen) {
                // Another workspace counts from its own beginning; `everything` was told when it was opened.
                Ok((last, _)) if last < seen => seen = last,
                Ok((last, tags)) => {
                    seen = last;
                    self.news.add(&tags);
                }
                Err(_) => seen = -1,
            }
            thread::sleep(LOOK_EVERY);
        }
    }

    fn file(&self, path: &str) -> Body {
        let name = path.trim_start_matches('/');
        let name = Path::new(if name.is_empty() { "index.html" } else { name });
        // A path that climbs is nobody's file.
        let is_plain = name.components().all(|part| matches!(part, Component::Normal(_)));
        match is_plain.then(|| fs::read(self.dist.join(name))) {
            Some(Ok(bytes)) => Response::from_data(bytes)
                .with_header(header("Content-Type", kind_of(name)))
                .with_header(header("Content-Security-Policy", POLICY)),
            // Browsers ask for an icon by themselves; that there is none is no error worth a line in their console.
            _ if path == "/favicon.ico" => Response::from_data(Vec::new()).with_status_code(204),
            _ => json_body(404, &json!({})),
        }
    }
}

fn command_and_payload(mut asked: Value) -> Option<(String, Value)> {
    let payload = asked.get_mut("payload").map(Value::take).unwrap_or_default();
    asked.get("command")?.as_str().map(|command| (command.to_owned(), payload))
}

fn refused(failure: &Failure) -> Body {
    let status = match failure.kind {
        FailureKind::Refused => 409,
        FailureKind::Usage => 400,
        FailureKind::NotFound => 404,
        FailureKind::NotSignedIn => 403,
        FailureKind::CouldNot => 500,
    };
    json_body(status, &failure.to_wire())
}

fn json_body(status: u16, value: &Value) -> Body {
    Response::from_data(value.to_string().into_bytes())
        .with_status_code(status)
        .with_header(header("Content-Type", "application/json"))
        .with_header(header("Cache-Control", "no-store"))
}

#[expect(clippy::expect_used, reason = "all headers are written in this file")]
fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("a header of ASCII letters")
}

fn kind_of(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
