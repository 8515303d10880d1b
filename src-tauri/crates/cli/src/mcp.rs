//! The Model Context Protocol on standard input and output, for programs that start one server for each agent. What the
//! tools are is the gateway's business.

use std::sync::Arc;

use chaperone_commands::{FailureKind, Reply};
use chaperone_gateway::mcp::{AgentServer, serve_stdio};

use crate::args::Flags;
use crate::exit::{Exit, failure};
use crate::host::Host;

/// Where the agent's secret is read from. Never an argument, because other users of the machine can read arguments.
const SECRET: &str = "CHAPERONE_AGENT_SECRET";

/// Serves the agent behind the secret until the client closes the connection.
pub(crate) fn run(flags: &Flags) -> Reply<Exit> {
    let secret = std::env::var(SECRET).ok().filter(|secret| !secret.is_empty()).ok_or_else(|| {
        let message = format!(
            "Which agent speaks is told by its secret: set {SECRET}. `chaperone agent secret issue` makes one."
        );
        failure(FailureKind::NotSignedIn, "secret_missing", &message)
    })?;
    let desk = Arc::new(Host::open_unseated(flags)?.into_desk());
    let server = AgentServer::of_secret(desk, &secret)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| {
        let message = format!("No server can run here: {error}. Try again.");
        failure(FailureKind::CouldNot, "no_server", &message)
    })?;
    let served = runtime.block_on(serve_stdio(server));
    // Standard input may be waited for by a thread that nothing can wake; it ends with the process.
    runtime.shutdown_background();
    served.map(|()| Exit::Done)
}
