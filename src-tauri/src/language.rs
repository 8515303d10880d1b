//! The language in which the desktop speaks outside its window: in the tray, in notifications and in dialogs. It is chosen in
//! the window, which tells it here; it belongs to this device, is no setting of the workspace, and outlives a restart, so
//! that a start without a window speaks it too. The words themselves are in `chaperone_commands::tongue`.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use chaperone_commands::Failure;
use chaperone_commands::tongue::{SayingGroup, Tongue};
use chaperone_domain::file::Unwritable;
use chaperone_domain::interruption::Zone;
use chaperone_domain::language::LanguageChoice;
use chaperone_domain::term::Term;
use tauri::{AppHandle, Manager};

use crate::file;
use crate::seat::Seat;

/// Variables that name the locale for messages; the first that says anything holds. Source: POSIX, chapter 8.2.
const LOCALE: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// What was chosen.
pub(crate) struct Speech {
    file: PathBuf,
    choice: Mutex<LanguageChoice>,
}

impl Speech {
    /// Takes up what an earlier run was told. Keeps it in `file`.
    pub(crate) fn kept_in(file: PathBuf) -> Self {
        let kept = std::fs::read_to_string(&file).ok();
        let choice = kept.and_then(|text| LanguageChoice::parse_term(text.trim()).ok());
        Self { file, choice: Mutex::new(choice.unwrap_or(LanguageChoice::System)) }
    }

    /// What was chosen.
    pub(crate) fn choice(&self) -> LanguageChoice {
        *self.choice.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Chooses. What was chosen before stays where that can't be kept.
    pub(crate) fn choose(&self, choice: LanguageChoice) -> Result<(), Unwritable> {
        let folder = self.file.parent().map_or(Ok(()), std::fs::create_dir_all);
        folder
            .and_then(|()| std::fs::write(&self.file, choice.term()))
            .map_err(|error| file::unwritable(&self.file, &error))?;
        *self.choice.lock().unwrap_or_else(PoisonError::into_inner) = choice;
        Ok(())
    }

    /// What speaks the language.
    fn tongue(&self) -> Tongue {
        let said = |name: &&str| std::env::var(name).ok().filter(|locale| !locale.is_empty());
        let locale = LOCALE.iter().find_map(said).unwrap_or_default();
        Tongue::new(self.choice().on(&locale))
    }
}

/// What speaks the language chosen now.
pub(crate) fn tongue(app: &AppHandle) -> Tongue {
    app.state::<Speech>().tongue()
}

/// Why a command was not carried out, in one sentence for people.
pub(crate) fn refusal(app: &AppHandle, failure: &Failure) -> String {
    let seat = app.state::<Seat>();
    let clock = &seat.environment().clock;
    said_by(tongue(app), failure, &|at| clock.ahead_of_utc(at))
}

/// The same, in a language and by the clocks on a wall.
pub(crate) fn said_by(tongue: Tongue, failure: &Failure, zone: Zone<'_>) -> String {
    let said = tongue.sentence(SayingGroup::Refusals, &failure.saying, zone);
    said.unwrap_or_else(|| failure.message.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_outlives_a_restart_and_what_is_no_choice_is_the_systems() {
        let folder =
            std::env::temp_dir().join(format!("chaperone-language-{}", std::process::id()));
        let file = folder.join("language");
        let first = Speech::kept_in(file.clone());
        assert_eq!(first.choice(), LanguageChoice::System, "nothing was chosen yet");
        first.choose(LanguageChoice::German).expect("it can be written");
        assert_eq!(Speech::kept_in(file.clone()).choice(), LanguageChoice::German);
        std::fs::write(&file, "klingon").expect("it can be written");
        assert_eq!(Speech::kept_in(file).choice(), LanguageChoice::System);
        std::fs::remove_dir_all(folder).expect("the folder was made above");
    }

    #[test]
    fn a_choice_that_cannot_be_kept_is_refused_and_changes_nothing() {
        let speech = Speech::kept_in(PathBuf::from("/proc/no-such/language"));
        let said = speech.choose(LanguageChoice::German).expect_err("nobody can write there");
        assert_eq!(said.file, "/proc/no-such/language");
        assert_eq!(speech.choice(), LanguageChoice::System);
    }
}
