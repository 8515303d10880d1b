//! The test bridge: the built interface and the engine behind one loopback address, guarded by a token. It is what the
//! desktop window is to the interface, made for an ordinary browser; it decides nothing.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{Method, Response, StatusCode};
use axum::response::IntoResponse;
use chaperone_commands::environment::{CountedIds, Ids, RandomIds, StoppedClock};
use chaperone_commands::{Desk, Environment, Failure, FailureKind, Origin, Session, dispatch};
use serde_json::{Value, json};
use tempfile::TempDir;

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
    listener: TcpListener,
    address: SocketAddr,
    seat: Arc<Seat>,
    // Held so that the workspaces are thrown away with the bridge.
    _folder: TempDir,
}

struct Seat {
    desk: Desk,
    session: Session,
    token: String,
    dist: PathBuf,
    news: News,
}

type Answer = Response<Body>;

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
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))
            .map_err(|error| format!("no address: {error}"))?;
        let address = listener.local_addr().map_err(|error| format!("no address: {error}"))?;
        let token = RandomIds.next().simple().to_string();
        let seat = Seat { desk, session, token, dist, news: News::default() };
        Ok(Self { listener, address, seat: Arc::new(seat), _folder: folder })
    }

    /// Where the interface is, with the token in the part of the address that is never sent.
    pub fn address(&self) -> String {
        format!("http://{}/#bridge={}", self.address, self.seat.token)
    }

    /// Answers until something is over.
    pub fn serve(self, over: impl Future<Output = ()>) -> std::io::Result<()> {
        let watcher = Arc::clone(&self.seat);
        thread::spawn(move || watcher.watch());
        self.listener.set_nonblocking(true)?;
        let runtime = tokio::runtime::Runtime::new()?;
        let done = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            let routes = Router::new().fallback(answer).with_state(self.seat);
            tokio::select! {
                served = axum::serve(listener, routes) => served,
                () = over => Ok(()),
            }
        });
        // Nobody waits for a question for changes that is still open.
        runtime.shutdown_background();
        done
    }
}

/// Answers one request on a thread of its own, because a question for changes waits.
async fn answer(State(seat): State<Arc<Seat>>, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let answered = match to_bytes(body, usize::MAX).await {
        Ok(body) => tokio::task::spawn_blocking(move || seat.answer(&parts, &body)).await.ok(),
        Err(_) => None,
    };
    answered.unwrap_or_else(|| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

impl Seat {
    fn answer(&self, parts: &Parts, body: &Bytes) -> Answer {
        match (&parts.method, parts.uri.path()) {
            (&Method::POST, "/rpc") if self.is_trusted(parts) => self.call(body),
            (&Method::GET, "/changes") if self.is_trusted(parts) => {
                self.changes(parts.uri.query().unwrap_or_default())
            }
            (_, "/rpc" | "/changes") => json_answer(StatusCode::UNAUTHORIZED, &json!({})),
            (&Method::GET, path) => self.file(path),
            _ => json_answer(StatusCode::METHOD_NOT_ALLOWED, &json!({})),
        }
    }

    fn is_trusted(&self, parts: &Parts) -> bool {
        let wanted = format!("Bearer {}", self.token);
        parts
            .headers
            .get(AUTHORIZATION)
            .is_some_and(|header| header.as_bytes() == wanted.as_bytes())
    }

    fn call(&self, body: &Bytes) -> Answer {
        let asked: Result<Value, _> = serde_json::from_slice(body);
        let Some((command, payload)) = asked.ok().and_then(command_and_payload) else {
            return refused(&Failure::usage("A call is JSON with a command and a payload."));
        };
        match dispatch(&self.desk, &self.session, &command, payload) {
            Ok(view) => {
                if MOVES.contains(&command.as_str()) {
                    self.news.everything();
                }
                json_answer(StatusCode::OK, &view)
            }
            Err(failure) => refused(&failure),
        }
    }

    fn changes(&self, query: &str) -> Answer {
        let after =
            query.split_once("after=").and_then(|(_, number)| number.parse().ok()).unwrap_or(0);
        let (number, tags) = self.news.after(after, PATIENCE);
        json_answer(StatusCode::OK, &json!({ "after": number, "tags": tags }))
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

    fn file(&self, path: &str) -> Answer {
        let name = path.trim_start_matches('/');
        let name = Path::new(if name.is_empty() { "index.html" } else { name });
        // A path that climbs is nobody's file.
        let is_plain = name.components().all(|part| matches!(part, Component::Normal(_)));
        match is_plain.then(|| fs::read(self.dist.join(name))) {
            Some(Ok(bytes)) => {
                ([(CONTENT_TYPE, kind_of(name)), (CONTENT_SECURITY_POLICY, POLICY)], bytes)
                    .into_response()
            }
            // Browsers ask for an icon by themselves; that there is none is no error worth a line in their console.
            _ if path == "/favicon.ico" => StatusCode::NO_CONTENT.into_response(),
            _ => json_answer(StatusCode::NOT_FOUND, &json!({})),
        }
    }
}

fn command_and_payload(mut asked: Value) -> Option<(String, Value)> {
    let payload = asked.get_mut("payload").map(Value::take).unwrap_or_default();
    asked.get("command")?.as_str().map(|command| (command.to_owned(), payload))
}

fn refused(failure: &Failure) -> Answer {
    let status = match failure.kind {
        FailureKind::Refused => StatusCode::CONFLICT,
        FailureKind::Usage => StatusCode::BAD_REQUEST,
        FailureKind::NotFound => StatusCode::NOT_FOUND,
        FailureKind::NotSignedIn => StatusCode::FORBIDDEN,
        FailureKind::CouldNot => StatusCode::INTERNAL_SERVER_ERROR,
    };
    json_answer(status, &failure.to_wire())
}

fn json_answer(status: StatusCode, value: &Value) -> Answer {
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
    (status, headers, value.to_string()).into_response()
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
