//! The agents' door without the desktop: kept open until somebody stops it. Whoever keeps it also does what falls due, so
//! that a server without a screen needs nothing else. What happens at the door is the gateway's business, and what falls
//! due the command layer's.

use std::sync::Arc;

use chaperone_commands::{Desk, Environment, Failure, FailureKind, Reply, Round};
use chaperone_gateway::{Https, Ports};
use clap::Args;
use tokio::sync::watch;

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
        let environment = Environment::system(None);
        let running = chaperone_gateway::start(Arc::clone(&desk), environment, ask.ports()).await?;
        // What fell due while nothing ran is done before anybody is told where the door stands.
        let first = round(&desk).await;
        output.json_line(&running.addresses.to_wire())?;
        let (ending, ended) = watch::channel(false);
        let rounds = tokio::spawn(do_what_falls_due(desk, first, ended));
        stop.wait().await;
        let _ = ending.send(true);
        running.stop().await;
        rounds.await.map_err(|error| could_not(&error.into()))?;
        Ok(Exit::Done)
    })
}

/// Goes on round after round until the process is to end; a round that has begun is finished.
async fn do_what_falls_due(desk: Arc<Desk>, first: Round, mut ended: watch::Receiver<bool>) {
    let mut rest = first.rest;
    loop {
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            _ = ended.changed() => return,
        }
        rest = round(&desk).await.rest;
    }
}

/// One round, away from the threads that answer, because it waits for the disk.
async fn round(desk: &Arc<Desk>) -> Round {
    let desk = Arc::clone(desk);
    tokio::task::spawn_blocking(move || desk.run_round()).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a round of due work broke off");
        Round::default()
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
