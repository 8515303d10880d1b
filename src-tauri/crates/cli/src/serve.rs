//! The agents' door without the desktop: kept open until somebody stops it. What happens at the door is the gateway's
//! business.

use std::sync::Arc;

use chaperone_commands::{Environment, Failure, FailureKind, Reply};
use chaperone_gateway::{Https, Ports};
use clap::Args;

use crate::args::Flags;
use crate::exit::{Exit, failure};
use crate::host::Host;
use crate::output::Output;

/// How the door is kept.
#[derive(Debug, Args)]
pub(crate) struct Ask {
    /// The port on loopback, 0 for any free one; the door's own when left out
    #[arg(long)]
    port: Option<u16>,
    /// Speak HTTPS too, for clients that trust the certificate that `door ca` names
    #[arg(long)]
    tls: bool,
    /// The port for HTTPS, 0 for any free one; the one after the other when left out
    #[arg(long, value_name = "PORT", requires = "tls")]
    tls_port: Option<u16>,
}

impl Ask {
    fn ports(&self) -> Ports {
        let https = match self.tls_port {
            Some(port) => Https::At(port),
            None if self.tls => Https::Next,
            None => Https::Off,
        };
        Ports { http: self.port, https }
    }
}

/// Keeps the door until the process is asked to stop. Where it stands is printed as JSON on one line, once it is open.
pub(crate) fn run(ask: &Ask, flags: &Flags, output: &Output) -> Reply<Exit> {
    let desk = Arc::new(Host::open_unseated(flags)?.into_desk());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| could_not(&error))?;
    runtime.block_on(async {
        // Heard from now on, so that a stop right after the line below is a clean one.
        let stop = Stop::new().map_err(|error| could_not(&error))?;
        let running =
            chaperone_gateway::start(desk, Environment::system(None), ask.ports()).await?;
        output.json_line(&running.addresses.to_wire())?;
        stop.wait().await;
        running.stop().await;
        Ok(Exit::Done)
    })
}

fn could_not(error: &std::io::Error) -> Failure {
    let message = format!("The door can't be kept here: {error}. Try again.");
    failure(FailureKind::CouldNot, "no_server", message)
}

/// The signals by which a process is asked to stop.
struct Stop {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Stop {
    fn new() -> std::io::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            terminate: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?,
        })
    }

    #[cfg(unix)]
    async fn wait(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    }

    #[cfg(not(unix))]
    async fn wait(self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
