//! What a doctor finds of this desktop: whether reminders can come up and be answered, whether the window has a tray to go
//! to, whether the program starts with the session, whether the portal answers. It looks and changes nothing.

use std::time::Duration;

use chaperone_commands::view::doctor::Finding;
use chaperone_domain::doctor::{DoctorCheck, Health, Mend};
use chaperone_domain::refusal::Refuse;
use tauri::{AppHandle, Manager};
use zbus::Connection;

use crate::autostart::Entry;
use crate::{Bus, indicator, notifications, portal, tray};

/// How long the portal may take to answer. A person waits for this page.
const PATIENCE: Duration = Duration::from_secs(2);

/// Looks at all of it.
pub(crate) async fn look(app: &AppHandle, start: &Entry) -> Vec<Finding> {
    let bus = app.state::<Bus>();
    let connection = bus.connection();
    let (shown, answered) = reminders(connection).await;
    vec![shown, answered, tray_icon(app).await, autostart(start), dialogs(connection).await]
}

async fn reminders(connection: Option<&Connection>) -> (Finding, Finding) {
    let (shown, answered) = (DoctorCheck::Notifications, DoctorCheck::NotificationButtons);
    match notifications::has_buttons(connection).await {
        Ok(has_buttons) => {
            let words = "A notification server answers, so reminders come up on the display.";
            let buttons = if has_buttons {
                Finding::new(
                    answered,
                    Health::Good,
                    "It draws buttons: reminders can be answered where they stand.",
                )
            } else {
                Finding::new(answered, Health::Fair, "It draws no buttons.")
                    .advise("Answer reminders in the inbox, or use another notification server.")
            };
            (Finding::new(shown, Health::Good, words), buttons)
        }
        Err(reason) => {
            let words = format!("Reminders can't come up: {reason}.");
            let nothing = "Without notifications there are no buttons to answer them with.";
            (
                Finding::new(shown, Health::Bad, words).with("why", reason.said()).advise(
                    "Look into the inbox each day, or install a notification server, such as dunst.",
                ),
                Finding::new(answered, Health::Unknown, nothing),
            )
        }
    }
}

async fn tray_icon(app: &AppHandle) -> Finding {
    let check = DoctorCheck::Tray;
    if tray::is_seen(app).await {
        return Finding::new(
            check,
            Health::Good,
            "The tray shows the icon: closing the window keeps the reminders coming.",
        );
    }
    let (case, words, advice) = if indicator::is_installed() {
        (
            "noTray",
            "This desktop shows no tray, so closing the window ends the program.",
            "Minimise the window instead, or add a tray to the desktop; on GNOME an extension, AppIndicator, brings one.",
        )
    } else {
        (
            "noLibrary",
            "The library that draws tray icons is missing, so closing the window ends the program.",
            "Install the package libayatana-appindicator3-1, and start Chaperone anew.",
        )
    };
    Finding::new(check, Health::Fair, words).of(case).advise(advice)
}

fn autostart(start: &Entry) -> Finding {
    let check = DoctorCheck::Autostart;
    match (start.trouble(), start.show().is_on) {
        (Some(trouble), _) => Finding::new(check, Health::Bad, trouble.to_string())
            .with("why", trouble.said())
            .advise("Have it written anew here.")
            .mended_by(Mend::SwitchAutostart),
        (None, true) => Finding::new(check, Health::Good, "Chaperone starts with your session."),
        (None, false) => {
            let words = "Chaperone doesn't start with your session, so no reminder comes until somebody opens it.";
            Finding::new(check, Health::Fair, words)
                .advise("Let it start with the session, in the tray.")
                .mended_by(Mend::SwitchAutostart)
        }
    }
}

async fn dialogs(connection: Option<&Connection>) -> Finding {
    let check = DoctorCheck::Portal;
    let Some(connection) = connection else {
        return Finding::new(
            check,
            Health::Unknown,
            "There is no session bus to reach the portal by.",
        );
    };
    match tokio::time::timeout(PATIENCE, portal::answers(connection)).await {
        Ok(()) => {
            Finding::new(check, Health::Good, "The desktop's portal doesn't hold up a start.")
        }
        Err(_) => {
            let words = "The desktop's portal can be started in name only; Chaperone goes without it, and so without a tray that needs it.";
            Finding::new(check, Health::Bad, words)
                .advise("Repair or remove the package xdg-desktop-portal; other programs wait for it for half a minute at each start.")
        }
    }
}
