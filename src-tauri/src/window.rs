//! The window: made when it is first wanted, shown, hidden, and sent to a page. What stands in it is the page's business.

use std::sync::atomic::{AtomicBool, Ordering};

use gtk::prelude::GtkWindowExt;
use tauri::{
    AppHandle, Emitter, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
};

use crate::{page_loss, tray};

/// The only window.
pub(crate) const LABEL: &str = "main";
/// The event that sends the page to another route.
const NAVIGATE: &str = "navigate";
/// Remembered, because the window itself answers on the main thread only, and the background asks at each of its glances.
static IS_VISIBLE: AtomicBool = AtomicBool::new(false);

/// Shows the window and takes it to a route, if one is given. `token` is what a notification server hands over so that the
/// desktop lets the window come to the front.
pub(crate) fn bring(app: &AppHandle, route: Option<String>, token: Option<String>) {
    let (handle, app) = (app.clone(), app.clone());
    let done = handle.run_on_main_thread(move || match app.get_webview_window(LABEL) {
        Some(window) => come_to_front(&window, route.as_deref(), token.as_deref()),
        None => {
            if let Err(error) = build(&app, route.as_deref()) {
                tracing::error!(%error, "the window could not be made");
            }
        }
    });
    if let Err(error) = done {
        tracing::warn!(%error, "the window can't be shown while the program ends");
    }
}

/// Shows the window.
pub(crate) fn show(app: &AppHandle, route: Option<&str>) {
    bring(app, route.map(str::to_owned), None);
}

/// Whether it was made already, though it may be hidden.
pub(crate) fn exists(app: &AppHandle) -> bool {
    app.get_webview_window(LABEL).is_some()
}

/// Whether somebody can see it.
pub(crate) fn is_visible() -> bool {
    IS_VISIBLE.load(Ordering::Relaxed)
}

/// Opens the page once more where it stood.
pub(crate) fn open_page_again(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.reload()
    {
        tracing::error!(%error, "the page could not be opened again");
    }
}

fn come_to_front(window: &WebviewWindow, route: Option<&str>, token: Option<&str>) {
    if let (Some(token), Ok(drawn)) = (token, window.gtk_window()) {
        GtkWindowExt::set_startup_id(&drawn, token);
    }
    IS_VISIBLE.store(true, Ordering::Relaxed);
    let shown = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window could not be shown");
    }
    if let Some(route) = route
        && let Err(error) = window.emit(NAVIGATE, route)
    {
        tracing::warn!(%error, route, "the page was not told where to go");
    }
}

fn build(app: &AppHandle, route: Option<&str>) -> tauri::Result<()> {
    // The page's own router reads the part after the hash; without one it goes to where the person was last.
    let page = route.map_or_else(|| "index.html".to_owned(), |route| format!("index.html#{route}"));
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App(page.into()))
        .title("Chaperone")
        .inner_size(1280.0, 800.0)
        .min_inner_size(900.0, 600.0)
        // Dropped files go to the page itself, as in a browser: it is given what was dropped, and needs no right to read
        // paths. Tauri's own event would hand it paths and keep the drop from it.
        .disable_drag_drop_handler()
        .build()?;
    IS_VISIBLE.store(true, Ordering::Relaxed);
    page_loss::look_after(&window)?;
    let app = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            api.prevent_close();
            let app = app.clone();
            tauri::async_runtime::spawn(async move { close(&app).await });
        }
    });
    Ok(())
}

/// With a tray the desk goes on in it, so that reminders keep coming. Without one it ends: a program that nothing on the
/// screen shows would surprise more than reminders that come at the next start.
async fn close(app: &AppHandle) {
    if tray::is_seen(app).await {
        if let Some(window) = app.get_webview_window(LABEL) {
            match window.hide() {
                Ok(()) => IS_VISIBLE.store(false, Ordering::Relaxed),
                Err(error) => tracing::warn!(%error, "the window could not be hidden"),
            }
        }
    } else {
        app.exit(0);
    }
}
