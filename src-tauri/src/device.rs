//! What the command layer may ask of this desktop and have it do. Each thing is done elsewhere; this hands it on.

use chaperone_commands::device::{Autostart, Device};
use chaperone_commands::view::device::AutostartView;
use chaperone_commands::view::doctor::Finding;
use chaperone_domain::autostart::AutostartTrouble;
use chaperone_domain::file::Unwritable;
use chaperone_domain::language::LanguageChoice;
use tauri::{AppHandle, Manager};

use crate::autostart::Entry;
use crate::checkup;
use crate::language::Speech;
use crate::seat::{Nudge, Seat};

/// This desktop, as the command layer sees it.
#[derive(Debug)]
pub(crate) struct Desktop {
    pub(crate) app: AppHandle,
    pub(crate) entry: Entry,
}

impl Device for Desktop {
    fn autostart(&self) -> AutostartView {
        self.entry.show()
    }

    fn set_autostart(&self, wish: Option<&Autostart>) -> Result<(), AutostartTrouble> {
        self.entry.set(wish)
    }

    fn language(&self) -> LanguageChoice {
        self.app.state::<Speech>().choice()
    }

    fn set_language(&self, choice: LanguageChoice) -> Result<(), Unwritable> {
        self.app.state::<Speech>().choose(choice)?;
        self.app.state::<Seat>().nudge(Nudge::Speaks);
        Ok(())
    }

    /// Waits for the bus: commands are carried out on threads that may.
    fn look(&self) -> Vec<Finding> {
        tauri::async_runtime::block_on(checkup::look(&self.app, &self.entry))
    }
}
