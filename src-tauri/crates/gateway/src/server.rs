//! Listening on loopback, keeping connections within limits, and turning bytes into calls and answers into bytes. What a call
//! means stays out of here.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use chaperone_commands::{Desk, Environment, Failure, FailureKind, Reply};
use http_body_util::{BodyExt, Limited};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::answer::{Answer, Body as Said};
use crate::certificate;
use crate::door::{Door, Incoming};
use crate::entrance::Entrance;
use crate::guard::{MAX_BODY_BYTES, MAX_TARGET_BYTES, echo};
use crate::mcp;
use crate::mcp::http::McpService;
use crate::problem::Problem;
use crate::rate::WRITE;

/// How many connections may be open at once; more are closed at once.
const MAX_CONNECTIONS: usize = 512;
/// How many calls are worked on at once; more wait their turn.
const MAX_CALLS: usize = 32;
/// How long a client may take to agree on how to encrypt.
const HANDSHAKE_TIME: Duration = Duration::from_secs(15);
/// How long a client may take to send its header fields, and how long a connection may be idle.
const HEADER_TIME: Duration = Duration::from_secs(15);
/// How long a client may take to send its body.
const BODY_TIME: Duration = Duration::from_secs(15);
/// How long a stop waits for calls that are being answered.
const STOP_TIME: Duration = Duration::from_secs(10);
/// The most that all header fields may take, in bytes.
const MAX_HEADER_BYTES: usize = 32 * 1024;

/// At which ports of loopback a door stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ports {
    /// For HTTP, 0 for any free one; the one that the door's settings name when none is given.
    pub http: Option<u16>,
    /// For HTTPS.
    pub https: Https,
}

/// Whether and where a door speaks HTTPS too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Https {
    /// Nowhere.
    Off,
    /// At the port after the one for HTTP, or at any free one where that may be any.
    Next,
    /// At a port, 0 for any free one.
    At(u16),
}

/// Where a door stands, for programs that are told so on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// The addresses of the door, IPv4 first.
    pub urls: Vec<String>,
    /// The same for HTTPS, if it is spoken, and the file with the certificate that clients have to trust for it.
    pub https: Option<(Vec<String>, PathBuf)>,
    /// Under which id the workspace stands in URLs and tokens.
    pub tenant_id: String,
}

impl Addresses {
    /// As JSON: `urls`, `tenantId`, and what goes into an agent's settings; in `https` the same for HTTPS, with `caFile`.
    pub fn to_wire(&self) -> Value {
        let mut wire = self.settings(&self.urls);
        if let Some((urls, authority)) = &self.https {
            wire["https"] = self.settings(urls);
            wire["https"]["caFile"] = json!(authority.to_string_lossy());
        }
        wire
    }

    fn settings(&self, urls: &[String]) -> Value {
        let first = urls.first().map(String::as_str).unwrap_or_default();
        json!({
            "urls": urls,
            "tenantId": self.tenant_id,
            "graph": format!("{first}/v1.0"),
            "authority": format!("{first}/{}", self.tenant_id),
            "tokenEndpoint": format!("{first}/{}/oauth2/v2.0/token", self.tenant_id),
            "identityEndpoint": format!("{first}/msi/token"),
            "mcp": format!("{first}{}", mcp::http::PATH),
        })
    }
}

/// A door that is being kept.
#[derive(Debug)]
pub struct Running {
    /// Where it stands.
    pub addresses: Addresses,
    stop: watch::Sender<bool>,
    listeners: Vec<JoinHandle<()>>,
}

impl Running {
    /// Takes no more connections, answers what is being asked, and ends.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        for listener in self.listeners {
            let _ = listener.await;
        }
    }
}

