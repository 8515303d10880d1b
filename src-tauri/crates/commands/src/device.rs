//! The device that a host stands on. What can be asked of it and chosen for it is the same for every host; how a desktop
//! does it is the host's business, which lends it here. Nothing of this is of the workspace: it belongs to whoever uses
//! the device, so it stands neither in the authority table nor in the history.

use std::path::PathBuf;
use std::sync::Arc;

use chaperone_domain::autostart::AutostartTrouble;
use chaperone_domain::file::Unwritable;
use chaperone_domain::language::LanguageChoice;
use chaperone_domain::refusal::Refuse;

use crate::desk::Desk;
use crate::failure::{Failure, Reply};
use crate::session::Session;
use crate::view::device::{AutostartView, ChooseLanguage, DeviceView, ShowDevice, SwitchAutostart};
use crate::view::doctor::Finding;
use crate::wire::Wire;

/// How the desktop is to start with the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Autostart {
    /// In the tray, without a window.
    pub is_hidden: bool,
    /// The workspace that it opens; the one in the usual place if none is named.
    pub workspace: Option<PathBuf>,
}

/// What a desktop can tell of its device, and do to it.
pub trait Device: Send + Sync + std::fmt::Debug {
    /// How it starts with the session, read anew each time.
    fn autostart(&self) -> AutostartView;

    /// Has it start so with the session, or not at all.
    fn set_autostart(&self, wish: Option<&Autostart>) -> Result<(), AutostartTrouble>;

    /// The language chosen for what it says outside its window.
    fn language(&self) -> LanguageChoice;

    /// Has it speak so from now on, also after the next start.
    fn set_language(&self, choice: LanguageChoice) -> Result<(), Unwritable>;

    /// What a doctor finds of the desktop itself: notifications, tray, start with the session, portal.
    fn look(&self) -> Vec<Finding>;
}

impl Desk {
    /// Takes the device that the host lends. The first one stays.
    pub fn stand_on(&self, device: Arc<dyn Device>) {
        if self.device.set(device).is_err() {
            tracing::warn!("a desk stands on one device");
        }
    }

    /// The folder that has to be named at a start for this workspace to be opened. Also the usual one: without a name the
    /// desktop opens whichever was open last. The training company isn't opened by a session.
    fn named_at_start(&self) -> Option<PathBuf> {
        let folder = self.workspace().ok()?.folder.clone();
        (folder != self.environment.training_folder()).then_some(folder)
    }
}

/// Shows what this device does by itself, and its language.
pub(crate) fn show_device(desk: &Desk, _: &Session, _: ShowDevice) -> Reply<DeviceView> {
    let device = desk.device.get();
    Ok(DeviceView {
        autostart: device.map(|device| device.autostart()),
        language: device.map(|device| Wire(device.language())),
    })
}

/// Chooses the language of what the desktop says outside its window.
pub(crate) fn choose_language(
    desk: &Desk,
    session: &Session,
    ask: ChooseLanguage,
) -> Reply<DeviceView> {
    let device = desk.device.get().ok_or_else(no_desktop)?;
    device.set_language(ask.language.0).map_err(|reason| {
        Failure::could_not(
            "language_not_changed",
            format!("The language of tray and notifications can't be changed: {reason}"),
        )
        .with("why", reason.said())
    })?;
    show_device(desk, session, ShowDevice {})
}

/// Chooses whether the desktop starts with the session. It then opens the workspace that is open now.
pub(crate) fn switch_autostart(
    desk: &Desk,
    session: &Session,
    ask: SwitchAutostart,
) -> Reply<DeviceView> {
    let device = desk.device.get().ok_or_else(no_desktop)?;
    let before = device.autostart();
    let wish = ask.is_on.then(|| Autostart {
        is_hidden: ask.is_hidden.unwrap_or(before.is_hidden),
        workspace: desk.named_at_start(),
    });
    device.set_autostart(wish.as_ref()).map_err(|reason| {
        Failure::could_not(
            "autostart_not_changed",
            format!("Starting with the session can't be changed: {reason}"),
        )
        .with("why", reason.said())
    })?;
    show_device(desk, session, ShowDevice {})
}

fn no_desktop() -> Failure {
    Failure::could_not(
        "no_desktop",
        "Only the desktop does this; open its window and choose there.",
    )
}
