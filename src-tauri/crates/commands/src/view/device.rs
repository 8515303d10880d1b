//! The device that a host stands on: what it does by itself when somebody signs in to it, and the language it speaks.

use chaperone_domain::language::LanguageChoice;

use crate::view::said::Saying;
use crate::wire::Wire;

asks! {
    /// See what this device does by itself, and the language that it speaks.
    ShowDevice {}

    /// Choose whether the desktop starts with one's session on this device.
    SwitchAutostart {
        /// Whether it starts.
        is_on: bool,
        /// Whether it starts in the tray, without a window; as before when left out, and in the tray at first.
        is_hidden: Option<bool>,
    }

    /// Choose the language in which the desktop speaks outside its window: in the tray, in notifications and in dialogs.
    ChooseLanguage {
        /// Which.
        language: Wire<LanguageChoice>,
    }
}

views! {
    /// What this device does by itself, and its language.
    DeviceView {
        /// Whether the desktop starts with the session; nothing where the host is no desktop.
        autostart: Option<AutostartView>,
        /// The language chosen for what the desktop says outside its window; nothing where the host is no desktop.
        language: Option<Wire<LanguageChoice>>,
    }

    /// How the desktop starts with the session, read from where the session looks.
    AutostartView {
        /// Whether it starts.
        is_on: bool,
        /// Whether it starts in the tray, without a window.
        is_hidden: bool,
        /// The program that is started, or would be.
        program: String,
        /// The workspace that it opens, if it isn't the one in the usual place.
        workspace: Option<String>,
        /// What stands in the way, and what to do, in one sentence.
        trouble: Option<String>,
        /// The same as code and values.
        trouble_saying: Option<Saying>,
    }
}
