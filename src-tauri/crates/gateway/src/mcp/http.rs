//! The same tools over streamable HTTP, at one path of the door. Nothing is kept between two requests: each carries its token
//! and is served for whomever that speaks for now.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{Request, Response};
use chaperone_commands::Desk;
use chaperone_commands::door::Bearer;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use tokio_util::sync::CancellationToken;

use crate::guard::MAX_BODY_BYTES;
use crate::mcp::server::AgentServer;
use crate::problem::Problem;

/// Where it lies.
pub(crate) const PATH: &str = "/mcp";
/// How often a client that waits hears that the connection lives.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The tools over HTTP.
#[derive(Clone)]
pub(crate) struct McpService {
    service: StreamableHttpService<AgentServer, NeverSessionManager>,
    stop: CancellationToken,
}

impl McpService {
    pub(crate) fn new(desk: Arc<Desk>) -> Self {
        let stop = CancellationToken::new();
        // Host and Origin are checked by the door, for all of its paths alike; here a second time, by this library's rules.
        let config = StreamableHttpServerConfig::default()
            .enforce_origin_validation()
            .with_legacy_session_mode(false)
            .with_json_response(true)
            .with_sse_keep_alive(Some(KEEP_ALIVE))
            .with_max_request_body_bytes(MAX_BODY_BYTES)
            .with_cancellation_token(stop.clone());
        let make = move || Ok(AgentServer::of_bearers(Arc::clone(&desk)));
        Self { service: StreamableHttpService::new(make, Arc::default(), config), stop }
    }

    /// Answers a request of somebody who was let in.
    pub(crate) async fn answer(
        &self,
        bearer: Bearer,
        mut parts: Parts,
        body: Bytes,
    ) -> Result<Response<Body>, Problem> {
        if matches!(bearer, Bearer::Person { .. }) {
            let message = "These tools are for agents; people use the desk or the command line.";
            return Err(Problem::new(403, "agents_only", message));
        }
        parts.extensions.insert(bearer);
        let request = Request::from_parts(parts, Body::from(body));
        Ok(self.service.handle(request).await.map(Body::new))
    }

    /// Ends what still waits.
    pub(crate) fn stop(&self) {
        self.stop.cancel();
    }
}
