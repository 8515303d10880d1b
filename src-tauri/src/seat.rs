//! The one desk of this process and who sits at it. Every part of the shell takes them from here, so that the window, the
//! tray and the notifications never disagree about which workspace is open. No rule and no command's meaning belongs here.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use chaperone_commands::{Desk, Environment, Failure, Origin, Reply, Session, dispatch};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Why the background loop should look at once instead of at its next glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nudge {
    /// This process wrote something.
    Wrote,
    /// Another workspace is open, or another person has proved who they are.
    Moved,
    /// Somebody else acts at a training desk. It shows everybody's notices, so those on the display stay.
    ActsAs,
    /// Reminders were paused or resumed.
    Paused,
    /// The desktop speaks another language.
    Speaks,
}

/// The desk and its sitter. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Seat(Arc<Inner>);

struct Inner {
    desk: Arc<Desk>,
    session: Session,
    environment: Environment,
    nudges: Sender<Nudge>,
}

impl Seat {
    /// A desk on the real world, with nothing open and nobody at it.
    pub(crate) fn new(nudges: Sender<Nudge>) -> Self {
        let environment = Environment::system(None);
        let desk = Arc::new(Desk::new(environment.clone()));
        let session = Session::new(Origin::Desktop);
        Self(Arc::new(Inner { desk, session, environment, nudges }))
    }

    /// The desk. Its calls wait for the disk: never call them on the thread that draws.
    pub(crate) fn desk(&self) -> &Arc<Desk> {
        &self.0.desk
    }

    /// The world that the desk stands on.
    pub(crate) fn environment(&self) -> &Environment {
        &self.0.environment
    }

    /// Who sits here.
    pub(crate) fn session(&self) -> &Session {
        &self.0.session
    }

    /// The machine's present instant in milliseconds, which a training clock doesn't move.
    pub(crate) fn machine_now(&self) -> i64 {
        self.0.environment.clock.now().millis()
    }

    /// Wakes the background loop.
    pub(crate) fn nudge(&self, nudge: Nudge) {
        // The loop is gone only while the program ends, and then there is nothing left to wake.
        let _ = self.0.nudges.send(nudge);
    }

    /// Carries out a command as whoever sits here. Waits for the disk.
    pub(crate) fn ask(&self, command: &str, payload: Value) -> Reply<Value> {
        dispatch(self.desk(), self.session(), command, payload)
    }

    /// The same, read into the command's own view.
    pub(crate) fn view<V: DeserializeOwned>(&self, command: &str, payload: Value) -> Reply<V> {
        let view = self.ask(command, payload)?;
        serde_json::from_value(view)
            .map_err(|wrong| Failure::usage(format!("The answer can't be read: {wrong}.")))
    }

    /// Does blocking work on a thread that may wait for the disk.
    pub(crate) async fn away<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Reply<T> + Send + 'static,
    ) -> Reply<T> {
        let seat = self.clone();
        match tauri::async_runtime::spawn_blocking(move || work(&seat)).await {
            Ok(reply) => reply,
            Err(broken) => {
                tracing::error!(%broken, "a command broke off");
                Err(broke_off())
            }
        }
    }
}

/// What the page is told when a command panicked: the same shape as any failure, without the internals.
fn broke_off() -> Failure {
    Failure::could_not(
        "broke_off",
        "Something broke inside Chaperone and nothing was saved; try again, and look into the log.",
    )
}
