//! Starts without the desktop portal when it is dead. GTK asks for `org.freedesktop.portal.Desktop` before the first
//! window, and on a bus that can start it in name only, it waits for the bus's 25 seconds. No variable of GTK turns that
//! off (`GTK_USE_PORTAL`, `GDK_DEBUG=no-portals` and `GIO_USE_PORTALS` were all measured to wait); only a GTK that sees no
//! bus doesn't ask. So the portal is asked first, and when it stays silent the program begins again with the bus hidden
//! from GTK. Our own connection still uses it; what is lost for that run is the tray on desktops where it needs the bus.

use std::os::unix::process::CommandExt;
use std::time::Duration;

use zbus::Connection;
use zbus::fdo::DBusProxy;
use zbus::names::WellKnownName;

use crate::bus::KEPT_ADDRESS;

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const ADDRESS: &str = "DBUS_SESSION_BUS_ADDRESS";
/// `GDBus` understands this address and gives up at once.
const NO_BUS: &str = "disabled:";
/// How long a person who waits for a window is made to wait for the portal.
const LIMIT: Duration = Duration::from_millis(400);
/// At login everything starts at once and nobody waits for a window, so a slow portal isn't taken for a dead one.
const LIMIT_IN_BACKGROUND: Duration = Duration::from_secs(10);

/// Begins the program again without a bus for GTK if the portal is dead. Returns when all is well, or when that fails:
/// then the start is slow, but it is a start.
pub(crate) async fn start_without_it_if_dead(connection: &Connection, is_hidden: bool) {
    if std::env::var_os(KEPT_ADDRESS).is_some() {
        return;
    }
    let limit = if is_hidden { LIMIT_IN_BACKGROUND } else { LIMIT };
    if tokio::time::timeout(limit, answers(connection)).await.is_ok() {
        return;
    }
    tracing::warn!(
        "the desktop portal doesn't answer: starting without it, and without a tray that needs the bus"
    );
    let failure = begin_again();
    tracing::warn!(%failure, "could not start anew without the portal; this may take half a minute");
}

/// Returns as soon as GTK would not have to wait: the portal answers, or the bus says that it can't be had.
pub(crate) async fn answers(connection: &Connection) {
    let Ok(bus) = DBusProxy::new(connection).await else { return };
    let Ok(name) = WellKnownName::try_from(PORTAL) else { return };
    // Starting a service that already runs is answered at once; one that isn't installed is refused at once.
    if bus.start_service_by_name(name, 0).await.is_err() {
        return;
    }
    // It has its name; whether it listens is another matter.
    let _ = connection
        .call_method(
            Some(PORTAL),
            "/org/freedesktop/portal/desktop",
            Some("org.freedesktop.DBus.Peer"),
            "Ping",
            &(),
        )
        .await;
}

/// Replaces this process by a new start of itself. Only returns if that is impossible.
fn begin_again() -> std::io::Error {
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(error) => return error,
    };
    let mut again = std::process::Command::new(program);
    again.args(std::env::args_os().skip(1));
    // Without the variable the bus is where systemd puts it.
    let address = std::env::var_os(ADDRESS).or_else(|| {
        let folder = std::env::var_os("XDG_RUNTIME_DIR")?;
        let mut address = std::ffi::OsString::from("unix:path=");
        address.push(folder);
        address.push("/bus");
        Some(address)
    });
    if let Some(address) = address {
        again.env(KEPT_ADDRESS, address);
    }
    again.env(ADDRESS, NO_BUS).exec()
}
