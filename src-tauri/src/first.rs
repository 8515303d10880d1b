//! One desk on one desktop. A second start hands its arguments to the first and ends before it has drawn anything. The
//! door for that is a name on the session bus; what the first then does is decided in `start`.

use std::time::Duration;

use tauri::AppHandle;
use tokio::sync::watch;
use zbus::fdo::{RequestNameFlags, RequestNameReply};
use zbus::{Connection, interface, proxy};

use crate::arguments::Arguments;
use crate::start;

const NAME: &str = "app.chaperone.desktop";
const PATH: &str = "/app/chaperone/desktop";

/// How often a first desk that is still starting is called.
const CALLS: u32 = 25;
/// How long to wait between two calls.
const BETWEEN_CALLS: Duration = Duration::from_millis(200);

/// Whether this start is the first; if it isn't, the first has been told the arguments. Where the first doesn't listen
/// the second opens a window after all: better two than none.
pub(crate) async fn is_first(
    connection: &Connection,
    arguments: &Arguments,
    arrival: &Arrival,
) -> bool {
    let folder = std::env::current_dir().unwrap_or_default();
    let Ok(message) = serde_json::to_string(&arguments.clone().seen_from(&folder)) else {
        return true;
    };
    // The door is there before the name, so that nobody who finds the name finds no door.
    if let Err(error) = connection.object_server().at(PATH, Door { app: arrival.subscribe() }).await
    {
        tracing::warn!(%error, "later starts can't be heard and will open desks of their own");
    }
    for _ in 0..CALLS {
        match connection.request_name_with_flags(NAME, RequestNameFlags::DoNotQueue.into()).await {
            Ok(RequestNameReply::PrimaryOwner | RequestNameReply::AlreadyOwner) => return true,
            Ok(_) | Err(zbus::Error::NameTaken) => {}
            Err(error) => {
                tracing::warn!(%error, "can't tell whether a desk is open already; opening one");
                return true;
            }
        }
        if tell(connection, &message).await.is_ok() {
            return false;
        }
        tokio::time::sleep(BETWEEN_CALLS).await;
    }
    tracing::warn!("another desk is open but doesn't listen; opening one more");
    true
}

async fn tell(connection: &Connection, message: &str) -> zbus::Result<()> {
    FirstDeskProxy::new(connection).await?.start(message).await
}

/// Where the running program is put, once it runs. A start that comes earlier waits at the door.
pub(crate) type Arrival = watch::Sender<Option<AppHandle>>;

struct Door {
    app: watch::Receiver<Option<AppHandle>>,
}

#[interface(name = "app.chaperone.Desk1")]
impl Door {
    async fn start(&self, message: String) -> zbus::fdo::Result<()> {
        let arguments: Arguments = serde_json::from_str(&message)
            .map_err(|error| zbus::fdo::Error::InvalidArgs(error.to_string()))?;
        let mut app = self.app.clone();
        let running = app.wait_for(Option::is_some).await.ok().and_then(|app| app.clone());
        let app = running
            .ok_or_else(|| zbus::fdo::Error::Failed("the first desk is ending".to_owned()))?;
        start::follow(&app, arguments);
        Ok(())
    }
}

#[proxy(
    interface = "app.chaperone.Desk1",
    default_service = "app.chaperone.desktop",
    default_path = "/app/chaperone/desktop",
    gen_blocking = false
)]
trait FirstDesk {
    fn start(&self, message: &str) -> zbus::Result<()>;
}
