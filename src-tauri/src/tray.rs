//! The tray icon and its menu: what waits, open, pause, quit. On Linux the icon itself gets no clicks, so all is in the
//! menu; and nothing is only here, because many desktops show no tray at all.

use chaperone_commands::Reply;
use serde_json::{Value, json};
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager, Wry};

use crate::pause::Pause;
use crate::seat::{Nudge, Seat};
use crate::{Bus, indicator, tray_host, window};

const WAITING: &str = "waiting";
const OPEN: &str = "open";
const PAUSE: &str = "pause";
const QUIT: &str = "quit";

/// The parts of the tray that change.
pub(crate) struct Tray {
    waiting: MenuItem<Wry>,
    pause: MenuItem<Wry>,
}

/// Puts the icon into the tray. Where the library that draws it is missing there is no tray, and all goes on without.
pub(crate) fn build(app: &AppHandle) -> tauri::Result<()> {
    if !indicator::is_installed() {
        tracing::info!("no tray: libayatana-appindicator3 isn't installed");
        return Ok(());
    }
    let waiting = MenuItem::with_id(app, WAITING, "Nothing waits", true, None::<&str>)?;
    let open = MenuItem::with_id(app, OPEN, "Open Chaperone", true, None::<&str>)?;
    let pause = MenuItem::with_id(app, PAUSE, pause_label(false), true, None::<&str>)?;
    let quit = MenuItem::with_id(app, QUIT, "Quit", true, None::<&str>)?;
    let line = || PredefinedMenuItem::separator(app);
    let menu = Menu::with_items(app, &[&waiting, &line()?, &open, &pause, &line()?, &quit])?;
    TrayIconBuilder::with_id("main")
        .icon(tauri::include_image!("../icons/tray.png"))
        .tooltip("Chaperone")
        .menu(&menu)
        .on_menu_event(|app, event| choose(app, event.id().as_ref()))
        .build(app)?;
    app.manage(Tray { waiting, pause });
    Ok(())
}

/// Whether a tray icon of ours can be seen.
pub(crate) async fn is_seen(app: &AppHandle) -> bool {
    if app.try_state::<Tray>().is_none() {
        return false;
    }
    tray_host::is_there(app.state::<Bus>().connection()).await
}

fn choose(app: &AppHandle, item: &str) {
    match item {
        WAITING => window::show(app, Some("/")),
        OPEN => window::show(app, None),
        PAUSE => {
            let (pause, seat) = (app.state::<Pause>(), app.state::<Seat>());
            let now = seat.machine_now();
            if pause.is_on(now) {
                pause.end();
            } else {
                pause.for_today(now);
            }
            seat.nudge(Nudge::Paused);
        }
        QUIT => app.exit(0),
        unknown => tracing::warn!(unknown, "a menu item that does nothing"),
    }
}

/// Brings the menu up to date. Waits for the disk.
pub(crate) fn refresh(app: &AppHandle) {
    let Some(tray) = app.try_state::<Tray>() else { return };
    let seat = app.state::<Seat>();
    let paused = app.state::<Pause>().is_on(seat.machine_now());
    let label = waiting_label(&seat.ask("show_home", json!({})));
    let told = tray.waiting.set_text(label).and_then(|()| tray.pause.set_text(pause_label(paused)));
    if let Err(error) = told {
        tracing::warn!(%error, "the tray's menu is out of date");
    }
}

fn pause_label(is_paused: bool) -> &'static str {
    if is_paused { "Resume reminders" } else { "Pause reminders for today" }
}

/// Says how much waits for whoever sits at the desk.
fn waiting_label(home: &Reply<Value>) -> String {
    let Ok(home) = home else { return "Nobody has signed in".to_owned() };
    let count = |list: &str| home[list].as_array().map_or(0, Vec::len);
    match count("notices") + count("approvals") + count("agentsWithoutSponsor") {
        0 => "Nothing waits".to_owned(),
        waiting => format!("{waiting} waiting"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chaperone_commands::Failure;

    #[test]
    fn the_count_is_of_all_that_waits_for_the_person_at_the_desk() {
        let home = json!({ "notices": [{}, {}], "approvals": [{}], "agentsWithoutSponsor": [], "expiries": [{}] });
        assert_eq!(waiting_label(&Ok(home)), "3 waiting");
        assert_eq!(waiting_label(&Ok(json!({}))), "Nothing waits");
        assert_eq!(waiting_label(&Err(Failure::not_signed_in())), "Nobody has signed in");
    }
}
