//! The agents' door without the desktop: kept open until somebody stops it. Whoever keeps it also does what falls due, so
//! that a server without a screen needs nothing else. What happens at the door is the gateway's business, and what falls
//! due the command layer's.

use std::sync::Arc;
use std::time::Duration;

use chaperone_commands::{Attendance, Desk, Environment, Failure, FailureKind, Reply};
use chaperone_gateway::{Https, Keeper, Ports, to_wire};
use clap::Args;
use tokio::sync::watch;

use crate::args::Flags;
use crate::exit::{Exit, failure};
use crate::host::Host;
use crate::output::Output;

/// How soon it is seen what somebody wrote, here or in another process.
const GLANCE: Duration = Duration::from_millis(500);

/// How the door is kept.
#[derive(Debug, Args)]
pub(crate) struct Ask {
    /// The port on loopback, 0 for any free one; the door's own when left out
    #[arg(long)]
    port: Option<u16>,
    /// Speak HTTPS too, for clients that trust the certificate that `door ca` names, whatever the door's settings say
    #[arg(long)]
    tls: bool,
    /// The port for HTTPS, 0 for any free one; the one after the other when left out
    #[arg(long, value_name = "PORT", requires = "tls")]
    tls_port: Option<u16>,
}

impl Ask {
    fn ports(&self) -> Ports {
        let next = self.tls.then_some(Https::Next);
        Ports { http: self.port, https: self.tls_port.map(Https::At).or(next) }
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
        let mut attendance = Attendance::default();
        attendance.begin_anew(&desk);
        let environment = Environment::system(None);
        let (keeper, stands) = Keeper::open(Arc::clone(&desk), environment, ask.ports()).await?;
        // What fell due while nothing ran is done before anybody is told where the door stands.
        attendance = attend(&desk, attendance, None).await;
        output.json_line(&to_wire(&stands))?;
        let keeper = Arc::new(keeper);
        let (ending, ended) = watch::channel(false);
        let attending = tokio::spawn(stay(desk, attendance, Arc::clone(&keeper), ended));
        stop.wait().await;
        let _ = ending.send(true);
        attending.await.map_err(|error| could_not(&error.into()))?;
        keeper.stop().await;
        Ok(Exit::Done)
    })
}

/// Looks after the workspace until the process is to end; a round that has begun is finished.
async fn stay(
    desk: Arc<Desk>,
    mut attendance: Attendance,
    keeper: Arc<Keeper>,
    mut ended: watch::Receiver<bool>,
) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(GLANCE.min(attendance.until_next())) => {}
            _ = ended.changed() => return,
        }
        attendance = attend(&desk, attendance, Some(&keeper)).await;
    }
}

/// One look and, where something was written or is due, one round; away from the threads that answer, because both wait for
/// the disk.
async fn attend(
    desk: &Arc<Desk>,
    mut attendance: Attendance,
    keeper: Option<&Arc<Keeper>>,
) -> Attendance {
    let (desk, keeper) = (Arc::clone(desk), keeper.map(Arc::clone));
    let attended = tokio::task::spawn_blocking(move || {
        let is_changed = !attendance.glance(&desk).is_empty();
        if let Some(keeper) = keeper.filter(|_| is_changed) {
            keeper.look();
        }
        if is_changed || attendance.until_next().is_zero() {
            attendance.round(&desk);
        }
        attendance
    });
    attended.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a round of due work broke off");
        Attendance::default()
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
