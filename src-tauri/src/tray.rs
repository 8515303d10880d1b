//! The tray icon and its menu: what waits, each thing a click away, open, pause, quit. On Linux the icon itself gets no
//! clicks, so all is in the menu; and nothing is only here, because many desktops show no tray at all.

use std::sync::{Mutex, PoisonError};

use chaperone_commands::view::home::HomeView;
use chaperone_domain::notice::NoticeKind;
use serde_json::json;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager, Wry};

use crate::notifications;
use crate::pause::Pause;
use crate::seat::{Nudge, Seat};
use crate::{Bus, indicator, tray_host, window};

const WAITING: &str = "waiting";
const OPEN: &str = "open";
const PAUSE: &str = "pause";
const QUIT: &str = "quit";
/// What begins the id of an item that leads to a page; the page follows.
const TO_PAGE: &str = "to:";
/// How many of the things that wait stand in the menu by themselves.
const NAMED: usize = 5;

/// The parts of the tray that change.
pub(crate) struct Tray {
    menu: Menu<Wry>,
    waiting: MenuItem<Wry>,
    pause: MenuItem<Wry>,
    /// Those that are named, as they stand there.
    named: Mutex<Vec<(Thing, MenuItem<Wry>)>>,
}

/// Something that waits for whoever sits at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Thing {
    label: String,
    /// The page where it is dealt with.
    route: String,
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
    app.manage(Tray { menu, waiting, pause, named: Mutex::default() });
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
        other => match other.strip_prefix(TO_PAGE) {
            Some(route) => window::show(app, Some(route)),
            None => tracing::warn!(other, "a menu item that does nothing"),
        },
    }
}

/// Brings the menu up to date. Waits for the disk.
pub(crate) fn refresh(app: &AppHandle) {
    let Some(tray) = app.try_state::<Tray>() else { return };
    let seat = app.state::<Seat>();
    let paused = app.state::<Pause>().is_on(seat.machine_now());
    let things = seat.view::<HomeView>("show_home", json!({})).map(|home| waiting_things(&home));
    let told = tray
        .waiting
        .set_text(waiting_label(things.as_ref().map(Vec::len)))
        .and_then(|()| tray.pause.set_text(pause_label(paused)))
        .and_then(|()| tray.name(app, things.unwrap_or_default()));
    if let Err(error) = told {
        tracing::warn!(%error, "the tray's menu is out of date");
    }
}

impl Tray {
    /// Lets the first few of what waits stand in the menu, under their count. Nothing moves while nothing has changed,
    /// because the menu may be open.
    fn name(&self, app: &AppHandle, mut things: Vec<Thing>) -> tauri::Result<()> {
        things.truncate(NAMED);
        let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        if named.iter().map(|(thing, _)| thing).eq(&things) {
            return Ok(());
        }
        for (_, item) in named.drain(..) {
            self.menu.remove(&item)?;
        }
        for thing in things {
            let id = format!("{TO_PAGE}{}", thing.route);
            let item = MenuItem::with_id(app, id, &thing.label, true, None::<&str>)?;
            self.menu.insert(&item, named.len() + 1)?;
            named.push((thing, item));
        }
        Ok(())
    }
}

fn pause_label(is_paused: bool) -> &'static str {
    if is_paused { "Resume reminders" } else { "Pause reminders for today" }
}

/// Says how much waits for whoever sits at the desk.
fn waiting_label(waiting: Result<usize, &chaperone_commands::Failure>) -> String {
    match waiting {
        Err(_) => "Nobody has signed in".to_owned(),
        Ok(0) => "Nothing waits".to_owned(),
        Ok(waiting) => format!("{waiting} waiting"),
    }
}

/// What waits, in the order of Home. A wanted decision stands among the approvals, so its notice isn't counted again.
fn waiting_things(home: &HomeView) -> Vec<Thing> {
    let reminders = home
        .notices
        .iter()
        .filter(|notice| !NoticeKind::WANTS_DECISION.contains(&notice.kind.0))
        .map(|notice| {
            let (label, route) = notifications::in_one_line(notice, home.now.0);
            Thing { label, route }
        });
    let decisions = home.approvals.iter().map(|approval| {
        let request = &approval.request;
        let (agent, package) = (&request.agent.display_name, &request.access_package.display_name);
        let label = format!("{agent} · {package}: your decision is wanted");
        Thing { label, route: format!("/approvals/{}", request.id) }
    });
    let unowned = home.agents_without_sponsor.iter().map(|agent| Thing {
        label: format!("{}: nobody sponsors it", agent.display_name),
        route: format!("/agents/{}", agent.id),
    });
    reminders.chain(decisions).chain(unowned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chaperone_commands::Failure;

    #[test]
    fn the_menu_says_how_much_waits() {
        assert_eq!(waiting_label(Ok(3)), "3 waiting");
        assert_eq!(waiting_label(Ok(0)), "Nothing waits");
        assert_eq!(waiting_label(Err(&Failure::not_signed_in())), "Nobody has signed in");
    }
}
