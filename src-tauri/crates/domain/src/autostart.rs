//! Why starting with the session isn't as it was chosen, or can't be chosen. Looking at the device is for the host.

use std::fmt;

use crate::refusal::Refuse;
use crate::said::{Said, Value};

/// What the device said when a file could not be read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileTrouble {
    /// It belongs to somebody else.
    Denied,
    /// Nothing can be written where it lies.
    ReadOnly,
    /// There is no room left.
    Full,
    /// In the device's own words.
    Other(String),
}

impl FileTrouble {
    fn value(&self) -> Value {
        match self {
            Self::Denied => Value::Words("permission denied"),
            Self::ReadOnly => Value::Words("the medium is read-only"),
            Self::Full => Value::Words("the medium is full"),
            Self::Other(text) => text.into(),
        }
    }
}

impl fmt::Display for FileTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Denied => "permission denied",
            Self::ReadOnly => "the medium is read-only",
            Self::Full => "the medium is full",
            Self::Other(text) => text,
        })
    }
}

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
    #[error("{file} can't be written ({why}); check who may write there.")]
    Unwritable {
        /// The entry's file.
        file: String,
        /// What the device said.
        why: FileTrouble,
    },
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
            Self::Unwritable { file, why } => {
                Said::new("autostart").of("unwritable").with("file", file).with("why", why.value())
            }
            Self::OddName(path) => Said::new("autostart").of("oddName").with("path", path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_way_is_told_with_all_that_its_sentence_names() {
        let file = "/home/ada/.config/autostart/chaperone.desktop".to_owned();
        let trouble = AutostartTrouble::Unwritable { file: file.clone(), why: FileTrouble::Denied };
        assert_eq!(
            trouble.to_string(),
            format!("{file} can't be written (permission denied); check who may write there.")
        );
        let said = trouble.said();
        assert_eq!((said.code, said.case), ("autostart", Some("unwritable")));
        assert_eq!(said.values[0], ("file", Value::Text(file)));
        assert_eq!(said.values[1], ("why", Value::Words("permission denied")));
    }
}
