//! The agent behind a connection: let in anew at each call, because it may have been switched off since the last one.

use std::sync::Arc;

use chaperone_commands::door::Bearer;
use chaperone_commands::{Desk, Reply, dispatch};
use chaperone_domain::id::AgentId;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::mcp::tool::unreadable;

/// An agent that calls.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) desk: Arc<Desk>,
    pub(crate) bearer: Bearer,
    pub(crate) agent: AgentId,
}

impl Caller {
    /// Carries out a command as this agent, if it may still come in. Waits for the disk.
    pub(crate) fn call<V: DeserializeOwned>(&self, command: &str, payload: Value) -> Reply<V> {
        let session = self.desk.admit(&self.bearer)?;
        let view = dispatch(&self.desk, &session, command, payload)?;
        serde_json::from_value(view).map_err(|wrong| unreadable(&wrong))
    }
}