/// Opens the door of the desk's workspace on loopback.
///
/// # Errors
///
/// `door_closed` while no administrator has opened it; `port_taken`; for HTTPS also `key_damaged` and `no_certificate`.
pub async fn start(desk: Arc<Desk>, environment: Environment, ports: Ports) -> Reply<Running> {
    let closed = || Failure::refused(&chaperone_domain::door::DoorRefusal::Closed);
    let settings = desk.door()?.filter(|door| door.is_open).ok_or_else(closed)?;
    let wanted = ports.http.unwrap_or(settings.port);
    let mut bound = vec![Bound::at("http", wanted).await?];
    let https_port = match ports.https {
        Https::Off => None,
        Https::Next if wanted == 0 => Some(0),
        Https::Next => Some(wanted.checked_add(1).unwrap_or(0)),
        Https::At(port) => Some(port),
    };
    let mut tls = None;
    if let Some(port) = https_port {
        tls = Some(TlsAcceptor::from(certificate::configuration(&environment)?));
        bound.push(Bound::at("https", port).await?);
    }
    let mut urls = bound.iter().map(Bound::urls);
    let addresses = Addresses {
        urls: urls.next().unwrap_or_default(),
        https: urls
            .next()
            .map(|urls| (urls, certificate::public_file(&environment.settings_folder))),
        tenant_id: settings.tenant_id.to_string(),
    };
    let entrances: Vec<_> = bound.iter().map(|one| one.entrance.clone()).collect();
    let doors = Door::at_each(&desk, &environment, &settings, &entrances)?;
    let calls = Arc::new(Semaphore::new(MAX_CALLS));
    let connections = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let mcp = McpService::new(desk);
    let (stop, stopped) = watch::channel(false);
    let mut listeners = Vec::new();
    for (one, door) in bound.into_iter().zip(doors) {
        let shared = Shared {
            door: Arc::new(door),
            tls: tls.clone().filter(|_| one.entrance.scheme == "https"),
            calls: Arc::clone(&calls),
            connections: Arc::clone(&connections),
            mcp: mcp.clone(),
        };
        for listener in one.listeners {
            listeners.push(tokio::spawn(listen(listener, shared.clone(), stopped.clone())));
        }
    }
    Ok(Running { addresses, stop, listeners })
}

/// An entrance at whose port nobody else listens.
struct Bound {
    entrance: Entrance,
    /// IPv4 first.
    listeners: Vec<TcpListener>,
}

impl Bound {
    async fn at(scheme: &'static str, wanted: u16) -> Reply<Self> {
        let first = bind(Ipv4Addr::LOCALHOST.into(), wanted)
            .await
            .map_err(|error| taken(wanted, &error))?;
        let port = first.local_addr().map_err(|error| taken(wanted, &error))?.port();
        let mut listeners = vec![first];
        // A machine without IPv6 has one address less.
        match bind(Ipv6Addr::LOCALHOST.into(), port).await {
            Ok(second) => listeners.push(second),
            Err(error) => tracing::info!(%error, "no listening on ::1"),
        }
        Ok(Self { entrance: Entrance { scheme, port }, listeners })
    }

    fn urls(&self) -> Vec<String> {
        let Entrance { scheme, port } = self.entrance;
        let hosts = ["127.0.0.1", "[::1]"].iter().take(self.listeners.len());
        hosts.map(|host| format!("{scheme}://{host}:{port}")).collect()
    }
}

async fn bind(address: IpAddr, port: u16) -> std::io::Result<TcpListener> {
    TcpListener::bind(SocketAddr::new(address, port)).await
}

fn taken(port: u16, error: &std::io::Error) -> Failure {
    Failure {
        kind: FailureKind::CouldNot,
        code: "port_taken".to_owned(),
        message: format!("Port {port} on loopback can't be used ({error}); choose another, or 0."),
        details: Value::Null,
    }
}

#[derive(Clone)]
struct Shared {
    door: Arc<Door>,
    /// Where the entrance is an encrypted one.
    tls: Option<TlsAcceptor>,
    calls: Arc<Semaphore>,
    connections: Arc<Semaphore>,
    mcp: McpService,
}

async fn listen(listener: TcpListener, shared: Shared, mut stopped: watch::Receiver<bool>) {
    let router = Router::new().fallback(enter).with_state(shared.clone());
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.changed() => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                // Out of file descriptors, for one: wait a moment rather than spin.
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let Ok(permit) = Arc::clone(&shared.connections).try_acquire_owned() else {
            tracing::debug!("too many connections; one was closed");
            continue;
        };
        let _ = stream.set_nodelay(true);
        let (router, watcher) = (router.clone(), graceful.watcher());
        let (tls, stopped) = (shared.tls.clone(), stopped.clone());
        tokio::spawn(async move {
            match tls {
                None => converse(stream, router, watcher).await,
                Some(tls) => converse_encrypted(stream, &tls, stopped, router, watcher).await,
            }
            drop(permit);
        });
    }
    drop(listener);
    shared.mcp.stop();
    if tokio::time::timeout(STOP_TIME, graceful.shutdown()).await.is_err() {
        tracing::warn!("some calls were not answered in time and were cut off");
    }
}

async fn converse_encrypted(
    stream: TcpStream,
    tls: &TlsAcceptor,
    mut stopped: watch::Receiver<bool>,
    router: Router,
    watcher: Watcher,
) {
    let agreed = tokio::select! {
        agreed = tokio::time::timeout(HANDSHAKE_TIME, tls.accept(stream)) => agreed,
        _ = stopped.changed() => return,
    };
    match agreed {
        Ok(Ok(stream)) => converse(stream, router, watcher).await,
        Ok(Err(error)) => tracing::debug!(%error, "a client and the door did not agree on TLS"),
        Err(_) => tracing::debug!("a client took too long to agree on TLS"),
    }
}

