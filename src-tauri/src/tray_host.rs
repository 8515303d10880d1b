//! Whether anybody draws tray icons here. It decides what closing the window means: with a tray the desk stays in it, and
//! without one it ends, because nothing on the screen could bring it back. The tray itself is in `tray`.

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::ConnectionExt as _;
use zbus::Connection;

use crate::bus;

/// The usual desktops own this name; so does GNOME with its extension.
const WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// Whether a tray icon would be seen.
pub(crate) async fn is_there(connection: Option<&Connection>) -> bool {
    if let Some(connection) = connection
        && bus::is_owned(connection, WATCHER).await
    {
        return true;
    }
    tauri::async_runtime::spawn_blocking(|| is_on_x11().unwrap_or(false)).await.unwrap_or(false)
}

/// Older panels own a selection of the X screen instead.
fn is_on_x11() -> Option<bool> {
    std::env::var_os("DISPLAY")?;
    let (server, screen) = x11rb::connect(None).ok()?;
    let name = format!("_NET_SYSTEM_TRAY_S{screen}");
    let atom = server.intern_atom(false, name.as_bytes()).ok()?.reply().ok()?.atom;
    let owner = server.get_selection_owner(atom).ok()?.reply().ok()?.owner;
    server.flush().ok()?;
    Some(owner != x11rb::NONE)
}
