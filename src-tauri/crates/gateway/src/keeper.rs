//! Keeping the door as its switch says, for as long as a process stays: it stands where the workspace's settings say, moves
//! and closes with them whoever changes them, and is tried again while its ports are taken. One process of a device keeps the
//! door of a workspace; a lock beside the door's keys says which, and ends with the process however that ends. What happens
//! at the door is the business of `server`.

use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chaperone_commands::keeping::Keeping;
use chaperone_commands::view::door::DoorStands;
use chaperone_commands::{Desk, Environment, Failure, Reply, private_file};
use chaperone_domain::door::{Door as Settings, DoorKeeping, DoorRefusal};
use chaperone_domain::id::TenantId;
use serde_json::{Value, json};
use tokio::sync::{Notify, watch};

use crate::server::{Ports, Running, start};

/// How soon what could not be done is tried again, and how soon a door is found that another process has let go.
const RETRY: Duration = Duration::from_secs(5);

/// Where a door stands as JSON on one line, for programs that start one: what goes into an agent's settings, and in `https` the
/// same for HTTPS, with `caFile`.
pub fn to_wire(stands: &DoorStands) -> Value {
    let mut wire = json!(stands.http);
    if let Some(https) = &stands.https {
        wire["https"] = json!(https);
        wire["https"]["caFile"] = json!(stands.ca_file);
    }
    wire
}

/// A process's keeping of the door of the workspace that is open at its desk.
#[derive(Debug)]
pub struct Keeper {
    look: Arc<Notify>,
    /// Its receiver goes with the task.
    end: watch::Sender<bool>,
}

impl Keeper {
    /// Begins to keep the door. `told` is called after each change of who keeps it.
    pub fn begin(
        desk: Arc<Desk>,
        environment: Environment,
        ports: Ports,
        told: impl Fn() + Send + 'static,
    ) -> Self {
        Self::go_on(Kept::new(desk, environment, ports), told)
    }

    /// Opens the door and goes on to keep it. Answers where it stands.
    ///
    /// # Errors
    ///
    /// `door_closed` while no administrator has opened it; `door_kept`; `port_taken`; for HTTPS also `key_damaged` and
    /// `no_certificate`.
    pub async fn open(
        desk: Arc<Desk>,
        environment: Environment,
        ports: Ports,
    ) -> Reply<(Self, DoorStands)> {
        let mut kept = Kept::new(desk, environment, ports);
        let closed = || Failure::refused(&DoorRefusal::Closed);
        let settings = kept.settings().await?.ok_or_else(closed)?;
        let stands = kept.open(settings).await?;
        Ok((Self::go_on(kept, || {}), stands))
    }

    fn go_on(mut kept: Kept, told: impl Fn() + Send + 'static) -> Self {
        let look = Arc::new(Notify::new());
        let (end, mut ended) = watch::channel(false);
        let nudged = Arc::clone(&look);
        tokio::spawn(async move {
            loop {
                let now = kept.follow().await;
                if kept.desk.note_keeping(now) {
                    told();
                }
                tokio::select! {
                    () = nudged.notified() => {}
                    () = tokio::time::sleep(RETRY) => {}
                    _ = ended.changed() => break,
                }
            }
            kept.close().await;
            kept.desk.note_keeping(Keeping::default());
        });
        Self { look, end }
    }

    /// Has the keeper look at the door's settings at once.
    pub fn look(&self) {
        self.look.notify_one();
    }

    /// Takes no more connections, answers what is being asked, and ends.
    pub async fn stop(&self) {
        let _ = self.end.send(true);
        self.end.closed().await;
    }
}

/// The door as it is kept at the moment.
struct Kept {
    desk: Arc<Desk>,
    environment: Environment,
    ports: Ports,
    open: Option<Opened>,
    /// Where it stood last: a door that may stand anywhere is found there again after it was closed for a while.
    last: Option<(TenantId, (u16, Option<u16>))>,
}

struct Opened {
    settings: Settings,
    running: Running,
    /// Held for as long as the door is kept.
    _lock: File,
}

impl Kept {
    fn new(desk: Arc<Desk>, environment: Environment, ports: Ports) -> Self {
        Self { desk, environment, ports, open: None, last: None }
    }

    /// The settings of the open workspace's door, if it is to be kept.
    async fn settings(&self) -> Reply<Option<Settings>> {
        let desk = Arc::clone(&self.desk);
        let read = tokio::task::spawn_blocking(move || desk.door());
        let door = read.await.unwrap_or_else(|error| Err(broke_off(&error.into())))?;
        Ok(door.filter(|door| door.is_open))
    }

