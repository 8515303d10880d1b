//! Listening on loopback, keeping connections within limits, and turning bytes into calls and answers into bytes. What a call
//! means stays out of here.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use chaperone_commands::view::door::{DoorAddresses, DoorStands};
use chaperone_commands::{Desk, Environment, Failure, Reply};
use chaperone_domain::door::{Door as Settings, https_port};
use http_body_util::{BodyExt, Limited};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
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

/// At which ports of loopback a door stands, where that isn't left to the door's own settings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ports {
    /// For HTTP, 0 for any free one.
    pub http: Option<u16>,
    /// For HTTPS.
    pub https: Option<Https>,
}

/// Where a door speaks HTTPS too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Https {
    /// At the port after the one for HTTP, or at any free one where that may be any.
    Next,
    /// At a port, 0 for any free one.
    At(u16),
}

impl Ports {
    /// The ports of a door, 0 for any free one: for HTTP, and for HTTPS if it is spoken.
    pub(crate) fn of(self, settings: &Settings) -> (u16, Option<u16>) {
        let http = self.http.unwrap_or(settings.port);
        let by_settings = settings.is_https.then_some(Https::Next);
        let https = self.https.or(by_settings).map(|https| match https {
            Https::Next => https_port(http),
            Https::At(port) => port,
        });
        (http, https)
    }
}

/// A door that is being kept.
#[derive(Debug)]
pub(crate) struct Running {
    /// Where it stands.
    pub(crate) stands: DoorStands,
    /// At which ports: for HTTP, and for HTTPS if it is spoken.
    pub(crate) ports: (u16, Option<u16>),
    stop: watch::Sender<bool>,
    listeners: Vec<JoinHandle<()>>,
}

impl Running {
    /// Takes no more connections, answers what is being asked, and ends.
    pub(crate) async fn stop(self) {
        let _ = self.stop.send(true);
        for listener in self.listeners {
            let _ = listener.await;
        }
    }
}

/// Opens the door of the desk's workspace on loopback, at ports for HTTP and for HTTPS if it is to be spoken.
///
/// # Errors
///
/// `port_taken`; for HTTPS also `key_damaged` and `no_certificate`.
pub(crate) async fn start(
    desk: Arc<Desk>,
    environment: &Environment,
    settings: &Settings,
    (http, https): (u16, Option<u16>),
) -> Reply<Running> {
    let plain = Bound::at("http", http).await?;
    let mut tls = None;
    let mut encrypted = None;
    if let Some(port) = https {
        tls = Some(TlsAcceptor::from(certificate::configuration(environment)?));
        encrypted = Some(Bound::at("https", port).await?);
    }
    let tenant = settings.tenant_id.to_string();
    let public_file = certificate::public_file(&environment.settings_folder);
    let stands = DoorStands {
        http: plain.addresses(&tenant),
        https: encrypted.as_ref().map(|bound| bound.addresses(&tenant)),
        ca_file: https.map(|_| public_file.to_string_lossy().into_owned()),
    };
    let ports = (plain.entrance.port, encrypted.as_ref().map(|bound| bound.entrance.port));
    let bound: Vec<_> = [Some(plain), encrypted].into_iter().flatten().collect();
    let entrances: Vec<_> = bound.iter().map(|one| one.entrance.clone()).collect();
    let doors = Door::at_each(&desk, environment, settings, &entrances)?;
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
    Ok(Running { stands, ports, stop, listeners })
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

    fn addresses(&self, tenant: &str) -> DoorAddresses {
        let Entrance { scheme, port } = self.entrance;
        let hosts = ["127.0.0.1", "[::1]"].iter().take(self.listeners.len());
        let first = self.entrance.base(None);
        DoorAddresses {
            urls: hosts.map(|host| format!("{scheme}://{host}:{port}")).collect(),
            tenant_id: tenant.to_owned(),
            graph: format!("{first}/v1.0"),
            authority: format!("{first}/{tenant}"),
            token_endpoint: format!("{first}/{tenant}/oauth2/v2.0/token"),
            identity_endpoint: format!("{first}/msi/token"),
            mcp: format!("{first}{}", mcp::http::PATH),
        }
    }
}

async fn bind(address: IpAddr, port: u16) -> std::io::Result<TcpListener> {
    TcpListener::bind(SocketAddr::new(address, port)).await
}

fn taken(port: u16, error: &std::io::Error) -> Failure {
    Failure::could_not(
        "port_taken",
        format!(
            "Port {port} on loopback can't be used ({error}); stop what uses it, or choose another."
        ),
    )
    .with("port", i64::from(port))
    .with("why", error.to_string())
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
