//! The tray icon and its menu: what waits, each thing a click away, open, pause, quit. On Linux the icon itself gets no
//! clicks, so all is in the menu; and nothing is only here, because many desktops show no tray at all.

use std::sync::{Mutex, PoisonError};

use chaperone_commands::tongue::Tongue;
use chaperone_commands::view::home::HomeView;
use chaperone_domain::notice::NoticeKind;
use serde_json::json;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager, Wry};

use crate::notifications;
use crate::pause::Pause;
use crate::seat::{Nudge, Seat};
use crate::{Bus, indicator, language, tray_host, window};

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
    open: MenuItem<Wry>,
    pause: MenuItem<Wry>,
    quit: MenuItem<Wry>,
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
    let labels = Labels::of(language::tongue(app), Some(0), false);
    let item = |id: &str, label: &str| MenuItem::with_id(app, id, label, true, None::<&str>);
    let (waiting, open) = (item(WAITING, &labels.waiting)?, item(OPEN, &labels.open)?);
    let (pause, quit) = (item(PAUSE, &labels.pause)?, item(QUIT, &labels.quit)?);
    let line = || PredefinedMenuItem::separator(app);
    let menu = Menu::with_items(app, &[&waiting, &line()?, &open, &pause, &line()?, &quit])?;
    TrayIconBuilder::with_id("main")
        .icon(tauri::include_image!("../icons/tray.png"))
        .tooltip("Chaperone")
        .menu(&menu)
        .on_menu_event(|app, event| choose(app, event.id().as_ref()))
        .build(app)?;
    app.manage(Tray { menu, waiting, open, pause, quit, named: Mutex::default() });
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
    let tongue = language::tongue(app);
    let home = seat.view::<HomeView>("show_home", json!({}));
    let things = home.map(|home| waiting_things(&home, tongue));
    let labels = Labels::of(tongue, things.as_ref().ok().map(Vec::len), paused);
    let told = tray.label(&labels).and_then(|()| tray.name(app, things.unwrap_or_default()));
    if let Err(error) = told {
        tracing::warn!(%error, "the tray's menu is out of date");
    }
}

impl Tray {
    fn label(&self, labels: &Labels) -> tauri::Result<()> {
        self.waiting.set_text(&labels.waiting)?;
        self.open.set_text(&labels.open)?;
        self.pause.set_text(&labels.pause)?;
        self.quit.set_text(&labels.quit)
    }

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

/// What stands on the items that are always there.
#[derive(Debug, PartialEq, Eq)]
struct Labels {
    waiting: String,
    open: String,
    pause: String,
    quit: String,
}

impl Labels {
    /// `waiting` is how much waits for whoever sits at the desk; nothing where nobody does.
    fn of(tongue: Tongue, waiting: Option<usize>, is_paused: bool) -> Self {
        Self {
            waiting: match waiting {
                None => tongue.text("tray.nobody"),
                Some(waiting) => tongue.count("tray.waiting", waiting),
            },
            open: tongue.text("tray.open"),
            pause: tongue.text(if is_paused { "tray.resume" } else { "tray.pause" }),
            quit: tongue.text("tray.quit"),
        }
    }
}

/// What waits, in the order of Home. A wanted decision stands among the approvals, so its notice isn't counted again.
fn waiting_things(home: &HomeView, tongue: Tongue) -> Vec<Thing> {
    let reminders = home
        .notices
        .iter()
        .filter(|notice| !NoticeKind::WANTS_DECISION.contains(&notice.kind.0))
        .map(|notice| {
            let (label, route) = notifications::in_one_line(notice, home.now.0, tongue);
            Thing { label, route }
        });
    let decisions = home.approvals.iter().map(|approval| {
        let request = &approval.request;
        let (agent, package) = (&request.agent.display_name, &request.access_package.display_name);
        let what = format!("{agent} · {package}");
        let news = tongue.term_of("noticeKind", NoticeKind::DecisionWanted);
        let label = tongue.say("popup.title", &[("what", &what), ("news", &news)]);
        Thing { label, route: format!("/approvals/{}", request.id) }
    });
    let unowned = home.agents_without_sponsor.iter().map(|agent| Thing {
        label: tongue.say("tray.unsponsored", &[("agent", &agent.display_name)]),
        route: format!("/agents/{}", agent.id),
    });
    reminders.chain(decisions).chain(unowned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chaperone_domain::language::Language;

    fn labels(language: Language, waiting: Option<usize>, is_paused: bool) -> [String; 4] {
        let labels = Labels::of(Tongue::new(language), waiting, is_paused);
        [labels.waiting, labels.open, labels.pause, labels.quit]
    }

    #[test]
    fn the_menu_says_how_much_waits() {
        let waiting = |waiting| labels(Language::English, waiting, false)[0].clone();
        assert_eq!(waiting(Some(3)), "3 waiting");
        assert_eq!(waiting(Some(0)), "Nothing waits");
        assert_eq!(waiting(None), "Nobody has signed in");
    }

    #[test]
    fn the_menu_speaks_the_language_that_was_chosen() {
        assert_eq!(
            labels(Language::English, Some(1), false),
            ["1 waiting", "Open Chaperone", "Pause reminders for today", "Quit"]
        );
        assert_eq!(
            labels(Language::German, Some(1), false),
            ["1 wartet", "Chaperone öffnen", "Erinnerungen für heute pausieren", "Beenden"]
        );
        assert_eq!(
            labels(Language::German, Some(3), true)[..3],
            ["3 warten", "Chaperone öffnen", "Erinnerungen fortsetzen"]
        );
        assert_eq!(labels(Language::German, Some(0), false)[0], "Nichts wartet");
        let nobody = labels(Language::German, None, false);
        assert_eq!(nobody[0], "Niemand ist angemeldet");
    }
}
