//! Waiting for a human: a request is looked at until it is decided, the time is over, or the client gives up.

use std::time::Duration;

use chaperone_commands::Reply;
use rmcp::RoleServer;
use rmcp::model::ProgressNotificationParam;
use rmcp::service::RequestContext;
use serde_json::Value;
use tokio::time::{Instant, sleep_until};

use crate::mcp::caller::Caller;
use crate::mcp::tool::{request, told};

/// How often the request is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// How often a client that wants to know hears that it still waits.
const TELL: Duration = Duration::from_secs(5);

/// Answers the request as it stands when it is decided or when the time is over. A client that gives up leaves the request
/// where it is.
pub(crate) async fn decision(
    caller: &Caller,
    id: String,
    seconds: u16,
    context: &RequestContext<RoleServer>,
) -> Reply<Value> {
    let begun = Instant::now();
    let end = begun + Duration::from_secs(u64::from(seconds));
    let mut tell_at = begun;
    loop {
        let (looks_at, by) = (id.clone(), caller.clone());
        let whole = crate::mcp::server::away(move || request(&by, &looks_at)).await?;
        let now = Instant::now();
        if whole.is_final() || now >= end || context.ct.is_cancelled() {
            return Ok(told(&whole)?.told);
        }
        if now >= tell_at {
            still_waits(context, now - begun, seconds).await;
            tell_at = now + TELL;
        }
        tokio::select! {
            () = sleep_until((now + LOOK).min(end)) => {}
            () = context.ct.cancelled() => {}
        }
    }
}

async fn still_waits(context: &RequestContext<RoleServer>, since: Duration, seconds: u16) {
    let Some(token) = context.meta.get_progress_token() else { return };
    let progress = ProgressNotificationParam::new(token, since.as_secs_f64())
        .with_total(f64::from(seconds))
        .with_message("Waiting for a human to decide.");
    if let Err(error) = context.peer.notify_progress(progress).await {
        tracing::debug!(%error, "a client was not told that it still waits");
    }
}
