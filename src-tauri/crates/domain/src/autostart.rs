//! Why starting with the session isn't as it was chosen, or can't be chosen. Looking at the device is for the host.

use crate::file::{FileTrouble, Unwritable};
use crate::refusal::Refuse;
use crate::said::Said;

/// What stands in the way, as a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AutostartTrouble {
    /// The entry starts a program that isn't there.
    #[error("It would start {0}, which isn't there; switch it off and on again.")]
    Gone(String),
    /// The entry can't be read.
    #[error("{file} can't be read ({why}); check who may read it.")]
    Unreadable {
        /// The entry's file.
        file: String,
        /// What the device said.
        why: FileTrouble,
    },
    /// The entry can't be written.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    /// A path that no entry can hold.
    #[error("{0} has a name that the session can't read; move it to a folder with a plain name.")]
    OddName(String),
}

impl Refuse for AutostartTrouble {
    fn said(&self) -> Said {
        match self {
            Self::Gone(program) => Said::new("autostart").of("gone").with("program", program),
            Self::Unreadable { file, why } => {
                Said::new("autostart").of("unreadable").with("file", file).with("why", why.value())
            }
            Self::Unwritable(unwritable) => unwritable.said(),
            Self::OddName(path) => Said::new("autostart").of("oddName").with("path", path),
        }
    }
}