async fn converse<S>(stream: S, router: Router, watcher: Watcher)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .max_buf_size(MAX_HEADER_BYTES)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended badly");
    }
}

async fn enter(State(shared): State<Shared>, request: Request) -> Result<Response, Infallible> {
    let door = Arc::clone(&shared.door);
    let request_id = door.new_id().to_string();
    let given = request.headers().get("client-request-id");
    let echoed = echo(given.and_then(|value| value.to_str().ok()));
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    if path == mcp::http::PATH {
        let answered = speak(&shared, request).await;
        let response = answered.unwrap_or_else(|problem| {
            respond(failed(problem, &door, &request_id, echoed.as_deref()), &request_id, None)
        });
        tracing::info!(%method, path, status = response.status().as_u16(), request_id, "answered");
        return Ok(response);
    }
    let answered = answer(shared, request).await;
    let (status, code) = match &answered {
        Ok(answer) => (answer.status, ""),
        Err(problem) => (problem.status, problem.code.as_str()),
    };
    // Neither a header nor a body: what is secret travels in those.
    tracing::info!(%method, path, status, code, request_id, "answered");
    let answer =
        answered.unwrap_or_else(|problem| failed(problem, &door, &request_id, echoed.as_deref()));
    Ok(respond(answer, &request_id, echoed.as_deref()))
}

fn failed(problem: Problem, door: &Door, request_id: &str, echoed: Option<&str>) -> Answer {
    Answer {
        status: problem.status,
        body: Said::Json(problem.body(request_id, echoed, door.machine_now())),
        headers: problem.headers,
    }
}

/// Lets a client of the Model Context Protocol in and hands its message on.
async fn speak(shared: &Shared, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    shared.door.check_knock(&parts.headers)?;
    let body = read(body).await?;
    let field = parts.headers.get("authorization").and_then(|field| field.to_str().ok());
    let (door, field) = (Arc::clone(&shared.door), field.map(str::to_owned));
    let let_in = tokio::task::spawn_blocking(move || door.let_in(field.as_deref(), WRITE));
    let (bearer, _) = let_in.await.unwrap_or_else(|error| Err(broke_off(&error)))?;
    shared.mcp.answer(bearer, parts, body).await
}

fn broke_off(error: &tokio::task::JoinError) -> Problem {
    tracing::error!(%error, "a call broke off");
    Problem::new(500, "broken", "Something broke here; nothing was done. Try again.")
}

async fn answer(shared: Shared, request: Request) -> Result<Answer, Problem> {
    let (parts, body) = request.into_parts();
    shared.door.check_knock(&parts.headers)?;
    let target = parts.uri.path_and_query().map_or(0, |target| target.as_str().len());
    if target > MAX_TARGET_BYTES {
        return Err(Problem::new(
            414,
            "too_long",
            "The address is too long; ask for less at once.",
        ));
    }
    let body = read(body).await?;
    let incoming = Incoming {
        method: parts.method,
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body,
    };
    let busy = || Problem::new(503, "stopping", "The door is closing; try again later.");
    let permit = Arc::clone(&shared.calls).acquire_owned().await.map_err(|_| busy())?;
    let door = Arc::clone(&shared.door);
    let done = tokio::task::spawn_blocking(move || {
        let answered = door.answer(&incoming);
        drop(permit);
        answered
    });
    done.await.unwrap_or_else(|error| Err(broke_off(&error)))
}

async fn read(body: Body) -> Result<axum::body::Bytes, Problem> {
    let too_large = || {
        let message = format!("The body is larger than {MAX_BODY_BYTES} bytes; send less.");
        Problem::new(413, "too_large", message)
    };
    let whole = tokio::time::timeout(BODY_TIME, Limited::new(body, MAX_BODY_BYTES).collect()).await;
    match whole {
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(Problem::bad("The body broke off; send it again.")),
        Err(_) => Err(Problem::new(408, "too_slow", "The body took too long; send it again.")),
    }
}

fn respond(answer: Answer, request_id: &str, echoed: Option<&str>) -> Response {
    let (kind, body) = match answer.body {
        Said::Nothing => (None, Body::empty()),
        Said::Json(body) => (Some("application/json; charset=utf-8"), Body::from(body.to_string())),
        Said::Xml(body) => (Some("application/xml; charset=utf-8"), Body::from(body)),
    };
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    };
    set("request-id", request_id);
    set("cache-control", "no-store");
    set("x-content-type-options", "nosniff");
    if let Some(kind) = kind {
        set("content-type", kind);
    }
    if let Some(echoed) = echoed {
        set("client-request-id", echoed);
    }
    for (name, value) in &answer.headers {
        set(name, value);
    }
    response
}