    /// Makes the door what the settings say. Answers who keeps it now.
    async fn follow(&mut self) -> Keeping {
        let wanted = match self.settings().await {
            Ok(wanted) => wanted,
            Err(failure) if failure.code == "no_workspace_open" => None,
            Err(failure) => {
                // The settings can't be read at this instant: whatever stands, stays.
                tracing::warn!(%failure, "could not look whether the door is open");
                return self.as_it_is(DoorKeeping::Failed, Some(failure));
            }
        };
        if self.open.as_ref().map(|open| open.settings) == wanted {
            return self.as_it_is(DoorKeeping::Closed, None);
        }
        self.close().await;
        let Some(settings) = wanted else { return self.as_it_is(DoorKeeping::Closed, None) };
        match self.open(settings).await {
            Ok(_) => self.as_it_is(DoorKeeping::Closed, None),
            Err(failure) if failure.code == "door_kept" => Keeping {
                keeping: DoorKeeping::Elsewhere,
                stands: serde_json::from_value(failure.details.clone()).ok(),
                failure: Some(failure),
            },
            Err(failure) => {
                tracing::debug!(%failure, "the door could not be opened; it is tried again");
                self.as_it_is(DoorKeeping::Failed, Some(failure))
            }
        }
    }

    fn as_it_is(&self, otherwise: DoorKeeping, failure: Option<Failure>) -> Keeping {
        match &self.open {
            Some(open) => Keeping {
                keeping: DoorKeeping::Here,
                stands: Some(open.running.stands.clone()),
                failure: None,
            },
            None => Keeping { keeping: otherwise, stands: None, failure },
        }
    }

    async fn open(&mut self, settings: Settings) -> Reply<DoorStands> {
        let lock = self.lock(settings.tenant_id)?;
        let ports = self.ports.of(&settings);
        let (desk, environment) = (&self.desk, &self.environment);
        let again = self.last.filter(|(tenant, _)| *tenant == settings.tenant_id);
        let running = match again.map(|(_, last)| at_last(ports, last)) {
            Some(last) => match start(Arc::clone(desk), environment, &settings, last).await {
                Err(failure) if failure.code == "port_taken" && last != ports => {
                    tracing::warn!("the door stands elsewhere now; its last port is taken");
                    start(Arc::clone(desk), environment, &settings, ports).await?
                }
                done => done?,
            },
            None => start(Arc::clone(desk), environment, &settings, ports).await?,
        };
        let stands = running.stands.clone();
        self.last = Some((settings.tenant_id, running.ports));
        self.say_where(settings.tenant_id, &stands);
        tracing::info!(urls = ?stands.http.urls, "the door is open");
        self.open = Some(Opened { settings, running, _lock: lock });
        Ok(stands)
    }

    async fn close(&mut self) {
        if let Some(open) = self.open.take() {
            open.running.stop().await;
            tracing::info!("the door is closed");
        }
    }

    fn file(&self, tenant: TenantId, ending: &str) -> PathBuf {
        self.environment.settings_folder.join(format!("door-{tenant}.{ending}"))
    }

    /// Takes the lock by which one process keeps the door.
    fn lock(&self, tenant: TenantId) -> Reply<File> {
        let file = private_file::open(&self.file(tenant, "lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(self.kept_elsewhere(tenant)),
            Err(TryLockError::Error(error)) => Err(broke_off(&error)),
        }
    }

    /// The refusal while another process keeps the door. Where that one stands is in the details, as far as it said so.
    fn kept_elsewhere(&self, tenant: TenantId) -> Failure {
        let said = private_file::read(&self.file(tenant, "at")).ok().flatten().unwrap_or_default();
        let stands: Option<DoorStands> = serde_json::from_str(&said).ok();
        let place = stands.as_ref().and_then(|stands| stands.http.urls.first());
        let place = place.map(|url| format!(" at {url}")).unwrap_or_default();
        let message = format!(
            "Another process on this device keeps this workspace's door{place} already; use that, or stop it."
        );
        let failure = Failure::refused_because("door_kept", message).with_details(json!(stands));
        match stands.as_ref().and_then(|stands| stands.http.urls.first()) {
            Some(url) => failure.of("at").with("place", url),
            None => failure,
        }
    }

    /// Says where the door stands, to processes that want to keep it too. The door works without.
    fn say_where(&self, tenant: TenantId, stands: &DoorStands) {
        let written = private_file::write(&self.file(tenant, "at"), &json!(stands).to_string());
        if let Err(failure) = written {
            tracing::warn!(%failure, "could not note where the door stands");
        }
    }
}

/// The ports, with those in place of any free one at which the door stood last.
fn at_last(wanted: (u16, Option<u16>), last: (u16, Option<u16>)) -> (u16, Option<u16>) {
    let http = if wanted.0 == 0 { last.0 } else { wanted.0 };
    let https = wanted.1.map(|port| if port == 0 { last.1.unwrap_or(0) } else { port });
    (http, https)
}

fn broke_off(error: &std::io::Error) -> Failure {
    Failure::could_not(
        "door_not_kept",
        format!("The door can't be kept here: {error}. It is tried again."),
    )
    .with("why", error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_door_that_may_stand_anywhere_is_found_where_it_stood_and_one_that_may_not_isnt() {
        assert_eq!(at_last((0, None), (4_000, None)), (4_000, None));
        assert_eq!(at_last((0, Some(0)), (4_000, None)), (4_000, Some(0)));
        assert_eq!(at_last((0, Some(0)), (4_000, Some(5_000))), (4_000, Some(5_000)));
        assert_eq!(at_last((24_273, Some(24_274)), (4_000, Some(5_000))), (24_273, Some(24_274)));
    }
}
