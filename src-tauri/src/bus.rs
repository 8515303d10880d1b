//! The session bus of the desktop: one connection for all that the shell says and hears there. What is said belongs in
//! `first`, `portal`, `tray_host` and `notifications`.

use std::time::Duration;

use zbus::Connection;
use zbus::connection::Builder;
use zbus::fdo::DBusProxy;
use zbus::names::BusName;

/// Where the real address stands when the usual variable had to be hidden from GTK (see `portal`).
pub(crate) const KEPT_ADDRESS: &str = "CHAPERONE_SESSION_BUS";
/// How long a call may take. A server that needs longer is as good as none.
const PATIENCE: Duration = Duration::from_secs(5);

/// Connects to the session bus. The error is a clause for people.
pub(crate) async fn connect() -> Result<Connection, String> {
    let builder = match std::env::var(KEPT_ADDRESS) {
        Ok(address) => Builder::address(address.as_str()),
        Err(_) => Builder::session(),
    };
    let no_bus = |error: zbus::Error| format!("there is no session bus to reach it by ({error})");
    builder.map_err(no_bus)?.method_timeout(PATIENCE).build().await.map_err(no_bus)
}

/// Whether somebody on the bus owns a name. Never starts anybody.
pub(crate) async fn is_owned(connection: &Connection, name: &'static str) -> bool {
    let Ok(name) = BusName::try_from(name) else { return false };
    match DBusProxy::new(connection).await {
        Ok(bus) => bus.name_has_owner(name).await.unwrap_or(false),
        Err(_) => false,
    }
}
